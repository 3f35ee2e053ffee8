"""Heads that stand one above the other with no text between: which names the book, which a section, which a piece.

A title mostly stands alone over its text. Where, seldom in a file, another head stands over it, set apart by a gap,
that one heads a section; over the first title it names the book, and what stands between goes with that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from publish.dump.beats import Beat
from publish.dump.bylines import Strength
from publish.dump.numbering import Rank
from publish.press import Pattern

if TYPE_CHECKING:
    from publish.dump.features import Features
    from publish.dump.recurrence import Heads

_DEEPEST = 8
"""Lines that stand together at the most."""
_SELDOM = 0.5
"""Share of titles with another head above that is still seldom: where more have one, it goes with the title."""
_VOLUME = Pattern("^(?:第\\s?{figure}{1,4}\\s?{volume_unit}|{volume_unit}{figure}{1,3}|卷[首末上中下])")


def read_stacks(
    page: Heads, titles: Sequence[int], starts: Iterable[int], beats: Mapping[int, Beat]
) -> dict[int, Beat]:
    """Return what stacks of heads make of their lines, where *titles* head the pieces, and *beats* is known so far.

    *starts* are all heads, with no number, that recur in some way.
    """
    sections = _over(page, titles, starts)
    found = dict.fromkeys(sections, Beat.SECTION) | dict.fromkeys(sections.values(), Beat.TITLE)
    return found | _front(page, {**beats, **found}, sections)


def _over(page: Heads, titles: Sequence[int], starts: Iterable[int]) -> dict[int, int]:
    """Return the section headings, each with the title below it, where heads stand over few of the *titles*.

    They need siblings, or say themselves that they number parts of a book.
    """
    if page.verse or titles[0] in page.numbers:
        return {}
    known = {0, *starts, *titles}
    begins = sorted(known | {at for at in range(1, len(page.lines)) if not page.heads[at - 1]})
    stacks = [stack for at in begins if page.heads[at] and len(stack := _stack(page, at)) > 1]
    indent = page.lines[titles[-1]].line.indent
    over = {stack[-2]: stack[-1] for stack in stacks if _is_set_as_title(page, stack[-1], indent)}
    over = {at: title for at, title in over.items() if title in page.listed or not _is_piece(page, at)}
    over = {at: title for at, title in over.items() if not (_names(page.lines[at]) or page.companions[at + 1])}
    apart = {page.lines[at].text[:_KINDRED] for at in over if not page.closes(at)}
    over = {at: title for at, title in over.items() if page.lines[at].text[:_KINDRED] in apart}
    begun = Counter(page.lines[at].text[:_KINDRED] for at in over)
    kin = {at for at in over if begun[page.lines[at].text[:_KINDRED]] > 1 or _VOLUME.match(page.lines[at].text)}
    plain = {at for at in over.keys() & known - kin if at and _stands_over(page, at, over[at])}
    several = len(plain) > 1 and len(over) <= max(1, _SELDOM * len(titles))
    return {at: title for at, title in over.items() if at in kin or (several and at in plain)}


def _is_piece(page: Heads, at: int) -> bool:
    """Tell whether a list of contents names a head, or it counts chapters: what stands below it parts that one."""
    return at in page.listed or (at in page.numbers and page.numbers[at].rank is Rank.CHAPTER)


def _stands_over(page: Heads, at: int, title: int) -> bool:
    """Tell whether a head is farther from the text above than from the *title* below, or is marked as a section's."""
    above, below = page.lines[at], page.lines[title]
    return (above.line.gap > below.line.gap or above.words.section_like) and not _names(below)


def _is_set_as_title(page: Heads, at: int, indent: int) -> bool:
    """Tell whether a head has the *indent* of the titles, no number, and a gap above."""
    return at not in page.numbers and page.lines[at].line.indent == indent and _is_apart(page, at)


_KINDRED = 2
"""Characters with which headings of one kind begin."""


