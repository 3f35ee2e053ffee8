"""Blocks of full lines: where lines are wrapped at a width, what stands inside one can be nothing but text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.dump.layout import Layout
from publish.source import Line

_HANGING = 3
"""Characters by which marks and narrow figures make a line longer than the others."""
_WRAPPED = 12
"""Characters from which a full line may be a line of wrapped text."""


def find_inside(lines: Sequence[Line], full: Sequence[bool], layout: Layout) -> list[bool]:
    """Tell of each of *lines* whether it stands in a run of full lines, and so can be nothing but text.

    Of three lines and more the middle is inside; the ends are where they show it, by an empty line or a sentence's
    end. Where most lines end a sentence the run is a poem.
    """
    inside = [False] * len(lines)
    for start, end in _runs(lines, full, layout):
        last = end - 1
        if last - start < 2 or sum(line.text[-1] in _ENDS for line in lines[start:last]) * 2 >= last - start:
            continue
        opens = bool(lines[start].gap) if layout.parted else start > 0 and _opens(lines[start - 1], lines[start])
        closes = (layout.parted and (end == len(lines) or bool(lines[end].gap))) or _closes(lines[last - 1 : end])
        first, behind = start + (not opens), end if closes else last - 1
        inside[first:behind] = [True] * (behind - first)
    return inside


def _runs(lines: Sequence[Line], full: Sequence[bool], layout: Layout) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each run of full lines with the line that follows them."""
    start: int | None = None
    for at, line in enumerate(lines):
        if start is not None and layout.parted and line.gap:
            yield start, at
            start = None
        if not full[at] or not _WRAPPED <= layout.measure(line) <= (layout.width or 0) + _HANGING:
            if start is not None:
                yield start, at + 1
            start = None
        elif start is None:
            start = at
    if start is not None:
        yield start, len(lines)


_ENDS = "。！？；"
_WIDE = 20
"""Characters from which a full line with a comma is hardly a title."""


def _opens(above: Line, line: Line) -> bool:
    return above.text[-1] in "。！？”" and len(line.text) >= _WIDE and "，" in line.text


def _closes(lines: Sequence[Line]) -> bool:
    above, line = lines
    return above.text[-1] not in _ENDS and line.text[-1] == "。"
