"""A finished PDF against the book that it was made from.

The text is read by the structure tree (`printed`), so running heads, folios, leaders and the numbers that the
design draws are known from what the book holds. Each group of checks is a function from the PDF and the book to
diagnostics; `CHECKS` lists them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, product
from pathlib import Path
from typing import Any

from pikepdf import Dictionary, Name

from publish.addresses import with_addresses
from publish.book import Book
from publish.collation import (
    Found,
    Piece,
    differences,
    in_order,
    opcodes,
    pieces,
    shorten,
    solid,
    unprintable,
    unprintable_in,
)
from publish.diagnostics import Diagnostic, Report
from publish.edition import Settings
from publish.numerals import folio_value, in_figures
from publish.verify.indexes import indexes_of, lacking
from publish.verify.printed import Bookmark, Printed, StructElement
from publish.verify.printed_indexes import behind_text, paper_faults, printed_indexes
from publish.verify.sheets import sheets
from publish.verify.titles import Title, titles
from publish.verify.verifier import Verifier
from publish.wellformed import wellformed
from publish.xhtml import label, words

Faults = Iterator[Diagnostic]


def verify_pdf(path: Path, book: Book, report: Report, settings: Settings | None = None) -> None:
    """Report every fault (V401 to V410, V501, V701 to V717) of the PDF at *path*, which was made from *book*.

    *settings* are those of its sources; None are the usual ones. The line of a diagnostic is the number of the page in
    the file, from 1. Raises `PublishError` V101 where the file is no PDF at all.
    """
    printed, book = Printed(path), wellformed(book, lambda diagnostic: None)
    if not printed.structure.content:
        for fault in sheets(printed, book) if printed.imposed else [printed.fault("V701")]:
            report(fault)
        return
    for check in CHECKS:
        for diagnostic in check(printed, book):
            report(diagnostic)
    for title in lacking(book, settings or Settings(), printed_indexes(printed, book)):
        report(printed.fault("V202", name=title))


# --- the document --------------------------------------------------------------------------------------------------


def document(printed: Printed, book: Book) -> Faults:
    """Whether language and title are the book's, and nothing in the file is a program or another file."""
    language = str(printed.root.get("/Lang", ""))
    if language != book.language:
        yield printed.fault("V501", found=language or "—", expected=book.language)
    expected = label(book.title) or words(book.language)["untitled"]
    title = str(printed.document.docinfo.get("/Title", ""))
    if title != expected:
        yield printed.fault("V201", name="Title", found=title or "—", expected=expected)
    if printed.root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle") is not True:
        yield printed.fault("V702")
    names = printed.root.get("/Names", Dictionary())
    for key in ("/JavaScript", "/EmbeddedFiles"):
        if key in names:
            yield printed.fault("V703", what=key[1:])
    for key in ("/OpenAction", "/AA", "/AcroForm"):
        if key in printed.root and not (key == "/OpenAction" and not isinstance(printed.root[key], Dictionary)):
            yield printed.fault("V703", what=key[1:])
    sizes = set(map(_size, printed.pages))
    if len(sizes) > 1:
        yield printed.fault("V704", sizes="; ".join(f"{width}×{height}" for width, height in sorted(sizes)))


def whole(printed: Printed, book: Book) -> Faults:
    """Whether each page is shown upright and uncut, with nothing laid over it: notes, stamps and fields are none."""
    for number, page in enumerate(printed.pages):
        if int(page.get("/Rotate", 0)) % 360 == _UPSIDE_DOWN:
            yield printed.fault("V717", number, what=f"Rotate {page.Rotate}")
        if _is_cut(page):
            yield printed.fault("V717", number, what="CropBox")
        for annotation in page.get("/Annots", []):
            if annotation.get("/Subtype") != Name.Link:
                yield printed.fault("V703", number, what=str(annotation.get("/Subtype", "/Annot"))[1:])


