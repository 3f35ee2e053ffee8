"""What is known of a book before it is read, and forms to be filled in with it: ``{publication} {date:%Y年%m月}``.

A form knows the names of facts and the parts of a date; nothing else of Python's formats, for a stranger may have
written it. What is not known of a book leaves nothing behind: of a date without a day, ``%d日`` is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from string import Formatter

from publish.wording import _

Facts = Mapping[str, str]
"""The facts of a book by their names; a date is ISO 8601, no more exact than it is."""
FACTS = ("publication", "date", "folder", "file")
"""The facts that there may be of any book: folder and file are names, without the ending."""
_PARTS = {"%Y": (0, "{:04}"), "%m": (1, "{:02}"), "%-m": (1, "{}"), "%d": (2, "{:02}"), "%-d": (2, "{}")}
"""The parts of a date that a form knows: which number of it, and how it is written."""
_PART = re.compile(r"(%-?[A-Za-z%])([^%]*)")


def filled(form: str, facts: Facts) -> str:
    """Return *form* filled in with *facts*, white space that nothing stands in closed up."""
    pieces: list[str] = []
    for text, name, spec, _conversion in Formatter().parse(form):
        pieces.append(text)
        if name is not None and (fact := facts.get(name)):
            pieces.append("".join(_dated(fact, spec)) if spec else fact)
    return " ".join("".join(pieces).split())


def _dated(iso: str, spec: str) -> Iterator[str]:
    """Yield *iso*, a date, as *spec* asks for it, as far as it is known."""
    numbers = [int(part) for part in iso.split("-")]
    yield spec[: spec.find("%")]
    for part, behind in _PART.findall(spec):
        at, form = _PARTS[part]
        if at < len(numbers):
            yield form.format(numbers[at]) + behind


def fault_of_form(form: str, known: Sequence[str]) -> str | None:
    """Return what is wrong with *form*, whose facts are the *known* ones; None where nothing is."""
    try:
        parts = [
            (name, spec, conversion) for _text, name, spec, conversion in Formatter().parse(form) if name is not None
        ]
    except ValueError:
        return _("a brace is never closed: {{publication}} stands in two").format()
    for name, spec, conversion in parts:
        if name not in known:
            return _("no fact “{name}”: there are {known}").format(name=name, known=", ".join(known))
        if conversion or (spec and (name != "date" or _faulty(spec))):
            return _("of a date it knows {parts}: {{date:%Y年%-m月}}").format(parts=", ".join(_PARTS))
    return None


def _faulty(spec: str) -> bool:
    return "%" not in spec or any(part not in _PARTS for part, _behind in _PART.findall(spec))
