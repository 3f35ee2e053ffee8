"""Links from one article of a book to another.

A writer of Markdown links to another file of the folder (``page-2.md``), to a heading in one (``page-2.md#渡口``) or in
the same one (``#渡口``). As long as a source is read such an address stays as it is written; once all articles are
known it becomes ``article:3``, the third of them. An output, which may have converted the title, puts in the id.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from urllib.parse import unquote

from publish.book import Article, Chapter, Crosshead, Link, plain
from publish.decoding import shown
from publish.walk import Node, find, with_children

_WITH_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")
_INNER = "article:"
_ENDINGS = ("", ".md", ".markdown")
_OF_PAGES = re.compile(r"\.html?$", re.IGNORECASE)
"""How a site ends the addresses of what it makes of Markdown files."""


def leads_inside(href: str, file: str, headings: Iterable[str], sources: Sequence[Path]) -> bool:
    """Tell whether *href*, in the source *file*, leads to another of *sources* or to one of its own *headings*."""
    path, fragment = _parts(href)
    if not path:
        return bool(fragment) and any(_key(heading) == fragment for heading in headings)
    return _source_of(path, file, sources) is not None


def _parts(href: str) -> tuple[str, str]:
    """Return the path of *href* and what its fragment is found by."""
    path, _, fragment = unquote(href).partition("#")
    return path.partition("?")[0], _key(fragment)


def _key(text: str) -> str:
    """Return what a heading and an address of it have in common, whatever a program makes of marks and spaces."""
    return "".join(filter(str.isalnum, text)).casefold()


def _source_of(path: str, file: str, sources: Sequence[Path]) -> Path | None:
    """Return the one of *sources* to which *path*, written in the source *file*, leads; None where it is none."""
    folder = next((source.parent for source in sources if shown(source) == file), None)
    if folder is None or path.startswith("/"):
        return None
    plain_path = _OF_PAGES.sub("", path)
    wanted = {(folder / f"{stem}{ending}").resolve() for stem in (path, plain_path) for ending in _ENDINGS}
    return next((source for source in sources if source.resolve() in wanted), None)


def linked(chapters: Sequence[Chapter], sources: Sequence[Path]) -> tuple[Chapter, ...]:
    """Return *chapters*, those of a book made of *sources*, with the links in them that lead to its articles."""
    if not any(_is_inner(link) for link in find(Link, chapters)):
        return tuple(chapters)
    places = _Places(chapters, sources)
    return tuple(
        replace(chapter, articles=tuple(_in_article(article, places.number) for article in chapter.articles))
        for chapter in chapters
    )


def _is_inner(link: Link) -> bool:
    return bool(link.href) and not _WITH_SCHEME.match(link.href)


def _in_article(article: Article, number: Callable[[str, str], int | None]) -> Article:
    def change(node: Node) -> tuple[Node, ...]:
        node = with_children(node, change)
        if not isinstance(node, Link) or not _is_inner(node):
            return (node,)
        found = number(node.href, article.source or "")
        return (replace(node, href=f"{_INNER}{found}") if found else node,)

    return with_children(article, change)


class _Places:
    """Where links can lead: the articles of a book, by their numbers."""

    def __init__(self, chapters: Sequence[Chapter], sources: Sequence[Path]) -> None:
        self._sources = sources
        self._first: dict[str, int] = {}
        self._headings: dict[tuple[str, str], int] = {}
        self._pages: dict[str, int] = {}
        articles = ((chapter, article) for chapter in chapters for article in chapter.articles)
        for number, (chapter, article) in enumerate(articles, 1):
            source = article.source or ""
            self._first.setdefault(source, number)
            self._pages.setdefault(f"{id_of('a', (article.title, *article.authors))}.xhtml", number)
            for heading in (article.title, *_crossheads(article), chapter.heading or ""):
                self._headings.setdefault((source, _key(heading)), number)

    def number(self, href: str, file: str) -> int | None:
        """Return the number of the article to which *href* leads, from 1; None where the book has it not."""
        path, fragment = _parts(href)
        if path in self._pages:
            return self._pages[path]
        source = _source_of(path, file, self._sources) if path else None
        name = file if not path else shown(source) if source else None
        if name is None:
            return None
        found = self._headings.get((name, fragment)) if fragment else None
        return found or (self._first.get(name) if path else None)


def id_of(letter: str, names: Sequence[str]) -> str:
    """Return the id that an article or a heading has by its *names*: the name of its page in an EPUB of ours."""
    return letter + sha256("\n".join(names).encode("utf-8", "replace")).hexdigest()[:8]


def _crossheads(article: Article) -> Iterator[str]:
    return (plain(block.content) for block in article.blocks if isinstance(block, Crosshead))


def to_articles(article: Article, addresses: Sequence[str]) -> Article:
    """Return *article*, its links to other articles leading to *addresses*, those of all articles of its book."""

    def change(node: Node) -> tuple[Node, ...]:
        node = with_children(node, change)
        if not isinstance(node, Link) or (at := number_of(node)) is None:
            return (node,)
        return (replace(node, href=addresses[at - 1]),) if at <= len(addresses) else node.content

    return with_children(article, change) if any(map(number_of, find(Link, article))) else article


def number_of(link: Link) -> int | None:
    """Return the number of the article to which *link* leads; None where it leads out of the book."""
    number = link.href.removeprefix(_INNER)
    return int(number) if number != link.href and number.isdecimal() else None


def is_within(link: Link) -> bool:
    """Tell whether *link* leads to an article of the book, by its number or already by its id in a page."""
    return number_of(link) is not None or link.href.startswith("#")


def manuscript_addresses(articles: Sequence[Article]) -> list[str]:
    """Return how a manuscript of *articles* writes a link to each of them."""
    return ["#" + "-".join(article.title.split()) for article in articles]
