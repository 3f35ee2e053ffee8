"""When a book was made: from what the book says, never from the clock or from a file's time stamp."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache

from publish.book import Book
from publish.diagnostics import failure
from publish.press import Pattern, listed

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Of a book that says no date anywhere."""
_DATE = Pattern("{any_date}")


def iso_date(text: str) -> str | None:
    """Return the first date in *text* as ISO 8601, no more exact than it is (2023, 2023-05, 2023-05-04), or None.

    Known are 2023-05-04, 2023.5.4, 2023/5/4, 2023年5月4日 and 二〇二三年五月四日.
    """
    found = _DATE.search(text)
    if not found:
        return None
    year, *rest = (int(part) if part.isascii() else chinese_number(part) for part in found.groups() if part)
    try:
        date(year, *[*rest, 1, 1][:2])
    except ValueError:
        return None
    return "-".join([f"{year:04}", *(f"{part:02}" for part in rest)])


def printed_date(dated: str) -> str:
    """Return an ISO 8601 date as a Chinese page has it: 2023年5月4日, 2023年5月, 2023年."""
    return "".join(f"{int(part)}{unit}" for part, unit in zip(dated.split("-"), "年月日", strict=False))


def chinese_number(numeral: str) -> int:
    """Return the value of a year digit by digit (二〇二三), or of a day or month with 十, 廿, 卅 (二十三)."""
    numeral = numeral.replace("廿", "二十").replace("卅", "三十").replace("元", "一")
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int(numeral.translate(_digits()))
    return int((tens or "一").translate(_digits())) * 10 + int((ones or "〇").translate(_digits()))


@cache
def _digits() -> Mapping[int, str]:
    """Return the table of numerals and their figures."""
    figures = dict.fromkeys(listed("zero"), "0")
    figures.update((numeral, str(value)) for value, numeral in enumerate(listed("digit"), 1))
    return str.maketrans(figures)


def timestamp(moment: datetime) -> str:
    """Return *moment*, in UTC, as files carry it (RFC 3339, in the form that EPUB asks for)."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def book_moment(book: Book) -> datetime:
    """Return the moment, in UTC, that files of *book* carry as the time at which they were made.

    It is the book's own date; else the environment's ``SOURCE_DATE_EPOCH`` (reproducible-builds.org, seconds since
    1970); else the newest date of an article; else a fixed one. Raises `PublishError` E103 where the variable is no
    number of seconds.
    """
    if dated := iso_date(book.date or ""):
        return _midnight(dated)
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        try:
            return datetime.fromtimestamp(int(epoch), UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise failure("E103", value=epoch) from error
    dates = (iso_date(article.origin.date) for article in book.articles if article.origin and article.origin.date)
    return max((_midnight(dated) for dated in dates if dated), default=UNDATED)


def _midnight(dated: str) -> datetime:
    parts = [int(part) for part in dated.split("-")]
    year, month, day = [*parts, 1, 1][:3]
    return datetime(year, month, day, tzinfo=UTC)
