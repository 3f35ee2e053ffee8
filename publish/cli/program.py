"""The group of all commands: however a run ends, it ends in one line and a status."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from publish import __version__
from publish.diagnostics import Diagnostic
from publish.ending import INTERRUPTED, UnwritableError, is_short_of_memory, standard_streams
from publish.printable import printable
from publish.wording import _

# --- commands ------------------------------------------------------------------------------------------------------


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
        except Exception as error:
            short = isinstance(error, MemoryError) or is_short_of_memory()
            click.echo(str(Diagnostic("O103") if short else Diagnostic("O901", facts=_saved(error))), err=True)
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
