"""Captions: the lines that stand under a picture, above or beside it, and belong to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from publish.sources.pdf.blocks import around
from publish.sources.pdf.document import Box, Photo
from publish.sources.pdf.strips import Strip
from publish.sources.pdf.tables import OF_TABLE

_MOST_LINES = 5
_SMALL = 0.97
"""Of the size of the text: what is smaller and stands under a picture is its caption."""


@dataclass(slots=True)
class Captioned:
    """A picture, its caption, and the box around both."""

    photo: Photo
    box: Box
    caption: list[Strip] = field(default_factory=list)


def take_captions(
    photos: Sequence[Photo], strips: Sequence[Strip], body: float, lead: float
) -> tuple[list[Captioned], list[Strip]]:
    """Return *photos*, each with the lines of its caption, and the *strips* that are left."""
    usual = _usual_face(strips)
    taken: set[int] = set()
    figures: list[Captioned] = []
    for photo in photos:
        lines = (_above if photo.cells else _below)(photo, strips, usual, body, lead, taken)
        taken.update(map(id, lines))
        box = around([photo.box, *(strip.box for strip in lines)])
        figures.append(Captioned(photo, photo.box._replace(top=box.top, bottom=box.bottom), lines))
    return figures, [strip for strip in strips if id(strip) not in taken]


def _usual_face(strips: Sequence[Strip]) -> str | None:
    """Return the face in which most of *strips* are set."""
    counts: dict[str | None, int] = {}
    for strip in strips:
        counts[strip.face] = counts.get(strip.face, 0) + len(strip.text)
    return max(counts, key=lambda face: counts[face], default=None)


def _below(
    photo: Photo, strips: Sequence[Strip], usual: str | None, body: float, lead: float, taken: set[int]
) -> list[Strip]:
    """Return the lines right below *photo* that are set otherwise than text."""
    found: list[Strip] = []
    edge = photo.box.bottom
    for strip in sorted(strips, key=lambda s: (s.base, s.x0)):
        if id(strip) in taken or strip.base < photo.box.bottom or not _is_within(strip, photo.box, body):
            continue
        if strip.top - edge > (1.3 * lead - body if found else 1.6 * lead) or len(found) == _MOST_LINES:
            break
        if found and (strip.face != found[0].face or abs(strip.size - found[0].size) > 0.05 * body):
            break
        if not found and not _is_set_apart(strip, usual, body):
            break
        found.append(strip)
        edge = strip.bottom
    return found


def _above(
    photo: Photo, strips: Sequence[Strip], usual: str | None, body: float, lead: float, taken: set[int]
) -> list[Strip]:
    """Return the line right above *photo*, a table, that says which table it is."""
    return [
        strip
        for strip in strips
        if id(strip) not in taken
        and 0 <= photo.box.top - strip.bottom < 1.6 * lead
        and strip.x0 >= photo.box.x0 - 2 * body
        and strip.x1 <= photo.box.x1 + 2 * body
        and OF_TABLE.fullmatch(strip.text)
    ][-1:]


def _is_within(strip: Strip, box: Box, body: float) -> bool:
    return strip.x0 >= box.x0 - 1.5 * body and strip.x1 <= box.x1 + 1.5 * body


def _is_set_apart(strip: Strip, usual: str | None, body: float) -> bool:
    """Tell whether *strip* is smaller than text or in another face, and no heading."""
    if strip.size > 1.1 * body:
        return False
    return strip.size < _SMALL * body or (strip.face is not None and strip.face != usual)
