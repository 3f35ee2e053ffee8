"""A long book, set in parts and joined (`agenda`, `crew`, `parts`, `setting`, `joining`).

Chapters are set first, side by side; then it is known where each begins, so the contents and the indexes can name the
pages. Folios of the chapters are drawn meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from publish.cache import current, key_of
from publish.diagnostics import Diagnostic, Report
from publish.paging import PageStart
from publish.pdf.agenda import FRONT, Agenda, FolioTask, Made, PartTask, Task, rank_of
from publish.pdf.crew import Crew
from publish.pdf.design import Design, FontFile
from publish.pdf.finishing import PageLabels, labels_of
from publish.pdf.joining import join
from publish.pdf.keys import look_key, part_key
from publish.pdf.page import COVER
from publish.pdf.parts import Division
from publish.pdf.setpart import Folios, NotApartError, SetPart, packed, unpacked
from publish.pdf.setting import Look, draw_folios, read_design, set_part


@dataclass(frozen=True, slots=True)
class Assembled:
    """A book that was set in parts."""

    pdf: bytes
    starts: tuple[PageStart, ...]


@dataclass(frozen=True, slots=True)
class Setter:
    """Does what a book is made of, in one look; it can be given to another process."""

    look: Look

    def __call__(self, task: Task) -> Made:
        """Return the part, or the folios, of *task*."""
        match task:
            case PartTask():
                return set_part(task.excerpt, self.look, task.known)
            case FolioTask():
                return draw_folios(task.head, self.look, task.run)

    def prepare(self) -> None:
        """Read what all tasks need: here, so that no process has to."""
        for file in self.look.design.files.values():
            assert file.data
        read_design(self.look.design, self.look.styles)


def assemble(division: Division, look: Look, jobs: int, cover: str, report: Report) -> Assembled | None:
    """Return the book that consists of the parts of *division*, set by as many *jobs* at once.

    *cover* is how the pages of a cover are called. None where it turns out that the parts cannot be joined: the book is
    to be set as one.
    """
    book = Agenda(division)
    try:
        _work_off(book, look, jobs, report)
        parts, folios = book.in_order()
        front = book.parts.get(FRONT)
        pdf = join(parts, folios, partial(_program, look.design), _labels(front, cover))
    except NotApartError:
        return None
    for diagnostic in _moved(parts):
        report(diagnostic)
    return Assembled(pdf, tuple(_starts(parts, len(front.leaves) if front else 0)))


def _work_off(book: Agenda, look: Look, jobs: int, report: Report) -> None:
    """Have all of *book* made that is not kept already."""
    key, setter = key_of(look_key(look)) if current() else "", Setter(look)

    def key_for(task: Task) -> str:
        match task:
            case PartTask():
                return key_of(part_key(key, look.design, task.excerpt, task.known))
            case FolioTask():
                return key_of(("folios", key, task.head, repr(task.run)))

    def lacking(tasks: Iterable[Task]) -> Iterator[Task]:
        for task in tasks:
            cache = current()
            data = cache.get(key_for(task)) if cache else None
            if data is not None and (made := unpacked(data)):
                yield from lacking(book.take(task, made))
            else:
                yield task

    def take(task: Task, made: Made) -> Iterator[Task]:
        if (cache := current()) and _may_be_kept(made):
            cache.put(key_for(task), packed(made))
        return lacking(book.take(task, made))

    if tasks := list(lacking(book.begin())):
        setter.prepare()
        with Crew[Task, Made](setter, jobs, report, rank_of) as crew:
            crew.run(tasks, take)


def _may_be_kept(made: Made) -> bool:
    """Tell whether nothing is reported of a line: lines move, and the part does not."""
    return isinstance(made, Folios) or all(each.line is None for each in made.diagnostics)


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
