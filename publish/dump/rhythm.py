"""The rhythm of a dump: lines set alike, again and again with text between them, head its pieces.

A file is looked at whole here. Its heads are grouped by how they are set (numbered in one form, or at one indent after
larger gaps); what recurs in the same way is a class, and its members speak for each other. One class heads the articles
(the pieces of a collection, the chapters of a novel); a class that stands over it heads the sections, one that begins
anew inside its pieces heads their parts. Where bylines tell the articles, nothing is said: they are the surer sign.
"""

from __future__ import annotations

import re
from bisect import insort
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING, NamedTuple

from publish.dump.beats import Beat
from publish.dump.bylines import Strength
from publish.dump.numbering import Number, Rank, read_glued_number, read_number
from publish.dump.stacks import read_stacks
from publish.press import Pattern

if TYPE_CHECKING:
    from publish.dump.features import Features


_AS_TEXT = "as text"


_LONGEST = 30
_LONGEST_NUMBERED = 40
_LONGEST_QUESTION = 20
_LONGEST_SPEAKER = 6
_FEWEST = 2
_MOSTLY = 0.75
_LONGEST_STRETCH = 0.6
_LONGEST_OF_TWO = 0.85
"""Shares of the lines of a file above which a stretch without a title is too long for those before it to be titles."""
_FEW_TEXTS = 0.2
"""Share of lines that end sentences below which a file is verse, whose stanzas have gaps between them too."""
_HARDLY = 0.15
_OVER = 0.6
_WHOLE = 0.93
_SELDOM = 0.25
_NEARLY = 0.85
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

    @property
    def apart(self) -> bool:
        """Whether they are set otherwise than text by more than a gap."""
        return bool(self.form) or self.close or self.lone or self.setting != _AS_TEXT


@dataclass(slots=True)
class _Class:
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
        return self.number.rank if self.number else None


class Borders(NamedTuple):
    """The lines beside furniture that parts pieces, by their indices."""

    broken: frozenset[int] = frozenset()
    """Below a rule, or a number that stands alone."""
    titled: frozenset[int] = frozenset()
    """Above a line that says when something was published: titles, most likely."""
    listed: frozenset[int] = frozenset()
    """Named in a list of contents."""


def find_beats(lines: Sequence[Features], borders: Borders) -> Mapping[int, Beat]:
    """Return what the rhythm of *lines* makes of them, by index; *borders* are those beside furniture."""
    page = _Page(lines, borders)
    classes = list(page.classes())
    titles = _titles(page, classes)
    speech = dict.fromkeys(page.speakers, Beat.SPEECH) | dict.fromkeys(page.items, Beat.ITEM)
    if titles is None and (bylined := _bylined(page, classes)):
        return speech | dict.fromkeys(bylined, Beat.TITLE) | dict(_parts(page, classes))
    listed = _listed(page)
    if listed and len(page.bylines) > max(1, _SELDOM * len(listed)):
        return speech | dict(_parts(page, classes)) | dict.fromkeys(listed, Beat.TITLE)
    titles = _as_listed(page, titles, listed) if listed else titles
    return speech | (_beats(page, classes, titles) if titles else dict(_parts(page, classes)))


