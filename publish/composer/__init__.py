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

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import inf

from publish.composer.boxes import Boxes, divide_long
from publish.composer.joints import CENTRED, EM, MAINLAND, House, house_of
from publish.composer.kinds import (
    CALL,
    CLUSTER,
    EXTENDING,
    LATIN,
    MARKS,
    NO_END_STRICT,
    NO_START_STRICT,
    OBJECT,
    RUN,
    Kind,
    kind_of,
)
from publish.composer.setting import Line, Setting
from publish.composer.title import Title
from publish.composer.words import is_address

__all__ = [
    "CALL",
    "CENTRED",
    "CLUSTER",
    "EM",
    "EXTENDING",
    "LATIN",
    "MAINLAND",
    "MARKS",
    "NO_END_STRICT",
    "NO_START_STRICT",
    "OBJECT",
    "RUN",
    "House",
    "Kind",
    "Line",
    "Sense",
    "compose",
    "compose_title",
    "divide_title",
    "house_of",
    "is_address",
    "kind_of",
    "natural_width",
]


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
        divide_long(boxes, advances, min(measures))
    return Setting(boxes, measures, justify).lines()


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
    title = Title(boxes, measures)
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
    title = Title(boxes, [sum(advances) + EM])
    penalties = sense(text)
    _, breaks = title.divided(penalties, number, inf)
    worst = max((penalties[boxes.starts[k]] for k in breaks[1:-1]), default=0.0)
    return title.lines_between(breaks) if breaks else [], worst
