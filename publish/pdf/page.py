"""A laid-out page as plain values: what is drawn on it, and where, in px from the corner of the page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

COVER = "cover"
"""The id of the cover in the markup."""


class Kind(Enum):
    """What a box is, as far as reading a page is concerned."""

    TEXT = auto()
    LINE = auto()
    INLINE = auto()
    MARGIN = auto()
    """In the margin of the page: a running head, a folio."""
    ROWS = auto()
    """A group of rows of a table."""
    OTHER = auto()


@dataclass(frozen=True, slots=True)
class Element:
    """The element of the markup that a box is made for."""

    key: int
    """Its own; no other element of the book has it."""
    order: int
    """Where it stands in the markup."""
    id: str | None
    """Its id, or the name that it has without being one."""
    kind: str | None
    """Its class."""
    leads: bool
    """Whether it ends an entry of the contents, behind which the design prints the number of the page."""


@dataclass(frozen=True, slots=True)
class Run:
    """Text on one line in one face, and the room that it takes: an em of the face high, as ideographs are."""

    text: str
    size: float
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Box:
    """What is drawn for an element, or part of it."""

    kind: Kind
    tag: str
    """Of its element; a pseudo-element stands behind two colons."""
    element: Element | None
    children: tuple[Box, ...] = ()
    run: Run | None = None
    """What a text box shows; None where that cannot be seen."""
    source_text: str = ""
    """Of a line: all that its element says."""
    placed: bool = False
    """Whether the design gives it a place of its own: floated, positioned or turned."""
    outdent: tuple[float, float] = (0.0, 0.0)
    """By how much its margins let it stand out of what holds it, left and right."""
    sides: tuple[float, float] = (0.0, 0.0)
    """Of a box in the margin: where its border begins and ends."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its size, its type area (left, top, right, bottom), what is drawn on it and where it leads."""

    width: float
    height: float
    area: tuple[float, float, float, float]
    boxes: tuple[Box, ...]
    anchors: tuple[str, ...]
    links: tuple[tuple[str, str, int | None], ...]
    """Of each link its kind, its target and the key of its element."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as large as a page shows it."""

    page: int
    """From 1."""
    address: str
    width: float
    height: float
    covers: bool
    """Whether it covers the page, and is cut to do so."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What sort of page it is: all pages of a sort have the same style."""

    name: str
    """What the design calls it; "" where it has no name."""
    side: str
    """"left" or "right"."""
    blank: bool
    """Whether it is there only so that another begins on its side."""


@dataclass(frozen=True, slots=True)
class UsedFace:
    """A face as a written part of a book uses it."""

    family: str
    weight: int
    glyphs: Mapping[int, tuple[float, str]]
    """The width of each glyph, in thousandths of an em, and the text that it stands for."""
