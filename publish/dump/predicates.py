"""The predicates that the rows of ``scoring.toml`` name: small questions about one line, or about a pair of neighbours.

A predicate returns whether something is so, or how much of it there is, in characters or pieces; the points of its row
are multiplied by that. The conditions of a row may also name a feature that is a boolean, ``words.boxed``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from publish.dump.bylines import Strength, attributes
from publish.dump.features import Features
from publish.dump.joints import runs_on
from publish.dump.layout import Layout
from publish.dump.shapes import DATELINE, POEM, SPEECH, TORN, leaves_open
from publish.lexicon import cost_of_parting
from publish.press import Pattern

# --- of one line ---------------------------------------------------------------------------------------------------


def longer_than(line: Features, characters: int) -> int:
    """By how many characters the line is longer."""
    return max(0, line.length - characters)


def shorter_than(line: Features, characters: int) -> int:
    """By how many characters the line is shorter."""
    return max(0, characters - line.length)


def ends_in(line: Features, characters: str) -> bool:
    """Whether its last character is one of them."""
    return line.text[-1] in characters


def has_comma(line: Features) -> bool:
    """Whether a full comma stands in it."""
    return "，" in line.text


def further_commas(line: Features) -> int:
    """How many commas it has beside the first."""
    return max(0, line.words.commas - 1)


def in_brackets(line: Features) -> bool:
    """Whether brackets stand around it."""
    return line.text[0] + line.text[-1] in ("（）", "〔〕")


def is_wordless(line: Features) -> bool:
    """Whether it has neither a Han character nor a word, and is no number: what a scan makes of a speck."""
    return not (line.around.numbered or _WORD.search(line.text))


_WORD = Pattern("{han}|[A-Za-z]{3}|^[（(]?[0-9IVXLC]+[.、）)]?$")


def counts_chapter(line: Features) -> bool:
    """Whether the number of a chapter stands in it, alone or before a space, and no sentence."""
    return _CHAPTER.match(line.text) is not None and not (line.words.sentence or line.words.commas)


_CHAPTER = Pattern(r"^第\s?(?:{figure}{1,4}|\d{1,3})\s?{chapter_unit}(?:[\s：]|$)")


def is_attribution(line: Features) -> bool:
    """Whether it is a dash and a name: who said what stands above."""
    return line.words.dash and attributes(line.text)


def is_quoted(line: Features) -> bool:
    """Whether it is a quotation, and nothing else."""
    return line.text[0] in _QUOTES and line.text[-1] in _QUOTES and not _QUOTES & set(line.text[1:-1])


_QUOTES = frozenset('“”「」"')


def opens_bracket(line: Features) -> bool:
    """Whether it begins with a bracket."""
    return line.text[0] == "（"


def names_marked(line: Features) -> bool:
    """Whether a role, a label, a bullet or brackets say that it names its authors."""
    return line.strength is Strength.MARKED


def names_known(line: Features) -> bool:
    """Whether it is nothing but names with a known surname, or foreign names."""
    return line.strength is Strength.NAMES


def names_possible(line: Features) -> bool:
    """Whether it is nothing but words that could be names."""
    return line.strength is Strength.POSSIBLE


def names_doubtful(line: Features) -> bool:
    """Whether it is nothing but everyday words, as pen names are too."""
    return line.strength is Strength.DOUBTFUL


def names_surely(line: Features) -> bool:
    """Whether it names its authors by known surnames, or a mark says so."""
    return line.byline is not None and line.byline.strength >= Strength.NAMES


def names_anybody(line: Features) -> bool:
    """Whether it can be read as a byline at all, or its source says that it is one."""
    return line.byline is not None or declared(line, "byline")


def could_sign(line: Features) -> bool:
    """Whether it could name the author at the end of a piece."""
    if line.remark or names_surely(line):
        return True
    return (names_possible(line) and line.text[0] in "（［〔") or (line.affiliation and opens_bracket(line))


def could_be_remark(line: Features) -> bool:
    """Whether it could say who the author is, or when the text was written or said."""
    return line.remark or line.affiliation or line.words.dated or beats(line, "front") or declared(line, "remark")


def could_be_subtitle(line: Features) -> bool:
    """Whether it is marked as a subtitle, begins with a dash, stands in brackets or reads like one."""
    words = line.words
    known = words.dated or words.written or line.byline or line.remark or line.around.numbered
    bracketed = in_brackets(line) and not known
    marked = words.subtitle_mark or words.dash or ((words.reportage or bracketed) and not words.inner_stop)
    known = beats(line, "subtitle") or declared(line, "subtitle")
    return marked or known or (under_larger(line) and larger_than(line, 110) and not names_surely(line))


def could_be_kicker(line: Features) -> bool:
    """Whether it is marked as a kicker, or a dash begins or ends it."""
    words = line.words
    dashed = words.dash or line.text[-1] == "—"
    marked = words.kicker_mark or (dashed and not words.inner_stop) or declared(line, "kicker")
    return marked or (over_larger(line) and not (set_as_text(line) or is_boxed(line)))


def in_company(line: Features) -> bool:
    """Whether another line that could be verse stands beside it, or its source says that it is verse."""
    return line.around.company > 1 or declared(line, "verse")


def makes_poem(line: Features) -> bool:
    """Whether as many lines that could be verse stand together as make a poem, or it is a couplet."""
    return line.around.company >= POEM or line.words.couplet


def of_regular_verse(line: Features) -> bool:
    """Whether it is two halves of four, five or seven characters."""
    return line.words.couplet and line.text.find("，") in (4, 5, 7)


def inner_commas(line: Features) -> int:
    """How many commas of both kinds stand before its last character."""
    return line.text.count("，", 0, -1) + line.text.count("、", 0, -1)


_LETTER_SPACED = re.compile(r"\S(?:\s\S){4,}")


def letter_spaced(line: Features) -> bool:
    """Whether a space stands between each two of its characters, of which there are more than a name has."""
    return _LETTER_SPACED.fullmatch(line.line.text) is not None


def heads_a_part(line: Features) -> bool:
    """Whether it begins with a number, or is marked as a heading."""
    return line.list_mark or line.words.boxed


def counts(line: Features) -> bool:
    """Whether it is a number, or begins with one."""
    return line.list_mark or line.around.numbered


def opens_torn(line: Features) -> bool:
    """Whether it begins with one character and a mark: the end of a word that began on the line above."""
    return TORN.match(line.text) is not None


def is_fragment(line: Features) -> bool:
    """Whether it is a short line that ends no sentence and stops before the margin."""
    return not (line.finished or line.full or line.length > 40 or line.words.written or in_brackets(line))


def beats(line: Features, beat: str) -> bool:
    """Whether the rhythm of the file, or the levels of its headings, make it that (`publish.dump.beats.Beat`)."""
    return line.around.beat is not None and line.around.beat.value == beat


def declared(line: Features, kind: str) -> bool:
    """Whether its source says that it is that (`publish.source.Declared`)."""
    look = line.line.look
    return look is not None and look.declared is not None and look.declared.value == kind


def larger_than(line: Features, percent: int) -> bool:
    """Whether its characters are at least that many percent of the size of the body text."""
    look = line.line.look
    return look is not None and look.size is not None and look.size * 100 >= percent


def of_text_size(line: Features) -> bool:
    """Whether it is known to be neither larger than text nor bold."""
    look = line.line.look
    return look is not None and look.size is not None and look.size < _LARGER and not look.bold


_LARGER = 1.08


def set_as_text(line: Features) -> bool:
    """Whether it is known to stand in a column, in the size and the face of text."""
    look = line.line.look
    return look is not None and look.room is not None and of_text_size(line) and not line.set_apart


def fills_column(line: Features) -> bool:
    """Whether it is known to reach the end of its column, set as text is."""
    return set_as_text(line) and line.line.look is not None and (line.line.look.room or 0) < 1


def is_boxed(line: Features) -> bool:
    """Whether a ground or a frame of its own is known to stand around it."""
    return line.line.look is not None and line.line.look.boxed is True


def over_larger(line: Features) -> bool:
    """Whether a larger line stands right below it."""
    return line.around.over >= _TIMES


def under_larger(line: Features) -> bool:
    """Whether a larger line stands right above it."""
    return line.around.under >= _TIMES


_TIMES = 1.18


def is_bold(line: Features) -> bool:
    """Whether it is known to be bold."""
    return line.line.look is not None and line.line.look.bold is True


def is_whole(line: Features) -> bool:
    """Whether it is known to be a paragraph by itself, of text or of anything else."""
    return line.line.look is not None and line.line.look.whole is True


# --- of a pair -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pair:
    """Two lines of which the one stands below the other."""

    above: Features
    below: Features
    layout: Layout
    filled: bool
    """Whether the line above is full, or what opens the one below had no room in it."""
    torn: bool
    """Whether the end of the line above, a short one, and the beginning of the other were one word."""
    splits_number: bool
    """Whether digits stand on both sides of the border."""


_LONGEST_TORN = 24
"""Characters of the longest line whose end may be half a word: a longer one is full, and its text goes on anyway."""
_TORN = 30
"""The cost of parting from which two lines share a word: as dear are three of ten cuts inside a paragraph, and three
of a thousand headings with the text below them."""
_HAN_END = re.compile(r"[\u4e00-\u9fff]+$")
_HAN_START = re.compile(r"[\u4e00-\u9fff]+")
_WHOLE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,%-]+|.[，。、；：！？”’」』）》】〉…]+")


def pair_of(above: Features, below: Features, layout: Layout) -> Pair:
    """Return the pair that *below* makes with the line *above* it."""
    filled = above.full or _holds_together(above, below, layout)
    return Pair(above, below, layout, filled, _tears_a_word(above, below), _splits_number(above, below))


def _tears_a_word(above: Features, below: Features) -> bool:
    if above.length > _LONGEST_TORN or above.forced or below.forced:
        return False
    before, after = _HAN_END.search(above.text), _HAN_START.match(below.text)
    return bool(before and after and cost_of_parting(before[0], after[0]) > _TORN)


def _splits_number(above: Features, below: Features) -> bool:
    return above.text[-1].isdigit() and below.text[0].isdigit()


def _holds_together(above: Features, below: Features, layout: Layout) -> bool:
    """Tell whether what opens *below*, a figure, a Latin word or a character with its mark, had no room above."""
    room = layout.room(above.line)
    whole = _WHOLE.match(below.text)
    return whole is not None and room is not None and len(whole[0]) > room


_OPENERS = "“‘「『（《〈【"
_MAY_NOT_OPEN = frozenset("，。、；：！？”’」』）》】〉…")
_SALUTATION = 12
"""Characters of the longest line that only says whom a letter is to, or who speaks."""


def filled_by_chance(pair: Pair) -> bool:
    """Whether the line above, which ends a sentence, ends at the margin for want of room, as far as can be seen.

    Where nothing else tells paragraphs apart, a new one is the lesser fault: what is joined nobody sees.
    """
    layout, text = pair.layout, pair.below.text
    if not (pair.above.full and (layout.parted or layout.indents or layout.runs_on)):
        return False
    no_room = (layout.room(pair.above.line) or 0) <= 0
    return no_room or text[0] in _OPENERS or text[1:2] in _MAY_NOT_OPEN


def gap_between(pair: Pair) -> bool:
    """Whether an empty line stands between the two."""
    return pair.below.line.gap > 0


def runs_on_page(pair: Pair) -> bool:
    """Whether a page shows that the lower line goes on: set as the one above, right below it, where that is full."""
    return set_as_text(pair.below) and not pair.below.line.indent and runs_on(pair.above.line, pair.below.line)


def addresses(pair: Pair) -> bool:
    """Whether the line above says to whom a letter is, or who speaks."""
    return pair.above.text[-1] in "：:" and pair.above.length <= _SALUTATION


def item_below(pair: Pair) -> bool:
    """Whether the line above announces a list, or is an item, and an item stands below."""
    return pair.above.text[-1] in "：:；;" and pair.below.list_mark


def begins_dateline(pair: Pair) -> bool:
    """Whether the lower line begins with a dateline."""
    return DATELINE.match(pair.below.text) is not None


_LONGEST_LINE_OF_TITLE = 22
_SPOKEN_END = re.compile("[。！？…，][”」]$")


def title_asks_for_more(pair: Pair) -> bool:
    """Whether the line above ends in a comma or inside a quotation that nobody speaks, as only half a title does."""
    text = pair.above.text
    if len(text) > _LONGEST_LINE_OF_TITLE or pair.below.full:
        return False
    if text[-1] in "，、":
        return True
    return leaves_open(text) and not (SPEECH.search(text) or _SPOKEN_END.search(pair.below.text))


def title_connects(pair: Pair) -> bool:
    """Whether the line above ends in a word that asks for another, as only half a title does."""
    above = pair.above
    return above.words.connects and above.length <= _LONGEST_LINE_OF_TITLE and not title_asks_for_more(pair)


def differs_in_indent(pair: Pair) -> bool:
    """Whether the two have different indents."""
    return pair.above.line.indent != pair.below.line.indent


def alike_in_length(pair: Pair) -> bool:
    """Whether the two have one length and one indent."""
    return pair.above.length == pair.below.length and not differs_in_indent(pair)


def _weaker(pair: Pair) -> Strength:
    return min(line.strength or Strength.DOUBTFUL for line in (pair.above, pair.below))


def set_alike(pair: Pair) -> bool:
    """Whether the two are known to have one size and face, larger than text, with no white between them."""
    above, below = pair.above.line.look, pair.below.line.look
    if above is None or below is None or not above.size or not below.size or pair.below.line.gap:
        return False
    alike = (above.page, above.face, above.bold) == (below.page, below.face, below.bold)
    return alike and abs(above.size - below.size) < 0.04 * above.size and above.size > _LARGER


def set_unlike(pair: Pair) -> bool:
    """Whether the two are known to have different sizes, or white between them."""
    above, below = pair.above.line.look, pair.below.line.look
    known = above is not None and below is not None and above.size is not None and below.size is not None
    return known and not set_alike(pair)


def names_twice_unmarked(pair: Pair) -> bool:
    """Whether two lines could name the authors of one article, and one of them has no role or mark."""
    return _weaker(pair) is not Strength.MARKED


def names_one_each(pair: Pair) -> bool:
    """Whether each of two lines is one name.

    What reads as a name of two characters, above another name, is more often the title: 秋思.
    """
    return _weaker(pair) is Strength.NAMES and 3 <= pair.above.length <= 4 and pair.below.length <= 4
