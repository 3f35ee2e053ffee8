"""A byline, read: 本报记者 李 明 通讯员 王小红（沧州师范学院） → names, remarks, and what was only a mark.

Whether a line *is* a byline depends on its neighbours as well, which is for `evidence` and `neighbours`
to weigh; here stands what the line itself says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from publish.dump.folding import compiled, fold
from publish.dump.likeness import (
    DOTTED,
    HAN,
    LATIN,
    LONGEST,
    NOT_NAMES,
    ONLY_HAN,
    PLAIN,
    Likeness,
    Vocabulary,
    is_surname,
    likeness_of,
)
from publish.dump.places import PLACES
from publish.dump.surnames import COMPOUND, FOREIGN


class Strength(IntEnum):
    """How plainly a line says that it names its authors."""

    DOUBTFUL = 0
    """Nothing but everyday words, as pen names are too."""
    POSSIBLE = 1
    """Nothing but words that could be names."""
    NAMES = 2
    """Nothing but names with a known surname, or foreign names."""
    MARKED = 3
    """A role, a label, a bullet or brackets."""


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline says."""

    names: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    strength: Strength = Strength.POSSIBLE
    roles: tuple[str, ...] = ()


MAXIMUM = 60
"""Characters in the longest line that is read as a byline."""

_MEDIUM = (
    r"(?:本[报刊台网社]|新华社|中新社|中新网|新华网|人民网|[\u4e00-\u9fff]{1,4}(?:日报|晚报|时报|周报|早报|晨报|"
    r"商报|都市报|青年报|农民报)社?|[\u4e00-\u9fff]{2,6}(?:报|网|新闻|电视台|客户端|周刊|在线)(?:[-—][\u4e00-\u9fff]{2,6})?)"
)
_GRADE = (
    r"(?:特约|特派|首席|见习|实习|资深|高级|驻[\u4e00-\u9fff]{1,3}|全媒体|融媒体|全媒|融媒|新媒体|摄影|文字|视觉|"
    r"客户端|专栏|主任|时事)"
)
_ROLE_NOUN = r"(?:记者|通讯员|评论员|撰稿人|撰稿|实习生|观察员|观察家|特约作者|讯员|小记者|学生记者|编辑记者)"
_ROLE = rf"(?:{_MEDIUM}?\s?{_GRADE}{{0,3}}{_ROLE_NOUN})"
_WORK = (
    r"(?:稿件采写|本文采写|摄影报道|图片报道|综合报道|文字整理|文并摄|摄影|撰文|采写|撰稿|供稿|整理|编译|翻译|口述|供图|制图|执笔|"
    r"报道|综合|绘图|插图|图片|文字|采访|统筹|拍摄|视频)"
)
_SHORT_WORK = r"(?:文图|图文|文|图|摄|译|绘|画|诗|著|编|整理)"
_BOTH_WORKS = r"(?:文\s?[/、·和&]\s?图|图\s?[/、·和&]\s?文|文\s?[/、]\s?摄|摄\s?[/、]\s?文|文图|图文)"
_LABEL = (
    rf"(?:作\s*者|文字作者|{_WORK}|{_SHORT_WORK}|供\s*稿|记\s*者|通讯员|(?:课题组)?成员|(?:作者)?单位|编辑|审核|策划|监制|讲述|主讲|记录|"
    r"设计|漫画|插画|书法|国画|篆刻)"
)

