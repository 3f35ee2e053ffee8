"""The package is a library too: a script makes a book in a few lines, and nothing is printed."""

import doctest
import subprocess
import sys
from pathlib import Path

import pytest

import publish
from publish import library
from publish.diagnostics import PublishError
from publish.edition import find_edition
from publish.reading import read_book
from publish.writers import WRITERS

ROOT = Path(__file__).parent.parent
DOUBTFUL = "渡口\n\n周远\n\n船慢慢地靠了岸，人们提着篮子走上来\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in, with the sample in it."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_documentation_of_the_library_is_true(folder: Path) -> None:
    tried = doctest.testfile(str(ROOT / "docs/library.md"), module_relative=False, optionflags=doctest.ELLIPSIS)
    assert tried.attempted > 8
    assert tried.failed == 0


def test_a_script_makes_a_book_and_prints_nothing(folder: Path) -> None:
    script = (
        "import publish\n"
        "reading = publish.read('seeds')\n"
        "publish.write_epub(reading.book, 'a.epub', reading.settings)\n"
        "publish.write_html(reading.book, 'a.html', reading.settings)\n"
        "publish.write_manuscript(reading.book, 'a.md')\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (ran.stdout, ran.stderr) == ("", "")
    assert sorted(path.name for path in folder.glob("a.*")) == ["a.epub", "a.html", "a.md"]


def test_the_library_makes_the_same_files_as_the_command_line(folder: Path) -> None:
    reading = publish.read("seeds")
    publish.write_epub(reading.book, "a.epub", reading.settings, vertical=True)
    command = [sys.executable, "-m", "publish", "epub", "seeds", "--vertical", "-q", "-o", "b.epub"]
    subprocess.run(command, check=True, capture_output=True)
    assert Path("a.epub").read_bytes() == Path("b.epub").read_bytes()


def test_it_reads_what_the_command_line_reads_and_its_options_go_before_book_toml(folder: Path) -> None:
    reading = publish.read("seeds", title="别名")
    book = read_book(find_edition([Path("seeds")]), lambda diagnostic: None)
    assert reading.book.title == "别名"
    assert reading.book.chapters == book.chapters
    assert (reading.account.lost, reading.account.invented) == (0, 0)


def test_what_is_doubtful_comes_back_as_values_unless_it_is_accepted(folder: Path) -> None:
    Path("a.txt").write_text(DOUBTFUL, "utf-8")
    (found,) = (each for each in publish.read("a.txt").diagnostics if each.severity is publish.Severity.WARNING)
    assert (found.code, found.file, found.line) == ("P502", "a.txt", 5)
    accepted = publish.read("a.txt", accept=("P502:a.txt:5",))
    assert "P502" not in [each.code for each in accepted.diagnostics]


def test_what_cannot_be_read_or_written_raises_one_clear_error(folder: Path) -> None:
    with pytest.raises(PublishError, match="B101"):
        publish.read("nothing.txt")
    with pytest.raises(ValueError, match="no source"):
        publish.read()
    with pytest.raises(PublishError, match="B205"):
        publish.write_epub(publish.read("seeds").book, "a.epub", style="no such style")
    assert not Path("a.epub").exists()


def test_a_book_is_converted_in_both_directions(folder: Path) -> None:
    Path("a.txt").write_text(DOUBTFUL, "utf-8")
    book = publish.read("a.txt").book
    there = publish.to_traditional(book, "tw").book
    assert there.language == "zh-TW"
    assert next(there.articles).authors == ("周遠",)
    assert publish.to_simplified(there).book == book


def test_each_output_has_a_function_and_each_name_is_documented() -> None:
    names = set(library.__all__)
    assert {f"write_{writer.command}" for writer in WRITERS} <= names
    page = (ROOT / "docs/library.md").read_text("utf-8")
    assert [name for name in sorted(names) if name not in page] == []
    assert all(getattr(publish, name) is getattr(library, name) for name in names)


def test_a_name_that_is_not_there_is_an_ordinary_error() -> None:
    with pytest.raises(AttributeError, match="nothing_of_this"):
        publish.nothing_of_this  # noqa: B018
