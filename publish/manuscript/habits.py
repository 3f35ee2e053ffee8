"""How the writer of a document uses headings and line ends, learnt from the document as a whole.

A manuscript, as `publish.manuscript.writer` writes it, has ``#`` for section headings and ``##`` for titles. Nearly all
other programs (site generators, note books, web clippers) write one page a file: ``#`` or the front matter is its
title, ``##`` its first crossheads. And in CommonMark lines that follow each other are one paragraph, but many writers
of Chinese begin a paragraph with each line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from publish.manuscript.fields import FIELD
from publish.manuscript.markdown import Document, Node, is_chinese

APART = ("html_block", "footnote_reference", "hr")
"""What may stand under a heading and is no text."""


def is_page(document: Document, titled: bool, *, foreign: bool = False) -> bool:
    """Tell whether *document* is one page whose title is its first heading or none, and no manuscript of articles.

    So it is where text stands directly under each ``#`` or, where there is none, before the first ``##``; in a
    manuscript titles stand there. *titled*, it has a title in its front matter: then text before all headings is
    enough, and no ``#`` where the front matter is *foreign*, of another program. Fields under a ``##`` make that a
    title, whatever else there is.
    """
    nodes = [node for node in document.nodes if node.type not in APART]
    if any(above.tag == "h2" and _begins_with_field(node) for above, node in pairwise(nodes)):
        return False
    if titled and nodes and nodes[0].type != "heading":
        return True
    tops = [index for index, node in enumerate(nodes) if node.tag == "h1"]
    if titled and foreign and nodes and not tops:
        return True
    opened = [index + 1 for index in tops] or [0]
    return all(index < len(nodes) and nodes[index].tag not in ("h1", "h2") for index in opened)


def has_sections(document: Document) -> bool:
    """Tell whether a page has several headings of the first level: with a title of its own, they are its crossheads."""
    return sum(node.tag == "h1" for node in document.nodes) > 1


_LONGEST_TITLE = 30


def first_line_as_title(nodes: Sequence[Node]) -> str | None:
    """Return the text of the first of *nodes* where it is a line like a title above text: short, and no sentence."""
    texts = [node for node in nodes if node.type not in APART]
    if len(texts) < 2 or any(node.type != "paragraph" for node in texts[:2]):
        return None
    line = texts[0].children[0].content
    plain = len(texts[0].children[0].children) == 1 and not line.startswith("#") and not FIELD.match(line)
    return line if plain and "\n" not in line and len(line) <= _LONGEST_TITLE and not _ENDS.search(line) else None


def _begins_with_field(node: Node) -> bool:
    return node.type == "paragraph" and bool(FIELD.match(node.children[0].content))


_ENDS = re.compile(r"[。！？…；：.!?;:][”’」』）)\]】》\"'*_]*$")
_NARROW = 0.75
"""Share of the longest line that a line must reach to have been cut for its width."""
_CUT = 0.1
"""Share of lines cut for their width from which the lines of a document are taken to be cut so."""


def are_lines_paragraphs(document: Document) -> bool:
    """Tell whether in *document* a paragraph begins with each line, not only after an empty one.

    Not so where lines were cut for their width: those are about as long as the longest and end in the middle.
    """
    pairs = [pair for node in document.nodes if node.type == "paragraph" for pair in pairwise(_lines(node))]
    if not pairs:
        return False
    width = max(len(line) for pair in pairs for line in pair)
    cut = sum(len(above) >= width * _NARROW and not _ENDS.search(above) for above, _ in pairs)
    return cut <= len(pairs) * _CUT and any(map(is_chinese, "".join(pairs[0])))


def _lines(node: Node) -> Iterator[str]:
    """Yield the lines of a paragraph that nothing but their end parts: no fields, no breaks made on purpose."""
    for line in node.children[0].content.split("\n"):
        if not FIELD.match(line) and not line.endswith(("  ", "\\")):
            yield line.strip()


def parted_at_lines(nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """Yield the inline *nodes* of each line of a paragraph; a break made on purpose parts nothing."""
    line: list[Node] = []
    for node in nodes:
        if node.type == "softbreak":
            yield line
            line = []
        else:
            line.append(node)
    yield line
