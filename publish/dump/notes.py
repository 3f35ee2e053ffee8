"""Notes of a dump: the marks in its text that call them, 〔1〕 [1] ① ＊, and the lines below that answer.

Both are taken out before the lines are labelled, so that a note between the halves of a paragraph parts nothing and a
mark behind a full stop hides no end. A line is a note because a mark above it calls it: the answers stand in a run, at
the foot of the page, the article or the file, and their numbers follow one another as the calls do. What has no partner
stays text.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import groupby
from types import MappingProxyType

from publish.book import Code, Inlines, plain
from publish.dating import chinese_number
from publish.diagnostics import Diagnostic, Report
from publish.dump.folding import fold
from publish.dump.furniture import MESSAGES, Furniture, Kind, read_furniture
from publish.dump.joints import runs_on, same_size
from publish.dump.labels import Label, Labelled
from publish.dump.layout import Layout, read_layout
from publish.dump.shapes import is_finished
from publish.press import Match, Pattern, words
from publish.source import Line, is_declared_furniture
from publish.wording import N_

_MARK = Pattern("{note_mark}")
_LEAD = Pattern("{note_lead}")
_WORDED = Pattern("{note_lead_worded}")
_BARE = Pattern("{note_lead_bare}")
_SMALL_BARE = Pattern(r"(?P<number>\d{1,3})(?:[、.．]\s*|\s+|(?={han}))(?![\d页年月日版卷期册辑号])(?=\S)")
"""A plain number before what a page shows to be its foot."""
_HEADING = Pattern("{note_heading_line}")
_WORKS_CITED = Pattern("{works_cited_line}")
_MAY_MARK = Pattern(r"[〔［【（*＊]|{ringed}|{raised_figure}|{note_sign}")
_MAY_LEAD = Pattern(r"[〔［【（*＊注附脚尾原译校编\d]|{ringed}|{raised_figure}|{note_sign}")
"""What a note begins with, or the mark before it."""
_OPENS_LINE = frozenset("，。；：、！？”’」』")
"""What may follow a call that a wrapped line begins with."""
_ENUMERATES = frozenset("：；（、")
"""Behind these a ringed number counts clauses, ：①…；②…."""
_POINTS = 20
"""Points that a text counts at the most; up to here such numbers are characters of their own, ⑴ to ⒇."""
_ENDS_CLAUSE = frozenset("，。！？")
"""Behind these a number in round brackets counts sentences."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a line."""

    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        """What stands there."""
        return self.line.text[self.start : self.end]


@dataclass(frozen=True, slots=True)
class Call:
    """A mark in the text that calls a note."""

    at: int
    """Index of its line."""
    piece: Piece
    style: str
    number: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A line that begins with a mark, and those in which it goes on: a note, where something calls it."""

    at: int
    """Index of its first line."""
    piece: Piece
    """What of that line is the note, without the mark."""
    style: str
    number: int
    below: tuple[Line, ...] = ()
    """The lines in which it goes on."""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Its text, line by line."""
        return (self.piece, *(Piece(line, 0, len(line.text)) for line in self.below))


@dataclass(frozen=True, slots=True)
class Linked:
    """A call with the note that answers to it."""

    call: Call
    answer: Answer


@dataclass(frozen=True, slots=True)
class Run:
    """Answers in a row, and the index of the heading over them."""

    answers: tuple[Answer, ...]
    heading: int | None

    @property
    def first(self) -> int:
        """Index of its first line."""
        return self.answers[0].at

    @property
    def style(self) -> str:
        """The kind of its marks."""
        return self.answers[0].style

    @property
    def shown(self) -> bool:
        """Whether a heading over it, or its place at the foot of a page, shows it to be notes."""
        return self.heading is not None or _is_foot(self.answers[0].piece.line)


