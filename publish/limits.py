"""How much the program takes before it gives up: the table ``limits.toml``, and what a run sets otherwise.

Only who runs the program sets a limit (`set_for`), never a file. What meets one is reported in one line that names it.
"""

from __future__ import annotations

import signal
import threading
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType

from publish.wording import N_, _


@dataclass(frozen=True, slots=True)
class Limit:
    """A row of the table."""

    most: int
    unit: str
    reason: str
    """Why no book meets it, and what would happen without it."""


@cache
def limits() -> Mapping[str, Limit]:
    """Return all limits, by name."""
    table = tomllib.loads((Path(__file__).parent / "limits.toml").read_text("utf-8"))
    return {name: Limit(**row) for name, row in table.items()}


_set: ContextVar[Mapping[str, int]] = ContextVar("limits")


@contextmanager
def set_for(numbers: Mapping[str, int]) -> Iterator[None]:
    """Within this context let the limits named in *numbers* be these. Raises KeyError where there is none so named."""
    token = _set.set({**_set.get({}), **{name: number for name, number in numbers.items() if limits()[name]}})
    try:
        yield
    finally:
        _set.reset(token)


_UNITS = {"MB": 1 << 20, "million": 1_000_000, "thousand": 1000}


def most(name: str) -> int:
    """Return what the limit *name* allows: bytes, pixels, elements, seconds."""
    return _set.get({}).get(name, limits()[name].most) * _UNITS.get(limits()[name].unit, 1)


def exceeded(name: str) -> str:
    """Return that the limit *name* is met, as the reason in a diagnostic."""
    number, unit = most(name) // _UNITS.get(limits()[name].unit, 1), _(limits()[name].unit)
    return _("more than {number} {unit}, the limit {name}; --limit {name}=NUMBER sets another").format(
        number=number, unit=unit, name=name
    )


_WORDS = N_("million"), N_("thousand"), N_("seconds"), N_("MB"), N_("levels")
"""The units of the table, for the catalogue."""


class TimeIsUp(Exception):  # noqa: N818 - it says what has happened
    """What was done took longer than its limit; the message says which."""


@contextmanager
def time_limit(name: str, spent: float = 0.0) -> Iterator[None]:
    """Within this context the process may work the seconds of the limit *name*, less those *spent* before.

    Raises `TimeIsUp` when it has. A timer of the system interrupts Python, its matching of patterns too. There is none
    on Windows and none outside the main thread; there time is not limited.
    """
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TimeIsUp(exceeded(name))

    before = signal.signal(signal.SIGPROF, ring)
    signal.setitimer(signal.ITIMER_PROF, max(_SHORTEST, most(name) - spent))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


_SHORTEST = 0.001
"""Seconds for which a timer can be set: none would set it off."""
