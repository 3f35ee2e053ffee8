"""What a face shows: its glyphs, how far they advance, what becomes of letters that stand together."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

from publish.fonts.machine import Face


def covers(face: Face, character: str) -> bool:
    """Tell whether *face* has a glyph for *character*."""
    return glyph_of(face, character) is not None


def glyph_of(face: Face, character: str) -> int | None:
    """Return the number of the glyph that *face* has for *character*; None where it has none."""
    glyph: int | None = _shaper(face.path, face.index).get_nominal_glyph(ord(character))
    return glyph


def advance_of(face: Face, character: str) -> float:
    """Return how far *character* of *face* advances, in em."""
    shaper, glyph = _shaper(face.path, face.index), glyph_of(face, character)
    return shaper.get_glyph_h_advance(glyph) / shaper.face.upem if glyph is not None else 0.0


@cache
def _shaper(path: Path, index: int) -> Any:
    import uharfbuzz as hb

    return hb.Font(hb.Face(hb.Blob.from_file_path(str(path)), index))


def is_visible(character: str) -> bool:
    """Tell whether *character* needs a glyph: spaces, controls and variation selectors do not."""
    return not (character.isspace() or unicodedata.category(character) in ("Cc", "Cf") or _SELECTOR.match(character))


_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


@cache
def joins(face: Face, character: str) -> bool:
    """Tell whether two of *character* make one line: by a ligature, or because its ink is as wide as itself."""
    import uharfbuzz as hb

    shaper, pair = _shaper(face.path, face.index), hb.Buffer()
    pair.add_str(character * 2)
    pair.guess_segment_properties()
    hb.shape(shaper, pair)
    extents = shaper.get_glyph_extents(pair.glyph_infos[0].codepoint)
    return len(pair.glyph_infos) == 1 or extents.width >= pair.glyph_positions[0].x_advance * 0.98


def sets(face: Face, run: str) -> bool:
    """Tell whether *face* has all letters of *run* and puts the marks where they belong: these take no room."""
    import uharfbuzz as hb

    if not all(covers(face, character) for character in unicodedata.normalize("NFC", run) if character.isalpha()):
        return False
    buffer = hb.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    hb.shape(_shaper(face.path, face.index), buffer)
    letters = sum(not unicodedata.combining(character) for character in unicodedata.normalize("NFC", run))
    wide = sum(position.x_advance > 0 for position in buffer.glyph_positions)
    return wide <= letters and all(glyph.codepoint for glyph in buffer.glyph_infos)
