"""A line as the rules see it: full-width punctuation, Simplified forms of the few words that the rules look for.

Folding keeps the length, so that what is found in the folded text stands at the same offsets in the source's own.
"""

from __future__ import annotations

import re

_TRADITIONAL = (
    "報記訊員評論編輯攝執筆單簡係為現來網約聯體專檔圖畫詩譯華經濟導讀責辦號電話碼頁轉紙綜採寫間歲劉張陳楊趙黃吳馬許"
    "鄧馮蕭韓鄭謝鄒龍孫魯葉鍾呂蘇盧賈閻餘陸範賀龔譚顧萬龐賴喬錢嚴湯齊溫顏閔聶聞歐鮑紀談畢費駱鄺藍齡關諸東門儀鄔飛時"
    "師會題後續廳黨學館視協團處屬長實習際見資級駐場術書廣銀銷蔣勞"
)
_SIMPLIFIED = (
    "报记讯员评论编辑摄执笔单简系为现来网约联体专档图画诗译华经济导读责办号电话码页转纸综采写间岁刘张陈杨赵黄吴马许"
    "邓冯萧韩郑谢邹龙孙鲁叶钟吕苏卢贾阎余陆范贺龚谭顾万庞赖乔钱严汤齐温颜闵聂闻欧鲍纪谈毕费骆邝蓝龄关诸东门仪邬飞时"
    "师会题后续厅党学馆视协团处属长实习际见资级驻场术书广银销蒋劳"
)
_WIDE = str.maketrans(
    _TRADITIONAL + "０１２３４５６７８９．／－" + ",:;!?()[]{}<>\u00a0\u3000\t｜•‧・∙",
    _SIMPLIFIED + "0123456789./-" + "，：；！？（）［］｛｝《》   |····",
)


def fold(text: str) -> str:
    """Return *text* folded; same length."""
    return text.translate(_WIDE)


_LETTER_SPACED = re.compile(r"[^\s\x21-\x7e](?:\s+[^\s\x21-\x7e])+")
_SPACE = re.compile(r"\s+")


def closed_up(text: str) -> str:
    """Return a title or heading with U+3000 as a space, and letter-spaced words (听　雨) closed up."""
    return _SPACE.sub("" if _LETTER_SPACED.fullmatch(text) else " ", text)
