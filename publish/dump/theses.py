"""The cover of a thesis (GB/T 7713.1-2006, 5.1.1): its codes are furniture, what its labels say are remarks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.book import Origin
from publish.dump.folding import fold
from publish.dump.furniture import Furniture, Kind
from publish.dump.labels import Label
from publish.dump.records import Placed
from publish.press import Pattern

_KIND = Pattern(r"(?P<what>[\u4e00-\u9fff\s（）()]{0,24}{thesis_kind spaced})(?:（.{1,12}）)?")
_CODES = Pattern(r"(?:{thesis_code spaced}\s*[：:]?\s*[\w./（）()★ -]{0,20}?\s*){1,4}")
_STATED = Pattern(r"{thesis_label spaced}\s*[：:]\s*.{1,40}")
_SCHOOL = Pattern(r"{han}(?:\s?{han}){1,15}{institution_end spaced}")
_DATED = Pattern(r"(?:\d{4}|[一二三四五六七八九〇○零]{4})\s*年\s*.{1,3}\s*月(?:\s*.{1,3}\s*日)?")
_COVER = 24
"""Lines of the cover."""
_LONGEST = 60


def part_theses(placed: Sequence[Placed]) -> list[Placed]:
    """Return *placed*, the lines of a dump, those of the cover of a thesis with what they are."""
    folded = [fold(each.line.text[:_LONGEST]) for each in placed[:_COVER]]
    found = list(placed)
    if any(_KIND.fullmatch(text) for text in folded) and any(_STATED.fullmatch(text) for text in folded):
        for at, kind in _recognised(folded):
            if not (placed[at].furniture or placed[at].label):
                own = {"label": kind} if isinstance(kind, Label) else {"furniture": kind}
                found[at] = placed[at]._replace(**own)
    return found


def _recognised(folded: Sequence[str]) -> Iterator[tuple[int, Label | Furniture]]:
    """Yield what the lines of the cover are but for its title and its author; its date is that of the thesis."""
    stated = [at for at, text in enumerate(folded) if _STATED.fullmatch(text)]
    yield from ((at, Label.REMARK) for at in stated)
    for at, text in enumerate(folded[: stated[-1] + 4]):
        if kind := _KIND.fullmatch(text):
            school = "".join(found for found in folded[max(0, at - 2) : at] if _SCHOOL.fullmatch(found))
            yield at, Furniture(Kind.RECORD, Origin(publication="".join((school + kind["what"]).split())))
        elif (_SCHOOL.fullmatch(text) and any(map(_KIND.fullmatch, folded[at + 1 : at + 3]))) or _CODES.fullmatch(text):
            yield at, Furniture(Kind.RECORD)
        elif at > stated[0] and _DATED.fullmatch(text):
            yield at, Furniture(Kind.RECORD, Origin(date="".join(text.split())))
