"""Who lends a character: the faces that show what the face of a role lacks, and what no face of the machine has."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from publish.fonts.glyphs import advance_of, covers, is_visible, joins, sets
from publish.fonts.machine import Face, Role, installed, may_be_passed_on, nearest
from publish.fonts.roles import Families, find_face, preferred
from publish.stretches import PRIVATE

_LENDERS: tuple[Role | Literal["rare"], ...] = ("song", "hei", "kai", "fangsong", "rare")


class Stack:
    """The faces that show a role: its own, then all that can lend it a character, looked at as far as need be.

    Only those that are *permitted* lend.
    """

    def __init__(
        self,
        role: Role,
        weight: int,
        language: str,
        fonts: Families,
        permitted: Callable[[Face], bool] = lambda face: True,
    ) -> None:
        self.own = find_face(role, language, fonts, weight)
        self._weight, self._permitted = weight, permitted
        listed = (family.lower() for lender in _LENDERS for family in preferred(lender, language, fonts))
        self._listed = tuple(dict.fromkeys((*filter(permitted, (self.own,)), *self._faces(listed))))

    def lender(self, character: str) -> Face | None:
        """Return the face that shows *character*, or None where no face of this machine does."""
        if PRIVATE.match(character):
            return None
        for shows in (_shows_well, covers):
            for face in self._listed:
                if shows(face, character):
                    return face
        return next((face for face in self._faces(installed()) if covers(face, character)), None)

    def _faces(self, families: Iterable[str]) -> Iterator[Face]:
        """Yield of each of *families* that are installed (names in lower case) the face nearest to the weight."""
        for family in families:
            if (faces := installed().get(family)) and self._permitted(face := nearest(faces, self._weight)):
                yield face


_FULL_WIDTH = frozenset("“”‘’…·")
_NARROWEST_FULL_WIDTH = 0.8
"""In em."""


def _shows_well(face: Face, character: str) -> bool:
    if character == "—":
        return covers(face, character) and joins(face, character)
    if character in _FULL_WIDTH:
        return advance_of(face, character) > _NARROWEST_FULL_WIDTH
    return covers(face, character)


def missing(characters: Iterable[str], language: str, fonts: Families) -> frozenset[str]:
    """Return those of *characters* for which no face of this machine has a glyph: they are printed as 〓."""
    stack = Stack("song", 400, language, fonts)
    return frozenset(character for character in characters if is_visible(character) and not stack.lender(character))


def free_lenders(characters: Sequence[str], language: str, fonts: Families) -> dict[Face | None, list[str]]:
    """Return the faces that show *characters* in song and may be passed on, each with its own; None: those of none."""
    lenders: dict[Face | None, list[str]] = {}
    if characters:
        stack = Stack("song", 400, language, fonts, may_be_passed_on)
        for character in characters:
            lenders.setdefault(stack.lender(character), []).append(character)
    return lenders


LATIN = re.compile("[ -~\u00a1-\u00b6\u00b8-\u036f\u0370-\u04ff\u1e00-\u1eff\u2013]")
"""What the family *latin* shows, where its face has it."""
_OF_LINES: tuple[Role, ...] = ("latin", "song")


def advances(text: str, language: str, fonts: Families) -> list[float]:
    """Return how far each character of *text* advances where it is set in song and latin, in em."""
    faces = [find_face(role, language, fonts) for role in _OF_LINES]
    return [_advance_in(faces if LATIN.match(character) else faces[1:], character) for character in text]


def _advance_in(faces: Iterable[Face], character: str) -> float:
    return next((advance_of(face, character) for face in faces if covers(face, character)), 1.0)


_LETTERERS: tuple[Role | Literal["rare"], ...] = ("latin", "song", "rare", "hei", "kai", "fangsong")
"""Whose faces are looked at for letters, best first."""


def lacked_letters(letters: Iterable[str], language: str, fonts: Families) -> frozenset[str]:
    """Return those of *letters* that the face of the role latin does not have, and all combining marks."""
    own = find_face("latin", language, fonts)
    return frozenset(each for each in set(letters) if not covers(own, each) or unicodedata.combining(each))


def lent_face(run: str, language: str, fonts: Families) -> Face | None:
    """Return the face that sets *run*, some letters, as a whole; None where none does, or that of the role latin."""
    listed = (family.lower() for role in _LETTERERS for family in preferred(role, language, fonts))
    for family in dict.fromkeys((*listed, *installed())):
        if (faces := installed().get(family)) and sets(face := nearest(faces, 400), run):
            return None if face == replace(find_face("latin", language, fonts), role=face.role) else face
    return None
