"""The faces of this machine, found in the folders where systems keep them, without fontconfig."""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Role = Literal["song", "hei", "kai", "fangsong", "latin", "code"]
ROLES: tuple[Role, ...] = get_args(Role)


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


_ENDINGS = (".otf", ".ttf", ".ttc", ".otc")
_TEX_TREES = ("texlive/texmf-dist", "texmf-dist")


@cache
def installed() -> Mapping[str, tuple[Face, ...]]:
    """Return the upright faces of this machine by family name (each name that a face gives itself), lower case.

    Families with serifs come first, those of fixed width last: in this order they lend what no listed face has.
    """
    families: dict[str, dict[tuple[Path, int], Face]] = {}
    for path in sorted(path for folder in folders() for path in folder.rglob("*")):
        if path.suffix.lower() in _ENDINGS:
            for names, face in _faces_in(path):
                for name in names:
                    families.setdefault(name.lower(), {})[face.path, face.index] = face
    plainest_first = sorted(families, key=lambda name: ("mono" in name, "serif" not in name, name))
    return {name: tuple(families[name].values()) for name in plainest_first}


@cache
def font_files() -> list[tuple[str, int, int]]:
    """Return the path, the size and the time of change of each font file of this machine."""
    found = []
    for path in sorted(path for folder in folders() for path in folder.rglob("*") if path.suffix.lower() in _ENDINGS):
        about = path.stat()
        found.append((os.fspath(path), about.st_size, about.st_mtime_ns))
    return found


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
    except (TTLibError, OSError, KeyError, UnicodeError, AssertionError, struct.error):
        return  # broken or protected: the other fonts of the machine still serve


_NO_EMBEDDING = 2
"""OS/2.fsType of a font whose licence forbids to put it into a document (OpenType, OS/2 table)."""


def nearest(faces: Iterable[Face], weight: int) -> Face:
    """Return that of *faces* whose weight is nearest to *weight*, one that has no axis of weights first."""
    face = min(faces, key=lambda face: (face.variable, abs(face.weight - weight)))
    return replace(face, weight=weight) if face.variable else face


def of_weight(face: Face, weight: int) -> Face:
    """Return the face of the same family that is nearest to *weight*."""
    return nearest(installed().get(face.family.lower(), (face,)), weight)


_FREE = (
    "Open Font License",
    "openfontlicense.org",
    "scripts.sil.org/OFL",
    "Apache License",
    "ARPHIC PUBLIC LICENSE",
    "Fonts are (c) Bitstream",
    "Liberation",
    "GUST Font License",
    "IPA Font License",
    "Creative Commons",
    "public domain",
)
"""What the licences that let a part of a face be passed on call themselves; DejaVu has that of Bitstream Vera."""


@cache
def may_be_passed_on(face: Face) -> bool:
    """Tell whether *face* says itself, in its licence and the address of that, that parts of it may be passed on.

    OpenType, name table, 13 and 14; fsType, which a face of a free licence need not set, says only what a program of
    its maker would do.
    """
    from fontTools.ttLib import TTFont

    name = TTFont(face.path, fontNumber=face.index, lazy=True)["name"]
    said = " ".join(name.getDebugName(record) or "" for record in (13, 14)).lower()
    return any(licence.lower() in said for licence in _FREE)
