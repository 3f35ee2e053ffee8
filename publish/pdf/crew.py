"""Parts set side by side, each in a process: what they show of their progress, and what is done where processes fail.

Which process sets a part makes no difference to the part. Where one is killed, or the system gives none, the parts that
are left are set here, one by one, and a line says so (D503).
"""

from __future__ import annotations

import logging
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from typing import Any, Generic, TypeVar

from publish.diagnostics import Diagnostic, Report
from publish.ending import leave_watcher
from publish.processes import serve, way_to_part

Task = TypeVar("Task")
Made = TypeVar("Made")

_PROGRESS = logging.getLogger("weasyprint.progress")
_PAGE = "Step 5 - Creating layout - Page %d"
_SHOWN = 0.2
"""Seconds after which the pages that all processes have set are counted anew."""


class Crew(Generic[Task, Made]):
    """Does tasks with a function, several at once."""

    def __init__(self, work: Callable[[Task], Made], jobs: int, report: Report) -> None:
        """*work* and what it makes can be given to another process; *jobs* is how many processes there are at most."""
        self._work, self._jobs, self._report = work, jobs, report
        self._pages = 0
        self._shared = False
        """Whether processes have done tasks: then one does even a single one, with the memory that it takes."""

    def done(self, tasks: Sequence[Task], kept: Callable[[Made], Made] = lambda made: made) -> list[Made]:
        """Return what the function makes of each of *tasks*, as *kept* has it as soon as it is there."""
        made: dict[int, Made] = {}
        several = min(self._jobs, len(tasks)) > 1 or (self._shared and tasks)
        if several and not multiprocessing.current_process().daemon:
            try:
                self._share(tasks, made, kept)
                self._shared = True
            except (BrokenProcessPool, OSError, ImportError) as error:
                self._report(Diagnostic("D503", facts={"reason": str(error) or type(error).__name__}))
        for number, task in enumerate(tasks):
            if number not in made:
                with _counted(self._add):
                    made[number] = kept(self._work(task))
        return [made[number] for number in range(len(tasks))]

    def _add(self) -> int:
        self._pages += 1
        return self._pages

    def _share(self, tasks: Sequence[Task], made: dict[int, Made], kept: Callable[[Made], Made]) -> None:
        """Put into *made* what processes make of *tasks*; what fails there is left out, to be tried again here."""
        context: Any = multiprocessing.get_context(way_to_part())
        pages = context.Value("L", 0)
        jobs, before = min(self._jobs, len(tasks)), self._pages
        with ProcessPoolExecutor(jobs, context, _begin, (self._work, pages)) as pool:
            waiting = {pool.submit(_do, task): number for number, task in enumerate(tasks)}
            try:
                while waiting:
                    finished, _rest = wait(waiting, _SHOWN)
                    self._pages = before + pages.value
                    _PROGRESS.info(_PAGE, self._pages)
                    _take(finished, waiting, made, kept)
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _take(
    finished: set[Future[Any]], waiting: dict[Future[Any], int], made: dict[int, Any], kept: Callable[[Any], Any]
) -> None:
    for each in finished:
        number = waiting.pop(each)
        if (result := each.result()) is not None:
            made[number] = kept(result)


# --- in a process of its own -----------------------------------------------------------------------------------------

_work: Callable[[Any], Any] | None = None


def _begin(work: Callable[[Any], Any], pages: Any) -> None:
    """Make this process ready."""
    global _work
    _work = work
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    leave_watcher()
    serve()
    _PROGRESS.handlers.clear()
    _PROGRESS.setLevel(logging.INFO)

    def count() -> None:
        with pages.get_lock():
            pages.value += 1

    _PROGRESS.addFilter(_Counting(count))


def _do(task: Any) -> Any:
    """Return what the function makes of *task*; None where it fails, which then shows itself where it is repeated."""
    assert _work
    with suppress(Exception):
        return _work(task)
    return None


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
