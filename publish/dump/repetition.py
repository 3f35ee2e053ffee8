"""What returns in a file before its heads: one mark, the same first words; and heads whose very words return."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from publish.dump.bylines import Strength
from publish.press import words

if TYPE_CHECKING:
    from publish.dump.features import Features

ENOUGH = 4
SELDOM = 0.25
LONGEST = 30
"""Characters of the longest line that heads something and has no number."""
_PREFIX = 6
"""Characters with which titles begin that have one name and a number, or name their book."""


def find_prefixes(lines: Sequence[Features], heads: Sequence[bool]) -> dict[int, str]:
    """Return the heads that begin in the same way, with that beginning: the same word, or the same characters."""
    by_word = {at: line.text.split(" ")[0] for at, line in enumerate(lines) if heads[at] and " " in line.text}
    words_of = Counter(by_word.values())
    begun = {at: line.text[:_PREFIX] for at, line in enumerate(lines) if heads[at] and line.length > _PREFIX}
    times = Counter(begun.values())
    found = {at: prefix for at, prefix in begun.items() if times[prefix] > 2}
    return found | {at: word for at, word in by_word.items() if words_of[word] >= ENOUGH and len(word) > 1}


def find_opened_alike(lines: Sequence[Features]) -> Iterator[int]:
    """Yield the short lines at the margin, where text is indented, that begin with one word, whatever its marks."""
    by_word: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        word, space, _ = line.text.partition(" ")
        if line.flush and space and len(word) > 1 and not (line.text_alone or line.forced) and line.length <= LONGEST:
            by_word.setdefault(word, []).append(at)
    for members in by_word.values():
        if len(members) >= ENOUGH:
            yield from members


def find_returning(lines: Sequence[Features], heads: Sequence[bool], fewest: int = 3) -> frozenset[int]:
    """Return the heads whose very words stand on several lines, *fewest* or more: 用料, 做法."""
    times = Counter(line.text for at, line in enumerate(lines) if heads[at] and line.text not in words("title_again"))
    return frozenset(at for at, line in enumerate(lines) if heads[at] and times[line.text] >= fewest)


REFRAIN = 4
"""Lines with the same words, so often that these are no title of a piece; but 又, to the tune of the one before, is."""


def find_marked(lines: Sequence[Features]) -> Iterator[tuple[int, str]]:
    """Yield the lines behind one mark, ◆ or 【, that returns in the file and stands before few names, with the mark.

    Where they stand in rows they are the items of a list, or notes.
    """
    found: dict[str, list[int]] = {}
    for at, line in enumerate(lines):
        if (
            line.length <= LONGEST
            and not line.words.sentence
            and (line.words.boxed or line.text[0] in words("head_mark") or _BOXED.match(line.text))
        ):
            found.setdefault(line.text[0], []).append(at)
    for mark, members in found.items():
        few = SELDOM * len(members)
        named = sum(names_somebody(lines[at]) for at in members)
        in_row = sum(below == at + 1 for at, below in pairwise(members))
        if len(members) >= ENOUGH and named <= few and in_row <= few:
            yield from ((at, mark) for at in members)


_BOXED = re.compile("[【〖〔［][^】〗〕］]+[】〗〕］]\\s*（[^）]*）$")
"""A name in a box, and in brackets behind it where it is from."""


def names_somebody(line: Features) -> bool:
    """Tell whether a line surely names authors."""
    return line.strength is not None and line.strength >= Strength.NAMES
