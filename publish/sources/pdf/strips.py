"""Glyphs → strips: what stands on one line without a gap as wide as a gutter.

A file writes the characters of a line one after the other, hardly ever across a gutter; so they are first taken in the
file's order. What the file wrote apart and stands side by side is joined then. White space is what the file has, and
gaps that are wider than those around them.
"""

from __future__ import annotations

import statistics
import string
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from publish.sources.pdf.bridges import bridged
from publish.sources.pdf.document import SOFT_HYPHEN, Box, Glyph

_SAME_SIZE = 0.12
_SAME_BASE = 0.25
"""Ems by which the base lines of two pieces of one line may differ."""
_ASIDE = 0.55
"""The same for a mark beside a character."""
_GUTTER = 1.15
"""Ems of a gap between two glyphs that are still of one line, where the file wrote the one after the other."""
_WIDE_GUTTER = 2.3
"""The same for large characters, which are set apart."""
_SPACED_GUTTER = 4.0
"""The same where white space stands between the two in the file, or it paints both at once."""
_ABUTTING = 0.45
"""The same where the file did not."""
_OVERLAP = 0.75
"""Ems by which the white halves of two marks may lie over one another."""
_LARGE = 1.2
_SMALL = 0.82
"""Of the size of a line: what is raised in it is smaller."""
_RAISED_BY = 0.75
"""Ems of the line by which it may be raised."""
_MOST_NEAR = 200
"""Pieces on a line that one is held against."""
_FEW = 8
"""Characters of the longest title that the file writes character by character, far apart."""


@dataclass(slots=True)
class Strip:
    """A line of text, or as much of one as stands together."""

    text: str
    x0: float
    x1: float
    base: float
    size: float
    face: str | None
    bold: bool
    colour: tuple[int, int, int]
    page: int = 0
    column: int | None = None
    room: float | None = None
    """Ems that are free behind it in its column; None where it stands in none."""
    indent: int = 0
    gap: int = 0
    centred: bool = False
    foot: bool = False
    """Whether it is of the notes at the foot of its page."""
    hyphened: bool = False
    """Whether a hyphen parted its last word."""
    down: float = 0.0
    """Points from its first character to its last, where it runs down."""
    initial: bool = False
    """Whether it begins with an initial, as others begin set in."""
    frame: Box | None = None
    """The ground or the frame of its own that stands around it."""

    @property
    def top(self) -> float:
        """The upper edge of its characters."""
        return self.base - self.down - 0.88 * self.size

    @property
    def bottom(self) -> float:
        """Their lower edge."""
        return self.base + 0.12 * self.size

    @property
    def box(self) -> Box:
        """Where it stands, with the frame around it."""
        return self.frame or Box(self.x0, self.top, self.x1, self.bottom)


def sizes_of(glyphs: Iterable[Glyph]) -> Counter[float]:
    """Return how many of *glyphs* have which size."""
    return Counter(round(glyph.ink.size * 5) / 5 for glyph in glyphs)


def body_size(sizes: Mapping[float, int]) -> float:
    """Return the size of the body text: that which most glyphs have, or nearly, by the counts of *sizes*."""
    if not sizes:
        return 10.0
    near = {size: sum(count for other, count in sizes.items() if abs(other - size) < _NEARLY * size) for size in sizes}
    middle = max(sorted(sizes), key=lambda size: (near[size], sizes[size]))
    alike = [size for size in sorted(sizes) if abs(size - middle) < _NEARLY * middle]
    return max(alike, key=lambda size: sizes[size]) or 10.0


_NEARLY = 0.06
"""Share by which sizes differ that are one."""


def strips_of(glyphs: Sequence[Glyph], body: float) -> list[Strip]:
    """Return *glyphs*, all upright, as strips from the top of the page to its foot; *body* is the size of the text."""
    runs = [run for run in _runs(glyphs, body) if run]
    return [_strip(run, body) for run in bridged(_joined(runs, body), body)]


def _runs(glyphs: Sequence[Glyph], body: float) -> Iterator[list[Glyph]]:
    run: list[Glyph] = []
    main: Glyph | None = None
    for glyph in glyphs:
        if main is not None and _is_raised(run[-1], glyph, main):
            run.append(glyph)
            continue
        if main is not None and not _follows(main._replace(x1=run[-1].x1), glyph, body):
            yield run
            run = []
        run.append(glyph)
        main = glyph
    yield run


