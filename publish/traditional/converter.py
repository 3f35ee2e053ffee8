"""A book in Traditional characters from one in Simplified, and back: Book → Book.

Whole passages are converted and marks of quotation set by depth; markup stays where it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from publish.book import Book
from publish.diagnostics import Diagnostic, Report
from publish.edition import TraditionalKeys, Variant
from publish.identity import of_edition
from publish.language import Forms, Language
from publish.recasting import HOLE, Passage, Recast, Role, change_passages, passages
from publish.traditional.conversion import Direction, convert
from publish.traditional.names import find_names, is_person, written
from publish.traditional.quotation import CORNER, CURLY, OPENERS, with_quotes
from publish.traditional.readings import (
    Departure,
    Fixed,
    mentioned_characters,
    read,
    simplify,
    taiwan,
    taiwan_words,
    word_at,
)

LANGUAGES: Mapping[Variant, str] = {"tw": "zh-TW", "twp": "zh-TW", "hk": "zh-HK", "standard": "zh-Hant"}
"""The language of a converted book (BCP 47)."""

_FROM_SIMPLIFIED: Mapping[Variant, Direction] = {"tw": "s2tw", "twp": "s2tw", "hk": "s2hk", "standard": "s2t"}
_FROM_STANDARD: Mapping[Variant, Direction] = {"tw": "t2tw", "twp": "t2tw", "hk": "t2hk"}
_TO_STANDARD: Mapping[Variant, Direction] = {"tw": "tw2t", "hk": "hk2t"}
_BACK: Mapping[Variant, Direction] = {"tw": "tw2s", "hk": "hk2s"}


def to_traditional(book: Book, variant: Variant, keys: TraditionalKeys, report: Report) -> Book:
    """Return *book* in the Traditional characters of *variant*, its language with it.

    A book that is in Traditional characters already gets the forms of *variant* and no other change. Reports each
    departure from plain OpenCC (T201 word border, T202 name, T203 pattern, T204 a word of Taiwan, under twp alone),
    each character that is spoken of and may be another (T205), and each quotation mark that stands alone (T301).
    """
    sources = passages(book)
    if forms := variant_of(book.language):
        recasts = [Recast(_between(passage.text, forms, variant)) for passage in sources]
    else:
        recasts = [_reported(converted, variant, report) for converted in convert_passages(book, variant, keys)]
    if keys.quotes == "corner":
        recasts = _with_quotes(sources, recasts, CORNER, report)
    return _refilled(book, recasts, LANGUAGES[variant])


def to_simplified(book: Book, report: Report, keys: TraditionalKeys | None = None) -> Book:
    """Return *book* in Simplified characters, from Taiwan's, Hong Kong's or the standard forms as its language says.

    Quotation marks are set as Simplified Chinese has them, unless *keys* keep them; one that stands alone is reported
    (T301).
    """
    forms = variant_of(book.language)
    if not forms:
        return book
    direction = _BACK.get(forms, "t2s")
    sources = passages(book)
    recasts = [Recast(simplify(passage.text, direction)) for passage in sources]
    if not keys or keys.quotes != "keep":
        recasts = _with_quotes(sources, recasts, CURLY, report)
    return _refilled(book, recasts, "zh-CN")


def variant_of(language: str) -> Variant | None:
    """Return the variant whose forms text in *language* (a BCP 47 tag) has; None where it is not in Traditional."""
    tag = Language.of(language)
    if not tag.is_traditional:
        return None
    if tag.forms is Forms.HONG_KONG:
        return "hk"
    return "tw" if tag.region == "TW" else "standard"


def _between(text: str, source: Variant, variant: Variant) -> str:
    """Return *text*, in the forms of *source*, in those of *variant*."""
    if LANGUAGES[source] == LANGUAGES[variant]:
        return text
    return regional(convert(text, _TO_STANDARD[source]) if source in _TO_STANDARD else text, variant)


_TAIWAN = str.maketrans("賬", "帳")
"""Forms of Taiwan that OpenCC's table lacks: 賬 is a variant of 帳 there (教育部《異體字字典》)."""
_FORMS: Mapping[Variant, Mapping[int, int | str]] = {"tw": _TAIWAN, "twp": _TAIWAN}


