"""Transcripts of what was spoken: subtitles, line after line without a mark, which are kept as they stand."""

from __future__ import annotations

from collections.abc import Sequence

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
    """Return *placed*, the lines of a dump, as verse where they are a transcript, but for a title set apart."""
    begin = 1 if len(placed) > 1 and placed[1].line.gap else 0
    spoken = placed[begin:]
    if len(spoken) < _FEWEST or any(each.label or each.furniture for each in spoken):
        return list(placed)
    lines = [each.line for each in spoken]
    plain = sum(len(line.text) <= _LONGEST and not _MARK.search(line.text) for line in lines)
    if plain < _UNMARKED * len(lines) or sum(line.gap > 0 for line in lines) > _PARTED * len(lines):
        return list(placed)
    return [*placed[:begin], *(each._replace(label=Label.VERSE) for each in spoken)]