class _Page:
    """The lines of a file with what can be said of each before any class is known."""

    def __init__(self, lines: Sequence[Features], borders: Borders) -> None:
        self.lines = lines
        self.numbers = {at: number for at, line in enumerate(lines) if (number := _number(line))}
        self.numbers |= {at: number for at, number in _glued(lines) if at not in self.numbers}
        self.items = frozenset(_items(lines, self.numbers))
        self.numbers = {at: number for at, number in self.numbers.items() if at not in self.items}
        self.speakers = _speakers(lines) | _speakers_apart(lines)
        self.listed = borders.listed
        sure = self.numbers.keys() | self.listed | _marked(lines)
        self.heads = [
            at not in self.speakers | self.items
            and _could_head(line, at in sure)
            and (at in sure or not (at and _goes_on(lines[at - 1], line)))
            for at, line in enumerate(lines)
        ]
        self.companions = [_accompanies(line) and at not in sure for at, line in enumerate(lines)]
        self.texts = [at for at in range(len(lines)) if not (self.heads[at] or self.companions[at])]
        self._in_text = frozenset(self.texts)
        self.prefixes = _prefixes(lines, self.heads)
        self.returning = _returning(lines, self.heads)
        self.verse = len(self.texts) < _FEW_TEXTS * len(lines)
        self.usual_gap = self._usual_gap()
        self.usual_indent = self._usual_indent()
        self.step = self._step()
        self.big = self._above_gaps(borders.broken)
        self.titled = [at for at in sorted(borders.titled) if self._could_be_titled(at)]
        self.bylines = [at for at, line in enumerate(lines) if _names(line) and self._stands_under_head(at)]

    def _could_be_titled(self, at: int) -> bool:
        number = self.numbers.get(at)
        return (
            self.heads[at] and at not in self.returning and (number is None or number.rank in (Rank.CHAPTER, Rank.WORK))
        )

    def _above_gaps(self, broken: Collection[int]) -> list[bool]:
        """Return which lines stand below a larger gap, a rule or a number alone, where these part pieces."""
        step = self.step
        heads = sum(self.heads[at] for at in broken)
        by_rules = len(broken) >= _FEWEST and heads >= _MOSTLY * len(broken)
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
        return len(after) >= _FEWEST and heads >= 0.8 * len(after) and doubled <= _HARDLY * len(after)

    def classes(self) -> Iterator[_Class]:
        """Yield the classes of heads that recur with text between them."""
        if len(self.titled) > _FEWEST:
            yield _Class(None, big=True, apart=True, members=self.titled)
        found: dict[_Key, _Class] = {}
        refrains = _returning(self.lines, self.heads, _REFRAIN)
        heads = [at for at, head in enumerate(self.heads) if head and at not in refrains and self._begins_block(at)]
        below = {at for at in heads if self._is_below_heading(at)}
        for at in heads:
            key = self._key(at)
            if at not in below and (key.apart or key.big or self._is_plain(at)):
                found.setdefault(key, _Class(self.numbers.get(at), self.big[at], key.apart)).members.append(at)
        for at in sorted(below):
            if one := found.get(self._key(at)):
                insort(one.members, at)
        yield from (one for one in _counted_together(self, found.values()) if self._recurs(one))

    def _is_plain(self, at: int) -> bool:
        """Tell whether a head set as text is built as a title and not as a sentence: nothing else could tell it."""
        text = self.lines[at].text
        return "，" not in text and text[-1] not in "？！…”」" and "：" not in text

    def _key(self, at: int) -> _Key:
        """Return what a head has in common with those of its class."""
        number, setting = self.numbers.get(at), self.setting(at)
        lone = self.is_lone(at)
        form = number.form if number else self.prefixes.get(at, "") if setting == _AS_TEXT and not lone else ""
        by_gap = not form and (self.parted or setting == _AS_TEXT)
        close = setting == _AS_TEXT and not form and self._is_close(at)
        below_heading = self._is_below_heading(at)
        big = self.big[at] and not below_heading
        lone = lone and not form and not self.big[at] and (self.parted or setting == _AS_TEXT)
        return _Key(form, setting, by_gap and big and not close, close, lone)

    def _is_below_heading(self, at: int) -> bool:
        """Tell whether a line names the book or stands right below a section heading: the gap above it says nothing."""
        if at == 0:
            return _names_a_book(self.lines[0])
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

    def is_lone(self, at: int) -> bool:
        """Tell whether larger gaps stand above and below a line than between lines of text."""
        below = self.lines[at + 1].line.gap if at + 1 < len(self.lines) else 0
        return below > self.usual_gap and (at == 0 or self.lines[at].line.gap > self.usual_gap)

    def closes(self, at: int) -> bool:
        """Tell whether a head ends what stands above it: it is set as text, and farther from what is below."""
        if not at or self.setting(at) != _AS_TEXT or self.lines[at].line.gap > self.usual_gap:
            return False
        return at + 1 == len(self.lines) or self.lines[at + 1].line.gap > self.usual_gap

    def setting(self, at: int) -> str:
        """Return how a line is indented beside the text."""
        indent = self.lines[at].line.indent
        if indent == self.usual_indent:
            return _AS_TEXT
        return "flush" if not indent else "deep" if indent > self.usual_indent else "shallow"

    def _begins_block(self, at: int) -> bool:
        """Tell whether a head is the first of those that stand together, or has a number, or a gap above it."""
        if at in self.numbers or self.big[at] or self._is_below_volume(at):
            return True
        if self.verse and self.is_lone(at):
            return self.lines[at].text[-1] not in _MARKS_OF_VERSE
        above = at - 1
        while above > 0 and self.companions[above]:
            above -= 1
        if self.is_lone(at) and self.setting(at) not in (_AS_TEXT, self.setting(above)):
            return True
        return above < 0 or not self.heads[above]

    def _recurs(self, one: _Class) -> bool:
        """Tell whether a class is set otherwise than the text, and text stands below its members."""
        members = one.members
        if len(members) < _FEWEST:
            return False
        if not (one.apart or one.big) and not (self._text_is_whole() or self._stand_between_sentences(members)):
            return False
        filled: list[int] = []
        for at in members:
            if self.has_text(at) and not (filled and filled[-1] == at - 1 and self.lines[at].byline):
                filled.append(at)
        if len(filled) < _MOSTLY * len(members) and one.rank is not Rank.VOLUME:
            return False
        one.members = members if one.rank is Rank.VOLUME else filled
        return len(one.members) >= _FEWEST

    def _text_is_whole(self) -> bool:
        """Tell whether lines of text end sentences, so that a short one that ends none stands out."""
        long = [self.lines[at] for at in self.texts]
        whole = sum(line.finished or line.text[-1] in "：—" for line in long)
        return len(long) >= 6 and whole >= _WHOLE * len(long) and not any(line.full for line in long)

    def _stand_between_sentences(self, members: Sequence[int]) -> bool:
        """Tell whether a sentence ends above nearly each of many short lines: none is the end of what stands there."""
        short = [at for at in members if self.lines[at].length <= _SHORT]
        ended = sum(at == 0 or self.lines[at - 1].finished or self.heads[at - 1] for at in short)
        return len(members) >= _MANY and len(short) >= _NEARLY * len(members) and ended >= _NEARLY * len(short)

    def covers(self, one: _Class) -> bool:
        """Tell whether the members of a class stand all over the file, and not at one end of it."""
        stretches = [below - above for above, below in pairwise([*one.members, len(self.lines)])]
        longest = _LONGEST_OF_TWO if len(one.members) == _FEWEST else _LONGEST_STRETCH
        return max(stretches) < longest * len(self.lines)

    def has_text(self, at: int) -> bool:
        """Tell whether text begins below a head and what accompanies it, and no other piece."""
        for below in range(at + 1, min(at + 7, len(self.lines))):
            if below in self.numbers:
                return self._form(below) != self._form(at)
            if not (self.heads[below] or self.companions[below]):
                return True
            if self.big[below]:
                return below - at > _FEWEST
        return at + 1 < len(self.lines)

    def _form(self, at: int) -> str | None:
        return self.numbers[at].form if at in self.numbers else None

    def stands_as(self, one: _Class, at: int) -> bool:
        """Tell whether a line is set as the members of a class are."""
        return self.big[at] or self.setting(at) == self.setting(one.members[-1])


