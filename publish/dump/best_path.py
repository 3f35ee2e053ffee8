"""The labels that together have the most points: the best path over the lines of a dump.

A line that can only be text ends the stretch over which a path is sought, so the work grows with the length of the file
and nothing else. How many points less the best path with another label at a line would have is the margin of that line.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from publish.dump.evidence import evidence, offers
from publish.dump.labels import SURE, TEXT, Label, Labelled
from publish.dump.layout import Layout
from publish.dump.neighbours import closing, goes_on, kind_of, links, text_after_text
from publish.dump.sight import Sight
from publish.wording import N_

_LONGEST = 1000
"""Lines of the longest stretch over which one path is sought, so that memory stays small whatever the text is."""

Scores = dict[Label, float]
Links = dict[Label, Scores]
"""Points for each label on a line (inner key) after each label on the line before it (outer key)."""


def label_flow(flow: deque[Sight], layout: Layout) -> Iterator[Labelled]:
    """Yield the lines of *flow* with the labels of the best path; they leave it as they are read, to spare memory."""
    before, prior = None, Label.EDGE
    stretch: list[Sight] = []
    while flow:
        sight = flow.popleft()
        if sight.text_alone and prior in TEXT and before and not stretch:
            item = _after_text(before, sight, layout)
            prior, before = item.label, sight
            yield item
            continue
        stretch.append(sight)
        if not flow or len(stretch) == _LONGEST or sight.text_alone:
            for item in _best_path(before, prior, stretch, layout, not flow):
                prior = item.label
                yield item
            before, stretch = sight, []


def _after_text(above: Sight, sight: Sight, layout: Layout) -> Labelled:
    """Return *sight*, which can only be text and stands after text: a path of one step between two labels."""
    opens, continues, reason = text_after_text(above, sight, layout)
    points = offers(sight)
    lead = points[Label.CONTINUATION] + continues - points[Label.PARAGRAPH] - opens
    if lead > 0:
        return Labelled(sight.line, Label.CONTINUATION, reason, lead, Label.PARAGRAPH)
    return Labelled(sight.line, Label.PARAGRAPH, reason, -lead, Label.CONTINUATION)


def _best_path(
    before: Sight | None, prior: Label, stretch: Sequence[Sight], layout: Layout, last: bool
) -> Iterator[Labelled]:
    """Yield the lines of *stretch* with the labels of the best path from *before*, labelled *prior*, or the start."""
    offered = [offers(sight) for sight in stretch]
    linked = list(_linked(prior, before, stretch, offered, layout))
    ahead = _points_ahead(prior, offered, linked)
    back = _points_back(offered, linked, last)
    for index, sight in enumerate(stretch):
        above = stretch[index - 1] if index else before
        offer, link, rest = offered[index], linked[index][prior], back[index]
        best = max(offer, key=lambda label: link[label] + offer[label] + rest[label])
        through = {label: ahead[index][label] + rest[label] for label in offer}
        rival = max(((points, label) for label, points in through.items() if label is not best), default=None)
        margin = through[best] - rival[0] if rival else SURE
        yield Labelled(
            sight.line, best, _reason(best, prior, above, sight, layout), margin, rival and rival[1], sight.mark
        )
        prior = best


def _linked(
    opening: Label, before: Sight | None, stretch: Sequence[Sight], offered: Sequence[Scores], layout: Layout
) -> Iterator[Links]:
    above, priors = before, {opening: 0.0}
    for sight, labels in zip(stretch, offered, strict=True):
        kinds = dict.fromkeys(map(kind_of, priors))
        rows = {kind: links(kind, labels, above, sight, layout) for kind in kinds}
        yield {prior: rows[kind_of(prior)] for prior in priors}
        above, priors = sight, labels


def _points_ahead(opening: Label, offered: Sequence[Scores], linked: Sequence[Links]) -> list[Scores]:
    """Return for each line the points of the best path up to and with each of its labels."""
    ahead: list[Scores] = []
    scores = {opening: 0.0}
    for labels, link in zip(offered, linked, strict=True):
        scores = {
            label: points + max([score + link[prior][label] for prior, score in scores.items()])
            for label, points in labels.items()
        }
        ahead.append(scores)
    return ahead


def _points_back(offered: Sequence[Scores], linked: Sequence[Links], last: bool) -> list[Scores]:
    """Return for each line the points of the best path after each of its labels; *last* when the text ends with it."""
    rest = {label: closing(label) if last else 0.0 for label in offered[-1]}
    back = [rest]
    for index in range(len(offered) - 1, 0, -1):
        after = {label: points + rest[label] for label, points in offered[index].items()}
        rest = {
            prior: max([points + after[label] for label, points in linked[index][prior].items()])
            for prior in offered[index - 1]
        }
        back.append(rest)
    return back[::-1]


def _reason(label: Label, prior: Label, above: Sight | None, sight: Sight, layout: Layout) -> str:
    if sight.forced:
        return N_("marked in the text") if sight.mark else N_("named in book.toml")
    if label in TEXT and prior in TEXT and above:
        return goes_on(above, sight, layout)[1]
    found = list(evidence(label, sight))
    return max(found)[1] if found else N_("between its neighbours")
