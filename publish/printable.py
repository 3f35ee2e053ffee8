"""Text for a terminal: what it would obey instead of showing it, and what turns the order of what is shown, is shown.

Control characters (Unicode, category Cc), those that change the direction of text or are invisible (Cf), line and
paragraph separators, halves of surrogate pairs. Joiners stay: letters and emoji are made with them.
"""

from __future__ import annotations

import json
import re
from typing import Any

_OBEYED = "\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff"
_HIDDEN = "\\t\\n\u00ad\u180e\u200b\u2060-\u2065\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_IN_A_LINE = re.compile(f"[{_OBEYED}{_HIDDEN}]")
_IN_A_TEXT = re.compile(f"[{_OBEYED}]")


def printable(text: str) -> str:
    r"""Return *text* as it can stand in one line: such characters as Python writes them, ``\x1b``, ``\u202e``."""
    return _IN_A_LINE.sub(_escaped, text)


def printable_text(text: str) -> str:
    """Return *text*, of several lines, as it can be printed: what is merely invisible stays, for it is content."""
    return _IN_A_TEXT.sub(_escaped, text)


def printable_json(value: Any, indent: int | None = None) -> str:
    """Return *value* as JSON that can be printed, the same value to whoever reads it."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return re.sub(f"(?![\\n\\t])[{_OBEYED}{_HIDDEN}]", lambda found: json.dumps(found[0])[1:-1], text)


def _escaped(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape").decode("ascii")
