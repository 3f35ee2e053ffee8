"""The cover of a book that brings none: title, subtitle, author and series on a plain ground.

A pale label on a dark cloth, as on a bound book: the title stays legible on a shelf of thumbnails and in grey. The
cloth is one of a few traditional colours of equal darkness; the title decides which, so that books differ and a book
keeps its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import pairwise

from publish.book import Book, Picture
from publish.fonts import Face, Families, Role, covers, find_face
from publish.metadata import authors, editors
from publish.pictures import Box, Colour, Lettering, draw, text_width
from publish.xhtml import label, words

WIDTH, HEIGHT = 1600, 2560
"""Pixels; the size that Kindle's guidelines ask for."""

_CLOTHS: Sequence[Colour] = ("#22405f", "#264a41", "#6a2f2b", "#4a3557", "#3d4148")
"""靛蓝, 黛绿, 赭红, 绛紫, 墨."""
_PAPER: Colour = "#f3ecdc"
_INK: Colour = "#22211f"

# The label, in pixels.
_TOP, _SIDE, _PADDING = 420, 150, 150
_MIDDLE, _MEASURE = WIDTH / 2, WIDTH - 2 * _SIDE - 2 * 110

# Sizes of type in pixels, largest and smallest; _HIGHEST is how high the lines of the title may stand in all.
_TITLE_SIZES, _HIGHEST = range(260, 91, -4), 1100
_SUBTITLE_SIZES = range(92, 51, -4)
_NAME_SIZES = range(84, 43, -4)
_LEADING = 1.32

# A line that breaks within a phrase: how much larger it must make the title, and what it costs in square em of uneven
# lines.
_CLUMSY, _CLUMSY_COST = 0.55, 30

_CLOSING = "、，。：；！？”’）》」』】〉,.:;!?)"
_NO_LINE_BEGINS_WITH = _CLOSING + "…—·"
_NO_LINE_ENDS_WITH = "“‘（《「『【〈("


def draw_cover(name: str, book: Book, fonts: Families) -> Picture:
    """Return a cover for *book* as a JPEG called *name*; *fonts* are families that the user prefers.

    Raises `PublishError` F101 where the machine has no Chinese face.
    """
    cloth = _CLOTHS[sha256(book.title.encode()).digest()[0] % len(_CLOTHS)]
    return draw(name, WIDTH, HEIGHT, cloth, list(_shapes(book, fonts)))


def _shapes(book: Book, fonts: Families) -> Iterator[Box | Lettering]:
    title = label(book.title) or words(book.language)["untitled"]
    song = _face("song", 700, title, book.language, fonts)
    kai = _face("kai", 400, f"{book.subtitle}{book.series}{_names(book)}", book.language, fonts)
    title_lines = _lines(title, song, _TITLE_SIZES, 6, _HIGHEST, _INK)
    below = _lines(label(book.subtitle), kai, _SUBTITLE_SIZES, 3, 400, _INK) if book.subtitle else []
    gap = 70 if below else 0
    bottom = _TOP + 2 * _PADDING + _height(title_lines) + gap + _height(below)
    yield Box(_SIDE, _TOP, WIDTH - _SIDE, bottom, _PAPER)
    yield Box(_SIDE + 24, _TOP + 24, WIDTH - _SIDE - 24, bottom - 24, _INK, 5)
    yield from _set(title_lines, _TOP + _PADDING)
    yield from _set(below, bottom - _PADDING - _height(below))
    if book.series:
        series = " ".join(filter(None, [label(book.series.title), book.series.number]))
        yield from _set(_lines(series, kai, _NAME_SIZES, 1, 200, _PAPER), 230)
    if names := _names(book):
        yield from _set(_lines(names, kai, _NAME_SIZES, 2, 300, _PAPER), 2200)


def _names(book: Book) -> str:
    """Return who made the book: up to three authors, else its editors; more are 等 after the first."""
    said = words(book.language)
    named = authors(book) or editors(book)
    role = said["by"] if authors(book) else said["edited"]
    if not named:
        return ""
    shown = said["enumeration"].join(map(label, named)) if len(named) <= 3 else label(named[0]) + said["others"]
    return f"{shown}\u3000{role}"


