"""The setting of glyphs: how wide characters are in a face, and a text with the advances that the composer gave it.

WeasyPrint's layouts are Pango's. A text is shaped once to learn its advances (`Face`); what the composer changes about
a line rides on the layout of its text boxes (`SetText`), so that drawing needs no patch.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate
from struct import Struct
from typing import Any, NamedTuple

from weasyprint.text.ffi import TO_UNITS, ffi
from weasyprint.text.line_break import Layout, _font_style_cache_key

from publish import composer
from publish.composer import EM

_RUN = re.compile(composer.RUN)
_RUN_OR_CLUSTER = re.compile(f"{composer.RUN}|{composer.CLUSTER}")
_EXTENDING = re.compile(f"[{composer.EXTENDING}]")
"""Characters whose advances depend on each other."""

_WORDS = "n n"
_WORD_SPACE = re.compile(rf"(?<=[{composer.LATIN}]) (?=[{composer.LATIN}])")

DEPENDENT = re.compile(rf"[ {composer.LATIN}{composer.EXTENDING}—⸺―─…⋯]")
"""Characters whose face or advance may depend on the rest of the line."""


_MEASURED = 32
"""The size in which advances are measured, in px."""
_ANY_WIDTH = 2.0**20
"""Width to which a text may be cut and ended with an ellipsis: composed lines have been cut already."""


class Face:
    """Advances of characters in one style, in thousandths of its font size, as WeasyPrint draws them."""

    def __init__(self, style: Any) -> None:
        self.style = style.copy()
        self.style.update(font_size=_MEASURED, letter_spacing="normal", word_spacing=0)  # the same whoever is first
        self.characters: dict[str, int] = {"\n": 0}
        self.runs: dict[str, list[int]] = {}
        self.sorts: dict[float, Any] = {}
        """What drawing knows of its glyphs (`drawing.Sorts`), by font size."""
        self._layouts: dict[tuple[float, frozenset[str]], dict[str, Any]] = {}

    def layout(self, style: Any) -> Mapping[str, Any]:
        """Return the attributes of a Pango layout for *style*; one serves all texts, for they are drawn in turn."""
        key = style["font_size"], frozenset(style["text_decoration_line"])
        if key not in self._layouts:
            self._layouts[key] = {k: v for k, v in vars(Layout(style, 0, _ANY_WIDTH)).items() if k != "style"}
        return self._layouts[key]

    def advances(self, text: str) -> list[int]:
        """Return the advance of each character of *text*."""
        runs = self.meet(text)
        found: list[int] = []
        position = 0
        for a, b in runs:
            found.extend(map(self.characters.__getitem__, text[position:a]))
            found.extend(self.runs[text[a:b]])
            position = b
        found.extend(map(self.characters.__getitem__, text[position:]))
        for space in _WORD_SPACE.finditer(text) if " " in text else ():
            found[space.start()] = self._word_space()
        return found

    def meet(self, text: str) -> list[tuple[int, int]]:
        """Learn what of *text* is not known yet; return where in it characters depend on each other."""
        together = _RUN_OR_CLUSTER if _EXTENDING.search(text) else _RUN
        runs = [match.span() for match in together.finditer(text)]
        if words := {text[a:b] for a, b in runs}.difference(self.runs):
            self._learn(words)
        if single := set(together.sub("", text) if runs else text).difference(self.characters):
            self.characters.update((piece, own[0]) for piece, own in self._measured(single))
        return runs

    def _word_space(self) -> int:
        """Return the advance of a space between two words, which is not of the face of the Han characters."""
        if _WORDS not in self.runs:
            self.runs.update(self._measured({_WORDS}))
        return self.runs[_WORDS][1]

    def _learn(self, words: set[str]) -> None:
        """Learn the advances in *words*; those of an address are not kerned, for it may be divided anywhere."""
        addresses = set(filter(composer.is_address, words))
        characters = {character for address in addresses for character in address}
        self.runs.update(self._measured(((words - addresses) | characters).difference(self.runs)))
        self.runs.update((address, [self.runs[c][0] for c in address]) for address in addresses)

    def _measured(self, pieces: set[str]) -> Iterator[tuple[str, list[int]]]:
        """Shape all *pieces* at once, each between two Han characters, for the face of a mark depends on those."""
        ordered = sorted(pieces)
        advances = _shaped("国" + "国".join(ordered) + "国", self.style)
        position = 1
        for piece in ordered:
            yield piece, advances[position : position + len(piece)]
            position += len(piece) + 1


def face_of(style: Any) -> Face:
    """Return the face of *style*; what it has learnt lasts as long as the fonts that are configured."""
    faces: dict[str, Face] = style.font_config.__dict__.setdefault("composer_faces", {})
    key = _font_style_cache_key(style)
    if key not in faces:
        faces[key] = Face(style)
    return faces[key]


def _shaped(text: str, style: Any) -> list[int]:
    """Shape *text* on one line and return its characters' advances."""
    layout = Layout(style)
    layout.set_text(text)
    line, _ = layout.get_first_line()
    thousandth = pango_units(style)
    return [round(advance / thousandth) for advance in _by_character(line, text)]


