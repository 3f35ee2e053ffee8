"""What is printed while a book is made, and how: diagnostics, stages, figures. All of it goes to standard error.

A person at a terminal sees colour and a line of progress; a pipe gets plain lines and no progress.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import IntEnum
from typing import TYPE_CHECKING

from publish.acceptance import Acceptance
from publish.diagnostics import RULES, Diagnostic, Severity, Stage
from publish.manual import address_of
from publish.printable import printable, printable_json
from publish.progress import Pace, pages_set
from publish.record import diagnostic_record
from publish.source import SourceLines
from publish.wording import _, ngettext

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status


class Verbosity(IntEnum):
    """How much is printed."""

    QUIET = 0
    """Errors alone."""
    NORMAL = 1
    """Warnings too."""
    VERBOSE = 2
    """Notices too, and each stage as it begins."""


_SHOWN = {Severity.NOTICE: Verbosity.VERBOSE, Severity.WARNING: Verbosity.NORMAL, Severity.ERROR: Verbosity.QUIET}
_MANY = 8
"""Diagnostics of one code that are shown of one file; what is beyond is counted."""
_COLOURS = {Severity.NOTICE: "cyan", Severity.WARNING: "yellow", Severity.ERROR: "red"}


class Terminal:
    """Collects what the stages report and prints what the user asked to see. It is itself a `Report`."""

    def __init__(self, verbosity: Verbosity = Verbosity.NORMAL, as_json: bool = False) -> None:
        self.reported: list[Diagnostic] = []
        """What was reported, less what the book accepts."""
        self.verbosity = verbosity
        self._as_json = as_json
        self._acceptance = Acceptance()
        self._lines = SourceLines()
        self._hints: set[str] = set()
        self._shown: Counter[tuple[str, str | None]] = Counter()
        """How often each code was met in a file in this stage."""
        self._alike: dict[tuple[str, str], list[Diagnostic]] = {}
        """The diagnostics that say the same in this stage, the first of which was shown."""
        self._status: Status | None = None
        self._pace = Pace()
        self._stages = [Stage.READING]
        """The stages that have run; every run reads."""
        self._console = _console() if sys.stderr.isatty() else None

    def __call__(self, diagnostic: Diagnostic) -> None:
        """Take *diagnostic*: print it, unless ``accept`` names it."""
        diagnostic = self._lines.placed(diagnostic)
        if self._acceptance.takes(diagnostic):
            return
        self.reported.append(diagnostic)
        if self.verbosity >= _SHOWN[diagnostic.severity] and not self._floods(diagnostic):
            self.show(diagnostic)

    def _floods(self, diagnostic: Diagnostic) -> bool:
        """Tell whether *diagnostic* says the same as another, or is one of so many that the rest is better counted."""
        if self.verbosity is Verbosity.VERBOSE or self._as_json or diagnostic.severity is Severity.ERROR:
            return False
        same = self._alike.setdefault((diagnostic.code, diagnostic.message), [])
        same.append(diagnostic)
        if len(same) > 1:
            return True
        kind = diagnostic.code, diagnostic.file
        self._shown[kind] += 1
        return self._shown[kind] > _MANY

    def _tell_floods(self) -> None:
        """Print for each kind that was shown in part how many more there are, and where the same is reported."""
        for (code, message), (_first, *same) in self._alike.items():
            if same:
                line = _("{count} more of {code}: {sentence} ({places}; -v shows each)")
                places = told_places(same)
                print(line.format(count=len(same), code=code, sentence=message, places=places), file=sys.stderr)
        self._alike.clear()
        for (code, file), count in self._shown.items():
            if count > _MANY:
                more = _("{count} more of {code}: {sentence} (-v shows each)")
                sentence = _FACT.sub("…", _(RULES[code].message))
                line = more.format(count=count - _MANY, code=code, sentence=sentence)
                print(printable(f"{file}: {line}" if file else line), file=sys.stderr)
        self._shown.clear()

    def accept(self, accepted: Sequence[str]) -> None:
        """Be silent about the diagnostics that the keys *accepted* name (`publish.acceptance`)."""
        self._acceptance = Acceptance(accepted)

    def stale(self) -> list[str]:
        """Return each accepted key of a stage that has run under which nothing was reported."""
        return [*self._acceptance.stale("".join(stage.value for stage in self._stages))]

    def report_stale(self, file: str) -> None:
        """Report the stale keys, which are written in *file*."""
        for key in self.stale():
            self(Diagnostic("B301", file, facts={"accepted": key}))

    def know(self, lines: SourceLines) -> None:
        """From now on place diagnostics by *lines*, of the sources of the book."""
        self._lines = lines

    def count(self, severity: Severity) -> int:
        """Return how many diagnostics of *severity* were reported."""
        return sum(diagnostic.severity is severity for diagnostic in self.reported)

    def show(self, diagnostic: Diagnostic) -> None:
        """Print *diagnostic*, its hint on the next line; each hint once."""
        if self._as_json:
            line = printable_json(diagnostic_record(diagnostic))
        else:
            line = str(diagnostic) + self._hinted(diagnostic) + self._acceptable(diagnostic)
        if self._console and not self._as_json:
            from rich.text import Text

            text = Text(line, _COLOURS[diagnostic.severity])
            at = line.find(f" {diagnostic.code} ") + 1
            text.stylize(f"link {address_of(diagnostic.code)}", at, at + len(diagnostic.code))
            self._console.print(text, soft_wrap=True)
        else:
            print(line, file=sys.stderr)

    def _hinted(self, diagnostic: Diagnostic) -> str:
        hint = diagnostic.hint
        if hint is None or (diagnostic.severity is not Severity.ERROR and hint in self._hints):
            return ""
        self._hints.add(hint)
        return f"\n    {hint}"

    def _acceptable(self, diagnostic: Diagnostic) -> str:
        """Return a line with what to write under ``accept``, where *diagnostic* is a warning and all is shown."""
        if self.verbosity is not Verbosity.VERBOSE or diagnostic.severity is not Severity.WARNING or not diagnostic.key:
            return ""
        return "\n    " + _("to accept it: {key}").format(key=printable_json(diagnostic.key))

    @contextmanager
    def stage(self, stage: Stage, name: str, what: str, pages: int = 0) -> Iterator[None]:
        """Show for as long as it lasts that *stage* does *name* to *what*; ``-v`` prints it and lets it stand.

        *pages*: about how many are to be set.
        """
        self._stages.append(stage)
        line = printable(f"{name}: {what}")
        if self.verbosity is Verbosity.VERBOSE and not self._as_json:
            print(line, file=sys.stderr)
        with self.working(line, pages):
            yield
        self._tell_floods()

    @contextmanager
    def working(self, line: str, pages: int = 0) -> Iterator[None]:
        """Show *line* for as long as it lasts, on a terminal alone; *pages*: about how many are to be set."""
        if not self._console or self.verbosity is Verbosity.QUIET:
            yield
            return
        with self._console.status(self._cut(line)) as self._status, pages_set(self._show_progress, pages):
            self._pace = Pace()
            yield
        self._status = None

    def progress(self, done: int, total: int, what: str) -> None:
        """Show on the line of the stage that *done* of *total* are done, and *what* is in work."""
        if total > 1:
            self._show_progress(f"{done}/{total} {what}{self._pace.left(done - 1, total)}")

    def _show_progress(self, line: str) -> None:
        if self._status:
            self._status.update(self._cut(line))

    def _cut(self, line: str) -> str:
        """Return *line* as far as it goes on one line of the terminal beside what turns there."""
        from rich.cells import cell_len, set_cell_size
        from rich.markup import escape

        line = printable(line)
        room = (self._console.width if self._console else 80) - 3
        return escape(line if cell_len(line) <= room else set_cell_size(line, room - 1) + "…")

    def conclude(self, articles: int, pages: int | None) -> None:
        """Print at the end, on one line, what was made of how many *articles*, and how to see what is doubtful."""
        if self.verbosity is not Verbosity.NORMAL or self._as_json:
            return
        warnings = self.count(Severity.WARNING)
        parts = [ngettext("{count} article", "{count} articles", articles).format(count=articles)]
        if pages is not None:
            parts.append(ngettext("{count} page", "{count} pages", pages).format(count=pages))
        if warnings:
            parts.append(ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings))
        more = _("; publish check lists all that is doubtful") if warnings else ""
        print(_(", ").join(parts) + more, file=sys.stderr)

    def spine(self, millimetres: float, pages: int) -> None:
        """Print on one line how thick a book of *pages* is."""
        if self.verbosity is Verbosity.QUIET or self._as_json:
            return
        counted = ngettext("{count} page", "{count} pages", pages).format(count=pages)
        print(_("{counted}, a spine of {width} mm").format(counted=counted, width=f"{millimetres:g}"), file=sys.stderr)

    def unchanged(self, name: str) -> None:
        """Print on one line that the finished book called *name* is left as it is."""
        if self.verbosity is not Verbosity.QUIET and not self._as_json:
            print(printable(_("{name}: unchanged").format(name=name)), file=sys.stderr)

    def pass_on(self, diagnostic: Diagnostic) -> None:
        """Print *diagnostic*, of one book among thousands, where it is asked for, and keep nothing of it."""
        asked = self.verbosity is Verbosity.VERBOSE or self._as_json or diagnostic.severity is Severity.ERROR
        if asked and self.verbosity >= _SHOWN[diagnostic.severity]:
            self.show(diagnostic)

    def tell(self, line: str, *, always: bool = False) -> None:
        """Print *line* for who reads along in a pipe, or *always*; at a terminal, `progress` says it."""
        if self.verbosity is not Verbosity.QUIET and not self._as_json and (always or not self._console):
            print(printable(line), file=sys.stderr)

    def verdict(self, name: str, faults: Sequence[Diagnostic]) -> None:
        """Print on one line whether the finished book called *name* holds what its sources say, of which *faults*."""
        if self.verbosity is Verbosity.QUIET or self._as_json:
            return
        errors, warnings = (sum(one.severity is kind for one in faults) for kind in (Severity.ERROR, Severity.WARNING))
        parts = [ngettext("{count} error", "{count} errors", errors).format(count=errors)] if errors else []
        if warnings:
            parts.append(ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings))
        verdict = (
            _("not to be delivered") if errors else _("to be looked at") if warnings else _("as its sources have it")
        )
        print(
            _("{name}: {verdict}").format(name=name, verdict=verdict)
            + "".join(f" ({each})" for each in [_(", ").join(parts)] if each),
            file=sys.stderr,
        )

    def table(self, rows: Sequence[tuple[str, int]]) -> None:
        """Print figures under each other, each with its name, on standard output."""
        if self.verbosity is Verbosity.QUIET:
            return
        from rich.console import Console
        from rich.table import Table

        table = Table(box=None, show_header=False, pad_edge=False)
        table.add_column()
        table.add_column(justify="right")
        for name, figure in rows:
            table.add_row(name, f"{figure:,}")
        Console(file=sys.stdout, highlight=False).print(table)


def _console() -> Console:
    from rich.console import Console  # takes a while to load, and a pipe does not need it

    return Console(stderr=True)


_MOST_PLACES = 8
"""Places that are named where the same is reported of many."""


def told_places(diagnostics: Sequence[Diagnostic]) -> str:
    """Return where *diagnostics* stand: lines where all are of one file, else files."""
    files = list(dict.fromkeys(one.file or "" for one in diagnostics))
    lines = list(dict.fromkeys(one.numbers for one in diagnostics if one.numbers))
    named = lines if len(files) == 1 and lines else files
    listed = ", ".join(named[:_MOST_PLACES]) + (", …" if len(named) > _MOST_PLACES else "")
    return printable(f"{files[0]}:{listed}" if named is lines else listed)


def rows_by_code(reported: Sequence[Diagnostic]) -> list[tuple[str, int]]:
    """Return how often each code was *reported*, with its sentence, the facts left out."""
    counts = Counter(diagnostic.code for diagnostic in reported)
    return [(f"{code} {_FACT.sub('…', _(RULES[code].message))}", counts[code]) for code in sorted(counts)]


_FACT = re.compile(r"\{\w+\}")


def summary_rows(figures: dict[str, int]) -> list[tuple[str, int]]:
    """Return *figures* with their names in the user's language, in the order in which they are printed."""
    names = {
        "chapters": _("chapters"),
        "articles": _("articles"),
        "authors": _("authors"),
        "characters": _("characters"),
        "cuts": _("cuts mended"),
        "lines_dropped": _("lines left out as furniture"),
        "in_source": _("characters of the sources"),
        "in_blocks": _("in blocks"),
        "in_fields": _("in titles, bylines and other fields"),
        "furniture": _("in furniture"),
        "marks": _("marks taken off"),
        "left_out": _("left out with a warning or notice"),
        "lost": _("lost"),
        "invented": _("invented"),
        "notices": _("notices"),
        "warnings": _("warnings"),
        "errors": _("errors"),
    }
    return [(name, figures[key]) for key, name in names.items() if key in figures]
