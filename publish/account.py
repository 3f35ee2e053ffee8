"""Where each character of a source went, white space aside: the proof that none was lost and none invented.

Each kind of source makes its account in its own folder (`dump.account`, `manuscript.account`); here is what they share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Account:
    """Characters by their fate; *lost* and *invented* are 0 unless the program has a fault."""

    in_source: int = 0
    in_blocks: int = 0
    in_fields: int = 0
    furniture: int = 0
    marks: int = 0
    """Taken off a field (□, 【】, ——, ``##``), or signs of Markdown."""
    left_out: int = 0
    """Left out of a manuscript with a diagnostic that says so."""
    lost: int = 0
    invented: int = 0
    """In a block, and not at that place of the source."""
    removed: int = 0
    """Control and invisible characters, which normalisation took out before the others were counted."""
    lines_dropped: int = 0

    def __add__(self, other: Account) -> Account:
        return Account(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Account)))


def characters(texts: Iterable[str]) -> Counter[str]:
    """Return the characters of *texts* with how often each is there, white space aside."""
    return Counter("".join("".join(texts).split()))


def count_characters(text: str) -> int:
    """Return how many characters *text* has, white space aside."""
    return sum(map(len, text.split()))
