"""The Viterbi search: the labels that together have the most points, over the lines of a dump.

A line that can only be text ends the stretch over which a path is sought, so the work grows with the length of the file
and nothing else. How many points less the best path with another label at a line would have is the margin of that line.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from publish.dump.features import Features
from publish.dump.labels import SURE, TEXT, Label, Labelled, Point
from publish.dump.predicates import Pair, pair_of
from publish.dump.scoring import Scorer, Scores, kind_of
from publish.dump.transcripts import SPOKEN_LINE
from publish.wording import N_

_LONGEST = 1000
"""Lines of the longest stretch over which one path is sought, so that memory stays small whatever the text is."""

Links = dict[Label, Scores]
"""Points for each label on a line (inner key) after each label on the line before it (outer key)."""


def label_flow(flow: deque[Features], scorer: Scorer, *, explained: bool = False) -> Iterator[Labelled]:
    """Yield the lines of *flow* with the labels of the best path; they leave it as they are read, to spare memory.

    Where *explained*, with all points of the label and of the one that came second.
    """
    before, prior = None, Label.EDGE
    stretch: list[Features] = []
    while flow:
        line = flow.popleft()
        if line.text_alone and prior in TEXT and before and not stretch and not explained:
            item = _after_text(pair_of(before, line, scorer.layout), scorer)
            prior, before = item.label, line
            yield item
            continue
        stretch.append(line)
        if not flow or len(stretch) == _LONGEST or line.text_alone:
            for item in _Path(before, prior, stretch, scorer, not flow).labelled(explained):
                prior = item.label
                yield item
            before, stretch = line, []


def _after_text(pair: Pair, scorer: Scorer) -> Labelled:
    """Return the lower line of *pair*, which can only be text and stands after text: a path of one step."""
    opens, continues, reason = scorer.parting(pair)
    points = scorer.emissions(pair.below)
    lead = points[Label.CONTINUATION] + continues - points[Label.PARAGRAPH] - opens
    if lead > 0:
        return Labelled(pair.below.line, Label.CONTINUATION, reason, lead, Label.PARAGRAPH)
    return Labelled(pair.below.line, Label.PARAGRAPH, reason, -lead, Label.CONTINUATION)


class _Path:
    """The best path over *stretch*, below the line *before*, which is labelled *prior*, or the start of the text."""

    def __init__(
        self, before: Features | None, prior: Label, stretch: Sequence[Features], scorer: Scorer, last: bool
    ) -> None:
        self.stretch, self.scorer, self.prior = stretch, scorer, prior
        above = [before, *stretch[:-1]]
        self.pairs = [
            None if upper is None else pair_of(upper, lower, scorer.layout)
            for upper, lower in zip(above, stretch, strict=True)
        ]
        self.offered = [scorer.emissions(line) for line in stretch]
        self.links = list(self._linked())
        self.ahead = list(self._points_ahead())
        self.back = self._points_back(last)

    def _linked(self) -> Iterator[Links]:
        priors: Iterable[Label] = (self.prior,)
        for labels, pair in zip(self.offered, self.pairs, strict=True):
            kinds = {kind: self.scorer.transitions(kind, labels, pair) for kind in dict.fromkeys(map(kind_of, priors))}
            yield {prior: kinds[kind_of(prior)] for prior in priors}
            priors = labels

    def _points_ahead(self) -> Iterator[Scores]:
        """Yield for each line the points of the best path up to and with each of its labels."""
        scores = {self.prior: 0.0}
        for labels, link in zip(self.offered, self.links, strict=True):
            scores = {
                label: points + max([score + link[prior][label] for prior, score in scores.items()])
                for label, points in labels.items()
            }
            yield scores

    def _points_back(self, last: bool) -> list[Scores]:
        """Return for each line the points of the best path after each label; *last* when the text ends with it."""
        rest = {label: self.scorer.closing(label) if last else 0.0 for label in self.offered[-1]}
        back = [rest]
        for index in range(len(self.offered) - 1, 0, -1):
            after = {label: points + rest[label] for label, points in self.offered[index].items()}
            rest = {
                prior: max([points + after[label] for label, points in self.links[index][prior].items()])
                for prior in self.offered[index - 1]
            }
            back.append(rest)
        return back[::-1]

    def labelled(self, explained: bool) -> Iterator[Labelled]:
        """Yield the lines with their labels; where *explained*, with the points of the label and of its rival."""
        prior = self.prior
        for index, line in enumerate(self.stretch):
            offer, link, rest = self.offered[index], self.links[index][prior], self.back[index]
            best = max(offer, key=lambda label: link[label] + offer[label] + rest[label])
            through = {label: self.ahead[index][label] + rest[label] for label in offer}
            rival = max((label for label in offer if label is not best), key=through.__getitem__, default=None)
            margin = through[best] - through[rival] if rival else SURE
            reason, in_doubt = self._reason(index, best, prior), line.around.in_doubt
            item = Labelled(line.line, best, reason, margin, rival, line.mark, line.byline, in_doubt=in_doubt)
            if explained:
                item = replace(item, points=self._points(index, best, prior))
                if rival:
                    item = replace(item, rival_points=self._points(index, rival, self._prior_of(index, rival)))
            yield item
            prior = best

    def _prior_of(self, index: int, label: Label) -> Label:
        """Return the label of the line above on the best path to *label* on a line."""
        scores = self.ahead[index - 1] if index else {self.prior: 0.0}
        return max(scores, key=lambda prior: scores[prior] + self.links[index][prior][label])

    def _points(self, index: int, label: Label, prior: Label) -> tuple[Point, ...]:
        own = self.scorer.reasons(label, self.stretch[index])
        return (*own, *self.scorer.between(kind_of(prior), label, self.pairs[index]))

    def _reason(self, index: int, label: Label, prior: Label) -> str:
        line, pair = self.stretch[index], self.pairs[index]
        if line.forced:
            if line.mark:
                return N_("marked in the text")
            if line.forced is Label.VERSE:
                return SPOKEN_LINE
            if line.forced is Label.SECTION:
                return N_("named in book.toml")
            return N_("part of a record, a paper or a play")
        if label in TEXT and prior in TEXT and pair:
            return self.scorer.parting(pair)[2]
        found = self.scorer.reasons(label, line)
        return max(found).reason if found else N_("between its neighbours")
