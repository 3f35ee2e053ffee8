"""Nodes of Markdown → blocks; what the model cannot hold is reported, and its characters stay where they can."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import assert_never

from publish.book import (
    Block,
    Break,
    Code,
    Crosshead,
    Emphasis,
    Figure,
    Image,
    Inline,
    Inlines,
    Item,
    Link,
    List,
    Listing,
    Note,
    Paragraph,
    Place,
    Places,
    Quote,
    Ruby,
    Rule,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verse,
    plain,
    plain_block,
)
from publish.diagnostics import Diagnostic, Report
from publish.manuscript.dialects import dialects_in
from publish.manuscript.habits import are_lines_paragraphs, parted_at_lines
from publish.manuscript.html_blocks import FRAMES, Grid, Lines, Piece, Shown, read_html
from publish.manuscript.inline_html import ELEMENTS, Element, Kind, element_at
from publish.manuscript.markdown import Document, Node, cells_beyond, is_chinese, line_of
from publish.manuscript.markdown_writer import MARK, MARKED, VERSE, tidy

_SPANS: Mapping[str, Kind] = {"em": Emphasis, "strong": Strong, "sup": Superscript, "sub": Subscript}
_PLAIN = {"sup", "sub", "b", "strong", "i", "em"}
"""Elements of HTML that say no more than their kind."""

FindPicture = Callable[[str, int], str | None]
"""Takes the address of a picture and the line that shows it; returns its name in the book, or None."""

_COMMENT = re.compile(r"\s*<!--(.*?)-->\s*", re.DOTALL)
_VERSE_WORDS = {VERSE[4:-3].strip(), "詩", "verse"}
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_CALL = re.compile(r"\[\^([^\]\s]+)\]")

_NEARLY_HEADING = re.compile(r"#{2,6}[^#\s]|#{1,6}\u3000")
"""Signs of a heading without the space that CommonMark asks for; one sign may be that of a number (#1)."""

_WIDTH = r"""width=["']?(\d{1,3}(?:\.\d{1,2})?)%["']?(?=[\s}])"""
_ATTRIBUTES = re.compile(r"""\{:?((?:\s*(?:[#.][\w-]+|[\w:-]+=(?:"[^"{}]*"|'[^'{}]*'|[^\s"'{}]+)))+)\s*\}""")
"""What Pandoc and kramdown write behind a picture: ``{#id .class width=50%}``."""


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


@dataclass(frozen=True, slots=True)
class _Shown:
    """A picture that stands alone, with its attributes (``{width=50%}``) and the nodes of the lines below it."""

    image: Node
    line: int
    attributes: str = ""
    caption: Sequence[Node] = ()
    last: int = 0
    """The line on which the caption ends."""


class MarkdownReader:
    """Reads the nodes of one document, found in *file*; *title_level* is the level of headings that are titles."""

    def __init__(
        self, document: Document, file: str, report: Report, find_picture: FindPicture, title_level: int = 2
    ) -> None:
        self._document = document
        self._file = file
        self._report = report
        self._find_picture = find_picture
        self._title_level = title_level
        self._lines_apart = are_lines_paragraphs(document)
        self._parted: list[int] = []
        """Lines at which a paragraph begins without an empty line above it."""
        self.left_out: list[str] = []
        """What was reported as left out."""
        self._looks: dict[str, int] = {}
        """Elements of HTML that were read for their text, with the line of the first."""
        self._called: set[str] = set()
        self._open: list[str] = []

    def report(self, code: str, line: int | None, **facts: object) -> None:
        """Report *code* at *line* of the document."""
        self._report(Diagnostic(code, self._file, line, None, facts))

    def leave_out(self, left_out: str, code: str, line: int | None, **facts: object) -> None:
        """Report *code* at *line*, under which the text *left_out* is left out."""
        self.left_out.append(left_out)
        self.report(code, line, **facts)

    # --- blocks ----------------------------------------------------------------------------------------------------

    def blocks(self, nodes: Sequence[Node]) -> tuple[Block, ...]:
        """Return the blocks that *nodes* are."""
        found: list[Block] = []
        verse = False
        for node in nodes:
            if node.type == "html_block" and comment(node.content) in _VERSE_WORDS:
                verse = True
                continue
            if verse and node.type == "paragraph":
                found.append(self._verse(node.children[0]))
            elif (caption := self._caption(node)) and found and isinstance(found[-1], Table):
                found[-1] = replace(found[-1], caption=caption)
            else:
                found += self._block(node)
            verse = False
        return tuple(found)

    def _block(self, node: Node) -> Sequence[Block]:
        match node.type:
            case "paragraph":
                return self.paragraphs(node.children[0].children, line_of(node), last_line_of(node))
            case "heading":
                return self._crosshead(node)
            case "blockquote":
                blocks = self.blocks(node.children)
                return [Quote(blocks, _places_within(blocks))] if blocks else []
            case "bullet_list" | "ordered_list":
                return [self._list(node)]
            case "table":
                return [self._table(node)]
            case "fence" | "code_block":
                return [self._listing(node)]
            case "math_block":
                return [Listing(node.content.strip("\n"), "tex", _places_of_lines(node))]
            case "hr":
                return [Rule((Place(line_of(node)),))]
            case "html_block":
                return self._html(node)
        return []

    def paragraphs(self, nodes: Sequence[Node], line: int, last: int) -> Sequence[Block]:
        """Return what the inline *nodes* of a paragraph are, where each line may be one by itself (`habits`)."""
        parts = list(parted_at_lines(nodes)) if self._lines_apart else [list(nodes)]
        breaks = sum(node.type in ("softbreak", "hardbreak") for node in nodes)
        if len(parts) == 1 or nodes[0].type == "image" or breaks != last - line:  # code may go on over a line's end
            return self.paragraph(nodes, line, last)
        found: list[Block] = []
        for part in parts:
            end = line + sum(node.type == "hardbreak" for node in part)
            self._parted += [line] * bool(found)
            found += self.paragraph(part, line, end)
            line = end + 1
        return found

    def paragraph(self, nodes: Sequence[Node], line: int, last: int) -> Sequence[Block]:
        """Return what the inline *nodes* of a paragraph are: one that begins with pictures alone is figures.

        They stand on the lines from *line* to *last*.
        """
        if shown := list(_shown(nodes, line, last)):
            return self._row(shown)
        for number, inline in enumerate(lines_of(nodes), line):
            if inline and inline[0].type == "text" and _NEARLY_HEADING.match(inline[0].content):
                self.report("M207", number, text=_short(inline[0].content))
        content, places = self.content(nodes, line, last)
        return [Paragraph(content, places)] if content else []

    def _crosshead(self, node: Node) -> Sequence[Block]:
        level = int(node.tag[1:]) - self._title_level
        text = node.children[0]  # without the line of signs that may make it a heading
        content, places = self.content(text.children, line_of(node), last_line_of(text))
        if level < 1:
            self.report("M205", line_of(node), text=plain(content))
        return [Crosshead(content, max(1, level), places)] if content else []

    def _verse(self, node: Node) -> Verse:
        run = Run(line_of(node))
        verses = []
        for index, line in enumerate(lines_of(node.children)):
            if index:
                run.grow("\n")
                run.next_line()
            verses.append(tidy(self._inlines(line, run)))
        run.end(last_line_of(node))
        return Verse(tuple(verses), tuple(run.places))

    def _listing(self, node: Node) -> Listing:
        if node.type == "code_block" and any(map(is_chinese, node.content)):
            self.report("M303", line_of(node))
        language, _, rest = node.info.strip().partition(" ")
        if rest:
            self.leave_out(str(rest), "M308", line_of(node), title=rest)
        return Listing(node.content.removesuffix("\n"), language, _places_of_lines(node))

    def _html(self, node: Node) -> Sequence[Block]:
        said = comment(node.content)
        if said is not None:
            if said:
                self.leave_out(said, "M302", line_of(node), text=_short(said))
            return []
        if (pieces := read_html(node.content)) is not None:
            self._looks.update(dict.fromkeys(_frames(node.content) - self._looks.keys(), line_of(node)))
            return [block for piece in pieces for block in self._piece(piece, node)]
        self.report("M301", line_of(node), html=_short(node.content))
        lines = [Text(line.strip()) for line in node.content.strip().split("\n")]
        content = tuple(inline for line in lines for inline in (Break(), line))[1:]
        return [Paragraph(tidy(content), _places_of_lines(node))]

    def _piece(self, piece: Piece, node: Node) -> Sequence[Block]:
        """Return what a piece of the HTML of *node* is in a book."""
        places = tuple(Place(number) for number in range(line_of(node), last_line_of(node) + 1))
        match piece:
            case Lines(lines):
                return [Paragraph((Text(line),), places) for line in lines]
            case Grid(rows, heads, caption):
                cells = tuple(tuple((Text(cell),) if cell else () for cell in row) for row in rows)
                return [Table(cells, heads, (), (Text(caption),) if caption else (), places)]
            case Shown(address, alternative):
                name = self._find_picture(address, line_of(node))
                if not name:
                    return [Paragraph((Text(alternative),), places)] if alternative else []
                return [Figure(Image(name, alternative), (Text(alternative),) if alternative else (), places)]
        assert_never(piece)

    # --- lists, figures, tables ------------------------------------------------------------------------------------

    def _list(self, node: Node) -> List:
        numbered = node.type == "ordered_list"
        items = tuple(self._item(item, numbered) for item in node.children)
        places: list[Place] = []
        offset = 0
        for line, item in zip(map(line_of, node.children), items, strict=True):
            mark = len(item.mark or "")
            places += _places_within(item.blocks, offset + mark) or (Place(line, 1, offset),)
            offset += mark + len("\n".join(map(plain_block, item.blocks))) + 1
        return List(items, int(node.attrs.get("start", 1)) if numbered else None, tuple(places))

    def _item(self, node: Node, numbered: bool) -> Item:
        first = node.children[0] if node.children and node.children[0].type == "paragraph" else None
        if numbered or not first:
            return Item(self.blocks(node.children))
        mark, paragraph = self._marked(first)
        return Item((*paragraph, *self.blocks(node.children[1:])), mark)

    def _marked(self, node: Node) -> tuple[str | None, Sequence[Block]]:
        """Return the printed mark that the first paragraph of an item begins with, and the paragraph without it."""
        nodes = node.children[0].children
        for index, inline in enumerate(nodes):
            if inline.type == "html_inline" and inline.content == MARKED:
                mark, _ = self.content(nodes[:index], line_of(node))
                return plain(mark) or None, self.paragraph(nodes[index + 1 :], line_of(node), last_line_of(node))
        blocks = self.paragraph(nodes, line_of(node), last_line_of(node))
        found = MARK.match(nodes[0].content) if nodes and nodes[0].type == "text" else None
        if not found or not isinstance(blocks[0], Paragraph):
            return None, blocks
        content, places = _without_start(blocks[0], len(found[0]))
        return found[0], [Paragraph(content, places)] if content else []

    def _row(self, shown: Sequence[_Shown]) -> Sequence[Block]:
        """Return the figures that are *shown* in one paragraph: all but the first stand beside another."""
        found: list[Block] = []
        for picture in shown:
            for block in self._figure(picture):
                beside = bool(found) and isinstance(found[-1], Figure)
                found.append(replace(block, beside=beside) if isinstance(block, Figure) else block)
        return found

    def _figure(self, shown: _Shown) -> Sequence[Block]:
        image, line = shown.image, shown.line
        title = str(image.attrs.get("title", ""))
        described, place = self.content(image.children, line)
        if shown.caption:
            caption, places = self.content(shown.caption, line + 1, shown.last)
            if title:
                self.leave_out(title, "M308", line, title=title)
        else:
            caption, places = (tidy((Text(title.strip()),)), place) if title else (described, place)
        width = self._width(shown.attributes, line)
        name = self._find_picture(str(image.attrs.get("src", "")), line)
        if name:
            return [Figure(Image(name, plain(described)), caption, places, width)]
        texts = [(described, place), (caption, places)] if title or shown.caption else [(described, place)]
        return [Paragraph(text, where) for text, where in texts if text]

    def _width(self, attributes: str, line: int) -> float | None:
        """Return the width that the *attributes* of a picture say; all else that they say is left out."""
        found = re.search(_WIDTH, attributes)
        width = float(found[1]) if found and 0 < float(found[1]) <= 100 else None
        others = attributes.replace(found[0], "", 1) if found and width else attributes
        if others.strip("{:} "):
            self.leave_out(others, "M317", line, text=others.strip("{:} "))
        return width

    def _table(self, node: Node) -> Table:
        rows = [row for part in node.children for row in part.children]
        cells = [
            tuple(self.content(cell.children[0].children, line_of(row))[0] for cell in row.children) for row in rows
        ]
        for row in rows:
            self._report_lost_cells(row)
        headed = any(cells[0])
        aligns = tuple(str(cell.attrs.get("style", "")).removeprefix("text-align:") for cell in rows[0].children)
        kept = cells if headed else cells[1:]
        places, offset = [], 0
        for row, texts in zip(rows if headed else rows[1:], kept, strict=True):
            places.append(Place(line_of(row), 1, offset))
            offset += sum(len(plain(text)) + 1 for text in texts)
        return Table(tuple(kept), int(headed), aligns if any(aligns) else (), (), tuple(places))

    def _report_lost_cells(self, row: Node) -> None:
        cells = [cell.children[0].content for cell in row.children]
        if lost := cells_beyond(self._document.lines[line_of(row) - 1], cells):
            text = " | ".join(lost)
            self.leave_out(text, "M310", line_of(row), text=text)

    def _caption(self, node: Node) -> Inlines:
        """Return the caption of the table above, where *node* is a paragraph that begins with a colon and a space."""
        if node.type != "paragraph" or not node.children[0].content.startswith(": "):
            return ()
        content, _ = self.content(node.children[0].children, line_of(node))
        return tidy((Text(content[0].text[2:]), *content[1:])) if isinstance(content[0], Text) else ()

    # --- inline content --------------------------------------------------------------------------------------------

    def content(self, nodes: Sequence[Node], line: int, last: int = 0) -> tuple[Inlines, Places]:
        """Return the inline content that *nodes* are, standing on the lines from *line* to *last*, and its places."""
        run = Run(line)
        content = tidy(self._inlines(nodes, run))
        run.end(last)
        return content, tuple(run.places)

    def _inlines(self, nodes: Sequence[Node], run: Run) -> Inlines:
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
        kind, content = ELEMENTS[element.name], self._inlines(nodes, run)
        if element.name not in _PLAIN:
            self._looks.setdefault(element.name, run.line)
        return (kind(content),) if kind and content else content

    def _joint(self, following: Sequence[Node], run: Run) -> Inlines:
        """Return what stands where a line of the source ends: a space only where neither side is Chinese."""
        after = _first_char(following)
        space = " " if run.last and after and not is_chinese(run.last) and not is_chinese(after) else ""
        run.grow(space)
        run.next_line()
        return (Text(space),) if space else ()

    def _inline(self, node: Node, run: Run) -> Inlines:
        match node.type:
            case "text" | "text_special":
                return self._text(node, run)
            case "em" | "strong" | "sup" | "sub":
                return (_SPANS[node.type](self._inlines(node.children, run)),)
            case "math_inline" | "math_inline_double":
                sign = "$" if node.type == "math_inline" else "$$"
                run.grow(f"{sign}{node.content}{sign}")
                return (Code(f"{sign}{node.content}{sign}"),)
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
            self.report("M304", run.line, label=call[1])
        run.grow(node.content)
        return (Text(node.content),)

    def _text_behind(self, node: Node, run: Run) -> Inlines:
        """Return the text *node* behind a picture in a line, without the attributes of the picture."""
        if said := _ATTRIBUTES.match(node.content):
            self.leave_out(said[0], "M317", run.line, text=said[0].strip("{:} "))
        text = node.content[said.end() :] if said else node.content
        run.grow(text)
        return (Text(text),)

    def _link(self, node: Node, run: Run) -> Inlines:
        href = str(node.attrs.get("href", ""))
        if title := node.attrs.get("title"):
            self.leave_out(str(title), "M308", run.line, title=title)
        content = self._inlines(node.children, run)
        if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", href):
            return (Link(href, content),)
        self.leave_out(href, "M309", run.line, href=href)
        return content

    def _image(self, node: Node, run: Run) -> Inlines:
        if title := node.attrs.get("title"):
            self.leave_out(str(title), "M308", run.line, title=title)
        name = self._find_picture(str(node.attrs.get("src", "")), run.line)
        alternative = plain(self._inlines(node.children, Run(run.line)))
        run.grow(alternative)
        return (Image(name, alternative),) if name else (Text(alternative),)

    def _note(self, node: Node, run: Run) -> Inlines:
        label = node.meta.get("label")
        if label is None:
            content, places = self.content(self._document.written_in_place[node.meta["id"]], run.line)
            return (Note((Paragraph(content, places),)),)
        definition = self._document.notes[label]
        again = label in self._called
        if label in self._open or (again and any(node.type == "footnote_ref" for node in definition.walk())):
            self.report("M307", run.line, label=label)
            return ()
        if again:
            self.report("M306", run.line, label=label)
        self._called.add(label)
        self._open.append(label)
        blocks = self.blocks(definition.children)
        self._open.remove(label)
        return (Note(blocks),)

    def report_habits(self) -> None:
        """Report that lines are paragraphs (M209), and what no book has: dialects, attributes, looks (M314-M316)."""
        if self._parted:
            self.report("M209", self._parted[0], count=len(self._parted))

        for dialect, line, times in dialects_in(self._document):
            self.report("M314", line, dialect=dialect, count=times)
        for line, text in self._document.attributes.items():
            self.leave_out(text, "M315", line, text=text)
        for name, line in self._looks.items():
            self.report("M316", line, name=name)

    def report_unused(self) -> None:
        """Report notes that nothing calls (M305), notes written again (M313), addresses that no link uses (M312)."""
        notes = self._document.notes
        for label, node in sorted(notes.items(), key=lambda note: line_of(note[1])):
            if label not in self._called:
                self._leave_out_note("M305", node)
        for node in self._document.written_again:
            self._leave_out_note("M313", node)
        for line, text in self._document.unused.items():
            self.leave_out(text, "M312", line, text=_short(text))

    def _leave_out_note(self, code: str, node: Node) -> None:
        first, last = line_of(node), last_line_of(node)
        written = " ".join(self._document.lines[first - 1 : last])
        text = _short(written.partition("]:")[2])
        self.leave_out(written, code, first, label=node.meta["label"], text=text)
        for part in node.walk():
            defined = self._document.defined.get(part.meta.get("label", ""), first)
            if (title := str(part.attrs.get("title", ""))) and not first <= defined <= last:
                self.leave_out(title, "M308", first, title=title)

    def _tag(self, node: Node, run: Run) -> Inlines:
        said = comment(node.content)
        if _BREAK.fullmatch(node.content):
            run.grow("\n")
            return (Break(),)
        if picture := next((piece for piece in read_html(node.content) or () if isinstance(piece, Shown)), None):
            name = self._find_picture(picture.address, run.line)
            run.grow(picture.alternative)
            return (Image(name, picture.alternative),) if name else (Text(picture.alternative),)
        if said is None:
            self.report("M301", run.line, html=node.content)
            run.grow(node.content)
            return (Text(node.content),)
        if said:
            self.leave_out(said, "M302", run.line, text=_short(said))
        return ()


# --- nodes ---------------------------------------------------------------------------------------------------------


def last_line_of(node: Node) -> int:
    """Return the line on which *node*, a block, ends."""
    return node.map[1] if node.map else line_of(node)


def lines_of(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """Yield the inline *nodes* of each line of their paragraph."""
    line: list[Node] = []
    for node in nodes:
        if node.type in ("softbreak", "hardbreak"):
            yield line
            line = []
        else:
            line.append(node)
    yield line


def _frames(html: str) -> set[str]:
    """Return the names of the elements in *html* of which only the text is read."""
    return {name.lower() for name in re.findall(r"<([A-Za-z]+)", html)} & (FRAMES - {"br"})


def _shown(nodes: Sequence[Node], line: int, last: int) -> Iterator[_Shown]:
    """Yield the pictures of a paragraph that begins with pictures alone, on the lines from *line* to *last*.

    What stands below a line of pictures is the caption of its last one, up to the next such line; a line that begins
    behind a break that the writer made goes on with the caption.
    """
    starts = [0, *(index + 1 for index, node in enumerate(nodes) if node.type in ("softbreak", "hardbreak"))]
    spans = list(zip(starts, [*(start - 1 for start in starts[1:]), len(nodes)], strict=True))
    free = [number for number, (start, _) in enumerate(spans) if not start or nodes[start - 1].type == "softbreak"]
    alone = {n: pictures for n in free if (pictures := _pictures(nodes[slice(*spans[n])], line + n))}
    if 0 not in alone:
        return
    for number, following in pairwise([*alone, len(spans)]):
        *others, shown = alone[number]
        below = spans[number + 1 : following]
        yield from others
        end = last if following == len(spans) else line + following - 1
        yield replace(shown, caption=nodes[below[0][0] : below[-1][1]], last=end) if below else shown


def _pictures(nodes: Sequence[Node], line: int) -> list[_Shown]:
    """Return the pictures that *nodes*, those of one line, are; none where they are anything besides."""
    found: list[_Shown] = []
    for node in nodes:
        text = node.content.strip() if node.type == "text" else ""
        if node.type == "image":
            found.append(_Shown(node, line))
        elif found and _ATTRIBUTES.fullmatch(text):
            found[-1] = replace(found[-1], attributes=text)
        elif node.type != "text" or text:
            return []
    return found


def comment(html: str) -> str | None:
    """Return what *html* says if it is a comment and nothing else."""
    found = _COMMENT.fullmatch(html)
    return found[1].strip() if found else None


def _first_char(nodes: Sequence[Node]) -> str:
    for node in nodes:
        for inner in node.walk():
            if inner.content:
                return inner.content[0]
    return ""


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:59]}…"


# --- places --------------------------------------------------------------------------------------------------------


def _places_of_lines(node: Node) -> Places:
    """Return a place for each line of *node*, whose text has the same lines."""
    start = line_of(node) + (node.type == "fence" and node.content != "")
    offsets = [0]
    for line in node.content.rstrip("\n").split("\n"):
        offsets.append(offsets[-1] + len(line) + 1)
    return tuple(Place(start + index, 1, offset) for index, offset in enumerate(offsets[:-1]))


def _places_within(blocks: Sequence[Block], offset: int = 0) -> Places:
    """Return the places of *blocks*, counted in their plain text together."""
    places: list[Place] = []
    for block in blocks:
        places += (replace(place, offset=place.offset + offset) for place in block.places)
        offset += len(plain_block(block)) + 1
    return tuple(places)


def _without_start(paragraph: Paragraph, length: int) -> tuple[Inlines, Places]:
    """Return the content and the places of *paragraph* without its first *length* characters, which are plain."""
    first, *rest = paragraph.content
    text = plain((first,))[length:]
    places = tuple(replace(place, offset=max(0, place.offset - length)) for place in paragraph.places)
    return tidy((Text(text), *rest)), places
