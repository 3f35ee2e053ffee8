"""Labelled lines → articles under their section headings: cuts mended, names read, marks taken off the fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import dropwhile, takewhile

from publish.book import Article, Block, Crosshead, Listing, Origin, Paragraph, Place, Text, Verse, plain_block
from publish.dump.bylines import is_remark, read_reporters, read_signature
from publish.dump.captions import GOES_ON
from publish.dump.folding import closed_up
from publish.dump.furniture import read_dateline
from publish.dump.joints import joint, runs_on
from publish.dump.labels import Label, Labelled
from publish.dump.likeness import Vocabulary
from publish.dump.origins import completed, find_origins
from publish.press import Pattern
from publish.source import Line

_L = Label


@dataclass(frozen=True, slots=True)
class Group:
    """Articles that stand under one printed section heading; None where none is printed above them."""

    heading: str | None
    line: int | None
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True)
class Front:
    """What the first lines of a dump say of the book, as on a title page."""

    title: str
    line: int
    subtitle: str | None
    authors: tuple[str, ...]
    printed: tuple[str, ...]
    """All its lines, as printed."""


def read_front(labelled: Sequence[Labelled]) -> Front | None:
    """Return what the first lines of *labelled*, the lines of one dump, say of the book; None where they do not."""
    lines = list(front_lines(labelled))
    if not lines:
        return None
    names = dict.fromkeys(name for item in lines[1:] if item.byline for name in item.byline.names)
    subtitles = [words(item) for item in lines if item.label is _L.SUBTITLE]
    title = closed_up(words(lines[0]))
    return Front(
        title, lines[0].line.number, " ".join(subtitles) or None, tuple(names), tuple(item.line.text for item in lines)
    )


def front_lines(labelled: Sequence[Labelled]) -> Iterator[Labelled]:
    """Yield the title of the book and what stands with it."""
    flow = dropwhile(lambda item: item.label is _L.FURNITURE, labelled)
    first = next(flow, None)
    if first is not None and first.label is _L.BOOK_TITLE:
        yield first
        with_it = takewhile(lambda item: item.label in _OF_FRONT or item.label is _L.FURNITURE, flow)
        yield from (item for item in with_it if item.label is not _L.FURNITURE)


_OF_FRONT = frozenset({_L.BYLINE, _L.REMARK, _L.SUBTITLE})


@dataclass(slots=True)
class _Draft:
    """An article in the making."""

    titles: list[str] = field(default_factory=list)
    line: int | None = None
    kicker: list[str] = field(default_factory=list)
    subtitle: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    authors: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    origin: Origin | None = None

    @property
    def begun(self) -> bool:
        """Whether its head is done, so that another title begins another article."""
        return bool(self.titles)


def build_groups(labelled: Sequence[Labelled], source: str, vocabulary: Vocabulary) -> tuple[Group, ...]:
    """Return the articles that *labelled*, the lines of one dump, make, in groups by section heading.

    Text above the first title becomes an article without one (its ``line`` is None).
    """
    origins = find_origins(labelled)
    builder = _Builder(source, vocabulary)
    front = {id(item) for item in front_lines(labelled)}
    for index, item in enumerate(labelled):
        if id(item) not in front:
            builder.take(item, origins.get(index))
    return builder.finish()


class _Builder:
    def __init__(self, source: str, vocabulary: Vocabulary) -> None:
        self.source, self.vocabulary = source, vocabulary
        self.groups: list[tuple[str | None, int | None, list[Article]]] = [(None, None, [])]
        self.draft: _Draft | None = None
        self.text: list[Labelled] = []
        self.beside: list[list[Labelled]] = []
        """Captions and blocks of the source that stand in or below the text that is being taken."""
        self.above: Labelled | None = None
        """The remark above, where one stands there."""
        self.waiting: list[Block] = []
        """Blocks of the source that stand above the head of their article."""

    def take(self, item: Labelled, origin: Origin | None) -> None:
        """Take the next line."""
        if item.label in (_L.FURNITURE, _L.NOTE):
            return
        if item.label is _L.CAPTION or (item.label is _L.BLOCK and self.text):
            if item.furniture is GOES_ON:
                self.beside[-1].append(item)
            else:
                self.beside.append([item])
            return
        if not self._goes_on(item):
            self._close_text()
        match item.label:
            case _L.SECTION:
                self._close_article()
                self.groups.append((closed_up(words(item)), item.line.number, []))
            case _L.KICKER | _L.TITLE:
                self._head(item, origin)
            case _L.PARAGRAPH | _L.CONTINUATION | _L.VERSE | _L.TABLE:
                self.text.append(item)
            case _L.BLOCK:
                self._place(_listing([item]))
            case _L.CROSSHEAD:
                self._open().blocks.append(_crosshead(item))
            case _:
                self._field(item)
        self.above = item if item.label is _L.REMARK else None

    def finish(self) -> tuple[Group, ...]:
        """Return what was made."""
        self._place_waiting()
        self._close_article()
        return tuple(
            Group(heading, line, tuple(articles)) for heading, line, articles in self.groups if articles or heading
        )

    def _goes_on(self, item: Labelled) -> bool:
        if not self.text or item.label is _L.CONTINUATION:
            return bool(self.text)
        return item.label in (_L.VERSE, _L.TABLE) and self.text[-1].label is item.label

    def _open(self) -> _Draft:
        if self.draft is None:
            self.draft = _Draft()
        return self.draft

    def _place(self, block: Block) -> None:
        """Add *block* to the article that is open; above the first head it waits for the article below."""
        if self.draft is None:
            self.waiting.append(block)
        else:
            self.draft.blocks.append(block)

    def _place_waiting(self) -> None:
        if self.waiting:
            self._open().blocks[:0] = self.waiting
            self.waiting = []

    def _head(self, item: Labelled, origin: Origin | None) -> None:
        if self.draft is None or self.draft.begun or self.draft.blocks:
            self._close_article()
            self.draft = _Draft()
        draft = self.draft
        assert draft is not None
        if item.label is _L.KICKER:
            draft.kicker.append(closed_up(words(item)))
        else:
            draft.titles.append(closed_up(words(item)))
            draft.line, draft.origin = item.line.number, origin
            self._place_waiting()

    def _field(self, item: Labelled) -> None:
        draft = self._open()
        match item.label:
            case _L.TITLE_CONTINUED:
                draft.titles.append(closed_up(words(item)))
            case _L.SUBTITLE:
                draft.subtitle.append(words(item))
            case _L.REMARK if draft.remarks and self.above and _remark_goes_on(self.above.line, item.line):
                draft.remarks[-1] += joint(self.above.line, item.line) + item.line.text
            case _ if is_remark(item.line.text) or item.label is _L.REMARK:
                draft.remarks.append(item.line.text)
            case _:
                draft.bylines.append(item.line.text)
                if byline := item.byline:
                    draft.authors += byline.names
                    draft.remarks += byline.remarks

    def _close_text(self) -> None:
        if self.text:
            self._open().blocks.append(_MAKERS.get(self.text[-1].label, _paragraph)(self.text))
            self.text = []
        if self.beside:
            self._open().blocks.extend(_MAKERS.get(items[0].label, _paragraph)(items) for items in self.beside)
            self.beside = []

    def _close_article(self) -> None:
        self._close_text()
        if self.draft is not None:
            self.groups[-1][2].append(_article(self.draft, self.source, self.vocabulary))
            self.draft = None


def _remark_goes_on(above: Line, below: Line) -> bool:
    """Tell whether *below* goes on with the remark *above*: on a page, or where brackets stand open."""
    return runs_on(above, below) or (above.look is not None and above.text.count("（") > above.text.count("）"))


def _article(draft: _Draft, source: str, vocabulary: Vocabulary) -> Article:
    names = dict.fromkeys([*draft.authors, *_named_in_text(draft, vocabulary)])
    return Article(
        title=" ".join(draft.titles),
        kicker=" ".join(draft.kicker) or None,
        subtitle=" ".join(draft.subtitle) or None,
        authors=tuple(names),
        byline="\n".join(draft.bylines) or None,
        remarks=tuple(draft.remarks),
        origin=_origin(draft),
        blocks=tuple(_in_levels(draft.blocks)),
        source=source,
        line=draft.line,
    )


def _origin(draft: _Draft) -> Origin | None:
    """Return what furniture says of *draft*, and beyond that the dateline at its beginning."""
    paragraphs = (block for block in draft.blocks if isinstance(block, Paragraph))
    dateline = next((read_dateline(_text_of(paragraph)) for paragraph in paragraphs), None)
    return completed(draft.origin or Origin(), dateline) if dateline else draft.origin


# --- fields and their marks ----------------------------------------------------------------------------------------

_DASH = r"[—–―─-]{1,3}\s*"
_BULLET = Pattern(r"^(?:(?:{heading_bullet}|▪)+|{head_mark}(?=[、\s]))[、\s]*")
_LEADS = {
    _L.SUBTITLE: Pattern(f"^{{subtitle_lead}}|^{_DASH}"),
    _L.KICKER: Pattern(f"^{{kicker_lead}}|^{_DASH}"),
    _L.SECTION: _BULLET,
    _L.TITLE: _BULLET,
}
_BOX = re.compile(r"[【〖\[〔](?P<inside>[^【】〖〗\[\]〔〕]+)[】〗\]〕]")


def words(item: Labelled) -> str:
    """Return what of the line belongs to its field or block: without the marks that only say what it is."""
    text = item.line.text[item.mark :]
    if item.label is _L.SECTION and (boxed := _BOX.fullmatch(text)):
        text = boxed["inside"].strip()
    if item.label is _L.BOOK_TITLE and text[0] == "《" and text[-1] == "》":
        return text[1:-1]
    lead = _LEADS.get(item.label)
    found = lead.match(text) if lead else None
    if lead is _BULLET and found and found[0][:1] == text[-1]:
        text = text.rstrip(text[-1]).rstrip()
    return (text[found.end() :] or text) if found else text


# --- blocks --------------------------------------------------------------------------------------------------------


def _places(items: Sequence[Labelled]) -> tuple[Place, ...]:
    places, offset = [], 0
    for item, joined in zip(items, _joined(items), strict=True):
        places.append(Place(item.line.number, item.line.column + item.mark, offset))
        offset += len(joined)
    return tuple(places)


def _paragraph(items: Sequence[Labelled]) -> Paragraph:
    return Paragraph((Text("".join(_joined(items))),), _places(items))


def _joined(items: Sequence[Labelled]) -> Iterator[str]:
    """Yield what each of *items* adds to their paragraph."""
    for item, below in zip(items, (*items[1:], None), strict=True):
        yield words(item) + (joint(item.line, below.line) if below else "")


_UNTOLD = 9
"""The level of a crosshead that no source declares: below all that one does."""


def _crosshead(item: Labelled) -> Crosshead:
    level = (item.line.look.level if item.line.look else None) or _UNTOLD
    return Crosshead((Text(words(item)),), level, _places([item]))


def _in_levels(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield *blocks*, the levels of the crossheads among them counted from 1 without gaps."""
    levels = sorted({block.level for block in blocks if isinstance(block, Crosshead)})
    for block in blocks:
        yield replace(block, level=levels.index(block.level) + 1) if isinstance(block, Crosshead) else block