@dataclass(frozen=True, slots=True)
class Notes:
    """The lines of a dump parted from its notes."""

    flow: tuple[Line, ...]
    """The lines that are left, without the calls in them."""
    linked: tuple[Linked, ...] = ()
    apart: tuple[Labelled, ...] = ()
    """The lines of notes and the headings over them."""
    calling: Mapping[int, Sequence[Line]] = field(default_factory=dict)
    """The lines that calls were taken out of, as they stand in the source, by number."""

    def whole(self, line: Line) -> Line:
        """Return *line*, of the flow or part of one, as it stands in the source where calls were taken out of it."""
        return next((whole for whole in self.calling.get(line.number, ()) if _holds(whole, line)), line)

    @property
    def marks(self) -> Iterator[str]:
        """Yield what only links calls and notes."""
        for link in self.linked:
            yield link.call.piece.text
        for line, pieces in _by_line(link.answer.piece for link in self.linked):
            at = 0
            for piece in pieces:
                yield line.text[at : piece.start]
                at = piece.end


def find_notes(
    lines: Sequence[Line], file: str, report: Report, content: Mapping[int, Inlines] = MappingProxyType({})
) -> Notes:
    """Return *lines*, those of *file*, parted from its notes; report what has no partner (P901, P902).

    *content* is what lines hold beside characters, by their numbers: no mark in code, or in a formula, calls a note.
    """
    printed, lines = lines, [line for line in lines if not is_declared_furniture(line)]
    calls = [call for at in range(len(lines)) for call in _calls_in(lines, at)]
    cited = set(_works_cited(lines))
    calls = [call for call in calls if call.at not in cited and not _is_in_code(call.piece, content)]
    if not calls and not any(map(_is_heading, lines)):
        return Notes(tuple(printed))
    runs = list(_runs(lines, read_layout(lines)))
    found: dict[Run, list[Linked]] = {}
    for run in sorted(runs, key=lambda run: run.heading is None):
        if run.shown or not lines[run.first - 1].text.endswith(("：", ":")):
            found[run] = list(_by_whole_lines(_linked(run, runs, calls, found), run))
    for diagnostic in (*_uncalled(found, file), *_unanswered(calls, found, lines, file)):
        report(diagnostic)
    return _parted(printed, lines, runs, found)


# --- calls ---------------------------------------------------------------------------------------------------------


def _calls_in(lines: Sequence[Line], at: int) -> Iterator[Call]:
    line = lines[at]
    folded = fold(line.text)
    if not _MAY_MARK.search(folded) or read_furniture(line.text):
        return
    inside = _is_inside_text(lines, at)
    lead = None if inside else _LEAD.match(folded)
    own = _style_of(lead) if lead else ""
    for mark in _MARK.finditer(folded):
        style, number = _style_of(mark), _number_of(mark)
        if style and style != own and number is not None and _could_call(folded, mark, style, inside=inside):
            yield Call(at, Piece(line, *mark.span()), style, number)


def _works_cited(lines: Sequence[Line]) -> Iterator[int]:
    """Yield the lines, by their indices, of the works that papers cite: the numbers there are their own."""
    for at, line in enumerate(lines):
        if _is_heading(line, _WORKS_CITED):
            yield from range(at + 1, _end_of_list(lines, at + 1))


def _is_in_code(piece: Piece, content: Mapping[int, Inlines]) -> bool:
    """Tell whether *piece* stands in code, which is never cut, of the *content* of its line."""
    column, at = piece.line.column - 1 + piece.start, 0
    for inline in content.get(piece.line.number, ()):
        length = len(plain((inline,)))
        if isinstance(inline, Code) and at <= column < at + length:
            return True
        at += length
    return False


def _could_call(text: str, mark: Match, style: str, *, inside: bool) -> bool:
    """Tell whether *mark* stands in *text* as a call does: behind a word, a mark, a quotation.

    *inside* says that the line is known to go on with that above it.
    """
    before, after = text[: mark.start()], text[mark.end() : mark.end() + 1]
    if not before.strip():
        return bool(after) and (inside or after in _OPENS_LINE)
    last = before[-1]
    if style == "（":
        follows = last not in words("numbered_before") and last not in _ENUMERATES | _ENDS_CLAUSE
        ends = not after or after in _OPENS_LINE or int(mark["number"]) > _POINTS
        return follows and not last.isascii() and ends
    if style in ("raised", "*"):
        return not last.isascii() and (style == "*" or last not in words("measured_before"))
    return last not in _ENUMERATES or style in "〔［【"


