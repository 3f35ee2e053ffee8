"""What the package document of an EPUB says of the book, as settings of its title page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from publish.edition import SeriesKeys, Settings
from publish.sources.ebook.container import Container, Metadata
from publish.sources.markup import Element, is_element, local_name

_ROLES = {"aut": "author", "edt": "editor", "": "author"}
_TAG = re.compile(r"zh(?:-[A-Za-z0-9]{2,8})*|[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def title_page(container: Container) -> Settings:
    """Return what the package document in *container* says."""
    metadata = container.metadata
    titles = dict(_titles(metadata))
    persons = list(_persons(metadata))
    language = next(iter(metadata.texts("language")), "")
    return Settings(
        title=titles.get("main"),
        subtitle=titles.get("subtitle"),
        authors=tuple(name for role, name in persons if role == "author"),
        editors=tuple(name for role, name in persons if role == "editor"),
        publisher=_first(metadata.texts("publisher")),
        date=_date(metadata),
        language=language if _TAG.fullmatch(language) and language.startswith("zh") else None,
        rights=_first(metadata.texts("rights")),
        description=_plain(_first(metadata.texts("description"))),
        subjects=tuple(dict.fromkeys(metadata.texts("subject"))),
        series=_series(metadata),
    )


def _first(texts: Iterable[str]) -> str | None:
    return next(iter(texts), None)


def _titles(metadata: Metadata) -> Iterator[tuple[str, str]]:
    """Yield the titles with their types; the first is the main one, where none is marked as such (EPUB 3.3, D.3.14)."""
    listed = metadata.stated.get("title", [])
    typed = [(metadata.of(element, "title-type"), " ".join("".join(element.itertext()).split())) for element in listed]
    main = next(
        (text for kind, text in typed if kind == "main"), next((text for kind, text in typed if not kind), None)
    )
    if main:
        yield "main", main
    yield from (("subtitle", text) for kind, text in typed if kind == "subtitle" and text)


def _persons(metadata: Metadata) -> Iterator[tuple[str, str]]:
    for element in [*metadata.stated.get("creator", []), *metadata.stated.get("contributor", [])]:
        creator = local_name(element) == "creator"
        role = (metadata.of(element, "role") or "").lower() or ("aut" if creator else "ctb")
        name = " ".join("".join(element.itertext()).split())
        if name and (role == "edt" or (creator and role in _ROLES)):
            yield _ROLES[role], name


def _date(metadata: Metadata) -> str | None:
    """Return the date of publication, the day without its time."""
    for element in metadata.stated.get("date", []):
        event = metadata.of(element, "event")
        found = re.match(r"(?!0101|1[0-7]\d\d)\d{4}(?:-\d\d(?:-\d\d)?)?", "".join(element.itertext()).strip())
        if found and event in (None, "publication"):
            return found[0]
    return None


def _series(metadata: Metadata) -> SeriesKeys | None:
    title, number = metadata.named.get("belongs-to-collection"), None
    if title:
        number = next(
            (refined.get("group-position") for refined in metadata.refined.values() if "collection-type" in refined),
            None,
        )
    elif title := metadata.named.get("calibre:series"):
        number = metadata.named.get("calibre:series_index")
    return SeriesKeys(title=title, number=number) if title else None


def _plain(text: str | None) -> str | None:
    """Return *text*, a description that may be written in HTML, without its tags."""
    return re.sub(r"<[^<>]{1,200}>", "", text).strip() or None if text else None


# --- of an EPUB of this program --------------------------------------------------------------------------------------


def facts_of_colophon(root: Element | None) -> frozenset[str]:
    """Return the terms of the colophon: what the book says itself, and is not reckoned from its articles."""
    if root is None:
        return frozenset()
    terms = (
        element
        for element in root.iter()
        if is_element(element) and element.get("class") == "term" and element.getparent().get("class") != "reckoned"
    )
    return frozenset("".join(term.itertext())[:-1] for term in terms)
