"""Nodes of Markdown inside a block → inline content."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from publish.book import (
    Block,
    Break,
    Code,
    Emphasis,
    Image,
    Inline,
    Inlines,
    Link,
    Note,
    Paragraph,
    Place,
    Places,
    Ruby,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)
from publish.manuscript.figures import ATTRIBUTES
from publish.manuscript.findings import Findings
from publish.manuscript.html_blocks import Shown, read_html
from publish.manuscript.inline_html import ELEMENTS, Element, element_at
from publish.manuscript.markdown import Document, Node, is_chinese
from publish.manuscript.markdown_writer import tidy
from publish.manuscript.nodes import comment, first_character, shortened
from publish.phrasing import Kind

_SPANS: Mapping[str, Kind] = {"em": Emphasis, "strong": Strong, "sup": Superscript, "sub": Subscript}
_PLAIN = {"sup", "sub", "b", "strong", "i", "em"}
"""Elements of HTML that say no more than their kind."""

FindPicture = Callable[[str, int], str | None]
"""Takes the address of a picture and the line that shows it; returns its name in the book, or None."""

LeadsInside = Callable[[str], bool]
"""Tells whether an address without a scheme leads to another source of the book, or to a heading."""


def nowhere(href: str) -> bool:
    """Tell that *href* leads nowhere in the book: what reads a document by itself knows of no other."""
    return False


ReadBlocks = Callable[[Sequence[Node]], tuple[Block, ...]]
"""Takes nodes and returns the blocks that they are."""

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_CALL = re.compile(r"\[\^([^\]\s]+)\]")


@dataclass
class Run:
    """The inline content of one block while it is read: where it stands, and how long it has become."""

    line: int
    length: int = 0
    last: str = ""
    places: list[Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.places.append(Place(self.line))

    def grow(self, text: str) -> None:
        """Take note that *text* was added."""
        self.length += len(text)
        self.last = text[-1:] or self.last

    def next_line(self) -> None:
        """Take note that what follows stands on the next line of the source."""
        self.line += 1
        self.places.append(Place(self.line, 1, self.length))

    def end(self, last: int) -> None:
        """Take note that the block ends on line *last*: code and HTML may have gone on over the end of a line."""
        while self.line < last:
            self.next_line()


def _formula(content: str, run: Run) -> Inlines:
    """Return the formula *content* as code, which *run* grows by: on one line, as CommonMark 6.1 has it of code."""
    run.grow(flat := content.replace("\n", " "))
    for _ in range(content.count("\n")):
        run.next_line()
    return (Code(flat),)


class InlineReader:
    """Reads the inline nodes of one document; *read_blocks* reads what a note holds."""

    def __init__(
        self,
        document: Document,
        findings: Findings,
        find_picture: FindPicture,
        read_blocks: ReadBlocks,
        leads_inside: LeadsInside = nowhere,
    ) -> None:
        self._document = document
        self._findings = findings
        self._find_picture = find_picture
        self._read_blocks = read_blocks
        self._leads_inside = leads_inside
        self.called: set[str] = set()
        """The labels of the notes that were called."""
        self._open: list[str] = []

    def content(self, nodes: Sequence[Node], line: int, last: int = 0) -> tuple[Inlines, Places]:
        """Return the inline content that *nodes* are, standing on the lines from *line* to *last*, and its places."""
        run = Run(line)
        content = tidy(self.inlines(nodes, run))
        run.end(last)
        return content, tuple(run.places)

    def inlines(self, nodes: Sequence[Node], run: Run) -> Inlines:
        """Return the inline content that *nodes* are, with which *run* goes on."""
        found: list[Inline] = []
        index = 0
        while index < len(nodes):
            if nodes[index].type == "softbreak":
                found += self._joint(nodes[index + 1 : index + 2], run)
            elif element := element_at(nodes, index):
                found += self._element(element, nodes[index + 1 : element.end], run)
                index = element.end
            elif index and nodes[index - 1].type == "image" and nodes[index].type == "text":
                found += self._text_behind(nodes[index], run)
            else:
                found += self._inline(nodes[index], run)
            index += 1
        return tuple(found)

    def _element(self, element: Element, nodes: Sequence[Node], run: Run) -> Inlines:
        """Return what an element of HTML around *nodes* is in a book; one that is only a look is reported, once."""
        kind, content = ELEMENTS[element.name], self.inlines(nodes, run)
        if element.name not in _PLAIN:
            self._findings.looks.setdefault(element.name, run.line)
        return (kind(content),) if kind and content else content

    def _joint(self, following: Sequence[Node], run: Run) -> Inlines:
        """Return what stands where a line of the source ends: a space only where neither side is Chinese."""
        after = first_character(following)
        space = " " if run.last and after and not is_chinese(run.last) and not is_chinese(after) else ""
        run.grow(space)
        run.next_line()
        return (Text(space),) if space else ()

    def _inline(self, node: Node, run: Run) -> Inlines:
        match node.type:
            case "text" | "text_special":
                return self._text(node, run)
            case "em" | "strong" | "sup" | "sub":
                return (_SPANS[node.type](self.inlines(node.children, run)),)
            case "math_inline" | "math_inline_double":
                sign = "$" if node.type == "math_inline" else "$$"
                return _formula(f"{sign}{node.content}{sign}", run)
            case "math_of_tex":
                return _formula(node.content, run)
            case "hardbreak":
                run.grow("\n")
                run.next_line()
                return (Break(),)
            case "code_inline":
                run.grow(node.content)
                return (Code(node.content),)
            case "ruby":
                run.grow("".join(base for base, _ in node.meta["pairs"]))
                return tuple(Ruby(base, reading) for base, reading in node.meta["pairs"])
        read = {"link": self._link, "image": self._image, "footnote_ref": self._note, "html_inline": self._tag}
        return read[node.type](node, run) if node.type in read else ()

    def _text(self, node: Node, run: Run) -> Inlines:
        if node.type == "text" and (call := _CALL.search(node.content)):
            self._findings.report("M304", run.line, label=call[1])
        run.grow(node.content)
        return (Text(node.content),)

    def _text_behind(self, node: Node, run: Run) -> Inlines:
        """Return the text *node* behind a picture in a line, without the attributes of the picture."""
        if found := ATTRIBUTES.match(node.content):
            self._findings.leave_out(found[0], "M317", run.line, text=found[0].strip("{:} "))
        text = node.content[found.end() :] if found else node.content
        run.grow(text)
        return (Text(text),)

    def _link(self, node: Node, run: Run) -> Inlines:
        href = str(node.attrs.get("href", ""))
        if title := node.attrs.get("title"):
            self._findings.leave_out(str(title), "M308", run.line, title=title)
        content = self.inlines(node.children, run)
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", href) or self._leads_inside(href):
            return (Link(href, content),)
        self._findings.leave_out(href, "M309", run.line, href=href)
        return content

    def _image(self, node: Node, run: Run) -> Inlines:
        if title := node.attrs.get("title"):
            self._findings.leave_out(str(title), "M308", run.line, title=title)
        name = self._find_picture(str(node.attrs.get("src", "")), run.line)
        alternative = plain(self.inlines(node.children, Run(run.line)))
        run.grow(alternative)
        return (Image(name, alternative),) if name else (Text(alternative),)

    def _note(self, node: Node, run: Run) -> Inlines:
        label = node.meta.get("label")
        if label is None:
            content, places = self.content(self._document.written_in_place[node.meta["id"]], run.line)
            return (Note((Paragraph(content, places),)),)
        definition = self._document.notes[label]
        again = label in self.called
        if label in self._open or (again and any(node.type == "footnote_ref" for node in definition.walk())):
            self._findings.report("M307", run.line, label=label)
            return ()
        if again:
            self._findings.report("M306", run.line, label=label)
        self.called.add(label)
        self._open.append(label)
        blocks = self._read_blocks(definition.children)
        self._open.remove(label)
        return (Note(blocks),)

    def _tag(self, node: Node, run: Run) -> Inlines:
        text = comment(node.content)
        if _BREAK.fullmatch(node.content):
            run.grow("\n")
            return (Break(),)
        if picture := next((piece for piece in read_html(node.content) or () if isinstance(piece, Shown)), None):
            name = self._find_picture(picture.address, run.line)
            run.grow(picture.alternative)
            return (Image(name, picture.alternative),) if name else (Text(picture.alternative),)
        if text is None:
            self._findings.report("M301", run.line, html=node.content)
            run.grow(node.content)
            return (Text(node.content),)
        if text:
            self._findings.leave_out(text, "M302", run.line, text=shortened(text))
        return ()
