"""What a page says of its article where nobody reads it: JSON-LD, OpenGraph, ``<meta>``, ``<title>``, comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta, timezone
from typing import Any

from publish.sources.markup import Element, comments
from publish.sources.webpage.platforms import Platform
from publish.sources.webpage.selectors import Index


@dataclass(frozen=True, slots=True)
class Metadata:
    """Fields of an article; each None where nothing says it."""

    kicker: str | None = None
    title: str | None = None
    subtitle: str | None = None
    byline: str | None = None
    publication: str | None = None
    date: str | None = None
    page: str | None = None


def read_metadata(index: Index, platform: Platform) -> tuple[Metadata, Metadata]:
    """Return what the platform's own comment and scripts say of the article, and what metadata of the web's kind do."""
    own = _of_scripts(index, platform.script) | _of_comment(index.elements[0], platform)
    return Metadata(**own), _of_web(index)


# --- comments of a platform ----------------------------------------------------------------------------------------


def _of_comment(root: Element, platform: Platform) -> dict[str, str]:
    tags_of = platform.property
    if not tags_of:
        return {}
    text = next((text for text in comments(root) if tags_of["opens"] in text), "")
    found = {name: _element(text, tags) for name, tags in tags_of.items() if name != "opens"}
    return {name: _day(value) if name == "date" else value for name, value in found.items() if value}


_TIME = timezone(timedelta(hours=8))
"""The time of China: pages count seconds, and say days."""


def _of_scripts(index: Index, patterns: Mapping[str, str]) -> dict[str, str]:
    """Return what the scripts of a platform say, by the *patterns* of its fields; a moment is its day."""
    found: dict[str, str] = {}
    for script in index.of_type("script") if patterns else ():
        for name, pattern in patterns.items():
            if name not in found and (match := re.search(pattern, script.text or "")):
                said = match[1]
                found[name] = f"{datetime.fromtimestamp(int(said), _TIME):%Y-%m-%d}" if said.isdecimal() else said
    return found


def _element(text: str, names: Iterable[str]) -> str:
    for name in names:
        if found := re.search(rf"<{name}>(.*?)</{name}>", text, re.DOTALL | re.IGNORECASE):
            inside = re.sub(r"<!\[CDATA\[|\]\]>|<[^<>]*>", " ", found[1])
            return " ".join(_unescaped(inside).split())
    return ""


def _unescaped(text: str) -> str:
    from html import unescape

    return unescape(text)


# --- JSON-LD, OpenGraph, meta --------------------------------------------------------------------------------------

_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": ("og:title", "twitter:title", "articletitle", "citation_title", "title"),
    "byline": ("article:author", "og:article:author", "author", "byline", "articleauthor", "citation_author"),
    "publication": ("mediaid", "og:site_name", "source", "contentsource", "citation_journal_title"),
    "date": (
        "article:published_time",
        "og:release_date",
        "publishdate",
        "pubdate",
        "publish_date",
        "datepublished",
        "firstcreatedtime",
        "citation_publication_date",
        "citation_date",
        "dateupdate",
        "apub:time",
    ),
}
"""Names of ``meta`` elements: OpenGraph (https://ogp.me), those of Chinese governments and portals, and of journals
(Highwire Press)."""


_EACH = "citation_author"
"""What stands once for each of several."""


def _of_web(index: Index) -> Metadata:
    named: dict[str, str] = {}
    for meta in index.of_type("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name and (content := " ".join((meta.get("content") or "").split())):
            named[name] = f"{named[name]} {content}" if name == _EACH and name in named else named.get(name, content)
    tagged = {field: next((named[name] for name in names if name in named), None) for field, names in _NAMES.items()}
    linked = dict(_of_json(index))
    merged = {field.name: linked.get(field.name) or tagged.get(field.name) for field in fields(Metadata)}
    if merged["date"]:
        merged["date"] = _day(merged["date"])
    return Metadata(**merged)


_ARTICLES = re.compile(r"(?:\w*Article|BlogPosting|Report|SocialMediaPosting)")


def _of_json(index: Index) -> Iterator[tuple[str, str]]:
    """Yield the fields that JSON-LD (schema.org) gives of the article."""
    for script in index.of_type("script"):
        if script.get("type") == "application/ld+json":
            for thing in _things(script.text or ""):
                if _ARTICLES.fullmatch(str(thing.get("@type"))):
                    pairs = (
                        ("title", thing.get("headline")),
                        ("byline", _named(thing.get("author"))),
                        ("publication", _named(thing.get("publisher"))),
                        ("date", thing.get("datePublished")),
                    )
                    yield from ((name, " ".join(value.split())) for name, value in pairs if isinstance(value, str))


def _things(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    graph = data.get("@graph", data) if isinstance(data, dict) else data
    yield from (thing for thing in (graph if isinstance(graph, list) else [graph]) if isinstance(thing, dict))


def _named(value: Any) -> str | None:
    """Return the name or the names that *value*, a person or an organisation of schema.org or several, has."""
    names = [
        thing.get("name") if isinstance(thing, dict) else thing
        for thing in (value if isinstance(value, list) else [value])
    ]
    return " ".join(name for name in names if isinstance(name, str)) or None


def _day(moment: str) -> str:
    """Return the day of *moment*, a date with or without the time of day."""
    found = re.match(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?", moment)
    return found[0] if found else moment


# --- the title of the window ---------------------------------------------------------------------------------------

_PARTING = re.compile(r"\s*(?:[|｜_]|——|--|\s[-–—·]\s|(?<=[\u3400-\u9fff？！”])[-–—](?=[\u3400-\u9fff]))\s*")


def window_title(index: Index) -> str:
    """Return the title of the window that *index*, a page, has."""
    return " ".join("".join(next(iter(index.of_type("title"))).itertext()).split()) if index.of_type("title") else ""


def without_site(title: str) -> str:
    """Return *title*, that of a window, without the name of the site, which signs part from it."""
    parts = [part for part in _PARTING.split(title) if part]
    if not parts:
        return title
    return parts[0] if len(parts[0]) >= 6 else max(parts[:2], key=len)
