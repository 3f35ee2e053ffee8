"""Edition → `Book`: every source read, its articles in chapters, the title page from ``book.toml``.

A source gives lines, which go through the labelling of dumps, or says itself what its parts are (`publish.readers`).
Both end in chapters and checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from publish.account import Account
from publish.book import Book, Chapter, Picture, Series, plain_block
from publish.chapters import merge_sections
from publish.checks import check_article, hold_to_limits
from publish.crosslinks import linked
from publish.decoding import shown
from publish.description import line_of_key
from publish.diagnostics import Diagnostic, PublishError, Report, failure
from publish.dump import Hints, read_dump, ready_hints
from publish.duplicates import report_duplicates
from publish.edition import Edition, ParseHints, Settings, with_options
from publish.marks import full_width_marks
from publish.naming import name_book
from publish.opening import read_named
from publish.part import Part
from publish.pictures import path_of
from publish.progress import Progress
from publish.questions import with_questions
from publish.readers import read_file, usual_endings
from publish.renumbering import by_own_lines, renumbered
from publish.selection import select, without_left
from publish.source import Source, SourceLines
from publish.writers import is_finished


@dataclass(frozen=True, slots=True)
class Reading:
    """A book with the account of its sources."""

    book: Book
    account: Account
    lines: SourceLines = field(default_factory=SourceLines)
    """The lines of the sources."""
    stated: Settings = field(default_factory=Settings)
    """What book.toml, the command line and the sources' own front matter say."""


def read_book(edition: Edition, report: Report) -> Book:
    """Return the book that *edition* means. Raises `PublishError` where a source cannot be used."""
    return read(edition, report, counted=False).book


def read(edition: Edition, report: Report, *, counted: bool = True, progress: Progress | None = None) -> Reading:
    """Return the book that *edition* means with the account of what its sources held, an empty one unless *counted*."""
    settings = edition.settings
    toml = shown(edition.folder / "book.toml")
    for doubt in edition.doubts:
        report(doubt)
    hints = ready_hints(settings.parse, toml)
    cover = _cover(edition.cover, edition.folder, report) if edition.cover else None
    unmet = frozenset(_hints_of(settings.parse))
    parts: list[Part] = []
    account = Account()
    lines = SourceLines()
    for number, path in enumerate(edition.sources, 1):
        if progress:
            progress(number, len(edition.sources), shown(path))
        with _by_line(report, lines) as reported:
            part = _part(path, edition, hints, unmet, reported)
            lines.add(part.source)
            settings = _laid_over(settings, part.settings, edition.settings, part.source, reported)
            account += _sound(part.count(), part.source, reported) if counted else Account()
        parts.append(part)
        unmet -= part.hints_met
    for key, hint in sorted(unmet):
        report(Diagnostic("P701", toml, facts={"key": key, "hint": hint}))
    chapters = merge_sections([chapter for part in parts for chapter in part.chapters], settings.merge_sections)
    selection = select(chapters, settings, toml, lines.pages, _placing(report, lines))
    chapters, account = linked(selection.chapters, edition.sources), without_left(account, selection.left)
    if edition.questions:
        chapters = with_questions(chapters, edition.questions, lines.pages, report)
    report_duplicates([article for chapter in chapters for article in chapter.articles], _placing(report, lines))
    pictures = [picture for part in parts for picture in part.pictures]
    _report_others(edition, pictures, report)
    if cover:
        settings = with_options(settings, cover=cover.name)
        pictures = [picture for picture in pictures if picture.name != cover.name] + [cover]
    stated = settings
    settings = with_options(settings, title=settings.title or _title(edition, chapters, report))
    book = _book(settings, chapters, tuple(pictures))
    return Reading(full_width_marks(book, settings.parse.marks == "full", report), account, lines, stated)


def _part(path: Path, edition: Edition, hints: Hints, unmet: frozenset[tuple[str, str]], report: Report) -> Part:
    """Return what the source at *path* gives to the book, and report what is doubtful in it."""
    found = read_file(path, edition, report)
    part = found if isinstance(found, Part) else _labelled(found, edition, hints, unmet, report)
    for chapter in part.chapters:
        for article in chapter.articles:
            hold_to_limits(article, part.source.name)
            check_article(article, part.source.name, report)
    return part


def _labelled(
    source: Source, edition: Edition, hints: Hints, unmet: frozenset[tuple[str, str]], report: Report
) -> Part:
    """Return what *source* gives to the book when its lines are labelled."""
    own = by_own_lines(report, source.numbers)
    part = read_dump(source, hints, unmet, own, whole=len(edition.sources) == 1)
    return renumbered(part, source.numbers)


def _sound(account: Account, source: Source, report: Report) -> Account:
    """Return *account*, an account of *source*; report it where it does not come out even (P801)."""
    if account.lost or account.invented:
        report(Diagnostic("P801", source.name, facts={"lost": account.lost, "invented": account.invented}))
    return account


@contextmanager
def _by_line(report: Report, lines: SourceLines) -> Iterator[Report]:
    """Take what is reported of one source, and report it by its pages and *lines*, even where it cannot be used."""
    waiting: list[Diagnostic] = []
    try:
        yield waiting.append
    finally:
        for diagnostic in sorted(waiting, key=lambda diagnostic: (diagnostic.line or 0, diagnostic.column or 0)):
            report(lines.placed(diagnostic))


