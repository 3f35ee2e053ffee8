"""The bytes of pictures, drawn or loaded: Pillow is used here and nowhere else.

`draw` paints lines of text and rectangles; what a cover looks like is said in `cover`. `load_picture` takes a
picture from the folder of the book, and from nowhere else.
"""

from __future__ import annotations

import io
import os
import re
import warnings
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote
from xml.etree import ElementTree

from publish.book import Picture
from publish.diagnostics import Diagnostic, PublishError, Report, failure
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


# --- names ---------------------------------------------------------------------------------------------------------


def name_of(path: str) -> str:
    """Return the name, in plain ASCII, under which the picture at *path* stands in the book; `path_of` turns it back.

    *path* is relative to the folder of the book, its parts divided by ``/``.
    """
    return re.sub(r"[^A-Za-z0-9.-]", lambda char: f"_{ord(char[0]):x}_", path)


def path_of(name: str) -> str:
    """Return the path of the picture called *name*, relative to the folder of the book."""
    return re.sub(r"_([0-9a-f]{1,6})_", lambda code: chr(int(code[1], 16)), name)


# --- loading -------------------------------------------------------------------------------------------------------

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:|//")
_LARGEST = 40 * 1024 * 1024
_MOST_PIXELS = 100_000_000
_MEDIA_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif"}


def load_picture(folder: Path, path: str) -> Picture:
    """Return the picture at *path*, which is relative to *folder*, the book's.

    JPEG, PNG, GIF and plain SVG are what every EPUB reader and the print engine show (EPUB 3.3, section 3.2). Raises
    `PublishError` M401 (no such file), M402 (outside the folder), M404 (not a picture of these).
    """
    file = folder / path
    try:
        if not file.resolve().is_relative_to(folder.resolve()):
            raise failure("M402", path=path)
        if not file.is_file():
            raise failure("M401", path=path)
        if file.stat().st_size > _LARGEST:
            raise failure("M404", path=path, reason=_("larger than {size} MB").format(size=_LARGEST >> 20))
        data = file.read_bytes()
    except (OSError, ValueError) as error:
        raise failure("M401", path=path) from error
    media_type, width, height = _measure(data, path)
    return Picture(name_of(path), media_type, data, width, height)


def _measure(data: bytes, path: str) -> tuple[str, int, int]:
    """Return the media type of a picture, its width and its height in pixels."""
    if b"<svg" in data[:4096].lower():
        return "image/svg+xml", *_measure_svg(data, path)
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=tuple(_MEDIA_TYPES)) as image:
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            if image.width * image.height > _MOST_PIXELS:
                raise failure("M404", path=path, reason=_("more than {count} pixels").format(count=_MOST_PIXELS))
            image.load()
            return _MEDIA_TYPES[str(image.format)], image.width, image.height
    except UnidentifiedImageError as error:
        raise failure("M404", path=path, reason=_("not a picture")) from error
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise failure("M404", path=path, reason=_("the file is damaged")) from error


_ACTIVE = re.compile(
    r"<!DOCTYPE|<!ENTITY|<\?xml-stylesheet|<(?:\w+:)?(?:script|foreignObject|iframe)\b|\son\w+\s*=|@import|\\"
    r"|href\s*=\s*[\"'](?!#|data:image/(?:png|jpeg|gif);)|url\(\s*[\"']?(?!#)|encoding=[\"'](?!utf-8)",
    re.IGNORECASE,
)


def _measure_svg(data: bytes, path: str) -> tuple[int, int]:
    """Return the size of an SVG that stands alone: no script, no style sheet, nothing fetched from elsewhere."""
    try:
        text = data.decode("utf-8-sig")
        if _ACTIVE.search(text):
            raise failure("M404", path=path, reason=_("it holds scripts or addresses"))
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, LookupError, ValueError) as error:
        raise failure("M404", path=path, reason=_("the file is damaged")) from error
    box = re.findall(r"[\d.]+", root.get("viewBox", ""))[2:4] or ["0", "0"]
    sides = (_pixels(root.get(key), default) for key, default in zip(("width", "height"), box, strict=False))
    width, height = (*sides, 0, 0)[:2]
    if not width or not height:
        raise failure("M404", path=path, reason=_("it has no size"))
    return width, height


def _pixels(length: str | None, default: str) -> int:
    found = re.fullmatch(r"\s*([\d.]+)\s*(?:px)?\s*", length or "") or re.fullmatch(r"([\d.]+)", default)
    return round(float(found[1])) if found else 0


class Album:
    """The pictures that one manuscript shows: its *file*, in or beside *folder*, the book's."""

    def __init__(self, folder: Path, file: str, report: Report) -> None:
        self._folder = folder
        self._file = file
        self._report = report
        self._found: dict[str, Picture | None] = {}

    @property
    def pictures(self) -> tuple[Picture, ...]:
        """The pictures found, in the order in which they were looked for."""
        return tuple(picture for picture in self._found.values() if picture)

    def find(self, address: str, line: int | None) -> str | None:
        """Return the name of the picture at *address*, which *line* shows; None and a report where there is none."""
        if address not in self._found:
            self._found[address] = self._load(address, line)
        picture = self._found[address]
        return picture.name if picture else None

    def _load(self, address: str, line: int | None) -> Picture | None:
        if _ADDRESS.match(address):
            self._report(Diagnostic("M403", self._file, line, None, {"path": address}))
            return None
        folder, beside = self._folder.resolve(), Path(self._file).resolve().parent
        root = folder if beside.is_relative_to(folder) else beside
        path = Path(os.path.relpath(beside / unquote(address), root)).as_posix()
        try:
            return load_picture(root, path)
        except PublishError as refused:
            self._report(replace(refused.diagnostic, file=self._file, line=line))
            return None
