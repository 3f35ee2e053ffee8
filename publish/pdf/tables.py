"""Tables → how each is set: which of the style's settings is wide enough for it, and how wide its columns are.

A column has a least width: that of its longest word or number, of a whole cell where all of them are short, of a fair
line where they are long. A table is set in the first setting of the style (`specimen.TABLE_SETTINGS`) that has room for
the least widths of all columns, or else in the widest, with its short cells turned; the rest of the room goes to the
columns by their text. All in em of the table's type.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil, hypot, sqrt

from publish.book import Block, Book, Image, Inlines, List, Note, Quote, Table, plain
from publish.composer import LATIN
from publish.diagnostics import failure
from publish.pdf.fitting import Width
from publish.pdf.specimen import TableSetting


@dataclass(frozen=True, slots=True)
class TablePlan:
    """How a table is set: its classes, the *shares* of its columns in percent, the rows of its body that may be cut."""

    setting: str
    shares: tuple[float, ...]
    divided: frozenset[int]
    """Numbers of rows, from 0 at the first of the table, that are too high to be kept on one page."""
    number: str = ""
    """Number in its caption (表1, 表二), by which a further page says that it goes on (续表1)."""


def plan_tables(book: Book, settings: Sequence[TableSetting], width: Width) -> Mapping[Table, TablePlan]:
    """Return the plans of all tables of *book*.

    Raises `PublishError` D103 for one that not even the widest setting of the style has room for.
    """
    plans: dict[Table, TablePlan] = {}
    for article in book.articles:
        for table, inset in _tables_in(article.blocks):
            plan = plan_table(table, settings, width, inset)
            if plan is None:
                line = table.places[0].line if table.places else None
                raise failure("D103", article.source or None, line, columns=_columns(table))
            plans[table] = plan
    return plans


_INSET = 3.0
"""What a list or a quotation leaves free beside its blocks, in em."""


def _tables_in(blocks: tuple[Block, ...], inset: float = 0.0) -> Iterator[tuple[Table, float]]:
    """Yield the tables in *blocks* with how far they are indented."""
    for block in blocks:
        match block:
            case Table():
                yield block, inset
            case Quote(inner):
                yield from _tables_in(inner, inset + _INSET)
            case List(items):
                for item in items:
                    yield from _tables_in(item.blocks, inset + _INSET)
            case _:
                pass


def plan_table(table: Table, settings: Sequence[TableSetting], width: Width, inset: float = 0.0) -> TablePlan | None:
    """Return how *table*, indented by *inset* em, is set in the first of *settings* that has room for it, or None."""
    columns = [_column(cells, width) for cells in _cells_by_column(table)]
    close = [replace(column, least=max(column.word, min(column.natural, _CLOSE))) for column in columns]
    for setting, wanted in [*((each, columns) for each in settings), *((each, close) for each in reversed(settings))]:
        room = setting.measure - inset - setting.padding * len(wanted)
        if sum(column.least for column in wanted) <= room:
            return _planned(table, setting, wanted, room, width)
    return None


def _planned(table: Table, setting: TableSetting, columns: Sequence[_Column], room: float, width: Width) -> TablePlan:
    widths = _divided(columns, room)
    whole = sum(widths) + setting.padding * len(widths)
    rows = (
        max((ceil(width(plain(cell)) / room) for cell, room in zip(row, widths, strict=False)), default=0)
        for row in table.rows
    )
    return TablePlan(
        setting.name,
        tuple(round(100 * (each + setting.padding) / whole, 3) for each in widths),
        frozenset(number for number, lines in enumerate(rows) if lines > _HIGHEST_WHOLE),
        found[1] if (found := _NUMBER.match(plain(table.caption))) else "",
    )


_NUMBER = re.compile(r"表\s*([0-9A-Z〇一二三四五六七八九十百]+(?:[-–—.．·－][0-9A-Z]+)*)")
_HIGHEST_WHOLE = 12
"""Lines of a row that is kept on one page."""


# --- columns --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Column:
    least: float
    word: float
    """Width of its longest word or number."""
    natural: float
    """Width in which no cell is turned."""
    text: float
    """How much text its cells hold: the root of the mean square of their widths, so that long cells count more."""


_SHORT = 6.0
"""Width up to which no cell of a column is turned: 三年级, 含补发数, 2024年3月."""
_TURNED = 4.0
"""The least width of a column whose cells are turned."""
_CLOSE = 2.0
"""The same in a table that no setting has room for otherwise: short cells are turned too, but not into a column of
single characters."""
_WORD = 12.0
"""Part of a word that has to stand on one line; a longer one, an address mostly, is broken anywhere."""
_FAIR = 8.0
"""Width beyond which long text asks for no more."""
_ALLOWANCE = 0.15
"""What is added to a measured width, for advances are rounded and bold is wider."""
_UNBROKEN = re.compile(rf"[{LATIN}]+|.", re.DOTALL)


def _cells_by_column(table: Table) -> list[list[Inlines]]:
    return [[row[number] for row in table.rows if number < len(row)] for number in range(_columns(table))]


def _columns(table: Table) -> int:
    return max(map(len, table.rows), default=0)


def _column(cells: Sequence[Inlines], width: Width) -> _Column:
    widths = [_natural(cell, width) for cell in cells]
    natural = max(widths, default=0.0)
    word = max((min(width(word), _WORD) for cell in cells for word in _words(cell)), default=0.0)
    fair = natural if natural <= _SHORT else max(_TURNED, min(sqrt(natural), _FAIR))
    text = hypot(*widths) / sqrt(len(widths)) if widths else 0.0
    return _Column(max(word, fair) + _ALLOWANCE, word + _ALLOWANCE, natural + _ALLOWANCE, max(text, 1.0))


def _words(cell: Inlines) -> set[str]:
    return set(_UNBROKEN.findall(plain(cell)))


def _natural(cell: Inlines, width: Width) -> float:
    """Return how wide *cell* is when none of its lines is turned; the call of a note and a picture count as an em."""
    lines = max(map(width, plain(cell).split("\n")))
    return lines + sum(isinstance(inline, (Note, Image)) for inline in cell)


def _divided(columns: Sequence[_Column], room: float) -> list[float]:
    """Return the widths of *columns* that together fill *room*, none below its least."""
    spare = room - sum(column.natural for column in columns)
    if spare >= 0:
        whole = sum(column.natural for column in columns)
        return [column.natural * room / whole for column in columns]
    low, high = 0.0, room / min(column.text for column in columns)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if sum(_filled(column, middle) for column in columns) < room:
            low = middle
        else:
            high = middle
    return [_filled(column, low) for column in columns]


_HALVINGS = 40


def _filled(column: _Column, share: float) -> float:
    """Return the width of *column* where text has *share* of its own width, within its least and natural ones."""
    return max(column.least, min(column.natural, column.text * share))
