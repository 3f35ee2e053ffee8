"""Book → print PDF, as bytes.

The markup comes from ``templates/print/book.xhtml``, the design from the style's CSS: ``print.css`` and, for each
option, ``print-<option>.css`` after it. Everything of the page that CSS can say is said there. Here stand the order of
the work, what the renderer may open (`BookFetcher`), and the families that the design's roles mean (`publish.fonts`).
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
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

from publish.assets import find_style
from publish.book import Book
from publish.coverage import report_missing
from publish.dating import book_moment, iso_date
from publish.diagnostics import Diagnostic, Report, failure
from publish.edition import PdfKeys, Settings
from publish.finishing import PageLabels, finish
from publish.fonts import ROLES, Families, Role, choose_faces, cut_family
from publish.imposition import impose
from publish.linesetting import composed_lines
from publish.metadata import authors
from publish.wellformed import wellformed
from publish.xhtml import entries, render, words

PAPERS = ("a4", "a5", "b5", "16k", "32k", "32k-large")
"""The papers that a design knows by name; any other is given as WxHmm."""

_CUSTOM_PAPER = re.compile(r"([0-9]+(?:\.[0-9]+)?)x([0-9]+(?:\.[0-9]+)?)mm")


def write_pdf(book: Book, settings: Settings, report: Report) -> bytes:
    """Return *book* as the bytes of a PDF, with the look and the options of *settings*.

    Raises `PublishError` B205 (no such style), D101 (no such paper), F101 (no Chinese face).
    """
    book = wellformed(book, report)
    styles = find_style(settings.style.name)
    choose_faces(book.language, settings.style.fonts, report)
    report_missing(book, settings.style.fonts, report)
    markup = _markup(book, settings, styles)
    with _renderer_speaks(report):
        with composed_lines(report):
            document = _layout(markup, book, settings, styles)
        pdf = finish(document.write_pdf(pdf_variant="pdf/ua-1"), _labels(document, book))
    return impose(pdf, settings.pdf.signature) if settings.pdf.booklet else pdf


def _labels(document: Document, book: Book) -> tuple[PageLabels, ...]:
    """Return how the pages are numbered: roman before the first chapter, arabic from there."""
    first = next(iter(entries(book)), None)
    body = next((number for number, page in enumerate(document.pages) if first and first.anchor in page.anchors), 0)
    return (PageLabels(0, "r"), PageLabels(body)) if body else (PageLabels(0),)


# --- markup and style ----------------------------------------------------------------------------------------------


def _markup(book: Book, settings: Settings, styles: tuple[Path, ...]) -> str:
    return render(
        "print/book.xhtml",
        styles,
        book=book,
        words=words(book.language),
        chapters=entries(book),
        authors=authors(book),
        date=iso_date(book.date or ""),
        moment=book_moment(book).strftime("%Y-%m-%dT%H:%M:%SZ"),
        paper=_paper(settings.pdf.paper),
        options=tuple(_options(settings.pdf)),
        notes=None,
        pictures="picture:",
        vertical=False,
        numbers=settings.pdf.paragraph_numbers,
    )


def _paper(paper: str | None) -> str | None:
    if paper is None or paper in PAPERS:
        return paper
    if _CUSTOM_PAPER.fullmatch(paper):
        return "other"
    raise failure("D101", paper=paper, known=", ".join(PAPERS))


def _options(keys: PdfKeys) -> Iterator[str]:
    """Yield the options that a design answers to, as the names of its sheets and classes."""
    if keys.single_sided:
        yield "single-sided"
    if keys.note_margin:
        yield "note-margin"
    if keys.paragraph_numbers:
        yield "paragraph-numbers"


def _sheets(keys: PdfKeys, styles: tuple[Path, ...]) -> list[Path]:
    """Return the CSS files of the design: the house style's, then the style's own, each followed by its options."""
    names = ["print.css", *(f"print-{option}.css" for option in _options(keys))]
    sheets = [style / name for style in reversed(styles) for name in names]
    return [sheet for sheet in sheets if sheet.is_file()]


# --- layout --------------------------------------------------------------------------------------------------------


def _layout(markup: str, book: Book, settings: Settings, styles: tuple[Path, ...]) -> Document:
    sheets = {sheet: sheet.read_text("utf-8") for sheet in _sheets(settings.pdf, styles)}
    families = _families("".join(sheets.values()), markup, book.language, settings.style.fonts)
    fetcher = BookFetcher({**families, **_pictures(book)}, styles)
    shared: dict[str, Any] = {"font_config": FontConfiguration(), "counter_style": CounterStyle()}

    def css(text: str, base: str = "book:") -> CSS:
        return CSS(string=text, base_url=base, url_fetcher=fetcher, **shared)

    design = [css(_faces_css(families)), *(css(text, sheet.resolve().as_uri()) for sheet, text in sheets.items())]
    design.append(css(_pictures_css(book)))
    if custom := _CUSTOM_PAPER.fullmatch(settings.pdf.paper or ""):
        design.append(css(f":root[data-paper] {{ --width: {custom[1]}mm; --height: {custom[2]}mm }}"))
    html = HTML(string=markup, base_url="book:", url_fetcher=fetcher)
    return html.render(stylesheets=design, presentational_hints=True, **shared)


def _pictures(book: Book) -> dict[str, tuple[str, bytes]]:
    return {f"picture:{picture.name}": (picture.media_type, picture.data) for picture in book.pictures}


def _pictures_css(book: Book) -> str:
    """Return what the design asks of each picture: ``--natural`` width (at 150 dpi), ``--ratio`` of height to width."""
    return "\n".join(
        f'img[src="picture:{picture.name}"] {{ --natural: {picture.width * 72 / 150:.3f}pt;'
        f" --ratio: {picture.height / picture.width:.5f} }}"
        for picture in book.pictures
        if picture.width and picture.height
    )


@contextmanager
def _renderer_speaks(report: Report) -> Iterator[None]:
    """Within this context, what WeasyPrint warns of is reported (D201), each sentence once."""
    said: set[str] = set()

    def tell(record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if record.levelno >= logging.WARNING and message not in said:
            said.add(message)
            report(Diagnostic("D201", facts={"message": message}))
        return False

    LOGGER.addFilter(tell)
    try:
        yield
    finally:
        LOGGER.removeFilter(tell)


# --- faces ---------------------------------------------------------------------------------------------------------

_WEIGHTS: Mapping[Role, tuple[int, ...]] = {
    "song": (400, 700),
    "hei": (400, 700),
    "kai": (400,),
    "fangsong": (400,),
    "latin": (400, 700),
}


def _families(css: str, markup: str, language: str, fonts: Families) -> dict[str, tuple[str, bytes]]:
    """Return the font files of the roles that *css* names, by address: ``face:song-400-0`` and so on."""
    characters = frozenset(markup + css) | frozenset(map(chr, range(0x20, 0x7F)))
    files = {}
    for role in ROLES:
        for weight in _WEIGHTS[role] if re.search(rf"\b{role}\b", css) else ():
            for number, data in enumerate(cut_family(role, weight, characters, language, fonts)):
                files[f"face:{role}-{weight}-{number}"] = ("font/otf", data)
    return files


def _faces_css(families: Mapping[str, object]) -> str:
    """Return the rules that load *families*.

    The first file of a role has its name. The others are called song-1 and so on, because WeasyPrint takes two files
    of one name and weight for the same font and mixes up their glyphs; they are found as part of the role all the same,
    by the name that they carry inside.
    """
    rules = []
    for url in families:
        role, weight, number = url.removeprefix("face:").split("-")
        name = role if number == "0" else f"{role}-{number}"
        rules.append(f"@font-face {{ font-family: {name}; font-weight: {weight}; src: url({url}) }}")
    return "\n".join(rules)


# --- what the renderer may open ------------------------------------------------------------------------------------


class BookFetcher(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Opens the files given to it and those in the folders of the style; no other file, and no network.

    *files* are media type and bytes by address. A link out of a style's folder counts as what it leads to.
    """

    def __init__(self, files: Mapping[str, tuple[str, bytes]], styles: tuple[Path, ...]) -> None:
        super().__init__(allowed_protocols=())
        self._files = files
        self._folders = tuple(style.resolve() for style in styles)

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """Return the file at *url*. Raises ValueError where it may not be opened, OSError where there is none."""
        if url in self._files:
            media_type, data = self._files[url]
            return URLFetcherResponse(url, data, {"Content-Type": media_type})
        parts = urlsplit(url)
        path = Path(url2pathname(unquote(parts.path))).resolve()
        if parts.scheme != "file" or parts.netloc or not any(map(path.is_relative_to, self._folders)):
            raise ValueError(f"not part of the book: {url}")
        return URLFetcherResponse(url, path.read_bytes())
