"""The documentation says all that the program can do, and nothing that it cannot."""

import re
from pathlib import Path

import click
import msgspec
import pytest

from publish.cli import main
from publish.diagnostics import RULES
from publish.edition import Settings, find_edition
from publish.limits import limits
from publish.manuscript.writer import write_manuscript
from publish.readers import SUFFIXES
from publish.reading import read_book

ROOT = Path(__file__).parent.parent
ENGLISH, CHINESE = ROOT / "README.md", ROOT / "README.zh-CN.md"
READMES = ENGLISH, CHINESE
DOCUMENTED = re.findall(r"^\$ publish (\w+)", (ROOT / "docs/command-line.md").read_text("utf-8"), re.MULTILINE)
"""The commands in the first list of the page on the command line."""
DOCS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


def read(path: str) -> str:
    return (ROOT / path).read_text("utf-8")


def commands() -> dict[str, click.Command]:
    assert isinstance(main, click.Group)
    return dict(main.commands)


def options(command: click.Command) -> set[str]:
    """Return the long names of the options of *command*."""
    named = [(*option.opts, *option.secondary_opts) for option in command.params if isinstance(option, click.Option)]
    return {name for names in named for name in names if name.startswith("--")}


def keys(table: type[msgspec.Struct] = Settings) -> set[str]:
    """Return all keys of ``book.toml``, those of its tables too."""
    found = {field.encode_name for field in msgspec.structs.fields(table)}
    tables = [field.type for field in msgspec.structs.fields(table)]
    return found.union(*(keys(kind) for kind in tables if isinstance(kind, type) and issubclass(kind, msgspec.Struct)))


def documented_options() -> dict[str, set[str]]:
    """Return the options in the table of docs/command-line.md, each with the commands that it is said to be on."""
    rows = [row.split(" | ") for row in read("docs/command-line.md").splitlines() if row.startswith("| `-")]
    return {name: set(row[1].split()) for row in rows for name in re.findall(r"--[\w-]+", row[0])}


@pytest.mark.parametrize("name", DOCUMENTED)
def test_each_command_is_documented_and_explains_itself(name):
    command = commands()[name]
    assert command.help
    assert [option.name for option in command.params if isinstance(option, click.Option) and not option.help] == []


def test_there_is_no_command_beyond_the_documented():
    assert set(commands()) == set(DOCUMENTED)


def test_each_option_is_documented_on_its_commands():
    documented = documented_options()
    for name, command in commands().items():
        meant = {option for option, on in documented.items() if on & {name, "all"}}
        assert options(command) - meant == set(), f"publish {name}: not in docs/command-line.md"


def test_each_documented_option_exists():
    documented = documented_options()
    for name, command in commands().items():
        promised = {option for option, on in documented.items() if name in on}
        assert promised - options(command) == set(), f"publish {name} does not know"


def test_each_key_of_the_description_is_documented_and_exists():
    rows = [row.split(" | ")[0] for row in read("docs/book-toml.md").splitlines() if row.startswith("| `")]
    documented = {key for row in rows for key in re.findall(r"`([\w-]+)`", row)}
    assert documented == keys() - {"parse", "traditional", "style", "pdf", "epub", "html", "index"}


def shown_in(section: str, code: str) -> bool:
    """Tell whether *section* shows, as an example, what the program says under *code* today."""
    rule = RULES[code]
    fixed = re.split(r"\{\w+\}", rule.message.replace("{{", "{").replace("}}", "}"))
    line = rf"^(\S+: )?{rule.severity} {code} {'.+'.join(map(re.escape, fixed))}$"
    return re.search(line, section, re.MULTILINE) is not None


def test_each_diagnostic_is_documented_and_exists():
    text = "\n".join(page.read_text("utf-8") for page in DOCS if "diagnostics" in str(page.relative_to(ROOT)))
    sections = re.split(r"^#+ ([A-Z]\d{3})\b", text, flags=re.MULTILINE)[1:]
    assert sorted(sections[::2]) == sorted(RULES)
    said = dict(zip(sections[::2], sections[1::2], strict=True))
    assert [code for code, rule in RULES.items() if rule.message not in said[code]] == []
    assert [code for code in RULES if not shown_in(said[code], code)] == []


def test_each_style_is_documented_and_exists():
    documented = set(re.findall(r"^\| `([a-z]+)` \|", read("docs/styles.md"), re.MULTILINE))
    assert documented == {path.name for path in (ROOT / "styles").iterdir() if path.is_dir()}


def test_each_kind_of_source_stands_in_the_table_of_its_page():
    """Each ending of `READERS`, and no other."""
    table = [row.split("|")[2] for row in read("docs/sources.md").splitlines() if row.startswith("| ")]
    endings = {ending for cell in table for ending in re.findall(r"`(\.\w+)`", cell)}
    assert endings == SUFFIXES


