"""The numbers of lists as they are printed: 一、 （二） 1. ① (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from publish.sources.word.names import W, children, is_on, number, value

_LEVELS = 9
_MOST_LINKED = 5


@dataclass(frozen=True, slots=True)
class _Level:
    """A level of a list."""

    start: int
    form: str
    text: str
    """With %1 … %9 where the numbers of the levels stand."""
    restarts: int | None
    """The level after which it begins anew, from 1; 0: never; None: any above it."""
    plain: bool
    """Whether all numbers in it are written in figures."""
    style: str | None
    """The paragraph style that belongs to it."""


class Numbering:
    """Counts the items of a document's lists; *root* is that of its part of numberings."""

    def __init__(self, root: Element | None) -> None:
        self._abstract = {number(each.get(f"{W}abstractNumId")): each for each in children(root, "abstractNum")}
        self._lists = {number(each.get(f"{W}numId")): each for each in children(root, "num")}
        self._levels: dict[int, Mapping[int, _Level]] = {}
        self._counts: dict[int | None, list[int | None]] = {}
        self._begun: set[tuple[int, int]] = set()

    def level_of_style(self, identity: int, style: str | None) -> int:
        """Return the level of the list *identity* to which the paragraph style belongs, 0 where none does."""
        return next((at for at, level in self._of(identity).items() if style and level.style == style), 0)

    def form(self, identity: int, depth: int) -> str | None:
        """Return what counts the items of a list on a level: decimal, bullet …; None where there is no such list."""
        level = self._of(identity).get(depth)
        return level.form if level else None

    def next(self, identity: int, depth: int) -> str | None:
        """Return the mark of the next item of the list *identity* on level *depth* from 0; None where it has none."""
        levels = self._of(identity)
        level = levels.get(depth)
        if level is None:
            return None
        counts = self._count(identity, depth, levels)
        if level.form in ("bullet", "none") and "%" not in level.text:
            return level.text.strip() if level.form == "none" else None

        def written(found: re.Match[str]) -> str:
            at = int(found[1]) - 1
            own = levels.get(at)
            count = counts[at] if counts[at] is not None else own.start if own else 1
            return write_number(count or 0, "decimal" if level.plain or not own else own.form)

        return re.sub("%([1-9])", written, level.text).strip() or None

    def _count(self, identity: int, depth: int, levels: Mapping[int, _Level]) -> list[int | None]:
        """Count one more item; lists that share a definition go on with each other's numbers."""
        counts = self._counts.setdefault(number(value(self._lists.get(identity), "abstractNumId")), [None] * _LEVELS)
        override = self._override(identity, depth)
        start = number(value(override, "startOverride"))
        if start is not None and (identity, depth) not in self._begun:
            counts[depth] = None
        self._begun.add((identity, depth))
        before = counts[depth]
        counts[depth] = (levels[depth].start if start is None else start) if before is None else before + 1
        for below in range(depth + 1, _LEVELS):
            restarts = levels[below].restarts if below in levels else None
            if restarts is None or 0 < depth + 1 <= restarts:
                counts[below] = None
        return counts

    def _override(self, identity: int, depth: int) -> Element | None:
        overrides = children(self._lists.get(identity), "lvlOverride")
        return next((each for each in overrides if number(each.get(f"{W}ilvl")) == depth), None)

    def _of(self, identity: int) -> Mapping[int, _Level]:
        if identity not in self._levels:
            own = self._lists.get(identity)
            found = dict(_read_levels(self._definition(number(value(own, "abstractNumId")))))
            for override in children(own, "lvlOverride"):
                found |= _read_levels(override)
            self._levels[identity] = found
        return self._levels[identity]

    def _definition(self, identity: int | None) -> Element | None:
        """Return the definition of that number, or the one that its numbering style leads to (17.9.21)."""
        found = self._abstract.get(identity)
        for _ in range(_MOST_LINKED):
            style = value(found, "numStyleLink")
            if style is None:
                break
            found = next((each for each in self._abstract.values() if value(each, "styleLink") == style), None)
        return found


