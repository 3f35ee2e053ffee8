"""One book of an archive: a frozen `Task` → what is `Made` of it. Nothing is written, and no other book is known.

The work is that of the single commands, done in the folder of the archive: whoever does it, on whichever machine, makes
the same bytes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from threading import Lock
from traceback import extract_tb
from typing import Any

from publish.acceptance import Acceptance
from publish.archive.covers import covers_of
from publish.archive.description import NAME, TEXTS, Text
from publish.archive.entries import BookEntry, Paged, entry_of
from publish.book import Book
from publish.building import Build
from publish.decoding import shown
from publish.description import read_table
from publish.diagnostics import Diagnostic, PublishError, Severity, failure
from publish.edition import Edition, Form, find_edition, settings_from, with_options
from publish.limits import set_for
from publish.opening import recorded
from publish.printable import printable_json
from publish.reading import read
from publish.record import record
from publish.source import SourceLines
from publish.stamps import program


@dataclass(frozen=True, slots=True)
class Task:
    """A book to be made."""

    key: str
    """What it is called in the archive."""
    root: str
    """The folder of the archive; all paths are given as from there."""
    sources: tuple[str, ...]
    folder: str | None
    """The folder that is the book, where one is."""
    place: str
    """The folder of the finished files, and their name without what tells editions apart."""
    settings: str
    """What ``archive.toml`` says of it, a table of ``book.toml`` as JSON."""
    texts: tuple[Text, ...] = ()
    publication: str | None = None
    date: str | None = None
    dropped: tuple[str, ...] = ()
    """Articles that stand in another book already, as ``file:line``."""
    strict: bool = False
    limits: tuple[tuple[str, int], ...] = ()
    epoch: str = ""
    """``SOURCE_DATE_EPOCH``."""
    program: str = ""
    """A hash of the program that asks for it."""
    sent: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    """The files themselves, where who makes it does not see the folder."""


@dataclass(frozen=True, slots=True)
class Product:
    """A finished file."""

    path: str
    media_type: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Made:
    """What became of a task; without products it failed."""

    key: str
    products: tuple[Product, ...] = ()
    entry: BookEntry | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    seen: Mapping[str, str | None] = field(default_factory=dict)
    """The files that were read, with the hash of each; None where there was none."""


_ONE_AT_A_TIME = Lock()
"""Making a book changes into its folder: the threads of one process take turns."""


def make(task: Task) -> Made:
    """Return what is made of *task*. Raises MemoryError; nothing else that one book can do ends more than itself."""
    with _ONE_AT_A_TIME, set_for(dict(task.limits)), _epoch(task.epoch), chdir(task.root), recorded() as seen:
        reported: list[Diagnostic] = []
        products: tuple[Product, ...] = ()
        entry: BookEntry | None = None
        try:
            if task.program != program():
                raise failure("A202", task.key)
            products, entry = _Making(task, reported).done()
        except PublishError as error:
            reported.append(error.diagnostic)
        except MemoryError:
            raise
        except Exception as error:
            reported.append(Diagnostic("O901", task.key, facts=_place_of(error)))
        if _fails(reported, task.strict):
            products = ()
        return Made(task.key, products, entry, tuple(map(_plain, reported)), _within(seen, Path(task.root)))


class _Making:
    """The making of one book."""

    def __init__(self, task: Task, reported: list[Diagnostic]) -> None:
        self._task, self._reported = task, reported
        self._edition = edition_of(task)
        self._acceptance = Acceptance(self._edition.settings.accept)
        self._lines = SourceLines()

    def done(self) -> tuple[tuple[Product, ...], BookEntry]:
        """Return the finished files and the entry of the book."""
        build = self._build()
        begun = len(self._reported)
        reading = read(self._edition, self._report, counted=False)
        self._lines = reading.lines
        texts = [self._text(reading.book, kind, self._reported[begun:]) for kind in self._task.texts]
        products: list[Product] = []
        covers: tuple[Product, ...] = ()
        paged: list[Paged] = []
        if build:
            for job in build.jobs(reading.book, self._converted):
                data, starts = build.make(job)
                products.append(Product(job.path.as_posix(), job.edition.writer.media_type, data))
                paged.append((job.book, starts))
                covers = covers or tuple(self._covers(products[-1]))
        return (*products, *texts, *covers), entry_of(
            reading.book, self._lines, paged, (self._task.publication, self._task.date)
        )

    def _report(self, diagnostic: Diagnostic) -> None:
        diagnostic = self._lines.placed(diagnostic)
        if not self._acceptance.takes(diagnostic):
            self._reported.append(diagnostic)

    def _build(self) -> Build | None:
        """Return the making of the editions, where any are asked for; names of files are the archive's."""
        if not self._edition.settings.edition:
            return None
        place = Path(self._task.place)
        return Build(replace(self._edition, name=place.name), place.parent, self._report)

    def _converted(self, book: Book, form: Form) -> Book:
        from publish import traditional

        keys = self._edition.settings.traditional
        if form == "simplified":
            return traditional.to_simplified(book, self._report, keys)
        return traditional.to_traditional(book, form, keys, self._report) if form else book

    def _covers(self, product: Product) -> Iterator[Product]:
        """Yield the pictures by which a feed shows *product*."""
        if product.media_type == "application/epub+zip":
            for path, media_type, data in covers_of(product.data, self._task.place):
                yield Product(path, media_type, data)

    def _text(self, book: Book, kind: Text, reported: Sequence[Diagnostic]) -> Product:
        """Return *book* as ``publish parse`` writes it, with what was *reported* of it."""
        from publish.manuscript import write_manuscript

        path = f"{self._task.place}{TEXTS[kind]}"
        if kind == "manuscript":
            return Product(path, "text/markdown", write_manuscript(book).encode())
        text = printable_json(record(book, reported, self._edition.folder), indent=1) + "\n"
        return Product(path, "application/json", text.encode())


