"""A text file → `Source`: decoded, cleaned of what no page shows, and cut into numbered lines."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import lru_cache, partial

from publish.book import Block, Inlines, Picture
from publish.decoding import Decoded, decode
from publish.diagnostics import Diagnostic, Report, failure
from publish.edition import Edition, Settings
from publish.limits import exceeded, most
from publish.readers import File


class Declared(StrEnum):
    """What a source says of a line that it is: by an element, a class, the style of a word processor, metadata.

    It is evidence, strong where a platform marks its articles so, weak where any heading is as good as another.
    """

    SECTION = "section"
    KICKER = "kicker"
    TITLE = "title"
    SUBTITLE = "subtitle"
    BYLINE = "byline"
    REMARK = "remark"
    HEADING = "heading"
    """A heading of whatever level, which `Look.level` gives where it is known."""
    PARAGRAPH = "paragraph"
    """A whole paragraph, which no line above or below it goes on."""
    TEXT = "text"
    """Of the text below a title that the source declares: a paragraph, a crosshead, a verse, but no other title."""
    VERSE = "verse"
    NOTE = "note"
    PUBLICATION = "publication"
    """Where the article was printed."""
    DATE = "date"
    """When it was."""
    PAGE = "page"
    """On which page of the publication."""
    FURNITURE = "furniture"
    """Around the text and not part of it: running heads, which may tell where the text was printed."""
    SITE = "site"
    """Of the place where the text was found: navigation, buttons, advertisements. It says nothing of the text."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a page showed a line. A reader of pages fills in what it knows; it is evidence, and decides no label."""

    page: int | None = None
    """Number of the page in the source, from 1."""
    column: int | None = None
    """Number of the column on its page, in reading order from 1."""
    x0: float | None = None
    """Where the line begins: ems of the body text from the left edge of the page."""
    x1: float | None = None
    """Where it ends, in the same measure."""
    room: float | None = None
    """How many ems are free behind it in its column; None where it stands in none, as a title over several."""
    size: float | None = None
    """Size of the characters, the body text's being 1."""
    bold: bool | None = None
    face: str | None = None
    """The role of the face: song, hei, kai, fangsong or latin."""
    centred: bool | None = None
    whole: bool | None = None
    """Whether it is a paragraph by itself, of text or of anything else: no line above or below it goes on in it."""
    hyphened: bool | None = None
    """Whether a hyphen parted its last word, which goes on in the next line."""
    boxed: bool | None = None
    """Whether a ground or a frame of its own stands around it."""
    foot: bool | None = None
    """Whether it stands at the foot of its page, below the text and smaller, as notes do."""
    declared: Declared | None = None
    """What the source itself says that it is."""
    level: int | None = None
    """Level of the heading that it is declared to be, the highest being 1."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not empty."""

    number: int
    """From 1, as an editor counts; what a form feed parts keeps one number."""
    text: str
    """Without white space at its ends."""
    column: int = 1
    """Column of the text's first character, from 1."""
    gap: int = 0
    """Empty lines before it."""
    opens_page: bool = False
    """Whether a form feed stands before it."""
    indent: int = 0
    """Characters of white space before the text, a form feed aside."""
    look: Look | None = None
    """How the page showed it; None where the source is text alone."""


def is_declared_furniture(line: Line) -> bool:
    """Tell whether its source says that *line* is of the page, and of none of its texts."""
    return line.look is not None and line.look.declared is Declared.FURNITURE


@dataclass(frozen=True, slots=True)
class Source:
    """One input file, read."""

    name: str
    """As the user wrote it; stands in diagnostics and in `Article.source`."""
    encoding: str
    text: str
    """The whole file, normalised, its lines parted by ``\\n``."""
    lines: tuple[Line, ...]
    """The lines that are not empty, but for those of `blocks` and of notes in `content`."""
    removed: int = 0
    """Characters that normalisation took out: control and zero-width characters."""
    content: Mapping[int, Inlines] = field(default_factory=dict)
    """The lines that are more than characters, by number: with emphasis, links, notes. Their `publish.book.plain` is
    the line of `text`."""
    blocks: tuple[Block, ...] = ()
    """Tables, figures, lists, quotations that the source holds as such, each with its places, in order."""
    pictures: tuple[Picture, ...] = ()
    """Those that `content` and `blocks` show."""
    settings: Settings = field(default_factory=Settings)
    """What the source says of the book's title page."""
    pages: tuple[int, ...] = ()
    """Number of the first line of each page, where the source has pages."""
    numbers: tuple[int, ...] = ()
    """For each line of `text` the line of the file that it stands on, where the file has lines of its own.

    What the reading of a source gives counts those (`publish.renumbering`)."""


