"""A newspaper page that a browser's engine breaks into columns by itself: nothing on it is put in its place by hand.

The columns are balanced and unequal, the lines ragged where no character may begin them; bylines are set in the face of
the text, in the middle over columns or flush left; the strip of the section stands close above the first title.
"""

from dumps import Article

SECTION = "巷里人家"

RIVER = (
    "清晨的雾还没有散，河埠头已经站满了人。他把扁担搁在石阶上，擦了擦额头的汗，说今年的水比往年都清。",
    "Wi-Fi信号覆盖了全村，电商服务站每天发出包裹200多件。从2019年起，合作社先后投入资金320万元，改造旧茶园1800亩，"
    "项目建成以后，每年可节约标准煤2.4万吨，减少二氧化碳排放6万吨。",
    "“路修好了，心就近了。”老周一边说，一边往外走。与此同时，监督也没有放松。清晨的雾还没有散，河埠头已经站满了人。",
    "这条老街有三百多年的历史，青石板被磨得发亮。当年修桥的人，如今大多已经不在了，只有桥还在。",
)
LAMP = (
    "灯光下，母亲一针一线地缝着，屋里只有钟摆的声音。孩子们放学以后，总要到图书馆里坐一会儿。",
    "那年冬天特别冷，河面结了厚厚的一层冰。有人问他值不值，他笑笑，没有回答。清晨的雾还没有散，河埠头已经站满了人。",
)
WELL = (
    "雨下了三天三夜，院子里的石榴花落了一地。井台边上的青苔又厚了一层，提水的绳子换过许多根。",
    "守井的老人姓韩，今年八十二岁。他每天早晚各来一次，看看水位，扫扫落叶，再把井盖盖好。",
    "有人劝他歇歇，他说井不能没有人看。说完他就坐在井台上，听水的声音。",
)

ARTICLES = (
    Article(SECTION, "一条河的回声", ("严峰", "顾源"), blocks=list(RIVER)),
    Article(SECTION, "灯火可亲", ("陶霞",), blocks=list(LAMP)),
    Article(SECTION, "守井人", ("韩冬",), blocks=list(WELL)),
)


def _set(title: str, byline: str, texts: tuple[str, ...], columns: int, ends: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in texts) + (f"<p class=end>{ends}</p>" if ends else "")
    named = f"<p class=by>{byline}</p>" if byline else ""
    return f"<article><h2>{title}</h2>{named}<div class=body style='columns:{columns}'>{body}</div></article>"


def page_html() -> str:
    """Return the page as HTML, for WeasyPrint or a browser."""
    style = (
        "@page{size:600pt 640pt;margin:24pt}*{margin:0}body{font:9.5pt/1.45 'Noto Serif CJK SC'}"
        ".mast{border-bottom:1pt solid;margin-bottom:6pt}"
        ".strip{font:700 15pt 'Noto Sans CJK SC';color:#a00000;margin-bottom:2pt}"
        "h2{font:700 24pt/1.2 'Noto Sans CJK SC';text-align:center}.by{text-align:center}"
        ".body{column-gap:12pt}.body p{text-indent:2em;text-align:justify;orphans:1;widows:1}"
        ".body p.end{text-align:right;text-indent:0}.row{display:flex;gap:18pt;margin:8pt 0}.row h2{font-size:20pt}"
    )
    first = _set(ARTICLES[0].title, "文/严峰　图/顾源", RIVER, 5)
    left = _set(ARTICLES[1].title, "□ 陶霞", LAMP, 2)
    right = _set(ARTICLES[2].title, "", WELL, 3, "（韩冬）")
    side = "<div style='min-width:0;flex:"
    return (
        f"<!doctype html><meta charset=utf-8><style>{style}</style>"
        f"<p class=mast>桂花巷晚报　2025年6月28日　第3版</p><p class=strip>{SECTION}</p>{first}"
        f"<div class=row>{side}2'>{left}</div>{side}3'>{right}</div></div>"
    )
