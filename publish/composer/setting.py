"""The best breaks of a paragraph, and the setting of its lines between them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import accumulate, pairwise
from operator import itemgetter

from publish.composer.boxes import Boxes
from publish.composer.joints import BREAK_INSIDE, EM, SOLID
from publish.composer.kinds import CLOSES, KIND_OF, Kind

_SHRUNK, _STRETCHED = 100.0, 40.0
"""Badness of a line whose glue has given all that it has, and of one whose space between words and scripts has grown to
its most: wide space there is less of a blemish than marks without any white."""
_GAPS = 90.0
"""Badness of a line all of whose gaps grow, beside the thousandths by which each does."""
_ONE_CHARACTER = 200_000.0
"""Demerits of a last line of one character (clreq, Widows and orphans): gaps grow by a third of an em to avoid it."""
_FORCED = 2_500_000.0
"""Penalty of a break where none may be: gaps grow by an em and a half to avoid it. No less will do where marks stand
beside each second character, dashes in pairs, and a line has eight."""
_BEAM = _ONE_CHARACTER
_WIDEST = 12
"""The search goes on from the best breaks of each line only: no more than these, none that has many more demerits."""
_FURTHEST = 2 * EM
_UNSEEN = 10
"""By how much a line may differ from its measure unseen: the type area is a little wider than its characters."""

_NOT_COUNTED = CLOSES | {Kind.OPENING, Kind.CALL}


@dataclass(frozen=True, slots=True)
class Line:
    """A line: ``lead + sum(advances[start:end]) + sum(change for _, change in changes) == width``."""

    start: int
    end: int
    """One past its last character; the spaces that follow are on no line."""
    width: int
    lead: int
    """How far the first character moves: minus the white of an opening mark, else 0."""
    changes: tuple[tuple[int, int], ...]
    """By how much to change the advance of which character, in the order of the text."""


class Setting:
    """The search for the best breaks of one paragraph, and the setting of its lines."""

    def __init__(self, boxes: Boxes, measures: Sequence[int], justify: bool) -> None:
        self.boxes, self.measures, self.justify = boxes, measures, justify
        joints = boxes.joints
        joints[0] = SOLID
        self.count = len(joints)
        glue = [0, *accumulate(map(itemgetter(0), joints))]
        body = [0, *accumulate(boxes.bodies)]
        # A line of the boxes i … j-1 has the natural width upto[j] - origin[i]: the joints at its edges do not count.
        self.upto = [b + g for b, g in zip(body, glue, strict=True)]
        self.origin = [b + g for b, g in zip(body, glue[1:], strict=False)]
        self.shrink = [0, *accumulate(map(itemgetter(2), joints))]
        self.stretch = [0, *accumulate(map(itemgetter(3), joints))]
        self.gaps = [0, *accumulate(joint.gap for joint in joints)]
        self.whites = [0, *(after for _, after in boxes.edges)]
        """The white that a line ending before box *j* may have at its end."""
        self.penalties: list[float | None] = [joint.penalty for joint in joints]
        self.penalties.append(0.0)
        self.changed = [k for k, joint in enumerate(joints) if joint.change]

    def lines(self) -> list[Line]:
        """Return the lines of the paragraph."""
        return self.lines_between(self._breaks())

    def lines_between(self, breaks: Sequence[int]) -> list[Line]:
        """Return the lines that begin and end at *breaks*, each the number of a box."""
        return [self._line(start, end, self._measure(number)) for number, (start, end) in enumerate(pairwise(breaks))]

    def _measure(self, number: int) -> int:
        return self.measures[number] if number < len(self.measures) else self.measures[-1]

    # Breaks: line by line, every box at which the next line may begin is kept with the demerits so far, unless they are
    # so many more than the fewest that nothing later can make up for it.

    def _breaks(self) -> list[int]:
        layers: list[dict[int, tuple[float, int]]] = []
        begins = {0: 0.0}
        best, best_layer = float("inf"), 0
        while begins:
            reached = self._next_layer(begins, self._measure(len(layers)))
            layers.append(reached)
            if self.count in reached and reached[self.count][0] < best:
                best, best_layer = reached[self.count][0], len(layers) - 1
            bound = min(best, min(total for total, _ in reached.values()) + _BEAM)
            hopeful = [(total, at) for at, (total, _) in reached.items() if at != self.count and total <= bound]
            begins = {at: total for total, at in nsmallest(_WIDEST, hopeful)}
        breaks = [self.count]
        for layer in reversed(layers[: best_layer + 1]):
            breaks.append(layer[breaks[-1]][1])
        return breaks[::-1]

    def _next_layer(self, begins: Mapping[int, float], measure: int) -> dict[int, tuple[float, int]]:
        """Return where lines from *begins* may end: the fewest demerits so far, and the begin that they come from."""
        reached: dict[int, tuple[float, int]] = {}
        for begin, before in begins.items():
            for end, demerits in self._ends(begin, measure):
                total = before + demerits
                if end not in reached or total < reached[end][0]:
                    reached[end] = (total, begin)
        return reached

    def _ends(self, begin: int, measure: int) -> Iterator[tuple[int, float]]:
        """Yield where a line that begins at box *begin* may end, and its demerits; at least one place."""
        target = self.origin[begin] + measure
        over = bisect_right(self.upto, target, begin + 1)
        least = _FORCED
        for end, demerits in self._short_ends(begin, over, target):
            least = min(least, demerits)
            yield end, demerits
        for end in range(over, self.count + 1):
            excess = self.upto[end] - target
            if excess > self.shrink[end] - self.shrink[begin + 1]:
                break
            if (penalty := self.penalties[end]) is not None:
                least = 0.0
                yield end, penalty + self._demerits(begin, end, -excess)
        if least >= _FORCED:  # a row of marks that may not be parted: part it
            yield max(begin + 1, over - 1), _FORCED

    def _short_ends(self, begin: int, over: int, target: int) -> Iterator[tuple[int, float]]:
        """Yield the ends before the measure: the last one that is not for need alone, and those not much further."""
        found = False
        for end in range(over - 1, begin, -1):
            room = target - self.upto[end]
            if found and room > _FURTHEST:
                return
            if (penalty := self.penalties[end]) is not None:
                yield end, penalty + self._demerits_short(begin, end, room)
                found = found or penalty < BREAK_INSIDE[Kind.LETTER]

    def _demerits_short(self, begin: int, end: int, room: int) -> float:
        """Return the demerits of a line that falls short of its measure by *room*."""
        if end == self.count:
            return _ONE_CHARACTER if begin and self._one_character(begin) else 0.0
        if not self.justify:
            return square(room / EM)
        if self._keeps_mark(begin, end, room):
            return self._demerits(begin, end, room - self.whites[end])
        return self._demerits(begin, end, room)

    def _keeps_mark(self, begin: int, end: int, room: int) -> bool:
        """Tell whether the mark at the end of a line stays whole, because the line then needs less change.

        *room* is what the line falls short by with half of it. Either is right (GB/T 15834, 5.1.10; clreq).
        """
        white = self.whites[end]
        if not white or not self.justify or room <= _UNSEEN:
            return False
        if end == self.count:
            return room >= white
        return room >= white or self._demerits(begin, end, room - white) < self._demerits(begin, end, room)

    def _demerits(self, begin: int, end: int, room: int) -> float:
        """Return the demerits of a line that has to stretch by *room*, or to shrink where that is negative.

        They are 1 + badness, squared; the badness of glue grows with the cube of the share of it that is used (Knuth
        and Plass, Breaking Paragraphs into Lines).
        """
        if -_UNSEEN <= room <= _UNSEEN:
            return 0.0
        if room < 0:
            shrink = self.shrink[end] - self.shrink[begin + 1]
            return square(1 + _SHRUNK * (-room / shrink) ** 3) if -room <= shrink else (2 * _FORCED)
        spaces = self.stretch[end] - self.stretch[begin + 1]
        if room <= spaces:
            return square(1 + _STRETCHED * (room / spaces) ** 3)
        gaps = self.gaps[end] - self.gaps[begin + 1]
        return square(_GAPS + (room - spaces) / gaps) if gaps else (2 * _FORCED)

    def _one_character(self, begin: int) -> bool:
        """Tell whether one character, with or without marks, is left from *begin* on (clreq, Widows and orphans)."""
        text = self.boxes.text[self.boxes.starts[begin] :]
        return len(text) < 9 and sum(KIND_OF.get(c) not in _NOT_COUNTED for c in text) <= 1

    # Setting a line whose ends are known.

    def _line(self, begin: int, end: int, measure: int) -> Line:
        width = self.upto[end] - self.origin[begin]
        room = measure - width
        trim = self.whites[end]
        if self._keeps_mark(begin, end, room):
            width, room, trim = width + trim, room - trim, 0
        changes: dict[int, int] = {}
        if room < 0:
            changes = self._shrunk(begin, end, -room)
        elif room and self.justify and end < self.count:
            changes = self._stretched(begin, end, room)
        width += sum(changes.values())
        boxes = self.boxes
        for k in self.changed[bisect_left(self.changed, begin + 1) : bisect_left(self.changed, end)]:
            changes[k] = changes.get(k, 0) + boxes.joints[k].change
        by_character = [(boxes.starts[k] - 1, changes[k]) for k in sorted(changes) if changes[k]]
        if trim:
            by_character.append((boxes.ends[end - 1] - 1, -trim))
        return Line(boxes.starts[begin], boxes.ends[end - 1], width, -boxes.edges[begin][0], tuple(by_character))

    def _shrunk(self, begin: int, end: int, excess: int) -> dict[int, int]:
        """Take *excess* out of the glue of the line, in proportion to what each can give."""
        shrinks = {k: self.boxes.joints[k].shrink for k in range(begin + 1, end) if self.boxes.joints[k].shrink}
        return {k: -part for k, part in _shares(excess, shrinks)}

    def _stretched(self, begin: int, end: int, room: int) -> dict[int, int]:
        """Put *room* into the line: word spaces, then space between scripts, then all gaps alike."""
        changes: dict[int, int] = {}
        joints = self.boxes.joints
        if self.stretch[end] > self.stretch[begin + 1]:
            growing = [k for k in range(begin + 1, end) if joints[k].stretch]
            for words in (True, False):
                limits = {k: joints[k].stretch for k in growing if joints[k].words is words}
                for k, part in _shares(room, limits):
                    changes[k] = part
                    room -= part
        gaps = {k: room for k in range(begin + 1, end) if joints[k].gap}
        for k, part in _shares(room, gaps):
            changes[k] = changes.get(k, 0) + part
        return changes


def square(number: float) -> float:
    """Return the square of *number*, faster than by the operator of powers."""
    return number * number


def _shares(amount: int, limits: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Share *amount* out in proportion to *limits*, in whole numbers, no share above its limit."""
    total = sum(limits.values())
    amount = min(amount, total)
    if amount <= 0:
        return
    given = passed = 0
    for key, limit in limits.items():
        passed += limit
        share = amount * passed // total - given
        given += share
        yield key, share
