"""The rhythm of a dump: lines set alike, again and again with text between them, head its pieces.

Of the classes of heads that a file has (`publish.dump.recurrence`) one heads the articles
(the pieces of a collection, the chapters of a novel); a class that stands over it heads the sections, one that begins
anew inside its pieces heads their parts. Where bylines tell the articles, nothing is added: they are the surer sign.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import log2
from typing import TYPE_CHECKING

from publish.dump.beats import Beat
from publish.dump.bylines import Strength
from publish.dump.numbering import OUTSIDE, Rank
from publish.dump.recurrence import (
    AS_TEXT,
    FEWEST,
    MOSTLY,
    NEARLY,
    Borders,
    HeadClass,
    Heads,
    names_a_book,
    numbers_of,
)
from publish.dump.repetition import ENOUGH, SELDOM, names_somebody
from publish.dump.stacks import read_stacks
from publish.press import Pattern

if TYPE_CHECKING:
    from publish.dump.features import Features

__all__ = ["Borders", "find_beats"]

_OVER = 0.6


def find_beats(lines: Sequence[Features], borders: Borders) -> Mapping[int, Beat]:
    """Return what the rhythm of *lines* makes of them, by index; *borders* are those beside furniture."""
    page = Heads(lines, borders)
    classes = list(page.classes())
    titles = _titles(page, classes)
    speech = dict.fromkeys(page.speakers, Beat.SPEECH) | dict.fromkeys(page.items, Beat.ITEM)
    if titles is None and (bylined := _bylined(page, classes)):
        return speech | dict.fromkeys(bylined, Beat.TITLE) | dict(_parts(page, classes))
    listed = _listed(page)
    if listed and sum(at > listed[0] for at in page.bylines) > max(1, SELDOM * len(listed)):
        return speech | dict(_parts(page, classes)) | dict.fromkeys(listed, Beat.TITLE)
    titles = _as_listed(page, titles, listed) if listed else titles
    return speech | (_beats(page, classes, titles) if titles else {**_opening(page), **dict(_parts(page, classes))})


def _opening(page: Heads) -> Mapping[int, Beat]:
    """Return what the name of a book and its only heading are: a chapter, a preface, above all text."""
    text = next(iter(page.texts), 0)
    first = next((at for at in range(1, text) if page.heads[at] and _heads_part_of_book(page, at)), 0)
    found = read_stacks(page, [first], (), {first: Beat.TITLE}) if first and first + 1 == text else {}
    return found if found.get(0) is Beat.BOOK else {}


def _heads_part_of_book(page: Heads, at: int) -> bool:
    """Tell whether a head is that of a chapter or a preface: an article by somebody can begin with one as well."""
    is_preface = _stands_outside(page, at) or _PREFACE.match(page.lines[at].text) is not None
    return _counts_chapter(page, at) or (is_preface and (at == 1 or "《" in page.lines[0].text))


# --- which class heads what ----------------------------------------------------------------------------------------


def _titles(page: Heads, classes: Sequence[HeadClass]) -> HeadClass | None:
    """Return the class whose members head the articles, if one does."""
    if classes and classes[0].members is page.titled:
        return classes[0]
    plain = [one for one in classes if one.number is None and not _are_bylined(page, one)]
    plain = [one for one in plain if (one.big or len(one.members) > 2) and page.covers(one)]
    plain = [one for one in plain if not _mostly_return(page, one)]
    if any((one.big or one.apart) and len(one.members) >= ENOUGH for one in plain):
        plain = [one for one in plain if one.big or one.apart]
    outset = _outset(page)
    plain = [one for one in plain if one.big or one.apart or outset < max(FEWEST, SELDOM * len(one.members))]
    chapters = [one for one in classes if one.rank is Rank.CHAPTER and one.number and one.number.form != OUTSIDE]
    chapters = [one for one in chapters if not any(_returns_over(page, one, other) for other in chapters)]
    if chapters:
        best = min(chapters, key=lambda one: (_restarts(page, one), one.members[0]))
        within = [one for one in plain if _is_hollow(page, best) and _parts_more(one, best)]
        return max(within, key=_weight, default=best)
    works = [one for one in classes if one.rank is Rank.WORK and _grows(page, one)]
    if works:
        return works[0]
    items = [one for one in classes if one.rank is Rank.ITEM and (_heads_works(page, one) or _heads_pages(page, one))]
    items = [one for one in items if not _counts_under_heads(page, one)]
    volumes = [one for one in classes if one.rank is Rank.VOLUME and (_holds_text(page, one) or _names_each(page, one))]
    return max((*plain, *items, *volumes), key=_weight, default=None)


def _outset(page: Heads) -> int:
    """Return how many heads over text stand at the margin of a file whose text is indented: others part these."""
    outset = [at for at in range(1, len(page.lines)) if page.heads[at] and page.setting(at) == "flush"]
    return sum(at not in page.numbers and page.has_text(at) for at in outset)


def _mostly_return(page: Heads, one: HeadClass) -> bool:
    """Tell whether most members of a class are words that return: 【原文】, 【译文】 part what they stand in."""
    return sum(at in page.returning for at in one.members) >= MOSTLY * len(one.members)


_WEIGHTS = {None: 4.0, Rank.VOLUME: 4.0, Rank.ITEM: 7.0}
_WEIGHT_OF_GAP = 3.0
_WEIGHT_OF_SETTING = 1.5


def _weight(one: HeadClass) -> float:
    """Return how likely a class heads the articles: by how plainly it stands apart, and how often."""
    weight = _WEIGHTS[one.rank] + _WEIGHT_OF_GAP * one.big + _WEIGHT_OF_SETTING * one.apart
    return weight * log2(1 + len(one.members))


def _parts_more(one: HeadClass, chapters: HeadClass) -> bool:
    """Tell whether heads are as many as *chapters* that say nothing; more, where hardly anything sets them apart."""
    fewest = len(chapters.members) * (1 if one.big or one.apart else _MORE)
    return len(one.members) >= fewest


_MORE = 1.3


def _is_hollow(page: Heads, one: HeadClass) -> bool:
    """Tell whether chapters have no names, or one name and a number: a site has cut the text into pages."""
    names = [_COUNTER.sub("", page.numbers[at].name) for at in one.members]
    return len(set(names)) <= max(1, len(names) // 2)


_COUNTER = re.compile(r"\s*[（(]?[\d一二三四五六七八九十上中下]+[）)]?$")


def _holds_text(page: Heads, one: HeadClass) -> bool:
    """Tell whether text stands directly below volumes, as below chapters, and nothing above the first of them."""
    if any(at < one.members[0] for at in page.texts) and not _has_preface(page, one.members[0]):
        return False
    return sum(map(page.has_text, one.members)) >= MOSTLY * len(one.members)


def _listed(page: Heads) -> list[int]:
    """Return the lines that a list of contents names and that stand over text: a section over a title does not."""
    heads = [at for at in sorted(page.listed) if page.heads[at] and at + 1 < len(page.lines)]
    heads = [at for at in heads if not page.lines[at].words.dash]
    heads = [at for at in heads if at + 1 not in page.listed and not _is_volume_over(page, at)]
    chapters = [at for at in heads if _counts_chapter(page, at)]
    parts = [at for at in heads if chapters and at > chapters[0] and at not in page.numbers]
    return [at for at in heads if at not in parts] if len(parts) > _FAR_MORE * len(chapters) else heads


def _counts_chapter(page: Heads, at: int) -> bool:
    """Tell whether a line counts chapters, and is no preface."""
    return at in page.numbers and page.numbers[at].rank is Rank.CHAPTER and page.numbers[at].form != OUTSIDE


_FAR_MORE = 2
"""Times as many as the chapters are what parts them, where a list of contents names both."""


def _is_volume_over(page: Heads, at: int) -> bool:
    """Tell whether a line names a volume, and a number that is none stands below it."""
    return at in page.numbers and page.numbers[at].rank is Rank.VOLUME and at + 1 in page.numbers


def _as_listed(page: Heads, titles: HeadClass | None, listed: Sequence[int]) -> HeadClass | None:
    """Return the class of titles that a list of contents names, with those set alike where it leaves out few."""
    if len(listed) < FEWEST and titles and not _counts_chapter(page, listed[0]):
        return titles
    own = set(titles.members) if titles else set()
    others = own - set(listed)
    members = sorted(own | set(listed)) if len(others) <= SELDOM * len(own) else list(listed)
    return HeadClass(page.numbers.get(members[0]), titles is not None and titles.big, apart=True, members=members)


def _names_each(page: Heads, one: HeadClass) -> bool:
    """Tell whether the number of a part stands before the name of each work in it: 第一部 晨雾, 第一部 渡口."""
    values, names = numbers_of(page, one), {page.numbers[at].name for at in one.members}
    again = len(values) - len(set(values))
    return again > 0 and values == sorted(values) and len(names) == len(values) and all(names)


def _are_bylined(page: Heads, one: HeadClass) -> bool:
    """Tell whether bylines tell the articles of a file, which are about as many as the members of a class.

    The author of a book, below its name, is none of them, nor that of a preface, and no title that is a name.
    """
    front = 2 if names_a_book(page.lines[0]) else 0
    own = set(one.members)
    first = (at for at in _one_each(page) if not any(_stands_outside(page, near) for near in (at - 1, at - 2)))
    return sum(at >= front and at not in own for at in first) > max(1, SELDOM * len(one.members))


def _one_each(page: Heads) -> Iterator[int]:
    """Yield the bylines that tell articles: one of names on two lines, and none of a list of names."""
    stretches: dict[int, list[int]] = {}
    for at in page.bylines:
        stretches.setdefault(0 if page.verse else bisect(page.texts, at), []).append(at)
    for above, found in stretches.items():
        if page.verse or not above or len(found) < ENOUGH:
            yield from (at for at in found if at - 1 not in found)


def _bylined(page: Heads, classes: Sequence[HeadClass]) -> list[int]:
    """Return the lines below larger gaps that a byline follows, where it does most of them."""
    plain = [one.members for one in classes if one.number is None and one.big]
    members = max(plain, key=len, default=[])
    named = [at for at in members if at + 1 in page.bylines]
    return named if len(named) > max(1, MOSTLY * len(members)) else []


def _restarts(page: Heads, one: HeadClass) -> int:
    """Return how often the numbers of a class begin anew."""
    return sum(below <= above for above, below in pairwise(numbers_of(page, one)))


def _grows(page: Heads, one: HeadClass) -> bool:
    """Tell whether the numbers of a class grow through the file, but for a slip."""
    return _restarts(page, one) <= len(one.members) // 8


def _heads_works(page: Heads, one: HeadClass) -> bool:
    """Tell whether numbered heads begin works of their own: they count through the file from its beginning.

    Where text stands above the first of them, it has a title, and they head its parts.
    """
    if not _grows(page, one) or numbers_of(page, one)[0] > 1 or len(one.members) < 3 or _are_bare(page, one):
        return False
    first = one.members[0]
    if any(at < first for at in page.texts):
        return _has_preface(page, first)
    return first <= 4 and _is_of_book(page, first)


def _are_bare(page: Heads, one: HeadClass) -> bool:
    """Tell whether heads are Chinese numbers and nothing else, few and from the first line on: they part one piece."""
    few = len(one.members) <= _MOST_PARTS and one.members[0] == 0
    chinese = one.number is not None and "1" not in one.number.form and not one.number.form.startswith("第")
    return few and chinese and not any(page.numbers[at].name for at in one.members)


_MOST_PARTS = 20
"""Numbers alone from which they count the chapters of a book, and not the parts of a piece."""


def _counts_under_heads(page: Heads, one: HeadClass) -> bool:
    """Tell whether numbers begin anew, and each time right below a head that has none: they count the parts of that."""
    begins = [at for at in one.members if page.numbers[at].value == 1]
    return len(begins) > 1 and all(at and page.heads[at - 1] and at - 1 not in page.numbers for at in begins)


def _heads_pages(page: Heads, one: HeadClass) -> bool:
    """Tell whether numbered heads stand over what a site has cut into pages: 5.糖果店（1）, 5.糖果店（2）."""
    values, apart = numbers_of(page, one), sum(page.big[at] for at in one.members)
    grows = values == sorted(values) and len(set(values)) < len(values)
    return grows and len(values) > FEWEST and apart >= NEARLY * len(values) and page.covers(one)


_PREFACE = Pattern("(?:^|.*(?<![程秩顺次工时])){preface}(?:[（(]{numeral}?\\d?[）)])?$")


def _has_preface(page: Heads, first: int) -> bool:
    """Tell whether a preface or the like stands above the *first* of works that count."""
    texts = next((at for at in page.texts if at < first), first)
    return any(
        page.heads[at] and (_stands_outside(page, at) or _PREFACE.match(page.lines[at].text)) for at in range(texts)
    )


def _stands_outside(page: Heads, at: int) -> bool:
    """Tell whether a head names a part that no number counts: 楔子, 序章."""
    return at in page.numbers and page.numbers[at].form == OUTSIDE


def _is_of_book(page: Heads, first: int) -> bool:
    """Tell whether what stands above the *first* work names a book: nothing, its name in brackets, or no author."""
    above = page.lines[:first]
    return not any(map(names_somebody, above)) or any(line.text[0] == "《" for line in above)


def _beats(page: Heads, classes: Sequence[HeadClass], titles: HeadClass) -> dict[int, Beat]:
    """Return the beats of a file where *titles* head the articles."""
    beats = {at: beat for one in classes if (beat := _beat(page, one, titles)) for at in one.members}
    for at, number in page.numbers.items():
        if at not in beats and number.rank in _BY_WORDS and page.stands_as(titles, at):
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
    starts = [at for one in classes if one.number is None for at in one.members]
    beats |= read_stacks(page, titles.members, starts, beats)
    ends = (at - 1 for at in (*titles.members, len(page.lines)))
    beats |= {at: Beat.CLOSING for at in ends if _ends_piece(page, at, beats)}
    beats |= dict.fromkeys(_later_pages(page, beats), Beat.PAGE)
    beats |= dict.fromkeys(_before(page, titles, beats), Beat.TITLE)
    beats |= dict.fromkeys(_signed_inside(page, titles, beats), Beat.CLOSING)
    return beats | {at: Beat.TITLE for at in _first_below(page, beats) if page.stands_as(titles, at)}


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


def _signed_inside(page: Heads, titles: HeadClass, beats: Mapping[int, Beat]) -> Iterator[int]:
    """Yield the lines that are names and stand by no heading: who signs a letter, where no byline tells the pieces."""
    if _are_bylined(page, titles):
        return
    for at, beat in beats.items():
        inside = beat is Beat.OFF and all(beats.get(near) in (None, Beat.OFF) for near in (at - 1, at + 1))
        if inside and page.lines[at].strength is Strength.NAMES and page.setting(at) == AS_TEXT:
            yield at


def _under(page: Heads, titles: HeadClass) -> list[int]:
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


def _names(page: Heads, titles: HeadClass) -> list[int]:
    """Return the lines under chapters that have a number alone, where most have such a line: they are their names."""
    counted = [at for at in titles.members if at in page.numbers] if titles.rank is Rank.CHAPTER else []
    bare = [at for at in counted if not page.numbers[at].name]
    below = [at + 1 for at in bare if at + 2 < len(page.lines) and at + 1 not in page.numbers]
    found = [at for at in below if page.heads[at] and not page.companions[at]]
    return found if len(found) >= FEWEST and len(found) >= MOSTLY * len(bare) else []


def _before(page: Heads, titles: HeadClass, beats: Mapping[int, Beat]) -> Iterator[int]:
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


def _beat(page: Heads, one: HeadClass, titles: HeadClass) -> Beat | None:
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


def _stand_alike(page: Heads, one: HeadClass, titles: HeadClass) -> bool:
    """Tell whether numbered heads stand as the *titles* do that have no number, by larger gaps and deep in the line."""
    alike = sum(page.big[at] and page.setting(at) == page.setting(titles.members[-1]) for at in one.members)
    return titles.number is None and titles.big and titles.apart and alike >= MOSTLY * len(one.members)


def _is_as_wide(page: Heads, one: HeadClass, titles: HeadClass) -> bool:
    """Tell whether heads without a number stand below gaps as large as those above numbered *titles*, and set alike."""
    alike = page.setting(one.members[0]) == page.setting(titles.members[0])
    return one.number is None and one.big and titles.big and alike


def _stands_over(page: Heads, one: HeadClass, titles: HeadClass) -> bool:
    """Tell whether the members of a class stand directly above titles, and so head sections."""
    if one.rank is Rank.CHAPTER and (titles.number is None or _returns_over(page, one, titles)):
        return True
    as_text = page.setting(one.members[0]) == AS_TEXT != page.setting(titles.members[0])
    return one.number is None and not as_text and _stand_right_over(one, titles)


def _returns_over(page: Heads, one: HeadClass, other: HeadClass) -> bool:
    """Tell whether chapters stand again over each part of theirs: 第一章 第一节, 第一章 第二节."""
    values = numbers_of(page, one) if one.rank is other.rank is Rank.CHAPTER else []
    again = sum(above == below for above, below in pairwise(values))
    return again * 2 >= len(values) > 1 and _stand_right_over(one, other)


def _stand_right_over(one: HeadClass, other: HeadClass) -> bool:
    """Tell whether most members of a class stand directly above those of another."""
    members = set(other.members)
    return one is not other and sum(at + 1 in members for at in one.members) >= _OVER * len(one.members)


def _parts(page: Heads, classes: Sequence[HeadClass]) -> Iterator[tuple[int, Beat]]:
    """Yield the numbered heads inside articles, where no class heads these."""
    for one in classes:
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
