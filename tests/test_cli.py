"""Each command says what is wrong in one clear line, ends with the right status, and leaves nothing behind."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from publish.cli import main
from publish.diagnostics import RULES

GOOD = "本地消息\n\n老钟又走了\n\n李 明\n\n巷口的老钟停了三年，谁也没有想到它会自己走起来。\n"
DOUBTFUL = "本地消息\n\n老钟又走了\n\n李 明\n\n巷口的老钟停了三年，谁也没有想到它会自己走起来，而且\n"
FOLDER = {"book/a.txt": GOOD, "book/b.txt": GOOD}

PUBLISH = [sys.executable, "-m", "publish"]

Publish = Callable[..., Result]


@pytest.fixture
def publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publish:
    """Runs a command line in a folder of its own; a traceback fails the test."""
    monkeypatch.chdir(tmp_path)

    def run(line: str, typed: str | bytes = "", **files: str | bytes) -> Result:
        for name, content in files.items():
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_bytes(content if isinstance(content, bytes) else content.encode())
        result = CliRunner().invoke(main, line.split(), input=typed)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        assert "O901" not in result.stderr
        return result

    return run


def left(folder: Path) -> list[str]:
    """Return the files under *folder*."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


REFUSED = {
    "check": ("error B106 no book here: this folder has neither a book.toml nor a folder seeds", {}),
    "check nope.txt": ("nope.txt: error B101 no such file or folder", {}),
    "check empty.txt": ("empty.txt: error P101 nothing to read: the file is empty", {"empty.txt": ""}),
    "check pages": ("pages: error B102 nothing to read: no .txt", {"pages/a.doc": "x"}),
    "parse a.txt": ("a.txt: error P104 not a text file", {"a.txt": b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0"}),
    "parse a.txt --encoding klingon": ("a.txt: error P103 no such encoding: “klingon”", {"a.txt": GOOD}),
    "epub a.txt -o a.txt": ("a.txt: error O102 is a source of the book", {"a.txt": GOOD}),
    "parse book": ("book/book.toml:2: error B202 unknown key “tilte”", {**FOLDER, "book/book.toml": '\ntilte = "x"\n'}),
    "parse b/book.toml": ("b/book.toml:1:9: error B201 not valid TOML", {"b/book.toml": "title = \n"}),
    "parse book a.txt": ("book: error B105 a folder with a book.toml", {**FOLDER, "book/book.toml": "", "a.txt": GOOD}),
    "epub a.txt --style nope": ("error B205 no style “nope”", {"a.txt": GOOD}),
    "init book": ("book/book.toml: error B206 is there already", {"book/book.toml": ""}),
    "parse a.txt -o a.txt/b.md": ("a.txt/b.md: error O101 cannot be written", {"a.txt": GOOD}),
}


@pytest.mark.parametrize("line", REFUSED)
def test_what_cannot_be_done_is_one_line_and_status_1(line: str, publish: Publish, tmp_path: Path) -> None:
    said, files = REFUSED[line]
    result = publish(line, **files)
    first, *hint = result.stderr.splitlines()
    assert first.startswith(said) or first.endswith(said)
    assert all(line.startswith("    ") for line in hint)
    assert len(hint) <= 1
    assert (result.exit_code, result.stdout) == (1, "")
    assert left(tmp_path) == sorted(files)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("parse a.txt --bogus", "No such option"),
        ("print a.txt", "No such command 'print'"),
        ("parse a.txt --format word", "Invalid value for '--format'"),
        ("check a.txt -q -v", "--quiet and --verbose contradict each other"),
        ("parse a.txt --simplified --traditional", "--simplified and --traditional contradict each other"),
        ("check a.txt --report b.txt", "--report goes with --traditional or --variant"),
        ("epub a.txt --cover nope.png", "File 'nope.png' does not exist"),
        ("pdf a.txt --signature three", "'three' is not a valid integer"),
        ("epub a.txt -o b.PDF", "Invalid value for -o: what is made here does not end in .PDF, but in .epub"),
        ("pdf a.txt -o b.epub", "does not end in .epub, but in .pdf"),
        ("html a.txt -o b.md", "does not end in .md, but in .html"),
        ("parse a.txt -o b.epub", "does not end in .epub, but in .json, .markdown, .md, .txt"),
        ("init", "Missing argument 'DIR'"),
    ],
)
def test_wrong_usage_is_told_in_the_last_line_and_status_2(
    line: str, said: str, publish: Publish, tmp_path: Path
) -> None:
    result = publish(line, **{"a.txt": GOOD})
    assert said in result.stderr.splitlines()[-1]
    assert (result.exit_code, result.stdout, left(tmp_path)) == (2, "", ["a.txt"])


