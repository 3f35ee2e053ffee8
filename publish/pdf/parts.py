"""The markup of a long book → parts that are set by themselves, side by side, and joined.

A part is a chapter, or several short ones: each begins on a right page, so none moves another's lines or pages. Before
them stand the front matter, whose contents name pages that the chapters have, and after them the indexes. What a style
may ask of a page that depends on other parts is looked for here (`may_be_parted`): such a book is set as one.

Whether a book is parted, and where, depends on the book and its style alone, so that the bytes are the same however
many processes set it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from publish.xhtml import ChapterEntry

LONG = 100_000
"""Characters of markup from which on a book is parted; below it, processes and joining cost more than they gain."""
SHORT = 10_000
"""Characters of markup of chapters that are set with their neighbours."""

_BOOK = re.compile(r"(.*?<body>\n?)(.*?)(<main>\n?)(.*)(</main>\n?)(.*?)(</body>\s*</html>\s*)", re.DOTALL)
_CHAPTER = '<section class="chapter">'
_ELSEWHERE = '<section class="chapter" style="display: none"></section>\n'
"""Stands for a chapter of another part, so that a style counts the chapters as in the whole book."""
_NEXT_CHAPTER = '<section class="chapter"><p>1</p></section>\n'
_NEXT_INDEX = '<section class="index"><p>1</p></section>\n'
"""What follows a part: it begins on a page that is not the part's, and has the part end on the page before."""
_ID = re.compile(r'\sid="([^"]+)"')
_TARGET = re.compile(r'\b(?:href|data-href)="#([^"]+)"')


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A part of the markup of a book, to be set by itself."""

    markup: str
    chapters: tuple[ChapterEntry, ...] = ()
    """Those that it holds."""
    tail: bool = False
    """Whether its last page is the first of what follows."""
    numbered: bool = False
    """Whether its pages have their numbers from the beginning: the front matter has."""

    @property
    def outward(self) -> frozenset[str]:
        """The ids of other parts to which it refers."""
        return frozenset(_TARGET.findall(self.markup)) - frozenset(_ID.findall(self.markup))


@dataclass(frozen=True, slots=True)
class Division:
    """A book as its parts."""

    front: Excerpt | None
    body: tuple[Excerpt, ...]
    back: Excerpt | None
    ids: frozenset[str]
    """All ids of the book."""


def divided(markup: str, chapters: Sequence[ChapterEntry]) -> Division | None:
    """Return the parts of the book *markup* with these *chapters*; None where it is short or not of that form."""
    found = _BOOK.fullmatch(markup) if len(markup) >= LONG else None
    if not found:
        return None
    head, front, begin, main, end, back, foot = found.groups()
    pieces = re.split(f"(?={re.escape(_CHAPTER)})", main)
    if pieces[0].strip() or len(pieces) - 1 != len(chapters) or not all(map(_is_whole, pieces[1:])):
        return None
    groups = list(_grouped(pieces[1:]))
    if len(groups) < 2:
        return None

    def excerpt(begin_at: int, end_at: int) -> Excerpt:
        before, after = _ELSEWHERE * begin_at, _ELSEWHERE * (len(chapters) - end_at)
        inside = "".join(pieces[begin_at + 1 : end_at + 1])
        last = end_at == len(chapters)
        follows = (end + (_NEXT_INDEX if back.strip() else "")) if last else _NEXT_CHAPTER + after + end
        markup = f"{head}{begin}{before}{inside}{follows}{foot}"
        return Excerpt(markup, tuple(chapters[begin_at:end_at]), tail=not last or bool(back.strip()))

    return Division(
        Excerpt(f"{head}{front}{begin}{_NEXT_CHAPTER}{end}{foot}", tail=True, numbered=True) if front.strip() else None,
        tuple(excerpt(*group) for group in groups),
        Excerpt(f"{head}{back}{foot}") if back.strip() else None,
        frozenset(_ID.findall(markup)),
    )


def skeleton(markup: str) -> str:
    """Return the book *markup* with next to nothing in it: a page before the text, two chapters and two indexes."""
    found = _BOOK.fullmatch(markup)
    assert found
    head, _front, begin, _main, end, _back, foot = found.groups()
    front = '<section class="title-page"><p>1</p></section><section class="contents"><p>1</p></section>'
    return f"{head}{front}{begin}{_NEXT_CHAPTER * 2}{end}{_NEXT_INDEX}{foot}"


def _is_whole(piece: str) -> bool:
    return piece.count("<section") == piece.count("</section>") == 1 and piece.rstrip().endswith("</section>")


def _grouped(pieces: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield where groups of *pieces* begin and end: a long one is a group, short ones are together until they are."""
    begin, size = 0, 0
    for number, piece in enumerate(pieces):
        if size and len(piece) >= SHORT:
            yield begin, number
            begin, size = number, 0
        size += len(piece)
        if size >= SHORT:
            yield begin, number + 1
            begin, size = number + 1, 0
    if size:
        yield begin, len(pieces)


# --- what a style asks -----------------------------------------------------------------------------------------------

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_COUNTERS = re.compile(r"counter-(?:reset|set|increment)\s*:\s*([^;}]*)")
_OWN = re.compile(r"(?:page|footnote|none|-?\d++|!important|\s)*")
_PAGE_RULE = re.compile(r"@page([^{]*)\{([^{}]*)")
_FAR = re.compile(r"target-text|target-counters|counters?\(\s*pages|\brunning\(|\belement\(|position:\s*note")


def may_be_parted(sheets: Iterable[str]) -> bool:
    """Tell whether nothing that *sheets* ask for depends on other parts: no counters of its own, no page's place.

    Where the numbers of pages begin it may say.
    """
    css = _COMMENT.sub("", "\n".join(sheets))
    if _FAR.search(css) or not all(_OWN.fullmatch(found) for found in _COUNTERS.findall(css)):
        return False
    placed = (declared for selector, declared in _PAGE_RULE.findall(css) if re.search(r":(?:first|nth)", selector))
    return all(_COUNTERS.sub("", declared).strip(" ;\n") == "" for declared in placed)


class Start(NamedTuple):
    """How a page of the skeleton begins."""

    side: str
    blank: bool
    number: int


_BLANK = ("left", True)
_WANTED = [("right", False), _BLANK, ("right", False)]


def chapters_begin_on_right_pages(pages: Sequence[Start]) -> bool:
    """Tell of the *pages* of the skeleton whether each chapter and the index begin on a right page, numbered from 1."""
    last = pages[-5:]
    sides = [(page.side, page.blank) for page in last]
    return sides == [*_WANTED, *_WANTED[1:]] and [page.number for page in last] == [1, 2, 3, 4, 5]


def numbers_of(anchors: Mapping[str, int], wanted: Iterable[str]) -> dict[str, int | None]:
    """Return the number of the page of each of *wanted*, None where *anchors* does not have it."""
    return {anchor: anchors.get(anchor) for anchor in sorted(wanted)}
