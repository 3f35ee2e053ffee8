"""Markdown that a program wrote from pages is read by the labelling; what a person wrote is obeyed as before."""

from pathlib import Path
from typing import Any

import pytest
from outline import show_chapter
from PIL import Image as Drawing
from test_manuscript import cases as manuscripts

from publish.book import plain_block
from publish.diagnostics import Diagnostic, PublishError
from publish.edition import Edition, ParseHints, Settings
from publish.manuscript import read_part, write_manuscript
from publish.manuscript.extracted import is_extracted
from publish.manuscript.reader import open_markdown
from publish.part import Part
from publish.readers import File
from publish.reading import Reading, read
from publish.record import record
from publish.source import Source

CASES = (Path(__file__).parent / "cases/extracted.txt").read_text("utf-8").partition("\n\n")[2].split("\n.\n")


def cases() -> list[object]:
    """Return the Markdown and the book of each case."""
    thirds = zip(CASES[0::3], CASES[1::3], CASES[2::3], strict=True)
    return [pytest.param(text, book.strip(), id=title.strip()) for title, text, book in thirds]


def read_text(text: str, folder: Path, said: list[Diagnostic], settings: Settings | None = None) -> Reading:
    path = folder / "a.md"
    path.write_text(text, "utf-8")
    Drawing.new("L", (3, 2)).save(folder / "a.png")
    return read(Edition("a", folder, (path,), settings or Settings()), said.append)


@pytest.mark.parametrize(("text", "book"), cases())
def test_a_page_is_read_by_what_stands_around_its_headings(text: str, book: str, tmp_path: Path) -> None:
    said: list[Diagnostic] = []
    chapters = read_text(text, tmp_path, said).book.chapters
    assert "\n".join(line for chapter in chapters for line in show_chapter(chapter)) == book
    codes = [each.code for each in said]
    assert codes.count("M211") == 1
    assert "P801" not in codes


@pytest.mark.parametrize(("text", "book"), cases())
def test_the_manuscript_of_a_page_is_a_manuscript(text: str, book: str, tmp_path: Path) -> None:
    first = read_text(text, tmp_path, []).book
    said: list[Diagnostic] = []
    again = read_text(write_manuscript(first), tmp_path, said).book
    assert again.chapters == first.chapters
    assert "M211" not in [each.code for each in said]


@pytest.mark.parametrize(("text", "book"), manuscripts())
def test_what_a_person_wrote_is_no_page(text: str, book: str) -> None:
    try:
        opened = open_markdown(Source("m.md", "utf-8", text, ()), lambda diagnostic: None)
    except PublishError:
        return
    assert not is_extracted(*opened, None)


PAGE = "# 老桥修好了\n\n李明\n\n城东的老桥修了四个月，昨天终于通车。\n\n# 灯下读信\n\n王晓芳\n\n信纸已经发黄。\n"


@pytest.mark.parametrize("said_in", ["front matter", "book.toml"])
def test_what_headings_are_can_be_said(said_in: str, tmp_path: Path) -> None:
    def kind(text: str, headings: str) -> type:
        front = f"---\nheadings: {headings}\n---\n" if said_in == "front matter" else ""
        hints = ParseHints() if front else ParseHints(headings=headings)  # type: ignore[arg-type]
        edition = Edition("a", tmp_path, (tmp_path / "a.md",), Settings(parse=hints))
        return type(read_part(File("a.md", (front + text).encode()), edition, lambda diagnostic: None))

    assert kind(PAGE, "orders") is Part
    assert kind("# 一\n\n正文。\n", "evidence") is Source


def test_another_word_for_what_headings_are_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PublishError) as refused:
        read_text(f"---\nheadings: flat\n---\n{PAGE}", tmp_path, [])
    assert str(refused.value.diagnostic).startswith(f"{tmp_path / 'a.md'}:2: error B203")


def test_lines_are_those_of_the_file_though_blocks_stand_between(tmp_path: Path) -> None:
    table = "<table><tr><td>甲</td></tr><tr><td>乙</td></tr><tr><td>丙</td></tr></table>"
    text = f"# 老桥修好了\n\n李明\n\n{table}\n\n城东的老桥修了四个月，昨天终于通车。\n\n"
    text += "# 灯下读信\n\n王晓芳\n\n信纸已经发黄，\n"
    said: list[Diagnostic] = []
    found: Any = record(read_text(text, tmp_path, said).book)
    articles = [article for chapter in found["chapters"] for article in chapter["articles"]]
    assert [article["line"] for article in articles] == [1, 9]
    assert [block["lines"] for article in articles for block in article["blocks"]] == [[5], [7], [13]]
    assert [each.line for each in said if each.code == "P502"] == [13]


def test_a_formula_over_two_lines_is_one_word_of_a_line(tmp_path: Path) -> None:
    page = "# 秧田的水温\n\n李明\n\n水温是 $a +\nb$ 度。\n\n# 另一块田\n\n王晓芳\n\n那里是十八度。\n"
    said: list[Diagnostic] = []
    first = read_text(page, tmp_path, said).book.chapters[0].articles[0]
    assert plain_block(first.blocks[0]) == "水温是 $a + b$ 度。"
    assert [each.code for each in said if each.code in ("M211", "P801")] == ["M211"]
