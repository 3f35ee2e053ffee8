"""Composed lines drawn by what is known of their glyphs: they are not shaped again to be drawn.

A Han character, a mark beside one, a number or a word between two of them has the same glyphs wherever it stands.
Which, and how wide, is learnt once for each style and size (`Sorts`); what WeasyPrint writes for them into the PDF is
then the same everywhere, but for the advances that the composer gave them. Pango takes signs that belong to no script
for the script of what precedes them; a line in which that is not Han is shaped and drawn as WeasyPrint does it, and so
is one with spaces, other scripts, or characters that extend others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, repeat
from operator import attrgetter
from typing import Any, NamedTuple

from weasyprint.draw.text import draw_first_line as _draw_first_line
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout

from publish.composer import MARKS, Kind
from publish.pdf.seam.glyphs import Face, SetText, glyphs_of, pango_units, placed, runs_of

_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_ALONE = "".join(MARKS[kind] for kind in MARKS if kind not in (Kind.DASH, Kind.ELLIPSIS, Kind.CLINGING, Kind.BLANK))
_UNIT = re.compile(rf"[{_HAN}{re.escape(_ALONE)}]|[!-~]+|[{MARKS[Kind.DASH]}]+|…+|⋯+")
"""What is shaped by itself: a character, letters and figures that stand together, signs that join."""
_UNITS = re.compile(f"(?:{_UNIT.pattern})++")
_RUNS = re.compile(rf"[!-~{MARKS[Kind.DASH]}{MARKS[Kind.ELLIPSIS]}]")
_LETTER = re.compile("[A-Za-z]")
_BEFORE_HAN = re.compile(rf"[^{_HAN}A-Za-z]*+[{_HAN}]")
_AFTER_LETTERS = re.compile(rf"[A-Za-z][!-~]*+[^{_HAN}]")


def draw_first_line(stream: Any, box: Any, overflow: str, ellipsis: str, matrix: Any) -> Any:
    """Draw the line of the text box *box*: from known glyphs where that can be, else as WeasyPrint does."""
    text = box.pango_layout
    if not isinstance(text, SetText):
        return _draw_first_line(stream, box, overflow, ellipsis, matrix)
    whole = overflow != "ellipsis" and ellipsis == "none" and _SIZES_ARE_RIGHT
    if whole and _is_known(text.text) and _sorts_of(text.face, box.style).draw(stream, text, matrix):
        return []
    text.shape()
    return _draw_first_line(stream, box, overflow, ellipsis, matrix)


_SIZES_ARE_RIGHT = pango.pango_version() >= 14802
"""Whether Pango tells the size of a font (https://gitlab.gnome.org/GNOME/pango/-/issues/530)."""


def _is_known(text: str) -> bool:
    return bool(_UNITS.fullmatch(text) and _BEFORE_HAN.match(text)) and not _AFTER_LETTERS.search(text)


def _sorts_of(face: Face, style: Any) -> Sorts:
    size = style["font_size"]
    if size not in face.sorts:
        face.sorts[size] = Sorts(face, style)
    sorts: Sorts = face.sorts[size]
    return sorts


class _Glyph(NamedTuple):
    """A glyph on a line of Pango that stands for some characters alone."""

    begin: int
    end: int
    """In the bytes of the text."""
    font: int
    item: int
    """The number of its run."""
    number: int
    width: int
    """How far it advances in its face, in Pango's units."""


class _Sort(NamedTuple):
    """A unit as it is drawn: its font, and its glyphs with the number of characters that each stands for."""

    unit: str
    font: int
    glyphs: tuple[tuple[_Glyph, int], ...]
    begins_western: bool
    ends_western: bool
    """Whether Pango takes its beginning and its end for the script of letters."""


_font = attrgetter("font")


class Sorts:
    """The glyphs of units in one style and size of a face."""

    def __init__(self, face: Face, style: Any) -> None:
        self._face, self._style = face, style
        self._known: dict[str, _Sort | None] = {}
        self._fonts: list[Any] = []
        """Those of Pango, by number."""
        self._shaped: list[Layout] = []
        """They keep their fonts alive."""

    def draw(self, stream: Any, line: SetText, matrix: Any) -> bool:
        """Draw *line*; return whether all its glyphs are known, else do nothing."""
        units = _UNIT.findall(line.text) if _RUNS.search(line.text) else line.text
        sorts = self._sorts(units)
        if len(sorts) < len(units):
            return False
        fonts = {font: self._written(stream, font) for font in dict.fromkeys(map(_font, sorts))}
        if not all(font.outlined for font in fonts.values()):
            return False
        stream.set_text_matrix(*matrix.values)
        advances = iter(line.advances or repeat(None))
        for font, run in groupby(sorts, _font) if len(fonts) > 1 else [(sorts[0].font, sorts)]:
            fonts[font].show(stream, run, advances)
        return True

    def _sorts(self, units: Sequence[str]) -> list[_Sort]:
        """Return the sorts of *units*, as many as there are."""
        sorts = list(map(self._known.get, units))
        if None in sorts and (lacking := {unit for unit in units if unit not in self._known}):
            met = filter(_UNIT.fullmatch, (*self._face.characters, *self._face.runs))
            self._learn(lacking.union(met).difference(self._known))
            sorts = list(map(self._known.get, units))
        return [sort for sort in sorts if sort is not None]

    def _written(self, stream: Any, number: int) -> _Written:
        """Return what is known of the font *number* in the PDF of *stream*."""
        here: dict[Any, _Written] = stream.__dict__.setdefault("sorts", {})
        pango_font = self._fonts[number]
        if pango_font not in here:
            font, size = stream.add_font(pango_font)
            known: dict[Any, _Written] = font.__dict__.setdefault("sorts", {})
            if pango_font not in known:
                known[pango_font] = _Written(font, size, pango_font, pango_units(self._style))
            here[pango_font] = known[pango_font]
        return here[pango_font]

    def _learn(self, units: Iterable[str]) -> None:
        """Learn the glyphs of *units*, each between two Han characters."""
        ordered = sorted(units)
        layout = Layout(self._style)
        layout.set_text(_BESIDE + _BESIDE.join(ordered) + _BESIDE)
        line, _ = layout.get_first_line()
        self._shaped.append(layout)
        found = {glyph.begin: glyph for glyph in self._alone(line)}
        position = len(_BESIDE.encode())
        for unit in ordered:
            end = position + len(unit.encode())
            self._known[unit] = _sort(unit, found, position, end)
            position = end + len(_BESIDE.encode())

    def _alone(self, line: Any) -> Iterator[_Glyph]:
        """Yield each glyph of a Pango line that alone stands for its cluster, where that begins."""
        for item, run in enumerate(runs_of(line)):
            if run.font not in self._fonts:
                self._fonts.append(run.font)
            font = self._fonts.index(run.font)
            edges = [*ffi.unpack(run.clusters, run.size), run.length]
            for at, (number, width, *offset) in enumerate(glyphs_of(run)):
                begin, end = edges[at], edges[at + 1]
                alone = begin < end and (not at or begin != edges[at - 1])
                if alone and offset == [0, 0] and number < pango.PANGO_GLYPH_EMPTY:  # greater ones are no glyphs
                    yield _Glyph(run.offset + begin, run.offset + end, font, item, number, width)


_BESIDE = "国"


def _sort(unit: str, found: Mapping[int, _Glyph], begin: int, end: int) -> _Sort | None:
    """Return *unit* as it stands from *begin* to *end*, in bytes, if its glyphs are of one font and all there."""
    glyphs, at = list[tuple[_Glyph, int]](), begin
    while at < end and at in found:
        glyph = found[at]
        glyphs.append((glyph, len(unit.encode()[at - begin : glyph.end - begin].decode())))
        at = glyph.end
    if at != end or len({glyph.font for glyph, _length in glyphs}) != 1:
        return None
    return _Sort(unit, glyph.font, tuple(glyphs), bool(_LETTER.match(unit)), bool(_LETTER.search(unit)))


# --- in a PDF -------------------------------------------------------------------------------------------------------


class _Written:
    """What is written into a PDF for the units of one font in one size."""

    def __init__(self, font: Any, size: float, pango_font: Any, thousandth: float) -> None:
        self.outlined = not (font.bitmap or font.png or font.svg or font.colr)
        """Whether the font shows outlines alone, and no pictures."""
        self._font, self._size = font, size
        self._pango_font, self._thousandth = pango_font, thousandth
        self._moves: dict[tuple[int, int], _Moves] = {}
        self._units: dict[str, list[tuple[str, _Moves, int]]] = {}

    def show(self, stream: Any, sorts: Iterable[_Sort], advances: Iterator[int | None]) -> None:
        """Show *sorts*, with the next of *advances*, in *stream*."""
        parts, western = ["<"], False
        for sort in sorts:
            if western != sort.begins_western:
                parts.append(_PARTED)
            western = sort.ends_western
            for number, moves, length in self._units.get(sort.unit) or self._register(stream, sort):
                parts += number, moves[next(advances) if length == 1 else _together(advances, length)]
        stream.set_font_size(self._font.hash, self._size)
        stream.show_text(("".join(parts) + ">").replace(f"<{_PARTED}", "<").removesuffix("<>"))

    def _register(self, stream: Any, sort: _Sort) -> list[tuple[str, _Moves, int]]:
        """Let the font know what the glyphs of *sort* stand for, and how wide they are; return what is written."""
        found = self._units[sort.unit] = []
        position, item = 0, sort.glyphs[0][0].item
        for glyph, length in sort.glyphs:
            self._font.to_unicode.setdefault(glyph.number, sort.unit[position : position + length])
            wide = self._width(stream, glyph.number), glyph.width
            if wide not in self._moves:
                self._moves[wide] = _Moves(*wide, self._thousandth, self._size)
            parted = _PARTED if glyph.item != item else ""
            found.append((f"{parted}{glyph.number:04x}", self._moves[wide], length))
            position, item = position + length, glyph.item
        return found

    def _width(self, stream: Any, glyph: int) -> int:
        widths: dict[int, int] = self._font.widths
        if glyph not in widths:
            pango.pango_font_get_glyph_extents(self._pango_font, glyph, stream.ink_rect, stream.logical_rect)
            widths[glyph] = round(stream.logical_rect.width * 1000 * FROM_UNITS / self._size)
        return widths[glyph]


_PARTED = "><"
"""What stands between two of Pango's runs, where nothing else parts the glyphs before it from those behind it."""


class _Moves(dict[int | None, str]):
    """What is written behind a glyph, by its advance (None: that of its face): by how much the next one moves."""

    def __init__(self, written: int, width: int, thousandth: float, size: float) -> None:
        """*written* is the width that the PDF gives the glyph, *width* that in its face."""
        super().__init__()
        self._written, self._width, self._thousandth, self._size = written, width, thousandth, size

    def __missing__(self, advance: int | None) -> str:
        width = self._width if advance is None else placed(self._width, advance, self._thousandth)
        move = self._written - width * 1000 * FROM_UNITS / self._size
        self[advance] = f">{int(move)}<" if move else ""
        return self[advance]


def _together(advances: Iterator[int | None], length: int) -> int | None:
    found = [next(advances) for _ in range(length)]
    return None if found[0] is None else sum(advance or 0 for advance in found)
