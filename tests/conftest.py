"""What all tests share: a report that must stay silent, the real document, and the line that says what was left out."""

import os
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from publish.diagnostics import Diagnostic, Severity

ROOT = Path(__file__).parent.parent

os.environ["LANGUAGE"] = "C"  # messages in English, whoever runs the tests

# The suite tries the same examples each time, so that it fails where something was changed and nowhere else; new ones
# are looked for with `pytest --hypothesis-profile=explore`.
settings.register_profile("suite", deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
settings.register_profile("explore", deadline=None, print_blob=True, suppress_health_check=list(HealthCheck))
settings.load_profile("suite")


class Reported(list[Diagnostic]):
    """What was reported; `expect` names the codes that a test asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.expected: set[str] = set()

    def __call__(self, diagnostic: Diagnostic) -> None:
        """Keep *diagnostic*."""
        self.append(diagnostic)

    def expect(self, *codes: str) -> None:
        """Allow warnings and errors with these *codes*."""
        self.expected.update(codes)

    @property
    def unasked(self) -> list[str]:
        """The warnings and errors that nobody expected; a notice is no complaint."""
        return [str(d) for d in self if d.severity is not Severity.NOTICE and d.code not in self.expected]


@pytest.fixture(autouse=True)
def kept_for_one_test(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Have each test keep what it makes in a folder of its own: the next finds nothing there, nor does a person."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp() / f"kept-{next(_NUMBERS)}"))


_NUMBERS = count()


@pytest.fixture
def report() -> Iterator[Reported]:
    """A report for a stage; the test fails where it says more than was asked for."""
    reported = Reported()
    yield reported
    assert reported.unasked == []


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the checkout."""
    return ROOT


@pytest.fixture(scope="session")
def real_document() -> Path:
    """A real dump, which is not part of the project; ``PUBLISH_TEST_SEEDS`` names the folder where it is."""
    folder = os.environ.get("PUBLISH_TEST_SEEDS")
    if not folder:
        pytest.skip("the real document (PUBLISH_TEST_SEEDS is not set)")
    return next(iter(sorted(Path(folder).glob("*.txt"))))


_LEFT_OUT = pytest.StashKey[Counter[str]]()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Collect why tests were skipped."""
    skipped = terminalreporter.stats.get("skipped", [])
    config.stash[_LEFT_OUT] = Counter(str(report.longrepr[2]).removeprefix("Skipped: ") for report in skipped)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End with the one line that names what was left out."""
    reasons = config.stash.get(_LEFT_OUT, None)
    if reasons is not None:
        named = "; ".join(f"{reason} [{count}]" for reason, count in sorted(reasons.items()))
        print(f"left out: {named or 'nothing'}")


@pytest.fixture(scope="module")
def parted() -> Iterator[None]:
    """Have books set in parts however short they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("publish.pdf.parts.LONG", 0)
        patch.setattr("publish.pdf.parts.SHORT", 1)
        yield
