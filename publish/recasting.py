"""A book as passages: each stretch of text that is read, and so rewritten, as a whole.

A paragraph with all its markup is one passage, so that a word is seen whole though half of it is emphasised. Titles,
names, captions, cells and notes are passages of their own. What is not language (code, addresses, the names of
pictures) is in none: inside a passage, `HOLE` keeps its room.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import accumulate, pairwise
from typing import assert_never

from publish.book import (
    Article,
    Block,
    Book,
    Break,
    Chapter,
    Code,
    Crosshead,
    Emphasis,
    Figure,
    Image,
    Inline,
    Inlines,
    Item,
    Link,
    List,
    Listing,
    Note,
    Origin,
    Paragraph,
    Place,
    Places,
    Quote,
    Ruby,
    Rule,
    Series,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verse,
    locate,
)

HOLE = "\ufffc"
"""Stands for each character of a passage that is not language (U+FFFC OBJECT REPLACEMENT CHARACTER)."""


class Role(Enum):
    """What a passage is in its book."""

    TEXT = "text"
    TITLE = "title"
    NAME = "name"
    """The name of one person or body, alone."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text and where it stands. Its offsets are those of `publish.book.plain`."""

    text: str
    role: Role = Role.TEXT
    file: str | None = None
    places: Places = ()
    article: int | None = None
    """Number of the article in the book, from 0; None outside any."""

    def place(self, offset: int) -> tuple[int | None, int | None]:
        """Return the line and the column at which the character at *offset* stands in the source."""
        return locate(self.places, offset)


@dataclass(frozen=True, slots=True)
class Recast:
    """The new text of a passage. *shifts* holds (end in the old text, end in the new) of each piece of new length."""

    text: str
    shifts: tuple[tuple[int, int], ...] = ()

    def offset(self, old: int) -> int:
        """Return where the border at *old* lies in the new text; inside a piece of new length, its end."""
        before = bisect_right(self.shifts, old, key=lambda shift: shift[0]) - 1
        old_end, new_end = self.shifts[before] if before >= 0 else (0, 0)
        limit = self.shifts[before + 1][1] if before + 1 < len(self.shifts) else len(self.text)
        return min(new_end + old - old_end, limit)


Change = Callable[[Passage], Recast]


def passages(book: Book) -> tuple[Passage, ...]:
    """Return all passages of *book*, in reading order."""
    found: list[Passage] = []

    def keep(passage: Passage) -> Recast:
        found.append(passage)
        return Recast(passage.text)

    change_passages(book, keep)
    return tuple(found)


def change_passages(book: Book, change: Change) -> Book:
    """Return *book* with each passage as *change* gives it back; called once for each, in the order of `passages`."""
    return _Walk(change).book(book)


