"""Plays: the list of persons tells one; its scenes are crossheads, and what stands over them is no verse."""

from __future__ import annotations

from collections.abc import Sequence

from publish.dump.folding import fold
from publish.dump.labels import Label
from publish.dump.records import Placed
from publish.press import Pattern

_PERSONS = Pattern("{persons_line}")
_SETTING = Pattern("{setting_line}")
_SCENE = Pattern("{scene_line}")
_CURTAIN = Pattern("[—―─〔［（-]*\\s*(?:{curtain}[·.。\\s]*)+[〕］）]?")
_LONGEST = 60
_NEAR = 12
"""Lines within which a play says its persons, its time and its place."""


def part_plays(placed: Sequence[Placed]) -> list[Placed]:
    """Return *placed*, the lines of a dump, where there are plays with their scenes and settings labelled."""
    folded = [fold(each.line.text[:_LONGEST]) for each in placed]
    persons = [at for at, text in enumerate(folded) if _PERSONS.fullmatch(text)]
    if not persons or not any(_SCENE.fullmatch(text) or _SETTING.fullmatch(text) for text in folded):
        return list(placed)
    found = list(placed)
    for at, text in enumerate(folded):
        near = any(abs(at - begin) < _NEAR for begin in persons)
        if placed[at].label or placed[at].furniture:
            continue
        if at > persons[0] - _NEAR and _SCENE.fullmatch(text):
            found[at] = placed[at]._replace(label=Label.CROSSHEAD)
        elif _CURTAIN.fullmatch(text) or (near and (_SETTING.fullmatch(text) or _PERSONS.fullmatch(text))):
            found[at] = placed[at]._replace(label=Label.PARAGRAPH)
    return found
