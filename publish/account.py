"""Where each character of a source went, white space aside: the proof that none was lost and none invented.

A dump is held against its blocks place by place: a block must say, in the order of the page, what stands in the source
where it says that it stands. What is left over must be in the fields, in furniture or among the marks taken off.
A manuscript has signs and references between its characters, so a block there is held against its own lines, and the
rest against all that the book holds.
"""

from __future__ import annotations

import html
import re
from bisect import bisect, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from urllib.parse import unquote

from publish.book import (
    Article,
    Block,
    Chapter,
    Code,
    Crosshead,
    Emphasis,
    Figure,
    Image,
    Inlines,
    Link,
    List,
    Listing,
    Note,
    Paragraph,
    Quote,
    Ruby,
    Strong,
    Table,
    Text,
    Verse,
    plain_block,
)
from publish.dump.articles import Group, words
from publish.dump.labels import Label, Labelled
from publish.source import Source


@dataclass(frozen=True, slots=True)
class Account:
    """Characters by their fate; *lost* and *invented* are 0 unless the program has a fault."""

    in_source: int = 0
    in_blocks: int = 0
    in_fields: int = 0
    furniture: int = 0
    marks: int = 0
    """Taken off a field (□, 【】, ——, ``##``), or signs of Markdown."""
    left_out: int = 0
    """Left out of a manuscript with a diagnostic that says so."""
    lost: int = 0
    invented: int = 0
    """In a block, and not at that place of the source."""
    removed: int = 0
    """Control and invisible characters, which normalisation took out before the others were counted."""
    lines_dropped: int = 0

    def __add__(self, other: Account) -> Account:
        return Account(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Account)))


# --- dumps ---------------------------------------------------------------------------------------------------------


def account_of_dump(source: Source, labelled: Sequence[Labelled], groups: Sequence[Group]) -> Account:
    """Return where the characters of *source* went, whose lines are *labelled* and whose articles are in *groups*."""
    page = _Page(source.text)
    articles = [article for group in groups for article in group.articles]
    blocks = [block for article in articles for block in article.blocks]
    for block in blocks:
        page.take(list(_pieces(block)))
    in_blocks = page.taken
    dropped = [item.line for item in labelled if item.label is Label.FURNITURE]
    page.last = _TOP
    for line in dropped:
        page.take([(line.number, line.column - 1, line.text)])
    rest = page.rest()
    told = _count([*(group.heading or "" for group in groups), *(text for one in articles for text in _printed(one))])
    beyond = rest - told
    marks = beyond & _taken_off(labelled)
    return Account(
        in_source=_length(source.text),
        in_blocks=in_blocks,
        in_fields=(rest & told).total(),
        furniture=page.taken - in_blocks,
        marks=marks.total(),
        lost=(beyond - marks).total(),
        invented=page.missing + (told - rest).total(),
        removed=source.removed,
        lines_dropped=len(dropped),
    )


_Piece = tuple[int, int, str]
"""A text with the line of the source and the offset in that line at which it begins."""
_TOP = (0, 0)


class _Page:
    """The lines of a dump, with what of each was taken."""

    def __init__(self, text: str) -> None:
        self._lines = text.split("\n")
        self._spans: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self.last = _TOP
        """Line and offset of the block that was taken last: the next one must begin below."""
        self.taken = 0
        self.missing = 0
        """Characters that were said to be in a place where they are not, or no longer."""

    def take(self, pieces: Sequence[_Piece]) -> None:
        """Take the *pieces* of a block, whose order must be that of the page."""
        below = self.last
        for number, start, text in pieces:
            end = start + len(text)
            stands = (number, start) >= below and self._lines[number - 1][start:end] == text
            if stands and self._free(number, start, end):
                insort(self._spans[number], (start, end))
                self.taken += _length(text)
                below = (number, end)
            else:
                self.missing += _length(text)
        if pieces:
            self.last = max(self.last, pieces[0][:2])

    def _free(self, number: int, start: int, end: int) -> bool:
        spans = self._spans[number]
        at = bisect(spans, (start, end))
        return (at == 0 or spans[at - 1][1] <= start) and (at == len(spans) or end <= spans[at][0])

    def rest(self) -> Counter[str]:
        """Return the characters that were not taken."""
        return _count(piece for number, line in enumerate(self._lines, 1) for piece in self._left(number, line))

    def _left(self, number: int, line: str) -> Iterator[str]:
        at = 0
        for start, end in self._spans.get(number, ()):
            yield line[at:start]
            at = end
        yield line[at:]


def _pieces(block: Block) -> Iterator[_Piece]:
    """Yield the text of *block*, piece by piece as its places part it."""
    text = plain_block(block)
    places = block.places
    ends = [place.offset for place in places[1:]] + [len(text)]
    for place, end in zip(places, ends, strict=True):
        yield place.line, place.column - 1, text[place.offset : end].rstrip("\n")


def _printed(article: Article) -> Iterator[str]:
    """Yield the fields that hold printed lines; names and affiliations are taken from the byline, which is one."""
    yield article.title
    yield article.kicker or ""
    yield article.subtitle or ""
    yield article.byline or ""
    byline = article.byline or ""
    yield from (remark for remark in article.remarks if remark not in byline)


