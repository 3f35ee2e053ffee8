"""Set parts → one PDF: one program for each face, one structure tree, one outline, one set of names, folios.

The pages of a part come as they were written. What each part has of its own and the book has once is put together here:
the structure tree (ISO 32000-1, 14.7.2) with its parent tree, whose numbers go on from part to part; the names to which
links lead (12.3.2.3); the outline; and of each face one program with the glyphs of all parts (9.7), their widths and
the text that they stand for.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import accumulate

from pikepdf import Array, Dictionary, Name, Object, OutlineItem, Page, Pdf, String

from publish.pdf.finishing import PageLabels, label, saved
from publish.pdf.page import UsedFace
from publish.pdf.setpart import Folios, SetPart

Program = Callable[[str, int, Sequence[int]], bytes]
"""Returns the font file of the face with that family and weight, with some of its glyphs."""


def join(
    parts: Sequence[SetPart], folios: Sequence[Folios | None], program: Program, labels: Sequence[PageLabels]
) -> bytes:
    """Return *parts* as one PDF, with the *folios* of each whose pages have none, numbered as *labels* say."""
    firsts = [0, *accumulate(len(part.leaves) for part in parts)]
    book = Pdf.open(BytesIO(parts[0].pdf))
    for name in ("/Outlines", "/Names"):
        if name in book.Root:
            del book.Root[name]
    tree, faces = _Tree(book), _Faces(book)
    for number, part in enumerate(parts):
        own = _added(book, part, tree) if number else list(book.pages)
        fonts = own[0].Resources.Font
        faces.add(fonts, part.faces)
        if (folio := folios[number]) is not None:
            _stamp(book, own, folio, fonts)
            faces.add(fonts, folio.faces)
    pages = list(book.pages)
    _link(book, parts, firsts, pages)
    _outline(book, parts, firsts, pages)
    faces.unite(program)
    label(book, labels)
    return saved(book)


def _added(book: Pdf, part: SetPart, tree: _Tree) -> list[Page]:
    """Add *part* to *book* and its *tree*; return its pages. What was read of it to do so does not stay in memory."""
    other, before = Pdf.open(BytesIO(part.pdf)), len(book.pages)
    with warnings.catch_warnings():  # of links, which are seen to here
        warnings.simplefilter("ignore")
        book.pages.extend(other.pages)
    own = list(book.pages[before:])
    tree.add(other, own)
    return own


# --- the structure tree ---------------------------------------------------------------------------------------------


class _Tree:
    """The structure tree of the book, to which those of the other parts are added."""

    def __init__(self, book: Pdf) -> None:
        self.book = book
        self.root = book.Root.get("/StructTreeRoot")
        if self.root is not None:
            self.document, self.numbers = self.root.K[0], self.root.ParentTree.Nums
            self.count = len(self.numbers) // 2

    def add(self, part: Pdf, pages: Sequence[Page]) -> None:
        """Add the tree of *part*, whose pages are *pages* of the book."""
        if self.root is None:
            return
        root = self.book.copy_foreign(part.Root.StructTreeRoot)
        for element in root.K[0].K:
            element.P = self.document
            self.document.K.append(element)
        numbers = root.ParentTree.Nums
        for index in range(0, len(numbers), 2):
            self.numbers.append(int(numbers[index]) + self.count)
            self.numbers.append(numbers[index + 1])
        for page in pages:
            page.obj.StructParents = int(page.obj.StructParents) + self.count
            for annotation in page.obj.get("/Annots", ()):
                if "/StructParent" in annotation:
                    annotation.StructParent = int(annotation.StructParent) + self.count
        self.count += len(numbers) // 2


# --- names and the outline ------------------------------------------------------------------------------------------

_COUNTED = ("note-", "call-")
"""Ids that are counted from 0 in each part."""


def _link(book: Pdf, parts: Sequence[SetPart], firsts: Sequence[int], pages: Sequence[Page]) -> None:
    """Let the links of all parts lead to where the names of all parts stand."""
    names, before = dict[str, Array](), 0
    for number, part in enumerate(parts):
        for name, (at, x, y) in part.anchors.items():
            names.setdefault(_counted_on(name, before), _place(pages[firsts[number] + at], x, y))
        for page in pages[firsts[number] : firsts[number + 1]] if before else ():
            for link in page.obj.get("/Annots", ()):
                if "/Dest" in link and str(link.Dest).startswith(_COUNTED):
                    link.Dest = link.Contents = String(_counted_on(str(link.Dest), before))
        before += sum(name.startswith(_COUNTED[0]) for name in part.anchors)
    ordered = Array([each for name in sorted(names) for each in (String(name), names[name])])
    book.Root.Names = Dictionary(Dests=book.make_indirect(Dictionary(Names=ordered)))


def _counted_on(name: str, before: int) -> str:
    head, sign, number = name.partition("-")
    return f"{head}-{int(number) + before}" if head + sign in _COUNTED and number.isdecimal() else name


def _place(page: Page, x: float, y: float) -> Array:
    return Array([page.obj, Name.XYZ, round(x, 4), round(y, 4), 0])


def _outline(book: Pdf, parts: Sequence[SetPart], firsts: Sequence[int], pages: Sequence[Page]) -> None:
    """Write the outline: an entry stands below the last one before it of a higher level."""
    with book.open_outline() as outline:
        above: list[tuple[int, OutlineItem]] = []
        for number, part in enumerate(parts):
            for level, text, page, x, y in part.bookmarks:
                item = OutlineItem(text, _place(pages[firsts[number] + page], x, y))
                while above and above[-1][0] >= level:
                    above.pop()
                (above[-1][1].children if above else outline.root).append(item)
                above.append((level, item))


# --- folios ---------------------------------------------------------------------------------------------------------


def _stamp(book: Pdf, pages: Sequence[Page], folios: Folios, fonts: Object) -> None:
    """Draw *folios* on *pages*, as artifacts (ISO 14289-1, 7.1); *fonts* get the font objects that they need."""
    with Pdf.open(BytesIO(folios.pdf)) as drawn:
        for name, font in drawn.pages[0].Resources.Font.items():
            if name not in fonts:
                fonts[name] = book.copy_foreign(font)
        for under, page in zip(pages, drawn.pages, strict=True):
            content = page.Contents.read_bytes()
            under.contents_add(book.make_stream(b"/Artifact <</Type /Pagination>> BDC\nq\n" + content + b"\nQ\nEMC"))


# --- faces ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Face:
    """A face as all parts use it."""

    font: Object
    """Its font object, the first that is met."""
    used: UsedFace
    glyphs: dict[int, tuple[float, str]] = field(default_factory=dict)


class _Faces:
    """The faces of the book, by the names that they have in each part."""

    def __init__(self, book: Pdf) -> None:
        self.book = book
        self.known: dict[str, _Face] = {}
        self.named: list[Object] = []
        """What gives the pages of each part their faces by name."""

    def add(self, fonts: Object, used: Mapping[str, UsedFace]) -> None:
        """Add the faces that a part *used*; *fonts* gives its pages their font objects by name."""
        for name, each in used.items():
            if name not in self.known:
                self.known[name] = _Face(fonts[f"/{name}"], each)
            for glyph, shown in each.glyphs.items():
                self.known[name].glyphs.setdefault(glyph, shown)
        self.named.append(fonts)

    def unite(self, program: Program) -> None:
        """Give all parts the same font object for each face, and this the program for all."""
        programs: dict[tuple[str, int], Object] = {}
        together: dict[tuple[str, int], set[int]] = {}
        for face in self.known.values():
            together.setdefault((face.used.family, face.used.weight), set()).update(face.glyphs)
        for (family, weight), glyphs in together.items():
            programs[family, weight] = _program(self.book, program(family, weight, sorted(glyphs)))
        for face in self.known.values():
            _complete(self.book, face, programs[face.used.family, face.used.weight])
        for fonts in self.named:
            for name in list(fonts.keys()):
                fonts[name] = self.known[name[1:]].font


_TRUETYPE = b"\0\1\0\0"


def _program(book: Pdf, data: bytes) -> Object:
    """Return the font file *data* as it is embedded (ISO 32000-1, 9.9): whole, or its table CFF alone."""
    if data[:4] == _TRUETYPE:
        return book.make_stream(data, Length1=len(data))
    return book.make_stream(data, Subtype=Name.OpenType if data[:4] == b"OTTO" else Name.CIDFontType0C)


def _complete(book: Pdf, face: _Face, program: Object) -> None:
    """Write into the font object of *face* what all parts need of it."""
    inner = face.font.DescendantFonts[0]
    about = inner.FontDescriptor
    widths = {glyph: width for glyph, (width, _text) in face.glyphs.items()}
    about["/FontFile3" if "/FontFile3" in about else "/FontFile2"] = program
    about.FontBBox[2] = max(widths.values())
    about.Flags = int(about.Flags) & ~1 | (len(widths) > 1 and len(set(widths.values())) == 1)
    inner.W = Array(list(_runs(widths)))
    if "/FontFile3" in about and "/CIDToGIDMap" in inner:
        del inner["/CIDToGIDMap"]  # it is for TrueType alone
    face.font.ToUnicode = book.make_stream(
        _texts({glyph: text for glyph, (_width, text) in face.glyphs.items() if text})
    )


def _runs(widths: Mapping[int, float]) -> Iterator[int | Array]:
    """Yield the first glyph of each run of glyphs and the widths in it (ISO 32000-1, 9.7.4.3)."""
    run: list[float] = []
    for glyph in sorted(widths):
        if glyph - 1 not in widths:
            if run:
                yield Array(run)
            yield glyph
            run = []
        run.append(widths[glyph])
    yield Array(run)


_AT_ONCE = 100
"""Lines of a block of a CMap at most (ISO 32000-1, 9.7.5.4)."""
_HEAD = (
    "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo\n<< /Registry (Adobe)\n"
    "/Ordering (UCS)\n/Supplement 0\n>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
    "1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n"
)
_FOOT = "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"


def _texts(texts: Mapping[int, str]) -> bytes:
    """Return the CMap that says which text each glyph stands for (ISO 32000-1, 9.10.3)."""
    lines = [f"<{glyph:04x}> <{text.encode('utf-16-be').hex()}>" for glyph, text in sorted(texts.items())]
    blocks = (lines[at : at + _AT_ONCE] for at in range(0, len(lines), _AT_ONCE))
    body = "".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar\n" for block in blocks)
    return (_HEAD + body + _FOOT).encode()
