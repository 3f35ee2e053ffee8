"""A line as the rules see it: full-width letters and punctuation in one form, and Simplified forms of all characters.

Folding keeps the length, so that what is found in the folded text stands at the same offsets in the source's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache

from publish.press import LONGEST_MARKED, PRESS

_FULL_WIDTH = "".join(map(chr, (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)))) + "．／－＠"
_HALF_WIDTH = "".join(chr(ord(sign) - 0xFEE0) for sign in _FULL_WIDTH)
_SIGNS = ",:;!?()[]{}<>\u00a0\u3000\t｜︱•‧・∙"
_FOLDED_SIGNS = "，：；！？（）［］｛｝《》   ||····"


@cache
def folding() -> Mapping[int, int]:
    """Return the table of `fold`: the Simplified forms of OpenCC (``publish/press/folding.txt``), and the signs."""
    lines = [line for line in (PRESS / "folding.txt").read_text("utf-8").splitlines() if line[0] != "#"]
    traditional, simplified = "".join(lines[::2]), "".join(lines[1::2])
    return str.maketrans(traditional + _FULL_WIDTH + _SIGNS, simplified + _HALF_WIDTH + _FOLDED_SIGNS)


def fold(text: str) -> str:
    """Return *text* folded; same length."""
    return text.translate(folding()) if len(text) > LONGEST_MARKED else _folded(text)


@lru_cache(maxsize=1 << 15)
def _folded(text: str) -> str:
    """Return a short *text* folded: several rules look at each."""
    return text.translate(folding())


_LETTER_SPACED = re.compile(r"[^\s\x21-\x7e](?:\s+[^\s\x21-\x7e])+")
_SPACE = re.compile(r"\s+")


def closed_up(text: str) -> str:
    """Return a title or heading with U+3000 as a space, and letter-spaced words (听　雨) closed up."""
    return _SPACE.sub("" if _LETTER_SPACED.fullmatch(text) else " ", text)
