"""``publish build``: every edition of a book from one reading, the unchanged ones left alone, all on the same page."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest
from click.testing import CliRunner, Result

from publish.cli import main

TEXT = "本地消息\n\n老钟又走了\n\n李 明\n\n" + "巷口的老钟停了三年，谁也没有想到它会自己走起来。\n\n" * 60
DESCRIPTION = """title = "钟"

[pdf]
paper = "32k"

[[edition]]
output = "epub"

[[edition]]
output = "pdf"
line-numbers = true

[[edition]]
output = "pdf"
name = "讲义"
title = "老钟"
for-print = true
no-front-matter = true
"""

Build = Callable[..., Result]


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Build:
    """Runs ``publish build`` on the book in the folder clock, with *toml* for its description."""
    monkeypatch.chdir(tmp_path)

    def run(*options: str, toml: str = DESCRIPTION, text: str = TEXT) -> Result:
        Path("clock").mkdir(exist_ok=True)
        Path("clock/book.toml").write_text(toml, "utf-8")
        Path("clock/a.txt").write_text(text, "utf-8")
        result = CliRunner().invoke(main, ["build", "clock", *options])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    return run


def test_all_editions_are_made_once_and_then_left_alone(build: Build) -> None:
    first = build()
    assert first.exit_code == 0, first.stderr
    assert first.stdout.split() == ["dist/clock.pdf", "dist/clock.讲义.pdf", "dist/clock.epub"]
    assert {path.name for path in Path("dist").glob("clock*")} == {"clock.pdf", "clock.讲义.pdf", "clock.epub"}

    again = build()
    assert (again.exit_code, again.stdout) == (0, "")
    assert again.stderr.count("unchanged") + again.stderr.count("未变") == 3

    check = build("--check")  # what goes to a printer holds the text as the others do
    assert check.exit_code == 0, check.stderr

    # Only what an edition says of itself has changed: the others are as they were.
    handout = build(toml=DESCRIPTION.replace('title = "老钟"', 'title = "新钟"'))
    assert handout.stdout.split() == ["dist/clock.讲义.pdf"]
    with pymupdf.open("dist/clock.讲义.pdf") as document, pymupdf.open("dist/clock.pdf") as other:
        assert document.metadata["title"] == "新钟"
        assert other.metadata["title"] == "钟"
        assert round(document[0].trimbox.width * 25.4 / 72) == 130

    # A file that somebody else wrote over is made anew.
    Path("dist/clock.epub").write_bytes(b"")
    assert build(toml=DESCRIPTION.replace('title = "老钟"', 'title = "新钟"')).stdout.split() == ["dist/clock.epub"]


def test_the_epub_has_the_pages_of_the_pdf_made_with_it(build: Build) -> None:
    build(toml='title = "钟"\n')  # without [[edition]]: an EPUB and a PDF
    with zipfile.ZipFile("dist/clock.epub") as container, pymupdf.open("dist/clock.pdf") as document:
        nav = container.read("EPUB/nav.xhtml").decode()
        listed = re.findall(r">(\d+)</a>", nav[nav.index("page-list") :])
        assert listed == [page.get_label() for page in document if page.get_label().isdecimal()]


def test_an_epub_in_other_characters_has_the_pages_at_the_same_places(build: Build) -> None:
    editions = ("pdf", "epub", 'epub"\ntraditional = true #')
    toml = 'title = "钟"\n' + "".join(f'[[edition]]\noutput = "{each}"\n' for each in editions)
    said = build(toml=toml.replace('#"', "#"), text=TEXT.replace("停了三年", "停了三年，这里没有人修"))
    assert said.exit_code == 0, said.stderr
    places = [before_the_marks(name) for name in ("dist/clock.epub", "dist/clock.zh-TW.epub")]
    assert len(places[0]) > 3
    assert places[0] == places[1]


def before_the_marks(name: str) -> dict[str, int]:
    """Return how many characters of its file stand before each mark of a page in an EPUB."""
    found = {}
    with zipfile.ZipFile(name) as container:
        for page in (container.read(each).decode() for each in container.namelist() if "/text/a" in each):
            for mark in re.finditer(r'<(?:span|div) epub:type="pagebreak"[^>]*aria-label="(\d+)"', page):
                found[mark[1]] = len("".join(re.sub("<[^>]*>", "", page[: mark.start()]).split()))
    return found


def test_a_check_holds_each_edition_against_the_sources(build: Build) -> None:
    toml = 'title = "钟"\n[[edition]]\noutput = "epub"\n'
    missing = build("--check", toml=toml)
    assert (missing.exit_code, "B215" in missing.stderr) == (1, True)
    build(toml=toml)
    assert build("--check", toml=toml).exit_code == 0
    changed = build("--check", toml=toml, text=TEXT + "末了，老钟又停了。\n")
    assert changed.exit_code == 1
    assert {"B216", "V401"} <= set(re.findall(r"[BV]\d{3}", changed.stderr))


REFUSED = {
    'output = "epub"\npaper = "a4"\n': "B202",
    'output = "docx"\n': "B203",
    "vertical = true\n": "B203",
    'output = "pdf"\nbooklet = "yes"\n': "B203",
    'output = "pdf"\ntraditional = 1\n': "B203",
    'output = "epub"\nstyle = "nowhere"\n': "B205",
    'output = "pdf"\npaper = "a99"\n': "D101",
    'output = "epub"\n[[edition]]\noutput = "epub"\n': "B214",
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_no_edition_can_be_is_one_line(build: Build, said: str) -> None:
    result = build(toml=f'title = "钟"\n[[edition]]\n{said}', text="老钟又走了\n\n李 明\n\n巷口的老钟停了三年。\n")
    assert result.exit_code == 1
    assert f"error {REFUSED[said]} " in result.stderr or f"错误 {REFUSED[said]} " in result.stderr
    assert result.stderr.count("B202") <= 1
