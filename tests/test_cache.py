"""What is kept for the next run never changes a book: damaged, foreign or without room, it is made anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from conftest import Reported
from handmade import HANDMADE

from publish import pdf
from publish.cache import Cache, current, kept, kept_in, key_of
from publish.cli import main
from publish.edition import PdfKeys, Settings
from publish.pdf import making, setting

KEY = key_of(["a", b"b"])


@pytest.fixture
def cache(tmp_path: Path, report: Reported) -> Cache:
    return Cache(tmp_path / "kept", report)


def entry(cache: Cache) -> Path:
    return cache.entries()[0][0]


def test_what_is_kept_comes_back_and_nothing_under_another_key(cache: Cache) -> None:
    cache.put(KEY, b"made")
    assert cache.get(KEY) == b"made"
    assert cache.get(key_of(["ab"])) is None
    assert key_of(["a", "bc"]) != key_of(["ab", "c"])


@pytest.mark.parametrize("spoilt", [b"", b"made", b"publish-zh kept 1\n", b"\0" * 200])
def test_a_damaged_or_foreign_entry_is_made_anew(cache: Cache, spoilt: bytes) -> None:
    cache.put(KEY, b"made")
    entry(cache).write_bytes(spoilt)
    assert cache.make(KEY, lambda: b"anew") == b"anew"
    assert cache.get(KEY) == b"anew"


def test_one_bit_of_an_entry_that_is_otherwise_is_found(cache: Cache) -> None:
    cache.put(KEY, b"made")
    data = bytearray(entry(cache).read_bytes())
    data[-1] ^= 1
    entry(cache).write_bytes(data)
    assert cache.get(KEY) is None


def test_an_entry_under_the_name_of_another_is_not_taken_for_it(cache: Cache) -> None:
    cache.put(KEY, b"made")
    other = key_of(["c"])
    entry(cache).rename(entry(cache).with_name(f"{other}.kept"))
    assert cache.get(other) is None


def test_where_nothing_can_be_written_the_work_is_done_and_a_line_says_so_once(
    tmp_path: Path, report: Reported
) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be")
    cache = Cache(tmp_path / "kept", report)
    report.expect("O106")
    assert [cache.make(key_of([name]), lambda: b"made") for name in "ab"] == [b"made"] * 2
    assert [said.code for said in report] == ["O106"]


def test_a_folder_into_which_others_may_write_is_not_used(cache: Cache, tmp_path: Path, report: Reported) -> None:
    cache.put(KEY, b"made")
    (tmp_path / "kept").chmod(0o777)
    report.expect("O106")
    assert cache.get(KEY) is None
    assert "others may write" in str(report[0])


def test_what_was_used_least_gives_way(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [key_of([name]) for name in "abc"]
    for key in keys:
        cache.put(key, bytes(1000))
    cache.get(keys[0])
    monkeypatch.setattr("publish.cache.most", lambda limit: 2500)
    cache.trim()
    assert [cache.get(key) is not None for key in keys] == [True, False, False]


def test_nothing_is_kept_where_nobody_asked_for_it() -> None:
    assert current() is None
    assert kept(lambda: pytest.fail("no key is needed"), lambda: b"made") == b"made"


# --- books -----------------------------------------------------------------------------------------------------------


def made(cache: Cache | None = None) -> Any:
    settings = Settings(pdf=PdfKeys(jobs=1))
    if not cache:
        return pdf.write_with_pages(HANDMADE, settings, Reported())
    with kept_in(cache):
        return pdf.write_with_pages(HANDMADE, settings, Reported())


def test_a_book_from_what_was_kept_is_the_book_byte_for_byte(
    parted: None, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    anew, first = made(), made(cache)
    with monkeypatch.context() as patch:
        patch.setattr(making, "write_with_pages", None)
        assert made(cache) == first == anew
    monkeypatch.setattr("publish.pdf.keys.book_key", lambda *given: ["another book"])
    monkeypatch.setattr("publish.pdf.assembly.set_part", None)  # all parts are there
    assert made(cache) == anew


def test_entries_that_are_no_parts_are_made_anew(parted: None, cache: Cache) -> None:
    first = made(cache)
    for path, _about in cache.entries():
        path.write_bytes(path.read_bytes()[:-40])
    assert made(cache) == first


def test_only_the_chapter_that_changed_is_set_again_and_what_names_its_pages(parted: None, cache: Cache) -> None:
    set_again: list[str] = []

    def counted(excerpt: Any, *rest: Any) -> Any:
        set_again.append(excerpt.markup)
        return setting.set_part(excerpt, *rest)

    first, *others = HANDMADE.chapters
    article, *more = first.articles
    longer = replace(first, articles=(replace(article, blocks=article.blocks * 150), *more))
    with pytest.MonkeyPatch.context() as patch, kept_in(cache):
        patch.setattr("publish.pdf.assembly.set_part", counted)
        for whole in (HANDMADE, replace(HANDMADE, chapters=(longer, *others))):
            set_again.clear()
            pdf.write_pdf(whole, Settings(pdf=PdfKeys(jobs=1)), Reported())
    chapter, contents = set_again
    assert '<article id="' in chapter
    assert '<section class="contents">' in contents


def test_the_command_keeps_shows_and_empties(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    kept_here = tmp_path / "kept"
    monkeypatch.setattr("publish.cache.folder", lambda: kept_here)
    source = tmp_path / "a.md"
    source.write_text("## 茶\n\n采茶。\n", "utf-8")
    run = CliRunner()
    made_without = run.invoke(main, ["pdf", "--no-cache", "-q", "-o", str(tmp_path / "a.pdf"), str(source)])
    assert made_without.exit_code == 0
    assert not kept_here.exists()
    assert run.invoke(main, ["pdf", "-q", "-o", str(tmp_path / "b.pdf"), str(source)]).exit_code == 0
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()
    assert str(kept_here) in run.invoke(main, ["cache"]).output
    assert " 0 " in run.invoke(main, ["cache", "--empty"]).output
