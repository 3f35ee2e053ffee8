"""Behind the points for the title and the text of a copied page stands a case that notices when they are not there."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from publish.dump.frames import body, page, points
from publish.dump.frames.rows import Row
from publish.source import Line

CASES = Path(__file__).parent / "cases/frames.txt"
TABLE: Mapping[str, list[dict[str, Any]]] = tomllib.loads(points.POINTS.read_text("utf-8"))
SHARE = 0.1
"""Share of the rows that may go unnoticed."""


def cases() -> dict[str, tuple[list[str], list[str]]]:
    """Return the lines and what is expected of each case, by its name."""
    parts = CASES.read_text("utf-8").partition("\n\n")[2].split("\n.\n")
    thirds = zip(parts[0::3], parts[1::3], parts[2::3], strict=False)
    return {title.strip(): (lines.splitlines(), expected.splitlines()) for title, lines, expected in thirds}


def told(lines: list[str]) -> list[str]:
    """Return the title that is found on a page of *lines*, and the first and the last line of its text."""
    found = page.Page([Row(Line(number, text)) for number, text in enumerate(lines, 1)])
    title = "-" if found.title is None else lines[found.title]
    return [title, lines[found.start], lines[found.end - 1]]


def without(kind: str, shows: str) -> Mapping[str, Mapping[str, float]]:
    """Return the table where what is called *shows* in the rows of *kind* is worth nothing."""
    points_of = {each: {row["shows"]: row["points"] for row in rows} for each, rows in TABLE.items()}
    points_of[kind][shows] = 0
    return points_of


@pytest.mark.parametrize(("lines", "expected"), cases().values(), ids=cases())
def test_title_and_text_of_a_page_are_those_with_most_points(lines: list[str], expected: list[str]) -> None:
    assert told(lines) == expected


def test_hardly_a_row_can_be_taken_out_without_its_case_noticing() -> None:
    unnoticed = []
    for kind, rows in TABLE.items():
        for row in rows:
            table = without(kind, row["shows"])
            with patch.object(page, "points_for", table.get), patch.object(body, "points_for", table.get):
                named = (case for name, case in cases().items() if name in row["cases"])
                if all(told(lines) == expected for lines, expected in named):
                    unnoticed.append(row["shows"])
    assert len(unnoticed) < SHARE * sum(map(len, TABLE.values())), unnoticed
