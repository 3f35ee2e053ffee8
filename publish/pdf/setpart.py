"""What one part of a book is when it is set, as plain values that can be kept in a file and read again."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import astuple, dataclass
from typing import Any, TypeVar

from publish.diagnostics import Diagnostic
from publish.paging import PageStart
from publish.pdf.page import Leaf, UsedFace

Unpacked = TypeVar("Unpacked")


class NotApartError(Exception):
    """What was set cannot be joined with other parts."""


@dataclass(frozen=True, slots=True)
class SetPart:
    """A part of a book, set: its pages as a PDF of their own, and what the joined book needs to know of them.

    Pages are numbers from 0 within the part, places are in points from the corner at the foot of the page.
    """

    pdf: bytes
    leaves: tuple[Leaf, ...]
    anchors: Mapping[str, tuple[int, float, float]]
    """The page and the place of each id."""
    bookmarks: tuple[tuple[int, str, int, float, float], ...]
    """The level, the text, the page and the place of each entry of the outline."""
    faces: Mapping[str, UsedFace]
    """By the names that they have on its pages."""
    starts: tuple[PageStart, ...]
    """Where its pages begin in the text; their labels are numbers of pages within the part."""
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class Folios:
    """The folios of a run of pages: a PDF with a page for each, and the faces that they are set in."""

    pdf: bytes
    faces: Mapping[str, UsedFace]


# --- in a file -------------------------------------------------------------------------------------------------------


def packed(made: SetPart | Folios) -> bytes:
    """Return *made* as bytes: a line of JSON, then the PDF."""
    record: dict[str, Any] = {"faces": {name: _plain_face(face) for name, face in made.faces.items()}}
    if isinstance(made, SetPart):
        record |= {
            "leaves": [astuple(leaf) for leaf in made.leaves],
            "anchors": dict(made.anchors),
            "bookmarks": made.bookmarks,
            "starts": [astuple(start) for start in made.starts],
            "diagnostics": [astuple(diagnostic) for diagnostic in made.diagnostics],
        }
    return _line(record) + made.pdf


def unpacked(data: bytes) -> SetPart | Folios | None:
    """Return what `packed` made of a part or of folios; None where *data* are neither."""
    return _unpacked(
        data, lambda record, pdf: _part(record, pdf) if "leaves" in record else Folios(pdf, _faces(record))
    )


def _unpacked(data: bytes, read: Callable[[Any, bytes], Unpacked]) -> Unpacked | None:
    """Return what *read* makes of the line of JSON at the head of *data* and the PDF behind it."""
    line, _end, pdf = data.partition(b"\n")
    try:
        return read(json.loads(line), pdf)
    except (ValueError, KeyError, TypeError):
        return None


def _part_or_folios(record: Any, pdf: bytes) -> SetPart | Folios:
    return _part(record, pdf) if "leaves" in record else Folios(pdf, _faces(record))


def _part(record: Any, pdf: bytes) -> SetPart:
    return SetPart(
        pdf,
        tuple(Leaf(*each) for each in record["leaves"]),
        {name: (int(page), float(x), float(y)) for name, (page, x, y) in record["anchors"].items()},
        tuple((level, text, page, x, y) for level, text, page, x, y in record["bookmarks"]),
        _faces(record),
        tuple(PageStart(*each) for each in record["starts"]),
        tuple(Diagnostic(*each) for each in record["diagnostics"]),
    )


SetBook = tuple[bytes, tuple[PageStart, ...], list[Diagnostic]]
"""The PDF of a whole book, where its pages begin, and what was reported of it."""


def packed_book(made: SetBook) -> bytes:
    """Return a whole book as bytes."""
    pdf, starts, reported = made
    record = {"starts": [astuple(start) for start in starts], "diagnostics": [astuple(each) for each in reported]}
    return _line(record) + pdf


def unpacked_book(data: bytes) -> SetBook | None:
    """Return what `packed_book` made of a book; None where *data* is none."""
    return _unpacked(data, _book)


def _book(record: Any, pdf: bytes) -> SetBook:
    starts = tuple(PageStart(*each) for each in record["starts"])
    return pdf, starts, [Diagnostic(*each) for each in record["diagnostics"]]


def _line(record: Mapping[str, Any]) -> bytes:
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"), default=str)
    return text.encode("utf-8", "backslashreplace") + b"\n"


def _plain_face(face: UsedFace) -> list[Any]:
    return [face.family, face.weight, [(glyph, width, text) for glyph, (width, text) in face.glyphs.items()]]


def _faces(record: Any) -> dict[str, UsedFace]:
    return {
        name: UsedFace(family, weight, {glyph: (width, text) for glyph, width, text in glyphs})
        for name, (family, weight, glyphs) in record["faces"].items()
    }
