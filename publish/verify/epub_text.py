"""The text of a finished EPUB, held against the book character for character and space for space."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from publish.book import Article, Book, plain_block
from publish.collation import (
    Found,
    Mark,
    MarkKind,
    differences,
    gaps,
    marks,
    opcodes,
    pieces,
    shorten,
    solid,
    unprintable,
    unprintable_in,
)
from publish.dating import printed_date
from publish.diagnostics import Diagnostic
from publish.metadata import authors, dated
from publish.verify.epub_navigation import heading, own_pages_of
from publish.verify.publication import Element, Publication
from publish.xhtml import Row, label, numbered, words

Faults = Iterator[Diagnostic]


_BLOCKS = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "article", "header", "footer", "aside", "blockquote"),
    *("ul", "ol", "li", "dl", "dt", "dd", "figure", "figcaption", "pre", "hr", "br", "body", "nav"),
    *("table", "caption", "thead", "tbody", "tr", "td", "th"),
}
_NO_TEXT = {"head", "rt", "rp", "script", "style"}
_NO_TEXT_TYPES = {"noteref", "pagebreak"}
_NO_TEXT_CLASSES = frozenset({"number", "again"})
"""Numbers of paragraphs, and heads of columns that stand in each record once more."""
_NO_TEXT_ROLES = {"doc-noteref", "doc-pagebreak", "doc-backlink"}


def text_of(root: Element) -> Found:
    """Return the text of a page, line by line, without note marks, readings of ruby and paragraph numbers."""
    found, run = Found(), list[str]()

    def end(line: int) -> None:
        for each in "".join(run).split("\n"):  # more than one in a listing alone
            found.add(each.strip(" \t\r"), line)
        run.clear()

    def walk(element: Element, plain: bool) -> None:
        if _is_no_text(element):
            return
        block = element.name in _BLOCKS
        if block:
            end(element.line)
        if element.name == "img":
            run.append(element.get("alt"))
        for part in element.content:
            if isinstance(part, Element):
                walk(part, plain or part.name == "pre")
            else:
                run.append(part if plain else re.sub("[ \t\r\n]+", " ", part))
        if block:
            end(element.line)

    walk(root, root.name == "pre")
    end(root.line)
    return found


def _characters_in(element: Element) -> Iterator[str]:
    """Yield the text of *element* without its lines and their places, which takes half the time of `text_of`."""
    if element.name == "img":
        yield element.get("alt")
    for part in element.content:
        if isinstance(part, str):
            yield part
        elif not _is_no_text(part):
            yield from _characters_in(part)


def _is_no_text(element: Element) -> bool:
    attributes = element.attributes
    return (
        element.name in _NO_TEXT
        or ("epub:type" in attributes and not _NO_TEXT_TYPES.isdisjoint(attributes["epub:type"].split()))
        or ("role" in attributes and not _NO_TEXT_ROLES.isdisjoint(attributes["role"].split()))
        or ("class" in attributes and not _NO_TEXT_CLASSES.isdisjoint(attributes["class"].split()))
    )


def articles(publication: Publication, book: Book) -> Faults:
    """Whether every article is there, in order, character for character."""
    yield from _each_article(publication, book, _characters)


def text(publication: Publication, book: Book) -> Faults:
    """Whether every article is there, in order, character for character, space for space, mark for mark."""
    yield from _each_article(publication, book, _article)


def _each_article(publication: Publication, book: Book, compare: Compare) -> Faults:
    pages = [(path, section) for path in publication.spine for section in _sections(publication, path)]
    articles, untitled = list(book.articles), words(book.language)["untitled"]
    expected = [solid(article.title) or solid(untitled) for article in articles]
    found = [solid(heading(section)) for _, section in pages]
    own = words(book.language)
    for kind, i, j, k, m in opcodes(expected, found):
        paired = min(j - i, m - k)
        for article, (path, section) in zip(articles[i : i + paired], pages[k : k + paired], strict=True):
            if kind != "equal":
                yield publication.fault("V405", path, section.line, expected=article.title, found=heading(section))
            yield from compare(_Page(publication, path, section), article, own)
        for article in articles[i + paired : j]:
            yield publication.fault("V406", None, title=shorten(article.title), source=_source(article, article.line))
        for path, section in pages[k + paired : m]:
            yield publication.fault("V407", path, section.line, title=heading(section))


def _sections(publication: Publication, path: str) -> Iterator[Element]:
    root = publication.pages.get(path)
    return root.with_type("chapter") if root else iter(())


def _source(article: Article, line: int | None) -> str:
    return ":".join(str(part) for part in (article.source or article.title, line) if part is not None)


@dataclass(frozen=True, slots=True)
class _Page:
    """The *section* of an article in the file *path*."""

    publication: Publication
    path: str
    section: Element

    def fault(self, code: str, line: int | None, /, **facts: object) -> Diagnostic:
        return self.publication.fault(code, self.path, line, **facts)


Compare = Callable[[_Page, Article, Mapping[str, str]], Faults]


def _characters(page: _Page, article: Article, own: Mapping[str, str]) -> Faults:
    """Compare the characters of *article*; *own* are the book's own words."""
    meant = pieces(article, "screen", own)
    expected = (*meant.text, *meant.notes)
    if solid("".join(piece.text for piece in expected)) == solid("".join(_characters_in(page.section))):
        return
    found = text_of(page.section)
    for difference in differences(expected, found.solid()):
        code = "V401" if not difference.found else "V402" if not difference.expected else "V403"
        yield page.fault(
            code,
            found.place_at(difference.offset),
            expected=shorten(difference.expected),
            found=shorten(difference.found),
            source=_source(article, difference.line),
        )


