"""What ``check`` does: the figures of sources, and finished books held against them."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from publish.cli.run import Run
from publish.decoding import shown
from publish.diagnostics import Diagnostic, Stage, failure
from publish.writers import is_finished, verifier_of

if TYPE_CHECKING:
    from publish.book import Book
    from publish.edition import Edition, Settings


def finished_among(paths: tuple[Path, ...]) -> list[Path]:
    """Return those of *paths* that are to be held against the others: where there are none, this program made them."""
    from publish.folder import is_output

    finished = [path for path in paths if is_finished(path)]
    if len(finished) < len(paths):
        return finished
    return [path for path in finished if is_output(path) or not path.exists()]


def counted(run: Run) -> Book:
    """Return the book of the sources, as they have it, after printing the figures of both."""
    from publish.reading import read
    from publish.record import summary
    from publish.terminal import rows_by_code, summary_rows

    with run.terminal.working(run.sources):
        reading = read(run.edition, run.terminal, progress=run.terminal.progress)
    run.terminal.table(summary_rows(asdict(reading.account) | asdict(summary(reading.book, run.terminal.reported))))
    run.terminal.table(rows_by_code(run.terminal.reported))
    return reading.book


def _in_language(book: Book, language: str, edition: Edition) -> Book | None:
    """Return *book* converted as a finished book in *language* must have been, in silence; None where it was not."""
    from publish import traditional

    def silent(diagnostic: Diagnostic) -> None:
        """Report nothing: it was reported when the book was made."""

    if language == book.language:
        return None
    if variant := traditional.variant_of(language):
        return traditional.to_traditional(book, variant, edition.settings.traditional, silent)
    if language.startswith("zh"):
        return traditional.to_simplified(book, silent, edition.settings.traditional)
    return None


def verify(run: Run, path: Path, book: Book, stated: Settings) -> None:
    """Report what is wrong with the finished book at *path*, of which its sources have *stated* so much.

    Where it names another language than its sources, it is held against their conversion too, and the nearer counts.
    """
    verifier = verifier_of(path)
    assert verifier is not None, path
    if not path.is_file():
        raise failure("B101", shown(path))
    with run.terminal.stage(Stage.VERIFICATION, "verify", shown(path)):
        converted = None if run.variant else _in_language(book, verifier.language(path), run.edition)
        candidates = [book, converted] if converted else [book]
        faults: list[list[Diagnostic]] = [[] for _candidate in candidates]
        for candidate, found in zip(candidates, faults, strict=True):
            verifier.verify(path, verifier.as_made(path, candidate, stated), found.append, run.edition.settings)
        for diagnostic in min(faults, key=len):
            run.terminal(diagnostic)
    run.terminal.verdict(shown(path), min(faults, key=len))
