"""Book × faces → the characters that no face shows, each reported where it first stands (F204).

Said before layout; on paper such a character is a 〓 that copies and is found as itself (`publish.fonts.cut_family`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from publish.book import Article, Book, Place, Places, plain_block
from publish.diagnostics import Diagnostic, Report
from publish.fonts import Families, missing


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters of a book and where they stand; *plain* is the text that the offsets of *places* count."""

    characters: str
    file: str | None = None
    plain: str = ""
    places: Places = ()

    def place_of(self, character: str) -> tuple[int | None, int | None]:
        """Return line and column of the first *character*, as far as they are known."""
        offset = self.plain.find(character)
        before = [place for place in self.places if place.offset <= offset]
        if before:
            return before[-1].line, before[-1].column + offset - before[-1].offset
        return (self.places[0].line if self.places else None), None


def report_missing(book: Book, fonts: Families, report: Report) -> None:
    """Report each character of *book* that no face of this machine shows, with its first place and how often it is."""
    passages = list(_passages(book))
    counts = Counter(character for passage in passages for character in passage.characters)
    lacking = missing(counts, book.language, fonts)
    for passage in passages:
        for character in dict.fromkeys(filter(lacking.__contains__, passage.characters)):
            line, column = passage.place_of(character)
            facts = {"character": character, "code": f"U+{ord(character):04X}", "count": counts[character]}
            report(Diagnostic("F204", passage.file, line, column, facts))
            lacking -= {character}


def _passages(book: Book) -> Iterator[Passage]:
    for chapter in book.chapters:
        yield Passage(chapter.heading or "", chapter.source or None, places=_line(chapter.line))
        for article in chapter.articles:
            yield Passage("".join(_head(article)), article.source or None, places=_line(article.line))
            for block in article.blocks:
                yield Passage("".join(_strings(block)), article.source or None, plain_block(block), block.places)
    yield Passage(
        "".join(_strings((book.title, book.subtitle, book.authors, book.editors, book.publisher, book.series)))
    )


def _line(line: int | None) -> Places:
    return (Place(line),) if line else ()


def _head(article: Article) -> Iterator[str]:
    lines = (article.kicker, article.title, article.subtitle, article.byline, article.authors, article.remarks)
    return _strings((*lines, article.origin))


def _strings(value: object) -> Iterator[str]:
    """Yield every string anywhere inside *value*: notes and readings of ruby too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _strings(part)
    elif is_dataclass(value) and not isinstance(value, Place):
        for each in fields(value):
            yield from _strings(getattr(value, each.name))
