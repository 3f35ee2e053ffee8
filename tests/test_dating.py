"""When a book was made: never the clock's word."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from handmade import book

from publish.book import Article, Origin
from publish.dating import book_moment, iso_date, printed_date
from publish.diagnostics import PublishError

_CASES = (Path(__file__).parent / "cases/dates.txt").read_text("utf-8").splitlines()[2:]
_ARTICLES = tuple(Article("甲", origin=Origin(date=date)) for date in ("2021年3月", "2022年1月2日", "昨天", None))


@pytest.fixture(autouse=True)
def _no_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)


@pytest.mark.parametrize("case", _CASES)
def test_a_date_is_understood_as_exactly_as_it_is_written(case: str) -> None:
    written, meant = case.rsplit(maxsplit=1)
    assert (iso_date(written) or "-") == meant


@pytest.mark.parametrize(
    ("dated", "written"), [("2023-05-04", "2023年5月4日"), ("2023-05", "2023年5月"), ("2023", "2023年")]
)
def test_a_date_is_printed_as_a_reader_would(dated: str, written: str) -> None:
    assert printed_date(dated) == written


def test_the_date_of_the_book_comes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    assert book_moment(replace(book(*_ARTICLES), date="2020-07")) == datetime(2020, 7, 1, tzinfo=UTC)


def test_then_comes_the_date_that_the_environment_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert book_moment(book(*_ARTICLES)) == datetime(1970, 1, 2, tzinfo=UTC)


def test_then_the_newest_date_of_an_article() -> None:
    assert book_moment(book(*_ARTICLES)) == datetime(2022, 1, 2, tzinfo=UTC)


def test_a_book_without_any_date_has_a_fixed_one() -> None:
    assert book_moment(book()) == datetime(2000, 1, 1, tzinfo=UTC)


def test_a_wrong_environment_is_an_error_and_no_surprise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    with pytest.raises(PublishError, match="SOURCE_DATE_EPOCH is “today”"):
        book_moment(book())