def _style_of(mark: Match) -> str:
    """Return the kind of sign that *mark* is, or nothing: calls and answers of one kind belong together."""
    found = mark.groupdict()
    if found.get("word"):
        return "注"
    if bracket := found.get("open"):
        return "" if bracket == "（" and not found["number"].isdecimal() else bracket
    if ringed := found.get("ringed"):
        return unicodedata.name(ringed).split()[0]
    return "raised" if found.get("raised") else "*" if found.get("star") else found.get("sign") or ""


def _number_of(mark: Match) -> int | None:
    """Return the number in *mark*; signs without one count by how many they are."""
    found = mark.groupdict()
    signs = found.get("star") or found.get("sign")
    if signs:
        return len(signs)
    number = found.get("number") or found.get("ringed") or found.get("raised") or ""
    digits = unicodedata.normalize("NFKC", number).strip("().")
    try:
        return int(digits) if digits.isdecimal() else chinese_number(digits)
    except ValueError:
        return None


# --- answers -------------------------------------------------------------------------------------------------------


def _runs(lines: Sequence[Line], layout: Layout) -> Iterator[Run]:
    """Yield what could be notes, row by row; the works that a paper cites are none."""
    at = 0
    while at < len(lines):
        if _is_heading(lines[at], _WORKS_CITED):
            at = _end_of_list(lines, at + 1)
            continue
        heading = at if _is_heading(lines[at]) else None
        begin = at
        at += heading is not None
        while answers := tuple(_row(lines, at, layout, headed=heading is not None)):
            yield Run(answers, heading)
            at = answers[-1].at + len(answers[-1].below) + 1
        at += at == begin


def _is_heading(line: Line, heading: Pattern = _HEADING) -> bool:
    return len(line.text) <= _LONGEST_HEADING and heading.fullmatch(fold(line.text)) is not None


_LONGEST_HEADING = 16


def _end_of_list(lines: Sequence[Line], at: int) -> int:
    while (
        at < len(lines)
        and not _is_heading(lines[at])
        and not _is_foot(lines[at])
        and (not lines[at].gap or _answers_in(lines[at], at, headed=True))
    ):
        at += 1
    return at


def _row(lines: Sequence[Line], at: int, layout: Layout, *, headed: bool) -> Iterator[Answer]:
    """Yield the answers that stand in a row from index *at* on, each with the lines in which it goes on."""
    before: Answer | None = None
    while at < len(lines) and (headed or not _is_inside_text(lines, at)):
        answers = _answers_in(lines[at], at, headed=headed)
        if not answers or (before and not _follows(answers[0], before)):
            return
        end = at + 1
        while end < len(lines) and _goes_on(lines, end, layout, answers[-1], headed=headed):
            end += 1
        before = replace(answers[-1], below=tuple(lines[at + 1 : end]))
        yield from (*answers[:-1], before)
        at = end


