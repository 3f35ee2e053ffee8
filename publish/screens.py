"""Markup for narrow screens: which tables go on a phone, and what of a paragraph no line may part.

A page of a reader is as wide as its screen, and no style sheet can ask how wide: in readers that lay pages beside one
another, what is too wide stands on the next page, over its text. So a table that has no room on a phone is set as
records, one for each row, on every screen: they flow, and take one line on a desk where they take four on a phone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from publish.book import Inline, Inlines, Note, Picture, Quote, Table, Text, plain, plain_block

# --- pictures ------------------------------------------------------------------------------------------------------

_SCREEN = 1.8
"""Height of a phone's page by its width."""
_SHARE = 0.6
"""How much of a page a tall picture takes at the most: the rest is its caption's, in large type too."""


def widest(picture: Picture) -> float | None:
    """Return how wide *picture* may be so that its caption stands on its page, in percent; None: as wide as any."""
    width = 100 * _SCREEN * _SHARE * picture.width / max(picture.height, 1)
    return width if width < 100 else None


# --- tables --------------------------------------------------------------------------------------------------------

_MEASURE = 18.5
"""Width of a phone's page in em: 320 of its points at the usual size of type, less a margin for larger type."""
_TYPE = 0.9
"""Size of a table's type by that of the text, as in ``epub.css``."""
_PADDING = 1.0
"""What stands free beside the text of a cell, in em of its type, as in ``epub.css``."""
_WHOLE, _FIRST = 5.0, 8.0
"""Width up to which the cells of a column, of the first one, are not parted, in em."""
_FAIR = 4.0
"""Width of a column of long text below which one would not set it, in em."""
_HEAD = 3.0
"""Width up to which the head of a column is not parted, in em."""
_SHORT = 8
"""Rows of a table that is not parted between two pages."""
_LATIN = 0.55
"""Width of a Latin letter or digit, in em."""
_UNBREAKABLE = re.compile(r"[!-~\u00a1-\u024f]+")


@dataclass(frozen=True, slots=True)
class ScreenTable:
    """How a table is set on a screen of any width."""

    records: bool
    """Whether it is set as records, a table having no room on a phone."""
    whole: tuple[bool, ...]
    """The columns whose cells no line parts."""
    heads: tuple[str, ...]
    """What the columns are called, "" where nothing says so; for records."""
    short: bool
    """Whether it is to stand on one page."""


def on_screen(table: Table) -> ScreenTable:
    """Return how *table* is set on screens."""
    columns = list(zip_longest(*([plain(cell) for cell in row] for row in table.rows), fillvalue=""))
    heads = tuple("".join(cells[: table.heads]) for cells in columns)
    widths = [_column(cells[table.heads :], _WHOLE if number else _FIRST) for number, cells in enumerate(columns)]
    least = (max(width, min(_width(head), _HEAD)) for (width, _), head in zip(widths, heads, strict=True))
    needed = sum(width + _PADDING for width in least) * _TYPE
    return ScreenTable(needed > _MEASURE, tuple(whole for _, whole in widths), heads, len(table.rows) <= _SHORT)


_BRIEF = 120
"""Characters of a quotation that stands on one page with who said it: some seven lines of a phone."""


def is_brief(quote: Quote) -> bool:
    """Tell whether *quote* is short enough to stand on one page."""
    return len(plain_block(quote)) <= _BRIEF


def _column(cells: Sequence[str], limit: float) -> tuple[float, bool]:
    """Return the least width of a column of *cells* in em, and whether no line parts them: up to *limit*."""
    widest = max(map(_width, cells), default=0.0)
    if widest <= limit:
        return widest, True
    word = max((_width(word) for cell in cells for word in _UNBREAKABLE.findall(cell)), default=0.0)
    return max(word, _FAIR), False


def _width(text: str) -> float:
    return max((sum(_LATIN if ord(each) < 0x250 else 1.0 for each in line) for line in text.split("\n")), default=0.0)


# --- lines ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Whole:
    """Inline content that no line may part."""

    content: Inlines


_CLOSING = "，。、；：！？”’」』）》〉】…—·,.;:!?)"
"""Marks that stand with what is before them."""


def kept(content: Inlines) -> tuple[Inline | Whole, ...]:
    """Return *content* with each call of a note kept together with what it is called by and the marks after it.

    A line that begins with [11] or with the mark behind it is none (clreq 3.1.8, on marks at the head of a line).
    """
    pieces: list[Inline | Whole] = []
    for inline in content:
        before = pieces[-1] if pieces else None
        if isinstance(inline, Note) and isinstance(before, Text) and before.text[-1:].strip():
            held = _held(before.text)
            pieces[-1:] = [Text(before.text[:-held]), Whole((Text(before.text[-held:]), inline))]
        elif isinstance(inline, Note) and isinstance(before, Whole):
            pieces[-1] = Whole((*before.content, inline))
        elif isinstance(inline, Text) and isinstance(before, Whole):
            rest = inline.text.lstrip(_CLOSING)
            marks = inline.text[: len(inline.text) - len(rest)]
            pieces[-1:] = [Whole((*before.content, Text(marks))), Text(rest)]
        else:
            pieces.append(inline)
    return tuple(piece for piece in pieces if piece != Text(""))


def _held(text: str) -> int:
    """Return how many characters at the end of *text* stay with a note: the closing marks there and one before them."""
    return min(len(text), len(text) - len(text.rstrip(_CLOSING)) + 1)
