"""Tables of a dump: rows of cells parted by tabs or wide gaps, and cells that an extractor put one to a line.

They are taken out of the flow before labelling, so that no cell is taken for a title or a name, and come back as one
block: a table where the columns are sure, else a listing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publish.book import Article, Block, Listing, Place, Table, Text
from publish.dump.articles import Group
from publish.dump.folding import fold
from publish.dump.labels import Label, Labelled
from publish.press import Pattern
from publish.source import Line
from publish.wording import N_

_TAB = re.compile(r"[^\S\t]*\t[^\S\t]*")
_SPACES = re.compile(r"\s{2,}|\u3000+")
_VALUE = re.compile(r"[-+−–—~≈<>＜＞]?[\d０-９][\d０-９.,，:/%‰％．]*\s*[%％]?|[—–－-]+")
"""A number, or the dash that stands for one."""
_CAPTION = Pattern("{table_name}.*")
_FEWEST_COLUMNS = 3
_FEWEST_ROWS = 3
_LONGEST_CELL = 12
"""Characters of a cell that stands alone on its line."""
_FEWEST_CELLS = 9
_ENDS_TEXT = tuple("。！？；，、：…”")


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it stands in a source."""

    cells: tuple[tuple[tuple[Line, int, int], ...], ...]
    """Rows of cells, each a stretch of a line; none where the columns are not sure."""
    lines: tuple[Line, ...]
    """Its lines, in order, the caption first."""
    caption: Line | None


def find_tables(lines: Sequence[Line]) -> list[Grid]:
    """Return the tables in *lines*."""
    found: list[Grid] = []
    at = 0
    while at < len(lines):
        rows = _rows(lines, at) or _cells_by_line(lines, at)
        if rows is None:
            at += 1
            continue
        cells, end = rows
        caption = lines[at - 1] if at and _is_caption(lines[at - 1]) else None
        found.append(Grid(cells, (*([caption] if caption else []), *lines[at:end]), caption))
        at = end
    return found


def without_tables(lines: Sequence[Line], tables: Iterable[Grid]) -> tuple[tuple[Line, ...], tuple[Labelled, ...]]:
    """Return *lines* without those of *tables*, and these."""
    apart = {id(line) for table in tables for line in table.lines}
    labelled = tuple(Labelled(line, Label.TABLE, N_("cells of a table")) for line in lines if id(line) in apart)
    return tuple(line for line in lines if id(line) not in apart), labelled


def _is_caption(line: Line) -> bool:
    return len(line.text) <= _LONGEST_CAPTION and _CAPTION.fullmatch(fold(line.text)) is not None


_LONGEST_CAPTION = 40
Cells = tuple[tuple[tuple[Line, int, int], ...], ...]


def _rows(lines: Sequence[Line], at: int) -> tuple[Cells, int] | None:
    """Return the rows that begin at the line *at*, all with as many cells, and the line behind them."""
    for separator in (_TAB, _SPACES):
        first = _cut(lines[at], separator)
        if len(first) < _FEWEST_COLUMNS:
            continue
        rows, end = [first], at + 1
        while end < len(lines) and not lines[end].gap and len(row := _cut(lines[end], separator)) == len(first):
            rows.append(row)
            end += 1
        if len(rows) >= _FEWEST_ROWS and (separator is _TAB or _has_column_of_values(rows)):
            return tuple(rows), end
    return None


def _cut(line: Line, separator: re.Pattern[str]) -> tuple[tuple[Line, int, int], ...]:
    cells, start = [], 0
    for gap in separator.finditer(line.text):
        cells.append((line, start, gap.start()))
        start = gap.end()
    return (*cells, (line, start, len(line.text)))


def _has_column_of_values(rows: Sequence[Sequence[tuple[Line, int, int]]]) -> bool:
    columns = zip(*rows[1:], strict=True)
    return any(all(_is_value(line.text[start:end]) for line, start, end in column) for column in columns)


def _is_value(text: str) -> bool:
    return _VALUE.fullmatch(text.strip()) is not None


def _cells_by_line(lines: Sequence[Line], at: int) -> tuple[Cells, int] | None:
    """Return the cells that stand one to a line from *at* on, in rows where the columns are sure."""
    end = at
    while end < len(lines) and (end == at or not lines[end].gap) and _is_cell(lines[end]):
        end += 1
    if end - at < _FEWEST_CELLS:
        return None
    values = [_is_value(lines[below].text) for below in range(at, end)]
    if not _MIXED <= sum(values) / len(values) < 1 or values[0]:
        return None
    columns = _columns(values)
    cells = [(line, 0, len(line.text)) for line in lines[at:end]]
    return tuple(tuple(cells[row : row + columns]) for row in range(0, len(cells), columns)) if columns else (), end


_MIXED = 0.35
"""Share of values from which words and values in a row of short lines are a table."""


def _is_cell(line: Line) -> bool:
    return len(line.text) <= _LONGEST_CELL and not line.text.endswith(_ENDS_TEXT) and not _is_caption(line)


def _columns(values: Sequence[bool]) -> int | None:
    """Return how many columns *values* fill, row by row below a row of words, so that one of them has values alone."""
    for columns in range(_FEWEST_COLUMNS, len(values) // _FEWEST_ROWS + 1):
        below = values[columns:]
        if len(values) % columns == 0 and not any(values[:columns]):
            kinds = [set(below[column::columns]) for column in range(columns)]
            if {True} in kinds and sum(len(kind) == 1 for kind in kinds) >= len(kinds) - 1:
                return columns
    return None


# --- into the articles ---------------------------------------------------------------------------------------------


def set_tables(groups: Sequence[Group], tables: Sequence[Grid]) -> tuple[Group, ...]:
    """Return *groups* with *tables* for the listings of their lines, where their columns are sure."""
    if not tables:
        return tuple(groups)
    by_line = {table.lines[0].number: table for table in tables if table.cells}
    return tuple(
        replace(group, articles=tuple(_with_tables(article, by_line) for article in group.articles)) for group in groups
    )


def _with_tables(article: Article, by_line: Mapping[int, Grid]) -> Article:
    return replace(article, blocks=tuple(_table(block, by_line) for block in article.blocks))


def _table(block: Block, by_line: Mapping[int, Grid]) -> Block:
    grid = by_line.get(block.places[0].line) if isinstance(block, Listing) and block.places else None
    if grid is None or [place.line for place in block.places] != [line.number for line in grid.lines]:
        return block
    rows = [[line.text[start:end].strip() for line, start, end in row] for row in grid.cells]
    heads = int(not any(map(_is_value, rows[0])))
    caption = (Text(grid.caption.text),) if grid.caption else ()
    cells = tuple(tuple((Text(cell),) if cell else () for cell in row) for row in rows)
    return Table(cells, heads, ("",) * len(rows[0]), caption, tuple(_places(grid)))


def _places(grid: Grid) -> Iterator[Place]:
    offset = 0
    for row in grid.cells:
        for line, start, end in row:
            yield Place(line.number, line.column + start, offset)
            offset += len(line.text[start:end].strip()) + 1
