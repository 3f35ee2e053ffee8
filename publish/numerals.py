"""Numerals → their values: figures, Chinese numerals digit by digit or with 十, 百, 千, Roman ones, 上 中 下."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from publish.press import listed

_UNITS = {"十": 10, "百": 100, "千": 1000}
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@cache
def _digits() -> Mapping[str, int]:
    """Return the values of numerals of one figure."""
    digits = {numeral: value for value, numeral in enumerate(listed("digit"), 1)}
    return digits | dict.fromkeys(listed("zero"), 0) | dict.fromkeys(listed("two_of"), 2)


def value_of(numeral: str) -> int:
    """Return the value of a numeral: 12, 十二, 一〇三, 廿一, XII, ⑫, ①②; 上 to 下, 甲 to 癸 from 1 on."""
    if numeral.isascii():
        return int(numeral) if numeral.isdecimal() else _roman(numeral)
    for row in (listed("order"), listed("stem")):
        if numeral in row:
            return row.index(numeral) + 1
    if numeral[0] in _CIRCLED:
        return int("".join(str(_CIRCLED.index(char) + 1) for char in numeral))
    numeral = numeral.replace("廿", "二十").replace("卅", "三十")
    if not _UNITS.keys() & set(numeral):
        return int("".join(str(_digits()[digit]) for digit in numeral))
    total, digit = 0, 0
    for char in numeral:
        if char in _UNITS:
            total, digit = total + (digit or 1) * _UNITS[char], 0
        else:
            digit = _digits()[char]
    return total + digit


def in_figures(text: str) -> str:
    """Return *text* with Chinese numerals of one figure as figures: 一〇三 is 103."""
    return text.translate(_FIGURES)


def folio_value(text: str) -> int | None:
    """Return which page the folio *text* is: 12, xii, 一二; None where it is no number."""
    return value_of(in_figures(text).upper()) if _FOLIO.fullmatch(text) else None


_FIGURES = str.maketrans("〇一二三四五六七八九", "0123456789")
_FOLIO = re.compile("[0-9]+|[ivxlc]+|[〇一二三四五六七八九]+")


def _roman(numeral: str) -> int:
    values = [_ROMAN[letter] for letter in numeral]
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
