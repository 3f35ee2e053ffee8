"""Manuscript → what it holds.

Front matter; ``#`` a section heading, ``##`` a title, and directly under it the lines of `FIELDS`; ``###`` a
crosshead. A heading without text says that there is none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from publish.book import (
    Article,
    Block,
    Break,
    Chapter,
    Inline,
    Note,
    Origin,
    Picture,
    Ruby,
    Text,
    plain,
    plain_block,
)
from publish.crosslinks import leads_inside
from publish.description import line_of_key
from publish.diagnostics import Report, failure
from publish.edition import Settings, with_options, without
from publish.manuscript.fields import ASKING, FIELD, FIELDS, NAME_OF, NAMES, PARTS, origin_of, written_byline
from publish.manuscript.front_matter import FrontMatter, read_front_matter
from publish.manuscript.habits import APART, first_line_as_title, has_sections, is_page
from publish.manuscript.inline_reader import LeadsInside
from publish.manuscript.leftovers import report_habits, report_unused
from publish.manuscript.markdown import Document, Node, line_of, parse_markdown
from publish.manuscript.markdown_reader import MarkdownReader
from publish.manuscript.nodes import last_line_of, lines_of
from publish.pictures import Album
from publish.source import Source
from publish.walk import walk


class Manuscript(NamedTuple):
    """What a manuscript holds."""

    settings: Settings
    """What its front matter says."""
    chapters: tuple[Chapter, ...]
    pictures: tuple[Picture, ...]
    """Those that its text shows."""
    text: str
    """The Markdown, with empty lines where the front matter stands."""
    left_out: tuple[str, ...]
    """What was reported as left out."""


OF_A_PAGE = ("title", "subtitle", "author", "authors", "date", "description", "subjects")
"""What the front matter of a page says of its article, and of the book only where it holds no other page."""


class Opened(NamedTuple):
    """A source in Markdown, parsed."""

    front: FrontMatter
    document: Document


def open_markdown(source: Source, report: Report) -> Opened:
    """Return *source*, Markdown, parsed.

    Raises `PublishError` M101, M102, B202, B203 where the front matter cannot be used, M311 where the text cannot.
    """
    front = read_front_matter(source, report)
    try:
        return Opened(front, parse_markdown(front.text))
    except RecursionError as error:
        raise failure("M311", source.name) from error


def read_manuscript(
    source: Source,
    folder: Path,
    report: Report,
    alone: bool = True,
    opened: Opened | None = None,
    pictures: bool = True,
    sources: Sequence[Path] = (),
) -> Manuscript:
    """Return what *source* holds; *alone*, it is the whole book. *opened* is what `open_markdown` made of it.

    Pictures come from *folder*, the book's, alone; they are left out unless *pictures* are wanted. Links may lead to
    another of *sources*, those of the book. Raises
    `PublishError` M101, M102, B202, B203 where the front matter cannot be used, M311 where the text cannot.
    """
    (settings, address, text, foreign, _), document = opened or open_markdown(source, report)
    album = Album(folder, source.name, report, pictures)
    try:
        page = is_page(document, settings.title is not None, foreign=foreign)
        inner = page and settings.title is not None and has_sections(document)
        level = 0 if inner else 1 if page else 2
        reader = MarkdownReader(
            document, source.name, report, album.find, level, leading_inside(document, source.name, sources)
        )
        outline = _Outline(settings.title, line_of_key("title", source.text) or 1, source.name, reader)
        chapters = tuple(outline.page(document, settings, address, level) if page else outline.chapters(document))
        report_habits(document, reader.findings, reader.parted)
        report_unused(document, reader.findings, reader.inlines.called)
    except RecursionError as error:
        raise failure("M311", source.name) from error
    if page and not alone:
        settings = without(settings, *OF_A_PAGE)
    if settings.cover:
        settings = with_options(settings, cover=album.find(settings.cover, line_of_key("cover", source.text)) or "")
    album.tell()
    return Manuscript(settings, chapters, album.pictures, text, tuple(reader.findings.left_out))


def leading_inside(document: Document, file: str, sources: Sequence[Path]) -> LeadsInside:
    """Return what tells of an address in *document*, read from *file*, whether it leads to one of *sources*."""
    headings = [node.children[0].content for node in document.nodes if node.type == "heading"]
    return partial(leads_inside, file=file, headings=headings, sources=sources)


@dataclass
class _Draft:
    """An article while its blocks are gathered."""

    title: str | None
    line: int
    nodes: list[Node] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)


class _Field(NamedTuple):
    """A line that says one field of an article: its text, and the nodes that it is written with."""

    text: str
    nodes: Sequence[Node]
    line: int


_Fields = dict[str, list[_Field]]


class _Outline:
    """Finds chapters and articles among the blocks of a document; *title* is what its front matter gives."""

    def __init__(self, title: str | None, title_line: int, source: str, reader: MarkdownReader) -> None:
        self._title = title
        self._title_line = title_line
        self._source = source
        self._reader = reader
        self._waiting: list[str] = []
        """Notes of a section heading, which become remarks of its first article."""

    def chapters(self, document: Document) -> Iterator[Chapter]:
        """Yield the chapters, in order; what stands before the first section heading is in one without."""
        heading: str | None = None
        line: int | None = None
        drafts: list[_Draft] = []
        for node in document.nodes:
            if node.tag == "h1":
                yield from self._chapter(heading, line, drafts)
                self._leave_out_waiting(line)
                title, self._waiting = self._plain(node.children[0].children, line_of(node))
                heading, line, drafts = title or None, line_of(node), []
            elif node.tag == "h2":
                title, notes = self._plain(node.children[0].children, line_of(node))
                drafts.append(_Draft(title, line_of(node), [], [*self._waiting, *notes]))
                self._waiting = []
            else:
                if not drafts:
                    drafts.append(_Draft(None, line_of(node), [], self._waiting))
                drafts[-1].nodes.append(node)
        yield from self._chapter(heading, line, drafts)
        self._leave_out_waiting(line)

    def page(self, document: Document, front: Settings, address: str | None, level: int) -> Iterator[Chapter]:
        """Yield the one chapter of a page (see `is_page`): an article for each ``#``, and for text before the first.

        *level* is that of headings that are titles; at 0 the front matter has the title, and headings are crossheads.
        What *front*, the front matter, says holds for the article, if it is one; *address* is where it was taken from.
        """
        drafts = [_Draft(self._title, self._title_line)]
        for node in document.nodes:
            if node.tag == "h1" and level:
                title, notes = self._plain(node.children[0].children, line_of(node))
                if title and title != self._title:
                    self._reader.findings.report("M208", line_of(node), title=title)
                if all(above.type in APART for above in drafts[-1].nodes):  # nothing but comments above the first title
                    drafts[-1] = _Draft(title or None, line_of(node), drafts[-1].nodes, notes)
                else:
                    drafts.append(_Draft(title or None, line_of(node), [], notes))
            else:
                drafts[-1].nodes.append(node)
        if drafts[0].title is None and (line := first_line_as_title(drafts[0].nodes)):
            first = next(node for node in drafts[0].nodes if node.type not in APART)
            self._reader.findings.report("M210", line_of(first), title=line)
            drafts[0] = _Draft(line, line_of(first), [node for node in drafts[0].nodes if node is not first])
        articles = tuple(article for draft in drafts for article in self._articles(draft, None))
        if len(articles) == 1:
            articles = (_described(articles[0], front, address),)
        yield Chapter(None, articles, None, self._source)

    def _leave_out_waiting(self, line: int | None) -> None:
        """Report the notes of a heading under which no article has come, on *line*."""
        for note in self._waiting:
            self._reader.findings.leave_out(note, "M308", line, title=note)

    def _chapter(self, heading: str | None, line: int | None, drafts: Sequence[_Draft]) -> Iterator[Chapter]:
        """Yield the chapter of *drafts*, unless it is nothing: comments before the first heading."""
        articles = tuple(article for draft in drafts for article in self._articles(draft, heading))
        if articles or line is not None:
            yield Chapter(heading, articles, line, self._source)

    def _articles(self, draft: _Draft, heading: str | None) -> Iterator[Article]:
        """Yield the article of *draft*; text without a title takes that of its chapter, or of the book."""
        fields, blocks = self._fields(draft)
        title = draft.title if draft.title is not None else heading or self._title or Path(self._source).stem
        if draft.title is None:
            if not blocks and not fields:
                return
            self._reader.findings.report("M201", draft.line, title=title)
        yield self._article(draft, title, fields, blocks)

    def _article(self, draft: _Draft, title: str, fields: _Fields, blocks: tuple[Block, ...]) -> Article:
        values = {name: [field.text for field in fields[name]] for name in FIELDS}
        authors = tuple(self._names(fields["authors"]))
        byline = "\n".join(values["byline"]) if values["byline"] else written_byline(authors)
        origin = [part for field in fields["origin"] for part in self._parts(field.nodes, PARTS)]
        return Article(
            title=title,
            kicker=" ".join(values["kicker"]) or None,
            subtitle=" ".join(values["subtitle"]) or None,
            authors=authors,
            byline=byline or None,
            remarks=(*filter(None, values["remarks"]), *draft.remarks),
            origin=origin_of(tuple(origin)),
            blocks=blocks,
            questions=tuple(filter(None, draft.questions)),
            source=self._source,
            line=draft.line,
        )

    # --- fields ----------------------------------------------------------------------------------------------------

    def _fields(self, draft: _Draft) -> tuple[_Fields, tuple[Block, ...]]:
        """Return the fields directly under the title, each as text and as nodes, and the blocks that follow."""
        fields: _Fields = defaultdict(list)
        nodes = self._without_questions(draft)
        before: tuple[Block, ...] = ()
        while nodes and nodes[0].type == "paragraph":
            rest, line = self._take_fields(nodes[0], fields, draft)
            if rest is None:
                del nodes[0]
                continue
            if line > line_of(nodes[0]):
                before = tuple(self._reader.paragraphs(rest, line, last_line_of(nodes[0])))
                del nodes[0]
            break
        return fields, (*before, *self._reader.blocks(nodes))

    def _without_questions(self, draft: _Draft) -> list[Node]:
        """Take the questions with which the text of *draft* ends, if any; return the nodes before them."""
        *text, head, last = (None, None, *draft.nodes)
        if not head or not last or not _asks(head) or not _is_plain_list(last):
            return list(draft.nodes)
        for item in last.children:
            for paragraph in item.children:
                question, notes = self._plain(paragraph.children[0].children, line_of(paragraph))
                draft.questions.append(question)
                draft.remarks += notes
        return [node for node in text if node]

    def _take_fields(self, paragraph: Node, fields: _Fields, draft: _Draft) -> tuple[Sequence[Node] | None, int]:
        """Take the fields that *paragraph* begins with; return what is left of it and its line, None for nothing."""
        nodes = paragraph.children[0].children
        taken = 0
        for line, line_nodes in enumerate(lines_of(nodes), line_of(paragraph)):
            found = FIELD.match(line_nodes[0].content) if line_nodes and line_nodes[0].type == "text" else None
            if not found:
                return nodes[taken:], line
            _drop_start(line_nodes[0], found.end())
            value, notes = self._plain(line_nodes, line)
            fields[NAME_OF[found[1]]].append(_Field(value, line_nodes, line))
            draft.remarks += notes
            taken += len(line_nodes) + 1
        return None, line_of(paragraph)

    def _parts(self, nodes: Sequence[Node], sign: str) -> list[str]:
        """Return the parts of a field between *sign*; as a character reference it parts nothing."""
        parts = [""]
        for node in nodes:
            if node.type == "text":
                first, *rest = node.content.split(sign)
                parts = [*parts[:-1], parts[-1] + first, *rest]
            else:
                parts[-1] += plain(self._reader.inlines.content([node], 0)[0])
        return [part.strip() for part in parts]

    def _names(self, written: Sequence[_Field]) -> Iterator[str]:
        """Yield the names that the lines 作者 give; report what looks like several of them in one."""
        for one in written:
            for name in filter(None, self._parts(one.nodes, NAMES)):
                closed = _SPACED.sub(r"\1\2\3\4", name)
                if _SEVERAL.search(closed):
                    self._reader.findings.report("M206", one.line, name=name)
                yield closed

    def _plain(self, nodes: Sequence[Node], line: int) -> tuple[str, list[str]]:
        """Return the plain text of a field, and the notes that it calls; other markup is reported."""
        content, _ = self._reader.inlines.content(nodes, line)
        notes = [note for note in content if isinstance(note, Note)]
        for note in notes:
            self._reader.findings.report("M204", line)
            for lost in _unsaid(note.blocks):
                self._reader.findings.leave_out(lost, "M308", line, title=lost)
        for inline in content:
            if not isinstance(inline, Text | Break | Note):
                lost = "".join(_unsaid([inline]))
                self._reader.findings.leave_out(lost, "M203", line, kind=type(inline).__name__.lower())
        return plain(content), ["\n".join(map(plain_block, note.blocks)) for note in notes]


_SPACED = re.compile(r"^([\u3400-\u9fff]{1,2})\s+([\u3400-\u9fff])$|^([\u3400-\u9fff])\s+([\u3400-\u9fff]{2})$")
"""A name set wide: 李 明, 欧阳 海, 李 小明."""
_SEVERAL = re.compile(r"[,，;；/／]|[\u3400-\u9fff]\s+[\u3400-\u9fff]")


def _asks(node: Node) -> bool:
    """Tell whether *node* is a paragraph or a crosshead that says 问： and nothing else."""
    content = node.children[0].children if node.type in ("paragraph", "heading") else []
    return len(content) == 1 and content[0].type == "text" and ASKING.fullmatch(content[0].content) is not None


def _is_plain_list(node: Node) -> bool:
    """Tell whether *node* is a list whose items are a paragraph each."""
    lists = node.type in ("bullet_list", "ordered_list")
    return lists and all([part.type for part in item.children] == ["paragraph"] for item in node.children)


def _unsaid(content: Iterable[Inline | Block]) -> Iterator[str]:
    """Yield what `plain` leaves of *content* unsaid: readings of ruby, and notes in notes."""
    for node in walk(content):
        match node:
            case Ruby(_, reading):
                yield reading
            case Note(blocks):
                yield "\n".join(map(plain_block, blocks))


def _described(article: Article, front: Settings, address: str | None) -> Article:
    """Return *article*, which fills a page, with what *front*, the page's front matter, says of it."""
    named = (*((front.author,) if front.author else ()), *front.authors)
    authors = article.authors or tuple(dict.fromkeys(named))
    origin = Origin(address, front.date) if address or front.date else None
    return replace(
        article,
        authors=authors,
        byline=article.byline or written_byline(authors),
        origin=article.origin or origin,
        subtitle=article.subtitle or front.subtitle,
    )


def _drop_start(node: Node, length: int) -> None:
    if node.token:
        node.token.content = node.content[length:].lstrip()
