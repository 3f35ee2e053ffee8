"""Lines → labelled lines: what each line of a dump is, why, and how surely.

Furniture is told by its own words and taken out of the flow first, since it may stand between the halves of a
paragraph. The rest is labelled by the best path: each line offers the labels that it could bear, with points for what
speaks for them and against them; each pair of neighbours has points too (a byline follows a title, text goes on with
text); the sequence with the most points wins. How many points less the best path with another label at a line would
have is the margin of that line, and says how sure the choice is.

A line that can only be text ends the stretch over which a path is sought, so the work grows with the length of the file
and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from publish.bylines import REMARK, Byline, Strength, Vocabulary, read_byline
from publish.folding import closed_up, fold
from publish.furniture import Furniture, read_furniture, read_origin
from publish.layout import Layout, read_layout
from publish.source import Line
from publish.wording import N_, _


class Label(StrEnum):
    """What a line is."""

    SECTION = N_("section heading")
    KICKER = N_("kicker")
    TITLE = N_("title")
    TITLE_CONTINUED = N_("title, next line")
    SUBTITLE = N_("subtitle")
    BYLINE = N_("byline")
    REMARK = N_("remark")
    SIGNATURE = N_("signature")
    """A byline or a remark at the article's end."""
    PARAGRAPH = N_("paragraph")
    CONTINUATION = N_("paragraph goes on")
    CROSSHEAD = N_("crosshead")
    VERSE = N_("verse")
    CAPTION = N_("caption")
    FURNITURE = N_("furniture")
    EDGE = N_("edge")
    """Before the first line and after the last."""


_L = Label
TEXT = frozenset({Label.PARAGRAPH, Label.CONTINUATION})
SURE = 99.0
"""The margin of a line that could bear one label only."""


@dataclass(frozen=True, slots=True)
class Labelled:
    """A line with its label."""

    line: Line
    label: Label
    reason: str
    margin: float = SURE
    """Points by which the label won."""
    rival: Label | None = None
    """The label that came second."""
    mark: int = 0
    """Characters at the line's start that only say what it is (``## ``)."""


@dataclass(frozen=True, slots=True)
class Hints:
    """What ``[parse]`` in ``book.toml`` tells, ready for use."""

    sections: frozenset[str] = frozenset()
    furniture: tuple[re.Pattern[str], ...] = ()
    vocabulary: Vocabulary = field(default_factory=Vocabulary)


# --- what can be seen of one line ----------------------------------------------------------------------------------

