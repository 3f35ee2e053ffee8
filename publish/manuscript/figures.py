"""Pictures that stand alone in a paragraph: which of them are figures, with what width and caption."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from publish.manuscript.markdown import Node

_WIDTH = r"""width=["']?(\d{1,3}(?:\.\d{1,2})?)%["']?(?=[\s}])"""
ATTRIBUTES = re.compile(r"""\{:?((?:\s*(?:[#.][\w-]+|[\w:-]+=(?:"[^"{}]*"|'[^'{}]*'|[^\s"'{}]+)))+)\s*\}""")
"""What Pandoc and kramdown write behind a picture: ``{#id .class width=50%}``."""


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture that stands alone, with its attributes (``{width=50%}``) and the nodes of the lines below it."""

    image: Node
    line: int
    attributes: str = ""
    caption: Sequence[Node] = ()
    last: int = 0
    """The line on which the caption ends."""


def pictures_shown(nodes: Sequence[Node], line: int, last: int) -> Iterator[ShownPicture]:
    """Yield the pictures of a paragraph that begins with pictures alone, on the lines from *line* to *last*.

    What stands below a line of pictures is the caption of its last one, up to the next such line; a line that begins
    behind a break that the writer made goes on with the caption.
    """
    starts = [0, *(index + 1 for index, node in enumerate(nodes) if node.type in ("softbreak", "hardbreak"))]
    spans = list(zip(starts, [*(start - 1 for start in starts[1:]), len(nodes)], strict=True))
    free = [number for number, (start, _) in enumerate(spans) if not start or nodes[start - 1].type == "softbreak"]
    alone = {n: pictures for n in free if (pictures := _pictures(nodes[slice(*spans[n])], line + n))}
    if 0 not in alone:
        return
    for number, following in pairwise([*alone, len(spans)]):
        *others, shown = alone[number]
        below = spans[number + 1 : following]
        yield from others
        end = last if following == len(spans) else line + following - 1
        yield replace(shown, caption=nodes[below[0][0] : below[-1][1]], last=end) if below else shown


def _pictures(nodes: Sequence[Node], line: int) -> list[ShownPicture]:
    """Return the pictures that *nodes*, those of one line, are; none where they are anything besides."""
    found: list[ShownPicture] = []
    for node in nodes:
        text = node.content.strip() if node.type == "text" else ""
        if node.type == "image":
            found.append(ShownPicture(node, line))
        elif found and ATTRIBUTES.fullmatch(text):
            found[-1] = replace(found[-1], attributes=text)
        elif node.type != "text" or text:
            return []
    return found


def width_of(attributes: str) -> tuple[float | None, str]:
    """Return the width in *attributes*, those of a picture, in per cent of the column, and all else that they say."""
    found = re.search(_WIDTH, attributes)
    width = float(found[1]) if found and 0 < float(found[1]) <= 100 else None
    others = attributes.replace(found[0], "", 1) if found and width else attributes
    return width, others
