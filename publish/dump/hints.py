"""What ``[parse]`` in ``book.toml`` says of dumps: made ready for use, and whether anything answers to it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from publish.book import Article, plain_block
from publish.dump.articles import Group
from publish.dump.folding import closed_up, fold
from publish.dump.labels import Hints, Label, Labelled, Named
from publish.dump.likeness import Vocabulary
from publish.edition import ParseHints
from publish.patterns import Pattern


def ready_hints(hints: ParseHints, file: str) -> Hints:
    """Return what ``[parse]`` in *file* says, ready for use. Raises `PublishError` B203 for a faulty pattern."""
    vocabulary = Vocabulary(frozenset(hints.surnames), hints.roles)
    patterns = tuple(_pattern(furniture, file) for furniture in hints.furniture)
    return Hints(_named(hints.sections, "sections", file), _named(hints.titles, "titles", file), patterns, vocabulary)


def _named(hints: Sequence[str], key: str, file: str) -> Named:
    """Return *hints*, the lines that *key* names, ready for use."""
    lines = frozenset(closed_up(hint) for hint in hints if not _is_pattern(hint))
    return Named(lines, tuple(_pattern(hint[1:-1], file, key) for hint in hints if _is_pattern(hint)))


def _is_pattern(hint: str) -> bool:
    return len(hint) > 2 and hint[0] == hint[-1] == "/"


def _pattern(furniture: str, file: str, key: str = "furniture") -> Pattern:
    """Return *furniture*, ready to match a whole line; one that anchors itself with ^ or $ alone asks no more of it."""
    begins, ends = furniture.startswith("^"), furniture.endswith("$") and not furniture.endswith("\\$")
    whole = f"{'.*' if ends and not begins else ''}(?:{furniture}){'.*' if begins and not ends else ''}"
    return Pattern(whole, file, key, furniture)


def hints_met(
    asked: Collection[tuple[str, str]], labelled: Sequence[Labelled], groups: Sequence[Group]
) -> Iterator[tuple[str, str]]:
    """Yield those of the hints *asked*, as key and hint, that something in a dump answers to."""
    if not asked:
        return
    furniture = [item.line.text for item in labelled if item.label is Label.FURNITURE]
    headings = {text for item in labelled if item.label is Label.SECTION for text in _forms(item.line.text)}
    headings |= {group.heading for group in groups if group.heading}
    titles = {text for item in labelled if item.label is Label.TITLE for text in _forms(item.line.text)}
    articles = [article for group in groups for article in group.articles]
    for key, hint in asked:
        match key:
            case "sections":
                met = _names_one(hint, headings)
            case "titles":
                met = _names_one(hint, titles)
            case "furniture":
                met = any(map(_pattern(hint, "").fullmatch, furniture))
            case "surnames":
                met = any(name.startswith(hint) for article in articles for name in article.authors)
            case _:
                met = any(fold(hint) in fold(text) for article in articles for text in _signatures(article))
        if met:
            yield key, hint


def _forms(text: str) -> tuple[str, str]:
    """Return *text* as it is printed, and closed up."""
    return text, closed_up(text)


def _names_one(hint: str, texts: Collection[str]) -> bool:
    """Tell whether *hint* names one of *texts*, headings as they are printed and closed up."""
    if _is_pattern(hint):
        return any(map(_pattern(hint[1:-1], "").fullmatch, texts))
    return closed_up(hint) in texts


def _signatures(article: Article) -> Iterator[str]:
    """Yield where an article says who wrote it: its byline, and the opening of its text."""
    yield article.byline or ""
    yield from (plain_block(block)[:80] for block in article.blocks[:1])
