"""Laid-out pages → a proof (校样): what is printed on them, by article and by note, and where it stands.

Read off the boxes that are drawn, whoever placed them, after layout and before the file is written: text runs with
their places on the page. What the design draws by itself (marks, numbers, leaders: pseudo-elements, paragraph numbers,
the head of a table on its later pages, running heads and folios) is looked at for its place and is no text of the book.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from weasyprint.anchors import rectangle_aabb
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from publish.collation import Found
from publish.composer import MARKS, Kind

Fault = Literal["off the page", "out of the type area"]

_ABOVE, _BELOW = 0.88, 0.12
"""The em box of an ideograph above and below the baseline, in em."""
_OPENING = frozenset(MARKS[Kind.OPENING])
_SLACK = 0.2
"""How far text may stand out of its room, in em: layout rounds, and letters of one size are not all as high."""
_COVERED = 0.35
"""How much of the smaller of two texts must lie under the other in both directions to call it printed over, in em."""


@dataclass(slots=True)
class PrintedNote:
    """A note as it is printed. Pages are numbers from 0."""

    called: int | None
    """The page of its call; None where nothing calls it."""
    call: str = ""
    """The mark by which it is called."""
    mark: str = ""
    """The mark that it bears."""
    within: bool = False
    """Called by another note."""
    order: int = 0
    """Where it stands among the notes of the book, in the order in which they are printed."""
    place: int = 0
    """Where its call stands in the book: of a row that is divided, a page calls notes in several cells."""
    text: Found = field(default_factory=Found)


@dataclass(slots=True)
class PrintedArticle:
    """An article, or the heading of a chapter, as it is printed; notes and cells by the identity of their element."""

    text: Found = field(default_factory=Found)
    notes: dict[int, PrintedNote] = field(default_factory=dict)
    """In the order of their calls."""
    apart: dict[int, Found] = field(default_factory=dict)
    """Captions and cells of tables, in the order in which they begin."""


@dataclass(frozen=True, slots=True)
class Strip:
    """Text that stands on one line without a gap, and the room that it takes, in px from the corner of the page."""

    text: str
    page: int
    anchor: str | None
    """That of the article it belongs to."""
    size: float
    """Of its characters."""
    left: float
    right: float
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A strip that stands out of its room, by *excess* px."""

    fault: Fault
    strip: Strip
    excess: float


@dataclass(frozen=True, slots=True)
class _Room:
    """Where text may stand: edges in px, and what is done to the place of a box before it is drawn."""

    left: float
    top: float
    right: float
    bottom: float
    fault: Fault
    matrix: Any = None

    def excess(self, strip: Strip) -> float:
        """Return how far *strip* stands out of here."""
        across = max(self.left - strip.left, strip.right - self.right)
        return max(across, self.top - strip.top, strip.bottom - self.bottom)


@dataclass(slots=True)
class Proof:
    """What is printed on the pages of a book."""

    articles: dict[str, PrintedArticle] = field(default_factory=dict)
    """By anchor, in the order in which they begin; headings of chapters too."""
    outside: dict[int, tuple[str, Found]] = field(default_factory=dict)
    """Of each block outside the articles (title page, contents) what it says and what of it is printed."""
    leaders: dict[int, str] = field(default_factory=dict)
    """What the design prints after an entry of the contents, by the identity of the end of its link."""
    stray: Found = field(default_factory=Found)
    """Notes that nothing calls."""
    misplaced: list[Misplaced] = field(default_factory=list)
    overprinted: list[tuple[Strip, Strip]] = field(default_factory=list)


def read_proof(pages: Sequence[Any], anchors: Collection[str]) -> Proof:
    """Return the proof of laid-out *pages*; *anchors* are the ids of the articles and of the headings of chapters."""
    proof = Proof()
    reader = _Reader(proof, frozenset(anchors), _places_of_notes(pages))
    for number, page in enumerate(pages):
        reader.read(number, page)
    return proof


