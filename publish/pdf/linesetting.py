"""The seam between the line composer and WeasyPrint: Chinese paragraphs set by `composer`, all else as it was.

WeasyPrint sets a paragraph line by line and widens only spaces; no style sheet reaches that. So inside `composed_lines`
three functions of its inline layout and one of its width computation are replaced by wrappers. A line box with Chinese
in it is read whole, as one text, however many inline boxes it has; the composer sets it; and the wrappers then hand
each line's part of each text box to WeasyPrint's own line building, which goes on to place boxes, break pages and
draw. What the composer changes about a line rides on its text boxes (`_SetText`), so drawing needs no patch.

These functions are private to WeasyPrint and may change in any release. They are replaced only where the version and
every signature is the one that this file was written for; otherwise one diagnostic says so and lines are set by
WeasyPrint alone.
"""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from itertools import accumulate
from math import ceil, inf
from threading import Lock
from typing import Any

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block, inline, preferred
from weasyprint.layout import page as pages
from weasyprint.layout.float import avoid_collisions
from weasyprint.layout.percent import resolve_percentages
from weasyprint.text.ffi import TO_UNITS, ffi
from weasyprint.text.line_break import Layout, _font_style_cache_key, strut

from publish.diagnostics import Diagnostic, Report
from publish.pdf import composer, notesetting
from publish.pdf.composer import CALL, EM, OBJECT, House, Line

WRITTEN_FOR = "70.0"
"""The version of WeasyPrint whose functions these are."""

_inline_box, _inline_level = inline.split_inline_box, inline.split_inline_level
_justify_line, _inline_line_widths = inline.justify_line, preferred.inline_line_widths
_block_level_layout = pages.block_level_layout
_table_layout = block.table_layout

SIGNATURES: Mapping[str, str] = {
    "layout.inline.split_inline_box": (
        "context box position_x max_x bottom_space skip_stack containing_block absolute_boxes fixed_boxes"
        " line_placeholders waiting_floats line_children first_letter_style first_line_style"
    ),
    "layout.inline.split_inline_level": (
        "context box position_x max_x bottom_space skip_stack containing_block absolute_boxes fixed_boxes"
        " line_placeholders waiting_floats line_children first_letter_style first_line_style"
    ),
    "layout.inline.justify_line": "context line extra_width",
    "layout.preferred.inline_line_widths": "context box outer is_line_start minimum skip_stack first_line",
    "layout.page.block_level_layout": (
        "context box bottom_space skip_stack containing_block page_is_empty absolute_boxes fixed_boxes"
        " adjoining_margins first_letter_style first_line_style discard max_lines"
    ),
    "layout.table.table_layout": (
        "context table bottom_space skip_stack containing_block page_is_empty absolute_boxes fixed_boxes"
    ),
    "layout.float.avoid_collisions": "context box containing_block outer",
    "layout.percent.resolve_percentages": "box containing_block",
    "text.line_break.strut": "style",
    "text.line_break._font_style_cache_key": "style include_size",
    "text.line_break.Layout.set_text": "self text justify",
    "text.line_break.Layout.get_first_line": "self",
    "text.line_break.Layout.reactivate": "self style",
}
"""What is replaced or called, with its parameters."""


# --- putting the seam in --------------------------------------------------------------------------------------------

_active: ContextVar[bool] = ContextVar("composed_lines", default=False)
_lock = Lock()
_users = 0


@contextmanager
def composed_lines(report: Report) -> Iterator[bool]:
    """Within this context, layout in this thread sets Chinese paragraphs by the composer.

    Yields whether it does. Where WeasyPrint is not the version that this was written for, `D501` is reported and
    layout is WeasyPrint's own. Other threads are not affected, and afterwards WeasyPrint is as it was.
    """
    if (reason := _mismatch()) is not None:
        report(Diagnostic("D501", facts={"version": weasyprint.__version__, "reason": reason}))
        yield False
        return
    _enter()
    token = _active.set(True)
    try:
        with notesetting.reported_notes(report):
            yield True
    finally:
        _active.reset(token)
        _leave()


def _mismatch() -> str | None:
    """Return what about this WeasyPrint is not as this file expects it, or None."""
    if weasyprint.__version__ != WRITTEN_FOR:
        return f"version {weasyprint.__version__}, not {WRITTEN_FOR}"
    for name, expected in SIGNATURES.items():
        try:
            parameters = inspect.signature(_find(name)).parameters
        except (ImportError, AttributeError):
            return f"no {name}"
        if " ".join(parameters) != expected:
            return f"{name} takes other parameters"
    return None