_UPSIDE_DOWN = 180
"""Degrees. A page that lies is turned by a quarter."""


def _is_cut(page: Any) -> bool:
    """Whether the part of *page* that is shown, its crop box, lacks some of the trimmed page (ISO 32000-2, 14.11.2)."""
    left, bottom, right, top = map(float, page.get("/CropBox", page.mediabox))
    sides = [*map(float, page.get("/TrimBox", page.mediabox))]
    return left > sides[0] + 1 or bottom > sides[1] + 1 or right < sides[2] - 1 or top < sides[3] - 1


def _size(page: Any) -> tuple[int, int]:
    """Return width and height of *page* as it is shown."""
    left, bottom, right, top = map(float, page.mediabox)
    size = round(right - left), round(top - bottom)
    return size[::-1] if int(page.get("/Rotate", 0)) % 180 else size


def fonts(printed: Printed, book: Book) -> Faults:
    """Whether each face lies in the file, cut down to what is used, and tells which characters its glyphs are."""
    for font in printed.fonts:
        name = str(font.get("/BaseFont", "/—"))[1:]
        inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
        descriptor = inner.get("/FontDescriptor", Dictionary())
        if font.get("/Subtype") == Name.Type3 or not any(f"/FontFile{kind}" in descriptor for kind in ("", 2, 3)):
            yield printed.fault("V705", font=name)
        elif not re.match(r"[A-Z]{6}\+", name):
            yield printed.fault("V706", font=name)
        if "/ToUnicode" not in font:
            yield printed.fault("V707", font=name)
    for number, text in enumerate(printed.texts):
        if text.missing:
            yield printed.fault("V708", number, count=text.missing)
        if solid("".join(text.unmarked)):
            yield printed.fault("V709", number, text=shorten("".join(text.unmarked)))


def links(printed: Printed, book: Book) -> Faults:
    """Whether each link leads to a page or out of the book, and each picture is described."""
    for number, annotation in printed.links:
        action = annotation.get("/A", Dictionary())
        target: Any = annotation.get("/Dest", action.get("/D"))
        if action.get("/S") not in (None, Name.GoTo, Name.URI):
            yield printed.fault("V703", number, what=str(action.S)[1:])
        elif "/URI" not in action and printed.page_of(target) is None:
            yield printed.fault("V311", number, href=str(target))
    for element in _elements(printed.root.StructTreeRoot):
        if element.get("/S") == Name.Figure and "/Alt" not in element and "/ActualText" not in element:
            yield printed.fault("V505", printed.page_number(element))


def _elements(node: Any) -> Iterator[Any]:
    kids = node.get("/K", [])
    for kid in [kids] if isinstance(kids, (int, Dictionary)) else kids:
        if isinstance(kid, Dictionary) and "/S" in kid:
            yield kid
            yield from _elements(kid)


# --- finding one's way ---------------------------------------------------------------------------------------------


def outline(printed: Printed, book: Book) -> Faults:
    """Whether the outline has chapters and articles, nested, and leads to their pages."""
    expected = [title for title in titles(book) if title.is_printed]
    own = words(book.language)
    marks = [mark for mark in printed.outline if mark.label not in (own["contents"], own["colophon"])]
    marks = list(_without_crossheads(_without_indexes(marks, printed, book), expected))
    found = [(label(mark.label), mark.depth) for mark in marks]
    yield from _compared(printed, "V710", [(title.label, title.depth) for title in expected], found)
    pages = _headings(printed)
    for mark in marks:
        heading = pages.get(solid(mark.label))
        if mark.page is None or (heading is not None and heading != mark.page):
            yield printed.fault("V713", label=mark.label, found=_numbered(mark.page), expected=_numbered(heading))


