"""What a Word document holds comes through: what its styles and looks make of it, and all that is more than text."""

import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Pt
from PIL import Image as PillowImage
from words import archive, article_of, book_of, document, p, part, r, relations, source_of

from publish.book import (
    Break,
    Crosshead,
    Emphasis,
    Figure,
    Inline,
    Item,
    Link,
    List,
    Listing,
    Note,
    Paragraph,
    Quote,
    Ruby,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    plain,
    plain_block,
)
from publish.cli import main
from publish.diagnostics import Diagnostic, PublishError
from publish.edition import Edition, Settings, with_options
from publish.readers import File, reader_of
from publish.reading import read
from publish.source import Declared
from publish.sources.word.numbering import write_number
from publish.sources.word.styles import role_of_face

LONG = "石阶一级一级没进水里，最下面的三级只有枯水的冬天才看得见。"
OTHER = "船到的时候天已经黑了，岸上的人举着灯，一句话也不说。"
THIRD = "后来桥修好了，再没有人坐船，石阶上长满了青苔。"


def saved(made: Any) -> bytes:
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def typed(
    made: Any, text: str, *, size: float = 12, bold: bool = False, centred: bool = False, face: str = "宋体"
) -> None:
    """Add a paragraph as a typist sets it, without any style."""
    paragraph = made.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else None
    run = paragraph.add_run(text)
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, "Times New Roman"
    run._element.rPr.rFonts.set(qn("w:eastAsia"), face)


def outline(data: bytes, folder: Path) -> list[object]:
    """Return the headings of a book in order, its texts left out."""
    found: list[object] = []
    for chapter in book_of(data, folder).chapters:
        found += [("section", chapter.heading)] if chapter.heading else []
        for article in chapter.articles:
            found.append((article.title, *article.authors))
            found += [plain(block.content) for block in article.blocks if isinstance(block, Crosshead)]
    return found


def content_of(runs: str, **parts: str) -> tuple[Inline, ...]:
    """Return the inline content of the one line that *runs* make."""
    source = source_of(document(p(runs=runs), **parts))
    (line,) = source.lines
    return source.content.get(line.number) or (Text(line.text),)


# --- what is a title -------------------------------------------------------------------------------------------------


def test_one_heading_over_others_is_the_title_of_one_article_with_crossheads(tmp_path: Path) -> None:
    made = Document()
    made.add_heading("河埠头", 1)
    made.add_paragraph(LONG)
    for head in ("水上的人", "岸上的人"):
        made.add_heading(head, 2)
        made.add_paragraph(OTHER)
    assert outline(saved(made), tmp_path) == [("河埠头",), "水上的人", "岸上的人"]


def test_the_parts_of_a_paper_of_an_office_are_set_by_hand_and_are_no_articles(tmp_path: Path) -> None:
    made = Document()
    typed(made, "江州市教育局文件", size=36, bold=True, centred=True)
    typed(made, "江教发〔2023〕12号", size=16, centred=True)
    typed(made, "江州市教育局", size=22, bold=True, centred=True)
    typed(made, "关于开放校园操场的通知", size=22, bold=True, centred=True)
    typed(made, "各区县教育局，市直各学校：", size=16)
    typed(made, "　　为方便居民锻炼，现将有关事项通知如下。", size=16)
    for part_ in ("一、开放时间", "二、管理办法"):
        typed(made, "　　" + part_, size=16, face="黑体")
        typed(made, "　　（一）周末全天开放。" + LONG, size=16)
        typed(made, "　　（二）平日晚上开放。" + OTHER, size=16)
    typed(made, "　　江州市教育局", size=16)
    typed(made, "　　2023年5月6日", size=16)
    assert outline(saved(made), tmp_path) == [("江州市教育局 关于开放校园操场的通知",), "一、开放时间", "二、管理办法"]


