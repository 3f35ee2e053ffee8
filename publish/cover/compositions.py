"""How covers are composed: a legend and a colour → shapes on a ground. Lengths in pixels.

Each composition has its own balance of dark and light, so that books differ on a shelf of thumbnails and in grey.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from publish.cover.legend import Legend
from publish.cover.lettering import Place, flush, height, lettered, stacked, upright
from publish.pictures import Box, Colour, Lettering

WIDTH, HEIGHT = 1600, 2560
"""The size that Kindle's guidelines ask for."""

CLOTHS: Sequence[Colour] = ("#22405f", "#264a41", "#6a2f2b", "#4a3557", "#3d4148")
"""靛蓝, 黛绿, 赭红, 绛紫, 墨: traditional colours of equal darkness."""
PAPER: Colour = "#f3ecdc"
INK: Colour = "#22211f"

Shape = Box | Lettering
_MIDDLE = WIDTH / 2
_TITLES, _SUBTITLES = range(260, 91, -4), range(92, 51, -4)
_NAMES, _ISSUES, _LISTED = range(84, 43, -4), range(60, 39, -4), range(76, 55, -4)


@dataclass(frozen=True, slots=True)
class Composition:
    """A way to set a cover."""

    draw: Callable[[Legend, Colour], Iterator[Shape]]
    """Gives the shapes for a legend and the colour of the cloth."""
    on_cloth: bool
    """Whether its ground is the cloth; else it is paper."""


# --- a pale label on a dark cloth, as on a bound book --------------------------------------------------------------

_LABEL_TOP, _LABEL_SIDE, _LABEL_PADDING = 420, 150, 150
_LABEL_MEASURE = WIDTH - 2 * _LABEL_SIDE - 2 * 110


def _label(legend: Legend, _cloth: Colour) -> Iterator[Shape]:
    title = lettered(legend.title, legend.song, Place(_MIDDLE, _LABEL_MEASURE, 1100, _TITLES, 6), INK)
    below = lettered(legend.subtitle, legend.kai, Place(_MIDDLE, _LABEL_MEASURE, 400, _SUBTITLES, 3), INK)
    gap = 70 if below else 0
    bottom = _LABEL_TOP + 2 * _LABEL_PADDING + height(title) + gap + height(below)
    yield Box(_LABEL_SIDE, _LABEL_TOP, WIDTH - _LABEL_SIDE, bottom, PAPER)
    yield Box(_LABEL_SIDE + 24, _LABEL_TOP + 24, WIDTH - _LABEL_SIDE - 24, bottom - 24, INK, 5)
    yield from stacked(title, _LABEL_TOP + _LABEL_PADDING)
    yield from stacked(below, bottom - _LABEL_PADDING - height(below))
    yield from stacked(lettered(legend.series, legend.kai, Place(_MIDDLE, _LABEL_MEASURE, 200, _NAMES, 1), PAPER), 230)
    yield from _foot(legend, _MIDDLE, _LABEL_MEASURE, PAPER)


def _foot(legend: Legend, middle: float, measure: float, ink: Colour) -> Iterator[Shape]:
    """Yield the names, and below them who published the book."""
    names = lettered(legend.names, legend.kai, Place(middle, measure, 300, _NAMES, 2), ink)
    yield from stacked(names, 2200)
    issued = lettered(legend.issued, legend.kai, Place(middle, measure, 120, _ISSUES, 1), ink)
    yield from stacked(issued, max(2400, 2224 + height(names)))


# --- an upright slip on a dark cloth, as thread-bound books have it ------------------------------------------------

_SLIP_LEFT, _SLIP_TOP, _SLIP_WIDTH, _SLIP_HEIGHT = 150, 150, 330, 1560
_SLIP_PADDING, _SLIP_LEAST, _SLIP_SOLID = 100, 1000, 1.12


