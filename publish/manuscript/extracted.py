"""Markdown that a program wrote from pages, by OCR or from a web page: lines to be labelled, and blocks.

MinerU, marker, docling and PaddleOCR write pages so, and clippers of web pages. Their headings say that a line is one,
and hardly which; bylines, page numbers, running heads and editors' lines are paragraphs like any other; a paragraph
that a page cuts is two. In a manuscript a heading is an order; here it is evidence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice, pairwise
from typing import TypeGuard

from publish.book import Block, Figure, Inlines, Paragraph, Rule, Strong, Table, Text, plain
from publish.description import line_of_key
from publish.diagnostics import Diagnostic, Report, failure
from publish.dump import is_furniture, names_authors
from publish.edition import Edition, without
from publish.manuscript.fields import FIELD, NAMES
from publish.manuscript.formulas import rewrite_formulas
from publish.manuscript.front_matter import FrontMatter
from publish.manuscript.leftovers import report_habits, report_unused
from publish.manuscript.markdown import Document, Node, line_of, parse_markdown
from publish.manuscript.markdown_reader import MarkdownReader
from publish.manuscript.nodes import last_line_of, lines_of
from publish.manuscript.reader import OF_A_PAGE, leading_inside
from publish.pictures import Album
from publish.slicing import merged
from publish.source import Declared, Look, Source
from publish.sources import SourceWriter

# --- is it one? ----------------------------------------------------------------------------------------------------

_ENDS = re.compile(r"[。！？…；：，、.!?;:,][”’」』）)\]】》\"'*_]*$|[”’」』]$")
_LONG = 18
"""Characters from which a line without a mark at its end is no heading, but text that is cut."""
_REPEATED = 3
_SELDOM = 0.25
"""Share of headings with a byline below them from which a program wrote them: a person writes fields, or prose."""
_SHORT = 24
_DASHES = ("——", "—", "--")
_OF_A_PROGRAM = re.compile(
    r"^(?:.*/)?(?:images?/)?(?:[0-9a-f]{24,}|_page_\d+_\w+|img_in_\w+|image_\d+_[0-9a-f]+|img-\d+)\.\w+$", re.IGNORECASE
)
"""What MinerU, marker, PaddleOCR, docling and OCR services call the pictures of a page."""


def is_extracted(front: FrontMatter, document: Document, headings: str | None) -> bool:
    """Tell whether a program wrote *document* from pages: by what no writer leaves in a text.

    What *front*, its front matter, or *headings*, the book's description, say that headings are, is obeyed. Front
    matter with a language, as `front_matter.write_front_matter` writes it, makes a manuscript, and so do fields under a
    title. Signs are bylines and lines of furniture that are paragraphs, numbers of pages, running heads, paragraphs
    that are cut, headings of one level above each other, pictures and tables as programs write them. One is enough
    where all headings have one level and there are several; else it takes more.
    """
    if hint := front.headings or headings:
        return hint == "evidence"
    nodes = document.nodes
    found = [node for node in nodes if node.type == "heading"]
    under = list(_under_headings(nodes, bool(front.settings.title)))
    fields = sum(FIELD.match(text) is not None for text in under)
    signed = sum(names_authors(text) and not FIELD.match(text) for text in under)
    if front.settings.language or fields > signed:
        return False
    levels = {node.tag for node in found}
    flat = len(levels) == 1 and len(found) > 1 and (levels != {"h2"} or signed > 0)
    signs = 2 if signed > max(1, _SELDOM * len(found)) else signed > 0
    return signs + sum(_signs(nodes)) >= (1 if flat or front.source else 2)


def _under_headings(nodes: Sequence[Node], titled: bool) -> Iterator[str]:
    """Yield the paragraphs directly under headings, and the first one where a title stands above it: *titled*.

    Below a subtitle, which begins with a dash, the next one stands there too.
    """
    heads = titled
    for node in nodes:
        text = node.children[0].content.strip() if heads and node.type == "paragraph" else ""
        if text:
            yield text
        heads = node.type == "heading" or text.startswith(_DASHES)


def _signs(nodes: Sequence[Node]) -> Iterator[bool]:
    """Yield of each sign but bylines whether it says that a program wrote *nodes*."""
    texts = [node.children[0].content.strip() if node.type == "paragraph" else "" for node in nodes]
    yield any(is_furniture(text) for text in texts)
    yield any(count >= _REPEATED for text, count in Counter(texts).items() if 1 < len(text) <= _SHORT)
    yield any(
        len(above) >= _LONG and not _ENDS.search(above) and bool(under)
        for above, under in pairwise(text for text in texts if not _NUMBERED.match(text))
    )
    yield any(above.tag == under.tag and above.type == under.type == "heading" for above, under in pairwise(nodes))
    yield any(node.type == "html_block" and "<table" in node.content.lower() for node in nodes)
    addresses = (str(inner.attrs.get("src", "")) for node in nodes for inner in node.walk() if inner.type == "image")
    yield any(_OF_A_PROGRAM.match(address) is not None for address in addresses)


# --- reading -------------------------------------------------------------------------------------------------------


def read_extracted(source: Source, front: FrontMatter, document: Document, edition: Edition, report: Report) -> Source:
    """Return the lines and blocks of *source*, whose *front* matter and *document* were read, and report that (M211).

    Formulas that a line of text can say are read as text (`formulas`). What a clipper's front matter says of its one
    page stands in lines above it. Pictures come from the folder of
    *edition*. Raises `PublishError` M311, P101 where the document cannot be used.
    """
    report(Diagnostic("M211", source.name))
    if (text := rewrite_formulas(front.text)) != front.text:
        document = parse_markdown(text)
    album = Album(edition.folder, source.name, report, edition.settings.parse.pictures)
    writer = SourceWriter(source.name)
    try:
        inside = leading_inside(document, source.name, edition.sources)
        reader = MarkdownReader(document, source.name, report, album.find, leads_inside=inside)
        page = _is_one_page(document)
        if page:
            _write_fields(source, front, document, writer)
        _Flow(document, reader, writer, front if page else None).write()
        report_habits(document, reader.findings, ())
        report_unused(document, reader.findings, reader.inlines.called)
    except RecursionError as error:
        raise failure("M311", source.name) from error
    album.tell()
    settings = without(front.settings, *OF_A_PAGE) if page and len(edition.sources) > 1 else front.settings
    return writer.source(report, encoding=source.encoding, pictures=album.pictures, settings=settings)


def _is_one_page(document: Document) -> bool:
    """Tell whether *document* is one article: at most one of its headings has a byline below it."""
    signed = [
        above
        for above, below in pairwise(document.nodes)
        if above.type == "heading" and below.type == "paragraph" and names_authors(below.children[0].content)
    ]
    return len(signed) < 2


def _write_fields(source: Source, front: FrontMatter, document: Document, writer: SourceWriter) -> None:
    """Write what *front* says of the article, where the *document* does not say it itself."""
    settings = front.settings
    texts = {"".join(node.children[0].content.split()) for node in document.nodes[:_HEAD] if node.children}
    authors = [*([settings.author] if settings.author else []), *settings.authors]
    fields = (
        ("title", settings.title, Declared.TITLE),
        ("author", NAMES.join(authors), Declared.BYLINE),
        ("date published pubdate", settings.date, Declared.DATE),
        ("source url link original", front.source, Declared.PUBLICATION),
    )
    for keys, text, declared in fields:
        if text and "".join(text.split()) not in texts:
            writer.at(next(filter(None, (line_of_key(key, source.text) for key in keys.split())), 1))
            writer.line(text, Look(declared=declared, whole=True))


_HEAD = 6


class _Flow:
    """Writes the blocks of a *document*, which *reader* reads, to *writer*; *front* says of one page what it is."""

    def __init__(
        self, document: Document, reader: MarkdownReader, writer: SourceWriter, front: FrontMatter | None
    ) -> None:
        self._title = front.settings.title if front else None
        whole = True if front and front.source else None  # nothing cuts the paragraphs of a page of the web
        self._text = Look(declared=Declared.TEXT, whole=whole) if self._title else None
        self._nodes = document.nodes
        self._flat = len({node.tag for node in document.nodes if node.type == "heading"}) == 1
        self._reader = reader
        self._writer = writer
        self._last = 0

    def write(self) -> None:
        """Write all of the document."""
        at = 0
        while at < len(self._nodes):
            node = self._nodes[at]
            self._writer.at(line_of(node))
            at += self._node(node, *self._nodes[at + 1 : at + 3])

    def _node(self, node: Node, below: Node | None = None, next_below: Node | None = None) -> int:
        """Write *node*, and the one *below* it where one is the caption of the other; return how many were written.

        The title of a table stands above it (GB/T 7713.2-2022, 5.6.4), or else below it, and not above the next one.
        """
        if _is_table(below) and _names_table(node):
            return 1 + self._blocks(below, None, node)
        if _is_table(node) and _names_table(below) and not _is_table(next_below):
            return 1 + self._blocks(node, None, below)
        match node.type:
            case "heading":
                level = None if self._flat else int(node.tag[1:])
                named = node.children[0].content.strip() == self._title
                look = Look(declared=Declared.TITLE if named else Declared.HEADING, level=level, whole=True)
                self._line(node.children[0].children, line_of(node), look)
            case "paragraph" if not _shows_pictures(node):
                self._paragraph(node)
            case "ordered_list" if len(node.children) == 1 and _is_line(node):
                self._numbered(node)
            case "footnote_reference":
                pass
            case _:
                return self._blocks(node, below)
        self._last = last_line_of(node)
        return 1

    def _paragraph(self, node: Node) -> None:
        for number, nodes in enumerate(lines_of(node.children[0].children), line_of(node)):
            if nodes:
                self._line(nodes, number, self._text)

    def _line(self, nodes: Sequence[Node], number: int, look: Look | None) -> None:
        content, _ = self._reader.inlines.content(nodes, number)
        self._write(content, number, look)

    def _write(self, content: Inlines, number: int, look: Look | None) -> None:
        self._writer.at(number)
        if len(content) == 1 and isinstance(content[0], Strong):
            content, look = content[0].content, replace(look or Look(), bold=True)
        self._writer.line(content, look, gap=max(0, number - self._last - 1))
        self._last = number

    def _numbered(self, node: Node) -> None:
        """Write a line that begins with a number, which Markdown takes for a list of one item."""
        paragraph = node.children[0].children[0]
        mark = f"{node.attrs.get('start', 1)}{node.markup} "
        content, _ = self._reader.inlines.content(paragraph.children[0].children, line_of(node), 0)
        self._write((Text(mark), *content), line_of(node), self._text)

    def _blocks(self, node: Node, below: Node | None, title: Node | None = None) -> int:
        blocks = [_plainly_shown(block) for block in self._reader.blocks([node]) if _says_anything(block)]
        if title is not None:
            self._title_of_table(title, blocks)
        caption = _caption(below) if blocks and isinstance(blocks[-1], Figure) and not blocks[-1].caption else None
        if caption is not None and below is not None:
            content, _ = self._reader.inlines.content(caption, line_of(below), last_line_of(below))
            blocks[-1:] = [replace(block, caption=content) for block in blocks[-1:] if isinstance(block, Figure)]
        for block in blocks:
            if isinstance(block, Paragraph):
                self._write(block.content, block.places[0].line if block.places else line_of(node), self._text)
            else:
                self._writer.block(block)
        written = 1 if caption is None else 2
        self._last = last_line_of(below if below is not None and written == 2 else node)
        return written

    def _title_of_table(self, title: Node, blocks: list[Block]) -> None:
        """Give *title* to the table that *blocks* begin with, as its caption; else write it as a paragraph."""
        match blocks:
            case [Table(caption=()) as table, *_]:
                lines = enumerate(lines_of(title.children[0].children), line_of(title))
                said = [self._reader.inlines.content(nodes, number)[0] for number, nodes in lines if nodes]
                parted = chain.from_iterable((Text(" "), *content) for content in said)
                blocks[0] = replace(table, caption=tuple(merged(islice(parted, 1, None))))
            case _:
                self._writer.at(line_of(title))
                self._paragraph(title)


def _is_table(node: Node | None) -> TypeGuard[Node]:
    return node is not None and (
        node.type == "table" or (node.type == "html_block" and "<table" in node.content.lower())
    )


def _names_table(node: Node | None) -> TypeGuard[Node]:
    """Tell whether *node* is a heading or a paragraph that says the number of a table, in each of its lines."""
    if node is None or node.type not in ("heading", "paragraph"):
        return False
    lines = node.children[0].content.strip().split("\n")
    return all(_TABLE.match(line) and len(line) <= _LONGEST_CAPTION for line in lines)


_TABLE = re.compile(r"\s*(?:续?[表錶]|Tab(?:le|\.)?)\s*[0-9０-９一二三四五六七八九十]", re.IGNORECASE)
_LONGEST_CAPTION = 160


def _shows_pictures(paragraph: Node) -> bool:
    """Tell whether a paragraph begins with a picture, which may have a caption below it."""
    inlines = paragraph.children[0].children
    return bool(inlines) and inlines[0].type == "image"


def _is_line(listed: Node) -> bool:
    """Tell whether the one item of a list is a line of text, as a heading with a number is."""
    item = listed.children[0]
    return len(item.children) == 1 and item.children[0].type == "paragraph"


_NO_NAME = re.compile(r"(?:image|img|figure|picture|图片|圖片|插图)?[-_ ]?[0-9]*|.*\.(?:jpe?g|png|gif|webp)", re.I)
"""What programs write for a picture that they know nothing of."""


def _says_anything(block: Block) -> bool:
    """Tell whether *block* is more than a rule, or the name of a picture that is not there."""
    name = isinstance(block, Paragraph) and _NO_NAME.fullmatch(plain(block.content)) is not None
    return not (name or isinstance(block, Rule))


def _plainly_shown(block: Block) -> Block:
    """Return *block*, a figure without the name that its program gave the picture."""
    if isinstance(block, Figure) and _NO_NAME.fullmatch(plain(block.caption)):
        return replace(block, caption=(), image=replace(block.image, alternative=""))
    return block


_NUMBERED = re.compile(r"^\s*[图圖表]\s*[0-9０-９一二三四五六七八九十]")


def _caption(below: Node | None) -> Sequence[Node] | None:
    """Return the nodes of the paragraph *below* a picture where it is its caption: 图1 …."""
    if below is None or below.type != "paragraph" or "\n" in below.children[0].content:
        return None
    return below.children[0].children if _NUMBERED.match(below.children[0].content) else None
