"""A finished book against its sources.

This is the folder's door: a function for each output whose files can be verified, which loads what that takes.
"""

from collections.abc import Iterator

from publish.book import Book
from publish.diagnostics import Diagnostic
from publish.verify.stylesheets import read_stylesheet
from publish.verify.verifier import Verifier

__all__ = ["Verifier", "epub_verifier", "html_verifier", "pdf_verifier", "proofread_epub", "read_stylesheet"]


def proofread_epub(data: bytes, book: Book) -> Iterator[Diagnostic]:
    """Yield what is amiss in the EPUB *data*, which was just made from the well-formed *book*."""
    from publish.verify.verify_epub import proofread

    return proofread(data, book)


def epub_verifier() -> Verifier:
    """Return what verifies EPUBs."""
    from publish.verify.verify_epub import VERIFIER

    return VERIFIER


def pdf_verifier() -> Verifier:
    """Return what verifies PDFs."""
    from publish.verify.verify_pdf import VERIFIER

    return VERIFIER


def html_verifier() -> Verifier:
    """Return what verifies pages of HTML."""
    from publish.verify.verify_html import VERIFIER

    return VERIFIER
