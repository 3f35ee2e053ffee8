"""What can be seen of one line of a dump, apart from its neighbours' labels."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise

from publish.dump.bylines import Byline, Strength, is_affiliation, is_remark, read_byline
from publish.dump.folding import closed_up, compiled, fold
from publish.dump.labels import Hints, Label
from publish.dump.layout import Layout
from publish.source import Line

_TERMINAL = compiled(
    r"[。！？…!?][”’」』）》】)\]\"]*$|[^\x00-\x7f][.][”’」』]?$|(?:[。！？…”!?]|^)[（(][^（）()。]{1,30}[）)]$"
)
_INNER_STOP = compiled(r"[。；;]|[^\x00-\x7f]\.(?=[^\x00-\x7f])")
CANNOT_OPEN = compiled(r"^[，。、；：！？”’」』）》】〉…·%％,.;!?)\]}]")
LIST_MARK = compiled(
    r"^(?:[（(]?[一二三四五六七八九十]{1,3}[）)、．]|[（(]?\d{1,2}(?:[）)、．]|\.(?!\d))|[①-⑳]|"
    r"第[一二三四五六七八九十]{1,3}[，、]|[●•·◆■▲]\s*)"
)
DASH = compiled(r"^(?:[—–―─-]{1,3}|——)\s*(?=[^\s—–―─-])")
MARK = compiled(r"^(?P<hashes>#{1,3}(?=\s)|#{2,3}(?=[^#\s]))\s*(?=\S)")
KICKER = compiled(r"^[【（(\[]?(?:引题|肩题|眉题)[】）)\]]?\s*[：:]?\s*(?=\S)")
SUBTITLE = compiled(r"^[【（(\[]?(?:副题|副标题)[】）)\]]?\s*[：:]?\s*(?=\S)")
REPORTAGE = compiled(
    r"^(?:记|访|写在|致|悼|追记|评)[^，。]{3,}|(?:侧记|纪实|综述|扫描|见闻|札记|述评|之[一二三四五六七八九十]|"
    r"[（(][上中下一二三四五六七八九十][）)])$"
)
_HOW_SECTIONS_END = (
    "专栏 专版 专题 专刊 特刊 论坛 论丛 天地 聚焦 视点 视野 观察 副刊 广角 之窗 之家 园地 时评 "
    "短评 快评 锐评 杂谈 漫谈 漫笔 随笔 要闻 新闻 动态 理论 文苑 艺苑 文艺 文化 文学 读书 书评 "
    "书香 阅读 人物 热线 关注 透视 纵横 导读 快讯 简讯 综合 评论 言论 诗会 诗苑 诗歌 诗词 散文 "
    "小说 杂文 笔谈 笔会 讲堂 讲坛 茶座 风采 风物 速递 之声 前沿 一线 故事 旧事 往事 周刊 月刊 "
    "版 大家谈 面对面 进行时 会客厅 直通车 在线 在身边 来信 信箱 访谈 调研 实践 研究 振兴 治理 "
    "现代化 实事 法治 城事 科普 健康 教育 财经 三农"
)
_SECTION_WORDS = tuple(_HOW_SECTIONS_END.split())
_AIMS = ("精神", "战略", "部署")
_CAMPAIGN = compiled(rf"(?:学习|宣传|贯彻|落实)[^，。]{{2,12}}(?:{'|'.join(_AIMS)})$")
SECTION_ALONE = compiled(
    r"^(?:[\u4e00-\u9fff]{2})?(?:副刊|专栏|专版|专刊|特刊|诗苑|诗坛|诗会|诗歌|诗词|诗林|文苑|艺苑|散文|小说|随笔|杂文|时评|要闻|言论|短论|文萃|书评|艺文)$"
)
"""The name of a section and hardly a title."""
BOXED = compiled(r"^(?:[【〖\[〔].{1,20}[】〗\]〕]|[■◆●★☆※◇□▲]\s*.{1,20})$")
DATELINE = compiled(
    r"^[（(【]?(?:本报|本刊|本台|新华社|中新社|中新网|新华网|人民网|据|[\u4e00-\u9fff]{2,4}(?:日报|晚报|"
    r"网))[^，。：]{0,14}?(?:讯|电|消息|报道)|^[（(]?(?:本报)?(?:记者|通讯员)[^，。]{1,20}(?:报道|[）)])"
)
SPEECH = compiled(r"""^[“「"].*[。！？…][”」"]$|[。！？][”」"][^，]{1,8}$|说：""")
_CONNECTING = frozenset("的地得和与或及把被将从向对以而并且在为成")
_UNFINISHED = compiled(
    r"(?:(?<!目)的|(?<![园天基大土高阵各本外工产属战湿草绿林耕荒陆当内境驻胜圣盆用])地|(?<![心获舍值记懂难])得|(?<![温祥缓总谦平随柔共])和|"
    r"(?<!参)与|或|[把将].{2,12}[为成]|(?<![普涉埃])及|(?<!火)把|(?<![棉植])被|(?<![大名猛老小])将|(?<![服随])从|(?<![方走动风志去趋导意])向|"
    r"(?<![应面相成])对|以|(?<!进)而|(?<!合)并|且|(?<![存实自潜现内])在)$"
)
"""A word that asks for another after it, and no other word with the character before: no heading ends so."""
TORN = compiled(r"^[\u4e00-\u9fff][，、；。]")
"""One character and a mark: the end of a word that began on the line above."""


