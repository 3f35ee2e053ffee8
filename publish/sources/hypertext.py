"""Elements of HTML → lines with their looks, and blocks: what pages of the web and of e-books have in common.

Phrasing content becomes inline content whatever it is nested in; a block inside emphasis ends the line and the emphasis
goes on below it, as a browser shows it (HTML Living Standard, 13.2.6.1).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

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
    Quote,
    Ruby,
    Rule,
    Strong,
    Table,
    Text,
    plain,
)
from publish.phrasing import MARKS
from publish.slicing import merged, sliced, trimmed
from publish.source import Declared, Look
from publish.sources.markup import Element, is_element, local_name
from publish.spans import Spans, squared


@dataclass(frozen=True, slots=True)
class Lined:
    """A line of text with its look."""

    content: Inlines
    look: Look
    indent: int = 0
    """Characters of white space that the page has before it."""
    goes_on: bool = False
    """Whether nothing but a line break parts it from the line above."""


Piece = Lined | Block

PHRASING = frozenset({
    "a", "abbr", "acronym", "audio", "b", "bdi", "bdo", "big", "br", "button", "canvas", "cite", "code", "data",
    "del", "dfn", "em", "embed", "font", "i", "iframe", "img", "input", "ins", "kbd", "label", "map", "mark",
    "math", "meter", "nobr", "noscript", "object", "output", "picture", "progress", "q", "rb", "rp", "rt", "rtc",
    "ruby", "s", "samp", "script", "select", "small", "span", "strike", "strong", "sub", "sup", "svg", "template",
    "textarea", "time", "tt", "u", "var", "video", "wbr",
})  # fmt: skip
"""Elements that stand within a line (HTML Living Standard, 3.2.5.2.5); any other begins and ends one."""
UNSHOWN = frozenset({
    "script", "style", "noscript", "template", "head", "title", "meta", "link", "param", "source", "track", "rp",
    "input", "datalist", "select",
})  # fmt: skip
"""Elements whose text no page shows, or as a choice alone."""
EMBEDDED = frozenset(["audio", "video", "iframe", "object", "embed", "canvas"])
"""What no book can hold."""
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LINKED = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)")
_DOTTED = re.compile(r"text-emphasis(?:-style)?\s*:\s*(?!none)")
_CENTRED = re.compile(r"text-align\s*:\s*center")
_ALIGNED = re.compile(r"text-align\s*:\s*(left|right|start|end|justify)")
_KAI = re.compile(r"font-family\s*:[^;]*(?:楷|Kai)", re.IGNORECASE)
_LONGEST_HEADING = 60
"""Characters of a line whose look is bold where all of it is; in a longer one it is importance."""


@dataclass(eq=False, slots=True)
class _Wrap:
    """An element of phrasing content that is open; each is itself alone."""

    kind: type[Any]
    href: str = ""


@dataclass(frozen=True, slots=True)
class _Looks:
    """What the elements around a line say of its look."""

    centred: bool | None = None
    kai: bool = False


_Token = tuple[Inline, tuple[_Wrap, ...]]


@dataclass(slots=True)
class Hypertext:
    """Reads elements of one document."""

    find_picture: Callable[[Sequence[str]], str | None]
    """Returns the name of the picture at the first of several addresses that there is."""
    furniture: Callable[[Element], bool] = lambda element: False
    """Tells which elements are none of the text: their lines are declared to be furniture."""
    passed: frozenset[Element] = frozenset()
    """Elements that were read already."""
    calls: Mapping[Element, Element] = field(default_factory=dict)
    """The elements that call notes, with those that are the notes."""
    captions: frozenset[Element] = frozenset()
    """Elements that are captions of the figure above."""
    declare: Callable[[Element], Look | None] = lambda element: None
    """What an element declares its lines to be, beyond what its name says."""
    left_out: list[str] = field(default_factory=list)
    """Names of the elements that no book can hold, as they were met."""

    def pieces(self, element: Element) -> list[Piece]:
        """Return what stands in *element*, in order."""
        gatherer = _Gatherer(self)
        gatherer.inside(element, (), _Looks())
        gatherer.end_line()
        while gatherer.pieces and isinstance(gatherer.pieces[-1], Rule):  # it parts nothing
            gatherer.pieces.pop()
        return gatherer.pieces

    def blocks(self, element: Element) -> tuple[Block, ...]:
        """Return what stands in *element* as blocks: its lines as paragraphs, or as a poem where it declares one."""
        return blocks_of(self.pieces(element))

    def inlines(self, element: Element) -> Inlines:
        """Return what stands in *element* as inline content, its lines parted by breaks."""
        lines = (piece.content for piece in self.pieces(element) if isinstance(piece, Lined))
        return joined(lines)

    def note(self, call: Element) -> Note:
        """Return the note that *call* calls, without its mark."""
        blocks = self.blocks(self.calls[call])
        mark = _MARK.sub("", "".join(call.itertext()))
        if blocks and isinstance(blocks[0], Paragraph):
            blocks = (replace(blocks[0], content=_without_mark(blocks[0].content, mark)), *blocks[1:])
        return Note(blocks)


_MARK = re.compile(r"[\s\[\](（）)【】〔〕.、．:：]")


def _without_mark(content: Inlines, mark: str) -> Inlines:
    """Return *content* without the *mark* that it begins with, and what stands around that."""
    found = re.match(
        rf"[\[(（【〔]?\s*{re.escape(mark)}\s*[\])）】〕]?\s*[.、．:：]?\s*" if mark else r"$", plain(content)
    )
    if not found or (mark.isalnum() and found[0].strip() == mark and not found[0][-1:].isspace()):
        return content
    return trimmed(sliced(content, found.end(), len(plain(content))))


def joined(lines: Iterable[Inlines]) -> Inlines:
    """Return *lines* as one run, parted by breaks."""
    made: list[Inline] = []
    for line in lines:
        made += [Break(), *line] if made else line
    return tuple(made)


def blocks_of(pieces: Iterable[Piece]) -> tuple[Block, ...]:
    """Return *pieces* as blocks; lines that line breaks part are one paragraph."""
    made: list[Block] = []
    for piece in pieces:
        above = made[-1] if made else None
        if isinstance(piece, Lined) and piece.goes_on and isinstance(above, Paragraph):
            made[-1] = Paragraph((*above.content, Break(), *piece.content))
        else:
            made.append(_block(piece))
    return tuple(made)


def _block(piece: Piece) -> Block:
    if not isinstance(piece, Lined):
        return piece
    if piece.look.declared is Declared.HEADING:
        return Crosshead(piece.content, max(1, (piece.look.level or 3) - 2))
    content = (Strong(piece.content),) if piece.look.bold and piece.content else piece.content
    return Paragraph(content)


# --- gathering -----------------------------------------------------------------------------------------------------


class _Gatherer:
    """Gathers the pieces of one element."""

    def __init__(self, reader: Hypertext) -> None:
        self._reader = reader
        self.pieces: list[Piece] = []
        self._tokens: list[_Token] = []
        self._looks = _Looks()
        self._heading: Look | None = None

    # --- elements

    def inside(self, element: Element, wraps: tuple[_Wrap, ...], looks: _Looks) -> None:
        """Take what stands in *element*."""
        self._text(element.text, wraps)
        for child in element:
            if is_element(child):
                self._element(child, wraps, looks)
            self._looks = looks
            self._text(child.tail, wraps)

    def _element(self, element: Element, wraps: tuple[_Wrap, ...], looks: _Looks) -> None:
        name = local_name(element)
        if element in self._reader.passed or name in UNSHOWN:
            return
        if name in EMBEDDED:
            self._reader.left_out.append(name)
        elif self._reader.furniture(element):
            self._furniture(element)
        elif name in PHRASING:
            self._phrase(element, name, wraps, looks)
        else:
            self._flow(element, name, wraps, looks)

    def _furniture(self, element: Element) -> None:
        self.end_line()
        for text in texts_of(element):
            self.pieces.append(Lined((Text(text),), Look(declared=Declared.SITE)))

    def _phrase(self, element: Element, name: str, wraps: tuple[_Wrap, ...], looks: _Looks) -> None:
        if element in self._reader.calls:
            self._tokens.append((self._reader.note(element), ()))
        elif name == "br":
            self._tokens.append((Break(), ()))
        elif name == "img":
            self._image(element, wraps)
        elif name == "ruby":
            self._tokens += ((ruby, wraps) for ruby in _rubies(element))
        elif name in ("code", "tt") and not len(element):
            self._tokens.append((Code(_flat(element.text or "")), wraps))
        elif name == "svg":
            pass
        else:
            self.inside(element, (*wraps, *_wraps(element, name)), looks)

    def _flow(self, element: Element, name: str, wraps: tuple[_Wrap, ...], looks: _Looks) -> None:
        self.end_line()
        self._looks = looks = _looks(element, name, looks)
        if element in self._reader.captions and self._caption(element):
            return
        declared = self._reader.declare(element)
        if declared or name in _HEADINGS:
            self._declared(
                element, declared or Look(declared=Declared.HEADING, level=_HEADINGS[name], whole=True), looks
            )
        elif maker := _MAKERS.get(name):
            maker(self, element, wraps, looks)
        else:
            self.inside(element, wraps, looks)
            self.end_line()

    def _declared(self, element: Element, look: Look, looks: _Looks) -> None:
        outer, self._heading = self._heading, look
        self.inside(element, (), looks)
        self.end_line()
        self._heading = outer

    def _caption(self, element: Element) -> bool:
        """Take *element* as the caption of the figure above, if there is one without any."""
        above = self.pieces[-1] if self.pieces else None
        if not isinstance(above, Figure) or above.caption:
            return False
        self.pieces[-1] = replace(above, caption=self._reader.inlines(element))
        return True

    # --- blocks

    def _quotation(self, element: Element, wraps: tuple[_Wrap, ...], looks: _Looks) -> None:
        if blocks := self._reader.blocks(element):
            self.pieces.append(Quote(blocks))

    def _list(self, element: Element, wraps: tuple[_Wrap, ...], looks: _Looks) -> None:
        items = [Item(blocks) for child in element if is_element(child) and (blocks := self._item(child))]
        if items:
            start = element.get("start") or "1"
            counted = (int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1) if local_name(element) == "ol" else None
            self.pieces.append(List(tuple(items), counted))

    def _item(self, element: Element) -> tuple[Block, ...]:
        if element in self._reader.passed or local_name(element) in UNSHOWN:
            return ()
        if self._reader.furniture(element):
            self._furniture(element)
            return ()
        if local_name(element) in ("ul", "ol"):  # a list that stands in no item of the one around it
            inner = _Gatherer(self._reader)
            inner._list(element, (), _Looks())
            return blocks_of(inner.pieces)
        return self._reader.blocks(element)

    def _table(self, element: Element, wraps: tuple[_Wrap, ...], looks: _Looks) -> None:
        rows = list(_rows(element))
        if not _is_data(element, rows):
            self.inside(element, wraps, looks)
            self.end_line()
            return
        caption = next((child for child in element if is_element(child) and local_name(child) == "caption"), None)
        full = squared(_grid(rows, self._reader.inlines), ())
        heads = sum(1 for _ in _heads(rows))
        words = self._reader.inlines(caption) if caption is not None else ()
        self.pieces.append(Table(full, heads, caption=words))

    def _listing(self, element: Element, wraps: tuple[_Wrap, ...], looks: _Looks) -> None:
        text = "".join(element.itertext()).replace("\r\n", "\n").strip("\n")
        if text.strip():
            self.pieces.append(Listing("\n".join(line.rstrip() for line in text.split("\n"))))

    def _figure(self, element: Element, wraps: tuple[_Wrap, ...], looks: _Looks) -> None:
        begun = len(self.pieces)
        captions = [child for child in element.iter() if is_element(child) and local_name(child) == "figcaption"]
        inner = Hypertext(
            self._reader.find_picture,
            self._reader.furniture,
            self._reader.passed | frozenset(captions),
            self._reader.calls,
            self._reader.captions,
            self._reader.declare,
            self._reader.left_out,
        )
        self.pieces += inner.pieces(element)
        words = joined(self._reader.inlines(caption) for caption in captions)
        shown = [at for at in range(begun, len(self.pieces)) if isinstance(self.pieces[at], Figure | Table)]
        if words and shown:
            last: Any = self.pieces[shown[-1]]
            self.pieces[shown[-1]] = replace(last, caption=last.caption or words)
        elif words:
            self.pieces.append(Lined(words, Look(declared=Declared.TEXT, whole=True)))

    def _rule(self, element: Element, wraps: tuple[_Wrap, ...], looks: _Looks) -> None:
        if self.pieces and not isinstance(self.pieces[-1], Rule):
            self.pieces.append(Rule())

    # --- pictures

    def _image(self, element: Element, wraps: tuple[_Wrap, ...]) -> None:
        width, height = (_pixels(element, side) for side in ("width", "height"))
        if any(side is not None and side <= _DOT for side in (width, height)):
            return
        name = self._reader.find_picture(list(_addresses(element)))
        if name is None:
            return
        image = Image(name, " ".join((element.get("alt") or "").split()))
        classes = element.get("class") or ""
        if "gaiji" in classes or "emoji" in classes or (height is not None and height <= _LETTER):
            self._tokens.append((image, wraps))
        else:
            self.end_line()
            self.pieces.append(Figure(replace(image, alternative=image.alternative)))

    # --- lines

    def _text(self, text: str | None, wraps: tuple[_Wrap, ...]) -> None:
        if text:
            self._tokens.append((Text(text), wraps))

    def end_line(self) -> None:
        """Take the text so far as a line, or as several where it has line breaks."""
        tokens, self._tokens = self._tokens, []
        lines = [
            list(group) for broken, group in groupby(tokens, lambda token: isinstance(token[0], Break)) if not broken
        ]
        begun = len(self.pieces)
        for line in lines:
            self._line(line, goes_on=len(self.pieces) > begun)

    def _line(self, tokens: Sequence[_Token], goes_on: bool) -> None:
        collapsed, indent = _collapsed(tokens)
        content = trimmed(_nested(collapsed, 0))
        if not plain(content).strip() and not any(isinstance(inline, Image | Note) for inline in content):
            return
        if not plain(content).strip():  # a picture or a note alone: nothing that a line could hold
            self._alone(content)
            return
        look = self._heading or Look(declared=Declared.TEXT, whole=True)
        bare = _unbolded(content)
        if bare is not None and len(plain(bare)) <= _LONGEST_HEADING:
            content, look = bare, replace(look, bold=True)
        looks = self._looks
        look = replace(look, centred=looks.centred or look.centred, face="kai" if looks.kai else look.face)
        self.pieces.append(Lined(content, look, indent, goes_on))

    def _alone(self, content: Inlines) -> None:
        for inline in content:
            if isinstance(inline, Image):
                self.pieces.append(Figure(inline))
            elif isinstance(inline, Note) and self.pieces and isinstance(self.pieces[-1], Lined):
                above = self.pieces[-1]
                self.pieces[-1] = replace(above, content=(*above.content, inline))


_DOT = 2
"""Pixels of the side of a picture that nobody sees: it counts visits."""
_LETTER = 32
"""Pixels in height of a picture that stands in a line like a character."""

_MAKERS: Mapping[str, Callable[[_Gatherer, Element, tuple[_Wrap, ...], _Looks], None]] = {
    "blockquote": _Gatherer._quotation,
    "ul": _Gatherer._list,
    "ol": _Gatherer._list,
    "table": _Gatherer._table,
    "pre": _Gatherer._listing,
    "figure": _Gatherer._figure,
    "hr": _Gatherer._rule,
}


def _wraps(element: Element, name: str) -> Iterator[_Wrap]:
    if name == "a" and _LINKED.fullmatch(href := (element.get("href") or "").strip()):
        yield _Wrap(Link, href)
    if kind := MARKS.get(name):
        yield _Wrap(kind)
    style = element.get("style") or ""
    if style and kind is not Strong and _BOLD.search(style):
        yield _Wrap(Strong)
    if style and kind is not Emphasis and _DOTTED.search(style):
        yield _Wrap(Emphasis)


def _looks(element: Element, name: str, looks: _Looks) -> _Looks:
    style, align = element.get("style") or "", (element.get("align") or "").lower()
    if name == "center" or align == "center" or _CENTRED.search(style):
        looks = replace(looks, centred=True)
    elif align or _ALIGNED.search(style):
        looks = replace(looks, centred=None)
    return replace(looks, kai=True) if _KAI.search(style) else looks


def _rubies(element: Element) -> Iterator[Inline]:
    """Yield the parts of a ``ruby``, each base with its reading (HTML Living Standard, 4.5.10)."""
    base = element.text or ""
    for child in element:
        name = local_name(child) if is_element(child) else ""
        text = "".join(child.itertext()) if name and name not in ("rp", "rtc") else ""
        if name == "rt":
            if base.strip():
                yield Ruby(_flat(base), _flat(text)) if text.strip() else Text(_flat(base))
            base = ""
        else:
            base += text
        base += child.tail or ""
    if base.strip():
        yield Text(_flat(base))


def _addresses(element: Element) -> Iterator[str]:
    """Yield where the picture of an ``img`` may be, the likeliest first: many pages load it later."""
    keys = (
        "src",
        "data-src",
        "data-original",
        "data-lazy-src",
        "data-actualsrc",
        "data-original-src",
        "original",
        "zoomfile",
    )
    found = [text.strip() for key in keys if (text := element.get(key) or "").strip()]
    yield from sorted(found, key=lambda address: address.startswith("data:image/gif"))


def _pixels(element: Element, side: str) -> float | None:
    found = re.fullmatch(r"\s*(\d{1,5}(?:\.\d+)?)\s*(?:px)?\s*", element.get(side) or "")
    styled = re.search(rf"(?<![\w-]){side}\s*:\s*(\d{{1,5}}(?:\.\d+)?)px", element.get("style") or "")
    return float(found[1]) if found else float(styled[1]) if styled else None


# --- white space ---------------------------------------------------------------------------------------------------

_SPACE = re.compile("[ \t\n\r\f\xa0]+")
_WIDE = (
    "\u1100-\u11ff\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6"
    "\u201c\u201d\u2018\u2019\u2026\u2014"
)
_WIDE_CHARACTER = re.compile(f"[{_WIDE}]")


def _flat(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _collapsed(tokens: Sequence[_Token]) -> tuple[list[_Token], int]:
    """Return *tokens* with white space as a page shows it, and by how many characters the line is indented.

    Runs of spaces become one; a line end of the file between two wide characters is none (CSS Text 3, 4.1.1, 4.1.3).
    """
    made: list[_Token] = []
    waiting, above, indent = "", "", 0
    for inline, wraps in tokens:
        if not isinstance(inline, Text):
            made += [(Text(" "), wraps)] if waiting and above and not isinstance(inline, Note) else []
            waiting, above = "", above if isinstance(inline, Note) else "x"
            made.append((inline, wraps))
            continue
        text = ""
        for part in re.split(f"({_SPACE.pattern})", inline.text):
            if not part:
                continue
            if _SPACE.fullmatch(part):
                waiting += part
                continue
            if not above:
                indent += waiting.count("\xa0") // 2 + len(part) - len(part.lstrip("\u3000"))
                part = part.lstrip()
                waiting = ""
                if not part:
                    continue
            text += _space(waiting, above, part[0]) + part
            waiting, above = "", part[-1]
        if text:
            made.append((Text(text), wraps))
    return made, indent


def _space(waiting: str, above: str, below: str) -> str:
    """Return what the white space *waiting* between two characters shows."""
    if not waiting or not above:
        return ""
    broken = "\n" in waiting and not waiting.replace("\n", "").replace("\r", "").strip(" \t\xa0")
    wide = _WIDE_CHARACTER.match(above) and _WIDE_CHARACTER.match(below)
    return "" if broken and wide else " "


def _nested(tokens: Sequence[_Token], depth: int) -> Inlines:
    """Return *tokens* as inline content, each inside what wraps it from *depth* on."""
    made: list[Inline] = []
    for wrap, group in groupby(tokens, lambda token: token[1][depth] if len(token[1]) > depth else None):
        inner = list(group)
        if wrap is None:
            made += merged(inline for inline, _ in inner)
            continue
        content = _nested(inner, depth + 1)
        if not plain(content).strip() and not any(isinstance(inline, Image) for inline in content):
            made += content
        else:
            made.append(Link(wrap.href, content) if wrap.kind is Link else wrap.kind(content))
    return tuple(made)


def _unbolded(content: Inlines) -> Inlines | None:
    """Return *content* without its strong importance where all of it is strong, None where it is not."""
    texts = [inline for inline in content if not (isinstance(inline, Text) and not inline.text.strip())]
    if not texts or not all(isinstance(inline, Strong | Note) for inline in texts):
        return None
    bare = tuple(part for inline in content for part in (inline.content if isinstance(inline, Strong) else (inline,)))
    return bare if any(isinstance(inline, Strong) for inline in texts) else None


# --- tables --------------------------------------------------------------------------------------------------------

_LONGEST_CELL = 300
"""Characters of a cell of a table; with more it parts a page."""


def _rows(table: Element) -> Iterator[list[Element]]:
    """Yield the cells of each row of *table*, those of tables in it aside."""
    for part in table:
        if not is_element(part):
            continue
        if local_name(part) == "tr":
            yield [cell for cell in part if is_element(cell) and local_name(cell) in ("td", "th")]
        elif local_name(part) in ("thead", "tbody", "tfoot"):
            yield from _rows(part)


def _is_data(table: Element, rows: Sequence[Sequence[Element]]) -> bool:
    """Tell whether *table* holds figures and facts, and does not part a page into columns."""
    cells = [cell for row in rows for cell in row]
    if any(is_element(inner) and local_name(inner) == "table" for inner in table.iter() if inner is not table):
        return False
    lengths = [len("".join(cell.itertext()).strip()) for cell in cells]
    filled = [sum(1 for cell in row if "".join(cell.itertext()).strip()) for row in rows]
    return len(rows) > 1 and max(filled, default=0) > 1 and max(lengths) <= _LONGEST_CELL


def _heads(rows: Sequence[Sequence[Element]]) -> Iterator[Sequence[Element]]:
    for row in rows:
        if not row or not all(
            local_name(cell) == "th" or local_name(row[0].getparent().getparent()) == "thead" for cell in row
        ):
            return
        yield row


def _grid(rows: Sequence[Sequence[Element]], read: Callable[[Element], Inlines]) -> list[list[Inlines]]:
    """Return the cells of *rows*; one that reaches over others is followed by empty ones, or stands above such."""
    grid: list[list[Inlines]] = []
    spans = Spans()
    for row in rows:
        spans.begin_row()
        grid.append([])
        for cell in row:
            before, wide = spans.place(cell.get("colspan"), cell.get("rowspan"))
            grid[-1] += [*((),) * before, read(cell), *((),) * (wide - 1)]
    return grid


# --- text alone ----------------------------------------------------------------------------------------------------


def texts_of(element: Element, passed: frozenset[Element] = frozenset()) -> Iterator[str]:
    """Yield the text of *element* line by line, without that of the elements *passed*."""
    parts: list[str] = []
    for text in _texts(element, passed):
        if text is None:
            if line := _flat("".join(parts)):
                yield line
            parts = []
        else:
            parts.append(text)
    if line := _flat("".join(parts)):
        yield line


def _texts(element: Element, passed: frozenset[Element]) -> Iterator[str | None]:
    """Yield the runs of text in *element*, and None where a line ends."""
    name = local_name(element)
    if element in passed or name in UNSHOWN:
        return
    apart = name not in PHRASING or name == "br"
    if apart:
        yield None
    yield element.text or ""
    for child in element:
        if is_element(child):
            yield from _texts(child, passed)
        yield child.tail or ""
    if apart:
        yield None