_TERMINAL = re.compile(r"[。！？…!?][”’」』）》】)\]]*$|[^\x00-\x7f][.][”’」』]?$")
_COMMA = "，、；：,;:"
_INNER_STOP = re.compile(r"[。；;]|[^\x00-\x7f]\.(?=[^\x00-\x7f])")
_CANNOT_OPEN = re.compile(r"^[，。、；：！？”’」』）》】〉…·%％,.;!?)\]}]")
_LIST_MARK = re.compile(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、．]|[（(]?\d{1,2}(?:[）)、．]|\.(?!\d))|[①-⑳]|"
    r"第[一二三四五六七八九十]{1,3}[，、]|[●•·◆■▲]\s*)"
)
_DASH = re.compile(r"^(?:[—–―─-]{1,3}|——)\s*(?=[^\s—–―─-])")
_MARK = re.compile(r"^(?P<hashes>#{1,3})\s+(?=\S)")
_KICKER = re.compile(r"^[【（(\[]?(?:引题|肩题|眉题)[】）)\]]?\s*[：:]?\s*(?=\S)")
_SUBTITLE = re.compile(r"^[【（(\[]?(?:副题|副标题)[】）)\]]?\s*[：:]?\s*(?=\S)")
_REPORTAGE = re.compile(
    r"^(?:记|访|写在|致|悼|追记|评)[^，。]{3,}|(?:侧记|纪实|综述|扫描|见闻|札记|述评|之[一二三四五六七八九十]|"
    r"[（(][上中下一二三四五六七八九十][）)])$"
)
_SECTION_WORD = re.compile(
    r"(?:专栏|专版|专题|专刊|论坛|天地|聚焦|视点|视野|观察|副刊|广角|之窗|园地|时评|杂谈|漫谈|随笔|要闻|新闻|动态|"
    r"理论|文苑|文艺|文化|读书|人物|"
    r"热线|关注|透视|纵横|导读|快讯|综合|评论|言论|诗会|诗苑|诗歌|散文|小说|书评|笔谈|笔会|讲堂|讲坛|风采|速递|之声|"
    r"前沿|一线|故事|周刊|版)$"
)
_BOXED = re.compile(r"^(?:[【〖\[〔].{1,20}[】〗\]〕]|[■◆●★☆※◇□▲]\s*.{1,20})$")
_DATELINE = re.compile(
    r"^[（(【]?(?:本报|本刊|本台|新华社|中新社|中新网|新华网|人民网|据|[\u4e00-\u9fff]{2,4}(?:日报|晚报|"
    r"网))[^，。：]{0,14}?(?:讯|电|消息|报道)|^[（(]?(?:本报)?(?:记者|通讯员)[^，。]{1,20}(?:报道|[）)])"
)
_CAPTION = re.compile(
    r"^(?:[▲△▼▽◀▶←→↑↓]\s*|(?:上|下|左|右)?图(?:片)?(?:为|是|[：:]|①|②|③|[一二三四][：:，])|图\s?\d+[：:\s]|"
    r"[（(]?(?:资料图片?|图片|照片)[）)：:])|"
    r"(?:[\u4e00-\u9fff·]{2,4}\s*摄|摄影[：:]?\s*[\u4e00-\u9fff·]{2,4}|新华社发|(?:本报)?资料(?:图片|照片)|"
    r"图片来源.{2,12})[）)]?[。]?$"
)
_SPEECH = re.compile(r"^[“「].*[。！？…][”」]$|[。！？][”」][^，]{1,8}$|说：")
_UNFINISHED = re.compile(r"(?<!目)[的地得和与或及把被将从向对以而并且在]$")
"""A word that asks for another after it: no heading ends in it (but for 目的)."""
_TORN = re.compile(r"^[\u4e00-\u9fff][，、；。]")
"""One character and a mark: the end of a word that began on the line above."""


@dataclass(slots=True)
class Sight:
    """What the rules see of one line, apart from its neighbours."""

    line: Line
    text: str
    """Folded."""
    length: int
    finished: bool
    """Whether it ends as a paragraph does."""
    full: bool
    indented: bool | None
    """Whether it is indented as paragraphs are; None where that means nothing."""
    stunted: bool = False
    """Whether it stops short of the width at which lines are wrapped, and ends no sentence."""
    forced: Label | None = None
    byline: Byline | None = None
    commas: int = 0
    stop: bool = False
    """Whether a full stop stands inside."""
    inside: bool = False
    """Whether it stands between two full lines, and is full itself."""
    joint: tuple[float, str] | None = None
    """How surely it goes on from the line before it, and why, once `goes_on` was asked."""
    mark: int = 0


_WRAPPED = 12  # characters from which a full line may be a line of wrapped text


def _see(line: Line, layout: Layout, hints: Hints, inside: bool) -> Sight:
    text = line.text if inside or len(line.text) > 60 else fold(line.text)
    indented = line.indent > 0 if layout.indent else None
    sight = Sight(line, text, len(text), bool(_TERMINAL.search(text[-6:])), layout.is_full(line), indented)
    sight.stunted = layout.width is not None and not sight.full and not sight.finished
    sight.inside = inside
    sight.stop = len(text) > 60 or bool(_INNER_STOP.search(text[:-1]))
    if mark := _MARK.match(text):
        sight.forced = (_L.SECTION, _L.TITLE, _L.CROSSHEAD)[len(mark["hashes"]) - 1]
        sight.mark = mark.end()
    elif closed_up(line.text) in hints.sections:
        sight.forced = _L.SECTION
    elif not sight.stop and not inside:
        sight.commas = text.count("，") + text.count("、")
        sight.byline = read_byline(line.text, hints.vocabulary)
    return sight