def test_where_bylines_stand_under_the_second_level_the_first_one_is_of_sections(tmp_path: Path) -> None:
    made = Document()
    for section, title, author in (
        ("城事", "河埠头", "周远"),
        ("城事", "老街的早晨", "李敏"),
        ("读书", "灯下", "王一鸣"),
    ):
        if section != "城事" or title == "河埠头":
            made.add_heading(section, 1)
        made.add_heading(title, 2)
        made.add_paragraph(author)
        made.add_paragraph(LONG)
        made.add_heading("一、从前", 3)
        made.add_paragraph(OTHER)
    assert outline(saved(made), tmp_path) == [
        ("section", "城事"),
        ("河埠头", "周远"),
        "一、从前",
        ("老街的早晨", "李敏"),
        "一、从前",
        ("section", "读书"),
        ("灯下", "王一鸣"),
        "一、从前",
    ]


def test_a_title_that_a_typist_centred_and_enlarged_is_a_title_and_bold_lines_are_crossheads(tmp_path: Path) -> None:
    made = Document()
    for title, author in (("河埠头", "周远"), ("老街的早晨", "李敏")):
        typed(made, title, size=22, centred=True, face="方正小标宋简体")
        typed(made, author, size=12, centred=True, face="楷体")
        typed(made, LONG)
        typed(made, "水上的人", bold=True)
        typed(made, OTHER)
        typed(made, "岸上的人", bold=True)
        typed(made, THIRD)
    assert outline(saved(made), tmp_path) == [
        ("河埠头", "周远"),
        "水上的人",
        "岸上的人",
        ("老街的早晨", "李敏"),
        "水上的人",
        "岸上的人",
    ]


def test_black_lines_among_text_of_one_size_are_crossheads_as_in_official_letters(tmp_path: Path) -> None:
    made = Document()
    typed(made, "关于修缮河埠头的请示", size=22, centred=True, face="方正小标宋简体")
    for head in ("一、基本情况", "二、有关请求"):
        typed(made, head, size=16, face="黑体")
        typed(made, LONG, size=16, face="仿宋_GB2312")
    assert outline(saved(made), tmp_path) == [("关于修缮河埠头的请示",), "一、基本情况", "二、有关请求"]


def test_under_a_book_title_in_its_style_articles_keep_their_own(tmp_path: Path) -> None:
    made = Document()
    made.add_paragraph("河边集", style="Title")
    for title, author in (("河埠头", "周远"), ("老街的早晨", "李敏")):
        made.add_heading(title, 1)
        made.add_paragraph(author)
        made.add_paragraph(LONG)
    data = saved(made)
    assert outline(data, tmp_path) == [("河埠头", "周远"), ("老街的早晨", "李敏")]
    assert book_of(data, tmp_path).title == "河边集"


STYLES = part(
    "styles",
    """<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
    <w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>
    <w:style w:type="paragraph" w:styleId="b"><w:name w:val="二级标题"/></w:style>
    <w:style w:type="paragraph" w:styleId="c"><w:name w:val="我的小题"/><w:basedOn w:val="b"/></w:style>
    <w:style w:type="paragraph" w:styleId="d"><w:name w:val="随便"/><w:pPr><w:outlineLvl w:val="2"/></w:pPr></w:style>
    <w:style w:type="paragraph" w:styleId="e"><w:name w:val="作者"/></w:style>
    <w:style w:type="paragraph" w:styleId="f"><w:name w:val="toc 1"/></w:style>""",
)


