"""The text of a ``book.toml`` → its table, and what is wrong with it in the words of who writes one.

The file may be in any encoding that a text may be in. What people write instead of TOML's marks is recognised.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from publish.decoding import decode, shown
from publish.diagnostics import failure
from publish.opening import OutsideError, read_inside
from publish.wording import N_, _


def read_table(toml: Path) -> tuple[dict[str, Any], str]:
    """Return the table that stands in *toml*, and its text. Raises `PublishError` B103, B201, B204, P104."""
    try:
        data = read_inside(toml.parent, toml.name, "description-size")
    except OutsideError as error:
        raise failure("B204", shown(toml), path=toml.name) from error
    except OSError as error:
        raise failure("B103", shown(toml), reason=error.strerror) from error
    text = decode(data, shown(toml)).text.replace("\r\n", "\n") if data.strip() else ""
    try:
        return tomllib.loads(text), text
    except tomllib.TOMLDecodeError as error:
        line, column = _place(str(error), text)
        raise failure("B201", shown(toml), line, column, reason=_reason(str(error), line, text)) from error
    except (RecursionError, ValueError) as error:
        raise failure("B201", shown(toml), reason=error) from error


def _place(error: str, text: str) -> tuple[int, int | None]:
    where = re.search(r"line (\d+), column (\d+)", error)
    return (int(where[1]), int(where[2])) if where else (len(text.splitlines()), None)


_MARKS = {
    "“": '"',
    "”": '"',
    "„": '"',
    "＂": '"',
    "‘": "'",
    "’": "'",
    "＇": "'",
    "「": '"',
    "」": '"',
    "＝": "=",
    "：": "=",
}
_MARKS |= {"，": ",", "、": ",", "［": "[", "］": "]", "【": "[", "】": "]", "｛": "{", "｝": "}", "．": ".", "＃": "#"}
"""Marks of Chinese text, and what TOML has for them."""
_QUOTED = re.compile(r"""\"(?:[^"\\]|\\.)*"|'[^']*'|\#.*""")
_REASONS = {
    "Invalid value": N_('no value that TOML knows: a text stands in quotation marks, "…"'),
    "Expected '=' after a key in a key/value pair": N_("no = behind the key"),
    "Cannot overwrite a value": N_("this key is there twice"),
    "Cannot declare": N_("this table is there twice"),
    "Unterminated string": N_("a quotation mark is never closed"),
    "Illegal character": N_("a quotation mark is never closed on its line"),
    "Unclosed array": N_("[ is never closed"),
    "Unclosed inline table": N_("{{ is never closed"),
    "Expected newline or end of document": N_("something stands behind the value: one key a line"),
    "Invalid statement": N_("neither a key nor a table begins here"),
    "Unescaped '\\\\'": N_("a backslash in quotation marks is written twice, or the text stands in single ones"),
}
"""What tomllib says, by its beginning, in other words."""


def _reason(error: str, line: int, text: str) -> str:
    """Return why the *line* of *text* is no TOML: a mark of Chinese text, or what tomllib says in other words."""
    lines = text.split("\n")
    bare = _QUOTED.sub("", lines[line - 1]) if line <= len(lines) else ""
    if mark := next((char for char in bare if char in _MARKS), None):
        return _("{mark} is a mark of Chinese text: TOML has {plain} here").format(mark=mark, plain=_MARKS[mark])
    reason = error.partition(" (at")[0]
    return next((_(ours).format() for theirs, ours in _REASONS.items() if reason.startswith(theirs)), reason)


# --- values --------------------------------------------------------------------------------------------------------


def with_plain_dates(table: Mapping[str, Any]) -> dict[str, Any]:
    """Return *table*, its ``date`` as text, where it is one of TOML's own dates or a year that stands as a number."""
    value = table.get("date")
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date) or (isinstance(value, int) and not isinstance(value, bool)):
        return {**table, "date": str(value)}
    return dict(table)


_KINDS = {
    "str": N_('a text in quotation marks, "…"'),
    "int": N_("a whole number"),
    "float": N_("a number"),
    "bool": N_("true or false"),
    "array": N_('a list, ["…", "…"]'),
    "object": N_("a table"),
    "date": N_("a date"),
    "datetime": N_("a date and time"),
    "time": N_("a time of day"),
}


def wrong_value(reason: str, choices: Sequence[str]) -> str:
    """Return what `msgspec` says of a value, ``Expected `str | null`, got `int```, in words.

    *choices* are the values that it may have, where these are few.
    """
    if choices:
        return _("it is one of {choices}").format(choices=", ".join(choices))
    if lacking := re.search(r"required field `(.+)`", reason):
        return _("“{key}” is missing").format(key=lacking[1])
    if bound := re.fullmatch(r"Expected `int`(?: \| null`?)? (>=|<=) (\d+)", reason):
        words = _("a whole number of at least {bound}") if bound[1] == ">=" else _("a whole number of at most {bound}")
        return words.format(bound=bound[2])
    if not (found := re.fullmatch(r"Expected `(.+)`, got `(.+)`", reason)):
        return reason
    wanted = [_(_KINDS.get(kind, kind)) for kind in found[1].split(" | ") if kind != "null"]
    return _("{wanted} is wanted here, not {given}").format(
        wanted=_(" or ").join(wanted), given=_(_KINDS.get(found[2], found[2]))
    )


def line_of_key(key: str, text: str, table: str = "") -> int | None:
    """Return the line of *text*, a book.toml or a front matter, on which *key* is given a value.

    Where *table* is named, it is sought below the head of that.
    """
    lines = text.splitlines()
    head = rf"\s*\[+\s*{re.escape(table)}\s*\]"
    start = next((at for at, line in enumerate(lines) if re.match(head, line)), 0) if table else 0
    for number, line in enumerate(lines[start:], start + 1):
        if re.match(rf"""\s*(?:.*[{{,]\s*)?["']?{re.escape(key)}["']?\s*[=:]""", line):
            return number
    return None
