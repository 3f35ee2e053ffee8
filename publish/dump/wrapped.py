"""Lines of a column, known by their neighbours: parts of one file may be wrapped at different widths, or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.dump.features import Features

_OF_COLUMN = 20
"""Characters of a line that a title hardly has, and lines of a column do."""
_RAGGED = 6
"""Characters by which the last line of a quotation may be shorter than the column."""


def stands_in_column(lines: Sequence[Features], at: int) -> bool:
    """Tell whether a line is one of a column of wrapped lines, whose width may be that of one piece of the file alone.

    It is long and not much longer or shorter than its neighbour: the line it goes on with flush, or stands over.
    """
    line = lines[at]
    if line.length < _OF_COLUMN:
        return False
    if at and line.flush and not line.line.gap:
        above = lines[at - 1]
        if abs(above.line.indent + above.length - line.length) <= _RAGGED:
            return True
    below = lines[at + 1] if at + 1 < len(lines) else None
    return (
        below is not None
        and below.line.gap == 0
        and below.line.indent == line.line.indent
        and abs(below.length - line.length) <= 1
    )
