"""A manuscript is read as its writer meant it, and what a book cannot hold is reported."""

from pathlib import Path

import pytest
from conftest import Reported
from outline import show_chapter
from PIL import Image as Drawing

from publish.book import (
    Book,
    Chapter,
    Origin,
    plain_block,
)
from publish.diagnostics import PublishError
from publish.edition import find_edition
from publish.manuscript.reader import read_manuscript
from publish.manuscript.writer import write_manuscript
from publish.reading import read_book
from publish.source import Source

CASES = (Path(__file__).parent / "cases/manuscript.txt").read_text("utf-8").partition("\n\n")[2].split("\n.\n")


def cases() -> list[object]:
    """Return title, manuscript and book of each case."""
    thirds = zip(CASES[0::3], CASES[1::3], CASES[2::3], strict=False)
    return [pytest.param(text, book, id=title.strip()) for title, text, book in thirds]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a book, with a picture in it and one beside it."""
    (tmp_path / "book").mkdir()
    for path in ("a.png", "book/a.png"):
        Drawing.new("L", (3, 2)).save(tmp_path / path)
    (tmp_path / "book/m.txt").write_text("text")
    return tmp_path / "book"


def read(text: str, folder: Path, told: Reported) -> tuple[Chapter, ...]:
    return read_manuscript(Source(str(folder / "m.md"), "utf-8", text, ()), folder, told)[1]


@pytest.mark.parametrize(("text", "book"), cases())
def test_a_manuscript_is_read_as_meant(text: str, book: str, folder: Path) -> None:
    reported = Reported()
    chapters = read(text, folder, reported)
    shown = [line for chapter in chapters for line in show_chapter(chapter)]
    shown += (f"{code} at {line}" for line, code in sorted((told.line or 0, told.code) for told in reported))
    assert "\n".join(shown) == book


@pytest.mark.parametrize(("text", "book"), cases())
def test_what_was_read_is_written_so_that_it_is_read_again(text: str, book: str, folder: Path) -> None:
    chapters = read(text, folder, Reported())
    again = Reported()
    assert read(write_manuscript(Book("m", chapters=chapters)), folder, again) == chapters
    assert {diagnostic.code for diagnostic in again} <= {"M206", "M306", "M314"}


# --- front matter --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("front", "code", "line"),
    [
        ("title: 甲: 乙", "M101", 2),
        ("- 甲", "M102", 1),
        ("title: 甲\npdf: {papr: a5}", "B202", 3),
        ("title: 甲\nmerge-sections: 也许", "B203", 3),
        ("title: 甲\ndate: 2023\ntitle: 乙", "M101", 4),
        ("series: {title: 甲, title: 乙}", "M101", 2),
        ("merge-sections: !!python/object/apply:os.getcwd []", "B203", 2),
        ("title: " + "[" * 3000, "M101", 1),
    ],
)
def test_front_matter_that_is_wrong_is_one_line_with_its_place(
    front: str, code: str, line: int, folder: Path, report: Reported
) -> None:
    with pytest.raises(PublishError) as raised:
        read(f"---\n{front}\n---\n", folder, report)
    said = raised.value.diagnostic
    assert (said.code, said.line) == (code, line)


def test_a_line_drawn_above_the_text_opens_no_front_matter(folder: Path, report: Reported) -> None:
    report.expect("M201")
    (chapter,) = read("---\n\n早：水退了。\n\n---\n\n晚：水涨了。\n", folder, report)
    assert [type(block).__name__ for block in chapter.articles[0].blocks] == ["Rule", "Paragraph", "Rule", "Paragraph"]


def test_front_matter_says_what_book_toml_would(folder: Path, report: Reported) -> None:
    text = (
        "---\ntitle: 甲\ndate: 2023-05-04\nmerge-sections: false\nseries: {title: 丛书, number: 3}\ncover: a.png\n---\n"
    )
    settings, chapters, pictures, *_ = read_manuscript(Source(str(folder / "m.md"), "utf-8", text, ()), folder, report)
    assert (settings.title, settings.date, settings.merge_sections, settings.cover) == (
        "甲",
        "2023-05-04",
        False,
        "a.png",
    )
    assert settings.series is not None
    assert (settings.series.title, settings.series.number) == ("丛书", "3")
    assert chapters == ()
    assert [(picture.name, picture.width, picture.height) for picture in pictures] == [("a.png", 3, 2)]


def test_the_headings_of_a_page_that_another_program_titled_are_its_crossheads(
    tmp_path: Path, report: Reported
) -> None:
    path = tmp_path / "a.txt"
    path.write_text("---\nlayout: post\ntitle: 晒秋\n---\n\n## 麻雀\n\n麻雀来了。\n\n## 收谷\n\n谷子收了。\n", "utf-8")
    report.expect("M105")
    (chapter,) = read_book(find_edition([path]), report).chapters
    (article,) = chapter.articles
    assert (article.title, article.line) == ("晒秋", 3)
    assert [plain_block(block) for block in article.blocks] == ["麻雀", "麻雀来了。", "收谷", "谷子收了。"]


def test_a_page_that_another_program_wrote_says_what_a_book_can_use_and_the_rest_is_named_once(
    folder: Path, report: Reported
) -> None:
    front = "layout: post\nindex: 第二篇\npdf: a.pdf\n"
    front += "title: 晒秋\nAuthor: [陆小满, 周野]\ndate: 2021-10-03 20:50:11 +0800\n"
    front += (
        "tags: 秋天, 晒场\ncategories: [乡村, 秋天]\nexcerpt: 晒场上的一天\nurl: https://example.com/a\ntoc: true\n"
    )
    found = read_manuscript(
        Source(str(folder / "m.md"), "utf-8", f"---\n{front}---\n\n晒场上铺满了稻谷。\n", ()), folder, report
    )
    settings, (chapter,) = found.settings, found.chapters
    assert (settings.title, settings.authors, settings.date) == ("晒秋", ("陆小满", "周野"), "2021-10-03")
    assert (settings.description, settings.subjects) == ("晒场上的一天", ("秋天", "晒场", "乡村"))
    (article,) = chapter.articles
    assert (article.title, article.authors, article.origin) == (
        "晒秋",
        ("陆小满", "周野"),
        Origin("https://example.com/a", "2021-10-03"),
    )
    assert [(said.code, said.line, said.facts) for said in report] == [("M105", 2, {"keys": "layout, index, pdf, toc"})]


def test_pages_of_one_folder_name_their_articles_and_not_the_book(tmp_path: Path, report: Reported) -> None:
    folder = tmp_path / "乡村笔记"
    folder.mkdir()
    for name, title in (("a.md", "晒秋"), ("b.md", "早市")):
        page = f"---\ntitle: {title}\nauthor: 陆小满\ndate: 2021-10-03\n---\n\n第一段。\n\n## 小题\n\n第二段。\n"
        (folder / name).write_text(page, "utf-8")
    book = read_book(find_edition([folder]), report)
    assert (book.title, book.authors, book.date) == ("乡村笔记", (), None)
    (chapter,) = book.chapters
    assert [(article.title, article.authors) for article in chapter.articles] == [
        ("晒秋", ("陆小满",)),
        ("早市", ("陆小满",)),
    ]
    assert [said.code for said in report] == ["B302"]


def test_a_key_that_looks_like_a_slip_of_the_pen_is_asked_about(folder: Path, report: Reported) -> None:
    report.expect("M106")
    read("---\ntitel: 甲\n---\n## 题\n", folder, report)
    assert [(said.code, said.line, said.facts["nearest"]) for said in report] == [("M106", 2, "title")]


def test_what_two_manuscripts_say_differently_is_told_once_the_first_was_believed(
    tmp_path: Path, report: Reported
) -> None:
    for name, title in (("a.md", "甲"), ("b.md", "乙")):
        (tmp_path / name).write_text(f"---\ntitle: {title}\ndate: 2023\n---\n## 题\n", "utf-8")
    edition = find_edition([tmp_path / "a.md", tmp_path / "b.md"])
    assert read_book(edition, report).title == "甲"
    assert [(said.code, Path(said.file or "").name, said.line, said.facts) for said in report] == [
        ("M104", "b.md", 2, {"key": "title"})
    ]


def test_what_book_toml_says_goes_before_what_manuscripts_say_and_needs_no_remark(
    tmp_path: Path, report: Reported
) -> None:
    (tmp_path / "book.toml").write_text('title = "丙"', "utf-8")
    for name, title in (("a.md", "甲"), ("b.md", "乙")):
        (tmp_path / name).write_text(f"---\ntitle: {title}\n---\n## 题\n", "utf-8")
    assert read_book(find_edition([tmp_path]), report).title == "丙"
    assert report == []


# --- sturdy --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [">" * 3000 + "甲", "- " * 300 + "甲", "*甲 " * 3000 + "乙" + "*" * 3000])
def test_what_is_nested_too_deeply_is_refused_in_one_line(text: str, folder: Path, report: Reported) -> None:
    with pytest.raises(PublishError, match="M311"):
        read(text, folder, report)


def test_notes_that_call_notes_do_not_multiply(folder: Path) -> None:
    notes = "".join(f"[^{n}]: {n}[^{n + 1}][^{n + 1}]\n\n" for n in range(40))
    chapters = read(f"## 题\n\n甲[^0]\n\n{notes}[^40]: 完", folder, Reported())
    assert len(write_manuscript(Book("m", chapters=chapters))) < 2000


def test_equal_section_headings_that_were_kept_apart_stay_apart(folder: Path) -> None:
    book = Book("m", chapters=(Chapter("甲"), Chapter("乙"), Chapter("甲")))
    assert "\nmerge-sections: false\n" in write_manuscript(book)
    assert "merge-sections" not in write_manuscript(Book("m", chapters=book.chapters[:2]))


def test_the_name_of_an_author_of_whom_more_is_told_is_taken(folder: Path, report: Reported) -> None:
    authors = "author:\n  - name: 陆小满\n    affiliation: 江城大学\n  - literal: 周野\n"
    text = f"---\nlayout: post\n{authors}editor: {{name: 方禾}}\n---\n\n## 晒秋\n\n谷子收了。\n"
    report.expect("M105")
    settings, *_ = read_manuscript(Source(str(folder / "m.md"), "utf-8", text, ()), folder, report)
    assert (settings.authors, settings.editor) == (("陆小满", "周野"), "方禾")
