"""What elements of HTML inside a line say that a book can say, wherever HTML is read: pages, e-books, manuscripts."""

from __future__ import annotations

from collections.abc import Mapping

from publish.book import Emphasis, Strong, Subscript, Superscript

Kind = type[Emphasis] | type[Strong] | type[Superscript] | type[Subscript]

MARKS: Mapping[str, Kind] = {
    "b": Strong,
    "strong": Strong,
    "i": Emphasis,
    "em": Emphasis,
    "cite": Emphasis,
    "dfn": Emphasis,
    "mark": Emphasis,
    "u": Emphasis,
    "sup": Superscript,
    "sub": Subscript,
}
"""Elements of phrasing content (HTML Living Standard, 4.5) that mark what stands in them: what they are in a book."""