def _number(line: Features) -> Number | None:
    if line.text_alone or line.forced or line.length > _LONGEST_NUMBERED:
        return None
    number = read_number(line.line.text)
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
    if len(found) >= _ENOUGH and counted >= _MOSTLY * (len(found) - 1):
        yield from found


_ENOUGH = 4
_PREFIX = 6
"""Characters with which titles begin that have one name and a number, or name their book."""


def _prefixes(lines: Sequence[Features], heads: Sequence[bool]) -> dict[int, str]:
    """Return the heads that begin in the same way, with that beginning."""
    begun = {at: line.text[:_PREFIX] for at, line in enumerate(lines) if heads[at] and line.length > _PREFIX}
    times = Counter(begun.values())
    return {at: prefix for at, prefix in begun.items() if times[prefix] > 2}


def _returning(lines: Sequence[Features], heads: Sequence[bool], fewest: int = 3) -> frozenset[int]:
    """Return the heads whose very words stand on several lines, *fewest* or more: 用料, 做法."""
    times = Counter(line.text for at, line in enumerate(lines) if heads[at])
    return frozenset(at for at, line in enumerate(lines) if heads[at] and times[line.text] >= fewest)


_REFRAIN = 4
"""Lines with the same words, so often that these are no title of a piece."""


def _marked(lines: Sequence[Features]) -> frozenset[int]:
    """Return the lines behind one mark, ◆ or 【, that returns in the file and stands before few names."""
    found: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if line.words.boxed and line.length <= _LONGEST:
            found.setdefault(line.text[0], []).append(at)
    return frozenset(
        at
        for members in found.values()
        if len(members) >= _ENOUGH and sum(_names(lines[at]) for at in members) <= _SELDOM * len(members)
        for at in members
    )


