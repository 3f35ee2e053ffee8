"""A long book, set in parts and joined (`parts`, `setting`, `joining`).

Chapters are set first, side by side; then it is known where each begins, so the contents and the indexes can name the
pages; last come the folios of the chapters.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import accumulate

from publish.cache import current, kept_each, key_of
from publish.diagnostics import Diagnostic, Report
from publish.paging import PageStart
from publish.pdf.crew import Crew
from publish.pdf.design import Design, FontFile
from publish.pdf.finishing import PageLabels, labels_of
from publish.pdf.index_pages import without_repeats
from publish.pdf.joining import join
from publish.pdf.keys import look_key, part_key
from publish.pdf.page import COVER
from publish.pdf.parts import Division, Excerpt, numbers_of
from publish.pdf.setpart import Folios, NotApartError, SetPart, packed, unpacked_folios, unpacked_part
from publish.pdf.setting import Look, draw_folios, set_part

Task = tuple[Excerpt, dict[str, int | None]]
"""A part, and the ids of other parts that it refers to, with the numbers of their pages where they are known."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """A book that was set in parts."""

    pdf: bytes
    starts: tuple[PageStart, ...]


@dataclass(slots=True)
class Store:
    """Takes parts from where they are kept, and has those set that are not there."""

    crew: Crew[Task, SetPart]
    look: Look
    key: str
    """Of what all parts depend on; "" where nothing is kept."""
    shown: dict[tuple[float, str], tuple[float, str]] = field(default_factory=dict)

    def parts(self, tasks: Sequence[Task]) -> list[SetPart]:
        """Return the part of each of *tasks*."""
        keys = [key_of(part_key(self.key, self.look.design, *task)) if self.key else "" for task in tasks]
        return kept_each(
            keys, self._unpacked, lambda lacking: self._set([tasks[number] for number in lacking]), _packed
        )

    def _unpacked(self, data: bytes) -> SetPart | None:
        part = unpacked_part(data)
        return self._thrifty(part) if part else None

    def _thrifty(self, part: SetPart) -> SetPart:
        """Return *part* without its own copies of what other parts have too: how wide glyphs are, and what they say."""
        faces = {
            name: replace(
                face, glyphs={number: self.shown.setdefault(each, each) for number, each in face.glyphs.items()}
            )
            for name, face in part.faces.items()
        }
        return replace(part, faces=faces)

    def _set(self, tasks: Sequence[Task]) -> list[SetPart]:
        for file in self.look.design.files.values() if tasks else ():
            assert file.data  # made here, so that no process has to make it again
        return self.crew.done(tasks, self._thrifty)


def _packed(part: SetPart) -> bytes | None:
    """Return *part* as it is kept; None where something is reported of a line: lines move, and the part does not."""
    return packed(part) if all(each.line is None for each in part.diagnostics) else None


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets parts in one look; it can be given to another process."""

    look: Look

    def __call__(self, task: Task) -> SetPart:
        """Return the part of *task* as it is set."""
        excerpt, known = task
        return set_part(excerpt, self.look, known)


def assemble(division: Division, look: Look, jobs: int, cover: str, report: Report) -> Assembled | None:
    """Return the book that consists of the parts of *division*, set by as many *jobs* at once.

    *cover* is how the pages of a cover are called. None where it turns out that the parts cannot be joined: the book is
    to be set as one.
    """
    key = key_of(look_key(look)) if current() else ""
    store = Store(Crew(Setter(look), jobs, report), look, key)
    try:
        body = store.parts([(part, numbers_of({}, part.outward & division.ids)) for part in division.body])
        rest, tasks = _around(division, body)
        around = dict(zip(rest, store.parts(tasks), strict=True))
        front, back = around.get("front"), around.get("back")
        parts = [*([front] if front else []), *body, *([back] if back else [])]
        counted = [*body, *([back] if back else [])]
        firsts = [1, *accumulate((len(part.leaves) for part in counted), initial=1)][1:]
        folios = _folios(division, look, key, counted, firsts)
        first = len(front.leaves) if front else 0
        labels = _labels(front, cover)
        pdf = join(parts, [*([None] if front else []), *folios], partial(_program, look.design), labels)
    except NotApartError:
        return None
    for diagnostic in _moved(parts):
        report(diagnostic)
    return Assembled(pdf, tuple(_starts(parts, first)))


def _around(division: Division, body: Sequence[SetPart]) -> tuple[list[str], list[Task]]:
    """Return the parts before and after the chapters, by name, ready to be set: the pages of the chapters are known."""
    pages: dict[str, int] = {}
    first = 0
    for part in body:
        for anchor, (page, _x, _y) in part.anchors.items():
            pages.setdefault(anchor, first + page + 1)
        first += len(part.leaves)
    around: dict[str, Task] = {}
    if division.front:
        around["front"] = division.front, numbers_of(pages, division.front.outward & division.ids)
    if division.back:
        back = replace(division.back, markup=without_repeats(division.back.markup, pages))
        around["back"] = back, numbers_of(pages, back.outward & division.ids)
    return list(around), list(around.values())


def _folios(division: Division, look: Look, key: str, parts: Sequence[SetPart], firsts: Sequence[int]) -> list[Folios]:
    """Return the folios of *parts*, the first pages of which have the numbers *firsts*."""
    head = division.body[0].markup.partition("<body>")[0] + "<body>"
    runs = [
        [(leaf, first + place) for place, leaf in enumerate(part.leaves)]
        for part, first in zip(parts, firsts, strict=False)
    ]
    keys = [key_of(("folios", key, head, repr(run))) for run in runs]
    return kept_each(
        keys, unpacked_folios, lambda lacking: draw_folios(head, look, [runs[number] for number in lacking]), packed
    )


def _program(design: Design, family: str, weight: int, glyphs: Sequence[int]) -> bytes:
    """Return the font file of a face of *design* with those *glyphs*. Raises `NotApartError` where it has none."""
    role, _dash, number = family.partition("-")
    for each in (weight, 400):
        file = design.files.get(f"face:{role}-{each}-{number or 0}")
        if isinstance(file, FontFile):
            return file.program(glyphs)
    raise NotApartError


def _labels(front: SetPart | None, cover: str) -> tuple[PageLabels, ...]:
    """Return how the pages of a book with that *front* matter are numbered."""
    leaves = front.leaves if front else ()
    has_cover = front is not None and COVER in front.anchors
    return labels_of([leaf.blank for leaf in leaves], len(leaves), cover if has_cover else None)


def _starts(parts: Sequence[SetPart], first: int) -> Iterator[PageStart]:
    """Yield where the pages begin that show text, named by the numbers printed on them; 1 is the page *first*."""
    before = -first
    for part in parts:
        yield from (replace(start, label=str(before + int(start.label) + 1)) for start in part.starts)
        before += len(part.leaves)


_PAGES = ("page", "called")
"""Facts of diagnostics that name a page of the file, from 1."""


def _moved(parts: Sequence[SetPart]) -> Iterator[Diagnostic]:
    """Yield what was reported of *parts*, with the pages that they have in the book."""
    before = 0
    for part in parts:
        for diagnostic in part.diagnostics:
            facts = {name: _moved_page(name, fact, before) for name, fact in diagnostic.facts.items()}
            yield replace(diagnostic, facts=facts)
        before += len(part.leaves)


def _moved_page(name: str, fact: object, before: int) -> object:
    if name not in _PAGES or not str(fact).isdecimal():
        return fact
    return type(fact)(int(str(fact)) + before)  # type: ignore[call-arg]
