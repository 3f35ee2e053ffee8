"""Any EPUB → lines and blocks for the labelling: its documents in order, headings as its contents declare them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from publish.book import Text, plain
from publish.diagnostics import Diagnostic, Report
from publish.pictures import Album
from publish.source import Declared, Look
from publish.sources.ebook.container import Container, Entry
from publish.sources.hypertext import Hypertext, Lined, Piece, texts_of
from publish.sources.markup import Element, is_element, local_name
from publish.sources.source_writer import SourceWriter
from publish.sources.webpage import Index, find_notes, headings_of_notes, marks_back
from publish.wording import _

_FRONT = re.compile(
    r"\s*(?:封\s*面|书名页|書名頁|扉\s*页|目\s*录|目\s*錄|目次|cover|title\s*page|(?:table\s+of\s+)?contents|toc)\s*",
    re.IGNORECASE,
)
_MARKS = re.compile(r"[\s\W_]+")
_LINKED = 0.7
"""Share of the text of a document that stands in links within the book, from which on it is a list of contents."""


@dataclass(frozen=True, slots=True)
class Listed:
    """What the contents say of a place: the label, and what it heads."""

    label: str
    declared: Declared
    level: int


@dataclass(slots=True)
class _Document:
    """A document of the spine."""

    path: str
    index: Index
    listed: dict[str, Listed] = field(default_factory=dict)
    """What the contents say, by fragment; "" for the document as a whole."""

    @property
    def body(self) -> Element:
        """The element with its text."""
        return next(iter(self.index.of_type("body")), self.index.elements[0])


def write_foreign(container: Container, album: Album, writer: SourceWriter, report: Report) -> None:
    """Write the text of the EPUB in *container*; its pictures go into *album*."""
    missing: list[Diagnostic] = []
    documents = list(_documents(container, missing.append))
    if missing and not documents:
        raise container.broken(_("none of its pages is there"))
    for each in missing:
        report(each)
    _Book(container, documents, album, writer, report).write()


def _documents(container: Container, report: Report) -> Iterator[_Document]:
    listed = dict(_listed(container.contents, 0))
    for resource in container.spine:
        root = container.document(resource.path)
        if root is None:
            report(Diagnostic("S503", container.name, facts={"path": resource.path}))
            continue
        inside = {
            target.partition("#")[2]: heading
            for target, heading in listed.items()
            if target.partition("#")[0] == resource.path
        }
        yield _Document(resource.path, Index(root), inside)


def _listed(entries: Sequence[Entry], depth: int) -> Iterator[tuple[str, Listed]]:
    """Yield where the lines of the contents lead, with what each heads; lines below it elsewhere make it a section."""
    for entry in entries:
        own = entry.target.partition("#")[0]
        elsewhere = any(child.target.partition("#")[0] != own for child in entry.children)
        section = depth == 0 and (elsewhere or (bool(entry.children) and not own))
        parted = depth > 1 or (depth == 1 and "#" in entry.target and not section)
        declared = Declared.SECTION if section else Declared.HEADING if parted else Declared.TITLE
        if entry.target and entry.label:
            yield entry.target, Listed(entry.label, declared, depth + 1)
        below = 1 if section else 2 if entry.children and not section else depth + 1
        yield from _listed(entry.children, below)


class _Book:
    def __init__(
        self, container: Container, documents: list[_Document], album: Album, writer: SourceWriter, report: Report
    ) -> None:
        self._container, self._documents, self._album = container, documents, album
        self._writer, self._report = writer, report
        self._calls: dict[Element, Element] = {}
        self._left_out: list[str] = []

    def write(self) -> None:
        """Write all documents."""
        for document in self._documents:
            found = find_notes(document.index, document.body, self._targets(document))
            notes = frozenset(self._calls.values())  # a link in one leads back to its call, and calls nothing
            self._calls |= {call: note for call, note in found.items() if notes.isdisjoint(call.iterancestors())}
        passed = frozenset(self._calls.values()) | frozenset(marks_back(self._calls))
        for document in self._documents:
            self._writer.page()
            self._write(document, passed)
        if self._calls:
            self._report(Diagnostic("S403", self._container.name, facts={"count": len(self._calls)}))
        if self._left_out:
            facts = {"count": len(self._left_out), "kinds": ", ".join(dict.fromkeys(self._left_out))}
            self._report(Diagnostic("S404", self._container.name, facts=facts))

    def _targets(self, document: _Document) -> Mapping[str, Element]:
        """Return the elements of other documents to which links of *document* lead, by the links' addresses."""
        indices = {each.path: each.index for each in self._documents}
        found: dict[str, Element] = {}
        for link in document.index.of_type("a"):
            href = link.get("href") or ""
            if "#" not in href or href.startswith("#") or ":" in href:
                continue
            path, _, name = self._container.resolve(document.path, href).partition("#")
            element = indices[path].with_id(name) if path in indices else None
            if element is not None:
                found[href] = element
        return found

    # --- documents

    def _write(self, document: _Document, passed: frozenset[Element]) -> None:
        if self._is_contents(document):
            for text in texts_of(document.body, passed):
                self._writer.line(text, Look(declared=Declared.SITE))
            return
        heads = dict(self._heads(document))
        apart = headings_of_notes(document.index, self._calls)
        reader = Hypertext(
            lambda addresses: self._picture(document, addresses),
            lambda element: element in apart or local_name(element) == "nav" or element.get("hidden") is not None,
            passed,
            self._calls,
            declare=heads.get,
            left_out=self._left_out,
        )
        pieces = reader.pieces(document.body)
        whole = document.listed.get("")
        if whole and whole not in {document.listed.get(name) for name in self._met(document, heads)}:
            pieces = _headed(pieces, whole)
        if whole and _FRONT.fullmatch(whole.label) and not any(map(_is_long, pieces)):
            pieces = [_as_site(piece) for piece in pieces]
        for piece in pieces:
            if isinstance(piece, Lined):
                self._writer.line(piece.content, piece.look, indent=piece.indent)
            else:
                self._writer.block(piece)

    def _is_contents(self, document: _Document) -> bool:
        """Tell whether *document* is a list of contents: most of its text links to other documents."""
        navigation = self._container.navigation
        if navigation and navigation.path == document.path:
            return True
        text = len("".join(document.body.itertext()).strip())
        links = [link for link in document.index.of_type("a") if ":" not in (link.get("href") or ":")]
        linked = sum(len("".join(link.itertext()).strip()) for link in links if (link.get("href") or "#")[0] != "#")
        return len(links) > 2 and linked > _LINKED * text

    def _heads(self, document: _Document) -> Iterator[tuple[Element, Look]]:
        """Yield the elements of *document* that the contents name, with what each is."""
        for name, heading in document.listed.items():
            element = document.index.with_id(name) if name else self._first_named(document, heading)
            if element is not None and name:
                element = self._line_of(document, element, heading)
            if element is not None:
                yield element, Look(declared=heading.declared, level=heading.level, whole=True)

    def _met(self, document: _Document, heads: Mapping[Element, Look]) -> Iterator[str]:
        """Yield the fragments whose heads were found."""
        for name, heading in document.listed.items():
            element = document.index.with_id(name) if name else self._first_named(document, heading)
            if element is not None and (self._line_of(document, element, heading) if name else element) in heads:
                yield name

    def _first_named(self, document: _Document, heading: Listed) -> Element | None:
        """Return the first line of *document* that says what the contents call it."""
        lines = (element for element in document.index.elements if local_name(element) in _LINES)
        filled = [element for element in lines if "".join(element.itertext()).strip()][:_NEAR]
        return next((element for element in filled if _says(element, heading.label)), None)

    def _line_of(self, document: _Document, element: Element, heading: Listed) -> Element | None:
        """Return the line at *element*, a place in the text, that says what the contents call it."""
        around = [element, *element.iterancestors(), *element.iter()]
        near = [each for each in around if is_element(each) and local_name(each) in _LINES]
        rank = document.index.rank[element]
        near += [each for each in document.index.elements[rank : rank + _NEAR * 2] if local_name(each) in _LINES]
        return next((each for each in near if _says(each, heading.label)), None)

    def _picture(self, document: _Document, addresses: Sequence[str]) -> str | None:
        address = next(iter(addresses), "")
        if address.startswith("data:"):
            return self._album.find(address, self._writer.number)
        path = self._container.resolve(document.path, address)
        return self._album.hold(path, self._container.read(path), self._writer.number)


