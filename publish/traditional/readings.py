"""Which Traditional character a Simplified one stands for, where plain OpenCC can be wrong.

OpenCC takes the longest phrase from the left, so that a phrase may lie across the border of two words (指明|了 read as
指|明了). Here, where phrases decide a character, the cheapest cut into words draws the borders; phrases and patterns of
reviewed lists (publish/phrases) know what no dictionary of OpenCC does. Everything works on the standard forms; the
forms of a region follow from them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from publish.lexicon import PHRASES, Lexicon, opencc_lexicon, readings_of_characters
from publish.recasting import HOLE
from publish.traditional.contexts import Senses, by_contexts, senses
from publish.traditional.conversion import Direction, convert
from publish.traditional.mentioned import Mentioned, mentioned, of_named_words

MARGIN = 5
"""By how much the cut into words must be cheaper than the cheapest that agrees with OpenCC, to depart from it."""

_REACH = 8
"""How far from an open character words are looked at, in characters."""

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff〇]+")


@dataclass(frozen=True, slots=True)
class Fixed:
    """A stretch of text whose reading, in the standard forms, is settled before any other: a name."""

    start: int
    end: int
    reading: str
    code: str
    """Code of the notice for it."""


@dataclass(frozen=True, slots=True)
class Departure:
    """A stretch that is read otherwise than by plain OpenCC, in the standard forms."""

    start: int
    end: int
    plain: str
    chosen: str
    code: str


@dataclass(frozen=True, slots=True)
class Near:
    """A stretch read as plain OpenCC has it, though another cut into words is as cheap or nearly so."""

    start: int
    end: int
    chosen: str
    other: str
    margin: int
    """How much dearer the chosen one is, in the units of `Lexicon`."""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A reading of one character by its neighbours."""

    regex: re.Pattern[str]
    reading: str


def read(text: str, fixed: Sequence[Fixed] = ()) -> tuple[str, tuple[Departure, ...]]:
    """Return *text* in the standard forms, of the same length, and each departure from plain OpenCC.

    *fixed* stretches, in order and apart, are read as they say, and no word reaches across their borders.
    """
    plain = convert(text, "s2t")
    masked = _masked(text, fixed)
    chosen = list(convert(masked, "s2t") if fixed else plain)
    codes: dict[int, str] = {}
    for run in _HAN.finditer(masked):
        for offset, reading in _by_words(run[0], "".join(chosen[run.start() : run.end()])):
            chosen[run.start() + offset] = reading
    for offset, reading in (*_by_contexts(masked), *_by_patterns(masked)):
        chosen[offset], codes[offset] = reading, "T203"
    for offset, reading in of_named_words(masked, tuple(chosen), _word_around):
        chosen[offset], codes[offset] = reading, "T203"
    for stretch in fixed:
        chosen[stretch.start : stretch.end] = stretch.reading
    return "".join(chosen), tuple(_departures(plain, chosen, codes, fixed))


def near_readings(text: str) -> Iterator[Near]:
    """Yield what `read` left as plain OpenCC has it by a narrow margin."""
    plain = convert(text, "s2t")
    for run in _HAN.finditer(text):
        for start, end in _windows(run[0]):
            first, last = run.start() + start, run.start() + end
            best, agreeing, reading = _cheapest(text[first:last], plain[first:last])
            if reading != plain[first:last] and agreeing - best < MARGIN:
                yield Near(first, last, plain[first:last], reading, agreeing - best)


def _masked(text: str, fixed: Sequence[Fixed]) -> str:
    for stretch in fixed:
        text = text[: stretch.start] + HOLE * (stretch.end - stretch.start) + text[stretch.end :]
    return text


def _departures(
    plain: str, chosen: Sequence[str], codes: Mapping[int, str], fixed: Sequence[Fixed]
) -> Iterator[Departure]:
    """Yield the stretches in which *chosen* is not *plain*; a fixed stretch as a whole."""
    whole = {offset: stretch for stretch in fixed for offset in range(stretch.start, stretch.end)}
    done = 0
    for offset, (old, new) in enumerate(zip(plain, chosen, strict=True)):
        if old == new or offset < done:
            continue
        stretch = whole.get(offset)
        start, done = (stretch.start, stretch.end) if stretch else (offset, offset + 1)
        code = stretch.code if stretch else codes.get(offset, "T201")
        yield Departure(start, done, plain[start:done], "".join(chosen[start:done]), code)


