"""Line boxes of WeasyPrint ↔ paragraphs of plain values: Chinese lines set by the composer, all else as it was.

WeasyPrint sets a paragraph line by line and widens only spaces; no style sheet reaches that. So three functions of its
inline layout and one of its width computation are replaced by the wrappers here. A line box with Chinese in it is read
whole into a `Paragraph`, however many inline boxes it has; the composer sets it; and the wrappers then hand each
line's part of each text box to WeasyPrint's own line building, which goes on to place boxes, break pages and draw.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.float import avoid_collisions
from weasyprint.layout.inline import justify_line as _justify_line
from weasyprint.layout.inline import split_inline_box as _inline_box
from weasyprint.layout.inline import split_inline_level as _inline_level
from weasyprint.layout.preferred import inline_line_widths as _inline_line_widths

from publish import composer
from publish.composer import OBJECT
from publish.pdf.paragraph import HAN, Kept, Paragraph, is_chinese, is_composable
from publish.pdf.seam.glyphs import DEPENDENT, Face, SetText, face_of
from publish.pdf.seam.used_values import resolve_percentages, strut

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
    lists = [(each, list(each)) for each in rest if isinstance(each, list)]
    try:
        result = _inline_box(context, box, position_x, max_x, *arguments)
        if context.composed_line and context.composed_line.is_refused(result[0]):
            box.flow = context.composed_line = None
            for each, before in lists:
                each[:] = before
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
    line: _ComposedLine | None = getattr(context, "composed_line", None)
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
    if minimum or first_line or skip_stack or not isinstance(box, boxes.LineBox):
        yield from widths
        return
    wanted = list(widths)
    additions = _extra_widths(context, box)
    if len(additions) == len(wanted):
        wanted = [width + addition for width, addition in zip(wanted, additions, strict=True)]
    yield from wanted


def _no_floats() -> dict[str, float]:
    return {"left": 0, "right": 0}


def meet(root: Any) -> None:
    """Let the faces of all texts in *root* learn their characters at once: each time costs as much as many of them."""
    texts: dict[int, tuple[Face, list[str]]] = {}
    for box in root.descendants():
        if _is_chinese(box) and _is_composed(box):
            face = face_of(box.style)
            texts.setdefault(id(face), (face, []))[1].append(box.text)
    for face, parts in texts.values():
        face.meet("\n".join(parts))


# --- a line box as a paragraph --------------------------------------------------------------------------------------

_VERBATIM = ("pre", "pre-wrap")
"""Text of which each space counts; a line of nothing else (code) has its columns, which composing would push."""

_LONGEST_BOX = 4096
"""Characters of a text box. WeasyPrint copies the whole text of the box for each line, so a longer one is cut."""


@dataclass(slots=True)
class _Leaf:
    """A text box and where its text begins in the flow."""

    box: Any
    begin: int
    face: Face
    baseline: float
    line_height: float


@dataclass(slots=True)
class _Flow:
    """A line box read as a paragraph, and where its boxes stand in the text of that."""

    paragraph: Paragraph
    baseline: float
    line_height: float
    leaves: dict[int, _Leaf] = field(default_factory=dict)
    """By the id of their box."""
    begins: dict[int, int] = field(default_factory=dict)
    """Where each box begins in the text, by its id."""
    ends: dict[int, int] = field(default_factory=dict)
    seen: list[tuple[Any, Any]] = field(default_factory=list)
    """Every box with its text: the flow holds for the line box as long as they are the same."""
    shared: set[int] = field(default_factory=set)
    """Ids of the inline boxes whose lines are as high as the paragraph's."""


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


_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def _read(context: Any, box: Any, containing_block: Any) -> _Flow:
    style = box.style
    if style["direction"] != "ltr" or style["white_space"] in _VERBATIM or not style["font_size"]:
        raise _Unsuited
    if not any(map(_is_chinese, _boxes_in(box))):
        raise _Unsuited
    _cut_long_boxes(box)
    line_height, baseline = strut(style)
    house, justify = composer.house_of(style["lang"]), style["text_align_all"] == "justify"
    title = box.element_tag in _HEADINGS or (box.element_tag == "p" and style["text_align_all"] == "center")
    flow = _Flow(Paragraph(style["font_size"], house, justify, title), baseline, line_height)
    _Reader(context, containing_block, flow).read(box, held=style["white_space"] in ("nowrap", "pre"), call=False)
    flow.paragraph.finish()
    flow.seen = [(child, getattr(child, "text", None)) for child in _boxes_in(box)]
    return flow


def _is_composed(box: Any) -> bool:
    """Tell whether the composer sets the text box *box*, as far as its own style and text say."""
    style = box.style
    spaced = style["letter_spacing"] != "normal" or style["word_spacing"]
    return not spaced and bool(style["font_size"]) and is_composable(box.text)


