"""``scoring.toml`` → the rows of the scoring table, their conditions ready to be asked."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from pathlib import Path
from typing import Any

from publish.dump import predicates
from publish.dump.labels import Label
from publish.dump.layout import Layout

Question = Callable[[Any], float]
"""Asks a line (`Features`) or a pair (`Pair`) whether something is so, or how much of it there is."""


@dataclass(frozen=True, slots=True)
class Row:
    """What speaks for some labels, in points, where all its conditions hold."""

    when: tuple[str, ...]
    """The conditions as written."""
    questions: tuple[Question, ...]
    """The same to be asked, but for those about the layout."""
    of_layout: tuple[Callable[[Layout], bool], ...]
    points: Mapping[Label, float]
    reason: str
    after: frozenset[Label] = frozenset()
    """In a pair: the labels of the line above with which it counts."""

    def fits(self, layout: Layout) -> bool:
        """Tell whether its conditions about the layout hold for *layout*."""
        return all(question(layout) for question in self.of_layout)


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table."""

    needs: Mapping[Label, Question]
    """What a line must show for a label to be thought of, where not every line can bear it."""
    follows: Mapping[Label, Mapping[Label, float]]
    """Points for what may follow what; `Label.PARAGRAPH` as the upper one is both labels of text."""
    lines: tuple[Row, ...]
    pairs: tuple[Row, ...]
    joins: tuple[Row, ...]
    """Points for the text going on, each under `Label.CONTINUATION`."""


@cache
def scoring_table() -> Table:
    """Return the table that the package holds."""
    return read_table((Path(__file__).parent / "scoring.toml").read_text("utf-8"))


def read_table(toml: str) -> Table:
    """Return the table that *toml* writes. Raises `KeyError` or `AttributeError` for a name that is not there."""
    return make_table(tomllib.loads(toml))


def make_table(data: Mapping[str, Any]) -> Table:
    """Return the table of *data*, the content of its file. Raises as `read_table` does."""
    groups = data["groups"]
    needs = {_label(name): _on_line(need) for name, need in data["needs"].items()}
    follows = {_label(row["after"]): _followers(row) for row in data["follows"]}
    return Table(
        needs,
        follows,
        tuple(_row(row, groups, _on_line) for row in data["line"]),
        tuple(_row(row, groups, _on_pair) for row in data["pair"]),
        tuple(_row(row | {"points": {"continuation": row["points"]}}, groups, _on_pair) for row in data["join"]),
    )


def _followers(row: Mapping[str, Any]) -> dict[Label, float]:
    freely = {_label(name): 0.0 for name in row.get("freely", ())}
    return freely | {_label(name): float(points) for name, points in row["points"].items()}


def _row(row: Mapping[str, Any], groups: Mapping[str, list[str]], question: Callable[[str], Question]) -> Row:
    points: dict[Label, float] = {}
    for name, worth in row["points"].items():
        for label in _labels([name], groups):
            points[label] = points.get(label, 0.0) + worth
    seen = tuple(question(condition) for condition in row["when"] if "layout." not in condition)
    of_layout = tuple(_on_layout(condition) for condition in row["when"] if "layout." in condition)
    after = frozenset(_labels(row.get("after", ()), groups))
    return Row(tuple(row["when"]), seen, of_layout, points, row["reason"], after)


def _labels(names: Iterable[str], groups: Mapping[str, list[str]]) -> Iterator[Label]:
    for name in names:
        yield from map(_label, groups.get(name, [name]))


def _label(name: str) -> Label:
    return Label[name.upper().replace("-", "_")]


Bundle = tuple[Question, list[tuple[tuple[Question, ...], Row]]]
"""Rows by their first condition, each with the conditions that are left."""


def bundled(rows: Iterable[Row]) -> list[Bundle]:
    """Return *rows* so that a condition with which several begin is asked once."""
    bundles: dict[Question, list[tuple[tuple[Question, ...], Row]]] = {}
    for row in rows:
        first, *rest = row.questions or (_always,)
        bundles.setdefault(first, []).append((tuple(rest), row))
    return list(bundles.items())


def narrowed(bundles: Iterable[Bundle], labels: Collection[Label]) -> list[Bundle]:
    """Return *bundles* without the rows that say nothing of *labels*, in the same order."""
    kept = ((first, [pair for pair in rows if not pair[1].points.keys().isdisjoint(labels)]) for first, rows in bundles)
    return [(first, rows) for first, rows in kept if rows]


def fired(bundles: Iterable[Bundle], seen: object) -> list[tuple[Row, float]]:
    """Return the rows whose conditions hold for *seen*, each with how much of them holds."""
    found: list[tuple[Row, float]] = []
    for first, rows in bundles:
        worth = first(seen)
        if not worth:
            continue
        for rest, row in rows:
            product = worth
            for question in rest:
                product *= question(seen)
                if not product:
                    break
            else:
                found.append((row, product))
    return found


def _always(_seen: object) -> float:
    return 1.0


# --- conditions ----------------------------------------------------------------------------------------------------


def _on_layout(condition: str) -> Callable[[Layout], bool]:
    name = condition.removeprefix("not ").removeprefix("layout.")
    wanted = not condition.startswith("not ")
    return lambda layout: bool(getattr(layout, name)) is wanted


@cache
def _on_line(condition: str) -> Question:
    """Return *condition* to be asked of one line: a predicate with its parameter, or the name of a feature."""
    if condition.startswith("not "):
        return _negated(_on_line(condition[4:]))
    name, _, parameter = condition.partition(" ")
    predicate = getattr(predicates, name, None)
    if predicate is None:
        return attrgetter(name)
    return _with_parameter(predicate, parameter) if parameter else predicate


@cache
def _on_pair(condition: str) -> Question:
    """Return *condition* to be asked of a pair: of its upper line, its lower line, or both together."""
    if condition.startswith("not "):
        return _negated(_on_pair(condition[4:]))
    side, dot, rest = condition.partition(".")
    if not dot or side not in ("above", "below"):
        return _on_line(condition)
    if hasattr(predicates, rest.partition(" ")[0]):
        return _of_side(attrgetter(side), _on_line(rest))
    return attrgetter(condition)


def _negated(question: Question) -> Question:
    return lambda seen: not question(seen)


def _of_side(side: Callable[[Any], Any], question: Question) -> Question:
    return lambda pair: question(side(pair))


def _with_parameter(predicate: Callable[[Any, Any], float], parameter: str) -> Question:
    value = int(parameter) if parameter.isdecimal() else parameter
    return lambda seen: predicate(seen, value)
