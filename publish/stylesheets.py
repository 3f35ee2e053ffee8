"""CSS as the tokens that it means, whatever way they are written: tinycss2 is used here and nowhere else.

What a style asks for (`asked_for`), what its rules are about (`rules`), and what of the CSS of a drawing may stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from typing import Any

import tinycss2


@dataclass(frozen=True, slots=True)
class Asked:
    """An address in a style sheet."""

    address: str
    line: int
    rule: str | None = None
    """``import``, where it is a whole sheet that is asked for."""


_FETCHING = frozenset({"url", "src", "image", "image-set", "-webkit-image-set", "cross-fade"})
"""Functions whose strings are addresses (CSS Values 4, CSS Images 4)."""
_ADDRESS = re.compile(r"\s*(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)


def asked_for(css: str) -> Iterator[Asked]:
    """Yield every address in *css* that a program would open, in order."""
    yield from _asked(tinycss2.parse_component_value_list(css, skip_comments=True), None)


def _asked(tokens: Iterable[Any], function: str | None) -> Iterator[Asked]:
    for token in tokens:
        if token.type == "url" or (token.type == "string" and _is_fetched(token.value, function)):
            yield Asked(token.value, token.source_line)
        elif token.type == "at-keyword" and token.lower_value == "import":
            yield Asked("@import", token.source_line, "import")
        elif token.type == "function":
            yield from _asked(token.arguments, token.lower_name)
        elif token.type in {"() block", "[] block", "{} block"}:
            yield from _asked(token.content, function)


def _is_fetched(text: str, function: str | None) -> bool:
    """Tell whether *text*, a string within *function*, is an address: by the function or by how it is written."""
    return function is not None and (function in _FETCHING or _ADDRESS.match(text) is not None)


def rules(css: str) -> Iterator[tuple[int, str, str]]:
    """Yield each rule of *css*: its line, "page" or "style", and what stands before its block."""
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "qualified-rule":
            yield rule.source_line, "style", tinycss2.serialize(rule.prelude)
        elif rule.type == "at-rule" and rule.lower_at_keyword == "page":
            yield rule.source_line, "page", tinycss2.serialize(rule.prelude)
        elif rule.type == "at-rule" and rule.lower_at_keyword in {"media", "supports"} and rule.content:
            inner = tinycss2.serialize(rule.content)
            yield from ((rule.source_line + line - 1, kind, prelude) for line, kind, prelude in rules(inner))


def declared(css: str) -> Iterator[tuple[int, list[str], list[tuple[str, str]]]]:
    """Yield each rule of *css*: its line, its selectors, and what it declares, as pairs of property and value.

    The selectors of rules within an at-rule begin with its name; an at-rule that declares itself has its name for one.
    """
    yield from _declared(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), "")


def _declared(nodes: Iterable[Any], around: str) -> Iterator[tuple[int, list[str], list[tuple[str, str]]]]:
    for rule in nodes:
        if rule.type == "qualified-rule":
            selectors = [around + tinycss2.serialize(part).strip() for part in _parted(rule.prelude)]
            yield rule.source_line, selectors, declared_inline(rule.content)
        elif rule.type == "at-rule" and rule.content is not None:
            name = f"{around}@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}".strip()
            if rule.lower_at_keyword in _GROUPING:
                inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
                yield from _declared(inner, f"{name} ")
            else:
                yield rule.source_line, [name], declared_inline(rule.content)


_GROUPING = frozenset({"media", "supports", "layer", "container"})
"""At-rules that hold rules (CSS Conditional 3 and its kin)."""


def _parted(tokens: Iterable[Any]) -> list[list[Any]]:
    """Return *tokens* parted at their commas, those in brackets aside."""
    parts: list[list[Any]] = [[]]
    for token in tokens:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def declared_inline(css: str | Sequence[Any]) -> list[tuple[str, str]]:
    """Return what the declarations *css* declare, properties in lower case; what is none is left out."""
    found = tinycss2.parse_declaration_list(css, skip_comments=True, skip_whitespace=True)
    return [
        (each.lower_name, tinycss2.serialize(each.value).strip() + " !important" * each.important)
        for each in found
        if each.type == "declaration"
    ]


# --- the CSS of drawings -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Allowed:
    """What CSS may say: the properties, and the functions in their values."""

    properties: Set[str]
    functions: Set[str]


@dataclass(frozen=True, slots=True)
class Styled:
    """A rule that may stay: its selector as it is, and its declarations."""

    selector: str
    declarations: str

    @property
    def css(self) -> str:
        """The rule as CSS."""
        return f"{self.selector}{{{self.declarations}}}"


def kept_rules(css: str, allowed: Allowed) -> tuple[list[Styled], list[str]]:
    """Return the rules of *css* that may stay, and what was left out of it, by name."""
    kept, left = [], list[str]()
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type != "qualified-rule":
            left.append(f"@{rule.at_keyword}" if rule.type == "at-rule" else "CSS")
            continue
        declarations, more = _kept(rule.content, allowed)
        left += more
        selector = tinycss2.serialize(rule.prelude).strip()
        if declarations:
            kept.append(Styled(selector, declarations))
    return kept, left


def kept_declarations(css: str, allowed: Allowed) -> tuple[str, list[str]]:
    """Return what of the declarations *css* may stay, and what was left out, by name."""
    return _kept(tinycss2.parse_component_value_list(css, skip_comments=True), allowed)


def is_allowed(value: str, allowed: Allowed) -> bool:
    """Tell whether *value*, of a property that is allowed, asks for nothing that may not be."""
    return _allows(tinycss2.parse_component_value_list(value, skip_comments=True), allowed)


def _kept(tokens: Sequence[Any], allowed: Allowed) -> tuple[str, list[str]]:
    kept, left = [], []
    for part in tinycss2.parse_declaration_list(tokens, skip_comments=True, skip_whitespace=True):
        if part.type != "declaration":
            continue
        if part.lower_name in allowed.properties and _allows(part.value, allowed):
            kept.append(f"{part.lower_name}:{tinycss2.serialize(part.value).strip()}" + "!important" * part.important)
        elif any(True for _asked_for in _asked(part.value, None)):
            left.append(part.name)
    return ";".join(kept), left


def _allows(tokens: Iterable[Any], allowed: Allowed) -> bool:
    for token in tokens:
        match token.type:
            case "url":
                fine = token.value.startswith("#")
            case "function":
                fine = token.lower_name in allowed.functions and _allows(token.arguments, allowed)
            case "number" | "percentage" | "dimension":
                fine = abs(token.value) <= GREATEST
            case "error" | "at-keyword" | "{} block" | "[] block" | "() block":
                fine = False
            case _:
                fine = True
        if not fine:
            return False
    return True


GREATEST = 1e7
"""The largest number with which a drawing is reckoned."""
