"""The bytes of pictures: Pillow is used here and nowhere else.

`draw` paints lines of text and rectangles; what a cover looks like is said in `publish.cover`.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from publish.book import Picture

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
    return re.sub(r"_([0-9a-f]{2,6})_", lambda code: chr(int(code[1], 16)), name)
