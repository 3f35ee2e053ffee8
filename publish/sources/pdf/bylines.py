"""Bylines that stand alone between a head and the columns below it, wherever they are set there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.sources.pdf.blocks import CLAUSE, FEW, INDENT, REACH, Block
from publish.sources.pdf.document import Box
from publish.sources.pdf.strips import Strip


def bylines_of(heads: Sequence[Block], strips: Sequence[Strip], lead: float, body: float) -> list[tuple[Block, Strip]]:
    """Return which of *strips* stand alone right below one of *heads*, over the first lines of several columns."""
    found: list[tuple[Block, Strip]] = []
    taken: set[int] = set()
    for head in sorted(heads, key=lambda head: -head.box.bottom):  # the nearest above takes it
        beside = _beside(head, heads, lead)
        alone = _alone_over_columns(head, _level(_below(head, strips, _nearer(head, beside), lead), body), lead)
        own = [strip for strip in alone if id(strip) not in taken and not _is_level_with_head(strip, head, heads)]
        if not own:
            rows = _level(_below(head, strips, _between(head, beside), lead), body)
            own = [strip for strip in _set_by_columns(head, rows, lead) if id(strip) not in taken]
        taken.update(map(id, own))
        found += [(head, strip) for strip in own]
    return found


def _is_level_with_head(strip: Strip, head: Block, heads: Sequence[Block]) -> bool:
    """Tell whether another of *heads* stands beside *strip*, both under *head*: it begins a column there."""
    return any(
        other.box.top < strip.base < other.box.bottom
        and other.box.top >= head.box.bottom
        and head.box.x0 <= other.box.x0 < other.box.x1 <= head.box.x1
        for other in heads
    )


def _beside(head: Block, heads: Sequence[Block], lead: float) -> list[Box]:
    """Return those of *heads* that stand beside *head*."""
    return [
        other.box
        for other in heads
        if other.box.top < head.box.bottom + 2 * lead and other.box.bottom > head.box.top - 2 * lead
    ]


def _nearer(head: Block, beside: Sequence[Box]) -> tuple[float, float]:
    """Return between where and where what stands below *head* is nearer to it than to the heads *beside* it."""
    left = max(((box.x1 + head.box.x0) / 2 for box in beside if box.x1 <= head.box.x0), default=float("-inf"))
    right = min(((box.x0 + head.box.x1) / 2 for box in beside if box.x0 >= head.box.x1), default=float("inf"))
    return left, right


def _between(head: Block, beside: Sequence[Box]) -> tuple[float, float]:
    """Return between where and where *head* stands alone."""
    left = max((box.x1 for box in beside if box.x1 <= head.box.x0), default=float("-inf"))
    right = min((box.x0 for box in beside if box.x0 >= head.box.x1), default=float("inf"))
    return left, right


def _below(head: Block, strips: Sequence[Strip], limits: tuple[float, float], lead: float) -> list[Strip]:
    """Return those of *strips* that stand close below *head* between *limits*, from the top."""
    foot, (left, right) = head.box.bottom, limits
    near = (s for s in strips if foot - 0.3 * s.size < s.top < foot + 3 * REACH * lead)
    return sorted((s for s in near if left < (s.x0 + s.x1) / 2 < right), key=lambda s: s.base)


_LINES = 6
"""Lines of the columns below a head that say where these end."""


def _set_by_columns(head: Block, rows: Sequence[Sequence[Strip]], lead: float) -> Iterator[Strip]:
    """Yield the line that stands alone in the first of *rows*, below *head*, and is set by the columns below.

    It ends where they end, or stands in their middle.
    """
    if len(rows) < 2 or len(rows[0]) != 1 or len(rows[1]) < 2 or _begins_text(strip := rows[0][0], rows[1]):
        return
    columns = [line for row in rows[1:_LINES] for line in row]
    before = [line for line in columns if line.x0 < strip.x1]
    centred = _is_in_middle(strip, min(head.box.x0, *(line.x0 for line in columns)), columns)
    if (
        strip.top - head.box.bottom < REACH * lead
        and strip.x0 > head.box.x0
        and (centred or _ends_right(strip, before))
    ):
        yield strip


def _begins_text(strip: Strip, row: Sequence[Strip]) -> bool:
    """Tell whether *strip* may be the first line of a column, *row* being the next lines of the columns there."""
    below = [line for line in row if min(line.x1, strip.x1) > max(line.x0, strip.x0)]
    return CLAUSE.search(strip.text) is not None or any(strip.x0 - line.x0 < INDENT * strip.size for line in below)


def _is_in_middle(strip: Strip, left: float, columns: Sequence[Strip]) -> bool:
    """Tell whether *strip*, a short one, stands in the middle between *left* and where *columns* end."""
    right = max(line.x1 for line in columns)
    is_short = strip.x1 - strip.x0 < _SHORT * strip.size
    return is_short and abs(strip.x0 + strip.x1 - left - right) < 2 * strip.size


def _level(strips: Sequence[Strip], body: float) -> list[list[Strip]]:
    """Return *strips*, from the top, as rows of those on one base line."""
    rows: list[list[Strip]] = []
    for strip in strips:
        if rows and abs(rows[-1][0].base - strip.base) < 0.3 * body:
            rows[-1].append(strip)
        else:
            rows.append([strip])
    return rows


def _alone_over_columns(head: Block, rows: Sequence[Sequence[Strip]], lead: float) -> Iterator[Strip]:
    """Yield the strips of *rows*, those below *head*, that stand each alone in its row above a row of columns."""
    x0, x1, bottom = head.box.x0, head.box.x1, head.box.bottom
    alone: list[Strip] = []
    for row, below in zip(rows, [*rows[1:], []], strict=False):
        near = min(x1, row[0].x1) > max(x0, row[0].x0) or _ends_right(row[0], below)
        if len(row) == 1 and near and row[0].top - bottom < REACH * lead and len(alone) < FEW:
            alone += row
            x0, x1, bottom = min(x0, row[0].x0), max(x1, row[0].x1), row[0].bottom
            continue
        if alone and len(row) > 1 and row[0].top - bottom < REACH * lead and _reach_beyond(row, alone):
            yield from alone
        return


def _ends_right(strip: Strip, row: Sequence[Strip]) -> bool:
    """Tell whether *strip* is set to the right over *row*, the first lines of columns."""
    right = max((line.x1 for line in row), default=0.0)
    return len(row) > 1 and abs(right - strip.x1) < 1.2 * strip.size and strip.x1 - strip.x0 < _SHORT * strip.size


_SHORT = 14
"""Ems of the longest byline that is recognised by being set to the right."""


def _reach_beyond(row: Sequence[Strip], alone: Sequence[Strip]) -> bool:
    """Tell whether the lines of *row*, side by side, stand on both sides of the middle of each of *alone*."""
    left, right = min(strip.x0 for strip in row), max(strip.x1 for strip in row)
    return all(left < (strip.x0 + strip.x1) / 2 < right for strip in alone)