def _placing(report: Report, lines: SourceLines) -> Report:
    """Return a report that says on which of *lines* a diagnostic stands, and passes it on to *report*."""
    return lambda diagnostic: report(lines.placed(diagnostic))


def _report_others(edition: Edition, pictures: Sequence[Picture], report: Report) -> None:
    """Report what the folder of *edition* holds that is no source (B104), nor a picture of one or a finished book."""
    used = {(edition.folder / path_of(picture.name)).parts[: len(edition.folder.parts) + 1] for picture in pictures}
    for path in edition.others:
        if path.parts not in used and not _holds_finished_books(path):
            report(Diagnostic("B104", shown(path), facts={"endings": usual_endings()}))


def _holds_finished_books(path: Path) -> bool:
    try:
        files = [entry for entry in path.iterdir() if not entry.name.startswith(".")] if path.is_dir() else [path]
    except OSError:
        return False
    return all(map(is_finished, files))


def _cover(path: Path, folder: Path, report: Report) -> Picture:
    from publish.pictures import load_picture, read_picture  # loads Pillow, which few books need

    try:
        if path.resolve().is_relative_to(folder.resolve()):
            return load_picture(folder, path.resolve().relative_to(folder.resolve()).as_posix(), report)
        return read_picture(path.name, read_named(path, "picture-size"), report)
    except OSError as error:
        raise failure("B209", shown(path), reason=error.strerror) from error
    except PublishError as refused:  # in a text it is a warning, and the text goes on without the picture
        raise failure("B209", shown(path), reason=refused.diagnostic.message) from refused


def _hints_of(hints: ParseHints) -> Iterator[tuple[str, str]]:
    """Yield the hints one by one, each with its key."""
    for key in hints.__struct_fields__:
        value = getattr(hints, key)
        yield from ((key, hint) for hint in value) if isinstance(value, tuple) else ()


# --- title page ----------------------------------------------------------------------------------------------------


def _laid_over(settings: Settings, front: Settings, outer: Settings, source: Source, report: Report) -> Settings:
    """Return *settings* with what only a manuscript's front matter says.

    What *outer* says, book.toml or the command line, is meant to go before it; what another manuscript says is not,
    and is reported (M104).
    """
    blank, changes = Settings(), {}
    for name in settings.__struct_fields__:
        value = getattr(front, name)
        if value == getattr(blank, name) or getattr(outer, name) != getattr(blank, name):
            continue
        if getattr(settings, name) == getattr(blank, name):
            changes[name] = value
        elif getattr(settings, name) != value:
            key = name.replace("_", "-")
            report(Diagnostic("M104", source.name, line_of_key(key, source.text), None, {"key": key}))
    return with_options(settings, **changes)


def _title(edition: Edition, chapters: Sequence[Chapter], report: Report) -> str:
    """Return a title for a book that nothing names, and report what it was taken from (B302)."""
    title, basis = name_book(edition.name, chapters, edition.is_folder)
    report(Diagnostic("B302", facts={"title": title, "basis": basis}))
    return title


def _book(settings: Settings, chapters: tuple[Chapter, ...], pictures: tuple[Picture, ...]) -> Book:
    series = settings.series
    return Book(
        title=settings.title or "",
        language=settings.language or language_of(chapters),
        subtitle=settings.subtitle or None,
        authors=_people(settings.author, settings.authors),
        editors=_people(settings.editor, settings.editors),
        publisher=settings.publisher,
        date=settings.date,
        identifier=settings.identifier,
        rights=settings.rights,
        description=settings.description,
        subjects=settings.subjects,
        series=Series(series.title, None if series.number is None else str(series.number)) if series else None,
        cover=settings.cover,
        chapters=chapters,
        pictures=pictures,
    )


def _people(one: str | None, several: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in (one, *several) if name))


# Frequent characters that stand in one script only.
_SIMPLIFIED = frozenset(
    "这来为国们个时会对发说过还进样现开实义问题学习东车见长门马风飞动务报业产关应战总经结给书写话语认让论讲议记"
)
_TRADITIONAL = frozenset(
    "這來為國們個時會對發說過還進樣現開實義問題學習東車見長門馬風飛動務報業產關應戰總經結給書寫話語認讓論講議記"
)
_ENOUGH = 20_000  # characters that decide


def language_of(chapters: Sequence[Chapter]) -> str:
    """Return zh-CN or zh-TW, by the script of the text."""
    counts = Counter(_sample(chapters))
    simplified = sum(counts[char] for char in _SIMPLIFIED - _TRADITIONAL)
    traditional = sum(counts[char] for char in _TRADITIONAL - _SIMPLIFIED)
    return "zh-TW" if traditional > simplified else "zh-CN"


def _sample(chapters: Sequence[Chapter]) -> str:
    pieces, length = [], 0
    for chapter in chapters:
        for article in chapter.articles:
            pieces += [chapter.heading or "", article.title, *map(plain_block, article.blocks)]
            length += sum(map(len, pieces[-len(article.blocks) - 2 :]))
            if length > _ENOUGH:
                return "".join(pieces)
    return "".join(pieces)
