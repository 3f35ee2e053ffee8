"""Where the text of a block stands in its document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from publish.book import Block, Inlines, Paragraph, Place, Places, Text, plain, plain_block
from publish.manuscript.markdown import Node, line_of
from publish.manuscript.markdown_writer import tidy


def places_of_lines(node: Node) -> Places:
    """Return a place for each line of *node*, whose text has the same lines."""
    start = line_of(node) + (node.type == "fence" and node.content != "")
    offsets = [0]
    for line in node.content.rstrip("\n").split("\n"):
        offsets.append(offsets[-1] + len(line) + 1)
    return tuple(Place(start + index, 1, offset) for index, offset in enumerate(offsets[:-1]))


def places_within(blocks: Sequence[Block], offset: int = 0) -> Places:
    """Return the places of *blocks*, counted in their plain text together."""
    places: list[Place] = []
    for block in blocks:
        places += (replace(place, offset=place.offset + offset) for place in block.places)
        offset += len(plain_block(block)) + 1
    return tuple(places)


def without_start(paragraph: Paragraph, length: int) -> tuple[Inlines, Places]:
    """Return the content and the places of *paragraph* without its first *length* characters, which are plain."""
    first, *rest = paragraph.content
    text = plain((first,))[length:]
    places = tuple(replace(place, offset=max(0, place.offset - length)) for place in paragraph.places)
    return tidy((Text(text), *rest)), places