def _read_levels(definition: Element | None) -> dict[int, _Level]:
    found = {}
    for each in children(definition, "lvl"):
        depth = number(each.get(f"{W}ilvl"))
        if depth is None or not 0 <= depth < _LEVELS:
            continue
        start = number(value(each, "start"))
        found[depth] = _Level(
            0 if start is None else start,
            value(each, "numFmt") or "decimal",
            value(each, "lvlText") or "",
            number(value(each, "lvlRestart")),
            bool(is_on(each, "isLgl")),
            value(each, "pStyle"),
        )
    return found


# --- numbers -------------------------------------------------------------------------------------------------------

_MOST = 9999


def write_number(count: int, form: str) -> str:
    """Return *count* as *form* (17.18.59, ST_NumberFormat) writes it; in figures where it cannot."""
    if form == "none":
        return ""
    write = _FORMS.get(form)
    return (write(count) if write and 0 <= count <= _MOST else "") or str(count)


def _counting(figures: str, tens: str, *, bare_ten: bool) -> Callable[[int], str]:
    """Return what writes numbers as they are spoken: 二十一, 一百零三."""

    def write(count: int) -> str:
        written, gap = "", False
        for power in (3, 2, 1, 0):
            figure = count // 10**power % 10
            if figure:
                written += figures[0] * gap + figures[figure] + (tens[power - 1] if power else "")
            gap = bool(written) and not figure and count % 10**power > 0
        bare = bare_ten and 10 <= count < 20
        return (written[1:] if bare else written) or figures[0]

    return write


def _from(characters: str) -> Callable[[int], str]:
    """Return what writes the number n as the n-th of *characters*."""
    return lambda count: characters[count - 1] if 0 < count <= len(characters) else ""


def _letters(first: str) -> Callable[[int], str]:
    return lambda count: chr(ord(first) + (count - 1) % 26) * ((count - 1) // 26 + 1) if 0 < count <= 26 * 5 else ""


_ROMAN = {1000: "m", 900: "cm", 500: "d", 400: "cd", 100: "c", 90: "xc", 50: "l", 40: "xl"}
_ROMAN |= {10: "x", 9: "ix", 5: "v", 4: "iv", 1: "i"}


def _roman(count: int) -> str:
    written = ""
    for worth, letters in _ROMAN.items():
        written += letters * (count // worth)
        count %= worth
    return written


_spoken = _counting("〇一二三四五六七八九", "十百千", bare_ten=True)
_thousand = _counting("零一二三四五六七八九", "十百千", bare_ten=True)
_legal = _counting("零壹贰叁肆伍陆柒捌玖", "拾佰仟", bare_ten=False)
_legal_traditional = _counting("零壹貳參肆伍陸柒捌玖", "拾佰仟", bare_ten=False)
_digits = str.maketrans("0123456789", "〇一二三四五六七八九")
_wide = str.maketrans("0123456789", "０１２３４５６７８９")
_circled = _from("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿")

_FORMS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": "{:02}".format,
    "decimalFullWidth": lambda count: str(count).translate(_wide),
    "decimalFullWidth2": lambda count: str(count).translate(_wide),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _from("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"),
    "decimalEnclosedFullstop": _from("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"),
    "chineseCounting": _spoken,
    "chineseCountingThousand": _thousand,
    "taiwaneseCounting": _spoken,
    "taiwaneseCountingThousand": _thousand,
    "japaneseCounting": _spoken,
    "chineseLegalSimplified": _legal,
    "ideographLegalTraditional": _legal_traditional,
    "ideographDigital": lambda count: str(count).translate(_digits),
    "taiwaneseDigital": lambda count: str(count).translate(_digits),
    "japaneseDigitalTenThousand": lambda count: str(count).translate(_digits),
    "ideographTraditional": _from("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _from("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _from("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "lowerLetter": _letters("a"),
    "upperLetter": _letters("A"),
    "lowerRoman": _roman,
    "upperRoman": lambda count: _roman(count).upper(),
    "numberInDash": "- {} -".format,
    "none": lambda count: "\0",
}
