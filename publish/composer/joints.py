"""What stands between two boxes: glue, how far it may shrink and stretch, and the penalty of ending a line there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from publish.composer.kinds import (
    CLOSES,
    FIXED,
    LETTERED,
    MARKED,
    NO_END_BASIC,
    NO_END_STRICT,
    NO_START_BASIC,
    NO_START_STRICT,
    OF_ADDRESS,
    SPACED,
    WESTERN,
    Kind,
)
from publish.language import Language

EM = 1000
"""The body size in the unit of all lengths."""


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


class Box(NamedTuple):
    """Kind of a box and the white that its glyph brings along."""

    kind: Kind
    before: int = 0
    after: int = 0
    wanted: int = 0
    """White wanted after it: that of its own glyph, or for the call of a note that of the mark before the call."""
    own: bool = True
    """False where the kind is that of the mark before a call."""


@cache
def joint_between(left: Box, right: Box, space: int, house: House) -> Joint:
    """Return the joint between two boxes with a space of the width *space* (0: none) between them."""
    penalty = _penalty(left, right, space, house)
    if space:
        return _word_joint(left, right, space, house, penalty)
    glue, least, most = _glue(left, right, house)
    change = glue - left.after - right.before
    return Joint(glue, change, glue - least, most - glue, False, _may_grow(left, right), penalty)


def _word_joint(left: Box, right: Box, space: int, house: House, penalty: float | None) -> Joint:
    kinds = {left.kind, right.kind}
    if kinds & LETTERED and kinds & SPACED:  # typed for the space between scripts, and set as that
        words, glue, least = False, house.mixed, house.mixed_least
    else:
        words = True
        glue = space if kinds & WESTERN else max(space, house.phrase)
        least = min(glue, house.word_least)
    change = glue - space - left.after - right.before + max(left.wanted, right.before)
    total = glue + max(left.wanted, right.before)
    return Joint(total, change, glue - least, max(0, house.word_most - glue), words, True, penalty)


def _glue(left: Box, right: Box, house: House) -> tuple[int, int, int]:
    """Return the space wanted between two boxes, the least and the most that it may be before other gaps change.

    Two marks that meet take 1.5 em together, and the white lies outside the pair, where it parts the bracketed text
    from the rest (clreq, Adjustment of adjacent punctuation marks).
    """
    if left.kind in CLOSES and (right.kind in CLOSES or right.kind is Kind.CALL or not right.own):
        return 0, 0, 0
    if left.kind is right.kind is Kind.OPENING:
        return 0, 0, 0
    if (glue := max(left.wanted, right.before)) > 0:
        shrinks = right.kind is Kind.OPENING or left.kind in CLOSES
        return glue, 0 if shrinks else glue, glue
    if {left.kind, right.kind} & LETTERED and {left.kind, right.kind} & SPACED:
        return house.mixed, house.mixed_least, house.mixed_most
    return 0, 0, 0


def _may_grow(left: Box, right: Box) -> bool:
    """Tell whether the gap grows with the others (clreq, Procedures for inter-character space expansion).

    Connectors, solidi and what stands by them do not; nor does the space of a western word at a Chinese mark (clreq,
    Handling western text in Chinese text using proportional western fonts). An address has no other gaps than those
    between its characters.
    """
    if {left.kind, right.kind} & FIXED or not right.own:
        return False
    if left.kind in OF_ADDRESS and right.kind in OF_ADDRESS:
        return True
    if left.kind in WESTERN:
        return right.kind not in WESTERN and right.kind not in MARKED and right.kind is not Kind.SUFFIX
    if right.kind in WESTERN:
        return left.kind not in MARKED and left.kind is not Kind.PREFIX
    return True


BREAK_INSIDE: Mapping[Kind, float] = {Kind.PART: 400.0, Kind.ADDRESS: 400.0, Kind.LETTER: 60_000.0}
"""Cost of a break inside a run of western characters, by what stands before it; elsewhere there is none."""

_BREAK_BEFORE_MEASURE = 300.0


def _penalty(left: Box, right: Box, space: int, house: House) -> float | None:
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
    if left.kind in WESTERN and right.kind in WESTERN:
        return BREAK_INSIDE.get(left.kind)
    return 0.0


PLAIN = Box(Kind.HAN)
SOLID = Joint(0, 0, 0, 0, False, True, 0.0)
