"""The documentation parts into two languages that say the same, and each diagnostic has a page of its own."""

import re
import runpy
from pathlib import Path

import pytest

from publish.diagnostics import RULES

ROOT = Path(__file__).parent.parent
SITE = runpy.run_path(str(ROOT / "tools/site"))
ENGLISH, CHINESE = SITE["pages"](False), SITE["pages"](True)


def headings(page: str) -> list[int]:
    text = re.sub(r"^```.*?^```", "", page, flags=re.DOTALL | re.MULTILINE)
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]


def test_both_languages_have_the_same_pages_and_each_code_has_one():
    assert ENGLISH.keys() == CHINESE.keys()
    assert {name[12:16] for name in ENGLISH if name.startswith("diagnostics/")} == set(RULES)


@pytest.mark.parametrize("name", sorted(ENGLISH))
def test_a_page_has_the_same_sections_and_code_in_both_languages(name):
    assert headings(ENGLISH[name]) == headings(CHINESE[name])
    if name not in {"index.md"}:
        code = r"^```.*?^```"
        found = [re.findall(code, page[name], re.DOTALL | re.MULTILINE) for page in (ENGLISH, CHINESE)]
        assert found[0] == found[1]


def test_bilingual_markdown_parts_into_its_languages():
    text = (
        "# Styles · 版式\n\nA style is a folder (版式).\n\n版式就是一个文件夹（style）。\n\n"
        "```console\n$ publish   # 出版\n```\n\nOne line.\n另一行。\n\n"
        "| key | means | 含义 |\n|---|---|---|\n| `a` | `x\\|y` one | 一 |\n\n- Here · 这里\n"
    )
    assert SITE["in_language"](text, False) == (
        "# Styles\n\nA style is a folder (版式).\n\n```console\n$ publish   # 出版\n```\n\n"
        "One line.\n\n| key | means |\n|---|---|\n| `a` | `x\\|y` one |\n\n- Here\n"
    )
    assert SITE["in_language"](text, True) == (
        "# 版式\n\n版式就是一个文件夹（style）。\n\n```console\n$ publish   # 出版\n```\n\n"
        "另一行。\n\n| key | 含义 |\n|---|---|\n| `a` | 一 |\n\n- 这里\n"
    )
