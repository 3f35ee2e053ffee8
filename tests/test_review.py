"""The review lists what a person should look at, and nothing that nobody doubts."""

import json
import sys
import tomllib
import types
from xml.etree import ElementTree

import pytest
from test_readings import book_of

from publish.assets import find_style
from publish.diagnostics import PublishError
from publish.edition import TraditionalKeys
from publish.traditional import conversion
from publish.traditional.review import as_file, review

XHTML = "{http://www.w3.org/1999/xhtml}"
PARAGRAPHS = ("踏上新征程，指明了道路。", "规划编制好了，大家都说好。", "再踏新征程。")


def reviewed(*paragraphs, authors=(), **keys):
    return review(book_of(*paragraphs, authors=authors), "tw", TraditionalKeys(**keys))


def test_departures_come_with_what_opencc_has_and_their_sentence():
    found = [(d.source, d.chosen, d.others, d.line, d.count) for d in reviewed(*PARAGRAPHS)]
    assert found == [
        ("新征程", "新征程", ("新徵程",), 1, 2),
        ("指明了", "指明了", ("指明瞭",), 1, 1),
        ("编制", "編制", ("編製",), 2, 1),
    ]
    assert reviewed(*PARAGRAPHS)[2].sentence == "规划编制好了，大家都说好。"


def test_names_stand_apart_and_last():
    doubts = reviewed("踏上新征程。", authors=("杨铁链", "张伟"))
    assert [(d.kind, d.source, d.chosen, d.others) for d in doubts] == [
        ("word", "新征程", "新征程", ("新徵程",)),
        ("name", "杨铁链", "楊鐵鏈", ("楊鐵鍊",)),
    ]


def test_what_is_settled_is_silent():
    assert reviewed(*PARAGRAPHS, keep=("编制", "指明了"), phrases={"新征程": "新徵程"}) == ()


def test_defaults_that_nobody_doubts_are_left_out():
    assert reviewed("党的干部在这里了解群众的发展，头发白了也没有休息。") == ()


def test_the_report_as_text_json_and_a_page():
    doubts = reviewed(*PARAGRAPHS, authors=("杨铁链",))
    text, data, page = (
        as_file(doubts, f".{end}", "书 <1>", "zh-TW", find_style("book")) for end in ("txt", "json", "html")
    )
    assert "a.txt:1: 新征程 → 新征程 (新徵程) ×2  踏上新征程，指明了道路。" in text.splitlines()
    assert [entry["source"] for entry in json.loads(data)] == [doubt.source for doubt in doubts]
    assert json.loads(data)[0]["places"][-1]["line"] == 3
    cells = ["".join(cell.itertext()) for cell in ElementTree.fromstring(page).iter(f"{XHTML}td")]
    assert cells[:4] == ["新征程", "新征程", "新徵程", "2"]
    assert cells[5:9] == ["踏上新征程，指明了道路。", "a.txt:1", "再踏新征程。", "a.txt:3"]


def test_the_page_marks_the_word_in_its_sentence_at_every_place():
    page = ElementTree.fromstring(as_file(reviewed(*PARAGRAPHS), ".html", "书", "zh-TW", find_style("book")))
    cells = [cell for cell in page.iter(f"{XHTML}td") if cell.get("class") == "sentence"]
    assert [(cell.text, cell[0].text, cell[0].tail) for cell in cells] == [
        ("踏上", "新征程", "，指明了道路。"),
        ("再踏", "新征程", "。"),
        ("踏上新征程，", "指明了", "道路。"),
        ("规划", "编制", "好了，大家都说好。"),
    ]


@pytest.mark.parametrize("way", [0, 1])
def test_each_line_of_toml_that_the_page_shows_settles_its_word(way):
    page = ElementTree.fromstring(as_file(reviewed(*PARAGRAPHS), ".html", "书", "zh-TW", find_style("book")))
    lines = [[code.text for code in cell] for cell in page.iter(f"{XHTML}td") if cell.get("class") == "ways"]
    assert [len(ways) for ways in lines] == [2, 2, 2]
    toml = "[traditional.phrases]\n" + "\n".join(ways[way] for ways in lines)
    assert reviewed(*PARAGRAPHS, phrases=tomllib.loads(toml)["traditional"]["phrases"]) == ()


@pytest.fixture
def fresh_converters():
    conversion._converter.cache_clear()
    yield
    conversion._converter.cache_clear()


@pytest.mark.usefixtures("fresh_converters")
def test_another_package_in_the_place_of_opencc_is_one_clear_line(monkeypatch):
    monkeypatch.setitem(sys.modules, "opencc", types.SimpleNamespace(__version__="0.2", __file__="elsewhere.py"))
    with pytest.raises(PublishError, match="T101"):
        conversion.convert("汉", "s2t")


@pytest.mark.usefixtures("fresh_converters")
def test_dictionaries_of_another_version_are_one_clear_line(monkeypatch):
    monkeypatch.setattr(conversion, "version", lambda _: "1.0")
    with pytest.raises(PublishError, match="T102"):
        conversion.convert("汉", "s2t")
