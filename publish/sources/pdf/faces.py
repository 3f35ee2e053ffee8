"""What the name of a font says: the role of its face, and whether it is bold."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = tomllib.loads((Path(__file__).parent / "faces.toml").read_text("utf-8"))
    return {role: re.compile("|".join(words), re.IGNORECASE) for role, words in table.items()}


@cache
def face_of(name: str) -> str | None:
    """Return the role of the face called *name* in a file: song, hei, kai, fangsong or latin; None where unknown."""
    bare = name.partition("+")[2] or name
    roles = (role for role, pattern in _patterns().items() if role != "bold" and pattern.search(bare))
    return next(roles, None)


@cache
def is_bold_name(name: str) -> bool:
    """Tell whether the face called *name* is a bold one."""
    return _patterns()["bold"].search(name.partition("+")[2] or name) is not None
