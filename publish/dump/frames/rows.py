"""A line of a page of the web by itself: prose, a short sentence, a link or a crosshead, or what the site says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from publish.dump.bylines import Strength, read_byline
from publish.dump.folding import fold
from publish.dump.furniture import Kind, read_furniture
from publish.dump.likeness import PLAIN
from publish.press import Pattern
from publish.source import Declared, Line


class RowKind(Enum):
    """What a line looks like by itself."""

    PROSE = "prose"
    """A sentence or several, of some length."""
    SENTENCE = "sentence"
    """Short, with a mark at its end."""
    LINK = "link"
    """Short, without: a link, a crosshead, a line of a poem."""
    SITE = "site"
    """What a site says of itself."""


SHORT = 15
LONG = 30
LONGEST_TITLE = 60
"""Characters of the longest line that may be a title though it has commas."""
_LONGEST_SITE = 200
_SHORTEST_DATED = 4
"""Characters of the shortest title before a date in brackets."""
_MARKS = re.compile("[，。；！？,;!?]")
_TOLD = "。”…；"
_ENDED = re.compile("[。！？；…”：，.!?;:,]$")
_FIGURES = re.compile(r"[\W\d_]+")
_SITE = Pattern(
    "{row_of_pieces}|{row_of_links}|{call_of_page}|{labelled_of_page}|{list_of_page}|{path_of_page}|{stamped_of_page}"
    "|{english_of_page}|{named_of_page}"
)
_END = Pattern("{list_of_page}|[【［（]?\\s*{editors}\\s*[：|/].{0,30}")
_ASKS = Pattern("(?:{reporter}|{asks})\\s?：")
_RIGHTS = Pattern("{rights_of_page}")
_LOOSE_RIGHTS = Pattern("{loose_rights_of_page}")
_QUOTED = re.compile("[“「][^。！？…，]*[”」]")
_DATED = Pattern(
    "{date}|\\d{1,2}月\\d{1,2}日|\\d{1,2}-\\d{1,2} \\d{1,2}：\\d{2}|\\d{1,2}-\\d{2}\\s?\\d{2}：\\d{2}"
    "|{month_in_english} \\d{1,2}， \\d{4}"
)

DATE_AT_END = Pattern("\\s*（\\s*{date}\\s*{clock}?\\s*）$")
_OF_SITE = frozenset({Kind.WEB_LINE, Kind.RIGHTS_LINE, Kind.PUBLICATION_LINE, Kind.ADVERTISEMENT})
OF_HEAD = (Declared.TITLE, Declared.BYLINE, Declared.DATE, Declared.PUBLICATION)
"""What a page declares of lines above its text."""


@dataclass
class Row:
    """A line, with what it shows by itself."""

    line: Line

    @property
    def text(self) -> str:
        """What stands on it."""
        return self.line.text

    @cached_property
    def folded(self) -> str:
        """Its text as patterns see it."""
        return fold(self.text)

    @cached_property
    def words(self) -> str:
        """Its text without marks and spaces."""
        return "".join(filter(str.isalnum, self.text))

    @property
    def declared(self) -> Declared | None:
        """What its source says that it is."""
        return self.line.look.declared if self.line.look else None

    @cached_property
    def kind(self) -> RowKind:
        """What it looks like."""
        if self.declared in OF_HEAD:
            return RowKind.LINK
        if len(self.text) <= _LONGEST_SITE and _says_site(self.text):
            return RowKind.SITE
        told = "。" in self.text or self.text[-1] in _TOLD or _ASKS.match(self.folded) is not None
        if _MARKS.search(self.text) and ((told and len(self.text) > SHORT) or len(self.text) > LONGEST_TITLE):
            return RowKind.PROSE
        return RowKind.SENTENCE if told or _ENDED.search(self.text) else RowKind.LINK

    @property
    def is_site(self) -> bool:
        """Whether the site says it of itself."""
        return self.kind is RowKind.SITE

    @property
    def is_told(self) -> bool:
        """Whether a sentence ends on it, as in a text."""
        if self.kind is RowKind.SENTENCE:
            if _QUOTED.fullmatch(self.text):
                return False
            leads = self.text[-1] in "：:" and len(self.text) > SHORT and "，" in self.folded
            return leads or self.text[-1] in _TOLD or _ASKS.match(self.folded) is not None
        return self.kind is RowKind.PROSE

    @property
    def is_figure(self) -> bool:
        """Whether it is figures and marks alone."""
        return _FIGURES.fullmatch(self.text) is not None

    @cached_property
    def ends_text(self) -> bool:
        """Whether it heads a list of other pages, or says who edited this one."""
        return self.is_site and _END.fullmatch(self.folded) is not None

    @property
    def is_dated(self) -> bool:
        """Whether the site says a date on it."""
        return self.is_site and _DATED.search(self.folded) is not None

    @cached_property
    def strength(self) -> Strength | None:
        """How plainly it names somebody."""
        byline = read_byline(self.text, PLAIN)
        return byline.strength if byline else None

    def names(self, least: Strength) -> bool:
        """Tell whether it names somebody, at *least* so plainly."""
        return self.strength is not None and self.strength >= least

    def is_named_in(self, other: Row) -> bool:
        """Tell whether *other* ends with its words behind a mark, as the path of a page does and its name."""
        before, mark, rest = other.text.rpartition(self.text)
        return bool(mark) and not rest and bool(before.strip()) and before.strip()[-1] in "：:>》/|_-"

    @property
    def stands_with_title(self) -> bool:
        """Whether it is a subtitle behind a dash, or names somebody."""
        return self.text[0] in "—-" or self.names(Strength.NAMES)


def _says_site(text: str) -> bool:
    folded = fold(text)
    if len(text) > LONG and folded[-1] == "。":
        return _RIGHTS.search(folded) is not None
    if _FIGURES.fullmatch(folded) and not _DATED.search(folded):
        return False
    if (date := DATE_AT_END.search(folded)) and date.start() >= _SHORTEST_DATED:
        return _says_site(text[: date.start()])
    if _LOOSE_RIGHTS.search(folded) or _SITE.fullmatch(folded):
        return True
    found = read_furniture(text)
    return found is not None and found.kind in _OF_SITE
