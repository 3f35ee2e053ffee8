"""The labels that a line of a dump can bear, and a line that bears one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from publish.dump.bylines import Byline
from publish.dump.folding import closed_up
from publish.dump.furniture import Furniture
from publish.dump.likeness import Vocabulary
from publish.source import Line
from publish.wording import N_


class Label(StrEnum):
    """What a line is."""

    SECTION = N_("section heading")
    KICKER = N_("kicker")
    TITLE = N_("title")
    TITLE_CONTINUED = N_("title, next line")
    SUBTITLE = N_("subtitle")
    BYLINE = N_("byline")
    REMARK = N_("remark")
    SIGNATURE = N_("signature")
    """A byline or a remark at the article's end."""
    PARAGRAPH = N_("paragraph")
    CONTINUATION = N_("paragraph goes on")
    CROSSHEAD = N_("crosshead")
    VERSE = N_("verse")
    CAPTION = N_("caption")
    NOTE = N_("note")
    FURNITURE = N_("furniture")
    EDGE = N_("edge")
    """Before the first line and after the last."""


TEXT = frozenset({Label.PARAGRAPH, Label.CONTINUATION})
SURE = 99.0
"""The margin of a line that could bear one label only."""


class Point(NamedTuple):
    """What one row of the scoring table gave to a label."""

    worth: float
    reason: str
    """As a message that is not translated yet."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with its label."""

    line: Line
    label: Label
    reason: str
    margin: float = SURE
    """Points by which the label won."""
    rival: Label | None = None
    """The label that came second."""
    mark: int = 0
    """Characters at the line's start that only say what it is (``## ``)."""
    byline: Byline | None = None
    """What it says as a byline; None where it cannot be one."""
    furniture: Furniture | None = None
    """What it is apart from the flow of text; None where it belongs to it."""
    points: tuple[Point, ...] = ()
    """All that spoke for the label and against it; kept where asked for."""
    rival_points: tuple[Point, ...] = ()
    """The same of the label that came second."""


_MARKS = "【】〖〗[]〔〕■◆●★☆※◇□▲▪ \u3000"


@dataclass(frozen=True, slots=True)
class Hints:
    """What ``[parse]`` in ``book.toml`` tells, ready for use."""

    sections: frozenset[str] = frozenset()
    furniture: tuple[re.Pattern[str], ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def call_section(self, text: str) -> bool:
        """Tell whether they call *text* a section heading, as it is printed or without the marks around it."""
        return bool(self.sections) and not self.sections.isdisjoint((closed_up(text), closed_up(text.strip(_MARKS))))
