"""The program as a library: read sources, convert, write a book. Nothing is printed, and nothing exits.

What is doubtful comes back as values (`Diagnostic`); what cannot be done raises `PublishError`, which holds one.
Everything here is a name of the package itself: ``publish.read``, ``publish.write_epub``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import Any

from publish.acceptance import Acceptance
from publish.account import Account
from publish.book import Book
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.edition import Edition, Settings, Variant, find_edition, with_options
from publish.output import write_whole
from publish.writers import WRITERS

__all__ = [
    "Account",
    "Book",
    "Converted",
    "Diagnostic",
    "PublishError",
    "Reading",
    "Settings",
    "Severity",
    "read",
    "to_simplified",
    "to_traditional",
    "write_epub",
    "write_html",
    "write_manuscript",
    "write_pdf",
]

Diagnostics = tuple[Diagnostic, ...]
_Path = str | PathLike[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """What sources hold."""

    book: Book
    settings: Settings
    """What ``book.toml`` says, with the options given; the `write_…` functions take it."""
    account: Account
    """Where each character of the sources went."""
    diagnostics: Diagnostics
    """What is doubtful, less what ``book.toml`` accepts, in the order of the sources."""


@dataclass(frozen=True, slots=True)
class Converted:
    """A book in other characters, and what was doubtful in the conversion."""

    book: Book
    diagnostics: Diagnostics


def read(*sources: _Path, **options: Any) -> Reading:
    """Return what *sources* hold: text files, manuscripts or folders, as on the command line; several make one book.

    *options* are keys of ``book.toml`` with underscores, those of its tables as ``table__key``: ``title="…"``,
    ``encoding="gb18030"``, ``parse__sections=("…",)``. They go before what the file says. Raises `PublishError` where a
    source or an option cannot be used, ValueError where no source is given.
    """
    from publish.reading import read as read_edition

    if not sources:
        raise ValueError("no source is given")
    edition = _edition(sources, options)
    reported: list[Diagnostic] = []
    reading = read_edition(edition, reported.append)
    acceptance = Acceptance(edition.settings.accept)
    doubtful = tuple(diagnostic for diagnostic in reported if not acceptance.takes(diagnostic))
    return Reading(reading.book, edition.settings, reading.account, doubtful)


def _edition(sources: tuple[_Path, ...], options: Mapping[str, Any]) -> Edition:
    edition = find_edition([Path(source) for source in sources])
    return replace(edition, settings=with_options(edition.settings, **options))


def to_traditional(book: Book, variant: Variant = "tw", settings: Settings | None = None) -> Converted:
    """Return *book* in the Traditional characters of *variant*.

    ``tw`` is Taiwan, ``twp`` Taiwan with its words too, ``hk`` Hong Kong, ``standard`` the standard forms. *settings*
    say which words are kept or written otherwise (``[traditional]``).
    """
    from publish import traditional

    reported: list[Diagnostic] = []
    keys = (settings or Settings()).traditional
    return Converted(traditional.to_traditional(book, variant, keys, reported.append), tuple(reported))


def to_simplified(book: Book) -> Converted:
    """Return *book* in Simplified characters."""
    from publish import traditional

    reported: list[Diagnostic] = []
    return Converted(traditional.to_simplified(book, reported.append), tuple(reported))


def write_epub(book: Book, path: _Path, settings: Settings | None = None, **options: Any) -> Diagnostics:
    """Write *book* as an EPUB to *path*, whole or not at all, and return what was doubtful.

    *options* are those of ``[epub]``: ``vertical=True``, ``paragraph_numbers=True``, ``embed_fonts=True``; ``style``
    names a design. Raises `PublishError` where the book cannot be made or the file not written.
    """
    return _write("epub", book, path, settings, options)


def write_pdf(book: Book, path: _Path, settings: Settings | None = None, **options: Any) -> Diagnostics:
    """Write *book* as a PDF for print, as `write_epub` does; *options* are those of ``[pdf]``, as ``paper="b5"``."""
    return _write("pdf", book, path, settings, options)


def write_html(book: Book, path: _Path, settings: Settings | None = None, **options: Any) -> Diagnostics:
    """Write *book* as one page of HTML, as `write_epub` does; *options* are those of ``[html]``."""
    return _write("html", book, path, settings, options)


def write_manuscript(book: Book, path: _Path) -> None:
    """Write *book* as a manuscript, plain Markdown for a person to correct, to *path*."""
    from publish import manuscript

    write_whole(Path(path), manuscript.write_manuscript(book).encode())


def _write(command: str, book: Book, path: _Path, settings: Settings | None, options: Mapping[str, Any]) -> Diagnostics:
    (writer,) = (writer for writer in WRITERS if writer.command == command)
    keys = {"style__name" if key == "style" else f"{command}__{key}": value for key, value in options.items()}
    reported: list[Diagnostic] = []
    settings = with_options(settings or Settings(), **keys)
    writer.prepare(settings, reported.append)
    write_whole(Path(path), writer.write(book, settings, reported.append))
    return tuple(reported)
