"""A task with all that it reads → and back: for a worker that does not see the folder of the archive.

Sent are the sources and what lies beside them, for pictures may be among it; folders within that hold texts, books of
their own, by the names in them alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from publish.archive.tasks import Made, Task, make
from publish.folder import entries
from publish.opening import read_inside
from publish.output import write_pieces
from publish.readers import SUFFIXES


def packed(task: Task) -> Task:
    """Return *task* with the files that making it may read. Raises OSError where one cannot be read."""
    root = Path(task.root)
    found = {**{Path(name): True for name in task.sources}, **dict(_beside(task, root))}
    parts = ((path, read_inside(root, path, "source-size") if read else b"") for path, read in found.items())
    return replace(task, sent=tuple((path.as_posix(), data) for path, data in parts))


def make_packed(task: Task) -> Made:
    """Return what is made of *task* from the files that it brings along."""
    with TemporaryDirectory(prefix="publish-") as folder:
        root = Path(folder).resolve()
        for name, data in task.sent:
            write_pieces(root / name, (data,), lasting=False)
        return make(replace(task, root=str(root), sent=()))


def _beside(task: Task, root: Path) -> Iterator[tuple[Path, bool]]:
    """Yield what may be read beside the sources of *task*, and its styles; False where the name alone may be."""
    folders = {Path(name).parent for name in task.sources} if task.folder is None else {Path(task.folder)}
    for folder in sorted(folders):
        yield from _files(root, folder, whole=(root / folder / "book.toml").is_file())
    table = json.loads(task.settings)
    styles = (table.get("style", {}).get("name"), *(each.get("style") for each in table.get("edition", ())))
    for style in filter(None, styles):
        if (root / style).is_dir():
            yield from _files(root, Path(style), whole=True)


def _files(root: Path, folder: Path, *, whole: bool) -> Iterator[tuple[Path, bool]]:
    """Yield the files of *folder*; *whole*: all that is in its folders too, else of those with texts the names."""
    for path in entries(root / folder):
        name = path.relative_to(root)
        if not path.is_dir():
            if whole or path.suffix.lower() not in SUFFIXES:
                yield name, True
        elif whole or not any(each.suffix.lower() in SUFFIXES for each in entries(path)):
            yield from _files(root, name, whole=whole)
        else:
            yield from ((each.relative_to(root), False) for each in entries(path) if each.is_file())
