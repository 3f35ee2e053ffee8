"""A style of one's own, looked through before anything is made with it.

What would break a book stops with its file and line: markup that is not well-formed, CSS that breaks off, and in an
e-book's CSS what makes devices refuse it. What is merely without effect is reported with the nearest name that has one:
files that nothing reads, roles that no face plays, selectors that match nothing in any book.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Set
from difflib import get_close_matches
from functools import cache, partial
from itertools import chain
from pathlib import Path

from publish.assets import URL, assets, find_style, is_built_in, read_sheet, read_style_file
from publish.diagnostics import Diagnostic, Report, Severity, failure
from publish.fonts import ROLES
from publish.stylesheets import rules
from publish.verify import read_stylesheet
from publish.wording import _
from publish.xhtml import check_template


def check_style(name: str | None, output: str, report: Report) -> None:
    """Look through the style *name* before an edition for *output* (print, epub or html) is made with it.

    Files for other outputs are held against the known names alone. Reported are files (B210, B211), selectors (B212)
    and roles (B213) without effect. Raises `PublishError` B205 where there is no such style, B207 where a file of it
    would break the book. The program's own styles are not looked through.
    """
    folder = find_style(name)[0]
    if is_built_in(folder):
        return
    files = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    files = [file for file in files if not any(part.startswith(".") for part in file.split("/"))]
    sheets = [file for file in files if file.endswith(".css") and file in known_files()]
    _check_names(folder, files, report)
    for file in files:
        if file in sheets and file.startswith(output):
            _check_css(folder, file, output == "epub")
        elif file.startswith((f"templates/{output}/", "templates/blocks.")):
            check_template(folder, file)
    _check_selectors(folder, sheets, report)
    if "faces.toml" in files:
        _check_roles(folder, report)


# --- files ---------------------------------------------------------------------------------------------------------


@cache
def known_files() -> frozenset[str]:
    """Return the paths, in the folder of a style, of all files that the program looks for there."""
    house, templates = find_style()[0], assets("templates")
    own = (path.relative_to(house).as_posix() for path in house.iterdir() if path.is_file())
    markup = (path.relative_to(templates.parent).as_posix() for path in templates.rglob("*.xhtml"))
    return frozenset((*own, *markup, "templates/epub/toc.ncx"))


def _check_names(folder: Path, files: list[str], report: Report) -> None:
    """Report *files* that neither the program nor the CSS of the style asks for."""
    sheets = [file for file in files if file.endswith(".css")]
    asked = set(chain.from_iterable(URL.findall(read_style_file(folder, file)) for file in sheets))
    for file in files:
        if file not in known_files() | asked:
            nearest = _nearest(file, known_files())
            report(Diagnostic("B210" if nearest else "B211", str(folder / file), facts={"nearest": nearest}))


def _nearest(name: str, known: Set[str]) -> str | None:
    return next(iter(get_close_matches(name, sorted(known), 1, cutoff=0.7)), None)


def _check_roles(folder: Path, report: Report) -> None:
    """Report roles that no face plays (B213). Raises `PublishError` B207 where ``faces.toml`` is not valid TOML."""
    text, file = read_style_file(folder, "faces.toml"), folder / "faces.toml"
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"line (\d+)", str(error))
        raise failure("B207", str(file), int(where[1]) if where else None, reason=error) from error
    roles = {*ROLES, "rare"}
    for role in table.keys() - roles:
        line = next((at for at, line in enumerate(text.splitlines(), 1) if line.strip().startswith(f"[{role}]")), None)
        facts = {"role": role, "nearest": _nearest(role, roles), "known": ", ".join(ROLES)}
        report(Diagnostic("B213", str(file), line, None, facts))


# --- CSS -----------------------------------------------------------------------------------------------------------

_PASSED_OVER = re.compile(
    r"""/\*.*?(?:\*/|(?P<comment>\Z))|(?P<quote>["']).*?(?:(?P=quote)|(?P<string>\n|\Z))""", re.DOTALL
)
_PAIRS = {")": "(", "]": "[", "}": "{"}


def _check_css(folder: Path, name: str, for_devices: bool) -> None:
    """Look through the sheet *name* of *folder*; *for_devices*: whether old ones must take it.

    Raises `PublishError` B207 where it breaks off or has what those refuse, B208 where it asks for what it must not.
    """
    css, file = read_style_file(folder, name), folder / name
    if broken := _broken(css):
        raise failure("B207", str(file), broken[0], reason=broken[1])
    for finding in read_stylesheet(css) if for_devices else ():
        diagnostic = Diagnostic(finding.code, facts=finding.facts)
        if diagnostic.severity is Severity.ERROR:
            raise failure("B207", str(file), finding.line, reason=diagnostic.message)
    read_sheet(folder, name)


def _broken(css: str) -> tuple[int, str] | None:
    """Return the line at which *css* breaks off and how; None where all that is opened is closed."""
    for found in _PASSED_OVER.finditer(css):
        line = css.count("\n", 0, found.start()) + 1
        if found["comment"] is not None:
            return line, _("this comment is never closed")
        if found["string"] is not None:
            return line, _("this quotation is never closed")
    waiting: list[tuple[int, str]] = []
    for number, text in enumerate(_plain(css).split("\n"), 1):
        for mark in re.findall(r"[][(){}]", text):
            if mark not in _PAIRS:
                waiting.append((number, mark))
            elif not waiting or waiting.pop()[1] != _PAIRS[mark]:
                return number, _("{mark} closes what nothing opened").format(mark=mark)
    return (waiting[-1][0], _("{mark} is never closed").format(mark=waiting[-1][1])) if waiting else None


def _plain(css: str) -> str:
    """Return *css* without comments and what stands in quotation marks, its lines as they were."""
    return _PASSED_OVER.sub(lambda found: "\n" * found[0].count("\n"), css)


# --- selectors -----------------------------------------------------------------------------------------------------

_BESIDE = re.compile(r"\[[^\]]*\]|:(?:lang|dir)\([^)]*\)|::?[\w-]+|(?<![\w.-])(?:n|odd|even|of)(?![\w-])")
"""What stands beside the names of a selector: attributes, pseudo-classes and their counting."""
_CLASS = re.compile(r"\.([A-Za-z_][\w-]*)")
_ELEMENT = re.compile(r"(?<![\w.#-])([A-Za-z][\w-]*)")
_PAGE = re.compile(r"[A-Za-z_][\w-]*")
_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def _check_selectors(folder: Path, sheets: list[str], report: Report) -> None:
    """Report the selectors in *sheets* of the style that match nothing in any book (B212)."""
    markup = _markup(folder)
    for sheet in sheets:
        for line, name, known in _names(read_style_file(folder, sheet), markup):
            nearest = _nearest(name, known)
            report(Diagnostic("B212", str(folder / sheet), line, None, {"name": name, "nearest": nearest}))


def _names(css: str, markup: frozenset[str]) -> Iterator[tuple[int, str, Set[str]]]:
    """Yield each class, element and page of *css* that nothing has, with its line and those that something has."""
    pages = _pages(css) | frozenset(chain.from_iterable(map(_pages, _our_sheets())))
    for line, kind, prelude in rules(css):
        if kind == "page":
            yield from ((line, name, pages) for name in _PAGE.findall(_BESIDE.sub("", prelude)) if name not in pages)
            continue
        selector = _BESIDE.sub("", prelude)
        named = [f".{name}" for name in _CLASS.findall(selector)] + [
            name.lower() for name in _ELEMENT.findall(selector)
        ]
        yield from ((line, name, markup) for name in dict.fromkeys(named) if name not in markup)


def _pages(css: str) -> frozenset[str]:
    return frozenset(re.findall(r"[{;\s]page:\s*([\w-]+)", _plain(css)))


def _our_sheets() -> Iterator[str]:
    return (read_style_file(path.parent, path.name) for path in sorted(assets("styles").glob("*/*.css")))


def _markup(folder: Path) -> frozenset[str]:
    """Return the classes (with a dot) and elements of the program's markup and of the templates in *folder*."""
    return _our_markup() | frozenset(
        chain.from_iterable(map(partial(_marked, folder), sorted(folder.glob("templates/**/*.xhtml"))))
    )


@cache
def _our_markup() -> frozenset[str]:
    styled = (
        _BESIDE.sub("", prelude) for css in _our_sheets() for _line, kind, prelude in rules(css) if kind == "style"
    )
    named = chain.from_iterable(
        (*(f".{name}" for name in _CLASS.findall(selector)), *_ELEMENT.findall(selector)) for selector in styled
    )
    return frozenset(named) | frozenset(
        chain.from_iterable(map(partial(_marked, assets("templates")), sorted(assets("templates").rglob("*.xhtml"))))
    )


def _marked(folder: Path, template: Path) -> Iterator[str]:
    text = read_style_file(folder, template.relative_to(folder))
    yield from (f".{name}" for value in re.findall(r'class="([^"]*)"', text) for name in _JINJA.sub(" ", value).split())
    yield from re.findall(r"<([a-z][\w-]*)", text)