def _by_character(line: Any, text: str) -> Iterator[float]:
    """Yield the advance of each character of *text* on a Pango line, in Pango's units."""
    by_byte: dict[int, float] = {}
    for run in runs_of(line):
        clusters = ffi.unpack(run.clusters, run.size)
        for cluster, (_number, width, _x, _y) in zip(clusters, glyphs_of(run), strict=True):
            at = run.offset + cluster
            by_byte[at] = by_byte.get(at, 0.0) + width
    position = 0
    for character in text:
        yield by_byte.get(position, 0.0)
        position += len(character.encode())


def advances_of(box: Any) -> list[float]:
    """Return the advances of the characters of a text box as it will be drawn, in thousandths of its size."""
    box.pango_layout.reactivate(box.style)
    line, _ = box.pango_layout.get_first_line()
    return [advance / pango_units(box.style) for advance in _by_character(line, box.text)]


def pango_units(style: Any) -> float:
    """Return how many of Pango's units a thousandth of the font size is."""
    return float(style["font_size"] * TO_UNITS / EM)


class Run(NamedTuple):
    """A run of a Pango line: its glyphs, where the cluster of each begins in its bytes, and where these stand."""

    glyphs: Any
    clusters: Any
    size: int
    """How many glyphs it has."""
    offset: int
    length: int
    """In bytes."""
    font: Any


def runs_of(line: Any) -> Iterator[Run]:
    """Yield the runs of a Pango line."""
    run = line.runs[0]
    while run != ffi.NULL:
        glyphs, item = run.data.glyphs, run.data.item
        yield Run(glyphs.glyphs, glyphs.log_clusters, glyphs.num_glyphs, item.offset, item.length, item.analysis.font)
        run = run.next


_GLYPH = Struct("=Iiii4x")


def glyphs_of(run: Run) -> Iterator[tuple[int, int, int, int]]:
    """Yield the number, the width and the offsets to the right and down of each glyph of *run*, as Pango has them."""
    return _GLYPH.iter_unpack(ffi.buffer(run.glyphs, run.size * _GLYPH.size))


class SetText(Layout):  # type: ignore[misc]
    """The text of a composed line's box: shaped only when it is drawn, and then with the composer's advances."""

    def __init__(self, text: str, style: Any, face: Face, advances: Sequence[int] | None) -> None:
        self.text = self.composed = text
        self.face, self.advances = face, advances
        self.first_line_direction = 0
        if style["text_decoration_line"] != "none":  # drawing asks for the positions of lines before it shapes
            self._prepare(style)
            self.deactivate()

    def reactivate(self, style: Any) -> None:
        """Make the text ready to be drawn; it is shaped where that is asked for."""
        self.style, self._shaped = style, False

    def deactivate(self) -> None:
        """Let go of what was needed for drawing."""
        if self._shaped:
            super().deactivate()
        else:
            del self.style

    def shape(self) -> None:
        """Shape the text, if it is not."""
        if not self._shaped:
            self._prepare(self.style)
            self.set_text(self.text, justify=True)

    def _prepare(self, style: Any) -> None:
        self.__dict__.update(self.face.layout(style))
        self.style, self.thousandth, self.placed, self._shaped = style, pango_units(style), False, True

    def get_first_line(self) -> Any:
        """Return the Pango line with its glyphs where the composer wants them."""
        self.shape()
        line, index = super().get_first_line()
        if self.advances is not None and not self.placed and self.text == self.composed:
            self.placed = True
            self._place(line, self.advances)
        return line, index

    def _place(self, line: Any, advances: Sequence[int]) -> None:
        """Give each glyph its advance; a cluster that stands for several characters has theirs together."""
        spans = zip(self.text, advances, strict=True)
        before = list(accumulate((part for c, advance in spans for part in _in_bytes(c, advance)), initial=0))
        for run in runs_of(line):
            clusters, previous = [*ffi.unpack(run.clusters, run.size), run.length], 0
            for i in range(run.size):
                begin, end = clusters[i], clusters[i + 1]
                geometry = run.glyphs[i].geometry
                if end > begin:
                    wanted = before[run.offset + end] - before[run.offset + begin] - previous
                    geometry.width = placed(geometry.width, wanted, self.thousandth)
                    previous = 0
                else:  # more glyphs for the same characters follow, the last one takes what is left
                    previous += round(geometry.width / self.thousandth)


def _in_bytes(character: str, advance: int) -> tuple[int, ...]:
    """Return *advance* for the first byte of a character in UTF-8 and nothing for the others."""
    if character < "\x80":
        return (advance,)
    if character < "\u0800":
        return advance, 0
    return (advance, 0, 0) if character < "\U00010000" else (advance, 0, 0, 0)


def placed(width: int, advance: int, thousandth: float) -> int:
    """Return the width of a glyph, *width* in its face, that has this *advance*.

    WeasyPrint cuts what an advance differs from the font's to a whole number of thousandths, towards zero, so it gets
    a little more than one.
    """
    change = advance - width / thousandth
    return round((advance + (0.3 if change > 0 else -0.3)) * thousandth) if abs(change) > 0.5 else width
