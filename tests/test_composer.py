"""The line composer against its rules: cases as text, and properties of any text."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.composer import CALL, CENTRED, EM, MAINLAND, MARKS, House, Kind, Line, compose, house_of

HOUSES = {"mainland": MAINLAND, "centred": CENTRED}
NO_START = "".join(MARKS[kind] for kind in (Kind.CLOSING, Kind.COMMA, Kind.STOP, Kind.INTERPUNCT, Kind.CONNECTOR))
NO_START += MARKS[Kind.DASH] + MARKS[Kind.ELLIPSIS]
NO_END = MARKS[Kind.OPENING]
HAN = {chr(code) for code in range(0x4E00, 0xA000)}


class Case(NamedTuple):
    """A paragraph of ``cases/composer.txt``."""

    title: str
    house: House
    measure: int
    text: str
    lines: list[str]


def read_cases() -> list[Case]:
    """Read the cases; † stands for the call of a note."""
    text = (Path(__file__).parent / "cases" / "composer.txt").read_text("utf-8").replace("†", CALL)
    cases = []
    for block in text.split("\n# ")[1:]:
        title, setting, paragraph, *lines = block.strip().split("\n")
        house, measure = setting.split()
        cases.append(Case(title, HOUSES[house], int(measure), paragraph, [line.removeprefix("> ") for line in lines]))
    return cases


def advances(text: str) -> list[int]:
    """Return advances as the cases count them."""
    return [EM // 4 if c == " " else EM // 2 if c.isascii() or c == CALL else EM for c in text]


def shown(text: str, line: Line) -> str:
    """Return *line* as the cases write it."""
    changes = dict(line.changes)
    characters = (text[i] + (f"[{changes[i]}]" if i in changes else "") for i in range(line.start, line.end))
    return (f"[{line.lead}]" if line.lead else "") + "".join(characters)


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.title)
def test_the_rule_of_the_case_s_title(case: Case) -> None:
    lines = compose(case.text, advances(case.text), [case.measure * EM], case.house)
    assert [shown(case.text, line) for line in lines] == case.lines


TEXTS = st.text(
    st.one_of(
        st.sampled_from("天地玄黄宇宙洪荒日月盈昃"),
        st.sampled_from("".join(MARKS.values()) + CALL),
        st.sampled_from("abc XYZ 012 -/.:%"),
        st.characters(blacklist_characters="\n", blacklist_categories=["Cs", "Cc"]),
    ),
    max_size=120,
)
MEASURES = st.lists(st.integers(2 * EM, 30 * EM), min_size=1, max_size=3)


@given(TEXTS, MEASURES, st.sampled_from([MAINLAND, CENTRED]), st.booleans())
@settings(max_examples=150)
def test_no_character_is_lost_but_spaces_between_lines(
    text: str, measures: list[int], house: House, justify: bool
) -> None:
    lines = compose(text, advances(text), measures, house, justify=justify)
    rest, position = "", 0
    for line in lines:
        assert line.start < line.end
        rest += text[position : line.start]
        position = line.end
    assert set(rest + text[position:]) <= {" "}


@given(TEXTS, MEASURES, st.sampled_from([MAINLAND, CENTRED]))
@settings(max_examples=150)
def test_the_width_of_a_line_is_the_sum_of_its_advances(text: str, measures: list[int], house: House) -> None:
    natural = advances(text)
    for line in compose(text, natural, measures, house):
        changes = sum(change for _, change in line.changes)
        assert line.lead + sum(natural[line.start : line.end]) + changes == line.width
        assert all(line.start <= at < line.end for at, _ in line.changes)


HAN_TEXTS = st.text(st.sampled_from("天地玄黄宇宙洪荒日月盈昃" * 3 + "，。、：；？！“”‘’《》（）——……·～"), max_size=300)


def paragraph(text: str) -> str:
    """Return *text* without rows of marks, which no rule can keep whole, and with its dashes and ellipses in pairs."""
    marks = re.escape("".join(MARKS.values()))
    return re.sub(rf"([{marks}])[{marks}]+", lambda row: row[1], text).replace("—", "——").replace("…", "……")


@given(HAN_TEXTS, st.integers(8, 40), st.sampled_from([MAINLAND, CENTRED]))
@settings(max_examples=200)
def test_no_line_begins_or_ends_with_what_may_not_and_all_but_the_last_are_full(
    text: str, measure: int, house: House
) -> None:
    text = paragraph(text)
    lines = compose(text, advances(text), [measure * EM], house)
    for line in lines[1:]:
        assert text[line.start] not in NO_START
    for line in lines[:-1]:
        assert text[line.end - 1] not in NO_END
        assert line.width == measure * EM


@given(st.text(st.sampled_from("天地玄黄，"), min_size=40, max_size=200), st.sampled_from([MAINLAND, CENTRED]))
@settings(max_examples=100)
def test_the_last_line_has_more_than_one_character(text: str, house: House) -> None:
    text = paragraph(text) + "天地"
    lines = compose(text, advances(text), [26 * EM, 28 * EM], house)
    assert len(text[lines[-1].start :].replace("，", "")) > 1


def test_a_squeeze_is_spread_thin_and_han_characters_stay_solid(root: Path) -> None:
    sources = sorted((root / "seeds").glob("*.txt"))
    paragraphs = [line for source in sources for line in source.read_text("utf-8").split("\n") if len(line) > 40]
    widths, gaps = list[int](), list[int]()
    for text in paragraphs:
        for line in compose(text, advances(text), [26 * EM + 2, 28 * EM + 2])[:-1]:
            changed = dict(line.changes)
            inside = range(line.start, line.end - 1)
            widths += [EM + changed.get(i, 0) for i in inside if text[i] in "，、；：" and text[i + 1] not in NO_END]
            gaps.append(max(abs(changed.get(i, 0)) for i in inside if not {text[i], text[i + 1]} - HAN))
    assert len(gaps) > 60
    assert sum(width < 0.6 * EM for width in widths) <= 0.03 * len(widths)
    assert sum(gap > 0.02 * EM for gap in gaps) <= 0.01 * len(gaps)


def test_lines_that_are_not_justified_keep_their_natural_width() -> None:
    text = "天地玄黄well-known宇宙"
    for line in compose(text, advances(text), [6 * EM], justify=False):
        assert [change for _, change in line.changes if change not in (EM // 4,)] == []


def test_the_house_follows_the_language() -> None:
    assert house_of("zh-CN") is house_of(None) is house_of("zh-Hans") is MAINLAND
    assert house_of("zh-TW") is house_of("zh-HK") is house_of("zh-Hant") is CENTRED
