"""What each line of the sources was taken for, how surely, and why: the table of ``publish parse --explain``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from unicodedata import east_asian_width

from publish.diagnostics import Report
from publish.dump import Hints, explain_lines, ready_hints
from publish.edition import Edition
from publish.part import Candidate, Part, Row
from publish.printable import printable
from publish.readers import read_file
from publish.source import page_and_line
from publish.wording import _

_BEYOND_DOUBT = 10
"""A label that won by more points than these has no margin printed."""


def explain(edition: Edition, report: Report, *, detailed: bool = False) -> str:
    """Return a table of every line of the sources that is not empty.

    Where *detailed*, all points of the label of a line and of its nearest rival stand below it.

    Raises `PublishError` where a source cannot be used.
    """
    hints = ready_hints(edition.settings.parse, str(edition.folder / "book.toml"))
    tables = ("\n".join(_table(path, edition, hints, report, detailed)) for path in edition.sources)
    return "\n\n".join(tables) + "\n"


def _table(path: Path, edition: Edition, hints: Hints, report: Report, detailed: bool) -> Iterator[str]:
    found = read_file(path, edition, report)
    source = found.source if isinstance(found, Part) else found
    pages = source.pages
    yield printable(source.name)
    yield _in_columns(_("line"), _("taken as"), _("margin"), _("text"), _("reason"))
    for row in found.explain() if isinstance(found, Part) else explain_lines(found, hints, detailed):
        yield _printed(row._replace(number=source.numbers[row.number - 1]) if source.numbers else row, pages)
        yield from map(_weighed, row.weighed)


def _printed(row: Row, pages: Sequence[int]) -> str:
    number = ":".join(str(part) for part in page_and_line(row.number, pages) if part is not None)
    margin = "" if row.margin is None or row.margin >= _BEYOND_DOUBT else f"{row.margin:.1f}"
    return _in_columns(number, _(row.label), margin, _shortened(row.text), _(row.reason))


def _weighed(candidate: Candidate) -> str:
    reasons = ", ".join(f"{worth:+.1f} {_(reason)}" for worth, reason in candidate.points)
    total = sum(worth for worth, _reason in candidate.points)
    return f"{'':>8}{_filled(_(candidate.label), 16)}  {total:+6.1f}  {reasons}"


def _in_columns(number: str, label: str, margin: str, text: str, reason: str) -> str:
    return f"{number:>6}  {_filled(label, 16)}  {margin:>6}  {_filled(text, 50)}  {reason}"


def _shortened(text: str) -> str:
    flat = " ".join(text.split("\t"))
    return flat if len(flat) <= 24 else f"{flat[:15]}…{flat[-8:]}"


def _filled(text: str, width: int) -> str:
    """Return *text* with spaces up to *width* columns of a terminal, where a Han character takes two."""
    return text + " " * max(0, width - sum(1 + (east_asian_width(char) in "WF") for char in text))
