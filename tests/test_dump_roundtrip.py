"""A dump, whatever is in it, gives a manuscript that gives the same book again."""

from pathlib import Path

import pytest
from dump_cases import INVISIBLE, cases
from hypothesis import given, settings
from hypothesis import strategies as st

from publish.book import Chapter
from publish.edition import Edition
from publish.manuscript.writer import write_manuscript
from publish.reading import read_book
from publish.record import BookRecord, record

PIECES = st.sampled_from(
    [
        *(
            "全面学习",
            "深入宣传贯彻",
            "党建引领 推进基层治理",
            "听　雨",
            "——记一位老人",
            "李 明",
            "本报记者 张三 通讯员 李四",
        ),
        *(
            "（作者系某大学教授）",
            "文/王五",
            "本报讯（记者 赵六）今天上午，会议召开。",
            "他说：“好。”",
            "指出，要坚持，",
            "完成了任务。",
        ),
        *(
            "第3版",
            "2023年5月4日 星期四",
            "责任编辑：甲",
            "（上接第一版）",
            "一、加强领导",
            "（一）提高认识",
            "1. 第一条",
            "- 破折",
        ),
        *(
            "# 栏目",
            "## 题目",
            "### 小标题",
            "> 引",
            "    缩进四格的文字。",
            "　　缩进两字的一段话，没有说完",
            "*星号* _下划线_",
        ),
        *(
            "<b>标签</b>",
            "&amp;",
            "[^1]",
            "[^1]: 注",
            "`码`",
            "| a | b |",
            "|---|---|",
            "---",
            "===",
            "```",
            "\\",
            "作者：某人",
        ),
        *(
            "春眠不觉晓",
            "处处闻啼鸟",
            "夜来风雨声",
            "花落知多少",
            "图为现场。张三 摄",
            "\f",
            "http://a.b/c_d*e",
            "末行\\",
        ),
        *(
            "他走到江边①，船〔2〕已经开了。",
            "①见县志。",
            "〔2〕班船，",
            "注：①甲。②乙。",
            "注释",
            "年份\t雨量\t水位",
            "1988\t\t3",
            "参考文献",
            "[1] 某某：《某书》。",
        ),
    ]
)
BREAKS = st.sampled_from(["\n", "\n\n", "\n　　"])
DUMPS = st.lists(st.tuples(PIECES, BREAKS).map("".join), min_size=1, max_size=14).map("".join).filter(str.strip)


def told(path: Path) -> tuple[str, BookRecord, tuple[Chapter, ...]]:
    """Return the manuscript, the record, without places and sources, and the chapters of the book at *path*."""
    book = read_book(Edition("m", path.parent, (path,)), lambda said: None)
    said = record(book)
    for chapter in said["chapters"]:
        del chapter["line"]
        for article in chapter["articles"]:
            del article["line"], article["source"]
            for block in article["blocks"]:
                del block["lines"]
    return write_manuscript(book), said, book.chapters


@settings(max_examples=120)
@given(DUMPS)
def test_a_manuscript_gives_the_book_of_its_dump(tmp_path_factory, dump):
    held(dump, tmp_path_factory.getbasetemp())


@pytest.mark.parametrize("dump", [case.dump for case in cases("dumps")])
def test_the_manuscript_of_each_shape_gives_the_book_of_its_dump(tmp_path, dump):
    held(dump.translate(INVISIBLE), tmp_path)


@pytest.mark.parametrize(
    ("dump", "ending"),
    [
        pytest.param("20年1月“\n（一1乙{汉|hàn}\n\n…", ".md", id="a word with its reading in joined lines"),
        pytest.param("“江水\n\n“※\n渡\f※船", ".txt", id="a call in a poem of stanzas"),
    ],
)
def test_a_paragraph_or_a_verse_is_written_and_read_as_one(tmp_path, dump, ending):
    held(dump, tmp_path, ending)


def held(dump: str, folder: Path, ending: str = ".txt") -> None:
    """Hold the book of *dump*'s manuscript against that of *dump*."""
    source = folder / f"dump{ending}"
    source.write_text(dump, "utf-8")
    manuscript, said, chapters = told(source)
    (folder / "m.md").write_text(manuscript, "utf-8")
    assert told(folder / "m.md") == (manuscript, said, chapters)