def _find(name: str) -> Any:
    """Return the function of WeasyPrint that is called *name*, from the module that defines it."""
    module, _, attribute = name.rpartition(".")
    if module.endswith("Layout"):
        return getattr(Layout, attribute)
    found = getattr(importlib.import_module(f"weasyprint.{module}"), attribute)
    return _ORIGINALS.get(found, found)


def _enter() -> None:
    global _users
    with _lock:
        _users += 1
        if _users == 1:
            for module, wrapper in _WRAPPERS:
                setattr(module, wrapper.__name__, wrapper)


def _leave() -> None:
    global _users
    with _lock:
        _users -= 1
        if _users == 0:
            for module, wrapper in _WRAPPERS:
                setattr(module, wrapper.__name__, _ORIGINALS[wrapper])


# --- the wrappers, named as what they replace -----------------------------------------------------------------------


def split_inline_box(
    context: Any,
    box: Any,
    position_x: float,
    max_x: float,
    bottom_space: float,
    skip_stack: Any,
    containing_block: Any,
    *rest: Any,
) -> Any:
    """Lay out one line of *box*: find the composed line, and let WeasyPrint build it."""
    if not _active.get():
        return _inline_box(context, box, position_x, max_x, bottom_space, skip_stack, containing_block, *rest)
    arguments = (bottom_space, skip_stack, containing_block, *rest)
    outer: _ComposedLine | None = getattr(context, "composed_line", None)
    if not isinstance(box, boxes.LineBox):
        result = _inline_box(context, box, position_x, max_x, *arguments)
        if outer and id(box) in outer.flow.shared:
            result[0].baseline = outer.flow.baseline
        return result
    first_line_style = rest[-1]
    context.composed_line = (
        None if first_line_style else _composed_line(context, box, position_x, max_x, skip_stack, containing_block)
    )
    try:
        result = _inline_box(context, box, position_x, max_x, *arguments)
        result[0].is_composed = context.composed_line is not None
    finally:
        context.composed_line = outer
    return result


def split_inline_level(
    context: Any,
    box: Any,
    position_x: float,
    max_x: float,
    bottom_space: float,
    skip_stack: Any,
    *rest: Any,
) -> Any:
    """Lay out the part of *box* that belongs to the line; offer what belongs to the next one as too wide for this."""
    line: _ComposedLine | None = getattr(context, "composed_line", None) if _active.get() else None
    if line is None or id(box) not in line.flow.begins:
        return _inline_level(context, box, position_x, max_x, bottom_space, skip_stack, *rest)
    if line.is_over(box):
        return line.too_wide(position_x), None, False, True, "字", _no_floats()
    if isinstance(box, boxes.TextBox):
        return line.text(box, position_x, skip_stack)
    new_box, resume_at, preserved, _, _, floats = _inline_level(
        context, box, position_x, max_x, bottom_space, skip_stack, *rest
    )
    if not isinstance(box, boxes.InlineBox) and (shift := line.shift(box)):
        new_box.translate(dx=shift)
    return new_box, resume_at, preserved, False, "字", floats


def justify_line(context: Any, line: Any, extra_width: float) -> None:
    """Widen the spaces of a line that was not composed; one that was is as wide as it should be."""
    if not getattr(line, "is_composed", False):
        _justify_line(context, line, extra_width)


def inline_line_widths(
    context: Any,
    box: Any,
    outer: Any,
    is_line_start: bool,
    minimum: bool,
    skip_stack: Any = None,
    first_line: bool = False,
) -> Iterator[float]:
    """Yield the widths that the lines of *box* would like to have, with the space that the composer puts in."""
    widths = _inline_line_widths(context, box, outer, is_line_start, minimum, skip_stack, first_line)
    if not _active.get() or minimum or first_line or skip_stack or not isinstance(box, boxes.LineBox):
        yield from widths
        return
    wanted = list(widths)
    additions = _additions(context, box)
    if len(additions) == len(wanted):
        wanted = [width + addition for width, addition in zip(wanted, additions, strict=True)]
    yield from wanted


