"""What speaks for a series of heads as the titles of the articles of a file: each function finds one piece of evidence.

It says how much of it there is: a share of the members, mostly. What each is worth stands in ``outline.toml``.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import log, log2, log10
from statistics import median
from typing import TYPE_CHECKING

from publish.dump.bylines import Strength
from publish.dump.numbering import OUTSIDE, Number, Rank
from publish.dump.recurrence import AS_TEXT
from publish.dump.series import Series

if TYPE_CHECKING:
    from publish.dump.recurrence import Heads


class Trial:
    """A series held against its file: what the evidence is drawn from."""

    def __init__(self, page: Heads, one: Series, others: Sequence[Series], ends: Sequence[int]) -> None:
        self.page, self.one, self.others = page, one, others
        self.members, self.own = one.members, frozenset(one.members)
        self.lines = [page.lines[at] for at in one.members]
        self.total = ends[-1] or 1
        self.before = ends[one.members[0]]
        self.sizes = [ends[below] - ends[at + 1] for at, below in pairwise([*one.members, len(page.lines)])]
        self.numbers = [page.numbers[at] for at in one.members if at in page.numbers]
        self.settings = Counter(map(page.setting, one.members))

    def share(self, so: Callable[[int], object]) -> float:
        """Return the share of the members of which something is so."""
        return sum(bool(so(at)) for at in self.members) / len(self.members)

    def numbered(self, so: Callable[[Number], object]) -> float:
        """Return the share of the members that have a number of which something is so."""
        return sum(bool(so(number)) for number in self.numbers) / len(self.members)


# --- evidence ------------------------------------------------------------------------------------------------------


def count(trial: Trial) -> float:
    """Return how many members there are, as the power of two."""
    return log2(len(trial.members))


def only_two(trial: Trial) -> float:
    """Tell whether there are two."""
    return len(trial.members) == 2


def longest(trial: Trial) -> float:
    """Return the share of the longest piece in the text."""
    return max(trial.sizes) / trial.total


def before(trial: Trial) -> float:
    """Return the share of the text that stands above the first member."""
    return trial.before / trial.total


def even(trial: Trial) -> float:
    """Return how evenly the members part the text: the entropy of the sizes of their pieces, 1 where all are equal."""
    whole = sum(trial.sizes) or 1
    return -sum(size / whole * log(size / whole) for size in trial.sizes if size) / log(len(trial.sizes))


def size(trial: Trial) -> float:
    """Return the characters of the middle piece, as the power of ten, 4 at the most."""
    return min(log10(1 + median(trial.sizes)), 4.0)


def hollow(trial: Trial) -> float:
    """Return the share of the members with no text of their own."""
    return trial.share(lambda at: not trial.page.has_text(at))


def in_a_row(trial: Trial) -> float:
    """Return the share of the members right above another."""
    return sum(below == at + 1 for at, below in pairwise(trial.members)) / len(trial.members)


def chapters(trial: Trial) -> float:
    """Return the share of chapters among the members."""
    return trial.numbered(lambda number: number.rank is Rank.CHAPTER)


def items(trial: Trial) -> float:
    """Return the share of numbers that may count the parts of a piece."""
    return trial.numbered(lambda number: number.rank is Rank.ITEM)


def bare(trial: Trial) -> float:
    """Return the share of Chinese numbers alone."""
    return trial.numbered(_is_bare)


def _is_bare(number: Number) -> bool:
    return number.rank is Rank.ITEM and not number.name and "1" not in number.form and number.form[0] != "第"


def opens_bare(trial: Trial) -> float:
    """Tell whether few such numbers are all that the file has from its first line on: they part one piece."""
    return len(trial.members) <= _MOST_PARTS and trial.members[0] == 0 and bare(trial) == 1


def inside(trial: Trial) -> float:
    """Tell whether such numbers stand below text that is no preface: it has a title, and they head its parts."""
    first = next((at for at in trial.members if at in trial.page.numbers), 0)
    text = next((at for at in trial.page.texts if at < first), None)
    if items(trial) < _MOSTLY or text is None:
        return False
    return not any(trial.page.stands_outside(at) for at in range(text))


def grows(trial: Trial) -> float:
    """Tell whether such numbers count from 1 through the file, from its beginning on."""
    if items(trial) < _MOSTLY or any(at < trial.members[0] for at in trial.page.texts):
        return 0
    return restarts(trial) == 0 and trial.numbers[0].value == 1


def counts_on(trial: Trial) -> float:
    """Return the share of the longest run of more than `_MOST_PARTS` numbers that count on; one between may be lost."""
    longest = run = 1
    for above, below in pairwise(_values(trial)):
        run = run + 1 if 0 < below - above <= 2 else 1
        longest = max(longest, run)
    return longest / len(trial.members) if longest > _MOST_PARTS else 0


def restarts(trial: Trial) -> float:
    """Return the share of numbers that are no more than the one before."""
    values = _values(trial)
    return sum(below <= above for above, below in pairwise(values)) / max(1, len(values) - 1)


def _values(trial: Trial) -> list[int]:
    return [number.value for number in trial.numbers if number.form != OUTSIDE]


def lone(trial: Trial) -> float:
    """Return the share of members with larger gaps above and below."""
    return trial.share(trial.page.is_lone)


def apart(trial: Trial) -> float:
    """Return the share of members that are indented otherwise than text."""
    return 1 - trial.settings[AS_TEXT] / len(trial.members)


def gaps_differ(trial: Trial) -> float:
    """Return how much members below gaps that part pieces are mixed with others."""
    share = trial.share(trial.page.big.__getitem__)
    return 2 * min(share, 1 - share)


def set_apart(trial: Trial) -> float:
    """Return how many of the lines that are indented as the members are, and not as text, are members."""
    setting = trial.settings.most_common(1)[0][0]
    return trial.settings[setting] / trial.page.settings[setting] if setting != AS_TEXT else 0


def rest(trial: Trial) -> float:
    """Return how many heads that are indented otherwise than text are left, beside the members."""
    left = sum(at not in trial.own and at - 1 not in trial.own for at in trial.page.apart)
    return left / (left + len(trial.members))


def cut(trial: Trial) -> float:
    """Return the share of members below a line that ends no sentence."""
    return trial.share(lambda at: at and _is_open(trial.page, at - 1))


def _is_open(page: Heads, at: int) -> bool:
    line = page.lines[at]
    return not line.finished and line.length > _SHORT and line.text[-1] not in _ENDINGS


def listed(trial: Trial) -> float:
    """Return the share of members that a list of contents names."""
    return len(trial.own & trial.page.listed_heads) / len(trial.members)


def lists(trial: Trial) -> float:
    """Return the share of members in what a list of contents names."""
    return len(trial.own & trial.page.listed_heads) / max(1, len(trial.page.listed_heads))


def other_bylines(trial: Trial) -> float:
    """Return how many bylines below the first member tell articles, for each two members, 1 at the most.

    One does not count. What stands among the members with none right above it heads something itself.
    """
    telling = (at for at in trial.page.tellers if at > trial.members[0])
    other = sum(at not in trial.own or not trial.own.isdisjoint(range(at - 3, at)) for at in telling)
    return min(2 * max(0, other - 1) / len(trial.members), 1)


def titled(trial: Trial) -> float:
    """Return the share of members over a line that says when something was published, or between rules."""
    return len(trial.own.intersection(trial.page.titled)) / len(trial.members)


def broken(trial: Trial) -> float:
    """Return the share of members below a rule, or a number alone."""
    return len(trial.own & trial.page.broken) / len(trial.members)


def returning(trial: Trial) -> float:
    """Return the share of members whose very words stand elsewhere."""
    return trial.share(trial.page.returning.__contains__)


def names(trial: Trial) -> float:
    """Return the share of members that read as somebody's name."""
    lines, numbers = trial.page.lines, trial.page.numbers
    return trial.share(lambda at: lines[at].strength is Strength.NAMES and at not in numbers)


