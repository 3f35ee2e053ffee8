"""What one source gives to the book, and what ``--explain`` shows of each of its lines."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from publish.account import Account
from publish.book import Chapter, Picture
from publish.edition import Settings
from publish.source import Source


class Candidate(NamedTuple):
    """A label that a line could bear, with the points for and against it, each with its reason as a message."""

    label: str
    points: tuple[tuple[float, str], ...]


class Row(NamedTuple):
    """A line of a source and what it was taken for; *label* and *reason* are messages, translated when printed."""

    number: int
    text: str
    label: str
    reason: str
    margin: float | None = None
    """Points by which the label won; None where nothing was weighed."""
    weighed: tuple[Candidate, ...] = ()
    """The label and its nearest rival, where all their points were asked for."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one source gives to the book."""

    source: Source
    chapters: tuple[Chapter, ...]
    count: Callable[[], Account] = field(repr=False)
    """Makes the account of the source's characters."""
    explain: Callable[[], Iterator[Row]] = field(repr=False)
    """Makes the rows of ``--explain``, in the order of the lines."""
    pictures: tuple[Picture, ...] = ()
    settings: Settings = field(default_factory=Settings)
    """What the source says of the book's title page."""
    hints_met: frozenset[tuple[str, str]] = frozenset()
    """Hints of ``[parse]``, as key and hint, that something in the source answers to."""
