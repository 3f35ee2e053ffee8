"""What ``[parse]`` in ``book.toml`` says of dumps: made ready for use, and whether anything answers to it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from publish.book import Article, plain_block
from publish.diagnostics import failure
from publish.dump.articles import Group
from publish.dump.folding import closed_up, fold
from publish.dump.labels import Hints, Label, Labelled
from publish.dump.likeness import Vocabulary
from publish.edition import ParseHints


def ready_hints(hints: ParseHints, file: str) -> Hints:
    """Return what ``[parse]`` in *file* says, ready for use. Raises `PublishError` B203 for a faulty pattern."""
    vocabulary = Vocabulary(frozenset(hints.surnames), hints.roles)
    patterns = tuple(_pattern(furniture, file) for furniture in hints.furniture)
    return Hints(frozenset(map(closed_up, hints.sections)), patterns, vocabulary)


def _pattern(furniture: str, file: str) -> re.Pattern[str]:
    """Return *furniture*, ready to match a whole line; one that anchors itself with ^ or $ alone asks no more of it."""
    begins, ends = furniture.startswith("^"), furniture.endswith("$") and not furniture.endswith("\\$")
    try:
        return re.compile(f"{'.*' if ends and not begins else ''}(?:{furniture}){'.*' if begins and not ends else ''}")
    except re.error as error:
        raise failure("B203", file, key=f"furniture = {furniture}", reason=str(error)) from error


def hints_met(
    asked: Collection[tuple[str, str]], labelled: Sequence[Labelled], groups: Sequence[Group]
) -> Iterator[tuple[str, str]]:
    """Yield those of the hints *asked*, as key and hint, that something in a dump answers to."""
    if not asked:
        return
    furniture = [item.line.text for item in labelled if item.label is Label.FURNITURE]
    headings = {closed_up(item.line.text) for item in labelled if item.label is Label.SECTION}
    headings |= {group.heading for group in groups if group.heading}
    articles = [article for group in groups for article in group.articles]
    for key, hint in asked:
        match key:
            case "sections":
                met = closed_up(hint) in headings
            case "furniture":
                met = any(map(_pattern(hint, "").fullmatch, furniture))
            case "surnames":
                met = any(name.startswith(hint) for article in articles for name in article.authors)
            case _:
                met = any(fold(hint) in fold(text) for article in articles for text in _signatures(article))
        if met:
            yield key, hint


def _signatures(article: Article) -> Iterator[str]:
    """Yield where an article says who wrote it: its byline, and the opening of its text."""
    yield article.byline or ""
    yield from (plain_block(block)[:80] for block in article.blocks[:1])
