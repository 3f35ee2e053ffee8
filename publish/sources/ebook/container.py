"""The container of an EPUB: its files, what the package document says of them, and its contents (OCF 3.3, EPUB 3.3).

Files are read one by one when they are asked for, never to the disk; what an archive may unfold to is bounded.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote

from publish.diagnostics import failure
from publish.sources.markup import Element, UnsoundMarkup, is_element, local_name, parse_html, parse_xml
from publish.wording import _

_LARGEST = 64 << 20
"""Bytes of the largest file that is read out of a container."""
_MOST = 1 << 30
"""Bytes to which all of it may unfold."""
_FONTS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
"""Ways to obfuscate fonts, which lock no text (OCF 3.3, 4.4)."""
_TEXTS = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: where it leads, a path perhaps with a fragment, and the lines below."""

    label: str
    target: str
    children: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Resource:
    """A file of the manifest, its path in the container."""

    id: str
    path: str
    media_type: str
    properties: frozenset[str] = frozenset()


@dataclass(slots=True)
class Metadata:
    """Elements of Dublin Core by their names, and refinements by the id of what they refine."""

    stated: dict[str, list[Element]] = field(default_factory=dict)
    refined: dict[str, dict[str, str]] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    """EPUB 2's ``meta`` elements with a name."""

    def texts(self, name: str) -> list[str]:
        """Return what the elements called *name* say, those that say nothing aside."""
        found = (" ".join("".join(element.itertext()).split()) for element in self.stated.get(name, ()))
        return [text for text in found if text]

    def of(self, element: Element, name: str) -> str | None:
        """Return the refinement of *element* called *name*, as EPUB 3 or EPUB 2 writes it; None without one."""
        for key, value in element.attrib.items():
            if key.rpartition("}")[2] == name:
                return str(value)
        return self.refined.get(element.get("id") or "", {}).get(name)


