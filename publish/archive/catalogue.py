"""The journal → ``catalogue.json``: books with their files and articles, authors, what is there twice, what failed.

Its schema is ``docs/catalogue.schema.json``. The records are what the pages and the feeds are made of as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, TypedDict, cast

from publish.archive.journal import File, Journal, Row, State
from publish.archive.places import page_at
from publish.archive.reprints import Reprint
from publish.record import DiagnosticRecord

if TYPE_CHECKING:
    from publish.archive.description import ArchiveKeys


class FileRecord(TypedDict):
    """A finished file; *path* is given as from the folder of the catalogue."""

    path: str
    media_type: str
    size: int
    sha256: str


class ShelfArticle(TypedDict):
    """An article of a book."""

    title: str
    authors: list[str]
    remarks: list[str]
    chapter: str | None
    publication: str | None
    date: str | None
    paper_page: str | None
    """The page of the paper on which it stood."""
    page: str | None
    """The page of the printed book on which it begins, where one was made."""
    anchor: str
    """Its id in the book's pages."""


class ShelfBook(TypedDict):
    """A book."""

    key: str
    """What it is called in the archive: its folder, its file, its date."""
    title: str
    subtitle: str | None
    language: str
    publication: str | None
    date: str | None
    authors: list[str]
    editors: list[str]
    publisher: str | None
    description: str | None
    identifier: str
    updated: str
    characters: int
    warnings: int
    cover: FileRecord | None
    """The picture of its cover, where it was made as an EPUB that has one."""
    thumbnail: FileRecord | None
    """The same in small."""
    files: list[FileRecord]
    articles: list[ShelfArticle]


class FailedBook(TypedDict):
    """A book that could not be made, and why."""

    key: str
    diagnostics: list[DiagnosticRecord]


class Reference(TypedDict):
    """An article by its book and its number there, from 0."""

    book: str
    number: int


class Signer(TypedDict):
    """Who signs with a name in one paper; null: where no paper is named."""

    publication: str | None
    remarks: list[str]
    articles: list[Reference]


class AuthorRecord(TypedDict):
    """A name with those who sign with it; with several, nobody knows whether they are one person."""

    name: str
    signers: list[Signer]


class ReprintRecord(TypedDict):
    """An article that stands in an earlier book too."""

    title: str
    book: str
    place: str | None
    first_book: str
    first_place: str | None


class CatalogueRecord(TypedDict):
    """``catalogue.json``."""

    title: str
    language: str
    books: list[ShelfBook]
    authors: list[AuthorRecord]
    reprints: list[ReprintRecord]
    failed: list[FailedBook]


class BriefBook(TypedDict):
    """What stands beside an article of a book."""

    title: str
    publication: str | None
    files: list[FileRecord]


Signed = tuple[ShelfArticle, BriefBook]
"""An article that somebody signed, and its book."""