_MARKS_OF_VERSE = "，。、；：！？…—,.!?;:"


def _speakers(lines: Sequence[Features]) -> frozenset[int]:
    """Return the lines that begin with who speaks: what stands before a colon, and before what he does, and returns.

    Where several speak, whoever is said to do something first speaks too, be it once: 二德子（凑过去）：.
    """
    said = {at: found for at, line in enumerate(lines) if (found := _SPEECH.match(line.text))}
    who = {at: _SEVERAL.split(found["who"]) for at, found in said.items()}
    times = Counter(name for names in who.values() for name in names)
    again = {at for at, names in who.items() if all(times[name] > 2 for name in names)}
    several = sum(count > 2 for count in times.values()) > 1
    play = several and len(again) > _OF_A_PLAY * len(lines)
    return frozenset(at for at, found in said.items() if at in again or play or (several and found["does"]))


_OF_A_PLAY = 0.4
"""Share of lines that begin with who speaks, from which whoever stands before a colon speaks, be it once."""


def _speakers_apart(lines: Sequence[Features]) -> frozenset[int]:
    """Return the lines that begin with who speaks, parted by wide white space from what is said, as plays are set."""
    said = {at: found for at, line in enumerate(lines) if (found := _SPEECH_APART.fullmatch(line.line.text))}
    times = Counter(found["who"] for found in said.values())
    again = frozenset(at for at, found in said.items() if times[found["who"]] > 2)
    marked = sum(lines[at].text[-1] in _ENDS_OF_SPEECH or lines[at].full for at in again)
    several = sum(count > 2 for count in times.values()) > 2
    return again if several and len(again) > _SELDOM * len(lines) and marked > _OVER * len(again) else frozenset()


_SPEECH_APART = re.compile(r"(?P<who>[^：（）()\s\d第]{1,8})(?:[\u3000\t]{2,}|\t| {3,})\S.*")
_ENDS_OF_SPEECH = "。！？…）"
_SPEECH = re.compile(
    r"(?P<who>[^：（）()]{1,8}?(?:[/、][^：（）()]{1,8})*)\s*(?P<does>[（(][^（）()]{1,40}[）)])?\s*："
)
_SEVERAL = re.compile("[/、]")


def _could_head(line: Features, numbered: bool) -> bool:
    if numbered:
        return True
    if line.text_alone or line.forced or line.length > _LONGEST or _accompanies(line):
        return False
    if _WORDS.search(line.text) is None:
        return False
    if line.text[0] in '“「"' and line.text[-1] in '”」"' and _SPOKEN.search(line.text):
        return False
    spoken = line.words.exclaims and (line.length > _LONGEST_QUESTION or "：" in line.text[:_LONGEST_SPEAKER])
    return not (
        line.words.sentence
        or line.cannot_open
        or line.text[-1] in "，、：；."
        or line.text.endswith("——")
        or line.full
        or spoken
    )


