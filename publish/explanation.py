"""What each line of the sources was taken for, how surely, and why: the table of ``publish parse --explain``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import NamedTuple
from unicodedata import east_asian_width

from publish.book import Block
from publish.diagnostics import Report
from publish.dump.labelling import label_lines
from publish.dump.labels import Label, Labelled
from publish.edition import Edition
from publish.reading import MANUSCRIPTS, ready_hints
from publish.source import Source, read_source
from publish.wording import N_, _


class _Row(NamedTuple):
    """A line of the table, in words of the user's language."""

    number: str
    label: str
    margin: str
    """Points by which the label won; nothing where it was beyond doubt."""
    text: str
    reason: str

    def __str__(self) -> str:
        number, label, margin, text, reason = self
        return f"{number:>6}  {_filled(label, 16)}  {margin:>6}  {_filled(text, 50)}  {reason}"


def explain(edition: Edition, report: Report, *, detailed: bool = False) -> str:
    """Return a table of every line of the sources that is not empty.

    Where *detailed*, all points of the label of a line and of its nearest rival stand below it.

    Raises `PublishError` where a source cannot be used.
    """
    hints = ready_hints(edition.settings.parse, str(edition.folder / "book.toml"))
    head = _Row(_("line"), _("taken as"), _("margin"), _("text"), _("reason"))
    tables: list[str] = []
    rows: Iterable[_Row | str]
    for path in edition.sources:
        source = read_source(path, edition.settings.encoding, report)
        if path.suffix.lower() in MANUSCRIPTS:
            rows = _written(source, edition.folder, report)
        else:
            labelled = label_lines(source.lines, hints, explained=detailed)
            rows = chain.from_iterable((_labelled(item), *_points(item)) for item in labelled)
        tables.append("\n".join([source.name, *map(str, [head, *rows])]))
    return "\n\n".join(tables) + "\n"


def _labelled(item: Labelled) -> _Row:
    margin = "" if item.margin >= 10 else f"{item.margin:.1f}"
    return _Row(str(item.line.number), _(item.label), margin, _shortened(item.line.text), _(item.reason))


def _points(item: Labelled) -> Iterator[str]:
    """Yield what spoke for and against the label of *item*, then the same of the label that came second."""
    for label, points in ((item.label, item.points), (item.rival, item.rival_points)):
        if label is not None and points:
            said = ", ".join(f"{point.worth:+.1f} {_(point.reason)}" for point in points)
            total = sum(point.worth for point in points)
            yield f"{'':>8}{_filled(_(label), 16)}  {total:+6.1f}  {said}"


_KINDS = {
    "paragraph": Label.PARAGRAPH,
    "crosshead": Label.CROSSHEAD,
    "verse": Label.VERSE,
    "quote": N_("quotation"),
    "list": N_("list"),
    "figure": N_("figure"),
    "table": N_("table"),
    "listing": N_("code"),
    "rule": N_("rule"),
}
_FIELDS = {
    "kicker": Label.KICKER,
    "subtitle": Label.SUBTITLE,
    "authors": Label.BYLINE,
    "byline": Label.BYLINE,
    "origin": N_("origin"),
    "remarks": Label.REMARK,
}


def _written(source: Source, folder: Path, report: Report) -> Iterator[_Row]:
    """Yield the lines of a manuscript; all of it is said, and nothing is guessed."""
    from publish.manuscript.fields import FIELD, NAME_OF
    from publish.manuscript.reader import read_manuscript  # loads markdown-it, which a dump does not need

    found = read_manuscript(source, folder, report)
    parts: dict[int, str] = {}
    for chapter in found.chapters:
        parts |= {chapter.line: Label.SECTION} if chapter.line else {}
        parts |= {article.line: Label.TITLE for article in chapter.articles if article.line}
        parts |= {line: part for article in chapter.articles for block in article.blocks for line, part in _of(block)}
    below = found.text.split("\n")
    for number, text in enumerate(map(str.strip, source.text.split("\n")), 1):
        field = FIELD.match(text)
        if number in parts:
            yield _Row(str(number), _(parts[number]), "", _shortened(text), _("marked in the text"))
        elif text and not below[number - 1].strip():
            yield _Row(str(number), _("front matter"), "", _shortened(text), _("between --- and ---"))
        elif field:
            yield _Row(str(number), _(_FIELDS[NAME_OF[field[1]]]), "", _shortened(text), _("a field under the title"))
        elif text:
            yield _Row(str(number), "", "", _shortened(text), _("a sign, a note, or named by a diagnostic"))


def _of(block: Block) -> Iterator[tuple[int, str]]:
    kind = _KINDS[type(block).__name__.lower()]
    yield from ((place.line, kind) for place in block.places)


def _shortened(text: str) -> str:
    flat = " ".join(text.split("\t"))
    return flat if len(flat) <= 24 else f"{flat[:15]}…{flat[-8:]}"


def _filled(text: str, width: int) -> str:
    """Return *text* with spaces up to *width* columns of a terminal, where a Han character takes two."""
    return text + " " * max(0, width - sum(1 + (east_asian_width(char) in "WF") for char in text))
