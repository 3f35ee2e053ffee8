"""Chinese lines by public means: where the seam does not fit (`linesetting`), markup is divided into lines.

No function of the layout engine is touched. The paragraphs are replaced by *gauges*, boxes with a name, and laid out
once; the places of those, which the engine tells, say how wide each paragraph and each of its characters is, in any
style. The composer then sets the paragraph, and it is written back as lines that do not wrap, with margins where the
composer changes an advance. That is slower than the seam (two layouts, many boxes) and sets less:

- paragraphs and items of lists whose content is text, links, bold, emphasis, code and calls of notes are composed;
- what has anything else in it, or stands in a heading, a table, verse or the front matter, keeps the engine's own
  lines. It gets characters that have no width and that no text from the page contains, WORD JOINER and ZERO WIDTH
  SPACE, for the rules of UAX 14 let an interpunct or a dash begin a line and let no line end beside a quotation mark;
- nothing knows of floats: a style that sets pictures beside paragraphs has to do without them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from copy import deepcopy
from dataclasses import dataclass
from itertools import takewhile
from xml.etree.ElementTree import Element, SubElement, fromstring, tostring

from publish.pdf import composer
from publish.pdf.composer import CALL, EM, Kind, Line

Places = Mapping[str, Sequence[float]]
"""Left, top, right and bottom of boxes on their pages, in px, by their names."""

Path = tuple[tuple[str, str], ...]
"""Names and classes of elements, from the outermost in: what a style chooses faces and sizes by."""

_INLINE = frozenset({"a", "strong", "em", "code"})
_PLAIN = frozenset({"head", "header", "table", "figure", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
_PLAIN_CLASSES = frozenset({"title-page", "colophon", "contents", "verse", "note"})
_UNHINTED = frozenset({"head", "pre", "code", "h1", "h2", "h3", "h4", "h5", "h6"})
"""Where text stays as it is: titles also become running heads and bookmarks."""

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_ONE_HAN = "国"
"""Is measured for all Han characters."""
_GAUGE = "gauge-"


def divided_lines(markup: str, language: str, lay_out: Callable[[str], Places]) -> str:
    """Return *markup*, which is well-formed, with its Chinese paragraphs divided into lines.

    *lay_out* returns the places of all boxes with an id in the markup that it is given. Where it does not tell
    rectangles, the paragraphs stay whole, and only what may begin a line is mended.
    """
    root = fromstring(markup)
    paragraphs = list(_paragraphs(root))
    gauges = _Gauges(lay_out, root, paragraphs)
    house = composer.house_of(language)
    composed = {id(each.element) for each in paragraphs if _divide(each, gauges, house)}
    _hint(root, composed)
    return "<!DOCTYPE html>\n" + tostring(root, "unicode", method="html")


# --- paragraphs -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Run:
    """Text inside the inline elements *chain* of a paragraph; the call of a note has its element last in it."""

    text: str
    chain: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class _Paragraph:
    element: Element
    path: Path
    head: tuple[Element, ...]
    """What stands before the text and keeps its form: a number, the mark of an item."""
    runs: tuple[_Run, ...]

    def path_of(self, run: _Run) -> Path:
        return self.path + tuple(map(_step, run.chain))


def _step(element: Element) -> tuple[str, str]:
    return element.tag, element.get("class", "")


def _paragraphs(element: Element, path: Path = ()) -> Iterator[_Paragraph]:
    """Yield the paragraphs in *element* that can be composed."""
    if element.tag in _PLAIN or element.get("class") in _PLAIN_CLASSES:
        return
    path = (*path, _step(element))
    head = tuple(takewhile(_is_head, element)) if element.text is None else ()
    if element.tag in ("p", "li") and all(map(_is_inline, element[len(head) :])):
        runs = tuple(_runs(element))
        if any(_HAN.search(run.text) for run in runs) and not any(each.tail for each in head[:-1]):
            yield _Paragraph(element, path, head, runs)
        return
    for child in element:
        yield from _paragraphs(child, path)


def _is_note(element: Element) -> bool:
    return _step(element) == ("span", "note")


def _is_head(element: Element) -> bool:
    return _step(element) in (("span", "number"), ("span", "mark"))


def _is_inline(element: Element) -> bool:
    return _is_note(element) or (element.tag in _INLINE and all(map(_is_inline, element)))


def _runs(element: Element, chain: tuple[Element, ...] = ()) -> Iterator[_Run]:
    """Yield the text in *element*, a piece for each inline element that it changes to."""
    if element.text:
        yield _Run(_SPACE.sub(" ", element.text), chain)
    for child in element:
        inner = (*chain, child)
        if _is_note(child):
            yield _Run(CALL, inner)
        elif not _is_head(child):
            yield from _runs(child, inner)
        if child.tail:
            yield _Run(_SPACE.sub(" ", child.tail), chain)


_SPACE = re.compile(r"[ \t\r\n]+")


# --- widths ---------------------------------------------------------------------------------------------------------

_WORD = re.compile(f"{composer.RUN}|{composer.CLUSTER}")
"""Characters whose advances depend on each other: words are kerned, dashes join."""


class _Gauges:
    """Widths in px, read off the places of gauges."""

    def __init__(self, lay_out: Callable[[str], Places], root: Element, paragraphs: Sequence[_Paragraph]) -> None:
        self._names: dict[tuple[Path, str], str] = {}
        self._firsts: dict[int, str] = {}
        contents = {id(each.element): list(self._gauges(each)) for each in paragraphs}
        self._places = lay_out("<!DOCTYPE html>\n" + tostring(_gauged(root, contents), "unicode", method="html"))

    def _gauges(self, paragraph: _Paragraph) -> Iterator[Element]:
        """Yield what stands in the place of a paragraph: its measure, its indent, and all that is new to its style."""
        name = self._firsts[id(paragraph.element)] = f"{_GAUGE}{len(self._firsts)}"
        yield Element("span", {"id": name, "style": "display: block; text-indent: 0"})
        yield from map(_headed, paragraph.head)
        yield _gauge(f"{name}-size", _ONE_HAN)
        for run in paragraph.runs:
            path = paragraph.path_of(run)
            for piece in sorted(_pieces(run.text)):
                if (path, piece) not in self._names:
                    within = self._names[path, piece] = f"{_GAUGE}piece-{len(self._names)}"
                    yield _wrapped(run, within, piece)

    def size(self, paragraph: _Paragraph) -> float | None:
        """Return the size of the characters of *paragraph*, None where the engine does not tell."""
        return self._width(self._firsts[id(paragraph.element)] + "-size")

    def measures(self, paragraph: _Paragraph) -> tuple[float, float]:
        """Return the width of the first line of *paragraph* and that of the others."""
        name = self._firsts[id(paragraph.element)]
        left, _, right, _ = self._places[name]
        return right - self._places[name + "-size"][0], right - left

    def leading(self, paragraph: _Paragraph) -> float:
        """Return the height of a line of *paragraph*."""
        _, top, _, bottom = self._places[self._firsts[id(paragraph.element)] + "-size"]
        return bottom - top

    def _width(self, name: str) -> float | None:
        place = self._places.get(name, ())
        return place[2] - place[0] if len(place) == 4 and place[2] > place[0] else None

    def advances(self, paragraph: _Paragraph, run: _Run) -> list[float] | None:
        """Return the advance of each character of *run*; those of a word together are as wide as the word."""
        path, text = paragraph.path_of(run), _HAN.sub(_ONE_HAN, run.text)
        widths = {piece: self._piece(path, piece) for piece in _pieces(text)}
        known = {piece: width for piece, width in widths.items() if width is not None}
        if len(known) < len(widths):
            return None
        found = [known[character] for character in text]
        for match in _WORD.finditer(text):
            part = slice(*match.span())
            if not composer.is_address(match.group()) and (single := sum(found[part])):
                found[part] = [width * known[match.group()] / single for width in found[part]]
        return found

    def _piece(self, path: Path, piece: str) -> float | None:
        name = self._names[path, piece]
        if piece != CALL:
            return self._width(name) or (0.0 if len(self._places.get(name, ())) == 4 else None)
        before, after = self._places.get(name, ()), self._places.get(name + "-after", ())
        on_one_line = len(before) == len(after) == 4 and before[1] == after[1]
        return after[0] - before[2] if on_one_line else None


def _pieces(text: str) -> set[str]:
    """Return what of *text* has to be measured: characters, and words as a whole."""
    text = _HAN.sub(_ONE_HAN, text)
    return {*text, *_WORD.findall(text)}


def _gauge(name: str, text: str) -> Element:
    gauge = Element("span", {"id": name, "style": "display: inline-block; white-space: pre; text-indent: 0"})
    gauge.text = text
    return gauge


def _headed(element: Element) -> Element:
    copy = deepcopy(element)
    copy.tail = None
    return copy


def _wrapped(run: _Run, name: str, piece: str) -> Element:
    """Return a gauge for *piece* inside elements like those of *run*; that of a call is the gap between two."""
    outer = inner = Element("span", {"style": "white-space: nowrap"})
    for element in run.chain[: -1 if piece == CALL else None]:
        inner = SubElement(inner, element.tag, _attributes(element))
    if piece == CALL:
        note = SubElement(inner, run.chain[-1].tag, _attributes(run.chain[-1]))
        note.text = _ONE_HAN
        inner.insert(0, _gauge(name, _ONE_HAN))
        inner.append(_gauge(name + "-after", _ONE_HAN))
    else:
        inner.append(_gauge(name, piece))
    return outer


def _attributes(element: Element) -> dict[str, str]:
    """Return the attributes of *element* without its name, which may stand but once."""
    return {name: value for name, value in element.attrib.items() if name != "id"}


def _gauged(element: Element, contents: Mapping[int, list[Element]]) -> Element:
    """Return a copy of *element* with *contents* in the place of those of the elements with these identities."""
    copy = Element(element.tag, element.attrib)
    copy.text, copy.tail = element.text, element.tail
    if id(element) in contents:
        copy.set("style", "text-align: left")
        copy.text = None
        copy.extend(contents[id(element)])
    else:
        copy.extend(_gauged(child, contents) for child in element)
    return copy


# --- lines ----------------------------------------------------------------------------------------------------------


def _divide(paragraph: _Paragraph, gauges: _Gauges, house: composer.House) -> bool:
    """Divide *paragraph* into lines; return whether its widths are known, without which it stays whole."""
    size = gauges.size(paragraph)
    advances = [gauges.advances(paragraph, run) for run in paragraph.runs]
    known = [width for run in advances if run is not None for width in run]
    text = "".join(run.text for run in paragraph.runs)
    if size is None or len(known) < len(text):
        return False
    first, other = (round(width / size * EM) for width in gauges.measures(paragraph))
    if min(first, other) < EM:
        return False
    lines = composer.compose(text, [round(width / size * EM) for width in known], [first, other], house)
    _write(paragraph, text, lines, size / EM, gauges.leading(paragraph))
    return True


_LOW = 0.8
"""Height of what stands in a line, in lines: the ascent of another face must not make the line higher than others."""


def _write(paragraph: _Paragraph, text: str, lines: Sequence[Line], unit: float, leading: float) -> None:
    """Replace the content of *paragraph* by *lines*, whose thousandths are *unit* px wide; *leading* is in px too."""
    element = paragraph.element
    element.text = None
    del element[len(paragraph.head) :]
    for each in paragraph.head:
        each.tail = None
    alone = set(_alone(text))
    named: set[int] = set()
    for line in lines:
        if line is not lines[0]:
            SubElement(element, "br")
        lead = f"margin-left: {line.lead * unit:.4f}px"
        style = f"white-space: nowrap; line-height: {leading * _LOW:.4f}px; {lead}"
        writer = _Writer(SubElement(element, "span", {"style": style}), named)
        changes = dict(line.changes)
        start = 0
        for run in paragraph.runs:
            end = start + len(run.text)
            for a, b in _cut(max(start, line.start), min(end, line.end), changes.keys() | alone):
                change = changes.get(b - 1, 0) * unit if b - 1 in changes.keys() | alone else None
                writer.add(run, text[a:b], change)
            start = end


def _alone(text: str) -> Iterator[int]:
    """Yield the positions of characters that are not to be shaped with others, as that would kern them.

    They were measured alone: spaces, calls of notes, and the characters of an address, which may be divided anywhere.
    """
    yield from (at for at, character in enumerate(text) if character in (" ", CALL))
    for match in _WORD.finditer(text):
        if composer.is_address(match.group()):
            yield from range(*match.span())


def _cut(start: int, end: int, ends: Set[int]) -> Iterator[tuple[int, int]]:
    """Yield the parts from *start* to *end*, each but the last ending with one of the characters at *ends*."""
    for at in range(start, end):
        if at in ends or at == end - 1:
            yield start, at + 1
            start = at + 1


class _Writer:
    """Writes one line into *box*: text in inline elements, each of which has its name once in a paragraph."""

    def __init__(self, box: Element, named: set[int]) -> None:
        self.named = named
        self.open: list[tuple[Element | None, Element]] = [(None, box)]
        """The elements that text is being written into: of the paragraph, and of the line."""

    def add(self, run: _Run, text: str, change: float | None) -> None:
        """Add *text*, whose last advance changes by *change* px; None: it goes on in what follows."""
        self._enter(run.chain[:-1] if text == CALL else run.chain)
        inner = self.open[-1][1]
        if change is not None:
            inner = SubElement(inner, "span", {"style": f"margin-right: {change:.4f}px"})
        if text == CALL:
            inner.attrib["style"] += "; white-space: normal"
            note = deepcopy(run.chain[-1])
            note.tail = None
            inner.append(note)
        elif len(inner):
            inner[-1].tail = (inner[-1].tail or "") + text
        else:
            inner.text = (inner.text or "") + text

    def _enter(self, chain: Sequence[Element]) -> None:
        """Open the elements of *chain* that are not, and close those that are not of it."""
        kept = 0
        while kept < len(chain) and kept + 1 < len(self.open) and self.open[kept + 1][0] is chain[kept]:
            kept += 1
        del self.open[kept + 1 :]
        for element in chain[kept:]:
            attributes = _attributes(element) if id(element) in self.named else element.attrib
            self.named.add(id(element))
            self.open.append((element, SubElement(self.open[-1][1], element.tag, attributes)))


# --- what is not divided --------------------------------------------------------------------------------------------

_OPENING, _CLOSING = composer.MARKS[Kind.OPENING], composer.MARKS[Kind.CLOSING]
_PAUSES = composer.MARKS[Kind.COMMA] + composer.MARKS[Kind.STOP]
_UNBROKEN = "—…·～" + composer.MARKS[Kind.CIRCLED]

_MAY_BREAK = re.compile(rf"(?<=[^\s{_OPENING}—…])(?=[“‘])|(?<=[”’])(?=[^\s{_CLOSING}{_PAUSES}{_UNBROKEN}])")
_MAY_NOT_BREAK = re.compile(rf"(?=[·～{composer.MARKS[Kind.CIRCLED]}])|(?<![—…])(?=[—…])")
_WORD_JOINER, _ZERO_WIDTH_SPACE = "\u2060", "\u200b"


def _hint(element: Element, composed: Set[int]) -> None:
    """Say in the text of *element*, except in *composed* elements, where lines may end and where not."""
    if id(element) in composed or element.tag in _UNHINTED:
        return
    element.text = _hinted(element.text)
    for child in element:
        _hint(child, composed)
        child.tail = _hinted(child.tail)


def _hinted(text: str | None) -> str | None:
    if text is None or not text.strip():
        return text
    return _MAY_NOT_BREAK.sub(_WORD_JOINER, _MAY_BREAK.sub(_ZERO_WIDTH_SPACE, text))