def _stack(page: Heads, first: int) -> list[int]:
    """Return the heads from *first* on with no text between; *first* alone where no text stands below them."""
    found = [first]
    for at in range(first + 1, min(first + _DEEPEST, len(page.lines))):
        if page.companions[at] or (_names(page.lines[at]) and not _is_apart(page, at)):
            continue
        if not page.heads[at]:
            return found
        found.append(at)
    return [first]


def _is_apart(page: Heads, at: int) -> bool:
    return page.lines[at].line.gap > 0


def _front(page: Heads, beats: Mapping[int, Beat], sections: Collection[int]) -> dict[int, Beat]:
    """Return what the lines above the first heading are, where they name the book and hold no text.

    Where the file has *sections*, a head directly over the first title is one of them.
    """
    first = _first_heading(page, beats)
    if not first or 0 in sections or beats.get(first) is Beat.PART or not _could_name_book(page, first):
        return {}
    between = [at for at in range(1, first) if not _stands_with(page, at)]
    if (
        (page.verse and between)
        or not all(page.heads[at] for at in between)
        or (beats.get(0) is Beat.TITLE and first > len(between) + 2)
    ):
        return {}
    found = {0: Beat.BOOK, first: Beat.SECTION if beats.get(first) is Beat.SECTION else Beat.TITLE} | dict.fromkeys(
        between, Beat.FRONT
    )
    of_book = (at for at in range(1, first) if _is_of_book(page, at))
    found = dict.fromkeys(of_book, Beat.FRONT) | found
    found |= {at: Beat.SECTION for at in between if _counts_parts(page, at)}
    if between and between[-1] == first - 1 and (sections or page.lines[first - 1].words.section_like):
        found[first - 1] = Beat.SECTION
    return found


def _is_of_book(page: Heads, at: int) -> bool:
    """Tell whether a line below the name of a book is its author, its second name, or its name abroad."""
    line = page.lines[at]
    return line.words.dash or _is_foreign(line) or (page.heads[at] and _names(line))


def _counts_parts(page: Heads, at: int) -> bool:
    """Tell whether a line numbers a volume or a chapter."""
    return at in page.numbers and page.numbers[at].rank in (Rank.VOLUME, Rank.CHAPTER)


def _first_heading(page: Heads, beats: Mapping[int, Beat]) -> int:
    """Return the first heading below the first line, with no text above it; 0 where there is none."""
    last = min(_DEEPEST, len(page.lines))
    text = next((at for at in range(last) if not (page.heads[at] or _stands_with(page, at))), last)
    first = next((at for at in range(1, text) if beats.get(at) in (Beat.TITLE, Beat.SECTION)), 0)
    return first or (_stack(page, 0)[-1] if page.heads[0] and 0 < text < last else 0)


def _could_name_book(page: Heads, first: int) -> bool:
    """Tell whether the first line is a head that stands apart from the *first* heading.

    Over volumes or chapters it does whatever it reads like: a section has none of its own, nor does an author.
    """
    line = page.lines[0]
    if 0 in page.numbers or 0 in page.listed or 0 in page.titled:
        return False
    counted = _counts_parts(page, first) or first in page.listed
    if not counted and (line.words.section_like or _names(line)):
        return False
    if line.text[0] == "《" and "》" in line.text:
        return True
    return page.heads[0] and (first > 1 or counted or _is_apart(page, first))


def _stands_with(page: Heads, at: int) -> bool:
    return page.companions[at] or _names(page.lines[at]) or _is_foreign(page.lines[at])


def _is_foreign(line: Features) -> bool:
    """Tell whether a line has no Chinese: what a book is called where it comes from."""
    return line.length <= _LONGEST_FOREIGN and _HAN.search(line.text) is None and _LATIN.search(line.text) is not None


_LONGEST_FOREIGN = 100
_HAN = Pattern("{han}")
_LATIN = re.compile(r"[A-Za-z]{3}")


def _names(line: Features) -> bool:
    return line.strength is not None and line.strength >= Strength.NAMES
