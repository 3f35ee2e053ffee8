"""The cases of dumps in ``cases/``: read, and shown as a case writes what it expects."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from conftest import Reported
from outline import show_chapter

from publish.book import Chapter
from publish.diagnostics import Diagnostic
from publish.dump import read_dump, ready_hints
from publish.edition import Edition, Settings
from publish.reading import read
from publish.source import Declared, Look
from publish.sources.source_writer import SourceWriter

FOLDER = Path(__file__).parent / "cases"
BOOKS = ("dumps", "rhythm", "declared", "drawn")
"""Files whose cases expect a book; those of ``guesses`` expect what is said of the dump."""
INVISIBLE = str.maketrans({"␌": "\f", "⍽": "\u00a0", "¦": "\u200b"})
LOOKED_AT = ("declared", "drawn")
"""Files whose lines carry a look before them."""
_LOOK = re.compile(r"⟨(?P<look>[^⟩]+)⟩ (?P<indent>\u3000*)(?P<text>.*)")


@dataclass(frozen=True, slots=True)
class Case:
    """A dump and what a careful reader makes of it."""

    file: str
    title: str
    dump: str
    expected: str


def cases(*files: str) -> Iterator[Case]:
    """Yield the cases in *files*, named without their ending."""
    for file in files:
        parts = (FOLDER / f"{file}.txt").read_text("utf-8").partition("\n\n")[2].split("\n.\n")
        for title, dump, expected in zip(parts[0::3], parts[1::3], parts[2::3], strict=False):
            yield Case(file, title.strip(), dump.translate(INVISIBLE), expected.strip().translate(INVISIBLE))


def shown(case: Case, folder: Path) -> str:
    """Return what is made of *case*, as it is written in its file; *folder* is for the dump."""
    if case.file in LOOKED_AT:
        return _show_page(case.dump)
    found, book = read_file(case.dump, folder, "a.html" if case.file == "webpages" else "a.txt")
    if case.file == "guesses":
        said = (f"{one.line} {one.code}" for one in found if one.code != "P401" or "P401" in case.expected)
        return "\n".join(said) or "-"
    return "\n".join((*_show(book), *_show_furniture(found)))


def read_file(dump: str | bytes, folder: Path, name: str = "a.txt") -> tuple[Reported, tuple[Chapter, ...]]:
    """Return what is said of *dump*, a file of that *name*, and the chapters that it gives; nothing of it is lost."""
    path = folder / name
    path.write_bytes(dump if isinstance(dump, bytes) else dump.encode())
    reported = Reported()
    reading = read(Edition("a", folder, (path,), Settings(title="a")), reported)
    assert reading.account.lost == 0
    return reported, reading.book.chapters


def _show(chapters: tuple[Chapter, ...]) -> Iterator[str]:
    return (line for chapter in chapters for line in show_chapter(chapter))


def _show_furniture(found: list[Diagnostic]) -> Iterator[str]:
    dropped = (one for one in found if one.code in ("P201", "P202", "P203"))
    return (f"furniture {one.facts['text']}" for one in sorted(dropped, key=lambda one: one.line or 0))


def _show_page(page: str) -> str:
    """Return what is made of *page*, whose lines carry their looks; a form feed begins another page."""
    writer, reported, gap, number = SourceWriter("page"), Reported(), 0, 1
    writer.page()
    for line in page.split("\n"):
        if line.startswith("\f"):
            writer.page()
            number += 1
        text, look, indent = _looked_at(line.removeprefix("\f"), number)
        writer.line(text, look, gap=gap, indent=indent)
        gap = 0 if text else gap + 1
    hints = ready_hints(Settings().parse, "book.toml")
    part = read_dump(writer.source(reported), hints, frozenset(), reported)
    assert part.count().lost == 0
    return "\n".join((*_show(part.chapters), *_show_furniture(reported)))


def _looked_at(line: str, page: int) -> tuple[str, Look | None, int]:
    """Return the text of *line*, the look that stands in angle brackets before it, and its indent."""
    if not (found := _LOOK.fullmatch(line)):
        return line, None, 0
    return found["text"], _look_of(found["look"], page), len(found["indent"])


def _look_of(words: str, page: int) -> Look:
    """Return the look that *words* say, in any order; what they leave out is as plain text has it.

    They are what a source declares and its level (``heading 2``); the size of the characters (``1.6``), their face, the
    ems free behind them in their column (``+7``, ``+0`` where they fill it); bold, boxed, centred, whole.
    """
    look = Look(page, face="song", bold=False, boxed=False, whole=False)
    for word in words.split():
        if word in ("bold", "boxed", "centred", "whole"):
            look = replace(look, **{word: True})
        elif word in _FACES:
            look = replace(look, face=word)
        elif word[0] == "+":
            look = replace(look, room=float(word))
        elif "." in word:
            look = replace(look, size=float(word))
        elif word.isdigit():
            look = replace(look, level=int(word))
        else:
            look = replace(look, declared=Declared(word))
    return look


_FACES = ("song", "hei", "kai", "fangsong", "latin")
