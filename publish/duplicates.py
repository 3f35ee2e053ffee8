"""Articles that stand in the sources more than once: given twice, or in a manuscript beside the dump it was made of.

Two articles are the same where more than half of the text of the longer one is clauses that both have. They are
compared without marks and white space, so that a corrected copy is found as well.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from publish.book import Article, plain_block
from publish.diagnostics import Diagnostic, Report

_CLAUSES = re.compile(r"[。！？!?…；;，,：:\n]+")
_BESIDE = re.compile(r"[\W_]+")
_SHORTEST = 5
"""Characters of a clause that says something."""
LEAST = 40
"""Characters of an article that is compared: shorter ones are alike by chance, such as notices."""
SHARE = 0.5
"""Of the text of the longer article: how much more than this is the same."""


def report_duplicates(articles: Sequence[Article], report: Report) -> None:
    """Report of *articles* those that repeat an earlier one: a file of them once (B406), else each (B405)."""
    pairs = list(_pairs(articles))
    in_file = Counter(article.source for article in articles)
    between = Counter((later.source, earlier.source) for later, earlier in pairs)
    whole = {
        (file, other)
        for (file, other), count in between.items()
        if file != other and count > 1 and count * 5 >= in_file[file] * 4
    }
    for later, earlier in pairs:
        if (later.source, earlier.source) not in whole:
            report(Diagnostic("B405", later.source, later.line, None, {"title": later.title, "place": _place(earlier)}))
    for file, other in sorted(whole):
        report(Diagnostic("B406", file, facts={"count": between[file, other], "other": other}))


def _place(article: Article) -> str:
    return article.source if article.line is None else f"{article.source}:{article.line}"


def _pairs(articles: Sequence[Article]) -> Iterator[tuple[Article, Article]]:
    """Yield each article of *articles* that is the same as an earlier one, with the one that is most like it."""
    holders: defaultdict[str, list[int]] = defaultdict(list)
    lengths: list[int] = []
    for number, article in enumerate(articles):
        clauses = clauses_of(article)
        lengths.append(sum(map(len, clauses)))
        shared = Counter[int]()
        for clause in clauses:
            for other in holders[clause]:
                shared[other] += len(clause)
            holders[clause].append(number)
        best = max(shared, key=lambda other: (shared[other], -other), default=None)
        if best is not None and lengths[-1] >= LEAST and shared[best] > SHARE * max(lengths[-1], lengths[best]):
            yield article, articles[best]


def clauses_of(article: Article) -> frozenset[str]:
    """Return the clauses of *article*, as `clauses_in`."""
    return clauses_in(map(plain_block, article.blocks))


def clauses_in(texts: Iterable[str]) -> frozenset[str]:
    """Return the clauses in *texts* that say something, without marks and white space."""
    pieces = (piece for text in texts for piece in _CLAUSES.split(text))
    return frozenset(bare for piece in pieces if len(bare := _BESIDE.sub("", piece)) >= _SHORTEST)


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether two articles with these clauses are the same."""
    lengths = [sum(map(len, clauses)) for clauses in (one, other)]
    return min(lengths) >= LEAST and sum(map(len, one & other)) > SHARE * max(lengths)
