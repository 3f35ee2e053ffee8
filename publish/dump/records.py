"""Records: pages of databases that label each field, 【标题】…; what the fields hold stands as in a head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from publish.book import Origin
from publish.dump.bylines import Byline
from publish.dump.folding import fold
from publish.dump.furniture import Furniture, Kind
from publish.dump.labels import Label
from publish.press import Match, Pattern, words
from publish.source import Line

_FIELD = Pattern("{record_line}")
_FEWEST = 3
"""Fields that make a record."""
_OF_ORIGIN = {
    "record_publication": "publication",
    "record_issue": "date",
    "record_date": "date",
    "record_page": "page",
}
_LONGEST_NAMED = 28
"""Characters of the longest label with its colon, letter-spaced or with its name in English: Title-题名：."""
_Field = tuple[Line, Match, str]
_ISSUE = Pattern(r"(\d{4})(\d{2})")

_PRINTED = {
    "record_kicker": Label.KICKER,
    "record_title": Label.TITLE,
    "record_subtitle": Label.SUBTITLE,
    "record_author": Label.BYLINE,
}
"""Fields of the head of an article, in the order in which they stand there."""


class Placed(NamedTuple):
    """A line, and what a record tells of it."""

    line: Line
    furniture: Furniture | None = None
    """What it is where it is a field that is not printed, or the label of one."""
    label: Label | None = None
    """What it is where it is a field of the head of an article."""
    byline: Byline | None = None
    """What it says as a byline, where more than its words tell that."""


def part_records(lines: Sequence[Line]) -> Iterator[Placed]:
    """Yield *lines*, those of a record parted into labels, which are furniture, and what they stand before."""
    run: list[tuple[Line, Match]] = []
    first = True
    for line in lines:
        field = _field(line.text)
        if run and line.gap and (field is None or _holds_title(run)):
            yield from _of_run(run, first)
            first, run = False, []
        if field is None:
            yield from _of_run(run, first)
            first = first and not run and _HAN.search(line.text) is None
            run = []
            yield Placed(line)
        else:
            run.append((line, field))
    yield from _of_run(run, first)


def _holds_title(run: Sequence[tuple[Line, Match]]) -> bool:
    return any(_classes()[_label(field)] == "record_title" for _, field in run)


def _field(text: str) -> Match | None:
    """Return label and value of *text*, where it begins with the label of a field."""
    named = text[:_LONGEST_NAMED]
    tagged = text[:2].isupper() and text[:2].isascii()
    if not (text[0] in "【［〔[<＜{｛" or tagged or "：" in named or ":" in named):
        return None
    field = _FIELD.fullmatch(fold(text))
    return field if field and _label(field) in _classes() else None


def _label(field: Match) -> str:
    return "".join((field["boxed"] or field["plain"] or field["tag"]).split())


_HAN = Pattern("{han}")


def _of_run(run: Sequence[tuple[Line, Match]], first: bool) -> Iterator[Placed]:
    """Yield the lines of a *run* of labelled lines, the *first* of their file or not.

    A record has several fields, a title among them; the head of a novel has the name of the book.
    """
    fields = [(line, field, _classes()[_label(field)]) for line, field in run]
    if any(name == "record_book" and field["value"] for _, field, name in fields):
        yield from _of_book(fields, first)
        return
    if len(run) < _FEWEST or not any(name == "record_title" and field["value"] for _, field, name in fields):
        yield from (Placed(line) for line, _ in run)
        return
    text = "record_text" if any(name == "record_text" for _, _, name in fields) else "record_abstract"
    unprinted = [(line, field, name) for line, field, name in fields if name not in (*_PRINTED, text)]
    printed = [field for name in (*_PRINTED, text) for field in fields if field[2] == name]
    yield from (Placed(line, Furniture(Kind.RECORD, _origin(line, field, name))) for line, field, name in unprinted)
    for line, field, name in printed:
        yield from _parted(line, field.start("value"), _PRINTED.get(name))


_OF_BOOK = {"record_book": Label.BOOK_TITLE, "record_author": Label.BYLINE}


def _of_book(fields: Sequence[_Field], first: bool) -> Iterator[Placed]:
    """Yield the lines of the head of a novel; where it is the *first* of its file, it names the book and its author."""
    fields = sorted(fields, key=lambda each: each[2] != "record_book")
    for line, field, name in fields:
        if first and name in _OF_BOOK and field["value"]:
            yield from _parted(line, field.start("value"), _OF_BOOK[name])
        else:
            yield Placed(line, Furniture(Kind.RECORD))


def _parted(line: Line, at: int, label: Label | None) -> Iterator[Placed]:
    name, value = line.text[:at].rstrip(), line.text[at:]
    yield Placed(replace(line, text=name), Furniture(Kind.RECORD))
    if mark := value[len(value.rstrip("；;")) :]:
        value = value[: -len(mark)]
        yield Placed(replace(line, text=mark, column=line.column + len(line.text) - len(mark)), Furniture(Kind.RECORD))
    if value:
        own = replace(line, text=value, column=line.column + at, gap=0, indent=0, opens_page=False)
        yield Placed(own, label=label)


@cache
def _classes() -> dict[str, str]:
    """Return the class of each label; one that is in several has the first."""
    names = ("record_other", "record_text", "record_abstract", *_OF_ORIGIN, *_PRINTED, "record_of_book", "record_book")
    return {word: name for name in names for word in words(name)}


def _origin(line: Line, field: Match, name: str) -> Origin | None:
    """Return what a field says of where the article was printed, as printed, but for 200104, which is an issue."""
    value = line.text[field.start("value") :]
    if name not in _OF_ORIGIN or not value:
        return None
    issue = _ISSUE.fullmatch(fold(value)) if name == "record_issue" else None
    return Origin(**{_OF_ORIGIN[name]: f"{issue[1]}年第{int(issue[2])}期" if issue else value})
