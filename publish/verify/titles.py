"""What contents and outline say of a book."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from publish.book import Book
from publish.xhtml import label, words


class Title(NamedTuple):
    """A line of the contents: the heading of a chapter, or the title of an article."""

    label: str
    """On one line; the book's own word where an article has no title."""
    depth: int
    is_article: bool
    is_printed: bool
    """Whether it stands as a heading over its text, and so in an outline that is made of headings."""


def titles(book: Book) -> Iterator[Title]:
    """Yield the headings and titles of *book*, in order."""
    untitled = words(book.language)["untitled"]
    for chapter in book.chapters:
        heading = label(chapter.heading or "")
        if heading:
            yield Title(heading, 1, False, True)
        for article in chapter.articles:
            title = label(article.title)
            yield Title(title or untitled, 2 if heading else 1, True, bool(title))
