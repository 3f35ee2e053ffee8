"""Book → what its package document says of it: EPUB 3.3, 5.5 (metadata) and EPUB Accessibility 1.1, 2.

Only what the book itself says is stated. A sort name is the name as printed: a Chinese name has its surname first, and
which part of 卡尔·马克思 or of a name in Latin letters is the surname, no program can know.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

from publish.book import Book, Image
from publish.dating import iso_date
from publish.identity import of_content, of_edition
from publish.walk import find
from publish.xhtml import label, words

_ISBN = re.compile(r"(?:urn:)?(?:isbn)?[:\s]*(97[89](?:[-\s]?\d){10})", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_POSITION = re.compile(r"[0-9]+(\.[0-9]+)*")
_CREDITED_AUTHORS = 3
"""GB/T 3792, 6.2.5: up to three persons who share the work are named as its authors."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One element of the metadata: its *name* ("dc:title", "meta"), text and attributes."""

    name: str
    text: str
    attributes: Mapping[str, str] = field(default_factory=dict)


PREFIXES = ("ibooks: http://vocabulary.itunes.apple.com/rdf/ibooks/vocabulary-extensions-1.0/",)
"""The vocabularies of the metadata that EPUB does not know of itself (EPUB 3.3, D.1)."""


def statements(
    book: Book, edition: str, vertical: bool, cover: str | None, fonts: bool, paged: bool = False
) -> Iterator[Statement]:
    """Yield the metadata of *book*, all but ``dcterms:modified``.

    *edition* is its `identifier`, whose id is ``pub-id``; *cover* is the manifest's id of the cover image, *fonts*
    tells whether faces are embedded, *paged* whether it has the page numbers of the printed book.
    """
    yield Statement("dc:identifier", edition, {"id": "pub-id"})
    yield from _titles(book)
    yield Statement("dc:language", book.language)
    yield from _persons(book)
    yield from _publication(book)
    yield from _series(book)
    yield from _accessibility(book, paged)
    if cover:
        yield _named("cover", cover)  # KOReader and Kindle's converter find it by this alone
    if fonts:
        yield _meta("ibooks:specified-fonts", "true")  # Apple Books shows no embedded face without it
    yield _named("primary-writing-mode", "vertical-rl" if vertical else "horizontal-lr")


FORMS = ("vertical", "numbered")
"""The forms in which a book may be set, each an edition of its own (`publish.identity`)."""


def identifier(book: Book, *forms: str) -> str:
    """Return the identifier of *book* set in *forms*: the one given, an ISBN or UUID as a URN, else one of its content.

    So a book that has one keeps it when its text is corrected, and two books never have the same.
    """
    if given := label(book.identifier or ""):
        if isbn := _ISBN.fullmatch(given):
            return "urn:isbn:" + re.sub(r"\D", "", isbn[1])
        return of_edition(f"urn:uuid:{given}" if _UUID.fullmatch(given) else given, *forms)
    return of_content(book, *forms)


def identifiers(book: Book) -> Iterator[str]:
    """Yield the identifiers that *book* may bear, one for each way to set it."""
    for count in range(len(FORMS) + 1):
        for forms in combinations(FORMS, count):
            yield identifier(book, *forms)


def dated(book: Book) -> str | None:
    """Return the date of *book*, ISO 8601: its own, else the newest that its articles carry."""
    if book.date:
        return iso_date(book.date)
    carried = (iso_date(article.origin.date) for article in book.articles if article.origin and article.origin.date)
    return max(filter(None, carried), default=None)


def authors(book: Book) -> tuple[str, ...]:
    """Return the authors of *book*: those it names, else those of its articles where they are three or fewer."""
    if book.authors or book.editors:
        return _named_persons(book.authors)
    written = _named_persons(dict.fromkeys(name for article in book.articles for name in article.authors))
    return written if len(written) <= _CREDITED_AUTHORS else ()


def contributors(book: Book) -> tuple[str, ...]:
    """Return the authors of articles that are not among the `authors` of *book*."""
    written = _named_persons(dict.fromkeys(name for article in book.articles for name in article.authors))
    named = {*authors(book), *editors(book)}
    return tuple(name for name in written if name not in named)


def editors(book: Book) -> tuple[str, ...]:
    """Return the editors of *book*."""
    return _named_persons(book.editors)


