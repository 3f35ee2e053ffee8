"""Where the pages of a printed book begin in its text, so that those who read it on a screen find the same page.

A place is named by what both outputs have alike: the article (or the heading of a chapter), the last of its blocks with
an id (`publish.xhtml` says how ids are made), and how many characters of text have come since that began. White space
is not counted, for lines end differently; a picture in a line counts as one character. Readings of ruby, notes and
their calls, heads of tables and numbers of paragraphs are not counted: the outputs set them in different places. Nor
are figures, which stand on a later page where they have no room; a page that begins with one has the place of that.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PageStart:
    """The place at which a page begins."""

    label: str
    """The number that is printed on it."""
    anchor: str
    """The id of the article, or of the chapter whose heading begins the page."""
    name: str
    """The id of the last block that has begun before, without that of the article; "" before the first."""
    before: int
    """How many characters have come since."""
    figure: int | None = None
    """Which figure after these the page begins with, from 0; None where it begins with text."""


NOT_COUNTED = frozenset({"rt", "rp", "thead"})
"""Elements whose text is not counted."""
NOT_COUNTED_CLASSES = frozenset({"number", "note", "notes", "again", "slip"})
"""Classes of elements whose text is not counted: numbers of paragraphs, notes, heads that stand once more, slips."""