def block_level_layout(context: Any, box: Any, bottom_space: float, *rest: Any, **named: Any) -> Any:
    """Lay out what a page consists of, with the notes that belong to it."""
    lay_out = notesetting.lay_out if _active.get() else _block_level_layout
    return lay_out(context, box, bottom_space, *rest, **named)


def table_layout(context: Any, table: Any, bottom_space: float, skip_stack: Any, *rest: Any) -> Any:
    """Lay out *table*, or what is left of it on a further page, where alone its head says that it goes on."""
    if _active.get() and skip_stack is None:
        table = _without_continuation(table)
    return _table_layout(context, table, bottom_space, skip_stack, *rest)


def _without_continuation(table: Any) -> Any:
    """Return *table* without the row ``tr.continued`` (续表) at the beginning of its head."""
    head, *groups = table.children or (None,)
    if head is None or not head.is_header or not head.children:
        return table
    element = head.children[0].element
    if element is None or element.get("class") != "continued":
        return table
    return table.copy_with_children([head.copy_with_children(head.children[1:]), *groups])


_WRAPPERS: Sequence[tuple[Any, Callable[..., Any]]] = (
    (inline, split_inline_box),
    (inline, split_inline_level),
    (inline, justify_line),
    (preferred, inline_line_widths),
    (pages, block_level_layout),
    (block, table_layout),
)
_ORIGINALS: Mapping[Callable[..., Any], Callable[..., Any]] = {
    split_inline_box: _inline_box,
    split_inline_level: _inline_level,
    justify_line: _justify_line,
    inline_line_widths: _inline_line_widths,
    block_level_layout: _block_level_layout,
    table_layout: _table_layout,
}


def _no_floats() -> dict[str, float]:
    return {"left": 0, "right": 0}


# --- a line box as one text -----------------------------------------------------------------------------------------

_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_UNCOMPOSABLE = re.compile(
    "[\t\f\u00ad\u0085\u2028\u2029\u0590-\u08ff\u202a-\u202e\u2066-\u2069\ufb1d-\ufdff\ufe70-\ufefc]"
)
"""Tabs, soft hyphens and scripts that run from right to left are left to WeasyPrint."""

_VERBATIM = ("pre", "pre-wrap")
"""Text of which each space counts; a line of nothing else (code) has its columns, which composing would push."""

_LONGEST_BOX = 4096
"""Characters of a text box. WeasyPrint copies the whole text of the box for each line, so a longer one is cut."""


@dataclass(slots=True)
class _Leaf:
    """A text box and where its text begins in the flow."""

    box: Any
    begin: int
    face: _Face
    baseline: float
    line_height: float


