"""CSS as old devices read it: what makes them refuse a book or lay it out badly (V601 to V605).

Kobo's and Adobe's readers (RMSDK) refuse a whole book for a function that they do not know, such as ``min()``; a face
on the text shuts the font menu of Kindle; a colour is kept at night, when the page is black.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_KNOWN_FUNCTIONS = {"url", "local", "format", "attr", "counter", "counters", "rgb", "lang", "not", "nth-child"}
_KNOWN_RULES = {"charset", "font-face", "page"}
_TEXT = r"(?:html|body|p|\*)"
_COLOUR = re.compile(r"[;{\s]((?:background(?:-color)?|color)\s*:(?!\s*(?:inherit|transparent))[^;}]+)")
_FACE_FOR_TEXT = re.compile(rf"(?:^|[}},\n])\s*{_TEXT}(?:\s*,\s*{_TEXT})*\s*{{[^}}]*?(font-family)")
_FUNCTION = re.compile(r"(?<![\w:-])([\w-]+)\(")
_RULE = re.compile(r"@([\w-]+)")
_URL = re.compile(r"""url\(\s*["']?([^"')]+)""")


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault of a style sheet: the code of its rule, the line, the facts."""

    code: str
    line: int | None
    facts: Mapping[str, str] = field(default_factory=dict)


def read_stylesheet(css: str) -> Iterator[Finding]:
    """Yield what old devices would stumble over in *css*."""
    code = _without_strings(without_comments(css))
    if code.count("{") != code.count("}") or code.count('"') % 2:
        yield Finding("V601", None)
    for name, line in _found(_FUNCTION, code):
        if name.lower() not in _KNOWN_FUNCTIONS:
            yield Finding("V602", line, {"function": name})
    for name, line in _found(_RULE, code):
        if name not in _KNOWN_RULES:
            yield Finding("V603", line, {"rule": name})
    for declaration, line in _found(_COLOUR, _without_pictures(code)):
        yield Finding("V604", line, {"declaration": declaration.strip()})
    for _name, line in _found(_FACE_FOR_TEXT, code):
        yield Finding("V605", line)


def _without_pictures(code: str) -> str:
    """Return *code* without the rules for pictures alone, which may have a ground; each line where it was."""
    return re.sub(r"(?<=[}\n])\s*img[.\w-]*\s*\{[^}]*\}", lambda rule: "\n" * rule[0].count("\n"), code)


def addresses(css: str) -> Iterator[tuple[str, int]]:
    """Yield the addresses in *css*, each with its line."""
    return _found(_URL, without_comments(css))


def without_comments(css: str) -> str:
    """Return *css* without its comments, each line where it was."""
    return re.sub(r"/\*.*?\*/", lambda comment: "\n" * comment[0].count("\n"), css, flags=re.DOTALL)


def _without_strings(css: str) -> str:
    return re.sub(r'"[^"\n]*"', '""', css)


def _found(pattern: re.Pattern[str], css: str) -> Iterator[tuple[str, int]]:
    """Yield the first group of each match and its line."""
    for match in pattern.finditer(css):
        yield match[1], css.count("\n", 0, match.start(1)) + 1
