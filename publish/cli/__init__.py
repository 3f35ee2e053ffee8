"""The command line: the commands, what each prints and its exit status. Nothing else in the program prints or exits.

    options   what the commands take; an option that ``book.toml`` can say as well is named after its key
    run       one run of a command on one book
    watching  a book made again at each change
    checking  finished books and sources held against each other
    archives  many books, and words found in them
    program   how a run ends, whatever happens

What a command does not need is not loaded.
"""

from __future__ import annotations

import gettext
import logging
import sys
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from publish import __version__
from publish.cli.archives import archive, search
from publish.cli.checking import counted, finished_among, verify
from publish.cli.options import (
    common,
    conversion,
    examples,
    grouped,
    index,
    keep,
    no_cache,
    option_of,
    output,
    questions,
    report,
    sources,
    style,
    title_page,
    watched,
)
from publish.cli.program import Program
from publish.cli.run import DIST, Run, begin_run, make_book, make_cover, refuse_ending_of_another
from publish.cli.watching import watch
from publish.decoding import shown
from publish.diagnostics import Diagnostic, PublishError, Stage, failure
from publish.printable import printable, printable_json, printable_text
from publish.processes import seldom_collect
from publish.wording import LOCALE, N_, _
from publish.writers import WRITERS, Writer

if TYPE_CHECKING:
    from publish.book import Picture
    from publish.building import Build, Job

gettext.bindtextdomain("publish", LOCALE)
gettext.textdomain("publish")  # click's own words come from our catalogue, too


@click.group(
    cls=Program, context_settings={"help_option_names": ["-h", "--help"]}, help=_("Make a book of Chinese texts.")
)
@click.version_option(__version__, prog_name="publish", message="%(prog)s %(version)s")
def main() -> None:
    """Lead to the commands."""
    seldom_collect()
    logging.captureWarnings(True)  # libraries speak to programmers: what a user is to know is a diagnostic
    logging.getLogger().addHandler(logging.NullHandler())


def _command(writer: Writer) -> click.Command:
    """Return the command that makes what *writer* writes."""

    def make(sources: tuple[Path, ...], output: Path | None, **options: Any) -> None:
        refuse_ending_of_another(output, {writer.suffix}, sources)
        review = options.get("report")
        if options.pop("watch", False):
            import_module(writer.loads or writer.function.partition(":")[0])
            watch(sources, options, output, partial(make_book, writer=writer, output=output, review=review))
        with begin_run(sources, options, output) as run:
            make_book(run, writer, output, review)

    own = [option_of(writer, option) for option in writer.options]
    own += [no_cache] if writer.keeps else []
    own += [watched] if writer.starts or writer.marks else []
    options = grouped(sources, output, title_page, questions, index, conversion, report, style, *own, keep, common)
    return click.command(writer.command, help=_(writer.help), epilog=examples(*writer.examples))(options(make))


for _writer in WRITERS:
    main.add_command(_command(_writer))


