# ruff: noqa: D102 - shapes read best side by side
"""Pages of newspapers, journals and offices as PDF, with their truth, made from a seed by three programs.

The words are those of `dumps`. A page is lines, pictures and rectangles in their places, so that the three programs
set the same page, each in its own way: its own faces inside the file, its own order and its own marks.
"""

from __future__ import annotations

import base64
import html
import io
import random
import shutil
import subprocess
import tempfile
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from dumps import Article, Maker
from PIL import Image, ImageDraw

FACES = {"song": "Noto Serif CJK SC", "hei": "Noto Sans CJK SC", "kai": "LXGW WenKai"}

# --- what stands on a page, in points ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Style:
    """How characters look."""

    size: float
    face: str = "song"
    bold: bool = False
    colour: str = "#000000"
    leading: float = 1.5
    """Of the lines of a flow, in ems."""
    spacing: float = 0
    """Between the letters, in ems."""


@dataclass(frozen=True)
class Set:
    """A line of text; *align* is left, center, right, justify or down (one character below the other)."""

    x: float
    y: float
    width: float
    text: str
    style: Style
    align: str = "left"


@dataclass(frozen=True)
class Flow:
    """Paragraphs that the program breaks into lines and columns itself; one with a style of its own is a crosshead."""

    x: float
    y: float
    width: float
    height: float
    columns: int
    gap: float
    paragraphs: tuple[tuple[str, Style | None], ...]
    style: Style


@dataclass(frozen=True)
class Photo:
    """A picture."""

    x: float
    y: float
    width: float
    height: float
    seed: int


@dataclass(frozen=True)
class Rectangle:
    """A frame, a ground, or where it has no height a rule."""

    x: float
    y: float
    width: float
    height: float
    stroke: str | None = "#000000"
    fill: str | None = None


@dataclass
class Page:
    """Where everything stands."""

    things: list[Set | Flow | Photo | Rectangle] = field(default_factory=list)


@dataclass
class Print:
    """A document with its truth."""

    width: float
    height: float
    pages: list[Page] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def page(self) -> Page:
        """Begin a page."""
        self.pages.append(Page())
        return self.pages[-1]


# --- the three programs --------------------------------------------------------------------------------------------


def photo(seed: int, width: float, height: float) -> bytes:
    """Return a drawing as JPEG."""
    rng = random.Random(seed)
    image = Image.new("RGB", (int(width * 1.5), int(height * 1.5)), tuple(rng.randint(150, 230) for _ in range(3)))
    brush = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = rng.randint(0, image.width), rng.randint(0, image.height)
        size = rng.randint(10, 60)
        brush.ellipse((x, y, x + size, y + size), fill=tuple(rng.randint(40, 220) for _ in range(3)))
    file = io.BytesIO()
    image.save(file, "JPEG", quality=60)
    return file.getvalue()


def _css(style: Style) -> str:
    spacing = f"letter-spacing:{style.spacing}em;" if style.spacing else ""
    weight = "font-weight:700;" if style.bold else ""
    return f"font:{style.size}pt '{FACES[style.face]}';{weight}color:{style.colour};{spacing}"


def _at(x: float, y: float, width: float, height: float | None = None) -> str:
    tall = "" if height is None else f"height:{height}pt;"
    return f"position:absolute;left:{x}pt;top:{y}pt;width:{width}pt;{tall}"


def to_html(printed: Print) -> str:
    """Return *printed* as a page for a browser."""
    body = []
    for page in printed.pages:
        body.append('<section class="page">')
        body += map(_html_of, page.things)
        body.append("</section>")
    return (
        f"<!doctype html><html lang='zh-CN'><meta charset='utf-8'><title>page</title><style>"
        f"@page{{size:{printed.width}pt {printed.height}pt;margin:0}}"
        "*{margin:0;padding:0}body{font-size:10pt}"
        f".page{{position:relative;width:{printed.width}pt;height:{printed.height - 0.5}pt;overflow:hidden;"
        "break-after:page}.page:last-child{break-after:auto}"
        ".l{white-space:pre;line-height:1}.justify{text-align:justify;text-align-last:justify;white-space:nowrap}"
        ".center{text-align:center}.right{text-align:right}"
        ".flow p{text-indent:2em;text-align:justify;orphans:1;widows:1}.flow p.h{text-indent:0}"
        "</style>" + "\n".join(body)
    )


