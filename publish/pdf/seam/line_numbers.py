"""Numbers of lines: beside every fifth line of a laid-out page, as the design has one number in the margin.

On the pages whose lines are counted the design has a box in the margin that says 0 and nothing else. It is the pattern:
each number is a copy of it, with its own text, on the baseline of its line. What is printed on one height, in two
columns or in the cells of a row, is one line; notes are not counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.inline import split_text_box

STEP = 5
"""Every line whose number this divides has it printed."""
_PATTERN = "0"
_SAME = 0.5
"""Baselines that are nearer than this, in heights of a line, are of one line."""


def number_lines(pages: Iterable[Any]) -> None:
    """Put numbers beside the lines of *pages*, those of a document of WeasyPrint, which is not written yet."""
    for page in pages:
        whole = page._page_box
        pattern = next((child for child in whole.children if _is_pattern(child)), None)
        if pattern is not None:
            lines = list(_baselines(box for box in whole.children if box.is_for_root_element))
            numbers = [_number(pattern, n, place) for n, place in enumerate(lines, 1) if n % STEP == 0]
            whole.children = [*(child for child in whole.children if child is not pattern), *numbers]


def _is_pattern(box: Any) -> bool:
    texts = (part.text for part in box.descendants() if isinstance(part, boxes.TextBox))
    return isinstance(box, boxes.MarginBox) and "".join(texts) == _PATTERN


def _baselines(roots: Iterable[Any]) -> Iterator[float]:
    """Yield the height of each line in *roots*, from the head of the page on."""
    lines = (line for root in roots for line in _lines(root))
    last = None
    for place, height in sorted((_baseline(line), line.height) for line in lines):
        if last is None or place - last > height * _SAME:
            yield place
            last = place


def _lines(box: Any) -> Iterator[Any]:
    """Yield the lines of text in *box*, none of those inside a line."""
    for child in box.children:
        if isinstance(child, boxes.LineBox):
            if any(isinstance(part, boxes.TextBox) and part.text.strip() for part in child.descendants()):
                yield child
        elif isinstance(child, boxes.Box) and child.is_in_normal_flow():
            yield from _lines(child)


def _baseline(line: Any) -> float:
    return float(line.position_y + line.baseline)


def _number(pattern: Any, number: int, baseline: float) -> Any:
    """Return a copy of *pattern* that says *number* and stands on *baseline*."""
    made = _copy(pattern, str(number))
    made.translate(dy=baseline - _baseline(next(_lines(made))))
    return made


def _copy(box: Any, text: str) -> Any:
    if isinstance(box, boxes.TextBox):
        made = box.copy_with_text(text)
        laid = split_text_box(None, made, None, 0)[0]
        laid.position_x, laid.position_y = box.position_x, box.position_y
        return laid
    return box.copy_with_children([_copy(child, text) for child in box.children])
