"""Time and memory of ``publish parse`` beside pandoc's for an EPUB of the same text, and how they grow.

    python bench/parse.py [PANDOC]

The text is that of ``bench/epub.py``: as a dump with a paragraph a line, hard-wrapped in columns, and the same columns
without empty lines. Below, texts that no newspaper prints, each once and twice as long: a ratio of 2 is linear.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from epub import measure, write_sources

from publish.edition import Edition
from publish.reading import read_book

_COLUMN = 28  # characters of a hard-wrapped line

EXTREMES = {
    "one line": ("字，句。", 500_000),
    "empty lines": ("\n", 500_000),
    "lines of one character": ("字\n", 5_000),
    "opening brackets": ("（", 50_000),
    "closing quotation marks": ("”", 50_000),
    "quoted words": ("“甲”\n", 5_000),
}


def wrapped(dump: str) -> Iterator[str]:
    """Yield the lines of *dump* cut to columns."""
    for line in dump.splitlines():
        yield from (line[start : start + _COLUMN] for start in range(0, len(line) or 1, _COLUMN))


def seconds(text: str, folder: Path) -> float:
    """Return the processor time that reading *text* takes."""
    path = folder / "extreme.txt"
    path.write_text("甲\n" + text + "\n乙", "utf-8")
    begun = time.process_time()
    read_book(Edition("extreme", folder, (path,)), lambda said: None)
    return time.process_time() - begun


def main(pandoc: str | None) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dump, markdown = write_sources(folder)
        columns = folder / "columns.txt"
        columns.write_text("\n".join(wrapped(dump.read_text("utf-8"))), "utf-8")
        solid = folder / "solid.txt"
        solid.write_text("\n".join(filter(None, columns.read_text("utf-8").split("\n"))), "utf-8")
        parse = [sys.executable, "-m", "publish", "parse", "-q", "-o", folder / "out.md"]
        costs = {path.name: measure([*parse, path]) for path in (dump, columns, solid)}
        if pandoc:
            costs["pandoc, EPUB"] = measure([pandoc, markdown, "--toc", "-o", folder / "pandoc.epub"])
        base = costs.get("pandoc, EPUB")
        for kind, cost in costs.items():
            ratio = f"   to pandoc: {cost.processor / base.processor:.2f}" if base else ""
            print(f"{kind:24} {cost.processor:8.2f} s {cost.memory:6.0f} MiB{ratio}")
        for kind, (text, times) in EXTREMES.items():
            once, twice = seconds(text * times, folder), seconds(text * times * 2, folder)
            print(f"{kind:24} {once:8.2f} s, twice as long: {twice:.2f} s ({twice / once:.1f})")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else shutil.which("pandoc"))
