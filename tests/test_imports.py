"""Imports follow the flow, each big dependency has one door, and a command loads only what it uses."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "publish"


def _name(path: Path) -> str:
    """Return the module at *path* by the last part of its name; a stage's folder is the module of that name."""
    return path.parent.name if path.stem == "__init__" else path.stem


MODULES = {_name(path): ast.parse(path.read_text("utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}

DOORS = {
    "babel": set(),
    "click": {"cli"},
    "ebooklib": {"epub"},
    "fontTools": {"fonts"},
    "jinja2": {"xhtml"},
    "markdown_it": {"markdown"},
    "mdit_py_plugins": {"markdown"},
    "msgspec": {"edition"},
    "opencc": {"conversion"},
    "rich": {"terminal"},
    "uharfbuzz": {"fonts"},
    "weasyprint": {"pdf", "linesetting"},
    "yaml": {"front_matter"},
}
"""The modules that may import a dependency."""

READING = {
    "source",
    "decoding",
    "labels",
    "articles",
    "chapters",
    "checks",
    "guesses",
    "heads",
    "markdown",
    "markdown_reader",
    "reader",
    "reading",
}
MAKING = {"xhtml", "epub", "pdf", "linesetting", "fallback", "composer", "imposition", "cover", "fonts", "verify"}


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted name of each module that *tree* imports, wherever that stands; types alone do not count."""
    typed = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for part in ast.walk(node)
    }
    for node in (node for node in ast.walk(tree) if id(node) not in typed):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _ours(dotted: str) -> str:
    """Return the innermost module of ours in *dotted*, which may end in what the module holds."""
    return next((part for part in reversed(dotted.split(".")[1:]) if part in MODULES), "")


OURS = {
    name: {_ours(part) for part in imported(tree) if part.startswith("publish.")} & set(MODULES) - {name}
    for name, tree in MODULES.items()
}


def above(name: str) -> set[str]:
    """Return all modules of ours that *name* needs, directly or not."""
    found: set[str] = set()
    waiting = {name}
    while waiting:
        waiting = set().union(*(OURS[module] for module in waiting)) - found
        found |= waiting
    return found


def test_no_module_needs_itself():
    assert [name for name in MODULES if name in above(name)] == []


def test_the_model_needs_nothing():
    assert OURS["book"] == set()


def test_only_the_entry_point_imports_the_command_line():
    assert {name for name, needs in OURS.items() if "cli" in needs} <= {"__main__"}


def test_reading_a_book_knows_nothing_of_making_one():
    assert {name: above(name) & MAKING for name in READING & set(MODULES) if above(name) & MAKING} == {}


def test_making_a_book_knows_nothing_of_reading_one():
    assert {name: above(name) & READING for name in MAKING & set(MODULES) if above(name) & READING} == {}


@pytest.mark.parametrize("dependency", sorted(DOORS))
def test_a_dependency_has_one_door(dependency):
    users = {name for name, tree in MODULES.items() if dependency in {part.split(".")[0] for part in imported(tree)}}
    assert users <= DOORS[dependency]


def loaded_by(*arguments: str) -> set[str]:
    """Return the top-level packages in memory after ``publish`` with *arguments*."""
    program = (
        "import sys\nfrom publish.cli import main\n"
        "try: main(sys.argv[1:])\nexcept SystemExit as end: assert not end.code, end\n"
        "print('\\n', *{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=PACKAGE.parent, capture_output=True, text=True, check=True
    )
    return set(run.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("command", [(), ("epub",), ("pdf",), ("parse",), ("check",), ("init",)])
def test_help_loads_no_heavy_library(command):
    heavy = {"ebooklib", "fontTools", "jinja2", "lxml", "markdown_it", "opencc", "PIL", "pikepdf", "weasyprint"}
    assert loaded_by(*command, "--help") & heavy == set()


def test_an_epub_is_made_without_weasyprint(tmp_path):
    loaded = loaded_by("epub", "seeds", "-q", "--output", str(tmp_path / "sample.epub"))
    assert "ebooklib" in loaded
    assert loaded & {"weasyprint", "pydyf", "tinyhtml5"} == set()
