"""Names one to a line, each but the last with a stroke behind it: together they are a byline."""

from __future__ import annotations

from collections.abc import Sequence

from publish.dump.bylines import Strength, read_byline
from publish.dump.labels import Label
from publish.dump.records import Placed

_STROKES = ("/", "／", "|", "｜")
_LONGEST = 30


def part_name_rows(placed: Sequence[Placed]) -> list[Placed]:
    """Return *placed*, the lines of a dump, those of a row of names as bylines."""
    found = list(placed)
    for at, each in enumerate(placed[:-1]):
        below = placed[at + 1]
        if _is_name(each, with_stroke=True) and _is_name(below, with_stroke=below.line.text.endswith(_STROKES)):
            found[at] = each._replace(label=Label.BYLINE)
            found[at + 1] = below._replace(label=Label.BYLINE)
    return found


def _is_name(each: Placed, *, with_stroke: bool) -> bool:
    text = each.line.text
    if each.label or each.furniture or len(text) > _LONGEST or text.endswith(_STROKES) is not with_stroke:
        return False
    byline = read_byline(text.rstrip("/／|｜ ").strip())
    return byline is not None and byline.strength >= Strength.POSSIBLE
