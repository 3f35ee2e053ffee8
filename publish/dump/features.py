"""The features of the lines of a dump: what is observed of each, computed once and never changed.

A line shows something by its words alone (`Words`), by how it is set (`Features`), and by what stands around it
(`Surroundings`). What the labels of its neighbours mean for it is not here but in the transitions of the scoring table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from publish.dating import iso_date
from publish.dump.beats import Beat
from publish.dump.bylines import Byline, Strength, attributes, is_affiliation, is_remark, read_byline, read_declared
from publish.dump.folding import closed_up, fold
from publish.dump.labels import Hints, Label
from publish.dump.layout import Layout
from publish.dump.levels import find_levels
from publish.dump.records import Placed
from publish.dump.rhythm import Borders, find_beats
from publish.dump.runs import find_inside
from publish.dump.shapes import (
    BOXED,
    CANNOT_OPEN,
    DASH,
    DATELINE,
    FORMULA,
    KICKER,
    LIST_MARK,
    MARK,
    POEM,
    REPORTAGE,
    SECTION_ALONE,
    SPEECH,
    SPOKEN,
    SUBTITLE,
    SUITE,
    TITLE_MARK,
    WISHES,
    WRITTEN,
    closes_more,
    has_inner_stop,
    is_couplet,
    is_finished,
    is_unfinished,
    leaves_open,
    names_section,
)
from publish.press import Pattern
from publish.source import Declared, Line


@dataclass(frozen=True, slots=True)
class Words:
    """What the words of a line show that could be more than text."""

    commas: int = 0
    """Commas of both kinds, ， and 、."""
    inner_stop: bool = False
    """Whether a full stop or a semicolon stands inside it."""
    sentence: bool = False
    """Whether one stands inside it or ends it."""
    asks_for_more: bool = False
    """Whether it ends in a mark, or inside quotation marks, after which something must come; or somebody speaks."""
    closes: bool = False
    """Whether it closes a bracket or a quotation that it does not open."""
    connects: bool = False
    """Whether it ends in a word that asks for another after it."""
    exclaims: bool = False
    """Whether it ends in ！ ？ or …."""
    boxed: bool = False
    """Whether it is in square brackets, or behind a square, a diamond, a star."""
    named: bool = False
    """Whether it ends like the name of a section."""
    named_alone: bool = False
    """Whether it is the name of a section and hardly a title: 副刊."""
    section_like: bool = False
    suite: bool = False
    """Whether it tells how many poems follow."""
    dash: bool = False
    """Whether it begins with a dash."""
    dateline: bool = False
    written: bool = False
    """Whether it says when or where the text was written."""
    wishes: bool = False
    """Whether it ends a letter: 此致, 敬礼."""
    dated: bool = False
    """Whether it is a date in brackets, with hardly more."""
    spoken: bool = False
    """Whether it has what sentences have and hardly a name."""
    reportage: bool = False
    """Whether it reads like the subtitle of a report: ……侧记."""
    kicker_mark: bool = False
    subtitle_mark: bool = False
    in_parts: bool = False
    """Whether a space parts it."""
    formula: bool = False
    """Whether it is a formula."""
    couplet: bool = False
    """Whether it is two halves of one length."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the lines around a line make of it."""

    company: int = 1
    """Lines that could be verse and stand together, itself among them."""
    lone: bool = False
    """Whether empty lines stand above and below it, and not everywhere."""
    tight: bool = False
    """Whether no empty line stands above it, though above others."""
    last: bool = False
    """Whether it is tight and an empty line stands below: it ends what the lines above began."""
    signs: bool = False
    """Whether it is a name in brackets at the end of a piece."""
    signed: bool = False
    """Whether it is one of the first lines of a piece that is signed at its end, and nowhere else."""
    numbered: bool = False
    """Whether it is a number alone, which heads one of several poems: 其一, （二）."""
    inner: bool = False
    """Whether it stands alone under a title that tells of several poems: the title of one of them."""
    beat: Beat | None = None
    """What the rhythm of the file makes of it."""
    in_doubt: bool = False
    """Whether another outline of the file, nearly as likely, makes another thing of it."""
    over: float = 0.0
    """How many times as large the line below it is, where no white parts the two; 0 where no page shows it."""
    under: float = 0.0
    """How many times as large the line above it is, where no white parts the two."""


