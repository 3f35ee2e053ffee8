"""Strips → blocks: lines of one size that stand one below the other, and heads with what stands by them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from publish.sources.pdf.document import Box, Photo
from publish.sources.pdf.strips import Strip

INDENT = 2.75
"""Ems by which a line of a block may begin left or right of the others: an indent of two, and half a mark."""
_HEAD = 1.13
"""Of the size of the body text: from here a line is larger than text."""


def is_head(strip: Strip, body: float) -> bool:
    """Tell whether *strip* is larger than text, or a little larger and bold."""
    return strip.size >= _HEAD * body or (strip.bold and strip.size >= 1.02 * body)


@dataclass(slots=True, eq=False)
class Block:
    """What stands together on a page: lines of text, a head with its companions, a picture, or all inside a frame."""

    box: Box
    strips: list[Strip] = field(default_factory=list)
    head: bool = False
    part: bool = False
    """Whether it heads a part of an article."""
    jump: bool = False
    """Whether it says that what stands below goes on from another page, as a head that heads nothing new."""
    pulled: bool = False
    """Whether it is a quotation set large in the midst of a column."""
    photo: Photo | None = None
    caption: list[Strip] = field(default_factory=list)
    inside: list[Block] = field(default_factory=list)
    """The blocks inside a frame."""
    table: tuple[tuple[str, ...], ...] = ()
    """The cells of a table, row by row."""

    @property
    def has_head(self) -> bool:
        """Whether it is a head, or one stands in it."""
        return self.head or any(block.has_head for block in self.inside)


def around(boxes: Iterable[Box]) -> Box:
    """Return the box around *boxes*."""
    every = list(boxes)
    return Box(
        min(box.x0 for box in every),
        min(box.top for box in every),
        max(box.x1 for box in every),
        max(box.bottom for box in every),
    )


def usual_lead(strips: Sequence[Strip], body: float) -> float:
    """Return the distance between the lines of the body text, from base line to base line."""
    text = sorted((s for s in strips if abs(s.size - body) < 0.08 * body), key=lambda s: (round(s.x0), s.base))
    steps = Counter(
        round(below.base - above.base, 1)
        for above, below in pairwise(text)
        if abs(above.x0 - below.x0) < 1 and 0.9 * body < below.base - above.base < 3 * body
    )
    return steps.most_common(1)[0][0] if steps else 1.5 * body


def text_blocks(strips: Sequence[Strip], body: float, lead: float, walls: Sequence[Box]) -> list[Block]:
    """Return *strips*, none of them a head, as blocks of lines, each stacked on the one above it.

    No block reaches over one of *walls*: rules, heads, pictures.
    """
    stacks: list[list[Strip]] = []
    extents: list[tuple[float, float]] = []
    near: list[int] = []
    for strip in sorted(strips, key=lambda s: (s.base, s.x0)):
        best: tuple[float, int] | None = None
        near = [at for at in near if strip.base - stacks[at][-1].base <= 3 * max(lead, stacks[at][-1].size)]
        for at in near:
            stack = stacks[at]
            far = _distance(stack, extents[at], strip, body, lead)
            if far is None or (best is not None and far >= best[0]) or _walled(stack[-1], strip, walls):
                continue
            if not _spans(stacks, at, extents, strip, lead, near):
                best = far, at
        if best is None:
            near.append(len(stacks))
            stacks.append([strip])
            extents.append((strip.x0, strip.x1))
        else:
            stacks[best[1]].append(strip)
            x0, x1 = extents[best[1]]
            extents[best[1]] = min(x0, strip.x0), max(x1, strip.x1)
    return [Block(around(s.box for s in stack), stack) for stack in stacks]


def _distance(
    stack: Sequence[Strip], extent: tuple[float, float], strip: Strip, body: float, lead: float
) -> float | None:
    """Return how far below the last line of *stack* the line *strip* stands; None where it is not of that block."""
    last, size = stack[-1], strip.size
    down = strip.base - last.base
    usual = lead if last.size < 1.2 * body else 1.5 * last.size
    if not 0.3 * last.size < down <= 1.35 * max(usual, 1.2 * last.size):
        return None
    if abs(size - last.size) > 0.08 * last.size:
        return None
    x0, x1 = extent
    shift = strip.x0 - x0
    if not -INDENT * size <= shift <= INDENT * size:
        return None
    if len(stack) <= FEW and None not in (last.face, strip.face) and last.face != strip.face:
        return None
    if min(x1, strip.x1) <= max(x0, strip.x0):
        return None
    return abs(shift) + down


def _spans(
    stacks: Sequence[Sequence[Strip]],
    at: int,
    extents: Sequence[tuple[float, float]],
    strip: Strip,
    lead: float,
    near: Sequence[int],
) -> bool:
    """Tell whether *strip* goes on beyond the stack number *at*, over one of those *near* that stand beside it."""
    x0, x1 = extents[at]
    return any(
        strip.base - stacks[other][-1].base <= 2 * lead
        and min(strip.x1, extents[other][1]) - max(strip.x0, extents[other][0]) > 0.5 * strip.size
        and (extents[other][0] >= x1 or extents[other][1] <= x0)
        for other in near
        if other != at
    )


def _walled(above: Strip, below: Strip, walls: Sequence[Box]) -> bool:
    """Tell whether one of *walls* stands between two lines."""
    x0, x1 = max(above.x0, below.x0), min(above.x1, below.x1)
    return any(
        wall.top >= above.bottom - 0.3 * above.size
        and wall.bottom <= below.top + 0.3 * below.size
        and wall.x0 < x1
        and wall.x1 > x0
        for wall in walls
    )


def head_blocks(heads: Sequence[Strip], rules: Sequence[Box] = ()) -> list[Block]:
    """Return the lines *heads*, those that belong together as one block: a title of two lines, a title over another.

    None goes on over one of *rules*.
    """
    groups: list[list[Strip]] = []
    open_: list[list[Strip]] = []
    for strip in sorted(heads, key=lambda s: (s.top, s.x0)):
        open_ = [group for group in open_ if any(strip.top - s.bottom < max(s.size, strip.size) for s in group)]
        near = [group for group in open_ if any(_belongs(other, strip, rules) for other in group)]
        if near and not strip.frame and not _straddles(near[0], strip, heads):
            near[0].append(strip)
        else:
            groups.append([strip])
            open_.append(groups[-1])
    return [Block(around(s.box for s in group), group, head=True) for group in groups]


def _belongs(upper: Strip, lower: Strip, rules: Sequence[Box]) -> bool:
    if upper.frame or lower.frame or _is_label(upper, lower) or _walled(upper, lower, rules):
        return False
    largest = max(upper.size, lower.size)
    apart = lower.top - upper.bottom
    overlap = min(upper.x1, lower.x1) - max(upper.x0, lower.x0)
    return -0.5 * largest < apart < 0.9 * largest and overlap > 0


_LONGEST_LABEL = 12
_GREY = 48
"""How far the parts of a colour that is no colour may differ: black, white, greys."""


def _is_label(upper: Strip, lower: Strip) -> bool:
    """Tell whether *upper* is the name of a section over the title *lower*: a short line in colour over a black one."""
    coloured = max(upper.colour) - min(upper.colour) > _GREY >= max(lower.colour) - min(lower.colour)
    return coloured and len(upper.text) <= _LONGEST_LABEL and upper.size < lower.size


def _straddles(group: Sequence[Strip], strip: Strip, heads: Sequence[Strip]) -> bool:
    """Tell whether the lines of *group* stand over several heads side by side, of which *strip* is one."""
    box = around(s.box for s in group)
    return any(
        other is not strip
        and abs(other.top - strip.top) < 0.8 * strip.size
        and min(box.x1, other.x1) > max(box.x0, other.x0)
        and min(abs(other.x0 - strip.x1), abs(strip.x0 - other.x1)) > 0.8 * body_gap(strip, other)
        for other in heads
        if other not in group
    )


FEW = 2
REACH = 2.2


def body_gap(one: Strip, other: Strip) -> float:
    """Return the size of the smaller of two lines: a gap as wide parts them."""
    return min(one.size, other.size)


def join_companions(heads: list[Block], texts: list[Block], lead: float, body: float) -> list[Block]:
    """Add to *heads* the short lines that stand by them, a kicker, a byline, and return *texts* without these."""
    left: list[Block] = []
    for block in texts:
        head = _head_of(block, heads, texts, lead, body)
        if head is None:
            left.append(block)
        else:
            head.strips.extend(block.strips)
            head.box = around((head.box, block.box))
    for head in heads:
        head.strips.sort(key=lambda s: (round(s.base / (0.6 * body)), s.x0))
    return left


def _head_of(block: Block, heads: Sequence[Block], texts: Sequence[Block], lead: float, body: float) -> Block | None:
    """Return the head by which *block*, a line or two, stands alone."""
    if len(block.strips) > FEW:
        return None
    best: tuple[float, Block] | None = None
    middle = (block.box.x0 + block.box.x1) / 2
    for head in heads:
        if head.strips[0].frame:
            continue
        wide = max(head.box.width, 6 * body)
        centre = (head.box.x0 + head.box.x1) / 2
        aside = abs(middle - centre) <= wide / 2 + body or abs(block.box.x0 - head.box.x0) < 2.5 * body
        aside = aside or (block.box.top >= head.box.bottom and _is_alone(block, [*texts, *heads]))
        apart = max(head.box.top - block.box.bottom, block.box.top - head.box.bottom)
        if aside and apart < REACH * lead - body and (best is None or apart < best[0]):
            best = apart, head
    if best is None or _goes_on(block, texts, best[0], lead):
        return None
    below = block.box.top > best[1].box.bottom - 0.5 * body
    if below and _ENDS_TEXT.fullmatch(block.strips[-1].text):
        return None
    between = below and _is_between_columns(block, texts, lead)
    if (not between and _is_of_columns(block, texts, below)) or (below and _heads_column(block, best[1], texts, lead)):
        return None
    return None if below and _opens_text(block, texts, lead) else best[1]


def _is_of_columns(block: Block, texts: Sequence[Block], below: bool) -> bool:
    """Tell whether each line of *block* stands level with lines of columns, and is set like them.

    One line may stand level with another by chance. *below* a head a crosshead may stand at the top of a column.
    """
    enough = 1 if len(block.strips) > 1 or CLAUSE.search(block.strips[0].text) else 2
    lines = [strip for other in texts if other is not block and len(other.strips) > FEW for strip in other.strips]
    return all(
        sum(
            abs(line.base - own.base) < 0.15 * own.size
            and (below or line.face == own.face)
            and abs(line.size - own.size) < 0.03 * own.size
            for line in lines
        )
        >= enough
        for own in block.strips
    )


def _is_between_columns(block: Block, texts: Sequence[Block], lead: float) -> bool:
    """Tell whether *block* stands over the white between two columns of *texts* that begin right below it."""
    box = block.box
    near = [
        other.box
        for other in texts
        if len(other.strips) > FEW and -0.3 * lead < other.box.top - box.bottom < _BELOW * lead
    ]
    left = [other for other in near if other.x1 < box.x1 and other.x0 < box.x0]
    right = [other for other in near if other.x0 > box.x0 and other.x1 > box.x1]
    return bool(left and right) and not any(other.x0 <= box.x0 and other.x1 >= box.x1 for other in near)


_BELOW = 1.5
"""Distances of lines from a byline to the columns below it at most."""


def _is_alone(block: Block, others: Sequence[Block]) -> bool:
    """Tell whether nothing of *others* stands beside *block*, a line: below a title it is the byline wherever set."""
    box = block.box
    return len(block.strips) == 1 and not any(
        other.box.top < box.bottom and other.box.bottom > box.top for other in others if other is not block
    )


def _heads_column(block: Block, head: Block, texts: Sequence[Block], lead: float) -> bool:
    """Tell whether *block* is a line at the top of a column, and in another under *head* text begins level with it."""
    own = block.strips[0]
    others = [other for other in texts if other is not block and len(other.strips) > FEW]
    level = any(
        abs(other.strips[0].base - own.base) < 0.35 * own.size
        and min(other.box.x1, head.box.x1) > max(other.box.x0, head.box.x0)
        and (other.box.x0 >= own.x1 or other.box.x1 <= own.x0)
        for other in others
    )
    return level and any(
        0 < other.strips[0].base - own.base < 2 * lead
        and min(other.box.x1, own.x1) > max(other.box.x0, own.x0)
        and own.x0 < other.box.x0 + INDENT * own.size
        for other in others
    )


CLAUSE = re.compile("[，。；]")
_ENDS_TEXT = re.compile(".{7,}[：:。；]")
"""What ends so below a head is text that begins there: whom a letter is to, what announces a list."""


def _goes_on(block: Block, texts: Sequence[Block], apart: float, lead: float) -> bool:
    """Tell whether *block* is nearer to a block of text above it than to its head, as its last line is."""
    return any(
        0 <= block.box.top - other.box.bottom < min(apart, 0.75 * lead)
        and min(other.box.x1, block.box.x1) > max(other.box.x0, block.box.x0)
        for other in texts
        if other is not block
    )


def _opens_text(block: Block, texts: Sequence[Block], lead: float) -> bool:
    """Tell whether *block* is the first line of a text that goes on below it, at the usual distance and in its face."""
    last = block.strips[-1]
    return any(
        0 < other.strips[0].base - last.base < 1.1 * lead
        and abs(other.strips[0].size - last.size) < 0.08 * last.size
        and other.strips[0].face == last.face
        and abs(other.box.x0 - block.box.x0) < INDENT * last.size
        and (last.x1 > other.box.x1 - 1.5 * last.size or _is_level(block, texts))
        for other in texts
        if other is not block
    )


def _is_level(block: Block, texts: Sequence[Block]) -> bool:
    """Tell whether text stands on the same line beside *block*, as the first lines of columns do."""
    first = block.strips[0]
    return any(
        abs(strip.base - first.base) < 0.3 * first.size and abs(strip.size - first.size) < 0.08 * first.size
        for other in texts
        if other is not block
        for strip in other.strips
    )
