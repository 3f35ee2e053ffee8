"""A role becomes a family: the font files that together show every character of a book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publish.fonts.files import fitted, getas, subset
from publish.fonts.glyphs import covers, glyph_of, is_visible
from publish.fonts.lending import LATIN, Stack
from publish.fonts.machine import Face, Role
from publish.fonts.roles import Families
from publish.fonts.upended import upended


@dataclass(frozen=True, slots=True)
class Cut:
    """A font file to be made: some characters of a face, named as a family."""

    family: str
    face: Face | None
    """None: each character is shown as 〓."""
    characters: tuple[str, ...]
    language: str
    upended: bool = False
    """Its ideographs lie, for pages that are turned (`publish.fonts.upended`)."""

    def data(self, *, numbered: bool = False) -> bytes:
        """Return the file; with *numbered*, each glyph has the number that it has in the whole face."""
        if self.face is None:
            return getas(self.family, self.characters)
        data = fitted(self.family, self.language, subset(self.face, self.characters, numbered=numbered))
        return upended(data) if self.upended else data


def cut_family(role: Role, weight: int, characters: frozenset[str], language: str, fonts: Families) -> Iterator[Cut]:
    """Yield the font files that together show *characters* in *role* at *weight*; no character is in two of them.

    What the face of the role lacks, other faces lend, and a character that none has is shown as 〓. Marks that are full
    width in Chinese text (“ ” ‘ ’ … ·) come from a face where they are, the dash from one where two of them join. Two
    characters that share a glyph in their face (— and ―) go into different files: a PDF remembers one character for
    each glyph, and copying would take the one for the other. The family *latin* shows the letters and digits that its
    own face has, and leaves all others to the family that a style names after it.

    Each file says that its family is *role*, has the shapes of *language*, and has the same ascent and descent as all
    others, so that a lent character does not move its line.
    """
    stack = Stack(role, weight, language, fonts)
    if role == "latin":
        characters = frozenset(c for c in characters if LATIN.match(c) and covers(stack.own, c))
    lenders: dict[Face | None, list[str]] = {}
    for character in sorted(characters):
        lender = stack.lender(character)
        if lender or is_visible(character):
            lenders.setdefault(lender, []).append(character)
    for face, lent in lenders.items():
        if face is None:
            yield Cut(role, None, tuple(lent), language)
        else:
            yield from cut_face(role, face, lent, language)


def cut_face(family: str, face: Face, characters: Iterable[str], language: str) -> Iterator[Cut]:
    """Yield the font files that together show *characters* in *face*, as `cut_family` does, under the name *family*."""
    shown = sorted(character for character in set(characters) if covers(face, character))
    yield from (Cut(family, face, tuple(layer), language) for layer in _layers(face, shown))


def _layers(face: Face, characters: Iterable[str]) -> list[list[str]]:
    """Part *characters* so that within a part no two share a glyph of *face*."""
    layers: list[dict[int | None, str]] = []
    for character in characters:
        glyph = glyph_of(face, character)
        layer = next((layer for layer in layers if glyph not in layer), None)
        if layer is None:
            layers.append(layer := {})
        layer[glyph] = character
    return [list(layer.values()) for layer in layers]
