"""What the reader guessed it says, on the line where it guessed; of a plain page it says nothing."""

from pathlib import Path

import pytest
from conftest import Reported
from dumps import make_dump

from publish.diagnostics import RULES, Diagnostic, Severity
from publish.edition import Edition, Settings
from publish.reading import read
from publish.terminal import Terminal, Verbosity

CASES = (Path(__file__).parent / "cases/guesses.txt").read_text("utf-8").partition("\n\n")[2].split("\n.\n")


def cases() -> list[object]:
    """Return the title, the dump and what is said of it, of each case."""
    thirds = zip(CASES[0::3], CASES[1::3], CASES[2::3], strict=False)
    return [pytest.param(dump, said.strip(), id=title.strip()) for title, dump, said in thirds]


def said_of(dump: str | bytes, folder: Path) -> tuple[list[Diagnostic], list[int]]:
    """Return what is said of *dump*, and the lines of the titles found."""
    path = folder / "a.txt"
    path.write_bytes(dump if isinstance(dump, bytes) else dump.encode())
    reported = Reported()
    book = read(Edition("a", folder, (path,), Settings(title="a")), reported).book
    return list(reported), [article.line or 0 for article in book.articles]


@pytest.mark.parametrize(("dump", "expected"), cases())
def test_a_guess_is_told_on_its_line(dump: str, expected: str, tmp_path: Path) -> None:
    said, _ = said_of(dump, tmp_path)
    shown = [f"{one.line} {one.code}" for one in said if one.code != "P401" or "P401" in expected]
    assert shown == ([] if expected == "-" else expected.splitlines())


def test_each_kind_of_guess_has_a_case() -> None:
    told = {line.split()[1] for said in CASES[2::3] for line in said.split("\n") if " " in line}
    codes = {code for code in RULES if code[:2] in ("P2", "P3", "P4") or code in ("P501", "P503", "P504", "P505")}
    assert codes - told == set()


@pytest.mark.parametrize(("dump", "expected"), cases())
def test_each_can_be_accepted_by_file_and_line(dump: str, expected: str, tmp_path: Path) -> None:
    said, _ = said_of(dump, tmp_path)
    terminal = Terminal(Verbosity.QUIET)
    terminal.accept([f"{one.code}:a.txt:{one.line}" for one in said])
    for one in said:
        terminal(one)
    terminal.report_stale("book.toml")
    assert terminal.reported == []


def test_what_is_said_of_a_source_stands_in_the_order_of_its_lines(tmp_path: Path) -> None:
    for seed in range(4):
        said, _ = said_of(make_dump("mixed", seed).data, tmp_path)
        lines = [one.line or 0 for one in said]
        assert len(set(lines)) > 3
        assert lines == sorted(lines)


@pytest.mark.parametrize("profile", ["clean", "indented", "bylines"])
def test_of_a_plain_page_hardly_anything_is_said(profile: str, tmp_path: Path) -> None:
    """At most one title in fifteen has something said on its line or beside it, and nothing is a warning."""
    titles = near = 0
    for seed in range(12):
        dump = make_dump(profile, seed)
        said, lines = said_of(dump.data, tmp_path)
        assert [one for one in said if one.severity is not Severity.NOTICE] == []
        text = dump.data.decode().split("\n")
        order = [number for number, line in enumerate(text, 1) if line.strip()]
        told = {order.index(one.line) + step for one in said if one.line for step in (-1, 0, 1)}
        titles += len(lines)
        near += sum(order.index(line) in told for line in lines)
    assert near * 15 <= titles