class _Walk:
    """One walk through a book; remembers where it stands."""

    def __init__(self, change: Change) -> None:
        self.change = change
        self.file: str | None = None
        self.places: Places = ()
        self.article_number: int | None = None
        self.articles_seen = 0

    def book(self, book: Book) -> Book:
        return replace(
            book,
            title=self.text(book.title, Role.TITLE),
            subtitle=self.optional(book.subtitle, Role.TITLE),
            authors=self.names(book.authors),
            editors=self.names(book.editors),
            publisher=self.optional(book.publisher),
            rights=self.optional(book.rights),
            description=self.optional(book.description),
            subjects=tuple(map(self.text, book.subjects)),
            series=book.series and Series(self.text(book.series.title, Role.TITLE), book.series.number),
            chapters=tuple(map(self.chapter, book.chapters)),
        )

    def chapter(self, chapter: Chapter) -> Chapter:
        self.file, self.places, self.article_number = chapter.source or None, _at(chapter.line), None
        heading = self.optional(chapter.heading, Role.TITLE)
        return replace(chapter, heading=heading, articles=tuple(map(self.article, chapter.articles)))

    def article(self, article: Article) -> Article:
        self.file, self.places, self.article_number = article.source or None, _at(article.line), self.articles_seen
        self.articles_seen += 1
        return replace(
            article,
            kicker=self.optional(article.kicker, Role.TITLE),
            title=self.text(article.title, Role.TITLE),
            subtitle=self.optional(article.subtitle, Role.TITLE),
            authors=self.names(article.authors),
            byline=self.optional(article.byline),
            remarks=tuple(map(self.text, article.remarks)),
            origin=article.origin and self.origin(article.origin),
            blocks=self.blocks(article.blocks),
            questions=tuple(map(self.text, article.questions)),
        )

    def origin(self, origin: Origin) -> Origin:
        return Origin(self.optional(origin.publication), self.optional(origin.date), self.optional(origin.page))

    def text(self, text: str, role: Role = Role.TEXT) -> str:
        return self.change(Passage(text, role, self.file, self.places, self.article_number)).text

    def optional(self, text: str | None, role: Role = Role.TEXT) -> str | None:
        return text if text is None else self.text(text, role)

    def names(self, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self.text(name, Role.NAME) for name in names)

    def blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        return tuple(map(self.block, blocks))

    def block(self, block: Block) -> Block:
        above = self.places
        self.places = block.places or above
        changed = self.changed(block)
        self.places = above
        return changed

    def changed(self, block: Block) -> Block:
        match block:
            case Paragraph(content) | Crosshead(content):
                return replace(block, content=self.inlines(content))
            case Verse(verses):
                return replace(block, verses=self.lines(verses))
            case Quote(blocks):
                return replace(block, blocks=self.blocks(blocks))
            case List(items):
                return replace(block, items=tuple(map(self.item, items)))
            case Figure(image, caption):
                return replace(block, image=self.image(image), caption=self.inlines(caption))
            case Table(rows, _, _, caption):
                cells = tuple(tuple(map(self.inlines, row)) for row in rows)
                return replace(block, rows=cells, caption=self.inlines(caption))
            case Listing() | Rule():
                return block
            case _:
                assert_never(block)

    def item(self, item: Item) -> Item:
        return Item(self.blocks(item.blocks), item.mark and self.text(item.mark))

    def image(self, image: Image) -> Image:
        return replace(image, alternative=self.text(image.alternative))

    def inlines(self, content: Inlines) -> Inlines:
        return self.lines((content,))[0]

    def lines(self, lines: tuple[Inlines, ...]) -> tuple[Inlines, ...]:
        """Rewrite *lines* as one passage, in which a line feed parts them."""
        pieces = [piece for line in lines for piece in (*_pieces(line), "\n")][:-1]
        recast = self.change(Passage("".join(pieces), Role.TEXT, self.file, self.places, self.article_number))
        borders = [recast.offset(border) for border in accumulate(map(len, pieces), initial=0)]
        new = (recast.text[start:end] for start, end in pairwise(borders))
        changed = []
        for line in lines:
            changed.append(tuple(self.refilled(inline, new) for inline in line))
            next(new, None)
        return tuple(changed)

    def refilled(self, inline: Inline, new: Iterator[str]) -> Inline:
        """Return *inline* with its pieces taken from *new*; notes and alternatives are passages of their own."""
        match inline:
            case Text():
                return Text(next(new))
            case Emphasis(content) | Strong(content) | Superscript(content) | Subscript(content) | Link(_, content):
                return replace(inline, content=tuple(self.refilled(inner, new) for inner in content))
            case Ruby(_, reading):
                return Ruby(next(new), self.text(reading))
            case Note(blocks):
                return Note(self.blocks(blocks))
            case Image():
                next(new)
                return self.image(inline)
            case Code() | Break():
                next(new)
                return inline
            case _:
                assert_never(inline)


def _pieces(content: Inlines) -> Iterator[str]:
    """Yield the text of each inline that has one, as `_Walk.refilled` takes them back."""
    for inline in content:
        match inline:
            case Text(text):
                yield text
            case Emphasis(inner) | Strong(inner) | Superscript(inner) | Subscript(inner) | Link(_, inner):
                yield from _pieces(inner)
            case Ruby(base):
                yield base
            case Image(_, hidden) | Code(hidden):
                yield HOLE * len(hidden)
            case Break():
                yield "\n"
            case Note():
                pass
            case _:
                assert_never(inline)


def _at(line: int | None) -> Places:
    return (Place(line),) if line else ()
