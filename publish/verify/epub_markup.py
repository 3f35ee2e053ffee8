"""The markup and the CSS of a finished EPUB: languages, roles for assistive technology, what old devices can read."""

from __future__ import annotations

from collections.abc import Iterator

from publish.book import Book
from publish.diagnostics import Diagnostic
from publish.language import Language
from publish.verify.epub_package import compared
from publish.verify.publication import Element, Publication
from publish.verify.stylesheets import addresses, read_stylesheet

Faults = Iterator[Diagnostic]


# --- languages and roles -------------------------------------------------------------------------------------------


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
    yield from compared(publication, "dc:language", [book.language], publication.values("dc:language"))
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
                if str(Language.read(tag)) != tag:
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
    for path, css in publication.stylesheets.items():
        for finding in read_stylesheet(css):
            yield publication.fault(finding.code, path, finding.line, **finding.facts)
        for address, line in addresses(css):
            if publication.resolve(path, address)[0] not in publication.files:
                yield publication.fault("V311", path, line, href=address)
    for path, root in publication.pages.items():
        for element in root.all():
            if element.name == "script" or any(name.startswith("on") for name in element.attributes):
                yield publication.fault("V609", path, element.line)
