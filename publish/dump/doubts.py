"""Titles that may be missed or invented: what a file as a whole makes doubtful, once its lines have labels.

A title is settled where the text says so itself: a byline with known names, a dateline, a mark. Where most titles of a
file are not, the white space must tell them, and it is asked twice: a line that stands apart from the text as titles do
and is none may be missed; a title that stands otherwise than the other titles may be invented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from publish.dump.bylines import Strength
from publish.dump.heads import Head
from publish.dump.labels import SURE, TEXT, Label, Labelled
from publish.dump.numbering import Number, Rank, read_number
from publish.dump.shapes import CANNOT_OPEN, WRITTEN, has_inner_stop, is_finished
from publish.press import Pattern, words

_L = Label


_ENDING = frozenset({_L.TITLE, _L.SECTION, _L.KICKER})
"""Labels below which another piece begins: what stands right above heads nothing."""


_OVER_TITLE = frozenset({_L.SECTION, _L.KICKER, _L.BOOK_TITLE})
"""Labels whose lines stand over a title and are no text."""


class Doubt(NamedTuple):
    """A line that may be a title and is none, or the other way round."""

    item: Labelled
    invented: bool


class _Setting(NamedTuple):
    """How a line stands beside the text: what titles that are set alike have in common."""

    form: str
    """How it is numbered; empty where it is not."""
    indent: str
    above: str
    """The gap above it: none, usual, large."""
    parted: bool
    """Whether a gap stands below it."""


_LONGEST = 26
_MOSTLY = 0.6
_WHOLE = 0.95
_SELDOM = 0.2
_SEVERAL = 3
_CROWDED = 8
"""Crossheads that are many."""
_LONG_PIECE = 250
"""Characters from which what a crosshead stands over is as long as an article."""
_TOLD = 7.0
"""By how much a title wins that the rhythm of its file tells."""
_BARELY = 1.5
_OPEN = 4.0
"""By less than this a crosshead wins that neither a number nor a mark tells."""
_NEVER = frozenset({_L.BYLINE, _L.SUBTITLE, _L.TITLE_CONTINUED, _L.REMARK, _L.BOOK_TITLE, _L.SIGNATURE})
"""Labels that stand with a title, and are no piece of their own."""


def find_doubts(flow: Sequence[Labelled], heads: Sequence[Head]) -> list[Doubt]:
    """Return what is doubtful of the titles of *flow*, the lines of a dump without furniture; *heads* are its heads."""
    page = _Page(flow, heads)
    return [doubt for at, item in enumerate(flow) if (doubt := page.doubt(at, item))]


class _Page:
    def __init__(self, flow: Sequence[Labelled], heads: Sequence[Head]) -> None:
        self.flow = flow
        self.heads = {id(head.title): head for head in heads}
        texts = [at for at, item in enumerate(flow) if item.label is _L.PARAGRAPH and len(item.line.text) > _LONGEST]
        self.indent = _most(Counter(flow[at].line.indent for at in texts))
        self.gap = _most(Counter(flow[at].line.gap for at in texts if at and flow[at - 1].label in TEXT))
        ended = [at for at in texts if flow[min(at + 1, len(flow) - 1)].label is not _L.CONTINUATION]
        self.whole = _share([is_finished(flow[at].line.text) for at in ended]) > _WHOLE
        self.settled = {id(head.title) for head in heads if _is_settled(head)}
        settled = [head for head in heads if id(head.title) in self.settled]
        self.is_settled = len(settled) >= _MOSTLY * len(heads) and bool(settled)
        self.settings = Counter(
            self.setting(at) for at, item in enumerate(flow) if item.label is _L.TITLE and id(item) not in self.settled
        )
        titles = [at for at, item in enumerate(flow) if item.label is _L.TITLE and id(item) in self.settled]
        self.known = Counter(map(self.setting, titles))
        self.counted = self._counted()
        self.titles = Counter(item.line.text for item in flow if item.label is _L.TITLE)
        told = sum(head.title.margin >= _TOLD for head in heads)
        self.are_told = told >= _SEVERAL and told >= _MOSTLY * len(heads)
        self.crowd = self._crowd()

    def setting(self, at: int) -> _Setting:
        line, below = self.flow[at].line, self.flow[at + 1 : at + 2]
        number = read_number(line.text)
        indent = "as text" if line.indent == self.indent else "flush" if not line.indent else "deep"
        above = "none" if not line.gap else "large" if line.gap > self.gap else "usual"
        if at == 0:
            above = "large"
        form = number.form if number else line.text[0] if line.text[0] in words("head_mark") else ""
        return _Setting(form, indent, above, bool(below and below[0].line.gap))

    def _counted(self) -> frozenset[int]:
        """Return the numbered lines, by index, that count the parts of an article: no title has their form."""
        numbers = [(at, number) for at, item in enumerate(self.flow) if (number := _number(item))]
        titled = {number.form for at, number in numbers if self.flow[at].label is _L.TITLE}
        by_form: dict[str, list[tuple[int, int]]] = {}
        for at, number in numbers:
            by_form.setdefault(number.form, []).append((at, number.value))
        counted: set[int] = set()
        for form, found in by_form.items():
            if form not in titled:
                for (above, low), (below, high) in pairwise(found):
                    if high == low + 1:
                        counted |= {above, below}
        return frozenset(counted)

    def _crowd(self) -> frozenset[int]:
        """Return the crossheads, by index, that only their place made such, where they outnumber the titles."""
        found = [at for at, item in enumerate(self.flow) if item.label is _L.CROSSHEAD]
        unmarked = [at for at in found if _is_open(self.flow[at])]
        by_form: dict[str, list[int]] = {}
        for at in found:
            if (number := read_number(self.flow[at].line.text)) and number.name:
                by_form.setdefault(number.form, []).append(at)
        crowds = [unmarked, *(members for members in by_form.values() if self._are_long(members))]
        return frozenset(at for one in crowds if len(one) >= max(_CROWDED, len(self.heads)) for at in one)

    def _are_long(self, members: Sequence[int]) -> bool:
        """Tell whether the texts between some lines are as long as pieces of their own mostly."""
        sizes = [sum(len(item.line.text) for item in self.flow[at:below]) for at, below in pairwise(members)]
        return bool(sizes) and median(sizes) >= _LONG_PIECE

    def doubt(self, at: int, item: Labelled) -> Doubt | None:
        """Return what is doubtful of the line at *at*, or None."""
        if item.mark:
            return None
        if item.in_doubt and at and id(item) not in self.settled and item.label not in _NEVER | {_L.SECTION}:
            return Doubt(item, invented=item.label is _L.TITLE)
        if item.label is _L.TITLE:
            return Doubt(item, invented=True) if self._could_be_invented(at, item) else None
        return Doubt(item, invented=False) if self._could_be_missed(at, item) else None

    # --- invented

    def _could_be_invented(self, at: int, item: Labelled) -> bool:
        if item.margin >= SURE:  # the text or book.toml says that it is one
            return False
        if self.titles[item.line.text] > 2 and item.line.text not in words("title_again"):
            return True
        if id(item) in self.settled or at == 0:
            return False
        if len(self.heads) == 1:  # a heading above the only title is more likely that
            return self.heads[id(item)].section is not None
        if self.is_settled:
            return self.known[self.setting(at)] == 0
        if self.are_told and not _BARELY <= item.margin < _TOLD:
            return item.margin < _BARELY
        number = read_number(item.line.text)
        if number and number.rank is Rank.CHAPTER:
            return False
        return self._alike(at) < max(2, _SELDOM * sum(self.settings.values()))

    def _alike(self, at: int) -> int:
        """Return how many titles are set as that at *at*; right below a section heading its gap says nothing."""
        own = self.setting(at)
        if not at or self.flow[at - 1].label not in _OVER_TITLE:
            return self.settings[own]
        return sum(
            count for other, count in self.settings.items() if (other.form, other.indent) == (own.form, own.indent)
        )

    # --- missed

    def _could_be_missed(self, at: int, item: Labelled) -> bool:
        if at in self.crowd:
            return True
        if item.label in _NEVER or item.label is _L.SECTION or at in self.counted or not self._could_head(at, item):
            return False
        if self.is_settled:  # by bylines: a title that has none is set as the others are, and not as text
            setting = self.setting(at)
            plain = item.label in TEXT or item.label is _L.VERSE
            return plain and setting.indent != "as text" and self.known[setting] >= _SEVERAL
        return self.setting(at) in self.settings or self._stands_apart(at)

    def _could_head(self, at: int, item: Labelled) -> bool:
        text = item.line.text
        if len(text) > _LONGEST or is_finished(text) or text[-1] in "，、：；,:;" or has_inner_stop(text):
            return False
        if CANNOT_OPEN.match(text) or WRITTEN.match(text) or item.label is _L.CONTINUATION:
            return False
        below = self.flow[at + 1] if at + 1 < len(self.flow) else None
        if below is None or below.label in _ENDING or (below.label is _L.CONTINUATION and not below.line.gap):
            return False
        if item.label is _L.VERSE:
            return self._is_lone(at)
        return True

    def _is_lone(self, at: int) -> bool:
        below = self.flow[at + 1 : at + 2]
        return self.flow[at].line.gap > 0 and bool(below) and below[0].line.gap > 0

    def _stands_apart(self, at: int) -> bool:
        """Tell whether a line is set otherwise than the text: at another indent, or below a larger gap."""
        line = self.flow[at].line
        if self.indent and line.indent != self.indent:
            return True
        if line.gap > self.gap:
            return True
        return (not self.indent and self.whole) or _BARE.fullmatch(self.flow[at].line.text) is not None


_BARE = Pattern("{han}{2,12}")
"""Characters and no mark at all: nothing else of a text is a line by itself so."""


def _number(item: Labelled) -> Number | None:
    return read_number(item.line.text) if item.label is not _L.CONTINUATION else None


def _is_open(item: Labelled) -> bool:
    """Tell whether a crosshead could as well be a title: no number or mark and no other line says what it is."""
    weak = item.margin < _OPEN and item.rival in (_L.TITLE, _L.SECTION)
    return weak and not item.mark and read_number(item.line.text) is None


def _is_settled(head: Head) -> bool:
    if head.title.mark or head.is_sure:
        return True
    return any(byline is not None and byline.strength >= Strength.NAMES for _, byline in head.bylines)


def _most(counts: Counter[int]) -> int:
    return max(counts, key=lambda value: (counts[value], -value), default=0)


def _share(so: Sequence[bool]) -> float:
    return sum(so) / len(so) if so else 1.0
