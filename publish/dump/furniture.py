"""Furniture: page numbers, edition lines, editors' lines, jump lines, running heads — and the origin that they name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, lru_cache
from itertools import pairwise

from publish.book import Origin
from publish.dump.folding import fold
from publish.dump.numbering import Rank, read_number
from publish.dump.shapes import is_finished
from publish.press import LONGEST_MARKED, Pattern, furniture_table, without_spaces
from publish.source import Line
from publish.wording import N_


class Kind(Enum):
    """What kind of furniture a line is, or what else stands apart from the flow; the values are the table's words."""

    NAMED = "named"
    """By ``[parse] furniture`` in ``book.toml``."""
    DECLARED = "declared"
    """By the source itself: an element or a class of a web page, a place on a sheet."""
    ORIGIN_LINE = "origin line"
    JUMP_LINE = "jump line"
    PAGE_NUMBER = "page number"
    EDITION_LINE = "edition line"
    COLUMN_LINE = "edition line with a column"
    """An edition line with the name of a column."""
    EDITORS_LINE = "editors' line"
    ADDRESS_LINE = "address line"
    WEB_LINE = "web line"
    PUBLICATION_LINE = "publication line"
    """Date, source, clicks of a web page."""
    RIGHTS_LINE = "rights line"
    ADVERTISEMENT = "advertisement"
    FRAME = "frame"
    """Of the site around the text of a page."""
    RECORD = "record"
    """A field of a record of a database."""
    PICTURE_SOURCE = "source of a picture"
    TIME = "time"
    """When a subtitle is shown, or a line of a song is sung, and its number."""
    NOTE_HEADING = "heading of notes"
    ORNAMENT = "ornament"
    RUNNING_HEAD = "running head"
    CONTENTS = "list of contents"
    OFFICE = "head or foot of an office's paper"
    CAPTION = "caption"
    CAPTION_GOES_ON = "caption goes on"


class Basis(Enum):
    """On what a line is taken for furniture; the values are the table's words."""

    WORDS = "words"
    COULD_BE_TEXT = "could be text"
    """Words that text has too."""
    COMPANY = "in company"
    """Such words beside other furniture."""
    EDGE = "at an edge"
    """Such words at the head or the foot of a file, or again and again in it."""
    KIND = "among its kind"
    """Such words in a file that has others of the kind at an edge."""


MESSAGES: Mapping[Kind, str] = {
    Kind.NAMED: N_("named in book.toml"),
    Kind.DECLARED: N_("declared by the source"),
    Kind.ORIGIN_LINE: N_("origin line"),
    Kind.JUMP_LINE: N_("jump line"),
    Kind.PAGE_NUMBER: N_("page number"),
    Kind.EDITION_LINE: N_("edition line"),
    Kind.COLUMN_LINE: N_("edition line with a column"),
    Kind.EDITORS_LINE: N_("editors' line"),
    Kind.ADDRESS_LINE: N_("address line"),
    Kind.WEB_LINE: N_("web line"),
    Kind.PUBLICATION_LINE: N_("when and where a web page was published"),
    Kind.RIGHTS_LINE: N_("rights of a web page"),
    Kind.ADVERTISEMENT: N_("advertisement"),
    Kind.FRAME: N_("of the site around the text"),
    Kind.RECORD: N_("field of a record"),
    Kind.PICTURE_SOURCE: N_("source of a picture"),
    Kind.TIME: N_("when a subtitle is shown or a line is sung"),
    Kind.NOTE_HEADING: N_("heading of notes"),
    Kind.ORNAMENT: N_("ornament"),
    Kind.RUNNING_HEAD: N_("running head"),
    Kind.CONTENTS: N_("list of contents"),
    Kind.OFFICE: N_("head or foot of an office's paper"),
    Kind.CAPTION: N_("caption"),
    Kind.CAPTION_GOES_ON: N_("the caption goes on"),
}
"""What the user reads of each kind."""