def _html_of(thing: Set | Flow | Photo | Rectangle) -> str:
    match thing:
        case Set(x, y, width, text, style, "down"):
            each = "".join(f"<div>{html.escape(sign)}</div>" for sign in text)
            return f'<div style="{_at(x, y, width)}{_css(style)}line-height:1.04;text-align:center">{each}</div>'
        case Set(x, y, width, text, style, align):
            return (
                f'<div class="l {align}" style="{_at(x, y, width)}{_css(style)}line-height:1">{html.escape(text)}</div>'
            )
        case Flow(x, y, width, height, columns, gap, paragraphs, style):
            inner = "".join(
                f'<p class="h" style="{_css(own)}line-height:{style.leading * style.size}pt">{html.escape(text)}</p>'
                if own
                else f"<p>{html.escape(text)}</p>"
                for text, own in paragraphs
            )
            look = f"{_css(style)}line-height:{style.leading};columns:{columns};column-gap:{gap}pt;column-fill:auto"
            flow = f'<div class="flow" style="height:{height}pt;{look}">{inner}</div>'
            return f'<div style="{_at(x, y, width, height)}">{flow}</div>'
        case Photo(x, y, width, height, seed):
            data = base64.b64encode(photo(seed, width, height)).decode()
            return f'<img style="{_at(x, y, width, height)}" src="data:image/jpeg;base64,{data}">'
        case Rectangle(x, y, width, height, stroke, fill):
            line = f"border:.6pt solid {stroke};box-sizing:border-box;" if stroke and height > 1 else ""
            ground = f"background:{fill or (stroke if height <= 1 else 'none')};"
            return f'<div style="{_at(x, y, width, max(height, 0.6))}{line}{ground}"></div>'


def by_weasyprint(printed: Print) -> bytes:
    """Return *printed* as WeasyPrint sets it."""
    from weasyprint import HTML

    return bytes(HTML(string=to_html(printed)).write_pdf())


