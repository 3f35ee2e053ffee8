"""The account of a manuscript.

Signs and references stand between its characters, so a block is held against its own lines, and the rest against all
that the book holds.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import unquote

from publish.account import Account, characters, count_characters
from publish.book import (
    Article,
    Block,
    Chapter,
    Code,
    Crosshead,
    Emphasis,
    Figure,
    Image,
    Inlines,
    Link,
    List,
    Listing,
    Note,
    Paragraph,
    Quote,
    Ruby,
    Strong,
    Table,
    Text,
    Verse,
    plain_block,
)
from publish.source import Source


def account_of_manuscript(source: Source, text: str, chapters: Sequence[Chapter], left_out: Iterable[str]) -> Account:
    """Return where the characters of *source* went, whose *text* below the front matter makes *chapters*.

    *left_out* is what was reported as left out; the front matter is all fields.
    """
    articles = [article for chapter in chapters for article in chapter.articles]
    blocks = [block for article in articles for block in article.blocks]
    lines, defined = text.split("\n"), "\n".join(_DEFINED.findall(text))
    whole = characters([text])
    rest = whole - characters(held for block in blocks for held in _held(block))
    fields_told = [*(chapter.heading or "" for chapter in chapters), *(held for one in articles for held in _told(one))]
    beyond = rest - characters(fields_told)
    kept = beyond - characters(left_out)
    lost = kept - _signs(text)
    return Account(
        in_source=count_characters(source.text),
        in_blocks=(whole - rest).total(),
        in_fields=(rest - beyond).total() + count_characters(source.text) - whole.total(),
        marks=(kept - lost).total(),
        left_out=(beyond - kept).total(),
        lost=lost.total(),
        invented=sum(_foreign(block, lines, defined) for block in blocks),
        removed=source.removed,
    )


_DEFINED = re.compile(r"^[ \t>*+-]*\[.+\]:\s*\S+\s*.*$", re.MULTILINE)


def _foreign(block: Block, lines: Sequence[str], defined: str) -> int:
    """Return how many characters of *block* are not in its lines, neither as they stand nor as references (&copy;).

    A picture's caption may stand where its address is *defined*.
    """
    here = "\n".join([*(lines[number - 1] for number in sorted({place.line for place in block.places})), defined])
    return (characters([plain_block(block)]) - (characters([here]) | characters([html.unescape(here)]))).total()


def _told(article: Article) -> Iterator[str]:
    origin = article.origin
    yield from (article.title, article.kicker or "", article.subtitle or "", article.byline or "")
    yield from (*article.authors, *article.remarks)
    yield from (part or "" for part in (origin.publication, origin.date, origin.page)) if origin else ()


def _held(block: Block) -> Iterator[str]:
    """Yield all that *block* holds: its text, and its notes, readings, addresses and captions."""
    match block:
        case Verse(verses):
            yield from (text for verse in verses for text in _within(verse))
        case Quote(blocks):
            yield from (text for inner in blocks for text in _held(inner))
        case List(items):
            yield from (item.mark or "" for item in items)
            yield from (text for item in items for inner in item.blocks for text in _held(inner))
        case Figure(image, caption):
            yield from _within((image, *caption))
        case Table(rows, caption=caption):
            yield from (text for row in rows for cell in row for text in _within(cell))
            yield from _within(caption)
        case Listing(text, language):
            yield from (text, language)
        case Paragraph(content) | Crosshead(content):
            yield from _within(content)


def _within(content: Inlines) -> Iterator[str]:
    for inline in content:
        match inline:
            case Text(text) | Code(text):
                yield text
            case Emphasis(inner) | Strong(inner):
                yield from _within(inner)
            case Link(href, inner):
                yield from (unquote(href), *_within(inner))
            case Note(blocks):
                yield from (text for block in blocks for text in _held(block))
            case Ruby(base, reading):
                yield from (base, reading)
            case Image(_, alternative):
                yield alternative


_SIGN = re.compile(
    r"&#?\w+;"  # a character reference
    r"|<!--\s*(?:[诗詩号]|verse)\s*-->|<br\s*/?>|<rp>[^<>]*|</?(?:ruby|r[bpt])>"
    r"|\[\^[^\]\s]+(?=\])"  # a note's call, or its label
    r"|\]\([^)\s]*|(?<=\])\[[^\]]*(?=\])"  # a link's address, or its reference
    r"|^[ \t>*+-]*\[(?:\\.|[^\\\]])+\]:\s*\S+"  # an address for a reference
    r"|\d{1,9}(?=[.)](?:\s|$))"  # the number of an item
    r"|^[ \t]*(?:引[题題]|副[题題]|作者|署名|[来來]源|附[注註])\s*[：:]"
    r"|[!-/:-@\[-`{-~、，]",
    re.MULTILINE | re.IGNORECASE,
)
"""What of a manuscript can say how the rest is meant."""


def _signs(text: str) -> Counter[str]:
    """Return the characters of *text* that say how others are meant."""
    return characters(match[0] for match in _SIGN.finditer(text))
