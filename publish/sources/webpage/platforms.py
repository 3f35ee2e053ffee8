"""The table of platforms (``platforms.toml``): where the pages of each have what."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from publish.sources.markup import Element, local_name

FIELDS = ("kicker", "title", "subtitle", "byline", "credit", "info", "publication", "date", "page")
"""The fields of an article's head, as in the table."""


@dataclass(frozen=True, slots=True)
class Platform:
    """How the pages of one platform mark their articles; selectors by field."""

    name: str
    selectors: Mapping[str, tuple[str, ...]]
    property: Mapping[str, Any] = field(default_factory=dict)
    """Where a comment tells the fields: the word that it begins with, and its elements by field."""
    script: Mapping[str, str] = field(default_factory=dict)
    """Patterns of the fields that a script tells; the group is what it says."""

    def of(self, name: str) -> tuple[str, ...]:
        """Return the selectors of the field called *name*."""
        return self.selectors.get(name, ())


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "platforms.toml").read_text("utf-8"))


@cache
def platforms() -> tuple[Platform, ...]:
    """Return the platforms in the order of the table."""
    return tuple(_platform(row) for row in _table()["platform"])


@cache
def any_page() -> Platform:
    """Return what is looked for on a page of no known platform."""
    return _platform({"name": "any page", **_table()["any"]})


def _platform(row: Mapping[str, Any]) -> Platform:
    selectors = {name: tuple(listed) for name, listed in row.items() if isinstance(listed, list)}
    return Platform(row["name"], selectors, row.get("property", {}), row.get("script", {}))


@cache
def label(name: str) -> re.Pattern[str]:
    """Return the pattern by which a line says the field called *name*; its groups are what the line says."""
    return re.compile(_table()["labels"][name])


@cache
def _furniture(small: str) -> tuple[frozenset[str], re.Pattern[str]]:
    """Return the elements and the names of furniture; *small*: "" or "small_", for what is it where it holds little."""
    table = _table()["furniture"]
    anywhere = "|".join(map(re.escape, table[f"{small}words"].split()))
    whole = "|".join(map(re.escape, table[f"{small}whole"].split()))
    names = re.compile(rf"{anywhere}|(?<![a-z])(?:{whole})(?![a-z])", re.IGNORECASE)
    return frozenset(table[f"{small}elements"]), names


_UNSHOWN = re.compile(r"display\s*:\s*none")


def is_furniture(element: Element, *, small: bool = False) -> bool:
    """Tell whether *element* is named like a part of the page that is none of the article, or is not shown.

    *small*: whether little text stands in it.
    """
    name = local_name(element)
    if name in _furniture("")[0] or element.get("role") in _table()["furniture"]["roles"]:
        return True
    if element.get("hidden") is not None or (
        "display" in (style := element.get("style") or "") and _UNSHOWN.search(style)
    ):
        return True
    named = f"{element.get('class') or ''} {element.get('id') or ''}"
    if named != " " and _furniture("")[1].search(named):
        return True
    return small and (
        name in _furniture("small_")[0] or (named != " " and _furniture("small_")[1].search(named) is not None)
    )
