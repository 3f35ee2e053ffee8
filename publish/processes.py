"""Processes that work for this one: how many there may be, how they begin, and that none outlives who began it."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading

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
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def seldom_collect() -> None:
    """Have Python look for objects to throw away rarely (`gc.set_threshold`), for a run keeps what it makes to its end.

    As often as Python does it by itself, that takes a tenth of the time of a long PDF; memory stays the same.
    """
    gc.set_threshold(*_COLLECTION)
