"""The faces that an EPUB carries on request: those of headings and of bylines, quotations and captions.

The text itself is left in the face that its reader chose. A face is cut down to the characters set in it and renamed,
since a part of a font is a Modified Version under the Open Font License and may not bear a reserved name (OFL 1.1, 3).
"""

from __future__ import annotations

from collections.abc import Iterator

from publish.book import Article, Book, Crosshead, Figure, Quote, Table, plain, plain_block
from publish.diagnostics import Diagnostic, Report
from publish.epub.embedded import EmbeddedFace
from publish.fonts import Families, Role, covers, find_face, renamed, subset
from publish.metadata import authors, editors
from publish.walk import find, walk
from publish.xhtml import words

_ROLES: dict[Role, tuple[str, int]] = {"hei": ("Book Hei", 700), "kai": ("Book Kai", 400)}
"""The families by the names under which ``epub.css`` asks for them, and their weights."""
_ALWAYS = "、，。：；！？…—·“”‘’「」『』《》〈〉（） 0123456789"


def embedded_faces(book: Book, fonts: Families, report: Report) -> Iterator[EmbeddedFace]:
    """Yield the faces to embed in *book*; a role that no face of the machine can play is reported (E107)."""
    for role, (family, weight) in _ROLES.items():
        face = find_face(role, book.language, fonts, weight)
        if face.role != role:
            report(Diagnostic("E107", facts={"role": role}))
            continue
        set_in_it = {character for text in _texts(book, role) for character in text} | set(_ALWAYS)
        data = renamed(subset(face, sorted(character for character in set_in_it if covers(face, character))), family)
        yield EmbeddedFace.of(role, data, family, weight)


def _texts(book: Book, role: Role) -> Iterator[str]:
    return _headings(book) if role == "hei" else _quiet(book)


def _headings(book: Book) -> Iterator[str]:
    yield from (book.title, *words(book.language).values())
    for chapter in book.chapters:
        yield chapter.heading or ""
        for article in chapter.articles:
            yield article.title
            yield from (plain(crosshead.content) for crosshead in find(Crosshead, article))


def _quiet(book: Book) -> Iterator[str]:
    """Yield what is set in Kai: who wrote it, where it stood, what is quoted, captions."""
    yield from (book.subtitle or "", *authors(book), *editors(book), *words(book.language).values())
    for article in book.articles:
        yield from (article.kicker or "", article.subtitle or "", article.byline or "", *article.authors)
        yield from article.remarks
        if article.origin:
            yield from filter(None, (article.origin.publication, article.origin.date, article.origin.page))
        yield from _quoted(article)


def _quoted(article: Article) -> Iterator[str]:
    for node in walk(article):
        match node:
            case Quote(blocks):
                yield from map(plain_block, blocks)
            case Figure(_, caption) | Table(caption=caption):
                yield plain(caption)