def _see_all(lines: Sequence[Line], layout: Layout, hints: Hints) -> list[Sight]:
    """Return what is seen of *lines*; where lines are wrapped, those between full lines are seen to be text."""
    full = [layout.is_full(line) and len(line.text) >= _WRAPPED for line in lines]
    inside = [all(full[max(0, index - 1) : index + 2]) and 0 < index < len(lines) - 1 for index in range(len(lines))]
    return [_see(line, layout, hints, between) for line, between in zip(lines, inside, strict=True)]


def _is_text_alone(sight: Sight) -> bool:
    """Tell whether *sight* can be nothing but a paragraph or part of one."""
    if sight.forced:
        return False
    if sight.inside:
        return True
    return sight.length > 48 or (sight.length > 20 and (sight.stop or sight.text[-1] in "。，、；"))


# --- points for a label on a line ----------------------------------------------------------------------------------

Points = Iterator[tuple[float, str]]


def _as_heading(sight: Sight) -> Points:
    """Points that titles, section headings and crossheads share."""
    text = sight.text
    if sight.stop or text[-1] in "。；":
        yield -9, N_("a sentence")
    if text[-1] in "，、：" or text.endswith("——"):
        yield -6, N_("ends in the middle")
    elif _UNFINISHED.search(text):
        yield -3, N_("ends in the middle")
    elif _SPEECH.search(text):
        yield -6, N_("somebody speaks")
    elif text[-1] in "！？…":
        yield -0.5, N_("ends like a sentence")
    if _CANNOT_OPEN.match(text):
        yield -12, N_("begins in the middle")
    if sight.commas:
        yield -0.5 - 1.2 * (sight.commas - 1), N_("commas")
    if _is_remark_or_dateline(text):
        yield -6, N_("a remark or a dateline")
    if sight.indented:
        yield -2.5, N_("indented like a paragraph")


def _is_remark_or_dateline(text: str) -> bool:
    return bool(REMARK.match(text) or _DATELINE.match(text))


def _as_title(sight: Sight) -> Points:
    yield from _as_heading(sight)
    length = sight.length
    if length < 4:
        yield (-1.0, -0.4, -0.2)[length - 1], N_("very short")
    elif length > 26:
        yield -(length - 26) * 0.3, N_("long for a title")
    else:
        yield 0.3, N_("short, without a full stop")
    if _DASH.match(sight.text):
        yield -5, N_("begins with a dash")
    if _LIST_MARK.match(sight.text):
        yield -3, N_("begins with a number")
    if sight.byline and sight.byline.strength >= Strength.NAMES:
        yield -0.5 if sight.byline.strength == Strength.NAMES else -6, N_("reads as names")


def _as_section(sight: Sight) -> Points:
    yield from _as_heading(sight)
    length = sight.length
    if length > 10:
        yield (
            -0.15 * (length - 10) if length < 19 else -0.15 * 8 - 0.8 * (length - 18),
            N_("long for a section heading"),
        )
    elif length < 2:
        yield -3, N_("very short")
    else:
        yield 0.5, N_("short")
    if _SECTION_WORD.search(sight.text):
        yield 1.5, N_("ends like the name of a section")
    if _BOXED.match(sight.text):
        yield 3, N_("marked as a heading")
    if _DASH.match(sight.text):
        yield -4, N_("begins with a dash")
    if _LIST_MARK.match(sight.text) and not _BOXED.match(sight.text):
        yield -3, N_("begins with a number")
    if sight.byline and sight.byline.strength >= Strength.NAMES:
        yield -1.5 if sight.byline.strength == Strength.NAMES else -6, N_("reads as names")


def _as_title_continued(sight: Sight) -> Points:
    yield from _as_title(sight)
    if sight.text[0] in "”」』）》：，":
        yield 10, N_("goes on with the line above")


