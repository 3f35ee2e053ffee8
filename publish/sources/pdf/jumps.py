"""Jump lines: what says at the top of columns that the text there goes on from another page, 上接第1版."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from publish.press import Pattern
from publish.sources.pdf.blocks import Block
from publish.sources.pdf.strips import Strip

_FROM = Pattern(r"(?:{jump_from_line}|[▶►→]*\s*紧?\s*{jump_from}{1,2}\s*{jump_on}?\s*{page}$)")


def part_jumps(strips: Sequence[Strip]) -> tuple[list[Block], list[Strip]]:
    """Return the jump lines among *strips*, or with which one begins, as heads without height, and what is left."""
    jumps: list[Block] = []
    left: list[Strip] = []
    for strip in strips:
        found = _FROM.match(strip.text)
        if found is None:
            left.append(strip)
            continue
        mark = replace(strip, text=found[0])
        jumps.append(Block(strip.box._replace(bottom=strip.top + 1), [mark], head=True, jump=True))
        if rest := strip.text[found.end() :].strip():
            left.append(replace(strip, text=rest))
    return jumps, left
