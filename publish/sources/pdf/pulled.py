"""Pulled quotations: lines set large in the midst of a column, whose text goes on below as if nothing were there."""

from __future__ import annotations

from collections.abc import Sequence

from publish.press import Pattern
from publish.sources.pdf.blocks import Block
from publish.sources.pdf.strips import Strip

_SENTENCE = Pattern(r".{7,}。|[“「『].{7,}[”」』]")
"""What is longer and ends so, or stands in quotation marks, is no title."""
_ENDS = frozenset("。！？…”』」：；")
_FAR = 4.5
"""Distances of lines between a pulled quotation and the text above and below it at most."""
_INDENT = 1.2
_FULL = 1.6
"""Ems that a full line may leave free."""


def pulled_of(heads: Sequence[Block], strips: Sequence[Strip], lead: float) -> list[Block]:
    """Return those of *heads* that stand in the midst of text, of which *strips* are the lines, and head nothing."""
    return [head for head in heads if not head.strips[0].frame and _is_pulled(head, heads, strips, lead)]


def _is_pulled(head: Block, heads: Sequence[Block], strips: Sequence[Strip], lead: float) -> bool:
    over = [strip for strip in strips if min(strip.x1, head.box.x1) > max(strip.x0, head.box.x0)]
    above = [strip for strip in over if 0 < head.box.top - strip.base < _FAR * lead]
    below = [strip for strip in over if 0 < strip.top - head.box.bottom < _FAR * lead]
    if not above or not below:
        return False
    last, first = max(above, key=lambda strip: strip.base), min(below, key=lambda strip: strip.base)
    if _SENTENCE.fullmatch("".join(strip.text for strip in head.strips)):
        return True
    in_one_column = all(abs(strip.x0 - first.x0) < 3 * first.size for strip in (*above, *below))
    return in_one_column and _stands_alone(head, heads) and _runs_across(last, first, over)


def _stands_alone(head: Block, heads: Sequence[Block]) -> bool:
    """Tell whether none of *heads* stands level with *head*, as titles of a row of articles do."""
    return not any(
        other is not head and min(other.box.bottom, head.box.bottom) > max(other.box.top, head.box.top)
        for other in heads
    )


def _runs_across(last: Strip, first: Strip, column: Sequence[Strip]) -> bool:
    """Tell whether the paragraph of *last* goes on in *first*, both lines of *column*: full, the one not set in."""
    near = [strip for strip in column if abs(strip.x0 - first.x0) < 3 * first.size]
    left, right = min(strip.x0 for strip in near), max(strip.x1 for strip in near)
    cut = last.text[-1] not in _ENDS and all(right - strip.x1 < _FULL * strip.size for strip in (last, first))
    alike = last.face == first.face and abs(last.size - first.size) < 0.05 * last.size
    return cut and alike and first.x0 - left < _INDENT * first.size and abs(last.x0 - first.x0) < 3 * first.size
