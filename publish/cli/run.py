"""One run of a command: which book is meant, the stages as they are taken, what is delivered and what is printed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from publish.decoding import shown
from publish.diagnostics import PublishError, Severity, Stage, failure
from publish.ending import bound
from publish.output import file_name
from publish.printable import printable
from publish.wording import _
from publish.writers import WRITERS, Writer

if TYPE_CHECKING:
    from publish.book import Book
    from publish.diagnostics import Diagnostic, Report
    from publish.edition import Edition, Form
    from publish.progress import Progress
    from publish.reading import Reading
    from publish.terminal import Terminal

DIST = Path("dist")
_MANY = 5
"""Sources that are counted instead of named."""


@dataclass(frozen=True)
class Run:
    """One run of a command on one edition: what it was asked for, and the stages as it takes them."""

    terminal: Terminal
    edition: Edition
    strict: bool
    variant: Form
    """The Traditional that is asked for, "simplified", or None for no conversion."""
    keep: bool = False
    """Write the finished book even where it is not as it should be."""
    piped: bool = False
    """What is made goes to standard output, where nothing else may stand then."""

    def read(self, loads: str | None = None) -> Book:
        """Return the book that the edition means, as its sources have it; what makes it *loads* that module."""
        return self.reading(loads).book

    def reading(self, loads: str | None = None) -> Reading:
        """Return that book with what was reported of it; what makes it *loads* that module meanwhile."""
        with self.terminal.stage(Stage.READING, "source → labels → articles → chapters → checks", self.sources):
            reading = (self._read_beside(loads) if loads else None) or self._read(self.terminal, self.terminal.progress)
        self.terminal.know(reading.lines)
        return reading

    def _read(self, report: Report, progress: Progress) -> Reading:
        from publish.reading import read

        return read(self.edition, report, counted=False, progress=progress)

    def _read_beside(self, loads: str) -> Reading | None:
        """Return what another process reads while this one *loads* that module; None where that failed."""
        from publish.processes import beside

        def read_and_told(progress: Progress) -> tuple[Reading, Sequence[Diagnostic]]:
            told: list[Diagnostic] = []
            return self._read(told.append, progress), told

        if not (made := beside(read_and_told, partial(import_module, loads), self.terminal.progress)):
            return None
        for diagnostic in made[1]:
            self.terminal(diagnostic)
        return made[0]

    @property
    def sources(self) -> str:
        """The names of the sources."""
        names = [*map(shown, self.edition.sources)]
        return ", ".join(names) if len(names) < _MANY else _("{count} sources").format(count=len(names))

    def convert(self, book: Book) -> Book:
        """Return *book* in the characters asked for."""
        if not self.variant:
            return book
        from publish import traditional

        with self.terminal.stage(Stage.CONVERSION, "traditional", self.variant):
            if self.variant == "simplified":
                return traditional.to_simplified(book, self.terminal, self.edition.settings.traditional)
            return traditional.to_traditional(book, self.variant, self.edition.settings.traditional, self.terminal)

    def deliver(self, path: Path, data: bytes) -> None:
        """Write *data* to *path* and print the path; not where an error or a warning forbids it, unless it is kept."""
        if self.keep:
            self.write(path, data)
        self.end()
        if not self.keep:
            self.write(path, data)

    def review(self, book: Book, path: Path | None) -> None:
        """Write the doubtful conversions of *book*, which is not converted yet, to *path*; without one, do nothing."""
        if path:
            self.write(path, self.doubts(book, path.suffix).encode())

    def doubts(self, book: Book, ending: str) -> str:
        """Return the doubtful conversions of *book* to Traditional, as a file with that *ending* has them."""
        from publish.assets import find_style
        from publish.traditional import review_book

        settings = self.edition.settings
        variant = "tw" if self.variant is None or self.variant == "simplified" else self.variant
        with self.terminal.stage(Stage.CONVERSION, "review", book.title):
            return review_book(book, variant, settings.traditional, ending, find_style(settings.style.name))

    def write(self, path: Path, data: bytes) -> None:
        """Write *data* to *path* and print the path. Raises `PublishError` O102 where a source stands there."""
        from publish.output import is_named_standard_output, write_whole

        if is_named_standard_output(path):
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            return
        if path.resolve() in {source.resolve() for source in self.edition.sources}:
            raise failure("O102", shown(path))
        click.echo(printable(shown(write_whole(path, data))), err=self.piped)

    def accept_warnings(self) -> None:
        """Write all warnings that were reported into ``accept``, and take what no longer occurs out of it."""
        from publish.acceptance import write_acceptance

        if not self.edition.is_folder:
            raise click.UsageError(_("--accept needs a folder with a book.toml: publish init DIR"))
        warnings = [one for one in self.terminal.reported if one.severity is Severity.WARNING]
        keys = [*dict.fromkeys(one.key for one in warnings if one.key)]
        toml = self.edition.toml or self.edition.folder / "book.toml"
        write_acceptance(toml, keys, self.terminal.stale())
        click.echo(printable(shown(toml)))

    def end(self) -> None:
        """Report stale acceptance; leave with status 1 where there was an error, or a warning under --strict."""
        self.terminal.report_stale(shown(self.edition.folder / "book.toml"))
        if self.fails():
            raise SystemExit(1)

    def fails(self) -> bool:
        """Tell whether what was reported forbids to write: an error, or a warning under --strict."""
        count = self.terminal.count
        return bool(count(Severity.ERROR) or (self.strict and count(Severity.WARNING)))


@contextmanager
def _printing(options: dict[str, Any]) -> Iterator[Terminal]:
    """Take what is about printing out of *options*; a `PublishError` becomes its one line and status 1."""
    from publish.terminal import Terminal, Verbosity

    quiet, verbose = options.pop("quiet"), options.pop("verbose")
    if quiet and verbose:
        raise click.UsageError(_("--quiet and --verbose contradict each other"))
    verbosity = Verbosity.QUIET if quiet else Verbosity.VERBOSE if verbose else Verbosity.NORMAL
    terminal = Terminal(verbosity, options.pop("diagnostics") == "json")
    try:
        yield terminal
    except PublishError as error:
        terminal.show(error.diagnostic)
        raise SystemExit(1) from error


@contextmanager
def begin_printing(options: dict[str, Any]) -> Iterator[tuple[Terminal, Mapping[str, int], bool]]:
    """Begin a run on no single edition; yield what prints, the limits that were set, and whether it is strict."""
    from publish.limits import set_for

    with _printing(options) as terminal, set_for(limits := options.pop("limits")):
        yield terminal, limits, options.pop("strict")


def _conversion(options: dict[str, Any]) -> Literal["traditional", "simplified"] | None:
    simplified = options.pop("simplified", False)
    if not options.pop("traditional", False) and not options.get("traditional__variant"):
        return "simplified" if simplified else None
    if simplified:
        raise click.UsageError(_("--simplified and --traditional contradict each other"))
    return "traditional"


@contextmanager
def begin_run(paths: tuple[Path, ...], options: dict[str, Any], output: Path | None = None) -> Iterator[Run]:
    """Begin a run on the edition that *paths* and *options* mean; what it makes goes to *output*."""
    from publish.output import is_named_standard_output

    piped = output is not None and is_named_standard_output(output)
    from publish.limits import most, set_for

    with _printing(options) as terminal, set_for(options.pop("limits")):
        bound(most("memory"), most("time"))
        strict, keep = options.pop("strict"), options.pop("keep", False)
        keeps = not options.pop("no_cache", True)
        conversion = _conversion(options)
        if options.pop("report", None) and conversion != "traditional":
            raise click.UsageError(_("--report goes with --traditional or --variant"))
        edition = _edition(paths, options)
        chosen = edition.settings.traditional.variant or "tw"
        variant = chosen if conversion == "traditional" else conversion
        terminal.accept(edition.settings.accept)
        with _kept(terminal) if keeps else nullcontext():
            yield Run(terminal, edition, strict, variant, keep, piped)


def _kept(terminal: Terminal) -> AbstractContextManager[None]:
    """Return a context within which what took long to make is kept for the next run."""
    from publish.cache import Cache, folder, kept_in

    return kept_in(Cache(folder(), terminal))


def _edition(paths: tuple[Path, ...], options: dict[str, Any]) -> Edition:
    """Return the edition that *paths* mean with *options* laid over it."""
    from publish.edition import find_edition, with_options

    cover, asked = options.pop("cover", None), options.pop("questions", None)
    edition = find_edition(paths)
    for kind in options.pop("index", ()):
        options[f"index__{kind}"] = True
    for people in ("authors", "editors"):
        if options.get(people):
            options[people.removesuffix("s")] = ""  # the file's one author gives way as well
    given = {key: value for key, value in options.items() if value != ()}
    edition = replace(edition, settings=with_options(edition.settings, **given), cover=cover or edition.cover)
    if not asked:
        return edition
    sources = tuple(source for source in edition.sources if source.resolve() != asked.resolve())
    return replace(edition, sources=sources, questions=asked)


def make_book(run: Run, writer: Writer, output: Path | None, review: Path | None) -> None:
    """Read, convert, write and deliver the book of *run* as *writer* makes it, then the review of its conversion."""
    writer.prepare(run.edition.settings, run.terminal)
    source = run.read(writer.loads)
    book = run.convert(source)
    settings = run.edition.settings
    with run.terminal.stage(writer.stage, f"xhtml → {writer.command}", book.title, writer.expected(book, settings)):
        data = writer.write(book, settings, run.terminal)
    run.deliver(_path(run, writer, book, output), data)
    run.review(source, review)
    run.terminal.conclude(sum(1 for _article in book.articles), writer.count_pages(data))


def make_cover(run: Run, output: Path | None, pages: int | None, weight: int, stock: str, bulk: float | None) -> None:
    """Deliver the cover sheet of the book of *run*, of *pages* on that paper; without *pages* they are counted."""
    from publish.edition import with_options
    from publish.pdf import check_settings, count_pages, spine_width, write_cover, write_pdf

    settings = run.edition.settings
    check_settings(settings)
    book = run.convert(run.read())
    with run.terminal.stage(Stage.PRINT, "xhtml → cover", book.title):
        if pages is None:
            printed = with_options(settings, pdf__for_print=True, pdf__booklet=False, pdf__two_up=False)
            pages = count_pages(write_pdf(book, printed, run.terminal))
        spine = spine_width(pages, weight, stock, bulk)
        data = write_cover(book, settings, spine, run.terminal)
    name = f"{file_name(run.edition.name)}.cover.pdf"
    run.deliver(output if output and not output.is_dir() else (output or DIST) / name, data)
    run.terminal.spine(spine, pages)


def refuse_ending_of_another(output: Path | None, own: set[str], sources: tuple[Path, ...]) -> None:
    """Refuse the name of a file that is called like another kind of file than one with an ending of *own*.

    Of a source itself O102 says more.
    """
    from publish.readers import SUFFIXES

    others = ({writer.suffix for writer in WRITERS} | SUFFIXES) - own
    if output and output not in sources and not output.is_dir() and output.suffix.lower() in others:
        wrong = _("what is made here does not end in {ending}, but in {own}")
        raise click.BadParameter(wrong.format(ending=output.suffix, own=", ".join(sorted(own))), param_hint="-o")


def _path(run: Run, writer: Writer, book: Book, output: Path | None) -> Path:
    """Return the path of the finished book: *output*, or a name that no other edition of the book has."""
    if output and not output.is_dir():
        return output
    name = writer.file_name(run.edition.name, run.edition.settings, book.language, run.variant)
    return (output or DIST) / name
