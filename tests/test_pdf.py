"""The print PDF as facts: pages, labels, outline, links, text, faces; what each option does; what may be opened."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pymupdf
import pytest
from conftest import Reported
from handmade import HANDMADE, PICTURE, article, book, paragraph, text

from publish import fonts
from publish.assets import find_style
from publish.book import (
    Article,
    Block,
    Book,
    Chapter,
    Crosshead,
    Image,
    Listing,
    Note,
    Paragraph,
    Place,
    Ruby,
    Series,
    Table,
    Text,
    Verse,
    plain_block,
)
from publish.diagnostics import Diagnostic, PublishError
from publish.edition import PdfKeys, Settings, StyleKeys
from publish.finished import is_own
from publish.fonts import ROLES
from publish.pdf import write_pdf
from publish.pdf.design import File, papers
from publish.pdf.imposition import impose, sheets_of
from publish.pdf.setting import BookFetcher
from publish.writers import WRITERS

MILLIMETRE = 72 / 25.4
LONG = "山里的春天来得迟，过了清明，坡上的茶树才冒出新芽。“今年的茶，”他说，“要等到谷雨。”老人们不着急——" * 3


def set_book(book: Book, style: str | Path | None = None, **keys: object) -> pymupdf.Document:
    """Return *book* set with the options *keys*; nothing may be reported but notices and faces that stand in."""
    report = Reported()
    report.expect("F201", "D401")  # the picture in a line of HANDMADE is a single point
    settings = Settings(pdf=PdfKeys(**keys), style=StyleKeys(name=str(style) if style else None))
    data = write_pdf(book, settings, report)
    assert report.unasked == []
    return pymupdf.open("pdf", data)


def characters(page: pymupdf.Page) -> str:
    """Return the text of *page* without white space."""
    return "".join(page.get_text().split())


@pytest.fixture(scope="module")
def handmade() -> pymupdf.Document:
    """The book with one of everything, in the house style."""
    return set_book(HANDMADE)


@pytest.fixture(scope="module")
def short() -> Book:
    """Two chapters of an article each, of which the second takes two pages."""
    first = Chapter("春", (article("茶芽", "采茶。"),))
    return Book("茶", chapters=(first, Chapter("夏", (article("蝉鸣", *[LONG] * 9),))))


@pytest.fixture(scope="module")
def shown(short: Book) -> list[pymupdf.Page]:
    """The pages of the short book in the house style; the text begins on the fifth."""
    return list(set_book(short))


# --- the book ------------------------------------------------------------------------------------------------------


def test_the_page_is_a5_trimmed(handmade: pymupdf.Document) -> None:
    assert [round(side / MILLIMETRE) for side in handmade[0].rect[2:]] == [148, 210]


def test_the_type_area_is_28_lines_of_28_characters() -> None:
    pages = list(set_book(book(article("满", "汉" * 28 * 60))))
    lines = max((lines_of(page) for page in pages), key=len)
    assert len(lines) == 28
    assert {len(line) for line in lines[1:]} == {28}


def lines_of(page: pymupdf.Page) -> list[str]:
    """Return the lines of 汉 on *page* from top to bottom: what is no text has other characters."""
    lines: dict[int, str] = {}
    for word in page.get_text("words"):
        if set(word[4]) == {"汉"}:
            lines[round(word[3])] = lines.get(round(word[3]), "") + word[4]
    return [lines[bottom] for bottom in sorted(lines)]


def test_pages_before_the_first_chapter_are_roman_and_each_chapter_begins_on_a_right_page(
    handmade: pymupdf.Document,
) -> None:
    labels = [page.get_label() for page in handmade]
    assert labels == ["i", "ii", "iii", "iv", "1", "2", "3", "4", "5", "6", "7"]
    openings = [page for _level, title, page in handmade.get_toc() if title in ("河 流", "空栏目")]
    assert [page % 2 for page in openings] == [1, 1]


def test_the_outline_has_the_chapters_and_their_articles(handmade: pymupdf.Document) -> None:
    outline = [(level, title) for level, title, _page in handmade.get_toc()]
    assert outline == [
        (1, "目录"),
        (1, "卷首语"),
        (1, "河 流"),
        (2, "渡 口 1987"),
        (3, "一、老船"),
        (2, "空篇"),
        (1, "空栏目"),
    ]


def test_the_contents_say_the_folio_that_stands_on_the_page(handmade: pymupdf.Document) -> None:
    contents = handmade[2]
    for title, page in (("卷首语", "1"), ("河流", "3"), ("空栏目", "7")):
        line = next(line for line in "".join(contents.get_text().split(" ")).split("\n") if line.startswith(title))
        assert line.rstrip("·").startswith(title)
        found = next(number for number, each in enumerate(handmade) if each.get_label() == page)
        assert title in characters(handmade[found])
    assert {link["page"] for link in contents.get_links()} == {4, 6, 8, 10}


def test_running_heads_name_the_chapter_on_the_left_and_the_article_on_the_right(shown: list[pymupdf.Page]) -> None:
    heads = [(page.get_label(), page.get_text(clip=(0, 0, 420, 45)).strip()) for page in shown]
    assert heads[4:] == [("1", ""), ("2", ""), ("3", ""), ("4", "夏"), ("5", "蝉鸣")]


def test_the_text_comes_back_in_order(short: Book, shown: list[pymupdf.Page]) -> None:
    pages = [characters(page) for page in shown[4:]]
    body = pages[2].removesuffix("3") + pages[3].removesuffix("夏4") + pages[4].removesuffix("蝉鸣5")
    blocks = short.chapters[1].articles[0].blocks
    assert body == "夏蝉鸣" + "".join(map(plain_block, blocks))


def test_every_face_is_a_subset_of_a_role_and_embedded(handmade: pymupdf.Document) -> None:
    fonts = {font[3]: font for page in handmade for font in page.get_fonts()}
    assert {name.partition("+")[2].split("-")[0] for name in fonts} <= set(ROLES)
    assert all("+" in name and font[1] != "n/a" for name, font in fonts.items())


def test_the_title_page_and_the_colophon_say_what_the_book_knows_and_no_more(shown: list[pymupdf.Page]) -> None:
    title_page, colophon, *_ = shown
    assert characters(title_page) == "茶"
    assert characters(colophon) == "书名：茶"


def test_the_same_book_gives_the_same_bytes() -> None:
    book = Book("茶", chapters=(Chapter("春", (article("茶芽", "采茶。"),)),))
    assert write_pdf(book, Settings(), Reported()) == write_pdf(book, Settings(), Reported())


def test_a_file_is_known_as_made_by_this_program_folded_or_not(handmade: pymupdf.Document) -> None:
    data = handmade.tobytes()
    assert is_own(data)
    assert is_own(impose(data))


def test_a_book_without_articles_is_still_a_book() -> None:
    assert characters(set_book(Book("空"))[0]) == "空"


# --- faces ---------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def rare() -> tuple[pymupdf.Document, list[Diagnostic]]:
    """A book with characters that no face has (of no script, or for private use) and some that share a glyph."""
    source = Paragraph(text("甲\u0378乙\ue124丙\u0378——“引”与―，⋯与…。It’s 5·4"), (Place(7, 3, 0), Place(8, 1, 4)))
    said: list[Diagnostic] = []
    book = Book("罕字", chapters=(Chapter("春", (Article("甲", blocks=(source,), source="a.txt", line=5),)),))
    return pymupdf.open("pdf", write_pdf(book, Settings(), said.append)), said


def test_a_character_that_no_face_has_is_reported_with_its_place(
    rare: tuple[pymupdf.Document, list[Diagnostic]],
) -> None:
    said = [(d.place, d.facts["code"], d.facts["count"]) for d in rare[1] if d.code == "F204"]
    assert said == [("a.txt:7:4", "U+0378", 2)]


def test_on_paper_it_is_a_geta_that_copies_as_itself(rare: tuple[pymupdf.Document, list[Diagnostic]]) -> None:
    assert "甲\u0378乙\ue124丙\u0378——“引”与―，⋯与…。It’s5·4" in characters(rare[0][2])


def test_letters_that_the_latin_face_lacks_come_from_another_face() -> None:
    source = Paragraph(text("拼音 nǐ lǜ ń，Tiếng Việt，[ʃɑŋɡ]，Dvořák，ḿ。"))
    page = set_book(Book("字", chapters=(Chapter("春", (Article("甲", blocks=(source,)),)),)))[2]
    shown = {
        char["c"]: span["font"]
        for block in page.get_text("rawdict")["blocks"]
        for line in block["lines"]
        for span in line["spans"]
        for char in span["chars"]
    }
    assert {shown[letter] for letter in "Dvoř"} == {"latin"}
    assert {shown[letter].rstrip("01") for letter in "ǐǜńếệʃɑɡḿ"} == {"letters"}
    assert fonts.missing(shown, "zh-CN", {}) == set()


def test_a_picture_in_a_line_is_as_high_as_a_character_and_does_not_part_the_lines() -> None:
    source = Paragraph((Text(LONG), Image("bridge.png", "⿰木秉"), Text(LONG)))
    chapter = Chapter(None, (Article("甲", blocks=(source,)),))
    page = set_book(Book("字", chapters=(chapter,), pictures=(PICTURE,)))[2]
    (picture,) = page.get_image_info()
    lines = [line for block in page.get_text("dict")["blocks"] for line in block.get("lines", ())]
    baselines = sorted({round(line["spans"][0]["origin"][1], 1) for line in lines})
    text_lines = [each for each in baselines if picture["bbox"][1] - 40 < each < picture["bbox"][3] + 40]
    _, top, _, bottom = picture["bbox"]
    assert round(bottom - top, 1) == 10.5
    assert bottom - min(each for each in text_lines if each > top) == pytest.approx(0.12 * 10.5, abs=0.1)
    assert {round(below - above, 1) for above, below in pairwise(text_lines)} == {17.5}


def test_quotation_marks_and_dashes_are_full_width_beside_latin(
    rare: tuple[pymupdf.Document, list[Diagnostic]],
) -> None:
    spans = [
        span for block in rare[0][2].get_text("rawdict")["blocks"] for line in block["lines"] for span in line["spans"]
    ]
    fonts = {char["c"]: span["font"] for span in spans for char in span["chars"] if span["size"] > 10.4}
    assert fonts["I"] == "latin"
    assert {fonts["“"], fonts["”"], fonts["—"]} == {"song"}


def test_pages_of_plain_prose_end_on_the_same_line_and_none_begins_with_a_lone_character() -> None:
    paragraphs = [("茶树冒出新芽，" * (2 + number * 7 % 23))[: 9 + number * 13 % 150] + "。" for number in range(91)]
    pages = list(set_book(Book("茶", chapters=(Chapter(None, (article("茶芽", *paragraphs),)),))))[4:]
    lines = [[line for block in page.get_text("dict")["blocks"] for line in block["lines"]] for page in pages]
    body = [[line for line in page if abs(line["spans"][0]["size"] - 10.5) < 0.1] for page in lines]
    assert len(body) > 6
    assert len({round(page[-1]["bbox"][3]) for page in body[:-1]}) == 1
    firsts = ["".join(span["text"] for span in page[0]["spans"]) for page in body]
    assert [text for text in firsts if len(text.strip("，。 ")) < 2] == []


@pytest.mark.parametrize(("above", "last"), [(26, 1), (25, 2)])
def test_the_last_page_of_a_chapter_holds_more_than_a_lone_line(above: int, last: int) -> None:
    paragraphs = ["茶树冒出新芽，采茶的人天不亮就上了山。"] * above + [("茶树冒出新芽，" * 9)[: 28 * last - 6] + "。"]
    first, second = list(set_book(Book("茶", chapters=(Chapter(None, (article("茶芽", *paragraphs),)),))))[2:]
    lines = [[line for block in page.get_text("dict")["blocks"] for line in block["lines"]] for page in (first, second)]
    title, head, folios = 1, 1, 2
    assert sum(map(len, lines)) == title + above + last + head + folios
    assert len(lines[1]) - head - 1 in (2, 3)


def test_two_dashes_are_one_line_of_two_characters_in_every_role(tmp_path: Path) -> None:
    kai = '[kai]\nSC = ["AR PL UKai CN"]\n'  # its own dashes do not join
    (tmp_path / "faces.toml").write_text(kai, "utf-8")
    page = set_book(Book("茶", subtitle="甲——乙"), style=tmp_path)[0]
    lines = [line for block in page.get_text("rawdict")["blocks"] for line in block["lines"]]
    at = {char["c"]: char["origin"][0] for line in lines for span in line["spans"] for char in span["chars"]}
    assert at["乙"] - at["甲"] == pytest.approx(3 * 10.5 * 1.33, abs=0.1)


def test_dashes_after_a_western_word_are_as_long_as_others() -> None:
    page = set_book(Book("茶", subtitle="tea——乙"))[0]
    lines = [line for block in page.get_text("rawdict")["blocks"] for line in block["lines"]]
    chars = [char for line in lines for span in line["spans"] for char in span["chars"]]
    at = {char["c"]: char["bbox"] for char in chars}
    assert at["乙"][0] - at["a"][2] == pytest.approx(2 * 10.5 * 1.33, abs=0.1)
    assert not any(char["c"] == " " for char in chars)


def test_a_long_title_has_room_on_a_small_page_in_large_print() -> None:
    title = "水上的路从运河支流到镇上每一家后门石阶的变迁"
    pages = set_book(Book(title, authors=("江小渡",), publisher="江边出版社"), paper="32k", large_print=True)
    assert characters(pages[0]) == f"{title}江小渡著江边出版社"


# --- options -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paper", "size"),
    [
        ("32k", (130, 185)),
        ("16k", (184, 260)),
        ("150x220mm", (150, 220)),
        ("100.5x150mm", (100.5, 150)),
        ("B5", (176, 250)),
        ("１６Ｋ", (184, 260)),
        ("150 × 220", (150, 220)),
        ("150*220 毫米", (150, 220)),
    ],
)
def test_paper_is_known_by_name_or_by_size(paper: str, size: tuple[float, float]) -> None:
    page = set_book(Book("茶"), paper=paper)[0]
    assert [page.rect.width / MILLIMETRE, page.rect.height / MILLIMETRE] == pytest.approx(size, abs=0.01)


def test_the_papers_that_the_help_names_are_those_of_the_style() -> None:
    (option,) = (option for writer in WRITERS for option in writer.options if option.name == "--paper")
    named = option.help.partition(":")[2].partition(", or ")[0]
    assert tuple(named.strip().split(", ")) == papers(find_style())


def test_a_style_can_have_a_paper_of_its_own(tmp_path: Path) -> None:
    size = "size: 100mm 148mm"
    css = f':root[data-paper="postcard"] {{ --width: 100mm; --height: 148mm }}\n@page {{ {size} }}'
    (tmp_path / "print.css").write_text(css, "utf-8")
    data = write_pdf(
        Book("茶"), Settings(style=StyleKeys(name=str(tmp_path)), pdf=PdfKeys(paper="postcard")), Reported()
    )
    page = pymupdf.open("pdf", data)[0]
    assert [page.rect.width / MILLIMETRE, page.rect.height / MILLIMETRE] == pytest.approx((100, 148), abs=0.01)


@pytest.mark.parametrize("style", ["gongwen", "journal", None])
def test_the_paper_that_a_style_has_of_its_own_is_as_if_it_were_asked_for(style: str | None, short: Book) -> None:
    own, named = set_book(short, style=style), set_book(short, style=style, paper="a4" if style else "a5")
    assert [page.get_text("dict")["blocks"] for page in own] == [page.get_text("dict")["blocks"] for page in named]


def test_the_style_that_the_documentation_shows_changes_the_page(tmp_path: Path, short: Book) -> None:
    shown = re.search(r"^```css\n(.*?)^```", Path("docs/styles.md").read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert shown
    (tmp_path / "print.css").write_text(shown[1], "utf-8")
    sizes = [
        round(span["size"], 1)
        for page in set_book(short, style=tmp_path)
        for block in page.get_text("dict")["blocks"]
        for line in block.get("lines", ())
        for span in line["spans"]
    ]
    assert max(set(sizes), key=sizes.count) == 12


def test_a_style_can_take_another_of_the_papers_for_its_own(tmp_path: Path) -> None:
    (tmp_path / "print.css").write_text(":root { --paper: 32k }", "utf-8")
    assert round(set_book(Book("茶"), style=tmp_path)[0].rect.width / MILLIMETRE) == 130


@pytest.mark.parametrize("paper", ["a11", "150x", "-5x10mm", "../a5", "10x10mm", "0x0mm", "9999x9999mm"])
def test_an_unknown_paper_is_refused(paper: str, report: Reported) -> None:
    with pytest.raises(PublishError) as error:
        write_pdf(Book("茶"), Settings(pdf=PdfKeys(paper=paper)), report)
    assert error.value.diagnostic.code == "D101"


def test_single_sided_has_no_blank_pages_and_the_same_margins(short: Book) -> None:
    pages = list(set_book(short, single_sided=True))
    assert [page.get_label() for page in pages] == ["i", "ii", "iii", "1", "2", "3", "4"]
    assert left_edge(pages[4]) == pytest.approx(left_edge(pages[5]), abs=0.1)


def left_edge(page: pymupdf.Page) -> float:
    """Return where the lines of *page* begin."""
    return min(block[0] for block in page.get_text("blocks"))


def test_a_note_margin_is_on_the_outer_side_and_ruled(short: Book) -> None:
    left, right = list(set_book(short, note_margin=True))[7:9]
    width = left.rect.width
    assert left_edge(left) > width / 4
    assert max(block[2] for block in right.get_text("blocks")) < width * 3 / 4
    assert "/Pattern" in right.read_contents().decode("latin-1")


def test_paragraph_numbers_stand_in_the_margin_and_restart_with_each_article() -> None:
    both = (article("甲", "一一。", "二二。"), article("乙", "三三。"))
    page = set_book(Book("茶", chapters=(Chapter("春", both),)), paragraph_numbers=True)[4]
    words = {word[4]: word[0] for word in page.get_text("words")}
    assert characters(page) == "春甲1一一。2二二。乙1三三。1"  # and the folio
    assert words["2"] < words["二二。"] - 2 * 10.5


def test_every_fifth_line_of_a_page_has_its_number_beside_it() -> None:
    verse = Verse(tuple((Text(f"第{number}行"),) for number in "一二三四五六七八九十"), (Place(1),))
    noted = Paragraph((Text("注在这里"), Note((paragraph("脚下的话。"),)), Text("，完了。")))
    page = set_book(of_blocks(verse, noted), line_numbers=True, paragraph_numbers=True)[-1]
    lines = {"".join(word[4].split()): word for word in page.get_text("words")}
    # The heading and the title are the first lines, the note is none: 第三行 is the fifth, 第八行 the tenth.
    for number, line in (("5", "第三行"), ("10", "第八行")):
        assert lines[number][1] < (lines[line][1] + lines[line][3]) / 2 < lines[number][3]
        assert lines[number][0] > page.rect.width / 2
    assert "15" not in lines


def test_large_print_sets_16_pt_and_lines_of_whole_characters_on_any_paper(short: Book) -> None:
    for style, paper in ((None, "a5"), ("gongwen", "a4")):
        pages = list(set_book(short, style=style, paper=paper, large_print=True, single_sided=True))
        page = next(page for page in pages if len(characters(page)) > 150)
        spans = [span for block in page.get_text("dict")["blocks"] for line in block["lines"] for span in line["spans"]]
        text = [span for span in spans if len(span["text"]) > 10]
        assert {round(span["size"]) for span in text} == {16}
        left, right = min(span["bbox"][0] for span in text), max(span["bbox"][2] for span in text)
        assert 0.7 * page.rect.width < right - left < 0.8 * page.rect.width


def test_what_goes_to_a_printer_has_one_ink_a_bleed_and_whole_sheets(short: Book, tmp_path: Path) -> None:
    noted = replace(short, chapters=(*short.chapters, *of_blocks(HANDMADE_TABLE).chapters))
    document = set_book(noted, for_print=True)
    assert len(document) % 4 == 0
    for page in document:
        assert (page.bleedbox.width - page.trimbox.width) / 2 == pytest.approx(3 * MILLIMETRE, abs=0.01)
        assert round(page.trimbox.width / MILLIMETRE) == 148
        assert page.mediabox.width > page.bleedbox.width
    drawn = b"".join(
        document.xref_stream(xref) or b"" for xref in range(1, document.xref_length()) if draws(document, xref)
    )
    assert re.search(rb"\b0 g\b", drawn)
    assert not re.search(rb"\b(rg|RG)\b", drawn)
    sheets = set_book(noted, for_print=True, booklet=True, signature=8)
    filled = [[box["rect"] for box in sheet.get_drawings() if box["type"] == "f"] for sheet in sheets]
    bars = [[bar.y0 for bar in side if 7 < bar.width < 10] for side in filled]
    assert [len(bar) for bar in bars] == ([1, 0, 0, 0] * len(bars))[: len(bars)]
    stair = [bar[0] for bar in bars if bar]
    assert all(upper < lower for upper, lower in pairwise(stair))


HANDMADE_TABLE = Table((((Text("甲"),), (Text("乙"),)), ((Text("一"),), (Text("二"),))), heads=1)


def draws(document: pymupdf.Document, xref: int) -> bool:
    """Tell whether the object *xref* of *document* is a stream that draws: a page's, a form's, a pattern's."""
    pages = {stream for page in document for stream in page.get_contents()}
    if not document.xref_is_stream(xref):
        return False
    kinds = [document.xref_get_key(xref, key)[1] for key in ("Subtype", "PatternType")]
    return xref in pages or kinds[0] == "/Form" or kinds[1] == "1"


