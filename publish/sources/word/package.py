"""A document as a package: a ZIP archive whose parts are XML and pictures, joined by relationships.

Open Packaging Conventions (ISO/IEC 29500-2). Nothing outside the archive is opened; parts that expand beyond all
measure and parts that declare entities are refused before they are parsed.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from publish.diagnostics import PublishError, failure
from publish.wording import _

_LARGEST = 64 << 20
"""Bytes of the largest part."""
_LARGEST_IN_ALL = 256 << 20
_HARDLY = 4 << 20
"""Bytes up to which a part may be packed as tightly as it will."""
_DENSEST = 150
"""How many times its packed size a larger part may have: text in XML packs to a twentieth, a bomb to a thousandth."""
_MOST_TAGS = 6_000_000
_ENTITIES = re.compile(rb"<\0?!\0?(?:D\0?O\0?C\0?T\0?Y\0?P\0?E|E\0?N\0?T\0?I\0?T\0?Y)")

_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/": b"http://schemas.openxmlformats.org/officeDocument/2006/",
    b"http://purl.oclc.org/ooxml/drawingml/": b"http://schemas.openxmlformats.org/drawingml/2006/",
}
"""Namespaces of the strict variant (ISO/IEC 29500-1) and those of the transitional one, which nearly all files have."""

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Relationship(NamedTuple):
    """What a part names by an id: another part, or an address outside the package."""

    kind: str
    """The last part of its type: image, hyperlink, footnotes …"""
    target: str
    """Name of the part, or the address."""
    outside: bool


class Package:
    """The package in *data*, a file called *name*. Raises `PublishError` P150 where it is none that can be read."""

    def __init__(self, name: str, data: bytes) -> None:
        self._name = name
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise self.broken(_("the archive is damaged")) from error
        self._names = {info.filename.lower().lstrip("/"): info for info in self._archive.infolist()}
        self._read = 0

    @property
    def stem(self) -> str:
        """The name of its file without folder and ending."""
        return Path(self._name).stem

    def broken(self, reason: str) -> PublishError:
        """Return the error that says why the document cannot be read."""
        return failure("P150", self._name, reason=reason)

    def data(self, part: str) -> bytes | None:
        """Return the bytes of the part of that name, None where there is none."""
        info = self._names.get(part.lower().lstrip("/"))
        if info is None:
            return None
        dense = info.file_size > _HARDLY and info.file_size > _DENSEST * max(1, info.compress_size)
        if info.file_size > _LARGEST or dense or self._read + info.file_size > _LARGEST_IN_ALL:
            raise self.broken(_("{part} expands beyond all measure").format(part=info.filename))
        try:
            with self._archive.open(info) as file:
                data = file.read(_LARGEST + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as error:
            raise self.broken(_("{part} is damaged").format(part=info.filename)) from error
        self._read += len(data)
        return data

    def xml(self, part: str) -> Element | None:
        """Return the root element of the part of that name, None where there is none."""
        data = self.data(part)
        if data is None:
            return None
        if _ENTITIES.search(data):
            raise self.broken(_("{part} declares entities").format(part=part))
        if data.count(b"<") > _MOST_TAGS:
            raise self.broken(_("{part} expands beyond all measure").format(part=part))
        for strict, transitional in _STRICT.items():
            data = data.replace(strict, transitional)
        try:
            return ElementTree.fromstring(data)
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise self.broken(_("{part} is damaged").format(part=part)) from error

    def relationships(self, part: str) -> Mapping[str, Relationship]:
        """Return the relationships of the part of that name ("" for the package), by id."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for element in root.iter(_RELATIONSHIP) if root is not None else ():
            outside = element.get("TargetMode") == "External"
            target = element.get("Target", "")
            if not outside:
                target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
            kind = element.get("Type", "").rpartition("/")[2]
            found[element.get("Id", "")] = Relationship(kind, target, outside)
        return found
