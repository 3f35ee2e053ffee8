"""What the words of one line show, whatever stands around it: how it begins and ends, and how it is built."""

from __future__ import annotations

from publish.dump.folding import compiled

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


def has_inner_stop(text: str) -> bool:
    """Tell whether a full stop or a semicolon stands inside *text*."""
    return _INNER_STOP.search(text, 0, len(text) - 1) is not None
