"""The faces of a book, by role: role and language → `Face` → the font files that its pages are set from.

A role is what a face is for (`Role`); which family plays it is a list in ``styles/faces.toml``, the user's own
``[style] fonts`` going before it. The faces themselves are those of this machine, found in the folders where systems
keep them, without fontconfig, so that the EPUB's cover finds its face where Pango is not installed.

For print a role becomes a *family* that shows every character of the book (`cut_family`): the role's own face, what
it lacks borrowed from the others, and 〓 for what none of them has.
"""

from __future__ import annotations

import os
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args

from publish.assets import assets
from publish.diagnostics import Diagnostic, Report, failure

Role = Literal["song", "hei", "kai", "fangsong", "latin"]
ROLES: tuple[Role, ...] = get_args(Role)

Families = Mapping[Role, tuple[str, ...]]
"""Family names by role, best first: ``[style] fonts`` of ``book.toml``."""

_SUBSTITUTES: Mapping[Role, tuple[Role, ...]] = {
    "song": ("hei",),
    "hei": ("song",),
    "kai": ("song", "hei"),
    "fangsong": ("kai", "song", "hei"),
    "latin": ("song", "hei"),
}
"""Which roles stand in for one that no face on the machine can play."""

_REGIONS = {"HK": "HK", "MO": "HK", "TW": "TC", "HANT": "TC"}


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
    """Return the upright faces of this machine by family name (each name that a face gives itself), lower case."""
    families: dict[str, dict[tuple[Path, int], Face]] = {}
    for path in sorted(path for folder in folders() for path in folder.rglob("*")):
        if path.suffix.lower() in (".otf", ".ttf", ".ttc", ".otc"):
            for names, face in _faces_in(path):
                for name in names:
                    families.setdefault(name.lower(), {})[face.path, face.index] = face
    return {name: tuple(faces.values()) for name, faces in families.items()}


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


def choose_faces(language: str, fonts: Families, report: Report) -> dict[Role, Face]:
    """Return the regular face of each role, and report what was chosen (F202) and what had to stand in (F201, F203)."""
    chosen = {role: find_face(role, language, fonts) for role in ROLES}
    for role, face in chosen.items():
        for family in fonts.get(role, ()):
            if family.lower() not in _installed():
                report(Diagnostic("F203", facts={"family": family, "role": role}))
        facts = {"role": role, "family": face.family, "path": face.path}
        report(Diagnostic("F202" if face.role == role else "F201", facts=facts))
    return chosen


def region(language: str) -> str:
    """Return which shapes of the characters a *language* wants: SC, TC or HK."""
    subtags = language.upper().split("-")
    return next((_REGIONS[tag] for tag in reversed(subtags) if tag in _REGIONS), "SC")


def _preferred(role: Role, language: str, fonts: Families) -> tuple[str, ...]:
    lists = _lists()[role]
    own = lists.get(region(language), ())
    return (*fonts.get(role, ()), *own, *(family for names in lists.values() for family in names))


@cache
def _lists() -> Mapping[str, Mapping[str, list[str]]]:
    return tomllib.loads((assets("styles") / "faces.toml").read_text("utf-8"))


def _nearest(faces: Iterable[Face], weight: int) -> Face:
    face = min(faces, key=lambda face: (face.variable, abs(face.weight - weight)))
    return replace(face, weight=weight) if face.variable else face


# --- what a face shows ---------------------------------------------------------------------------------------------


def _font(face: Face) -> Any:
    from fontTools.ttLib import TTFont

    return TTFont(face.path, fontNumber=face.index, lazy=True)


@cache
def _glyphs(path: Path, index: int) -> Mapping[int, str]:
    """Return the glyph name of each code point that the face at *path* shows."""
    return dict(_font(Face("", 400, path, index)).getBestCmap() or {})


def covers(face: Face, character: str) -> bool:
    """Tell whether *face* has a glyph for *character*."""
    return ord(character) in _glyphs(face.path, face.index)


# --- font files ----------------------------------------------------------------------------------------------------


def subset(face: Face, characters: Iterable[str]) -> bytes:
    """Return *face* cut down to *characters*, an OpenType file of its own; the same characters give the same bytes.

    HarfBuzz of the system would do this while the PDF is written, but versions before 7 give up on large TrueType CJK
    faces and embed them whole; uharfbuzz brings its own.
    """
    import uharfbuzz as hb

    source = hb.Face(hb.Blob.from_file_path(str(face.path)), face.index)
    wanted = hb.SubsetInput()
    wanted.sets(hb.SubsetInputSets.UNICODE).update(map(ord, characters))
    if face.variable:
        wanted.pin_axis_location(source, "wght", face.weight)
    return bytes(hb.subset(source, wanted).blob.data)
