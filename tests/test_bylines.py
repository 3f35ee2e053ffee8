"""A byline gives names, each as it is written, and what it says of them."""

from pathlib import Path

import pytest

from publish.dump.bylines import read_byline, read_reporters
from publish.dump.paper_authors import read_authors

CASES = [
    line.split(" → ")
    for line in (Path(__file__).parent / "cases/bylines.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("printed", "said"), CASES)
def test_a_byline_is_read(printed: str, said: str) -> None:
    byline = read_byline(printed)
    if byline is None:
        assert said == "/"
    else:
        names = " ".join(byline.names)
        assert said == (f"{names} — {' '.join(byline.remarks)}" if byline.remarks else names)


DATELINES = [
    line.split(" → ")
    for line in (Path(__file__).parent / "cases/datelines.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("text", "names"), DATELINES)
def test_a_dateline_names_who_reports(text: str, names: str) -> None:
    assert (" ".join(read_reporters(text)) or "/") == names


AUTHORS = [
    line.split(" → ")
    for line in (Path(__file__).parent / "cases/paper_authors.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize(("text", "said"), AUTHORS)
def test_the_authors_of_a_paper_are_read_whatever_stands_behind_their_names(text: str, said: str) -> None:
    authors = read_authors(text)
    left = authors and text[authors.end :].strip()
    assert (f"{' '.join(authors.names)} | {left}".rstrip() if authors else "/") == said.rstrip()
