"""What a program that shows a page would open or run by itself: looked for in pages made with a style's own templates.

Links that a person follows (``a``, ``area``) are none. A page is read twice, as XML and as HTML, for e-readers and
browsers read it as either, and what one takes for a comment may be an element to the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from xml.parsers import expat

from publish.stylesheets import asked_for

_ACTIVE = frozenset(
    ("script", "object", "embed", "applet", "iframe", "frame", "frameset", "portal", "base", "audio", "video", "form")
)
"""Elements that run something, or show what stands elsewhere."""
_FETCHED = frozenset(
    ("src", "srcset", "imagesrcset", "poster", "data", "background", "href", "action", "formaction", "ping", "manifest")
)
"""Attributes whose value is opened, unless a person follows it."""
_FOLLOWED = frozenset({"a", "area"})
_ADDRESS = re.compile(r"[\s\x00-\x20]*(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
_OURS = re.compile(r"\s*(?:data:(?:image|font)/|picture:)", re.IGNORECASE)
"""Pictures and fonts that stand in the page, and those that only the print engine knows by this name."""


def fetched(markup: str) -> Iterator[str]:
    """Yield what of the page *markup* would be opened from elsewhere or run, as elements and attributes.

    Raises ValueError where it is not well-formed as XML and an element of it could not be seen therefore.
    """
    reader = _Html()
    reader.feed(markup)
    reader.close()
    yield from reader.found
    yield from _in_xml(markup)


def _in_xml(markup: str) -> list[str]:
    found: list[str] = []
    style: list[str] = []
    parser = expat.ParserCreate()

    def start(name: str, attributes: dict[str, str]) -> None:
        found.extend(_in_element(name, attributes.items()))
        style.append("")

    def end(name: str) -> None:
        text = style.pop()
        found.extend(_in_css(text) if _local(name) == "style" else ())

    def characters(text: str) -> None:
        if style:
            style[-1] += text

    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, characters
    try:
        parser.Parse(markup.encode("utf-8", "replace"), True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from error
    return found


class _Html(HTMLParser):
    """Collects what is found in markup as a browser reads it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._in_style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at an element."""
        self.found += _in_element(tag, ((name, value or "") for name, value in attrs))
        self._in_style = _local(tag) == "style"

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        self._in_style = False

    def handle_data(self, data: str) -> None:
        """Look at the text of a style sheet."""
        self.found += _in_css(data) if self._in_style else ()


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()


def _in_element(name: str, attributes: Iterable[tuple[str, str]]) -> Iterator[str]:
    element = _local(name)
    if element in _ACTIVE:
        yield f"<{name}>"
    for key, value in attributes:
        attribute = _local(key)
        if key.lower().startswith("on") or (attribute == "http-equiv" and value.strip().lower() == "refresh"):
            yield f"<{name} {key}>"
        elif attribute == "style":
            yield from _in_css(value)
        elif attribute in _FETCHED and not (element in _FOLLOWED and attribute == "href"):
            fetches = any(_ADDRESS.match(part) and not _OURS.match(part) for part in value.split(","))
            yield from (f"<{name} {key}>",) if fetches else ()


def _in_css(css: str) -> Iterator[str]:
    for asked in asked_for(css):
        if asked.rule or (_ADDRESS.match(asked.address) and not _OURS.match(asked.address)):
            yield asked.address
