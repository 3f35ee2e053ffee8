"""The pages that a printed index names: each once in a line, however many articles of an author begin on it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from publish.edition import IndexKind

_LINE = re.compile(rf'<li class="(?:{"|".join(IndexKind)})">.*?</li>', re.DOTALL)
_PLACE = re.compile(r'<a href="#([^"]+)">(<span class="more"[^>]*></span></a>)?')


def without_repeats(markup: str, pages: Mapping[str, int]) -> str:
    """Return *markup* of a book, its indexes without a further place on a page that their line has named already.

    *pages* are the numbers of pages by the ids of what begins there, as the book has just been laid out.
    """
    return _LINE.sub(lambda line: _thinned(line[0], pages), markup)


def _thinned(line: str, pages: Mapping[str, int]) -> str:
    named = set[int | None]()

    def kept(place: re.Match[str]) -> str:
        page = pages.get(place[1])
        if place[2] and page in named:
            return ""
        named.add(page)
        return place[0]

    return _PLACE.sub(kept, line)
