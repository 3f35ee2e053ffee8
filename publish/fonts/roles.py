"""Which face plays a role: the lists of ``faces.toml``, those of a style and of the user going before the house's."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Literal

from publish.assets import assets, read_style_file
from publish.diagnostics import Diagnostic, Report, failure
from publish.fonts.machine import ROLES, Face, Role, installed, nearest
from publish.language import Language

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


def find_face(role: Role, language: str, fonts: Families | None = None, weight: int = 400) -> Face:
    """Return the best face of this machine for *role* in a book in *language* (a BCP 47 tag), nearest to *weight*.

    *fonts* are families that the user prefers. Where no face can play the role another role's stands in, and
    `Face.role` says so. Raises `PublishError` F101 where there is no CJK face at all.
    """
    for candidate in (role, *_SUBSTITUTES[role]):
        for family in preferred(candidate, language, fonts or {}):
            if faces := installed().get(family.lower()):
                return replace(nearest(faces, weight), role=candidate)
    raise failure("F101")


def families_of(styles: Iterable[Path], language: str, fonts: Families) -> Families:
    """Return the families that go before the house style's: *fonts* of ``book.toml``, then those of other *styles*.

    A style names its families in a ``faces.toml`` of its own, written as the house style's.
    """
    wished = {role: list(fonts.get(role, ())) for role in ROLES}
    for lists in (_lists(style) for style in styles if (style / "faces.toml").is_file() and style != house()):
        for role in ROLES:
            wished[role] += lists.get(role, {}).get(Language.of(language).forms, [])
    return {role: tuple(families) for role, families in wished.items()}


def choose_faces(roles: Iterable[Role], language: str, fonts: Families, report: Report) -> dict[Role, Face]:
    """Return the regular face of each role; report what was chosen (F202) and what had to stand in (F201)."""
    chosen = {role: find_face(role, language, fonts) for role in roles}
    for role, face in chosen.items():
        known = ", ".join(dict.fromkeys(preferred(role, language, fonts)[:3]))
        facts = {"role": role, "family": face.family, "path": face.path, "known": known}
        report(Diagnostic("F202" if face.role == role else "F201", facts=facts))
    return chosen


def report_absent(fonts: Families, report: Report) -> None:
    """Report the families of ``book.toml`` that this machine does not have (F203)."""
    for role, families in fonts.items():
        for family in families:
            if family.lower() not in installed():
                report(Diagnostic("F203", facts={"family": family, "role": role}))


def families_for(role: Role, language: str, fonts: Families) -> tuple[str, ...]:
    """Return the families for *role* in a book in *language*, best first, those of *fonts* before the house style's."""
    own = _lists(house())[role].get(Language.of(language).forms, ())
    return tuple(dict.fromkeys((*fonts.get(role, ()), *own)))


def preferred(role: Role | Literal["rare"], language: str, fonts: Families) -> tuple[str, ...]:
    """Return those of `families_for`, then the families for other forms of the characters: better those than none."""
    lists = _lists(house())[role]
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


def house() -> Path:
    """Return the folder of the house style."""
    return assets("styles") / "book"
