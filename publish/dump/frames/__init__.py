"""The frame of a page of the web, copied whole: what a site has above the text of a page, and below it.

A page has a head, one body and a tail. No line tells by itself where they meet: 评论 is a button or a word, a line of
ten characters a link or a crosshead. So the whole file is looked at. Prose speaks for the body, what a site says of
itself against it, and so do short lines in a row; the stretch with the most of the one and the least of the other is
the body. The title stands above it: over the line that says when the page was published, apart from the links, or
again elsewhere.

A file is taken for a page only where enough lines in its head or its tail say so, and little prose is left over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from publish.diagnostics import Diagnostic, Report
from publish.dump.contents import find_contents
from publish.dump.frames.edges import edges
from publish.dump.frames.page import Page, is_law, read
from publish.dump.frames.rows import LONGEST_TITLE, OF_HEAD, Row, RowKind
from publish.dump.furniture import MESSAGES, Furniture, part_lines, parted
from publish.dump.labels import Hints, Label, Labelled
from publish.dump.numbering import Rank, read_number
from publish.press import Pattern
from publish.source import Declared, Line, Look


def without_frame(
    lines: Sequence[Line], hints: Hints, file: str, report: Report
) -> tuple[tuple[Line, ...], tuple[Labelled, ...]]:
    """Return *lines* of *file* without the frames of the pages that they are, and these frames; titles are declared.

    Where they are no such pages they come back as they are. Prose that was left out is reported.
    """
    if any(line.look and line.look.declared is Declared.SITE for line in lines):
        return _without_edges(lines)
    if not _FEWEST <= len(lines) <= _MOST or not all(map(_is_copied, lines)):
        return tuple(lines), ()
    pages = _pages([Row(line) for line in part_lines(lines)])
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


def _without_edges(lines: Sequence[Line]) -> tuple[tuple[Line, ...], tuple[Labelled, ...]]:
    """Return *lines*, of which a site declares what is its own, without what it says in its text, and that."""
    rows = [Row(line) for line in lines]
    apart = dict(edges(rows))
    frame = (_labelled(rows[at].line, furniture) for at, furniture in apart.items())
    return tuple(line for at, line in enumerate(lines) if at not in apart), tuple(frame)


def _pages(rows: Sequence[Row]) -> list[Page]:
    """Return the page that *rows* are, or the pages where the first of them returns at the head of each; or none."""
    if not _may_be_page(rows):
        return []
    page = Page(rows)
    if page.is_page():
        return [page]
    heads = [at for at, row in enumerate(rows) if row.text == rows[0].text and row.is_site]
    pages = [Page(rows[begin:end], _OF_SEVERAL) for begin, end in pairwise((*heads, len(rows)))]
    return pages if len(pages) > 1 and all(page.is_page() for page in pages) else []


def _report(page: Page, apart: Mapping[int, Furniture], file: str, report: Report) -> None:
    """Report the prose that stands *apart* from the text of *page*, and what else could be its title."""
    prose = [page.rows[at].line.number for at in apart if page.rows[at].kind is RowKind.PROSE]
    if prose:
        report(Diagnostic("P205", file, prose[0], None, {"count": len(apart), "prose": len(prose)}))
    if page.title is not None and page.rival is not None:
        title, rival = page.rows[page.title].line, page.rows[page.rival].line
        report(Diagnostic("P206", file, title.number, None, {"rival": rival.text, "at": rival.number}))


def _parts(page: Page, apart: Mapping[int, Furniture]) -> Iterator[Line | Labelled]:
    """Yield the lines of *page*, and what of them is furniture; *apart* stands apart from its text."""
    for at, row in enumerate(page.rows):
        if names := page.names_in(at, at in apart):
            for part in parted(row.line, *names):
                if part.column == row.line.column + names[0]:
                    yield replace(part, look=Look(declared=Declared.BYLINE))
                else:
                    yield _labelled(part, read(Row(part)))
        elif at in apart:
            yield _labelled(row.line, apart[at])
        else:
            yield from page.declared(at)


def _may_be_page(rows: Sequence[Row]) -> bool:
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


_OF_TEXT = (*OF_HEAD, Declared.TEXT, Declared.HEADING, None)


def _is_book(lines: Sequence[Line], sites: int) -> bool:
    """Tell whether *lines* are of a book, whatever a site says in it: chapters count, or contents name pieces.

    Where as many lines as *sites* are of a site, its contents name the parts of a page.
    """
    if is_law(lines):
        return False
    short = (line.text for line in lines if len(line.text) <= LONGEST_TITLE)
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
_OF_SEVERAL = 2
"""Lines of a site that frame one of several pages with the same first line."""
_RECORD = Pattern("[【［<]?{record_title}[】］>]?\\s*[：=]")
