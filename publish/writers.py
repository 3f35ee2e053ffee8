"""What can be made of a book: one row for each output.

To add an output, write a module with a function like `Write` and add its row to `WRITERS`; the command of that name,
its options and the names of its files then follow. An option that a user may also set in ``book.toml`` is named after
its key in the table of the output there (`publish.edition.Settings`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from publish.book import plain_block
from publish.diagnostics import Stage
from publish.output import file_name
from publish.wording import N_

if TYPE_CHECKING:
    from publish.book import Book
    from publish.diagnostics import Report
    from publish.edition import Settings
    from publish.paging import PageStart
    from publish.verify import Verifier


Write = Callable[["Book", "Settings", "Report"], bytes]
"""Makes the file of a book: all of it or, with a `PublishError`, nothing; the same bytes for the same arguments."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option of one output's command, which ``book.toml`` can set as well."""

    name: str
    """As it is written on the command line: ``--note-margin`` is the key ``note-margin``, ``--no-x`` the key ``x``."""
    help: str
    metavar: str | None = None
    """What its value is called; a flag has none."""
    least: int | None = None
    """The smallest value, where it is a number."""
    choices: tuple[str, ...] = ()
    """The values that it may have, where these are few."""
    completes: str | None = None
    """The function that lists values for the shell to complete, as ``module:name``."""
    form: str | None = None
    """What the name of the file says of an edition made with it ({}: its value), so that it overwrites no other."""
    field_name: str | None = None
    """The field of the output's table in `Settings`, where it is called otherwise than the option."""

    @property
    def field(self) -> str:
        """The field of the output's table in `Settings`."""
        return self.field_name or self.name.removeprefix("--").removeprefix("no-").replace("-", "_")

    @property
    def turns(self) -> bool:
        """What it makes of its key, where it is a flag."""
        return not self.name.startswith("--no-")


@dataclass(frozen=True, slots=True)
class Writer:
    """An output."""

    command: str
    """Its command, and the name of its table in ``book.toml``."""
    suffix: str
    """How names of its files end."""
    media_type: str
    help: str
    function: str
    """The `Write` function, as ``module:name``; loaded when the command runs."""
    stage: Stage
    look: str
    """What the files of a style that are for this output begin with: ``print.css``, ``epub.css`` …"""
    options: tuple[Option, ...] = ()
    examples: tuple[tuple[str, str], ...] = ()
    """Command lines to show, each with what it does."""
    verifier: str | None = None
    """The function that returns the `Verifier` of its files, as ``module:name``; None where there is none."""
    check: str | None = None
    """A function that looks through the settings, as ``module:name``; it raises `PublishError` where one cannot be."""

    pages: str | None = None
    """The function that counts the pages of a file, as ``module:name``; None where it has none."""
    room: str | None = None
    """The function that tells about how many characters fit on a page made with some settings, as ``module:name``."""

    starts: str | None = None
    """The function that writes a file and tells where its pages begin, as ``module:name``; None where it has none."""
    marks: str | None = None
    """The function that writes a file with the pages of the printed book, as ``module:name``."""
    loads: str | None = None
    """The module that makes it and takes long to load; None where it is soon there."""
    keeps: bool = False
    """Whether what it makes is kept for the next run (`publish.cache`)."""

    def count_pages(self, data: bytes) -> int | None:
        """Return how many pages the file *data* has; None where it has none."""
        if not self.pages:
            return None
        counted: int = resolve_name(self.pages)(data)
        return counted

    def expected(self, book: Book, settings: Settings) -> int:
        """Return about how many pages *book* will have; 0 where the output has none."""
        if not self.room:
            return 0
        characters = sum(len(plain_block(block)) for article in book.articles for block in article.blocks)
        on_page: int = resolve_name(self.room)(settings)
        return characters // on_page + 1

    def prepare(self, settings: Settings, report: Report) -> None:
        """Look through what the edition asks for, before a long reading: the style, and what only this output knows.

        Raises `PublishError` where something of it cannot be.
        """
        resolve_name("publish.style_folder:check_style")(settings.style.name, self.look, report)
        if self.check:
            resolve_name(self.check)(settings)

    def write(self, book: Book, settings: Settings, report: Report) -> bytes:
        """Return *book* as the bytes of a file."""
        function: Write = resolve_name(self.function)
        return function(book, settings, report)

    def write_with_pages(
        self, book: Book, settings: Settings, report: Report, pages: Sequence[PageStart]
    ) -> tuple[bytes, tuple[PageStart, ...]]:
        """Return *book* as the bytes of a file, in which *pages* are marked where it can, and where its own begin."""
        if self.starts:
            made: tuple[bytes, tuple[PageStart, ...]] = resolve_name(self.starts)(book, settings, report)
            return made
        if self.marks and pages:
            data: bytes = resolve_name(self.marks)(book, settings, report, pages)
            return data, ()
        return self.write(book, settings, report), ()

    def file_name(
        self, stem: str, settings: Settings, language: str, variant: str | None = None, name: str | None = None
    ) -> str:
        """Return a name for the file of the book *stem* made with *settings*, which no other edition of it has.

        *language* is its own, after the conversion to *variant*, if any; *name* takes the place of what tells it apart.
        """
        converted = [language, *(["words"] if variant == "twp" else [])] if variant else []
        parts = [name] if name else [*converted, *self.forms(settings)]
        return ".".join(map(file_name, [stem, *parts])) + self.suffix

    def forms(self, settings: Settings) -> Iterator[str]:
        """Yield what the name of a file made with *settings* says of them."""
        table = getattr(settings, self.command)
        yield from (
            option.form.format(value)
            for option in self.options
            if option.form and (value := getattr(table, option.field))
        )