_PLAIN = Words()
_NOTHING_AROUND = Surroundings()


@dataclass(frozen=True, slots=True)
class Features:
    """What is observed of one line."""

    line: Line
    text: str
    """Folded and letter-spaced words closed up, but for a line that can only be text."""
    length: int
    finished: bool
    """Whether it ends as a paragraph does."""
    full: bool
    """Whether it reaches the width at which lines are wrapped."""
    indented: bool
    """Whether it is indented as paragraphs are; False where indents mean nothing."""
    flush: bool
    """Whether it is not indented where paragraphs are."""
    lesser: bool = False
    """Whether it is known to be larger than text and far smaller than what heads the articles."""
    set_apart: bool = False
    """Whether it is known to be set in another face than the text, or smaller."""
    stunted: bool = False
    """Whether it stops short of the width at which lines are wrapped, and ends no sentence."""
    text_alone: bool = False
    """Whether it can be nothing but a paragraph or part of one."""
    cannot_open: bool = False
    """Whether it begins with a mark that cannot begin a paragraph."""
    list_mark: bool = False
    """Whether it begins with a number or a bullet."""
    forced: Label | None = None
    """The label that a mark in the text or ``book.toml`` gives it."""
    mark: int = 0
    """Characters of the mark that forces its label."""
    byline: Byline | None = None
    remark: bool = False
    """Whether it says who the author is."""
    affiliation: bool = False
    """Whether it is a place of work or a post and nothing else."""
    words: Words = _PLAIN
    around: Surroundings = _NOTHING_AROUND

    @property
    def strength(self) -> Strength | None:
        """How plainly it says that it names its authors; None where it does not."""
        return self.byline.strength if self.byline else None


_NO_BORDERS = Borders()
_NOTHING_KNOWN: Mapping[Line, Placed] = {}


def read_features(
    lines: Sequence[Line],
    layout: Layout,
    hints: Hints,
    known: Mapping[Line, Placed] = _NOTHING_KNOWN,
    borders: Borders = _NO_BORDERS,
) -> list[Features]:
    """Return the features of *lines*; where lines are wrapped, those inside a block of full lines are text.

    *known* has the labels of lines that a record of a database names; *borders* are the lines, by index, beside what
    parts pieces: a rule, a number that stands alone, a line that says when something was published.
    """
    full = [layout.is_full(line) for line in lines]
    inside = [
        within and not (line.text[0] in _SIGNERS and _is_signature(line, hints))
        for within, line in zip(find_inside(lines, full, layout), lines, strict=True)
    ]
    alone = [_read(*seen, layout, hints, known) for seen in zip(lines, full, inside, strict=True)]
    return [
        features if around is _NOTHING_AROUND else replace(features, around=around)
        for features, around in zip(alone, _surroundings(alone, borders, layout), strict=True)
    ]


# --- a line by itself ----------------------------------------------------------------------------------------------

_SIGNERS = frozenset("本记通特见实□■◎●（［〔([")
"""How bylines begin that stand inside a block of full lines."""
_HEADS = frozenset(Declared) - {Declared.PARAGRAPH, Declared.NOTE, Declared.FURNITURE}
"""What a line may be declared to be that is not just text, however long it is."""
_LONGEST_FOLDED = 60
"""Characters of the longest line that could be more than text."""
_LONGEST_HEADING = 48
_LONGEST_WITH_STOP = 20
"""Characters from which a line with a full stop inside, or a mark at its end, is nothing but text."""
_HANGING = 3
"""Characters by which marks and narrow figures make a line longer than the others."""


