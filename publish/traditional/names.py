"""Names of people in Simplified text, and how they are written in Traditional characters.

A name is no word: 范曉明 is not 範曉明, 于海濤 not 於海濤. The names of bylines are known, and so in every repetition;
others are known by what stands around them: a role before (記者、村民), a verb of speech or a title behind, a list.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache

from publish.lexicon import PHRASES, cost_in_corpus, is_everyday, opencc_lexicon
from publish.press import words
from publish.traditional.conversion import convert

_LISTS: dict[str, str] = tomllib.loads((PHRASES / "names.toml").read_text("utf-8"))


def _words(name: str) -> tuple[str, ...]:
    return tuple(_LISTS[name].split())


SURNAMES = dict(pair.split("=") for pair in _words("surnames"))
"""Surnames that are not written as the word that looks like them, in the standard forms."""

GIVEN = dict(pair.split("=") for pair in _words("given"))
"""Characters of given names, likewise."""

OPEN = dict(pair.split("=") for pair in _words("open"))
"""Characters that families write in two ways, with the ways; worth a look in a name."""

_USUAL, _NEVER, _COMMON = (frozenset(_LISTS[name]) - {"\n"} for name in ("usual", "never", "common"))
_ROLES, _TITLES, _SAYING = _words("roles"), _words("titles"), _words("saying")
_AFTER = (*_SAYING, *_TITLES, *_words("doing"))
_EDGES = frozenset("，。、；：！？“”‘’「」『』（）()《》〈〉【】—…·\n\t 　□/|")
_AND = frozenset("和与及跟同向请由给让据")
_DATING = frozenset("日月年时天前后中一二三四五六七八九十")
"""Characters that 于 brings before a date."""
_BESIDE = frozenset("的和与跟叫请找问让给")
"""What may stand before 老 or 小 and a surname."""
_CALLED = frozenset("范钟余岳沈涂郁游种姜")
"""Surnames that make no other word with 老 or 小."""
_VILLAGES = tuple("村庄屯堡湾沟坪营铺寨桥坝洼峪")
"""What villages are called after the family (家)."""
_HOUSE, _TO_HOUSE = tuple("的人大小老二三"), tuple("给到在去回是")
"""What follows a family's house, and what leads to it."""
_OF = frozenset("市县区镇乡村在去到的从回过往")
"""What may stand before the name of a village."""
_CLAIMING = frozenset("同别高低大小优善长便利基鉴归属处在位等至关由终过限源始出急忙乐勇敢精止见异安甘慑寄献给困苦对")
"""Characters that make a word with 于 after them."""

_PREPOSITION = "于"
"""The surname that is a preposition far more often."""
_BEFORE_PREPOSITION = frozenset("于的和与跟是叫请问找给让")
"""What may stand before it, besides an edge, where it is the surname."""
_CLOSERS = frozenset("”’」』）)》〉】")
"""After these it is the preposition."""
_SOME = frozenset("些个种一年月日天时地处")
"""What makes 某 a word for "some" rather than what a name is kept back with."""

_RARE = 112
"""Cost from which a word may be a given name all the same."""


_COMMON_WORD = 100
"""Cost below which a word is no surname with the first character of a given name (畢業|後)."""

_RARE_NAME = 140
"""Cost from which a word that the corpus has may be a name that it has."""


def is_person(name: str) -> bool:
    """Whether *name* can be that of one person: a surname and one or two characters, no middle dot."""
    family = _family(name)
    return family in words("surname", "compound_surname") and 1 <= len(name) - len(family) <= 2


def written(name: str) -> str:
    """Return *name*, surname first, in the standard forms: each character by itself, unless OpenCC knows the whole."""
    if len(name) > 2 and name in opencc_lexicon().phrases:
        return convert(name, "s2t")
    family = _family(name)
    return (SURNAMES.get(family) or convert(family, "s2t")) + "".join(map(_given, name[len(family) :]))


def _family(name: str) -> str:
    return name[:2] if name[:2] in words("compound_surname") else name[:1]


@cache
def _given(character: str) -> str:
    return GIVEN.get(character) or convert(character, "s2t")


