"""Nodes of Markdown → blocks; what the model cannot hold is reported, and its characters stay where they can."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import assert_never

from publish.book import (
    Block,
    Break,
    Crosshead,
    Figure,
    Image,
    Inlines,
    Item,
    List,
    Listing,
    Paragraph,
    Place,
    Quote,
    Rule,
    Table,
    Text,
    Verse,
    plain,
    plain_block,
)
from publish.diagnostics import Report
from publish.manuscript.figures import ShownPicture, pictures_shown, width_of
from publish.manuscript.findings import Findings
from publish.manuscript.habits import are_lines_paragraphs, parted_at_lines
from publish.manuscript.html_blocks import FRAMES, Grid, Lines, Piece, Shown, read_html
from publish.manuscript.inline_reader import FindPicture, InlineReader, LeadsInside, Run, nowhere
from publish.manuscript.markdown import Document, Node, cells_beyond, is_chinese, line_of
from publish.manuscript.markdown_writer import MARK, MARKED, VERSE, tidy
from publish.manuscript.nodes import comment, last_line_of, lines_of, shortened
from publish.manuscript.places import places_of_lines, places_within, without_start

_VERSE_WORDS = {VERSE[4:-3].strip(), "詩", "verse"}
_NEARLY_HEADING = re.compile(r"#{2,6}[^#\s]|#{1,6}\u3000")
"""Signs of a heading without the space that CommonMark asks for; one sign may be that of a number (#1)."""


class MarkdownReader:
    """Reads the nodes of one document, found in *file*; *title_level* is the level of headings that are titles."""

    def __init__(
        self,
        document: Document,
        file: str,
        report: Report,
        find_picture: FindPicture,
        title_level: int = 2,
        leads_inside: LeadsInside = nowhere,
    ) -> None:
        self.findings = Findings(file, report)
        self.inlines = InlineReader(document, self.findings, find_picture, self.blocks, leads_inside)
        self.parted: list[int] = []
        """Lines at which a paragraph begins without an empty line above it."""
        self._lines = document.lines
        self._find_picture = find_picture
        self._title_level = title_level
        self._lines_apart = are_lines_paragraphs(document)

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
                return [Quote(blocks, places_within(blocks))] if blocks else []
            case "bullet_list" | "ordered_list":
                return [self._list(node)]
            case "table":
                return [self._table(node)]
            case "fence" | "code_block":
                return [self._listing(node)]
            case "math_block":
                return [Listing(node.content.strip("\n"), "tex", places_of_lines(node))]
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
            self.parted += [line] * bool(found)
            found += self.paragraph(part, line, end)
            line = end + 1
        return found

    def paragraph(self, nodes: Sequence[Node], line: int, last: int) -> Sequence[Block]:
        """Return what the inline *nodes* of a paragraph are: one that begins with pictures alone is figures.

        They stand on the lines from *line* to *last*.
        """
        if shown := list(pictures_shown(nodes, line, last)):
            return self._row(shown)
        for number, inline in enumerate(lines_of(nodes), line):
            if inline and inline[0].type == "text" and _NEARLY_HEADING.match(inline[0].content):
                self.findings.report("M207", number, text=shortened(inline[0].content))
        content, places = self.inlines.content(nodes, line, last)
        return [Paragraph(content, places)] if content else []

    def _crosshead(self, node: Node) -> Sequence[Block]:
        level = int(node.tag[1:]) - self._title_level
        text = node.children[0]  # without the line of signs that may make it a heading
        content, places = self.inlines.content(text.children, line_of(node), last_line_of(text))
        if level < 1:
            self.findings.report("M205", line_of(node), text=plain(content))
        return [Crosshead(content, max(1, level), places)] if content else []

    def _verse(self, node: Node) -> Verse:
        run = Run(line_of(node))
        verses = []
        for index, line in enumerate(lines_of(node.children)):
            if index:
                run.grow("\n")
                run.next_line()
            verses.append(tidy(self.inlines.inlines(line, run)))
        run.end(last_line_of(node))
        return Verse(tuple(verses), tuple(run.places))

    def _listing(self, node: Node) -> Listing:
        if node.type == "code_block" and any(map(is_chinese, node.content)):
            self.findings.report("M303", line_of(node))
        language, _, rest = node.info.strip().partition(" ")
        if rest:
            self.findings.leave_out(str(rest), "M308", line_of(node), title=rest)
        return Listing(node.content.removesuffix("\n"), language, places_of_lines(node))

    def _html(self, node: Node) -> Sequence[Block]:
        if (text := comment(node.content)) is not None:
            if text:
                self.findings.leave_out(text, "M302", line_of(node), text=shortened(text))
            return []
        if (pieces := read_html(node.content)) is not None:
            self.findings.looks.update(dict.fromkeys(_frames(node.content) - self.findings.looks.keys(), line_of(node)))
            return [block for piece in pieces for block in self._piece(piece, node)]
        self.findings.report("M301", line_of(node), html=shortened(node.content))
        lines = [Text(line.strip()) for line in node.content.strip().split("\n")]
        content = tuple(inline for line in lines for inline in (Break(), line))[1:]
        return [Paragraph(tidy(content), places_of_lines(node))]

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
            places += places_within(item.blocks, offset + mark) or (Place(line, 1, offset),)
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
                mark, _ = self.inlines.content(nodes[:index], line_of(node))
                return plain(mark) or None, self.paragraph(nodes[index + 1 :], line_of(node), last_line_of(node))
        blocks = self.paragraph(nodes, line_of(node), last_line_of(node))
        found = MARK.match(nodes[0].content) if nodes and nodes[0].type == "text" else None
        if not found or not isinstance(blocks[0], Paragraph):
            return None, blocks
        content, places = without_start(blocks[0], len(found[0]))
        return found[0], [Paragraph(content, places)] if content else []

    def _row(self, shown: Sequence[ShownPicture]) -> Sequence[Block]:
        """Return the figures that are *shown* in one paragraph: all but the first stand beside another."""
        found: list[Block] = []
        for picture in shown:
            for block in self._figure(picture):
                beside = bool(found) and isinstance(found[-1], Figure)
                found.append(replace(block, beside=beside) if isinstance(block, Figure) else block)
        return found

    def _figure(self, shown: ShownPicture) -> Sequence[Block]:
        image, line = shown.image, shown.line
        title = str(image.attrs.get("title", ""))
        described, place = self.inlines.content(image.children, line)
        if shown.caption:
            caption, places = self.inlines.content(shown.caption, line + 1, shown.last)
            if title:
                self.findings.leave_out(title, "M308", line, title=title)
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
        width, others = width_of(attributes)
        if others.strip("{:} "):
            self.findings.leave_out(others, "M317", line, text=others.strip("{:} "))
        return width

    def _table(self, node: Node) -> Table:
        rows = [row for part in node.children for row in part.children]
        cells = [
            tuple(self.inlines.content(cell.children[0].children, line_of(row))[0] for cell in row.children)
            for row in rows
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
        if lost := cells_beyond(self._lines[line_of(row) - 1], cells):
            text = " | ".join(lost)
            self.findings.leave_out(text, "M310", line_of(row), text=text)

    def _caption(self, node: Node) -> Inlines:
        """Return the caption of the table above, where *node* is a paragraph that begins with a colon and a space."""
        if node.type != "paragraph" or not node.children[0].content.startswith(": "):
            return ()
        content, _ = self.inlines.content(node.children[0].children, line_of(node))
        return tidy((Text(content[0].text[2:]), *content[1:])) if isinstance(content[0], Text) else ()


def _frames(html: str) -> set[str]:
    """Return the names of the elements in *html* of which only the text is read."""
    return {name.lower() for name in re.findall(r"<([A-Za-z]+)", html)} & (FRAMES - {"br"})
