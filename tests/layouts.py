# ruff: noqa: D102, E501 - shapes read best side by side
"""Layouts of pages: newspapers, journals, papers of offices, each drawn from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from dumps import _NOUNS, _PAPERS, _VERBS, Article, closed
from pages import Flow, Hole, Page, Photo, Print, Rectangle, Set, Setter, Style, Words, broken, ems

RED = "#a00000"


@dataclass
class Area:
    """Columns *first* to *last* (not itself) of a page, from *top* to *foot*."""

    first: int
    last: int
    top: float
    foot: float

    @property
    def columns(self) -> int:
        return self.last - self.first


@dataclass
class Newspaper:
    """Makes one newspaper."""

    seed: str
    rng: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.rng = rng = random.Random(self.seed)
        self.words = Words(self.seed)
        self.size = rng.choice([9, 9.5, 10, 10.5])
        self.leading = rng.choice([1.35, 1.4, 1.5])
        self.em = rng.choice([11, 12, 13, 14, 16])
        self.columns = rng.choice([3, 4, 5, 6]) if self.em < 16 else rng.choice([3, 4])
        self.gutter = self.size * rng.choice([1.2, 1.5, 2])
        self.margin = 36.0
        self.column = self.em * self.size
        self.step = self.size * self.leading
        width = 2 * self.margin + self.columns * self.column + (self.columns - 1) * self.gutter
        height = 110 + rng.choice([62, 70, 78]) * self.step
        self.out = Print(width, height)
        self.body = Style(self.size, "song", leading=self.leading)
        self.paper = rng.choice(_PAPERS)
        self.title_face = rng.choice(["hei", "song", "hei"])
        self.title_bold = rng.random() < 0.7
        self.byline_face = rng.choice(["kai", "kai", "song", "hei"])
        self.byline_align = rng.choice(["center", "left", "center"])
        self.byline_kind = rng.choice(["role", "bare", "bullet", "several", "two roles"])
        self.flows = rng.random() < 0.5
        self.rules = rng.random() < 0.4
        self.strips = rng.choice(["page", "page", "none"])
        self.filled = rng.random() < 0.5

    def make(self) -> Print:
        for number in range(self.rng.choice([1, 1, 2, 3])):
            self.page(number)
        return self.out

    # --- a page

    def x(self, column: int) -> float:
        return self.margin + column * (self.column + self.gutter)

    def width(self, columns: int) -> float:
        return columns * self.column + (columns - 1) * self.gutter

    def page(self, number: int) -> None:
        page = self.out.page()
        self.section = self.words.section() if self.strips == "page" else None
        top = self.masthead(page, number)
        if self.section:
            top = self.strip(page, top)
        area = Area(0, self.columns, top, self.out.height - 36)
        for leaf in self.parted(area, 0):
            self.article(page, leaf)
        if self.rng.random() < 0.4:
            name = self.words.full_name()
            foot = Style(self.size * 0.85)
            page.things.append(Set(self.margin, self.out.height - 26, 300, f"责任编辑：{name}", foot))

    def masthead(self, page: Page, number: int) -> float:
        rng = self.rng
        small = Style(self.size * rng.choice([0.9, 1, 1.1]), rng.choice(["song", "hei"]))
        date = f"2023年{rng.randint(1, 12)}月{rng.randint(1, 28)}日"
        kind = rng.choice(["row", "parts", "tall"])
        folio = rng.choice([f"第{number + 1}版", f"{number + 1:02}", f"A{number + 1:02}版"])
        full = self.width(self.columns)
        if kind == "row":
            text = f"{self.paper}　　{date}　星期{rng.choice('一二三四五')}　　{folio}"
            page.things.append(Set(self.margin, 30, full, text, small, rng.choice(["left", "center", "right"])))
        else:
            name = Style(18, "kai", colour=RED) if kind == "tall" else small
            page.things.append(Set(self.margin, 22 if kind == "tall" else 30, 200, self.paper, name))
            page.things.append(Set(self.margin + full / 3, 30, full / 3, f"{date} 星期三", small, "center"))
            page.things.append(Set(self.margin + full - 100, 30, 100, folio, small, "right"))
        page.things.append(Rectangle(self.margin, 46, full, 0))
        return 56

    def strip(self, page: Page, top: float) -> float:
        assert self.section
        size = self.size * self.rng.choice([1.4, 1.7, 2])
        if self.filled:
            page.things.append(Rectangle(self.margin, top, self.width(self.columns), size * 1.5, None, RED))
            style = Style(size, "hei", colour="#ffffff", spacing=self.rng.choice([0, 0.5]))
        else:
            style = Style(size, self.rng.choice(["hei", "kai"]), colour=RED, spacing=self.rng.choice([0, 0.5]))
        align = self.rng.choice(["left", "center"])
        page.things.append(
            Set(self.margin + 4, top + size * 0.25, self.width(self.columns) - 8, self.section, style, align)
        )
        return top + size * 1.5 + self.step

    def parted(self, area: Area, depth: int) -> list[Area]:
        """Return *area* cut by guillotine into places for articles, in reading order."""
        rng = self.rng
        tall = area.foot - area.top
        cuts = []
        if tall > 30 * self.step:
            cuts += ["across"] * 2
        if area.columns >= 2 and tall > 14 * self.step:
            cuts += ["down"] * (1 if area.columns < 4 else 2)
        if depth == 0 and tall > 30 * self.step:
            cuts = ["across"]
        if not cuts or (depth > 1 and rng.random() < 0.3):
            return [area]
        if rng.choice(cuts) == "across":
            at = area.top + self.step * round(tall / self.step * rng.uniform(0.35, 0.65))
            upper, lower = replace(area, foot=at - self.step * 1.2), replace(area, top=at)
            return self.parted(upper, depth + 1) + self.parted(lower, depth + 1)
        at_column = rng.randint(area.first + 1, area.last - 1)
        left, right = replace(area, last=at_column), replace(area, first=at_column)
        return self.parted(left, depth + 1) + self.parted(right, depth + 1)

    # --- an article

    def article(self, page: Page, area: Area) -> None:
        rng = self.rng
        truth = Article(self.section, "", ())
        boxed = rng.random() < 0.15 and area.foot - area.top > 16 * self.step
        if boxed:
            page.things.append(
                Rectangle(
                    self.x(area.first) - self.gutter * 0.4,
                    area.top - 4,
                    self.width(area.columns) + self.gutter * 0.8,
                    area.foot - area.top + 6,
                )
            )
            area = replace(area, top=area.top + 4, foot=area.foot - 2)
        beside = area.columns >= 3 and rng.random() < 0.25
        head = replace(area, last=area.first + rng.randint(2, area.columns - 1)) if beside else area
        y, start, ending = self.head(page, head, truth)
        holes = [
            Hole(
                page,
                self.x(column),
                y if column < head.last else area.top,
                self.column,
                area.foot - (y if column < head.last else area.top),
            )
            for column in range(area.first, area.last)
        ]
        cut = self.picture(page, area, holes)
        flows = self.flows and not beside and not cut and area.columns > 1
        if self.rules:
            for hole in holes[1:]:
                page.things.append(Rectangle(hole.x - self.gutter / 2, hole.y, 0.4, hole.height, "#888888", "#888888"))
        self.fill(page, holes, truth, start, ending, flows)
        self.out.articles.append(truth)

    def head(self, page: Page, area: Area, truth: Article) -> tuple[float, str, str]:
        """Set the lines over the text; return where they end, and what the text begins and ends with."""
        rng, width, y = self.rng, self.width(area.columns), area.top
        x = self.x(area.first)
        align = rng.choice(["center", "center", "left"])
        title = self.words.title()
        size = {1: 15, 2: 21, 3: 26}.get(area.columns, 32) * self.size / 10
        if rng.random() < 0.2 and area.columns > 1:
            kicker = self.words.clause()[:18]
            style = Style(size * 0.55, rng.choice(["kai", "song", "hei"]))
            if ems(kicker) * style.size < width:
                page.things.append(Set(x, y, width, kicker, style, align))
                y += style.size * 1.5
                truth.kicker = kicker
        lines = self.title_lines(title, size, width)
        title = " ".join(lines) if len(lines) > 1 else title
        size = min(size, min(width / (ems(line) + 0.2) for line in lines))
        style = Style(size, self.title_face, self.title_bold)
        for line in lines:
            page.things.append(Set(x, y, width, line, style, align))
            y += size * 1.25
        truth.title = closed(title)
        if rng.random() < 0.15:
            subtitle = "——" + f"记{rng.choice(_NOUNS)}{rng.choice(_VERBS)}{rng.choice(_NOUNS)}"
            under = Style(max(self.size * 1.15, size * 0.5), rng.choice(["kai", "song"]))
            if ems(subtitle) * under.size < width:
                page.things.append(Set(x, y, width, subtitle, under, align))
                y += under.size * 1.5
                truth.subtitle = subtitle.lstrip("—")
        kind = rng.choice([self.byline_kind, self.byline_kind, "end", "dateline"])
        authors, above, below, start = self.words.byline(kind)
        truth.authors = authors
        style = Style(self.size, self.byline_face)
        for line in above:
            if ems(line) * style.size > width:
                truth.authors = ()
                continue
            page.things.append(Set(x, y + 2, width, line, style, self.byline_align if align == "center" else "left"))
            y += self.size * 1.6
        return y + self.step * 0.4, start, below[0] if below else ""

    def title_lines(self, title: str, size: float, width: float) -> list[str]:
        if ems(title) * size <= width:
            return [title]
        if " " in title or "　" in title:
            return title.replace("　", " ").split(" ", 1)
        middle = len(title) // 2 + 1
        while title[middle] in "，：”？的" or title[middle - 1] in "“":
            middle += 1
        return [title[:middle], title[middle:]]

    def picture(self, page: Page, area: Area, holes: list[Hole]) -> bool:
        """Put a picture with its caption at the foot or the top of some columns."""
        rng = self.rng
        if rng.random() > 0.3 or min(hole.height for hole in holes) < 22 * self.step:
            return False
        wide = rng.randint(1, max(1, min(2, area.columns)))
        first = rng.randint(0, area.columns - wide)
        taken = holes[first : first + wide]
        lines = rng.choice([8, 10, 12])
        tall = lines * self.step
        at_foot = rng.random() < 0.6 or len({hole.y for hole in taken}) > 1
        width = self.width(wide)
        caption = rng.choice(
            [f"图为{self.words.clause()}。", f"{self.words.clause()}。本报记者 {self.words.full_name()} 摄"]
        )
        style = Style(self.size * 0.9, rng.choice(["kai", "hei"]))
        rows = list(broken(caption, int(width / style.size), int(width / style.size)))
        foot = len(rows) * style.size * 1.3 + self.step * 0.8
        y = max(hole.y for hole in taken) if not at_foot else area.foot - tall
        page.things.append(Photo(taken[0].x, y, width, tall - foot - 4, rng.randint(0, 9999)))
        for row, text in enumerate(rows):
            page.things.append(Set(taken[0].x, y + tall - foot + row * style.size * 1.3, width, text, style))
        self.out.captions.append(caption)
        for hole in taken:
            if at_foot:
                hole.height = y - self.step * 0.6 - hole.y
            else:
                hole.height -= tall + self.step * 0.2
                hole.y = y + tall + self.step * 0.2
        return True

    def fill(self, page: Page, holes: list[Hole], truth: Article, start: str, ending: str, flows: bool) -> None:
        rng = self.rng
        setter = Setter(holes, self.body)
        if ending and ems(ending) + 2 > int(holes[0].width / self.size + 0.01):
            ending, truth.authors = "", ()
        total = setter.lines_left
        room = total - (2 if ending else 0) - (len(holes) if flows else 0)
        spare = rng.choice([0, 0, 1, 3])
        paragraphs: list[tuple[str, Style | None]] = []
        heads = rng.random() < 0.25 and total > 30
        while room > spare:
            if heads and len(paragraphs) % 3 == 2 and room > 12:
                crosshead = rng.choice(_VERBS) + rng.choice(_NOUNS)
                paragraphs.append((crosshead, Style(self.size, "hei", True, leading=self.leading)))
                room -= 1
            text = (start if not paragraphs else "") + self.words.paragraph()
            lines = setter.lines_of(text)
            if lines > room:
                width = int(holes[0].width / self.size)
                text = text[: max(10, int((room - 1) * width - 4))].rstrip("，、；：！？”“《》。")
                text = text + "。" if text.count("“") == text.count("”") else text + "”。"
                if setter.lines_of(text) > room:
                    break
            paragraphs.append((text, None))
            room -= setter.lines_of(text)
        truth.blocks += [text for text, _ in paragraphs]
        if ending:
            paragraphs.append((ending, None))
        if flows:
            top = holes[0]
            width = holes[-1].x + holes[-1].width - top.x
            page.things.append(
                Flow(top.x, top.y, width + 0.5, top.height + 0.4, len(holes), self.gutter, tuple(paragraphs), self.body)
            )
            return
        for text, own in paragraphs:
            if own:
                setter.paragraph(text, own, indent=rng.choice([0, 2]))
            else:
                setter.paragraph(text)


def newspaper(seed: str) -> Print:
    """Return a newspaper of one to three pages."""
    return Newspaper(seed).make()


LAYOUTS: dict[str, Callable[[str], Print]] = {"newspaper": newspaper}


# --- journals --------------------------------------------------------------------------------------------------------


@dataclass
class Journal:
    """Makes one number of a journal: articles in two columns (or one) over several pages, with running heads."""

    seed: str

    def __post_init__(self) -> None:
        self.rng = rng = random.Random(self.seed)
        self.words = Words(self.seed)
        self.size = rng.choice([9.5, 10, 10.5])
        self.body = Style(self.size, "song", leading=rng.choice([1.5, 1.6]))
        self.columns = rng.choice([1, 2, 2])
        self.gap = 2 * self.size
        self.em = rng.choice([20, 22]) if self.columns == 2 else rng.choice([36, 38])
        self.measure = self.columns * self.em * self.size + (self.columns - 1) * self.gap
        self.side, self.top = 56.0, 76.0
        self.out = Print(self.measure + 2 * self.side, 760)
        self.name = rng.choice(["江海学刊", "北原论丛", "运河研究"])
        self.issue = f"2023年第{rng.randint(1, 12)}期"
        self.notes = rng.random() < 0.5
        self.first = rng.randint(1, 90)
        self.numbered = rng.random() < 0.7
        self.section = self.words.section() if rng.random() < 0.5 else None

    def make(self) -> Print:
        for number in range(self.rng.choice([1, 2, 3])):
            self.article(number)
        return self.out

    def begin(self) -> list[Hole]:
        """Begin a page with its running head and number; return its columns."""
        page = self.out.page()
        number = self.first + len(self.out.pages) - 1
        small = Style(self.size * 0.85)
        left = f"{self.name}　{self.issue}" if number % 2 == 0 else self.head_line
        page.things.append(Set(self.side, 40, self.measure, left, small, "left" if number % 2 == 0 else "right"))
        page.things.append(Rectangle(self.side, 56, self.measure, 0))
        page.things.append(Set(self.side, 724, self.measure, str(number), small, "center"))
        width = self.em * self.size
        return [Hole(page, self.side + at * (width + self.gap), self.top, width, 630) for at in range(self.columns)]

    def article(self, number: int) -> None:
        rng, words = self.rng, self.words
        names, printed = words.several(2) if rng.random() < 0.4 else [(name := words.full_name(),), name]
        title = f"{rng.choice(_NOUNS)}{rng.choice(_NOUNS)}的{rng.choice(_VERBS)}与{rng.choice(_VERBS)}"
        title = rng.choice([title, f"论{title}", f"{title}研究"])
        truth = Article(self.section, title, tuple(n.replace(" ", "").replace("　", "") for n in names))
        self.head_line = f"{names[0]}：{title}"
        holes = self.begin()
        page, y = holes[0].page, self.top
        if self.section and number == 0:
            page.things.append(
                Set(self.side, y, self.measure, self.section, Style(self.size * 1.4, "hei", True), "center")
            )
            y += self.size * 3
        style = Style(self.size * rng.choice([1.8, 2]), rng.choice(["hei", "song"]), True)
        page.things.append(Set(self.side, y, self.measure, title, style, "center"))
        y += style.size * 1.7
        page.things.append(Set(self.side, y, self.measure, printed, Style(self.size * 1.1, "kai"), "center"))
        y += self.size * 2
        if rng.random() < 0.6:
            organ = rng.choice(["（江州大学 历史学院，江州 210000）", "（北原师范大学 文学院，北原 100875）"])
            page.things.append(Set(self.side, y, self.measure, organ, Style(self.size * 0.9), "center"))
            y += self.size * 2
        abstract = Style(self.size * 0.9, rng.choice(["kai", "song"]), leading=1.5)
        for lead in ("摘要：", "关键词："):
            text = lead + (words.paragraph() if lead == "摘要：" else "；".join(rng.sample(_NOUNS, 4)))
            setter = Setter([Hole(page, self.side + 20, y, self.measure - 40, 200)], abstract)
            setter.paragraph(text, indent=0)
            y = setter.y
            truth.blocks.append(text)
        y += self.size
        holes = [replace_hole(hole, y) for hole in holes]
        self.text(holes, truth)
        self.out.articles.append(truth)

    def text(self, holes: list[Hole], truth: Article) -> None:
        rng, words = self.rng, self.words
        count = 0
        footed = [self.foot(holes, truth)] if self.notes else []
        setter = Setter(holes, self.body)
        for part in range(rng.randint(2, 4)):
            head = (
                f"{'一二三四'[part]}、{rng.choice(_VERBS)}{rng.choice(_NOUNS)}"
                if self.numbered
                else f"{rng.choice(_VERBS)}{rng.choice(_NOUNS)}"
            )
            if setter.lines_left < 4:
                self.more(setter)
            setter.paragraph(head, Style(self.size * 1.15, "hei", True, leading=1.8), 0, rng.choice(["left", "left"]))
            truth.blocks.append(head)
            for _ in range(rng.randint(2, 5)):
                text = words.paragraph() + words.paragraph()
                if footed and not count:
                    text = text[:-1] + "①" + text[-1]
                count += 1
                while setter.lines_of(text) + 2 > setter.lines_left:
                    self.more(setter)
                setter.paragraph(text)
                truth.blocks.append(text.replace("①", ""))

    def more(self, setter: Setter) -> None:
        """Begin a page where the text goes on."""
        holes = self.begin()
        if not setter.holes:
            setter.y = holes[0].y
        setter.holes += holes

    def foot(self, holes: list[Hole], truth: Article) -> str:
        """Put a note at the foot of the first column."""
        hole = holes[0]
        note = f"①参见{self.words.full_name().replace(' ', '').replace('　', '')}：《{self.rng.choice(_NOUNS)}史》，江州出版社2001年版，第{self.rng.randint(2, 300)}页。"
        style = Style(self.size * 0.8, leading=1.4)
        lines = list(broken(note, int(hole.width / style.size), int(hole.width / style.size)))
        tall = len(lines) * style.size * 1.4 + 8
        hole.height -= tall
        y = hole.y + hole.height
        hole.page.things.append(Rectangle(hole.x, y, 80, 0))
        for line in lines:
            y += 0
            hole.page.things.append(Set(hole.x, y + 6, hole.width, line, style))
            y += style.size * 1.4
        self.out.notes.append(note[1:])
        return note


def replace_hole(hole: Hole, y: float) -> Hole:
    """Return *hole* beginning at *y*."""
    return Hole(hole.page, hole.x, y, hole.width, hole.y + hole.height - y)


def journal(seed: str) -> Print:
    """Return a number of a journal."""
    return Journal(seed).make()


# --- papers of offices, theses ---------------------------------------------------------------------------------------


def office(seed: str) -> Print:
    """Return a paper of an office as GB/T 9704 has it: red head, number, title in two lines, address, parts, seal."""
    rng, words = random.Random(seed), Words(seed)
    size = 14.0
    out = Print(595, 842)
    body = Style(size, "song", leading=1.75)
    width = 30 * size

    def begin() -> Hole:
        page = out.page()
        number = len(out.pages)
        page.things.append(Set(80, 790, 435, f"— {number} —", Style(12), "right" if number % 2 else "left"))
        return Hole(page, 87, 90, width, 660)

    hole = begin()
    body_name = rng.choice(["海兴县人民政府", "江州市教育局", "北原市文化和旅游局"])
    page = hole.page
    page.things.append(Set(60, 110, 475, f"{body_name}文件", Style(36, "song", True, RED, spacing=0.1), "center"))
    page.things.append(Set(87, 180, width, f"海政发〔2023〕{rng.randint(2, 60)}号", Style(size), "center"))
    page.things.append(Rectangle(87, 204, width, 1.2, RED, RED))
    matter = f"{rng.choice(_VERBS)}{rng.choice(_NOUNS)}{rng.choice(_NOUNS)}工作"
    title = [f"{body_name}", f"关于{matter}的{rng.choice(['通知', '意见', '实施方案'])}"]
    for row, line in enumerate(title):
        page.things.append(Set(87, 230 + row * 34, width, line, Style(22, "song", True), "center"))
    truth = Article(None, " ".join(title), ())
    setter = Setter([replace_hole(hole, 320)], body)
    setter.paragraph("各乡镇人民政府，县政府各部门：", indent=0)
    truth.blocks.append("各乡镇人民政府，县政府各部门：")
    for part in range(rng.randint(2, 4)):
        texts = [(f"{'一二三四'[part]}、{rng.choice(_VERBS)}{rng.choice(_NOUNS)}", Style(size, "hei", leading=1.75))]
        texts += [(f"（{'一二三'[at]}）{words.clause()}。{words.paragraph()}", None) for at in range(rng.randint(1, 3))]
        for text, style in texts:
            while setter.lines_of(text) + 1 > setter.lines_left:
                more = begin()
                setter.y = more.y if not setter.holes else setter.y
                setter.holes.append(more)
            setter.paragraph(text, style)
            truth.blocks.append(text)
    out.articles.append(truth)
    return out


LAYOUTS |= {"journal": journal, "office": office}


# --- layouts that the reader was not made with -------------------------------------------------------------------------


class Regions(Newspaper):
    """A newspaper of three regions, each under a strip of its own; titles flush left, bylines at the end of the head."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.strips = "none"
        self.flows = False

    def page(self, number: int) -> None:
        page = self.out.page()
        top = self.masthead(page, number)
        tall = (self.out.height - 36 - top) / 2
        for at in range(2):
            y = top + at * tall
            self.section = self.words.section()
            size = self.size * 1.6
            full = self.width(self.columns)
            page.things.append(Rectangle(self.margin, y, ems(self.section) * size + 16, size * 1.4, None, "#204070"))
            style = Style(size, "hei", True, "#ffffff")
            page.things.append(Set(self.margin + 8, y + size * 0.2, full, self.section, style))
            page.things.append(Rectangle(self.margin, y + size * 1.4, full, 0, "#204070"))
            area = Area(0, self.columns, y + size * 1.4 + self.step, y + tall - self.step)
            first = Area(0, max(1, self.columns // 2), area.top, area.foot)
            for leaf in (first, replace(area, first=first.last)):
                self.article(page, leaf)


def regions(seed: str) -> Print:
    """Return a newspaper whose pages have two sections."""
    return Regions(seed).make()


def magazine(seed: str) -> Print:
    """Return a magazine: one article a time in three columns over pages, a quotation set large, a picture over two."""
    rng, words = random.Random(seed), Words(seed)
    size, em, gap, side = 9.5, 15, 16.0, 48.0
    width = em * size
    out = Print(2 * side + 3 * width + 2 * gap, 780)
    body = Style(size, "song", leading=1.6)
    number = rng.randint(2, 60)
    for _ in range(2):
        title, (authors, printed) = words.title(), words.several(2)
        truth = Article(None, closed(title), authors)

        def begin() -> list[Hole]:
            page = out.page()
            folio = number + len(out.pages)
            page.things.append(Set(side, 744, 100, f"{folio}", Style(9, "hei")))
            page.things.append(Set(side + 40, 744, 200, "江岸月刊", Style(8, "hei")))
            return [Hole(page, side + at * (width + gap), 60, width, 660) for at in range(3)]

        holes = begin()
        page = holes[0].page
        page.things.append(Set(side, 70, 3 * width, title, Style(30, "song", True)))
        page.things.append(Set(side, 118, 3 * width, f"文／{printed}", Style(size, "hei")))
        holes = [Hole(page, h.x, 160, h.width, 560) for h in holes]
        picture = 150.0
        page.things.append(Photo(holes[1].x, 160, 2 * width + gap, picture, rng.randint(0, 999)))
        caption = f"图为{words.clause()}。"
        page.things.append(Set(holes[1].x, 160 + picture + 4, 2 * width, caption, Style(8, "kai")))
        out.captions.append(caption)
        for hole in holes[1:]:
            hole.y, hole.height = 160 + picture + 28, 560 - picture - 28
        setter = Setter(holes, body)
        for _part in range(rng.randint(7, 11)):
            text = words.paragraph() + words.paragraph()
            while setter.lines_of(text) + 1 > setter.lines_left:
                more = begin()
                setter.y = more[0].y if not setter.holes else setter.y
                setter.holes += more
            setter.paragraph(text)
            truth.blocks.append(text)
        out.articles.append(truth)
    return out


def upright(seed: str) -> Print:
    """Return pages on which lines run down from right to left, as books of old are set."""
    rng, words = random.Random(seed), Words(seed)
    size, rows = 11.0, 30
    out = Print(560, 460)
    body = Style(size, "song")
    step = size * 1.8

    def begin() -> list[float]:
        out.page()
        return [500 - step * at for at in range(22)]

    places = begin()

    def put(text: str, style: Style, drop: float = 0) -> None:
        nonlocal places
        if not places:
            places = begin()
        x = places.pop(0)
        out.pages[-1].things.append(Set(x, 50 + drop * size, style.size + 1, text, style, "down"))

    for _ in range(2):
        title, name = (
            words.title().replace(" ", "").replace("　", ""),
            words.full_name().replace(" ", "").replace("　", ""),
        )
        truth = Article(None, title, (name,))
        put(title, Style(17, "hei", True), 2)
        places = places[1:]
        put(name, Style(size, "kai"), 12)
        for _part in range(rng.randint(3, 5)):
            text = "".join(sign for sign in words.paragraph() if not sign.isascii())
            for at, line in enumerate(broken(text, rows - 2, rows)):
                put(line, body, 2 if at == 0 else 0)
            truth.blocks.append(text)
        out.articles.append(truth)
    return out


HELD_OUT: dict[str, Callable[[str], Print]] = {"regions": regions, "magazine": magazine, "upright": upright}
"""Layouts that were drawn when the reader was finished."""
