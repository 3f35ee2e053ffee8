"""Lines of a dump → a part of the book; and what each line was taken for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from publish.book import Article, Chapter
from publish.chapters import merge_sections
from publish.diagnostics import Diagnostic, Report
from publish.dump.account import account_of_dump
from publish.dump.articles import Front, Group, build_groups, read_front
from publish.dump.attachment import attach_notes
from publish.dump.columns import unweave
from publish.dump.content import blocks_apart, set_content
from publish.dump.frames import without_frame
from publish.dump.guesses import check_guesses
from publish.dump.hints import hints_met
from publish.dump.jumps import rejoined
from publish.dump.labelling import label_lines
from publish.dump.labels import Hints, Labelled
from publish.dump.layout import without_margin
from publish.dump.notes import Notes, find_notes, put_back
from publish.dump.papers import set_papers
from publish.dump.tables import find_tables, set_tables, without_tables
from publish.edition import Settings
from publish.part import Candidate, Part, Row
from publish.source import Source


def read_dump(
    source: Source, hints: Hints, asked: frozenset[tuple[str, str]], report: Report, *, whole: bool = True
) -> Part:
    """Return what *source* gives to the book, its lines labelled, and report what was guessed (P2xx to P5xx).

    Where *source* is not the *whole* book, a title above its first article heads what it gives.
    *asked* are the hints of ``[parse]``, as key and hint, each reported where nothing answers to it.
    """
    source = replace(source, lines=unweave(source, report))
    lines, frame = without_frame(without_margin(source.lines), hints, source.name, report)
    tables = find_tables(lines)
    lines, cells = without_tables(lines, tables)
    notes = find_notes(lines, source.name, report, source.content)
    labelled = rejoined(put_back(label_lines(notes.flow, hints), notes, (*frame, *cells, *blocks_apart(source))))
    groups = build_groups(labelled, source.name, hints.vocabulary)
    groups = set_content(set_tables(attach_notes(groups, notes), tables), source)
    groups = set_papers(groups)
    front = read_front(labelled)
    if front:
        report(Diagnostic("P412", source.name, front.line, None, {"title": front.title}))
    check_guesses(labelled, groups, source.name, report)
    titled = (_titled(group if whole else _under_front(group, front), source, report) for group in groups)
    chapters = (Chapter(group.heading, group.articles, group.line, source.name) for group in titled)
    return Part(
        source,
        merge_sections(chapters, merge=False),
        partial(account_of_dump, source, labelled, groups, tuple(notes.marks), front),
        partial(_rows, labelled, notes),
        pictures=source.pictures,
        settings=_title_page(front, source.settings) if whole else Settings(),
        hints_met=frozenset(hints_met(asked, labelled, groups)),
    )


def _under_front(group: Group, front: Front | None) -> Group:
    """Return *group*, the articles of one source of several, under what its *front* says."""
    if front is None:
        return group
    articles = tuple(replace(article, authors=article.authors or front.authors) for article in group.articles)
    if group.heading is not None:
        return replace(group, articles=articles)
    return replace(group, heading=front.title, line=front.line, articles=articles)


def _title_page(front: Front | None, own: Settings) -> Settings:
    """Return what *front*, the first lines of a source, says of the book's title page, or else the source's *own*."""
    return Settings(title=front.title, subtitle=front.subtitle, authors=front.authors) if front else own


def explain_lines(source: Source, hints: Hints, detailed: bool = False) -> Iterator[Row]:
    """Yield what each line of *source* is taken for, and why; where *detailed*, with all points for and against."""
    lines, frame = without_frame(without_margin(unweave(source, _unreported)), hints, source.name, _unreported)
    lines, cells = without_tables(lines, find_tables(lines))
    notes = find_notes(lines, source.name, _unreported, source.content)
    apart = (*frame, *cells, *blocks_apart(source))
    return _rows(rejoined(put_back(label_lines(notes.flow, hints, explained=detailed), notes, apart)), notes)


def _unreported(_diagnostic: Diagnostic) -> None:
    """Report nothing: what is doubtful was reported when the source was read."""


def _rows(labelled: Iterable[Labelled], notes: Notes) -> Iterator[Row]:
    for item in labelled:
        weighed = tuple(_candidates(item))
        yield Row(item.line.number, notes.whole(item.line).text, item.label, item.reason, item.margin, weighed)


def _candidates(item: Labelled) -> Iterator[Candidate]:
    for label, points in ((item.label, item.points), (item.rival, item.rival_points)):
        if label is not None and points:
            yield Candidate(label, tuple((point.worth, point.reason) for point in points))


def _titled(group: Group, source: Source, report: Report) -> Group:
    """Return *group*, an article without a title taking the name of its file and the line of its first block."""
    return replace(group, articles=tuple(_named(article, source, report) for article in group.articles))


def _named(article: Article, source: Source, report: Report) -> Article:
    if article.title:
        return article
    line = next((place.line for block in article.blocks for place in block.places), 1)
    report(Diagnostic("P403", source.name, line))
    return replace(article, title=Path(source.name).stem.strip("<>"), line=line)
