"""A book in Traditional characters from one in Simplified, and back: Book → Book.

Whole passages are converted and marks of quotation set by depth; markup stays where it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from publish.book import Book
from publish.conversion import Direction, convert
from publish.diagnostics import Diagnostic, Report, failure
from publish.edition import TraditionalKeys, Variant
from publish.passages import Passage, Recast, change_passages, passages
from publish.quotation import OPENERS, corner_quotes

LANGUAGES: Mapping[Variant, str] = {"tw": "zh-TW", "twp": "zh-TW", "hk": "zh-HK", "standard": "zh-Hant"}
"""The language of a converted book (BCP 47)."""

_DIRECTIONS: Mapping[Variant, Direction] = {"tw": "s2tw", "hk": "s2hk", "standard": "s2t"}


def to_traditional(book: Book, variant: Variant, keys: TraditionalKeys, report: Report) -> Book:
    """Return *book* in the Traditional characters of *variant*, its language with it.

    Reports T301 for each quotation mark without a partner. Raises `PublishError` T102 for a variant not on offer.
    """
    if variant not in _DIRECTIONS:
        raise failure("T102", variant=variant)
    direction = _DIRECTIONS[variant]
    recasts = [Recast(convert(passage.text, direction)) for passage in passages(book)]
    if keys.quotes == "corner":
        recasts = _with_corner_quotes(passages(book), recasts, report)
    return _refilled(book, recasts, LANGUAGES[variant])


def to_simplified(book: Book, report: Report) -> Book:
    """Return *book* in Simplified characters, from Taiwan's, Hong Kong's or the standard forms as its language says."""
    direction = _direction_back(book.language)
    recasts = [Recast(convert(passage.text, direction)) for passage in passages(book)]
    return _refilled(book, recasts, "zh-CN")


def _direction_back(language: str) -> Direction:
    tag = language.lower()
    return "tw2s" if tag.endswith("-tw") else "hk2s" if tag.endswith(("-hk", "-mo")) else "t2s"


def _refilled(book: Book, recasts: Sequence[Recast], language: str) -> Book:
    ready = iter(recasts)
    return replace(change_passages(book, lambda _: next(ready)), language=language)


def _with_corner_quotes(sources: Sequence[Passage], recasts: Sequence[Recast], report: Report) -> list[Recast]:
    corners = []
    for number, (source, recast) in enumerate(zip(sources, recasts, strict=True)):
        text, unpaired = corner_quotes(recast.text)
        corners.append(replace(recast, text=text))
        following = sources[number + 1].text if number + 1 < len(sources) else ""
        for quote in unpaired:
            if quote.opens and following.startswith(tuple(OPENERS)):
                continue  # a quotation of several paragraphs opens again in each
            line, column = source.place(quote.offset)
            report(Diagnostic("T301", source.file, line, column, {"mark": quote.mark, "set_as": quote.set_as}))
    return corners
