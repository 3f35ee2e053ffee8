"""The same article twice in an archive: a page dumped twice, an article reprinted.

Two articles are the same where more than half of the text of the longer one is clauses that both have
(`publish.duplicates`). To compare each with each would never end: only those are compared that share a clause in their
sketches, the few clauses of each whose hashes are smallest (a bottom-k sketch: Broder, On the resemblance and
containment of documents, 1997). A clause that many share, as 新华社北京电, says nothing; of those that have it only
neighbours in length are compared, as copies are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from heapq import nsmallest
from itertools import combinations, pairwise
from typing import TYPE_CHECKING

from publish.archive.places import PARTING, Standing
from publish.book import Article
from publish.diagnostics import Diagnostic
from publish.dump import fold
from publish.duplicates import LEAST, alike, clauses_in, clauses_of

if TYPE_CHECKING:
    from publish.archive.journal import Journal

SIZE = 8
"""Clauses of a sketch."""
_MANY = 50
"""Articles that share a clause which says nothing."""


def sketch_of(article: Article) -> tuple[int, ...]:
    """Return the sketch of *article*; one that is too short to be compared has none."""
    clauses = clauses_of(article)
    if sum(map(len, clauses)) < LEAST:
        return ()
    return tuple(nsmallest(SIZE, {_hash(clause) for clause in clauses}))


def _hash(clause: str) -> int:
    """Return a number for *clause*, the same in both kinds of characters, that SQLite can hold."""
    return int.from_bytes(blake2b(fold(clause).encode("utf-8", "replace"), digest_size=8).digest(), "big", signed=True)


@dataclass(frozen=True, slots=True)
class Reprint:
    """An article that stands in an earlier book as well."""

    later: Standing
    first: Standing

    def diagnostic(self, code: str) -> Diagnostic:
        """Return what is reported of it under *code*."""
        facts = {"title": self.later.title, "place": self.first.place or self.first.book, "book": self.first.book}
        file, _colon, line = (self.later.place or self.later.book).rpartition(":")
        return Diagnostic(code, file or line, int(line) if file else None, None, facts)


def reprints(journal: Journal) -> Iterator[Reprint]:
    """Yield the articles that stand in an earlier book as well, in the order of the plan, each once."""
    texts = _Texts(journal)
    found: dict[int, int] = {}
    for one, other in sorted(_candidates(journal)):
        later, earlier = sorted((one, other), key=texts.at, reverse=True)
        before = found.get(later)
        if texts.book(later) == texts.book(earlier) or (before and texts.at(before) <= texts.at(earlier)):
            continue
        if alike(texts.clauses(one), texts.clauses(other)):
            found[later] = earlier
    for later in sorted(found, key=texts.at):
        yield Reprint(texts.standing(later), texts.standing(found[later]))


def _candidates(journal: Journal) -> set[tuple[int, int]]:
    """Return pairs of articles, by their numbers, that may be the same."""
    pairs: set[tuple[int, int]] = set()
    for holders in journal.sharing():
        if len(holders) <= _MANY:
            pairs.update(combinations(sorted(number for number, _length in holders), 2))
        else:
            by_length = sorted(holders, key=lambda holder: (holder[1], holder[0]))
            pairs.update((min(one, other), max(one, other)) for (one, _), (other, _) in pairwise(by_length))
    return pairs


class _Texts:
    """The articles of an archive, as they are asked for."""

    def __init__(self, journal: Journal) -> None:
        self._standing = lru_cache(1 << 14)(journal.standing)
        self.clauses = lru_cache(1 << 10)(lambda number: clauses_in(fold(journal.text(number)).split(PARTING)))

    def standing(self, number: int) -> Standing:
        return self._standing(number)

    def at(self, number: int) -> tuple[int, int]:
        return self._standing(number).at

    def book(self, number: int) -> str:
        return self._standing(number).book


def dropped_of(found: Sequence[Reprint], sizes: Mapping[str, int]) -> dict[str, tuple[str, ...]]:
    """Return which articles each book does without, as ``file:line``; one that would be left empty keeps all.

    *sizes* says how many articles each has.
    """
    dropped: defaultdict[str, list[str]] = defaultdict(list)
    for reprint in found:
        if reprint.later.place:
            dropped[reprint.later.book].append(reprint.later.place)
    return {book: tuple(places) for book, places in dropped.items() if len(places) < sizes[book]}
