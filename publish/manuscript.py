"""The manuscript (书稿): a book written out in Markdown for a person to correct, and read again.

Front matter in YAML with the keys of ``book.toml``; ``#`` a section heading, ``##`` a title, and directly under it the
lines of `FIELDS`; ``###`` a crosshead. A heading without text says that there is none. Writing what was read gives the
same bytes, and reading what was written the same book.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from publish.book import (
    Article,
    Block,
    Book,
    Break,
    Chapter,
    Emphasis,
    Inline,
    Link,
    Note,
    Origin,
    Paragraph,
    Picture,
    Ruby,
    Strong,
    Text,
    plain,
    plain_block,
)
from publish.diagnostics import Diagnostic, Report, failure
from publish.edition import Settings, line_of_key, settings_from, with_options
from publish.markdown import Document, Node, parse_markdown
from publish.markdown_reader import MarkdownReader, last_line_of, line_of, lines_of
from publish.markdown_writer import entity, write_blocks, write_line
from publish.pictures import Album, path_of
from publish.source import Source

FIELDS = {
    "kicker": ("引题", "引題"),
    "subtitle": ("副题", "副題"),
    "authors": ("作者", "作者"),
    "byline": ("署名", "署名"),
    "origin": ("来源", "來源"),
    "remarks": ("附注", "附註"),
}
"""The line of each field of an article begins with its word, in Simplified or Traditional, and a colon."""

FIELD = re.compile(rf"({'|'.join(word for words in FIELDS.values() for word in words)})\s*([：:])")

NAME_OF = {word: name for name, words in FIELDS.items() for word in words}
"""The name of the field that a word begins."""

_NAMES = "、"
_PARTS = "，"


def written_byline(authors: tuple[str, ...]) -> str | None:
    """Return the byline of *authors* where none was printed."""
    return " ".join(authors) or None


# --- writing -------------------------------------------------------------------------------------------------------


def write_manuscript(book: Book) -> str:
    """Return *book* as a manuscript, with one line break at its end.

    The field words are Traditional where the book's language is.
    """
    script = int(book.language.startswith(("zh-TW", "zh-HK", "zh-MO", "zh-Hant")))
    parts = [_front_matter(book)]
    note = 1
    for index, chapter in enumerate(book.chapters):
        if chapter.heading is not None or index > 0 or not chapter.articles:
            parts.append(_heading("#", chapter.heading or ""))
        for article in chapter.articles:
            written, note = _article(article, script, note)
            parts += written
    return "\n\n".join(parts) + "\n"


def _heading(sign: str, text: str) -> str:
    line = write_line(text)
    line = f"{line[:-1]}\\#" if line.endswith("#") else line
    return f"{sign} {line}".rstrip(" ")


def _article(article: Article, script: int, note: int) -> tuple[list[str], int]:
    head = "\n".join((_heading("##", article.title), *_fields(article, script)))
    blocks, note = write_blocks(article.blocks, note)
    if found := FIELD.match(blocks):
        blocks = blocks[: found.start(2)] + entity(found[2]) + blocks[found.end() :]
    return [head, blocks] if blocks else [head], note


def _fields(article: Article, script: int) -> Iterator[str]:
    values: dict[str, list[str]] = {
        "kicker": [write_line(article.kicker)] if article.kicker is not None else [],
        "subtitle": [write_line(article.subtitle)] if article.subtitle is not None else [],
        "authors": [_listed(article.authors, _NAMES)] if article.authors else [],
        "byline": _byline(article),
        "origin": [_origin(article.origin)] if article.origin not in (None, Origin()) else [],
        "remarks": [write_line(remark) for remark in article.remarks],
    }
    for name, words in FIELDS.items():
        yield from (f"{words[script]}：{value}" for value in values[name])


def _listed(parts: tuple[str, ...], sign: str) -> str:
    """Return *parts* divided by *sign*, which inside a part is written so that it does not divide."""
    return sign.join(write_line(part).replace(sign, entity(sign)) for part in parts)


def _byline(article: Article) -> list[str]:
    """Return the lines of the printed byline: none where the names say it all, an empty one where none was printed."""
    if article.byline == written_byline(article.authors):
        return []
    return [write_line(line) for line in (article.byline or "").split("\n")]


def _origin(origin: Origin) -> str:
    """Return *origin* as few parts as tell it: each part by its looks if it can, else all three by their places."""
    parts = (origin.publication, origin.date, origin.page)
    short = tuple(part for part in parts if part)
    if any(_PARTS in part for part in short) or origin_of(short) != origin:
        short = tuple(part or "" for part in parts)
    return _listed(short, _PARTS)


_DATE = re.compile(r"[\d〇零一二三四五六七八九十]{2,4}年.*|\d{4}([-./]\d{1,2}){0,2}.*|\d{1,2}月\d{1,2}日.*")
_PAGE = re.compile(r"第.{1,8}[版页頁]|[A-Z]?\d{1,4}[版页頁]?|[Pp]\.? ?\d+")


def origin_of(parts: tuple[str, ...]) -> Origin | None:
    """Return the origin that *parts* name: three by their places, fewer by their looks."""
    if len(parts) == 3:
        publication, date, page = (part or None for part in parts)
        return Origin(publication, date, page)
    found: dict[str, str] = {}
    for part in filter(None, parts):
        kind = "date" if _DATE.fullmatch(part) else "page" if _PAGE.fullmatch(part) else "publication"
        found[kind] = f"{found[kind]}{_PARTS}{part}" if kind in found else part
    return Origin(**found) if found else None


# --- front matter --------------------------------------------------------------------------------------------------


def _front_matter(book: Book) -> str:
    keys: dict[str, Any] = {
        "title": book.title,
        "subtitle": book.subtitle,
        "authors": list(book.authors),
        "editors": list(book.editors),
        "publisher": book.publisher,
        "date": book.date,
        "identifier": book.identifier,
        "language": book.language,
        "rights": book.rights,
        "description": book.description,
        "subjects": list(book.subjects),
        "series": {"title": book.series.title, "number": book.series.number} if book.series else None,
        "cover": path_of(book.cover) if book.cover else None,
    }
    if isinstance(keys["series"], dict) and keys["series"]["number"] is None:
        del keys["series"]["number"]
    headings = [chapter.heading for chapter in book.chapters if chapter.heading is not None]
    told: dict[str, Any] = {key: value for key, value in keys.items() if value not in (None, [])}
    if len(set(headings)) < len(headings):
        told["merge-sections"] = False
    text = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=float("inf"))
    return f"---\n{text}---"


# --- reading -------------------------------------------------------------------------------------------------------


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


def read_manuscript(source: Source, folder: Path, report: Report) -> Manuscript:
    """Return what *source* holds.

    Pictures come from *folder*, the book's, alone. Raises `PublishError` M101, M102, B202, B203 where the front matter
    cannot be used, M311 where the text cannot.
    """
    settings, text = _split(source, report)
    album = Album(folder, source.name, report)
    try:
        document = parse_markdown(text)
        reader = MarkdownReader(document, source.name, report, album.find)
        chapters = tuple(_Outline(settings.title or Path(source.name).stem, source.name, reader).chapters(document))
        reader.report_unused()
    except RecursionError as error:
        raise failure("M311", source.name) from error
    if settings.cover:
        settings = with_options(settings, cover=album.find(settings.cover, line_of_key("cover", source.text)) or "")
    return Manuscript(settings, chapters, album.pictures, text, tuple(reader.left_out))


_FENCE = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_ELSEWHERE = ("sources", "encoding", "parse", "accept")


def _split(source: Source, report: Report) -> tuple[Settings, str]:
    """Return what the front matter says, and the text with empty lines in its place."""
    text = re.sub("[\f\v\x85\u2028\u2029]", " ", source.text)
    found = _FENCE.match(text)
    if not found:
        return Settings(), text
    table = _table(found[1], source.name)
    settings = settings_from(table, source.name, found[0], strict=False)
    for key in _ELSEWHERE:
        if key in table:
            report(Diagnostic("M103", source.name, line_of_key(key, found[0]), None, {"key": key}))
    return settings, "\n" * found[0].count("\n") + text[found.end() :]


class _Loader(yaml.BaseLoader):  # type: ignore[misc]  # PyYAML has no types
    """Reads YAML, and no key twice: YAML 1.2, section 3.2.1.1, asks for that, and PyYAML takes the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the keys of *node* with their values."""
        table: dict[Any, Any] = super().construct_mapping(node, deep)
        if len(table) < len(node.value):
            seen = [key.value for key, _ in node.value]
            twice = next(key for key, _ in reversed(node.value) if seen.count(key.value) > 1)
            raise yaml.constructor.ConstructorError(None, None, f"{twice.value} is there twice", twice.start_mark)
        return table


def _table(yaml_text: str, file: str) -> Mapping[str, Any]:
    try:
        # Every scalar stays the text that it is: a date, a year or a number are what the title page prints.
        table = yaml.load(yaml_text, _Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else None
        raise failure("M101", file, line, reason=error.problem) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise failure("M101", file, 1, reason=str(error).split("\n")[0]) from error
    if table is not None and not isinstance(table, dict):
        raise failure("M102", file, 1)
    return table or {}


@dataclass
class _Draft:
    """An article while its blocks are gathered."""

    title: str | None
    line: int
    nodes: list[Node] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class _Field(NamedTuple):
    """A line that says one field of an article: its text, and the nodes that it is written with."""

    text: str
    nodes: Sequence[Node]
    line: int


_Fields = dict[str, list[_Field]]


class _Outline:
    """Finds chapters and articles among the blocks of a document; *name* is the title of text that has none."""

    def __init__(self, name: str, source: str, reader: MarkdownReader) -> None:
        self._name = name
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

    def _leave_out_waiting(self, line: int | None) -> None:
        """Report the notes of a heading under which no article has come, on *line*."""
        for note in self._waiting:
            self._reader.leave_out(note, "M308", line, title=note)

    def _chapter(self, heading: str | None, line: int | None, drafts: Sequence[_Draft]) -> Iterator[Chapter]:
        """Yield the chapter of *drafts*, unless it is nothing: comments before the first heading."""
        articles = tuple(article for draft in drafts for article in self._articles(draft, heading))
        if articles or line is not None:
            yield Chapter(heading, articles, line, self._source)

    def _articles(self, draft: _Draft, heading: str | None) -> Iterator[Article]:
        """Yield the article of *draft*; text without a title takes that of its chapter, or of the book."""
        fields, blocks = self._fields(draft)
        title = draft.title if draft.title is not None else heading or self._name
        if draft.title is None:
            if not blocks and not fields:
                return
            self._reader.report("M201", draft.line, title=title)
        yield self._article(draft, title, fields, blocks)

    def _article(self, draft: _Draft, title: str, fields: _Fields, blocks: tuple[Block, ...]) -> Article:
        values = {name: [said.text for said in fields[name]] for name in FIELDS}
        authors = tuple(self._names(fields["authors"]))
        byline = "\n".join(values["byline"]) if values["byline"] else written_byline(authors)
        origin = [part for said in fields["origin"] for part in self._parts(said.nodes, _PARTS)]
        return Article(
            title=title,
            kicker=" ".join(values["kicker"]) or None,
            subtitle=" ".join(values["subtitle"]) or None,
            authors=authors,
            byline=byline or None,
            remarks=(*filter(None, values["remarks"]), *draft.remarks),
            origin=origin_of(tuple(origin)),
            blocks=blocks,
            source=self._source,
            line=draft.line,
        )

    # --- fields ----------------------------------------------------------------------------------------------------

    def _fields(self, draft: _Draft) -> tuple[_Fields, tuple[Block, ...]]:
        """Return the fields directly under the title, each as text and as nodes, and the blocks that follow."""
        fields: _Fields = defaultdict(list)
        nodes = list(draft.nodes)
        before: tuple[Block, ...] = ()
        while nodes and nodes[0].type == "paragraph":
            rest, line = self._take_fields(nodes[0], fields, draft)
            if rest is None:
                del nodes[0]
                continue
            if line > line_of(nodes[0]):
                before = tuple(self._reader.paragraph(rest, line, last_line_of(nodes[0])))
                del nodes[0]
            break
        return fields, (*before, *self._reader.blocks(nodes))

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
                parts[-1] += plain(self._reader.content([node], 0)[0])
        return [part.strip() for part in parts]

    def _names(self, written: Sequence[_Field]) -> Iterator[str]:
        """Yield the names that the lines 作者 give; report what looks like several of them in one."""
        for said in written:
            for name in filter(None, self._parts(said.nodes, _NAMES)):
                closed = _SPACED.sub(r"\1\2\3\4", name)
                if _SEVERAL.search(closed):
                    self._reader.report("M206", said.line, name=name)
                yield closed

    def _plain(self, nodes: Sequence[Node], line: int) -> tuple[str, list[str]]:
        """Return the plain text of a field, and the notes that it calls; other markup is reported."""
        content, _ = self._reader.content(nodes, line)
        notes = [note for note in content if isinstance(note, Note)]
        for note in notes:
            self._reader.report("M204", line)
            for lost in _unsaid(note.blocks):
                self._reader.leave_out(lost, "M308", line, title=lost)
        for inline in content:
            if not isinstance(inline, Text | Break | Note):
                lost = "".join(_unsaid([inline]))
                self._reader.leave_out(lost, "M203", line, kind=type(inline).__name__.lower())
        return plain(content), ["\n".join(map(plain_block, note.blocks)) for note in notes]


_SPACED = re.compile(r"^([\u3400-\u9fff]{1,2})\s+([\u3400-\u9fff])$|^([\u3400-\u9fff])\s+([\u3400-\u9fff]{2})$")
"""A name set wide: 李 明, 欧阳 海, 李 小明."""
_SEVERAL = re.compile(r"[,，;；/／]|[\u3400-\u9fff]\s+[\u3400-\u9fff]")


def _unsaid(content: Iterable[Inline | Block]) -> Iterator[str]:
    """Yield what `plain` leaves of *content* unsaid: readings of ruby, and notes in notes."""
    for part in content:
        match part:
            case Ruby(_, reading):
                yield reading
            case Note(blocks):
                yield "\n".join(map(plain_block, blocks))
                yield from _unsaid(blocks)
            case Emphasis(inner) | Strong(inner) | Link(_, inner) | Paragraph(inner):
                yield from _unsaid(inner)


def _drop_start(node: Node, length: int) -> None:
    if node.token:
        node.token.content = node.content[length:].lstrip()