def test_a_booklet_too_thick_to_fold_is_warned_of() -> None:
    assert [sheets_of(pages, signature) for pages, signature in ((61, None), (60, None), (200, 16), (6, 16))] == [
        16,
        15,
        4,
        2,
    ]
    report, thick = Reported(), PdfKeys(booklet=True, paper="60x60mm")
    report.expect("F201")
    write_pdf(Book("长", chapters=(Chapter("长", (article("长", *[LONG] * 40),)),)), Settings(pdf=thick), report)
    assert [said.split()[1] for said in report.unasked] == ["D104"]


def test_two_pages_stand_side_by_side_in_the_order_of_reading(short: Book) -> None:
    sheets = set_book(short, paper="b5", two_up=True, front_matter=False)
    assert [round(side / MILLIMETRE) for side in sheets[0].rect[2:]] == [297, 210]
    folios = [[word for word in sheet.get_text("words") if word[4].isdecimal()] for sheet in sheets]
    assert [[word[4] for word in sorted(found)] for found in folios] == [["1", "2"], ["3"]]
    booklet = set_book(short, paper="b5", two_up=True, booklet=True, front_matter=False)
    assert [round(side / MILLIMETRE) for side in booklet[0].rect[2:]] == [297, 210]


def test_all_options_go_together(short: Book) -> None:
    options = {"note_margin": True, "paragraph_numbers": True, "single_sided": True, "booklet": True, "signature": 4}
    options |= {"line_numbers": True, "two_up": True}
    sheets = set_book(short, paper="a5", **options)
    assert [round(side / MILLIMETRE) for side in sheets[0].rect[2:]] == [297, 210]
    assert len(sheets) == 4


