"""Lines → labelled lines: what each line of a dump is, why, and how surely.

Furniture is told by its own words and taken out of the flow first, since it may stand between the halves of a
paragraph. The rest is labelled by the best path: each line offers the labels that it could bear, with points for what
speaks for them and against them (`evidence`); each pair of neighbours has points too (`neighbours`: a byline follows a
title, text goes on with text); the sequence with the most points wins (`best_path`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from publish.best_path import label_flow
from publish.bylines import Strength, Vocabulary, read_byline, read_reporters
from publish.folding import closed_up
from publish.furniture import MAXIMUM, Furniture, is_caption, part_jumps, read_furniture, read_origin
from publish.labels import Hints, Label, Labelled
from publish.layout import read_layout
from publish.running_heads import find_running_heads
from publish.sight import LIST_MARK, MARK, see_all
from publish.source import Line
from publish.wording import N_


def label_lines(lines: Sequence[Line], hints: Hints) -> tuple[Labelled, ...]:
    """Return *lines*, the lines of one dump, each with its label."""
    lines = list(part_jumps(lines))
    found = [find_furniture(line, hints) for line in lines]
    for index, head in list(find_running_heads(lines, found, lambda text: _is_known(text, hints))):
        found[index] = head
    for at in range(1, len(lines)):
        if not found[at] and (above := found[at - 1]) and above.reason == "caption" and is_caption(lines[at].text):
            found[at] = above  # who took the picture
    flowing = [line for line, furniture in zip(lines, found, strict=True) if not furniture]
    layout = read_layout(flowing)
    flow = label_flow(see_all(flowing, layout, hints), layout)
    labelled = iter(_signed_apart(list(flow), hints.vocabulary))
    return tuple(
        Labelled(line, *_floating(furniture)) if furniture else next(labelled)
        for line, furniture in zip(lines, found, strict=True)
    )


def _signed_apart(flow: list[Labelled], vocabulary: Vocabulary) -> list[Labelled]:
    """Return *flow* with a title wherever a piece with a byline is signed at its end by somebody else.

    Two signatures are two pieces; the second, which bears its byline at the end alone, begins at the last
    crosshead, or at a line that could have been one.
    """
    byline: frozenset[str] = frozenset()
    crosshead: int | None = None
    above: Label | None = None
    for index, item in enumerate(flow):
        match item.label:
            case Label.SECTION | Label.KICKER | Label.TITLE:
                byline, crosshead = frozenset(), None
            case Label.BYLINE:
                byline |= _names_in(item, vocabulary)
            case Label.PARAGRAPH if above in (Label.TITLE, Label.SUBTITLE):
                byline |= frozenset(read_reporters(item.line.text, vocabulary))
            case Label.CONTINUATION if crosshead == index - 1:
                crosshead = None
            case Label.PARAGRAPH if crosshead is None and item.rival in (Label.TITLE, Label.CROSSHEAD):
                crosshead = index
            case Label.CROSSHEAD if not LIST_MARK.match(item.line.text) and not item.mark:
                crosshead = index
            case Label.SIGNATURE if crosshead is not None and byline:
                if byline.isdisjoint(_names_in(item, vocabulary) or byline):
                    flow[crosshead] = replace(
                        flow[crosshead],
                        label=Label.TITLE,
                        reason=N_("signed at its end"),
                        margin=0.5,
                        rival=Label.CROSSHEAD,
                    )
                crosshead = None
        above = item.label
    return flow


def _names_in(item: Labelled, vocabulary: Vocabulary) -> frozenset[str]:
    found = read_byline(item.line.text, vocabulary)
    return frozenset(found.names) if found else frozenset()


def _is_known(text: str, hints: Hints) -> bool:
    """Tell whether *text* is a section heading by what ``book.toml`` says, or names."""
    byline = read_byline(text, hints.vocabulary)
    return closed_up(text) in hints.sections or (byline is not None and byline.strength >= Strength.NAMES)


def _floating(found: Furniture) -> tuple[Label, str]:
    return (Label.CAPTION if found.reason == "caption" else Label.FURNITURE), found.reason


def find_furniture(line: Line, hints: Hints) -> Furniture | None:
    """Return what *line* is apart from the flow of text, furniture or a caption; None where it belongs to the flow.

    What ``book.toml`` says comes first, then what a mark in the text says.
    """
    text = line.text
    if any(pattern.fullmatch(text) for pattern in hints.furniture):
        return Furniture(N_("named in book.toml"), read_origin(text))
    if len(text) > MAXIMUM or MARK.match(text) or (hints.sections and closed_up(text) in hints.sections):
        return None
    if piece := read_furniture(text):
        return piece
    if is_caption(text) and not read_byline(text, hints.vocabulary):
        return Furniture(N_("caption"))
    return None
