"""The manuscript (书稿): a book written out in Markdown for a person to correct, and read again.

Front matter in YAML with the keys of ``book.toml``; ``#`` a section heading, ``##`` a title, and directly under it the
lines of `FIELDS`; ``###`` a crosshead. A heading without text says that there is none. Writing what was read gives the
same bytes, and reading what was written the same book.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from publish.book import Article, Book, Origin
from publish.commonmark_writer import entity, write_blocks, write_line
from publish.pictures import path_of

FIELDS = {
    "kicker": ("引题", "引題"),
    "subtitle": ("副题", "副題"),
    "authors": ("作者", "作者"),
    "byline": ("署名", "署名"),
    "origin": ("来源", "來源"),
    "remarks": ("附注", "附註"),
}
"""The line of each field of an article begins with its word, in Simplified or Traditional, and a full-width colon."""

FIELD = re.compile(f"({'|'.join(word for words in FIELDS.values() for word in words)})：")

_NAMES = "、"
_PARTS = "，"


def written_byline(authors: tuple[str, ...]) -> str | None:
    """Return the byline of *authors* where none was printed."""
    return " ".join(authors) or None


# --- writing -------------------------------------------------------------------------------------------------------


def write_manuscript(book: Book) -> str:
    """Return *book* as a manuscript, with one line break at its end.

    The field words are Traditional where the book's language is.
    """
    script = 0 if book.language in ("zh-CN", "zh-Hans") else 1
    parts = [_front_matter(book)]
    note = 1
    for index, chapter in enumerate(book.chapters):
        if chapter.heading is not None or index > 0 or not chapter.articles:
            parts.append(_heading("#", chapter.heading or ""))
        for article in chapter.articles:
            written, note = _article(article, script, note)
            parts += written
    return "\n\n".join(parts) + "\n"


def _heading(sign: str, text: str) -> str:
    line = write_line(text)
    line = f"{line[:-1]}\\#" if line.endswith("#") else line
    return f"{sign} {line}".rstrip(" ")


def _article(article: Article, script: int, note: int) -> tuple[list[str], int]:
    head = "\n".join((_heading("##", article.title), *_fields(article, script)))
    blocks, note = write_blocks(article.blocks, note)
    if found := FIELD.match(blocks):
        blocks = found[1] + entity("：") + blocks[found.end() :]
    return [head, blocks] if blocks else [head], note


def _fields(article: Article, script: int) -> Iterator[str]:
    values: dict[str, list[str]] = {
        "kicker": [write_line(article.kicker)] if article.kicker is not None else [],
        "subtitle": [write_line(article.subtitle)] if article.subtitle is not None else [],
        "authors": [_listed(article.authors, _NAMES)] if article.authors else [],
        "byline": _byline(article),
        "origin": [_origin(article.origin)] if article.origin not in (None, Origin()) else [],
        "remarks": [write_line(remark) for remark in article.remarks],
    }
    for name, words in FIELDS.items():
        yield from (f"{words[script]}：{value}" for value in values[name])


def _listed(parts: tuple[str, ...], sign: str) -> str:
    """Return *parts* divided by *sign*, which inside a part is written so that it does not divide."""
    return sign.join(write_line(part).replace(sign, entity(sign)) for part in parts)


def _byline(article: Article) -> list[str]:
    """Return the lines of the printed byline: none where the names say it all, an empty one where none was printed."""
    if article.byline == written_byline(article.authors):
        return []
    return [write_line(line) for line in (article.byline or "").split("\n")]


def _origin(origin: Origin) -> str:
    """Return *origin* as few parts as tell it: each part by its looks if it can, else all three by their places."""
    parts = (origin.publication, origin.date, origin.page)
    short = tuple(part for part in parts if part)
    if any(_PARTS in part for part in short) or origin_of(short) != origin:
        short = tuple(part or "" for part in parts)
    return _listed(short, _PARTS)


_DATE = re.compile(r"[\d〇零一二三四五六七八九十]{2,4}年.*|\d{4}([-./]\d{1,2}){0,2}.*|\d{1,2}月\d{1,2}日.*")
_PAGE = re.compile(r"第.{1,8}[版页頁]|[A-Z]?\d{1,4}[版页頁]?|[Pp]\.? ?\d+")


def origin_of(parts: tuple[str, ...]) -> Origin | None:
    """Return the origin that *parts* name: three by their places, fewer by their looks."""
    if len(parts) == 3:
        publication, date, page = (part or None for part in parts)
        return Origin(publication, date, page)
    found: dict[str, str] = {}
    for part in filter(None, parts):
        kind = "date" if _DATE.fullmatch(part) else "page" if _PAGE.fullmatch(part) else "publication"
        found[kind] = f"{found[kind]}{_PARTS}{part}" if kind in found else part
    return Origin(**found) if found else None


# --- front matter --------------------------------------------------------------------------------------------------


def _front_matter(book: Book) -> str:
    keys: dict[str, Any] = {
        "title": book.title,
        "subtitle": book.subtitle,
        "authors": list(book.authors),
        "editors": list(book.editors),
        "publisher": book.publisher,
        "date": book.date,
        "identifier": book.identifier,
        "language": book.language,
        "rights": book.rights,
        "description": book.description,
        "subjects": list(book.subjects),
        "series": {"title": book.series.title, "number": book.series.number} if book.series else None,
        "cover": path_of(book.cover) if book.cover else None,
    }
    if isinstance(keys["series"], dict) and keys["series"]["number"] is None:
        del keys["series"]["number"]
    headings = [chapter.heading for chapter in book.chapters if chapter.heading is not None]
    told: dict[str, Any] = {key: value for key, value in keys.items() if value not in (None, [])}
    if len(set(headings)) < len(headings):
        told["merge-sections"] = False
    text = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=float("inf"))
    return f"---\n{text}---"