SPOKEN = compiled("[了着过的地得我你他她它们把被让就都也还又却没这那很只]|([\u4e00-\u9fff]).\\1")
"""What sentences have and hardly a name or the heading of a section: particles, pronouns, a character that returns."""


WRITTEN = compiled(r"^[（(]?(?:[写作]于)?\d{2,4}年\d{1,2}月(?:\d{1,2}日)?.{0,12}[）)]?$|^[（(]?[写作]于.{2,12}[）)]?$")
"""When and where a text was written, said at its end."""
POEM = 4
"""Lines that make a poem."""
NO_VERSE = '”」："'
"""How no line of verse ends."""


SUITE = compiled(
    r"[（(](?:[外共]?[一二三四五六七八九十两]+[首章题则篇]|组诗|组章|节选|选[一二三四五六七八九十]+)[）)]$"
)
"""How the title of several poems ends."""


@dataclass(slots=True)
class Sight:
    """What the rules see of one line."""

    line: Line
    text: str
    """Folded and letter-spaced words closed up, but for a line that can only be text."""
    length: int
    finished: bool
    """Whether it ends as a paragraph does."""
    full: bool
    """Whether it reaches the width at which lines are wrapped."""
    indented: bool | None
    """Whether it is indented as paragraphs are; None where that means nothing."""
    stunted: bool = False
    """Whether it stops short of the width at which lines are wrapped, and ends no sentence."""
    text_alone: bool = False
    """Whether it can be nothing but a paragraph or part of one."""
    forced: Label | None = None
    mark: int = 0
    """Characters of the mark that forces its label."""
    byline: Byline | None = None
    remark: bool = False
    """Whether it says who the author is."""
    affiliation: bool = False
    """Whether it is a place of work or a post and nothing else."""
    strange: bool = False
    """Whether the lines above it, as many as make a poem, end otherwise than it does or have another length."""
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
    company: int = 1
    """Lines that could be verse and stand together, itself among them."""
    commas: int = 0
    stop: bool = False
    """Whether a full stop stands inside."""
    torn: bool | None = None
    """Whether a word lies across the border to the line before it, once `neighbours.tears_a_word` was asked."""
    joint: tuple[float, str] | None = None
    """How surely it goes on from the line before it, and why, once `neighbours.goes_on` was asked."""


_MARKS = "，。、；：！？…—"
_LONGEST_VERSE = 20
_HANGING = 3
"""Characters by which marks and narrow figures make a line longer than the others."""
_WRAPPED = 12
"""Characters from which a full line may be a line of wrapped text."""
_LONGEST_FOLDED = 60
"""Characters of the longest line that could be more than text."""


def see_all(lines: Sequence[Line], layout: Layout, hints: Hints) -> list[Sight]:
    """Return what is seen of *lines*; where lines are wrapped, those inside a block of full lines are text."""
    full = [layout.is_full(line) for line in lines]
    inside = [
        within and not (line.text[0] in _SIGNERS and _is_signature(line, hints))
        for within, line in zip(_inside(lines, full, layout), lines, strict=True)
    ]
    sights = [_see(*seen, layout, hints) for seen in zip(lines, full, inside, strict=True)]
    if 0 < sum(line.gap > 0 for line in lines) <= len(lines) * 0.7:
        for sight, below in pairwise(sights):
            sight.tight = not sight.line.gap
            sight.lone = not sight.tight and below.line.gap > 0
            sight.last = sight.tight and below.line.gap > 0
    _mark_strange(sights)
    _count_company(sights)
    _mark_signed(sights)
    _mark_inner(sights)
    return sights


