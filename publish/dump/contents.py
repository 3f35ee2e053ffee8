"""A contents list (目录) at the head of a file: its lines stand again below, each over its piece.

It is furniture: what it names stands below, and no article is called 目录. What it lists heads something,
in any order. A chapter's heading that returns on later pages is a running head.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from itertools import pairwise
from typing import NamedTuple

from publish.dump.folding import closed_up, fold
from publish.dump.furniture import Furniture
from publish.dump.numbering import Rank, read_number
from publish.press import Pattern
from publish.source import Line

_HEADING = Pattern("(?:《[^》]+》)?[【（]?{contents_heading}[】）]?[：:]?")
_DOTS = r"[\s.．·…—―─_-]"
_LEADER = re.compile(rf"(?<!{_DOTS}){_DOTS}*+[（(]?{_DOTS}*+\d{{1,4}}\s*页?[)）]?$")
"""The dots and the number of the page behind an entry."""
_PAGED = re.compile(
    rf"(?<!{_DOTS})(?:{_DOTS}++|[（(])(?:{_DOTS}|[（(])*+(?:\d{{1,4}}|[〇一二三四五六七八九]{{1,4}})\s*页?[)）]?$"
)
"""The same where something stands between the entry and its page."""
_LEADS = "[．.·…‥⋯]"
LED = re.compile(
    rf"(?<!{_LEADS}){_LEADS}(?: ?{_LEADS}){{2}}[\s．.·…‥⋯（(]*+(?:\d{{1,4}}|[ivxlcIVXLC]{{1,6}})\s*页?[)）]?$"
)
"""How an entry ends whose dots lead to the number of its page."""
_LONGEST_LEADER = 80
_ITEM = re.compile(r"^\d{1,2}[.。．]\s*(?=\S)")
_BETWEEN = re.compile(r"\s{2,}|\u3000|(?<=\d[)）])(?=\S)")
_ENDS = tuple("。；，：、;,:")
_FEWEST = 3
_FEWEST_UNNAMED = 5
"""Entries of the shortest list that nothing calls a list of contents."""
_OF_BOOKS = (Rank.CHAPTER, Rank.VOLUME)
_LONGEST = 40
_LONGEST_SUMMARY = 80
"""Characters of the longest chapter that says what is in it."""
_LONGEST_HEADING = 20
_NO_TEXT = 30
_MOSTLY = 0.6
_FRONT = 6
"""Lines above a list that nothing calls one: the title of the book, and who wrote it."""
_HEAD = 6
"""Lines at the end of a list in which the first head below it stands."""


class Contents(NamedTuple):
    """A list of contents, and the lines below it that it lists, by index."""

    lines: Collection[int] = ()
    listed: frozenset[int] = frozenset()


Places = Mapping[str, Sequence[int]]
"""Where each line stands, by what an entry and its head have in common."""


def find_contents(lines: Sequence[Line], found: Sequence[Furniture | None]) -> Contents:
    """Return the list of contents among *lines*, of which *found* says which are furniture.

    Several lines with leaders before a number are of one, wherever they stand and whatever stands between them.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if len(line.text) <= _LONGEST and not found[at]:
            for key in _keys(line.text):
                places[key].append(at)
    contents = _list_at_head(lines, found, places)
    led = [at for at, line in enumerate(lines) if LED.search(line.text[-_LONGEST_LEADER:])]
    if len(led) < _FEWEST_UNNAMED:
        return contents
    return Contents({*contents.lines, *led}, contents.listed.union(_listed(lines, led, led[-1] + 1, places)))


