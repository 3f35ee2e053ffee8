"""The whole of a run: the plan is held against the journal, what is missing is made, and the shelf is put in order.

Whatever is known stands in the journal, so that memory does not grow with the archive, and a run that is stopped at any
moment is gone on with by the next.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

from publish.archive.dates import Dates
from publish.archive.description import Description, read_description
from publish.archive.facts import filled
from publish.archive.journal import File, Journal, Row, State
from publish.archive.plan import Planned, planned_books
from publish.archive.reprints import dropped_of, reprints
from publish.archive.shelf import write_shelf
from publish.archive.tasks import Made, Task
from publish.diagnostics import Diagnostic, failure
from publish.folder import absent, is_folder
from publish.opening import hash_of, read_inside
from publish.output import write_whole
from publish.stamps import look, program

Engine = Callable[[Iterable[Task]], Iterator[Made]]
"""Makes tasks, in whatever order; yields what is made of each once."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run is asked for."""

    folder: Path
    out: Path
    retry: bool = False
    """Take up the books that failed before."""
    delete_orphans: bool = False
    strict: bool = False
    limits: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is."""

    done: int
    failed: int
    total: int


class Listener(Protocol):
    """Who follows how a run goes."""

    def report(self, diagnostic: Diagnostic) -> None:
        """Take *diagnostic*, which is about the archive as a whole."""

    def book(self, key: str, made: Made, files: tuple[File, ...], progress: Progress) -> None:
        """Take what was *made* of the book *key*."""

    def removed(self, path: str) -> None:
        """Take the *path* of a file that is gone."""


@dataclass(frozen=True, slots=True)
class Result:
    """What stands on the shelf after a run."""

    made: int
    """Books that this run made."""
    unchanged: int
    failed: int
    """Books that cannot be made, whether this run tried or an earlier one."""
    orphans: int


def fill(wanted: Wanted, engine: Callable[[Description], Engine], listener: Listener) -> Result:
    """Bring the books of an archive, and their shelf, to what its files say now.

    Raises `PublishError` where the archive as a whole cannot be worked on; a book that cannot be made is reported.
    """
    root = wanted.folder
    if not is_folder(root):
        raise failure("B101", absent(root))
    description = read_description(root)
    with Journal.opened(wanted.out) as journal:
        return _Run(wanted, description, journal, engine(description), listener).done()


class _Run:
    """One run."""

    def __init__(
        self, wanted: Wanted, description: Description, journal: Journal, engine: Engine, listener: Listener
    ) -> None:
        self._wanted, self._description, self._journal = wanted, description, journal
        self._engine, self._listener = engine, listener
        self._root, self._out = wanted.folder.resolve(), wanted.out
        self._base = json.dumps([program(), look(None), look(description.style)])
        self._made = self._failed = 0

    def done(self) -> Result:
        """Do the work, and return what there is then."""
        journal = self._journal
        self._remove_stale()
        with journal.change():
            run = journal.begin_run()
            self._plan(run)
        orphans = self._orphans(run)
        self._make("state = ?", State.WAITING)
        self._settle()
        failed = journal.count("state = ?", State.FAILED)
        self._tell_failed_before(failed)
        made = journal.count("state = ? AND run = ?", State.MADE, run)
        return Result(self._made, made - self._made, failed, orphans)

    # --- the plan

    def _plan(self, run: int) -> None:
        """Write into the journal which books there are to be, and which of them are to be made."""
        dates = Dates(self._journal, self._root)
        books = planned_books(self._description, self._out, dates.of, self._listener.report)
        for at, planned in enumerate(books):
            task = self._task(planned)
            lasting = {
                field.name: getattr(task, field.name) for field in fields(task) if field.name not in _OF_THIS_RUN
            }
            wanted = self._hash(lasting, planned.beside)
            if other := self._journal.planned_at(task.place, run):
                self._listener.report(Diagnostic("A103", task.key, facts={"other": other}))
                self._journal.plan(task.key, at, run, lasting, wanted, State.FAILED)
            else:
                self._journal.plan(task.key, at, run, lasting, wanted, self._state(task.key, wanted))

    def _task(self, planned: Planned) -> Task:
        description = self._description
        settings = json.loads(description.settings)
        for key, form in description.forms.items():
            if key != "title" and (filled_in := filled(form, planned.facts)):
                settings[key] = filled_in
        if planned.title:
            settings["title"] = planned.title
        return Task(
            key=planned.key,
            root=str(self._root),
            sources=planned.sources,
            folder=planned.folder,
            place=planned.place,
            settings=json.dumps(settings, ensure_ascii=True, sort_keys=True),
            texts=description.texts,
            publication=planned.facts.get("publication"),
            date=planned.facts.get("date"),
            strict=self._wanted.strict,
            limits=self._wanted.limits,
            epoch=os.environ.get("SOURCE_DATE_EPOCH", ""),
            program=program(),
        )

    def _hash(self, lasting: Mapping[str, Any], beside: tuple[str, ...]) -> str:
        """Return a hash of all that a book depends on but the content of files."""
        text = json.dumps([self._base, lasting, beside], ensure_ascii=True, sort_keys=True)
        return sha256(text.encode()).hexdigest()

    def _state(self, key: str, wanted: str) -> State:
        """Return whether the book *key* is as it would be made now."""
        row = self._journal.row(key)
        if row is None or row.made != wanted or row.state is State.WAITING:
            return State.WAITING
        if any(self._now(name) != was for name, was in row.seen.items()):
            return State.WAITING
        if row.state is State.FAILED:
            return State.WAITING if self._wanted.retry else State.FAILED
        files = all(_hash_in(self._out, file.path) == file.hash for file in row.files)
        return State.MADE if files else State.WAITING

    def _now(self, name: str) -> str | None:
        return _hash_in(self._root, name)

    # --- books

    def _make(self, where: str, *values: object, dropped: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """Make the books for which *where* is true of *values*, without the articles *dropped* of each."""
        total = self._made + self._failed + self._journal.count(where, *values)
        tasks = (self._again(row, (dropped or {}).get(row.key, ())) for row in self._journal.rows(where, *values))
        for made in self._engine(tasks):
            row = self._journal.row(made.key)
            assert row
            row = replace(row, dropped=(dropped or {}).get(row.key, ()))
            files = self._keep(row, made)
            self._made, self._failed = self._made + bool(files), self._failed + (not files)
            self._listener.book(made.key, made, files, Progress(self._made, self._failed, total))

    def _again(self, row: Row, dropped: tuple[str, ...]) -> Task:
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in row.task.items()
        }
        values |= {"root": str(self._root), "program": program(), "limits": self._wanted.limits, "dropped": dropped}
        return Task(**values)

    def _keep(self, row: Row, made: Made) -> tuple[File, ...]:
        """Write the files of *made*, then remember it; return the files."""
        if not made.products:
            seen = made.seen or {name: self._now(name) for name in row.task["sources"]}
            self._journal.keep_failed(row, replace(made, seen=seen))
            self._remove_stale(row.key)
            return ()
        files = tuple(
            File(product.path, product.media_type, len(product.data), hash_of(product.data))
            for product in made.products
        )
        for product in made.products:
            write_whole(self._out / product.path, product.data)
        self._journal.keep_made(row, made, files)
        self._remove_stale(row.key)
        return files

    def _tell_failed_before(self, failed: int) -> None:
        before = failed - self._failed
        if before > 0:
            self._listener.report(Diagnostic("A204", facts={"count": before}))

    # --- what is gone

    def _orphans(self, run: int) -> int:
        """Report the books whose sources are gone, or delete them where that is asked for; return how many are left."""
        left = 0
        for row in self._journal.orphans(run):
            if self._wanted.delete_orphans:
                for file in row.files:
                    self._remove(file.path)
                self._journal.keep("settled", "")
                self._journal.forget(row.key)
            else:
                left += 1
                names = ", ".join(file.path for file in row.files if not file.is_picture)
                self._listener.report(Diagnostic("A203", row.key, facts={"files": names}))
        return left

    def _remove_stale(self, key: str | None = None) -> None:
        """Remove the files that the book *key*, or any, had and has no longer, unless they are another's by now."""
        for book, paths in self._journal.stale(key):
            for path in paths:
                if not self._journal.is_file_of_a_book(path):
                    self._remove(path)
            self._journal.have_removed(book)

    def _remove(self, path: str) -> None:
        (self._out / path).unlink(missing_ok=True)
        self._listener.removed(path)

    # --- the shelf

    def _settle(self) -> None:
        """Deal with articles that stand twice, then write the shelf, where anything has changed since."""
        settled = sha256(
            json.dumps([self._base, repr(self._description.keys), self._description.settings]).encode()
        ).hexdigest()
        if self._journal.kept("settled") == settled:
            return
        found = [*reprints(self._journal)]
        dropped = dropped_of(found, self._journal.sizes()) if self._description.keys.duplicates == "first" else {}
        for reprint in found:
            left_out = reprint.later.place in dropped.get(reprint.later.book, ())
            self._listener.report(reprint.diagnostic("A302" if left_out else "A301"))
        otherwise = [
            row.key for row in self._journal.rows("state = ?", State.MADE) if row.dropped != dropped.get(row.key, ())
        ]
        if otherwise:
            self._made -= len(otherwise)
            self._make("key IN (SELECT value FROM json_each(?))", json.dumps(otherwise), dropped=dropped)
        write_shelf(self._journal, self._description, self._out, found, self._listener.report)
        self._journal.keep("settled", settled)


def _hash_in(folder: Path, name: str) -> str | None:
    try:
        return hash_of(read_inside(folder, name, "source-size"))
    except OSError:
        return None


_OF_THIS_RUN = ("root", "limits", "program", "sent", "dropped")
"""What of a task makes no difference to the book."""
