"""Book × faces → the characters that no face shows, reported where they first stand (F204), with a face that has them.

Reported before layout; on paper such a character is a 〓 that copies and is found as itself
(`publish.fonts.cut_family`).
Characters of private use are reported when the text is read (P126), for an e-reader shows them no better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from publish.book import Book
from publish.diagnostics import Diagnostic, Report
from publish.fonts import Families, Remedy, missing, remedy
from publish.stretches import PRIVATE, Stretch, stretches


def report_missing(book: Book, fonts: Families, report: Report) -> None:
    """Report the characters of *book* that no face of this machine shows, each once, with its first place.

    Those that first stand in one stretch and want the same face are reported together.
    """
    met = list(stretches(book))
    counts = Counter(character for stretch in met for character in stretch.characters)
    lacking = {c for c in missing(counts, book.language, fonts) if not PRIVATE.match(c)}
    for stretch in met:
        found = stretch.those(lacking)
        lacking -= set(found)
        alike: dict[Remedy | None, list[str]] = {}
        for character in found:
            alike.setdefault(remedy(character), []).append(character)
        for known, characters in alike.items():
            _report(stretch, characters, known, counts, report)


def _report(
    stretch: Stretch, characters: Sequence[str], known: Remedy | None, counts: Counter[str], report: Report
) -> None:
    """Report *characters*, which first stand in *stretch*; a face is *known* that has them all."""
    facts = {
        "character": "".join(characters),
        "code": " ".join(f"U+{ord(character):04X}" for character in characters),
        "count": sum(counts[character] for character in characters),
        "script": known.script if known else "—",
        "family": known.family if known else "—",
        "package": known.package if known else "—",
    }
    report(Diagnostic("F204", stretch.file, *stretch.place_of(characters[0]), facts))
