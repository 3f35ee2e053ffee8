"""The rhythm of a dump: what the outline of a file makes of its lines.

One series of lines heads the articles (`publish.dump.outline`: the pieces of a collection, the chapters of a novel); a
series that stands over it heads the sections, one that begins anew inside its pieces heads their parts. Where bylines
tell the articles, nothing is added: they are the surer sign.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from publish.dump.beats import Beat
from publish.dump.bylines import Strength
from publish.dump.numbering import OUTSIDE, Rank
from publish.dump.outline import choose_outline
from publish.dump.recurrence import (
    AS_TEXT,
    FEWEST,
    MOSTLY,
    Borders,
    Heads,
)
from publish.dump.repetition import SELDOM, names_somebody
from publish.dump.series import Series, find_series
from publish.dump.stacks import read_stacks
from publish.press import Pattern

if TYPE_CHECKING:
    from publish.dump.features import Features

__all__ = ["Borders", "find_beats"]

_OVER = 0.6


class Rhythm(NamedTuple):
    """What the rhythm of a file makes of its lines, by index."""

    beats: Mapping[int, Beat]
    in_doubt: frozenset[int] = frozenset()
    """Those that are a title in one outline of the file and none in another that is nearly as likely."""


def find_beats(lines: Sequence[Features], borders: Borders) -> Rhythm:
    """Return what the rhythm of *lines* makes of them; *borders* are those beside furniture."""
    page = Heads(lines, borders)
    found = find_series(page)
    outline = choose_outline(page, found)
    titles = outline.titles or _only_listed(page)
    titles = titles and _pruned(page, titles)
    own = frozenset(titles.members if titles else ())
    speech = dict.fromkeys(page.speakers, Beat.SPEECH) | dict.fromkeys(page.items, Beat.ITEM)
    found = list(_whole(page, found))
    if titles:
        others = [one for one in found if own.isdisjoint(one.members)]
        return Rhythm(speech | _beats(page, others, titles), outline.in_doubt)
    bylined = dict.fromkeys(_bylined(page, found), Beat.TITLE)
    beats = {**speech, **(bylined or _opening(page)), **dict(_parts(page, found))}
    return Rhythm(beats, frozenset() if page.tellers else outline.in_doubt)


def _pruned(page: Heads, titles: Series) -> Series:
    """Return *titles* without what stands over no text above the first piece: what names the book, or its maker.

    Where pieces are long, what stands over next to nothing is none either: a dedication, an envelope.
    """
    first = next((index for index, at in enumerate(titles.members) if page.has_text(at)), 0)
    members = titles.members[first:]
    sizes = [
        sum(line.length for line in page.lines[at + 1 : below]) for at, below in pairwise([*members, len(page.lines)])
    ]
    if titles.number is None and median(sizes) >= _LONG_PIECE:
        held = tuple(at for at, size in zip(members, sizes, strict=True) if size >= _NEXT_TO_NOTHING)
        members = held if len(held) >= _OVER_HALF * len(members) else members
    return replace(titles, members=members)


_LONG_PIECE = 250
"""Characters of a piece of prose, and not of a poem."""
_NEXT_TO_NOTHING = 40
_OVER_HALF = 0.5


def _only_listed(page: Heads) -> Series | None:
    """Return the only head that a list of contents names, as the series that it stands for."""
    listed = tuple(page.listed_heads)
    return Series("listed", listed, page.numbers.get(listed[0]), apart=True) if len(listed) == 1 else None


def _whole(page: Heads, found: Iterable[Series]) -> Iterator[Series]:
    """Yield of the series *found* those that are no part of one whose members are numbered in the same form."""
    forms: dict[str, Series] = {}
    for one in found:
        if one.number is None:
            yield one
        elif all(page.form(at) == one.number.form for at in one.members):
            forms[one.number.form] = max(one, forms.get(one.number.form, one), key=lambda own: len(own.members))
    yield from forms.values()


def _opening(page: Heads) -> Mapping[int, Beat]:
    """Return what the name of a book and its only heading are: a chapter, a preface, above all text."""
    text = next(iter(page.texts), 0)
    first = next((at for at in range(1, text) if page.heads[at] and _heads_part_of_book(page, at)), 0)
    found = read_stacks(page, [first], (), {first: Beat.TITLE}) if first and first + 1 == text else {}
    return found if found.get(0) is Beat.BOOK else {}


def _heads_part_of_book(page: Heads, at: int) -> bool:
    """Tell whether a head is that of a chapter or a preface: an article by somebody can begin with one as well."""
    is_preface = page.stands_outside(at) or _PREFACE.match(page.lines[at].text) is not None
    return _counts_chapter(page, at) or (is_preface and (at == 1 or "《" in page.lines[0].text))


# --- which series heads what ---------------------------------------------------------------------------------------


def _counts_chapter(page: Heads, at: int) -> bool:
    """Tell whether a line counts chapters, and is no preface."""
    return at in page.numbers and page.numbers[at].rank is Rank.CHAPTER and page.numbers[at].form != OUTSIDE


def _bylined(page: Heads, found: Sequence[Series]) -> list[int]:
    """Return the lines below larger gaps that a byline follows, where it does most of them."""
    plain = [one.members for one in found if one.number is None and one.big]
    members = max(plain, key=len, default=())
    named = [at for at in members if at + 1 in page.bylines]
    return named if len(named) > max(1, MOSTLY * len(members)) else []


_COUNTER = re.compile(r"\s*[（(]?[\d一二三四五六七八九十上中下]+[）)]?$")


def _are_bare(page: Heads, one: Series) -> bool:
    """Tell whether heads are Chinese numbers and nothing else, few and from the first line on: they part one piece."""
    few = len(one.members) <= _MOST_PARTS and one.members[0] == 0
    chinese = one.number is not None and "1" not in one.number.form and not one.number.form.startswith("第")
    return few and chinese and not any(page.numbers[at].name for at in one.members)


_MOST_PARTS = 20
"""Numbers alone from which they count the chapters of a book, and not the parts of a piece."""


_PREFACE = Pattern("(?:^|.*(?<![程秩顺次工时])){preface}(?:[（(]{numeral}?\\d?[）)])?$")


def _is_of_book(page: Heads, first: int) -> bool:
    """Tell whether what stands above the *first* work names a book: nothing, its name in brackets, or no author."""
    above = page.lines[:first]
    return not any(map(names_somebody, above)) or any(line.text[0] == "《" for line in above)


def _beats(page: Heads, found: Sequence[Series], titles: Series) -> dict[int, Beat]:
    """Return the beats of a file where *titles* head the articles."""
    beats = {at: beat for one in found if (beat := _beat(page, one, titles)) for at in one.members}
    for at, number in page.numbers.items():
        if at not in beats and number.rank in _BY_WORDS and page.stands_as(titles.members, at):
            hollow = (titles.number is None or titles.rank is number.rank) and at + 1 in titles.members
            beats[at] = Beat.SECTION if hollow else _BY_WORDS[number.rank]
    over = (at for at in page.listed if page.heads[at] and at + 1 in page.listed)
    beats |= dict.fromkeys(over, Beat.SECTION) | dict.fromkeys(titles.members, Beat.TITLE)
    beats |= dict.fromkeys(_under(page, titles), Beat.SUBTITLE) | dict.fromkeys(_names(page, titles), Beat.NAME)
    below = range(titles.members[0], len(page.lines))
    asking = {at for at in below if _asks(page, at) and at - 1 not in beats}
    off = [at for at in below if (page.heads[at] or page.companions[at] or at in asking) and at not in beats]
    beats |= {at: Beat.OFF for at in below if _only_ends(page, at) and at not in beats}
    beats |= {at: Beat.PART if at in page.returning and at not in page.bylines else Beat.OFF for at in off}
    starts = [at for one in found if one.number is None and (one.apart or one.big) for at in one.members]
    beats |= read_stacks(page, titles.members, starts, beats)
    ends = (at - 1 for at in (*titles.members, len(page.lines)))
    beats |= {at: Beat.CLOSING for at in ends if _ends_piece(page, at, beats)}
    beats |= dict.fromkeys(_later_pages(page, beats), Beat.PAGE)
    beats |= dict.fromkeys(_before(page, titles, beats), Beat.TITLE)
    beats |= dict.fromkeys(_signed_inside(page, titles, beats), Beat.CLOSING)
    return beats | {at: Beat.TITLE for at in _first_below(page, beats) if page.stands_as(titles.members, at)}


def _asks(page: Heads, at: int) -> bool:
    """Tell whether a short line ends as half a sentence does: a line of verse, or one alone that announces speech.

    One with a colon between paragraphs addresses somebody.
    """
    line = page.lines[at]
    asks = line.words.asks_for_more and (page.is_lone(at) or line.text[-1] not in "：:")
    return asks and not page.big[at] and not line.text_alone


def _only_ends(page: Heads, at: int) -> bool:
    """Tell whether a line set as text ends as a sentence does: no title, where titles are set otherwise."""
    line = page.lines[at]
    return not (line.text_alone or page.heads[at] or page.companions[at]) and page.setting(at) == AS_TEXT


def _ends_piece(page: Heads, at: int, beats: Mapping[int, Beat]) -> bool:
    """Tell whether a head right above a title is no section's, but what ends a piece: a date, a signature, a cry."""
    heads = page.verse or beats.get(at) in (Beat.SECTION, Beat.TITLE, Beat.BOOK, Beat.FRONT)
    return at > 0 and page.heads[at] and not heads and not names_somebody(page.lines[at]) and page.closes(at)


