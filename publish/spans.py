"""Cells of a table that reach over others → rows of as many cells (HTML, forming a table)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypeVar

from publish.limits import most

Content = TypeVar("Content")

_WIDEST = 100
"""Cells over which one cell may reach."""


class Spans:
    """Where the cells of one table stand, as they come row by row."""

    def __init__(self) -> None:
        self._below: set[tuple[int, int]] = set()
        """Places that a cell above reaches over, by row and column."""
        self._row, self._column, self._held = -1, 0, 0

    def begin_row(self) -> None:
        """Go on to the next row."""
        self._row, self._column = self._row + 1, 0

    def place(self, colspan: str | None, rowspan: str | None) -> tuple[int, int]:
        """Return how many places before the next cell are taken by others, and over how many columns it reaches.

        In a table that holds more than ``table-cells`` already, and will be refused for it, cells reach no further.
        """
        begin = self._column
        while (self._row, self._column) in self._below:
            self._column += 1
        before, column = self._column - begin, self._column
        wide, high = (1, 1) if self._held > most("table-cells") else (_reach(colspan), _reach(rowspan))
        self._below.update((self._row + down, column + right) for down in range(1, high) for right in range(wide))
        self._column += wide
        self._held += wide * high
        return before, wide


def squared(rows: Sequence[Sequence[Content]], empty: Content) -> tuple[tuple[Content, ...], ...]:
    """Return *rows* all as long as the longest, filled with *empty*; as they are where that would be refused."""
    width = max(map(len, rows), default=0)
    if width * len(rows) > most("table-cells"):
        return tuple(map(tuple, rows))
    return tuple((*row, *[empty] * (width - len(row))) for row in rows)


def _reach(span: str | None) -> int:
    return min(max(int(span), 1), _WIDEST) if span and re.fullmatch(r"\s*[0-9]{1,4}\s*", span) else 1
