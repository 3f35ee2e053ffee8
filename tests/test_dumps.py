"""Each shape that a line of a dump can have, each layout, each habit of OCR: read as a careful reader reads it."""

from pathlib import Path

import pytest
from dump_cases import BOOKS, Case, cases, shown


@pytest.mark.parametrize("case", list(cases(*BOOKS)), ids=lambda case: case.title)
def test_a_dump_is_read_as_a_careful_reader_reads_it(case: Case, tmp_path: Path) -> None:
    assert shown(case, tmp_path) == case.expected