def _is_raised(before: Glyph, after: Glyph, main: Glyph) -> bool:
    """Tell whether *after* is a small figure or mark, raised right behind *before* in the line of *main*."""
    size = main.ink.size
    if after.sign >= "\u2e80":
        return False
    raised = after.ink.size < _SMALL * size and 0.1 * size < main.base - after.base < _RAISED_BY * size
    return raised and -0.3 * size < after.x0 - _end(before) < 0.3 * size


def _follows(before: Glyph, after: Glyph, body: float) -> bool:
    """Tell whether *after*, which the file has behind *before*, goes on with its line."""
    size = min(before.ink.size, after.ink.size)
    marks = not (before.sign.isalnum() and after.sign.isalnum())  # in a line that runs down these may stand aside
    if abs(before.base - after.base) > (_ASIDE if marks else _SAME_BASE / 2) * size:
        return False
    if abs(before.ink.size - after.ink.size) > _SAME_SIZE * size:
        return False
    within = bool(after.space) or before.ink.number == after.ink.number
    limit = _SPACED_GUTTER if within else _WIDE_GUTTER if size >= _LARGE * body else _GUTTER
    return -1.4 * _OVERLAP * size < after.x0 - before.x1 < limit * size


def _joined(runs: list[list[Glyph]], body: float) -> list[list[Glyph]]:
    """Return *runs*, those that stand side by side on one line as one, raised figures with what they are raised at."""
    runs.sort(key=lambda run: (-run[0].ink.size, run[0].base, run[0].x0))
    rows: dict[int, list[list[Glyph]]] = {}
    out: list[list[Glyph]] = []
    for run in runs:
        size, base = run[0].ink.size, run[0].base
        step = max(body, 1.0)
        near = [
            other
            for key in range(int((base - size) / step) - 1, int((base + 2 * size) / step) + 2)
            for other in rows.get(key, [])[-_MOST_NEAR:]
        ]
        if target := next((other for other in near if _abuts(other, run, body)), None):
            target[:] = sorted(target + run, key=lambda glyph: glyph.x0)
            continue
        rows.setdefault(int(base / step), []).append(run)
        out.append(run)
    out = _rejoined(out, body)
    out.sort(key=lambda run: (run[0].base, run[0].x0))
    return out


def _rejoined(runs: list[list[Glyph]], body: float) -> list[list[Glyph]]:
    """Join once more what only came to stand side by side when others had been joined."""
    runs.sort(key=lambda run: (round(_main(run).base / max(1.0, 0.3 * body)), run[0].x0))
    out: list[list[Glyph]] = []
    for run in runs:
        if out and _abuts(out[-1], run, body):
            out[-1] = sorted(out[-1] + run, key=lambda glyph: glyph.x0)
        else:
            out.append(run)
    return out


def _main(run: Sequence[Glyph]) -> Glyph:
    """Return a glyph of the size that most of *run* has."""
    size = statistics.median_high(sorted(glyph.ink.size for glyph in run))
    return next(glyph for glyph in run if glyph.ink.size == size)


def _abuts(run: Sequence[Glyph], other: Sequence[Glyph], body: float) -> bool:
    """Tell whether *other*, no larger than *run*, stands right beside it on its line, or is raised there."""
    main, small = sorted((_main(run), _main(other)), key=lambda glyph: -glyph.ink.size)
    size, own = main.ink.size, small.ink.size
    left, right = (run, other) if run[0].x0 <= other[0].x0 else (other, run)
    gap = right[0].x0 - left[-1].x1
    if own < _SMALL * size:
        raised = -0.15 * size <= main.base - small.base <= _RAISED_BY * size
        few, many = sorted((run, other), key=lambda each: _main(each).ink.size)
        # it may stand between two that were joined over it, and over the white half of a mark
        before = max((glyph for glyph in many if glyph.x0 <= few[0].x0), key=lambda glyph: glyph.x1, default=None)
        if before is not None:
            gap = max(few[0].x0 - before.x1, min(0.0, few[0].x0 - _end(before)))
        return raised and len(few) <= 6 and -0.3 * own < gap < 0.3 * size and size < 1.3 * body
    if abs(main.base - small.base) > _SAME_BASE * own or own < (1 - _SAME_SIZE) * size:
        return False
    if -_OVERLAP * own < gap < _ABUTTING * own:
        return _begin(right[0]) - _end(left[-1]) < 2 * _ABUTTING * own
    alone = max(len(run), len(other)) <= _FEW and min(len(run), len(other)) == 1 and own >= _LARGE * body
    return alone and -_OVERLAP * own < gap < _WIDE_GUTTER * own


