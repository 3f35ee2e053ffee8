"""The guesses of the reader that could be wrong, each reported on its line.

What a label won by (`Labelled.margin`) is one sign of doubt; the other is what a careful person would look at twice: a
line that reads as names and was taken for something else, a paragraph that ends in no stop, a join over a comma.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum
from itertools import zip_longest

from publish.book import Article, Paragraph, plain_block
from publish.diagnostics import Diagnostic, Report
from publish.dump.articles import Group
from publish.dump.bylines import Strength
from publish.dump.captions import marks_picture
from publish.dump.doubts import Doubt, find_doubts
from publish.dump.furniture import MESSAGES, Basis, Furniture, Kind
from publish.dump.heads import LETTER_SPACED, Guess, check_heads, read_heads, refused
from publish.dump.labels import APART, TEXT, Label, Labelled
from publish.dump.shapes import DATELINE, is_finished, is_section_like
from publish.dump.transcripts import SPOKEN_LINE
from publish.press import Pattern
from publish.source import Declared
from publish.wording import N_, _

_L = Label


def check_guesses(labelled: Sequence[Labelled], groups: Sequence[Group], file: str, report: Report) -> None:
    """Report what was guessed of *labelled*, the lines of one dump, and of the *groups* that were made of them."""
    flow = [item for item in labelled if item.label not in APART]
    articles = [article for group in groups for article in group.articles]
    heads = read_heads(flow, {article.line: article for article in articles})
    in_heads = list(check_heads(heads))
    least = {item.line.number: _SETTLED for head in heads if head.is_sure for item in head.lines}
    least.update((item.line.number, _TOLD) for item, _, _ in in_heads)
    of_lines = list(_of_lines(flow, least))
    doubts = find_doubts(flow, heads)
    in_doubt = list(_of_doubts(doubts, {item.line.number for item, _, _ in (*in_heads, *of_lines)}))
    for guesses in (_of_furniture(labelled), in_heads, of_lines, in_doubt):
        for item, code, facts in guesses:
            report(Diagnostic(code, file, item.line.number, None, facts))
    missed = [doubt.item for doubt in doubts if not doubt.invented]
    if len(missed) >= _MANY:
        report(Diagnostic("P413", file, missed[0].line.number, None, {"count": len(missed)}))
    divided = [doubt.item for doubt in doubts if _is_of_outline(doubt)]
    if len(divided) >= _MANY:
        report(Diagnostic("P417", file, divided[0].line.number, None, {"count": len(divided)}))
    if places := [item for item in labelled if item.label is _L.CAPTION and marks_picture(item.line.text)]:
        report(Diagnostic("P204", file, places[0].line.number, None, {"count": len(places)}))
    for line, facts in filter(None, map(_signed_in_text, articles)):
        report(Diagnostic("P303", file, line, None, facts))


_MANY = 3
"""Lines of one file that could be titles, and are none, from which one warning speaks for them all."""


def _of_doubts(doubts: Sequence[Doubt], reported: Collection[int]) -> Iterator[Guess]:
    """Yield what is reported of each of *doubts* on its line: a notice where they are many, missed or of the outline.

    *reported* are the lines of which a notice speaks already.
    """
    many_missed = sum(not doubt.invented for doubt in doubts) >= _MANY
    many_divided = sum(map(_is_of_outline, doubts)) >= _MANY
    for doubt in doubts:
        item, invented = doubt
        if not (many_divided and _is_of_outline(doubt) if invented else many_missed):
            yield (item, "P416", {}) if invented else (item, "P415", {"label": item.label})
        elif item.line.number not in reported:
            yield item, "P401", {"label": item.label, "rival": _L.CROSSHEAD if invented else _L.TITLE}


def _is_of_outline(doubt: Doubt) -> bool:
    """Tell whether *doubt* is of a title that another outline of the file, nearly as likely, does not have."""
    return doubt.invented and doubt.item.in_doubt


# --- furniture -----------------------------------------------------------------------------------------------------


class Side(StrEnum):
    """Where the articles stand that an edition line was taken to speak of."""

    ABOVE = N_("above it")
    BELOW = N_("below it")


_PART_NUMBER = Pattern("[（(]?(?:{numeral}{1,3}|[0-9]{1,2}|[ivx]{1,4})[）)]?")
_NAMES_PAGE = frozenset({Kind.EDITION_LINE, Kind.COLUMN_LINE, Kind.PUBLICATION_LINE, Kind.RECORD, Kind.NAMED})


def _of_furniture(labelled: Sequence[Labelled]) -> Iterator[Guess]:
    side: Side | None = None
    begun = False
    for index, item in enumerate(labelled):
        begun = begun or item.label is _L.TITLE
        if item.label is not _L.FURNITURE or item.furniture is None:
            continue
        kind = item.furniture.kind
        facts: dict[str, object] = {"text": item.line.text, "reason": _(MESSAGES[kind])}
        if kind in _NAMES_PAGE and item.furniture.origin:
            side = side or (Side.ABOVE if begun else Side.BELOW)
            yield (item, "P203", facts | {"side": side}) if begun else (item, "P201", facts)
        else:
            doubtful = _could_be_text(item, item.furniture, labelled[max(0, index - 1) : index + 2])
            yield item, "P202" if doubtful else "P201", facts


def _could_be_text(item: Labelled, furniture: Furniture, around: Sequence[Labelled]) -> bool:
    """Tell whether *item*, left out as furniture, could be text; *around* it, the lines beside it and itself.

    A number that stands between whole paragraphs may count the parts of an essay, and not the pages.
    """
    if furniture.basis is not Basis.WORDS:
        return True
    alone = all(line is item or line.label is not _L.FURNITURE for line in around)
    return bool(alone and _PART_NUMBER.fullmatch(item.line.text) and is_finished(around[0].line.text))


# --- authors -------------------------------------------------------------------------------------------------------


def _signed_in_text(article: Article) -> tuple[int, dict[str, object]] | None:
    """Return the line and the names where the authors of *article* were read at its end, and no dateline names them."""
    texts = [block for block in article.blocks if isinstance(block, Paragraph)]
    if article.byline or not article.authors or not texts or DATELINE.match(plain_block(texts[0])[:80]):
        return None
    return texts[-1].places[-1].line, {"names": "、".join(article.authors)}


# --- lines ---------------------------------------------------------------------------------------------------------

_DOUBTFUL = 1.5
"""A label that wins by less than this is reported."""
_SETTLED = 0.6
"""The same where another line settles it: a byline with a role, a signature."""
_TOLD = 0.0
"""The same where something was reported already."""
_BY_LAYOUT = 2.5
"""A join, or a parting, that is surer than this rests on more than where the lines end."""
_BY_TEXT = 6.0
"""A join that is surer than this rests on the layout, whatever the text says."""
_LONGEST_HEADING = 26
"""Characters of the longest line that could be a heading and is not."""
_HEADS = frozenset({_L.SECTION, _L.KICKER, _L.TITLE, _L.TITLE_CONTINUED, _L.CROSSHEAD, _L.BYLINE, _L.SUBTITLE})


def _of_lines(flow: Sequence[Labelled], least: Mapping[int, float]) -> Iterator[Guess]:
    """Yield what was guessed line by line; *least*: by how much a label must win on the lines of heads, by number."""
    above: Labelled | None = None
    for item, below in zip_longest(flow, flow[1:]):
        if not _is_plain_text(item, below):
            code = _of_text(item, above, below) if item.label in TEXT else _of_mark(item, above)
            if code:
                yield item, code, {}
            elif item.margin < least.get(item.line.number, _DOUBTFUL) and _is_open(item):
                yield item, "P401", {"label": item.label, "rival": item.rival}
            if _could_be_byline(item, above, below):
                below_title = above is not None and above.label in _ABOVE_BYLINE and item.label not in _OF_HEADS
                yield from refused(item, Strength.POSSIBLE if below_title else Strength.NAMES)
        above = item


def _is_plain_text(item: Labelled, below: Labelled | None) -> bool:
    """Tell whether *item* is text, surely joined or parted, and too long for a heading, or text goes on below it."""
    if item.margin < _BY_TEXT or item.label not in TEXT:
        return False
    return len(item.line.text) > _LONGEST_HEADING or (below is not None and below.label is _L.CONTINUATION)


def _is_open(item: Labelled) -> bool:
    return item.rival is not None and (item.label in _HEADS or item.rival in _HEADS)


def _of_text(item: Labelled, above: Labelled | None, below: Labelled | None) -> str | None:
    """Return the code of what could be otherwise with a line of text, or None."""
    joined = item.label is _L.CONTINUATION
    if joined and above and item.margin < _BY_TEXT and above.line.text[-1] in "，,：:":
        return "P501" if above.line.text[-1] in "，," else "P503"
    unsure = item.margin < _BY_LAYOUT and item.rival in TEXT
    if unsure and above and above.label in TEXT and is_finished(above.line.text):
        return "P505"
    if item.rival is _L.VERSE and item.margin < _DOUBTFUL and (above is None or above.rival is not _L.VERSE):
        return "P411"
    if _could_be_heading(item, below):
        return "P504" if joined else "P408"
    return None


_AFTER_END = frozenset({_L.SECTION, _L.KICKER, _L.TITLE})


def _could_be_heading(item: Labelled, below: Labelled | None) -> bool:
    """Tell whether *item*, a line of text, is short and ends no sentence; what ends the article so is P502's."""
    text = item.line.text
    if len(text) > _LONGEST_HEADING or text[-1] in "：:；;" or below is None or below.label in _AFTER_END:
        return False
    if item.line.look and item.line.look.declared is Declared.PARAGRAPH:
        return False
    if below.label is _L.CONTINUATION and (below.margin >= _BY_TEXT or text[-1] in "，,、"):
        return False
    return not is_finished(text)


