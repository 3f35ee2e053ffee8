"""The conversions that a person should look at, as data; and as text, JSON or a page to print.

Doubtful are: what departs from plain OpenCC; what OpenCC decides though another cut into words is nearly as cheap;
words that are written in two ways by their sense; names with a character that families write in two ways. What the
user has settled in ``[traditional]`` is not among them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path

from publish.book import Book
from publish.edition import TraditionalKeys, Variant
from publish.printable import printable
from publish.traditional.conversion import convert
from publish.traditional.converter import Converted, convert_passages, regional
from publish.traditional.names import OPEN
from publish.traditional.readings import doubtful_words, near_readings
from publish.wording import _
from publish.xhtml import render


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where a doubtful word stands, with its sentence in three parts: before the word, the word, after it."""

    file: str | None
    line: int | None
    column: int | None
    before: str
    word: str
    after: str


class DoubtKind(StrEnum):
    """What is doubtful; the values stand in the JSON."""

    WORD = "word"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A conversion to look at: its first place, how often it occurs, and all its places."""

    kind: DoubtKind
    source: str
    chosen: str
    others: tuple[str, ...]
    doubt: float
    """From 0 (hardly) to 1 (as well the other)."""
    file: str | None
    line: int | None
    column: int | None
    sentence: str
    """The sentence of the source around it."""
    count: int = 1
    places: tuple[Occurrence, ...] = ()

    @property
    def ways(self) -> tuple[str, ...]:
        """How each reading is settled: a line of TOML to paste below ``[traditional.phrases]``."""
        return tuple(f"{_quoted(self.source)} = {_quoted(way)}" for way in (self.chosen, *self.others))


def _quoted(text: str) -> str:
    """Return *text* as a string of TOML, which has the escapes of JSON."""
    return json.dumps(text, ensure_ascii=False)


# How doubtful each kind is: a cut into words that is nearly as cheap leaves the most open.
_NEAR, _SENSE, _MENTIONED, _NAME, _OPEN_NAME = 0.9, 0.4, 0.8, 0.3, 0.6
_DEPARTURES = {"T201": 0.6, "T203": 0.5, "T204": 0.3}


def review(book: Book, variant: Variant, keys: TraditionalKeys) -> tuple[Doubt, ...]:
    """Return the doubtful conversions of *book*, which is in Simplified characters: words, then names.

    The most doubtful come first, equal ones in the order of the book; each stands once, with its number.
    """
    found: dict[tuple[str, str, tuple[str, ...]], Doubt] = {}
    for converted in convert_passages(book, variant, keys):
        for doubt in _doubts(converted, variant):
            key = doubt.source, doubt.chosen, doubt.others
            earlier = found.get(key)
            places = (*earlier.places, *doubt.places) if earlier else doubt.places
            found[key] = replace(earlier or doubt, count=len(places), places=places)
    return tuple(sorted(found.values(), key=lambda doubt: (doubt.kind is DoubtKind.NAME, -doubt.doubt)))


def _doubts(converted: Converted, variant: Variant) -> Iterator[Doubt]:
    reviewed: set[int] = set()
    for start, end, kind, others, doubt in sorted(_spans(converted, variant), key=lambda span: (-span[4], span[0])):
        chosen = converted.recast.text[converted.recast.offset(start) : converted.recast.offset(end)]
        others = tuple(other for other in dict.fromkeys(others) if other != chosen)
        if not others or reviewed.intersection(range(start, end)):
            continue
        reviewed.update(range(start, end))
        source = converted.source
        line, column = source.place(start)
        word = source.text[start:end]
        before, after = _around(source.text, start, end)
        place = Occurrence(source.file, line, column, before, word, after)
        sentence = before + word + after
        yield Doubt(kind, word, chosen, others, doubt, source.file, line, column, sentence, places=(place,))


_Span = tuple[int, int, DoubtKind, tuple[str, ...], float]


def _spans(converted: Converted, variant: Variant) -> Iterator[_Span]:
    """Yield the start, the end, the kind, the other readings and the doubt of each conversion worth a look."""
    text, chosen = converted.masked, converted.chosen
    names = {offset for span in converted.names for offset in range(*span)}
    for departure in map(converted.whole_word, converted.departures):
        if departure.code != "T202":
            yield departure.start, departure.end, DoubtKind.WORD, (departure.plain,), _DEPARTURES[departure.code]
    for near in near_readings(text):
        if names.isdisjoint(range(near.start, near.end)):
            yield near.start, near.end, DoubtKind.WORD, (regional(near.other, variant),), _NEAR - near.margin / 20
    for found in converted.mentioned(variant):
        yield found[0], found[0] + 1, DoubtKind.WORD, found[2], _MENTIONED
    for start, end, readings in doubtful_words(text):
        if names.isdisjoint(range(start, end)):
            yield start, end, DoubtKind.WORD, tuple(regional(reading, variant) for reading in readings), _SENSE
    plain = regional(convert(text, "s2t"), variant)
    for start, end in converted.names:
        ways = tuple(chosen[start:at] + way + chosen[at + 1 : end] for at, way in _other_ways(text[start:end], start))
        if ways or plain[start:end] != chosen[start:end]:
            yield start, end, DoubtKind.NAME, (plain[start:end], *ways), _OPEN_NAME if ways else _NAME


def _other_ways(name: str, start: int) -> Iterator[tuple[int, str]]:
    for offset, character in enumerate(name):
        for way in OPEN.get(character, ()):
            yield start + offset, way


_AROUND = 40
"""How much of a sentence is shown on either side, in characters."""


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands in the sentence of *text* before *start* and after *end*."""
    before = [match.end() for match in re.finditer(r"[。！？；\n]", text[:start])]
    after = re.search(r"[。！？；\n]", text[end:])
    first, last = before[-1] if before else 0, end + after.end() if after else len(text)
    head = text[max(first, start - _AROUND) : start].lstrip()
    tail = text[end : min(last, end + _AROUND)].rstrip()
    return "…" * (first < start - _AROUND) + head, tail + "…" * (last > end + _AROUND)


