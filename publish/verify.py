"""A finished book against its sources: one door for both outputs."""

from publish.verify_epub import verify_epub
from publish.verify_pdf import verify_pdf

__all__ = ["verify_epub", "verify_pdf"]
