"""Captions: what stands under a picture, in the middle of an article, and who took it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.dump.folding import compiled, fold
from publish.dump.furniture import Furniture, Kind
from publish.dump.layout import Layout
from publish.source import Line

_CAPTION = compiled(
    r"^(?:[▲△▼▽◀▶←→↑↓]\s*|(?:上|下|左|右)?图(?:片)?(?:为|是|[：:]|①|②|③|[一二三四][：:，])|图\s?\d+[：:\s]|"
    r"[（(]?(?:资料图片?|图片|照片)[）)：:])|"
    r"(?:[\u4e00-\u9fff·]{2,4}\s*摄|摄影[：:]?\s*[\u4e00-\u9fff·]{2,4}|新华社发|(?:本报)?资料(?:图片|照片)|"
    r"图片来源.{2,12}|^[（(]?(?:图片|照片|本[文版]图片|资料图片)由.{2,20}提供)[）)]?[。]?$"
)
_CAPTION_SIGN = compiled("[▲△▼▽◀▶←→↑↓图圖照摄攝资資发發]")
"""What stands in every caption."""
CAPTION = Furniture(Kind.CAPTION)
GOES_ON = Furniture(Kind.CAPTION_GOES_ON)
_MOST = 4
"""Lines of the longest caption in columns."""


def is_caption(text: str) -> bool:
    """Tell whether *text* reads as what stands under a picture."""
    return bool(_CAPTION_SIGN.search(text) and _CAPTION.search(fold(text)))


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
        if not layout.is_full(above) or above.text[-1] in "。！？摄攝）)" or lines[below].gap:
            return
        yield below
