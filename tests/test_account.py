"""Every character of a source has one fate, and a character that has none, or that nobody wrote, is an error."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import Reported
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from publish.account import Account
from publish.book import Article, Block, Chapter, Crosshead, Note, Paragraph, Text, plain
from publish.cli import main
from publish.diagnostics import PublishError
from publish.dump import reader as dump_reader
from publish.dump.articles import Group
from publish.edition import Edition, Settings
from publish.manuscript import reader
from publish.reading import read
from publish.walk import find

TEXT = "巷口的老钟停了三年，谁也没有想到它会在这个春天的早上自己走起来。"


def fates(account: Account) -> int:
    return account.in_blocks + account.in_fields + account.furniture + account.marks + account.left_out + account.lost


# --- whatever is written -------------------------------------------------------------------------------------------

_PIECES = [
    "# ",
    "## ",
    "### ",
    "□",
    "——",
    "【",
    "】",
    "（作者系",
    "本报记者 ",
    "记者 李明",
    "第3版",
    "责任编辑：王五",
    "文/",
]
_NEWLINES = ["\n", "\n\n", "\r\n", "\n　　", "\f", "\v", "\x85", "\u2028"]
_SEPARATORS = "\x1c\x1d\x1e\x1f"  # control characters, which Python counts as white space
_texts = st.lists(
    st.sampled_from([*_PIECES, *_NEWLINES, TEXT, TEXT[:9], "听　雨", "（下转第4版）", "图为老钟。李明 摄", "，", "。"])
    | st.text(st.characters(codec="utf-8"), max_size=8),
    max_size=24,
).map("".join)


@pytest.mark.parametrize(
    ("text", "ending"),
    [
        pytest.param("渡\n雅艳 唐　山\n船", ".txt", id="a place is letter-spaced beside a name"),
        pytest.param("##\n3。”，\n-\n1", ".md", id="a heading by what is under it can be no heading"),
    ],
)
def test_each_character_is_accounted_for_where(tmp_path: Path, text: str, ending: str) -> None:
    (tmp_path / f"a{ending}").write_text(text, "utf-8")
    account = read(Edition("a", tmp_path, (tmp_path / f"a{ending}",)), lambda said: None).account
    assert (account.lost, account.invented, account.in_source) == (0, 0, fates(account))


@settings(max_examples=150)
@given(_texts)
def test_each_character_of_a_dump_has_exactly_one_fate(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "fate.txt"
    path.write_bytes(text.encode())
    edition = Edition("fate", path.parent, (path,), Settings(encoding="utf-8"))
    try:
        account = read(edition, lambda said: None).account
    except PublishError as unusable:
        assume(unusable.diagnostic.code != "P101")  # there is nothing in it
        raise
    assert (account.lost, account.invented, account.in_source) == (0, 0, fates(account))
    text = text.removeprefix("\ufeff")  # a byte order mark
    white = "".join(char for char in text if char.isspace() and char not in _SEPARATORS)
    assert account.in_source + account.removed == len(text) - len(white)


_MARKDOWN_PIECES = [
    *(
        "# 栏目\n",
        "## 题*目*\n",
        "### 小标题\n",
        "作者：李 明、[王](https://a.b/c)五\n",
        "署名：\n",
        "来源 :甲\n",
        "> 引文\n",
    ),
    *("- 一、甲\n", "  - 乙\n", "12. 丙\n", "[^1]甲[^2]\n", "[^1]: 注[^2]\n", "[^2]: 注\n\n    二\n", "\n", "\n\n"),
    *(
        "{汉字|hàn|zì}",
        "<ruby>汉<rp>（</rp><rt>hàn</rt><rp>）</rp></ruby>",
        "**重**`a  b`\n",
        "`甲\n乙`",
        "~~~py 三\n",
        "    码\n",
        "甲 &copy;乙&#20013;丙\n",
        ": 表题\n",
    ),
    *("|甲|乙|\n|-|-|\n|丙|丁|戊|\n", "<b>甲</b>", "<!-- 评 -->", "<!-- 诗 -->\n", "甲\\\n乙  \n丙<br>", "***\n"),
    *('![图](a.png "题")\n', "![图][p]\n", "[甲][p]", "[p]: https://例子.cn/中 '书 名'\n", "[q]: a.md\n", "[丙](b.md)"),
    *("<ruby>汉<rp>（</rp><rt>hàn</rt><rp>）</rp></ruby>", "===\n", "<https://a.b/中>", "\\*甲\\*"),
]
_markdown = st.lists(
    st.sampled_from(_MARKDOWN_PIECES) | st.text("甲乙*_`[]()<>!|&;:#-=^{}\\ \n1.", max_size=6), min_size=1, max_size=14
)


@settings(max_examples=150)
@given(_markdown.map("".join).filter(str.strip))
def test_each_character_of_a_manuscript_has_exactly_one_fate(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "fate.md"
    path.write_text(f"---\ntitle: 甲\n---\n{text}", "utf-8")
    account = read(Edition("fate", path.parent, (path,)), lambda said: None).account
    assert (account.lost, account.invented, account.in_source) == (0, 0, fates(account))


@pytest.mark.parametrize("shown", ["![图][p]", "[甲][p]"])
def test_a_title_that_a_note_without_a_call_refers_to_is_not_lost(shown: str, tmp_path: Path) -> None:
    written = f"## 渡口\n\n船来了。\n\n[p]: https://a.b/ '书名'\n\n[^1]: 注{shown}\n"
    (tmp_path / "a.md").write_text(written, "utf-8")
    account = read(Edition("a", tmp_path, (tmp_path / "a.md",)), lambda said: None).account
    assert (account.lost, account.invented, account.in_source) == (0, 0, fates(account))


_LINKED = "[p]: https://a.b/ '书名'\n"


@pytest.mark.parametrize(
    "written",
    [
        f"{_LINKED}[^1]: 注[^2]\n{_LINKED}",
        f"{_LINKED}\n[^1]: 注[甲][p]\n\n    又一段，也叫书名。\n",
        f"[^1]: 注[甲][p]\n\n    {_LINKED}",
        "[^1]: [p]: https://a.b/甲 '书名'\n[丁][p]\n",
    ],
    ids=["the words of the title again", "the title as text", "a definition in the note", "nothing but a definition"],
)
def test_the_title_of_an_address_is_told_from_the_same_words_in_a_note(written: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(f"## 渡口\n\n船来了。\n\n{written}", "utf-8")
    account = read(Edition("a", tmp_path, (tmp_path / "a.md",)), lambda said: None).account
    assert (account.lost, account.invented, account.in_source) == (0, 0, fates(account))


def test_a_heading_stands_on_all_the_lines_of_code_that_goes_on_over_their_ends(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("## 渡口\n\n船来了。\n\n> 看`甲\n> 乙`的题\n> ---\n\n船走了。\n", "utf-8")
    reading = read(Edition("a", tmp_path, (tmp_path / "a.md",)), lambda said: None)
    assert (reading.account.lost, reading.account.invented) == (0, 0)
    (heading,) = find(Crosshead, reading.book)
    assert [place.line for place in heading.places] == [5, 6]


# --- faults --------------------------------------------------------------------------------------------------------

DUMP = f"第3版\n\n本地消息\n\n□ 老钟又走了\n\n本报记者 李 明\n\n{TEXT}\n\n（下转第4版）\n\n春雨来得正是时候。\n"
WRITTEN = f"# 本地消息\n\n## 老钟又走了\n作者：李明\n\n{TEXT}[^1]\n\n*春雨*来得正是时候。\n\n[^1]: 见第三版。\n"

Fault = Callable[[tuple[Block, ...]], tuple[Block, ...]]


def swapped_characters(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    first = blocks[0]
    assert isinstance(first, Paragraph)
    text = plain(first.content)
    return (replace(first, content=(Text(text[1] + text[0] + text[2:]), *first.content[1:])), *blocks[1:])


def added_character(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    first = blocks[0]
    assert isinstance(first, Paragraph)
    return (replace(first, content=(*first.content, Text("新"))), *blocks[1:])


def lost_note(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    first = blocks[0]
    assert isinstance(first, Paragraph)
    return (replace(first, content=tuple(part for part in first.content if not isinstance(part, Note))), *blocks[1:])


def texts_changed(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Give each of the first two blocks the other's text."""
    first, second, *rest = blocks
    assert isinstance(first, Paragraph)
    assert isinstance(second, Paragraph)
    return (replace(first, content=second.content), replace(second, content=first.content), *rest)


