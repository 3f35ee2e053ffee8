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
from publish.book import Block, Chapter, Link, Listing, plain_block
from publish.source import Source
from publish.walk import Node, own_texts, walk


def account_of_manuscript(source: Source, text: str, chapters: Sequence[Chapter], left_out: Iterable[str]) -> Account:
    """Return where the characters of *source* went, whose *text* below the front matter makes *chapters*.

    *left_out* is what was reported as left out; the front matter is all fields.
    """
    articles = [article for chapter in chapters for article in chapter.articles]
    blocks = [block for article in articles for block in article.blocks]
    lines, defined = text.split("\n"), "\n".join(_DEFINED.findall(text))
    whole = characters([text])
    rest = whole - characters(_held(blocks))
    named: list[Node] = [*chapters, *articles]
    beyond = rest - characters(text for node in named for text in own_texts(node))
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


def _held(nodes: Iterable[Node]) -> Iterator[str]:
    """Yield all that *nodes* hold: text, notes, readings, addresses and the languages of listings."""
    for node in walk(nodes):
        yield from own_texts(node)
        match node:
            case Link(href):
                yield unquote(href)
            case Listing(language=language):
                yield language


_SIGN = re.compile(
    r"^(?:[ \t>*+-]|\d{1,9}[.)]|\[\^[^\]\s]+\]:)*"  # quotations, lists and notes that the next stands in
    r"\[(?!\^)(?:\\.|[^\\\]])+\]:\s*\S+"  # an address for a reference
    r"|&#?\w+;"  # a character reference
    r"|<!--\s*(?:[诗詩号]|verse)\s*-->|<br\s*/?>|<rp>[^<>]*|</?(?:ruby|r[bpt])>"
    r"|</?[A-Za-z][A-Za-z0-9]*(?:\s[^<>]*)?/?>"  # an element of HTML
    r"|\[\^[^\]\s]+(?=\])"  # a note's call, or its label
    r"|\]\([^)\s]*|(?<=\])\[[^\]]*(?=\])"  # a link's address, or its reference
    r"|\d{1,9}(?=[.)](?:\s|$))"  # the number of an item
    r"|\{:?[^{}\n]*?width=[\"']?[\d.]+%"  # how wide a picture is
    r"|^[ \t#]*(?:引[题題]|副[题題]|作者|署名|[来來]源|附[注註]|[问問])\s*[：:]"
    r"|[!-/:-@\[-`{-~、，]",
    re.MULTILINE | re.IGNORECASE,
)
"""What of a manuscript can say how the rest is meant."""


def _signs(text: str) -> Counter[str]:
    """Return the characters of *text* that say how others are meant."""
    return characters(match[0] for match in _SIGN.finditer(text))
