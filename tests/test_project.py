"""The house rules that a program can check."""

import ast
import re
import runpy
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
LOCK = (ROOT / "requirements.lock").read_text("utf-8")


def tracked() -> Iterator[tuple[str, str]]:
    """Yield the path and text of each file that belongs to the project."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("what belongs to the project (no git here)")
    for path in filter(None, listed.stdout.split("\0")):
        if (ROOT / path).is_file():
            yield path, (ROOT / path).read_bytes().decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("what", "pattern"),
    [
        ("a path of somebody's machine", r"(?<![\w.~}])/(?:home|root|Users|work|tmp|private)/[\w.]"),
        ("a host of a package registry", r"\bpypi\.(?:org|python)|python[h]osted|registry\.npm[j]s|repo1?\.maven\b"),
        ("a merge that was not finished", r"(?m)^(?:<{7} |>{7} )"),
    ],
)
def test_no_file_holds(what, pattern):
    found = [(path, match[0]) for path, text in tracked() for match in re.finditer(pattern, text)]
    assert found == [], what


def locked() -> dict[str, str]:
    """Return the versions in the lock."""
    pins = re.findall(r"^([\w.-]+)==(\S+)", LOCK, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in pins}


def test_the_lock_names_no_host_and_hashes_everything():
    assert "://" not in LOCK
    entries = re.split(r"^(?=\w)", LOCK, flags=re.MULTILINE)
    assert [entry.partition("==")[0] for entry in entries if "==" in entry and "--hash=sha256:" not in entry] == []


def test_the_lowest_versions_that_are_tried_are_those_that_the_project_allows():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    lowest = dict(
        re.findall(r"^([\w.-]+)==([^ ;]+)", (ROOT / "requirements-lowest.lock").read_text("utf-8"), re.MULTILINE)
    )
    floors = {
        need.name: next(each.version for each in need.specifier if each.operator in (">=", "=="))
        for need in map(Requirement, project["dependencies"])
    }
    assert {name: Version(lowest[name]) for name in floors} == {name: Version(floor) for name, floor in floors.items()}


def test_the_lock_satisfies_the_project():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = [Requirement(line) for line in project["dependencies"] + project["optional-dependencies"]["dev"]]
    versions = locked()
    assert [str(need) for need in wanted if versions.get(canonicalize_name(need.name), "") not in need.specifier] == []


def test_each_dependency_has_its_reason_beside_it():
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    lists = re.findall(r"^(?:dependencies|dev) = \[\n(.*?)^\]", text, re.DOTALL | re.MULTILINE)
    lines = [line for part in lists for line in part.splitlines()]
    assert len(lines) > 20
    assert [line for line in lines if "  # " not in line] == []


def functions() -> Iterator[tuple[str, int]]:
    """Yield each function of the package with the number of its lines below the signature and the docstring."""
    for path in sorted((ROOT / "publish").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef):
                first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
                yield f"{path.name}:{node.name}", (node.end_lineno or 0) - first.lineno + 1


def test_no_function_is_too_long_to_see():
    assert [(name, lines) for name, lines in functions() if lines > 40] == []


def test_no_module_is_a_drawer():
    drawers = {"utils", "util", "helpers", "common", "misc", "core", "manager", "handler", "constants", "exceptions"}
    assert {path.stem for path in (ROOT / "publish").rglob("*.py")} & drawers == set()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """A wheel built from this checkout, unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, capture_output=True, check=True)
    with zipfile.ZipFile(next(folder.glob("*.whl"))) as archive:
        archive.extractall(folder / "unpacked")
    return folder / "unpacked"


@pytest.mark.parametrize("kind", ["styles", "templates"])
def test_an_installed_program_has_all_its_data(wheel, kind):
    def files(folder: Path) -> set[str]:
        return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}

    asked = f"from publish.assets import assets; print(assets({kind!r}))"
    run = subprocess.run([sys.executable, "-c", asked], cwd=wheel, capture_output=True, text=True, check=True)
    found = Path(run.stdout.strip())
    assert found.is_relative_to(wheel)
    assert files(found) == files(ROOT / kind)


def test_an_installed_program_has_the_lexicon_of_the_press(wheel):
    names = {path.name for path in (ROOT / "publish/press").iterdir() if path.suffix in {".toml", ".txt"}}
    assert {path.name for path in (wheel / "publish/press").iterdir()} >= names


def test_an_installed_program_speaks_chinese(wheel):
    for locale in ("zh_CN", "zh_TW", "zh_HK", "zh_SG"):
        assert (wheel / "publish" / "locale" / locale / "LC_MESSAGES" / "publish.mo").is_file()


def test_an_installed_program_explains_its_codes(wheel):
    explain = [sys.executable, "-c", "from publish.cli import main; main()", "explain", "P502"]
    run = subprocess.run(explain, cwd=wheel, capture_output=True, text=True, check=True)
    assert "Do: " in run.stdout


def test_an_installed_program_says_that_it_has_types(wheel):
    assert (wheel / "publish" / "py.typed").is_file()


def test_the_image_has_what_the_setup_installs():
    setup = (ROOT / "tools/setup").read_text("utf-8").partition("for_books() {")[2].partition("\n}")[0]
    wanted = set(re.findall(r"\s((?:lib|fonts)[\w.]*-[\w.-]+)\s", setup))
    assert len(wanted) > 5
    image = (ROOT / "Dockerfile").read_text("utf-8")
    assert [package for package in sorted(wanted) if package not in image] == []
    assert "USER reader" in image


def test_the_tool_that_weighs_the_rules_knows_each_number_and_each_case(tmp_path):
    weights = runpy.run_path(str(ROOT / "tools" / "weights"))["Weights"](tmp_path)
    assert len(list(weights.numbers())) > 100
    assert len(weights.known) > 100
