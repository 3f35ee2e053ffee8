"""The levels of headings that a source shows: which of them heads the articles, which the sections, which their parts.

A heading has a level by what its source declares (Heading 2, ``##``), or by how it looks beside the text (larger, bold,
black, centred). What a level means differs from file to file, so a file is looked at whole here: bylines stand under
titles; a level whose headings stand right above other headings groups them; one heading over many is the title of a
single article. Where all headings have one level it tells nothing, and only what stands around each of them does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from publish.dump.beats import Beat
from publish.dump.bylines import Strength
from publish.dump.numbering import Rank, read_number
from publish.source import Declared

if TYPE_CHECKING:
    from publish.dump.features import Features

_LARGER = 1.1
_LONGEST = 30
"""Characters of the longest line that is a heading by its look alone."""
_LONGEST_LARGE = 45
_LONGEST_VERSE = 20
_MOSTLY = 0.5
_NEARLY_ALL = 0.8
_COMPANIONS = 4
"""Lines that may stand between a title and its byline, and the byline."""


_FEW = 2
_MEANT = 0.7
"""Share of the headings with bylines that have one level, from which levels mean something."""
_UNKNOWN = (0.5,)


@dataclass(slots=True)
class _Level:
    """The headings of one level, by their indices."""

    order: tuple[float, ...]
    declared: bool
    members: list[int] = field(default_factory=list)


def find_levels(lines: Sequence[Features]) -> Mapping[int, Beat]:
    """Return what the levels of headings make of *lines*, by index; nothing where the source shows no looks."""
    page = _Page(lines)
    titles = page.titles()
    return dict(page.beats(titles)) if titles is not None else {}


class _Page:
    def __init__(self, lines: Sequence[Features]) -> None:
        self.lines = lines
        self.levels = _levels(lines)
        self.level_of = self._level_of()
        signed = sorted(sum(map(self.is_bylined, level.members)) for level in self.levels if level.declared)
        if signed and sum(signed) > _FEW and signed[-1] < _MEANT * sum(signed):
            self.levels = [_one(self.levels), *(level for level in self.levels if not level.declared)]
            self.level_of = self._level_of()

    def _level_of(self) -> dict[int, int]:
        return {at: rank for rank, level in enumerate(self.levels) for at in level.members}

    # --- what stands below a heading

    def below(self, at: int) -> int | None:
        """Return the next line that accompanies no title, and is no byline."""
        for index in range(at + 1, min(at + 1 + _COMPANIONS, len(self.lines))):
            if index in self.level_of or not (_accompanies(self.lines[index]) or _names(self.lines[index])):
                return index
        return None

    def is_bylined(self, at: int) -> bool:
        """Tell whether a byline stands under a heading, before any text or other heading."""
        for index in range(at + 1, min(at + 1 + _COMPANIONS, len(self.lines))):
            if index in self.level_of:
                return False
            if _names(self.lines[index]):
                return True
            if not _accompanies(self.lines[index]):
                return False
        return False

    def has_text(self, at: int) -> bool:
        """Tell whether text stands under a heading, and no other heading."""
        below = self.below(at)
        return below is not None and below not in self.level_of

    # --- which level is that of the titles

    def titles(self) -> int | None:
        """Return the level whose headings are titles; None where there are no headings."""
        bylined = [sum(map(self.is_bylined, level.members)) for level in self.levels]
        if any(bylined):
            return bylined.index(max(bylined))
        return next((rank for rank in range(len(self.levels)) if self._heads_texts(rank)), 0 if self.levels else None)

    def _heads_texts(self, rank: int) -> bool:
        """Tell whether the headings of a level are titles, where no byline tells: text is below, or parts with numbers.

        A heading that is the only one of its level, above others, is the title of what they part.
        """
        members = self.levels[rank].members
        texts = sum(map(self.has_text, members))
        if texts >= _MOSTLY * len(members) or len(members) == 1:
            return True
        below = [index for at in members if (index := self.below(at)) in self.level_of and index is not None]
        return sum(map(self._is_numbered, below)) >= _MOSTLY * len(below)

    def _is_numbered(self, at: int) -> bool:
        number = read_number(self.lines[at].line.text)
        return self.lines[at].list_mark or (number is not None and number.rank is Rank.ITEM)

    def _heads_verse(self, at: int) -> bool:
        """Tell whether a short line that ends no sentence stands below a heading, as below the title of a poem."""
        below = self.below(at)
        return below is not None and self.lines[below].length <= _LONGEST_VERSE and not self.lines[below].finished

    # --- what the others are then

    def beats(self, titles: int) -> Iterator[tuple[int, Beat]]:
        """Yield what each heading is where those of the level *titles* head the articles."""
        lowest = titles == len(self.levels) - 1
        members = self.levels[titles].members
        bylined = [at for at in members if self.is_bylined(at)]
        numbered = [at for at in members if self._is_numbered(at)]
        by_byline = bylined and lowest and len(bylined) < _NEARLY_ALL * len([at for at in members if self.has_text(at)])
        unknown = lowest and self.levels[titles].order == _UNKNOWN and not bylined
        for at, rank in self.level_of.items():
            below = self.below(at)
            above_heading = below == at + 1 and below in self.level_of
            if rank > titles:
                if at > members[0] and (self.levels[rank].declared or self.has_text(at)):
                    yield at, Beat.PART
            elif above_heading and self.level_of[at + 1] <= titles:
                yield at, Beat.BOOK if self._names_the_book(at, titles) else Beat.SECTION
            elif unknown and (at in numbered if numbered else at > members[0] and not self._heads_verse(at)):
                if numbered and at > members[0]:
                    yield at, Beat.PART
            elif not by_byline or at in bylined:
                yield at, Beat.TITLE
            elif at > bylined[0]:
                yield at, Beat.UNSIGNED

    def _names_the_book(self, at: int, titles: int) -> bool:
        """Tell whether a heading above all others names the book: by its style, or because sections stand below it."""
        look = self.lines[at].line.look
        if at or self.level_of[at] or len(self.levels[0].members) > 1:
            return False
        return titles > 1 or (look is not None and look.declared is Declared.TITLE and titles > 0)


def _levels(lines: Sequence[Features]) -> list[_Level]:
    """Return the levels of headings, the highest first: those declared, among them those that look so."""
    found: dict[tuple[object, ...], _Level] = {}
    body = _usual_face(lines)
    for at, line in enumerate(lines):
        look = line.line.look
        if look is None:
            continue
        size = look.size or 1.0
        if look.declared in (Declared.TITLE, Declared.HEADING):
            level = 0 if look.declared is Declared.TITLE else look.level or _UNKNOWN[0]
            found.setdefault((level,), _Level((level,), True)).members.append(at)
        elif look.declared is None and _looks_like_heading(line, body):
            key = (size, look.bold, look.centred, look.face, line.line.indent > 0)
            order = (-size, not look.centred, line.line.indent > 0, not look.bold)
            found.setdefault(key, _Level(order, False)).members.append(at)
    declared = sorted((level for level in found.values() if level.declared), key=lambda level: level.order)
    shown = sorted((level for level in found.values() if not level.declared), key=lambda level: level.order)
    return _merged(declared, shown, lines)


def _one(levels: Sequence[_Level]) -> _Level:
    """Return all that is declared among *levels* as one of which nothing is known."""
    return _Level(_UNKNOWN, True, sorted(at for level in levels if level.declared for at in level.members))


def _merged(declared: list[_Level], shown: list[_Level], lines: Sequence[Features]) -> list[_Level]:
    """Return both in one order: what is larger than a declared level stands above it."""
    merged = list(declared)
    for level in shown:
        size = -level.order[0]
        above = [at for at, other in enumerate(merged) if not other.declared or _size(other, lines) >= size]
        merged.insert(above[-1] + 1 if above else 0, level)
    return merged


def _size(level: _Level, lines: Sequence[Features]) -> float:
    looks = [look for at in level.members if (look := lines[at].line.look)]
    return max((look.size or 1.0 for look in looks), default=1.0)


def _usual_face(lines: Sequence[Features]) -> str | None:
    faces: Counter[str | None] = Counter()
    for line in lines:
        if line.line.look is not None:
            faces[line.line.look.face] += line.length
    return max(faces, key=lambda face: faces[face], default=None)


def _looks_like_heading(line: Features, body: str | None) -> bool:
    look = line.line.look
    if look is None or line.text_alone or line.forced or _accompanies(line) or _names(line):
        return False
    if line.words.sentence or line.cannot_open or line.text[-1] in "，、：":
        return False
    if look.size is not None and look.size >= _LARGER:
        return line.length <= _LONGEST_LARGE
    black = look.face == "hei" and body not in (None, "hei")
    return line.length <= _LONGEST and (bool(look.bold) or black)


def _names(line: Features) -> bool:
    """Tell whether a line names authors: surely, or as likely as a name that stands alone can."""
    look = line.line.look
    if look is not None and look.declared is not None:
        return look.declared is Declared.BYLINE
    return line.strength is not None and line.strength >= Strength.NAMES


def _accompanies(line: Features) -> bool:
    """Tell whether a line can stand between a title and its byline."""
    look = line.line.look
    if look is not None and look.declared is not None:
        return look.declared in (Declared.SUBTITLE, Declared.REMARK)
    bracketed = line.text[0] == "（" and line.text[-1] == "）"
    return not line.text_alone and (bracketed or line.remark or line.words.dash or line.words.subtitle_mark)
