"""The head and the foot of a page of the web: what stands among its buttons is no text either.

Words tell a button, a share line, a line of rights. A list of other articles and a bar of sections have any words: they
are recognised by where they stand, at the end of a file below such a line, or at its beginning beside one.
"""

from __future__ import annotations

from collections.abc import Sequence

from publish.dump.folding import fold
from publish.dump.furniture import Basis, Furniture, Kind
from publish.dump.numbering import read_number
from publish.press import Pattern
from publish.source import Line

_OTHERS = Pattern("[【［（·]?{list_of_others}[】］）]?\\s*：?")
_BAR = Pattern("(?:[^\\s|·，。：]{2,5}[\\s|·]+){2,}[^\\s|·，。：]{2,5}")
_OF_WEB = frozenset({Kind.WEB_LINE, Kind.RIGHTS_LINE, Kind.ADVERTISEMENT, Kind.ADDRESS_LINE, Kind.PUBLICATION_LINE})
_BETWEEN = Furniture(Kind.WEB_LINE, basis=Basis.COULD_BE_TEXT)
_LONGEST = 40
"""Characters of the longest line between buttons; a longer one is text."""
_MOST = 30
"""Lines of the longest foot."""
_SURE = 2
"""Lines that are sure to be of the page and make a foot."""
_HEAD = 6
"""Lines that may be the head of a page."""
_ENDS_TEXT = ("。", "！", "？", "”", "…", "；", "，")


def add_edges(lines: Sequence[Line], found: list[Furniture | None]) -> None:
    """Add to *found*, the furniture of *lines*, what stands among it at the head and the foot of a page of the web."""
    for at in (*_foot(lines, found), *_head(lines, found)):
        found[at] = found[at] or _BETWEEN


def _foot(lines: Sequence[Line], found: Sequence[Furniture | None]) -> range:
    """Return the lines of the foot: those from the first button or list of other articles on, below all text."""
    first = len(lines)
    while first and len(lines) - first < _MOST and not _is_text(lines[first - 1], found[first - 1]):
        first -= 1
    lists = [at for at in range(first, len(lines)) if _OTHERS.fullmatch(fold(lines[at].text))]
    sure = [at for at in range(first, len(lines)) if _is_of_web(found[at])]
    begins = [*lists[:1], *(sure[:1] if len(sure) >= _SURE else [])]
    return range(min(begins), len(lines)) if begins else range(0)


def _is_text(line: Line, furniture: Furniture | None) -> bool:
    return furniture is None and (len(line.text) > _LONGEST or line.text.endswith(_ENDS_TEXT))


def _is_of_web(furniture: Furniture | None) -> bool:
    return furniture is not None and furniture.kind in _OF_WEB


def _head(lines: Sequence[Line], found: Sequence[Furniture | None]) -> list[int]:
    """Return the bars of sections at the head of a file, beside other furniture of the page."""
    head = range(min(_HEAD, len(lines)))
    bars = [at for at in head if found[at] is None and _is_bar(lines[at].text)]
    return [at for at in bars if any(_is_of_web(found[near]) for near in (at - 1, at + 1) if near in head)]


def _is_bar(text: str) -> bool:
    """Tell whether words stand in a row as those of a bar do; a heading that counts is none: 第一章 琴声·歌声."""
    return _BAR.fullmatch(fold(text)) is not None and read_number(text) is None
