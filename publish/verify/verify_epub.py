"""A finished EPUB against the book that it was made from, and against what validators do not look at.

EPUBCheck and Ace see neither a lost paragraph nor swapped titles, neither a wrong language nor a space between two
emphasized words, and much of what makes a device refuse a book or lay it out wrongly. Each group of checks below is a
function from the publication and the book to diagnostics; `CHECKS` lists them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from publish.book import Article, Book
from publish.collation import (
    Found,
    Mark,
    MarkKind,
    differences,
    gaps,
    marks,
    pieces,
    shorten,
    solid,
    unprintable,
    unprintable_in,
)
from publish.dating import book_moment, iso_date
from publish.diagnostics import Diagnostic, Report
from publish.metadata import authors, identifier
from publish.verify.binaries import media_type_of, truncated
from publish.verify.publication import Element, Publication
from publish.verify.stylesheets import addresses, read_stylesheet
from publish.verify.verifier import Verifier
from publish.wellformed import web_address, wellformed
from publish.xhtml import label, words

Faults = Iterator[Diagnostic]


def verify_epub(path: Path, book: Book, report: Report) -> None:
    """Report every fault (V101 to V699) of the EPUB at *path*, which was made from *book*.

    Raises `PublishError` V101 where the file is no EPUB at all.
    """
    publication, book = Publication(path), wellformed(book, lambda diagnostic: None)
    for check in CHECKS:
        for diagnostic in check(publication, book):
            report(diagnostic)


# --- the container (OCF 3.3, clause 4.2) ---------------------------------------------------------------------------


def container(publication: Publication, book: Book) -> Faults:
    """Whether ``mimetype`` leads, names are safe, nothing is damaged, and the manifest lists just what is there."""
    if not _mimetype_leads(publication):
        yield publication.fault("V102")
    for name in publication.damaged:
        yield publication.fault("V103", name)
    for name, count in Counter(entry.filename.casefold() for entry in publication.entries).items():
        if count > 1:
            yield publication.fault("V104", name)
    for entry in publication.entries:
        if not re.fullmatch(r"(?!/)(?!.*\.\.)[A-Za-z0-9._/-]+", entry.filename):
            yield publication.fault("V105", entry.filename)
    yield from _manifest_is_whole(publication)


def documents(publication: Publication, book: Book) -> Faults:
    """Whether each document is well-formed and gives an id once."""
    roots = {publication.package_path: publication.package, **publication.documents}
    for path, error in publication.malformed.items():
        yield publication.fault("V108", path, error.lineno, reason=str(error).partition(":")[0])
    for path, root in roots.items():
        for name, count in Counter(element.get("id") for element in root.all()).items():
            if name and count > 1:
                yield publication.fault("V109", path, id=name)


def _mimetype_leads(publication: Publication) -> bool:
    """Return whether the file begins as OCF asks: stored, no extra field, so that its bytes 30 to 57 tell the type."""
    start = publication.start
    first = publication.entries[0] if publication.entries else None
    return (
        first is not None
        and first.filename == "mimetype"
        and start[8:10] == b"\0\0"
        and start[28:58] == b"\0\0mimetypeapplication/epub+zip"
        and len(publication.files["mimetype"]) == len("application/epub+zip")
    )


def _manifest_is_whole(publication: Publication) -> Faults:
    listed = Counter(item.path for item in publication.items)
    outside = {"mimetype", publication.package_path}
    for path in publication.files:
        if path not in listed and path not in outside and not path.startswith("META-INF/") and path[-1] != "/":
            yield publication.fault("V106", path)
    for path, count in listed.items():
        if path not in publication.files or count > 1:
            yield publication.fault("V107", publication.package_path, path=path)


# --- the package document ------------------------------------------------------------------------------------------


def metadata(publication: Publication, book: Book) -> Faults:
    """Whether the metadata say what the book says, no less and no more."""
    said = {
        "dc:identifier": [identifier(book)],
        "dc:title": _labels(book.title or words(book.language)["untitled"], book.subtitle),
        "dc:publisher": _labels(book.publisher),
        "dc:date": _labels(iso_date(book.date or "")),
        "dc:rights": _labels(book.rights),
        "dc:description": _labels(book.description),
        "dc:subject": _labels(*book.subjects),
        "belongs-to-collection": _labels(book.series.title if book.series else None),
    }
    for name, expected in said.items():
        yield from _compared(publication, name, expected, publication.values(name))
    for role, names in (("aut", authors(book)), ("edt", book.editors)):
        yield from _compared(publication, f"dc:creator ({role})", _labels(*names), list(publication.persons(role)))
    yield from _title_pages(publication)
    yield from _times(publication, book)
    yield from _references(publication)


def _title_pages(publication: Publication) -> Faults:
    """Whether title page and NCX bear the title of the metadata."""
    title = next(iter(publication.values("dc:title")), "")
    for path, root in publication.pages.items():
        if any(each.name != "a" for each in root.with_type("titlepage")) and _heading(root) != title:
            yield publication.fault("V201", path, name="h1", expected=title, found=_heading(root))
    ncx = publication.documents.get(publication.ncx_path or "")
    named = ncx.first("docTitle") if ncx else None
    if named and named.label != title:
        yield publication.fault("V201", publication.ncx_path, name="docTitle", expected=title, found=named.label)


def _labels(*texts: str | None) -> list[str]:
    return [label(text) for text in texts if text and text.strip()]


def _compared(publication: Publication, name: str, expected: list[str], found: list[str]) -> Faults:
    if expected != found:
        said, stands = "; ".join(expected) or "—", "; ".join(found) or "—"
        yield publication.fault("V201", publication.package_path, name=name, expected=said, found=shorten(stands, 60))


def _times(publication: Publication, book: Book) -> Faults:
    modified = publication.values("dcterms:modified")
    if len(modified) != 1 or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", modified[0]):
        yield publication.fault("V203", publication.package_path, found="; ".join(modified) or "—")
    elif iso_date(book.date or ""):  # else the moment depends on the environment of the one who made the book
        expected = [f"{book_moment(book):%Y-%m-%dT%H:%M:%SZ}"]
        yield from _compared(publication, "dcterms:modified", expected, modified)


def _references(publication: Publication) -> Faults:
    """Whether what the package document refers to by id is there, and each id once."""
    package, path = publication.package, publication.package_path
    ids = {element.get("id") for element in package.all()} - {""}
    wanted = [(meta, meta.get("refines").removeprefix("#")) for meta in package.all("meta") if meta.get("refines")]
    wanted += [(ref, ref.get("idref")) for ref in package.all("itemref")]
    wanted += [(package, package.get("unique-identifier"))]
    wanted += [(spine, spine.get("toc")) for spine in package.all("spine")]
    for element, name in wanted:
        if name not in ids:
            yield publication.fault("V204", path, element.line, id=name)
    named = [element.label for element in package.all("dc:identifier") if element.get("id") == wanted[-2][1]]
    ncx = publication.documents.get(publication.ncx_path or "")
    uids = [meta.get("content") for meta in ncx.all("meta") if meta.get("name") == "dtb:uid"] if ncx else named
    if uids != named:
        yield publication.fault("V201", publication.ncx_path, name="dtb:uid", expected=named, found=uids)


def accessibility(publication: Publication, book: Book) -> Faults:
    """Whether what is said of accessibility is there and is true."""
    path = publication.package_path
    for name in ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard"):
        if not publication.values(f"schema:{name}"):
            yield publication.fault("V202", path, name=f"schema:{name}")
    if not publication.values("schema:accessibilitySummary"):
        yield publication.fault("V202", path, name="schema:accessibilitySummary")
    features = set(publication.values("schema:accessibilityFeature"))
    nav = publication.pages.get(publication.nav_path or "")
    paged = nav is not None and any(nav.with_type("page-list"))
    if not paged and features & {"pageBreakMarkers", "pageNavigation", "printPageNumbers"}:
        yield publication.fault("V210", path, claim="pageNavigation")
    if publication.values("dcterms:conformsTo"):
        yield publication.fault("V210", path, claim="dcterms:conformsTo")
    for page, root in publication.pages.items():
        for image in root.all("img"):
            if "alt" not in image.attributes or ("alternativeText" in features and not image.get("alt").strip()):
                yield publication.fault("V505", page, image.line)


def spine(publication: Publication, book: Book) -> Faults:
    """Whether every page is met once, in a direction that is written down, and the cover is marked."""
    path = publication.package_path
    yield from _direction(publication)
    covers = [item for item in publication.items if "cover-image" in item.properties]
    named = [meta.get("content") for meta in publication.package.all("meta") if meta.get("name") == "cover"]
    if len(covers) != 1 or not covers[0].media_type.startswith("image/"):
        yield publication.fault("V207", path)
    elif named != [covers[0].id]:
        yield publication.fault("V211", path)
    met = Counter(publication.spine)
    for page in publication.pages:
        if (met[page] != 1) if page != publication.nav_path else met[page]:
            yield publication.fault("V208" if page != publication.nav_path else "V212", page)


def _direction(publication: Publication) -> Faults:
    path = publication.package_path
    element = publication.package.first("spine")
    written = element.get("page-progression-direction") if element else ""
    css = "".join(_stylesheets(publication).values())
    vertical = re.findall(r"([\w-]*writing-mode)\s*:\s*vertical-rl", css)
    if not written:
        yield publication.fault("V205", path, element.line if element else None)
    elif written != ("rtl" if vertical else "ltr"):
        expected = "rtl" if vertical else "ltr"
        yield publication.fault("V206", path, element.line if element else None, found=written, expected=expected)
    lacking = {"-epub-writing-mode", "-webkit-writing-mode", "writing-mode"} - set(vertical)
    if vertical and lacking:
        yield publication.fault("V608", _first(_stylesheets(publication)), names=", ".join(sorted(lacking)))


def _first(names: Iterable[str]) -> str | None:
    return next(iter(names), None)


def bytes_of_files(publication: Publication, book: Book) -> Faults:
    """Whether pictures and fonts are whole and what their media type says, and the book's own pictures unchanged."""
    data = {picture.name: picture.data for picture in book.pictures}
    for item in publication.items:
        content = publication.files.get(item.path, b"")
        if not item.media_type.startswith(("image/", "font/", "application/vnd.ms-opentype", "application/font")):
            continue
        if truncated(content):
            yield publication.fault("V606", item.path)
        elif media_type_of(content) not in (None, item.media_type) and item.media_type.startswith("image/"):
            yield publication.fault("V209", item.path, found=item.media_type, expected=media_type_of(content))
        elif data.get(item.path.rpartition("/")[2], content) != content:
            yield publication.fault("V607", item.path)


