"""A line as the rules see it: full-width punctuation, Simplified forms of the few words that the rules look for.

Folding keeps the length, so that what is found in the folded text stands at the same offsets in the source's own.
"""

from __future__ import annotations

import re

_TRADITIONAL = (
    "報記訊員評論編輯攝執筆單簡係為現來網約聯體專檔圖畫詩譯華經濟導讀責辦號電話碼頁轉紙綜採寫間歲劉張陳楊趙黃吳馬"
    "許鄧馮蕭韓鄭謝鄒龍孫魯葉鍾呂蘇盧賈閻餘陸範賀龔譚顧萬龐賴喬錢嚴湯齊溫顏閔聶聞歐鮑紀談畢費駱鄺藍齡關諸東門儀鄔"
    "飛時師會題後續廳黨學館視協團處屬長實習際見資級駐場術書廣銀銷蔣勞與叢豐爲舉麼烏樂鄉買雲亞產從們價衆眾傳倫側儲"
    "蘭興養內農況鳳劃別動區醫佔衛歷厲厙縣參雙敘臺啓啟諮鹹園國聖壇聲夾奧婁寧審宮賓對尋壽將爾島巖嶽鞏帥幹並莊庫應開"
    "強當懷態總戰戶掃據鬥舊曠晉曉樸雜權標欄欒檢橫漢滄塗遊溼濕滿潛點熱愛獨監蓋盤矯禮祿離種祕稅竇籌緊紅納縱線練組終"
    "紹結繪統綠緱緩繆羅羣勝脫臘藝蒼荊榮獲薩薊藺觀覺計訂講設訪詞詢該詳語說説課調諶謙譙貝貢財賁賞趨踐車軒載轅邊進連"
    "遲選遞郵郟鄶酈裏裡欽鈄鈕鐵鏈銳鋭鎮鐔閃閆閉閏閭閱閲闕闞隊陽陰陣隨難韋項須風饒駟魚鮮麥兩個臨麗義茲岡凱則務卻廠"
    "廈嗎堅頭誇寶峯慶徹揚撫無條傑棗樣夢沒瀘澤灣濱濰災煙獻瑪瓊碩類紐綿緬肅騰節蕪萊讓識諾誰負貫貴賽贛遼達過邁還這遜"
    "鄲釋錫錦鍵問陝頂順頓頻雞"
)
_SIMPLIFIED = (
    "报记讯员评论编辑摄执笔单简系为现来网约联体专档图画诗译华经济导读责办号电话码页转纸综采写间岁刘张陈杨赵黄吴马"
    "许邓冯萧韩郑谢邹龙孙鲁叶钟吕苏卢贾阎余陆范贺龚谭顾万庞赖乔钱严汤齐温颜闵聂闻欧鲍纪谈毕费骆邝蓝龄关诸东门仪邬"
    "飞时师会题后续厅党学馆视协团处属长实习际见资级驻场术书广银销蒋劳与丛丰为举么乌乐乡买云亚产从们价众众传伦侧储"
    "兰兴养内农况凤划别动区医占卫历厉厍县参双叙台启启咨咸园国圣坛声夹奥娄宁审宫宾对寻寿将尔岛岩岳巩帅干并庄库应开"
    "强当怀态总战户扫据斗旧旷晋晓朴杂权标栏栾检横汉沧涂游湿湿满潜点热爱独监盖盘矫礼禄离种秘税窦筹紧红纳纵线练组终"
    "绍结绘统绿缑缓缪罗群胜脱腊艺苍荆荣获萨蓟蔺观觉计订讲设访词询该详语说说课调谌谦谯贝贡财贲赏趋践车轩载辕边进连"
    "迟选递邮郏郐郦里里钦钭钮铁链锐锐镇镡闪闫闭闰闾阅阅阙阚队阳阴阵随难韦项须风饶驷鱼鲜麦两个临丽义兹冈凯则务却厂"
    "厦吗坚头夸宝峰庆彻扬抚无条杰枣样梦没泸泽湾滨潍灾烟献玛琼硕类纽绵缅肃腾节芜莱让识诺谁负贯贵赛赣辽达过迈还这逊"
    "郸释锡锦键问陕顶顺顿频鸡"
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


_HAN = r"[\u4e00-\u9fff]"
_LETTER = r"[^\W\d_A-Za-z]"


def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Return *pattern* compiled, its Han characters as letters that are not ASCII.

    `re` takes a millisecond for each class that spans the Han characters, and there are two hundred of them.
    """
    return re.compile(pattern.replace(_HAN, _LETTER), flags)