def by_chromium(printed: Print) -> bytes:
    """Return *printed* as Chromium prints it."""
    program = shutil.which("chromium") or shutil.which("google-chrome") or "chromium"
    with tempfile.TemporaryDirectory() as folder:
        page, made = Path(folder, "page.html"), Path(folder, "page.pdf")
        page.write_text(to_html(printed), "utf-8")
        command = [program, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer"]
        command += [f"--user-data-dir={folder}/profile", f"--print-to-pdf={made}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return made.read_bytes()


def to_typst(printed: Print) -> str:
    """Return *printed* in the language of Typst; pictures are files ``SEED-WIDTH-HEIGHT.jpg``."""
    lines = [
        f"#set page(width: {printed.width}pt, height: {printed.height}pt, margin: 0pt)",
        '#set text(lang: "zh", region: "cn", top-edge: 0.88em, bottom-edge: -0.12em)',
        "#set par(leading: 0pt, spacing: 0pt)",
    ]
    for number, page in enumerate(printed.pages):
        lines += ["#pagebreak()"] if number else []
        lines += [
            f"#place(top + left, dx: {thing.x}pt, dy: {thing.y}pt, {_typst_of(thing)})"
            for thing in page.things
            if not (isinstance(thing, Set) and not thing.text)
        ]
    return "\n".join(lines)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _typst_text(text: str, style: Style) -> str:
    weight = '"bold"' if style.bold else '"regular"'
    return (
        f'text(font: ("{FACES[style.face]}",), size: {style.size}pt, weight: {weight}, '
        f'fill: rgb("{style.colour}"), tracking: {style.spacing}em, {_quoted(text)})'
    )


def _typst_of(thing: Set | Flow | Photo | Rectangle) -> str:
    match thing:
        case Set(_, _, width, text, style, "down"):
            each = ", ".join(f"align(center, {_typst_text(sign, style)})" for sign in text)
            return f"block(width: {width}pt, stack(dir: ttb, spacing: {style.size * 0.04}pt, {each}))"
        case Set(_, _, width, text, style, "justify"):
            return f"block(width: {width}pt, par(justify: true, {_typst_text(text, style)} + linebreak(justify: true)))"
        case Set(_, _, width, text, style, align):
            return f"block(width: {width}pt, align({align}, {_typst_text(text, style)}))"
        case Flow(_, _, width, height, columns, gap, paragraphs, style):
            lead = (style.leading - 1) * style.size
            inner = " + parbreak() + ".join(
                f"par(first-line-indent: 0pt, {_typst_text(text, own)})" if own else f"par({_typst_text(text, style)})"
                for text, own in paragraphs
            )
            rules = (
                f"set par(justify: true, first-line-indent: (amount: {2 * style.size}pt, all: true), "
                f"leading: {lead}pt, spacing: {lead}pt)"
            )
            return (
                f"block(width: {width}pt, height: {height}pt, {{{rules}\n"
                f"columns({columns}, gutter: {gap}pt, {inner})}})"
            )
        case Photo(_, _, width, height, seed):
            return f'image("{seed}-{width:.0f}-{height:.0f}.jpg", width: {width}pt, height: {height}pt)'
        case Rectangle(_, _, width, height, stroke, fill):
            ground = fill or (stroke if height <= 1 else None)
            line = f'0.6pt + rgb("{stroke}")' if stroke and height > 1 else "none"
            colour = f'rgb("{ground}")' if ground else "none"
            return f"rect(width: {width}pt, height: {max(height, 0.6)}pt, stroke: {line}, fill: {colour})"


def by_typst(printed: Print) -> bytes:
    """Return *printed* as Typst sets it."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        for page in printed.pages:
            for thing in page.things:
                if isinstance(thing, Photo):
                    name = f"{thing.seed}-{thing.width:.0f}-{thing.height:.0f}.jpg"
                    Path(folder, name).write_bytes(photo(thing.seed, thing.width, thing.height))
        file = Path(folder, "page.typ")
        file.write_text(to_typst(printed), "utf-8")
        return bytes(typst.compile(str(file)))


PROGRAMS: dict[str, Callable[[Print], bytes]] = {
    "weasyprint": by_weasyprint,
    "chromium": by_chromium,
    "typst": by_typst,
}

# --- lines ---------------------------------------------------------------------------------------------------------

_NO_START = frozenset("，。、；：！？”’）》】…—%％·")
_NO_END = frozenset("“‘（《【")


def ems(text: str) -> float:
    """Return how many ems *text* takes."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.72 if sign.isupper() else 0.6 for sign in text)


def broken(text: str, first: float, rest: float) -> Iterator[str]:
    """Yield *text* in lines, the first of *first* ems, the others of *rest*."""
    room, start = first, 0
    while start < len(text):
        end = start
        while end < len(text) and ems(text[start : end + 1]) <= room + 0.01:
            end += 1
        if end < len(text):
            while end > start + 1 and (text[end] in _NO_START or text[end - 1] in _NO_END or _within_word(text, end)):
                end -= 1
        yield text[start:end]
        start, room = end, rest


def _within_word(text: str, at: int) -> bool:
    return text[at].isascii() and text[at - 1].isascii() and text[at].isalnum() and text[at - 1].isalnum()


@dataclass
class Hole:
    """Room for lines: a column, or a part of one."""

    page: Page
    x: float
    y: float
    width: float
    height: float


class Setter:
    """Sets paragraphs line by line into one hole after the other."""

    def __init__(self, holes: Sequence[Hole], style: Style) -> None:
        self.holes, self.style = list(holes), style
        self.y = self.holes[0].y if holes else 0.0

    @property
    def lines_left(self) -> int:
        """How many lines there is room for."""
        step = self.style.size * self.style.leading
        here = int((self.holes[0].y + self.holes[0].height - self.y + 0.01) / step) if self.holes else 0
        return here + sum(int((hole.height + 0.01) / step) for hole in self.holes[1:])

    def _next(self, style: Style) -> Hole | None:
        step = style.size * style.leading
        while self.holes and self.y + step > self.holes[0].y + self.holes[0].height + 0.01:
            self.holes.pop(0)
            self.y = self.holes[0].y if self.holes else 0
        return self.holes[0] if self.holes else None

    def lines_of(self, text: str, indent: float = 2) -> int:
        width = self.holes[0].width / self.style.size if self.holes else 20
        return len(list(broken(text, int(width + 0.01) - indent, int(width + 0.01))))

    def paragraph(self, text: str, style: Style | None = None, indent: float = 2, align: str = "justify") -> None:
        """Set *text*; what finds no room is an error."""
        style = style or self.style
        pieces = text
        first = True
        while pieces:
            hole = self._next(style)
            assert hole is not None, "no room"
            width = int(hole.width / style.size + 0.01)
            shift = indent if first else 0
            line = next(broken(pieces, width - shift, width))
            pieces = pieces[len(line) :]
            x = hole.x + shift * style.size
            full = align == "justify" and bool(pieces)
            kind = "justify" if full else "left" if align == "justify" else align
            hole.page.things.append(Set(x, self.y, hole.width - shift * style.size, line, style, kind))
            self.y += style.size * style.leading
            first = False


# --- texts ---------------------------------------------------------------------------------------------------------


class Words(Maker):
    """Titles, bylines, paragraphs."""

    def __init__(self, seed: str) -> None:
        super().__init__("clean", 0)
        self.rng = random.Random(seed)
        self.habits.names = ("common",)
        self.habits.short_titles = 0.15

    def full_name(self) -> str:
        return self.name()[1]

    def section(self) -> str:
        from dumps import _SECTIONS

        return self.rng.choice([section for section in _SECTIONS if len(section) <= 8])
