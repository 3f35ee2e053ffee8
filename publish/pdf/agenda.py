"""What a long book is made of, in the order in which it can be made: parts, and the folios of their pages.

Chapters come first, side by side. The folios of a part can be drawn as soon as all parts before it are there; the
contents and the indexes name pages of all chapters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from publish.pdf.index_pages import without_repeats
from publish.pdf.page import Leaf
from publish.pdf.parts import Division, Excerpt, numbers_of
from publish.pdf.setpart import Folios, SetPart

FRONT = -1
"""The place of the front matter; chapters have those from 0 on, and what stands behind them has the next."""


@dataclass(frozen=True, slots=True)
class PartTask:
    """A part to be set."""

    place: int
    excerpt: Excerpt
    known: Mapping[str, int | None]
    """The ids of other parts to which it refers, with the numbers of their pages where they are known."""


@dataclass(frozen=True, slots=True)
class FolioTask:
    """Folios to be drawn for the pages of a part."""

    place: int
    head: str
    """The markup of the book up to its body."""
    run: Sequence[tuple[Leaf, int]]
    """Of each page what sort it is, and its number."""


Task = PartTask | FolioTask
Made = SetPart | Folios


def rank_of(task: Task) -> int:
    """Return which of several tasks is begun first: what takes longest, so that no process is left alone with it."""
    return 0 if isinstance(task, PartTask) else 1


@dataclass(slots=True)
class Agenda:
    """What has been made of a book that is divided so, and what can be made now."""

    division: Division
    parts: dict[int, SetPart] = field(default_factory=dict)
    folios: dict[int, Folios] = field(default_factory=dict)
    _reached: int = 0
    """The first part that lacks one before it, or is lacking itself."""
    _page: int = 1
    """The number of its first page."""
    _shown: dict[tuple[float, str], tuple[float, str]] = field(default_factory=dict)

    def begin(self) -> list[Task]:
        """Return what can be made before all else."""
        ids = self.division.ids
        return [
            PartTask(place, part, numbers_of({}, part.outward & ids)) for place, part in enumerate(self.division.body)
        ]

    def take(self, task: Task, made: Made) -> Iterator[Task]:
        """Take what was *made* of *task*, in whatever order, and yield what can be made now that could not before."""
        if isinstance(made, Folios):
            self.folios[task.place] = made
            return
        self.parts[task.place] = self._thrifty(made)
        while (part := self.parts.get(self._reached)) is not None:
            yield self._folio_task(part)
            self._reached += 1
            self._page += len(part.leaves)
            if self._reached == len(self.division.body):
                yield from self._around()

    def _thrifty(self, part: SetPart) -> SetPart:
        """Return *part* without its own copies of what other parts have too: how wide glyphs are, and what they say."""
        faces = {
            name: replace(
                face, glyphs={number: self._shown.setdefault(each, each) for number, each in face.glyphs.items()}
            )
            for name, face in part.faces.items()
        }
        return replace(part, faces=faces)

    def _folio_task(self, part: SetPart) -> FolioTask:
        head = self.division.body[0].markup.partition("<body>")[0] + "<body>"
        return FolioTask(self._reached, head, [(leaf, self._page + place) for place, leaf in enumerate(part.leaves)])

    def _around(self) -> Iterator[Task]:
        """Yield what stands before and after the chapters: their pages are known."""
        pages: dict[str, int] = {}
        first = 0
        for place in range(len(self.division.body)):
            for anchor, (page, _x, _y) in self.parts[place].anchors.items():
                pages.setdefault(anchor, first + page + 1)
            first += len(self.parts[place].leaves)
        ids = self.division.ids
        if front := self.division.front:
            yield PartTask(FRONT, front, numbers_of(pages, front.outward & ids))
        if back := self.division.back:
            back = replace(back, markup=without_repeats(back.markup, pages))
            yield PartTask(len(self.division.body), back, numbers_of(pages, back.outward & ids))

    def in_order(self) -> tuple[list[SetPart], list[Folios | None]]:
        """Return all parts as they stand in the book, and their folios; those of the front matter stand in it."""
        places = sorted(self.parts)
        return [self.parts[place] for place in places], [self.folios.get(place) for place in places]
