"""Font files: a face cut down to some characters, named anew, fitted to its neighbours."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from struct import pack, pack_into, unpack, unpack_from
from typing import Any

from publish.fonts.machine import Face
from publish.language import Forms, Language


def subset(face: Face, characters: Iterable[str], *, numbered: bool = False) -> bytes:
    """Return *face* cut down to *characters*, an OpenType file of its own; the same characters give the same bytes.

    With *numbered* each glyph keeps its number, whatever other characters there are.

    HarfBuzz of the system would do this while the PDF is written, but versions before 7 give up on large TrueType CJK
    faces and embed them whole; uharfbuzz brings its own. In a CID-keyed face the glyphs get their own numbers as CIDs:
    WeasyPrint writes glyph numbers into the PDF, where they are read as CIDs (ISO 32000-1, 9.7.4.2).
    """
    import uharfbuzz as hb

    source = hb.Face(hb.Blob.from_file_path(str(face.path)), face.index)
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.UNICODE).update(map(ord, characters))
    kept = hb.SubsetFlags.RETAIN_GIDS if numbered else hb.SubsetFlags(0)
    wanted.flags = hb.SubsetFlags.CFF_IDENTITY_CHARSET | kept
    if face.variable:
        wanted.pin_axis_location(source, "wght", face.weight)
    return bytes(hb.subset(source, wanted).blob.data)


_NOT_EMBEDDED = (b"BASE", b"DSIG", b"GPOS", b"GSUB", b"JSTF", b"LTSH", b"PCLT")
"""Tables that shape text: in a PDF it is shaped already."""


def with_glyphs(data: bytes, glyphs: Iterable[int]) -> bytes:
    """Return the font file *data* with those *glyphs* alone, by number, as a PDF embeds it.

    Of a CID-keyed face it is the table CFF alone, and closes up, for there the numbers are names (CIDs; ISO 32000-1,
    9.9, CIDFontType0C); in others each glyph keeps its place.
    """
    import uharfbuzz as hb

    source, wanted = hb.Face(hb.Blob(data)), hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(glyphs)
    wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG).update(int.from_bytes(tag, "big") for tag in _NOT_EMBEDDED)
    named = _is_cid_keyed(data)
    kept = hb.SubsetFlags(0) if named else hb.SubsetFlags.RETAIN_GIDS
    wanted.flags = hb.SubsetFlags.DESUBROUTINIZE | hb.SubsetFlags.NO_HINTING | kept
    cut = hb.subset(source, wanted)
    return bytes(cut.reference_table("CFF ").data if named else cut.blob.data)


def _is_cid_keyed(data: bytes) -> bool:
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(data), lazy=True)
    return "CFF " in font and hasattr(font["CFF "].cff.topDictIndex[0], "ROS")


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
    return saved(font)


_ASCENT, _DESCENT = 0.88, 0.12
"""The em box of an ideograph above and below the baseline, in em (OpenType, BASE table: ideo at -0.12)."""


def fitted(family: str, language: str, data: bytes) -> bytes:
    """Return the font file *data* named *family*, with the shapes of *language* and the ascent that all files have.

    What stays as it is is copied: all that fontTools unpacks, it packs again, and that takes time.
    """
    from fontTools.ttLib import TTFont

    font = TTFont(BytesIO(data), recalcTimestamp=False, recalcBBoxes=False)
    em = font["head"].unitsPerEm
    ascent, descent = round(em * _ASCENT), round(em * _DESCENT)
    font["name"].names = [record for record in font["name"].names if record.nameID in (0, 5, 6, 13, 14)]
    font["name"].setName(family, 1, 3, 1, 0x409)
    new = {
        "hhea": _patched(font.reader["hhea"], 4, ">hhh", ascent, -descent, 0),
        "OS/2": _patched(font.reader["OS/2"], 68, ">hhhHH", ascent, -descent, 0, ascent, descent),
        "name": font["name"].compile(font),
    }
    if "GSUB" in font:
        new["GSUB"] = _localised(font.reader["GSUB"], language)
    return _with_tables(font.reader, new)


_OPENTYPE_LANGUAGES = {Forms.SIMPLIFIED: b"ZHS ", Forms.TRADITIONAL: b"ZHT ", Forms.HONG_KONG: b"ZHH "}


def _localised(table: bytes, language: str) -> bytes:
    """Return the *table* GSUB with the shapes of *language* for texts in any script that are in no language or another.

    A dash that stands alone has no script, one after a western word has that of the word, and then shaping does not ask
    for the shapes of Chinese; in Noto the dash is then shorter than two characters.

    Each script (OpenType, Script List table) gets for its default the first language system of that language, which is
    put at the end of the table.
    """
    data, tag = bytearray(table), _OPENTYPE_LANGUAGES[Language.of(language).forms]
    data += bytes(len(data) % 2)
    (listed,) = unpack_from(">H", data, 4)
    scripts = [script for _tag, script in _records(data, listed)] if listed else []
    local = [system for script in scripts for name, system in _records(data, script + 2, script) if name == tag]
    if not local or len(data) - min(scripts) > _FARTHEST:
        return table
    for script in scripts:
        pack_into(">H", data, script, len(data) - script)
    (features,) = unpack_from(">H", data, local[0] + 4)
    return bytes(data + data[local[0] : local[0] + 6 + 2 * features])


_FARTHEST = 0xFFFF
"""What an offset of 16 bits reaches."""


def _records(data: bytes | bytearray, at: int, base: int | None = None) -> Iterator[tuple[bytes, int]]:
    """Yield the tags and places of the list of records *at* some place; their offsets count from *base*, else there."""
    (count,) = unpack_from(">H", data, at)
    for tag, offset in (unpack_from(">4sH", data, at + 2 + 6 * number) for number in range(count)):
        yield tag, offset + (at if base is None else base)


def _patched(table: bytes, offset: int, layout: str, *values: int) -> bytes:
    data = bytearray(table)
    pack_into(layout, data, offset, *values)
    return bytes(data)


def _with_tables(reader: Any, new: Mapping[str, bytes]) -> bytes:
    """Return the font file that *reader* reads with the tables *new* in place of its own (OpenType, Font File)."""
    tags = sorted(reader.keys())
    tables = {tag: new.get(tag) or reader[tag] for tag in tags}
    tables["head"] = _patched(tables["head"], 8, ">I", 0)
    sums = {tag: _checksum(tables[tag]) if tag in new or tag == "head" else reader.tables[tag].checkSum for tag in tags}
    power = len(tags).bit_length() - 1
    directory = pack(
        ">4sHHHH", reader.sfntVersion.encode("latin-1"), len(tags), 16 << power, power, 16 * len(tags) - (16 << power)
    )
    offset = len(directory) + 16 * len(tags)
    for tag, table in tables.items():
        directory += pack(">4sIII", tag.encode("latin-1"), sums[tag], offset, len(table))
        offset += len(table) + -len(table) % 4
    whole = _checksum(directory) + sum(sums.values())
    tables["head"] = _patched(tables["head"], 8, ">I", 0xB1B0AFBA - whole & 0xFFFFFFFF)
    return directory + b"".join(table + bytes(-len(table) % 4) for table in tables.values())


def _checksum(data: bytes) -> int:
    data += bytes(-len(data) % 4)
    return int(sum(unpack(f">{len(data) // 4}I", data))) & 0xFFFFFFFF


def getas(family: str, characters: Iterable[str]) -> bytes:
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
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": "Geta-Regular"})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, sTypoLineGap=0, usWinAscent=880, usWinDescent=120)
    builder.setupPost()
    builder.font["head"].created = builder.font["head"].modified = 0
    builder.font.recalcTimestamp = False
    return saved(builder.font)


def saved(font: Any) -> bytes:
    """Return *font* as the bytes of a file."""
    file = BytesIO()
    font.save(file)
    return file.getvalue()