def test_each_test_that_the_threat_model_names_is_there():
    named = re.findall(r"`(test_\w+)\.py(?:::(test_\w+))?`", read("docs/threat-model.md"))
    assert len(named) > 12
    for file, test in named:
        assert f"def {test}(" in read(f"tests/{file}.py") if test else True, test


def test_each_limit_is_documented_with_its_number_and_no_other():
    rows = re.findall(r"^\| `([\w-]+)` \| (\d+) (\w+) \|", read("docs/limits.md"), re.MULTILINE)
    assert {name: (int(number), unit) for name, number, unit in rows} == {
        name: (limit.most, limit.unit) for name, limit in limits().items()
    }


def test_the_manuscript_that_the_documentation_shows_is_one(tmp_path, report):
    shown = re.search(r"^```markdown\n(.*?)^```", read("docs/manuscript.md"), re.DOTALL | re.MULTILINE)
    assert shown
    (tmp_path / "shown.md").write_text(shown[1], "utf-8")
    assert write_manuscript(read_book(find_edition([tmp_path / "shown.md"]), report)) == shown[1]


def headings(readme: Path) -> list[int]:
    """Return the levels of the headings of *readme*, code apart."""
    text = re.sub(r"^```.*?^```", "", readme.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    return [len(marks) for marks in re.findall(r"^(#+) ", text, re.MULTILINE)]


def code(readme: Path) -> list[str]:
    """Return the code blocks of *readme* without comments."""
    blocks = re.findall(r"^```.*?^```", readme.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    return [re.sub(r" +# .*", "", block) for block in blocks]


def links(text: str) -> list[str]:
    return re.findall(r"\]\(([^)#]+)", text)


def test_both_readmes_have_the_same_sections_and_code():
    assert headings(ENGLISH) == headings(CHINESE)
    assert code(ENGLISH) == code(CHINESE)
    english, chinese = (
        {link.replace(".zh-CN.md", ".md") for link in links(page.read_text("utf-8"))} for page in READMES
    )
    assert english - {ENGLISH.name} == chinese - {ENGLISH.name}


@pytest.mark.parametrize("page", DOCS, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_within_the_documentation_lead_somewhere(page):
    text = re.sub(r"^```.*?^```|`[^`\n]+`", "", page.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    local = [link for link in links(text) if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_the_commands_that_the_readme_shows_are_understood():
    shown = re.findall(r"^\$ publish (.*?)(?: +#.*)?$", ENGLISH.read_text("utf-8"), re.MULTILINE)
    assert len(shown) > 5
    for line in shown:
        name, *arguments = line.split()
        commands()[name].make_context(name, arguments)


def test_the_stages_are_named_in_the_same_words_everywhere():
    stages = re.findall(r"^\| ([a-z, 、]+) \| ", ENGLISH.read_text("utf-8"), re.MULTILINE)
    names = [name for stage in stages if stage != "stage" for name in stage.split(", ")]
    assert names[-4:] == ["epub", "pdf", "html", "verify"]
    flow = read("publish/__init__.py")
    for name in names:
        assert len([*(ROOT / "publish").glob(f"**/{name}.py"), *(ROOT / "publish").glob(f"{name}/__init__.py")]) == 1
        assert re.search(rf"\b{name}\b", flow), f"{name} is not in the flow of publish/__init__.py"


def test_the_page_on_architecture_names_every_module_and_folder_and_no_other():
    table = read("docs/architecture.md").partition("## Who owns what")[2].partition("\n## ")[0]
    owners = "".join(row.split(" | ")[0] for row in table.splitlines() if row.startswith("| `"))
    named = {name.rstrip("/") for name in re.findall(r"`([a-z_/]+)`", owners)} - {"templates", "styles", "locale"}
    there = {
        path.stem for path in (ROOT / "publish").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert named <= there
    assert there - named == {"__init__", "__main__"}


def test_the_tests_that_the_page_on_architecture_names_are_there():
    named = set(re.findall(r"`(test_\w+)`", read("docs/architecture.md")))
    assert len(named) > 8
    assert [name for name in sorted(named) if not (ROOT / f"tests/{name}.py").exists()] == []


def test_the_make_targets_explain_themselves_and_are_documented():
    targets = re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE)
    explained = re.findall(r"^([a-z]+):.*## ", read("Makefile"), re.MULTILINE)
    assert targets == explained
    pages = "".join(page.read_text("utf-8") for page in DOCS)
    assert [name for name in ("book", "test", "lint", "format", "catalogue") if f"make {name}" not in pages] == []
