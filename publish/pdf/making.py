"""Book → the pages of a print PDF, and the sheets that they are printed on.

The order of the work: markup from ``templates/print/book.xhtml``; the design (`design`); layout by WeasyPrint, with
Chinese lines by the composer and notes by `notes`, through the `seam`; the pages read against the book (`proof`,
`proofreading`); what WeasyPrint does not write (`finishing`); sheets for folding (`imposition`). A long book is set in
parts, side by side, and joined (`assembly`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

from publish.addresses import with_addresses
from publish.assets import find_style
from publish.book import Book
from publish.cache import kept
from publish.coverage import report_missing
from publish.dating import UNDATED, book_moment, iso_date, printed_date, timestamp
from publish.diagnostics import Diagnostic, Report
from publish.edition import PdfKeys, Settings
from publish.fonts import Families, advances, families_of, report_absent
from publish.indexing import indexes
from publish.metadata import authors
from publish.paging import PageStart
from publish.pdf.assembly import assemble
from publish.pdf.beginnings import Beginnings
from publish.pdf.design import PICTURES, Design, find_bare_design, find_design, options, paper_name
from publish.pdf.finishing import PageLabels, count_pages, finish, labels_of, turned
from publish.pdf.fitting import Width, names_shown, shortened
from publish.pdf.imposition import A4, MOST_SHEETS, check_signature, impose, sheets_of, side_by_side
from publish.pdf.index_pages import without_repeats
from publish.pdf.keys import page_key
from publish.pdf.lettering import Lettering, lettered
from publish.pdf.page import COVER
from publish.pdf.parts import Division, Start, chapters_begin_on_right_pages, divided, may_be_parted, skeleton
from publish.pdf.prepress import for_printers
from publish.pdf.proofreading import proofread, whole
from publish.pdf.resolution import report_coarse
from publish.pdf.seam import drawn, is_blank, joined, number_lines, pictures_on
from publish.pdf.setting import Look, lay_out, places, renderer_fails_plainly, renderer_speaks, starts
from publish.pdf.specimen import TABLE_SETTINGS, Places, Specimen, measured
from publish.pdf.tables import plan_tables
from publish.processes import cores
from publish.wellformed import wellformed
from publish.xhtml import entries, render, words


def write_with_pages(book: Book, settings: Settings, report: Report) -> tuple[bytes, tuple[PageStart, ...]]:
    """Return *book* as the bytes of a PDF, with the look and the options of *settings*, and where its pages begin.

    Where the pages do not hold what the book says, `proofread` says so in errors: they are not to be delivered.
    Raises `PublishError` B205 (no such style), D101 (no such paper), D102 (no such signature), F101 (no Chinese face),
    B207 (a faulty file of the style), D202 (a style that cannot be set).
    """
    keys = settings.pdf
    check_signature(keys.signature)
    book, styles = wellformed(book, report), find_style(settings.style.name)
    book = with_addresses(book) if keys.link_notes else book
    report = _once(report)
    with renderer_speaks(report), renderer_fails_plainly():
        pdf, starts = _pages(book, settings, styles, report)
        pdf = for_printers(pdf) if keys.for_print else pdf
        pdf = turned(pdf) if keys.vertical else pdf
    return _on_sheets(pdf, keys, report), starts


def _pages(
    book: Book, settings: Settings, styles: tuple[Path, ...], report: Report
) -> tuple[bytes, tuple[PageStart, ...]]:
    """Return the pages of *book* as a PDF, and where they begin: a long book in parts, else as one."""
    keys = settings.pdf
    markup, lettering = _markup_of(book, settings, styles, report)
    if division := _division(markup, book, settings, styles):
        design = lettering.added_to(find_design(markup, book, settings, styles, report, numbered=True), numbered=True)
        look = Look(design, styles, keys, book.language, book.pictures)
        cover = words(book.language)["cover"]
        if made := assemble(division, look, keys.jobs or cores(), cover, report):
            return made.pdf, made.starts
    design = lettering.added_to(find_design(markup, book, settings, styles, report))
    return _as_one(markup, design, book, Look(design, styles, keys, book.language, book.pictures), report)


def _division(markup: str, book: Book, settings: Settings, styles: tuple[Path, ...]) -> Division | None:
    """Return the parts in which *book* is set; None where it is set as one."""
    division = divided(markup, entries(book))
    design = find_bare_design(settings, styles)
    if not division or not may_be_parted(sheet.css for sheet in design.sheets):
        return None
    bare = skeleton(markup)
    begun = json.loads(
        kept(lambda: page_key(bare, design, styles), lambda: json.dumps(starts(bare, design, styles)).encode())
    )
    return division if chapters_begin_on_right_pages([Start(*each) for each in begun]) else None


def _as_one(markup: str, design: Design, book: Book, look: Look, report: Report) -> tuple[bytes, tuple[PageStart, ...]]:
    """Return the pages of *book*, whose markup is laid out as a whole, and where they begin."""
    with joined(report):
        document = lay_out(markup, design, look.styles)
        if (thinned := without_repeats(markup, _pages_of(document))) != markup:  # an index stands behind all else
            document = lay_out(thinned, design, look.styles)
        number_lines(document.pages if look.keys.line_numbers else ())
        labels = _labels(document, book)
        printed = partial(_printed, labels[-1].first)
        beginnings = Beginnings(entries(book), printed)
        for fault in proofread(beginnings.passing(drawn(document.pages)), whole(book), printed):
            report(fault)
        for warning in report_coarse(pictures_on(document.pages), book.pictures):
            report(warning)
        pdf = document.write_pdf(pdf_variant=look.variant, pdf_tags=True, uncompressed_pdf=True)
    return finish(pdf, labels), tuple(beginnings.starts)


def _once(report: Report) -> Report:
    """Return what reports each diagnostic once, though the book be laid out twice."""
    reported: list[Diagnostic] = []

    def tell(diagnostic: Diagnostic) -> None:
        if diagnostic not in reported:
            reported.append(diagnostic)
            report(diagnostic)

    return tell


def _pages_of(document: Any) -> Mapping[str, int]:
    """Return the first page, from 0, with each id."""
    pages: dict[str, int] = {}
    for number, page in enumerate(document.pages):
        for anchor in page.anchors:
            pages.setdefault(anchor, number)
    return pages


def _printed(first: int, number: int) -> str:
    """Return what is printed on page *number*, from 0, where page 1 is the page *first*."""
    return str(number - first + 1)


def _markup_of(book: Book, settings: Settings, styles: tuple[Path, ...], report: Report) -> tuple[str, Lettering]:
    """Return the markup of *book*, and what sets the letters in it that need a face of their own."""
    report_absent(settings.style.fonts, report)
    families = families_of(styles, book.language, settings.style.fonts)
    report_missing(book, families, report)
    markup = _markup(book, settings, styles, _specimen(book, settings, styles), families)
    return lettered(markup, book.language, families)


def _on_sheets(pdf: bytes, keys: PdfKeys, report: Report) -> bytes:
    """Return *pdf* on the sheets that *keys* ask for, if any; D104 where too many would be folded together."""
    sheet = A4 if keys.two_up else None
    if keys.booklet:
        if (sheets := sheets_of(count_pages(pdf), keys.signature)) > MOST_SHEETS:
            report(Diagnostic("D104", facts={"sheets": sheets}))
        return impose(pdf, keys.signature, sheet, keys.for_print)
    return side_by_side(pdf, A4) if keys.two_up else pdf


def _specimen(book: Book, settings: Settings, styles: tuple[Path, ...]) -> Specimen:
    """Return how wide things may be in this style, on this paper, with these options."""
    markup = render(
        "print/specimen.xhtml",
        styles,
        language=book.language,
        paper=paper_name(settings.pdf.paper, styles),
        options=options(settings.pdf),
        tables=TABLE_SETTINGS,
    )
    design = find_bare_design(settings, styles)
    return measured(markup, lambda text: _places(text, design, styles))


def _places(markup: str, design: Design, styles: tuple[Path, ...]) -> Places:
    """Return where things stand on the page *markup*, which has nothing of a book."""
    found: Places = json.loads(
        kept(lambda: page_key(markup, design, styles), lambda: json.dumps(places(markup, design, styles)).encode())
    )
    return found


def _markup(book: Book, settings: Settings, styles: tuple[Path, ...], specimen: Specimen, families: Families) -> str:
    dated = iso_date(book.date or "")
    chapters = entries(book)
    width = _width_of(book.language, families)
    return render(
        "print/book.xhtml",
        styles,
        book=book,
        words=words(book.language),
        chapters=chapters,
        indexes=indexes(chapters, book.language, settings.index.kinds),
        authors=authors(book),
        date=printed_date(dated) if dated else None,
        moment=_moment(book),
        paper=paper_name(settings.pdf.paper, styles),
        options=options(settings.pdf),
        front_matter=settings.pdf.front_matter,
        width=width,
        running_head=lambda text: shortened(text, specimen.head, width),
        named=lambda title, names: names_shown(title, names, specimen.entry, width),
        plans=plan_tables(book, specimen.tables, width),
        notes=None,
        pictures=PICTURES,
        vertical=settings.pdf.vertical,
        by_sense=False,
        numbers=settings.pdf.paragraph_numbers,
        note_numbers=settings.pdf.note_numbers,
    )


def _width_of(language: str, families: Families) -> Width:
    """Return what tells how wide a text is on one line of the book, in em: at most so, for marks give way."""

    @cache
    def advance(character: str) -> float:
        return advances(character, language, families)[0]

    return lambda text: sum(map(advance, text)) + _GAP * len(_GAPS.findall(text))


_GAP = 0.25
"""Em between Han characters and letters or digits (clreq, mixed Chinese and Western text)."""
_HAN = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_LETTER = "[0-9A-Za-z\u00c0-\u024f]"
_GAPS = re.compile(f"(?<={_HAN})(?={_LETTER})|(?<={_LETTER})(?={_HAN})")


def _moment(book: Book) -> str | None:
    """Return when *book* was made, or None where it does not say: a PDF need not have a date."""
    moment = book_moment(book)
    return None if moment == UNDATED else timestamp(moment)


def _labels(document: Any, book: Book) -> tuple[PageLabels, ...]:
    """Return how the pages of *book* are numbered."""
    pages, first = document.pages, next(iter(entries(book)), None)
    body = next((number for number, page in enumerate(pages) if first and first.anchor in page.anchors), 0)
    cover = words(book.language)["cover"] if COVER in pages[0].anchors else None
    return labels_of([is_blank(page) for page in pages], body, cover)
