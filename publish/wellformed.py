"""What a file of a book may hold: book → the same book without it, each loss reported.

XML 1.0 forbids NUL, most control characters, lone surrogates, U+FFFE and U+FFFF (clause 2.2, production Char) and
discourages the C1 controls and the other non-characters. A single one makes a reader refuse the whole file, or loses
the text after it. They are taken out here, once, so that no later stage has to think of them; so are links that are
no web or mail address.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, TypeVar
from urllib.parse import SplitResult, quote, urlsplit, urlunsplit

from publish.book import Article, Book, Chapter, Link
from publish.crosslinks import number_of
from publish.diagnostics import Diagnostic, Report
from publish.walk import Node, with_children, with_texts

_FORBIDDEN = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd"
    + "".join(f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 17))
    + "]"
)
_URL_CHARACTERS = "%/:=&?~+!$,;'@()*-._"
_NO_HOST = re.compile(r"""[\s"<>\\^`{|}%]""")
_Kind = TypeVar("_Kind", bound=Node)


def wellformed(book: Book, report: Report) -> Book:
    """Return *book* without what XML forbids (E101) and without links that lead to no web or mail address (E102).

    A book that has none of either is returned as it is.
    """
    return _Cleaner(report).clean(book)


def web_address(href: str) -> str | None:
    """Return *href* as a valid URL, escaped as in RFC 3986, 3; None where it is no web or mail address."""
    try:
        parts = urlsplit(href.strip())
        valid = (
            "@" in parts.path if parts.scheme == "mailto" else parts.scheme in ("http", "https") and _has_host(parts)
        )
    except ValueError:  # no such port, an unfinished [, a label of the host too long or empty
        return None
    if not valid or _FORBIDDEN.search(href):
        return None
    escaped = (_escaped(part) for part in (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme, parts.netloc, *escaped))


def _has_host(parts: SplitResult) -> bool:
    host = parts.hostname or ""
    if ":" not in host:
        host.encode("idna").decode("idna")
    return bool(host and not _NO_HOST.search(host) and parts.port != 0)


def _escaped(part: str) -> str:
    return re.sub("%(?![0-9A-Fa-f]{2})", "%25", quote(part, safe=_URL_CHARACTERS))


class _Cleaner:
    """Walks a book and remembers where it stands, for the diagnostics."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._file: str | None = None
        self._line: int | None = None

    def clean(self, node: _Kind) -> _Kind:
        """Return *node*, or a copy of it where anything in it had to go."""
        self._stand_at(node)
        cleaned: Any = with_children(with_texts(node, self._text), lambda child: (self.clean(child),))
        return self._link(cleaned) if isinstance(cleaned, Link) else cleaned  # type: ignore[return-value]

    def _link(self, link: Link) -> Link:
        href = link.href if number_of(link) else web_address(link.href)
        if href is None and link.href:
            self._report(Diagnostic("E102", self._file, self._line, facts={"href": link.href}))
        return link if href == link.href else replace(link, href=href or "")

    def _text(self, text: str) -> str:
        if text.isascii() and text.isprintable():
            return text
        found = _FORBIDDEN.findall(text)
        if not found:
            return text
        characters = ", ".join(f"U+{ord(character):04X}" for character in dict.fromkeys(found))
        self._report(Diagnostic("E101", self._file, self._line, facts={"characters": characters}))
        return _FORBIDDEN.sub("", text)

    def _stand_at(self, node: Node) -> None:
        if isinstance(node, Article | Chapter):
            self._file, self._line = node.source or None, node.line
        elif places := getattr(node, "places", ()):
            self._line = places[0].line
