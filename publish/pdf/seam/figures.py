"""Figures of WeasyPrint that have no room on their page: text goes on in their place, and pages stay full.

WeasyPrint leaves the rest of a page white where a figure does not fit. Here the figure is set a little smaller, where
that is enough; else the paragraphs after it, up to the next crosshead, go before it, one by one, until the page is
full, and the figure stands below the last of them overleaf; where there is none, it may become smaller still. A table
stays with the text around it, and so does a figure whose caption calls a note, or one in a quotation, a list, columns.

The order of a text's blocks is changed in the tree that is laid out, page by page. What a page is given goes on in
``next_page``, which WeasyPrint keeps and compares when it makes pages anew; each trial of a page (`pages`)
begins with that again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from weasyprint.css.properties import Dimension
from weasyprint.formatting_structure import boxes
from weasyprint.layout.block import _in_flow_layout as _block_in_flow_layout

from publish.pdf.seam.used_values import strut

_LITTLE, _LEAST = 0.85, 0.7
"""How much of its height a picture keeps where text could fill its place, and where none could."""
_RUNNING = frozenset({"p", "blockquote", "ul", "ol"})
"""Blocks that may stand on two pages."""
_ENDLESS = 1e9
"""A page as deep as that holds any figure, in px."""

Order = tuple[tuple[int, tuple[int, ...]], ...]
"""For each text whose blocks stand in another order: its number, and the numbers of its blocks."""


@dataclass(slots=True)
class _Orders:
    """In which order the blocks of texts stand, for one document."""

    first: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """At the beginning of the page."""
    texts: dict[int, tuple[Any, tuple[Any, ...]]] = field(default_factory=dict)
    """Each text that was touched, and its blocks as the book has them."""

    def restore(self) -> None:
        for number, (text, blocks) in self.texts.items():
            text.children = [blocks[index] for index in self.first.get(number, range(len(blocks)))]

    def now(self) -> Order:
        return tuple(sorted(self._changed()))

    def _changed(self) -> Iterator[tuple[int, tuple[int, ...]]]:
        for number, (text, blocks) in self.texts.items():
            places = {id(block): index for index, block in enumerate(blocks)}
            order = tuple(places[id(block)] for block in text.children)
            if order != tuple(range(len(blocks))):
                yield number, order

    def move(self, text: Any, from_index: int, to_index: int) -> None:
        self.texts.setdefault(id(text), (text, tuple(text.children)))
        children = list(text.children)
        children.insert(to_index, children.pop(from_index))
        text.children = children


# --- the doors ------------------------------------------------------------------------------------------------------


def lay_out_page(lay: Callable[..., Any], context: Any, box: Any, *rest: Any, **named: Any) -> Any:
    """Lay out what a page consists of with *lay*; the order of its blocks goes on to the next page."""
    if not box.is_for_root_element:
        return lay(context, box, *rest, **named)
    orders = context.__dict__.setdefault("figure_orders", _Orders())
    orders.first = dict(context.page_maker[context.current_page - 1][1].get("figures", ()))
    orders.restore()
    root, resume_at, next_page, *others = lay(context, box, *rest, **named)
    return root, resume_at, {**next_page, "figures": orders.now()}, *others


def begin_again(context: Any) -> None:
    """Let the page that is laid out begin with the order that it was given."""
    context.figure_orders.restore()


def in_flow_layout(
    context: Any, box: Any, index: int, child: Any, new_children: list[Any], page_is_empty: bool, *rest: Any
) -> Any:
    """Lay out the block of *box* that stands at *index*, or another in its place."""
    resumed = rest[5] is not None
    if resumed or not _is_text(box) or "figure_orders" not in context.__dict__:
        return _block_in_flow_layout(context, box, index, child, new_children, page_is_empty, *rest)
    place = _Place(context, box, index, new_children, page_is_empty, (child.position_x, child.position_y), rest)
    return place.filled(box.children[index])


def _is_text(box: Any) -> bool:
    return box.element is not None and box.element.get("class") == "text" and not box.is_column


def _calls(figure: Any) -> bool:
    """Tell whether a caption calls a note: notes stay in the order of the book, and so does their figure."""
    return any(element.get("class") == "note" for element in figure.element.iter())


def _is_figure(box: Any) -> bool:
    return box.element_tag == "figure" or (box.element is not None and box.element.get("class") == "row")


# --- a place on a page ----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Place:
    """Where the next block of a text is to stand: below *above*, as `_in_flow_layout` takes it."""

    context: Any
    text: Any
    index: int
    above: list[Any]
    page_is_empty: bool
    corner: tuple[float, float]
    rest: tuple[Any, ...]
    """Boxes placed absolutely and fixed, adjoining margins, the space to keep at the bottom, and more."""

    def filled(self, block: Any) -> Any:
        """Return what `_in_flow_layout` does for *block*, or for what stands better in its place."""
        placed = [list(boxes_placed) for boxes_placed in self.rest[:2]]
        result = self._lay(block)
        if not _is_figure(block) or self._is_whole(result, block):
            return result
        for least in (_LITTLE, 0, _LEAST):
            self.rest[0][:], self.rest[1][:] = placed
            better = self._smaller(block, least) if least else self._next_text()
            if better is not None:
                return better
        self.rest[0][:], self.rest[1][:] = placed
        return self._lay(block)

    def _lay(self, block: Any, kept: float | None = None) -> Any:
        absolute, fixed, margins, bottom, *rest = self.rest
        kept = bottom if kept is None else kept
        above = list(self.above)
        block.position_x, block.position_y = self.corner
        return _block_in_flow_layout(
            self.context,
            self.text,
            self.index,
            block,
            above,
            self.page_is_empty,
            absolute,
            fixed,
            list(margins),
            kept,
            *rest,
        )

    def _is_whole(self, result: Any, block: Any) -> bool:
        """Tell whether *block* stands on the page, all of it."""
        abort, _, resume_at, _, _, _, new_children, _ = result
        last = new_children[-1] if new_children and not abort else None
        return last is not None and last.element is block.element and (resume_at is None or self.index not in resume_at)

    def _smaller(self, figure: Any, least: float) -> Any:
        """Return the layout of *figure* with smaller pictures, of *least* of their height, where it then fits."""
        result = self._lay(figure, -_ENDLESS)
        if not self._is_whole(result, figure):
            return None
        laid = result[6][-1]
        bottom = laid.border_box_y() + laid.border_height()
        excess = bottom - (self.context.page_bottom - self.rest[3])
        leading = strut(self.text.style)[0]
        small = _reduced(figure, laid, ceil(excess / leading - 0.01) * leading, least)
        if small is None:
            return None
        result = self._lay(small)
        return result if self._is_whole(result, small) else None

    def _next_text(self) -> Any:
        """Return the layout of the text after the figures in their place, where there is any and the page has room."""
        blocks = self.text.children
        after = next((n for n in range(self.index, len(blocks)) if not _is_figure(blocks[n])), None)
        if after is None or blocks[after].element_tag not in _RUNNING or any(map(_calls, blocks[self.index : after])):
            return None
        result = self._lay(blocks[after])
        if result[0] or not result[6] or result[6][-1].element is not blocks[after].element:
            return None
        self.context.figure_orders.move(self.text, after, self.index)
        return result


def _reduced(figure: Any, laid: Any, by: float, least: float) -> Any:
    """Return a copy of *figure* whose pictures are less high *by* px; None where one kept less than *least* of it.

    *laid* is the figure as it is laid out.
    """
    copy = figure.deepcopy()
    for picture, full in zip(_pictures(copy), _pictures(laid), strict=True):
        if full.height - by < least * full.height:
            return None
        picture.style = picture.style.copy()
        picture.style["height"] = Dimension(full.height - by, "px")
    return copy


def _pictures(figure: Any) -> Iterator[Any]:
    return (box for box in figure.descendants() if isinstance(box, boxes.ReplacedBox))
