"""The bytes of pictures, drawn or loaded: Pillow is used here and nowhere else.

`draw` paints lines of text and rectangles; how a cover looks stands in `cover`. `load_picture` takes a
picture from the folder of the book, and from nowhere else.
"""

from __future__ import annotations

import base64
import errno
import io
import os
import re
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, unquote_to_bytes

from publish.book import Picture
from publish.diagnostics import Diagnostic, PublishError, Report, failure
from publish.drawings import Unsound, redrawn
from publish.limits import exceeded, most
from publish.opening import OutsideError, read_inside
from publish.wording import _

if TYPE_CHECKING:
    from publish.fonts import Face

# --- drawing -------------------------------------------------------------------------------------------------------

Colour = str
"""As in CSS: ``#1d3557``."""


@dataclass(frozen=True, slots=True)
class Lettering:
    """A line of text, its middle at *x*, *y*; lengths in pixels."""

    text: str
    face: Face
    size: int
    x: float
    y: float
    ink: Colour


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle from *left*, *top* to *right*, *bottom*; with a *line* width, its outline alone."""

    left: float
    top: float
    right: float
    bottom: float
    ink: Colour
    line: int = 0


def draw(name: str, width: int, height: int, ground: Colour, shapes: Iterable[Lettering | Box]) -> Picture:
    """Return a JPEG called *name* of *shapes*, each over those before it, on *ground*; sizes in pixels."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (width, height), ground)
    brush = ImageDraw.Draw(image)
    for shape in shapes:
        match shape:
            case Box(left, top, right, bottom, ink, line):
                box = (left, top, right, bottom)
                brush.rectangle(box, outline=ink, width=line) if line else brush.rectangle(box, fill=ink)
            case Lettering(text, face, size, x, y, ink):
                brush.text((x, y), text, fill=ink, font=_font(face, size), anchor="mm")
    file = io.BytesIO()
    image.save(file, "JPEG", quality=90, subsampling=0)
    return Picture(name, "image/jpeg", file.getvalue(), width, height)


def draw_note_mark() -> Picture:
    """Return the picture by which readers that know no other way call a note: a grey disc with three lines on it."""
    from PIL import Image, ImageDraw

    size = 60
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    brush = ImageDraw.Draw(image)
    brush.ellipse((2, 2, size - 3, size - 3), fill=(112, 112, 112, 255))
    for line, end in ((20, 44), (30, 44), (40, 34)):
        brush.rectangle((16, line - 2, end, line + 2), fill=(255, 255, 255, 255))
    file = io.BytesIO()
    image.save(file, "PNG")
    return Picture("note-mark.png", "image/png", file.getvalue(), size, size)


def text_width(text: str, face: Face, size: int) -> float:
    """Return how many pixels *text* is wide in *face* at *size* pixels to the em."""
    return float(_font(face, size).getlength(text))


@cache
def _font(face: Face, size: int) -> Any:
    from PIL import ImageFont

    # The basic engine: the same picture whether or not Pillow was built with Raqm.
    font = ImageFont.truetype(str(face.path), size, face.index, layout_engine=ImageFont.Layout.BASIC)
    if face.variable:
        font.set_variation_by_axes([face.weight])
    return font


_SMALL = (64, 96)
"""Pixels to which pictures are reduced to be held against one another: as on a shelf of thumbnails."""


def likeness(one: bytes, other: bytes) -> float:
    """Return how like two pictures are, seen small, from 0 to 1 for the same; 0 where one cannot be read."""
    from PIL import Image, ImageChops, ImageStat

    try:
        with Image.open(io.BytesIO(one)) as first, Image.open(io.BytesIO(other)) as second:
            pair = [image.convert("RGB").resize(_SMALL, Image.Resampling.BOX) for image in (first, second)]
    except OSError:
        return 0.0
    means = ImageStat.Stat(ImageChops.difference(*pair)).mean
    return 1 - sum(means) / len(means) / 255


_PART = 16
"""Pixels of the sides of the parts in which two drawings are held against each other."""
_NEAR, _FAR = 8, 30
"""Differences of brightness, of 255: what another program for JPEG leaves, and what only another drawing has."""


