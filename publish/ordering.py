"""File names → the order in which a person would read them: by the numbers in them, whatever they are written in.

第二期 stands before 第十期, 上册 before 下册, 三月 before 十二月, 春 before 夏, Ⅳ before Ⅸ, ２ before １０. Between
numbers, the text decides, character by character; 前言 and 楔子 stand before all else, 后记 and 附录 behind. A capital
letter counts as a Roman numeral only where all letters at that place of their names are numerals, so that A, B, C …
stay letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from publish.lexicon import simplified
from publish.numerals import value_of
from publish.press import listed

_Key = list[str | int]
_MONTHS = {"元": 1, "正": 1, "冬": 11, "腊": 12, "臘": 12}
"""The months of the calendar that have a name instead of a number, and the first year of a reign (元年)."""
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_SEASONS = "春夏秋冬"
_FORMAL = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾佰仟", "一二二三三四五六六七八九十百千")
"""Numerals as they stand on seals and in accounts; 伍 and 陆 are names as well, so that they need 第 or a unit."""
_UNITS = "册冊卷编編部篇集辑輯旬半季年"
_ROMAN = re.compile(r"(?<![A-Za-z])[A-Z]+(?![A-Za-z])")


_BEGINS = r"^|(?<=[\s(\[】》」_.-])"
_ENDS = r"$|[\s)\]】》」_.-]"


@cache
def _numeral() -> re.Pattern[str]:
    figures = "".join((*listed("digit"), *listed("zero"), *listed("two_of"), *listed("ten"), "百千廿卅"))
    parts = (
        r"(?P<figures>[0-9]+)",
        rf"(?P<chinese>[{figures}]+)",
        rf"(?P<order>[{''.join(listed('order'))}])(?=$|[\s)\]】》」_.\-{_UNITS}])",
        rf"(?P<month>[{''.join(_MONTHS)}])(?=月)|(?P<first>元)(?=年)",
        rf"(?P<stem>[{_STEMS}])(?=[{_UNITS}种本])|(?:{_BEGINS})(?P<lone>[{_STEMS}])(?={_ENDS})",
        rf"(?:{_BEGINS}|(?<=[0-9年]))(?P<season>[{_SEASONS}])(?={_ENDS}|[季刊卷号號])",
        rf"(?:(?<=第)|(?:{_BEGINS})(?=.[{_UNITS}期号號]|.?$))(?P<formal>[{''.join(map(chr, _FORMAL))}]+)",
        rf"(?P<roman>{_ROMAN.pattern})",
    )
    return re.compile("|".join(parts))


def in_order(names: Sequence[str]) -> list[int]:
    """Return the places of *names*, names of files, in the order in which they are to be read."""
    plain = [unicodedata.normalize("NFKC", name) for name in names]
    letters = _letters_of(plain)
    keys = [_key(name, letters) for name in plain]
    return sorted(range(len(names)), key=lambda at: (keys[at], names[at]))


def _letters_of(names: Sequence[str]) -> frozenset[str]:
    """Return what stands before capital letters in *names* that are not all Roman numerals at that place."""
    found: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for capitals in _ROMAN.finditer(_stem(name)):
            found[name[: capitals.start()]].append(capitals[0])
    return frozenset(before for before, written in found.items() if not all(map(_is_roman, written)))


def _is_roman(letters: str) -> bool:
    return re.fullmatch("(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})|C", letters) is not None


def _stem(name: str) -> str:
    stem, dot, ending = name.rpartition(".")
    return stem if dot and stem and ending.isascii() and ending.isalnum() else name


def _key(name: str, letters: frozenset[str]) -> tuple[_Key, str]:
    stem = _stem(name)
    return [_side(stem), *_parts(stem, letters)], name[len(stem) :]


def _side(stem: str) -> int:
    """Return whether what is called *stem* stands before the others (-1), among them (0) or behind them (1)."""
    found = _numeral().search(stem)
    word = simplified(stem[: found.start()].strip() if found else stem)
    return (word in listed("closing_part")) - (word in listed("opening_part"))


def _parts(stem: str, letters: frozenset[str]) -> Iterator[str | int]:
    """Yield the parts of *stem*, text and numbers by turns; the first and the last are text."""
    end = 0
    for found in _numeral().finditer(stem):
        if found["roman"] and (stem[: found.start()] in letters or not _is_roman(found[0])):
            continue
        yield stem[end : found.start()].strip()
        yield _value(found)
        end = found.end()
    yield stem[end:].strip()


def _value(found: re.Match[str]) -> int:
    match found.lastgroup:
        case "figures":
            return int(found[0])
        case "month" | "first":
            return _MONTHS[found[0]]
        case "stem" | "lone":
            return _STEMS.index(found[0]) + 1
        case "season":
            return _SEASONS.index(found[0]) + 1
        case "formal":
            return value_of(found[0].translate(_FORMAL))
        case _:
            return value_of(found[0])
