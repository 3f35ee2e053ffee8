"""PDFs that would swell beyond all measure, found before anything draws them: bombs, forms that draw one another."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from publish.diagnostics import failure

_LARGEST = 16 << 20
"""Bytes that the content of a page may unpack to: far more than the densest page has."""
_LARGEST_PART = 256 << 20
"""Bytes that anything else may unpack to, a font for instance; pictures are not unpacked here."""
_MOST_DRAWN = 100_000
"""Forms that a page may draw, those that are drawn by others among them (ISO 32000-1, 8.10)."""
_DRAWS = re.compile(rb"/([^\s/\[\]<>()]+)\s+Do\b")


def check_limits(data: bytes, name: str) -> None:
    """Look through the PDF *data*, called *name*. Raises `PublishError` P143 where it unpacks, or draws, too much.

    What pikepdf cannot open is left to those who read it.
    """
    try:
        document = pikepdf.open(io.BytesIO(data))
    except (pikepdf.PdfError, pikepdf.PasswordError, ValueError):
        return
    with document:
        forms = _Forms(name)
        if document.is_encrypted:  # what its streams are, their bytes do not say
            for item in document.objects:
                if isinstance(item, pikepdf.Stream) and item.get("/Subtype") != "/Image":
                    forms.content(item, _LARGEST_PART)
        elif any(unpacked_size(data, start, _LARGEST_PART) > _LARGEST_PART for start in _suspects(data)):
            raise failure("P143", name, count=_LARGEST_PART)
        for page in document.pages:
            forms.check(page)


_STREAM = re.compile(rb">>\s*stream(?:\r\n|\n|\r)")
_NUMBER = re.compile(rb"(\d{1,10})\s+\d{1,5}\s+obj\s*(\d{1,12})\s*endobj")
_LENGTH = re.compile(rb"/Length\s+(\d{1,12})(?:\s+\d{1,5}\s+(R))?")
_ONE_FILTER = re.compile(rb"/(?:Filter|F)\s*(?:\[\s*)?/(\w+)\s*(?:\]|/|>|$)")
_MOST_TIMES = 1032
"""How many times as large deflated data becomes at most (zlib's technical details)."""
_LONGEST_DICTIONARY = 4096


def _suspects(data: bytes) -> Iterator[int]:
    """Yield where the streams of the PDF *data* begin that may unpack to more than `_LARGEST_PART`, by their length.

    To let a library list all objects takes many times the memory of the file.
    """
    numbers: dict[bytes, int] = {}
    if b" R" in data:
        numbers = {found[1]: int(found[2]) for found in _NUMBER.finditer(data)}
    for found in _STREAM.finditer(data):
        begin = max(data.rfind(b" obj", 0, found.start()), found.start() - _LONGEST_DICTIONARY)
        dictionary = data[max(0, begin) : found.start()]
        if b"DCTDecode" in dictionary or b"/Image" in dictionary:
            continue
        length = _LENGTH.search(dictionary)
        size = (numbers.get(length[1]) if length[2] else int(length[1])) if length else None
        once = _ONE_FILTER.search(dictionary) or b"Filter" not in dictionary
        if size is None or not once or size * _MOST_TIMES > _LARGEST_PART:
            yield found.end()


def unpacked_size(data: bytes, start: int, most: int) -> int:
    """Return to how many bytes unpacks what begins at *start* of *data*, deflated once or again."""
    part: bytes = b""
    for at in range(_MOST_LAYERS):
        try:
            packed = memoryview(data)[start:] if at == 0 else part
            part = zlib.decompressobj().decompress(packed, most + 1)
        except zlib.error:
            break
        if len(part) > most:
            break
    return len(part)


_MOST_LAYERS = 4


class _Forms:
    """Counts what pages draw."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.counts: dict[tuple[int, int], int] = {}

    def content(self, stream: Any, most: int = _LARGEST) -> bytes:
        """Return what *stream* unpacks to. Raises `PublishError` P143 where that is more than *most* bytes."""
        data = bytes(stream.read_raw_bytes())
        filters = stream.get("/Filter", pikepdf.Array())
        for each in [filters] if isinstance(filters, pikepdf.Name) else list(filters):
            if each not in ("/FlateDecode", "/Fl"):
                break
            data = self._unpacked(data, most)
        return data

    def _unpacked(self, data: bytes, most: int) -> bytes:
        try:
            unpacked = zlib.decompressobj().decompress(data, most + 1)
        except zlib.error:
            return b""
        if len(unpacked) > most:
            raise failure("P143", self.name, count=most)
        return unpacked

    def check(self, page: Any) -> None:
        """Raise `PublishError` P143 where *page* draws too many forms."""
        contents = page.obj.get("/Contents", pikepdf.Array())
        parts = [contents] if isinstance(contents, pikepdf.Stream) else list(contents)
        text = b"\n".join(self.content(part) for part in parts if isinstance(part, pikepdf.Stream))
        self._drawn(text, page.obj.get("/Resources"), 0)

    def _drawn(self, text: bytes, resources: Any, depth: int) -> int:
        """Return how many forms *text* draws with *resources*."""
        forms = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
        if forms is None or depth > 40:  # PDFium goes no deeper
            return 0
        drawn = 0
        for match in _DRAWS.finditer(text):
            form = forms.get("/" + match[1].decode("latin-1"))
            if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form":
                drawn += 1 + self._of_form(form, depth)
            if drawn > _MOST_DRAWN:
                raise failure("P143", self.name, count=drawn)
        return drawn

    def _of_form(self, form: Any, depth: int) -> int:
        key = form.objgen
        if key not in self.counts:
            self.counts[key] = 0  # a form that draws itself is drawn once
            self.counts[key] = self._drawn(self.content(form), form.get("/Resources"), depth + 1)
        return self.counts[key]
