"""Another process does what this one would do; where it does not, it is known."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

from publish import processes
from publish.processes import Hear, beside

Work = Callable[[Hear], int]


def in_another(hear: Hear) -> int:
    hear("page", 1)
    hear("page", 2)
    return os.getpid()


def failing(hear: Hear) -> int:
    raise ArithmeticError


def killed(hear: Hear) -> int:
    os.kill(os.getpid(), signal.SIGKILL)
    return 1


def not_to_be_sent(hear: Hear) -> Any:
    return lambda: 1


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "cores", lambda: 2)


def test_another_process_works_and_is_heard_while_this_one_does_something_else() -> None:
    done: list[str] = []
    heard: list[Any] = []
    other = beside(in_another, lambda: done.append("here"), lambda *said: heard.append(said))
    assert other not in (None, os.getpid())
    assert done == ["here"]
    assert heard == [("page", 1), ("page", 2)]


@pytest.mark.parametrize("work", [failing, killed, not_to_be_sent])
def test_what_could_not_be_done_there_is_not_there(work: Work) -> None:
    assert beside(work, lambda: None, lambda *said: None) is None


def test_what_fails_here_meanwhile_is_said_here() -> None:
    with pytest.raises(ArithmeticError):
        beside(in_another, lambda: failing(print), lambda *said: None)


def test_on_one_core_nothing_is_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "cores", lambda: 1)
    assert beside(in_another, lambda: pytest.fail("nothing is there to be used"), lambda *said: None) is None
