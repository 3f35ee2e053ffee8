"""How much a word is like a name: by its surname, its build, and by being a word of everyday use."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from publish.lexicon import is_everyday
from publish.press import Pattern, words


class Likeness(IntEnum):
    """How much one word is like a name."""

    NONE = 0
    PHRASE = 1
    """Two everyday words, which are a pen name where something says so: 南山樵夫."""
    WORD = 2
    """An everyday word, which could be a pen name."""
    UNKNOWN = 3
    """No word that is in use: it may have a rare surname."""
    BOTH = 4
    """An everyday word that begins with a surname: 高峰."""
    NAME = 5


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Surnames and role words: the tables, and what ``[parse]`` in ``book.toml`` adds to them."""

    surnames: frozenset[str] = frozenset()
    roles: tuple[str, ...] = ()


PLAIN = Vocabulary()
"""The tables alone."""


DOTTED = Pattern(r"^(?:{name_han}{1,8}|[A-Z]\.?|[A-Z][A-Za-z.]*)(?:[·•・‧.．](?:{name_han}{1,12}|[A-Z][A-Za-z]*))+$")
ONLY_HAN = Pattern("^{name_han}+$")
LATIN = Pattern(r"^[A-Z][A-Za-z.'’-]*$")
LONGEST = 4
"""Characters of a compound surname and a given name."""


def is_surname(text: str, vocabulary: Vocabulary) -> bool:
    """Tell whether *text* is a surname of the tables or of *vocabulary*."""
    return text in words("surname", "compound_surname") or text in vocabulary.surnames


def likeness_of(name: str, vocabulary: Vocabulary) -> Likeness:
    """Return how much *name*, folded and closed up, is like the name of a person."""
    if DOTTED.match(name):
        return _likeness_of_dotted(name)
    if all(map(LATIN.match, name.split(" "))):
        return Likeness.NAME if " " in name else Likeness.UNKNOWN
    if not ONLY_HAN.match(name) or name in words("no_name") or not words("never_in_name").isdisjoint(name[1:]):
        return Likeness.NONE
    for surname in (name[:2], name[:1]):
        if is_surname(surname, vocabulary) and 1 <= len(name) - len(surname) <= 2:
            return Likeness.BOTH if len(name) == 2 and is_everyday(name) else Likeness.NAME
    if len(name) >= LONGEST and words("foreign").issuperset(name):
        return Likeness.NAME
    could_be = 2 <= len(name) <= LONGEST and words("seldom_in_name").isdisjoint(name)
    return _likeness_of_word(name) if could_be else Likeness.NONE


def _likeness_of_dotted(name: str) -> Likeness:
    """Return how much a *name* with a middle dot is foreign: 沁园春·雪 is none."""
    if name[0].isascii() or name[-1].isascii():
        return Likeness.NAME
    letters = [letter for letter in name if ONLY_HAN.match(letter)]
    foreign = sum(letter in words("foreign") for letter in letters) / len(letters)
    return Likeness.NAME if foreign >= 0.6 else Likeness.UNKNOWN if foreign >= 0.4 else Likeness.NONE


def _likeness_of_word(word: str) -> Likeness:
    """Return what a *word* of two to four characters without a known surname could be."""
    if len(word) == 4 and is_everyday(word[:2]) and is_everyday(word[2:]):
        return Likeness.PHRASE
    return Likeness.WORD if is_everyday(word) or is_everyday(word[:2]) else Likeness.UNKNOWN