# --- a strip -------------------------------------------------------------------------------------------------------

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def _strip(run: Sequence[Glyph], body: float) -> Strip:
    main = _main(run)
    plain = [glyph for glyph in run if glyph.ink.size > _SMALL * main.ink.size] or list(run)
    inks = Counter(glyph.ink for glyph in plain)
    faces = Counter(glyph.ink.face for glyph in plain if not glyph.sign.isascii())
    bold = sum(glyph.ink.bold for glyph in plain) * 2 > len(plain)
    face = (faces or Counter(glyph.ink.face for glyph in plain)).most_common(1)[0][0]
    colour = inks.most_common(1)[0][0].colour
    text = _text(run, main.ink.size)
    strip = Strip(
        text.replace(SOFT_HYPHEN, ""), _begin(run[0]), _end(run[-1]), main.base, main.ink.size, face, bold, colour
    )
    strip.hyphened = text.endswith(SOFT_HYPHEN)
    return strip


_OPENING = frozenset("（《【「『〔〈“‘")
_CLOSING = frozenset("，。、；：！？”’）》】」』〕〉")
"""Marks of which one half is white; at the ends of a line that half may be cut off (clreq, 3.1.6)."""


def _begin(glyph: Glyph) -> float:
    return glyph.x0 + 0.5 * glyph.ink.width if glyph.sign in _OPENING else glyph.x0


def _end(glyph: Glyph) -> float:
    return min(glyph.x1, glyph.x0 + 0.5 * glyph.ink.width) if glyph.sign in _CLOSING else glyph.x1


def _text(run: Sequence[Glyph], size: float) -> str:
    """Return the characters of *run* with the white space that is seen between them."""
    gaps = [after.x0 - before.x1 for before, after in pairwise(run)]
    usual = max(0.0, statistics.median(gaps)) if len(gaps) > 2 else 0.0
    spread = sum(abs(gap - usual) < 0.15 * size for gap in gaps) >= 0.6 * len(gaps)
    raised = _raised_figures(run, size)
    made = [_sign(run[0], 0, raised)]
    for at, (before, after) in enumerate(pairwise(run)):
        made.append(_space(before, after, gaps[at], usual if spread else 0.0, size))
        made.append(_sign(after, at + 1, raised))
    return "".join(made)


def _sign(glyph: Glyph, at: int, raised: frozenset[int]) -> str:
    return glyph.sign.translate(_RAISED) if at in raised else glyph.sign


def _raised_figures(run: Sequence[Glyph], size: float) -> frozenset[int]:
    """Return which of *run* are raised figures; those in raised brackets, [1], are marks as they are."""
    base = _main(run).base
    small = [glyph.ink.size < _SMALL * size and base - glyph.base > 0.12 * size for glyph in run]
    found: set[int] = set()
    for is_small, group in groupby(range(len(run)), key=small.__getitem__):
        at = list(group)
        if is_small and not any(run[each].sign in _BRACKETS for each in at):
            found.update(each for each in at if run[each].sign in "0123456789")
    return frozenset(found)


_BRACKETS = frozenset("[]［］()（）〔〕【】")


def _space(before: Glyph, after: Glyph, gap: float, usual: float, size: float) -> str:
    if "\u3000" in after.space and gap > 0.5 * size:
        return "\u3000"
    if after.space and gap > usual + 0.08 * size:
        return " "
    alike = before.sign.isascii() == after.sign.isascii()
    words = before.sign.isalnum() and after.sign.isalnum()
    latin = before.sign in _ENDS_LATIN and after.sign in _BEGINS_LATIN
    if gap > usual + 0.75 * size and not (latin and gap < 2 * size):
        return "\u3000"
    return " " if ((alike and words) or latin) and gap > usual + 0.16 * size else ""


_LETTERS = frozenset(string.ascii_letters + string.digits)
_ENDS_LATIN = _LETTERS | frozenset(",.;:!?)]%'\"&")
_BEGINS_LATIN = _LETTERS | frozenset('(["&')
"""Latin letters and the marks behind and before which a space stands, that is known by its width alone."""
