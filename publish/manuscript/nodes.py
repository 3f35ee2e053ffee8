"""What the nodes of Markdown say of themselves: their lines, what a comment holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from publish.manuscript.markdown import Node, line_of

_COMMENT = re.compile(r"\s*<!--(.*?)-->\s*", re.DOTALL)


def last_line_of(node: Node) -> int:
    """Return the line on which *node*, a block, ends."""
    return node.map[1] if node.map else line_of(node)


def lines_of(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """Yield the inline *nodes* of each line of their paragraph."""
    line: list[Node] = []
    for node in nodes:
        if node.type in ("softbreak", "hardbreak"):
            yield line
            line = []
        else:
            line.append(node)
    yield line


def comment(html: str) -> str | None:
    """Return what *html* says if it is a comment and nothing else."""
    found = _COMMENT.fullmatch(html)
    return found[1].strip() if found else None


def first_character(nodes: Sequence[Node]) -> str:
    """Return the first character of *nodes*, or nothing."""
    for node in nodes:
        for inner in node.walk():
            if inner.content:
                return inner.content[0]
    return ""


def shortened(text: str) -> str:
    """Return *text* on one line, short enough for a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:59]}…"
