"""The seam between our layout and WeasyPrint: the one place that knows the inside of WeasyPrint and pydyf.

Within `joined`, WeasyPrint lays out Chinese paragraphs and notes as this program decides:

    names    every private name that is relied on, and whether what is installed has it
    lines    line boxes ↔ paragraphs of plain values (`publish.pdf.paragraph`)
    glyphs   characters ↔ advances
    drawing  composed lines, drawn from glyphs that are known
    pages    pages and notes ↔ what `publish.pdf.notes` decides about them
    page_styles  the styles of pages, reckoned once for those that are alike
    used_values  what follows from a style alone, reckoned once for all boxes that have it
    figures  blocks that stand in place of a figure where it has no room
    tables   heads of tables that say on which pages the table goes on
    tags     what is tagged, without an element for each line
    apart    a part of a book, laid out by itself
    line_numbers  numbers in the margin, beside lines that are laid out
    reading  laid-out pages → plain values (`publish.pdf.page`), with or without our means
    golden   a paragraph set at the start, to see that what goes in comes out

The names are private and may change in any release. So nothing is replaced unless every name is there, with the
parameters that it had, and the golden paragraph comes out as the composer set it; otherwise one diagnostic says so
(D501), and lines and notes are WeasyPrint's own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from threading import Lock
from typing import Any

import weasyprint

from publish.diagnostics import Diagnostic, Report
from publish.pdf.page import Leaf, Page, Shown, UsedFace
from publish.pdf.seam.names import find, mismatch

_active: ContextVar[bool] = ContextVar("seam", default=False)
_lock = Lock()
_users = 0
_replaced: list[tuple[Any, str, Any]] = []


@contextmanager
def joined(report: Report) -> Iterator[bool]:
    """Within this context, layout in this thread sets Chinese paragraphs and notes by our means.

    Yields whether it does; where it does not, `D501` is reported. Notes that have no room on the page of their call are
    reported at the end (`D502`). Other threads are not affected, and afterwards WeasyPrint is as it was.
    """
    reason = mismatch() or _unfaithful()
    if reason is not None:
        report(Diagnostic("D501", facts={"version": weasyprint.__version__, "reason": reason}))
        yield False
        return
    from publish.pdf.seam import pages  # loaded only where all its names are there

    books: list[pages.Noted] = []
    with _in_place():
        token = pages.settled_books.set(books)
        try:
            yield True
        finally:
            pages.settled_books.reset(token)
    for page, count in pages.late_notes(books):
        report(Diagnostic("D502", facts={"page": page, "count": count}))


def drawn(pages: Sequence[Any]) -> Iterator[Page]:
    """Yield laid-out *pages*, those of a document of WeasyPrint, as plain values."""
    from publish.pdf.seam import reading

    return reading.drawn(pages)


def pictures_on(pages: Sequence[Any]) -> Iterator[Shown]:
    """Yield each picture on *pages*, those of a document of WeasyPrint."""
    from publish.pdf.seam import reading

    return reading.pictures_on(pages)


def number_lines(pages: Sequence[Any]) -> None:
    """Print the number of every fifth line on those of *pages* on which the design has a number in the margin."""
    from publish.pdf.seam import line_numbers

    line_numbers.number_lines(pages)


def is_blank(page: Any) -> bool:
    """Tell whether *page*, of a document of WeasyPrint, is there only so that another begins on its side."""
    return bool(page._page_box.page_type.blank)


def set_apart(elsewhere: Mapping[str, int | None], *, numbered: bool) -> Any:
    """Return a context within which a part of a book is laid out and written by itself (`apart`).

    *elsewhere* are the ids of other parts to which it refers, with the numbers of their pages where these are known;
    without *numbered* its pages have no folios.
    """
    from publish.pdf.seam import apart

    return apart.set_apart(elsewhere, numbered=numbered)


def leaf_of(page: Any) -> Leaf:
    """Return what sort of page *page*, of a document of WeasyPrint, is."""
    from publish.pdf.seam import apart

    return apart.leaf_of(page._page_box)


def faces_of(document: Any) -> dict[str, UsedFace] | None:
    """Return the faces of a *document* of WeasyPrint that is written, by their names; None where one lacks a glyph."""
    from publish.pdf.seam import apart

    return apart.faces_of(document)


@contextmanager
def _in_place() -> Iterator[None]:
    """Within this context, the wrappers are in place, and act in this thread."""
    _enter()
    token = _active.set(True)
    try:
        yield
    finally:
        _active.reset(token)
        _leave()


@cache
def _unfaithful() -> str | None:
    """Return what about the golden paragraph does not come out as it went in, or None; it is set once."""
    from publish.pdf.seam import golden

    with _in_place():
        return golden.difference()


def _enter() -> None:
    global _users
    with _lock:
        _users += 1
        if _users == 1:
            for name, wrapper in _wrappers().items():
                module, _, attribute = name.rpartition(".")
                owner = find(module)
                _replaced.append((owner, attribute, getattr(owner, attribute)))
                setattr(owner, attribute, _switch(getattr(owner, attribute), wrapper))


def _leave() -> None:
    global _users
    with _lock:
        _users -= 1
        while _users == 0 and _replaced:
            setattr(*_replaced.pop())


def _wrappers() -> dict[str, Any]:
    from publish.pdf.seam import apart, drawing, figures, lines, page_styles, pages, tables, tags, used_values

    layout = "weasyprint.layout"
    return {
        f"{layout}.inline.split_inline_box": lines.split_inline_box,
        f"{layout}.inline.split_inline_level": lines.split_inline_level,
        f"{layout}.inline.justify_line": lines.justify_line,
        f"{layout}.inline.resolve_percentages": used_values.resolve_percentages,
        f"{layout}.inline.strut": used_values.strut,
        f"{layout}.background.layout_box_backgrounds": used_values.layout_box_backgrounds,
        f"{layout}.block.resolve_percentages": used_values.resolve_percentages,
        f"{layout}.page.margin_box_content_layout": apart.margin_box_content_layout,
        f"{layout}.page.resolve_percentages": used_values.resolve_percentages,
        f"{layout}.preferred.inline_line_widths": lines.inline_line_widths,
        f"{layout}.make_margin_boxes": apart.make_margin_boxes,
        f"{layout}.page.block_level_layout": pages.block_level_layout,
        f"{layout}.page.set_page_type_computed_styles": page_styles.set_page_type_computed_styles,
        f"{layout}.block._in_flow_layout": figures.in_flow_layout,
        f"{layout}.block.table_layout": tables.table_layout,
        "weasyprint.draw.text.draw_first_line": drawing.draw_first_line,
        "pydyf.PDF.page_references": tags.page_references,
        "weasyprint.document.TargetCollector": apart.target_collector,
        "weasyprint.pdf.add_tags": tags.add_tags,
        "weasyprint.pdf.resolve_links": apart.resolve_links,
        "weasyprint.pdf.fonts.Font.clean": apart.clean,
    }


def _switch(original: Any, wrapper: Any) -> Any:
    """Return *wrapper* for this thread and *original* for others; a property is the same for all."""
    if isinstance(original, property):
        return property(wrapper)

    @wraps(original)
    def switched(*arguments: Any, **named: Any) -> Any:
        return (wrapper if _active.get() else original)(*arguments, **named)

    return switched
