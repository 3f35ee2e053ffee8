"""Book → what the shelf, the index of authors and the search keep of it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from publish.archive.places import PARTING, Start
from publish.archive.reprints import sketch_of
from publish.book import Article, Book, plain_block
from publish.dating import book_moment, iso_date, timestamp
from publish.metadata import authors, dated, editors, identifier
from publish.paging import PageStart
from publish.record import summary
from publish.selection import places
from publish.source import SourceLines
from publish.xhtml import entries, label, numbered

Paged = tuple[Book, Sequence[PageStart]]
"""A book as it was set, with the places at which its pages begin."""


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article, with all that can be asked of it later."""

    title: str
    authors: tuple[str, ...]
    remarks: tuple[str, ...]
    publication: str | None
    date: str | None
    page: str | None
    """The page of the paper on which it stood, as the paper has it."""
    chapter: str | None
    place: str | None
    """Where it stands in its source, ``file:line``."""
    anchor: str
    """Its id in the pages made of it."""
    text: str
    pages: tuple[Start, ...]
    sketch: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BookEntry:
    """A book."""

    title: str
    subtitle: str | None
    language: str
    authors: tuple[str, ...]
    editors: tuple[str, ...]
    publisher: str | None
    publication: str | None
    date: str | None
    identifier: str
    updated: str
    """The moment that its files carry, RFC 3339."""
    description: str | None
    characters: int
    articles: tuple[ArticleEntry, ...]


Known = tuple[str | None, str | None]
"""The publication and the date of a book, where the archive knows them."""


def entry_of(book: Book, lines: SourceLines, set_as: Iterable[Paged], known: Known) -> BookEntry:
    """Return the entry of *book*, read from *lines* and *set_as* printed pages; *known* is what the archive knows."""
    publication, date = known
    starts = next((found for found in map(_starts, set_as) if found), {})
    articles = tuple(_articles(book, lines, starts))
    printed_in = Counter(article.publication for article in articles if article.publication)
    return BookEntry(
        title=label(book.title),
        subtitle=book.subtitle,
        language=book.language,
        authors=authors(book),
        editors=editors(book),
        publisher=book.publisher,
        publication=publication or next((name for name, _count in printed_in.most_common(1)), None),
        date=date or dated(book),
        identifier=identifier(book),
        updated=timestamp(book_moment(book)),
        description=book.description,
        characters=summary(book).characters,
        articles=articles,
    )


def _articles(book: Book, lines: SourceLines, starts: dict[int, tuple[Start, ...]]) -> Iterator[ArticleEntry]:
    number = 0
    for entry in entries(book):
        for each in entry.articles:
            *_others, place = (None, *places(each.article, lines.pages))
            yield _article(each.article, each.anchor, entry.chapter.heading, place, starts.get(number, ()))
            number += 1


def _article(
    article: Article, anchor: str, chapter: str | None, place: str | None, pages: tuple[Start, ...]
) -> ArticleEntry:
    origin = article.origin
    return ArticleEntry(
        title=label(article.title),
        authors=article.authors,
        remarks=article.remarks,
        publication=origin.publication if origin else None,
        date=iso_date(origin.date) if origin and origin.date else None,
        page=origin.page if origin else None,
        chapter=chapter,
        place=place,
        anchor=anchor,
        text=PARTING.join(map(plain_block, article.blocks)),
        pages=pages,
        sketch=sketch_of(article),
    )


# --- pages ---------------------------------------------------------------------------------------------------------


def _starts(set_as: Paged) -> dict[int, tuple[Start, ...]]:
    """Return where pages begin in each article of a book, by its number; first the page on which it begins itself."""
    book, pages = set_as
    known_places = _places(book) if pages else {}
    known = sorted(
        (*known_places[page.anchor, page.name], page.before, page.label)
        for page in pages
        if (page.anchor, page.name) in known_places
    )
    found: dict[int, tuple[Start, ...]] = {}
    for number in range(sum(1 for _article in book.articles) if known else 0):
        first = bisect_right(known, (number, -1, 0, "\U0010ffff"))
        within = [each[1:] for each in known[first:] if each[0] == number]
        begins = [(-1, 0, known[first - 1][3])] if first else []
        found[number] = (*begins, *within)
    return found


def _places(book: Book) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the article and the block of each place by which pages are named; a chapter begins as its first does."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    number = 0
    for entry in entries(book):
        found[entry.anchor, ""] = (number, -1)
        for each in entry.articles:
            found[each.anchor, ""] = found[each.anchor, "title"] = (number, -1)
            for at, item in enumerate(numbered(each.article.blocks)):
                if item.name:
                    found[each.anchor, item.name] = (number, at)
            number += 1
    return found
