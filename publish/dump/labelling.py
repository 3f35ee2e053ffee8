"""Lines → labelled lines: what each line of a dump is, why, and how surely.

Furniture is recognised by its own words and taken out of the flow first, since it may stand between the halves of a
paragraph. The rest is sequence labelling: each line has features (`features`), each label that it could bear has points
for what they show (emissions), each pair of neighbours has points too (transitions: a byline follows a title, text goes
on with text); the sequence with the most points wins (`viterbi`). Which feature gives which label how many points is
listed in ``scoring.toml``, and what the conditions there mean in `predicates`.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Collection, Iterator, Sequence

from publish.book import Origin
from publish.dump.beats import Beat
from publish.dump.bylines import Strength, read_byline
from publish.dump.captions import CAPTION, GOES_ON, add_credits, add_lines_below, is_caption
from publish.dump.compounds import part_compounds
from publish.dump.contents import find_contents, find_returning_chapters
from publish.dump.features import read_features
from publish.dump.feet import add_edges
from publish.dump.furniture import (
    MESSAGES,
    Basis,
    Furniture,
    Kind,
    find_parts,
    is_long,
    is_rule,
    part_lines,
    read_furniture,
    read_origin,
)
from publish.dump.kickers import part_kickers
from publish.dump.labels import Hints, Label, Labelled
from publish.dump.layout import read_layout
from publish.dump.name_rows import part_name_rows
from publish.dump.numbering import Rank, read_number
from publish.dump.offices import part_offices
from publish.dump.papers import part_papers
from publish.dump.plays import part_plays
from publish.dump.records import Placed, part_records
from publish.dump.rhythm import Borders
from publish.dump.running_heads import find_counted, find_paged, find_running_heads
from publish.dump.scoring import Scorer
from publish.dump.shapes import MARK, WRITTEN, is_finished
from publish.dump.signatures import part_by_signature
from publish.dump.site_tails import part_site_tails
from publish.dump.standing import drop_misplaced
from publish.dump.table import Table, scoring_table
from publish.dump.theses import part_theses
from publish.dump.transcripts import part_transcripts
from publish.dump.viterbi import label_flow
from publish.source import Declared, Line

_PARTS = (
    part_site_tails,
    part_offices,
    part_theses,
    part_papers,
    part_plays,
    part_name_rows,
    part_transcripts,
)
"""What tells lines of some kind of text apart, each after those above it."""


def label_lines(
    lines: Sequence[Line], hints: Hints, *, explained: bool = False, table: Table | None = None
) -> tuple[Labelled, ...]:
    """Return *lines*, the lines of one dump, each with its label; where *explained*, with the points for and against.

    *table* is the scoring table, that of the package by default.
    """
    placed = list(part_compounds(list(part_records(list(part_lines(lines)))), hints.vocabulary))
    for part in _PARTS:
        placed = part(placed)
    lines = [each.line for each in placed]
    found, listed = _find_floating(placed, hints)
    flowing = _flowing(lines, found)
    layout = read_layout(flowing)
    if add_lines_below(lines, found, layout):
        flowing = _flowing(lines, found)
    known = {each.line: each for each in placed if each.label}
    scorer = Scorer(table or scoring_table(), layout)
    features = read_features(flowing, layout, hints, known, _borders(lines, found, listed))
    pages = [each.around.beat is Beat.PAGE for each in features]
    flow = list(label_flow(deque(features), scorer, explained=explained))
    flow = [_floating(item.line, _LATER_PAGE) if page else item for item, page in zip(flow, pages, strict=True)]
    part_by_signature(flow, hints.vocabulary)
    part_kickers(flow)
    labelled = iter(flow)
    return tuple(
        _floating(line, furniture) if furniture else next(labelled)
        for line, furniture in zip(lines, found, strict=True)
    )


def _find_floating(placed: Sequence[Placed], hints: Hints) -> tuple[list[Furniture | None], frozenset[int]]:
    """Return what each of the lines is that stands apart from the flow of text, and which a list of contents names.

    *placed* says it of some.
    """
    lines = [each.line for each in placed]
    found = [each.furniture or (None if each.label else find_furniture(each.line, hints)) for each in placed]
    drop_misplaced(found)
    for at in list(_written(lines, found)):
        found[at] = None
    contents = find_contents(lines, found)
    for at in contents.lines:
        found[at] = found[at] or Furniture(Kind.CONTENTS)
    add_edges(lines, found)
    for at in list(find_parts(lines, found)):
        found[at] = None
    for at in [*find_counted(lines, found), *find_paged(lines, found)]:
        found[at] = Furniture(Kind.RUNNING_HEAD, basis=Basis.COULD_BE_TEXT)
    for at in list(find_returning_chapters(lines, found)):
        found[at] = Furniture(Kind.RUNNING_HEAD)
    for at, head in list(find_running_heads(lines, found, lambda text: _is_known(text, hints))):
        found[at] = head
    add_credits(lines, found, hints.vocabulary)
    return found, contents.listed


def _written(lines: Sequence[Line], found: Sequence[Furniture | None]) -> Iterator[int]:
    """Yield the dates that end a text, set as its last line is: when it was written, and no edition."""
    for at in range(1, len(lines)):
        line, above = lines[at], lines[at - 1]
        ends = at + 1 == len(lines) or lines[at + 1].gap > line.gap
        alike = line.indent == above.indent > 0 and not line.gap
        if found[at] and not found[at - 1] and alike and ends and is_finished(above.text) and WRITTEN.match(line.text):
            yield at


def _in_flow(listed: Collection[int], found: Sequence[Furniture | None]) -> Iterator[int]:
    """Yield the lines of the flow, by their indices there, that are *listed*, by their indices among all."""
    flow = (at for at, furniture in enumerate(found) if not furniture)
    return (index for index, at in enumerate(flow) if at in listed)


def _flowing(lines: Sequence[Line], found: Sequence[Furniture | None]) -> list[Line]:
    return [line for line, furniture in zip(lines, found, strict=True) if not furniture]


def _borders(lines: Sequence[Line], found: Sequence[Furniture | None], listed: Collection[int]) -> Borders:
    """Return the lines of the flow, by index, that stand beside furniture that parts pieces, or are *listed*."""
    framed = {at for at in range(1, len(lines) - 1) if is_rule(found[at - 1]) and is_rule(found[at + 1])}
    published = {at for at, line in enumerate(lines[1:]) if _is_of_line_above(line, found[at + 1])}
    return Borders(
        frozenset(_broken(lines, found)),
        frozenset(_in_flow(published, found)),
        frozenset(_in_flow(listed, found)),
        frozenset(_in_flow(framed, found)),
    )


def _is_of_line_above(line: Line, furniture: Furniture | None) -> bool:
    """Tell whether *line* says when what the line above it names was published: a site's line, or a date alone."""
    if furniture is None or line.gap > 1:
        return False
    return furniture.kind is Kind.PUBLICATION_LINE or _DATE_ALONE.fullmatch(line.text) is not None


