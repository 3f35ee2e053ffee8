"""A tree of files → the books that it holds, one by one, each with what is known of it before it is read.

Without another word a folder that holds texts is a book, and one with a ``book.toml`` is one with all that is in it.
Else a file is a book, or files are one whose paths say the same in the groups of a pattern, or whose dates are of one
day, month or year. Hidden things, links to folders, the output and finished books of this program are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from publish.archive.description import Description
from publish.archive.facts import Facts, filled
from publish.dating import iso_date, printed_date
from publish.decoding import shown
from publish.diagnostics import Diagnostic, PublishError, Report
from publish.edition import find_edition
from publish.folder import entries, texts_in
from publish.ordering import in_order
from publish.output import file_name

Dated = tuple[str | None, str | None]
"""The date and the publication that a dump itself names."""
DateOf = Callable[[Path], Dated]
_PRECISION = {"year": 1, "month": 2, "day": 3}
_UNDATED = "undated"
BOOKS = "books"
"""The folder of the finished books."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A book that is to be made."""

    key: str
    sources: tuple[str, ...]
    """Paths as from the folder of the archive, in reading order."""
    folder: str | None
    """The folder that is the book, where one is."""
    beside: tuple[str, ...]
    """What else that folder holds, by name."""
    facts: Facts
    title: str | None
    """Its title, where the archive names it."""
    place: str
    """Where its files go and what they are called, without what tells editions apart."""


def planned_books(description: Description, out: Path, date_of: DateOf, report: Report) -> Iterator[Planned]:
    """Yield the books of the tree that *description* describes, in the order in which a reader would go through it.

    *out* is passed over. Reported are files of which no book is made (A101) and dumps without a date (A102). Raises
    `PublishError` where a folder cannot be read.
    """
    planner = _Planner(description, out.resolve(), date_of, report)
    keys = description.keys
    if keys.pattern:
        yield from planner.by_pattern()
    elif keys.books in _PRECISION:
        yield from planner.by_date(_PRECISION[keys.books])
    else:
        yield from planner.by_file() if keys.books == "file" else planner.by_folder()


@dataclass(frozen=True, slots=True)
class _Folder:
    """A folder of the tree; *whole*: it is a book by its ``book.toml``."""

    path: Path
    texts: tuple[Path, ...]
    whole: bool


