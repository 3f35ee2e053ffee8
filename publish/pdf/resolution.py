"""How finely the pictures of a book are printed, measured on the laid-out pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import ceil

from publish.book import Picture
from publish.diagnostics import Diagnostic
from publish.pdf.design import PICTURES
from publish.pdf.page import Shown
from publish.pictures import path_of

LEAST = 200
"""Pixels to the inch below which the eye sees them; printers ask for 300, and warn below 200."""
_INCH = 96
"""In px of CSS."""


def report_coarse(shown: Iterable[Shown], pictures: Iterable[Picture]) -> Iterator[Diagnostic]:
    """Yield a warning (D401) for each of *pictures* that is *shown* with fewer than `LEAST` pixels to the inch.

    The page is that on which it is largest, from 1. Drawings (SVG) have no pixels.
    """
    known = {PICTURES + picture.name: picture for picture in pictures if picture.media_type != "image/svg+xml"}
    finest: dict[str, tuple[float, int]] = {}
    for each in shown:
        if picture := known.get(each.address):
            found = _resolution(picture, each), each.page
            finest[each.address] = min(finest.get(each.address, (LEAST, 0)), found)
    for address, (resolution, number) in finest.items():
        if round(resolution) < LEAST:
            picture = known[address]
            facts = {"ppi": round(resolution), "page": number, "width": ceil(picture.width * LEAST / resolution)}
            yield Diagnostic("D401", path_of(picture.name), facts=facts)


def _resolution(picture: Picture, shown: Shown) -> float:
    """Return pixels to the inch of *picture* as it is *shown*: whole in its box, or cut to cover the page."""
    scales = picture.width / max(shown.width, 1e-6), picture.height / max(shown.height, 1e-6)
    return (min(scales) if shown.covers else max(scales)) * _INCH
