"""The labels that a line of a dump can bear, and a line that bears one."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from publish.dump.bylines import Byline
from publish.dump.folding import closed_up
from publish.dump.furniture import Furniture
from publish.dump.likeness import Vocabulary
from publish.patterns import Pattern
from publish.source import Line
from publish.wording import N_


class Label(StrEnum):
    """What a line is."""

    BOOK_TITLE = N_("title of the book")
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
    TABLE = N_("table")
    BLOCK = N_("block")
    """A block that the source itself holds as one: a table, a figure, a list."""
    FURNITURE = N_("furniture")
    EDGE = N_("edge")
    """Before the first line and after the last."""


TEXT = frozenset({Label.PARAGRAPH, Label.CONTINUATION})
APART = frozenset({Label.FURNITURE, Label.CAPTION, Label.NOTE, Label.TABLE, Label.BLOCK})
"""Labels of lines that are set apart before those of the flow are labelled: none of these can bear one."""
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
    behind: Line | None = None
    """The jump line behind which it is read, where it goes on from another page."""
    in_doubt: bool = False
    """Whether another outline of the file, nearly as likely, makes another thing of it."""
    points: tuple[Point, ...] = ()
    """All that spoke for the label and against it; kept where asked for."""
    rival_points: tuple[Point, ...] = ()
    """The same of the label that came second."""


_MARKS = "【】〖〗[]〔〕■◆●★☆※◇□▲▪ \u3000"


@dataclass(frozen=True, slots=True)
class Named:
    """Lines that ``book.toml`` names: word by word, or by regular expressions that match a whole line."""

    lines: frozenset[str] = frozenset()
    """Closed up."""
    patterns: tuple[Pattern, ...] = ()

    def names(self, text: str) -> bool:
        """Tell whether *text* is named, as it is printed or without the marks around it."""
        if self.lines and not self.lines.isdisjoint((closed_up(text), closed_up(text.strip(_MARKS)))):
            return True
        return any(pattern.fullmatch(text) for pattern in self.patterns)


@dataclass(frozen=True, slots=True)
class Hints:
    """What ``[parse]`` in ``book.toml`` says, ready for use."""

    sections: Named = field(default_factory=Named)
    titles: Named = field(default_factory=Named)
    furniture: tuple[Pattern, ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)

    def heading(self, text: str) -> Label | None:
        """Return the kind of heading that they call *text*, or None."""
        if self.sections.names(text):
            return Label.SECTION
        return Label.TITLE if self.titles.names(text) else None
