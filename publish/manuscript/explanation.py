"""What each line of a manuscript is: all of it is marked in the text, and nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterator

from publish.book import Block
from publish.manuscript.fields import FIELD, NAME_OF
from publish.manuscript.reader import Manuscript
from publish.part import Row
from publish.source import Source
from publish.wording import N_

KINDS = {
    "paragraph": N_("paragraph"),
    "crosshead": N_("crosshead"),
    "verse": N_("verse"),
    "quote": N_("quotation"),
    "list": N_("list"),
    "figure": N_("figure"),
    "table": N_("table"),
    "listing": N_("code"),
    "rule": N_("rule"),
}
"""The kinds of blocks, by the names of their classes."""
_FIELDS = {
    "kicker": N_("kicker"),
    "subtitle": N_("subtitle"),
    "authors": N_("byline"),
    "byline": N_("byline"),
    "origin": N_("origin"),
    "remarks": N_("remark"),
}


def explain_lines(source: Source, manuscript: Manuscript) -> Iterator[Row]:
    """Yield what each line of *source* is, that was read as *manuscript*."""
    parts = dict(_parts(manuscript))
    below = manuscript.text.split("\n")
    for number, text in enumerate(map(str.strip, source.text.split("\n")), 1):
        field = FIELD.match(text)
        if number in parts:
            yield Row(number, text, parts[number], N_("marked in the text"))
        elif text and not below[number - 1].strip():
            yield Row(number, text, N_("front matter"), N_("between --- and ---"))
        elif field:
            yield Row(number, text, _FIELDS[NAME_OF[field[1]]], N_("a field under the title"))
        elif text:
            yield Row(number, text, "", N_("a sign, a note, or named by a diagnostic"))


def _parts(manuscript: Manuscript) -> Iterator[tuple[int, str]]:
    """Yield the lines that headings and blocks stand on, with what they are."""
    for chapter in manuscript.chapters:
        if chapter.line:
            yield chapter.line, N_("section heading")
        for article in chapter.articles:
            if article.line:
                yield article.line, N_("title")
            for block in article.blocks:
                yield from _of(block)


def _of(block: Block) -> Iterator[tuple[int, str]]:
    kind = KINDS[type(block).__name__.lower()]
    yield from ((place.line, kind) for place in block.places)
