"""What is too long for its measure: running heads and the names in the contents are shortened, all by their width.

The measures are those of the style (`publish.pdf.specimen`), the widths those of the faces.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

Width = Callable[[str], float]
"""Text → how wide it is on one line, in em."""

ELLIPSIS = "……"
"""GB/T 15834—2011, 4.11: six dots in the room of two characters."""
_ELLIPSIS_WIDTH = 2.0

_PART_OF_WORD = re.compile(r"(?<=[ \u2e80-\U0003ffff])[A-Za-z0-9'’.-]+$")
_WORD = re.compile(r"[A-Za-z0-9]{2}")
_PAUSE = re.compile(r"[\s（《〈「『“‘【(\[，、；：。！？—…·,;:-]+$")
"""Marks that open or pause: none stands before an ellipsis."""


def shortened(text: str, measure: float, width: Width) -> str:
    """Return *text*, or as much of its beginning as goes into *measure* (em) together with an ellipsis.

    It does not end in part of a word in Latin letters.
    """
    if width(text) <= measure:
        return text
    kept = max((end for end in range(1, len(text)) if width(text[:end]) <= measure - _ELLIPSIS_WIDTH), default=1)
    cut = text[:kept]
    if _WORD.match(text, kept - 1):
        cut = _PART_OF_WORD.sub("", cut)
    return (_PAUSE.sub("", cut) or cut) + ELLIPSIS


_FEWEST_CUT = 3
_NAMED = 2
"""Of three names or more the first two stay, followed by 等, where all of them would turn the line."""


def names_shown(title: str, names: Sequence[str], measure: float, width: Width) -> Sequence[str]:
    """Return those of *names* that an entry of the contents shows after *title*, all where they go into *measure*."""
    if len(names) < _FEWEST_CUT or width(title + "".join(names)) + len(names) <= measure:
        return names
    return names[:_NAMED]
