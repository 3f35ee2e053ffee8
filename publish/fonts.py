"""The faces of a book, by role: role and language → `Face` → the font files that its pages are set from.

A role is what a face is for (`Role`); which family plays it is a list in ``styles/book/faces.toml``, the user's own
``[style] fonts`` going before it. The faces themselves are those of this machine, found in the folders where systems
keep them, without fontconfig, so that the EPUB's cover finds its face where Pango is not installed.

For print a role becomes a *family* that shows every character of the book (`cut_family`): the role's own face, what
it lacks lent by others (those of the other roles, those listed as *rare*, then any other of this machine), and 〓 for
what none of them has. What to install for that, ``styles/book/scripts.toml`` says (`remedy`).
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from io import BytesIO
from pathlib import Path
from struct import pack_into
from typing import Any, Literal, get_args

from publish.assets import assets, read_style_file
from publish.diagnostics import Diagnostic, Report, failure
from publish.language import Forms, Language
from publish.stretches import PRIVATE

Role = Literal["song", "hei", "kai", "fangsong", "latin", "code"]
ROLES: tuple[Role, ...] = get_args(Role)

Families = Mapping[Role, tuple[str, ...]]
"""Family names by role, best first: ``[style] fonts`` of ``book.toml``."""

_SUBSTITUTES: Mapping[Role, tuple[Role, ...]] = {
    "song": ("hei",),
    "hei": ("song",),
    "kai": ("song", "hei"),
    "fangsong": ("kai", "song", "hei"),
    "latin": ("song", "hei"),
    "code": ("hei", "song"),
}
"""Which roles stand in for one that no face on the machine can play."""


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a family on this machine."""

    family: str
    weight: int
    """From 100 to 900; 400 is regular, 700 bold."""
    path: Path
    index: int = 0
    """Its number in a collection (.ttc)."""
    variable: bool = False
    """Its weight is an axis: `subset` sets it to `weight`."""
    role: Role = "song"
    """The role in whose list it was found: another one than was asked for when it stands in for it."""


# --- the faces of this machine -------------------------------------------------------------------------------------


