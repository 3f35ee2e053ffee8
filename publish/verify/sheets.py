"""The sheets of a booklet, or pages two on a side, against the book: each page laid once, and no character lost.

Sheets have no structure tree, and text goes on from page to page with notes between, so the text is not compared in its
order; that can be done with the PDF made without ``--booklet``. Here the pages are taken off the sheets by their
numbers, and their characters counted.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from publish.book import Book
from publish.collation import pieces, shorten, solid
from publish.diagnostics import Diagnostic
from publish.verify.printed import Printed
from publish.xhtml import words


def sheets(printed: Printed, book: Book) -> Iterator[Diagnostic]:
    """Yield what is wrong with the sheets of *book*: V714, and V715 or V716 where something is."""
    yield printed.fault("V714")
    laid = printed.laid
    for number in sorted(laid):
        if len(laid[number]) > 1:
            yield printed.fault("V715", laid[number][1], number=number + 1, count=len(laid[number]))
    for number in sorted(set(range(max(laid, default=-1) + 1)) - laid.keys()):
        yield printed.fault("V715", None, number=number + 1, count=0)
    there = Counter[str]()
    for text in printed.texts:
        there.update(_counted("".join((*text.content.values(), *text.unmarked))))
    own = words(book.language)
    for article in book.articles:
        meant = pieces(article, "paper", own)
        there.subtract(_counted("".join(piece.text for piece in (*meant.text, *meant.notes))))
    if lost := "".join(character * -count for character, count in sorted(there.items()) if count < 0):
        yield printed.fault("V716", None, count=len(lost), text=shorten(lost))


def _counted(text: str) -> Counter[str]:
    return Counter(character for character in solid(unicodedata.normalize("NFC", text)) if character.isalnum())
