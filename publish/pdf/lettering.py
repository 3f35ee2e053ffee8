"""Markup → the same with runs of letters that the Latin face cannot set, each whole in a face that can.

A style names the family *latin* first, and what that lacks, another one shows. So the letters of one word would come
from two faces, and a combining mark would lose the letter that it belongs to: ê̄ is one letter for a face that has
both, and two for two. A run that has such a letter (pinyin, Vietnamese, phonetic signs) becomes a span with a family
of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from publish.fonts import Face, Families, cut_face, lacked_letters, lent_face, of_weight
from publish.pdf.design import Design, FontFile, Sheet, faces_css

_LETTERS = (
    "A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02c6\u02c8\u02cc\u02d0\u02d1\u02e0-\u02e9\u0300-\u036f"
    "\u0370-\u0373\u0376-\u03ff\u0400-\u052f\u1ab0-\u1aff\u1d00-\u1fbc\u1fc2-\u1fff\u2c60-\u2c7f\ua720-\ua7ff\uab30-\uab6f"
)
"""Of Latin, Greek and Cyrillic, with what belongs to them: marks, phonetic signs, tones."""
_RUN = re.compile(f"[{_LETTERS}]+(?:[ ,.'’-]+[{_LETTERS}]+)*")
_PARTS = re.compile(r"(<head>.*?</head>|<(?:pre|code)\b.*?</(?:pre|code)>|<[^>]*>|&#?\w+;)", re.DOTALL)
"""What is no text of the page, and code, which has a face of its own."""


@dataclass(slots=True)
class Lettering:
    """What sets the runs of letters that the face of the role latin cannot set whole."""

    language: str
    families: Families
    lacked: frozenset[str]
    """The letters that it lacks."""
    faces: dict[Face, set[str]] = field(default_factory=dict)
    """The faces that lend, each with the characters that it is to show."""
    known: dict[str, Face | None] = field(default_factory=dict)
    """Which face sets a run."""

    def _set(self, run: re.Match[str]) -> str:
        text = run[0]
        if self.lacked.isdisjoint(text):
            return text
        if text not in self.known:
            self.known[text] = lent_face(text, self.language, self.families)
        if (face := self.known[text]) is None:
            return text
        self.faces.setdefault(face, set()).update(text)
        name = _name(list(self.faces).index(face))
        return f'<span style="font-family: {name}, song">{text}</span>'

    def spanned(self, markup: str) -> str:
        """Return *markup* with a span around each such run."""
        parts = _PARTS.split(markup)
        parts[::2] = (_RUN.sub(self._set, part) for part in parts[::2])
        return "".join(parts)

    def files(self, *, numbered: bool) -> Mapping[str, FontFile]:
        """Return the font files of the faces that lend, by address, regular and bold."""
        return {
            f"face:{_name(number)}-{weight}-{layer}": FontFile(cut, numbered)
            for number, (face, characters) in enumerate(self.faces.items())
            for weight in (400, 700)
            for layer, cut in enumerate(cut_face(_name(number), of_weight(face, weight), characters, self.language))
        }

    def added_to(self, design: Design, *, numbered: bool = False) -> Design:
        """Return *design* with the faces that lend; with *numbered* their glyphs have those of the whole faces."""
        files = self.files(numbered=numbered)
        return replace(design, sheets=(Sheet(faces_css(files)), *design.sheets), files={**design.files, **files})


def _name(number: int) -> str:
    return f"letters{number}"


def lettered(markup: str, language: str, families: Families) -> tuple[str, Lettering]:
    """Return *markup* with spans around the runs of letters that the Latin face lacks, and what sets them."""
    lettering = Lettering(language, families, lacked_letters(re.findall(f"[{_LETTERS}]", markup), language, families))
    return (lettering.spanned(markup) if lettering.lacked else markup), lettering
