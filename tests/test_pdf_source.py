"""PDFs as sources: what their pages say by their looks is read, what they cannot say is told in one line."""

import io
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import flows
import layouts
import pages
import pikepdf
import pymupdf
import pytest
from PIL import Image
from readers import program

from publish.book import Article, Figure, Note, Paragraph, Quote, Table, plain, plain_block
from publish.diagnostics import Diagnostic, PublishError
from publish.edition import Edition, Settings, with_options
from publish.readers import File, reader_of
from publish.reading import Reading, read
from publish.source import Declared, Source
from publish.sources.pdf import read_pdf
from publish.walk import find

A4 = (595, 842)


def drawn(draw: Callable[[pymupdf.Page], object], count: int = 1) -> bytes:
    """Return a PDF of *count* pages, on each of which *draw* puts what it likes."""
    document = pymupdf.open()
    for _ in range(count):
        draw(document.new_page(width=A4[0], height=A4[1]))
    return bytes(document.tobytes())


def put(page: pymupdf.Page, x: float, y: float, text: str, size: float = 11, mode: int = 0, turned: int = 0) -> None:
    page.insert_text((x, y), text, fontname="china-s", fontsize=size, render_mode=mode, rotate=turned)


def source(data: bytes, report: Callable[[Diagnostic], None] = lambda _said: None) -> Source:
    return read_pdf(File("paper.pdf", data), Edition("paper", Path(), ()), report)


def texts(data: bytes) -> list[str]:
    return [line.text for line in source(data).lines]


def as_book(data: bytes, folder: Path, **options: object) -> tuple[Reading, list[Diagnostic]]:
    path = folder / "paper.pdf"
    path.write_bytes(data)
    said: list[Diagnostic] = []
    settings = with_options(Settings(), **options)
    return read(Edition("paper", folder, (path,), settings), said.append), said


# --- pages of three programs -----------------------------------------------------------------------------------------


def squeezed(texts: list[str]) -> str:
    return "".join("".join(texts).split())


def body(article: Article) -> str:
    return squeezed([plain_block(block) for block in article.blocks if not isinstance(block, Figure)])


@pytest.mark.parametrize("maker", pages.PROGRAMS)
@pytest.mark.parametrize("kind", [*layouts.LAYOUTS, *layouts.HELD_OUT])
def test_what_three_programs_set_is_read_back(kind, maker, tmp_path):
    if maker == "chromium":
        program("chromium", "google-chrome")
    printed = (layouts.LAYOUTS | layouts.HELD_OUT)[kind](f"{kind} told in a test")
    reading, _said = as_book(pages.PROGRAMS[maker](printed), tmp_path)
    found, true = list(reading.book.articles), printed.articles
    assert (reading.account.lost, reading.account.invented) == (0, 0)
    heads = Counter((article.title, article.authors) for article in true)
    assert not heads - Counter((article.title, article.authors) for article in found)
    texts = Counter(squeezed(article.blocks) for article in true)
    assert (texts & Counter(map(body, found))).total() >= 0.9 * len(true)


def test_a_page_that_flows_by_itself_is_read_as_it_was_written(tmp_path):
    from weasyprint import HTML

    reading, _said = as_book(HTML(string=flows.page_html()).write_pdf(), tmp_path)
    assert [chapter.heading for chapter in reading.book.chapters] == [flows.SECTION]
    found = [(article.title, article.authors, body(article)) for article in reading.book.articles]
    assert found == [(true.title, true.authors, squeezed(true.blocks)) for true in flows.ARTICLES]


# --- characters ------------------------------------------------------------------------------------------------------


def test_what_is_painted_twice_to_look_bold_is_read_once():
    def twice(page: pymupdf.Page) -> None:
        put(page, 72, 100, "河埠头")
        put(page, 72.3, 100, "河埠头")

    assert texts(drawn(twice)) == ["河埠头"]


def test_a_picture_covers_no_more_than_is_seen_of_it():
    file = io.BytesIO()
    Image.new("RGB", (200, 400), "white").save(file, "PNG")

    def clipped(page: pymupdf.Page) -> None:
        put(page, 72, 100, "石阶一级一级没进水里。")
        page.insert_image(pymupdf.Rect(60, 80, 260, 480), stream=file.getvalue())

    document = pymupdf.open("pdf", drawn(clipped))
    (shown,) = (at for at in document[0].get_contents() if b" Do" in document.xref_stream(at))
    document.update_stream(shown, b"q 60 400 200 100 re W n " + document.xref_stream(shown) + b" Q")
    assert texts(document.tobytes()) == ["石阶一级一级没进水里。"]


