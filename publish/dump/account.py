"""The account of a dump: its text is held against its blocks place by place.

A block must say, in the order of the page, what stands in the source where it says that it stands. What is left over
must be in the fields, in furniture or among the marks taken off.
"""

from __future__ import annotations

from bisect import bisect, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from publish.account import Account, characters, count_characters
from publish.book import Article, Block, Note, Table, plain, plain_block
from publish.dump.articles import Front, Group, words
from publish.dump.labels import Label, Labelled
from publish.source import Line, Source
from publish.walk import find


def account_of_dump(
    source: Source,
    labelled: Sequence[Labelled],
    groups: Sequence[Group],
    marks: Iterable[str] = (),
    front: Front | None = None,
) -> Account:
    """Return where the characters of *source* went, whose lines are *labelled* and whose articles are in *groups*.

    *marks* link calls and notes, and are in neither; *front* is what the first lines say of the book.
    """
    page = _Page(source, [item for item in labelled if item.behind])
    articles = [article for group in groups for article in group.articles]
    page.take_blocks([block for article in articles for block in article.blocks])
    in_blocks = page.taken
    dropped = [item.line for item in labelled if item.label is Label.FURNITURE]
    page.take_lines(dropped)
    rest = page.rest()
    headings = [group.heading or "" for group in groups]
    printed = [text for one in articles for text in _printed(one)]
    fields = characters([*headings, *printed, *(front.printed if front else ())])
    beyond = rest - fields
    marks = beyond & (_taken_off(labelled) + characters(marks))
    return Account(
        in_source=count_characters(source.text),
        in_blocks=in_blocks,
        in_fields=(rest & fields).total(),
        furniture=page.taken - in_blocks,
        marks=marks.total(),
        lost=(beyond - marks).total(),
        invented=page.missing + (fields - rest).total(),
        removed=source.removed,
        lines_dropped=len(dropped),
    )


_Piece = tuple[int, int, str]
"""A text with the line of the source and the offset in that line at which it begins."""
_TOP: tuple[float, int] = (0, 0)
_STEP = 1e-6
"""Of a place between lines: so far behind a jump line, and one another, stand the lines that go on there."""


class _Page:
    """The lines of a dump, with what of each was taken."""

    def __init__(self, source: Source, moved: Sequence[Labelled]) -> None:
        self._lines = source.text.split("\n")
        self._ranks: defaultdict[int, list[tuple[int, float]]] = defaultdict(list)
        """The parts of each line, by the offset at which they begin, with their place in the order of reading."""
        numbered = bool(source.content or source.blocks)  # lines of blocks and notes stand between those of text
        for at, line in enumerate(source.lines):
            insort(self._ranks[line.number], (line.column - 1, line.number if numbered else at))
        self._move(moved)
        self._spans: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        self.last = _TOP
        """Place and offset of the block that was taken last: the next one must begin below."""
        self.taken = 0
        self.missing = 0
        """Characters that were recorded in a place where they are not, or no longer."""

    def _move(self, moved: Sequence[Labelled]) -> None:
        """Give each of *moved* its place right behind the jump line that it stands behind."""
        for at, item in enumerate(moved, 1):
            assert item.behind
            place = self._position(item.behind.number, item.behind.column - 1)[0] + at * _STEP
            number, start = item.line.number, item.line.column - 1
            self._ranks[number] = sorted([part for part in self._ranks[number] if part[0] != start] + [(start, place)])

    def take_blocks(self, blocks: Sequence[Block]) -> None:
        """Take *blocks* and the notes in them."""
        for block in blocks:
            self.take(list(_pieces(block)))
        notes = find(Note, blocks)
        for pieces in sorted(list(_pieces(block)) for note in notes for block in note.blocks):
            self.last = _TOP  # a note stands below the text that calls it, wherever that ends
            self.take(pieces)

    def take_lines(self, lines: Sequence[Line]) -> None:
        """Take whole *lines*, those of a record in the order of the page."""
        self.last = _TOP
        for line in sorted(lines, key=lambda line: (line.number, line.column)):
            self.take([(line.number, line.column - 1, line.text)])

    def take(self, pieces: Sequence[_Piece]) -> None:
        """Take the *pieces* of a block, whose order must be that of the page."""
        below = self.last
        for number, start, text in pieces:
            end = start + len(text)
            stands = self._position(number, start) >= below and self._lines[number - 1][start:end] == text
            if stands and self._free(number, start, end):
                insort(self._spans[number], (start, end))
                self.taken += count_characters(text)
                below = self._position(number, start)[0], end
            else:
                self.missing += count_characters(text)
        if pieces:
            self.last = max(self.last, self._position(*pieces[0][:2]))

    def _position(self, number: int, start: int) -> tuple[float, int]:
        """Return where the part of the line *number* that holds the offset *start* is read, and *start*."""
        parts = self._ranks[number]
        at = bisect(parts, (start, len(self._lines) * 2)) if len(parts) > 1 else 1
        return parts[max(0, at - 1)][1] if parts else number, start

    def _free(self, number: int, start: int, end: int) -> bool:
        spans = self._spans[number]
        at = bisect(spans, (start, end))
        return (at == 0 or spans[at - 1][1] <= start) and (at == len(spans) or end <= spans[at][0])

    def rest(self) -> Counter[str]:
        """Return the characters that were not taken."""
        return characters(piece for number, line in enumerate(self._lines, 1) for piece in self._left(number, line))

    def _left(self, number: int, line: str) -> Iterator[str]:
        at = 0
        for start, end in self._spans.get(number, ()):
            yield line[at:start]
            at = end
        yield line[at:]


def _pieces(block: Block) -> Iterator[_Piece]:
    """Yield the text of *block*, piece by piece as its places part it."""
    text = plain_block(block)
    places = block.places
    ends = [place.offset for place in places[1:]] + [len(text)]
    for place, end in zip(places, ends, strict=True):
        yield place.line, place.column - 1, text[place.offset : end].rstrip("\n\t ")


def _printed(article: Article) -> Iterator[str]:
    """Yield the fields that hold printed lines; names and affiliations are taken from the byline, which is one."""
    yield article.title
    yield article.kicker or ""
    yield article.subtitle or ""
    yield article.byline or ""
    named = _unspaced(article.byline or "")
    yield from (remark for remark in article.remarks if _unspaced(remark) not in named)
    yield from (plain(block.caption) for block in article.blocks if isinstance(block, Table))


def _unspaced(text: str) -> str:
    """Return *text* without white space: a byline may be letter-spaced where what is taken from it is not."""
    return "".join(text.split())


def _taken_off(labelled: Sequence[Labelled]) -> Counter[str]:
    marks = Counter[str]()
    for item in labelled:
        if item.label not in (Label.FURNITURE, Label.BOOK_TITLE) and len(kept := words(item)) != len(item.line.text):
            marks += characters([item.line.text]) - characters([kept])
    return marks
