"""``--watch``: a book is made again at each change, a fault leaves the last good one, and Ctrl-C ends it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep

import pytest
from click.testing import CliRunner

from publish.cli import main

PATIENCE = 60


class Watched:
    """A run of the program that watches the book in a folder."""

    def __init__(self, folder: Path) -> None:
        self.book, self.said = folder / "book.epub", folder / ".said"
        self.source = folder / "a.md"
        self.source.write_text("## 茶\n\n采茶。\n", "utf-8")
        environment = {**os.environ, "LANGUAGE": "en", "LC_ALL": "C.UTF-8"}
        command = [sys.executable, "-m", "publish", "epub", "--watch", "-o", str(self.book), str(folder)]
        with self.said.open("wb") as file:
            self.run = subprocess.Popen(command, stderr=file, env=environment, start_new_session=True)

    def lines(self, makings: int) -> list[str]:
        """Return the lines that were said when the book has been made so often, times left out."""
        begun = monotonic()
        while self.said.read_text("utf-8").count(" s)") < makings:
            assert monotonic() - begun < PATIENCE, self.said.read_text("utf-8")
            sleep(0.05)
        return re.sub(r" \([\d.]+ s\)", "", self.said.read_text("utf-8")).splitlines()


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    watching = Watched(tmp_path)
    yield watching
    if watching.run.poll() is None:
        os.killpg(watching.run.pid, signal.SIGKILL)
        watching.run.wait()


def test_each_change_is_one_line_and_what_is_new_and_a_fault_leaves_the_last_good_book(watched: Watched) -> None:
    assert watched.lines(1) == [f"{watched.book}: 1 article"]
    watched.source.write_text("## 茶\n\n采茶。\n\n![画](no.png)\n", "utf-8")
    *_before, warning, line = watched.lines(2)
    assert "no.png" in "".join(watched.lines(2))
    assert line == f"{watched.book}: 1 article, 1 warning; publish check lists all that is doubtful", warning
    known = len(watched.lines(2))
    watched.source.write_text("## 茶\n\n采茶了。\n\n![画](no.png)\n", "utf-8")
    assert len(watched.lines(3)) == known + 1  # the warning is not new
    good = watched.book.read_bytes()
    watched.source.write_bytes(b"\0\0\0\xff")
    assert watched.lines(4)[-1] == "not made: the last good book stands"
    assert watched.book.read_bytes() == good
    os.killpg(watched.run.pid, signal.SIGINT)
    assert watched.run.wait(PATIENCE) == 130
    assert watched.said.read_text("utf-8").splitlines()[-1] == "interrupted"


@pytest.mark.parametrize("given", [["-o", "-", "."], ["-"]])
def test_what_is_no_file_is_not_watched(given: list[str]) -> None:
    assert CliRunner().invoke(main, ["epub", "--watch", *given]).exit_code == 2
