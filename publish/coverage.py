"""Book × faces → the characters that no face shows, reported where they first stand, with a face that has them.

On paper such a character is a 〓 that copies and is found as itself (`publish.fonts.cut_family`); an e-reader may
show a box. Characters of private use are reported when the text is read (P126), for no face shows them better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from publish.book import Book
from publish.diagnostics import Diagnostic, Report
from publish.fonts import Families, Remedy, missing, remedy
from publish.stretches import PRIVATE, stretches


def report_missing(book: Book, fonts: Families, report: Report) -> None:
    """Report the characters of *book* that no face of this machine shows on paper, each once (F204)."""
    met = {character for stretch in stretches(book) for character in stretch.characters}
    report_lacking(book, missing(met, book.language, fonts), "F204", report)


def report_lacking(book: Book, characters: Iterable[str], code: str, report: Report) -> None:
    """Report with *code* which *characters* of *book* have no face, each once, with its first place.

    Those that first stand in one stretch and want the same face are reported together.
    """
    lacking = {character for character in characters if not PRIVATE.match(character)}
    if not lacking:
        return
    met = list(stretches(book))
    counts = Counter(character for stretch in met for character in stretch.characters)
    for stretch in met:
        found = stretch.those(lacking)
        lacking -= set(found)
        alike: dict[Remedy | None, list[str]] = {}
        for character in found:
            alike.setdefault(remedy(character), []).append(character)
        for known, wanted in alike.items():
            report(Diagnostic(code, stretch.file, *stretch.place_of(wanted[0]), _facts(wanted, known, counts)))


def _facts(characters: Sequence[str], known: Remedy | None, counts: Counter[str]) -> dict[str, str | int]:
    """Return what is said of *characters*; a face is *known* that has them all."""
    return {
        "character": "".join(characters),
        "code": " ".join(f"U+{ord(character):04X}" for character in characters),
        "count": sum(counts[character] for character in characters),
        "script": known.script if known else "—",
        "family": known.family if known else "—",
        "package": known.package if known else "—",
    }
