"""Tables: what stands between rules that cross, or in columns between rules above, below and under the heads.

The characters of a cell are those that stand in it, however near those of the next cell are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from publish.press import Pattern
from publish.sources.pdf.document import Box, Glyph, Photo, Sheet
from publish.sources.pdf.strips import Strip, strips_of

_THIN = 2.5
"""Points of the thickest rule."""
_NEAR = 2.0
"""Points by which two rules that meet may miss one another."""
_MOST_RULES = 1200
"""Rules on a page that may have tables: more are a drawing."""
_MOST_COLUMNS = 40
_HEAD = 5
"""Ems from the first rule of a table of three to the second, below its heads, at most."""
_LONGEST = 14
"""Characters of the cells of such a table, on average: in columns with more stands text."""
_MOST_LINES = 8
"""Lines in a cell; in frames with more stand articles."""
_LARGE = 1.25
"""Of the size of the text: what is larger heads an article."""
_GAP = 0.5
"""Ems of white between two columns without a rule."""
_FILLED = 0.5
"""Share of the cells that hold something."""


@dataclass(slots=True)
class _Grid:
    """Where columns and rows end, with the rules that part them."""

    xs: list[float]
    ys: list[float]
    down: list[Box]
    across: list[Box]

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def take_tables(sheet: Sheet, body: float) -> list[Photo]:
    """Take the tables out of *sheet*, whose text has the size *body*, and return them as pictures with cells."""
    across, down = _rules(sheet, body)
    found: list[Photo] = []
    for grid in [*_grids(across, down), *_between_rules(across, body), *_under_captions(sheet, body)]:
        inside = [glyph for glyph in sheet.glyphs if _is_in(glyph, grid.box)]
        if not inside or len(grid.xs) > _MOST_COLUMNS or any(_meet(photo.box, grid.box) for photo in found):
            continue
        cells = _cells(grid, inside, body) if len(grid.xs) > 2 else _aligned(grid, inside, body)
        if cells is None:
            continue
        taken = set(map(id, inside))
        sheet.glyphs = [glyph for glyph in sheet.glyphs if id(glyph) not in taken]
        found.append(Photo(grid.box, 0, False, True, b"", cells=cells))
    return found


def _meet(one: Box, other: Box) -> bool:
    """Tell whether two boxes share more than their edges."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    return wide > 2 * _NEAR and min(one.bottom, other.bottom) - max(one.top, other.top) > 2 * _NEAR


def _is_in(glyph: Glyph, box: Box) -> bool:
    middle = (glyph.x0 + glyph.x1) / 2
    return box.x0 < middle < box.x1 and box.top < glyph.base - 0.38 * glyph.ink.size < box.bottom


# --- rules ---------------------------------------------------------------------------------------------------------


def _rules(sheet: Sheet, body: float) -> tuple[list[Box], list[Box]]:
    """Return the rules across *sheet* and those down, the edges of frames among them."""
    across: list[Box] = []
    down: list[Box] = []
    for drawn in sheet.drawn:
        box = drawn.box
        if box.height <= _THIN and box.width >= body:
            across.append(box)
        elif box.width <= _THIN and box.height >= 0.6 * body:
            down.append(box)
        elif drawn.stroke and box.width >= body and box.height >= body:
            across += [box._replace(bottom=box.top), box._replace(top=box.bottom)]
            down += [box._replace(x1=box.x0), box._replace(x0=box.x1)]
    return (across, down) if len(across) + len(down) <= _MOST_RULES else ([], [])


def _grids(across: Sequence[Box], down: Sequence[Box]) -> Iterator[_Grid]:
    """Yield the grids of rules that cross: two columns and two rows at least."""
    groups: list[tuple[Box, list[Box], list[Box]]] = []
    for rule in sorted([*across, *down], key=lambda box: (box.top, box.x0)):
        flat = rule.height <= _THIN
        whole, own_across, own_down = rule, [rule] if flat else [], [] if flat else [rule]
        apart = []
        for group in groups:
            if _touch(group[0], rule) and any(_touch(other, rule) for other in (*group[1], *group[2])):
                whole = _around(whole, group[0])
                own_across += group[1]
                own_down += group[2]
            else:
                apart.append(group)
        groups = [*apart, (whole, own_across, own_down)]
    for _whole, own_across, own_down in groups:
        xs = _places([box.x0 for box in own_down])
        ys = _places([box.top for box in own_across])
        if len(xs) > 1 and len(ys) > 2:
            xs = _places([*xs, *(box.x0 for box in own_across), *(box.x1 for box in own_across)])
        if len(xs) > 2 and len(ys) > 2:
            yield _Grid(xs, ys, own_down, own_across)


def _touch(one: Box, other: Box) -> bool:
    return (
        one.x0 - _NEAR <= other.x1
        and other.x0 - _NEAR <= one.x1
        and one.top - _NEAR <= other.bottom
        and other.top - _NEAR <= one.bottom
    )


