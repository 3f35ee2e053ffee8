"""How paragraphs and runs look: styles, what they are based on, and what is set directly (ISO/IEC 29500-1, 17.7)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any
from xml.etree.ElementTree import Element

from publish.source import Declared
from publish.sources.word.names import VAL, A, W, children, is_on, number, value

_MOST_BASED = 20
"""Styles of the longest chain in which one is based on the next."""


@dataclass(frozen=True, slots=True)
class RunLook:
    """How the characters of a run look."""

    size: float = 10.5
    """In points; the default of Chinese documents is 五号."""
    bold: bool = False
    italic: bool = False
    marked: bool = False
    """Whether emphasis marks stand under its characters (着重号)."""
    underlined: bool = False
    raised: str | None = None
    """superscript or subscript."""
    hidden: bool = False
    struck: bool = False
    face: str | None = None
    """Name of its Chinese face."""


@dataclass(frozen=True, slots=True)
class ParagraphLook:
    """How a paragraph looks, and what its style says that it is."""

    run: RunLook = RunLook()
    """How its characters look where nothing sets it."""
    centred: bool = False
    indent: float = 0.0
    """Of its first line, in characters."""
    declared: Declared | None = None
    level: int | None = None
    block: str | None = None
    """caption, quote or listing."""
    list: int | None = None
    """Number of the list to which it belongs (`numbering`); 0 takes it out of that of its style."""
    list_level: int | None = None
    opens_page: bool = False


class Styles:
    """The styles of a document: *root* is that of its part of styles, *theme* that of its theme."""

    def __init__(self, root: Element | None, theme: Element | None) -> None:
        self._theme = dict(_theme_faces(theme))
        self._styles = {style.get(f"{W}styleId", ""): style for style in children(root, "style")}
        self._looks: dict[str | None, ParagraphLook] = {}
        defaults = root.find(f"{W}docDefaults") if root is not None else None
        run = defaults.find(f"{W}rPrDefault/{W}rPr") if defaults is not None else None
        paragraph = defaults.find(f"{W}pPrDefault/{W}pPr") if defaults is not None else None
        self._plain = self._with_paragraph(ParagraphLook(self.with_run(RunLook(), run)), paragraph)
        usual = (
            style
            for style in self._styles.values()
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in ("1", "true")
        )
        self._usual = next((style.get(f"{W}styleId") for style in usual), None)

    def paragraph(self, properties: Element | None) -> ParagraphLook:
        """Return how a paragraph with these *properties* (``pPr``) looks."""
        style = value(properties, "pStyle")
        return self._with_paragraph(self._of_style(style if style in self._styles else self._usual), properties)

    def run(self, look: ParagraphLook, properties: Element | None) -> RunLook:
        """Return how a run with these *properties* (``rPr``) looks in a paragraph of that *look*."""
        if properties is None:
            return look.run
        found = look.run
        for style in self._chain(value(properties, "rStyle")):
            found = self.with_run(found, style.find(f"{W}rPr"))
        return self.with_run(found, properties)

    def _of_style(self, name: str | None) -> ParagraphLook:
        if name not in self._looks:
            look = self._plain
            for style in self._chain(name):
                run = self.with_run(look.run, style.find(f"{W}rPr"))
                look = self._with_paragraph(replace(look, run=run), style.find(f"{W}pPr"))
                look = _named(look, value(style, "name") or name or "")
            self._looks[name] = look
        return self._looks[name]

    def _chain(self, name: str | None) -> Iterator[Element]:
        """Yield the styles that the style of that *name* is based on, the farthest first, and itself."""
        chain: list[Element] = []
        while name in self._styles and self._styles[name or ""] not in chain and len(chain) < _MOST_BASED:
            chain.append(self._styles[name or ""])
            name = value(chain[-1], "basedOn")
        yield from reversed(chain)

    def _with_paragraph(self, look: ParagraphLook, properties: Element | None) -> ParagraphLook:
        """Return *look* with what *properties* say."""
        if properties is None:
            return look
        stated: dict[str, Any] = {}
        if align := value(properties, "jc"):
            stated["centred"] = align == "center"
        indent = properties.find(f"{W}ind")
        if indent is not None and (first := _first_line(indent, look.run.size)) is not None:
            stated["indent"] = first
        level = number(value(properties, "outlineLvl"))
        if level is not None:
            heads = 0 <= level < 9 and look.declared in (None, Declared.HEADING)
            stated |= {"declared": Declared.HEADING, "level": level + 1} if heads else {}
        listed = properties.find(f"{W}numPr")
        if listed is not None:
            identity, depth = number(value(listed, "numId")), number(value(listed, "ilvl"))
            stated |= {"list": look.list if identity is None else identity}
            stated |= {"list_level": depth} if depth is not None else {}
        if (opens := is_on(properties, "pageBreakBefore")) is not None:
            stated["opens_page"] = opens
        return replace(look, **stated) if stated else look

    def with_run(self, look: RunLook, properties: Element | None) -> RunLook:
        """Return *look* with what *properties* (``rPr``) say."""
        if properties is None or not len(properties):
            return look
        stated: dict[str, Any] = {}
        for child in properties:
            if say := _SAYS.get(child.tag):
                say(stated, child)
        fonts = properties.find(f"{W}rFonts")
        if fonts is not None and (face := self._face(fonts)):
            stated["face"] = face
        return replace(look, **stated) if stated else look

    def _face(self, fonts: Element) -> str | None:
        theme = fonts.get(f"{W}eastAsiaTheme")
        return (self._theme.get(theme) if theme else None) or fonts.get(f"{W}eastAsia")


def _switch(name: str) -> Any:
    def say(stated: dict[str, Any], child: Element) -> None:
        stated[name] = stated.get(name, False) or child.get(VAL, "true") not in ("0", "false", "off", "none")

    return say


def _size(stated: dict[str, Any], child: Element) -> None:
    halves = re.fullmatch(r"[0-9]{1,4}(?:\.[0-9]+)?", child.get(VAL, ""))
    if halves and float(halves[0]) > 0:
        stated["size"] = float(halves[0]) / 2


def _raised(stated: dict[str, Any], child: Element) -> None:
    raised = child.get(VAL)
    stated["raised"] = raised if raised in ("superscript", "subscript") else None


_SAYS = {
    f"{W}sz": _size,
    f"{W}b": _switch("bold"),
    f"{W}i": _switch("italic"),
    f"{W}em": _switch("marked"),
    f"{W}u": _switch("underlined"),
    f"{W}vertAlign": _raised,
    f"{W}vanish": _switch("hidden"),
    f"{W}strike": _switch("struck"),
    f"{W}dstrike": _switch("struck"),
}
"""What each property of a run says of its look."""


def _first_line(indent: Element, size: float) -> float | None:
    """Return by how many characters of *size* points the first line is indented; None where nothing is stated."""
    hundredths = number(indent.get(f"{W}firstLineChars"))
    if hundredths:
        return hundredths / 100
    twentieths = number(indent.get(f"{W}firstLine"))
    if twentieths is not None:
        return twentieths / 20 / size
    return 0.0 if hundredths == 0 or indent.get(f"{W}hanging") else None


def _theme_faces(theme: Element | None) -> Iterator[tuple[str, str]]:
    """Yield the Chinese faces of a theme by the names that runs have for them."""
    for part, name in (("majorFont", "majorEastAsia"), ("minorFont", "minorEastAsia")):
        font = theme.find(f".//{A}{part}") if theme is not None else None
        if font is None:
            continue
        own = font.find(f"{A}ea")
        hans = next((each for each in font.iter(f"{A}font") if each.get("script") == "Hans"), None)
        typeface = (own.get("typeface") if own is not None else "") or (
            hans.get("typeface") if hans is not None else ""
        )
        if typeface:
            yield name, typeface


# --- names ---------------------------------------------------------------------------------------------------------


@cache
def _table(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("publish.sources.word") / name).read_text("utf-8"))


@cache
def role_of_face(name: str) -> str | None:
    """Return the role of the face of that *name*: song, hei, kai, fangsong; None where its name does not tell."""
    plain = name.lower().replace(" ", "")
    return next((role for role, parts in _table("faces.toml").items() if any(part in plain for part in parts)), None)


_INNERMOST = 9
"""Level of a heading of which only that is stated that it stands inside the text."""
_NUMERALS = "一二三四五六七八九"


def _named(look: ParagraphLook, name: str) -> ParagraphLook:
    """Return *look* with what the *name* of its style says."""
    plain = re.sub(r"[\s_-]+", "", name.lower())
    table = _table("styles.toml")
    for pattern in table["heading"]:
        if found := re.fullmatch(pattern, plain):
            level = _NUMERALS.index(found[1]) + 1 if found[1] in _NUMERALS else int(found[1])
            return replace(look, declared=Declared.HEADING, level=level, block=None)
    if plain in table["crosshead"]:
        return replace(look, declared=Declared.HEADING, level=_INNERMOST, block=None)
    for declared, names in table["declared"].items():
        if plain in names:
            return replace(look, declared=Declared(declared), level=None, block=None)
    for block, names in table["block"].items():
        if plain in names:
            return replace(look, declared=None, level=None, block=block)
    return look