# --- navigation ----------------------------------------------------------------------------------------------------


def contents(publication: Publication, book: Book) -> Faults:
    """Whether contents, NCX, ``<title>`` and headings agree with the book and with one another."""
    if not publication.nav_path or not publication.contents:
        yield publication.fault("V202", publication.package_path, name="nav")
        return
    if not publication.ncx:
        yield publication.fault("V202", publication.package_path, name="NCX")
    yield from _as_in_book(publication, book)
    nav, ncx = ([(p.label, p.target, p.depth) for p in points] for points in (publication.contents, publication.ncx))
    for number, (one, other) in enumerate(zip(nav, ncx, strict=False)):
        if one != other:
            yield publication.fault(
                "V303", publication.ncx_path, publication.ncx[number].line, found=other[0], expected=one[0]
            )
    if len(nav) != len(ncx):
        yield publication.fault("V304", publication.ncx_path, found=len(ncx), expected=len(nav))
    yield from _play_order(publication)
    yield from _contents_page(publication)


def _titles(book: Book) -> list[tuple[str, int]]:
    """Return what the contents say of *book*, each line with its depth."""
    untitled = words(book.language)["untitled"]
    lines = []
    for chapter in book.chapters:
        heading = label(chapter.heading or "")
        if heading:
            lines.append((heading, 1))
        lines += [(label(article.title) or untitled, 2 if heading else 1) for article in chapter.articles]
    return lines


