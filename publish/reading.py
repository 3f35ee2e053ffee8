"""Edition → `Book`: every source read, its articles in chapters, the title page from ``book.toml``.

A dump goes source → labels → articles; a manuscript says itself what its parts are. Both end in chapters and checks.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from publish.account import Account, account_of_dump, account_of_manuscript
from publish.book import Article, Book, Chapter, Picture, Series, plain_block
from publish.chapters import group_chapters, merge_sections
from publish.checks import check_article
from publish.diagnostics import Diagnostic, PublishError, Report, failure
from publish.dump.articles import Group, build_groups
from publish.dump.folding import closed_up, fold
from publish.dump.guesses import check_guesses
from publish.dump.labelling import label_lines
from publish.dump.labels import Hints, Label, Labelled
from publish.dump.likeness import Vocabulary
from publish.edition import Edition, ParseHints, Settings, line_of_key, with_options
from publish.source import Source, read_source

MANUSCRIPTS = {".md", ".markdown"}


@dataclass(frozen=True, slots=True)
class Reading:
    """A book with the account of its sources."""

    book: Book
    account: Account


def read_book(edition: Edition, report: Report) -> Book:
    """Return the book that *edition* means. Raises `PublishError` where a source cannot be used."""
    return read(edition, report, counted=False).book


def read(edition: Edition, report: Report, *, counted: bool = True) -> Reading:
    """Return the book that *edition* means with the account of what its sources held, an empty one unless *counted*."""
    settings = edition.settings
    toml = str(edition.folder / "book.toml")
    hints = ready_hints(settings.parse, toml)
    unmet = set(_told(settings.parse))
    parts: list[_Part] = []
    account = Account()
    for path in edition.sources:
        with _by_line(report) as told:
            source = read_source(path, settings.encoding, told)
            written = path.suffix.lower() in MANUSCRIPTS
            part = _manuscript(source, edition.folder, told) if written else _dump(source, hints, unmet, told)
            settings = _laid_over(settings, part.settings, edition.settings, source, told)
            parts.append(part)
            account += _sound(part.count(), source, told) if counted else Account()
    for key, hint in sorted(unmet):
        report(Diagnostic("P701", toml, facts={"key": key, "hint": hint}))
    chapters = merge_sections([chapter for part in parts for chapter in part.chapters], settings.merge_sections)
    pictures = [picture for part in parts for picture in part.pictures]
    if edition.cover:
        cover = _cover(edition.cover, edition.folder)
        settings = with_options(settings, cover=cover.name)
        pictures = [picture for picture in pictures if picture.name != cover.name] + [cover]
    return Reading(_book(edition.name, settings, chapters, tuple(pictures)), account)


@dataclass(frozen=True, slots=True)
class _Part:
    """What one source gives to the book."""

    chapters: tuple[Chapter, ...]
    count: Callable[[], Account]
    """Makes the account of the source."""
    pictures: tuple[Picture, ...] = ()
    settings: Settings = field(default_factory=Settings)


def _sound(account: Account, source: Source, report: Report) -> Account:
    """Return *account*, an account of *source*; report it where it does not come out even (P801)."""
    if account.lost or account.invented:
        report(Diagnostic("P801", source.name, facts={"lost": account.lost, "invented": account.invented}))
    return account


@contextmanager
def _by_line(report: Report) -> Iterator[Report]:
    """Take what is said of one source, and say it in the order of its lines, even of a source that cannot be used."""
    said: list[Diagnostic] = []
    try:
        yield said.append
    finally:
        for diagnostic in sorted(said, key=lambda diagnostic: (diagnostic.line or 0, diagnostic.column or 0)):
            report(diagnostic)


def _cover(path: Path, folder: Path) -> Picture:
    from publish.pictures import load_picture  # loads Pillow, which few books need

    root = folder if path.resolve().is_relative_to(folder.resolve()) else path.parent
    try:
        return load_picture(root, path.resolve().relative_to(root.resolve()).as_posix())
    except PublishError as refused:  # in a text it is a warning, and the text goes on without the picture
        raise failure("B209", str(path), reason=refused.diagnostic.message) from refused


def _manuscript(source: Source, folder: Path, report: Report) -> _Part:
    from publish.manuscript.reader import read_manuscript  # loads markdown-it, which a dump does not need

    found = read_manuscript(source, folder, report)
    for article in (article for chapter in found.chapters for article in chapter.articles):
        check_article(article, source.name, report)
    count = partial(account_of_manuscript, source, found.text, found.chapters, found.left_out)
    return _Part(found.chapters, count, found.pictures, found.settings)


def _dump(source: Source, hints: Hints, unmet: set[tuple[str, str]], report: Report) -> _Part:
    """Read a dump; the hints that something in it answers to leave *unmet*."""
    labelled = label_lines(source.lines, hints)
    groups = build_groups(labelled, source.name, hints.vocabulary)
    check_guesses(labelled, groups, hints.vocabulary, source.name, report)
    for article in (article for group in groups for article in group.articles):
        check_article(article, source.name, report)
    unmet -= set(_met(unmet, labelled, groups))
    titled = tuple(_titled(groups, source, report))
    chapters = group_chapters([(source.name, titled)], merge=False)
    return _Part(chapters, partial(account_of_dump, source, labelled, groups))


def _titled(groups: Sequence[Group], source: Source, report: Report) -> Iterator[Group]:
    """Yield *groups*, an article without a title taking the name of its file and the line of its first block."""
    for group in groups:
        yield replace(group, articles=tuple(_named(article, source, report) for article in group.articles))


def _named(article: Article, source: Source, report: Report) -> Article:
    if article.title:
        return article
    line = next((place.line for block in article.blocks for place in block.places), source.lines[0].number)
    report(Diagnostic("P403", source.name, line))
    return replace(article, title=Path(source.name).stem.strip("<>"), line=line)


# --- hints ---------------------------------------------------------------------------------------------------------


def ready_hints(hints: ParseHints, file: str) -> Hints:
    """Return what ``[parse]`` in *file* tells, ready for use. Raises `PublishError` B203 for a faulty pattern."""
    vocabulary = Vocabulary(frozenset(hints.surnames), hints.roles)
    patterns = tuple(_pattern(furniture, file) for furniture in hints.furniture)
    return Hints(frozenset(map(closed_up, hints.sections)), patterns, vocabulary)


def _pattern(furniture: str, file: str) -> re.Pattern[str]:
    """Return *furniture*, ready to match a whole line; one that anchors itself with ^ or $ alone asks no more of it."""
    begins, ends = furniture.startswith("^"), furniture.endswith("$") and not furniture.endswith("\\$")
    try:
        return re.compile(f"{'.*' if ends and not begins else ''}(?:{furniture}){'.*' if begins and not ends else ''}")
    except re.error as error:
        raise failure("B203", file, key=f"furniture = {furniture}", reason=str(error)) from error


def _told(hints: ParseHints) -> Iterator[tuple[str, str]]:
    for key in hints.__struct_fields__:
        yield from ((key, hint) for hint in getattr(hints, key))


def _met(
    told: Iterable[tuple[str, str]], labelled: Sequence[Labelled], groups: Sequence[Group]
) -> Iterator[tuple[str, str]]:
    """Yield those of the hints *told*, as key and hint, that something in a dump answers to."""
    if not told:
        return
    furniture = [item.line.text for item in labelled if item.label is Label.FURNITURE]
    headings = {closed_up(item.line.text) for item in labelled if item.label is Label.SECTION}
    headings |= {group.heading for group in groups if group.heading}
    articles = [article for group in groups for article in group.articles]
    for key, hint in told:
        match key:
            case "sections":
                met = closed_up(hint) in headings
            case "furniture":
                met = any(map(_pattern(hint, "").fullmatch, furniture))
            case "surnames":
                met = any(name.startswith(hint) for article in articles for name in article.authors)
            case _:
                met = any(fold(hint) in fold(text) for article in articles for text in _signatures(article))
        if met:
            yield key, hint


def _signatures(article: Article) -> Iterator[str]:
    """Yield where an article says who wrote it: its byline, and the opening of its text."""
    yield article.byline or ""
    yield from (plain_block(block)[:80] for block in article.blocks[:1])


# --- title page ----------------------------------------------------------------------------------------------------


def _laid_over(settings: Settings, front: Settings, outer: Settings, source: Source, report: Report) -> Settings:
    """Return *settings* with what only a manuscript's front matter says.

    What *outer* says, book.toml or the command line, is meant to go before it; what another manuscript has said is not,
    and is reported (M104).
    """
    blank, told = Settings(), {}
    for name in settings.__struct_fields__:
        said = getattr(front, name)
        if said == getattr(blank, name) or getattr(outer, name) != getattr(blank, name):
            continue
        if getattr(settings, name) == getattr(blank, name):
            told[name] = said
        elif getattr(settings, name) != said:
            key = name.replace("_", "-")
            report(Diagnostic("M104", source.name, line_of_key(key, source.text), None, {"key": key}))
    return with_options(settings, **told)


def _book(name: str, settings: Settings, chapters: tuple[Chapter, ...], pictures: tuple[Picture, ...]) -> Book:
    series = settings.series
    return Book(
        title=settings.title or name,
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
