"""Runs of inline content: a stretch by its offsets in the plain text (`publish.book.plain`), texts that meet as one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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


def merged(content: Iterable[Inline]) -> Iterator[Inline]:
    """Yield *content*, runs of characters that meet as one, empty ones left out."""
    run = ""
    for inline in content:
        if isinstance(inline, Text):
            run += inline.text
            continue
        if run:
            yield Text(run)
        run = ""
        yield inline
    if run:
        yield Text(run)


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
