"""Which face to install for a character that no face of this machine shows, by ``scripts.toml``."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from publish.assets import read_style_file
from publish.fonts.roles import house


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
    table = tomllib.loads(read_style_file(house(), "scripts.toml"))
    return tuple(
        (first, last, Remedy(script, row["family"], row["package"]))
        for script, row in table.items()
        for first, last in row["blocks"]
    )