def _as_in_book(publication: Publication, book: Book) -> Faults:
    """Compare the contents with the titles of the book; the book's own pages before and after are not counted."""
    expected = _titles(book)
    front, back = _own_pages(publication)
    points = [point for point in publication.contents if point.target.partition("#")[0] not in front | back]
    found = [(point.label, point.depth) for point in points]
    for kind, i, j, k, m in SequenceMatcher(None, expected, found, autojunk=False).get_opcodes():
        if kind != "equal":
            said, stands = (" / ".join(text for text, _ in part) or "—" for part in (expected[i:j], found[k:m]))
            line = points[min(k, len(points) - 1)].line if points else None
            yield publication.fault(
                "V301", publication.nav_path, line, expected=shorten(said, 60), found=shorten(stands, 60)
            )
    for point in points:
        title = _title_at(publication, point.target)
        if title is not None and title != point.label:
            yield publication.fault("V302", publication.nav_path, point.line, label=point.label, found=title)
    place = {path: number for number, path in enumerate(publication.spine)}
    order = [place[path] for p in points if (path := p.target.partition("#")[0]) in place]
    if order != sorted(order):
        yield publication.fault("V305", publication.nav_path)


def _own_pages(publication: Publication) -> tuple[set[str], set[str]]:
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
    return _heading(here)


