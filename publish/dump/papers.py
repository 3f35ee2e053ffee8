"""Journal papers: what stands around their text is known by its label, and their parts by the order of their numbers.

A paper begins with its abstract; keywords and classes stand below it, each by itself. In it a line with a number is
the heading of a part, where the numbers follow one another, and what would be an article anywhere else is none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain, takewhile

from publish.book import Article, Block, Crosshead, Item, List, Paragraph, Place, plain, plain_block
from publish.dump.articles import Group
from publish.dump.captions import CAPTION
from publish.dump.contents import LED
from publish.dump.folding import fold
from publish.dump.furniture import Furniture, Kind
from publish.dump.joints import runs_on, same_size
from publish.dump.labels import Label
from publish.dump.paper_heads import OPENS, openings, with_heads
from publish.dump.records import Placed
from publish.numerals import value_of
from publish.press import Pattern
from publish.slicing import sliced
from publish.source import Declared, Line, Look, is_declared_furniture

_ABSTRACT = Pattern("{abstract_line}")
_ENTRY = Pattern("{paper_entry_line}")
_REMARK = Pattern("{paper_remark_line}")
_NUMBERED = Pattern("{numbered_part}")
_COUNTED = Pattern("{counted_part}")
_NAMED = Pattern("{named_part}")
_CHAPTER = Pattern("{chapter_part}")
_WORKS_CITED = Pattern("{works_cited_line}")
_WORK = Pattern(r"(?P<mark>［\s?\d{1,3}\s?］|〔\d{1,3}〕|\d{1,3}[.、])\s*(?=\S)")
_STOPS = tuple("。；，！？：")
_LONGEST = 60
"""Characters of a line that are looked at."""
_HEAD = 20
"""Lines of the head of a paper."""
_HEAD_OF_PAGE = 60
"""Lines of a page below the abstract in which keywords must stand."""


def part_papers(placed: Sequence[Placed]) -> list[Placed]:
    """Return *placed*, the lines of a dump, those of papers with what their labels and numbers tell of them."""
    placed = list(_with_authors(with_heads(placed)))
    folded = [fold(each.line.text[:_LONGEST]) for each in placed]
    begins = _begins(placed, folded)
    found = list(placed)
    for at in _entries_in_head(folded, begins):
        if _is_free(placed[at]):
            found[at] = placed[at]._replace(label=Label.REMARK)
    for at, label in chain(_flat_headings(placed, folded), _works_on_pages(placed, folded)):
        if _is_free(found[at]):
            found[at] = placed[at]._replace(label=label)
    face = _usual_face(placed)
    caption = _CAPTION_BELOW_HEADINGS if any(map(_is_heading_of_page, placed)) else _CAPTION
    for at in range(min(begins, default=len(placed)), len(placed)):
        if _is_free(placed[at]) and caption.fullmatch(fold(placed[at].line.text)):
            found[at] = placed[at]._replace(furniture=CAPTION)
    for begin, end in zip(begins, [*begins[1:], len(placed)], strict=False):
        for at, label in _labels(placed, folded, begin, end, face):
            if _is_free(found[at]):
                found[at] = placed[at]._replace(label=label)
    inside = {at for begin in begins for at in range(begin, _end(found, folded, begin))}
    return [_as_text(each) if at in inside else each for at, each in enumerate(found)]


def _begins(placed: Sequence[Placed], folded: Sequence[str]) -> list[int]:
    """Return where the papers of *placed* begin, each at its abstract; where no sizes are known it needs no mark."""
    if not any(each.line.look and each.line.look.size for each in placed):
        return openings(placed)
    return [at for at, text in enumerate(folded) if _ABSTRACT.fullmatch(text) and _has_keywords(folded, at)]


def _is_heading_of_page(each: Placed) -> bool:
    return each.line.look is not None and each.line.look.declared is Declared.HEADING


def _end(placed: Sequence[Placed], folded: Sequence[str], begin: int) -> int:
    """Return where what is surely of the paper ends that begins at the line *begin*: below it no article begins.

    It ends above the next title that is known; where headings are not declared, with the last of the works cited.
    """
    following = (at for at in range(begin, len(placed)) if placed[at].label is Label.TITLE)
    limit = next(following, len(placed))
    if any(map(_is_heading_of_page, placed)):
        return limit
    short = (at for at in range(begin, limit) if len(placed[at].line.text) <= _SHORT_HEADING)
    cited = next((at for at in short if _CITED.match(folded[at])), limit)
    return max((at + 1 for at in range(cited, limit) if _WORK.match(folded[at])), default=begin)


_SHORT_HEADING = 24
"""Characters of the longest heading of works cited: 参考文献 References."""


def _as_text(each: Placed) -> Placed:
    """Return *each*, a line of a paper below its abstract: text, if nothing else is known of it."""
    if not _is_free(each) or (each.line.look and each.line.look.declared):
        return each
    declared = Declared.PARAGRAPH if _OF_TABLE.match(fold(each.line.text)) else Declared.TEXT
    return each._replace(line=replace(each.line, look=replace(each.line.look or Look(), declared=declared)))


_OF_TABLE = Pattern("注：|Notes?：")
"""How a remark begins that stands under a table."""


def _is_free(each: Placed) -> bool:
    return not (each.furniture or each.label)


def _with_authors(placed: Sequence[Placed]) -> Iterator[Placed]:
    """Yield *placed*, of lines above an abstract those that name its authors, and where they work behind that, as two.

    A number of the paper there, a DOI, is furniture.
    """
    folded = [fold(each.line.text[:_LONGEST]) for each in placed]
    above = {line for at, text in enumerate(folded) if _ABSTRACT.fullmatch(text) for line in range(at - _ABOVE, at)}
    for at, each in enumerate(placed):
        known = at not in above or each.label or each.furniture or is_declared_furniture(each.line)
        if not known and _NUMBER.fullmatch(folded[at]):
            yield each._replace(furniture=Furniture(Kind.RECORD))
        elif not known and (border := _end_of_authors(each.line.text)):
            yield from _parted(each, border)
        else:
            yield each


def _parted(each: Placed, border: int) -> Iterator[Placed]:
    """Yield the authors of *each*, as far as *border*, a mark behind the last of them, and where they work."""
    line = each.line
    names = line.text[:border].rstrip("，,、；; ")
    yield Placed(replace(line, text=names), label=Label.BYLINE)
    for start, end, own in ((len(names), border, Furniture(Kind.ORNAMENT)), (border, len(line.text), None)):
        if text := line.text[start:end].strip():
            piece = replace(line, text=text, column=line.column + line.text.index(text, start), gap=0)
            yield Placed(piece, own) if own else Placed(piece, label=Label.REMARK)


def _end_of_authors(text: str) -> int:
    """Return where the names of authors end that begin *text*, each with its marks; 0 where there are none."""
    folded = fold(text)
    found = _AUTHORS.match(folded)
    if found is None or not _MARKED.search(found[0]):
        return 0
    rest = folded[found.end() :].lstrip()
    return found.end() if not rest or rest[0] == "（" else 0


_AUTHORS = Pattern("{authors_of_paper}")
_MARKED = Pattern("{sign_of_author}")
_NUMBER = Pattern("{number_of_paper}")
_CAPTION = Pattern("{caption_of_paper}")
_CAPTION_BELOW_HEADINGS = Pattern("{caption_of_paper}|{caption_on_page}")
_ABOVE = 10
"""Lines above an abstract in which the head of its paper stands: the section, the title, who wrote it, and where."""


def _works_on_pages(placed: Sequence[Placed], folded: Sequence[str]) -> Iterator[tuple[int, Label]]:
    """Yield the headings of works cited that stand on pages, and the works, in papers without an abstract too."""
    for at, text in enumerate(folded[:-1]):
        if placed[at].line.look and _WORKS_CITED.fullmatch(text) and _WORK.match(folded[at + 1]):
            yield at, Label.CROSSHEAD
            yield from _works(placed, folded, at + 1, len(placed))


def _flat_headings(placed: Sequence[Placed], folded: Sequence[str]) -> Iterator[tuple[int, Label]]:
    """Yield what the headings are that a program found on the pages of papers, and of which it knows no level.

    The one above an abstract or keywords is the title; those below it head the parts, in whatever order the columns of
    the pages were read, and so does the title in another language.
    """
    heads = [at for at, each in enumerate(placed) if _is_flat_heading(each.line)]
    parts = sum(_FIGURES.match(folded[at]) is not None or _is_part(folded[at]) for at in heads)
    if parts < _FEWEST_PARTS:
        return
    opens = [at for at, text in enumerate(folded) if OPENS.match(text)]
    opens = opens or [at for at, text in enumerate(folded[:_HEAD]) if _OPENS_IN_LATIN.match(text)]
    known = {at for at, each in enumerate(placed) if each.label is Label.TITLE}
    titles = known or {title for at in opens if (title := _title_above(heads, folded, at)) is not None}
    first = min(titles or opens, default=len(placed))
    yield from ((at, Label.TITLE if at in titles else Label.CROSSHEAD) for at in heads if at >= first)
    openings = (
        at for at, text in enumerate(folded) if any(form.match(text) for form in (_ENTRY, OPENS, _OPENS_IN_LATIN))
    )
    yield from ((at, Label.PARAGRAPH) for at in openings if at >= first and at not in heads)


def _is_flat_heading(line: Line) -> bool:
    return line.look is not None and line.look.declared is Declared.HEADING and line.look.level is None


def _is_part(text: str) -> bool:
    return _NAMED.fullmatch(text) is not None or _CITED.match(text) is not None


def _title_above(heads: Sequence[int], folded: Sequence[str], at: int) -> int | None:
    """Return the heading above the abstract or the keywords at *at* that is their title; None where there is none."""
    above = [head for head in heads if head < at and not (OPENS.match(folded[head]) or _is_part(folded[head]))]
    above = [head for head in above if not (_FIGURES.match(folded[head]) or _OPENS_IN_LATIN.match(folded[head]))]
    return above[-1] if above and at - above[-1] <= _HEAD else None


_OPENS_IN_LATIN = Pattern("(?i:abstract|key ?words)\\b")
_FIGURES = Pattern(r"[1-9]\d?(?:\s?[.．]\s?[1-9]\d?){0,3}\s?[.．、]?\s*(?=\D)")
_CITED = Pattern("{works_cited spaced}|(?i:references|bibliography)\\b")
_FEWEST_PARTS = 3
"""Headings with a number, or a name that only parts of papers have, that make a paper."""


def _entries_in_head(folded: Sequence[str], begins: Sequence[int]) -> Iterator[int]:
    """Yield the keywords and the like that stand under a title at the head of a file, where no paper *begins*."""
    return (at for at, text in enumerate(folded[:_HEAD]) if at and not begins and _ENTRY.fullmatch(text))


def _has_keywords(folded: Sequence[str], at: int) -> bool:
    return any(map(_ENTRY.fullmatch, folded[at + 1 : at + _HEAD_OF_PAGE]))


def _labels(
    placed: Sequence[Placed], folded: Sequence[str], begin: int, end: int, face: str | None
) -> Iterator[tuple[int, Label]]:
    """Yield what the lines from *begin* to *end*, those of one paper, are surely."""
    yield begin, Label.PARAGRAPH
    yield from ((above, Label.SECTION) for above in _section_above(placed, begin))
    yield from ((above, Label.REMARK) for above in _affiliations_above(placed, folded, begin))
    number: list[int] = []
    for at in range(begin + 1, end):
        text, line = folded[at], placed[at].line
        if LED.search(text) or is_declared_furniture(line):
            continue
        if _ENTRY.fullmatch(text):
            yield from _latin_above(placed, folded, at)
            yield at, Label.PARAGRAPH
            yield from ((below, Label.CONTINUATION) for below in list(_running_on(placed, at, end))[1:])
        elif _REMARK.fullmatch(text):
            yield from ((below, Label.REMARK) for below in _running_on(placed, at, end))
        elif _is_named_part(text) or (own := _number_of_part(line, text, number, face)):
            number = number if _is_named_part(text) else own
            yield at, Label.CROSSHEAD
            if _WORKS_CITED.fullmatch(text):
                yield from _works(placed, folded, at + 1, end)
    latin = (at for at in range(begin + 1, end) if _ends_in_latin(placed[at - 1].line.text))
    yield from ((at, Label.PARAGRAPH) for at in latin if _HAN.search(folded[at]))


def _is_named_part(text: str) -> bool:
    counted = _COUNTED.fullmatch(text) is not None and not text.endswith(_STOPS)
    return counted or _NAMED.fullmatch(text) is not None


def _number_of_part(line: Line, text: str, before: Sequence[int], face: str | None) -> list[int]:
    """Return the number of the part that *line*, folded *text*, heads after the one numbered *before*; none if none."""
    if text.endswith(_STOPS):
        return []
    if chapter := _CHAPTER.fullmatch(text):
        value = value_of(chapter["chapter"])
        return [value] if _is_heading(line, text, face) or _is_next(line, value, before) else []
    if part := _NUMBERED.fullmatch(text):
        figures = [int(figure) for figure in part["figures"].split(".")]
        shown = line.look is not None and _is_heading(line, text, face)
        return figures if shown or _comes_after(figures, before) else []
    return []


def _is_next(line: Line, value: int, number: Sequence[int]) -> bool:
    """Tell whether *line* is the heading of the chapter *value*, short and the next after the one with *number*."""
    room = line.look.room if line.look else None
    return value == (number[0] if number else 0) + 1 and (room is None or room > _SHORT)


_SHORT = 3
"""Ems that are free behind a heading at least."""


def _usual_face(placed: Sequence[Placed]) -> str | None:
    faces: Counter[str | None] = Counter()
    for each in placed:
        if each.line.look:
            faces[each.line.look.face] += len(each.line.text)
    return max(faces, key=lambda face: faces[face], default=None)


def _is_heading(line: Line, text: str, face: str | None) -> bool:
    """Tell whether *line* can be a heading: no sentence, and nothing that its page shows as text in *face*."""
    if text.endswith(_STOPS) or line.look is None:
        return not text.endswith(_STOPS)
    black = line.look.face == "hei" != face
    return bool(black or line.look.bold or line.look.centred or line.gap or (line.look.size or 1) > _LARGER)


_LARGER = 1.04


def _running_on(placed: Sequence[Placed], at: int, end: int) -> Iterator[int]:
    """Yield *at* and the lines below it, as far as *end*, in which it goes on."""
    yield at
    for below in range(at + 1, end):
        if not runs_on(placed[below - 1].line, placed[below].line):
            return
        yield below


def _section_above(placed: Sequence[Placed], at: int) -> Iterator[int]:
    """Yield the line over the title of the paper whose abstract is at *at*: papers have no kickers."""
    head = range(max(0, at - _ABOVE), at)
    sizes = {above: size for above in head if (look := placed[above].line.look) and (size := look.size or 0)}
    largest = max(sizes.values(), default=0.0)
    title = next((above for above, size in sizes.items() if size > 0.98 * largest), at)
    above = title - 1
    if 1.1 < sizes.get(above, 0.0) < 0.92 * largest and largest > _TITLE:
        one, other = placed[above].line, placed[title].line
        together = one.look is not None and other.look is not None and one.look.page == other.look.page
        if together and len(one.text) <= _LONGEST_SECTION and not one.text.endswith(_STOPS):
            yield above


_TITLE = 1.35
_LONGEST_SECTION = 14


def _affiliations_above(placed: Sequence[Placed], folded: Sequence[str], at: int) -> Iterator[int]:
    """Yield the lines above the abstract at *at* that say, in brackets or numbered, where its authors work."""
    above = at - 1
    while above > max(0, at - 1 - _AFFILIATIONS):
        first = next((each for each in (above, above - 1) if _says_where(placed[each : above + 1])), None)
        if first is None:
            return
        yield from range(first, above + 1)
        above = first - 1


def _says_where(lines: Sequence[Placed]) -> bool:
    """Tell whether *lines*, one or two, together say where somebody works."""
    text = "".join(each.line.text for each in lines)
    wrapped = len(lines) == 1 or text[0] in "（("
    return wrapped and len(text) <= _LONGEST_AFFILIATION and _AFFILIATION.fullmatch(fold(text)) is not None


_LONGEST_AFFILIATION = 300
_AFFILIATION = Pattern("{affiliation_of_paper}")
_AFFILIATIONS = 6


def _latin_above(placed: Sequence[Placed], folded: Sequence[str], at: int) -> Iterator[tuple[int, Label]]:
    """Yield the lines above that at *at* without a Han character: the title in English, who wrote it, an abstract."""
    lines = range(at - 1, max(-1, at - 1 - _LATIN_LINES), -1)
    above = list(takewhile(lambda line: not _HAN.search(placed[line].line.text), lines))
    abstract = next((line for line in above if _OPENS_IN_LATIN.match(folded[line])), at)
    for line in above:
        if line > abstract:
            yield line, Label.CONTINUATION
        elif line > at - 1 - _LATIN_HEAD or abstract < at:
            yield line, Label.PARAGRAPH


def _ends_in_latin(text: str) -> bool:
    """Tell whether *text* is a paragraph in English, as an abstract is, and ends a sentence."""
    return len(text) > _LATIN_PARAGRAPH and text.endswith((".", ".)")) and not _HAN.search(text)


_HAN = Pattern("{han}|[。，；、]")
_LATIN_LINES = 40
"""Lines of the longest head and abstract in English."""
_LATIN_PARAGRAPH = 40
"""Characters from which a line in English is a paragraph."""
_LATIN_HEAD = 4
"""Lines above what has no abstract in English that are still of its head."""


def _works(placed: Sequence[Placed], folded: Sequence[str], at: int, end: int) -> Iterator[tuple[int, Label]]:
    """Yield the works cited from the line *at* on, each a paragraph, and the lines of a page in which they go on."""
    work: Line | None = None
    for below in range(at, end):
        line = placed[below].line
        if is_declared_furniture(line):
            continue
        if _WORK.match(folded[below]):
            work = line
            yield below, Label.PARAGRAPH
        elif work is not None and line.look and _is_of_work(work, line) and not _opens_anything(folded[below]):
            yield below, Label.CONTINUATION
        elif line.gap or line.look:
            return


def _is_of_work(work: Line, line: Line) -> bool:
    """Tell whether *line* is set as *work* is, on the same page or another."""
    one, other = work.look, line.look
    if one is None or other is None:
        return False
    return bool(same_size(one, other) and one.bold == other.bold and not other.centred)


def _opens_anything(text: str) -> bool:
    return any(form.fullmatch(text) for form in (_NAMED, _REMARK, _ENTRY, _ABSTRACT, _OF_PICTURE))


_OF_PICTURE = Pattern(r"(?:{table_name}|图\s*\d{1,3}(?:[-.]\d{1,3})?[\s：、.]).{0,40}")


def _comes_after(figures: Sequence[int], before: Sequence[int]) -> bool:
    """Tell whether the number of a part, *figures*, is the next after *before*: after 2.1 come 2.1.1, 2.2 and 3."""
    deeper = [*before, 1]
    return figures == deeper or any(figures == [*before[:depth], before[depth] + 1] for depth in range(len(before)))


# --- articles ------------------------------------------------------------------------------------------------------


def set_papers(groups: Sequence[Group]) -> tuple[Group, ...]:
    """Return *groups* with crossheads of numbered parts at their depth, and works cited as lists."""
    return tuple(replace(group, articles=tuple(map(_set, group.articles))) for group in groups)


def _set(article: Article) -> Article:
    if not any(isinstance(block, Crosshead) for block in article.blocks):
        return article
    return replace(article, blocks=tuple(_listed(list(map(_at_depth, article.blocks)))))


def _at_depth(block: Block) -> Block:
    if isinstance(block, Crosshead) and (part := _NUMBERED.fullmatch(fold(plain(block.content)))):
        return replace(block, level=1 + part["figures"].count("."))
    return block


def _listed(blocks: Sequence[Block]) -> Iterator[Block]:
    works: list[Paragraph] = []
    cited = False
    for block in blocks:
        if cited and isinstance(block, Paragraph) and _WORK.match(fold(plain(block.content))):
            if works and block.places[0].line < works[-1].places[-1].line:  # which goes on below this one
                yield _list(works)
                works = []
            works.append(block)
            continue
        if works:
            yield _list(works)
            works = []
        cited = isinstance(block, Crosshead) and _WORKS_CITED.fullmatch(fold(plain(block.content))) is not None
        yield block
    if works:
        yield _list(works)


def _list(works: Sequence[Paragraph]) -> List:
    items, places, base = [], [], 0
    for work in works:
        text = plain_block(work)
        mark = _WORK.match(fold(text))
        assert mark is not None
        size, kept = mark.end(), mark.end("mark")
        items.append(Item((Paragraph(sliced(work.content, size, len(text))),), text[:kept]))
        first = work.places[0]
        places += [Place(first.line, first.column, base), Place(first.line, first.column + size, base + kept)]
        places += [replace(each, offset=base + kept + each.offset - size) for each in work.places if each.offset > size]
        base += kept + len(text) - size + 1
    return List(tuple(items), places=tuple(places))
