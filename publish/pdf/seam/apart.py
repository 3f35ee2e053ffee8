"""A part of a book laid out by itself: what WeasyPrint cannot find in it, because it stands in another part.

Links and numbers of pages lead to other parts: their targets are known, or are left for the one who joins the parts.
Folios are left out of pages whose numbers are not known yet, and drawn by themselves when they are (`Apart.folios`).
The programs of faces are left out as well, for the joined book has one for each face (`faces_of`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from weasyprint.css.targets import TargetCollector, TargetLookupItem
from weasyprint.document import Document
from weasyprint.document import Page as _Page
from weasyprint.layout import layout_backgrounds
from weasyprint.layout import make_margin_boxes as _make_margin_boxes
from weasyprint.layout.page import margin_box_content_layout as _margin_box_content_layout
from weasyprint.pdf import resolve_links as _resolve_links
from weasyprint.pdf.fonts import Font

from publish.pdf.page import Leaf, UsedFace

_clean = Font.clean


@dataclass(slots=True)
class Apart:
    """What is known while a part is laid out and written."""

    elsewhere: Mapping[str, int | None]
    """The ids of the other parts that it refers to, and the numbers of their pages where they are known."""
    numbered: bool
    """Whether its folios are those that it gets by itself."""
    margins: dict[Leaf, tuple[Any, Any, Any]] = field(default_factory=dict)
    """With what WeasyPrint makes the boxes in the margins of each sort of page."""
    lacking: bool = False
    """Whether something of another part was asked for that is not known."""
    numbers: list[int] = field(default_factory=list)
    """Of the pages laid out, in their order."""
    folios_alone: bool = False
    """Whether folios are drawn now, and nothing else."""

    def folios(self, document: Document, wanted: Iterable[tuple[Leaf, int]]) -> Document:
        """Return a document like *document*, just laid out, with pages that have nothing on them but a folio."""
        self.folios_alone = True
        with self.in_force():
            return document.copy([_numbered(*self.margins[leaf], number) for leaf, number in wanted])

    @contextmanager
    def in_force(self) -> Iterator[Apart]:
        """Within this context, it is this part that is laid out and written."""
        token = _apart.set(self)
        try:
            yield self
        finally:
            _apart.reset(token)

    def shows(self, box: Any) -> bool:
        """Tell whether the *box* in the margin is shown."""
        return self.numbered or _counts(box) == self.folios_alone


_apart: ContextVar[Apart | None] = ContextVar("the part that is laid out", default=None)


def set_apart(elsewhere: Mapping[str, int | None], *, numbered: bool) -> AbstractContextManager[Apart]:
    """Return a context within which a part of a book is laid out and written by itself."""
    return Apart(elsewhere, numbered).in_force()


# --- the wrappers, named as what they replace -----------------------------------------------------------------------


def target_collector() -> Any:
    """Return a collector of targets that knows the pages of other parts."""
    made, apart = TargetCollector(), _apart.get()
    if not apart:
        return made
    for anchor, page in apart.elsewhere.items():
        item = made.target_lookup_items[anchor] = TargetLookupItem("up-to-date")
        item.target_box = SimpleNamespace(cached_counter_values=_Counters(apart, page))
    return made


class _Counters(dict[str, list[int]]):
    """The counters of a target in another part; whether that is asked for which is not known is noted."""

    def __init__(self, apart: Apart, page: int | None) -> None:
        super().__init__({} if page is None else {"page": [page]})
        self._apart = apart

    def __contains__(self, name: object) -> bool:
        known = super().__contains__(name)
        self._apart.lacking |= not known
        return True


def resolve_links(pages: Sequence[Any]) -> Iterator[tuple[list[Any], list[Any]]]:
    """Yield the links and the anchors of each page, with the links that lead to other parts."""
    if not (apart := _apart.get()):
        yield from _resolve_links(pages)
        return
    outward = {
        id(link) for page in pages for link in page.links if link[0] == "internal" and link[1] in apart.elsewhere
    }
    kept = [page.links for page in pages]
    for page in pages:
        page.links = [link for link in page.links if id(link) not in outward]
    resolved = list(_resolve_links(pages))
    for page, links, (found, anchors) in zip(pages, kept, resolved, strict=True):
        page.links, wanted = links, {id(link) for link in found} | outward
        yield [link for link in links if id(link) in wanted], anchors


def make_margin_boxes(context: Any, page: Any, state: Any) -> Iterator[Any]:
    """Yield the boxes in the margins of *page*, without the folio where its number is not known yet."""
    apart = _apart.get()
    if apart:
        apart.margins.setdefault(leaf_of(page), (context, page, state))
        apart.numbers.append(state[1]["page"][-1])
    for box in _make_margin_boxes(context, page, state):
        if not apart or apart.shows(box):
            yield box


def margin_box_content_layout(context: Any, page: Any, box: Any) -> Any:
    """Lay out what a *box* in the margin holds, if it is shown."""
    apart = _apart.get()
    return box if apart and not apart.shows(box) else _margin_box_content_layout(context, page, box)


def clean(font: Any, to_unicode: Any, hinting: Any) -> None:
    """Cut *font* to what is used of it; in a part, leave all of it out but the sign of its kind."""
    if _apart.get():
        font.file_content = font.file_content[:4]
    else:
        _clean(font, to_unicode, hinting)


# --- folios ---------------------------------------------------------------------------------------------------------


def leaf_of(page: Any) -> Leaf:
    """Return what sort of page the box *page* is."""
    kind = page.page_type
    return Leaf(kind.name, kind.side, bool(kind.blank))


def _counts(box: Any) -> bool:
    """Tell whether what a box in the margin says has the number of the page in it."""
    content = box.style["content"]
    return isinstance(content, (list, tuple)) and any(
        isinstance(part, (list, tuple)) and part[0] in ("counter()", "counters()") for part in content
    )


def _numbered(context: Any, page: Any, state: Any, number: int) -> Any:
    quotes, counters, scopes, groups = state
    counted = quotes, {**counters, "page": [number]}, [set(scope) for scope in scopes], groups
    made = page.copy()
    folios = tuple(box for box in _make_margin_boxes(context, page, counted) if _counts(box))
    made.children = (page.children[0].copy_with_children([]), *folios)
    layout_backgrounds(made, context.get_image_from_uri)
    made.children = folios
    made.background = made.canvas_background = None
    return _Page(made)


# --- faces ----------------------------------------------------------------------------------------------------------


def faces_of(document: Document) -> dict[str, UsedFace] | None:
    """Return the faces of the written *document*, by their names in it; None where one lacks what it is to show."""
    found: dict[str, UsedFace] = {}
    for font in document.fonts.values():
        glyphs = dict(found[font.hash].glyphs) if font.hash in found else {}
        for glyph, width in font.widths.items():
            glyphs.setdefault(glyph, (width, font.to_unicode.get(glyph, "")))
        found[font.hash] = UsedFace(font.family, int(font.weight), glyphs)
    return None if any(font.missing for font in document.fonts.values()) else found