def find_names(text: str, known: Iterable[str] = ()) -> Iterator[tuple[int, int]]:
    """Yield the spans in *text*, in order and apart, of *known* names and of others that its words betray.

    Only names with a character of several readings are looked for. A surname before a title (范書記) is a span of one.
    """
    spans = sorted({*_repetitions(text, known), *_betrayed(text), *_listed(text)}, key=lambda span: (span[0], -span[1]))
    done = 0
    for start, end in spans:
        if start >= done:
            yield start, end
            done = end


def _repetitions(text: str, known: Iterable[str]) -> Iterator[tuple[int, int]]:
    for name in known:
        start = text.find(name)
        while start >= 0:
            if len(name) > 2 or not _is_part_of_words(text, start, start + len(name)):
                yield start, start + len(name)
            start = text.find(name, start + 1)


def _is_part_of_words(text: str, start: int, end: int) -> bool:
    """Whether everyday words account for the characters around better than a name does (位于|洋面, not 位|于洋|面)."""
    return not opencc_lexicon().borders(text, start, end).issuperset((start, end))


def _betrayed(text: str) -> Iterator[tuple[int, int]]:
    for match in _TELLING.finditer(text):
        offset = match.start()
        if text[offset] in SURNAMES:
            yield from _from_surname(text, offset)
        if text[offset] in GIVEN:
            for start in (offset - 1, offset - 2):
                if start >= 0 and text[start] in words("surname"):
                    yield from _full(text, start, offset + 1, sure=True)


def _listed(text: str) -> Iterator[tuple[int, int]]:
    """Yield the surnames that stand in a list of surnames alone (范、余、于三位老师)."""
    for match in _LISTED.finditer(text):
        characters = match[0].split("、")
        if SURNAMES.keys() & characters and words("surname").issuperset(characters):
            yield from ((match.start() + 2 * at, match.start() + 2 * at + 1) for at in range(len(characters)))


def _from_surname(text: str, start: int) -> Iterator[tuple[int, int]]:
    before = text[start - 1 : start]
    is_named = before == "姓" and _ends(text, start + 1)
    if is_named or _called(text, start) or _before_title(text, start) or _of_village(text, start):
        yield start, start + 1
    else:
        yield from _full(text, start, start + 2, sure=False)


def _called(text: str, start: int) -> bool:
    """Whether the surname at *start* has 老 or 小 before it (老范說)."""
    if text[start - 1 : start] not in ("老", "小") or not _edge(text, start - 1, also=_BESIDE):
        return False
    plainly = text[start] in _CALLED and text[start + 1 : start + 2] in tuple("是也在的和就对把又还带，、")
    return plainly or text.startswith((*_SAYING, "家"), start + 1)


def _of_village(text: str, start: int) -> bool:
    """Whether a village is called after the surname at *start* (于家村), or it is that of a house (嫁给|于家|的)."""
    after = text[start + 2 : start + 3]
    if not after or text[start + 1] != "家":
        return False
    of_village = after in _VILLAGES and _edge(text, start, also=_OF)
    return of_village or (after in _HOUSE and text[max(0, start - 1) : start] in _TO_HOUSE)


def _before_title(text: str, start: int) -> bool:
    """Whether a title follows the surname at *start*, and the character before does not claim it (對於|老師)."""
    if not text.startswith(_TITLES, start + 1) or _is_claimed(text, start):
        return False
    if _edge(text, start, also=_BESIDE):
        text, start = text[start:], 0
    borders = opencc_lexicon().borders(text, start, start + 4)
    ends = (start + 1 + len(title) for title in _TITLES if text.startswith(title, start + 1))
    return borders.issuperset((start, start + 1)) and any(end in borders for end in ends)


def _is_claimed(text: str, start: int) -> bool:
    """Whether what stands around the surname at *start* makes it another word before a title (投注於|老師)."""
    if text[start] == _PREPOSITION:
        somewhat = text[start + 1 : start + 2] == "某" and text[start + 2 : start + 3] in _SOME
        return somewhat or not (_edge(text, start, also=_BEFORE_PREPOSITION) or _after_role(text, start))
    return start > 0 and text[start - 1] in _CLAIMING


