"""What a book is called that nothing names: what its text offers, else the name of its file made presentable."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from urllib.parse import unquote

from publish.book import Article, Chapter
from publish.wording import N_


class Basis(StrEnum):
    """Where the title of a book comes from, as a message."""

    ARTICLE = N_("its only article")
    SECTION = N_("its only section heading")
    ORIGIN = N_("where its articles were printed")
    FIRST = N_("its first article")
    NAME = N_("the name of the file or folder")


def name_book(name: str, chapters: Sequence[Chapter], whole: bool) -> tuple[str, Basis]:
    """Return a title for the book of *chapters* whose file or folder is called *name*, and what it was taken from.

    *whole*: the name was given to the book as a whole, as that of a folder is; it is believed where it says something.
    """
    articles = [article for chapter in chapters for article in chapter.articles]
    given = presentable(name)
    if whole and given:
        return given, Basis.NAME
    if offered := _offered(chapters, articles):
        return offered
    if given or not articles:
        return given or name, Basis.NAME
    titled = next((article.title for article in articles if article.title), "")
    return (f"{titled}等{len(articles)}篇", Basis.FIRST) if titled else (name, Basis.NAME)


def _offered(chapters: Sequence[Chapter], articles: Sequence[Article]) -> tuple[str, Basis] | None:
    """Return the one title, the one section heading, or the one place of print that *chapters* have."""
    if len(articles) == 1 and articles[0].title and not chapters[0].heading:
        return articles[0].title, Basis.ARTICLE
    headings = {chapter.heading for chapter in chapters}
    if len(headings) == 1 and (heading := headings.pop()):
        return heading, Basis.SECTION
    origins = [article.origin for article in articles if article.origin and article.origin.publication]
    publications = {origin.publication for origin in origins}
    if len(publications) == 1 and len(origins) * 2 > len(articles):
        dates = {origin.date for origin in origins}
        return " ".join(filter(None, (*publications, *(dates if len(dates) == 1 else ())))), Basis.ORIGIN
    return None


_ORDINAL = re.compile(r"^[0-9]{1,4}[-_.]+(?=.*[\u3400-\u9fff])")
"""A number that only sorts the file, before a Chinese name."""
_PARTS = re.compile(r"[-_. ]+")
_MEANINGLESS = re.compile(
    r"(?=.*[0-9])[0-9a-f]{4,}|[0-9]+|(?:page|file|text|untitled|new|doc)|无标题|新建(?:文本)?文档", re.IGNORECASE
)
"""What a part of a file's name says nothing by: a hash, a number, a word for any file."""


def presentable(name: str) -> str | None:
    """Return *name*, of a file or a folder, as a title page has it; None where it says nothing (a hash, a number)."""
    plain = unquote(name)
    if all(_MEANINGLESS.fullmatch(part) for part in filter(None, _PARTS.split(plain))):
        return None
    return " ".join(_ORDINAL.sub("", plain).replace("_", " ").split()) or None