def _face(role: Role, weight: int, text: str, language: str, fonts: Families) -> Face:
    """Return the face for *role*, or the first of the others that shows all of *text* where it does not."""
    wanted: tuple[Role, ...] = (role, "song", "hei", "kai")
    faces = [find_face(each, language, fonts, weight) for each in wanted]
    characters = [character for character in text if not character.isspace()]
    return next((face for face in faces if all(covers(face, character) for character in characters)), faces[0])


# --- lines of lettering --------------------------------------------------------------------------------------------


def _lines(text: str, face: Face, sizes: range, most: int, height: int, ink: Colour) -> list[Lettering]:
    """Return *text* as at most *most* lines, as large as they go into the label's measure and *height*.

    Lines that break between phrases may be smaller than ones that break within; too long a text loses its end.
    """
    text = _shortened(text, int(most * _MEASURE / sizes[-1]))
    if not text:
        return []
    ways = [_broken(text, number) for number in range(1, most + 1)]
    fitting = [(_largest(lines, face, sizes, height), lines) for lines in ways]
    size, lines = max(fitting, key=lambda way: way[0] * (_CLUMSY if _is_clumsy(way[1]) else 1))
    if not size:
        return _lines(_shortened(text, len(text) * 9 // 10), face, sizes, most, height, ink)
    return [Lettering(line.strip(), face, size, _MIDDLE, 0, ink) for line in lines]


def _largest(lines: list[str], face: Face, sizes: range, height: int) -> int:
    """Return the largest of *sizes* at which *lines* go into the label, or 0."""
    for size in sizes:
        if len(lines) * size * _LEADING <= height and all(text_width(x.strip(), face, size) <= _MEASURE for x in lines):
            return size
    return 0


def _shortened(text: str, length: int) -> str:
    """Return *text* if it is no longer than *length* characters, else its beginning with …… at the end."""
    return text if len(text) <= length else text[: max(1, length - 2)].rstrip("… ") + "……"


def _set(lines: list[Lettering], top: float) -> Iterator[Lettering]:
    for number, line in enumerate(lines):
        y = top + (number + 0.5) * line.size * _LEADING
        yield Lettering(line.text, line.face, line.size, line.x, y, line.ink)


def _height(lines: list[Lettering]) -> float:
    return sum(line.size * _LEADING for line in lines)


def _broken(text: str, number: int) -> list[str]:
    """Return *text* in *number* lines of about equal length, or fewer, that break between phrases where they can."""
    pieces = _pieces(text)
    target = _ems(text) / number
    best: list[tuple[float, list[str]]] = [(0.0, [])]
    for end in range(1, len(pieces) + 1):
        choices = []
        for begin in range(end):
            cost, lines = best[begin]
            line = "".join(pieces[begin:end])
            if len(lines) < number:
                clumsy = end < len(pieces) and not _ends_well(line, pieces[end])
                choices.append((cost + (_ems(line) - target) ** 2 + (_CLUMSY_COST if clumsy else 0), [*lines, line]))
        best.append(min(choices))
    return best[-1][1]


def _ends_well(line: str, following: str) -> bool:
    """Tell whether a phrase ends with *line*: at a space, after a mark or before an opening one.

    The space that parts a Latin word or a number from the Chinese beside it ends no phrase.
    """
    before, after = line.rstrip()[-1:], following[0]
    spaced = line[-1].isspace() and before.isascii() == after.isascii()
    return spaced or before in _CLOSING or after in _NO_LINE_ENDS_WITH


def _is_clumsy(lines: list[str]) -> bool:
    return not all(_ends_well(line, following) for line, following in pairwise(lines))


def _pieces(text: str) -> list[str]:
    """Return *text* cut wherever a line may end: marks stay with what they close or open, Latin words stay whole."""
    opening, closing = re.escape(_NO_LINE_ENDS_WITH), re.escape(_NO_LINE_BEGINS_WITH)
    return re.findall(rf"[{opening}]*(?:[\w.+-]+(?<=[\x21-\x7e])|.)[{closing}]*\s*|.", text, re.ASCII | re.DOTALL)


def _ems(text: str) -> float:
    return sum(0.55 if character.isascii() else 1.0 for character in text)
