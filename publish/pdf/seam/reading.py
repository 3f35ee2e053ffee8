"""Laid-out pages of WeasyPrint → plain values: what is drawn on them and where (`publish.pdf.page`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from weasyprint.anchors import rectangle_aabb
from weasyprint.formatting_structure import boxes
from weasyprint.layout.absolute import AbsolutePlaceholder

from publish.pdf.page import Box, Element, Kind, Page, Run, Shown

_ABOVE = 0.88
"""The em box of an ideograph above the baseline, in em."""
_KINDS = (
    (boxes.TextBox, Kind.TEXT),
    (boxes.LineBox, Kind.LINE),
    (boxes.InlineBox, Kind.INLINE),
    (boxes.MarginBox, Kind.MARGIN),
    (boxes.TableRowGroupBox, Kind.ROWS),
)


def drawn(pages: Sequence[Any]) -> Iterator[Page]:
    """Yield *pages*, those of a document of WeasyPrint, one at a time: what is drawn on a book takes much room."""
    reader = _Reader(pages)
    yield from map(reader.page, pages)


def pictures_on(pages: Iterable[Any]) -> Iterator[Shown]:
    """Yield each picture on *pages*."""
    for number, page in enumerate(pages, 1):
        for box in page._page_box.descendants():
            if box.element_tag == "img" and isinstance(box, boxes.ReplacedBox):
                covers = box.width >= page.width and box.height >= page.height
                yield Shown(number, box.element.get("src", ""), box.width, box.height, covers)


class _Reader:
    def __init__(self, pages: Sequence[Any]) -> None:
        root = pages[0]._page_box.children[0].element
        self.order: Mapping[int, int] = {id(each): place for place, each in enumerate(root.iter())}
        self.elements: dict[int, Element] = {}
        self.source_texts: dict[int, str] = {}
        """All that an element says, by its key: the lines of a paragraph have one element."""

    def page(self, page: Any) -> Page:
        """Return *page* as plain values."""
        whole = page._page_box
        left, top = whole.content_box_x(), whole.content_box_y()
        return Page(
            page.width,
            page.height,
            (left, top, left + whole.width, top + whole.height),
            tuple(self.box(child, None) for child in whole.children),
            tuple(page.anchors),
            tuple((kind, target, _key(box)) for kind, target, _, box in page.links),
        )

    def box(self, box: Any, matrix: Any) -> Box:
        """Return *box*, which is drawn through *matrix* (None: as it stands), and what it holds."""
        kind = next((kind for cls, kind in _KINDS if isinstance(box, cls)), Kind.OTHER)
        element = self.element(box.element)
        tag = box.element_tag or ""
        if kind is Kind.TEXT:
            return Box(kind, tag, element, run=_run(box, matrix))
        if kind is Kind.LINE:
            return Box(kind, tag, element, self.children(box, matrix), source_text=self.says(box.element))
        turned = box.transformation_matrix
        if turned is not None:
            matrix = turned @ matrix if matrix else turned
        return Box(
            kind,
            tag,
            element,
            self.children(box, matrix),
            placed=turned is not None or _is_placed(box),
            outdent=(max(0, -box.margin_left), max(0, -box.margin_right)),
            sides=_sides(box) if kind is Kind.MARGIN else (0.0, 0.0),
        )

    def children(self, box: Any, matrix: Any) -> tuple[Box, ...]:
        return tuple(self.box(child, matrix) for child in box.children)

    def element(self, element: Any) -> Element | None:
        """Return *element* as plain values, made once."""
        if element is None:
            return None
        key = id(element)
        if key not in self.elements:
            name, leads = element.get("id") or element.get("data-id"), bool(element.get("data-href"))
            self.elements[key] = Element(key, self.order.get(key, 0), name, element.get("class"), leads)
        return self.elements[key]

    def says(self, element: Any) -> str:
        """Return all that *element* says."""
        if element is None:
            return ""
        if id(element) not in self.source_texts:
            self.source_texts[id(element)] = "".join(element.itertext())
        return self.source_texts[id(element)]


def _key(box: Any) -> int | None:
    return None if box.element is None else id(box.element)


def _is_placed(box: Any) -> bool:
    return isinstance(box, AbsolutePlaceholder) or box.style["position"] != "static" or bool(box.is_floated())


def _sides(box: Any) -> tuple[float, float]:
    left = box.border_box_x()
    return left, left + box.border_width()


_STRUT = "\u200b"
"""What WeasyPrint sets in an item without text, so that its mark has a line to stand on; no source has one (P121)."""


def _run(box: Any, matrix: Any) -> Run | None:
    """Return what the text box *box* shows."""
    if not box.text.replace(_STRUT, "").strip() or box.style["visibility"] != "visible":
        return None
    size = box.style["font_size"]
    left, top, width = box.position_x, box.position_y + box.baseline - _ABOVE * size, box.width
    place = (left, top, left + width, top + size)
    return Run(box.text, size, *(rectangle_aabb(matrix, left, top, width, size) if matrix is not None else place))
