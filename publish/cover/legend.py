"""What a cover says: the words of a book's title page, and the faces that show them."""

from __future__ import annotations

from dataclasses import dataclass

from publish.book import Book
from publish.fonts import Face, Families, Role, covers, find_face
from publish.metadata import authors, dated, editors
from publish.xhtml import label, words


@dataclass(frozen=True, slots=True)
class Legend:
    """The words of a cover; what the book does not have is empty."""

    title: str
    subtitle: str
    series: str
    names: str
    """Who made it, with what they did."""
    issued: str
    """Who published it, and in which year."""
    listed: tuple[str, ...]
    """Titles of its articles."""
    song: Face
    kai: Face


def read_legend(book: Book, fonts: Families) -> Legend:
    """Return what the cover of *book* says; *fonts* are families that the user prefers.

    Raises `PublishError` F101 where the machine has no Chinese face.
    """
    title = label(book.title) or words(book.language)["untitled"]
    series = " ".join(filter(None, [label(book.series.title), book.series.number])) if book.series else ""
    names, issued, subtitle = _names(book), _issued(book), label(book.subtitle or "")
    listed = tuple(filter(None, (label(article.title) for article in book.articles)))
    return Legend(
        title=title,
        subtitle=subtitle,
        series=series,
        names=names,
        issued=issued,
        listed=listed,
        song=_face("song", 700, title, book.language, fonts),
        kai=_face("kai", 400, f"{subtitle}{series}{names}{issued}", book.language, fonts),
    )


def _names(book: Book) -> str:
    """Return who made the book: up to three authors, else its editors; more are 等 after the first."""
    terms = words(book.language)
    named = authors(book) or editors(book)
    role = terms["by"] if authors(book) else terms["edited"]
    if not named:
        return ""
    shown = terms["enumeration"].join(map(label, named)) if len(named) <= 3 else label(named[0]) + terms["others"]
    return f"{shown}\u3000{role}"


def _issued(book: Book) -> str:
    """Return who published the book, and in which year, as a title page has it at its foot."""
    year = (dated(book) or "")[:4] if book.publisher else ""
    return "\u3000".join(filter(None, [label(book.publisher or ""), year]))


def _face(role: Role, weight: int, text: str, language: str, fonts: Families) -> Face:
    """Return the face for *role*, or the first of the others that shows all of *text* where it does not."""
    wanted: tuple[Role, ...] = (role, "song", "hei", "kai")
    faces = [find_face(each, language, fonts, weight) for each in wanted]
    characters = [character for character in text if not character.isspace()]
    return next((face for face in faces if all(covers(face, character) for character in characters)), faces[0])
