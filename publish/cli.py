"""The command line: options, the stages in their order, what is printed and the exit status.

Nothing else in the program prints or exits. Each option that ``book.toml`` can say as well is named after its key
(``--paper`` is ``pdf__paper``), so that it is laid over the file's as it is. What a command does not
need is not loaded.
"""

from __future__ import annotations

import gc
import gettext
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from publish import __version__
from publish.assets import assets
from publish.decoding import shown
from publish.diagnostics import Diagnostic, PublishError, Severity, Stage, failure
from publish.ending import INTERRUPTED, UnwritableError, bound, standard_streams
from publish.printable import printable, printable_json, printable_text
from publish.wording import LOCALE, N_, _
from publish.writers import WRITERS, Option, Writer, is_finished, verifier_of

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from publish.book import Book, Picture
    from publish.building import Build, Job
    from publish.edition import Edition, Settings, Variant
    from publish.reading import Reading
    from publish.terminal import Terminal

gettext.bindtextdomain("publish", LOCALE)
gettext.textdomain("publish")  # click's own words come from our catalogue, too

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Any], Any]

_DIST = Path("dist")
_MANY = 5
"""Sources that are counted instead of named."""


def _examples(*examples: tuple[str, str]) -> str:
    """Return what stands below the help of a command: *examples*, command lines each with what it does."""
    lines = [f"  $ {line}\n      {_(meaning)}" for line, meaning in examples]
    return "\b\n" + "\n".join([_("Examples:"), *lines])


def _options(*decorators: Decorator) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


def _option(writer: Writer, option: Option) -> Decorator:
    """Return *option* of *writer*; not given, it is None, not False, so that ``book.toml`` then decides."""
    named = option.name, f"{writer.command}__{option.field}"
    if option.choices:
        return click.option(*named, type=click.Choice(option.choices), help=_(option.help))
    if option.metavar is None:
        return click.option(*named, flag_value=option.turns, type=bool, default=None, help=_(option.help))
    kind = str if option.least is None else click.IntRange(min=option.least)
    shown_as, complete = _(option.metavar), lambda _context, _option, begun: _values(option, begun)
    return click.option(*named, metavar=shown_as, type=kind, help=_(option.help), shell_complete=complete)


sources = click.argument(
    "sources", nargs=-1, type=click.Path(path_type=Path, allow_dash=True), metavar=_("[SOURCE]...")
)

output = click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar=_("PATH"),
    help=_("The file to write, a folder that exists, or - for standard output. Default: a name in dist/."),
)

common = _options(
    click.option("--encoding", metavar=_("NAME"), help=_("Read the sources as this encoding, no guessing.")),
    click.option(
        "--pictures",
        "parse__pictures",
        type=click.Choice(["yes", "no"]),
        callback=lambda _context, _option, said: said and said == "yes",
        help=_("Whether the pictures of the sources come along; yes is the default."),
    ),
    click.option(
        "--limit",
        "limits",
        multiple=True,
        metavar=_("NAME=NUMBER"),
        callback=lambda _context, _option, said: _limits(said),
        help=_("Set a limit, as source-size=1000; may be repeated. All stand in docs/limits.md."),
    ),
    click.option("--strict", is_flag=True, help=_("A warning makes the exit status 1; nothing is written.")),
    click.option(
        "--diagnostics",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help=_("How diagnostics are printed; json is one object a line."),
    ),
    click.option("-q", "--quiet", is_flag=True, help=_("Print errors alone.")),
    click.option("-v", "--verbose", is_flag=True, help=_("Print notices too, and each stage.")),
)

title_page = _options(
    click.option("--title", help=_("Title of the book.")),
    click.option("--subtitle", help=_("Subtitle of the book.")),
    click.option("--author", "authors", multiple=True, help=_("Author of the book; may be repeated.")),
    click.option("--editor", "editors", multiple=True, help=_("Editor of the book; may be repeated.")),
    click.option("--publisher", help=_("Publisher of the book.")),
    click.option("--date", metavar=_("YYYY[-MM[-DD]]"), help=_("Date of the book.")),
    click.option("--identifier", help=_("Identifier of the book: ISBN, UUID or address.")),
    click.option(
        "--cover",
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar=_("FILE"),
        help=_("A picture for the cover; else one is drawn."),
    ),
)

