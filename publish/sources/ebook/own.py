"""The EPUBs of this program → the book that they were made from: what the templates write, read back.

The markup is that of ``templates/``: an article is a ``section.article`` on a page of its own name, its head a
``header``, its notes a ``section.notes``. What an EPUB does not say is listed in docs/sources.md.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import dropwhile
from operator import eq
from typing import Any

from publish.book import (
    Article,
    Block,
    Break,
    Chapter,
    Code,
    Crosshead,
    Figure,
    Image,
    Inline,
    Inlines,
    Item,
    Link,
    List,
    Listing,
    Note,
    Origin,
    Paragraph,
    Quote,
    Ruby,
    Rule,
    Table,
    Text,
    Verse,
)
from publish.phrasing import MARKS
from publish.slicing import merged
from publish.sources.ebook.container import Container
from publish.sources.markup import Element, is_element, local_name
from publish.walk import with_children

_ARTICLE = re.compile(r"a[0-9a-f]{8}(?:-\d+)?")


def is_own(container: Container) -> bool:
    """Tell whether this program made the EPUB in *container*."""
    names = {_stem(resource.path) for resource in container.spine}
    if not {"title-page", "colophon"} <= names:
        return False
    first = next((each for each in container.spine if _ARTICLE.fullmatch(_stem(each.path))), None)
    root = container.document(first.path) if first else None
    return root is None or any(True for _ in _classed(root, "article"))


def _stem(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the contents page: an article, by the stem of its page, or a chapter with those below it."""

    stem: str
    authors: tuple[str, ...] = ()
    articles: tuple[Line, ...] = ()
    chapter: bool = False


def read_contents(container: Container) -> Iterator[Line]:
    """Yield the lines of the contents page, which names each article with its authors."""
    page = next((each for each in container.spine if _stem(each.path) == "contents"), None)
    root = container.document(page.path) if page else None
    if root is None:
        return
    for section in _classed(root, "contents"):
        yield from _lines(next(_children(section, "ol"), None))


def _lines(listed: Element | None) -> Iterator[Line]:
    for item in _children(listed, "li") if listed is not None else ():
        link = next(_children(item, "a"), None)
        if link is None:
            continue
        stem, chapter = _stem(link.get("href") or ""), "chapter" in _classes(item)
        spans = (span for part in _children(item, "span") for span in _classed(part, "name"))
        authors = tuple(name for span in spans if (name := " ".join(_names(span).split())))
        yield Line(stem, authors, tuple(_lines(next(_children(item, "ol"), None))), chapter)


def _names(span: Element) -> str:
    return "".join(span.itertext())


# --- articles ------------------------------------------------------------------------------------------------------


