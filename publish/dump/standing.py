"""Where furniture stands: words that text has too are furniture at the edges of a file, again and again, in company."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate, takewhile

from publish.dump.furniture import Basis, Furniture, Kind, is_rule

_NEAR = 2
"""Lines within which furniture keeps company."""
_IN_ROW = 3
"""Lines in a row that are each other's company."""
_AGAIN = 2
"""Lines of a kind that are not again and again yet."""
_EDGE = 3
"""Lines that are the head or the foot of a file."""
_BESIDE_TEXT = frozenset({Kind.CAPTION, Kind.CAPTION_GOES_ON, Kind.ORNAMENT, Kind.PAGE_NUMBER, Kind.JUMP_LINE})
"""What stands in the middle of a text as well."""


def drop_misplaced(found: list[Furniture | None]) -> None:
    """Take out of *found*, the furniture of the lines of a file, what neither its words nor its place tell surely."""
    for at in list(_framed(found)):
        found[at] = Furniture(Kind.ADVERTISEMENT, basis=Basis.COULD_BE_TEXT)
    at_edges = Counter(item.kind for item in found if item and item.basis is Basis.EDGE)
    among_kind = Counter(item.kind for item in found if item and item.basis is Basis.KIND)
    at_edges.update(kind for kind, count in among_kind.items() if count > _AGAIN)
    depths = _depths(found)
    sure = [item is not None and _stands(item, depths[at], at_edges) for at, item in enumerate(found)]
    _join_company(found, sure)
    for at, stands in enumerate(sure):
        if not stands:
            found[at] = None


_DEEPEST_FRAME = 14
_OF_GIVER = frozenset({Kind.ADVERTISEMENT, Kind.ADDRESS_LINE, Kind.WEB_LINE, Kind.RIGHTS_LINE})


def _framed(found: Sequence[Furniture | None]) -> Iterator[int]:
    """Yield what stands between two rules at the head or the foot of a file, where it is mostly advertisements.

    Who gives a file away says there who he is, in lines of any words.
    """
    for head in (range(len(found)), range(len(found) - 1, -1, -1)):
        inside = list(takewhile(lambda at: not is_rule(found[at]), head[1 : _DEEPEST_FRAME + 1]))
        if not found or not is_rule(found[head[0]]) or not 1 < len(inside) < _DEEPEST_FRAME:
            continue
        of_giver = sum(item is not None and item.kind in _OF_GIVER for item in (found[at] for at in inside))
        if of_giver > 1 and of_giver * 2 >= len(inside):
            yield from inside


def _depths(found: Sequence[Furniture | None]) -> list[int]:
    """Return how many lines of text stand between each line and the nearer end of the file."""
    above = list(accumulate((item is None for item in found), initial=0))
    return [min(above[at], above[-1] - above[at]) for at in range(len(found))]


def _stands(item: Furniture, depth: int, at_edges: Counter[Kind]) -> bool:
    match item.basis:
        case Basis.COMPANY:
            return False
        case Basis.EDGE:
            return at_edges[item.kind] > 1 or depth < _EDGE
        case Basis.KIND:
            return at_edges[item.kind] > 0
        case _:
            return True


def _join_company(found: Sequence[Furniture | None], sure: list[bool]) -> None:
    """Make *sure* what is recognised by its company: near a line that is so, or one of several in a row."""
    likely = [item is not None and item.basis is Basis.COMPANY for item in found]
    if not any(likely):
        return
    for start in range(len(found) - _IN_ROW + 1):
        if all(likely[start : start + _IN_ROW]):
            sure[start : start + _IN_ROW] = [True] * _IN_ROW
    for order in (range(len(found)), range(len(found) - 1, -1, -1)):
        for at in order:
            sure[at] = sure[at] or (likely[at] and _has_company(found, sure, at))


def _has_company(found: Sequence[Furniture | None], sure: Sequence[bool], at: int) -> bool:
    near = (beside for beside in range(max(0, at - _NEAR), min(len(found), at + _NEAR + 1)) if beside != at)
    return any(sure[beside] and (item := found[beside]) and item.kind not in _BESIDE_TEXT for beside in near)
