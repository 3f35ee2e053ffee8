"""A finished EPUB against the book that it was made from, and against what validators do not look at.

EPUBCheck and Ace see neither a lost paragraph nor swapped titles, neither a wrong language nor a space between two
emphasized words, and much of what makes a device refuse a book or lay it out wrongly. Each check is a function from the
publication and the book to diagnostics; `CHECKS` lists them by the modules that they stand in, `PROOF` those that are
made of each EPUB before it is delivered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from publish.book import Book
from publish.dating import iso_date
from publish.diagnostics import Diagnostic, Report
from publish.edition import Settings
from publish.metadata import authors
from publish.verify.epub_markup import languages, roles, styles
from publish.verify.epub_navigation import contents, guide, headings, landmarks, links
from publish.verify.epub_package import accessibility, bytes_of_files, container, documents, metadata, spine
from publish.verify.epub_text import articles, characters, own_pages, text
from publish.verify.epub_visible import turned, visible
from publish.verify.indexes import in_epub
from publish.verify.publication import Publication
from publish.verify.verifier import Verifier
from publish.wellformed import wellformed

Checks = tuple[Callable[[Publication, Book], Iterator[Diagnostic]], ...]

CHECKS: Checks = (
    container,
    documents,
    metadata,
    accessibility,
    spine,
    turned,
    visible,
    bytes_of_files,
    contents,
    headings,
    landmarks,
    guide,
    links,
    text,
    own_pages,
    characters,
    languages,
    roles,
    styles,
)

PROOF: Checks = (documents, links, articles)


def verify_epub(path: Path, book: Book, report: Report, settings: Settings | None = None) -> None:
    """Report every fault (V101 to V699) of the EPUB at *path*, which was made from *book*.

    *settings* are those of its sources; None are the usual ones.
    Raises `PublishError` V101 where the file is no EPUB at all.
    """
    from publish.verify.epub_looks import looks  # loads what draws, which the proof of an EPUB does not need

    publication, book = Publication(path), wellformed(book, lambda diagnostic: None)
    for check in CHECKS:
        for diagnostic in check(publication, book):
            report(diagnostic)
    settings = settings or Settings()
    for diagnostic in (*looks(publication, book, settings), *in_epub(publication, book, settings)):
        report(diagnostic)


def proofread(data: bytes, book: Book) -> Iterator[Diagnostic]:
    """Yield what is amiss in the EPUB *data*, which was just made from the well-formed *book*.

    Every character of every article and note once and in order, every link to its place: what takes a small part of
    the time that making it took.
    """
    publication = Publication(None, data)
    for check in PROOF:
        yield from check(publication, book)


# --- the door ------------------------------------------------------------------------------------------------------


def _language(path: Path) -> str:
    return next(iter(Publication(path).values("dc:language")), "")


def _title_page(path: Path, book: Book) -> Mapping[str, Any]:
    publication = Publication(path)
    titles = [*publication.values("dc:title"), "", ""]
    fields: dict[str, Any] = {"title": titles[0], "subtitle": titles[1]}
    written, edited = publication.persons("aut", "dc:creator"), publication.persons("edt")
    if not set(written) < set(authors(book)):  # who is missing has not been left out by an option
        fields["authors"] = written
    fields["editors"] = edited
    for name in ("publisher", "identifier"):
        fields[name] = next(iter(publication.values(f"dc:{name}")), "")
    dates = publication.values("dc:date")
    if dates != [iso_date(book.date or "")]:
        fields["date"] = next(iter(dates), "")
    printed = _printed(publication)
    return {name: value for name, value in fields.items() if not _is_confirmed(getattr(book, name), value, printed)}


def _printed(publication: Publication) -> str:
    """Return what title page and colophon say."""
    pages = (part for root in publication.pages.values() for part in root.with_type("titlepage", "colophon"))
    return "\n".join(part.text for part in pages if part.name != "a")


def _is_confirmed(own: Any, found: Any, printed: str) -> bool:
    """Whether the book's own pages say what its sources say, and not what its metadata say: those are wrong then."""
    mine, theirs = ([each] if isinstance(each, str) else [*(each or ())] for each in (own, found))
    return bool(mine) and all(each in printed for each in mine) and not all(each in printed for each in theirs)


VERIFIER = Verifier(_language, _title_page, verify_epub)
