"""The date and the paper that a dump itself names, in its furniture: what groups files into issues, months and years.

Each file is looked through once: what was found stands in the journal under the hash of its content.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from publish.archive.journal import Journal
from publish.archive.plan import Dated
from publish.book import Origin
from publish.dating import iso_date
from publish.diagnostics import Diagnostic, PublishError
from publish.dump import read_furniture
from publish.edition import Edition
from publish.opening import hash_of, read_inside
from publish.part import Part
from publish.readers import read_file


class Dates:
    """What the files of one tree say of their dates."""

    def __init__(self, journal: Journal, root: Path) -> None:
        self._journal, self._root = journal, root

    def of(self, path: Path) -> Dated:
        """Return the date (ISO 8601) and the publication that the file at *path* names, as far as it does."""
        name = path.relative_to(self._root).as_posix()
        try:
            now = hash_of(read_inside(self._root, name, "source-size"))
        except OSError:
            return None, None
        if (known := self._journal.date_of(name, now)) is None:
            known = _read(path)
            self._journal.keep_date(name, now, known)
        return known


def _read(path: Path) -> Dated:
    origins = [*_origins(path)]
    dates = [dated for origin in origins if origin.date and (dated := iso_date(origin.date))]
    exact = max(dates, key=len, default=None)
    return exact, next((origin.publication for origin in origins if origin.publication), None)


def _origins(path: Path) -> Iterator[Origin]:
    """Yield what the lines of the file at *path* say of where they were printed."""
    try:
        found = read_file(path, Edition("", path.parent, (path,)), _silent)
    except PublishError:  # it is reported when the book is made
        return
    if isinstance(found, Part):
        yield from (article.origin for chapter in found.chapters for article in chapter.articles if article.origin)
        return
    for line in found.lines:
        furniture = read_furniture(line.text)
        if furniture and furniture.origin:
            yield furniture.origin


def _silent(diagnostic: Diagnostic) -> None:
    """Report nothing: it is reported when the book is made."""
