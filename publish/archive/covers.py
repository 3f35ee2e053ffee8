"""A finished EPUB → the pictures by which a feed shows it: its cover, and that cover in small (OPDS 1.2, 5.1.1)."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from xml.etree import ElementTree
from zipfile import ZipFile

from publish.pictures import in_small

_ENDINGS = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif"}
"""The kinds of picture that OPDS knows, and how their names end."""
_FOLDER = "covers"
_WIDTH = 240
"""Width of a cover in small, in pixels."""
_PACKAGE = "EPUB/content.opf"
"""Where a finished EPUB of this program has its package document."""


def covers_of(data: bytes, place: str) -> Iterator[tuple[str, str, bytes]]:
    """Yield the cover of *data*, an EPUB made here, then that in small: its path, its media type, the picture.

    *place* is the folder and the name of the book's files; those of its cover stand in a folder beside the books.
    Nothing is yielded of a book without a cover, or with one of a kind that no feed shows.
    """
    name = posixpath.join(_FOLDER, place.partition("/")[2])
    with ZipFile(io.BytesIO(data)) as container:
        for item in ElementTree.fromstring(container.read(_PACKAGE)).iterfind(".//{*}item[@properties='cover-image']"):
            media_type = item.get("media-type", "")
            whole = container.read(posixpath.join(posixpath.dirname(_PACKAGE), item.get("href", "")))
            small = in_small(whole, _WIDTH)
            if media_type in _ENDINGS and small:
                yield f"{name}{_ENDINGS[media_type]}", media_type, whole
                yield f"{name}-small.jpg", "image/jpeg", small