def article_with(article: Article, fault: Fault) -> Article:
    return replace(article, blocks=fault(article.blocks))


DUMP_FAULTS: dict[str, Callable[[Article], Article]] = {
    "a paragraph is lost": lambda one: article_with(one, lambda blocks: blocks[:-1]),
    "a paragraph is there twice": lambda one: article_with(one, lambda blocks: (*blocks, blocks[-1])),
    "two paragraphs have changed places": lambda one: article_with(one, lambda blocks: blocks[::-1]),
    "two paragraphs have changed texts": lambda one: article_with(one, texts_changed),
    "two characters have changed places": lambda one: article_with(one, swapped_characters),
    "a character is added": lambda one: article_with(one, added_character),
    "a title is lost": lambda one: replace(one, title=""),
    "a title is another": lambda one: replace(one, title="老钟又停了"),
    "a byline is lost": lambda one: replace(one, byline=None),
    "a remark is invented": lambda one: replace(one, remarks=("（作者系教师）",)),
}


@pytest.mark.parametrize("fault", DUMP_FAULTS)
def test_a_fault_of_the_reading_of_a_dump_is_an_error(
    fault: str, tmp_path: Path, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = dump_reader.build_groups

    def faulty(*given: object) -> tuple[Group, ...]:
        groups = build(*given)  # type: ignore[arg-type]
        return tuple(replace(group, articles=tuple(map(DUMP_FAULTS[fault], group.articles))) for group in groups)

    (tmp_path / "a.txt").write_text(DUMP, "utf-8")
    edition = Edition("a", tmp_path, (tmp_path / "a.txt",))
    assert read(edition, report).account.lost == 0
    monkeypatch.setattr(dump_reader, "build_groups", faulty)
    report.expect("P801", "P403")
    read(edition, report)
    assert "P801" in [said.code for said in report]


WRITTEN_FAULTS = {name: fault for name, fault in DUMP_FAULTS.items() if "twice" not in name and "another" not in name}
WRITTEN_FAULTS |= {
    "a note is lost": lambda one: article_with(one, lost_note),
    "an author is lost": lambda one: replace(one, authors=(), byline=None),
}
del WRITTEN_FAULTS["a byline is lost"], WRITTEN_FAULTS["a remark is invented"]
del WRITTEN_FAULTS["two paragraphs have changed places"], WRITTEN_FAULTS["two characters have changed places"]


@pytest.mark.parametrize("fault", WRITTEN_FAULTS)
def test_a_fault_of_the_reading_of_a_manuscript_is_an_error(
    fault: str, tmp_path: Path, report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_manuscript = reader.read_manuscript

    def faulty(*given: object, **named: object) -> reader.Manuscript:
        found = read_manuscript(*given, **named)  # type: ignore[arg-type]
        return found._replace(chapters=tuple(map(spoilt, found.chapters)))

    def spoilt(chapter: Chapter) -> Chapter:
        return replace(chapter, articles=tuple(map(WRITTEN_FAULTS[fault], chapter.articles)))

    (tmp_path / "a.md").write_text(WRITTEN, "utf-8")
    edition = Edition("a", tmp_path, (tmp_path / "a.md",))
    assert read(edition, report).account.lost == 0
    monkeypatch.setattr(reader, "read_manuscript", faulty)
    report.expect("P801")
    read(edition, report)
    assert [said.code for said in report] == ["B302", "P801", "B302"]


def test_a_check_that_finds_characters_lost_says_how_many_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(DUMP, "utf-8")
    monkeypatch.setattr(dump_reader, "build_groups", lambda *given: ())
    result = CliRunner().invoke(main, ["check", str(tmp_path / "a.txt")])
    assert result.exit_code == 1
    lost = len("".join(DUMP.split())) - len("第3版（下转第4版）") - len("□")
    assert f"error P801 characters lost: {lost}, characters invented: 0" in result.stderr
    assert str(lost) in result.stdout