def _later_pages(page: Heads, beats: Mapping[int, Beat]) -> Iterator[int]:
    """Yield the section headings that are a chapter's with the number of a later page, where text goes on below."""
    name = ""
    for at in sorted(at for at, beat in beats.items() if beat is Beat.SECTION and at in page.numbers):
        whole = page.numbers[at].name
        above, name = name, _COUNTER.sub("", whole)
        if name and name != whole and name == above and beats.get(at + 1) is not Beat.TITLE:
            yield at


def _signed_inside(page: Heads, titles: Series, beats: Mapping[int, Beat]) -> Iterator[int]:
    """Yield the lines that are names and stand by no heading: who signs a letter, where no byline tells the pieces."""
    if len(page.tellers - set(titles.members)) > max(1, SELDOM * len(titles.members)):
        return
    for at, beat in beats.items():
        inside = beat is Beat.OFF and all(beats.get(near) in (None, Beat.OFF) for near in (at - 1, at + 1))
        if inside and page.lines[at].strength is Strength.NAMES and page.setting(at) == AS_TEXT:
            yield at


def _under(page: Heads, titles: Series) -> list[int]:
    """Return the lines under titles that are set otherwise than text, where such a line stands under most of them."""
    below = [at + 1 for at in titles.members if at + 2 < len(page.lines) and at + 1 not in titles.members]
    found = [
        at
        for at in below
        if page.heads[at] and at not in page.numbers and not (page.companions[at] or names_somebody(page.lines[at]))
    ]
    settings = {page.setting(at) for at in found}
    apart = len(settings) == 1 and AS_TEXT not in settings and not page.verse
    return found if apart and len(found) > FEWEST and len(found) >= MOSTLY * len(titles.members) else []


