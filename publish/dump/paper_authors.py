"""The authors of a paper, read from the line that names them: 陈 亮1，揭红东2*（1.江城大学，江城 410128）.

Small figures and letters stand behind each name, and a program that reads them from a page makes of them what it
likes: 陈亮」 揭红东²』. So nothing is asked of what stands between names. A run of characters is cut into names by
surnames, at least cost; where somebody works, the names are at their end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from publish.dump.bylines import Byline, Strength
from publish.dump.folding import fold
from publish.dump.likeness import LONGEST, ONLY_HAN
from publish.press import Match, Pattern, words

_RUN = Pattern(r"(?:[\u4e00-\u9fff]+(?:·[\u4e00-\u9fff]+)+|[\u4e00-\u9fff]+(?: {1,2}[\u4e00-\u9fff]+)*)")
_MARKS = Pattern(r"(?:\$[^$]{0,60}\$|[a-z]{1,3}(?![A-Za-z])|[^\u4e00-\u9fffA-Za-z（$])*")
_OWN_MARKS = Pattern(r"(?:\s?(?:{sign_read}|[^\s\w（［$]))*+")
_ORGAN = Pattern("{institution_end}|{organ_of_research}")
_ASIDE = Pattern("（{unbracketed}{1,14}）")
_OPENS_PLACE = Pattern("(?:{place}|{organ_begin})")
_ENDS = Pattern(r"\s*(?:$|[（(［\[【]|{abstract spaced}|[\d*＊]?\s*{han})")


class Authors(NamedTuple):
    """Who is named at the beginning of a line, and how many of its characters that takes."""

    names: tuple[str, ...]
    end: int

    @property
    def byline(self) -> Byline:
        """What the names are as a byline."""
        return Byline(self.names, (), Strength.NAMES)


def read_authors(text: str) -> Authors | None:
    """Return who is named where *text* begins, if what follows is nothing, or the place where they work; else None."""
    folded = fold(text)
    parted = _PARTED.search(folded) is not None
    names: list[str] = []
    strangers = end = at = 0
    while run := _RUN.match(folded, _skipped(folded, at)):
        known = _cut(run[0], parted)
        cut = known or _stranger(run[0])
        if not cut:
            break
        strangers += not known
        names += ["".join(run[0][start:stop].split()) for start, stop in cut]
        at = run.start() + cut[-1][1]
        end = at + len(_own_marks(folded, at))
        if at < run.end():
            break
    if strangers * 2 >= len(names) or not _ENDS.match(folded, end):
        return None
    return Authors(tuple(dict.fromkeys(names)), end)


_PARTED = Pattern("[，、；]\\s*{han}")
"""What shows that names are parted by marks, and none is glued to another."""


def _skipped(folded: str, at: int) -> int:
    """Return where a name could begin from *at* on, behind marks and what short brackets say of one."""
    marks = _match(_MARKS, folded, at)
    aside = _ASIDE.match(folded, marks.end())
    if aside and not _ORGAN.search(aside[0]) and not aside[0][1].isdigit():
        return _match(_MARKS, folded, aside.end()).end()
    return marks.end()


def _own_marks(folded: str, at: int) -> str:
    return _match(_OWN_MARKS, folded, at)[0]


def _match(pattern: Pattern, text: str, at: int) -> Match:
    found = pattern.match(text, at)
    assert found is not None
    return found


Span = tuple[int, int]


def _cut(run: str, parted: bool) -> list[Span]:
    """Return where the names of *run* stand, Han characters and spaces: all of it, or what stands before a place.

    Where names are *parted* by marks elsewhere in the row, a word of their length is one.
    """
    if "·" in run:
        return [(0, len(run))]
    organ = _ORGAN.search(run)
    if organ is None:
        if parted and len(run) == LONGEST and ONLY_HAN.match(run):
            return []
        whole = _cheapest(run)[len(run)]
        return list(whole.spans) if whole and whole.cost <= _DEAREST * len(whole.spans) else []
    before = [names for stop, names in enumerate(_cheapest(run)) if names and stop <= organ.start() - 2]
    before = [names for names in before if names.spans and not names.strangers]
    placed = [names for names in before if _OPENS_PLACE.match(run, names.spans[-1][1])]
    best = min(placed, key=lambda names: names.cost / len(names.spans), default=None)
    return list(best.spans) if best else []


def _stranger(run: str) -> list[Span]:
    """Return where the name of *run* stands, one without a known surname in a row of names; nowhere if it is none."""
    return [(0, len(run))] if 2 <= len(run) <= LONGEST and " " not in run and not _ORGAN.search(run) else []


class _Names(NamedTuple):
    """Names into which the beginning of a run is cut."""

    cost: float = 0.0
    spans: tuple[Span, ...] = ()
    strangers: int = 0
    """How many of them have no known surname."""


_DEAREST = 2.2
"""What a name may cost: one with a known surname 1, one of a few without one 4."""
_GLUED = 0.6
_STRANGE = 4.0


def _cheapest(run: str) -> list[_Names | None]:
    """Return for each length of a beginning of *run* the names into which it is cut at least cost."""
    best: list[_Names | None] = [_Names(), *([None] * len(run))]
    for start in range(len(run)):
        if (before := best[start]) is None:
            continue
        if run[start] == " ":
            best[start + 1] = _cheaper(best[start + 1], before)
            continue
        glued = _GLUED if before.spans and before.spans[-1][1] == start else 0.0
        for stop, cost in _pieces(run, start):
            strange = cost >= _STRANGE
            cut = _Names(before.cost + cost + glued, (*before.spans, (start, stop)), before.strangers + strange)
            best[stop] = _cheaper(best[stop], cut)
    return best


def _cheaper(one: _Names | None, other: _Names) -> _Names:
    return one if one and one.cost <= other.cost else other


def _pieces(run: str, start: int) -> Iterator[tuple[int, float]]:
    """Yield where a name that begins at *start* could end, with what that costs."""
    compound = run[start : start + 2] in words("compound_surname")
    known = compound or run[start] in words("surname")
    word = _match(_WORD, run, start)
    for length in (2, 3, 4):
        if length <= len(word[0]) and (length < 4 or compound):
            cost = (1.0 if length == 3 or compound else 1.05) if known else _STRANGE
            yield start + length, cost
    spaced = _SPACED.match(run, start)
    if spaced and known:
        yield spaced.end(), 1.1


_WORD = Pattern(r"[\u4e00-\u9fff]*")
_SPACED = Pattern(r"[\u4e00-\u9fff] {1,2}[\u4e00-\u9fff](?![\u4e00-\u9fff])")
