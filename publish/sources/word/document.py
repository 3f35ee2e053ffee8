"""The parts of a document → its paragraphs and tables, with how they look (WordprocessingML, ISO/IEC 29500-1, 17).

Tracked changes are taken as accepted: what is inserted stands, what is deleted is left out and counted. Of alternatives
(``mc:AlternateContent``) the first is read. Text boxes come after the paragraph at which they hang.
"""

from __future__ import annotations

import posixpath
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from xml.etree.ElementTree import Element

from publish.book import Block, Break, Image, Inlines, Note, Paragraph, Ruby, Text, plain
from publish.pictures import Album
from publish.sources.word.findings import Findings, Kind
from publish.sources.word.formulas import read_formula
from publish.sources.word.inlines import Content, Piece
from publish.sources.word.names import MC, WP, A, M, R, V, W, children, is_on, number, value
from publish.sources.word.numbering import Numbering
from publish.sources.word.package import Package, Relationship
from publish.sources.word.styles import ParagraphLook, RunLook, Styles
from publish.spans import squared
from publish.wording import _

# --- what is found -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Passage:
    """A paragraph of the document."""

    look: ParagraphLook
    content: Content = field(default_factory=Content)
    pictures: list[Image] = field(default_factory=list)
    """Those that do not stand among its characters."""
    mark: str | None = None
    """The printed number of an item of a list."""
    listed: int | None = None
    """The list of which it is an item."""
    depth: int = 0
    opens_page: bool = False
    of_contents: bool = False
    """Whether it stands in a list of contents that the program made."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells, the first *heads* of them headings; behind a cell that spans others are empty ones."""

    rows: tuple[tuple[Inlines, ...], ...]
    heads: int


Item = Passage | Grid