def _without_indexes(marks: Sequence[Bookmark], printed: Printed, book: Book) -> Sequence[Bookmark]:
    """Return *marks* without those of the indexes, the last ones."""
    there, known = printed_indexes(printed, book), indexes_of(book)
    ends = [known[name].title for name in there]
    return marks[: -len(ends)] if ends and [mark.label for mark in marks[-len(ends) :]] == ends else marks


def _without_crossheads(marks: Sequence[Bookmark], expected: Sequence[Title]) -> Iterator[Bookmark]:
    """Yield those of *marks* that are no crosshead: none that lies below the title of an article."""
    waiting = list(reversed(expected))
    lowest: int | None = None
    for mark in marks:
        if waiting and (label(mark.label), mark.depth) == waiting[-1][:2]:
            title = waiting.pop()
            lowest = title.depth if title.is_article else None
            yield mark
        elif lowest is None or mark.depth <= lowest:
            yield mark


def _numbered(page: int | None) -> str:
    return "—" if page is None else str(page + 1)


def _compared(printed: Printed, code: str, expected: Sequence[Any], found: Sequence[Any]) -> Faults:
    for kind, i, j, k, m in opcodes(expected, found):
        if kind != "equal":
            wanted, stands = (
                " / ".join(f"{text} ({depth})" for text, depth in part) or "—" for part in (expected[i:j], found[k:m])
            )
            yield printed.fault(code, expected=shorten(wanted, 60), found=shorten(stands, 60))


def _headings(printed: Printed) -> dict[str, int | None]:
    """Return the pages of the headings and titles that stand there once."""
    found = [(solid(element.text), element.page) for element in _text(printed).all("H1", "H2")]
    named = [name for name, _ in found]
    return {name: page for name, page in found if named.count(name) == 1}


def folios(printed: Printed, book: Book) -> Faults:
    """Whether a page bears the number that the reader's program shows for it, and the contents say the right ones."""
    for number, text in enumerate(printed.texts):
        marks = [found for each in text.artifacts if (found := each.strip(" —–-·－"))]
        numbers = [mark for mark in marks if folio_value(mark) is not None]
        if numbers and folio_value(printed.labels[number]) not in map(folio_value, numbers):
            yield printed.fault("V711", number, folio=numbers[-1], label=printed.labels[number])
    lines = [solid(line.text) for line in _contents(printed)]
    headings = _headings(printed)
    # A single article, or a handout, has no contents.
    expected = [(title.label, headings.get(solid(title.label))) for title in titles(book)] if lines else []
    for title, page in expected:
        line = next((line for line in lines if line.startswith(solid(title))), None)
        if line is None:
            yield printed.fault("V309", label=shorten(title))
        elif page is not None:
            lines.remove(line)
            said, *_end = re.findall("[0-9]*$", in_figures(line.removeprefix(solid(title))))
            if said != printed.labels[page]:
                yield printed.fault("V712", label=shorten(title), expected=printed.labels[page], found=line[-4:])


def _contents(printed: Printed) -> list[StructElement]:
    """Return the lines of the printed contents: list items that are links, before the text."""
    text = set(map(id, _text(printed).all()))
    text.update(id(each) for section in behind_text(printed) for each in section.all())
    items = printed.structure.all("LI", "TOCI")
    return [item for item in items if id(item) not in text and any(True for _ in item.all("Link"))]


def indexed(printed: Printed, book: Book) -> Faults:
    """Whether the indexes name everyone, with the pages of the articles."""
    pages = {title: printed.labels[page] for title, page in _headings(printed).items() if page is not None}
    for name, items in printed_indexes(printed, book).items():
        yield from paper_faults(indexes_of(book)[name], items, pages, printed.fault)


# --- the text ------------------------------------------------------------------------------------------------------

_DRAWN = re.compile(r"[—•◦▪·＊*※\s]+")
"""Marks that a design draws by itself, in an element of their own: the dash of a subtitle, bullets, a row of stars."""


