# ruff: noqa: E501, D103
"""How well dumps are read: ``python bench/accuracy.py [FILES PER PROFILE] [PROFILE]``, a table by profile.

Precision and recall are micro-averaged over the files. A body is right when its text is, to the character.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent / "tests")]

from dumps import PROFILES, Dump, make_dump  # noqa: E402

from publish.book import Book, Paragraph, plain_block  # noqa: E402
from publish.diagnostics import Diagnostic  # noqa: E402
from publish.edition import Edition  # noqa: E402
from publish.reading import read  # noqa: E402


@dataclass
class Score:
    """Hits, finds and truths of one kind."""

    hits: int = 0
    found: int = 0
    true: int = 0

    def add(self, found: Counter[object], true: Counter[object]) -> None:
        """Count one file."""
        self.hits += (found & true).total()
        self.found += found.total()
        self.true += true.total()

    @property
    def precision(self) -> float:
        """Share of the found that are true."""
        return self.hits / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of the true that are found."""
        return self.hits / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        return 2 * self.hits / ((self.found + self.true) or 1) if self.found or self.true else 1.0


@dataclass
class Tally:
    """All figures of one profile."""

    title: Score = field(default_factory=Score)
    author: Score = field(default_factory=Score)
    section: Score = field(default_factory=Score)
    join: Score = field(default_factory=Score)
    body: Score = field(default_factory=Score)
    kept: Score = field(default_factory=Score)
    onto_title: int = 0
    lost: int = 0
    warnings: int = 0
    wrong_titles: int = 0
    wrong_told: int = 0
    right_titles: int = 0
    right_told: int = 0

    def add(self, dump: Dump, book: Book, lost: int, diagnostics: list[Diagnostic]) -> None:
        """Hold *book* against what is true of *dump*."""
        found = list(book.articles)
        true_titles = Counter(a.title for a in dump.articles)
        self.title.add(Counter(a.title for a in found), true_titles)
        self.author.add(
            Counter((a.title, n) for a in found for n in a.authors),
            Counter((a.title, n) for a in dump.articles for n in a.authors),
        )
        self.section.add(
            Counter((c.heading, a.title) for c in book.chapters for a in c.articles),
            Counter((a.section, a.title) for a in dump.articles),
        )
        joins = {
            pair
            for a in found
            for b in a.blocks
            if isinstance(b, Paragraph)
            for pair in pairwise(dict.fromkeys(p.line for p in b.places))
        }
        self.join.add(Counter(joins), Counter(dump.joins))
        self.onto_title += sum(line in dump.title_lines.values() for pair in joins for line in pair)
        bodies = Counter(squeezed(a.title, map(plain_block, a.blocks)) for a in found)
        truths = Counter(squeezed(a.title, a.blocks) for a in dump.articles)
        self.body.add(bodies, truths)
        have = Counter("".join(text for _, text in bodies.elements()))
        want = Counter("".join(text for _, text in truths.elements()))
        self.kept.hits += (have & want).total()
        self.kept.true += want.total()
        self.lost += lost
        told = {d.line for d in diagnostics if d.line}
        self.warnings += sum(d.severity == "warning" for d in diagnostics)
        order = sorted(set(dump_lines(dump)))
        near = {n: set(order[max(0, i - 1) : i + 2]) for i, n in enumerate(order)}
        for a in found:
            right = true_titles[a.title] > 0
            is_told = bool(a.line and near.get(a.line, set()) & told)
            self.right_titles += right
            self.right_told += right and is_told
            self.wrong_titles += not right
            self.wrong_told += is_told and not right


def dump_lines(dump: Dump) -> list[int]:
    text = dump.data.decode(dump.encoding).replace("\r\n", "\n").replace("\r", "\n")
    return [n for n, line in enumerate(text.split("\n"), 1) if line.strip()]


def squeezed(title: str, blocks) -> tuple[str, str]:
    return title, "".join("".join("".join(blocks).split()).split("\u200b"))


def measure(profile: str, seed: int, tally: Tally, faults: list[str] | None = None) -> None:
    """Read one dump into *tally*."""
    dump = make_dump(profile, seed)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{profile}-{seed}.txt"
        path.write_bytes(dump.data)
        diagnostics: list[Diagnostic] = []
        reading = read(Edition("dump", Path(folder), (path,)), diagnostics.append)
    tally.add(dump, reading.book, reading.account.lost, diagnostics)
    if faults is not None:
        found = {
            (c.heading, a.title, a.authors, squeezed("", map(plain_block, a.blocks))[1])
            for c in reading.book.chapters
            for a in c.articles
        }
        true = {(a.section, a.title, a.authors, squeezed("", a.blocks)[1]) for a in dump.articles}
        for what, rows in (("true ", true - found), ("found", found - true)):
            for row in sorted(rows, key=str):
                faults.append(
                    f"{profile}-{seed} {what} {row[0]} | {row[1]} | {row[2]} | {row[3][:40]}…{row[3][-30:]} {len(row[3])}"
                )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    chosen = sys.argv[2:] or PROFILES
    whole = Tally()
    print(f"{'profile':12} title F author F section join P join R  body  kept  onto lost warn wrong told right told")
    faults: list[str] = []
    for profile in chosen:
        tally = Tally()
        for seed in range(count):
            measure(profile, seed, tally, faults)
            measure(profile, seed, whole)
        show(profile, tally)
    show("all", whole)
    if len(sys.argv) > 2:
        print("\n".join(faults))


def show(name: str, t: Tally) -> None:
    print(
        f"{name:12} {t.title.f1:7.3f} {t.author.f1:8.3f} {t.section.f1:7.3f} {t.join.precision:6.3f} {t.join.recall:6.3f}"
        f" {t.body.recall:6.3f} {t.kept.recall:6.4f} {t.onto_title:4} {t.lost:4} {t.warnings:4} {t.wrong_titles:4} {t.wrong_told:4} {t.right_titles:5} {t.right_told:4}"
    )


if __name__ == "__main__":
    main()
