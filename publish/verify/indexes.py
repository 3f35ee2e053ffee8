"""The indexes at the end of a finished book, against what the book itself says: each name, each place it leads to.

An index may stand in a book of which `book.toml` does not ask for it any more; one that it asks for must stand there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from publish.book import Book
from publish.collation import Piece, differences, shorten
from publish.diagnostics import Diagnostic
from publish.edition import IndexKind, Settings
from publish.indexing import NAMES, Index, IndexLine, index_of
from publish.verify.epub_text import text_of
from publish.verify.publication import Element, Publication
from publish.xhtml import entries, label, words

Faults = Iterator[Diagnostic]
Fault = Callable[..., Diagnostic]


def indexes_of(book: Book) -> Mapping[str, Index]:
    """Return the indexes that *book* can have, by their names."""
    chapters = entries(book)
    return {name: index_of(chapters, book.language, kind) for kind, name in NAMES.items()}


def lacking(book: Book, settings: Settings, found: Iterable[str]) -> Iterator[str]:
    """Yield the titles of the indexes that *settings* ask for, which *book* can have and which are not *found*."""
    names = set(found)
    asked = {NAMES[kind] for kind in settings.index.kinds} - names
    yield from (index.title for name, index in indexes_of(book).items() if name in asked and index.groups)


# --- on a screen; on paper see `printed_indexes` ----------------------------------------------------------------------


def indexes_in(root: Element) -> Iterator[Element]:
    """Yield the sections of a page that are indexes."""
    yield from (section for section in root.all("section") if section.get("id") in NAMES.values())


def screen_faults(section: Element, book: Book, address: str, fault: Fault) -> Faults:
    """Yield how the index in *section* departs from the one of *book*; *address* is how a link leads to an article.

    *fault* makes a diagnostic of a code, a line and facts.
    """
    index = indexes_of(book)[section.get("id")]
    found = text_of(section)
    pieces = [Piece(text) for text in _texts(index, book)]
    for difference in differences(pieces, found.solid()):
        code = "V401" if not difference.found else "V402" if not difference.expected else "V403"
        facts = {"expected": shorten(difference.expected), "found": shorten(difference.found), "source": index.title}
        yield fault(code, found.place_at(difference.offset), **facts)
    expected = [address.format(anchor=entry.anchor) for line in lines_of(index) for entry in line.articles]
    links = list(section.all("a"))
    for link, href in zip(links, expected, strict=False):
        if link.get("href") != href:
            yield fault("V302", link.line, label=link.label, found=link.get("href"))


def lines_of(index: Index) -> Iterator[IndexLine]:
    """Return the lines of *index*, group by group."""
    return (line for group in index.groups for line in group.lines)


def _texts(index: Index, book: Book) -> Iterator[str]:
    """Yield what a screen shows of *index*, in order."""
    terms = words(book.language)
    yield index.title
    for group in index.groups:
        yield group.label
        for line in group.lines:
            yield from (line.name,) if index.kind is not IndexKind.TITLES else ()
            for entry in line.articles:
                yield label(entry.article.title) or terms["untitled"]
                if index.kind is IndexKind.TITLES:
                    yield terms["enumeration"].join(map(label, entry.article.authors))


def in_epub(publication: Publication, book: Book, settings: Settings) -> Faults:
    """Whether the indexes of an EPUB say what the book says, and those asked for are there."""
    names = []
    for path, root in publication.pages.items():
        for section in indexes_in(root):
            names.append(section.get("id"))
            yield from screen_faults(section, book, "{anchor}.xhtml", _at(publication, path))
    for title in lacking(book, settings, names):
        yield publication.fault("V202", publication.package_path, name=title)


def _at(publication: Publication, path: str) -> Fault:
    return lambda code, line, **facts: publication.fault(code, path, line, **facts)
