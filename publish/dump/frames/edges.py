"""What a site says of itself at either end of a text that its page marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from publish.dump.frames.page import read, signs
from publish.dump.frames.rows import Row
from publish.dump.furniture import Furniture
from publish.source import Declared

_OF_TEXT = (Declared.TEXT, Declared.HEADING)


def edges(rows: Sequence[Row]) -> Iterator[tuple[int, Furniture]]:
    """Yield the lines of *rows* that are of the site, by their indices: above the first sentence, and below the last.

    Below the last, all is of the site from its first line on, but who wrote the text.
    """
    text = [at for at, row in enumerate(rows) if row.declared in _OF_TEXT]
    told = [place for place, at in enumerate(text) if rows[at].is_told]
    if not told:
        return
    above, below = text[: told[0]], text[told[-1] + 1 :]
    sites = [place for place, at in enumerate(below) if rows[at].is_site]
    yield from ((at, read(rows[at])) for at in above if rows[at].is_site)
    foot = below[sites[0] :] if sites else ()
    yield from ((at, replace(read(rows[at]), origin=None)) for at in foot if not signs(rows[at]))
