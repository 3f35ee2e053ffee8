"""Diagnostics that a person has seen and accepted: the keys of ``accept`` in ``book.toml``.

A key is the code, the file and the words of the line, ``P502:page.txt:“…words…”``, which stand when lines above them
are added or taken away. ``CODE:file`` takes all of a file, and ``CODE:file:line`` one line by its number, in a
source with pages ``CODE:file:page:line``.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from publish.diagnostics import Diagnostic
from publish.opening import read_inside

_KEY = re.compile(
    r"(?P<code>[A-Z][0-9]{3}):(?P<file>.*?)(?::(?:[“\"](?P<words>.+)[”\"]|(?P<place>[0-9]+(?::[0-9]+)?)))?", re.DOTALL
)


def is_key(text: str) -> bool:
    """Tell whether *text* is built like a key of ``accept``."""
    return _KEY.fullmatch(text) is not None


class Acceptance:
    """What a book accepts, and which of it was met."""

    def __init__(self, keys: Iterable[str] = ()) -> None:
        self._met = dict.fromkeys(keys, False)
        self._by_code: defaultdict[str, list[tuple[str, re.Match[str]]]] = defaultdict(list)
        for key in self._met:
            if parts := _KEY.fullmatch(key):
                self._by_code[parts["code"]].append((key, parts))

    def takes(self, diagnostic: Diagnostic) -> bool:
        """Tell whether a key names *diagnostic*; all that do are met then."""
        named = [key for key, parts in self._by_code.get(diagnostic.code, ()) if _names(parts, diagnostic)]
        self._met.update(dict.fromkeys(named, True))
        return bool(named)

    def stale(self, letters: str) -> Iterator[str]:
        """Yield the keys of the stages whose codes begin with one of *letters* under which nothing was reported."""
        return (key for key, met in self._met.items() if not met and key[:1] in letters)


def _names(parts: re.Match[str], diagnostic: Diagnostic) -> bool:
    """Tell whether the key of *parts* names *diagnostic*: its file by its path or by its name."""
    file = diagnostic.file or ""
    if parts["file"] not in {file, file.rpartition("/")[2]}:
        return False
    if parts["words"]:
        return _bare(parts["words"]) in _bare(diagnostic.text or "")
    return parts["place"] is None or parts["place"] == diagnostic.numbers


def _bare(words: str) -> str:
    """Return *words* without white space and without the dots that say that more stands before or after."""
    return "".join(words.split()).strip("…")


def write_acceptance(toml: Path, keys: Sequence[str], stale: Sequence[str]) -> None:
    """Add *keys* to ``accept`` in *toml*, which is made where there is none, and take the *stale* ones out.

    Comments and order stay as they are. Raises `PublishError` O101 where the disk refuses.
    """
    import tomlkit

    from publish.output import write_whole

    known = read_inside(toml.parent, toml.name, "description-size").decode("utf-8-sig") if toml.exists() else ""
    document = tomlkit.parse(known)
    if "accept" not in document:
        document["accept"] = tomlkit.array()
    accepted: Any = document["accept"]
    for key in stale:
        accepted.remove(key)
    for key in keys:
        accepted.append(key)
    accepted.multiline(len(accepted) > 1)
    write_whole(toml, tomlkit.dumps(document).encode())