@dataclass(slots=True)
class _Field:
    """A field (17.16.18): what it asks for, and whether its result has begun."""

    asked: str = ""
    in_result: bool = False
    shown: bool = False
    """Whether its result has any characters."""

    @property
    def kind(self) -> str:
        return (self.asked.split() or [""])[0].upper()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the package that holds text."""

    root: Element
    relationships: Mapping[str, Relationship]


# --- reading -------------------------------------------------------------------------------------------------------

_DEEPEST = 40
"""How deep tables and boxes may stand one in another."""
_WRAPPERS = frozenset(
    W + name for name in ("smartTag", "customXml", "dir", "bdo", "sdtContent", "ins", "moveTo", "fldSimple")
)


class DocumentReader:
    """Reads the text of the document in *package*; what its book has no place for goes to *findings*."""

    def __init__(self, package: Package, main: str, album: Album, findings: Findings) -> None:
        self._package = package
        self._album = album
        self._findings = findings
        relationships = package.relationships(main)
        by_kind = {each.kind: each.target for each in relationships.values() if not each.outside}

        def root(kind: str) -> Element | None:
            return package.xml(by_kind[kind]) if kind in by_kind else None

        self._part = self.main = Part(_found(package, main), relationships)
        self._styles = Styles(root("styles"), root("theme"))
        self._numbering = Numbering(root("numbering"))
        self._notes = {kind: self._read_notes(by_kind.get(kind)) for kind in ("footnotes", "endnotes")}
        self._comments = root("comments")
        self._fields: list[_Field] = []
        self._carried: Content | None = None
        """The content of a paragraph whose end a tracked change takes out."""
        self._depth = 0
        self._in_note = False

    def items(self) -> list[Item]:
        """Return the paragraphs and tables of the document, in order."""
        body = self.main.root.find(f"{W}body")
        found = list(self._items(body)) if body is not None else []
        for comment in children(self._comments, "comment"):
            self._findings.add(Kind.COMMENT, _text_of(comment))
        return found

    def heads_and_feet(self) -> Iterator[str]:
        """Yield the lines of the document's headers and footers, each once, without the numbers of pages."""
        seen = set()
        references = [*self.main.root.iter(f"{W}headerReference"), *self.main.root.iter(f"{W}footerReference")]
        for reference in references:
            found = self.main.relationships.get(reference.get(f"{R}id", ""))
            part = self._open(found.target) if found and not found.outside else None
            for text in self._lines_of(part) if part else ():
                if text not in seen and not _PAGE_NUMBER.fullmatch(text):
                    seen.add(text)
                    yield text

    def _lines_of(self, part: Part) -> Iterator[str]:
        self._part, self._fields = part, []
        for item in self._items(part.root):
            if isinstance(item, Passage):
                yield from filter(None, (" ".join(line.split()) for line in item.content.text.split("\n")))
            else:
                yield from filter(None, (" ".join(plain(cell).split()) for row in item.rows for cell in row))

    def _open(self, name: str) -> Part | None:
        root = self._package.xml(name)
        return Part(root, self._package.relationships(name)) if root is not None else None

    def _read_notes(self, name: str | None) -> tuple[Part, Mapping[str, Element]] | None:
        part = self._open(name) if name else None
        if part is None:
            return None
        notes = {note.get(f"{W}id", ""): note for note in part.root if note.get(f"{W}type") in (None, "normal")}
        return part, notes

    # --- blocks

    def _items(self, container: Element) -> Iterator[Item]:
        """Yield what stands in *container*: a body, a cell, a box, a note."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._package.broken(_("nested too deeply"))
        for child in self._accepted(container):
            if child.tag == f"{W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag == f"{M}oMathPara":
                passage = Passage(self._styles.paragraph(None))
                self._formula(child, passage)
                yield passage
        self._depth -= 1

    def _accepted(self, container: Element) -> Iterator[Element]:
        """Yield the children of *container* as they stand when tracked changes are accepted, wrappers opened."""
        for child in container:
            if child.tag in (f"{W}del", f"{W}moveFrom"):
                self._findings.add(Kind.DELETED, _text_of(child))
            elif child.tag in _WRAPPERS:
                if child.tag == f"{W}ins" and len(child):
                    self._findings.add(Kind.INSERTED, _text_of(child))
                yield from self._accepted(child)
            elif child.tag == f"{W}sdt":
                yield from self._accepted_control(child)
            elif child.tag == f"{MC}AlternateContent":
                chosen = next((each for each in child if len(each)), None)
                yield from self._accepted(chosen) if chosen is not None else ()
            else:
                yield child

    def _accepted_control(self, control: Element) -> Iterator[Element]:
        """Yield what stands in a content control; one that only asks for text (17.5.2.39) holds none."""
        if is_on(control.find(f"{W}sdtPr"), "showingPlcHdr"):
            return
        gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        contents = gallery is not None and "Contents" in gallery.get(f"{W}val", "")
        if contents:
            self._fields.append(_Field("TOC", in_result=True))
            depth = len(self._fields)
        for content in children(control, "sdtContent"):
            yield from self._accepted(content)
        if contents:
            del self._fields[depth - 1 :]

    def _paragraph(self, element: Element) -> Iterator[Item]:
        properties = element.find(f"{W}pPr")
        passage = Passage(self._styles.paragraph(properties))
        passage.of_contents = any(each.kind == "TOC" for each in self._fields)
        if self._carried:
            passage.content, self._carried = self._carried, None
        beside: list[Item] = []
        self._runs(element, passage, beside, None)
        passage.of_contents |= any(each.kind == "TOC" for each in self._fields)
        marks = properties.find(f"{W}rPr") if properties is not None else None
        if marks is not None and (marks.find(f"{W}del") is not None or marks.find(f"{W}moveFrom") is not None):
            self._carried = passage.content
            yield from beside
            return
        self._number(passage, value(properties, "pStyle"))
        passage.opens_page = passage.opens_page or passage.look.opens_page
        yield passage
        yield from beside

    def _number(self, passage: Passage, style: str | None) -> None:
        """Give *passage* its number, where it is an item of a list and holds anything."""
        identity = passage.look.list
        if not identity or not (passage.content.text.strip() or passage.pictures):
            return
        depth = passage.look.list_level
        if depth is None:
            depth = self._numbering.level_of_style(identity, style)
        if self._numbering.form(identity, depth) is not None:
            passage.listed, passage.depth = identity, depth
            passage.mark = self._numbering.next(identity, depth)

    # --- tables

    def _table(self, element: Element) -> Iterator[Item]:
        rows = [row for row in self._accepted(element) if row.tag == f"{W}tr" and not self._is_deleted(row)]
        cells = [[cell for cell in self._accepted(row) if cell.tag == f"{W}tc"] for row in rows]
        if len(cells) == 1 and len(cells[0]) == 1:  # a frame around text
            yield from self._items(cells[0][0])
            return
        outer, self._carried = self._carried, None
        read = [list(self._row(row, own)) for row, own in zip(rows, cells, strict=True)]
        self._carried = outer
        heads = 0
        while heads < len(rows) - 1 and is_on(rows[heads].find(f"{W}trPr"), "tblHeader"):
            heads += 1
        if any(read):
            yield Grid(squared(read, ()), heads)

    def _is_deleted(self, row: Element) -> bool:
        if row.find(f"{W}trPr/{W}del") is None:
            return False
        self._findings.add(Kind.DELETED, _text_of(row))
        return True

    def _row(self, row: Element, cells: list[Element]) -> Iterator[Inlines]:
        before = number(value(row.find(f"{W}trPr"), "gridBefore")) or 0
        yield from [()] * min(before, _MOST_SPANNED)
        for cell in cells:
            properties = cell.find(f"{W}tcPr")
            merged = properties.find(f"{W}vMerge") if properties is not None else None
            goes_on = merged is not None and merged.get(f"{W}val", "continue") == "continue"
            content = self._cell(cell)
            yield () if goes_on and not plain(content).strip() else content
            span = number(value(properties, "gridSpan")) or 1
            yield from [()] * (min(span, _MOST_SPANNED) - 1)

    def _cell(self, cell: Element) -> Inlines:
        """Return what a cell holds, its paragraphs parted by line breaks."""
        lines: list[Inlines] = []
        for item in self._items(cell):
            if isinstance(item, Grid):
                self._findings.add(Kind.NESTED, "".join(plain(each) for row in item.rows for each in row))
                lines += [_spaced(row) for row in item.rows]
                continue
            content = marked(item)
            if content or item.pictures:
                lines.append((*content, *item.pictures))
        return tuple(inline for line in lines for inline in (Break(), *line))[1:]

    # --- inline content

    def _runs(self, container: Element, passage: Passage, beside: list[Item], href: str | None) -> None:
        for child in self._accepted(container):
            match child.tag.removeprefix(W):
                case "r":
                    self._run(child, passage, beside, href)
                case "hyperlink":
                    self._runs(child, passage, beside, self._address(child.get(f"{R}id")) or href)
                case _ if child.tag in (f"{M}oMath", f"{M}oMathPara"):
                    self._formula(child, passage)

    def _address(self, identity: str | None) -> str | None:
        found = self._part.relationships.get(identity or "")
        return found.target if found and found.outside and _LINKED.match(found.target) else None

    def _formula(self, element: Element, passage: Passage) -> None:
        content = read_formula(element)
        self._findings.add(Kind.FORMULA, plain(content))
        passage.content.pieces += (Piece(inline, size=passage.look.run.size) for inline in content)

    def _run(self, run: Element, passage: Passage, beside: list[Item], href: str | None) -> None:
        look = self._styles.run(passage.look, run.find(f"{W}rPr"))
        if look.hidden and not passage.look.run.hidden:
            if text := _text_of(run):
                self._findings.add(Kind.HIDDEN, text)
            self._follow_fields(run)
            return
        for child in self._accepted(run):
            self._child_of_run(child, look, passage, beside, href)

    def _follow_fields(self, run: Element) -> None:
        for child in run:
            if child.tag == f"{W}fldChar":
                self._field(child, None, RunLook())

    def _child_of_run(
        self, child: Element, look: RunLook, passage: Passage, beside: list[Item], href: str | None
    ) -> None:
        name = child.tag.removeprefix(W)
        if name == "fldChar":
            self._field(child, passage, look)
        elif self._fields and not self._fields[-1].in_result:
            if name == "instrText":
                self._fields[-1].asked += child.text or ""
        elif name in _CHARACTERS:
            text = _CHARACTERS[name] or child.text or ""
            self._put(Text(text), look, passage, href)
        elif name in ("br", "cr"):
            self._break(child, look, passage)
        elif name in ("footnoteReference", "endnoteReference"):
            self._note(child, passage)
        elif name == "ruby":
            base, reading = _text_of(child.find(f"{W}rubyBase")), _text_of(child.find(f"{W}rt"))
            self._put(Ruby(base, reading) if reading else Text(base), look, passage, href)
        elif name == "sym":
            self._sign(child, look, passage, href)
        elif name in ("drawing", "pict", "object"):
            self._drawing(child, passage, beside)

    def _put(self, inline: Text | Ruby | Break, look: RunLook, passage: Passage, href: str | None) -> None:
        text = plain((inline,))
        for each in self._fields:
            each.shown = True
            if each.kind == "HYPERLINK" and (found := _QUOTED.search(each.asked)) and _LINKED.match(found[1]):
                href = found[1]
        if look.struck and text.strip():
            self._findings.add(Kind.STRUCK, text)
        usual = passage.look.run
        underlined = look.underlined and not usual.underlined and not href and bool(text.strip())
        emphasis = (look.italic and not usual.italic) or look.marked or underlined
        strong = look.bold and not usual.bold
        piece = Piece(inline, href, strong, emphasis, look.raised, look.size, look.bold, look.face)
        passage.content.pieces.append(piece)

    def _break(self, child: Element, look: RunLook, passage: Passage) -> None:
        if child.get(f"{W}type") == "page":
            passage.opens_page = passage.opens_page or not passage.content.text.strip()
        elif child.get(f"{W}type") != "column":
            self._put(Break(), look, passage, None)

    def _note(self, reference: Element, passage: Passage) -> None:
        kind = "footnotes" if reference.tag == f"{W}footnoteReference" else "endnotes"
        found = self._notes[kind]
        note = found[1].get(reference.get(f"{W}id", "")) if found else None
        if found is None or note is None or self._in_note:
            return
        outer = self._part, self._fields, self._carried
        self._part, self._fields, self._carried, self._in_note = found[0], [], None, True
        blocks = tuple(self._note_blocks(note))
        (self._part, self._fields, self._carried), self._in_note = outer, False
        if blocks:
            passage.content.pieces.append(Piece(Note(blocks)))

    def _note_blocks(self, note: Element) -> Iterator[Block]:
        for item in self._items(note):
            lines = [marked(item)] if isinstance(item, Passage) else map(_spaced, item.rows)
            for content in lines:
                if kept := _without_space(content):
                    yield Paragraph(kept)

    def _sign(self, child: Element, look: RunLook, passage: Passage, href: str | None) -> None:
        face, code = child.get(f"{W}font", ""), child.get(f"{W}char", "").upper()
        char = _sign_of(face, code)
        if char is None:
            self._findings.add(Kind.SIGN, f"{face} {code}")
        self._put(Text(char or "〓"), look, passage, href)

    def _field(self, child: Element, passage: Passage | None, look: RunLook) -> None:
        kind = child.get(f"{W}fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            if ended.kind == "EQ" and not ended.shown and passage is not None:
                self._equation(ended.asked, look, passage)

    def _equation(self, asked: str, look: RunLook, passage: Passage) -> None:
        r"""Read a field that draws (``EQ``): the readings over characters that WPS and old Word write so, or a formula.

        Such a reading is ``EQ \* jc2 \* hps10 \o\ad(\s\up 9(hàn),汉)``.
        """
        if found := _READING.search(asked):
            self._put(Ruby(found[2].strip(), found[1].strip()), look, passage, None)
            return
        text = re.sub(r"\\\*\s*\S+(?:\s+\"[^\"]*\")?|\\[a-z]+\s*\d*|^\s*EQ", "", asked, flags=re.IGNORECASE).strip()
        self._findings.add(Kind.FORMULA, text)
        self._put(Text(text), look, passage, None)

    # --- pictures, boxes

    def _drawing(self, drawing: Element, passage: Passage, beside: list[Item]) -> None:
        boxes = list(drawing.iter(f"{W}txbxContent"))
        boxed = {each for box in boxes for each in box.iter()}
        for box in boxes:
            if sum(box in other.iter() for other in boxes) == 1:
                self._box(box, beside)
        described = drawing.find(f".//{WP}docPr")
        alternative = _description(described.get("descr", "") if described is not None else "")
        shown = [
            blip.get(f"{R}embed") or blip.get(f"{R}link") for blip in drawing.iter(f"{A}blip") if blip not in boxed
        ]
        shown += [each.get(f"{R}id") for each in drawing.iter(f"{V}imagedata") if each not in boxed]
        for lettering in drawing.iter(f"{V}textpath"):
            if text := lettering.get("string", "").strip():
                passage.content.pieces.append(Piece(Text(text), size=passage.look.run.size))
                self._findings.add(Kind.BOX, text)
                return
        among = drawing.find(f"{WP}inline") is not None and bool(passage.content.text.strip())
        for identity in filter(None, shown):
            if name := self._picture(identity):
                if among:
                    passage.content.pieces.append(Piece(Image(name)))
                else:
                    passage.pictures.append(Image(name, alternative))
        if not any(shown) and not boxes:
            data = drawing.find(f".//{A}graphicData")
            uri = data.get("uri", "") if data is not None else ""
            kind = uri.rpartition("/")[2] or drawing.tag.removeprefix(W)
            if kind not in _FRAMES:
                self._findings.add(Kind.OBJECT, kind)

    def _box(self, box: Element, beside: list[Item]) -> None:
        outer = self._fields, self._carried
        self._fields, self._carried = [], None
        items = [item for item in self._items(box) if isinstance(item, Grid) or item.content.text or item.pictures]
        self._fields, self._carried = outer
        text = "".join(item.content.text if isinstance(item, Passage) else "" for item in items)
        if text.strip():
            self._findings.add(Kind.BOX, text)
        beside += items

    def _picture(self, identity: str) -> str | None:
        found = self._part.relationships.get(identity)
        if found is None:
            return None
        if found.outside:
            return self._album.find(found.target if ":" in found.target else f"file:{found.target}", None)
        path = f"{self._package.stem}/{posixpath.basename(found.target)}"
        return self._album.hold(path, self._package.data(found.target), None)


# --- characters ----------------------------------------------------------------------------------------------------

_MOST_SPANNED = 100
_LINKED = re.compile(r"https?://|mailto:", re.IGNORECASE)
_QUOTED = re.compile(r'"([^"]+)"')
_READING = re.compile(r"\\o\s*(?:\\a[a-z]\s*)?\(\\s\\up\s*\d*\s*\(([^()]*)\)\s*[,;，]([^()]*)\)", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"[\s0-9０-９第页頁共/／—–-]*")
_FRAMES = frozenset({"wordprocessingShape", "wordprocessingGroup", "wordprocessingCanvas", "picture", "pict"})
"""Kinds of drawings that hold lines and frames and no text of their own."""

_CHARACTERS = {"t": "", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
"""Elements of a run that are characters, and which; what is empty here has its own text."""


def marked(passage: Passage) -> Inlines:
    """Return the content of *passage* with its number before it, as it is printed."""
    content = _without_space(passage.content.inlines())
    if not passage.mark or not content:
        return content
    apart = " " if passage.mark[-1].isalnum() or passage.mark[-1] in ".)" else ""
    return (Text(passage.mark + apart), *content)


def _without_space(content: Inlines) -> Inlines:
    """Return *content* without white space at its start and its end."""
    if content and isinstance(content[0], Text):
        content = (replace(content[0], text=content[0].text.lstrip()), *content[1:])
    if content and isinstance(content[-1], Text):
        content = (*content[:-1], replace(content[-1], text=content[-1].text.rstrip()))
    return tuple(inline for inline in content if inline != Text(""))


def _spaced(row: tuple[Inlines, ...]) -> Inlines:
    """Return the cells of *row* in one line."""
    filled = [cell for cell in row if cell]
    return tuple(inline for cell in filled for inline in (Text(" "), *cell))[1:]


def _text_of(element: Element | None) -> str:
    """Return the characters of an element of Word, deleted ones too."""
    tags = (f"{W}t", f"{W}delText")
    return "".join(each.text or "" for each in element.iter() if each.tag in tags) if element is not None else ""


def _found(package: Package, main: str) -> Element:
    root = package.xml(main)
    if root is None:
        raise package.broken(_("{part} is missing").format(part=main))
    return root


_SAYS_NOTHING = re.compile(
    r"图片|微信|截图|屏幕|IMG|image|picture|说明|日程表|徽标|图标|[A-Za-z]:\\|\.(?:jpe?g|png|gif|bmp)$", re.I
)


def _description(text: str) -> str:
    """Return what a person wrote to say what a picture shows; "" where a program wrote it."""
    flat = " ".join(text.split())
    return flat if re.search("[\u3400-\u9fff]{2}", flat) and not _SAYS_NOTHING.match(flat) else ""


@cache
def _signs() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((files("publish.sources.word") / "symbols.toml").read_text("utf-8"))


def _sign_of(face: str, code: str) -> str | None:
    """Return the character that stands in *face* at *code*, four hexadecimal figures; None where no table says it."""
    if not re.fullmatch("[0-9A-F]{2,6}", code):
        return None
    point = int(code, 16)
    of_face = _signs().get(face.lower().replace(" ", ""))
    if of_face is not None and (point >> 8 in (0, 0xF0)):
        return of_face.get(f"{point & 0xFF:02X}")
    ordinary = 0x20 < point < 0xD800 or 0xF900 <= point < 0x110000
    return chr(point) if ordinary and of_face is None and point >> 8 != 0xF0 else None
