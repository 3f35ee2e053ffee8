"""Titles and names that run down on a page whose lines run across: characters one below the other are one line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from publish.sources.pdf.strips import Strip

_LARGE = 1.3
"""Of the size of the text: the characters of a title are as large."""
_ASIDE = 0.25
"""Ems by which the middles of two characters may differ that stand one below the other."""
_STEP = (0.9, 1.8)
"""Ems from one to the next."""
_ASIDE_OF_MARK = 0.75
_STEP_OF_MARK = (0.3, 2.2)
"""The same of marks, which stand in a corner of their place."""
_BESIDE = 4.0
"""Ems of the text between a title that runs down and the name beside it at most."""


def with_stacks(strips: Sequence[Strip], body: float) -> list[Strip]:
    """Return *strips*, characters that stand alone below one another as one strip, as high as they are.

    In the size of the text, *body*, they are one beside such a title only.
    """
    stacks = [stack for stack in _stacks([strip for strip in strips if len(strip.text) == 1]) if len(stack) > 1]
    titles = [stack for stack in stacks if stack[0].size >= _LARGE * body]
    names = [
        stack for stack in stacks if stack not in titles and any(_is_beside(stack, title, body) for title in titles)
    ]
    taken = {id(strip) for stack in (*titles, *names) for strip in stack}
    return [strip for strip in strips if id(strip) not in taken] + [_joined(stack) for stack in (*titles, *names)]


def _stacks(strips: Sequence[Strip]) -> list[list[Strip]]:
    stacks: list[list[Strip]] = []
    for strip in sorted(strips, key=lambda strip: strip.base):
        stack = next((stack for stack in stacks if _follows(stack[-1], strip)), None)
        if stack is None:
            stacks.append([strip])
        else:
            stack.append(strip)
    return [part for stack in stacks for part in _even(stack)]


def _follows(above: Strip, below: Strip) -> bool:
    marked = not (above.text.isalnum() and below.text.isalnum())
    low, high = _STEP_OF_MARK if marked else _STEP
    aside = abs(above.x0 + above.x1 - below.x0 - below.x1) / 2
    return (
        aside < (_ASIDE_OF_MARK if marked else _ASIDE) * above.size
        and abs(above.size - below.size) < 0.05 * above.size
        and low * above.size < below.base - above.base < high * above.size
    )


def _even(stack: Sequence[Strip]) -> Iterator[list[Strip]]:
    """Yield the parts of *stack* in which all characters are as far apart."""
    part = [stack[0]]
    for above, below in pairwise(stack):
        step = below.base - above.base
        marked = not all(strip.text.isalnum() for strip in (*part[:2], above, below))
        if len(part) > 1 and not marked and abs(step - (part[1].base - part[0].base)) > 0.2 * above.size:
            yield part
            part = []
        part.append(below)
    yield part


def _is_beside(stack: Sequence[Strip], title: Sequence[Strip], body: float) -> bool:
    apart = max(stack[0].x0 - title[0].x1, title[0].x0 - stack[0].x1)
    return apart < _BESIDE * body and title[0].top - body < stack[0].top < title[-1].bottom + _BESIDE * body


def _joined(stack: Sequence[Strip]) -> Strip:
    first, last = stack[0], stack[-1]
    x0, x1 = min(strip.x0 for strip in stack), max(strip.x1 for strip in stack)
    text = "".join(strip.text for strip in stack)
    return replace(last, text=text, x0=x0, x1=x1, down=last.base - first.base)