_BULLETS = "□■◎○●◆◇▲△▪•★☆※⊙◦"
_BULLET = compiled(rf"^[{_BULLETS}]+\s*")
_INNER_BULLET = compiled(r"(?<=\s)[□■◎○●]\s*|(?<=[\u4e00-\u9fff])[\d*＊①-⑨†‡]{1,2}(?=[\s，、；]|$)|(?<=\S)\s等$")
"""What may stand between names and behind them: bullets, note marks, 等."""
_BRACKETED = compiled(r"^[（〔［【](?P<inside>[^（）〔〕［］【】]+)[）〕］】]$")
_CLASS = compiled(r"\S*（[\d一二三四五六七八九十]{1,2}）班")
_OPENING = compiled("[（〔［【]")
_ASIDE = compiled(r"\s*[（〔［【]([^（）〔〕［］【】]*)[）〕］】]\s*")
_LABELLED = compiled(rf"(?:^|(?<=[\s、，；]))(?P<label>{_BOTH_WORKS}|{_LABEL})\s*[/：|丨]\s*|^作\s*者\s+")
_AFTER = compiled(rf"(?<!\s[文图摄])(?<!^[文图摄])/\s?(?:{_WORK}|{_SHORT_WORK})(?=[\s、，；]|$)")
_ENDED = compiled(rf"\s*(?:{_BOTH_WORKS}|{_WORK}|(?<=[\s/]){_SHORT_WORK})$")
_INNER_WORK = compiled(rf"(?:^|(?<=[\s、]))(?:{_BOTH_WORKS}|{_WORK}|{_SHORT_WORK})(?=\s)")
_LETTER_SPACED = compiled(r"[\u4e00-\u9fff](?: +[\u4e00-\u9fff]){2,3}")
_TOLD = compiled(rf"[/|：丨]|^[{_BULLETS}]")
"""What sets a role or a work apart from the names."""
_WIRE = compiled(
    r"^[（【［]?(?:本[报刊台网社]|新华社|中新社|中新网|据)[^，。：（ ]{0,14}?(?:讯|电|消息)(?=[\s（—，：]|$)"
)
"""How the text of a report begins."""
_ROLES = compiled(rf"{_ROLE}(?:\s*：)?")
_MAY_BE_MARKED = compiled(rf"[{_BULLETS}（〔［【]|{_ROLE_NOUN}|{_LABEL}|{_WORK}|{_SHORT_WORK}")
_SPEAKS = compiled("评论员|编辑部|记者|通讯员|评论部")
_SEPARATOR = compiled(r"[\s、，；/|]+")
_NATION = compiled(
    r"^(?:[美英法德日俄苏意奥加澳韩朝印古宋唐元明清晋汉]|[\u4e00-\u9fff]{1,3}国|古(?:希腊|罗马|印度)|前?苏联|"
    r"日本|俄罗斯|印度|越南|意大利|西班牙|葡萄牙|希腊|荷兰|比利时|丹麦|挪威|瑞[典士]|芬兰|冰岛|爱尔兰|波兰|捷克|匈牙利|奥地利|"
    r"罗马尼亚|保加利亚|塞尔维亚|土耳其|以色列|伊朗|埃及|黎巴嫩|叙利亚|南非|尼日利亚|肯尼亚|加拿大|墨西哥|古巴|巴西|阿根廷|智利|秘鲁|"
    r"哥伦比亚|澳大利亚|新西兰|乌克兰|新加坡|马来西亚|印度尼西亚|菲律宾)$"
)

_WHO = r"(?:本文|该文)?(?:第一|通讯)?(?:作者|执笔人?|笔者|执笔者)(?:们)?"
_OF_ALL = r"[\u4e00-\u9fff·、 ]{0,12}?"
_IS = rf"{_OF_ALL}(?:系|为|均为|分别系|分别为|均系|是|现为|现任|曾任|来自)"
_REMARK = compiled(
    rf"[（〔【［]\s*[*※]?\s*{_WHO}(?:简介|介绍|单位|{_IS}).*[）〕】］]。?|[*※]\s*{_WHO}(?:简介|介绍|单位|{_IS}).*|"
    rf"指导(?:教师|老师)\s*[：/].{{2,12}}|[（(]?指导(?:教师|老师)\s*[：/\s].{{2,12}}[）)]|本[报刊网台]综合(?:报道|整理|消息)|"
    rf"{_WHO}(?:简介|介绍|单位)\s*：.*|{_WHO}{_OF_ALL}(?:系|单位[为是]?)[^。]{{2,40}}。?|{_WHO}{_IS}[^。]{{2,40}}"
)
_TELLS = compiled("作者|执笔|執筆|笔者|筆者|指导|指導|本.综合|本.綜合")
"""What stands near the beginning of every remark."""

