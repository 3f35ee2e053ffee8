"""Lines of Chinese: a text and the advances of its characters in, lines and the changes to those advances out.

Pure: knows no font, no page and no layout engine. Every length is an integer in thousandths of the body size (1 em =
1000). Sections named "clreq" are those of the W3C's Requirements for Chinese Text Layout
(https://www.w3.org/TR/clreq/), clauses named GB/T 15834 are those of the Chinese national standard for punctuation.

An optimum-fit breaker in the sense of Knuth and Plass (Breaking Paragraphs into Lines, Software: Practice and
Experience 11, 1981), whose words are used here. A paragraph is cut into *boxes* that no line may divide: a Han
character, a mark, a word. Each has a body; the white half of a full-width mark is not part of it. What stands between
two boxes is their *joint*: the *glue* wanted there, how far it may shrink and stretch, and the *penalty* of ending a
line there. Breaks are chosen for the paragraph as a whole, so that its lines together have the fewest *demerits*.

Glue that shrinks does so in all of a line alike, brackets, pauses, stops and the space between scripts: a squeeze that
is shared is not seen. (clreq, Procedures for inter-character spacing reduction, takes them one after the other.) The
gaps between Han characters grow only where nothing else helps.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum, auto
from functools import cache
from heapq import nsmallest
from itertools import accumulate, pairwise
from math import ceil, inf
from operator import itemgetter
from typing import NamedTuple

from publish.language import Language

EM = 1000


class Kind(IntEnum):
    """What a box is, as far as lines are concerned (clreq, Categories and usage of punctuation marks)."""

    HAN = auto()
    """A Han character, and any character without rules of its own."""
    OPENING = auto()
    CLOSING = auto()
    COMMA = auto()
    """Pauses inside a sentence."""
    STOP = auto()
    """Ends of a sentence."""
    INTERPUNCT = auto()
    CONNECTOR = auto()
    SOLIDUS = auto()
    DASH = auto()
    ELLIPSIS = auto()
    WORD = auto()
    """A word of a western script."""
    NUMBER = auto()
    """A word that ends in a digit."""
    UNIT = auto()
    """A word that is a unit of measurement."""
    SIGN = auto()
    """A sign of western text that is no letter, digit or mark (+ = &)."""
    PART = auto()
    """Part of a word up to its hyphen, after which a line may end."""
    ADDRESS = auto()
    """Characters of an address (URL) up to a sign after which a line may end."""
    LETTER = auto()
    """Another character of an address, after which a line ends only in need."""
    PREFIX = auto()
    """A sign that stands before a number."""
    SUFFIX = auto()
    """A sign that stands after a number."""
    MEASURE = auto()
    """A Han character that counts or measures what a number before it says."""
    CIRCLED = auto()
    """A circled number: calls a note, or begins an item of a list."""
    CLINGING = auto()
    """A character that repeats or lengthens the one before it."""
    CALL = auto()
    """The call of a note."""
    BLANK = auto()
    """An ideographic space."""


MARKS: Mapping[Kind, str] = {
    Kind.OPENING: "（《「『“‘〈【〔［｛〖〘〝",
    Kind.CLOSING: "）》」』”’〉】〕］｝〗〙〞〟",
    Kind.COMMA: "，、；：﹐﹑",
    Kind.STOP: "。？！．‼⁇⁈⁉",
    Kind.INTERPUNCT: "·‧・•",
    Kind.CONNECTOR: "～–〜",
    Kind.SOLIDUS: "／",
    Kind.DASH: "—⸺―─",
    Kind.ELLIPSIS: "…⋯",
    Kind.PREFIX: "￥＄￡№",
    Kind.SUFFIX: "％‰℃℉°′″",
    Kind.MEASURE: "年月日号時时分秒点岁歲世人名个個次倍元万萬亿億米斤吨噸里亩畝页頁章节節条條",
    Kind.CIRCLED: "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳",
    Kind.CLINGING: "々〻ー〱〲ﾞﾟ",
    Kind.BLANK: "\u3000",
}
"""The marks of each kind (clreq, Tables of Chinese punctuation marks)."""

CALL = "\ufffb"
"""Stands in the text for the call of a note."""

OBJECT = "\ufffc"
"""Stands in the text for a picture or another thing that is set like one Han character."""

_UNIT_NAMES = "mm cm dm m km g kg t ml l L s min h Hz kHz MHz GHz W kW V A K J kJ Pa kPa B KB MB GB TB pt px"
UNITS = frozenset(_UNIT_NAMES.split())

HALF_WIDTH: Mapping[Kind, str] = {
    Kind.OPENING: "([{<«",
    Kind.CLOSING: ")]}>»",
    Kind.COMMA: ",;:",
    Kind.STOP: ".!?",
    Kind.CONNECTOR: "-~",
    Kind.SOLIDUS: "/",
    Kind.PREFIX: "$@#£¥€",
    Kind.SUFFIX: "%°′″",
}
"""Marks of western text. Inside a word they are part of it; beside Chinese the same rules hold for them as for the
full-width ones, except that they bring no white along."""

LATIN = (
    "!-~\u00a0-\u00b6\u00b8-\u058f\u0900-\u10ff\u1200-\u1fff\u200c\u200d\u2010-\u2012\u2032\u2033"
    "\u2070-\u20ff\u2c60-\u2c7f\ua640-\ua69f\ua720-\ua7ff\ufb00-\ufb06"
)
"""Characters of words in scripts with letters, combining marks and phonetic letters among them, as the inside of a
regular expression's class."""

