"""A finished page of HTML against the book that it was made from.

`publish.html` writes every element closed and every attribute with a value, so the page is read as XML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.parsers.expat import ExpatError

from publish.book import Article, Book
from publish.collation import differences, gaps, pieces, shorten
from publish.diagnostics import Diagnostic, Report, failure
from publish.edition import Settings
from publish.opening import read_named
from publish.verify.epub_text import text_of
from publish.verify.indexes import indexes_in, lacking, screen_faults
from publish.verify.publication import Element, parse
from publish.verify.verifier import Verifier
from publish.wellformed import wellformed
from publish.xhtml import entries, label, words

Faults = Iterator[Diagnostic]


class _Page:
    """A page, with what it is called in diagnostics."""

    def __init__(self, path: Path) -> None:
        """Read the page at *path*. Raises `PublishError` V101 where it is none of ours."""
        self._file = str(path)
        try:
            self.root = parse(read_named(path, "source-size"))
        except (OSError, ExpatError) as error:
            raise failure("V101", self._file, reason=getattr(error, "strerror", None) or str(error)) from error

    def fault(self, code: str, line: int | None = None, /, **facts: object) -> Diagnostic:
        return Diagnostic(code, self._file, line, None, facts)


def verify_html(path: Path, book: Book, report: Report, settings: Settings | None = None) -> None:
    """Report every fault of the page at *path*, which was made from *book*: V1, V2, V3, V4, V5 and V609.

    *settings* are those of its sources; None are the usual ones.

    Raises `PublishError` V101 where it is no page that this program could have written.
    """
    page, book = _Page(path), wellformed(book, lambda diagnostic: None)
    for check in CHECKS:
        for diagnostic in check(page, book):
            report(diagnostic)
    for title in lacking(book, settings or Settings(), (each.get("id") for each in indexes_in(page.root))):
        report(page.fault("V202", name=title))


def _head(page: _Page, book: Book) -> Faults:
    """Whether language and title are the book's, and nothing on the page is a program."""
    language = page.root.get("lang")
    if language != book.language:
        yield page.fault("V501", page.root.line, found=language or "—", expected=book.language)
    title = page.root.first("title")
    expected = label(book.title) or words(book.language)["untitled"]
    if title is None or title.label != expected:
        yield page.fault("V201", name="title", found=title.label if title else "—", expected=expected)
    for script in page.root.all("script"):
        yield page.fault("V609", script.line)


def _links(page: _Page, book: Book) -> Faults:
    """Whether each id is given once, and each link within the page leads to one."""
    ids = Counter(name for element in page.root.all() if (name := element.get("id")))
    for name, count in ids.items():
        if count > 1:
            yield page.fault("V109", id=name)
    for link in page.root.all("a"):
        href = link.get("href")
        if href.startswith("#") and href[1:] not in ids:
            yield page.fault("V311", link.line, href=href)


def _articles(page: _Page, book: Book) -> Faults:
    """Whether every article is there, in its order, character for character."""
    expected = {each.anchor: each.article for chapter in entries(book) for each in chapter.articles}
    found = {element.get("id"): element for element in page.root.all("article")}
    for anchor, article in expected.items():
        if anchor in found:
            yield from _text(page, found[anchor], article, words(book.language))
        else:
            source = ":".join(str(part) for part in (article.source or article.title, article.line) if part is not None)
            yield page.fault("V406", title=shorten(article.title), source=source)
    for anchor in found.keys() - expected.keys():
        yield page.fault("V407", found[anchor].line, title=shorten(_title(found[anchor])))
    common = [anchor for anchor in found if anchor in expected]
    if common != [anchor for anchor in expected if anchor in found]:
        yield page.fault("V305")


def _title(element: Element) -> str:
    heading = element.first("h3")
    return heading.label if heading else ""


def _text(page: _Page, element: Element, article: Article, own: Mapping[str, str]) -> Faults:
    meant, found = pieces(article, "screen", own), text_of(element)
    lines = (*meant.text, *meant.notes)
    changed = list(differences(lines, found.solid()))
    for difference in changed:
        code = "V401" if not difference.found else "V402" if not difference.expected else "V403"
        source = ":".join(str(part) for part in (article.source or article.title, difference.line) if part is not None)
        facts = {"expected": shorten(difference.expected), "found": shorten(difference.found), "source": source}
        yield page.fault(code, found.place_at(difference.offset), **facts)
    for gap in () if changed else gaps(lines, found):
        yield page.fault(gap.kind, found.place_at(gap.offset), before=gap.before, after=gap.after)


def _indexes(page: _Page, book: Book) -> Faults:
    """Whether the indexes say what the book says."""
    for section in indexes_in(page.root):
        yield from screen_faults(section, book, "#{anchor}", page.fault)


CHECKS: tuple[Callable[[_Page, Book], Faults], ...] = (_head, _links, _articles, _indexes)


def _language(path: Path) -> str:
    return _Page(path).root.get("lang")


def _title_page(path: Path, book: Book) -> Mapping[str, Any]:
    title = _Page(path).root.first("title")
    return {"title": title.label if title else ""}


def _verify(path: Path, book: Book, report: Report, settings: Settings) -> None:
    verify_html(path, book, report, settings)


VERIFIER = Verifier(_language, _title_page, _verify)