def test_text_that_no_page_shows_is_left_out_and_told():
    def hidden(page: pymupdf.Page) -> None:
        put(page, 72, 100, "看得见的字。")
        put(page, 72, 130, "看不见", mode=3)

    said: list[Diagnostic] = []
    found = source(drawn(hidden), said.append)
    assert found.text == "看得见的字。"
    assert [(told.code, told.page, told.facts["count"]) for told in said] == [("P145", 1, 3)]


def test_what_a_scan_has_been_read_as_is_its_text():
    file = io.BytesIO()
    Image.new("RGB", (300, 424), "white").save(file, "PNG")

    def scan(page: pymupdf.Page) -> None:
        page.insert_image(page.rect, stream=file.getvalue())
        put(page, 72, 100, "识别出来的字。", mode=3)

    assert texts(drawn(scan)) == ["识别出来的字。"]


def test_a_stamp_that_stands_askew_is_furniture():
    def stamped(page: pymupdf.Page) -> None:
        put(page, 72, 100, "石阶一级一级没进水里。")
        put(page, 400, 400, "内部资料", turned=90)

    line = source(drawn(stamped)).lines[-1]
    assert line.text == "内部资料"
    assert line.look
    assert line.look.declared == "furniture"


def test_a_line_whose_size_and_matrix_are_both_upside_down_stands_upright():
    file, pdf = io.BytesIO(), pikepdf.new()
    page = pdf.add_blank_page(page_size=A4)
    face = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=face))
    page.obj.Contents = pikepdf.Stream(pdf, b"BT /F -12 Tf -1 0 0 -1 72 700 Tm (River landing) Tj ET")
    pdf.save(file)
    (line,) = source(file.getvalue()).lines
    assert line.text == "River landing"
    assert line.look
    assert (line.look.declared, line.look.size) == (None, 1)


# --- order -----------------------------------------------------------------------------------------------------------


def test_columns_are_read_from_the_left_whatever_the_file_paints_first():
    def columns(page: pymupdf.Page) -> None:
        for row in range(4):
            put(page, 320, 100 + 18 * row, f"右栏第{'一二三四'[row]}行写满了十来个字")
            put(page, 72, 100 + 18 * row, f"左栏第{'一二三四'[row]}行写满了十来个字")

    assert [text[:2] for text in texts(drawn(columns))] == ["左栏"] * 4 + ["右栏"] * 4


def test_what_runs_at_the_head_of_pages_is_furniture_by_its_place():
    def page_of(page: pymupdf.Page) -> None:
        put(page, 72, 50, "江海学刊", 9)
        for row in range(5):
            put(page, 72, 100 + 18 * row, "石阶一级一级没进水里，最下面的三级")

    looks = [line.look for line in source(drawn(page_of, 3)).lines if line.text == "江海学刊"]
    assert [look.declared for look in looks if look] == ["furniture"] * 3


def test_lines_that_run_down_are_read_from_the_right():
    def upright(page: pymupdf.Page) -> None:
        for column, text in enumerate(("河埠头的石阶一级一级没进水里", "最下面的三级只有枯水时看得见")):
            for row, sign in enumerate(text):
                put(page, 500 - 20 * column, 100 + 13 * row, sign)

    assert texts(drawn(upright)) == ["河埠头的石阶一级一级没进水里", "最下面的三级只有枯水时看得见"]


ROWS = (("乡镇", "馆藏", "人均"), ("河口镇", "12000", "1.2"), ("北原乡", "8000", "0.8"))


def with_notes(page: pymupdf.Page) -> None:
    """Two columns, each with a call, and the notes right across the page below both, in smaller characters."""
    for x, mark in ((60, "1"), (310, "[2]")):
        for row in range(12):
            put(page, x, 100 + 18 * row, "河边的老屋住过四代人家，如今只剩两位老人守着")
        put(page, x, 100 + 18 * 12, "门前的一棵柿树。")
        put(page, x + 88, 100 + 18 * 12 - 4, mark, 6.5)
    put(page, 60, 700, "1. 县志办公室：《老屋调查》，第12页。", 9)
    put(page, 60, 714, "2. 同上书，第30页。", 9)


