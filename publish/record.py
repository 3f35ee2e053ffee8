"""Book → record: the JSON of ``publish parse --format json``, and the figures of ``publish check``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from publish.book import Article, Block, Book, Chapter, Note, Origin, Paragraph, Table, plain, plain_block
from publish.diagnostics import Diagnostic, Severity
from publish.walk import find

Record = dict[str, Any]


def record(book: Book, diagnostics: Iterable[Diagnostic] = ()) -> Record:
    """Return *book* as plain dicts and lists, keys in the order in which they are printed, absent values None."""
    return {
        "title": book.title,
        "language": book.language,
        "chapters": [_chapter(chapter) for chapter in book.chapters],
        "diagnostics": [diagnostic_record(diagnostic) for diagnostic in diagnostics],
    }


def diagnostic_record(diagnostic: Diagnostic) -> Record:
    """Return one diagnostic, as ``--diagnostics json`` prints it; ``page`` stands where the source has pages.

    ``accept`` is what to write under that key of ``book.toml`` so that it is silent.
    """
    return {
        "code": diagnostic.code,
        "severity": str(diagnostic.severity),
        "file": diagnostic.file,
        **({} if diagnostic.page is None else {"page": diagnostic.page}),
        "line": diagnostic.line,
        "column": diagnostic.column,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "accept": diagnostic.key,
    }


def _chapter(chapter: Chapter) -> Record:
    return {
        "heading": chapter.heading,
        "line": chapter.line,
        "articles": [_article(article) for article in chapter.articles],
    }


def _article(article: Article) -> Record:
    return {
        "title": article.title,
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "authors": list(article.authors),
        "byline": article.byline,
        "remarks": list(article.remarks),
        "origin": _origin(article.origin),
        "source": article.source,
        "line": article.line,
        "blocks": [_block(block) for block in article.blocks],
    }


def _origin(origin: Origin | None) -> Record | None:
    if origin is None:
        return None
    return {"publication": origin.publication, "date": origin.date, "page": origin.page}


def _block(block: Block) -> Record:
    """Return *block*; ``caption`` of a table and ``notes`` stand where there are any."""
    made: Record = {
        "kind": type(block).__name__.lower(),
        "text": plain_block(block),
        "lines": sorted({place.line for place in block.places}),
    }
    if isinstance(block, Table) and block.caption:
        made["caption"] = plain(block.caption)
    if notes := [text for note in find(Note, block) if (text := "\n".join(map(plain_block, note.blocks)))]:
        made["notes"] = notes
    return made


# --- figures -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Summary:
    """What ``publish check`` counts in a book."""

    chapters: int
    """Chapters that have a heading."""
    articles: int
    authors: int
    """Different names."""
    characters: int
    """Characters of all blocks, notes and titles aside, without white space."""
    cuts: int
    """Cuts mended: places where a paragraph goes on from one line of its source to another."""
    notices: int
    warnings: int
    errors: int


def summary(book: Book, diagnostics: Sequence[Diagnostic] = ()) -> Summary:
    """Return the figures of *book* and how many diagnostics of each severity there were."""
    articles = list(book.articles)
    blocks = [block for article in articles for block in article.blocks]
    severities = [diagnostic.severity for diagnostic in diagnostics]
    return Summary(
        chapters=sum(chapter.heading is not None for chapter in book.chapters),
        articles=len(articles),
        authors=len({name for article in articles for name in article.authors}),
        characters=sum(len("".join(plain_block(block).split())) for block in blocks),
        cuts=sum(_cuts(block) for block in blocks),
        notices=severities.count(Severity.NOTICE),
        warnings=severities.count(Severity.WARNING),
        errors=severities.count(Severity.ERROR),
    )


def _cuts(block: Block) -> int:
    """Return how often *block*, a paragraph, goes on in another line without a line break of its own."""
    if not isinstance(block, Paragraph):
        return 0
    return max(0, len({place.line for place in block.places}) - 1 - plain(block.content).count("\n"))
