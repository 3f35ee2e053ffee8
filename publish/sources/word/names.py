"""The names of elements and attributes of WordprocessingML and its kin (ISO/IEC 29500-1), and how values are read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
V = "{urn:schemas-microsoft-com:vml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
DC = "{http://purl.org/dc/elements/1.1/}"

VAL = f"{W}val"


def value(element: Element | None, name: str) -> str | None:
    """Return what the child *name* of *element*, in the namespace of Word, says by its attribute ``val``."""
    child = element.find(W + name) if element is not None else None
    return child.get(VAL) if child is not None else None


def is_on(element: Element | None, name: str) -> bool | None:
    """Return what the child *name*, a switch (17.17.4, ST_OnOff), says; None where it is not there."""
    child = element.find(W + name) if element is not None else None
    return None if child is None else child.get(VAL, "true") not in ("0", "false", "off", "none")


def number(text: str | None) -> int | None:
    """Return the whole number that *text* is; None where it is none."""
    return int(text) if text and re.fullmatch(r"-?[0-9]{1,9}", text) else None


def children(element: Element | None, *names: str) -> Iterator[Element]:
    """Yield the children of *element* of these *names*, all of the namespace of Word."""
    tags = {W + name for name in names}
    yield from (child for child in element if child.tag in tags) if element is not None else ()
