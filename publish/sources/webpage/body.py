"""Where on a page the text of its article stands: by the table of platforms, else where prose is densest.

Prose is text with Chinese punctuation that is no link and stands in no part of the page that is named as furniture.
From the root down, the element is sought below which it parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import NamedTuple

from publish.sources.hypertext import PHRASING, UNSHOWN
from publish.sources.markup import Element, is_element, local_name
from publish.sources.webpage.platforms import Platform, any_page, is_furniture, label, platforms
from publish.sources.webpage.selectors import Index

_MARKS = re.compile('[，。！？；：、]|[,.;!?](?=[\\s"])')
_PLENTY = 30
"""Characters of a run of text that is prose even without a mark."""
_BESIDE = 4
"""Characters of other text that count as one of prose: a poem has no marks, and neither have buttons."""
_SHARE = 0.15
"""Least share of the page's prose that the text of an article has where a platform marks it."""
_SURE = 0.55
"""The same where a name that any site may use marks it."""


class Found(NamedTuple):
    """The element that holds the text of an article, and the platform by which it was found."""

    element: Element
    platform: Platform
    by_density: bool


def find_body(index: Index, furniture: frozenset[Element]) -> Found:
    """Return where the text of the page's article stands; *furniture* is what it cannot stand in."""
    prose = Prose(index, furniture | frozenset(index.of_type("a")))
    for platform in platforms():
        if (element := prose.richest(index, platform)) is not None and prose.share(element) >= _SHARE:
            return Found(*_likest(platform, element, index, prose), False)
    if (element := prose.richest(index, any_page())) is not None and prose.share(element) >= _SURE:
        return Found(element, any_page(), False)
    return Found(prose.densest(index), any_page(), True)


def _likest(first: Platform, body: Element, index: Index, prose: Prose) -> tuple[Element, Platform]:
    """Return which of the platforms that find the same text as *first* finds most of the head, and where the text is.

    It is the same text in *body*, or nearly all of it in an element inside.
    """
    least = _NEARLY * prose.of(body)
    found = ((prose.richest(index, each), each) for each in platforms() if each is not first)
    alike = (
        (element, each)
        for element, each in found
        if element is body or (element is not None and prose.of(element) >= least and body in element.iterancestors())
    )
    return max(((body, first), *alike), key=lambda each: sum(bool(index.find(each[1].of(name))) for name in _OF_HEAD))


_NEARLY = 0.8
_OF_HEAD = ("title", "byline", "publication", "date", "info")


class Prose:
    """How much prose stands in each element of a page, in characters."""

    def __init__(self, index: Index, apart: frozenset[Element]) -> None:
        self._amount: dict[Element, int] = {}
        inside: set[Element] = set()
        for element in index.elements:
            if element in apart or local_name(element) in UNSHOWN or element.getparent() in inside:
                inside.add(element)
                continue
            own = _prose(element.text) + sum(_prose(child.tail) for child in element)
            if own:
                self._amount[element] = own
        for element in reversed(index.elements):
            above = element.getparent()
            if above is not None and (amount := self._amount.get(element)):
                self._amount[above] = self._amount.get(above, 0) + amount
        self._all = self._amount.get(index.elements[0], 0)

    def of(self, element: Element) -> int:
        """Return how much stands in *element*."""
        return self._amount.get(element, 0)

    def share(self, element: Element) -> float:
        """Return which share of the page's prose stands in *element*; 1 where the page has none."""
        return self.of(element) / self._all if self._all else 1.0

    def richest(self, index: Index, platform: Platform) -> Element | None:
        """Return the element that the first selector of *platform*'s body with any prose selects; None without any."""
        for selector in platform.of("body"):
            best = max(index.select(selector), key=self.of, default=None)
            if best is not None and self.of(best):
                return best
        return None

    def densest(self, index: Index) -> Element:
        """Return the element below which the prose of the page parts."""
        element = next(iter(index.of_type("body")), index.elements[0])
        while (below := self._below(element)) is not None:
            element = below
        return element

    def _below(self, element: Element) -> Element | None:
        """Return the child of *element* to look further in, None where the text is that of several."""
        inner = sorted((child for child in element if is_element(child) and self.of(child)), key=self.of, reverse=True)
        if not inner or self._direct(element) >= _DIRECT * self.of(element):
            return None
        best, *others = inner
        second = others[0] if others else None
        if local_name(best) in _LINES or self.of(best) < _BULK * self.of(element):
            return None
        alike = second is not None and _kind(best) == _kind(second) and self.of(second) > _PART * self.of(best)
        return None if alike else best

    def _direct(self, element: Element) -> int:
        """Return how much of the prose of *element* stands in it without a container between."""
        lines = (self.of(child) for child in element if is_element(child) and local_name(child) in _LINES)
        return sum(lines) + _prose(element.text) + sum(_prose(child.tail) for child in element)