def regional(text: str, variant: Variant) -> str:
    """Return *text*, in the standard forms, in those of *variant*."""
    return _in_forms(convert(text, _FROM_STANDARD[variant]), variant) if variant in _FROM_STANDARD else text


def _in_forms(text: str, variant: Variant) -> str:
    return text.translate(_FORMS.get(variant, {}))


def _refilled(book: Book, recasts: Sequence[Recast], language: str) -> Book:
    ready = iter(recasts)
    identifier = book.identifier and of_edition(book.identifier, language)
    return replace(change_passages(book, lambda _: next(ready)), language=language, identifier=identifier)


# --- from Simplified -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Converted:
    """A passage, its new text and the departures from plain OpenCC, in the forms of the region."""

    source: Passage
    recast: Recast
    departures: tuple[Departure, ...]
    names: tuple[tuple[int, int], ...]
    """Spans of the names in the source."""
    masked: str
    """The source with a hole for each word that the user settled."""
    chosen: str
    """The new text of `masked`, of the same length."""

    def mentioned(self, variant: Variant) -> Iterator[tuple[int, str, tuple[str, ...]]]:
        """Yield where a character stands alone in marks of quotation, how it is written and how else it may be."""
        for found in mentioned_characters(self.masked):
            chosen = self.chosen[found.offset]
            ways = (regional(reading, variant) for reading in found.readings)
            if others := tuple(way for way in dict.fromkeys(ways) if way != chosen):
                yield found.offset, chosen, others

    def whole_word(self, departure: Departure) -> Departure:
        """Return *departure* with the rest of its word."""
        if departure.code not in ("T201", "T203"):
            return departure
        start, end = word_at(self.masked, departure.start)
        before, after = self.chosen[start : departure.start], self.chosen[departure.end : end]
        return replace(
            departure, start=start, end=end, plain=before + departure.plain + after, chosen=self.chosen[start:end]
        )