# --- by words ------------------------------------------------------------------------------------------------------


def _by_words(run: str, plain: str) -> Iterator[tuple[int, str]]:
    """Yield (offset, reading) where the words of *run*, Han characters alone, say otherwise than *plain*."""
    for start, end in _windows(run):
        best, agreeing, reading = _cheapest(run[start:end], plain[start:end])
        if agreeing - best >= MARGIN:
            for offset in range(start, end):
                if reading[offset - start] != plain[offset]:
                    yield offset, reading[offset - start]


def _windows(run: str) -> Iterator[tuple[int, int]]:
    """Yield the stretches of *run* in which a reading is open, in order and apart."""
    done = 0
    for match in _open().finditer(run):
        if match.start() >= done and (window := _window(run, match.start(), done)):
            yield window
            done = window[1]


def _window(run: str, offset: int, done: int) -> tuple[int, int] | None:
    """Return the stretch around *offset* to be cut into words, or None where nothing is open."""
    words = lexicon()
    spans = list(words.deciding_at(run, offset))
    if not spans:
        return None
    start, end = max(done, min(span[0] for span in spans)), max(span[1] for span in spans)
    alone = len(spans) == 1 and run[start:end] not in reviewed_phrases()
    if alone and not words.crossed(run, start) and not words.crossed(run, end):
        return None
    while start > max(done, offset - _REACH) and words.crossed(run, start):
        start -= 1
    while end < min(len(run), offset + _REACH) and words.crossed(run, end):
        end += 1
    return start, end


@lru_cache(1 << 14)
def _cheapest(window: str, plain: str) -> tuple[int, int, str]:
    """Return the cost of the cheapest words of *window*, that of the cheapest that read as *plain*, and the reading."""
    cost, spans = lexicon().cut(window)
    reading = "".join(_word(window[start:end]) for start, end in spans)
    if reading == plain:
        return cost, cost, plain
    agreeing, _ = lexicon().cut(window, lambda start, end: _word(window[start:end]) == plain[start:end])
    return cost, agreeing, reading


@lru_cache(1 << 14)
def _word(word: str) -> str:
    return reviewed_phrases().get(word) or convert(word, "s2t")


@cache
def lexicon() -> Lexicon:
    """Return the words and phrases that draw the borders."""
    return opencc_lexicon().with_reviewed(reviewed_phrases())


@cache
def _open() -> re.Pattern[str]:
    """Return the characters whose reading a phrase can decide."""
    return re.compile(f"[{''.join(readings_of_characters())}]")


# --- reviewed lists ------------------------------------------------------------------------------------------------


def _lines(name: str) -> Iterator[str]:
    lines = (PHRASES / name).read_text("utf-8").splitlines()
    return (line for line in lines if line and not line.startswith(("#", "[")))


@cache
def reviewed_phrases() -> Mapping[str, str]:
    """Return the phrases of publish/phrases/reviewed.txt, each with its reading in the standard forms."""
    written = " ".join(_lines("reviewed.txt"))
    return dict(zip(convert(written, "tw2s").split(), convert(written, "tw2t").split(), strict=True))


@cache
def _contexts() -> Senses:
    return senses(_lines("contexts.txt"))


def _by_contexts(text: str) -> Iterator[tuple[int, str]]:
    for start, reading in by_contexts(text, _contexts(), _word_around):
        yield from enumerate(convert(reading, "tw2t"), start)


def _by_patterns(text: str) -> Iterator[tuple[int, str]]:
    for offset, reading in _found(text, _patterns("patterns.txt")):
        yield offset, convert(reading, "tw2t")


