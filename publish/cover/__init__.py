"""The cover of a book that brings none: title, subtitle, names, series and publisher, composed by what the book is.

A collection of pieces from the press lists some of them below its title, as journals do; a short title in Chinese alone
stands on an upright slip, as on a thread-bound book; a long one, or one with a subtitle, on a label; any other over a
band. The colour is one of a few; the title decides which, so that books differ and a book keeps its own.
"""

from __future__ import annotations

import unicodedata
from hashlib import sha256

from publish.book import Book, Picture
from publish.cover.compositions import BAND, CLOTHS, HEIGHT, LABEL, MASTHEAD, PAPER, SLIP, WIDTH, Composition
from publish.cover.legend import Legend, read_legend
from publish.fonts import Families
from publish.pictures import Colour, draw

__all__ = ["HEIGHT", "WIDTH", "draw_cover", "ground_of"]


def draw_cover(name: str, book: Book, fonts: Families) -> Picture:
    """Return a cover for *book* as a JPEG called *name*; *fonts* are families that the user prefers.

    Raises `PublishError` F101 where the machine has no Chinese face.
    """
    cloth = CLOTHS[sha256(book.title.encode()).digest()[0] % len(CLOTHS)]
    legend = read_legend(book, fonts)
    composition = choose(book, legend)
    return draw(name, WIDTH, HEIGHT, cloth if composition.on_cloth else PAPER, composition.draw(legend, cloth))


def ground_of(book: Book, fonts: Families) -> tuple[Colour, bool]:
    """Return the colour behind the cover that is drawn for *book*, and whether it is dark."""
    if choose(book, read_legend(book, fonts)).on_cloth:
        return CLOTHS[sha256(book.title.encode()).digest()[0] % len(CLOTHS)], True
    return PAPER, False


def choose(book: Book, legend: Legend) -> Composition:
    """Return the composition for *book*, whose cover says what *legend* holds."""
    named = [article for article in book.articles if article.title]
    from_the_press = [article for article in named if article.origin and article.origin.publication]
    if len(named) >= _COLLECTION and len(from_the_press) > len(named) / 2:
        return MASTHEAD
    if legend.subtitle or len(legend.title) > _LONG:
        return LABEL
    return SLIP if len(legend.title) <= _UPRIGHT and all(map(_is_chinese, legend.title)) else BAND


_COLLECTION = 4
"""Articles from which on a book from the press is a collection."""
_LONG, _UPRIGHT = 14, 8
"""Characters of a title that is long; of one that stands upright."""


def _is_chinese(character: str) -> bool:
    return unicodedata.name(character, "").startswith("CJK UNIFIED IDEOGRAPH")
