"""From dumps to a book: what `[parse]` and marks tell is obeyed, what is printed is kept, and a real dump comes out."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Reported

from publish.book import Book, Origin, plain_block
from publish.diagnostics import PublishError, Severity
from publish.dump.furniture import MESSAGES, Kind
from publish.edition import find_edition
from publish.manuscript.writer import write_manuscript
from publish.reading import Reading, read, read_book
from publish.record import record

TEXT = "巷口的老钟停了三年，谁也没有想到它会在这个春天的早上自己走起来。"

Make = Callable[..., Reading]


@pytest.fixture
def make(tmp_path: Path, report: Reported) -> Make:
    """Reads a dump, given by its lines, with hints."""

    def reading(*lines: str, **hints: list[str]) -> Reading:
        (tmp_path / "a.txt").write_text("\n\n".join(lines), "utf-8")
        told = "\n".join(f"{key} = {json.dumps(hint, ensure_ascii=False)}" for key, hint in hints.items())
        (tmp_path / "book.toml").write_text(f'sources = ["a.txt"]\n[parse]\n{told}\n', "utf-8")
        return read(find_edition([tmp_path]), report)

    return reading


def outline(book: Book) -> list[tuple[str | None, list[str]]]:
    return [(chapter.heading, [article.title for article in chapter.articles]) for chapter in book.chapters]


def texts(book: Book) -> list[str]:
    return [plain_block(block) for article in book.articles for block in article.blocks]


# --- hints -----------------------------------------------------------------------------------------------------


def test_a_line_that_book_toml_calls_a_section_heading_is_one(make: Make) -> None:
    page = ("本地消息，长短不一，各有各的来处，读者自己看", "老钟又走了", "李明", TEXT)
    assert outline(make(*page, sections=[page[0]]).book) == [(page[0], ["老钟又走了"])]


def test_a_section_heading_may_be_letter_spaced_in_the_dump_and_not_in_book_toml(make: Make) -> None:
    book = make("听　雨　轩", "老钟又走了", "李明", TEXT, sections=["听雨轩"]).book
    assert outline(book) == [("听雨轩", ["老钟又走了"])]


@pytest.mark.parametrize("hint", ["街谈", "【街谈】"])
def test_a_section_heading_may_be_named_with_its_marks_or_without(hint: str, make: Make) -> None:
    assert outline(make("【街谈】", "老钟又走了", "李明", TEXT, sections=[hint]).book) == [("街谈", ["老钟又走了"])]


def test_a_line_that_looks_like_furniture_is_a_section_heading_where_book_toml_says_so(make: Make) -> None:
    book = make("第3版", "老钟又走了", "李明", TEXT, sections=["第3版"]).book
    assert outline(book) == [("第3版", ["老钟又走了"])]


@pytest.mark.parametrize("hint", ["后街的事", "/后街.*/", "/^后街/"])
def test_a_line_that_book_toml_calls_a_title_is_one(hint: str, make: Make) -> None:
    book = make("老钟又走了", "李明", TEXT, "后街的事", TEXT, titles=[hint]).book
    assert [article.title for article in book.articles] == ["老钟又走了", "后街的事"]


def test_a_pattern_may_name_section_headings_too(make: Make) -> None:
    page = ("卷之一", "老钟又走了", "李明", TEXT, "卷之二", "渡口", "王芳", TEXT)
    book = make(*page, sections=["/卷之./"]).book
    assert outline(book) == [("卷之一", ["老钟又走了"]), ("卷之二", ["渡口"])]


def test_a_line_that_a_pattern_of_book_toml_matches_whole_is_in_no_article(make: Make) -> None:
    stray = "此处留白，供读者剪贴，字数再多也不算正文，" * 4
    reading = make("老钟又走了", "李明", TEXT, stray, TEXT, furniture=["此处留白.*"])
    assert texts(reading.book) == [TEXT, TEXT]
    assert reading.account.lines_dropped == 1


def test_a_pattern_that_matches_only_part_of_a_line_drops_nothing(make: Make, report: Reported) -> None:
    report.expect("P701")
    assert texts(make("老钟又走了", "李明", TEXT, furniture=["老钟"]).book) == [TEXT]


@pytest.mark.parametrize("pattern", ["^此处留白", "不算正文，$"])
def test_a_pattern_that_anchors_itself_drops_the_line_that_it_begins_or_ends(pattern: str, make: Make) -> None:
    stray = "此处留白，供读者剪贴，字数再多也不算正文，"
    assert texts(make("老钟又走了", "李明", TEXT, stray, TEXT, furniture=[pattern]).book) == [TEXT, TEXT]


def test_a_surname_and_a_role_that_book_toml_adds_are_read_in_bylines(make: Make) -> None:
    book = make("老钟又走了", "巡城员 昝小满", TEXT, surnames=["昝"], roles=["巡城员"]).book
    (article,) = book.articles
    assert article.authors == ("昝小满",)
    assert article.byline == "巡城员 昝小满"


@pytest.mark.parametrize("key", ["sections", "titles", "furniture", "surnames", "roles"])
def test_a_hint_that_matches_nothing_is_reported(key: str, make: Make, report: Reported) -> None:
    report.expect("P701")
    make("老钟又走了", "李明", TEXT, **{key: ["无此"]})
    (said,) = (diagnostic for diagnostic in report if diagnostic.code == "P701")
    assert said.message == f"“无此” under {key} in [parse] matches nothing"
    assert Path(said.file or "").name == "book.toml"


def test_a_faulty_pattern_is_one_error_that_shows_it(make: Make) -> None:
    with pytest.raises(PublishError, match=r"book\.toml: error B203 .*\(unclosed.*unterminated"):
        make(TEXT, furniture=["(unclosed"])


# --- marks -----------------------------------------------------------------------------------------------------


def test_marks_in_a_dump_are_obeyed_whatever_the_line_looks_like(make: Make) -> None:
    sentence = "这一句话有句号。本来只能是正文。"
    book = make("# 第3版", f"## {sentence}", "李明", TEXT, "### 2023年5月4日", TEXT).book
    assert outline(book) == [("第3版", [sentence])]
    assert [block["kind"] for block in record(book)["chapters"][0]["articles"][0]["blocks"]] == [
        "paragraph", "crosshead", "paragraph",
    ]  # fmt: skip
    assert texts(book) == [TEXT, "2023年5月4日", TEXT]


def test_a_mark_needs_no_space_where_two_signs_say_what_they_are(make: Make) -> None:
    book = make(
        "#　栏目", "##老钟又走了", "李明", "#1机组今天上午并网发电，全市的路灯亮了起来。", "###小标题", TEXT
    ).book
    assert outline(book) == [("栏目", ["老钟又走了"])]
    assert texts(book) == ["#1机组今天上午并网发电，全市的路灯亮了起来。", "小标题", TEXT]


# --- section headings that come back -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("merge", "chapters"),
    [("true", [("街谈", ["甲子年事", "乙丑年事"])]), ("false", [("街谈", ["甲子年事"]), ("街谈", ["乙丑年事"])])],
)
def test_equal_section_headings_merge_unless_book_toml_keeps_them_apart_side_by_side_too(
    merge: str, chapters: list[tuple[str, list[str]]], tmp_path: Path, report: Reported
) -> None:
    for name, title in (("a.txt", "甲子年事"), ("b.txt", "乙丑年事")):
        (tmp_path / name).write_text(f"# 街谈\n\n## {title}\n\n李明\n\n{TEXT}\n", "utf-8")
    (tmp_path / "book.toml").write_text(f"merge-sections = {merge}", "utf-8")
    assert outline(read_book(find_edition([tmp_path]), report)) == chapters


# --- furniture and origin --------------------------------------------------------------------------------------


def test_what_furniture_names_travels_with_the_articles_below_it(make: Make) -> None:
    book = make("桂花巷晚报　2023年5月4日　第3版", "老钟又走了", "李明", TEXT).book
    assert [article.origin for article in book.articles] == [Origin("桂花巷晚报", "2023年5月4日", "第3版")]
    said = record(book)["chapters"][0]["articles"][0]["origin"]
    assert all(part in json.dumps(said, ensure_ascii=False) for part in ("桂花巷晚报", "2023年5月4日", "第3版"))
    assert re.search(r"^来源：.*桂花巷晚报.*2023年5月4日.*第3版", write_manuscript(book), re.MULTILINE)


def test_every_kind_of_furniture_has_a_message() -> None:
    assert set(MESSAGES) == set(Kind)


def test_what_the_user_is_told_of_furniture_decides_nothing(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (
        "滨江日报　2023年6月6日　第2版",
        "老钟又走了",
        "李明",
        TEXT,
        "（原载《早潮晚报》2023年5月4日第8版）",
        "▲钟楼的正面",
    )
    read_before = make(*page).book
    monkeypatch.setattr("publish.dump.labelling.MESSAGES", dict.fromkeys(Kind, "something else"))
    monkeypatch.setattr("publish.dump.guesses.MESSAGES", dict.fromkeys(Kind, "something else"))
    assert make(*page).book == read_before


def test_furniture_that_only_book_toml_knows_tells_its_origin_too(make: Make) -> None:
    line = "桂花巷晚报·2023年5月4日 特别策划 走进老街区 慢慢看"
    book = make(line, "老钟又走了", "李明", TEXT, furniture=["桂花巷晚报·.*"]).book
    assert [article.origin for article in book.articles] == [Origin("桂花巷晚报", "2023年5月4日", None)]


def test_furniture_after_a_form_feed_leaves_the_text_before_it_in_the_article(make: Make) -> None:
    assert texts(make("老钟又走了", "李明", f"{TEXT}\f第3版\f{TEXT}").book) == [TEXT, TEXT]


# --- books ---------------------------------------------------------------------------------------------------------


def test_who_asks_for_the_book_alone_gets_the_same_book(root: Path, report: Reported) -> None:
    edition = find_edition([root / "seeds"])
    assert read_book(edition, report) == read(edition, report).book


# --- a real dump -----------------------------------------------------------------------------------------------


def test_the_real_document_is_read_as_its_reader_read_it(real_document: Path, report: Reported) -> None:
    report.expect("P502", "P601", "P602")
    truth = json.loads((real_document.parent / "truth.json").read_text("utf-8"))
    book = read_book(find_edition([real_document]), report)
    said = record(book)["chapters"]
    assert [chapter["heading"] for chapter in said] == [chapter["heading"] for chapter in truth["chapters"]]
    for meant, found in zip(truth["chapters"], said, strict=True):
        assert len(found["articles"]) == len(meant["articles"])
        for told, article in zip(meant["articles"], found["articles"], strict=True):
            keys = ("title", "subtitle", "authors", "blocks", "line")
            assert {key: article[key] for key in keys} == {key: told[key] for key in keys}


def test_the_real_document_gives_two_warnings_and_loses_nothing(real_document: Path) -> None:
    said = Reported()
    assert read(find_edition([real_document]), said).account.lost == 0
    warnings = [diagnostic for diagnostic in said if diagnostic.severity is not Severity.NOTICE]
    assert [(warning.code, warning.line) for warning in warnings] == [("P502", 75), ("P601", 111)]