# --- output ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("epub a.txt", "dist/a.epub"),
        ("epub book", "dist/book.epub"),
        ("epub a.txt --vertical", "dist/a.vertical.epub"),
        ("epub a.txt --traditional", "dist/a.zh-TW.epub"),
        ("epub a.txt --variant hk --vertical", "dist/a.zh-HK.vertical.epub"),
        ("epub a.txt --variant standard", "dist/a.zh-Hant.epub"),
        ("epub a.txt --variant twp", "dist/a.zh-TW.words.epub"),
        ("epub a.txt -o made", "made/a.epub"),
        ("epub a.txt -o made/other.epub", "made/other.epub"),
        ("parse a.txt -o made", "made/a.md"),
        ("parse a.txt --format json -o made", "made/a.json"),
        ("parse a.txt --explain -o made", "made/a.txt"),
    ],
)
def test_no_edition_overwrites_another_and_the_path_written_is_printed(
    line: str, path: str, publish: Publish, tmp_path: Path
) -> None:
    (tmp_path / "made").mkdir()
    before = {"a.txt": GOOD, **FOLDER}
    result = publish(line, **before)
    assert (result.exit_code, result.stdout.splitlines()) == (0, [path])
    articles = len([name for name in FOLDER if line.startswith("epub book")]) or 1
    told = f"{articles} article{'s' * (articles > 1)}\n" if line.startswith("epub") else ""
    assert result.stderr == told
    assert left(tmp_path) == sorted([*before, path])


@pytest.mark.parametrize("name", ["-", "/dev/stdout"])
@pytest.mark.parametrize("command", ["epub", "html", "parse"])
def test_a_dash_as_the_output_is_standard_output_and_the_bytes_alone(
    command: str, name: str, publish: Publish, tmp_path: Path
) -> None:
    ending = "md" if command == "parse" else command
    publish(f"{command} a.txt -o b.{ending}", **{"a.txt": GOOD})
    written = Path(f"b.{ending}").read_bytes()
    Path(f"b.{ending}").unlink()
    assert publish(f"{command} a.txt -o {name}").stdout_bytes == written
    assert left(tmp_path) == ["a.txt"]


def test_beside_a_book_on_standard_output_the_path_of_its_report_is_printed_elsewhere(publish: Publish) -> None:
    result = publish("epub a.txt --traditional -o - --report b.txt", **{"a.txt": GOOD})
    assert result.stdout_bytes.startswith(b"PK")
    assert not result.stdout_bytes.endswith(b"b.txt\n")
    assert "b.txt" in result.stderr


def test_the_file_that_the_shell_made_for_the_output_is_no_source(tmp_path: Path) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (book / "a.txt").write_text(GOOD, "utf-8")
    for _again in range(2):
        with (book / "b.md").open("wb") as output:
            run = subprocess.run([*PUBLISH, "parse", str(book)], stdout=output, stderr=subprocess.PIPE, check=False)
        assert (run.returncode, run.stderr) == (0, b"")
        assert "## 老钟又走了" in (book / "b.md").read_text("utf-8")


def test_a_pipe_is_a_source_like_a_file(tmp_path: Path) -> None:
    said = subprocess.run(
        [*PUBLISH, "parse", "/dev/stdin"],
        input=GOOD.encode("gb18030"),
        stdout=subprocess.PIPE,
        cwd=tmp_path,
        timeout=120,
    )
    assert (said.returncode, "## 老钟又走了" in said.stdout.decode()) == (0, True)


