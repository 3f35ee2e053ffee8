"""A finished EPUB, read with plain means: the container by `zipfile`, its markup by the parser of the standard library.

Nothing of what made the book is used here, so that what is wrong in the making does not hide itself in the reading.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from io import BytesIO
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.parsers import expat

from publish.diagnostics import Diagnostic, failure
from publish.limits import exceeded, most
from publish.opening import read_named

_PREFIXES = {
    "http://www.w3.org/1999/xhtml": "",
    "http://www.idpf.org/2007/opf": "",
    "http://www.daisy.org/z3986/2005/ncx/": "",
    "urn:oasis:names:tc:opendocument:xmlns:container": "",
    "http://www.idpf.org/2007/ops": "epub:",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://www.w3.org/XML/1998/namespace": "xml:",
    "http://www.w3.org/2000/svg": "svg:",
    "http://www.w3.org/1998/Math/MathML": "math:",
    "http://www.w3.org/1999/xlink": "xlink:",
}


@dataclass(slots=True)
class Element:
    """An element: its *name* and attributes with the usual prefix of their namespace, its content, its line."""

    name: str
    attributes: dict[str, str]
    line: int
    content: list[Element | str] = field(default_factory=list)
    document: list[Element] = field(default_factory=list, repr=False)
    """All elements of its document in order, of which it and those below it stand from *begin* to *end*."""
    begin: int = 0
    end: int = 0

    def get(self, name: str) -> str:
        """Return the attribute *name*, "" where there is none."""
        return self.attributes.get(name, "")

    def all(self, *names: str) -> Iterator[Element]:
        """Yield this element and those below it, in document order; only those called *names*, where some are given."""
        found = self.document[self.begin : self.end]
        return (element for element in found if element.name in names) if names else iter(found)

    def first(self, *names: str) -> Element | None:
        """Return the first of `all`, or None."""
        return next(self.all(*names), None)

    def children(self, *names: str) -> list[Element]:
        """Return the elements right below this one that are called *names*."""
        return [part for part in self.content if isinstance(part, Element) and part.name in names]

    def with_type(self, *types: str) -> Iterator[Element]:
        """Yield the elements here and below that have one of *types* in ``epub:type``."""
        return (
            element
            for element in self.all()
            if "epub:type" in element.attributes and not set(types).isdisjoint(element.get("epub:type").split())
        )

    @property
    def text(self) -> str:
        """All characters inside."""
        return "".join(part if isinstance(part, str) else part.text for part in self.content)

    @property
    def label(self) -> str:
        """All characters inside as one line: white space collapsed."""
        return " ".join(self.text.split())


def parse(data: bytes) -> Element:
    """Return the root of the XML document *data*. Raises `expat.ExpatError` where it is not well-formed."""
    parser = expat.ParserCreate(namespace_separator="\n")
    parser.buffer_text = True
    document: list[Element] = []
    open_elements = [Element("", {}, 0)]

    def start(name: str, attributes: dict[str, str]) -> None:
        named = {_prefixed(key): value for key, value in attributes.items()} if attributes else {}
        element = Element(_prefixed(name), named, parser.CurrentLineNumber, [], document, len(document))
        document.append(element)
        open_elements[-1].content.append(element)
        open_elements.append(element)

    def end(_name: str) -> None:
        element = open_elements.pop()
        element.end = len(document)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda text: open_elements[-1].content.append(text)
    parser.Parse(data, True)
    return document[0]


@cache
def _prefixed(name: str) -> str:
    space, parted, local = name.rpartition("\n")
    return _PREFIXES.get(space, f"{{{space}}}") + local if parted else local


@dataclass(frozen=True, slots=True)
class Item:
    """A file of the manifest, by its *path* in the container."""

    id: str
    path: str
    media_type: str
    properties: frozenset[str]
    line: int


@dataclass(frozen=True, slots=True)
class Point:
    """A line of a table of contents: what it says, where it leads, at what depth (from 1), and where it stands."""

    label: str
    target: str
    depth: int
    line: int


class Publication:
    """A finished EPUB: the files of its container, its package document, its pages."""

    def __init__(self, path: Path | None, data: bytes | None = None) -> None:
        """Open the file *path*, or its *data* before it is one. Raises `PublishError` V101 where that is no EPUB."""
        self.path = path
        try:
            content = read_named(path, "source-size") if path else data or b""
            with zipfile.ZipFile(BytesIO(content)) as container:
                self.entries = container.infolist()
                if sum(entry.file_size for entry in self.entries) > most("unpacked-size"):
                    raise zipfile.BadZipFile(exceeded("unpacked-size"))
                self.damaged: list[str] = []
                self.files = {entry.filename: self._bytes(container, entry) for entry in self.entries}
            self.start = content[:64]
            roots = parse(self.files["META-INF/container.xml"]).all("rootfile")
            self.package_path = next(roots).get("full-path")
            self.package = parse(self.files[self.package_path])
        except (OSError, zipfile.BadZipFile) as error:
            raise failure("V101", str(path), reason=getattr(error, "strerror", None) or str(error)) from error
        except (KeyError, StopIteration, expat.ExpatError) as error:
            raise failure("V101", str(path), reason=f"container.xml, package: {error}") from error
        self.malformed: dict[str, expat.ExpatError] = {}

    def _bytes(self, container: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
        try:
            return container.read(entry)
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError):
            self.damaged.append(entry.filename)
            return b""

    def fault(self, code: str, path: str | None = None, line: int | None = None, /, **facts: object) -> Diagnostic:
        """Return the diagnostic *code* at *line* of the file *path* of the container, else on the book as a whole."""
        place = "/".join(str(part) for part in (self.path, path) if part)
        return Diagnostic(code, place or None, line, None, facts)

    # --- the package -----------------------------------------------------------------------------------------------

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """The manifest, in its order."""
        return tuple(
            Item(
                item.get("id"),
                self.resolve(self.package_path, item.get("href"))[0],
                item.get("media-type"),
                frozenset(item.get("properties").split()),
                item.line,
            )
            for item in self.package.all("item")
        )

    @cached_property
    def listed(self) -> frozenset[str]:
        """The paths in the manifest."""
        return frozenset(item.path for item in self.items)

    @cached_property
    def spine(self) -> tuple[str, ...]:
        """The paths of the pages in reading order."""
        by_id = {item.id: item.path for item in self.items}
        return tuple(by_id[ref.get("idref")] for ref in self.package.all("itemref") if ref.get("idref") in by_id)

    def values(self, name: str) -> list[str]:
        """Return what the metadata says under *name*: an element (``dc:title``) or a property (``schema:…``)."""
        if name.startswith("dc:"):
            return [element.label for element in self.package.all(name)]
        return [meta.label for meta in self.package.all("meta") if meta.get("property") == name]

    def refinements(self, element: Element) -> dict[str, str]:
        """Return what other statements say of *element* by its id."""
        about = f"#{element.get('id')}"
        found = (meta for meta in self.package.all("meta") if meta.get("refines") == about)
        return {meta.get("property"): meta.label for meta in found}

    def persons(self, role: str, *elements: str) -> tuple[str, ...]:
        """Return the names of those who have the *role* (a MARC relator), in order; *elements*: only as such."""
        named = [each for element in elements or ("dc:creator", "dc:contributor") for each in self.package.all(element)]
        return tuple(person.label for person in named if self.refinements(person).get("role", "aut") == role)

    @cached_property
    def stylesheets(self) -> Mapping[str, str]:
        """The text of each style sheet."""
        sheets = {item.path for item in self.items if item.media_type == "text/css"}
        return {path: self.files.get(path, b"").decode("utf-8", "replace") for path in sorted(sheets)}

    # --- pages and links -------------------------------------------------------------------------------------------

    @cached_property
    def documents(self) -> Mapping[str, Element]:
        """The root of each XHTML file and of the NCX that is well-formed; the others are in `malformed`."""
        kinds = {"application/xhtml+xml", "application/x-dtbncx+xml"}
        roots = {}
        for item in self.items:
            if item.media_type in kinds and item.path in self.files:
                try:
                    roots[item.path] = parse(self.files[item.path])
                except expat.ExpatError as error:
                    self.malformed[item.path] = error
        return roots

    @cached_property
    def pages(self) -> Mapping[str, Element]:
        """The XHTML files alone."""
        return {path: root for path, root in self.documents.items() if root.name == "html"}

    @cached_property
    def ids(self) -> Mapping[str, frozenset[str]]:
        """The ids of each document."""
        return {
            path: frozenset(e.attributes["id"] for e in root.all() if "id" in e.attributes)
            for path, root in self.documents.items()
        }

    @staticmethod
    @lru_cache(maxsize=1 << 16)
    def resolve(base: str, href: str) -> tuple[str, str]:
        """Return the path and the fragment to which *href*, standing in the file *base*, leads."""
        parts = urlsplit(href)
        path = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(parts.path))) if parts.path else base
        return path, unquote(parts.fragment)

    @cached_property
    def nav_path(self) -> str | None:
        """The path of the navigation document."""
        return next((item.path for item in self.items if "nav" in item.properties), None)

    @cached_property
    def ncx_path(self) -> str | None:
        """The path of the NCX."""
        return next((item.path for item in self.items if item.media_type == "application/x-dtbncx+xml"), None)

    @cached_property
    def contents(self) -> tuple[Point, ...]:
        """The lines of the table of contents in the navigation document."""
        nav = self.pages.get(self.nav_path or "")
        toc = next(nav.with_type("toc"), None) if nav else None
        lists = toc.children("ol") if toc else []
        return tuple(point for each in lists for point in self._points(self.nav_path or "", each, 1))

    def _points(self, base: str, points: Element, depth: int) -> Iterator[Point]:
        for entry in points.children("li"):
            for part in entry.children("a", "span"):
                yield Point(part.label, self.target(base, part.get("href")), depth, part.line)
            for below in entry.children("ol"):
                yield from self._points(base, below, depth + 1)

    @cached_property
    def ncx(self) -> tuple[Point, ...]:
        """The lines of the NCX."""
        root = self.documents.get(self.ncx_path or "")
        maps = list(root.all("navMap")) if root else []
        return tuple(point for each in maps for point in self._nav_points(each, 1))

    def _nav_points(self, above: Element, depth: int) -> Iterator[Point]:
        for point in above.children("navPoint"):
            label, content = point.first("navLabel"), point.first("content")
            target = self.target(self.ncx_path or "", content.get("src")) if content else ""
            yield Point(label.label if label else "", target, depth, point.line)
            yield from self._nav_points(point, depth + 1)

    def target(self, base: str, href: str) -> str:
        """Return where *href* leads as one string, ``path`` or ``path#fragment``."""
        path, fragment = self.resolve(base, href)
        return f"{path}#{fragment}" if fragment else path
