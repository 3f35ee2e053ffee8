"""Headings of parts: lines larger than text that head something inside an article, and part no page."""

from __future__ import annotations

from collections.abc import Sequence

from publish.press import Pattern
from publish.sources.pdf.blocks import FEW, is_head
from publish.sources.pdf.strips import Strip

_OF_PART = Pattern(r"(?=[\d.．]+[\s.．、]\s*\D){numbered_part}|{counted_part}|{named_part}|{chapter_part}")
_LARGEST = 1.36
"""Of the size of the text: from here a line is hardly a heading inside an article."""
_OVER = 1.2
"""Of the size of such a heading: so large is the title above it at least."""
_FAR = 8
"""Distances of lines from a title to the first lines of its text at most, a byline and a subtitle between."""


def heads_of_parts(strips: Sequence[Strip], body: float, lead: float) -> list[Strip]:
    """Return those of *strips* that head a part of an article.

    They have a number or a name of their own, or stand at the top of a column beside one in which the text of their
    title begins.
    """
    large = [strip for strip in strips if is_head(strip, body)]
    text = [strip for strip in strips if not is_head(strip, body)]
    return [
        strip
        for strip in large
        if _OF_PART.fullmatch(strip.text) or _is_at_top_of_column(strip, large, text, body, lead)
    ]


def _is_at_top_of_column(head: Strip, large: Sequence[Strip], text: Sequence[Strip], body: float, lead: float) -> bool:
    """Tell whether *head* stands under a title, one of *large*, whose *text* begins level with it in another column."""
    if head.size >= _LARGEST * body or head.frame:
        return False
    above = [strip for strip in large if strip.size >= _OVER * head.size and 0 <= head.top - strip.bottom < _FAR * lead]
    over = [strip for strip in above if _overlap(strip, head)]
    title = max(over or above, key=lambda strip: strip.base, default=None)
    if title is None:
        return False
    between = [strip for strip in text if title.bottom < strip.base < head.top and _overlap(strip, head)]
    level = [strip for strip in text if abs(strip.top - head.top) < 0.8 * body and not _overlap(strip, head)]
    return len(between) <= FEW and any(_overlap(strip, title) for strip in level)


def _overlap(one: Strip, other: Strip) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)
