"""Rules, frames and grounds: what a page draws around its text, and what that parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from publish.sources.pdf.document import Box, Drawn, Sheet

_RULE = 2.5
"""Points of the thickest rule."""
_LEAST = 4.0
"""Ems of the shortest one, and of the smallest frame around text."""
_WHITE = 247
_MOST = 1000
"""Rules and frames of a page that are looked at: a drawing has more, and parts no text."""


def rules_of(sheet: Sheet, body: float) -> list[Box]:
    """Return the rules that run across *sheet*."""
    rules = (drawn.box for drawn in sheet.drawn if drawn.box.height <= _RULE and drawn.box.width >= _LEAST * body)
    return list(islice(rules, _MOST))


def uprights_of(sheet: Sheet, body: float) -> list[Box]:
    """Return the rules that run down *sheet*."""
    rules = (drawn.box for drawn in sheet.drawn if drawn.box.width <= _RULE and drawn.box.height >= body)
    return list(islice(rules, _MOST))


def frames_of(sheet: Sheet, body: float) -> list[Box]:
    """Return the frames and grounds on *sheet* that may hold text, from the largest, each once."""
    boxes = [drawn.box for drawn in sheet.drawn if _may_hold(drawn, sheet, body)]
    boxes += _of_four_rules(sheet, body)
    found: list[Box] = []
    for box in sorted(boxes, key=lambda box: -box.width * box.height)[:_MOST]:
        if not any(box.holds(other, 4) and other.holds(box, 4) for other in found):
            found.append(box)
    return found


def _may_hold(drawn: Drawn, sheet: Sheet, body: float) -> bool:
    box = drawn.box
    if (
        box.width < _LEAST * body
        or box.height < 1.2 * body
        or box.width * box.height > 0.8 * sheet.width * sheet.height
    ):
        return False
    return drawn.stroke or (drawn.fill is not None and min(drawn.fill) < _WHITE)


def _of_four_rules(sheet: Sheet, body: float) -> Iterator[Box]:
    """Yield the frames that are drawn side by side as four rules."""
    across, down = rules_of(sheet, body), uprights_of(sheet, _LEAST * body)
    for top in across:
        sides = [rule for rule in down if abs(rule.top - top.top) < 3]
        left = [rule for rule in sides if abs(rule.x0 - top.x0) < 3]
        right = [rule for rule in sides if abs(rule.x1 - top.x1) < 3]
        if left and right:
            bottom = min(left[0].bottom, right[0].bottom)
            if any(abs(rule.bottom - bottom) < 4 and abs(rule.x0 - top.x0) < 3 for rule in across):
                yield Box(top.x0, top.top, top.x1, bottom)


def innermost(box: Box, frames: Sequence[Box]) -> int | None:
    """Return the number of the smallest of *frames*, from the largest on, in which *box* lies; None where in none."""
    return next((at for at in reversed(range(len(frames))) if frames[at].holds(box, 2)), None)
