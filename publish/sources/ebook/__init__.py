"""E-books (EPUB) as sources: those of this program give back the book that they were made from, any other its text.

An EPUB that is locked is not opened (S501).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from publish.account import Account, characters, count_characters
from publish.book import Article, Chapter, Note, plain_block
from publish.diagnostics import Report
from publish.edition import Edition, Settings, with_options, without
from publish.part import Part, Row
from publish.pictures import Album, path_of
from publish.readers import File
from publish.source import Source
from publish.sources.ebook.container import Container
from publish.sources.ebook.foreign import write_foreign
from publish.sources.ebook.own import chapters_of, is_own, text_of, without_pictures
from publish.sources.ebook.title_page import facts_of_colophon, title_page
from publish.sources.source_writer import SourceWriter
from publish.walk import find, own_texts, walk, with_children
from publish.wording import N_


def read_ebook(file: File, edition: Edition, report: Report) -> Source | Part:
    """Return what *file*, an EPUB, gives to the book: its chapters where this program made it, else lines to label.

    Raises `PublishError` S501 (locked), S502 (damaged), P101 (nothing in it).
    """
    container = Container(file.name, file.data)
    album = Album(edition.folder, file.name, report, edition.settings.parse.pictures)
    settings = title_page(container)
    if is_own(container):
        read = _read_own(container, album, settings, edition.settings.parse.pictures, report)
        if read:
            album.tell()
            return read
    settings = _with_cover(container, album, settings)
    writer = SourceWriter(file.name)
    write_foreign(container, album, writer, report)
    album.tell()
    return writer.source(report, pictures=album.pictures, settings=settings)


def _with_cover(container: Container, album: Album, settings: Settings) -> Settings:
    cover = container.cover
    name = album.hold(cover.path, container.read(cover.path), None) if cover else None
    return with_options(settings, cover=name)


# --- those of this program -----------------------------------------------------------------------------------------


def _read_own(container: Container, album: Album, settings: Settings, wanted: bool, report: Report) -> Part | None:
    """Return the book in *container*, with its pictures where these are *wanted*.

    None where a hand has put more into it than this program writes.
    """

    def picture(page: str, address: str) -> str | None:
        path = container.resolve(page, address)
        return album.hold(path_of(path.rpartition("/")[2]), container.read(path), None)

    chapters = tuple(chapters_of(container, picture, container.name))
    if _differs(container, chapters):
        return None
    if not wanted:
        chapters = tuple(with_children(chapter, without_pictures) for chapter in chapters)
    writer = SourceWriter(container.name)
    placed = tuple(_placed(chapter, writer) for chapter in chapters)
    settings = _own_settings(container, album, settings)
    source = writer.source(report, pictures=album.pictures, settings=settings)
    count = partial(_account, source, placed)
    return Part(source, placed, count, partial(_rows, source, placed), album.pictures, settings)


def _own_settings(container: Container, album: Album, settings: Settings) -> Settings:
    """Return *settings* without what was reckoned from the articles, and with what the colophon says beside them."""
    pages = {resource.path.rpartition("/")[2]: resource.path for resource in container.spine}
    stated = facts_of_colophon(container.document(pages.get("colophon.xhtml", "")))
    settings = without(
        settings, *(name for term, name in (("作者", "authors"), ("日期", "date")) if term not in stated)
    )
    if stated & {"标识", "標識"}:
        settings = with_options(settings, identifier=_told_identifier(container))
    cover = container.document(pages.get("cover.xhtml", ""))
    drawn = cover is None or any(
        "drawn" in (element.get("class") or "").split() for element in cover.iter("{*}section")
    )
    if not drawn and container.cover:
        name = path_of(container.cover.path.rpartition("/")[2])
        settings = with_options(settings, cover=album.hold(name, container.read(container.cover.path), None))
    return settings


def _told_identifier(container: Container) -> str | None:
    """Return the identifier that the colophon in *container* prints."""
    page = next((each for each in container.spine if each.path.endswith("/colophon.xhtml")), None)
    root = container.document(page.path) if page else None
    for term in root.iter("{*}span") if root is not None else ():
        if (term.text or "").startswith(("标识", "標識")):
            return str(term.tail or "") or None
    return None


def _placed(chapter: Chapter, writer: SourceWriter) -> Chapter:
    """Return *chapter*, its lines written, with the places of its blocks."""
    line = writer.number
    writer.line(chapter.heading or "")
    articles = tuple(_placed_article(article, writer) for article in chapter.articles)
    return replace(chapter, articles=articles, line=line if chapter.heading else None)


def _placed_article(article: Article, writer: SourceWriter) -> Article:
    writer.page()
    writer.line(article.kicker or "")
    line = writer.number
    for text in _head(article):
        writer.line(text)
    blocks = tuple(map(writer.block, article.blocks))
    for question in article.questions:
        writer.line(question)
    return replace(article, line=line, blocks=blocks)


def _head(article: Article) -> Iterator[str]:
    yield article.title
    yield article.subtitle or ""
    yield article.byline or ""
    yield from article.remarks
    if origin := article.origin:
        yield " ".join(filter(None, (origin.publication, origin.date, origin.page)))


def _differs(container: Container, chapters: Sequence[Chapter]) -> bool:
    """Tell whether the pages of *container* hold other text than *chapters*."""
    pages = Counter[str]()
    for text in text_of(container):
        pages += characters([text])
    held = Counter[str]()
    for chapter in chapters:
        for article in chapter.articles:
            held += characters(_head(article)) + characters([article.kicker or "", *article.questions])
            held += characters(text for node in walk(article.blocks) for text in own_texts(node))
    return pages != held


def _account(source: Source, chapters: Sequence[Chapter]) -> Account:
    """Return the account of the lines of *source*, of which each is a field or in a block of *chapters*."""
    blocks = [block for chapter in chapters for article in chapter.articles for block in article.blocks]
    notes = [block for note in find(Note, blocks) for block in note.blocks]
    in_blocks = sum(count_characters(plain_block(block)) for block in [*blocks, *notes])
    whole = count_characters(source.text)
    return Account(in_source=whole, in_blocks=in_blocks, in_fields=whole - in_blocks, removed=source.removed)


def _rows(source: Source, chapters: Sequence[Chapter]) -> Iterator[Row]:
    """Yield each line with what it is: the markup says it."""
    heads = {article.line for chapter in chapters for article in chapter.articles}
    sections = {chapter.line for chapter in chapters}
    placed = {
        place.line
        for chapter in chapters
        for article in chapter.articles
        for block in article.blocks
        for place in block.places
    }
    for number, text in enumerate(source.text.split("\n"), 1):
        label = (
            N_("section heading")
            if number in sections
            else N_("title")
            if number in heads
            else N_("block")
            if number in placed
            else N_("field")
        )
        yield Row(number, text, label, N_("its markup says so"))