def _places_of_notes(pages: Sequence[Any]) -> Mapping[int, int]:
    """Return where each note stands in the book, by the identity of its element."""
    elements = pages[0]._page_box.children[0].element.iter() if pages else ()
    return {id(each): place for place, each in enumerate(each for each in elements if each.get("class") == "note")}


class _Reader:
    def __init__(self, proof: Proof, anchors: frozenset[str], places: Mapping[int, int]) -> None:
        self.proof, self.anchors, self.places = proof, anchors, places
        self.number = 0
        self.anchor: str | None = None
        self.sheet: _Room
        self.strips: list[Strip] = []
        self.open = False
        """Whether the last strip may go on."""
        self.called_by: dict[int, str] = {}
        """The anchor of the article that calls a note, by the identity of its element."""
        self.heads: set[int] = set()
        self.begun = 0
        """How many notes have begun."""

    def read(self, number: int, page: Any) -> None:
        """Read a page, its text first, so that a note is known by its call."""
        box = page._page_box
        self.number, self.anchor, self.strips = number, None, []
        self.sheet = _Room(0, 0, page.width, page.height, "off the page")
        left, top = box.content_box_x(), box.content_box_y()
        area = _Room(left, top, left + box.width, top + box.height, "out of the type area")
        for child in box.children:
            self._walk(child, None, self._own_room(child) if isinstance(child, boxes.MarginBox) else area)
        self.proof.overprinted.extend(_overprinted(self.strips))

    # --- boxes -----------------------------------------------------------------------------------------------------

    def _walk(self, box: Any, into: Found | None, room: _Room) -> None:
        """Read *box*, whose text goes to *into* (None: it is no text of the book) and should stand in *room*."""
        if isinstance(box, boxes.TextBox):
            self._text(box, into, room)
            return
        anchor = self.anchor
        if isinstance(box, boxes.LineBox):
            self.open = False
            if into is None and anchor is None and box.element is not None and "::" not in box.element_tag:
                into = self._outside(box.element)
        else:
            into = self._into(box, into)
            room = self._room(box, room)
        for child in box.children:
            self._walk(child, into, room)
        self.anchor = anchor
        if not isinstance(box, boxes.InlineBox):
            self.open = False

    def _own_room(self, box: Any) -> _Room:
        """Return where the text of a box in the margin of the page may stand."""
        left = box.border_box_x()
        return replace(self.sheet, left=left, right=left + box.border_width(), fault="out of the type area")

    def _outside(self, element: Any) -> Found:
        said = "".join(element.itertext())
        return self.proof.outside.setdefault(id(element), (said, Found()))[1]

    def _room(self, box: Any, room: _Room) -> _Room:
        """Return where the content of *box* may stand: a margin below zero, or a place of its own, is the design's."""
        if box.transformation_matrix is not None:
            matrix = box.transformation_matrix
            return replace(self.sheet, matrix=matrix @ room.matrix if room.matrix else matrix)
        if isinstance(box, AbsolutePlaceholder) or box.style["position"] != "static" or box.is_floated():
            return replace(self.sheet, matrix=room.matrix)
        if box.margin_left < 0 or box.margin_right < 0:
            left, right = room.left + min(box.margin_left, 0), room.right - min(box.margin_right, 0)
            return replace(room, left=left, right=right)
        return room

    def _into(self, box: Any, into: Found | None) -> Found | None:
        """Return where the text in *box* belongs."""
        tag, element = box.element_tag, box.element
        if element is None:
            return into
        if "::" in tag:
            return self._drawn(tag.partition("::")[2], element, into)
        kind = element.get("class")
        if element.get("id") in self.anchors:
            self.anchor = element.get("id")
            return self._article().text
        if tag == "span" and kind == "note":
            return self._note(element).text if id(element) in self.called_by else self.proof.stray
        if into is None or kind == "number":
            return None
        if tag in ("td", "th") or (tag in ("figure", "table") and into is self._article().text):
            return self._article().apart.setdefault(id(element), Found())  # a row may go on overleaf, cell by cell
        if tag == "thead" and isinstance(box, boxes.TableRowGroupBox):
            if id(element) in self.heads:  # on a later page, or in another column
                return None
            self.heads.add(id(element))
        return into

    def _drawn(self, pseudo: str, element: Any, into: Found | None) -> Found | None:
        """Note down what the design draws at *element*; only first letters and lines are the book's own."""
        if pseudo == "footnote-call":
            self._call(element, within=into is not None and not self._is_text(into))
        return into if pseudo in ("first-letter", "first-line") else None

    def _is_text(self, into: Found) -> bool:
        article = self._article()
        return into is article.text or any(into is each for each in article.apart.values())

    def _article(self) -> PrintedArticle:
        return self.proof.articles.setdefault(self.anchor or "", PrintedArticle())

    def _call(self, element: Any, *, within: bool) -> None:
        if id(element) not in self.called_by:  # else in the head of a table that is there again
            self.called_by[id(element)] = self.anchor or ""
            place = self.places.get(id(element), 0)
            self._article().notes[id(element)] = PrintedNote(self.number, within=within, place=place)

    def _note(self, element: Any) -> PrintedNote:
        self.anchor = self.called_by[id(element)]
        note = self._article().notes[id(element)]
        if not note.text.lines:
            self.begun += 1
            note.order = self.begun
        return note

    # --- text ------------------------------------------------------------------------------------------------------

    def _text(self, box: Any, into: Found | None, room: _Room) -> None:
        text = box.text
        style = box.style
        if not text.strip() or style["visibility"] != "visible":
            return
        if into is not None:
            into.add(text, self.number)
        elif "::" in (box.element_tag or ""):
            self._mark(box.element_tag.partition("::")[2], box.element, text)
        size, baseline = style["font_size"], box.position_y + box.baseline
        left, top, width = box.position_x, baseline - _ABOVE * size, box.width
        if room.matrix is not None:
            left, top, right, bottom = rectangle_aabb(room.matrix, left, top, width, size)
        else:
            right, bottom = left + width, top + size
        if text[0] in _OPENING:  # its left half is white, and stands before the edge where a line begins with it
            left += size / 2
        strip = Strip(text, self.number, self.anchor, size, left, right, top, bottom)
        self._keep(strip)
        for place in (self.sheet, room):
            if (excess := place.excess(strip)) > _SLACK * size:
                self.proof.misplaced.append(Misplaced(place.fault, strip, excess))
                break

    def _mark(self, pseudo: str, element: Any, text: str) -> None:
        """Note down a mark that the design draws at *element*."""
        if pseudo in ("footnote-call", "footnote-marker") and id(element) in self.called_by:
            note = self.proof.articles[self.called_by[id(element)]].notes[id(element)]
            if pseudo == "footnote-call":
                note.call = note.call or text.strip()
            else:
                note.mark = note.mark or text.strip()
        elif pseudo == "after" and element.get("data-href"):
            self.proof.leaders[id(element)] = self.proof.leaders.get(id(element), "") + text

    def _keep(self, strip: Strip) -> None:
        """Take *strip* to those of the page, as one with the last where it goes on from there."""
        if self.open:
            last = self.strips[-1]
            if abs(strip.left - last.right) < strip.size and strip.top < last.bottom and last.top < strip.bottom:
                self.strips[-1] = replace(
                    last, right=strip.right, top=min(last.top, strip.top), bottom=max(last.bottom, strip.bottom)
                )
                return
        self.strips.append(strip)
        self.open = True


def _overprinted(strips: Sequence[Strip]) -> Iterator[tuple[Strip, Strip]]:
    """Yield those of the *strips* of a page that lie over one another."""
    standing: list[Strip] = []
    for strip in sorted(strips, key=lambda strip: strip.top):
        standing = [other for other in standing if other.bottom > strip.top]
        for other in standing:
            least = _COVERED * min(strip.size, other.size)
            across = min(strip.right, other.right) - max(strip.left, other.left)
            down = min(strip.bottom, other.bottom) - strip.top
            if across > least and down > least:
                yield other, strip
        standing.append(strip)
