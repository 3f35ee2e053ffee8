"""A text and the advances of its characters → boxes, which no line divides, and the joints between them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence

from publish.composer.joints import BREAK_INSIDE, EM, PLAIN, SOLID, Box, House, Joint, joint_between
from publish.composer.kinds import CALL, CLOSES, EXTENDING, HALF_WIDTH, KIND_OF, KIND_OF_SIGN, LATIN, Kind
from publish.composer.words import word_boxes

_JOINED_RUNS = "—⸺―─…⋯"
_UNITS_OF_TEXT = re.compile(
    rf"(?P<joined>(?:\u200d[^\n]|[{EXTENDING}])+)|(?P<latin>[{LATIN}]+)|(?P<run>[—⸺―─]+|…+|⋯+|{CALL}+)|(?P<space> +)"
    rf"|(?P<mark>[{re.escape(''.join(mark for mark in KIND_OF if mark not in _JOINED_RUNS + CALL))}])"
    rf"|(?P<flag>[\U0001f1e6-\U0001f1ff]{{2}})"
    rf"|(?P<han>[^ {LATIN}{EXTENDING}\U0001f1e6-\U0001f1ff{re.escape(''.join(KIND_OF))}]+)|(?P<other>.)"
)

_SIGNS = (
    r"!-/:-@\[-`{-~\u00a1-\u00a9\u00ab-\u00b1\u00b4\u00b6\u00b8\u00bb\u00bf\u00d7\u00f7"
    r"\u2010-\u2012\u2032\u2033\u20a0-\u20cf"
)
_WESTERN_RUN = re.compile(rf"([{_SIGNS}]*)(.*?)([{_SIGNS}]*)", re.DOTALL)
"""The signs before a word or words, these, and the signs after them."""
_SIGN_BOX = re.compile(r"\.{2,}|-{2,}|.")
_SIGN_BEFORE_WORD: Mapping[str, Kind] = {
    sign: kind for kind in (Kind.OPENING, Kind.PREFIX) for sign in HALF_WIDTH[kind]
}
_SIDES: Mapping[Kind, tuple[str, ...]] = {
    Kind.PREFIX: ("before", "alone"),
    Kind.SUFFIX: ("after", "alone"),
    Kind.SOLIDUS: ("alone",),
}
"""On which side of a word a sign is of its kind; on another it is a sign like any."""


class Boxes:
    """A paragraph's boxes and the joints between them, in columns. Joint *k* stands before box *k*."""

    def __init__(self, text: str, advances: Sequence[int], house: House, held: Sequence[tuple[int, int]] = ()) -> None:
        self.text, self.house = text, house
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.bodies: list[int] = []
        self.edges: list[tuple[int, int]] = []
        """White before and after each box that a line's edge swallows."""
        self.joints: list[Joint] = []
        self._last: Box = PLAIN
        self._space = 0
        self._quoted: set[str] = set()
        """The straight quotation marks that are open."""
        self._advances = advances
        self._cut()
        for start, end in held:
            self._hold(start, end)

    def _hold(self, start: int, end: int) -> None:
        """Let no line end between the characters from *start* to *end*."""
        for k in range(bisect_right(self.starts, start), bisect_left(self.starts, end)):
            self.joints[k] = self.joints[k]._replace(penalty=None)

    def _cut(self) -> None:
        for match in _UNITS_OF_TEXT.finditer(self.text):
            a, b = match.span()
            match match.lastgroup:
                case "han":
                    self._add_han(a, b)
                case "space":
                    self._space = sum(self._advances[a:b])
                case "latin":
                    self._add_western(a, match.group())
                case "joined" if self.starts:
                    self.ends[-1] = b
                    self.bodies[-1] += sum(self._advances[a:b])
                case "run" | "mark":
                    self._add_mark(a, b)
                case _:
                    self._add(a, b, PLAIN)

    def _add_han(self, start: int, end: int) -> None:
        """Add characters that have no rules of their own: this is most of the text, so they go in by the column."""
        self._add(start, start + 1, PLAIN)
        if (more := end - start - 1) > 0:
            self.starts.extend(range(start + 1, end))
            self.ends.extend(range(start + 2, end + 1))
            self.bodies.extend(self._advances[start + 1 : end])
            self.edges.extend([(0, 0)] * more)
            self.joints.extend([SOLID] * more)

    def _add_western(self, start: int, run: str) -> None:
        """Add a run of western characters: the words in it, and the signs at its ends one by one."""
        _before, words, _after = parts = _WESTERN_RUN.fullmatch(run).groups()  # type: ignore[union-attr]
        for part, side in zip(parts, ("before" if words else "alone", "", "after"), strict=True):
            boxes = self._signs(part, side, words) if side else word_boxes(part)
            for x, y, kind in boxes:
                self._add(start + x, start + y, Box(kind))
            start += len(part)

    def _signs(self, signs: str, side: str, words: str) -> Iterator[tuple[int, int, Kind]]:
        """Yield the boxes of *signs*, which stand before or after *words* or alone: start, end, kind."""
        for match in _SIGN_BOX.finditer(signs):
            sign, (start, end) = match.group(), match.span()
            if side == "before" and start == 0 and sign[0] == "-" and self._begins():  # a word's own: --long, -5
                yield start, end, Kind.SIGN
            elif end - start > 1:
                yield start, end, Kind.ELLIPSIS if sign[0] == "." else Kind.DASH
            elif sign in "\"'":
                yield start, end, self._straight_quote(sign, side, words)
            elif side == "before" and end == len(signs) and self._begins():
                yield start, end, _SIGN_BEFORE_WORD.get(sign, Kind.SIGN)
            else:
                kind = KIND_OF_SIGN.get(sign, Kind.SIGN)
                yield start, end, kind if side in _SIDES.get(kind, side) else Kind.SIGN

    def _begins(self) -> bool:
        """Tell whether what comes next begins a line of text, or follows a space or an opening mark: .5, -5."""
        return not self.starts or self._space > 0 or self._last.kind is Kind.OPENING

    def _straight_quote(self, sign: str, side: str, words: str) -> Kind:
        """Return the kind of a quotation mark that looks the same on both sides, and remember what is open."""
        if side == "after" and sign not in self._quoted and (sign == "'" or words[-1].isdigit()):
            return Kind.SUFFIX  # an apostrophe, feet, inches
        if sign in self._quoted:
            self._quoted.remove(sign)
            return Kind.CLOSING
        self._quoted.add(sign)
        return Kind.OPENING

    def _add_mark(self, start: int, end: int) -> None:
        kind = KIND_OF[self.text[start]]
        advance = sum(self._advances[start:end])
        if kind is Kind.CALL and self._last.kind in CLOSES:
            box = Box(self._last.kind, 0, 0, self._last.wanted, False)
        else:
            box = Box(kind, *_white(kind, advance, self.house))
        self._add(start, end, box)

    def _add(self, start: int, end: int, box: Box) -> None:
        self.joints.append(joint_between(self._last, box, self._space, self.house))
        self.starts.append(start)
        self.ends.append(end)
        self.bodies.append(sum(self._advances[start:end]) - box.before - box.after)
        self.edges.append((box.before, box.after))
        self._last, self._space = box, 0