@pytest.mark.parametrize(
    ("style", "declared", "level"),
    [
        ("2", Declared.HEADING, 1),
        ("b", Declared.HEADING, 2),
        ("c", Declared.HEADING, 2),
        ("d", Declared.HEADING, 3),
        ("e", Declared.BYLINE, None),
        ("f", Declared.FURNITURE, None),
        ("a", None, None),
        ("no such style", None, None),
    ],
)
def test_a_style_is_known_by_its_name_its_level_or_what_it_is_based_on(
    style: str, declared: Declared | None, level: int | None
) -> None:
    source = source_of(document(p(LONG, f'<w:pStyle w:val="{style}"/>'), styles=STYLES))
    look = source.lines[0].look
    assert look
    assert (look.declared, look.level) == (declared, level)


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("宋体", "song"),
        ("SimSun", "song"),
        ("方正小标宋简体", "song"),
        ("黑体", "hei"),
        ("Microsoft YaHei", "hei"),
        ("楷体_GB2312", "kai"),
        ("STKaiti", "kai"),
        ("仿宋_GB2312", "fangsong"),
        ("华文行草", None),
    ],
)
def test_the_role_of_a_face_is_told_by_its_name(name: str, role: str | None) -> None:
    assert role_of_face(name) == role


def test_lines_that_were_pasted_in_from_a_page_are_joined_again(tmp_path: Path) -> None:
    text = "石阶一级一级没进水里，最下面的三级只有枯水的冬天才看得见，"
    text += "水退下去以后，上面全是青苔和细小的螺蛳，踩上去要很小心才不会滑倒。"
    width = 18
    lines = [text[at : at + width] for at in range(0, len(text), width)]
    made = Document()
    typed(made, "河埠头", size=18, centred=True)
    typed(made, "周远", centred=True)
    for line in lines * 3:
        typed(made, line)
    article = article_of(saved(made), tmp_path)
    assert [plain_block(block) for block in article.blocks] == [text] * 3


def test_a_title_broken_in_two_lines_is_one_title(tmp_path: Path) -> None:
    made = Document()
    made.add_heading("河埠头\n老街的早晨", 1)
    made.add_paragraph(LONG)
    assert article_of(saved(made), tmp_path).title == "河埠头 老街的早晨"


# --- inline content --------------------------------------------------------------------------------------------------


def test_what_is_set_apart_in_a_line_is_kept() -> None:
    runs = (
        r("他说")
        + r("不", '<w:em w:val="dot"/>')
        + r("，")
        + r("从来", "<w:b/>")
        + r("不是", '<w:b w:val="0"/>')
        + r("x")
        + r("2", '<w:vertAlign w:val="superscript"/>')
        + r("H")
        + r("2", '<w:vertAlign w:val="subscript"/>')
        + r("斜", "<w:i/>")
        + r("线", '<w:u w:val="single"/>')
    )
    assert content_of(runs) == (
        Text("他说"),
        Emphasis((Text("不"),)),
        Text("，"),
        Strong((Text("从来"),)),
        Text("不是x"),
        Superscript((Text("2"),)),
        Text("H"),
        Subscript((Text("2"),)),
        Emphasis((Text("斜线"),)),
    )


def test_readings_are_kept_whether_word_writes_them_or_a_field_draws_them() -> None:
    word = f"<w:r><w:ruby><w:rt>{r('hàn')}</w:rt><w:rubyBase>{r('汉')}</w:rubyBase></w:ruby></w:r>"
    drawn = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        r'<w:r><w:instrText>EQ \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(zì),字)</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert content_of(word + drawn + r("。")) == (Ruby("汉", "hàn"), Ruby("字", "zì"), Text("。"))


def test_links_go_to_addresses_and_not_to_places_in_the_document() -> None:
    outside = f'<w:hyperlink r:id="away">{r("网页")}</w:hyperlink>'
    inside = f'<w:hyperlink w:anchor="here">{r("上文")}</w:hyperlink>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> HYPERLINK "https://example.org/b" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("域") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    data = document(p(runs=outside + inside + field), main="away hyperlink https://example.org/a")
    assert source_of(data).content[1] == (
        Link("https://example.org/a", (Text("网页"),)),
        Text("上文"),
        Link("https://example.org/b", (Text("域"),)),
    )


def test_tabs_and_hyphens_are_characters_and_breaks_end_lines() -> None:
    runs = (
        r("甲")
        + "<w:r><w:tab/></w:r>"
        + r("乙")
        + "<w:r><w:noBreakHyphen/></w:r>"
        + r("丙")
        + "<w:r><w:br/></w:r>"
        + r("丁")
    )
    assert source_of(document(p(runs=runs))).text == "甲\t乙-丙\n丁"


