"""A page of the web, as rows: whether it has a frame, which line is its title, and what stands around its text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from publish.book import Origin
from publish.dump.bylines import Strength, is_affiliation, is_remark
from publish.dump.frames.body import GOING_ON, Body
from publish.dump.frames.points import points_for
from publish.dump.frames.rows import DATE_AT_END, LONG, OF_HEAD, SHORT, Row, RowKind
from publish.dump.furniture import Basis, Furniture, Kind, is_furniture, read_furniture, read_origin
from publish.dump.imprints import find_labelled, find_names, is_labelled
from publish.dump.likeness import PLAIN, Likeness, likeness_of
from publish.dump.numbering import Rank, read_number
from publish.press import Pattern
from publish.source import Declared, Line, Look

_ENOUGH = 4
"""Lines of a site that make a frame; half as many have no date."""
_STRAY = 0.5
"""Prose outside the body, as a share of that inside, from which the file is no page."""
_LEAST = 20
"""Characters of the shortest text of a page."""
_ANOTHER = 0.4
"""A text outside the body, as a share of it, from which it is another page."""
_WHERE_SURE = 2
"""Times as much text of others, comments and advertisements, beside a head that leaves no doubt."""
_MUCH = 20
"""Lines of a site that say much."""
_HARDLY = 0.15
"""The same of sentences above the body."""
_ABOVE = 40
"""Lines above the body among which its title stands."""
_LONGEST_HEAD = 80
_LONGEST_WRAPPED = 120
"""Characters of the longest line that a program cuts where its window ends."""
_SHORTEST_AGAIN = 5
"""Characters of the shortest title that is known by standing elsewhere too."""
_LONGEST_NAME = 10
"""Characters of the longest name of a site."""
_NEAR = 3
_SHORTEST_OTHER = 12
"""Characters of the titles of other pages, on an average; lines of a poem are shorter."""
_ROW = 5
"""Links in a row that are the head of a page, though nothing there says so."""
_TOLD_BELOW = 4
"""Lines below the body that may still tell of it: who wrote it, where it was printed."""
_DOUBTFUL = 1.5
"""A title that is worth less than this above another is reported."""
_BESIDE = 2
"""Lines below a title among which names alone may tell who wrote it."""
_NAMING = (Strength.NAMES, Strength.MARKED)
_FRAME = Furniture(Kind.FRAME, basis=Basis.COULD_BE_TEXT)
_ASKED = "？！?!”"
_NAMING_SITE = Pattern("(?!.*(?:《|{asks_to_name})).*(?:{source_label}|{rights_of_page}|{home}|{end_of_site}|{call})")
_OF_NAME = Pattern("(?:{medium}|[^，。]{1,10}{end_of_name})(?:\\s[^，。]{1,8})?")
_PART = Pattern("{numeral}{1,3}、|（{numeral}{1,3}）")
_FOLLOW = Pattern("\\W*{follow}\\W*")
_MARK = re.compile(r"[［【〔].{1,4}[】］〕]|\D{1,4}\s\d{1,3}")
"""A word in brackets, or with a count: what a page says of a title."""
_PATH = Pattern("{path_of_page}")
_TOLD_NAME = Pattern("[：|/]")
_PUBLISHED = Pattern(
    "(?:.{0,8}\\s)?{date}\\s*(?:{clock}\\s*)?(?P<medium>(?!{deed}|{web_button}|{source_label}){han}[^\\s，。：|（）]{1,11})"
    "(?:\\s+{deed})*(?:\\s*（\\d*）)?"
)
"""When a page was published, and by which medium, without a label."""
_HAN = Pattern("{han}")
_POST = Pattern("(?:{post}|{head_of}{head})$")
"""What ends a line that says who somebody is."""
_DATE_FIRST = Pattern("[^：]{0,6}：?\\s*(?:{date}|\\d{1,2}-\\d{1,2}|{when_of_page})")
_SOURCED = Pattern("(?<!{han}){source_label}\\s*[|：]")


class Page:
    """A page; *enough* lines of a site make its frame."""

    def __init__(self, rows: Sequence[Row], enough: int = _ENOUGH) -> None:
        body = Body(rows)
        self.rows, self.enough = rows, enough
        self.inserted, self.sites, self.start, self.end = body.inserted, body.sites, body.start, body.end
        self.again = {row.words for row in rows[self.start : self.end] if row.words}
        """The lines of the body, which a list of its parts above it names."""
        self.is_unwrapped = any(len(row.text) > _LONGEST_WRAPPED for row in rows[self.start : self.end])
        """Whether each line of the body is a whole paragraph: some are longer than any window or sheet shows them."""
        self.is_law = is_law(row.line for row in rows)
        self.title, self.rival = self._find_title()
        self.foot = next((at for at in self.sites if at >= self.end), len(rows))
        """The first line of the site below the body."""
        self.tail = self._find_tail()

    def _find_tail(self) -> int:
        """Return the first line below the body that is of the site; links in a row above it are as well."""
        links = self.rows[self.end : self.foot]
        others = len(links) >= _ROW and sum(len(row.text) for row in links) >= _SHORTEST_OTHER * len(links)
        return self.end if others and all(row.kind is RowKind.LINK for row in links) else self.foot

    # --- whether there is one

    def is_page(self) -> bool:
        """Tell whether the file is one page with a frame."""
        if self.end == self.start or not self._is_framed():
            return False
        inside = sum(len(row.text) for row in self.rows[self.start : self.end] if not row.is_site)
        above = sum(
            len(row.text) for row in self.rows[: self.start] if row.kind is RowKind.PROSE and row.text[-1] == "。"
        )
        more = _WHERE_SURE if self._is_sure() else 1
        if self._longest_outside() > more * _ANOTHER * inside:
            return False
        return inside >= _LEAST and self._stray() <= more * _STRAY * inside and above <= _HARDLY * inside

    def _is_sure(self) -> bool:
        """Tell whether the site says much, and one line alone heads a text, right above when it was published."""
        if self.title is None or self.rival is not None or len(self.around) < _MUCH:
            return False
        return any(row.is_dated for row in self.rows[self.title + 1 : self.title + 1 + _NEAR])

    @property
    def around(self) -> list[Row]:
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
        return row.kind is above.kind is RowKind.LINK and row.names(Strength.NAMES)

    def _stray(self) -> int:
        """Return the characters of prose outside the body that does not stand beside a line of the site."""
        outside = (*range(self.start if self.title is None else self.title), *range(self.tail, len(self.rows)))
        prose = (at for at in outside if self.rows[at].kind is RowKind.PROSE and "。" in self.rows[at].text)
        return sum(len(self.rows[at].text) for at in prose if not self._is_beside_site(at))

    def _longest_outside(self) -> int:
        """Return the characters of the longest text outside the body: told lines in a row, three at least."""
        longest = begin = 0
        for at in range(len(self.rows) + 1):
            inside = self.start <= at < self.end
            if at < len(self.rows) and not inside and self.rows[at].is_told:
                continue
            if at - begin >= GOING_ON:
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
        """Return what speaks for the line at *at* as the title of the page, in the points of the table."""
        points = points_for("title")
        return sum(points[name] * shown for name, shown in self._shown_by(at) if shown)

    def _shown_by(self, at: int) -> Iterator[tuple[str, float]]:
        """Yield what the line at *at* shows that may be a title, by the names in the table, and how much of it."""
        row, above, below = self.rows[at], self.rows[max(0, at - 2) : at], self.rows[at + 1 : self.start]
        dated = next((after for after, near in enumerate(below) if near.is_dated), None)
        yield "length", min(len(row.text), LONG)
        yield "length beyond that of a line", max(0, len(row.text) - LONG)
        yield "lines that part it from the text", sum(map(self._parts, below[:dated]))
        yield "heads the page", self._heads(at)
        yield "returns elsewhere", self._returns(row)
        yield "ends as a sentence", row.kind is RowKind.SENTENCE and row.text[-1] not in _ASKED
        yield "is furniture by its words", read_furniture(row.text) is not None
        yield "nearness of a date below", 0 if dated is None else max(0.0, 6 - max(0, dated - 1))
        yield "a date above", any(near.is_dated for near in above)
        yield "names below", sum(any(near.names(least) for near in below[:_NEAR]) for least in _NAMING)
        yield "names the site", self._names_site(row)
        yield "a button to follow below", any(_FOLLOW.fullmatch(near.folded) for near in below[:1])
        yield "is named in the line above", any(map(row.is_named_in, above[-1:]))
        yield "stands for who wrote the page", self._stands_for_writer(at)
        yield "has no Chinese character", _HAN.search(row.text) is None
        yield "ends in a post", _POST.search(row.folded) is not None
        yield "a path above", any(_PATH.fullmatch(near.folded) for near in above[-1:])
        yield "a line of the site below", any(near.is_site for near in below[:1])

    def _heads(self, at: int) -> bool:
        """Tell whether the line at *at* is the first, and what a page says of a title stands right below it."""
        return at == 0 and (self.start < 2 or self.rows[1].is_site or self.rows[1].stands_with_title)

    def _parts(self, row: Row) -> bool:
        """Tell whether *row* parts what stands above it from the body."""
        return not (row.is_site or row.words in self.again or row.stands_with_title)

    def _returns(self, row: Row) -> bool:
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
        yield from ((at, read(self.rows[at])) for at in above if self.rows[at].declared not in OF_HEAD)
        inside = (at for at, several in self.inserted.items() if several and self.start <= at < self.end)
        yield from ((at, read(self.rows[at])) for at in inside)
        yield from self._below()

    def _below(self) -> Iterator[tuple[int, Furniture]]:
        told = True
        for at in range(self.tail, len(self.rows)):
            told = told and at < self.foot + _TOLD_BELOW and not self.rows[at].ends_text
            if not (told and at >= self.foot and signs(self.rows[at])):
                yield at, read(self.rows[at]) if told else replace(read(self.rows[at]), origin=None)

    def _end_of_head(self) -> int:
        return max((at + 1 for at in self.sites if at < self.start), default=0)

    def _is_head(self, head: int) -> bool:
        """Tell whether the lines above *head* are of the site: one says so, or they are several links, or its name."""
        kinds = {row.kind for row in self.rows[:head]}
        if RowKind.SITE in kinds or (head >= _ROW and kinds == {RowKind.LINK}):
            return True
        return head > 0 and (all(map(self._names_site, self.rows[:head])) or (head > 1 and kinds == {RowKind.LINK}))

    def _names_site(self, row: Row) -> bool:
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
        if self._is_followed(at) or self._is_pen_name(at):
            return False
        answers = above.is_site and above.text[-1] in "：:"
        within = answers or any(at < site < self.start for site in self.sites)
        named = row.names(Strength.NAMES if at <= (self.title or 0) + _BESIDE else Strength.MARKED)
        link = row.kind is RowKind.LINK and len(row.text) < SHORT and not (named or row.text[0] in "—-")
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

    def _is_pen_name(self, at: int) -> bool:
        """Tell whether the line at *at* is a short one alone between the title and a date that begins its line."""
        row, below = self.rows[at], self.rows[at + 1 : at + 2]
        alone = at - 1 == self.title and 1 < len(row.text) <= _LONGEST_NAME and row.kind is RowKind.LINK
        dated = any(near.is_dated and _DATE_FIRST.match(near.folded) for near in below)
        return alone and dated and row.text[0] not in "—-" and not (self._names_site(row) or row.is_figure)

    def _is_followed(self, at: int) -> bool:
        """Tell whether the line at *at* is a name by which stands a button to follow who bears it."""
        below = (near.folded for near in self.rows[at + 1 : at + 3])
        return self._is_name(at) and any(map(_FOLLOW.fullmatch, below))

    def names_in(self, at: int, is_apart: bool) -> tuple[int, int] | None:
        """Return where the line at *at*, beside the body, names who wrote the page, and says more."""
        row = self.rows[at]
        if self.title is not None and is_apart and self.foot <= at < self.foot + _TOLD_BELOW:
            names = find_labelled(row.text)
            return names if names and _TOLD_NAME.search(row.folded, *names) else None
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
        if (self.title or 0) < at < self.start and (self._is_followed(at) or self._is_pen_name(at)):
            yield replace(row.line, look=Look(declared=Declared.BYLINE))
            return
        if at != self.title and self.is_law and (declared := _declared_by_law(row)):
            yield replace(row.line, look=Look(declared=declared))
            return
        if at != self.title:
            of_text = at > (self.title or 0) and (self.is_unwrapped or len(row.text) <= _LONGEST_HEAD)
            look = Look(declared=Declared.TEXT, whole=self.is_unwrapped or None)
            yield replace(row.line, look=look) if of_text else row.line
            return
        date = DATE_AT_END.search(row.folded)
        border = date.start() if date else len(row.text)
        yield replace(row.line, text=row.text[:border], look=Look(declared=Declared.TITLE))
        if date:
            rest = row.text[border:].lstrip()
            column = row.line.column + len(row.text) - len(rest)
            yield replace(row.line, text=rest, column=column, gap=0, look=Look(declared=Declared.FURNITURE))


_ARTICLE_OF_LAW = Pattern("第{numeral}{1,4}条\\s")
"""How an article of a law begins: its chapters are those of one text."""
_MOST_NUMBERED = 8
"""Articles of a law that a text about it may quote."""


def is_law(lines: Iterable[Line]) -> bool:
    """Tell whether *lines* are a law's: many begin as its articles do."""
    return sum(_ARTICLE_OF_LAW.match(line.text) is not None for line in lines) > _MOST_NUMBERED