def test_notes_across_the_foot_of_columns_stand_where_they_are_called(tmp_path):
    reading, _ = as_book(drawn(with_notes), tmp_path)
    notes = [plain_block(note.blocks[0]) for note in find(Note, reading.book.articles)]
    assert notes == ["县志办公室：《老屋调查》，第12页。", "同上书，第30页。"]
    assert reading.account.lost == 0


def test_what_a_line_at_the_foot_begins_with_is_a_number_of_a_note_and_no_number_of_a_page():
    def page(page: pymupdf.Page) -> None:
        with_notes(page)
        put(page, 60, 728, "185页。", 9)

    lines = source(drawn(page)).lines
    assert [line.text for line in lines if line.look and line.look.foot][-1] == "185页。"


def test_the_last_character_of_a_title_that_found_no_room_is_of_the_title(tmp_path):
    def page(page: pymupdf.Page) -> None:
        put(page, 60, 90, "桥头渡口的早市", 22)
        put(page, 60, 118, "集", 22)
        for row in range(8):
            put(page, 60, 150 + 18 * row, "河边的老屋住过四代人家，如今只剩两位老人守着，每到傍晚灯还亮。")

    reading, _ = as_book(drawn(page), tmp_path)
    assert [article.title for article in reading.book.articles] == ["桥头渡口的早市集"]


def test_a_large_word_that_buttons_have_heads_a_page(tmp_path):
    def page(page: pymupdf.Page) -> None:
        put(page, 60, 60, "评论", 20)
        put(page, 200, 110, "渡口的早市", 26)
        for row in range(8):
            put(page, 60, 150 + 18 * row, "河边的老屋住过四代人家，如今只剩两位老人守着，每到傍晚灯还亮。")

    reading, _ = as_book(drawn(page), tmp_path)
    assert [chapter.heading for chapter in reading.book.chapters] == ["评论"]


def with_table(page: pymupdf.Page, ruled: bool) -> None:
    """Put a table between paragraphs, ruled all over or by three rules, and a frame with text in two columns below."""
    for row in range(4):
        put(page, 72, 110 + 18 * row, "石阶一级一级没进水里，最下面的三级只有枯水的冬天才看得见")
    put(page, 160, 196, "表1　各乡镇馆藏", 10)
    xs, ys = (72, 180, 270, 372), (204, 224, 244, 264)
    for at, y in enumerate(ys):
        if ruled or at != 2:
            page.draw_line((xs[0], y), (xs[-1], y), width=0.6)
    for x in xs if ruled else ():
        page.draw_line((x, ys[0]), (x, ys[-1]), width=0.6)
    for row, cells in enumerate(ROWS):
        for column, cell in enumerate(cells):
            put(page, xs[column] + 3, ys[row] + 15, cell, 10)
    page.draw_rect(pymupdf.Rect(66, 290, 378, 480))
    page.draw_line((222, 290), (222, 480))
    for row in range(9):
        for x in (72, 230):
            put(page, x, 310 + 18 * row, "枯水的冬天才看得见河埠头")


@pytest.mark.parametrize("ruled", [True, False])
def test_a_table_is_one_by_its_rules_and_a_frame_of_text_is_none(ruled, tmp_path):
    reading, _said = as_book(drawn(lambda page: with_table(page, ruled)), tmp_path)
    (table,) = find(Table, reading.book)
    assert tuple(tuple(map(plain, row)) for row in table.rows) == ROWS
    assert (table.heads, plain(table.caption)) == (1, "表1　各乡镇馆藏")
    assert (reading.account.lost, reading.account.invented) == (0, 0)


def test_rows_below_the_line_that_names_a_table_are_one_without_any_rule(tmp_path):
    rows = [("年份", "户数", "人口"), ("2001", "310", "1206"), ("2002", "322", "1240"), ("2003", "325", "1251")]

    def page(page: pymupdf.Page) -> None:
        text(page, 80, 6)
        put(page, 230, 220, "表1 河口各年人口", 10)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                put(page, 180 + 70 * column, 240 + 16 * at, cell, 10)
        text(page, 330, 6)

    reading, _ = as_book(drawn(page), tmp_path)
    (table,) = find(Table, reading.book.articles)
    assert [[plain(cell) for cell in row] for row in table.rows] == [list(row) for row in rows]
    assert plain(table.caption) == "表1 河口各年人口"