_ORGAN = compiled(
    r"(?:大学|学院|党校|中学|小学|学校|研究院|研究所|研究室|研究中心|中心|医院|公司|集团|银行|法院|检察院|委员会|委|"
    r"局|厅|部|办|办公室|"
    r"协会|学会|联合会|政府|支队|大队|总队|社区|街道|出版社|图书馆|博物馆|文化馆|电视台|杂志社|报社|党委|支部|站|所|"
    r"院|系|处|科|班|年级)$"
)
_POST = compiled(
    r"(?:[老副]|村|党委|党组|支部|常务副)?(?:书记|主任|主席|[局处科厅部司县市省镇乡村区校院所站厂队馆社会班团组]长|秘书长|检察长|教授|讲师|教师|老师|研究员|副研究员|博士后?|"
    r"博士生|硕士|硕士生|研究生|博导|院士|主编|编审|副编审|董事长|经理|总裁|工程师|律师|法官|检察官|医师|医生|馆员|理事|委员|"
    r"常委|干部|代表|支书|选调生|学生|研究人员|负责人)$"
)
"""A post or a title, which stands behind the place where somebody has it."""
_BODY = compiled(
    rf"^(?:{_MEDIUM}?{_GRADE}{{0,2}}(?:评论员|编辑部|评论部|记者|通讯员|观察员|采访组|报道组|调研组)"
    r"|[\u4e00-\u9fffA-Za-z0-9·“”]{2,20}(?:编辑部|评论部|课题组|调研组|采访组|报道组|写作组|工作室|编写组|宣传部|"
    r"研究室|委员会|办公室|党委|党组|支部|联合会|协会|学会|党校|理论学习中心组|中心组|学院|大学))$"
)
_ORDINAL = compiled(r"[一二三四五六七八九十\d]{1,3}")
_TWO = compiled(rf"({HAN}{{2,3}})[和与及]({HAN}{{2,3}})")
"""Two names with a word between them."""
_INITIAL = compiled(r"(?:(?<=[·.])|\b)[A-Z]\.$")
_SENTENCE = compiled(r"[。！？《》“”「」…%]")
_SIGNS_NO_NAME = compiled(r"[。！？：《》“”「」…—+%\d]")


def read_byline(text: str, vocabulary: Vocabulary = PLAIN) -> Byline | None:
    """Return what *text* says as a byline, or None where it cannot be one."""
    if len(text) > MAXIMUM:
        return None
    return _read(text, vocabulary)


@lru_cache(maxsize=4096)
def _read(text: str, vocabulary: Vocabulary) -> Byline | None:
    folded = fold(text)
    if _is_no_byline(folded, vocabulary):
        return None
    whole = _BRACKETED.match(folded)
    body, asides = _without_asides(whole["inside"].strip() if whole else folded)
    body, bullets = _BULLET.subn("", body)
    body = _INNER_BULLET.sub(" ", body)
    if body in NOT_NAMES or _speaks_of_role(body) or any(map(_ORDINAL.fullmatch, asides)):
        return None
    remarks = tuple(_printed(aside, text, folded) for aside in asides)
    if _BODY.match(body):
        return Byline((_printed(body, text, folded),), remarks, _strength_of_body(body, bool(whole or bullets)))
    return None if _SENTENCE.search(body) else _read_names(body, remarks, text, folded, vocabulary)


