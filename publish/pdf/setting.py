"""Markup and design → laid-out pages, by WeasyPrint: of a book, of a part of one, of the folios of a run of pages.

What the renderer may open stands here too: `BookFetcher`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.document import Document
from weasyprint.logger import LOGGER
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from publish.assets import read_style_bytes
from publish.book import Picture
from publish.diagnostics import Diagnostic, Report, failure
from publish.edition import PdfKeys
from publish.pdf.beginnings import Beginnings
from publish.pdf.design import Design, File, FontFile
from publish.pdf.finishing import finish_part
from publish.pdf.page import Leaf
from publish.pdf.parts import Excerpt, Start
from publish.pdf.proofreading import Extract, proofread
from publish.pdf.resolution import report_coarse
from publish.pdf.seam import drawn, faces_of, joined, leaf_of, number_lines, pictures_on, set_apart
from publish.pdf.setpart import Folios, NotApartError, SetPart
from publish.pdf.specimen import Places

_POINT = 0.75
"""Of a px."""


@dataclass(frozen=True, slots=True)
class Look:
    """What all parts of a book are set with."""

    design: Design
    styles: tuple[Path, ...]
    keys: PdfKeys
    language: str
    pictures: tuple[Picture, ...]

    @property
    def variant(self) -> str:
        """The kind of PDF that is written."""
        return "pdf/a-2u" if self.keys.for_print else "pdf/ua-1"


# --- layout ----------------------------------------------------------------------------------------------------------


def lay_out(markup: str, design: Design, styles: tuple[Path, ...]) -> Document:
    """Return *markup* laid out in *design*; *styles* are the folders that its style sheets may open files in."""
    html = HTML(string=markup, base_url="book:", url_fetcher=BookFetcher(design.files, styles))
    # The hint wanted is the start of a list; the markup has no others.
    return html.render(presentational_hints=True, **read_design(design, styles))


@lru_cache(maxsize=2)
def read_design(design: Design, styles: tuple[Path, ...]) -> dict[str, Any]:
    """Return the style sheets and the faces of *design* as WeasyPrint reads them: once for all parts of a book."""
    fetcher = BookFetcher(design.files, styles)
    shared: dict[str, Any] = {"font_config": FontConfiguration(), "counter_style": CounterStyle()}
    sheets = [CSS(string=sheet.css, base_url=sheet.base, url_fetcher=fetcher, **shared) for sheet in design.sheets]
    return {"stylesheets": sheets, **shared}


def places(markup: str, design: Design, styles: tuple[Path, ...]) -> Places:
    """Return where the boxes of *markup* that have a name stand."""
    return {name: place for page in lay_out(markup, design, styles).pages for name, place in page.anchors.items()}


def starts(markup: str, design: Design, styles: tuple[Path, ...]) -> list[Start]:
    """Return how the pages of *markup* begin."""
    with joined(lambda diagnostic: None), set_apart({}, numbered=True) as apart:
        document = lay_out(markup, design, styles)
        leaves = [leaf_of(page) for page in document.pages]
        return [Start(leaf.side, leaf.blank, number) for leaf, number in zip(leaves, apart.numbers, strict=True)]


# --- a part ----------------------------------------------------------------------------------------------------------


def set_part(excerpt: Excerpt, look: Look, known: Mapping[str, int | None]) -> SetPart:
    """Return *excerpt* as it is set in *look*; *known* are the ids of other parts that it refers to, with their pages.

    Raises `PublishError` D202, `NotApartError`.
    """
    found: list[Diagnostic] = []
    with renderer_speaks(found.append), renderer_fails_plainly(), joined(found.append) as ours:
        if not ours:
            raise NotApartError
        with set_apart(known, numbered=excerpt.numbered) as apart:
            document = lay_out(excerpt.markup, look.design, look.styles)
            pages = document.pages[:-1] if excerpt.tail else document.pages
            if apart.lacking or (len(pages) % 2 and excerpt.tail):
                raise NotApartError
            number_lines(pages if look.keys.line_numbers else ())
            beginnings = Beginnings(excerpt.chapters, str)
            extract = Extract(excerpt.chapters, look.language, known)
            found += proofread(beginnings.passing(drawn(pages)), extract, str)
            found += report_coarse(pictures_on(pages), look.pictures)
            written = document.copy(pages)
            pdf = written.write_pdf(pdf_variant=look.variant, pdf_tags=True, uncompressed_pdf=True)
            faces = faces_of(written)
    if faces is None:
        raise NotApartError
    return SetPart(
        finish_part(pdf, sha256(excerpt.markup.encode()).hexdigest()[:12]),
        tuple(map(leaf_of, pages)),
        dict(_places(pages)),
        tuple(_bookmarks(pages)),
        faces,
        tuple(beginnings.starts),
        tuple(found),
    )


def _places(pages: Sequence[Any]) -> Iterator[tuple[str, tuple[int, float, float]]]:
    known = set[str]()
    for number, page in enumerate(pages):
        for name, (left, top, _right, _bottom) in page.anchors.items():
            if name not in known:
                known.add(name)
                yield name, (number, _POINT * left, _POINT * (page.height - top))


def _bookmarks(pages: Sequence[Any]) -> Iterator[tuple[int, str, int, float, float]]:
    for number, page in enumerate(pages):
        for level, text, (left, top), _state in page.bookmarks:
            yield level, text, number, _POINT * left, _POINT * (page.height - top)


# --- folios ----------------------------------------------------------------------------------------------------------


def draw_folios(head: str, look: Look, run: Sequence[tuple[Leaf, int]]) -> Folios:
    """Return the folios of the pages *run*: of each what sort of page it is, and its number.

    *head* is the markup of the book up to its body. Raises `NotApartError`.
    """
    names = sorted({leaf.name for leaf, _number in run})
    with joined(lambda diagnostic: None), set_apart({}, numbered=False):
        sorts, document = _each_sort(head, look.design, look.styles, *names)
        folios = sorts.folios(document, run)
        pdf, faces = folios.write_pdf(uncompressed_pdf=True), faces_of(folios)
    if faces is None:
        raise NotApartError
    return Folios(pdf, faces)


@lru_cache(maxsize=2)
def _each_sort(head: str, design: Design, styles: tuple[Path, ...], *names: str) -> tuple[Any, Document]:
    """Return pages of each sort with one of *names* as they are laid out, and what is known of them."""
    with set_apart({}, numbered=False) as apart:
        return apart, lay_out(head + "".join(map(_sorts, names)) + "</body></html>", design, styles)


def _sorts(name: str) -> str:
    """Return markup that has a page of each sort with that *name*: a left and a right one, with text and without."""
    sides = "".join(f'<p style="break-before: {side}">1</p>' for side in ("right", "right", "left", "left"))
    named = f' style="page: {name}"' if name else ""
    return f"<div{named}>{sides}</div>"


# --- the renderer ----------------------------------------------------------------------------------------------------


@contextmanager
def renderer_fails_plainly() -> Iterator[None]:
    """Within this context, sizes in a style that the renderer cannot reckon with become `PublishError` D202."""
    try:
        yield
    except (ArithmeticError, RecursionError, MemoryError) as error:
        raise failure("D202", reason=error) from error


@contextmanager
def renderer_speaks(report: Report) -> Iterator[None]:
    """Within this context, what WeasyPrint warns of is reported (D201), each sentence once."""
    reported: set[str] = set()

    def tell(record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if record.levelno >= logging.WARNING and message not in reported:
            reported.add(message)
            report(Diagnostic("D201", facts={"message": message}))
        return False

    LOGGER.addFilter(tell)
    try:
        yield
    finally:
        LOGGER.removeFilter(tell)


class BookFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Opens the *files* given to it, by address, and those in the folders of the style; no other file, and no network.

    A link out of a style's folder counts as what it leads to.
    """

    def __init__(self, files: Mapping[str, File | FontFile], styles: tuple[Path, ...]) -> None:
        super().__init__(allowed_protocols=())
        self._files = files
        self._styles = styles

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return the file at *url*. Raises ValueError where it may not be opened, OSError where there is none."""
        if file := self._files.get(url):
            return URLFetcherResponse(url, file.data, {"Content-Type": file.media_type})
        parts = urlsplit(url)
        path = Path(url2pathname(unquote(parts.path))).resolve()
        style = next((style for style in self._styles if path.is_relative_to(style.resolve())), None)
        if parts.scheme != "file" or parts.netloc or style is None:
            raise ValueError(f"not part of the book: {url}")
        return URLFetcherResponse(url, read_style_bytes(style, path.relative_to(style.resolve())))
