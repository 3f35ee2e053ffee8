"""The documentation parts into two languages that say the same, and each diagnostic has a page of its own."""

import re
import runpy
from pathlib import Path

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


def test_a_page_has_the_same_sections_and_code_in_both_languages():
    differ = [name for name in ENGLISH if headings(ENGLISH[name]) != headings(CHINESE[name])]
    differ += [name for name in ENGLISH if name != "index.md" and code(ENGLISH[name]) != code(CHINESE[name])]
    assert differ == []


def code(page: str) -> list[str]:
    return re.findall(r"^```.*?^```", page, re.DOTALL | re.MULTILINE)


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
