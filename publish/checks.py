"""What is doubtful in finished articles: an end cut off, a mark without its other half; and what no page can hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from publish.book import Article, Block, Crosshead, Figure, Listing, Paragraph, Rule, Table, Verse, locate, plain_block
from publish.diagnostics import Diagnostic, Report, failure
from publish.dump import is_caption_line
from publish.limits import exceeded, most
from publish.walk import walk

_FINISHED = re.compile(r"[。！？…!?.][”’」』）》】)\]\"']*$|[）)】—]$|[”」]$")
_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "《": "》", "【": "】", "〈": "〉"}
_CLOSERS = {closer: opener for opener, closer in _PAIRS.items()}
_BRACKETS = re.compile(f"[{''.join(_PAIRS)}{''.join(_CLOSERS)}]")


def hold_to_limits(article: Article, file: str) -> None:
    """Let *article*, from *file*, hold no block that would take a machine for hours.

    Raises `PublishError` B103 where a paragraph or a table meets its limit (``limits.toml``).
    """
    for node in walk(article.blocks):
        match node:
            case Paragraph() | Listing():
                _hold(len(plain_block(node)), "paragraph-length", node, file)
            case Table(rows):
                _hold(sum(map(len, rows)), "table-cells", node, file)


def _hold(size: int, limit: str, block: Block, file: str) -> None:
    if size > most(limit):
        raise failure("B103", file, block.places[0].line if block.places else None, reason=exceeded(limit))


def check_article(article: Article, file: str, report: Report) -> None:
    """Report an end that is cut off (P502) and quotation marks or brackets without their other half (P601, P602)."""
    texts = [block for block in article.blocks if isinstance(block, Paragraph | Verse | Crosshead)]
    last = next((block for block in reversed(article.blocks) if not _is_beside(block)), None)
    if isinstance(last, Paragraph) and not (_FINISHED.search(plain_block(last)) or _is_closing(article.blocks, last)):
        report(Diagnostic("P502", file, last.places[-1].line, None, {"tail": plain_block(last)[-8:]}))
    for index, block in enumerate(texts):
        if isinstance(block, Paragraph):
            following = texts[index + 1] if index + 1 < len(texts) else None
            for code, offset, mark in _unbalanced(plain_block(block), _opens_again(following)):
                line, column = locate(block.places, offset)
                report(Diagnostic(code, file, line, column, {"mark": mark}))


def _is_closing(blocks: Sequence[Block], last: Paragraph) -> bool:
    """Tell whether *last* is a line that closes an article whose text ends above it: a date, a place, who signs."""
    text = plain_block(last)
    above = next((block for block in reversed(blocks) if block is not last and not _is_beside(block)), None)
    finished = isinstance(above, Paragraph) and _FINISHED.search(plain_block(above)) is not None
    return finished and len(text) <= _LONGEST_CLOSING and not _INSIDE.search(text)


_LONGEST_CLOSING = 10
_INSIDE = re.compile("[，、；：“”]")


def _is_beside(block: Block) -> bool:
    """Tell whether *block* stands beside the text, which may go on or end before it: a picture, a rule, a caption."""
    caption = isinstance(block, Paragraph | Crosshead) and is_caption_line(plain_block(block))
    return caption or isinstance(block, Figure | Rule)


def _opens_again(block: Block | None) -> str:
    """Return the first character of *block*: a quotation over several paragraphs opens again in each."""
    return plain_block(block)[:1] if isinstance(block, Paragraph) else ""


def _unbalanced(text: str, next_opens: str) -> Iterator[tuple[str, int, str]]:
    waiting: list[tuple[int, str]] = []
    for match in _BRACKETS.finditer(text):
        mark, at = match[0], match.start()
        if mark in _PAIRS:
            waiting.append((at, mark))
        elif waiting and waiting[-1][1] == _CLOSERS[mark]:
            waiting.pop()
        elif not (mark == "’" and text[at - 1 : at].isascii()) and not (
            mark == "）" and _ENUMERATES.search(text[:at][-4:])
        ):
            yield "P601", at, mark
    for at, mark in waiting:
        if mark != next_opens:
            yield "P602", at, mark


_ENUMERATES = re.compile(r"(?:^|[。；：，])\s*[0-9一二三四五六七八九十a-zA-Z①-⑳]{1,2}$")
