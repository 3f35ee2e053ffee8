"""How much of the text and of its notes a page holds: every note begins on the page of its call, and none is lost.

This knows no boxes. A page is laid out by a function that is given how much of its depth is kept free at the foot, and
returns what text it then holds (`Text`); which notes that calls and how high their lines are is all that counts here.
`settle` finds the page:

- the notes that the text of the page calls are read off the text that the page holds in the end, not gathered on the
  way to it: so none can be lost or set twice, whatever the layout tried before;
- in their order, all of them whole but the last, which may run on overleaf, where it is the first;
- the text is as long as the notes allow, and a note as whole as can be: a long one gives way only to *limit*;
- where one line calls so much that this is impossible, several notes run on, each after its beginning;
- what is left of a note before the text may go on (`Page.text` None) has a page of its own.

Each page holds a line of text or a line of a note more than those before it, so there is an end.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any


@dataclass(frozen=True, slots=True)
class Note:
    """A note, as the lines (or what else cannot be divided) that it is made of."""

    heights: tuple[float, ...]
    """Of its lines, the space around the note included."""
    calls: tuple[tuple[int, ...], ...] = ()
    """The notes that each line calls, by their numbers in the book."""
    orphans: int = 1
    widows: int = 1
    """How many lines are left alone at least where a note is divided."""


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of a note, from *begin* to *end*: those that a page holds, or those that are left."""

    note: int
    """Its number in the book, from 0."""
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, a row of a table, a picture: how far from the head of the page it ends, which notes it calls."""

    bottom: float
    calls: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """What a page holds of the text."""

    lines: tuple[Line, ...]
    columns: bool = False
    """Some lines stand beside others, so what a shorter page holds is not its first lines."""
    laid: Any = None
    """What the layout made of it."""

    @property
    def bottom(self) -> float:
        """How far from the head of the page the text ends."""
        return max((line.bottom for line in self.lines), default=0.0)

    @property
    def calls(self) -> tuple[int, ...]:
        """The notes that the text calls, in order."""
        return tuple(dict.fromkeys(call for line in self.lines for call in line.calls))


@dataclass(frozen=True, slots=True)
class Page:
    """A page that holds *text* (None: notes alone) and *parts* of notes; *left* is for the next page."""

    text: Text | None
    parts: tuple[Part, ...] = ()
    left: tuple[Part, ...] = ()
    late: tuple[int, ...] = ()
    """Notes whose calls stand on this page, but for whose first lines it has no room."""


@dataclass(frozen=True, slots=True)
class Foot:
    """The foot of pages: how notes and text share a page."""

    depth: float
    """Of the type area."""
    rule: float
    """What stands between text and notes."""
    limit: float
    """Height beyond which a note gives way to text."""
    note: Callable[[int], Note]
    """Returns a note by its number."""

    # --- filling ---------------------------------------------------------------------------------------------------

    def fill(self, carried: Sequence[Part], calls: Sequence[int], room: float) -> tuple[list[Part], list[Part]]:
        """Return what *room* holds of the notes *carried* from the page before and *calls*, and what is left.

        All are whole but the last that is there.
        """
        parts: list[Part] = []
        waiting = [*carried, *map(self._whole, calls)]
        while waiting:
            part = waiting[0]
            note = self.note(part.note)
            held = self._held(note, part, room)
            if held > part.begin:
                parts.append(Part(part.note, part.begin, held))
                waiting += self._called(note, part.begin, held)
                room -= sum(note.heights[part.begin : held])
            if held < part.end:
                return parts, [replace(part, begin=held), *waiting[1:]]
            del waiting[0]
        return parts, []

    def spread(self, carried: Sequence[Part], calls: Sequence[int], room: float) -> tuple[list[Part], list[Part]]:
        """Return the same, but each of *calls* has a line at least, and so several run on."""
        parts: list[Part] = []
        left: list[Part] = []
        waiting = [*carried, *map(self._whole, calls)]
        firsts = [self.note(part.note).heights[part.begin] if not part.begin else 0.0 for part in waiting]
        kept = sum(firsts)
        for part, first in zip(waiting, firsts, strict=True):
            kept -= first
            note = self.note(part.note)
            held = _fitting(note.heights, part, room - kept)
            if held > part.begin:
                parts.append(Part(part.note, part.begin, held))
                left += self._called(note, part.begin, held)
                room -= sum(note.heights[part.begin : held])
            if held < part.end:
                left.append(replace(part, begin=held))
        return parts, left

    def _whole(self, number: int) -> Part:
        return Part(number, 0, len(self.note(number).heights))

    def _called(self, note: Note, begin: int, end: int) -> list[Part]:
        return [self._whole(call) for calls in note.calls[begin:end] for call in calls]

    @staticmethod
    def _held(note: Note, part: Part, room: float) -> int:
        """Return where the part of *part* that *room* holds ends, with its orphans and widows."""
        held = _fitting(note.heights, part, room)
        if held < part.end:
            held = min(held, part.end - note.widows)
        return held if held == part.end or held - part.begin >= note.orphans else part.begin

    # --- a page ----------------------------------------------------------------------------------------------------

    def settle(self, lay: Callable[[float], Text], carried: Sequence[Part]) -> Page:
        """Return the page that begins with the notes *carried* from the one before.

        *lay* returns the text of the page where the height that it is given is kept free at its foot.
        """
        waiting = sum(sum(self.note(part.note).heights[part.begin :]) for part in carried)
        text = lay(min(waiting + self.rule, self.limit) if carried else 0.0)
        if not text.calls or self._is_good(carried, text.calls, text.bottom):
            return self._page(text, carried)
        if (found := self._foretold(lay, carried, text) or self._searched(lay, carried, text)) is not None:
            return self._page(found, carried)
        return self._crowded(lay(self.depth - min(line.bottom for line in text.lines)), carried)

    def _page(self, text: Text | None, carried: Sequence[Part]) -> Page:
        calls, bottom = (text.calls, text.bottom) if text else ((), 0.0)
        parts, left = self.fill(carried, calls, self._room(bottom))
        return Page(text, tuple(parts), tuple(left))

    def _room(self, bottom: float) -> float:
        return self.depth - bottom - self.rule

    def _is_possible(self, carried: Sequence[Part], calls: Sequence[int], bottom: float) -> bool:
        """Tell whether all of *calls* can begin below text that ends at *bottom*."""
        _, left = self.fill(carried, calls, self._room(bottom))
        return all(part.begin for part in left)

    def _is_good(self, carried: Sequence[Part], calls: Sequence[int], bottom: float) -> bool:
        """Tell whether the notes also are whole, or have as much room as notes may ask for."""
        _, left = self.fill(carried, calls, self._room(bottom))
        return all(part.begin for part in left) and (not left or self.depth - bottom >= self.limit)

    def _foretold(self, lay: Callable[[float], Text], carried: Sequence[Part], text: Text) -> Text | None:
        """Return the best text, foretold from the lines of *text*, or None where it comes out otherwise."""
        if text.columns:
            return None
        best: tuple[float, tuple[int, ...]] | None = None
        for bottom in sorted({line.bottom for line in text.lines}):
            calls = tuple(call for line in text.lines if line.bottom <= bottom for call in line.calls)
            if self._is_good(carried, calls, bottom):
                best = bottom, calls
            elif best and calls != best[1]:
                best = (bottom, calls) if self._is_possible(carried, calls, bottom) else best
                break
        if best is None:
            return None
        found = lay(self.depth - best[0])
        return found if self._is_possible(carried, found.calls, found.bottom) else None

    def _searched(self, lay: Callable[[float], Text], carried: Sequence[Part], text: Text) -> Text | None:
        """Return the longest text that is good, found by trying."""
        bottoms = sorted({line.bottom for line in text.lines})
        best, low, high = None, 0, len(bottoms)
        while low < high:
            middle = (low + high) // 2
            found = lay(self.depth - bottoms[middle])
            if self._is_good(carried, found.calls, found.bottom):
                best, low = found, middle + 1
            else:
                high = middle
        if best and low < len(bottoms):
            longer = lay(self.depth - bottoms[low])
            if longer.calls != best.calls and self._is_possible(carried, longer.calls, longer.bottom):
                return longer
        return best

    def _crowded(self, text: Text, carried: Sequence[Part]) -> Page:
        """Return the page where even the least *text* calls more than the page can hold in order."""
        parts, left = self.spread(carried, text.calls, self._room(text.bottom))
        late = tuple(part.note for part in left if not part.begin)
        if carried and (late or {part.note for part in carried} & {part.note for part in left}):
            return self.alone(carried)
        if late:
            parts, left = self.fill(carried, text.calls, self._room(text.bottom))
            late = tuple(part.note for part in left if not part.begin)
        return Page(text, tuple(parts), tuple(left), late)

    def alone(self, carried: Sequence[Part]) -> Page:
        """Return a page of notes alone; it holds a line at least."""
        parts, left = self.fill(carried, (), self._room(0.0))
        if not parts:
            first = carried[0]
            parts = [replace(first, end=first.begin + 1)]
            rest = [replace(first, begin=first.begin + 1)] if first.begin + 1 < first.end else []
            left = [*rest, *carried[1:]]
        return Page(None, tuple(parts), tuple(left))


_ROUNDING = 0.01
"""What heights may differ by for having been reckoned in another order, in px."""


def _fitting(heights: Sequence[float], part: Part, room: float) -> int:
    """Return the end of those lines of *part* that are not higher than *room* together."""
    ends = accumulate(heights[part.begin : part.end])
    return part.begin + sum(end <= room + _ROUNDING for end in ends)