def folders() -> tuple[Path, ...]:
    """Return the folders in which this system keeps its fonts."""
    home = Path.home()
    if sys.platform == "darwin":
        found = [home / "Library/Fonts", "/Library/Fonts", "/System/Library/Fonts", "/System/Library/AssetsV2"]
    elif sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", home)
        found = [Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", Path(local) / "Microsoft/Windows/Fonts"]
    else:
        data = [os.environ.get("XDG_DATA_HOME") or str(home / ".local/share")]
        data += (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
        found = [home / ".fonts", *(Path(folder) / "fonts" for folder in data)]
        found += [Path(folder, tree, "fonts/opentype/public/fandol") for folder in data for tree in _TEX_TREES]
    return tuple(dict.fromkeys(map(Path, found)))


_TEX_TREES = ("texlive/texmf-dist", "texmf-dist")


@cache
def _installed() -> Mapping[str, tuple[Face, ...]]:
    """Return the upright faces of this machine by family name (each name that a face gives itself), lower case.

    Families with serifs come first, those of fixed width last: in this order they lend what no listed face has.
    """
    families: dict[str, dict[tuple[Path, int], Face]] = {}
    for path in sorted(path for folder in folders() for path in folder.rglob("*")):
        if path.suffix.lower() in (".otf", ".ttf", ".ttc", ".otc"):
            for names, face in _faces_in(path):
                for name in names:
                    families.setdefault(name.lower(), {})[face.path, face.index] = face
    plainest_first = sorted(families, key=lambda name: ("mono" in name, "serif" not in name, name))
    return {name: tuple(families[name].values()) for name in plainest_first}


def _faces_in(path: Path) -> Iterator[tuple[set[str], Face]]:
    """Yield the faces of one file with their family names; a file that is no font, or may not be embedded, has none."""
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    try:
        collection = path.suffix.lower() in (".ttc", ".otc")
        fonts = TTCollection(path, lazy=True).fonts if collection else [TTFont(path, lazy=True)]
        for index, font in enumerate(fonts):
            if font["OS/2"].fsSelection & 1 or font["OS/2"].fsType & 0xF == _NO_EMBEDDING:
                continue
            names = {record.toUnicode() for record in font["name"].names if record.nameID in (1, 16)}
            family = font["name"].getBestFamilyName()
            yield names, Face(family, font["OS/2"].usWeightClass, path, index, "fvar" in font)
    except (TTLibError, OSError, KeyError, UnicodeError, AssertionError):
        return  # broken or protected: the other fonts of the machine still serve


_NO_EMBEDDING = 2
"""OS/2.fsType of a font whose licence forbids to put it into a document (OpenType, OS/2 table)."""


# --- a face for a role ---------------------------------------------------------------------------------------------


def find_face(role: Role, language: str, fonts: Families | None = None, weight: int = 400) -> Face:
    """Return the best face of this machine for *role* in a book in *language* (a BCP 47 tag), nearest to *weight*.

    *fonts* are families that the user prefers. Where no face can play the role another role's stands in, and
    `Face.role` says so. Raises `PublishError` F101 where there is no CJK face at all.
    """
    for candidate in (role, *_SUBSTITUTES[role]):
        for family in _preferred(candidate, language, fonts or {}):
            if faces := _installed().get(family.lower()):
                return replace(_nearest(faces, weight), role=candidate)
    raise failure("F101")


def families_of(styles: Iterable[Path], language: str, fonts: Families) -> Families:
    """Return the families that go before the house style's: *fonts* of ``book.toml``, then those of other *styles*.

    A style names its families in a ``faces.toml`` of its own, written as the house style's.
    """
    wished = {role: list(fonts.get(role, ())) for role in ROLES}
    for lists in (_lists(style) for style in styles if (style / "faces.toml").is_file() and style != _house()):
        for role in ROLES:
            wished[role] += lists.get(role, {}).get(Language.of(language).forms, [])
    return {role: tuple(families) for role, families in wished.items()}


def choose_faces(roles: Iterable[Role], language: str, fonts: Families, report: Report) -> dict[Role, Face]:
    """Return the regular face of each role; report what was chosen (F202) and what had to stand in (F201)."""
    chosen = {role: find_face(role, language, fonts) for role in roles}
    for role, face in chosen.items():
        known = ", ".join(dict.fromkeys(_preferred(role, language, fonts)[:3]))
        facts = {"role": role, "family": face.family, "path": face.path, "known": known}
        report(Diagnostic("F202" if face.role == role else "F201", facts=facts))
    return chosen


def report_absent(fonts: Families, report: Report) -> None:
    """Report the families of ``book.toml`` that this machine does not have (F203)."""
    for role, families in fonts.items():
        for family in families:
            if family.lower() not in _installed():
                report(Diagnostic("F203", facts={"family": family, "role": role}))


def families_for(role: Role, language: str, fonts: Families) -> tuple[str, ...]:
    """Return the families for *role* in a book in *language*, best first, those of *fonts* before the house style's."""
    own = _lists(_house())[role].get(Language.of(language).forms, ())
    return tuple(dict.fromkeys((*fonts.get(role, ()), *own)))


def _preferred(role: Role | Literal["rare"], language: str, fonts: Families) -> tuple[str, ...]:
    """Return the same, and after them the families for other forms of the characters: better those than none."""
    lists = _lists(_house())[role]
    own = lists.get(Language.of(language).forms, ()) if role == "rare" else families_for(role, language, fonts)
    return (*own, *(family for names in lists.values() for family in names))


@cache
def _lists(style: Path) -> Mapping[str, Mapping[str, list[str]]]:
    file = style / "faces.toml"
    try:
        lists = tomllib.loads(read_style_file(style, file.name))
    except tomllib.TOMLDecodeError as error:
        raise failure("B207", str(file), reason=error) from error
    for role, regions in lists.items():
        if not isinstance(regions, dict) or not all(_is_list_of_names(names) for names in regions.values()):
            raise failure("B207", str(file), reason=f'[{role}]: SC = ["…"], TC = ["…"], HK = ["…"]')
    return lists


def _is_list_of_names(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(name, str) for name in value)


def _house() -> Path:
    return assets("styles") / "book"


def _nearest(faces: Iterable[Face], weight: int) -> Face:
    face = min(faces, key=lambda face: (face.variable, abs(face.weight - weight)))
    return replace(face, weight=weight) if face.variable else face


# --- what a face shows ---------------------------------------------------------------------------------------------


def missing(characters: Iterable[str], language: str, fonts: Families) -> frozenset[str]:
    """Return those of *characters* for which no face of this machine has a glyph: they are printed as 〓."""
    stack = _Stack("song", 400, language, fonts)
    return frozenset(character for character in characters if _is_visible(character) and not stack.lender(character))


def covers(face: Face, character: str) -> bool:
    """Tell whether *face* has a glyph for *character*."""
    return _glyph(face, character) is not None


def _glyph(face: Face, character: str) -> int | None:
    glyph: int | None = _shaper(face.path, face.index).get_nominal_glyph(ord(character))
    return glyph


def _advance(face: Face, character: str) -> float:
    """Return how far *character* of *face* advances, in em."""
    shaper, glyph = _shaper(face.path, face.index), _glyph(face, character)
    return shaper.get_glyph_h_advance(glyph) / shaper.face.upem if glyph is not None else 0.0


def advances(text: str, language: str, fonts: Families) -> list[float]:
    """Return how far each character of *text* advances where it is set in song and latin, in em."""
    faces = [find_face(role, language, fonts) for role in _OF_LINES]
    return [_advance_in(faces if _LATIN.match(character) else faces[1:], character) for character in text]


_OF_LINES: tuple[Role, ...] = ("latin", "song")


def _advance_in(faces: Iterable[Face], character: str) -> float:
    return next((_advance(face, character) for face in faces if covers(face, character)), 1.0)


@cache
def _shaper(path: Path, index: int) -> Any:
    import uharfbuzz as hb

    return hb.Font(hb.Face(hb.Blob.from_file_path(str(path)), index))


def _is_visible(character: str) -> bool:
    """Tell whether *character* needs a glyph: spaces, controls and variation selectors do not."""
    return not (character.isspace() or unicodedata.category(character) in ("Cc", "Cf") or _SELECTOR.match(character))


@dataclass(frozen=True, slots=True)
class Remedy:
    """A face to install: its *family*, the Debian *package* that has it, and the *script* that it is for."""

    script: str
    family: str
    package: str


def remedy(character: str) -> Remedy | None:
    """Return which face to install for *character*, or None where ``scripts.toml`` does not say."""
    point = ord(character)
    return next((known for first, last, known in _remedies() if first <= point <= last), None)


@cache
def _remedies() -> tuple[tuple[int, int, Remedy], ...]:
    table = tomllib.loads(read_style_file(_house(), "scripts.toml"))
    return tuple(
        (first, last, Remedy(script, row["family"], row["package"]))
        for script, row in table.items()
        for first, last in row["blocks"]
    )


_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")


# --- letters -------------------------------------------------------------------------------------------------------

_LETTERERS: tuple[Role | Literal["rare"], ...] = ("latin", "song", "rare", "hei", "kai", "fangsong")
"""Whose faces are looked at for letters, best first."""


def lacked_letters(letters: Iterable[str], language: str, fonts: Families) -> frozenset[str]:
    """Return those of *letters* that the face of the role latin does not have, and all combining marks."""
    own = find_face("latin", language, fonts)
    return frozenset(each for each in set(letters) if not covers(own, each) or unicodedata.combining(each))


def lent_face(run: str, language: str, fonts: Families) -> Face | None:
    """Return the face that sets *run*, some letters, as a whole; None where none does, or that of the role latin."""
    listed = (family.lower() for role in _LETTERERS for family in _preferred(role, language, fonts))
    for family in dict.fromkeys((*listed, *_installed())):
        if (faces := _installed().get(family)) and _sets(face := _nearest(faces, 400), run):
            return None if face == replace(find_face("latin", language, fonts), role=face.role) else face
    return None


def of_weight(face: Face, weight: int) -> Face:
    """Return the face of the same family that is nearest to *weight*."""
    return _nearest(_installed().get(face.family.lower(), (face,)), weight)


def _sets(face: Face, run: str) -> bool:
    """Tell whether *face* has all letters of *run* and puts the marks where they belong: these take no room."""
    import uharfbuzz as hb

    if not all(covers(face, character) for character in unicodedata.normalize("NFC", run) if character.isalpha()):
        return False
    buffer = hb.Buffer()
    buffer.add_str(run)
    buffer.guess_segment_properties()
    hb.shape(_shaper(face.path, face.index), buffer)
    letters = sum(not unicodedata.combining(character) for character in unicodedata.normalize("NFC", run))
    wide = sum(position.x_advance > 0 for position in buffer.glyph_positions)
    return wide <= letters and all(glyph.codepoint for glyph in buffer.glyph_infos)


# --- font files ----------------------------------------------------------------------------------------------------


def subset(face: Face, characters: Iterable[str]) -> bytes:
    """Return *face* cut down to *characters*, an OpenType file of its own; the same characters give the same bytes.

    HarfBuzz of the system would do this while the PDF is written, but versions before 7 give up on large TrueType CJK
    faces and embed them whole; uharfbuzz brings its own. In a CID-keyed face the glyphs get their own numbers as CIDs:
    WeasyPrint writes glyph numbers into the PDF, where they are read as CIDs (ISO 32000-1, 9.7.4.2).
    """
    import uharfbuzz as hb

    source = hb.Face(hb.Blob.from_file_path(str(face.path)), face.index)
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.UNICODE).update(map(ord, characters))
    wanted.flags = hb.SubsetFlags.CFF_IDENTITY_CHARSET
    if face.variable:
        wanted.pin_axis_location(source, "wght", face.weight)
    return bytes(hb.subset(source, wanted).blob.data)


def renamed(data: bytes, family: str) -> bytes:
    """Return the font file *data* named *family*, with nothing of its old names but its copyright and licence."""
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(data), recalcTimestamp=False)
    postscript = family.replace(" ", "")
    font["name"].names = [record for record in font["name"].names if record.nameID in (0, 13, 14)]
    for name_id, name in (
        (1, family),
        (2, "Regular"),
        (3, postscript),
        (4, family),
        (5, "Version 1.0"),
        (6, postscript),
    ):
        font["name"].setName(name, name_id, 3, 1, 0x409)
    if "CFF " in font:
        font["CFF "].cff.fontNames = [postscript]
        top = font["CFF "].cff.topDictIndex[0]
        top.FullName = top.FamilyName = family
        for part in getattr(top, "FDArray", ()):
            part.FontName = postscript
    return _saved(font)


