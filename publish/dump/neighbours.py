"""What speaks for a label on a line after the label on the line before it, in points, and for text going on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from publish.dump.bylines import Strength, read_signature
from publish.dump.labels import TEXT, Label
from publish.dump.layout import Layout
from publish.dump.sight import (
    CANNOT_OPEN,
    DATELINE,
    LIST_MARK,
    SPOKEN,
    Sight,
    is_couplet,
    is_section_like,
    is_unfinished,
    leaves_open,
)
from publish.lexicon import cost_of_parting
from publish.wording import N_

_L = Label
_NEVER = -30.0
# What may follow what, both labels of text being one kind; a pair that is not here never happens.
_FOLLOWS: Mapping[Label, Mapping[Label, float]] = {
    _L.EDGE: {_L.SECTION: 0, _L.KICKER: 0, _L.TITLE: 0, _L.PARAGRAPH: -5, _L.VERSE: -8, _L.CROSSHEAD: -6},
    _L.SECTION: {_L.TITLE: 0, _L.KICKER: -0.3, _L.PARAGRAPH: -8, _L.VERSE: -9, _L.SECTION: -6},
    _L.KICKER: {_L.TITLE: 0.5, _L.KICKER: -3},
    _L.TITLE: {
        _L.TITLE_CONTINUED: -3.2, _L.SUBTITLE: 0, _L.BYLINE: 0, _L.REMARK: -3,
        _L.PARAGRAPH: -4, _L.VERSE: -5, _L.CROSSHEAD: -6,
    },
    _L.TITLE_CONTINUED: {
        _L.TITLE_CONTINUED: -4, _L.SUBTITLE: 0, _L.BYLINE: 0, _L.REMARK: -3,
        _L.PARAGRAPH: -4, _L.VERSE: -5, _L.CROSSHEAD: -6,
    },
    _L.SUBTITLE: {_L.SUBTITLE: -2, _L.BYLINE: 0, _L.REMARK: -2, _L.PARAGRAPH: -2, _L.VERSE: -3, _L.CROSSHEAD: -5},
    _L.BYLINE: {_L.BYLINE: -1.5, _L.REMARK: 0, _L.PARAGRAPH: 0, _L.VERSE: -2, _L.CROSSHEAD: -2, _L.SUBTITLE: -7},
    _L.REMARK: {_L.BYLINE: -1, _L.REMARK: -1, _L.PARAGRAPH: 0, _L.VERSE: -3, _L.CROSSHEAD: -2},
    _L.SIGNATURE: {_L.SIGNATURE: 0, _L.SECTION: 0, _L.KICKER: 0, _L.TITLE: 0, _L.PARAGRAPH: -8, _L.EDGE: 0},
    _L.PARAGRAPH: {
        _L.PARAGRAPH: 0, _L.CONTINUATION: 0, _L.SECTION: 0, _L.KICKER: 0, _L.TITLE: 0, _L.SIGNATURE: 0,
        _L.CROSSHEAD: -2, _L.VERSE: -5.5, _L.EDGE: 0,
    },
    _L.CROSSHEAD: {_L.PARAGRAPH: 0, _L.VERSE: -2.5, _L.CROSSHEAD: -5, _L.EDGE: -8},
    _L.VERSE: {
        _L.VERSE: 0, _L.PARAGRAPH: -2.5, _L.SECTION: -0.5, _L.KICKER: -0.5, _L.TITLE: -0.5, _L.SIGNATURE: -0.5,
        _L.CROSSHEAD: -5, _L.EDGE: 0,
    },
}  # fmt: skip

_TITLES = (_L.TITLE, _L.TITLE_CONTINUED, _L.SUBTITLE)


def kind_of(label: Label) -> Label:
    """Return *label* as its followers see it: both labels of text are one."""
    return _L.PARAGRAPH if label in TEXT else label


_ROWS = {before: {label: row.get(label, _NEVER) for label in Label} for before, row in _FOLLOWS.items()}


def links(
    before: Label, labels: Iterable[Label], above: Sight | None, sight: Sight, layout: Layout
) -> dict[Label, float]:
    """Return the points of each of *labels* on *sight* when a label of the kind *before* is on *above*, the line above.

    *above* is None on the first line.
    """
    points = {label: _ROWS[before][label] for label in labels}
    if above is not None:
        in_text = before is _L.PARAGRAPH
        after = _after_text(points, above, sight, layout) if in_text else _after(before, above, sight)
        for label, more in after:
            if label in points:
                points[label] += more
    return points


def closing(label: Label) -> float:
    """Return the points of *label* on the last line."""
    return _ROWS[kind_of(label)][_L.EDGE]


_BREAKS_OFF = -1.5
"""Points for a paragraph that begins where the one above is not finished: texts are cut off, but seldom."""


def text_after_text(above: Sight, sight: Sight, layout: Layout) -> tuple[float, float, str]:
    """Return the points for *sight* beginning a paragraph below text and for its going on, and what says most."""
    joint, reason = goes_on(above, sight, layout)
    return min(0.0, -joint) + (0.0 if above.finished else _BREAKS_OFF), min(0.0, joint), reason


def _after_text(labels: Iterable[Label], above: Sight, sight: Sight, layout: Layout) -> Iterator[tuple[Label, float]]:
    opens, continues, _reason = text_after_text(above, sight, layout)
    yield _L.PARAGRAPH, opens
    yield _L.CONTINUATION, continues
    if sight.text_alone:
        return
    torn = _WORD_TORN if tears_a_word(above, sight) else 0.0
    broken_off = None if above.text[-1] in "：:" else _break_off(above, layout)
    for label in labels:
        if label not in TEXT:
            yield label, torn + (_announced(label) if broken_off is None else broken_off)
    if read_signature(above.line.text):
        yield _L.CROSSHEAD, -4


_WORD_TORN = -6.0


def _after(before: Label, above: Sight, sight: Sight) -> Iterator[tuple[Label, float]]:
    if _parts_a_number(above, sight):
        yield _L.PARAGRAPH, -4
    elif tears_a_word(above, sight):
        yield _L.PARAGRAPH, _WORD_TORN
    if before in _TITLES and DATELINE.match(sight.text):
        yield _L.PARAGRAPH, 5
    if before in _TITLES and above.signed:
        yield from ((label, 3.0) for label in (_L.PARAGRAPH, _L.VERSE))
    if before is _L.TITLE:
        yield _L.PARAGRAPH, -1.0 * max(0, above.commas - 1)
    if not sight.text_alone:
        yield from _after_head(before, above, sight)


def _after_head(before: Label, above: Sight, sight: Sight) -> Iterator[tuple[Label, float]]:
    if before is _L.TITLE:
        yield _L.TITLE_CONTINUED, _one_title(above, sight)
    elif before is _L.VERSE:
        yield _L.VERSE, _one_poem(above, sight)
        yield from _after_poem(sight)
    elif before is _L.BYLINE:
        yield _L.BYLINE, _one_byline(above, sight)


def _one_poem(above: Sight, sight: Sight) -> float:
    """Return points for two lines being of one poem; after a regular couplet a line of another build is none."""
    if above.line.indent != sight.line.indent:
        return -2.5
    if above.length == sight.length:
        return 0.3
    return -2.0 if above.text[-1] == "。" and is_couplet(above.text) and not is_couplet(sight.text) else 0.0


def _after_poem(sight: Sight) -> Iterator[tuple[Label, float]]:
    """Yield points for a head after verse: it begins after an empty line, and a section heading is no sentence."""
    if sight.tight:
        yield from ((label, -3.0 if sight.last else -1.5) for label in (_L.SECTION, _L.KICKER, _L.TITLE))
    if not is_section_like(sight.text):
        yield _L.SECTION, -0.25 * max(0, sight.length - 4) - (1.0 if SPOKEN.search(sight.text) else 0.0)


def _one_byline(above: Sight, sight: Sight) -> float:
    """Return points for two lines naming the authors of one article."""
    strength = min(s.byline.strength if s.byline else Strength.DOUBTFUL for s in (above, sight))
    if strength is Strength.MARKED:
        return 0.0
    one_each = strength is Strength.NAMES and above.length <= 4 and sight.length <= 4
    # What reads as a name of two characters, above another name, is more often the title: 秋思.
    return -2.0 if one_each and len(above.text.replace(" ", "")) > _SHORT_NAME else -6.0


_SHORT_NAME = 2


_LONGEST_LINE_OF_TITLE = 22
_SPOKEN_END = re.compile("[。！？…，][”」]$")


def _one_title(above: Sight, sight: Sight) -> float:
    """Return points for two lines being one title rather than a section heading and a title.

    They make good what the first line by itself lacks as a heading.
    """
    text = above.text
    if len(text) <= _LONGEST_LINE_OF_TITLE:
        if text[-1] in "，、" or (leaves_open(text) and not _SPOKEN_END.search(sight.text)):
            return 9.0 if " " not in sight.text else 5.0  # in two parts a title is whole by itself
        if is_unfinished(text):
            return 6.0
    return -2.0 if "，" in text else 0.0


def _announced(label: Label) -> float:
    """Return the points for *label* after a colon, which can announce verse and no heading."""
    return 3.0 if label is _L.VERSE else -7.0


def _break_off(above: Sight, layout: Layout) -> float:
    """Return the points against the text above having come to its end: it is not finished, or reaches the margin."""
    if above.finished:
        return -0.5 if above.full else 0.0
    if layout.width is None:
        return -3.5 if above.text[-1] not in "，、" else -4.5
    return -6.0 if above.full else -2.0


def goes_on(above: Sight, sight: Sight, layout: Layout) -> tuple[float, str]:
    """Return how surely the text of *above* goes on in *sight* (negative: a new paragraph), and what says so most."""
    if sight.joint is None:
        total, most, strongest = 0.0, 0.0, ""
        for points, reason in _joints(above, sight, layout):
            total += points
            if abs(points) > most:
                most, strongest = abs(points), reason
        sight.joint = total, strongest
    return sight.joint


def _parts_a_number(above: Sight, sight: Sight) -> bool:
    return above.text[-1].isdigit() and sight.text[0].isdigit()


def _leaves_no_room(above: Sight, sight: Sight, layout: Layout) -> bool:
    """Tell whether *above* had no room for the beginning of *sight*, which marks may hold together."""
    full = layout.measure(above.line) >= (layout.width or 0)
    return full or sight.text[0] in "“‘「『（《〈【" or sight.text[1:2] in _MAY_NOT_OPEN


_MAY_NOT_OPEN = frozenset("，。、；：！？”’」』）》】〉…")


def _joints(above: Sight, sight: Sight, layout: Layout) -> Iterator[tuple[float, str]]:
    if CANNOT_OPEN.match(sight.text):
        yield 12, N_("begins with a mark that cannot begin a paragraph")
    if sight.indented is not None:
        yield (-7, N_("indented")) if sight.indented else (6, N_("not indented"))
    elif layout.parted:
        yield (-4, N_("after an empty line")) if sight.line.gap else (5, N_("no empty line between"))
    full = above.full or _holds_together(above, sight, layout)
    if layout.width is not None and not full and sight.indented is None:
        yield (-5 if above.finished else -9), N_("the line above is short")
    if layout.width is not None and full:
        yield 4.5 if not layout.parted else 1, N_("the line above is full")
    yield _ended(above, sight, layout)
    if _parts_a_number(above, sight):
        yield 6, N_("parts a number")
    elif LIST_MARK.match(sight.text) and not above.full:
        yield -2.5, N_("begins with a number")
    elif tears_a_word(above, sight):
        yield 5, N_("parts a word")


_SHORT = 24
_TORN = 30
"""The cost of parting from which two lines share a word: as dear are three of ten cuts inside a paragraph, and three
of a thousand headings with the text below them."""
_HAN_END = re.compile(r"[\u4e00-\u9fff]+$")
_HAN_START = re.compile(r"[\u4e00-\u9fff]+")


def tears_a_word(above: Sight, sight: Sight) -> bool:
    """Tell whether the end of *above*, a short line, and the beginning of *sight* were one word."""
    if sight.torn is None:
        short = above.length <= _SHORT and not sight.forced
        before, after = short and _HAN_END.search(above.text), short and _HAN_START.match(sight.text)
        sight.torn = bool(before and after and cost_of_parting(before[0], after[0]) > _TORN)
    return sight.torn


def _holds_together(above: Sight, sight: Sight, layout: Layout) -> bool:
    """Tell whether what opens *sight*, a figure, a Latin word or a character with its mark, had no room above."""
    whole = _WHOLE.match(sight.text)
    return whole is not None and layout.width is not None and layout.measure(above.line) + len(whole[0]) > layout.width


_WHOLE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,%-]+|.[，。、；：！？”’」』）》】〉…]+")


_LONGEST_HEADING = 26


_SALUTATION = 12
"""Characters of the longest line that only says whom a letter is to, or who speaks."""


def _ended(above: Sight, sight: Sight, layout: Layout) -> tuple[float, str]:
    if read_signature(above.line.text):
        return -12, N_("the line above is signed")
    if above.finished:
        if layout.width is None and sight.indented is False and sight.length <= _LONGEST_HEADING:
            return -9, N_("the line above ends a sentence")
        told_apart = layout.parted or sight.indented is not None or layout.runs_on
        # Where nothing else tells paragraphs apart, a new one is the lesser fault: what is joined nobody sees.
        by_chance = above.full and told_apart and _leaves_no_room(above, sight, layout)
        return (-2.5 if by_chance else -6), N_("the line above ends a sentence")
    if above.text[-1] in "：:；;" and LIST_MARK.match(sight.text):
        return -5, N_("an item of a list")
    if above.text[-1] in "：:" and above.length <= _SALUTATION and layout.width is None:
        return -5, N_("the line above addresses somebody")
    return 4, N_("the line above is not finished")
