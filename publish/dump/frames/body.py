"""Where the body of a page of the web stands among its lines, as rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.dump.bylines import Strength
from publish.dump.frames.points import points_for
from publish.dump.frames.rows import LONG, Row, RowKind
from publish.press import Pattern

_LONGEST = 240
"""Characters of a line of prose beyond which it says no more for the body."""
_FAR = 12
"""Lines between a date and a poem."""
_LARGER = 3
"""Times the length of a poem that prose below it has which is the body instead; so is what is as long as `_LONGEST`."""
_LISTED = 10
"""Lines of the longest list of other pages in the middle of a text."""
GOING_ON = 3
"""Told lines below such a list that are the text again."""
_LIST = Pattern("(?!.*(?:{comments})){list_of_page}")
_FEWEST = 4
"""Lines of the shortest poem."""


class Body:
    """The stretch of *rows* that is the text of their page, and the lists of other pages in it."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = rows
        self.inserted = dict(self._find_inserted())
        """The lines of lists of other pages in the middle of the text, and whether each list names several."""
        self.sites = [at for at, row in enumerate(rows) if row.is_site and at not in self.inserted]
        """The lines of the site, but those."""
        self.start, self.end = self._stretch()

    def _find_inserted(self) -> Iterator[tuple[int, bool]]:
        """Yield the lines of lists of other pages, by their indices, below which the text goes on in several lines.

        With each: whether its list names several pages. One line by itself may head what follows.
        """
        told = False
        for at, row in enumerate(self.rows):
            told = told or row.kind is RowKind.PROSE
            if told and row.is_site and _LIST.fullmatch(row.folded):
                below = range(at + 1, min(at + 2 + _LISTED, len(self.rows)))
                end = next((near for near in below if self.rows[near].kind is not RowKind.LINK), at)
                if end > at + 1 and self._goes_on(end):
                    yield from ((listed, end > at + 2) for listed in range(at, end))

    def _goes_on(self, begin: int) -> bool:
        """Tell whether text stands at *begin*: told lines in a row, most of them prose."""
        below = self.rows[begin : begin + GOING_ON]
        prose = sum(row.kind is RowKind.PROSE for row in below)
        return len(below) == GOING_ON and all(row.is_told for row in below) and prose > 1

    def _stretch(self) -> tuple[int, int]:
        """Return the stretch of lines that says most for being the body, from its first sentence on."""
        best = total = 0.0
        found, start = (0, 0), 0
        for at in range(len(self.rows)):
            if total <= 0:
                total, start = 0.0, at
            total += self._for_body(at)
            if total > best:
                best, found = total, (start, at + 1)
        if verse := self._verse(found):
            return verse
        if not any(found):
            return found
        begin, end = self._cut(*self._widened(*found))
        return next((at for at in range(begin, end) if self.rows[at].is_told), begin), end

    def _verse(self, prose: tuple[int, int]) -> tuple[int, int] | None:
        """Return where short lines in a row stand below what says when the page was published: a poem; or None.

        The stretch of *prose* must stand below them, and be little: a comment, a word of the site for itself.
        """
        stretch = self.rows[prose[0] : prose[1]]
        length = sum(len(row.text) for row in stretch) if any(row.is_told for row in stretch) else 0
        least, best = _FEWEST, None
        for begin, end in self._short_rows():
            inside = sum(len(row.text) for row in self.rows[begin:end])
            if end - begin >= least and (not length or (prose[0] >= end and length < min(_LARGER * inside, _LONGEST))):
                least, best = end - begin, (begin, end)
        return best

    def _short_rows(self) -> Iterator[tuple[int, int]]:
        """Yield the stretches of short lines that stand below lines of the site, not far below a date or a byline."""
        begin, dated = 0, -_FAR
        for at in range(len(self.rows) + 1):
            row = self.rows[at] if at < len(self.rows) else None
            if row and row.kind in (RowKind.LINK, RowKind.SENTENCE) and not row.is_figure and len(row.text) <= LONG:
                continue
            if (
                at > begin > 0
                and begin - dated <= _FAR
                and (self.rows[begin - 1].is_site or self.rows[begin - 1].is_figure)
            ):
                yield begin, at
            if row is None or (row.is_site and _LIST.fullmatch(row.folded)):
                return
            dated = at if row.is_dated or (row.is_site and row.names(Strength.MARKED)) else dated
            begin = at + 1

    def _for_body(self, at: int) -> float:
        """Return what the line at *at* says for the body, in the points of the table."""
        points = points_for("body")
        return sum(points[name] * shown for name, shown in self._shown_by(at))

    def _shown_by(self, at: int) -> Iterator[tuple[str, float]]:
        """Yield what the line at *at* shows that may be of the body, by the names in the table, and how much of it."""
        row = self.rows[at]
        if at in self.inserted:
            return
        if row.kind is not RowKind.PROSE and row.ends_text:
            yield "ends a text", 1
            return
        beside = (*self.rows[max(0, at - 1) : at], *self.rows[at + 1 : at + 2])
        alone = row.is_site and not any(near.is_site for near in beside)
        yield "a line of a site alone" if alone else row.kind.value, 1
        if row.kind is RowKind.PROSE:
            yield "length of prose", min(len(row.text), _LONGEST)

    def _widened(self, begin: int, end: int) -> tuple[int, int]:
        """Return the stretch from *begin* to *end* with the text around it from which no line of the site parts it."""
        above = max((at + 1 for at in self.sites if at < begin), default=0)
        below = min((at for at in self.sites if at >= end), default=len(self.rows))
        told = [begin, end - 1, *(at for at in range(above, below) if self.rows[at].is_told)]
        return min(told), max(told) + 1

    def _cut(self, begin: int, end: int) -> tuple[int, int]:
        """Return the stretch from *begin* to *end* up to where the first of its lines ends a text, below some prose."""
        told = False
        for at in range(begin, end):
            told = told or self.rows[at].kind is RowKind.PROSE
            if told and self.rows[at].ends_text and at not in self.inserted:
                return begin, at
        return begin, end