_SIGNERS = frozenset("本记通特见实□■◎●（［〔([")


def _is_signature(line: Line, hints: Hints) -> bool:
    byline = read_byline(line.text, hints.vocabulary)
    return byline is not None and byline.strength is Strength.MARKED


def _mark_strange(sights: Iterable[Sight]) -> None:
    marked = alike = length = 0
    for sight in sights:
        ends_marked, own_length = sight.text[-1] in _MARKS, len(sight.text.rstrip(_MARKS))
        sight.strange = (marked >= POEM and not ends_marked) or (alike >= 2 * POEM and own_length != length)
        marked = marked + 1 if ends_marked and sight.length <= _LONGEST_VERSE else 0
        alike = alike + 1 if own_length == length else 1
        length = own_length


def _count_company(sights: Iterable[Sight]) -> None:
    for likely, together in groupby(sights, _could_be_verse):
        if likely:
            company = list(together)
            longest = accumulate((sight.length for sight in company), max)
            for index, (sight, length) in enumerate(zip(company, (0, *longest), strict=False)):
                sight.company = len(company)
                sight.strange |= index >= POEM and sight.length > max(length + 4, 1.5 * length)


def _mark_signed(sights: Sequence[Sight]) -> None:
    start = named = 0
    for at, sight in enumerate(sights):
        if sight.byline is None:
            continue
        if _signs(sight, sights[at - 1], sights[at + 1] if at + 1 < len(sights) else None):
            sight.signs = True
            for first in sights[start : min(start + 2, at - 1)]:
                first.signed = not named
            start, named = at + 1, 0
        elif sight.byline.strength >= Strength.NAMES:
            named += sight.byline.strength is Strength.MARKED or at > start + 2


def _mark_inner(sights: Sequence[Sight]) -> None:
    of_several = 0
    for at, sight in enumerate(sights):
        if sight.text_alone:
            of_several = 0
            continue
        sight.numbered = sight.length < 5 and bool(_NUMBER_ALONE.match(sight.text))
        if SUITE.search(sight.text, max(0, sight.length - 8)):
            of_several = at + 1
        elif of_several:
            likely = _could_be_verse(sight)
            sight.inner = likely and sight.lone and sight.length <= _LONGEST_INNER and sight.text[-1] not in _MARKS
            of_several = of_several if likely or at <= of_several + 1 else 0


_LONGEST_INNER = 8
_NUMBER_ALONE = compiled(
    r"^(?:[其之][一二三四五六七八九十]{1,2}|[（(]?(?:[一二三四五六七八九十]{1,2}|\d{1,2})[）)]?[.、．]?)$"
)


def _signs(sight: Sight, above: Sight, below: Sight | None) -> bool:
    """Tell whether *sight* is names in brackets with a text above, which ends there, and no text below."""
    if sight.byline is None or sight.text[0] not in "（(" or sight.byline.strength is not Strength.MARKED:
        return False
    ended = above.finished or (above.tight and not sight.tight)
    return ended and (below is None or not (below.text_alone or below.finished or below.full))


def _could_be_verse(sight: Sight) -> bool:
    if sight.text_alone or sight.forced or sight.remark or sight.length > _LONGEST_VERSE:
        return False
    if sight.stop or sight.text[-1] in NO_VERSE or BOXED.match(sight.text):
        return False
    named = sight.byline is not None and sight.byline.strength >= Strength.NAMES
    return not named or SPOKEN.search(sight.text) is not None


def _inside(lines: Sequence[Line], full: Sequence[bool], layout: Layout) -> list[bool]:
    """Tell of each of *lines* whether it stands in a run of full lines, and so can be nothing but text.

    Of three lines and more the middle is inside; the ends are where they show it, by an empty line or a sentence's
    end. Where most lines end a sentence the run is a poem.
    """
    inside = [False] * len(lines)
    for start, end in _runs(lines, full, layout):
        last = end - 1
        if last - start < 2 or sum(line.text[-1] in _ENDS for line in lines[start:last]) * 2 >= last - start:
            continue
        opens = bool(lines[start].gap) if layout.parted else start > 0 and _opens(lines[start - 1], lines[start])
        closes = (layout.parted and (end == len(lines) or bool(lines[end].gap))) or _closes(lines[last - 1 : end])
        first, behind = start + (not opens), end if closes else last - 1
        inside[first:behind] = [True] * (behind - first)
    return inside


