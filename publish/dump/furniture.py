"""Furniture: page numbers, edition lines, editors' lines, jump lines, running heads — and the origin that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache

from publish.book import Origin
from publish.dump.folding import fold
from publish.press import LONGEST_MARKED, Pattern, furniture_table, listed, without_spaces, words
from publish.source import Line
from publish.wording import N_


class Kind(Enum):
    """What kind of furniture a line is, or what else stands apart from the flow; the values are the table's words."""

    NAMED = "named"
    """By ``[parse] furniture`` in ``book.toml``."""
    ORIGIN_LINE = "origin line"
    JUMP_LINE = "jump line"
    PAGE_NUMBER = "page number"
    EDITION_LINE = "edition line"
    COLUMN_LINE = "edition line with a column"
    """An edition line with the name of a column."""
    EDITORS_LINE = "editors' line"
    ADDRESS_LINE = "address line"
    WEB_LINE = "web line"
    ORNAMENT = "ornament"
    RUNNING_HEAD = "running head"
    CAPTION = "caption"
    CAPTION_GOES_ON = "caption goes on"


MESSAGES: Mapping[Kind, str] = {
    Kind.NAMED: N_("named in book.toml"),
    Kind.ORIGIN_LINE: N_("origin line"),
    Kind.JUMP_LINE: N_("jump line"),
    Kind.PAGE_NUMBER: N_("page number"),
    Kind.EDITION_LINE: N_("edition line"),
    Kind.COLUMN_LINE: N_("edition line with a column"),
    Kind.EDITORS_LINE: N_("editors' line"),
    Kind.ADDRESS_LINE: N_("address line"),
    Kind.WEB_LINE: N_("web line"),
    Kind.ORNAMENT: N_("ornament"),
    Kind.RUNNING_HEAD: N_("running head"),
    Kind.CAPTION: N_("caption"),
    Kind.CAPTION_GOES_ON: N_("the caption goes on"),
}
"""What the user is told of each kind."""

_LOCAL = Pattern("{origin_line}")
_AGENCY = Pattern("{agency}")
_PARTS = {
    "publication": Pattern("《?({masthead})"),
    "date": Pattern("{date}"),
    "page": Pattern("{page_of_origin}"),
}
_SHORT = 8  # characters of a line that is looked at in any case


@cache
def _sign() -> Pattern:
    return Pattern(without_spaces(furniture_table()["sign"]))


@cache
def _forms() -> tuple[tuple[Kind, Pattern], ...]:
    return tuple((Kind(form["kind"]), Pattern(without_spaces(form["pattern"]))) for form in furniture_table()["form"])


@cache
def could_be_text() -> frozenset[Kind]:
    """Return the kinds whose words text has as well."""
    doubtful = (Kind(form["kind"]) for form in furniture_table()["form"] if form["told"] == "could be text")
    return frozenset(doubtful) | {Kind.RUNNING_HEAD}


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a line is that stands apart from the text, and what it tells about the articles that it stands with."""

    kind: Kind
    origin: Origin | None = None


def read_furniture(text: str) -> Furniture | None:
    """Return what *text* is as furniture by itself, or None."""
    if len(text) > LONGEST_MARKED:
        return None
    folded = fold(text)
    if len(text) > _SHORT and not _sign().search(folded):
        return None
    if local := _LOCAL.fullmatch(folded):
        origin = _local_origin(text[slice(*local.span("what"))])
        return Furniture(Kind.ORIGIN_LINE, origin) if origin.publication else None
    for kind, pattern in _forms():
        if pattern.fullmatch(folded):
            return Furniture(kind, None if kind is Kind.JUMP_LINE else read_origin(text, folded))
    return None


def _local_origin(told: str) -> Origin:
    origin = read_origin(told) or Origin()
    agency = _AGENCY.match(fold(told))
    return replace(origin, publication=told[: agency.end()]) if agency and not origin.publication else origin


def read_origin(text: str, folded: str | None = None) -> Origin | None:
    """Return the publication, date and page that *text* names, as printed, or None."""
    folded = fold(text) if folded is None else folded
    found = {
        part: _closed(text[slice(*match.span())])
        for part, pattern in _PARTS.items()
        if (match := pattern.search(folded))
    }
    return Origin(**found) if found else None


_DATELINE = Pattern("{dateline}")


def read_dateline(text: str) -> Origin | None:
    """Return what a dateline at the beginning of *text* names, the date as printed; 本报 is no name."""
    match = _DATELINE.match(fold(text[:48]))
    if not match:
        return None
    publication, date = (text[slice(*match.span(part))] or None for part in ("publication", "date"))
    publication = None if match["publication"] in words("own_medium") else publication
    return Origin(publication, date) if publication or date else None


def _closed(told: str) -> str:
    return re.sub(r"\s+", "", told).strip("《》")


# --- jump lines within a line of text ------------------------------------------------------------------------------

_JUMP = Pattern("(?P<from>^{jump_from_line})|(?P<to>{jump_to_line}$)")


def part_jumps(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield *lines*, those that begin or end with a jump line in brackets as two lines of the same number."""
    for line in lines:
        if (line.text[0] in "（(【" or line.text[-1] in "）)】") and (match := _JUMP.search(line.text)):
            yield from _parted(line, match.end() if match["from"] else match.start())
        else:
            yield line


def _parted(line: Line, at: int) -> Iterator[Line]:
    head, tail = line.text[:at].rstrip(), line.text[at:].lstrip()
    if head:
        yield replace(line, text=head)
    if tail:
        column = line.column + len(line.text) - len(tail)
        yield replace(
            line, text=tail, column=column, gap=0 if head else line.gap, opens_page=not head and line.opens_page
        )


# --- numbers of parts ----------------------------------------------------------------------------------------------


def find_parts(lines: Sequence[Line], found: Sequence[Furniture | None]) -> Iterator[int]:
    """Yield the lines, by their indices, that count the parts of an essay from 一 on, and not the pages."""
    run: list[int] = []
    numbers = listed("part_number")
    for at, furniture in enumerate(found):
        if not furniture or furniture.kind is not Kind.PAGE_NUMBER or lines[at].text not in numbers:
            continue
        number = numbers.index(lines[at].text)
        if number != len(run):
            yield from run if len(run) > 1 else ()
            run = []
        if number == len(run):
            run.append(at)
    yield from run if len(run) > 1 else ()