def _declared_by_law(row: Row) -> Declared | None:
    """Return what *row* of a law is: an article of it, or the heading of a chapter; None where it is neither."""
    if _ARTICLE_OF_LAW.match(row.folded):
        return Declared.PARAGRAPH
    number = read_number(row.text) if len(row.text) <= LONG else None
    return Declared.HEADING if number and number.rank is Rank.CHAPTER else None


def read(row: Row) -> Furniture:
    """Return what *row*, a line of the frame, is."""
    found = read_furniture(row.text)
    if row.is_dated and (medium := _PUBLISHED.fullmatch(row.folded)):
        named = row.text[slice(*medium.span("medium"))]
        said = (found.origin if found else None) or read_origin(row.text) or Origin()
        found = found or Furniture(Kind.PUBLICATION_LINE, basis=Basis.COULD_BE_TEXT)
        return replace(found, origin=replace(said, publication=said.publication or named))
    if found:
        return found
    origin = read_origin(row.text) if row.is_site else None
    return Furniture(Kind.PUBLICATION_LINE, origin, Basis.COULD_BE_TEXT) if origin else _FRAME


def signs(row: Row) -> bool:
    """Tell whether *row* says who wrote the text, or where he works."""
    return row.names(Strength.MARKED) or is_remark(row.folded)