def test_signs_of_other_faces_are_characters_and_those_that_nobody_knows_are_told() -> None:
    said: list[Diagnostic] = []
    signs = (
        '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Symbol" w:char="F061"/>'
        '<w:sym w:font="Some Dingbats" w:char="F041"/></w:r>'
    )
    assert source_of(document(p(runs=signs)), said).text == "✓α〓"
    assert [(each.code, each.facts["first"]) for each in said] == [("P157", "Some Dingbats F041")]


def test_a_formula_is_read_in_one_line_and_told() -> None:
    said: list[Diagnostic] = []
    formula = (
        "<m:oMath><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f>"
        "<m:r><m:t>=</m:t></m:r><m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
        "</m:oMath>"
    )
    source = source_of(document(p(runs=r("设") + formula)), said)
    assert source.content[1] == (Text("设(a+b)/2=x"), Superscript((Text("2"),)))
    assert [(each.code, each.facts["count"]) for each in said] == [("P156", 1)]


# --- notes, tables, pictures, lists ----------------------------------------------------------------------------------

NOTES = part(
    "footnotes",
    '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    '<w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>' + r(" 指从城外来的人。") + "</w:p>"
    "<w:p><w:r><w:t>第二段。</w:t></w:r></w:p></w:footnote>",
)


def test_notes_stand_where_they_are_called(tmp_path: Path) -> None:
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = p("河埠头", '<w:outlineLvl w:val="0"/>') + p(runs=r("卖菜的人") + call + r("已经到了。"))
    article = article_of(document(body, footnotes=NOTES), tmp_path)
    (paragraph,) = article.blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.content == (
        Text("卖菜的人"),
        Note((Paragraph((Text("指从城外来的人。"),)), Paragraph((Text("第二段。"),)))),
        Text("已经到了。"),
    )


def test_a_note_that_a_title_calls_becomes_a_remark(tmp_path: Path) -> None:
    call = '<w:r><w:footnoteReference w:id="2"/></w:r>'
    body = p(properties='<w:outlineLvl w:val="0"/>', runs=r("河埠头") + call) + p(LONG)
    article = article_of(document(body, footnotes=NOTES), tmp_path)
    assert (article.title, article.remarks) == ("河埠头", ("指从城外来的人。", "第二段。"))


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def test_merged_cells_leave_empty_ones_and_a_caption_above_belongs_to_its_table() -> None:
    year, boat = cell("年", '<w:vMerge w:val="restart"/>'), cell("船", '<w:gridSpan w:val="2"/>')
    body = p("表1　渡口的船") + (
        f"<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>{year}{boat}</w:tr>"
        f"<w:tr>{cell('', '<w:vMerge/>')}{cell('大')}{cell('小')}</w:tr>"
        f"<w:tr>{cell('1990')}{cell('2')}{cell('9')}</w:tr></w:tbl>"
    )
    (table,) = source_of(document(body)).blocks
    assert isinstance(table, Table)
    assert table.caption == (Text("表1　渡口的船"),)
    assert table.heads == 1
    assert [[plain(each) for each in row] for row in table.rows] == [
        ["年", "船", ""],
        ["", "大", "小"],
        ["1990", "2", "9"],
    ]


def test_a_table_in_a_table_is_text_of_its_cell_and_told_and_a_frame_is_no_table() -> None:
    said: list[Diagnostic] = []
    inner = f"<w:tbl><w:tr>{cell('内一')}{cell('内二')}</w:tr></w:tbl>"
    outer = f"<w:tbl><w:tr>{cell('外')}<w:tc>{inner}{p()}</w:tc></w:tr></w:tbl>"
    frame = f"<w:tbl><w:tr>{cell('框里的字。')}</w:tr></w:tbl>"
    source = source_of(document(outer + frame), said)
    (table,) = source.blocks
    assert plain_block(table) == "外\t内一 内二"
    assert [line.text for line in source.lines] == ["框里的字。"]
    assert [each.code for each in said] == ["P159"]