def _is_signature(line: Line, hints: Hints) -> bool:
    byline = read_byline(line.text, hints.vocabulary)
    return byline is not None and byline.strength is Strength.MARKED


def _byline(line: Line, hints: Hints) -> Byline | None:
    """Return what *line* says as a byline; what its source declares to be one names somebody, whatever it says."""
    declared = line.look is not None and line.look.declared is Declared.BYLINE
    return (read_declared if declared else read_byline)(line.text, hints.vocabulary)


def _read(line: Line, full: bool, inside: bool, layout: Layout, hints: Hints, known: Mapping[Line, Placed]) -> Features:
    heads = line.look is not None and line.look.declared in _HEADS
    long = not heads and (inside or len(line.text) > _LONGEST_FOLDED)
    text = line.text if long else closed_up(fold(line.text))
    forced, mark = _forced(line, text, hints, known)
    remark = not (forced or inside) and is_remark(text)
    stop = long or has_inner_stop(text)
    alone = not (forced or remark or heads) and (
        long or len(text) > _LONGEST_HEADING or (len(text) > _LONGEST_WITH_STOP and (stop or text[-1] in "。，、；"))
    )
    may_name = not (forced or alone)
    byline = known[line].byline if line in known else None
    if not byline and (may_name or forced is Label.BYLINE):
        byline = _byline(line, hints)
    if stop and not forced and byline and byline.strength < Strength.MARKED:
        byline = None
    finished = is_finished(text) or attributes(text)
    return Features(
        line,
        text,
        len(text),
        finished,
        full,
        indented=bool(layout.indent) and line.indent > 0,
        flush=bool(layout.indent) and not line.indent,
        lesser=layout.headed and line.look is not None and _LEAST_HEAD <= (line.look.size or 0) < _MOST_LESSER,
        set_apart=_is_set_apart(line, layout),
        stunted=not finished and (layout.room(line) or 0) > _HANGING,
        text_alone=alone,
        cannot_open=CANNOT_OPEN.match(text) is not None,
        list_mark=LIST_MARK.match(text) is not None,
        forced=forced,
        mark=mark,
        byline=byline,
        remark=remark,
        affiliation=may_name and not (stop and not remark) and text[-1] not in "。！？：，；”" and is_affiliation(text),
        words=_PLAIN if alone or forced else _words(text, stop),
    )


def _is_set_apart(line: Line, layout: Layout) -> bool:
    look = line.look
    if look is None or layout.face is None:
        return False
    return (look.face is not None and look.face != layout.face) or (look.size is not None and look.size < _SMALL)


_SMALL = 0.95
_LEAST_HEAD = 1.1
_MOST_LESSER = 1.35


def _forced(line: Line, text: str, hints: Hints, known: Mapping[Line, Placed]) -> tuple[Label | None, int]:
    """Return the label that a record, a mark or ``book.toml`` gives *line*, and the characters of the mark."""
    if known and line in known:
        return known[line].label, 0
    if mark := MARK.match(text):
        return (Label.SECTION, Label.TITLE, Label.CROSSHEAD)[len(mark["hashes"]) - 1], mark.end()
    if mark := TITLE_MARK.match(text):
        return Label.TITLE, mark.end()
    return hints.heading(line.text), 0


_LONGEST_DATED = 30


