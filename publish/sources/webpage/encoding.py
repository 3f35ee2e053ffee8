"""Bytes of a page → text: by its mark, by what its characters are, and by what the page says of itself.

What a page says is believed where its bytes bear it out: many say gb2312 and are UTF-8 (the HTML Living Standard,
13.2.3.2, would believe them).
"""

from __future__ import annotations

import codecs
import re

from publish.decoding import Decoded, decode, guess

_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_HEAD = 1 << 14
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "cp936": "gb18030", "big5": "big5hkscs"}
"""Encodings that read all of what a page says, and what pages write beyond it (Encoding Standard, 4.2)."""
_MARKS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CODE = re.compile(rb"<(script|style)\b.*?</\1\s*>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_DAMAGED = 0.01
"""Share of undecodable characters above which what a page says of itself is not so."""


def decode_page(data: bytes, file: str, named: str | None) -> Decoded:
    """Return *data* as text, read as *named* or as what it is. Raises `PublishError` P103, P104 (see `decode`)."""
    if named or data.startswith(_MARKS) or data.startswith((b"<\0", b"\0<")):
        return decode(data, file, named)
    declared = _declared(data)
    for name in ("utf-8", declared):
        if name and _reads(data, name):
            return decode(data, file, name)
    text = _CODE.sub(b" ", data)
    guessed = guess(text) if not text.isascii() else None
    return decode(data, file, guessed[0] if guessed else declared)


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_HEAD])
    name = (found[1] or found[2]).decode("ascii").lower() if found else ""
    try:
        name = codecs.lookup(name).name if name else ""
    except LookupError:
        return None
    return _WIDER.get(name, name) or None


def _reads(data: bytes, name: str) -> bool:
    """Tell whether *data* is text in the encoding called *name*, a few broken characters aside."""
    try:
        text = data.decode(name, "replace")
    except (LookupError, UnicodeError):
        return False
    return text.count("\ufffd") <= len(data) * _DAMAGED and (
        name != "utf-8" or text.count("\ufffd") < 20 or text.count("\ufffd") < _beyond(text) / 20
    )


def _beyond(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))
