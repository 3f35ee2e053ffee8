"""Lines that begin with who speaks, in plays and talks: they head nothing, however short they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.dump.features import Features

_OVER = 0.6
"""Share of such lines that end as speech does, from which white space parts who speaks from what is said."""
_SELDOM = 0.25
"""Share of the lines of a file from which those set so are a play's."""


def find_speakers(lines: Sequence[Features]) -> frozenset[int]:
    """Return those of *lines*, by index, that begin with who speaks."""
    return _speakers(lines) | _speakers_apart(lines)


def _speakers(lines: Sequence[Features]) -> frozenset[int]:
    """Return the lines that begin with who speaks: what stands before a colon, and before what he does, and returns.

    Where several speak, whoever is said to do something first speaks too, be it once: 二德子（凑过去）：.
    """
    speeches = {at: found for at, line in enumerate(lines) if (found := _SPEECH.match(line.text))}
    who = {at: _SEVERAL.split(found["who"]) for at, found in speeches.items()}
    times = Counter(name for names in who.values() for name in names)
    again = {at for at, names in who.items() if all(times[name] > 2 for name in names)}
    several = sum(count > 2 for count in times.values()) > 1
    play = several and len(again) > _OF_A_PLAY * len(lines)
    return frozenset(at for at, found in speeches.items() if at in again or play or (several and found["does"]))


_OF_A_PLAY = 0.4
"""Share of lines that begin with who speaks, from which whoever stands before a colon speaks, be it once."""


def _speakers_apart(lines: Sequence[Features]) -> frozenset[int]:
    """Return the lines that begin with who speaks, parted by wide white space from what is said, as plays are set."""
    speeches = {at: found for at, line in enumerate(lines) if (found := _SPEECH_APART.fullmatch(line.line.text))}
    times = Counter(found["who"] for found in speeches.values())
    again = frozenset(at for at, found in speeches.items() if times[found["who"]] > 2)
    marked = sum(lines[at].text[-1] in _ENDS_OF_SPEECH or lines[at].full for at in again)
    several = sum(count > 2 for count in times.values()) > 2
    return again if several and len(again) > _SELDOM * len(lines) and marked > _OVER * len(again) else frozenset()


_SPEECH_APART = re.compile(r"(?P<who>[^：（）()\s\d第]{1,8})(?:[\u3000\t]{2,}|\t| {3,})\S.*")
_ENDS_OF_SPEECH = "。！？…）"
_SPEECH = re.compile(
    r"(?P<who>[^：（）()/、]{1,8}(?:[/、][^：（）()/、]{1,8})*)\s*(?P<does>[（(][^（）()]{1,40}[）)])?\s*："
)
_SEVERAL = re.compile("[/、]")
