"""What one part of a book is when it is set, as plain values that can be kept in a file and read again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from typing import Any

from publish.diagnostics import Diagnostic
from publish.paging import PageStart
from publish.pdf.page import Leaf, UsedFace


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


def unpacked_part(data: bytes) -> SetPart:
    """Return what `packed` made of a part. Raises ValueError, KeyError, TypeError where it is none."""
    line, _end, pdf = data.partition(b"\n")
    record = json.loads(line)
    return SetPart(
        pdf,
        tuple(Leaf(*each) for each in record["leaves"]),
        {name: (int(page), float(x), float(y)) for name, (page, x, y) in record["anchors"].items()},
        tuple((level, text, page, x, y) for level, text, page, x, y in record["bookmarks"]),
        _faces(record),
        tuple(PageStart(*each) for each in record["starts"]),
        tuple(Diagnostic(*each) for each in record["diagnostics"]),
    )


def unpacked_folios(data: bytes) -> Folios:
    """Return what `packed` made of folios. Raises ValueError, KeyError, TypeError where they are none."""
    line, _end, pdf = data.partition(b"\n")
    return Folios(pdf, _faces(json.loads(line)))


def packed_book(pdf: bytes, starts: Sequence[PageStart], said: Sequence[Diagnostic]) -> bytes:
    """Return a whole book as bytes: its PDF, where its pages begin, and what was said of it."""
    record = {"starts": [astuple(start) for start in starts], "diagnostics": [astuple(each) for each in said]}
    return _line(record) + pdf


def unpacked_book(data: bytes | None) -> tuple[bytes, tuple[PageStart, ...], list[Diagnostic]] | None:
    """Return what `packed_book` made a book of; None where *data* is no book."""
    try:
        line, _end, pdf = (data or b"").partition(b"\n")
        record = json.loads(line)
        starts = tuple(PageStart(*each) for each in record["starts"])
        return pdf, starts, [Diagnostic(*each) for each in record["diagnostics"]]
    except (ValueError, KeyError, TypeError):
        return None


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
