"""Who signs tells pieces apart: what is signed at its end by somebody else than at its head is two pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from publish.dump.bylines import Strength, read_reporters, read_signature
from publish.dump.labels import TEXT, Label, Labelled
from publish.dump.likeness import Vocabulary
from publish.dump.shapes import LIST_MARK, is_section_like
from publish.wording import N_

_HEADINGS = frozenset({Label.TITLE, Label.CROSSHEAD, Label.SECTION})
_LONGEST_PEN_NAME = 3
_DOUBTFUL = 3
"""A line of text that would as well have been a title by less than this can begin a piece."""


def part_by_signature(flow: list[Labelled], vocabulary: Vocabulary) -> None:
    """Correct the labels of *flow*, the lines without furniture, by who signs at the head and at the end of each piece.

    Two signatures are two pieces: the second, with its byline at the end alone, begins at the line that is likest a
    title. One signature at the end makes what could be names under the title no byline.
    """
    for start, end in _pieces(flow):
        signed = _signed_at_end(flow, start, end, vocabulary)
        if _is_doubtful(flow, start):
            if signed or _reporters(flow, start, end, vocabulary):
                _correct_head(flow, start)
        elif signed:
            head = _signed_at_head(flow, start, end, vocabulary)
            if head and head.isdisjoint(signed) and (title := _second_title(flow, start, end)) is not None:
                _begin_piece(flow, title)


def _pieces(flow: list[Labelled]) -> Iterator[tuple[int, int]]:
    """Yield where each piece begins, at its title, and ends."""
    starts = [at for at, item in enumerate(flow) if item.label is Label.TITLE]
    yield from pairwise([*starts, len(flow)])


def _signed_at_end(flow: list[Labelled], start: int, end: int, vocabulary: Vocabulary) -> frozenset[str]:
    names: frozenset[str] = frozenset()
    for item in reversed(flow[start + 1 : end]):
        if item.label is Label.SIGNATURE:
            names |= frozenset(item.byline.names if item.byline else ())
        elif item.label not in (Label.SECTION, Label.KICKER):
            byline = read_signature(item.line.text, vocabulary) if item.label in TEXT else None
            return names | frozenset(byline.names if byline else ())
    return names


def _signed_at_head(flow: list[Labelled], start: int, end: int, vocabulary: Vocabulary) -> frozenset[str]:
    names = _reporters(flow, start, end, vocabulary)
    for item in flow[start + 1 : end]:
        if item.label is Label.BYLINE:
            names |= frozenset(item.byline.names if item.byline else ())
        elif item.label in TEXT:
            break
    return names


def _reporters(flow: list[Labelled], start: int, end: int, vocabulary: Vocabulary) -> frozenset[str]:
    """Return whom the dateline of a piece names."""
    first = next((item for item in flow[start + 1 : end] if item.label is Label.PARAGRAPH), None)
    return frozenset(read_reporters(first.line.text, vocabulary) if first else ())


def _is_doubtful(flow: list[Labelled], start: int) -> bool:
    """Tell whether what could be names, or another title, stands under the title."""
    title, under = flow[start], flow[min(start + 1, len(flow) - 1)]
    if _is_declared(title):
        return False
    byline = under.byline if under.label is Label.BYLINE and not title.mark else None
    if byline is None or byline.strength > Strength.POSSIBLE:
        return False
    if byline.strength is Strength.DOUBTFUL or len(under.line.text) > _LONGEST_PEN_NAME:
        return True
    return is_section_like(title.line.text)


def _is_declared(item: Labelled) -> bool:
    """Tell whether the source of the line says itself what it is."""
    return item.line.look is not None and item.line.look.declared is not None


def _correct_head(flow: list[Labelled], start: int) -> None:
    if start and flow[start - 1].label is Label.SECTION:
        flow[start + 1] = _relabelled(flow[start + 1], Label.TITLE_CONTINUED, N_("signed elsewhere"))
    else:
        flow[start] = _relabelled(flow[start], Label.SECTION, N_("signed elsewhere"))
        flow[start + 1] = _relabelled(flow[start + 1], Label.TITLE, N_("signed elsewhere"))


def _second_title(flow: list[Labelled], start: int, end: int) -> int | None:
    """Return the line of a piece that is likest the title of a second one."""
    likely = [at for at in range(start + 2, end - 1) if _could_be_title(flow[at], flow[at + 1])]
    if likely:
        return min(likely, key=lambda at: flow[at].margin)
    places = (at for at in range(end - 1, start, -1) if not _is_declared(flow[at]))
    crossheads = (at for at in places if flow[at].label is Label.CROSSHEAD and not flow[at].mark)
    return next((at for at in crossheads if not LIST_MARK.match(flow[at].line.text)), None)


def _could_be_title(item: Labelled, below: Labelled) -> bool:
    if _is_declared(item) or item.rival not in _HEADINGS or LIST_MARK.match(item.line.text):
        return False
    match item.label:
        case Label.CROSSHEAD:
            return True
        case Label.VERSE:
            return below.label in TEXT and item.margin < 2 * _DOUBTFUL
        case _:
            return item.label in TEXT and item.margin < _DOUBTFUL


def _begin_piece(flow: list[Labelled], at: int) -> None:
    flow[at] = _relabelled(flow[at], Label.TITLE, N_("signed at its end"))
    if flow[at + 1].label is Label.CONTINUATION:
        flow[at + 1] = _relabelled(flow[at + 1], Label.PARAGRAPH, N_("begins a piece"))


def _relabelled(item: Labelled, label: Label, reason: str) -> Labelled:
    return replace(item, label=label, reason=reason, margin=0.5, rival=item.label)