conversion = _options(
    click.option("--traditional", is_flag=True, help=_("Convert to Traditional Chinese.")),
    click.option(
        "--variant",
        "traditional__variant",
        type=click.Choice(["tw", "hk", "standard", "twp"]),
        help=_("Traditional of Taiwan (tw, the default), Hong Kong or the standard; twp: with the words of Taiwan."),
    ),
    click.option("--simplified", is_flag=True, help=_("Convert a Traditional source to Simplified Chinese.")),
)

report = click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar=_("FILE"),
    help=_("Write each doubtful conversion to FILE, as .txt, .json or .html."),
)

keep = click.option(
    "--keep", is_flag=True, help=_("Write the file even where it is not as it should be; the exit status is still 1.")
)

style = click.option(
    "--style",
    "style__name",
    metavar=_("NAME|DIR"),
    shell_complete=lambda _context, _option, begun: _styles(begun),
    help=_("A design from styles/, or a folder of your own. Default: book."),
)


def _styles(begun: str) -> list[CompletionItem]:
    """Return what *begun* can be made a style of: the program's own, and folders."""
    from click.shell_completion import CompletionItem

    own = sorted(path.name for path in assets("styles").iterdir() if path.is_dir())
    return [*(CompletionItem(name) for name in own if name.startswith(begun)), CompletionItem(begun, type="dir")]


def _limits(said: tuple[str, ...]) -> dict[str, int]:
    """Return the limits that were *said* as ``NAME=NUMBER``."""
    from publish.limits import limits

    found = {}
    for each in said:
        name, _sign, number = each.partition("=")
        if name not in limits() or not (number.isascii() and number.isdigit() and len(number) < _DIGITS):
            raise click.BadParameter(
                _("write a limit as NAME=NUMBER; there are {names}").format(names=", ".join(limits()))
            )
        found[name] = int(number)
    return found


_DIGITS = 10
"""Of a limit's number: fewer than this."""


def _values(option: Option, begun: str) -> list[str]:
    """Return the values of *option* that begin with *begun*."""
    values = resolve_name(option.completes)() if option.completes else ()
    return [value for value in values if value.startswith(begun)]


# --- one run -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Run:
    """One run of a command on one edition: what it was asked for, and the stages as it takes them."""

    terminal: Terminal
    edition: Edition
    strict: bool
    variant: Variant | Literal["simplified"] | None
    """The Traditional that is asked for, "simplified", or None for no conversion."""
    keep: bool = False
    """Write the finished book even where it is not as it should be."""
    piped: bool = False
    """What is made goes to standard output, where nothing else may stand then."""

    def read(self) -> Book:
        """Return the book that the edition means, as its sources have it."""
        return self.reading().book

    def reading(self) -> Reading:
        """Return that book with what is said of it."""
        from publish.reading import read

        with self.terminal.stage(Stage.READING, "source → labels → articles → chapters → checks", self.sources):
            reading = read(self.edition, self.terminal, counted=False, progress=self.terminal.progress)
        self.terminal.know(reading.lines)
        return reading

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


def _conversion(options: dict[str, Any]) -> Literal["traditional", "simplified"] | None:
    simplified = options.pop("simplified", False)
    if not options.pop("traditional", False) and not options.get("traditional__variant"):
        return "simplified" if simplified else None
    if simplified:
        raise click.UsageError(_("--simplified and --traditional contradict each other"))
    return "traditional"


@contextmanager
def _run(paths: tuple[Path, ...], options: dict[str, Any], output: Path | None = None) -> Iterator[Run]:
    """Begin a run on the edition that *paths* and *options* mean; what it makes goes to *output*."""
    from publish.output import is_named_standard_output

    piped = output is not None and is_named_standard_output(output)
    from publish.limits import most, set_for

    with _printing(options) as terminal, set_for(options.pop("limits")):
        bound(most("memory"), most("time"))
        strict, keep = options.pop("strict"), options.pop("keep", False)
        conversion = _conversion(options)
        if options.pop("report", None) and conversion != "traditional":
            raise click.UsageError(_("--report goes with --traditional or --variant"))
        edition = _edition(paths, options)
        chosen = edition.settings.traditional.variant or "tw"
        variant = chosen if conversion == "traditional" else conversion
        terminal.accept(edition.settings.accept)
        yield Run(terminal, edition, strict, variant, keep, piped)


