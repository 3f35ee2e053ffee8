"""Feet: the notes that stand below the text of a page or of its columns, in smaller characters.

They are read behind the text of their page, wherever the columns end. A line is of a foot by its place and its size,
and because it begins with a mark, as notes do, or goes on from one that does.
"""

from __future__ import annotations

from collections.abc import Sequence

from publish.press import Pattern
from publish.sources.pdf.blocks import around
from publish.sources.pdf.strips import Strip

_SMALL = 0.95
"""Of the size of the text."""
_LEAD = Pattern(r"(?:{note_mark}[\s：、.．]*|\d{1,3}(?:[、.．]\s*|\s+|(?={han})))(?![\d页年月日版卷期册辑号])\S.*")
_ROOM = 0.5
"""Share of the lines of a page that may be notes: on one of more, small characters are its text."""
_APART = 2.2
"""Distances of lines between two notes at most."""


def part_feet(strips: Sequence[Strip], body: float, lead: float) -> tuple[list[Strip], list[Strip]]:
    """Return *strips* without the notes at the foot of their page, and these, column by column.

    *body* is the size of the text, *lead* the distance of its lines.
    """
    groups = _groups(_lowest(strips, body), lead)
    size = next((strip.size for group in groups for strip in group if _is_lead(strip)), 0.0)
    feet = [
        foot for group in groups if (foot := _of_notes(group, size, lead)) and _is_below_text(foot[0], strips, lead)
    ]
    notes = [strip for foot in feet for strip in foot]
    if not notes or len(notes) > _ROOM * len(strips):
        return list(strips), []
    for number, foot in enumerate(feet, 1):
        _set(foot, number)
    taken = set(map(id, notes))
    return [strip for strip in strips if id(strip) not in taken], notes


_CITED = Pattern("{works_cited_line}|{note_heading_line}")


def _is_below_text(first: Strip, strips: Sequence[Strip], lead: float) -> bool:
    """Tell whether text stands above *first*, the first line of a foot, and no heading of a list right above it."""
    above = [strip for strip in strips if strip.base < first.base - 0.5 * first.size and _overlap(strip, first)]
    if not above:
        return False
    last = max(above, key=lambda strip: strip.base)
    headed = first.base - last.base < _APART * lead and _CITED.fullmatch(last.text.translate(_FULL_WIDTH)) is not None
    return not headed and any(strip.size > 1.02 * first.size for strip in above)


_FULL_WIDTH = str.maketrans("[]()*", "［］（）＊")


def _is_lead(strip: Strip) -> bool:
    """Tell whether *strip* begins as a note does."""
    return _LEAD.fullmatch(strip.text.translate(_FULL_WIDTH)) is not None


def _lowest(strips: Sequence[Strip], body: float) -> list[Strip]:
    """Return those of *strips* that are smaller than text, and below which none stands that is not."""
    found: list[Strip] = []
    others: list[Strip] = []
    for strip in sorted(strips, key=lambda strip: -strip.base):
        if strip.size < _SMALL * body and not any(_overlap(strip, other) for other in others):
            found.append(strip)
        else:
            others.append(strip)
    return found[::-1]


def _overlap(one: Strip, other: Strip) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)


def _groups(strips: Sequence[Strip], lead: float) -> list[list[Strip]]:
    """Return *strips*, from the top, by the columns in which they stand below one another, from the left."""
    groups: list[list[Strip]] = []
    for strip in strips:
        near = (
            group
            for group in groups
            if strip.base - group[-1].base < _APART * lead and any(_overlap(strip, other) for other in group)
        )
        group = next(near, None)
        if group is None:
            groups.append([strip])
        else:
            group.append(strip)
    return sorted(groups, key=lambda group: min(strip.x0 for strip in group))


def _of_notes(group: Sequence[Strip], size: float, lead: float) -> list[Strip]:
    """Return the lines of *group* from the first on that begins as a note does, and those right above it.

    In these a note of the column before may go on; *size* is that of the notes on the page.
    """
    first = next((at for at, strip in enumerate(group) if _is_lead(strip)), len(group))
    begin = first
    while begin and _is_of_note(group[begin - 1], group[begin : begin + 1], size, lead):
        begin -= 1
    return list(group[begin if begin == 0 or first - begin <= _MOST_BEFORE else first :])


_MOST_BEFORE = 6
"""Lines at the foot of a column in which a note of the one before may go on."""


def _is_of_note(strip: Strip, below: Sequence[Strip], size: float, lead: float) -> bool:
    near = all(each.base - strip.base < lead for each in below)
    return abs(strip.size - size) < 0.03 * size and near


def _set(foot: Sequence[Strip], number: int) -> None:
    """Say of the lines of *foot*, the column *number* of the feet of its page, how they stand in it."""
    box = around(strip.box for strip in foot)
    for at, strip in enumerate(foot):
        strip.foot, strip.column, strip.gap = True, -number, int(at == 0)
        strip.room = max(0.0, (box.x1 - strip.x1) / strip.size)
        strip.indent = round((strip.x0 - box.x0) / strip.size)
