"""What somebody else made is used, and trusted with nothing: inputs are judged by what happens, not by what is said."""

import io
import json
import multiprocessing
import os
import re
import socket
import subprocess
import sys
import unicodedata
import zipfile
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import hostile
import pytest
from click.testing import CliRunner, Result
from conftest import Reported
from hostile import DRAWINGS, ENDLESS, HOME, NUMBERS, PAGE, SECRET, SECRETS, SHEETS, TEMPLATES, lay_out, svg

from publish.cli import main
from publish.diagnostics import PublishError
from publish.output import file_name
from publish.pictures import read_picture
from publish.printable import printable_json


def run(*arguments: str) -> Result:
    """Return how the command line *arguments* ended; a traceback, and a fault of the program, fail the test."""
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), arguments
    assert "O901" not in result.stderr, (arguments, result.stderr)
    return result


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test here opens a connection, nor asks for the address of a host."""
    asked: list[object] = []
    for name in ("connect", "connect_ex", "sendto", "bind"):
        monkeypatch.setattr(socket.socket, name, lambda *arguments: asked.append(arguments))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *arguments, **_options: asked.append(arguments) or [])
    yield
    assert asked == []


def made(folder: Path) -> bytes:
    """Return all that the files in *folder* hold, with their names, and what is packed in them unpacked."""
    parts = []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        parts += [path.name.encode("utf-8", "replace"), path.read_bytes()]
        if zipfile.is_zipfile(io.BytesIO(parts[-1])):
            with zipfile.ZipFile(path) as archive:
                parts += [archive.read(name) for name in archive.namelist()]
    return b"\n".join(parts)


# --- nothing is read that was not given ----------------------------------------------------------------------------

LEAKS = dict(hostile.leaks())


def has_secret(data: bytes) -> bool:
    return SECRET.encode() in data or SECRET.encode("unicode_escape") in data


@pytest.mark.parametrize("kind", LEAKS)
def test_what_lies_outside_the_folder_of_a_book_comes_into_no_output(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lay_out(tmp_path / "outside", SECRETS)
    lay_out(tmp_path / "book", LEAKS[kind])
    (tmp_path / "out").mkdir()
    monkeypatch.chdir(tmp_path / "outside")
    before = {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*")}
    for form in ("epub", "html", "parse"):
        result = run(form, str(tmp_path / "book"), "-o", str(tmp_path / "out"))
        assert not has_secret(result.output.encode()), form
    assert not has_secret(made(tmp_path / "out"))
    after = {path: path.lstat().st_mtime_ns for path in tmp_path.rglob("*") if tmp_path / "out" not in path.parents}
    assert after | {tmp_path / "out": 0} == before | {tmp_path / "out": 0}


def test_the_secrets_would_come_out_if_they_were_given(tmp_path: Path) -> None:
    lay_out(tmp_path / "outside", SECRETS)
    outside = tmp_path / "outside"
    styled = ("--style", str(outside / "style"), "--cover", str(outside / "secret.png"))
    for number, options in enumerate(
        (("parse", "page.txt"), ("parse", "page.md"), ("epub", "page.md"), ("html", "page.md"))
    ):
        form, name = options
        (tmp_path / f"out-{number}").mkdir()
        result = run(form, str(outside / name), *(styled * (form != "parse")), "-o", str(tmp_path / f"out-{number}"))
        assert result.exit_code == 0, result.stderr
        assert made(tmp_path / f"out-{number}").count(SECRET.encode()) >= 1 + (form != "parse")
    assert SECRET.encode("unicode_escape") in made(tmp_path / "out-2")


# --- nothing calls home --------------------------------------------------------------------------------------------


def test_a_drawing_in_a_book_fetches_and_runs_nothing(tmp_path: Path) -> None:
    files: hostile.Folder = {f"{number}.svg": text for number, text in enumerate(DRAWINGS.values())}
    shown = "\n\n".join(f"![图]({name})" for name in files)
    lay_out(tmp_path / "book", {"page.md": f"{PAGE}\n{shown}\n", **files})
    for form in ("epub", "html", "pdf"):
        assert run(form, str(tmp_path / "book"), "-o", str(tmp_path / f"out.{form}")).exit_code == 0
    (tmp_path / "out").mkdir()
    for form in ("epub", "html", "pdf"):
        (tmp_path / f"out.{form}").rename(tmp_path / "out" / f"book.{form}")
    out = made(tmp_path / "out")
    assert out.count(b"<svg") > len(DRAWINGS) // 2  # most stay, for they have something to show
    for trace in (HOME.encode(), b"<script", b"foreignObject", b"onload", b"@import", b"xml:base", b"javascript"):
        assert trace not in out, trace


@pytest.mark.parametrize("kind", DRAWINGS)
def test_a_drawing_written_anew_has_no_address(kind: str) -> None:
    try:
        picture = read_picture("a.svg", DRAWINGS[kind].encode(), lambda _said: None)
    except PublishError:
        return  # refused whole
    assert HOME.encode() not in picture.data
    assert read_picture("a.svg", picture.data, lambda said: pytest.fail(str(said))).data == picture.data


def test_a_drawing_keeps_what_draws(report: Reported) -> None:
    inside = (
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#fff"/></linearGradient></defs><g id="h"/>'
        "<style>.a &gt; .b{fill:url(#g);stroke:rgb(1,2,3)}</style>"
        '<use xlink:href="#h" transform="scale(2)"/><text x="1" style="font-size:12px">甲 <tspan>乙</tspan></text>'
        f'<image href="data:image/png;base64,{b64encode(hostile.png()).decode()}" width="1" height="1"/>'
    )
    assert read_picture("a.svg", svg(inside).encode(), report).data.decode() == svg(inside).replace(" >", ">")


@pytest.mark.parametrize("kind", SHEETS)
def test_the_css_of_a_style_calls_nobody(kind: str, tmp_path: Path) -> None:
    sheets = {f"looks/{name}.css": SHEETS[kind] for name in ("epub", "html")}
    lay_out(tmp_path / "book", {"page.md": PAGE, "book.toml": '[style]\nname = "looks"\n', **sheets})
    (tmp_path / "out").mkdir()
    for form in ("epub", "html"):
        result = run(form, str(tmp_path / "book"), "-o", str(tmp_path / "out"))
        assert result.exit_code == 1
        assert "looks/" in result.stderr
    assert HOME.encode() not in made(tmp_path / "out")


@pytest.mark.parametrize("kind", TEMPLATES)
def test_the_templates_of_a_style_call_nobody(kind: str, tmp_path: Path) -> None:
    page = f'<html xmlns="http://www.w3.org/1999/xhtml"><head><title>甲</title></head><body>{TEMPLATES[kind]}</body></html>'
    templates = {f"looks/templates/{name}.xhtml": page for name in ("epub/colophon", "html/book")}
    lay_out(tmp_path / "book", {"page.md": PAGE, "book.toml": '[style]\nname = "looks"\n', **templates})
    (tmp_path / "out").mkdir()
    for form in ("epub", "html"):
        result = run(form, str(tmp_path / "book"), "-o", str(tmp_path / "out"))
        assert (result.exit_code, "looks/templates" in result.stderr) == (1, True), form
    assert HOME.encode() not in made(tmp_path / "out")


def test_a_link_that_a_person_follows_stays(tmp_path: Path) -> None:
    page = (
        '<html lang="zh"><head><title>甲</title></head><body><p><a href="https://example.org/">乙</a></p></body></html>'
    )
    lay_out(tmp_path, {"looks/templates/html/book.xhtml": page})
    lay_out(tmp_path, {"page.md": f"{PAGE}\n见[那里](https://example.net/a)。\n"})
    source, look = str(tmp_path / "page.md"), str(tmp_path / "looks")
    assert run("html", source, "--style", look, "-o", str(tmp_path / "a.html")).exit_code == 0
    assert run("epub", source, "-o", str(tmp_path / "a.epub")).exit_code == 0
    assert b"https://example.org/" in (tmp_path / "a.html").read_bytes()
    assert b'href="https://example.net/a"' in made(tmp_path)


# --- everything ends -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ENDLESS)
def test_a_drawing_that_nothing_would_finish_is_refused(kind: str) -> None:
    with pytest.raises(PublishError, match="M404"):
        read_picture("a.svg", ENDLESS[kind].encode(), lambda _said: None)


def test_numbers_that_are_none_stop_nothing(tmp_path: Path) -> None:
    files: hostile.Folder = {}
    for number in NUMBERS:
        drawn = f'<svg xmlns="http://www.w3.org/2000/svg" width="{number}" height="{number}" viewBox="0 0 {number} 9"/>'
        shape = svg(
            f'<path d="M{number} 1l{number} {number}" stroke-width="{number}" transform="scale({number})"/>'
            f'<rect width="{number}" height="1" rx="{number}" style="stroke-width:{number}"/>'
            f'<path d="M0 0h9" stroke-dasharray="{number}"/><text font-size="{number}">甲</text>'
        )
        files |= {f"{len(files)}.svg": drawn, f"{len(files)}-shape.svg": shape}
    shown = "\n\n".join(f"![图]({name})" for name in files)
    lay_out(tmp_path, {"page.md": f"{PAGE}\n{shown}\n", **files})
    for form in ("epub", "pdf"):
        result = run(form, str(tmp_path / "page.md"), "-o", str(tmp_path / f"a.{form}"))
        assert result.exit_code == 0, result.stderr


STUCK = dict(hostile.stuck())


def _in_a_child(make: Callable[[Path], None], folder: Path) -> None:
    """Make the book and an EPUB of it; leave with 1 where something was not one line."""
    make(folder)
    limits = ("--limit", "pattern-time=1", "--limit", "template-time=1")
    result = CliRunner().invoke(main, ("epub", str(folder), *limits, "-o", str(folder / "a.epub")))
    fault = result.exception and not isinstance(result.exception, SystemExit)
    if fault or "O901" in result.stderr or "Traceback" in result.output:
        print(result.exception, result.stderr)
        raise SystemExit(1)


@pytest.mark.parametrize("kind", STUCK)
def test_a_folder_in_which_something_never_ends_ends_in_a_line(kind: str, tmp_path: Path) -> None:
    (tmp_path / "book").mkdir()
    child = multiprocessing.get_context("fork").Process(target=_in_a_child, args=(STUCK[kind], tmp_path / "book"))
    child.start()
    child.join(20)
    ended = child.exitcode
    child.kill()
    assert ended == 0


def test_what_has_no_end_and_what_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "large.txt").write_text("巷口的老钟。\n" * 100_000, "utf-8")
    for source, limit in (("/dev/zero", "source-size=1"), (str(tmp_path / "large.txt"), "text-size=1")):
        result = run("check", source, "--limit", limit)
        assert result.exit_code == 1
        assert limit.partition("=")[0] in result.stderr
    endless = subprocess.run(
        ["bash", "-c", f"yes | {sys.executable} -m publish check - --limit source-size=8"],
        capture_output=True,
        text=True,
    )
    assert (endless.returncode, "source-size" in endless.stderr) == (1, True)


@pytest.mark.parametrize(
    ("limit", "page"),
    [
        ("paragraph-length", "# 渡口\n\n" + "石阶没进水里，" * 150_000),
        ("table-cells", "# 渡口\n\n| 甲 | 乙 |\n|---|---|\n" + "| 一 | 二 |\n" * 500),
        ("table-cells", "# 渡口\n\n> - <table><tr><td colspan=90 rowspan=90>甲<tr><td>乙</table>\n"),
    ],
)
def test_what_no_page_has_room_for_is_refused_by_its_line(limit: str, page: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(page, "utf-8")
    result = run("check", str(tmp_path / "a.md"), "--limit", f"{limit}={int(limit[0] == 'p')}")
    assert result.exit_code == 1
    assert re.search(rf"a\.md:[3-5]: .*{limit}", result.stderr)


def test_no_line_makes_a_pattern_try_all_ways(tmp_path: Path) -> None:
    """Each of these took minutes once, or more than anybody can wait."""
    lines = "周明" + "/" * 120, "甲" + " " * 400 + "乙", "A." * 200, "、字" * 200, "1 " * 300
    (tmp_path / "a.txt").write_text("渡口\n\n" + "".join(f"　　{line}\n" * 20 for line in lines), "utf-8")
    read = subprocess.run(
        [sys.executable, "-m", "publish", "check", "-q", str(tmp_path / "a.txt"), "--limit", "time=20"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert read.returncode == 0, read.stderr[-300:]


def test_a_limit_is_set_by_name_and_by_the_command_line_alone(tmp_path: Path) -> None:
    lay_out(tmp_path, {"page.md": PAGE, "book.toml": "[limits]\nsource-size = 0\n"})
    assert "B202" in run("check", str(tmp_path)).stderr
    for said in (
        "source-size",
        "source-size=",
        "source-size=-1",
        "source-size=1e3",
        "bogus=1",
        f"text-size={'9' * 9000}",
    ):
        assert run("check", str(tmp_path / "page.md"), "--limit", said).exit_code == 2
    assert "source-size" in run("check", str(tmp_path / "page.md"), "--limit", "source-size=0").stderr


@pytest.mark.parametrize("kind", hostile.STUMBLES)
def test_a_spoilt_file_is_read_or_refused_in_a_line(kind: str, tmp_path: Path) -> None:
    lay_out(tmp_path, hostile.STUMBLES[kind])
    (tmp_path / "out").mkdir()
    for command in ("parse", "epub", "pdf"):
        result = run(command, str(tmp_path), "-o", str(tmp_path / "out"))
        assert not re.search(r"error [VD]\d|P801", result.stderr), result.stderr


# --- nothing reaches a terminal but what it shows ------------------------------------------------------------------


def obeyed(text: str) -> set[str]:
    """Return the characters of *text* that a terminal obeys, or that change or hide what it shows; line ends aside."""
    return {char for char in text if char != "\n" and unicodedata.category(char) in {"Cc", "Cf", "Zl", "Zp", "Cs"}}


def forged(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.startswith("forged")]


@pytest.fixture
def unseen(tmp_path: Path) -> Path:
    """A folder of a book, all names and texts of which hold what a terminal obeys."""
    lay_out(tmp_path / f"book{hostile.UNSEEN}", hostile.unseen())
    return tmp_path / f"book{hostile.UNSEEN}"


def test_what_a_terminal_obeys_is_shown_by_every_command(unseen: Path, tmp_path: Path) -> None:
    sources = [str(path) for path in unseen.iterdir() if path.suffix in {".md", ".txt"}]
    (tmp_path / "out").mkdir()
    for command in (
        ["check", "-v"],
        ["check", "--diagnostics", "json"],
        ["check", "--traditional"],
        ["parse"],
        ["parse", "--format", "json"],
        ["parse", "--explain", "-v"],
        ["contents"],
        ["epub", "-v", "-o", str(tmp_path / "out")],
        ["html", "-v", "-o", str(tmp_path / "out")],
        ["parse", "-v", "-o", str(tmp_path / "out")],
    ):
        for paths in ([str(unseen)], sources, [str(unseen / f"nowhere{hostile.UNSEEN}.txt")]):
            result = run(*command, *paths)
            assert (obeyed(result.output), forged(result.output)) == (set(), []), (command, result.output)
    assert run("epub", *sources, "-o", str(tmp_path / "out")).exit_code == 0  # and more than refusals were seen
    assert all(not obeyed(path.name) for path in (tmp_path / "out").iterdir())


@pytest.mark.parametrize("table", hostile.unseen_tables())
def test_what_a_terminal_obeys_is_shown_where_a_book_toml_is_refused(table: str, tmp_path: Path) -> None:
    lay_out(tmp_path, {"page.md": PAGE, "book.toml": table})
    for command in ("check", "pdf"):
        result = run(command, str(tmp_path), "-v")
        assert (obeyed(result.output), forged(result.output)) == (set(), []), result.output


def test_words_of_the_command_line_are_shown_too(tmp_path: Path) -> None:
    for words in (
        (f"x{hostile.UNSEEN}",),
        ("epub", f"--x{hostile.UNSEEN}"),
        ("parse", "--format", hostile.UNSEEN),
        ("explain", hostile.UNSEEN),
    ):
        result = run(*words)
        assert (result.exit_code, obeyed(result.output)) == (2, set())


def test_the_line_of_progress_shows_what_a_terminal_obeys(unseen: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    sources = [str(path) for path in unseen.iterdir() if path.suffix in {".md", ".txt"}]
    run = subprocess.Popen(
        [sys.executable, "-m", "publish", "parse", *sources], stdout=subprocess.DEVNULL, stderr=theirs
    )
    os.close(theirs)
    said = b""
    with suppress(OSError):  # how a terminal ends
        while part := os.read(ours, 65536):
            said += part
    assert run.wait() == 0
    assert b"P502" in said
    for char in "\x07\x08\x9b\u202e\u2066\u200f\u2028":
        assert char.encode() not in said
    assert b"\\u202e" in said


def test_json_for_a_terminal_is_the_same_to_who_reads_it() -> None:
    value = {"甲": f"{hostile.UNSEEN}\n\t\U000e0041\ud800乙", "b": [1, None, 0.5]}
    for indent in (None, 1):
        written = printable_json(value, indent)
        assert json.loads(written) == value
        assert obeyed(written) == set()


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("桂花巷", "桂花巷"),
        ("con", "_con"),
        ("NUL.2", "_NUL.2"),
        ("com1", "_com1"),
        ("console", "console"),
        ("甲. ", "甲"),
        ("...", "_"),
        ('a<b>c:d"e/f\\g|h?i*j', "a_b_c_d_e_f_g_h_i_j"),
        ("a\x1b\nb", "a__b"),
    ],
)
def test_the_name_of_a_file_is_one_on_every_system(stem: str, name: str) -> None:
    assert file_name(stem) == name
