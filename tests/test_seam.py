"""The seam to WeasyPrint: lines measured by the positions of glyphs; what it relies on, and how it gives way."""

import ast
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pydyf
import pymupdf
import pytest
import weasyprint
from conftest import Reported
from handmade import HANDMADE, article, book
from noted import Writer
from weasyprint.css import StyleFor
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, inline, preferred
from weasyprint.text.fonts import FontConfiguration
from weasyprint.text.line_break import Layout

from publish.edition import Settings, StyleKeys
from publish.pdf import seam, write_pdf
from publish.pdf.seam import drawing, glyphs, golden, joined, names, pages

SIZE, MEASURE, LEFT = 10.0, 20, 50.0
STYLE = f"""
@page {{ size: 300pt 400pt; margin: 40pt {300 - LEFT - SIZE * MEASURE}pt 40pt {LEFT}pt }}
html {{ font: {SIZE}pt/18pt "Noto Serif CJK SC" }}
body {{ margin: 0 }}
p {{ margin: 0; text-indent: 2em; text-align: justify }}
sup {{ font-size: .6em; line-height: 0 }}
.note {{ float: footnote; font-size: 8pt; line-height: 12pt; text-indent: 0 }}
::footnote-call {{ font-size: .6em; line-height: 0; vertical-align: super }}
.ruby {{ display: inline-block; text-indent: 0 }}
"""
MIXED = """
<p>一段里有<b>粗体的文字，跨过几个字</b>，有<a href="https://example.org/">带“引号”的链接</a>，有注<span class="note"
>注文里也有“引号”和 English，长得要排两行才放得下，所以再写上几个字。</span>。再写几个字，排满三行。</p>
<p>图片<img alt="图" src="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/%3E"
style="width: 1.3em; height: 1em">在行内，<span class="ruby">注音</span>也在行内，网址 https://example.org/a/long/path
在行内；2<sup>10</sup>是1024，长5 km，“占”20%——破折号、省略号……与约翰·史密斯都在行内，一行也不少。</p>
"""


def page_of(body: str, style: str = "", language: str = "zh-CN", report: Reported | None = None) -> bytes:
    """Return *body* as a PDF: composed where there is a *report*, else as WeasyPrint sets it."""
    html = weasyprint.HTML(string=f'<html lang="{language}"><body>{body}</body></html>')
    sheets = [weasyprint.CSS(string=STYLE + style)]
    if report is None:
        return bytes(html.write_pdf(stylesheets=sheets))
    with joined(report):
        return bytes(html.render(stylesheets=sheets, font_config=FontConfiguration()).write_pdf())


def lines_of(pdf: bytes) -> list[tuple[float, float, str]]:
    """Return the lines on the first page: where the first glyph begins, where the last ends, the text.

    A character of Chinese is as wide as its size; the white half of a mark at the end of a line does not count.
    """
    rows: dict[int, list[tuple[float, float, str, float]]] = {}
    for block in pymupdf.open(stream=pdf)[0].get_text("rawdict", flags=0)["blocks"]:
        for line in block["lines"]:
            for span in line["spans"]:
                row = rows.setdefault(round(line["bbox"][3] / 9), [])
                row += [(c["origin"][0], c["bbox"][2], c["c"], span["size"]) for c in span["chars"] if c["c"].strip()]
    found = []
    for _, row in sorted(rows.items()):
        row.sort()
        begin, end, last, size = row[-1]
        if not last.isascii():
            end = begin + (size / 2 if last in "，。；：、！？”）》" else size)
        found.append((row[0][0], end, "".join(c for _, _, c, _ in row)))
    return found


def off(line: tuple[float, float, str], measure: float) -> float:
    """Return how far *line* ends from *measure*; the mark at its end may have its white half or not."""
    _, end, text = line
    distance = round(end - LEFT - measure, 1)
    return 0 if distance == -SIZE / 2 and text[-1] in "，。；：、！？”）》" else distance


