"""Questions about articles: from a manuscript's own list, from a file; on paper, on screens, and back again."""

from pathlib import Path

import pytest

from publish.diagnostics import PublishError
from publish.edition import Settings, find_edition
from publish.library import read, write_epub, write_pdf
from publish.manuscript import write_manuscript
from publish.questions import with_questions
from publish.reading import read_book
from publish.verify import epub_verifier, pdf_verifier

MANUSCRIPT = """---
title: 渡口
---

## 竹篙
作者：何川

渡口停了已有十年。

问：

1. 竹篙在文中出现了几次？
2. 老陈为什么还来？

## 采访
作者：梁禾

问：您还记得那条船吗？

答：记得。

- 船在岸上。
"""


def book_of(folder: Path, text: str = MANUSCRIPT):
    (folder / "book.md").write_text(text, "utf-8")
    return read_book(find_edition([folder / "book.md"]), lambda _found: None)


def questions_of(book) -> dict[str, tuple[str, ...]]:
    return {article.title: article.questions for article in book.articles}


def test_the_list_below_a_line_that_asks_is_questions_and_an_interview_has_none(tmp_path):
    book = book_of(tmp_path)
    assert questions_of(book) == {"竹篙": ("竹篙在文中出现了几次？", "老陈为什么还来？"), "采访": ()}
    assert [len(article.blocks) for article in book.articles] == [1, 3]


def test_a_text_that_ends_like_questions_comes_back_as_text(tmp_path):
    text = (
        MANUSCRIPT.replace("1. 竹篙", "甲。\n\n- 竹篙").replace("2. 老陈", "- 老陈").replace("问：\n\n甲。", "问：甲。")
    )
    as_text = write_manuscript(book_of(tmp_path, text))
    assert questions_of(book_of(tmp_path, as_text))["竹篙"] == ()
    separated = MANUSCRIPT.replace("老陈为什么还来？\n", "老陈为什么还来？\n\n<!-- -->\n")
    assert questions_of(book_of(tmp_path, write_manuscript(book_of(tmp_path, separated))))["竹篙"] == ()


@pytest.fixture
def asked(tmp_path):
    def asked(text: str):
        (tmp_path / "asked.txt").write_text(text, "utf-8")
        reported = []
        book = book_of(tmp_path)
        chapters = with_questions(book.chapters, tmp_path / "asked.txt", lambda _source: (), reported.append)
        found = {article.title: article.questions for chapter in chapters for article in chapter.articles}
        return found, [each.code for each in reported]

    return asked


def test_questions_of_a_file_follow_those_of_the_manuscript_and_a_pattern_takes_what_is_left(asked):
    found, reported = asked("# /.*/\n- 您想问作者什么？\n\n# 竹篙\n3. 岸上是谁？\n")
    own = ("竹篙在文中出现了几次？", "老陈为什么还来？")
    assert found == {"竹篙": (*own, "岸上是谁？"), "采访": ("您想问作者什么？",)}
    assert reported == []


@pytest.mark.parametrize(
    ("text", "code"),
    [("谁来？\n# 竹篙\n", "B218"), ("# 竹杆\n谁来？\n", "B401"), ("# 竹篙\n谁？\n# 竹篙\n谁？\n", "B402")],
)
def test_questions_that_belong_to_no_article_are_refused(asked, text, code):
    with pytest.raises(PublishError) as refused:
        asked(text)
    assert refused.value.diagnostic.code == code


def test_a_name_without_questions_is_reported(asked):
    assert asked("# 采访\n")[1] == ["B217"]


def test_the_file_that_book_toml_names_is_no_source(tmp_path):
    (tmp_path / "book.md").write_text(MANUSCRIPT, "utf-8")
    (tmp_path / "asked.txt").write_text("# 采访\n船在哪里？\n", "utf-8")
    (tmp_path / "book.toml").write_text('questions = "asked.txt"\n', "utf-8")
    book = read(tmp_path).book
    assert questions_of(book)["采访"] == ("船在哪里？",)
    assert len([*book.articles]) == 2


def test_an_epub_and_a_pdf_hold_the_questions_and_are_as_their_sources_have_it(tmp_path):
    book = book_of(tmp_path)
    reported = list(write_epub(book, tmp_path / "book.epub"))
    epub_verifier().verify(tmp_path / "book.epub", book, reported.append, Settings())
    assert read(tmp_path / "book.epub").book.chapters == book.chapters
    reported += write_pdf(book, tmp_path / "book.pdf", slips=True)
    pdf_verifier().verify(tmp_path / "book.pdf", book, reported.append, Settings())
    assert [each.code for each in reported if each.severity.value == "error"] == []
