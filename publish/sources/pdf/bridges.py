"""Gaps inside a line that are as wide as a gutter and are none, because lines above or below run on across them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from publish.press import Pattern
from publish.sources.pdf.document import Glyph

_WIDEST = 4.6
"""Ems of the widest gap inside a line."""
_ABOVE = 2.4
"""Ems from base line to base line within which a line stands next to another."""
_NUMBER = Pattern(r"[（(]\s*\d{1,3}(?:[-.]\d{1,3})?\s*[）)]")
"""What stands at the margin behind a formula."""
_MOST = 3000
"""Pieces on a page that is looked at."""

Run = list[Glyph]


def bridged(runs: list[Run], body: float) -> list[Run]:
    """Return *runs*, from the top, those on one line as one between which no gutter can stand."""
    if len(runs) > _MOST:
        return runs
    rows = _rows(runs, body)
    joined: dict[int, Run] = {}
    for at, row in enumerate(rows):
        near = [*rows[max(0, at - _ROWS) : at], *rows[at + 1 : at + 1 + _ROWS]]
        for left, right in pairwise(row):
            whole = joined.get(id(left), left)
            if _is_inside(left, right, near):
                whole += right
                joined[id(right)] = whole
    return [run for run in runs if id(run) not in joined]


_ROWS = 6
"""Rows above and below that can stand next to a line."""


def _rows(runs: Sequence[Run], body: float) -> list[list[Run]]:
    """Return *runs*, from the top, by the lines on which they stand, each from the left."""
    rows: list[list[Run]] = []
    for run in runs:
        if rows and abs(rows[-1][0][0].base - run[0].base) < 0.2 * body:
            rows[-1].append(run)
        else:
            rows.append([run])
    return [sorted(row, key=lambda run: run[0].x0) for row in rows]


def _is_inside(left: Run, right: Run, near: Sequence[Sequence[Run]]) -> bool:
    """Tell whether the gap between *left* and *right*, on one line, is one inside it: lines *near* run on across it."""
    size = left[0].ink.size
    low, high = left[-1].x1, right[0].x0
    numbers = _NUMBER.fullmatch(_text(right)) is not None
    if _ENTRY.match(_text(left)) and _ENTRY.match(_text(right)):
        return 0 < high - low < _WIDEST * 3 * size
    if not _is_alike(left, right) or not 0 < high - low < (float("inf") if numbers else _WIDEST * size):
        return False
    rows = [row for row in near if 0.3 * size < abs(row[0][0].base - left[0].base) < _ABOVE * size]
    crossed = any(run[0].x0 < low - size and run[-1].x1 > high + 0.3 * size for row in rows for run in row)
    return crossed and not any(_parts(row, low, high) for row in rows)


_ENTRY = Pattern("{paper_entry spaced}\\s*[：:]")
"""Classes and numbers of a paper, which stand on one line however far apart."""


def _text(run: Run) -> str:
    return "".join(glyph.sign for glyph in run)


def _is_alike(one: Run, other: Run) -> bool:
    return abs(one[0].ink.size - other[0].ink.size) < 0.08 * one[0].ink.size


def _parts(row: Sequence[Run], low: float, high: float) -> bool:
    """Tell whether a gap in *row* stands over or under that from *low* to *high*, or a line begins there."""
    begins = any(low < run[0].x0 < high + _INDENT * run[0].ink.size for run in row)
    return begins or any(min(end, high) - max(begin, low) > 0 for begin, end in _gaps(row))


_INDENT = 2.3
"""Ems by which the first line of a paragraph is set in."""


def _gaps(row: Sequence[Run]) -> Iterator[tuple[float, float]]:
    return ((left[-1].x1, right[0].x0) for left, right in pairwise(row))
