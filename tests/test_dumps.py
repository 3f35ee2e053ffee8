"""Each shape that a line of a dump can have, each layout, each habit of OCR: read as a careful reader reads it."""

from pathlib import Path

import pytest
from conftest import Reported
from outline import show_chapter

from publish.edition import Edition
from publish.reading import read

FILES = [Path(__file__).parent / f"cases/{name}.txt" for name in ("dumps", "rhythm")]
INVISIBLE = str.maketrans({"␌": "\f", "⍽": "\u00a0", "¦": "\u200b"})


def cases() -> list[object]:
    """Return title, dump and book of each case."""
    parts = [path.read_text("utf-8").partition("\n\n")[2].split("\n.\n") for path in FILES]
    thirds = (third for part in parts for third in zip(part[0::3], part[1::3], part[2::3], strict=False))
    return [pytest.param(dump, book.strip(), id=title.strip()) for title, dump, book in thirds]


@pytest.mark.parametrize(("dump", "book"), cases())
def test_a_dump_is_read_as_a_careful_reader_reads_it(dump: str, book: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(dump.translate(INVISIBLE), "utf-8")
    reported = Reported()
    reading = read(Edition("a", tmp_path, (path,)), reported)
    shown = [line for chapter in reading.book.chapters for line in show_chapter(chapter)]
    dropped = sorted(
        (said for said in reported if said.code in ("P201", "P202", "P203")), key=lambda said: said.line or 0
    )
    shown += (f"furniture {said.facts['text']}" for said in dropped)
    assert "\n".join(shown) == book.translate(INVISIBLE)
    assert reading.account.lost == 0
