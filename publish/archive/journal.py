"""The journal of an archive: what was made of each book, from what, and what the shelf and the search need of it.

An SQLite file in the folder of the output. All that is known of a book changes in one transaction, after its files have
been written: whenever a run is killed, the next one finds each book either as it was or as it is now. The words of all
articles stand in a full-text index (`publish.archive.search`), which changes with them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from enum import StrEnum
from heapq import nsmallest
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from publish.archive.places import Standing
from publish.archive.search import spaced
from publish.decoding import shown
from publish.diagnostics import failure
from publish.record import DiagnosticRecord, diagnostic_record
from publish.wording import in_english

if TYPE_CHECKING:
    from publish.archive.entries import ArticleEntry
    from publish.archive.tasks import Made

FILE = "archive.sqlite"
_VERSION = 2
_TABLES = Path(__file__).with_suffix(".sql")


class State(StrEnum):
    """How far a book is."""

    WAITING = "waiting"
    MADE = "made"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class File:
    """A finished file, its path as from the folder of the output."""

    path: str
    media_type: str
    size: int
    hash: str

    @property
    def is_picture(self) -> bool:
        """Whether it shows the book, and is not the book."""
        return self.media_type.startswith("image/")


@dataclass(frozen=True, slots=True)
class Row:
    """What the journal knows of a book."""

    key: str
    at: int
    task: Mapping[str, Any]
    wanted: str
    state: State
    made: str
    """What it was last made from, as `wanted`; empty before the first time."""
    dropped: tuple[str, ...]
    files: tuple[File, ...]
    seen: Mapping[str, str | None]
    entry: Mapping[str, Any] | None
    """Its `BookEntry`, without the articles."""
    diagnostics: tuple[DiagnosticRecord, ...]


_OF_ROW = "key, at, task, wanted, state, made, dropped, files, seen, entry, diagnostics"


class Journal:
    """The journal in one folder."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._base = connection

    @classmethod
    @contextmanager
    def opened(cls, folder: Path, *, reading: bool = False) -> Iterator[Journal]:
        """Open the journal in *folder*, which is made where there is none, unless it is for *reading*.

        Raises `PublishError` A104 where another run has it, A105 where it is no journal of this program, A106 where
        there is none to read, O101 where the disk refuses.
        """
        path = folder / FILE
        if reading and not path.is_file():
            raise failure("A106", shown(folder))
        with _connected(path, reading) as base:
            yield cls(base)

    @contextmanager
    def change(self) -> Iterator[None]:
        """Within this context all changes are one: done whole, or not at all."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._base.rollback()
            raise
        self._base.commit()

    def ask(self, question: str, *values: object) -> sqlite3.Cursor:
        """Return the answer to *question*, in SQL, about *values*."""
        return self._base.execute(question, values)

    # --- the plan

    def begin_run(self) -> int:
        """Return the number of a run that begins now."""
        run = int(self.kept("run") or 0) + 1
        self.keep("run", str(run))
        return run

    def row(self, key: str) -> Row | None:
        """Return what is known of the book *key*."""
        found = self.ask(f"SELECT {_OF_ROW} FROM book WHERE key = ?", key).fetchone()
        return _row(found) if found else None

    def rows(self, where: str = "true", *values: object) -> Iterator[Row]:
        """Yield the books for which *where*, in SQL, is true of *values*, in the order of the plan, a few at a time."""
        at = -1
        question = f"SELECT {_OF_ROW} FROM book WHERE at > ? AND ({where}) ORDER BY at LIMIT {_AT_A_TIME}"
        while found := self.ask(question, at, *values).fetchall():
            yield from map(_row, found)
            at = found[-1][1]

    def count(self, where: str = "true", *values: object) -> int:
        """Return how many books there are for which *where* is true of *values*."""
        return int(self.ask(f"SELECT count(*) FROM book WHERE {where}", *values).fetchone()[0])

    def plan(self, key: str, at: int, run: int, task: Mapping[str, Any], wanted: str, state: State) -> None:
        """Let the book *key* stand at place *at* in the plan of this *run*."""
        self.ask(
            "INSERT INTO book (key, serial, at, run, place, task, wanted, state,"
            " made, dropped, files, stale, seen, diagnostics)"
            " VALUES (?, (SELECT coalesce(max(serial), 0) + 1 FROM book), ?, ?, ?, ?, ?, ?,"
            " '', '[]', '[]', '[]', '{}', '[]') ON CONFLICT (key) DO UPDATE"
            " SET at = excluded.at, run = excluded.run, place = excluded.place, task = excluded.task,"
            " wanted = excluded.wanted, state = excluded.state",
            *(key, at, run, task["place"], _json(task), wanted, state),
        )

    def planned_at(self, place: str, run: int) -> str | None:
        """Return the book that this *run* has planned to be written at *place*."""
        found = self.ask("SELECT key FROM book WHERE place = ? AND run = ?", place, run).fetchone()
        return str(found[0]) if found else None

    def orphans(self, run: int) -> Iterator[Row]:
        """Yield the books that this *run* did not plan."""
        return (
            _row(found) for found in self.ask(f"SELECT {_OF_ROW} FROM book WHERE run < ? ORDER BY key", run).fetchall()
        )

    # --- a book

    def keep_made(self, row: Row, made: Made, files: Sequence[File]) -> None:
        """Remember that *row* was made: its finished *files* are there, and those that it had else are stale."""
        assert made.entry
        now = {file.path for file in files}
        stale = [file.path for file in row.files if file.path not in now]
        book = {key: value for key, value in asdict(made.entry).items() if key != "articles"}
        with self.change():
            if not row.dropped:
                self._forget_articles(row.key)
            self._keep_articles(row.key, made.entry.articles, row.dropped)
            self._settle(row, State.MADE, made, files=[asdict(file) for file in files], stale=stale, entry=book)

    def keep_failed(self, row: Row, made: Made) -> None:
        """Remember that *row* could not be made; what was made of it before is no longer its book."""
        with self.change():
            self._forget_articles(row.key)
            self._settle(row, State.FAILED, made, files=[], stale=[file.path for file in row.files], entry=None)

    def _settle(self, row: Row, state: State, made: Made, **found: object) -> None:
        with in_english():
            reported = [diagnostic_record(diagnostic) for diagnostic in made.diagnostics]
        values: dict[str, str | None] = {"state": state, "made": row.wanted}
        texts = {"dropped": row.dropped, "seen": dict(made.seen), "diagnostics": reported, **found}
        values |= {name: None if value is None else _json(value) for name, value in texts.items()}
        named = ", ".join(f"{name} = ?" for name in values)
        self.ask(f"UPDATE book SET {named} WHERE key = ?", *values.values(), row.key)
        self.keep("settled", "")

    def forget(self, key: str) -> None:
        """Forget the book *key*, whose files are gone."""
        with self.change():
            self._forget_articles(key)
            self.ask("DELETE FROM book WHERE key = ?", key)

    def stale(self, key: str | None = None) -> list[tuple[str, list[str]]]:
        """Return the books that had files which they have no longer, with these; of the book *key* alone, if given."""
        where, values = ("key = ?", (key,)) if key else ("true", ())
        found = self.ask(f"SELECT key, stale FROM book WHERE stale != '[]' AND {where}", *values)
        return [(key, json.loads(files)) for key, files in found.fetchall()]

    def have_removed(self, key: str) -> None:
        """Remember that the stale files of the book *key* are gone."""
        self.ask("UPDATE book SET stale = '[]' WHERE key = ?", key)

    # --- articles

    def _forget_articles(self, key: str) -> None:
        question = "SELECT id, left_out, title, text FROM article WHERE book = ?"
        for number, left_out, title, text in self.ask(question, key).fetchall():
            if not left_out:
                self._forget_words(number, title, text)
            self.ask("DELETE FROM author WHERE article = ?", number)
            self.ask("DELETE FROM clause WHERE article = ?", number)
        self.ask("DELETE FROM article WHERE book = ?", key)

    def _keep_words(self, number: int, title: str, text: str) -> None:
        self.ask("INSERT INTO words (rowid, title, text) VALUES (?, ?, ?)", number, spaced(title), spaced(text))

    def _forget_words(self, number: int, title: str, text: str) -> None:
        forgotten = "INSERT INTO words (words, rowid, title, text) VALUES ('delete', ?, ?, ?)"
        self.ask(forgotten, number, spaced(title), spaced(text))

    def _keep_articles(self, key: str, articles: Iterable[ArticleEntry], dropped: Sequence[str]) -> None:
        """Keep *articles* of the book *key*; with *dropped* ones, those stay known, and are marked as left out."""
        known = dict(self._known(key)) if dropped else {}
        for at, article in enumerate(articles):
            number, left_out = known.pop(article.place or "", (None, False))
            if number is None:
                self._keep_article(key, at, article)
                continue
            self.ask("UPDATE article SET entry = ?, left_out = 0 WHERE id = ?", _entry(article), number)
            if left_out:
                self._keep_words(number, article.title, article.text)
        for number, left_out in known.values():
            if not left_out:
                title, text = self.ask("SELECT title, text FROM article WHERE id = ?", number).fetchone()
                self._forget_words(number, title, text)
                self.ask("UPDATE article SET left_out = 1 WHERE id = ?", number)

    def _known(self, key: str) -> Iterator[tuple[str, tuple[int, bool]]]:
        """Yield the articles of the book *key* by where they stand in its sources: their numbers, whether left out."""
        question = "SELECT id, left_out, entry FROM article WHERE book = ?"
        for number, left_out, entry in self.ask(question, key).fetchall():
            if place := json.loads(entry)["place"]:
                yield place, (number, bool(left_out))

    def _keep_article(self, key: str, at: int, article: ArticleEntry) -> None:
        number = (self.ask("SELECT serial FROM book WHERE key = ?", key).fetchone()[0] << _OF_BOOK) + at
        self.ask(
            "INSERT INTO article (id, book, number, left_out, title, date, entry, text)"
            " VALUES (?, ?, ?, 0, ?, ?, ?, ?)",
            *(number, key, at, article.title, article.date, _entry(article), article.text),
        )
        self._keep_words(number, article.title, article.text)
        self._base.executemany(
            "INSERT OR IGNORE INTO author VALUES (?, ?)", ((name, number) for name in article.authors)
        )
        self._base.executemany(
            "INSERT OR IGNORE INTO clause VALUES (?, ?)", ((each, number) for each in article.sketch)
        )

    def sharing(self) -> Iterator[list[tuple[int, int]]]:
        """Yield the articles whose sketches share a clause, each with the length of its text, clause by clause."""
        question = (
            "SELECT hash, clause.article, length(text) FROM clause JOIN article ON id = clause.article"
            " WHERE hash IN (SELECT hash FROM clause GROUP BY hash HAVING count(*) > 1) ORDER BY hash"
        )
        for _hash, holders in groupby(self.ask(question), itemgetter(0)):
            yield [(number, length) for _hash, number, length in holders]

    def standing(self, number: int) -> Standing:
        """Return where the article *number* stands."""
        question = "SELECT book, at, number, title, article.entry FROM article JOIN book ON key = book WHERE id = ?"
        book, at, place, title, entry = self.ask(question, number).fetchone()
        return Standing(book, (at, place), title, json.loads(entry)["place"])

    def text(self, number: int) -> str:
        """Return the text of the article *number*."""
        return str(self.ask("SELECT text FROM article WHERE id = ?", number).fetchone()[0])

    def sizes(self) -> dict[str, int]:
        """Return how many articles the sources of each book hold that has one left out or could have."""
        return dict(self.ask("SELECT book, count(*) FROM article GROUP BY book").fetchall())

    def holding(self, asked: str, most: int) -> tuple[int, list[Sequence[Any]]]:
        """Return how many articles hold what is *asked* in the words of FTS5, and the first, as many as *most*.

        They come in the order of the plan. Of each: title, text and entry, the book's entry and files, its own date.
        """
        numbers = [number for (number,) in self.ask("SELECT rowid FROM words WHERE words MATCH ?", asked)]
        at = dict(self.ask("SELECT serial, at FROM book").fetchall())
        first = nsmallest(most, numbers, key=lambda number: (at[number >> _OF_BOOK], number))
        question = (
            "SELECT title, text, article.entry, book.entry, files, date FROM article JOIN book ON key = article.book"
            " WHERE id = ?"
        )
        return len(numbers), [self.ask(question, number).fetchone() for number in first]

    # --- the shelf

    def groups(self, fact: str) -> list[tuple[str, int]]:
        """Return the years or papers (`FACTS_OF_SHELF`) of the books, each with how many there are; "": unknown."""
        question = (
            f"SELECT {FACTS_OF_SHELF[fact]} AS value, count(*) FROM book WHERE state = ? GROUP BY value ORDER BY value"
        )
        return self.ask(question, State.MADE).fetchall()

    def articles(self, key: str) -> Iterator[dict[str, Any]]:
        """Yield the articles of the book *key* that are in it, each its `ArticleEntry` without text and sketch."""
        question = "SELECT title, date, entry FROM article WHERE book = ? AND left_out = 0 ORDER BY number"
        for title, date, entry in self.ask(question, key):
            yield {"title": title, "date": date, **json.loads(entry)}

    BOOKS_OF_AUTHOR = (
        "SELECT article.book FROM author JOIN article ON article.id = author.article WHERE name = ? AND left_out = 0"
    )
    """The books in which a name signs, in SQL."""

    def language(self) -> str | None:
        """Return the language of most books; None where there is none."""
        question = (
            "SELECT json_extract(entry, '$.language') AS language FROM book WHERE state = ?"
            " GROUP BY language ORDER BY count(*) DESC, language LIMIT 1"
        )
        found = self.ask(question, State.MADE).fetchone()
        return str(found[0]) if found else None

    def authors(self) -> list[str]:
        """Return the names of all authors of articles that are in books."""
        question = f"SELECT DISTINCT name FROM author JOIN {_IN_BOOKS} ON article.id = author.article ORDER BY name"
        return [name for (name,) in self.ask(question)]

    def signed(self, name: str) -> Iterator[tuple[str, int, dict[str, Any]]]:
        """Yield the articles that *name* signs, each with the book that it is in and its number there."""
        question = (
            "SELECT book, number - (SELECT count(*) FROM article before WHERE before.book = article.book"
            " AND before.left_out = 1 AND before.number < article.number), title, date, entry"
            f" FROM author JOIN {_IN_BOOKS} ON article.id = author.article WHERE name = ? ORDER BY at, number"
        )
        for book, number, title, date, entry in self.ask(question, name).fetchall():
            yield book, number, {"title": title, "date": date, **json.loads(entry)}

    # --- small things

    def date_of(self, path: str, now: str) -> tuple[str | None, str | None] | None:
        """Return the date and the paper of the file at *path*, whose hash is *now*; None where unknown."""
        found = self.ask("SELECT date, publication FROM dated WHERE path = ? AND hash = ?", path, now).fetchone()
        return tuple(found) if found else None

    def keep_date(self, path: str, now: str, dated: tuple[str | None, str | None]) -> None:
        """Keep the date and the publication of the file at *path*."""
        self.ask("INSERT OR REPLACE INTO dated VALUES (?, ?, ?, ?)", path, now, *dated)

    def is_file_of_a_book(self, path: str) -> bool:
        """Tell whether the file at *path* is one of a book as it is now."""
        question = "SELECT 1 FROM book, json_each(files) WHERE json_extract(value, '$.path') = ? LIMIT 1"
        return self.ask(question, path).fetchone() is not None

    def kept(self, name: str) -> str | None:
        """Return what was kept under *name*."""
        found = self.ask("SELECT value FROM kept WHERE name = ?", name).fetchone()
        return str(found[0]) if found else None

    def keep(self, name: str, value: str) -> None:
        """Keep *value* under *name*."""
        self.ask("INSERT OR REPLACE INTO kept VALUES (?, ?)", name, value)


_AT_A_TIME = 100
_OF_BOOK = 20
"""Bits of an article's number that count it in its book; the others are the number of the book."""
FACTS_OF_SHELF = {
    "year": "coalesce(substr(json_extract(entry, '$.date'), 1, 4), '')",
    "publication": "coalesce(json_extract(entry, '$.publication'), '')",
}
"""By what the books stand on the shelf, in SQL."""
_IN_BOOKS = (
    "(SELECT article.*, at FROM article JOIN book ON key = book"
    f" WHERE left_out = 0 AND state = '{State.MADE}') AS article"
)


