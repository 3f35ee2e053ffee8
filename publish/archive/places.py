"""Where an article stands, and a place in its text with the printed page on which it is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

PARTING = "\u2029"
"""Parts the blocks in the text of an article (Unicode: paragraph separator)."""
Start = tuple[int, int, str]
"""Where a page begins in an article: the number of the block, characters of it that have come, and what is printed."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An article in its book."""

    book: str
    at: tuple[int, int]
    """The place of its book in the plan, and its own there."""
    title: str
    place: str | None
    """Where it stands in its source, as ``file:line``."""


def page_at(pages: Sequence[Start], block: int, characters: int) -> str | None:
    """Return what is printed on the page on which that many *characters* of *block* have come; None where unknown."""
    at = bisect_right(pages, (block, characters), key=lambda start: (start[0], start[1]))
    return pages[at - 1][2] if at else None
