"""How one finds one's way in a finished EPUB: contents, NCX, headings, landmarks, links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise
from urllib.parse import urlsplit

from publish.book import Book
from publish.collation import opcodes, shorten
from publish.diagnostics import Diagnostic
from publish.verify.publication import Element, Publication
from publish.verify.titles import titles
from publish.wellformed import web_address

Faults = Iterator[Diagnostic]


def contents(publication: Publication, book: Book) -> Faults:
    """Whether contents, NCX, ``<title>`` and headings agree with the book and with one another."""
    if not publication.nav_path or not publication.contents:
        yield publication.fault("V202", publication.package_path, name="nav")
        return
    if not publication.ncx:
        yield publication.fault("V202", publication.package_path, name="NCX")
    yield from _as_in_book(publication, book)
    nav, ncx = ([(p.label, p.target, p.depth) for p in points] for points in (publication.contents, publication.ncx))
    known = {title.label for title in titles(book)}
    for number, (one, other) in enumerate(zip(nav, ncx, strict=False)):
        if one != other and not _is_right(other[0], one[0], known):
            yield publication.fault(
                "V303", publication.ncx_path, publication.ncx[number].line, found=other[0], expected=one[0]
            )
    if len(nav) != len(ncx):
        yield publication.fault("V304", publication.ncx_path, found=len(ncx), expected=len(nav))
    yield from _play_order(publication)
    yield from _contents_page(publication, known)


def _is_right(label: str, other: str, known: set[str]) -> bool:
    """Whether *label* is one of the *known* titles of the book and *other* is none: the other is wrong then."""
    return label in known and other not in known


def _as_in_book(publication: Publication, book: Book) -> Faults:
    """Compare the contents with the titles of the book; the book's own pages before and after are not counted."""
    expected = [(title.label, title.depth) for title in titles(book)]
    known = {label for label, _ in expected}
    front, back = own_pages_of(publication)
    inside = [point for point in publication.contents if point.target.partition("#")[0] not in front | back]
    points = [point for point in inside if "#" not in point.target]  # the others are crossheads
    found = [(point.label, point.depth) for point in points]
    for kind, i, j, k, m in opcodes(expected, found):
        if kind != "equal":
            wanted, stands = (" / ".join(text for text, _ in part) or "—" for part in (expected[i:j], found[k:m]))
            line = points[min(k, len(points) - 1)].line if points else None
            yield publication.fault(
                "V301", publication.nav_path, line, expected=shorten(wanted, 60), found=shorten(stands, 60)
            )
    for point in inside:
        title = _title_at(publication, point.target)
        if title is not None and title != point.label and not _is_right(point.label, title, known):
            yield publication.fault("V302", publication.nav_path, point.line, label=point.label, found=title)
    place = {path: number for number, path in enumerate(publication.spine)}
    order = [place[path] for p in points if (path := p.target.partition("#")[0]) in place]
    if order != sorted(order):
        yield publication.fault("V305", publication.nav_path)


def own_pages_of(publication: Publication) -> tuple[set[str], set[str]]:
    """Return the pages of the book itself: cover, title page and contents before the text, the colophon after it."""
    division = {path: body.get("epub:type") for path, root in publication.pages.items() for body in root.all("body")}
    kinds = ("frontmatter", "backmatter")
    front, back = ({path for path, kind in division.items() if name in kind.split()} for name in kinds)
    return front, back


def _title_at(publication: Publication, target: str) -> str | None:
    """Return the first heading at *target* of the contents, or its name where it has no heading; None if no page."""
    path, _, fragment = target.partition("#")
    root = publication.pages.get(path)
    if root is None:
        return None
    here = next((element for element in root.all() if fragment and element.get("id") == fragment), root)
    return " ".join("".join(_read_aloud(here)).split()) if here is not root else heading(root)


def _read_aloud(element: Element) -> Iterator[str]:
    """Yield the characters of a heading without the calls of notes and the readings of ruby."""
    for part in element.content:
        if isinstance(part, str):
            yield part
        elif part.name != "rt" and part.get("epub:type") != "noteref":
            yield from _read_aloud(part)


def heading(root: Element) -> str:
    """Return the name of a page: what its section is labelled by, else its first heading, else its ``<title>``."""
    for section in root.all("section", "nav"):
        if name := section.get("aria-label"):
            return name
        if name := section.get("aria-labelledby"):
            return next((element.label for element in root.all() if element.get("id") == name), "")
    named = root.first("h1", "h2", "h3", "h4", "h5", "h6") or root.first("title")
    return named.label if named else ""


def headings(publication: Publication, book: Book) -> Faults:
    """Whether each page's ``<title>`` is its heading, and no level of heading is skipped within it."""
    for path, root in publication.pages.items():
        title = root.first("title")
        if not title or not title.label:
            yield publication.fault("V202", path, name="<title>")
        elif title.label != heading(root):
            yield publication.fault("V306", path, title.line, title=title.label, heading=heading(root))
        levels = [(int(h.name[1]), h.line) for h in root.all("h1", "h2", "h3", "h4", "h5", "h6")]
        for (above, _), (level, line) in pairwise(levels):
            if level > above + 1:
                yield publication.fault("V307", path, line, level=level, above=above)


def _play_order(publication: Publication) -> Faults:
    ncx = publication.documents.get(publication.ncx_path or "")
    order = [point.get("playOrder") for point in ncx.all("navPoint", "pageTarget")] if ncx else []
    if order != [str(number) for number in range(1, len(order) + 1)]:
        yield publication.fault("V308", publication.ncx_path)