def _edition(paths: tuple[Path, ...], options: dict[str, Any]) -> Edition:
    """Return the edition that *paths* mean with *options* laid over it."""
    from publish.edition import find_edition, with_options

    cover = options.pop("cover", None)
    edition = find_edition(paths)
    for people in ("authors", "editors"):
        if options.get(people):
            options[people.removesuffix("s")] = ""  # the file's one author gives way as well
    given = {key: value for key, value in options.items() if value != ()}
    return replace(edition, settings=with_options(edition.settings, **given), cover=cover or edition.cover)


def _make(run: Run, writer: Writer, output: Path | None, review: Path | None) -> None:
    """Read, convert, write and deliver the book of *run* as *writer* makes it, then the review of its conversion."""
    writer.prepare(run.edition.settings, run.terminal)
    source = run.read()
    book = run.convert(source)
    settings = run.edition.settings
    with run.terminal.stage(writer.stage, f"xhtml → {writer.command}", book.title, writer.expected(book, settings)):
        data = writer.write(book, settings, run.terminal)
    run.deliver(_path(run, writer, book, output), data)
    run.review(source, review)
    run.terminal.conclude(sum(1 for _article in book.articles), writer.count_pages(data))


def _refuse_ending_of_another(output: Path | None, own: set[str], sources: tuple[Path, ...]) -> None:
    """Refuse the name of a file that is called like another kind of file than one with an ending of *own*.

    Of a source itself O102 says more.
    """
    from publish.readers import SUFFIXES

    others = ({writer.suffix for writer in WRITERS} | SUFFIXES) - own
    if output and output not in sources and not output.is_dir() and output.suffix.lower() in others:
        said = _("what is made here does not end in {ending}, but in {own}")
        raise click.BadParameter(said.format(ending=output.suffix, own=", ".join(sorted(own))), param_hint="-o")


def _path(run: Run, writer: Writer, book: Book, output: Path | None) -> Path:
    """Return the path of the finished book: *output*, or a name that no other edition of the book has."""
    if output and not output.is_dir():
        return output
    name = writer.file_name(run.edition.name, run.edition.settings, book.language, run.variant)
    return (output or _DIST) / name


# --- commands ------------------------------------------------------------------------------------------------------


_COLLECTION = 20_000, 20, 100
"""When Python looks for objects to throw away (`gc.set_threshold`): rarely, for a run keeps what it makes to its end.
As often as Python does it by itself, that takes a tenth of the time of a long PDF; memory stays the same."""


@contextmanager
def _errors_printable() -> Iterator[None]:
    """Within this context, what click says of the words of a command line can be printed."""
    try:
        yield
    except click.ClickException as error:
        vars(error)["message"] = printable(error.message)
        raise


class Program(click.Group):
    """The group of all commands: what none of them foresaw ends in one line as well."""

    def main(self, *arguments: Any, **extra: Any) -> Any:
        """Run a command line, and leave with its status."""
        try:
            with standard_streams():
                return super().main(*arguments, **extra)
        except UnwritableError as error:
            click.echo(str(Diagnostic("O101", "-", facts={"reason": error.strerror})), err=True)
            raise SystemExit(1) from error
        except BrokenPipeError as error:  # who read has seen enough
            raise SystemExit(1) from error

    def make_context(self, *arguments: Any, **extra: Any) -> click.Context:
        """Read the command line as far as the name of the command."""
        with _errors_printable():
            return super().make_context(*arguments, **extra)

    def invoke(self, context: click.Context) -> Any:
        """Run the command of *context*; a key of the user's and a fault of ours are one line and a status."""
        try:
            with _errors_printable():
                return super().invoke(context)
        except KeyboardInterrupt:
            click.echo(_("interrupted"), err=True)
            raise SystemExit(INTERRUPTED) from None
        except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError, UnwritableError):
            raise
        except MemoryError:
            click.echo(str(Diagnostic("O103")), err=True)
            raise SystemExit(1) from None
        except Exception as error:
            click.echo(str(Diagnostic("O901", facts=_saved(error))), err=True)
            raise SystemExit(1) from error