def _text(printed: Printed) -> StructElement:
    """Return what stands between front and back matter: the Parts that ``<main>`` becomes, one for each page run."""
    whole = StructElement("Document", None)
    roots = printed.sections
    parts = [each for each in roots if isinstance(each, StructElement) and each.kind == "Part"]
    whole.content.extend(parts or roots)
    return whole


def _notes(printed: Printed) -> StructElement:
    """Return the notes at the foot of pages: blocks beside the Parts, not inside them."""
    whole = StructElement("Document", None)
    roots = printed.sections
    seen = False
    for each in roots:
        if isinstance(each, StructElement):
            seen = seen or each.kind == "Part"
            if seen and each.kind in ("NonStruct", "Note", "Div"):
                whole.content.extend(_as_note(note) for note in each.content if isinstance(note, StructElement))
    return whole


def _as_note(element: StructElement) -> StructElement:
    return StructElement("Note", element.page, element.content)


def _text_against(printed: Printed, book: Book) -> list[Diagnostic]:
    expected, apart, notes = list[Piece](), list[list[Piece]](), list[list[Piece]]()
    own = words(book.language)
    slip = [Piece(own["read-on"] + own["read-by"], None)] if _has_slips(printed, own) else []
    for chapter in book.chapters:
        if chapter.heading:
            expected.append(Piece(chapter.heading, chapter.line))
        for article in chapter.articles:
            whole = pieces(article, "paper", own)
            expected.extend(piece for piece in whole.text if not piece.apart)
            expected.extend(slip)
            grouped = groupby((piece for piece in whole.text if piece.apart), key=lambda piece: piece.apart)
            apart.extend(list(group) for _, group in grouped)
            notes.extend(map(list, whole.each_note))
    # Which digits are the design's and which the text's is not written in the file: what explains it best is so.
    readings = (_text_in(_text(printed), *options) for options in product((False, True), (True, False)))
    best = min(
        ([*_collated(printed, expected, found), *_in_parts(printed, apart, parts)] for found, parts in readings),
        key=len,
    )
    return [*best, *_in_parts(printed, notes, _text_in(_notes(printed), True)[1])]


def _has_slips(printed: Printed, own: Mapping[str, str]) -> bool:
    """Tell whether the articles end in slips for who reads them: it is not written in the file, but the words are."""
    return own["read-on"] + own["read-by"] in solid(_text(printed).text)


def _in_parts(printed: Printed, expected: Sequence[Sequence[Piece]], found: Sequence[Found]) -> list[Diagnostic]:
    """Return how captions, cells or notes depart from those *expected*, wherever in the text they stand."""
    units = [_as_shown("".join(solid(piece.text) for piece in unit)) for unit in expected]
    return list(_collated(printed, [piece for unit in expected for piece in unit], in_order(units, found)))


def text(printed: Printed, book: Book) -> Faults:
    """Whether every article is there, in order, character for character, and so are the notes.

    Whether the addresses of links are to be notes is not written in the file: what explains it best is so.
    """
    yield from min(_text_against(printed, book), _text_against(printed, with_addresses(book)), key=len)
    known = unprintable_in(book)
    for number, page in enumerate(printed.texts):
        for character in sorted(unprintable("".join(page.content.values())) - known):
            yield printed.fault("V410", number, character=f"U+{ord(character):04X}")


def _collated(printed: Printed, expected: list[Piece], found: Found) -> Faults:
    shown = [replace(piece, text=_as_shown(solid(piece.text))) for piece in expected]
    for difference in differences(shown, _as_shown(found.solid())):
        code = "V401" if not difference.found else "V402" if not difference.expected else "V403"
        place = found.place_at(difference.offset)
        yield printed.fault(
            code,
            place,
            expected=shorten(difference.expected),
            found=shorten(difference.found),
            source=difference.line or "—",
        )


_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Joiners, selectors and other characters that have no glyph of their own, so that no PDF holds them."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]+")
"""Scripts that run from right to left: a page holds them in the order in which they are seen."""


