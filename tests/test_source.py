"""A file becomes numbered lines; what no page shows is taken out and told of."""

import re
from pathlib import Path

import pytest
from conftest import Reported

from publish.diagnostics import PublishError
from publish.readers import open_file
from publish.source import Source, read_text


@pytest.fixture
def source(tmp_path, report):
    """Reads a source of the bytes or characters given."""

    def read(content: str | bytes, encoding: str | None = None) -> Source:
        path: Path = tmp_path / "a.txt"
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8", "surrogatepass"))
        return read_text(open_file(path), encoding, report)

    return read


def said(report: Reported) -> list[tuple[str, int | None]]:
    return [(diagnostic.code, diagnostic.line) for diagnostic in report]


@pytest.mark.parametrize("newline", ["\n", "\r", "\r\n"])
def test_lines_end_as_on_any_system(newline, source):
    lines = source(newline.join(["甲", "", "乙丙", ""])).lines
    assert [(line.number, line.text, line.gap) for line in lines] == [(1, "甲", 0), (3, "乙丙", 1)]


def test_a_form_feed_begins_a_page_and_parts_lines_that_keep_their_number(source):
    lines = source("甲\f乙\n\f丙\n\f\n丁\n").lines
    assert [(line.number, line.text, line.opens_page) for line in lines] == [
        (1, "甲", False), (1, "乙", True), (2, "丙", True), (4, "丁", True),
    ]  # fmt: skip


@pytest.mark.parametrize("sign", ["\v", "\x85", "\u2028", "\u2029"])
def test_whatever_unicode_calls_a_line_break_parts_lines(sign, source):
    assert [(line.number, line.text) for line in source(f"甲{sign}乙\n丙\n").lines] == [(1, "甲"), (1, "乙"), (2, "丙")]


def test_a_line_knows_its_indent_and_the_empty_lines_above_it(source):
    lines = source("\n\n　　甲乙　\n   丙\n").lines
    assert [(line.text, line.column, line.indent, line.gap) for line in lines] == [("甲乙", 3, 2, 2), ("丙", 4, 3, 0)]


@pytest.mark.parametrize(
    ("raw", "text", "code"),
    [
        ("甲\x00乙\x07", "甲乙", "P120"),
        ("甲\u200b乙\ufeff丙\u00ad", "甲乙丙", "P121"),
        ("甲\ud840乙", "甲\ufffd乙", "P122"),
        ("⼈⼤⻄⻚", "人大西页", "P123"),
        ("\ue81e和\ue816\ue78d", "龴和𠂇︐", "P125"),
        ("金樂\U0002f800", "金樂丽", "P124"),
    ],
    ids=["control", "invisible", "half a character", "radicals", "GB 18030 of 2000", "compatibility ideographs"],
)
def test_what_is_normalised_is_listed_with_its_first_line(raw, text, code, source, report):
    assert source(f"平常的一行文字，没有什么。{'再长一些。' * 40}\n{raw}\n").lines[1].text == text
    assert said(report) == [(code, 2)]


def test_characters_that_only_look_alike_stay_as_they_are(source, report):
    text = "Ⅳ①㎡㈠︰ａ１，﹏﨎﨏﨑"
    assert source(text).text == text
    assert said(report) == []


@pytest.mark.parametrize("text", ["👩\u200d🌾在田里", "书名\u0631\u0648\u06cc\u200c\u0647\u0627。", "क\u094d\u200dष"])
def test_a_joiner_stays_where_a_script_needs_it(text, source, report):
    assert source(f"平常的一行文字，没有什么。\n{text}\n").lines[1].text == text
    assert said(report) == []


@pytest.mark.parametrize("raw", ["甲\u200d乙", "甲\u200c乙", "👩\u200d乙", "甲\u180e乙", "a\u200db"])
def test_a_joiner_that_joins_nothing_is_taken_out(raw, source, report):
    assert source(f"平常的一行文字，没有什么。\n{raw}\n").lines[1].text == re.sub("[\u200c\u200d\u180e]", "", raw)
    assert said(report) == [("P121", 2)]


def test_what_is_taken_out_is_counted(source):
    read = source("甲\u200b乙\x00\x00丙" + "丁" * 400)
    assert (read.removed, read.text) == (3, "甲乙丙" + "丁" * 400)


def test_a_guessed_encoding_is_told_with_its_margin_and_a_named_one_is_not(source, report):
    data = "老钟又走了，巷子里的人都说好。".encode("gb18030")
    source(data, "gb18030")
    assert said(report) == []
    source(data)
    (told,) = report
    assert told.code == "P110"
    assert told.message.startswith("read as gb18030 (margin ")


@pytest.mark.parametrize("content", ["", " \n\n　\t\r\n", "\ufeff", "\u200b\n\x0c"])
def test_a_file_without_a_visible_character_is_an_error(content, source):
    with pytest.raises(PublishError, match="P101"):
        source(content)


def test_lines_in_a_second_encoding_and_broken_ones_are_named_once_for_each(source, report):
    report.expect("P102", "P111")
    good, other = "老钟又走了，巷子里的人都说好。\n".encode(), "有人在雨里等了一夜。\n".encode("gb18030")
    source(good * 3 + other * 2 + good + b"\xff\xfe\n" + good + other)
    assert [(each.code, each.line, each.facts["lines"]) for each in report] == [
        ("P111", 4, "4–5, 9"),
        ("P102", 7, "7"),
    ]


@pytest.mark.parametrize("place", ["FE59", "FE51", "A6D9", "FE91"])
def test_bytes_of_gb_18030_that_stood_for_private_characters_are_the_characters_of_today(place, source):
    text = source("老钟又走了，巷子里的人都说好。".encode("gb18030") + bytes.fromhex(place)).text
    assert text[-1] == {"FE59": "龴", "FE51": "𠂇", "A6D9": "︐", "FE91": "𤇾"}[place]


def test_a_private_use_character_stays_and_is_told_of(source, report):
    report.expect("P126")
    assert source("老钟又走了\n甲\ue000乙\U0010fffd\n").text == "老钟又走了\n甲\ue000乙\U0010fffd\n"
    assert [(each.code, each.line, each.facts["first"]) for each in report] == [("P126", 2, "U+E000")]


def test_characters_that_were_lost_before_are_told_of_and_those_of_broken_bytes_once(source, report):
    report.expect("P129", "P102")
    source("一行\n渡\ufffd的人\ufffd")
    source("渡口的人".encode() + b"\xff\n")
    assert said(report) == [("P129", 2), ("P102", 1)]
