"""The identifier of an edition: what a reader program knows a book by, so that it never takes one for another.

EPUB 3.3, 5.5.3.1: an identifier belongs to one publication alone. Two books, and two editions of one (in other
characters, vertical, numbered), have two, or a reader's library puts the one in place of the other.
"""

from __future__ import annotations

import re
from hashlib import sha256
from uuid import NAMESPACE_URL, UUID, uuid5

from publish.book import Book
from publish.walk import texts

_UUID = re.compile(r"(?:urn:uuid:)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)


def of_edition(identifier: str, *forms: str) -> str:
    """Return the identifier of the edition of a book in *forms*, such as ``vertical``, whose own is *identifier*.

    A UUID gives each edition one of its own; any other was assigned by somebody (ISBN, 3.2) and stays what it is.
    """
    given = _UUID.fullmatch(identifier.strip())
    return uuid5(UUID(given[1]), "\n".join(forms)).urn if given and forms else identifier


def of_content(book: Book, *forms: str) -> str:
    """Return an identifier, a UUID as a URN, made from all that *book* says and the *forms* of the edition."""
    digest = sha256("\n".join([book.language, *forms, *texts(book)]).encode("utf-8", "replace"))
    for picture in book.pictures:
        digest.update(picture.data)
    return uuid5(NAMESPACE_URL, digest.hexdigest()).urn