@dataclass(slots=True)
class _Flow:
    """All text of a line box in one string, with what stands for things that are not text."""

    size: float
    """Body size in px: a thousandth of it is the composer's unit."""
    house: House
    justify: bool
    baseline: float
    line_height: float
    text: str = ""
    advances: list[int] = field(default_factory=list)
    leaves: dict[int, _Leaf] = field(default_factory=dict)
    """By the id of their box."""
    begins: dict[int, int] = field(default_factory=dict)
    """Where each box begins in the text, by its id."""
    ends: dict[int, int] = field(default_factory=dict)
    held: list[tuple[int, int]] = field(default_factory=list)
    seen: list[tuple[Any, Any]] = field(default_factory=list)
    """Every box with its text: the flow holds for the line box as long as they are the same."""
    shared: set[int] = field(default_factory=set)
    """Ids of the inline boxes whose lines are as high as the paragraph's."""
    lines: dict[int, _Kept] = field(default_factory=dict)
    """By where they begin."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """A composed line; its positions count from *base* in the flow, and the next line begins at *resume*."""

    line: Line
    base: int
    measure: int
    resume: int


class _Unsuited(Exception):  # noqa: N818, not an error
    """The line box has something in it that the composer does not set."""


def _flow_of(context: Any, box: Any, containing_block: Any) -> _Flow | None:
    """Return the flow of the line box *box*, or None where it is not for the composer."""
    if "flow" in box.__dict__ and (box.flow is None or _is_same(box.flow, box)):
        known: _Flow | None = box.flow
        return known
    flow: _Flow | None
    try:
        flow = _read(context, box, containing_block)
    except _Unsuited:
        flow = None
    box.flow = flow
    return flow


def _is_same(flow: _Flow, box: Any) -> bool:
    found = _boxes_in(box)
    return (
        all(
            other is not None and seen is other and text is getattr(other, "text", None)
            for (seen, text), other in zip(flow.seen, found, strict=False)
        )
        and next(found, None) is None
    )


def _boxes_in(box: Any) -> Iterator[Any]:
    for child in box.children:
        yield child
        if isinstance(child, boxes.InlineBox) and not child.is_leader:
            yield from _boxes_in(child)


def _read(context: Any, box: Any, containing_block: Any) -> _Flow:
    style = box.style
    if style["direction"] != "ltr" or style["white_space"] in _VERBATIM or not style["font_size"]:
        raise _Unsuited
    if not any(map(_is_chinese, _boxes_in(box))):
        raise _Unsuited
    _cut_long_boxes(box)
    line_height, baseline = strut(style)
    flow = _Flow(
        style["font_size"],
        composer.house_of(style["lang"]),
        style["text_align_all"] == "justify",
        baseline,
        line_height,
    )
    _Reader(context, containing_block, flow).read(box, held=style["white_space"] in ("nowrap", "pre"), call=False)
    flow.seen = [(child, getattr(child, "text", None)) for child in _boxes_in(box)]
    return flow


def _is_chinese(box: Any) -> bool:
    if not isinstance(box, boxes.TextBox) or not _HAN.search(box.text):
        return False
    return not (box.style["lang"] or "").lower().startswith(("ja", "ko"))


def _cut_long_boxes(box: Any) -> None:
    if any(isinstance(child, boxes.TextBox) and len(child.text) > _LONGEST_BOX for child in box.children):
        box.children = [part for child in box.children for part in _parts_of(child)]


def _parts_of(box: Any) -> Iterator[Any]:
    if not isinstance(box, boxes.TextBox) or len(box.text) <= _LONGEST_BOX:
        yield box
        return
    begin = 0
    while begin < len(box.text):
        cut = _HAN.search(box.text, begin + _LONGEST_BOX)
        end = cut.start() if cut else len(box.text)
        yield box.copy_with_text(box.text[begin:end])
        begin = end


class _Reader:
    """Reads the boxes in a line box into its flow."""

    def __init__(self, context: Any, containing_block: Any, flow: _Flow) -> None:
        self.context, self.containing_block, self.flow = context, containing_block, flow
        self.parts: list[str] = []
        self.length = 0

    def read(self, box: Any, held: bool, call: bool) -> None:
        """Read the children of *box*; *held*: no line ends inside them, *call*: they call a note."""
        for child in box.children:
            if child.is_floated():
                raise _Unsuited
            if child.is_in_normal_flow():
                self._child(child, held, call)
        if isinstance(box, boxes.LineBox):
            self.flow.text = "".join(self.parts)
            if held:
                self.flow.held.append((0, self.length))

    def _child(self, box: Any, held: bool, call: bool) -> None:
        flow, begin = self.flow, self.length
        flow.begins[id(box)] = begin
        resolve_percentages(box, self.containing_block)
        if isinstance(box, boxes.TextBox):
            self._text(box, call)
        elif isinstance(box, boxes.InlineBox) and not box.is_leader:
            self._inline(box, held, call)
        else:
            self._add(OBJECT, [self._width(box)])
            if box.is_leader:  # what a leader leads to stays on its line
                flow.held.append((begin, self.length + 1))
        flow.ends[id(box)] = self.length

    def _add(self, text: str, advances: Sequence[int]) -> None:
        self.parts.append(text)
        self.flow.advances.extend(advances)
        self.length += len(text)

    def _text(self, box: Any, call: bool) -> None:
        style, text = box.style, box.text
        spaced = style["letter_spacing"] != "normal" or style["word_spacing"]
        if spaced or not style["font_size"] or _UNCOMPOSABLE.search(text):
            raise _Unsuited
        if style["white_space"] in _VERBATIM and "  " in text:
            raise _Unsuited
        face = _face_of(self.context, style)
        line_height, baseline = strut(style)
        if line_height == self.flow.line_height:
            baseline = self.flow.baseline
        self.flow.leaves[id(box)] = _Leaf(box, self.length, face, baseline, line_height)
        advances = face.advances(text)
        if style["font_size"] != self.flow.size:
            scale = style["font_size"] / self.flow.size
            advances = [round(advance * scale) for advance in advances]
        self._add(CALL * len(text) if call else text, advances)

    def _inline(self, box: Any, held: bool, call: bool) -> None:
        if "auto" in (box.margin_left, box.margin_right):
            raise _Unsuited
        begin = self.length
        if strut(box.style)[0] == self.flow.line_height:
            self.flow.shared.add(id(box))
        held_here = held or box.style["white_space"] in ("nowrap", "pre")
        self._spacing(box.margin_left + box.border_left_width + box.padding_left, after=True)
        self.read(box, held_here, call or _is_call(box))
        self._spacing(box.margin_right + box.border_right_width + box.padding_right, after=False)
        if held_here and not held:
            self.flow.held.append((begin, self.length))

    def _spacing(self, width: float, after: bool) -> None:
        """Add the space at the side of an inline box, bound to what follows or precedes it."""
        if width:
            begin = self.length
            self._add(OBJECT, [ceil(width / self.flow.size * EM)])
            self.flow.held.append((begin, begin + 2) if after else (begin - 1, begin + 1))

    def _width(self, box: Any) -> int:
        """Return the width of a box that is set like one character; its layout here is thrown away."""
        box = box.copy()
        box.position_y = 0
        new_box, *_ = _inline_level(
            self.context, box, 0, inf, -inf, None, self.containing_block, [], [], [], [], [], None, None
        )
        return ceil(float(new_box.margin_width()) / self.flow.size * EM)


def _is_call(box: Any) -> bool:
    """Tell whether an inline box calls a note or is raised or lowered as a call is, and so clings to what it follows.

    WeasyPrint computes `super` and `sub` to lengths.
    """
    raised = box.style["vertical_align"]
    return box.element_tag.endswith("::footnote-call") or (isinstance(raised, (int, float)) and raised != 0)


def _additions(context: Any, box: Any) -> list[float]:
    """Return for each line of *box* between forced breaks by how much composing it changes its natural width."""
    leaves = [child for child in _boxes_in(box) if isinstance(child, boxes.TextBox)]
    if not any(map(_is_chinese, leaves)) or any(_UNCOMPOSABLE.search(leaf.text) for leaf in leaves):
        return []
    text = "".join(leaf.text for leaf in leaves)
    sizes = [leaf.style["font_size"] for leaf in leaves for _ in leaf.text]
    advances = [a for leaf in leaves for a in _face_of(context, leaf.style).advances(leaf.text)]
    house, size = composer.house_of(box.style["lang"]), box.style["font_size"]
    if any(other != size for other in sizes):
        advances = [round(a * other / size) for a, other in zip(advances, sizes, strict=True)]
    additions, begin = [], 0
    for part in text.split("\n"):
        inside = advances[begin : begin + len(part)]
        change = composer.natural_width(part, inside, house) - sum(inside) if part else 0
        additions.append((change + _ROUNDING) * size / EM)
        begin += len(part) + 1
    return additions


_ROUNDING = 10
"""Thousandths of an em that a line which sets its box's width gets beyond its text, for advances are rounded here."""


