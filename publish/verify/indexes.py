"""The indexes at the end of a finished book, against what the book itself says: each name, each place it leads to.

An index may stand in a book of which `book.toml` does not ask for it any more; one that it asks for must stand there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from publish.book import Book
from publish.collation import Piece, differences, shorten, solid
from publish.diagnostics import Diagnostic
from publish.edition import IndexKind, Settings
from publish.indexing import NAMES, Index, IndexLine, index_of
from publish.numerals import in_figures
from publish.verify.epub_text import text_of
from publish.verify.printed import Printed, StructElement
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


# --- on a screen ---------------------------------------------------------------------------------------------------


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
    expected = [address.format(anchor=entry.anchor) for line in _lines(index) for entry in line.articles]
    links = list(section.all("a"))
    for link, href in zip(links, expected, strict=False):
        if link.get("href") != href:
            yield fault("V302", link.line, label=link.label, found=link.get("href"))


def _lines(index: Index) -> Iterator[IndexLine]:
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


# --- on paper ------------------------------------------------------------------------------------------------------


def behind_text(printed: Printed) -> list[StructElement]:
    """Return the sections behind the text: the indexes, one element for each of their pages."""
    sections = [each for each in printed.sections if isinstance(each, StructElement)]
    last = max((at for at, each in enumerate(sections) if each.kind == "Part"), default=len(sections))
    return [each for each in sections[last + 1 :] if each.kind == "Sect"]


def printed_indexes(printed: Printed, book: Book) -> dict[str, list[str]]:
    """Return the lines of each index that is there, by its name."""
    names = {solid(index.title): name for name, index in indexes_of(book).items()}
    found: dict[str, list[str]] = {}
    for section in behind_text(printed):
        if (heading := next(section.all("H1"), None)) and (name := names.get(solid(heading.text))):
            found[name] = []
        if found:
            found[next(reversed(found))] += [item.text for item in section.all("LI")]
    return found


def paper_faults(
    index: Index, items: Sequence[str], pages: Mapping[str, str], fault: Callable[..., Diagnostic]
) -> Faults:
    """Yield how the printed *items* of an index depart from *index*.

    *pages* are the numbers of pages by the solid titles that stand on them, of those that stand on one alone.
    """
    left = [solid(item) for item in items]
    for line, numbers in _surest_first(index, pages):
        name = solid(line.name)
        item = next((item for item in left if _names(item, name, numbers)), None)
        if item is None:
            near = next((item for item in left if item.startswith(name)), None)
            shown = "、".join(number or "…" for number in numbers)
            facts = {"label": shorten(line.name), "expected": shown, "found": (near or "")[len(name) :].lstrip("·.…")}
            yield fault("V712", None, **facts) if near else fault("V415", None, text=shorten(line.name))
            item = near
        left = _without(left, item)
    for item in left:
        yield fault("V414", None, text=shorten(item))


def _surest_first(index: Index, pages: Mapping[str, str]) -> list[tuple[IndexLine, list[str]]]:
    """Return the lines of *index* with the numbers of their pages, those first of which all are known.

    Several lines may have one name: page 1 of several issues. One whose pages are unknown takes what the others leave.
    """
    lines = [
        (line, [pages.get(solid(label(entry.article.title)), "") for entry in line.articles]) for line in _lines(index)
    ]
    return sorted(lines, key=lambda line: "" in line[1])


def _names(item: str, name: str, numbers: Sequence[str]) -> bool:
    """Whether *item* is *name* with the *numbers* of pages, each once; an empty number is any page."""
    rest = in_figures(item.removeprefix(name))
    if not item.startswith(name) or re.search(r"[^\W\d]", rest):
        return False
    found, known = re.findall(r"\d+", rest), set(filter(None, numbers))
    several = len(set(found)) == len(found) and known <= set(found)
    return several and bool(found) and len(found) <= len(known) + numbers.count("")


def _without(items: list[str], item: str | None) -> list[str]:
    if item is None:
        return items
    at = items.index(item)
    return items[:at] + items[at + 1 :]