# --- designs -------------------------------------------------------------------------------------------------------


def test_an_official_document_is_a4_of_22_lines_of_28_characters(short: Book) -> None:
    page = set_book(short, style="gongwen")[5]
    assert [round(side / MILLIMETRE) for side in page.rect[2:]] == [210, 297]
    lines = [line for line in page.get_text().split("\n") if line.startswith(("“", "山", "茶")) or len(line) > 20]
    assert max(map(len, lines)) <= 31  # 28 bodies, and squeezed marks
    assert "— 2 —" in page.get_text()


def test_a_journal_has_two_columns(short: Book) -> None:
    page = set_book(short, style="journal")[5]
    middle = page.rect.width / 2
    edges = [block[:3:2] for block in page.get_text("blocks") if "茶" in block[4]]
    assert any(right < middle for _left, right in edges)
    assert any(left > middle for left, _right in edges)


def test_a_folder_of_ones_own_overrides_only_what_it_contains(tmp_path: Path, short: Book) -> None:
    (tmp_path / "print.css").write_text(":root { --width: 120mm; --characters: 20 }", "utf-8")
    page = set_book(short, style=tmp_path)[4]
    assert round(page.rect.width / MILLIMETRE) == 120
    assert round(page.rect.height / MILLIMETRE) == 210
    assert "春" in page.get_text()


