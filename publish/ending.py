"""How a run ends before its end: Ctrl-C, whenever it comes; a standard output that takes no more; a death.

Another process watches a run (`watched`): where a library in C breaks, or the system takes memory back, it says so in a
line. Loaded before all else, this loads nothing of ours until it is needed.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Any

INTERRUPTED = 130
"""The exit status of a program that Ctrl-C ended: 128 and the number of the signal."""

UNFINISHED: set[Path] = set()
"""Files that are being written under a name of their own: none of them stays when the run is interrupted."""


def end_when_told() -> None:
    """From now on end the process at Ctrl-C, at once: with one line, status 130, and no unfinished file.

    An exception would be lost or printed at length where it comes up in the midst of a library written in C. So ends it
    as well when the system asks for it, without a line.
    """
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, _end_on_signal)


def _end_on_signal(number: int, _frame: FrameType | None) -> None:
    signal.signal(number, signal.SIG_IGN)
    with suppress(ImportError):
        from publish.wording import _

        # A terminal has a line of progress, and no cursor while that is there.
        before = "\r\x1b[K\x1b[?25h" if os.isatty(2) else ""
        _end(f"{before}{_('interrupted')}\n" if number == signal.SIGINT else before, 128 + number)


def end_without_a_word() -> None:
    """From now on end this process, which another has begun, at Ctrl-C: that one says so, and both are ended."""
    leave_watcher()
    signal.signal(signal.SIGINT, lambda number, _frame: _end("", 128 + number))


def _end(line: str, status: int) -> None:
    """End the process with this *line* and *status*, at once, and leave no unfinished file."""
    for path in list(UNFINISHED):
        with suppress(OSError):
            path.unlink()
    with suppress(OSError):
        os.write(2, line.encode())
    _say_alive()
    os._exit(status)


# --- a process that watches ----------------------------------------------------------------------------------------

_watcher: int | None = None
"""Where this process says that it ends as it should; None where nobody listens."""


def watched(work: Callable[[], None]) -> None:
    """Do *work*; another process waits until it is done and says so in a line (O104) where this one dies before.

    Where a system cannot part processes, nobody watches.
    """
    global _watcher
    if hasattr(os, "fork"):
        ours, theirs = os.pipe()
        held = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # the watcher is not to say it as well
        if os.fork() == 0:
            os.close(theirs)
            _watch(ours)
        signal.pthread_sigmask(signal.SIG_SETMASK, held)
        os.close(ours)
        _watcher = theirs
    try:
        work()
    finally:
        _say_alive()


def _say_alive() -> None:
    if _watcher is not None:
        with suppress(OSError):
            os.write(_watcher, b".")


def leave_watcher() -> None:
    """Be no longer the process that is watched, but one of those that it has begun."""
    global _watcher
    if _watcher is not None:
        os.close(_watcher)
        _watcher = None


def _watch(run: int) -> None:
    """Wait for the end of the process at the other end of *run*, and tell of it where it did not say that it ends."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGTSTP"):
        signal.signal(getattr(signal, name), signal.SIG_IGN)
    for number in (0, 1):  # who reads what the run writes is not to wait for this process
        with suppress(OSError):
            os.close(number)
    with suppress(OSError, ImportError):
        if not os.read(run, 1):
            from publish.diagnostics import Diagnostic

            os.write(2, f"{Diagnostic('O104')}\n".encode())
    os._exit(0)


_GRACE = 5
"""Seconds after the limit of time in which the run may say so, before the system ends it."""


def bound(memory: int, seconds: int) -> None:
    """From now on let this process have so many bytes of *memory* and *seconds* of work, where another watches it."""
    if _watcher is None:
        return
    import resource

    signal.signal(signal.SIGXCPU, _over_time)
    for kind, most, last in ((resource.RLIMIT_AS, memory, memory), (resource.RLIMIT_CPU, seconds, seconds + _GRACE)):
        with suppress(ValueError, OSError):  # less is allowed already
            resource.setrlimit(kind, (most, last))


def is_short_of_memory() -> bool:
    """Tell whether this process has met the bound of its memory, or nearly: libraries then give other reasons.

    Known where the system counts it (Linux); elsewhere False.
    """
    try:
        import resource

        most = resource.getrlimit(resource.RLIMIT_AS)[0]
        status = Path("/proc/self/status").read_text("utf-8")
    except (ImportError, OSError):
        return False
    taken = next((int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmPeak:")), 0)
    return most != resource.RLIM_INFINITY and taken > _NEARLY * most


_NEARLY = 0.8


def _over_time(_number: int, _frame: FrameType | None) -> None:
    from publish.diagnostics import Diagnostic
    from publish.limits import exceeded

    _end(f"{Diagnostic('O105', facts={'reason': exceeded('time')})}\n", 1)


# --- standard streams ----------------------------------------------------------------------------------------------


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
