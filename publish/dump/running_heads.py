"""Running heads: the name of a book, a paper or a column that repeats at the head or foot of its pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from publish.dump.folding import fold
from publish.dump.furniture import Basis, Furniture, Kind, read_origin
from publish.dump.numbering import read_number
from publish.dump.shapes import names_section
from publish.press import Pattern
from publish.source import Line

_HEAD = re.compile(r"[^#（(【\[。，；：！？”…,;:!?)）】\]]{2,24}")
_FOLIO = re.compile(r"^\d{1,4}[\s|·—-]+(?=\D)|(?<=\D)[\s|·—-]+\d{1,4}$")
_UNFINISHED = re.compile(r"[^。！？…”’」』）》!?)]$")
_STOP = re.compile("[。，；]")
_PART = Pattern("{part_of_article}")
"""What a part of an article is called, in many articles."""
_TITLE = 26
_SHORTER = 3
"""Characters by which a running head is shorter than the line above it, where a line of a column would be as long."""
_PAPER = Pattern("{name_of_paper}$")
"""How the name of a paper or a book ends; by the page numbers of all its pages, it is no section heading."""
_OF_PAGES = frozenset({Kind.PAGE_NUMBER, Kind.EDITION_LINE, Kind.COLUMN_LINE})


def find_running_heads(
    lines: Sequence[Line], found: Sequence[Furniture | None], is_known: Callable[[str], bool]
) -> Iterator[tuple[int, Furniture]]:
    """Yield the lines, by their indices, that repeat at the head or foot of pages.

    *found* is the furniture that says itself what it is; what *is_known* to be something else is never taken.

    Section headings and crossheads repeat as well. So two of the lines must stand where neither can, in a paragraph cut
    in two or between text by a page number or a form feed; or where the one can and the other cannot: twice between
    text, and over a title. Then the others go too, but for the first over a title if it is named like a section: from
    that heading a running head may have been taken.
    """
    flow = [index for index, furniture in enumerate(found) if not furniture]
    places: dict[str, list[int]] = defaultdict(list)
    for at, index in enumerate(flow):
        if _HEAD.fullmatch(lines[index].text) and not _is_shown_inside(lines[index]):
            places[_FOLIO.sub("", fold(lines[index].text))].append(at)
    for head, positions in places.items():
        if head and len(positions) > 1 and not is_known(head):
            standings = [_standing(lines, found, flow, at) for at in positions]
            if _counts_pieces([lines[each.index] for each in standings], standings):
                continue
            if _is_running(head, standings):
                yield from _running(lines, head, standings)
            else:  # the title of an article that repeats where a page begins in the middle of a sentence
                yield from (_head(lines, each.index) for each in standings if each.cuts and each.by_page)


def find_counted(lines: Sequence[Line], found: Sequence[Furniture | None]) -> Iterator[int]:
    """Yield the lines, by their indices, that are the same but for their figures, again and again through the file.

    A database counts its records so, and their pages: 第3笔, ［页］卷, 册［459］. What numbers titles is none of these.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        is_known = found[at] or _is_shown_inside(line) or len(line.text) > _TITLE
        if not is_known and any(map(str.isdecimal, line.text)):
            places[_FIGURES.sub("", fold(line.text))].append(at)
    for rest, indices in places.items():
        if len(indices) < _AGAIN or not _COUNTED.fullmatch(rest) or any(_is_told(lines[at].text) for at in indices):
            continue
        if all(below - above > 1 for above, below in pairwise(indices)):
            yield from indices


def find_paged(lines: Sequence[Line], found: Sequence[Furniture | None]) -> Iterator[int]:
    """Yield the lines, by their indices, that have the number of a page at one side, parted from it by wide space.

    Page follows page: the numbers grow by one or two, even at the one side and odd at the other, and text parts them.
    """
    row: list[tuple[int, int, bool]] = []
    for at, line in enumerate(lines):
        if found[at] or len(line.text) > _LONGEST_PAGED or not (match := _PAGED.fullmatch(line.text)):
            continue
        this = (at, int(fold(match["left"] or match["right"])), bool(match["left"]))
        if row and not _turns(row[-1], this):
            yield from _paged(row)
            row = []
        row.append(this)
    yield from _paged(row)


def _turns(last: tuple[int, int, bool], this: tuple[int, int, bool]) -> bool:
    """Tell whether *this* line, with its number and its side, heads a page that follows the one that *last* heads."""
    grown = this[1] - last[1]
    return this[0] - last[0] > 1 and grown in (1, 2) and (this[2] == last[2]) == (grown == 2)


def _paged(row: Sequence[tuple[int, int, bool]]) -> Iterator[int]:
    if len(row) >= _PAGES and len({left for _, _, left in row}) > 1:
        yield from (at for at, _, _ in row)


