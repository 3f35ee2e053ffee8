"""Initials: a first character set so large that several lines of its paragraph stand beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from publish.sources.pdf.strips import Strip

_LARGE = 1.7
"""Of the size of the text: an initial is as tall as two of its lines at least."""
_LONGEST = 2
"""Characters of an initial: one, and the mark that opens what is said."""
_BESIDE = 1.5
"""Ems between an initial and the lines beside it at most."""
_FLUSH = 0.5
"""Ems by which the line below an initial may begin left or right of it."""


def with_initials(strips: Sequence[Strip], body: float, lead: float) -> list[Strip]:
    """Return *strips*, each initial as the first character of its line, the lines beside it as wide as those below."""
    out = list(strips)
    for initial in strips:
        if len(initial.text) > _LONGEST or initial.size < _LARGE * body:
            continue
        beside = sorted((strip for strip in out if _is_beside(strip, initial, body)), key=lambda strip: strip.base)
        if len(beside) > 1 and _is_wrapped(initial, beside[-1], out, body, lead):
            out = [strip for strip in out if strip is not initial and all(strip is not each for each in beside)]
            out.append(replace(beside[0], text=initial.text + beside[0].text, x0=initial.x0, initial=True))
            out += [replace(strip, x0=initial.x0) for strip in beside[1:]]
    return out


def _is_beside(strip: Strip, initial: Strip, body: float) -> bool:
    near = initial.x1 - 0.5 * body < strip.x0 < initial.x1 + _BESIDE * body
    level = initial.top - 0.5 * body < strip.top and strip.base < initial.bottom + 0.5 * body
    return strip is not initial and near and level and abs(strip.size - body) < 0.15 * body


def _is_wrapped(initial: Strip, last: Strip, strips: Sequence[Strip], body: float, lead: float) -> bool:
    """Tell whether text goes on below *initial*, under *last*, the last line beside it."""
    return any(
        0 < strip.base - last.base < 1.6 * lead and abs(strip.x0 - initial.x0) < _FLUSH * body for strip in strips
    )
