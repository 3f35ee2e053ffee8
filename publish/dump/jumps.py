"""Jump lines: text that breaks off on one page, 下转第2版, and goes on on another, 上接第1版, is put together again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace

from publish.dump.furniture import Kind
from publish.dump.labels import TEXT, Label, Labelled
from publish.dump.shapes import is_finished
from publish.numerals import value_of
from publish.press import Pattern
from publish.source import Line
from publish.wording import N_

_L = Label
_TO = Pattern(r"\W*(?:{jump_to_before})?\s*{jump_over}\D*?{page}.*")
_FROM = Pattern(r"\W*紧?\s*{jump_from}\D*?{page}.*")
_NUMBER = Pattern(r"\d+|{numeral}+")
_HEADS = frozenset({_L.SECTION, _L.KICKER, _L.TITLE, _L.BOOK_TITLE})
GOES_ON = N_("goes on from another page, as a jump line says")


@dataclass(slots=True)
class _Broken:
    """Text that breaks off: where, on which page of the file, and on which page of the paper it goes on."""

    at: int
    page: int | None
    onto: int
    goes_on: list[Labelled] = field(default_factory=list)


def rejoined(lines: Iterable[Labelled]) -> tuple[Labelled, ...]:
    """Return *lines*, what goes on from another page behind the jump line that sends there.

    What goes on reaches to the next head or jump line. Of several texts that wait for their end that one is taken whose
    pages are as far from one another as the two jump lines say, the first of these. Furniture stays where it stands.
    """
    labelled = tuple(lines)
    waiting: list[_Broken] = []
    done: list[_Broken] = []
    moved: set[int] = set()
    for at, item in enumerate(labelled):
        if not _is_jump(item):
            continue
        if (onto := _page(_TO, item)) is not None:
            waiting.append(_Broken(at, _page_of_file(item), onto))
        elif (origin := _page(_FROM, item)) is not None and (broken := _chosen(waiting, item, origin)) is not None:
            following = list(_going_on(labelled, at + 1))
            broken.goes_on = [labelled[each] for each in following]
            waiting.remove(broken)
            moved.update(following)
            done.append(broken)
    return tuple(_in_place(labelled, {broken.at: broken for broken in done}, moved)) if done else labelled


def _is_jump(item: Labelled) -> bool:
    return item.furniture is not None and item.furniture.kind is Kind.JUMP_LINE


def _page(pattern: Pattern, item: Labelled) -> int | None:
    """Return the page that *item* names, where it is a jump line like *pattern*."""
    number = _NUMBER.search(item.line.text) if pattern.fullmatch(item.line.text) else None
    return value_of(number[0]) if number else None


def _page_of_file(item: Labelled) -> int | None:
    return item.line.look.page if item.line.look else None


def _chosen(waiting: Sequence[_Broken], item: Labelled, origin: int) -> _Broken | None:
    """Return which text of those *waiting* goes on below *item*, which says that it comes from the page *origin*."""
    page = _page_of_file(item)
    as_far = (each for each in waiting if page and each.page and page - each.page == each.onto - origin)
    return next(as_far, next(iter(waiting), None))


def _going_on(labelled: Sequence[Labelled], start: int) -> Iterator[int]:
    """Yield what goes on from *start* on: all but furniture up to the next head, or the next jump line from a page."""
    for at in range(start, len(labelled)):
        item = labelled[at]
        if item.label in _HEADS or (_is_jump(item) and _FROM.fullmatch(item.line.text)):
            return
        if item.label is not _L.FURNITURE:
            yield at


def _in_place(labelled: Sequence[Labelled], broken: Mapping[int, _Broken], moved: Set[int]) -> Iterator[Labelled]:
    above: Labelled | None = None
    for at, item in enumerate(labelled):
        if at in moved:
            continue
        yield item
        above = item if item.label in TEXT else above
        if at in broken:
            yield from _from_another_page(broken[at].goes_on, item.line, above)


def _from_another_page(items: Sequence[Labelled], jump: Line, above: Labelled | None) -> Iterator[Labelled]:
    """Yield *items*, which are read behind *jump*.

    The first line of text among them goes on with the paragraph of *above*, if that is not finished.
    """
    first = next((item for item in items if item.label in TEXT), None)
    cut = above is not None and not is_finished(above.line.text)
    for item in items:
        moved = replace(item, behind=jump)
        if item is first:
            moved = replace(moved, label=_L.CONTINUATION if cut else _L.PARAGRAPH, reason=GOES_ON, rival=None)
        yield moved