_DIRECT = 0.4
_BULK = 0.5
_PART = 0.15
_LINES = PHRASING | {"p", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "pre"}


def _kind(element: Element) -> tuple[str, str]:
    return local_name(element), element.get("class") or ""


def _prose(text: str | None) -> int:
    if not text or len(text) < 2:
        return 0
    stripped = text.strip()
    return len(stripped) if len(stripped) >= _PLENTY or _MARKS.search(stripped) else len(stripped) // _BESIDE


_LITTLE = 200
"""Characters of prose that a button or a label holds at most."""


def find_furniture(index: Index) -> frozenset[Element]:
    """Return the elements that are named as furniture.

    The ones that hold the only heading of the page are none, nor is where a platform has its text: TRS_Editor.
    """
    amount = Prose(index, frozenset(element for element in index.of_type("a")))
    heads = [head for head in index.of_type("h1") if "".join(head.itertext()).strip()]
    holding = {above for head in heads[:1] for above in head.iterancestors()}
    bodies = (element for platform in platforms() for each in platform.of("body") for element in index.select(each))
    holding.update(element for element in bodies if local_name(element) not in ("nav", "aside", "footer"))
    return frozenset(
        element
        for element in index.elements
        if element not in holding
        and local_name(element) not in ("html", "body")
        and is_furniture(element, small=amount.of(element) <= _LITTLE)
    )


def furniture_of(index: Index, found: Found, furniture: frozenset[Element]) -> frozenset[Element]:
    """Return *furniture* with what the platform names so, and the links at either end of the text that was *found*.

    Nothing that the text stands in is furniture.
    """
    own = {element for selector in found.platform.of("furniture") for element in index.select(selector)}
    named = (furniture | own) - {found.element, *found.element.iterancestors()}
    return frozenset(named).union(*(_links_at_edge(found.element, named, step) for step in (1, -1)))


def _links_at_edge(element: Element, named: Set[Element], step: int) -> Iterator[Element]:
    """Yield the blocks of links at the beginning of *element*, or at its end where *step* is -1.

    A text neither begins nor ends with links to other pages and nothing else; a list of works cited does, and shows
    their addresses, or says what it is in the line above.
    """
    if step == 1 and _WORD.search(element.text or ""):
        return
    for child in list(element)[::step]:
        if step == -1 and _WORD.search(child.tail or ""):
            return
        if is_element(child) and child not in named and local_name(child) not in UNSHOWN:
            if _is_of_links(child):
                yield child
            elif _WORD.search("".join(child.itertext())):
                if local_name(child) not in _LINES | _LISTS:
                    yield from _links_at_edge(child, named, step)
                return
        if step == 1 and _WORD.search(child.tail or ""):
            return


_LISTS = frozenset(["table", "ul", "ol", "dl", "figure"])
_WORD = re.compile(r"\w")
_LONGEST_LINK = 60
"""Characters of the longest link to another page that names its title."""


def _is_of_links(element: Element) -> bool:
    """Tell whether all words of *element* stand in links to other pages, and none is the address of one."""
    links = [link for link in element.iter("a") if (link.get("href") or "#")[0] != "#"]
    texts = ["".join(link.itertext()).strip() for link in links]
    if not any(texts) or any(_ADDRESS.match(text) or len(text) > _LONGEST_LINK for text in texts) or _is_cited(element):
        return False
    inside = sum(len(_WORD.findall(text)) for text in texts)
    return inside == len(_WORD.findall("".join(element.itertext())))


_ADDRESS = re.compile("https?:|www", re.IGNORECASE)


def _is_cited(element: Element) -> bool:
    """Tell whether the line above *element* says that what it names was read for the text, or can be."""
    above = element.getprevious()
    while above is not None and not (is_element(above) and "".join(above.itertext()).strip()):
        above = above.getprevious()
    return above is not None and label("cited").search("".join(above.itertext())[-_LONGEST_LINK:]) is not None
