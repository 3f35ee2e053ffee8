"""The program carries its documentation: the page of each code, in the user's language, and pages of the manual."""

import os
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner

from publish import manual
from publish.assets import assets
from publish.cli import main, man_pages
from publish.diagnostics import RULES

DIAGNOSTICS = (assets("docs") / "diagnostics.md").read_text("utf-8")


def test_each_code_has_a_page_in_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    for code in RULES:
        monkeypatch.undo()
        shown = re.search(rf"^### {code}\n(.*?)(?=^##|\Z)", DIAGNOSTICS, re.DOTALL | re.MULTILINE)
        assert shown
        english = manual.page_of(code)
        assert english.startswith(f"{code} · {RULES[code].severity}\n{RULES[code].message}\n\n")
        assert ("Do: " in english, "怎么办" in english) == ("**Do:**" in shown[1], False)
        assert re.search("[a-z] [a-z]", english.partition("\n\n")[2])
        monkeypatch.setattr(manual, "language", lambda: "zh_CN")
        chinese = manual.page_of(code)
        assert ("怎么办：" in chinese, "Do: " in chinese) == ("**怎么办**" in shown[1], False)
        assert re.search("[一-龥]{4}", chinese.partition("\n\n")[2])


def test_explain_shows_the_page_whatever_the_case_of_its_code() -> None:
    said = CliRunner().invoke(main, ["explain", "p502"])
    assert (said.exit_code, said.stdout) == (0, manual.page_of("P502"))


def test_explain_without_a_code_lists_all() -> None:
    assert [line.split()[0] for line in CliRunner().invoke(main, ["explain"]).stdout.splitlines()] == [*RULES]


def test_explain_names_the_nearest_code() -> None:
    said = CliRunner().invoke(main, ["explain", "P50"])
    assert said.exit_code == 2
    assert "no diagnostic has the code “P50”; did you mean P50" in said.stderr


@pytest.mark.parametrize(
    ("locale", "said"),
    [("zh_CN", "P502 · 警告"), ("zh_SG", "P502 · 警告"), ("zh_TW", "P502 · 警告"), ("zh_HK", "文章")],
)
def test_explain_speaks_the_language_of_the_locale(locale: str, said: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "publish", "explain", "P502"],
        env={**os.environ, "LANGUAGE": locale, "LC_ALL": "C.UTF-8"},
        capture_output=True,
        check=True,
    )
    page = run.stdout.decode()
    assert said in page
    assert ("怎麼辦" in page) is (locale in {"zh_TW", "zh_HK"})


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_there_is_a_completion_script_for_each_shell(shell: str) -> None:
    said = CliRunner().invoke(main, ["completion", shell])
    assert said.exit_code == 0
    assert f"_PUBLISH_COMPLETE={shell}_complete" in said.stdout


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("publish pdf --paper 3", {"32k", "32k-large"}),
        ("publish pdf --style go", {"gongwen"}),
        ("publish ex", {"explain"}),
        ("publish parse --format j", {"json"}),
        ("publish epub --variant t", {"tw", "twp"}),
    ],
)
def test_styles_papers_and_choices_complete(words: str, offered: set[str]) -> None:
    env = {"COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1), "_PUBLISH_COMPLETE": "bash_complete"}
    said = CliRunner().invoke(main, prog_name="publish", complete_var="_PUBLISH_COMPLETE", env=env)
    assert {line.partition(",")[2] for line in said.stdout.split() if line.startswith("plain,")} == offered


def test_each_command_has_a_page_of_the_manual_with_its_options_and_examples() -> None:
    pages = man_pages()
    assert set(pages) == {"publish.1", *(f"publish-{name}.1" for name in main.commands)}
    assert "\\fB\\-\\-paper SIZE\\fR" in pages["publish-pdf.1"]
    assert "$ publish pdf \\-\\-booklet page.txt" in pages["publish-pdf.1"]
    assert all(page.startswith(".TH ") and "\n.SH SYNOPSIS\n" in page for page in pages.values())


@pytest.mark.parametrize("name", sorted(main.commands))
def test_every_help_shows_examples_that_are_understood(name: str) -> None:
    text = CliRunner().invoke(main, [name, "--help"]).stdout
    shown = [line.strip() for line in text.splitlines() if line.strip().startswith(("$ publish", '$ eval "$(publish'))]
    assert shown
    for line in shown:
        command, *arguments = line.split(" > ")[0].split(" >> ")[0].split(" < ")[0].split("publish ", 1)[1].split()
        main.commands[command].make_context(command, [one.rstrip(')"') for one in arguments])
