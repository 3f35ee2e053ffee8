"""The options of the commands. One that ``book.toml`` can say as well is named after its key: ``pdf__paper``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any, TypeVar

import click

from publish.assets import assets
from publish.wording import _
from publish.writers import Option, Writer

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Command = TypeVar("Command", bound=Callable[..., Any])
Decorator = Callable[[Any], Any]


def examples(*examples: tuple[str, str]) -> str:
    """Return what stands below the help of a command: *examples*, command lines each with what it does."""
    lines = [f"  $ {line}\n      {_(meaning)}" for line, meaning in examples]
    return "\b\n" + "\n".join([_("Examples:"), *lines])


def grouped(*decorators: Decorator) -> Callable[[Command], Command]:
    """Return *decorators* as one."""

    def decorate(command: Command) -> Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return decorate


def option_of(writer: Writer, option: Option) -> Decorator:
    """Return *option* of *writer*; not given, it is None, not False, so that ``book.toml`` then decides."""
    named = option.name, f"{writer.command}__{option.field}"
    if option.choices:
        return click.option(*named, type=click.Choice(option.choices), help=_(option.help))
    if option.metavar is None:
        return click.option(*named, flag_value=option.turns, type=bool, default=None, help=_(option.help))
    kind = str if option.least is None else click.IntRange(min=option.least)
    shown_as, complete = _(option.metavar), lambda _context, option_of, begun: _values(option, begun)
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

printing = grouped(
    click.option(
        "--limit",
        "limits",
        multiple=True,
        metavar=_("NAME=NUMBER"),
        callback=lambda _context, option_of, given: _limits(given),
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

common = grouped(
    click.option("--encoding", metavar=_("NAME"), help=_("Read the sources as this encoding, no guessing.")),
    click.option(
        "--pictures",
        "parse__pictures",
        type=click.Choice(["yes", "no"]),
        callback=lambda _context, option_of, answer: answer and answer == "yes",
        help=_("Whether the pictures of the sources come along; yes is the default."),
    ),
    printing,
)

title_page = grouped(
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

questions = click.option(
    "--questions",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar=_("FILE"),
    help=_("Questions to talk about, which stand after their articles; a line “# title” names the article."),
)

index = click.option(
    "--index",
    multiple=True,
    type=click.Choice(["authors", "titles", "dates", "pages"]),
    help=_("An index at the end of the book: of authors, titles, dates or pages of the paper; may be repeated."),
)

conversion = grouped(
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

watched = click.option(
    "--watch", is_flag=True, help=_("Make the book again at each change of what it is made of, until Ctrl-C.")
)

no_cache = click.option("--no-cache", is_flag=True, help=_("Keep nothing for the next run, and take nothing kept."))

style = click.option(
    "--style",
    "style__name",
    metavar=_("NAME|DIR"),
    shell_complete=lambda _context, option_of, begun: _styles(begun),
    help=_("A design from styles/, or a folder of your own. Default: book."),
)


def _styles(begun: str) -> list[CompletionItem]:
    """Return what *begun* can be made a style of: the program's own, and folders."""
    from click.shell_completion import CompletionItem

    own = sorted(path.name for path in assets("styles").iterdir() if path.is_dir())
    return [*(CompletionItem(name) for name in own if name.startswith(begun)), CompletionItem(begun, type="dir")]


def _limits(given: tuple[str, ...]) -> dict[str, int]:
    """Return the limits that were *given* as ``NAME=NUMBER``."""
    from publish.limits import limits

    found = {}
    for each in given:
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
