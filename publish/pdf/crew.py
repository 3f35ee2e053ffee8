"""Tasks done side by side, each in a process: what they show of their progress, and what is done where processes fail.

Which process does a task makes no difference to what is made. Where one is killed, or the system gives none, the tasks
that are left are done here, one by one, and a line says so (D503). Each process has a pipe of its own, of which no
other holds the end: so its death is seen whatever it was about, even in the midst of what it hands over.
"""

from __future__ import annotations

import heapq
import logging
import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from multiprocessing.connection import Connection, wait
from threading import Lock
from types import TracebackType
from typing import Any, Generic, TypeVar

from publish.diagnostics import Diagnostic, Report
from publish.processes import answer, serve, way_to_part

Task = TypeVar("Task")
Made = TypeVar("Made")

_PROGRESS = logging.getLogger("weasyprint.progress")
_PAGE = "Step 5 - Creating layout - Page %d"
_SHOWN = 0.2
"""Seconds after which the pages that all processes have set are counted anew."""
_GRACE = 1
"""Seconds after which a process that is to end is ended."""


class Crew(Generic[Task, Made]):
    """Does tasks with a function, several at once; its processes end with its context."""

    def __init__(
        self, work: Callable[[Task], Made], jobs: int, report: Report, rank: Callable[[Task], int] = lambda task: 0
    ) -> None:
        """*work* and what it makes can be given to another process; *jobs* is how many processes there are at most.

        Of the tasks that are waiting one with the lowest *rank* is begun first.
        """
        self._work, self._report, self._rank = work, report, rank
        self._jobs = 1 if multiprocessing.current_process().daemon else jobs  # such a one may begin none
        self._hands: list[_Hand[Task, Made]] = []
        self._waiting: list[tuple[int, int, Task]] = []
        self._count = 0
        self._pages = 0
        """That were laid out in this process."""
        self._shared: Any = None
        """How many pages each of the other processes has laid out."""

    def __enter__(self) -> Crew[Task, Made]:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        for hand in self._hands:
            hand.dismiss()
        for hand in self._hands:
            hand.end(_GRACE if kind is None else 0)

    def run(self, tasks: Iterable[Task], then: Callable[[Task, Made], Iterable[Task]] = lambda task, made: ()) -> None:
        """Do *tasks*; *then* is told what is made of each, as soon as it is, and returns what is to be done besides."""
        self._add(tasks)
        while task_made := self._next():
            self._add(then(*task_made))

    def _add(self, tasks: Iterable[Task]) -> None:
        for task in tasks:
            heapq.heappush(self._waiting, (self._rank(task), self._count, task))
            self._count += 1

    def _next(self) -> tuple[Task, Made] | None:
        """Return a task that is done now, and what is made of it; None where none is left."""
        try:
            if self._hands or self._begin():
                return self._handed()
        except (OSError, ImportError) as error:
            self._do_without(error)
        return self._done_here(heapq.heappop(self._waiting)[-1]) if self._waiting else None

    # --- here

    def _done_here(self, task: Task) -> tuple[Task, Made]:
        with _counted(self._one_more):
            return task, self._work(task)

    def _one_more(self) -> int:
        self._pages += 1
        return self._laid_out()

    def _laid_out(self) -> int:
        return self._pages + sum(self._shared or ())

    # --- in other processes

    def _begin(self) -> bool:
        """Begin processes where there is work for several, and tell whether there is. Raises OSError, ImportError."""
        count = min(self._jobs, len(self._waiting))
        if count < 2:
            return False
        context: Any = multiprocessing.get_context(way_to_part())
        self._shared = context.RawArray("L", count)
        for number in range(count):
            self._hands.append(_Hand(context, self._work, self._shared, number))
        return True

    def _handed(self) -> tuple[Task, Made] | None:
        """Return what `_next` does. Raises OSError where a process has died."""
        for hand in self._hands:
            if hand.task is None and self._waiting:
                hand.begin(heapq.heappop(self._waiting)[-1])
        while at_work := {hand.pipe: hand for hand in self._hands if hand.task is not None}:
            ready = wait(list(at_work), _SHOWN)
            _PROGRESS.info(_PAGE, self._laid_out())
            for pipe in ready:
                task, made = at_work[pipe].finished()  # type: ignore[index]  # waited for are pipes alone
                return (task, made[0]) if made else self._done_here(task)
            for hand in at_work.values():
                hand.check()
        return None

    def _do_without(self, error: Exception) -> None:
        """Do all that is left in this process."""
        self._report(Diagnostic("D503", facts={"reason": str(error) or type(error).__name__}))
        self._jobs = 1
        self._add([hand.task for hand in self._hands if hand.task is not None])
        for hand in self._hands:
            hand.end(0)
        self._hands.clear()


