"""Book → its indexes (索引): authors, titles, dates or pages of papers as a reader looks for them, and their articles.

Simplified text is sorted by Hanyu Pinyin under initial letters, Traditional text by strokes, character by character,
both in the order of Unicode CLDR (``publish/phrases/pinyin.txt``, ``strokes.txt``). What is written in Latin letters is
sorted by them. Where a name does not begin as its character is mostly read, ``readings.toml`` says so. What neither
table knows stands last, under a word for the rest.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby

from publish.edition import IndexKind
from publish.issues import Lines, by_date, by_page
from publish.language import Language
from publish.lexicon import PHRASES
from publish.xhtml import ArticleEntry, ChapterEntry, label, words

NAMES: Mapping[IndexKind, str] = {
    IndexKind.AUTHORS: "author-index",
    IndexKind.TITLES: "title-index",
    IndexKind.DATES: "date-index",
    IndexKind.PAGES: "page-index",
}
"""What each index is called in ids and among the book's own words."""


@dataclass(frozen=True, slots=True)
class IndexLine:
    """A line of an index: an author, a title, a day or a page of a paper, with all articles of it."""

    name: str
    articles: tuple[ArticleEntry, ...]


@dataclass(frozen=True, slots=True)
class IndexGroup:
    """The lines under one letter, one number of strokes, one year or one issue of a paper."""

    label: str
    lines: tuple[IndexLine, ...]


@dataclass(frozen=True, slots=True)
class Index:
    """An index."""

    kind: IndexKind
    title: str
    groups: tuple[IndexGroup, ...]

    @property
    def name(self) -> str:
        """What it is called in ids."""
        return NAMES[self.kind]


def indexes(chapters: Sequence[ChapterEntry], language: str, kinds: Iterable[IndexKind]) -> tuple[Index, ...]:
    """Return the indexes of the asked *kinds* of the articles in *chapters*; one that would be empty is left out."""
    made = (index_of(chapters, language, kind) for kind in kinds)
    return tuple(index for index in made if index.groups)


def index_of(chapters: Sequence[ChapterEntry], language: str, kind: IndexKind) -> Index:
    """Return the index of that *kind*: authors of the same name are one line."""
    entries, terms = [entry for chapter in chapters for entry in chapter.articles], words(language)
    match kind:
        case IndexKind.DATES:
            listed = by_date(entries, terms["others-index"])
        case IndexKind.PAGES:
            listed = by_page(entries, terms["others-index"])
        case _:
            listed = _by_name(entries, language, kind)
    groups = (IndexGroup(group, tuple(IndexLine(name, found) for name, found in lines)) for group, lines in listed)
    return Index(kind, terms[NAMES[kind]], tuple(groups))


def _by_name(entries: Iterable[ArticleEntry], language: str, kind: IndexKind) -> Iterator[tuple[str, Lines]]:
    found: dict[str, list[ArticleEntry]] = {}
    for entry in entries:
        for name in dict.fromkeys(_names(entry, kind)):
            found.setdefault(name, []).append(entry)
    for group, members in grouped(found, language, kind):
        yield group, [(name, tuple(found[name])) for name in members]


def grouped(names: Iterable[str], language: str, kind: IndexKind) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield *names* in their order, those under one letter or number of strokes together with it."""
    order = _Order(language, kind)
    yield from ((group, tuple(members)) for group, members in groupby(sorted(names, key=order.key), order.group))


def _names(entry: ArticleEntry, kind: IndexKind) -> Iterator[str]:
    named = entry.article.authors if kind is IndexKind.AUTHORS else (entry.article.title,)
    yield from filter(None, map(label, named))


# --- the order -----------------------------------------------------------------------------------------------------

_LAST = "\U0010ffff"
"""Stands behind all groups."""


@cache
def _table(name: str) -> Mapping[str, tuple[int, str]]:
    """Return the place and the group of each character in the table *name*."""
    lines = (PHRASES / f"{name}.txt").read_text("utf-8").splitlines()
    parted = [line.split(" ") for line in lines if not line.startswith("#")]
    listed = ((character, group) for group, characters in parted for character in characters)
    return {character: (place, group) for place, (character, group) in enumerate(listed)}


@cache
def _readings(kind: IndexKind) -> Mapping[str, str]:
    """Return what begins a name or a title and is not read as it mostly is, each with a homophone."""
    readings: dict[str, dict[str, str]] = tomllib.loads((PHRASES / "readings.toml").read_text("utf-8"))
    return readings["words"] | (readings["surnames"] if kind is IndexKind.AUTHORS else {})


class _Order:
    """The order of the names in an index."""

    def __init__(self, language: str, kind: IndexKind) -> None:
        self._by_strokes = Language.of(language).is_traditional
        self._table = _table("strokes" if self._by_strokes else "pinyin")
        self._readings = {} if self._by_strokes else _readings(kind)
        self._words = words(language)

    def key(self, name: str) -> tuple[object, ...]:
        """Return what sorts *name*."""
        read = _NUMBER.sub(lambda number: number[0].zfill(_LONGEST_NUMBER), self._read(name))
        return self._rank(name), tuple(map(self._place, read)), name

    def group(self, name: str) -> str:
        """Return under what *name* stands."""
        group = self._group(name)
        if group == _LAST:
            return self._words["others-index"]
        return self._words["strokes"].format(_numeral(int(group))) if group.isdecimal() else group

    def _rank(self, name: str) -> tuple[int, str]:
        """Return what sorts the group of *name*: strokes, letters, the rest."""
        group = self._group(name)
        return (int(group), "") if group.isdecimal() else (_BEHIND_STROKES, group)

    def _group(self, name: str) -> str:
        first = self._read(name)[:1]
        return self._table[first][1] if first in self._table else first.upper() if "a" <= first <= "z" else _LAST

    def _place(self, character: str) -> tuple[int, int, str]:
        """Return the place of *character*: letters come before Chinese characters, others last."""
        if character in self._table:
            return 1, self._table[character][0], ""
        return (0, 0, character) if character.isascii() else (2, 0, character)

    def _read(self, name: str) -> str:
        """Return *name* as it is read: without marks and accents, letters small, its beginning by a homophone."""
        plain = unicodedata.normalize("NFKD", name).casefold()
        bare = "".join(character for character in plain if character.isalnum())
        head = next((head for head in (bare[:2], bare[:1]) if head in self._readings), "")
        return self._readings[head] + bare[1:] if head else bare


_NUMBER = re.compile("[0-9]+")
_LONGEST_NUMBER = 12
"""Figures of a number, so that 2 comes before 10."""
_BEHIND_STROKES = 100
"""More strokes than a character has."""
_DIGITS = "零一二三四五六七八九"


def _numeral(number: int) -> str:
    """Return *number*, below 100, in Chinese numerals."""
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else _DIGITS[tens]) + ("十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")
