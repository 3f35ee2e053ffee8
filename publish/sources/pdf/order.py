"""Blocks → the order in which a page is read.

A page is cut in two again and again (XY-cut: Nagy and Seth, 1984), by what a newspaper means by its white: a gutter
with heads on both sides parts articles, and so does white above a head. What is left is an article, or several that are
knitted together: there each column belongs to the head above it, and what has none above it to the head on its left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from publish.sources.pdf.blocks import Block, around
from publish.sources.pdf.document import Box
from publish.sources.pdf.spans import overlap, spans_of

Edge = Callable[[Box], float]


@dataclass(slots=True)
class Placed:
    """A block with the column in which it stands; None where it spans several or is apart from them."""

    block: Block
    column: Box | None = None
    opens: bool = False
    """Whether it begins what does not go on from the block before it."""


def in_order(blocks: Sequence[Block], body: float, lead: float, rules: Sequence[Box] = ()) -> list[Placed]:
    """Return *blocks* in the order in which they are read.

    *body* is the size of the text, *lead* the distance of its lines; no gutter goes on over one of *rules*.
    """
    if len(blocks) < 2:
        text = any(block.strips and not block.head for block in blocks)
        return _leaf(blocks, body, lead) if text else [Placed(block) for block in blocks]
    if parted := _down(blocks, body, lead, rules) or _across(blocks, body, lead):
        first, second = parted
        ordered = in_order(second, body, lead, rules)
        if ordered:
            ordered[0].opens = True
        return in_order(first, body, lead, rules) + ordered
    if headed := _below_strip(blocks, body, lead):
        strip, below = headed
        ordered = in_order(below, body, lead, rules)
        ordered[0].opens = True
        return [Placed(strip), *ordered]
    return _leaf(blocks, body, lead)


def _white(blocks: Iterable[Block], low: Edge, high: Edge) -> list[tuple[float, float]]:
    """Return the stripes between *blocks* in which nothing stands."""
    spans = sorted((low(block.box), high(block.box)) for block in blocks)
    found, end = [], spans[0][1]
    for begin, stop in spans[1:]:
        if begin > end + 0.5:
            found.append((end, begin))
        end = max(end, stop)
    return found


def _parted(blocks: Sequence[Block], edge: Edge, at: float) -> tuple[list[Block], list[Block]]:
    first = [block for block in blocks if edge(block.box) < at]
    return first, [block for block in blocks if edge(block.box) >= at]


def _x0(box: Box) -> float:
    return box.x0


def _x1(box: Box) -> float:
    return box.x1


def _top(box: Box) -> float:
    return box.top


def _bottom(box: Box) -> float:
    return box.bottom


def _down(
    blocks: Sequence[Block], body: float, lead: float, rules: Sequence[Box]
) -> tuple[list[Block], list[Block]] | None:
    """Return *blocks* parted at the widest gutter that has a head at the top of both sides, and none over it."""
    stripes = [stripe for stripe in _white(blocks, _x0, _x1) if stripe[1] - stripe[0] >= _GUTTER * body]
    if not stripes:
        return None
    columns = _columns([block for block in blocks if (block.strips and not block.head) or block.inside])
    spans = list(spans_of(blocks, [column.box for column in columns], body, lead).values())
    whole = around(block.box for block in blocks)
    spans += [(rule.x0, rule.x1) for rule in rules if whole.top + lead < rule.top < whole.bottom - lead]
    for low, high in sorted(stripes, key=lambda stripe: stripe[0] - stripe[1]):
        at = (low + high) / 2
        left, right = _parted(blocks, _x0, at)
        crossed = any(x0 < at < x1 for x0, x1 in spans)
        if crossed or _goes_on_beside(right, lead):
            continue
        if _begins_with_head(left, lead) and _begins_with_head(right, lead):
            return left, right
    return None


_GUTTER = 0.6


def _begins_with_head(blocks: Sequence[Block], lead: float) -> bool:
    top = min((block.box.top for block in blocks if not block.photo), default=0.0)
    return any(block.has_head and block.box.top <= top + 1.5 * lead for block in blocks)


def _goes_on_beside(blocks: Sequence[Block], lead: float) -> bool:
    """Tell whether the first of the columns of *blocks* begins level with heads, and no head stands over it.

    Its text goes on from what stands on its left.
    """
    top = min((block.box.top for block in blocks if not block.photo), default=0.0)
    heads = [block.box for block in blocks if block.has_head and block.box.top <= top + 1.5 * lead]
    left = min((head.x0 for head in heads), default=0.0)
    return any(
        not block.has_head and not block.photo and block.box.x1 <= left and block.box.top < top + 0.5 * lead
        for block in blocks
    )


def _with_last_head(above: list[Block], below: list[Block]) -> tuple[list[Block], list[Block]]:
    """Return *above* and *below*, a head that stands below all else in the one as the first of the other."""
    lowest = max(above, key=lambda block: block.box.bottom)
    others = [block for block in above if block is not lowest]
    if lowest.head and all(block.box.bottom < lowest.box.top for block in others):
        return others, [lowest, *below]
    return above, below


def _parts(above: Sequence[Block], below: Sequence[Block], body: float) -> bool:
    """Tell whether the head over *below* parts it from *above*: no crosshead of a column beside which others stand."""
    head = min((block for block in below if block.has_head), key=lambda block: block.box.top)
    next_below = min((b for b in below if b.box.top >= head.box.bottom), key=lambda b: b.box.top, default=None)
    if next_below and next_below.head and max(strip.size for strip in next_below.strips) >= _TITLE * body:
        return True
    if head.inside or head.jump or len(head.strips) > 1 or head.strips[0].frame or head.strips[0].size >= _TITLE * body:
        return True
    wide = around(block.box for block in above).width
    return around(block.box for block in below).width > 0.9 * wide


_TITLE = 1.3


def _across(blocks: Sequence[Block], body: float, lead: float) -> tuple[list[Block], list[Block]] | None:
    """Return *blocks* parted above a head, where most white is."""
    best: tuple[float, tuple[list[Block], list[Block]]] | None = None
    for low, high in _white(blocks, _top, _bottom):
        if high - low < 0.3 * lead:
            continue
        above, below = _parted(blocks, _top, (low + high) / 2)
        if best is not None and high - low <= best[0]:
            continue
        above, below = _with_last_head(above, below)
        if not above:
            continue
        if _begins_with_head(below, lead) and _parts(above, below, body):
            best = high - low, (above, below)
    return best[1] if best else None


def _below_strip(blocks: Sequence[Block], body: float, lead: float) -> tuple[Block, list[Block]] | None:
    """Return the head that stands alone above all else of *blocks*, and these, where several titles begin below it."""
    first = min(blocks, key=lambda block: block.box.top)
    below = [block for block in blocks if block is not first]
    top = min(block.box.top for block in below)
    if not first.head or first.box.bottom > top + 1:
        return None
    row = [block for block in below if block.box.top <= top + 1.5 * lead]
    titles = [block for block in row if block.inside or (block.head and _size(block) >= _TITLE * body)]
    return (first, below) if len(titles) > 1 else None


def _size(head: Block) -> float:
    return max(strip.size for strip in head.strips)


# --- a region that no cut parts --------------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Column:
    box: Box
    blocks: list[Block] = field(default_factory=list)


def _columns(blocks: Sequence[Block], texts: Sequence[Block] = ()) -> list[_Column]:
    """Return the columns in which *blocks* of text stand, from the left; the narrow ones say where they are.

    *texts* are these and others that stand in them.
    """
    columns: list[_Column] = []
    for block in sorted(blocks, key=lambda block: (block.box.width, block.box.x0)):
        near = [column for column in columns if overlap(column.box, block.box) > 0.4]
        if not near:
            columns.append(_Column(block.box, [block]))
        elif len(near) == 1 or not _stand_side_by_side(near, texts or blocks):
            box = around((block.box, *(column.box for column in near)))
            columns = [column for column in columns if column not in near]
            columns.append(_Column(box, [block, *(each for column in near for each in column.blocks)]))
    for column in columns:
        column.blocks = []
    return _evened(sorted(_merged(columns), key=lambda column: column.box.x0))


def _stand_side_by_side(columns: Sequence[_Column], texts: Sequence[Block]) -> bool:
    """Tell whether *columns*, over which a block reaches, are any: of *texts* one in each stands beside the other."""
    inside = [[text.box for text in texts if _is_alone_in(text.box, column, columns)] for column in columns]
    return any(
        min(one.bottom, other.bottom) > max(one.top, other.top)
        for left, right in combinations(inside, 2)
        for one in left
        for other in right
    )


def _is_alone_in(box: Box, column: _Column, columns: Sequence[_Column]) -> bool:
    return [each for each in columns if overlap(each.box, box) > 0.1] == [column]


def _merged(columns: list[_Column]) -> list[_Column]:
    """Return *columns* without those that lie in another: of short lines alone."""
    out: list[_Column] = []
    for column in sorted(columns, key=lambda column: -column.box.width):
        if not any(overlap(other.box, column.box) > 0.4 for other in out):
            out.append(column)
    return out


def _evened(columns: list[_Column]) -> list[_Column]:
    """Return *columns*, from the left, those of short lines as wide as the others are, as far as there is room."""
    widths = sorted(column.box.width for column in columns)
    usual = widths[len(widths) // 2] if widths else 0.0
    for at, column in enumerate(columns):
        room = columns[at + 1].box.x0 - 1 if at + 1 < len(columns) else column.box.x0 + usual
        column.box = column.box._replace(x1=max(column.box.x1, min(room, column.box.x0 + usual)))
    return columns


def _leaf(blocks: Sequence[Block], body: float, lead: float) -> list[Placed]:
    """Return *blocks* head by head: each with the columns below it, from left to right."""
    texts = [block for block in blocks if block.strips and not block.head]
    columns = _columns([block for block in texts if len(block.strips) > 1] or texts, texts)
    heads = _Heads(blocks, columns, texts, body, lead)
    for block in blocks:
        if block in heads.blocks:
            continue
        at = _column_of(block, columns)
        if at is None:
            columns.append(_Column(block.box, [block]))
            columns.sort(key=lambda column: column.box.x0)
        else:
            columns[at].blocks.append(block)
    groups: dict[int, list[Placed]] = {-1: []}
    for number, head in enumerate(heads.blocks):
        groups[number] = [Placed(head, opens=number > 0)]
    for column in columns:
        for block in sorted(column.blocks, key=lambda block: block.box.top):
            groups[heads.owner(block)].append(Placed(block, column.box))
    return [placed for number in sorted(groups) for placed in groups[number]]


class _Heads:
    """The heads of a region that stand over columns, with how far each reaches to its left and right."""

    def __init__(
        self, blocks: Sequence[Block], columns: Sequence[_Column], texts: Sequence[Block], body: float, lead: float
    ) -> None:
        self.columns, self.texts, self.body = columns, texts, body
        every = sorted((block for block in blocks if block.head), key=lambda block: (block.box.top, block.box.x0))
        spans = spans_of(blocks, [column.box for column in columns], body, lead)
        self.reaches = {id(head): _union(spans.get(id(head)), head.box) for head in every}
        for head in reversed(every):
            if (below := self._right_below(head, blocks)) is not None:
                self.reaches[id(head)] = self.reaches[id(below)]
        self.blocks: list[Block] = []
        for head in every:
            if self._stands_over(head):
                self.blocks.append(head)

    def _right_below(self, head: Block, blocks: Sequence[Block]) -> Block | None:
        """Return the head right below *head* in its columns; None where text or a picture is."""
        own = [head.box, *(column.box for column in self.columns if overlap(column.box, head.box) > 0.1)]
        low, high = min(box.x0 for box in own), max(box.x1 for box in own)
        under = (b for b in blocks if b.box.top >= head.box.bottom - 2 and b.box.x0 < high and b.box.x1 > low)
        nearest = min(under, key=lambda block: block.box.top, default=None)
        return nearest if nearest is not None and nearest.head else None

    def _stands_over(self, head: Block) -> bool:
        """Tell whether *head* stands over columns: over several, or over one and begins something of its own there."""
        over = [column for column in self.columns if overlap(column.box, head.box) > 0.1]
        above = [
            text for text in self.texts if text.box.bottom <= head.box.top + 1 and overlap(text.box, head.box) > 0.1
        ]
        if head.jump or len(over) != 1 or not above:
            return True
        size = max(strip.size for strip in head.strips)
        accompanied = any(strip.size < 0.8 * size for strip in head.strips)
        rulers = [other for other in self.blocks if self._is_over(other, head)]
        lesser = any(max(strip.size for strip in other.strips) > 1.2 * size for other in rulers)
        return size >= 1.3 * self.body and (accompanied or not lesser)

    def _is_over(self, head: Block, block: Block) -> bool:
        low, high = self.reaches[id(head)]
        return (
            head.box.bottom <= block.box.top + 2
            and min(high, block.box.x1) - max(low, block.box.x0) > 0.05 * block.box.width
        )

    def owner(self, block: Block) -> int:
        """Return the number of the head that *block* stands under, or else that on its left; -1 where there is none."""
        numbers = range(len(self.blocks))
        boxes = [head.box for head in self.blocks]
        above = [at for at in numbers if self._is_over(self.blocks[at], block)]
        lowest = max(above, key=lambda at: boxes[at].bottom, default=None)
        beside = [at for at in numbers if boxes[at].x0 < block.box.x0 and boxes[at].top < block.box.bottom]
        level = [at for at in beside if boxes[at].top <= block.box.top + max(boxes[at].height, 12)]
        if lowest is not None:
            level = [
                at for at in level if boxes[at].top >= boxes[lowest].bottom - 2 and boxes[at].bottom > block.box.top
            ]
            return max(level, key=lambda at: boxes[at].x0, default=lowest)
        over = [at for at in numbers if boxes[at].bottom <= block.box.top + 2]
        nearest = max(over, key=lambda at: (boxes[at].bottom, boxes[at].x0), default=-1)
        return max(level or beside, key=lambda at: (boxes[at].top, boxes[at].x0), default=nearest)


def _union(span: tuple[float, float] | None, box: Box) -> tuple[float, float]:
    return (box.x0, box.x1) if span is None else (min(span[0], box.x0), max(span[1], box.x1))


def _column_of(block: Block, columns: Sequence[_Column]) -> int | None:
    """Return the number of the column in which *block* stands, the first where it stands in several."""
    return next((at for at, column in enumerate(columns) if overlap(column.box, block.box) > 0.3), None)