class _Hand(Generic[Task, Made]):
    """A process that does one task at a time."""

    _begun_alone = Lock()
    """Held while a process is begun, so that none gets the end of the pipe of another."""

    def __init__(self, context: Any, work: Callable[[Task], Made], pages: Any, number: int) -> None:
        self.task: Task | None = None
        self.pipe: Connection
        with self._begun_alone:
            self.pipe, theirs = context.Pipe()
            with theirs:
                self._process = context.Process(target=_serve, args=(theirs, work, pages, number), daemon=True)
                self._process.start()

    def begin(self, task: Task) -> None:
        """Give *task* to the process. Raises OSError where it has died."""
        self.task = task
        self._speak(task)

    def _speak(self, task: Task | None) -> None:
        try:
            self.pipe.send(task)
        except OSError:
            raise self._death() from None

    def finished(self) -> tuple[Task, tuple[Made] | None]:
        """Return the task that was given and what was made of it; None where that failed. Raises OSError where it died.

        That it failed shows itself where it is repeated.
        """
        assert self.task is not None
        try:
            made = self.pipe.recv()
        except (EOFError, OSError):
            raise self._death() from None
        task, self.task = self.task, None
        return task, made

    def check(self) -> None:
        """Raise OSError where the process has died and said nothing."""
        if not self._process.is_alive() and not self.pipe.poll():
            raise self._death()

    def _death(self) -> OSError:
        self._process.join(_GRACE)
        return ChildProcessError(f"process {self._process.pid} ended: {self._process.exitcode}")

    def dismiss(self) -> None:
        """Tell the process that there is nothing more to do."""
        with suppress(OSError):
            self._speak(None)

    def end(self, patience: float) -> None:
        """See to it that the process has ended, if need be after *patience* seconds."""
        self._process.join(patience)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()
        self.pipe.close()


# --- in a process of its own -----------------------------------------------------------------------------------------


def _serve(pipe: Connection, work: Callable[[Any], Any], pages: Any, number: int) -> None:
    """Do what comes out of *pipe* until nothing more comes, and count the pages that are laid out in *pages*."""
    serve()
    _PROGRESS.handlers.clear()
    _PROGRESS.setLevel(logging.INFO)

    def count() -> None:
        pages[number] += 1

    _PROGRESS.addFilter(_Counting(count))
    while (task := pipe.recv()) is not None:
        answer(pipe, partial(work, task))


# --- pages that are counted ------------------------------------------------------------------------------------------


class _Counting(logging.Filter):
    """Counts the pages that are laid out; what is let through bears the number that *count* returns, if any."""

    def __init__(self, count: Callable[[], int | None]) -> None:
        super().__init__()
        self._count = count

    def filter(self, record: logging.LogRecord) -> bool:
        if str(record.msg) != _PAGE:
            return False
        number = self._count()
        record.args = (number,)
        return number is not None


@contextmanager
def _counted(count: Callable[[], int]) -> Iterator[None]:
    """Within this context, *count* each page that WeasyPrint lays out."""
    counting = _Counting(count)
    _PROGRESS.addFilter(counting)
    try:
        yield
    finally:
        _PROGRESS.removeFilter(counting)
