"""Articles → the days on which they were printed, and the pages of the papers on which they stood, in order.

Days stand under their years, pages under the issue of the paper: its date, and its name where there are several papers.
What is no date of the calendar is named as it is printed, and stands last.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from publish.book import Origin
from publish.dating import iso_date, printed_date
from publish.ordering import in_order
from publish.xhtml import ArticleEntry, label

Lines = Sequence[tuple[str, tuple[ArticleEntry, ...]]]
"""Names of days or pages, each with its articles."""


@dataclass(frozen=True, slots=True, order=True)
class _Place:
    """Where an article is listed: under which group, in which line, and what sorts both."""

    is_undated: bool
    group_order: str
    group: str
    line_order: int
    line: str


def by_date(entries: Iterable[ArticleEntry], rest: str) -> Iterator[tuple[str, Lines]]:
    """Yield the years, each with its days; *rest* is the name of what has no date of the calendar."""
    dated = [(origin.date or "", entry) for origin, entry in _origins(entries)]
    days = sorted({iso_date(date) or "" for date, _entry in dated})
    yield from _listed((_day(label(date), days, rest), entry) for date, entry in dated if label(date))


def _day(date: str, days: Sequence[str], rest: str) -> _Place:
    iso = iso_date(date) or ""
    if not iso:
        return _Place(True, "", rest, 0, date)
    year = printed_date(iso[:4])
    whole = printed_date(iso)
    return _Place(False, iso[:4], year, days.index(iso), whole.removeprefix(year) or whole)


def by_page(entries: Iterable[ArticleEntry], rest: str) -> Iterator[tuple[str, Lines]]:
    """Yield the issues of papers, each with its pages; *rest* is the name of what is of no issue."""
    placed = [(origin, entry) for origin, entry in _origins(entries) if label(origin.page or "")]
    several = len({origin.publication for origin, _entry in placed}) > 1
    pages = sorted({label(origin.page or "") for origin, _entry in placed})
    order = {pages[at]: place for place, at in enumerate(in_order(pages))}
    yield from _listed((_page(origin, order, rest, several=several), entry) for origin, entry in placed)


def _page(origin: Origin, order: dict[str, int], rest: str, *, several: bool) -> _Place:
    date, page = label(origin.date or ""), label(origin.page or "")
    iso = iso_date(date) or ""
    paper = label(origin.publication or "") if several else ""
    issue = " ".join(filter(None, (paper, printed_date(iso) if iso else date)))
    return _Place(not iso, iso, issue or rest, order[page], page)


def _origins(entries: Iterable[ArticleEntry]) -> Iterator[tuple[Origin, ArticleEntry]]:
    return ((entry.article.origin, entry) for entry in entries if entry.article.origin)


def _listed(placed: Iterable[tuple[_Place, ArticleEntry]]) -> Iterator[tuple[str, Lines]]:
    """Yield each group with its lines; the articles of one line stand in the order in which they came."""
    in_place = sorted(placed, key=lambda each: each[0])
    for group, members in groupby(in_place, lambda each: (each[0].is_undated, each[0].group_order, each[0].group)):
        lines = groupby(members, lambda each: each[0].line)
        yield group[-1], [(line, tuple(entry for _place, entry in each)) for line, each in lines]
