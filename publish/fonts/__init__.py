"""The faces of a book, by role: role and language → `Face` → the font files that its pages are set from.

A role is what a face is for (`Role`); which family plays it is a list in ``styles/book/faces.toml``, the user's own
``[style] fonts`` going before it. The faces themselves are those of this machine, found in the folders where systems
keep them, without fontconfig, so that the EPUB's cover finds its face where Pango is not installed.

For print a role becomes a *family* that shows every character of the book (`cut_family`): the role's own face, what
it lacks lent by others (those of the other roles, those listed as *rare*, then any other of this machine), and 〓 for
what none of them has. What to install for that, ``styles/book/scripts.toml`` says (`remedy`).
"""

from __future__ import annotations

from publish.fonts.families import Cut, cut_face, cut_family
from publish.fonts.files import renamed, subset, with_glyphs
from publish.fonts.glyphs import covers, is_visible
from publish.fonts.lending import LATIN, advances, free_lenders, lacked_letters, lent_face, missing
from publish.fonts.machine import ROLES, Face, Role, font_files, may_be_passed_on, of_weight
from publish.fonts.remedies import Remedy, remedy
from publish.fonts.roles import Families, choose_faces, families_for, families_of, find_face, report_absent

__all__ = [
    "LATIN",
    "ROLES",
    "Cut",
    "Face",
    "Families",
    "Remedy",
    "Role",
    "advances",
    "choose_faces",
    "covers",
    "cut_face",
    "cut_family",
    "families_for",
    "families_of",
    "find_face",
    "font_files",
    "free_lenders",
    "is_visible",
    "lacked_letters",
    "lent_face",
    "may_be_passed_on",
    "missing",
    "of_weight",
    "remedy",
    "renamed",
    "report_absent",
    "subset",
    "with_glyphs",
]
