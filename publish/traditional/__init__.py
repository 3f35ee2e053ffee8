"""A book in Traditional characters from one in Simplified, and back.

This is the folder's door: what other modules may use stands here.
"""

from __future__ import annotations

from pathlib import Path

from publish.book import Book
from publish.edition import TraditionalKeys, Variant
from publish.traditional.converter import to_simplified, to_traditional, variant_of

__all__ = ["review_book", "to_simplified", "to_traditional", "variant_of"]


def review_book(book: Book, variant: Variant, keys: TraditionalKeys, ending: str, styles: tuple[Path, ...]) -> str:
    """Return the doubtful conversions of *book*, which is in Simplified characters, to *variant*, as a file.

    *ending* is that of the file's name: ``.json``, ``.html``, else text. *styles* is what `assets.find_style` gave.
    """
    from publish.traditional.review import as_file, review  # loads the templates, which a conversion does not need

    return as_file(review(book, variant, keys), ending, book.title, book.language, styles)
