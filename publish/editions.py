"""``[[edition]]`` of ``book.toml`` → the editions that ``publish build`` makes of one book.

Each names its ``output``, and says under the names of the options, or of the keys of that output's table, what is
otherwise in it than in the rest of ``book.toml``. Without any, a book has an EPUB and a PDF.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from publish.book import Book
from publish.description import line_of_key, read_table
from publish.diagnostics import PublishError, failure
from publish.edition import (
    Edition,
    Form,
    Settings,
    fields_of,
    nearest_key,
    settings_from,
    style_in,
    with_options,
    without,
)
from publish.wording import _
from publish.writers import WRITERS, Writer

_USUAL: tuple[Mapping[str, Any], ...] = ({"output": "epub"}, {"output": "pdf"})
_PEOPLE = ("author", "authors", "editor", "editors")
_TITLE_PAGE = ("title", "subtitle", *_PEOPLE, "publisher", "date", "identifier")
"""What an edition may say of its title page."""
_TABLES = {"variant": "traditional", "style": "style"}
"""The tables in which options stand that are of no output alone, with `_FIELDS` for their keys there."""
_FIELDS = {"style": "name"}
_OWN = ("output", "name", "traditional", "simplified")


@dataclass(frozen=True, slots=True)
class NamedEdition:
    """One edition of a book that is to be made."""

    writer: Writer
    settings: Settings
    """Those of the book with what the edition says laid over them."""
    variant: Form
    name: str | None
    """What the name of its file says of it, where it has a name."""
    title_page: Mapping[str, Any]
    """The fields of the book that are otherwise in it."""

    def book(self, book: Book) -> Book:
        """Return *book*, in the characters of the edition, with its title page."""
        return replace(book, **self.title_page)

    def path(self, folder: Path, stem: str, language: str) -> Path:
        """Return the path of its file in *folder*, *stem* being the name of the book and *language* its own."""
        return folder / self.writer.file_name(stem, self.settings, language, self.variant, self.name)


def named_editions(edition: Edition) -> tuple[NamedEdition, ...]:
    """Return the editions of the book that *edition* means, in the order in which they are to be made: paper first.

    Raises `PublishError` B202 (a key that there is not) or B203 (a wrong value).
    """
    file = edition.toml or Path("book.toml")
    text = read_table(edition.toml)[1] if edition.toml else ""
    named = [_Table(table, edition, str(file), text).read() for table in edition.settings.edition or _USUAL]
    return tuple(sorted(named, key=lambda each: each.writer.starts is None))


class _Table:
    """One ``[[edition]]``."""

    def __init__(self, table: Mapping[str, Any], edition: Edition, file: str, text: str) -> None:
        self._table, self._edition, self._file, self._text = table, edition, file, text
        self._writer = next((writer for writer in WRITERS if writer.command == table.get("output")), None)

    def read(self) -> NamedEdition:
        """Return the edition that it means."""
        if self._writer is None:
            raise self._wrong("output", ", ".join(writer.command for writer in WRITERS))
        given = settings_from(self._placed(self._writer), self._file, self._text)
        outside = without(self._edition.settings, "edition", "accept", "sources")  # make no difference to a file
        settings = with_options(outside, **dict(self._laid_over(given, self._writer)))
        name = self._table.get("name")
        if name is not None and not (isinstance(name, str) and name.strip()):
            raise self._wrong("name", _("a text is wanted"))
        return NamedEdition(self._writer, settings, self._variant(settings), name, self._title_page(given))

    def _wrong(self, key: str, reason: str) -> PublishError:
        return failure("B203", self._file, self._line(key), key=key, reason=reason)

    def _line(self, key: str) -> int | None:
        return line_of_key(key, self._text, "edition")

    def _placed(self, writer: Writer) -> dict[str, Any]:
        """Return what it says as the tables of a ``book.toml``."""
        own = fields_of(getattr(self._edition.settings, writer.command))
        placed: dict[str, Any] = {}
        for name, value in self._table.items():
            off = name.startswith("no-") and name[3:] in own and isinstance(value, bool)
            key, value = (name[3:], not value) if off else (name, value)
            if key in own:
                placed.setdefault(writer.command, {})[key] = value
            elif key in _TABLES:
                placed.setdefault(_TABLES[key], {})[_FIELDS.get(key, key)] = value
            elif key in _TITLE_PAGE:
                placed[key] = value
            elif key not in _OWN:
                known = [*own, *_TABLES, *_TITLE_PAGE, *_OWN]
                raise failure("B202", self._file, self._line(key), key=key, nearest=nearest_key(key, known))
        return placed

    def _laid_over(self, given: Settings, writer: Writer) -> Mapping[str, Any]:
        """Return what it says as options to lay over the settings of the book."""
        options: dict[str, Any] = {}
        for table, keys in self._placed(writer).items():
            if isinstance(keys, dict):
                section = getattr(given, table)
                fields = fields_of(section)
                options.update({f"{table}__{fields[key]}": getattr(section, fields[key]) for key in keys})
            else:
                options[table] = getattr(given, table)
        if (style := options.get("style__name")) and self._edition.toml:
            options["style__name"] = style_in(self._edition.folder, style, self._edition.toml)
        return options

    def _variant(self, settings: Settings) -> Form:
        for key in ("traditional", "simplified"):
            if not isinstance(self._table.get(key, False), bool):
                raise self._wrong(key, _("true or false is wanted"))
        traditional = self._table.get("traditional", "variant" in self._table)
        if traditional and self._table.get("simplified"):
            raise self._wrong("simplified", _("--simplified and --traditional contradict each other"))
        if traditional:
            return settings.traditional.variant or "tw"
        return "simplified" if self._table.get("simplified") else None

    def _title_page(self, given: Settings) -> Mapping[str, Any]:
        changes = {key: getattr(given, key) for key in _TITLE_PAGE if key in self._table and key not in _PEOPLE}
        for one, several in (("author", "authors"), ("editor", "editors")):
            if one in self._table or several in self._table:
                names = (getattr(given, one), *getattr(given, several))
                changes[several] = tuple(dict.fromkeys(filter(None, names)))
        return changes
