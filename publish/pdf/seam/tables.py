"""Tables of WeasyPrint that run over several pages: only where one goes on its head says so (续表)."""

from __future__ import annotations

from typing import Any

from weasyprint.layout.block import table_layout as _table_layout


def table_layout(context: Any, table: Any, bottom_space: float, skip_stack: Any, *rest: Any) -> Any:
    """Lay out *table*, or what is left of it on a further page, where alone its head says that it goes on."""
    if skip_stack is None:
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