def _is_chinese(box: Any) -> bool:
    return isinstance(box, boxes.TextBox) and is_chinese(box.text, box.style["lang"])


def _cut_long_boxes(box: Any) -> None:
    if any(isinstance(child, boxes.TextBox) and len(child.text) > _LONGEST_BOX for child in box.children):
        box.children = [part for child in box.children for part in _parts_of(child)]


def _parts_of(box: Any) -> Iterator[Any]:
    if not isinstance(box, boxes.TextBox) or len(box.text) <= _LONGEST_BOX:
        yield box
        return
    begin = 0
    while begin < len(box.text):
        cut = HAN.search(box.text, begin + _LONGEST_BOX)
        end = cut.start() if cut else len(box.text)
        yield box.copy_with_text(box.text[begin:end])
        begin = end


class _Reader:
    """Reads the boxes in a line box into its flow."""

    def __init__(self, context: Any, containing_block: Any, flow: _Flow) -> None:
        self.context, self.containing_block, self.flow = context, containing_block, flow
        self.paragraph = flow.paragraph

    def read(self, box: Any, held: bool, call: bool) -> None:
        """Read the children of *box*; *held*: no line ends inside them, *call*: they call a note."""
        for child in box.children:
            if child.is_floated():
                raise _Unsuited
            if child.is_in_normal_flow():
                self._child(child, held, call)
        if isinstance(box, boxes.LineBox) and held:
            self.paragraph.hold(0)

    def _child(self, box: Any, held: bool, call: bool) -> None:
        self.flow.begins[id(box)] = self.paragraph.length
        resolve_percentages(box, self.containing_block)
        if isinstance(box, boxes.TextBox):
            self._text(box, call)
        elif isinstance(box, boxes.InlineBox) and not box.is_leader:
            self._inline(box, held, call)
        else:
            self.paragraph.add_thing(self._width(box), leads=box.is_leader)
        self.flow.ends[id(box)] = self.paragraph.length

    def _text(self, box: Any, call: bool) -> None:
        style, text = box.style, box.text
        if not _is_composed(box):
            raise _Unsuited
        if style["white_space"] in _VERBATIM and "  " in text:
            raise _Unsuited
        face = face_of(style)
        line_height, baseline = strut(style)
        if line_height == self.flow.line_height:
            baseline = self.flow.baseline
        self.flow.leaves[id(box)] = _Leaf(box, self.paragraph.length, face, baseline, line_height)
        self.paragraph.add_text(text, face.advances(text), style["font_size"], call)

    def _inline(self, box: Any, held: bool, call: bool) -> None:
        if "auto" in (box.margin_left, box.margin_right):
            raise _Unsuited
        begin = self.paragraph.length
        if strut(box.style)[0] == self.flow.line_height:
            self.flow.shared.add(id(box))
        held_here = held or box.style["white_space"] in ("nowrap", "pre")
        self.paragraph.add_space(box.margin_left + box.border_left_width + box.padding_left, after=True)
        self.read(box, held_here, call or _is_call(box))
        self.paragraph.add_space(box.margin_right + box.border_right_width + box.padding_right, after=False)
        if held_here and not held:
            self.paragraph.hold(begin)

    def _width(self, box: Any) -> float:
        """Return the width of a box that is set like one character; its layout here is thrown away."""
        box = box.copy()
        box.position_y = 0
        new_box, *_ = _inline_level(
            self.context, box, 0, inf, -inf, None, self.containing_block, [], [], [], [], [], None, None
        )
        return float(new_box.margin_width())


def _is_call(box: Any) -> bool:
    """Tell whether an inline box calls a note or is raised or lowered as a call is, and so clings to what it follows.

    WeasyPrint computes `super` and `sub` to lengths.
    """
    raised = box.style["vertical_align"]
    return box.element_tag.endswith("::footnote-call") or (isinstance(raised, (int, float)) and raised != 0)


def _extra_widths(context: Any, box: Any) -> list[float]:
    """Return for each line of *box* between forced breaks by how much composing it changes its natural width."""
    leaves = [child for child in _boxes_in(box) if isinstance(child, boxes.TextBox)]
    if not any(map(_is_chinese, leaves)) or not all(map(_is_composed, leaves)):
        return []
    paragraph = Paragraph(box.style["font_size"], composer.house_of(box.style["lang"]), justify=False)
    for leaf in leaves:
        face = face_of(leaf.style)
        paragraph.add_text(leaf.text, face.advances(leaf.text), leaf.style["font_size"], call=False)
    paragraph.finish()
    return paragraph.extra_widths()


# --- composed lines -------------------------------------------------------------------------------------------------