def plain(pdf: bytes) -> str:
    """Return the characters of *pdf* without white space, in the order of the page."""
    return "".join("".join(page.get_text() for page in pymupdf.open(stream=pdf)).split())


def test_every_line_but_the_last_ends_at_the_measure(report: Reported) -> None:
    text = "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张：“寒来暑往，秋收冬藏。”" * 5
    lines = lines_of(page_of(f"<p>{text}</p>", report=report))
    assert len(lines) > 6
    assert [off(line, SIZE * MEASURE) for line in lines[:-1]] == [0] * (len(lines) - 1)


def test_lines_with_bold_links_notes_pictures_and_addresses_end_there_too(report: Reported) -> None:
    lines = [line for line in lines_of(page_of(MIXED, report=report)) if line[0] < LEFT + 3 * SIZE]
    edges = {off(line, SIZE * MEASURE) for line in lines if line[1] > LEFT + SIZE * (MEASURE - 1)}
    assert len(lines) >= 9
    assert edges == {0}


def test_all_text_is_on_the_page_and_can_be_read_back(report: Reported) -> None:
    assert sorted(plain(page_of(MIXED, report=report))) == sorted(plain(page_of(MIXED)))


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW"])
def test_text_without_chinese_is_set_as_before(report: Reported, language: str) -> None:
    text = "<p>Nothing here is Chinese, so “nothing” changes — spaces are widened as WeasyPrint does it.</p>"
    assert page_of(text, language=language, report=report) == page_of(text, language=language)


def test_what_floats_stand_beside_is_composed_in_the_width_that_is_left(report: Reported) -> None:
    box = '<div style="float: right; width: 60pt; height: 50pt"></div>'
    lines = lines_of(page_of(box + "<p>" + "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。" * 4 + "</p>", report=report))
    assert [off(line, 140) for line in lines[:3]] == [0] * 3
    assert [off(line, 200) for line in lines[3:-1]] == [0] * (len(lines) - 4)


def test_baselines_do_not_move_for_another_face(report: Reported) -> None:
    text = "天地玄黄<b>宇宙</b>abc<i style='font-family: Noto Sans CJK SC'>洪荒</i>日月盈昃辰宿列张寒来暑往秋收冬藏" * 3
    page = pymupdf.open(stream=page_of(f"<p>{text}</p>", report=report))[0]
    spans = [s for b in page.get_text("dict")["blocks"] for line in b["lines"] for s in line["spans"]]
    steps = {round((span["origin"][1] - spans[0]["origin"][1]) % 18, 1) % 18 for span in spans}
    assert steps == {0}


def test_forced_breaks_and_a_width_made_by_the_text_are_kept(report: Reported) -> None:
    verse = lines_of(page_of("<p>天地玄黄，<br>宇宙洪荒。<br><br>日月盈昃，</p>", report=report))
    assert [text for _, _, text in verse] == ["天地玄黄，", "宇宙洪荒。", "日月盈昃，"]
    table = lines_of(page_of("<table><tr><td>用Python写PDF</td><td>右</td></tr></table>", report=report))
    assert [text for _, _, text in table] == ["用Python写PDF右"]


DRAWN = """<p>“天地”·玄黄，宇宙：洪荒——日月〔盈昃〕……辰宿1954年列张English寒来3,000件，暑往A4纸秋收①冬藏／闰余、
成岁！abc—律吕，　调阳；·云腾：致雨？あ露结，结か为霜fi金生﹑丽水—－玉出H2O昆冈。</p>"""


