"""What the files of ``publish build`` were made from, so that those which would come out the same are left alone.

A stamp is a hash of all that a file depends on: the book as it was read, the settings of the edition, the files of its
style, this program, and for an EPUB the pages of the PDF. Beside the stamps stands the hash of each file, so that one
that was changed or lost is made anew. Faces that were installed since are not noticed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import astuple
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from publish import __version__
from publish.assets import assets, find_style, read_style_bytes
from publish.book import Book
from publish.edition import Settings, of_the_file
from publish.opening import read_inside
from publish.output import write_whole
from publish.paging import PageStart

_FILE = ".publish-build.json"


def stamp(book: Book, settings: Settings, output: str, pages: Sequence[PageStart] = ()) -> str:
    """Return the stamp of *book* made with *settings* as *output* ("epub", "pdf" …) with those *pages*."""
    digest = sha256(program().encode())
    parts = (output, repr(book), repr(of_the_file(settings)), repr(pages), os.environ.get("SOURCE_DATE_EPOCH", ""))
    for each in parts:
        digest.update(each.encode("utf-8", "backslashreplace") + b"\0")
    for picture in book.pictures:
        digest.update(sha256(picture.data).digest())
    digest.update(look(settings.style.name).encode())
    return digest.hexdigest()


def look(name: str | None) -> str:
    """Return a hash of all files of the style *name*. Raises `PublishError` B205 where there is no such style."""
    digest = sha256()
    for style in find_style(name):
        for path in sorted(path for path in style.rglob("*") if path.is_file()):
            digest.update(str(path.relative_to(style)).encode("utf-8", "backslashreplace") + b"\0")
            digest.update(read_style_bytes(style, path.relative_to(style)))
    return digest.hexdigest()


@cache
def program() -> str:
    """Return a hash of this program: its version, its code and its data."""
    digest = sha256(__version__.encode())
    for folder in (Path(__file__).parent, assets("templates")):
        files = (path for path in folder.rglob("*") if path.suffix in (".py", ".toml", ".txt", ".xhtml", ".ncx"))
        for path in sorted(files):
            digest.update(read_inside(folder, path.relative_to(folder), "source-size"))
    return digest.hexdigest()


class Stamps:
    """The stamps of the files in one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._known = _read(folder / _FILE)

    def is_current(self, path: Path, made_from: str) -> bool:
        """Tell whether the file at *path* is the one that was made with the stamp *made_from*."""
        known = self._known.get(path.name, {})
        try:
            return bool(known.get("stamp") == made_from and known.get("hash") == _hash(self._file(path)))
        except OSError:
            return False

    def pages(self, path: Path) -> tuple[PageStart, ...]:
        """Return where the pages of the file at *path* begin, which is current."""
        return tuple(PageStart(*each) for each in self._known.get(path.name, {}).get("pages", []))

    def keep(self, path: Path, made_from: str, data: bytes, pages: Iterable[PageStart]) -> None:
        """Remember that *data* was written to *path*."""
        entry = {"stamp": made_from, "hash": _hash(data), "pages": [astuple(page) for page in pages]}
        self._known[path.name] = entry
        text = json.dumps(self._known, ensure_ascii=False, indent=0, sort_keys=True)
        write_whole(self._folder / _FILE, text.encode("utf-8", "backslashreplace"))

    def _file(self, path: Path) -> bytes:
        return read_inside(self._folder, path.name, "source-size")


def _hash(data: bytes) -> str:
    return sha256(data).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        known = json.loads(read_inside(path.parent, path.name, "source-size"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