# --- what the renderer may open ------------------------------------------------------------------------------------


@pytest.fixture
def fetch(tmp_path: Path) -> Callable[[str], bytes]:
    """Open an address as the renderer does, with a style in ``tmp_path/style`` and one picture."""
    (tmp_path / "style").mkdir()
    (tmp_path / "style" / "ornament.svg").write_bytes(b'<svg xmlns="http://www.w3.org/2000/svg"/>')
    (tmp_path / "secret.txt").write_bytes(b"secret")
    (tmp_path / "style" / "link.svg").symlink_to(tmp_path / "secret.txt")
    fetcher = BookFetcher({"picture:a.png": File("image/png", b"png")}, (tmp_path / "style", *find_style()))
    return lambda url: fetcher.fetch(url.replace("STYLE", (tmp_path / "style").as_uri())).read()


def test_the_books_pictures_and_the_files_of_its_style_are_opened(fetch: Callable[[str], bytes]) -> None:
    assert fetch("picture:a.png") == b"png"
    assert fetch("STYLE/ornament.svg") == b'<svg xmlns="http://www.w3.org/2000/svg"/>'


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/a.png",
        "https://example.org/a.css",
        "ftp://example.org/a",
        "file:///etc/passwd",
        "file://localhost/etc/passwd",
        "file:/etc/passwd",
        "STYLE/../secret.txt",
        "STYLE/%2e%2e/secret.txt",
        "STYLE/link.svg",
        "picture:b.png",
        "picture:../secret.txt",
        "data:text/plain,hello",
        "secret.txt",
        "//example.org/a.png",
        "",
    ],
)
def test_nothing_else_is_opened(fetch: Callable[[str], bytes], url: str) -> None:
    with pytest.raises(ValueError, match="not part of the book"):
        fetch(url)


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("print.css", b"\xff\xfe\x00", "B207"),
        ("faces.toml", b"x = [", "B207"),
        ("faces.toml", b'[kai]\nSC = "x"', "B207"),
        ("print.css", b":root { --size: 1e7px }", "D202"),
    ],
)
def test_a_faulty_style_is_one_clear_line(name: str, data: bytes, code: str, tmp_path: Path, report: Reported) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(PublishError) as error:
        write_pdf(Book("茶"), Settings(style=StyleKeys(name=str(tmp_path))), report)
    assert error.value.diagnostic.code == code