def _composed_line(
    context: Any, box: Any, position_x: float, max_x: float, skip_stack: Any, containing_block: Any
) -> _ComposedLine | None:
    """Return the composed line of *box* that begins at *skip_stack*, or None where WeasyPrint sets it."""
    flow = _flow_of(context, box, containing_block)
    if flow is None:
        return None
    paragraph = flow.paragraph
    begin = paragraph.skip_spaces(_position(flow, box, skip_stack))
    width = max_x - position_x
    measure = paragraph.units(width)
    if measure <= 0 or begin >= paragraph.length:
        return None
    if not paragraph.is_kept(begin, measure):
        full = paragraph.units(max_x - box.position_x)
        paragraph.compose(begin, [measure, *_measures(context, box, flow, containing_block), full])
    return _ComposedLine(flow, paragraph.lines[begin], width / measure)


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
    return flow.ends.get(id(box), flow.paragraph.length)


def _measures(context: Any, box: Any, flow: _Flow, containing_block: Any) -> list[int]:
    """Return the measures of the lines that follow beside floats, if there are any."""
    measures: list[int] = []
    if context.excluded_shapes:
        bottom = max(shape.position_y + shape.margin_height() for shape in context.excluded_shapes)
        probe = box.copy()
        probe.width, probe.height = flow.paragraph.size, flow.line_height
        probe.position_y = box.position_y + flow.line_height
        while probe.position_y < bottom:
            width = avoid_collisions(context, probe, containing_block, outer=False)[2]
            measures.append(max(1, flow.paragraph.units(width)))
            probe.position_y += flow.line_height
    return measures


class _ComposedLine:
    """The line that is being built: gives each text box its part."""

    def __init__(self, flow: _Flow, kept: Kept, unit: float) -> None:
        self.flow, self.unit = flow, unit
        """*unit*: what a thousandth of the body size is on this line, in px."""
        self.begin, self.end = kept.base + kept.line.start, kept.base + kept.line.end
        self.resume = kept.resume
        self.lead = kept.line.lead
        self.changes = [(kept.base + at, change) for at, change in kept.line.changes]
        self.has_offered = False
        """Whether a box was offered that fits on no line."""

    def is_over(self, box: Any) -> bool:
        """Tell whether *box* belongs to a later line."""
        return self.resume <= self.flow.begins[id(box)] < self.flow.ends[id(box)]

    def too_wide(self, position_x: float) -> Any:
        """Return a box that fits on no line."""
        box = next(iter(self.flow.leaves.values())).box.copy_with_text("字")
        box.position_x, box.width = position_x, inf
        self.has_offered = True
        return box

    def is_refused(self, line: Any) -> bool:
        """Tell whether a box that fits on no line was put on *line*: no line may end where this was to, say its styles.

        Such is what may not be divided and is longer than a line.
        """
        return self.has_offered and any(box.width == inf for box in _boxes_in(line) if isinstance(box, boxes.TextBox))

    def shift(self, box: Any) -> float:
        """Return how far *box* moves, in px: what cannot be changed in a thing before it that is not text."""
        begin = self.flow.begins[id(box)]
        if not self.begin < begin or self.flow.paragraph.text[begin - 1] != OBJECT:
            return 0.0
        return sum(change for at, change in self.changes if at == begin - 1) * self.unit

    def text(self, box: Any, position_x: float, skip_stack: Any) -> Any:
        """Return what `split_inline_level` returns for the part of the text box *box* that is on this line."""
        flow, first = self.flow, self.flow.begins[id(box)]
        skipped = next(iter(skip_stack)) or 0 if skip_stack else 0
        begin = first + (len(box.text.encode()[:skipped].decode()) if skipped else 0)
        last = flow.ends[id(box)]
        new_box = self._part(box, max(begin, self.begin), min(last, self.end), position_x)
        forced = begin < self.resume <= last and flow.paragraph.text[self.resume - 1] == "\n"
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
        width = sum(flow.paragraph.advances[begin:end]) + sum(change for _, change in changes)
        text = box.text[begin - first : end - first]
        part = box.copy_with_text(text)
        part.pango_layout = SetText(text, box.style, leaf.face, self._advances(leaf, begin, text, changes))
        part.position_x = position_x + (self.lead * self.unit if begin == self.begin else self.shift(box))
        part.width = width * self.unit
        part.height = box.style["font_size"]
        part.margin_top = part.margin_bottom = (leaf.line_height - part.height) / 2
        part.baseline = leaf.baseline
        return part

    def _advances(self, leaf: _Leaf, begin: int, text: str, changes: Sequence[tuple[int, int]]) -> Sequence[int] | None:
        """Return the advances of *text* in thousandths of its own size, or None where they are the font's own."""
        if not changes and not DEPENDENT.search(text):
            return None
        advances = self.flow.paragraph.advances[begin : begin + len(text)]
        for at, change in changes:
            advances[at] += change
        scale = self.flow.paragraph.size / leaf.box.style["font_size"]
        return advances if scale == 1 else [round(advance * scale) for advance in advances]
