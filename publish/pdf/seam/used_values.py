"""What follows from a style alone, reckoned once for all boxes that have it.

Paragraphs that look alike share a style, and so do the boxes without an element in them; each line of them, and each of
the sixteen boxes around a page, asks for its margins, the height of its lines and its background anew. What was found
stays with the style; WeasyPrint changes none once pages are laid out, but copies of it.
"""

from __future__ import annotations

from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout.background import layout_box_backgrounds as _layout_box_backgrounds
from weasyprint.layout.percent import resolve_percentages as _resolve_percentages
from weasyprint.text.line_break import strut as _strut

_SIDES = "top", "right", "bottom", "left"
_USED = (
    *(f"{edge}_{side}" for edge in ("margin", "padding") for side in _SIDES),
    *(f"border_{side}_width" for side in _SIDES),
    *(f"{limit}{axis}" for limit in ("", "min_", "max_") for axis in ("width", "height")),
)
_CORNERS = tuple(f"border_{corner}_radius" for corner in ("top_left", "top_right", "bottom_right", "bottom_left"))


def resolve_percentages(box: Any, containing_block: Any) -> None:
    """Set the margins, paddings, borders and sizes of *box*."""
    style, around = box.style, containing_block
    size = (around.width, around.height) if isinstance(around, boxes.Box) else tuple(around)
    known: dict[Any, dict[str, Any]] = vars(style).setdefault("used_values", {})
    key = type(box), *size
    if key in known:
        vars(box).update(known[key])
        return
    _resolve_percentages(box, containing_block)
    settled_by_table = style["border_collapse"] == "collapse"
    if isinstance(box, boxes.Box) and not settled_by_table:
        known[key] = {name: vars(box)[name] for name in _USED}


def strut(style: Any) -> tuple[float, float]:
    """Return the height of lines in *style*, and where their baseline is."""
    known: dict[str, Any] = vars(style)
    if "strut" not in known:
        known["strut"] = _strut(style)
    found: tuple[float, float] = known["strut"]
    return found


def layout_box_backgrounds(
    page: Any, box: Any, get_image_from_uri: Any, layout_children: bool = True, style: Any = None
) -> None:
    """Find the backgrounds of *box* and of what is in it; most have none, and no corners that are round."""
    if style is not None or box is page or not isinstance(box, boxes.Box) or not _is_bare(box.style):
        _layout_box_backgrounds(page, box, get_image_from_uri, layout_children, style)
        return
    vars(box).update(_BARE)
    for child in box.all_children() if layout_children else ():
        layout_box_backgrounds(page, child, get_image_from_uri)


_BARE = {**dict.fromkeys(_CORNERS, (0, 0)), "background": None}


def _is_bare(style: Any) -> bool:
    known: dict[str, bool] = vars(style)
    if "is_bare" not in known:
        drawn = (
            style["border_image_source"][0] != "none"
            or style["mask_border_source"][0] != "none"
            or style["visibility"] == "hidden"
            or any(value for _kind, value in style["background_image"])
            or getattr(style["background_color"], "alpha", 1)
            or style["box_shadow"]
        )
        known["is_bare"] = not drawn and all((0, "px") in style[corner] for corner in _CORNERS)
    return known["is_bare"]