def _contents_page(publication: Publication, known: set[str]) -> Faults:
    """Compare the links of the contents page in the spine, where there is one, with those of the navigation."""
    front, back = own_pages_of(publication)
    labels = {point.target: point.label for point in publication.contents if "#" not in point.target}
    for path in sorted(front - {publication.nav_path or ""}):
        found = {}
        for link in publication.pages[path].all("a"):
            if not urlsplit(link.get("href")).scheme:
                found[publication.resolve(path, link.get("href"))[0]] = (link.label, link.line)
        if len(found) < 2:
            continue
        for target, (text, line) in found.items():
            if text != labels.get(target, text) and not _is_right(text, labels[target], known):
                yield publication.fault("V302", path, line, label=text, found=labels[target])
        for target in labels.keys() - found.keys() - front - back:
            yield publication.fault("V309", path, label=labels[target])


def landmarks(publication: Publication, book: Book) -> Faults:
    """Whether the landmarks name the book's own pages, contents and text, each once, and lead there."""
    nav = publication.pages.get(publication.nav_path or "")
    marks = [a for each in nav.with_type("landmarks") for a in each.all("a")] if nav else []
    terms = Counter(term for mark in marks for term in mark.get("epub:type").split())
    places = _places(publication)
    wanted = ({"toc"} | places.keys()) - ({"bodymatter"} if not any(True for _ in book.articles) else set())
    for term in sorted(wanted - terms.keys()) + [term for term, count in terms.items() if count > 1]:
        yield publication.fault("V310", publication.nav_path, term=term)
    for mark in marks:
        target = publication.resolve(publication.nav_path or "", mark.get("href"))[0]
        for term in mark.get("epub:type").split():
            if target not in places.get(term, {target}):
                yield publication.fault("V315", publication.nav_path, mark.line, term=term, target=target)


def _places(publication: Publication) -> dict[str, set[str]]:
    """Return the pages to which a landmark can lead, by its term in EPUB's structural vocabulary."""
    places: dict[str, set[str]] = {}
    front, back = own_pages_of(publication)
    for path in front | back:
        for term in ("cover", "titlepage", "index", "colophon"):
            if any(part.name != "a" for part in publication.pages[path].with_type(term)):
                places.setdefault(term, set()).add(path)
    if text := next((path for path in publication.spine if path not in front | back), None):
        places["bodymatter"] = {text}
    return places


_GUIDE = {"cover": "cover", "title-page": "titlepage", "text": "bodymatter"}
"""The terms of EPUB 2's guide, with those of the landmarks."""


def guide(publication: Publication, book: Book) -> Faults:
    """Whether EPUB 2's landmarks lead to the text (Kindle shows no current chapter without) and to the other pages."""
    path, places = publication.package_path, _places(publication)
    references = list(publication.package.all("reference"))
    if any(True for _ in book.articles) and not any(each.get("type") == "text" for each in references):
        yield publication.fault("V202", path, name="guide: text")
    for each in references:
        target = publication.resolve(path, each.get("href"))[0]
        if target not in places.get(_GUIDE.get(each.get("type"), ""), {target}):
            yield publication.fault("V315", path, each.line, term=each.get("type"), target=target)


_LINKING = frozenset({"href", "src", "xlink:href", "poster", "data"})


def links(publication: Publication, book: Book) -> Faults:
    """Whether each link inside the book leads somewhere, notes and their calls to one another, and no other outside."""
    outside = cache(lambda: _addresses(book))  # in a long book that has none, no small part of the time
    for path, root in publication.documents.items():
        for element in root.all():
            for name, value in element.attributes.items():
                if name in _LINKING:
                    yield from _link(publication, path, element, value, outside)
        yield from _notes(publication, path, root)
    for reference in publication.package.all("reference"):
        yield from _link(publication, publication.package_path, reference, reference.get("href"), outside)


def _addresses(value: object) -> set[str]:
    """Return the addresses outside the book to which *value* (a book or part of one) links."""
    found: set[str] = set()
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, tuple):
            waiting.extend(each)
        elif slots := getattr(each, "__slots__", ()):
            if href := getattr(each, "href", ""):
                found.add(web_address(href) or "")
            waiting.extend(getattr(each, name) for name in slots)
    return found


def _link(publication: Publication, path: str, element: Element, href: str, outside: Callable[[], set[str]]) -> Faults:
    if urlsplit(href).scheme or href.startswith("//"):
        if element.name != "a" or href not in outside():
            yield publication.fault("V312", path, element.line, href=shorten(href, 60))
        return
    target, fragment = publication.resolve(path, href)
    if (
        target not in publication.listed
        or target not in publication.files
        or (fragment and fragment not in publication.ids.get(target, ()))
    ):
        yield publication.fault("V311", path, element.line, href=href)


def _notes(publication: Publication, path: str, root: Element) -> Faults:
    """Whether a note is called from its page, and leads back to where it is called."""
    calls = {call.get("href").partition("#")[2]: call for call in root.with_type("noteref")}
    around = {id(note): item.get("id") for item in root.all("li") for note in item.children("div")}
    for note in root.with_type("footnote"):
        name = note.get("id") or around.get(id(note), "")
        call = calls.get(name)
        back = {link.get("href").partition("#")[2]: link.label for link in note.all("a")}
        if call is None or call.get("id") not in back:
            yield publication.fault("V313", path, note.line, id=name)
        elif call.label != back[call.get("id")] and not call.first("img"):
            yield publication.fault("V314", path, call.line, call=call.label, note=back[call.get("id")])
