"""A book written as a manuscript and read again is the same book; written once more, the same bytes."""

import re
import string
from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from publish.book import (
    Article,
    Book,
    Break,
    Chapter,
    Code,
    Crosshead,
    Emphasis,
    Item,
    Link,
    List,
    Listing,
    Note,
    Origin,
    Paragraph,
    Quote,
    Ruby,
    Rule,
    Series,
    Strong,
    Table,
    Text,
    Verse,
)
from publish.manuscript.markdown_writer import tidy, write_blocks
from publish.manuscript.reader import read_manuscript
from publish.manuscript.writer import write_manuscript
from publish.source import Source

AWKWARD = (
    *("# ", "## ", "#", "- ", "+ ", "* ", "1. ", "12) ", "> ", "    ", "\t", "|", "|---|", "---", "===", "```", "~~~"),
    *("[^1]", "[^1]: ", "[a]: b", "![", "](", "<b>", "</b>", "<!-- -->", "<!-- 诗 -->", "<br>", "&amp;", "&#35;"),
    *(
        "**",
        "*",
        "__",
        "_",
        "`",
        "{汉|hàn}",
        "{",
        "}",
        "：",
        "作者：",
        "作者:",
        "来源 ：",
        "署名：",
        "、",
        "；",
        "，",
        "一、",
        "（一）",
    ),
    *("①", "1．", "“是”", "”", "——", "……", "\u3000", "\u3000\u3000", " ", "  ", "~~", "^[", "!", ": ", "\\"),
    *("http://a.b/c_d", "(x)", "作者:", "来源 ："),
)
CHARS = "中文字，。“”（）abc12 \u3000" + string.punctuation
texts = st.one_of(
    st.lists(st.one_of(st.sampled_from(AWKWARD), st.text(CHARS, min_size=1, max_size=4)), min_size=1, max_size=5).map(
        "".join
    ),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=8),
)
lines = texts.map(lambda text: text.strip() or "字")
names = lines.map(lambda text: "·".join(part for part in re.split(r"[\s,，;；/／]+", text) if part) or "甲")
words = st.text("甲乙丙丁 *_“”", min_size=1, max_size=4).map(lambda text: text.strip() or "甲")


def contents(depth: int = 2, breaks: bool = True):
    leaves = [
        texts.map(Text),
        st.builds(Ruby, lines, lines),
        texts.map(Code),
    ]
    if breaks:
        leaves.append(st.just(Break()))
    if depth:
        inner = contents(depth - 1, breaks)
        leaves += [
            inner.map(Emphasis),
            inner.map(Strong),
            st.builds(Link, st.sampled_from(["https://a.b/c_d?e=(f)&amp;g", "mailto:a@b.c"]), inner),
            st.lists(blocks(depth - 1), min_size=1, max_size=2).map(lambda found: Note(tuple(found))),
        ]
    return st.lists(st.one_of(leaves), min_size=1, max_size=4).map(lambda found: tidy(tuple(found)))


def held(content):
    """Tell whether *content* is more than line breaks at its ends, which no paragraph has."""
    return bool(content) and not isinstance(content[0], Break) and not isinstance(content[-1], Break)


def blocks(depth: int = 1):
    content = contents(depth).filter(held)
    row = st.lists(content, min_size=2, max_size=2).map(tuple)
    kinds = [
        content.map(Paragraph),
        st.builds(Crosshead, content, st.integers(1, 4)),
        st.lists(contents(0, breaks=False), min_size=1, max_size=3).map(lambda found: Verse(tuple(found))),
        st.builds(Listing, texts, st.sampled_from(["", "python", "c++"])),
        st.just(Rule()),
        st.builds(Table, st.lists(row, min_size=1, max_size=2).map(tuple), st.integers(0, 1),
                  st.sampled_from([(), ("left", "right"), ("", "center")]), st.one_of(st.just(()), content)),
    ]  # fmt: skip
    if depth:
        inner = st.lists(blocks(depth - 1), min_size=1, max_size=3).map(tuple)
        marks = st.one_of(st.none(), lines, st.sampled_from(["一、", "（一）", "1．", "①", "1.", "-"]))
        items = st.lists(st.builds(Item, inner, marks), min_size=1, max_size=3).map(tuple)
        plain_items = st.lists(st.builds(Item, inner), min_size=1, max_size=3).map(tuple)
        kinds += [inner.map(Quote), items.map(List), st.builds(List, plain_items, st.integers(0, 12))]
    return st.one_of(kinds)


origins = st.one_of(st.none(), st.builds(Origin, lines, st.sampled_from([None, "2023年5月4日", "五月"]), lines))
articles = st.builds(
    Article,
    title=st.one_of(lines, st.just("")),
    kicker=st.one_of(st.none(), lines),
    subtitle=st.one_of(st.none(), lines),
    authors=st.lists(names, max_size=3).map(tuple),
    byline=st.one_of(st.none(), lines, st.just("本报记者 李 明\n通讯员 王五")),
    remarks=st.lists(lines, max_size=2).map(tuple),
    origin=origins,
    blocks=st.lists(blocks(), max_size=4).map(tuple),
    questions=st.lists(lines, max_size=2).map(tuple),
)
chapters = st.builds(Chapter, st.one_of(st.none(), lines), st.lists(articles, max_size=2).map(tuple))
books = st.builds(
    Book,
    title=lines,
    language=st.sampled_from(["zh-CN", "zh-TW"]),
    authors=st.lists(lines, max_size=2).map(tuple),
    date=st.sampled_from([None, "2023", "2023-05-04"]),
    series=st.one_of(st.none(), st.builds(Series, lines, st.sampled_from([None, "1"]))),
    chapters=st.lists(chapters, max_size=3).map(tuple),
)


def read(text: str, title: str) -> Book:
    """Return the book that the manuscript *text* is, as far as a manuscript alone says it."""
    told = []
    front, found, *_ = read_manuscript(Source("m.md", "utf-8", text, ()), Path(), told.append)
    assert [str(diagnostic) for diagnostic in told] == []
    series = Series(front.series.title, front.series.number) if front.series else None
    told_by_front = {"language": front.language or "", "authors": front.authors, "date": front.date, "series": series}
    return Book(front.title or title, chapters=found, **told_by_front)


@settings(max_examples=80)
@given(books)
def test_a_book_comes_back_from_its_manuscript(book):
    written = write_manuscript(book)
    again = read(written, "m")
    assert again == replace(book, chapters=again.chapters)
    for expected, found in zip(book.chapters, again.chapters, strict=True):
        assert found == expected
    assert write_manuscript(again) == written


def test_strong_emphasis_is_written_as_any_editor_shows_it():
    content = (Text("甲"), Emphasis((Strong((Text("乙"),)),)), Text("丙"))
    assert write_blocks((Paragraph(content),))[0] == "甲***乙***丙"
