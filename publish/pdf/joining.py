"""Set parts → one PDF: one program for each face, one structure tree, one outline, one set of names, folios.

The pages of a part come as they were written, object by object, with other numbers; a part is open only while it is
taken over, so memory goes with the size of the file. What each part has of its own and the book has once is put
together here: the structure tree (ISO 32000-1, 14.7.2) with its parent tree, whose numbers go on from part to part; the
names to which links lead (12.3.2.3); the outline; and of each face one program with the glyphs of all parts (9.7),
their widths and the text that they stand for.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from itertools import zip_longest
from typing import Any

from pikepdf import Array, Object, Pdf, Stream, String

from publish.pdf.finishing import PageLabels, page_labels
from publish.pdf.page import UsedFace
from publish.pdf.setpart import Folios, NotApartError, SetPart
from publish.pdf.written import Written

Program = Callable[[str, int, Sequence[int]], bytes]
"""Returns the font file of the face with that family and weight, with some of its glyphs."""


def join(
    parts: Sequence[SetPart], folios: Sequence[Folios | None], program: Program, labels: Sequence[PageLabels]
) -> bytes:
    """Return *parts* as one PDF, with the *folios* of each whose pages have none, numbered as *labels* say."""
    book = _Book()
    for part, drawn in zip(parts, folios, strict=True):
        with Pdf.open(BytesIO(part.pdf)) as opened:
            book.add(opened, part, drawn)
    return book.finished(parts, program, labels)


class _Book:
    """The book while its parts are put into it."""

    def __init__(self) -> None:
        self.file = Written()
        self.pages, self.tree, self.document, self.fonts = (self.file.reserve() for _once in range(4))
        self.kids: list[int] = []
        """The objects of the pages."""
        self.elements: list[int] = []
        """Those of the structure elements below the document."""
        self.parents: list[bytes] = []
        """The parent tree: numbers and what they stand for."""
        self.faces = _Faces(self.file)
        self.notes = 0
        """That have been counted."""
        self.own: dict[str, dict[str, bytes]] = {}
        """What the first part says of the whole book: entries of its catalogue, its tree, its document, its record."""

    def add(self, opened: Pdf, part: SetPart, folios: Folios | None) -> None:
        """Add *part*, which is *opened*, with its *folios*."""
        self.faces.add(opened.pages[0].Resources.Font, part.faces)
        taken = _Taken(self, opened)
        self._take_what_is_said_once(opened.Root, opened.docinfo, taken)
        stamps = self._stamps(folios) if folios else ()
        self.kids += taken.pages(stamps)
        if "/StructTreeRoot" in opened.Root:
            self._take_tree(opened.Root.StructTreeRoot, taken)
        taken.rest()
        self.notes += sum(name.startswith(_COUNTED[0]) for name in part.anchors)

    def _take_what_is_said_once(self, root: Object, info: Object, taken: _Taken) -> None:
        if self.own:
            return
        self.own = {"root": taken.entries(root, _MADE_HERE), "info": taken.entries(info)}
        if tree := root.get("/StructTreeRoot"):
            self.own["tree"] = taken.entries(tree, ("/K", "/ParentTree"))
            self.own["document"] = taken.entries(tree.K[0], ("/K", "/P"))

    def _take_tree(self, tree: Object, taken: _Taken) -> None:
        """Take the elements and the parent tree of a part, whose numbers go on where those before ended."""
        self.elements += [taken.number_of(each.objgen[0]) for each in tree.K[0].K]
        numbers, first = tree.ParentTree.Nums, len(self.parents)
        for place in range(0, len(numbers), 2):
            self.parents.append(b"%d %b" % (int(numbers[place]) + first, taken.moved(_content(numbers[place + 1]))))

    def _stamps(self, folios: Folios) -> Iterator[int]:
        """Yield a stream for each of *folios*, which draws it as an artifact (ISO 14289-1, 7.1)."""
        with Pdf.open(BytesIO(folios.pdf)) as drawn:
            self.faces.add(drawn.pages[0].Resources.Font, folios.faces)
            for page in drawn.pages:
                content = page.Contents.read_bytes()
                yield self.file.add_stream(b"/Artifact <</Type /Pagination>> BDC\nq\n" + content + b"\nQ\nEMC")

    def finished(self, parts: Sequence[SetPart], program: Program, labels: Sequence[PageLabels]) -> bytes:
        """Return the file, with what leads from part to part."""
        file = self.file
        file.put(self.pages, _dictionary(Type=b"/Pages", Count=b"%d" % len(self.kids), Kids=_references(self.kids)))
        file.put(self.fonts, _dictionary(**self.faces.united(program)))
        places = _Places(parts, self.kids)
        names = b" ".join(b"%b %b" % (String(name).unparse(), place) for name, place in places.named())
        entries = {
            "Type": b"/Catalog",
            "Pages": _reference(self.pages),
            "Names": b"<< /Dests %b >>" % _reference(file.add(b"<< /Names [ %b ] >>" % names)),
            "PageLabels": page_labels(labels).unparse(),
        }
        if outline := _outline(file, places.entries()):
            entries["Outlines"] = _reference(outline)
        if "tree" in self.own:
            entries["StructTreeRoot"] = _reference(self._finished_tree())
        root = file.add(_dictionary(**self.own["root"], **entries))
        return file.finished(root, file.add(_dictionary(**self.own["info"])))

    def _finished_tree(self) -> int:
        kids = {"K": _references(self.elements), "P": _reference(self.tree)}
        self.file.put(self.document, _dictionary(**self.own["document"], **kids))
        parents = self.file.add(b"<< /Nums [ %b ] >>" % b" ".join(self.parents))
        whole = {"K": _references([self.document]), "ParentTree": _reference(parents)}
        self.file.put(self.tree, _dictionary(**self.own["tree"], **whole))
        return self.tree


_MADE_HERE = ("/Type", "/Pages", "/Names", "/Outlines", "/PageLabels", "/StructTreeRoot")
"""Entries of the catalogue that are the book's."""