def text(page: pymupdf.Page, top: float, count: int) -> None:
    for row in range(count):
        put(page, 60, top + 18 * row, "河边的老屋住过四代人家，如今只剩两位老人守着，每到傍晚灯还亮。")


def test_a_line_that_returns_on_three_pages_runs_there_though_no_white_parts_it_from_the_text():
    def page(page: pymupdf.Page) -> None:
        put(page, 240, 62, "江州大学硕士学位论文", 9)
        text(page, 78, 20)

    declared = [line.look.declared for line in source(drawn(page, 3)).lines if "学位论文" in line.text and line.look]
    assert declared == [Declared.FURNITURE] * 3


def test_whom_a_paper_is_to_is_no_line_of_its_title(tmp_path):
    def page(page: pymupdf.Page) -> None:
        put(page, 150, 90, "关于做好老屋防汛工作的通知", 20)
        put(page, 60, 120, "各村民委员会，镇直各单位：")
        put(page, 82, 138, "为做好防汛工作，现将有关事项通知如下：")
        put(page, 82, 156, "一、提高认识")
        text(page, 174, 6)

    reading, _ = as_book(drawn(page), tmp_path)
    (article,) = reading.book.articles
    assert [plain_block(block) for block in article.blocks][:2] == [
        "各村民委员会，镇直各单位：",
        "为做好防汛工作，现将有关事项通知如下：",
    ]


def test_a_page_that_is_a_table_and_nothing_else_is_read():
    def alone(page: pymupdf.Page) -> None:
        for at in range(4):
            page.draw_line((72, 204 + 20 * at), (372, 204 + 20 * at), width=0.6)
            page.draw_line((72 + 100 * at, 204), (72 + 100 * at, 264), width=0.6)
        for row, cells in enumerate(ROWS):
            for column, cell in enumerate(cells):
                put(page, 75 + 100 * column, 219 + 20 * row, cell, 10)

    (table,) = source(drawn(alone)).blocks
    assert isinstance(table, Table)
    assert tuple(tuple(map(plain, row)) for row in table.rows) == ROWS


# --- what cannot be read ---------------------------------------------------------------------------------------------


def page_with_text(page: pymupdf.Page) -> None:
    put(page, 72, 100, "河埠头")


def locked() -> bytes:
    file = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn(page_with_text))) as pdf:
        pdf.save(file, encryption=pikepdf.Encryption(user="a", owner="b"))
    return file.getvalue()


def scanned() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (300, 424), "white").save(file, "PDF")
    return file.getvalue()


@pytest.mark.parametrize(
    ("code", "data"),
    [("P140", locked()), ("P141", drawn(page_with_text)[:300]), ("P141", b"%PDF-1.7\nnothing"), ("P142", scanned())],
)
def test_what_cannot_be_read_ends_in_one_line(code, data):
    file = File("paper.pdf", data)
    assert reader_of(file).name == "PDF"
    with pytest.raises(PublishError) as refused:
        source(data)
    assert refused.value.diagnostic.code == code
    assert refused.value.diagnostic.hint


def painted(content: bytes, forms: int = 0) -> bytes:
    """Return a PDF whose page is *content*, and can draw a form that draws another ten times, *forms* deep."""
    file, pdf = io.BytesIO(), pikepdf.new()
    page = pdf.add_blank_page(page_size=A4)
    inner = None
    for _ in range(forms):
        form = pikepdf.Stream(pdf, b"/F Do " * 10 if inner is not None else b"0 0 1 1 re f")
        form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 9, 9])
        if inner is not None:
            form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
        inner = pdf.make_indirect(form)
    if inner is not None:
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=inner))
    page.obj.Contents = pikepdf.Stream(pdf, content)
    pdf.save(file, compress_streams=True)
    return file.getvalue()


@pytest.mark.parametrize("data", [painted(b"0 0 1 1 re f\n" * 2_000_000), painted(b"/F Do", 12)])
def test_what_swells_beyond_measure_is_refused_before_it_is_drawn(data):
    assert len(data) < 100_000
    with pytest.raises(PublishError) as refused:
        source(data)
    assert refused.value.diagnostic.code == "P143"


