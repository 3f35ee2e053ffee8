"""``--watch``: a book made again whenever something that it is made of changes.

Each making is a process of its own, so that nothing of the one before is in it, and one that dies ends nothing else. Of
what it says only what is new is shown. A source with a fault leaves the last good book as it was.
"""

from __future__ import annotations

import io
import multiprocessing
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic, sleep
from typing import Any, NoReturn

import click

from publish.cli.run import Run, begin_run
from publish.ending import end_without_a_word
from publish.printable import printable
from publish.processes import way_to_part
from publish.wording import _

Make = Callable[[Run], None]
Snapshot = dict[Path, tuple[int, int]]
"""The time of change and the size of files."""

_PAUSE = 0.3
"""Seconds between two looks, where the system does not tell of changes, and for a change to be over."""
_LONGEST_WAIT = 5_000
"""Milliseconds after which it is looked all the same."""


@dataclass(slots=True)
class Making:
    """What came of one making."""

    status: int = 1
    paths: str = ""
    """What was written, a path a line."""
    messages: str = ""
    """What was printed to standard error."""
    watched: tuple[Path, ...] = ()
    """What the book is made of, as far as that could be found out."""
    seen: Snapshot = field(default_factory=dict)
    """The files of that before they were read."""


def watch(sources: tuple[Path, ...], options: dict[str, Any], output: Path | None, make: Make) -> NoReturn:
    """Make the book that *sources* and *options* mean with *make*, and again at each change, until Ctrl-C."""
    if Path("-") in (*sources, output):
        raise click.UsageError(_("--watch needs files to watch and a file to write"))
    known: set[str] = set()
    made = Making(watched=sources or (Path(),))
    while True:
        begun = monotonic()
        made = _in_a_process(sources, options, output, make, made)
        blocks = [block for block in re.split(r"\n(?! {4})", made.messages) if block.strip()]
        *reported, conclusion = blocks if made.status == 0 and blocks else [*blocks, ""]
        for block in reported:
            if block not in known:
                click.echo(block, err=True)
        known = set(reported)
        click.echo(_line(made, conclusion, monotonic() - begun), err=True)
        _wait(made)


def _line(made: Making, conclusion: str, seconds: float) -> str:
    """Return the one line that tells of *made*."""
    if made.status:
        return _("not made ({seconds:.1f} s): the last good book stands").format(seconds=seconds)
    path = made.paths.strip().replace("\n", ", ")
    line = _("{path}: {what} ({seconds:.1f} s)").format(path=path, what=conclusion or _("made"), seconds=seconds)
    return printable(line)


# --- a making --------------------------------------------------------------------------------------------------------


def _in_a_process(
    sources: tuple[Path, ...], options: dict[str, Any], output: Path | None, make: Make, before: Making
) -> Making:
    """Return what came of a making in a process of its own, the one after *before*."""
    context: Any = multiprocessing.get_context(way_to_part())
    ours, theirs = context.Pipe(duplex=False)
    seen = _snapshot(before.watched)
    process = context.Process(target=_make, args=(theirs, sources, options, output, make))
    process.start()
    theirs.close()
    try:
        made: Making = ours.recv()
    except EOFError:
        made = Making(messages=_("the process that made the book died"))
    process.join()
    made.paths = made.paths or before.paths
    if not made.watched:
        made.watched, made.seen = before.watched, seen
    return made


def _make(connection: Any, sources: tuple[Path, ...], options: dict[str, Any], output: Path | None, make: Make) -> None:
    end_without_a_word()
    made, sys.stdout, sys.stderr = Making(), io.StringIO(), io.StringIO()
    try:
        with begin_run(sources, dict(options), output) as run:
            made.watched = tuple(dict.fromkeys([*sources, *_watched(run)]))
            made.seen = _snapshot(made.watched)
            make(run)
        made.status = 0
    except SystemExit:
        pass  # it has printed why
    except click.ClickException as error:
        print(error.format_message(), file=sys.stderr)
    except Exception as error:
        print(repr(error), file=sys.stderr)
    made.paths, made.messages = sys.stdout.getvalue(), sys.stderr.getvalue()
    connection.send(made)


def _watched(run: Run) -> Iterator[Path]:
    """Yield what the book of *run* is made of: its sources, its folder, its style."""
    from publish.assets import find_style

    edition = run.edition
    yield from edition.sources
    if edition.is_folder:
        yield edition.folder
    if edition.cover:
        yield Path(edition.cover)
    yield from find_style(edition.settings.style.name)


# --- changes ---------------------------------------------------------------------------------------------------------


def _wait(made: Making) -> None:
    """Return when one of the files that *made* was made of is another than it was then, and the change is over."""
    own = {Path(line).resolve() for line in made.paths.splitlines()}
    for _look in _looks(made.watched):
        now = _snapshot(made.watched)
        if _without(now, own) != _without(made.seen, own):
            sleep(_PAUSE)
            while (later := _snapshot(made.watched)) != now:
                now = later
                sleep(_PAUSE)
            return


def _without(files: Snapshot, own: set[Path]) -> Snapshot:
    return {path: about for path, about in files.items() if path.resolve() not in own}


def _snapshot(paths: Iterable[Path]) -> Snapshot:
    """Return the size and the time of change of each file of *paths*, less those that are hidden."""
    found = {}
    for path in paths:
        for file in path.rglob("*") if path.is_dir() else [path]:
            with suppress(OSError):
                about = file.stat()
                if not file.name.startswith(".") and not stat.S_ISDIR(about.st_mode):
                    found[file] = about.st_mtime_ns, about.st_size
    return found


def _looks(paths: tuple[Path, ...]) -> Iterator[object]:
    """Yield when it is time to look: now, and when the system tells of a change, if it can, else from time to time."""
    yield None
    folders = [path for path in paths if path.is_dir()]
    if len(folders) == len(paths):
        with suppress(ImportError):
            from watchfiles import watch as changes

            yield from changes(*folders, rust_timeout=_LONGEST_WAIT, yield_on_timeout=True, debounce=50, step=50)
    while True:
        sleep(_PAUSE)
        yield None
