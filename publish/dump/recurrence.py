"""The lines of a file that could head something, and what is known of each before it is known which of them do.

A file is looked at whole: how text is set in it says what stands apart from text.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from publish.dump.bylines import Strength
from publish.dump.numbering import OUTSIDE, Number, Rank, read_glued_number, read_number
from publish.dump.repetition import (
    ENOUGH,
    LONGEST,
    find_marked,
    find_opened_alike,
    find_prefixes,
    find_returning,
    names_somebody,
)
from publish.dump.speakers import find_speakers
from publish.dump.wrapped import stands_in_column
from publish.press import Pattern

if TYPE_CHECKING:
    from publish.dump.features import Features

AS_TEXT = "as text"
_LONGEST_NUMBERED = 40
_LONGEST_QUESTION = 20
_LONGEST_SPEAKER = 6
FEWEST = 2
MOSTLY = 0.75
_LONG_PIECE = 250
"""Characters of a piece of prose, and not of a poem."""
_NEXT_TO_NOTHING = 40
_OVER_HALF = 0.5
_FEW_TEXTS = 0.2
"""Share of lines that end sentences below which a file is verse, whose stanzas have gaps between them too."""
_HARDLY = 0.15
_SOME = 0.2
_WHOLE = 0.93
_MANY = 6
_OF_TEXT = 15
"""Characters from which the indent of a line is that of text."""
_SHORT = 14
"""Characters of a line that is a name and hardly the end of a sentence."""


_FAR_MORE = 2
"""Times as many as the chapters is what parts them, where a list of contents names both."""


class Borders(NamedTuple):
    """The lines beside furniture that parts pieces, by their indices."""

    broken: frozenset[int] = frozenset()
    """Below a rule, or a number that stands alone."""
    titled: frozenset[int] = frozenset()
    """Above a line that says when something was published: titles, most likely."""
    listed: frozenset[int] = frozenset()
    """Named in a list of contents."""
    framed: frozenset[int] = frozenset()
    """Between two rules."""


class Heads:
    """The lines of a file with what is known of each before any class is known."""

    def __init__(self, lines: Sequence[Features], borders: Borders) -> None:
        self.lines = lines
        self.numbers = {at: number for at, line in enumerate(lines) if (number := _number(line))}
        self.numbers |= {at: number for at, number in _glued(lines) if at not in self.numbers}
        self.items = frozenset(_items(lines, self.numbers))
        self.numbers = {at: number for at, number in self.numbers.items() if at not in self.items}
        self.speakers = find_speakers(lines)
        self.listed = borders.listed
        self.marks = dict(find_marked(lines))
        sure = self.numbers.keys() | self.listed | self.marks.keys() | borders.framed | set(find_opened_alike(lines))
        spoken = frozenset(_quoted(lines))
        self.heads = [
            at not in self.speakers | self.items | spoken
            and _could_head(line, at in sure)
            and (at in sure or not ((at and _goes_on(lines[at - 1], line)) or stands_in_column(lines, at)))
            for at, line in enumerate(lines)
        ]
        self.companions = [_accompanies(line) and at not in sure for at, line in enumerate(lines)]
        self.texts = [at for at in range(len(lines)) if not (self.heads[at] or self.companions[at])]
        self._in_text = frozenset(self.texts)
        self.prefixes = find_prefixes(lines, self.heads)
        self.returning = find_returning(lines, self.heads)
        self.verse = len(self.texts) < _FEW_TEXTS * len(lines)
        self.ends_sentences = sum(lines[at].finished for at in self.texts) > _SOME * len(self.texts)
        self.usual_gap = self._usual_gap()
        self.usual_indent = self._usual_indent()
        self.step = self._step()
        self.big = self._above_gaps(borders.broken)
        framed = borders.framed if len(borders.framed) > FEWEST else frozenset()
        self.titled = [at for at in sorted(borders.titled | framed) if self._could_be_titled(at)]
        self.bylines = [at for at, line in enumerate(lines) if names_somebody(line) and self._stands_under_head(at)]

        self.listed_heads = frozenset(self._listed_heads())
        self.tellers = frozenset(self._tellers())
        self.settings = Counter(map(self.setting, range(len(lines))))
        self.apart = [at for at, head in enumerate(self.heads) if head and self.setting(at) != AS_TEXT]

    def form(self, at: int) -> str:
        """Return how a head is numbered or begins; nothing where it is like no other in that."""
        return self.numbers[at].form if at in self.numbers else self.marks.get(at) or self.prefixes.get(at, "")

    def _tellers(self) -> Iterator[int]:
        """Yield the bylines that tell articles: one of names on two lines, and none of a list of names.

        The author of a book, below its name, tells none, nor does that of a preface.
        """
        stretches: dict[int, list[int]] = {}
        for at in self.bylines:
            stretches.setdefault(0 if self.verse else bisect(self.texts, at), []).append(at)
        front = 2 if self.lines and names_a_book(self.lines[0]) else 0
        for above, found in stretches.items():
            if self.verse or not above or len(found) < ENOUGH:
                first = (at for at in found if at - 1 not in found and at >= front)
                yield from (at for at in first if not any(self.stands_outside(near) for near in (at - 1, at - 2)))

    def _listed_heads(self) -> Iterator[int]:
        """Yield the heads that a list of contents names; of far more than chapters, the others part these."""
        listed = [at for at in sorted(self.listed) if self.heads[at]]
        numbered = [at for at in listed if at in self.numbers and not self.stands_outside(at)]
        chapters = [at for at in numbered if self.numbers[at].rank is Rank.CHAPTER]
        parts = {at for at in listed if chapters and at > chapters[0] and at not in self.numbers}
        yield from (at for at in listed if at not in parts or len(parts) <= _FAR_MORE * len(chapters))

    def stands_outside(self, at: int) -> bool:
        """Tell whether a head names a part that no number counts: 楔子, 序章."""
        return at in self.numbers and self.numbers[at].form == OUTSIDE

    def _could_be_titled(self, at: int) -> bool:
        number = self.numbers.get(at)
        return (
            self.heads[at] and at not in self.returning and (number is None or number.rank in (Rank.CHAPTER, Rank.WORK))
        )

    def _above_gaps(self, broken: Collection[int]) -> list[bool]:
        """Return which lines stand below a larger gap, a rule or a number alone, where these part pieces."""
        step = self.step
        heads = sum(self.heads[at] for at in broken)
        by_rules = len(broken) >= FEWEST and heads >= MOSTLY * len(broken)
        self.parted = by_rules or step is not None
        wide = [step is not None and line.line.gap >= step for line in self.lines]
        self.broken = frozenset(broken) if by_rules else frozenset()
        parted = by_rules or any(wide)
        return [(parted and at == 0) or (by_rules and at in broken) or is_wide for at, is_wide in enumerate(wide)]

    def _stands_under_head(self, at: int) -> bool:
        """Tell whether a line that names somebody stands where a byline does, and is no head itself."""
        if at in self.numbers or self.big[at]:
            return False
        if self.lines[at].strength is Strength.MARKED:
            return True
        by_gaps = any(self.big) and at + 1 not in self._in_text
        for above in range(at - 1, max(-1, at - 4), -1):
            if self.companions[above] and not self.big[above]:
                continue
            if not self.heads[above] or (above in self.numbers and self.numbers[above].rank is Rank.VOLUME):
                return False
            if self.big[above] or not by_gaps:
                return True
        return False

    def _usual_gap(self) -> int:
        """Return the empty lines that mostly stand between lines of text, or between any lines where there is none."""
        begun = [at for at in self.texts if at and not self.heads[at - 1] and not self.lines[at].flush]
        gaps = Counter(self.lines[at].line.gap for at in begun)
        return _most(gaps) if gaps.total() > 2 else _most(Counter(line.line.gap for line in self.lines[1:]))

    def _usual_indent(self) -> int:
        """Return the indent with which paragraphs mostly begin; where wrapped lines go on flush, these begin none."""
        texts = [self.lines[at] for at in self.texts if self.lines[at].length > _OF_TEXT]
        return _most(Counter(line.line.indent for line in [line for line in texts if line.indented] or texts))

    def _step(self) -> int | None:
        """Return the least gap that stands above heads and hardly anything else; None where no gap tells them."""
        gaps = sorted({line.line.gap for line in self.lines if line.line.gap > self.usual_gap}, reverse=self.verse)
        return next(filter(self._parts_pieces, gaps), None)

    def _parts_pieces(self, gap: int) -> bool:
        after = [at for at, line in enumerate(self.lines) if at and line.line.gap >= gap]
        heads = sum(self.heads[at] or at in self.numbers for at in after)
        doubled = sum(below - at == 1 and not {at, below} & self.numbers.keys() for at, below in pairwise(after))
        return len(after) >= FEWEST and heads >= 0.8 * len(after) and doubled <= _HARDLY * len(after)

    def is_plain(self, at: int) -> bool:
        """Tell whether a head set as text is built as a title and not as a sentence: nothing else could tell it.

        What the line above announces is none.
        """
        text = self.lines[at].text
        announced = at > 0 and self.lines[at - 1].text[-1] == "："
        return "，" not in text and text[-1] not in "？！…”」" and "：" not in text and not announced

    def _is_below_heading(self, at: int) -> bool:
        """Tell whether a line names the book or stands right below a section heading: the gap above it says nothing."""
        if at == 0:
            return names_a_book(self.lines[0])
        above = self.numbers.get(at - 1)
        return at not in self.numbers and above is not None and above.rank in (Rank.VOLUME, Rank.CHAPTER)

    def is_close(self, at: int) -> bool:
        """Tell whether a line stands nearer to the text below it than to what is above."""
        if at + 1 == len(self.lines):
            return False
        above, below = self.lines[at].line.gap, self.lines[at + 1].line.gap
        return below < above and (above <= self.usual_gap or (below < self.usual_gap and self._is_below_heading(at)))

    def is_tight(self, at: int) -> bool:
        """Tell whether no gap parts a line from those beside it, where one stands between all paragraphs."""
        if not at or at + 1 == len(self.lines) or not self.usual_gap:
            return False
        return not (self.lines[at].line.gap or self.lines[at + 1].line.gap)

    def is_lone(self, at: int) -> bool:
        """Tell whether larger gaps stand above and below a line than between lines of text."""
        below = self.lines[at + 1].line.gap if at + 1 < len(self.lines) else 0
        return below > self.usual_gap and (at == 0 or self.lines[at].line.gap > self.usual_gap)

    def closes(self, at: int) -> bool:
        """Tell whether a head ends what stands above it: it is set as text, and farther from what is below."""
        if not at or self.setting(at) != AS_TEXT or self.lines[at].line.gap > self.usual_gap:
            return False
        return at + 1 == len(self.lines) or self.lines[at + 1].line.gap > self.usual_gap

    def setting(self, at: int) -> str:
        """Return how a line is indented beside the text."""
        indent = self.lines[at].line.indent
        if indent == self.usual_indent:
            return AS_TEXT
        return "flush" if not indent else "deep" if indent > self.usual_indent else "shallow"

    def has_text(self, at: int) -> bool:
        """Tell whether text begins below a head and what accompanies it, and no other piece."""
        for below in range(at + 1, min(at + 7, len(self.lines))):
            if below in self.numbers:
                return self._form(below) != self._form(at)
            if not (self.heads[below] or self.companions[below]):
                return True
            if self.big[below]:
                return below - at > FEWEST
        return at + 1 < len(self.lines)

    def _form(self, at: int) -> str | None:
        return self.numbers[at].form if at in self.numbers else None

    def stands_as(self, members: Sequence[int], at: int) -> bool:
        """Tell whether a line is set as the members of a class are."""
        return self.big[at] or self.setting(at) == self.setting(members[-1])


def _number(line: Features) -> Number | None:
    if line.text_alone or line.forced or line.length > _LONGEST_NUMBERED:
        return None
    number = read_number(line.line.text) or read_number(line.text)
    return number if number and not line.text.endswith(("。", "；", "，", "、")) else None


def _items(lines: Sequence[Features], numbers: Mapping[int, Number]) -> Iterator[int]:
    """Yield the lines that are the items of a list: numbers of one form that follow each other with nothing between."""
    run: list[int] = []
    for at in range(len(lines) + 1):
        number, above = numbers.get(at), numbers.get(at - 1)
        if number and above and run and (number.form, number.value) == (above.form, above.value + 1):
            run.append(at)
            continue
        if len(run) >= _ROW:
            yield from run
        run = [at] if number and number.rank is Rank.ITEM and number.name else []


_ROW = 3
"""Numbered lines in a row that are a list."""


def _glued(lines: Sequence[Features]) -> Iterator[tuple[int, Number]]:
    """Yield the lines that begin with figures and no mark, with their numbers, where these count."""
    likely = ((at, line) for at, line in enumerate(lines) if not line.text_alone and line.text[0].isdecimal())
    found = [(at, number) for at, line in likely if (number := read_glued_number(line.line.text))]
    counted = sum(below.value == above.value + 1 for (_, above), (_, below) in pairwise(found))
    if len(found) >= ENOUGH and counted >= MOSTLY * (len(found) - 1):
        yield from found


def _quoted(lines: Sequence[Features]) -> Iterator[int]:
    """Yield the lines that are a quotation and nothing else, where many lines begin with one: somebody speaks."""
    begun = [at for at, line in enumerate(lines) if line.text[0] in _QUOTES]
    if len(begun) >= max(ENOUGH, _OF_SPEECH * len(lines)):
        yield from (at for at in begun if lines[at].text[-1] in _QUOTES and not _QUOTES & set(lines[at].text[1:-1]))


_QUOTES = frozenset('“”「」『』"')
_OF_SPEECH = 0.05


def _could_head(line: Features, numbered: bool) -> bool:
    if numbered:
        return True
    if line.text_alone or line.forced or line.length > LONGEST or _accompanies(line):
        return False
    if _WORDS.search(line.text) is None:
        return False
    if line.text[0] in '“「"' and line.text[-1] in '”」"' and _SPOKEN.search(line.text):
        return False
    if line.text[0] in "“「" and not _CLOSED.search(line.text):
        return False
    spoken = line.words.exclaims and (line.length > _LONGEST_QUESTION or "：" in line.text[:_LONGEST_SPEAKER])
    return not (
        line.words.sentence
        or line.cannot_open
        or line.words.closes
        or line.text[-1] in "，、：；."
        or line.text.endswith("——")
        or line.full
        or spoken
    )


_SAID = re.compile(r"[。！？…，][”」]$|：[“「]|！$")
_WORDS = Pattern("{han}|[A-Za-z]{3}")
_CLOSED = re.compile("[”」]")
_SPOKEN = re.compile("[，。？！…]")


def _goes_on(above: Features, line: Features) -> bool:
    """Tell whether a line is the rest of a paragraph: not indented where paragraphs are, right below an open line."""
    open_above = not above.finished and (above.full or above.indented or above.length > _OF_TEXT)
    return line.flush and not line.line.gap and open_above


def names_a_book(line: Features) -> bool:
    """Tell whether a line is the name of a book, in its brackets."""
    return line.text[0] == "《" and line.text[-1] == "》"


def _accompanies(line: Features) -> bool:
    """Tell whether a line can stand with a title, and head nothing itself."""
    if line.text_alone:
        return False
    named = line.strength is Strength.MARKED
    bracketed = line.text[0] + line.text[-1] in ("（）", "〔〕")
    return named or bracketed or line.remark or line.words.written or line.words.dash or line.words.subtitle_mark


def _most(counts: Counter[int]) -> int:
    return max(counts, key=lambda value: (counts[value], -value), default=0)
