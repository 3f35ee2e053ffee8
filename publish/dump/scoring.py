"""Points for the labels of the lines of one dump: the scoring table applied to features."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from publish.dump.features import Features
from publish.dump.labels import APART, TEXT, Label, Point
from publish.dump.layout import Layout
from publish.dump.predicates import Pair
from publish.dump.table import Bundle, Table, bundled, fired, narrowed
from publish.wording import N_

Scores = dict[Label, float]

_NEVER = -30.0
"""Points for a label after another that it cannot follow."""
_HOPELESS = -10.0
_FAR = 20.0
"""Points behind the best label of a line from which no neighbours make up for them."""


def kind_of(label: Label) -> Label:
    """Return *label* as its followers see it: both labels of text are one."""
    return Label.PARAGRAPH if label in TEXT else label


class Scorer:
    """Gives points to the labels of lines, in a dump that is laid out as *layout* says."""

    def __init__(self, table: Table, layout: Layout) -> None:
        self.layout = layout
        self._needs = table.needs
        self._lines = bundled(table.lines)
        self._text = bundled(row for row in table.lines if not TEXT.isdisjoint(row.points))
        self._joins = bundled(row for row in table.joins if row.fits(layout))
        pairs = [row for row in table.pairs if row.fits(layout)]
        of_text = [row for row in pairs if Label.PARAGRAPH in row.after and not TEXT.isdisjoint(row.points)]
        self._text_pairs = bundled(of_text)
        self._pairs = {before: bundled(row for row in pairs if before in row.after) for before in Label}
        self._lines_for = cache(lambda labels: narrowed(self._lines, labels))
        self._pairs_for = cache(lambda before, labels: narrowed(self._pairs[before], labels))
        self._follows = {
            before: {label: table.follows.get(before, {}).get(label, _NEVER) for label in Label} for before in Label
        }

    # --- one line

    def emissions(self, line: Features) -> Scores:
        """Return the labels that *line* could bear, with their points."""
        if line.forced:
            return {line.forced: 0.0}
        if line.text_alone:
            return _added(dict.fromkeys(TEXT, 0.0), self._text, line)
        possible = tuple(label for label in _BORNE if label not in self._needs or self._needs[label](line))
        totals = _added(dict.fromkeys(possible, 0.0), self._lines_for(possible), line)
        least = max(_HOPELESS, max(totals.values()) - _FAR)
        return {label: points for label, points in totals.items() if points > least} or dict.fromkeys(TEXT, 0.0)

    def reasons(self, label: Label, line: Features) -> list[Point]:
        """Return all points for *label* on *line* by itself, each with its reason."""
        return _reasons(label, self._lines_for((label,)), line)

    # --- a pair

    def transitions(self, before: Label, labels: Iterable[Label], pair: Pair | None) -> Scores:
        """Return the points of each of *labels* on the lower line of *pair* after *before*, a kind, on the upper one.

        *pair* is None on the first line.
        """
        row = self._follows[before]
        scores = {label: row[label] for label in labels}
        if pair is None:
            return scores
        if before is not Label.PARAGRAPH:
            return _added(scores, self._pairs_for(before, tuple(scores)), pair)
        apart = {label: points for label, points in scores.items() if label not in TEXT}
        if apart:
            scores |= _added(apart, self._pairs_for(before, tuple(apart)), pair)
        opens, continues, _reason = self.parting(pair)
        return scores | {
            label: points for label, points in zip(_TEXT, (opens, continues), strict=True) if label in scores
        }

    def closing(self, label: Label) -> float:
        """Return the points of *label* on the last line."""
        return self._follows[kind_of(label)][Label.EDGE]

    def parting(self, pair: Pair) -> tuple[float, float, str]:
        """Return the points for a paragraph beginning in the lower line of *pair*, two of text, and for its going on.

        Third stands what says most for the one or the other. What speaks for one speaks against the other.
        """
        joint, most, strongest = 0.0, 0.0, ""
        for row, times in fired(self._joins, pair):
            points = row.points[Label.CONTINUATION] * times
            joint += points
            if abs(points) > most:
                most, strongest = abs(points), row.reason
        opens, continues = min(0.0, -joint), min(0.0, joint)
        for row, times in fired(self._text_pairs, pair):
            opens += row.points.get(Label.PARAGRAPH, 0.0) * times
            continues += row.points.get(Label.CONTINUATION, 0.0) * times
        return opens, continues, strongest

    def between(self, before: Label, label: Label, pair: Pair | None) -> list[Point]:
        """Return all points for *label* on the lower line of *pair* after *before*, a kind, each with its reason."""
        points = [Point(self._follows[before][label], _AFTER)]
        if pair is not None and before is Label.PARAGRAPH and label in TEXT:
            opens, continues, reason = self.parting(pair)
            points.append(Point(continues if label is Label.CONTINUATION else opens, reason))
        elif pair is not None:
            points += _reasons(label, self._pairs_for(before, (label,)), pair)
        return [point for point in points if point.worth]


_BORNE = tuple(label for label in Label if label not in APART | {Label.EDGE})
"""The labels for which a line of the flow can be thought of."""
_TEXT = (Label.PARAGRAPH, Label.CONTINUATION)
_AFTER = N_("follows the line above")


def _added(scores: Scores, bundles: Sequence[Bundle], seen: object) -> Scores:
    """Add to *scores* what rows give to their labels for *seen*."""
    for row, times in fired(bundles, seen):
        for label, points in row.points.items():
            if label in scores:
                scores[label] += points * times
    return scores


def _reasons(label: Label, bundles: Sequence[Bundle], seen: object) -> list[Point]:
    """Return what rows give to *label* for *seen*, each with its reason."""
    return [Point(row.points[label] * times, row.reason) for row, times in fired(bundles, seen) if label in row.points]