_LINES = frozenset(["h1", "h2", "h3", "h4", "h5", "h6", "p", "div"])
_NEAR = 6
"""Lines among which the one that a line of the contents names is looked for."""


def _says(element: Element, label: str) -> bool:
    text = _MARKS.sub("", "".join(element.itertext()))
    wanted = _MARKS.sub("", label)
    return bool(text) and (
        text == wanted
        or (len(text) > 2 and wanted.endswith(text))
        or (len(text) <= len(wanted) + 6 and text.startswith(wanted))
    )


def _headed(pieces: list[Piece], heading: Listed) -> list[Piece]:
    """Return *pieces*, the text of a document, headed as the contents call it, or by its own first heading."""
    first = next((piece for piece in pieces if isinstance(piece, Lined)), None)
    if first is None:
        return pieces
    look = Look(declared=heading.declared, level=heading.level, whole=True)
    if first.look.declared is Declared.HEADING:
        return [replace(piece, look=look) if piece is first else piece for piece in pieces]
    return [Lined((Text(heading.label),), look), *pieces]


_LONG = 80


def _is_long(piece: Piece) -> bool:
    """Tell whether *piece* is a line of prose, and none of a title page."""
    return isinstance(piece, Lined) and len(plain(piece.content)) > _LONG


def _as_site(piece: Piece) -> Piece:
    return replace(piece, look=Look(declared=Declared.SITE)) if isinstance(piece, Lined) else piece
