"""Stretches of inline content by offsets in its plain text, as `publish.book.plain` counts it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from publish.book import (
    Break,
    Code,
    Emphasis,
    Image,
    Inline,
    Inlines,
    Link,
    Note,
    Ruby,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)


def sliced(content: Inlines, start: int, end: int) -> Inlines:
    """Return what of *content* stands from *start* up to *end*, offsets in its plain text.

    A note belongs to the character before it, the first of all to the one behind it. Ruby, code, a picture and a line
    break are never cut: what begins inside the stretch stands in it whole.
    """
    return tuple(_sliced(content, start or -1, end))


def trimmed(content: Inlines) -> Inlines:
    """Return *content* without white space at its ends."""
    text = plain(content)
    return sliced(content, len(text) - len(text.lstrip()), len(text.rstrip()))


def _sliced(content: Inlines, start: int, end: int) -> Iterator[Inline]:
    at = 0
    for inline in content:
        length = len(plain((inline,)))
        yield from _part(inline, start - at, end - at, length)
        at += length


def _part(inline: Inline, start: int, end: int, length: int) -> Iterator[Inline]:
    """Yield what of *inline*, *length* characters long, stands between two offsets counted from where it begins."""
    match inline:
        case Note():
            if start < 0 <= end:
                yield inline
        case Text(text):
            if part := text[max(0, start) : max(0, end)]:
                yield Text(part)
        case Emphasis() | Strong() | Superscript() | Subscript() | Link():
            if inside := tuple(_sliced(inline.content, start, end)):
                yield replace(inline, content=inside)
        case Ruby() | Break() | Code() | Image():
            if start <= 0 < end or (not length and start < 0 <= end):
                yield inline
