"""Books full of notes, and what is wrong with them on paper, read off the printed file.

Text and notes are written in two sets of characters, each call and each note has its number in the book beside it, and
a long note has marks all along: so that anything lost, repeated, late or out of order is seen in the file alone.
"""

import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence

import pymupdf
from handmade import PICTURE, text

from publish.book import (
    Article,
    Block,
    Book,
    Chapter,
    Crosshead,
    Figure,
    Image,
    Inline,
    Inlines,
    Item,
    List,
    Note,
    Paragraph,
    Quote,
    Table,
    Text,
    Verse,
)

TEXT, NOTES = "河船桥水树风云月山石门路灯雨", "字笔墨纸砚印章卷页抄本"
CIRCLED = "①-⑳㉑-㉟㊱-㊿"
SHORTEST, LONGEST = 8, 1500
KINDS = ("paragraph",) * 12 + ("crosshead", "quote", "verse", "list", "table", "figure")


class Writer:
    """Writes a book of *notes* notes, the same for the same *seed*; *dense*: up to so many in a paragraph."""

    def __init__(self, notes: int, seed: int = 1, dense: int = 8, longest: int = LONGEST) -> None:
        self.chance, self.notes, self.dense, self.longest = random.Random(seed), notes, dense, longest
        self.written = 0

    def book(self) -> Book:
        """Return the book: chapters of some articles of some blocks."""
        chapters = []
        while self.written < self.notes:
            articles = tuple(self._article() for _ in range(self.chance.randint(1, 3)))
            chapters.append(Chapter(f"栏{len(chapters) + 1}", articles))
        return Book("注", chapters=tuple(chapters), pictures=(PICTURE,))

    def _article(self) -> Article:
        blocks = tuple(self._block(self.chance.choice(KINDS)) for _ in range(self.chance.randint(2, 16)))
        return Article("题", blocks=blocks, source="a.txt", line=1)

    def _words(self, least: int, most: int, of: str = TEXT) -> str:
        return "".join(self.chance.choices(of, k=self.chance.randint(least, most)))

    def _note(self) -> Iterator[Inline]:
        """Yield the number of a note and its call, if the book is to have another."""
        if self.written == self.notes:
            return
        number, self.written = f"{self.written:04}", self.written + 1
        length = round(SHORTEST * (self.longest / SHORTEST) ** self.chance.random())
        said = f"始{number}"
        for mark in range(length // 20):
            said += f"{self._words(8, 16, NOTES)}，{number}.{mark:02}。"
        said += self._words(3, 3 + length % 20, NOTES)
        yield Text(f"第{number}")
        yield Note((Paragraph(text(said)),))

    def _inlines(self, most: int, calls: int) -> Inlines:
        content: list[Inline] = [Text(self._words(2, most))]
        for _ in range(calls):
            content += [*self._note(), Text("，" + self._words(1, most))]
        return (*content, Text("。"))

    def _block(self, kind: str) -> Block:
        chance = self.chance
        if kind == "crosshead":
            return Crosshead(self._inlines(6, 1))
        if kind == "quote":
            return Quote((Paragraph(self._inlines(40, 2)),))
        if kind == "verse":
            return Verse(tuple(self._inlines(6, chance.randint(0, 1)) for _ in range(4)))
        if kind == "list":
            return List(tuple(Item((Paragraph(self._inlines(20, 1)),)) for _ in range(3)))
        if kind == "table":
            caption, head = self._inlines(4, 1), (text("表头"), (Text("另"), *self._note()))
            rows = [(self._inlines(3, chance.randint(0, 1)), self._inlines(3, 1)) for _ in range(chance.randint(2, 9))]
            return Table((head, *rows), heads=1, caption=caption)
        if kind == "figure":
            return Figure(Image(PICTURE.name, "图"), self._inlines(6, 1))
        return Paragraph(self._inlines(60, chance.randint(0, self.dense)))


def _inside(part: object) -> Iterator[Text | Note]:
    """Yield the texts and notes in *part* of a book, in their order; not what is in notes."""
    if isinstance(part, Text | Note):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from _inside(each)
    elif isinstance(part, Table):
        yield from _inside((part.caption, part.rows))
    elif not isinstance(part, str):
        for name in ("chapters", "articles", "blocks", "content", "verses", "items", "caption"):
            yield from _inside(getattr(part, name, ()))


def body(book: Book) -> str:
    """Return the characters of the text of *book*, without notes."""
    said = "".join(part.text for part in _inside(book) if isinstance(part, Text))
    return "".join(character for character in said if character in TEXT)


def faults(book: Book, pdf: bytes, notes: int) -> list[str]:
    """Return what is wrong with the notes of *book*, which are so many, in the printed file *pdf*."""
    with pymupdf.open("pdf", pdf) as document:
        pages = ["".join(page.get_text().split()) for page in document]
        found = [f"page {number}: {fault}" for number, page in enumerate(document, 1) for fault in _crossed(page)]
    found += _misplaced(pages, notes)
    said = "".join(c for page in pages for c in page if c in TEXT)
    if said != body(book):
        found.append(f"the text has {len(said)} characters, not {len(body(book))}, or others")
    found += _broken(book, pages)
    return found


def _misplaced(pages: Sequence[str], notes: int) -> Iterator[str]:
    calls = [_all(rf"(?<![始终\d.])(\d{{4}})([{CIRCLED}])", page) for page in pages]
    begun = [[(number, mark) for mark, number in _all(rf"([{CIRCLED}])始(\d{{4}})", page)] for page in pages]
    for place, (called, begins) in enumerate(zip(calls, begun, strict=True), 1):
        if sorted(called) != sorted(begins):
            yield f"page {place}: calls {called}, begins {begins}"
        if begins != sorted(begins):
            yield f"page {place}: out of order: {begins}"
        for shown in (called, begins):
            if twice := [mark for mark, times in Counter(mark for _, mark in shown).items() if times > 1]:
                yield f"page {place}: twice {twice}"
    for what, shown in (("called", calls), ("begun", begun)):
        times = Counter(int(number) for page in shown for number, _ in page)
        if wrong := [number for number in range(notes) if times[number] != 1]:
            yield f"not {what} once: {wrong}"


def _all(pattern: str, page: str) -> list[tuple[str, str]]:
    return [(first, second) for first, second in re.findall(pattern, page)]


def _broken(book: Book, pages: Sequence[str]) -> Iterator[str]:
    """Yield notes that have not all their marks, each once and in order, and a sum of characters that is not right."""
    whole = ["".join(text.text for text in _texts(note)) for note in _inside(book) if isinstance(note, Note)]
    wanted, printed = "".join(whole), "".join(pages)
    for number, note in enumerate(whole):
        pattern = rf"{number:04}\.\d\d"
        if re.findall(pattern, note) != re.findall(pattern, printed):
            yield f"note {number}: not whole and in order"
    if Counter(c for c in wanted if c in NOTES) != Counter(c for c in printed if c in NOTES):
        yield "characters of notes are lost or come again"


def _texts(note: Note) -> Iterator[Text]:
    return (part for part in _inside(note.blocks) if isinstance(part, Text))


def _crossed(page: pymupdf.Page) -> Iterator[str]:
    """Yield that a line of a note begins above the end of one of the text, or stands beyond the edge."""
    lines = [
        ("".join(span["text"] for span in line["spans"]), line["bbox"])
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
    ]
    ends = [box[3] for said, box in lines if set(said) & set(TEXT)]
    begins = [box[1] for said, box in lines if set(said) & set(NOTES)]
    if max(ends, default=0) > min(begins, default=page.rect.height) + 3:
        yield "text and notes cross"
    if not all(box[1] > 0 and box[3] < page.rect.height for _, box in lines):
        yield "lines beyond the edge"
