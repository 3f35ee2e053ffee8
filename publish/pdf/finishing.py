"""A finished PDF → the same PDF with what WeasyPrint does not write.

Running heads and folios become artifacts: WeasyPrint marks them as content, but leaves them outside the structure tree
(ISO 14289-1, 7.1: content is marked either as an artifact or as real content). Pages are labelled as they are printed
(ISO 32000-1, 12.4.2), i ii iii before 1 2 3. All link annotations hang on a Link (ISO 14289-1, 7.18.5). Pages that lie
among standing ones (a wide table) are turned to stand like them. The file is saved without a clock or a random number
in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Page, Pdf, String

Numerals = Literal["D", "r", "R", "a", "A"]
"""Arabic, small and capital roman, small and capital letters (ISO 32000-1, table 159)."""


@dataclass(frozen=True, slots=True)
class PageLabels:
    """From page *first* of the file on (0 is the first), pages are numbered from 1 in these *numerals*.

    Before the number stands *prefix*; without numerals it stands alone.
    """

    first: int
    numerals: Numerals | None = "D"
    prefix: str = ""


def labels_of(blank: Sequence[bool], body: int, cover: str | None) -> tuple[PageLabels, ...]:
    """Return how pages are numbered: roman before the page *body*, where the first chapter begins, arabic from there.

    A cover, which is called *cover*, and its white back have no number; *blank* says which pages show nothing.
    """
    if cover is None:
        return (*([PageLabels(0, "r")] if body else []), PageLabels(body))
    inside = next((number for number, shows_nothing in enumerate(blank) if number and not shows_nothing), len(blank))
    roman = [PageLabels(inside, "r")] if body > inside else []
    return (PageLabels(0, None, cover), *roman, PageLabels(max(body, inside)))


def finish(pdf: bytes, labels: Sequence[PageLabels]) -> bytes:
    """Return the *pdf*, tagged or not, that WeasyPrint wrote with artifacts, page labels and links in order."""
    with Pdf.open(BytesIO(pdf)) as document:
        _put_in_order(document)
        document.Root.PageLabels = page_labels(labels)
        return saved(document)


def finish_part(pdf: bytes, name: str) -> bytes:
    """Return the *pdf* of a part of a book the same way, ready to be joined with others.

    What its pages draw leaves nothing behind for what is drawn after it; the ids of its tables begin with *name*.
    """
    with Pdf.open(BytesIO(pdf)) as document:
        _put_in_order(document)
        for page in document.pages:
            page.Contents.write(b"q\n" + page.Contents.read_bytes() + b"\nQ")
        if _TABLE in pdf:
            _name_cells(document, name)
        return saved(document)


_TABLE = b"/Table"
"""What a PDF says that has tables and is not compressed, as WeasyPrint writes it for us."""


def page_labels(labels: Sequence[PageLabels]) -> Dictionary:
    """Return how pages are numbered as a PDF says it (ISO 32000-1, 12.4.2)."""
    return Dictionary(Nums=_numbers(labels))


def _put_in_order(document: Pdf) -> None:
    if "/StructTreeRoot" in document.Root:
        _mark_artifacts(document)
        _mend_links(document)
    _turn_pages(document)


def _name_cells(document: Pdf, name: str) -> None:
    """Let the ids of the heads of tables, and what refers to them, begin with *name* (ISO 32000-1, 14.8.5.7)."""
    for each in document.objects:
        if isinstance(each, Dictionary) and each.get("/S") in (Name.TH, Name.TD):
            if "/ID" in each:
                each.ID = String(f"{name}-{each.ID}")
            if "/A" in each and "/Headers" in each.A:
                each.A.Headers = Array([String(f"{name}-{head}") for head in each.A.Headers])


def count_pages(pdf: bytes) -> int:
    """Return how many pages *pdf* has."""
    with Pdf.open(BytesIO(pdf)) as document:
        return len(document.pages)


def saved(document: Pdf) -> bytes:
    """Return *document* as bytes: compressed, and the same bytes for the same content."""
    file = BytesIO()
    document.save(
        file,
        compress_streams=True,
        object_stream_mode=ObjectStreamMode.generate,
        deterministic_id=True,
        linearize=False,
    )
    return file.getvalue()


def _numbers(labels: Sequence[PageLabels]) -> Array:
    return Array([part for label in labels for part in (label.first, _style(label))])


def _style(label: PageLabels) -> Dictionary:
    style = Dictionary(S=Name(f"/{label.numerals}")) if label.numerals else Dictionary()
    if label.prefix:
        style.P = String(label.prefix)
    return style


# --- artifacts -----------------------------------------------------------------------------------------------------

_MARKED = re.compile(rb"/\w+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")
_ARTIFACT = b"/Artifact <</Type /Pagination>> BDC"


def _mark_artifacts(document: Pdf) -> None:
    """Mark as artifacts what is marked as content but belongs to no element below the root of the structure tree."""
    root = document.Root.StructTreeRoot
    tree = {root.K[0].objgen: True, **{child.objgen: True for child in root.K[0].get("/K", [])}}
    numbers = root.ParentTree.Nums
    parents = {int(numbers[index]): numbers[index + 1] for index in range(0, len(numbers), 2)}
    for page in document.pages:
        elements = parents.get(int(page.get("/StructParents", -1)))
        if elements is not None:
            outside = {index for index, element in enumerate(elements) if not _belongs(element, tree)}
            _rewrite(page, outside)
            for index in outside:
                elements[index] = None


def _belongs(element: Object, tree: dict[tuple[int, int], bool]) -> bool:
    """Tell whether *element* is in the tree; *tree* remembers it of each element, by its number.

    Below the document element itself it must be among the children, which are there from the start.
    """
    number = element.objgen
    if number not in tree:
        parent = element.P
        tree[number] = Name.Document != parent.S and _belongs(parent, tree)
    return tree[number]


def _rewrite(page: Page, outside: set[int]) -> None:
    if not outside:
        return

    def mark(found: re.Match[bytes]) -> bytes:
        return _ARTIFACT if int(found[1]) in outside else found[0]

    page.Contents.write(_MARKED.sub(mark, page.Contents.read_bytes()))


# --- pages that lie ------------------------------------------------------------------------------------------------

_LEFT = 270
"""Degrees. The head of a turned table is at the left on both sides of a leaf (顶左底右)."""


def _turn_pages(document: Pdf) -> None:
    """Have the pages shown and printed turned by a quarter whose sides are those of the first page, changed about."""
    upright = _sides(document.pages[0])
    for page in document.pages:
        if _sides(page) == upright[::-1] != upright:
            page.Rotate = _LEFT


def _sides(page: Page) -> tuple[int, int]:
    left, bottom, right, top = map(float, page.mediabox)
    return round(right - left), round(top - bottom)


def turned(pdf: bytes) -> bytes:
    """Return *pdf*, whose pages lie, with pages that stand, in a book that is bound at the right."""
    with Pdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            page.Rotate = _UP
        preferences = document.Root.get("/ViewerPreferences", Dictionary())
        preferences.Direction = Name.R2L
        document.Root.ViewerPreferences = preferences
        return saved(document)


_UP = 90
"""Degrees to the right."""


# --- links ---------------------------------------------------------------------------------------------------------


def _mend_links(document: Pdf) -> None:
    """Make a Link of each structure element that holds a link annotation.

    WeasyPrint gives the inline boxes inside a link annotations of their own and tags them as what they are.
    """
    numbers = document.Root.StructTreeRoot.ParentTree.Nums
    for element in _annotated(numbers):
        if Name.Link != element.S and any(_is_link(kid) for kid in element.get("/K", [])):
            element.S = Name.Link


def _annotated(numbers: Object) -> Iterator[Object]:
    """Yield the elements of the parent tree that stand for an annotation rather than for a page."""
    for index in range(1, len(numbers), 2):
        if isinstance(numbers[index], Dictionary):
            yield numbers[index]


def _is_link(kid: Object) -> bool:
    return isinstance(kid, Dictionary) and "/Obj" in kid and kid.Obj.get("/Subtype") == Name.Link