def _around(one: Box, other: Box) -> Box:
    return Box(min(one.x0, other.x0), min(one.top, other.top), max(one.x1, other.x1), max(one.bottom, other.bottom))


def _places(values: Sequence[float]) -> list[float]:
    """Return *values* in order, those next to one another as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > 2 * _NEAR:
            found.append(value)
    return found


def _between_rules(across: Sequence[Box], body: float) -> Iterator[_Grid]:
    """Yield the stretches between three rules or more of one width, one above the other: tables of three rules.

    The second stands close to the first, below the heads of the columns.
    """
    stacks: list[list[Box]] = []
    for rule in sorted(_whole(across), key=lambda box: box.top):
        stack = next((stack for stack in stacks if _is_alike(stack[-1], rule)), None)
        if stack is None:
            stacks.append([rule])
        else:
            stack.append(rule)
    for stack in stacks:
        ys = _places([rule.top for rule in stack])
        while len(ys) > 2 and ys[1] - ys[0] > _HEAD * body:
            ys = ys[1:]
        if len(ys) > 2:
            yield _Grid([stack[0].x0, stack[0].x1], ys, [], stack)


OF_TABLE = Pattern(r"续?表\s*(?:\d|[A-Z]|{numeral}).*")
"""The line that says which table it is."""
_LEAST_ROWS = 3
_STEP = 2.6
"""Sizes of the characters from one row of a table without rules to the next, at most."""


def _under_captions(sheet: Sheet, body: float) -> Iterator[_Grid]:
    """Yield where rows of several pieces stand below a line that says which table it is: a table without rules."""
    if not _NAMES_TABLE.search("".join(glyph.sign for glyph in sheet.glyphs)):
        return
    rows = _rows(
        [strip for strip in strips_of(sheet.glyphs, body) if len(strip.text) <= _LONGEST or _is_caption(strip)]
    )
    for at, row in enumerate(rows):
        if len(row) == 1 and _is_caption(row[0]):
            table = list(_rows_of_table(rows[at + 1 :], row[0]))
            strips = [strip for row in table for strip in row]
            if len(table) >= _LEAST_ROWS:
                x0, x1 = min(strip.x0 for strip in strips) - 1, max(strip.x1 for strip in strips) + 1
                yield _Grid([x0, x1], [min(s.top for s in strips) - 1, max(s.bottom for s in strips) + 1], [], [])


def _is_caption(strip: Strip) -> bool:
    return OF_TABLE.fullmatch(strip.text) is not None


_NAMES_TABLE = Pattern(r"表\s*(?:\d|[A-Z]|{numeral})")


def _rows_of_table(rows: Sequence[Sequence[Strip]], caption: Strip) -> Iterator[Sequence[Strip]]:
    """Yield those of *rows*, below *caption*, that stand close to one another and hold several pieces each."""
    above = caption
    for row in rows:
        if len(row) < 2 or not 0 < row[0].base - above.base < _STEP * above.size:
            return
        yield row
        above = row[0]


def _whole(across: Sequence[Box]) -> list[Box]:
    """Return the rules *across*, those drawn cell by cell as one."""
    rules: list[Box] = []
    for rule in sorted(across, key=lambda box: (round(box.top), box.x0)):
        if rules and abs(rules[-1].top - rule.top) < _NEAR and rule.x0 - rules[-1].x1 < _NEAR:
            rules[-1] = rules[-1]._replace(x1=max(rules[-1].x1, rule.x1))
        else:
            rules.append(rule)
    return rules


def _is_alike(one: Box, other: Box) -> bool:
    return abs(one.x0 - other.x0) < _NEAR and abs(one.x1 - other.x1) < _NEAR


# --- cells ---------------------------------------------------------------------------------------------------------

Cells = tuple[tuple[str, ...], ...]


def _cells(grid: _Grid, glyphs: Sequence[Glyph], body: float) -> Cells | None:
    """Return the text of the cells of *grid*; None where what stands in it is no table."""
    held: dict[tuple[int, int], list[Glyph]] = {}
    for glyph in glyphs:
        held.setdefault(_cell_of(grid, glyph), []).append(glyph)
    lines = {at: strips_of(inside, body) for at, inside in held.items()}
    if any(_is_no_cell(strips, body) for strips in lines.values()):
        return None
    rows = [
        tuple("".join(strip.text for strip in lines.get((row, column), ())) for column in range(len(grid.xs) - 1))
        for row in range(len(grid.ys) - 1)
    ]
    return _sound([row for row in rows if any(row)])


def _is_no_cell(strips: Sequence[Strip], body: float) -> bool:
    return len(strips) > _MOST_LINES or any(strip.size > _LARGE * body for strip in strips)


def _cell_of(grid: _Grid, glyph: Glyph) -> tuple[int, int]:
    """Return the row and the column of the cell in which *glyph* stands, the first ones of a cell over several."""
    x, y = (glyph.x0 + glyph.x1) / 2, glyph.base - 0.38 * glyph.ink.size
    column = sum(edge <= x for edge in grid.xs[1:-1])
    row = sum(edge <= y for edge in grid.ys[1:-1])
    while column and not _parts_columns(grid, grid.xs[column], y):
        column -= 1
    while row and not _parts_rows(grid, grid.ys[row], x):
        row -= 1
    return row, column


def _parts_columns(grid: _Grid, x: float, y: float) -> bool:
    return any(abs(rule.x0 - x) <= 2 * _NEAR and rule.top - _NEAR <= y <= rule.bottom + _NEAR for rule in grid.down)


def _parts_rows(grid: _Grid, y: float, x: float) -> bool:
    return any(abs(rule.top - y) <= 2 * _NEAR and rule.x0 - _NEAR <= x <= rule.x1 + _NEAR for rule in grid.across)


def _aligned(grid: _Grid, glyphs: Sequence[Glyph], body: float) -> Cells | None:
    """Return the cells of what stands in columns between the rules of *grid*; None where it stands in none."""
    starts = _columns(glyphs)
    ends = [*starts[1:], float("inf")]
    columns = ([g for g in glyphs if x0 <= g.x0 < x1] for x0, x1 in zip(starts, ends, strict=True))
    strips = [strip for column in columns for strip in strips_of(column, body)]
    if any(strip.size > _LARGE * body for strip in strips):
        return None
    rows = _unwrapped(_rows(strips), body)
    if len(starts) < 2 or sum(len(row) > 1 for row in rows) < max(2, 0.7 * len(rows)):
        return None
    cells = _sound([_row(row, starts) for row in rows])
    texts = [cell for row in cells or () for cell in row if cell]
    return cells if sum(map(len, texts)) <= _LONGEST * len(texts) else None


def _rows(strips: Sequence[Strip]) -> list[list[Strip]]:
    """Return *strips*, from the top, as rows of those that stand side by side."""
    rows: list[list[Strip]] = []
    for strip in sorted(strips, key=lambda strip: strip.base):
        if rows and abs(rows[-1][0].base - strip.base) < 0.6 * strip.size:
            rows[-1].append(strip)
        else:
            rows.append([strip])
    return rows


def _unwrapped(rows: Sequence[list[Strip]], body: float) -> list[list[Strip]]:
    """Return *rows* without those that hold the rest of one cell alone, which is added to the cell above."""
    found: list[list[Strip]] = []
    for row in rows:
        above = next((strip for strip in found[-1] if _is_wrapped(strip, row[0], rows, body)), None) if found else None
        if len(row) == 1 and above is not None:
            at = [strip is above for strip in found[-1]].index(True)
            found[-1][at] = replace(above, text=above.text + row[0].text)
        else:
            found.append(list(row))
    return found


def _is_wrapped(above: Strip, below: Strip, rows: Sequence[Sequence[Strip]], body: float) -> bool:
    """Tell whether *below* is what found no room in the line *above* it, the widest of its column."""
    column = [strip for row in rows for strip in row if min(strip.x1, above.x1) > max(strip.x0, above.x0)]
    widest = max(strip.x1 - strip.x0 for strip in column)
    shared = min(above.x1, below.x1) - max(above.x0, below.x0)
    return shared > 0.5 * (below.x1 - below.x0) and above.x1 - above.x0 > widest - body


def _columns(glyphs: Sequence[Glyph]) -> list[float]:
    """Return where the columns begin in which *glyphs* stand: behind white that goes down through all of them."""
    spans = sorted((glyph.x0, glyph.x1) for glyph in glyphs)
    gap = _GAP * min(glyph.ink.size for glyph in glyphs)
    starts, end = [spans[0][0]], spans[0][1]
    for x0, x1 in spans[1:]:
        if x0 - end > gap:
            starts.append(x0)
        end = max(end, x1)
    return starts


def _row(row: Sequence[Strip], starts: Sequence[float]) -> tuple[str, ...]:
    ends = [*starts[1:], float("inf")]
    return tuple(
        "".join(strip.text for strip in sorted(row, key=lambda strip: strip.x0) if start - 1 <= strip.x0 < end - 1)
        for start, end in zip(starts, ends, strict=True)
    )


def _sound(rows: Sequence[tuple[str, ...]]) -> Cells | None:
    """Return *rows* without columns that hold nothing; None where they are too few, or too empty, for a table."""
    columns = [at for at in range(len(rows[0]) if rows else 0) if any(row[at] for row in rows)]
    cells = tuple(tuple(row[at] for at in columns) for row in rows)
    filled = sum(bool(cell) for row in cells for cell in row)
    if len(cells) < 2 or len(columns) < 2 or filled < _FILLED * len(cells) * len(columns):
        return None
    return cells
