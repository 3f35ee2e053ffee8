"""One reading → every edition of a book: which file each is, whether it is still as it would be made, and its making.

An EPUB has the page numbers of the first PDF in the same characters, else of the first PDF, so that those who hold
paper and those who read on a screen meet on the same page. Conversion changes ids, which come from the text, but no
blocks nor, but for the words of ``twp``, how many characters these have: so a place is found in other characters too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from publish.book import Book
from publish.decoding import shown
from publish.diagnostics import Diagnostic, Report, failure
from publish.edition import Edition, Form
from publish.editions import NamedEdition, named_editions
from publish.paging import PageStart
from publish.stamps import Stamps, stamp
from publish.writers import verifier_of
from publish.xhtml import entries, numbered

Convert = Callable[[Book, Form], Book]
"""Returns a book in the characters of a variant; None: as it is."""


@dataclass(frozen=True, slots=True)
class Job:
    """An edition with the book that it holds and the file that it is."""

    edition: NamedEdition
    book: Book
    path: Path


class Build:
    """The making of all editions of a book into one folder."""

    def __init__(self, edition: Edition, folder: Path, report: Report) -> None:
        """Look through what is to be made. Raises `PublishError` where something of it cannot be."""
        self._edition, self._folder, self._report = edition, folder, report
        self._named = named_editions(edition)
        for each in self._named:
            each.writer.prepare(each.settings, report)
        self._stamps = Stamps(folder)
        self._pages: dict[Form, tuple[Book, tuple[PageStart, ...]]] = {}
        """The book of the first PDF, and where its pages begin, by its characters."""

    def jobs(self, book: Book, convert: Convert) -> Iterator[Job]:
        """Yield the editions one by one, each to be dealt with before the next; *book* is as its sources have it.

        Raises `PublishError` B214 where two would be the same file.
        """
        converted: dict[Form, Book] = {}
        paths = set[Path]()
        for each in self._named:
            if each.variant not in converted:
                converted[each.variant] = convert(book, each.variant)
            made = each.book(converted[each.variant])
            path = each.path(self._folder, self._edition.name, made.language)
            if path in paths:
                raise failure("B214", shown(path))
            paths.add(path)
            yield Job(each, made, path)

    def is_current(self, job: Job) -> bool:
        """Tell whether the file of *job* is there as it would be made; its pages then are those of the EPUB."""
        current = self._stamps.is_current(job.path, self._stamp(job))
        if current:
            self._count(job, self._stamps.pages(job.path))
        return current

    def make(self, job: Job) -> tuple[bytes, tuple[PageStart, ...]]:
        """Return the file of *job*, and where its pages begin."""
        data, pages = job.edition.writer.write_with_pages(
            job.book, job.edition.settings, self._report, self._pages_for(job)
        )
        self._count(job, pages)
        return data, pages

    def keep(self, job: Job, data: bytes, pages: Sequence[PageStart]) -> None:
        """Remember what the file of *job* was made from, now that *data* is written."""
        self._stamps.keep(job.path, self._stamp(job), data, pages)

    def faults(self, job: Job) -> list[Diagnostic]:
        """Return what is wrong with the finished file of *job*, held against its sources."""
        if not job.path.is_file():
            return [Diagnostic("B215", shown(job.path))]
        found = [] if self.is_current(job) else [Diagnostic("B216", shown(job.path))]
        if verifier := verifier_of(job.path):
            verifier.verify(job.path, job.book, found.append, job.edition.settings)
        return found

    def _stamp(self, job: Job) -> str:
        return stamp(job.book, job.edition.settings, job.edition.writer.command, self._pages_for(job))

    def _pages_for(self, job: Job) -> tuple[PageStart, ...]:
        form = job.edition.variant
        if not job.edition.writer.marks:
            return ()
        if form in self._pages:
            return self._pages[form][1]
        others = (paged for other, paged in self._pages.items() if _WORDS not in (form, other))
        return next((tuple(_carried(pages, book, job.book)) for book, pages in others), ())

    def _count(self, job: Job, pages: tuple[PageStart, ...]) -> None:
        if pages:
            self._pages.setdefault(job.edition.variant, (job.book, pages))


_WORDS: Form = "twp"
"""The conversion that changes words, and with them how many characters a block has."""


def _carried(pages: Iterable[PageStart], book: Book, converted: Book) -> Iterator[PageStart]:
    """Yield *pages*, places in *book*, as places in the same book *converted* to other characters."""
    names = dict(zip(_names(book), _names(converted), strict=True))
    for page in pages:
        if found := names.get((page.anchor, page.name)):
            yield replace(page, anchor=found[0], name=found[1])


def _names(book: Book) -> Iterator[tuple[str, str]]:
    """Yield the ids under which places in *book* can be named, in the order of the book."""
    for entry in entries(book):
        yield entry.anchor, ""
        for each in entry.articles:
            yield each.anchor, ""
            yield each.anchor, "title"
            yield from ((each.anchor, item.name) for item in numbered(each.article.blocks) if item.name)