def _reference(number: int) -> bytes:
    return b"%d 0 R" % number


def _references(numbers: Iterable[int]) -> bytes:
    return b"[ %b ]" % b" ".join(map(_reference, numbers))


def _dictionary(**entries: bytes) -> bytes:
    return b"<< %b >>" % b" ".join(b"/%b %b" % (name.encode(), entries[name]) for name in sorted(entries))


def _content(value: Any) -> bytes:
    """Return *value*, an object or what pikepdf has for a number or a boolean, as a PDF has it."""
    return bytes(Array([value]).unparse())[2:-2]


# --- objects that are taken over ------------------------------------------------------------------------------------

_COUNTED = ("note-", "call-")
"""Ids that are counted from 0 in each part."""
_MOVED = re.compile(
    rb"/(?P<key>Contents|Dest) \((?P<id>note-|call-)(?P<count>\d+)\)|\((?:[^()\\]|\\.)*+\)"
    rb"|/(?P<parent>StructParents?) (?P<place>\d+)|\b(?P<object>\d+) 0 R\b",
    re.DOTALL,
)
"""What is otherwise in the book than in a part, in an object as pikepdf writes it: parentheses within a string stand
behind a backslash, no generation is other than 0."""
_CONTENTS = re.compile(rb"/Contents (\d+ 0 R)")


class _Taken:
    """Objects of a part, as the book takes them over: each once, when something refers to it."""

    def __init__(self, book: _Book, part: Pdf) -> None:
        self._file, self._part = book.file, part
        self._notes, self._parents = book.notes, len(book.parents)
        self._numbers = {part.Root.Pages.objgen[0]: book.pages, **book.faces.numbers(part.pages[0].Resources.Font)}
        self._numbers[part.pages[0].Resources.Font.objgen[0]] = book.fonts
        if tree := part.Root.get("/StructTreeRoot"):
            self._numbers |= {tree.objgen[0]: book.tree, tree.K[0].objgen[0]: book.document}
        self._pages = [page.obj.objgen[0] for page in part.pages]
        self._numbers |= {page: self._file.reserve() for page in self._pages}
        self._waiting: deque[tuple[int, int]] = deque()

    def number_of(self, number: int) -> int:
        """Return the number in the book of the object *number* of the part."""
        if number not in self._numbers:
            self._numbers[number] = self._file.reserve()
            self._waiting.append((number, self._numbers[number]))
        return self._numbers[number]

    def moved(self, content: bytes) -> bytes:
        """Return *content*, written in the part, as it is in the book."""
        return _MOVED.sub(self._moved, content)

    def _moved(self, found: re.Match[bytes]) -> bytes:
        if found["object"]:
            return _reference(self.number_of(int(found["object"])))
        if found["parent"]:
            return b"/%b %d" % (found["parent"], int(found["place"]) + self._parents)
        if found["id"]:
            return b"/%b (%b%d)" % (found["key"], found["id"], int(found["count"]) + self._notes)
        return found[0]

    def entries(self, dictionary: Object, without: Sequence[str] = ()) -> dict[str, bytes]:
        """Return the entries of *dictionary* by their names, but those *without*."""
        return {key[1:]: self.moved(_content(value)) for key, value in dictionary.items() if key not in without}

    def pages(self, stamps: Iterable[int]) -> list[int]:
        """Take the pages over, each with what one of *stamps* draws over it, if any; return their numbers."""
        for page, stamp in zip_longest(self._pages, stamps):
            content = self.moved(self._part.get_object(page, 0).unparse(resolved=True))
            stamped = _CONTENTS.sub(rb"/Contents [ \1 %d 0 R ]" % stamp, content) if stamp else content
            self._file.put(self._numbers[page], stamped)
        return [self._numbers[page] for page in self._pages]

    def rest(self) -> None:
        """Take over all to which what has been taken over refers."""
        while self._waiting:
            number, here = self._waiting.popleft()
            found = self._part.get_object(number, 0)
            if isinstance(found, Stream):
                self._file.put_stream(here, self.moved(found.stream_dict.unparse()), found.read_raw_bytes())
            else:
                self._file.put(here, self.moved(found.unparse(resolved=True)))


