"""Running heads: the name of a book, a paper or a column that repeats at the head or foot of its pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from publish.folding import fold
from publish.furniture import Furniture
from publish.source import Line
from publish.wording import N_

_HEAD = re.compile(r"[^#（(【\[。，；：！？”…,;:!?)）】\]]{2,24}")
_FOLIO = re.compile(r"^\d{1,4}[\s|·—-]+(?=\D)|(?<=\D)[\s|·—-]+\d{1,4}$")
_UNFINISHED = re.compile(r"[^。！？…”’」』）》!?)]$")
_OF_PAGES = frozenset({"page number", "edition line", "edition line with a column"})


def find_running_heads(
    lines: Sequence[Line], found: Sequence[Furniture | None], is_known: Callable[[str], bool]
) -> Iterator[tuple[int, Furniture]]:
    """Yield the lines, by their indices, that repeat at the head or foot of pages.

    *found* is the furniture that says itself what it is; what *is_known* to be something else is never taken.

    A section heading repeats as well. So two of the lines must stand where no heading can, with text on both sides:
    in a paragraph cut in two, or by a page number or a form feed. Where that is so the others go too, but for the first
    if it stands over a title alone, as the section heading does from which a running head is taken.
    """
    flow = [index for index, furniture in enumerate(found) if not furniture]
    places: dict[str, list[int]] = defaultdict(list)
    for at, index in enumerate(flow):
        if _HEAD.fullmatch(lines[index].text):
            places[_FOLIO.sub("", fold(lines[index].text))].append(at)
    for head, positions in places.items():
        if len(positions) > 1 and not is_known(head):
            yield from _running([_standing(lines, found, flow, at) for at in positions])


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a line that repeats stands."""

    index: int
    inside: bool
    """Whether text stands above and below it."""
    cuts: bool
    """Whether the text above it is not finished."""
    by_page: bool
    """Whether a page ends or begins at it."""


def _standing(lines: Sequence[Line], found: Sequence[Furniture | None], flow: Sequence[int], at: int) -> _Standing:
    index, last = flow[at], len(lines) - 1
    text = lines[index].text
    above, below = ("" if not 0 <= near < len(flow) else lines[flow[near]].text for near in (at - 1, at + 1))
    inside = _is_text(above, text) and _is_text(below, text)
    beside = (found[max(0, index - 1)], found[min(last, index + 1)])
    by_page = (
        any(furniture and furniture.reason in _OF_PAGES for furniture in beside)
        or any(line.opens_page for line in lines[index : index + 2])
        or bool(_FOLIO.search(fold(text)))
    )
    return _Standing(index, inside, inside and bool(_UNFINISHED.search(above)), by_page)


def _is_text(text: str, beside: str) -> bool:
    """Tell whether *text* is part of a paragraph and no title; by what could be a name, a title may stand."""
    return (
        len(text) > 36
        or "。" in text
        or text[-1:] in tuple("，；")
        or ("，" in text and len(text) > (12 if len(beside) > 4 else 26))
    )


def _running(standings: Sequence[_Standing]) -> Iterator[tuple[int, Furniture]]:
    cut = sum(standing.cuts for standing in standings)
    inside = sum(standing.cuts or (standing.inside and standing.by_page) for standing in standings)
    if cut > 1 or (inside > 1 and len(standings) > 2):
        for number, standing in enumerate(standings):
            if number or standing.by_page or standing.inside:
                yield standing.index, Furniture(N_("running head"))
