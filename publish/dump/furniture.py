"""Furniture: page numbers, edition lines, editors' lines, jump lines, running heads — and the origin that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto

from publish.book import Origin
from publish.dump.folding import compiled, fold
from publish.source import Line
from publish.wording import N_


class Kind(Enum):
    """What kind of furniture a line is, or what else stands apart from the flow of text."""

    NAMED = auto()
    """By ``[parse] furniture`` in ``book.toml``."""
    ORIGIN_LINE = auto()
    JUMP_LINE = auto()
    PAGE_NUMBER = auto()
    EDITION_LINE = auto()
    COLUMN_LINE = auto()
    """An edition line with the name of a column."""
    EDITORS_LINE = auto()
    ADDRESS_LINE = auto()
    WEB_LINE = auto()
    ORNAMENT = auto()
    RUNNING_HEAD = auto()
    CAPTION = auto()
    CAPTION_GOES_ON = auto()


MESSAGES: Mapping[Kind, str] = {
    Kind.NAMED: N_("named in book.toml"),
    Kind.ORIGIN_LINE: N_("origin line"),
    Kind.JUMP_LINE: N_("jump line"),
    Kind.PAGE_NUMBER: N_("page number"),
    Kind.EDITION_LINE: N_("edition line"),
    Kind.COLUMN_LINE: N_("edition line with a column"),
    Kind.EDITORS_LINE: N_("editors' line"),
    Kind.ADDRESS_LINE: N_("address line"),
    Kind.WEB_LINE: N_("web line"),
    Kind.ORNAMENT: N_("ornament"),
    Kind.RUNNING_HEAD: N_("running head"),
    Kind.CAPTION: N_("caption"),
    Kind.CAPTION_GOES_ON: N_("the caption goes on"),
}
"""What the user is told of each kind."""

MAXIMUM = 60
"""Characters in the longest line that is taken for furniture."""

_NUMERAL = "[0-9〇○零一二三四五六七八九十百]"
_DATE = rf"(?:{_NUMERAL}{{4}}\s*[年./-]\s*{_NUMERAL}{{1,3}}\s*[月./-]\s*{_NUMERAL}{{1,3}}\s*日?)"
_DAY = r"(?:（?(?:星期|周|礼拜)\s*[一二三四五六日天]）?)"
_LUNAR = (
    r"(?:（?(?:农历)?\s*[\u4e00-\u9fff]{0,4}年?[闰正二三四五六七八九十冬腊]月[初十廿二三][一二三四五六七八九十]日?）?)"
)
_MASTHEAD = (
    r"(?:《?\s*[\u4e00-\u9fff](?:\s*[\u4e00-\u9fff]){0,8}?\s*(?:日\s*报|晚\s*报|时\s*报|周\s*报|早\s*报|晨\s*报|"
    r"商\s*报|都\s*市\s*报|青\s*年\s*报|导\s*报|学\s*报)\s*》?(?:\s*(?:第?\d{1,4}期|总第\d+期))?)"
)
_PAGE = (
    rf"(?:第\s*{_NUMERAL}{{1,4}}\s*版(?:面)?|[A-Z]?\s?\d{{1,3}}\s*版|[A-Z]\d{{1,3}}(?:-[A-Z]?\d{{1,3}})?|"
    rf"版次：?\s*\d{{1,3}}|第\s*{_NUMERAL}{{1,4}}\s*页|P\s?\d{{1,3}})"
)
_COLUMN = r"(?:[\u4e00-\u9fff](?:\s?[\u4e00-\u9fff]){1,5}(?:·[\u4e00-\u9fff]{2,4})?)"
_COLUMN_WORD = (
    r"(?:[\u4e00-\u9fff]{0,4}(?:要闻|新闻|理论|综合|副刊|专题|专版|文化|国内|国际|时事|经济|社会|民生|体育|教育|健康|评论|广告|"
    r"生活|科技|法治|县域|视点|读书|文艺|人物|特刊|周刊|观察|天下|热点|深度))"
)
_EDITOR = (
    r"(?:(?:本版|本期|今日|值班|责任|执行|文字|视觉|版式|图片|图文|特约|编辑|组版|责)?\s*"
    r"(?:责任编辑|责任校对|编辑|责编|美编|美术编辑|校对|版式|版式设计|排版|组版|组稿|设计|制图|审读|审校|终审|主编|"
    r"副主编|值班编委|值班主任|一读|二读|检校|监制|统筹|策划|见习编辑|实习编辑|值班总编)"
    r"(?:/[\u4e00-\u9fff]{2,6})?)"
)
_ISSUE = (
    r"(?:(?:《\s?[\u4e00-\u9fff]{2,10}\s?》|[\u4e00-\u9fff]{2,8})\s*\d{4}\s?年\s?第?\s?\d{1,3}\s?期|"
    r"(?:\d{4}\s?年)?第\s?\d+\s?期|（?总第?\s?\d+\s?期）?)"
)
_CONTACT = (
    r"(?:(?:新闻|投稿|联系|订阅|发行|广告|咨询|监督|编辑部)?(?:电话|热线|传真|信箱|邮箱|电子邮箱|E-?[Mm]ail|QQ群?|微信号?|邮编)"
    r"\s?[：:]\s?[\w.@+-]+|[\w.+-]+@[\w.-]+|(?:邮发代号|国内统一刊号|代号|ISSN|CN)\s?[：:]?\s?[\dA-Z/-]+)"
)
_PIECE = (
    rf"(?:{_MASTHEAD}|{_EDITOR}\s*[：/|\s]\s*[\u4e00-\u9fff]{{2,4}}(?=\s|$)|{_DATE}|{_DAY}|{_LUNAR}|{_PAGE}|"
    rf"{_ISSUE}|{_CONTACT}|今日\d+版)"
)
_PATTERNS: Mapping[Kind, re.Pattern[str]] = {
    Kind.JUMP_LINE: compiled(
        rf"[（\[【▶►→]*\s*(?:(?:下|上|紧|文|全文|详情|相关报道|更多内容)?\s*(?:紧?接|转|续|见|详见|下转|"
        rf"上接)\s*(?:今日|本报)?\s*(?:{_PAGE}|[A-Z]?\d{{1,3}}\s*[版页]|"
        rf"第\S{{1,4}}[版页])(?:\s*[\u4e00-\u9fff《》“”]{{0,14}})?|未完待续|（?待续）?)\s*[）\]】◀←]*"
    ),
    Kind.PAGE_NUMBER: compiled(
        rf"[-–—·•~～.|/\s（(〔\[●■◆□]*(?:第?\s*\d{{1,4}}\s*(?:[/／]\s*\d{{1,4}}|页)?|{_NUMERAL}{{1,3}}|"
        rf"[ivxlc]{{1,5}})[-–—·•~～.|/\s)）〕\]]*"
    ),
    Kind.EDITION_LINE: compiled(rf"[\s|·/—（-]*(?:{_PIECE}[\s|·/，—（）-]*)+"),
    Kind.COLUMN_LINE: compiled(
        rf"(?:(?:{_PAGE}|{_MASTHEAD}|{_DATE}|{_DAY}|\s)+[\s|·]+{_COLUMN}|{_COLUMN}\s(?:{_PAGE}|{_MASTHEAD}|{_DATE}|{_DAY}|[\s|·])+|"
        rf"{_PAGE}\s*[|:：·]?\s*{_COLUMN}|{_COLUMN}\s*[|:：·]?\s*{_PAGE}|"
        rf"0\d\s?{_COLUMN}|\d{{1,2}}\s?{_COLUMN_WORD}|{_COLUMN_WORD}\s?\d{{1,2}})"
    ),
    Kind.EDITORS_LINE: compiled(
        rf"[（\[【]?\s*(?:{_EDITOR}\s*[：/|\s]\s*[\u4e00-\u9fffA-Za-z·\s、，]{{2,24}}?[\s；;|]*)+[）\]】]?"
    ),
    Kind.ADDRESS_LINE: compiled(
        r"(?:(?:本报|本刊|编辑部|新闻|投稿|联系|订阅|发行|广告|咨询|监督|举报|热线)*(?:地址|社址|邮编|邮政编码|电话|"
        r"热线|传真|邮箱|信箱|网址|电子邮箱|E-?mail|邮发代号|刊号|定价|零售|印刷|微信号?|公众号)\s*[：:].*)"
        r"|(?:投稿邮箱|国内统一连续出版物号|CN\s?\d\d-\d{4}).*|(?:https?：//|www\.)\S+",
        re.IGNORECASE,
    ),
    Kind.WEB_LINE: compiled(
        r"(?:扫(?:描)?(?:上方|下方|右侧|左侧)?二维码.{0,20}|(?:字号|分享到|打印|上一篇|下一篇|返回目录|版面导航|"
        r"标题导航)[：\s].{0,20}|(?:上一篇|下一篇|返回目录))"
    ),
    Kind.ORNAMENT: compiled(r"[\s*＊※#=＝_－—\-·•~～◇◆○●□■▲△★☆…]+"),
}

_AGENCY = r"(?:新华社|中新社|中国新闻社|新华网|中新网|人民网|央视网|央视新闻|光明网|中国青年网|澎湃新闻)"
_LOCAL = compiled(
    r"(?P<open>[（【\[])?\s*(?:原载|载|来源|摘自|转自|选自|原刊|刊于|发表于|(?P<after>据)|本文来源|稿件来源|文章来源)\s*"
    r"(?:于|：)?\s*(?P<what>[^，。；！？]{2,40}?)\s*(?:[电讯])?(?(open)[）】\]]|(?(after)(?!)))"
)
_PARTS = {
    "publication": compiled(rf"《?({_MASTHEAD[3:-1]})"),
    "date": compiled(_DATE),
    "page": compiled(
        r"第\s*[0-9A-Z〇零一二三四五六七八九十]{1,4}\s*版|[A-Z]?\s?\d{1,3}\s*版|(?<![A-Za-z])[A-Z]\d{1,3}(?!\d)"
    ),
}


_SHORT = 8  # characters of a line that is looked at in any case
_SIGN = compiled(
    r"[0-9０-９:：|｜·/@\s版報报頁页期月號号續续]|二[维維][码碼]|[上下]一篇|目[录錄]|[^\w\s，。、；！？“”‘’（）《》「」『』—…]"
)
"""What stands in every line of furniture that is longer than `_SHORT`; a line without it is text."""


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a line is that stands apart from the text, and what it tells about the articles that it stands with."""

    kind: Kind
    origin: Origin | None = None


