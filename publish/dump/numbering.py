"""How a heading is numbered: 第三章 归途 → the form 第_章, the value 3, the name 归途.

Numbers of one form that grow through a file speak for each other; see `rhythm`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache

from publish.dump.folding import fold
from publish.numerals import value_of
from publish.press import Pattern, words


class Rank(Enum):
    """What kind of part a form numbers by its own words."""

    VOLUME = "volume"
    """第一卷, 上部: holds chapters."""
    CHAPTER = "chapter"
    """第一章, 第三回; 楔子, 番外, 后记: stands in the contents of any book."""
    WORK = "work"
    """001, a date: the pieces of a collection or a diary."""
    ITEM = "item"
    """一、 1. （一） 第一件: works of a collection, or the parts of one work."""


@dataclass(frozen=True, slots=True)
class Number:
    """The number at the beginning of a line."""

    form: str
    """How it is written, its numerals left out: 第_章, _、, （_）."""
    value: int
    name: str
    """What stands behind the number."""
    rank: Rank


_N = r"(?P<n>[0-9]{1,4}|(?:{zero}|{numeral}|{two_of}|{tens}|[百千]){1,6})"
_REST = r"(?P<sep>[\s：、.·—-]*)(?P<name>.*)$"
_VOLUME = Pattern(rf"^第\s?{_N}\s?(?P<unit>{{volume_unit}})(?![分门下首]){_REST}")
_SIDE = Pattern(rf"^(?P<n>{{order}})(?P<unit>[卷部编册篇])(?:$|(?=[\s：])){_REST}")
_SIDE_BEHIND = Pattern(rf"^(?P<unit>[卷部编册篇])(?P<n>[上中下])(?:$|(?=[\s：])){_REST}")
_SCROLL = Pattern(rf"^(?P<unit>{{volume_unit}})\s?{_N}(?:$|(?=[\s：])|(?={{han}}{{2,6}}$)){_REST}")
_CIRCLED = r"(?P<n>[①-⑳]{1,4})"
_UNIT_OF_CHAPTER = "(?P<unit>{chapter_unit}|回(?!合))"
_CHAPTER = Pattern(rf"^第\s?{_N}\s?{_UNIT_OF_CHAPTER}{_REST}")
_CHAPTER_CIRCLED = Pattern(rf"^第{_CIRCLED}{_UNIT_OF_CHAPTER}{_REST}")
_LATIN = Pattern(r"^(?P<unit>[Cc][Hh][Aa][Pp][Tt][Ee][Rr])[\s_]+(?P<n>[0-9]{1,3}|[IVXLC]{1,7})\b" + _REST)
_OUTSIDE = Pattern(
    r"^(?P<unit>{opening_part}|{closing_part})(?P<n>[0-9]{1,2}|{numeral}{1,3})?"
    r"(?:$|(?=[\s：·—-])|(?<=[0-9])|(?<={numeral}))" + _REST
)
_DATE = Pattern(
    r"^(?:(?P<year>[0-9]{4}|(?:{zero}|{digit}){4})\s?[年.-]\s?(?=[0-9]|{numeral}))?"
    r"(?P<month>[0-9]{1,2}|{numeral}{1,2})\s?[月.-]\s?(?P<day>[0-9]{1,2}|(?:{numeral}|{tens}){1,3})\s?[日号]?"
    r"(?P<name>(?:\s.{0,16})?)$"
)
_PADDED = Pattern(r"^(?P<n>0[0-9]{1,3}|[0-9]{3})(?:[\s.、]+|(?<=0[0-9]{2})(?={han}))(?P<name>.+)$")
_DECIMAL = Pattern(r"^(?P<major>[0-9]{1,2})[.](?P<minor>[0-9]{1,2})(?:[.][0-9]{1,2})?[\s、]\s*(?P<name>\S.*)$")
_OR_STEM = _N[:-1] + "|{stem})"
_BRACKETED = Pattern(rf"^（\s?{_OR_STEM}\s?）\s?(?P<name>.*)$")
_MARKED = Pattern(rf"^{_OR_STEM}\s?(?P<mark>[、.：])(?![0-9])\s?(?P<name>.*)$")
_SPACED = Pattern(rf"^{_N}\s+(?P<name>\S.*)$")
_GLUED = Pattern(r"^(?P<n>[0-9]{1,3})(?={han})(?P<name>.*)$")
OUTSIDE = "序跋"
"""The form of what stands before, behind and between what is numbered."""
_CIRCLES = frozenset("○〇")
"""Noughts that are bullets where a space and words stand behind them."""
_BARE = Pattern(rf"^(?P<mark>[其之]?){_N}$")
_SIDE_ALONE = Pattern(r"^(?P<n>{order})$")
_ORDINAL = Pattern(rf"^第{_N}(?P<unit>\S{{1,2}})\s+(?P<name>\S.*)$")
_ORDINAL_ALONE = Pattern("^第(?P<n>{numeral}{1,4})(?P<unit>(?![天次回个年名位者百千万]){han})$")
_DRESSED = Pattern("^(?:{head_mark}|=)+\\s*(?P<bare>[^\\s].*?)\\s*(?:{head_mark}|=)*$")
_BOXED = re.compile("^[【〖〔［](?P<bare>[^【】〖〗〔〕［］]+)[】〗〕］]$")
_OF_BOOK = Pattern("^(?:《[^《》]{1,20}》\\s?|{body}\\s)(?P<bare>.+)$")
"""The name of the book, or what a site says, before the number of a chapter."""
_BODY = Pattern("^{body}\\s+(?P<name>\\S.*)$")
_LONGEST = 48
_MOST_CHAPTERS = 1000
"""More than a volume has chapters."""


@cache
def _first() -> frozenset[str]:
    """Return the characters with which a number begins."""
    numerals = words("digit", "ten", "tens", "zero", "two_of", "order", "stem")
    outside = frozenset(word[0] for word in words("opening_part", "closing_part"))
    return (
        numerals
        | outside
        | frozenset(word[0] for word in words("volume_unit"))
        | frozenset("第卷（0123456789百千其之Cc")
    )


def read_glued_number(text: str) -> Number | None:
    """Return the figures that stand at the beginning of *text* without a mark behind them, 9权威偏误, or None.

    Only lines around it show that they number it: most often they count.
    """
    found = _GLUED.match(fold(text)) if text[0].isdecimal() else None
    return Number("1x", int(found["n"]), found["name"], Rank.ITEM) if found else None


def read_number(text: str) -> Number | None:
    """Return the number with which *text* begins, or None."""
    text = fold(text)
    if not text or len(text) > _LONGEST:
        return None
    if text[0] in _first():
        return next(filter(None, (read(text) for read in _READERS)), None)
    return _dressed(text) if text[0] in _dress() else None


def _dressed(text: str) -> Number | None:
    """Return the number of a chapter in a box, between marks or behind the name of its book: ◆ 《渡口》 第一回 ◆."""
    number: Number | None = None
    body = _BODY.match(text)
    for dress in (_DRESSED, _BOXED, _OF_BOOK):
        if number is None and (found := dress.match(text)):
            text = found["bare"]
            number = next(filter(None, (read(text) for read in _READERS)), None) if text[0] in _first() else None
    if number and number.rank in (Rank.CHAPTER, Rank.VOLUME):
        return number
    return Number("正文", 0, body["name"], Rank.CHAPTER) if body else None


@cache
def _dress() -> frozenset[str]:
    """Return the characters with which what stands before the number of a chapter begins."""
    return words("head_mark") | frozenset("=【〖〔［《") | frozenset(word[0] for word in words("body"))


def _volume(text: str) -> Number | None:
    found = _VOLUME.match(text) or _SIDE.match(text) or _SIDE_BEHIND.match(text) or _SCROLL.match(text)
    if found and (inner := _CHAPTER.match(found["name"])):  # 第一部分第2节 缘起
        value = value_of(found["n"]) * _MOST_CHAPTERS + value_of(inner["n"])
        return Number(f"第_{found['unit']}第_{inner['unit']}", value, inner["name"], Rank.CHAPTER)
    if found and (outside := _OUTSIDE.match(found["name"])):  # 卷二序言: a piece of the volume, and not its heading
        return Number(OUTSIDE, value_of(found["n"]), outside["name"], Rank.CHAPTER)
    return Number(f"第_{found['unit']}", value_of(found["n"]), found["name"], Rank.VOLUME) if found else None


def _chapter(text: str) -> Number | None:
    found = _CHAPTER.match(text) or _CHAPTER_CIRCLED.match(text) or _LATIN.match(text)
    if not found or found["name"][:1] in tuple("，。的"):
        return None
    return Number(f"第_{found['unit'].lower()}", value_of(found["n"]), found["name"], Rank.CHAPTER)


def _outside(text: str) -> Number | None:
    found = _OUTSIDE.match(text)
    return Number(OUTSIDE, value_of(found["n"] or "1"), found["name"], Rank.CHAPTER) if found else None


def _date(text: str) -> Number | None:
    found = _DATE.match(text)
    if not found:
        return None
    year, month, day = (value_of(found[part] or "0") for part in ("year", "month", "day"))
    likely = 1 <= month <= 12 and 1 <= day <= 31 and (year or "月" in text)
    form = "_年_月_日" if year else "_月_日"
    return Number(form, (year * 100 + month) * 100 + day, found["name"].strip(), Rank.WORK) if likely else None


def _padded(text: str) -> Number | None:
    found = _PADDED.match(text)
    return Number("00_", int(found["n"]), found["name"], Rank.WORK) if found else None


def _decimal(text: str) -> Number | None:
    found = _DECIMAL.match(text)
    if not found:
        return None
    return Number("1.1", int(found["major"]) * 100 + int(found["minor"]), found["name"], Rank.ITEM)


def _item(text: str) -> Number | None:
    for pattern, form in (
        (_BRACKETED, "（_）"),
        (_MARKED, "_"),
        (_SPACED, "_ "),
        (_BARE, "_"),
        (_SIDE_ALONE, "上"),
        (_ORDINAL, "第_"),
        (_ORDINAL_ALONE, "第_"),
    ):
        if (found := pattern.match(text)) and not (pattern is _SPACED and found["n"] in _CIRCLES):
            parts = found.groupdict()
            kind = "1" if parts["n"].isascii() else "甲" if parts["n"] in words("stem") else "一"
            shape = form.replace("_", kind) + (parts.get("mark") or parts.get("unit") or "")
            name = parts.get("name") or ""
            return Number(shape if name else f"{shape}|", value_of(parts["n"]), name, Rank.ITEM)
    return None


_READERS: tuple[Callable[[str], Number | None], ...] = (_volume, _chapter, _outside, _date, _padded, _decimal, _item)
