"""Patterns that a ``book.toml`` gives: Python's regular expressions, made and matched within bounds."""

from __future__ import annotations

import re
from time import process_time

from publish.diagnostics import failure
from publish.limits import TimeIsUp, time_limit
from publish.wording import _


def fault_of(pattern: str) -> str | None:
    """Return what is wrong with *pattern*, None where it is one."""
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    except (OverflowError, RecursionError, MemoryError):
        return _("too large or too deep to be reckoned with")
    return None


class Pattern:
    """A pattern that *key* of *file* gives, *written* so. Raises `PublishError` B203 where faulty."""

    def __init__(self, pattern: str, file: str, key: str, written: str) -> None:
        self._file, self._key, self._spent = file, f"{key} = {written}", 0.0
        if fault := fault_of(pattern):
            raise failure("B203", file, key=self._key, reason=fault)
        self._compiled = re.compile(pattern)

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of its groups."""
        return tuple(self._compiled.groupindex)

    def fullmatch(self, text: str) -> bool:
        """Tell whether it matches the whole of *text*, as `found` does."""
        return self.found(text) is not None

    def found(self, text: str) -> re.Match[str] | None:
        """Return how it matches the whole of *text*, or None.

        Raises `PublishError` B203 when it has taken more time, in all, than the limit ``pattern-time``.
        """
        begun = process_time()
        try:
            with time_limit("pattern-time", self._spent):
                return self._compiled.fullmatch(text)
        except TimeIsUp as error:
            raise failure("B203", self._file, key=self._key, reason=error) from error
        finally:
            self._spent += process_time() - begun