@pytest.mark.parametrize("language", ["zh-CN", "zh-TW"])
def test_lines_are_drawn_from_known_glyphs_as_they_are_when_shaped_anew(
    report: Reported, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    known = page_of(MIXED + DRAWN, language=language, report=report)
    drawn = []
    monkeypatch.setattr(drawing, "_is_known", lambda text: drawn.append(text))
    assert page_of(MIXED + DRAWN, language=language, report=report) == known
    assert len(drawn) > 9


def test_a_line_longer_than_the_measure_that_may_not_be_divided_is_left_to_weasyprint(report: Reported) -> None:
    style = ".name, .end { white-space: nowrap } .end::after { content: leader('·') '12' }"
    text = "天" + "宇宙洪荒日月盈昃" * 2 + "寒藏"
    body = f'<p><a><span class="name">{text[:-1]}<span class="end">{text[-1]}</span></span></a></p>'
    assert plain(page_of(body, style, report=report)).replace("·", "") == f"{text}12"


def test_the_same_input_gives_the_same_bytes(report: Reported) -> None:
    assert page_of(MIXED, report=report) == page_of(MIXED, report=report)


def test_renders_side_by_side_do_not_disturb_each_other(report: Reported) -> None:
    composed, stock = page_of(MIXED, report=report), page_of(MIXED)
    with ThreadPoolExecutor(2) as pool:
        jobs = [pool.submit(page_of, MIXED, report=report if number % 2 else None) for number in range(4)]
    assert [job.result() for job in jobs] == [stock, composed, stock, composed]


def test_weasyprint_is_left_as_it_was(report: Reported) -> None:
    before = (inline.split_inline_box, inline.split_inline_level, inline.justify_line, preferred.inline_line_widths)
    with joined(report), joined(report):
        assert inline.split_inline_box is not before[0]
    after = (inline.split_inline_box, inline.split_inline_level, inline.justify_line, preferred.inline_line_widths)
    assert after == before


@pytest.fixture
def untried() -> Iterator[None]:
    """The golden paragraph is set anew in this test, and once more after it."""
    seam._unfaithful.cache_clear()
    yield
    seam._unfaithful.cache_clear()


_said = boxes.TextBox.copy_with_text


def _elsewhere(box: boxes.TextBox, text: str) -> boxes.TextBox:
    copied = _said(box, text)
    copied.element_tag = "elsewhere"
    return copied


DIFFERENCES: dict[str, Callable[[pytest.MonkeyPatch], object]] = {
    "version 71.0": lambda patch: patch.setattr(weasyprint, "__version__", "71.0"),
    "justify_line takes other parameters": lambda patch: patch.setattr(inline, "justify_line", lambda line: None),
    "no weasyprint.layout.preferred.inline_line_widths": lambda patch: patch.delattr(preferred, "inline_line_widths"),
    "no pydyf.PDF.page_references": lambda patch: patch.delattr(pydyf.PDF, "page_references"),
    "no attribute 'is_leader'": lambda patch: patch.delattr(boxes.Box, "is_leader"),
    "lines": lambda patch: patch.setattr(boxes.TextBox, "copy_with_text", lambda self, text: _said(self, text[::-1])),
    "elements": lambda patch: patch.setattr(boxes.TextBox, "copy_with_text", _elsewhere),
    "advances": lambda patch: patch.setattr(glyphs.SetText, "_place", lambda self, line, advances: None),
    "a note": lambda patch: patch.setattr(pages, "_fragment", lambda laid, part, top: laid.copy_with_children([])),
}


@pytest.mark.usefixtures("untried")
@pytest.mark.parametrize("reason", sorted(DIFFERENCES))
def test_another_weasyprint_is_left_alone_with_one_warning(
    report: Reported, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    DIFFERENCES[reason](monkeypatch)
    own = inline.split_inline_box
    report.expect("D501")
    with joined(report) as composed:
        assert not composed
        assert inline.split_inline_box is own
    assert [diagnostic.code for diagnostic in report] == ["D501"]
    assert reason in str(report[0])


def test_the_golden_paragraph_comes_out_as_it_went_in_only_through_the_seam() -> None:
    with seam._in_place():
        assert golden.difference() is None
    assert golden.difference() is not None


def test_a_paragraph_of_many_pages_is_cut_into_boxes_without_a_trace(report: Reported) -> None:
    text = "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张；" * 600
    assert plain(page_of(f"<p>{text}</p>", report=report)) == text


FOLDER = Path(seam.__file__).parent
PUBLIC = {
    "weasyprint",
    "weasyprint.CSS",
    "weasyprint.HTML",
    "weasyprint.css.counters.CounterStyle",
    "weasyprint.document.Document",
    "weasyprint.logger.LOGGER",
    "weasyprint.text.fonts.FontConfiguration",
    "weasyprint.urls.URLFetcher",
    "weasyprint.urls.URLFetcherResponse",
}
"""What the documentation of WeasyPrint names."""


def _imports(path: Path) -> set[str]:
    """Return what the module at *path* imports of WeasyPrint and pydyf."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.partition(".")[0] in ("weasyprint", "pydyf")} - PUBLIC


def _called(name: str) -> set[str]:
    """Return the names that are asked of what is imported as *name*: of modules, the functions; of a class, methods."""
    used = set()
    alias = name.rpartition(".")[2]
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value) == alias:
                used.add(f"{name}.{node.attr}")
    return used


def test_the_seam_alone_knows_private_names_and_lists_them_all() -> None:
    package = FOLDER.parent.parent
    outside = {path for path in package.rglob("*.py") if FOLDER not in path.parents}
    assert {path.name: _imports(path) for path in outside if _imports(path)} == {}
    used = set().union(*(_imports(path) for path in FOLDER.glob("*.py")))
    build = "weasyprint.formatting_structure.build"
    replaced = set(seam._wrappers())
    methods = {name for name in names.NAMES if name.startswith("weasyprint.text.line_break.Layout.")}
    assert {name.rpartition(".")[2] for name in methods} == names.ATTRIBUTES["Layout"] & {
        "deactivate",
        "get_first_line",
        "reactivate",
        "set_text",
    }
    assert set(names.NAMES) == (used - {build}) | _called(build) | replaced | methods


@pytest.mark.usefixtures("untried")
def test_every_attribute_that_is_relied_on_is_listed_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    found: dict[str, set[str]] = {}

    def watch(cls: type) -> None:
        read, write, seen = cls.__getattribute__, cls.__setattr__, found.setdefault(cls.__name__, set())

        def get(self: object, name: str) -> object:
            if sys._getframe(1).f_code.co_filename.startswith(str(FOLDER)):
                seen.add(name)
            return read(self, name)

        def put(self: object, name: str, value: object) -> None:
            if sys._getframe(1).f_code.co_filename.startswith(str(FOLDER)):
                seen.add(name)
            write(self, name, value)

        monkeypatch.setattr(cls, "__getattribute__", get)
        monkeypatch.setattr(cls, "__setattr__", put)

    for cls in (boxes.Box, LayoutContext, Layout, StyleFor):
        watch(cls)
    for whole, style in ((HANDMADE, "book"), (Writer(16, seed=3).book(), "journal")):
        write_pdf(whole, Settings(style=StyleKeys(name=style)), Reported())
    page_of('<p style="text-decoration: underline">天地玄黄</p>', report=Reported())
    for name, attributes in names.ATTRIBUTES.items():
        assert {each for each in found[name] if not each.startswith("__")} - names.OWN[name] == attributes


def test_the_list_of_pages_follows_the_pages_added_and_pydyf_is_left_as_it_was(report: Reported) -> None:
    own, document = pydyf.PDF.page_references, pydyf.PDF()
    with joined(report):
        for count in (0, 1, 3):
            while document.pages["Count"] < count:
                document.add_page(pydyf.Dictionary({"Type": "/Page"}))
            assert len(document.page_references) == count
            assert document.page_references is document.page_references
            assert document.page_references == own.fget(document)
    assert pydyf.PDF.page_references is own


def test_without_the_seam_a_book_is_still_printed_whole(report: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint, "__version__", "71.0")
    report.expect("D501")
    assert b"%PDF" in write_pdf(book(article("茶芽", "采茶。")), Settings(), report)[:8]
    assert [diagnostic.code for diagnostic in report if diagnostic.code != "F202"] == ["D501"]
