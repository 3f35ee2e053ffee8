r"""Formulas that a line of text can say: $1 2 . 5 ~ \mathrm { m ^ { 2 } }$ → 12.5 m<sup>2</sup>.

Programs that read pages write each number, unit and index as a formula of TeX, letter by letter. One that holds nothing
but signs, raised and lowered ones (``formulas.toml``) is text; any other stays as it is written. Spaces mean nothing in
TeX but where a command says so.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from publish.manuscript.markdown_writer import entity

_BESIDE = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uff5e“”‘’]"
_FORMULA = re.compile(
    r"(?s:(?P<fence>`{3,}|~{3,}).*?(?:(?P=fence)|\Z))|`[^`\n]*`"
    rf"|(?:(?<={_BESIDE})[ ])?(?<![\\$])\$(?:(?<!\d\$)(?![$\s])(?P<plain>[^$\\\n]{{1,400}}?)(?<!\s)\$(?![$\d])"
    rf"|(?!\$)(?=[^$\n]*\\)(?P<tex>(?:[^$\\\n]|\\.){{1,400}}?)\$(?!\$))(?:[ ](?={_BESIDE}))?"
)
"""Code, which is left alone, or a formula with the spaces beside it that part it from Chinese. One without a command is
taken by the rules of pandoc: no space inside its signs, no digit around them; else it is money."""
_TOKEN = re.compile(
    r"""
    \s* (?: \\textcircled \s* (?: \{ \s* (?: \\[a-z]+ \s* )? (?P<number> \d (?: \s? \d )? ) \s* \} | (?P<digit> \d ) )
    | \\ (?P<command> [A-Za-z]+ ) | \\ (?P<char> . ) | (?P<other> . ) )""",
    re.VERBOSE,
)
_SPACES = {" ": " ", ",": "", ";": " ", ":": "", "!": "", "quad": " ", "qquad": " "}
_PLAIN = re.compile(r"[\w\s.,;:+=/()%-]|[^\x00-\x7f]")
_RAISED = {"^": "sup", "_": "sub"}


def rewrite_formulas(text: str) -> str:
    """Return *text*, Markdown with as many lines, the formulas that a line of text can say as characters and HTML."""
    return _FORMULA.sub(lambda found: _said(found["plain"] or found["tex"] or "") or found[0], text)


def _said(tex: str) -> str | None:
    """Return what the formula *tex* says, as Markdown; None where it needs more than a line of text."""
    try:
        return "".join(_marked(iter(list(_tokens(tex))), False)).strip() or None
    except _BeyondTextError:
        return None


class _BeyondTextError(Exception):
    """A formula says more than a line of text can."""


@cache
def _table() -> Mapping[str, Any]:
    return tomllib.loads((Path(__file__).parent / "formulas.toml").read_text("utf-8"))


def _tokens(tex: str) -> Iterator[str]:
    """Yield what *tex* holds: characters that are printed, and the signs ``{ } ^ _``. Raises `_BeyondTextError`."""
    signs, looks = _table()["signs"], _table()["looks"]["commands"].split()
    for found in _TOKEN.finditer(tex.rstrip()):
        command, char, other = found["command"], found["char"], found["other"]
        if number := found["number"] or found["digit"]:
            yield _ringed(int("".join(number.split())))
        elif command in _SPACES or char in _SPACES:
            yield _SPACES[command or char]
        elif command in signs:
            yield "".join(map(_escaped, signs[command]))
        elif command and command not in looks:
            raise _BeyondTextError
        elif char:
            yield _escaped(char)
        elif other:
            yield " " if other == "~" else other if other in "{}^_" else _escaped(other)


def _ringed(number: int) -> str:
    if not 1 <= number <= 20:
        raise _BeyondTextError
    return chr(0x245F + number)


def _escaped(char: str) -> str:
    """Return *char* so that it is no sign of Markdown, nor of HTML."""
    return char if _PLAIN.fullmatch(char) else entity(char)


def _marked(tokens: Iterator[str], raised: bool) -> Iterator[str]:
    """Yield what *tokens* say up to the end of their group; what is *raised* holds nothing that is raised.

    Raises `_BeyondTextError`.
    """
    for token in tokens:
        if token == "}":
            return
        if token == "{":
            yield from _marked(tokens, raised)
        elif tag := _RAISED.get(token):
            said = "".join(_argument(tokens, raised)).strip()
            yield said if said in ("°", "′", "′′") or not said else f"<{tag}>{said}</{tag}>"
        else:
            yield token


def _argument(tokens: Iterator[str], raised: bool) -> Iterator[str]:
    """Yield what is raised or lowered: the next token, or the next group."""
    token = next((token for token in tokens if token), None)
    if raised or token in (None, "}", "^", "_"):
        raise _BeyondTextError
    if token == "{":
        yield from _marked(tokens, True)
    elif token:
        yield token
