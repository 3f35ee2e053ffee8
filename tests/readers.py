"""Readers and validators that were not written here. Where one is not installed, its test is skipped with that reason.

``tools/install-readers`` installs them all; calibre is used where it is found.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pymupdf
import pytest
from conftest import ROOT

FOLDER = ROOT / ".cache" / "readers"
"""Where ``tools/install-readers`` puts what no package manager of the system has."""


def program(name: str, *others: str) -> str:
    """Return the path of the program *name* (or of one of *others*); without it the test is skipped."""
    for candidate in (name, *others):
        if found := shutil.which(candidate, path=os.pathsep.join([os.environ["PATH"], f"{FOLDER}/node_modules/.bin"])):
            return found
    pytest.skip(f"{name} is not installed")


def output(*command: str | Path, allowed: tuple[int, ...] = (0,), **environment: str) -> str:
    """Return what *command* says on standard output; its exit status must be one of *allowed*."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env={**os.environ, **environment})
    assert done.returncode in allowed, done.stdout + done.stderr
    return done.stdout


# --- EPUB ----------------------------------------------------------------------------------------------------------


def mupdf_text(book: Path) -> str:
    """Return the text of an EPUB as MuPDF lays it out."""
    with pymupdf.open(book) as document:
        return "\n".join(page.get_text() for page in document)


def pandoc_text(book: Path) -> str:
    """Return the text of an EPUB as pandoc understands it."""
    document = json.loads(output(program("pandoc"), "-f", "epub", "-t", "json", book))
    return "".join(_pandoc_strings(document["blocks"]))


def _pandoc_strings(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for part in node:
            yield from _pandoc_strings(part)
    elif isinstance(node, dict) and node["t"] in ("Str", "Code", "CodeBlock"):
        yield node["c"] if node["t"] == "Str" else node["c"][-1]
    elif isinstance(node, dict):
        yield from _pandoc_strings(node.get("c", []))


def calibre_text(book: Path) -> str:
    """Return the text of an EPUB as calibre converts it."""
    text = book.with_suffix(".txt")
    output(program("ebook-convert"), book, text, QT_QPA_PLATFORM="offscreen")
    return text.read_text("utf-8")


def ace(book: Path, folder: Path) -> list[str]:
    """Return the violations of accessibility that Ace by DAISY finds in an EPUB."""
    cli, chromium = program("ace-cli"), program("chromium", "google-chrome")
    output(cli, "-E", "-f", "-s", "-o", folder, book, allowed=(0, 2), PUPPETEER_EXECUTABLE_PATH=chromium)
    report = json.loads((folder / "report.json").read_text("utf-8"))
    return [
        f"{page['earl:testSubject']['url']}: {violation['earl:test']['dct:title']}"
        for page in report["assertions"]
        for violation in page["assertions"]
    ]


# --- PDF -----------------------------------------------------------------------------------------------------------


def poppler_text(book: Path, top: int, foot: int) -> str:
    """Return the text of a PDF by Poppler between *top* and *foot* of each page, in points from above."""
    area = ("-x", "0", "-y", str(top), "-W", "10000", "-H", str(foot - top))
    return output(program("pdftotext"), "-r", "72", *area, book, "-")


def mupdf_pdf_text(book: Path, top: int, foot: int) -> str:
    """Return the text of a PDF by MuPDF between *top* and *foot* of each page, in points from above."""
    with pymupdf.open(book) as document:
        return "\n".join(page.get_text(clip=(0, top, page.rect.width, foot)) for page in document)


def verapdf(*books: Path) -> list[str]:
    """Return what veraPDF says of each PDF as what it claims to be, ua1 or 2u: ``PASS …`` or ``FAIL …``."""
    jars = sorted(FOLDER.glob("verapdf-*.jar"))
    if not jars:
        pytest.skip("veraPDF is not installed")
    wrapper = "org.verapdf.apps.GreenfieldCliWrapper"
    said = output(
        program("java"), "-cp", jars[-1], wrapper, "-f", "0", "--format", "text", "-v", *books, allowed=(0, 1)
    )
    return [line for line in said.splitlines() if line]


def qpdf(book: Path) -> str:
    """Return what ``qpdf --check`` says of a PDF; a fault fails the test."""
    return output(program("qpdf"), "--check", book)
