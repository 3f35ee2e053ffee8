"""The tags of a PDF, written in a time that grows with its pages, not with their square."""

from __future__ import annotations

from typing import Any

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