# --- names and the outline ------------------------------------------------------------------------------------------


class _Places:
    """Where the things are that something leads to."""

    def __init__(self, parts: Sequence[SetPart], pages: Sequence[int]) -> None:
        """*pages* are the objects of the pages of all *parts*."""
        self._parts, self._pages = parts, pages

    def named(self) -> list[tuple[str, bytes]]:
        """Return the names of all parts in their order, each with its place: where it stands first."""
        names, first, before = dict[str, bytes](), 0, 0
        for part in self._parts:
            for name, (page, x, y) in part.anchors.items():
                names.setdefault(_counted_on(name, before), self._place(first + page, x, y))
            before += sum(name.startswith(_COUNTED[0]) for name in part.anchors)
            first += len(part.leaves)
        return sorted(names.items())

    def entries(self) -> Iterator[tuple[int, str, bytes]]:
        """Yield the level, the text and the place of each entry of the outline."""
        first = 0
        for part in self._parts:
            for level, text, page, x, y in part.bookmarks:
                yield level, text, self._place(first + page, x, y)
            first += len(part.leaves)

    def _place(self, page: int, x: float, y: float) -> bytes:
        return b"[ %b /XYZ %b %b 0 ]" % (_reference(self._pages[page]), _plain(x), _plain(y))


def _counted_on(name: str, before: int) -> str:
    head, sign, number = name.partition("-")
    return f"{head}-{int(number) + before}" if head + sign in _COUNTED and number.isdecimal() else name


def _plain(number: float) -> bytes:
    return f"{number:.4f}".rstrip("0").rstrip(".").encode()


@dataclass(slots=True)
class _Item:
    """An entry of the outline, or the outline itself."""

    number: int
    entries: dict[str, bytes]
    children: list[_Item] = field(default_factory=list)

    def put(self, file: Written) -> int:
        """Put this and all below it into *file*; return how many are below."""
        count = len(self.children)
        for place, child in enumerate(self.children):
            around = {"Prev": self.children[place - 1 : place], "Next": self.children[place + 1 : place + 2]}
            child.entries |= {name: _reference(one.number) for name, found in around.items() for one in found}
            child.entries["Parent"] = _reference(self.number)
            count += child.put(file)
        if self.children:
            ends = {"First": self.children[0], "Last": self.children[-1]}
            self.entries |= {name: _reference(child.number) for name, child in ends.items()} | {"Count": b"%d" % count}
        file.put(self.number, _dictionary(**self.entries))
        return count


def _outline(file: Written, entries: Iterable[tuple[int, str, bytes]]) -> int | None:
    """Write the outline, where an entry stands below the last one before it of a higher level; return its number."""
    whole = _Item(file.reserve(), {"Type": b"/Outlines"})
    above = [(0, whole)]
    for level, text, place in entries:
        item = _Item(file.reserve(), {"Title": String(text).unparse(), "Dest": place})
        while len(above) > 1 and above[-1][0] >= level:
            above.pop()
        above[-1][1].children.append(item)
        above.append((level, item))
    whole.put(file)
    return whole.number if whole.children else None


# --- faces ----------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Face:
    """A face as all parts use it."""

    number: int
    """Of its font object."""
    used: UsedFace
    font: dict[str, bytes]
    inner: dict[str, bytes]
    about: dict[str, bytes]
    """What its font object says, its descendant font and its descriptor: that of the part where it is met first."""
    flags: int
    box: list[float]
    file: str
    """The name of the entry that holds its program."""
    glyphs: dict[int, tuple[float, str]] = field(default_factory=dict)


