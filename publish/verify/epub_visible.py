"""What a finished EPUB has and a reader does not see: pages that are passed over, text that markup or CSS hides."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from publish.book import Book
from publish.collation import shorten
from publish.diagnostics import Diagnostic
from publish.verify.publication import Element, Publication
from publish.verify.rules import hides, inline, matches, rules

Faults = Iterator[Diagnostic]

_FURNITURE = frozenset({"landmarks", "page-list", "pagebreak"})
"""What EPUB lets be hidden (EPUB 3.3, 7.4.2.2)."""
_UNSEEN = frozenset({"template", "noscript", "datalist"})
"""Elements of which nothing is drawn (HTML, 15.3.1; with scripts, which many readers run)."""
_CLOSED = frozenset({"details", "dialog"})
"""Elements of which next to nothing is drawn until they are open."""


def turned(publication: Publication, book: Book) -> Faults:
    """Whether every page of the text comes up when the pages are turned."""
    by_id = {item.id: item.path for item in publication.items}
    for reference in publication.package.all("itemref"):
        if reference.get("linear") == "no":
            path = by_id.get(reference.get("idref"), reference.get("idref"))
            yield publication.fault("V213", publication.package_path, reference.line, path=path)


@dataclass(frozen=True, slots=True)
class _Hiding:
    """What hides elements: how it is recognised, and which elements, by the elements around them."""

    reason: str
    applies: Callable[[Element, tuple[Element, ...]], bool]


def visible(publication: Publication, book: Book) -> Faults:
    """Whether a reader sees all text of the pages: nothing hides it, by markup or by CSS."""
    everywhere = list(_hiding(publication.stylesheets))
    for path, root in publication.pages.items():
        own = {f"{path}:{style.line}": style.text for style in root.all("style")}
        for element, reason in _hidden(root, (), [*everywhere, *_hiding(own)]):
            if text := element.label:
                yield publication.fault("V610", path, element.line, reason=reason, text=shorten(text))


def _hiding(stylesheets: Mapping[str, str]) -> Iterator[_Hiding]:
    for path, css in stylesheets.items():
        for rule in rules(css):
            if reason := hides(rule.declarations):
                where = f"{path.rpartition('/')[2]}:{rule.line}: {reason}"
                yield _Hiding(where, _applier(rule.selector))


def _applier(selector: str) -> Callable[[Element, tuple[Element, ...]], bool]:
    return lambda element, around: matches(selector, element, around)


def _hidden(element: Element, around: tuple[Element, ...], hiding: list[_Hiding]) -> Iterator[tuple[Element, str]]:
    """Yield the outermost hidden elements at and below *element*, each with what hides it."""
    if not _FURNITURE.isdisjoint(element.get("epub:type").split()) or element.name in ("head", "rp"):
        return
    if reason := _reason(element, around, hiding):
        yield element, reason
        return
    within = (*around, element)
    for part in element.content:
        if isinstance(part, Element):
            yield from _hidden(part, within, hiding)


def _reason(element: Element, around: tuple[Element, ...], hiding: list[_Hiding]) -> str | None:
    if "hidden" in element.attributes:
        return "hidden"
    if element.name in _UNSEEN or (element.name in _CLOSED and "open" not in element.attributes):
        return f"<{element.name}>"
    if element.get("aria-hidden") == "true":
        return "aria-hidden"
    if "style" in element.attributes and (reason := hides(inline(element.get("style")))):
        return f"style: {reason}"
    return next((each.reason for each in hiding if each.applies(element, around)), None)
