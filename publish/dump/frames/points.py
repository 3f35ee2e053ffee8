"""``points.toml`` → what speaks for a line as the title of a page, and as a line of its body, in points."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

POINTS = Path(__file__).parent / "points.toml"


@cache
def points_for(kind: str) -> Mapping[str, float]:
    """Return the points that each thing shown is worth, by its name; *kind*: "title" or "body"."""
    return {row["shows"]: row["points"] for row in tomllib.loads(POINTS.read_text("utf-8"))[kind]}
