"""Laid-out pages → where each begins in the text of the book (`publish.paging`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from publish.paging import NOT_COUNTED, NOT_COUNTED_CLASSES, PageStart
from publish.pdf.page import Box, Kind, Page
from publish.xhtml import ChapterEntry


class Beginnings:
    """Reads where pages begin, while they pass."""

    def __init__(self, chapters: Iterable[ChapterEntry], number: Callable[[int], str]) -> None:
        """*chapters* are those that stand on the pages; *number* tells what a page is called."""
        self.starts: list[PageStart] = []
        """Where the pages begin that show text of an article or the heading of a chapter."""
        self._anchors = frozenset(
            anchor for each in chapters for anchor in (each.anchor, *(one.anchor for one in each.articles))
        )
        self._number = number
        self._anchor, self._name, self._before = "", "", 0
        self._begun: set[int] = set()
        """The elements with an id that have begun, on this page or before."""
        self._at: PageStart | None = None
        self._figures, self._order = 0, 0
        """How many figures have come since the last text, and where in the markup that stands."""
        self._label = ""

    def passing(self, pages: Iterable[Page]) -> Iterator[Page]:
        """Yield *pages* as they are."""
        for place, page in enumerate(pages):
            self._label, self._at = self._number(place), None
            for box in page.boxes:
                self._walk(box)
            if self._at:
                self.starts.append(self._at)
            yield page

    def _walk(self, box: Box) -> None:
        if _is_passed_over(box):
            return
        self._enter(box)
        if box.tag == "figure":
            self._figure(box)
            return
        if box.kind is Kind.TEXT and box.run:
            self._count(len("".join(box.run.text.split())), box)
        elif box.tag == "img":
            self._count(1, box)
        for child in box.children:
            self._walk(child)

    def _enter(self, box: Box) -> None:
        element = box.element
        if element is None or not element.id or element.key in self._begun:
            return
        if element.id in self._anchors:
            self._anchor, self._name, self._before = element.id, "", 0
            self._figures = 0
        elif element.id.startswith(f"{self._anchor}-"):
            self._name, self._before = element.id.removeprefix(f"{self._anchor}-"), 0
            self._figures = 0
        self._begun.add(element.key)

    def _count(self, characters: int, box: Box) -> None:
        if self._anchor and characters:
            self._begin(None)
            self._before += characters
            self._figures = 0
            self._order = max(self._order, box.element.order if box.element else 0)

    def _figure(self, box: Box) -> None:
        """Take a figure for the beginning of the page, but one that stands after text which it precedes."""
        if box.element and box.element.order > self._order and box.element.key not in self._begun:
            self._begin(self._figures)
            self._figures += 1
            self._begun.add(box.element.key)

    def _begin(self, figure: int | None) -> None:
        if self._anchor and not self._at:
            self._at = PageStart(self._label, self._anchor, self._name, self._before, figure)


_TEXT = ("", "first-letter", "first-line")
"""The pseudo-elements whose text is the book's own, and none."""


def _is_passed_over(box: Box) -> bool:
    tag, _colons, pseudo = box.tag.partition("::")
    kinds = (box.element.kind or "").split() if box.element else ()
    drawn = box.kind is Kind.MARGIN or pseudo not in _TEXT
    return drawn or "index" in kinds or tag in NOT_COUNTED or not NOT_COUNTED_CLASSES.isdisjoint(kinds)
