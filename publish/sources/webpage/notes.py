"""Notes of a page: links within it that lead from a mark in the text to what stands below."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from publish.sources.hypertext import PHRASING
from publish.sources.markup import Element, is_element, local_name
from publish.sources.webpage.selectors import Index

_MARK = re.compile(
    r"[\[(（【〔]?\s*(?:\d{1,4}|[①-⑳⑴-⒇*＊†‡※]|注\s*\d{0,3}|註\s*\d{0,3}|[a-zA-Z]|[ivxIVX]{1,5})\s*[\])）】〕]?"
)
_CALLING = re.compile(r"foot-?note|note-?ref|duokan-footnote", re.IGNORECASE)
"""Names of classes and terms of EPUB's vocabulary that call notes (Structural Semantics Vocabulary 1.1)."""


def find_notes(index: Index, body: Element, target: Mapping[str, Element] | None = None) -> dict[Element, Element]:
    """Return the elements in *body* that call notes, each with the element that is its note.

    *target* gives elements of other documents by their addresses.
    """
    calls: dict[Element, Element] = {}
    for link in body.iter():
        if is_element(link) and local_name(link) == "a" and (note := _called(link, index, target or {})) is not None:
            calls[link] = note
    notes = set(calls.values())
    return {call: note for call, note in calls.items() if not notes.intersection(call.iterancestors())}


def _called(link: Element, index: Index, others: Mapping[str, Element]) -> Element | None:
    href = link.get("href") or ""
    text = "".join(link.itertext()).strip()
    named = any(
        _CALLING.search(value) for key, value in link.attrib.items() if key in ("class", "role") or key.endswith("type")
    )
    if not href or (not named and not _MARK.fullmatch(text)):
        return None
    if href in others:
        return _whole(others[href], link)
    if not href.startswith("#"):
        return None
    found = index.with_id(href[1:]) if href[1:] else None
    if found is None or index.rank.get(found, 0) <= index.rank.get(link, 0):
        return None
    return _whole(found, link)


def _whole(found: Element, link: Element) -> Element | None:
    """Return the line or block that *found*, perhaps a mark alone at its beginning, is in; None where *link* is too."""
    while local_name(found) in PHRASING and found.getparent() is not None:
        found = found.getparent()
    around = {link, *link.iterancestors()}
    return None if found in around or local_name(found) in ("body", "html", "ol", "ul", "table", "tr") else found


_HEADING = re.compile(
    r"\s*(?:注\s*[释釋]|註\s*[释釋]|注|註|脚注|腳註|尾注|(?:foot|end)?notes?)\s*[:：]?\s*", re.IGNORECASE
)


def headings_of_notes(index: Index, notes: Mapping[Element, Element]) -> frozenset[Element]:
    """Return the headings in *index* that say nothing but that notes follow, where *notes* were found."""
    named = index.of_type("h1", "h2", "h3", "h4", "h5", "h6", "p") if notes else []
    return frozenset(element for element in named if _HEADING.fullmatch("".join(element.itertext())))


def marks_back(notes: Mapping[Element, Element]) -> Iterator[Element]:
    """Yield the links in notes that lead back to their calls: a book makes its own."""
    for note in dict.fromkeys(notes.values()):
        for link in note.iter():
            if (
                is_element(link)
                and local_name(link) == "a"
                and (link.get("href") or "").partition("#")[2]
                and link not in notes
            ):
                text = "".join(link.itertext()).strip()
                if _MARK.fullmatch(text) or len(text) <= 2 or text in ("返回", "返回正文"):
                    yield link