def _words(text: str, stop: bool) -> Words:
    last = text[-1]
    more = last in "，、：" or text.endswith("——")
    connects = not more and is_unfinished(text)
    more = more or (not connects and (leaves_open(text) or SPEECH.search(text) is not None))
    named = names_section(text)
    boxed = BOXED.match(text) is not None
    return Words(
        commas=text.count("，") + text.count("、"),
        inner_stop=stop,
        sentence=stop or last in "。；",
        asks_for_more=more,
        closes=closes_more(text),
        connects=connects,
        exclaims=not more and last in "！？…",
        boxed=boxed,
        named=named,
        named_alone=SECTION_ALONE.match(text) is not None,
        section_like=boxed or named,
        suite=SUITE.search(text, max(0, len(text) - 8)) is not None,
        dash=DASH.match(text) is not None,
        dateline=DATELINE.match(text) is not None,
        written=WRITTEN.match(text) is not None,
        wishes=WISHES.match(text) is not None,
        dated=text[0] == "（" and text[-1] == "）" and len(text) <= _LONGEST_DATED and iso_date(text) is not None,
        spoken="·" not in text and SPOKEN.search(text) is not None,
        reportage=REPORTAGE.search(text) is not None,
        kicker_mark=KICKER.match(text) is not None,
        subtitle_mark=SUBTITLE.match(text) is not None,
        in_parts=" " in text,
        couplet=is_couplet(text),
        formula=FORMULA.fullmatch(text) is not None,
    )


# --- a line among its neighbours -----------------------------------------------------------------------------------

_MARKS = "，。、；：！？…—"
_LONGEST_VERSE = 20
_NO_VERSE = '”」："'
"""How no line of verse ends."""
_LONGEST_INNER = 8
_NUMBER_ALONE = Pattern("^{number_alone}$")


def _surroundings(lines: Sequence[Features], borders: Borders, layout: Layout) -> Iterator[Surroundings]:
    """Yield what the lines around each of *lines* make of it."""
    rhythm = find_beats(lines, borders)
    beats = dict(rhythm.beats)
    levels = {} if layout.shown else find_levels(lines)  # on a page titles are as large as there is room
    if levels or layout.shown:  # what a source declares or a page shows says more than white between lines
        beats = {at: beat for at, beat in beats.items() if beat in (Beat.SPEECH, Beat.ITEM)} | dict(levels)
    verse = [_could_be_verse(line) for line in lines]
    company = _company(lines, verse)
    spaced = _are_spaced(lines)
    signs, signed = _signatures(lines, spaced)
    inner = _inner(lines, verse) if spaced else set()
    for at, line in enumerate(lines):
        if line.text_alone:
            yield _NOTHING_AROUND
            continue
        tight = spaced and not line.line.gap
        gap_below = at + 1 < len(lines) and lines[at + 1].line.gap > 0
        yield Surroundings(
            company=company.get(at, 1),
            lone=spaced and not tight and gap_below,
            tight=tight,
            last=tight and gap_below,
            signs=at in signs,
            signed=at in signed,
            numbered=line.length < 5 and _NUMBER_ALONE.match(line.text) is not None,
            inner=at in inner,
            beat=_beat(line, beats.get(at)),
            in_doubt=at in rhythm.in_doubt,
            over=_times(line, lines[at + 1]) if at + 1 < len(lines) else 0.0,
            under=_times(line, lines[at - 1], below=True) if at else 0.0,
        )


def _beat(line: Features, beat: Beat | None) -> Beat | None:
    """Return *beat*, what the rhythm makes of *line*: it heads a part where its source heads articles otherwise."""
    look = line.line.look
    if beat is None or look is None or look.declared is not Declared.TEXT:
        return beat
    return _OF_TEXT.get(beat)


_OF_TEXT = {
    Beat.TITLE: Beat.PART,
    Beat.SECTION: Beat.PART,
    Beat.PART: Beat.PART,
    Beat.SPEECH: Beat.SPEECH,
    Beat.ITEM: Beat.ITEM,
}
"""What the rhythm says of a line that its source declares to be of the text, and what that is worth there."""


def _times(line: Features, other: Features, *, below: bool = False) -> float:
    """Return how many times the size of *line* that of *other* is, its neighbour; 0 where white parts them."""
    own, its = line.line.look, other.line.look
    if own is None or its is None or not own.size or not its.size or own.page != its.page:
        return 0.0
    return 0.0 if (line if below else other).line.gap else its.size / own.size