# --- composed lines -------------------------------------------------------------------------------------------------


def _composed_line(
    context: Any, box: Any, position_x: float, max_x: float, skip_stack: Any, containing_block: Any
) -> _ComposedLine | None:
    """Return the composed line of *box* that begins at *skip_stack*, or None where WeasyPrint sets it."""
    flow = _flow_of(context, box, containing_block)
    if flow is None:
        return None
    begin = _position(flow, box, skip_stack)
    while begin < len(flow.text) and flow.text[begin] == " ":
        begin += 1
    width = max_x - position_x
    measure = round(width / flow.size * EM)
    if measure <= 0 or begin >= len(flow.text):
        return None
    if begin not in flow.lines or flow.lines[begin].measure != measure:
        full = round((max_x - box.position_x) / flow.size * EM)
        _compose(flow, begin, [measure, *_measures(context, box, flow, containing_block), full])
    kept = flow.lines[begin]
    return _ComposedLine(flow, kept, width / measure)


def _position(flow: _Flow, box: Any, skip_stack: Any) -> int:
    """Return the position in the text at which *skip_stack* resumes."""
    if isinstance(box, boxes.TextBox):
        skipped = next(iter(skip_stack)) if skip_stack else 0
        return flow.begins[id(box)] + (len(box.text.encode()[:skipped].decode()) if skipped else 0)
    index, inner = next(iter(skip_stack.items())) if skip_stack else (0, None)
    for child in box.children[index:]:
        if id(child) in flow.begins:
            if inner is None or not isinstance(child, (boxes.TextBox, boxes.InlineBox)):
                return flow.begins[id(child)]
            return _position(flow, child, inner)
        inner = None
    return flow.ends.get(id(box), len(flow.text))


