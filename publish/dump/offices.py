"""Papers of offices (公文, GB/T 9704-2012): the head in red and what stands below the text are no part of either.

The number of the paper (7.2.5) tells one: 海政发〔2023〕4号. Below the sign of who issues it, it is of the head; below
a title, as gazettes print it, a remark. Who signs, and the date below (7.3.5), end the text.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from publish.book import Origin
from publish.dump.folding import fold
from publish.dump.furniture import Furniture, Kind
from publish.dump.labels import Label
from publish.dump.records import Placed
from publish.press import Pattern

_NUMBER = Pattern(
    r"[\u4e00-\u9fffA-Za-z]{1,16}\s?[〔［【（\[(]\s?(?:19|20)\d\d\s?[〕］】）\])]\s?第?\s?\d{1,5}\s?号(?:\s*签发人.*)?"
)
_SIGN = Pattern("[^，。；：]{2,40}{office_head_end}")
_OFFICE = Pattern("[^，。；：、]{1,40}{office_end}")
_ABOVE = Pattern(r"(?:{secrecy}|{urgency})\s*(?:★.{0,8})?|\d{4,6}|份号.{1,10}|签发人：.{2,20}")
_TITLE = Pattern("[^，。；：]{4,60}{office_kind}(?:（.{2,12}）)?")
_ABOUT = Pattern("[^，。；：]{0,24}关于[^，。；：]{2,60}{office_kind}(?:（.{2,12}）)?")
_DATE = Pattern(r"(?:\d{4}|[一二三四五六七八九〇○零]{4})年.{1,3}月.{1,3}日")
_COPIES = Pattern("{copies_to}{copied}?：.*")
_PRINTED = Pattern(r".{0,40}\d{4}年\d{1,2}月\d{1,2}日\s*印(?:发|制)?")
_SIGNED_BY = Pattern("签发人：.{2,20}")
_FOLIO = Pattern(r"[—–\-·\s]*\d{1,3}[—–\-·\s]*")
_PART = Pattern("(?:{numeral}{1,3}、|第{numeral}{1,3}[章部])\\s*[^，。；：！？]{2,24}")
"""The number of a part of the first rank (7.3.3), alone on its line."""
_LONGEST = 90
_DEEPEST = 10
"""Lines of the longest head of a paper that several offices issue."""
_LAST = 4
"""Lines of the foot, from whom else it goes to, to when it was printed."""


def part_offices(placed: Sequence[Placed]) -> list[Placed]:
    """Return *placed*, the lines of a dump, those of papers of offices with what they are."""
    folded = [fold(each.line.text[:_LONGEST]) for each in placed]
    flow = [at for at, text in enumerate(folded) if not _FOLIO.fullmatch(text)]
    folded = [folded[at] for at in flow]
    numbers = [at for at, text in enumerate(folded) if "号" in text and _NUMBER.fullmatch(text)]
    found = list(placed)
    for begin, end in zip(numbers, [*numbers[1:], len(flow)], strict=False):
        for at, kind in ((flow[near], kind) for near, kind in _recognised(folded, begin, end)):
            if not (placed[at].furniture or placed[at].label or found[at] is not placed[at]):
                own = {"label": kind} if isinstance(kind, Label) else {"furniture": kind}
                found[at] = placed[at]._replace(**own)
    return found


def _recognised(folded: Sequence[str], begin: int, end: int) -> Iterator[tuple[int, Label | Furniture]]:
    """Yield what the lines of the paper are whose number stands at *begin*, up to the next one at *end*."""
    head = list(_head_above(folded, begin))
    if head:
        origin = Origin(publication=" ".join(folded[at] for at in reversed(head) if _is_name(folded[at])))
        yield from ((at, Furniture(Kind.OFFICE, origin)) for at in (*head, begin))
        yield from ((at, Furniture(Kind.OFFICE)) for at in range(begin + 1, end) if _SIGNED_BY.fullmatch(folded[at]))
        yield from _with_parts(list(_title_below(folded, begin, end)), folded, end)
    elif begin and _TITLE.fullmatch(folded[begin - 1]):
        yield begin, Label.REMARK
    elif not begin and (title := list(_title_below(folded, begin, end))):
        yield begin, Furniture(Kind.OFFICE)
        yield from _with_parts(title, folded, end)
    else:
        return
    yield from _foot(folded, begin, end)


def _title_below(folded: Sequence[str], begin: int, end: int) -> Iterator[tuple[int, Label]]:
    """Yield the lines of the title below the number at *begin*: who issues the paper, and what it is about."""
    lines = [at for at in range(begin + 1, min(begin + _LAST, end)) if not _SIGNED_BY.fullmatch(folded[at])]
    last = next((at for at in lines if _ABOUT.fullmatch(folded[at])), None)
    wrapped = next((at for at in lines if _ABOUT.fullmatch("".join(folded[lines[0] : at + 1]))), None)
    final = wrapped if last is None else last
    title = [at for at in lines if final is not None and at <= final]
    if title and (final == wrapped or all(_OFFICE.fullmatch(folded[at]) for at in title[:-1])):
        yield title[0], Label.TITLE
        yield from ((at, Label.TITLE_CONTINUED) for at in title[1:])


def _with_parts(title: Sequence[tuple[int, Label]], folded: Sequence[str], end: int) -> Iterator[tuple[int, Label]]:
    """Yield the lines of *title*, and below them up to *end* those that number a part of the paper, 一、总体要求."""
    yield from title
    if title:
        below = range(title[-1][0] + 1, end)
        yield from ((at, Label.CROSSHEAD) for at in below if _PART.fullmatch(folded[at]))


def _is_name(text: str) -> bool:
    return _SIGN.fullmatch(text) is not None or _OFFICE.fullmatch(text) is not None


def _head_above(folded: Sequence[str], number: int) -> Iterator[int]:
    """Yield the lines of the head in red above the *number*, from the lowest; nothing where there is none."""
    at = number - 1
    while at >= 0 and _ABOVE.fullmatch(folded[at]):
        at -= 1
    if at < 0 or not (_SIGN.fullmatch(folded[at]) or (at < _LAST and _OFFICE.fullmatch(folded[at]))):
        return
    yield from range(number - 1, at - 1, -1)
    for above in range(at - 1, max(-1, number - _DEEPEST), -1):
        if not (_ABOVE.fullmatch(folded[above]) or _OFFICE.fullmatch(folded[above])):
            return
        yield above


def _foot(folded: Sequence[str], begin: int, end: int) -> Iterator[tuple[int, Label | Furniture]]:
    """Yield who signs the paper from *begin* to *end* and when, which is text, and its foot, which is none."""
    for at in range(begin + 1, end):
        if _DATE.fullmatch(folded[at]) and _OFFICE.fullmatch(folded[at - 1]):
            yield from ((line, Label.PARAGRAPH) for line in (at - 1, at))
        elif _COPIES.fullmatch(folded[at]):
            last = next((line for line in range(at, min(at + _LAST, end)) if _PRINTED.fullmatch(folded[line])), at)
            yield from ((line, Furniture(Kind.OFFICE)) for line in range(at, last + 1))
        elif _PRINTED.fullmatch(folded[at]):
            yield at, Furniture(Kind.OFFICE)
