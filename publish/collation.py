"""Collation (校勘): the text of a finished book held against the text that it was made from.

White space does not count when characters are compared: a line end on paper is none in the text. Where a file keeps
its paragraphs apart, stray and lost spaces are looked for in a second step.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Literal, assert_never

from publish.book import (
    Article,
    Block,
    Book,
    Break,
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
    Paragraph,
    Quote,
    Ruby,
    Rule,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verse,
    plain,
    plain_block,
)
from publish.crosslinks import is_within
from publish.walk import Node, children

Medium = Literal["screen", "paper"]
"""Paper shows the reading of a ruby in the line, and a picture instead of its description."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text that a book must hold, and the *line* of its source."""

    text: str
    line: int | None = None
    apart: int = 0
    """The number, in its article, of the caption or the cell that it belongs to; on paper that may stand elsewhere than
    where the text has it, or in parts; 0 for running text."""


@dataclass(slots=True)
class Found:
    """Text as it was read from a finished book: lines, each with the place (a line, a page) where it stands."""

    lines: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)

    def add(self, line: str, place: int) -> None:
        """Add a line, unless it is empty."""
        if line and not line.isspace():
            self.lines.append(line)
            self.places.append(place)

    def solid(self) -> str:
        """Return the characters without white space."""
        return solid("".join(self.lines))

    def place_at(self, offset: int) -> int | None:
        """Return the place of the character *offset* of `solid`."""
        starts, length = [], 0
        for line in self.lines:
            starts.append(length)
            length += len(solid(line))
        return self.places[max(bisect_right(starts, offset) - 1, 0)] if starts else None


@dataclass(frozen=True, slots=True)
class Difference:
    """Where a finished book departs from its source: *expected* is missing, *found* stands there instead."""

    expected: str
    found: str
    line: int | None
    """Line of the source."""
    offset: int
    """Offset in `Found.solid`."""


def solid(text: str) -> str:
    """Return *text* without white space."""
    return "".join(text.split())


# --- the text of a book ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The text of an article: its head and its blocks in reading order, and its notes in the order of their calls."""

    text: tuple[Piece, ...]
    each_note: tuple[tuple[Piece, ...], ...]

    @property
    def notes(self) -> tuple[Piece, ...]:
        """The text of all notes."""
        return tuple(piece for note in self.each_note for piece in note)


def pieces(article: Article, medium: Medium, words: Mapping[str, str]) -> ArticleText:
    """Return the text of *article*; *words* are the book's own (`publish.xhtml.words`).

    Its enumeration parts the names of authors who have no byline of their own.
    """
    text = _TextCollector(medium, article.line)
    for each in _head(article, words["enumeration"]):
        text.add(each)
    text.blocks(article.blocks)
    if article.questions:
        text.add("\n".join((words["questions"], *article.questions)))
    notes = []
    for note, line in text.called:  # grows while it is read: a note may call another
        collector = _TextCollector(medium, line, text.called)
        collector.blocks(note.blocks)
        notes.append(collector.collected())
    return ArticleText(text.collected(), tuple(notes))


def _head(article: Article, enumeration: str) -> Iterator[str]:
    yield from filter(None, (article.kicker, " ".join(article.title.split()), article.subtitle))
    yield article.byline or enumeration.join(article.authors)
    yield from article.remarks
    if origin := article.origin:
        yield " ".join(filter(None, (origin.publication, origin.date, origin.page)))