class ArticleReader:
    """Reads one page; *picture* gives the name under which the book has the picture at an address."""

    def __init__(self, root: Element, picture: Callable[[str], str | None]) -> None:
        self._section = next(_classed(root, "article"))
        self._picture = picture
        self._notes = {_id_of(div): div for div in _classed(root, "note") if local_name(div) == "div"}
        self._open: list[str] = []

    def read(self, authors: tuple[str, ...]) -> Article:
        """Return the article; *authors* are those that the contents name."""
        head = next(_children(self._section, "header"), None)
        fields = {name: list(_fields(head, name)) for name in ("kicker", "subtitle", "byline", "remark", "origin")}
        title = next(_children(head, "h2"), None) if head is not None else None
        return Article(
            title=_text(title) if title is not None else "",
            kicker=_one(fields["kicker"]),
            subtitle=_one(fields["subtitle"]),
            authors=authors,
            byline=_one([line for line in fields["byline"] if "authors" not in _classes(line)]),
            remarks=tuple(map(_text, fields["remark"])),
            origin=_origin(fields["origin"]),
            blocks=tuple(self.blocks(self._section)),
            questions=tuple(
                _text(item) for each in _classed(self._section, "questions") for item in each.iter("{*}li")
            ),
        )

    # --- blocks

    def blocks(self, parent: Element) -> Iterator[Block]:
        """Yield the blocks in *parent*."""
        for child in parent:
            if is_element(child):
                yield from self._block(child)

    def _block(self, element: Element) -> Iterator[Block]:
        name, classes = local_name(element), _classes(element)
        if name in ("div", "section"):
            yield from self._division(element, classes)
        elif "crosshead" in classes and name[1:].isdecimal():
            yield Crosshead(self.inlines(element), int(name[1]) - 2)
        elif maker := _MAKERS.get(name):
            yield maker(self, element)

    def _division(self, element: Element, classes: list[str]) -> Iterator[Block]:
        if "verse" in classes:
            yield Verse(tuple(self._verses(element)))
        elif "row" in classes:
            for at, figure in enumerate(_children(element, "figure")):
                yield replace(self._figure(figure), beside=at > 0)
        elif _BESIDE.isdisjoint(classes):
            yield from self.blocks(element)

    def _paragraph(self, element: Element) -> Paragraph:
        return Paragraph(self.inlines(element))

    def _quotation(self, element: Element) -> Quote:
        return Quote(tuple(self.blocks(element)))

    def _rule(self, element: Element) -> Rule:
        return Rule()

    def _verses(self, element: Element) -> Iterator[Inlines]:
        for verse in _children(element, "p"):
            yield () if "stanza-break" in _classes(verse) else self.inlines(verse)

    def _list(self, element: Element) -> List:
        start = int(element.get("start") or 1) if local_name(element) == "ol" else None
        return List(tuple(map(self._item, _children(element, "li"))), start)

    def _item(self, element: Element) -> Item:
        mark = next((child for child in element if is_element(child) and "mark" in _classes(child)), None)
        first, begin = [], 0
        for begin, (text, child) in enumerate(_runs(element)):  # noqa: B007 - where the blocks begin
            if child is not None and local_name(child) in _BLOCKS:
                first.append((text.rstrip("\n"), None))
                break
            first.append((text, None if child is mark else child))
        content = tuple(merged(self._run(first)))
        if not any(not isinstance(inline, Text) or inline.text.strip("\n") for inline in content):
            content = ()
        blocks = [Paragraph(content)] if content else []
        later = [child for child in element if is_element(child) and local_name(child) in _BLOCKS]
        blocks += [block for child in later for block in self._block(child)]  # type: ignore[misc]
        if blocks == [Paragraph(())]:
            blocks = []  # an item that holds nothing has a line of its own all the same
        return Item(tuple(blocks), "".join(mark.itertext()) if mark is not None else None)

    def _figure(self, element: Element) -> Figure:
        image = next(_children(element, "img"))
        caption = next(_children(element, "figcaption"), None)
        style = (element.get("style") or "") + (image.get("style") or "")
        width = re.search(r"width:\s*([\d.]+)%", style)
        return Figure(
            self._image(image),
            self.inlines(caption) if caption is not None else (),
            width=float(width[1]) if width else None,
        )

    def _table(self, element: Element) -> Table:
        caption = next(_children(element, "caption"), None)
        heads = [row for part in _children(element, "thead") for row in _children(part, "tr")]
        rows = [*heads, *(row for part in _children(element, "tbody") for row in _children(part, "tr"))]
        cells = [[cell for cell in row if is_element(cell)] for row in rows]
        first = cells[0] if cells else []
        aligns = tuple(next((each for each in _classes(cell) if each in _ALIGNS), "") for cell in first)
        return Table(
            tuple(tuple(map(self.inlines, row)) for row in cells),
            len(heads),
            aligns if any(aligns) else (),
            self.inlines(caption) if caption is not None else (),
        )

    def _listing(self, element: Element) -> Listing:
        code = next(_children(element, "code"), element)
        language = next((name.removeprefix("language-") for name in _classes(code) if name.startswith("language-")), "")
        return Listing("".join(element.itertext()), language)

    # --- inline content

    def inlines(self, element: Element) -> Inlines:
        """Return what stands in *element* as inline content."""
        return tuple(merged(self._run(_runs(element))))

    def _run(self, runs: Iterable[tuple[str, Element | None]]) -> Iterator[Inline]:
        for text, child in runs:
            if text:
                yield Text(text)
            if child is not None:
                yield from self._inline(child)

    def _inline(self, element: Element) -> Iterator[Inline]:
        name, classes = local_name(element), _classes(element)
        if name == "span" and not _MADE.isdisjoint(classes):
            return
        if (call := _call(element)) is not None:
            yield from self._note(call)
            return
        match name:
            case "em" | "strong" | "sup" | "sub":
                yield MARKS[name](self.inlines(element))
            case "a":
                yield Link(element.get("href") or "", self.inlines(element))
            case "br":
                yield Break()
            case "ruby":
                reading = next(_children(element, "rt"), None)
                yield Ruby(element.text or "", "".join(reading.itertext()) if reading is not None else "")
            case "code":
                yield Code("".join(element.itertext()))
            case "img":
                yield self._image(element)
            case _:
                yield from self.inlines(element)

    def _image(self, element: Element) -> Image:
        address = element.get("src") or ""
        return Image(self._picture(address) or address.rpartition("/")[2], element.get("alt") or "")

    def _note(self, call: Element) -> Iterator[Inline]:
        name = (call.get("href") or "").partition("#")[2]
        note = self._notes.get(name)
        if note is None or name in self._open:
            return
        self._open.append(name)
        yield Note(tuple(dropwhile(partial(eq, Paragraph(())), self._note_blocks(note))))
        self._open.pop()

    def _note_blocks(self, note: Element) -> Iterator[Block]:
        """Yield what a note says; paragraphs before it that are empty, as one for the way back alone, say nothing."""
        for child in filter(is_element, note):
            back = next((each for each in child if each.get("role") == "doc-backlink"), None)
            yield from self._block(child) if back is None else [self._without(back, child)]

    def _without(self, back: Element, paragraph: Element) -> Paragraph:
        (_, _), (text, first), *rest = _runs(paragraph)
        return Paragraph(tuple(merged(self._run([(text.removeprefix(" "), first), *rest]))))


