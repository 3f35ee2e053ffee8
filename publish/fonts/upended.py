"""A font file whose ideographs lie on their left sides, so that a line set with it stands when its page is turned.

A vertical page is set as a horizontal one that lies, and shown turned by a quarter to the right. Letters lie then, as
they should (clreq, 2.3.2); what is as wide as an ideograph is turned to the left before, in its vertical form where the
face has one (OpenType, feature vert). Dashes and dots of an ellipsis run along the line and stay. Each glyph keeps its
number, and so the character that is copied.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from publish.fonts.files import saved

_ALONG = frozenset("—―–…⋯·・•")
"""Marks that run along the line, or look alike both ways."""
QUOTES = {"“": "『", "”": "』", "‘": "「", "’": "」"}
"""What stands for quotation marks on vertical pages (GB/T 15834—2011, 5.2); the characters are still the others."""


def upended(data: bytes) -> bytes:
    """Return the font file *data* with its full-width glyphs turned to the left by a quarter, about their middles."""
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    em, forms, drawn = font["head"].unitsPerEm, dict(_vertical_forms(font)), font.getGlyphSet()
    cmap, widths = font.getBestCmap(), font["hmtx"]
    turned = {}
    for code, glyph in cmap.items():
        character = chr(code)
        if character in _ALONG or widths[glyph][0] != em or unicodedata.east_asian_width(character) not in "WFA":
            continue
        shown = cmap.get(ord(QUOTES.get(character, character)), glyph)
        turned[glyph] = _turned(font, drawn, glyph, forms.get(shown, shown), em)
    for glyph, outline in turned.items():
        _replace(font, glyph, outline)
    return saved(font)


def _vertical_forms(font: Any) -> Iterator[tuple[str, str]]:
    """Yield the glyphs of *font* that have a vertical form, each with it."""
    if "GSUB" not in font:
        return
    table = font["GSUB"].table
    numbers = {
        number
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag in ("vert", "vrt2")
        for number in record.Feature.LookupListIndex
    }
    for number in sorted(numbers):
        for part in table.LookupList.Lookup[number].SubTable:
            yield from getattr(getattr(part, "ExtSubTable", part), "mapping", {}).items()


def _turned(font: Any, drawn: Any, glyph: str, shown: str, em: int) -> Any:
    """Return the outline of the glyph *shown*, turned, to stand for *glyph*."""
    from fontTools.pens.recordingPen import DecomposingRecordingPen
    from fontTools.pens.t2CharStringPen import T2CharStringPen
    from fontTools.pens.transformPen import TransformPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    top = round(em * 0.88)
    matrix = (0, 1, -1, 0, top, top - em)
    whole = DecomposingRecordingPen(drawn)
    drawn[shown].draw(whole)
    if "glyf" in font:
        pen = TTGlyphPen(None)
        whole.replay(TransformPen(pen, matrix))
        return pen.glyph()
    old = font["CFF "].cff.topDictIndex[0].CharStrings[glyph]
    usual = em == old.private.defaultWidthX  # a width is written as what it is more than the nominal one
    strings = T2CharStringPen(None if usual else em - old.private.nominalWidthX, drawn)
    whole.replay(TransformPen(strings, matrix))
    return strings.getCharString(private=old.private, globalSubrs=old.globalSubrs)


def _replace(font: Any, glyph: str, outline: Any) -> None:
    if "glyf" in font:
        font["glyf"][glyph] = outline
        outline.recalcBounds(font["glyf"])
    else:
        old = font["CFF "].cff.topDictIndex[0].CharStrings[glyph]
        old.program, old.bytecode = outline.program, None
    font["hmtx"][glyph] = (font["hmtx"][glyph][0], 0)