def test_the_name_of_a_file_from_an_archive_of_windows_is_decoded(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/" + "渡口旧事".encode("gb18030") + b".txt"
    Path(os.fsdecode(raw)).write_text(GOOD, "utf-8")
    explained = subprocess.run([*PUBLISH, "parse", "--explain", raw], stdout=subprocess.PIPE, check=True)
    assert explained.stdout.decode().splitlines()[0].endswith("/渡口旧事.txt")
    made = subprocess.run([*PUBLISH, "html", raw], stdout=subprocess.PIPE, check=True, cwd=tmp_path)
    assert made.stdout.decode() == "dist/渡口旧事.html\n"


def test_a_fault_of_the_program_is_one_line_that_says_where_its_details_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    monkeypatch.setattr("publish.reading.read", lambda *_, **__: {}["渡口"])
    result = CliRunner().invoke(main, ["epub", str(tmp_path / "a.txt")])
    (line,) = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (1, "")
    assert line.startswith("error O901 a fault of the program, KeyError('渡口')")
    details = Path(line.rpartition(" ")[2])
    assert "Traceback" in details.read_text("utf-8")
    details.unlink()


def test_ctrl_c_is_one_line_and_status_130(tmp_path: Path) -> None:
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # who runs the tests may have it ignored
    with subprocess.Popen(
        [*PUBLISH, "epub", "-v", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE, cwd=tmp_path, preexec_fn=heard
    ) as run:
        assert run.stderr
        try:
            assert b"source" in run.stderr.readline()  # it has begun, and waits for what is typed
            run.send_signal(signal.SIGINT)
            said = run.communicate(timeout=60)[1]
        finally:
            run.kill()
    assert said.decode().splitlines() == ["interrupted"]
    assert (run.returncode, left(tmp_path)) == (130, [])


@pytest.mark.parametrize("seconds", [0.02, 0.3])
def test_ctrl_c_is_heard_at_any_moment(seconds: float, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    start = "import os, signal, threading; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    start += "from publish.__main__ import start\n"
    start += f"threading.Timer({seconds}, os.kill, (os.getpid(), signal.SIGINT)).start()\nstart()"
    run = subprocess.run(
        [sys.executable, "-c", start, "pdf", "a.txt"], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert run.stderr.splitlines()[-1:] == ["interrupted"]
    assert "Traceback" not in run.stderr
    assert (run.returncode, left(tmp_path)) == (130, ["a.txt"])


@pytest.mark.parametrize("line", ["parse a.txt", "--help"])
@pytest.mark.parametrize("where", [">/dev/full", ">&-"])
def test_a_standard_output_that_takes_nothing_is_one_line(line: str, where: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    shell = f"{sys.executable} -m publish {line} {where}"
    run = subprocess.run(["sh", "-c", shell], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 1
    assert [said for said in run.stderr.splitlines() if "error" in said] == run.stderr.splitlines()[-1:]
    assert run.stderr.splitlines()[-1].startswith("-: error O101 cannot be written")
    assert subprocess.run(["sh", "-c", f"{shell} 2>&-"], cwd=tmp_path, capture_output=True).returncode == 1


def test_a_closed_standard_error_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DOUBTFUL, "utf-8")
    for where in ("2>&-", "2>/dev/full", "0<&- 2>&-"):
        shell = f"{sys.executable} -m publish epub a.txt {where}"
        run = subprocess.run(["sh", "-c", shell], cwd=tmp_path, capture_output=True, text=True)
        assert (run.returncode, run.stdout) == (0, "dist/a.epub\n")


def test_a_console_that_lacks_a_character_gets_an_escape(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(DOUBTFUL, "utf-8")
    surroundings = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    run = subprocess.run(
        [*PUBLISH, "check", "a.txt"], cwd=tmp_path, capture_output=True, env={**surroundings, "LANG": "zh_CN.UTF-8"}
    )
    assert run.returncode == 0
    assert b"P502" in run.stderr
    assert (run.stderr + run.stdout).isascii()


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        ("os.kill(os.getpid(), signal.SIGSEGV)", "error O104 the run died"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "error O104 the run died"),
        ("os.kill(os.getpid(), signal.SIGTERM)", ""),
        ("bytearray(3 << 30)", "there is not enough memory"),
        ("all(iter(lambda: True, None))", "more than 2 seconds, the limit time"),
    ],
)
def test_a_run_that_dies_is_one_line_and_leaves_the_old_file(happens: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    (tmp_path / "a.epub").write_bytes(b"old")
    program = f"""
import os, signal
import publish.reading
from publish.__main__ import start
publish.reading.read = lambda *_arguments, **_options: {happens}
start()
"""
    line = ["epub", "a.txt", "-o", "a.epub", "--limit", "memory=2000", "--limit", "time=2"]
    command = [sys.executable, "-c", program, *line]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert said in run.stderr
    assert (run.returncode != 0, len(run.stderr.splitlines())) == (True, bool(said))
    assert {path.name: path.read_bytes()[:3] for path in tmp_path.iterdir()} == {
        "a.txt": b"\xe6\x9c\xac",
        "a.epub": b"old",
    }


def test_what_needs_more_memory_than_there_is_is_one_line(publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_arguments: object, **_options: object) -> None:
        raise MemoryError

    monkeypatch.setattr("publish.reading.read", exhausted)
    result = publish("parse a.txt", **{"a.txt": GOOD})
    assert (result.exit_code, result.stderr) == (1, "error O103 there is not enough memory\n")


def test_a_library_that_is_refused_memory_is_no_fault_of_the_program(tmp_path: Path) -> None:
    """A font that cannot be opened any more says that its format is not known."""
    (tmp_path / "a.txt").write_text(GOOD, "utf-8")
    line = f"ulimit -v 400000; exec {' '.join(PUBLISH)} pdf a.txt"
    run = subprocess.run(["bash", "-c", line], capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (run.returncode, run.stderr[:11]) in {(1, "error O103 "), (1, "error O104 ")}, run.stderr
    assert not (tmp_path / "dist").exists() or not [*(tmp_path / "dist").iterdir()]


def test_parse_prints_the_manuscript(publish: Publish) -> None:
    result = publish("parse a.txt", **{"a.txt": GOOD})
    assert "\n# 本地消息\n\n## 老钟又走了\n作者：李明\n" in result.stdout
    assert (result.exit_code, result.stderr) == (0, "")


def test_a_dash_is_standard_input_in_whatever_encoding(publish: Publish) -> None:
    for encoding in ("utf-8", "gb18030", "utf-16"):
        said = json.loads(publish("parse --format json -", GOOD.encode(encoding)).stdout)
        assert [chapter["heading"] for chapter in said["chapters"]] == ["本地消息"]
        assert said["chapters"][0]["articles"][0]["source"] == "<stdin>"


def test_json_has_the_keys_of_the_contract_in_their_order(publish: Publish) -> None:
    said = json.loads(publish("parse --format json a.txt", **{"a.txt": DOUBTFUL}).stdout)
    assert list(said) == ["title", "language", "chapters", "diagnostics"]
    assert list(said["diagnostics"][0]) == ["code", "severity", "file", "line", "column", "message", "hint", "accept"]
    assert [diagnostic["code"] for diagnostic in said["diagnostics"] if diagnostic["severity"] == "warning"] == ["P502"]


def test_explain_shows_each_line_with_its_label_and_reason(publish: Publish) -> None:
    name, head, *rows = publish("parse --explain a.txt", **{"a.txt": GOOD}).stdout.splitlines()
    assert name == "a.txt"
    assert head.split() == ["line", "taken", "as", "margin", "text", "reason"]
    assert [row.split()[0] for row in rows] == ["1", "3", "5", "7"]
    assert "section heading" in rows[0]
    assert "nothing but names" in rows[2]


def test_explain_shows_when_verbose_all_points_of_a_label_and_of_its_rival(publish: Publish) -> None:
    _, _, *rows = publish("parse --explain -v a.txt", **{"a.txt": GOOD}).stdout.splitlines()
    at = next(at for at, row in enumerate(rows) if row.split()[1:2] == ["byline"])
    label, points, *reasons = rows[at + 1].split(maxsplit=2)
    rival, fewer, *_ = rows[at + 2].split(maxsplit=2)
    assert (label, rival) == ("byline", "crosshead")
    assert "nothing but names" in reasons[0]
    assert float(points) > float(fewer)


def test_explain_says_of_a_manuscript_what_each_line_is(publish: Publish) -> None:
    text = "---\ntitle: 甲\n---\n# 栏目\n\n## 题\n作者：李明\n\n巷口的\n老钟。\n\n- 一\n\n[^1]: 注\n"
    _, _, *rows = publish("parse --explain a.md", **{"a.md": text}).stdout.splitlines()
    assert [" ".join(row.split()[:3]) for row in rows] == [
        "1 front matter", "2 front matter", "3 front matter", "4 section heading", "6 title ##", "7 byline 作者：李明",
        "9 paragraph 巷口的", "10 paragraph 老钟。", "12 list -", "14 [^1]: 注",
    ]  # fmt: skip


def test_the_reasons_of_explain_stand_below_each_other(publish: Publish) -> None:
    _, head, *rows = publish(
        "parse --explain a.txt", **{"a.txt": GOOD.replace("老钟又", "老\t钟又")}
    ).stdout.splitlines()
    before = [row.removesuffix(row.split("  ")[-1].strip()) for row in (head, *rows)]
    assert len({sum(1 + (char >= "⺀") for char in text) for text in before}) == 1  # a Han character takes two columns


# --- diagnostics -----------------------------------------------------------------------------------------------


def test_a_warning_is_a_line_with_its_place_and_a_hint_below(publish: Publish) -> None:
    result = publish("epub a.txt", **{"a.txt": DOUBTFUL})
    warning, hint, _end = result.stderr.splitlines()
    assert warning.startswith("a.txt:7: warning P502 the article breaks off")
    assert hint.startswith("    complete it")
    assert result.exit_code == 0


def test_of_a_warning_that_comes_again_and_again_the_first_are_shown_and_the_rest_counted(publish: Publish) -> None:
    said = "他说：“第{}天的钟声我没有听见，街坊们也没有听见，只有那条黄狗叫了几声。"
    flood = "\n".join([GOOD, *(said.format(number) for number in range(1, 31))])
    shown = publish("parse a.txt", **{"a.txt": flood}).stderr
    assert shown.count("warning P602") == 1
    assert "29 more of P602: “ is never closed (a.txt:10, 11, 12, 13, 14, 15, 16, 17, …; -v shows each)" in shown
    assert publish("parse -v a.txt").stderr.count("warning P602") == 30


def test_warnings_of_one_kind_that_say_different_things_are_shown_up_to_a_number(publish: Publish) -> None:
    names = "东西南北天地日月山水风云"
    flood = "\n".join(f"## 老钟往{name}\n\n巷口的老钟停了三年，谁也没有想到往{name}\n" for name in names)
    shown = publish("parse a.md", **{"a.md": flood}).stderr
    assert shown.count("warning P502") == 8
    assert "a.md: 4 more of P502: the article breaks off: “……” (-v shows each)" in shown
    assert shown.count("    complete it") == 1


def test_what_is_said_of_many_files_alike_is_said_once_with_their_names(publish: Publish) -> None:
    files = {f"book/{number}.txt": "巷口的老钟停了三年，谁也没有想到它会自己走起来。\n" * 3 for number in range(1, 13)}
    shown = publish("epub book", **files).stderr
    assert shown.count("warning P403") == 1
    assert "11 more of P403" in shown
    assert "(book/2.txt, book/3.txt, book/4.txt, book/5.txt, book/6.txt, book/7.txt, book/8.txt, book/9.txt, …" in shown


def test_at_the_end_one_line_says_what_was_made_and_how_to_see_what_is_doubtful(publish: Publish) -> None:
    assert publish("epub a.txt", **{"a.txt": DOUBTFUL}).stderr.splitlines()[-1] == (
        "1 article, 1 warning; publish check lists all that is doubtful"
    )
    for line in ("epub -q a.txt", "epub a.txt --diagnostics json", "parse a.txt"):
        assert "article," not in publish(line).stderr


def test_under_strict_a_warning_ends_the_work_and_nothing_is_written(publish: Publish, tmp_path: Path) -> None:
    for line in ("epub a.txt --strict", "parse a.txt --strict -o b.md", "check a.txt --strict"):
        result = publish(line, **{"a.txt": DOUBTFUL})
        assert (result.exit_code, left(tmp_path)) == (1, ["a.txt"])
    assert publish("parse a.txt --strict", **{"a.txt": DOUBTFUL}).stdout == ""


def test_json_diagnostics_are_one_object_a_line(publish: Publish) -> None:
    result = publish("check a.txt --diagnostics json", **{"a.txt": DOUBTFUL})
    said = [json.loads(line) for line in result.stderr.splitlines()]
    assert ("P502", "warning", "a.txt", 7) in [
        tuple(one[key] for key in ("code", "severity", "file", "line")) for one in said
    ]
    refused = publish("check nope.txt --diagnostics json")
    assert json.loads(refused.stderr)["code"] == "B101"


def test_quiet_is_silent_about_warnings_and_not_about_errors(publish: Publish) -> None:
    assert publish("check a.txt -q", **{"a.txt": DOUBTFUL}).output == ""
    assert "B101" in publish("check nope.txt -q").stderr


def test_check_counts_every_character(publish: Publish) -> None:
    rows = dict(line.rsplit(maxsplit=1) for line in publish("check a.txt", **{"a.txt": GOOD}).stdout.splitlines())
    assert (rows["chapters"], rows["articles"], rows["authors"], rows["lost"]) == ("1", "1", "1", "0")
    assert int(rows["in blocks"]) == len(GOOD.split("\n")[6])
    assert int(rows["characters of the sources"]) == len("".join(GOOD.split()))


def test_a_finished_book_beside_its_sources_is_no_source_of_it(publish: Publish, tmp_path: Path) -> None:
    alone = publish("parse book", **{"book/a.txt": GOOD}).stdout
    for command in ("epub", "html"):
        assert publish(f"{command} book -o book/").exit_code == 0
    Path("book/old.pdf").write_bytes(b"%PDF-1.7\n<xmp:CreatorTool>publish-zh</xmp:CreatorTool>")
    again = publish("parse book")
    assert (again.exit_code, again.stdout) == (0, alone)
    again = publish("check book")
    assert re.findall(r"notice B108 .*: (.*)", again.stderr) == ["book.epub, book.html, old.pdf"]
    Path("other").mkdir()
    Path("book/book.epub").rename("other/book.epub")
    assert "老钟又走了" in publish("parse other").stdout


def test_an_e_book_of_another_program_given_alone_is_checked_as_a_source(publish: Publish, tmp_path: Path) -> None:
    publish("html a.txt -o own.html", **{"a.txt": GOOD})
    page = (
        "<html><head><title>老钟又走了</title></head><body><h1>老钟又走了</h1><p>巷口的老钟停了三年。</p></body></html>"
    )
    foreign = publish("check foreign.html", **{"foreign.html": page})
    assert (foreign.exit_code, "characters of the sources" in foreign.stdout) == (0, True)
    assert "B106" in publish("check own.html").stderr
    assert publish("check own.html a.txt").exit_code == 0


def test_check_says_each_hint_of_a_notice_once_and_how_often_each_code_was_said(publish: Publish) -> None:
    commas = (
        "李明\n\n"
        + "巷口的老钟停了整整三年，街坊们天天路过，谁也没有想到，\n\n有一天早上它会自己走起来，走得比从前还要准。\n\n"
        * 2
    )
    result = publish("check a.txt", **{"a.txt": "本地消息\n\n老钟又走了\n\n" + commas})
    assert [line.split(":")[1] for line in result.stderr.splitlines() if "P501" in line] == ["9", "13"]
    assert result.stderr.count("    if a paragraph begins here") == 1
    assert result.stdout.splitlines()[-1].split() == ["P501", *RULES["P501"].message.split(), "2"]


def test_an_accepted_warning_is_silent_and_one_that_no_longer_occurs_is_told(publish: Publish) -> None:
    toml = 'accept = ["P502:a.txt:7", "P502:a.txt:9"]'
    result = publish("check book", **{"book/a.txt": DOUBTFUL, "book/book.toml": toml})
    assert "P502 the article" not in result.stderr
    assert "book/book.toml: warning B301 “P502:a.txt:9” in accept no longer occurs" in result.stderr
    assert publish("check book --strict", **{"book/book.toml": 'accept = ["P502:a.txt:7"]'}).exit_code == 0


def test_each_warning_says_what_to_paste_and_accept_writes_it(publish: Publish) -> None:
    book = {"book/a.txt": DOUBTFUL, "book/book.toml": "# 我的书\naccept = ['P502:a.txt:3']\n"}
    shown = publish("epub -v book", **book).stderr
    (key,) = re.findall(r"^    to accept it: (.+)$", shown, re.MULTILINE)
    assert json.loads(key) == "P502:a.txt:“巷口的老钟停了三年，谁也”"
    assert json.loads(publish("parse --format json book").stdout)["diagnostics"][-2]["accept"] == json.loads(key)
    accepted = publish("check --accept book")
    assert (accepted.exit_code, accepted.stdout.splitlines()[-1]) == (0, "book/book.toml")
    assert Path("book/book.toml").read_text("utf-8") == f"# 我的书\naccept = [{key}]\n"
    assert publish("check --strict book", **{"book/a.txt": "\n\n\n" + DOUBTFUL}).exit_code == 0


def test_accept_makes_the_book_toml_of_a_folder_and_asks_for_one_beside_a_file(publish: Publish) -> None:
    assert publish("check --accept book", **{"book/a.txt": DOUBTFUL}).exit_code == 0
    assert "P502:a.txt:“" in Path("book/book.toml").read_text("utf-8")
    assert publish("check --accept book/a.txt").exit_code == 2


def test_contents_prints_the_book_as_its_chapters(publish: Publish) -> None:
    result = publish("contents a.txt", **{"a.txt": GOOD})
    assert result.stdout == '[[chapters]]\nheading = "本地消息"\narticles = [\n  "老钟又走了",  # 李明\n]\n'
    chosen = publish("parse book", **{"book/a.txt": GOOD, "book/book.toml": result.stdout}).stdout
    assert "\n# 本地消息\n\n## 老钟又走了\n" in chosen


def test_a_hint_that_matches_nothing_is_told(publish: Publish) -> None:
    toml = '[parse]\nsections = ["学思践悟"]\n'
    result = publish("check book", **{"book/a.txt": GOOD, "book/book.toml": toml})
    assert "book/book.toml: warning P701 “学思践悟” under sections in [parse] matches nothing" in result.stderr


def test_a_report_of_doubtful_conversions_is_a_file_of_the_kind_that_its_name_says(publish: Publish) -> None:
    doubtful = {"a.txt": GOOD.replace("自己走", "干着干着又走")}
    for ending in (".txt", ".json", ".html"):
        result = publish(f"epub a.txt --traditional --report doubts{ending}", **doubtful)
        assert result.stdout.splitlines() == ["dist/a.zh-TW.epub", f"doubts{ending}"]
    json.loads(Path("doubts.json").read_text("utf-8"))
    assert Path("doubts.html").read_text("utf-8").startswith("<!DOCTYPE html>")


# --- init ------------------------------------------------------------------------------------------------------


def test_init_begins_a_book_that_can_be_made(publish: Publish, tmp_path: Path) -> None:
    assert publish("init 我的书").stdout == "我的书/book.toml\n"
    assert left(tmp_path) == ["我的书/book.toml"]
    made = publish("epub 我的书", **{"我的书/a.txt": GOOD})
    assert (made.exit_code, made.stdout, made.stderr) == (0, "dist/我的书.epub\n", "1 article\n")