def drawing(identity: str, kind: str = "inline") -> str:
    shown = f'<a:graphic><a:blip r:embed="{identity}"/></a:graphic>'
    return f"<w:r><w:drawing><wp:{kind}>{shown}</wp:{kind}></w:drawing></w:r>"


def picture(form: str = "PNG") -> bytes:
    file = io.BytesIO()
    PillowImage.new("RGB", (40, 30), "white").save(file, form)
    return file.getvalue()


def test_a_picture_comes_with_the_caption_below_it(tmp_path: Path) -> None:
    body = (
        p("河埠头", '<w:outlineLvl w:val="0"/>') + p(LONG) + p(runs=drawing("one")) + p("图1　修缮前的石阶") + p(OTHER)
    )
    data = document(body, main="one image media/one.png", media_one=picture())
    book = book_of(data, tmp_path)
    (article,) = book.articles
    figure = article.blocks[1]
    assert isinstance(figure, Figure)
    assert plain(figure.caption) == "图1　修缮前的石阶"
    assert [each.name for each in book.pictures] == [figure.image.name]
    assert [type(block) for block in article.blocks] == [Paragraph, Figure, Paragraph]


def test_a_picture_that_is_not_wanted_stays_behind_and_its_caption_stays(tmp_path: Path) -> None:
    body = (
        p("河埠头", '<w:outlineLvl w:val="0"/>') + p(LONG) + p(runs=drawing("one")) + p("图1　修缮前的石阶") + p(OTHER)
    )
    (tmp_path / "a.docx").write_bytes(document(body, main="one image media/one.png", media_one=picture()))
    said: list[Diagnostic] = []
    settings = with_options(Settings(), parse__pictures=False)
    book = read(Edition("a", tmp_path, (tmp_path / "a.docx",), settings), said.append).book
    (article,) = book.articles
    assert "图1　修缮前的石阶" in [plain_block(block) for block in article.blocks]
    assert (book.pictures, [told.facts["count"] for told in said if told.code == "M407"]) == ((), [1])


def test_the_manuscript_of_a_document_shows_its_pictures_from_files_beside_it(tmp_path: Path) -> None:
    body = p("河埠头", '<w:outlineLvl w:val="0"/>') + p(LONG) + p(runs=drawing("one")) + p("图1　修缮前的石阶")
    (tmp_path / "a.docx").write_bytes(document(body, main="one image media/one.png", media_one=picture()))
    manuscript = tmp_path / "made/a.md"
    done = CliRunner().invoke(main, ["parse", str(tmp_path / "a.docx"), "-o", str(manuscript)])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "made/a/one.png").read_bytes() == picture()
    first = read(Edition("a", tmp_path, (tmp_path / "a.docx",)), lambda diagnostic: None).book
    again = read(Edition("a", manuscript.parent, (manuscript,)), lambda diagnostic: None).book
    assert again.chapters == first.chapters
    assert again.pictures == first.pictures


def test_the_bold_of_a_typed_crosshead_is_what_makes_it_one_and_no_emphasis(tmp_path: Path) -> None:
    made = Document()
    typed(made, "河埠头", size=18, centred=True)
    typed(made, LONG)
    typed(made, "水上的人", bold=True)
    typed(made, OTHER)
    crosshead = article_of(saved(made), tmp_path).blocks[1]
    assert crosshead == Crosshead((Text("水上的人"),))


def test_the_lines_of_a_form_are_not_joined(tmp_path: Path) -> None:
    lines = [
        "申请单位：江城县水务局河道管理站",
        "项目负责人：周远（高级工程师）",
        "起止时间：2023年5月至2024年12月底",
    ]
    made = Document()
    made.add_heading("河埠头修缮申请", 1)
    for line in lines:
        made.add_paragraph(line)
    assert "\n".join(map(plain_block, article_of(saved(made), tmp_path).blocks)) == "\n".join(lines)