def _as_crosshead(sight: Sight) -> Points:
    yield from _as_heading(sight)
    length = sight.length
    if "，" in sight.text:
        yield -2, N_("a clause with a comma")
    if length > 6:
        yield 0.3 - 0.35 * (length - 6) - 0.35 * max(0, length - 11), N_("long for a crosshead")
    elif length < 2:
        yield -2, N_("very short")
    else:
        yield 0.3, N_("short, between paragraphs")
    if " " in sight.text:
        yield -1, N_("in two parts, as titles are")
    if _LIST_MARK.match(sight.text) or _BOXED.match(sight.text):
        yield 2.5 + 0.5 * max(0, min(length, 20) - 7), N_("numbered or marked")
    if "、" in sight.text[4:]:
        yield -1, N_("an enumeration")
    if sight.full:
        yield -2, N_("as long as the lines of text")


def _as_byline(sight: Sight) -> Points:
    byline = sight.byline
    if byline is None:
        return
    names = len(byline.names)
    match byline.strength:
        case Strength.MARKED:
            yield 8, _("byline with a role or a mark: {names}").format(names="、".join(byline.names))
        case Strength.NAMES:
            yield 5 + (names > 1), _("nothing but names: {names}").format(names="、".join(byline.names))
        case Strength.POSSIBLE:
            yield (0.0 if names == 1 else 0.5), _("could be a name: {names}").format(names="、".join(byline.names))


def _as_signature(sight: Sight) -> Points:
    if REMARK.match(sight.text):
        yield 8, N_("says who the author is")
    elif sight.byline and sight.byline.strength == Strength.MARKED:
        yield 5, _("byline with a role or a mark: {names}").format(names="、".join(sight.byline.names))
    elif sight.byline and sight.byline.strength == Strength.NAMES:
        yield 0, _("nothing but names: {names}").format(names="、".join(sight.byline.names))
    else:
        yield -20, N_("no byline")


def _as_remark(sight: Sight) -> Points:
    yield (8, N_("says who the author is")) if REMARK.match(sight.text) else (-20, N_("no remark"))


def _as_subtitle(sight: Sight) -> Points:
    if _SUBTITLE.match(sight.text):
        yield 8, N_("marked as a subtitle")
    elif _DASH.match(sight.text):
        yield 6, N_("begins with a dash")
    elif _REPORTAGE.search(sight.text) and not sight.stop:
        yield 0.5, N_("reads as a subtitle")
    else:
        yield -20, N_("no subtitle")


def _as_kicker(sight: Sight) -> Points:
    if _KICKER.match(sight.text):
        yield 8, N_("marked as a kicker")
    elif re.search(r"(?:——|—)$", sight.text) and not sight.stop:
        yield 1.5, N_("ends in a dash")
    elif _DASH.match(sight.text) and not sight.stop:
        yield 2, N_("begins with a dash, above a title")
    else:
        yield -20, N_("no kicker")


def _as_verse(sight: Sight) -> Points:
    text = sight.text
    if sight.length > 20:
        yield -1.5 - 0.5 * (sight.length - 20), N_("long for verse")
    regular = _is_couplet(text)
    if regular:
        yield 1.5, N_("two halves of one length")
    elif sight.stop or text[-1] in "”」：":
        yield -3, N_("prose")
    elif text[-1] in "。！？":
        yield 0.1, N_("short")
    elif text[-1] in "，；、…—":
        yield 0.9, N_("short, goes on below")
    else:
        yield 1.3, N_("short, without punctuation")
    if sight.full and not regular:
        yield -4, N_("as long as the lines of text")
    if sight.byline and sight.byline.strength >= Strength.NAMES:
        yield -2.5, N_("reads as names")
    if _CANNOT_OPEN.match(text):
        yield -8, N_("begins in the middle")
    if _LIST_MARK.match(text):
        yield -3, N_("begins with a number")


