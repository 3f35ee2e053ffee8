"""A file appears whole under its final name, or not at all: whatever happens, the old file stands as it was."""

import multiprocessing
import os
import random
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
import time
from itertools import count
from pathlib import Path

import pytest

from publish.diagnostics import PublishError
from publish.output import write_whole

OLD = b"the old book"
NEW = b"the new book" * 10_000


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book that is already there."""
    path = tmp_path / "book.epub"
    path.write_bytes(OLD)
    return path


def in_a_child(program: str, path: Path) -> subprocess.CompletedProcess[str]:
    """Run *program* in a process of its own, in which `write(path)` writes the new book and says what went wrong."""
    start = """
        import os, resource, signal, sys
        from pathlib import Path
        from publish import output
        from publish.diagnostics import PublishError
        path, data = Path(sys.argv[1]), b"the new book" * 10_000
        def write():
            try:
                output.write_whole(path, data)
            except PublishError as error:
                sys.exit(str(error))
    """
    lines = textwrap.dedent(start) + textwrap.dedent(program)
    root = Path(__file__).parent.parent
    english = {**os.environ, "LANGUAGE": "en", "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-c", lines, path]
    return subprocess.run(command, cwd=root, env=english, capture_output=True, text=True, timeout=60, check=False)


def test_the_new_file_takes_the_name_of_the_old_one(book: Path) -> None:
    assert write_whole(book, NEW) == book
    assert book.read_bytes() == NEW
    assert list(book.parent.iterdir()) == [book]


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with subprocess.Popen(["cat", path], stdout=subprocess.PIPE) as reader:
        write_whole(path, NEW)
        assert reader.communicate(timeout=10)[0] == NEW
    assert stat.S_ISFIFO(path.stat().st_mode)


def test_a_device_stays_a_device(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "replace", lambda *_: pytest.fail("a file has taken the name of a device"))
    assert write_whole(Path("/dev/null"), NEW) == Path("/dev/null")


def test_missing_folders_are_made(tmp_path: Path) -> None:
    path = tmp_path / "a" / "b" / "书.epub"
    assert write_whole(path, NEW).read_bytes() == NEW


def test_the_file_has_the_rights_that_the_user_gives_new_files(book: Path) -> None:
    mask = os.umask(0o027)
    try:
        write_whole(book, NEW)
    finally:
        os.umask(mask)
    assert stat.S_IMODE(book.stat().st_mode) == 0o640


def test_a_full_disk_leaves_the_old_file_and_no_other(book: Path) -> None:
    done = in_a_child(
        """
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000))
        write()
        """,
        book,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"{book}: error O101" in done.stderr
    assert book.read_bytes() == OLD
    assert list(book.parent.iterdir()) == [book]


@pytest.mark.parametrize("when", ["the data is written", "the file is renamed"])
def test_a_program_killed_before_it_is_done_leaves_the_old_file(when: str, book: Path) -> None:
    call = {"the data is written": "output.os.fsync", "the file is renamed": "Path.replace"}[when]
    done = in_a_child(f"{call} = lambda *arguments: os.kill(os.getpid(), signal.SIGKILL)\nwrite()", book)
    assert done.returncode == -signal.SIGKILL
    assert book.read_bytes() == OLD


def test_an_interrupted_program_leaves_the_old_file_and_no_other(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("publish.output.os.fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_whole(book, NEW)
    assert book.read_bytes() == OLD
    assert list(book.parent.iterdir()) == [book]


def test_a_folder_in_which_one_may_not_write_is_refused_in_one_line() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.epub")
        path.write_bytes(OLD)
        path.parent.chmod(0o555)
        done = in_a_child(
            """
            import locale, tempfile
            str(output.failure("O101", "x", reason="y"))  # what an error needs is loaded
            os.geteuid() or os.seteuid(65534)  # root may write anywhere
            write()
            """,
            path,
        )
        path.parent.chmod(0o755)
        assert done.returncode == 1
        assert done.stderr == f"{path}: error O101 cannot be written: Permission denied\n"
        assert path.read_bytes() == OLD


def test_a_place_that_can_hold_no_file_is_refused_in_one_line(book: Path, tmp_path: Path) -> None:
    (tmp_path / "folder.epub").mkdir()
    for path in (book / "inside.epub", tmp_path / "folder.epub", tmp_path / ("长" * 200 + ".epub")):
        with pytest.raises(PublishError, match="O101"):
            write_whole(path, NEW)
    assert book.read_bytes() == OLD
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.epub", "folder.epub"]


def test_what_was_killed_does_not_stand_in_the_way_of_the_next_run(book: Path) -> None:
    in_a_child("output.os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGKILL)\nwrite()", book)
    assert write_whole(book, NEW).read_bytes() == NEW


def test_what_was_killed_leaves_nothing_behind_after_the_next_run(book: Path) -> None:
    in_a_child("output.os.fsync = lambda descriptor: os.kill(os.getpid(), signal.SIGKILL)\nwrite()", book)
    assert len(list(book.parent.iterdir())) == 2
    write_whole(book, NEW)
    assert list(book.parent.iterdir()) == [book]


def _write_without_end(path: Path, books: tuple[bytes, ...], times: int | None = None) -> None:
    for number in count() if times is None else range(times):
        write_whole(path, books[number % len(books)])


def test_a_program_killed_at_any_moment_leaves_one_whole_book(book: Path) -> None:
    processes, moments = multiprocessing.get_context("fork"), random.Random(4)
    for _moment in range(100):
        child = processes.Process(target=_write_without_end, args=(book, (OLD, NEW)))
        child.start()
        time.sleep(moments.uniform(0, 0.02))
        child.kill()
        child.join()
        assert book.read_bytes() in (OLD, NEW)
    write_whole(book, NEW)
    assert list(book.parent.iterdir()) == [book]


def test_of_two_programs_that_write_one_book_each_leaves_it_whole(book: Path) -> None:
    processes = multiprocessing.get_context("fork")
    children = [processes.Process(target=_write_without_end, args=(book, (one,), 60)) for one in (OLD, NEW)]
    for child in children:
        child.start()
    while any(child.is_alive() for child in children):
        assert book.read_bytes() in (OLD, NEW)
    assert [child.exitcode for child in children] == [0, 0]
    assert list(book.parent.iterdir()) == [book]