def edition_of(task: Task) -> Edition:
    """Return the edition that *task* means: that of the single commands, with what the archive says laid under it.

    Paths are given as from the folder of the archive, in which the process stands.
    """
    named = task.sources if task.folder is None else (task.folder,)
    edition = find_edition([Path(name) for name in named])
    own = read_table(edition.toml)[0] if edition.toml else {}
    table = _laid_under(own, json.loads(task.settings))
    table["drop"] = [*table.get("drop", ()), *task.dropped]
    settings = with_options(settings_from(table, shown(edition.toml or Path(NAME))), pdf__jobs=1)
    if "name" in own.get("style", {}):
        settings = with_options(settings, style__name=edition.settings.style.name)
    return replace(edition, settings=settings, toml=edition.toml if "edition" in own else None)


_PEOPLE = ({"author", "authors"}, {"editor", "editors"})


def _laid_under(own: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a book says of its *own*, and of what is *shared* by all books the rest."""
    given = {key for keys in (*_PEOPLE, *({key} for key in own)) if keys & own.keys() for key in keys}
    table = {key: value for key, value in shared.items() if key not in given} | dict(own)
    for key in shared.keys() & own.keys():
        if isinstance(own[key], dict) and isinstance(shared[key], dict):
            table[key] = shared[key] | own[key]
    return table


def _fails(reported: Sequence[Diagnostic], strict: bool) -> bool:
    severities = {diagnostic.severity for diagnostic in reported}
    return Severity.ERROR in severities or (strict and Severity.WARNING in severities)


def _plain(diagnostic: Diagnostic) -> Diagnostic:
    """Return *diagnostic* as it can be handed to another process: without what would look at its source again."""
    facts = {
        name: fact if isinstance(fact, int | float | StrEnum) else str(fact) for name, fact in diagnostic.facts.items()
    }
    return replace(diagnostic, facts=facts, words=None)


def _within(seen: Mapping[Path, str | None], root: Path) -> dict[str, str | None]:
    """Return *seen* with the files named as from *root*; what is the program's own is no part of it."""
    return {os.path.relpath(path, root): seen[path] for path in sorted(seen) if path.is_relative_to(root)}


def _place_of(error: Exception) -> dict[str, str]:
    """Return the facts of O901: what *error* says, and where in the program it came up."""
    frame = extract_tb(error.__traceback__)[-1]
    return {"reason": repr(error), "details": f"{Path(frame.filename).name}:{frame.lineno}"}


@contextmanager
def _epoch(seconds: str) -> Iterator[None]:
    """Within this context let ``SOURCE_DATE_EPOCH`` be *seconds*, nothing where that is empty."""
    before = os.environ.pop("SOURCE_DATE_EPOCH", None)
    if seconds:
        os.environ["SOURCE_DATE_EPOCH"] = seconds
    try:
        yield
    finally:
        os.environ.pop("SOURCE_DATE_EPOCH", None)
        if before is not None:
            os.environ["SOURCE_DATE_EPOCH"] = before
