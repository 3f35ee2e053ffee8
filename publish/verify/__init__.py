"""A finished book against its sources.

This is the folder's door: a function for each output whose files can be verified, which loads what that takes.
"""

from publish.verify.verifier import Verifier

__all__ = ["Verifier", "epub_verifier", "pdf_verifier"]


def epub_verifier() -> Verifier:
    """Return what verifies EPUBs."""
    from publish.verify.verify_epub import VERIFIER

    return VERIFIER


def pdf_verifier() -> Verifier:
    """Return what verifies PDFs."""
    from publish.verify.verify_pdf import VERIFIER

    return VERIFIER