def _heading(root: Element) -> str:
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
        elif title.label != _heading(root):
            yield publication.fault("V306", path, title.line, title=title.label, heading=_heading(root))
        levels = [(int(h.name[1]), h.line) for h in root.all("h1", "h2", "h3", "h4", "h5", "h6")]
        for (above, _), (level, line) in pairwise(levels):
            if level > above + 1:
                yield publication.fault("V307", path, line, level=level, above=above)


def _play_order(publication: Publication) -> Faults:
    ncx = publication.documents.get(publication.ncx_path or "")
    order = [point.get("playOrder") for point in ncx.all("navPoint", "pageTarget")] if ncx else []
    if order != [str(number) for number in range(1, len(order) + 1)]:
        yield publication.fault("V308", publication.ncx_path)


def _contents_page(publication: Publication) -> Faults:
    """Compare the links of the contents page in the spine, where there is one, with those of the navigation."""
    front, back = _own_pages(publication)
    said = {point.target.partition("#")[0]: point.label for point in publication.contents}
    for path in sorted(front - {publication.nav_path or ""}):
        found = {}
        for link in publication.pages[path].all("a"):
            if not urlsplit(link.get("href")).scheme:
                found[publication.resolve(path, link.get("href"))[0]] = (link.label, link.line)
        if len(found) < 2:
            continue
        for target, (text, line) in found.items():
            if text != said.get(target, text):
                yield publication.fault("V302", path, line, label=text, found=said[target])
        for target in said.keys() - found.keys() - front - back:
            yield publication.fault("V309", path, label=said[target])


def landmarks(publication: Publication, book: Book) -> Faults:
    """Whether the landmarks name contents and text; each once."""
    nav = publication.pages.get(publication.nav_path or "")
    marks = [a for each in nav.with_type("landmarks") for a in each.all("a")] if nav else []
    terms = Counter(term for mark in marks for term in mark.get("epub:type").split())
    wanted = {"toc"} | ({"bodymatter"} if any(True for _ in book.articles) else set())
    for term in sorted(wanted - terms.keys()) + [term for term, count in terms.items() if count > 1]:
        yield publication.fault("V310", publication.nav_path, term=term)


def guide(publication: Publication, book: Book) -> Faults:
    """Whether EPUB 2's landmarks name where the text begins: Kindle shows no current chapter without."""
    if any(True for _ in book.articles) and not any(
        reference.get("type") == "text" for reference in publication.package.all("reference")
    ):
        yield publication.fault("V202", publication.package_path, name="guide: text")


def links(publication: Publication, book: Book) -> Faults:
    """Whether each link inside the book leads somewhere, notes and their calls to one another, and no other outside."""
    outside = _addresses(book)
    for path, root in publication.documents.items():
        for element in root.all():
            for name in ("href", "src", "xlink:href", "poster", "data"):
                if name in element.attributes:
                    yield from _link(publication, path, element, element.get(name), outside)
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
            found.add(web_address(getattr(each, "href", "")) or "")
            waiting.extend(getattr(each, name) for name in slots)
    return found


