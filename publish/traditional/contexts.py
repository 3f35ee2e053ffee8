"""How a character or a word that stands by itself is read, by the words of its sentence.

No neighbour decides 干 in 嗓子又干又疼, nor 编制 in 竹篮是奶奶编制的; what the sentence speaks of does.
publish/phrases/contexts.txt says which words speak for which reading.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

_BEFORE = frozenset("了着过得不没又很太真就都也还要想能把被再才给一有在是用从和与跟")
_AFTER = _BEFORE | frozenset("成起好完掉住开来去进破倒断走跑翻的")
"""Characters that a word of the corpus may join to the open one without deciding its reading (没干, 折成)."""

_CLAUSE = re.compile("[，、：,;；]")
_SENTENCE = re.compile(r"[。！？…\n]")

_BESIDE = 2
"""Within how many characters a word counts more."""


@dataclass(frozen=True, slots=True)
class Sense:
    """A reading, how near the words that speak for it must stand (in characters), and those words.

    A word written ``水_`` speaks where it stands right before, ``_里`` where it stands right behind.
    """

    reading: str
    reach: int
    words: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]


Senses = Mapping[str, tuple[Sense, ...]]
WordAt = Callable[[str, int], tuple[int, int]]


def senses(lines: Iterable[str]) -> Senses:
    """Return the rows of a table of contexts by the character or the word that they read."""
    found: dict[str, tuple[Sense, ...]] = {}
    for line in lines:
        word, reading, reach, *cues = line.split()
        found[word] = (*found.get(word, ()), _sense(reading, int(reach), tuple(dict.fromkeys(cues))))
    return found


def _sense(reading: str, reach: int, cues: tuple[str, ...]) -> Sense:
    words = tuple(cue for cue in cues if "_" not in cue)
    before = tuple(cue[:-1] for cue in cues if cue.endswith("_"))
    after = tuple(cue[1:] for cue in cues if cue.startswith("_"))
    return Sense(reading, reach, words, before, after)


def by_contexts(text: str, table: Senses, word_at: WordAt) -> Iterator[tuple[int, str]]:
    """Yield where a word of *table* stands by itself in *text* and what the sentence makes of it.

    *word_at* gives the span of the word that holds the character at an offset.
    """
    for word, readings in table.items():
        start = text.find(word)
        while start >= 0:
            end = start + len(word)
            # The words of the sentence first: cutting it into words takes longer.
            if (reading := _reading(text, start, end, readings)) and _stands_alone(text, start, end, word_at):
                yield start, reading
            start = text.find(word, end)


def _stands_alone(text: str, start: int, end: int, word_at: WordAt) -> bool:
    first, last = word_at(text, start)
    return last >= end and _BEFORE.issuperset(text[first:start]) and _AFTER.issuperset(text[end:last])


def _reading(text: str, start: int, end: int, readings: Iterable[Sense]) -> str | None:
    """Return the reading that most words around that stretch speak for, None where no reading has most."""
    counted = sorted(((_votes(text, start, end, sense), sense.reading) for sense in readings), reverse=True)
    best, rest = counted[0], [votes for votes, _ in counted[1:]]
    return best[1] if best[0] > max(rest, default=0) else None


def _votes(text: str, start: int, end: int, sense: Sense) -> int:
    before = _SENTENCE.split(text[max(0, start - sense.reach) : start])[-1]
    after = _SENTENCE.split(text[end : end + sense.reach])[0]
    beside = 3 * (before.endswith(sense.before or "\0") + after.startswith(sense.after or "\0"))
    return beside + sum(_vote(word, before, after) for word in sense.words)


def _vote(word: str, before: str, after: str) -> int:
    """Return 3 for a word beside the open one, 2 for one of its clause, 1 for one of its sentence, 0 for none."""
    if word not in before and word not in after:
        return 0
    near_before, near_after = _CLAUSE.split(before)[-1], _CLAUSE.split(after)[0]
    reach = _BESIDE + len(word) - 1
    if word in near_before[-reach:] or word in near_after[:reach]:
        return 3
    return 2 if word in near_before or word in near_after else 1