def _read_names(body: str, remarks: tuple[str, ...], text: str, folded: str, vocabulary: Vocabulary) -> Byline | None:
    """Return what *body*, the line without brackets and bullets, says of persons."""
    body, roles = _without_roles(body, vocabulary)
    if _SIGNS_NO_NAME.search(body):
        return None
    tokens = _glued([token for token in _SEPARATOR.split(_parted(body, vocabulary)) if token], vocabulary)
    names, organs = _names_and_organs(tokens, vocabulary)
    strength = _strength(names, roles, folded, vocabulary)
    if not names or strength is None or (strength <= Strength.POSSIBLE and "，" in body):
        return None
    if strength is Strength.NAMES and organs and all(map(_POST.fullmatch, organs)):
        strength = Strength.POSSIBLE  # 老支书 王德贵 is a title as well
    remarks += tuple(_printed(organ, text, folded) for organ in organs)
    return Byline(tuple(_as_written(names, text, folded)), remarks, strength, roles)


def _is_no_byline(folded: str, vocabulary: Vocabulary) -> bool:
    ends = folded[-1] in "。！？：；，、" or folded.count("（") != folded.count("）")
    return ends or _is_prose(folded, vocabulary) or _WIRE.match(folded) is not None


def _is_prose(folded: str, vocabulary: Vocabulary) -> bool:
    """Tell at a glance that a line is no byline: nothing in it is a mark or a role, and a word is too long for a name.

    Most lines are prose, and the full reading of a line costs ten times as much.
    """
    if vocabulary.roles or _MAY_BE_MARKED.search(folded):
        return False
    words = _SEPARATOR.split(folded)
    return any(map(_is_long, words)) and not _BODY.match(folded)


def _is_long(word: str) -> bool:
    """Tell whether *word* is neither a name nor a place of work: too long for the one and not built like the other."""
    if len(word) <= LONGEST or not ONLY_HAN.match(word):
        return False
    return not (_ORGAN.search(word) or _POST.search(word) or FOREIGN.issuperset(word) or _TWO.fullmatch(word))


def _printed(part: str, text: str, folded: str) -> str:
    """Return *part* of *folded* with the characters of *text*, which has the same length."""
    begin = folded.find(part)
    return text[begin : begin + len(part)] if begin >= 0 else part


def _as_written(names: Sequence[str], text: str, folded: str) -> Iterator[str]:
    """Yield *names*, found in *folded*, with the characters of *text*, which has the same length."""
    start = 0
    for name in names:
        begin, end = _find_name(name, folded, start)
        if end:
            start = end
            written = text[begin:end].strip()
            yield " ".join(written.split()) if " " in name else "".join(written.split())
        else:
            yield name


def _find_name(name: str, folded: str, start: int) -> tuple[int, int]:
    """Return where *name* stands in *folded* from *start*, else from its beginning, letter-spaced or not; or (0, 0)."""
    if (begin := folded.find(name, start)) >= 0:
        return begin, begin + len(name)
    spaced = re.compile(r"\s*".join(map(re.escape, name.replace(" ", ""))))
    match = spaced.search(folded, start) or spaced.search(folded)
    return match.span() if match else (0, 0)


def _strength(names: Sequence[str], roles: tuple[str, ...], folded: str, vocabulary: Vocabulary) -> Strength | None:
    """Return how plainly *names* are names, by themselves and by the *roles* and marks around them."""
    if not NOT_NAMES.isdisjoint(names):
        return None
    likenesses = [likeness_of(name, vocabulary) for name in names]
    least, most = min(likenesses, default=Likeness.NONE), max(likenesses, default=Likeness.NONE)
    if least is Likeness.NONE:
        return None
    if least is Likeness.BOTH and most is Likeness.NAME:
        least = Likeness.NAME
    if roles:
        return _strength_by_role(least, roles, folded)
    if _BULLET.match(folded):
        return _strength_by_bullet(least, most, folded[0] in _HOLLOW)
    if least is Likeness.PHRASE:
        return Strength.POSSIBLE if most is Likeness.NAME else None
    if _BRACKETED.match(folded):
        return {Likeness.WORD: None, Likeness.UNKNOWN: Strength.POSSIBLE}.get(least, Strength.MARKED)
    return {Likeness.WORD: Strength.DOUBTFUL, Likeness.NAME: Strength.NAMES}.get(least, Strength.POSSIBLE)


