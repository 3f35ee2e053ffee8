"""Quotation marks by depth, 「outer 『inner』 outer」 or “outer ‘inner’ outer”, whatever marks the source used.

CLREQ 3.1.3 (text of the W3C): Traditional Chinese sets 「」 outside and 『』 inside, and the two take turns further in;
GB/T 15834, 4.8: Simplified Chinese sets “” outside and ‘’ inside. One mark becomes one mark, so nothing moves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

OPENERS = {"“": "”", "‘": "’", "「": "」", "『": "』"}
CLOSERS = {closer: opener for opener, closer in OPENERS.items()}

CORNER = ("「」", "『』")
"""The marks of Traditional Chinese, from the outside in."""
CURLY = ("“”", "‘’")
"""Those of Simplified Chinese."""


@dataclass(frozen=True, slots=True)
class Unpaired:
    """A quotation mark without its partner, at *offset*."""

    offset: int
    mark: str
    set_as: str
    """The mark that it became."""

    @property
    def opens(self) -> bool:
        """Whether it is an opening mark that nothing closes."""
        return self.mark in OPENERS


def with_quotes(text: str, by_depth: Sequence[str]) -> tuple[str, tuple[Unpaired, ...]]:
    """Return *text*, one whole paragraph, with the marks *by_depth*, and the marks that stand alone.

    A closing mark closes the nearest opening one of its kind; those opened after it are unpaired. One that closes
    nothing becomes the outer one. An apostrophe in a Latin word is no quotation mark.
    """
    if not any(mark in text for mark in "“”‘’「」『』"):
        return text, ()
    new = list(text)
    still_open: list[int] = []
    unpaired: list[int] = []
    for offset, mark in _marks(text):
        if mark in OPENERS:
            new[offset] = by_depth[len(still_open) % 2][0]
            still_open.append(offset)
            continue
        depth = _depth_of(CLOSERS[mark], still_open, text)
        new[offset] = by_depth[(depth or 0) % 2][1]
        if depth is None:
            unpaired.append(offset)
        else:
            unpaired.extend(still_open[depth + 1 :])
            del still_open[depth:]
    unpaired.extend(still_open)
    return "".join(new), tuple(Unpaired(offset, text[offset], new[offset]) for offset in sorted(unpaired))


def _marks(text: str) -> Iterator[tuple[int, str]]:
    single = 0
    for offset, mark in enumerate(text):
        if mark == "’" and _is_apostrophe(text, offset, single > 0):
            continue
        single += (mark == "‘") - (mark == "’")
        if mark in OPENERS or mark in CLOSERS:
            yield offset, mark


def _is_apostrophe(text: str, offset: int, single_open: bool) -> bool:
    """Tell don’t and farmers’ from a closing mark."""
    after_latin = _is_latin(text[offset - 1 : offset])
    return after_latin and (_is_latin(text[offset + 1 : offset + 2]) or not single_open)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _depth_of(opener: str, still_open: list[int], text: str) -> int | None:
    """Return at which depth the last *opener* stands open, or None."""
    return next((depth for depth in reversed(range(len(still_open))) if text[still_open[depth]] == opener), None)
