"""The names of sites behind the last sentences of paragraphs, where their programs put them again and again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from publish.dump.folding import fold
from publish.dump.furniture import Basis, Furniture, Kind
from publish.dump.records import Placed
from publish.press import Pattern

_TAIL = re.compile(r"(?<=[。！？”…])\s*(?P<tail>[^。！？，、；：“”‘’（）《》…]{3,24})$")
_SITE = Pattern("(?i:{site_end}|{domain})$|^{site_start}")
_ADDRESS = Pattern("{web_address}")
_OFTEN = 2


_ADVERTISEMENT = Furniture(Kind.ADVERTISEMENT, basis=Basis.COULD_BE_TEXT)


def part_site_tails(placed: Sequence[Placed]) -> list[Placed]:
    """Return *placed*, the lines of a dump, the name of a site behind the last sentence of a paragraph parted from it.

    It stands there again and again, its characters spaced or not: 下 书 网, tXt|小说天堂.
    """
    tails, names = _tails(placed), _names(placed)
    parted: list[Placed] = []
    for at, each in enumerate(placed):
        if at in names:
            parted.append(each._replace(furniture=_ADVERTISEMENT))
        elif (start := tails.get(at)) is None:
            parted.append(each)
        else:
            line = each.line
            parted.append(each._replace(line=replace(line, text=line.text[:start].rstrip())))
            tail = replace(line, text=line.text[start:], column=line.column + start, gap=0, opens_page=False)
            parted.append(Placed(tail, _ADVERTISEMENT))
    return parted


def _names(placed: Sequence[Placed]) -> Collection[int]:
    """Return the lines, by their indices, that are the name of a site: again and again, or hidden among marks.

    As t(xT小说"//天,堂/.
    """
    short = (at for at, each in enumerate(placed) if len(each.line.text) <= _LONGEST_TAIL and not each.furniture)
    found = {at: name for at in short if (name := _name(placed[at].line.text))}
    times = Counter(found.values())
    hidden = (at for at in found if _hides(placed[at].line.text, times[found[at]]))
    return {*hidden, *(at for at, name in found.items() if times[name] > _OFTEN)}


def _name(text: str) -> str | None:
    """Return the name of a site that *text* is, whatever stands between its characters; None where it is none."""
    name = _plain_tail(text)
    return name if text[-1] not in _ENDS and _SITE.search(name) else None


def _hides(text: str, times: int) -> bool:
    """Tell whether marks stand in the name of a site, which comes several *times* or is short and has several."""
    marks = 0 if text.isalnum() else len(_HIDING.findall(text))
    return marks > 0 and (times >= _OFTEN or (marks >= _OFTEN and len(text) <= _LONGEST_ALONE))


_LONGEST_ALONE = 20
"""Characters of a line that is the name of a site, said once, and the marks that hide it."""


_HIDING = re.compile(r"(?<=[^\W_])[^\w\s，。、；：？！“”‘’《》（）…—·-](?=[^\W_])|(?<=\w) (?=\w )")
"""A mark between two characters that no writer puts there, or spaces between each."""


def _tails(placed: Sequence[Placed]) -> Mapping[int, int]:
    """Return where such a name begins, by the indices of the lines."""
    found = {at: tail for at, each in enumerate(placed) if not each.furniture and (tail := _tail_of(each.line.text))}
    times = Counter(_plain_tail(tail["tail"]) for tail in found.values())
    return {at: tail.start("tail") for at, tail in found.items() if times[_plain_tail(tail["tail"])] >= _OFTEN}


_BESIDE_TAIL = 20
"""Characters of the shortest paragraph behind which a site puts its name."""


def _tail_of(text: str) -> re.Match[str] | None:
    if len(text) <= _BESIDE_TAIL or text[-1] in _ENDS:
        return None
    if _ADDRESS.match(fold(text)):  # its dots are full stops: www。example。com
        return None
    found = _TAIL.search(text, max(0, len(text) - _LONGEST_TAIL))
    return found if found and _SITE.search(_plain_tail(found["tail"])) else None


_LONGEST_TAIL = 28
_ENDS = "。！？”…，、；：）》"


def _plain_tail(tail: str) -> str:
    """Return *tail* as its site writes it where it does not hide: without what stands between the characters."""
    return "".join(filter(str.isalnum, fold(tail))).lower()