@main.command(
    help=_("Make every edition that book.toml names, from one reading; without any, an EPUB and a PDF."),
    epilog=examples(
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
    default=DIST,
    help=_("The folder to write into. Default: dist/."),
)
@click.option("--check", is_flag=True, help=_("Make nothing: hold the finished editions against the sources."))
@keep
@no_cache
@common
def build(sources: tuple[Path, ...], output: Path, check: bool, **options: Any) -> None:
    """Build."""
    from publish.building import Build

    with begin_run(sources, options) as run:
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
    epilog=examples(
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
    with begin_run(sources, options, output) as run:
        refuse_ending_of_another(output, {".md", ".markdown", ".txt", ".json"}, sources)
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
    epilog=examples(
        ("publish check page.txt", N_("all that is doubtful, with file and line")),
        ("publish check --accept my-book/", N_("write into book.toml that you have seen it")),
        ("publish check dist/page.epub page.txt", N_("the finished book against its source")),
    ),
)
@sources
@conversion
@questions
@report
@click.option("--accept", is_flag=True, help=_("Write the warnings into accept in book.toml: they are seen."))
@common
def check(sources: tuple[Path, ...], accept: bool, **options: Any) -> None:
    """Check."""
    finished = finished_among(sources)
    paths = tuple(path for path in sources if path not in finished)
    options["verbose"] |= not options["quiet"]
    review = options.get("report")
    with begin_run(paths, options) as run:
        reading = run.reading() if finished else None
        source = reading.book if reading else counted(run)
        book = run.convert(source)
        for path in finished:
            verify(run, path, book, reading.stated if reading else run.edition.settings)
        if not finished and run.variant and run.variant != "simplified":
            click.echo(printable_text(run.doubts(source, ".txt")), nl=False)
        if accept:
            run.accept_warnings()
            return
        run.end()
        run.review(source, review)


@main.command(
    help=_("Make the sheet that is folded around the printed book: back, spine and front, as PDF/A-2u for a printer."),
    epilog=examples(
        ("publish cover my-book/", N_("dist/my-book.cover.pdf, its spine by the pages of publish pdf --for-print")),
        ("publish cover --pages 236 --weight 70 --bulk 1.3 my-book/", N_("by what the printer says")),
    ),
)
@sources
@output
@title_page
@style
@click.option("--paper", "pdf__paper", metavar=_("SIZE"), help=_("Trimmed page, as of publish pdf."))
@click.option("--pages", type=click.IntRange(min=1), help=_("Pages of the book. Default: as many as are set."))
@click.option(
    "--weight", type=click.IntRange(20, 400), default=80, show_default=True, help=_("Of the text paper, in g/m².")
)
@click.option(
    "--stock",
    type=click.Choice(["offset", "coated", "light"]),
    default="offset",
    show_default=True,
    help=_("The kind of the text paper, which says how bulky it is."),
)
@click.option(
    "--bulk", type=click.FloatRange(0.5, 4), help=_("Bulk of the text paper in cm³/g, as its maker gives it.")
)
@conversion
@common
def cover(sources: tuple[Path, ...], output: Path | None, **options: Any) -> None:
    """Make a cover sheet."""
    refuse_ending_of_another(output, {".pdf"}, sources)
    paper = {name: options.pop(name) for name in ("pages", "weight", "stock", "bulk")}
    with begin_run(sources, options, output) as run:
        make_cover(run, output, **paper)


@main.command(
    help=_("Print the book as the [[chapters]] of a book.toml, to choose and order its articles there."),
    epilog=examples(("publish contents my-book/ >> my-book/book.toml", N_("to begin with"))),
)
@sources
@common
def contents(sources: tuple[Path, ...], **options: Any) -> None:
    """Print the contents."""
    from publish.selection import contents as chapters_of

    with begin_run(sources, options) as run:
        reading = run.reading()
        run.end()
        click.echo(printable_text(chapters_of(reading.book.chapters, reading.lines.pages)), nl=False)


@main.command(
    help=_("Show how much is kept, and where, to make books again sooner; --empty deletes it."),
    epilog=examples(("publish cache --empty", N_("everything is made anew the next time"))),
)
@click.option("--empty", is_flag=True, help=_("Delete all that is kept."))
def cache(empty: bool) -> None:
    """Show the cache, or empty it."""
    from publish.cache import Cache, folder

    kept = Cache(folder(), lambda diagnostic: click.echo(str(diagnostic), err=True))
    if empty:
        kept.empty()
    entries = kept.entries()
    size = sum(about.st_size for _path, about in entries) / 1e6
    click.echo(_("{path}: {count} entries, {size:.1f} MB").format(path=shown(folder()), count=len(entries), size=size))


@main.command(
    help=_("Show the page of a diagnostic: what its code means, and what to do. Without a code, all of them."),
    epilog=examples(("publish explain P502", N_("an article that breaks off"))),
)
@click.argument("code", required=False, metavar=_("[CODE]"))
def explain(code: str | None) -> None:
    """Explain a code."""
    from publish.manual import index, nearest_code, page_of

    try:
        click.echo(page_of(code.upper()) if code else index(), nl=False)
    except KeyError:
        near = nearest_code(code or "")
        unknown = _("no diagnostic has the code “{code}”").format(code=code)
        raise click.UsageError(unknown + (_("; did you mean {near}?").format(near=near) if near else "")) from None


@main.command(
    help=_("Print the script by which a shell completes commands, options, styles and papers."),
    epilog=examples(
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
    epilog=examples(("publish init my-book", N_("then put its sources beside it"))),
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


main.add_command(archive)
main.add_command(search)

for _each in (main, *main.commands.values()):
    _each.options_metavar = _("[OPTIONS]")  # click's own stays English
