"""The tags of a PDF, written in a time that grows with its pages, not with their square."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from weasyprint.pdf import add_tags as _add_tags
from weasyprint.pdf import pydyf

_page_references = pydyf.PDF.page_references


def page_references(pdf: Any) -> tuple[bytes, ...]:
    """Return the references of the pages of *pdf*, made anew only when there are more of them.

    For the page that each tag stands on, pydyf 0.13 lists the references of all pages anew.
    """
    listed: tuple[bytes, ...] = pdf.__dict__.get("listed", ())
    if len(listed) != pdf.pages["Count"]:
        listed = pdf.listed = _page_references.fget(pdf)
    return listed


_HOLD_TEXT = frozenset(
    f"/{tag}" for tag in ("P", "H1", "H2", "H3", "H4", "H5", "H6", "LBody", "Lbl", "TD", "TH", "Caption")
)
"""What may hold text itself (ISO 32000-1, 14.8.4.3)."""
_SAYS_NOTHING = {"Type", "S", "P", "K", "Pg"}


def add_tags(pdf: Any, document: Any, version: Any, streams: Any) -> None:
    """Add the tree of tags to *pdf*, in which a paragraph holds its lines itself.

    WeasyPrint has a Span of its own for each line, which says nothing: two thirds of all objects of a book.
    """
    begin = len(pdf.objects)
    _add_tags(pdf, document, version, streams)
    made = {each.reference: each for each in pdf.objects[begin:]}
    moved = {name: each for name, each in made.items() if _is_a_line(each, made)}
    for each in moved.values():
        each.free = "f"
    for each in made.values():
        if "K" in each:
            each["K"][:] = [moved[kid]["K"][0] if kid in moved else kid for kid in each["K"]]
    tree = made[pdf.objects[begin + 1]["ParentTree"]]
    for elements in tree["Nums"][1::2]:
        if isinstance(elements, list):
            elements[:] = [moved[each]["P"] if each in moved else each for each in elements]


def _is_a_line(each: Any, made: Mapping[bytes, Any]) -> bool:
    """Tell whether the element *each* is a Span that only hands on its text, on the page of what holds it."""
    if each.get("S") != "/Span" or set(each) != _SAYS_NOTHING or [type(kid) for kid in each["K"]] != [int]:
        return False
    above = made.get(each["P"], {})
    return above.get("S") in _HOLD_TEXT and above.get("Pg") == each["Pg"]
