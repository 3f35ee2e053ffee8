"""Formulas (Office MathML; ISO/IEC 29500-1, 22.1) → inline content: its characters, raised and lowered, in a line.

A formula is set in two dimensions; a line says the same with marks: a fraction is (a+b)/c, a root √(x), a sum Σ with
its limits lowered and raised.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from publish.book import Inline, Inlines, Subscript, Superscript, Text, plain
from publish.sources.word.names import M


def read_formula(formula: Element) -> Inlines:
    """Return the formula as inline content."""
    return tuple(_inside(formula))


def _inside(element: Element | None) -> Iterator[Inline]:
    for child in element if element is not None else ():
        yield from _read(child)


def _read(element: Element) -> Iterator[Inline]:
    match element.tag.removeprefix(M):
        case "r":
            yield Text("".join(text.text or "" for text in element.iter(f"{M}t")))
        case "f":
            yield from _grouped(element.find(f"{M}num"))
            yield Text("/")
            yield from _grouped(element.find(f"{M}den"))
        case "rad":
            degree = plain(tuple(_inside(element.find(f"{M}deg"))))
            yield from _script(Superscript, element.find(f"{M}deg")) if degree else ()
            yield Text("√")
            yield from _grouped(element.find(f"{M}e"))
        case "sSup" | "sSub" | "sSubSup" | "sPre" | "limLow" | "limUpp" | "nary":
            yield from _scripted(element)
        case "d":
            yield from _delimited(element)
        case "func":
            yield from _inside(element.find(f"{M}fName"))
            yield from _grouped(element.find(f"{M}e"))
        case "m":
            rows = (" ".join(plain(tuple(_inside(cell))) for cell in row) for row in element.findall(f"{M}mr"))
            yield Text("; ".join(rows))
        case name if not name.endswith("Pr"):
            yield from _inside(element)


def _scripted(element: Element) -> Iterator[Inline]:
    """Yield what has raised or lowered parts: its base, or the sign of a sum, then these, then what it is over."""
    over = element.tag == f"{M}nary"
    if over:
        sign = element.find(f"{M}naryPr/{M}chr")
        yield Text((sign.get(f"{M}val") or "∫") if sign is not None else "∫")
    else:
        yield from _inside(element.find(f"{M}e"))
    lowered = element.find(f"{M}sub") if element.tag != f"{M}limLow" else element.find(f"{M}lim")
    raised = element.find(f"{M}sup") if element.tag != f"{M}limUpp" else element.find(f"{M}lim")
    yield from _script(Subscript, lowered)
    yield from _script(Superscript, raised)
    if over:
        yield from _inside(element.find(f"{M}e"))


def _script(kind: type[Subscript] | type[Superscript], element: Element | None) -> Iterator[Inline]:
    if text := plain(tuple(_inside(element))):
        yield kind((Text(text),))


def _delimited(element: Element) -> Iterator[Inline]:
    def sign(name: str, usual: str) -> str:
        found = element.find(f"{M}dPr/{M}{name}")
        return usual if found is None else found.get(f"{M}val", "")

    yield Text(sign("begChr", "("))
    for at, part in enumerate(element.findall(f"{M}e")):
        if at:
            yield Text(sign("sepChr", "|"))
        yield from _inside(part)
    yield Text(sign("endChr", ")"))


def _grouped(element: Element | None) -> Iterator[Inline]:
    """Yield the content of *element*, in brackets where it is more than one sign or number."""
    content = tuple(_inside(element))
    text = plain(content)
    whole = len(text) < 2 or text.isalnum() or (text[0] == "(" and text[-1] == ")")
    yield from content if whole else (Text("("), *content, Text(")"))