def length(trial: Trial) -> float:
    """Return the characters of the members, their numbers left out, in tens, `_LONG` at the most."""
    numbers = trial.page.numbers
    whole = (len(numbers[at].name) if at in numbers else trial.page.lines[at].length for at in trial.members)
    return min(sum(whole) / len(trial.members) / 10, _LONG)


def ends_marked(trial: Trial) -> float:
    """Return the share of members that end in a mark."""
    return trial.share(lambda at: trial.page.lines[at].text[-1] in "？！…”」")


def section_like(trial: Trial) -> float:
    """Return the share of members that read like sections of a paper."""
    return trial.share(lambda at: trial.page.lines[at].words.section_like)


def parted_alike(trial: Trial) -> float:
    """Return the share of the pieces in which words stand that part other pieces too: 用料, 做法."""
    page = trial.page
    returning = sorted(page.returning - trial.own)
    ends = (*trial.members[1:], len(page.lines))
    held = (bisect(returning, below) > bisect(returning, at) for at, below in zip(trial.members, ends, strict=True))
    return sum(held) / len(trial.members)


def over_heads(trial: Trial) -> float:
    """Return the share of volumes right above another head."""
    heads, numbers = trial.page.heads, trial.page.numbers
    return trial.share(lambda at: at in numbers and numbers[at].rank is Rank.VOLUME and any(heads[at + 1 : at + 2]))


def for_hollow(trial: Trial) -> float:
    """Tell whether they are as many as chapters that say nothing: a site has cut the text into pages."""
    return not trial.numbers and any(_says_nothing(trial.page, other, len(trial.members)) for other in trial.others)


def of_pages(trial: Trial) -> float:
    """Tell whether they are such chapters, and other series have as many members."""
    if not _says_nothing(trial.page, trial.one, len(trial.members)):
        return 0
    return any(
        one.number is None and len(one.members) >= len(trial.members) and trial.own.isdisjoint(one.members)
        for one in trial.others
    )


def _says_nothing(page: Heads, one: Series, most: int) -> bool:
    numbers = [page.numbers[at] for at in one.members if at in page.numbers]
    if len(numbers) < len(one.members) or len(numbers) > most or numbers[0].rank is not Rank.CHAPTER:
        return False
    names = [_COUNTER.sub("", number.name) for number in numbers]
    return all(number.name for number in numbers) and len(set(names)) <= max(1, len(names) // 2)


_COUNTER = re.compile(r"\s*[（(]?[\d一二三四五六七八九十上中下]+[）)]?$")
_LONG = 1.2
_MOSTLY = 0.75
_MOST_PARTS = 20
"""Numbers alone from which they count the chapters of a book, and not the parts of a piece."""
_SHORT = 12
_ENDINGS = "：—）)"
