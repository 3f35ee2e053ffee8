"""Book → the sheet that is folded around it: back, spine and front on one page, as PDF/A-2u for a printer.

The spine is as wide as the block of pages is thick. From 5 mm on it says the title, who made the book and who published
it (GB/T 11668—1989), read from the head down; a thinner one says nothing, for the fold is never quite in its place. The
front is the book's own picture, or the cover that an EPUB of it has.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from publish.assets import find_style, read_sheet
from publish.book import Book
from publish.diagnostics import Diagnostic, Report
from publish.edition import Settings, with_options
from publish.fonts import families_of
from publish.metadata import authors
from publish.pdf.design import PICTURES, Design, Sheet, find_design, paper_name, picture_files
from publish.pdf.finishing import PageLabels, finish
from publish.pdf.prepress import for_printers
from publish.pdf.seam import joined
from publish.pdf.setting import lay_out, renderer_fails_plainly, renderer_speaks
from publish.wellformed import wellformed
from publish.xhtml import label, render, words

THINNEST = 5.0
"""Millimetres of a spine that has text (GB/T 11668—1989, 图书和其它出版物的书脊规则)."""


@cache
def stocks() -> Mapping[str, float]:
    """Return the bulk of each kind of paper that has a name, in cm³/g."""
    table = tomllib.loads((Path(__file__).parent / "stocks.toml").read_text("utf-8"))
    return {name: kind["bulk"] for name, kind in table.items()}


def thickness(pages: int, weight: int, bulk: float) -> float:
    """Return how thick a book of *pages* is, in mm, on paper of *weight* g/m² and *bulk* cm³/g."""
    return round(-(-pages // 2) * weight * bulk / 1000, 1)


def write_cover(book: Book, settings: Settings, spine: float, report: Report) -> bytes:
    """Return the cover of *book* as a PDF; *spine* is how thick the book is, in mm.

    Reports D105 where that is too thin for text. Raises `PublishError` as `publish.pdf.write_pdf` does.
    """
    from publish.cover import draw_cover, ground_of  # loads Pillow, which a PDF without pictures does not need

    settings = with_options(settings, pdf__for_print=True)
    book, styles = wellformed(book, report), find_style(settings.style.name)
    own = next((picture for picture in book.pictures if picture.name == book.cover), None)
    families = families_of(styles, book.language, settings.style.fonts)
    ground, dark = ("#ffffff", False) if own else ground_of(book, families)
    front = own or draw_cover("cover.jpg", book, families)
    if spine < THINNEST:
        report(Diagnostic("D105", facts={"spine": f"{spine:g}", "least": f"{THINNEST:g}"}))
    wrap = _Wrap(book, settings, styles, front.name, spine, ground, dark)
    with renderer_speaks(report), renderer_fails_plainly(), joined(report):
        design = _design(wrap.markup(1), replace(book, pictures=(front,)), settings, styles, report)
        page = lay_out(wrap.markup(1), design, styles).pages[0]
        if not own:
            left, top, right, bottom = page.anchors[_FRONT]
            front = draw_cover(front.name, book, families, (right - left) / (bottom - top))
            design = replace(design, files={**design.files, **picture_files([front])})
        document = lay_out(wrap.markup(wrap.letter(page.height * _MILLIMETRE)), design, styles)
        pdf = document.write_pdf(pdf_variant="pdf/a-2u", pdf_tags=True, uncompressed_pdf=True)
    return for_printers(finish(pdf, [PageLabels(0)]), whole_sheets=False)


_FRONT = "front"
"""The id of the picture on the front."""
_MILLIMETRE = 25.4 / 96
"""Of a px."""


def _design(markup: str, book: Book, settings: Settings, styles: tuple[Path, ...], report: Report) -> Design:
    design = find_design(markup, book, settings, styles, report)
    found = ((style, style / "print-cover.css") for style in reversed(styles))
    own = tuple(Sheet(read_sheet(style, path.name), path.resolve().as_uri()) for style, path in found if path.is_file())
    return replace(design, sheets=(*design.sheets, *own))


@dataclass(frozen=True, slots=True)
class _Wrap:
    """What the sheet of a book says and shows."""

    book: Book
    settings: Settings
    styles: tuple[Path, ...]
    front: str
    """The name of the picture on the front."""
    spine: float
    ground: str
    dark: bool

    def texts(self) -> Iterator[tuple[Piece, ...]]:
        """Yield what stands on the spine: title, names, publisher."""
        terms = words(self.book.language)
        names = terms["enumeration"].join(authors(self.book) or self.book.editors)
        for text in (self.book.title or terms["untitled"], names, self.book.publisher):
            yield tuple(pieces(label(text or ""))) if self.spine >= THINNEST else ()

    def letter(self, height: float) -> float:
        """Return the size of the characters of the spine, in mm, in a book of that *height*."""
        ems = sum(piece.ems for text in self.texts() for piece in text) + _PARTED
        return round(min(_SHARE * self.spine, _LARGEST, (height - _ENDS) / (_APART * ems)), 3)

    def markup(self, letter: float) -> str:
        """Return the markup of the sheet, with characters of the size *letter* on the spine."""
        title, names, publisher = self.texts()
        return render(
            "print/cover.xhtml",
            self.styles,
            book=self.book,
            words=words(self.book.language),
            paper=paper_name(self.settings.pdf.paper, self.styles),
            spine=self.spine,
            ground=self.ground,
            dark=self.dark,
            title=title,
            names=names,
            publisher=publisher,
            letter=letter,
            pictures=PICTURES,
            front=self.front,
        )


_SHARE = 0.62
"""Of the spine that a character takes: the fold may be a millimetre out."""
_LARGEST, _ENDS = 6.5, 34.0
"""Of a character, and what stays free above and below the text and between its parts, in mm."""
_APART, _PARTED = 1.12, 3.0
"""From one character to the next; between the parts in all; in characters."""

# --- the text of a spine -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands on a spine below one another: a character, or a run of letters that lies."""

    text: str
    lying: bool
    ems: float
    """How long it is on the spine, in characters."""


_PIECES = re.compile(
    r"(?P<short>(?<![0-9A-Za-z])[0-9]{1,2}(?![0-9A-Za-z]))|(?P<run>[!-~\u00a1-\u024f][ -~\u00a1-\u024f]*)|."
)
_LIES = frozenset("《》〈〉「」『』【】〔〕（）—…～：；-")
"""Marks that are turned with the line (clreq, vertical setting of punctuation)."""
_LETTER = 0.55
"""About how long a letter is, in em."""


def pieces(text: str) -> Iterator[Piece]:
    """Yield what of *text* stands below one another on a spine: numbers of two digits upright, longer runs lying."""
    for found in _PIECES.finditer(text):
        piece = found[0].rstrip()
        if found["run"]:
            yield Piece(piece, True, round(len(piece) * _LETTER, 2))
        elif piece:
            yield Piece(piece, piece in _LIES, 1.0)
        else:
            yield Piece("\u3000", False, 0.5)
