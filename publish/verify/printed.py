"""A finished PDF, read by its structure tree: what is content and what is furniture of the page stands written in it.

The text comes from the marked content of the pages in the order of the tree (ISO 32000-1, 14.7 and 14.8), decoded by
each font's ``ToUnicode``. Running heads and folios are artifacts and are kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from pikepdf import Array, Dictionary, Name, Object, Page, Pdf, PdfError, parse_content_stream
from pikepdf import String as PdfString

from publish.diagnostics import Diagnostic, failure
from publish.opening import read_named


@dataclass(slots=True)
class StructElement:
    """An element of the structure tree: its *kind* (P, H1, Span …), the page it begins on, its content."""

    kind: str
    page: int | None
    content: list[StructElement | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All characters inside."""
        return "".join(part if isinstance(part, str) else part.text for part in self.content)

    def all(self, *kinds: str) -> Iterator[StructElement]:
        """Yield this element and those below it, in order; only those of *kinds*, where some are given."""
        if not kinds or self.kind in kinds:
            yield self
        for part in self.content:
            if isinstance(part, StructElement):
                yield from part.all(*kinds)


@dataclass(frozen=True, slots=True)
class Bookmark:
    """A line of the outline: what it says, the number of its page from 0 (None where it leads nowhere), its depth."""

    label: str
    page: int | None
    depth: int


@dataclass(slots=True)
class PageText:
    """The text of a page: by the number of its marked content; as artifacts; and neither."""

    content: dict[int, str] = field(default_factory=dict)
    artifacts: list[str] = field(default_factory=list)
    unmarked: list[str] = field(default_factory=list)
    missing: int = 0
    """Glyphs shown that have no character: .notdef, or all of a font without ``ToUnicode``."""


