"""Word documents made by hand from their XML, and by python-docx, for the tests."""

import io
import zipfile
from pathlib import Path

from publish.book import Article, Book
from publish.diagnostics import Diagnostic
from publish.edition import Edition
from publish.readers import File
from publish.reading import read
from publish.source import Source
from publish.sources.word import read_document

_NAMES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def relations(*rows: tuple[str, str, str]) -> str:
    """Return a part of relationships: an id, a kind and a target each; an address is outside."""
    written = "".join(
        f'<Relationship Id="{identity}" Type="{_TYPES}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if "://" in target else "/>")
        for identity, kind, target in rows
    )
    return f'<Relationships xmlns="{_RELATIONS}">{written}</Relationships>'


def part(name: str, inside: str) -> str:
    """Return a part whose root is the element of Word of that *name*."""
    return f"<?xml version='1.0' encoding='UTF-8'?><w:{name} {_NAMES}>{inside}</w:{name}>"


def archive(parts: dict[str, str | bytes]) -> bytes:
    """Return a ZIP archive of *parts*."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def document(body: str, *, main: str = "", **parts: str | bytes) -> bytes:
    """Return a document with *body*; *parts* are others of Word by their names, such as ``footnotes``.

    *main* has further relationships of the document, in rows.
    """
    kinds = {name: f"{name}.xml" for name in parts if not name.startswith("media")}
    rows = [(f"id-{name}", name, target) for name, target in kinds.items()]
    rows += [tuple(row.split()) for row in main.strip().splitlines()]
    files: dict[str, str | bytes] = {
        "_rels/.rels": relations(("main", "officeDocument", "word/document.xml")),
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": relations(*rows),
    }
    for name, content in parts.items():
        files[f"word/{kinds.get(name) or name.replace('media_', 'media/') + '.png'}"] = content
    return archive(files)


def p(text: str = "", properties: str = "", *, runs: str = "") -> str:
    """Return a paragraph of *text*, or of *runs*."""
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs or r(text)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a run of *text*."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def source_of(data: bytes, said: list[Diagnostic] | None = None) -> Source:
    """Return what the reader finds in *data*, a document."""
    said = [] if said is None else said
    edition = Edition("a", Path("."), ())
    return read_document(File("a.docx", data), edition, said.append)


def book_of(data: bytes, folder: Path, said: list[Diagnostic] | None = None) -> Book:
    """Return the book that *data*, a document, makes."""
    said = [] if said is None else said
    path = folder / "a.docx"
    path.write_bytes(data)
    book = read(Edition("a", folder, (path,)), said.append).book
    assert [diagnostic for diagnostic in said if diagnostic.code == "P801"] == []
    return book


def article_of(data: bytes, folder: Path, said: list[Diagnostic] | None = None) -> Article:
    """Return the one article of *data*, a document."""
    (article,) = book_of(data, folder, said).articles
    return article
