"""Columns that an extractor wove line by line: unwoven where the white space between them shows it, else reported.

A program that keeps the look of a page prints what stands side by side on one line. Where the same band of cells is
blank on many lines, with text on both sides of it, that band is the gutter: the left column is read to its end, then
the right one. A cell is the room of an ASCII character; a Han character takes two (UAX 11, East Asian Width).
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from publish.diagnostics import Diagnostic, Report
from publish.dump.shapes import is_finished
from publish.source import Line, Source

_GAP = re.compile(r"(?<=\S)\s{2,}(?=\S)")
_NARROWEST_GAP = 2
"""Cells of white space between two columns."""
_GUTTER = 2
"""Cells that are blank on every line between them."""
_ASKEW = 4
"""Cells by which a line may begin beside the others of its column."""
_INDENT = "\u3000\u3000"
_FEWEST = 4
"""Lines with text on both sides that make columns."""
_SHORTEST = 8
"""Characters that a line of a column has on average: cells of tables and halves of verses have fewer."""
_SUSPECT = 0.3
"""Share of lines with a wide gap from which columns are suspected."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with the cells that its characters take."""

    line: Line
    raw: str
    """The line of the source up to the end of its text."""
    cells: tuple[int, ...]
    """The cell at which each character of *raw* begins, and that behind the last."""

    @property
    def gaps(self) -> Iterator[tuple[int, int]]:
        """Yield the wide gaps within the text, as offsets in *raw*."""
        begin = self.line.column - 1
        for gap in _GAP.finditer(self.raw, begin):
            if self.cells[gap.end()] - self.cells[gap.start()] >= _NARROWEST_GAP:
                yield gap.span()

    @property
    def has_text_on_both_sides(self) -> bool:
        """Whether a wide gap parts two stretches that are long enough for columns."""
        begin = self.line.column - 1
        return any(start - begin >= _SHORTEST and len(self.raw) - end >= _SHORTEST for start, end in self.gaps)

    def border(self, edge: int) -> int | None:
        """Return the offset in *raw* of the right column, which begins at the cell *edge*; None where text crosses."""
        at = next((at for at, cell in enumerate(self.cells) if cell >= edge), len(self.raw))
        first = next((at for at, end in enumerate(self.cells[1:]) if end > edge - _GUTTER), len(self.raw))
        if not self.raw[first:at].strip():
            return at
        near = (end for _, end in self.gaps if abs(self.cells[end] - edge) <= _ASKEW)
        return next(near, None)

    def begin(self, start: int) -> int:
        """Return the offset in *raw* of the column that begins at the cell *start*, whose text the row begins with."""
        border, text = self.border(start), self.line.column - 1
        return 0 if not start else text if border is None else min(border, text)


def unweave(source: Source, report: Report) -> tuple[Line, ...]:
    """Return the lines of *source*, those of columns side by side one column after the other.

    Reports what was put in order (P511), and columns that are suspected and cannot be told apart (P512).
    """
    if sum(_GAP.search(line.text) is not None for line in source.lines) < _FEWEST:
        return source.lines
    texts = source.text.split("\n")
    rows = [_row(line, texts[line.number - 1]) for line in source.lines]
    regions = list(_regions(rows))
    for begin, end, _ in regions:
        first, last = rows[begin].line.number, rows[end - 1].line.number
        report(Diagnostic("P511", source.name, first, None, {"first": first, "last": last}))
    inside = {at for begin, end, _ in regions for at in range(begin, end)}
    left = [row for at, row in enumerate(rows) if at not in inside and row.has_text_on_both_sides]
    if len(left) >= _FEWEST and len(left) >= _SUSPECT * (len(rows) - len(inside)):
        report(Diagnostic("P512", source.name, left[0].line.number, None, {"count": len(left)}))
    return tuple(row.line for row in _unwoven(rows, regions))


def _row(line: Line, text: str) -> _Row:
    before = "".join(sign if sign.isspace() else " " for sign in text[: line.column - 1])
    raw = before + line.text
    return _Row(line, raw, tuple(accumulate(map(_width, raw), initial=0)))


@cache
def _width(sign: str) -> int:
    """Return the cells that *sign* takes."""
    return 0 if sign == "\f" else 2 if unicodedata.east_asian_width(sign) in "WFA" else 1


_Region = tuple[int, int, int]
"""The first row, the row behind the last, and the cell at which the right column begins."""


