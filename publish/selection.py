"""Which articles make the book, in which order, under which headings: ``[[chapters]]``, ``drop`` in ``book.toml``.

An article is named by its title, by where it stands (``file:line``) or by a pattern between slashes that matches its
whole title. A pattern takes what nothing names otherwise, so that ``/.*/`` is the rest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches

from publish.account import Account, count_characters
from publish.book import Article, Chapter, Note, plain_block
from publish.diagnostics import Diagnostic, PublishError, Report, failure
from publish.edition import ChapterKeys, Settings
from publish.patterns import Pattern
from publish.source import page_and_line
from publish.walk import find

Pages = Callable[[str], Sequence[int]]
"""The first line of each page of a source, by its name; nothing where it has no pages."""


@dataclass(frozen=True, slots=True)
class Selection:
    """The chapters of a book, and the articles that were left out of it."""

    chapters: tuple[Chapter, ...]
    left: tuple[Article, ...] = ()


def select(chapters: Sequence[Chapter], settings: Settings, toml: str, pages: Pages, report: Report) -> Selection:
    """Return what *settings*, of the file *toml*, choose of *chapters*, and report what is left out (B403, B404).

    Raises `PublishError` B401 where an article is named that is not there, B402 where one is named twice.
    """
    if not settings.chapters and not settings.drop:
        return Selection(tuple(chapters))
    chooser = _Chooser(chapters, toml, pages)
    dropped = [article for name in settings.drop for article in chooser.take(name)]
    reserved = {
        name: chooser.take(name) for keys in settings.chapters for name in keys.articles if not _is_pattern(name)
    }
    chosen = [chooser.chapter(keys, reserved) for keys in settings.chapters] or list(chooser.rest())
    left = [article for article in chooser.articles if id(article) not in chooser.taken]
    for code, articles in (("B403", dropped), ("B404", left)):
        for article in articles:
            report(Diagnostic(code, article.source, article.line, None, {"title": article.title}))
    return Selection(tuple(chapter for chapter in chosen if chapter.articles), (*dropped, *left))


def called(chapters: Sequence[Chapter], names: Sequence[str], file: str, pages: Pages) -> dict[str, list[Article]]:
    """Return the articles of *chapters* that each of *names*, written in *file*, means; patterns take what is left.

    Raises `PublishError` B401 where an article is named that is not there, B402 where one is named twice.
    """
    chooser = _Chooser(chapters, file, pages)
    return {name: chooser.take(name) for name in sorted(names, key=_is_pattern)}


class _Chooser:
    """Takes articles by their names, each once."""

    def __init__(self, chapters: Sequence[Chapter], toml: str, pages: Pages) -> None:
        self.articles = [article for chapter in chapters for article in chapter.articles]
        self.taken: set[int] = set()
        self._chapters, self._toml, self._pages = chapters, toml, pages
        self._patterns: dict[str, Pattern] = {}

    def take(self, name: str) -> list[Article]:
        """Return the articles called *name* that are not taken yet, and take them."""
        found = [article for article in self.articles if self._is_called(article, name)]
        if not found:
            titles = {article.title: None for article in self.articles}
            raise self._refused("B401", name, titles)
        free = [article for article in found if id(article) not in self.taken]
        if not free and not _is_pattern(name):
            raise self._refused("B402", name, ())
        self.taken.update(map(id, free))
        return free

    def chapter(self, keys: ChapterKeys, reserved: dict[str, list[Article]]) -> Chapter:
        """Return the chapter that *keys* describe; without articles it is the one of that heading, as it is."""
        as_read = next((chapter for chapter in self._chapters if chapter.heading == keys.heading), None)
        if keys.articles:
            found = [article for name in keys.articles for article in reserved.get(name) or self.take(name)]
            line, source = (as_read.line, as_read.source) if as_read else (None, "")
            return Chapter(keys.heading, tuple(found), line, source)
        if as_read is None:
            raise self._refused("B401", keys.heading or "", [chapter.heading or "" for chapter in self._chapters])
        return self._free(as_read)

    def rest(self) -> Iterator[Chapter]:
        """Yield the chapters as they were read, without what is taken."""
        for chapter in self._chapters:
            yield self._free(chapter)

    def _free(self, chapter: Chapter) -> Chapter:
        free = tuple(article for article in chapter.articles if id(article) not in self.taken)
        self.taken.update(map(id, free))
        return replace(chapter, articles=free)

    def _is_called(self, article: Article, name: str) -> bool:
        if _is_pattern(name):
            if name not in self._patterns:
                self._patterns[name] = Pattern(name[1:-1], self._toml, "articles", name)
            return self._patterns[name].fullmatch(article.title)
        return _bare(name) == _bare(article.title) or name in set(places(article, self._pages))

    def _refused(self, code: str, name: str, known: Iterable[str]) -> PublishError:
        nearest = next(iter(get_close_matches(name, list(known), 1, cutoff=0.3)), None)
        return failure(code, self._toml, None, None, name=name, nearest=nearest)


def _is_pattern(name: str) -> bool:
    """Tell whether *name* is a pattern, between slashes."""
    return len(name) > 2 and name[0] == name[-1] == "/"


def _bare(title: str) -> str:
    return "".join(title.split())


def places(article: Article, pages: Pages) -> Iterator[str]:
    """Yield where *article* stands, as ``file:line`` or ``file:page:line``: by the name of its file, by its path."""
    if article.line is None:
        return
    page, line = page_and_line(article.line, pages(article.source))
    number = f"{line}" if page is None else f"{page}:{line}"
    yield f"{article.source.rpartition('/')[2]}:{number}"
    yield f"{article.source}:{number}"


def without_left(account: Account, left: Sequence[Article]) -> Account:
    """Return *account* with the characters of the articles *left* out counted as left out."""
    blocks = [block for article in left for block in article.blocks]
    notes = [block for note in find(Note, blocks) for block in note.blocks]
    in_blocks = min(account.in_blocks, sum(count_characters(plain_block(block)) for block in (*blocks, *notes)))
    printed = (
        text for one in left for text in (one.title, one.kicker, one.subtitle, one.byline, *one.remarks, *one.questions)
    )
    in_fields = min(account.in_fields, sum(count_characters(text) for text in printed if text))
    return replace(
        account,
        in_blocks=account.in_blocks - in_blocks,
        in_fields=account.in_fields - in_fields,
        left_out=account.left_out + in_blocks + in_fields,
    )


# --- the book as it is, to begin with ------------------------------------------------------------------------------


def contents(chapters: Sequence[Chapter], pages: Pages) -> str:
    """Return *chapters* as the ``[[chapters]]`` of a ``book.toml`` that give the same book."""
    articles = [article for chapter in chapters for article in chapter.articles]
    titles = [_bare(article.title) for article in articles]
    return "\n".join(_contents(chapter, titles, pages) for chapter in chapters if chapter.articles)


def _contents(chapter: Chapter, titles: Sequence[str], pages: Pages) -> str:
    lines = ["[[chapters]]", *([f"heading = {_quoted(chapter.heading)}"] if chapter.heading else []), "articles = ["]
    for article in chapter.articles:
        by_title = titles.count(_bare(article.title)) == 1 and article.title and not _could_be_else(article.title)
        name = article.title if by_title else next(places(article, pages), article.title)
        remark = "、".join(article.authors) if by_title else article.title
        lines.append(f"  {_quoted(name)},{f'  # {remark}' if remark else ''}")
    return "\n".join([*lines, "]", ""])


def _could_be_else(title: str) -> bool:
    """Tell whether *title* reads as a pattern or as a place."""
    return bool(_is_pattern(title) or re.search(r":[0-9]+$", title))


def _quoted(text: str) -> str:
    """Return *text* as a string of TOML, which has the escapes of JSON."""
    return json.dumps(text, ensure_ascii=False)