def _as_paragraph(sight: Sight) -> Points:
    if sight.indented is False:
        yield -4, N_("not indented")
    elif sight.indented:
        yield 0.5, N_("indented")
    if sight.finished or sight.length > 40:
        yield 0, N_("a sentence")
    elif sight.full:
        yield 0, N_("as long as the lines of text")
    else:
        steps = ((5, -5.0), (8, -4.0), (12, -3.2), (16, -2.5), (24, -1.2), (40, -0.5))
        yield next(points for limit, points in steps if sight.length < limit or limit == 40), N_("short, unfinished")
        if sight.line and (sight.text[-1] in "，、；：" or _UNFINISHED.search(sight.text)):
            yield 1.0, N_("goes on below")
        if sight.stunted:
            yield -4, N_("stops short of the width")
        if " " in sight.text:
            yield -2.5, N_("in two parts, as titles are")
    if _CANNOT_OPEN.match(sight.text):
        yield -6, N_("begins in the middle")
    elif _TORN.match(sight.text):
        yield -3, N_("begins in the middle")


def _as_continuation(sight: Sight) -> Points:
    if sight.indented:
        yield -7, N_("indented")
    if sight.finished or sight.length > 40 or sight.full:
        yield 0, N_("text")
    else:
        steps = ((8, -3.0), (16, -2.0), (24, -1.2), (40, -0.5))
        yield next(points for limit, points in steps if sight.length < limit or limit == 40), N_("short, unfinished")
        if sight.stunted:
            yield -4, N_("stops short of the width")


_POINTS = {
    _L.SECTION: _as_section,
    _L.KICKER: _as_kicker,
    _L.TITLE: _as_title,
    _L.TITLE_CONTINUED: _as_title_continued,
    _L.SUBTITLE: _as_subtitle,
    _L.BYLINE: _as_byline,
    _L.REMARK: _as_remark,
    _L.SIGNATURE: _as_signature,
    _L.PARAGRAPH: _as_paragraph,
    _L.CONTINUATION: _as_continuation,
    _L.CROSSHEAD: _as_crosshead,
    _L.VERSE: _as_verse,
}
_HOPELESS = -10.0


def _offers(sight: Sight) -> dict[Label, float]:
    """Return the labels that *sight* could bear, with their points."""
    if sight.forced:
        return {sight.forced: 0.0}
    if _is_text_alone(sight):
        return {_L.PARAGRAPH: _total(_L.PARAGRAPH, sight), _L.CONTINUATION: _total(_L.CONTINUATION, sight)}
    offers = {}
    for label in _POINTS:
        if label is _L.BYLINE and sight.byline is None:
            continue
        points = _total(label, sight)
        if points > _HOPELESS:
            offers[label] = points
    return offers or {_L.PARAGRAPH: 0.0, _L.CONTINUATION: 0.0}


def _total(label: Label, sight: Sight) -> float:
    return sum(points for points, _ in _POINTS[label](sight))


# --- points for two labels in a row --------------------------------------------------------------------------------

_NEVER = -30.0
# What may follow what; a pair that is not here never happens. PARAGRAPH stands for both labels of text.
_FOLLOWS: Mapping[Label, Mapping[Label, float]] = {
    _L.EDGE: {_L.SECTION: 0, _L.KICKER: 0, _L.TITLE: 0, _L.PARAGRAPH: -3, _L.VERSE: -8, _L.CROSSHEAD: -6},
    _L.SECTION: {_L.TITLE: 0, _L.KICKER: -0.3, _L.PARAGRAPH: -8, _L.VERSE: -9, _L.SECTION: -6},
    _L.KICKER: {_L.TITLE: 0.5, _L.KICKER: -3},
    _L.TITLE: {
        _L.TITLE_CONTINUED: -4.5, _L.SUBTITLE: 0, _L.BYLINE: 0, _L.REMARK: -3,
        _L.PARAGRAPH: -4, _L.VERSE: -5, _L.CROSSHEAD: -6,
    },
    _L.TITLE_CONTINUED: {
        _L.TITLE_CONTINUED: -4, _L.SUBTITLE: 0, _L.BYLINE: 0, _L.REMARK: -3,
        _L.PARAGRAPH: -4, _L.VERSE: -5, _L.CROSSHEAD: -6,
    },
    _L.SUBTITLE: {_L.SUBTITLE: -2, _L.BYLINE: 0, _L.REMARK: -2, _L.PARAGRAPH: -2, _L.VERSE: -3, _L.CROSSHEAD: -5},
    _L.BYLINE: {_L.BYLINE: -1.5, _L.REMARK: 0, _L.PARAGRAPH: 0, _L.VERSE: -2, _L.CROSSHEAD: -2, _L.SUBTITLE: -7},
    _L.REMARK: {_L.BYLINE: 0, _L.REMARK: -1, _L.PARAGRAPH: 0, _L.VERSE: -3, _L.CROSSHEAD: -2},
    _L.SIGNATURE: {_L.SIGNATURE: 0, _L.SECTION: 0, _L.KICKER: 0, _L.TITLE: 0, _L.PARAGRAPH: -8, _L.EDGE: 0},
    _L.PARAGRAPH: {
        _L.PARAGRAPH: 0, _L.SECTION: 0, _L.KICKER: 0, _L.TITLE: 0, _L.SIGNATURE: 0,
        _L.CROSSHEAD: -2, _L.VERSE: -7.5, _L.EDGE: 0,
    },
    _L.CROSSHEAD: {_L.PARAGRAPH: 0, _L.VERSE: -2.5, _L.CROSSHEAD: -5, _L.EDGE: -8},
    _L.VERSE: {
        _L.VERSE: 0, _L.PARAGRAPH: -3, _L.SECTION: -0.5, _L.KICKER: -0.5, _L.TITLE: -0.5, _L.SIGNATURE: -0.5,
        _L.CROSSHEAD: -5, _L.EDGE: 0,
    },
}  # fmt: skip
_NEW_ARTICLE = frozenset({_L.SECTION, _L.KICKER, _L.TITLE})


