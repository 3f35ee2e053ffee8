"""Half-width marks beside Chinese: book → the same book with full-width ones, or a word that there are some.

Web text is full of ``,`` and ``"`` where ， and “ are meant. A mark is changed only where the text around it is
Chinese; inside western words, numbers, times and addresses, and in code, it stays (GB/T 15834; clreq, Categories and
usage of punctuation marks).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from publish.book import Book
from publish.diagnostics import Diagnostic, Report
from publish.recasting import Passage, Recast, Role, change_passages

_FULL = dict(zip(",;:?!.()", "，；：？！。（）", strict=True))
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff〇々"
_CHINESE = re.compile(f"[{_HAN}\u3001-\u301b\uff01-\uff5e“”‘’—…]")
_MARKS = ",;:?!.()\"'“”‘’（）《》〈〉「」『』【】[]"
_HAN_CHARACTER, _WORD = re.compile(f"[{_HAN}]"), re.compile("[A-Za-z]+")
_ANY = re.compile(r"""[,;:?!.()"']""")
_PAUSE = re.compile(r"[,;:?!.]")
_BRACKET = re.compile(r"[()]")
_STRAIGHT = re.compile('"')
_SINGLE = re.compile(rf"(?<![A-Za-z0-9])'([^'\"\n]*[{_HAN}][^'\"\n]*)'(?![A-Za-z0-9])")
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://|www\.)[!-'*-~]*[A-Za-z0-9/]|[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
_DOTS = re.compile(r"\.{2,}")

_NEAR = 12
"""Characters in which a mark's neighbours are looked for."""
_FEW, _SHARE = 3, 10
"""A source counts as one with half-width marks from so many on, and from one in so many of its marks."""


def full_width_marks(book: Book, wanted: bool, report: Report) -> Book:
    """Return *book* with full-width marks where its text is Chinese, if *wanted*; report once a source.

    P128 says how many were changed, P127, where it is not wanted, how many could be.
    """
    counts = _Counts()
    changed = change_passages(book, counts.recast)
    for file, count in counts.half.items():
        if wanted or (count >= _FEW and count * _SHARE >= count + counts.full[file]):
            line = counts.first[file]
            report(Diagnostic("P128" if wanted else "P127", file, line, None, {"count": count}))
    return changed if wanted else book


class _Counts:
    """Changes passages and counts by source."""

    def __init__(self) -> None:
        self.half: Counter[str] = Counter()
        self.full: Counter[str] = Counter()
        self.first: dict[str, int | None] = {}

    def recast(self, passage: Passage) -> Recast:
        """Return *passage* with its half-width marks full width; names, and what is not from a source, stay."""
        text, file = passage.text, passage.file
        if file is None or passage.role is Role.NAME:
            return Recast(text)
        self.full[file] += sum(map(text.count, "，；：？！。（）“”"))
        changes = dict(_changes(text)) if _ANY.search(text) and _is_mostly_chinese(text) else {}
        if not changes:
            return Recast(text)
        self.half[file] += len(changes)
        self.first.setdefault(file, passage.place(min(changes))[0])
        return _recast(text, changes)


def _recast(text: str, changes: dict[int, str]) -> Recast:
    """Return *text* with the characters at *changes* in the place of its own, and without the spaces that follow them.

    A full-width mark has its white with it.
    """
    parts, shifts, end, length = list[str](), list[tuple[int, int]](), 0, 0
    for at, mark in sorted(changes.items()):
        begin, after = _with_spaces(text, at, mark)
        begin = max(begin, end)
        parts += [text[end:begin], mark]
        length += begin - end + 1
        end = after
        if after - begin > 1:
            shifts.append((end, length))
    return Recast("".join([*parts, text[end:]]), tuple(shifts))


def _with_spaces(text: str, at: int, mark: str) -> tuple[int, int]:
    """Return the span of the mark at *at* with the spaces on the side of its white."""
    if mark in "（“‘":
        before = text[max(0, at - _NEAR) : at]
        return at - len(before) + len(before.rstrip(" ")), at + 1
    after = text[at + 1 : at + 1 + _NEAR]
    return at, at + 1 + len(after) - len(after.lstrip(" "))