def _saved(error: Exception) -> dict[str, str]:
    """Return the facts of O901 after saving what is needed to find the fault in a file for temporary things."""
    import platform
    import tempfile
    import traceback

    machine = f"publish {__version__}, Python {platform.python_version()}, {platform.platform()}"
    details = [machine, " ".join(map(ascii, sys.argv)), "".join(traceback.format_exception(error))]
    try:
        with tempfile.NamedTemporaryFile(prefix="publish-", suffix=".txt", delete=False) as file:
            file.write("\n".join(details).encode("utf-8", "backslashreplace"))
    except OSError as refused:
        return {"reason": repr(error), "details": str(refused)}
    return {"reason": repr(error), "details": file.name}


@click.group(
    cls=Program, context_settings={"help_option_names": ["-h", "--help"]}, help=_("Make a book of Chinese texts.")
)
@click.version_option(__version__, prog_name="publish", message="%(prog)s %(version)s")
def main() -> None:
    """Lead to the commands."""
    gc.set_threshold(*_COLLECTION)
    logging.captureWarnings(True)  # libraries speak to programmers: what a user is to know is a diagnostic
    logging.getLogger().addHandler(logging.NullHandler())


def _command(writer: Writer) -> click.Command:
    """Return the command that makes what *writer* writes."""

    def make(sources: tuple[Path, ...], output: Path | None, **options: Any) -> None:
        _refuse_ending_of_another(output, {writer.suffix}, sources)
        review = options.get("report")
        with _run(sources, options, output) as run:
            _make(run, writer, output, review)

    own = [_option(writer, option) for option in writer.options]
    options = _options(sources, output, title_page, conversion, report, style, *own, keep, common)
    return click.command(writer.command, help=_(writer.help), epilog=_examples(*writer.examples))(options(make))


for _writer in WRITERS:
    main.add_command(_command(_writer))


@main.command(
    help=_("Make every edition that book.toml names, from one reading; without any, an EPUB and a PDF."),
    epilog=_examples(
        ("publish build my-book/", N_("each [[edition]] of its book.toml that would be otherwise than it is")),
        ("publish build --check my-book/", N_("hold the finished editions against the sources")),
    ),
)
@sources
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar=_("DIR"),
    default=_DIST,
    help=_("The folder to write into. Default: dist/."),
)
@click.option("--check", is_flag=True, help=_("Make nothing: hold the finished editions against the sources."))
@keep
@common
def build(sources: tuple[Path, ...], output: Path, check: bool, **options: Any) -> None:
    """Build."""
    from publish.building import Build

    with _run(sources, options) as run:
        work = Build(run.edition, output, run.terminal)
        reading = run.reading()
        for job in work.jobs(reading.book, lambda book, variant: replace(run, variant=variant).convert(book)):
            if check:
                with run.terminal.stage(Stage.VERIFICATION, "verify", shown(job.path)):
                    faults = work.faults(job)
                    for fault in faults:
                        run.terminal(fault)
                run.terminal.verdict(shown(job.path), faults)
            elif work.is_current(job):
                run.terminal.unchanged(shown(job.path))
            else:
                _build(run, work, job)
        run.end()


def _build(run: Run, work: Build, job: Job) -> None:
    """Make the edition of *job* and write it, unless something about it or about the sources forbids that."""
    writer, settings = job.edition.writer, job.edition.settings
    with run.terminal.stage(
        writer.stage, f"xhtml → {writer.command}", job.book.title, writer.expected(job.book, settings)
    ):
        data, pages = work.make(job)
    if run.keep or not run.fails():
        run.write(job.path, data)
        work.keep(job, data, pages)


@main.command(
    help=_("Show what the sources hold: as a manuscript to correct, as JSON, or line by line."),
    epilog=_examples(
        ("publish parse page.txt > page.md", N_("the manuscript, to correct and to publish")),
        ("publish parse --explain page.txt", N_("what each line was taken for, and why")),
    ),
)
@sources
@output
@click.option(
    "--format",
    "form",
    type=click.Choice(["markdown", "json"]),
    default="markdown",
    show_default=True,
    help=_("The manuscript, or JSON."),
)
@click.option(
    "--explain",
    is_flag=True,
    help=_("Each line of the sources with its label and the reason; with -v all points for and against."),
)
@conversion
@common
def parse(sources: tuple[Path, ...], output: Path | None, form: str, explain: bool, **options: Any) -> None:
    """Parse."""
    with _run(sources, options, output) as run:
        _refuse_ending_of_another(output, {".md", ".markdown", ".txt", ".json"}, sources)
        text, pictures = (_explained(run), ()) if explain else _parsed(run, form)
        suffix = ".txt" if explain else ".json" if form == "json" else ".md"
        if output:
            from publish.output import file_name

            path = output / f"{file_name(run.edition.name)}{suffix}" if output.is_dir() else output
            run.deliver(path, text.encode())
            _write_pictures(run, pictures, path.parent)
        else:
            if pictures:
                run.terminal(Diagnostic("M406", facts={"count": len(pictures)}))
            run.end()
            sys.stdout.flush()
            sys.stdout.buffer.write(printable_text(text).encode())