def _article(page: _Page, article: Article, own: Mapping[str, str]) -> Faults:
    """Compare the characters of *article*; where they are the same, spaces and marks too."""
    changed = list(_characters(page, article, own))
    yield from changed
    meant = pieces(article, "screen", own)
    expected, found = (*meant.text, *meant.notes), text_of(page.section)
    if not changed:
        for gap in gaps(expected, found):
            yield page.fault(gap.kind, found.place_at(gap.offset), before=gap.before, after=gap.after)
        yield from _marks(page, article)
        yield from _anchors(page, article)
    indented = {piece.text for piece in expected}
    for line, place in zip(found.lines, found.places, strict=True):
        if line.startswith("\u3000") and line not in indented:
            yield page.fault("V409", place, text=shorten(line))


def _anchors(page: _Page, article: Article) -> Faults:
    """Whether each paragraph and crosshead has the id that its text gives it, by which others lead there."""
    found = {element.get("id") for element in page.section.all() if "id" in element.attributes}
    for item in numbered(article.blocks):
        if item.name and item.name not in found and not isinstance(item.block, Row):
            yield page.fault("V316", page.section.line, id=item.name, text=shorten(plain_block(item.block)))


_MARKS: dict[str, MarkKind] = {
    "em": MarkKind.EMPHASIS,
    "strong": MarkKind.STRONG,
    "a": MarkKind.LINK,
    "rt": MarkKind.RUBY,
    "img": MarkKind.PICTURE,
    "blockquote": MarkKind.QUOTATION,
    **dict.fromkeys(("h3", "h4", "h5", "h6"), MarkKind.CROSSHEAD),
}
"""Elements that mark something in the text."""


def _marks(page: _Page, article: Article) -> Faults:
    """Whether emphasis, links, ruby, pictures, crossheads and quotations are those of the source."""
    elements = [
        element
        for element in page.section.all(*_MARKS)
        if (element.name != "a" or (urlsplit(element.get("href")).scheme and not _is_no_text(element)))
        and "note-mark" not in element.get("class").split()
    ]
    expected, found = marks(article), [_mark(element) for element in elements]
    for kind, i, j, k, m in opcodes(expected, found):
        if kind != "equal":
            line = elements[k].line if k < len(elements) else page.section.line
            wanted, stands = (
                ", ".join(f"{mark.kind} {mark.text}" for mark in part) for part in (expected[i:j], found[k:m])
            )
            yield page.fault("V413", line, expected=shorten(wanted, 60) or "—", found=shorten(stands, 60) or "—")


def _mark(element: Element) -> Mark:
    kind = _MARKS[element.name]
    if kind is MarkKind.LINK:
        return Mark(kind, element.get("href"))
    if kind is MarkKind.PICTURE:
        return Mark(kind, element.get("src").rpartition("/")[2])
    if kind is MarkKind.QUOTATION:
        return Mark(kind, "")
    return Mark(kind, solid(element.text) if kind is MarkKind.RUBY else text_of(element).solid())


def characters(publication: Publication, book: Book) -> Faults:
    """Whether a file holds characters that stand for none, where the book does not (U+FFFD, controls, U+FEFF)."""
    known = unprintable_in(book)
    for path, root in (*publication.documents.items(), (publication.package_path, publication.package)):
        for element in root.all():
            own = "".join(part for part in element.content if isinstance(part, str)) + "".join(
                element.attributes.values()
            )
            for character in sorted(unprintable(own) - known):
                yield publication.fault("V410", path, element.line, character=f"U+{ord(character):04X}")


def own_pages(publication: Publication, book: Book) -> Faults:
    """Whether cover, title page, contents and colophon say what the book says and its own words, and nothing else.

    An index is compared word for word (`publish.verify.indexes`).
    """
    known = sorted(filter(None, map(solid, _known(book))), key=len, reverse=True)
    front, back = own_pages_of(publication)
    indexes = {path for path in back if any(publication.pages[path].with_type("index"))}
    for path in sorted((front | back) - indexes - {publication.nav_path or ""}):
        page = text_of(publication.pages[path])
        for line, place in zip(page.lines, page.places, strict=True):
            rest = solid(line)
            for each in known:
                rest = rest.replace(each, "")
            if rest := re.sub(r"[\W_]", "", rest):
                yield publication.fault("V414", path, place, text=shorten(rest))
    yield from _lacking(publication, book)


def _lacking(publication: Publication, book: Book) -> Faults:
    """Whether title page and colophon leave nothing out of what they should say."""
    newest = dated(book)
    series = " ".join(filter(None, [book.series.title, book.series.number])) if book.series else None
    both = (book.title, book.subtitle, series, book.publisher, *authors(book), *book.editors)
    colophon = (book.rights, printed_date(newest) if newest else None)
    for term, facts in (("titlepage", both), ("colophon", (*both, *colophon))):
        for path, root in publication.pages.items():
            for part in (part for part in root.with_type(term) if part.name != "a"):
                shown = solid(text_of(part).solid())
                for fact in filter(None, facts):
                    if solid(label(fact)) not in shown:
                        yield publication.fault("V415", path, part.line, text=shorten(label(fact)))


def _known(book: Book) -> Iterator[str]:
    """Yield what may stand on the book's own pages."""
    yield from words(book.language).values()
    yield from filter(None, (book.title, book.subtitle, book.publisher, book.identifier, book.rights, book.description))
    yield from (*authors(book), *book.editors, *book.subjects)
    if book.series:
        yield from (book.series.title, book.series.number or "")
    if newest := dated(book):
        yield printed_date(newest)
    yield from (chapter.heading for chapter in book.chapters if chapter.heading)
    for article in book.articles:
        yield from (article.title, *article.authors)
