"""What a reader finds, line by line and block by block → `Source`: the text on numbered lines, the rest beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from publish.book import (
    Block,
    Break,
    Inlines,
    Item,
    List,
    Note,
    Picture,
    Place,
    Places,
    Quote,
    Table,
    Text,
    plain,
    plain_block,
)
from publish.diagnostics import Report, failure
from publish.edition import Settings
from publish.slicing import sliced, trimmed
from publish.source import Line, Look, Mender, Source
from publish.walk import with_children, with_texts


class SourceWriter:
    """Writes the source called *name* in reading order.

    Characters are mended as those of a text file are; notes go on lines of their own below what calls them.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._texts: list[str] = []
        self._lines: list[Line] = []
        self._content: dict[int, Inlines] = {}
        self._blocks: list[Block] = []
        self._pages: list[int] = []
        self._numbers: list[int] = []
        self._own: int | None = None
        self._mender = Mender()
        self._opens_page = False

    @property
    def number(self) -> int:
        """Number of the line that is written next."""
        return len(self._texts) + 1

    def at(self, number: int) -> None:
        """Write from here on what stands on the line *number* of a file that has lines of its own."""
        self._own = number

    def page(self) -> None:
        """Begin a page."""
        self._pages.append(self.number)
        self._opens_page = len(self._pages) > 1

    def line(self, content: Inlines | str, look: Look | None = None, *, gap: int = 0, indent: int = 0) -> None:
        """Write a line, or several where *content* has line breaks; one without characters is left out.

        *gap* is how many empty lines a text would have above it, *indent* by how many characters it is indented.
        """
        whole = (Text(content),) if isinstance(content, str) else content
        for at, part in enumerate(_parted(whole)):
            self._line(trimmed(self._mended(part)), look, gap if at == 0 else 0, indent)

    def _line(self, content: Inlines, look: Look | None, gap: int, indent: int) -> None:
        text = plain(content)
        if not text:
            return
        number = self.number
        self._lines.append(Line(number, text, 1, gap, self._opens_page, indent, look))
        self._opens_page = False
        self._add(text)
        if any(not isinstance(inline, Text) for inline in content):
            self._content[number] = self._with_notes(content)

    def block(self, block: Block) -> Block:
        """Write what is no line of text to be labelled: a table, a figure, a list; return it with its places."""
        mended = self._mended((block,))[0]
        written = with_children(self._written(mended), self._noted)
        self._blocks.append(written)
        return written

    def source(
        self,
        report: Report,
        *,
        encoding: str = "utf-8",
        pictures: Sequence[Picture] = (),
        settings: Settings | None = None,
    ) -> Source:
        """Return all that was written, and report what was mended. Raises `PublishError` P101 where nothing was."""
        if not self._lines and not self._blocks:
            raise failure("P101", self._name)
        self._mender.report(self._name, report)
        return Source(
            self._name,
            encoding,
            "\n".join(self._texts),
            tuple(self._lines),
            self._mender.removed,
            self._content,
            tuple(self._blocks),
            tuple(pictures),
            settings or Settings(),
            tuple(self._pages),
            tuple(self._numbers),
        )

    # --- characters

    def _mended(self, nodes: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(with_children(with_texts(node, self._mend), self._mend_node) for node in nodes)

    def _mend_node(self, node: Any) -> tuple[Any, ...]:
        return self._mended((node,))

    def _mend(self, text: str) -> str:
        return self._mender.mend(text, self.number)

    # --- places

    def _written(self, block: Block) -> Block:
        """Write the lines of *block*; return it with their places."""
        match block:
            case Quote(blocks):
                inner = tuple(map(self._written, blocks))
                return replace(block, blocks=inner, places=_joined(inner))
            case List(items):
                written = tuple(map(self._item, items))
                places = _joined_items(written, self._texts)
                return replace(block, items=written, places=places)
            case Table(caption=caption) if caption:
                self._add(plain(caption))
                return replace(block, places=tuple(self._write(plain_block(block))))
            case _:
                return replace(block, places=tuple(self._write(plain_block(block))))

    def _item(self, item: Item) -> Item:
        mark = item.mark or ""
        if not item.blocks:
            list(self._write(mark))
            return item
        first, *others = item.blocks
        begin = self.number
        written = [self._written(first), *map(self._written, others)]
        if self.number == begin:  # none of them has a line
            list(self._write(mark))
            return replace(item, blocks=tuple(written))
        self._texts[begin - 1] = mark + self._texts[begin - 1]
        written[0] = _moved(written[0], begin, len(mark))
        return replace(item, blocks=tuple(written))

    def _write(self, text: str) -> Iterator[Place]:
        offset = 0
        for line in text.split("\n"):
            yield Place(self.number, 1, offset)
            self._add(line)
            offset += len(line) + 1

    def _add(self, text: str) -> None:
        self._texts.append(text)
        if self._own is not None:
            self._numbers.append(self._own)

    def _with_notes(self, content: Inlines) -> Inlines:
        return tuple(chain.from_iterable(map(self._noted, content)))

    def _noted(self, node: Any) -> tuple[Any, ...]:
        """Return *node* with the notes in it written, each on lines of its own."""
        if isinstance(node, Note):
            return (replace(node, blocks=tuple(map(self._written, node.blocks))),)
        return (with_children(node, self._noted),)


def _parted(content: Inlines) -> Iterator[Inlines]:
    """Yield *content* line by line."""
    text = plain(content)
    if "\n" not in text:
        yield content
        return
    start = 0
    for line in text.split("\n"):
        yield tuple(inline for inline in sliced(content, start, start + len(line)) if not isinstance(inline, Break))
        start += len(line) + 1


def _moved(block: Block, line: int, columns: int) -> Block:
    """Return *block* whose places on *line* stand *columns* further right, and those of what stands in it."""

    def moved(place: Place) -> Place:
        return replace(place, column=place.column + columns) if place.line == line else place

    def inside(node: Any) -> tuple[Any, ...]:
        return (_moved(node, line, columns),) if hasattr(node, "places") else (with_children(node, inside),)

    return replace(with_children(block, inside), places=tuple(map(moved, block.places)))


def _joined(blocks: Sequence[Block]) -> Places:
    """Return the places of *blocks* as those of one text, each on lines of its own."""
    places: list[Place] = []
    offset = 0
    for block in blocks:
        places += [replace(place, offset=place.offset + offset) for place in block.places]
        offset += len(plain_block(block)) + 1
    return tuple(places)


def _joined_items(items: Sequence[Item], texts: Sequence[str]) -> Places:
    places: list[Place] = []
    offset = 0
    for item in items:
        mark = len(item.mark or "")
        inner = _joined(item.blocks)
        if inner:
            first = replace(inner[0], column=1, offset=0)
            rest = [replace(place, offset=place.offset + mark) for place in inner[1:]]
            places += [replace(place, offset=place.offset + offset) for place in (first, *rest)]
        offset += mark + sum(len(plain_block(block)) + 1 for block in item.blocks) - (1 if item.blocks else 0) + 1
    return tuple(places)
