"""The cover of a book that brings none: title, subtitle, names, series and publisher, composed by what the book is.

A collection of pieces from the press lists some of them below its title, as journals do; a short title in Chinese alone
stands on an upright slip, as on a thread-bound book; a long one, or one with a subtitle, on a label; any other over a
band. The colour is one of a few; the title decides which, so that books differ and a book keeps its own.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from hashlib import sha256

from publish.book import Book, Picture
from publish.cover.compositions import (
    BAND,
    CLOTHS,
    HEIGHT,
    LABEL,
    MASTHEAD,
    PAPER,
    SLIP,
    WIDTH,
    Composition,
    Shape,
)
from publish.cover.legend import Legend, read_legend
from publish.fonts import Families
from publish.pictures import Colour, Lettering, draw

__all__ = ["HEIGHT", "WIDTH", "draw_cover", "ground_of"]


def draw_cover(name: str, book: Book, fonts: Families, ratio: float = WIDTH / HEIGHT) -> Picture:
    """Return a cover for *book* as a JPEG called *name*; *fonts* are families that the user prefers.

    *ratio* is its width by its height: what reaches an edge of the composition reaches that of the cover too. Raises
    `PublishError` F101 where the machine has no Chinese face.
    """
    legend = read_legend(book, fonts)
    composition = choose(book, legend)
    size = max(WIDTH, round(HEIGHT * ratio)), max(HEIGHT, round(WIDTH / ratio))
    shapes = (_spread(shape, *size) for shape in composition.draw(legend, _cloth(book)))
    return draw(name, *size, _ground(book, composition), shapes)


def _spread(shape: Shape, width: int, height: int) -> Shape:
    """Return *shape* in the middle of a cover that is so large."""
    aside, down = (width - WIDTH) / 2, (height - HEIGHT) / 2
    if isinstance(shape, Lettering):
        return replace(shape, x=shape.x + aside, y=shape.y + down)
    return replace(
        shape,
        left=shape.left + aside if shape.left > 0 else 0,
        top=shape.top + down if shape.top > 0 else 0,
        right=shape.right + aside if shape.right < WIDTH else width,
        bottom=shape.bottom + down if shape.bottom < HEIGHT else height,
    )


def ground_of(book: Book, fonts: Families) -> tuple[Colour, bool]:
    """Return the colour behind the cover that is drawn for *book*, and whether it is dark."""
    composition = choose(book, read_legend(book, fonts))
    return _ground(book, composition), composition.on_cloth


def _ground(book: Book, composition: Composition) -> Colour:
    return _cloth(book) if composition.on_cloth else PAPER


def _cloth(book: Book) -> Colour:
    return CLOTHS[sha256(book.title.encode()).digest()[0] % len(CLOTHS)]


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
