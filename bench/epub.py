"""Time and memory of ``publish epub`` against pandoc, on the same text, as ratios of one run.

    python bench/epub.py [PANDOC]

2 000 articles, 3.4 million characters with the frequencies of Chinese text. pandoc reads them as Markdown, we as a dump
and as the manuscript; both write an EPUB with a contents page, one file an article. Without a pandoc (3.9, found on
PATH or named) our own figures alone are shown.
"""

from __future__ import annotations

import os
import random
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ARTICLES, CHARACTERS, CHAPTERS = 2_000, 3_400_000, 40
_LENGTH = 250  # characters of a paragraph
_SURNAMES = "王李张刘陈杨赵黄周吴"


class Cost(NamedTuple):
    """What a command used: seconds of processor time, seconds by the clock, MiB of memory at its peak."""

    processor: float
    clock: float
    memory: float


def write_sources(folder: Path) -> tuple[Path, Path]:
    """Write the text into *folder*, the same for each run; return it as a dump and as Markdown."""
    chance = random.Random(1)
    han = [bytes((a, b)).decode("gb2312") for a in range(0xB0, 0xD7) for b in range(0xA1, 0xFF)]
    chance.shuffle(han)
    weights = [1 / (rank + 8) for rank in range(len(han))]

    def words(length: int) -> str:
        return "".join(chance.choices(han, weights, k=length))

    def paragraph() -> str:
        return "，".join(words(_LENGTH // 10 - 1) for _ in range(10)) + "。"

    dump, markdown = [], ["---", "title: 测速", "---", ""]
    for number in range(ARTICLES):
        if number % (ARTICLES // CHAPTERS) == 0:
            heading = words(4)
            dump += [heading, ""]
            markdown += [f"# {heading}", ""]
        title, author = words(12), chance.choice(_SURNAMES) + words(2)
        paragraphs = [paragraph() for _ in range(CHARACTERS // ARTICLES // _LENGTH)]
        dump += [title, "", f"本报记者 {author}", "", *(line for text in paragraphs for line in (text, ""))]
        markdown += [f"## {title}", f"作者：{author}", "", *(line for text in paragraphs for line in (text, ""))]
    for name, lines in (("text.txt", dump), ("text.md", markdown)):
        (folder / name).write_text("\n".join(lines), "utf-8")
    return folder / "text.txt", folder / "text.md"


def measure(command: Sequence[str | Path]) -> Cost:
    """Run *command* and return what it used; it must succeed."""
    begun = os.times().elapsed
    process = os.spawnvp(os.P_NOWAIT, command[0], [os.fspath(part) for part in command])
    _pid, status, used = os.wait4(process, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(map(str, command))}")
    memory = used.ru_maxrss / (1024 if sys.platform.startswith("linux") else 1024**2)
    return Cost(used.ru_utime + used.ru_stime, os.times().elapsed - begun, memory)


def main(pandoc: str | None) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        dump, markdown = write_sources(Path(folder))
        ours = [sys.executable, "-m", "publish", "epub", "-q"]
        costs = {
            "publish, dump": measure([*ours, dump, "-o", f"{folder}/dump.epub"]),
            "publish, manuscript": measure([*ours, markdown, "-o", f"{folder}/manuscript.epub"]),
        }
        if pandoc:
            options = ["--toc", "--split-level=2", "-o", f"{folder}/pandoc.epub"]
            costs["pandoc"] = measure([pandoc, markdown, *options])
    base = costs.get("pandoc")
    print(f"{'':20} {'processor':>10} {'clock':>8} {'memory':>9}   to pandoc: processor, clock, memory")
    for name, cost in costs.items():
        to_base = [one / other for one, other in zip(cost, base, strict=True)] if base else ()
        ratios = " ".join(f"{ratio:6.2f}" for ratio in to_base)
        print(f"{name:20} {cost.processor:8.2f} s {cost.clock:6.2f} s {cost.memory:5.0f} MiB   {ratios}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else shutil.which("pandoc"))
