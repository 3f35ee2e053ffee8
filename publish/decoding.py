"""Bytes → text: which of the encodings of Chinese text a file is in, and how surely.

Trying decoders in turn is wrong, since GB 18030 accepts nearly every Big5 file. So each candidate decodes a sample and
the result is weighed by how common its characters are; the best then decodes the whole file. Lines that it cannot
decode, as where a file was put together from several, are read by another candidate where that is sure, and else what
is broken in them becomes U+FFFD.
"""

from __future__ import annotations

import codecs
import os
import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from publish.diagnostics import failure
from publish.wording import _

CANDIDATES = ("utf-8", "gb18030", "big5hkscs", "utf-16-le", "utf-16-be")
"""In order of preference where two weigh the same. gb18030 reads all of GB 2312 and GBK, big5hkscs all of Big5."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_SAMPLE = 1 << 16  # bytes, an even number
_BROKEN = 0.4  # share of undecodable characters that a candidate's sample may have before it is out

# Frequent characters of both scripts: they decide between candidates that all give Chinese characters.
_FREQUENT = frozenset(
    "的一是不了在人有我他这這个個们們中来來上大为為和国國地到以说說时時要就出会會可也你对對生能而子那得于於着著下自"
    "之年过過"
    "发發后後作里裡用道行所然家种種事成方多经經么麼去法学學如都同现現当當没沒动動面起看定天分还還进進好小部其些主样"
    "樣理心她"
    "本前开開但因只从從想实實日军軍者意无無力它与與长長把机機十民第公此已工使情明性知全三又关關点點正业業外将將两兩"
    "高间間由"
    "问問很最重并並物手应應战戰向头頭文体體政美相见見被利什二等产產或新己制身果加西斯月话話合回特代内內信表化老给給"
    "世位次度"
    "门門任常先海通教儿兒原东東声聲提立及比员員解水名真论論处處走义義各入几幾口认認条條平系係气氣题題活尔爾更别別打"
    "女变變四"
    "神总總何电電数數安少报報才结結反受目太量再感建务務做接必场場件计計管期市直德资資命山金指克许許统統区區保至队隊"
    "形社便空"
    "决決治展马馬科司五基眼书書非则則听聽白却卻界达達光放强強即像难難且权權思王象完设設式色路记記南品住告类類求据據"
    "程北边邊"
    "死张張该該交规規万萬取拉格望觉覺术術领領共确確传傳师師观觀清今切院让讓识識候带帶导導争爭运運笔筆春秋文字写寫诗"
    "詩村乡鄉"
)
_PUNCTUATION = frozenset("，。、；：！？“”‘’（）《》〈〉【】「」『』—…·～　")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text with the encoding that it was in; *margin* is 0 (a toss-up) to 1 (certain), None where it was named."""

    text: str
    encoding: str
    margin: float | None
    repaired: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    """The lines, from 1, that are not in *encoding*, by the encoding that reads them; ``""`` where none surely does."""


def decode(data: bytes, file: str, encoding: str | None = None) -> Decoded:
    """Return *data* as text, read as *encoding* or as whatever it most likely is.

    Bytes that are not in the encoding are no error: see `Decoded.repaired`.
    Raises `PublishError` P103 (no such encoding), P104 (no text).
    """
    if encoding:
        try:
            name = codecs.lookup(encoding).name
        except (LookupError, ValueError) as error:
            raise failure("P103", file, encoding=encoding) from error
        return _decoded(data, _in_order(name, data), None, file)
    data = _without_false_mark(data)
    for mark, name in _MARKS:
        if data.startswith(mark):
            return _decoded(data, name, 1.0, file)
    guessed = guess(data)
    if not guessed:
        raise failure("P104", file, kind=_("of no known kind"), remedy=_("give the text that was extracted from it"))
    return _decoded(data, *guessed, file)


def _without_false_mark(data: bytes) -> bytes:
    """Return *data* without the mark of UTF-8 where most of it is nothing of the kind: a program put the mark there."""
    rest = data.removeprefix(codecs.BOM_UTF8)
    return data if len(rest) == len(data) or _is_utf8(rest) or _share_of_utf8(rest[:_SAMPLE]) > _MOST else rest


