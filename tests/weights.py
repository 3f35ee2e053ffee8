"""The numbers of the scoring table, changed one at a time, and the cases in ``cases/`` that notice it."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from tomllib import loads
from typing import Any
from unittest.mock import patch

from dump_cases import Case, cases, shown

from publish import dump
from publish.dump import labelling, scoring, table

FILES = ("dumps", "rhythm", "declared", "drawn", "webpages", "guesses")
SCORING = Path(dump.__file__).parent / "scoring.toml"
SHARE = 0.05
"""Share of the numbers that may go unnoticed."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the table: that of *key* in row *row* of the rows of *kind*."""

    kind: str
    row: int
    key: str
    points: float
    conditions: str
    named: tuple[str, ...]
    """The titles of the cases that its row names."""

    def __str__(self) -> str:
        """As a person looks it up in the table."""
        return f"[[{self.kind}]] {self.conditions}: {self.key} = {self.points:g}"


@dataclass
class Weights:
    """The table as it is written, and all cases."""

    folder: Path
    """Where dumps may be written."""
    data: Mapping[str, Any] = field(default_factory=lambda: loads(SCORING.read_text("utf-8")))
    known: Mapping[str, Case] = field(default_factory=lambda: {case.title: case for case in cases(*FILES)})

    def numbers(self) -> Iterator[Number]:
        """Yield each number of the table."""
        for kind in ("follows", "line", "pair", "join"):
            for at, row in enumerate(self.data[kind]):
                when = " & ".join(row.get("when", ())) or "always"
                after = row.get("after", "")
                above = f"after {after if isinstance(after, str) else ' '.join(after)}" if after else ""
                conditions = above if kind == "follows" else ", ".join(filter(None, (above, when)))
                points = row["points"] if isinstance(row["points"], dict) else {"": row["points"]}
                for key, worth in points.items():
                    yield Number(kind, at, key, worth, conditions, tuple(row.get("cases", ())))

    def is_noticed(self, number: Number, factor: float) -> bool:
        """Tell whether a case that the row of *number* names notices *number* at *factor* times itself."""
        other = table.make_table(self._changed(number, factor))
        named = (self.known[title] for title in number.named if title in self.known)
        return any(self._shown(case, other) != case.expected for case in named)

    def noticing(self, number: Number, factor: float) -> Iterator[str]:
        """Yield the titles of the cases that notice *number* at *factor* times itself, those named first."""
        other = table.make_table(self._changed(number, factor))
        titles = dict.fromkeys((*number.named, *self.touched.get((number.kind, number.row), ())))
        for title in titles:
            if title in self.known and self._shown(self.known[title], other) != self.known[title].expected:
                yield title

    def _changed(self, number: Number, factor: float) -> Mapping[str, Any]:
        data = deepcopy(dict(self.data))
        row = data[number.kind][number.row]
        if number.key:
            row["points"][number.key] *= factor
        else:
            row["points"] *= factor
        return data

    def _shown(self, case: Case, other: table.Table) -> str:
        with patch.object(labelling, "scoring_table", lambda: other):
            return shown(case, self.folder)

    @cached_property
    def touched(self) -> dict[tuple[str, int], list[str]]:
        """The titles of the cases in which each row has a say, by the kind and the number of the row."""
        found: dict[tuple[str, int], list[str]] = {}
        whole = table.make_table(self.data)
        rows = {id(row): ("line", at) for at, row in enumerate(whole.lines)}
        rows |= {id(row): ("pair", at) for at, row in enumerate(whole.pairs)}
        rows |= {id(row): ("join", at) for at, row in enumerate(whole.joins)}
        for title, case in self.known.items():
            with _watched() as fired:
                self._shown(case, whole)
            for key in {rows[each] for each in fired}:
                found.setdefault(key, []).append(title)
        return found | {("follows", at): [*self.known] for at in range(len(self.data["follows"]))}


@contextmanager
def _watched() -> Iterator[set[int]]:
    """Collect within this context the rows whose conditions hold anywhere, by identity."""
    found: set[int] = set()

    def watching(bundles: Sequence[table.Bundle], seen: object) -> list[tuple[table.Row, float]]:
        rows = table.fired(bundles, seen)
        found.update(id(row) for row, _ in rows)
        return rows

    with patch.object(scoring, "fired", watching):
        yield found