_WORDS = Pattern("{han}|[A-Za-z0-9]")
_SPOKEN = re.compile("[，。？！…]")


def _goes_on(above: Features, line: Features) -> bool:
    """Tell whether a line is the rest of a paragraph: not indented where paragraphs are, right below an open line."""
    open_above = not above.finished and (above.full or above.indented or above.length > _OF_TEXT)
    return line.flush and not line.line.gap and open_above


def _names_a_book(line: Features) -> bool:
    return line.text[0] == "《" and line.text[-1] == "》"


def _names(line: Features) -> bool:
    """Tell whether a line surely names authors."""
    return line.strength is not None and line.strength >= Strength.NAMES


def _accompanies(line: Features) -> bool:
    """Tell whether a line can stand with a title, and head nothing itself."""
    if line.text_alone:
        return False
    named = line.strength is Strength.MARKED
    bracketed = line.text[0] == "（" and line.text[-1] == "）"
    return named or bracketed or line.remark or line.words.written or line.words.dash or line.words.subtitle_mark


def _most(counts: Counter[int]) -> int:
    return max(counts, key=lambda value: (counts[value], -value), default=0)


def _counted_together(page: _Page, found: Iterable[_Class]) -> Iterator[_Class]:
    """Yield the classes *found*, those of one form as one whose numbers count on from each other, however indented."""
    by_form: dict[str, list[_Class]] = {}
    for one in found:
        if one.number is None or one.rank is Rank.VOLUME:
            yield one
        else:
            by_form.setdefault(one.number.form, []).append(one)
    for parts in by_form.values():
        members = sorted(at for one in parts for at in one.members)
        whole = _Class(page.numbers[members[0]], parts[0].big, any(one.apart for one in parts), members)
        if len(parts) > 1 and len(members) >= _ENOUGH and _counts_on(page, whole):
            yield whole
        else:
            yield from parts


def _counts_on(page: _Page, one: _Class) -> bool:
    """Tell whether each number of a class but a few is the next after the one before."""
    steps = [below - above for above, below in pairwise(_values(page, one))]
    return sum(step == 1 for step in steps) >= _MOSTLY * len(steps)


# --- which class heads what ----------------------------------------------------------------------------------------


def _titles(page: _Page, classes: Sequence[_Class]) -> _Class | None:
    """Return the class whose members head the articles, if one does."""
    if classes and classes[0].members is page.titled:
        return classes[0]
    plain = [one for one in classes if one.number is None and not _are_bylined(page, one)]
    plain = [one for one in plain if (one.big or len(one.members) > 2) and page.covers(one)]
    plain = [one for one in plain if not set(one.members) <= page.returning] or plain
    if any((one.big or one.apart) and len(one.members) >= _ENOUGH for one in plain):
        plain = [one for one in plain if one.big or one.apart]
    chapters = [one for one in classes if one.rank is Rank.CHAPTER and one.number and one.number.form != "序跋"]
    if chapters:
        best = min(chapters, key=lambda one: (_restarts(page, one), one.members[0]))
        within = [one for one in plain if _is_hollow(page, best) and _parts_more(one, best)]
        return max(within, key=_weight, default=best)
    works = [one for one in classes if one.rank is Rank.WORK and _grows(page, one)]
    if works:
        return works[0]
    items = [one for one in classes if one.rank is Rank.ITEM and (_heads_works(page, one) or _heads_pages(page, one))]
    items = [one for one in items if not _counts_under_heads(page, one)]
    volumes = [one for one in classes if one.rank is Rank.VOLUME and (_holds_text(page, one) or _names_each(page, one))]
    return max((*plain, *items, *volumes), key=_weight, default=None)


_WEIGHTS = {None: 4.0, Rank.VOLUME: 4.0, Rank.ITEM: 7.0}
_WEIGHT_OF_GAP = 3.0
_WEIGHT_OF_SETTING = 1.5