def test_a_page_of_more_pieces_than_columns_have_is_read_as_it_stands_and_told():
    def draw(page: pymupdf.Page) -> None:
        put(page, 30, 20, "里程表", 8)
        shape = page.new_shape()
        for row in range(80):
            for column in range(66):
                shape.insert_text((30 + 8 * column, 40 + 9 * row), str(column % 10), fontname="china-s", fontsize=3)
        shape.commit()

    reported: list[Diagnostic] = []
    found = source(drawn(draw), reported.append)
    assert [(one.code, one.page) for one in reported if one.code == "P147"] == [("P147", 1)]
    assert "".join(found.text.split()) == "里程表" + "".join(str(at % 10) for at in range(66)) * 80


# --- pictures --------------------------------------------------------------------------------------------------------


def illustrated() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), "#336699").save(file, "JPEG")

    def draw(page: pymupdf.Page) -> None:
        put(page, 72, 80, "渡口", 22)
        for row in range(4):
            put(page, 72, 110 + 18 * row, "石阶一级一级没进水里，最下面的三级")
        page.insert_image(pymupdf.Rect(72, 200, 272, 350), stream=file.getvalue())
        put(page, 72, 364, "图为河埠头的石阶。", 9)

    return drawn(draw)


def test_a_picture_comes_along_with_its_caption(tmp_path):
    reading, _said = as_book(illustrated(), tmp_path)
    (article,) = reading.book.articles
    (figure,) = (block for block in article.blocks if isinstance(block, Figure))
    assert plain_block(figure) == "图为河埠头的石阶。"
    assert [picture.media_type for picture in reading.book.pictures] == ["image/jpeg"]


def test_pictures_that_are_not_wanted_stay_behind_and_their_captions_stay(tmp_path):
    reading, said = as_book(illustrated(), tmp_path, parse__pictures=False)
    assert [told.facts["count"] for told in said if told.code == "M407"] == [1]
    (article,) = reading.book.articles
    assert reading.book.pictures == ()
    assert "图为河埠头的石阶。" in [plain_block(block) for block in article.blocks]


# --- papers in columns -----------------------------------------------------------------------------------------------


def test_a_heading_with_a_number_parts_no_page_and_a_gap_inside_a_line_is_no_gutter():
    left = ["渡口在村东头，从前是去县城的必经", "之路，如今只有钓鱼的人来。", "", "桥修好以后，渡口就不再是渡口了，"]
    right = ["只有冬天还有人从冰上走过去。", "二、渡口的船", "渡口有两条大船、九条小船，账本上", "记着每天过河的人数。"]

    def draw(page: pymupdf.Page) -> None:
        put(page, 170, 90, "渡口三十年的变迁", 22)
        put(page, 60, 120, "摘要：本文考察一处渡口三十年里的变迁，材料来自两次访问和一册账本，", 11)
        put(page, 60, 136, "中图分类号：K291", 11)
        put(page, 180, 136, "文献标识码：A", 11)
        put(page, 60, 152, "文章编号：1000-1234（2011）02-0116-05，收稿日期二〇一一年四月五日，", 11)
        for x, lines in ((60, left), (320, right)):
            for row, text in enumerate(lines):
                size = 14 if text.startswith("二") else 11
                put(page, x, 200 + 18 * row, text or "一、渡口", 14 if not text else size)

    lines = texts(drawn(draw))
    assert lines[2] == "中图分类号：K291　文献标识码：A"
    assert lines[4:] == [*left[:2], "一、渡口", left[3], *right]


BRIDGE = ("　　清晨的雾还没散，", "河埠头已经站满了人，", "他把扁担搁在石阶上，", "擦了擦额头，说今年的")
GOES_ON = ("水比往年清，鱼也多。", "　　船从上游下来时，", "撑船的人先喊一声，岸", "上的人就把绳子接住。")
LAMP = ("　　灯下她一针一线地", "缝着，屋里只听见钟摆", "的声音，窗外落着雪。", "　　天亮时衣裳做好。")


def lay(page: pymupdf.Page, x: float, y: float, lines: tuple[str, ...]) -> None:
    """Put *lines* one below the other, each ten characters wide."""
    for row, line in enumerate(lines):
        put(page, x, y + 16 * row, line)


def bodies(reading: Reading) -> dict[str, str]:
    return {article.title: body(article) for article in reading.book.articles}