class Catalogue:
    """What the journal knows, as records; nothing of it is held."""

    def __init__(self, journal: Journal, keys: ArchiveKeys, title: str, language: str) -> None:
        self._journal, self._one_person = journal, frozenset(keys.same_authors)
        self.title, self.language = title, language
        self._brief = lru_cache(1 << 12)(self._brief_of)

    def books(self, where: str = "true", *values: object) -> Iterator[ShelfBook]:
        """Yield the books for which *where* is true of *values*, in the order of the plan."""
        return map(self._book, self._journal.rows(f"state = '{State.MADE}' AND {where}", *values))

    def without_articles(self, where: str, *values: object) -> Iterator[ShelfBook]:
        """Yield the books for which *where* is true of *values*, as if they had no articles."""
        for row in self._journal.rows(f"state = '{State.MADE}' AND {where}", *values):
            yield self._book(row, with_articles=False)

    def _book(self, row: Row, *, with_articles: bool = True) -> ShelfBook:
        entry: Any = row.entry
        warnings = sum(each["severity"] == "warning" for each in row.diagnostics)
        articles = [_article(article) for article in self._journal.articles(row.key)] if with_articles else []
        cover, thumbnail = _covers(row)
        pictures = {"cover": cover, "thumbnail": thumbnail}
        made = {"key": row.key, **entry, "warnings": warnings, **pictures, "files": _files(row), "articles": articles}
        return cast(ShelfBook, made)

    def _brief_of(self, key: str) -> BriefBook:
        row = self._journal.row(key)
        assert row
        assert row.entry
        return BriefBook(title=row.entry["title"], publication=row.entry["publication"], files=_files(row))

    def failed(self) -> Iterator[FailedBook]:
        """Yield the books that could not be made."""
        for row in self._journal.rows("state = ?", State.FAILED):
            yield FailedBook(key=row.key, diagnostics=[each for each in row.diagnostics if each["severity"] == "error"])

    def author(self, name: str) -> tuple[AuthorRecord, list[list[Signed]]]:
        """Return who sign as *name*, by paper unless the archive says that they are one, and what each signed."""
        signers: dict[str | None, Signer] = {}
        signed: dict[str | None, list[Signed]] = {}
        for key, number, article in self._journal.signed(name):
            book = self._brief(key)
            paper = None if name in self._one_person else article["publication"] or book["publication"]
            signer = signers.setdefault(paper, Signer(publication=paper, remarks=[], articles=[]))
            signer["remarks"] += [remark for remark in article["remarks"] if remark not in signer["remarks"]]
            signer["articles"].append(Reference(book=key, number=number))
            signed.setdefault(paper, []).append((_article(article), book))
        return AuthorRecord(name=name, signers=[*signers.values()]), [*signed.values()]

    def pieces(self, names: Iterable[str], found: Iterable[Reprint]) -> Iterator[bytes]:
        """Yield the catalogue as JSON, record by record; *names* are the authors in order."""
        yield _as_json("{{\n{}: {},\n{}: {}", "title", self.title, "language", self.language)
        yield from _listed("books", self.books())
        yield from _listed("authors", (self.author(name)[0] for name in names))
        yield from _listed("reprints", map(_reprint, found))
        yield from _listed("failed", self.failed())
        yield b"\n}\n"


def _files(row: Row) -> list[FileRecord]:
    """Return the files of a book that one reads."""
    return [_file(file) for file in row.files if not file.is_picture]


def _covers(row: Row) -> tuple[FileRecord | None, FileRecord | None]:
    """Return the cover of a book, and that in small."""
    pictures = [_file(file) for file in row.files if file.is_picture]
    return (pictures[0], pictures[-1]) if pictures else (None, None)


def _file(file: File) -> FileRecord:
    return FileRecord(path=file.path, media_type=file.media_type, size=file.size, sha256=file.hash)


def _article(article: dict[str, Any]) -> ShelfArticle:
    made = {**article, "paper_page": article["page"], "page": page_at(article["pages"], -1, 0)}
    return cast(ShelfArticle, {key: made[key] for key in ShelfArticle.__annotations__})


def _reprint(reprint: Reprint) -> ReprintRecord:
    later, first = reprint.later, reprint.first
    return ReprintRecord(
        title=later.title, book=later.book, place=later.place, first_book=first.book, first_place=first.place
    )


_dump = partial(json.dumps, ensure_ascii=False, separators=(", ", ": "))


def _as_json(form: str, *values: object) -> bytes:
    return form.format(*map(_dump, values)).encode("utf-8", "backslashreplace")


def _listed(key: str, records: Iterable[object]) -> Iterator[bytes]:
    """Yield *records* as the list *key* of an object, one a line."""
    yield _as_json(",\n{}: [", key)
    for number, each in enumerate(records):
        yield (b",\n" if number else b"\n") + _dump(each).encode("utf-8", "backslashreplace")
    yield b"\n]"
