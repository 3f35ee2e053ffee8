"""Pages of WeasyPrint ↔ what `publish.pdf.notes` decides about them, and notes ↔ their lines.

WeasyPrint gathers the notes of a page while it lays out its lines, and takes them back where it tries something else.
Not all that it tries it takes back, and what it took back it does not find again in every case: notes are lost, come
pages late and out of order (Kozea/WeasyPrint #1564, #1636, #2432, #2502), and one that is longer than a page is
printed over the text (#1833). So the calls are hidden from it. It lays out the text of a page as if there were none,
in the depth that it is given, and from the page that comes out is read which notes it calls. `notes.Foot` finds how
deep the text may be; the notes are then laid out by WeasyPrint as blocks and stand, by lines, in its footnote area.

What is left of notes goes on to the next page in ``next_page``, which WeasyPrint keeps with each page and compares
when it makes pages anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from itertools import pairwise
from math import inf
from typing import Any

from weasyprint.formatting_structure import boxes, build
from weasyprint.layout.block import block_level_layout as _block_level_layout
from weasyprint.layout.block import remove_placeholders
from weasyprint.layout.inline import split_text_box

from publish.pdf.notes import Foot, Line, Note, Page, Part, Text
from publish.pdf.seam.figures import begin_again, lay_out_page
from publish.pdf.seam.lines import meet
from publish.pdf.seam.used_values import strut

_FORCED = frozenset({"page", "left", "right", "recto", "verso"})
_HIGH = 0.25
"""How much of a page a row of a table takes that perhaps is divided, for it can be higher than a page."""
_SLACK = 0.01
"""What the depth of a page may be exceeded by, in px: places on it are reckoned with rounding."""


@dataclass(frozen=True, slots=True)
class _State:
    """What a page gets from those before it."""

    left: tuple[Part, ...] = ()
    called: int = 0
    """How many notes the text before it calls: a call of one of them, in the head of a table, is there again."""
    missed: frozenset[int] = frozenset()
    """But not of these: their calls are still to come, in a cell that goes on where the one beside it has ended."""
    number: int = 0
    """The number of the last note."""
    numbers: tuple[tuple[int, int], ...] = ()
    """Notes that are called but have not begun, and their numbers."""
    then: tuple[tuple[str, Any], ...] | None = None
    """How the text goes on (WeasyPrint's ``next_page``), where only notes may stand before that."""


@dataclass(slots=True)
class Noted:
    """The notes of a book, by their numbers in it."""

    by_page: bool
    """Whether each page begins with note 1, or each article."""
    boxes: list[Any] = field(default_factory=list)
    anew: set[int] = field(default_factory=set)
    """With which notes an article begins."""
    measured: dict[tuple[int, float], Note] = field(default_factory=dict)
    pages: dict[int, tuple[Page, Mapping[int, int]]] = field(default_factory=dict)
    """What was settled for each page, and the numbers that its notes show."""


settled_books: ContextVar[list[Noted] | None] = ContextVar("notes of the books that are laid out", default=None)


def late_notes(books: Iterable[Noted]) -> Iterator[tuple[int, int]]:
    """Yield the pages on which calls of *books* stand whose notes begin later, and how many these are."""
    for notes in books:
        for number, (page, _) in sorted(notes.pages.items()):
            if page.late:
                yield number, len(page.late)


# --- the wrapper, named as what it replaces ---------------------------------------------------------------------------


def block_level_layout(context: Any, box: Any, *rest: Any, **named: Any) -> Any:
    """Lay out what a page consists of, its figures where they have room, with the notes that belong to it."""
    return lay_out_page(_lay_out, context, box, *rest, **named)


def _lay_out(
    context: Any, box: Any, bottom_space: float, skip_stack: Any, containing_block: Any, *rest: Any, **named: Any
) -> Any:
    """Lay out what a page consists of: its text as `notes.Foot` has it, and its notes; all else as it is."""
    if box.is_for_root_element and (notes := _notes_of(context, box)).boxes:
        context.footnotes = []
        notes.pages.pop(context.current_page, None)
        if not containing_block.page_type.blank:
            return _PageOfText(context, notes, box, skip_stack, containing_block, rest).settled()
    if isinstance(box, boxes.FootnoteAreaBox):
        notes = context.__dict__.get("notes_of_book")
        if notes and (settled := notes.pages.get(context.current_page)):
            return _filled_area(context, notes, box, containing_block, named, *settled), None
    return _block_level_layout(context, box, bottom_space, skip_stack, containing_block, *rest, **named)


# --- the notes of a book ----------------------------------------------------------------------------------------------


def _notes_of(context: Any, root: Any) -> Noted:
    """Return the notes of the book *root*, hidden from WeasyPrint; they last as long as the layout of one document."""
    known: Noted | None = context.__dict__.get("notes_of_book")
    if known is None:
        known = context.notes_of_book = Noted(root.element.get("data-note-numbers") != "article")
        if (made := settled_books.get()) is not None:
            made.append(known)
        meet(root)
        if context.footnotes:
            _gather(context, known, root)
            for number, _ in enumerate(known.boxes):  # grows while notes that call notes are read
                known.boxes[number] = _prepared(context, known, number)
    return known


def _gather(context: Any, notes: Noted, within: Any) -> None:
    """Find the notes that *within* calls; the calls keep their numbers, as ``called``, through all copies."""
    anew = True
    for box in within.descendants():
        if isinstance(box, boxes.TableBox):
            box.has_head = any(group.is_header for group in box.children)
        if box.bookmark_label:
            _leave_out_calls(box)
        anew = anew or any(name == "footnote" for name, _ in box.style["counter_reset"])
        if box.footnote is not None:
            if anew:
                notes.anew.add(len(notes.boxes))
            anew = False
            box.called = len(notes.boxes)
            notes.boxes.append(box.footnote)
            box.footnote = None
            _link(context, notes, box, f"call-{box.called}", f"note-{box.called}")


def _leave_out_calls(heading: Any) -> None:
    """Take the calls out of what the outline says of *heading*, if that is its text."""
    texts = [box for box in heading.descendants() if isinstance(box, boxes.TextBox)]
    calls = [box for call in heading.descendants() if call.footnote is not None for box in call.descendants()]
    if heading.bookmark_label == "".join(box.text for box in texts):
        heading.bookmark_label = "".join(box.text for box in texts if not any(box is other for other in calls))


def _prepared(context: Any, notes: Noted, number: int) -> Any:
    """Return the box of a note ready for layout."""
    box = notes.boxes[number]
    box.style["anchor"] = f"note-{number}"
    for marker in box.children:
        if marker.element_tag.endswith("::footnote-marker"):
            marker.marks = True
            _link(context, notes, marker, None, f"call-{number}")
    box.process_whitespace()
    box = build.create_anonymous_boxes(box)
    _gather(context, notes, box)
    return box


def _link(context: Any, notes: Noted, box: Any, name: str | None, target: str) -> None:
    """Make the call or marker *box* a link to *target*, itself a target with the *name*; by page it shows 1 for now."""
    if name:
        box.style["anchor"] = name
    inside = _content(context, box, 1) if notes.by_page else box.children
    link = boxes.InlineBox("a", box.style.anonymous_style, box.element, inside)
    link.link = "url", ("internal", target)
    box.children = [link]


def _content(context: Any, box: Any, number: int) -> list[Any]:
    """Return what the call or marker *box* consists of where its note has *number*."""
    found: list[Any] = build.content_to_boxes(
        box.style,
        box,
        [0],
        {"footnote": [number]},
        context.get_image_from_uri,
        context.target_collector,
        context.counter_style,
    )
    return found


def _show(context: Any, box: Any, number: int) -> None:
    """Let the call or marker *box*, which is laid out, show *number*."""
    texts = [part.text for part in _content(context, box, number) if isinstance(part, boxes.TextBox)]
    shown = [part for part in box.descendants() if isinstance(part, boxes.TextBox)]
    if len(texts) == len(shown) == 1 and texts[0] != shown[0].text:
        shown[0].text = texts[0]
        shown[0].pango_layout = split_text_box(context, shown[0], None, 0)[0].pango_layout
    for link in box.descendants():
        if link.link and len(shown) == 1:  # calls stand in no height of their own, and nothing is hit there
            link.position_y, link.height = shown[0].content_box_y(), shown[0].height
            link.margin_top = link.margin_bottom = 0


# --- the text of a page -----------------------------------------------------------------------------------------------


class _PageOfText:
    """The text of one page, laid out in one depth or another."""

    def __init__(
        self, context: Any, notes: Noted, root: Any, skip_stack: Any, page: Any, rest: tuple[Any, ...]
    ) -> None:
        self.context, self.notes, self.root, self.skip_stack, self.page = context, notes, root, skip_stack, page
        self.page_is_empty, self.positioned = rest[0], rest[1]
        self.place = root.position_x, root.position_y
        self.known = len(self.positioned)
        self.bottom = context.page_bottom
        self.result: Any = None
        self.mended: list[tuple[float, float]] = []
        """Heights that are kept free at most for others that would tear apart what belongs together."""
        self.next_page = context.page_maker[context.current_page - 1][1]
        self.state: _State = self.next_page.get("notes", _State())

    def settled(self) -> Any:
        """Return what `block_level_layout` does for the text that the page has in the end; keep what notes it has."""
        foot = _foot(self.context, self.notes, self.page)
        page = foot.settle(self.lay, self.state.left) if self.state.then is None else foot.alone(self.state.left)
        if self.result is not None and self.result[0] is None:  # only boxes beside the text go on
            return self.result[:-1]
        if page.text is None:
            self._lay(self.root.copy_with_children([]), 0.0)
        elif page.text.laid is not self.result:
            self._lay(self.root, page.text.laid[-1])
        numbers = self._numbers(page)
        waiting = set(page.text.calls if page.text else ())
        for call, parent in list(_calls(self.result[0])):
            if call.called in waiting:
                waiting.remove(call.called)
                _show(self.context, call, numbers[call.called])
            else:  # in the head of a table, which comes again
                parent.children = [child for child in parent.children if child is not call]
        self.notes.pages[self.context.current_page] = page, numbers
        return self._onward(page, numbers)

    # --- layout

    def lay(self, kept: float) -> Text:
        """Return the text of the page where the height *kept* is free at its foot, but the least that a page may hold.

        On a page, or in a column, that holds nothing else WeasyPrint leaves the head of a table out where no row has
        room below it, and leaves its caption, or a heading, behind. So the text grows line by line until they are as
        they should be.
        """
        kept = next((low for low, high in self.mended if low <= kept <= high), kept)
        text, wanted = self._text(kept), kept
        while kept and _is_torn(*self.result[:2]):
            kept = max(0.0, kept - strut(self.root.style)[0])
            text = self._text(kept)
        if kept < wanted:
            self.mended.append((kept, wanted))
        return text

    def _text(self, kept: float) -> Text:
        self._lay(self.root, kept)
        lines: list[Line] = []
        columns = self.result[0] is not None and self._read(self.result[0], lines)
        return Text(tuple(lines), columns, self.result)

    def _lay(self, root: Any, kept: float) -> None:
        if self.result is not None and self.result[0] is not None:
            remove_placeholders(self.context, [self.result[0]], self.positioned, self.positioned)
            del self.positioned[self.known :]
        begin_again(self.context)
        root.position_x, root.position_y = self.place
        self.context.page_bottom = self.bottom - kept + (_SLACK if kept else 0)
        laid = _block_level_layout(
            self.context,
            root,
            0,
            self.skip_stack,
            self.page,
            self.page_is_empty,
            self.positioned,
            self.positioned,
            [],
        )
        self.result = (*laid, kept)
        self.context.page_bottom = self.bottom

    def _read(self, box: Any, lines: list[Line]) -> bool:
        """Add the lines in *box* to *lines*; return whether some stand beside others."""
        if isinstance(box, (boxes.LineBox, boxes.TableRowBox, boxes.ReplacedBox)):
            lines.append(Line(self._below(box), self._called(box)))
            return False
        if isinstance(box, boxes.TableBox):
            self._read_table(box, lines)
            return False
        if not isinstance(box, boxes.Box) or not box.is_in_normal_flow():
            return False
        if box.style["height"] != "auto":
            lines.append(Line(self._below(box)))
        beside = [self._read(child, lines) for child in box.children]
        return box.is_column or any(beside)

    def _read_table(self, table: Any, lines: list[Line]) -> None:
        """Add the rows of *table*; its head goes with the first of them."""
        head: tuple[int, ...] = ()
        for group in table.children:
            if group.is_header:
                head += self._called(group)
                continue
            for row in group.children:
                if row.height > self.page.height * _HIGH:
                    inside = (box for box in row.descendants() if isinstance(box, boxes.LineBox))
                    lines += [Line(self._below(box)) for box in inside]
                lines.append(Line(self._below(row), head + self._called(row)))
                head = ()
        lines.append(Line(self._below(table), head))

    def _called(self, box: Any) -> tuple[int, ...]:
        state = self.state
        return tuple(c.called for c, _ in _calls(box) if c.called >= state.called or c.called in state.missed)

    def _below(self, box: Any) -> float:
        line = isinstance(box, (boxes.LineBox, boxes.TableRowBox))
        height = box.height if line else box.margin_height() - box.margin_bottom
        return round(float(box.position_y + height - self.page.content_box_y()), 3)

    # --- numbers, and what comes next

    def _numbers(self, page: Page) -> dict[int, int]:
        """Return the numbers of the notes that this page calls or begins."""
        numbers = dict(self.state.numbers)
        last = max(numbers.values(), default=0) if self.notes.by_page else self.state.number
        begun = (part.note for part in (*page.parts, *page.left) if not part.begin)
        for note in dict.fromkeys([*(page.text.calls if page.text else ()), *begun]):
            if note not in numbers:
                if note in self.notes.anew and not self.notes.by_page and not numbers:
                    last = 0
                last += 1
                numbers[note] = last
        return numbers

    def _onward(self, page: Page, numbers: Mapping[int, int]) -> Any:
        """Return the result for WeasyPrint: with what the next page gets, and none of the next chapter before that."""
        root, resume_at, next_page, *others, _ = self.result
        state = self._state(page, numbers)
        here = {"break": "any", "page": self.page.page_type.name}
        if page.text is None:
            resume_at, next_page = self.skip_stack, dict(self.state.then or here.items())
        if page.left and resume_at is None:
            resume_at, next_page = {len(self.root.children): None}, here
        elif page.left and (next_page["break"] in _FORCED or next_page["page"] not in (None, "auto", here["page"])):
            state = replace(state, then=tuple((key, next_page[key]) for key in here))
            next_page = here
        return root, resume_at, {**next_page, "notes": state}, *others

    def _state(self, page: Page, numbers: Mapping[int, int]) -> _State:
        calls = page.text.calls if page.text else ()
        called = max((self.state.called, *(call + 1 for call in calls)))
        return _State(
            page.left,
            called,
            (self.state.missed | set(range(self.state.called, called))) - set(calls),
            max(numbers.values(), default=self.state.number),
            tuple((part.note, numbers[part.note]) for part in page.left if not part.begin),
        )


_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "header"})