def _verse(items: Sequence[Labelled]) -> Verse:
    usual = min((item.line.gap for item in items[1:]), default=0)
    verses: list[tuple[Text, ...]] = []
    places, offset = [], 0
    for index, item in enumerate(items):
        if index and item.line.gap > usual:
            verses.append(())
            offset += 1
        places.append(Place(item.line.number, item.line.column, offset))
        verses.append((Text(item.line.text),))
        offset += len(item.line.text) + 1
    return Verse(tuple(verses), tuple(places))


def _listing(items: Sequence[Labelled]) -> Listing:
    places, offset = [], 0
    for item in items:
        places.append(Place(item.line.number, item.line.column, offset))
        offset += len(item.line.text) + 1
    return Listing("\n".join(item.line.text for item in items), places=tuple(places))


_MAKERS: Mapping[Label, Callable[[Sequence[Labelled]], Block]] = {
    _L.VERSE: _verse,
    _L.TABLE: _listing,
    _L.BLOCK: _listing,
}
"""What lines of a label make together, where it is no paragraph."""


# --- authors that the text itself names ----------------------------------------------------------------------------


def _named_in_text(draft: _Draft, vocabulary: Vocabulary) -> Iterator[str]:
    """Yield the names in a dateline, 本报讯（记者 张三），or at the very end, …。（张三）; both stay in the text."""
    paragraphs = [block for block in draft.blocks if isinstance(block, Paragraph)]
    if not paragraphs:
        return
    for paragraph in paragraphs[:_OPENING]:
        if names := _reporters(paragraph, vocabulary):
            yield from names
            break
    byline = read_signature(_text_of(paragraphs[-1]), vocabulary)
    if byline and (byline.roles or not draft.authors):
        yield from byline.names


_OPENING = 2
"""Paragraphs of which one may begin with a dateline: what stands below a picture may come before."""


def _reporters(paragraph: Paragraph, vocabulary: Vocabulary) -> tuple[str, ...]:
    return read_reporters(_text_of(paragraph), vocabulary) or read_reporters(_parted(paragraph), vocabulary)


def _text_of(paragraph: Paragraph) -> str:
    return plain_block(paragraph)


def _parted(paragraph: Paragraph) -> str:
    """Return the text of *paragraph* with spaces between its lines: there the one between two names is lost."""
    text, ends = _text_of(paragraph), [*(place.offset for place in paragraph.places[1:]), None]
    return " ".join(text[place.offset : end] for place, end in zip(paragraph.places, ends, strict=True))