def agreement(one: bytes, other: bytes, lettered: bytes) -> tuple[float, float]:
    """Return which shares of the parts where *one* and *lettered* differ *other* has as *one*, and has quite other."""
    from PIL import Image, ImageChops

    with Image.open(io.BytesIO(one)) as drawn:
        grey, size = drawn.convert("L"), (drawn.width // _PART, drawn.height // _PART)

    def apart(data: bytes) -> bytes:
        with Image.open(io.BytesIO(data)) as picture:
            difference = ImageChops.difference(grey, picture.convert("L").resize(grey.size))
        return difference.resize(size, Image.Resampling.BOX).tobytes()

    try:
        parts = [found for found, wanted in zip(apart(other), apart(lettered), strict=True) if wanted >= _NEAR]
    except OSError:
        return 0.0, 1.0
    number = max(1, len(parts))
    return sum(part < _NEAR for part in parts) / number, sum(part > _FAR for part in parts) / number


# --- names ---------------------------------------------------------------------------------------------------------


_SUFFIXES = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/gif": (".gif",),
    "image/svg+xml": (".svg",),
}
"""The endings of a file's name by what it holds; EPUBCheck holds one against the other (PKG-022)."""


_AS = "_as_"
"""Stands in a name between its own ending and the right one; no character is written like that."""


def name_of(path: str, media_type: str | None = None) -> str:
    """Return the name, in plain ASCII, under which the picture at *path* stands in the book; `path_of` turns it back.

    *path* is relative to the folder of the book, its parts divided by ``/``. Where its ending is not that of
    *media_type*, the right one follows it.
    """
    name = re.sub(r"[^A-Za-z0-9.-]", lambda char: f"_{ord(char[0]):x}_", path)
    suffixes = _SUFFIXES.get(media_type or "", ("",))
    return name if path.lower().endswith(suffixes) else f"{name}{_AS}{suffixes[0]}"


def path_of(name: str) -> str:
    """Return the path of the picture called *name*, relative to the folder of the book."""
    return re.sub(r"_([0-9a-f]{1,6})_", lambda code: chr(int(code[1], 16)), name.partition(_AS)[0])


# --- loading -------------------------------------------------------------------------------------------------------

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_KEPT = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif"}
"""Forms that go into a book as they are."""
_DEEP = ("I", "I;16", "I;16L", "I;16B")
"""Greys of 16 bits, as scanners and instruments write them, which the print engine does not know."""
_CONVERTED = ("WEBP", "TIFF", "BMP", "AVIF")
"""Forms that not every reader shows (EPUB 3.3, section 3.2), or none; they become one that all do."""
_QUALITY = {"quality": 95, "subsampling": 0}
"""How a JPEG is written that was read from one: no eye sees the difference."""


def load_picture(folder: Path, path: str, report: Report) -> Picture:
    """Return the picture at *path*, which is relative to *folder*, the book's; its kind is recognised by its content.

    JPEG, PNG, GIF and SVG are what every EPUB reader and the print engine show; other forms become JPEG or PNG, a
    photograph that a camera only marked as turned is turned (M405), an SVG is written anew (M408). Raises
    `PublishError` M401 (no such file), M402 (outside the folder), M404 (not a picture).
    """
    return read_picture(path, _bytes_at(folder, path), report)


def read_picture(path: str, data: bytes, report: Report) -> Picture:
    """Return the picture in *data*, called *path* in the source that holds it; its kind is recognised by its content.

    As `load_picture` does for one in a file. Raises `PublishError` M404 where it is no picture.
    """
    if len(data) > most("picture-size"):
        raise failure("M404", path=path, reason=exceeded("picture-size"))
    if data[40:44] == b" EMF" or data.startswith((b"\xd7\xcd\xc6\x9a", b"\1\0\x09\0\0\3", b"\2\0\x09\0\0\3")):
        raise failure("M404", path=path, reason=_("a drawing for Windows (EMF or WMF)"))
    if b"<svg" in data[:4096].lower():
        return _drawing(data, path, report)
    return _read_raster(data, path, report)


def picture_of(data: bytes, pixels: tuple[int, int] | None, path: str, report: Report) -> Picture:
    """Return the picture that *data* is, as if it had been found at *path*: a file, or rows of red, green and blue.

    *pixels* are its width and height where it is such rows. Raises `PublishError` M404 (not a picture).
    """
    if pixels is None:
        return read_picture(path, data, report)
    from PIL import Image

    image = Image.frombytes("RGB", pixels, data)
    return _picture(path, "image/png", _as_png(image), image.width, image.height)


def _bytes_at(folder: Path, path: str) -> bytes:
    try:
        return read_inside(folder, path, "picture-size")
    except OutsideError as error:
        raise failure("M402", path=path) from error
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise failure("M404", path=path, reason=error.strerror) from error
        raise failure("M401", path=path) from error


