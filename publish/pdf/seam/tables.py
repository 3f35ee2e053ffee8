"""Tables of WeasyPrint over several pages: only where one goes on its head says so (续表); it ends at its last row."""

from __future__ import annotations

from typing import Any

from weasyprint.layout.block import table_layout as _table_layout


def table_layout(context: Any, table: Any, bottom_space: float, skip_stack: Any, *rest: Any) -> Any:
    """Lay out *table*, or what is left of it on a further page, where alone its head says that it goes on."""
    if skip_stack is None:
        table = _without_continuation(table)
    laid_out, resume_at, *more = _table_layout(context, table, bottom_space, skip_stack, *rest)
    if laid_out is not None and resume_at is not None:
        _end_at_last_row(laid_out)
    return laid_out, resume_at, *more


def _end_at_last_row(table: Any) -> None:
    """Take from *table* the room of rows that were put on the next page to keep those beside them company."""
    group = table.children[-1]
    row = group.children[-1]
    excess = group.position_y + group.height - row.position_y - row.height
    if excess > 0:
        group.height -= excess
        table.height -= excess


def _without_continuation(table: Any) -> Any:
    """Return *table* without the row ``tr.continued`` (续表) at the beginning of its head."""
    head, *groups = table.children or (None,)
    if head is None or not head.is_header or not head.children:
        return table
    element = head.children[0].element
    if element is None or element.get("class") != "continued":
        return table
    return table.copy_with_children([head.copy_with_children(head.children[1:]), *groups])