def _is_torn(root: Any, resume_at: Any) -> bool:
    """Tell whether the text of a page ends in a heading, or a table in it is without its head or its caption alone."""
    if root is None:
        return False
    ends = root
    while ends.children and ends.element_tag not in _HEADINGS:
        ends = ends.children[-1]
    left_behind = resume_at is not None and ends.element_tag in _HEADINGS
    return left_behind or any(map(_is_torn_table, root.descendants()))


def _is_torn_table(box: Any) -> bool:
    if isinstance(box, boxes.TableBox):
        return box.has_head and not any(group.is_header for group in box.children)
    kinds = {type(child) for child in box.children}
    return boxes.TableCaptionBox in kinds and not kinds & {boxes.TableBox, boxes.InlineTableBox}


def _calls(box: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the calls of notes in *box*, and the boxes that they stand in."""
    for child in box.children:
        if not isinstance(child, boxes.Box):
            continue
        if "called" in child.__dict__:
            yield child, box
        yield from _calls(child)


# --- the notes of a page ----------------------------------------------------------------------------------------------


def _foot(context: Any, notes: Noted, page: Any) -> Foot:
    """Return the foot of *page*, whose area for notes still is empty."""
    area = _empty_area(context, context.current_footnote_area.copy(), page)

    def note(number: int) -> Note:
        key = number, area.width
        if key not in notes.measured:
            notes.measured[key] = _measured(_laid(context, notes.boxes[number], area, [], []))
        return notes.measured[key]

    depth = float(page.height)
    return Foot(depth, float(area.margin_height()), min(depth, area.max_height), note)


def _empty_area(context: Any, area: Any, page: Any) -> Any:
    return _block_level_layout(context, area, -inf, None, page)[0]


def _laid(context: Any, box: Any, area: Any, absolute: list[Any], fixed: list[Any]) -> Any:
    """Lay out the note *box* as a whole."""
    context.create_block_formatting_context(area)
    box.position_x, box.position_y = area.content_box_x(), area.content_box_y()
    laid = _block_level_layout(context, box, -inf, None, area, True, absolute, fixed)[0]
    context.finish_block_formatting_context(area)
    return laid


def _edges(laid: Any) -> list[float]:
    """Return where the parts into which a note may be divided begin, and where the last ends."""
    end = laid.position_y + laid.margin_height()
    if all(isinstance(child, boxes.Box) and child.is_in_normal_flow() for child in laid.children):
        return [laid.position_y, *(child.position_y for child in laid.children[1:]), end]
    return [laid.position_y, end]


def _measured(laid: Any) -> Note:
    edges = _edges(laid)
    parts = [[child] for child in laid.children] if len(edges) > 2 else [laid.children]
    return Note(
        tuple(float(b - a) for a, b in pairwise(edges)),
        tuple(tuple(call.called for child in part for call, _ in _calls_in(child)) for part in parts),
        laid.style["orphans"],
        laid.style["widows"],
    )


def _calls_in(box: Any) -> Iterator[tuple[Any, Any]]:
    return _calls(box) if isinstance(box, boxes.Box) else iter(())


def _filled_area(
    context: Any,
    notes: Noted,
    area: Any,
    page: Any,
    named: Mapping[str, Any],
    settled: Page,
    numbers: Mapping[int, int],
) -> Any:
    """Return the area for notes with those that were settled for the page."""
    area = _empty_area(context, area, page)
    area.children, area.height = [], 0.0
    for part in settled.parts:
        laid = _laid(context, notes.boxes[part.note], area, named["absolute_boxes"], named["fixed_boxes"])
        fragment = _fragment(laid, part, area.content_box_y() + area.height)
        for box in filter(lambda box: isinstance(box, boxes.Box), fragment.descendants()):
            if "marks" in box.__dict__:
                _show(context, box, numbers[part.note])
            elif "called" in box.__dict__:
                _show(context, box, numbers[box.called])
        area.children.append(fragment)
        area.height += fragment.margin_height()
    return area


def _fragment(laid: Any, part: Part, top: float) -> Any:
    """Return the lines of the note *laid* that are *part*, *top* being where they begin."""
    edges = _edges(laid)
    begin, end = edges[part.begin], edges[part.end]
    if len(edges) > 2:
        laid.children = laid.children[part.begin : part.end]
    laid.remove_decoration(start=part.begin > 0, end=part.end < len(edges) - 1)
    laid.position_y = begin
    laid.height = 0.0
    laid.height = end - begin - laid.margin_height()
    laid.translate(dy=top - begin)
    return laid