_MAKERS: Mapping[str, Callable[[ArticleReader, Element], Block]] = {
    "p": ArticleReader._paragraph,
    "blockquote": ArticleReader._quotation,
    "ul": ArticleReader._list,
    "ol": ArticleReader._list,
    "figure": ArticleReader._figure,
    "table": ArticleReader._table,
    "pre": ArticleReader._listing,
    "hr": ArticleReader._rule,
}
_BLOCKS = frozenset(["p", "div", "blockquote", "ul", "ol", "figure", "table", "pre", "hr", "h3", "h4", "h5", "h6"])


def _id_of(note: Element) -> str | None:
    """Return the id of *note*, or that of the item of a list in which it stands alone."""
    around = note.getparent()
    name: str | None = note.get("id") or (around.get("id") if around is not None else None)
    return name


def _call(element: Element) -> Element | None:
    """Return the link of *element*, a raised call of a note; None where it is none."""
    inner = [child for child in element if is_element(child)]
    called = local_name(element) == "sup" and len(inner) == 1 and "note-call" in _classes(inner[0])
    return inner[0] if called and not (element.text or "") and not (inner[0].tail or "") else None


def _runs(element: Element) -> Iterator[tuple[str, Element | None]]:
    """Yield what stands in *element*: a text and the element behind it, the last text with None."""
    text = element.text or ""
    for child in element:
        if is_element(child):
            yield text, child
            text = child.tail or ""
        else:
            text += child.tail or ""
    yield text, None


# --- fields --------------------------------------------------------------------------------------------------------


def _fields(head: Element | None, name: str) -> Iterator[Element]:
    return (child for child in _children(head, "p") if name in _classes(child)) if head is not None else iter(())


def _one(found: list[Element]) -> str | None:
    return _text(found[0]) if found else None


