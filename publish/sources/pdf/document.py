"""A PDF → its pages as glyphs, pictures and rules in their places: pypdfium2 is used here and nowhere else.

Lengths are points of the page as a reader holds it, from its left and its upper edge, whatever the file turns it by.
"""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from publish.diagnostics import failure
from publish.limits import exceeded, most
from publish.sources.pdf.faces import face_of, is_bold_name


class Ink(NamedTuple):
    """How the glyphs of one piece of text look."""

    size: float
    """In points, as seen on the page."""
    width: float
    """Of a Han character: the size, but where a face is condensed."""
    face: str | None
    bold: bool
    colour: tuple[int, int, int]
    angle: int
    """Degrees by which it is turned, counter-clockwise, from 0."""
    shown: bool
    """Whether it is painted at all; what a scan has been read as is not (ISO 32000-1, 9.3.6, mode 3)."""
    number: int
    """Its place in the order in which the page is painted."""


class Glyph(NamedTuple):
    """A character on the page."""

    sign: str
    x0: float
    x1: float
    base: float
    """The line on which it stands."""
    ink: Ink
    space: str
    """The white space that the file has before it."""


class Box(NamedTuple):
    """A rectangle."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """How tall it is."""
        return self.bottom - self.top

    def holds(self, other: Box, slack: float = 1.0) -> bool:
        """Tell whether *other* lies in it, but for *slack*."""
        return (
            other.x0 >= self.x0 - slack
            and other.x1 <= self.x1 + slack
            and other.top >= self.top - slack
            and other.bottom <= self.bottom + slack
        )


@dataclass(frozen=True, slots=True)
class Photo:
    """A picture on the page."""

    box: Box
    number: int
    """Its place in the order in which the page is painted."""
    opaque: bool
    large: bool
    """Whether it is neither an ornament nor the ground of the whole page."""
    data: bytes = field(repr=False)
    """A JPEG, or the pixels as rows of red, green and blue; empty where it was not asked for or cannot be read."""
    pixels: tuple[int, int] | None = None
    """Width and height where `data` is pixels."""
    cells: tuple[tuple[str, ...], ...] = ()
    """The text of the cells, row by row, where it is no picture but a table."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A rectangle or a line that is painted: a rule, a frame or a ground."""

    box: Box
    fill: tuple[int, int, int] | None
    stroke: bool