def read_furniture(text: str) -> Furniture | None:
    """Return what *text* is as furniture by itself, or None."""
    if len(text) > MAXIMUM or (len(text) > _SHORT and not _SIGN.search(text)):
        return None
    folded = fold(text)
    if local := _LOCAL.fullmatch(folded):
        origin = _local_origin(text[slice(*local.span("what"))])
        return Furniture(Kind.ORIGIN_LINE, origin) if origin.publication else None
    for kind, pattern in _PATTERNS.items():
        if pattern.fullmatch(folded):
            return Furniture(kind, None if kind is Kind.JUMP_LINE else read_origin(text, folded))
    return None


def _local_origin(words: str) -> Origin:
    origin = read_origin(words) or Origin()
    agency = re.match(_AGENCY, fold(words))
    return replace(origin, publication=words[: agency.end()]) if agency and not origin.publication else origin


def read_origin(text: str, folded: str | None = None) -> Origin | None:
    """Return the publication, date and page that *text* names, as printed, or None."""
    folded = fold(text) if folded is None else folded
    found = {
        part: _closed(text[slice(*match.span())])
        for part, pattern in _PARTS.items()
        if (match := pattern.search(folded))
    }
    return Origin(**found) if found else None


_DATELINE = compiled(
    rf"[（(【]?据?(?P<publication>{_AGENCY}|[\u4e00-\u9fff]{{2,4}}(?:日报|晚报|时报|早报|晨报|商报|青年报)|本[报刊台网社])"
    r"(?:记者)?[\s\u4e00-\u9fff、]{0,12}?(?P<date>(?:\d{4}年)?\d{1,2}月\d{1,2}日)?\s*(?:专|急|综合)?[电讯](?=[\s（(】：]|$)"
)


