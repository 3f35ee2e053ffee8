"""The cover of a book that brings none: title, subtitle, author and series on a plain ground.

A pale label on a dark cloth, as on a bound book: the title stays legible on a shelf of thumbnails and in grey. The
cloth is one of a few traditional colours of equal darkness; the title decides which, so that books differ and a book
keeps its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import sha256

from publish.book import Book, Picture
from publish.composer import EM, MAINLAND, divide_title
from publish.fonts import Face, Families, Role, covers, find_face
from publish.metadata import authors, dated, editors
from publish.pictures import Box, Colour, Lettering, draw, text_width
from publish.titles import BETWEEN_WORDS, WITHIN_WORD, apart, penalties
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
_ISSUE_SIZES = range(60, 39, -4)
_LEADING = 1.32

# How much lines that end between the words of a phrase, or part what belongs together, count by their size.
_CLUMSY, _CLUMSIEST = 0.55, 0.3


def draw_cover(name: str, book: Book, fonts: Families) -> Picture:
    """Return a cover for *book* as a JPEG called *name*; *fonts* are families that the user prefers.

    Raises `PublishError` F101 where the machine has no Chinese face.
    """
    cloth = _CLOTHS[sha256(book.title.encode()).digest()[0] % len(_CLOTHS)]
    return draw(name, WIDTH, HEIGHT, cloth, list(_shapes(book, fonts)))


def _shapes(book: Book, fonts: Families) -> Iterator[Box | Lettering]:
    title = label(book.title) or words(book.language)["untitled"]
    song = _face("song", 700, title, book.language, fonts)
    kai = _face("kai", 400, f"{book.subtitle}{book.series}{_names(book)}{book.publisher}", book.language, fonts)
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
    names = _lines(_names(book), kai, _NAME_SIZES, 2, 300, _PAPER)
    yield from _set(names, 2200)
    issued = _lines(_issued(book), kai, _ISSUE_SIZES, 1, 120, _PAPER)
    yield from _set(issued, max(2400, 2224 + _height(names)))


def _names(book: Book) -> str:
    """Return who made the book: up to three authors, else its editors; more are 等 after the first."""
    terms = words(book.language)
    named = authors(book) or editors(book)
    role = terms["by"] if authors(book) else terms["edited"]
    if not named:
        return ""
    shown = terms["enumeration"].join(map(label, named)) if len(named) <= 3 else label(named[0]) + terms["others"]
    return f"{shown}\u3000{role}"


def _issued(book: Book) -> str:
    """Return who published the book, and in which year, as a title page has it at its foot."""
    year = (dated(book) or "")[:4] if book.publisher else ""
    return "\u3000".join(filter(None, [label(book.publisher or ""), year]))


def _face(role: Role, weight: int, text: str, language: str, fonts: Families) -> Face:
    """Return the face for *role*, or the first of the others that shows all of *text* where it does not."""
    wanted: tuple[Role, ...] = (role, "song", "hei", "kai")
    faces = [find_face(each, language, fonts, weight) for each in wanted]
    characters = [character for character in text if not character.isspace()]
    return next((face for face in faces if all(covers(face, character) for character in characters)), faces[0])


# --- lines of lettering --------------------------------------------------------------------------------------------


def _lines(text: str, face: Face, sizes: range, most: int, height: int, ink: Colour) -> list[Lettering]:
    """Return *text* as at most *most* lines, as large as they go into the label's measure and *height*.

    Lines that end by sense may be smaller than ones that do not; too long a text loses its end.
    """
    text = _shortened(text, int(most * _MEASURE / sizes[-1]))
    if not text:
        return []
    ways = [_divided(text, number) for number in range(1, most + 1)]
    fitting = [(_largest(lines, face, sizes, height), lines, grace) for lines, grace in ways if lines]
    size, lines, _ = max(fitting, key=lambda way: way[0] * way[2])
    if not size:
        return _lines(_shortened(text, len(text) * 9 // 10), face, sizes, most, height, ink)
    return [Lettering(line, face, size, _MIDDLE, 0, ink) for line in lines]


def _divided(text: str, number: int) -> tuple[list[str], float]:
    """Return *text* in *number* lines, none where it has no places for them, and how much they count by their size."""
    advances = [EM * 11 // 20 if character.isascii() else EM for character in text]
    lines, worst = divide_title(text, advances, number, MAINLAND, penalties)
    grace = 1.0 if worst < BETWEEN_WORDS else _CLUMSY if worst < WITHIN_WORD else _CLUMSIEST
    return [apart(text[line.start : line.end]) for line in lines], grace


def _largest(lines: list[str], face: Face, sizes: range, height: int) -> int:
    """Return the largest of *sizes* at which *lines* go into the label, or 0."""
    for size in sizes:
        if len(lines) * size * _LEADING <= height and all(text_width(x, face, size) <= _MEASURE for x in lines):
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
