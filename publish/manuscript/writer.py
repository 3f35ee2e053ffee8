"""Book → manuscript. Writing what was read gives the same bytes, and reading what was written the same book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.book import Article, Block, Book, Crosshead, Item, List, Origin, Paragraph, Text, plain
from publish.crosslinks import manuscript_addresses, to_articles
from publish.language import Language
from publish.manuscript.fields import ASKING, FIELD, FIELDS, NAMES, PARTS, QUESTIONS, origin_of, written_byline
from publish.manuscript.front_matter import write_front_matter
from publish.manuscript.markdown_writer import SEPARATOR, entity, write_blocks, write_line


def write_manuscript(book: Book) -> str:
    """Return *book* as a manuscript, with one line break at its end.

    The field words are Traditional where the book's language is.
    """
    script = int(Language.of(book.language).is_traditional)
    parts = [write_front_matter(book)]
    addresses = manuscript_addresses(tuple(book.articles))
    note = 1
    for index, chapter in enumerate(book.chapters):
        if chapter.heading is not None or index > 0 or not chapter.articles:
            parts.append(_heading("#", chapter.heading or ""))
        for article in chapter.articles:
            written, note = _article(to_articles(article, addresses), script, note)
            parts += written
    return "\n\n".join(parts) + "\n"


def _heading(sign: str, text: str) -> str:
    line = write_line(text)
    line = f"{line[:-1]}\\#" if line.endswith("#") else line
    return f"{sign} {line}".rstrip(" ")


def _article(article: Article, script: int, note: int) -> tuple[list[str], int]:
    head = "\n".join((_heading("##", article.title), *_fields(article, script)))
    blocks, note = write_blocks(article.blocks, note)
    if found := FIELD.match(blocks):
        blocks = blocks[: found.start(2)] + entity(found[2]) + blocks[found.end() :]
    parts = [head, blocks] if blocks else [head]
    if article.questions:
        return [*parts, f"{QUESTIONS[script]}：", _questions(article.questions)], note
    return [*parts, SEPARATOR] if _reads_as_questions(article.blocks) else parts, note


def _questions(questions: Sequence[str]) -> str:
    return write_blocks([List(tuple(Item((Paragraph((Text(each),)),)) for each in questions), 1)])[0]


def _reads_as_questions(blocks: Sequence[Block]) -> bool:
    """Tell whether *blocks*, a text, end as if questions about it stood there."""
    if len(blocks) < 2 or not isinstance(blocks[-1], List) or not isinstance(blocks[-2], Paragraph | Crosshead):
        return False
    return ASKING.fullmatch(plain(blocks[-2].content)) is not None


def _fields(article: Article, script: int) -> Iterator[str]:
    values: dict[str, list[str]] = {
        "kicker": [write_line(article.kicker)] if article.kicker is not None else [],
        "subtitle": [write_line(article.subtitle)] if article.subtitle is not None else [],
        "authors": [_listed(article.authors, NAMES)] if article.authors else [],
        "byline": _byline(article),
        "origin": [_origin(article.origin)] if article.origin not in (None, Origin()) else [],
        "remarks": [write_line(remark) for remark in article.remarks],
    }
    for name, words in FIELDS.items():
        yield from (f"{words[script]}：{value}" for value in values[name])


def _listed(parts: tuple[str, ...], sign: str) -> str:
    """Return *parts* divided by *sign*, which inside a part is written so that it does not divide."""
    return sign.join(write_line(part).replace(sign, entity(sign)) for part in parts)


def _byline(article: Article) -> list[str]:
    """Return the lines of the printed byline: none where the names say it all, an empty one where none was printed."""
    if article.byline == written_byline(article.authors):
        return []
    return [write_line(line) for line in (article.byline or "").split("\n")]


def _origin(origin: Origin) -> str:
    """Return *origin* as few parts as tell it: each part by its looks if it can, else all three by their places."""
    parts = (origin.publication, origin.date, origin.page)
    short = tuple(part for part in parts if part)
    if any(PARTS in part for part in short) or origin_of(short) != origin:
        short = tuple(part or "" for part in parts)
    return _listed(short, PARTS)
