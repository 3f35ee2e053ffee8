"""A page that a browser saved in one file with all that it shows (MHTML, RFC 2557): the page, and its pictures."""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from urllib.parse import urljoin

from publish.diagnostics import failure
from publish.readers import File
from publish.wording import _

_MOST_PARTS = 10_000


@dataclass(frozen=True, slots=True)
class Archive:
    """What is in one."""

    page: bytes = field(repr=False)
    address: str
    """Where the page was; those of its pictures are relative to it."""
    encoding: str | None
    """What it says that the page is written in; None where that is no encoding."""
    pictures: Mapping[str, bytes] = field(repr=False)
    """The pictures by their addresses, and by ``cid:`` and their name in the archive."""

    def picture(self, address: str) -> bytes | None:
        """Return the picture at *address*, as the page has it; None where it is not in the archive."""
        found = self.pictures.get(address)
        return found if found is not None else self.pictures.get(urljoin(self.address, address))


def open_archive(file: File) -> Archive:
    """Return what is in *file*. Raises `PublishError` S401 where no page is."""
    try:
        parts = list(_parts(message_from_bytes(file.data)))
    except (RecursionError, ValueError, LookupError) as error:
        raise failure("S401", file.name, reason=_("nested too deeply")) from error
    page = next((part for part in parts if part.get_content_type() in ("text/html", "application/xhtml+xml")), None)
    if page is None or len(parts) > _MOST_PARTS:
        raise failure("S401", file.name, reason=_("no page in it"))
    pictures = dict(_addressed(part for part in parts if part.get_content_maintype() == "image"))
    return Archive(_data(page), page.get("Content-Location", "").strip(), _encoding(page), pictures)


def _parts(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if not part.is_multipart())


def _data(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _encoding(part: Message) -> str | None:
    name = part.get_content_charset()
    try:
        return codecs.lookup(name).name if name else None
    except LookupError:
        return None


def _addressed(parts: Iterator[Message]) -> Iterator[tuple[str, bytes]]:
    for part in parts:
        data = _data(part)
        if location := part.get("Content-Location", "").strip():
            yield location, data
        if name := part.get("Content-ID", "").strip().strip("<>"):
            yield f"cid:{name}", data
