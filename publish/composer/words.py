"""Words of western scripts and addresses (URLs), cut where a line may end inside them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from publish.composer.kinds import Kind

_UNIT_NAMES = "mm cm dm m km g kg t ml l L s min h Hz kHz MHz GHz W kW V A K J kJ Pa kPa B KB MB GB TB pt px"
UNITS = frozenset(_UNIT_NAMES.split())

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://\S|www\.\S|\S+@\S|[!-~]{25}", re.IGNORECASE)
_AFTER, _BEFORE = "/:@=&", "~.,_?#%=&-"
"""Signs of an address after and before which a line may end (The Chicago Manual of Style, 15th edition, 17.11); a
hyphen never ends one, for nobody would know whether it belongs to the address."""
_ADDRESS_BOX = re.compile(
    rf"[A-Za-z][A-Za-z0-9+.-]*://|[=&]|[^A-Za-z0-9{_AFTER}]*[A-Za-z0-9]?[/:@]+|[^\W_]|[^A-Za-z0-9]+[A-Za-z0-9]?"
)
_PART_OF_WORD = re.compile(r".+?[A-Za-z]{2}[-/](?=[A-Za-z]{2})|.+?\u0f0b(?=.)|.+")
"""Up to a hyphen, or a Tibetan tsheg."""


def word_boxes(words: str) -> Iterator[tuple[int, int, Kind]]:
    """Cut western words without a space between them where a line may end inside: start, end, kind."""
    if is_address(words):
        yield from _address_boxes(words)
        return
    parts = list(_PART_OF_WORD.finditer(words))
    for part in parts:
        yield *part.span(), _kind_of_word(part.group()) if part is parts[-1] else Kind.PART


def is_address(run: str) -> bool:
    """Tell whether a run of western characters is an address, or so long that it has to be treated as one."""
    return _ADDRESS.search(run) is not None


def _address_boxes(run: str) -> Iterator[tuple[int, int, Kind]]:
    """Every character is a box; a scheme stays whole, and signs stay with what they end or begin."""
    for match in _ADDRESS_BOX.finditer(run):
        ends = match.group()[-1] in _AFTER or run[match.end() : match.end() + 1] in tuple(_BEFORE)
        yield *match.span(), Kind.ADDRESS if ends else Kind.LETTER


def _kind_of_word(word: str) -> Kind:
    if word in UNITS:
        return Kind.UNIT
    return Kind.NUMBER if word[-1].isdigit() else Kind.WORD
