# ruff: noqa: E501, SIM905, D102, C901 - word lists and shapes read best one to a line
"""Dumps with their truth, made from a seed: what an extractor could have written, and what a careful person reads in it.

Nothing here knows how the reader works. Words are drawn from short lists, so the texts mean nothing; their outlines are
those of newspaper pages: titles, bylines, cut and wrapped paragraphs, verse, furniture. One profile to a habit.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field

PROFILES = (
    "clean", "sample", "indented", "wrapped", "furniture", "bylines", "rare names", "supplement", "ocr", "encodings",
    "mixed",
)  # fmt: skip

# --- words ---------------------------------------------------------------------------------------------------------

_NOUNS = (
    "乡村 产业 干部 群众 社区 学校 老师 孩子 母亲 田野 河流 城市 街道 工厂 车间 项目 资金 技术 数据 平台 制度 机制 责任 作风 精神 文化 历史 传统 "
    "桥梁 港口 高铁 粮食 蔬菜 果园 茶山 渔船 渔民 医院 医生 养老 就业 创业 青年 党员 支部 网格 窗口 服务 环境 生态 湿地 森林 空气 垃圾 能源 电网 "
    "图书馆 博物馆 戏曲 剪纸 非遗 广场 夜市 小店 书店 门前 院子 灯光 雨水 春风 月色 清晨 黄昏 远方 故乡 童年 记忆 脚步 目光 声音 日子 生活"
).split()
_VERBS = (
    "推进 加强 建设 发展 完善 提升 打造 构建 服务 保护 走进 点亮 守护 传承 培育 激活 改善 落实 坚持 深化 拓展 联系 倾听 想起 看见 记得 走过 "
    "穿过 唤醒 照亮 带动 吸引 增强 优化 解决 回应 组织 参与 讨论 学习 研究 总结 分享 讲述 收获 播种 等待"
).split()
_MODIFIERS = (
    "美丽 新的 扎实 广泛 深入 积极 全面 高质量 现代化 基层 传统 年轻 古老 平凡 温暖 安静 热闹 金色 绿色 小小的 长长的 共同 持续 有力 "
    "精准 便捷 普通 宽阔 清澈 崭新"
).split()
_OPENERS = "近年来 如今 去年以来 同时 与此同时 从前 后来 据介绍 目前 在这里 这些年 今年春天 为此 那一天 多年以后 在村里 当前".split()
_SECTIONS = (
    "理论周刊 乡村振兴 深度观察 文化视野 学习园地 时评 读书 高质量发展大家谈 学习贯彻党代会精神 改革进行时 "
    "沿河十八村 灯下夜话 麦场晚风 老行当 一席谈 街谈巷议 码头上的人 有一说一 山那边 晨读一刻 海边人家 手艺 "
    "新城记 百村行 田埂上 问计于民 我们的节日 大国工匠 家书 小镇 光影 岁月留痕"
).split()
_SHORT_TITLES = "听雨 老街 秋 春 母亲 灯 石榴 乡音 故园 雪夜 白杨 江南 渡口 旧书 炊烟 井 茶 二月 小满 归途 夜行 清明 麦子 河 山月 槐花 一棵树 父亲的手 外婆家".split()
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严武戴莫孔向汤"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉红建文辉力鹏飞宇浩凯健俊帆雪梅婷欣怡子轩梓涵思远志国庆海波晓燕春生冬立新永福昊博雅琳珊倩楠岩峰山川江河清源小"
_RARE = "佴逄仉乜妫禤亓官妘爨訾缪麴郄郗逯蒯綦厍邰隗呙禚昝晁铁苑么信苟尉粘后教门恽".replace("官", "")
_COMPOUND = "欧阳 司马 上官 诸葛 司徒 慕容 令狐 皇甫 尉迟 夏侯 东方 端木 轩辕 公孙 呼延 南宫 宇文 长孙 澹台".split()
_FOREIGN = (
    "阿卜杜拉·买买提 古丽巴哈尔·艾山 维克多·雨果 加西亚·马尔克斯 列夫·托尔斯泰 卓玛·次仁 迪丽娜尔·阿不都拉 约翰·史密斯 "
    "玛依拉·吐尔逊 帕提曼·热合曼 J.K.罗琳 弗·伊·列宁 艾克拜尔·吾拉木"
).split()
_MINORITY = "才让东珠 乌兰图雅 其美多吉 扎西达娃 巴特尔 斯琴高娃 阿来 格桑梅朵 苏日娜 那日苏 德吉央宗 次仁罗布".split()
_PEN_NAMES = "晓风 一夫 闻一 竹心 远山 墨白 流沙 雁翎 秋水 海燕 阿木 老舟 江南雨".split()
_ORGANS = "沧州师范学院 市委党校 河北农业大学 县融媒体中心 省社会科学院 市第一中学 市文化馆 青州大学文学院".split()
_BODIES = "本报评论员 本报编辑部 市委宣传部 县乡村振兴局课题组 本刊评论员 中共海兴县委党校".split()
_PAPERS = "沧海日报 运河晚报 北原日报 海州日报 青年导报".split()


@dataclass
class Article:
    """What is true of an article."""

    section: str | None
    title: str
    authors: tuple[str, ...]
    blocks: list[str] = field(default_factory=list)
    kicker: str | None = None
    subtitle: str | None = None


@dataclass
class Dump:
    """A dump as bytes, with its truth."""

    data: bytes
    articles: list[Article]
    joins: set[tuple[int, int]]
    head_lines: set[int]
    """Lines of titles, sections, bylines: no text may be joined to them."""
    title_lines: dict[str, int]
    encoding: str = "utf-8"


@dataclass
class Habits:
    """How a page is set and extracted."""

    gap: str = "all"  # all | none | paragraphs
    head_gap: bool = True
    indent: str = ""
    width: int = 0
    cut: float = 0.0
    cut_short: bool = True
    truncate: float = 0.0
    furniture: float = 0.0
    furniture_in_cut: float = 0.0
    byline_kinds: tuple[str, ...] = ("bare",)
    names: tuple[str, ...] = ("common",)
    section_rate: float = 0.4
    two_lines: float = 0.0
    subtitle: float = 0.0
    crosshead: float = 0.0
    verse: float = 0.0
    dialogue: float = 0.0
    lists: float = 0.0
    caption: float = 0.0
    short_titles: float = 0.0
    spaced_names: float = 0.2
    no_byline: float = 0.0
    articles: tuple[int, int] = (3, 8)
    ocr: bool = False
    paragraphs: tuple[int, int] = (3, 8)


def habits_of(profile: str, rng: random.Random) -> Habits:
    """Return habits drawn for *profile*."""
    gap = rng.choice(["all", "none"])
    every = ("bare", "several", "role", "two roles", "bullet", "slash", "label", "organ", "body", "photo", "end", "dateline", "remark", "end remark")  # fmt: skip
    match profile:
        case "clean":
            return Habits(gap=gap, spaced_names=0.1, byline_kinds=("bare", "bare", "several", "role"))
        case "sample":
            return Habits(gap="all", cut=0.35, truncate=0.2, two_lines=0.05)
        case "indented":
            return Habits(
                gap=rng.choice(["all", "none", "none"]),
                indent=rng.choice(["　　", "　　", "    ", "  "]),
                cut=0.2,
                crosshead=0.3,
                byline_kinds=("bare", "role", "several"),
            )
        case "wrapped":
            return Habits(
                gap=rng.choice(["none", "none", "paragraphs"]), indent=rng.choice(["", "　　"]), width=rng.randint(14, 36),
                byline_kinds=("bare", "role", "several", "bullet"), crosshead=0.2, head_gap=rng.random() < 0.5,
            )  # fmt: skip
        case "furniture":
            return Habits(
                gap=gap,
                cut=0.3,
                furniture=0.5,
                furniture_in_cut=0.5,
                byline_kinds=("bare", "role", "several"),
                caption=0.3,
            )
        case "bylines":
            return Habits(gap=gap, byline_kinds=every, spaced_names=0.4, subtitle=0.2)
        case "rare names":
            return Habits(
                gap=gap,
                byline_kinds=("bare", "bare", "several", "role", "bullet"),
                names=("rare", "compound", "foreign", "minority", "pen"),
                spaced_names=0.3,
            )
        case "supplement":
            return Habits(
                gap=gap,
                short_titles=0.7,
                verse=0.45,
                dialogue=0.4,
                section_rate=0.25,
                paragraphs=(2, 6),
                spaced_names=0.3,
            )
        case "ocr":
            return Habits(
                gap=gap,
                cut=0.3,
                ocr=True,
                byline_kinds=("bare", "role", "label", "several"),
                indent=rng.choice(["", "　　"]),
            )
        case "encodings":
            return Habits(
                gap=gap, cut=0.2, byline_kinds=("bare", "role", "several"), articles=(1, 5), paragraphs=(1, 5)
            )
        case _:
            width = rng.choice([0, 0, rng.randint(15, 34)])
            return Habits(
                gap=rng.choice(["all", "none", "paragraphs" if width else "none"]), indent=rng.choice(["", "　　"]),
                width=width, cut=0.0 if width else 0.25, truncate=0.05, furniture=0.3, furniture_in_cut=0.3,
                byline_kinds=every, names=("common", "common", "compound", "foreign", "rare"), two_lines=0.12, subtitle=0.15,
                crosshead=0.25, verse=0.12, dialogue=0.15, lists=0.15, caption=0.15, short_titles=0.15, no_byline=0.07,
                ocr=rng.random() < 0.15,
            )  # fmt: skip


class Maker:
    """Makes one dump."""

    def __init__(self, profile: str, seed: int) -> None:
        self.rng = random.Random(f"{profile} {seed}")
        self.profile = profile
        self.habits = habits_of(profile, self.rng)
        self.lines: list[str] = []
        self.truth: list[Article] = []
        self.joins: set[tuple[int, int]] = set()
        self.heads: set[int] = set()
        self.title_lines: dict[str, int] = {}
        self.paper = self.rng.choice(_PAPERS)
        self.page = self.rng.randint(1, 12)

    # words

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    def clause(self) -> str:
        rng = self.rng
        parts = [rng.choice(_MODIFIERS) if self.chance(0.5) else "", rng.choice(_NOUNS), rng.choice(_VERBS)]
        parts += [rng.choice(_MODIFIERS) if self.chance(0.4) else "", rng.choice(_NOUNS)]
        if self.chance(0.2):
            parts += ["的", rng.choice(_NOUNS)]
        if self.chance(0.06):
            parts.append(f"{rng.randint(2, 9000)}{rng.choice(['亩', '户', '人', '个', '万元', '%', '公里'])}")
        if self.chance(0.05):
            parts.append(rng.choice(["APP", "QQ群", "5G", "AI技术", "GDP"]))
        return "".join(parts)

    def sentence(self) -> str:
        rng = self.rng
        clauses = [self.clause() for _ in range(rng.choice([1, 2, 2, 3, 3, 4]))]
        if self.chance(0.3):
            clauses[0] = rng.choice(_OPENERS) + "，" + clauses[0]
        if self.chance(0.12):
            clauses[-1] = f"“{clauses[-1]}”"
        if self.chance(0.06):
            clauses[0] = f"{rng.choice(_NOUNS)}说：“{clauses[0]}”"
        if self.chance(0.05):
            clauses.append(f"《{rng.choice(_NOUNS)}{rng.choice(_NOUNS)}》")
        text = "，".join(clauses)
        if self.chance(0.15):
            text = text.replace("，", "；", 1)
        if self.chance(0.12):
            text = text.replace("，", "、", 1)
        return text + rng.choice("。。。。。。。。！？")

    def paragraph(self) -> str:
        text = "".join(self.sentence() for _ in range(self.rng.choice([1, 2, 3, 3, 4, 5, 6])))
        return text if len(text) >= 18 else text + self.sentence()

    def title(self) -> str:
        rng = self.rng
        if self.chance(self.habits.short_titles):
            return rng.choice(_SHORT_TITLES)
        noun, verb, modifier = (
            (lambda: rng.choice(_NOUNS)),
            (lambda: rng.choice(_VERBS)),
            (lambda: rng.choice(_MODIFIERS)),
        )
        shapes = [
            lambda: f"{verb()}{noun()} {verb()}{modifier()}{noun()}",
            lambda: f"{verb()}{modifier()}{noun()}",
            lambda: f"{noun()}{noun()}的{modifier()}{noun()}",
            lambda: f"让{noun()}{verb()}{noun()}",
            lambda: f"以“{modifier()}{noun()}”{verb()}{noun()}",
            lambda: f"{noun()}{verb()}，{noun()}{verb()}{noun()}",
            lambda: f"{verb()}{noun()}需{verb()}{modifier()}{noun()}",
            lambda: f"谁来{verb()}{noun()}？",
            lambda: f"{noun()}：{modifier()}{noun()}的{noun()}",
            lambda: f"{verb()}{noun()}{verb()}{noun()} {modifier()}{noun()}{verb()}{noun()}",
            lambda: f"我与{noun()}{noun()}",
            lambda: f"{rng.randint(3, 90)}个{noun()}{verb()}{noun()}",
            lambda: f"{noun()}　{modifier()}{noun()}",
        ]
        return rng.choice(shapes)()

    def name(self) -> tuple[str, str]:
        """Return a name as it is and as it may be printed."""
        rng = self.rng
        kind = rng.choice(self.habits.names)
        if kind == "foreign":
            name = rng.choice(_FOREIGN)
            return name, (f"[{rng.choice('美法俄英')}] {name}" if self.chance(0.1) and name[0] in "维加列约" else name)
        if kind in ("minority", "pen"):
            name = rng.choice(_MINORITY if kind == "minority" else _PEN_NAMES)
            return name, name
        surname = rng.choice({"common": list(_SURNAMES), "rare": list(_RARE), "compound": _COMPOUND}[kind])
        given = "".join(rng.sample(_GIVEN, rng.choice([1, 2, 2])))
        space = rng.choice([" ", "　"])
        return surname + given, (
            f"{surname}{space}{given}"
            if len(given) == 1 and self.chance(self.habits.spaced_names * 2)
            else surname + given
        )

    def several(self, most: int = 3) -> tuple[tuple[str, ...], str]:
        pairs = [self.name() for _ in range(self.rng.randint(2, most))]
        spaced = any(" " in printed or "　" in printed for _, printed in pairs)
        separator = self.rng.choice(["　", "  "]) if spaced else self.rng.choice([" ", "　", "、", "  "])
        return tuple(dict.fromkeys(name for name, _ in pairs)), separator.join(printed for _, printed in pairs)

    # lines

    def emit(self, text: str, head: bool = False, gap: bool | None = None) -> int:
        """Write a line; return its number."""
        if gap is None:
            gap = self.habits.gap == "all" or (self.habits.gap == "paragraphs" and self.habits.head_gap)
        if gap and self.lines:
            self.lines.append("")
        self.lines.append(text)
        if head:
            self.heads.add(len(self.lines))
        return len(self.lines)

    def text(self, text: str) -> None:
        """Write a paragraph, wrapped or cut as the habits say."""
        habits = self.habits
        pieces = [text]
        if habits.width:
            pieces = self.wrapped(text)
        elif self.chance(habits.cut) and len(text) > 24:
            pieces = self.cut(text)
        previous = 0
        for index, piece in enumerate(pieces):
            if index and not habits.width and self.chance(habits.furniture_in_cut):
                self.furniture()
            gap = habits.gap == "all" or (habits.gap == "paragraphs" and index == 0)
            number = self.emit((habits.indent if index == 0 else "") + piece, gap=gap)
            if index:
                self.joins.add((previous, number))
            previous = number
            if habits.width and index and self.chance(habits.furniture * 0.03):
                self.furniture()

    def cut(self, text: str) -> list[str]:
        pieces = []
        while len(pieces) < 2 and len(text) > 24 and (not pieces or self.chance(0.15)):
            at = self.rng.randint(6 if self.habits.cut_short else 12, len(text) - 6)
            if self.chance(0.2) and (comma := text.find("，", at)) > 0:
                at = comma + 1
            while 0 < at < len(text) and (
                text[at] in "，。、；：！？”》"
                or text[at - 1] in "。！？“《；"
                or text[at - 1 : at + 1] == "。”"
                or (text[at - 1] == "”")
            ):
                at += 1
            if at >= len(text) - 1:
                break
            pieces.append(text[:at])
            text = text[at:]
        return [*pieces, text]

    def wrapped(self, text: str) -> list[str]:
        width, pieces = self.habits.width, []
        room = width - len(self.habits.indent)
        while text:
            at = min(room, len(text))
            if at < len(text):
                if text[at] in "，。、；：！？”》":
                    at += 1 if self.rng.random() < 0.5 else -1
                while at > 1 and text[at - 1] in "“《":
                    at -= 1
            pieces.append(text[:at])
            text, room = text[at:], width
        return pieces

    def furniture(self) -> None:
        rng = self.rng
        self.page += 1
        date = f"2023年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
        name = lambda: rng.choice(_SURNAMES) + "".join(rng.sample(_GIVEN, 2))  # noqa: E731
        shapes = [
            f"第{self.page}版", f"{self.page}", f"—{self.page}—", f"- {self.page} -", f"{date} 星期{rng.choice('一二三四五六日')}",
            f"责任编辑：{name()}", f"本版编辑 {name()} 美编 {name()}", f"（下转第{self.page}版）", f"（上接第{self.page}版）",
            f"{self.paper} {date} 第{self.page}版", f"A{self.page:02} 理论", self.paper, f"{date}　星期三　责任编辑：{name()}",
            f"电话：0317-{rng.randint(1000000, 9999999)}", f"责编：{name()}　校对：{name()}", f"下转{self.page}版", f"第{self.page}版 要闻",
            f"本版责编：{name()} 版式：{name()}", f"投稿邮箱：{rng.choice('abcd')}zrb@163.com",
        ]  # fmt: skip
        self.emit(rng.choice(shapes))

    # articles

    def byline(self, kind: str) -> tuple[tuple[str, ...], list[str], list[str], str]:
        """Return authors, lines above the text, lines below it, and what the text begins with."""
        rng = self.rng
        name, printed = self.name()
        other, also = self.name()
        work = rng.choice(["沧州市委党校教授", "市作家协会会员", "该校教师"])
        remark = f"（作者{rng.choice(['系', '为', '单位：'])}{work}）"
        organ = rng.choice(_ORGANS)
        authors, many = self.several()
        match kind:
            case "bare":
                return (name,), [printed], [], ""
            case "several":
                return authors, [many], [], ""
            case "role":
                role = rng.choice(
                    [
                        "本报记者",
                        "记者",
                        "通讯员",
                        "特约记者",
                        "本报通讯员",
                        "新华社记者",
                        "本报全媒体记者",
                        "见习记者",
                        "实习生",
                    ]
                )
                return authors, [f"{role}{rng.choice([' ', '　', '：'])}{many}"], [], ""
            case "two roles":
                separator = rng.choice([" ", "　"])
                names = dict.fromkeys((name, other))
                return tuple(names), [f"{rng.choice(['本报记者', '记者'])} {printed}{separator}通讯员 {also}"], [], ""
            case "bullet":
                return (
                    (name,),
                    [f"{rng.choice('□■◎●')}{rng.choice([' ', ''])}{rng.choice(['', '', '本报记者 '])}{printed}"],
                    [],
                    "",
                )
            case "slash":
                if self.chance(0.3):
                    return tuple(dict.fromkeys((name, other))), [f"文/{printed} 图/{also}"], [], ""
                return (name,), [rng.choice([f"文/{printed}", f"文 / {printed}", f"{printed}/文"])], [], ""
            case "label":
                return authors, [f"{rng.choice(['作者', '撰文', '采写'])}：{many}"], [], ""
            case "organ":
                return (
                    (name,),
                    [rng.choice([f"{printed}（{organ}）", f"{organ} {printed}", f"{organ}　{printed}"])],
                    [],
                    "",
                )
            case "body":
                body = rng.choice(_BODIES)
                return (body,), [body], [], ""
            case "photo":
                return (
                    (name,),
                    [rng.choice([f"本报记者 {printed} 文/图", f"本报记者 {printed} 摄影报道", f"{printed} 文/图"])],
                    [],
                    "",
                )
            case "end":
                return (
                    (name,),
                    [],
                    [
                        rng.choice(
                            [
                                f"（{printed}）",
                                f"（本报记者 {printed}）",
                                f"（记者 {printed}）",
                                f"（通讯员 {printed}）",
                            ]
                        )
                    ],
                    "",
                )
            case "dateline":
                start = rng.choice(
                    [
                        "本报讯（记者 {}）",
                        "本报讯（记者 {} ）",
                        "本报讯（通讯员 {}）",
                        "新华社北京4月12日电（记者 {}）",
                        "本报海州5月3日讯（记者{}）",
                        "本报讯 （记者 {}）",
                    ]
                )
                return (name,), [], [], start.format(printed)
            case "remark":
                return (name,), [printed, remark], [], ""
            case "end remark":
                return (name,), [printed], [remark], ""
        raise ValueError(kind)

    def verse(self) -> list[str]:
        rng = self.rng
        if self.chance(0.3):
            halves = [
                "".join(rng.choice(_NOUNS + _VERBS)[:2] for _ in range(5))[: rng.choice([5, 7])] for _ in range(8)
            ]
            size = rng.choice([5, 7])
            halves = [(half + "春江花月夜归人")[:size] for half in halves]
            if self.chance(0.5):
                return [f"{a}，{b}。" for a, b in zip(halves[::2], halves[1::2], strict=True)]
            return [half + ("，" if index % 2 == 0 else "。") for index, half in enumerate(halves)]
        stop = rng.choice(["", "", "，", "mixed"])
        lines = []
        for _ in range(rng.randint(5, 16)):
            line = (
                rng.choice(_MODIFIERS)
                + rng.choice(_NOUNS)
                + (rng.choice(_VERBS) + rng.choice(_NOUNS) if self.chance(0.6) else "")
            )
            lines.append(line + (rng.choice(["", "，", "。", "", "——"]) if stop == "mixed" else stop))
        if stop:
            lines[-1] = lines[-1].rstrip("，—。") + "。"
        return lines

    def article(self, section: str | None) -> None:
        habits, rng = self.habits, self.rng
        title = self.title()
        kind = rng.choice(habits.byline_kinds)
        poem = self.chance(habits.verse)
        if poem and kind in ("dateline", "end", "end remark"):
            kind = "bare"
        authors, above, below, start = self.byline(kind)
        if not poem and self.chance(habits.no_byline):
            authors, above, below, start = (), [], [], ""
        halves = [title]
        if section and " " in title and self.chance(habits.two_lines):
            halves = title.split(" ", 1)
        for index, half in enumerate(halves):
            number = self.emit(half, head=True)
            if index == 0:
                self.title_lines[title] = number
        if self.chance(habits.subtitle):
            self.emit(
                "——"
                + rng.choice(
                    [
                        f"记{rng.choice(_NOUNS)}{rng.choice(_VERBS)}{rng.choice(_NOUNS)}",
                        f"{self.clause()}侧记",
                        self.clause(),
                    ]
                ),
                head=True,
            )
        for line in above:
            self.emit(line, head=True)
        truth = Article(section, closed(title), authors)
        self.truth.append(truth)
        if poem:
            for index, line in enumerate(self.verse()):
                if index and index % 4 == 0 and habits.gap == "none" and self.chance(0.3):
                    self.lines.append("")
                self.emit(line, gap=habits.gap == "all")
                truth.blocks.append(line)
        else:
            self.body(truth, start)
        for line in below:
            self.emit(line)

    def body(self, truth: Article, start: str) -> None:
        habits, rng = self.habits, self.rng
        count = rng.randint(*habits.paragraphs)
        crossheads = self.chance(habits.crosshead)
        listed = self.chance(habits.lists)
        talk = self.chance(habits.dialogue)
        for index in range(count):
            if crossheads and index and index % 2 == 0:
                head = rng.choice(
                    [
                        f"{rng.choice(_VERBS)}{rng.choice(_NOUNS)}",
                        f"{rng.choice(_NOUNS)}{rng.choice(_VERBS)}{rng.choice(_NOUNS)}",
                        f"{'一二三四五六七八'[index // 2 - 1]}、{rng.choice(_VERBS)}{rng.choice(_NOUNS)}",
                    ]
                )
                self.emit(head, head=True)
                truth.blocks.append(head)
            paragraph = (start if index == 0 else "") + self.paragraph()
            if talk and index % 2:
                paragraph = f"“{self.clause()}{rng.choice('。？！')}”" + (
                    f"{rng.choice(_NOUNS)}说。" if self.chance(0.5) else ""
                )
            if listed and index >= 1:
                mark = rng.choice(
                    [
                        f"{index}.",
                        f"{index}、",
                        f"{'一二三四五六七八九'[index - 1]}、",
                        f"（{'一二三四五六七八九'[index - 1]}）",
                    ]
                )
                paragraph = mark + self.sentence()
            if index == count - 1 and not talk and self.chance(habits.truncate):
                paragraph = paragraph[: max(20, len(paragraph) * 2 // 3)].rstrip("。！？，、；：”“《》")
            self.text(paragraph)
            truth.blocks.append(paragraph)
            if self.chance(habits.caption * 0.3):
                caption = rng.choice(
                    [
                        f"图为{self.clause()}。",
                        f"▲{self.clause()}。{rng.choice(_SURNAMES)}晓明 摄",
                        f"上图：{self.clause()}。",
                    ]
                )
                self.emit(caption)
                truth.blocks.append(caption)
            if self.chance(habits.furniture * 0.3):
                self.furniture()

    def make(self) -> Dump:
        """Return the dump."""
        habits, rng = self.habits, self.rng
        section = None
        sections = rng.sample(_SECTIONS, 8)
        if self.chance(habits.furniture):
            self.furniture()
        for index in range(rng.randint(*habits.articles)):
            if (index == 0 and self.chance(0.7)) or (index and self.chance(habits.section_rate)):
                section = sections.pop() if sections else section
                self.emit(section or "", head=True) if section else None
            self.article(section)
            if self.chance(habits.furniture * 0.5):
                self.furniture()
        text = "\n".join(self.lines) + "\n"
        if habits.ocr:
            text = self.smudged(text)
        data, encoding = self.encoded(text)
        return Dump(data, self.truth, self.joins, self.heads, self.title_lines, encoding)

    def smudged(self, text: str) -> str:
        rng = self.rng
        if self.chance(0.5):
            table = str.maketrans({"，": ",", "：": ":", "；": ";", "？": "?", "！": "!", "（": "(", "）": ")"})
            text = text.translate(table)
            for article in self.truth:
                article.blocks = [block.translate(table) for block in article.blocks]
                article.title = article.title.translate(table)
            self.title_lines = {title.translate(table): line for title, line in self.title_lines.items()}
        out = []
        for line in text.split("\n"):
            if line and rng.random() < 0.15:
                at = rng.randint(0, len(line))
                line = line[:at] + rng.choice(["\u200b", "\ufeff", "\u200d", "\u00ad"]) + line[at:]
            if line and rng.random() < 0.1:
                line += rng.choice([" ", "\u3000", "\u00a0", "\t"])
            if line and not line[0].isspace() and rng.random() < 0.03:
                line = "\f" + line
            out.append(line)
        return "\n".join(out)

    def encoded(self, text: str) -> tuple[bytes, str]:
        if self.profile != "encodings" and not (self.profile == "mixed" and self.chance(0.2)):
            return text.encode(), "utf-8"
        newline = self.rng.choice(["\n", "\r\n", "\r"])
        encoding = self.rng.choice(["utf-8", "utf-8-sig", "gb18030", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
        return text.replace("\n", newline).encode(encoding), encoding


def closed(title: str) -> str:
    """Return a title with single spaces."""
    return " ".join(title.split())


def make_dump(profile: str, seed: int) -> Dump:
    """Return the dump that *profile* and *seed* make."""
    return Maker(profile, seed).make()