def _link(publication: Publication, path: str, element: Element, href: str, outside: set[str]) -> Faults:
    if urlsplit(href).scheme or href.startswith("//"):
        if element.name != "a" or href not in outside:
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
    for note in root.with_type("footnote"):
        call = calls.get(note.get("id"))
        back = {link.get("href").partition("#")[2]: link.label for link in note.all("a")}
        if call is None or call.get("id") not in back:
            yield publication.fault("V313", path, note.line, id=note.get("id"))
        elif call.label != back[call.get("id")]:
            yield publication.fault("V314", path, call.line, call=call.label, note=back[call.get("id")])


# --- the text ------------------------------------------------------------------------------------------------------

_BLOCKS = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "article", "header", "footer", "aside", "blockquote"),
    *("ul", "ol", "li", "dl", "dt", "dd", "figure", "figcaption", "pre", "hr", "br", "body", "nav"),
    *("table", "caption", "thead", "tbody", "tr", "td", "th"),
}
_UNTOLD_TYPES = {"noteref", "pagebreak"}
_UNTOLD_ROLES = {"doc-noteref", "doc-pagebreak", "doc-backlink"}


def told(root: Element) -> Found:
    """Return the text of a page, line by line, without note marks, readings of ruby and paragraph numbers."""
    found, run = Found(), list[str]()

    def end(line: int) -> None:
        for each in "".join(run).split("\n"):  # more than one in a listing alone
            found.add(each.strip(" \t\r"), line)
        run.clear()

    def walk(element: Element, plain: bool) -> None:
        if _untold(element):
            return
        block = element.name in _BLOCKS
        if block:
            end(element.line)
        if element.name == "img":
            run.append(element.get("alt"))
        for part in element.content:
            if isinstance(part, Element):
                walk(part, plain or part.name == "pre")
            else:
                run.append(part if plain else re.sub("[ \t\r\n]+", " ", part))
        if block:
            end(element.line)

    walk(root, root.name == "pre")
    end(root.line)
    return found


def _untold(element: Element) -> bool:
    return (
        element.name in ("head", "rt", "rp", "script", "style")
        or not _UNTOLD_TYPES.isdisjoint(element.get("epub:type").split())
        or not _UNTOLD_ROLES.isdisjoint(element.get("role").split())
        or "number" in element.get("class").split()
    )


def text(publication: Publication, book: Book) -> Faults:
    """Whether every article is there, in order, character for character, space for space."""
    pages = [(path, section) for path in publication.spine for section in _sections(publication, path)]
    articles, untitled = list(book.articles), words(book.language)["untitled"]
    expected = [solid(article.title) or solid(untitled) for article in articles]
    found = [solid(_heading(section)) for _, section in pages]
    for kind, i, j, k, m in SequenceMatcher(None, expected, found, autojunk=False).get_opcodes():
        paired = min(j - i, m - k)
        for article, (path, section) in zip(articles[i : i + paired], pages[k : k + paired], strict=True):
            if kind != "equal":
                yield publication.fault("V405", path, section.line, expected=article.title, found=_heading(section))
            yield from _article(publication, path, section, article, book.language)
        for article in articles[i + paired : j]:
            yield publication.fault("V406", None, title=shorten(article.title), source=_source(article, article.line))
        for path, section in pages[k + paired : m]:
            yield publication.fault("V407", path, section.line, title=_heading(section))


def _sections(publication: Publication, path: str) -> Iterator[Element]:
    root = publication.pages.get(path)
    return root.with_type("chapter") if root else iter(())


def _source(article: Article, line: int | None) -> str:
    return ":".join(str(part) for part in (article.source or article.title, line) if part is not None)


def _article(publication: Publication, path: str, section: Element, article: Article, language: str) -> Faults:
    article_told = pieces(article, "screen", words(language)["enumeration"])
    said, found = (*article_told.text, *article_told.notes), told(section)
    changed = False
    for difference in differences(said, found.solid()):
        changed = True
        code = "V401" if not difference.found else "V402" if not difference.said else "V403"
        yield publication.fault(
            code,
            path,
            found.place_at(difference.offset),
            said=shorten(difference.said),
            found=shorten(difference.found),
            source=_source(article, difference.line),
        )
    if not changed:
        for gap in gaps(said, found):
            place = found.place_at(gap.offset)
            yield publication.fault(_GAPS[gap.kind], path, place, before=gap.before, after=gap.after)
        yield from _marks(publication, path, section, article)
    indented = {piece.text for piece in said}
    for line, place in zip(found.lines, found.places, strict=True):
        if line.startswith("\u3000") and line not in indented:
            yield publication.fault("V409", path, place, text=shorten(line))


