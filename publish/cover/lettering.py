"""Lines of lettering: a text broken by sense, as large as it goes into its place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from publish.composer import EM, MAINLAND, Kind, divide_title, kind_of
from publish.fonts import Face
from publish.pictures import Colour, Lettering, text_width
from publish.titles import BETWEEN_WORDS, WITHIN_WORD, apart, penalties

_LEADING = 1.32

# How much lines that end between the words of a phrase, or part what belongs together, count by their size.
_CLUMSY, _CLUMSIEST = 0.55, 0.3


@dataclass(frozen=True, slots=True)
class Place:
    """A place for lines of text; lengths in pixels."""

    middle: float
    measure: float
    """How wide its lines may be."""
    height: float
    sizes: range
    """The sizes of type that are tried, the largest first."""
    most: int
    """How many lines it has room for."""


def lettered(text: str, face: Face, place: Place, ink: Colour) -> tuple[Lettering, ...]:
    """Return *text* in lines for *place*, the largest that it holds, not yet at their heights (`stacked`).

    Lines that end by sense may be smaller than ones that do not; too long a text loses its end.
    """
    text = _shortened(text, int(place.most * place.measure / place.sizes[-1]))
    if not text:
        return ()
    ways = [_divided(text, number) for number in range(1, place.most + 1)]
    fitting = [(_largest(lines, face, place), lines, grace) for lines, grace in ways if lines]
    size, lines, _ = max(fitting, key=lambda way: way[0] * way[2])
    if not size:
        return lettered(_shortened(text, len(text) * 9 // 10), face, place, ink)
    return tuple(Lettering(line, face, size, place.middle, 0, ink) for line in lines)


def _divided(text: str, number: int) -> tuple[list[str], float]:
    """Return *text* in *number* lines, none where it has no places for them, and how much they count by their size."""
    advances = [EM * 11 // 20 if character.isascii() else EM for character in text]
    lines, worst = divide_title(text, advances, number, MAINLAND, penalties)
    grace = 1.0 if worst < BETWEEN_WORDS else _CLUMSY if worst < WITHIN_WORD else _CLUMSIEST
    return [apart(text[line.start : line.end]) for line in lines], grace


def _largest(lines: Sequence[str], face: Face, place: Place) -> int:
    """Return the largest size at which *lines* go into *place*, or 0."""
    for size in place.sizes:
        high = len(lines) * size * _LEADING <= place.height
        if high and all(text_width(line, face, size) <= place.measure for line in lines):
            return size
    return 0


def _shortened(text: str, length: int) -> str:
    """Return *text* if it is no longer than *length* characters, else its beginning with …… at the end."""
    return text if len(text) <= length else text[: max(1, length - 2)].rstrip("… ") + "……"


def stacked(lines: Sequence[Lettering], top: float) -> Iterator[Lettering]:
    """Yield *lines* one below another from *top* on."""
    for number, line in enumerate(lines):
        yield replace(line, y=top + (number + 0.5) * line.size * _LEADING)


def flush(lines: Sequence[Lettering], left: float) -> tuple[Lettering, ...]:
    """Return *lines* beginning at *left*, with the ink of a bracket that opens one there (clreq, 3.1.3)."""
    return tuple(
        replace(line, x=left + text_width(line.text, line.face, line.size) / 2 - _blank_before(line)) for line in lines
    )


def _blank_before(line: Lettering) -> float:
    return line.size / 2 if kind_of(line.text[0]) is Kind.OPENING else 0.0


def height(lines: Sequence[Lettering]) -> float:
    """Return how high *lines* are together, in pixels."""
    return sum(line.size * _LEADING for line in lines)


def upright(
    text: str, face: Face, size: int, middle: float, top: float, bottom: float, ink: Colour
) -> Iterator[Lettering]:
    """Yield the characters of *text*, all of them Chinese, one below another, spread between *top* and *bottom*."""
    step = min((bottom - top) / len(text), _WIDEST * size)
    first = (top + bottom - step * (len(text) - 1)) / 2
    for number, character in enumerate(text):
        yield Lettering(character, face, size, middle, first + number * step, ink)


_WIDEST = 1.7
"""From one character to the one below it at most, in their size."""
