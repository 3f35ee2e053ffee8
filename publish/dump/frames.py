"""The frame of a page of the web, copied whole: what a site has above the text of a page, and below it.

A page has a head, one body and a tail. No line tells by itself where they meet: 评论 is a button or a word, a line of
ten characters a link or a crosshead. So the whole file is looked at. Prose speaks for the body, what a site says of
itself against it, and so do short lines in a row; the stretch with the most of the one and the least of the other is
the body. The title stands above it: over the line that says when the page was published, apart from the links, or
again elsewhere.

A file is taken for a page only where enough lines in its head or its tail say so, and little prose is left over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from itertools import pairwise

from publish.diagnostics import Diagnostic, Report
from publish.dump.bylines import Strength, is_affiliation, is_remark, read_byline
from publish.dump.contents import find_contents
from publish.dump.folding import fold
from publish.dump.furniture import (
    MESSAGES,
    Basis,
    Furniture,
    Kind,
    is_furniture,
    part_lines,
    parted,
    read_furniture,
    read_origin,
)
from publish.dump.imprints import find_names, is_labelled
from publish.dump.labels import Hints, Label, Labelled
from publish.dump.likeness import PLAIN, Likeness, likeness_of
from publish.dump.numbering import Rank, read_number
from publish.press import Pattern
from publish.source import Declared, Line, Look


def without_frame(
    lines: Sequence[Line], hints: Hints, file: str, report: Report
) -> tuple[tuple[Line, ...], tuple[Labelled, ...]]:
    """Return *lines* of *file* without the frames of the pages that they are, and these frames; titles are declared.

    Where they are no such pages they come back as they are. Prose that was left out is reported.
    """
    if not _FEWEST <= len(lines) <= _MOST or not all(map(_is_copied, lines)):
        return tuple(lines), ()
    pages = _pages([_Row(line) for line in part_lines(lines)])
    if not pages or _is_book(lines, sum(len(page.around) for page in pages)):
        return tuple(lines), ()
    kept: list[Line] = []
    frame: list[Labelled] = []
    for page in pages:
        apart = {at: each for at, each in page.apart() if hints.heading(page.rows[at].text) is None}
        _report(page, apart, file, report)
        for line in _parts(page, apart):
            if isinstance(line, Line):
                kept.append(line)
            else:
                frame.append(line)
    return tuple(kept), tuple(frame)


def _pages(rows: Sequence[_Row]) -> list[_Page]:
    """Return the page that *rows* are, or the pages where the first of them returns at the head of each; or none."""
    if not _may_be_page(rows):
        return []
    page = _Page(rows)
    if page.is_page():
        return [page]
    heads = [at for at, row in enumerate(rows) if row.text == rows[0].text and row.is_site]
    pages = [_Page(rows[begin:end], _OF_SEVERAL) for begin, end in pairwise((*heads, len(rows)))]
    return pages if len(pages) > 1 and all(page.is_page() for page in pages) else []


def _report(page: _Page, apart: Mapping[int, Furniture], file: str, report: Report) -> None:
    """Report the prose that stands *apart* from the text of *page*, and what else could be its title."""
    prose = [page.rows[at].line.number for at in apart if page.rows[at].kind is _Kind.PROSE]
    if prose:
        report(Diagnostic("P205", file, prose[0], None, {"count": len(apart), "prose": len(prose)}))
    if page.title is not None and page.rival is not None:
        title, rival = page.rows[page.title].line, page.rows[page.rival].line
        report(Diagnostic("P206", file, title.number, None, {"rival": rival.text, "at": rival.number}))


def _parts(page: _Page, apart: Mapping[int, Furniture]) -> Iterator[Line | Labelled]:
    """Yield the lines of *page*, and what of them is furniture; *apart* stands apart from its text."""
    for at, row in enumerate(page.rows):
        if names := page.names_in(at, at in apart):
            for part in parted(row.line, *names):
                if part.column == row.line.column + names[0]:
                    yield replace(part, look=Look(declared=Declared.BYLINE))
                else:
                    yield _labelled(part, _read(_Row(part)))
        elif at in apart:
            yield _labelled(row.line, apart[at])
        else:
            yield from page.declared(at)


def _may_be_page(rows: Sequence[_Row]) -> bool:
    """Tell whether any of the first and the last of *rows* is of a site, and they are not several records.

    Few files have more to be looked at.
    """
    if sum(row.is_site for row in (*rows[:_EDGE], *rows[-_EDGE:])) < 2:
        return False
    return sum(_RECORD.match(row.folded) is not None for row in rows) < 2


_EDGE = 60
"""Lines at either end of which some say that they are of a site."""


def _is_copied(line: Line) -> bool:
    """Tell whether nothing shows how *line* stood on its page, and nothing says that it is of the site."""
    look = line.look
    if look is None:
        return not line.opens_page
    return look.declared in _OF_TEXT and look.size is look.room is look.page is None


_OF_HEAD = (Declared.TITLE, Declared.BYLINE, Declared.DATE, Declared.PUBLICATION)
_OF_TEXT = (*_OF_HEAD, Declared.TEXT, Declared.HEADING, None)


def _is_book(lines: Sequence[Line], sites: int) -> bool:
    """Tell whether *lines* are of a book, whatever a site says in it: chapters count, or contents name pieces.

    Where as many lines as *sites* are of a site, its contents name the parts of a page.
    """
    short = (line.text for line in lines if len(line.text) <= _LONGEST_TITLE)
    chapters = {
        (number.form, number.value) for text in short if (number := read_number(text)) and number.rank in _OF_BOOK
    }
    if len(chapters) > 1 or sites > _MANY:
        return len(chapters) > 1
    return len(find_contents(lines, [None] * len(lines)).listed) > 2


_MANY = 8
_OF_BOOK = (Rank.CHAPTER, Rank.VOLUME)


def _labelled(line: Line, furniture: Furniture) -> Labelled:
    return Labelled(line, Label.FURNITURE, MESSAGES[furniture.kind], furniture=furniture)


_FEWEST = 4
"""Lines of the shortest page with a frame."""
_MOST = 4000
"""Lines of the longest."""

# --- a line by itself ----------------------------------------------------------------------------------------------


class _Kind(Enum):
    """What a line looks like by itself."""

    PROSE = "prose"
    """A sentence or several, of some length."""
    SENTENCE = "sentence"
    """Short, with a mark at its end."""
    LINK = "link"
    """Short, without: a link, a crosshead, a line of a poem."""
    SITE = "site"
    """What a site says of itself."""


_SHORT = 15
_LONG = 30
_LONGEST_TITLE = 60
"""Characters of the longest line that may be a title though it has commas."""
_LONGEST_SITE = 200
_SHORTEST_DATED = 4
"""Characters of the shortest title before a date in brackets."""
_MARKS = re.compile("[，。；！？,;!?]")
_TOLD = "。”…；"
_ASKED = "？！?!”"
_ENDED = re.compile("[。！？；…”：，.!?;:,]$")
_FIGURES = re.compile(r"[\W\d_]+")
_SITE = Pattern(
    "{row_of_pieces}|{row_of_links}|{call_of_page}|{labelled_of_page}|{list_of_page}|{path_of_page}|{stamped_of_page}"
    "|{english_of_page}|{named_of_page}"
)
_END = Pattern("{list_of_page}|[【［（]?\\s*{editors}\\s*[：|/].{0,30}")
_NAMING_SITE = Pattern("(?!.*(?:《|{asks_to_name})).*(?:{source_label}|{rights_of_page}|{home}|{end_of_site}|{call})")
_OF_NAME = Pattern("(?:{medium}|[^，。]{1,10}{end_of_name})(?:\\s[^，。]{1,8})?")
_ASKS = Pattern("(?:{reporter}|{asks})\\s?：")
_PART = Pattern("{numeral}{1,3}、|（{numeral}{1,3}）")
_FOLLOW = Pattern("\\W*{follow}\\W*")
_MARK = re.compile(r"[［【〔].{1,4}[】］〕]|\D{1,4}\s\d{1,3}")
"""A word in brackets, or with a count: what a page says of a title."""
_LIST = Pattern("(?!.*(?:{comments})){list_of_page}")
_RIGHTS = Pattern("{rights_of_page}")
_LOOSE_RIGHTS = Pattern("{loose_rights_of_page}")
_PATH = Pattern("{path_of_page}")
_HAN = Pattern("{han}")
_RECORD = Pattern("[【［<]?{record_title}[】］>]?\\s*[：=]")
_QUOTED = re.compile("[“「][^。！？…，]*[”」]")
_DATED = Pattern("{date}|\\d{1,2}月\\d{1,2}日|\\d{1,2}-\\d{1,2} \\d{1,2}：\\d{2}|{month_in_english} \\d{1,2}， \\d{4}")
_DATE_AT_END = Pattern("\\s*（\\s*{date}\\s*{clock}?\\s*）$")
_SOURCED = Pattern("(?<!{han}){source_label}\\s*[|：]")
_OF_SITE = frozenset({Kind.WEB_LINE, Kind.RIGHTS_LINE, Kind.PUBLICATION_LINE, Kind.ADVERTISEMENT})


@dataclass
class _Row:
    """A line, with what it shows by itself."""

    line: Line

    @property
    def text(self) -> str:
        return self.line.text

    @cached_property
    def folded(self) -> str:
        return fold(self.text)

    @cached_property
    def words(self) -> str:
        """Its text without marks and spaces."""
        return "".join(filter(str.isalnum, self.text))

    @property
    def declared(self) -> Declared | None:
        return self.line.look.declared if self.line.look else None

    @cached_property
    def kind(self) -> _Kind:
        if self.declared in _OF_HEAD:
            return _Kind.LINK
        if len(self.text) <= _LONGEST_SITE and _says_site(self.text):
            return _Kind.SITE
        told = "。" in self.text or self.text[-1] in _TOLD or _ASKS.match(self.folded) is not None
        if _MARKS.search(self.text) and ((told and len(self.text) > _SHORT) or len(self.text) > _LONGEST_TITLE):
            return _Kind.PROSE
        return _Kind.SENTENCE if told or _ENDED.search(self.text) else _Kind.LINK

    @property
    def is_site(self) -> bool:
        return self.kind is _Kind.SITE

    @property
    def is_told(self) -> bool:
        """Whether a sentence ends on it, as in a text."""
        if self.kind is _Kind.SENTENCE:
            if _QUOTED.fullmatch(self.text):
                return False
            leads = self.text[-1] in "：:" and len(self.text) > _SHORT and "，" in self.folded
            return leads or self.text[-1] in _TOLD or _ASKS.match(self.folded) is not None
        return self.kind is _Kind.PROSE

    @property
    def is_figure(self) -> bool:
        return _FIGURES.fullmatch(self.text) is not None

    @cached_property
    def ends_text(self) -> bool:
        """Whether it heads a list of other pages, or says who edited this one."""
        return self.is_site and _END.fullmatch(self.folded) is not None

    @property
    def is_dated(self) -> bool:
        return self.is_site and _DATED.search(self.folded) is not None

    @cached_property
    def strength(self) -> Strength | None:
        """How plainly it names somebody."""
        byline = read_byline(self.text, PLAIN)
        return byline.strength if byline else None

    def names(self, least: Strength) -> bool:
        return self.strength is not None and self.strength >= least

    def is_named_in(self, other: _Row) -> bool:
        """Tell whether *other* ends with its words behind a mark, as the path of a page does and its name."""
        before, mark, rest = other.text.rpartition(self.text)
        return bool(mark) and not rest and bool(before.strip()) and before.strip()[-1] in "：:>》/|_-"

    @property
    def stands_with_title(self) -> bool:
        """Whether it is a subtitle behind a dash, or names somebody."""
        return self.text[0] in "—-" or self.names(Strength.NAMES)


def _says_site(text: str) -> bool:
    folded = fold(text)
    if len(text) > _LONG and folded[-1] == "。":
        return _RIGHTS.search(folded) is not None
    if _FIGURES.fullmatch(folded) and not _DATED.search(folded):
        return False
    if (date := _DATE_AT_END.search(folded)) and date.start() >= _SHORTEST_DATED:
        return _says_site(text[: date.start()])
    if _LOOSE_RIGHTS.search(folded) or _SITE.fullmatch(folded):
        return True
    found = read_furniture(text)
    return found is not None and found.kind in _OF_SITE


# --- the page ------------------------------------------------------------------------------------------------------

_FOR_BODY = {_Kind.PROSE: 1.2, _Kind.SENTENCE: 0.8, _Kind.LINK: -0.7, _Kind.SITE: -3.0}
"""What a line says for the body of the page."""
_LENGTH = 60
"""Characters of prose that say a point more."""
_LONGEST = 240
_ALONE = -1.5
"""What a line of the site says that stands among others: a call to see more, the source of a picture."""
_END_OF_TEXT = -5.0
_ENOUGH = 4
"""Lines of a site that make a frame; half as many have no date."""
_OF_SEVERAL = 2
"""The same for one of several pages with the same first line."""
_STRAY = 0.5
"""Prose outside the body, as a share of that inside, from which the file is no page."""
_LEAST = 20
"""Characters of the shortest text of a page."""
_ANOTHER = 0.4
"""A text outside the body, as a share of it, from which it is another page."""
_HARDLY = 0.15
"""The same of sentences above the body."""
_ABOVE = 40
"""Lines above the body among which its title stands."""
_LONGEST_HEAD = 80
_SHORTEST_AGAIN = 5
"""Characters of the shortest title that is known by standing elsewhere too."""
_LONGEST_NAME = 10
"""Characters of the longest name of a site."""
_NEAR = 3
_ROW = 5
"""Links in a row that are the head of a page, though nothing there says so."""
_FAR = 12
"""Lines between a date and a poem."""
_LARGER = 3
"""Times the length of a poem that prose below it has which is the body instead; so is what is as long as `_LONGEST`."""
_LISTED = 10
"""Lines of the longest list of other pages in the middle of a text."""
_GOING_ON = 3
"""Told lines below such a list that are the text again."""
_TOLD_BELOW = 4
"""Lines below the body that may still tell of it: who wrote it, where it was printed."""
_DOUBTFUL = 1.5
"""A title that is worth less than this above another is reported."""
_BESIDE = 2
"""Lines below a title among which names alone may tell who wrote it."""
_NAMING = (Strength.NAMES, Strength.MARKED)
_FRAME = Furniture(Kind.FRAME, basis=Basis.COULD_BE_TEXT)


class _Page:
    def __init__(self, rows: Sequence[_Row], enough: int | None = None) -> None:
        self.rows = rows
        self.enough = _ENOUGH if enough is None else enough
        self.inserted = dict(self._find_inserted())
        """The lines of lists of other pages in the middle of the text, and whether each list names several."""
        self.sites = [at for at, row in enumerate(rows) if row.is_site and at not in self.inserted]
        self.start, self.end = self._body()
        self.again = {row.words for row in rows[self.start : self.end] if row.words}
        """The lines of the body, which a list of its parts above it names."""
        self.title, self.rival = self._find_title()
        self.tail = next((at for at in self.sites if at >= self.end), len(rows))

    # --- where the body stands

    def _find_inserted(self) -> Iterator[tuple[int, bool]]:
        """Yield the lines of lists of other pages, by their indices, below which the text goes on in several lines.

        With each: whether its list names several pages. One line by itself may head what follows.
        """
        told = False
        for at, row in enumerate(self.rows):
            told = told or row.kind is _Kind.PROSE
            if told and row.is_site and _LIST.fullmatch(row.folded):
                below = range(at + 1, min(at + 2 + _LISTED, len(self.rows)))
                end = next((near for near in below if self.rows[near].kind is not _Kind.LINK), at)
                if end > at + 1 and self._goes_on(end):
                    yield from ((listed, end > at + 2) for listed in range(at, end))

    def _goes_on(self, begin: int) -> bool:
        """Tell whether text stands at *begin*: told lines in a row, most of them prose."""
        below = self.rows[begin : begin + _GOING_ON]
        prose = sum(row.kind is _Kind.PROSE for row in below)
        return len(below) == _GOING_ON and all(row.is_told for row in below) and prose > 1

    def _body(self) -> tuple[int, int]:
        """Return the stretch of lines that says most for being the body, from its first sentence on."""
        best = total = 0.0
        found, start = (0, 0), 0
        for at in range(len(self.rows)):
            if total <= 0:
                total, start = 0.0, at
            total += self._for_body(at)
            if total > best:
                best, found = total, (start, at + 1)
        if verse := self._verse(found):
            return verse
        if not any(found):
            return found
        begin, end = self._cut(*self._widened(*found))
        return next((at for at in range(begin, end) if self.rows[at].is_told), begin), end

    def _verse(self, prose: tuple[int, int]) -> tuple[int, int] | None:
        """Return where short lines in a row stand below what says when the page was published: a poem; or None.

        The stretch of *prose* must stand below them, and be little: a comment, a word of the site for itself.
        """
        stretch = self.rows[prose[0] : prose[1]]
        length = sum(len(row.text) for row in stretch) if any(row.is_told for row in stretch) else 0
        least, best = _FEWEST, None
        for begin, end in self._short_rows():
            inside = sum(len(row.text) for row in self.rows[begin:end])
            if end - begin >= least and (not length or (prose[0] >= end and length < min(_LARGER * inside, _LONGEST))):
                least, best = end - begin, (begin, end)
        return best

    def _short_rows(self) -> Iterator[tuple[int, int]]:
        """Yield the stretches of short lines that stand below lines of the site, not far below a date or a byline."""
        begin, dated = 0, -_FAR
        for at in range(len(self.rows) + 1):
            row = self.rows[at] if at < len(self.rows) else None
            if row and row.kind in (_Kind.LINK, _Kind.SENTENCE) and not row.is_figure and len(row.text) <= _LONG:
                continue
            if (
                at > begin > 0
                and begin - dated <= _FAR
                and (self.rows[begin - 1].is_site or self.rows[begin - 1].is_figure)
            ):
                yield begin, at
            if row is None or (row.is_site and _LIST.fullmatch(row.folded)):
                return
            dated = at if row.is_dated or (row.is_site and row.names(Strength.MARKED)) else dated
            begin = at + 1

    def _for_body(self, at: int) -> float:
        row = self.rows[at]
        if at in self.inserted:
            return 0
        if row.kind is _Kind.PROSE:
            return _FOR_BODY[row.kind] + min(len(row.text), _LONGEST) / _LENGTH
        if row.ends_text:
            return _END_OF_TEXT
        alone = row.is_site and not any(near.is_site for near in self.rows[max(0, at - 1) : at + 2] if near is not row)
        return _ALONE if alone else _FOR_BODY[row.kind]

    def _widened(self, begin: int, end: int) -> tuple[int, int]:
        """Return the stretch from *begin* to *end* with the text around it from which no line of the site parts it."""
        above = max((at + 1 for at in self.sites if at < begin), default=0)
        below = min((at for at in self.sites if at >= end), default=len(self.rows))
        told = [begin, end - 1, *(at for at in range(above, below) if self.rows[at].is_told)]
        return min(told), max(told) + 1

    def _cut(self, begin: int, end: int) -> tuple[int, int]:
        """Return the stretch from *begin* to *end* up to where the first of its lines ends a text, below some prose."""
        told = False
        for at in range(begin, end):
            told = told or self.rows[at].kind is _Kind.PROSE
            if told and self.rows[at].ends_text and at not in self.inserted:
                return begin, at
        return begin, end

    # --- whether there is one

    def is_page(self) -> bool:
        """Tell whether the file is one page with a frame."""
        if self.end == self.start or not self._is_framed():
            return False
        inside = sum(len(row.text) for row in self.rows[self.start : self.end] if not row.is_site)
        above = sum(
            len(row.text) for row in self.rows[: self.start] if row.kind is _Kind.PROSE and row.text[-1] == "。"
        )
        if self._longest_outside() > _ANOTHER * inside:
            return False
        return inside >= _LEAST and self._stray() <= _STRAY * inside and above <= _HARDLY * inside

    @property
    def around(self) -> list[_Row]:
        """The lines of the site that stand around the body."""
        return [self.rows[at] for at in self.sites if not self.start <= at < self.end]

    def _is_framed(self) -> bool:
        """Tell whether enough lines around the body are of a site, not all of them dates, and it is one text."""
        sites = self.around
        undated = sum(not row.is_dated for row in sites)
        signed = sum(map(self._is_byline, range(max(1, self.start), self.end)))
        enough = self._declares_title() and undated > 1 and self.rows[-1].is_site
        enough = (
            enough or (len(sites) >= self.enough and undated * 2 >= self.enough) or (undated > 0 and self._is_held())
        )
        return enough and signed < 2

    def _is_held(self) -> bool:
        """Tell whether lines of a site stand right below a title on the first line, and at the very end."""
        head, foot = self.rows[1 : 1 + _NEAR], self.rows[-_NEAR + 1 :]
        return self.title == 0 and any(row.is_site for row in head) and all(row.is_site for row in foot)

    def _is_byline(self, at: int) -> bool:
        """Tell whether the line at *at* names somebody under a line that may be a title."""
        row, above = self.rows[at], self.rows[at - 1]
        return row.kind is above.kind is _Kind.LINK and row.names(Strength.NAMES)

    def _stray(self) -> int:
        """Return the characters of prose outside the body that does not stand beside a line of the site."""
        outside = (*range(self.start if self.title is None else self.title), *range(self.tail, len(self.rows)))
        prose = (at for at in outside if self.rows[at].kind is _Kind.PROSE and "。" in self.rows[at].text)
        return sum(len(self.rows[at].text) for at in prose if not self._is_beside_site(at))

    def _longest_outside(self) -> int:
        """Return the characters of the longest text outside the body: told lines in a row, three at least."""
        longest = begin = 0
        for at in range(len(self.rows) + 1):
            inside = self.start <= at < self.end
            if at < len(self.rows) and not inside and self.rows[at].is_told:
                continue
            if at - begin >= _GOING_ON:
                longest = max(longest, sum(len(row.text) for row in self.rows[begin:at]))
            begin = at + 1
        return longest

    def _is_beside_site(self, at: int) -> bool:
        near = (*self.rows[max(0, at - 1) : at], *self.rows[at + 1 : at + 2])
        return any(row.is_site or row.is_figure for row in near)

    # --- its title

    def _declares_title(self) -> bool:
        return self.title is not None and self.rows[self.title].declared is Declared.TITLE

    def _find_title(self) -> tuple[int | None, int | None]:
        """Return the line of the title, and another that could as well be it; None where there is none."""
        if declared := [at for at in range(self.start) if self.rows[at].declared is Declared.TITLE]:
            return declared[-1], None
        above = range(max(0, self.start - _ABOVE), self.start)
        worth = {at: self._for_title(at) for at in above if self._could_be_title(at)}
        title, rival = [*sorted(worth, key=lambda at: (worth[at], at), reverse=True), None, None][:2]
        if title is None or rival is None or self.rows[title].words == self.rows[rival].words:
            return title, None
        return title, rival if worth[title] - worth[rival] < _DOUBTFUL else None

    def _could_be_title(self, at: int) -> bool:
        row = self.rows[at]
        if row.is_site or row.is_figure or row.text[0] in "—（" or is_furniture(row.text) or row.names(Strength.NAMES):
            return False
        if _MARK.fullmatch(row.folded) or _PART.match(row.folded) or is_labelled(row.text):
            return False
        if is_affiliation(row.text) or (at > 0 and self._is_followed(at - 1)):
            return False
        return 1 < len(row.text) <= _LONGEST_HEAD and row.text[-1] not in "。；，：,;:"

    def _for_title(self, at: int) -> float:
        """Return what speaks for the line at *at* as the title of the page."""
        row, above, below = self.rows[at], self.rows[max(0, at - 2) : at], self.rows[at + 1 : self.start]
        worth = self._of_length(len(row.text)) - 0.4 * sum(map(self._parts, below)) + 1.5 * self._heads(at)
        worth += (
            3 * self._returns(row)
            - (row.kind is _Kind.SENTENCE and row.text[-1] not in _ASKED)
            - 3 * (read_furniture(row.text) is not None)
        )
        dated = (after for after, near in enumerate(below) if near.is_dated)
        worth += max(0.0, 3 - max(0, next(dated, _ABOVE) - 1) / 2) + 0.5 * any(near.is_dated for near in above)
        worth += 1.5 * sum(any(near.names(least) for near in below[:_NEAR]) for least in _NAMING)
        worth -= 4 * self._names_site(row) + 2 * any(_FOLLOW.fullmatch(near.folded) for near in below[:1])
        worth += 3 * any(map(row.is_named_in, above[-1:]))
        worth -= self._stands_for_writer(at) + 3 * (_HAN.search(row.text) is None)
        worth += 2 * any(_PATH.fullmatch(near.folded) for near in above[-1:])
        return worth + 0.5 * any(near.is_site for near in below[:1])

    def _heads(self, at: int) -> bool:
        """Tell whether the line at *at* is the first, and what a page says of a title stands right below it."""
        return at == 0 and (self.start < 2 or self.rows[1].is_site or self.rows[1].stands_with_title)

    @staticmethod
    def _of_length(length: int) -> float:
        return min(length, _LONG) / 4.5 - max(0, length - _LONG) / 10

    def _parts(self, row: _Row) -> bool:
        """Tell whether *row* parts what stands above it from the body."""
        return not (row.is_site or row.words in self.again or row.stands_with_title)

    def _returns(self, row: _Row) -> bool:
        """Tell whether the words of *row* stand elsewhere too: in the name of the page, in its foot."""
        if len(row.words) <= _SHORTEST_AGAIN or row.words in self.again or self._names_site(row):
            return False
        outside = (*self.rows[: self.start], *self.rows[self.end :])
        return sum(row.words in other.words for other in outside) > 1

    # --- what stands around

    def apart(self) -> Iterator[tuple[int, Furniture]]:
        """Yield the lines of the frame, by their indices, with what they are."""
        head = self._end_of_head() if self.title is None else self.title
        above = [*range(head)] if self._is_head(head) else []
        if self.title is not None:
            above += filter(self._is_below_title, range(self.title + 1, self.start))
        yield from ((at, _read(self.rows[at])) for at in above if self.rows[at].declared not in _OF_HEAD)
        inside = (at for at, several in self.inserted.items() if several and self.start <= at < self.end)
        yield from ((at, _read(self.rows[at])) for at in inside)
        yield from self._below()

    def _below(self) -> Iterator[tuple[int, Furniture]]:
        told = True
        for at in range(self.tail, len(self.rows)):
            told = told and at < self.tail + _TOLD_BELOW and not self.rows[at].ends_text
            if not (told and _signs(self.rows[at])):
                yield at, _read(self.rows[at]) if told else replace(_read(self.rows[at]), origin=None)

    def _end_of_head(self) -> int:
        return max((at + 1 for at in self.sites if at < self.start), default=0)

    def _is_head(self, head: int) -> bool:
        """Tell whether the lines above *head* are of the site: one says so, or they are several links, or its name."""
        kinds = {row.kind for row in self.rows[:head]}
        if _Kind.SITE in kinds or (head >= _ROW and kinds == {_Kind.LINK}):
            return True
        return head > 0 and (all(map(self._names_site, self.rows[:head])) or (head > 1 and kinds == {_Kind.LINK}))

    def _names_site(self, row: _Row) -> bool:
        """Tell whether *row* is a short name, which a line of the site has as well: 来源：界面新闻."""
        if _OF_NAME.fullmatch(row.folded):
            return True
        if not 1 < len(row.words) <= _LONGEST_NAME:
            return False
        named = (site for site in map(self.rows.__getitem__, self.sites) if _NAMING_SITE.match(site.folded))
        return any(row.words in site.words and row.words != site.words for site in named)

    def _is_below_title(self, at: int) -> bool:
        """Tell whether the line at *at*, between the title and the body, is of the site."""
        row, above = self.rows[at], self.rows[at - 1]
        if self._is_followed(at):
            return False
        answers = above.is_site and above.text[-1] in "：:"
        within = answers or any(at < site < self.start for site in self.sites)
        named = row.names(Strength.NAMES if at <= (self.title or 0) + _BESIDE else Strength.MARKED)
        link = row.kind is _Kind.LINK and len(row.text) < _SHORT and not (named or row.text[0] in "—-")
        return row.is_site or row.is_figure or row.words in self.again or (link and within)

    def _is_name(self, at: int) -> bool:
        """Tell whether the line at *at* is the name of a person and nothing else."""
        row = self.rows[at]
        return not row.is_site and likeness_of(row.folded, PLAIN) is Likeness.NAME

    def _stands_for_writer(self, at: int) -> bool:
        """Tell whether the line at *at* is short, and stands between a longer one and the date, as a pen name does."""
        row, below = self.rows[at], self.rows[at + 1 : at + 2]
        if at == 0 or len(row.text) > _SHORTEST_AGAIN or not any(near.is_dated for near in below):
            return False
        above = self.rows[at - 1]
        return len(above.text) > len(row.text) and self._could_be_title(at - 1) and not self._names_site(above)

    def _is_followed(self, at: int) -> bool:
        """Tell whether the line at *at* is a name by which stands a button to follow who bears it."""
        below = (near.folded for near in self.rows[at + 1 : at + 3])
        return self._is_name(at) and any(map(_FOLLOW.fullmatch, below))

    def names_in(self, at: int, is_apart: bool) -> tuple[int, int] | None:
        """Return where the line at *at*, between the title and the body, names who wrote the page, and says more."""
        row = self.rows[at]
        if (
            self.title is None
            or not self.title < at < self.start
            or not (is_apart or is_labelled(row.text) or _SOURCED.search(row.folded))
        ):
            return None
        return find_names(row.text)

    def declared(self, at: int) -> Iterator[Line]:
        """Yield the line at *at* with what the page says of it, a title with its date in brackets as two."""
        row = self.rows[at]
        if row.line.look:
            yield row.line
            return
        if (self.title or 0) < at < self.start and self._is_followed(at):
            yield replace(row.line, look=Look(declared=Declared.BYLINE))
            return
        if at != self.title:
            of_text = len(row.text) <= _LONGEST_HEAD and at > (self.title or 0)
            yield replace(row.line, look=Look(declared=Declared.TEXT)) if of_text else row.line
            return
        date = _DATE_AT_END.search(row.folded)
        border = date.start() if date else len(row.text)
        yield replace(row.line, text=row.text[:border], look=Look(declared=Declared.TITLE))
        if date:
            rest = row.text[border:].lstrip()
            column = row.line.column + len(row.text) - len(rest)
            yield replace(row.line, text=rest, column=column, gap=0, look=Look(declared=Declared.FURNITURE))


def _read(row: _Row) -> Furniture:
    """Return what *row*, a line of the frame, is."""
    if found := read_furniture(row.text):
        return found
    origin = read_origin(row.text) if row.is_site else None
    return Furniture(Kind.PUBLICATION_LINE, origin, Basis.COULD_BE_TEXT) if origin else _FRAME


def _signs(row: _Row) -> bool:
    return row.names(Strength.MARKED) or is_remark(row.folded)