_LOCAL = Pattern("{origin_line}")
_AGENCY = Pattern("{agency}")
_SOURCE = Pattern("{named_source}")
_NAMED_ALONE = Pattern("{medium}")
_PARTS = {
    "publication": Pattern("《?({masthead})"),
    "date": Pattern("{date}"),
    "page": Pattern("{page_of_origin}"),
}
_LONGEST_UNSIGNED = 8
"""Characters of the longest line that can be furniture without a sign of it."""


_ADDRESS = re.compile(r"://|www|\uff37{3}|\uff57{3}", re.IGNORECASE)
"""A sign of an address of the web, without which a line of a paragraph's length is text."""
_LONGEST_BOAST = 300
"""Characters within which a site names its address in what it says of itself."""


@cache
def _sign() -> Pattern:
    return Pattern(without_spaces(furniture_table()["sign"]))


@cache
def _forms(long: bool) -> tuple[tuple[Kind, Basis, Pattern], ...]:
    """Return the forms that a line can have; where it is *long*, those that a paragraph can have too."""
    forms = (form for form in furniture_table()["form"] if form.get("long") or not long)
    return tuple((Kind(form["kind"]), Basis(form["basis"]), Pattern(without_spaces(form["pattern"]))) for form in forms)


@dataclass(frozen=True, slots=True)
class Furniture:
    """What a line is that stands apart from the text, and what it tells about the articles that it stands with."""

    kind: Kind
    origin: Origin | None = None
    basis: Basis = Basis.WORDS


def is_rule(item: Furniture | None) -> bool:
    """Tell whether *item* is a rule or another ornament on a line of its own."""
    return item is not None and item.kind is Kind.ORNAMENT


def is_long(text: str) -> bool:
    """Tell whether *text* is too long for furniture: a rule, and white space, may be as wide as the page."""
    return len(text) > LONGEST_MARKED and len(" ".join(text.split())) > LONGEST_MARKED and len(set(text)) > _OF_RULE


_OF_RULE = 2
"""Characters of which a rule is made."""


@lru_cache(maxsize=1 << 14)
def read_furniture(text: str) -> Furniture | None:
    """Return what *text* is as furniture by its words, which may not be enough (see `standing`), or None."""
    long = is_long(text)
    if long and not _ADDRESS.search(text, 0, _LONGEST_BOAST):
        return None
    folded = fold(text)
    if len(text) > _LONGEST_UNSIGNED and not _sign().search(folded):
        return None
    if local := _LOCAL.fullmatch(folded):
        origin = _local_origin(text[slice(*local.span("what"))])
        if origin.publication:
            return Furniture(Kind.ORIGIN_LINE, origin)
    for kind, basis, pattern in _forms(long):
        if pattern.fullmatch(folded):
            return Furniture(kind, None if kind is Kind.JUMP_LINE else read_origin(text, folded), basis)
    return None


def is_furniture(text: str) -> bool:
    """Tell whether *text* is furniture by its words alone."""
    found = read_furniture(text)
    return found is not None and found.basis is Basis.WORDS


def _local_origin(words: str) -> Origin:
    origin = read_origin(words) or Origin()
    named = _AGENCY.match(fold(words)) or _NAMED_ALONE.fullmatch(fold(words))
    return replace(origin, publication=words[: named.end()]) if named and not origin.publication else origin


def read_origin(text: str, folded: str | None = None) -> Origin | None:
    """Return the publication, date and page that *text* names, as printed, or None."""
    folded = fold(text) if folded is None else folded
    found = {
        part: _closed(text[slice(*match.span())])
        for part, pattern in _PARTS.items()
        if (match := pattern.search(folded))
    }
    if "publication" not in found and (named := _SOURCE.search(folded)):
        found["publication"] = text[slice(*named.span(1))]
    return Origin(**found) if found else None


_DATELINE = Pattern("{dateline}")
_OWN = Pattern("{own_medium}")


def read_dateline(text: str) -> Origin | None:
    """Return what a dateline at the beginning of *text* names, the date as printed; 本报 is no name."""
    match = _DATELINE.match(fold(text[:48]))
    if not match:
        return None
    publication, date = (text[slice(*match.span(part))] or None for part in ("publication", "date"))
    publication = None if _OWN.match(match["publication"]) else publication
    return Origin(publication, date) if publication or date else None


