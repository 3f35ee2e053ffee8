"""Tasks → what is made of them, by the workers of a Dask scheduler that runs already.

The scheduler gives a task that its worker did not live to end to another one. Few are given out at a time, so that
neither it nor this process holds an archive. Whoever reaches a scheduler can run what he likes on its workers: it
belongs into a network of its own (`docs/archives.md`).
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import Any

from publish.archive.engines import given_up
from publish.archive.parcels import make_packed, packed
from publish.archive.tasks import Made, Task, make
from publish.diagnostics import Diagnostic, failure

_PATIENCE = "10s"
"""How long the scheduler may take to answer."""
_AHEAD = 2
"""Tasks that are given out for each thread of the cluster."""


def on_cluster(tasks: Iterable[Task], address: str, *, sent: bool) -> Iterator[Made]:
    """Yield what is made of each of *tasks*, in whatever order, by the scheduler at *address*.

    *sent*: its workers do not see the folder, and the files go with the tasks. Raises `PublishError` A205 where the
    scheduler does not answer, A206 where Dask is not installed.
    """
    with _client(address) as client:
        yield from _Given(client, address, tasks, sent).done()


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        from distributed import Client
    except ImportError as error:
        raise failure("A206") from error
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # what becomes of each task is reported here
    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)
    except (OSError, ValueError) as error:
        raise failure("A205", address=address, reason=error) from error
    try:
        yield client
    finally:
        client.close(timeout=_PATIENCE)


class _Given:
    """The tasks that are given to a cluster."""

    def __init__(self, client: Any, address: str, tasks: Iterable[Task], sent: bool) -> None:
        from distributed import as_completed

        self._client, self._address = client, address
        self._tasks, self._sent = iter(tasks), sent
        self._completed = as_completed(loop=client.loop)
        self._given: dict[str, Task] = {}
        self._unsent: list[Made] = []

    def done(self) -> Iterator[Made]:
        """Yield what is made, as it comes."""
        self._give(_AHEAD * max(1, sum(self._client.nthreads().values())))
        for future in self._completed:
            task = self._given.pop(future.key)
            made = self._outcome(future, task)
            future.release()
            self._give(1)
            yield made
        yield from self._unsent

    def _give(self, count: int) -> None:
        """Give out the next tasks, as many as *count*."""
        for task in islice(self._tasks, count):
            try:
                given, function = (packed(task), make_packed) if self._sent else (task, make)
            except OSError as error:
                self._unsent.append(_unread(task, error))
                continue
            future = self._client.submit(function, given, pure=False)
            self._given[future.key] = task
            self._completed.add(future)

    def _outcome(self, future: Any, task: Task) -> Made:
        """Return what was made of *task*; where that is lost with its worker, another makes it meanwhile."""
        try:
            made: Made = future.result()
        except Exception as error:  # whatever a worker, or what lies between, has come to
            if future.status == "cancelled" or self._client.status != "running":
                raise failure("A205", address=self._address, reason=error) from error
            return given_up(task)
        return made


def _unread(task: Task, error: OSError) -> Made:
    return Made(task.key, diagnostics=(Diagnostic("B103", task.key, facts={"reason": error.strerror}),))
