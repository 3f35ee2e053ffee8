"""The container of a finished EPUB and its package document: bytes, metadata, spine, claims."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from publish.book import Book
from publish.collation import shorten
from publish.dating import book_moment, iso_date, timestamp
from publish.diagnostics import Diagnostic
from publish.metadata import accessibility_of, authors, contributors, dated, identifier, identifiers, position
from publish.pictures import for_screens
from publish.verify.binaries import media_type_of, truncated
from publish.verify.epub_navigation import heading
from publish.verify.publication import Publication
from publish.xhtml import label, words

Faults = Iterator[Diagnostic]


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
        named = (element.attributes["id"] for element in root.all() if "id" in element.attributes)
        for name, count in Counter(named).items():
            if count > 1:
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
    values = {
        "dc:identifier": [_edition(publication, book)],
        "dc:title": _labels(book.title or words(book.language)["untitled"], book.subtitle),
        "dc:publisher": _labels(book.publisher),
        "dc:date": _labels(dated(book)),
        "dc:rights": _labels(book.rights),
        "dc:description": _labels(book.description),
        "dc:subject": _labels(*book.subjects),
        "belongs-to-collection": _labels(book.series.title if book.series else None),
        "group-position": _labels(position(book)),
    }
    for name, expected in values.items():
        yield from compared(publication, name, expected, publication.values(name))
    for role, names in (("aut", (*authors(book), *contributors(book))), ("edt", book.editors)):
        yield from compared(publication, f"dc:creator ({role})", _labels(*names), list(publication.persons(role)))
    yield from _title_pages(publication)
    yield from _times(publication, book)
    yield from _references(publication)


def _edition(publication: Publication, book: Book) -> str:
    """Return which of the identifiers that *book* may bear its *publication* bears; that of the plain edition else."""
    found = set(publication.values("dc:identifier"))
    return next((one for one in identifiers(book) if one in found), None) or identifier(book)


def _title_pages(publication: Publication) -> Faults:
    """Whether title page and NCX bear the title of the metadata."""
    title = next(iter(publication.values("dc:title")), "")
    for path, root in publication.pages.items():
        if any(each.name != "a" for each in root.with_type("titlepage")) and heading(root) != title:
            yield publication.fault("V201", path, name="h1", expected=title, found=heading(root))
    ncx = publication.documents.get(publication.ncx_path or "")
    named = ncx.first("docTitle") if ncx else None
    if named and named.label != title:
        yield publication.fault("V201", publication.ncx_path, name="docTitle", expected=title, found=named.label)


def _labels(*texts: str | None) -> list[str]:
    return [label(text) for text in texts if text and text.strip()]


def compared(publication: Publication, name: str, expected: list[str], found: list[str]) -> Faults:
    """Whether the metadata *name* says what is *expected*."""
    if expected != found:
        wanted, stands = "; ".join(expected) or "—", "; ".join(found) or "—"
        yield publication.fault("V201", publication.package_path, name=name, expected=wanted, found=shorten(stands, 60))


def _times(publication: Publication, book: Book) -> Faults:
    modified = publication.values("dcterms:modified")
    if len(modified) != 1 or not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", modified[0]):
        yield publication.fault("V203", publication.package_path, found="; ".join(modified) or "—")
    elif iso_date(book.date or ""):  # else the moment depends on the environment of the one who made the book
        expected = [timestamp(book_moment(book))]
        yield from compared(publication, "dcterms:modified", expected, modified)


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
    """Whether what is claimed of accessibility is there and is true."""
    path = publication.package_path
    for name in ("accessMode", "accessModeSufficient", "accessibilityFeature", "accessibilityHazard"):
        if not publication.values(f"schema:{name}"):
            yield publication.fault("V202", path, name=f"schema:{name}")
    if not publication.values("schema:accessibilitySummary"):
        yield publication.fault("V202", path, name="schema:accessibilitySummary")
    yield from _claims(publication, book)
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


def _claims(publication: Publication, book: Book) -> Faults:
    """Whether the claims are those that hold for *book*, no less and no more."""
    path = publication.package_path
    nav = publication.pages.get(publication.nav_path or "")
    paged = nav is not None and any("page-list" in each.get("epub:type").split() for each in nav.all("nav"))
    for name, claims in accessibility_of(book, paged).items():
        found = publication.values(name)
        if name == "schema:accessibilitySummary":
            yield from compared(publication, name, claims, found) if found else ()
            continue
        for claim in claims:
            if found and claim not in found:
                yield publication.fault("V202", path, name=f"{name}: {claim}")
        for claim in found:
            if claim not in claims:
                yield publication.fault("V210", path, claim=claim)


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
    css = "".join(publication.stylesheets.values())
    vertical = re.findall(r"([\w-]*writing-mode)\s*:\s*vertical-rl", css)
    if not written:
        yield publication.fault("V205", path, element.line if element else None)
    elif written != ("rtl" if vertical else "ltr"):
        expected = "rtl" if vertical else "ltr"
        yield publication.fault("V206", path, element.line if element else None, found=written, expected=expected)
    lacking = {"-epub-writing-mode", "-webkit-writing-mode", "writing-mode"} - set(vertical)
    if vertical and lacking:
        yield publication.fault("V608", _first(publication.stylesheets), names=", ".join(sorted(lacking)))


def _first(names: Iterable[str]) -> str | None:
    return next(iter(names), None)


def bytes_of_files(publication: Publication, book: Book) -> Faults:
    """Whether pictures and fonts are whole and what their media type says, and the book's own pictures unchanged."""
    data = {picture.name: for_screens(picture).data for picture in book.pictures}
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
