"""How much a word is like a name: by its surname, its build, and by being a word of everyday use."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from publish.dump.folding import compiled
from publish.dump.surnames import COMPOUND, FOREIGN, SINGLE
from publish.lexicon import is_everyday


class Likeness(IntEnum):
    """How much one word is like a name."""

    NONE = 0
    PHRASE = 1
    """Two everyday words, which are a pen name where something says so: 南山樵夫."""
    WORD = 2
    """An everyday word, which could be a pen name."""
    UNKNOWN = 3
    """No word that is in use: it may have a rare surname."""
    BOTH = 4
    """An everyday word that begins with a surname: 高峰."""
    NAME = 5


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Surnames and role words: the tables, and what ``[parse]`` in ``book.toml`` adds to them."""

    surnames: frozenset[str] = frozenset()
    roles: tuple[str, ...] = ()


PLAIN = Vocabulary()
"""The tables alone."""


HAN = r"[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff○〇]"
DOTTED = compiled(rf"^(?:{HAN}{{1,8}}|[A-Z]\.?|[A-Z][A-Za-z.]*)(?:[·•・‧.．](?:{HAN}{{1,12}}|[A-Z]|[A-Z][A-Za-z]*))+$")
ONLY_HAN = compiled(rf"^{HAN}+$")
LATIN = compiled(r"^[A-Z][A-Za-z.'’-]*$")
_NO_NAME = frozenset("的了着吗呢吧这那哪你我他她它们是在不没")
"""Characters that stand in no name, but where they are a surname."""
_SELDOM = frozenset("过就也都还到里只又把被让使对与及或啊但很最已各每某该谁什么怎")
"""Characters that only names with a known surname have."""
LONGEST = 4
"""Characters of a compound surname and a given name."""
_HEADING_WORDS = (
    "本报讯 编者按 开栏语 编者 摘要 目录 导读 评论 社论 时评 言论 特稿 专栏 专版 "
    "副刊 理论 要闻 综合 国内 国际 经济 文化 体育 教育 广告 公告 启事 声明 通知 "
    "简讯 短讯 快讯 链接 背景 资料 图片 漫画 诗歌 散文 小说 随笔 杂文 组诗 前言 "
    "序言 后记 结语 引言 附录 据新华社 新华社 本报 本刊 文章"
)
NOT_NAMES = frozenset(_HEADING_WORDS.split())


def is_surname(text: str, vocabulary: Vocabulary) -> bool:
    """Tell whether *text* is a surname of the tables or of *vocabulary*."""
    return text in SINGLE or text in COMPOUND or text in vocabulary.surnames


def likeness_of(name: str, vocabulary: Vocabulary) -> Likeness:
    """Return how much *name*, folded and closed up, is like the name of a person."""
    if DOTTED.match(name):
        return _likeness_of_dotted(name)
    if all(map(LATIN.match, name.split(" "))):
        return Likeness.NAME
    if not ONLY_HAN.match(name) or name in NOT_NAMES or not _NO_NAME.isdisjoint(name[1:]):
        return Likeness.NONE
    for surname in (name[:2], name[:1]):
        if is_surname(surname, vocabulary) and 1 <= len(name) - len(surname) <= 2:
            return Likeness.BOTH if len(name) == 2 and is_everyday(name) else Likeness.NAME
    if len(name) >= LONGEST and FOREIGN.issuperset(name):
        return Likeness.NAME
    return _likeness_of_word(name) if 2 <= len(name) <= LONGEST and _SELDOM.isdisjoint(name) else Likeness.NONE


def _likeness_of_dotted(name: str) -> Likeness:
    """Return how much a *name* with a middle dot is foreign: 沁园春·雪 is none."""
    if name[0].isascii() or name[-1].isascii():
        return Likeness.NAME
    letters = [letter for letter in name if ONLY_HAN.match(letter)]
    foreign = sum(letter in FOREIGN for letter in letters) / len(letters)
    return Likeness.NAME if foreign >= 0.6 else Likeness.UNKNOWN if foreign >= 0.4 else Likeness.NONE


def _likeness_of_word(word: str) -> Likeness:
    """Return what a *word* of two to four characters without a known surname could be."""
    if len(word) == 4 and is_everyday(word[:2]) and is_everyday(word[2:]):
        return Likeness.PHRASE
    return Likeness.WORD if is_everyday(word) or is_everyday(word[:2]) else Likeness.UNKNOWN
