"""A font file that an EPUB carries, with the rule by which its style sheet knows it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EmbeddedFace:
    """A font file to embed, and the rule that makes it known to the style sheet."""

    name: str
    media_type: str
    data: bytes
    css: str

    @classmethod
    def of(cls, name: str, data: bytes, family: str, weight: int, characters: str | None = None) -> EmbeddedFace:
        """Return the font file *data*, of *family*; *characters* are those that it is for, as in ``unicode-range``."""
        kind = "otf" if data.startswith(b"OTTO") else "ttf"
        only = f" unicode-range: {characters};" if characters else ""
        source = f"url(../font/{name}.{kind})"
        css = f'@font-face {{ font-family: "{family}"; font-weight: {weight}; src: {source};{only} }}'
        return cls(f"{name}.{kind}", f"font/{kind}", data, css)
