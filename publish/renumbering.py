"""Lines as a source's text counts them → lines as its file does, where they differ (`source.Source.numbers`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from publish.book import Article, Chapter
from publish.diagnostics import Diagnostic, Report
from publish.part import Part, Row
from publish.walk import with_children

_Node = TypeVar("_Node")


def renumbered(part: Part, numbers: Sequence[int]) -> Part:
    """Return *part* with the lines of the file, of which *numbers* has one for each line of the source's text."""
    if not numbers:
        return part

    def explain() -> Iterator[Row]:
        return (row._replace(number=_own(row.number, numbers) or row.number) for row in part.explain())

    return replace(part, chapters=tuple(_changed(chapter, numbers) for chapter in part.chapters), explain=explain)


def by_own_lines(report: Report, numbers: Sequence[int]) -> Report:
    """Return what passes diagnostics on to *report* with the lines of the file."""
    if not numbers:
        return report
    return lambda diagnostic: report(_renumbered(diagnostic, numbers))


def _renumbered(diagnostic: Diagnostic, numbers: Sequence[int]) -> Diagnostic:
    return replace(diagnostic, line=_own(diagnostic.line, numbers))


def _own(line: int | None, numbers: Sequence[int]) -> int | None:
    return numbers[line - 1] if line and line <= len(numbers) else line


def _changed(node: _Node, numbers: Sequence[int]) -> _Node:
    """Return *node*, a value of the model, and all that stands in it, with the lines of the file."""

    def inside(child: Any) -> tuple[Any, ...]:
        return (_changed(child, numbers),)

    changed: Any = with_children(node, inside)  # type: ignore[type-var]
    if hasattr(changed, "places"):
        places = tuple(replace(place, line=numbers[place.line - 1]) for place in changed.places)
        return replace(changed, places=places)  # type: ignore[no-any-return]
    if isinstance(changed, Article | Chapter):
        return replace(changed, line=_own(changed.line, numbers))  # type: ignore[return-value]
    return changed  # type: ignore[no-any-return]
