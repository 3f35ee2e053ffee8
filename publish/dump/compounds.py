"""Lines that hold a title and what mostly stands under it, its author or its date: two lines of one number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from publish.dump.bylines import Strength, read_byline
from publish.dump.folding import fold
from publish.dump.likeness import Vocabulary
from publish.dump.numbering import Rank, read_number
from publish.press import Pattern
from publish.source import Line

_WITH_AUTHOR = re.compile(
    r"(?P<title>[^。；]{1,26}?)(?:(?:[\u3000\t]{2,}| {3,})(?=\S)|\s*(?=[/／]))(?P<rest>(?:[/／]\s*)?\S.{1,20})"
)
_WITH_DATE = re.compile(r"(?P<title>\S[^。；]{0,29}?)\s*(?P<rest>[（(](?P<date>[^（()）]{4,20})[）)])")
_WITH_NAME = re.compile(r"(?P<title>\S[^。；]{0,25}?)\s*(?P<rest>[（(](?P<name>[^（()）。，；：]{2,12})[）)])")


def part_compounds(lines: Sequence[Line], vocabulary: Vocabulary) -> Iterator[Line]:
    """Yield *lines*, those of a title with its author or its date as two lines, if there are several of that kind."""
    authors = [_author_in(line.text, vocabulary) for line in lines]
    plain = [found for found in authors if found and not found.twice]
    sure = sum(found.strength >= Strength.NAMES for found in plain) > 1
    twice = sum(found is not None and found.twice for found in authors) <= len(plain)
    with_author = {
        at: found.border for at, found in enumerate(authors) if found and sure and (twice or not found.twice)
    }
    with_date = {at: border for at, line in enumerate(lines) if (border := _date_in(line.text))}
    named = [_name_in(line.text, vocabulary) for line in lines]
    with_name = {at: found[0] for at, found in enumerate(named) if found and found[1] >= Strength.NAMES}
    if len(with_name) < 2 or len(with_name) * 2 < sum(found is not None for found in named):
        with_name = {}
    borders = (with_date if len(with_date) > 1 else {}) | with_name | with_author
    for at, line in enumerate(lines):
        if border := borders.get(at):
            yield replace(line, text=line.text[:border].rstrip())
            yield replace(line, text=line.text[border:], column=line.column + border, gap=0, opens_page=False)
        else:
            yield line


class _Author(NamedTuple):
    """Where the author of a title begins on its line."""

    border: int
    strength: Strength
    """How plainly it names somebody."""
    twice: bool
    """Whether the title reads as a name too: 铁匠铺."""


def _author_in(text: str, vocabulary: Vocabulary) -> _Author | None:
    """Return where the author begins in *text*, below a wide space or a slash."""
    found = _WITH_AUTHOR.fullmatch(text) if len(text) <= 48 else None
    if not found or _WORK.fullmatch(fold(found["title"])):
        return None
    whole, author = read_byline(text, vocabulary), read_byline(found["rest"].lstrip("/／ \u3000"), vocabulary)
    if author is None or (whole is not None and whole.strength is Strength.MARKED > author.strength):
        return None
    title = read_byline(found["title"], vocabulary)
    twice = title is not None and title.strength >= Strength.NAMES
    return _Author(found.start("rest"), author.strength, twice)


_WORK = Pattern("{label}|{role}")
"""What stands before a name, and is no title."""


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
