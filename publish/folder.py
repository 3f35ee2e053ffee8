"""A path as the user gave it → the sources that it means, in reading order, and how its name is shown.

A file is whatever can be read: a pipe and a device too. Names are bytes to the system; one that is not in its encoding,
as those unpacked from an archive of Windows, is decoded like a text.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from publish.decoding import shown
from publish.diagnostics import failure
from publish.finished import is_own_file
from publish.ordering import in_order
from publish.output import is_standard_output
from publish.readers import STANDARD_INPUT, SUFFIXES, usual_endings
from publish.writers import is_finished

_LONGEST = 80
"""Characters of a path that are shown where there is no such file: what is longer is most likely a text."""


def is_source(path: Path) -> bool:
    """Tell whether there is a file at *path*, or a pipe or device that can be read like one."""
    try:
        return path == STANDARD_INPUT or (path.exists() and not path.is_dir())
    except (OSError, ValueError):  # too long for a path, or with a zero byte in it
        return False


def is_stream(path: Path) -> bool:
    """Tell whether *path* is no file, so that its name says nothing."""
    return path == STANDARD_INPUT or path.is_fifo() or path.is_char_device()


def is_folder(path: Path) -> bool:
    """Tell whether there is a folder at *path*."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def absent(path: Path) -> str:
    """Return *path* as it is shown where nothing is there."""
    text = shown(path)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def texts_in(folder: Path) -> tuple[Path, ...]:
    """Return the sources in *folder* in the order in which they are to be read.

    The file that standard output goes to is none: it was made a moment ago, for what comes out. Finished books of this
    program are sources only where there is nothing else. Raises `PublishError` B102 where there is no source.
    """
    found = [path for path in entries(folder) if path.suffix.lower() in SUFFIXES and not path.is_dir()]
    found = [path for path in found if not is_standard_output(path)]
    found = [path for path in found if not is_output(path)] or found
    if not found:
        raise failure("B102", shown(folder), endings=usual_endings())
    names = [shown(path.relative_to(folder)) for path in found]
    return tuple(found[at] for at in in_order(names))


def is_output(path: Path) -> bool:
    """Tell whether the file at *path* is a finished book that this program made."""
    return is_finished(path) and is_own_file(path)


def others_in(folder: Path, sources: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the files and folders in *folder* that hold none of *sources*, by their names, hidden ones aside."""
    held = {folder / path.relative_to(folder).parts[0] for path in sources if path.is_relative_to(folder)}
    return tuple(path for path in entries(folder) if path not in held and not is_standard_output(path))


def entries(folder: Path) -> Iterator[Path]:
    """Yield what stands in *folder*, hidden things aside. Raises `PublishError` B103 where it cannot be read."""
    try:
        yield from sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        raise failure("B103", shown(folder), reason=error.strerror) from error
