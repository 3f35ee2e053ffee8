"""Every private name of WeasyPrint and pydyf that the seam relies on, and whether what is installed has them all.

The functions are listed with their parameters; a name that is no function has none. The attributes are those of boxes,
of pages, of the context of a layout and of Pango's lines that the seam reads or sets. A test holds both lists against
what the seam really uses: nothing may stand here in vain, and nothing may be missing.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import weasyprint

WRITTEN_FOR = "70.0"
"""The version of WeasyPrint whose names these are."""

_SPLIT = (
    "context box position_x max_x bottom_space skip_stack containing_block absolute_boxes fixed_boxes"
    " line_placeholders waiting_floats line_children first_letter_style first_line_style"
)

NAMES: Mapping[str, str | None] = {
    "pydyf.PDF.page_references": None,
    "weasyprint.anchors.rectangle_aabb": "matrix pos_x pos_y width height",
    "weasyprint.css.properties.Dimension": None,
    "weasyprint.css.targets.TargetCollector": "",
    "weasyprint.css.targets.TargetLookupItem": "state",
    "weasyprint.document.Page": "page_box",
    "weasyprint.document.TargetCollector": "",
    "weasyprint.draw.text.draw_first_line": "stream textbox text_overflow block_ellipsis matrix",
    "weasyprint.formatting_structure.boxes": None,
    "weasyprint.formatting_structure.build.content_to_boxes": (
        "style parent_box quote_depth counter_values get_image_from_uri target_collector counter_style context page"
    ),
    "weasyprint.formatting_structure.build.create_anonymous_boxes": "box",
    "weasyprint.layout.absolute.AbsolutePlaceholder": "box",
    "weasyprint.layout.background.layout_box_backgrounds": "page box get_image_from_uri layout_children style",
    "weasyprint.layout.block._in_flow_layout": (
        "context box index child new_children page_is_empty absolute_boxes fixed_boxes adjoining_margins bottom_space"
        " position_y skip_stack first_letter_style first_line_style discard next_page max_lines"
    ),
    "weasyprint.layout.block.block_level_layout": (
        "context box bottom_space skip_stack containing_block page_is_empty absolute_boxes fixed_boxes"
        " adjoining_margins first_letter_style first_line_style discard max_lines"
    ),
    "weasyprint.layout.block.remove_placeholders": "context box_list absolute_boxes fixed_boxes",
    "weasyprint.layout.block.resolve_percentages": "box containing_block",
    "weasyprint.layout.block.table_layout": (
        "context table bottom_space skip_stack containing_block page_is_empty absolute_boxes fixed_boxes"
    ),
    "weasyprint.layout.float.avoid_collisions": "context box containing_block outer",
    "weasyprint.layout.inline.justify_line": "context line extra_width",
    "weasyprint.layout.inline.resolve_percentages": "box containing_block",
    "weasyprint.layout.inline.split_inline_box": _SPLIT,
    "weasyprint.layout.inline.split_inline_level": _SPLIT,
    "weasyprint.layout.inline.split_text_box": "context box available_width skip is_line_start",
    "weasyprint.layout.inline.strut": "style",
    "weasyprint.layout.layout_backgrounds": "page get_image_from_uri",
    "weasyprint.layout.make_margin_boxes": "context page state",
    "weasyprint.layout.page.block_level_layout": (
        "context box bottom_space skip_stack containing_block page_is_empty absolute_boxes fixed_boxes"
        " adjoining_margins first_letter_style first_line_style discard max_lines"
    ),
    "weasyprint.layout.page.margin_box_content_layout": "context page box",
    "weasyprint.layout.page.resolve_percentages": "box containing_block",
    "weasyprint.layout.page.set_page_type_computed_styles": "page_type html style_for",
    "weasyprint.layout.percent.resolve_percentages": "box containing_block",
    "weasyprint.layout.preferred.inline_line_widths": ("context box outer is_line_start minimum skip_stack first_line"),
    "weasyprint.pdf.add_tags": "pdf document pdf_version page_streams",
    "weasyprint.pdf.fonts.Font": "pango_font description font_size",
    "weasyprint.pdf.fonts.Font.clean": "self to_unicode hinting",
    "weasyprint.pdf.pydyf": None,
    "weasyprint.pdf.resolve_links": "pages",
    "weasyprint.text.ffi.FROM_UNITS": None,
    "weasyprint.text.ffi.TO_UNITS": None,
    "weasyprint.text.ffi.ffi": None,
    "weasyprint.text.ffi.pango": None,
    "weasyprint.text.line_break.Layout": "style justification_spacing max_width",
    "weasyprint.text.line_break.Layout.deactivate": "self",
    "weasyprint.text.line_break.Layout.get_first_line": "self",
    "weasyprint.text.line_break.Layout.reactivate": "self style",
    "weasyprint.text.line_break.Layout.set_text": "self text justify",
    "weasyprint.text.line_break._font_style_cache_key": "style include_size",
    "weasyprint.text.line_break.strut": "style",
}
"""What is replaced, called or made, with its parameters."""


_BOX = """
    all_children baseline bookmark_label border_box_x border_left_width border_right_width border_width children
    content_box_x content_box_y copy copy_with_children copy_with_text descendants element element_tag footnote height
    is_column is_floated is_for_root_element is_header is_in_normal_flow is_leader link margin_bottom margin_height
    margin_left margin_right margin_top margin_width max_height padding_left padding_right page_type pango_layout
    position_x position_y process_whitespace remove_decoration style text transformation_matrix translate width
"""
_CONTEXT = """
    counter_style create_block_formatting_context current_footnote_area current_page excluded_shapes
    finish_block_formatting_context footnotes get_image_from_uri page_bottom page_maker target_collector
"""
_LAYOUT = "deactivate first_line_direction get_first_line reactivate set_text style text"

ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "Box": frozenset(_BOX.split()),
    "Layout": frozenset(_LAYOUT.split()),
    "LayoutContext": frozenset(_CONTEXT.split()),
    "StyleFor": frozenset({"_page_type_match", "_sheets", "get_cascaded_styles", "get_computed_styles"}),
}
"""What is read or set of WeasyPrint's objects, by their class."""

OWN: Mapping[str, frozenset[str]] = {
    "Box": frozenset({"called", "flow", "has_head", "is_composed", "marks"}),
    "Layout": frozenset(
        {"_place", "_prepare", "_shaped", "advances", "composed", "face", "placed", "shape", "thousandth"}
    ),
    "LayoutContext": frozenset({"composed_line", "figure_orders", "notes_of_book"}),
    "StyleFor": frozenset({"styles_of_pages"}),
}
"""What the seam keeps on them for itself; nothing of WeasyPrint's has these names."""


def mismatch() -> str | None:
    """Return what about the WeasyPrint and the pydyf that are installed is not as the seam expects it, or None."""
    if weasyprint.__version__ != WRITTEN_FOR:
        return f"version {weasyprint.__version__}, not {WRITTEN_FOR}"
    for name, expected in NAMES.items():
        try:
            found = find(name)
        except (ImportError, AttributeError):
            return f"no {name}"
        if expected is not None and " ".join(inspect.signature(found).parameters) != expected:
            return f"{name} takes other parameters"
    return None


def find(name: str) -> Any:
    """Return what is called *name*. Raises ImportError or AttributeError where there is nothing of that name."""
    module, _, attribute = name.rpartition(".")
    try:
        return import_module(name)
    except ImportError:
        return getattr(find(module), attribute)