# --- which marks ----------------------------------------------------------------------------------------------------


def _changes(text: str) -> Iterator[tuple[int, str]]:
    """Yield the offset of each half-width mark of *text* that stands in Chinese, and the full-width one."""
    kept = {at for pattern in (_ADDRESS, _DOTS) for match in pattern.finditer(text) for at in range(*match.span())}
    for match in _PAUSE.finditer(text):
        at = match.start()
        if at not in kept and (_is_stop if match[0] == "." else _is_pause)(text, at):
            yield at, _FULL[match[0]]
    for opening, closing in _pairs(text, kept):
        if _is_about_chinese(text, opening, closing):
            yield from ((opening, "（"), (closing, "）"))
    yield from _quotes(text, kept)


def _is_mostly_chinese(text: str) -> bool:
    """Tell whether *text* has more Han characters than western words."""
    western = len(_WORD.findall(_ADDRESS.sub("", text)))
    return len(_HAN_CHARACTER.findall(text)) > western


def _is_chinese(text: str) -> bool:
    return _CHINESE.search(text) is not None


def _neighbours(text: str, at: int) -> tuple[str, str]:
    """Return the characters before and after the mark at *at*, other marks passed over."""
    before, after = text[max(0, at - _NEAR) : at], text[at + 1 : at + 1 + _NEAR]
    return before.rstrip(_MARKS)[-1:], after.lstrip(_MARKS)[:1]


def _is_about_chinese(text: str, opening: int, closing: int) -> bool:
    """Tell whether the pair of marks at *opening* and *closing* holds Chinese, or stands in it and not after a word."""
    if _CHINESE.search(text, opening, closing):
        return True
    before, after = text[max(0, opening - 1) : opening], text[closing + 1 : closing + 2]
    return not before.isalnum() or _is_chinese(before) if _is_chinese(before + after) else False


def _is_pause(text: str, at: int) -> bool:
    """Tell whether the mark at *at* follows Chinese, or a western word before Chinese."""
    before, after = _neighbours(text, at)
    return _is_chinese(before) or (before.isalnum() and _is_chinese(after))


def _is_stop(text: str, at: int) -> bool:
    """Tell whether the dot at *at* ends a sentence: after Chinese, and no word, number or other dot follows at once."""
    before, _ = _neighbours(text, at)
    after = text[at + 1 : at + 2]
    return not (after.isascii() and after.isalnum()) and (_is_chinese(before) or at == len(text) - 1)


def _pairs(text: str, kept: set[int]) -> Iterator[tuple[int, int]]:
    """Yield the offsets of the brackets of *text* that belong together."""
    opened: list[int] = []
    for match in _BRACKET.finditer(text):
        if match.start() in kept:
            continue
        if match[0] == "(":
            opened.append(match.start())
        elif opened:
            yield opened.pop(), match.start()


def _quotes(text: str, kept: set[int]) -> Iterator[tuple[int, str]]:
    """Yield the straight quotation marks of *text*, if they make pairs, each of which is in Chinese or about it."""
    for match in _SINGLE.finditer(text):
        yield from ((match.start(), "‘"), (match.end() - 1, "’"))
    at = [match.start() for match in _STRAIGHT.finditer(text) if match.start() not in kept]
    pairs = list(zip(at[::2], at[1::2], strict=False))
    if len(at) % 2 or not all(_is_quotation(text, opening, closing) for opening, closing in pairs):
        return
    for opening, closing in pairs:
        if _is_about_chinese(text, opening, closing):
            yield from ((opening, "“"), (closing, "”"))


def _is_quotation(text: str, opening: int, closing: int) -> bool:
    """Tell whether the marks at *opening* and *closing* stand close about something."""
    inside = text[opening + 1 : closing]
    return bool(inside) and not inside[0].isspace() and not inside[-1].isspace()
