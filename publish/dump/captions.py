"""Captions: what stands under a picture, in the middle of an article, and who took it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.dump.folding import fold
from publish.dump.furniture import Furniture, Kind
from publish.dump.layout import Layout
from publish.press import Pattern
from publish.source import Line

_CAPTION = Pattern("{caption}")
CAPTION = Furniture(Kind.CAPTION)
GOES_ON = Furniture(Kind.CAPTION_GOES_ON)
_CREDIT_ENDS = Pattern("(?:[。！？）]|{photographed})$")
_MOST = 4
"""Lines of the longest caption in columns."""


def is_caption(text: str) -> bool:
    """Tell whether *text* reads as what stands under a picture."""
    return _CAPTION.search(fold(text)) is not None


def add_credits(lines: Sequence[Line], found: list[Furniture | None]) -> None:
    """Add to *found*, what stands apart from the flow of *lines*, who took the picture whose caption stands above."""
    for at in range(1, len(lines)):
        if found[at - 1] is CAPTION and not found[at] and is_caption(lines[at].text):
            found[at] = CAPTION


def add_lines_below(lines: Sequence[Line], found: list[Furniture | None], layout: Layout) -> bool:
    """Add to *found* the lines of columns in which a caption goes on; tell whether there are any."""
    below = {next_at for at, kind in enumerate(found) if kind is CAPTION for next_at in _below(lines, at, layout)}
    for at in below:
        found[at] = GOES_ON
    return bool(below)


def _below(lines: Sequence[Line], at: int, layout: Layout) -> Iterator[int]:
    for below in range(at + 1, min(at + _MOST, len(lines))):
        above = lines[below - 1]
        if not layout.is_full(above) or _CREDIT_ENDS.search(fold(above.text)) or lines[below].gap:
            return
        yield below
