"""What the rhythm of a file, or the levels of its headings, make of a line."""

from __future__ import annotations

from enum import Enum


class Beat(Enum):
    """What the rhythm of a file makes of a line."""

    TITLE = "title"
    BOOK = "book"
    """Above the first title, with no text of its own: the name of the book."""
    FRONT = "front"
    """Between the name of the book and its first heading: what a title page says more."""
    SECTION = "section"
    PAGE = "page"
    """The heading of a chapter that a site has cut into pages, on a page that is not the first."""
    SUBTITLE = "subtitle"
    """Under most titles of the file stands such a line."""
    NAME = "name"
    """It names the chapter whose number stands on a line of its own above it."""
    SPEECH = "speech"
    """It begins with the name of one of several speakers."""
    ITEM = "item"
    """One of several numbered lines in a row: a list, which heads nothing."""
    PART = "part"
    """A heading inside an article."""
    UNSIGNED = "unsigned"
    """A heading without a byline, where others of its level have one."""
    CLOSING = "closing"
    """It ends what stands above it: a date, a signature, a last cry."""
    OFF = "off"
    """Between the titles, and set otherwise than they."""
