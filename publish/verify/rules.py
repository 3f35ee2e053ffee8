"""The rules of a style sheet, one by one: what they declare, whether they hide what they are for, what they mean."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from publish.stylesheets import declared, declared_inline
from publish.verify.publication import Element


@dataclass(frozen=True, slots=True)
class StyleRule:
    """A rule of a style sheet: one selector, what it declares, its line. Those in an at-rule begin with its name."""

    selector: str
    declarations: tuple[tuple[str, str], ...]
    line: int


@lru_cache(maxsize=32)
def rules(css: str) -> tuple[StyleRule, ...]:
    """Return the rules of *css*, one for each selector: a book's own sheets are asked for again and again."""
    return tuple(_rules(css))


def _rules(css: str) -> Iterator[StyleRule]:
    for line, selectors, declarations in declared(css):
        plain = _plain(declarations)
        yield from (StyleRule(" ".join(selector.split()), plain, line) for selector in selectors)


def inline(declarations: str) -> tuple[tuple[str, str], ...]:
    """Return *declarations* as pairs of property and value, in lower case, white space collapsed."""
    return _plain(declared_inline(declarations))


def _plain(declarations: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple((name, " ".join(value.lower().split())) for name, value in declarations)


_NO_SIZE = re.compile(r"0*\.?0*(?:px|pt|em|rem|%|ex|vw|vh)?( !important)?")
_FAR = re.compile(r"-\d{3,}(?:px|pt|em|%|rem)?( !important)?|-\d{2,}(?:em|rem|%)( !important)?")
_GROUNDS = frozenset({"white", "#fff", "#ffffff", "transparent", "rgb(255,255,255)", "rgba(0,0,0,0)", "#fefefe"})
_HIDING: Mapping[str, re.Pattern[str]] = {
    "display": re.compile("none( !important)?"),
    "visibility": re.compile("(?:hidden|collapse)( !important)?"),
    "font-size": _NO_SIZE,
    "opacity": re.compile(r"0*\.?0\d*%?( !important)?"),
    "text-indent": _FAR,
    "left": _FAR,
    "top": _FAR,
    "clip": re.compile(r"rect\(.*\)( !important)?"),
    "clip-path": re.compile(r"inset\((?:50|100)%\)( !important)?"),
}
"""Properties with the values under which nothing of an element is seen."""
_SIZES = ("height", "width", "max-height", "max-width", "block-size", "inline-size")


def hides(declarations: tuple[tuple[str, str], ...]) -> str | None:
    """Return the declaration by which no reader sees the text that it is for, None where there is none."""
    values = dict(declarations)
    for name, value in values.items():
        if name in _HIDING and _HIDING[name].fullmatch(value):
            return f"{name}: {value}"
    if values.get("overflow") in ("hidden", "clip") and any(
        _NO_SIZE.fullmatch(values.get(name, "-")) for name in _SIZES
    ):
        return f"overflow: {values['overflow']}"
    return _colour_of_ground(values)


def _colour_of_ground(values: Mapping[str, str]) -> str | None:
    colour = values.get("color", "").replace(" !important", "").replace(", ", ",")
    ground = values.get("background-color", values.get("background", "")).replace(", ", ",").partition(" ")[0]
    if colour and (colour == ground or (colour in _GROUNDS and ground in ("", *_GROUNDS))):
        return f"color: {colour}"
    return None


_COMPOUND = re.compile(r"(\*|[\w-]+)?((?:[.#][\w-]+|\[[^\]]*\]|:[\w-]+(?:\([^)]*\))?)*)")
_PART = re.compile(r"([.#])([\w-]+)|\[([\w:|-]+)(?:[~|^$*]?=[\"']?([^\"'\]]*)[\"']?)?\]|(:{1,2}[\w-]+)")


def matches(selector: str, element: Element, around: Sequence[Element]) -> bool:
    """Whether *selector* can mean *element*, which stands in the elements *around* it, the outermost first.

    What depends on neighbours (``+``, ``:first-child``) is taken to be so; what a pseudo-element is, is no text.
    """
    if "::" in selector or selector.startswith("@") or ":before" in selector or ":after" in selector:
        return False
    *above, last = re.split(r"\s*[>+~]\s*|\s+", selector.strip())
    if not _is_meant(last, element):
        return False
    waiting = list(around)
    for compound in reversed(above):
        while waiting and not _is_meant(compound, waiting[-1]):
            waiting.pop()
        if not waiting:
            return False
        waiting.pop()
    return True


def _is_meant(compound: str, element: Element) -> bool:
    whole = _COMPOUND.fullmatch(compound)
    if not whole or (whole[1] not in (None, "*", element.name)):
        return False
    return all(_has(element, part) for part in _PART.finditer(whole[2] or ""))


def _has(element: Element, part: re.Match[str]) -> bool:
    sign, name, attribute, value, _pseudo = part.groups()
    if sign == ".":
        return name in element.get("class").split()
    if sign == "#":
        return name == element.get("id")
    if attribute:
        key = attribute.replace("|", ":").replace("\\", "")
        return key in element.attributes and (value is None or value in element.get(key))
    return True