# --- as a file -----------------------------------------------------------------------------------------------------


def as_file(doubts: Sequence[Doubt], ending: str, title: str, language: str, styles: tuple[Path, ...]) -> str:
    """Return *doubts* as a file with that *ending* has them: ``.json``, ``.html`` (``.xhtml``), else text."""
    match ending.lower():
        case ".json":
            return as_json(doubts)
        case ".html" | ".htm" | ".xhtml":
            return as_html(doubts, title, language, styles)
        case _:
            return as_text(doubts)


def as_text(doubts: Sequence[Doubt]) -> str:
    """Return *doubts* one to a line: ``file:line: source → chosen (others)`` and the sentence."""
    lines: list[str] = []
    for heading, kind in ((_("Words"), DoubtKind.WORD), (_("Names"), DoubtKind.NAME)):
        chosen = [doubt for doubt in doubts if doubt.kind is kind]
        lines += [f"{heading} ({len(chosen)})", *map(_line, chosen), ""] if chosen else []
    lines.append(_settled_how())
    return "\n".join(lines) + "\n"


def _line(doubt: Doubt) -> str:
    place = ":".join(str(part) for part in (doubt.file, doubt.line) if part is not None)
    times = f" ×{doubt.count}" if doubt.count > 1 else ""
    return printable(f"{place}: {doubt.source} → {doubt.chosen} ({', '.join(doubt.others)}){times}  {doubt.sentence}")


def as_json(doubts: Sequence[Doubt]) -> str:
    """Return *doubts* as a JSON array; the keys are the fields of `Doubt`."""
    return json.dumps([asdict(doubt) for doubt in doubts], ensure_ascii=False, indent=1) + "\n"


def as_html(doubts: Sequence[Doubt], title: str, language: str, styles: tuple[Path, ...]) -> str:
    """Return *doubts* as a page to read and print, by the template ``review.xhtml``."""
    return render(
        "review.xhtml",
        styles,
        title=title,
        language=language,
        groups=[
            (_("Words"), [doubt for doubt in doubts if doubt.kind is DoubtKind.WORD]),
            (_("Names"), [doubt for doubt in doubts if doubt.kind is DoubtKind.NAME]),
        ],
        heads=[_("Source"), _("Chosen"), _("Others"), _("Times"), _("To settle it")],
        settled=_("To settle one, paste its line below [traditional.phrases] in book.toml."),
    )


def _settled_how() -> str:
    return _('To settle one: phrases = { "source" = "wanted" } or keep = ["source"] under [traditional] in book.toml.')