def _text(element: Element) -> str:
    """Return the text of *element*, a line for each that a break ends."""
    parts: list[str] = [element.text or ""]
    for child in element.iter():
        if child is not element and is_element(child):
            parts.append("\n" if local_name(child) == "br" else child.text or "")
        if child is not element:
            parts.append(child.tail or "")
    return "".join(parts)


def _origin(found: list[Element]) -> Origin | None:
    if not found:
        return None
    parts = {name: _names(span) for name in ("publication", "date", "page") for span in _classed(found[0], name)}
    # An origin is one line: a carriage return in a field comes out of XML as a line feed (XML 1.0, 2.11).
    parts = {name: "".join(text.split("\n")).strip() for name, text in parts.items() if text.strip()}
    return Origin(**parts) if parts else Origin(_text(found[0]))


# --- elements ------------------------------------------------------------------------------------------------------


def _classes(element: Element) -> list[str]:
    return (element.get("class") or "").split()


def _classed(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if is_element(element) and name in _classes(element))


def _children(element: Element, name: str) -> Iterator[Element]:
    return (child for child in element if is_element(child) and local_name(child) == name)


def chapters_of(container: Container, picture: Callable[[str, str], str | None], source: str) -> Iterator[Chapter]:
    """Yield the chapters of the EPUB in *container*; *picture* gives the name of the picture at a page's address."""
    pages = {_stem(resource.path): resource.path for resource in container.spine}

    def article(line: Line) -> Iterator[Article]:
        path = pages.get(line.stem)
        root = container.document(path) if path else None
        if path and root is not None and any(True for _ in _classed(root, "article")):
            yield replace(ArticleReader(root, lambda address: picture(path, address)).read(line.authors), source=source)

    waiting: list[Article] = []
    for line in read_contents(container):
        if not line.chapter:
            waiting += article(line)
            continue
        if waiting:
            yield Chapter(None, tuple(waiting), source=source)
            waiting = []
        root = container.document(pages.get(line.stem, ""))
        heading = (
            next((_text(title) for title in root.iter() if is_element(title) and local_name(title) == "h1"), "")
            if root is not None
            else ""
        )
        yield Chapter(heading, tuple(one for each in line.articles for one in article(each)), source=source)
    if waiting:
        yield Chapter(None, tuple(waiting), source=source)


def without_pictures(node: Any) -> tuple[Any, ...]:
    """Return what is to stand in place of *node* where pictures are left out: captions and what describes them stay."""
    match node:
        case Figure(_, caption):
            return (Paragraph(caption),) if caption else ()
        case Image(_, alternative):
            return (Text(alternative),) if alternative else ()
        case _:
            return (with_children(node, without_pictures),)


def text_of(container: Container) -> Iterator[str]:
    """Yield the text of the articles in *container* as a page shows it, with what describes its pictures.

    The numbers of notes and of paragraphs, which each setting makes anew, are none of it.
    """
    for resource in container.spine:
        root = container.document(resource.path) if _ARTICLE.fullmatch(_stem(resource.path)) else None
        if root is None:
            continue
        for section in _classed(root, "article"):
            yield from _shown(section)


_BESIDE = frozenset({"notes", "questions"})
"""Sections of an article that are no text of it."""
_MADE = frozenset({"number", "again"})
"""What the pages say and the text does not: numbers of paragraphs, heads of columns once more."""
_ALIGNS = frozenset({"left", "right", "center"})


def _shown(element: Element) -> Iterator[str]:
    classes = _classes(element)
    made = (
        "note-call" in classes
        or classes == ["byline", "authors"]
        or element.get("role") == "doc-backlink"
        or (local_name(element) == "p" and classes == ["label"])
        or (local_name(element) == "span" and not _MADE.isdisjoint(classes))
    )
    if not made:
        yield element.text or ""
        yield (element.get("alt") or "") if local_name(element) == "img" else ""
        for child in element:
            if is_element(child):
                yield from _shown(child)
                yield child.tail or ""
