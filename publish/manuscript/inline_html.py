"""HTML inside a paragraph: which element says what a book can say, and where it ends."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from publish.manuscript.markdown import Node
from publish.phrasing import MARKS, Kind

_BARE = ("a", "abbr", "big", "center", "font", "ins", "kbd", "label", "nobr", "q", "small", "span")
ELEMENTS: Mapping[str, Kind | None] = {**MARKS, **dict.fromkeys(_BARE)}
"""Elements of phrasing content (HTML Living Standard, 4.5) that are read, and what they are in a book: None, text."""

_OPENS = re.compile(r"<([A-Za-z]+)(?:\s[^<>]*)?>")
_CLOSES = re.compile(r"</([A-Za-z]+)\s*>")


class Element(NamedTuple):
    """An element: its name, its start tag as written, and the index of its end tag among the nodes."""

    name: str
    start: str
    end: int


def element_at(nodes: Sequence[Node], index: int) -> Element | None:
    """Return the element of `ELEMENTS` that begins at *index* of the inline *nodes* and ends among them, or None."""
    if nodes[index].type != "html_inline" or not (found := _OPENS.fullmatch(nodes[index].content)):
        return None
    name, depth = found[1].lower(), 0
    if name not in ELEMENTS:
        return None
    for at in range(index, len(nodes)):
        if nodes[at].type == "html_inline":
            opens, closes = _OPENS.fullmatch(nodes[at].content), _CLOSES.fullmatch(nodes[at].content)
            depth += bool(opens and opens[1].lower() == name) - bool(closes and closes[1].lower() == name)
            if depth == 0:
                return Element(name, found[0], at)
    return None
