"""How a dump is laid out: what its indents, its line lengths and its empty lines mean.

All later choices lean on this: where paragraphs are indented, a line without indent goes on with the one above; where
lines are wrapped at a width, a full line goes on with the next; where only paragraphs are parted, a gap ends one.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from publish.source import Line

_TEXT = 16  # characters from which a line is hardly a heading


Measure = Callable[[Line], int]


def _indent_of(line: Line) -> int:
    """Return the indent of a paragraph's first line; a heading set in the middle has none."""
    return line.indent if line.indent <= 4 else 0


def in_characters(line: Line) -> int:
    """Return the characters of *line* with its indent."""
    return len(line.text) + _indent_of(line)


def in_ems(line: Line) -> int:
    """Return the room that *line* takes, in widths of a Han character; letters, figures and ASCII marks take half."""
    narrow = len(line.text.encode("ascii", "ignore"))
    return len(line.text) - narrow // 2 + _indent_of(line)


@dataclass(frozen=True, slots=True)
class Layout:
    """What the white space of a dump means."""

    indent: int | None = None
    """Characters by which paragraphs are indented; None where indents mean nothing."""
    width: int | None = None
    """Characters at which lines are wrapped; None where they are not."""
    parted: bool = False
    """Whether an empty line parts paragraphs, and none stands inside them."""
    runs_on: bool = False
    """Where nothing else tells paragraphs apart: whether a full line that ends a sentence most likely goes on."""
    measure: Measure = in_characters
    """How long lines are declared to be."""
    face: str | None = None
    """The face of most of the text, where a page shows it."""
    headed: bool = False
    """Whether a page shows lines far larger than text."""
    shown: bool = False
    """Whether the page shows which lines are full (`Look.room`)."""

    @property
    def indents(self) -> bool:
        """Whether paragraphs are indented."""
        return self.indent is not None

    @property
    def wrapped(self) -> bool:
        """Whether lines are wrapped at a width."""
        return self.shown or self.width is not None

    def is_full(self, line: Line) -> bool:
        """Tell whether *line* reaches the width, so that its text may go on below for want of room alone."""
        room = self.room(line)
        return room is not None and room <= 1

    def room(self, line: Line) -> float | None:
        """Return how many characters more *line* has room for; None where there is no width."""
        if self.shown:
            return line.look.room if line.look else None
        return None if self.width is None else self.width - self.measure(line)


def read_layout(lines: Sequence[Line]) -> Layout:
    """Return the layout of a source's *lines*."""
    if shown := _shown(lines):
        return shown
    width, measure = _width(lines)
    texts = _texts(lines, width)
    indent = _indent(lines, texts)
    if width is None:
        return Layout(indent)
    parted = _is_parted(lines, texts)
    runs_on = not parted and indent is None and _runs_on(lines, width, measure)
    return Layout(indent, width, parted, runs_on, measure)


def _shown(lines: Sequence[Line]) -> Layout | None:
    """Return the layout of *lines* where most of them stand in columns of a page; None where no page is known."""
    within = [line for line in lines if line.look and line.look.room is not None]
    if not within or len(within) * 2 < len(lines):
        return None
    indent = _indent(within, range(len(within)))
    gaps = sum(line.gap > 0 for line in within)
    faces = Counter({line.look.face: 0 for line in within if line.look})
    for line in within:
        faces[line.look.face if line.look else None] += len(line.text)
    face = max(faces, key=lambda face: faces[face])
    headed = any(line.look and (line.look.size or 0) >= _FAR_LARGER for line in lines)
    parted = 0.02 * len(within) <= gaps <= 0.7 * len(within)
    return Layout(indent, parted=parted, face=face, headed=headed, shown=True)


_FAR_LARGER = 1.35


def without_margin(lines: Sequence[Line]) -> Sequence[Line]:
    """Return *lines* without the margin and the leading of the page: the white that stands where text only goes on.

    It goes on below a full line that ends no sentence. What is indented more begins a paragraph, or is a title; what
    stands below a larger gap than that between any two lines is parted from them.
    """
    layout = read_layout(lines)
    below = [
        line
        for above, line in pairwise(lines)
        if layout.is_full(above) and (above.text[-1].isalnum() or above.text[-1] in _GOES_ON)
    ]
    leading = 0 if layout.shown else _usual(line.gap for line in below)
    margin = _usual(line.indent for line in below if line.gap == leading)
    if not (margin or leading):
        return lines
    return tuple(replace(line, indent=max(0, line.indent - margin), gap=max(0, line.gap - leading)) for line in lines)