def is_encoding(name: str) -> bool:
    """Tell whether *name* is that of an encoding of text."""
    try:
        return "".encode(name) is not None
    except (LookupError, ValueError):
        return False


def shown(path: Path) -> str:
    """Return *path* as a person reads it.

    To the system it is bytes; those of a name from an archive of Windows are not in the system's encoding, and are
    decoded like a text.
    """
    text = str(path)
    if not any("\udc80" <= char <= "\udcff" for char in text):
        return text
    data = os.fsencode(path)
    found = guess(data)
    for encoding in (found[0] if found else "utf-8", *CANDIDATES):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _decoded(data: bytes, name: str, margin: float | None, file: str) -> Decoded:
    repaired: Mapping[str, tuple[int, ...]] = {}
    try:
        text = data.decode(name, _errors(name))
    except UnicodeDecodeError:
        text, repaired = _by_lines(data, name)
    except (LookupError, UnicodeError) as error:  # a codec of Python's that is no encoding of text
        raise failure("P103", file, encoding=name) from error
    if not repaired and not name.startswith("utf") and _SOME_UTF8.search(data):
        text, repaired = _by_lines(data, name)
    return Decoded(text.removeprefix("\ufeff"), name, margin, repaired)


def _errors(name: str) -> str:
    """Return how to meet half of a pair of surrogates: in the encodings of Unicode it is kept, and reported later."""
    return "surrogatepass" if name.startswith(("utf-8", "utf-16", "utf-32")) else "strict"


def _in_order(name: str, data: bytes) -> str:
    """Return *name*, UTF-16 without a mark as that of the two orders of bytes which makes more of *data*."""
    if name != "utf-16" or data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return name
    return max(("utf-16-le", "utf-16-be"), key=lambda order: _weigh(data[:_SAMPLE], order))


def guess(data: bytes) -> tuple[str, float] | None:
    """Return the likeliest encoding of *data*, which has no byte order mark, and the margin to the next.

    None where every candidate makes garbage of it.
    """
    if b"\0" not in data[:_SAMPLE] and _is_utf8(data) and not _is_utf8_by_chance(data):
        return "utf-8", 1.0
    if (share := _share_of_utf8(data[:_SAMPLE])) > _MOST:
        return "utf-8", share
    weights = sorted(((_weigh(data[:_SAMPLE], name), -rank) for rank, name in enumerate(CANDIDATES)), reverse=True)
    (best, rank), (second, _) = weights[:2]
    if best < 0:
        return None
    return CANDIDATES[-rank], min(1.0, max(0.0, best - second))


_MOST = 0.5


def _share_of_utf8(sample: bytes) -> float:
    """Return the share of *sample*, among its lines beyond ASCII, of those that are surely UTF-8, by length."""
    lines = [line for line in sample.splitlines() if not line.isascii()]
    utf8 = sum(len(line) for line in lines if _SOME_UTF8.search(line) and _is_utf8(line))
    return utf8 / max(1, sum(map(len, lines)))


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8_by_chance(data: bytes) -> bool:
    """Tell whether *data*, valid UTF-8, has no Chinese in it, but many letters of two bytes: 图 in GB 18030 is ͼ."""
    letters = data[:_SAMPLE].decode("utf-8", "replace").split()
    foreign = sum(char >= "\x80" for word in letters for char in word)
    return foreign * 3 > sum(map(len, letters)) and all(char < "\u0800" for word in letters for char in word)


# --- files in several encodings ------------------------------------------------------------------------------------

_SURE = 0.9
"""Least weight of a line that is taken to be in another encoding than its file: half of its characters are frequent."""
_LEAD = 0.3
"""What its weight must be above that of the next encoding."""


_SOME_UTF8 = re.compile(rb"(?:[\xe2-\xe9\xef][\x80-\xbf]{2}){4}")
"""Four Chinese characters in UTF-8: GB 18030 and Big5 read such bytes too, as others."""