def _white(kind: Kind, advance: int, house: House) -> tuple[int, int, int]:
    """Return the white before and after a mark's ink, and that wanted after it.

    Only full-width marks have any; a proportional one is taken as it is, and interpuncts and solidi always are (clreq,
    Punctuation adjustment space).
    """
    if kind is Kind.BLANK:
        return 0, advance, advance
    if advance < EM * 3 // 4:
        return 0, 0, 0
    half = advance // 2
    if kind is Kind.OPENING:
        return half, 0, 0
    if kind is Kind.CLOSING or (kind in CLOSES and not house.centred):
        return 0, half, half
    return 0, 0, 0


def divide_long(boxes: Boxes, advances: Sequence[int], measure: int) -> None:
    """Divide each box that is wider than a line into its characters, where nothing else can be done."""
    columns = zip(boxes.starts, boxes.ends, boxes.bodies, boxes.edges, boxes.joints, strict=True)
    divided: list[tuple[int, int, int, tuple[int, int], Joint]] = []
    within = SOLID._replace(gap=False, penalty=BREAK_INSIDE[Kind.LETTER])
    for start, end, body, edges, joint in columns:
        if body <= measure or end - start == 1:
            divided.append((start, end, body, edges, joint))
            continue
        divided.extend((at, at + 1, advances[at], (0, 0), joint if at == start else within) for at in range(start, end))
    starts, ends, bodies, white, joints = map(list, zip(*divided, strict=True))
    boxes.starts, boxes.ends, boxes.bodies, boxes.edges, boxes.joints = starts, ends, bodies, white, joints
