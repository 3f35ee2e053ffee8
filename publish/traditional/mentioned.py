"""Characters that a text speaks of: “发”字 by itself, 头发的发 by one of its words.

Where the word is named, the character is written as in the word. Where it stands in marks of quotation alone, nothing
says which Traditional character is meant, whatever word stood before: that is for a person to settle.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_QUOTED = re.compile("[“‘「『]([\u4e00-\u9fff])[”’」』]")
_OF_WORD = re.compile(
    "[\u4e00-\u9fff][”’」』]?(?:这个词)?[里中]?的[“‘「『]?([\u4e00-\u9fff])(?:[”’」』]|字|(?![\u4e00-\u9fff]))"
)


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A character in marks of quotation, at *offset*, and the ways in which it may have to be written."""

    offset: int
    readings: tuple[str, ...]


def of_named_words(
    text: str, chosen: Sequence[str], word_at: Callable[[str, int], tuple[int, int]]
) -> Iterator[tuple[int, str]]:
    """Yield where a character is named as that of the word before it (头发的发), and how *chosen* has it there."""
    for match in _OF_WORD.finditer(text):
        start, end = word_at(text, match.start())
        at = text.find(match[1], start, end)
        if at >= 0 and end - start > 1:
            yield match.start(1), chosen[at]


def mentioned(text: str, readings: Mapping[str, tuple[str, ...]]) -> Iterator[Mentioned]:
    """Yield the characters that stand alone in marks of quotation, of those with several *readings*."""
    named = {match.start(1) for match in _OF_WORD.finditer(text)}
    for match in _QUOTED.finditer(text):
        if match[1] in readings and match.start(1) not in named:
            yield Mentioned(match.start(1), readings[match[1]])
