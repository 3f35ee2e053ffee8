"""Pictures and fonts by their bytes: what they are, and whether they are whole."""

from __future__ import annotations

import struct

_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
    b"\0\1\0\0": "font/ttf",
    b"true": "font/ttf",
    b"OTTO": "font/otf",
    b"ttcf": "font/collection",
    b"wOFF": "font/woff",
    b"wOF2": "font/woff2",
}


def media_type_of(data: bytes) -> str | None:
    """Return the media type that *data* begins as, or None where it is none that we know."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for signature, kind in _SIGNATURES.items() if data.startswith(signature)), None)


def truncated(data: bytes) -> bool:
    """Tell whether the end of the picture or font *data* is missing, or it is none at all but perhaps an SVG."""
    match media_type_of(data):
        case "image/png":
            return data[-12:-4] != b"\0\0\0\0IEND"
        case "image/jpeg":
            return data.rstrip(b"\0")[-2:] != b"\xff\xd9"
        case "image/gif":
            return data[-1:] != b"\x3b"
        case "image/webp":
            return len(data) < 8 + int.from_bytes(data[4:8], "little")
        case "font/ttf" | "font/otf":
            return _tables_end(data) > len(data)
        case "font/woff" | "font/woff2":
            return int.from_bytes(data[8:12], "big") != len(data)
        case _:
            return b"<svg" not in data[:1000]


def _tables_end(font: bytes) -> int:
    """Return where the last table of an OpenType font ends (OpenType 1.9, "Table directory")."""
    count = int.from_bytes(font[4:6], "big")
    if not count or len(font) < 12 + 16 * count:
        return len(font) + 1
    ends = [sum(struct.unpack_from(">LL", font, 12 + 16 * number + 8)) for number in range(count)]
    return int(max(ends))