def _picture(path: str, media_type: str, data: bytes, width: int, height: int) -> Picture:
    return Picture(name_of(path, media_type), media_type, data, width, height)


def _read_raster(data: bytes, path: str, report: Report) -> Picture:
    from PIL import Image, UnidentifiedImageError

    try:
        with (
            warnings.catch_warnings(action="ignore"),  # what matters is reported: too many pixels, a damaged file
            Image.open(io.BytesIO(data), formats=(*_KEPT, *_CONVERTED)) as image,
        ):
            if image.width * image.height > most("picture-pixels"):
                raise failure("M404", path=path, reason=exceeded("picture-pixels"))
            image.load()
            return _ready(image, data, path, report)
    except UnidentifiedImageError as error:
        raise failure("M404", path=path, reason=_("not a picture")) from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise failure("M404", path=path, reason=_("the file is damaged")) from error


_ORIENTATION = 0x0112
"""Tag of EXIF 2.3, section 4.6.4, that says how a photograph is to be turned."""


def _ready(image: Any, data: bytes, path: str, report: Report) -> Picture:
    """Return the picture as a book can hold it: *data* itself, or *image* turned or written in another form."""
    from PIL import ImageOps

    form = "JPEG" if image.format == "MPO" else str(image.format)  # a photograph with a second one behind it
    turned = image.getexif().get(_ORIENTATION, 1) in range(2, 9)
    if form in _KEPT and not turned and image.mode not in _DEEP:
        return _picture(path, _KEPT[form], data, image.width, image.height)
    upright = ImageOps.exif_transpose(image)
    photograph = form in ("JPEG", "WEBP", "AVIF") and upright.mode in ("RGB", "L", "CMYK")
    media_type, written = ("image/jpeg", _as_jpeg(upright)) if photograph else ("image/png", _as_png(upright))
    report(Diagnostic("M405", facts={"path": path, "form": media_type.removeprefix("image/").upper()}))
    return _picture(path, media_type, written, upright.width, upright.height)


def _as_jpeg(image: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, "JPEG", icc_profile=image.info.get("icc_profile"), **_QUALITY)
    return file.getvalue()


def _as_png(image: Any) -> bytes:
    file = io.BytesIO()
    if image.mode in _DEEP:
        shown = image.convert("I").point(lambda level: level / 256).convert("L")
    else:
        shown = image if image.mode in ("1", "L", "LA", "P", "RGB", "RGBA") else image.convert("RGB")
    shown.save(file, "PNG", icc_profile=image.info.get("icc_profile"))
    return file.getvalue()


def for_screens(picture: Picture) -> Picture:
    """Return *picture* in the colours of screens: one of four inks (CMYK) becomes RGB, as few readers know inks."""
    if picture.media_type != "image/jpeg":
        return picture
    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture.data)) as image:
            return replace(picture, data=_as_jpeg(_in_rgb(image))) if image.mode == "CMYK" else picture
    except OSError:  # a book that was not read from a folder may hold anything
        return picture


