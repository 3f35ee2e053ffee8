"""Titles are broken by sense and in balance: on paper by the composer, on a screen by markup."""

from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.composer import EM, MAINLAND, NO_END_STRICT, NO_START_STRICT, compose_title, divide_title, kind_of
from publish.titles import apart, penalties, phrases


class Case(NamedTuple):
    """A title of ``cases/titles.txt``."""

    name: str
    measure: int
    title: str
    lines: list[str]


def read_cases() -> list[Case]:
    """Read the cases."""
    cases = []
    for block in (Path(__file__).parent / "cases" / "titles.txt").read_text("utf-8").split("\n# ")[1:]:
        name, measure, title, *lines = block.strip().split("\n")
        cases.append(Case(name, int(measure), title, [line.removeprefix("> ") for line in lines] or [title]))
    return cases


def advances(text: str) -> list[int]:
    """Return advances as the cases count them."""
    return [EM // 4 if c == " " else EM // 2 if c.isascii() else EM for c in text]


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.name)
def test_lines_of_a_title(case: Case) -> None:
    lines = compose_title(case.title, advances(case.title), [case.measure * EM], MAINLAND, penalties)
    assert [case.title[line.start : line.end] for line in lines] == case.lines


TITLES = st.text(st.sampled_from("县城老街的日子与我们一二三，。：《》（）“”——·12ab "), min_size=1, max_size=60).map(
    str.strip
)


@given(TITLES, st.integers(4, 20))
@settings(max_examples=100)
def test_no_character_of_a_title_is_lost_and_no_line_begins_or_ends_with_what_may_not(title: str, measure: int) -> None:
    lines = compose_title(title, advances(title), [measure * EM], MAINLAND, penalties)
    shown = [title[line.start : line.end] for line in lines]
    assert "".join(shown).replace(" ", "") == title.replace(" ", "")
    for number in range(1, 5):
        divided, _ = divide_title(title, advances(title), number, MAINLAND, penalties)
        parts = [title[line.start : line.end] for line in divided]
        assert "".join(parts).replace(" ", "") == (title.replace(" ", "") if divided else "")
        assert [part for part in parts[1:] if kind_of(part[0]) in NO_START_STRICT] == []
        assert [part for part in parts[:-1] if kind_of(part[-1]) in NO_END_STRICT] == []


@given(TITLES)
@settings(max_examples=100)
def test_the_phrases_of_a_title_are_the_title(title: str) -> None:
    assert " ".join("".join(half) for half in phrases(title)) == title


def test_phrases_end_where_a_line_may() -> None:
    assert phrases("夜校点亮山村 老师回到课堂") == (("夜校", "点亮", "山村"), ("老师", "回到", "课堂"))


def test_an_em_stands_between_the_halves_of_a_title_on_one_line() -> None:
    title = "夜校点亮山村 农民拿起书本"
    (line,) = compose_title(title, advances(title), [20 * EM], MAINLAND, penalties)
    assert line.changes == ((6, EM - EM // 4),)
    assert apart(title) == "夜校点亮山村\u3000农民拿起书本"
    assert apart("学 Python 的人") == "学 Python 的人"