_NUMBERS = Option("--paragraph-numbers", N_("Number the paragraphs of each article."))

WRITERS = (
    Writer(
        "epub",
        ".epub",
        "application/epub+zip",
        N_("Make an EPUB of the sources."),
        "publish.epub:write_epub",
        Stage.SCREEN,
        "epub",
        (
            Option("--vertical", N_("Vertical setting; pages turn right to left."), form="vertical"),
            _NUMBERS,
            Option(
                "--for",
                N_("Add what this reader's own rules ask for: notes that pop up, margins in percent."),
                choices=("duokan", "weread", "kindle"),
                form="{}",
                field_name="reader",
            ),
        ),
        (
            ("publish epub page.txt", N_("dist/page.epub")),
            ("publish epub --traditional my-book/", N_("the book of a folder, in Traditional Chinese")),
            ("publish epub - -o - < page.txt > page.epub", N_("from a pipe into a pipe")),
        ),
        "publish.verify:epub_verifier",
        marks="publish.epub:write_with_pages",
    ),
    Writer(
        "pdf",
        ".pdf",
        "application/pdf",
        N_("Make a PDF of the sources, for print."),
        "publish.pdf:write_pdf",
        Stage.PRINT,
        "print",
        (
            Option(
                "--paper",
                N_("Trimmed page: a4, a5, b5, 16k, 32k, 32k-large, or WxHmm. Default: the design's own."),
                metavar=N_("SIZE"),
                completes="publish.assets:papers",
            ),
            Option(
                "--note-numbers",
                N_("Where the numbers of notes begin anew: on each page (the default) or in each article."),
                choices=("page", "article"),
            ),
            Option("--link-notes", N_("Print the address of each link as a note.")),
            Option("--note-margin", N_("A wide outer margin, ruled, to write in.")),
            _NUMBERS,
            Option("--line-numbers", N_("Number every fifth line of a page in the margin.")),
            Option("--large-print", N_("Text of 16 pt with a measure of its own, for weak eyes."), form="large-print"),
            Option(
                "--for-print",
                N_("For a printer: black ink alone, bleed, crop marks, whole sheets; PDF/A-2u."),
                form="print",
            ),
            Option("--vertical", N_("Vertical setting; pages turn right to left."), form="vertical"),
            Option("--slips", N_("After each article a ruled slip for who reads it, and when.")),
            Option("--single-sided", N_("The same margins on every page, no blank pages.")),
            Option("--no-front-matter", N_("No title page, colophon and contents: a handout.")),
            Option(
                "--two-up",
                N_("Two pages a side on A4, in the order of reading; with --booklet to fold."),
                form="two-up",
            ),
            Option("--booklet", N_("Two pages a side on the next larger sheet, to fold."), form="booklet"),
            Option(
                "--signature", N_("Pages of one signature of the booklet. Default: all in one."), metavar="N", least=4
            ),
            Option("--jobs", N_("Processes that set a long book. Default: the machine's cores."), metavar="N", least=1),
        ),
        (
            ("publish pdf page.txt", N_("dist/page.pdf, A5, two-sided")),
            ("publish pdf --booklet page.txt", N_("to print, fold and staple")),
            ("publish pdf --paper 16k --note-margin my-book/", N_("with room to write in")),
        ),
        "publish.verify:pdf_verifier",
        "publish.pdf:check_settings",
        "publish.pdf:count_pages",
        "publish.pdf:room_of_page",
        "publish.pdf:write_with_pages",
        loads="publish.pdf.making",
        keeps=True,
    ),
    Writer(
        "html",
        ".html",
        "text/html",
        N_("Make one page of HTML of the sources, to read in a browser without a network."),
        "publish.html:write_html",
        Stage.SCREEN,
        "html",
        (_NUMBERS,),
        (("publish html page.txt", N_("dist/page.html, to send and to keep")),),
        "publish.verify:html_verifier",
    ),
)
"""The outputs, in the order in which the command line lists them."""


def verifier_of(path: Path) -> Verifier | None:
    """Return what holds the finished book at *path*, known by its suffix, against its sources; None for others."""
    suffix = path.suffix.lower()
    for writer in WRITERS:
        if writer.suffix == suffix and writer.verifier:
            verifier: Verifier = resolve_name(writer.verifier)()
            return verifier
    return None


def is_finished(path: Path) -> bool:
    """Tell by its suffix whether *path* is called like a finished book that can be verified."""
    return any(writer.suffix == path.suffix.lower() and writer.verifier for writer in WRITERS)