def _usual(white: Iterable[int]) -> int:
    """Return the *white* that nearly all lines have in which text goes on; 0 where they have none, or are few."""
    counts = Counter(white)
    value, count = max(counts.items(), key=lambda item: item[1], default=(0, 0))
    return value if counts.total() >= _FEWEST and count >= _MOSTLY * counts.total() else 0


_FEWEST = 2
_MOSTLY = 0.8
_GOES_ON = frozenset("，、》）〉’")
"""What ends a line besides words where a sentence goes on below."""


def _texts(lines: Sequence[Line], width: int | None) -> list[int]:
    """Return which of *lines* are hardly headings: long, or as long as an indented line of narrow columns."""
    least = _TEXT if width is None else min(_TEXT, width - 3)
    return [at for at, line in enumerate(lines) if len(line.text) >= least]


def _indent(lines: Sequence[Line], texts: Sequence[int]) -> int | None:
    indents = Counter(lines[at].indent for at in texts if lines[at].indent)
    if not indents:
        return None
    indent, count = indents.most_common(1)[0]
    bare = sum(not line.indent for line in lines)
    usual = count >= 2 and count * 10 >= len(texts) and sum(indents.values()) <= count * 2
    return indent if usual and bare else None


def _width(lines: Sequence[Line]) -> tuple[int | None, Measure]:
    """Return the length that most lines have, and how it is measured: as more lines have one length.

    Marks that may not open or end a line make lines a little shorter or longer; hardly any is longer than that.
    """
    likely = [line for line in lines if len(line.text) >= 8]
    if len(likely) < _FEWEST_LIKELY:
        return None, in_characters
    by_characters, by_ems = (Counter(map(measure, likely)) for measure in (in_characters, in_ems))
    measure = in_ems if max(by_ems.values()) > max(by_characters.values()) else in_characters
    lengths = by_ems if measure is in_ems else by_characters
    width = max(lengths, key=lambda length: (lengths[length], length))
    near = sum(lengths[length] for length in range(width - 1, width + 3))
    longer = sum(count for length, count in lengths.items() if length > width + 3)
    if len(likely) < _FEW and (near < len(likely) - 1 or width < _TEXT):
        return None, measure
    if near < max(_FEWEST_LIKELY, 0.35 * len(likely)) or longer > 0.08 * len(likely) or not _NARROWEST <= width <= 80:
        return None, measure
    full = (line.text for line in likely if width - 1 <= measure(line) <= width + 2)
    return (width if _are_wrapped(list(islice(full, _SAMPLE))) else None), measure


_FEWEST_LIKELY = 4
"""Lines of one length from which there is a width."""
_FEW = 6
"""Lines below which all but the last must have that length, and the length be that of text."""
_NARROWEST = 10
"""Characters in a line of the narrowest columns; shorter lines of one length are verse."""
_SAMPLE = 2000
"""Lines that are enough to tell verse from columns."""
_CLAUSE = re.compile("[，。；：！？、]")


def _are_wrapped(texts: Sequence[str]) -> bool:
    """Tell whether *texts*, of one length, are wrapped: most end inside a sentence, marks stand anywhere in them.

    Short paragraphs end a sentence, regular verse ends in marks, and free verse has hardly a mark inside a line.
    """
    whole = sum(text[-1] in "。！？”" for text in texts)
    clauses = sum(text[-1] in "，。；！？" for text in texts)
    marked = sum(bool(_CLAUSE.search(text, 1, len(text) - 1)) for text in texts)
    return whole <= 0.5 * len(texts) and clauses <= 0.7 * len(texts) and marked >= 0.2 * len(texts)


def _is_parted(lines: Sequence[Line], texts: Sequence[int]) -> bool:
    """Tell whether gaps stand after some lines of text and not after others."""
    pairs = [lines[at + 1].gap for at in texts if at + 1 < len(lines)]
    gaps = sum(gap > 0 for gap in pairs)
    return len(pairs) >= 4 and 0.02 * len(pairs) <= gaps <= 0.7 * len(pairs)


_ENDS = frozenset("。！？；!?;…")
_LIKELY = 4
"""How much likelier going on must be before it is taken for granted."""


def _runs_on(lines: Sequence[Line], width: int, measure: Measure) -> bool:
    """Tell whether full lines that end a sentence are far more than the paragraphs that by chance end at the margin.

    A paragraph's last line has any length, so one paragraph in *width* ends at the margin.
    """
    ended = [measure(line) >= width for line in lines if len(line.text) > 1 and line.text[-1] in _ENDS]
    at_margin = sum(ended)
    by_chance = (len(ended) - at_margin) / (width - 1)
    return at_margin > (_LIKELY + 1) * by_chance
