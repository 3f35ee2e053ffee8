"""The sample in ``seeds/`` is read as a person reads it."""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from publish.book import Article, Book, Crosshead, plain_block
from publish.edition import find_edition
from publish.reading import read_book

CASE = Path(__file__).parent / "cases" / "sample.txt"


@pytest.fixture
def sample(root, report) -> Book:
    """The sample book; reading it gives no warning."""
    return read_book(find_edition([root / "seeds"]), report)


def outline() -> list[str]:
    """The lines of the case below its preface."""
    return CASE.read_text("utf-8").split("\n\n", 1)[1].splitlines()


def outlined(article: Article) -> Iterator[str]:
    """The outline of one article, without its cuts."""
    origin = article.origin
    assert origin is not None
    assert origin.publication == "桂花巷晚报"
    yield f"  {article.title} · {'、'.join(article.authors)} · {origin.date} {origin.page}"
    fields = [("引题", article.kicker), ("副题", article.subtitle), *(("附注", remark) for remark in article.remarks)]
    yield from (f"    {name}：{words}" for name, words in fields if words)
    for kind, blocks in groupby(article.blocks, type):
        run = list(blocks)
        named = kind is Crosshead
        yield from (f"    小标题：{plain_block(block)}" for block in run if named)
        yield from [] if named else [f"    {len(run)} {kind.__name__}"]


def test_the_sample_has_the_chapters_and_articles_that_its_editor_meant(sample):
    found: list[str | None] = []
    for chapter in sample.chapters:
        found += [chapter.heading, *(line for article in chapter.articles for line in outlined(article))]
    assert found == [line for line in outline() if "cut: " not in line]


def test_paragraphs_of_the_sample_that_a_page_cut_in_two_are_whole_again(sample):
    text = "\n".join(plain_block(block) for article in sample.articles for block in article.blocks)
    cuts = [line.split("cut: ")[1] for line in outline() if "cut: " in line]
    assert len(cuts) == 8
    assert [cut for cut in cuts if cut.replace("|", "") not in text] == []


def test_the_sources_of_the_sample_are_taken_in_natural_order(root):
    names = [source.name for source in find_edition([root / "seeds"]).sources]
    assert names == ["guihua-8.txt", "guihua-9.txt", "guihua-10.txt"]