_HOLLOW = "□◎○◇△◦⊙☆"
"""Bullets that stand before names more often than before headings."""


def _strength_by_bullet(least: Likeness, most: Likeness, hollow: bool) -> Strength | None:
    """Return how plainly words behind a bullet are names: two everyday words are a heading, unless a name follows."""
    if least is Likeness.NAME or (hollow and least is Likeness.BOTH):
        return Strength.MARKED
    if least is Likeness.PHRASE and most < Likeness.UNKNOWN:
        return Strength.POSSIBLE if hollow else None
    return Strength.NAMES if hollow or most >= Likeness.NAME or least is Likeness.UNKNOWN else Strength.POSSIBLE


def _strength_by_role(least: Likeness, roles: tuple[str, ...], folded: str) -> Strength | None:
    """Return how plainly words with a role are names: a role and a word written together are a heading, 记者手记."""
    if _TOLD.search(folded) or least is Likeness.NAME:
        return Strength.MARKED
    together = ONLY_HAN.match(folded) is not None
    if least <= Likeness.WORD:
        told = any(len(role) > 2 for role in roles)
        unsaid = Strength.DOUBTFUL if least is Likeness.WORD else None
        return None if together else (Strength.MARKED if told else unsaid)
    return Strength.NAMES if together else Strength.MARKED


_FIRST_ROLE = compiled(rf"(?P<before>.*?){_ROLE}(?P<after>[\u4e00-\u9fff·]*)")


def _speaks_of_role(body: str) -> bool:
    """Tell whether *body* speaks of a role and names nobody in it: 我是一名记者, 记者手记."""
    found = _FIRST_ROLE.match(body)
    if not found:
        return False
    before, after = found["before"], found["after"]
    if before and before[-1] not in " 、，；/：|" and not _ORGAN.search(before):
        return True
    if not after or "·" in after or _ROLES.search(after):
        return False
    needed = Likeness.UNKNOWN if len(after) == 3 else Likeness.BOTH
    return len(after) > LONGEST or likeness_of(after, PLAIN) < needed


_PLACE = r"(?:(?<![故家水梦城都夜股门地园山小校景街灾])[省市县区乡镇村州])"
"""What ends the name of a place, but not a word such as 故乡 or 园区."""
_COMMON_BODY = compiled(
    rf"^(?!中共|[省市县区乡镇村州]|.{{1,4}}(?:{_PLACE}|[局厅])).*(?:支部|党委|党组|协会|学会|联合会|委员会|办公室|学院|大学)$"
)


def _strength_of_body(body: str, marked: bool) -> Strength:
    """Return how plainly *body* signs: what any text could end in is doubtful without a place or a rank."""
    if _SPEAKS.search(body) or (marked and not _is_organ(body)):
        return Strength.MARKED
    if marked:
        return Strength.NAMES
    return Strength.POSSIBLE if _COMMON_BODY.match(body) else Strength.NAMES


def _without_asides(text: str) -> tuple[str, tuple[str, ...]]:
    """Take out what stands in brackets: a nation or a dynasty is a mark, all else a remark."""
    if not _OPENING.search(text):
        return text, ()
    classes = _CLASS.findall(text)
    text = _CLASS.sub(" ", text)
    asides = [aside.strip() for aside in _ASIDE.findall(text)]
    remarks = tuple(aside for aside in asides if aside and not _NATION.match(aside))
    return _ASIDE.sub(" ", text).strip(), (*classes, *remarks)


