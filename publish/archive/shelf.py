"""The journal → what stands beside the books: ``catalogue.json``, the OPDS feeds, the pages for any web server.

The pages need no script, and nothing in them is fetched; feeds are Atom by OPDS 1.2. Books stand by year, by paper and
by author in both. All of it can be made again, so it is written without waiting for the disk; what an earlier run wrote
and this one does not is removed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import NAMESPACE_URL, uuid5

from publish.archive.catalogue import AuthorRecord, Catalogue, ShelfBook, Signed
from publish.archive.description import Description
from publish.archive.journal import FACTS_OF_SHELF, Journal, State
from publish.archive.reprints import Reprint
from publish.assets import find_style, read_css
from publish.crosslinks import id_of
from publish.dating import UNDATED, printed_date, timestamp
from publish.decoding import shown
from publish.diagnostics import Diagnostic, Report
from publish.edition import IndexKind
from publish.indexing import grouped
from publish.opening import read_inside
from publish.output import remove_remains, write_pieces
from publish.xhtml import render, words

CATALOGUE = "catalogue.json"
PAGES, FEEDS = "pages", "opds"
_IN_A_FEED = 100
"""Books in one feed, before the next one begins (OPDS 1.2, 4.2)."""


def write_shelf(
    journal: Journal, description: Description, out: Path, found: Sequence[Reprint], report: Report
) -> None:
    """Write into *out* what stands beside the books; *found* are the articles that stand twice.

    Reported are names under which several may sign (A303).
    """
    title = description.keys.title or shown(Path(description.root.resolve().name))
    catalogue = Catalogue(journal, description.keys, title, journal.language() or "zh-CN")
    shelf = _Shelf(journal, catalogue, description, out, report)
    shelf.write_pages()
    shelf.write_feeds()
    names = (name for _letter, members in shelf.letters for name in members)
    write_pieces(out / CATALOGUE, catalogue.pieces(names, found), lasting=False)
    shelf.remove_others()


@dataclass(frozen=True, slots=True)
class Group:
    """Books that stand together: of one year, of one paper, with articles of one author."""

    label: str
    name: str
    """What its page and its feed are called."""
    count: int
    where: str = "true"
    """Which books, in SQL."""
    value: str | None = None


class _Shelf:
    """The pages and feeds of one archive."""

    def __init__(
        self, journal: Journal, catalogue: Catalogue, description: Description, out: Path, report: Report
    ) -> None:
        self._journal, self._catalogue, self._out, self._report = journal, catalogue, out, report
        self._styles = find_style(description.style)
        self._words = words(catalogue.language)
        self._written: set[Path] = set()
        self.letters = [*grouped(journal.authors(), catalogue.language, IndexKind.AUTHORS)]
        """The names of all authors, under their letters or strokes."""
        self._years = self._groups("year", self._words["undated"])
        self._papers = self._groups("publication", self._words["unnamed"])

    def _groups(self, fact: str, unknown: str) -> list[Group]:
        return [
            Group(value or unknown, id_of(fact[0], (value,)), count, f"{FACTS_OF_SHELF[fact]} = ?", value)
            for value, count in sorted(self._journal.groups(fact), key=lambda group: (not group[0], group[0]))
        ]

    # --- pages

    def write_pages(self) -> None:
        """Write ``index.html`` and the pages that it leads to."""
        css = read_css(self._styles, "archive.css")
        papers = self._papers if len(self._papers) > 1 else []
        letters = [Group(letter, id_of("l", (letter,)), len(names)) for letter, names in self.letters]
        common: dict[str, Any] = {"css": css, "years": self._years, "papers": papers, "letters": letters}
        books = sum(group.count for group in self._years)
        self._page("index.html", "index", "", **common, books=books, failed=[*self._catalogue.failed()])
        for group in (*self._years, *papers):
            listed = self._catalogue.books(group.where, group.value)
            self._page(f"{PAGES}/{group.name}.html", "books", "../", **common, group=group, books=listed)
        for letter, (_label, names) in zip(letters, self.letters, strict=True):
            authors = map(self._author, names)
            self._page(f"{PAGES}/{letter.name}.html", "authors", "../", **common, group=letter, authors=authors)

    def _page(self, path: str, template: str, root: str, **context: Any) -> None:
        """Write the page *path*; *root* leads from its folder to that of the books."""
        made = render(
            f"archive/{template}.xhtml",
            self._styles,
            title=self._catalogue.title,
            language=self._catalogue.language,
            words=self._words,
            address=lambda file: root + quote(file),
            dated=printed_date,
            root=root,
            **context,
        )
        self._write(path, made)

    def _author(self, name: str) -> tuple[AuthorRecord, list[list[Signed]]]:
        """Return those who sign as *name*, and what each signed."""
        record, signed = self._catalogue.author(name)
        if len(record["signers"]) > 1:
            self._report(Diagnostic("A303", facts={"name": name, "count": len(record["signers"])}))
        return record, signed

    # --- feeds

    def write_feeds(self) -> None:
        """Write the OPDS feeds; ``opds/index.xml`` is the one to subscribe to."""
        labels = self._words
        everything = Group(labels["all-books"], "all", self._journal.count("state = ?", State.MADE))
        self._books(everything, "index", self._catalogue.books())
        ways = [everything]
        for label, name, groups in (
            (labels["by-year"], "years", self._years),
            (labels["by-publication"], "papers", self._papers),
        ):
            ways.append(Group(label, name, len(groups)))
            self._choice(label, name, "index", groups)
            for group in groups:
                self._books(group, name, self._catalogue.books(group.where, group.value))
        ways.append(Group(labels["by-author"], "authors", len(self.letters)))
        letters = [Group(letter, id_of("l", (letter,)), len(names)) for letter, names in self.letters]
        self._choice(labels["by-author"], "authors", "index", letters)
        for letter, (_label, names) in zip(letters, self.letters, strict=True):
            authors = [self._journal_group(name) for name in names]
            self._choice(letter.label, letter.name, "authors", authors)
            for author in authors:
                self._books(author, letter.name, self._catalogue.without_articles(author.where, author.value))
        self._choice(self._catalogue.title, "index", None, ways)

    def _journal_group(self, name: str) -> Group:
        """Return the books in which *name* signs."""
        where = f"key IN ({self._journal.BOOKS_OF_AUTHOR})"
        return Group(name, id_of("w", (name,)), self._journal.count(where, name), where, name)

    def _books(self, group: Group, up: str, books: Iterator[ShelfBook]) -> None:
        """Write the feed of the *books* of *group*, in pieces where they are many."""
        pages = max(1, -(-group.count // _IN_A_FEED))
        for page in range(1, pages + 1):
            part = [*islice(books, _IN_A_FEED)]
            name, following = (self._numbered(group.name, number) for number in (page, page + 1))
            self._feed(name, "acquisition", group.label, up, books=part, following=following if page < pages else None)

    @staticmethod
    def _numbered(name: str, page: int) -> str:
        return name if page == 1 else f"{name}-{page}"

    def _choice(self, title: str, name: str, up: str | None, groups: Sequence[Group]) -> None:
        """Write the feed that leads to *groups*."""
        self._feed(name, "navigation", title, up, groups=groups)

    def _feed(self, name: str, kind: str, title: str, up: str | None, **context: Any) -> None:
        updated = max((book["updated"] for book in context.get("books", ())), default=timestamp(UNDATED))
        made = render(
            "archive/feed.xml",
            self._styles,
            **{"books": (), "groups": (), "following": None, **context},
            kind=kind,
            name=name,
            title=title,
            up=up,
            updated=updated,
            shelf=self._catalogue.title,
            language=self._catalogue.language,
            words=self._words,
            leads_to=self._kind_of,
            address=lambda file: "../" + quote(file),
            identity=self._identity,
        )
        self._write(f"{FEEDS}/{name}.xml", made)

    def _kind_of(self, group: Group) -> str:
        """Return what kind of feed that of *group* is."""
        leads_on = group.name in ("years", "papers", "authors") or group.name.startswith("l")
        return "navigation" if leads_on else "acquisition"

    def _identity(self, name: str) -> str:
        return uuid5(NAMESPACE_URL, f"{self._catalogue.title}\n{name}").urn

    # --- files

    def _write(self, path: str, text: str) -> None:
        """Write *text* to *path*, unless it says so already."""
        data = text.encode("utf-8", "replace")
        self._written.add(self._out / path)
        with suppress(OSError):
            if read_inside(self._out, path, "source-size") == data:
                return
        write_pieces(self._out / path, (data,), lasting=False)

    def remove_others(self) -> None:
        """Remove the pages and feeds that this run did not write."""
        remove_remains(self._out)
        for folder in (PAGES, FEEDS):
            remove_remains(self._out / folder)
            for path in sorted((self._out / folder).glob("*.*ml")):
                if path not in self._written:
                    path.unlink()
