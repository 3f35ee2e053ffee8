"""HTML between paragraphs → nodes of plain values: tables, pictures, and the text of what only frames it.

Writers of Markdown fall back on HTML for a table with long cells, for a picture with a size, for centred lines;
programs that read pages (MinerU, marker, docling) write their tables so. What is none of these is left to the caller.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

_LOOKS = frozenset({"a", "b", "big", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"})
_PARTS = frozenset(
    {
        "article",
        "aside",
        "body",
        "br",
        "center",
        "details",
        "div",
        "figcaption",
        "figure",
        "footer",
        "header",
        "hr",
        "html",
        "main",
        "p",
    }
    | {"section", "summary"}
)
"""Elements at whose borders a line ends."""
FRAMES = _LOOKS | _PARTS - {"hr"}
"""Elements of which the text alone is read."""
_TABLE = frozenset(["table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "colgroup", "col"])


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines of text."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture."""

    address: str
    alternative: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells, each a text; the first *heads* rows are headings.

    A cell that reaches over others is followed by empty ones, so that all rows have the same length.
    """

    rows: tuple[tuple[str, ...], ...]
    heads: int
    caption: str = ""


Piece = Lines | Shown | Grid


def read_html(html: str) -> tuple[Piece, ...] | None:
    """Return what *html*, a block of it, holds, or None where it has an element that is not of these."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_lines()
    return tuple(reader.pieces) if reader.known and not reader.rows else None


@dataclass
class _Row:
    cells: list[str] = field(default_factory=list)
    heads: bool = True


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[Piece] = []
        self.known = True
        self.text = ""
        self.rows: list[_Row] = []
        self.caption = ""
        self.in_caption = False
        self.cell = 0
        """Column of the cell that is open."""
        self.below: set[tuple[int, int]] = set()
        """Cells that a cell above reaches over, by row and column."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag == "img":
            self.end_lines()
            self.pieces.append(Shown(attributes.get("src", ""), attributes.get("alt", "")))
        elif tag in _TABLE:
            self._start_of_table(tag, attributes)
        elif tag not in FRAMES | {"hr"}:
            self.known = False
        elif tag in _PARTS:
            self.text += "\n"

    def _start_of_table(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table":
            self.end_lines()
        elif tag == "tr":
            self.rows.append(_Row())
        elif tag in ("td", "th") and self.rows:
            self._start_of_cell(tag, attributes)
        self.in_caption = tag == "caption"

    def _start_of_cell(self, tag: str, attributes: dict[str, str]) -> None:
        row, number = self.rows[-1], len(self.rows) - 1
        while (number, len(row.cells)) in self.below:
            row.cells.append("")
        row.heads &= tag == "th"
        wide, high = _span(attributes.get("colspan")), _span(attributes.get("rowspan"))
        column = len(row.cells)
        row.cells += [""] * wide
        self.below.update((number + down, column + right) for down in range(1, high) for right in range(wide))
        self.cell = column

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._end_of_table()
        elif tag == "caption":
            self.in_caption = False
        elif tag in _PARTS:
            self.text += "\n"

    def _end_of_table(self) -> None:
        width = max((len(row.cells) for row in self.rows), default=0)
        rows = tuple((*map(_flat, row.cells), *[""] * (width - len(row.cells))) for row in self.rows)
        heads = next((at for at, row in enumerate(self.rows) if not row.heads), len(self.rows))
        if width:
            self.pieces.append(Grid(rows, heads, _flat(self.caption)))
        self.rows, self.below, self.caption = [], set(), ""

    def handle_comment(self, data: str) -> None:
        self.known = False

    def handle_data(self, data: str) -> None:
        if self.in_caption:
            self.caption += data
        elif self.rows and self.rows[-1].cells:
            self.rows[-1].cells[self.cell] += data
        else:
            self.text += data

    def end_lines(self) -> None:
        """Take the text so far as lines."""
        if lines := tuple(filter(None, (line.strip() for line in self.text.split("\n")))):
            self.pieces.append(Lines(lines))
        self.text = ""


_MOST = 100
"""Cells over which one cell may reach."""


def _span(value: str | None) -> int:
    return min(max(int(value), 1), _MOST) if value and re.fullmatch(r"[0-9]{1,4}", value) else 1


def _flat(text: str) -> str:
    return " ".join(text.split())
