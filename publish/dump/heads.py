"""The heads of articles, section heading to byline, and what in them could be otherwise.

A head is sure where a title stands above a byline that says so itself, or above a dateline. Everything else was
weighed: two lines above a byline, a title without one, names that only their place shows to be names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from publish.book import Article
from publish.dump.bylines import Byline, Strength
from publish.dump.labels import Label, Labelled
from publish.dump.shapes import BOXED, DATELINE, is_section_like
from publish.press import Pattern

_L = Label

Guess = tuple[Labelled, str, Mapping[str, object]]
"""A line, the code of what could be otherwise with it, and the facts."""


@dataclass(slots=True)
class Head:
    """A title with the lines around it that are not text."""

    title: Labelled
    section: Labelled | None
    """The section heading directly above."""
    opens: bool
    """Whether the source begins with that."""
    doubled: bool
    """Whether another one stands above that."""
    between: list[Labelled] = field(default_factory=list)
    """Further lines of the title, and subtitles."""
    bylines: list[tuple[Labelled, Byline | None]] = field(default_factory=list)
    """Bylines and remarks, with what they say."""
    text: Labelled | None = None
    """The first line of text."""
    names: tuple[str, ...] = ()
    """The authors that the article came to have."""
    sure_above: bool = True
    """Whether the article above has authors, or is recognised by a dateline."""

    @property
    def lines(self) -> Iterator[Labelled]:
        """The lines above the byline."""
        yield from (self.section, self.title) if self.section else (self.title,)
        yield from self.between

    @property
    def is_sure(self) -> bool:
        """Whether an article begins here, by what it says itself or by its end."""
        return self.is_told or bool(self.names and self.sure_above and not self.bylines)

    @property
    def is_told(self) -> bool:
        """Whether a role, a mark, a remark or a dateline says that an article begins here."""
        marked = any(byline is None or byline.strength is Strength.MARKED for _, byline in self.bylines)
        return marked or (self.text is not None and DATELINE.match(self.text.line.text) is not None)


def read_heads(flow: Sequence[Labelled], articles: Mapping[int | None, Article]) -> list[Head]:
    """Return the heads in *flow*, lines without furniture; *articles* by the line of their title."""
    heads = list(_heads(flow))
    sure = True
    for head in heads:
        article = articles.get(head.title.line.number)
        head.names = article.authors if article else ()
        head.sure_above = sure
        sure = bool(head.names) or head.is_told
    return heads


def check_heads(heads: Sequence[Head]) -> Iterator[Guess]:
    """Yield what was guessed in *heads*, those of one source."""
    stray = [item.line.indent > 0 and not head.title.line.indent for head in heads for item, _ in head.bylines]
    indented = sum(stray) * 2 > len(stray)
    for head in heads:
        bare = list(_bare(head, indented=indented))
        yield from bare
        if not head.title.mark and (head.between or not bare):
            yield from _of_title(head)
        yield from _of_lines_above(head)


def _heads(flow: Sequence[Labelled]) -> Iterator[Head]:
    head: Head | None = None
    for index, item in enumerate(flow):
        if item.label is _L.TITLE:
            if head:
                yield head
            head = _begun(flow, index)
        elif head and head.text is None:
            _take(head, item)
    if head:
        yield head


def _begun(flow: Sequence[Labelled], index: int) -> Head:
    """Return the head that begins above the title at *index*."""
    above = [item for item in flow[max(0, index - 2) : index] if item.label is _L.SECTION]
    section = above[-1] if above and above[-1] is flow[index - 1] else None
    return Head(flow[index], section, opens=section is flow[0], doubled=len(above) == 2)


def _take(head: Head, item: Labelled) -> None:
    match item.label:
        case _L.TITLE_CONTINUED | _L.SUBTITLE:
            head.between.append(item)
        case _L.BYLINE:
            head.bylines.append((item, item.byline))
        case _L.REMARK:
            head.bylines.append((item, None))
        case _:
            head.text = item


# --- titles --------------------------------------------------------------------------------------------------------

_LONG = 30
_TOLD_BY_FILE = 7.0
"""By how much a title wins that the rhythm of its file tells."""
_ODD = Pattern(r"[。；，、：,;:]$|——$|[。；][^”’」』）]|^[（(]?{ordinal}{1,2}[、.．）)]|，.*，|@|\d-\d{3}")
"""How titles are not built."""


def _of_title(head: Head) -> Iterator[Guess]:
    text = "".join(item.line.text for item in (head.title, *head.between) if item.label is not _L.SUBTITLE)
    if not (head.bylines or (head.sure_above and (head.names or head.is_told))):
        if head.title.margin < _TOLD_BY_FILE:
            yield head.title, "P402", {}
    elif len(text) > _LONG or _ODD.search(text) or (is_section_like(text) and len(text) < 10 and not head.is_told):
        yield head.title, "P406", {}


def _of_lines_above(head: Head) -> Iterator[Guess]:
    if head.section and not head.section.mark and _could_be_of_title(head.section.line.text, head):
        yield head.section, "P404", {}
    if not head.title.mark and not head.is_told:
        yield from refused(head.title)
    for item in head.between:
        if item.label is _L.TITLE_CONTINUED and _could_be_apart(head, item.line.text):
            yield item, "P405", {}
        elif item.label is _L.SUBTITLE and not _DASH.match(item.line.text):
            yield item, "P410", {}


def _could_be_apart(head: Head, second: str) -> bool:
    """Tell whether the first line of a title could be a section heading, and the *second* the whole title."""
    first = head.title.line.text
    if _CLAUSE.search(first):
        return False
    named = is_section_like(first) or LETTER_SPACED.fullmatch(first)
    return head.section is None or bool(named or _WHOLE.search(second))


LETTER_SPACED = re.compile(r"\S(?:\s+\S){2,}")


_DASH = Pattern(r"[—–―─-]|[（(【\[]?{subtitle_start}")
_CLAUSE = Pattern(r"[，：！？“”《》,:!?]|.让|^(?:{clause_start}|一{counted_start})|{clause_end}$")
"""What the first half of a title has, and no section heading: a mark, a beginning or an end that asks for more."""
_WHOLE = Pattern(r"[：:，,？?\s“《「]|^{who_starts}")
"""What a title has that is no second half."""


def _could_be_of_title(section: str, head: Head) -> bool:
    """Tell whether *section*, above *head*, could be the first line of its title.

    A title is divided near its middle, where a clause ends; a section heading is shorter than the titles below it,
    unless it is a motto, and that stands at the top of a page.
    """
    title = head.title.line.text
    if head.doubled or BOXED.match(section):
        return head.doubled
    if _CLAUSE.search(section):
        return True
    long = len(section) >= 6 and len(section) >= len(title) >= 4 and not is_section_like(section)
    return long and not head.opens and not _WHOLE.search(title)


# --- names ---------------------------------------------------------------------------------------------------------

_PLACE = Pattern("{settlement}$")


def _bare(head: Head, *, indented: bool) -> Iterator[Guess]:
    """Yield the bylines that little but their place shows to be names; *indented* where bylines mostly are."""
    for item, byline in head.bylines:
        if byline is None or byline.strength is Strength.MARKED:
            continue
        twice = len(head.names) > 1 and len(item.line.text) == 2 and len(head.bylines) == 1
        stray = item.line.indent > 0 and not head.title.line.indent and not indented
        if byline.strength <= Strength.POSSIBLE or twice or stray or any(map(_PLACE.search, byline.names)):
            yield item, "P301", {"names": "、".join(byline.names)}


def refused(item: Labelled, least: Strength = Strength.NAMES) -> Iterator[Guess]:
    """Yield *item*, which was not taken as a byline, if it reads as one that is at least as plain as *least*."""
    byline = item.byline
    if byline and not byline.remarks and byline.strength >= least:
        yield item, "P302", {"label": item.label, "names": "、".join(byline.names)}
