"""The builder of paragraphs: text, advances, space and things of a paragraph as plain values, and its lines.

It knows no box and no face. Whoever reads a paragraph adds what stands in it, in order: text with the advance of each
character, space that belongs to what it precedes or follows, and things that are set like one character (`OBJECT`).
The composer then sets it, in measures as they come.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

from publish import composer
from publish.composer import CALL, EM, OBJECT, House, Line
from publish.titles import penalties

HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_UNCOMPOSABLE = re.compile(
    "[\t\f\u00ad\u0085\u2028\u2029\u0590-\u08ff\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]"
)
"""Tabs, soft hyphens and scripts that run from right to left are left to WeasyPrint."""


def is_chinese(text: str, language: str | None) -> bool:
    """Tell whether *text*, in a *language* if that is known, is for the composer: Han, but not of Japan or Korea."""
    return HAN.search(text) is not None and not (language or "").lower().startswith(("ja", "ko"))


def is_composable(text: str) -> bool:
    """Tell whether the composer sets *text*."""
    return _UNCOMPOSABLE.search(text) is None


@dataclass(frozen=True, slots=True)
class Kept:
    """A composed line; its positions count from *base* in the paragraph, and the next line begins at *resume*."""

    line: Line
    base: int
    measure: int
    resume: int


@dataclass(slots=True)
class Paragraph:
    """A paragraph; widths are in px where they are added, and in thousandths of the body size inside."""

    size: float
    """Body size in px: a thousandth of it is the composer's unit."""
    house: House
    justify: bool
    title: bool = False
    """Whether its lines are those of a title: even, and ended by sense."""
    text: str = ""
    """All of it, once `finish` was called."""
    advances: list[int] = field(default_factory=list)
    held: list[tuple[int, int]] = field(default_factory=list)
    """Where no line ends inside."""
    lines: dict[int, Kept] = field(default_factory=dict)
    """By where they begin."""
    _parts: list[str] = field(default_factory=list)

    # --- what stands in it

    @property
    def length(self) -> int:
        """How many characters were added."""
        return len(self.advances)

    def add_text(self, text: str, advances: Sequence[int], size: float, call: bool) -> None:
        """Add *text* with *advances* in thousandths of its own *size*; *call*: it calls a note."""
        if size != self.size:
            advances = [round(advance * size / self.size) for advance in advances]
        self._add(CALL * len(text) if call else text, advances)

    def add_thing(self, width: float, leads: bool) -> None:
        """Add a thing that is not text; one that *leads* to what follows stays on the line of that."""
        begin = self.length
        self._add(OBJECT, [ceil(width / self.size * EM)])
        if leads:
            self.held.append((begin, self.length + 1))

    def add_space(self, width: float, after: bool) -> None:
        """Add space, bound to what comes *after* it or else to what precedes it."""
        if width:
            begin = self.length
            self._add(OBJECT, [ceil(width / self.size * EM)])
            self.held.append((begin, begin + 2) if after else (begin - 1, begin + 1))

    def hold(self, begin: int) -> None:
        """Let no line end in what was added from *begin* on."""
        self.held.append((begin, self.length))

    def finish(self) -> None:
        """Say that all is added."""
        self.text = "".join(self._parts)

    def _add(self, text: str, advances: Sequence[int]) -> None:
        self._parts.append(text)
        self.advances.extend(advances)

    # --- its lines

    def skip_spaces(self, begin: int) -> int:
        """Return where the text from *begin* on has no space before it."""
        while begin < len(self.text) and self.text[begin] == " ":
            begin += 1
        return begin

    def units(self, width: float) -> int:
        """Return *width* in the composer's unit."""
        return round(width / self.size * EM)

    def is_kept(self, begin: int, measure: int) -> bool:
        """Tell whether the line from *begin* on was composed for *measure*."""
        return begin in self.lines and self.lines[begin].measure == measure

    def compose(self, begin: int, measures: Sequence[int]) -> None:
        """Compose the text from *begin* on; the first measure is that of the line that begins there."""
        for number, part in enumerate(re.finditer(r"[^\n]*(\n|$)", self.text[begin:] if begin else self.text)):
            a, b = begin + part.start(), begin + part.end()
            if a == b:
                break
            end = b - 1 if self.text[b - 1] == "\n" else b
            held = [(x - a, y - a) for x, y in self.held if y > a and x < end]
            used = measures if number == 0 else measures[-1:]
            text, advances = self.text[a:end], self.advances[a:end]
            if self.title and len(text) <= _LONGEST_TITLE:
                composed = composer.compose_title(text, advances, used, self.house, penalties, held)
            else:
                composed = composer.compose(text, advances, used, self.house, justify=self.justify, held=held)
            self._keep(a, b, composed or [Line(0, 0, 0, 0, ())], used)

    def _keep(self, begin: int, end: int, composed: Sequence[Line], measures: Sequence[int]) -> None:
        """Keep the lines of the text from *begin* to *end*, a forced break included, by where they begin."""
        for number, line in enumerate(composed):
            resume = begin + composed[number + 1].start if number + 1 < len(composed) else end
            self.lines[begin + line.start] = Kept(line, begin, measures[min(number, len(measures) - 1)], resume)

    def extra_widths(self) -> list[float]:
        """Return for each piece between forced breaks by how much composing it changes its natural width, in px."""
        extra, begin = [], 0
        for piece in self.text.split("\n"):
            inside = self.advances[begin : begin + len(piece)]
            change = composer.natural_width(piece, inside, self.house) - sum(inside) if piece else 0
            extra.append((change + _ROUNDING) * self.size / EM)
            begin += len(piece) + 1
        return extra


_LONGEST_TITLE = 200
"""Characters; what is longer is set as any text."""
_ROUNDING = 10
"""Thousandths of an em that a line which sets its box's width gets beyond its text, for advances are rounded here."""