class Printed:
    """A finished PDF."""

    def __init__(self, path: Path) -> None:
        """Open *path*. Raises `PublishError` V101 where it is no PDF at all."""
        self.path = path
        try:
            self.document = Pdf.open(BytesIO(read_named(path, "source-size")))
            self.pages = list(self.document.pages)
        except (OSError, PdfError, ValueError) as error:
            raise failure("V101", str(path), reason=getattr(error, "strerror", None) or str(error)) from error
        self._fonts: dict[tuple[int, int], Mapping[bytes, str]] = {}

    def fault(self, code: str, page: int | None = None, /, **facts: object) -> Diagnostic:
        """Return the diagnostic *code* on *page* (from 0), written as a line from 1, or on the book as a whole."""
        return Diagnostic(code, str(self.path), None if page is None else page + 1, None, facts)

    @cached_property
    def root(self) -> Any:
        """The catalogue of the document."""
        return self.document.Root

    # --- text ------------------------------------------------------------------------------------------------------

    @cached_property
    def texts(self) -> tuple[PageText, ...]:
        """The text of each page."""
        return tuple(_Reader(self, page).read() for page in self.pages)

    @cached_property
    def structure(self) -> StructElement:
        """The structure tree with the text in it; an empty element where there is none."""
        tree = StructElement("Document", None)
        if "/StructTreeRoot" in self.root:
            self._grow(tree, self.root.StructTreeRoot.get("/K"), None)
        return tree

    @property
    def sections(self) -> list[StructElement | str]:
        """The sections of the document: what stands below the elements that hold all of it."""
        found = self.structure.content
        while len(found) == 1 and isinstance(found[0], StructElement):
            found = found[0].content
        return found

    def _grow(self, into: StructElement, kids: Any, page: int | None) -> None:
        for kid in kids if isinstance(kids, Array) else [] if kids is None else [kids]:
            if isinstance(kid, int):
                self._append(into, page, kid)
            elif "/MCID" in kid:
                self._append(into, self.page_number(kid) if "/Pg" in kid else page, int(kid.MCID))
            elif "/S" in kid:
                own = self.page_number(kid) if "/Pg" in kid else page
                element = StructElement(str(kid.S)[1:], own)
                if "/ActualText" in kid:
                    element.content.append(str(kid.ActualText))
                else:
                    self._grow(element, kid.get("/K"), own)
                into.content.append(element)

    def _append(self, into: StructElement, page: int | None, number: int) -> None:
        into.page = page if into.page is None else into.page
        if page is not None:
            into.content.append(self.texts[page].content.get(number, ""))

    def characters(self, font: Any) -> Mapping[bytes, str]:
        """Return the characters of *font* by their codes."""
        if font.objgen not in self._fonts or font.objgen == (0, 0):
            self._fonts[font.objgen] = _to_unicode(font.ToUnicode.read_bytes()) if "/ToUnicode" in font else {}
        return self._fonts[font.objgen]

    # --- finding one's way -----------------------------------------------------------------------------------------

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """The label of each page, as the reader's program shows it."""
        return tuple(str(page.label) for page in self.pages)

    @cached_property
    def outline(self) -> tuple[Bookmark, ...]:
        """The lines of the outline, in order."""
        with self.document.open_outline() as outline:
            return tuple(self._bookmarks(outline.root, 1))

    def _bookmarks(self, items: Any, depth: int) -> Iterator[Bookmark]:
        for item in items:
            destination = item.destination
            if destination is None and item.action is not None:
                destination = item.action.get("/D")
            yield Bookmark(item.title, self.page_of(destination), depth)
            yield from self._bookmarks(item.children, depth + 1)

    def page_of(self, destination: Any) -> int | None:
        """Return the number, from 0, of the page to which *destination* (a name or an array) leads, or None."""
        if isinstance(destination, (str, PdfString, Name)):
            destination = self._destinations.get(str(destination).removeprefix("/"))
        if isinstance(destination, Dictionary):
            destination = destination.get("/D")
        if not isinstance(destination, Array) or not len(destination) or not isinstance(destination[0], Dictionary):
            return None
        return self._numbers.get(destination[0].objgen)

    def page_number(self, element: Any) -> int | None:
        """Return the number, from 0, of the page that *element* of the structure tree names, or None."""
        return self._numbers.get(element.Pg.objgen) if "/Pg" in element else None

    @cached_property
    def _numbers(self) -> Mapping[Any, int]:
        return {page.objgen: number for number, page in enumerate(self.pages)}

    @cached_property
    def _destinations(self) -> Mapping[str, Any]:
        names = self.root.get("/Names", Dictionary()).get("/Dests")
        found = dict(_name_tree(names)) if names is not None else {}
        found.update({key[1:]: value for key, value in self.root.get("/Dests", Dictionary()).items()})
        return found

    @cached_property
    def links(self) -> tuple[tuple[int, Any], ...]:
        """The link annotations, each with the number of its page from 0."""
        return tuple(
            (number, annotation)
            for number, page in enumerate(self.pages)
            for annotation in page.get("/Annots", [])
            if annotation.get("/Subtype") == Name.Link
        )

    @property
    def imposed(self) -> bool:
        """Whether the pages are sheets: nothing is written on them, pages of a book are laid upon them."""
        operators = (str(step.operator) for page in self.pages for step in parse_content_stream(page))
        return "Tf" not in operators

    @cached_property
    def laid(self) -> Mapping[int, list[int]]:
        """The pages of a book, from 0, that are laid upon sheets, each with the numbers of its sheets."""
        found: dict[int, list[int]] = {}
        for sheet, page in enumerate(self.pages):
            for step in parse_content_stream(page):
                if str(step.operator) == "Do" and (named := re.fullmatch(r"/Page(\d+)", str(step.operands[0]))):
                    found.setdefault(int(named[1]), []).append(sheet)
        return found

    @cached_property
    def fonts(self) -> tuple[Any, ...]:
        """The fonts that the pages use, each once."""
        found: dict[tuple[int, int], Any] = {}
        for page in self.pages:
            for font in page.get("/Resources", Dictionary()).get("/Font", Dictionary()).values():
                found[font.objgen] = font
        return tuple(found.values())


def _name_tree(node: Any) -> Iterator[tuple[str, Any]]:
    """Yield the entries of a name tree (ISO 32000-1, 7.9.6)."""
    names = node.get("/Names", [])
    yield from ((str(names[index]), names[index + 1]) for index in range(0, len(names), 2))
    for kid in node.get("/Kids", []):
        yield from _name_tree(kid)


