"""The best breaks of a title: lines of about equal length, which end by sense."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from math import ceil, inf

from publish.composer.boxes import Boxes
from publish.composer.joints import EM
from publish.composer.setting import Setting, square

_ONE_MORE_LINE = 30.0
"""Square em of unevenness that a title may have, or of penalties, before it gets another line."""
_ACROSS_HALVES = 200.0
"""Demerits of a line that holds part of one half of a title and something of another."""


class Title(Setting):
    """The search for the best breaks of a title: of lines of equal length, as far as sense lets them be."""

    def __init__(self, boxes: Boxes, measures: Sequence[int]) -> None:
        super().__init__(boxes, measures, justify=False)
        spaces = [joint.words and joint.glue >= EM for joint in boxes.joints]
        self.halves = [0, *accumulate(spaces)]
        self.ends_half = {0, self.count, *(k for k, space in enumerate(spaces) if space)}

    def fitting_breaks(self, penalties: Sequence[float], measure: int) -> list[int]:
        """Return the best breaks for lines that are no longer than *measure*; none where there are not any."""
        least = ceil((self.upto[-1] - self.origin[0]) / measure)
        ways = [self.divided(penalties, number, measure) for number in range(least, min(least + 3, self.count) + 1)]
        found = [(demerits + more * _ONE_MORE_LINE, breaks) for more, (demerits, breaks) in enumerate(ways) if breaks]
        return min(found, default=(inf, []))[1]

    def divided(self, penalties: Sequence[float], number: int, limit: float) -> tuple[float, list[int]]:
        """Return the demerits and the breaks of *number* lines no longer than *limit*; none where it cannot be."""
        even = (self.upto[-1] - self.origin[0]) / number
        best: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
        for left in range(number - 1, -1, -1):
            reached: dict[int, tuple[float, list[int]]] = {}
            for begin, (before, breaks) in best.items():
                for end in range(begin + 1, self.count + 1):
                    width = self.upto[end] - self.origin[begin]
                    penalty = self._penalty_at(end, penalties) if left else 0.0
                    if width > limit:
                        break
                    total = before + square((width - even) / EM) + penalty + self._across(begin, end)
                    if (left > 0) == (end < self.count) and total < reached.get(end, (inf, []))[0]:
                        reached[end] = (total, [*breaks, end])
            best = reached
        return best.get(self.count, (inf, []))

    def _across(self, begin: int, end: int) -> float:
        crosses = self.halves[end] > self.halves[begin + 1] and not {begin, end} <= self.ends_half
        return _ACROSS_HALVES if crosses else 0.0

    def _penalty_at(self, end: int, penalties: Sequence[float]) -> float:
        if end == self.count or self.penalties[end] is None:
            return inf
        return penalties[self.boxes.starts[end]]
