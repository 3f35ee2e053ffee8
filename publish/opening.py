"""The one door: all files that come from outside the program are opened here, and nowhere else.

What the user named on the command line is trusted to be what is meant: it may be a link, a pipe, a device. What a
folder holds is not, for somebody else may have made it: a link, ``..`` or an absolute path that leads out of the folder
is refused, and so is whatever is no plain file. All faults are OSErrors with a sentence in `strerror`.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from publish.limits import exceeded, most
from publish.wording import _

_CHUNK = 1 << 20
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


Seen = dict[Path, str | None]
"""Files with the hash of what was read from each; None where nothing could be read."""
_seen: ContextVar[Seen | None] = ContextVar("seen", default=None)


@contextmanager
def recorded() -> Iterator[Seen]:
    """Within this context note each file that is opened here: what is made depends on these."""
    seen: Seen = {}
    token = _seen.set(seen)
    try:
        yield seen
    finally:
        _seen.reset(token)


def hash_of(data: bytes) -> str:
    """Return the hash by which *data* is known again."""
    return sha256(data).hexdigest()


@contextmanager
def _noted(path: Path) -> Iterator[list[bytes]]:
    """Note what is read from *path*: the one piece that is put into the list, or nothing."""
    read: list[bytes] = []
    try:
        yield read
    finally:
        if (seen := _seen.get()) is not None:
            seen[path] = hash_of(read[0]) if read else None


class OutsideError(OSError):
    """The path leads out of the folder in which it stands."""


def resolved(folder: Path, name: str | Path) -> Path:
    """Return where *name* in *folder* is when all links are followed.

    Raises `OutsideError` where that is outside *folder*, OSError where no path can be found out (a loop of links).
    """
    try:
        root, path = folder.resolve(), (folder / name).resolve()
    except RuntimeError as error:  # how Python 3.11 and 3.12 say it
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from error
    except ValueError as error:  # a zero byte
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL)) from error
    if not path.is_relative_to(root):
        raise OutsideError(errno.EXDEV, _("it leads out of its folder"))
    return path


def read_inside(folder: Path, name: str | Path, limit: str) -> bytes:
    """Return the plain file *name* of *folder*, at most as many bytes as *limit* allows. Raises OSError."""
    path = resolved(folder, name)
    with _noted(path) as noted, open(os.open(path, _FLAGS), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, _("it is no plain file"))
        noted.append(read_stream(file, limit))
        return noted[0]


def read_named(path: Path, limit: str) -> bytes:
    """Return what the user named, be it a file or something else to read from, within *limit*. Raises OSError."""
    with _noted(path.absolute()) as noted, path.open("rb") as file:
        noted.append(read_stream(file, limit))
        return noted[0]


def read_stream(file: BinaryIO, limit: str) -> bytes:
    """Return what *file* has, which may have no end. Raises OSError where that is more than *limit* allows."""
    parts, left = [], most(limit)
    while part := file.read(min(_CHUNK, left + 1)):
        parts.append(part)
        left -= len(part)
        if left < 0:
            raise OSError(errno.EFBIG, exceeded(limit))
    return b"".join(parts)
