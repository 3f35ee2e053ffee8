"""The front matter of a manuscript, in YAML: the keys of ``book.toml``, and what other programs write there.

Site generators (Hexo, Jekyll, Hugo), note books (Obsidian) and web clippers have keys of their own. Those that say what
a book can say are read (`_MEANINGS`); the rest is named in one notice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

import yaml

from publish.book import Book
from publish.description import line_of_key
from publish.diagnostics import Diagnostic, Report, failure
from publish.edition import KEYS, Settings, settings_from
from publish.pictures import path_of
from publish.source import Source
from publish.wording import _


def write_front_matter(book: Book) -> str:
    """Return the front matter that says what the title page of *book* says."""
    keys: dict[str, Any] = {
        "title": book.title,
        "subtitle": book.subtitle,
        "authors": list(book.authors),
        "editors": list(book.editors),
        "publisher": book.publisher,
        "date": book.date,
        "identifier": book.identifier,
        "language": book.language,
        "rights": book.rights,
        "description": book.description,
        "subjects": list(book.subjects),
        "series": {"title": book.series.title, "number": book.series.number} if book.series else None,
        "cover": path_of(book.cover) if book.cover else None,
    }
    if isinstance(keys["series"], dict) and keys["series"]["number"] is None:
        del keys["series"]["number"]
    headings = [chapter.heading for chapter in book.chapters if chapter.heading is not None]
    stated: dict[str, Any] = {key: value for key, value in keys.items() if value not in (None, [])}
    if len(set(headings)) < len(headings):
        stated["merge-sections"] = False
    text = yaml.safe_dump(stated, allow_unicode=True, sort_keys=False, width=float("inf"))
    return f"---\n{text}---"


_FENCE = re.compile(r"---[ \t]*\n(?!\s*\n)(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
"""Not a line drawn above a text: below that one stands an empty line (Pandoc, extension `yaml_metadata_block`)."""
_SPACED = re.compile(
    r"---[ \t]*\n\s*\n((?:[A-Za-z_][\w.-]*[ \t]*:[^\n]*\n\s*|[ \t]*-[ \t][^\n]*\n\s*){2,40}?)---[ \t]*$", re.MULTILINE
)
"""The same with an empty line between its lines, as some programs store it: all of it is keys, two at the least."""
_ELSEWHERE = ("sources", "encoding", "parse", "accept", "chapters", "drop")

_MEANINGS = {
    "excerpt": "description",  # Hexo
    "summary": "description",  # Hugo
    "tags": "subjects",  # all of them
    "tag": "subjects",
    "keywords": "subjects",
    "categories": "subjects",  # Hexo, Jekyll, Hugo
    "category": "subjects",
    "published": "date",  # Obsidian Web Clipper
    "pubdate": "date",  # Hugo
    "source": "source",  # Obsidian Web Clipper, MarkDownload
    "url": "source",
    "link": "source",
    "original": "source",
}
"""Keys of other programs, lower case, with the key of ``book.toml`` that says the same; ``source`` is an address."""
_LISTS = ("authors", "editors", "subjects")
_TEXTS = ("title", "subtitle", "author", "editor", "publisher", "date", "rights", "description", "source")
_TABLES = ("series", "index", "parse", "traditional", "style", "pdf", "epub")
_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_PARTING = re.compile(r"[、，,;；]")
_MOMENT = re.compile(r"(\d{4}-\d{1,2}-\d{1,2})[T ]+\d")
"""A date with the time of day, which a book does not print."""


class FrontMatter(NamedTuple):
    """What stands at the head of a manuscript."""

    settings: Settings
    """What it says of a book."""
    source: str | None
    """Where another program took the page from: an address, as a rule."""
    text: str
    """The manuscript, with empty lines in place of its front matter."""
    foreign: bool = False
    """Whether another program wrote it: it has keys that no book has."""
    headings: str | None = None
    """What it says that headings are (`edition.ParseHints.headings`)."""


def read_front_matter(source: Source, report: Report) -> FrontMatter:
    """Return what the front matter of *source* says, and the text with empty lines in its place.

    A key that no book has is no error, since another program may have written it: all are named in one notice (M105),
    one that looks like a slip of the pen in a warning (M106). Raises `PublishError` M101, M102, B203.
    """
    text = re.sub("[\f\v\x85\u2028\u2029]", " ", source.text)
    found = _FENCE.match(text) or _SPACED.match(text)
    if not found:
        return FrontMatter(Settings(), None, text)
    table = dict(_table(found[1], source.name))
    headings = table.pop("headings", None)
    if headings not in (None, "orders", "evidence"):
        reason = _("write “orders” or “evidence”")
        raise failure("B203", source.name, line_of_key("headings", found[0]), key="headings", reason=reason)
    known, unused = _sorted(table)
    address = known.pop("source", None)
    settings = settings_from(known, source.name, found[0], strict=False)
    for key in _ELSEWHERE:
        if key in table:
            report(Diagnostic("M103", source.name, line_of_key(key, found[0]), None, {"key": key}))
    _report_unused(unused, source.name, found[0], report)
    foreign = any(key not in KEYS for key in table)
    return FrontMatter(settings, address, "\n" * found[0].count("\n") + text[found.end() :], foreign, headings)


def _sorted(table: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """Return what *table* says of a book, as ``book.toml`` would have it, and the keys that say nothing of it.

    What stands in our own words goes before what another program says, and of two of those the first.
    """
    known: dict[str, Any] = {}
    unused: list[str] = []
    for key in sorted(table, key=lambda key: key not in KEYS):
        meaning = key if key in KEYS else _MEANINGS.get(key.lower(), key.lower())
        if meaning in ("author", "editor") and isinstance(table[key], list):
            meaning += "s"
        value = _value(meaning, table[key])
        if value is not None and meaning in _LISTS:
            values = known.setdefault(meaning, [])
            values += [each for each in value if each not in values] if values else value
        elif value is not None and meaning not in known:
            known[meaning] = value
        else:
            unused.append(key)
    return known, sorted(unused, key=list(table).index)


_WIKI = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
"""A link of a note book, which shows what stands behind its stroke: [[岑夏]], [[people/cenxia|岑夏]]."""


def _value(key: str, value: Any) -> Any:
    """Return *value* as the key of ``book.toml`` has it, or None where it says nothing that a book can use."""
    value = _named(value)
    if key in _LISTS:
        parts = _PARTING.split(value) if isinstance(value, str) else value if isinstance(value, list) else ()
        return [part.strip() for part in map(_named, parts) if isinstance(part, str) and part.strip()] or None
    if key in _TEXTS:
        found = _MOMENT.match(value) if isinstance(value, str) else None
        return found[1] if found and key == "date" else value or None if isinstance(value, str) else None
    if key in _TABLES:
        return value if isinstance(value, Mapping) else None
    if key == "language":
        return value if isinstance(value, str) and _TAG.fullmatch(value) else None
    return value if key in KEYS else None


def _named(value: Any) -> Any:
    """Return the name in *value*, a person of whom more is told (Quarto, Hugo: name, CSL: literal), or *value*."""
    if isinstance(value, Mapping) and (names := [value[key] for key in ("name", "literal") if value.get(key)]):
        value = names[0]
    return _WIKI.sub(r"\1", value) if isinstance(value, str) else value


def _report_unused(keys: Sequence[str], file: str, text: str, report: Report) -> None:
    slips = {key: near[0] for key in keys if key not in KEYS and (near := get_close_matches(key, KEYS, 1, cutoff=0.8))}
    for key, nearest in slips.items():
        report(Diagnostic("M106", file, line_of_key(key, text), None, {"key": key, "nearest": nearest}))
    if rest := [key for key in keys if key not in slips]:
        report(Diagnostic("M105", file, line_of_key(rest[0], text), None, {"keys": ", ".join(rest)}))


class _Loader(yaml.BaseLoader):  # type: ignore[misc]  # PyYAML has no types
    """Reads YAML, and no key twice: YAML 1.2, section 3.2.1.1, asks for that, and PyYAML takes the last."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Return the keys of *node* with their values."""
        table: dict[Any, Any] = super().construct_mapping(node, deep)
        if len(table) < len(node.value):
            seen = [key.value for key, _ in node.value]
            twice = next(key for key, _ in reversed(node.value) if seen.count(key.value) > 1)
            raise yaml.constructor.ConstructorError(None, None, f"{twice.value} is there twice", twice.start_mark)
        return table


def _table(yaml_text: str, file: str) -> Mapping[str, Any]:
    try:
        # Every scalar stays the text that it is: a date, a year or a number are what the title page prints.
        table = yaml.load(yaml_text, _Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 2 if error.problem_mark else None
        raise failure("M101", file, line, reason=error.problem) from error
    except (yaml.YAMLError, RecursionError) as error:
        raise failure("M101", file, 1, reason=str(error).split("\n")[0]) from error
    if table is not None and not isinstance(table, dict):
        raise failure("M102", file, 1)
    return table or {}
