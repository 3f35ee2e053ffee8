"""Trees of small dumps, and runs over them in this process."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from publish.archive import Made, Progress, Result, Wanted, fill
from publish.archive.tasks import Task, make
from publish.diagnostics import Diagnostic


def dump(title: str, author: str, *paragraphs: str, paper: str = "") -> str:
    """Return a dump with one article, below the edition line of a *paper*."""
    head = f"{paper}\n\n" if paper else ""
    return f"{head}{title}\n\n本报记者 {author}\n\n" + "\n\n".join(paragraphs) + "\n"


CLOCK = dump("老钟又走了", "李 明", "巷口的老钟停了三年，谁也没有想到它会自己走起来。", "修钟的人说，是风把摆吹动了。")
FERRY = dump(
    "渡口的灯", "周 远", "石阶一级一级没进水里，最下面的三级只有枯水的冬天才看得见。", "灯还是老样子，亮一整夜。"
)


@dataclass
class Heard:
    """What a run tells."""

    reported: list[Diagnostic] = field(default_factory=list)
    books: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    removed_paths: list[str] = field(default_factory=list)

    def report(self, diagnostic: Diagnostic) -> None:
        """Keep *diagnostic*."""
        self.reported.append(diagnostic)

    def book(self, key: str, made: Made, files: tuple[object, ...], progress: Progress) -> None:
        """Keep what became of the book *key*."""
        (self.books if files else self.failed).append(key)

    def removed(self, path: str) -> None:
        """Keep *path*."""
        self.removed_paths.append(path)

    @property
    def codes(self) -> list[str]:
        """The codes of what is said about the archive as a whole."""
        return [diagnostic.code for diagnostic in self.reported]


def one_by_one(tasks: Iterable[Task]) -> Iterator[Made]:
    """Make *tasks* in this process."""
    return map(make, tasks)


@dataclass
class Tree:
    """A folder of dumps, and the shelf made of it."""

    folder: Path

    @property
    def root(self) -> Path:
        """The folder of the dumps."""
        return self.folder / "dumps"

    @property
    def shelf(self) -> Path:
        """The folder of the books."""
        return self.folder / "shelf"

    def write(self, **files: str) -> None:
        """Write *files* by their paths."""
        for name, text in files.items():
            path = self.root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def fill(
        self, engine: Callable[[Iterable[Task]], Iterator[Made]] = one_by_one, **wanted: bool
    ) -> tuple[Result, Heard]:
        """Bring the shelf up to the dumps, and return what came of it."""
        heard = Heard()
        result = fill(Wanted(self.root, self.shelf, **wanted), lambda description: engine, heard)
        return result, heard

    def books(self) -> list[str]:
        """Return the paths of the finished books."""
        found = self.shelf / "books"
        return sorted(str(path.relative_to(found)) for path in found.rglob("*") if path.is_file())