def _is_inside_text(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a page shows that the line at *at* goes on with that above it, though a mark stands at its head."""
    line = lines[at]
    if not at or _is_foot(line) or line.indent or not runs_on(lines[at - 1], line):
        return False
    small = line.look is not None and (line.look.size or 1) < _SMALL
    return not (small and lines[at - 1].text.endswith((".", *_ENDS)))


_SMALL = 0.97
_ENDS = tuple("。！？”")


def _follows(answer: Answer, before: Answer) -> bool:
    """Tell whether *answer* is of one row with that *before* it; a number may be missing."""
    step = answer.number - before.number
    return answer.style == before.style and (answer.number == 1 or 0 < step <= _MISSING)


_MISSING = 3


def _answers_in(line: Line, at: int, *, headed: bool) -> list[Answer]:
    """Return the notes of which *line* is the first; several where it says of itself that it holds notes."""
    if not _MAY_LEAD.match(fold(line.text[0])):
        return []
    folded = fold(line.text)
    bare = _SMALL_BARE if _is_foot(line) or (headed and line.look) else _BARE if headed else None
    lead = _LEAD.match(folded) or _WORDED.match(folded) or (bare.match(folded) if bare else None)
    if not lead or (number := _number_of(lead)) is None:
        return []
    style = _style_of(lead) or ("注" if folded[0] == "注" else _ANY)
    starts = [(lead, number)]
    if folded[0] in _SAYS_NOTE:
        starts += _following(folded, lead, style, number)
    ends = [mark.start() for mark, _ in starts[1:]] + [len(line.text)]
    return [
        Answer(at, Piece(line, mark.end(), end), style, number)
        for (mark, number), end in zip(starts, ends, strict=True)
    ]


def _is_foot(line: Line) -> bool:
    """Tell whether a page shows *line* below its text, smaller."""
    return line.look is not None and line.look.foot is True


_SAYS_NOTE = "注附脚尾原译校编"
_ANY = ""
"""The style of plain numbers under a heading or at the foot of a page, 1. 2., which answer to marks of every style."""


def _following(text: str, lead: Match, style: str, number: int) -> Iterator[tuple[Match, int]]:
    """Yield the marks behind *lead* in one line that count on from *number*."""
    for mark in _MARK.finditer(text, lead.end()):
        if _style_of(mark) == style and _number_of(mark) == number + 1:
            number += 1
            yield mark, number


def _goes_on(lines: Sequence[Line], at: int, layout: Layout, answer: Answer, *, headed: bool) -> bool:
    """Tell whether the line at *at* still belongs to *answer*: for want of room, or because the next note is below."""
    line, above = lines[at], lines[at - 1]
    answers = _answers_in(line, at, headed=headed)
    if answers and (_follows(answers[0], answer) or not runs_on(above, line)):
        return False
    if _is_foot(line) and _is_foot(above):
        return not line.gap or not is_finished(above.text)
    if runs_on(above, line):
        return True
    if _set_otherwise(above, line):
        return False
    if line.gap or line.opens_page or read_furniture(line.text):
        return False
    room = layout.room(above)
    nearly_full = room is not None and layout.measure(above) >= _NEARLY * (layout.measure(above) + room)
    if nearly_full and not is_finished(above.text) and line.indent <= above.indent + _HANGING:
        return True
    near = range(at + 1, min(at + _LONGEST_NOTE, len(lines)))
    following = (each for below in near for each in _answers_in(lines[below], below, headed=headed)[:1])
    return headed and any(each.style == answer.style and each.number == answer.number + 1 for each in following)


def _set_otherwise(above: Line, line: Line) -> bool:
    """Tell whether two lines are known to have different sizes."""
    return above.look is not None and line.look is not None and same_size(above.look, line.look) is False


_NEARLY = 0.8
"""Notes are set in smaller type, and an extractor that breaks lines anew makes them a little shorter or longer."""
_HANGING = 4
"""Characters by which the second line of a note may stand in from its first."""
_LONGEST_NOTE = 8
"""Lines of a note in several paragraphs."""


# --- links ---------------------------------------------------------------------------------------------------------


def _linked(run: Run, runs: Sequence[Run], calls: Sequence[Call], found: Mapping[Run, list[Linked]]) -> list[Linked]:
    """Return the links of *run*: to the calls since the row before, else to more of those that are left above."""
    taken = {link.call for links in found.values() for link in links}
    notes = {link.answer.at for links in found.values() for link in links}
    free = [call for call in calls if call.at < run.first and call not in taken and call.at not in notes]
    best: list[Linked] = []
    for since in _scopes(run, runs, found):
        for styles in _styles(run, scope := [call for call in free if call.at > since]):
            links = _aligned([call for call in scope if call.style in styles], run.answers)
            if len(links) > len(best) and _are_enough(links, run, styles):
                best = links
        if len(best) == len(run.answers):
            break
    return best


def _by_whole_lines(links: Sequence[Linked], run: Run) -> Iterator[Linked]:
    """Yield *links*; a line of several notes that are not all called is one note."""
    for at, found in groupby(links, key=lambda link: link.answer.at):
        first, *others = found
        on_line = [answer for answer in run.answers if answer.at == at]
        if len(on_line) == 1 + len(others):
            yield from (first, *others)
        else:
            piece = replace(on_line[0].piece, end=on_line[-1].piece.end)
            yield replace(first, answer=replace(on_line[0], piece=piece, below=on_line[-1].below))


def _scopes(run: Run, runs: Sequence[Run], found: Mapping[Run, list[Linked]]) -> Iterator[int]:
    """Yield the lines, by their indices, below which the calls of *run* may stand, the nearest first."""
    above = [each for each in runs if each.first < run.first and each.style == run.style]
    if run.heading is not None:
        yield max((each.first for each in runs if each.first < run.first and each.heading != run.heading), default=-1)
    yield max((each.first for each in above if found.get(each)), default=-1)
    if run.shown or run is runs[-1]:  # a note may find its room only on the page behind its call
        yield -1


def _styles(run: Run, calls: Sequence[Call]) -> Iterator[frozenset[str]]:
    """Yield the kinds of marks that *run* may answer to: its own, or under a heading any, the nearest first.

    Last come all together: characters such as ⑴ end at 20, and （21） may follow them.
    """
    yield frozenset({run.style})
    if run.shown:
        styles = dict.fromkeys(call.style for call in reversed(calls))
        yield from (frozenset({style}) for style in styles)
        yield frozenset(styles)


def _aligned(calls: Sequence[Call], answers: Sequence[Answer]) -> list[Linked]:
    """Return *calls* with those *answers* that come in the same order; of calls of one number the nearest."""
    called, said = [call.number for call in reversed(calls)], [answer.number for answer in reversed(answers)]
    matcher = SequenceMatcher(None, called, said, autojunk=False)
    links = [
        Linked(calls[-1 - block.a - offset], answers[-1 - block.b - offset])
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
    ]
    return links[::-1]


def _are_enough(links: Sequence[Linked], run: Run, styles: frozenset[str]) -> bool:
    if "（" in styles and run.heading is None and len(links) < max(_PROOF, len(run.answers)):
        return False
    return bool(links) and (run.heading is not None or len(links) * 2 >= len(run.answers))


_PROOF = 2
"""Notes that prove each other where their marks, （1）, count the points of a list in any text."""


def _uncalled(found: Mapping[Run, list[Linked]], file: str) -> Iterator[Diagnostic]:
    """Yield the notes that nothing calls: those of a row with others that something does, or under a heading."""
    for run, links in found.items():
        called = {link.answer.at for link in links}
        if links or run.heading is not None:
            for answer in run.answers:
                if answer.at not in called:
                    yield Diagnostic("P901", file, answer.piece.line.number, None, {"text": answer.piece.text[:_SHOWN]})


def _unanswered(
    calls: Sequence[Call], found: Mapping[Run, list[Linked]], lines: Sequence[Line], file: str
) -> Iterator[Diagnostic]:
    """Yield the marks that no note answers to, of the kinds that have notes here or have no other use.

    Where works are cited, the numbers in square brackets may be theirs.
    """
    links = [link for each in found.values() for link in each]
    answered, notes = {link.call for link in links}, {link.answer.at for link in links}
    styles = {call.style for call in answered} | set("〔［")
    if any(_is_heading(line, _WORKS_CITED) for line in lines):
        styles -= set("〔［【")
    for call in calls:
        if call.style in styles and call not in answered and call.at not in notes:
            line = call.piece.line
            yield Diagnostic("P902", file, line.number, line.column + call.piece.start, {"mark": call.piece.text})


_SHOWN = 12
"""Characters of a note that a diagnostic shows."""


# --- apart, and back -----------------------------------------------------------------------------------------------


def _parted(
    printed: Sequence[Line], lines: Sequence[Line], runs: Sequence[Run], found: Mapping[Run, list[Linked]]
) -> Notes:
    """Return *printed*, which are *lines* and those that are of their pages, parted from the notes of *runs*."""
    links = [link for run in runs for link in found.get(run, ())]
    labels = {id(line): item for run in runs for line, item in _labels(run, found.get(run, ()))}
    for heading in {run.heading for run in runs if run.heading is not None}:
        called = any(found.get(run) for run in runs if run.heading == heading)
        labels[id(lines[heading])] = _heading(lines[heading], called=called)
    calling = list(_by_line(link.call.piece for link in links))
    cuts = {id(line): pieces for line, pieces in calling}
    flow = tuple(_without(line, cuts.get(id(line), ())) for line in printed if id(line) not in labels)
    apart = tuple(labels[id(line)] for line in lines if id(line) in labels)
    by_number: defaultdict[int, list[Line]] = defaultdict(list)
    for line, _ in calling:
        by_number[line.number].append(line)
    return Notes(flow, tuple(links), apart, by_number)


def _labels(run: Run, links: Sequence[Linked]) -> Iterator[tuple[Line, Labelled]]:
    """Yield the lines of *run* that are set apart: all where a heading or one of *links* says what they are."""
    if not links and run.heading is None:
        return
    called = {link.answer.at for link in links}
    for answer in run.answers:
        is_called = answer.at in called
        first, *below = [piece.line for piece in answer.pieces]
        reason = N_("a mark above calls it") if is_called else N_("a note that no mark calls")
        yield first, Labelled(first, Label.NOTE if is_called else Label.PARAGRAPH, reason)
        for line in below:
            yield line, Labelled(line, Label.NOTE if is_called else Label.CONTINUATION, reason)


def _heading(line: Line, *, called: bool) -> Labelled:
    furniture = Furniture(Kind.NOTE_HEADING)
    if called:
        return Labelled(line, Label.FURNITURE, MESSAGES[furniture.kind], furniture=furniture)
    return Labelled(line, Label.CROSSHEAD, MESSAGES[furniture.kind])


def _by_line(pieces: Iterable[Piece]) -> Iterator[tuple[Line, list[Piece]]]:
    """Yield the lines of *pieces*, each with its own in order."""
    ordered = sorted(pieces, key=lambda piece: (piece.line.number, piece.line.column, piece.start))
    for _, group in groupby(ordered, key=lambda piece: id(piece.line)):
        found = list(group)
        yield found[0].line, found


def _without(line: Line, cuts: Sequence[Piece]) -> Line:
    """Return *line* without *cuts*."""
    if not cuts:
        return line
    text = "".join(line.text[left:right] for left, right in _between(cuts, len(line.text)))
    start = len(line.text) - len(line.text[cuts[0].end :].lstrip()) if not cuts[0].start else 0
    return replace(line, text=text.strip(), column=line.column + start)


def _between(cuts: Sequence[Piece], size: int) -> Iterator[tuple[int, int]]:
    at = 0
    for cut in cuts:
        yield at, cut.start
        at = cut.end
    yield at, size


def put_back(labelled: Iterable[Labelled], notes: Notes, cells: Sequence[Labelled] = ()) -> Iterator[Labelled]:
    """Yield *labelled*, the flow of *notes*, with its lines that were set apart and *cells*, those of tables.

    What is a block of its own waits for the end of a paragraph.
    """
    apart = deque(sorted((*notes.apart, *cells), key=lambda item: _position(item.line)))
    for item in labelled:
        while apart and _position(apart[0].line) < _position(item.line) and not _parts(apart[0], item):
            yield apart.popleft()
        # furniture keeps the calls in it
        yield replace(item, line=notes.whole(item.line)) if item.label is Label.FURNITURE else item
    yield from apart


def _parts(item: Labelled, below: Labelled) -> bool:
    return item.label not in (Label.NOTE, Label.FURNITURE) and below.label is Label.CONTINUATION


def _position(line: Line) -> tuple[int, int]:
    return line.number, line.column


def _holds(whole: Line, part: Line) -> bool:
    return whole.column <= part.column <= whole.column + len(whole.text) and len(whole.text) > len(part.text)