def _list_at_head(lines: Sequence[Line], found: Sequence[Furniture | None], places: Places) -> Contents:
    start = next((at for at, line in enumerate(lines) if _is_heading(line.text)), None)
    if start is not None:
        end = _end_of(_run(lines, found, start + 1), lines, places)
        return _checked(lines, found, range(start, end), places, _FEWEST)
    for begin in range(min(_FRONT, len(lines))):
        run = _run(lines, found, begin)
        if not found[begin] and (_stands_below(lines[begin].text, begin, places) or _counts_chapters(run, lines)):
            return _checked(lines, found, range(begin, _end_of(run, lines, places)), places, _FEWEST_UNNAMED)
    return Contents()


def _is_heading(text: str) -> bool:
    return len(text) <= _LONGEST_HEADING and _HEADING.fullmatch(closed_up(fold(text))) is not None


class _Run(NamedTuple):
    """Lines from *begin* up to *end* that could be entries of a list: *flow*, without furniture and headings."""

    begin: int
    end: int
    flow: Sequence[int]


def _run(lines: Sequence[Line], found: Sequence[Furniture | None], begin: int) -> _Run:
    end = begin
    while end < len(lines) and (found[end] or _could_be_entry(lines[end].text) or _is_heading(lines[end].text)):
        end += 1
    return _Run(begin, end, [at for at in range(begin, end) if not (found[at] or _is_heading(lines[at].text))])


def _could_be_entry(text: str) -> bool:
    if (number := read_number(text[:_LONGEST])) and number.rank in _OF_BOOKS:
        return len(text) <= _LONGEST_SUMMARY and text[-1] not in "，；："
    if _says_page(text):
        return True
    entries = [entry for entry in _parted(_LEADER.sub("", _ITEM.sub("", text)) or text) if entry]
    return all(len(entry) <= _LONGEST and not entry.endswith(_ENDS) and "。" not in entry for entry in entries)


def _end_of(run: _Run, lines: Sequence[Line], places: Places) -> int:
    """Return where a list ends: where its first entry stands again, or one that is over text.

    Of an excerpt few entries stand again below. Where none does so, its last entry is one that says its page, or
    counts, or stands again after all.
    """
    keys = [{key for entry in _parted(lines[at].text) for key in _keys(entry or "—")} for at in run.flow]
    again = next((at for at, own in enumerate(keys) if at >= _FEWEST and own & keys[0]), None)
    if again is None and run.end < len(lines):
        again = next((at for at in range(_FEWEST, len(keys)) if _are_heads(run, keys, at)), None)
    if again is not None:
        return run.flow[again]
    counted = _counted(run, lines)
    sure = [at in counted or _says_page(lines[at].text) or _stands_below(lines[at].text, at, places) for at in run.flow]
    last = max((at for at, is_sure in enumerate(sure) if is_sure), default=-1)
    if last < 0 or sum(sure) < _MOSTLY * (last + 1):
        return run.begin
    widest = max((lines[at].gap for at in run.flow[1 : last + 1]), default=0)
    return next((at for at in run.flow[last + 1 :] if lines[at].gap > widest), run.flow[last] + 1)


def _are_heads(run: _Run, keys: Sequence[Set[str]], first: int) -> bool:
    """Tell whether what stands in a run from the entry *first* on stood there before: it heads the text below."""
    seen = set[str]().union(*keys[:first])
    return run.end - run.flow[first] <= _HEAD and bool(seen & keys[first]) and bool(seen & keys[-1])


def _says_page(text: str) -> bool:
    return _PAGED.search(text) is not None


def _counted(run: _Run, lines: Sequence[Line]) -> frozenset[int]:
    """Return the lines of a run whose numbers, of one form, count: several, and each more than the one before."""
    by_form: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for at in run.flow:
        if number := read_number(lines[at].text):
            by_form[number.form].append((at, number.value))
    return frozenset(
        at
        for found in by_form.values()
        if len(found) >= _FEWEST and sum(low < high for (_, low), (_, high) in pairwise(found)) >= _MOSTLY * len(found)
        for at, _ in found
    )


