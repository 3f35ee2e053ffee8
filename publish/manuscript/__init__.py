"""The manuscript: a book written out in Markdown for a person to correct, and read again.

This is the folder's door: what other modules may use stands here. What it needs is loaded when it is called:
reading loads markdown-it, which a dump does not need.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publish.book import Book
    from publish.diagnostics import Report
    from publish.edition import Edition
    from publish.part import Part
    from publish.readers import File
    from publish.source import Source


def read_part(file: File, edition: Edition, report: Report) -> Part | Source:
    """Return what the manuscript *file* gives to the book; of Markdown that a program wrote from pages, its lines.

    Its pictures come from the folder of *edition* alone. Raises `PublishError` P101, P103, P104 where it is no text
    (`source.read_text`), M101, M102, B202, B203 where its front matter cannot be used, M311 where the rest cannot.
    """
    from publish.manuscript.account import account_of_manuscript
    from publish.manuscript.explanation import explain_lines
    from publish.manuscript.extracted import is_extracted, read_extracted
    from publish.manuscript.reader import open_markdown, read_manuscript
    from publish.part import Part
    from publish.source import read_text

    source = read_text(file, edition.settings.encoding, report)
    opened = open_markdown(source, report)
    if is_extracted(*opened, edition.settings.parse.headings):
        return read_extracted(source, *opened, edition, report)
    alone = len(edition.sources) == 1
    found = read_manuscript(
        source, edition.folder, report, alone, opened, edition.settings.parse.pictures, edition.sources
    )
    return Part(
        source,
        found.chapters,
        partial(account_of_manuscript, source, found.text, found.chapters, found.left_out),
        partial(explain_lines, source, found),
        found.pictures,
        found.settings,
    )


def write_manuscript(book: Book) -> str:
    """Return *book* as a manuscript, with one line break at its end."""
    from publish.manuscript import writer

    return writer.write_manuscript(book)
