"""How tables are set: cases as text, and properties of any table."""

from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import Reported
from handmade import book, text
from hypothesis import given
from hypothesis import strategies as st

from publish.book import Article, Item, List, Place, Quote, Table
from publish.diagnostics import PublishError
from publish.pdf.specimen import TableSetting
from publish.pdf.tables import TablePlan, plan_table, plan_tables

PADDING = 0.5
NAMES = ("", "small", "turned")


def width(words: str) -> float:
    """Return widths as the cases count them."""
    return sum(0.5 if character.isascii() else 1.0 for character in words)


def settings_of(measures: list[float]) -> list[TableSetting]:
    """Return settings of these measures under the names of the cases."""
    return [TableSetting(name, measure, PADDING) for name, measure in zip(NAMES, measures, strict=True)]


class Case(NamedTuple):
    """A table of ``cases/tables.txt``."""

    title: str
    settings: list[TableSetting]
    rows: list[list[str]]
    expected: str


def read_cases() -> list[Case]:
    """Read the cases."""
    blocks = (Path(__file__).parent / "cases" / "tables.txt").read_text("utf-8").split("\n# ")[1:]
    cases = []
    for block in blocks:
        title, measures, *rows, expected = block.strip().split("\n")
        cells = [[cell.strip() for cell in row.split("|")] for row in rows]
        cases.append(Case(title, settings_of([float(each) for each in measures.split()]), cells, expected[2:]))
    return cases


def table_of(rows: list[list[str]]) -> Table:
    """Return a table of plain *rows*, the first its head."""
    return Table(tuple(tuple(map(text, row)) for row in rows), heads=1, places=(Place(7),))


def widths_of(plan: TablePlan, settings: list[TableSetting]) -> list[float]:
    """Return what the columns of *plan* have for their text, in em."""
    measure = next(setting.measure for setting in settings if setting.name == plan.setting)
    return [share * measure / 100 - PADDING for share in plan.shares]


@pytest.mark.parametrize("case", read_cases(), ids=lambda case: case.title)
def test_the_rule_of_the_case_s_title(case: Case) -> None:
    plan = plan_table(table_of(case.rows), case.settings, width)
    if plan is None:
        assert case.expected == "!"
        return
    widths = widths_of(plan, case.settings)
    whole = [
        str(number)
        for number, room in enumerate(widths, 1)
        if all(width(row[number - 1]) <= room for row in case.rows if number <= len(row))
    ]
    cut = "".join(f"; {row + 1}" for row in sorted(plan.divided))
    assert f"{plan.setting or '-'} {' '.join(whole)}{cut}".strip() == case.expected


ROWS = st.lists(st.lists(st.text("甲乙丙a1 ", max_size=40), min_size=1, max_size=8), min_size=1, max_size=6)


@given(ROWS)
def test_the_columns_fill_the_measure_and_none_is_narrower_than_a_character_and_its_space(
    rows: list[list[str]],
) -> None:
    settings = settings_of([34.0, 38.0, 60.0])
    plan = plan_table(table_of(rows), settings, width)
    assert plan is not None
    assert sum(plan.shares) == pytest.approx(100, abs=0.1)
    for number, room in enumerate(widths_of(plan, settings)):
        cells = [row[number] for row in rows if number < len(row)]
        assert room >= min(2.0, max(map(width, cells)))


def test_a_table_inside_a_list_has_less_room() -> None:
    table = table_of([["甲乙丙"] * 8])
    assert plan_table(table, settings_of([30.0, 40.0, 60.0]), width) == plan_table(
        table, settings_of([30.0, 40.0, 60.0]), width, inset=0
    )
    inside = Article("舟", blocks=(List((Item((Quote((table,)),)),)),))
    assert plan_tables(book(inside), settings_of([30.0, 40.0, 60.0]), width)[table].setting == "small"
    assert (
        plan_tables(book(Article("舟", blocks=(table,))), settings_of([30.0, 40.0, 60.0]), width)[table].setting == ""
    )


@pytest.mark.parametrize(
    ("caption", "number"), [("表1　水位", "1"), ("表二", "二"), ("表 3-2 潮汐", "3-2"), ("水位表", ""), ("", "")]
)
def test_a_further_page_knows_the_number_of_the_caption(caption: str, number: str) -> None:
    table = Table(((text("甲"),),), caption=text(caption))
    plan = plan_table(table, settings_of([30.0, 40.0, 60.0]), width)
    assert plan is not None
    assert plan.number == number


def test_a_table_without_room_is_an_error_with_its_place(report: Reported) -> None:
    wide = Article("舟", blocks=(table_of([["甲乙丙"] * 40]),), source="a.md")
    with pytest.raises(PublishError) as error:
        plan_tables(book(wide), settings_of([30.0, 40.0, 60.0]), width)
    assert str(error.value.diagnostic).startswith("a.md:7: error D103 a table of 40 columns")