_GAPS = {"stray": "V404", "lost": "V408", "cut": "V411", "joined": "V412"}
_MARKS: dict[str, MarkKind] = {
    "em": "emphasis",
    "strong": "strong",
    "a": "link",
    "rt": "ruby",
    "img": "picture",
    "blockquote": "quotation",
    **dict.fromkeys(("h3", "h4", "h5", "h6"), "crosshead"),
}
"""Elements that mark something in the text."""


def _marks(publication: Publication, path: str, section: Element, article: Article) -> Faults:
    """Whether emphasis, links, ruby, pictures, crossheads and quotations are those of the source."""
    elements = [
        element
        for element in section.all(*_MARKS)
        if element.name != "a" or (urlsplit(element.get("href")).scheme and not _untold(element))
    ]
    expected, found = marks(article), [_mark(element) for element in elements]
    for kind, i, j, k, m in SequenceMatcher(None, expected, found, autojunk=False).get_opcodes():
        if kind != "equal":
            line = elements[k].line if k < len(elements) else section.line
            said, stands = (
                ", ".join(f"{mark.kind} {mark.text}" for mark in part) for part in (expected[i:j], found[k:m])
            )
            yield publication.fault(
                "V413", path, line, expected=shorten(said, 60) or "—", found=shorten(stands, 60) or "—"
            )


def _mark(element: Element) -> Mark:
    kind = _MARKS[element.name]
    if kind == "link":
        return Mark(kind, element.get("href"))
    if kind == "picture":
        return Mark(kind, element.get("src").rpartition("/")[2])
    if kind == "quotation":
        return Mark(kind, "")
    return Mark(kind, solid(element.text) if kind == "ruby" else told(element).solid())


def characters(publication: Publication, book: Book) -> Faults:
    """Whether a file holds characters that stand for none, where the book does not (U+FFFD, controls, U+FEFF)."""
    known = unprintable_in(book)
    for path, root in (*publication.documents.items(), (publication.package_path, publication.package)):
        for element in root.all():
            own = "".join(part for part in element.content if isinstance(part, str)) + "".join(
                element.attributes.values()
            )
            for character in sorted(unprintable(own) - known):
                yield publication.fault("V410", path, element.line, character=f"U+{ord(character):04X}")


def own_pages(publication: Publication, book: Book) -> Faults:
    """Whether cover, title page, contents and colophon say what the book says and its own words, and nothing else."""
    known = sorted(filter(None, map(solid, _known(book))), key=len, reverse=True)
    front, back = _own_pages(publication)
    for path in sorted((front | back) - {publication.nav_path or ""}):
        page = told(publication.pages[path])
        for line, place in zip(page.lines, page.places, strict=True):
            rest = solid(line)
            for each in known:
                rest = rest.replace(each, "")
            if rest := re.sub(r"[\W\d_年月日]", "", rest):
                yield publication.fault("V414", path, place, text=shorten(rest))


def _known(book: Book) -> Iterator[str]:
    """Yield what may stand on the book's own pages."""
    yield from words(book.language).values()
    yield from filter(None, (book.title, book.subtitle, book.publisher, book.identifier, book.rights, book.description))
    yield from (*authors(book), *book.editors, *book.subjects)
    if book.series:
        yield from (book.series.title, book.series.number or "")
    yield from (chapter.heading for chapter in book.chapters if chapter.heading)
    for article in book.articles:
        yield from (article.title, *article.authors)


# --- languages and roles -------------------------------------------------------------------------------------------

_TAG = re.compile(
    r"(?:[a-z]{2,3}(?:-(?:yue|cmn|hak|nan|wuu|gan|hsn|mnp|cdo|cjy|cpx|czo))?|[a-z]{4,8})"
    r"(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(?:-x(?:-[a-z0-9]{1,8})+)?"
)
"""BCP 47, 2.1, in the usual case; of the extended subtags only those of Chinese."""

