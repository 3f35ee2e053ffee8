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
from publish.pdf.finishing import count_pages, saved

Side = tuple[int | None, int | None]
"""One side of a sheet: the page on its left and on its right half, counted from 0; None is blank."""

_POINTS = 72 / 25.4
_SHEETS = ((297, 210), (420, 297), (594, 420), (841, 594))
"""A4 to A1 lying, in mm (ISO 216)."""
A4 = 297 * _POINTS, 210 * _POINTS
"""Lying: the sheet that every copy shop has."""
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


def sheets_of(pages: int, signature: int | None = None) -> int:
    """Return how many sheets lie in one another in the thickest signature of a book of *pages*."""
    return -(-min(signature or pages, pages) // 4)


MOST_SHEETS = 15
"""That lie in one another and can still be folded and stapled well: 60 pages of 80 g/m², where stapling ends."""


def check_signature(signature: int | None) -> None:
    """Raise `PublishError` D102 where *signature* is no multiple of 4."""
    if signature is not None and (signature < 4 or signature % 4):
        raise failure("D102", signature=signature)


def _side(left: int, right: int, pages: int) -> Side:
    return left if left < pages else None, right if right < pages else None


def impose(
    pdf: bytes, signature: int | None = None, sheet: tuple[float, float] | None = None, marks: bool = False
) -> bytes:
    """Return the pages of *pdf*, all of one size, two to a side of *sheet*, in the order for folding.

    With *marks*, ticks at the ends of the fold say where it is, and a bar across it on the outside of each signature
    stands lower from one to the next: where they are gathered in order, the bars on the spine are a stair (折标, 帖标).
    Without *sheet* it is the smallest A sheet that holds them; on a smaller one they are printed smaller. The sheets
    are for the printer: they have the book's title and language, but no outline and no tags. Each page is drawn as it
    is, with the fonts of the whole book, which are there once.
    """
    per_signature = (signature or count_pages(pdf) + 3) // 4
    with _Sheets(pdf, sheet) as sheets:
        for number, side in enumerate(sides(len(sheets.forms), signature)):
            creep = number // 2 % per_signature * _THICKNESS
            begun, inside = divmod(number, 2 * per_signature)
            drawn = (_fold(sheets.sheet) + (_bar(sheets.sheet, begun) if inside == 0 else "")) if marks else ""
            sheets.add(side, (sheets.middle - sheets.width + creep, sheets.middle - creep), drawn)
        return sheets.saved()


def _fold(sheet: tuple[float, float]) -> str:
    """Return what draws a tick of 4 mm at each end of the fold of *sheet*."""
    middle, top, long = sheet[0] / 2, sheet[1], 4 * _POINTS
    ends = ((0.0, long), (top - long, top))
    return "q 0 G 0.25 w " + "".join(f"{middle:.3f} {a:.3f} m {middle:.3f} {b:.3f} l S " for a, b in ends) + "Q\n"


def _bar(sheet: tuple[float, float], signature: int) -> str:
    """Return what draws the bar of *signature*, from 0: 3 mm wide, 5 mm high, each by its height below the last."""
    wide, high = 3 * _POINTS, 5 * _POINTS
    steps = max(1, int((sheet[1] - 8 * high) / high))
    left, bottom = (sheet[0] - wide) / 2, sheet[1] - (4 + signature % steps) * high
    return f"q 0 g {left:.3f} {bottom:.3f} {wide:.3f} {high:.3f} re f Q\n"


def side_by_side(pdf: bytes, sheet: tuple[float, float]) -> bytes:
    """Return the pages of *pdf*, all of one size, two to a side of *sheet* in the order of reading: 1 and 2, 3 and 4.

    Each stands in the middle of its half, smaller where the half is.
    """
    with _Sheets(pdf, sheet) as sheets:
        pages = len(sheets.forms)
        beside = (sheets.middle - sheets.width) / 2
        for left in range(0, pages, 2):
            sheets.add(_side(left, left + 1, pages), (beside, sheets.middle + beside))
        return sheets.saved()


def _sheet(width: float, height: float) -> tuple[float, float]:
    """Return the size of the sheet in points; beyond A1 it is as large as the two pages."""
    for sheet in _SHEETS:
        if 2 * width <= sheet[0] * _POINTS + 1 and height <= sheet[1] * _POINTS + 1:
            return sheet[0] * _POINTS, sheet[1] * _POINTS
    return 2 * width, height


class _Sheets:
    """Sheets with the pages of a PDF on them."""

    def __init__(self, pdf: bytes, sheet: tuple[float, float] | None) -> None:
        self._book, self._made = Pdf.open(BytesIO(pdf)), Pdf.new()
        size = self._book.pages[0].trimbox
        width, height = float(size[2] - size[0]), float(size[3] - size[1])
        self.sheet = sheet or _sheet(width, height)
        self._scale = min(1, self.sheet[0] / 2 / width, self.sheet[1] / height)
        self.width, self._height = self._scale * width, self._scale * height
        self.middle = self.sheet[0] / 2
        self.forms: list[Object] = [self._made.copy_foreign(page.as_form_xobject()) for page in self._book.pages]

    def __enter__(self) -> _Sheets:
        return self

    def __exit__(self, *_fault: object) -> None:
        self._book.close()
        self._made.close()

    def add(self, side: Side, places: tuple[float, float], marks: str = "") -> None:
        """Add a side of a sheet; at *places* the left edges of its two pages are, and *marks* are drawn over them."""
        bottom, size = (self.sheet[1] - self._height) / 2, f"{self._scale:.6g}"
        placed = [(number, x) for number, x in zip(side, places, strict=True) if number is not None]
        content = "".join(f"q {size} 0 0 {size} {x:.3f} {bottom:.3f} cm /Page{n} Do Q\n" for n, x in placed)
        drawn = Dictionary({f"/Page{number}": self.forms[number] for number, _x in placed})
        self._made.pages.append(
            Page(
                Dictionary(
                    Type=Name.Page,
                    MediaBox=Array([0, 0, *(round(edge, 3) for edge in self.sheet)]),
                    Resources=Dictionary(XObject=drawn),
                    Contents=self._made.make_stream((content + marks).encode()),
                )
            )
        )

    def saved(self) -> bytes:
        """Return the sheets as a PDF."""
        _describe(self._made, self._book)
        return saved(self._made)


def _describe(sheets: Pdf, book: Pdf) -> None:
    sheets.Root.Lang = str(book.Root.get("/Lang", ""))
    sheets.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True, Duplex=Name.DuplexFlipShortEdge)
    for key, value in book.docinfo.items():
        sheets.docinfo[key] = str(value)
    with sheets.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["xmp:CreatorTool"] = str(book.docinfo.get("/Creator", ""))