def page_and_line(number: int, pages: Sequence[int]) -> tuple[int | None, int]:
    """Return on which page the line *number* of a source stands, and as which of its lines, both from 1.

    *pages* are those of the source (`Source.pages`); without any there is no page, and the number stays.
    """
    if not pages:
        return None, number
    page = max(1, bisect_right(pages, number))
    return page, number - pages[page - 1] + 1


class SourceLines:
    """The lines of sources, to say of a diagnostic on which page it is and by which words its line is found again."""

    def __init__(self) -> None:
        self._sources: dict[str, tuple[Sequence[int], str, list[str]]] = {}

    def add(self, source: Source) -> None:
        """From now on know the lines of *source*."""
        self._sources[source.name] = source.pages, source.text, _lines_of_file(source)

    def pages(self, name: str) -> Sequence[int]:
        """Return the first line of each page of the source called *name*; nothing where it has no pages."""
        return self._sources[name][0] if name in self._sources else ()

    def placed(self, diagnostic: Diagnostic) -> Diagnostic:
        """Return *diagnostic* with its page, and the words of its line, where its source is known."""
        known = self._sources.get(diagnostic.file or "")
        if known is None or diagnostic.line is None or diagnostic.text is not None:
            return diagnostic
        pages, text, lines = known
        line = lines[diagnostic.line - 1].strip() if diagnostic.line <= len(lines) else ""
        found = partial(_words, line, diagnostic.column, text) if line else None
        return replace(on_page(diagnostic, pages), text=line, words=found)


def _lines_of_file(source: Source) -> list[str]:
    """Return the lines of *source* as its file counts them; where several stand on one of those, the first."""
    lines = source.text.split("\n")
    if not source.numbers:
        return lines
    found = [""] * max(source.numbers)
    for number, line in zip(source.numbers, lines, strict=True):
        found[number - 1] = found[number - 1] or line
    return found


_FEWEST = 12
"""Characters of a line by which it is found again."""
_DIAGNOSTICS = 1000
"""Which may be about one long line."""


@lru_cache(_DIAGNOSTICS)
def _words(line: str, column: int | None, text: str) -> str:
    """Return the fewest words of *line*, from *column* on where there is one, that stand once in *text*; else all."""
    start = max(0, min((column or 1) - 1, len(line) - _FEWEST))
    for end in range(start + _FEWEST, len(line), _FEWEST):
        if text.count(line[start:end]) == 1:
            return line[start:end]
    return line[start:] if text.count(line[start:]) == 1 else line


def on_page(diagnostic: Diagnostic, pages: Sequence[int]) -> Diagnostic:
    """Return *diagnostic*, its line counted on its page, where the source has *pages*."""
    if diagnostic.line is None or diagnostic.page is not None:
        return diagnostic
    page, line = page_and_line(diagnostic.line, pages)
    return replace(diagnostic, page=page, line=line)


def read_lines(file: File, edition: Edition, report: Report) -> Source:
    """Return the lines of *file*, a text, in the encoding that *edition* names or else in its likeliest one.

    Raises `PublishError` P101 (nothing in it), P103, P104 (see `decode`).
    """
    return read_text(file, edition.settings.encoding, report)


def read_text(file: File, encoding: str | None, report: Report) -> Source:
    """Return the text of *file*, read as *encoding* or as what it most likely is.

    Raises `PublishError` B103 (too large), P101 (nothing in it), P103, P104 (see `decode`).
    """
    if len(file.data) > most("text-size"):
        raise failure("B103", file.name, reason=exceeded("text-size"))
    decoded = decode(file.data, file.name, encoding)
    report_decoded(decoded, file.name, report)
    written = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    text, removed = _normalised(written, file.name, report, broken="" in decoded.repaired)
    lines = tuple(lines_of(text))
    if not lines:
        raise failure("P101", file.name)
    return Source(file.name, decoded.encoding, text, lines, removed)


