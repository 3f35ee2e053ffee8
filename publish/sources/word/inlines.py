"""The content of one paragraph while it is read: pieces with their look, and what floats beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import TypeVar

from publish.book import Emphasis, Inline, Inlines, Link, Strong, Subscript, Superscript, plain
from publish.slicing import merged


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a paragraph, and what stands around it."""

    inline: Inline
    href: str | None = None
    strong: bool = False
    emphasis: bool = False
    raised: str | None = None
    """superscript or subscript."""
    size: float | None = None
    bold: bool = False
    face: str | None = None

    @property
    def weight(self) -> int:
        """How many characters that are seen it has."""
        return len("".join(plain((self.inline,)).split()))


@dataclass(slots=True)
class Content:
    """What a paragraph holds."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its characters."""
        return plain(tuple(piece.inline for piece in self.pieces))

    def inlines(self) -> Inlines:
        """Return it as inline content: links around what is strong, that around what is emphasised."""
        return tuple(_nested(self.pieces, _AROUND))

    def usual_size(self) -> float | None:
        """Return the size of most of its characters."""
        return _usual((piece.size, piece.weight) for piece in self.pieces)

    def usual_face(self) -> str | None:
        """Return the name of the face of most of its characters."""
        return _usual((piece.face, piece.weight) for piece in self.pieces)

    def is_bold(self) -> bool:
        """Tell whether nearly all of its characters are bold."""
        whole = sum(piece.weight for piece in self.pieces)
        return whole > 0 and sum(piece.weight for piece in self.pieces if piece.bold) >= _NEARLY * whole


_Value = TypeVar("_Value")


def _usual(weighed: Iterable[tuple[_Value, int]]) -> _Value | None:
    weights: dict[_Value, int] = {}
    for value, weight in weighed:
        weights[value] = weights.get(value, 0) + weight
    return max(weights, key=lambda value: weights[value], default=None)


_NEARLY = 0.95
_AROUND = ("href", "strong", "emphasis", "raised")


def _nested(pieces: Sequence[Piece], around: Sequence[str]) -> Iterator[Inline]:
    if not around:
        yield from merged(piece.inline for piece in pieces)
        return
    for value, group in groupby(pieces, key=attrgetter(around[0])):
        inside = tuple(_nested(tuple(group), around[1:]))
        match around[0], value:
            case "href", str():
                yield Link(value, inside)
            case "strong", True:
                yield Strong(inside)
            case "emphasis", True:
                yield Emphasis(inside)
            case "raised", "superscript":
                yield Superscript(inside)
            case "raised", "subscript":
                yield Subscript(inside)
            case _:
                yield from inside