@dataclass(slots=True)
class Sheet:
    """What stands on one page."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)
    drawn: list[Drawn] = field(default_factory=list)
    unmapped: int = 0
    """Glyphs of which the file does not say which characters they are."""


_MOST_GLYPHS = 100_000
_MOST_DRAWN = 200_000
"""More on a page is no page that anybody reads."""


def open_sheets(data: bytes, name: str, pictures: bool) -> Iterator[Sheet]:
    """Yield the pages of the PDF *data*, called *name*; without *pictures* only the places of these.

    Raises `PublishError` P140 (it asks for a password), P141 (damaged), P143 (more than a page can hold), B103 (more
    pages than the limit ``pdf-pages``).
    """
    begin, count = 0, 1
    while begin < count:
        document = _opened(data, name)
        try:
            count = len(document)
            if not count:
                raise failure("P141", name)
            if count > most("pdf-pages"):
                raise failure("B103", name, reason=exceeded("pdf-pages"))
            for number in range(begin, min(begin + _AT_ONCE, count)):
                yield _sheet(document, number, name, pictures)
        finally:
            document.close()
        begin += _AT_ONCE


_AT_ONCE = 12
"""Pages after which a document is opened anew: PDFium keeps all that it has seen of one, many times its size."""


def _opened(data: bytes, name: str) -> Any:
    try:
        return pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        locked = getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD or "assword" in str(error)
        raise failure("P140" if locked else "P141", name) from error


def _sheet(document: Any, number: int, name: str, pictures: bool) -> Sheet:
    try:
        page = document[number]
    except pdfium.PdfiumError as error:
        raise failure("P141", name) from error
    try:
        return _Reading(page, number + 1, name).sheet(pictures)
    finally:
        page.close()


class _Reading:
    """Reads one page."""

    def __init__(self, page: Any, number: int, name: str) -> None:
        self.page, self.number, self.name = page, number, name
        self.turn = page.get_rotation() % 360
        left, bottom, right, top = page.get_bbox()
        self.left, self.bottom, self.right, self.top = left, bottom, right, top
        wide, tall = right - left, top - bottom
        width, height = (tall, wide) if self.turn in (90, 270) else (wide, tall)
        self.out = Sheet(number, width, height)
        self.order: dict[int, int] = {}
        self.faces: dict[int, tuple[str | None, bool]] = {}
        self.matrix = pdfium_c.FS_MATRIX()

    def sheet(self, pictures: bool) -> Sheet:
        """Return what the page holds."""
        for number, thing in enumerate(self.page.get_objects(max_depth=10)):
            if number > _MOST_GLYPHS:
                raise failure("P143", self.name, count=_MOST_GLYPHS)
            self._take(thing, number, pictures)
        self._glyphs()
        return self.out

    def _take(self, thing: Any, number: int, pictures: bool) -> None:
        self.order[ctypes.addressof(thing.raw.contents)] = number
        if thing.type not in (pdfium_c.FPDF_PAGEOBJ_IMAGE, pdfium_c.FPDF_PAGEOBJ_PATH):
            return
        try:
            box = self._box(*thing.get_bounds())
        except pdfium.PdfiumError:
            return
        if thing.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            self._photo(thing, self._clipped(thing, box), number, pictures)
        elif len(self.out.drawn) < _MOST_DRAWN:
            self._path(thing, box)

    def _clipped(self, thing: Any, box: Box) -> Box:
        """Return as much of *box*, where *thing* stands, as is seen through what it is clipped by."""
        clip = pdfium_c.FPDFPageObj_GetClipPath(thing.raw)
        for at in range(max(0, pdfium_c.FPDFClipPath_CountPaths(clip)) if clip else 0):
            corners = list(_corners(clip, at))
            if len(corners) < 2:
                continue
            xs, ys = zip(*corners, strict=True)
            seen = self._box(min(xs), min(ys), max(xs), max(ys))
            x0, top, x1, bottom = max(box.x0, seen.x0), max(box.top, seen.top), min(box.x1, seen.x1), box.bottom
            box = Box(x0, top, max(x0, x1), max(top, min(bottom, seen.bottom)))
        return box

    def _box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """Return a box of the file as one of the page that is seen."""
        match self.turn:
            case 90:
                return Box(bottom - self.bottom, left - self.left, top - self.bottom, right - self.left)
            case 180:
                return Box(self.right - right, bottom - self.bottom, self.right - left, top - self.bottom)
            case 270:
                return Box(self.top - top, self.right - right, self.top - bottom, self.right - left)
            case _:
                return Box(left - self.left, self.top - top, right - self.left, self.top - bottom)

    # --- rules, frames, grounds

    def _path(self, thing: Any, box: Box) -> None:
        mode, stroke = ctypes.c_int(), ctypes.c_int()
        if not pdfium_c.FPDFPath_GetDrawMode(thing.raw, mode, stroke):
            return
        fill = _colour(pdfium_c.FPDFPageObj_GetFillColor, thing.raw) if mode.value else None
        if fill is not None or stroke.value:
            self.out.drawn.append(Drawn(box, fill, bool(stroke.value)))

    # --- pictures

    def _photo(self, thing: Any, box: Box, number: int, pictures: bool) -> None:
        opaque = not pdfium_c.FPDFPageObj_HasTransparency(thing.raw)
        large = _is_large(box, self.out)
        data, pixels = self._data(thing, box) if pictures and large else (b"", None)
        self.out.photos.append(Photo(box, number, opaque, large, data, pixels))

    def _data(self, thing: Any, box: Box) -> tuple[bytes, tuple[int, int] | None]:
        """Return the JPEG of an upright picture as it lies in the file, else its pixels as they are seen."""
        try:
            matrix = thing.get_matrix()
            upright = self.turn == 0 and matrix.a > 0 and matrix.d > 0 and abs(matrix.b) + abs(matrix.c) < 0.01
            if upright and thing.get_filters() == ["DCTDecode"]:
                return bytes(thing.get_data(decode_simple=False)), None
            scale = min(4.0, max(1.0, max(thing.get_px_size()) / max(box.width, box.height, 1.0)))
            crop = self._crop(box)
            bitmap = self.page.render(scale=scale, crop=crop, may_draw_forms=False, rev_byteorder=True)
            row = bitmap.width * bitmap.n_channels
            whole = bytes(bitmap.buffer)
        except (pdfium.PdfiumError, ValueError):
            return b"", None
        if bitmap.n_channels != 3:
            return b"", None
        rows = (whole[at : at + row] for at in range(0, bitmap.stride * bitmap.height, bitmap.stride))
        return b"".join(rows), (bitmap.width, bitmap.height)

    def _crop(self, box: Box) -> tuple[float, float, float, float]:
        return box.x0, self.out.height - box.bottom, self.out.width - box.x1, box.top

    # --- glyphs

    def _glyphs(self) -> None:
        text = self.page.get_textpage()
        try:
            count = pdfium_c.FPDFText_CountChars(text.raw)
            if count > _MOST_GLYPHS:
                raise failure("P143", self.name, count=_MOST_GLYPHS)
            self._read(text.raw, count)
        finally:
            text.close()

    def _read(self, text: Any, count: int) -> None:
        box, x, y = pdfium_c.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        inks: dict[int, Ink] = {}
        space = ""
        high = ""
        for at in range(count):
            code = _code(text, at, count)
            if code <= 32 or code in (0xA0, 0x3000, 0x200B, 0xFEFF, 0xFFFE):
                if pdfium_c.FPDFText_IsGenerated(text, at) != 1 and code in (32, 0xA0, 0x3000):
                    space += "\u3000" if code == 0x3000 else " "
                if code or pdfium_c.FPDFText_HasUnicodeMapError(text, at) != 1:
                    continue
            if pdfium_c.FPDFText_IsGenerated(text, at) == 1:
                continue
            sign = chr(code) if code else "\ufffd"
            if 0xD800 <= code < 0xDC00:
                high = sign
                continue
            if 0xDC00 <= code < 0xE000 and high:
                sign, high = (high + sign).encode("utf-16", "surrogatepass").decode("utf-16"), ""
            if pdfium_c.FPDFText_HasUnicodeMapError(text, at) == 1:
                sign = "\ufffd"
                self.out.unmapped += 1
            held = pdfium_c.FPDFText_GetTextObject(text, at)
            key = ctypes.addressof(held.contents) if held else 0
            ink = inks.get(key)
            if ink is None:
                ink = inks[key] = self._ink(text, at, held)
            pdfium_c.FPDFText_GetLooseCharBox(text, at, box)
            pdfium_c.FPDFText_GetCharOrigin(text, at, x, y)
            glyph = self._glyph(sign, box, x.value, y.value, ink, space)
            self.out.glyphs.append(_raised(glyph, text, at, y.value) if sign in _MAY_BE_RAISED else glyph)
            space = ""

    def _glyph(self, sign: str, box: Any, x: float, y: float, ink: Ink, space: str) -> Glyph:
        seen = self._box(box.left, box.bottom, box.right, box.top)
        base = self._box(x, y, x, y)
        if ink.angle in (90, 270):  # as far as a turned line shows it: the middle of the glyph
            return Glyph(sign, seen.x0, seen.x1, (seen.top + seen.bottom) / 2 + 0.38 * ink.size, ink, space)
        if ink.angle == 0 and unicodedata.east_asian_width(sign[0]) in "WF":  # a font may not say how wide these are
            return Glyph(sign, base.x0, base.x0 + ink.width, base.top, ink, space)
        return Glyph(sign, seen.x0, seen.x1, base.top, ink, space)

    def _face(self, text: Any, at: int, held: Any) -> tuple[str | None, bool]:
        """Return the role of the face of the glyph at *at*, and whether it is bold; each font is asked once."""
        font = pdfium_c.FPDFTextObj_GetFont(held) if held else None
        key = ctypes.addressof(font.contents) if font else 0
        if key not in self.faces or not key:
            name = _font_name(text, at)
            self.faces[key] = face_of(name), is_bold_name(name) or pdfium_c.FPDFText_GetFontWeight(text, at) >= 600
        return self.faces[key]

    def _ink(self, text: Any, at: int, held: Any) -> Ink:
        matrix = self.matrix
        pdfium_c.FPDFText_GetMatrix(text, at, matrix)
        scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c)) or 1.0
        written = pdfium_c.FPDFText_GetFontSize(text, at)
        size = abs(written) * scale
        turned = 180 if written < 0 else 0  # some programs write both the size and the matrix upside down
        angle = round(math.degrees(math.atan2(matrix.b, matrix.a)) + turned - self.turn) % 360
        face, heavy = self._face(text, at, held)
        mode = pdfium_c.FPDFTextObj_GetTextRenderMode(held) if held else 0
        bold = heavy or mode == pdfium_c.FPDF_TEXTRENDERMODE_FILL_STROKE
        colour = (_colour(pdfium_c.FPDFPageObj_GetFillColor, held) if held else None) or (0, 0, 0)
        shown = mode not in (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)
        number = self.order.get(ctypes.addressof(held.contents), 0) if held else 0
        near = 0 if angle <= 3 or angle >= 357 else angle
        width = abs(written) * math.hypot(matrix.a, matrix.b)
        return Ink(size, width, face, bold, colour, near, shown, number)


_MAY_BE_RAISED = frozenset("0123456789[]")
_EDGES = tuple(ctypes.c_double() for _ in range(4))


def _raised(glyph: Glyph, text: Any, at: int, base: float) -> Glyph:
    """Return *glyph* as small and raised as it is drawn, where a font has a shape of its own for a raised figure."""
    left, right, bottom, top = _EDGES
    size = glyph.ink.size
    if glyph.ink.angle or not pdfium_c.FPDFText_GetCharBox(text, at, left, right, bottom, top):
        return glyph
    above = bottom.value - base
    if not (_LEAST_RAISED * size < above and top.value - bottom.value < 0.6 * size):
        return glyph
    return glyph._replace(base=glyph.base - above, ink=glyph.ink._replace(size=0.6 * size, width=0.6 * size))


_LEAST_RAISED = 0.22
"""Ems by which the foot of a figure stands above the line in a shape that is a raised one."""
_MOST_SEGMENTS = 200
"""Segments of a clipping path that are looked at: most are rectangles."""


def _corners(clip: Any, number: int) -> Iterator[tuple[float, float]]:
    """Yield the points of the path *number* of *clip*."""
    x, y = ctypes.c_float(), ctypes.c_float()
    count = pdfium_c.FPDFClipPath_CountPathSegments(clip, number)
    for at in range(min(count, _MOST_SEGMENTS)):
        segment = pdfium_c.FPDFClipPath_GetPathSegment(clip, number, at)
        if segment and pdfium_c.FPDFPathSegment_GetPoint(segment, x, y):
            yield x.value, y.value


_HYPHEN = 2
"""What PDFium says for a hyphen at the end of a line."""
SOFT_HYPHEN = "\u00ad"


def _code(text: Any, at: int, count: int) -> int:
    """Return the code of the character at *at*; a hyphen that parts a word at the end of a line is a soft one."""
    code = int(pdfium_c.FPDFText_GetUnicode(text, at))
    if code != _HYPHEN:
        return code
    return ord(SOFT_HYPHEN if _goes_on_small(text, at, count) else "-")


def _goes_on_small(text: Any, at: int, count: int) -> bool:
    """Tell whether a small letter is the next character behind the one at *at*: a word was parted there."""
    codes = (pdfium_c.FPDFText_GetUnicode(text, near) for near in range(at + 1, min(at + 4, count)))
    return chr(next((code for code in codes if code > 32), 32)).islower()


_PARTS = tuple(ctypes.c_uint() for _ in range(4))
"""Where PDFium puts the parts of a colour; made once, for each glyph may have one."""


def _colour(read: Any, thing: Any) -> tuple[int, int, int] | None:
    red, green, blue, alpha = _PARTS
    if not read(thing, red, green, blue, alpha) or alpha.value < 8:
        return None
    return red.value, green.value, blue.value


def _font_name(text: Any, at: int) -> str:
    buffer, flags = ctypes.create_string_buffer(256), ctypes.c_int()
    length = pdfium_c.FPDFText_GetFontInfo(text, at, buffer, 256, flags)
    return buffer.raw[: max(0, min(length, 256) - 1)].decode("utf-8", "replace")


_THUMBNAIL = 50.0
"""Points of the shorter side of a picture that is an ornament, an icon, the mark of a paper."""


def _is_large(box: Box, sheet: Sheet) -> bool:
    """Tell whether a picture in *box* is neither an ornament nor the ground of the whole page."""
    whole = box.width * box.height > 0.85 * sheet.width * sheet.height
    return min(box.width, box.height) >= _THUMBNAIL and not whole
