"""Laid-out pages → a proof (校样): what is printed on them, by article and by note, and where it stands.

Read off the boxes that are drawn, whoever placed them, after layout and before the file is written: text runs with
their places on the page. What the design draws by itself (marks, numbers, leaders: pseudo-elements, paragraph numbers,
the head of a table on its later pages, running heads and folios) is looked at for its place and is no text of the book.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from publish.collation import Found
from publish.composer import MARKS
from publish.composer import Kind as Character
from publish.pdf.page import Box, Element, Kind, Page, Run


class Fault(Enum):
    """How text may stand where it should not."""

    OFF_THE_PAGE = auto()
    OUT_OF_THE_TYPE_AREA = auto()


_OPENING = frozenset(MARKS[Character.OPENING])
_FORMS = frozenset({"number", "slip"})
"""Classes of what the pages say beside the text: numbers of paragraphs, who reads an article and when."""
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
    """An article, or the heading of a chapter, as it is printed; notes and cells by the key of their element."""

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
    """Where text may stand: edges in px."""

    left: float
    top: float
    right: float
    bottom: float
    fault: Fault

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
    """What the design prints after an entry of the contents, by the key of the end of its link."""
    stray: Found = field(default_factory=Found)
    """Notes that nothing calls."""
    misplaced: list[Misplaced] = field(default_factory=list)
    overprinted: list[tuple[Strip, Strip]] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    """The first page with each anchor."""
    links: list[tuple[int, str, str, int | None]] = field(default_factory=list)
    """Of each link its page, its kind, its target and the key of its element."""


def read_proof(pages: Iterable[Page], anchors: Collection[str]) -> Proof:
    """Return the proof of laid-out *pages*; *anchors* are the ids of the articles and of the headings of chapters."""
    proof = Proof()
    reader = _Reader(proof, frozenset(anchors))
    for number, page in enumerate(pages):
        reader.read(number, page)
    return proof


class _Reader:
    def __init__(self, proof: Proof, anchors: frozenset[str]) -> None:
        self.proof, self.anchors = proof, anchors
        self.number = 0
        self.anchor: str | None = None
        self.sheet: _Room
        self.strips: list[Strip] = []
        self.open = False
        """Whether the last strip may go on."""
        self.called_by: dict[int, str] = {}
        """The anchor of the article that calls a note, by the key of its element."""
        self.heads: set[int] = set()
        self.begun = 0
        """How many notes have begun."""

    def read(self, number: int, page: Page) -> None:
        """Read a page, its text first, so that a note is known by its call."""
        self.number, self.anchor, self.strips = number, None, []
        self.sheet = _Room(0, 0, page.width, page.height, Fault.OFF_THE_PAGE)
        area = _Room(*page.area, Fault.OUT_OF_THE_TYPE_AREA)
        for anchor in page.anchors:
            self.proof.anchors.setdefault(anchor, number)
        self.proof.links += ((number, *link) for link in page.links)
        for child in page.boxes:
            self._walk(child, None, self._own_room(child) if child.kind is Kind.MARGIN else area)
        self.proof.overprinted.extend(_overprinted(self.strips))

    # --- boxes -----------------------------------------------------------------------------------------------------

    def _walk(self, box: Box, into: Found | None, room: _Room) -> None:
        """Read *box*, whose text goes to *into* (None: it is no text of the book) and should stand in *room*."""
        if box.kind is Kind.TEXT:
            if box.run:
                self._text(box, box.run, into, room)
            return
        anchor = self.anchor
        if box.kind is Kind.LINE:
            self.open = False
            if into is None and anchor is None and box.element is not None and "::" not in box.tag:
                into = self.proof.outside.setdefault(box.element.key, (box.source_text, Found()))[1]
        else:
            into = self._into(box, into)
            room = self._room(box, room)
        for child in box.children:
            self._walk(child, into, room)
        self.anchor = anchor
        if box.kind is not Kind.INLINE:
            self.open = False

    def _own_room(self, box: Box) -> _Room:
        """Return where the text of a box in the margin of the page may stand."""
        left, right = box.sides
        return replace(self.sheet, left=left, right=right, fault=Fault.OUT_OF_THE_TYPE_AREA)

    def _room(self, box: Box, room: _Room) -> _Room:
        """Return where the content of *box* may stand: a margin below zero, or a place of its own, is the design's."""
        if box.placed:
            return self.sheet
        left, right = box.outdent
        return replace(room, left=room.left - left, right=room.right + right) if left or right else room

    def _into(self, box: Box, into: Found | None) -> Found | None:
        """Return where the text in *box* belongs."""
        tag, element = box.tag, box.element
        if element is None:
            return into
        if "::" in tag:
            return self._drawn(tag.partition("::")[2], element, into)
        if element.id in self.anchors:
            self.anchor = element.id
            return self._article().text
        if tag == "span" and element.kind == "note":
            return self._note(element).text if element.key in self.called_by else self.proof.stray
        if into is None or element.kind in _FORMS:
            return None
        if tag in ("td", "th") or (tag in ("figure", "table") and into is self._article().text):
            return self._article().apart.setdefault(element.key, Found())  # a row may go on overleaf, cell by cell
        if tag == "thead" and box.kind is Kind.ROWS:
            if element.key in self.heads:  # on a later page, or in another column
                return None
            self.heads.add(element.key)
        return into

    def _drawn(self, pseudo: str, element: Element, into: Found | None) -> Found | None:
        """Note down what the design draws at *element*; only first letters and lines are the book's own."""
        if pseudo == "footnote-call":
            self._call(element, within=into is not None and not self._is_text(into))
        return into if pseudo in ("first-letter", "first-line") else None

    def _is_text(self, into: Found) -> bool:
        article = self._article()
        return into is article.text or any(into is each for each in article.apart.values())

    def _article(self) -> PrintedArticle:
        return self.proof.articles.setdefault(self.anchor or "", PrintedArticle())

    def _call(self, element: Element, *, within: bool) -> None:
        if element.key not in self.called_by:  # else in the head of a table that is there again
            self.called_by[element.key] = self.anchor or ""
            self._article().notes[element.key] = PrintedNote(self.number, within=within, place=element.order)

    def _note(self, element: Element) -> PrintedNote:
        self.anchor = self.called_by[element.key]
        note = self._article().notes[element.key]
        if not note.text.lines:
            self.begun += 1
            note.order = self.begun
        return note

    # --- text ------------------------------------------------------------------------------------------------------

    def _text(self, box: Box, run: Run, into: Found | None, room: _Room) -> None:
        if into is not None:
            into.add(run.text, self.number)
        elif "::" in box.tag and box.element:
            self._mark(box.tag.partition("::")[2], box.element, run.text)
        # The left half of an opening mark is white, and stands before the edge where a line begins with it.
        left = run.left + (run.size / 2 if run.text[0] in _OPENING else 0)
        strip = Strip(run.text, self.number, self.anchor, run.size, left, run.right, run.top, run.bottom)
        self._keep(strip)
        for place in (self.sheet, room):
            if (excess := place.excess(strip)) > _SLACK * run.size:
                self.proof.misplaced.append(Misplaced(place.fault, strip, excess))
                break

    def _mark(self, pseudo: str, element: Element, text: str) -> None:
        """Note down a mark that the design draws at *element*."""
        if pseudo in ("footnote-call", "footnote-marker") and element.key in self.called_by:
            note = self.proof.articles[self.called_by[element.key]].notes[element.key]
            if pseudo == "footnote-call":
                note.call = note.call or text.strip()
            else:
                note.mark = note.mark or text.strip()
        elif pseudo == "after" and element.leads:
            self.proof.leaders[element.key] = self.proof.leaders.get(element.key, "") + text

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