def _as_shown(text: str) -> str:
    """Return *text* as a page can be compared with it: without what it cannot hold, in an order that both have.

    A letter and its mark are one glyph, of which nobody knows how they were written.
    """
    return _RIGHT_TO_LEFT.sub(lambda run: "".join(sorted(run[0])), unicodedata.normalize("NFC", _UNSEEN.sub("", text)))


_CIRCLED = 50
"""How many circled numbers the house style has."""


def _text_in(root: StructElement, numbered: bool, circled: bool = True) -> tuple[Found, list[Found]]:
    """Return the text in reading order, and captions, cells and notes one by one, without what the design draws.

    That is labels of lists, numbers of notes, marks. Where it is *numbered*, a block's number (of a paragraph, of a
    note) is none of its text either. The numbers by which notes are called are *circled* as far as there are circled
    ones, or plain digits; they count up, unless they are links. The head of a table that goes on from the page before
    is there again, and counts once. The words in a picture are the picture's.
    """
    whole, parts, called = Found(), list[Found](), 0

    def walk(element: StructElement, first: bool, into: Found) -> None:
        nonlocal called
        drawn = _single(element)
        number = _number(drawn)
        if element.kind == "Figure" or (
            element.kind == "THead" and _goes_on(element)
        ):  # a picture may have words in it
            return
        if element.kind in ("Lbl", "Reference") or _DRAWN.fullmatch(drawn) or (first and numbered and number):
            return
        is_call = drawn.isdecimal() != (circled and called < _CIRCLED) and number in (1, called + 1)
        if element.kind == "NonStruct" and number and (is_call or _is_link(element)):
            called = number
            return
        if element.kind in _APART:
            into = Found()
            parts.append(into)
        for place, part in enumerate(element.content):
            if isinstance(part, StructElement):
                walk(part, place == 0, into)
            else:
                into.add(part, element.page or 0)

    walk(root, False, whole)
    return whole, parts


_APART = frozenset({"Caption", "TD", "TH", "Note"})
"""What may stand elsewhere than where the text has it, or in parts."""


def _goes_on(head: StructElement) -> bool:
    """Tell whether the *head* of a table is there again on a further page: it begins with 续表, which is no heading."""
    first = next(head.all("TR"), None)
    return first is not None and any(True for _ in first.all("TD"))


def _is_link(element: StructElement) -> bool:
    inner = element.content[0]
    return isinstance(inner, StructElement) and inner.kind == "Link"


def _number(text: str) -> int:
    """Return the number that *text* is, in digits or in a circle (①), else 0."""
    if len(text) == 1 and unicodedata.category(text) == "No":
        return int(unicodedata.numeric(text))
    return int(text) if text.isascii() and text.isdecimal() else 0


def _single(element: StructElement) -> str:
    """Return the text of an element that holds one run or link and nothing else (a mark, a number, a word), else ""."""
    if element.kind not in ("NonStruct", "Span") or len(element.content) != 1:
        return ""
    inner = element.content[0]
    return inner.text.strip() if isinstance(inner, StructElement) and inner.kind in ("Span", "Link") else ""


CHECKS: tuple[Callable[[Printed, Book], Faults], ...] = (
    document,
    whole,
    fonts,
    links,
    outline,
    folios,
    indexed,
    text,
)


# --- the door ------------------------------------------------------------------------------------------------------


def _language(path: Path) -> str:
    printed = Printed(path)  # the objects of a PDF live as long as its document
    return str(printed.root.get("/Lang", ""))


def _title_page(path: Path, book: Book) -> Mapping[str, Any]:
    return {"title": str(Printed(path).document.docinfo.get("/Title", ""))}


def _verify(path: Path, book: Book, report: Report, settings: Settings) -> None:
    verify_pdf(path, book, report, settings)


VERIFIER = Verifier(_language, _title_page, _verify)
