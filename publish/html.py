"""Book → one page of HTML, as bytes: all of the book in one file that a browser opens without a network.

The markup is ``templates/html/book.xhtml``, the look ``html.css`` of the style; pictures, and files that the CSS asks
for, stand in the page as ``data:`` addresses (RFC 2397). The page's content security policy forbids scripts and
fetching, so that nothing in a text can become either.
"""

from __future__ import annotations

import re
from base64 import b64encode
from pathlib import Path

from publish.assets import URL, files_asked_for, find_style, read_css
from publish.book import Book
from publish.dating import iso_date, printed_date
from publish.diagnostics import Diagnostic, Report, failure
from publish.edition import Settings
from publish.fonts import Families, Role, families_for, families_of
from publish.indexing import indexes
from publish.language import Language
from publish.metadata import authors, editors
from publish.pictures import for_screens, has_no_ground
from publish.wellformed import wellformed
from publish.xhtml import entries, render, words

_ROLES: tuple[Role, ...] = ("song", "hei", "kai")
"""The roles that ``html.css`` has a face for."""


def write_html(book: Book, settings: Settings, report: Report) -> bytes:
    """Return *book* as one page of HTML, with the look and the options of *settings*.

    Reported are characters and links that no page may hold (E101, E102) and a date that is none (E104). Raises
    `PublishError` E108 where the language is no tag, B205 where the style is not found, B207 and B208 where a file of
    it is faulty or wanting.
    """
    book = wellformed(book, report)
    if not Language.read(book.language):
        raise failure("E108", language=book.language)
    dated = iso_date(book.date or "")
    if book.date and not dated:
        report(Diagnostic("E104", facts={"date": book.date}))
    styles = find_style(settings.style.name)
    chapters = entries(book)
    pictures = {picture.name: address(picture.media_type, for_screens(picture).data) for picture in book.pictures}
    page = render(
        "html/book.xhtml",
        styles,
        book=book,
        words=words(book.language),
        chapters=chapters,
        indexes=indexes(chapters, book.language, settings.index.kinds),
        authors=authors(book),
        editors=editors(book),
        date=printed_date(dated) if dated else None,
        css=_css(styles, book.language, settings.style.fonts),
        cover=pictures.get(book.cover or ""),
        notes=(),
        pictures=pictures,
        bare=frozenset(picture.name for picture in book.pictures if has_no_ground(picture)),
        vertical=False,
        by_sense=True,
        numbers=settings.html.paragraph_numbers,
    )
    return page.encode()


def _css(styles: tuple[Path, ...], language: str, fonts: Families) -> str:
    """Return the style sheet: the faces for each role, then ``html.css`` with the files that it asks for in it."""
    css = read_css(styles, "html.css")
    files = {name: address(file.media_type, file.data) for name, file in files_asked_for(css, styles).items()}
    wanted = families_of(styles, language, fonts)
    faces = (f"  --{role}: {_listed(families_for(role, language, wanted))};\n" for role in _ROLES)
    within = URL.sub(lambda url: f'url("{files[url[1]]}")' if url[1] in files else url[0], css)
    return f":root {{\n{''.join(faces)}}}\n\n{within}"


def _listed(names: tuple[str, ...]) -> str:
    """Return family *names* as CSS has them, each in quotation marks."""
    return ", ".join('"{}"'.format(re.sub(r'["\\\n\r\f]', "", name)) for name in names)


def address(media_type: str, data: bytes) -> str:
    """Return *data* as an address that holds it: ``data:image/png;base64,…`` (RFC 2397)."""
    return f"data:{media_type};base64,{b64encode(data).decode('ascii')}"
