"""The lines of a file that could head something, and the classes that they make: those set alike, that recur over text.

A file is looked at whole. Its heads are grouped by how they are set: numbered in one form, or at one indent after
larger gaps; what recurs in the same way is a class, and its members speak for each other.
"""

from __future__ import annotations

import re
from bisect import insort
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from publish.dump.bylines import Strength
from publish.dump.numbering import Number, Rank, read_glued_number, read_number
from publish.dump.repetition import (
    ENOUGH,
    LONGEST,
    REFRAIN,
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
_LONGEST_STRETCH = 0.6
_LONGEST_OF_TWO = 0.85
"""Shares of the lines of a file above which a stretch without a title is too long for those before it to be titles."""
_LONG_PIECE = 250
"""Characters of a piece of prose, and not of a poem."""
_NEXT_TO_NOTHING = 40
_OVER_HALF = 0.5
_FEW_TEXTS = 0.2
"""Share of lines that end sentences below which a file is verse, whose stanzas have gaps between them too."""
_HARDLY = 0.15
_SOME = 0.2
_WHOLE = 0.93
NEARLY = 0.85
_MANY = 6
_OF_TEXT = 15
"""Characters from which the indent of a line is that of text."""
_SHORT = 14
"""Characters of a line that is a name and hardly the end of a sentence."""


class _Key(NamedTuple):
    """What the members of a class have in common."""

    form: str
    """How they are numbered, or begin."""
    setting: str
    big: bool
    close: bool
    """Whether they stand nearer to the text below."""
    lone: bool
    tight: bool

    @property
    def apart(self) -> bool:
        """Whether they are set otherwise than text by more than a gap."""
        return bool(self.form) or self.close or self.lone or self.tight or self.setting != AS_TEXT


@dataclass(slots=True)
class HeadClass:
    """Lines that are set alike, by their indices."""

    number: Number | None
    """The number of the first of them."""
    big: bool
    """Whether larger gaps than those between paragraphs stand above them."""
    apart: bool = False
    """Whether they are set otherwise than text by more than a gap."""
    members: list[int] = field(default_factory=list)

    @property
    def rank(self) -> Rank | None:
        """What their numbers count; None where they have none."""
        return self.number.rank if self.number else None


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

    def classes(self) -> Iterator[HeadClass]:
        """Yield the classes of heads that recur with text between them."""
        if len(self.titled) > FEWEST:
            yield HeadClass(None, big=True, apart=True, members=self.titled)
        found: dict[_Key, HeadClass] = {}
        refrains = find_returning(self.lines, self.heads, REFRAIN)
        heads = [at for at, head in enumerate(self.heads) if head and at not in refrains and self._begins_block(at)]
        below = {at for at in heads if self._is_below_heading(at)}
        for at in heads:
            key = self._key(at)
            if at not in below and (key.apart or key.big or self._is_plain(at)):
                found.setdefault(key, HeadClass(self.numbers.get(at), self.big[at], key.apart)).members.append(at)
        for at in sorted(below):
            if one := found.get(self._key(at)):
                insort(one.members, at)
        yield from (one for one in _counted_together(self, found.values()) if self._recurs(one))

    def _is_plain(self, at: int) -> bool:
        """Tell whether a head set as text is built as a title and not as a sentence: nothing else could tell it.

        What the line above announces is none.
        """
        text = self.lines[at].text
        announced = at > 0 and self.lines[at - 1].text[-1] == "："
        return "，" not in text and text[-1] not in "？！…”」" and "：" not in text and not announced

    def _key(self, at: int) -> _Key:
        """Return what a head has in common with those of its class."""
        number = self.numbers.get(at)
        setting = AS_TEXT if at in self.marks else self.setting(at)  # the mark says more than the indent
        lone = self.is_lone(at)
        prefix = self.prefixes.get(at, "") if setting == AS_TEXT and not lone else ""
        form = number.form if number else self.marks.get(at, prefix)
        tight = not form and self.is_tight(at)
        by_gap = not form and (self.parted or setting == AS_TEXT)
        close = setting == AS_TEXT and not form and self._is_close(at)
        below_heading = self._is_below_heading(at)
        big = self.big[at] and not below_heading
        lone = lone and not form and not self.big[at] and (self.parted or setting == AS_TEXT)
        return _Key(form, setting, by_gap and big and not close, close, lone, tight)

    def _is_below_heading(self, at: int) -> bool:
        """Tell whether a line names the book or stands right below a section heading: the gap above it says nothing."""
        if at == 0:
            return names_a_book(self.lines[0])
        above = self.numbers.get(at - 1)
        return at not in self.numbers and above is not None and above.rank in (Rank.VOLUME, Rank.CHAPTER)

    def _is_below_volume(self, at: int) -> bool:
        return at > 0 and at - 1 in self.numbers and self.numbers[at - 1].rank is Rank.VOLUME

    def _is_close(self, at: int) -> bool:
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

    def _begins_block(self, at: int) -> bool:
        """Tell whether a head is the first of those that stand together, or has a number, or a gap above it."""
        if at in self.numbers or at in self.marks or self.big[at] or self._is_below_volume(at):
            return True
        if self.is_tight(at) and not self.is_tight(at - 1):
            return True
        if self.verse and self.is_lone(at):
            return self.lines[at].text[-1] not in _MARKS_OF_VERSE
        if self._is_inside_block(at):
            return False
        above = at - 1
        while above > 0 and self.companions[above]:
            above -= 1
        if self.is_lone(at) and self.setting(at) not in (AS_TEXT, self.setting(above)):
            return True
        if self.setting(at) == "flush" and above >= 0 and self.setting(above) == AS_TEXT:
            return True
        if at in self.prefixes and self.prefixes.get(above) != self.prefixes[at]:
            return True
        return above < 0 or not self.heads[above]

    def _is_inside_block(self, at: int) -> bool:
        """Tell whether a line is set in as the line right above it is: both are of one quotation."""
        setting = self.setting(at)
        right_below = at > 0 and not self.lines[at].line.gap
        return right_below and setting not in (AS_TEXT, "flush") and setting == self.setting(at - 1)

    def _recurs(self, one: HeadClass) -> bool:
        """Tell whether a class is set otherwise than the text, and text stands below its members."""
        members = one.members
        if len(members) < FEWEST or (one.number is None and self._speak(members)) or self._cuts(one):
            return False
        if not (one.apart or one.big) and not (self._text_is_whole() or self._stand_between_sentences(members)):
            return False
        filled: list[int] = []
        for at in members:
            if self.has_text(at) and not (filled and filled[-1] == at - 1 and self.lines[at].byline):
                filled.append(at)
        if len(filled) < MOSTLY * len(members) and one.rank is not Rank.VOLUME:
            return False
        if one.rank is not Rank.VOLUME:
            one.members = filled if one.number else self._of_a_size(filled)
        return len(one.members) >= FEWEST

    def _of_a_size(self, members: list[int]) -> list[int]:
        """Return *members* without those over next to nothing, where pieces are long: a dedication, an envelope."""
        sizes = [self._size(at, below) for at, below in pairwise([*members, len(self.lines)])]
        if median(sizes) < _LONG_PIECE:
            return members
        held = [at for at, size in zip(members, sizes, strict=True) if size >= _NEXT_TO_NOTHING]
        return held if len(held) >= _OVER_HALF * len(members) else members

    def _size(self, at: int, below: int) -> int:
        """Return the characters of the piece between a head and the head *below* it."""
        return sum(line.length for line in self.lines[at + 1 : below])

    def _speak(self, members: Sequence[int]) -> bool:
        """Tell whether most of many lines are spoken, or cry out: no titles do."""
        spoken = sum(_SAID.search(self.lines[at].text) is not None for at in members)
        return len(members) >= ENOUGH and spoken > _OVER_HALF * len(members)

    def _cuts(self, one: HeadClass) -> bool:
        """Tell whether most lines of a class stand inside sentences, in a text whose sentences end: no heads do.

        A chapter that counts does where a site has lost the ends; so does what stands below a larger gap.
        """
        if one.rank in (Rank.CHAPTER, Rank.VOLUME) or not self.ends_sentences:
            return False
        close = [at for at in one.members if at - 1 in self._in_text and self.lines[at].line.gap <= self.usual_gap]
        return sum(not _is_whole(self.lines[at - 1]) for at in close) > _OVER_HALF * len(one.members)

    def _text_is_whole(self) -> bool:
        """Tell whether lines of text end sentences, so that a short one that ends none stands out."""
        long = [self.lines[at] for at in self.texts]
        whole = sum(map(_is_whole, long))
        return len(long) >= 6 and whole >= _WHOLE * len(long) and not any(line.full for line in long)

    def _stand_between_sentences(self, members: Sequence[int]) -> bool:
        """Tell whether a sentence ends above nearly each of many short lines: none is the end of what stands there."""
        short = [at for at in members if self.lines[at].length <= _SHORT]
        ended = sum(at == 0 or _is_whole(self.lines[at - 1]) or self.heads[at - 1] for at in short)
        return len(members) >= _MANY and len(short) >= NEARLY * len(members) and ended >= NEARLY * len(short)

    def covers(self, one: HeadClass) -> bool:
        """Tell whether the members of a class stand all over the file, and not at one end of it."""
        stretches = [below - above for above, below in pairwise([*one.members, len(self.lines)])]
        longest = _LONGEST_OF_TWO if len(one.members) == FEWEST else _LONGEST_STRETCH
        return max(stretches) < longest * len(self.lines)

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

    def stands_as(self, one: HeadClass, at: int) -> bool:
        """Tell whether a line is set as the members of a class are."""
        return self.big[at] or self.setting(at) == self.setting(one.members[-1])


def _is_whole(line: Features) -> bool:
    """Tell whether a line ends a sentence, announces what follows, or ends in an address."""
    return line.finished or line.text[-1] in "：—" or _ADDRESS.search(line.text) is not None


_ADDRESS = re.compile(r"https?[:：]//\S+$")


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

_MARKS_OF_VERSE = "，。、；：！？…—,.!?;:"


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


def _counted_together(page: Heads, found: Iterable[HeadClass]) -> Iterator[HeadClass]:
    """Yield the classes *found*, those of one form as one whose numbers count on from each other, however indented."""
    by_form: dict[str, list[HeadClass]] = {}
    for one in found:
        if one.number is None or one.rank is Rank.VOLUME:
            yield one
        else:
            by_form.setdefault(one.number.form, []).append(one)
    for parts in by_form.values():
        members = sorted(at for one in parts for at in one.members)
        whole = HeadClass(page.numbers[members[0]], parts[0].big, any(one.apart for one in parts), members)
        if len(parts) > 1 and len(members) >= ENOUGH and _counts_on(page, whole):
            yield whole
        else:
            yield from parts


def numbers_of(page: Heads, one: HeadClass) -> list[int]:
    """Return the numbers of the members of a class, which is numbered."""
    return [page.numbers[at].value for at in one.members]


def _counts_on(page: Heads, one: HeadClass) -> bool:
    """Tell whether each number of a class but a few is the next after the one before."""
    steps = [below - above for above, below in pairwise(numbers_of(page, one))]
    return sum(step == 1 for step in steps) >= MOSTLY * len(steps)
