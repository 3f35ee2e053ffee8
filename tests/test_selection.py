"""Which articles make the book is said in book.toml; what is left out is listed and counted."""

import tomllib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from publish.account import Account
from publish.book import Book
from publish.diagnostics import Diagnostic, PublishError
from publish.edition import find_edition
from publish.reading import Reading, read
from publish.selection import contents

DUMP = """岸上

渡口

本报记者 周 远

石阶一级一级没进水里，最下面的三级只有枯水的冬天才看得见。

竹篙

本报记者 陈 素

竹篙要选朝北坡上的毛竹，节密，肉厚，在河泥里埋上一个夏天才不裂。

水上

船票

本报记者 方 平

船票是一小片硬纸板，剪一个口子，上船时交给坐在船头的人。

渡口

本报记者 林 一

对岸的渡口在一棵樟树底下，树根把石板拱了起来，走路要看着脚下。
"""
TITLES = [("岸上", ["渡口", "竹篙"]), ("水上", ["船票", "渡口"])]


def outline(book: Book) -> list[tuple[str | None, list[str]]]:
    return [(chapter.heading, [article.title for article in chapter.articles]) for chapter in book.chapters]


@pytest.fixture
def chosen(tmp_path: Path) -> Callable[[str], tuple[Reading, list[Diagnostic]]]:
    def choose(toml: str) -> tuple[Reading, list[Diagnostic]]:
        (tmp_path / "a.txt").write_text(DUMP, "utf-8")
        (tmp_path / "book.toml").write_text(toml, "utf-8")
        reported: list[Diagnostic] = []
        return read(find_edition([tmp_path]), reported.append), reported

    return choose


Chosen = Callable[[str], tuple[Reading, list[Diagnostic]]]


def test_without_a_choice_the_book_is_as_it_is_read(chosen: Chosen) -> None:
    reading, reported = chosen("")
    assert outline(reading.book) == TITLES
    assert {one.code for one in reported} & {"B403", "B404", "B405"} == set()


@pytest.mark.parametrize(
    ("toml", "outlined"),
    [
        ('drop = ["竹篙"]', [("岸上", ["渡口"]), ("水上", ["船票", "渡口"])]),
        ('drop = ["渡口"]', [("岸上", ["竹篙"]), ("水上", ["船票"])]),
        ('drop = ["a.txt:23"]', [("岸上", ["渡口", "竹篙"]), ("水上", ["船票"])]),
        ('drop = ["/船.*/", "竹 篙"]', [("岸上", ["渡口"]), ("水上", ["渡口"])]),
        ('drop = ["船票", "a.txt:23"]', [("岸上", ["渡口", "竹篙"])]),
        ('[[chapters]]\nheading = "水上"\n[[chapters]]\nheading = "岸上"', TITLES[::-1]),
        ('[[chapters]]\nheading = "河"\narticles = ["/.*/"]', [("河", ["渡口", "竹篙", "船票", "渡口"])]),
        (
            '[[chapters]]\narticles = ["竹篙"]\n[[chapters]]\nheading = "其余"\narticles = ["/.+/"]',
            [(None, ["竹篙"]), ("其余", ["渡口", "船票", "渡口"])],
        ),
        (
            '[[chapters]]\nheading = "先"\narticles = ["/.口/"]\n'
            '[[chapters]]\nheading = "后"\narticles = ["a.txt:3", "/.*/"]',
            [("先", ["渡口"]), ("后", ["渡口", "竹篙", "船票"])],
        ),
        (
            'drop = ["船票"]\n[[chapters]]\nheading = "水上"\n[[chapters]]\narticles = ["/.*/"]',
            [("水上", ["渡口"]), (None, ["渡口", "竹篙"])],
        ),
    ],
)
def test_articles_are_moved_merged_renamed_and_dropped(
    toml: str, outlined: list[tuple[str | None, list[str]]], chosen: Chosen
) -> None:
    assert outline(chosen(toml)[0].book) == outlined


@pytest.mark.parametrize(
    ("toml", "code", "nearest"),
    [
        ('drop = ["竹竿"]', "B401", "竹篙"),
        ('[[chapters]]\nheading = "水下"', "B401", "水上"),
        ('[[chapters]]\narticles = ["渡囗"]', "B401", "渡口"),
        ('drop = ["a.txt:4"]', "B401", None),
        ('drop = ["/帆.*/"]', "B401", None),
        ('drop = ["竹篙"]\n[[chapters]]\narticles = ["竹篙"]', "B402", None),
        ('[[chapters]]\narticles = ["渡口", "a.txt:3"]', "B402", None),
    ],
)
def test_what_is_named_and_not_there_is_an_error_with_the_nearest_title(
    toml: str, code: str, nearest: str | None, chosen: Chosen
) -> None:
    with pytest.raises(PublishError) as refused:
        chosen(toml)
    diagnostic = refused.value.diagnostic
    assert (diagnostic.code, diagnostic.facts["nearest"]) == (code, nearest)
    assert (diagnostic.file or "").endswith("book.toml")


def test_what_is_left_out_is_listed_and_counted(chosen: Chosen) -> None:
    whole = chosen("")[0].account
    reading, reported = chosen('drop = ["船票"]\n[[chapters]]\narticles = ["竹篙", "a.txt:3"]')
    assert [(one.code, one.line, one.facts["title"]) for one in reported if one.code in {"B403", "B404"}] == [
        ("B403", 17, "船票"),
        ("B404", 23, "渡口"),
    ]
    lines = DUMP.split("\n")
    gone = [
        "".join(lines[number - 1] for number in numbers).replace(" ", "") for numbers in ((17, 19, 21), (23, 25, 27))
    ]
    account = reading.account
    assert account.left_out == sum(map(len, gone))
    assert sum_of(account) == sum_of(whole) == account.in_source
    assert (account.lost, account.invented) == (0, 0)


def sum_of(account: Account) -> int:
    return account.in_blocks + account.in_fields + account.furniture + account.marks + account.left_out


def test_the_contents_that_are_printed_give_the_same_book(chosen: Chosen) -> None:
    reading, _ = chosen("")
    printed = contents(reading.book.chapters, reading.lines.pages)
    names = [name for chapter in tomllib.loads(printed)["chapters"] for name in chapter["articles"]]
    assert names == ["a.txt:3", "竹篙", "船票", "a.txt:23"]
    again, reported = chosen(printed)
    assert outline(again.book) == TITLES
    assert replace(again.book, chapters=()) == replace(reading.book, chapters=())
    assert [one.code for one in reported if one.code.startswith("B4")] == []


def test_a_title_that_could_be_a_pattern_or_a_place_is_named_by_where_it_stands(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# 甲\n\n## /.*/\n\n一。\n\n## 第一回:3\n\n二。\n\n## “引”\\\\\n\n三。\n", "utf-8")
    reading = read(find_edition([tmp_path / "a.md"]), lambda one: None)
    printed = contents(reading.book.chapters, reading.lines.pages)
    (tmp_path / "book.toml").write_text(printed, "utf-8")
    assert outline(read(find_edition([tmp_path]), lambda one: None).book) == outline(reading.book)
