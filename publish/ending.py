"""How a run ends before its end: Ctrl-C, whenever it comes; a standard output that is closed or takes no more.

Loaded before all else, and loads nothing of ours until it is needed.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

INTERRUPTED = 130
"""The exit status of a program that Ctrl-C ended: 128 and the number of the signal."""

UNFINISHED: set[Path] = set()
"""Files that are being written under a name of their own: none of them stays when the run is interrupted."""


def end_at_interrupt() -> None:
    """From now on end the process at Ctrl-C, at once: with one line, status 130, and no unfinished file.

    An exception would be lost or told at length where it comes up in the midst of a library written in C.
    """
    if threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
        signal.signal(signal.SIGINT, _interrupted)


def _interrupted(_number: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for path in list(UNFINISHED):
        with suppress(OSError):
            path.unlink()
    with suppress(OSError, ImportError):
        from publish.wording import _

        # A terminal has a line of progress, and no cursor while that is there.
        os.write(2, (("\r\x1b[K\x1b[?25h" if os.isatty(2) else "") + _("interrupted") + "\n").encode())
    os._exit(INTERRUPTED)


class UnwritableError(OSError):
    """Standard output is closed, or what it leads to takes no more."""


@contextmanager
def standard_streams() -> Iterator[None]:
    """Within this context, what cannot be written to standard output raises `UnwritableError`.

    What cannot be written to standard error is lost: there is nobody to tell. A character that the encoding of a
    terminal lacks is written as an escape. Streams that are none of the system's, as a test has them, stay.
    """
    closed = {number for number in (0, 1, 2) if not _is_open(number)}
    for _number in closed:
        os.open(os.devnull, os.O_RDWR)  # else a file opened later would be taken for the stream
    before = sys.stdout, sys.stderr
    sys.stdout = _stream(sys.stdout, 1, _Output(1, refuses=True, closed=1 in closed))
    sys.stderr = _stream(sys.stderr, 2, _Output(2, refuses=False, closed=2 in closed))
    try:
        yield
    finally:
        try:
            sys.stdout.flush()  # what waits there may not find its way either
        finally:
            sys.stdout, sys.stderr = before


def _is_open(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return False
    return True


def _stream(stream: Any, number: int, output: _Output) -> Any:
    """Return *stream* written by *output*, or *stream* itself where it is not the system's *number*."""
    if stream is not None:
        try:
            if stream.fileno() != number:
                return stream
        except (OSError, ValueError):
            return stream
    encoding = getattr(stream, "encoding", None) or "utf-8"
    by_line = number == 2 or output.isatty()
    return io.TextIOWrapper(io.BufferedWriter(output), encoding, "backslashreplace", line_buffering=by_line)


class _Output(io.FileIO):
    """A stream of the system's; after it has refused once, it takes all and keeps nothing."""

    def __init__(self, number: int, refuses: bool, closed: bool) -> None:
        super().__init__(number, "w", closefd=False)
        self._refuses, self._dead = refuses, False
        self._closed_before = closed

    def write(self, data: Any) -> int:
        """Write *data*. Raises `UnwritableError`; BrokenPipeError where who read is gone."""
        if self._dead:
            return len(data)
        try:
            if self._closed_before:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF))
            return super().write(data) or 0
        except OSError as error:
            self._dead = True
            if not self._refuses:
                return len(data)
            if isinstance(error, BrokenPipeError):
                raise
            raise UnwritableError(error.errno, error.strerror) from error
