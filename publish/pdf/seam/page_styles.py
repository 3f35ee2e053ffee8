"""Styles of pages, reckoned once for all pages to which the same rules of CSS apply.

WeasyPrint reckons the style of a page and of its margin boxes anew for each page (Kozea/WeasyPrint #578), and looks for
them among the styles of all elements of the book: a fifth of the time of a layout, and more the longer the book.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint.layout.page import set_page_type_computed_styles as _set_page_type_computed_styles


def set_page_type_computed_styles(page_type: Any, html: Any, style_for: Any) -> None:
    """Set the styles of a page of *page_type* and of its margin boxes: those of a page like it, where there was one."""
    known = style_for.__dict__.setdefault("styles_of_pages", {})
    rules = tuple(_rules(page_type, style_for))
    cascaded, computed = style_for.get_cascaded_styles(), style_for.get_computed_styles()
    if rules not in known:
        _set_page_type_computed_styles(page_type, html, style_for)
        known[rules] = page_type, tuple(part for element, part in cascaded if element == page_type)
        return
    like, parts = known[rules]
    for styles in (cascaded, computed):
        styles.update({(page_type, part): styles[like, part] for part in parts})


def _rules(page_type: Any, style_for: Any) -> Iterator[tuple[int, int, int]]:
    """Yield the numbers of each sheet, rule and selector that apply to a page of *page_type*."""
    for number, (sheet, _origin, _specificity) in enumerate(style_for._sheets):
        for place, (_rule, selectors, _declarations) in enumerate(sheet.page_rules):
            for at, (_specificity, _part, selector) in enumerate(selectors):
                if style_for._page_type_match(selector, page_type):
                    yield number, place, at
