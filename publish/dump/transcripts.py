"""Transcripts of what was spoken or sung: line after line without a mark, which are kept as they stand.

Files of subtitles (SubRip, WebVTT) say above each line when it is shown, files of lyrics (LRC) before it; the number of
a subtitle and its time are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from publish.dump.furniture import Furniture, Kind
from publish.dump.labels import Label
from publish.dump.records import Placed
from publish.press import Pattern
from publish.wording import N_

SPOKEN_LINE = N_("line of a transcript, without a mark")
"""Why a line is taken for one."""
_MARK = Pattern(r"[，。；：！？、,;:!?.]")
_FEWEST = 30
"""Lines that make a transcript; a poem of so many has stanzas."""
_LONGEST = 24
_UNMARKED = 0.9
_PARTED = 0.1
"""Shares of lines without a mark inside or at the end, and at the most below an empty line."""


def part_transcripts(placed: Sequence[Placed]) -> list[Placed]:
    """Return *placed*, the lines of a dump, as verse where they are a transcript, but for a title set apart.

    A source that knows how its lines look is none: a page of the web has more links than lines of text.
    """
    if any(_is_timed(each) for each in placed):
        return list(_without_times(placed))
    begin = 1 if len(placed) > 1 and placed[1].line.gap else 0
    spoken = placed[begin:]
    if len(spoken) < _FEWEST or any(each.label or each.furniture or each.line.look for each in spoken):
        return list(placed)
    lines = [each.line for each in spoken]
    plain = sum(len(line.text) <= _LONGEST and not _MARK.search(line.text) for line in lines)
    if plain < _UNMARKED * len(lines) or sum(line.gap > 0 for line in lines) > _PARTED * len(lines):
        return list(placed)
    return [*placed[:begin], *(each._replace(label=Label.VERSE) for each in spoken)]


# --- with times ----------------------------------------------------------------------------------------------------

_SHOWN = re.compile(r"(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}\s*-->\s*(?:\d{1,2}:)?\d{1,2}:\d{2}[.,]\d{1,3}.*")
_SUNG = re.compile(r"(?:\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\]\s*)+")
_OF_SONG = re.compile(r"\[(?P<what>ti|ar|al|by|offset|re|ve|length)\s*:\s*(?P<value>.*)\]", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,5}")
_HEADER = re.compile(r"WEBVTT.*|(?:Kind|Language)\s*:\s*\S+|NOTE\b.*")
_TIME = Furniture(Kind.TIME)


def _is_timed(each: Placed) -> bool:
    return _SHOWN.fullmatch(each.line.text) is not None or _SUNG.match(each.line.text) is not None


def _without_times(placed: Sequence[Placed]) -> Iterator[Placed]:
    """Yield *placed*, in which lines have times, with these apart; what is said or sung below the first is verse."""
    timed = False
    for at, each in enumerate(placed):
        text = each.line.text
        below = placed[at + 1].line.text if at + 1 < len(placed) else ""
        if _SHOWN.fullmatch(text) or (_NUMBER.fullmatch(text) and _SHOWN.fullmatch(below)):
            timed = True
            yield each._replace(furniture=_TIME)
        elif sung := _SUNG.match(text):
            timed = True
            yield from _parted(each, sung.end(), len(text), Label.VERSE)
        elif fact := _OF_SONG.fullmatch(text):
            yield from _parted(each, fact.start("value"), fact.end("value"), _OF_FACT.get(fact["what"].lower()))
        elif not timed and _HEADER.fullmatch(text):
            yield each._replace(furniture=_TIME)
        elif timed and not (each.label or each.furniture):
            yield each._replace(label=Label.VERSE)
        else:
            yield each


_OF_FACT = {"ti": Label.TITLE, "ar": Label.BYLINE}


def _parted(each: Placed, start: int, end: int, label: Label | None) -> Iterator[Placed]:
    """Yield the parts of a line: a time before *start*, what has a *label* from there to *end*, and what is behind."""
    line = each.line
    kept = line.text[start:end].strip() if label else ""
    if not kept:
        yield each._replace(furniture=_TIME)
        return
    yield Placed(replace(line, text=line.text[:start].rstrip()), _TIME)
    yield Placed(replace(line, text=kept, column=line.column + start, gap=0, opens_page=False), label=label)
    if end < len(line.text):
        yield Placed(replace(line, text=line.text[end:], column=line.column + end, gap=0, opens_page=False), _TIME)
