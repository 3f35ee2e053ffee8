"""The vocabulary: a book is chapters, a chapter is articles, an article is blocks, a block is inline content.

Values only: nothing here reads a file, knows an option or imports another module of ours. A change to a book is a
function from `Book` to `Book`. Every class is frozen and every sequence a tuple, so no stage sees another's edits.
Where a piece stood in its source rides along in `places`, which does not count when two values are compared.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import assert_never

# --- where text came from ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where part of a block stands in its source: from *offset* of the block's plain text on, it is line *line*."""

    line: int
    """Line of the source, from 1."""
    column: int = 1
    """Column of that line, in characters from 1, at which the part begins."""
    offset: int = 0
    """Offset in the block's plain text (`plain`), in characters from 0."""


Places = tuple[Place, ...]


def locate(places: Places, offset: int) -> tuple[int | None, int | None]:
    """Return the line and the column of the source at which the character at *offset* of a plain text stands.

    *places* are those of the text, in its order; without any, nothing is known.
    """
    if not places:
        return None, None
    near = places[max(0, bisect_right(places, offset, key=lambda place: place.offset) - 1)]
    return near.line, near.column + max(0, offset - near.offset)


# --- inline content ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Text:
    """A run of characters; never markup, never a line break."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """着重: emphasis, whatever the design makes of it."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Strong:
    """Strong importance, usually a heavier face."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Superscript:
    """Characters raised above the line (上标): m², 10⁻³, the number of an institute behind a name."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Subscript:
    """Characters set below the line (下标): H₂O."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Link:
    """A link to an address outside the book, or to an article of it: ``article:3``, the third.

    See `publish.crosslinks`.
    """

    href: str
    content: Inlines


@dataclass(frozen=True, slots=True)
class Note:
    """A note (注释), standing where it is called; each output puts its text where its readers look for notes."""

    blocks: tuple[Block, ...]
    number: int | None = field(default=None, compare=False, repr=False)
    """Its number in the article, from 1, once an output has given it one (`publish.xhtml.number_notes`)."""
    name: str | None = field(default=None, compare=False, repr=False)
    """What it is called in ids: made from its text, of its own in the article; given with the number."""


@dataclass(frozen=True, slots=True)
class Ruby:
    """A base text with its reading above: 汉字 / hànzì."""

    base: str
    reading: str


@dataclass(frozen=True, slots=True)
class Break:
    """A line break that the writer made on purpose."""


@dataclass(frozen=True, slots=True)
class Code:
    """Characters that mean themselves: never converted, never squeezed."""

    text: str


@dataclass(frozen=True, slots=True)
class Image:
    """A picture of the book, by its name in `Book.pictures`."""

    name: str
    alternative: str = ""


Inline = Text | Emphasis | Strong | Superscript | Subscript | Link | Note | Ruby | Break | Code | Image
Inlines = tuple[Inline, ...]

# --- blocks --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, whole again however many lines it was cut into."""

    content: Inlines
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Crosshead:
    """A short heading inside an article (小标题); *level* 1 is the first below the title."""

    content: Inlines
    level: int = 1
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Verse:
    """Lines that end where the poet ended them; an empty line parts two stanzas."""

    verses: tuple[Inlines, ...]
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation set apart from the text."""

    blocks: tuple[Block, ...]
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list, with its mark as printed (一、 1. ①), or none for a bullet that the design draws."""

    blocks: tuple[Block, ...]
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A list of items, numbered by their own marks or, where *start* is given, counted from it."""

    items: tuple[Item, ...]
    start: int | None = None
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption; *beside* it, in one row with it, may stand the figure before it."""

    image: Image
    caption: Inlines = ()
    places: Places = field(default=(), compare=False, repr=False)
    width: float | None = None
    """How wide the picture is, in percent of the measure; None: as wide as its pixels make it."""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first *heads* rows are headings. *aligns*: left, right, center or "" by column, or none."""

    rows: tuple[tuple[Inlines, ...], ...]
    heads: int = 0
    aligns: tuple[str, ...] = ()
    caption: Inlines = ()
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines of code or of anything else that keeps its spaces."""

    text: str
    language: str = ""
    places: Places = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A break between two parts of an article (a line, a row of stars)."""

    places: Places = field(default=(), compare=False, repr=False)


Block = Paragraph | Crosshead | Verse | Quote | List | Figure | Table | Listing | Rule

# --- article, chapter, book ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an article was printed, in the words of the source."""

    publication: str | None = None
    date: str | None = None
    page: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A titled piece with its authors and text. Titles and names are plain text without line breaks."""

    title: str
    kicker: str | None = None
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    """Names alone, in order, without spaces or role words."""
    byline: str | None = None
    """The byline as printed; lines are parted by ``\\n``."""
    remarks: tuple[str, ...] = ()
    origin: Origin | None = None
    blocks: tuple[Block, ...] = ()
    questions: tuple[str, ...] = ()
    """What readers may talk about (讨论题), each a plain text; they follow the text."""
    source: str = field(default="", compare=False)
    """Name of the source that it was read from."""
    line: int | None = field(default=None, compare=False)
    """Line of the title in that source."""


@dataclass(frozen=True, slots=True)
class Chapter:
    """The articles under one section heading; *heading* is None for those before any heading."""

    heading: str | None
    articles: tuple[Article, ...] = ()
    line: int | None = field(default=None, compare=False)
    source: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Series:
    """A series (丛书) and the book's number in it."""

    title: str
    number: str | None = None


