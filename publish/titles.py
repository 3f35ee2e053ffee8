"""Where the lines of a title may end: between words, best after a phrase.

Print and cover set a title by `composer.compose_title` and `composer.divide_title` with what `penalties` says; an
e-reader, whose screen has any width, gets the same as markup: `phrases`.

A penalty is counted in square em of unevenness, as a title's lines are (`composer`): one of 50 is worth lines that
differ by ten characters.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from math import inf

from publish import composer
from publish.composer import Kind
from publish.lexicon import PHRASES, simplified, words_in

_PART_OF_WORD = 400.0
_CLOSE, _LOOSE, _PHRASES = 60.0, 40.0, 2.0

BETWEEN_WORDS = 10.0
"""Penalty of a line that ends between two words of one phrase; less where a phrase ends."""
WITHIN_WORD = _LOOSE
"""From this penalty on a line that ends there parts what belongs together."""

_SPACED = {True: _PHRASES, False: BETWEEN_WORDS}
"""Penalty at a space by whether both sides are of one script; one beside Chinese belongs to the western word."""


@cache
def _particles(kind: str) -> frozenset[str]:
    """Return the short words of *kind*: ``clinging``, ``joining`` or ``leading``."""
    return frozenset(tomllib.loads((PHRASES / "particles.toml").read_text("utf-8"))[kind].split())


_NUMERALS = frozenset("零〇一二三四五六七八九十百千万亿两几半第")
_MARKS = frozenset({Kind.CLOSING, Kind.COMMA, Kind.STOP, Kind.DASH, Kind.ELLIPSIS})
_WESTERN = re.compile(f"[{composer.LATIN}]+")


def penalties(title: str) -> list[float]:
    """Return for each character of *title* the penalty of a line that begins with it; infinite where none may."""
    text = simplified(title)
    found = [inf] * len(text)
    words = list(_words(text))
    for (begin, border), (_, end) in pairwise(words):
        found[border] = _penalty(text, begin, border, end)
    for begin, end in words:
        for at in range(begin + 1, end):
            found[at] = inf if _is_forbidden(text, at) else _PART_OF_WORD
    return found


def _words(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of the words in *text*; what has no space in it is a word in other scripts."""
    begin = 0
    for run in [*_WESTERN.finditer(text), None]:
        end = run.start() if run else len(text)
        yield from ((begin + a, begin + b) for a, b in words_in(text[begin:end]))
        if run:
            yield run.span()
            begin = run.end()


def _penalty(text: str, begin: int, border: int, end: int) -> float:
    """Return the penalty of ending a line between the words from *begin* to *border* and from there to *end*."""
    before, after = text[begin:border], text[border:end]
    if _is_forbidden(text, border):
        return inf
    if before[-1] == " ":
        return 0.0 if is_between_halves(text, border - 1) else _SPACED[text[begin - 1].isascii() == after.isascii()]
    if before == "·" or (before in "—–" and after[0].isdigit()):
        return _CLOSE
    if composer.kind_of(after[0]) is Kind.OPENING or (before[-1] != "、" and composer.kind_of(before[-1]) in _MARKS):
        return 0.0
    return _PHRASES if before == "、" else _between(before, after)


def _between(before: str, after: str) -> float:
    """Return the penalty of parting two words without a mark between them."""
    clinging, joining, leading = map(_particles, ("clinging", "joining", "leading"))
    if after in clinging or _NUMERALS.issuperset(before):
        return _CLOSE
    if after in joining:
        return _PHRASES
    if before in joining or before in leading or (len(after) == 1 and after not in leading):
        return _LOOSE
    return _LOOSE if len(before) == 1 and before not in clinging else BETWEEN_WORDS


def _is_forbidden(text: str, at: int) -> bool:
    return (
        text[at] == " "
        or composer.kind_of(text[at]) in composer.NO_START_STRICT
        or composer.kind_of(text[at - 1]) in composer.NO_END_STRICT
    )


def is_between_halves(title: str, space: int) -> bool:
    """Tell whether at *space* is a space that parts two phrases of Chinese, as one does in the titles of newspapers."""
    around = title[:space].rstrip()[-1:], title[space:].lstrip()[:1]
    return title[space] == " " and all(side and not side.isascii() for side in around)


def apart(title: str) -> str:
    """Return *title*, which stands on one line, with an em between its halves."""
    return "".join(
        "\u3000" if character == " " and is_between_halves(title, at) else character
        for at, character in enumerate(title)
    )


_SHORTEST_HALF = 3
_SHORT = 6
"""Characters of a title that is taken to stand on one line."""


@cache
def phrases(title: str) -> tuple[tuple[str, ...], ...]:
    """Return the halves of *title*, each as the pieces that a line should not part.

    Joined, the halves with a space, they are the title.
    """
    ends = [-1, *(at for at in range(len(title)) if is_between_halves(title, at)), len(title)]
    if any(end - begin < _SHORTEST_HALF for begin, end in pairwise(ends)):  # a word set wide
        ends = [-1, len(title)]
    if len(title) <= _SHORT:
        return tuple((title[begin + 1 : end],) for begin, end in pairwise(ends))
    weights = penalties(title)
    halves = list[tuple[str, ...]]()
    for begin, end in pairwise(ends):
        cuts = [begin + 1, *(at for at in range(begin + 2, end) if weights[at] < WITHIN_WORD), end]
        halves.append(tuple(title[a:b] for a, b in pairwise(cuts)))
    return tuple(halves)
