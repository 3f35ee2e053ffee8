"""Half-width marks in Chinese become full width, where that is asked for; else they are told of."""

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Reported
from handmade import article, book
from hypothesis import given
from hypothesis import strategies as st

from publish.book import Book, Code, Emphasis, Note, Paragraph, Text, plain_block
from publish.marks import full_width_marks


def read_cases() -> list[tuple[str, str, str]]:
    """Read the cases of ``cases/marks.txt``: title, text, expected."""
    blocks = (Path(__file__).parent / "cases" / "marks.txt").read_text("utf-8").strip().split("\n# ")[1:]
    found = []
    for block in blocks:
        title, text, *expected = block.strip().split("\n")
        found.append((title, text, expected[0].removeprefix("> ") if expected else text))
    return found


def shown(one: Book) -> list[str]:
    """Return the plain text of the blocks of *one*."""
    return [plain_block(block) for each in one.articles for block in each.blocks]


@pytest.mark.parametrize(("title", "text", "expected"), read_cases(), ids=[case[0] for case in read_cases()])
def test_full_width_marks_of(title: str, text: str, expected: str, report: Reported) -> None:
    assert shown(full_width_marks(book(article("篇", text)), True, report)) == [expected]


def test_a_text_is_seen_whole_however_it_is_marked_up_and_code_stays(report: Reported) -> None:
    content = (
        Text('他说:"'),
        Emphasis((Text("来"),)),
        Text('",见'),
        Code("a,b"),
        Note((Paragraph((Text("好,好."),)),)),
    )
    one = book(replace(article("篇"), blocks=(Paragraph(content),)))
    (block,) = next(full_width_marks(one, True, report).articles).blocks
    assert block == Paragraph(
        (Text("他说：“"), Emphasis((Text("来"),)), Text("”，见"), Code("a,b"), Note((Paragraph((Text("好，好。"),)),)))
    )


def test_names_and_the_title_page_stay(report: Reported) -> None:
    one = replace(book(replace(article("甲,乙"), authors=("王,芳",))), title="书,名")
    changed = full_width_marks(one, True, report)
    assert (changed.title, next(changed.articles).title, next(changed.articles).authors) == (
        "书,名",
        "甲，乙",
        ("王,芳",),
    )


def test_what_is_changed_is_told_once_a_source(report: Reported) -> None:
    full_width_marks(book(article("篇", "甲,乙.", "丙,丁.")), True, report)
    assert [(each.code, each.file, each.facts) for each in report] == [("P128", "a.txt", {"count": 4})]


def test_what_is_not_changed_is_told_where_it_is_more_than_a_few(report: Reported) -> None:
    text = book(article("篇", "甲,乙.", "丙,丁."))
    assert full_width_marks(text, False, report) is text
    assert [(each.code, each.facts) for each in report] == [("P127", {"count": 4})]
    report.clear()
    full_width_marks(book(article("篇", "甲(乙)丙。")), False, report)
    assert report == []


@given(st.text(st.sampled_from("甲乙丙abc123 ,.:;?!()\"'，。“”@/\n"), max_size=60))
def test_only_marks_and_spaces_beside_them_change(text: str) -> None:
    one = book(article("篇", text))
    (changed,) = shown(full_width_marks(one, True, lambda diagnostic: None))
    kept = str.maketrans("，。：；？！（）“”‘’", ",.:;?!()\"\"''")
    assert changed.translate(kept).replace(" ", "") == text.translate(kept).replace(" ", "")
