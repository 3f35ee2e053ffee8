"""A finished PDF → the same PDF for a printer: black that is black ink alone, and whole sheets.

Black that is given as red, green and blue is printed in four inks, and fine strokes blur where these do not meet. So
whatever is gray (its three parts are equal) is written as gray, in text, lines and drawings; pictures stay as they are.
Sheets have four pages: what is wanting at the end is blank. The bleed is 3 mm, what printers ask for (ISO 15930-7 wants
it to hold all that is printed beyond the edge); the marks stand outside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, Stream

from publish.pdf.finishing import saved

_BLEED = 3 * 72 / 25.4
_PAGES_OF_A_SHEET = 4
_GRAY = re.compile(rb"(?<![\d.])(\d*\.?\d+) \1 \1 (rg|RG)\b")
_OPERATORS = {b"rg": b"g", b"RG": b"G"}


def for_printers(pdf: bytes, whole_sheets: bool = True) -> bytes:
    """Return *pdf*, as WeasyPrint wrote it with a bleed of more than 3 mm, for a printer.

    With *whole_sheets*, blank pages make the number of pages a multiple of four.
    """
    with Pdf.open(BytesIO(pdf)) as document:
        for drawing in _drawings(document):
            operators = drawing.read_bytes()
            gray = _GRAY.sub(lambda found: found[1] + b" " + _OPERATORS[found[2]], operators)
            if gray != operators:
                drawing.write(gray)
        for each in document.objects:
            if isinstance(each, Stream) and each.get("/Subtype") == Name.Image:
                each.Interpolate = False  # ISO 19005-2, 6.2.8
        for page in document.pages:
            page.BleedBox = _bleed_of(page)
        while whole_sheets and len(document.pages) % _PAGES_OF_A_SHEET:
            document.pages.append(_blank(document))
        return saved(document)


def _drawings(document: Pdf) -> Iterator[Object]:
    """Yield the streams of *document* that draw: pages, and what they draw again."""
    for page in document.pages:
        page.contents_coalesce()
    pages = {page.Contents.objgen for page in document.pages}
    for each in document.objects:
        if isinstance(each, Stream):
            drawn = each.get("/Subtype") == Name.Form or each.get("/PatternType") == 1
            if drawn or each.objgen in pages:
                yield each


def _bleed_of(page: Page) -> Array:
    left, bottom, right, top = map(float, page.trimbox)
    return Array([left - _BLEED, bottom - _BLEED, right + _BLEED, top + _BLEED])


def _blank(document: Pdf) -> Page:
    """Return a blank page with the boxes of the last, and the marks for its edges."""
    last = document.pages[-1]
    boxes = {f"/{name}": Array(last[f"/{name}"]) for name in ("MediaBox", "TrimBox", "BleedBox")}
    made = Dictionary(Type=Name.Page, Resources=Dictionary(), Contents=document.make_stream(_marks(last)))
    for name, box in boxes.items():
        made[name] = box
    return Page(document.make_indirect(made))


def _marks(page: Page) -> bytes:
    """Return what draws the marks at the corners of *page* like those of the others: half as long as the bleed."""
    (left, bottom, right, top), trim = map(float, page.mediabox), [float(edge) for edge in page.trimbox]
    long = (trim[0] - left) / 2
    across = [(x, y, x + far, y) for y in (trim[1], trim[3]) for x, far in ((left, long), (right, -long))]
    down = [(x, y, x, y + far) for x in (trim[0], trim[2]) for y, far in ((bottom, long), (top, -long))]
    lines = "".join(f"{a:.3f} {b:.3f} m {c:.3f} {d:.3f} l S " for a, b, c, d in (*across, *down))
    return f"q 0 G 0.75 w {lines}Q".encode()