def _by_lines(data: bytes, name: str) -> tuple[str, Mapping[str, tuple[int, ...]]]:
    """Return *data*, not all of it in the encoding *name*, as text, and the numbers of the lines that are not.

    These are parted by the encoding that reads them, "" for those that no encoding surely does.
    """
    if name.startswith(("utf-16", "utf-32")):  # no line can be told from the next by its bytes
        text = data.decode(name, "replace")
        broken = tuple(at for at, line in enumerate(text.split("\n"), 1) if "\ufffd" in line)
        return text, {"": broken}
    texts, repaired = [], defaultdict[str, list[int]](list)
    for number, line in enumerate(data.splitlines(keepends=True), 1):
        text, encoding = _line(line, name)
        texts.append(text)
        if encoding != name:
            repaired[encoding].append(number)
    return "".join(texts), {encoding: tuple(numbers) for encoding, numbers in repaired.items()}


def _line(line: bytes, name: str) -> tuple[str, str]:
    """Return *line* as text and the encoding that reads it: *name* or a surer one; "" where it holds U+FFFD now."""
    fits = _can_decode(line, name)
    if fits and (name == "utf-8" or not _SOME_UTF8.search(line)):
        return line.decode(name, _errors(name)), name
    for start in (0,) if fits else (0, _indent(line, name)):
        if other := _surest(line[start:], [name] if fits else []):
            return line[:start].decode(name) + line[start:].decode(other, _errors(other)), other
    return (line.decode(name, _errors(name)), name) if fits else (line.decode(name, "replace"), "")


def _indent(line: bytes, name: str) -> int:
    """Return where in *line* the white space ends that is in *name*: it may have been put there by another hand."""
    space, start = "\u3000".encode(name, "ignore"), 0
    while line.startswith((space, b" ", b"\t"), start) and space:
        start += len(space) if line.startswith(space, start) else 1
    return start


def _surest(line: bytes, known: Sequence[str]) -> str | None:
    """Return which encoding *line* is surely in, one of *known* or another that reads it; None where that is open."""
    names = {*known, *(name for name in CANDIDATES[:3] if _can_decode(line, name))}
    weights = sorted(((_weigh(line.strip(), name), name) for name in names), reverse=True)
    if not weights or weights[0][0] < _SURE or (len(weights) > 1 and weights[0][0] - weights[1][0] < _LEAD):
        return None
    return weights[0][1]


def _can_decode(line: bytes, name: str) -> bool:
    try:
        line.decode(name, _errors(name))
    except UnicodeDecodeError:
        return False
    return True


def _weigh(sample: bytes, name: str) -> float:
    """Return how much *sample* looks like Chinese text when read as *name*: near 1 for text, below 0 for garbage."""
    text = sample.decode(name, "replace").removesuffix("\ufffd")
    if not text or text.count("\ufffd") > _BROKEN * len(text) + 1:
        return -9.0
    # By byte, not by character: a candidate must not win by making fewer or more characters of the same bytes.
    return sum(map(_commonness, text)) * _bytes_per_character(name) / len(sample)


def _bytes_per_character(name: str) -> float:
    return 3.0 if name == "utf-8" else 2.0


@cache
def _commonness(char: str) -> float:
    code = ord(char)
    if code < 0x80:
        return 0.5 if char >= " " or char in "\t\n\r\f" else -3.0
    if char in _FREQUENT or char in _PUNCTUATION:
        return 1.6
    if char in _level_one():
        return 1.0
    if 0xAC00 <= code <= 0xD7FF or 0xE000 <= code <= 0xF8FF or 0xFF61 <= code <= 0xFFDC or char == "\ufffd":
        return -2.0  # Hangul, private use, half-width kana: what a wrong decoder makes
    if 0x4E00 <= code <= 0x9FFF:
        return 0.0
    return -3.0 if unicodedata.category(char) in ("Cn", "Cc", "Co", "Cs") else -0.5


@cache
def _level_one() -> frozenset[str]:
    """Return the common characters that the standards themselves set apart: level 1 of GB 2312 and of Big5."""
    gb = (bytes((high, low)) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF))
    trails = (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    big5 = (bytes((high, low)) for high in range(0xA4, 0xC7) for low in trails)
    return frozenset(
        "".join(pair.decode("gb2312", "ignore") for pair in gb)
        + "".join(pair.decode("big5", "ignore") for pair in big5)
    )
