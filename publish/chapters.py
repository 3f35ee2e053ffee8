"""Chapters of all sources → those of the book: equal section headings become one, at the place of the first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from publish.book import Article, Chapter


def merge_sections(chapters: Iterable[Chapter], merge: bool = True) -> tuple[Chapter, ...]:
    """Return *chapters*, with *merge* those of equal heading merged at the first one's place.

    Articles under no heading merge with neighbours alone, and always: they belong where they stand.
    """
    merged: list[Chapter] = []
    places: dict[str, int] = {}
    for chapter in chapters:
        at = len(merged)
        if chapter.heading is None:
            at -= bool(merged) and merged[-1].heading is None
        elif merge:
            at = places.setdefault(chapter.heading, at)
        if at == len(merged):
            merged.append(chapter)
        else:
            merged[at] = _with(merged[at], chapter.articles)
    return tuple(merged)


def _with(chapter: Chapter, articles: Sequence[Article]) -> Chapter:
    return Chapter(chapter.heading, (*chapter.articles, *articles), chapter.line, chapter.source)