def _measures(context: Any, box: Any, flow: _Flow, containing_block: Any) -> list[int]:
    """Return the measures of the lines that follow beside floats, if there are any."""
    measures: list[int] = []
    if context.excluded_shapes:
        bottom = max(shape.position_y + shape.margin_height() for shape in context.excluded_shapes)
        probe = box.copy()
        probe.width, probe.height = flow.size, flow.line_height
        probe.position_y = box.position_y + flow.line_height
        while probe.position_y < bottom:
            width = avoid_collisions(context, probe, containing_block, outer=False)[2]
            measures.append(max(1, round(width / flow.size * EM)))
            probe.position_y += flow.line_height
    return measures


def _compose(flow: _Flow, begin: int, measures: Sequence[int]) -> None:
    """Compose the text from *begin* on; the first measure is that of the line that begins there."""
    for number, part in enumerate(re.finditer(r"[^\n]*(\n|$)", flow.text[begin:] if begin else flow.text)):
        a, b = begin + part.start(), begin + part.end()
        if a == b:
            break
        end = b - 1 if flow.text[b - 1] == "\n" else b
        held = [(x - a, y - a) for x, y in flow.held if y > a and x < end]
        used = measures if number == 0 else measures[-1:]
        composed = composer.compose(
            flow.text[a:end], flow.advances[a:end], used, flow.house, justify=flow.justify, held=held
        )
        _keep(flow, a, b, composed or [Line(0, 0, 0, 0, ())], used)


def _keep(flow: _Flow, begin: int, end: int, composed: Sequence[Line], measures: Sequence[int]) -> None:
    """Keep the lines of the text from *begin* to *end*, a forced break included, by where they begin."""
    for number, line in enumerate(composed):
        resume = begin + composed[number + 1].start if number + 1 < len(composed) else end
        flow.lines[begin + line.start] = _Kept(line, begin, measures[min(number, len(measures) - 1)], resume)


class _ComposedLine:
    """The line that is being built: gives each text box its part."""

    def __init__(self, flow: _Flow, kept: _Kept, unit: float) -> None:
        self.flow, self.unit = flow, unit
        """*unit*: what a thousandth of the body size is on this line, in px."""
        self.begin, self.end = kept.base + kept.line.start, kept.base + kept.line.end
        self.resume = kept.resume
        self.lead = kept.line.lead
        self.changes = [(kept.base + at, change) for at, change in kept.line.changes]

    def is_over(self, box: Any) -> bool:
        """Tell whether *box* belongs to a later line."""
        return self.resume <= self.flow.begins[id(box)] < self.flow.ends[id(box)]

    def too_wide(self, position_x: float) -> Any:
        """Return a box that fits on no line."""
        box = next(iter(self.flow.leaves.values())).box.copy_with_text("字")
        box.position_x, box.width = position_x, inf
        return box

    def shift(self, box: Any) -> float:
        """Return how far *box* moves, in px: what cannot be changed in a thing before it that is not text."""
        begin = self.flow.begins[id(box)]
        if not self.begin < begin or self.flow.text[begin - 1] != OBJECT:
            return 0.0
        return sum(change for at, change in self.changes if at == begin - 1) * self.unit

    def text(self, box: Any, position_x: float, skip_stack: Any) -> Any:
        """Return what `split_inline_level` returns for the part of the text box *box* that is on this line."""
        flow, first = self.flow, self.flow.begins[id(box)]
        skipped = next(iter(skip_stack)) or 0 if skip_stack else 0
        begin = first + (len(box.text.encode()[:skipped].decode()) if skipped else 0)
        last = flow.ends[id(box)]
        new_box = self._part(box, max(begin, self.begin), min(last, self.end), position_x)
        forced = begin < self.resume <= last and flow.text[self.resume - 1] == "\n"
        resume_at = None
        if self.resume < last or forced:
            resume_at = {skipped + len(box.text[begin - first : self.resume - first].encode()): None}
        return new_box, resume_at, forced, False, "字", _no_floats()

    def _part(self, box: Any, begin: int, end: int, position_x: float) -> Any:
        """Return a box for the text from *begin* to *end*, or None where that is nothing."""
        if end <= begin:
            return None
        flow, leaf = self.flow, self.flow.leaves[id(box)]
        first = flow.begins[id(box)]
        changes = [(at - begin, change) for at, change in self.changes if begin <= at < end]
        width = sum(flow.advances[begin:end]) + sum(change for _, change in changes)
        text = box.text[begin - first : end - first]
        part = box.copy_with_text(text)
        part.pango_layout = _SetText(text, box.style, leaf.face, self._advances(leaf, begin, text, changes))
        part.position_x = position_x + (self.lead * self.unit if begin == self.begin else self.shift(box))
        part.width = width * self.unit
        part.height = box.style["font_size"]
        part.margin_top = part.margin_bottom = (leaf.line_height - part.height) / 2
        part.baseline = leaf.baseline
        return part

    def _advances(self, leaf: _Leaf, begin: int, text: str, changes: Sequence[tuple[int, int]]) -> Sequence[int] | None:
        """Return the advances of *text* in thousandths of its own size, or None where they are the font's own."""
        if not changes and not _DEPENDENT.search(text):
            return None
        advances = self.flow.advances[begin : begin + len(text)]
        for at, change in changes:
            advances[at] += change
        scale = self.flow.size / leaf.box.style["font_size"]
        return advances if scale == 1 else [round(advance * scale) for advance in advances]


