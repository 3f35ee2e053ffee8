"""``publish archive``: each book as the single command makes it, what is made left alone, no failure beyond its own."""

import json
import os
import signal
import subprocess
import sys
import zipfile
from multiprocessing import active_children
from pathlib import Path

import pytest
from click.testing import CliRunner
from shelves import CLOCK, FERRY, Tree, dump, one_by_one

from publish.archive import in_processes
from publish.archive.description import ArchiveKeys, ClusterKeys, read_description
from publish.archive.plan import planned_books
from publish.cli import main
from publish.diagnostics import PublishError

ROOT = Path(__file__).parent.parent


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def command(folder: Path, *line: str) -> None:
    """Run a command line in *folder*."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        assert CliRunner().invoke(main, line).exit_code == 0
    finally:
        os.chdir(before)


# --- what is made ----------------------------------------------------------------------------------------------------


def test_each_book_has_the_bytes_that_the_single_command_gives_it(tree: Tree) -> None:
    tree.write(
        **{"85/01/a.txt": CLOCK, "85/01/b.txt": FERRY, "85/02/a.txt": FERRY, "85/02/book.toml": 'title = "二月"\n'}
    )
    tree.write(**{"archive.toml": '[[edition]]\noutput = "epub"\n[[edition]]\noutput = "json"\n'})
    result, heard = tree.fill()
    assert (result.made, result.failed, heard.codes) == (2, 0, [])
    assert tree.books() == ["85/01.epub", "85/01.json", "85/02.epub", "85/02.json"]
    for month in ("01", "02"):
        command(tree.root, "epub", f"85/{month}", "-o", str(tree.folder / "one.epub"))
        command(tree.root, "parse", f"85/{month}", "--format", "json", "-o", str(tree.folder / "one.json"))
        for ending in ("epub", "json"):
            assert (tree.shelf / f"books/85/{month}.{ending}").read_bytes() == (
                tree.folder / f"one.{ending}"
            ).read_bytes()


def test_what_the_archive_says_holds_for_each_book_that_says_nothing_else(tree: Tree) -> None:
    tree.write(**{"a/a.txt": CLOCK, "b/b.txt": FERRY, "b/book.toml": 'publisher = "水上社"\n[epub]\nvertical = true\n'})
    tree.write(**{"archive.toml": 'publisher = "岸上社"\n[[edition]]\noutput = "epub"\nparagraph-numbers = true\n'})
    tree.fill()
    assert tree.books() == ["a.epub", "b.vertical.epub"]
    said = [package(tree.shelf / "books" / name) for name in tree.books()]
    assert ["岸上社" in said[0], "水上社" in said[1]] == [True, True]


def package(path: Path) -> str:
    with zipfile.ZipFile(path) as container:
        return container.read("EPUB/content.opf").decode()


def test_any_number_of_processes_makes_the_same_bytes_and_one_that_is_killed_costs_nothing(tree: Tree) -> None:
    tree.write(**{f"{month:02}/a.txt": CLOCK.replace("三年", f"{month}年") for month in range(1, 6)})
    tree.fill()
    alone = {name: (tree.shelf / "books" / name).read_bytes() for name in tree.books()}
    assert len(alone) == 5

    def killing(tasks):
        for number, task in enumerate(tasks):
            if number == 3:
                os.kill(active_children()[0].pid, signal.SIGKILL)
            yield task

    other = Tree(tree.folder / "other")
    other.folder.mkdir()
    tree.root.rename(other.root)
    result, _heard = other.fill(lambda tasks: in_processes(killing(tasks), 2, 8 << 30, 600, pdf=False))
    assert (result.made, result.failed) == (5, 0)
    assert {name: (other.shelf / "books" / name).read_bytes() for name in other.books()} == alone


def test_a_book_that_outgrows_its_memory_each_time_is_marked_and_the_others_are_made(tree: Tree, monkeypatch) -> None:
    tree.write(**{"1/a.txt": CLOCK, "2/a.txt": FERRY})
    monkeypatch.setattr("publish.archive.engines._LEAST", 0)
    result, heard = tree.fill(lambda tasks: in_processes(tasks, 1, 64 << 20, 600, pdf=False))
    assert (result.made, result.failed, heard.failed) == (0, 2, ["1", "2"])
    failed = json.loads((tree.shelf / "catalogue.json").read_text("utf-8"))["failed"]
    assert [said["code"] for book in failed for said in book["diagnostics"]] == ["A201", "A201"]


# --- what is there already -------------------------------------------------------------------------------------------


def test_a_second_run_makes_what_is_otherwise_and_nothing_else(tree: Tree) -> None:
    picture = "# 渡口\n\n## 渡口的灯\n\n作者：周远\n\n石阶没进水里。\n\n![灯](lamp.png)\n"
    tree.write(**{"1/a.txt": CLOCK, "2/a.txt": FERRY, "3/a.md": picture})
    assert tree.fill()[0].made == 3
    result, heard = tree.fill()
    assert (result.made, result.unchanged, heard.books) == (0, 3, [])

    tree.write(**{"2/a.txt": FERRY.replace("一整夜", "半夜")})
    assert tree.fill()[1].books == ["2"]
    (tree.root / "3/lamp.png").write_bytes((ROOT / "docs/pictures/print-marks.png").read_bytes())
    assert tree.fill()[1].books == ["3"]  # a picture that was wanting has come
    (tree.shelf / "books/1.epub").write_bytes(b"")
    assert tree.fill()[1].books == ["1"]  # somebody else wrote over it
    tree.write(**{"archive.toml": '[archive]\nname = "书/{folder}"\n'})
    assert tree.fill()[1].books == ["1", "2", "3"]
    assert tree.books() == ["书/1.epub", "书/2.epub", "书/3.epub"]


def test_a_book_without_sources_is_named_and_deleted_only_when_that_is_asked(tree: Tree) -> None:
    tree.write(**{"1/a.txt": CLOCK, "2/a.txt": FERRY})
    tree.fill()
    (tree.root / "2/a.txt").unlink()
    result, heard = tree.fill()
    assert (result.orphans, heard.codes, tree.books()) == (1, ["A203"], ["1.epub", "2.epub"])
    result, heard = tree.fill(delete_orphans=True)
    gone = ["books/2.epub", "covers/2.jpg", "covers/2-small.jpg"]
    assert (result.orphans, heard.removed_paths, tree.books()) == (0, gone, ["1.epub"])
    assert "渡口" not in (tree.shelf / "catalogue.json").read_text("utf-8")


def test_a_book_that_fails_stops_no_other_and_is_tried_again_when_told_or_when_it_changes(tree: Tree) -> None:
    tree.write(**{"1/a.txt": CLOCK, "2/a.txt": "", "3/a.txt": FERRY})
    result, heard = tree.fill()
    assert (result.made, result.failed, heard.failed) == (2, 1, ["2"])
    result, heard = tree.fill()
    assert (result.failed, heard.failed, heard.codes) == (1, [], ["A204"])
    assert tree.fill(retry=True)[1].failed == ["2"]
    tree.write(**{"2/a.txt": CLOCK.replace("老钟", "新钟")})
    result, heard = tree.fill()
    assert (result.failed, heard.books) == (0, ["2"])


def test_a_book_whose_source_spoils_is_no_longer_on_the_shelf(tree: Tree) -> None:
    tree.write(**{"1/a.txt": CLOCK})
    tree.fill()
    tree.write(**{"1/a.txt": ""})
    assert tree.fill()[0].failed == 1
    assert tree.books() == []


def test_a_run_that_is_killed_is_gone_on_with_and_leaves_no_half_book(tree: Tree) -> None:
    tree.write(**{f"{number:02}/a.txt": CLOCK.replace("三年", f"{number}年") for number in range(12)})
    line = [sys.executable, "-m", "publish", "archive", str(tree.root), "-o", str(tree.shelf), "--jobs", "2"]
    with subprocess.Popen(line, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as run:
        assert run.stdout
        run.stdout.readline()
        run.kill()
    before = {name: (tree.shelf / "books" / name).stat().st_mtime_ns for name in tree.books()}
    assert 0 < len(before) < 12
    result, heard = tree.fill()
    assert result.failed == 0
    assert result.made + result.unchanged == 12
    assert len(tree.books()) == 12
    assert len(heard.books) >= 12 - len(before)  # of one the file was there already, and was not remembered yet
    for name in tree.books():
        with zipfile.ZipFile(tree.shelf / "books" / name) as container:
            assert container.testzip() is None
    assert [path for path in tree.shelf.rglob(".publish-*") if path.is_file()] == []


def test_two_runs_at_once_are_one_and_a_line(tree: Tree) -> None:
    tree.write(**{"1/a.txt": CLOCK, "2/a.txt": FERRY})

    def meanwhile(tasks):
        with pytest.raises(PublishError, match="A104"):
            tree.fill()
        return one_by_one(tasks)

    assert tree.fill(meanwhile)[0].made == 2


# --- which books -----------------------------------------------------------------------------------------------------

PAPER = "本地日报 1985年{month}月{day}日 第{page}版"
GROUPINGS = {
    "": [("85/5/1", "85/5/1"), ("85/5/2", "85/5/2"), ("85/6", "85/6")],
    'books = "file"': [("85/5/1/a.txt", "85/5/1/a"), ("85/5/2/b.txt", "85/5/2/b"), ("85/6/c.txt", "85/6/c")],
    'books = "month"': [("本地日报/1985-05", "本地日报/1985-05"), ("本地日报/1985-06", "本地日报/1985-06")],
    'books = "year"\nname = "{date:%Y}"': [("本地日报/1985", "1985")],
    "pattern = '(?P<year>\\d\\d)/(\\d).*'": [("85/5", "85/5"), ("85/6", "85/6")],
}


@pytest.mark.parametrize("said", GROUPINGS)
def test_files_group_into_books_as_the_archive_says(tree: Tree, said: str) -> None:
    tree.write(**{"85/5/1/a.txt": dump("甲", "李 明", "正文一段。", paper=PAPER.format(month=5, day=1, page=1))})
    tree.write(**{"85/5/2/b.txt": dump("乙", "李 明", "正文二段。", paper=PAPER.format(month=5, day=2, page=1))})
    tree.write(**{"85/6/c.txt": dump("丙", "李 明", "正文三段。", paper=PAPER.format(month=6, day=1, page=2))})
    tree.write(**{"archive.toml": f"[archive]\n{said}\n"})
    _result, heard = tree.fill()
    catalogue = json.loads((tree.shelf / "catalogue.json").read_text("utf-8"))
    found = [(book["key"], book["files"][0]["path"]) for book in catalogue["books"]]
    assert found == [(key, f"books/{place}.epub") for key, place in GROUPINGS[said]]
    assert heard.reported == []


def test_titles_are_filled_in_with_what_is_known(tree: Tree) -> None:
    tree.write(**{"archive.toml": 'title = "{publication} {date:%Y年%-m月%-d日}"\n[archive]\npublication = "渡口报"\n'})
    for folder in ("1985-05-04", "1985年6月", "杂稿"):
        tree.write(**{f"{folder}/a.txt": CLOCK})
    books = planned_books(read_description(tree.root), tree.shelf, lambda path: (None, None), pytest.fail)
    assert [book.title for book in books] == ["渡口报 1985年5月4日", "渡口报 1985年6月", "渡口报"]


def test_what_no_book_takes_and_what_has_no_date_is_told(tree: Tree) -> None:
    tree.write(**{"1985/a.txt": CLOCK, "x.txt": FERRY, "archive.toml": "[archive]\npattern = '(\\d+)/.*'\n"})
    assert tree.fill()[1].codes == ["A101"]
    tree.write(**{"archive.toml": '[archive]\nbooks = "day"\n'})
    assert tree.fill(delete_orphans=True)[1].codes == ["A102", "A102"]


def test_two_books_of_one_name_are_one_book_and_an_error(tree: Tree) -> None:
    tree.write(**{"a.txt": CLOCK, "a.md": FERRY, "archive.toml": '[archive]\nbooks = "file"\n'})
    result, heard = tree.fill()
    assert (result.made, result.failed, heard.codes[:1]) == (1, 1, ["A103"])


REFUSED = {
    'titel = "x"': "B202",
    '[archive]\nbook = "file"': "B202",
    '[archive]\nbooks = "week"': "B203",
    "[archive]\npattern = '('": "B203",
    "[archive]\npattern = 'x'\nbooks = 'file'": "B203",
    'title = "{date.year}"': "B203",
    'title = "{date:%H}"': "B203",
    'title = "{titel}"': "B203",
    'title = "{folder"': "B203",
    'identifier = "x"': "B203",
    '[[edition]]\noutput = "epub"\npaper = "a4"': "B202",
    'style.name = "nowhere"': "B205",
}


@pytest.mark.parametrize("said", REFUSED)
def test_what_no_archive_can_be_is_one_line(tree: Tree, said: str) -> None:
    tree.write(**{"a.txt": CLOCK, "archive.toml": f"{said}\n"})
    result = CliRunner().invoke(main, ["archive", str(tree.root), "-o", str(tree.shelf)])
    assert (result.exit_code, result.stdout) == (1, "")
    assert f"error {REFUSED[said]} " in result.stderr
    assert "archive.toml" in result.stderr
    assert not tree.shelf.exists()


def test_each_key_of_an_archive_is_documented() -> None:
    rows = [
        row.split(" | ")[0]
        for row in (ROOT / "docs/archives.md").read_text("utf-8").splitlines()
        if row.startswith("| `")
    ]
    assert {row.strip("|` ") for row in rows} == {
        name.replace("_", "-") for name in (*ArchiveKeys.__struct_fields__, *ClusterKeys.__struct_fields__)
    }


# --- what is printed -------------------------------------------------------------------------------------------------


def test_a_pipe_gets_a_line_for_each_book_and_the_paths_alone_on_standard_output(tree: Tree) -> None:
    tree.write(**{"1/a.txt": CLOCK, "2/a.txt": ""})
    run = CliRunner().invoke(main, ["archive", str(tree.root), "-o", str(tree.shelf), "--jobs", "1"])
    assert run.exit_code == 1
    assert run.stdout.splitlines() == [str(tree.shelf / "books/1.epub")]
    assert {"1: 1 article", "2: failed", "1 book made, 0 unchanged, 1 failed"} <= set(run.stderr.splitlines())