def _link(before: Label, after: Label, above: Sight | None, sight: Sight | None, layout: Layout) -> float:
    """Return the points for *after* on *sight* when *before* is on *above*, the line before it in the flow."""
    row = _FOLLOWS[_L.PARAGRAPH if before in TEXT else before]
    if after is _L.CONTINUATION:
        if before not in TEXT:
            return _NEVER
        assert above is not None
        assert sight is not None
        return min(0.0, goes_on(above, sight, layout)[0])
    points = row.get(after, _NEVER)
    if points == _NEVER or above is None or sight is None:
        return points
    if before in TEXT:
        return points + _after_text(after, above, sight, layout)
    if after is _L.PARAGRAPH and _parts_a_number(above, sight):
        return points - 4
    if before is _L.VERSE and after is _L.VERSE:
        return points + _one_poem(above, sight)
    if after is _L.PARAGRAPH and _DATELINE.match(sight.text) and before in (_L.TITLE, _L.TITLE_CONTINUED, _L.SUBTITLE):
        return points + 4
    if before is _L.TITLE and after is _L.TITLE_CONTINUED:
        return points + _one_title(above)
    if before is _L.BYLINE and after is _L.BYLINE and not _both_marked(above, sight):
        return points - 6
    return points


def _after_text(after: Label, above: Sight, sight: Sight, layout: Layout) -> float:
    if after is _L.PARAGRAPH:
        return min(0.0, -goes_on(above, sight, layout)[0])
    return _break_off(above, layout)


def _parts_a_number(above: Sight, sight: Sight) -> bool:
    return above.text[-1].isdigit() and sight.text[0].isdigit()


def _one_poem(above: Sight, sight: Sight) -> float:
    """Return points for two lines being of one poem; after a regular couplet a line of another build is none."""
    if above.length == sight.length:
        return 0.3
    return -2.0 if above.text[-1] == "。" and _is_couplet(above.text) and not _is_couplet(sight.text) else 0.0


def _is_couplet(text: str) -> bool:
    halves = text.rstrip("。，；！？").split("，")
    return len(halves) == 2 and len(halves[0]) == len(halves[1])


def _both_marked(above: Sight, sight: Sight) -> bool:
    return all(s.byline is not None and s.byline.strength == Strength.MARKED for s in (above, sight))


def _one_title(above: Sight) -> float:
    """Return points for two lines being one title rather than a section heading and a title."""
    text = above.text
    is_open = text.count("“") > text.count("”") or text.count("《") > text.count("》")
    return 6.0 if is_open or text[-1] in "，、" else 0.0


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
        joints = tuple(_joints(above, sight, layout))
        sight.joint = sum(points for points, _ in joints), max(joints, key=lambda evidence: abs(evidence[0]))[1]
    return sight.joint


