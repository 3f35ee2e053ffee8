"""A page → its lines in reading order, each with how it stands, and its pictures among them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from publish.sources.pdf.blocks import (
    Block,
    around,
    head_blocks,
    is_head,
    join_companions,
    text_blocks,
    usual_lead,
)
from publish.sources.pdf.bylines import bylines_of
from publish.sources.pdf.captions import take_captions
from publish.sources.pdf.document import Box, Photo, Sheet
from publish.sources.pdf.frames import frames_of, innermost, rules_of
from publish.sources.pdf.initials import with_initials
from publish.sources.pdf.jumps import part_jumps
from publish.sources.pdf.order import Placed, in_order
from publish.sources.pdf.parts import heads_of_parts
from publish.sources.pdf.pulled import pulled_of
from publish.sources.pdf.stacked import with_stacks
from publish.sources.pdf.strips import Strip


@dataclass(slots=True)
class Figure:
    """A picture with the lines of its caption."""

    photo: Photo
    caption: list[Strip] = field(default_factory=list)


@dataclass(slots=True)
class Pulled:
    """A quotation set large in the midst of the text."""

    strips: list[Strip]


Entry = Strip | Figure | Pulled

MOST_STRIPS = 5000
"""Pieces of lines on a page that has columns and articles: on one with more they are read as they stand."""


def arranged(sheet: Sheet, strips: Sequence[Strip], photos: Sequence[Photo], body: float) -> list[Entry]:
    """Return *strips*, those of the text of *sheet*, and *photos* in reading order; *body* is the size of the text."""
    if len(strips) > MOST_STRIPS:
        as_they_stand = sorted(strips, key=lambda strip: (round(strip.base / body), strip.x0))
        return [*as_they_stand, *(Figure(photo) for photo in photos)]
    lead = usual_lead(strips, body)
    strips = with_initials(with_stacks(strips, body), body, lead)
    frames = _with_own(frames_of(sheet, body), strips)
    figures, left = take_captions(photos, strips, body, lead)
    blocks = [Block(figure.box, photo=figure.photo, caption=figure.caption) for figure in figures]
    walls = [*rules_of(sheet, body), *(block.box for block in blocks)]
    nested = _nested(left, blocks, frames, walls, body, lead)
    placed = _jumps_last(list(_flat(nested, body, lead, rules_of(sheet, body))))
    return list(_entries(placed, body, lead))


def _with_own(frames: Sequence[Box], strips: Sequence[Strip]) -> list[Box]:
    """Return the *frames* that hold more than one line; the strip in one of the others is marked."""
    kept: list[Box] = []
    for frame in frames:
        within = [strip for strip in strips if frame.holds(strip.box, 2)]
        if len(within) > 1 and frame.height > 3 * max(strip.size for strip in within):
            kept.append(frame)
        elif within and frame.height < 3 * within[0].size:
            for strip in within:
                strip.frame = frame
    return kept


# --- frames ----------------------------------------------------------------------------------------------------------


def _nested(
    strips: Sequence[Strip],
    photos: Sequence[Block],
    frames: Sequence[Box],
    walls: Sequence[Box],
    body: float,
    lead: float,
) -> list[Block]:
    """Return the blocks of the page, those inside a frame inside the block that it is."""
    held: dict[int | None, tuple[list[Strip], list[Block]]] = {}
    for strip in strips:
        held.setdefault(innermost(strip.box, frames), ([], []))[0].append(strip)
    for block in photos:
        held.setdefault(innermost(block.box, frames), ([], []))[1].append(block)
    made: dict[int | None, list[Block]] = {
        at: [*_blocks(inner, walls, body, lead), *pictured] for at, (inner, pictured) in held.items()
    }
    for at in reversed(range(len(frames))):
        if at not in made:
            continue
        outer = innermost(frames[at], frames[:at])
        made.setdefault(outer, []).append(Block(frames[at], inside=made[at]))
    return made.get(None, [])


def _blocks(strips: Sequence[Strip], walls: Sequence[Box], body: float, lead: float) -> list[Block]:
    rules = [wall for wall in walls if wall.height < 0.3 * body]
    jumps, strips = part_jumps(strips)
    of_parts = heads_of_parts(strips, body, lead)
    parts = [Block(strip.box, [strip], part=True) for strip in of_parts]
    large = [strip for strip in strips if is_head(strip, body) and not any(strip is part for part in of_parts)]
    heads = head_blocks(large, rules)
    small = [strip for strip in strips if not is_head(strip, body)]
    quotes = pulled_of(heads, small, lead)
    heads = [head for head in heads if head not in quotes]
    for head, byline in bylines_of(heads, small, lead, body):
        small.remove(byline)
        head.strips.append(byline)
        head.box = around((head.box, byline.box))
    walls = [*walls, *(head.box for head in (*heads, *parts, *jumps, *quotes))]
    texts = text_blocks(small, body, lead, walls)
    quotes = [Block(quote.box, quote.strips, pulled=True) for quote in quotes]
    return [*heads, *parts, *jumps, *quotes, *join_companions(heads, texts, lead, body)]


def _flat(blocks: Sequence[Block], body: float, lead: float, rules: Sequence[Box]) -> Iterator[Placed]:
    """Yield *blocks* in reading order, what is inside frames in the places of these."""
    for placed in in_order(blocks, body, lead, rules):
        if not placed.block.inside:
            yield placed
            continue
        opens = True
        for inner in _flat(placed.block.inside, body, lead, rules):
            inner.opens = inner.opens or opens
            opens = False
            yield inner


def _jumps_last(placed: Sequence[Placed]) -> list[Placed]:
    """Return *placed*, what goes on from another page behind all else: it stands under no head of this one."""
    own: list[Placed] = []
    jumps: list[Placed] = []
    into = own
    for each in placed:
        if each.block.head or each.opens:
            into = jumps if each.block.jump else own
        into.append(each)
    return own + jumps


# --- lines -----------------------------------------------------------------------------------------------------------

_INDENT = 1.2
_MOST_INDENT = 4.6
_DEEPEST = 8
_OF_INITIAL = 2
"""Ems by which a paragraph is set in that another begins with an initial."""
_WIDE_GAP = 1.4
_HEAD_GAP = 0.75


def _entries(placed: Sequence[Placed], body: float, lead: float) -> Iterator[Entry]:
    """Yield the strips and the figures of *placed*, each strip with its column, indent, gap and room."""
    edges = _edges(placed)
    number, column = 0, None
    for at, each in enumerate(placed):
        block = each.block
        if block.head:
            block.strips = list(_unwrapped(block.strips, _measure(placed[at:], edges)))
        if block.photo:
            yield Figure(block.photo, block.caption)
            continue
        if block.pulled:
            yield Pulled(block.strips)
            continue
        if each.column is not column or number == 0:
            number, column = number + 1, each.column
        _set_lines(block, each, edges.get(id(each.column)), number, body, lead)
        yield from block.strips


def _measure(placed: Sequence[Placed], edges: Mapping[int, Box]) -> float | None:
    """Return how wide the columns are below the head that is the first of *placed*; None where none is known."""
    below = takewhile(lambda each: not each.block.head, placed[1:])
    columns = [edges[id(each.column)] for each in below if id(each.column) in edges]
    return around(columns).width if columns else None


def _unwrapped(strips: Sequence[Strip], measure: float | None) -> Iterator[Strip]:
    """Yield *strips*, those of a head, a title that was wrapped for want of room as one.

    A line that its writer ended leaves more free than what stands below it begins with, and more than a few characters
    stand there.
    """
    above: Strip | None = None
    for strip in strips:
        if above is not None and _goes_on(above, strip, measure):
            above.text += strip.text
            above.x0, above.x1 = min(above.x0, strip.x0), max(above.x1, strip.x1)
            above.base = strip.base
            continue
        if above is not None:
            yield above
        above = strip
    if above is not None:
        yield above


_LEFT_OVER = 0.4
"""Of the width of a full line: what is left of a title for the next one. Who parts a title parts it near the middle."""
_ROOM = 1.6
"""Ems that are free at most in a line behind which a character and its mark found no room."""


_WIDOW = 2
"""Characters that nobody parts from the title before them."""


def _goes_on(above: Strip, below: Strip, measure: float | None) -> bool:
    alike = (above.face, above.bold) == (below.face, below.bold) and abs(above.size - below.size) < 0.03 * above.size
    follows = 0.8 * above.size < below.base - above.base < 2 * above.size
    width = above.x1 - above.x0
    left_over = below.x1 - below.x0 < _LEFT_OVER * width
    pitch = max(above.size, width / len(above.text))
    full = measure is not None and -above.size <= measure - width < _ROOM * pitch
    widow = len(below.text) <= _WIDOW and len(above.text) > 3 * len(below.text)
    return alike and follows and left_over and (full or widow)


def _edges(placed: Sequence[Placed]) -> dict[int, Box]:
    """Return how far the lines of each column reach, by the column."""
    lines: dict[int, list[Box]] = {}
    for each in placed:
        if each.column is not None and not each.block.head and not each.block.photo:
            lines.setdefault(id(each.column), []).extend(strip.box for strip in each.block.strips)
    return {column: around(boxes) for column, boxes in lines.items()}


def _set_lines(block: Block, each: Placed, edge: Box | None, number: int, body: float, lead: float) -> None:
    left, right = _margins(block, edge, body)
    above: Strip | None = None
    for at, strip in enumerate(block.strips):
        strip.column = number
        strip.gap = _gap(above, strip, each, at, lead)
        above = strip
        if block.head and edge is None:
            strip.centred = _is_centred(strip, block.box.x0, block.box.x1, body)
            continue
        strip.centred = _is_centred(strip, left, right, body) and strip.x0 - left > 2.6 * body
        shift = (strip.x0 - left) / strip.size
        if not block.head:
            strip.room = max(0.0, (right - strip.x1) / strip.size)
            strip.indent = min(round(shift), _DEEPEST) if shift >= _INDENT and not strip.centred else 0
            strip.indent = _OF_INITIAL if strip.initial else strip.indent


def _margins(block: Block, edge: Box | None, body: float) -> tuple[float, float]:
    """Return the left and the right margin of the lines of *block* in a column that reaches over *edge*."""
    own = block.box
    if edge is None:
        return own.x0, own.x1
    left, right = edge.x0, edge.x1
    if own.x0 - left > _MOST_INDENT * body or _is_set_in(block.strips, left, body):
        left = own.x0
    if len(block.strips) > 2 and right - own.x1 > 2 * body and _is_flush(block.strips, own.x1, body):
        right = own.x1
    return left, right


def _is_set_in(strips: Sequence[Strip], left: float, body: float) -> bool:
    """Tell whether all of *strips* stand in from *left*, and are wrapped there: full lines below one another."""
    if len(strips) < 3 or min(strip.x0 for strip in strips) - left < _INDENT * body:
        return False
    least = min(strip.x0 for strip in strips)
    bare = sum(strip.x0 - least < 0.5 * body for strip in strips)
    return bare * 2 >= len(strips) and _is_flush(strips, max(strip.x1 for strip in strips), body)


def _is_flush(strips: Sequence[Strip], right: float, body: float) -> bool:
    """Tell whether most of *strips* reach *right*."""
    return sum(right - strip.x1 < 1.2 * body for strip in strips) * 2 >= len(strips)


def _gap(above: Strip | None, strip: Strip, each: Placed, at: int, lead: float) -> int:
    if above is None:
        return 2 if each.opens else int(each.block.head or each.block.part or each.column is None)
    if abs(above.base - strip.base) < 0.5 * strip.size:
        return 0
    if each.block.head:
        return int(strip.top - above.bottom > _HEAD_GAP * max(strip.size, above.size))
    return int(strip.base - above.base > _WIDE_GAP * max(lead, 1.2 * strip.size))


def _is_centred(strip: Strip, left: float, right: float, body: float) -> bool:
    before, behind = strip.x0 - left, right - strip.x1
    return before > body and behind > body and abs(before - behind) < max(body, 0.1 * (right - left))
