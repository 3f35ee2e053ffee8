"""On what a set book, and a part of one, depends: the keys under which they are kept (`publish.cache`)."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from publish.assets import read_style_bytes
from publish.book import Book
from publish.edition import Settings, of_the_file
from publish.fonts import Cut, font_files
from publish.pdf.design import Design, File, FontFile
from publish.stamps import program, stamp

if TYPE_CHECKING:
    from publish.pdf.parts import Excerpt
    from publish.pdf.setting import Look

_PACKAGES = ("weasyprint", "pydyf", "tinycss2", "tinyhtml5", "fonttools", "uharfbuzz", "pikepdf", "pillow")
_LIBRARIES = {"libpango-1.0.so.0": "pango_version_string", "libharfbuzz.so.0": "hb_version_string"}
"""Libraries of the system that set text, with what names their versions."""


@cache
def makers() -> str:
    """Return what makes books on this machine: this program, its libraries and the faces."""
    return repr((program(), [(name, version(name)) for name in _PACKAGES], list(_libraries()), font_files()))


def _libraries() -> Iterator[str]:
    for library, function in _LIBRARIES.items():
        try:
            found = getattr(ctypes.CDLL(library), function)
        except (OSError, AttributeError):
            continue  # on this system it is called otherwise; the package that loads it has a version
        found.restype = ctypes.c_char_p
        yield found().decode()


def book_key(book: Book, settings: Settings) -> Iterator[str]:
    """Yield what the PDF of *book* made with *settings* depends on."""
    yield from ("book", makers(), stamp(book, settings, "pdf"), repr(of_the_file(settings)))


def page_key(markup: str, design: Design, styles: tuple[Path, ...]) -> Iterator[str | bytes]:
    """Yield what the places of things on pages depend on that have no faces and no pictures of the book."""
    yield from ("places", makers(), markup)
    for sheet in design.sheets:
        yield from (sheet.css, sheet.base)
    for style in styles:
        yield from _files(style)


def _files(style: Path) -> Iterator[str | bytes]:
    """Yield the names and the contents of the files of *style*."""
    for path in sorted(path for path in style.rglob("*") if path.is_file()):
        name = path.relative_to(style)
        yield os.fsencode(name)
        yield read_style_bytes(style, name)


def look_key(look: Look) -> Iterator[str | bytes]:
    """Yield what all parts of a book that are set in *look* depend on."""
    yield from (makers(), look.language, look.variant, repr(look.keys.line_numbers))
    for sheet in look.design.sheets:
        yield from (sheet.css, sheet.base)
    for style in look.styles:
        yield from _files(style)
    for address, cut in _cuts(look.design):
        yield from (address, repr(cut.face), cut.language)


def _cuts(design: Design) -> Iterator[tuple[str, Cut]]:
    for address, file in design.files.items():
        if isinstance(file, FontFile):
            yield address, file.cut


def part_key(look: str, design: Design, excerpt: Excerpt, known: Mapping[str, int | None]) -> Iterator[str | bytes]:
    """Yield what *excerpt* set in *design* depends on; *look* is the key of what all parts depend on."""
    yield from ("part", look, excerpt.markup, repr((excerpt.tail, excerpt.numbered)), repr(sorted(known.items())))
    characters = frozenset(excerpt.markup)
    for address, cut in _cuts(design):
        if not address.endswith("-0") or cut.face is None:  # what a face of a role does not show is in the others
            used = characters.intersection(cut.characters)
            yield address + "".join(cut.characters if used and cut.face is None else sorted(used))
    for address, file in design.files.items():
        if isinstance(file, File) and address in excerpt.markup:
            yield from (address, file.data)