EXTENDING = (
    "\u0300-\u036f\u200c\u200d\u20d0-\u20ff\u3099\u309a\ufe00-\ufe0f"
    "\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
"""Characters that belong to the one before them: combining marks, joiners, variation selectors, tones of skin (UAX 29,
Extend), in the same form. After ZERO WIDTH JOINER the next character belongs to it too."""

RUN = rf"[{LATIN}]+|[—⸺―─]+|…+|⋯+|[\U0001f1e6-\U0001f1ff]{{2}}"
"""Characters that are shaped together, as a regular expression: words are kerned, dashes join, two letters make a flag;
where there are extending characters, also `CLUSTER`."""

CLUSTER = rf"[^\n{LATIN}{EXTENDING}](?:\u200d[^\n]|[{EXTENDING}])+"
"""A character that is no letter, with what extends it."""

# --- prohibition rules (clreq, Prohibition rules for line start and line end) ---------------------------------------

NO_START_BASIC = frozenset(
    {Kind.CLOSING, Kind.COMMA, Kind.STOP, Kind.INTERPUNCT, Kind.CONNECTOR}
    | {Kind.SUFFIX, Kind.CIRCLED, Kind.CLINGING, Kind.CALL, Kind.BLANK}
)
"""What may not begin a line: the set "basic", and what belongs to the character before it (Prohibition rules for
unbreakable marks: annotation marks; digits and their suffix)."""

NO_START_STRICT = NO_START_BASIC | {Kind.DASH, Kind.ELLIPSIS}
"""The set "strict": dashes and ellipses do not begin a line either."""

NO_END_BASIC = frozenset({Kind.OPENING, Kind.PREFIX})
NO_END_STRICT = NO_END_BASIC | {Kind.SOLIDUS}
"""What may not end a line; the solidus from the set "GB-style" on."""

_CLOSES = frozenset({Kind.CLOSING, Kind.COMMA, Kind.STOP})
_LETTERED = frozenset({Kind.WORD, Kind.NUMBER, Kind.UNIT, Kind.PART, Kind.ADDRESS, Kind.LETTER})
"""Boxes that begin and end with letters or digits, which alone have space between them and Han characters."""
_WESTERN = _LETTERED | {Kind.SIGN}
_OF_ADDRESS = frozenset({Kind.ADDRESS, Kind.LETTER})
_SPACED = frozenset({Kind.HAN, Kind.MEASURE, Kind.CLINGING})
_FIXED = frozenset({Kind.CONNECTOR, Kind.SOLIDUS, Kind.CALL})
_MARKED = _CLOSES | {Kind.OPENING}


@dataclass(frozen=True, slots=True)
class House:
    """How a region, or a house, sets its marks."""

    centred: bool = False
    """Pauses and stops stand in the middle of their square, as in Taiwan and Hong Kong, and give nothing up; in
    mainland China their right half is white (clreq, Sizes and positions of punctuation marks)."""
    strict: bool = True
    """Dashes and ellipses do not begin a line, a solidus does not end one."""
    mixed: int = EM // 4
    """Space between Han and western characters (clreq, Mixed text composition in horizontal writing mode)."""
    mixed_least: int = EM // 8
    mixed_most: int = EM // 2
    word_least: int = EM // 4
    """A word space in a line that is too long; in one that is too short it grows to `word_most`."""
    word_most: int = EM // 2
    phrase: int = 0
    """The least that a space between two phrases of Chinese is: in titles an em."""


MAINLAND = House()
CENTRED = House(centred=True)


def house_of(language: str | None) -> House:
    """Return the house for text in *language* (a BCP 47 tag)."""
    return CENTRED if Language.of(language or "").is_traditional else MAINLAND


# --- joints ---------------------------------------------------------------------------------------------------------


class Joint(NamedTuple):
    """What stands between two boxes."""

    glue: int
    """Space wanted."""
    change: int
    """The same relative to the glyphs' own white: -500 where two white halves meet and one is wanted."""
    shrink: int
    stretch: int
    """How far a space between words or scripts grows, before other gaps do."""
    words: bool
    """A word space: grows before the space between scripts."""
    gap: bool
    """May grow with all others, when nothing else helps."""
    penalty: float | None
    """Of ending a line here; None where no line may end."""


class _Box(NamedTuple):
    """Kind of a box and the white that its glyph brings along."""

    kind: Kind
    before: int = 0
    after: int = 0
    wanted: int = 0
    """White wanted after it: that of its own glyph, or for the call of a note that of the mark before the call."""
    own: bool = True
    """False where the kind is that of the mark before a call."""


@cache
def _joint(left: _Box, right: _Box, space: int, house: House) -> Joint:
    """Return the joint between two boxes with a space of the width *space* (0: none) between them."""
    penalty = _penalty(left, right, space, house)
    if space:
        return _word_joint(left, right, space, house, penalty)
    glue, least, most = _glue(left, right, house)
    change = glue - left.after - right.before
    return Joint(glue, change, glue - least, most - glue, False, _may_grow(left, right), penalty)


def _word_joint(left: _Box, right: _Box, space: int, house: House, penalty: float | None) -> Joint:
    kinds = {left.kind, right.kind}
    if kinds & _LETTERED and kinds & _SPACED:  # typed for the space between scripts, and set as that
        words, glue, least = False, house.mixed, house.mixed_least
    else:
        words = True
        glue = space if kinds & _WESTERN else max(space, house.phrase)
        least = min(glue, house.word_least)
    change = glue - space - left.after - right.before + max(left.wanted, right.before)
    total = glue + max(left.wanted, right.before)
    return Joint(total, change, glue - least, max(0, house.word_most - glue), words, True, penalty)


def _glue(left: _Box, right: _Box, house: House) -> tuple[int, int, int]:
    """Return the space wanted between two boxes, the least and the most that it may be before other gaps change.

    Two marks that meet take 1.5 em together, and the white lies outside the pair, where it parts the bracketed text
    from the rest (clreq, Adjustment of adjacent punctuation marks).
    """
    if left.kind in _CLOSES and (right.kind in _CLOSES or right.kind is Kind.CALL or not right.own):
        return 0, 0, 0
    if left.kind is right.kind is Kind.OPENING:
        return 0, 0, 0
    if (glue := max(left.wanted, right.before)) > 0:
        shrinks = right.kind is Kind.OPENING or left.kind in _CLOSES
        return glue, 0 if shrinks else glue, glue
    if {left.kind, right.kind} & _LETTERED and {left.kind, right.kind} & _SPACED:
        return house.mixed, house.mixed_least, house.mixed_most
    return 0, 0, 0


def _may_grow(left: _Box, right: _Box) -> bool:
    """Tell whether the gap grows with the others (clreq, Procedures for inter-character space expansion).

    Connectors, solidi and what stands by them do not; nor does the space of a western word at a Chinese mark (clreq,
    Handling western text in Chinese text using proportional western fonts). An address has no other gaps than those
    between its characters.
    """
    if {left.kind, right.kind} & _FIXED or not right.own:
        return False
    if left.kind in _OF_ADDRESS and right.kind in _OF_ADDRESS:
        return True
    if left.kind in _WESTERN:
        return right.kind not in _WESTERN and right.kind not in _MARKED and right.kind is not Kind.SUFFIX
    if right.kind in _WESTERN:
        return left.kind not in _MARKED and left.kind is not Kind.PREFIX
    return True


_BREAK_INSIDE: Mapping[Kind, float] = {Kind.PART: 400.0, Kind.ADDRESS: 400.0, Kind.LETTER: 5000.0}
"""Cost of a break inside a run of western characters, by what stands before it; elsewhere there is none."""

_BREAK_BEFORE_MEASURE = 300.0


def _penalty(left: _Box, right: _Box, space: int, house: House) -> float | None:
    if right.kind is Kind.CIRCLED and left.kind in (Kind.COMMA, Kind.STOP):
        return 0.0  # ① begins an item there
    if not right.own or right.kind in (NO_START_STRICT if house.strict else NO_START_BASIC):
        return None
    if left.kind in (NO_END_STRICT if house.strict else NO_END_BASIC):
        return None
    if left.kind is Kind.NUMBER and right.kind is Kind.UNIT:
        return None
    if space:
        return 0.0
    if left.kind is Kind.NUMBER and right.kind is Kind.MEASURE:
        return _BREAK_BEFORE_MEASURE
    if left.kind in _WESTERN and right.kind in _WESTERN:
        return _BREAK_INSIDE.get(left.kind)
    return 0.0


_PLAIN = _Box(Kind.HAN)
_SOLID = Joint(0, 0, 0, 0, False, True, 0.0)

# --- boxes ---------------------------------------------------------------------------------------------------------

_KIND_OF: Mapping[str, Kind] = {mark: kind for kind, marks in MARKS.items() for mark in marks} | {CALL: Kind.CALL}

_JOINED_RUNS = "—⸺―─…⋯"
_UNITS_OF_TEXT = re.compile(
    rf"(?P<joined>(?:\u200d[^\n]|[{EXTENDING}])+)|(?P<latin>[{LATIN}]+)|(?P<run>[—⸺―─]+|…+|⋯+|{CALL}+)|(?P<space> +)"
    rf"|(?P<mark>[{re.escape(''.join(mark for mark in _KIND_OF if mark not in _JOINED_RUNS + CALL))}])"
    rf"|(?P<flag>[\U0001f1e6-\U0001f1ff]{{2}})"
    rf"|(?P<han>[^ {LATIN}{EXTENDING}\U0001f1e6-\U0001f1ff{re.escape(''.join(_KIND_OF))}]+)|(?P<other>.)"
)
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S|www\.\S|\S+@\S|[!-~]{25}", re.IGNORECASE)
_ADDRESS_BOX = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|[^\W_]?[^A-Za-z0-9]+|.")
_PART_OF_WORD = re.compile(r".+?[A-Za-z]{2}[-/](?=[A-Za-z]{2})|.+?\u0f0b(?=.)|.+")
"""Up to a hyphen, or a Tibetan tsheg."""

_SIGNS = (
    r"!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6\u00b8\u00bb\u00bf\u00d7\u00f7"
    r"\u2010-\u2012\u2032\u2033\u20a0-\u20cf"
)
_WESTERN_RUN = re.compile(rf"([{_SIGNS}]*)(.*?)([{_SIGNS}]*)", re.DOTALL)
"""The signs before a word or words, these, and the signs after them."""
_SIGN_BOX = re.compile(r"\.{2,}|-{2,}|.")
_KIND_OF_SIGN: Mapping[str, Kind] = {sign: kind for kind, signs in HALF_WIDTH.items() for sign in signs}
_SIGN_BEFORE_WORD: Mapping[str, Kind] = {
    sign: kind for kind in (Kind.OPENING, Kind.PREFIX) for sign in HALF_WIDTH[kind]
}
_SIDES: Mapping[Kind, tuple[str, ...]] = {
    Kind.PREFIX: ("before", "alone"),
    Kind.SUFFIX: ("after", "alone"),
    Kind.SOLIDUS: ("alone",),
}
"""On which side of a word a sign is of its kind; on another it is a sign like any."""


class Boxes:
    """A paragraph's boxes and the joints between them, in columns. Joint *k* stands before box *k*."""

    def __init__(self, text: str, advances: Sequence[int], house: House, held: Sequence[tuple[int, int]] = ()) -> None:
        self.text, self.house = text, house
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.bodies: list[int] = []
        self.edges: list[tuple[int, int]] = []
        """White before and after each box that a line's edge swallows."""
        self.joints: list[Joint] = []
        self._last: _Box = _PLAIN
        self._space = 0
        self._quoted: set[str] = set()
        """The straight quotation marks that are open."""
        self._advances = advances
        self._cut()
        for start, end in held:
            self._hold(start, end)

    def _hold(self, start: int, end: int) -> None:
        """Let no line end between the characters from *start* to *end*."""
        for k in range(bisect_right(self.starts, start), bisect_left(self.starts, end)):
            self.joints[k] = self.joints[k]._replace(penalty=None)

    def _cut(self) -> None:
        for match in _UNITS_OF_TEXT.finditer(self.text):
            a, b = match.span()
            match match.lastgroup:
                case "han":
                    self._add_han(a, b)
                case "space":
                    self._space = sum(self._advances[a:b])
                case "latin":
                    self._add_western(a, match.group())
                case "joined" if self.starts:
                    self.ends[-1] = b
                    self.bodies[-1] += sum(self._advances[a:b])
                case "run" | "mark":
                    self._add_mark(a, b)
                case _:
                    self._add(a, b, _PLAIN)

    def _add_han(self, start: int, end: int) -> None:
        """Add characters that have no rules of their own: this is most of the text, so they go in by the column."""
        self._add(start, start + 1, _PLAIN)
        if (more := end - start - 1) > 0:
            self.starts.extend(range(start + 1, end))
            self.ends.extend(range(start + 2, end + 1))
            self.bodies.extend(self._advances[start + 1 : end])
            self.edges.extend([(0, 0)] * more)
            self.joints.extend([_SOLID] * more)

    def _add_western(self, start: int, run: str) -> None:
        """Add a run of western characters: the words in it, and the signs at its ends one by one."""
        _before, words, _after = parts = _WESTERN_RUN.fullmatch(run).groups()  # type: ignore[union-attr]
        for part, side in zip(parts, ("before" if words else "alone", "", "after"), strict=True):
            boxes = self._signs(part, side, words) if side else _word_boxes(part)
            for x, y, kind in boxes:
                self._add(start + x, start + y, _Box(kind))
            start += len(part)

    def _signs(self, signs: str, side: str, words: str) -> Iterator[tuple[int, int, Kind]]:
        """Yield the boxes of *signs*, which stand before or after *words* or alone: start, end, kind."""
        for match in _SIGN_BOX.finditer(signs):
            sign, (start, end) = match.group(), match.span()
            if end - start > 1:
                yield start, end, Kind.ELLIPSIS if sign[0] == "." else Kind.DASH
            elif sign in "\"'":
                yield start, end, self._straight_quote(sign, side, words)
            elif side == "before" and end == len(signs) and self._begins():
                yield start, end, _SIGN_BEFORE_WORD.get(sign, Kind.SIGN)
            else:
                kind = _KIND_OF_SIGN.get(sign, Kind.SIGN)
                yield start, end, kind if side in _SIDES.get(kind, side) else Kind.SIGN

    def _begins(self) -> bool:
        """Tell whether what comes next begins a line of text, or follows a space or an opening mark: .5, -5."""
        return not self.starts or self._space > 0 or self._last.kind is Kind.OPENING

    def _straight_quote(self, sign: str, side: str, words: str) -> Kind:
        """Return the kind of a quotation mark that looks the same on both sides, and remember what is open."""
        if side == "after" and sign not in self._quoted and (sign == "'" or words[-1].isdigit()):
            return Kind.SUFFIX  # an apostrophe, feet, inches
        if sign in self._quoted:
            self._quoted.remove(sign)
            return Kind.CLOSING
        self._quoted.add(sign)
        return Kind.OPENING

    def _add_mark(self, start: int, end: int) -> None:
        kind = _KIND_OF[self.text[start]]
        advance = sum(self._advances[start:end])
        if kind is Kind.CALL and self._last.kind in _CLOSES:
            box = _Box(self._last.kind, 0, 0, self._last.wanted, False)
        else:
            box = _Box(kind, *_white(kind, advance, self.house))
        self._add(start, end, box)

    def _add(self, start: int, end: int, box: _Box) -> None:
        self.joints.append(_joint(self._last, box, self._space, self.house))
        self.starts.append(start)
        self.ends.append(end)
        self.bodies.append(sum(self._advances[start:end]) - box.before - box.after)
        self.edges.append((box.before, box.after))
        self._last, self._space = box, 0


def _white(kind: Kind, advance: int, house: House) -> tuple[int, int, int]:
    """Return the white before and after a mark's ink, and that wanted after it.

    Only full-width marks have any; a proportional one is taken as it is, and interpuncts and solidi always are (clreq,
    Punctuation adjustment space).
    """
    if kind is Kind.BLANK:
        return 0, advance, advance
    if advance < EM * 3 // 4:
        return 0, 0, 0
    half = advance // 2
    if kind is Kind.OPENING:
        return half, 0, 0
    if kind is Kind.CLOSING or (kind in _CLOSES and not house.centred):
        return 0, half, half
    return 0, 0, 0


def _word_boxes(words: str) -> Iterator[tuple[int, int, Kind]]:
    """Cut western words without a space between them where a line may end inside: start, end, kind."""
    if is_address(words):
        yield from _address_boxes(words)
        return
    parts = list(_PART_OF_WORD.finditer(words))
    for part in parts:
        yield *part.span(), _kind_of_word(part.group()) if part is parts[-1] else Kind.PART


def kind_of(character: str) -> Kind:
    """Return the kind of a mark, full or half width, that stands alone; all else counts as a Han character."""
    return _KIND_OF.get(character) or _KIND_OF_SIGN.get(character, Kind.HAN)


def is_address(run: str) -> bool:
    """Tell whether a run of western characters is an address, or so long that it has to be treated as one."""
    return _ADDRESS.search(run) is not None


def _address_boxes(run: str) -> Iterator[tuple[int, int, Kind]]:
    """Every character is a box; a scheme stays whole, and signs that follow each other stay with what they end."""
    for match in _ADDRESS_BOX.finditer(run):
        yield *match.span(), Kind.LETTER if match.group().isalnum() else Kind.ADDRESS


def _kind_of_word(word: str) -> Kind:
    if word in UNITS:
        return Kind.UNIT
    return Kind.NUMBER if word[-1].isdigit() else Kind.WORD


# --- lines ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Line:
    """A line: ``lead + sum(advances[start:end]) + sum(change for _, change in changes) == width``."""

    start: int
    end: int
    """One past its last character; the spaces that follow are on no line."""
    width: int
    lead: int
    """How far the first character moves: minus the white of an opening mark, else 0."""
    changes: tuple[tuple[int, int], ...]
    """By how much to change the advance of which character, in the order of the text."""


def compose(
    text: str,
    advances: Sequence[int],
    measures: Sequence[int],
    house: House = MAINLAND,
    *,
    justify: bool = True,
    held: Sequence[tuple[int, int]] = (),
) -> list[Line]:
    """Set *text*, which has no line break in it, in lines.

    *advances* has the advance of each character, *measures* the width of each line, the last one holding for all that
    follow. With *justify* every line but the last fills its measure. *held* are ranges of the text that no line
    divides, unless nothing else can be done.
    """
    boxes = Boxes(text, advances, house, held)
    if not boxes.starts:
        return []
    if max(boxes.bodies) > min(measures):
        _divide_long(boxes, advances, min(measures))
    return _Setting(boxes, measures, justify).lines()


def natural_width(text: str, advances: Sequence[int], house: House = MAINLAND) -> int:
    """Return the width of *text* on one line that is neither too short nor too long."""
    lines = compose(text, advances, [sum(advances) + EM * len(text) + 1], house)
    return lines[0].width if lines else 0


Sense = Callable[[str], Sequence[float]]
"""A title → for each of its characters the penalty of a line that begins with it, in square em of unevenness."""


def compose_title(
    text: str,
    advances: Sequence[int],
    measures: Sequence[int],
    house: House,
    sense: Sense,
    held: Sequence[tuple[int, int]] = (),
) -> list[Line]:
    """Set *text*, which has no line break in it, in lines that are of about equal length and end by *sense*.

    For all else see `compose`. *sense* is asked only where a title needs more than one line.
    """
    boxes = Boxes(text, advances, replace(house, phrase=EM), held)
    if not boxes.starts:
        return []
    title = _Title(boxes, measures)
    if title.upto[-1] - title.origin[0] <= measures[0]:
        return title.lines_between([0, title.count])
    breaks = title.fitting_breaks(sense(text), min(measures))
    return title.lines_between(breaks) if breaks else compose(text, advances, measures, house, justify=False, held=held)


def divide_title(
    text: str, advances: Sequence[int], number: int, house: House, sense: Sense
) -> tuple[list[Line], float]:
    """Return *text* in *number* lines as `compose_title` would, and the highest penalty of a break in it.

    There are none where there are not as many places to end one.
    """
    boxes = Boxes(text, advances, replace(house, phrase=EM))
    if not boxes.starts:
        return [], 0.0
    title = _Title(boxes, [sum(advances) + EM])
    penalties = sense(text)
    _, breaks = title.divided(penalties, number, inf)
    worst = max((penalties[boxes.starts[k]] for k in breaks[1:-1]), default=0.0)
    return title.lines_between(breaks) if breaks else [], worst


def _divide_long(boxes: Boxes, advances: Sequence[int], measure: int) -> None:
    """Divide each box that is wider than a line into its characters, where nothing else can be done."""
    columns = zip(boxes.starts, boxes.ends, boxes.bodies, boxes.edges, boxes.joints, strict=True)
    divided: list[tuple[int, int, int, tuple[int, int], Joint]] = []
    within = _SOLID._replace(gap=False, penalty=_BREAK_INSIDE[Kind.LETTER])
    for start, end, body, edges, joint in columns:
        if body <= measure or end - start == 1:
            divided.append((start, end, body, edges, joint))
            continue
        divided.extend((at, at + 1, advances[at], (0, 0), joint if at == start else within) for at in range(start, end))
    starts, ends, bodies, white, joints = map(list, zip(*divided, strict=True))
    boxes.starts, boxes.ends, boxes.bodies, boxes.edges, boxes.joints = starts, ends, bodies, white, joints


_SHRUNK, _STRETCHED = 100.0, 40.0
"""Badness of a line whose glue has given all that it has, and of one whose space between words and scripts has grown to
its most: wide space there is less of a blemish than marks without any white."""
_GAPS = 90.0
"""Badness of a line all of whose gaps grow, beside the thousandths by which each does."""
_ONE_CHARACTER = 200_000.0
"""Demerits of a last line of one character (clreq, Widows and orphans): gaps grow by a third of an em to avoid it."""
_FORCED = 2_500_000.0
"""Penalty of a break where none may be: gaps grow by an em and a half to avoid it. No less will do where marks stand
beside each second character, dashes in pairs, and a line has eight."""
_BEAM = _ONE_CHARACTER
_WIDEST = 12
"""The search goes on from the best breaks of each line only: no more than these, none that has many more demerits."""
_FURTHEST = 2 * EM
_UNSEEN = 10
"""By how much a line may differ from its measure unseen: the type area is a little wider than its characters."""


class _Setting:
    """The search for the best breaks of one paragraph, and the setting of its lines."""

    def __init__(self, boxes: Boxes, measures: Sequence[int], justify: bool) -> None:
        self.boxes, self.measures, self.justify = boxes, measures, justify
        joints = boxes.joints
        joints[0] = _SOLID
        self.count = len(joints)
        glue = [0, *accumulate(map(itemgetter(0), joints))]
        body = [0, *accumulate(boxes.bodies)]
        # A line of the boxes i … j-1 has the natural width upto[j] - origin[i]: the joints at its edges do not count.
        self.upto = [b + g for b, g in zip(body, glue, strict=True)]
        self.origin = [b + g for b, g in zip(body, glue[1:], strict=False)]
        self.shrink = [0, *accumulate(map(itemgetter(2), joints))]
        self.stretch = [0, *accumulate(map(itemgetter(3), joints))]
        self.gaps = [0, *accumulate(joint.gap for joint in joints)]
        self.whites = [0, *(after for _, after in boxes.edges)]
        """The white that a line ending before box *j* may have at its end."""
        self.penalties: list[float | None] = [joint.penalty for joint in joints]
        self.penalties.append(0.0)
        self.changed = [k for k, joint in enumerate(joints) if joint.change]

    def lines(self) -> list[Line]:
        """Return the lines of the paragraph."""
        return self.lines_between(self._breaks())

    def lines_between(self, breaks: Sequence[int]) -> list[Line]:
        """Return the lines that begin and end at *breaks*, each the number of a box."""
        return [self._line(start, end, self._measure(number)) for number, (start, end) in enumerate(pairwise(breaks))]

    def _measure(self, number: int) -> int:
        return self.measures[number] if number < len(self.measures) else self.measures[-1]

    # Breaks: line by line, every box at which the next line may begin is kept with the demerits so far, unless they are
    # so many more than the fewest that nothing later can make up for it.

    def _breaks(self) -> list[int]:
        layers: list[dict[int, tuple[float, int]]] = []
        begins = {0: 0.0}
        best, best_layer = float("inf"), 0
        while begins:
            reached = self._next_layer(begins, self._measure(len(layers)))
            layers.append(reached)
            if self.count in reached and reached[self.count][0] < best:
                best, best_layer = reached[self.count][0], len(layers) - 1
            bound = min(best, min(total for total, _ in reached.values()) + _BEAM)
            hopeful = [(total, at) for at, (total, _) in reached.items() if at != self.count and total <= bound]
            begins = {at: total for total, at in nsmallest(_WIDEST, hopeful)}
        breaks = [self.count]
        for layer in reversed(layers[: best_layer + 1]):
            breaks.append(layer[breaks[-1]][1])
        return breaks[::-1]

    def _next_layer(self, begins: Mapping[int, float], measure: int) -> dict[int, tuple[float, int]]:
        """Return where lines from *begins* may end: the fewest demerits so far, and the begin that they come from."""
        reached: dict[int, tuple[float, int]] = {}
        for begin, before in begins.items():
            for end, demerits in self._ends(begin, measure):
                total = before + demerits
                if end not in reached or total < reached[end][0]:
                    reached[end] = (total, begin)
        return reached

    def _ends(self, begin: int, measure: int) -> Iterator[tuple[int, float]]:
        """Yield where a line that begins at box *begin* may end, and its demerits; at least one place."""
        target = self.origin[begin] + measure
        over = bisect_right(self.upto, target, begin + 1)
        least = _FORCED
        for end, demerits in self._short_ends(begin, over, target):
            least = min(least, demerits)
            yield end, demerits
        for end in range(over, self.count + 1):
            excess = self.upto[end] - target
            if excess > self.shrink[end] - self.shrink[begin + 1]:
                break
            if (penalty := self.penalties[end]) is not None:
                least = 0.0
                yield end, penalty + self._demerits(begin, end, -excess)
        if least >= _FORCED:  # a row of marks that may not be parted: part it
            yield max(begin + 1, over - 1), _FORCED

    def _short_ends(self, begin: int, over: int, target: int) -> Iterator[tuple[int, float]]:
        """Yield the ends before the measure: the last one, and those not much further away."""
        found = False
        for end in range(over - 1, begin, -1):
            room = target - self.upto[end]
            if found and room > _FURTHEST:
                return
            if (penalty := self.penalties[end]) is not None:
                yield end, penalty + self._demerits_short(begin, end, room)
                found = True

    def _demerits_short(self, begin: int, end: int, room: int) -> float:
        """Return the demerits of a line that falls short of its measure by *room*."""
        if end == self.count:
            return _ONE_CHARACTER if begin and self._one_character(begin) else 0.0
        if not self.justify:
            return _square(room / EM)
        if self._keeps_mark(begin, end, room):
            return self._demerits(begin, end, room - self.whites[end])
        return self._demerits(begin, end, room)

    def _keeps_mark(self, begin: int, end: int, room: int) -> bool:
        """Tell whether the mark at the end of a line stays whole, because the line then needs less change.

        *room* is what the line falls short by with half of it. Either is right (GB/T 15834, 5.1.10; clreq).
        """
        white = self.whites[end]
        if not white or not self.justify or room <= _UNSEEN:
            return False
        if end == self.count:
            return room >= white
        return room >= white or self._demerits(begin, end, room - white) < self._demerits(begin, end, room)

    def _demerits(self, begin: int, end: int, room: int) -> float:
        """Return the demerits of a line that has to stretch by *room*, or to shrink where that is negative.

        They are 1 + badness, squared; the badness of glue grows with the cube of the share of it that is used (Knuth
        and Plass, Breaking Paragraphs into Lines).
        """
        if -_UNSEEN <= room <= _UNSEEN:
            return 0.0
        if room < 0:
            shrink = self.shrink[end] - self.shrink[begin + 1]
            return _square(1 + _SHRUNK * (-room / shrink) ** 3) if -room <= shrink else (2 * _FORCED)
        spaces = self.stretch[end] - self.stretch[begin + 1]
        if room <= spaces:
            return _square(1 + _STRETCHED * (room / spaces) ** 3)
        gaps = self.gaps[end] - self.gaps[begin + 1]
        return _square(_GAPS + (room - spaces) / gaps) if gaps else (2 * _FORCED)

    def _one_character(self, begin: int) -> bool:
        """Tell whether one character, with or without marks, is left from *begin* on (clreq, Widows and orphans)."""
        text = self.boxes.text[self.boxes.starts[begin] :]
        return len(text) < 9 and sum(_KIND_OF.get(c) not in _NOT_COUNTED for c in text) <= 1

    # Setting a line whose ends are known.

    def _line(self, begin: int, end: int, measure: int) -> Line:
        width = self.upto[end] - self.origin[begin]
        room = measure - width
        trim = self.whites[end]
        if self._keeps_mark(begin, end, room):
            width, room, trim = width + trim, room - trim, 0
        changes: dict[int, int] = {}
        if room < 0:
            changes = self._shrunk(begin, end, -room)
        elif room and self.justify and end < self.count:
            changes = self._stretched(begin, end, room)
        width += sum(changes.values())
        boxes = self.boxes
        for k in self.changed[bisect_left(self.changed, begin + 1) : bisect_left(self.changed, end)]:
            changes[k] = changes.get(k, 0) + boxes.joints[k].change
        by_character = [(boxes.starts[k] - 1, changes[k]) for k in sorted(changes) if changes[k]]
        if trim:
            by_character.append((boxes.ends[end - 1] - 1, -trim))
        return Line(boxes.starts[begin], boxes.ends[end - 1], width, -boxes.edges[begin][0], tuple(by_character))

    def _shrunk(self, begin: int, end: int, excess: int) -> dict[int, int]:
        """Take *excess* out of the glue of the line, in proportion to what each can give."""
        shrinks = {k: self.boxes.joints[k].shrink for k in range(begin + 1, end) if self.boxes.joints[k].shrink}
        return {k: -part for k, part in _shares(excess, shrinks)}

    def _stretched(self, begin: int, end: int, room: int) -> dict[int, int]:
        """Put *room* into the line: word spaces, then space between scripts, then all gaps alike."""
        changes: dict[int, int] = {}
        joints = self.boxes.joints
        if self.stretch[end] > self.stretch[begin + 1]:
            growing = [k for k in range(begin + 1, end) if joints[k].stretch]
            for words in (True, False):
                limits = {k: joints[k].stretch for k in growing if joints[k].words is words}
                for k, part in _shares(room, limits):
                    changes[k] = part
                    room -= part
        gaps = {k: room for k in range(begin + 1, end) if joints[k].gap}
        for k, part in _shares(room, gaps):
            changes[k] = changes.get(k, 0) + part
        return changes


_ONE_MORE_LINE = 30.0
"""Square em of unevenness that a title may have, or of penalties, before it gets another line."""
_ACROSS_HALVES = 200.0
"""Demerits of a line that holds part of one half of a title and something of another."""


class _Title(_Setting):
    """The search for the best breaks of a title: of lines of equal length, as far as sense lets them be."""

    def __init__(self, boxes: Boxes, measures: Sequence[int]) -> None:
        super().__init__(boxes, measures, justify=False)
        spaces = [joint.words and joint.glue >= EM for joint in boxes.joints]
        self.halves = [0, *accumulate(spaces)]
        self.ends_half = {0, self.count, *(k for k, space in enumerate(spaces) if space)}

    def fitting_breaks(self, penalties: Sequence[float], measure: int) -> list[int]:
        """Return the best breaks for lines that are no longer than *measure*; none where there are not any."""
        least = ceil((self.upto[-1] - self.origin[0]) / measure)
        ways = [self.divided(penalties, number, measure) for number in range(least, min(least + 3, self.count) + 1)]
        found = [(demerits + more * _ONE_MORE_LINE, breaks) for more, (demerits, breaks) in enumerate(ways) if breaks]
        return min(found, default=(inf, []))[1]

    def divided(self, penalties: Sequence[float], number: int, limit: float) -> tuple[float, list[int]]:
        """Return the demerits and the breaks of *number* lines no longer than *limit*; none where it cannot be."""
        even = (self.upto[-1] - self.origin[0]) / number
        best: dict[int, tuple[float, list[int]]] = {0: (0.0, [0])}
        for left in range(number - 1, -1, -1):
            reached: dict[int, tuple[float, list[int]]] = {}
            for begin, (before, breaks) in best.items():
                for end in range(begin + 1, self.count + 1):
                    width = self.upto[end] - self.origin[begin]
                    penalty = self._penalty_at(end, penalties) if left else 0.0
                    if width > limit:
                        break
                    total = before + _square((width - even) / EM) + penalty + self._across(begin, end)
                    if (left > 0) == (end < self.count) and total < reached.get(end, (inf, []))[0]:
                        reached[end] = (total, [*breaks, end])
            best = reached
        return best.get(self.count, (inf, []))

    def _across(self, begin: int, end: int) -> float:
        crosses = self.halves[end] > self.halves[begin + 1] and not {begin, end} <= self.ends_half
        return _ACROSS_HALVES if crosses else 0.0

    def _penalty_at(self, end: int, penalties: Sequence[float]) -> float:
        if end == self.count or self.penalties[end] is None:
            return inf
        return penalties[self.boxes.starts[end]]


def _square(number: float) -> float:
    return number * number


_NOT_COUNTED = _CLOSES | {Kind.OPENING, Kind.CALL}


def _shares(amount: int, limits: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Share *amount* out in proportion to *limits*, in whole numbers, no share above its limit."""
    total = sum(limits.values())
    amount = min(amount, total)
    if amount <= 0:
        return
    given = passed = 0
    for key, limit in limits.items():
        passed += limit
        share = amount * passed // total - given
        given += share
        yield key, share
