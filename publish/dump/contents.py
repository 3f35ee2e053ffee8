"""A contents list (目录) at the head of a file: its lines stand again below, each over its piece.

It is furniture: what it names stands below, and no article is called 目录. What it lists heads something,
in any order. A chapter's heading that returns on later pages is a running head.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from publish.dump.folding import closed_up, fold
from publish.dump.furniture import Furniture
from publish.dump.numbering import Rank, read_number
from publish.press import Pattern
from publish.source import Line

_HEADING = Pattern("(?:《[^》]+》)?[【（]?{contents_heading}[】）]?[：:]?")
_LEADER = re.compile(r"[\s.．·…—―─_-]*[（(]?[\s.．·…—―─_-]*\d{1,4}\s*页?[)）]?$")
"""The dots and the number of the page behind an entry."""
_BETWEEN = re.compile(r"\s{2,}|\u3000")
_ENDS = tuple("。；，：！、;,:")
_FEWEST = 3
_FEWEST_UNNAMED = 5
"""Entries of the shortest list that nothing calls a list of contents."""
_LONGEST = 40
_LONGEST_HEADING = 20
_NO_TEXT = 30
_MOSTLY = 0.6
_FRONT = 6
"""Lines above a list that nothing calls one: the title of the book, and who wrote it."""
_HEAD = 6
"""Lines at the end of a list in which the first head below it stands."""


class Contents(NamedTuple):
    """A list of contents, and the lines below it that it lists, by index."""

    lines: range = range(0)
    listed: frozenset[int] = frozenset()


def find_contents(lines: Sequence[Line], found: Sequence[Furniture | None]) -> Contents:
    """Return the list of contents among *lines*, of which *found* says which are furniture."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if len(line.text) <= _LONGEST and not found[at]:
            for key in _keys(line.text):
                places[key].append(at)
    start = next((at for at, line in enumerate(lines) if _is_heading(line.text)), None)
    if start is not None:
        end = _end_of(lines, found, start + 1, places)
        return _checked(lines, found, range(start, end), places, _FEWEST)
    for begin in range(min(_FRONT, len(lines))):
        if not found[begin] and _stands_below(lines[begin].text, begin, places):
            end = _end_of(lines, found, begin, places)
            return _checked(lines, found, range(begin, end), places, _FEWEST_UNNAMED)
    return Contents()


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and _HEADING.fullmatch(closed_up(fold(text))) is not None


def _end_of(
    lines: Sequence[Line], found: Sequence[Furniture | None], begin: int, places: Mapping[str, Sequence[int]]
) -> int:
    """Return where a list ends that begins at *begin*: where its first entry stands again, or one that is over text.

    Of an excerpt few entries stand again below. Where none does so, each line of a list must, one by one.
    """
    end = begin
    while end < len(lines) and (found[end] or _could_be_entry(lines[end].text) or _is_heading(lines[end].text)):
        end += 1
    flow = [at for at in range(begin, end) if not (found[at] or _is_heading(lines[at].text))]
    first: set[str] = set()
    seen: set[str] = set()
    for count, at in enumerate(flow):
        keys = [key for entry in _BETWEEN.split(lines[at].text) for key in _keys(entry or "—")]
        if count >= _FEWEST and ((first & set(keys)) or (end - at <= _HEAD and end < len(lines) and seen & set(keys))):
            return at
        first = first if count else set(keys)
        seen.update(keys)
    while begin < end and (found[begin] or _stands_below(lines[begin].text, begin, places)):
        begin += 1
    return begin


def _could_be_entry(text: str) -> bool:
    entries = [entry for entry in _BETWEEN.split(_LEADER.sub("", text) or text) if entry]
    return all(len(entry) <= _LONGEST and not entry.endswith(_ENDS) and "。" not in entry for entry in entries)


def _checked(
    lines: Sequence[Line],
    found: Sequence[Furniture | None],
    contents: range,
    places: Mapping[str, Sequence[int]],
    fewest: int,
) -> Contents:
    """Return *contents* with what it lists, where it has *fewest* entries, and enough of these stand again below it."""
    entries = [at for at in contents if not found[at] and not _is_heading(lines[at].text)]
    below = [at for at in entries if _stands_below(lines[at].text, contents[-1], places)]
    called = any(_is_heading(lines[at].text) for at in contents)
    if len(entries) < fewest or len(below) < (1 if called else _MOSTLY * len(entries)):
        return Contents(contents[:1] if called else range(0))
    return Contents(contents, frozenset(_listed(lines, entries, contents.stop, places)))


def _listed(
    lines: Sequence[Line], entries: Sequence[int], stop: int, places: Mapping[str, Sequence[int]]
) -> Iterator[int]:
    """Yield the lines from *stop* on that are listed: of several that say the same, the next below the entry before."""
    last = stop
    for at in entries:
        for entry in _entries(lines[at].text, stop - 1, places):
            again = [place for key in _keys(entry) for place in places.get(key, ()) if place >= stop]
            if again:
                last = min((place for place in again if place >= last), default=min(again))
                yield last


def _plain(text: str) -> str:
    return "".join(fold(text).split())


def _keys(text: str) -> Iterator[str]:
    """Yield what an entry and its head have in common: all of it, without the number of its page, without its own."""
    whole = _LEADER.sub("", text) or text
    number = read_number(whole)
    for form in dict.fromkeys((text, whole, number.name if number and len(number.name) > 1 else whole)):
        yield _plain(form)


def _entries(text: str, at: int, places: Mapping[str, Sequence[int]]) -> Sequence[str]:
    """Return the entries of a line, one or several: those that stand again below the line *at*."""
    entries = [entry for entry in _BETWEEN.split(text) if entry]
    if len(entries) == 1 or any(places.get(key, [-1])[-1] > at for key in _keys(text)):
        return [text]
    return entries


def _stands_below(text: str, at: int, places: Mapping[str, Sequence[int]]) -> bool:
    """Tell whether each entry of a line, one or several, is a line of its own further below."""
    entries = _entries(text, at, places)
    return sum(any(places.get(key, [-1])[-1] > at for key in _keys(entry)) for entry in entries) > _MOSTLY * len(
        entries
    )


def find_returning_chapters(lines: Sequence[Line], found: Sequence[Furniture | None]) -> Iterator[int]:
    """Yield the lines, by index, that repeat the heading of a chapter on later pages, word for word."""
    seen: set[str] = set()
    for at, line in enumerate(lines):
        number = read_number(line.text) if not found[at] and len(line.text) <= _NO_TEXT else None
        if number is None or number.rank is not Rank.CHAPTER or not number.name:
            continue
        text = _plain(line.text)
        if text in seen:
            yield at
        seen.add(text)
