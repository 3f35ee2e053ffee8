"""The first steps that the documentation shows can be taken as they stand, in both languages."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ENGLISH, CHINESE = ROOT / "docs/tutorial.md", ROOT / "docs/tutorial.zh-CN.md"


def blocks(page: Path) -> list[str]:
    return re.findall(r"^```console\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)


def headings(page: Path) -> list[int]:
    text = re.sub(r"^```.*?^```", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]


def test_both_tutorials_have_the_same_steps():
    assert blocks(ENGLISH) == blocks(CHINESE)
    assert headings(ENGLISH) == headings(CHINESE)


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """The folder in which every command of the tutorial was run, one after the other, in one shell."""
    folder = tmp_path_factory.mktemp("tutorial")
    lines = [line.removeprefix("$ ") for block in blocks(ENGLISH) for line in block.splitlines()]
    assert len(lines) > 12
    script = f'publish() {{ "{sys.executable}" -m publish "$@"; }}\nset -ex\n' + "\n".join(lines)
    run = subprocess.run(
        ["bash", "-c", script], cwd=folder, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert run.returncode == 0, run.stderr
    return folder / "ferry", run


def test_what_the_tutorial_promises_is_made(ran):
    folder, _ = ran
    made = {path.name for path in (folder / "dist").iterdir()}
    assert made == {"page.epub", "my-book.pdf", "my-book.booklet.pdf", "my-book.zh-TW.epub", "corrected.html"}
    assert (folder / "doubts.html").exists()
    assert "P502:page.txt:“" in (folder / "my-book/book.toml").read_text("utf-8")


def test_the_tutorial_meets_the_warning_that_it_speaks_of_and_no_other(ran):
    _, run = ran
    assert set(re.findall(r"warning ([A-Z]\d{3})", run.stderr)) == {"P502"}


def test_the_description_that_the_readme_shows_fits_the_sample(tmp_path):
    shown = re.search(r"^```toml\n(.*?)^```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert shown
    for name in ("guihua-8.txt", "guihua-9.txt"):
        (tmp_path / name).write_bytes((ROOT / "seeds" / name).read_bytes())
    (tmp_path / "book.toml").write_text(shown[1], "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "publish", "parse", "--strict", str(tmp_path)], capture_output=True, text=True, cwd=ROOT
    )
    assert (run.returncode, run.stderr) == (0, "")


def test_the_problem_matcher_reads_what_is_printed(tmp_path):
    (tmp_path / "a.txt").write_text(
        "渡口\n\n周 远\n\n石阶一级一级没进水里，最下面的三级只有枯水的冬天才看得见，\n", "utf-8"
    )
    run = subprocess.run(
        [sys.executable, "-m", "publish", "check", str(tmp_path / "a.txt")], capture_output=True, text=True, cwd=ROOT
    )
    task = json.loads((ROOT / "docs/problem-matcher.json").read_text("utf-8"))["tasks"][0]["problemMatcher"]["pattern"]
    found = [one for line in run.stderr.splitlines() if (one := re.match(task["regexp"], line))]
    warnings = [one for one in found if one[task["severity"]] == "warning"]
    assert [(one[task["file"]], one[task["line"]], one[task["code"]]) for one in warnings] == [
        (str(tmp_path / "a.txt"), "5", "P502")
    ]