def test_a_drawing_that_no_book_shows_is_told_and_nothing_comes_from_the_network() -> None:
    said: list[Diagnostic] = []
    body = p(LONG) + p(runs=drawing("one")) + p(runs=drawing("two").replace("r:embed", "r:link"))
    drawn = b"\1\0\0\0" + bytes(36) + b" EMF" + bytes(20)
    main = "one image media/one.png\ntwo image https://example.org/a.png"
    source = source_of(document(body, main=main, media_one=drawn), said)
    assert source.pictures == ()
    assert [each.code for each in said] == ["M404", "M403"]


def level(depth: int, form: str, text: str, more: str = "") -> str:
    said = f'<w:start w:val="1"/><w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{text}"/>'
    return f'<w:lvl w:ilvl="{depth}">{said}</w:lvl>'


def numbering(*levels: str) -> str:
    nums = "".join(
        f'<w:num w:numId="{n}"><w:abstractNumId w:val="0"/>{more}</w:num>' for n, more in ((1, ""), (2, RESTART))
    )
    return part("numbering", f'<w:abstractNum w:abstractNumId="0">{"".join(levels)}</w:abstractNum>{nums}')


RESTART = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'


def item(text: str, depth: int = 0, identity: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{identity}"/></w:numPr>')


def test_a_list_has_its_numbers_as_they_are_printed_and_deeper_ones_in_the_item_above() -> None:
    levels = level(0, "chineseCounting", "（%1）"), level(1, "decimal", "%1.%2", "<w:isLgl/>")
    body = item("甲") + item("甲一", 1) + item("甲二", 1) + item("乙") + item("乙一", 1) + item("丙")
    (found,) = source_of(document(body, numbering=numbering(*levels))).blocks

    def one(text: str, mark: str, *inside: Item) -> Item:
        return Item((Paragraph((Text(text),)), *((List(inside),) if inside else ())), mark)

    assert found == List(
        (
            one("甲", "（一）", one("甲一", "1.1"), one("甲二", "1.2")),
            one("乙", "（二）", one("乙一", "2.1")),
            one("丙", "（三）"),
        )
    )


def test_a_list_that_starts_anew_counts_from_one_and_bullets_have_no_mark() -> None:
    marks = numbering(level(0, "decimal", "%1."), level(1, "bullet", "\uf06c"))
    body = (
        item("一")
        + item("二")
        + p(LONG)
        + item("又一", 0, 2)
        + item("又二", 0, 2)
        + p(OTHER)
        + item("点", 1)
        + item("点", 1)
    )
    lists = [block for block in source_of(document(body, numbering=marks)).blocks if isinstance(block, List)]
    assert [[each.mark for each in found.items] for found in lists] == [["1.", "2."], ["1.", "2."], [None, None]]


def test_numbered_headings_between_texts_are_no_list_and_keep_their_numbers(tmp_path: Path) -> None:
    made = numbering(level(0, "chineseCounting", "%1、"))
    body = p("河埠头", '<w:outlineLvl w:val="0"/>') + item("水上的人") + p(LONG) + item("岸上的人") + p(OTHER)
    article = article_of(document(body, numbering=made), tmp_path)
    assert [plain_block(block) for block in article.blocks] == ["一、水上的人", LONG, "二、岸上的人", OTHER]


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("decimal", ["1", "10", "21", "105"]),
        ("chineseCounting", ["一", "十", "二十一", "一百〇五"]),
        ("chineseCountingThousand", ["一", "十", "二十一", "一百零五"]),
        ("chineseLegalSimplified", ["壹", "壹拾", "贰拾壹", "壹佰零伍"]),
        ("decimalEnclosedCircleChinese", ["①", "⑩", "㉑", "105"]),
        ("ideographTraditional", ["甲", "癸", "21", "105"]),
        ("lowerRoman", ["i", "x", "xxi", "cv"]),
        ("upperLetter", ["A", "J", "U", "AAAAA"]),
        ("decimalFullWidth", ["１", "１０", "２１", "１０５"]),
        ("a form of tomorrow", ["1", "10", "21", "105"]),
    ],
)
def test_numbers_are_written_in_every_form(form: str, written: list[str]) -> None:
    assert [write_number(count, form) for count in (1, 10, 21, 105)] == written


