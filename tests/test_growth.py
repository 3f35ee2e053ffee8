"""The work of reading a dump grows with its length and nothing else, whatever the lines are.

Work is counted in calls of functions, which, unlike time, are the same in every run.
"""

import sys
from pathlib import Path

import pytest
from conftest import Reported

from publish.edition import Edition, Settings
from publish.reading import read

LINES = 200
SHAPES = {
    "one character to a line": "灯\n",
    "words and figures to a line": "早稻\n31\n",
    "rows of words": "早稻  晚稻  小麦\n",
    "rows of words and figures": "早稻  31  29\n",
    "an address to a line": "电话：\n",
    "lines of verse": "灯火照旧城\n",
    "spoken lines": "“走吧。”她说。\n",
    "two columns": "风从河上吹来，带着泥土      灯下的人还没有睡，他们\n",
    "paragraphs": "　　那年秋天的雨下了很久，河水漫过石桥，挑担的人都绕着山路回家。\n",
    "empty lines": "灯\n\n\n",
}


def calls_for(dump: str, folder: Path) -> int:
    """Return how many functions are called to read *dump*."""
    path = folder / "a.txt"
    path.write_text(dump, "utf-8")
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        read(Edition("a", folder, (path,), Settings(title="a")), Reported())
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("shape", SHAPES)
def test_three_times_the_lines_are_at_most_about_three_times_the_work(shape: str, tmp_path: Path) -> None:
    lines = SHAPES[shape]
    calls_for(lines, tmp_path)
    once = calls_for(lines * LINES, tmp_path)
    assert calls_for(lines * LINES * 3, tmp_path) < 3.5 * once