def _to_unicode(cmap: bytes) -> dict[bytes, str]:
    """Return what a ``ToUnicode`` CMap says (ISO 32000-1, 9.10.3)."""
    found = {}
    for section in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", section):
            found[_hex(code)] = _utf16(_hex(text))
    for section in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", section):
            start, width, base = int(first, 16), len(first) // 2, int(text, 16)
            for step in range(int(last, 16) - start + 1):
                found[(start + step).to_bytes(width, "big")] = _utf16((base + step).to_bytes(len(text) // 2, "big"))
    return found


def _hex(digits: bytes) -> bytes:
    return bytes.fromhex(digits.decode("ascii"))


def _utf16(data: bytes) -> str:
    return data.decode("utf-16-be", "replace")


class _Reader:
    """Reads the text that one page shows."""

    def __init__(self, printed: Printed, page: Page) -> None:
        self._printed = printed
        self._page = page
        self._text = PageText()
        self._marks: list[tuple[str, int | str | None]] = []
        self._font: Any = None

    def read(self) -> PageText:
        self._run(self._page, self._page.get("/Resources", Dictionary()))
        return self._text

    def _run(self, stream: Any, resources: Any) -> None:
        for instruction in parse_content_stream(stream):
            self._step(str(instruction.operator), instruction.operands, resources)

    def _step(self, operator: str, operands: Any, resources: Any) -> None:
        if operator in ("BDC", "BMC"):
            self._open(_mark(operands, resources))
        elif operator == "EMC" and self._marks:
            self._marks.pop()
        elif operator == "Tf":
            self._font = resources.get("/Font", Dictionary()).get(str(operands[0]))
        elif operator in ("Tj", "'", '"'):
            self._show(bytes(operands[-1]))
        elif operator == "TJ":
            for part in operands[0]:
                if isinstance(part, PdfString):
                    self._show(bytes(part))
        elif operator == "Do":
            self._draw(resources.get("/XObject", Dictionary()).get(str(operands[0])), resources)

    def _open(self, mark: tuple[str, int | str | None]) -> None:
        if mark[0] == "artifact":
            self._text.artifacts.append("")
        elif mark[0] == "actual":
            self._add(str(mark[1]), self._marks)
        self._marks.append(mark)

    def _draw(self, form: Any, resources: Any) -> None:
        if form is not None and form.get("/Subtype") == Name.Form:
            self._run(form, form.get("/Resources", resources))

    def _show(self, codes: bytes) -> None:
        if any(kind == "actual" for kind, _ in self._marks):
            return
        characters = self._printed.characters(self._font) if self._font is not None else {}
        width = len(next(iter(characters), b"xx"))
        for start in range(0, len(codes), width):
            character = characters.get(codes[start : start + width])
            if character is not None:
                self._add(character, self._marks)
            elif not characters or not any(codes[start : start + width]):  # else a further glyph of a joined character
                self._text.missing += 1

    def _add(self, text: str, marks: list[tuple[str, int | str | None]]) -> None:
        if any(kind == "artifact" for kind, _ in marks):
            self._text.artifacts[-1] += text
            return
        numbers = [value for kind, value in marks if kind == "content" and isinstance(value, int)]
        if numbers:
            self._text.content[numbers[-1]] = self._text.content.get(numbers[-1], "") + text
        else:
            self._text.unmarked.append(text)


def _mark(operands: Any, resources: Any) -> tuple[str, int | str | None]:
    """Return what a marked-content operator opens: content by its number, an artifact, text given otherwise, else."""
    tag = str(operands[0])
    properties: Object | None = operands[1] if len(operands) > 1 else None
    if isinstance(properties, Name):
        properties = resources.get("/Properties", Dictionary()).get(str(properties))
    if tag == "/Artifact":
        return "artifact", None
    if isinstance(properties, Dictionary):
        if "/MCID" in properties:
            return "content", int(properties.MCID)
        if "/ActualText" in properties:
            return "actual", str(properties.ActualText)
    return "other", None
