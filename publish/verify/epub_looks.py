"""Whether a finished EPUB looks as it was made to look: its cover, and the rules of its style."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from publish.assets import READERS, find_style, own_styles, screen_css
from publish.book import Book
from publish.collation import shorten
from publish.cover import draw_cover
from publish.diagnostics import Diagnostic, PublishError
from publish.edition import Settings
from publish.language import Language
from publish.pictures import agreement, likeness
from publish.verify.publication import Publication
from publish.verify.rules import StyleRule, rules

Faults = Iterator[Diagnostic]

_KNOWN = 0.6
"""Share of the rules of a style from which a style sheet is taken for it."""
_LIKE = 0.94
"""Likeness from which two pictures are the same cover: another face of the same role, another program for JPEG."""
_SAME, _APART = 0.4, 0.005
"""Shares of the lettering that stands as it should and that is quite another, from which the words are others: where
only the face is another, hardly anything stands as it should."""


def looks(publication: Publication, book: Book, settings: Settings) -> Faults:
    """Yield what is not as the style and the book have it."""
    yield from cover(publication, book, settings)
    yield from style(publication, book, settings)
    yield from own_styles_of_pages(publication)
    yield from styled(publication)


# --- the cover -----------------------------------------------------------------------------------------------------


def cover(publication: Publication, book: Book, settings: Settings) -> Faults:
    """Whether the cover page shows the cover, and where the book names no picture, that is the one drawn for it."""
    item = next((item for item in publication.items if "cover-image" in item.properties), None)
    if not item:
        return  # V207
    for path, root in publication.pages.items():
        shown = {
            publication.resolve(path, image.get("src"))[0]
            for section in root.with_type("cover")
            if section.name != "a"
            for image in section.all("img")
        }
        if shown and shown != {item.path}:
            yield publication.fault("V214", path)
    if book.cover is None and not _is_drawn_for(publication.files.get(item.path, b""), book, settings):
        yield publication.fault("V613", item.path)


def _is_drawn_for(data: bytes, book: Book, settings: Settings) -> bool:
    try:
        drawn = draw_cover("cover.jpg", book, settings.style.fonts)
    except PublishError:  # no Chinese face: nothing to hold it against
        return True
    if drawn.data == data:
        return True
    lettered = draw_cover("cover.jpg", _with_other_words(book), settings.style.fonts)
    same, apart = agreement(drawn.data, data, lettered.data)
    return not (same >= _SAME and apart >= _APART) and likeness(drawn.data, data) >= _LIKE


def _with_other_words(book: Book) -> Book:
    """Return *book* with other characters, as many, wherever a cover shows some."""
    return replace(
        book,
        title=_other(book.title),
        subtitle=_other(book.subtitle or ""),
        publisher=_other(book.publisher or ""),
        authors=tuple(map(_other, book.authors)),
        editors=tuple(map(_other, book.editors)),
    )


def _other(text: str) -> str:
    return re.sub(r"\w", "口", text)


# --- the style -----------------------------------------------------------------------------------------------------


def style(publication: Publication, book: Book, settings: Settings) -> Faults:
    """Whether the style sheet has the rules of the style, none changed, taken out or added.

    The style is that of *settings* or another of the program, whichever has more rules in common: the command line may
    have named one. A style that is none of them cannot be compared, and is reported (V612).
    """
    found = [
        rule for css in publication.stylesheets.values() for rule in rules(css) if "@font-face" not in rule.selector
    ]
    path = next(iter(publication.stylesheets), None)
    vertical = bool(re.search(r"writing-mode\s*:\s*vertical", "".join(publication.stylesheets.values())))
    ways = (_rules_of(name, reader, book, vertical) for name in _names(settings) for reader in (None, *READERS))
    expected = max(ways, key=lambda way: 2 * _common(way, found) - len(way))
    if not found:
        return  # V614
    if _common(expected, found) < _KNOWN * len(expected):
        yield publication.fault("V612", path)
        return
    changed = {rule.selector: rule for rule in _without(found, expected)}
    for rule in _without(expected, found):
        now = changed.pop(rule.selector, None)
        line, stands = (now.line, _declared(now)) if now else (None, "—")
        yield publication.fault("V611", path, line, selector=rule.selector, expected=_declared(rule), found=stands)
    for rule in changed.values():
        yield publication.fault("V611", path, rule.line, selector=rule.selector, expected="—", found=_declared(rule))


def own_styles_of_pages(publication: Publication) -> Faults:
    """Whether a page has no rules of its own: the program writes none."""
    for path, root in publication.pages.items():
        for element in root.all("style"):
            for rule in rules(element.text):
                line = element.line + rule.line - 1
                yield publication.fault("V611", path, line, selector=rule.selector, expected="—", found=_declared(rule))


def styled(publication: Publication) -> Faults:
    """Whether the rules of the style reach each page: it leads to a style sheet that has some (V614)."""
    with_rules = {path for path, css in publication.stylesheets.items() if rules(css)}
    for path, root in publication.pages.items():
        sheets = (link.get("href") for link in root.all("link") if "stylesheet" in link.get("rel").split())
        if with_rules.isdisjoint(publication.resolve(path, sheet)[0] for sheet in sheets):
            yield publication.fault("V614", path)


def _names(settings: Settings) -> Iterator[str | None]:
    yield from dict.fromkeys((settings.style.name, None, *own_styles()))


def _rules_of(name: str | None, reader: str | None, book: Book, vertical: bool) -> list[StyleRule]:
    traditional = Language.of(book.language).is_traditional
    return list(rules(screen_css(find_style(name), reader, traditional=traditional, vertical=vertical)))


def _key(rule: StyleRule) -> tuple[str, tuple[tuple[str, str], ...]]:
    return rule.selector, rule.declarations


def _common(one: list[StyleRule], other: list[StyleRule]) -> int:
    return (Counter(map(_key, one)) & Counter(map(_key, other))).total()


def _without(some: list[StyleRule], others: list[StyleRule]) -> Iterator[StyleRule]:
    """Yield those of *some* that are not among *others*, as often as they are not."""
    left = Counter(map(_key, others))
    for rule in some:
        left[_key(rule)] -= 1
        if left[_key(rule)] < 0:
            yield rule


def _declared(rule: StyleRule) -> str:
    return shorten("; ".join(f"{name}: {value}" for name, value in rule.declarations), 60) or "—"
