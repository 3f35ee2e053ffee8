"""How finely the pictures of a book are printed, told from the laid-out pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import ceil
from typing import Any

from publish.book import Picture
from publish.diagnostics import Diagnostic
from publish.pdf.design import PICTURES
from publish.pictures import path_of

LEAST = 200
"""Pixels to the inch below which the eye sees them; printers ask for 300, and warn below 200."""
_INCH = 96
"""In px of CSS."""


def report_coarse(pages: Sequence[Any], pictures: Iterable[Picture]) -> Iterator[Diagnostic]:
    """Yield a warning (D401) for each of *pictures* that the laid-out *pages* print with fewer than `LEAST` pixels.

    The page is that on which it is largest, from 1. Drawings (SVG) have no pixels.
    """
    known = {PICTURES + picture.name: picture for picture in pictures if picture.media_type != "image/svg+xml"}
    finest: dict[str, tuple[float, int]] = {}
    for number, page in enumerate(pages, 1):
        for address, width, height in _shown(page):
            if picture := known.get(address):
                finest[address] = min(
                    finest.get(address, (LEAST, 0)), (_resolution(picture, width, height, page), number)
                )
    for address, (resolution, number) in finest.items():
        if round(resolution) < LEAST:
            picture = known[address]
            facts = {"ppi": round(resolution), "page": number, "width": ceil(picture.width * LEAST / resolution)}
            yield Diagnostic("D401", path_of(picture.name), facts=facts)


def _shown(page: Any) -> Iterator[tuple[str, float, float]]:
    """Yield the address of each picture on *page* with the width and the height of its box, in px."""
    for box in page._page_box.descendants():
        if box.element_tag == "img" and hasattr(box, "replacement"):
            yield box.element.get("src", ""), box.width, box.height


def _resolution(picture: Picture, width: float, height: float, page: Any) -> float:
    """Return pixels to the inch of *picture* in a box; the picture lies in it whole, but covers a whole page."""
    scales = picture.width / max(width, 1e-6), picture.height / max(height, 1e-6)
    whole = width >= page.width and height >= page.height
    return (min(scales) if whole else max(scales)) * _INCH
