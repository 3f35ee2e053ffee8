"""How far long work has come: sources read, pages set, the time that is left. One line, for a person at a terminal."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from publish.wording import _

Progress = Callable[[int, int, str], None]
"""Takes how many of how many are done, and what is in work."""

_SETTLED = 2.0
"""Seconds after which the time that is left can be estimated."""


class Pace:
    """Reckons the time that is left from the time that has gone."""

    def __init__(self) -> None:
        self._begun = monotonic()

    def left(self, done: int, total: int) -> str:
        """Return the time that is left when *done* of *total* are done, as words; empty where it is not known."""
        gone = monotonic() - self._begun
        if gone < _SETTLED or not 0 < done < total:
            return ""
        seconds = round(gone / done * (total - done))
        return _(", {minutes}:{seconds:02} left").format(minutes=seconds // 60, seconds=seconds % 60)


@contextmanager
def pages_set(show: Callable[[str], None], expected: int) -> Iterator[None]:
    """Within this context *show* each page that WeasyPrint sets, of about *expected*.

    It sets all pages again where numbers in them have changed; then their number is known.
    """
    logger, pace = logging.getLogger("weasyprint.progress"), Pace()
    handler, level = _Pages(show, expected, pace), logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


class _Pages(logging.Handler):
    def __init__(self, show: Callable[[str], None], expected: int, pace: Pace) -> None:
        super().__init__()
        self._show, self._total, self._last, self._pace = show, expected, 0, pace

    def emit(self, record: logging.LogRecord) -> None:
        """Show the page that *record* names, or begin anew."""
        message = str(record.msg)
        if "Repagination" in message:
            self._total, self._pace = self._last, Pace()
        elif "Page %d" in message and isinstance(record.args, tuple):
            self._last = page = int(str(record.args[0]))
            of = f"/{self._total}" if page <= self._total else ""
            self._show(_("page {page}{of}{left}").format(page=page, of=of, left=self._pace.left(page, self._total)))
