"""The head of a paper: its title, who wrote it and where they work, above its abstract (GB/T 7713.2-2022, 5.1 to 5.4).

What stands there is known by its place. Names are cut from their line by what names are made of, whatever a program
that read the page made of the small figures behind them, and as far as the place where somebody works.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from publish.dump.folding import fold
from publish.dump.furniture import Furniture, Kind
from publish.dump.labels import Label
from publish.dump.paper_authors import read_authors
from publish.dump.records import Placed
from publish.press import Pattern
from publish.source import Declared, is_declared_furniture

OPENS = Pattern(r"[【［]?\s*(?:{abstract spaced}|{keywords spaced})")
"""How an abstract or keywords begin."""
_ABSTRACT = Pattern(r"[【［]?\s*{abstract spaced}")
_KEYWORDS = Pattern(r"{keywords spaced}")
_GLUED = Pattern(r"(?<=\S)\s*(?P<abstract>[【［]?\s*{abstract spaced}\s*[】］：；])")
_NUMBER = Pattern("{number_of_paper}|(?i:doi)[:：].*")
_CITATION = Pattern(r"{citation_of_paper}")
_ABOVE = 14
"""Lines above an abstract in which its head stands."""
_BELOW = 40
"""Lines below it in which keywords must stand."""
_LONGEST_SECTION = 12


def with_heads(placed: Sequence[Placed]) -> list[Placed]:
    """Return *placed*, the lines of a dump, those of the heads of papers with what they are, glued ones parted.

    Where the page shows how large its lines are, nothing is done: size tells more than place.
    """
    if any(each.line.look and each.line.look.size for each in placed):
        return list(placed)
    placed = list(_with_abstracts_apart(placed))
    found: list[Placed] = []
    done = 0
    for at in openings(placed):
        start = max(done, at - _ABOVE)
        found += [*placed[done:start], *_head(placed[start:at], start == 0)]
        done = at
    return [*found, *placed[done:]]


def _with_abstracts_apart(placed: Sequence[Placed]) -> Iterator[Placed]:
    """Yield *placed*, an abstract that stands behind where its authors work, on their line, as a line of its own."""
    for at, each in enumerate(placed):
        glued = _GLUED.search(fold(each.line.text[:_LONGEST_HEAD])) if at < _ABOVE and _is_free(each) else None
        yield from _parted(each, glued.start("abstract")) if glued else (each,)


_LONGEST_HEAD = 400


def _is_free(each: Placed) -> bool:
    return not (each.label or each.furniture or is_declared_furniture(each.line))


def _parted(each: Placed, border: int) -> Iterator[Placed]:
    """Yield *each* as two lines, the second from the character *border* on."""
    line = each.line
    above = line.text[:border].rstrip()
    yield each._replace(line=replace(line, text=above))
    yield Placed(replace(line, text=line.text[border:], column=line.column + border, gap=0))


def openings(placed: Sequence[Placed]) -> list[int]:
    """Return where papers open: at abstracts with keywords below; below headings, at keywords without an abstract."""
    folded = ["" if _is_of_site(each) else fold(each.line.text) for each in placed]
    opening = OPENS if any(map(_is_heading, placed)) and all(folded) else _ABSTRACT
    opens = [at for at, text in enumerate(folded) if opening.match(text)]
    with_keywords = [at for at in opens if any(map(_KEYWORDS.search, folded[at : at + _BELOW]))]
    return [at for above, at in pairwise((-_BELOW, *with_keywords)) if at - above >= _BELOW]


def _is_of_site(each: Placed) -> bool:
    """Tell whether *each* is of the site around a text: it names keywords of its pages, too, which are no papers."""
    return each.line.look is not None and each.line.look.declared is Declared.SITE


def _head(placed: Sequence[Placed], opens: bool) -> list[Placed]:
    """Return *placed*, the lines above an abstract, with what they are; they may begin the file: *opens*."""
    free = [at for at, each in enumerate(placed) if _is_free(each) and not _is_apart(each)]
    authors = next((at for at in free[1:] if read_authors(placed[at].line.text)), None)
    above = free if authors is None else [at for at in free if at < authors]
    if authors is None and not (opens and any(_is_heading(placed[at]) for at in free)):
        return list(placed)
    title = _title(above, placed)
    section = opens and _is_heading(placed[title])
    found: list[Placed] = []
    for at, each in enumerate(placed):
        known = (section if at < title else authors is not None or at == title) or _is_apart(each)
        found += _of_head(each, at, title, authors) if known else (each,)
    return found


def _is_apart(each: Placed) -> bool:
    """Tell whether *each* is a number of the paper, or how it is cited."""
    folded = fold(each.line.text)
    return _NUMBER.fullmatch(folded) is not None or _CITATION.search(folded) is not None or not _HAN.search(folded)


_HAN = Pattern("{han}")


def _title(above: Sequence[int], placed: Sequence[Placed]) -> int:
    """Return which of the lines *above* the authors is the title: the lowest heading that is no subtitle."""
    headings = [at for at in above if _is_heading(placed[at])]
    if not headings:
        return above[-1]
    titles = [at for at in headings if not placed[at].line.text.startswith(_DASHES)]
    longest = [at for at in titles if len(placed[at].line.text) > _LONGEST_SECTION]
    return (longest or titles or headings)[-1]


_DASHES = ("—", "–", "-", "一")
"""How a subtitle begins; a program that reads a page takes the dash for 一."""


def _is_heading(each: Placed) -> bool:
    return each.line.look is not None and each.line.look.declared in (Declared.HEADING, Declared.TITLE)


def _of_head(each: Placed, at: int, title: int, authors: int | None) -> Iterator[Placed]:
    """Yield *each*, the line *at* of a head, with what it is; the names and what stands behind them as two lines."""
    if not _is_free(each):
        yield each
    elif (authors is None or at < authors) and _is_apart(each):
        yield each._replace(furniture=Furniture(Kind.RECORD))
    elif at == authors:
        yield from _signed(each)
    elif at < title:
        short = len(each.line.text) <= _LONGEST_SECTION
        yield each._replace(label=Label.SECTION) if short else each._replace(furniture=Furniture(Kind.RECORD))
    else:
        yield each._replace(label=_between(at, title, authors))


def _between(at: int, title: int, authors: int | None) -> Label:
    if at == title:
        return Label.TITLE
    return Label.REMARK if authors is None or at > authors else Label.SUBTITLE


def _signed(each: Placed) -> Iterator[Placed]:
    """Yield the names of *each*, a line that names authors, and where they work."""
    authors = read_authors(each.line.text)
    assert authors is not None
    names, *rest = _parted(each, authors.end) if each.line.text[authors.end :].strip() else (each,)
    yield names._replace(label=Label.BYLINE, byline=authors.byline)
    yield from (Placed(part.line, label=Label.REMARK) for part in rest)
