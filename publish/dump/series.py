"""Series of lines: those of a file that look alike and could head something, in every way in which lines look alike.

A line belongs to several: to those numbered as it is, to those below gaps as large as its own, to those at its indent.
Which of the series heads the articles is chosen in `publish.dump.outline`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from publish.dump.numbering import OUTSIDE, Number, Rank
from publish.dump.recurrence import AS_TEXT

if TYPE_CHECKING:
    from publish.dump.recurrence import Heads

_FEWEST = 2
_MOSTLY = 0.75
_OVER_HALF = 0.5
_TELLING = frozenset({"form", "close", "lone", "tight", "titled", "listed", "broken"})
"""Looks that set lines apart from text, however they are indented."""
_MOST_GAPS = 6
"""Sizes of gaps that are told apart."""


@dataclass(frozen=True, slots=True)
class Series:
    """Lines that look alike, by their indices."""

    look: str
    """What they have in common."""
    members: tuple[int, ...]
    number: Number | None = None
    """The first number of the members, where most are numbered."""
    big: bool = False
    """Whether larger gaps than those between paragraphs stand above most of them."""
    apart: bool = False
    """Whether they are set otherwise than text by more than a gap."""

    @property
    def rank(self) -> Rank | None:
        """What their numbers count; None where they have none."""
        return self.number.rank if self.number else None

    def values(self, page: Heads) -> list[int]:
        """Return the numbers of those members that have one."""
        return [page.numbers[at].value for at in self.members if at in page.numbers]


def find_series(page: Heads) -> list[Series]:
    """Return the series of the heads of a *page*, of those with the same members the one that says most of them."""
    found: dict[tuple[int, ...], Series] = {}
    for look, members in _alike(page):
        ordered = tuple(sorted(set(members)))
        if len(ordered) >= _FEWEST:
            found.setdefault(ordered, _series(page, look, ordered))
    return list(found.values())


def _series(page: Heads, look: str, members: tuple[int, ...]) -> Series:
    numbers = [page.numbers[at] for at in members if at in page.numbers]
    number = numbers[0] if len(numbers) > _OVER_HALF * len(members) else None
    big = sum(page.big[at] for at in members) >= _MOSTLY * len(members)
    apart = sum(page.setting(at) != AS_TEXT for at in members) > _OVER_HALF * len(members)
    return Series(look, members, number, big, apart or number is not None or look in _TELLING)


def _alike(page: Heads) -> Iterator[tuple[str, Iterable[int]]]:
    yield "titled", page.titled
    yield "listed", page.listed_heads
    yield "broken", (at for at in page.broken if page.heads[at])
    heads = [at for at, head in enumerate(page.heads) if head]
    yield from _of_one_form(page, heads)
    plain = [at for at in heads if at not in page.numbers and not page.companions[at]]
    yield from _parted(plain, page.setting).items()
    yield from _below_gaps(page, heads, plain)
    yield "lone", (at for at in plain if page.is_lone(at))
    yield "close", (at for at in plain if page.is_close(at))
    yield "tight", (at for at in plain if page.is_tight(at))
    yield "plain", (at for at in plain if page.setting(at) == AS_TEXT and page.is_plain(at))


def _of_one_form(page: Heads, heads: Sequence[int]) -> Iterator[tuple[str, Iterable[int]]]:
    """Yield the heads that are numbered in one way, or begin alike; with what stands outside of the numbers, too."""
    outside = [at for at in heads if at in page.numbers and page.numbers[at].form == OUTSIDE]
    forms = _parted([at for at in heads if page.form(at)], page.form)
    for form, members in forms.items():
        yield "form", members
        settings = _parted(members, page.setting)
        yield from (("form", own) for own in settings.values())
        yield "form", (at for at in members if page.lines[at].line.gap > page.usual_gap)
        yield "form", (at for at in members if page.has_text(at))
        yield "form", (*members, *(outside if form != OUTSIDE else ()))
    begun = _parted([at for at in heads if at in page.numbers and at in page.prefixes], page.prefixes.__getitem__)
    yield from (("form", members) for members in begun.values())


def _below_gaps(page: Heads, heads: Sequence[int], plain: Sequence[int]) -> Iterator[tuple[str, Iterable[int]]]:
    """Yield the heads below gaps of at least some size, numbered or not, at one indent or at any."""
    gaps = sorted({page.lines[at].line.gap for at in heads if page.lines[at].line.gap > page.usual_gap})
    if len(gaps) > _MOST_GAPS:
        gaps = [gaps[index * (len(gaps) - 1) // (_MOST_GAPS - 1)] for index in range(_MOST_GAPS)]
    for gap in gaps:
        for members in (plain, heads):
            below = [at for at in members if page.lines[at].line.gap >= gap or at == 0]
            yield "gap", below
            yield "gap", below[1:]
            yield from (("gap", own) for own in _parted(below, page.setting).values())


def _parted(members: Iterable[int], key: Callable[[int], str]) -> Mapping[str, list[int]]:
    parts: dict[str, list[int]] = defaultdict(list)
    for at in members:
        parts[key(at)].append(at)
    return parts
