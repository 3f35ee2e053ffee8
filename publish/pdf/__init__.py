"""Book → print PDF, as bytes: the door. What makes it (`making`) is loaded when a book is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from publish.assets import find_style
from publish.cache import current, key_of
from publish.diagnostics import Diagnostic, Severity, failure
from publish.edition import Settings
from publish.paging import PageStart
from publish.pdf.design import paper_name, type_area
from publish.pdf.setpart import SetBook, packed_book, unpacked_book

if TYPE_CHECKING:
    from publish.book import Book
    from publish.diagnostics import Report


def check_settings(settings: Settings) -> None:
    """Raise `PublishError` where no PDF can be made so: D101 (no such paper), D102 (no such signature), D106."""
    if settings.pdf.signature is not None:
        from publish.pdf.imposition import check_signature

        check_signature(settings.pdf.signature)
    if settings.pdf.vertical and (settings.pdf.booklet or settings.pdf.two_up):
        raise failure("D106")
    paper_name(settings.pdf.paper, find_style(settings.style.name))


def room_of_page(settings: Settings) -> int:
    """Return about how many characters stand on a page made with *settings*."""
    characters, lines = type_area(settings.pdf.paper, find_style(settings.style.name))
    return max(1, round(characters * lines * _FILLED))


_FILLED = 0.7
"""How much of the type area characters take; the rest are headings and the ends of paragraphs."""


def count_pages(pdf: bytes) -> int:
    """Return how many pages *pdf* has."""
    from publish.pdf import finishing

    return finishing.count_pages(pdf)


def spine_width(pages: int, weight: int, stock: str, bulk: float | None = None) -> float:
    """Return how thick a book of *pages* is, in mm: on *weight* g/m² of the kind *stock*, or of *bulk* cm³/g."""
    from publish.pdf.cover_sheet import stocks, thickness

    return thickness(pages, weight, bulk or stocks()[stock])


def write_cover(book: Book, settings: Settings, spine: float, report: Report) -> bytes:
    """Return the sheet that is folded around *book*, *spine* mm thick: see `publish.pdf.cover_sheet`."""
    from publish.pdf import cover_sheet

    return cover_sheet.write_cover(book, settings, spine, report)


def write_pdf(book: Book, settings: Settings, report: Report) -> bytes:
    """Return *book* as the bytes of a PDF: `write_with_pages` without where its pages begin."""
    return write_with_pages(book, settings, report)[0]


def write_with_pages(book: Book, settings: Settings, report: Report) -> tuple[bytes, tuple[PageStart, ...]]:
    """Return *book* as the bytes of a PDF, with the look and the options of *settings*, and where its pages begin.

    Where the pages do not hold what the book says, `proofread` says so in errors: they are not to be delivered.
    Raises `PublishError` B205 (no such style), D101 (no such paper), D102 (no such signature), F101 (no Chinese face),
    B207 (a faulty file of the style), D202 (a style that cannot be set).
    """
    if not (cache := current()):
        return _made(book, settings, report)
    from publish.pdf.keys import book_key

    key = key_of(book_key(book, settings))
    if (data := cache.get(key)) is not None and (kept := unpacked_book(data)):
        pdf, starts, reported = kept
        for diagnostic in reported:
            report(diagnostic)
        return pdf, starts
    said: list[Diagnostic] = []

    def tell(diagnostic: Diagnostic) -> None:
        said.append(diagnostic)
        report(diagnostic)

    made = _made(book, settings, tell)
    if (data := _packed((*made, said))) is not None:
        cache.put(key, data)
    return made


def _packed(made: SetBook) -> bytes | None:
    """Return *made* as it is kept; None where what was reported of it is of this run, or forbids to deliver it."""
    if any(each.severity is Severity.ERROR or each.words or each.code in _OF_THE_RUN for each in made[2]):
        return None
    return packed_book(made)


_OF_THE_RUN = frozenset({"D503", "O106"})
"""What is reported of the machine, and not of the book."""


def _made(book: Book, settings: Settings, report: Report) -> tuple[bytes, tuple[PageStart, ...]]:
    from publish.pdf import making

    return making.write_with_pages(book, settings, report)
