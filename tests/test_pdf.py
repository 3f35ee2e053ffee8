"""The print PDF as facts: pages, labels, outline, links, text, faces; what each option does; what may be opened."""

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pydyf
import pymupdf
import pytest
from conftest import Reported
from handmade import HANDMADE, PICTURE, article, book, text

from publish import fonts, pdf
from publish.assets import find_style
from publish.book import Article, Book, Chapter, Image, Paragraph, Place, Text, plain_block
from publish.diagnostics import Diagnostic, PublishError
from publish.edition import PdfKeys, Settings, StyleKeys
from publish.fonts import ROLES
from publish.pdf import BookFetcher, write_pdf
from publish.pdf.design import File, papers
from publish.writers import WRITERS

MILLIMETRE = 72 / 25.4
LONG = "山里的春天来得迟，过了清明，坡上的茶树才冒出新芽。“今年的茶，”他说，“要等到谷雨。”老人们不着急——" * 3


def set_book(book: Book, style: str | Path | None = None, **keys: object) -> pymupdf.Document:
    """Return *book* set with the options *keys*; nothing may be reported but notices and faces that stand in."""
    report = Reported()
    report.expect("F201")
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
    assert "甲\u0378乙\ue124丙\u0378——“引”与―，⋯与…。It’s5·4" in characters(rare[0][4])


def test_letters_that_the_latin_face_lacks_come_from_another_face() -> None:
    source = Paragraph(text("拼音 nǐ lǜ ń，Tiếng Việt，[ʃɑŋɡ]，Dvořák，ḿ。"))
    page = set_book(Book("字", chapters=(Chapter("春", (Article("甲", blocks=(source,)),)),)))[4]
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
    page = set_book(Book("字", chapters=(chapter,), pictures=(PICTURE,)))[4]
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
        span for block in rare[0][4].get_text("rawdict")["blocks"] for line in block["lines"] for span in line["spans"]
    ]
    fonts = {char["c"]: span["font"] for span in spans for char in span["chars"] if span["size"] > 10.4}
    assert fonts["I"] == "latin"
    assert {fonts["“"], fonts["”"], fonts["—"]} == {"song"}


def test_pages_of_plain_prose_end_on_the_same_line_and_none_begins_with_a_lone_character() -> None:
    paragraphs = [("茶树冒出新芽，" * (2 + number * 7 % 23))[: 9 + number * 13 % 150] + "。" for number in range(90)]
    pages = list(set_book(Book("茶", chapters=(Chapter(None, (article("茶芽", *paragraphs),)),))))[4:]
    lines = [[line for block in page.get_text("dict")["blocks"] for line in block["lines"]] for page in pages]
    body = [[line for line in page if abs(line["spans"][0]["size"] - 10.5) < 0.1] for page in lines]
    assert len(body) > 6
    assert len({round(page[-1]["bbox"][3]) for page in body[:-1]}) == 1
    firsts = ["".join(span["text"] for span in page[0]["spans"]) for page in body]
    assert [text for text in firsts if len(text.strip("，。 ")) < 2] == []


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


# --- options -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paper", "size"),
    [("32k", (130, 185)), ("16k", (184, 260)), ("150x220mm", (150, 220)), ("100.5x150mm", (100.5, 150))],
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


@pytest.mark.parametrize("paper", ["a11", "150x220", "-5x10mm", "../a5", "10x10mm", "0x0mm", "9999x9999mm"])
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


def test_all_options_go_together(short: Book) -> None:
    options = {"note_margin": True, "paragraph_numbers": True, "single_sided": True, "booklet": True, "signature": 4}
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
    (tmp_path / "style" / "ornament.svg").write_bytes(b"<svg/>")
    (tmp_path / "secret.txt").write_bytes(b"secret")
    (tmp_path / "style" / "link.svg").symlink_to(tmp_path / "secret.txt")
    fetcher = BookFetcher({"picture:a.png": File("image/png", b"png")}, (tmp_path / "style", *find_style()))
    return lambda url: fetcher.fetch(url.replace("STYLE", (tmp_path / "style").as_uri())).read()


def test_the_books_pictures_and_the_files_of_its_style_are_opened(fetch: Callable[[str], bytes]) -> None:
    assert fetch("picture:a.png") == b"png"
    assert fetch("STYLE/ornament.svg") == b"<svg/>"


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


def test_the_list_of_pages_follows_the_pages_added_and_pydyf_is_left_as_it_was() -> None:
    own, document = pydyf.PDF.page_references, pydyf.PDF()
    with pdf._pages_listed_once():
        for count in (0, 1, 3):
            while document.pages["Count"] < count:
                document.add_page(pydyf.Dictionary({"Type": "/Page"}))
            assert len(document.page_references) == count
            assert document.page_references is document.page_references
            assert document.page_references == own.fget(document)
    assert pydyf.PDF.page_references is own
