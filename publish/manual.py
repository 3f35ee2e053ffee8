"""The documentation that the program carries: the page of a diagnostic in the user's language, and man pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pkgutil import resolve_name

from publish.assets import assets
from publish.diagnostics import RULES
from publish.wording import _, language

_HAN = re.compile("[\u3400-\u9fff]")
_LATIN = re.compile("[A-Za-z]")


def page_of(code: str) -> str:
    """Return what the documentation says of *code*, in the user's language. Raises KeyError where there is none."""
    rule = RULES[code]
    body = "\n\n".join(_in_language(_section(code)))
    return f"{code} · {_(str(rule.severity))}\n{_(rule.message)}\n\n{body}\n"


def index() -> str:
    """Return all codes, one a line, each with its severity and its sentence."""
    return "".join(f"{code}  {_(str(rule.severity))}  {_(rule.message)}\n" for code, rule in RULES.items())


def nearest_code(code: str) -> str | None:
    """Return the code that *code* was most likely meant for."""
    return next(iter(get_close_matches(code.upper(), RULES, 1, cutoff=0.5)), None)


def address_of(code: str) -> str:
    """Return where the documentation of *code* stands on this machine, as an address."""
    return f"{(assets('docs') / 'diagnostics.md').resolve().as_uri()}#{code.lower()}"


def _section(code: str) -> str:
    """Return the section of *code* without its head."""
    text = (assets("docs") / "diagnostics.md").read_text("utf-8")
    found = re.search(rf"^### {code}\n(.*?)(?=^##|\Z)", text, re.DOTALL | re.MULTILINE)
    return found[1].strip() if found else ""


def _in_language(section: str) -> Iterator[str]:
    """Yield the examples of *section*, and in the user's language its paragraphs after the first: the rule says it."""
    chinese = language().startswith("zh")
    for part in re.split(r"\n\n(?=\S)", section)[1:]:
        if part.startswith("```"):
            lines = part.strip("`").split("\n")[1:]
            yield "\n".join(f"    {line}" for line in lines).rstrip()
        elif _is_chinese(part) == chinese:
            yield _converted(re.sub(r"[*`]|\[(.*?)\]\(.*?\)", lambda mark: mark[1] or "", part))


def _is_chinese(text: str) -> bool:
    """Tell the language of a paragraph by its letters, those of code aside."""
    if head := re.match(r"\*\*(Do:|怎么办)", text):
        return head[1] != "Do:"
    text = re.sub(r"`[^`]*`", "", text)
    return len(_HAN.findall(text)) * 3 > len(_LATIN.findall(text))


def _converted(text: str) -> str:
    """Return *text* in the characters of the user's region."""
    direction = {"zh_TW": "s2tw", "zh_HK": "s2hk"}.get(language())
    if not direction:
        return text
    converted: str = resolve_name("publish.traditional.conversion:convert")(text, direction)
    return converted


# --- man pages -----------------------------------------------------------------------------------------------------


def man_page(name: str, version: str, usage: str, about: str, options: list[tuple[str, str]], examples: str) -> str:
    """Return a page of the manual (man(7)) for the command *name*; *options* are names with what they mean."""
    parts = [
        f'.TH "{name.replace(" ", "-").upper()}" 1 "" "publish {version}"',
        f".SH {_('NAME')}\n{_troff(name.replace(' ', '-'))} \\- {_troff(about.split(chr(10))[0].rstrip('.。'))}",
        f".SH {_('SYNOPSIS')}\n{_troff(usage)}",
        f".SH {_('DESCRIPTION')}\n{_troff(about)}",
    ]
    if options:
        parts.append(f".SH {_('OPTIONS')}")
        parts += [f".TP\n\\fB{_troff(names)}\\fR\n{_troff(meaning)}" for names, meaning in options]
    if examples:
        parts.append(f".SH {_('EXAMPLES')}\n.nf\n{_troff(examples)}\n.fi")
    return "\n".join(parts) + "\n"


def _troff(text: str) -> str:
    """Return *text* as troff reads it: no line begins with a dot, and a hyphen stays one."""
    return re.sub(r"^([.'])", r"\\&\1", text.replace("\\", "\\e").replace("-", "\\-"), flags=re.MULTILINE)