def test_a_style_that_reaches_outside_is_refused_and_reported(tmp_path: Path, report: Reported) -> None:
    (tmp_path / "secret.css").write_text("p { color: red }", "utf-8")
    (tmp_path / "style").mkdir()
    css = '@import url(../secret.css); @import "http://127.0.0.1:9/x.css"; body { background: url(file:///etc/passwd) }'
    (tmp_path / "style" / "print.css").write_text(css, "utf-8")
    report.expect("D201")
    write_pdf(Book("茶"), Settings(style=StyleKeys(name=str(tmp_path / "style"))), report)
    assert sum(d.code == "D201" for d in report) == 3


# --- wide things -----------------------------------------------------------------------------------------------------


def table(columns: int, rows: int, cell: str, caption: str = "") -> Table:
    """Return a table of equal cells under a head."""
    return Table(
        (tuple(text(f"第{n}栏") for n in range(columns)),) + ((text(cell),) * columns,) * rows, 1, (), text(caption)
    )


def of_blocks(*blocks: Block) -> Book:
    """Return a book of one article."""
    return Book("茶", chapters=(Chapter("春", (Article("甲", blocks=blocks),)),))


def outside(page: pymupdf.Page, inner: float = 23, outer: float = 21.3) -> list[str]:
    """Return the words of a right page, in the house style, that do not stand between its margins (mm)."""
    left, right = inner * MILLIMETRE - 1, page.rect.width - outer * MILLIMETRE + 1
    return [word[4] for word in page.get_text("words") if word[0] < left or word[2] > right]