class _Planner:
    """The books of one tree."""

    def __init__(self, description: Description, out: Path, date_of: DateOf, report: Report) -> None:
        self._description, self._out, self._date_of, self._report = description, out, date_of, report
        self._root = description.root

    def by_folder(self) -> Iterator[Planned]:
        """Yield each folder that holds texts as a book."""
        for folder in self._folders(self._root):
            if folder.texts or folder.whole:
                yield self._whole(folder)

    def by_file(self) -> Iterator[Planned]:
        """Yield each file as a book."""
        for folder in self._folders(self._root):
            if folder.whole:
                yield self._whole(folder)
            for path in () if folder.whole else folder.texts:
                name = self._name(path)
                yield self._planned(name, (name,), self._facts(path), _without_ending(name))

    def by_pattern(self) -> Iterator[Planned]:
        """Yield the books whose files have the same groups; files that the pattern does not fit are reported."""
        pattern = self._description.pattern
        assert pattern
        groups: dict[str, tuple[list[str], Facts]] = {}
        for path in self._texts():
            found = pattern.found(self._name(path))
            if found is None:
                self._report(Diagnostic("A101", shown(path)))
                continue
            named = {name: part for name, part in found.groupdict().items() if part}
            key = "/".join(filter(None, found.groups())) or self._name(path)
            groups.setdefault(key, ([], self._facts(path, **named)))[0].append(self._name(path))
        for key, (names, facts) in groups.items():
            title = _dated_title(facts) if "date" in facts else key.replace("/", " ")
            yield self._planned(key, tuple(names), facts, key, title)

    def by_date(self, precision: int) -> Iterator[Planned]:
        """Yield the books of one day, month or year, in the order of their dates; what has no date comes last."""
        groups: dict[tuple[str, str], list[str]] = {}
        for path in self._texts():
            date, publication = self._date_of(path)
            date = date or _date_in(self._name(path))
            if date is None or date.count("-") + 1 < precision:
                self._report(Diagnostic("A102", shown(path)))
            period = "-".join((date or _UNDATED).split("-")[:precision])
            groups.setdefault((period, self._description.keys.publication or publication or ""), []).append(
                self._name(path)
            )
        for (period, publication), names in sorted(
            groups.items(), key=lambda group: (group[0][0] == _UNDATED, group[0])
        ):
            facts = {"publication": publication, **({} if period == _UNDATED else {"date": period})}
            key = "/".join(filter(None, (publication, period)))
            yield self._planned(key, tuple(names), facts, key, _dated_title(facts) or None)

    # --- the tree

    def _folders(self, folder: Path) -> Iterator[_Folder]:
        """Yield *folder* and those in it, one that is a book by itself without those in it."""
        whole = (folder / "book.toml").is_file()
        inside = [*entries(folder)]
        yield _Folder(folder, () if whole else self._texts_in(folder), whole)
        if not whole:
            folders = [
                path for path in inside if path.is_dir() and not path.is_symlink() and path.resolve() != self._out
            ]
            for at in in_order([shown(Path(path.name)) for path in folders]):
                yield from self._folders(folders[at])

    def _texts(self) -> Iterator[Path]:
        for folder in self._folders(self._root):
            yield from folder.texts

    def _texts_in(self, folder: Path) -> tuple[Path, ...]:
        try:
            return texts_in(folder)
        except PublishError as error:
            if error.diagnostic.code != "B102":
                raise
            return ()

    # --- a book

    def _whole(self, folder: _Folder) -> Planned:
        """Return the book that *folder* is."""
        sources = folder.texts or self._sources_of(folder.path)
        beside = tuple(path.name for path in entries(folder.path) if path not in sources)
        name, facts = self._name(folder.path), self._facts(folder.path)
        place = facts["folder"] if name == "." else name
        return replace(self._planned(name, tuple(map(self._name, sources)), facts, place), folder=name, beside=beside)

    def _sources_of(self, folder: Path) -> tuple[Path, ...]:
        """Return the sources that a ``book.toml`` names; where it is wrong, that is reported when the book is made."""
        try:
            return find_edition([folder]).sources
        except PublishError:
            return ()

    def _planned(
        self, key: str, sources: tuple[str, ...], facts: Facts, place: str, title: str | None = None
    ) -> Planned:
        """Return a book; *place* and *title* are its own where the archive says nothing of them."""
        form, name = self._description.forms.get("title"), self._description.keys.name
        title = filled(form, facts) or None if form else title
        parts = PurePosixPath((filled(name, facts) if name else "") or place).parts
        names = [file_name(part) for part in parts if part not in ("/", "..", ".")]
        return Planned(shown(Path(key)), sources, None, (), facts, title, "/".join([BOOKS, *names]))

    def _facts(self, path: Path, **named: str) -> Facts:
        """Return what is known of the book at *path*, and what a pattern has *named*."""
        name = self._name(path)
        date = _date_of_groups(named) or named.get("date") or _date_in(name)
        facts = {
            "publication": self._description.keys.publication,
            "folder": shown(Path((path if path.is_dir() else path.parent).resolve().name)),
            "file": shown(Path(path.name if path.is_dir() else path.stem)),
            **named,
            "date": iso_date(date) if date else None,
        }
        return {key: fact for key, fact in facts.items() if fact}

    def _name(self, path: Path) -> str:
        return path.relative_to(self._root).as_posix()


def _dated_title(facts: Facts) -> str:
    """Return the title of a book of which paper and date are known."""
    dated = printed_date(facts["date"]) if "date" in facts else None
    return " ".join(filter(None, (facts.get("publication"), dated)))


def _without_ending(name: str) -> str:
    path = PurePosixPath(name)
    return path.with_suffix("").as_posix() if path.suffix else name


def _date_of_groups(named: Facts) -> str | None:
    """Return the date that the groups year, month and day of a pattern give."""
    if "year" not in named:
        return None
    parts = [
        named["year"],
        *([named["month"], *([named["day"]] if "day" in named else [])] if "month" in named else []),
    ]
    return "-".join(part.zfill(2) for part in parts)


_COMPACT = re.compile(
    r"(?<![0-9])((?:1[89]|20)[0-9]{2})[-_./年]?(0[1-9]|1[0-2])[-_./月]?(0[1-9]|[12][0-9]|3[01])(?![0-9])"
)
_MONTH = re.compile(r"(?<![0-9])((?:1[89]|20)[0-9]{2})[-_./年]?(0?[1-9]|1[0-2])(?:月|(?![0-9]))")
_YEAR = re.compile(r"(?<![0-9])((?:1[89]|20)[0-9]{2})(?![0-9])")


def _date_in(name: str) -> str | None:
    """Return the date that a path says, ISO 8601: ``1985/05/04``, ``19850504``, ``1985年5月``, ``1985``."""
    for pattern in (_COMPACT, _MONTH, _YEAR):
        if found := pattern.search(name):
            return iso_date("-".join(part.zfill(2) for part in found.groups()))
    return None
