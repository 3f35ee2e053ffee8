"""Each code has its section in docs/diagnostics, and the example there is what the program says today."""

import re
from pathlib import Path

import pytest

from publish.diagnostics import RULES

FOLDER = Path(__file__).parent.parent / "docs/diagnostics"
PAGES = {path.name: path.read_text("utf-8") for path in sorted(FOLDER.glob("*.md")) if path.name != "README.md"}
SECTIONS = {
    code: (name, severity, body)
    for name, page in PAGES.items()
    for code, severity, body in re.findall(r"^## (\w\d{3}) · (\w+)\n(.*?)(?=^## |\Z)", page, re.MULTILINE | re.DOTALL)
}


def pattern(message: str) -> str:
    """Return a regular expression for all that *message* can say."""
    plain = message.replace("{{", "\0").replace("}}", "\1")
    parts = re.split(r"\{\w+\}", plain)
    return ".+".join(re.escape(part.replace("\0", "{").replace("\1", "}")) for part in parts)


def test_each_code_has_one_section_and_no_section_is_stale() -> None:
    headings = [code for page in PAGES.values() for code in re.findall(r"^## (\w+)", page, re.MULTILINE)]
    assert sorted(headings) == sorted(RULES)


@pytest.mark.parametrize("code", sorted(set(RULES) & set(SECTIONS)))
def test_a_section_says_what_it_is_shows_it_and_says_what_to_do(code: str) -> None:
    name, severity, body = SECTIONS[code]
    assert severity == RULES[code].severity
    english, chinese, example = body.strip().split("\n\n")[:3]
    assert english[0].isascii()
    assert re.search("[\u4e00-\u9fff]", chinese)
    assert re.fullmatch(rf"    (\S+: )?{severity} {code} {pattern(RULES[code].message)}", example)
    advice = body if "**Do:**" in body else PAGES[name].partition("\n## ")[0]
    assert "**Do:**" in advice or "The cure" in advice


def test_the_pages_of_all_letters_are_listed() -> None:
    listed = re.findall(r"\]\((\w+\.md)\)", (FOLDER / "README.md").read_text("utf-8"))
    assert sorted(listed) == sorted(PAGES)
    assert {code[0] for code in SECTIONS if SECTIONS[code][0] == "verify.md"} == {"V"}
