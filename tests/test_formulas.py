"""A formula that a line of text can say is text; any other stays as it is written, and so does money."""

from pathlib import Path

import pytest

from publish.manuscript.formulas import rewrite_formulas

CASES = [
    line.split(" → ")
    for line in (Path(__file__).parent / "cases/formulas.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("written", "said"), CASES)
def test_a_formula_is_read(written: str, said: str) -> None:
    assert rewrite_formulas(written) == said


def test_a_text_keeps_its_lines() -> None:
    text = "甲，$a$\n```\n$b$\n```\n乙 `$c$`\n$d$\n"
    assert rewrite_formulas(text) == "甲，a\n```\n$b$\n```\n乙 `$c$`\nd\n"
