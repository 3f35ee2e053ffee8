"""A contents list (目录) at the head of a file: its lines stand again below, each over its piece.

It is furniture: what it names stands below, and no article is called 目录. A chapter's heading that returns on later
pages is a running head.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from publish.dump.folding import closed_up, fold
from publish.dump.furniture import Furniture, Kind
from publish.dump.numbering import Rank, read_number
from publish.press import Pattern
from publish.source import Line

_HEADING = Pattern("[【（]?{contents_heading}[】）]?")
_LEADER = re.compile(r"[\s.．·…—-]*[（(]?[.…\s]*[0-9０-９]{1,4}[)）]?$")
"""The dots and the number of the page behind an entry."""
_BETWEEN = re.compile(r"\s{2,}")
_FEWEST = 3
_FEWEST_UNNAMED = 5
"""Entries of the shortest list that nothing calls a list of contents."""
_LONGEST = 40
_NO_TEXT = 30


def find_contents(lines: Sequence[Line], found: Sequence[Furniture | None]) -> Iterator[int]:
    """Yield the lines, by index, that are a list of contents."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if len(line.text) <= _LONGEST:
            places[plain_entry(line.text)].append(at)
    start = next((at for at, line in enumerate(lines) if _is_heading(line.text)), None)
    begin = 0 if start is None else start + 1
    end = begin
    while end < len(lines) and (found[end] or _stands_below(lines[end].text, end, places)):
        end += 1
    entries = sum(not found[at] for at in range(begin, end))
    if start is not None and entries >= _FEWEST:
        yield from range(start, end)
    elif start is not None:
        yield start
    elif entries >= _FEWEST_UNNAMED:
        yield from range(begin, end)


def _is_heading(text: str) -> bool:
    return len(text) <= 8 and _HEADING.fullmatch(closed_up(fold(text))) is not None


def entries_of(lines: Sequence[Line], found: Sequence[Furniture | None]) -> frozenset[str]:
    """Return what a list of contents names, as `plain_entry` has it."""
    listed = (line.text for line, furniture in zip(lines, found, strict=True) if _is_entry(furniture))
    forms = (form for text in listed for form in (_without_leader(text), *_BETWEEN.split(text)))
    return frozenset(plain_entry(form) for form in forms if form)


def _is_entry(furniture: Furniture | None) -> bool:
    return furniture is not None and furniture.kind is Kind.CONTENTS


def _without_leader(text: str) -> str:
    """Return an entry without its dots and the number of its page."""
    return _LEADER.sub("", text).rstrip("…·.．—- ") or text


def plain_entry(text: str) -> str:
    """Return *text* folded and without white space, as entries and what they name are compared."""
    return "".join(fold(text).split())


def _stands_below(text: str, at: int, places: dict[str, list[int]]) -> bool:
    """Tell whether each entry of a line, one or several, is a line of its own further below."""
    whole = _without_leader(text)
    entries = [entry for entry in _BETWEEN.split(text) if entry]
    forms = [[whole], [text], entries] if len(entries) > 1 else [[whole], [text]]
    return any(sum(places.get(plain_entry(entry), [-1])[-1] > at for entry in form) > 0.6 * len(form) for form in forms)


def find_returning_chapters(lines: Sequence[Line], found: Sequence[Furniture | None]) -> Iterator[int]:
    """Yield the lines, by index, that repeat the heading of a chapter on later pages, word for word."""
    seen: set[str] = set()
    for at, line in enumerate(lines):
        number = read_number(line.text) if not found[at] and len(line.text) <= _NO_TEXT else None
        if number is None or number.rank is not Rank.CHAPTER or not number.name:
            continue
        text = plain_entry(line.text)
        if text in seen:
            yield at
        seen.add(text)
