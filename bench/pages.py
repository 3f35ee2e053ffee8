"""How well pages are read: ``python bench/pages.py [FILES] [LAYOUT]``, by the reader of PDFs and by pdftotext.

What pdftotext gives is read as a dump. Each layout of `layouts` is set by three programs; LAYOUT is one of them,
``HELD_OUT`` those that the reader was not made with. A body is right when its text is, to the character; captions do
not count, whether they stand with a picture or not.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent.parent / "tests")]

from accuracy import Score, squeezed  # noqa: E402
from layouts import HELD_OUT, LAYOUTS  # noqa: E402
from pages import PROGRAMS, Print  # noqa: E402

from publish.book import Article, Figure, plain_block  # noqa: E402
from publish.edition import Edition  # noqa: E402
from publish.reading import read  # noqa: E402


@dataclass
class Figures:
    """All figures of one way of reading."""

    scores: dict[str, Score] = field(
        default_factory=lambda: {name: Score() for name in ("title", "author", "section", "body", "kept")}
    )
    onto_title: int = 0
    lost: int = 0
    seconds: float = 0
    pages: int = 0

    def add(self, path: Path, printed: Print) -> None:
        """Read the file at *path* and hold it against what is true of it."""
        begun = time.process_time()
        reading = read(Edition("pages", path.parent, (path,)), lambda _said: None)
        self.seconds += time.process_time() - begun
        self.pages += len(printed.pages)
        self.lost += reading.account.lost + reading.account.invented
        found, true = list(reading.book.articles), printed.articles
        self.onto_title += sum(any(a.title != t.title and a.title.startswith(t.title) for t in true) for a in found)
        captions = set(printed.captions)
        bodies = Counter(squeezed(a.title, _texts(a, captions)) for a in found)
        truths = Counter(squeezed(a.title, a.blocks) for a in true)
        self._score("title", Counter(a.title for a in found), Counter(a.title for a in true))
        self._score(
            "author",
            Counter((a.title, name) for a in found for name in a.authors),
            Counter((a.title, name) for a in true for name in a.authors),
        )
        self._score(
            "section",
            Counter((c.heading, a.title) for c in reading.book.chapters for a in c.articles),
            Counter((a.section, a.title) for a in true),
        )
        self._score("body", bodies, truths)
        characters = (Counter("".join(text for _, text in texts.elements())) for texts in (bodies, truths))
        self._score("kept", *characters)

    def _score(self, name: str, found: Counter[object], true: Counter[object]) -> None:
        self.scores[name].add(found, true)

    def row(self) -> str:
        """Return the figures as a row."""
        title, author, section, body, kept = self.scores.values()
        return (
            f"{title.f1:6.3f} {author.f1:6.3f} {section.f1:7.3f} {body.recall:6.3f} {kept.recall:7.4f}"
            f" {self.onto_title:4} {self.lost:4} {1000 * self.seconds / max(1, self.pages):6.0f} ms"
        )


def _texts(article: Article, captions: set[str]) -> list[str]:
    texts = (plain_block(block) for block in article.blocks if not isinstance(block, Figure))
    return [text for text in texts if text not in captions]


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    chosen = sys.argv[2:] or [*LAYOUTS, *HELD_OUT]
    kinds = {kind: make for kind, make in (LAYOUTS | HELD_OUT).items() if kind in chosen or "HELD_OUT" in chosen}
    kinds = {kind: make for kind, make in kinds.items() if "HELD_OUT" not in chosen or kind in HELD_OUT}
    print(f"{'layout':10} {'program':11} {'by':9} title author section   body    kept onto lost  a page")
    for kind, make in kinds.items():
        for maker, program in PROGRAMS.items():
            ours, plain = Figures(), Figures()
            for seed in range(count):
                printed = make(f"{kind} {maker} bench {seed}")
                with tempfile.TemporaryDirectory() as folder:
                    path = Path(folder, "page.pdf")
                    path.write_bytes(program(printed))
                    ours.add(path, printed)
                    subprocess.run(["pdftotext", path, path.with_suffix(".txt")], check=True)
                    plain.add(path.with_suffix(".txt"), printed)
            print(f"{kind:10} {maker:11} {'reader':9} {ours.row()}")
            print(f"{kind:10} {maker:11} {'pdftotext':9} {plain.row()}", flush=True)


if __name__ == "__main__":
    main()