def read_dateline(text: str) -> Origin | None:
    """Return what a dateline at the beginning of *text* names, the date as printed; 本报 is no name."""
    match = _DATELINE.match(fold(text[:48]))
    if not match:
        return None
    publication, date = (text[slice(*match.span(part))] or None for part in ("publication", "date"))
    publication = None if match["publication"].startswith("本") else publication
    return Origin(publication, date) if publication or date else None


def _closed(words: str) -> str:
    return re.sub(r"\s+", "", words).strip("《》")


# --- jump lines within a line of text ------------------------------------------------------------------------------

_JUMP = compiled(
    rf"(?P<from>^[（(【]\s*(?:紧?[上接]|续){{1,3}}\s*(?:今日|本报)?\s*(?:{_PAGE})[^）)】]{{0,14}}[）)】])|"
    rf"(?P<to>[（(【]\s*(?:下|紧|详|全文)?[转见]\s*(?:今日|本报)?\s*(?:{_PAGE})[^）)】]{{0,14}}[）)】]$)"
)


def part_jumps(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield *lines*, those that begin or end with a jump line in brackets as two lines of the same number."""
    for line in lines:
        if (line.text[0] in "（(【" or line.text[-1] in "）)】") and (match := _JUMP.search(line.text)):
            yield from _parted(line, match.end() if match["from"] else match.start())
        else:
            yield line


def _parted(line: Line, at: int) -> Iterator[Line]:
    head, tail = line.text[:at].rstrip(), line.text[at:].lstrip()
    if head:
        yield replace(line, text=head)
    if tail:
        column = line.column + len(line.text) - len(tail)
        yield replace(
            line, text=tail, column=column, gap=0 if head else line.gap, opens_page=not head and line.opens_page
        )


# --- numbers of parts ----------------------------------------------------------------------------------------------

_PARTS_OF_ESSAY = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")


def find_parts(lines: Sequence[Line], found: Sequence[Furniture | None]) -> Iterator[int]:
    """Yield the lines, by their indices, that count the parts of an essay from 一 on, and not the pages."""
    run: list[int] = []
    for at, furniture in enumerate(found):
        if not furniture or furniture.kind is not Kind.PAGE_NUMBER or lines[at].text not in _PARTS_OF_ESSAY:
            continue
        number = _PARTS_OF_ESSAY.index(lines[at].text)
        if number != len(run):
            yield from run if len(run) > 1 else ()
            run = []
        if number == len(run):
            run.append(at)
    yield from run if len(run) > 1 else ()
