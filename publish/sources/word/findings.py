"""What a document holds that a book has no place for: counted while it is read, reported once for each kind."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from publish.diagnostics import Diagnostic, Report


class Kind(Enum):
    """A kind of such things; the values are the codes under which they are reported."""

    DELETED = "P151"
    """What tracked changes take out."""
    INSERTED = "P152"
    COMMENT = "P153"
    BOX = "P154"
    HIDDEN = "P155"
    FORMULA = "P156"
    SIGN = "P157"
    """A sign of a face that no table knows."""
    OBJECT = "P158"
    """A chart, a diagram, an embedded file."""
    NESTED = "P159"
    """A table in a table."""
    STRUCK = "P160"


@dataclass(slots=True)
class _Tally:
    times: int = 0
    characters: int = 0
    first: str = ""


@dataclass
class Findings:
    """Counts what is found."""

    _tallies: dict[Kind, _Tally] = field(default_factory=dict)

    def add(self, kind: Kind, text: str) -> None:
        """Take note of one more of *kind*, whose characters or whose name is *text*."""
        tally = self._tallies.setdefault(kind, _Tally())
        tally.times += 1
        tally.characters += len("".join(text.split()))
        tally.first = tally.first or _short(text)

    def report(self, file: str, report: Report) -> None:
        """Report each kind that was found in *file*."""
        for kind in Kind:
            if tally := self._tallies.get(kind):
                facts = {"count": tally.times, "characters": tally.characters, "first": tally.first}
                report(Diagnostic(kind.value, file, facts=facts))


_LONGEST = 30


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1]}…"