def _runs(lines: Sequence[Line], full: Sequence[bool], layout: Layout) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each run of full lines with the line that follows them."""
    start: int | None = None
    for at, line in enumerate(lines):
        if start is not None and layout.parted and line.gap:
            yield start, at
            start = None
        if not full[at] or not _WRAPPED <= layout.measure(line) <= (layout.width or 0) + _HANGING:
            if start is not None:
                yield start, at + 1
            start = None
        elif start is None:
            start = at
    if start is not None:
        yield start, len(lines)


_ENDS = "。！？；"
_WIDE = 20
"""Characters from which a full line with a comma is hardly a title."""


def _opens(above: Line, line: Line) -> bool:
    return above.text[-1] in "。！？”" and len(line.text) >= _WIDE and "，" in line.text


def _closes(lines: Sequence[Line]) -> bool:
    above, line = lines
    return above.text[-1] not in _ENDS and line.text[-1] == "。"


def _see(line: Line, full: bool, inside: bool, layout: Layout, hints: Hints) -> Sight:
    text = line.text if inside or len(line.text) > _LONGEST_FOLDED else closed_up(fold(line.text))
    finished = is_finished(text)
    sight = Sight(line, text, len(text), finished, full, line.indent > 0 if layout.indent else None)
    sight.stunted = not finished and layout.width is not None and layout.measure(line) < layout.width - _HANGING
    if mark := MARK.match(text):
        sight.forced = (Label.SECTION, Label.TITLE, Label.CROSSHEAD)[len(mark["hashes"]) - 1]
        sight.mark = mark.end()
    elif hints.call_section(line.text):
        sight.forced = Label.SECTION
    elif not inside and is_remark(text):
        sight.remark = True
    elif inside or sight.length > _LONGEST_FOLDED:
        sight.text_alone = sight.stop = True
    else:
        sight.stop = bool(_INNER_STOP.search(text, 0, len(text) - 1))
        sight.text_alone = sight.length > 48 or (sight.length > 20 and (sight.stop or text[-1] in "。，、；"))
    if not (sight.forced or sight.text_alone or sight.stop):
        sight.commas = text.count("，") + text.count("、")
        sight.byline = read_byline(line.text, hints.vocabulary)
        sight.affiliation = text[-1] not in "。！？：，；”" and is_affiliation(text)
    return sight


_LAST = frozenset('。！？…!?.”’」』）》】)]"')
_ENTRY = compiled(
    r"[［【（]?(?:关\s?键\s?[词字]|中图分类号|文献标识码|文章编号|收稿日期|基金项目|DOI|Key ?[Ww]ords)"
    r"[］】）]?(?:\s?：|\s)"
)
"""What stands by itself at the head of a paper."""


def is_finished(text: str) -> bool:
    """Tell whether *text* ends as a paragraph does."""
    if text[-1] not in _LAST:
        return bool(_ENTRY.match(text))
    return bool(_TERMINAL.search(text[-34:]))


def is_unfinished(text: str) -> bool:
    """Tell whether *text* ends in a word that asks for another after it: no heading does."""
    return text[-1] in _CONNECTING and bool(_UNFINISHED.search(text))


def names_section(text: str) -> bool:
    """Tell whether *text* ends like the name of a section."""
    return text.endswith(_SECTION_WORDS) or (text.endswith(_AIMS) and bool(_CAMPAIGN.search(text)))


def is_section_like(text: str) -> bool:
    """Tell whether *text* is marked as a heading, or ends like the name of a section."""
    return bool(BOXED.match(text)) or names_section(text)


def is_couplet(text: str) -> bool:
    """Tell whether *text*, a folded line, is two halves of one length."""
    halves = text.rstrip("。，；！？").split("，")
    return len(halves) == 2 and len(halves[0]) == len(halves[1])


def is_rare(character: str) -> bool:
    """Tell whether *character* is rare today: beyond the 3 755 most common ones of GB/T 2312, its first level."""
    try:
        return character.encode("gb2312")[0] >= _SECOND_LEVEL
    except UnicodeEncodeError:
        return True


_SECOND_LEVEL = 0xD8


_PAIRS = (("“", "”"), ("《", "》"), ("「", "」"), ("『", "』"))
_OPENER = compiled("[“《「『]")


def leaves_open(text: str) -> bool:
    """Tell whether *text* opens a quotation or the name of a book that it does not close."""
    return bool(_OPENER.search(text)) and any(text.count(opener) > text.count(closer) for opener, closer in _PAIRS)
