"""The front matter of a manuscript, in YAML with the keys of ``book.toml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import yaml

from publish.book import Book
from publish.diagnostics import Diagnostic, Report, failure
from publish.edition import Settings, line_of_key, settings_from
from publish.pictures import path_of
from publish.source import Source


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
    told: dict[str, Any] = {key: value for key, value in keys.items() if value not in (None, [])}
    if len(set(headings)) < len(headings):
        told["merge-sections"] = False
    text = yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=float("inf"))
    return f"---\n{text}---"


_FENCE = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE)
_ELSEWHERE = ("sources", "encoding", "parse", "accept")


def read_front_matter(source: Source, report: Report) -> tuple[Settings, str]:
    """Return what the front matter says, and the text with empty lines in its place."""
    text = re.sub("[\f\v\x85\u2028\u2029]", " ", source.text)
    found = _FENCE.match(text)
    if not found:
        return Settings(), text
    table = _table(found[1], source.name)
    settings = settings_from(table, source.name, found[0], strict=False)
    for key in _ELSEWHERE:
        if key in table:
            report(Diagnostic("M103", source.name, line_of_key(key, found[0]), None, {"key": key}))
    return settings, "\n" * found[0].count("\n") + text[found.end() :]


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
