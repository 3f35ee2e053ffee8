"""Where two lines of a paragraph meet: a page that breaks its lines itself parts Latin words only at their spaces."""

from __future__ import annotations

import re

from publish.dump.shapes import is_finished
from publish.source import Line, Look

_ENDS_WORD = re.compile(r"[A-Za-z0-9,.;:!?)\]%'\"’”]$")
_BEGINS_WORD = re.compile(r"[A-Za-z0-9(\['\"‘“&]")


def joint(above: Line, below: Line) -> str:
    """Return what stands between two lines of one paragraph: the space that was lost where a printed line ended.

    Lines of text alone may be cut anywhere, inside of a word too. Digits on both sides are one number.
    """
    look, end, begin = above.look, above.text[-1:], below.text[:1]
    if look is None or look.room is None or look.hyphened or not (end and begin):
        return ""
    if not (_is_latin(above.text[-2:]) and _is_latin(below.text[:2])) or (end.isdigit() and begin.isdigit()):
        return ""
    return " " if _ENDS_WORD.match(end) and _BEGINS_WORD.match(begin) else ""


def runs_on(above: Line, below: Line) -> bool:
    """Tell whether *below* goes on with *above* on their page: set like it, right below it, where that is full."""
    one, other = above.look, below.look
    if one is None or other is None or one.room is None:
        return False
    alike = one.face == other.face and same_size(one, other)
    in_column = (one.page, one.column) == (other.page, other.column)
    near = not below.gap if in_column else not is_finished(above.text)
    return bool(alike) and near and one.room < max(_FULL, _width_of_first(below.text))


def same_size(one: Look, other: Look) -> bool | None:
    """Tell whether two lines are set in one size; None where that is not known."""
    if one.size is None or other.size is None:
        return None
    return abs(one.size - other.size) < _SAME * one.size


_SAME = 0.03
_FULL = 1.6
"""Ems that may be free behind a full line."""
_HOLDS_TOGETHER = re.compile(r"[!-~]{2,40}[，。、；：！？”’」』）》】〉…]*|.[，。、；：！？”’」』）》】〉…]+")


def _width_of_first(text: str) -> float:
    """Return how many ems what opens *text* takes, that is never parted: a Latin word, a character with its mark."""
    first = _HOLDS_TOGETHER.match(text)
    return sum(0.5 if sign.isascii() else 1.0 for sign in first[0]) + 0.1 if first else 0.0


def _is_latin(text: str) -> bool:
    return all(sign < "\u2e80" for sign in text) and any(sign.isalnum() for sign in text)
