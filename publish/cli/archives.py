"""What ``archive`` and ``search`` do: many books from one tree, and words found in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from publish.cli.options import examples, printing
from publish.cli.run import DIST, begin_printing
from publish.decoding import shown
from publish.diagnostics import Diagnostic, PublishError, Severity
from publish.printable import printable, printable_json
from publish.wording import N_, _, ngettext

if TYPE_CHECKING:
    from publish.archive import Description, Engine, File, Found, Hit, Made, Progress
    from publish.terminal import Terminal


@click.command(
    help=_("Make many books from a folder of folders, and a shelf for them; what is made already is left alone."),
    epilog=examples(
        ("publish archive dumps/ -o shelf/", N_("a book for each folder that holds texts")),
        ("publish archive dumps/ -o shelf/ --retry", N_("the books that failed, once more")),
    ),
)
@click.argument("folder", type=click.Path(path_type=Path), metavar=_("FOLDER"))
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    metavar=_("DIR"),
    help=_("The folder of the shelf. Default: dist/ and the name of FOLDER."),
)
@click.option(
    "--jobs", type=click.IntRange(min=1), metavar="N", help=_("Processes that make books. Default: one for each core.")
)
@click.option(
    "--cluster",
    metavar=_("ADDRESS"),
    help=_("Submit the books to the Dask scheduler at this address, as tcp://10.0.0.1:8786."),
)
@click.option("--retry", is_flag=True, help=_("Take up the books that failed before as well."))
@click.option("--delete-orphans", is_flag=True, help=_("Delete the books whose sources are gone."))
@printing
def archive(folder: Path, output: Path | None, **options: Any) -> None:
    """Make an archive."""
    from publish.archive import Wanted, fill

    jobs, cluster, out = options.pop("jobs"), options.pop("cluster"), output or DIST / folder.resolve().name
    if jobs and cluster:
        raise click.UsageError(_("--jobs and --cluster contradict each other"))
    retry, delete_orphans = options.pop("retry"), options.pop("delete_orphans")
    with begin_printing(options) as (terminal, limits, strict), terminal.working(shown(folder)):
        wanted = Wanted(folder, out, retry, delete_orphans, strict, tuple(limits.items()))
        result = fill(wanted, lambda description: _engine(description, jobs, cluster), _Listener(terminal, out))
    parts = [
        ngettext("{count} book made", "{count} books made", result.made).format(count=result.made),
        _("{count} unchanged").format(count=result.unchanged),
        _("{count} failed").format(count=result.failed),
    ]
    terminal.tell(_(", ").join(parts), always=True)
    if result.failed or (strict and terminal.count(Severity.WARNING)) or terminal.count(Severity.ERROR):
        raise SystemExit(1)


def _engine(description: Description, jobs: int | None, cluster: str | None) -> Engine:
    """Return what makes the books."""
    from publish.archive import in_processes, on_cluster
    from publish.limits import most
    from publish.processes import cores

    if cluster:
        return lambda tasks: on_cluster(tasks, cluster, sent=description.cluster.files == "sent")
    memory, seconds, pdf = most("memory"), most("time"), '"pdf"' in description.settings
    return lambda tasks: in_processes(tasks, jobs or cores(), memory, seconds, pdf)


class _Listener:
    """Prints how a run goes."""

    def __init__(self, terminal: Terminal, out: Path) -> None:
        self._terminal, self._out = terminal, out

    def report(self, diagnostic: Diagnostic) -> None:
        """Print what is about the archive as a whole; of notices there may be as many as there are names."""
        if diagnostic.severity is Severity.NOTICE:
            self._terminal.pass_on(diagnostic)
        else:
            self._terminal(diagnostic)

    def book(self, key: str, made: Made, files: tuple[File, ...], progress: Progress) -> None:
        """Print the paths of *files*, what is doubtful, and a line about the book *key*."""
        for diagnostic in made.diagnostics:
            self._terminal.pass_on(diagnostic)
        for file in (file for file in files if not file.is_picture):
            click.echo(printable(shown(self._out / file.path)))
        self._terminal.tell(f"{key}: {_summary(made, files)}")
        failed = _(" ({count} failed)").format(count=progress.failed) if progress.failed else ""
        self._terminal.progress(progress.done + progress.failed + 1, progress.total + 1, f"{key}{failed}")

    def removed(self, path: str) -> None:
        """Print that a file is gone."""
        self._terminal.tell(_("{name}: deleted").format(name=shown(self._out / path)), always=True)


def _summary(made: Made, files: tuple[File, ...]) -> str:
    """Return in a few words what was *made*."""
    if not files or not made.entry:
        return _("failed")
    articles = len(made.entry.articles)
    parts = [ngettext("{count} article", "{count} articles", articles).format(count=articles)]
    if warnings := Counter(diagnostic.severity for diagnostic in made.diagnostics)[Severity.WARNING]:
        parts.append(ngettext("{count} warning", "{count} warnings", warnings).format(count=warnings))
    return _(", ").join(parts)


@click.command(
    help=_("Find words in the books of an archive, in Simplified and Traditional characters alike."),
    epilog=examples(
        ("publish search 老钟 shelf/", N_("book, article, page and sentence of each place")),
        ("publish search 老钟 巷口 shelf/", N_("articles in which both stand")),
    ),
)
@click.argument("words", nargs=-1, required=True, metavar=_("WORDS"))
@click.argument("folder", type=click.Path(path_type=Path), metavar=_("DIR"))
@click.option(
    "--most", type=click.IntRange(min=1), default=20, show_default=True, metavar="N", help=_("Articles that are shown.")
)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object for each article."))
def search(words: tuple[str, ...], folder: Path, most: int, as_json: bool) -> None:
    """Search."""
    from publish.archive import Journal, find_words

    try:
        with Journal.opened(folder, reading=True) as journal:
            found = find_words(journal, " ".join(words), most)
    except PublishError as error:
        click.echo(str(error), err=True)
        raise SystemExit(1) from error
    for hit in found.hits:
        click.echo(printable_json(asdict(hit)) if as_json else _shown(hit))
    if not as_json:
        click.echo(_counted(found), err=True)
    if not found.hits:
        raise SystemExit(1)


def _shown(hit: Hit) -> str:
    """Return *hit* on two lines: where it is, and the sentence."""
    page = _("page {page}").format(page=hit.page) if hit.page else None
    where = [hit.book, hit.title, "、".join(hit.authors), page, hit.paper]
    return printable(" · ".join(part for part in where if part)) + "\n    " + printable(hit.sentence)


def _counted(found: Found) -> str:
    counted = ngettext("{count} article", "{count} articles", found.articles).format(count=found.articles)
    more = found.articles - len(found.hits)
    return counted + (_(", {count} of them not shown: --most").format(count=more) if more else "")