def _after_role(text: str, start: int) -> bool:
    return text.endswith(_ROLES, max(0, start - 5), start)


def _is_preposition(text: str, start: int) -> bool:
    """Whether 于 at *start* is no surname, by what stands before it: a closing mark, the rest of a word (由於)."""
    before = text[start - 1 : start]
    return text[start] == _PREPOSITION and (before in _CLOSERS or is_everyday(before + _PREPOSITION))


def _full(text: str, start: int, least: int, *, sure: bool) -> Iterator[tuple[int, int]]:
    """Yield the span of a full name that begins at *start* and reaches *least*; *sure* wants more signs."""
    for end in (start + 3, start + 2):
        role = _after_role(text, start)
        if end < least or end > len(text) or not _can_be_given(text, start, end, role=role and not sure):
            continue
        edge = _edge(text, start, also=_AND)
        if sure:
            edge = edge and text[start] in _COMMON and _is_spoken(text, end)
        if (role or edge) and _is_name(text, start, end, role=role):
            yield start, end
            return


def _can_be_given(text: str, start: int, end: int, *, role: bool) -> bool:
    """Whether what follows the surname can be a given name; characters not usual in one want speech behind them."""
    given, words, spoken = text[start + 1 : end], opencc_lexicon(), _is_spoken(text, end)
    word = len(given) > 1 and _usual_word(given) and not (role and spoken)
    if text[start] == _PREPOSITION and (word or not _DATING.isdisjoint(given)):
        return False
    if not role and _is_preposition(text, start):
        return False
    if len(given) > 1 and cost_in_corpus(text[start : start + 2]) < _COMMON_WORD:
        return False
    if role and len(given) == 2 and given[0] in _ELDERS and given[1] in _RANKS:
        return True
    if _USUAL.issuperset(given):
        return not words.crosses(text, start, end) or (role and _is_border(text, start, end))
    known = given in words.costs or words.costs.get(text[start:end], _RARE_NAME) < _RARE_NAME
    is_placed = spoken or (role and (_ends(text, end) or text.startswith(_AFTER, end)))
    return len(given) == 2 and not known and _NEVER.isdisjoint(given) and is_placed and not _begins_word(text, start)


_ELDERS, _RANKS = "老小大", "大二三四五六七八九幺"
"""What a family calls its members by (涂老三)."""


def _is_border(text: str, start: int, end: int) -> bool:
    """Whether the words from *start* on end at *end* too, whatever those before would make of its character."""
    _, spans = opencc_lexicon().cut(text[start + 1 : end + 3])
    return any(start + 1 + border == end for _, border in spans)


def _begins_word(text: str, start: int) -> bool:
    """Whether the surname at *start* begins an everyday word (鐘錶店|老闆)."""
    return is_everyday(text[start : start + 2])


def _is_spoken(text: str, end: int) -> bool:
    return text.startswith((*_SAYING, *_TITLES), end)


def _is_name(text: str, start: int, end: int, *, role: bool) -> bool:
    """Whether what follows, and the characters themselves, make a name of that stretch after an edge or a *role*."""
    spoken = _is_spoken(text, end)
    after = spoken or _ends(text, end) or text.startswith(_AFTER, end)
    if end - start == 2:
        return after and (role or spoken) and not _usual_word(text[start:end])
    word = _usual_word(text[start + 1 : end]) and not (spoken and text[start] != _PREPOSITION)
    return (role and after) or ((role or after) and not word)


def _usual_word(text: str) -> bool:
    return opencc_lexicon().costs.get(text, _RARE) < _RARE


def _edge(text: str, start: int, also: frozenset[str] = frozenset()) -> bool:
    return start == 0 or text[start - 1] in _EDGES | also


def _ends(text: str, end: int) -> bool:
    return end == len(text) or text[end] in _EDGES or text[end] in "的等和与及某"


_LISTED = re.compile("(?<![\u4e00-\u9fff])[\u4e00-\u9fff](?:、[\u4e00-\u9fff])+(?=[两二三四五六七八九十]|各|等|诸)")
_TELLING = re.compile(f"[{''.join(sorted({*SURNAMES, *GIVEN}))}]")
