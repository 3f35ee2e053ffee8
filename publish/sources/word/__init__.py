"""Word documents (.docx), whoever made them: Word, WPS, LibreOffice, Pages, pandoc.

This is the folder's door: what other modules may use stands here.
"""

from __future__ import annotations

from dataclasses import replace

from publish.diagnostics import Report
from publish.edition import Edition
from publish.pictures import Album
from publish.readers import File
from publish.source import Source
from publish.sources.source_writer import SourceWriter
from publish.sources.word.document import DocumentReader
from publish.sources.word.findings import Findings
from publish.sources.word.flow import write_flow
from publish.sources.word.package import Package
from publish.sources.word.properties import title_page
from publish.wording import _


def read_document(file: File, edition: Edition, report: Report) -> Source:
    """Return the lines of *file*, a Word document, with their looks, and its tables, figures, lists and notes.

    What the book has no place for is reported as P151 to P160. Raises `PublishError` P150 where the document cannot be
    read, P101 where nothing is in it.
    """
    package = Package(file.name, file.data)
    try:
        return _read(package, file, edition, report)
    except RecursionError as error:
        raise package.broken(_("nested too deeply")) from error


def _read(package: Package, file: File, edition: Edition, report: Report) -> Source:
    found = package.relationships("").values()
    main = next((each.target for each in found if each.kind == "officeDocument"), "word/document.xml")
    album, findings = Album(edition.folder, file.name, report, edition.settings.parse.pictures), Findings()
    reader = DocumentReader(package, main, album, findings)
    items = reader.items()
    writer = SourceWriter(file.name)
    write_flow(items, tuple(reader.heads_and_feet()), writer)
    findings.report(file.name, report)
    album.tell()
    source = writer.source(report, pictures=album.pictures)
    properties = package.xml(next((each.target for each in found if each.kind == "core-properties"), ""))
    return replace(source, settings=title_page(properties, source))
