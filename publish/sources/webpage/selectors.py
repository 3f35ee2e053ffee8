"""CSS selectors on a page, by an index of it: type, ``#id``, ``.class``, ``[attribute]`` and descendants, no more.

All of Selectors Level 4 on each element takes a tenth of a second a page; the tables ask for these five.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from publish.sources.markup import Element, is_element, local_name

_COMPOUND = re.compile(r"(?P<type>[\w-]+)?(?P<rest>(?:#[\w-]+|\.[\w-]+|\[[^\]]+\])*)")
_PART = re.compile(
    r"#(?P<id>[\w-]+)|\.(?P<name>[\w-]+)|\[(?P<key>[\w:-]+)(?:(?P<how>[*^~]?)=['\"]?(?P<value>[^'\"\]]*)['\"]?)?\]"
)


class _Compound(NamedTuple):
    """What one element must be."""

    type: str | None
    id: str | None
    classes: tuple[str, ...]
    attributes: tuple[tuple[str, str, str | None], ...]


class Index:
    """The elements of a page by their names, ids and classes, in the order of the page."""

    def __init__(self, root: Element) -> None:
        self.elements = [element for element in root.iter() if is_element(element)]
        self.rank = {element: rank for rank, element in enumerate(self.elements)}
        """The place of each element in the order of the page."""
        self._types: defaultdict[str, list[Element]] = defaultdict(list)
        self._ids: defaultdict[str, list[Element]] = defaultdict(list)
        self._classes: defaultdict[str, list[Element]] = defaultdict(list)
        self._valued: dict[str, Mapping[str, list[Element]]] = {}
        """The elements by the value of each attribute that was asked for: few are, and a page may have thousands."""
        for element in self.elements:
            self._types[local_name(element)].append(element)
            if name := element.get("id"):
                self._ids[name].append(element)
            for name in (element.get("class") or "").split():
                self._classes[name].append(element)

    def find(self, selectors: Iterable[str]) -> list[Element]:
        """Return the elements that the first of *selectors* which any fits selects; none where none does."""
        return next((found for selector in selectors if (found := list(self.select(selector)))), [])

    def select(self, selector: str) -> Iterator[Element]:
        """Yield the elements that *selector* selects."""
        compounds = _parsed(selector)
        return (element for element in self._candidates(compounds[-1]) if _selected(element, compounds))

    def of_type(self, *names: str) -> list[Element]:
        """Return the elements called one of *names*, in the order of the page."""
        return sorted((element for name in names for element in self._types[name]), key=self.rank.__getitem__)

    def with_id(self, name: str) -> Element | None:
        """Return the element whose id is *name*, or None."""
        return next(iter(self._ids.get(name, ())), None)

    def _candidates(self, compound: _Compound) -> Sequence[Element]:
        if compound.id:
            return self._ids.get(compound.id, ())
        if compound.classes:
            return min((self._classes.get(name, ()) for name in compound.classes), key=len)
        if compound.attributes and not compound.type:
            key, how, wanted = compound.attributes[0]
            found = (elements for value, elements in self._values(key).items() if _has(value, how, wanted))
            return sorted((element for elements in found for element in elements), key=self.rank.__getitem__)
        return self._types.get(compound.type, ()) if compound.type else self.elements

    def _values(self, key: str) -> Mapping[str, list[Element]]:
        """Return the elements by the value of the attribute called *key*."""
        if key not in self._valued:
            values: defaultdict[str, list[Element]] = defaultdict(list)
            for element in self.elements:
                if (value := element.get(key)) is not None:
                    values[value].append(element)
            self._valued[key] = values
        return self._valued[key]


@cache
def _parsed(selector: str) -> tuple[_Compound, ...]:
    """Return the compounds of *selector*, the one of the element itself last. Raises `ValueError` where it is none."""
    return tuple(map(_compound, selector.split()))


def _compound(text: str) -> _Compound:
    found = _COMPOUND.fullmatch(text)
    if not found or not text:
        raise ValueError(f"not a selector: {text}")
    parts = list(_PART.finditer(found["rest"]))
    attributes = tuple((part["key"], part["how"] or "", part["value"]) for part in parts if part["key"])
    names = tuple(part["name"] for part in parts if part["name"])
    return _Compound(found["type"], next((part["id"] for part in parts if part["id"]), None), names, attributes)


def _selected(element: Element, compounds: Sequence[_Compound]) -> bool:
    if not _fits(element, compounds[-1]):
        return False
    waiting = list(compounds[:-1])
    for above in element.iterancestors():
        if not waiting:
            break
        if _fits(above, waiting[-1]):
            waiting.pop()
    return not waiting


def _fits(element: Element, compound: _Compound) -> bool:
    if (compound.type and local_name(element) != compound.type) or (compound.id and element.get("id") != compound.id):
        return False
    if compound.classes:
        classes = (element.get("class") or "").split()
        if not all(name in classes for name in compound.classes):
            return False
    return all(_has(element.get(key), how, value) for key, how, value in compound.attributes)


def _has(found: str | None, how: str, value: str | None) -> bool:
    if found is None or not value:
        return found is not None and value is None
    match how:
        case "^":
            return found.startswith(value)
        case "*":
            return value in found
        case "~":
            return value in found.split()
        case _:
            return found == value