def _of_mark(item: Labelled, above: Labelled | None) -> str | None:
    """Return the code of what could be otherwise with a crosshead or a line of verse, or None."""
    if item.label is _L.CROSSHEAD and item.rival in (_L.TITLE, _L.SECTION) and item.margin < 4:
        return "P407"
    if item.label is _L.VERSE and (above is None or above.label is not _L.VERSE):
        return "P414" if item.reason == SPOKEN_LINE else "P409" if item.margin < 6 else None
    return None


_OF_HEADS = frozenset({_L.TITLE_CONTINUED, _L.SECTION, _L.KICKER})
_ABOVE_BYLINE = frozenset({_L.TITLE, _L.TITLE_CONTINUED, _L.SUBTITLE})
_NEVER_REFUSED = frozenset({_L.TITLE, _L.BYLINE, _L.REMARK, _L.SIGNATURE, _L.CONTINUATION})


def _could_be_byline(item: Labelled, above: Labelled | None, below: Labelled | None) -> bool:
    """Tell whether *item* was not taken as a byline and stands, or ends, as bylines do."""
    text = item.line.text
    if item.label in _NEVER_REFUSED or item.mark or len(text) > _LONGEST_HEADING:
        return False
    if item.label is _L.VERSE:
        return any(neighbour is None or neighbour.label is not _L.VERSE for neighbour in (above, below))
    if item.label is _L.SECTION:
        return not is_section_like(text) and not LETTER_SPACED.fullmatch(text)
    return item.label is not _L.PARAGRAPH or _could_be_heading(item, below)
