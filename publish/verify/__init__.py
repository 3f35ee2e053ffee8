"""A finished book against its sources: one door for both outputs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from publish.book import Book
from publish.dating import iso_date
from publish.edition import Settings
from publish.metadata import authors
from publish.verify.printed import Printed
from publish.verify.publication import Publication
from publish.verify.verify_epub import verify_epub
from publish.verify.verify_pdf import verify_pdf

__all__ = ["as_made", "language_of", "verify_epub", "verify_pdf"]


def language_of(path: Path) -> str:
    """Return the language that the finished book at *path* names (BCP 47), "" where it names none.

    Raises `PublishError` V101 where the file is neither EPUB nor PDF.
    """
    if path.suffix.lower() == ".epub":
        return next(iter(Publication(path).values("dc:language")), "")
    printed = Printed(path)  # the objects of a PDF live as long as its document
    return str(printed.root.get("/Lang", ""))


def as_made(path: Path, book: Book, settings: Settings) -> Book:
    """Return *book* with what *settings* leave open said as the finished book at *path* says it.

    The command line may have said it when the book was made: title, persons, publisher, date and identifier.
    """
    said = _epub_says(Publication(path), book) if path.suffix.lower() == ".epub" else _pdf_says(Printed(path))
    told = {"authors": settings.authors or settings.author, "editors": settings.editors or settings.editor}
    open_ones = {name: value for name, value in said.items() if value and not told.get(name, getattr(settings, name))}
    return replace(book, **open_ones)


def _epub_says(publication: Publication, book: Book) -> dict[str, Any]:
    titles = [*publication.values("dc:title"), "", ""]
    said: dict[str, Any] = {"title": titles[0], "subtitle": titles[1]}
    written, edited = (publication.persons(role) for role in ("aut", "edt"))
    if not set(written) < set(authors(book)):  # who is missing has not been left out by an option
        said["authors"] = written
    said["editors"] = edited
    for name in ("publisher", "identifier"):
        said[name] = next(iter(publication.values(f"dc:{name}")), "")
    dates = publication.values("dc:date")
    if dates != [iso_date(book.date or "")]:
        said["date"] = next(iter(dates), "")
    return said


def _pdf_says(printed: Printed) -> dict[str, Any]:
    return {"title": str(printed.document.docinfo.get("/Title", ""))}
