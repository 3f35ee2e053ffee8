"""The paragraphs and tables of a document → lines with looks and blocks, in reading order.

What a paragraph is, is left to the labelling but for what the document itself holds as such: lists, tables, pictures
with their captions, quotations and code by their styles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from publish.book import Break, Figure, Inlines, Item, List, Listing, Paragraph, Quote, Table, Text, plain
from publish.press import Pattern
from publish.source import Declared, Look
from publish.sources.source_writer import SourceWriter
from publish.sources.word.document import Grid, Passage, marked
from publish.sources.word.document import Item as Flowing
from publish.sources.word.styles import role_of_face


def write_flow(items: Sequence[Flowing], furniture: Sequence[str], writer: SourceWriter) -> None:
    """Write *items*, the flow of a document, and above them *furniture*, the lines of its headers and footers."""
    for line in furniture:
        writer.line(line, Look(declared=Declared.FURNITURE))
    _Flow(items, writer).write()


_LONGEST_CAPTION = 80
_GAP_OF_PAGE = 2
"""Empty lines for which the end of a page counts."""
_CAPTION = Pattern("{caption}")
_NUMBERED = re.compile(r"^(?P<kind>[图表圖])\s*[0-9０-９一二三四五六七八九十]+")
_INDENT = re.compile("^[ \u00a0]{2,}|^\u3000+")


class _Flow:
    def __init__(self, items: Sequence[Flowing], writer: SourceWriter) -> None:
        self._items = items
        self._writer = writer
        passages = [item for item in items if isinstance(item, Passage)]
        self._size = _body_size(passages)
        self._whole = _are_whole(passages) or None
        self._interrupted = frozenset(_interrupted(items))
        self._gap = 0
        self._at = 0

    def write(self) -> None:
        """Write all items."""
        while self._at < len(self._items):
            item = self._items[self._at]
            if isinstance(item, Grid):
                self._table(item, ())
            elif (block := item.look.block) in ("quote", "listing"):
                self._styled(block)
            elif self._is_listed(item):
                self._list()
            elif item.pictures:
                self._figures(item)
            elif self._captions_table(item):
                self._at += 1
                self._table(self._items[self._at], marked(item))
            else:
                self._line(item)
                self._at += 1

    # --- lines

    def _line(self, passage: Passage) -> None:
        content = marked(passage)
        if passage.opens_page:
            self._gap += _GAP_OF_PAGE
        if not plain(content).strip():
            self._gap += 1
            return
        look = self._look(passage)
        if look.declared is Declared.HEADING or look.declared is Declared.TITLE or look.centred:
            content = tuple(Text(" ") if isinstance(inline, Break) else inline for inline in content)
        typed = _INDENT.match(passage.content.text)
        indent = len(typed[0]) // (1 if "\u3000" in typed[0] else 2) if typed else round(passage.look.indent)
        self._writer.line(content, look, gap=self._gap, indent=0 if look.centred else max(0, indent))
        self._gap = 0

    def _look(self, passage: Passage) -> Look:
        look, content = passage.look, passage.content
        face = content.usual_face()
        declared = Declared.FURNITURE if passage.of_contents else look.declared
        return Look(
            size=round((content.usual_size() or look.run.size) / self._size, 2),
            bold=content.is_bold(),
            face=role_of_face(face) if face else None,
            centred=look.centred,
            whole=self._whole,
            declared=declared,
            level=look.level if declared is Declared.HEADING else None,
        )

    # --- blocks

    def _styled(self, block: str) -> None:
        """Write the paragraphs of one style that follow each other as a quotation or as code."""
        run = self._run(lambda item: isinstance(item, Passage) and item.look.block == block and not item.pictures)
        contents = [content for passage in run if plain(content := marked(passage)).strip()]
        if not run:  # a picture in a quotation
            item = self._items[self._at]
            assert isinstance(item, Passage)
            self._figures(item)
        elif contents and block == "quote":
            self._writer.block(Quote(tuple(map(Paragraph, contents))))
        elif contents:
            self._writer.block(Listing("\n".join(passage.content.text for passage in run).strip("\n")))
        self._gap = 0

    def _run(self, belongs: Callable[[Flowing], bool]) -> list[Passage]:
        """Take the items from here on that belong together."""
        found = []
        while self._at < len(self._items) and belongs(item := self._items[self._at]):
            assert isinstance(item, Passage)
            found.append(item)
            self._at += 1
        return found

    def _is_listed(self, item: Flowing) -> bool:
        return isinstance(item, Passage) and _is_item(item) and id(item) not in self._interrupted

    def _list(self) -> None:
        run = self._run(self._is_listed)
        self._writer.block(_list(run))
        self._gap = 0

    def _figures(self, passage: Passage) -> None:
        """Write the pictures of *passage*, below its text if it has any, the last with the caption below it."""
        caption: Inlines = ()
        if plain(passage.content.inlines()).strip():
            self._line(passage)
        self._at += 1
        below = self._items[self._at] if self._at < len(self._items) else None
        if isinstance(below, Passage) and not below.pictures and self._is_caption(below, "图圖"):
            caption = marked(below)
            self._at += 1
        for image in passage.pictures[:-1]:
            self._writer.block(Figure(image))
        self._writer.block(Figure(passage.pictures[-1], caption))
        self._gap = 0

    def _captions_table(self, passage: Passage) -> bool:
        below = self._items[self._at + 1] if self._at + 1 < len(self._items) else None
        return isinstance(below, Grid) and self._is_caption(passage, "表")

    def _is_caption(self, passage: Passage, kinds: str) -> bool:
        """Tell whether *passage* stands with a picture or a table: by its style, its number, its look."""
        text = passage.content.text.strip()
        if not text or len(text) > _LONGEST_CAPTION or passage.look.declared:
            return False
        numbered = _NUMBERED.match(text)
        if passage.look.block == "caption":
            return numbered is None or numbered["kind"] in kinds
        if numbered:
            return numbered["kind"] in kinds
        small = (passage.content.usual_size() or self._size) < self._size
        return "图" in kinds and (_CAPTION.search(text) is not None or (small and passage.look.centred))

    def _table(self, grid: Flowing, caption: Inlines) -> None:
        assert isinstance(grid, Grid)
        self._at += 1
        self._writer.block(Table(grid.rows, grid.heads, (), caption))
        self._gap = 0


# --- the document as a whole ---------------------------------------------------------------------------------------


def _body_size(passages: Sequence[Passage]) -> float:
    """Return the size in which most characters are set."""
    sizes: Counter[float] = Counter()
    for passage in passages:
        for piece in passage.content.pieces:
            sizes[piece.size or passage.look.run.size] += piece.weight
    return max(sizes, key=lambda size: (sizes[size], -size), default=10.5)


_LEAST = 15
_ENDS = re.compile("[。！？…；：!?;:.][”’」』）)】]*$")
_MOSTLY = 0.5
_FEW = 5
_ALIKE = 0.1
"""By how much of their usual length lines of one width differ."""


def _are_whole(passages: Sequence[Passage]) -> bool:
    """Tell whether paragraphs are whole, and not lines of a page that were pasted in, which end in the middle.

    Such lines have one length; those of a form or of a list have not.
    """
    texts = [text for passage in passages if len(text := passage.content.text.strip()) >= _LEAST]
    cut = sorted(len(text) for text in texts if not _ENDS.search(text))
    if len(cut) <= max(_FEW, _MOSTLY * len(texts)):
        return True
    usual = cut[len(cut) // 2]
    return sum(abs(length - usual) <= max(1, _ALIKE * usual) for length in cut) < _MOSTLY * len(cut)


# --- lists ---------------------------------------------------------------------------------------------------------


def _is_item(item: Passage) -> bool:
    return item.listed is not None and item.look.declared is None and not item.pictures


def _interrupted(items: Sequence[Flowing]) -> Iterator[int]:
    """Yield, by identity, the numbered items between which other text stands: numbered headings, numbered paragraphs.

    Two items of one level that follow each other are a list.
    """
    passages = (item if isinstance(item, Passage) and _is_item(item) else None for item in items)
    runs = [[item for item in run if item] for listed, run in groupby(passages, key=bool) if listed]
    for run in runs:
        levels = Counter(item.depth for item in run)
        if max(levels.values()) < _FEWEST and any(item.mark for item in run):
            yield from map(id, run)


_FEWEST = 2


@dataclass(slots=True)
class _Open:
    depth: int
    items: list[Item]


def _list(run: Sequence[Passage]) -> List:
    """Return the list whose items are *run*, deeper ones in lists inside the item above them."""
    stack = [_Open(run[0].depth, [])]
    for passage in run:
        while len(stack) > 1 and passage.depth < stack[-1].depth:
            _close(stack)
        if passage.depth > stack[-1].depth and stack[-1].items:
            stack.append(_Open(passage.depth, []))
        stack[-1].items.append(Item((Paragraph(_of_item(passage)),), passage.mark))
    while len(stack) > 1:
        _close(stack)
    return List(tuple(stack[0].items))


def _of_item(passage: Passage) -> Inlines:
    return marked(replace(passage, mark=None))


def _close(stack: list[_Open]) -> None:
    """Put the innermost list into the item above it."""
    inner = stack.pop()
    above = stack[-1].items[-1]
    stack[-1].items[-1] = replace(above, blocks=(*above.blocks, List(tuple(inner.items))))
