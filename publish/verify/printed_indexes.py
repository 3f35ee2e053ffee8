"""The indexes at the end of a printed book, against what the book itself says: each name, the number of each page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from publish.book import Book
from publish.collation import shorten, solid
from publish.diagnostics import Diagnostic
from publish.indexing import Index, IndexLine
from publish.numerals import in_figures
from publish.verify.indexes import indexes_of, lines_of
from publish.verify.printed import Printed, StructElement
from publish.xhtml import label

Faults = Iterator[Diagnostic]


def behind_text(printed: Printed) -> list[StructElement]:
    """Return the sections behind the text: the indexes, one element for each of their pages."""
    sections = [each for each in printed.sections if isinstance(each, StructElement)]
    last = max((at for at, each in enumerate(sections) if each.kind == "Part"), default=len(sections))
    return [each for each in sections[last + 1 :] if each.kind == "Sect"]


def printed_indexes(printed: Printed, book: Book) -> dict[str, list[str]]:
    """Return the lines of each index that is there, by its name."""
    names = {solid(index.title): name for name, index in indexes_of(book).items()}
    found: dict[str, list[str]] = {}
    for section in behind_text(printed):
        if (heading := next(section.all("H1"), None)) and (name := names.get(solid(heading.text))):
            found[name] = []
        if found:
            found[next(reversed(found))] += [item.text for item in section.all("LI")]
    return found


def paper_faults(
    index: Index, items: Sequence[str], pages: Mapping[str, str], fault: Callable[..., Diagnostic]
) -> Faults:
    """Yield how the printed *items* of an index depart from *index*.

    *pages* are the numbers of pages by the solid titles that stand on them, of those that stand on one alone.
    """
    left = [solid(item) for item in items]
    for line, numbers in _surest_first(index, pages):
        name = solid(line.name)
        item = next((item for item in left if _names(item, name, numbers)), None)
        if item is None:
            near = next((item for item in left if item.startswith(name)), None)
            shown = "、".join(number or "…" for number in numbers)
            facts = {"label": shorten(line.name), "expected": shown, "found": (near or "")[len(name) :].lstrip("·.…")}
            yield fault("V712", None, **facts) if near else fault("V415", None, text=shorten(line.name))
            item = near
        left = _without(left, item)
    for item in left:
        yield fault("V414", None, text=shorten(item))


def _surest_first(index: Index, pages: Mapping[str, str]) -> list[tuple[IndexLine, list[str]]]:
    """Return the lines of *index* with the numbers of their pages, those first of which all are known.

    Several lines may have one name: page 1 of several issues. One whose pages are unknown takes what the others leave.
    """
    lines = [
        (line, [pages.get(solid(label(entry.article.title)), "") for entry in line.articles])
        for line in lines_of(index)
    ]
    return sorted(lines, key=lambda line: "" in line[1])


def _names(item: str, name: str, numbers: Sequence[str]) -> bool:
    """Whether *item* is *name* with the *numbers* of pages, each once; an empty number is any page."""
    rest = in_figures(item.removeprefix(name))
    if not item.startswith(name) or re.search(r"[^\W\d]", rest):
        return False
    found, known = re.findall(r"\d+", rest), set(filter(None, numbers))
    several = len(set(found)) == len(found) and known <= set(found)
    return several and bool(found) and len(found) <= len(known) + numbers.count("")


def _without(items: list[str], item: str | None) -> list[str]:
    if item is None:
        return items
    at = items.index(item)
    return items[:at] + items[at + 1 :]