class _TextCollector:
    """Collects the text of blocks, and the notes that are called on the way."""

    def __init__(self, medium: Medium, line: int | None, called: list[tuple[Note, int | None]] | None = None) -> None:
        self.called: list[tuple[Note, int | None]] = [] if called is None else called
        """Each with the line of what calls it."""
        self._pieces: list[Piece] = []
        self._screen = medium == "screen"
        self._line = line
        self._apart = 0
        self._captions_and_cells = 0

    def collected(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self._pieces if solid(piece.text))

    def add(self, text: str) -> None:
        self._pieces.extend(Piece(part, self._line, self._apart) for part in text.split("\n"))

    def blocks(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            self.block(block)

    def block(self, block: Block) -> None:
        if places := getattr(block, "places", ()):
            self._line = places[0].line
        match block:
            case Paragraph(content) | Crosshead(content):
                self.add(self._shown(content))
            case Verse(verses):
                self.add("\n".join(map(self._shown, verses)))
            case Quote(blocks):
                self.blocks(blocks)
            case List(items):
                for item in items:
                    self._item(item)
            case Figure():
                self._aside((block.image,), block.caption)
            case Table():
                self._table(block)
            case Listing() | Rule():
                self.add(plain_block(block))
            case _:
                assert_never(block)

    def _item(self, item: Item) -> None:
        first = len(self._pieces)
        self.blocks(item.blocks)
        if item.mark and item.blocks and isinstance(item.blocks[0], Paragraph):  # they stand on one line
            self._pieces[first] = replace(self._pieces[first], text=item.mark + self._pieces[first].text)
        elif item.mark:
            self._pieces.insert(first, Piece(item.mark, self._line))

    def _table(self, table: Table) -> None:
        self._aside(table.caption)
        for row in table.rows:
            for cell in row:
                self._aside(cell)

    def _aside(self, *contents: Inlines) -> None:
        """Add a caption or a cell."""
        self._captions_and_cells += 1
        self._apart = self._captions_and_cells
        for content in contents:
            self.add(self._shown(content))
        self._apart = 0

    def _shown(self, content: Inlines) -> str:
        """Return the characters of *content* as a page shows them, and remember the notes it calls."""
        return "".join(map(self._inline, content))

    def _inline(self, inline: Inline) -> str:
        match inline:
            case Text(text) | Code(text):
                return text
            case Emphasis(content) | Strong(content) | Superscript(content) | Subscript(content) | Link(_, content):
                return self._shown(content)
            case Ruby(base, reading):
                return base if self._screen else base + reading
            case Image(_, alternative):
                return alternative if self._screen else ""
            case Note():
                self.called.append((inline, self._line))
                return ""
            case Break():
                return "\n"
            case _:
                assert_never(inline)


# --- the comparison ------------------------------------------------------------------------------------------------

_ANCHOR = 24
"""Characters by which the place of a piece is found again after a difference."""


def differences(expected: Sequence[Piece], found: str) -> Iterator[Difference]:
    """Yield where *found*, text without white space, departs from what was *expected*; linear where it does not."""
    texts = [solid(piece.text) for piece in expected]
    if "".join(texts) == found:
        return
    cursor, missing = 0, list[int]()
    for number, text in enumerate(texts):
        at = cursor if found.startswith(text, cursor) else _next(texts, number, found, cursor)
        if at < 0:
            missing.append(number)
            continue
        if at > cursor or missing:
            yield _difference(expected, texts, missing or [number], bool(missing), found[cursor:at], cursor)
        cursor, missing = at + len(text), []
    if cursor < len(found) or missing:
        yield _difference(expected, texts, missing or [len(texts) - 1], bool(missing), found[cursor:], cursor)


Opcodes = Sequence[tuple[str, int, int, int, int]]
"""How one sequence becomes another, as `difflib.SequenceMatcher` says it."""


def opcodes(expected: Sequence[Any], found: Sequence[Any]) -> Opcodes:
    """Return how *expected* became *found*: at once where they are the same, which a matcher tells only slowly."""
    if list(expected) == list(found):
        return [("equal", 0, len(expected), 0, len(found))]
    return SequenceMatcher(None, expected, found, autojunk=False).get_opcodes()


def _next(texts: Sequence[str], number: int, found: str, cursor: int) -> int:
    """Return where piece *number* comes next in *found*; a short one must be followed by what follows it."""
    text = texts[number]
    if len(text) < _ANCHOR:
        following = "".join(texts[number + 1 : number + 1 + _ANCHOR])
        text += following[: _ANCHOR - len(text)]
    return found.find(text, cursor)


def _difference(
    pieces: Sequence[Piece], texts: Sequence[str], numbers: Sequence[int], lost: bool, instead: str, cursor: int
) -> Difference:
    expected = "".join(texts[number] for number in numbers) if lost else ""
    start = _common(expected, instead)
    end = _common(expected[start:][::-1], instead[start:][::-1])
    line = pieces[numbers[0]].line if pieces and numbers[0] >= 0 else None
    return Difference(expected[start : len(expected) - end], instead[start : len(instead) - end], line, cursor + start)


def _common(one: str, other: str) -> int:
    """Return how many characters *one* and *other* begin with alike."""
    for number, (mine, yours) in enumerate(zip(one, other, strict=False)):
        if mine != yours:
            return number
    return min(len(one), len(other))


_NEAR = 500
"""How far on in a book a unit is looked for that is not the next one."""


def in_order(expected: Sequence[str], found: Sequence[Found]) -> Found:
    """Return the parts *found* of units (notes, cells) in the order in which the units are *expected*.

    A unit may have been printed in several parts, with others between them: a note that runs on, a cell of a row that
    is higher than a page. A part that is of none stays behind the one before it.
    """
    rest, begun, after = list(expected), list[int](), -1
    places: list[tuple[int, int]] = []
    for number, part in enumerate(found):
        text = part.solid()
        going_on = [unit for unit in begun if rest[unit].startswith(text)]
        ahead = range(after + 1, min(after + _NEAR, len(rest)))
        waiting = (unit for unit in ahead if unit not in begun and rest[unit] and rest[unit].startswith(text))
        unit = next(iter(going_on), next(waiting, None))
        if unit is not None:
            rest[unit] = rest[unit][len(text) :]
            begun = [*(each for each in begun if each != unit), *([unit] if rest[unit] else [])]
            while after + 1 < len(rest) and (not rest[after + 1] or after + 1 in begun):
                after += 1
        places.append((places[-1][0] if unit is None and places else unit or 0, number))
    whole = Found()
    for _, number in sorted(places):
        whole.lines += found[number].lines
        whole.places += found[number].places
    return whole


# --- spaces --------------------------------------------------------------------------------------------------------


class GapKind(StrEnum):
    """What is wrong between two characters, by the code of its diagnostic."""

    STRAY = "V404"
    """A space where none is meant."""
    LOST = "V408"
    """No space where one is."""
    CUT = "V411"
    """A paragraph cut in two."""
    JOINED = "V412"
    """Two paragraphs made one."""


@dataclass(frozen=True, slots=True)
class Gap:
    """A wrong gap between the characters *before* and *after* it."""

    kind: GapKind
    before: str
    after: str
    offset: int


def gaps(expected: Sequence[Piece], found: Found) -> Iterator[Gap]:
    """Yield the gaps in which *found* departs from what was *expected*; both must have the same characters."""
    wanted, actual = _gaps([piece.text for piece in expected]), _gaps(found.lines)
    text = found.solid()
    for offset in sorted(wanted.keys() | actual.keys()):
        meant, stands = wanted.get(offset), actual.get(offset)
        if meant != stands and 0 < offset < len(text):
            kind = GapKind.STRAY if stands else GapKind.LOST
            if "\n" in (meant, stands):
                kind = GapKind.JOINED if meant == "\n" else GapKind.CUT
            yield Gap(kind, text[max(offset - 6, 0) : offset], text[offset : offset + 6], offset)


def _gaps(lines: Sequence[str]) -> dict[int, str]:
    r"""Return, by its offset in the solid text, each gap: " " within a line, "\n" between two."""
    gaps, offset = {}, 0
    for line in lines:
        gaps[offset] = "\n"
        words = line.split()
        for number, word in enumerate(words):
            if number:
                gaps.setdefault(offset, " ")
            offset += len(word)
    return gaps


# --- what is marked in the text ------------------------------------------------------------------------------------


class MarkKind(StrEnum):
    """How something is marked."""

    EMPHASIS = "emphasis"
    STRONG = "strong"
    LINK = "link"
    RUBY = "ruby"
    PICTURE = "picture"
    CROSSHEAD = "crosshead"
    QUOTATION = "quotation"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something marked in the text: which characters, or where the link leads, or which picture."""

    kind: MarkKind
    text: str


def marks(article: Article) -> list[Mark]:
    """Return what is marked in *article*, in reading order, its notes last."""
    marking = _Marking()
    marking.take(article.blocks, False)
    for note in marking.called:  # grows while it is read
        marking.take(note.blocks, False)
    return marking.found


class _Marking:
    def __init__(self) -> None:
        self.found: list[Mark] = []
        self.called: list[Note] = []

    def take(self, nodes: Iterable[Node], linked: bool) -> None:
        """Note down the marks of *nodes*; a link that stands inside another (*linked*) is shown as emphasis."""
        for node in nodes:
            if isinstance(node, Note):
                self.called.append(node)
                continue
            mark = _mark(node, linked)
            self.found += [mark] if mark else []
            self.take(children(node), linked or (mark is not None and mark.kind is MarkKind.LINK))


def _mark(node: Node, linked: bool) -> Mark | None:
    match node:
        case Link(href) if href and not linked and not is_within(node):
            return Mark(MarkKind.LINK, href)
        case Link(_, content) if linked:
            return Mark(MarkKind.EMPHASIS, solid(plain(content)))
        case Emphasis(content):
            return Mark(MarkKind.EMPHASIS, solid(plain(content)))
        case Strong(content):
            return Mark(MarkKind.STRONG, solid(plain(content)))
        case Ruby(_, reading):
            return Mark(MarkKind.RUBY, solid(reading))
        case Image(name):
            return Mark(MarkKind.PICTURE, name)
        case Crosshead(content):
            return Mark(MarkKind.CROSSHEAD, solid(plain(content)))
        case Quote():
            return Mark(MarkKind.QUOTATION, "")
    return None


# --- characters ----------------------------------------------------------------------------------------------------

_UNPRINTABLE = re.compile("[\ufffd\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufeff]")


def unprintable(text: str) -> set[str]:
    """Return the characters of *text* that stand for none: U+FFFD, controls, U+FEFF, non-characters."""
    return set(_UNPRINTABLE.findall(text))


_NO_WORDS = {"enumeration": "", "questions": ""}


def unprintable_in(book: Book) -> set[str]:
    """Return the same of all of the text of *book*: what its source already had."""
    texts = (pieces(article, "screen", _NO_WORDS) for article in book.articles)
    return {each for text in texts for piece in (*text.text, *text.notes) for each in unprintable(piece.text)}


def shorten(text: str, length: int = 24) -> str:
    """Return *text*, or its beginning and an ellipsis where it is longer than *length* characters."""
    return text if len(text) <= length else text[: length - 1] + "…"