def in_small(data: bytes, width: int) -> bytes | None:
    """Return the picture *data* as a JPEG at most so many pixels wide; None where nothing can be made of it."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            small = _in_rgb(image) if image.mode == "CMYK" else image.convert("RGB")
            small.thumbnail((width, 4 * width))
            return _as_jpeg(small)
    except (OSError, ValueError):
        return None


_DIRECT, _GREY = 6, 4
"""Kinds of colour with transparency (PNG 3, 11.2.1)."""


def has_no_ground(picture: Picture) -> bool:
    """Whether what is behind *picture* can show through it: black lines are not seen on the black page of the night."""
    if picture.media_type == "image/svg+xml":
        return True
    if picture.media_type != "image/png":
        return False
    header, _, _ = picture.data.partition(b"IDAT")
    return header[25:26] in (bytes([_GREY]), bytes([_DIRECT])) or b"tRNS" in header


def _in_rgb(image: Any) -> Any:
    """Return *image*, in four inks, in RGB: by the profile that it carries, else as Pillow mixes them."""
    from PIL import ImageCms

    if profile := image.info.get("icc_profile"):
        try:
            target = ImageCms.createProfile("sRGB")
            mixed: Any = ImageCms.profileToProfile(image, io.BytesIO(profile), target, outputMode="RGB")
        except ImageCms.PyCMSError:
            pass
        else:
            mixed.info.pop("icc_profile", None)
            return mixed
    mixed = image.convert("RGB")
    mixed.info.pop("icc_profile", None)
    return mixed


def _drawing(data: bytes, path: str, report: Report) -> Picture:
    """Return the SVG *data* as a book can hold it: written anew; what that left out is reported (M408)."""
    try:
        drawing = redrawn(data, _is_raster)
    except Unsound as error:
        raise failure("M404", path=path, reason=error) from error
    if not drawing.width:
        raise failure("M404", path=path, reason=_("it has no size"))
    if drawing.left_out:
        report(Diagnostic("M408", facts={"path": path, "names": ", ".join(drawing.left_out)}))
    return _picture(path, "image/svg+xml", drawing.data, drawing.width, drawing.height)


def _is_raster(data: bytes) -> bool:
    """Tell whether *data* is a picture of pixels that can be shown."""
    try:
        _read_raster(data, "", lambda _diagnostic: None)
    except PublishError:
        return False
    return True


_INSIDE = re.compile(r"data:image/(?P<form>[\w.+-]+)[^,]*?(?P<coded>;base64)?,(?P<data>.*)", re.DOTALL | re.IGNORECASE)
_ENDINGS = {"jpeg": "jpg", "jpg": "jpg", "gif": "gif", "svg+xml": "svg", "webp": "webp", "bmp": "bmp"}


class Album:
    """The pictures that one source shows: its *file*, in or beside *folder*, the book's; none where not *wanted*."""

    def __init__(self, folder: Path, file: str, report: Report, wanted: bool = True) -> None:
        self._wanted = wanted
        self._folder = folder
        self._file = file
        self._report = report
        self._found: dict[str, Picture | None] = {}

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures found, in the order in which they were looked for."""
        return tuple(picture for picture in self._found.values() if picture)

    def tell(self) -> None:
        """Report how many pictures were left out because nobody wanted them (M407)."""
        if self._found and not self._wanted:
            self._report(Diagnostic("M407", self._file, facts={"count": len(self._found)}))

    def find(self, address: str, line: int | None) -> str | None:
        """Return the name of the picture at *address*, which *line* shows; None and a report where there is none."""
        if address not in self._found:
            self._found[address] = self._load(address, line)
        picture = self._found[address]
        return picture.name if picture else None

    def hold(self, path: str, data: bytes | None, line: int | None) -> str | None:
        """Return the name of the picture in *data*, called *path* in the source itself, which *line* shows.

        None and a report where there is none.
        """
        if path not in self._found:
            self._found[path] = self._held(path, data, line)
        picture = self._found[path]
        return picture.name if picture else None

    def _held(self, path: str, data: bytes | None, line: int | None) -> Picture | None:
        if not self._wanted:
            return None

        def read(report: Report) -> Picture:
            if data is None:
                raise failure("M401", path=path)
            return read_picture(path, data, report)

        return self._reported(read, line)

    def _load(self, address: str, line: int | None) -> Picture | None:
        if not self._wanted:
            return None
        if inside := _INSIDE.match(address):
            return self._read_inside(inside, line)
        if _ADDRESS.match(address):
            self._report(Diagnostic("M403", self._file, line, None, {"path": address}))
            return None
        folder, beside = self._folder.resolve(), Path(self._file).resolve().parent
        root = folder if beside.is_relative_to(folder) else beside
        path = Path(os.path.relpath(beside / unquote(address), root)).as_posix()
        return self._reported(partial(load_picture, root, path), line)

    def _read_inside(self, address: re.Match[str], line: int | None) -> Picture | None:
        """Return the picture that an *address* of the scheme ``data:`` is (RFC 2397)."""
        written = re.sub(r"\s", "", unquote(address["data"]))
        name = f"{Path(self._file).stem}-{len(self._found) + 1}.{_ENDINGS.get(address['form'].lower(), 'png')}"
        try:
            data = base64.b64decode(written, validate=True) if address["coded"] else unquote_to_bytes(address["data"])
        except ValueError:
            data = b""
        return self._reported(partial(read_picture, name, data), line)

    def _reported(self, read: Callable[[Report], Picture], line: int | None) -> Picture | None:
        """Return what *read* gives; what it reports or refuses is reported as standing on *line*."""

        def at_line(diagnostic: Diagnostic) -> None:
            self._report(replace(diagnostic, file=self._file, line=line))

        try:
            return read(at_line)
        except PublishError as refused:
            at_line(refused.diagnostic)
            return None
