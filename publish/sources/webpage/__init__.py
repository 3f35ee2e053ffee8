"""Web pages: HTML as a browser saves it, a page of an electronic newspaper, an article of a platform.

    page.html ──encoding──▶ text ──markup──▶ elements ──body, head──▶ what stands where ──hypertext──▶ lines and blocks

All text of a page is in the lines: of the article with what the page declares it to be, all else as furniture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from publish.diagnostics import Diagnostic, Report, failure
from publish.edition import Edition
from publish.limits import exceeded, most
from publish.pictures import Album
from publish.readers import File
from publish.source import Declared, Look, Source, report_decoded
from publish.sources.hypertext import Hypertext, Lined, Piece, texts_of
from publish.sources.markup import Element, UnsoundMarkup, local_name, parse_html
from publish.sources.source_writer import SourceWriter
from publish.sources.webpage.archive import Archive, open_archive
from publish.sources.webpage.body import Found, find_body, find_furniture, furniture_of
from publish.sources.webpage.encoding import decode_page
from publish.sources.webpage.head import Head, read_head
from publish.sources.webpage.notes import find_notes, headings_of_notes, marks_back
from publish.sources.webpage.platforms import any_page
from publish.sources.webpage.selectors import Index

__all__ = ["Index", "find_notes", "headings_of_notes", "marks_back", "read_archive", "read_page"]


def read_page(file: File, edition: Edition, report: Report) -> Source:
    """Return the lines of *file*, a web page, in the encoding that *edition* names or else in its likeliest one.

    Pictures come from the folder of the page, never from the network. Raises `PublishError` P101, P103, S401.
    """
    album = Album(edition.folder, file.name, report, edition.settings.parse.pictures)
    return _read(file, edition.settings.encoding, album, report)


def read_archive(file: File, edition: Edition, report: Report) -> Source:
    """Return the lines of *file*, a web page saved with its pictures in one file (MHTML), as `read_page` does."""
    archive = open_archive(file)
    album = Album(edition.folder, file.name, report, edition.settings.parse.pictures)
    page = File(file.name, archive.page)
    return _read(page, edition.settings.encoding or archive.encoding, album, report, archive)


def _read(file: File, encoding: str | None, album: Album, report: Report, archive: Archive | None = None) -> Source:
    if len(file.data) > most("page-size"):
        raise failure("B103", file.name, reason=exceeded("page-size"))
    decoded = decode_page(file.data, file.name, encoding)
    report_decoded(decoded, file.name, report)
    try:
        index = Index(parse_html(decoded.text))
    except UnsoundMarkup as error:
        raise failure("S401", file.name, reason=error) from error
    writer = SourceWriter(file.name)
    _Page(index, album, writer, file.name, report, archive).write()
    album.tell()
    return writer.source(report, encoding=decoded.encoding, pictures=album.pictures)


class _Page:
    """Writes one page, in its order: what stands above the article, the article with its head, what stands below."""

    def __init__(
        self,
        index: Index,
        album: Album,
        writer: SourceWriter,
        name: str,
        report: Report,
        archive: Archive | None = None,
    ) -> None:
        self._index, self._album, self._writer, self._name, self._report = index, album, writer, name, report
        self._archive = archive

    def write(self) -> None:
        """Write the page."""
        named = find_furniture(self._index)
        found = find_body(self._index, named)
        if found.by_density:
            self._report(Diagnostic("S402", self._name, facts={"element": _described(found.element)}))
        own = furniture_of(self._index, found, named)
        head = read_head(self._index, found, own)
        calls = find_notes(self._index, found.element)
        notes = frozenset(calls.values())
        furniture = own | headings_of_notes(self._index, calls)
        read = frozenset(head.read) | notes
        above, below = self._around(found, read)
        self._furniture(above)
        self._furniture(head.left)
        for declared, text in head.in_order():
            self._writer.line(text, Look(declared=declared))
        reader = self._reader(found, head, calls, furniture)
        self._write_pieces(reader.pieces(found.element), head.has(Declared.TITLE))
        self._furniture(below)
        self._tell(reader, calls)

    def _reader(
        self, found: Found, head: Head, calls: dict[Element, Element], furniture: frozenset[Element]
    ) -> Hypertext:
        captions = (*found.platform.of("caption"), *any_page().of("caption"))
        return Hypertext(
            self._find_picture,
            furniture.__contains__,
            frozenset(head.read) | frozenset(calls.values()) | frozenset(marks_back(calls)),
            calls,
            frozenset(element for selector in captions for element in self._index.select(selector)),
        )

    def _write_pieces(self, pieces: list[Piece], titled: bool) -> None:
        """Write *pieces*, the highest heading among them standing below the title, where there is one."""
        levels = [piece.look.level for piece in pieces if isinstance(piece, Lined) and piece.look.level]
        shift = (2 if titled else 1) - min(levels, default=1)
        for piece in pieces:
            self._piece(piece, shift)

    def _piece(self, piece: Piece, shift: int) -> None:
        if isinstance(piece, Lined):
            look = replace(piece.look, level=piece.look.level + shift) if piece.look.level else piece.look
            self._writer.line(piece.content, look, indent=piece.indent)
        else:
            self._writer.block(piece)

    def _furniture(self, lines: Iterable[str]) -> None:
        for text in _packed(lines):
            self._writer.line(text, Look(declared=Declared.SITE))

    def _around(self, found: Found, read: frozenset[Element]) -> tuple[list[str], list[str]]:
        """Return the lines above the text that was *found* and those below it, without those that were *read*."""
        above: list[str] = []
        below: list[str] = []
        for text in _apart_from(self._index.elements[0], found.element, read):
            if text is None:
                above, below = below, []
            else:
                below.append(text)
        return above, below

    def _find_picture(self, addresses: Iterable[str]) -> str | None:
        """Return the name of the picture at one of *addresses*: one in the folder before one that is elsewhere."""
        addresses = list(addresses)
        for address in addresses if self._archive else ():
            if self._archive and (data := self._archive.picture(address)):
                return self._album.hold(_named(address, data), data, self._writer.number)
        local = [address for address in addresses if not urlsplit(address).netloc]
        chosen = next(iter([*local, *addresses]), None)
        return self._album.find(chosen, self._writer.number) if chosen else None

    def _tell(self, reader: Hypertext, calls: dict[Element, Element]) -> None:
        """Report what was left out of the article, and what was made anew."""
        if calls:
            self._report(Diagnostic("S403", self._name, facts={"count": len(calls)}))
        if reader.left_out:
            kinds = ", ".join(dict.fromkeys(reader.left_out))
            self._report(Diagnostic("S404", self._name, facts={"count": len(reader.left_out), "kinds": kinds}))


_LISTED = 100
"""Lines of the page around its article that are listed each by itself."""
_LONGEST_ROW = 200
"""Characters of a line that holds several of the others."""


def _packed(lines: Iterable[str]) -> Iterator[str]:
    """Yield *lines*, of more than a few several on one: a page may have thousands of links."""
    row: list[str] = []
    length = 0
    for number, text in enumerate(lines):
        if row and (number < _LISTED or length + len(text) > _LONGEST_ROW):
            yield "\u3000".join(row)
            row, length = [], 0
        row.append(text)
        length += len(text) + 1
    if row:
        yield "\u3000".join(row)


def _apart_from(element: Element, body: Element, read: frozenset[Element]) -> Iterator[str | None]:
    """Yield the lines of *element* without those in *body*, in whose place stands None, and in what was *read*."""
    path = [body, *body.iterancestors()]
    inside = frozenset(path)
    stack: list[Element] = [element]
    while stack:
        here = stack.pop()
        if isinstance(here, str):
            if text := " ".join(here.split()):
                yield text
        elif here is body:
            yield None
        elif here in inside:
            parts: list[Element] = [here.text or ""]
            for child in here:
                parts += [child] if isinstance(child.tag, str) else []
                parts.append(child.tail or "")
            stack += reversed(parts)
        else:
            yield from texts_of(here, read)


_FORMS = {b"\xff\xd8": "jpg", b"\x89P": "png", b"GI": "gif", b"RI": "webp"}


def _named(address: str, data: bytes) -> str:
    """Return what the picture *data* at *address* is called in the book: what the address ends in, with its form."""
    last = urlsplit(address).path.rpartition("/")[2] or "picture"
    stem = last.rpartition(".")[0] or last
    return f"{stem[-_LONGEST_NAME:]}.{_FORMS.get(data[:2], 'svg')}"


_LONGEST_NAME = 60


def _described(element: Element) -> str:
    """Return how *element* is written: its name, id and class."""
    name, classes = element.get("id"), (element.get("class") or "").split()
    return "".join([local_name(element), f"#{name}" if name else "", *(f".{each}" for each in classes[:2])])