def _joints(above: Sight, sight: Sight, layout: Layout) -> Points:
    if _CANNOT_OPEN.match(sight.text):
        yield 12, N_("begins with a mark that cannot begin a paragraph")
    if sight.indented is not None:
        yield (-7, N_("indented")) if sight.indented else (6, N_("not indented"))
    elif layout.parted:
        yield (-4, N_("after an empty line")) if sight.line.gap else (5, N_("no empty line between"))
    if layout.width is not None and not above.full and sight.indented is None:
        yield (-5 if above.finished else -9), N_("the line above is short")
    if layout.width is not None and above.full:
        yield 4.5 if not layout.parted else 1, N_("the line above is full")
    if above.finished:
        told_apart = layout.parted or sight.indented is not None
        # Where nothing else tells paragraphs apart, a new one is the lesser fault: what is joined nobody sees.
        yield (-2.5 if above.full and told_apart else -6), N_("the line above ends a sentence")
    elif above.text[-1] in "：:" and _LIST_MARK.match(sight.text):
        yield -5, N_("what the colon announces")
    else:
        yield 4, N_("the line above is not finished")
    if _parts_a_number(above, sight):
        yield 6, N_("parts a number")
    elif _LIST_MARK.match(sight.text) and not above.full:
        yield -2.5, N_("begins with a number")


# --- the best path -------------------------------------------------------------------------------------------------


def label_lines(lines: Sequence[Line], hints: Hints = Hints()) -> tuple[Labelled, ...]:
    """Return *lines*, the lines of one dump, each with its label."""
    found = [find_furniture(line, hints) for line in lines]
    flowing = [line for line, furniture in zip(lines, found, strict=True) if not furniture]
    layout = read_layout(flowing)
    flow = _label_flow(_see_all(flowing, layout, hints), layout)
    labelled = iter(_signed_apart(list(flow), hints.vocabulary))
    return tuple(
        Labelled(line, *_floating(furniture)) if furniture else next(labelled)
        for line, furniture in zip(lines, found, strict=True)
    )


def _signed_apart(flow: list[Labelled], vocabulary: Vocabulary) -> list[Labelled]:
    """Return *flow* with a title wherever a piece with a byline is signed at its end by somebody else.

    Two signatures are two pieces; the second, which bears its byline at the end alone, begins at the last crosshead.
    """
    byline: frozenset[str] = frozenset()
    crosshead: int | None = None
    for index, item in enumerate(flow):
        match item.label:
            case _L.SECTION | _L.KICKER | _L.TITLE:
                byline, crosshead = frozenset(), None
            case _L.BYLINE:
                byline |= _names_in(item, vocabulary)
            case _L.CROSSHEAD if not _LIST_MARK.match(item.line.text) and not item.mark:
                crosshead = index
            case _L.SIGNATURE if crosshead is not None and byline:
                if byline.isdisjoint(_names_in(item, vocabulary) or byline):
                    flow[crosshead] = replace(
                        flow[crosshead], label=_L.TITLE, reason=N_("signed at its end"), margin=0.5, rival=_L.CROSSHEAD
                    )
                crosshead = None
    return flow


def _names_in(item: Labelled, vocabulary: Vocabulary) -> frozenset[str]:
    found = read_byline(item.line.text, vocabulary)
    return frozenset(found.names) if found else frozenset()


def _floating(found: Furniture) -> tuple[Label, str]:
    return (_L.CAPTION if found.reason == "caption" else _L.FURNITURE), found.reason


def find_furniture(line: Line, hints: Hints) -> Furniture | None:
    """Return what *line* is apart from the flow of text, furniture or a caption; None where it belongs to the flow.

    What ``book.toml`` says comes first, then what a mark in the text says.
    """
    text = line.text
    if any(pattern.fullmatch(text) for pattern in hints.furniture):
        return Furniture(N_("named in book.toml"), read_origin(text))
    if len(text) > 60 or _MARK.match(text) or closed_up(text) in hints.sections:
        return None
    if piece := read_furniture(text):
        return piece
    if _CAPTION.search(fold(text)) and not read_byline(text, hints.vocabulary):
        return Furniture(N_("caption"))
    return None