def test_quotations_and_code_are_told_by_their_styles() -> None:
    styles = part(
        "styles",
        '<w:style w:type="paragraph" w:styleId="q"><w:name w:val="Intense Quote"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="c"><w:name w:val="HTML Preformatted"/></w:style>',
    )
    body = (
        p("一句。", '<w:pStyle w:val="q"/>')
        + p("两句。", '<w:pStyle w:val="q"/>')
        + p("a = 1", '<w:pStyle w:val="c"/>')
    )
    assert source_of(document(body, styles=styles)).blocks == (
        Quote((Paragraph((Text("一句。"),)), Paragraph((Text("两句。"),)))),
        Listing("a = 1"),
    )


# --- nothing is silent -----------------------------------------------------------------------------------------------


def codes(said: Iterable[Diagnostic]) -> list[tuple[str, object]]:
    return [(each.code, each.facts.get("characters")) for each in said]


def test_tracked_changes_are_taken_as_accepted_and_told() -> None:
    said: list[Diagnostic] = []
    runs = (
        r("他")
        + f'<w:del w:id="1"><w:r><w:delText>没有</w:delText></w:r></w:del><w:ins w:id="2">{r("已经")}</w:ins>'
        + r("到了。")
    )
    merged = "<w:p><w:pPr><w:rPr><w:del w:id='3'/></w:rPr></w:pPr>" + r("前半，") + "</w:p>" + p("后半。")
    source = source_of(document(p(runs=runs) + merged), said)
    assert source.text == "他已经到了。\n前半，后半。"
    assert codes(said) == [("P151", 2), ("P152", 2)]


def test_comments_and_hidden_text_are_left_out_and_told() -> None:
    said: list[Diagnostic] = []
    comments = part("comments", f'<w:comment w:id="0">{p("查一下年份")}</w:comment>')
    source = source_of(document(p(runs=r("一九九〇年") + r("草稿", "<w:vanish/>") + r("。")), comments=comments), said)
    assert source.text == "一九九〇年。"
    assert codes(said) == [("P153", 5), ("P155", 2)]


def test_a_text_box_comes_after_the_paragraph_at_which_it_hangs_once() -> None:
    said: list[Diagnostic] = []
    inside = f"<w:txbxContent>{p('框里的话。')}</w:txbxContent>"
    box = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
        f"<wps:txbx>{inside}</wps:txbx></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{inside}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    source = source_of(document(p(runs=r(LONG) + box) + p(OTHER)), said)
    assert source.text.split("\n") == [LONG, "框里的话。", OTHER]
    assert codes(said) == [("P154", 5)]


def test_headers_and_footers_are_furniture_and_numbers_of_pages_are_nothing() -> None:
    section = '<w:sectPr><w:headerReference w:type="default" r:id="h"/><w:footerReference r:id="f"/></w:sectPr>'
    main = "h header header1.xml\nf footer footer1.xml"
    data = document(p(LONG) + section, main=main, header1=part("hdr", p("江城文艺")), footer1=part("ftr", p("第 3 页")))
    source = source_of(data)
    assert [(line.text, line.look.declared if line.look else None) for line in source.lines] == [
        ("江城文艺", Declared.FURNITURE),
        (LONG, None),
    ]


