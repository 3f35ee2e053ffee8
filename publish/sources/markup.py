"""HTML and XML → elements: lxml is used here and nowhere else. Nothing is fetched, no entity of a file is put in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from lxml import etree

Element = Any
"""An element of lxml: `tag`, `text`, `tail`, `get`, its children by iteration. lxml ships no types."""

_DEEPEST = 256
"""Elements inside one another: more than pages have, and what Python's stack bears where each is read by a function."""


_MOST_ATTRIBUTES = 10_000
"""Attributes of an element: the parser holds each against all before it."""
_LARGE = 100_000
"""Characters of a page in which too few attributes have room to hold up anybody."""
_TAG = re.compile(r"""<[A-Za-z](?:[^>"']|"[^"]*"|'[^']*')*+""")


class UnsoundMarkup(Exception):  # noqa: N818 - it says what the markup is
    """Markup that cannot be read; the message says why."""


def parse_html(text: str) -> Element:
    """Return the root of *text*, an HTML page however badly written. Raises `UnsoundMarkup`."""
    if len(text) > _LARGE and any(map(_has_attributes_without_end, _tags(text))):
        raise UnsoundMarkup(f"more than {_MOST_ATTRIBUTES} attributes in one element")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True)
    return _parsed(_END_OF_PAGE.sub("", text.replace("\0", "")).encode("utf-8", "replace"), parser)


_END_OF_PAGE = re.compile(r"</(?:html|body)\s{0,9}>", re.IGNORECASE)
"""Where a page says that it ends, and often goes on: a browser reads what follows (HTML Living Standard, 13.2.6.4.19).

libxml2 leaves it out where no body has begun.
"""


def _tags(text: str) -> Iterator[re.Match[str]]:
    """Yield the tags of *text*, a page, without what looks like some in its scripts."""
    start = 0
    while (begun := _SCRIPT.search(text, start)) and (ended := _END_OF_SCRIPT.search(text, begun.end())):
        yield from _TAG.finditer(text, start, begun.end())
        start = ended.end()
    yield from _TAG.finditer(text, start)


_SCRIPT = re.compile("<script\\b[^>]{0,1000}>", re.IGNORECASE)
_END_OF_SCRIPT = re.compile("</script", re.IGNORECASE)


def _has_attributes_without_end(tag: re.Match[str]) -> bool:
    length = tag.end() - tag.start()
    return length > _MOST_ATTRIBUTES and max(len(tag[0].split()), tag[0].count("=")) > _MOST_ATTRIBUTES


def parse_xml(data: bytes) -> Element:
    """Return the root of *data*, an XML document; its entities stay as they are. Raises `UnsoundMarkup`."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_pis=True)
    return _parsed(data, parser)


def _parsed(data: bytes, parser: Any) -> Element:
    try:
        root = etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnsoundMarkup(str(error).partition(" (")[0]) from error
    if root is None:
        raise UnsoundMarkup("no elements")
    for entry in parser.error_log.filter_from_fatals():
        if "depth" in entry.message:
            raise UnsoundMarkup(f"more than {_DEEPEST} elements inside one another")
    return root


def is_element(node: Element) -> bool:
    """Tell whether *node* is an element, and no comment, instruction or entity."""
    return isinstance(node.tag, str)


def comments(root: Element) -> Iterator[str]:
    """Yield the text of each comment in *root*, in order."""
    return (node.text or "" for node in root.iter(etree.Comment))


def local_name(element: Element) -> str:
    """Return the name of *element*, without its namespace, in lower case."""
    return _local(element.tag) if isinstance(element.tag, str) else ""


@lru_cache(maxsize=1024)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2].lower()