def _slip(legend: Legend, _cloth: Colour) -> Iterator[Shape]:
    size = min(210, int((_SLIP_HEIGHT - 2 * _SLIP_PADDING) / (len(legend.title) * _SLIP_SOLID)))
    bottom = _SLIP_TOP + max(_SLIP_LEAST, len(legend.title) * size * _SLIP_SOLID + 2 * _SLIP_PADDING)
    middle = _SLIP_LEFT + _SLIP_WIDTH / 2
    yield Box(_SLIP_LEFT, _SLIP_TOP, _SLIP_LEFT + _SLIP_WIDTH, bottom, PAPER)
    yield Box(_SLIP_LEFT + 18, _SLIP_TOP + 18, _SLIP_LEFT + _SLIP_WIDTH - 18, bottom - 18, INK, 6)
    yield Box(_SLIP_LEFT + 32, _SLIP_TOP + 32, _SLIP_LEFT + _SLIP_WIDTH - 32, bottom - 32, INK, 2)
    yield from upright(legend.title, legend.song, size, middle, _SLIP_TOP + _SLIP_PADDING, bottom - _SLIP_PADDING, INK)
    beside = Place((_SLIP_LEFT + _SLIP_WIDTH + WIDTH) / 2, WIDTH - _SLIP_LEFT - _SLIP_WIDTH - 240, 200, _NAMES, 1)
    yield from stacked(lettered(legend.series, legend.kai, beside, PAPER), 230)
    yield from _foot(legend, _MIDDLE, _LABEL_MEASURE, PAPER)


# --- paper over a dark band ----------------------------------------------------------------------------------------

_BAND_LEFT, _BAND_TOP, _BAND_MEASURE = 170, 1780, WIDTH - 2 * 170


def _band(legend: Legend, cloth: Colour) -> Iterator[Shape]:
    place = Place(_MIDDLE, _BAND_MEASURE, 1050, _TITLES, 5)
    title = flush(lettered(legend.title, legend.song, place, INK), _BAND_LEFT)
    below = lettered(legend.subtitle, legend.kai, Place(_MIDDLE, _BAND_MEASURE, 300, _SUBTITLES, 3), INK)
    yield Box(_BAND_LEFT, 300, _BAND_LEFT + 190, 318, cloth)
    series = lettered(legend.series, legend.kai, Place(_MIDDLE, _BAND_MEASURE, 120, _ISSUES, 1), INK)
    yield from stacked(flush(series, _BAND_LEFT), 190)
    yield from stacked(title, 420)
    yield from stacked(flush(below, _BAND_LEFT), 420 + height(title) + 60)
    yield Box(0, _BAND_TOP, WIDTH, HEIGHT, cloth)
    names = lettered(legend.names, legend.kai, Place(_MIDDLE, _BAND_MEASURE, 300, _NAMES, 2), PAPER)
    yield from stacked(flush(names, _BAND_LEFT), 2000)
    issued = lettered(legend.issued, legend.kai, Place(_MIDDLE, _BAND_MEASURE, 120, _ISSUES, 1), PAPER)
    yield from stacked(flush(issued, _BAND_LEFT), 2330)


# --- a title between rules over what is in it, as on a journal -----------------------------------------------------

_SHEET_SIDE, _SHEET_MEASURE = 120, WIDTH - 2 * 120
_MOST_LISTED, _LISTED_TOP, _LISTED_STEP = 6, 1180, 145


def _masthead(legend: Legend, cloth: Colour) -> Iterator[Shape]:
    title = lettered(legend.title, legend.song, Place(_MIDDLE, _SHEET_MEASURE, 520, _TITLES, 2), PAPER)
    below = lettered(legend.subtitle, legend.kai, Place(_MIDDLE, _SHEET_MEASURE, 220, _SUBTITLES, 2), PAPER)
    yield Box(0, 0, WIDTH, 1040, cloth)
    yield from stacked(lettered(legend.series, legend.kai, Place(_MIDDLE, _SHEET_MEASURE, 120, _ISSUES, 1), PAPER), 120)
    top = (1040 - height(title) - height(below)) / 2 + 40
    yield from stacked(title, top)
    yield from stacked(below, top + height(title) + 40)
    yield Box(_SHEET_SIDE, 1100, WIDTH - _SHEET_SIDE, 1108, INK)
    listed = Place(_MIDDLE, _SHEET_MEASURE, 140, _LISTED, 1)
    for number, name in enumerate(legend.listed[:_MOST_LISTED]):
        line = flush(lettered(name, legend.song, listed, INK), _SHEET_SIDE)
        yield from stacked(line, _LISTED_TOP + number * _LISTED_STEP)
    yield Box(_SHEET_SIDE, 2110, WIDTH - _SHEET_SIDE, 2114, INK)
    yield from _foot(legend, _MIDDLE, _SHEET_MEASURE, INK)


LABEL = Composition(_label, on_cloth=True)
SLIP = Composition(_slip, on_cloth=True)
BAND = Composition(_band, on_cloth=False)
MASTHEAD = Composition(_masthead, on_cloth=False)