def _counts_chapters(run: _Run, lines: Sequence[Line]) -> bool:
    """Tell whether most lines of a run count chapters, or are numbers and no more: over no text, they are listed."""
    numbers = (read_number(lines[at].text) for at in run.flow if at in _counted(run, lines))
    chapters = sum(number is not None and (number.rank in _OF_BOOKS or not number.name) for number in numbers)
    return chapters >= max(_FEWEST_UNNAMED, _MOSTLY * len(run.flow))


def _checked(
    lines: Sequence[Line],
    found: Sequence[Furniture | None],
    contents: range,
    places: Places,
    fewest: int,
) -> Contents:
    """Return *contents* with what it lists, where it has *fewest* entries, and enough of these stand again below it.

    Those of an excerpt count or say their pages.
    """
    entries = [at for at in contents if not found[at] and not _is_heading(lines[at].text)]
    counted = _counted(_Run(contents.start, contents.stop, entries), lines)
    below = [at for at in entries if _stands_below(lines[at].text, contents[-1], places)]
    sure = {*below, *counted, *(at for at in entries if _says_page(lines[at].text))}
    called = any(_is_heading(lines[at].text) for at in contents)
    if len(entries) < fewest or not ((called and below) or len(sure) >= _MOSTLY * len(entries)):
        return Contents(contents[:1] if called else ())
    return Contents(contents, frozenset(_listed(lines, entries, contents.stop, places)))


def _listed(lines: Sequence[Line], entries: Sequence[int], stop: int, places: Places) -> Iterator[int]:
    """Yield the lines from *stop* on that are listed: of several that say the same, the next below the entry before."""
    last = stop
    for at in entries:
        for entry in _entries(lines[at].text, stop - 1, places):
            again = [place for key in _keys(entry) for place in places.get(key, ()) if place >= stop]
            if again:
                last = min((place for place in again if place >= last), default=min(again))
                yield last


def _parted(text: str) -> Sequence[str]:
    """Return the entries that a line could have side by side: blanks part them, or the numbers of their pages."""
    return _BETWEEN.split(text)


def _plain(text: str) -> str:
    return "".join(fold(text).split())


def _keys(text: str) -> Iterator[str]:
    """Yield what an entry and its head have in common: all of it, without the number of its page, without its own.

    The number of a chapter is the same in figures and in words.
    """
    whole = _LEADER.sub("", text) or text
    number = read_number(whole)
    if number and number.rank in _OF_BOOKS and number.name:
        yield f"{number.form} {number.value} {_plain(number.name)}"
    for form in dict.fromkeys((text, whole, number.name if number and len(number.name) > 1 else whole)):
        yield _plain(form)


def _entries(text: str, at: int, places: Places) -> Sequence[str]:
    """Return the entries of a line, one or several: those that stand again below the line *at*."""
    entries = [entry for entry in _parted(text) if entry]
    if len(entries) == 1 or any(places.get(key, [-1])[-1] > at for key in _keys(text)):
        return [text]
    return entries


def _stands_below(text: str, at: int, places: Places) -> bool:
    """Tell whether each entry of a line, one or several, is a line of its own further below."""
    entries = _entries(text, at, places)
    return sum(any(places.get(key, [-1])[-1] > at for key in _keys(entry)) for entry in entries) > _MOSTLY * len(
        entries
    )


def find_returning_chapters(lines: Sequence[Line], found: Sequence[Furniture | None]) -> Iterator[int]:
    """Yield the lines, by index, that repeat the heading of a chapter on later pages, word for word.

    What stands first over another heading and not over text is an entry of a list: its chapter stands below.
    """
    seen: set[str] = set()
    entry: str | None = None
    for at, line in enumerate(lines):
        if found[at]:
            continue
        number = read_number(line.text) if len(line.text) <= _NO_TEXT else None
        if number is None or number.rank is not Rank.CHAPTER or not number.name:
            seen |= {entry} if entry else set()
            entry = None
            continue
        entry = _plain(line.text)
        if entry in seen:
            yield at
