"""Running heads and feet: what stands at the upper or lower edge of pages and belongs to the page, not to its text.

A line is known by its place: apart from the text, at the same height on several pages with the same words, or in a row
with a date or the number of the page. What the words alone tell is left to the labelling.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from publish.press import Pattern
from publish.sources.pdf.document import Box
from publish.sources.pdf.strips import Strip

_OF_PAGE = Pattern(r"{any_date}|{masthead_of_journal}|第\s*[A-Z]?\d{1,4}\s*[版页期]|[A-Z]?\d{1,3}\s*版|^[A-Z]\d{1,3}$")
_FOLIO = re.compile(r"[—–\-·•~～|/\s（(]*(?:\d{1,4}|[ivxIVX]{1,6})(?:\s*/\s*\d{1,4})?[—–\-·•~～|/\s)）]*")
_BAND = 0.13
"""Share of the height of the page within which its edges lie."""
_LONGEST = 60
_MOST_ROWS = 3
_LARGE = 1.15
_LARGEST = 2.8
"""Of the size of the text: what is larger beside the number of a page is the name of the paper."""
_MOSTLY = 0.6
"""Share of the pages on which a row of small characters stands at one height, apart from the text, that runs there."""
_ALIKE = 2
_OFTEN = 0.3
"""Share of the pages on which such a line returns: of left and right pages each may have its own."""
_RETURNS = 3
"""The least number of pages on which a line returns that no white parts from the text."""
_ALIKE_LARGE = 4
"""On how many pages a line stands alike, one of ordinary size and a large one, that runs with them."""


@dataclass(frozen=True, slots=True)
class PageStrips:
    """The strips of a page, and what else says where its edges end."""

    strips: Sequence[Strip]
    rules: Sequence[Box]
    height: float
    width: float
    lead: float


def find_edges(pages: Sequence[PageStrips], body: float) -> list[set[int]]:
    """Return for each of *pages* the strips, by their indices, that are its running head and foot."""
    outer = Counter(key for page in pages for key in {_key(page.strips[at], body) for at in _outermost(page, body)})
    returning = {key for key, count in outer.items() if count >= max(_RETURNS, _OFTEN * len(pages))}
    rows = [
        [*_rows_at(page, body, returning, upper=True), *_rows_at(page, body, returning, upper=False)] for page in pages
    ]
    alike = Counter(
        key
        for page, found in zip(pages, rows, strict=True)
        for key in {_key(page.strips[at], body) for row in found for at in row}
    )
    places = Counter(
        place for page, found in zip(pages, rows, strict=True) for place in {_place(page, row, body) for row in found}
    )
    usual = {place for place, count in places.items() if place and count >= max(_ALIKE, _MOSTLY * len(pages))}
    return [
        {at for row in _running(page, found, alike, usual, body) for at in row}
        for page, found in zip(pages, rows, strict=True)
    ]


def _outermost(page: PageStrips, body: float) -> Iterator[int]:
    """Yield the strips of the first and of the last row of *page*, where these are at its edges."""
    rows = _rows(page.strips, body)
    for row, upper in ((rows[0], True), (rows[-1], False)) if len(rows) > 1 else ():
        if _is_in_band(page, row, upper):
            yield from row


def _place(page: PageStrips, row: Sequence[int], body: float) -> int:
    """Return the height at which *row*, no larger than text, stands; 0 where it is larger."""
    small = all(page.strips[at].size < 1.05 * body for at in row)
    return round(page.strips[row[0]].base / body) if small else 0


def _key(strip: Strip, body: float) -> tuple[str, int]:
    return re.sub(r"\d+|[\s一二三四五六七八九十百]+", "0", strip.text), round(strip.base / body)


def _rows_at(page: PageStrips, body: float, returning: set[tuple[str, int]], *, upper: bool) -> Iterator[list[int]]:
    """Yield the rows of strips at the *upper* or the lower edge of *page* that stand apart from what follows.

    The outermost may stand close to it, where all in it is *returning* on other pages.
    """
    rows = _rows(page.strips, body)
    rows = rows if upper else rows[::-1]
    found: list[list[int]] = []
    for number, row in enumerate(rows[: _MOST_ROWS + 1]):
        inner = rows[number + 1] if number + 1 < len(rows) else None
        if number == _MOST_ROWS or not _is_in_band(page, row, upper):
            break
        if sum(len(page.strips[at].text) for at in row) > _LONGEST or _is_text(page.strips[row[0]].text):
            break
        found.append(row)
        returns = number == 0 and all(_key(page.strips[at], body) in returning for at in row)
        if inner is None or returns or _is_apart(page, row, inner, upper):
            yield from found
            found = []


def _is_text(text: str) -> bool:
    """Tell whether *text* begins as a note or an entry of a paper does, or ends as a sentence."""
    return _NOTE.match(text) is not None or text[-1] in "。，；、"


_NOTE = Pattern(
    r"(?:{paper_entry spaced}|{paper_remark spaced})\s*[：:]|[〔［【*＊]|\[\d|{ringed}|{raised_figure}|{note_sign}"
)


def _rows(strips: Sequence[Strip], body: float) -> list[list[int]]:
    rows: list[list[int]] = []
    for at in sorted(range(len(strips)), key=lambda at: strips[at].base):
        if rows and abs(strips[at].base - strips[rows[-1][0]].base) < 0.6 * body:
            rows[-1].append(at)
        else:
            rows.append([at])
    return rows


def _is_in_band(page: PageStrips, row: Sequence[int], upper: bool) -> bool:
    if upper:
        return max(page.strips[at].bottom for at in row) < _BAND * page.height
    return min(page.strips[at].top for at in row) > (1 - _BAND) * page.height


def _is_apart(page: PageStrips, row: Sequence[int], inner: Sequence[int], upper: bool) -> bool:
    """Tell whether white as high as a line, or a rule, parts *row* from the row further in."""
    outer_edge = [page.strips[at].bottom if upper else page.strips[at].top for at in row]
    inner_edge = [page.strips[at].top if upper else page.strips[at].bottom for at in inner]
    low, high = (max(outer_edge), min(inner_edge)) if upper else (max(inner_edge), min(outer_edge))
    ruled = any(low - 2 <= rule.top <= high + 2 and rule.width > 0.3 * page.width for rule in page.rules)
    return ruled or high - low > 0.75 * page.lead


def _running(
    page: PageStrips,
    rows: Sequence[Sequence[int]],
    alike: Counter[tuple[str, int]],
    usual: set[int],
    body: float,
) -> Iterator[Sequence[int]]:
    """Yield the strips of *rows* that run with the pages, or say which page it is."""
    for row in rows:
        strips = [page.strips[at] for at in row]
        is_folio = any(_says_page(strip.text) for strip in strips)
        if is_folio or _place(page, row, body) in usual:
            yield [at for at in row if page.strips[at].size < _LARGEST * body]
            continue
        yield [at for at in row if alike[_key(page.strips[at], body)] >= _enough(page.strips[at], body)]


def _says_page(text: str) -> bool:
    """Tell whether *text* is the number of a page, or says which page, issue or day it is, and is no sentence."""
    return _FOLIO.fullmatch(text) is not None or (_OF_PAGE.search(text) is not None and "。" not in text)


def _enough(strip: Strip, body: float) -> int:
    return _ALIKE_LARGE if strip.size >= _LARGE * body else _ALIKE
