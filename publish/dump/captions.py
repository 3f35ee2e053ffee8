"""Captions: what stands under a picture, in the middle of an article, and who took it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.dump.bylines import Strength, read_byline
from publish.dump.folding import fold
from publish.dump.furniture import Furniture, Kind
from publish.dump.layout import Layout
from publish.dump.likeness import Vocabulary
from publish.press import LONGEST_MARKED, Pattern, words
from publish.source import Line

_CAPTION = Pattern("{caption}")
CAPTION = Furniture(Kind.CAPTION)
GOES_ON = Furniture(Kind.CAPTION_GOES_ON)
_CREDIT_ENDS = Pattern("(?:[。！？）]|{photographed})$")
_MOST = 4
"""Lines of the longest caption in columns."""


def is_caption(text: str) -> bool:
    """Tell whether *text* reads as what stands under a picture."""
    return _CAPTION.search(fold(text)) is not None


def marks_picture(text: str) -> bool:
    """Tell whether *text* is a mark in brackets that says where a picture stood."""
    return _MARK.fullmatch(fold(text)) is not None


_MARK = Pattern("{picture_mark}")


def is_caption_line(text: str) -> bool:
    """Tell whether *text*, the whole of a line or a paragraph, is a caption."""
    return len(text) <= LONGEST_MARKED and is_caption(text)


def add_credits(lines: Sequence[Line], found: list[Furniture | None], vocabulary: Vocabulary) -> None:
    """Add to *found*, what stands apart from the flow of *lines*, who took a picture.

    Under a title that is a byline; under a caption or at the end of a text it is named for the picture.
    """
    for at in range(1, len(lines)):
        if found[at] or not _could_have_credit(lines[at - 1], found[at - 1]):
            continue
        if _is_credit(lines[at].text, vocabulary) or (found[at - 1] is CAPTION and is_caption(lines[at].text)):
            found[at] = CAPTION
        elif _ROLE.fullmatch(fold(lines[at].text)) and _is_credit(lines[min(at + 1, len(lines) - 1)].text, vocabulary):
            found[at : at + 2] = CAPTION, GOES_ON


_ROLE = Pattern("{role}")
_STOCK = Pattern("{picture_of_stock}")


def _could_have_credit(above: Line, found: Furniture | None) -> bool:
    if found is None:
        return _CREDIT_ENDS.search(fold(above.text)) is not None
    return found.kind in (Kind.CAPTION, Kind.CAPTION_GOES_ON)


def _is_credit(text: str, vocabulary: Vocabulary) -> bool:
    """Tell whether *text* names who took a picture, and nobody who wrote."""
    folded = fold(text)
    if _MAY_BE_CREDIT.search(folded) is None:
        return False
    byline = read_byline(text, vocabulary)
    if byline is None or byline.strength is not Strength.MARKED:
        return False
    of_pictures = [role for role in byline.roles if role in words("picture_credit")]
    others = (role for role in byline.roles if role not in of_pictures and not _ROLE.fullmatch(role))
    return _STOCK.search(folded) is not None or (bool(of_pictures) and not any(others))


_MAY_BE_CREDIT = Pattern("{picture_credit}|{picture_of_stock}")


def add_lines_below(lines: Sequence[Line], found: list[Furniture | None], layout: Layout) -> bool:
    """Add to *found* the lines of columns in which a caption goes on; tell whether there are any."""
    below = {next_at for at, kind in enumerate(found) if kind is CAPTION for next_at in _below(lines, at, layout)}
    for at in below:
        found[at] = GOES_ON
    return bool(below)


def _below(lines: Sequence[Line], at: int, layout: Layout) -> Iterator[int]:
    for below in range(at + 1, min(at + _MOST, len(lines))):
        above = lines[below - 1]
        if not layout.is_full(above) or _CREDIT_ENDS.search(fold(above.text)) or lines[below].gap:
            return
        yield below