def cut_family(role: Role, weight: int, characters: frozenset[str], language: str, fonts: Families) -> Iterator[bytes]:
    """Yield the font files that together show *characters* in *role* at *weight*; no character is in two of them.

    What the face of the role lacks, other faces lend, and a character that none has is shown as 〓. Marks that are full
    width in Chinese text (“ ” ‘ ’ … ·) come from a face where they are, the dash from one where two of them join. Two
    characters that share a glyph in their face (— and ―) go into different files: a PDF remembers one character for
    each glyph, and copying would take the one for the other. The family *latin* shows the letters and digits that its
    own face has, and leaves all others to the family that a style names after it.

    Each file says that its family is *role*, has the shapes of *language*, and has the same ascent and descent as all
    others, so that a lent character does not move its line.
    """
    stack = _Stack(role, weight, language, fonts)
    if role == "latin":
        characters = frozenset(c for c in characters if _LATIN.match(c) and covers(stack.own, c))
    lenders: dict[Face | None, list[str]] = {}
    for character in sorted(characters):
        lender = stack.lender(character)
        if lender or _is_visible(character):
            lenders.setdefault(lender, []).append(character)
    for face, lent in lenders.items():
        if face is None:
            yield _getas(role, lent)
        else:
            yield from cut_face(role, face, lent, language)