def _weight(one: _Class) -> float:
    """Return how likely a class heads the articles: by how plainly it stands apart, and how often."""
    weight = _WEIGHTS[one.rank] + _WEIGHT_OF_GAP * one.big + _WEIGHT_OF_SETTING * one.apart
    return weight * log2(1 + len(one.members))


def _parts_more(one: _Class, chapters: _Class) -> bool:
    """Tell whether heads are as many as *chapters* that say nothing; more, where hardly anything sets them apart."""
    fewest = len(chapters.members) * (1 if one.big or one.apart else _MORE)
    return len(one.members) >= fewest


_MORE = 1.3


def _is_hollow(page: _Page, one: _Class) -> bool:
    """Tell whether chapters have no names, or one name and a number: a site has cut the text into pages."""
    names = [_COUNTER.sub("", page.numbers[at].name) for at in one.members]
    return len(set(names)) <= max(1, len(names) // 2)


_COUNTER = re.compile(r"\s*[（(]?[\d一二三四五六七八九十上中下]+[）)]?$")


def _holds_text(page: _Page, one: _Class) -> bool:
    """Tell whether text stands directly below volumes, as below chapters, and nothing above the first of them."""
    if any(at < one.members[0] for at in page.texts) and not _has_preface(page, one.members[0]):
        return False
    return sum(map(page.has_text, one.members)) >= _MOSTLY * len(one.members)


def _listed(page: _Page) -> list[int]:
    """Return the lines that a list of contents names and that stand over text: a section over a title does not."""
    heads = [at for at in sorted(page.listed) if page.heads[at] and at + 1 < len(page.lines)]
    return [at for at in heads if at + 1 not in page.listed and not _is_volume_over(page, at)]


def _is_volume_over(page: _Page, at: int) -> bool:
    """Tell whether a line names a volume, and a number that is none stands below it."""
    return at in page.numbers and page.numbers[at].rank is Rank.VOLUME and at + 1 in page.numbers


def _as_listed(page: _Page, titles: _Class | None, listed: Sequence[int]) -> _Class | None:
    """Return the class of titles that a list of contents names, with those set alike where it leaves out few."""
    if len(listed) < _FEWEST:
        return titles
    own = set(titles.members) if titles else set()
    others = own - set(listed)
    members = sorted(own | set(listed)) if len(others) <= _SELDOM * len(own) else list(listed)
    return _Class(page.numbers.get(members[0]), titles is not None and titles.big, apart=True, members=members)


def _names_each(page: _Page, one: _Class) -> bool:
    """Tell whether the number of a part stands before the name of each work in it: 第一部 晨雾, 第一部 渡口."""
    values, names = _values(page, one), {page.numbers[at].name for at in one.members}
    again = len(values) - len(set(values))
    return again > 0 and values == sorted(values) and len(names) == len(values) and all(names)


def _are_bylined(page: _Page, one: _Class) -> bool:
    """Tell whether bylines tell the articles of a file, which are about as many as the members of a class.

    The author of a book, below its name, is none of them.
    """
    front = 2 if _names_a_book(page.lines[0]) else 0
    return sum(at >= front for at in page.bylines) > max(1, _SELDOM * len(one.members))


def _bylined(page: _Page, classes: Sequence[_Class]) -> list[int]:
    """Return the lines below larger gaps that a byline follows, where it does most of them."""
    plain = [one.members for one in classes if one.number is None and one.big]
    members = max(plain, key=len, default=[])
    named = [at for at in members if at + 1 in page.bylines]
    return named if len(named) > max(1, _MOSTLY * len(members)) else []


def _values(page: _Page, one: _Class) -> list[int]:
    return [page.numbers[at].value for at in one.members]


def _restarts(page: _Page, one: _Class) -> int:
    """Return how often the numbers of a class begin anew."""
    return sum(below <= above for above, below in pairwise(_values(page, one)))


def _grows(page: _Page, one: _Class) -> bool:
    """Tell whether the numbers of a class grow through the file, but for a slip."""
    return _restarts(page, one) <= len(one.members) // 8


def _heads_works(page: _Page, one: _Class) -> bool:
    """Tell whether numbered heads begin works of their own: they count through the file from its beginning.

    Where text stands above the first of them, it has a title, and they head its parts.
    """
    if not _grows(page, one) or _values(page, one)[0] > 1 or len(one.members) < 3:
        return False
    first = one.members[0]
    if any(at < first for at in page.texts):
        return _has_preface(page, first)
    return first <= 4 and _is_of_book(page, first)


def _counts_under_heads(page: _Page, one: _Class) -> bool:
    """Tell whether numbers begin anew, and each time right below a head that has none: they count the parts of that."""
    begins = [at for at in one.members if page.numbers[at].value == 1]
    return len(begins) > 1 and all(at and page.heads[at - 1] and at - 1 not in page.numbers for at in begins)


def _heads_pages(page: _Page, one: _Class) -> bool:
    """Tell whether numbered heads stand over what a site has cut into pages: 5.糖果店（1）, 5.糖果店（2）."""
    values, apart = _values(page, one), sum(page.big[at] for at in one.members)
    grows = values == sorted(values) and len(set(values)) < len(values)
    return grows and len(values) > _FEWEST and apart >= _NEARLY * len(values) and page.covers(one)


_PREFACE = Pattern("(?:^|.*(?<![程秩顺次工时])){preface}(?:[（(]{numeral}?\\d?[）)])?$")


def _has_preface(page: _Page, first: int) -> bool:
    """Tell whether a preface or the like stands above the *first* of works that count."""
    texts = next((at for at in page.texts if at < first), first)
    return any(page.heads[at] and _PREFACE.match(page.lines[at].text) for at in range(texts))


def _is_of_book(page: _Page, first: int) -> bool:
    """Tell whether what stands above the *first* work names a book: nothing, its name in brackets, or no author."""
    above = page.lines[:first]
    return not any(map(_names, above)) or any(line.text[0] == "《" for line in above)


def _beats(page: _Page, classes: Sequence[_Class], titles: _Class) -> dict[int, Beat]:
    """Return the beats of a file where *titles* head the articles."""
    beats = {at: beat for one in classes if (beat := _beat(page, one, titles)) for at in one.members}
    for at, number in page.numbers.items():
        if at not in beats and number.rank in _BY_WORDS and page.stands_as(titles, at):
            hollow = titles.number is None and at + 1 in titles.members
            beats[at] = Beat.SECTION if hollow else _BY_WORDS[number.rank]
    over = (at for at in page.listed if page.heads[at] and at + 1 in page.listed)
    beats |= dict.fromkeys(over, Beat.SECTION) | dict.fromkeys(titles.members, Beat.TITLE)
    beats |= dict.fromkeys(_under(page, titles), Beat.SUBTITLE)
    below = range(titles.members[0], len(page.lines))
    off = [at for at in below if (page.heads[at] or page.companions[at]) and at not in beats]
    beats |= {at: Beat.PART if at in page.returning and at not in page.bylines else Beat.OFF for at in off}
    starts = [at for one in classes if one.number is None for at in one.members]
    beats |= read_stacks(page, titles.members, starts, beats)
    ends = (at - 1 for at in (*titles.members, len(page.lines)))
    beats |= {at: Beat.CLOSING for at in ends if _ends_piece(page, at, beats)}
    beats |= dict.fromkeys(_later_pages(page, beats), Beat.PAGE)
    beats |= dict.fromkeys(_signed_inside(page, titles, beats), Beat.CLOSING)
    return beats | {at: Beat.TITLE for at in _first_below(page, beats) if page.stands_as(titles, at)}


def _ends_piece(page: _Page, at: int, beats: Mapping[int, Beat]) -> bool:
    """Tell whether a head right above a title is no section's, but what ends a piece: a date, a signature, a cry."""
    heads = page.verse or beats.get(at) in (Beat.SECTION, Beat.TITLE, Beat.BOOK, Beat.FRONT)
    return at > 0 and page.heads[at] and not heads and not _names(page.lines[at]) and page.closes(at)


def _later_pages(page: _Page, beats: Mapping[int, Beat]) -> Iterator[int]:
    """Yield the section headings that are a chapter's with the number of a later page, where text goes on below."""
    name = ""
    for at in sorted(at for at, beat in beats.items() if beat is Beat.SECTION and at in page.numbers):
        whole = page.numbers[at].name
        above, name = name, _COUNTER.sub("", whole)
        if name and name != whole and name == above and beats.get(at + 1) is not Beat.TITLE:
            yield at


def _signed_inside(page: _Page, titles: _Class, beats: Mapping[int, Beat]) -> Iterator[int]:
    """Yield the lines that are names and stand by no heading: who signs a letter, where no byline tells the pieces."""
    if _are_bylined(page, titles):
        return
    for at, beat in beats.items():
        inside = beat is Beat.OFF and all(beats.get(near) in (None, Beat.OFF) for near in (at - 1, at + 1))
        if inside and page.lines[at].strength is Strength.NAMES and page.setting(at) == _AS_TEXT:
            yield at


def _under(page: _Page, titles: _Class) -> list[int]:
    """Return the lines under titles that are set otherwise than text, where such a line stands under most of them."""
    below = [at + 1 for at in titles.members if at + 2 < len(page.lines) and at + 1 not in titles.members]
    found = [
        at
        for at in below
        if page.heads[at] and at not in page.numbers and not (page.companions[at] or _names(page.lines[at]))
    ]
    settings = {page.setting(at) for at in found}
    apart = len(settings) == 1 and _AS_TEXT not in settings and not page.verse
    return found if apart and len(found) > _FEWEST and len(found) >= _MOSTLY * len(titles.members) else []


def _first_below(page: _Page, beats: Mapping[int, Beat]) -> Iterator[int]:
    """Yield the heads directly below a section heading or the front of a book: the gap above them says nothing."""
    for above, beat in beats.items():
        at = above + 1
        if beat not in (Beat.SECTION, Beat.BOOK, Beat.FRONT) or at == len(page.lines):
            continue
        if page.heads[at] and beats.get(at, Beat.OFF) is Beat.OFF and page.has_text(at):
            yield at


_BY_WORDS = {Rank.VOLUME: Beat.SECTION, Rank.CHAPTER: Beat.TITLE}
"""What says by its words alone what it heads, once a class is known."""


def _beat(page: _Page, one: _Class, titles: _Class) -> Beat | None:
    if one is titles:
        return Beat.TITLE
    if one.rank is Rank.CHAPTER and one.number and one.number.form == "序跋":
        return Beat.TITLE
    if one.rank is Rank.VOLUME or _stands_over(page, one, titles):
        return Beat.SECTION
    if one.rank is Rank.ITEM and _stand_alike(page, one, titles):
        return Beat.TITLE
    if one.rank is not None and all(at > titles.members[0] for at in one.members):
        return Beat.PART
    return None


def _stand_alike(page: _Page, one: _Class, titles: _Class) -> bool:
    """Tell whether numbered heads stand as the *titles* do that have no number, by larger gaps and deep in the line."""
    alike = sum(page.big[at] and page.setting(at) == page.setting(titles.members[-1]) for at in one.members)
    return titles.number is None and titles.big and titles.apart and alike >= _MOSTLY * len(one.members)


def _stands_over(page: _Page, one: _Class, titles: _Class) -> bool:
    """Tell whether the members of a class stand directly above titles, and so head sections."""
    over = sum(at + 1 in titles.members for at in one.members)
    hollow = one.rank is Rank.CHAPTER and titles.number is None
    as_text = page.setting(one.members[0]) == _AS_TEXT != page.setting(titles.members[0])
    return hollow or (one.number is None and not as_text and over >= _OVER * len(one.members))


def _parts(page: _Page, classes: Sequence[_Class]) -> Iterator[tuple[int, Beat]]:
    """Yield the numbered heads inside articles, where no class heads these."""
    for one in classes:
        first = one.members[0]
        if one.rank is Rank.ITEM and (any(at < first for at in page.texts) or not _is_of_book(page, first)):
            yield from ((at, Beat.PART) for at in one.members)