def _regions(rows: Sequence[_Row]) -> Iterator[_Region]:
    at = 0
    while at < len(rows):
        region = _region_at(rows, at) if any(rows[at].gaps) else None
        if region:
            yield region
        at = region[1] if region else at + 1


def _region_at(rows: Sequence[_Row], first: int) -> _Region | None:
    """Return the columns that begin at the row *first*, or None: the rows that vote tell whether there are any."""
    near = min(first + _LOOKED_AT, len(rows))
    votes = Counter(edge for row in rows[first:near] for edge in _edges(row))
    for edge, count in votes.most_common(_TRIED):
        if count < _FEWEST:
            return None
        both = [at for at in range(first, _end_of(rows, first, near, edge)) if _has_both(rows[at], edge)]
        if len(both) < _FEWEST or both[:2] != [first, first + 1] or len(both) * 2 < both[-1] + 1 - first:
            continue
        if _are_columns([rows[at] for at in both], edge):
            end = _end_of(rows, first, len(rows), edge)
            last = max(at for at in range(first, end) if _has_both(rows[at], edge))
            return first, _last_of_column(rows, last + 1, end), edge
    return None


def _end_of(rows: Sequence[_Row], first: int, last: int, edge: int) -> int:
    """Return the first row from *first* up to *last* whose text crosses the gutter before *edge*, else *last*."""
    return next((at for at in range(first, last) if rows[at].border(edge) is None), last)


_LOOKED_AT = 60
_TRIED = 3
"""Rows that vote for where a column begins, and how many of the edges with the most votes are tried."""


def _edges(row: _Row) -> Iterator[int]:
    """Yield the cells at which the right column may begin: behind a wide gap, and before an indent."""
    for _, end in row.gaps:
        yield row.cells[end]
        if row.raw.endswith(_INDENT, 0, end):
            yield row.cells[end] - 2 * len(_INDENT)
        elif row.raw.endswith("    ", 0, end):
            yield row.cells[end] - 4


def _has_both(row: _Row, edge: int) -> bool:
    border = row.border(edge)
    return border is not None and bool(row.raw[:border].strip()) and bool(row.raw[border:].strip())


def _are_columns(rows: Sequence[_Row], edge: int) -> bool:
    """Tell whether both sides of *rows* hold text, most lines of it unfinished."""
    for side in (0, 1):
        texts = [_sides(row, edge)[side].strip() for row in rows]
        unfinished = sum(not is_finished(text) for text in texts)
        if sum(map(len, texts)) < _SHORTEST * len(texts) or unfinished * 2 < len(texts):
            return False
    return True


def _sides(row: _Row, edge: int) -> tuple[str, str]:
    border = row.border(edge)
    return row.raw[:border], row.raw[border:]


def _last_of_column(rows: Sequence[_Row], at: int, end: int) -> int:
    """Return the end of the columns, one of which may be longer: the rows from *at* to *end* cross no gutter."""
    while at < end and not rows[at].line.gap:
        at += 1
    return at


def _unwoven(rows: Sequence[_Row], regions: Sequence[_Region], start: int = 0) -> Iterator[_Row]:
    """Yield *rows*, whose lines begin at the cell *start*, those in *regions* one column after the other."""
    at = 0
    for begin, end, edge in regions:
        yield from rows[at:begin]
        for column, cell in zip(_parted(rows[begin:end], start, edge), (start, edge), strict=True):
            yield from _unwoven(column, list(_regions(column)), cell)
        at = end
    yield from rows[at:]


def _parted(rows: Sequence[_Row], first: int, edge: int) -> tuple[list[_Row], list[_Row]]:
    """Return the left column of *rows*, which begins at the cell *first*, and the right one, which begins at *edge*."""
    columns: tuple[list[_Row], list[_Row]] = ([], [])
    gaps = [0, 0]
    for row in rows:
        border = row.border(edge)
        assert border is not None
        for side, (begin, end) in enumerate(((row.begin(first), border), (border, len(row.raw)))):
            gaps[side] += row.line.gap
            text = row.raw[begin:end].strip()
            if text:
                start = row.raw.index(text[0], begin)
                line = replace(row.line, text=text, column=start + 1, gap=gaps[side], indent=start - begin)
                columns[side].append(_Row(line, " " * start + text, row.cells[: start + len(text) + 1]))
                gaps[side] = 0
            else:
                gaps[side] += 1
    left, right = columns
    if is_finished(left[-1].line.text):
        right[0] = replace(right[0], line=replace(right[0].line, gap=max(1, right[0].line.gap)))
    return columns