def _explained(run: Run) -> str:
    from publish.explanation import explain
    from publish.terminal import Verbosity

    return explain(run.edition, run.terminal, detailed=run.terminal.verbosity is Verbosity.VERBOSE)


def _parsed(run: Run, form: str) -> tuple[str, tuple[Picture, ...]]:
    """Return the book in *form*, and the pictures that a manuscript shows and that stand in the sources themselves."""
    book = run.convert(run.read())
    if form == "json":
        from publish.record import record

        return printable_json(record(book, run.terminal.reported, run.edition.folder), indent=1) + "\n", ()
    from publish.manuscript import write_manuscript
    from publish.pictures import path_of

    inside = (picture for picture in book.pictures if not (run.edition.folder / path_of(picture.name)).is_file())
    return write_manuscript(book), tuple(inside)


def _write_pictures(run: Run, pictures: Iterable[Picture], folder: Path) -> None:
    """Write *pictures* where a manuscript in *folder* names them, and nothing outside it."""
    from publish.pictures import path_of

    for picture in pictures:
        path = folder / path_of(picture.name)
        if not path.resolve().is_relative_to(folder.resolve()):
            raise failure("M402", path=path_of(picture.name))
        run.write(path, picture.data)


@main.command(
    help=_("List everything doubtful in the sources; or hold a finished book (EPUB, PDF) against them."),
    epilog=_examples(
        ("publish check page.txt", N_("all that is doubtful, with file and line")),
        ("publish check --accept my-book/", N_("write into book.toml that you have seen it")),
        ("publish check dist/page.epub page.txt", N_("the finished book against its source")),
    ),
)
@sources
@conversion
@report
@click.option("--accept", is_flag=True, help=_("Write the warnings into accept in book.toml: they are seen."))
@common
def check(sources: tuple[Path, ...], accept: bool, **options: Any) -> None:
    """Check."""
    finished = _finished(sources)
    paths = tuple(path for path in sources if path not in finished)
    options["verbose"] |= not options["quiet"]
    review = options.get("report")
    with _run(paths, options) as run:
        reading = run.reading() if finished else None
        source = reading.book if reading else _counted(run)
        book = run.convert(source)
        for path in finished:
            _verify(run, path, book, reading.said if reading else run.edition.settings)
        if not finished and run.variant and run.variant != "simplified":
            click.echo(printable_text(run.doubts(source, ".txt")), nl=False)
        if accept:
            run.accept_warnings()
            return
        run.end()
        run.review(source, review)


def _finished(paths: tuple[Path, ...]) -> list[Path]:
    """Return those of *paths* that are to be held against the others: where there are none, this program made them."""
    from publish.folder import is_own

    finished = [path for path in paths if is_finished(path)]
    return finished if len(finished) < len(paths) else [path for path in finished if is_own(path) or not path.exists()]


@main.command(
    help=_("Print the book as the [[chapters]] of a book.toml, to choose and order its articles there."),
    epilog=_examples(("publish contents my-book/ >> my-book/book.toml", N_("to begin with"))),
)
@sources
@common
def contents(sources: tuple[Path, ...], **options: Any) -> None:
    """Print the contents."""
    from publish.selection import contents as chapters_of

    with _run(sources, options) as run:
        reading = run.reading()
        run.end()
        click.echo(printable_text(chapters_of(reading.book.chapters, reading.lines.pages)), nl=False)


def _counted(run: Run) -> Book:
    """Return the book of the sources, as they have it, after printing the figures of both."""
    from publish.reading import read
    from publish.record import summary
    from publish.terminal import rows_by_code, summary_rows

    with run.terminal.working(run.sources):
        reading = read(run.edition, run.terminal, progress=run.terminal.progress)
    run.terminal.table(summary_rows(asdict(reading.account) | asdict(summary(reading.book, run.terminal.reported))))
    run.terminal.table(rows_by_code(run.terminal.reported))
    return reading.book


