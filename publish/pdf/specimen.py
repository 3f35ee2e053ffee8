"""The style, measured: how wide the things may be that are cut or set smaller to fit, in em of their own type.

Only a style's CSS knows this. So a page with one of each (``templates/print/specimen.xhtml``) is laid out in the style,
and the places of its boxes, which the engine tells, are read off. Nothing of the book is in it, and no face is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Places = Mapping[str, Sequence[float]]
"""Left, top, right and bottom of boxes on their pages, in px, by their names."""

TABLE_SETTINGS = ("", "tight", "small", "across", "across small", "turned", "turned small")
"""How a table may be set, in the order in which it is tried, as the classes that a style's CSS answers to: tighter, in
smaller type, over all columns of the page, on a page of its own that is turned."""

MEASURED = ("head", "entry")
"""What else is measured: a running head, and an entry of the contents."""


@dataclass(frozen=True, slots=True)
class TableSetting:
    """One of `TABLE_SETTINGS` in the style at hand."""

    name: str
    measure: float
    """Width of the table, in em of its type."""
    padding: float
    """What a cell takes besides its text, in em."""


@dataclass(frozen=True, slots=True)
class Specimen:
    """What the style leaves room for, in em."""

    head: float
    entry: float
    tables: tuple[TableSetting, ...]


def measured(markup: str, lay_out: Callable[[str], Places]) -> Specimen:
    """Return what the specimen page *markup* shows when *lay_out* has given the places of its boxes."""
    places = lay_out(markup)
    head, entry = (_width(places, name) / _em(places, name) for name in MEASURED)
    return Specimen(head, entry, tuple(_table(places, name) for name in TABLE_SETTINGS))


def _table(places: Places, name: str) -> TableSetting:
    em = _em(places, f"table {name}")
    whole, inside = _width(places, f"table {name}"), _width(places, f"cell {name}")
    return TableSetting(name, whole / em, (whole - inside) / em)


def _width(places: Places, name: str) -> float:
    left, _, right, _ = places[name]
    return right - left


def _em(places: Places, name: str) -> float:
    return _width(places, f"{name} em")