# --- faces and glyphs -----------------------------------------------------------------------------------------------

_RUN = re.compile(composer.RUN)
_RUN_OR_CLUSTER = re.compile(f"{composer.RUN}|{composer.CLUSTER}")
_EXTENDING = re.compile(f"[{composer.EXTENDING}]")
"""Characters whose advances depend on each other."""

_DEPENDENT = re.compile(rf"[ {composer.LATIN}{composer.EXTENDING}—⸺―─…⋯]")
"""Characters whose face or advance may depend on the rest of the line."""


_ANY_WIDTH = 2.0**20
"""Width to which a text may be cut and ended with an ellipsis: composed lines have been cut already."""


class _Face:
    """Advances of characters in one style, in thousandths of its font size, as WeasyPrint draws them."""

    def __init__(self, style: Any) -> None:
        self.style = style
        self.characters: dict[str, int] = {"\n": 0}
        self.runs: dict[str, list[int]] = {}
        self._layouts: dict[tuple[float, frozenset[str]], dict[str, Any]] = {}

    def layout(self, style: Any) -> Mapping[str, Any]:
        """Return the attributes of a Pango layout for *style*; one serves all texts, for they are drawn in turn."""
        key = style["font_size"], frozenset(style["text_decoration_line"])
        if key not in self._layouts:
            self._layouts[key] = {k: v for k, v in vars(Layout(style, 0, _ANY_WIDTH)).items() if k != "style"}
        return self._layouts[key]

    def advances(self, text: str) -> list[int]:
        """Return the advance of each character of *text*."""
        together = _RUN_OR_CLUSTER if _EXTENDING.search(text) else _RUN
        runs = [match.span() for match in together.finditer(text)]
        if words := {text[a:b] for a, b in runs} - self.runs.keys():
            self._learn(words)
        if single := set(together.sub("", text) if runs else text) - self.characters.keys():
            self.characters.update((piece, own[0]) for piece, own in self._measured(single))
        found: list[int] = []
        position = 0
        for a, b in runs:
            found.extend(map(self.characters.__getitem__, text[position:a]))
            found.extend(self.runs[text[a:b]])
            position = b
        found.extend(map(self.characters.__getitem__, text[position:]))
        return found

    def _learn(self, words: set[str]) -> None:
        """Learn the advances in *words*; those of an address are not kerned, for it may be divided anywhere."""
        addresses = set(filter(composer.is_address, words))
        characters = {character for address in addresses for character in address}
        self.runs.update(self._measured(((words - addresses) | characters) - self.runs.keys()))
        self.runs.update((address, [self.runs[c][0] for c in address]) for address in addresses)

    def _measured(self, pieces: set[str]) -> Iterator[tuple[str, list[int]]]:
        """Shape all *pieces* at once, each between two Han characters, for the face of a mark depends on those."""
        ordered = sorted(pieces)
        advances = _shaped("国" + "国".join(ordered) + "国", self.style)
        position = 1
        for piece in ordered:
            yield piece, advances[position : position + len(piece)]
            position += len(piece) + 1


