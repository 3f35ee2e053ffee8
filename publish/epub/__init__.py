"""Book → EPUB 3.3, as bytes.

Every file is finished markup before ebooklib sees it (it mangles what it parses); ebooklib writes the package document
and the container. What lies in the container, all names in ASCII::

    mimetype
    META-INF/container.xml
    EPUB/content.opf           metadata, manifest, spine
    EPUB/nav.xhtml             contents and landmarks for the reader's own menus; not in the spine
    EPUB/toc.ncx               the same contents for older readers
    EPUB/style/book.css        and the files that a style asks for
    EPUB/text/cover.xhtml      then title-page.xhtml, contents.xhtml
    EPUB/text/c1a2b3c4d.xhtml  the page of a chapter: its heading. A chapter without one has no page
    EPUB/text/a1a2b3c4d.xhtml  an article; the file's name is the article's id (`publish.xhtml` says how ids are made)
    EPUB/text/author-index.xhtml, title-index.xhtml …, where they are asked for
    EPUB/text/colophon.xhtml
    EPUB/image/…               the cover and the book's pictures, under their own names
    EPUB/font/…                where fonts are embedded

The spine is in that order. The same book and settings give the same bytes: fixed order, fixed file dates, no clock.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from ebooklib import epub

from publish.assets import files_asked_for, find_style, screen_css
from publish.book import Book, Image, Picture, plain_block
from publish.cover import draw_cover
from publish.dating import book_moment, iso_date, printed_date
from publish.diagnostics import Diagnostic, PublishError, Report, failure
from publish.edition import Settings
from publish.epub.embedded import EmbeddedFace
from publish.epub.embedding import embedded_faces
from publish.epub.page_breaks import mark_of, with_marks
from publish.epub.rare import RareFaces, rare_faces
from publish.indexing import NAMES, Index, indexes
from publish.language import Language
from publish.metadata import FORMS, PREFIXES, authors, dated, editors, identifier, statements
from publish.paging import PageStart
from publish.pictures import draw_note_mark, for_screens, has_no_ground, path_of
from publish.screens import widest
from publish.verify import proofread_epub
from publish.walk import find
from publish.wellformed import wellformed
from publish.xhtml import ArticleEntry, ChapterEntry, Signpost, entries, label, render, signposts, words

_XHTML = "application/xhtml+xml"
_MARKING = ("duokan", "weread")
"""Readers that know the call of a note by a picture in it."""
_SMALL_COVER = 625
"""Pixels of the shorter side below which stores refuse a cover (Kindle's publishing guidelines, 4.2)."""


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of the publication: *path* below ``EPUB/``, *properties* as in the manifest."""

    name: str
    path: str
    media_type: str
    data: bytes = field(repr=False)
    properties: tuple[str, ...] = ()

    @property
    def in_spine(self) -> bool:
        """Whether a reader meets it when turning the pages: all text but the navigation document."""
        return self.media_type == _XHTML and "nav" not in self.properties


@dataclass(frozen=True, slots=True)
class Destination:
    """A line of the contents: where it leads (below ``EPUB/``), and the lines under it."""

    label: str
    path: str
    children: tuple[Destination, ...] = ()


def write_epub(book: Book, settings: Settings, report: Report) -> bytes:
    """Return *book* as the bytes of an EPUB, without the pages of a printed book: see `write_with_pages`."""
    return write_with_pages(book, settings, report, ())


def write_with_pages(book: Book, settings: Settings, report: Report, pages: Sequence[PageStart]) -> bytes:
    """Return *book* as the bytes of an EPUB, with the look and the options of *settings*.

    *pages* are those of the printed book, marked where they begin and listed (EPUB 3.3, page-list); none: no list.
    Reported are characters and links that no EPUB may hold (E101, E102), a date that is none (E104), a cover that is
    too small (E105) or cannot be drawn (E106), a face that is wanting (E107); where the finished package does not hold
    what the book says, that is an error (V108 to V407), and it is not to be delivered. Raises `PublishError` E108 where
    the language is no tag, B205 where the style is not found, B207 and B208 where a file of it is faulty or wanting.
    """
    book = wellformed(book, report)
    if not Language.read(book.language):
        raise failure("E108", language=book.language)
    if book.date and not iso_date(book.date):
        report(Diagnostic("E104", facts={"date": book.date}))
    edition = identifier(book, *_forms(settings))
    data = _package(book, settings, edition, list(_resources(book, settings, edition, report, pages)), bool(pages))
    for fault in proofread_epub(data, book):
        report(fault)
    return data


def _forms(settings: Settings) -> Iterator[str]:
    for form, asked in zip(FORMS, (settings.epub.vertical, settings.epub.paragraph_numbers), strict=True):
        if asked:
            yield form


# --- the files -----------------------------------------------------------------------------------------------------


class _Pages:
    """Renders the pages of one book: all of them know its language, words and look."""

    def __init__(
        self, book: Book, settings: Settings, edition: str, starts: Sequence[PageStart], rare: RareFaces
    ) -> None:
        self._edition = edition
        self._rare = rare
        self._starts = starts
        self._styles = find_style(settings.style.name)
        self._terms = words(book.language)
        self._context: dict[str, Any] = {
            "book": book,
            "epub": True,
            "words": self._terms,
            "vertical": settings.epub.vertical,
            "by_sense": True,
            "numbers": settings.epub.paragraph_numbers,
            "reader": settings.epub.reader or "",
            "pictures": "../image/",
            "tall": {picture.name: width for picture in book.pictures if (width := widest(picture))},
            "bare": frozenset(picture.name for picture in book.pictures if has_no_ground(picture)),
        }

    def page(self, name: str, template: str | None = None, **context: Any) -> Resource:
        """Return the page ``text/<name>.xhtml`` made from ``templates/epub/<template>.xhtml``."""
        text = render(f"epub/{template or name}.xhtml", self._styles, **self._context, **context)
        if starts := [start for start in self._starts if start.anchor == name]:
            text = with_marks(text, name, starts)
        return Resource(name, f"text/{name}.xhtml", _XHTML, self._rare.marked(text).encode())

    def navigation(self, toc: tuple[Destination, ...], landmarks: dict[str, Destination]) -> Iterator[Resource]:
        """Yield the navigation document and the NCX."""
        depth = max(map(_depth, toc), default=1)
        listed = [(start.label, f"text/{start.anchor}.xhtml#{mark_of(start)}") for start in self._starts]
        context = {**self._context, "toc": toc, "depth": depth, "landmarks": landmarks, "identifier": self._edition}
        context["page_list"] = listed
        nav = render("epub/nav.xhtml", self._styles, **context)
        yield Resource("nav", "nav.xhtml", _XHTML, nav.encode(), ("nav",))
        ncx = render("epub/toc.ncx", self._styles, **context)
        yield Resource("ncx", "toc.ncx", "application/x-dtbncx+xml", ncx.encode())


def _resources(
    book: Book, settings: Settings, edition: str, report: Report, starts: Sequence[PageStart]
) -> Iterator[Resource]:
    """Yield every file of the publication in the order of the container; *starts*: where printed pages begin."""
    rare, faces = _faces(book, settings, report)
    pages, chapters, cover = (
        _Pages(book, settings, edition, starts, rare),
        entries(book, "{anchor}.xhtml"),
        _cover(book, settings, report),
    )
    listed = indexes(chapters, book.language, settings.index.kinds)
    toc = _toc(book, chapters, cover is not None, settings.epub.toc_depth, listed)
    yield from pages.navigation(toc, _landmarks(toc))
    persons: dict[str, Any] = {"authors": authors(book), "editors": editors(book)}
    yield from _css(book, settings, faces)
    if cover:
        yield pages.page("cover", cover=cover)
    yield pages.page("title-page", **persons)
    yield pages.page("contents", chapters=chapters)
    yield from _texts(pages, chapters)
    for index in listed:
        yield pages.page(index.name, "index", index=index)
    newest = dated(book)
    printed = printed_date(newest) if newest else None
    yield pages.page("colophon", **persons, date=printed, identifier=book.identifier)
    yield from _images(book, cover)
    if settings.epub.reader in _MARKING and any(entry.notes for chapter in chapters for entry in chapter.articles):
        mark = draw_note_mark()
        yield Resource("note-mark", f"image/{mark.name}", mark.media_type, mark.data)
    for face in faces:
        yield Resource(f"font-{face.name}", f"font/{face.name}", face.media_type, face.data)


def _faces(book: Book, settings: Settings, report: Report) -> tuple[RareFaces, Sequence[EmbeddedFace]]:
    """Return what there is for rare characters, where that alone is asked for, and all faces to embed."""
    fonts = settings.style.fonts
    if settings.epub.embed_fonts == "rare":
        rare = rare_faces(book, fonts, report)
        return rare, rare.faces
    return RareFaces(), list(embedded_faces(book, fonts, report)) if settings.epub.embed_fonts else []


def _texts(pages: _Pages, chapters: tuple[ChapterEntry, ...]) -> Iterator[Resource]:
    for entry in chapters:
        if _heading(entry):
            yield pages.page(entry.anchor, "chapter", entry=entry)
        for each in entry.articles:
            yield pages.page(each.anchor, "article", article=each.article, anchor=each.anchor, notes=each.notes)


def _images(book: Book, cover: Picture | None) -> Iterator[Resource]:
    """Yield the cover and the pictures that a page shows: one that none shows does not belong in the container."""
    shown = {image.name for image in find(Image, book)} if book.pictures else set()
    pictures = [picture for picture in book.pictures if picture.name in shown and picture != cover]
    for picture in [*([cover] if cover else []), *pictures]:
        properties = ("cover-image",) if picture is cover else ()
        data = for_screens(picture).data
        yield Resource(f"image-{picture.name}", f"image/{picture.name}", picture.media_type, data, properties)


def _css(book: Book, settings: Settings, faces: Sequence[EmbeddedFace]) -> Iterator[Resource]:
    """Yield the style sheet and the files of the style that it asks for."""
    styles = find_style(settings.style.name)
    traditional = Language.of(book.language).is_traditional
    sheets = screen_css(styles, settings.epub.reader, traditional=traditional, vertical=settings.epub.vertical)
    css = "\n".join(['@charset "utf-8";', *(face.css for face in faces), sheets])
    yield Resource("style", "style/book.css", "text/css", css.encode())
    for number, (name, file) in enumerate(files_asked_for(sheets, styles).items(), 1):
        yield Resource(f"style-{number}", f"style/{name}", file.media_type, file.data)


def _cover(book: Book, settings: Settings, report: Report) -> Picture | None:
    """Return the picture that the book names as its cover, else one drawn from its title, else none (E106)."""
    for picture in book.pictures:
        if picture.name == book.cover:
            if min(picture.width, picture.height) < _SMALL_COVER:
                report(
                    Diagnostic("E105", path_of(picture.name), facts={"width": picture.width, "height": picture.height})
                )
            return picture
    name = "cover.jpg"
    while any(picture.name == name for picture in book.pictures):
        name = f"drawn-{name}"
    try:
        return draw_cover(name, book, settings.style.fonts)
    except PublishError as error:
        report(Diagnostic("E106", facts={"reason": error.diagnostic.message}))
        return None


# --- the contents --------------------------------------------------------------------------------------------------


def _depth(line: Destination) -> int:
    return 1 + max(map(_depth, line.children), default=0)


_LONG = 6000
"""Characters of an article from which one looks for a place in it by its crossheads: some ten pages of a phone."""


def _crosshead_levels(entry: ArticleEntry, depth: int | None) -> int:
    """Return how many levels of crossheads of an article the contents show, where *depth* is asked for or not."""
    if depth is not None:
        return max(0, depth - _ARTICLES)
    return int(sum(len(plain_block(block)) for block in entry.article.blocks) >= _LONG)


_ARTICLES = 2
"""The depth of the contents at which articles stand: sections are 1."""


def _toc(
    book: Book, chapters: tuple[ChapterEntry, ...], cover: bool, depth: int | None, listed: tuple[Index, ...]
) -> tuple[Destination, ...]:
    """Return the lines of the contents in the order of the spine: chapters with their articles under them.

    *depth* is ``toc-depth``: 2 as far as articles, 3 and more with crossheads; None: those of long articles.
    """
    terms = words(book.language)

    def at(name: str, title: str, children: tuple[Destination, ...] = ()) -> Destination:
        return Destination(title, f"text/{name}.xhtml", children)

    def article_lines(articles: tuple[ArticleEntry, ...]) -> tuple[Destination, ...]:
        return tuple(article_line(entry) for entry in articles)

    def article_line(entry: ArticleEntry) -> Destination:
        below = signposts(entry.article, _crosshead_levels(entry, depth))
        return at(entry.anchor, label(entry.article.title) or terms["untitled"], crossheads(entry.anchor, below))

    def crossheads(anchor: str, posts: tuple[Signpost, ...]) -> tuple[Destination, ...]:
        page = f"text/{anchor}.xhtml"
        named = (post for post in posts if post.label)
        return tuple(Destination(post.label, f"{page}#{post.name}", crossheads(anchor, post.below)) for post in named)

    front = ["cover", "title-page", "contents"] if cover else ["title-page", "contents"]
    lines = [at(name, terms[name]) for name in front]
    for entry in chapters:
        under = article_lines(entry.articles)
        lines += [at(entry.anchor, _heading(entry), under)] if _heading(entry) else under
    return (*lines, *(at(index.name, index.title) for index in listed), at("colophon", terms["colophon"]))


def _heading(entry: ChapterEntry) -> str:
    return label(entry.chapter.heading or "")


def _landmarks(toc: tuple[Destination, ...]) -> dict[str, Destination]:
    """Return where each part of the book begins, by its term in EPUB's structural vocabulary."""
    terms = {"cover": "cover", "title-page": "titlepage", "contents": "toc", "colophon": "colophon"}
    terms |= dict.fromkeys(NAMES.values(), "index")
    parts = {f"text/{name}.xhtml": term for name, term in terms.items()}
    landmarks: dict[str, Destination] = {}
    for line in toc:
        landmarks.setdefault(parts.get(line.path, "bodymatter"), line)
    return landmarks


# --- the package, by ebooklib --------------------------------------------------------------------------------------


def _package(book: Book, settings: Settings, edition: str, resources: list[Resource], paged: bool) -> bytes:
    package = epub.EpubBook()
    package.FOLDER_NAME, package.IDENTIFIER_ID = "EPUB", "pub-id"
    package.uid, package.title, package.language = edition, label(book.title), book.language
    fonts = any(resource.path.startswith("font/") for resource in resources)
    package.prefixes = list(PREFIXES) if fonts else []
    package.metadata = {}  # drops its random identifier and the name of the program
    cover = next((resource.name for resource in resources if "cover-image" in resource.properties), None)
    for statement in statements(book, edition, settings.epub.vertical, cover, fonts, paged):
        namespace, name = ("DC", statement.name[3:]) if statement.name.startswith("dc:") else (None, statement.name)
        package.add_metadata(namespace, name, statement.text or None, dict(statement.attributes))
    # Written out even where it is the usual one: Readium turns a Traditional book without it into a vertical one.
    package.set_direction("rtl" if settings.epub.vertical else "ltr")
    items = [(resource, _item(resource)) for resource in resources]
    for _resource, item in items:
        package.add_item(item)
    package.spine = [item for resource, item in items if resource.in_spine]
    package.guide = list(_guide(book, resources))
    file = io.BytesIO()
    _Writer(file, package, {"mtime": book_moment(book), "epub3_pages": False, "epub3_landmark": False}).write()
    return file.getvalue()


def _item(resource: Resource) -> epub.EpubItem:
    """Return *resource* as something that ebooklib writes as it is: an `EpubHtml` it would parse and rewrite."""
    item = epub.EpubItem(resource.name, resource.path, resource.media_type, resource.data)
    item.properties = list(resource.properties)
    return item


def _guide(book: Book, resources: list[Resource]) -> Iterator[dict[str, str]]:
    """Yield EPUB 2's landmarks: Kindle shows no current chapter in a book without one in its text."""
    terms, landmarks = words(book.language), {"cover": "cover", "title-page": "title-page", "contents": "toc"}
    spine = [resource for resource in resources if resource.in_spine]
    for resource in spine:
        if landmark := landmarks.get(resource.name):
            yield {"type": landmark, "title": terms[resource.name], "href": resource.path}
    first = next(resource for resource in spine if resource.name not in landmarks)
    yield {"type": "text", "title": terms["body"], "href": first.path}


class _Writer(epub.EpubWriter):  # type: ignore[misc]
    """ebooklib's writer, but for the language of the package document and the dates and modes in the container."""

    def write(self) -> None:
        """Write the book; a fault of the disk is raised (`ebooklib.epub.write_epub` would only warn)."""
        with _Container(self.file_name, "w") as self.out:
            self.out.writestr("mimetype", "application/epub+zip")
            self._write_container()
            self._write_opf()
            self._write_items()

    def _write_opf_file(self, root: Any) -> None:
        root.set("{http://www.w3.org/XML/1998/namespace}lang", self.book.language)
        root.attrib.pop("prefix")  # ebooklib declares a vocabulary that we do not use
        if self.book.prefixes:
            root.set("prefix", " ".join(self.book.prefixes))
        super()._write_opf_file(root)


class _Container(zipfile.ZipFile):
    """A ZIP file whose bytes depend on its content alone: one date, one mode, no extra fields."""

    def writestr(self, name: Any, data: Any, compress_type: Any = None, compresslevel: Any = None) -> None:
        """Add a file; what gains nothing by it is not compressed, and ``mimetype`` must not be (OCF 3.3, 4.2.3)."""
        info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
        info.create_system, info.external_attr = 3, 0o100644 << 16
        stored = name == "mimetype" or name.endswith((".jpg", ".jpeg", ".png", ".gif", ".webp"))
        super().writestr(info, data, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED, compresslevel)
