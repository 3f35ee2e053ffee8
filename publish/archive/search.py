"""Words → where they stand in an archive: book, article, page in print, sentence.

The index is SQLite's own (FTS5) over single characters: between them stand spaces, and words are looked for as phrases,
so that each is found, however short, and none where it does not stand. Text and words are folded to Simplified
characters and half-width letters (`publish.dump.fold`): who asks in Traditional finds both.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from publish.archive.places import PARTING, page_at
from publish.diagnostics import failure
from publish.dump import fold

if TYPE_CHECKING:
    from publish.archive.journal import Journal

_SENTENCE = re.compile(rf"[^。！？!?…\n{PARTING}]*[。！？!?…]*[”’」』）]*")


@dataclass(frozen=True, slots=True)
class Hit:
    """An article in which the words stand."""

    book: str
    """The title of the book."""
    files: tuple[str, ...]
    title: str
    authors: tuple[str, ...]
    page: str | None
    """The page in print on which the sentence stands, where the book has one."""
    paper: str | None
    """Where the article was printed before: paper, date and page, as far as these are known."""
    sentence: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search has found."""

    articles: int
    """How many articles hold all the words."""
    hits: tuple[Hit, ...]


def spaced(text: str) -> str:
    """Return *text* as the index holds it, each character by itself."""
    return " ".join(_folded(text))


def _folded(text: str) -> str:
    """Return *text* folded, at the same length; 著 stands for 着 in Traditional text."""
    return fold(text).replace("著", "着")


def find_words(journal: Journal, words: str, most: int) -> Found:
    """Return the articles in which all of *words*, parted by spaces, stand, at most so many as *most* of them as hits.

    They come in the order of the plan. Raises `PublishError` A107 where *words* are none.
    """
    phrases = [tokens for word in words.split() if (tokens := re.findall(r"\w+", spaced(word)))]
    if not phrases:
        raise failure("A107", words=words)
    asked = " AND ".join(f'"{" ".join(tokens)}"' for tokens in phrases)
    patterns = [re.compile(r"[\W_]*".join(map(re.escape, tokens)), re.IGNORECASE) for tokens in phrases]
    count, rows = journal.holding(asked, most)
    return Found(count, tuple(_hit(row, patterns) for row in rows))


def _hit(row: Sequence[Any], patterns: Sequence[re.Pattern[str]]) -> Hit:
    title, text, article, book, files, date = row
    entry, of_book = json.loads(article), json.loads(book)
    folded = _folded(text)
    found = next((match for pattern in patterns if (match := pattern.search(folded))), None)
    sentence, page = title, page_at(entry["pages"], -1, 0)
    if found:
        block = text.rfind(PARTING, 0, found.start()) + 1
        sentence = next(_sentences(text, found.start()), title)
        page = page_at(entry["pages"], text.count(PARTING, 0, block), len("".join(text[block : found.start()].split())))
    printed = (entry["publication"] or of_book["publication"], date or of_book["date"], entry["page"])
    paper = " ".join(filter(None, printed)) or None
    paths = tuple(file["path"] for file in json.loads(files) if not file["media_type"].startswith("image/"))
    return Hit(of_book["title"], paths, title, tuple(entry["authors"]), page, paper, sentence)


def _sentences(text: str, at: int) -> Iterator[str]:
    """Yield the sentence of *text* in which the character *at* stands."""
    block = text.rfind(PARTING, 0, at) + 1
    for sentence in _SENTENCE.finditer(text, block):
        if sentence.end() > at:
            yield " ".join(sentence[0].split())
