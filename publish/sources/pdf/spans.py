"""Heads and columns → from where to where each head stands over columns: the text below it there is its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from publish.sources.pdf.blocks import Block
from publish.sources.pdf.document import Box


def overlap(one: Box, other: Box) -> float:
    """Return how much of the narrower of two boxes lies beside the other."""
    shared = min(one.x1, other.x1) - max(one.x0, other.x0)
    return shared / max(1e-6, min(one.width, other.width))


def spans_of(
    blocks: Sequence[Block], columns: Sequence[Box], body: float, lead: float
) -> dict[int, tuple[float, float]]:
    """Return from where to where each head of *blocks* stands over *columns*, by the head.

    Heads in one row share the columns that begin below them; a column in which text runs on beside them is none.
    """
    found: dict[int, tuple[float, float]] = {}
    placed: list[Block] = []
    for row in _rows([block for block in blocks if block.has_head], lead):
        top, bottom = min(head.box.top for head in row), max(head.box.bottom for head in row)
        running = [
            block.box
            for block in blocks
            if block not in row and not block.head and block.box.top < top - 1 and block.box.bottom > bottom - 1
        ]
        running += [
            Box(x0, top, x1, bottom)
            for head, (x0, x1) in zip(placed, found.values(), strict=True)
            if not _is_under(row, x0, x1) and _is_open(head, (x0, x1), (top, bottom), blocks)
        ]
        for group in _free(columns, running, [column for column in columns if _is_headed(column, row, blocks)]):
            over = [
                head for head in row if group[0].x0 - body <= (head.box.x0 + head.box.x1) / 2 <= group[-1].x1 + body
            ]
            tops = [_begin(column, top, blocks) for column in group]
            alone = len(over) == 1 and not _stands_under(over[0], group, blocks)
            shares = (
                [(group[0].x0, group[-1].x1)]
                if alone
                else shared([_title_box(head) for head in over], group, body, tops)
            )
            begins = [_begin(column, bottom, blocks) for column in group]
            shares = [_widened(share, shares, group, begins, lead) for share in shares]
            found.update({id(head): share for head, share in zip(over, shares, strict=True)})
            placed += over
    return found


_OF_TITLE = 0.95
"""Of the size of the largest line of a head: so large are those of its title."""


def _title_box(head: Block) -> Box:
    """Return where the title in *head* stands, from the top of the head to its foot: a byline may be set elsewhere."""
    largest = max((strip.size for strip in head.strips), default=0.0)
    title = [strip for strip in head.strips if strip.size >= _OF_TITLE * largest]
    if not title:
        return head.box
    return head.box._replace(x0=min(strip.box.x0 for strip in title), x1=max(strip.box.x1 for strip in title))


def _begin(column: Box, bottom: float, blocks: Sequence[Block]) -> float | None:
    """Return where the first text or picture in *column* below *bottom* begins; None where there is none."""
    tops = [
        block.box.top
        for block in blocks
        if not block.has_head and block.box.top > bottom - 2 and overlap(column, block.box) > 0.3
    ]
    return min(tops, default=None)


def _widened(
    share: tuple[float, float],
    shares: Sequence[tuple[float, float]],
    columns: Sequence[Box],
    begins: Sequence[float | None],
    lead: float,
) -> tuple[float, float]:
    """Return *share* with those of *columns* beside it that nobody shares and that begin level with its own."""
    inside = [at for at, column in enumerate(columns) if share[0] - 1 <= column.x0 and column.x1 <= share[1] + 1]
    own = next((begin for at in inside if (begin := begins[at]) is not None), None)
    if own is None:
        return share

    def is_free(at: int) -> bool:
        begin, column = begins[at], columns[at]
        taken = any(low - 1 <= column.x0 and column.x1 <= high + 1 for low, high in shares)
        return not taken and begin is not None and abs(begin - own) < _LEVEL * lead

    first, last = inside[0], inside[-1]
    while last + 1 < len(columns) and is_free(last + 1):
        last += 1
    while first and is_free(first - 1):
        first -= 1
    return min(share[0], columns[first].x0), max(share[1], columns[last].x1)


_LEVEL = 0.35
"""Distances of lines by which the first lines of the columns under one head may differ."""


def _stands_under(head: Block, columns: Sequence[Box], blocks: Sequence[Block]) -> bool:
    """Tell whether text stands above *head* in one of *columns*."""
    return any(
        not block.head and block.box.top < head.box.top and any(overlap(column, block.box) > 0.3 for column in columns)
        for block in blocks
    )


def _is_open(head: Block, span: tuple[float, float], row: tuple[float, float], blocks: Sequence[Block]) -> bool:
    """Tell whether the text of *head*, over *span*, begins beside a lower *row* of heads, from its top to its foot.

    One whose text would begin below the row too stands over the row: the heading of a section.
    """
    under = Box(span[0], head.box.bottom, span[1], row[0])
    below = [
        block.box
        for block in blocks
        if not block.head and block.box.top >= under.top - 2 and overlap(block.box, under) > 0.3
    ]
    begins_beside = any(box.top < row[1] - 2 for box in below)
    return not head.inside and begins_beside and not any(box.bottom <= row[0] + 1 for box in below)


def _is_under(row: Sequence[Block], x0: float, x1: float) -> bool:
    """Tell whether a head of *row* has its middle between *x0* and *x1*."""
    return any(x0 <= (head.box.x0 + head.box.x1) / 2 <= x1 for head in row)


def _is_headed(column: Box, row: Sequence[Block], blocks: Sequence[Block]) -> bool:
    """Tell whether another title stands in *column* between the heads of *row*, none of which is over it, and text."""
    bottom = max(head.box.bottom for head in row)
    begin = _begin(column, bottom, blocks)
    if begin is None or any(overlap(column, head.box) > 0.1 for head in row):
        return False
    return any(
        block.head and block not in row and bottom <= block.box.bottom <= begin + 1 and overlap(column, block.box) > 0.1
        for block in blocks
    )


def _free(columns: Sequence[Box], running: Sequence[Box], headed: Sequence[Box]) -> Iterator[list[Box]]:
    """Yield the *columns* side by side in which nothing of *running* stands, and that are not *headed*."""
    group: list[Box] = []
    for column in columns:
        if column in headed or any(overlap(column, box) > 0.3 for box in running):
            if group:
                yield group
            group = []
        else:
            group.append(column)
    if group:
        yield group


_INTO = 0.3
"""Of the height of the lower of two heads: so far they stand side by side that are of one row."""


def _rows(heads: Sequence[Block], lead: float) -> list[list[Block]]:
    """Return *heads* by rows from the top, each row from the left; of two over one another each has its own."""
    rows: list[list[Block]] = []
    for head in sorted(heads, key=lambda block: block.box.top):
        row = next(
            (
                row
                for row in rows
                if head.box.top <= min(other.box.top for other in row) + 2.5 * lead
                and head.box.top
                < max(other.box.bottom - _INTO * min(other.box.height, head.box.height) for other in row)
                and not any(overlap(other.box, head.box) > 0.1 for other in row)
            ),
            None,
        )
        if row is None:
            rows.append([head])
        else:
            row.append(head)
    return [sorted(row, key=lambda block: block.box.x0) for row in rows]


def shared(
    heads: Sequence[Box], columns: Sequence[Box], body: float, begins: Sequence[float | None] = ()
) -> list[tuple[float, float]]:
    """Return from where to where each of *heads*, side by side, stands over *columns*: in the middle or flush left.

    *begins* says where the text of each column begins; what begins beside a head does not stand below it.

    Of all ways to share the columns out that one is taken in which the heads stand least askew and few are left over.
    """
    best: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {0: (0.0, ())}
    for number, head in enumerate(heads):
        following: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {}
        most = len(columns) - (len(heads) - number - 1)
        for after, (cost, spans) in best.items():
            for start, end in combinations(range(after, most + 1), 2):
                left_over = _LEFT_OVER * (start - after)
                beside = sum(begin is not None and begin < head.bottom - 0.5 * body for begin in begins[start:end])
                whole = cost + left_over + _askew(head, columns[start].x0, columns[end - 1].x1, body) + _BESIDE * beside
                if end not in following or whole < following[end][0]:
                    following[end] = whole, (*spans, (start, end))
        best = following
    if not best:
        return [(head.x0, head.x1) for head in heads]
    _cost, spans = min((cost + _LEFT_OVER * (len(columns) - end), spans) for end, (cost, spans) in best.items())
    return [(columns[start].x0, columns[end - 1].x1) for start, end in spans]


_ASKEW = 2.0
"""What an em counts by which a head stands neither in the middle nor flush left."""
_BESIDE = 12.0
"""Ems that a column counts whose text begins beside the head."""
_LEFT_OVER = 2.0
"""Ems that columns count which no head stands over."""


def _askew(head: Box, x0: float, x1: float, body: float) -> float:
    """Return what it counts that *head* stands askew over what reaches from *x0* to *x1*, and out over it."""
    middle = abs((head.x0 + head.x1) - (x0 + x1)) / 2
    out = max(0.0, x0 - head.x0) + max(0.0, head.x1 - x1)
    return (_ASKEW * min(middle, abs(head.x0 - x0)) + 3 * out) / body
