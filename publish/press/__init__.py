"""The lexicon of the press: words by class, shapes made of them (tables beside this file), and patterns of both.

In a pattern ``{surname}`` stands for a class, any of its words and the longest first, or for a shape; all else is a
regular expression of `re`. The tables are read, and each pattern is compiled, when the first line asks for it: a run
over a manuscript needs none.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

PRESS = Path(__file__).parent
_FILES_OF_WORDS = ("interface", "media", "notes", "offices", "pages", "papers", "people", "places", "sections", "signs")

Match = re.Match[str]

LONGEST_MARKED = 60
"""Characters in the longest line that is read as a byline or as furniture."""


@cache
def _classes() -> Mapping[str, tuple[str, ...]]:
    tables = (tomllib.loads((PRESS / f"{name}.toml").read_text("utf-8")) for name in _FILES_OF_WORDS)
    return {name: tuple(listed.split()) for table in tables for name, listed in table.items()}


@cache
def _shapes() -> Mapping[str, str]:
    return tomllib.loads((PRESS / "shapes.toml").read_text("utf-8"))


@cache
def furniture_table() -> Mapping[str, Any]:
    """Return the table of furniture as it is written: ``sign``, a pattern, and ``form``, a list."""
    return tomllib.loads((PRESS / "furniture.toml").read_text("utf-8"))


@cache
def words(*names: str) -> frozenset[str]:
    """Return the words of the classes called *names*. Raises `KeyError` where there is no such class."""
    return frozenset(word for name in names for word in _classes()[name])


def listed(name: str) -> tuple[str, ...]:
    """Return the words of the class called *name* in the order of the table."""
    return _classes()[name]


_NAMED = re.compile(r"\{([a-z_]+)( spaced)?\}")


@cache
def expression(template: str) -> str:
    """Return *template* with its classes and shapes filled in. Raises `KeyError` where one is not in the lexicon."""
    return _NAMED.sub(lambda named: _filled(named[1], bool(named[2])), template)


@cache
def _filled(name: str, spaced: bool) -> str:
    if name in _shapes():
        return without_spaces(_shapes()[name])
    longest_first = sorted(_classes()[name], key=lambda word: (-len(word), word))
    if all(len(word) == 1 for word in longest_first):
        return f"[{''.join(map(re.escape, longest_first))}]"
    joint = r"\s*" if spaced else ""
    return f"(?:{'|'.join(joint.join(map(re.escape, word)) for word in longest_first)})"


def without_spaces(template: str) -> str:
    """Return the expression of *template*, in which white space means nothing, as in the tables."""
    return expression("".join(_WRITTEN.sub(lambda part: part[1] or "", template)))


_WRITTEN = re.compile(r"(\{[a-z_]+ spaced\}|\\ )|\s+")


class Pattern:
    """A regular expression over the lexicon, compiled when it is first used; it has the methods of `re.Pattern`."""

    __slots__ = ("_template", "findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")

    match: Callable[..., Match | None]
    fullmatch: Callable[..., Match | None]
    search: Callable[..., Match | None]
    findall: Callable[..., list[str]]
    finditer: Callable[..., Iterator[Match]]
    split: Callable[..., list[str]]
    sub: Callable[..., str]
    subn: Callable[..., tuple[str, int]]

    def __init__(self, template: str) -> None:
        self._template = template

    def __getattr__(self, name: str) -> Any:
        """Compile on the first use of a method; from then on each is an attribute of its own."""
        if name not in self.__slots__:
            raise AttributeError(name)
        compiled = re.compile(expression(self._template))
        for method in self.__slots__[1:]:
            setattr(self, method, getattr(compiled, method))
        return getattr(self, name)

    @property
    def expression(self) -> str:
        """The regular expression itself."""
        return expression(self._template)


def every_word() -> Iterator[tuple[str, str]]:
    """Yield each word of the lexicon with its class."""
    for name, listed in _classes().items():
        yield from ((name, word) for word in listed)


def every_shape() -> Iterator[tuple[str, str]]:
    """Yield each shape with its name, as it is written."""
    yield from _shapes().items()
