"""The lines under a title that hold an article's fields: their words, and how names and origins are divided."""

from __future__ import annotations

import re

from publish.book import Origin

FIELDS = {
    "kicker": ("引题", "引題"),
    "subtitle": ("副题", "副題"),
    "authors": ("作者", "作者"),
    "byline": ("署名", "署名"),
    "origin": ("来源", "來源"),
    "remarks": ("附注", "附註"),
}
"""The line of each field of an article begins with its word, in Simplified or Traditional, and a colon."""

FIELD = re.compile(rf"({'|'.join(word for words in FIELDS.values() for word in words)})\s*([：:])")

NAME_OF = {word: name for name, words in FIELDS.items() for word in words}
"""The name of the field that a word begins."""

QUESTIONS = ("问", "問")
ASKING = re.compile(rf"({'|'.join(QUESTIONS)})\s*([：:])\s*")
"""A line of its own that begins the questions about an article: the list below it, with which the article ends."""

NAMES = "、"
PARTS = "，"


def written_byline(authors: tuple[str, ...]) -> str | None:
    """Return the byline of *authors* where none was printed."""
    return " ".join(authors) or None


DATE = re.compile(r"[\d〇零一二三四五六七八九十]{2,4}年.*|\d{4}([-./]\d{1,2}){0,2}.*|\d{1,2}月\d{1,2}日.*")
PAGE = re.compile(r"第.{1,8}[版页頁]|[A-Z]?\d{1,4}[版页頁]?|[Pp]\.? ?\d+")


def origin_of(parts: tuple[str, ...]) -> Origin | None:
    """Return the origin that *parts* name: three by their places, fewer by their looks."""
    if len(parts) == 3:
        publication, date, page = (part or None for part in parts)
        return Origin(publication, date, page)
    found: dict[str, str] = {}
    for part in filter(None, parts):
        kind = "date" if DATE.fullmatch(part) else "page" if PAGE.fullmatch(part) else "publication"
        found[kind] = f"{found[kind]}{PARTS}{part}" if kind in found else part
    return Origin(**found) if found else None