_ROLES = {
    "chapter": "doc-chapter",
    "part": "doc-part",
    "noteref": "doc-noteref",
    "footnote": "doc-footnote",
    "endnotes": "doc-endnotes",
    "colophon": "doc-colophon",
    "pagebreak": "doc-pagebreak",
    "page-list": "doc-pagelist",
    "toc": "doc-toc",
}
"""The role that stands beside an ``epub:type`` (EPUB Type to ARIA Role Authoring Guide 1.1)."""


def languages(publication: Publication, book: Book) -> Faults:
    """Whether one valid language tag, that of the book, stands in the metadata and on every document."""
    path = publication.package_path
    yield from _compared(publication, "dc:language", [book.language], publication.values("dc:language"))
    roots: list[tuple[str, Element, tuple[str, ...]]] = [(path, publication.package, ("xml:lang",))]
    roots += [(page, root, ("lang", "xml:lang")) for page, root in publication.pages.items()]
    roots += [(name, root, ("xml:lang",)) for name, root in publication.documents.items() if root.name == "ncx"]
    for name, root, attributes in roots:
        for attribute in attributes:
            found = root.get(attribute)
            if found != book.language:
                yield publication.fault("V501", name, root.line, found=found or "—", expected=book.language)
        for element in root.all():
            for tag in {element.get("lang"), element.get("xml:lang")} - {""}:
                if not _TAG.fullmatch(tag):
                    yield publication.fault("V502", name, element.line, tag=tag)


def roles(publication: Publication, book: Book) -> Faults:
    """Whether what has an ``epub:type`` has the role that assistive technology knows, and a name where it needs one."""
    for path, root in publication.pages.items():
        ids = publication.ids[path]
        for element in root.all():
            types = [] if element.name in ("body", "a") and "landmarks" in path else element.get("epub:type").split()
            in_landmark = element.name == "a" and "noteref" not in types
            for kind in types:
                if kind in _ROLES and not in_landmark and _ROLES[kind] not in element.get("role").split():
                    yield publication.fault("V503", path, element.line, type=kind, role=_ROLES[kind])
            for name in element.get("aria-labelledby").split():
                if name not in ids:
                    yield publication.fault("V311", path, element.line, href=f"#{name}")


# --- styles --------------------------------------------------------------------------------------------------------


def styles(publication: Publication, book: Book) -> Faults:
    """Whether old devices can read the CSS, and whether nothing in the book is a program."""
    for path, css in _stylesheets(publication).items():
        for finding in read_stylesheet(css):
            yield publication.fault(finding.code, path, finding.line, **finding.facts)
        for address, line in addresses(css):
            if publication.resolve(path, address)[0] not in publication.files:
                yield publication.fault("V311", path, line, href=address)
    for path, root in publication.pages.items():
        for element in root.all():
            if element.name == "script" or any(name.startswith("on") for name in element.attributes):
                yield publication.fault("V609", path, element.line)


def _stylesheets(publication: Publication) -> dict[str, str]:
    sheets = {item.path: item for item in publication.items if item.media_type == "text/css"}
    return {path: publication.files.get(path, b"").decode("utf-8", "replace") for path in sheets}


CHECKS: tuple[Callable[[Publication, Book], Faults], ...] = (
    container,
    documents,
    metadata,
    accessibility,
    spine,
    bytes_of_files,
    contents,
    headings,
    landmarks,
    guide,
    links,
    text,
    own_pages,
    characters,
    languages,
    roles,
    styles,
)


# --- the door ------------------------------------------------------------------------------------------------------


def _language(path: Path) -> str:
    return next(iter(Publication(path).values("dc:language")), "")


def _title_page(path: Path, book: Book) -> Mapping[str, Any]:
    publication = Publication(path)
    titles = [*publication.values("dc:title"), "", ""]
    said: dict[str, Any] = {"title": titles[0], "subtitle": titles[1]}
    written, edited = (publication.persons(role) for role in ("aut", "edt"))
    if not set(written) < set(authors(book)):  # who is missing has not been left out by an option
        said["authors"] = written
    said["editors"] = edited
    for name in ("publisher", "identifier"):
        said[name] = next(iter(publication.values(f"dc:{name}")), "")
    dates = publication.values("dc:date")
    if dates != [iso_date(book.date or "")]:
        said["date"] = next(iter(dates), "")
    return said


VERIFIER = Verifier(_language, _title_page, verify_epub)