_LENDERS: tuple[Role | Literal["rare"], ...] = ("song", "hei", "kai", "fangsong", "rare")
_LATIN = re.compile("[ -~\u00a1-\u00b6\u00b8-\u036f\u0370-\u04ff\u1e00-\u1eff\u2013]")
_FULL_WIDTH = frozenset("“”‘’…·")
_NARROWEST_FULL_WIDTH = 0.8
"""In em."""


def cut_face(family: str, face: Face, characters: Iterable[str], language: str) -> Iterator[bytes]:
    """Yield the font files that together show *characters* in *face*, as `cut_family` does, under the name *family*."""
    shown = sorted(character for character in set(characters) if covers(face, character))
    yield from (_fitted(family, language, subset(face, layer)) for layer in _layers(face, shown))


class _Stack:
    """The faces that show a role: its own, then all that can lend it a character, looked at as far as need be."""

    def __init__(self, role: Role, weight: int, language: str, fonts: Families) -> None:
        self.own = find_face(role, language, fonts, weight)
        self._weight = weight
        listed = (family.lower() for lender in _LENDERS for family in _preferred(lender, language, fonts))
        self._listed = tuple(dict.fromkeys((self.own, *self._faces(listed))))

    def lender(self, character: str) -> Face | None:
        """Return the face that shows *character*, or None where no face of this machine does."""
        if PRIVATE.match(character):
            return None
        for shows in (_shows_well, covers):
            for face in self._listed:
                if shows(face, character):
                    return face
        return next((face for face in self._faces(_installed()) if covers(face, character)), None)

    def _faces(self, families: Iterable[str]) -> Iterator[Face]:
        """Yield of each of *families* that are installed (names in lower case) the face nearest to the weight."""
        for family in families:
            if faces := _installed().get(family):
                yield _nearest(faces, self._weight)


