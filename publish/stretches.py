"""The text of a book in stretches, each with its place: for what is reported of single characters.

A stretch has everything that a reader meets, notes and the readings of ruby too, which `publish.book.plain` leaves out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publish.book import Book, Place, Places, locate, plain_block
from publish.walk import own_texts, texts

PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd]")
"""A character for private use (Unicode 3.5, 23.5): whatever a face shows for it, it shows by chance."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of a book and where they stand; *plain* is the text that the offsets of *places* count."""

    characters: str
    file: str | None = None
    plain: str = ""
    places: Places = ()

    def those(self, wanted: Iterable[str]) -> tuple[str, ...]:
        """Return which characters of *wanted* are here, in their order."""
        return tuple(dict.fromkeys(filter(frozenset(wanted).__contains__, self.characters)))

    def place_of(self, character: str) -> tuple[int | None, int | None]:
        """Return line and column of the first *character*, as far as they are known."""
        offset = self.plain.find(character)
        line, column = locate(self.places, offset)
        return line, column if offset >= 0 else None


def stretches(book: Book) -> Iterator[Stretch]:
    """Yield the stretches of *book* in reading order, its title page last."""
    for chapter in book.chapters:
        yield Stretch(chapter.heading or "", chapter.source or None, places=_line(chapter.line))
        for article in chapter.articles:
            yield Stretch("".join(own_texts(article)), article.source or None, places=_line(article.line))
            for block in article.blocks:
                yield Stretch("".join(texts(block)), article.source or None, plain_block(block), block.places)
    series = (book.series.title, book.series.number or "") if book.series else ()
    names = (*book.authors, *book.editors, book.publisher or "", *series)
    yield Stretch("".join((book.title, book.subtitle or "", *names)))


def _line(line: int | None) -> Places:
    return (Place(line),) if line else ()
