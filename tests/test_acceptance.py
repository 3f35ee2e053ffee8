"""What a person has accepted stays accepted when other lines come and go, and is written for them on request."""

import json
import tomllib
from pathlib import Path

import pytest

from publish.acceptance import Acceptance, write_acceptance
from publish.diagnostics import Diagnostic
from publish.edition import find_edition
from publish.reading import read_book

BROKEN = "摆渡人\n\n周 远\n\n河面上的雾到中午还没有散，他把竹篙插进泥里，坐在船头等人，等着等着就\n"


def broken(folder: Path, text: str = BROKEN) -> Diagnostic:
    """Return the one warning about *text*."""
    (folder / "a.txt").write_text(text, "utf-8")
    reported: list[Diagnostic] = []
    read_book(find_edition([folder / "a.txt"]), reported.append)
    (found,) = (one for one in reported if one.code == "P502")
    return found


def test_a_key_by_words_stands_when_lines_above_change_and_one_by_number_does_not(tmp_path: Path) -> None:
    before = broken(tmp_path)
    after = broken(tmp_path, "渡口的旧事，由几位老人口述。\n\n" + BROKEN.replace("周 远", "周 远\n\n又及：去年秋天。"))
    assert before.line != after.line
    assert before.key
    assert Acceptance([before.key]).takes(after)
    assert Acceptance([f"P502:a.txt:{before.line}"]).takes(before)
    assert not Acceptance([f"P502:a.txt:{before.line}"]).takes(after)


def test_a_key_by_words_falls_with_the_words(tmp_path: Path) -> None:
    before = broken(tmp_path)
    after = broken(tmp_path, BROKEN.replace("河面上的雾到中午", "江面上的雾到傍晚"))
    acceptance = Acceptance([before.key or ""])
    assert not acceptance.takes(after)
    assert list(acceptance.stale("P")) == [before.key]


@pytest.mark.parametrize(
    ("key", "taken"),
    [
        ("P502:a.txt", True),
        ("P502:a.txt:“竹篙插进泥里”", True),
        ("P502:a.txt:“…竹篙插进 泥里…”", True),
        ("P502:a.txt:“石阶”", False),
        ("P502:b.txt:“竹篙插进泥里”", False),
        ("P601:a.txt:“竹篙插进泥里”", False),
        ("P502:a.txt:5", True),
        ("P502:a.txt:6", False),
        ("P502", False),
    ],
)
def test_a_key_names_the_code_the_file_and_the_words(key: str, taken: bool, tmp_path: Path) -> None:
    assert Acceptance([key]).takes(broken(tmp_path)) is taken


def test_the_words_of_a_key_stand_once_in_the_source(tmp_path: Path) -> None:
    line = BROKEN.split("\n")[4]
    text = BROKEN.replace(line, f"{line[:20]}，他想。\n\n{line}")
    words = (broken(tmp_path, text).key or "").partition("“")[2].rstrip("”")
    assert (line.startswith(words), text.count(words)) == (True, 1)


def test_an_error_cannot_be_accepted() -> None:
    assert Diagnostic("P101", "a.txt").key is None
    assert Diagnostic("B301", "book.toml").key is None


def test_what_is_written_keeps_comments_and_order_and_is_read_back(tmp_path: Path) -> None:
    toml = tmp_path / "book.toml"
    toml.write_text(
        '# 渡口\ntitle = "渡口"  # 暂定\naccept = [\n  "P601:a.txt",  # 原文如此\n  "P502:a.txt:9",\n]\n\n'
        '[pdf]\npaper = "a5"\n',
        "utf-8",
    )
    key = 'P602:b.txt:“他说："走，”'
    write_acceptance(toml, [key], ["P502:a.txt:9"])
    text = toml.read_text("utf-8")
    assert tomllib.loads(text) == {"title": "渡口", "accept": ["P601:a.txt", key], "pdf": {"paper": "a5"}}
    assert text.startswith('# 渡口\ntitle = "渡口"  # 暂定\n')
    assert "# 原文如此" in text


@pytest.mark.parametrize("before", ["", '[pdf]\npaper = "a5"\n', '\ufefftitle = "渡口"\n[epub]\n', None])
def test_accept_stands_before_the_tables_where_it_was_not_there(before: str | None, tmp_path: Path) -> None:
    toml = tmp_path / "book.toml"
    if before is not None:
        toml.write_text(before, "utf-8")
    write_acceptance(toml, ["P502:a.txt", "P601:a.txt"], [])
    assert tomllib.loads(toml.read_text("utf-8"))["accept"] == ["P502:a.txt", "P601:a.txt"]
    assert json.dumps(tomllib.loads(toml.read_text("utf-8")))