def _are_spaced(lines: Sequence[Features]) -> bool:
    """Tell whether empty lines stand between some lines, and not between all."""
    gaps = sum(line.line.gap > 0 for line in lines)
    return 0 < gaps <= len(lines) * 0.7


def _could_be_verse(line: Features) -> bool:
    if line.text_alone or line.forced or line.remark or line.length > _LONGEST_VERSE:
        return False
    if line.words.inner_stop or line.text[-1] in _NO_VERSE or line.words.boxed:
        return False
    named = line.byline is not None and line.byline.strength >= Strength.NAMES
    return not named or line.words.spoken


def _company(lines: Sequence[Features], verse: Sequence[bool]) -> dict[int, int]:
    """Return how many lines stand together with each that could be verse.

    A poem whose lines all end in a mark goes on in no line that ends in none; none goes on in another size.
    """
    company: dict[int, int] = {}
    start, marked = 0, True
    for at in range(len(lines) + 1):
        goes_on = at < len(lines) and verse[at]
        ends_marked = goes_on and lines[at].text[-1] in _VERSE_MARKS
        alike = at == start or (goes_on and not _differ_in_size(lines[at - 1], lines[at]))
        if goes_on and alike and (ends_marked or not marked or at - start < POEM):
            marked = marked and ends_marked
            continue
        company |= dict.fromkeys(range(start, at), at - start)
        start, marked = at + (not goes_on), not goes_on or ends_marked
    return company


def _differ_in_size(line: Features, other: Features) -> bool:
    """Tell whether two lines are known to be set in different sizes."""
    own, its = ((each.line.look and each.line.look.size) or 0.0 for each in (line, other))
    return own > 0 and its > 0 and abs(own - its) > _HARDLY


_HARDLY = 0.05
"""By how much of the size of text lines of one size differ, as a page is measured."""
_VERSE_MARKS = frozenset("，。！？；：、…—”’）")
"""What ends a line of verse that is punctuated."""


def _signatures(lines: Sequence[Features], spaced: bool) -> tuple[set[int], set[int]]:
    """Return the names in brackets that end a piece, and the first lines of pieces that nothing else signs."""
    signs: set[int] = set()
    signed: set[int] = set()
    start = named = 0
    for at, line in enumerate(lines):
        if line.byline is None:
            continue
        if _signs(line, lines[at - 1], lines[at + 1] if at + 1 < len(lines) else None, spaced):
            signs.add(at)
            if not named:
                signed.update(range(start, min(start + 2, at - 1)))
            start, named = at + 1, 0
        elif line.byline.strength >= Strength.NAMES:
            named += line.byline.strength is Strength.MARKED or at > start + 2
    return signs, signed


def _signs(line: Features, above: Features, below: Features | None, spaced: bool) -> bool:
    """Tell whether *line* is names in brackets with a text above, which ends there, and no text below."""
    if line.strength is not Strength.MARKED or line.text[0] not in "（(":
        return False
    ended = above.finished or (spaced and above.line.gap == 0 and line.line.gap > 0)
    return ended and (below is None or not (below.text_alone or below.finished or below.full))


def _inner(lines: Sequence[Features], verse: Sequence[bool]) -> set[int]:
    """Return the titles of single poems under a title that tells of several."""
    inner: set[int] = set()
    suite = 0
    for at, line in enumerate(lines):
        if line.text_alone:
            suite = 0
        elif line.words.suite:
            suite = at + 1
        elif suite:
            alone = line.line.gap > 0 and at + 1 < len(lines) and lines[at + 1].line.gap > 0
            if verse[at] and alone and line.length <= _LONGEST_INNER and line.text[-1] not in _MARKS:
                inner.add(at)
            suite = suite if verse[at] or at <= suite + 1 else 0
    return inner
