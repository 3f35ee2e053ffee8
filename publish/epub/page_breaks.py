"""Pages of the EPUB → the same with marks where the pages of the printed book begin (EPUB 3.3, page-list; ARIA).

A mark is an empty element before the first character of the page, wherever in a paragraph that stands. A page that
begins with an article or with a heading has its mark before that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from publish.paging import NOT_COUNTED, NOT_COUNTED_CLASSES, PageStart

_TOKENS = re.compile(r"<!--.*?-->|<\?.*?\?>|<[^>]*>|[^<]+", re.DOTALL)
_CHARACTERS = re.compile(r"&[^;]+;|\S")
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_NOTES = frozenset({"noteref", "endnotes"})
_NAME = re.compile(r"</?([\w:-]+)")


def mark_of(start: PageStart) -> str:
    """Return the id of the mark of a page."""
    return f"page-{start.label}"


def with_marks(page: str, anchor: str, starts: Sequence[PageStart]) -> str:
    """Return *page*, the markup of the article or the heading that has the id *anchor*, with the marks of *starts*.

    A place that is not there is marked at the beginning of the article, so that no page is without one.
    """
    wanted = {(start.name, start.before, start.figure): start for start in starts}
    reader = _Reader(anchor, wanted)
    for token in _TOKENS.findall(page):
        reader.read(token)
    left = "".join(_mark(start) for start in wanted.values())
    at = reader.inside
    return "".join([*reader.made[:at], left, *reader.made[at:]])


def _mark(start: PageStart) -> str:
    attributes = f'role="doc-pagebreak" id="{mark_of(start)}" aria-label="{start.label}"'
    return f'<span epub:type="pagebreak" {attributes}></span>'


@dataclass(slots=True)
class _Reader:
    anchor: str
    wanted: dict[tuple[str, int, int | None], PageStart]
    """The pages that have no mark yet, by where they begin."""
    made: list[str] = field(default_factory=list)
    inside: int = 0
    """How many of the pieces *made* stand before the inside of the article."""
    name: str = ""
    count: int = 0
    figures: int = 0
    """How many figures have come since the last text."""
    depth: int = 0
    """How deep in an element whose text is not counted."""

    def read(self, token: str) -> None:
        """Add *token* to what is made, and the marks that stand in it or before it."""
        if token.startswith("<"):
            self._tag(token)
        elif self.inside and not self.depth:
            self.made.append(_CHARACTERS.sub(lambda found: self._next() + found[0], token))
        else:
            self.made.append(token)

    def _next(self) -> str:
        """Return the mark that stands before the next character, and count that."""
        start = self.wanted.pop((self.name, self.count, None), None)
        self.count, self.figures = self.count + 1, 0
        return _mark(start) if start else ""

    def _tag(self, tag: str) -> None:
        name = _NAME.match(tag)
        attributes = dict(_ATTRIBUTE.findall(tag))
        if not name or self._passes_over(tag, name[1], attributes):
            self.made.append(tag)
            return
        if self.inside and name[1] == "img":
            self.made.append(self._next())
        if self.inside and "id" in attributes:
            self.name, self.count, self.figures = attributes["id"].removeprefix(f"{self.anchor}-"), 0, 0
            if name[1][0] == "h" and (start := self.wanted.pop((self.name, 0, None), None)):
                self.made.append(_mark(start).replace("span", "div"))
        self.made.append(tag)
        if attributes.get("id") == self.anchor:
            self.inside = len(self.made)

    def _passes_over(self, tag: str, name: str, attributes: dict[str, str]) -> bool:
        """Tell whether *tag* is in an element whose text is not counted, and reckon how deep."""
        if name == "figure" and not tag.startswith("</") and not self.depth:
            start = self.wanted.pop((self.name, self.count, self.figures), None)
            self.made.append(_mark(start).replace("span", "div") if start else "")
            self.figures += 1
        if self.depth:
            self.depth += 0 if tag.endswith("/>") else -1 if tag.startswith("</") else 1
            return True
        classes = {*attributes.get("class", "").split(), *attributes.get("epub:type", "").split()}
        if tag.startswith("</") or tag.endswith("/>"):
            return False
        if name in NOT_COUNTED or name == "figure" or not (NOT_COUNTED_CLASSES | _NOTES).isdisjoint(classes):
            self.depth = 1
        return bool(self.depth)