def _without_roles(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """Take out role words and labels, wherever they stand, and return them beside what is left."""
    found: list[str] = []

    def take(match: re.Match[str]) -> str:
        if len(match[0].strip()) == 1 and _LONE.search(match.string, 0, match.start()):
            return match[0]  # 张 文 is a name
        found.append(match[0].strip(" /：|"))
        return "、"

    if not _LETTER_SPACED.fullmatch(text):
        for pattern in (_AFTER, _ENDED, _LABELLED, *_own_roles(vocabulary), _ROLES, _INNER_WORK):
            text = pattern.sub(take, text)
    return text.strip(" ：/、"), tuple(found)


_LONE = compiled(rf"(?:^|[\s、，])(?:[\u4e00-\u9fff]|{'|'.join(sorted(COMPOUND))})\s*$")
"""A surname that waits for its given name."""


@lru_cache(maxsize=8)
def _own_roles(vocabulary: Vocabulary) -> tuple[re.Pattern[str], ...]:
    words = sorted((fold(role) for role in vocabulary.roles), key=len, reverse=True)
    return (compiled(rf"(?:{'|'.join(map(re.escape, words))})\s*：?"),) if words else ()


def _parted(body: str, vocabulary: Vocabulary) -> str:
    """Return *body* with a mark for the word between two names, 李明和王红; 民主与法治 are none."""

    def part(match: re.Match[str]) -> str:
        named = all(likeness_of(name, vocabulary) is Likeness.NAME for name in match.groups())
        return f"{match[1]}、{match[2]}" if named else match[0]

    return _TWO.sub(part, body)


def _glued(tokens: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Close up letter-spaced names (李 明, 欧阳 修) and join the words of Latin ones (John Smith)."""
    if len(tokens) in (3, 4) and max(map(len, tokens)) == 1 and not _are_two_names(tokens, vocabulary):
        return ["".join(tokens)]
    glued: list[str] = []
    for token in tokens:
        before = glued[-1] if glued else ""
        if (before and _opens_name(before, token, vocabulary)) or (
            _INITIAL.search(before) and (ONLY_HAN.match(token) or _INITIAL.fullmatch(token))
        ):
            glued[-1] = before + token
        elif before and LATIN.match(token) and LATIN.match(before.rpartition(" ")[2]):
            glued[-1] = f"{before} {token}"
        else:
            glued.append(token)
    return glued


def _are_two_names(letters: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Tell whether four *letters* are two names of two, 李 明 王 红, rather than one of four."""
    if len(letters) != 4 or "".join(letters[:2]) in COMPOUND:
        return False
    return all(is_surname(letter, vocabulary) for letter in letters[::2])


def _opens_name(before: str, token: str, vocabulary: Vocabulary) -> bool:
    """Tell whether *before* is a surname that stands apart from its given name *token*."""
    if not ONLY_HAN.match(token) or len(token) > 2:
        return False
    if len(before) == 1 and (len(token) == 1 or is_surname(before, vocabulary)):
        return len(token) == 1 or likeness_of(token, vocabulary) < Likeness.BOTH
    if len(token) > 1:
        return False
    return (
        before in COMPOUND or before in vocabulary.surnames or (len(before) == 2 and not is_surname(token, vocabulary))
    )


def _names_and_organs(tokens: Sequence[str], vocabulary: Vocabulary) -> tuple[tuple[str, ...], tuple[str, ...]]:
    organs = tuple(token for token in tokens if _is_organ(token))
    return tuple(token for token in tokens if token not in organs), organs


def _is_organ(token: str) -> bool:
    place = token in PLACES or (token[:2] in PLACES and (token[2:] in PLACES or token[-1] in "省市县区镇乡村州"))
    if place or DOTTED.match(token):
        return place
    return bool(_POST.search(token) or (len(token) > 3 and (_ORGAN.search(token) or token.startswith("发自"))))


def is_remark(text: str) -> bool:
    """Tell whether *text* says who the author is, as （作者系…） and 作者单位：… do, and is no sentence about one."""
    return bool(_TELLS.search(text, 0, 12) and _REMARK.fullmatch(fold(text)))


_INSTITUTION = compiled(
    rf"(?:中共|[\u4e00-\u9fff]{{0,4}}{_PLACE}).*|.*(?:大学|学院|党校|中学|小学|研究院|研究所|医院|公司|报社|出版社|杂志社)"
)
"""What is a place of work without a mark too: it begins with where it is, or ends in what it is."""


_ENDS_LIKE_PLACE = compiled(
    r"[学院校所室心司团行会委局厅部办队区道社馆站台系处科班级记任席长授师员后士生导编理裁官事表支人）〕］】\d]"
)
"""The last characters of `_ORGAN` and `_POST`, of brackets and postal codes; spares most lines the rest."""


def is_affiliation(text: str) -> bool:
    """Tell whether *text*, folded, is a place of work or a post and nothing else: （县委党校）, 沧州师范学院."""
    if not _ENDS_LIKE_PLACE.match(text[-1:]) or len(text) > MAXIMUM or _SPEAKS.search(text):
        return False
    whole = _BRACKETED.match(text)
    parts = _SEPARATOR.split(_ENDED.sub("", whole["inside"]) if whole else text)
    if not all(_is_organ(part) or part.isdigit() for part in parts):
        return False
    return whole is not None or (len(text) > 3 and _INSTITUTION.fullmatch(parts[0]) is not None)


_REPORTED = compiled(
    r"^(?:本报|本刊|新华社|中新社|据|[\u4e00-\u9fff]{2,4}(?:日报|晚报|网))?[^，。：（(]{0,16}?(?P<wire>讯|电|消息)?\s*"
    r"(?:[（(](?P<inside>[^（）()]{2,40})[）)]|(?P<open>(?:本报)?(?:见习|实习|特约|全媒体)?(?:记者|"
    r"通讯员)[^，。：（）]{2,30}))"
)


def read_reporters(text: str, vocabulary: Vocabulary = PLAIN) -> tuple[str, ...]:
    """Return the names in a dateline at the beginning of *text*, 本报讯（记者 张三） or 本报讯 记者张三 近日."""
    first = text[:80]
    match = _REPORTED.match(fold(first))
    if not match:
        return ()
    if match["open"]:
        return _leading_names(first[slice(*match.span("open"))], bool(match["wire"]), vocabulary)
    byline = read_byline(first[slice(*match.span("inside"))], vocabulary)
    if not byline or byline.strength is Strength.DOUBTFUL:
        return ()
    return byline.names if byline.roles or match["wire"] or "记者" in first[:20] else ()


def _leading_names(text: str, wired: bool, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the names that *text* begins with, 记者张三 李四 近日; where no dateline stands before, 报道 follows."""
    reports = re.search("(?:摄影)?报道", text)
    if reports:
        text = text[: reports.start()]
    elif not wired:
        return ()
    named: tuple[str, ...] = ()
    for end in [*(space.start() for space in re.finditer(r"\s+", text)), len(text)]:
        byline = read_byline(text[:end].strip(), vocabulary)
        if byline and all(likeness_of(fold(name), vocabulary) >= Likeness.BOTH for name in byline.names):
            named = byline.names
    return named


_SIGNED = compiled(r"[。！？”’…][（(](?P<inside>[^（）()。，]{2,30})[）)]$")


def read_signature(text: str, vocabulary: Vocabulary = PLAIN) -> Byline | None:
    """Return what the brackets behind the last sentence of *text* say as a byline, …。（本报记者 张三）, or None."""
    match = _SIGNED.search(text, max(0, len(text) - 40)) if text[-1] in "）)" else None
    byline = read_byline(f"（{match['inside']}）", vocabulary) if match else None
    return byline if byline and byline.strength is Strength.MARKED else None