def _names(page: Heads, titles: Series) -> list[int]:
    """Return the lines under chapters that have a number alone, where most have such a line: they are their names."""
    counted = [at for at in titles.members if at in page.numbers] if titles.rank is Rank.CHAPTER else []
    bare = [at for at in counted if not page.numbers[at].name]
    below = [at + 1 for at in bare if at + 2 < len(page.lines) and at + 1 not in page.numbers]
    found = [at for at in below if page.heads[at] and not page.companions[at]]
    return found if len(found) >= FEWEST and len(found) >= MOSTLY * len(bare) else []


def _before(page: Heads, titles: Series, beats: Mapping[int, Beat]) -> Iterator[int]:
    """Yield the heads over text before the first chapter that stand as chapters do and have no number."""
    if titles.rank is not Rank.CHAPTER or not titles.big:
        return
    for at in range(1, titles.members[0]):
        alike = page.big[at] and page.setting(at) == page.setting(titles.members[0])
        is_head = page.heads[at] and at not in page.numbers and beats.get(at, Beat.OFF) is Beat.OFF
        if is_head and alike and page.has_text(at):
            yield at


def _first_below(page: Heads, beats: Mapping[int, Beat]) -> Iterator[int]:
    """Yield the heads directly below a section heading or the front of a book: the gap above them says nothing."""
    for above, beat in beats.items():
        at = above + 1
        if beat not in (Beat.SECTION, Beat.BOOK, Beat.FRONT) or at == len(page.lines):
            continue
        if page.heads[at] and beats.get(at, Beat.OFF) is Beat.OFF and page.has_text(at):
            yield at


