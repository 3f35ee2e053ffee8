"""What a narrow screen makes of a book: tables that go on a phone, calls of notes that stay with their word."""

import io
import re
import zipfile

import pytest

from publish.book import Article, Book, Chapter, Note, Paragraph, Picture, Strong, Table, Text
from publish.edition import EpubKeys, Settings
from publish.epub import write_epub
from publish.pictures import has_no_ground
from publish.screens import Whole, kept, on_screen
from publish.verify.rules import rules
from publish.verify.verify_epub import verify_epub


def table(*rows, heads=1):
    return Table(tuple(tuple((Text(cell),) for cell in row) for row in rows), heads=heads)


MONTHS = ("站名", *(f"{each}月" for each in "一二三四五六七八九十"))
FLOW = table(MONTHS, ("上游水文站", *(["1608.6"] * 10)), ("渡口", *(["12.5"] * 10)))
CREW = table(("序号", "姓名", "何年到渡口", "备注"), ("1", "褚满仓", "1941", "没有人记得是谁先提的，事情就这样定了"))


def test_a_table_that_has_no_room_on_a_phone_is_set_as_records():
    assert [on_screen(each).records for each in (FLOW, CREW)] == [True, False]
    assert on_screen(table(("表", "一"), ("一个人", "十二"))).records is False


def test_names_and_numbers_stay_whole_and_long_text_does_not():
    assert on_screen(CREW).whole == (True, True, True, False)
    assert on_screen(CREW).heads == ("序号", "姓名", "何年到渡口", "备注")


def test_a_table_without_heads_or_rows_is_no_trouble():
    assert on_screen(table(("甲", "乙"), heads=0)).heads == ("", "")
    assert on_screen(Table(())).whole == ()


NOTE = Note((Paragraph((Text("注"),)),), 11, "a")


@pytest.mark.parametrize(
    ("content", "whole"),
    [
        ((Text("受得住"), NOTE, Text("。下一句")), (Text("住"), NOTE, Text("。"))),
        ((Text("他说：“是河。”"), NOTE), (Text("河。”"), NOTE)),
        ((Text("甲"), NOTE, NOTE, Text("乙")), (Text("甲"), NOTE, NOTE, Text(""))),
    ],
)
def test_the_call_of_a_note_stays_with_its_word_and_its_marks(content, whole):
    found = [each.content for each in kept(content) if isinstance(each, Whole)]
    assert found == [whole]


def test_content_that_calls_no_note_is_left_alone():
    content = (Text("甲"), Strong((Text("乙"),)), NOTE, Text("丙"))
    assert kept(content) == content


def book_of(*blocks):
    return Book("小书", chapters=(Chapter(None, (Article("流量", blocks=blocks),)),))


def _page(data: bytes, pattern: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        texts = (container.read(name).decode() for name in container.namelist() if name.endswith((".xhtml", ".css")))
        return next(text for text in texts if re.search(pattern, text))


SVG = Picture("map.svg", "image/svg+xml", b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', 9, 9)


def test_records_say_in_each_what_their_columns_are_called_and_are_no_more_text():
    made = book_of(FLOW, CREW, Paragraph((Text("受得住"), NOTE, Text("。"))))
    said = []
    data = write_epub(made, Settings(), said.append)
    page = _page(data, "褚满仓")
    assert said == []
    assert page.count('<span class="again">一月：</span>1') == 2
    assert '<table id="' in page
    assert 'class="records"' in page
    assert 'class="short"' in page
    assert '<span class="word">住<sup>' in page
    assert "</sup>。</span>" in page


def test_numbers_of_notes_stand_upright_in_vertical_pages():
    made = book_of(Paragraph((Text("甲"), Note((Paragraph((Text("乙"),)),)), Text("。"))))
    page = _page(write_epub(made, Settings(epub=EpubKeys(vertical=True)), [].append), "noteref")
    assert re.search(r'noteref"[^>]*>\[<span class="tcy">1</span>\]</a>', page)
    assert re.search(r'doc-backlink"[^>]*>\[<span class="tcy">1</span>\]</a>', page)


def test_line_art_keeps_a_light_ground():
    header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(8) + b"\x08%c\0\0\0\0\0\0\0"
    kinds = {kind: Picture("a.png", "image/png", header % kind + b"IDAT", 1, 1) for kind in b"\0\2\3\4\6"}
    assert [kind for kind, picture in kinds.items() if has_no_ground(picture)] == [4, 6]
    palette = Picture("a.png", "image/png", header % 3 + b"tRNSIDAT", 1, 1)
    assert has_no_ground(palette)
    assert has_no_ground(SVG)
    assert not has_no_ground(Picture("a.jpg", "image/jpeg", b"", 1, 1))


NOTED = book_of(Paragraph((Text("受得住"), Note((Paragraph((Text("老人的口头禅。"),)),)), Text("。"))))


def _made_for(reader):
    return write_epub(NOTED, Settings(epub=EpubKeys(reader=reader)), [].append)


def test_duokan_finds_notes_by_its_own_names():
    page = _page(_made_for("duokan"), "noteref")
    assert re.search(r'<a class="note-call duokan-footnote"[^>]*href="#(n\w+)"><img [^>]*alt="\[1\]"/></a>', page)
    assert re.search(r'<ol class="duokan-footnote-content">\s*<li class="duokan-footnote-item" id="n\w+">', page)
    assert 'data-duokan-page-fullscreen="true"' in _page(_made_for("duokan"), 'role="doc-cover"')


def test_weread_finds_the_note_in_the_description_of_its_picture():
    page = _page(_made_for("weread"), "noteref")
    assert re.search(r'<img class="note-mark qqreader-footnote"[^>]* alt="老人的口头禅。"/></a>', page)


def test_kindle_decides_the_distance_of_lines_and_no_margin_is_negative():
    css, plain_css = (_page(_made_for(reader), "text-indent: 2em;") for reader in ("kindle", None))
    assert ("line-height: 1.75" in css, "line-height: 1.75" in plain_css) == (False, True)
    assert "margin-left: 0;" in css.rpartition(".number {")[2].partition("}")[0]
    assert "content: none;" in css.rpartition(".crosshead:after {")[2].partition("}")[0]
    assert "margin-left: 8%" in css.rpartition("blockquote, .verse {")[2].partition("}")[0]


def test_for_no_reader_nothing_is_added():
    page = _page(_made_for(None), "noteref")
    assert not re.search("duokan|qqreader|note-mark", page)


@pytest.mark.parametrize("reader", ["duokan", "weread", "kindle"])
def test_an_epub_for_one_reader_holds_the_whole_book(reader, tmp_path):
    (tmp_path / "a.epub").write_bytes(_made_for(reader))
    said = []
    verify_epub(tmp_path / "a.epub", NOTED, said.append)
    assert said == []


def test_a_style_sheet_is_read_as_a_reader_of_books_reads_it() -> None:
    css = "/* p { } */ p:is(.a, .b),\nh2 { Color: RED; margin: 0!important }\n@media print { a[id='x,{y'] { top: 0 } }"
    assert [(rule.line, rule.selector, rule.declarations) for rule in rules(css)] == [
        (1, "p:is(.a, .b)", (("color", "red"), ("margin", "0 !important"))),
        (1, "h2", (("color", "red"), ("margin", "0 !important"))),
        (3, '@media print a[id="x,{y"]', (("top", "0"),)),
    ]