def test_a_list_of_contents_is_furniture() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
    begin += '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    end = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    source = source_of(document(p(runs=begin + r("河埠头	1")) + p(runs=r("老街	5")) + p(runs=end) + p(LONG)))
    assert [line.look and line.look.declared for line in source.lines] == [Declared.FURNITURE] * 2 + [None]


@pytest.mark.parametrize(
    ("title", "creator", "expected"),
    [
        ("河埠头", "周远", ("河埠头", "周远")),
        ("河埠头", "Administrator", ("河埠头", None)),
        ("Microsoft Word - 文档1", "周远", (None, None)),
        ("去年的通知", "微软用户", (None, None)),
    ],
)
def test_properties_are_believed_where_the_text_says_the_same(
    title: str, creator: str, expected: tuple[str | None, str | None]
) -> None:
    core = (
        '<c:coreProperties xmlns:c="urn:core" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:creator>{creator}</dc:creator></c:coreProperties>"
    )
    parts = {
        "_rels/.rels": relations(
            ("m", "officeDocument", "word/document.xml"), ("c", "core-properties", "docProps/core.xml")
        ),
        "docProps/core.xml": core,
        "word/document.xml": part("document", f"<w:body>{p('河埠头')}{p('文/周远')}{p(LONG)}</w:body>"),
    }
    settings = source_of(archive(parts)).settings
    assert (settings.title, settings.author) == expected


# --- files that cannot be read ---------------------------------------------------------------------------------------


def test_a_document_is_known_by_its_content_whatever_its_name() -> None:
    for name in ("a.doc", "a.txt", "a"):
        assert reader_of(File(name, document(p(LONG)))).name == "Word document"


def test_old_and_locked_documents_are_told_what_to_do_with() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    for data, kind in ((ole, "old Word"), (ole + "EncryptedPackage".encode("utf-16-le"), "password")):
        with pytest.raises(PublishError) as refused:
            reader_of(File("a.docx", data))
        assert kind in str(refused.value.diagnostic)


NESTED = "<w:tbl><w:tr><w:tc>" * 60 + p("深") + "</w:tc></w:tr></w:tbl>" * 60


@pytest.mark.parametrize(
    "data",
    [
        document(p(LONG))[:700],
        archive({"word/document.xml": "<w:document>"}),
        archive({"word/document2.xml": "", "word/_rels/document.xml.rels": "x"}),
        archive({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'}),
        archive({"word/document.xml": '<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'.encode("utf-16")}),
        archive({"word/document.xml": b" " * (70 << 20)}),
        document(NESTED),
        archive({"word/document.xml": "<a>" * 200_000 + "</a>" * 200_000}),
    ],
    ids=["cut", "no XML", "no document", "entities", "entities in UTF-16", "bomb", "deep", "very deep"],
)
def test_a_damaged_or_hostile_document_is_one_line(data: bytes) -> None:
    with pytest.raises(PublishError) as refused:
        source_of(data)
    assert refused.value.diagnostic.code in ("P150", "P101")


def test_a_document_without_text_is_told_to_be_empty() -> None:
    with pytest.raises(PublishError) as refused:
        source_of(document(p()))
    assert refused.value.diagnostic.code == "P101"


def test_the_strict_variant_is_read_as_the_usual_one() -> None:
    strict = part("document", f"<w:body>{p(LONG)}</w:body>").replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert source_of(archive({"word/document.xml": strict})).text == LONG


def test_a_line_break_in_text_parts_lines_and_one_in_a_cell_stays() -> None:
    runs = r("白日依山尽") + "<w:r><w:br/></w:r>" + r("黄河入海流")
    table = f"<w:tbl><w:tr><w:tc>{p(runs=runs)}</w:tc>{cell('乙')}</w:tr></w:tbl>"
    source = source_of(document(p(runs=runs) + table))
    assert [line.text for line in source.lines] == ["白日依山尽", "黄河入海流"]
    (found,) = source.blocks
    assert isinstance(found, Table)
    assert found.rows[0][0] == (Text("白日依山尽"), Break(), Text("黄河入海流"))