class Container:
    """An EPUB called *name* in diagnostics. Raises `PublishError` S501 (locked), S502 (none that can be read)."""

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._names = {posixpath.normpath(info.filename): info for info in self._zip.infolist()}
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise self.broken(_("not a sound archive")) from error
        if sum(info.file_size for info in self._names.values()) > _MOST:
            raise self.broken(_("it unfolds to more than {size} MB").format(size=_MOST >> 20))
        self._refuse_locked()
        self._package_path = self._find_package()
        self._package = self._xml(self._package_path)
        self.resources = {resource.id: resource for resource in self._manifest()}
        self.by_path = {resource.path: resource for resource in self.resources.values()}

    def broken(self, reason: str) -> Exception:
        """Return what is raised where the container cannot be read for that *reason*."""
        return failure("S502", self.name, reason=reason)

    # --- files

    def read(self, path: str) -> bytes | None:
        """Return the file at *path*; None where there is none that can be read."""
        info = self._names.get(posixpath.normpath(path))
        if info is None or info.file_size > _LARGEST or info.is_dir():
            return None
        try:
            with self._zip.open(info) as file:
                return file.read(_LARGEST + 1)[:_LARGEST]
        except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError, ValueError):
            return None

    def document(self, path: str) -> Element | None:
        """Return the root of the document at *path*, well-formed or not; None where there is none."""
        data = self.read(path)
        if data is None:
            return None
        try:
            return parse_xml(data)
        except UnsoundMarkup:
            try:
                return parse_html(data.decode("utf-8", "replace"))
            except UnsoundMarkup:
                return None

    def _xml(self, path: str) -> Element:
        data = self.read(path)
        if data is None:
            raise self.broken(_("“{path}” is missing").format(path=path))
        try:
            return parse_xml(data)
        except UnsoundMarkup as error:
            raise self.broken(f"{path}: {error}") from error

    def _refuse_locked(self) -> None:
        """Raise where text is encrypted: what locks a book is not opened."""
        if "META-INF/sinf.xml" in self._names:
            raise failure("S501", self.name)
        data = self.read("META-INF/encryption.xml")
        if data is None:
            return
        try:
            root = parse_xml(data)
        except UnsoundMarkup as error:
            raise failure("S501", self.name) from error
        methods = [
            element.get("Algorithm")
            for element in _all(root, "encrypteddata")
            for element in _all(element, "encryptionmethod")
        ]
        if any(method not in _FONTS for method in methods):
            raise failure("S501", self.name)

    # --- the package

    def _find_package(self) -> str:
        if self.read("META-INF/container.xml") is not None:
            for element in _all(self._xml("META-INF/container.xml"), "rootfile"):
                if path := element.get("full-path"):
                    return str(posixpath.normpath(path))
        named = sorted(name for name in self._names if name.endswith(".opf"))
        if not named:
            raise self.broken(_("no package document"))
        return named[0]

    def _manifest(self) -> Iterator[Resource]:
        for item in _all(self._package, "item"):
            if (name := item.get("id")) and (href := item.get("href")):
                properties = frozenset((item.get("properties") or "").split())
                yield Resource(name, self.resolve(self._package_path, href), item.get("media-type") or "", properties)

    def resolve(self, base: str, href: str) -> str:
        """Return the path in the container to which *href*, in the file at *base*, leads, its fragment behind ``#``."""
        path, sign, fragment = href.partition("#")
        whole: str = posixpath.normpath(posixpath.join(posixpath.dirname(base), unquote(path))) if path else base
        return whole + (sign + unquote(fragment) if fragment else "")

    @cached_property
    def spine(self) -> tuple[Resource, ...]:
        """The documents in reading order."""
        listed = (self.resources.get(item.get("idref") or "") for item in _all(self._package, "itemref"))
        return tuple(dict.fromkeys(resource for resource in listed if resource and resource.media_type in _TEXTS))

    @cached_property
    def direction(self) -> str | None:
        """Which way the pages turn, where it is stated."""
        return next((spine.get("page-progression-direction") for spine in _all(self._package, "spine")), None)

    @cached_property
    def metadata(self) -> Metadata:
        """What the package document says of the book."""
        found = Metadata()
        for part in _all(self._package, "metadata"):
            for element in part.iter():
                if not is_element(element):
                    continue
                if local_name(element) != "meta":
                    found.stated.setdefault(local_name(element), []).append(element)
                elif about := (element.get("refines") or "").lstrip("#"):
                    found.refined.setdefault(about, {})[element.get("property") or ""] = (element.text or "").strip()
                elif name := element.get("name") or element.get("property"):
                    found.named.setdefault(name, element.get("content") or (element.text or "").strip())
        return found

    @cached_property
    def cover(self) -> Resource | None:
        """The picture of the cover, as EPUB 3 or EPUB 2 names it."""
        marked = (resource for resource in self.resources.values() if "cover-image" in resource.properties)
        named = self.resources.get(self.metadata.named.get("cover", ""))
        found = next(marked, named)
        return found if found and found.media_type.startswith("image/") else None

    # --- the contents

    @cached_property
    def navigation(self) -> Resource | None:
        """The navigation document of EPUB 3."""
        return next((resource for resource in self.resources.values() if "nav" in resource.properties), None)

    @cached_property
    def contents(self) -> tuple[Entry, ...]:
        """The lines of the contents: of the navigation document, else of the NCX; none without either."""
        if self.navigation and (root := self.document(self.navigation.path)) is not None:
            for nav in _all(root, "nav"):
                if any(key.endswith("type") and "toc" in value.split() for key, value in nav.attrib.items()):
                    return tuple(self._lines(nav, self.navigation.path))
        ncx = next((each for each in self.resources.values() if each.media_type == "application/x-dtbncx+xml"), None)
        root = self.document(ncx.path) if ncx else None
        if ncx is None or root is None:
            return ()
        return tuple(entry for part in _all(root, "navmap") for entry in self._points(part, ncx.path))

    def _lines(self, nav: Element, base: str) -> Iterator[Entry]:
        for item in (child for part in nav if is_element(part) and local_name(part) == "ol" for child in part):
            if is_element(item) and local_name(item) == "li":
                link = next((child for child in item if is_element(child) and local_name(child) in ("a", "span")), None)
                if link is not None:
                    target = self.resolve(base, link.get("href")) if link.get("href") else ""
                    yield Entry(_flat(link), target, tuple(self._lines(item, base)))

    def _points(self, part: Element, base: str) -> Iterator[Entry]:
        for point in part:
            if is_element(point) and local_name(point) == "navpoint":
                label = next(
                    (_flat(element) for element in point if is_element(element) and local_name(element) == "navlabel"),
                    "",
                )
                src = next(
                    (
                        element.get("src") or ""
                        for element in point
                        if is_element(element) and local_name(element) == "content"
                    ),
                    "",
                )
                yield Entry(label, self.resolve(base, src) if src else "", tuple(self._points(point, base)))


def _all(root: Element, name: str) -> Iterator[Element]:
    """Yield the elements in *root* whose local name, in lower case, is *name*."""
    return (element for element in root.iter() if is_element(element) and local_name(element) == name)


def _flat(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
