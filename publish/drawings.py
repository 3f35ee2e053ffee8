"""SVG written anew from what a book may hold (``drawings.toml``): so nothing else is in it, however it was written.

No sanitiser of SVG for Python is kept well enough to be trusted with this; the parser is expat, which fetches nothing.
"""

from __future__ import annotations

import re
import tomllib
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from xml.parsers import expat

from publish.limits import exceeded, most
from publish.stylesheets import GREATEST, Allowed, Styled, is_allowed, kept_declarations, kept_rules
from publish.wording import _

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_XML = "http://www.w3.org/XML/1998/namespace"
_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_PICTURE = re.compile(r"\s*data:image/(?:png|jpeg|gif);base64,([A-Za-z0-9+/=\s]*)", re.IGNORECASE)


class Unsound(ValueError):  # noqa: N818 - it says what the drawing is
    """A drawing that cannot be shown; the message says why."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """An SVG that stands alone."""

    data: bytes
    width: int
    """In pixels; 0, like its height, where it does not say."""
    height: int
    left_out: tuple[str, ...]
    """What the picture that it was made from had beyond it, by name."""


@dataclass(slots=True)
class _Element:
    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[_Element | str] = field(default_factory=list)


def redrawn(data: bytes, is_picture: Callable[[bytes], bool]) -> Drawing:
    """Return the SVG *data* written anew, with its size in pixels; *is_picture* judges pictures that stand in it.

    Raises `Unsound` where it is damaged, or draws more than any machine bears.
    """
    if len(data) > most("drawing-size"):
        raise Unsound(exceeded("drawing-size"))
    builder = _Builder(is_picture)
    builder.read(data)
    root = builder.root
    if root is None or root.name != "svg":
        raise Unsound(_("the file is damaged"))
    _Weigher(root, builder.styles).check()
    width, height = _size(root)
    return Drawing("".join(_written(root)).encode(), width, height, tuple(dict.fromkeys(builder.left_out)))


# --- reading -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Table:
    elements: frozenset[str]
    texts: frozenset[str]
    unseen: frozenset[str]
    pointing: frozenset[str]
    words: frozenset[str]
    lengths: frozenset[str]
    values: frozenset[str]
    css: Allowed


@cache
def _table() -> _Table:
    allowed = tomllib.loads((Path(__file__).parent / "drawings.toml").read_text("utf-8"))
    sets = {name: frozenset(words.split()) for name, words in allowed.items()}
    css = Allowed(sets.pop("properties"), sets.pop("functions"))
    return _Table(css=css, **sets)


class _Builder:
    """Builds the elements that may be, from what expat finds."""

    def __init__(self, is_picture: Callable[[bytes], bool]) -> None:
        self.root: _Element | None = None
        self.styles: list[Styled] = []
        self.left_out: list[str] = []
        self._is_picture = is_picture
        self._open: list[_Element] = []
        self._skipped = 0
        """How many elements are open from one on that is left out."""

    def read(self, data: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = self._doctype
        parser.SkippedEntityHandler = self._entity
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise error if isinstance(error, Unsound) else Unsound(_("the file is damaged")) from error

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
        if has_subset:
            raise Unsound(_("it declares entities"))

    def _entity(self, *_entity: object) -> None:
        raise Unsound(_("it declares entities"))

    def _start(self, qualified: str, attributes: Mapping[str, str]) -> None:
        space, _blank, name = qualified.rpartition(" ")
        if self._skipped or space not in (_SVG, "") or (name not in _table().elements and name != "a"):
            if not self._skipped and space in (_SVG, "") and name not in _table().unseen:
                self.left_out.append(f"<{name}>")
            self._skipped += 1
            return
        if name == "a":  # a link: what stands in it stays
            name = "tspan" if self._open and self._open[-1].name in _table().texts else "g"
        element = _Element(name)
        element.attributes = dict(self._kept(element.name, attributes))
        if self._open:
            self._open[-1].children.append(element)
        elif self.root is None:
            self.root = element
        self._open.append(element)

    def _end(self, _name: str) -> None:
        if self._skipped:
            self._skipped -= 1
            return
        element = self._open.pop()
        if element.name == "style":
            kept, left = kept_rules("".join(map(str, element.children)), _table().css)
            self.styles += kept
            self.left_out += left
            element.children = ["".join(rule.css for rule in kept)]

    def _text(self, text: str) -> None:
        if not self._skipped and self._open and self._open[-1].name in {"style", *_table().texts}:
            self._open[-1].children.append(text)

    # --- attributes

    def _kept(self, element: str, attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        for qualified, value in attributes.items():
            space, _blank, name = qualified.rpartition(" ")
            if space == _XML and name in {"space", "lang"}:
                yield f"xml:{name}", value
            elif name == "href" and space in (_XLINK, "") and element in _table().pointing:
                yield from self._reference(element, "xlink:href" if space else "href", value)
            elif space == "":
                yield from self._plain(name, value)

    def _reference(self, element: str, name: str, value: str) -> Iterator[tuple[str, str]]:
        inside = _PICTURE.fullmatch(value) if element == "image" else None
        if value.startswith("#") or (inside and self._is_picture(_decoded(inside[1]))):
            yield name, value
        else:
            self.left_out.append("href")

    def _plain(self, name: str, value: str) -> Iterator[tuple[str, str]]:
        table = _table()
        if name == "style":
            kept, left = kept_declarations(value, table.css)
            self.left_out += left
            if kept:
                yield name, kept
        elif name in table.words:
            yield name, value
        elif name in table.lengths | table.values | table.css.properties:
            if _is_fine(name, value):
                yield name, value
            else:
                self.left_out.append(name)
        elif name.startswith("on"):
            self.left_out.append(name)


def _decoded(text: str) -> bytes:
    try:
        return b64decode("".join(text.split()), validate=True)
    except ValueError:
        return b""


_BOX = re.compile(rf"\s*{_NUMBER}(?:[\s,]+{_NUMBER}){{3}}\s*", re.ASCII)
_LENGTH = rf"{_NUMBER}(?:px|em|ex|rem|ch|%|pt|pc|cm|mm|in|q|Q)?"
_LENGTHS = re.compile(rf"\s*{_LENGTH}(?:[\s,]+{_LENGTH})*[\s,]*|auto", re.ASCII)
_ADDRESS = re.compile(r"[:/\\]")
_WORD = re.compile(r"(?<![\w.#-])(?:inf|infinity|nan)\b", re.IGNORECASE)


def _is_fine(name: str, value: str) -> bool:
    """Tell whether *value* says of the attribute *name* what can be drawn, and asks for nothing elsewhere."""
    table = _table()
    if not _is_reckonable(value):
        return False
    if name == "viewBox":
        return _BOX.fullmatch(value) is not None
    if name in table.lengths:
        return _LENGTHS.fullmatch(value) is not None
    return is_allowed(value, table.css) if name in table.css.properties else not _ADDRESS.search(value)


def _is_reckonable(value: str) -> bool:
    """Tell whether all numbers in *value* are such as one can draw with."""
    return not _WORD.search(value) and all(abs(float(number)) <= GREATEST for number in re.findall(_NUMBER, value))


# --- weighing ------------------------------------------------------------------------------------------------------

_CALLS = re.compile(r"""url\(\s*["']?#(.*?)["']?\s*\)""")
_NAMES = re.compile(r"[.#]?[\w-]+|\*")


class _Weigher:
    """Reckons what a drawing draws: an element, what stands in it, and what it uses, as often as it does."""

    def __init__(self, root: _Element, styles: Sequence[Styled]) -> None:
        self._root = root
        self._by_id = {element.attributes["id"]: element for element in _all(root) if "id" in element.attributes}
        self._calls: dict[str, list[str]] = {}
        for rule in styles:
            for name in _NAMES.findall(rule.selector):
                self._calls.setdefault(name, []).extend(_CALLS.findall(rule.declarations))
        self._reckoned: dict[int, tuple[int, int] | None] = {}
        """How many elements each draws, and how deep they stand in one another; None while that is reckoned."""

    def check(self) -> None:
        self._weigh(self._root, 0)

    def _weigh(self, element: _Element, depth: int) -> tuple[int, int]:
        key = id(element)
        if key in self._reckoned:
            known = self._reckoned[key]
            if known is None:
                raise Unsound(_("a part of it draws itself"))
            return known
        if depth > most("drawing-depth"):
            raise Unsound(exceeded("drawing-depth"))
        self._reckoned[key] = None
        parts = [part for part in element.children if isinstance(part, _Element)]
        parts += [self._by_id[name] for name in self._called(element) if name in self._by_id]
        found = [self._weigh(part, depth + 1) for part in parts]
        weight = 1 + sum(number for number, _depth in found), 1 + max((deep for _number, deep in found), default=0)
        if weight[0] > most("drawn-elements"):
            raise Unsound(exceeded("drawn-elements"))
        if weight[1] > most("drawing-depth"):
            raise Unsound(exceeded("drawing-depth"))
        self._reckoned[key] = weight
        return weight

    def _called(self, element: _Element) -> Iterator[str]:
        """Yield the ids of the parts that *element* uses."""
        attributes = element.attributes
        for name, value in attributes.items():
            if name.endswith("href"):
                yield value.removeprefix("#")
            elif "url(" in value.lower():
                yield from _CALLS.findall(value)
        if self._calls:
            names = (f".{name}" for name in attributes.get("class", "").split())
            for name in ("*", element.name, f"#{attributes.get('id', '')}", *names):
                yield from self._calls.get(name, ())


def _all(element: _Element) -> Iterator[_Element]:
    waiting = [element]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += [child for child in found.children if isinstance(child, _Element)]


# --- size and writing ----------------------------------------------------------------------------------------------

_LONGEST_SIDE = 100_000


def _size(root: _Element) -> tuple[int, int]:
    """Return the width and the height of *root*: its own, where they are in pixels, else those of its ``viewBox``.

    Both are 0 where neither says any with which one can reckon.
    """
    box = re.findall(_NUMBER, root.attributes.get("viewBox", ""))[2:4] or ["0", "0"]
    for side in ("width", "height"):
        if not re.fullmatch(rf"\s*{_LENGTH}\s*", root.attributes.get(side, "1"), re.ASCII):
            del root.attributes[side]
    sides = [_pixels(root.attributes.get(key), box[-1] if at else box[0]) for at, key in enumerate(("width", "height"))]
    if not all(1 <= side <= _LONGEST_SIDE for side in sides):
        return 0, 0
    return sides[0], sides[1]


def _pixels(length: str | None, default: str) -> int:
    found = re.fullmatch(rf"\s*({_NUMBER})\s*(?:px)?\s*", length or "", re.ASCII)
    return round(float(found[1] if found else default))


def _written(element: _Element, is_root: bool = True) -> Iterator[str]:
    from xml.sax.saxutils import escape  # with it come modules of the network, and most runs draw nothing

    spaces = ""
    if is_root:
        spaces = f' xmlns="{_SVG}"'
        if any("xlink:href" in each.attributes for each in _all(element)):
            spaces += f' xmlns:xlink="{_XLINK}"'
    attributes = (f' {name}="{escape(value, _QUOTED)}"' for name, value in element.attributes.items())
    head = f"{element.name}{spaces}{''.join(attributes)}"
    if not element.children:
        yield f"<{head}/>"
        return
    yield f"<{head}>"
    for child in element.children:
        if isinstance(child, str):
            yield escape(child)
        else:
            yield from _written(child, is_root=False)
    yield f"</{element.name}>"


_QUOTED = {'"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
