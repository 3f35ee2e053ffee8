"""Pages whose lines run down, or that lie on their side, turned so that all lines run from left to right.

In a page set in columns from right to left a line is what runs from top to foot; turned by a quarter it stands as any
other line does, the first one at the top, and all that follows need not know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from publish.sources.pdf.document import Box, Glyph, Sheet

_MOSTLY = 0.6
_MIDDLE = 0.38
"""Ems by which the middle of a character stands above its base line."""

Turn = Callable[[float, float], tuple[float, float]]


def upright(sheet: Sheet) -> tuple[Sheet, list[Glyph]]:
    """Return *sheet* with its lines running from left to right, and the glyphs that stand askew on it."""
    if not sheet.glyphs:
        return sheet, []
    angles = Counter(glyph.ink.angle for glyph in sheet.glyphs)
    angle, count = angles.most_common(1)[0]
    if angle in (90, 180, 270) and count >= _MOSTLY * len(sheet.glyphs) and not _runs_down(sheet.glyphs):
        sheet = _lying(sheet, angle)
        return sheet, _set_aside(sheet, (angle,))
    if _runs_down([glyph for glyph in sheet.glyphs if glyph.ink.angle in (0, 270)]):
        sheet = _standing(sheet)
        return sheet, _set_aside(sheet, (0, 270))
    return sheet, _set_aside(sheet, (0,))


def _set_aside(sheet: Sheet, angles: Sequence[int]) -> list[Glyph]:
    """Leave in *sheet* the glyphs that are turned by *angles* alone, and return the others."""
    askew = [glyph for glyph in sheet.glyphs if glyph.ink.angle not in angles]
    sheet.glyphs = [glyph for glyph in sheet.glyphs if glyph.ink.angle in angles]
    return askew


def _runs_down(glyphs: Sequence[Glyph]) -> bool:
    """Tell whether most characters stand below those before them in the file, not beside them."""
    down = across = 0
    for before, after in pairwise(glyphs):
        size = before.ink.size
        aside = abs((before.x0 + before.x1) - (after.x0 + after.x1)) / 2
        lower = after.base - before.base
        if aside < 0.3 * size and 0.5 * size < lower < 2.2 * size:
            down += 1
        elif abs(lower) < 0.3 * size and aside < 2.5 * size:
            across += 1
    return down > _MOSTLY * (down + across) and down > 20


def _standing(sheet: Sheet) -> Sheet:
    """Return *sheet*, whose lines run down from right to left, turned counter-clockwise by a quarter."""
    turned = _turned(sheet, sheet.height, sheet.width, lambda x, y: (y, sheet.width - x))
    turned.glyphs = [_stood(glyph, sheet.width) for glyph in sheet.glyphs]
    return turned


def _stood(glyph: Glyph, width: float) -> Glyph:
    size = glyph.ink.size
    middle = glyph.base - _MIDDLE * size
    half = (0.5 if glyph.ink.angle == 0 else 0.28) * size
    base = width - (glyph.x0 + glyph.x1) / 2 + _MIDDLE * size
    return glyph._replace(x0=middle - half, x1=middle + half, base=base)


def _lying(sheet: Sheet, angle: int) -> Sheet:
    """Return *sheet*, whose lines are turned by *angle*, a quarter or two, turned back."""
    wide, tall = sheet.width, sheet.height
    turns: dict[int, tuple[float, float, Turn]] = {
        90: (tall, wide, lambda x, y: (tall - y, x)),
        180: (wide, tall, lambda x, y: (wide - x, tall - y)),
        270: (tall, wide, lambda x, y: (y, wide - x)),
    }
    width, height, turn = turns[angle]
    turned = _turned(sheet, width, height, turn)
    for glyph in sheet.glyphs:
        size, middle = glyph.ink.size, (glyph.x0 + glyph.x1) / 2
        if glyph.ink.angle != angle:
            turned.glyphs.append(glyph)
            continue
        x, y = turn(middle, glyph.base - _MIDDLE * size)
        half = (0.5 if not glyph.sign.isascii() else 0.28) * size if angle != 180 else (glyph.x1 - glyph.x0) / 2
        turned.glyphs.append(glyph._replace(x0=x - half, x1=x + half, base=y + _MIDDLE * size))
    return turned


def _turned(sheet: Sheet, width: float, height: float, turn: Turn) -> Sheet:
    """Return *sheet* without its glyphs, everything on it turned, as a page of that *width* and *height*."""

    def boxed(box: Box) -> Box:
        (x0, y0), (x1, y1) = turn(box.x0, box.top), turn(box.x1, box.bottom)
        return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))

    out = Sheet(sheet.number, width, height, unmapped=sheet.unmapped)
    for photo in sheet.photos:
        out.photos.append(replace(photo, box=boxed(photo.box)))
    for drawn in sheet.drawn:
        out.drawn.append(type(drawn)(boxed(drawn.box), drawn.fill, drawn.stroke))
    return out