def test_a_table_too_wide_for_the_page_is_turned_with_its_head_at_the_left_and_leaves_no_empty_page() -> None:
    pages = list(set_book(of_blocks(paragraph("前。"), table(14, 3, "1024"), paragraph("后。"), table(14, 2, "512"))))
    turned = pages[3]
    assert [page.rotation for page in pages] == [0, 0, 0, 270, 0, 270]
    assert {tuple(round(side / MILLIMETRE) for side in page.rect[2:]) for page in pages} == {(148, 210)}
    assert characters(turned).count("1024") == 3 * 14
    heads = [place.tl * turned.rotation_matrix for place in turned.search_for("栏")]
    cells = [place.tl * turned.rotation_matrix for place in turned.search_for("1024")]
    assert max(head.x for head in heads) < min(cell.x for cell in cells)
    assert heads[0].y > heads[-1].y


def test_a_table_that_goes_on_says_so_on_each_further_page_and_repeats_its_head() -> None:
    pages = [characters(page) for page in set_book(of_blocks(table(3, 60, "水"), paragraph("后。")), single_sided=True)]
    body = [page for page in pages if "水" in page]
    assert len(body) > 2
    assert ["续表" in page for page in body] == [False] + [True] * (len(body) - 1)
    assert all(page.count("第0栏") == 1 for page in body)


def test_a_traditional_table_goes_on_in_traditional() -> None:
    book = replace(of_blocks(table(3, 60, "水", "表二　潮汐")), language="zh-TW")
    assert "續表二" in characters(set_book(book)[3])


def test_rows_are_kept_whole_and_a_caption_stays_with_its_table() -> None:
    long = "铜座玻璃罩，灯芯用棉线搓成，一直点到通电为止，后来挂在灶间的梁上。" * 3
    book = of_blocks(*[paragraph("短。")] * 15, table(2, 8, long, "表一　灯"))
    pages = [characters(page) for page in set_book(book)]
    assert ["表一灯" in page for page in pages[2:4]] == [False, True]
    assert all(page.count("铜座") == page.count("梁上") for page in pages)


