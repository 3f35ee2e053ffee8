"""Where an article was printed: publication, date and page, as the furniture around it tells."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields

from publish.book import Origin
from publish.dump.furniture import Kind
from publish.dump.labels import Label, Labelled


def find_origins(labelled: Sequence[Labelled]) -> dict[int, Origin]:
    """Return the origin of the article that begins at each title, by the title's index.

    An origin line (原载…), and what a web page says of its article, speaks of the article that it stands in alone.
    """
    titles = [index for index, item in enumerate(labelled) if item.label is Label.TITLE]
    named = {index: origin for index, item in enumerate(labelled) if (origin := _named(item))}
    if not named or not titles:
        return {}
    local = {index for index in named if _is_local(labelled[index])}
    paged = {index: origin for index, origin in named.items() if index not in local}
    origins = dict(_of_pages(titles, paged, {*_begun(labelled, paged)}))
    title = titles[0]
    for index, item in enumerate(labelled):
        if item.label is Label.TITLE:
            title = index
        elif index in local or (index in named and _is_in_head(labelled[title:index])):
            origins[title] = completed(named[index], origins.get(title, Origin()))
    return origins


def _is_in_head(above: Sequence[Labelled]) -> bool:
    """Tell whether the lines *above* an edition line, from a title on, are all of its head, as in a database."""
    return bool(above) and above[0].label is Label.TITLE and all(item.label in _OF_HEAD for item in above)


_OF_HEAD = frozenset(
    {Label.TITLE, Label.TITLE_CONTINUED, Label.SUBTITLE, Label.BYLINE, Label.REMARK, Label.FURNITURE, Label.NOTE}
)


def completed(origin: Origin, other: Origin) -> Origin:
    """Return *origin* with those parts of *other* that it leaves open."""
    return Origin(**{part.name: getattr(origin, part.name) or getattr(other, part.name) for part in fields(Origin)})


def _named(item: Labelled) -> Origin | None:
    return item.furniture.origin if item.furniture else None


def _is_local(item: Labelled) -> bool:
    return item.furniture is not None and item.furniture.kind in (Kind.ORIGIN_LINE, Kind.PUBLICATION_LINE)


def _begun(labelled: Sequence[Labelled], named: Collection[int]) -> Iterator[int]:
    """Yield the first of *named* in each record below text: what that does not say is not known of its article."""
    text = False
    for index, item in enumerate(labelled):
        if item.label not in _OF_HEAD:
            text = True
        elif text and index in named and _is_record(item):
            text = False
            yield index


def _is_record(item: Labelled) -> bool:
    return item.furniture is not None and item.furniture.kind is Kind.RECORD


def _of_pages(
    titles: Sequence[int], named: Mapping[int, Origin], begun: Collection[int]
) -> Iterator[tuple[int, Origin]]:
    """Yield each of *titles* of which the edition lines *named* speak, with what they say.

    An edition line stands at the head of its page, so it speaks of the articles below it; only where the first one
    stands below articles are they taken as standing at the foot. Where something has *begun*, none above speaks of it.
    """
    if not named:
        return
    current = Origin()
    for index in sorted({*titles, *named}, reverse=min(named) > titles[0]):
        if index in named:
            current = completed(named[index], Origin() if index in begun else current)
        elif current != Origin():
            yield index, current
