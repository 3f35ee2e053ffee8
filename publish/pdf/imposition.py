"""Pages → sheets to print on both sides, fold and sew or staple: imposition (拼大版).

A signature (帖) is a pile of sheets folded together, four pages to a sheet. Laid open with its front up, the outermost
sheet of a signature of eight pages has 8 and 1 on it and, on its back, 2 and 7; the next one 6 and 3, 4 and 5. One
signature for the whole book is stapled through the fold (骑马订).

    front  [8|1]  [6|3]
    back   [2|7]  [4|5]
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf

from publish.diagnostics import failure
from publish.pdf.finishing import saved

Side = tuple[int | None, int | None]
"""One side of a sheet: the page on its left and on its right half, counted from 0; None is blank."""

_POINTS = 72 / 25.4
_SHEETS = ((297, 210), (420, 297), (594, 420), (841, 594))
"""A4 to A1 lying, in mm (ISO 216)."""
_THICKNESS = 0.1 * _POINTS
"""Of a leaf of 80 g/m²; each sheet inside another is pushed out by as much (creep), so its pages move to the fold."""


def sides(pages: int, signature: int | None = None) -> Iterator[Side]:
    """Yield the sides of the sheets, front and back in turn, for a book of *pages* in signatures of *signature* pages.

    The last signature has as many sheets as it needs. Raises `PublishError` D102 where *signature* is no multiple of 4.
    """
    check_signature(signature)
    whole = -(-pages // 4) * 4
    size = signature or whole
    for start in range(0, whole, max(size, 1)):
        end = min(start + size, whole)
        for sheet in range((end - start) // 4):
            first, last = start + 2 * sheet, end - 1 - 2 * sheet
            yield _side(last, first, pages)
            yield _side(first + 1, last - 1, pages)


def check_signature(signature: int | None) -> None:
    """Raise `PublishError` D102 where *signature* is no multiple of 4."""
    if signature is not None and (signature < 4 or signature % 4):
        raise failure("D102", signature=signature)


def _side(left: int, right: int, pages: int) -> Side:
    return left if left < pages else None, right if right < pages else None


def impose(pdf: bytes, signature: int | None = None) -> bytes:
    """Return the pages of *pdf*, all of one size, two to a side on the smallest A sheet that holds them.

    The sheets are for the printer: they have the book's title and language, but no outline and no tags. Each page is
    drawn as it is, with the fonts of the whole book, which are there once.
    """
    with Pdf.open(BytesIO(pdf)) as book, Pdf.new() as sheets:
        size = book.pages[0].trimbox
        width, height = float(size[2] - size[0]), float(size[3] - size[1])
        sheet = _sheet(width, height)
        forms = [sheets.copy_foreign(page.as_form_xobject()) for page in book.pages]
        per_signature = (signature or len(forms) + 3) // 4
        for number, side in enumerate(sides(len(forms), signature)):
            creep = number // 2 % per_signature * _THICKNESS
            _add_sheet(sheets, sheet, _halves(side, sheet, (width, height), creep), forms)
        _describe(sheets, book)
        return saved(sheets)


def _sheet(width: float, height: float) -> tuple[float, float]:
    """Return the size of the sheet in points; beyond A1 it is as large as the two pages."""
    for sheet in _SHEETS:
        if 2 * width <= sheet[0] * _POINTS + 1 and height <= sheet[1] * _POINTS + 1:
            return sheet[0] * _POINTS, sheet[1] * _POINTS
    return 2 * width, height


def _halves(
    side: Side, sheet: tuple[float, float], page: tuple[float, float], creep: float
) -> Iterator[tuple[int, float, float]]:
    """Yield each page of *side* with the place of its lower left corner: both meet in the fold."""
    middle, bottom = sheet[0] / 2, (sheet[1] - page[1]) / 2
    for number, left in zip(side, (middle - page[0] + creep, middle - creep), strict=True):
        if number is not None:
            yield number, left, bottom


def _add_sheet(
    sheets: Pdf, size: tuple[float, float], halves: Iterator[tuple[int, float, float]], forms: list[Object]
) -> None:
    placed = list(halves)
    content = "".join(f"q 1 0 0 1 {x:.3f} {y:.3f} cm /Page{number} Do Q\n" for number, x, y in placed)
    drawn = Dictionary({f"/Page{number}": forms[number] for number, _, _ in placed})
    sheets.pages.append(
        Page(
            Dictionary(
                Type=Name.Page,
                MediaBox=Array([0, 0, round(size[0], 3), round(size[1], 3)]),
                Resources=Dictionary(XObject=drawn),
                Contents=sheets.make_stream(content.encode()),
            )
        )
    )


def _describe(sheets: Pdf, book: Pdf) -> None:
    sheets.Root.Lang = book.Root.get("/Lang", "")
    sheets.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, Duplex=Name.DuplexFlipShortEdge)
    for key, value in book.docinfo.items():
        sheets.docinfo[key] = str(value)
    with sheets.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["xmp:CreatorTool"] = str(book.docinfo.get("/Creator", ""))
