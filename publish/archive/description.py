"""``archive.toml``: how the files of a tree group into books, what is made of each, and where it goes.

It takes the keys of a ``book.toml``, which then hold for every book that says nothing else, and the tables below.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from publish.archive.facts import FACTS, fault_of_form
from publish.decoding import shown
from publish.description import line_of_key, read_table, with_plain_dates
from publish.diagnostics import failure
from publish.edition import Edition, Keys, Settings, check_values, style_in, vocabulary_from
from publish.editions import named_editions
from publish.patterns import Pattern
from publish.wording import _

NAME = "archive.toml"
Text = Literal["manuscript", "json"]
TEXTS: Mapping[str, str] = {"manuscript": ".md", "json": ".json"}
"""What ``publish parse`` writes of a book, by its ``output`` in an ``[[edition]]``, with the ending of its file."""
_OF_ONE_BOOK = ("sources", "identifier", "chapters", "drop", "cover")
"""Keys of a ``book.toml`` that can be true of one book alone."""
FORMS = ("title", "subtitle", "date")
"""Keys of a ``book.toml`` that may be forms, filled in for each book."""
_USUAL = ({"output": "epub"},)


class ArchiveKeys(Keys, frozen=True):
    """``[archive]``: the books, and the shelf that they stand on."""

    books: Literal["folder", "file", "day", "month", "year"] | None = None
    """What makes a book: a folder that holds texts (the default), a file, or the date in the dumps."""
    pattern: str | None = None
    """A regular expression that matches the whole path of a file; files for which its groups say the same are one."""
    publication: str | None = None
    """The paper or journal, where the dumps do not say it."""
    name: str | None = None
    """A form for the names of the finished files, ``/`` for folders among them."""
    title: str | None = None
    """What the shelf is called."""
    duplicates: Literal["keep", "first"] = "keep"
    """What becomes of an article that stands in several books: it stays, or stays where it stands first."""
    same_authors: tuple[str, ...] = ()
    """Names under which one person signs, wherever they stand."""


class ClusterKeys(Keys, frozen=True):
    """``[cluster]``: how the workers of a cluster come to the files."""

    files: Literal["shared", "sent"] = "shared"
    """They see the same folders, or are sent the sources and give back the books."""


class ArchiveSettings(Settings, frozen=True):
    """All that ``archive.toml`` can say."""

    archive: ArchiveKeys = ArchiveKeys()
    cluster: ClusterKeys = ClusterKeys()


@dataclass(frozen=True, slots=True)
class Description:
    """What is asked for of the tree *root*."""

    root: Path
    keys: ArchiveKeys
    cluster: ClusterKeys
    settings: str
    """What holds for each book, a table of ``book.toml`` as JSON."""
    forms: Mapping[str, str]
    """The `FORMS` among it."""
    texts: tuple[Text, ...]
    pattern: Pattern | None = None
    style: str | None = None
    """The style that all books have, by the name under which it is found."""

    @property
    def file(self) -> str:
        """The file that says it."""
        return shown(self.root / NAME)


def read_description(root: Path) -> Description:
    """Return what the ``archive.toml`` of *root* asks for, or the usual without one. Raises `PublishError` B2xx."""
    toml = root / NAME
    table, text = read_table(toml) if toml.is_file() else ({}, "")
    table = with_plain_dates(table)
    texts = tuple(each["output"] for each in table.get("edition", ()) if _is_text(each))
    table["edition"] = [each for each in table.get("edition", ()) if not _is_text(each)]
    if not table["edition"] and not texts:
        table["edition"] = [*_USUAL]
    file = shown(toml)
    settings = vocabulary_from(ArchiveSettings, table, file, text)
    _check(settings, file, text)
    keys = settings.archive
    pattern = Pattern(keys.pattern, file, "pattern", keys.pattern) if keys.pattern else None
    style = style_in(root, settings.style.name, toml) if settings.style.name else None
    if settings.edition:
        named_editions(Edition("", root, (), settings, toml=toml if toml.is_file() else None))
    forms = {key: table.pop(key) for key in FORMS if key in table}
    _check_forms({**forms, "name": keys.name or "{file}"}, (*FACTS, *(pattern.groups if pattern else ())), file, text)
    for_each = {key: value for key, value in table.items() if key not in ("archive", "cluster")}
    kept = json.dumps(for_each, ensure_ascii=True, sort_keys=True, default=str)
    return Description(root, keys, settings.cluster, kept, forms, texts, pattern, style)


def _is_text(edition: Any) -> bool:
    return isinstance(edition, dict) and set(edition) == {"output"} and edition["output"] in TEXTS


def _check(settings: ArchiveSettings, file: str, text: str) -> None:
    """Hold *settings* against what they must be. Raises `PublishError` B203."""
    check_values(settings, file, text)
    blank = Settings()
    for key in _OF_ONE_BOOK:
        if getattr(settings, key) != getattr(blank, key):
            reason = _("it can be true of one book alone: say it in the book.toml of that folder")
            raise failure("B203", file, line_of_key(key, text), key=key, reason=reason)
    if settings.archive.pattern and settings.archive.books:
        reason = _("books and pattern contradict each other")
        raise failure("B203", file, line_of_key("pattern", text, "archive"), key="pattern", reason=reason)


def _check_forms(forms: Mapping[str, str], known: tuple[str, ...], file: str, text: str) -> None:
    for key, form in forms.items():
        if fault := fault_of_form(form, known):
            raise failure("B203", file, line_of_key(key, text), key=key, reason=fault)