_LONGEST = 1000
"""Lines of the longest stretch over which one path is sought, so that memory stays small whatever the text is."""


def _label_flow(flow: Sequence[Sight], layout: Layout) -> Iterator[Labelled]:
    before, prior = None, _L.EDGE
    stretch: list[Sight] = []
    for index, sight in enumerate(flow, 1):
        stretch.append(sight)
        if index == len(flow) or len(stretch) == _LONGEST or _is_text_alone(sight):
            for item in _best_path(before, prior, stretch, layout, index == len(flow)):
                prior = item.label
                yield item
            before, stretch = sight, []


def _best_path(
    before: Sight | None, prior: Label, stretch: Sequence[Sight], layout: Layout, last: bool
) -> Iterator[Labelled]:
    """Yield the lines of *stretch* with the labels of the best path from *before*, labelled *prior*, or the start."""
    offers = [_offers(sight) for sight in stretch]
    links = list(_links(prior, before, stretch, offers, layout))
    ahead = _points_ahead(prior, offers, links)
    back = _points_back(stretch, offers, links, layout, last)
    for index, sight in enumerate(stretch):
        above = stretch[index - 1] if index else before
        offer, link, rest = offers[index], links[index][prior], back[index]
        best = max(offer, key=lambda label: link[label] + offer[label] + rest[label])
        through = {label: ahead[index][label] + rest[label] for label in offer}
        rival = max(((points, label) for label, points in through.items() if label is not best), default=None)
        margin = through[best] - rival[0] if rival else SURE
        yield Labelled(
            sight.line, best, _reason(best, prior, above, sight, layout), margin, rival and rival[1], sight.mark
        )
        prior = best


Links = dict[Label, dict[Label, float]]
"""Points for each label on a line (inner key) after each label on the line before it (outer key)."""


def _links(
    opening: Label, before: Sight | None, stretch: Sequence[Sight], offers: Sequence[dict[Label, float]], layout: Layout
) -> Iterator[Links]:
    above, priors = before, {opening: 0.0}
    for sight, labels in zip(stretch, offers, strict=True):
        yield {prior: {label: _link(prior, label, above, sight, layout) for label in labels} for prior in priors}
        above, priors = sight, labels


def _points_ahead(
    opening: Label, offers: Sequence[dict[Label, float]], links: Sequence[Links]
) -> list[dict[Label, float]]:
    """Return for each line the points of the best path up to and with each of its labels."""
    ahead: list[dict[Label, float]] = []
    scores = {opening: 0.0}
    for labels, link in zip(offers, links, strict=True):
        scores = {
            label: points + max([score + link[prior][label] for prior, score in scores.items()])
            for label, points in labels.items()
        }
        ahead.append(scores)
    return ahead


def _points_back(
    stretch: Sequence[Sight], offers: Sequence[dict[Label, float]], links: Sequence[Links], layout: Layout, last: bool
) -> list[dict[Label, float]]:
    """Return for each line the points of the best path after each of its labels; *last* when the text ends with it."""
    rest = {label: _link(label, _L.EDGE, stretch[-1], None, layout) if last else 0.0 for label in offers[-1]}
    back = [rest]
    for index in range(len(stretch) - 1, 0, -1):
        after = {label: points + rest[label] for label, points in offers[index].items()}
        rest = {
            prior: max([points + after[label] for label, points in links[index][prior].items()])
            for prior in offers[index - 1]
        }
        back.append(rest)
    return back[::-1]


def _reason(label: Label, prior: Label, above: Sight | None, sight: Sight, layout: Layout) -> str:
    if sight.forced:
        return N_("marked in the text") if sight.mark else N_("named in book.toml")
    if label in TEXT and prior in TEXT and above:
        return goes_on(above, sight, layout)[1]
    evidence = list(_POINTS[label](sight))
    return max(evidence)[1] if evidence else N_("between its neighbours")
