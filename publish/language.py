"""Language tags (BCP 47): which language, script and region a tag names, and what that means for Chinese text.

A tag is language, extended language, script, region, variants, extensions and private use, in that order and joined by
hyphens (RFC 5646, 2.1). Where it names no script, that of the region counts (Unicode CLDR, likely subtags): zh-TW,
zh-HK and zh-MO are in Traditional characters and zh alone in Simplified, yue in Traditional but for yue-CN.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

_TAG = re.compile(
    r"(?P<language>[a-z]{2,3}(?:-(?:cdo|cjy|cmn|cpx|czo|gan|hak|hsn|lzh|mnp|nan|wuu|yue))?)"
    r"(?:-(?P<script>[a-z]{4}))?"
    r"(?:-(?P<region>[a-z]{2}|[0-9]{3}))?"
    r"(?P<rest>(?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*"  # variants
    r"(?:-[a-wyz0-9](?:-[a-z0-9]{2,8})+)*"  # extensions
    r"(?:-x(?:-[a-z0-9]{1,8})+)?)",  # private use
    re.IGNORECASE | re.ASCII,
)
"""The form of a tag; extended languages are those of Chinese (IANA Language Subtag Registry).

There is room for languages of five to eight letters (RFC 5646, 2.2.1), but none is registered: what looks so is the
name of a language, not its tag."""


class Forms(StrEnum):
    """The forms of the characters that readers of a language expect."""

    SIMPLIFIED = "SC"
    TRADITIONAL = "TC"
    """The standard ones, and those of Taiwan."""
    HONG_KONG = "HK"


@dataclass(frozen=True, slots=True)
class Language:
    """What a tag names; subtags in the case that BCP 47 gives them (zh, Hant, TW)."""

    language: str
    script: str | None = None
    region: str | None = None
    rest: str = ""
    """Variants, extensions and private use, each with its hyphen."""

    @staticmethod
    @cache
    def read(tag: str) -> Language | None:
        """Return what *tag* names, in whatever case it is written; None where it is not well-formed."""
        found = _TAG.fullmatch(tag)
        if not found:
            return None
        script, region = found["script"], found["region"]
        language, rest = found["language"].lower(), found["rest"].lower()
        return Language(language, script and script.title(), region and region.upper(), rest)

    @staticmethod
    def of(tag: str) -> Language:
        """Return what *tag* names, an undetermined language (``und``) where it is not well-formed."""
        return Language.read(tag) or Language("und")

    def __str__(self) -> str:
        return "-".join(filter(None, (self.language, self.script, self.region))) + self.rest

    @property
    def is_traditional(self) -> bool:
        """Whether its text is in Traditional characters; a script that is named decides."""
        if self.script:
            return self.script == "Hant"
        if self.language.endswith("yue"):
            return self.region != "CN"
        return self.region in ("TW", "HK", "MO")

    @property
    def forms(self) -> Forms:
        """The forms of the characters that its readers expect."""
        if not self.is_traditional:
            return Forms.SIMPLIFIED
        return Forms.HONG_KONG if self.region in ("HK", "MO") else Forms.TRADITIONAL
