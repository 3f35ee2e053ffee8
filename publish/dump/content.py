"""What a source holds beside characters → into its articles: emphasis and notes in lines, tables and figures as such.

Lines are labelled by their characters. What else stands in them comes back here, line by line, as the places of blocks
say; notes that a title or a byline calls become remarks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from publish.book import (
    Article,
    Block,
    Crosshead,
    Inlines,
    Listing,
    Note,
    Paragraph,
    Place,
    Strong,
    Text,
    Verse,
    plain_block,
)
from publish.dump.articles import Group
from publish.dump.labels import Label, Labelled
from publish.slicing import merged, sliced
from publish.source import Line, Source
from publish.walk import find
from publish.wording import N_


def blocks_apart(source: Source) -> tuple[Labelled, ...]:
    """Return the blocks of *source* as lines in their places, one for each."""
    texts = source.text.split("\n")
    return tuple(
        Labelled(Line(place.line, texts[place.line - 1], place.column), Label.BLOCK, N_("a block of the source"))
        for block in source.blocks
        for place in block.places[:1]
    )


def set_content(groups: Sequence[Group], source: Source) -> tuple[Group, ...]:
    """Return *groups* with what the lines of *source* hold beside characters, and with its blocks for their lines."""
    if not source.content and not source.blocks:
        return tuple(groups)
    by_line = {block.places[0].line: block for block in source.blocks if block.places}  # an empty list stands nowhere
    change = partial(_set, content=source.content, by_line=by_line)
    articles = [
        replace(article, blocks=tuple(map(change, article.blocks))) for group in groups for article in group.articles
    ]
    for number, notes in _left(articles, source):
        _remark(articles, number, notes)
    left = iter(articles)
    return tuple(replace(group, articles=tuple(next(left) for _ in group.articles)) for group in groups)


def _set(block: Block, content: Mapping[int, Inlines], by_line: Mapping[int, Block]) -> Block:
    match block:
        case Listing() if block.places and block.places[0].line in by_line:
            return by_line[block.places[0].line]
        case Paragraph() if _concerns(block, content):
            return replace(block, content=_rich(block.content, block.places, 0, content))
        case Crosshead() if _concerns(block, content):
            return replace(block, content=_as_heading(_rich(block.content, block.places, 0, content)))
        case Verse() if _concerns(block, content):
            return replace(block, verses=tuple(_rich_verses(block, content)))
        case _:
            return block


def _as_heading(content: Inlines) -> Inlines:
    """Return *content*, that of a heading, without the bold that made it one where it was typed."""
    match content:
        case (Strong(inside),):
            return inside
        case _:
            return content


def _concerns(block: Block, content: Mapping[int, Inlines]) -> bool:
    return any(place.line in content for place in block.places)


def _rich_verses(block: Verse, content: Mapping[int, Inlines]) -> Iterator[Inlines]:
    offset = 0
    for verse in block.verses:
        yield _rich(verse, block.places, offset, content)
        offset += sum(len(inline.text) for inline in verse if isinstance(inline, Text)) + 1


def _rich(inlines: Inlines, places: Sequence[Place], offset: int, content: Mapping[int, Inlines]) -> Inlines:
    """Return *inlines*, text and notes from *offset* of their block on, as *content* has their lines."""
    made: list[Any] = []
    for inline in inlines:
        if not isinstance(inline, Text):
            made.append(inline)
            continue
        end = offset + len(inline.text)
        for place, stop in zip(places, [*(place.offset for place in places[1:]), end], strict=True):
            start, until = max(place.offset, offset), min(stop, end)
            if start < until:
                made += _stretch(inline.text[start - offset : until - offset], place, start, content)
        offset = end
    return tuple(merged(made))


def _stretch(text: str, place: Place, start: int, content: Mapping[int, Inlines]) -> Inlines:
    if place.line not in content:
        return (Text(text),)
    begin = place.column - 1 + start - place.offset
    return sliced(content[place.line], begin, begin + len(text))


# --- notes of fields -----------------------------------------------------------------------------------------------


def _left(articles: Sequence[Article], source: Source) -> Iterator[tuple[int, list[Note]]]:
    """Yield the notes of each line that is in no block, with its number."""
    set_already = {id(note) for note in find(Note, articles)}
    for number, content in source.content.items():
        if notes := [note for note in find(Note, content) if id(note) not in set_already]:
            yield number, notes


def _remark(articles: list[Article], number: int, notes: Sequence[Note]) -> None:
    """Add *notes*, called on line *number*, to the article whose title is nearest."""
    if not articles:
        return
    nearest = min(range(len(articles)), key=lambda at: abs((articles[at].line or 0) - number))
    texts = (plain_block(block) for note in notes for block in note.blocks)
    articles[nearest] = replace(articles[nearest], remarks=(*articles[nearest].remarks, *texts))
