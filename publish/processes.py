"""Processes that work for this one: how many there may be, how they begin, and that none outlives who began it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from publish.ending import leave_watcher

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Made = TypeVar("Made")
Hear = Callable[..., None]

_COLLECTION = 20_000, 20, 100


def cores() -> int:
    """Return how many processes this machine can do at once for this one."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def way_to_part() -> str:
    """Return how a process that has loaded the program is parted in two: on macOS its libraries forbid a fork."""
    forks = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    return "fork" if forks else "spawn"


def serve() -> None:
    """Make this process one that works for another: Ctrl-C is for that one, and this one ends with it."""
    leave_watcher()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def answer(pipe: Connection, work: Callable[[], object]) -> None:
    """Send what *work* returns, alone in a tuple; None where it fails, which shows itself where it is repeated."""
    try:
        pipe.send((work(),))
    except Exception:
        with suppress(OSError):  # nobody listens
            pipe.send(None)


def beside(work: Callable[[Hear], Made], meanwhile: Callable[[], object], hear: Hear) -> Made | None:
    """Return what *work* returns, done by another process while this one does *meanwhile*, of which it knows nothing.

    What *work* tells on the way, *hear* hears. Where there is no such process, or *work* fails in it, None is returned.
    """
    if way_to_part() != "fork" or cores() == 1 or multiprocessing.current_process().daemon:
        return None
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_tell, args=(theirs, work), daemon=True)
    with ours, suppress(OSError, EOFError):
        with theirs:
            process.start()
        try:
            meanwhile()
            while isinstance(told := ours.recv(), _Said):
                hear(*told.content)
            return told[0] if told else None
        finally:
            process.kill()
            process.join()
    return None


class _Said(NamedTuple):
    """What was told on the way."""

    content: tuple[Any, ...]


def _tell(pipe: Connection, work: Callable[[Hear], object]) -> None:
    serve()
    answer(pipe, lambda: work(lambda *said: pipe.send(_Said(said))))


def seldom_collect() -> None:
    """Have Python look for objects to throw away rarely (`gc.set_threshold`), for a run keeps what it makes to its end.

    As often as Python does it by itself, that takes a tenth of the time of a long PDF; memory stays the same.
    """
    gc.set_threshold(*_COLLECTION)
