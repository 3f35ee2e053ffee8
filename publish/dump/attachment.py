"""Articles → articles with their notes: each stands where it is called, and places say where the text between is."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from publish.book import Article, Block, Crosshead, Inlines, Note, Paragraph, Place, Text, Verse, plain, plain_block
from publish.dump.articles import Group
from publish.dump.joints import joint
from publish.dump.notes import Answer, Linked, Notes
from publish.source import Line


def attach_notes(groups: Sequence[Group], notes: Notes) -> tuple[Group, ...]:
    """Return *groups* with each of *notes* where it is called; one that a title or a byline calls becomes a remark."""
    if not notes.linked:
        return tuple(groups)
    shortened = _Shortened(notes.linked)
    found = [_attached(article, shortened) for group in groups for article in group.articles]
    attached = {link.call for _, links in found for link in links}
    articles = [article for article, _ in found]
    for link in notes.linked:
        if link.call not in attached and articles:
            _remark(articles, link)
    left = iter(articles)
    return tuple(replace(group, articles=tuple(next(left) for _ in group.articles)) for group in groups)


def _remark(articles: list[Article], link: Linked) -> None:
    """Add the note of *link*, which stands in a field, to the article whose title is nearest."""
    number = link.call.piece.line.number
    nearest = min(range(len(articles)), key=lambda at: abs((articles[at].line or 0) - number))
    article = articles[nearest]
    articles[nearest] = replace(article, remarks=(*article.remarks, plain_block(_note(link.answer).blocks[0])))


def _note(answer: Answer) -> Note:
    places: list[Place] = []
    text = ""
    for piece, below in zip(answer.pieces, (*answer.pieces[1:], None), strict=True):
        places.append(Place(piece.line.number, piece.line.column + piece.start, len(text)))
        text += piece.text.rstrip() + (joint(piece.line, below.line) if below else "")
    return Note((Paragraph((Text(text),), tuple(places)),))


# --- where a call stood --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cut:
    """A call as it is seen from the shortened line."""

    column: int
    """Column of the shortened line before which it stood."""
    begins: int
    """Column at which that line begins."""
    ends: int
    """Column at which it ends."""
    resumes: int
    """Column of the source at which the text goes on."""
    link: Linked


class _Shortened:
    """The lines out of which calls were taken."""

    def __init__(self, linked: Sequence[Linked]) -> None:
        self._cuts: defaultdict[int, list[_Cut]] = defaultdict(list)
        by_line: defaultdict[int, list[Linked]] = defaultdict(list)
        for link in linked:
            by_line[id(link.call.piece.line)].append(link)
        for links in by_line.values():
            for cut in _cuts(links):
                self._cuts[cut.link.call.piece.line.number].append(cut)

    def of(self, number: int) -> Sequence[_Cut]:
        """Return what was taken out of the line of that *number*, in order."""
        return self._cuts.get(number, ())

    def column(self, place: Place) -> int:
        """Return the column of the source at which *place*, in a shortened line, begins."""
        cuts = [cut for cut in self.of(place.line) if cut.begins <= place.column <= cut.ends]
        at = bisect_right([cut.column for cut in cuts], place.column)
        return cuts[at - 1].resumes + place.column - cuts[at - 1].column if at else place.column


def _cuts(links: Sequence[Linked]) -> Iterator[_Cut]:
    """Yield the cuts in one line, whose *links* are these."""
    line: Line = links[0].call.piece.line
    ends = line.column + len(line.text) - sum(len(link.call.piece.text) for link in links if link.call.piece.start)
    gone = 0
    for link in sorted(links, key=lambda link: link.call.piece.start):
        piece = link.call.piece
        if piece.start:
            yield _Cut(line.column + piece.start - gone, line.column, ends, line.column + piece.end, link)
            gone += piece.end - piece.start
        else:  # the shortened line begins behind it
            yield _Cut(line.column + piece.end, line.column, ends, line.column + piece.end, link)


# --- into the blocks -----------------------------------------------------------------------------------------------


def _attached(article: Article, shortened: _Shortened) -> tuple[Article, list[Linked]]:
    blocks, links = [], []
    for block in article.blocks:
        calls = list(_calls(block, shortened))
        blocks.append(_with_notes(block, calls, shortened) if any(map(shortened.of, _lines(block))) else block)
        links += [cut.link for _, cut in calls]
    return replace(article, blocks=tuple(blocks)), links


def _lines(block: Block) -> set[int]:
    return {place.line for place in block.places}


def _calls(block: Block, shortened: _Shortened) -> Iterator[tuple[int, _Cut]]:
    """Yield the cuts in *block*, with the offset in its text at which each call stood."""
    ends = [place.offset for place in block.places[1:]] + [len(plain_block(block))]
    seen: set[int] = set()
    for place, end in zip(block.places, ends, strict=True):
        for cut in shortened.of(place.line):
            offset = place.offset + cut.column - place.column
            if place.offset <= offset <= end and id(cut) not in seen:
                seen.add(id(cut))
                yield offset, cut


def _with_notes(block: Block, calls: Sequence[tuple[int, _Cut]], shortened: _Shortened) -> Block:
    places = [replace(place, column=shortened.column(place)) for place in block.places]
    begun = {place.offset for place in places} | {len(plain_block(block))}
    places += [Place(cut.link.call.piece.line.number, cut.resumes, at) for at, cut in calls if at not in begun]
    places.sort(key=lambda place: place.offset)
    notes = [(offset, _note(cut.link.answer)) for offset, cut in calls]
    match block:
        case Paragraph(content) | Crosshead(content):
            return replace(block, content=_called(content, notes), places=tuple(places))
        case Verse(verses):
            return replace(block, verses=tuple(_called_in(verses, notes)), places=tuple(places))
        case _:
            return block


def _called_in(verses: Sequence[Inlines], notes: Sequence[tuple[int, Note]]) -> Iterator[Inlines]:
    begin = 0
    for verse in verses:
        end = begin + len(plain(verse))
        yield _called(verse, [(offset - begin, note) for offset, note in notes if begin <= offset <= end])
        begin = end + 1


def _called(content: Inlines, notes: Sequence[tuple[int, Note]]) -> Inlines:
    """Return *content*, plain text, with *notes* at their offsets."""
    text, at = plain(content), 0
    called: list[Text | Note] = []
    for offset, note in notes:
        called += [Text(text[at:offset]), note] if offset > at else [note]
        at = offset
    return (*called, Text(text[at:])) if text[at:] else tuple(called)
