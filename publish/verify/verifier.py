"""How a finished book of one kind is held against its sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from publish.book import Book
from publish.diagnostics import Report
from publish.edition import Settings


@dataclass(frozen=True, slots=True)
class Verifier:
    """What reads the finished books of one output.

    Each function raises `PublishError` V101 for what is no such file.
    """

    language: Callable[[Path], str]
    """Returns the language that the finished book at a path names (BCP 47), "" where it names none."""
    title_page: Callable[[Path, Book], Mapping[str, Any]]
    """Returns what the finished book says that the command line may have given: fields of `Book` with their values."""
    verify: Callable[[Path, Book, Report, Settings], None]
    """Reports what is wrong with the finished book at a path, which was made from a book with settings."""

    def as_made(self, path: Path, book: Book, settings: Settings) -> Book:
        """Return *book* with what *settings* leave open as the finished book at *path* says it.

        The command line may have given it when the book was made: title, persons, publisher, date and identifier.
        *settings* are those of book.toml with what the sources' own front matter says.
        """
        fixed = {"authors": settings.authors or settings.author, "editors": settings.editors or settings.editor}
        found = self.title_page(path, book)
        changes = {
            name: value for name, value in found.items() if value and not fixed.get(name, getattr(settings, name))
        }
        return replace(book, **changes)
