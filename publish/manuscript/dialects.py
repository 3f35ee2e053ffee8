"""What other dialects of Markdown write that a manuscript does not: reported so that none is printed without a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from publish.manuscript.markdown import Document, Node, line_of
from publish.wording import N_


class Dialect(StrEnum):
    """A sign that some program reads otherwise than as characters, as a message."""

    STRUCK = N_("struck-out text (~~)")
    MARKED = N_("marked text (==)")
    INSERTED = N_("inserted text (++)")
    FORMULA = N_("a formula ($)")
    TASKS = N_("a list of tasks ([ ])")
    DEFINITIONS = N_("a list of definitions (:)")
    WIKI = N_("a link of a note book ([[ ]])")
    TEMPLATE = N_("a tag of a site generator ({% %})")
    CONTAINER = N_("a container (:::)")
    CALLOUT = N_("the kind of a callout ([!NOTE])")
    COMMENT = N_("a comment (%%)")
    ABBREVIATION = N_("an abbreviation (*[ ]:)")
    CONTENTS = N_("a place for contents ([TOC])")


_SIGNS = (
    (Dialect.STRUCK, re.compile(r"~~\S[^~\n]*~~")),  # GFM
    (Dialect.MARKED, re.compile(r"==[^=\s][^=\n]*==")),  # Obsidian, Typora
    (Dialect.TASKS, re.compile(r"^\[[ xX]\](?= )")),  # GFM
    (Dialect.DEFINITIONS, re.compile(r"^: +(?=\S)", re.MULTILINE)),  # PHP Markdown Extra
    (Dialect.WIKI, re.compile(r"\[\[[^\[\]\n]+\]\]")),  # Obsidian
    (Dialect.TEMPLATE, re.compile(r"\{%.*?%\}")),  # Hexo, Jekyll
    (Dialect.CONTAINER, re.compile(r"^:::", re.MULTILINE)),  # pandoc, VuePress
    (Dialect.INSERTED, re.compile(r"(?<![0-9A-Za-z+])\+\+[^+\s](?:[^+\n]*[^+\s])?\+\+")),  # markdown-it-ins
    (Dialect.CALLOUT, re.compile(r"^\[![A-Za-z]+\]")),  # GitHub, Obsidian
    (Dialect.COMMENT, re.compile(r"%%[^%\n]+%%")),  # Obsidian
    (Dialect.ABBREVIATION, re.compile(r"^\*\[[^\]\n]+\]: ", re.MULTILINE)),  # PHP Markdown Extra
    (Dialect.CONTENTS, re.compile(r"^\[(?:TOC|toc)\]$")),  # Typora, Python-Markdown
)


_BEGINS_A_SIGN = re.compile(r"[~=\[:{+%*]")
"""What each sign begins with: most paragraphs have none of it."""


class Found(NamedTuple):
    """A sign, the line on which it stands first, and how often it stands in the document."""

    dialect: Dialect
    line: int
    times: int


def dialects_in(document: Document) -> Iterator[Found]:
    """Yield the signs of other dialects in *document*, each once, with where and how often it is found."""
    first: dict[Dialect, int] = {}
    count: dict[Dialect, int] = {}
    for dialect, line in (sign for node in document.nodes for sign in _signs(node)):
        first.setdefault(dialect, line)
        count[dialect] = count.get(dialect, 0) + 1
    yield from (Found(dialect, line, count[dialect]) for dialect, line in first.items())


def _signs(node: Node) -> Iterator[tuple[Dialect, int]]:
    for inner in node.walk():
        if inner.type in ("math_inline", "math_inline_double", "math_of_tex", "math_block"):
            yield Dialect.FORMULA, line_of(inner if inner.map else node)
        if inner.type == "inline" and _BEGINS_A_SIGN.search(inner.content):
            line, text = line_of(inner), _CODE.sub(_covered, inner.content)
            for dialect, sign in _SIGNS:
                for match in sign.finditer(text):
                    if dialect is not Dialect.DEFINITIONS or match.start():  # a caption begins so as well
                        yield dialect, line + text.count("\n", 0, match.start())


_CODE = re.compile(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", re.DOTALL)


def _covered(code: re.Match[str]) -> str:
    """Return what stands for *code*, where signs are characters: as many lines, and no sign."""
    return "`" + "\n" * code[0].count("\n")
