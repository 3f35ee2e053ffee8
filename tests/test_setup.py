"""The set-up script asks for what is missing, and only for that; here it only says what it would do."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SETUP = Path(__file__).parent.parent / "tools" / "setup"


@pytest.fixture
def machine(tmp_path):
    """A machine with nothing but a shell and Python; `add` gives it a program, `set_up` asks what would be done."""

    class Machine:
        def add(self, name: str, script: str = "exit 0") -> None:
            (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
            (tmp_path / name).chmod(0o755)

        def set_up(self) -> subprocess.CompletedProcess[str]:
            return subprocess.run(
                [shutil.which("bash") or "bash", SETUP, "--dry-run"],
                env={"PATH": str(tmp_path)},
                capture_output=True,
                text=True,
            )

    for program in ("dirname", "cat", "grep", "env"):
        (tmp_path / program).symlink_to(shutil.which(program) or program)
    made = Machine()
    made.add("id", "echo 0")
    made.add("python3", f'exec {sys.executable} "$@"')
    return made


def test_debian_is_asked_for_what_is_missing(machine):
    machine.add("apt-get")
    run = machine.set_up()
    installed = {name for line in run.stdout.splitlines() if "apt-get install" in line for name in line.split()}
    assert run.returncode == 0
    assert {"fonts-noto-cjk", "fonts-lxgw-wenkai", "fonts-arphic-ukai", "poppler-utils"} <= installed


def test_nothing_that_is_there_is_asked_for(machine):
    for program in ("apt-get", "java", "pdftotext"):
        machine.add(program)
    machine.add("fc-list", "echo a face")
    machine.add("python3", f'case "$*" in *find_library*) exit 0;; esac\nexec {sys.executable} "$@"')
    assert "apt-get" not in machine.set_up().stdout


def test_who_is_not_root_and_has_no_sudo_is_told_what_to_run(machine):
    machine.add("apt-get")
    machine.add("id", "echo 1000")
    run = machine.set_up()
    assert run.returncode == 1
    assert run.stderr.startswith("setup: as root, run: apt-get install ")
    assert run.stderr.count("\n") == 1


def test_another_system_is_told_in_one_line_what_to_install(machine):
    run = machine.set_up()
    assert run.returncode == 1
    assert "please install: fontconfig" in run.stderr
    assert "Noto CJK fonts" in run.stderr
    assert run.stderr.count("\n") == 1


def test_tools_for_tests_alone_do_not_stop_another_system(machine):
    machine.add("fc-list", "echo a face")
    machine.add("python3", f'case "$*" in *find_library*) exit 0;; esac\nexec {sys.executable} "$@"')
    run = machine.set_up()
    assert run.returncode == 0
    assert "some tests will be left out" in run.stderr


def test_an_old_python_is_refused_in_one_line(machine):
    machine.add("python3", "exit 1")
    run = machine.set_up()
    assert run.returncode == 1
    assert run.stderr.startswith("setup: Python 3.11 or newer is needed")
    assert run.stderr.count("\n") == 1
