"""PDFs with a text layer: characters in their places → lines in reading order.

This is the folder's door: what other modules may use stands here.
"""

from publish.sources.pdf.reader import read_pdf

__all__ = ["read_pdf"]