def _named_persons(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(label(name) for name in names if label(name))


def _meta(name: str, text: str, refines: str | None = None, **attributes: str) -> Statement:
    about = {"refines": f"#{refines}"} if refines else {}
    return Statement("meta", text, {**about, "property": name, **attributes})


def _named(name: str, content: str) -> Statement:
    """Return a statement in EPUB 2's way, which older readers know."""
    return Statement("meta", "", {"name": name, "content": content})


def _titles(book: Book) -> Iterator[Statement]:
    yield Statement("dc:title", label(book.title) or words(book.language)["untitled"], {"id": "title"})
    yield _meta("title-type", "main", "title")
    if label(book.subtitle or ""):
        yield Statement("dc:title", label(book.subtitle or ""), {"id": "subtitle"})
        yield _meta("title-type", "subtitle", "subtitle")


def _persons(book: Book) -> Iterator[Statement]:
    named = authors(book)
    edited, written = editors(book), contributors(book)
    roles = (("aut", named), ("edt", edited), ("aut", written))
    persons = [(role, name) for role, names in roles for name in names]
    # Where a book has editors alone, they stand where shelves and menus look for its author.
    creators = len(named) or len(edited)
    for number, (role, person) in enumerate(persons, 1):
        element = "dc:creator" if number <= creators else "dc:contributor"
        yield Statement(element, person, {"id": f"person-{number}"})
        yield _meta("role", role, f"person-{number}", scheme="marc:relators")
        yield _meta("file-as", person, f"person-{number}")
        yield _meta("display-seq", str(number), f"person-{number}")


def _publication(book: Book) -> Iterator[Statement]:
    sources = (article.origin.publication for article in book.articles if article.origin and article.origin.publication)
    stated = [
        ("dc:publisher", book.publisher),
        ("dc:date", dated(book)),
        ("dc:rights", book.rights),
        ("dc:description", book.description),
        *(("dc:subject", subject) for subject in book.subjects),
        *(("dc:source", source) for source in dict.fromkeys(sources)),
    ]
    for element, text in stated:
        if text and text.strip():
            yield Statement(element, label(text))


def _series(book: Book) -> Iterator[Statement]:
    if not book.series or not label(book.series.title):
        return
    title = label(book.series.title)
    yield _meta("belongs-to-collection", title, id="series")
    yield _meta("collection-type", "series", "series")
    yield _named("calibre:series", title)
    if number := position(book):
        yield _meta("group-position", number, "series")
        yield _named("calibre:series_index", number)


def position(book: Book) -> str | None:
    """Return the number of *book* in its series, where it is one as EPUB has them (EPUB 3.3, D.3.4)."""
    number = book.series.number or "" if book.series and label(book.series.title) else ""
    return number if _POSITION.fullmatch(number) else None


def accessibility_of(book: Book, paged: bool = False) -> dict[str, list[str]]:
    """Return what may be claimed of the accessibility of *book*, *paged* or not, by the name of the property."""
    claims: dict[str, list[str]] = {}
    for statement in _accessibility(book, paged):
        claims.setdefault(statement.attributes["property"], []).append(statement.text)
    return claims


def _accessibility(book: Book, paged: bool) -> Iterator[Statement]:
    images = list(find(Image, book)) if book.pictures else []
    described = all(image.alternative for image in images)
    terms = words(book.language)
    modes = ["textual", "visual"] if images else ["textual"]
    features = ["structuralNavigation", "tableOfContents", "readingOrder", "displayTransformability", "ARIA"]
    features += ["pageNavigation", "pageBreakMarkers"] if paged else []
    flashing = any(picture.media_type == "image/gif" for picture in book.pictures)
    summary = terms["summary"] + (terms["summary-pictures"] if images and described else "")
    yield from (_meta("schema:accessMode", mode) for mode in modes)
    if described:
        features.append("alternativeText")
        yield _meta("schema:accessModeSufficient", "textual")
    if images:
        yield _meta("schema:accessModeSufficient", ",".join(modes))
    yield from (_meta("schema:accessibilityFeature", feature) for feature in features)
    yield _meta("schema:accessibilityHazard", "unknown" if flashing else "none")
    yield _meta("schema:accessibilitySummary", summary)
