"""Book → record: the JSON of ``publish parse --format json``, and the figures of ``publish check``."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NotRequired, TypedDict, cast

from publish.book import Article, Block, Book, Chapter, Note, Origin, Paragraph, Table, plain, plain_block
from publish.decoding import shown
from publish.diagnostics import Diagnostic, Severity
from publish.walk import find
from publish.wording import in_english


class DiagnosticRecord(TypedDict):
    """What is doubtful at one place; ``page`` stands where the source has pages."""

    code: str
    severity: Literal["notice", "warning", "error"]
    file: str | None
    page: NotRequired[int]
    line: int | None
    column: int | None
    message: str
    hint: str | None
    accept: str | None
    """What to write under that key of ``book.toml`` so that it is silent."""


class BlockRecord(TypedDict):
    """A block of an article; ``caption`` of a table and ``notes`` stand where there are any."""

    kind: str
    text: str
    lines: list[int]
    caption: NotRequired[str]
    notes: NotRequired[list[str]]


class OriginRecord(TypedDict):
    """Where an article was printed."""

    publication: str | None
    date: str | None
    page: str | None


class ArticleRecord(TypedDict):
    """An article."""

    title: str
    kicker: str | None
    subtitle: str | None
    authors: list[str]
    byline: str | None
    remarks: list[str]
    origin: OriginRecord | None
    source: str
    line: int | None
    blocks: list[BlockRecord]
    questions: list[str]


class ChapterRecord(TypedDict):
    """The articles under one section heading."""

    heading: str | None
    line: int | None
    articles: list[ArticleRecord]


class BookRecord(TypedDict):
    """A book, as ``publish parse --format json`` prints it; keys in this order, absent values null."""

    title: str
    language: str
    chapters: list[ChapterRecord]
    diagnostics: list[DiagnosticRecord]


def record(book: Book, diagnostics: Iterable[Diagnostic] = (), folder: Path | None = None) -> BookRecord:
    """Return *book* as plain dicts and lists, keys in the order in which they are printed, absent values None.

    Files in *folder*, the book's, are called as they are called in it, and messages are in English: a record does not
    depend on where and by whom it was made.
    """
    with in_english():
        records = [diagnostic_record(diagnostic) for diagnostic in diagnostics]
    return {
        "title": book.title,
        "language": book.language,
        "chapters": [_chapter(chapter, folder) for chapter in book.chapters],
        "diagnostics": [{**one, "file": one["file"] and _within(folder, one["file"])} for one in records],
    }


def diagnostic_record(diagnostic: Diagnostic) -> DiagnosticRecord:
    """Return one diagnostic, as ``--diagnostics json`` prints it."""
    made: dict[str, Any] = {
        "code": diagnostic.code,
        "severity": diagnostic.severity.value,
        "file": diagnostic.file,
        **({} if diagnostic.page is None else {"page": diagnostic.page}),
        "line": diagnostic.line,
        "column": diagnostic.column,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "accept": diagnostic.key,
    }
    return cast(DiagnosticRecord, made)


def _within(folder: Path | None, name: str) -> str:
    """Return *name*, of a file as the user wrote it, as it is called in *folder*."""
    return name.removeprefix(f"{shown(folder)}/") if folder else name


def _chapter(chapter: Chapter, folder: Path | None) -> ChapterRecord:
    return {
        "heading": chapter.heading,
        "line": chapter.line,
        "articles": [_article(article, folder) for article in chapter.articles],
    }


def _article(article: Article, folder: Path | None) -> ArticleRecord:
    return {
        "title": article.title,
        "kicker": article.kicker,
        "subtitle": article.subtitle,
        "authors": list(article.authors),
        "byline": article.byline,
        "remarks": list(article.remarks),
        "origin": _origin(article.origin),
        "source": _within(folder, article.source),
        "line": article.line,
        "blocks": [_block(block) for block in article.blocks],
        "questions": list(article.questions),
    }


def _origin(origin: Origin | None) -> OriginRecord | None:
    if origin is None:
        return None
    return {"publication": origin.publication, "date": origin.date, "page": origin.page}


def _block(block: Block) -> BlockRecord:
    made: BlockRecord = {
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
