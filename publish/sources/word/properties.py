"""The properties of a document (Dublin Core; ISO/IEC 29500-2, 11): what they say of the title page.

Programs fill them in by themselves: with the first line of another document that was the pattern, the name of the file,
the name of the machine's user. So they are believed only where the text says the same.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from publish.edition import Settings
from publish.source import Declared, Source
from publish.sources.word.names import DC

_HEAD = 12
"""Lines at the head of a document among which a title page stands."""
_LONGEST_NAME = 8


def title_page(properties: Element | None, source: Source) -> Settings:
    """Return what *properties* say of the title page of a book, as far as the first lines of *source* say it too."""
    if properties is None:
        return Settings()
    head = [
        _closed(line.text)
        for line in source.lines[:_HEAD]
        if line.look is None or line.look.declared is not Declared.FURNITURE
    ]
    title = " ".join((properties.findtext(f"{DC}title") or "").split())
    creator = " ".join((properties.findtext(f"{DC}creator") or "").split())
    named = 1 < len(_closed(creator)) <= _LONGEST_NAME and any(_closed(creator) in line for line in head)
    titled = len(title) > 1 and _closed(title) in head
    return Settings(title=title if titled else None, author=creator if titled and named else None)


def _closed(text: str) -> str:
    return "".join(text.split())