@dataclass(frozen=True, slots=True)
class Picture:
    """The bytes of a picture that belongs to the book. *name* is an ASCII file name, unique in the book."""

    name: str
    media_type: str
    data: bytes = field(repr=False)
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Book:
    """A whole book: what its title page says, its chapters and its pictures."""

    title: str
    language: str = "zh-CN"
    """BCP 47 tag of the text: zh-CN, zh-TW, zh-HK, zh-Hant …"""
    subtitle: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    publisher: str | None = None
    date: str | None = None
    """Date of the book, ISO 8601 (2023, 2023-05, 2023-05-04)."""
    identifier: str | None = None
    rights: str | None = None
    description: str | None = None
    subjects: tuple[str, ...] = ()
    series: Series | None = None
    cover: str | None = None
    """Name in `pictures` of the cover; None has one drawn from the title."""
    chapters: tuple[Chapter, ...] = ()
    pictures: tuple[Picture, ...] = ()

    @property
    def articles(self) -> Iterator[Article]:
        """All articles, in reading order."""
        return (article for chapter in self.chapters for article in chapter.articles)


# --- plain text ----------------------------------------------------------------------------------------------------


def plain(content: Inlines) -> str:
    r"""Return the characters of *content* as a reader of the page meets them: no markup, no notes, no ruby readings.

    A line break is ``\n``; an image counts as its alternative text.
    """
    return "".join(map(_plain_inline, content))


def _plain_inline(inline: Inline) -> str:
    match inline:
        case Text(text) | Code(text):
            return text
        case Emphasis(content) | Strong(content) | Superscript(content) | Subscript(content) | Link(_, content):
            return plain(content)
        case Ruby(base):
            return base
        case Break():
            return "\n"
        case Image(_, alternative):
            return alternative
        case Note():
            return ""
        case _:
            assert_never(inline)


def plain_block(block: Block) -> str:
    """Return the plain text of *block*; verses, items and rows stand one to a line, cells are parted by a tab."""
    match block:
        case Paragraph(content) | Crosshead(content):
            return plain(content)
        case Verse(verses):
            return "\n".join(map(plain, verses))
        case Quote(blocks):
            return "\n".join(map(plain_block, blocks))
        case List(items):
            return "\n".join((item.mark or "") + "\n".join(map(plain_block, item.blocks)) for item in items)
        case Figure(_, caption):
            return plain(caption)
        case Table(rows):
            return "\n".join("\t".join(plain(cell).replace("\n", " ") for cell in row) for row in rows)
        case Listing(text):
            return text
        case Rule():
            return ""
        case _:
            assert_never(block)