def _shows_well(face: Face, character: str) -> bool:
    if character == "—":
        return covers(face, character) and _joins(face, character)
    if character in _FULL_WIDTH:
        return _advance(face, character) > _NARROWEST_FULL_WIDTH
    return covers(face, character)


@cache
def _joins(face: Face, character: str) -> bool:
    """Tell whether two of *character* make one line: by a ligature, or because its ink is as wide as itself."""
    import uharfbuzz as hb

    shaper, pair = _shaper(face.path, face.index), hb.Buffer()
    pair.add_str(character * 2)
    pair.guess_segment_properties()
    hb.shape(shaper, pair)
    extents = shaper.get_glyph_extents(pair.glyph_infos[0].codepoint)
    return len(pair.glyph_infos) == 1 or extents.width >= pair.glyph_positions[0].x_advance * 0.98


def _layers(face: Face, characters: Iterable[str]) -> list[list[str]]:
    """Part *characters* so that within a part no two share a glyph of *face*."""
    layers: list[dict[int | None, str]] = []
    for character in characters:
        glyph = _glyph(face, character)
        layer = next((layer for layer in layers if glyph not in layer), None)
        if layer is None:
            layers.append(layer := {})
        layer[glyph] = character
    return [list(layer.values()) for layer in layers]


_ASCENT, _DESCENT = 0.88, 0.12
"""The em box of an ideograph above and below the baseline, in em (OpenType, BASE table: ideo at -0.12)."""


def _fitted(family: str, language: str, data: bytes) -> bytes:
    """Return the font file *data* named *family*, with the shapes of *language* and the ascent that all files have."""
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    font.setGlyphOrder([f"glyph{number:05}" for number in range(font["maxp"].numGlyphs)])  # else it unpacks the glyphs
    em = font["head"].unitsPerEm
    ascent, descent = round(em * _ASCENT), round(em * _DESCENT)
    _patch(font, "hhea", 4, ">hhh", ascent, -descent, 0)
    _patch(font, "OS/2", 68, ">hhhHH", ascent, -descent, 0, ascent, descent)
    font["name"].names = [record for record in font["name"].names if record.nameID in (0, 5, 6, 13, 14)]
    font["name"].setName(family, 1, 3, 1, 0x409)
    if "GSUB" in font:
        _localise(font["GSUB"].table.ScriptList.ScriptRecord, language)
    return _saved(font)


_OPENTYPE_LANGUAGES = {Forms.SIMPLIFIED: "ZHS ", Forms.TRADITIONAL: "ZHT ", Forms.HONG_KONG: "ZHH "}


def _localise(scripts: list[Any], language: str) -> None:
    """Make the shapes of *language* those that a font shows in any script when it is given no language or another.

    A dash that stands alone has no script, one after a western word has that of the word, and then shaping does not ask
    for the shapes of Chinese; in Noto the dash is then shorter than two characters.
    """
    tag = _OPENTYPE_LANGUAGES[Language.of(language).forms]
    local = [each.LangSys for record in scripts for each in record.Script.LangSysRecord if each.LangSysTag == tag]
    for record in scripts if local else ():
        record.Script.DefaultLangSys = local[0]


def _patch(font: Any, table: str, offset: int, layout: str, *values: int) -> None:
    """Write *values* into a *table* of *font* as bytes: what fontTools unpacks, it packs again, and that takes time."""
    from fontTools.ttLib.tables.DefaultTable import DefaultTable

    data = bytearray(font.reader[table])
    pack_into(layout, data, offset, *values)
    font[table] = DefaultTable(table)
    font[table].data = bytes(data)


def _getas(role: Role, characters: Iterable[str]) -> bytes:
    """Return a font file that shows 〓 for each of *characters*; each has a glyph of its own, so each copies as itself.

    U+3013, 下駄記号: what a printer puts where a type is wanting.
    """
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    for bottom in (120, 520):
        pen.moveTo((80, bottom))
        for point in ((80, bottom + 140), (920, bottom + 140), (920, bottom)):
            pen.lineTo(point)
        pen.closePath()
    geta = pen.glyph()
    names = {ord(character): f"u{ord(character):05X}" for character in characters}
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    builder.setupGlyf(dict.fromkeys([".notdef", *names.values()], geta))
    builder.setupHorizontalMetrics(dict.fromkeys([".notdef", *names.values()], (1000, 80)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": role, "styleName": "Regular", "psName": "Geta-Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, sTypoLineGap=0, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    return _saved(builder.font)


def _saved(font: Any) -> bytes:
    file = BytesIO()
    font.save(file)
    return file.getvalue()
