"""The outline of a file, chosen as a whole: which series of its heads are the titles of its articles.

Each series (`publish.dump.series`) is a hypothesis; one more is that none heads articles. What speaks for a hypothesis
is evidence that any file gives: how evenly the members stand over the text, how much text they have, what is numbered,
listed, set alike. What each piece of evidence is worth stands in ``outline.toml``. The hypothesis with the most points
is chosen; the one that comes second says which lines are in doubt.
"""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from publish.dump import evidence
from publish.dump.evidence import Trial
from publish.dump.series import Series

if TYPE_CHECKING:
    from publish.dump.recurrence import Heads


@dataclass(frozen=True, slots=True)
class Outline:
    """What was chosen."""

    titles: Series | None
    """The series that heads the articles; None where none does."""
    in_doubt: frozenset[int] = frozenset()
    """The lines that only this outline makes titles, or only others that are nearly as likely."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each piece of evidence is worth, in points."""

    none: float
    """What the hypothesis gets that no series heads articles."""
    worth: Mapping[str, float]


@cache
def outline_weights() -> Weights:
    """Return the weights that the package holds."""
    return read_weights((Path(__file__).parent / "outline.toml").read_text("utf-8"))


def read_weights(toml: str) -> Weights:
    """Return the weights that *toml* writes. Raises `KeyError` for a row without a name or points."""
    data = tomllib.loads(toml)
    return Weights(data["none"], {row["of"]: row["points"] for row in data["evidence"]})


def evidence_for(trial: Trial, names: Collection[str]) -> dict[str, float]:
    """Return how much of each piece of evidence a trial shows."""
    return {name: float(getattr(evidence, name)(trial)) for name in names}


def choose_outline(page: Heads, found: Sequence[Series]) -> Outline:
    """Return the outline of a *page*, of whose series *found* the one with the most points, and the one second."""
    weights = outline_weights()
    ends = (0, *accumulate(line.length for line in page.lines))
    ranked: list[tuple[float, Series | None]] = [(weights.none, None)]
    for one in found:
        shown = evidence_for(Trial(page, one, found, ends), weights.worth)
        ranked.append((sum(weights.worth[name] * much for name, much in shown.items()), one))
    ranked.sort(key=lambda pair: -pair[0])
    most, titles = ranked[0]
    near = [_members(one) for points, one in ranked if most - points < _NEAR]
    return Outline(titles, frozenset().union(*near) - frozenset.intersection(*near))


def _members(one: Series | None) -> frozenset[int]:
    return frozenset(one.members if one else ())


_NEAR = 0.7
"""Points by which an outline that is nearly as likely may be behind."""