@contextmanager
def _connected(path: Path, reading: bool) -> Iterator[sqlite3.Connection]:
    """Open the journal at *path*, for this run alone unless it is for *reading*."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(_connection(path, reading)) as base, _taken(path, reading):
            version = base.execute("PRAGMA user_version").fetchone()[0]
            if version not in ((_VERSION,) if reading else (0, _VERSION)):
                raise failure("A105", shown(path), reason=f"user_version {version}")
            if version == 0:
                base.executescript(f"BEGIN;{_TABLES.read_text('utf-8')}PRAGMA user_version = {_VERSION};COMMIT;")
            yield base
    except sqlite3.OperationalError as error:
        raise failure("O101", shown(path), reason=error) from error
    except sqlite3.DatabaseError as error:
        raise failure("A105", shown(path), reason=error) from error
    except OSError as error:
        raise failure("O101", shown(path), reason=error.strerror) from error


def _connection(path: Path, reading: bool) -> sqlite3.Connection:
    address = path.absolute().as_uri() + ("?mode=ro" if reading else "")
    return sqlite3.connect(address, uri=True, isolation_level=None)


@contextmanager
def _taken(path: Path, reading: bool) -> Iterator[None]:
    """Within this context no other run writes here: a second database is locked, which a death sets free.

    Raises `PublishError` A104 where another run is at work.
    """
    if reading:
        yield
        return
    with closing(sqlite3.connect(path.with_suffix(".lock"), timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise failure("A104", shown(path.parent)) from error
        yield


def _row(found: Sequence[Any]) -> Row:
    key, at, task, wanted, state, made, dropped, files, seen, entry, diagnostics = found
    return Row(
        key, at, json.loads(task), wanted, State(state), made, tuple(json.loads(dropped)),
        tuple(File(**file) for file in json.loads(files)), json.loads(seen), json.loads(entry) if entry else None,
        tuple(json.loads(diagnostics)),
    )  # fmt: skip


def _json(value: object) -> str:
    """Return *value* as JSON in ASCII: a name of a file may hold what no text in UTF-8 can."""
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _entry(article: ArticleEntry) -> str:
    return _json(
        {key: value for key, value in asdict(article).items() if key not in ("text", "sketch", "title", "date")}
    )