def _face_of(context: Any, style: Any) -> _Face:
    """Return the face of *style*; the widths that it has learnt last as long as the layout of one document."""
    faces: dict[str, _Face] = context.__dict__.setdefault("composer_faces", {})
    key = _font_style_cache_key(style)
    if key not in faces:
        faces[key] = _Face(style)
    return faces[key]


def _shaped(text: str, style: Any) -> list[int]:
    """Shape *text* on one line and return its characters' advances."""
    layout = Layout(style)
    layout.set_text(text)
    line, _ = layout.get_first_line()
    thousandth = _pango_units(style)
    by_byte: dict[int, float] = {}
    for glyphs, clusters, offset, count, _ in _runs_of(line):
        for i in range(count):
            at = offset + clusters[i]
            by_byte[at] = by_byte.get(at, 0.0) + glyphs[i].geometry.width
    position, advances = 0, []
    for character in text:
        advances.append(round(by_byte.get(position, 0.0) / thousandth))
        position += len(character.encode())
    return advances


def _pango_units(style: Any) -> float:
    """Return how many of Pango's units a thousandth of the font size is."""
    return float(style["font_size"] * TO_UNITS / EM)


def _runs_of(line: Any) -> Iterator[tuple[Any, Any, int, int, int]]:
    """Yield for each run of a Pango line its glyphs, their clusters, its offset, number of glyphs, length in bytes."""
    run = line.runs[0]
    while run != ffi.NULL:
        item = run.data
        yield item.glyphs.glyphs, item.glyphs.log_clusters, item.item.offset, item.glyphs.num_glyphs, item.item.length
        run = run.next


class _SetText(Layout):  # type: ignore[misc]
    """The text of a composed line's box: shaped only when it is drawn, and then with the composer's advances."""

    def __init__(self, text: str, style: Any, face: _Face, advances: Sequence[int] | None) -> None:
        self.text = self.composed = text
        self.face, self.advances = face, advances
        self.first_line_direction = 0
        if style["text_decoration_line"] != "none":  # drawing asks for the positions of lines before it shapes
            self._prepare(style)
            self.deactivate()

    def reactivate(self, style: Any) -> None:
        """Shape the text for drawing."""
        self._prepare(style)
        self.set_text(self.text, justify=True)

    def _prepare(self, style: Any) -> None:
        self.__dict__.update(self.face.layout(style))
        self.style, self.thousandth, self.placed = style, _pango_units(style), False

    def get_first_line(self) -> Any:
        """Return the Pango line with its glyphs where the composer wants them."""
        line, index = super().get_first_line()
        if self.advances is not None and not self.placed and self.text == self.composed:
            self.placed = True
            self._place(line, self.advances)
        return line, index

    def _place(self, line: Any, advances: Sequence[int]) -> None:
        """Give each glyph its advance; a cluster that stands for several characters has theirs together."""
        spans = zip(self.text, advances, strict=True)
        before = list(accumulate((part for c, advance in spans for part in _in_bytes(c, advance)), initial=0))
        for glyphs, log_clusters, offset, count, length in _runs_of(line):
            clusters, previous = [*ffi.unpack(log_clusters, count), length], 0
            for i in range(count):
                begin, end = clusters[i], clusters[i + 1]
                if end > begin:
                    wanted = before[offset + end] - before[offset + begin] - previous
                    _set_advance(glyphs[i].geometry, wanted, self.thousandth)
                    previous = 0
                else:  # more glyphs for the same characters follow, the last one takes what is left
                    previous += round(glyphs[i].geometry.width / self.thousandth)


def _in_bytes(character: str, advance: int) -> tuple[int, ...]:
    """Return *advance* for the first byte of a character in UTF-8 and nothing for the others."""
    if character < "\x80":
        return (advance,)
    if character < "\u0800":
        return advance, 0
    return (advance, 0, 0) if character < "\U00010000" else (advance, 0, 0, 0)


def _set_advance(geometry: Any, advance: int, thousandth: float) -> None:
    """Give a glyph its advance.

    WeasyPrint cuts what an advance differs from the font's to a whole number of thousandths, towards zero, so it gets
    a little more than one.
    """
    change = advance - geometry.width / thousandth
    if abs(change) > 0.5:
        geometry.width = round((advance + (0.3 if change > 0 else -0.3)) * thousandth)
