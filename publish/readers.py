"""What can be read: one row for each kind of source, one for each kind of file that is none.

A file is known by its content first, by the ending of its name only where any text could be either. To add a kind of
source, write a module with a function like `Read` and add its row to `READERS`; folders, the command line and
``--explain`` then take it. Nothing else in the program knows the endings of sources.
"""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from publish.decoding import shown
from publish.diagnostics import failure
from publish.opening import read_named, read_stream
from publish.wording import N_, _

if TYPE_CHECKING:
    from publish.diagnostics import Report
    from publish.edition import Edition
    from publish.part import Part
    from publish.source import Source

STANDARD_INPUT = Path("-")


@dataclass(frozen=True, slots=True)
class File:
    """An input file."""

    name: str
    """As the user wrote it; stands in diagnostics and in `Article.source`."""
    data: bytes = field(repr=False)


Read = Callable[[File, "Edition", "Report"], "Source | Part"]
"""Reads a file of the edition's: gives lines for the labelling or, where the file says what each part is, a part of the
book. It never labels a line; all text that it gives must stand in lines, for the account counts it. Raises
`PublishError` where the file cannot be used."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A kind of source."""

    name: str
    """What it is called, as a message."""
    suffixes: tuple[str, ...]
    """How names of such files end; in a folder, only files with these are sources."""
    function: str
    """The `Read` function, as ``module:name``; loaded when a file needs it."""
    claims: Callable[[bytes], bool] | None = None
    """Tells by its content whether a file is of this kind; None where only the ending of its name can tell."""

    def read(self, file: File, edition: Edition, report: Report) -> Source | Part:
        """Read *file*."""
        function: Read = resolve_name(self.function)
        return function(file, edition, report)


def is_word(data: bytes) -> bool:
    """Tell whether *data* is a document of Word or WPS: an archive with a document of WordprocessingML in it."""
    return data.startswith(b"PK\x03\x04") and (b"word/document" in data or b"word/_rels/document" in data)


def is_ebook(data: bytes) -> bool:
    """Tell whether *data* is an EPUB: an archive with the container of one in it."""
    return data.startswith(b"PK\x03\x04") and (
        b"application/epub+zip" in data[:256] or b"META-INF/container.xml" in data
    )


_WEB_PAGE = re.compile(
    rb"[\s\xef\xbb\xbf\xfe\xff]*(?:<\?xml.*?\?>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])",
    re.DOTALL | re.IGNORECASE,
)


def is_web_page(data: bytes) -> bool:
    """Tell whether *data* begins as HTML does."""
    return _WEB_PAGE.match(_head(data, 4096)) is not None


_FRONT_MATTER = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?---[ \t]*\r?\n\s*[A-Za-z_][\w.-]*[ \t]*:[^\n]*\n"
    rb"(?:[^\n]*\n)*?---[ \t]*(?:\r?\n|$)"
)
_LONGEST_FRONT_MATTER = 8192


_ARCHIVE = re.compile(
    rb"(?:From|MIME-Version|Subject|Date|Content-Type):.{0,4000}multipart/related", re.DOTALL | re.IGNORECASE
)


def is_web_archive(data: bytes) -> bool:
    """Tell whether *data* is a web page that a browser saved with its pictures in one file (RFC 2557)."""
    return _ARCHIVE.match(data[:4096].lstrip()) is not None


def has_front_matter(data: bytes) -> bool:
    """Tell whether *data* begins with keys and values between two lines of hyphens, as a manuscript does."""
    return _FRONT_MATTER.match(_head(data, _LONGEST_FRONT_MATTER)) is not None


def _head(data: bytes, size: int) -> bytes:
    """Return the first *size* bytes of *data*, ASCII as one byte each, in UTF-16 as well."""
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    return data[:size].replace(b"\0", b"") if wide else data[:size]


def is_pdf(data: bytes) -> bool:
    """Tell whether *data* is a PDF: its header may stand behind other bytes (ISO 32000-1, annex H, note 13)."""
    return b"%PDF-" in data[:1024] and not data.startswith((b"PK", b"<"))


READERS = (
    Reader(N_("dump"), (".txt", ".text"), "publish.source:read_lines"),
    Reader(N_("manuscript"), (".md", ".markdown"), "publish.manuscript:read_part", has_front_matter),
    Reader(N_("Word document"), (".docx", ".docm"), "publish.sources.word:read_document", is_word),
    Reader(N_("web page"), (".html", ".htm", ".xhtml"), "publish.sources.webpage:read_page", is_web_page),
    Reader(N_("web page (MHTML)"), (".mhtml", ".mht"), "publish.sources.webpage:read_archive", is_web_archive),
    Reader(N_("e-book (EPUB)"), (".epub",), "publish.sources.ebook:read_ebook", is_ebook),
    Reader("PDF", (".pdf",), "publish.sources.pdf:read_pdf", is_pdf),
)
"""The kinds of sources. A text whose name ends in none of the suffixes is of the first kind."""

