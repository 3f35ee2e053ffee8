"""Tasks → what is made of them, by as many processes as this machine has cores.

Each process is a pool of its own (`concurrent.futures`), so that one that dies takes no book but its own with it: a new
one tries that book once more, then it is given up. A process may have its share of the memory; one that outgrows it
ends, and so is dealt with as if it had died. They are parted from a process that has loaded the program once and does
nothing else (a fork server), so that a book costs no start; and none outlives who asked for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.context import BaseContext

from publish.archive.tasks import Made, Task, make
from publish.diagnostics import Diagnostic
from publish.processes import seldom_collect, serve

_TRIES = 2
_LEAST = 2 << 30
"""Bytes of address space without which a thick book cannot be set, however many processes there are."""
_LOADED = ("publish.archive.tasks", "publish.epub", "publish.manuscript")
"""What each process would load."""


def in_processes(tasks: Iterable[Task], jobs: int, memory: int, seconds: int, pdf: bool) -> Iterator[Made]:
    """Yield what is made of each of *tasks*, in whatever order, by as many as *jobs* processes.

    Each may have its share of the machine's memory, at most *memory* bytes, and *seconds* of work for a book.
    *pdf*: pages are set, and what that needs is loaded once.
    """
    context = _context(pdf)
    share = max(_LEAST, min(memory, _machine() // jobs))
    lanes = [_Lane(context, share, seconds) for _number in range(jobs)]
    waiting = ((task, 1) for task in tasks)
    again: list[tuple[Task, int]] = []
    at_work: dict[Future[Made], tuple[_Lane, Task, int]] = {}
    try:
        while True:
            while lanes and (next_one := again.pop() if again else next(waiting, None)):
                lane = lanes.pop()
                at_work[lane.begin(next_one[0])] = (lane, *next_one)
            if not at_work:
                return
            for done in wait(at_work, return_when=FIRST_COMPLETED).done:
                lane, task, tries = at_work.pop(done)
                lanes.append(lane)
                made = _outcome(done, lane, task, tries)
                if made:
                    yield made
                else:
                    again.append((task, tries + 1))
    finally:
        for lane in (*lanes, *(lane for lane, _task, _tries in at_work.values())):
            lane.end()


def _outcome(done: Future[Made], lane: _Lane, task: Task, tries: int) -> Made | None:
    """Return what was made of *task*; None where its process died, and it is to be tried once more."""
    try:
        return done.result()
    except (BrokenProcessPool, MemoryError):
        lane.renew()
        return None if tries < _TRIES else given_up(task)


def given_up(task: Task) -> Made:
    """Return what is made of *task* when who made it has died each time."""
    return Made(task.key, diagnostics=(Diagnostic("A201", task.key, facts={"tries": _TRIES}),))


class _Lane:
    """One process, and the next one when it has died."""

    def __init__(self, context: BaseContext, memory: int, seconds: int) -> None:
        self._context, self._bounds = context, (memory, seconds)
        self._pool = self._begun()

    def _begun(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(1, self._context, _prepare, self._bounds)

    def begin(self, task: Task) -> Future[Made]:
        """Give *task* to the process."""
        try:
            return self._submitted(task)
        except BrokenProcessPool:  # it died while it had nothing to do
            self.renew()
            return self._submitted(task)

    def _submitted(self, task: Task) -> Future[Made]:
        """Give *task* to the process, which then is the only one that can write where its results are read.

        Else what a process that is killed had begun to write would be waited for without end: `concurrent.futures`
        notices a death while it waits for a result, and not while it reads one.
        """
        future = self._pool.submit(_make, task)
        self._pool._result_queue._writer.close()  # type: ignore[attr-defined]
        return future

    def renew(self) -> None:
        """Take another process."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = self._begun()

    def end(self) -> None:
        """Let the process end when it has done what it does."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _context(pdf: bool) -> BaseContext:
    method = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
    context = get_context(method)
    context.set_forkserver_preload([*_LOADED, *(["publish.pdf"] if pdf else [])])
    return context


def _machine() -> int:
    """Return the bytes of memory that the machine has."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (ValueError, OSError, AttributeError):
        return 1 << 62


# --- in the process ------------------------------------------------------------------------------------------------

_seconds = 0


def _prepare(memory: int, seconds: int) -> None:
    """Prepare this process to make books: it may have so much *memory*, each book so many *seconds*."""
    global _seconds
    _seconds = seconds
    seldom_collect()
    serve()
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def _make(task: Task) -> Made:
    """Make *task* in this process, which the system ends when that takes longer than it may."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime) + _seconds
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
    return make(task)