def test_a_column_that_begins_beside_a_title_goes_on_from_the_columns_under_it(tmp_path):
    def page(page: pymupdf.Page) -> None:
        put(page, 90, 80, "老桥修好了", 24)
        lay(page, 50, 110, BRIDGE)
        lay(page, 180, 110, (*GOES_ON[1:], *BRIDGE[:1]))
        lay(page, 310, 68, (*BRIDGE[1:], GOES_ON[0]))
        put(page, 440, 80, "雪夜缝衣", 20)
        lay(page, 440, 110, LAMP)

    reading, _ = as_book(drawn(page), tmp_path)
    true = squeezed([*BRIDGE, *GOES_ON[1:], BRIDGE[0], *BRIDGE[1:], GOES_ON[0]])
    assert bodies(reading) == {"老桥修好了": true, "雪夜缝衣": squeezed(list(LAMP))}


def test_a_byline_at_the_right_end_of_its_columns_does_not_draw_the_title_there(tmp_path):
    def page(page: pymupdf.Page) -> None:
        put(page, 60, 80, "雪夜缝衣", 15)
        lay(page, 50, 110, LAMP)
        put(page, 325, 80, "老桥", 24)
        page.insert_text((494, 98), "赵小满", fontname="china-ss", fontsize=11)
        lay(page, 180, 126, BRIDGE)
        lay(page, 300, 126, (*GOES_ON[:3], *BRIDGE[1:2]))
        lay(page, 420, 126, (*BRIDGE[1:], GOES_ON[0]))

    reading, _ = as_book(drawn(page), tmp_path)
    true = squeezed([*BRIDGE, *GOES_ON[:3], BRIDGE[1], *BRIDGE[1:], GOES_ON[0]])
    assert bodies(reading) == {"雪夜缝衣": squeezed(list(LAMP)), "老桥": true}


def test_columns_that_go_on_from_another_page_are_of_the_article_that_broke_off(tmp_path):
    def breaks_off(page: pymupdf.Page) -> None:
        put(page, 70, 80, "老桥修好了", 24)
        lay(page, 50, 110, BRIDGE)
        put(page, 86, 176, "（下转第2版）")
        put(page, 310, 80, "雪夜缝衣", 24)
        lay(page, 300, 110, LAMP)

    def goes_on(page: pymupdf.Page) -> None:
        put(page, 60, 80, "河边的长椅", 20)
        lay(page, 50, 110, LAMP)
        lay(page, 300, 68, ("（上接第1版）水比往年", "清，鱼也多。", *GOES_ON[1:]))

    document = pymupdf.open("pdf", drawn(breaks_off))
    document.insert_pdf(pymupdf.open("pdf", drawn(goes_on)))
    reading, _ = as_book(bytes(document.tobytes()), tmp_path)
    assert bodies(reading) == {
        "老桥修好了": squeezed([*BRIDGE, *GOES_ON]),
        "雪夜缝衣": squeezed(list(LAMP)),
        "河边的长椅": squeezed(list(LAMP)),
    }
    assert (reading.account.lost, reading.account.invented) == (0, 0)


def test_a_title_and_a_name_may_run_down_beside_lines_that_run_across(tmp_path):
    def page(page: pymupdf.Page) -> None:
        for row, sign in enumerate("听，雪夜"):
            put(page, 50, 80 + 24 * row, sign, 20)
        for row, sign in enumerate("赵小满"):
            put(page, 78, 120 + 13 * row, sign)
        lay(page, 110, 70, (*LAMP, *BRIDGE))
        lay(page, 240, 70, (*GOES_ON, *LAMP))

    reading, _ = as_book(drawn(page), tmp_path)
    assert bodies(reading) == {"听，雪夜": squeezed([*LAMP, *BRIDGE, *GOES_ON, *LAMP])}