SUFFIXES = frozenset(suffix for reader in READERS for suffix in reader.suffixes)
"""How the names of sources in a folder end."""


def usual_endings() -> str:
    """Return how files of each kind usually end, in the user's language: ``.txt or .md``."""
    *others, last = (reader.suffixes[0] for reader in READERS)
    return ", ".join(others) + _(" or ") + last


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A kind of file that no reader takes, and what its owner can do."""

    name: str
    remedy: str
    signature: re.Pattern[bytes]
    """What the first kilobyte begins with."""
    contains: bytes = b""
    """What stands somewhere in the file as well."""

    def claims(self, data: bytes) -> bool:
        """Tell by its content whether a file is of this kind."""
        return bool(self.signature.match(_head(data, 1024))) and self.contains in data


def _begins(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern, re.DOTALL | re.IGNORECASE)


_ZIP = _begins(rb"PK\x03\x04")
_OLE = _begins(rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_AS_TEXT = N_("open it in its program and save it as plain text (.txt)")
_RECOGNISE = N_("have its text recognised (OCR), and give that")

UNREADABLE = (
    Unreadable(N_("an OpenDocument text"), _AS_TEXT, _ZIP, b"mimetypeapplication/vnd.oasis.opendocument.text"),
    Unreadable(
        N_("a document with a password"),
        N_("open it in its program and save it without the password"),
        _OLE,
        "EncryptedPackage".encode("utf-16-le"),
    ),
    Unreadable(N_("an old Word or WPS document (.doc, .wps)"), N_("open it in its program and save it as .docx"), _OLE),
    Unreadable(N_("a document in Rich Text Format"), _AS_TEXT, _begins(rb"\{\\rtf")),
    Unreadable(N_("a document in XML"), _AS_TEXT, _begins(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s")),
    Unreadable(
        N_("data for a program (JSON)"),
        N_("give the text that was extracted from it"),
        _begins(rb'(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*"[^"\n]{1,80}"\s*:'),
    ),
    Unreadable(
        N_("a CAJ document"), N_("print it to a PDF, take its text out, and give that"), _begins(rb"CAJ\0|KDH ")
    ),
    Unreadable(N_("a DjVu document"), _RECOGNISE, _begins(rb"AT&TFORM")),
    Unreadable(
        N_("a picture"),
        _RECOGNISE,
        _begins(rb"\xff\xd8\xff|\x89PNG\r\n|GIF8[79]a|II\*\0|MM\0\*|RIFF....WEBP|BM....\0\0\0\0|....ftyp(?:hei|avif)"),
    ),
    Unreadable(
        N_("an archive"),
        N_("unpack it, and give the files in it"),
        _begins(rb"PK\x03\x04|Rar!\x1a|7z\xbc\xaf|\x1f\x8b|BZh\d|\xfd7zXZ"),
    ),
)
"""Known kinds of files that no reader takes; the first that fits counts."""


def open_file(path: Path) -> File:
    """Return the file at *path*, standard input where it is ``-``. Raises `PublishError` B103.

    A path from a folder was looked at when the folder was (`publish.edition`); any other is what the user named.
    """
    name = "<stdin>" if path == STANDARD_INPUT else shown(path)
    try:
        if path == STANDARD_INPUT:
            return File(name, read_stream(sys.stdin.buffer, "source-size"))
        return File(name, read_named(path, "source-size"))
    except OSError as error:
        raise failure("B103", name, reason=error.strerror) from error


def reader_of(file: File) -> Reader:
    """Return what reads *file*. Raises `PublishError` P104 where its content is of a kind that nothing reads."""
    for reader in READERS:
        if reader.claims and reader.claims(file.data):
            return reader
    for kind in UNREADABLE:
        if kind.claims(file.data):
            raise failure("P104", file.name, kind=_(kind.name), remedy=_(kind.remedy))
    suffix = Path(file.name).suffix.lower()
    return next((reader for reader in READERS if suffix in reader.suffixes), READERS[0])


def read_file(path: Path, edition: Edition, report: Report) -> Source | Part:
    """Return what the file at *path* gives: lines to label, or a part of the book.

    Raises `PublishError` where it cannot be read or used.
    """
    file = open_file(path)
    return reader_of(file).read(file, edition, report)
