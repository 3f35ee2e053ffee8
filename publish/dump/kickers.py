"""Kickers without a mark: over the only title of a page, a line that reads as one and not as the name of a section."""

from __future__ import annotations

from collections.abc import MutableSequence
from dataclasses import replace

from publish.dump.labels import SURE, Label, Labelled
from publish.dump.numbering import read_number
from publish.dump.shapes import is_section_like

_SHORTEST = 8
"""Characters of the shortest: names of sections are shorter."""


def part_kickers(flow: MutableSequence[Labelled]) -> None:
    """Give the label of a kicker to the first line of *flow*, a section heading right above the only title.

    A section is over several pieces. In what a database gives out of a newspaper, one article, no section is printed.
    """
    titles = [at for at, item in enumerate(flow) if item.label is Label.TITLE]
    if titles != [1] or not _could_be_kicker(flow[0]) or flow[1].line.gap:
        return
    flow[0] = replace(flow[0], label=Label.KICKER, rival=Label.SECTION, margin=0.0)


def _could_be_kicker(item: Labelled) -> bool:
    text = item.line.text
    known = item.mark or item.margin >= SURE or item.line.look is not None
    named = is_section_like(text) or read_number(text) is not None
    return item.label is Label.SECTION and len(text) >= _SHORTEST and not (known or named)