def test_notes_at_the_foot_below_a_list_of_works_are_none_of_these(tmp_path):
    def page(page: pymupdf.Page) -> None:
        put(page, 180, 70, "桥头渡口的早市研究", 20)
        for x, mark in ((60, "①"), (310, "②")):
            for row in range(12):
                put(page, x, 110 + 18 * row, "河边的老屋住过四代人家，如今只剩两位老人守着")
            put(page, x, 110 + 18 * 12, f"门前的一棵柿树{mark}。")
        put(page, 310, 370, "参考文献", 12)
        put(page, 310, 392, "[1] 何小鱼. 渡口小史[M]. 江州: 江州出版社, 2001.", 9)
        put(page, 310, 405, "[2] 钟灵. 桥与市[J]. 江州学刊, 2010(3): 12-18.", 9)
        put(page, 60, 700, "①县志办公室：《老屋调查》，第12页。", 9)
        put(page, 60, 714, "②同上书，第30页。", 9)

    reading, _ = as_book(drawn(page), tmp_path)
    notes = [plain_block(note.blocks[0]) for note in find(Note, reading.book.articles)]
    assert notes == ["县志办公室：《老屋调查》，第12页。", "同上书，第30页。"]


def test_an_initial_is_the_first_character_of_its_paragraph(tmp_path):
    def page(page: pymupdf.Page) -> None:
        put(page, 60, 60, "老桥修好了", 24)
        put(page, 50, 126, "清", 30)
        lay(page, 82, 110, ("晨的雾还没散，", "河埠头站满了人，"))
        lay(page, 50, 142, BRIDGE[2:])
        lay(page, 50, 174, GOES_ON)

    reading, _ = as_book(drawn(page), tmp_path)
    true = "清晨的雾还没散，河埠头站满了人，" + squeezed([*BRIDGE[2:], *GOES_ON])
    assert bodies(reading) == {"老桥修好了": true}


def test_a_quotation_set_large_in_a_column_parts_neither_article_nor_paragraph(tmp_path):
    def page(page: pymupdf.Page) -> None:
        put(page, 60, 60, "老桥修好了", 24)
        lay(page, 50, 90, BRIDGE)
        for row, line in enumerate(("水清了，鱼", "就回来了。")):
            put(page, 52, 172 + 26 * row, line, 19)
        lay(page, 50, 230, GOES_ON)
        lay(page, 180, 90, (*LAMP, *BRIDGE))

    reading, _ = as_book(drawn(page), tmp_path)
    (article,) = reading.book.articles
    assert [plain_block(quote) for quote in find(Quote, article)] == ["水清了，鱼就回来了。"]
    paragraphs = [plain_block(block) for block in article.blocks if isinstance(block, Paragraph)]
    assert paragraphs[0] == squeezed([*BRIDGE, GOES_ON[0]])


def test_a_title_below_a_column_that_goes_on_in_the_next_is_no_quotation(tmp_path):
    def page(page: pymupdf.Page) -> None:
        put(page, 60, 60, "老桥修好了", 24)
        lay(page, 50, 90, BRIDGE)
        lay(page, 180, 90, GOES_ON)
        for x, title, name in ((50, "雪夜", "文／赵小满"), (180, "长椅", "文／何小鱼")):
            put(page, x, 186, title, 17)
            put(page, x, 206, name)
            lay(page, x, 226, LAMP)

    reading, _ = as_book(drawn(page), tmp_path)
    assert [(article.title, article.authors) for article in reading.book.articles] == [
        ("老桥修好了", ()),
        ("雪夜", ("赵小满",)),
        ("长椅", ("何小鱼",)),
    ]


def test_a_last_line_that_names_a_page_is_text_and_a_head_below_takes_nothing_from_above_it():
    left = ["渡口在村东头，从前是去县城的必经", "之路，如今只有钓鱼的人来，参见县", "志稿第158页。渡口的船有三条。"]
    right = ["桥修好以后，渡口就不再是渡口了，", "只有冬天还有人从冰上走过去，夜里", "也有人走，提着灯。"]

    def draw(page: pymupdf.Page) -> None:
        for x, lines in ((60, left), (320, right)):
            for row, text in enumerate(lines):
                put(page, x, 640 + 18 * row, text)
        put(page, 170, 740, "水库放水的两种方法", 22)
        put(page, 60, 775, "水库的水夜里放，第158页。渠道里的水走得慢，到了渠尾就没有了，损失", 11)

    lines = texts(drawn(draw))
    assert lines[:6] == [*left, *right]
    assert source(drawn(draw)).lines[-1].look.declared is None


def test_where_all_text_is_bold_no_line_is():
    def draw(page: pymupdf.Page) -> None:
        for row in range(8):
            put(page, 60, 100 + 18 * row, "渡口在村东头，从前是去县城的必经之路", mode=2)

    assert not any(line.look.bold for line in source(drawn(draw)).lines)
