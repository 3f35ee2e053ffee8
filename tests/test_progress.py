"""Long work says how far it has come, on one line that is never longer than the terminal."""

import io
import logging

import pytest
from rich.console import Console

from publish import progress, terminal
from publish.diagnostics import Stage
from publish.progress import Pace, pages_set
from publish.terminal import Terminal, Verbosity


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [0.0]
    monkeypatch.setattr(progress, "monotonic", lambda: now[0])
    return now


@pytest.mark.parametrize(
    ("gone", "done", "total", "left"),
    [(1, 5, 10, ""), (10, 5, 10, ", 0:10 left"), (30, 100, 300, ", 1:00 left"), (30, 0, 300, ""), (30, 300, 300, "")],
)
def test_the_time_left_goes_by_the_time_gone(gone: float, done: int, total: int, left: str, clock: list[float]) -> None:
    pace = Pace()
    clock[0] = gone
    assert pace.left(done, total) == left


def test_pages_are_counted_of_those_expected_and_then_of_those_there_are(clock: list[float]) -> None:
    shown: list[str] = []
    logger = logging.getLogger("weasyprint.progress")
    with pages_set(shown.append, 2):
        for page in (1, 2, 3):
            logger.info("Step 5 - Creating layout - Page %d", page)
        logger.info("Step 5 - Creating layout - Repagination #%d", 1)
        clock[0] += 10
        logger.info("Step 5 - Creating layout - Page %d (up-to-date)", 1)
    logger.info("Step 5 - Creating layout - Page %d", 1)
    assert shown == ["page 1/2", "page 2/2", "page 3", "page 1/3, 0:20 left"]


@pytest.mark.parametrize("verbosity", [Verbosity.NORMAL, Verbosity.VERBOSE])
@pytest.mark.parametrize("name", ["第十二期-" + "长" * 300 + ".txt", "[red]a[/red]" * 30, "short.txt"])
def test_the_line_of_progress_is_one_line_and_names_what_is_in_work(
    name: str, verbosity: Verbosity, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = io.StringIO()
    console = Console(file=file, width=40, force_terminal=True, color_system=None)
    monkeypatch.setattr(terminal.sys.stderr, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(terminal, "_console", lambda: console)
    shown = Terminal(verbosity)
    with shown.stage(Stage.READING, "source", ", ".join([name] * 9)):
        shown.progress(12, 300, name)
        assert shown._status is not None
        rendered = console.render_lines(shown._status.renderable, console.options)
    assert len(rendered) == 1
    assert "12/300 " + name[:5] in "".join(segment.text for segment in rendered[0])