def _closed(text: str) -> str:
    return re.sub(r"\s+", "", text).strip("《》")


# --- furniture within a line of text --------------------------------------------------------------------------------

_JUMP = Pattern("(?P<from>^{jump_from_line})|(?P<to>{jump_to_line}$)")


_FACTS = Pattern("{facts}")
_AUTHOR = Pattern("{author_fact}")
_OF_ACCOUNT = Pattern("{line_of_account}")


def part_lines(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield *lines*, those of which a part alone is furniture as several lines of the same number.

    These begin or end with a jump line in brackets, or name the author beside date, source and clicks.
    """
    for line in lines:
        text = line.text
        if (text[0] in "（(【" or text[-1] in "）)】") and (jump := _JUMP.search(text)):
            yield from parted(line, jump.end() if jump["from"] else jump.start())
        elif text[0] == "原" and (account := _OF_ACCOUNT.fullmatch(fold(text))):
            yield from parted(line, *account.span("name"))
        elif (
            len(text) <= LONGEST_MARKED
            and (author := _AUTHOR.search(folded := fold(text)))
            and _FACTS.fullmatch(folded)
        ):
            yield from parted(line, *author.span())
        else:
            yield line


def parted(line: Line, *borders: int) -> Iterator[Line]:
    """Yield the parts of *line* between *borders*, offsets in its text, that are not empty."""
    first = True
    for start, end in pairwise((0, *borders, len(line.text))):
        part = line.text[start:end]
        if text := part.strip():
            column = line.column + start + len(part) - len(part.lstrip())
            whole = replace(line, text=text, column=column)
            yield whole if first else replace(whole, gap=0, opens_page=False)
            first = False


# --- numbers of parts ----------------------------------------------------------------------------------------------


def find_parts(lines: Sequence[Line], found: Sequence[Furniture | None]) -> Iterator[int]:
    """Yield the lines, by their indices, that number the parts of a text, or date the entries of a diary.

    A page ends in the middle of a sentence sooner or later, a part never. Numbers count from 1, dates only grow.
    """
    runs: dict[str, list[tuple[int, int]]] = {}
    for at, furniture in enumerate(found):
        number = read_number(lines[at].text) if _may_number(lines[at], furniture) else None
        if number is None or (number.rank is not Rank.WORK and (number.name or not furniture)):
            continue
        run = runs.get(number.form, [])
        grows = number.value > run[-1][1] if run else number.value == 1 or number.rank is Rank.WORK
        if number.rank is not Rank.WORK:
            grows = number.value == len(run) + 1
        if not grows:
            yield from _parts_of(lines, found, run, number.form)
            run, grows = [], number.value == 1
        runs[number.form] = [*run, (at, number.value)] if grows else run
    for form, run in runs.items():
        yield from _parts_of(lines, found, run, form)


def _may_number(line: Line, furniture: Furniture | None) -> bool:
    """Tell whether *line* is a number or a date that was taken for furniture, or could be a date with its weather."""
    if furniture:
        return furniture.kind in _NUMBERED
    return len(line.text) <= _LONGEST_TITLE and "月" in line.text[:10]


_NUMBERED = frozenset({Kind.PAGE_NUMBER, Kind.EDITION_LINE, Kind.COLUMN_LINE})
_PLAIN_FIGURES = "1|"
"""The form of a number that is figures and nothing else, as page numbers are."""


_LONGEST_TITLE = 30
"""Characters of the longest title; a number above one counts the works of a book and is none."""


def _parts_of(
    lines: Sequence[Line], found: Sequence[Furniture | None], run: Sequence[tuple[int, int]], form: str
) -> Iterator[int]:
    sure = form != _PLAIN_FIGURES and "_" not in form
    above = [lines[at - 1].text for at, _ in run if at and not found[at - 1]]
    below = [lines[at + 1].text for at, _ in run if at + 1 < len(lines)]
    heads = form == _PLAIN_FIGURES and not all(is_finished(text) or len(text) > _LONGEST_TITLE for text in below)
    if len(run) > 1 and (sure or (len(run) > 2 and not heads and all(map(is_finished, above[1:])))):
        yield from (at for at, _ in run if found[at])