_WIDE = r"(?:[ \t]{2,}|\u3000+)"
_TITLED = "[^，。；：！？]+"
_PAGED = re.compile(rf"(?P<left>\d{{1,4}}){_WIDE}(?=\D){_TITLED}|{_TITLED}(?<=\D){_WIDE}(?P<right>\d{{1,4}})")
"""A line with a number at one side, by itself."""
_LONGEST_PAGED = 40
_PAGES = 3


def _is_shown_inside(line: Line) -> bool:
    """Tell whether a page is known to show *line* in a column of text: what runs with the pages stands outside."""
    return line.look is not None and line.look.room is not None


_FIGURES = re.compile(r"\d+")
_AGAIN = 4
_COUNTED = re.compile(r"(?=.*[^\w\s]).{1,14}|第\S")
"""What is left of a line that counts records or pages: something with marks, or one character behind 第."""


def _is_told(text: str) -> bool:
    """Tell whether a number heads *text* or ends a name, 河堤（2）, or it is a sentence."""
    return text[-1] in "。！？”" or read_number(text) is not None or _PARTED.fullmatch(text) is not None


_PARTED = Pattern(r"{han}{2,}\s?[（(]\d{1,2}[）)]")
"""A title with the number of its part."""


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a line that repeats stands."""

    index: int
    inside: bool
    """Whether text stands above and below it."""
    cuts: bool
    """Whether the text above it is not finished."""
    between: bool
    """Whether what stands above and below it can be no titles."""
    by_page: bool
    """Whether a page ends or begins at it."""
    over_title: bool
    """Whether text stands above it, and what can be no text below."""


def _standing(lines: Sequence[Line], found: Sequence[Furniture | None], flow: Sequence[int], at: int) -> _Standing:
    index, last = flow[at], len(lines) - 1
    text = lines[index].text
    above, below = ("" if not 0 <= near < len(flow) else fold(lines[flow[near]].text) for near in (at - 1, at + 1))
    inside = _is_text(above, text) and _is_text(below, text) and len(text) + _SHORTER < len(above)
    beside = (found[max(0, index - 1)], found[min(last, index + 1)])
    by_page = (
        any(furniture and furniture.kind in _OF_PAGES for furniture in beside)
        or any(line.opens_page for line in lines[index : index + 2])
        or bool(_FOLIO.search(fold(text)))
    )
    cuts = inside and bool(_UNFINISHED.search(above))
    over_title = _is_text(above, text) and len(below) <= _TITLE and not _STOP.search(below)
    return _Standing(index, inside, cuts, _is_text(above) and _is_text(below), by_page, over_title)


def _counts_pieces(lines: Sequence[Line], standings: Sequence[_Standing]) -> bool:
    """Tell whether a word and a number, on lines of their own, count pieces from 1 on, and cut no sentence: 正文 1."""
    numbers = [found[0].strip(" \t|·—-") for line in lines if (found := _FOLIO.search(fold(line.text)))]
    apart = all(line.gap for line in lines[1:]) and not any(each.cuts for each in standings)
    return apart and len(lines) > 2 and numbers == [str(at) for at in range(1, len(lines) + 1)]


def _is_text(text: str, beside: str = "") -> bool:
    """Tell whether *text* is part of a paragraph; a title, which stands by a name or nothing, may have clauses."""
    longest = 12 if len(beside) > 4 else 20 if beside else _TITLE
    return len(text) > 36 or "。" in text or text[-1:] in tuple("，；") or ("，" in text and len(text) > longest)


def _is_running(head: str, standings: Sequence[_Standing]) -> bool:
    cut = sum(standing.cuts for standing in standings)
    by_page = sum(standing.cuts or (standing.inside and standing.by_page) for standing in standings)
    always_by_page = all(standing.by_page for standing in standings)
    if cut > 1 or (by_page > (0 if always_by_page else 1) and len(standings) > 2):
        return True
    if _PAPER.search(head) and always_by_page:
        return len(standings) > 2 or any(standing.inside for standing in standings)
    between = sum(standing.between for standing in standings)
    over_title = sum(standing.over_title for standing in standings)
    named = _PAPER.search(head) or names_section(head) or any(standing.by_page for standing in standings)
    return between > 1 and over_title > (0 if named else 1) and not _PART.search(head)


def _running(lines: Sequence[Line], head: str, standings: Sequence[_Standing]) -> Iterator[tuple[int, Furniture]]:
    kept = names_section(head)
    for standing in standings:
        if kept and not (standing.by_page or standing.inside):
            kept = False
        else:
            yield _head(lines, standing.index)


def _head(lines: Sequence[Line], at: int) -> tuple[int, Furniture]:
    return at, Furniture(Kind.RUNNING_HEAD, read_origin(lines[at].text), Basis.COULD_BE_TEXT)
