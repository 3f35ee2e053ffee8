"""Proofreading (校对): the laid-out pages of a book held against the book, before they are delivered.

Every character of every article and note is there once and in order, each note begins on the page that calls it, all
text stands where it should, none over another, every link leads to its place. What is amiss is an error (D601 to D612)
at the line of the source, with the page of the file, from 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from publish.book import Book
from publish.collation import ArticleText, Found, Piece, differences, marks, opcodes, pieces, shorten, solid
from publish.diagnostics import Diagnostic
from publish.pdf.page import Page
from publish.pdf.proof import Fault, PrintedArticle, PrintedNote, Proof, Strip, read_proof
from publish.xhtml import ArticleEntry, ChapterEntry, entries, label, words

Faults = Iterator[Diagnostic]


@dataclass(frozen=True, slots=True)
class Extract:
    """What pages are held against: a book, or a part of one."""

    chapters: tuple[ChapterEntry, ...]
    language: str
    elsewhere: Mapping[str, int | None] = field(default_factory=dict)
    """The ids of other parts to which it refers, with the numbers printed on their pages where they are known."""


def whole(book: Book) -> Extract:
    """Return all of *book*."""
    return Extract(entries(book), book.language)


def proofread(pages: Iterable[Page], extract: Extract, folio: Callable[[int], str]) -> Faults:
    """Yield what is amiss on the laid-out *pages* of *extract*; *folio* gives the number printed on a page, from 0."""
    proof = read_proof(pages, [anchor for anchor, _ in _anchors(extract.chapters)])
    reader = _Proofreader(proof, extract)
    yield from reader.text()
    yield from reader.places()
    yield from reader.links(folio)


def _anchors(chapters: Sequence[ChapterEntry]) -> Iterator[tuple[str, ChapterEntry | ArticleEntry]]:
    """Yield the ids of headings and articles in reading order."""
    for chapter in chapters:
        if label(chapter.chapter.heading or ""):
            yield chapter.anchor, chapter
        for article in chapter.articles:
            yield article.anchor, article


class _Proofreader:
    def __init__(self, proof: Proof, extract: Extract) -> None:
        self.proof = proof
        self.entries = dict(_anchors(extract.chapters))
        self.elsewhere = extract.elsewhere
        own = words(extract.language)
        self.texts = {anchor: _text_of(entry, own) for anchor, entry in self.entries.items()}

    def _fault(self, code: str, anchor: str | None, line: int | None, page: int | None, /, **facts: Any) -> Diagnostic:
        """Return the diagnostic *code*, at *line* of the source of the article at *anchor*, on *page* from 0."""
        entry = self.entries.get(anchor or "")
        whole = entry.article if isinstance(entry, ArticleEntry) else entry.chapter if entry else None
        title = entry.article.title if isinstance(entry, ArticleEntry) else entry.chapter.heading if entry else None
        facts |= {"article": shorten(label(title or "")) or "—", "page": _page(page)}
        return Diagnostic(code, (whole.source or None) if whole else None, line, None, facts)

    def _line_of(self, anchor: str | None, text: str, nearest: int | None = None) -> int | None:
        """Return the line of the source that has *text* of the article at *anchor*, else *nearest*, else the first."""
        if not (whole := self.texts.get(anchor or "")):
            return None
        wanted = solid(text)
        found = (piece.line for piece in chain(whole.text, whole.notes) if wanted and wanted in solid(piece.text))
        return next(found, nearest or _first(whole.text))

    # --- text ------------------------------------------------------------------------------------------------------

    def text(self) -> Faults:
        """Whether every article is there, in order, and in it every character and every note."""
        printed = [anchor for anchor in self.proof.articles if anchor in self.entries]
        for anchor, whole in self.texts.items():
            article = self.proof.articles.get(anchor, PrintedArticle())
            yield from self._collated(anchor, [piece for piece in whole.text if not piece.apart], article.text)
            apart = _joined(article.apart.values())
            yield from self._collated(anchor, [piece for piece in whole.text if piece.apart], apart)
            yield from self._notes(anchor, whole, list(article.notes.values()))
        expected = [anchor for anchor in self.entries if anchor in self.proof.articles]
        for anchor, other in zip(printed, expected, strict=True):
            if anchor != other:
                yield self._fault("D606", other, _first_line(self.texts[other]), None, found=self._title(anchor))
                break
        for expected_text, read in self.proof.outside.values():
            yield from self._collated("", [Piece(expected_text)], read)
        if self.proof.stray.lines:
            yield self._fault("D602", None, None, self.proof.stray.places[0], found=shorten(self.proof.stray.solid()))

    def _title(self, anchor: str) -> str:
        return shorten(next((piece.text for piece in self.texts[anchor].text), "—"))

    def _collated(self, anchor: str, expected: Sequence[Piece], found: Found) -> Faults:
        for difference in differences(expected, found.solid()):
            code = "D601" if not difference.found else "D602" if not difference.expected else "D603"
            line = difference.line
            if len(difference.found) > len(difference.expected) + _HARDLY_TWICE:
                line = self._line_of(anchor, difference.found, line)
            page = found.place_at(difference.offset)
            facts = {"expected": shorten(difference.expected), "found": shorten(difference.found)}
            yield self._fault(code, anchor, line, page, **facts)

    def _notes(self, anchor: str, whole: ArticleText, notes: Sequence[PrintedNote]) -> Faults:
        """Whether the notes of an article are there, in the order of their calls and on the pages of these."""
        in_book = sorted(notes, key=lambda note: (note.within, note.place))
        expected = ["".join(solid(piece.text) for piece in note) for note in whole.each_note]
        if expected != [note.text.solid() for note in in_book]:
            yield from self._noted(anchor, whole, expected, in_book)
        latest = 0
        for note in (note for note in notes if note.text.lines):
            page, line = note.text.places[0], self._line_of(anchor, note.text.lines[0])
            facts = {"note": shorten(note.text.solid()), "called": _page(note.called)}
            if note.called is not None and page != note.called:
                yield self._fault("D605", anchor, line, page, **facts)
            if not note.within and note.order < latest:
                yield self._fault("D606", anchor, line, page, found=facts["note"])
            latest = latest if note.within else note.order
            if note.call and note.mark and note.call != note.mark:
                yield self._fault("D612", anchor, line, page, call=note.call, mark=note.mark)

    def _noted(self, anchor: str, whole: ArticleText, expected: Sequence[str], notes: Sequence[PrintedNote]) -> Faults:
        """Tell in what the *notes* that are printed are not those *expected*."""
        found = [note.text.solid() for note in notes]
        for kind, i, j, k, m in opcodes(expected, found):
            if kind == "equal":
                continue
            both = min(j - i, m - k)
            for number in range(both):
                note = notes[k + number]
                if note.text.lines:
                    yield from self._collated(anchor, whole.each_note[i + number], note.text)
                else:
                    yield self._lost(anchor, whole.each_note[i + number], note.called)
            for number in range(i + both, j):
                yield self._lost(anchor, whole.each_note[number], None)
            for note in notes[k + both : m]:
                if note.text.lines:
                    line = self._line_of(anchor, note.text.solid())
                    yield self._fault("D602", anchor, line, note.text.places[0], found=shorten(note.text.solid()))

    def _lost(self, anchor: str, note: Sequence[Piece], called: int | None) -> Diagnostic:
        line = _first(note)
        return self._fault("D604", anchor, line, called, note=shorten("".join(piece.text for piece in note)))

    # --- places ----------------------------------------------------------------------------------------------------

    def places(self) -> Faults:
        """Whether all text stands on the page, where the design leaves room for it, and none over another."""
        worst: dict[tuple[Fault, int, str | None], Any] = {}
        for misplaced in self.proof.misplaced:
            key = misplaced.fault, misplaced.strip.page, misplaced.strip.anchor
            if key not in worst or misplaced.excess > worst[key].excess:
                worst[key] = misplaced
        for (fault, page, anchor), misplaced in worst.items():
            code = "D607" if fault is Fault.OFF_THE_PAGE else "D608"
            facts = {"text": shorten(misplaced.strip.text), "excess": f"{misplaced.excess / _MILLIMETRE:.1f}"}
            yield self._fault(code, anchor, self._line_of(anchor, misplaced.strip.text), page, **facts)
        reported: set[int] = set()
        for one, other in self.proof.overprinted:
            if one.page not in reported:
                reported.add(one.page)
                yield self._overprinted(one, other)

    def _overprinted(self, one: Strip, other: Strip) -> Diagnostic:
        line = self._line_of(one.anchor, one.text)
        return self._fault("D609", one.anchor, line, one.page, one=shorten(one.text), other=shorten(other.text))

    # --- links -----------------------------------------------------------------------------------------------------

    def links(self, folio: Callable[[int], str]) -> Faults:
        """Whether each link leads to its place, and the contents name its page."""
        folios = {anchor: str(number) for anchor, number in self.elsewhere.items() if number is not None}
        folios |= {anchor: folio(page) for anchor, page in self.proof.anchors.items()}
        outside = set()
        for number, kind, target, key in self.proof.links:
            if kind != "internal":
                outside.add(target)
            elif target not in folios and target not in self.elsewhere:
                yield self._fault("D610", None, None, number, href=f"#{target}")
            elif key is not None:
                shown = _number_at_end(self.proof.leaders.get(key, ""))
                if shown not in ("", folios.get(target)):
                    facts = {"printed": shown, "expected": folios.get(target, "—")}
                    yield self._fault("D611", target, _first_line(self.texts.get(target)), number, **facts)
        yield from self._outward(outside)

    def _outward(self, found: set[str]) -> Faults:
        """Whether every address to which the book links can be followed from its pages."""
        for anchor, entry in self.entries.items():
            if isinstance(entry, ArticleEntry):
                hrefs = dict.fromkeys(mark.text for mark in marks(entry.article) if mark.kind == "link")
                for href in hrefs:
                    if href not in found:
                        yield self._fault("D610", anchor, entry.article.line, None, href=href)


_HARDLY_TWICE = 6
"""Characters that hardly stand in two places of an article."""
_MILLIMETRE = 96 / 25.4
"""In px."""


def _number_at_end(leader: str) -> str:
    """Return the number of a page that stands at the end of *leader*, or ""."""
    found = re.search(r"(?:[0-9]+|[ivxlc]+)\s*$", leader)
    return found[0].strip() if found else ""


def _page(number: int | None) -> str:
    return "—" if number is None else str(number + 1)


def _text_of(entry: ChapterEntry | ArticleEntry, own: Mapping[str, str]) -> ArticleText:
    if isinstance(entry, ArticleEntry):
        return pieces(entry.article, "paper", own)
    return ArticleText((Piece(label(entry.chapter.heading or ""), entry.chapter.line),), ())


def _first(pieces: Sequence[Piece]) -> int | None:
    return pieces[0].line if pieces else None


def _first_line(whole: ArticleText | None) -> int | None:
    return _first(whole.text) if whole else None


def _joined(found: Any) -> Found:
    whole = Found()
    for each in found:
        whole.lines += each.lines
        whole.places += each.places
    return whole
