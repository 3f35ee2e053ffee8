"""HTML between paragraphs → nodes of plain values: tables, pictures, and the text of what only frames it.

Writers of Markdown fall back on HTML for a table with long cells, for a picture with a size, for centred lines;
programs that read pages (MinerU, marker, docling) write their tables so. What is none of these is left to the caller.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

from publish.spans import Spans, squared

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
        self.spans = Spans()

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
            self.spans.begin_row()
        elif tag in ("td", "th") and self.rows:
            self._start_of_cell(tag, attributes)
        self.in_caption = tag == "caption"

    def _start_of_cell(self, tag: str, attributes: dict[str, str]) -> None:
        row = self.rows[-1]
        row.heads &= tag == "th"
        before, wide = self.spans.place(attributes.get("colspan"), attributes.get("rowspan"))
        self.cell = len(row.cells) + before
        row.cells += [""] * (before + wide)

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._end_of_table()
        elif tag == "caption":
            self.in_caption = False
        elif tag in _PARTS:
            self.text += "\n"

    def _end_of_table(self) -> None:
        rows = squared([[*map(_flat, row.cells)] for row in self.rows], "")
        heads = next((at for at, row in enumerate(self.rows) if not row.heads), len(self.rows))
        if any(rows):
            self.pieces.append(Grid(rows, heads, _flat(self.caption)))
        self.rows, self.spans, self.caption = [], Spans(), ""

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


def _flat(text: str) -> str:
    return " ".join(text.split())