@pytest.mark.parametrize(("above", "shared"), [(11, (3, 2)), (14, (0, 5))])
def test_no_row_of_a_table_stands_alone_on_a_page_and_the_rule_is_right_below_the_last(
    above: int, shared: tuple[int, int]
) -> None:
    pages = list(set_book(of_blocks(*[paragraph("短。")] * above, table(2, 5, "水"), paragraph("后。"))))[2:]
    rows = [page.search_for("水") for page in pages]
    assert tuple(len(found) // 2 for found in rows) == shared
    for page, found in zip(pages, rows, strict=True):
        rules = [drawing["rect"].y1 for drawing in page.get_drawings() if drawing["rect"].width > 200]
        assert not found or max(rules) - found[-1].y1 < 10


@pytest.mark.parametrize(("above", "shared"), [(12, (3, 2)), (15, (0, 5))])
def test_no_line_of_code_stands_alone_on_a_page(above: int, shared: tuple[int, int]) -> None:
    listing = Listing("\n".join(["水位"] * 5))
    pages = list(set_book(of_blocks(*[paragraph("短。")] * above, listing)))[2:]
    assert tuple(characters(page).count("水位") for page in pages) == shared


def test_code_keeps_its_columns_and_a_han_character_is_as_wide_as_two_letters() -> None:
    page = set_book(of_blocks(Listing("收  粳米  12石\nabcd  efgh  x,y\n  z 糯", "text")))[2]
    lines = [line for block in page.get_text("rawdict")["blocks"] for line in block["lines"]]
    at = {char["c"]: char["origin"][0] for line in lines for span in line["spans"] for char in span["chars"]}
    assert at["粳"] - at["收"] == pytest.approx(2 * (at["b"] - at["a"]) * 2, abs=0.1)
    assert at["e"] == pytest.approx(at["粳"] + 2 * (at["b"] - at["a"]), abs=0.1)
    assert at["z"] == pytest.approx(at["c"], abs=0.1)


def test_a_long_line_of_code_and_a_long_address_keep_to_the_measure() -> None:
    address = "https://example.org/" + "harbour-" * 30
    cells = Table(((text("名"), text("址")), (text("河"), text(address))), 1)
    page = set_book(of_blocks(Listing("x = " + "0123456789" * 20), cells, paragraph("见" + address + "。")))[2]
    assert outside(page) == []
    assert characters(page).count(address) == 2


def test_a_long_title_is_printed_whole_and_its_running_head_is_one_short_line() -> None:
    title = "沿河十八座石桥的来历、修造年代与现状的调查以及桥名桥联的抄录（附各桥图样与题刻校勘记及历年水位表）"
    pages = list(set_book(Book(title * 2, chapters=(Chapter("桥" * 50, (article(title, *[LONG] * 9),)),))))
    assert title * 2 in characters(pages[0])
    assert pages[0].get_text("words")[-1][3] < pages[0].rect.height * 0.8
    heads = [page.get_text(clip=(0, 0, 420, 45)).strip() for page in pages[3:5]]
    assert [head[-2:] for head in heads] == ["……", "……"]
    assert title.startswith(heads[1].removesuffix("……"))
    assert ["\n" in head for head in heads] == [False, False]
    assert set(outside(pages[4])).isdisjoint(heads[1].split())


def test_a_title_page_that_says_much_leaves_less_room_between() -> None:
    title = "Stone Bridges of the Twelve Riverside Villages: Their Builders and Their Ballads, " * 2
    names = ("石榴", "水木", "Marie-Antoinette de Saint-Cyr-Lafayette", "木合塔尔·阿不都热合曼", "卓玛央金")
    page = set_book(Book(title, subtitle="沿河十二村石桥的来历" * 7, authors=names), paper="32k")[0]
    assert page.get_text("words")[-1][3] < page.rect.height * 0.8


@pytest.mark.parametrize("keys", [{}, {"large_print": True}, {"vertical": True}], ids=["usual", "large", "vertical"])
def test_a_title_page_that_says_much_has_all_of_it_on_the_smallest_paper(keys: dict[str, bool]) -> None:
    said = Book(
        "从渡口到桥头：一座小城三十年来街巷与人家的变迁、记录与回忆（附各村口述与地图目录）",
        subtitle="附录：口述者名单、地图目录与各次访谈的时间地点一览，兼记几位已经去世的老人；增订第三版",
        authors=("沈砚秋", "顾长河", "欧阳青", "林晚", "于得水", "范小园"),
        editors=("钟灵", "余望"),
        series=Series("小城口述史丛书", "12"),
        publisher="桂花巷里书社",
        date="2025-06-28",
        chapters=book(article("甲", "乙")).chapters,
    )
    page = set_book(said, paper="90x120mm", **keys)[0]
    said_there = characters(page)
    for part in ("地图目录）", "增订第三版", "范小园", "余望", "丛书12", "书社", "6月28日"):
        assert part in said_there
    lines = [line for block in page.get_text("dict")["blocks"] for line in block["lines"]]
    assert min(span["size"] for line in lines for span in line["spans"]) > 6.5


def test_an_entry_of_the_contents_keeps_its_last_name_with_its_page_number() -> None:
    names = ("木合塔尔·阿不都热合曼", "欧阳知非", "钱塘潮")
    articles = [Article("桥" * count, authors=names[:number]) for count in range(9, 15) for number in (1, 2, 3)]
    pages = list(set_book(Book("河", chapters=(Chapter("岸", tuple(articles)),))))[2:4]
    rows: dict[tuple[int | None, int], list[tuple[float, str]]] = {}
    for word in (word for page in pages for word in ((*w, page.number) for w in page.get_text("words"))):
        rows.setdefault((word[-1], round(word[3])), []).append((word[0], word[4]))
    lines = ["".join(each for _, each in sorted(row)) for row in rows.values()]
    numbered = [line for line in lines if re.search("[0-9]$", line)]
    assert len(numbered) == 1 + len(articles)
    assert all(re.search("[曼非潮等]·*[0-9]+$", line) for line in numbered[1:])
    assert any("欧阳知非等" in line for line in lines)


def test_a_single_article_has_neither_contents_nor_an_empty_colophon() -> None:
    pages = [characters(page) for page in set_book(of_blocks(paragraph("后。")), single_sided=True)]
    assert pages == ["茶", "春甲后。1"]


def test_a_handout_is_its_text_alone(short: Book) -> None:
    pages = [characters(page) for page in set_book(short, front_matter=False)]
    assert pages[0] == "春茶芽采茶。1"
    assert not any("目录" in page for page in pages)


def test_verse_breaks_between_stanzas() -> None:
    stanza = (*map(text, ("一行", "二行", "三行", "四行")), ())
    pages = [characters(page) for page in set_book(of_blocks(Verse(stanza * 14), paragraph("后。")))]
    verse = [page for page in pages if "一行" in page]
    assert len(verse) > 1
    assert all(page.count("一行") == page.count("四行") for page in verse)


def test_crossheads_of_two_levels_look_different() -> None:
    page = set_book(
        of_blocks(Crosshead(text("上级")), paragraph("文。"), Crosshead(text("下级"), 2), paragraph("文。"))
    )[2]
    spans = [span for block in page.get_text("dict")["blocks"] for line in block["lines"] for span in line["spans"]]
    looks = {span["text"]: (span["font"], span["flags"]) for span in spans}
    assert looks["上级"] != looks["下级"]


def test_readings_wider_than_their_bases_do_not_run_into_each_other() -> None:
    names = (Ruby("庄", "zhuāng"), Ruby("窗", "chuāng"), Ruby("双", "shuāng"), Ruby("床", "chuáng"))
    page = set_book(of_blocks(Paragraph((*text("河边有"), *names, *text("四种。")))))[2]
    readings = sorted(
        (word[0], word[2]) for word in page.get_text("words") if word[4].isascii() is False and "u" in word[4]
    )
    assert len(readings) == len(names)
    assert all(left[1] < right[0] for left, right in pairwise(readings))


def test_a_table_too_wide_for_a_column_stands_across_both_and_one_too_wide_for_those_is_turned() -> None:
    before, after = paragraph(LONG * 2), paragraph(LONG)
    pages = list(
        set_book(of_blocks(before, table(12, 2, "1024"), after, table(26, 2, "10.24"), after), style="journal")
    )
    across = pages[2].search_for("1024")
    assert max(place.x1 for place in across) - min(place.x0 for place in across) > pages[2].rect.width * 0.6
    assert [page.rotation for page in pages[2:]] == [0, 270, 0]


@pytest.mark.parametrize("paper", ["a5", "32k", "120x170mm"])
def test_an_official_document_fits_on_a_small_paper(paper: str, short: Book) -> None:
    for page in set_book(replace(short, date="2025-06"), style="gongwen", paper=paper):
        words = page.get_text("words")
        assert all(word[0] > 0 and word[2] < page.rect.width and word[3] < page.rect.height - 8 for word in words)


def test_the_papers_are_those_of_the_style_s_css(tmp_path: Path, report: Reported) -> None:
    css = ':root[data-paper="pocket"] { --width: 105mm; --height: 148mm; --characters: 20; --lines: 18; --inner: 15mm }'
    (tmp_path / "print.css").write_text(css, "utf-8")
    page = set_book(Book("茶"), style=tmp_path, paper="pocket")[0]
    assert round(page.rect.width / MILLIMETRE) == 105
    with pytest.raises(PublishError) as error:
        write_pdf(Book("茶"), Settings(pdf=PdfKeys(paper="pocket")), report)
    assert error.value.diagnostic.facts["known"] == "a4, a5, b5, 16k, 32k, 32k-large"


def test_a_note_margin_of_single_sided_pages_is_always_at_the_right(short: Book) -> None:
    pages = list(set_book(short, note_margin=True, single_sided=True))[5:7]
    assert left_edge(pages[0]) == pytest.approx(left_edge(pages[1]), abs=0.1)
    ruled = [[path["rect"].x0 for path in page.get_drawings()] for page in pages]
    assert all(min(places, default=999) > pages[0].rect.width / 2 for places in ruled)