def _taken_off(labelled: Sequence[Labelled]) -> Counter[str]:
    marks = Counter[str]()
    for item in labelled:
        if item.label is not Label.FURNITURE and len(kept := words(item)) != len(item.line.text):
            marks += _count([item.line.text]) - _count([kept])
    return marks


# --- manuscripts ---------------------------------------------------------------------------------------------------


def account_of_manuscript(source: Source, text: str, chapters: Sequence[Chapter], left_out: Iterable[str]) -> Account:
    """Return where the characters of *source* went, whose *text* below the front matter makes *chapters*.

    *left_out* is what was reported as left out; the front matter is all fields.
    """
    articles = [article for chapter in chapters for article in chapter.articles]
    blocks = [block for article in articles for block in article.blocks]
    lines, defined = text.split("\n"), "\n".join(_DEFINED.findall(text))
    whole = _count([text])
    rest = whole - _count(held for block in blocks for held in _held(block))
    fields_told = [*(chapter.heading or "" for chapter in chapters), *(held for one in articles for held in _told(one))]
    beyond = rest - _count(fields_told)
    kept = beyond - _count(left_out)
    lost = kept - _signs(text)
    return Account(
        in_source=_length(source.text),
        in_blocks=(whole - rest).total(),
        in_fields=(rest - beyond).total() + _length(source.text) - whole.total(),
        marks=(kept - lost).total(),
        left_out=(beyond - kept).total(),
        lost=lost.total(),
        invented=sum(_foreign(block, lines, defined) for block in blocks),
        removed=source.removed,
    )


_DEFINED = re.compile(r"^[ \t>*+-]*\[.+\]:\s*\S+\s*.*$", re.MULTILINE)


def _foreign(block: Block, lines: Sequence[str], defined: str) -> int:
    """Return how many characters of *block* are not in its lines, neither as they stand nor as references (&copy;).

    A picture's caption may stand where its address is *defined*.
    """
    here = "\n".join([*(lines[number - 1] for number in sorted({place.line for place in block.places})), defined])
    return (_count([plain_block(block)]) - (_count([here]) | _count([html.unescape(here)]))).total()


def _told(article: Article) -> Iterator[str]:
    origin = article.origin
    yield from (article.title, article.kicker or "", article.subtitle or "", article.byline or "")
    yield from (*article.authors, *article.remarks)
    yield from (part or "" for part in (origin.publication, origin.date, origin.page)) if origin else ()


def _held(block: Block) -> Iterator[str]:
    """Yield all that *block* holds: its text, and its notes, readings, addresses and captions."""
    match block:
        case Verse(verses):
            yield from (text for verse in verses for text in _within(verse))
        case Quote(blocks):
            yield from (text for inner in blocks for text in _held(inner))
        case List(items):
            yield from (item.mark or "" for item in items)
            yield from (text for item in items for inner in item.blocks for text in _held(inner))
        case Figure(image, caption):
            yield from _within((image, *caption))
        case Table(rows, caption=caption):
            yield from (text for row in rows for cell in row for text in _within(cell))
            yield from _within(caption)
        case Listing(text, language):
            yield from (text, language)
        case Paragraph(content) | Crosshead(content):
            yield from _within(content)


def _within(content: Inlines) -> Iterator[str]:
    for inline in content:
        match inline:
            case Text(text) | Code(text):
                yield text
            case Emphasis(inner) | Strong(inner):
                yield from _within(inner)
            case Link(href, inner):
                yield from (unquote(href), *_within(inner))
            case Note(blocks):
                yield from (text for block in blocks for text in _held(block))
            case Ruby(base, reading):
                yield from (base, reading)
            case Image(_, alternative):
                yield alternative


_SIGN = re.compile(
    r"&#?\w+;"  # a character reference
    r"|<!--\s*(?:[诗詩号]|verse)\s*-->|<br\s*/?>|<rp>[^<>]*|</?(?:ruby|r[bpt])>"
    r"|\[\^[^\]\s]+(?=\])"  # a note's call, or its label
    r"|\]\([^)\s]*|(?<=\])\[[^\]]*(?=\])"  # a link's address, or its reference
    r"|^[ \t>*+-]*\[(?:\\.|[^\\\]])+\]:\s*\S+"  # an address for a reference
    r"|\d{1,9}(?=[.)](?:\s|$))"  # the number of an item
    r"|^[ \t]*(?:引[题題]|副[题題]|作者|署名|[来來]源|附[注註])\s*[：:]"
    r"|[!-/:-@\[-`{-~、，]",
    re.MULTILINE | re.IGNORECASE,
)
"""What of a manuscript can say how the rest is meant."""


def _signs(text: str) -> Counter[str]:
    """Return the characters of *text* that say how others are meant."""
    return _count(match[0] for match in _SIGN.finditer(text))


# --- counting ------------------------------------------------------------------------------------------------------


def _count(texts: Iterable[str]) -> Counter[str]:
    """Return the characters of *texts*, white space aside."""
    return Counter("".join("".join(texts).split()))


def _length(text: str) -> int:
    return sum(map(len, text.split()))