def _in_language(book: Book, language: str, edition: Edition) -> Book | None:
    """Return *book* converted as a finished book in *language* must have been, in silence; None where it was not."""
    from publish import traditional

    def silent(diagnostic: Diagnostic) -> None:
        """Report nothing: it was reported when the book was made."""

    if language == book.language:
        return None
    if variant := traditional.variant_of(language):
        return traditional.to_traditional(book, variant, edition.settings.traditional, silent)
    if language.startswith("zh"):
        return traditional.to_simplified(book, silent, edition.settings.traditional)
    return None


def _verify(run: Run, path: Path, book: Book, said: Settings) -> None:
    """Report what is wrong with the finished book at *path*, of which its sources have *said* so much.

    Where it names another language than its sources, it is held against their conversion too, and the nearer counts.
    """
    verifier = verifier_of(path)
    assert verifier is not None, path
    if not path.is_file():
        raise failure("B101", shown(path))
    with run.terminal.stage(Stage.VERIFICATION, "verify", shown(path)):
        converted = None if run.variant else _in_language(book, verifier.language(path), run.edition)
        candidates = [book, converted] if converted else [book]
        faults: list[list[Diagnostic]] = [[] for _candidate in candidates]
        for candidate, found in zip(candidates, faults, strict=True):
            verifier.verify(path, verifier.as_made(path, candidate, said), found.append, run.edition.settings)
        for diagnostic in min(faults, key=len):
            run.terminal(diagnostic)
    run.terminal.verdict(shown(path), min(faults, key=len))


@main.command(
    help=_("Show the page of a diagnostic: what its code means, and what to do. Without a code, all of them."),
    epilog=_examples(("publish explain P502", N_("an article that breaks off"))),
)
@click.argument("code", required=False, metavar=_("[CODE]"))
def explain(code: str | None) -> None:
    """Explain a code."""
    from publish.manual import index, nearest_code, page_of

    try:
        click.echo(page_of(code.upper()) if code else index(), nl=False)
    except KeyError:
        near = nearest_code(code or "")
        said = _("no diagnostic has the code “{code}”").format(code=code)
        raise click.UsageError(said + (_("; did you mean {near}?").format(near=near) if near else "")) from None


@main.command(
    help=_("Print the script by which a shell completes commands, options, styles and papers."),
    epilog=_examples(
        ('eval "$(publish completion bash)"', N_("in ~/.bashrc")),
        ("publish completion fish > ~/.config/fish/completions/publish.fish", N_("for fish")),
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]), metavar="bash|zsh|fish")
def completion(shell: str) -> None:
    """Print a completion script."""
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    assert made
    click.echo(made(main, {}, "publish", "_PUBLISH_COMPLETE").source())


def man_pages() -> dict[str, str]:
    """Return the pages of the manual, by the names of their files."""
    from publish.manual import man_page

    pages = {}
    for name, command in (("publish", main), *((f"publish {name}", one) for name, one in main.commands.items())):
        context = click.Context(command, info_name=name)
        options = [record for param in command.params if (record := param.get_help_record(context))]
        if isinstance(command, click.Group):
            options += [(one, sub.get_short_help_str(200)) for one, sub in command.commands.items()]
        usage = f"{name} {' '.join(command.collect_usage_pieces(context))}"
        examples = (command.epilog or "").removeprefix("\b\n").partition("\n")[2]
        page = man_page(name, __version__, usage, command.help or "", options, examples)
        pages[f"{name.replace(' ', '-')}.1"] = page
    return pages


@main.command(
    help=_("Begin a book: make the folder DIR with a book.toml to fill in."),
    epilog=_examples(("publish init my-book", N_("then put its sources beside it"))),
)
@click.argument("folder", type=click.Path(path_type=Path), metavar=_("DIR"))
def init(folder: Path) -> None:
    """Begin a book."""
    from publish.edition import begin_book

    try:
        click.echo(printable(shown(begin_book(folder))))
    except PublishError as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error


for _each in (main, *main.commands.values()):
    _each.options_metavar = _("[OPTIONS]")  # click's own stays English