_BY_WORDS = {Rank.VOLUME: Beat.SECTION, Rank.CHAPTER: Beat.TITLE}
"""What says by its words alone what it heads, once a class is known."""


def _beat(page: Heads, one: Series, titles: Series) -> Beat | None:
    if one is titles:
        return Beat.TITLE
    if one.rank is Rank.CHAPTER and one.number and one.number.form == OUTSIDE:
        return Beat.TITLE
    if titles.rank is Rank.VOLUME and _is_as_wide(page, one, titles):
        return Beat.TITLE
    if one.rank is Rank.VOLUME or _stands_over(page, one, titles):
        return Beat.SECTION
    if one.rank is Rank.ITEM and _stand_alike(page, one, titles):
        return Beat.TITLE
    if one.rank is not None and all(at > titles.members[0] for at in one.members):
        return Beat.PART
    return None


def _stand_alike(page: Heads, one: Series, titles: Series) -> bool:
    """Tell whether numbered heads stand as the *titles* do that have no number, by larger gaps and deep in the line."""
    alike = sum(page.big[at] and page.setting(at) == page.setting(titles.members[-1]) for at in one.members)
    return titles.number is None and titles.big and titles.apart and alike >= MOSTLY * len(one.members)


def _is_as_wide(page: Heads, one: Series, titles: Series) -> bool:
    """Tell whether heads without a number stand below gaps as large as those above numbered *titles*, and set alike."""
    alike = page.setting(one.members[0]) == page.setting(titles.members[0])
    return one.number is None and one.big and titles.big and alike


def _stands_over(page: Heads, one: Series, titles: Series) -> bool:
    """Tell whether the members of a class stand directly above titles, and so head sections."""
    if one.rank is Rank.CHAPTER and (titles.number is None or _returns_over(page, one, titles)):
        return True
    as_text = page.setting(one.members[0]) == AS_TEXT != page.setting(titles.members[0])
    return one.number is None and not as_text and _stand_right_over(one, titles)


def _returns_over(page: Heads, one: Series, other: Series) -> bool:
    """Tell whether chapters stand again over each part of theirs: 第一章 第一节, 第一章 第二节."""
    values = one.values(page) if one.rank is other.rank is Rank.CHAPTER else []
    again = sum(above == below for above, below in pairwise(values))
    return again * 2 >= len(values) > 1 and _stand_right_over(one, other)


def _stand_right_over(one: Series, other: Series) -> bool:
    """Tell whether most members of a class stand directly above those of another."""
    members = set(other.members)
    return one is not other and sum(at + 1 in members for at in one.members) >= _OVER * len(one.members)


def _parts(page: Heads, found: Sequence[Series]) -> Iterator[tuple[int, Beat]]:
    """Yield the numbered heads inside articles, where no class heads these."""
    for one in found:
        first = one.members[0]
        inside = any(at < first for at in page.texts) or not _is_of_book(page, first)
        if one.rank is Rank.ITEM and (inside or _are_bare(page, one)):
            yield from ((at, Beat.PART) for at in one.members)
    yield from ((at, Beat.PART) for at in _boxes(page))


def _boxes(page: Heads) -> Sequence[int]:
    """Return the heads in brackets where most of these return, and so part one text: 【题解】, 【原文】, 【译文】."""
    boxed = [at for at, line in enumerate(page.lines) if at and page.heads[at] and _BOXED.fullmatch(line.text)]
    again = sum(at in page.returning for at in boxed)
    return boxed if len(boxed) > FEWEST and again >= MOSTLY * len(boxed) else ()


_BOXED = re.compile("【[^【】]+】")
