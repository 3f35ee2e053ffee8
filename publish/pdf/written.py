"""Objects → a PDF file, one by one: those that have been put into it take no more room than in the file.

Objects that are no streams stand together in compressed streams (ISO 32000-1, 7.5.7), and where all are, says a
compressed table (7.5.8). The same objects in the same order give the same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from hashlib import md5
from itertools import accumulate
from struct import Struct

_HEAD = b"%PDF-1.7\n%\xbf\xf7\xa2\xfe\n"
_TOGETHER = 100
"""Objects of a stream of objects."""
_ROW = Struct(">BIH")
"""A row of the table: the kind of entry; where the object is, or in which stream; the which in that it is."""


class Written:
    """A PDF file that is being written."""

    def __init__(self) -> None:
        self._count = 0
        self._waiting: list[tuple[int, bytes]] = []
        """Objects that do not make a stream yet."""
        self._pieces: list[bytes] = [_HEAD]
        self._length = len(_HEAD)
        self._entries: dict[int, tuple[int, int, int]] = {0: (0, 0, 0)}

    def reserve(self) -> int:
        """Return the number of an object to come."""
        self._count += 1
        return self._count

    def put(self, number: int, content: bytes) -> None:
        """Put in the object *number*, which is no stream."""
        self._waiting.append((number, content))
        if len(self._waiting) == _TOGETHER:
            self._put_waiting()

    def add(self, content: bytes) -> int:
        """Put in an object that is no stream, and return its number."""
        number = self.reserve()
        self.put(number, content)
        return number

    def add_stream(self, data: bytes, entries: bytes = b"") -> int:
        """Put in a stream of *data*, which are compressed here, with *entries* of its dictionary; return its number."""
        number, packed = self.reserve(), zlib.compress(data)
        self.put_stream(number, b"<< /Filter /FlateDecode /Length %d %b >>" % (len(packed), entries), packed)
        return number

    def put_stream(self, number: int, dictionary: bytes, data: bytes) -> None:
        """Put in the stream *number* as it is: its *dictionary*, and its *data*."""
        self._entries[number] = 1, self._length, 0
        self._write(b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (number, dictionary, data))

    def finished(self, root: int, info: int) -> bytes:
        """Return the file, whose catalogue and whose record of what it is are the objects *root* and *info*."""
        self._put_waiting()
        number, begin = self.reserve(), self._length
        self._entries[number] = 1, begin, 0
        digest = md5(usedforsecurity=False)
        for piece in self._pieces:
            digest.update(piece)
        table = zlib.compress(_rows([self._entries.get(each, (0, 0, 0)) for each in range(number + 1)]))
        dictionary = (
            f"<< /DecodeParms << /Columns {_ROW.size} /Predictor 12 >> /Filter /FlateDecode"
            f" /ID [ <{digest.hexdigest()}> <{digest.hexdigest()}> ] /Info {info} 0 R /Length {len(table)}"
            f" /Root {root} 0 R /Size {number + 1} /Type /XRef /W [ 1 4 2 ] >>"
        ).encode()
        self.put_stream(number, dictionary, table)
        return b"".join([*self._pieces, b"startxref\n%d\n%%%%EOF\n" % begin])

    def _put_waiting(self) -> None:
        if not self._waiting:
            return
        offsets = accumulate((len(content) + 1 for _number, content in self._waiting), initial=0)
        pairs = zip(self._waiting, offsets, strict=False)
        head = b" ".join(b"%d %d" % (number, offset) for (number, _content), offset in pairs) + b"\n"
        entries = b"/Type /ObjStm /N %d /First %d" % (len(self._waiting), len(head))
        stream = self.add_stream(head + b"\n".join(content for _number, content in self._waiting), entries)
        for place, (number, _content) in enumerate(self._waiting):
            self._entries[number] = 2, stream, place
        self._waiting.clear()

    def _write(self, piece: bytes) -> None:
        self._pieces.append(piece)
        self._length += len(piece)


def _rows(entries: Sequence[tuple[int, int, int]]) -> bytes:
    """Return *entries* as rows of bytes, each as what it adds to the one above it (PNG's filter Up)."""
    length = _ROW.size
    plain = b"".join(_ROW.pack(*entry) for entry in entries)
    above = bytes(length) + plain[:-length]
    added = bytes((this - that) & 0xFF for this, that in zip(plain, above, strict=True))
    return b"".join(b"\2" + added[at : at + length] for at in range(0, len(added), length))
