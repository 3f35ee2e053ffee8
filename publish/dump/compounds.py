"""Lines that hold a title with its number, its author or its date: several lines of one number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from publish.dump.bylines import Strength, read_byline
from publish.dump.folding import fold
from publish.dump.furniture import Furniture, Kind
from publish.dump.labels import Label
from publish.dump.likeness import Vocabulary
from publish.dump.numbering import Rank, read_number
from publish.dump.records import Placed
from publish.press import Pattern
from publish.source import Line

_WITH_AUTHOR = re.compile(
    r"(?P<title>[^。；]{1,26}?)(?:(?:[\u3000\t]{2,}| {3,})(?=\S)|\s*(?=[/／]|--|——))"
    r"(?P<rest>(?:(?:[/／]|-{2,}|—{2,})\s*)?\S.{1,20})"
)
_WITH_LABEL = Pattern(r"(?P<title>\S[^。；]{1,40}?)\s*(?P<rest>{page_author}\s*[:：]\s*[^\s，。；：:]{2,16})")
_SET_DEEP = re.compile(r"(?P<title>[^。；，]{1,26})\u3000(?P<rest>[^\s，。；]{2,8})")
"""A line that is indented far more than text may part the author by one wide space."""
_DEEP = 4
_WITH_DATE = re.compile(r"(?P<title>\S[^。；]{0,29}?)\s*(?P<rest>[（(](?P<date>[^（()）]{4,20})[）)])")
_WITH_NAME = re.compile(r"(?P<title>\S[^。；]{0,25}?)\s*(?P<rest>[（(](?P<name>[^（()）。，；：]{2,12})[）)])")
_DASH = re.compile(r"[-—]{2,}\s*")
_COUNTER = re.compile(r"(?P<number>0\d{1,3}|[1-9]\d{2,3})\s*(?=[^\d\s.、，,:：/-])")
_FEWEST = 3


def part_compounds(placed: Sequence[Placed], vocabulary: Vocabulary) -> Iterator[Placed]:
    """Yield *placed*, the lines of a title with its author or its date as two, if there are several of that kind.

    A number with noughts before it, 001, that counts the works of a collection is furniture, as where it stands alone.
    """
    counted = [piece for each in _without_counters(placed) for piece in each]
    lines = [each.line for each in counted]
    free = [each.label is None and each.furniture is None and not _is_in_column(each.line) for each in counted]
    authors = _authors(lines, vocabulary)
    borders = {**_of_book(lines), **_dated(lines), **_named(lines, vocabulary), **authors}
    for at, each in enumerate(counted):
        border = borders.get(at) if free[at] else None
        if border is None:
            yield each
            continue
        has_author = at in authors
        above, below = _parted(each.line, border)
        yield Placed(above, label=Label.TITLE if has_author else None)
        if dash := _DASH.match(below.text):
            dash_alone, below = _parted(below, dash.end())
            yield Placed(dash_alone, Furniture(Kind.ORNAMENT))
        yield Placed(below, label=Label.BYLINE if has_author else None)


def _is_in_column(line: Line) -> bool:
    """Tell whether a page shows *line* in a column of text, where a title and its author are apart."""
    return line.look is not None and line.look.room is not None


def _parted(line: Line, border: int) -> tuple[Line, Line]:
    below = replace(line, text=line.text[border:], column=line.column + border, gap=0, opens_page=False)
    return replace(line, text=line.text[:border].rstrip()), below


def _without_counters(placed: Sequence[Placed]) -> Iterator[tuple[Placed, ...]]:
    """Yield *placed*, each in a tuple, those with a number 001 that counts through the file in two."""
    found = [_COUNTER.match(each.line.text) if not (each.label or each.furniture) else None for each in placed]
    values = [int(number["number"]) for number in found if number]
    noughts = sum(number is not None and number["number"][0] == "0" for number in found)
    steps = sum(below == above + 1 for above, below in pairwise(values))
    counts = noughts >= _FEWEST and steps >= 0.8 * (len(values) - 1)
    for each, number in zip(placed, found, strict=True):
        if not (counts and number):
            yield (each,)
            continue
        above, below = _parted(each.line, number.end())
        yield Placed(above, Furniture(Kind.PAGE_NUMBER)), Placed(below)


def _authors(lines: Sequence[Line], vocabulary: Vocabulary) -> Mapping[int, int]:
    """Return where authors begin on the lines, by index, that are titles with their authors."""
    found = {at: author for at, line in enumerate(lines) if (author := _author_in(line, vocabulary))}
    plain = [author for author in found.values() if not author.twice]
    if sum(author.strength >= Strength.NAMES for author in plain) < 2 or _are_in_rows(found):
        return {}
    twice = len(found) <= 2 * len(plain)
    return {at: author.border for at, author in found.items() if twice or not author.twice}


def _are_in_rows(found: Mapping[int, object]) -> bool:
    """Tell whether such lines mostly follow each other: a list of posts, of players, of dishes."""
    return sum(at + 1 in found for at in found) * 2 > len(found)


def _dated(lines: Sequence[Line]) -> Mapping[int, int]:
    found = {at: border for at, line in enumerate(lines) if (border := _date_in(line.text))}
    return found if len(found) > 1 else {}


def _of_book(lines: Sequence[Line]) -> Mapping[int, int]:
    """Return where the author begins on the first of *lines*, if it names a book and its author: 《河灯》作者：白水."""
    found = _WITH_LABEL.fullmatch(lines[0].text) if lines and lines[0].text[0] == "《" else None
    return {0: found.start("rest")} if found and found["title"][-1] == "》" else {}


def _named(lines: Sequence[Line], vocabulary: Vocabulary) -> Mapping[int, int]:
    named = [_name_in(line.text, vocabulary) for line in lines]
    found = {at: name[0] for at, name in enumerate(named) if name and name[1] >= Strength.NAMES}
    enough = len(found) > 1 and len(found) * 2 >= sum(name is not None for name in named)
    return found if enough else {}


class _Author(NamedTuple):
    """Where the author of a title begins on its line."""

    border: int
    strength: Strength
    """How plainly it names somebody."""
    twice: bool
    """Whether the title reads as a name too: 铁匠铺."""


def _author_in(line: Line, vocabulary: Vocabulary) -> _Author | None:
    """Return where the author begins on *line*, below a wide space, a stroke or a dash."""
    text = line.text
    if len(text) > _LONGEST:
        return None
    found = _WITH_AUTHOR.fullmatch(text) or (_SET_DEEP.fullmatch(text) if line.indent >= _DEEP else None)
    found = found or _WITH_LABEL.fullmatch(text)
    if not found or _names_nothing(found["title"]) or found["rest"].startswith("//"):
        return None
    whole, author = read_byline(text, vocabulary), read_byline(found["rest"].lstrip("/／-— \u3000"), vocabulary)
    if author is None or (whole is not None and whole.strength is Strength.MARKED > author.strength):
        return None
    title = read_byline(found["title"], vocabulary)
    twice = title is not None and title.strength >= Strength.NAMES
    return _Author(found.start("rest"), author.strength, twice)


def _names_nothing(title: str) -> bool:
    """Tell whether what stands before a name is no title: a role, or the number of a chapter, which that names."""
    number = read_number(title)
    alone = number is not None and not number.name and number.rank is not Rank.WORK
    return alone or _WORK.fullmatch(fold(title)) is not None


_LONGEST = 48
_WORK = Pattern("{label}|{role}")


def _name_in(text: str, vocabulary: Vocabulary) -> tuple[int, Strength] | None:
    """Return where brackets begin that end *text*, a short line, and how plainly they name its author."""
    found = _WITH_NAME.fullmatch(text) if len(text) <= 40 and text[-1] in "）)" else None
    if not found or read_byline(text, vocabulary):
        return None
    author = read_byline(found["name"], vocabulary)
    return found.start("rest"), author.strength if author else Strength.DOUBTFUL


def _date_in(text: str) -> int | None:
    """Return where the date begins in *text*, a title with a date in brackets."""
    found = _WITH_DATE.fullmatch(text) if len(text) <= 52 and text[-1] in "）)" else None
    number = read_number(found["date"]) if found else None
    return found.start("rest") if found and number and number.rank is Rank.WORK and not number.name else None