class _Faces:
    """The faces of the book, by the names that they have in each part."""

    def __init__(self, file: Written) -> None:
        self._file = file
        self._known: dict[str, _Face] = {}

    def add(self, fonts: Object, used: Mapping[str, UsedFace]) -> None:
        """Add the faces that a part *used*; *fonts* gives its pages their font objects by name."""
        for name, each in used.items():
            if name not in self._known:
                self._known[name] = _read(self._file.reserve(), each, fonts[f"/{name}"])
            for glyph, shown in each.glyphs.items():
                self._known[name].glyphs.setdefault(glyph, shown)

    def numbers(self, fonts: Object) -> dict[int, int]:
        """Return the numbers in the book of the font objects *fonts* of a part, by those that they have there."""
        return {font.objgen[0]: self._known[name[1:]].number for name, font in fonts.items()}

    def united(self, program: Program) -> dict[str, bytes]:
        """Put in the font objects of all faces, with the program for all parts; return references to them by name."""
        together: dict[tuple[str, int], set[int]] = {}
        for face in self._known.values():
            together.setdefault((face.used.family, face.used.weight), set()).update(face.glyphs)
        programs = {each: _program(self._file, program(*each, sorted(glyphs))) for each, glyphs in together.items()}
        for face in self._known.values():
            _put_face(self._file, face, programs[face.used.family, face.used.weight])
        return {name: _reference(face.number) for name, face in self._known.items()}


def _read(number: int, used: UsedFace, font: Object) -> _Face:
    """Return what *font* says of its face. Raises `NotApartError` where its glyphs are pictures."""
    if "/DescendantFonts" not in font:
        raise NotApartError
    inner = font.DescendantFonts[0]
    about = inner.FontDescriptor
    file = "FontFile3" if "/FontFile3" in about else "FontFile2"
    without = {"/W", "/FontDescriptor", *(["/CIDToGIDMap"] if file == "FontFile3" else [])}  # it is for TrueType alone
    return _Face(
        number,
        used,
        _said(font, {"/DescendantFonts", "/ToUnicode"}),
        _said(inner, without),
        _said(about, {"/FontFile2", "/FontFile3", "/FontBBox", "/Flags"}),
        int(about.Flags),
        [float(edge) for edge in about.FontBBox],
        file,
    )


def _said(dictionary: Object, without: set[str]) -> dict[str, bytes]:
    return {key[1:]: _content(value) for key, value in dictionary.items() if key not in without}


_TRUETYPE = b"\0\1\0\0"


def _program(file: Written, data: bytes) -> int:
    """Put in the font file *data* as it is embedded (ISO 32000-1, 9.9): whole, or its table CFF alone."""
    if data[:4] == _TRUETYPE:
        return file.add_stream(data, b"/Length1 %d" % len(data))
    return file.add_stream(data, b"/Subtype /OpenType" if data[:4] == b"OTTO" else b"/Subtype /CIDFontType0C")


_FIXED_PITCH = 1
"""The flag of a face whose glyphs are all of one width (ISO 32000-1, table 123)."""


def _put_face(file: Written, face: _Face, program: int) -> None:
    """Put in the objects of *face*, with what all parts need of it."""
    widths = {glyph: width for glyph, (width, _text) in face.glyphs.items()}
    alike = len(widths) > 1 and len(set(widths.values())) == 1
    left, bottom, _right, top = face.box
    about = {
        **face.about,
        face.file: _reference(program),
        "FontBBox": b"[ %b ]" % b" ".join(map(_plain, (left, bottom, max(widths.values()), top))),
        "Flags": b"%d" % (face.flags & ~_FIXED_PITCH | (_FIXED_PITCH if alike else 0)),
    }
    descriptor = _reference(file.add(_dictionary(**about)))
    inner = file.add(_dictionary(**face.inner, W=_runs(widths), FontDescriptor=descriptor))
    texts = file.add_stream(_texts({glyph: text for glyph, (_width, text) in face.glyphs.items() if text}))
    font = {**face.font, "DescendantFonts": _references([inner]), "ToUnicode": _reference(texts)}
    file.put(face.number, _dictionary(**font))


def _runs(widths: Mapping[int, float]) -> bytes:
    """Return the first glyph of each run of glyphs and the widths in it (ISO 32000-1, 9.7.4.3)."""
    parts: list[bytes] = []
    for glyph in sorted(widths):
        if glyph - 1 not in widths:
            parts.append(b"%b%d [" % (b"] " if parts else b"", glyph))
        parts.append(_plain(widths[glyph]))
    return b"[ %b ] ]" % b" ".join(parts)


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