@dataclass(frozen=True)
class _Wanted:
    """What the user wants of certain words, over everything else."""

    keys: TraditionalKeys

    @cached_property
    def words(self) -> Mapping[str, str]:
        return {word: word for word in self.keys.keep} | self.keys.phrases

    @cached_property
    def _regex(self) -> re.Pattern[str] | None:
        words = sorted(filter(None, self.words), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words))) if words else None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return where those words stand, the longest first from the left."""
        return [match.span() for match in self._regex.finditer(text)] if self._regex else []


def convert_passages(book: Book, variant: Variant, keys: TraditionalKeys) -> Iterator[Converted]:
    """Yield each passage of *book*, which is in Simplified characters, as it stands in *variant*."""
    sources = passages(book)
    known = _known_names(sources)
    wanted = _Wanted(keys)
    for passage in sources:
        names = (
            known.get(None, ()) + known.get(passage.article, ()) if passage.article is not None else known.get(None, ())
        )
        yield _converted(passage, variant, names, wanted)


def _known_names(sources: Sequence[Passage]) -> dict[int | None, tuple[str, ...]]:
    """Return the names of persons by the number of the article: its authors, and those that its words betray."""
    known: dict[int | None, dict[str, None]] = {}
    for passage in sources:
        names = known.setdefault(passage.article, {})
        if passage.role is Role.NAME:
            if is_person(passage.text):
                names[passage.text] = None
        else:
            spans = find_names(passage.text)
            names |= dict.fromkeys(passage.text[start:end] for start, end in spans if end - start > 2)
    return {article: tuple(names) for article, names in known.items()}


def _converted(passage: Passage, variant: Variant, known: Sequence[str], wanted: _Wanted) -> Converted:
    text = passage.text
    held = wanted.spans(text)
    masked = _with_holes(text, held)
    taiwans = list(taiwan_words(masked)) if variant == "twp" else []
    masked = _with_holes(masked, taiwans)
    names = tuple(_name_spans(passage, masked, known))
    fixed = [Fixed(start, end, written(text[start:end]), "T202") for start, end in names]
    standard, departures = read(masked, fixed)
    chosen, seen = _in_region(masked, standard, departures, variant)
    words = {**taiwan(), **wanted.words}
    regionals = tuple(
        Departure(start, end, convert(text[start:end], "s2tw"), words[text[start:end]], "T204")
        for start, end in taiwans
    )
    recast = _with_words(chosen, text, sorted([*held, *taiwans]), words)
    return Converted(passage, recast, (*seen, *regionals), names, masked, chosen)


def _name_spans(passage: Passage, text: str, known: Sequence[str]) -> Iterator[tuple[int, int]]:
    if passage.role is Role.NAME and HOLE not in text:
        return iter([(0, len(text))] if is_person(text) else [])
    return find_names(text, known)


def _with_holes(text: str, spans: Sequence[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + HOLE * (end - start) + text[end:]
    return text


def _in_region(
    text: str, standard: str, departures: tuple[Departure, ...], variant: Variant
) -> tuple[str, tuple[Departure, ...]]:
    """Return the forms of *variant*, and the departures that remain departures there."""
    plain = _in_forms(convert(text, _FROM_SIMPLIFIED[variant]), variant)
    if not departures:
        return plain, ()
    ours = regional(standard, variant)
    whole = convert(text, "s2t")
    chosen = "".join(
        new if wanted != usual else old for old, new, wanted, usual in zip(plain, ours, standard, whole, strict=True)
    )
    seen = (
        replace(departure, plain=plain[departure.start : departure.end], chosen=chosen[departure.start : departure.end])
        for departure in departures
    )
    return chosen, tuple(departure for departure in seen if departure.plain != departure.chosen)


def _with_words(text: str, source: str, held: Sequence[tuple[int, int]], words: Mapping[str, str]) -> Recast:
    pieces: list[str] = []
    shifts: list[tuple[int, int]] = []
    size = done = 0
    for start, end in held:
        word = words[source[start:end]]
        pieces += [text[done:start], word]
        size += start - done
        shifts += [(start, size), (end, size + len(word))]
        size += len(word)
        done = end
    return Recast("".join([*pieces, text[done:]]), tuple(shifts))


def _reported(converted: Converted, variant: Variant, report: Report) -> Recast:
    for departure in map(converted.whole_word, converted.departures):
        facts = {"chosen": departure.chosen, "plain": departure.plain}
        _report(converted, departure.start, departure.end, departure.code, facts, report)
    for offset, chosen, others in converted.mentioned(variant):
        facts = {"chosen": chosen, "others": ", ".join(others)}
        _report(converted, offset, offset + 1, "T205", facts, report)
    return converted.recast


def _report(converted: Converted, start: int, end: int, code: str, facts: dict[str, str], report: Report) -> None:
    line, column = converted.source.place(start)
    source = converted.source.text[start:end]
    report(Diagnostic(code, converted.source.file, line, column, {"source": source, **facts}))


# --- quotation marks -----------------------------------------------------------------------------------------------


def _with_quotes(
    sources: Sequence[Passage], recasts: Sequence[Recast], by_depth: Sequence[str], report: Report
) -> list[Recast]:
    quoted = []
    for number, (source, recast) in enumerate(zip(sources, recasts, strict=True)):
        text, unpaired = with_quotes(recast.text, by_depth)
        quoted.append(replace(recast, text=text))
        following = sources[number + 1].text if number + 1 < len(sources) else ""
        for quote in unpaired:
            if quote.opens and following.startswith(tuple(OPENERS)):
                continue  # a quotation of several paragraphs opens again in each
            line, column = source.place(quote.offset)
            report(Diagnostic("T301", source.file, line, column, {"mark": quote.mark, "set_as": quote.set_as}))
    return quoted