def simplify(text: str, direction: Direction) -> str:
    """Return *text*, in Traditional characters, in Simplified ones: by *direction*, and simplified.txt over it.

    Texts of every region have 著 as a particle, though only the table of Taiwan says so: that one decides 著.
    """
    new = list(convert(text, direction))
    if "著" in text:
        for offset, reading in enumerate(convert(text, "tw2s")):
            if text[offset] == "著":
                new[offset] = reading
    for offset, reading in _found(text, _patterns("simplified.txt")):
        new[offset] = reading
    return "".join(new)


def _found(text: str, patterns: Mapping[str, tuple[_Pattern, ...]]) -> Iterator[tuple[int, str]]:
    """Yield where a character of *text* is read by *patterns*, and its reading; the last of one place counts."""
    for character, readings in patterns.items():
        if character in text:
            for pattern in readings:
                yield from ((match.start(), pattern.reading) for match in pattern.regex.finditer(text))


@cache
def _patterns(file: str) -> Mapping[str, tuple[_Pattern, ...]]:
    """Return the patterns of *file* in publish/phrases by the character that they read."""
    patterns: dict[str, tuple[_Pattern, ...]] = {}
    for line in _lines(file):
        character, reading, context = line.split()
        before, after = context.split("_")
        patterns[character] = (*patterns.get(character, ()), _Pattern(_regex(character, before, after), reading))
    return patterns


def _regex(character: str, before: str, after: str) -> re.Pattern[str]:
    """Return the pattern that finds *character* by what stands before and after; it begins with the literal."""
    behind = "|".join(f"(?<={case}{character})" for case in before.split("|")) if before else ""
    return re.compile(f"{character}(?:{behind})(?:{f'(?={after})' if after else ''})")


# --- words of several readings, words of a region -------------------------------------------------------------------


def word_at(text: str, offset: int) -> tuple[int, int]:
    """Return the span of the word of *text* that holds the character at *offset*, a single character with the next."""
    start, end = _word_around(text, offset)
    if end - start > 1:
        return start, end
    return start - bool(start and _HAN.fullmatch(text[start - 1])), end + bool(_HAN.match(text, end))


def _word_around(text: str, offset: int) -> tuple[int, int]:
    """Return the span of the word of *text* that holds the character at *offset*."""
    first, last = offset, offset
    while first > max(0, offset - _REACH) and _HAN.fullmatch(text[first - 1]):
        first -= 1
    while last < min(len(text), offset + _REACH) and _HAN.fullmatch(text[last]):
        last += 1
    _, spans = lexicon().cut(text[first:last])
    return next((first + a, first + b) for a, b in spans if first + a <= offset < first + b)


def doubtful_words(text: str) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield the spans of words that are written in two ways by their sense, with their readings."""
    for match in _doubtful()[0].finditer(text):
        if word_at(text, match.start()) == match.span():
            yield *match.span(), _doubtful()[1][match[0]]


def mentioned_characters(text: str) -> Iterator[Mentioned]:
    """Yield the characters of *text* that stand alone in marks of quotation and may be written in several ways."""
    yield from mentioned(text, _mentioned())


@cache
def _mentioned() -> Mapping[str, tuple[str, ...]]:
    rows = (line.split() for line in _lines("mentioned.txt"))
    return {character: tuple(convert(" ".join(readings), "tw2t").split()) for character, *readings in rows}


def taiwan_words(text: str) -> Iterator[tuple[int, int]]:
    """Yield where words of `taiwan` stand in *text* that no other word crosses, the longest first from the left."""
    for match in re.finditer("|".join(sorted(taiwan(), key=len, reverse=True)), text):
        if not lexicon().crosses(text, *match.span()):
            yield match.span()


@cache
def taiwan() -> Mapping[str, str]:
    """Return the words for which Taiwan has others, with those."""
    return dict(line.split() for line in _lines("taiwan.txt"))


@cache
def _doubtful() -> tuple[re.Pattern[str], Mapping[str, tuple[str, ...]]]:
    words: dict[str, tuple[str, ...]] = {}
    for line in _lines("doubtful.txt"):
        words[convert(line.split()[0], "tw2s")] = tuple(convert(line, "tw2t").split())
    return re.compile("|".join(words)), words