def report_decoded(decoded: Decoded, file: str, report: Report) -> None:
    """Report in which encoding *file* was read where its bytes had to say so (P110), and what is not in it."""
    if decoded.margin is not None and decoded.encoding != "utf-8":
        facts = {"encoding": decoded.encoding, "margin": f"{decoded.margin:.2f}"}
        report(Diagnostic("P110", file, facts=facts))
    _report_repaired(decoded, file, report)


def _report_repaired(decoded: Decoded, file: str, report: Report) -> None:
    """Report the lines that are not in the encoding of *file*: read by another (P111), or broken (P102)."""
    for encoding, lines in decoded.repaired.items():
        facts = {"encoding": decoded.encoding, "other": encoding, "lines": _ranges(lines)}
        report(Diagnostic("P111" if encoding else "P102", file, lines[0], None, facts))


def _ranges(numbers: Sequence[int]) -> str:
    """Return *numbers*, ascending, as a person writes them: 3, 7–9, 12; an end is put to a list that is long."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], number]
        else:
            runs.append([number])
    written = ["–".join(map(str, run)) for run in runs]
    return ", ".join([*written[:_MOST_RANGES], *["…"] * (len(written) > _MOST_RANGES)])


_MOST_RANGES = 20


# --- lines ---------------------------------------------------------------------------------------------------------

_PIECE = re.compile("[^\f\v\x85\u2028\u2029]+")


def lines_of(text: str) -> Iterator[Line]:
    """Yield the lines of *text* that are not empty."""
    gap, page = 0, False
    for number, raw in enumerate(text.split("\n"), 1):
        if not raw or raw.isspace():
            gap, page = gap + 1, page or "\f" in raw
            continue
        for piece in _PIECE.finditer(raw):
            start = piece.start()
            page = page or raw[start - 1 : start] == "\f"
            stripped = piece[0].strip()
            if stripped:
                indent = piece[0].index(stripped[0])
                yield Line(number, stripped, start + indent + 1, gap, page, indent)
                gap, page = 0, False


# --- normalisation -------------------------------------------------------------------------------------------------

# Radicals Supplement characters that are drawn like a whole character (Unicode, EquivalentUnifiedIdeograph.txt) but
# that Unicode normalisation leaves alone; PDF extractors write them for the character.
_RADICALS = str.maketrans(
    "⺁⺂⺃⺄⺅⺆⺇⺈⺊⺋⺌⺍⺎⺐⺒⺓⺔⺕⺖⺗⺘⺙⺛⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺⺻⺼"
    "⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乛乚乙亻冂几𠂊卜㔾小⺍兀尣巳幺彑彐忄㣺扌攵旡月歺母民氵氺灬爫爫丬牛犭王疋罒示礻竹糸纟罓罒罓罓罓羊羊羊老肀聿月"
    "臼艹艹艹虎衤覀西见角角讠贝𧾷车辶辶辶阝钅長镸长门𨸏阝雨青韦页风飞食飠飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)
# Private code points that stood in GB 18030-2000 for characters that Unicode had not yet. The editions of 2005 and 2022
# give their bytes (FE59 … A6F3) these characters; converters of before have put the private ones into many texts.
_SUCCESSORS = dict(
    zip(
        "\ue78d\ue78e\ue78f\ue790\ue791\ue792\ue793\ue794\ue795\ue796\ue7c7"
        "\ue81e\ue826\ue82b\ue82c\ue832\ue843\ue854\ue864\ue816\ue817\ue818\ue831\ue83b\ue855",
        "︐︒︑︓︔︕︖︗︘︙ḿ龴龵龶龷龸龹龺龻𠂇𠂉𠃌𡗗𢦏𤇾",
        strict=True,
    )
)
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000ffffd\U00100000-\U0010fffd"
_CONTROL = "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufffe\uffff"
_ZERO_WIDTH = "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
_JOINERS = "\u180e\u200c\u200d"
_JOINING = "\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
"""Scripts in which a joiner decides how letters look: Arabic and its kin, those of India and its neighbours, Mongolian
(The Unicode Standard, 23.2, Cursive Connection and Ligatures)."""
_PICTURES = "\u20e3\u2190-\u2bff\u3030\u303d\ufe0f\U0001f000-\U0001faff\U000e0020-\U000e007f"
"""Parts of emoji, which ZERO WIDTH JOINER makes one (UTS 51, emoji ZWJ sequences)."""
_IDLE_JOINER = (
    f"(?<![{_JOINING}])\u200c(?![{_JOINING}])|(?<![{_JOINING}{_PICTURES}])\u200d(?![{_JOINING}])"
    f"|(?<![{_JOINING}])\u200d(?![{_JOINING}{_PICTURES}])|(?<![\u1800-\u18af])\u180e"
)
"""A joiner that joins nothing, or parts nothing."""
_KINDS = {
    "control": _CONTROL,
    "invisible": _ZERO_WIDTH,
    "surrogate": "\ud800-\udfff",
    "successor": "".join(_SUCCESSORS),
    "private": _PRIVATE,
    "lost": "\ufffd",
    "radical": "\u2e80-\u2fdf",
    "compatibility": "\uf900-\ufa0d\ufa10\ufa12\ufa15-\ufa1e\ufa20\ufa22\ufa25\ufa26\ufa2a-\ufaff\U0002f800-\U0002fa1f",
}
_PATTERNS = {kind: f"[{chars}]" for kind, chars in _KINDS.items()}
_PATTERNS["invisible"] += f"|{_IDLE_JOINER}"
_UNWANTED = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _PATTERNS.items()))
_PERHAPS_UNWANTED = re.compile(f"[{''.join(_KINDS.values())}{_JOINERS}]")
"""One class around all of them, which is ten times as quick to say that a text is clean."""
_CODES = {
    "control": "P120",
    "invisible": "P121",
    "surrogate": "P122",
    "radical": "P123",
    "compatibility": "P124",
    "successor": "P125",
    "private": "P126",
    "lost": "P129",
}


def _normalised(text: str, file: str, report: Report, *, broken: bool) -> tuple[str, int]:
    """Return *text* without what no page shows, and how many characters were taken out; report each kind once.

    Of a *broken* text it is told already that U+FFFD stands in it (P102).
    """
    mender = Mender()
    mended = mender.mend(text)
    mender.report(file, (lambda each: None if broken and each.code == "P129" else report(each)))
    return mended, mender.removed


class Mender:
    """Takes out of texts what no page shows, and keeps count of it."""

    def __init__(self) -> None:
        self._seen: Counter[str] = Counter()
        self._first: dict[str, tuple[int, str]] = {}

    def mend(self, text: str, line: int = 1) -> str:
        """Return *text*, which begins on *line*, mended."""
        if not _PERHAPS_UNWANTED.search(text):
            return text

        def mended(match: re.Match[str]) -> str:
            kind = match.lastgroup or ""
            self._seen[kind] += 1
            if kind not in self._first:
                self._first[kind] = line + text.count("\n", 0, match.start()), match[0]
            return _mended(kind, match[0])

        return _UNWANTED.sub(mended, text)

    @property
    def removed(self) -> int:
        """How many characters were taken out."""
        return self._seen["control"] + self._seen["invisible"]

    def report(self, file: str, report: Report) -> None:
        """Report each kind of what was mended in *file*, or cannot be, once (P120 to P126, P129)."""
        for kind, count in self._seen.items():
            line, char = self._first[kind]
            report(Diagnostic(_CODES[kind], file, line, None, {"count": count, "first": f"U+{ord(char[0]):04X}"}))


def _mended(kind: str, char: str) -> str:
    match kind:
        case "control" | "invisible":
            return ""
        case "surrogate":
            return "\ufffd"
        case "successor":
            return _SUCCESSORS[char]
        case "private" | "lost":
            return char
        case "radical":
            return unicodedata.normalize("NFKC", char).translate(_RADICALS)
        case _:
            return unicodedata.normalize("NFC", char)
