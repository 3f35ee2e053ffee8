"""A book that nothing names is called after what its text offers, never after a number or a hash without a word."""

from pathlib import Path

import pytest
from conftest import Reported

from publish.book import Article, Chapter, Origin
from publish.edition import find_edition
from publish.naming import Basis, name_book, presentable
from publish.reading import read_book

EVENING = Origin("海州晚报", "2024年6月1日", "第3版")


def chapters(*articles: Article, heading: str | None = None) -> tuple[Chapter, ...]:
    return (Chapter(heading, articles),)


@pytest.mark.parametrize(
    ("name", "found", "title", "basis"),
    [
        ("000_07ce67f4c256903b", chapters(Article("渡口")), "渡口", Basis.ARTICLE),
        ("渡口 定稿", chapters(Article("渡口")), "渡口", Basis.ARTICLE),
        ("page", chapters(Article("渡口"), Article("桥"), heading="河湾"), "河湾", Basis.SECTION),
        (
            "page",
            chapters(Article("渡口", origin=EVENING), Article("桥", origin=EVENING)),
            "海州晚报 2024年6月1日",
            Basis.ORIGIN,
        ),
        (
            "page",
            chapters(Article("渡口", origin=EVENING), Article("桥", origin=Origin("海州晚报", "2024年6月2日"))),
            "海州晚报",
            Basis.ORIGIN,
        ),
        ("issue-1", chapters(Article("渡口"), Article("桥")), "issue-1", Basis.NAME),
        ("07ce67f4c256903b", chapters(Article("渡口"), Article("桥")), "渡口等2篇", Basis.FIRST),
        ("12345", (), "12345", Basis.NAME),
    ],
)
def test_a_book_is_called_after_the_first_of_these_that_there_is(
    name: str, found: tuple[Chapter, ...], title: str, basis: Basis
) -> None:
    assert name_book(name, found, whole=False) == (title, basis)


def test_the_name_of_a_folder_is_the_name_of_the_book_unless_it_says_nothing() -> None:
    found = chapters(Article("渡口"), heading="河湾")
    assert name_book("河湾旧事", found, whole=True) == ("河湾旧事", Basis.NAME)
    assert name_book("20240601", found, whole=True) == ("河湾", Basis.SECTION)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("000_桂花巷里", "桂花巷里"),
        ("03-桂花_巷里", "桂花 巷里"),
        ("%E6%A1%82%E8%8A%B1", "桂花"),
        ("1984", None),
        ("1984 读后", "1984 读后"),
        ("issue-12", "issue-12"),
        ("6f1e2d3c-1111-4abc-9def-001122334455", None),
        ("page_12", None),
        ("新建文本文档", None),
        ("facade", "facade"),
    ],
)
def test_a_name_is_presentable_without_its_number_and_signs_of_machines(name: str, shown: str | None) -> None:
    assert presentable(name) == shown


def test_what_the_title_was_taken_from_is_told_and_a_title_given_is_not_questioned(
    tmp_path: Path, report: Reported
) -> None:
    page = tmp_path / "0007.txt"
    page.write_text("渡口\n\n　　船夫把缆绳解开，船就顺着水漂下去了。\n", "utf-8")
    book = read_book(find_edition([page]), report)
    assert book.title == book.chapters[0].articles[0].title
    assert [str(said) for said in report if said.code == "B302"] == [
        f"notice B302 nothing names the book: called “{book.title}”, after its only article"
    ]
