"""The rare characters of a book: which they are, the faces that show them, and their marks in the pages.

An e-reader shows a box for a character that its own faces lack. What they have is written down nowhere; what a face
for Chinese is made to have is the characters of GBK (*Chinese Internal Code Specification*, 1995) or those of Big5.
What is in neither is rare here: Extension A and those after it, other scripts but Latin, Greek and Cyrillic. Emoji are
not, which systems draw in colours.

A rare character stands in ``<span class="rare">``, which asks for the family *Book Rare*: the text around it keeps the
face that its reader chose. A face is embedded only where its licence lets a part of it be passed on
(`publish.fonts.may_be_passed_on`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publish.book import Book
from publish.coverage import report_lacking
from publish.diagnostics import Report
from publish.epub.embedded import EmbeddedFace
from publish.fonts import LATIN, Face, Families, free_lenders, is_visible, renamed, subset
from publish.stretches import PRIVATE, stretches
from publish.xhtml import words

_FAMILY = "Book Rare"
"""By this name ``epub.css`` asks for it."""
_CODES = ("gbk", "big5")
_EMOJI = re.compile("[\U0001f000-\U0001faff]")
_SELECTORS = "\u200c\u200d\u180b-\u180d\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""What chooses the shape of the character before it, and so stays with it."""


@dataclass(frozen=True, slots=True)
class RareFaces:
    """The faces to embed for rare characters, and the pattern that finds these in a page; None: there are none."""

    faces: tuple[EmbeddedFace, ...] = ()
    runs: re.Pattern[str] | None = None

    def marked(self, page: str) -> str:
        """Return *page*, the markup of a page, with each run of rare characters in an element of its own."""
        if not self.runs or not self.runs.search(page):
            return page
        head, body, rest = page.partition("<body")
        return head + body + _TEXT.sub(lambda text: self._in_spans(text[0]), rest)

    def _in_spans(self, text: str) -> str:
        assert self.runs
        return text if text[0] == "<" else self.runs.sub(r'<span class="rare">\g<0></span>', text)


_TEXT = re.compile(r"<!--.*?-->|<[^>]*>|[^<]+", re.DOTALL)


def rare_faces(book: Book, fonts: Families, report: Report) -> RareFaces:
    """Return the faces for the rare characters of *book*; report those for which none may be embedded (E109)."""
    met = {character for text in _texts(book) for character in text}
    lent = free_lenders(sorted(filter(is_rare, met)), book.language, fonts)
    report_lacking(book, lent.get(None, ()), "E109", report)
    lenders = [(face, characters) for face, characters in lent.items() if face]
    if not lenders:
        return RareFaces()
    selectors = {character for character in met if re.match(f"[{_SELECTORS}]", character)}
    faces = (_cut(face, characters, selectors, number) for number, (face, characters) in enumerate(lenders, 1))
    shown = "".join(re.escape(character) for _face, characters in lenders for character in characters)
    return RareFaces(tuple(faces), re.compile(f"[{shown}][{shown}{_SELECTORS}]*"))


def _cut(face: Face, characters: Iterable[str], selectors: set[str], number: int) -> EmbeddedFace:
    """Return the file of *face* for *characters*, with the *selectors* of their shapes."""
    data = renamed(subset(face, sorted(selectors.union(characters))), _FAMILY)
    codes = ", ".join(f"U+{ord(character):X}" for character in characters)
    return EmbeddedFace.of(f"rare-{number}", data, _FAMILY, 400, codes)


def is_rare(character: str) -> bool:
    """Tell whether the faces of e-readers commonly lack *character*."""
    if not is_visible(character) or LATIN.match(character) or PRIVATE.match(character) or _EMOJI.match(character):
        return False
    return not any(_is_in(code, character) for code in _CODES)


def _is_in(code: str, character: str) -> bool:
    try:
        character.encode(code)
    except UnicodeEncodeError:
        return False
    return True


def _texts(book: Book) -> Iterator[str]:
    yield from words(book.language).values()
    yield from (stretch.characters for stretch in stretches(book))
    yield from (book.rights or "", book.description or "", *book.subjects)