def _counts(text: str) -> bool:
    """Tell whether *text* numbers a chapter or a volume: 第二章 谁将出任摄政."""
    number = read_number(text)
    return number is not None and number.rank in (Rank.CHAPTER, Rank.VOLUME)


_DATE_ALONE = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}")


def _broken(lines: Sequence[Line], found: Sequence[Furniture | None]) -> Iterator[int]:
    """Yield the lines of the flow, by index, below a rule, or below a number alone where numbers count the pieces."""
    numbers = [at for at, furniture in enumerate(found) if furniture and furniture.kind is Kind.PAGE_NUMBER]
    values = [number.value for at in numbers if (number := read_number(lines[at].text))]
    counted = len(values) > 2 and values == list(range(1, len(numbers) + 1))
    kinds = {Kind.ORNAMENT, Kind.PAGE_NUMBER} if counted else {Kind.ORNAMENT}
    at = 0
    for above, furniture in zip((None, *found), found, strict=False):
        if not furniture:
            if above and above.kind in kinds:
                yield at
            at += 1


def _is_known(text: str, hints: Hints) -> bool:
    """Tell whether *text* is a section heading by what ``book.toml`` says, or names."""
    byline = read_byline(text, hints.vocabulary)
    return hints.heading(text) is not None or (byline is not None and byline.strength >= Strength.NAMES)


def _floating(line: Line, found: Furniture) -> Labelled:
    label = Label.CAPTION if found in (CAPTION, GOES_ON) else Label.FURNITURE
    return Labelled(line, label, MESSAGES[found.kind], furniture=found)


_LATER_PAGE = Furniture(Kind.RUNNING_HEAD, basis=Basis.COULD_BE_TEXT)

_OF_ORIGIN = {Declared.PUBLICATION: "publication", Declared.DATE: "date", Declared.PAGE: "page"}


def _declared(text: str, declared: Declared) -> Furniture | None:
    """Return what a line is that its source declares to be something; None where it belongs to the flow."""
    if part := _OF_ORIGIN.get(declared):
        return Furniture(Kind.PUBLICATION_LINE, Origin(**{part: text}))
    if declared is Declared.SITE:
        return Furniture(Kind.DECLARED)
    return Furniture(Kind.DECLARED, read_origin(text)) if declared is Declared.FURNITURE else None


_LARGE = 1.3
"""Times the size of text: what is as large is no button, whatever it says: 评论 heads a page of comment."""


def _is_large(line: Line) -> bool:
    return line.look is not None and line.look.size is not None and line.look.size >= _LARGE


def find_furniture(line: Line, hints: Hints) -> Furniture | None:
    """Return what *line* is apart from the flow of text, furniture or a caption; None where it belongs to the flow.

    What ``book.toml`` says comes first, then what a mark in the text says.
    """
    text = line.text
    if any(pattern.fullmatch(text) for pattern in hints.furniture):
        return Furniture(Kind.NAMED, read_origin(text))
    if line.look and line.look.declared not in (None, Declared.TEXT):
        return _declared(text, line.look.declared)
    if is_long(text):
        return read_furniture(text)
    if MARK.match(text) or hints.heading(text):
        return None
    piece = read_furniture(text)
    if piece and not (piece.kind is Kind.WEB_LINE and _is_large(line)):
        return piece
    if is_caption(text) and not (read_byline(text, hints.vocabulary) or _counts(text)):
        return CAPTION
    return None
