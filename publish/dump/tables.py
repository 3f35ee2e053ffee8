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
from publish.source import Declared, Line
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
    rows = [(separator, _ends_of_rows(lines, separator)) for separator in (_TAB, _SPACES)]
    listed = _tables_by_line(lines)
    found: list[Grid] = []
    at = 0
    while at < len(lines):
        separator, end = next(((separator, ends[at]) for separator, ends in rows if at in ends), (None, listed.get(at)))
        if end is None:
            at += 1
            continue
        cells = tuple(_cut(line, separator) for line in lines[at:end]) if separator else _columned(lines[at:end])
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


def _ends_of_rows(lines: Sequence[Line], separator: re.Pattern[str]) -> dict[int, int]:
    """Return where the rows end that *separator* parts and that begin at each line, all with as many cells.

    Lines from which no table goes on are not there. Each line is cut once, from the last to the first.
    """
    ends: dict[int, int] = {}
    end, size, values = len(lines), 0, set[int]()
    for at in range(len(lines) - 1, -1, -1):
        row = _cut(lines[at], separator)
        if len(row) != size or lines[at + 1].gap:
            end, size, values = at + 1, len(row), set(range(len(row)))
        if size < _FEWEST_COLUMNS:
            continue
        if end - at >= _FEWEST_ROWS and (separator is _TAB or values):
            ends[at] = end
        values = {column for column in values if _is_value(lines[at].text[slice(*row[column][1:])])}
    return ends


def _cut(line: Line, separator: re.Pattern[str]) -> tuple[tuple[Line, int, int], ...]:
    cells, start = [], 0
    for gap in separator.finditer(line.text) if _is_of_text(line) else ():
        cells.append((line, start, gap.start()))
        start = gap.end()
    return (*cells, (line, start, len(line.text)))


def _is_value(text: str) -> bool:
    return _VALUE.fullmatch(text.strip()) is not None


def _tables_by_line(lines: Sequence[Line]) -> dict[int, int]:
    """Return where the cells end that stand one to a line from each line on, where they are a table.

    Each line is looked at once, from the last to the first.
    """
    ends: dict[int, int] = {}
    end, values = len(lines), 0
    for at in range(len(lines) - 1, -1, -1):
        if not _is_cell(lines[at]):
            end, values = at, 0
            continue
        if _is_value(lines[at].text):
            values += 1
        elif end - at >= _FEWEST_CELLS and values / (end - at) >= _MIXED:
            ends[at] = end
        if lines[at].gap:
            end, values = at, 0
    return ends


def _columned(lines: Sequence[Line]) -> Cells:
    """Return the cells that stand one to a line in *lines*, in rows where the columns are sure."""
    columns = _columns([_is_value(line.text) for line in lines])
    cells = [(line, 0, len(line.text)) for line in lines]
    return tuple(tuple(cells[row : row + columns]) for row in range(0, len(cells), columns)) if columns else ()


_MIXED = 0.35
"""Share of values from which words and values in a row of short lines are a table."""


def _is_cell(line: Line) -> bool:
    short = len(line.text) <= _LONGEST_CELL and not line.text.endswith(_ENDS_TEXT)
    return short and _is_of_text(line) and not _is_caption(line)


def _is_of_text(line: Line) -> bool:
    """Tell whether *line* may be of the text, and is declared to be neither a line of its head nor of the site."""
    return line.look is None or line.look.declared in (None, Declared.TEXT, Declared.PARAGRAPH)


def _columns(values: Sequence[bool]) -> int | None:
    """Return how many columns *values* fill, row by row below a row of words, so that one of them has values alone."""
    for columns in range(_FEWEST_COLUMNS, len(values) // _FEWEST_ROWS + 1):
        if len(values) % columns == 0 and not any(values[:columns]):
            below = values[columns:]
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
    return Table(cells, heads, (), caption, tuple(_places(grid)))


def _places(grid: Grid) -> Iterator[Place]:
    offset = 0
    for row in grid.cells:
        for line, start, end in row:
            yield Place(line.number, line.column + start, offset)
            offset += len(line.text[start:end].strip()) + 1
