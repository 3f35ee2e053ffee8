"""Glyphs that nobody sees, or sees once though they are painted twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from publish.sources.pdf.document import Box, Glyph, Photo, Sheet

_WITHIN = 0.12
"""Ems between two prints of one character that make it bold, or give it a shadow."""
_DOUBLE_SIGNS = "—…"
"""Signs that are written twice; some fonts draw both at once, the second in the place of the first."""
_SCAN = 0.6
"""Share of the page that a picture takes which is a scan of it."""


def without_doubles(glyphs: Iterable[Glyph]) -> Iterator[Glyph]:
    """Yield *glyphs*, each that is painted twice in nearly one place once."""
    seen: dict[tuple[str, int, int], list[Glyph]] = {}
    before: Glyph | None = None
    for glyph in glyphs:
        if before and glyph.sign == before.sign and glyph.sign in _DOUBLE_SIGNS:
            before = _beside(before, glyph)
            yield before
            continue
        before = glyph
        size = max(1.0, glyph.ink.size)
        column, row = int(glyph.x0 / size), int(glyph.base / size)
        near = (
            other
            for x in (column - 1, column, column + 1)
            for y in (row - 1, row, row + 1)
            for other in seen.get((glyph.sign, x, y), ())
        )
        if any(_is_same(glyph, other, size) for other in near):
            continue
        seen.setdefault((glyph.sign, column, row), []).append(glyph)
        yield glyph


def _beside(before: Glyph, glyph: Glyph) -> Glyph:
    """Return *glyph*, the second half of a double sign, behind *before*, the first, where a font draws both in one."""
    if abs(glyph.x0 - before.x0) > 0.5 * glyph.ink.size or abs(glyph.base - before.base) > 0.5 * glyph.ink.size:
        return glyph
    return glyph._replace(x0=before.x1, x1=before.x1 + glyph.ink.width)


def _is_same(glyph: Glyph, other: Glyph, size: float) -> bool:
    within = _WITHIN * size
    return (
        abs(glyph.x0 - other.x0) < within
        and abs(glyph.base - other.base) < within
        and abs(glyph.ink.size - other.ink.size) < within
    )


def part_unseen(sheet: Sheet) -> int:
    """Take out of *sheet* the glyphs that it does not show, and return how many.

    Text that is not painted over a picture of the page is what that scan has been read as, and stays.
    """
    glyphs = list(without_doubles(sheet.glyphs))
    scan = any(photo.box.width * photo.box.height > _SCAN * sheet.width * sheet.height for photo in sheet.photos)
    alone = not any(glyph.ink.shown for glyph in glyphs)
    covers = [photo for photo in sheet.photos if photo.opaque and not _is_whole(photo, sheet)]
    page = Box(0, 0, sheet.width, sheet.height)
    kept = [
        glyph
        for glyph in glyphs
        if _is_on(glyph, page) and (glyph.ink.shown or scan or alone) and not _is_covered(glyph, covers)
    ]
    unseen = len(glyphs) - len(kept)
    sheet.glyphs = kept
    return unseen


def _is_whole(photo: Photo, sheet: Sheet) -> bool:
    return photo.box.width * photo.box.height > _SCAN * sheet.width * sheet.height


def _is_on(glyph: Glyph, page: Box) -> bool:
    return (
        glyph.x0 >= -1 and glyph.x1 <= page.x1 + 1 + glyph.ink.size and 0 <= glyph.base <= page.bottom + glyph.ink.size
    )


def _is_covered(glyph: Glyph, covers: Sequence[Photo]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.base - 0.4 * glyph.ink.size
    return any(
        glyph.ink.number < photo.number and photo.box.x0 < x < photo.box.x1 and photo.box.top < y < photo.box.bottom
        for photo in covers
    )
