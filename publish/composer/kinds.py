"""What characters are, as far as lines are concerned: kinds, the marks of each, which begin and end no line.

Sections of clreq: Categories and usage of punctuation marks; Tables of Chinese punctuation marks; Prohibition rules for
line start and line end.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, auto


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

KIND_OF: Mapping[str, Kind] = {mark: kind for kind, marks in MARKS.items() for mark in marks} | {CALL: Kind.CALL}
KIND_OF_SIGN: Mapping[str, Kind] = {sign: kind for kind, signs in HALF_WIDTH.items() for sign in signs}


def kind_of(character: str) -> Kind:
    """Return the kind of a mark, full or half width, that stands alone; all else counts as a Han character."""
    return KIND_OF.get(character) or KIND_OF_SIGN.get(character, Kind.HAN)


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

# --- groups of kinds ------------------------------------------------------------------------------------------------

CLOSES = frozenset({Kind.CLOSING, Kind.COMMA, Kind.STOP})
LETTERED = frozenset({Kind.WORD, Kind.NUMBER, Kind.UNIT, Kind.PART, Kind.ADDRESS, Kind.LETTER})
"""Boxes that begin and end with letters or digits, which alone have space between them and Han characters."""
WESTERN = LETTERED | {Kind.SIGN}
OF_ADDRESS = frozenset({Kind.ADDRESS, Kind.LETTER})
"""Between any two of these a line that is too short may grow, as they have no other gaps."""
SPACED = frozenset({Kind.HAN, Kind.MEASURE, Kind.CLINGING})
"""Characters of Chinese that have space between them and letters or digits."""
FIXED = frozenset({Kind.CONNECTOR, Kind.SOLIDUS, Kind.CALL})
"""Between these and what stands by them a line that is too short does not grow."""
MARKED = CLOSES | {Kind.OPENING}
