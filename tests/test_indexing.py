"""An index names everyone once, in the order in which a reader looks, and leads to every article."""

import re
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
from conftest import Reported
from handmade import article, book

from publish.book import Article, Book, Origin
from publish.diagnostics import Diagnostic
from publish.edition import IndexKeys, IndexKind, PdfKeys, Settings, settings_from
from publish.epub import write_epub
from publish.html import write_html
from publish.indexing import index_of, indexes
from publish.pdf import write_pdf
from publish.verify.publication import Publication
from publish.verify.verify_epub import verify_epub
from publish.verify.verify_html import verify_html
from publish.verify.verify_pdf import verify_pdf
from publish.xhtml import entries

ASKED = Settings(index=IndexKeys(authors=True, titles=True))


def by(title: str, *authors: str) -> Article:
    """Return an article of *authors*."""
    return replace(article(title, "河水往东去。" * 60), authors=authors)


LETTERS = book(
    by("渡口", "李明", "单小舟"),
    by("船", "李明"),
    by("《桥》上", "曾远"),
    by("雨", "Émile Zola"),
    by("雪", "张弓"),
    by("Spring", "卡尔·马克思"),
)


def groups(of: Book, kind: IndexKind) -> list[tuple[str, list[str]]]:
    """Return the groups of an index, each with its names."""
    index = index_of(entries(of), of.language, kind)
    return [(group.label, [line.name for line in group.lines]) for group in index.groups]


def test_authors_stand_under_the_letters_by_which_they_are_read() -> None:
    """Surnames by their own readings (单 is Shàn, 曾 is Zēng), foreign names by their letters."""
    assert groups(LETTERS, IndexKind.AUTHORS) == [
        ("E", ["Émile Zola"]),
        ("K", ["卡尔·马克思"]),
        ("L", ["李明"]),
        ("S", ["单小舟"]),
        ("Z", ["曾远", "张弓"]),
    ]


def test_a_surname_is_read_as_one_in_names_alone() -> None:
    """A title that begins with 单 or 曾 says dān, céng."""
    assert groups(book(by("单衣"), by("曾经"), by("沈阳的雨")), IndexKind.TITLES) == [
        ("C", ["曾经"]),
        ("D", ["单衣"]),
        ("S", ["沈阳的雨"]),
    ]


def test_names_of_one_surname_are_sorted_by_what_follows() -> None:
    """By the second character, those of two levels of GB 2312 alike: 李昊 (hào) is before 李明."""
    found = groups(
        book(by("一", "李明"), by("二", "李昊"), by("三", "李"), by("四", "林昊"), by("五", "Li Na")), IndexKind.AUTHORS
    )
    assert found == [("L", ["Li Na", "李", "李昊", "李明", "林昊"])]


def test_titles_are_sorted_without_their_marks() -> None:
    """《桥》上 stands under Q."""
    assert dict(groups(LETTERS, IndexKind.TITLES))["Q"] == ["《桥》上"]


def test_numbers_in_titles_count_as_numbers() -> None:
    """2 before 10."""
    assert groups(book(by("第10号"), by("第2号"), by("第1号")), IndexKind.TITLES) == [
        ("D", ["第1号", "第2号", "第10号"])
    ]


def test_traditional_names_stand_by_strokes() -> None:
    """丁 has two, 王 four, 李 seven, 劉 fifteen; letters come behind."""
    of = replace(book(by("一", "李明", "王芳"), by("二", "劉河", "丁一", "Smith")), language="zh-TW")
    assert groups(of, IndexKind.AUTHORS) == [
        ("二畫", ["丁一"]),
        ("四畫", ["王芳"]),
        ("七畫", ["李明"]),
        ("十五畫", ["劉河"]),
        ("S", ["Smith"]),
    ]


def test_what_no_table_knows_stands_last() -> None:
    """Kana, numbers."""
    assert groups(book(by("一", "さくら"), by("二", "张弓")), IndexKind.AUTHORS) == [
        ("Z", ["张弓"]),
        ("其他", ["さくら"]),
    ]


def test_persons_of_one_name_are_one_entry_with_all_their_articles() -> None:
    """李明 wrote two, and once stands in a byline twice."""
    of = book(by("渡口", "李明"), by("船", "李明", "李明"), by("桥", "王芳"))
    (line, _other) = [
        line for group in index_of(entries(of), "zh-CN", IndexKind.AUTHORS).groups for line in group.lines
    ]
    assert [entry.article.title for entry in line.articles] == ["渡口", "船"]


def test_an_index_of_nobody_is_none() -> None:
    """Where no article names its author there is no page with a heading alone."""
    assert indexes(entries(book(by("渡口"))), "zh-CN", (IndexKind.AUTHORS,)) == ()


def test_no_index_stands_where_none_is_asked_for() -> None:
    """The default is none."""
    assert b"author-index" not in write_html(LETTERS, Settings(), lambda diagnostic: None)
    assert settings_from({"index": {"titles": True}}, "book.toml").index.kinds == (IndexKind.TITLES,)


# --- dates and pages ---


def printed(title: str, date: str | None, page: str | None, paper: str | None = "晚报") -> Article:
    """Return an article that stood in a paper."""
    return replace(article(title, "河水往东去。" * 60), origin=Origin(paper, date, page))


ISSUES = book(
    printed("渡口", "1957年11月2日", "第10版"),
    printed("桥", "1957年3月4日", "第2版"),
    printed("船", "一九五七年三月四日", "第2版"),
    printed("雨", "1957年3月4日", "A1版"),
    printed("雪", "1956年", None),
    printed("灯", "立春前后", "第2版"),
    article("岸", "没有来源。"),
)


def test_days_stand_under_their_years_and_what_is_no_date_last() -> None:
    """However a date is written; an article that says none is not listed."""
    assert groups(ISSUES, IndexKind.DATES) == [
        ("1956年", ["1956年"]),
        ("1957年", ["3月4日", "11月2日"]),
        ("其他", ["立春前后"]),
    ]


def test_pages_stand_under_the_issue_in_the_order_of_their_numbers() -> None:
    """Two pieces of one page are one line."""
    assert groups(ISSUES, IndexKind.PAGES) == [
        ("1957年3月4日", ["A1版", "第2版"]),
        ("1957年11月2日", ["第10版"]),
        ("立春前后", ["第2版"]),
    ]
    index = index_of(entries(ISSUES), "zh-CN", IndexKind.PAGES)
    assert [entry.article.title for entry in index.groups[0].lines[1].articles] == ["桥", "船"]


def test_issues_of_several_papers_have_their_names() -> None:
    of = book(printed("渡口", "1957年3月4日", "第1版"), printed("桥", "1957年3月4日", "第1版", "日报"))
    assert [name for name, _lines in groups(of, IndexKind.PAGES)] == ["日报 1957年3月4日", "晚报 1957年3月4日"]


ALL = Settings(index=IndexKeys(authors=True, titles=True, dates=True, pages=True))


def test_an_epub_with_dates_and_pages_is_as_its_sources_have_it(tmp_path: Path) -> None:
    """Pages of two issues have one name; an EPUB without the indexes that are asked for lacks them."""
    said = Reported()
    (tmp_path / "b.epub").write_bytes(write_epub(ISSUES, ALL, said))
    verify_epub(tmp_path / "b.epub", ISSUES, said, ALL)
    assert not said
    (tmp_path / "none.epub").write_bytes(write_epub(ISSUES, Settings(index=ASKED.index), said))
    verify_epub(tmp_path / "none.epub", ISSUES, said, ALL)
    assert [each.facts["name"] for each in said if each.code == "V202"] == ["日期索引", "版面索引"]


# --- in finished books ---------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the book in all outputs."""
    made = tmp_path_factory.mktemp("indexes")

    def refuse(diagnostic: Diagnostic) -> None:
        assert diagnostic.code[0] not in "DV", diagnostic

    (made / "b.epub").write_bytes(write_epub(LETTERS, ASKED, refuse))
    (made / "b.html").write_bytes(write_html(LETTERS, ASKED, refuse))
    (made / "b.pdf").write_bytes(write_pdf(LETTERS, replace_pdf(ASKED), refuse))
    return made


def replace_pdf(settings: Settings) -> Settings:
    """Return *settings* for single pages, so that their numbers are easily told."""
    return Settings(index=settings.index, pdf=PdfKeys(single_sided=True))


def test_the_indexes_of_an_epub_are_pages_with_links_in_contents_and_landmarks(folder: Path) -> None:
    """Behind the text, before the colophon."""
    publication = Publication(folder / "b.epub")
    names = [path.rpartition("/")[2] for path in publication.spine]
    assert names[-3:] == ["author-index.xhtml", "title-index.xhtml", "colophon.xhtml"]
    page = next(root for path, root in publication.pages.items() if path.endswith("author-index.xhtml"))
    assert [link.label for link in page.all("a")] == ["雨", "Spring", "渡口", "船", "渡口", "《桥》上", "雪"]
    nav = publication.pages[publication.nav_path or ""]
    assert [a.get("href") for a in nav.all("a") if a.get("epub:type") == "index"] == ["text/author-index.xhtml"]


def test_each_line_of_a_printed_index_ends_with_the_pages_of_the_articles(folder: Path) -> None:
    """The numbers are those printed at the foot of the pages with the titles."""
    with pymupdf.open(folder / "b.pdf") as document:
        texts = {page.get_label(): "".join(page.get_text().split()) for page in document}
    index = next(text for text in texts.values() if "作者索引" in text and "卡尔·马克思" in text)
    where = {title: next(label for label, text in texts.items() if f"{title}{author}" in text and label.isdecimal())
             for title, author in (("渡口", "李明"), ("船", "李明"), ("雪", "张弓"))}  # fmt: skip
    assert re.search(rf"李明[·.]+{where['渡口']}、{where['船']}(?!\d)", index)
    assert re.search(rf"张弓[·.]+{where['雪']}(?!\d)", index)


def test_the_lines_of_an_index_are_not_numbered(folder: Path) -> None:
    numbered = Settings(index=ASKED.index, pdf=PdfKeys(single_sided=True, line_numbers=True))
    with pymupdf.open(folder / "b.pdf") as plain, pymupdf.open(stream=write_pdf(LETTERS, numbered, Reported())) as made:
        shown = [page.get_text() for page in plain if "作者索引" in page.get_text()]
        assert [page.get_text() for page in made if "作者索引" in page.get_text()] == shown
        assert sum("\n5\n" in page.get_text() for page in made) > 0


def test_a_page_on_which_two_articles_of_an_author_begin_is_named_once(tmp_path: Path) -> None:
    """Two short pieces of 李 begin on one page, both of one day; one of 王 on the next."""
    short = [
        replace(article(title, "河水往东去。"), authors=(name,), origin=Origin("晚报", f"1957年3月{day}日", "第2版"))
        for title, name, day in zip("甲乙丙", "李李王", "445", strict=True)
    ]
    said, asked = Reported(), replace_pdf(ALL)
    (tmp_path / "b.pdf").write_bytes(write_pdf(book(*short), asked, said))
    with pymupdf.open(tmp_path / "b.pdf") as document:
        texts = ["".join(page.get_text().split()) for page in document]
    index = next(text for text in texts if "作者索引" in text)
    assert re.search(r"L李[·.]+1W王[·.]+2(?!\d)", index)
    days = next(text for text in texts if "日期索引" in text)
    assert re.search(r"3月4日[·.]+13月5日[·.]+2(?!\d)", days)
    assert [each.code for each in said if each.code[0] == "D"] == []
    verify_pdf(tmp_path / "b.pdf", book(*short), said, asked)
    assert [each.code for each in said if each.code[0] == "V"] == []


def test_finished_books_with_indexes_are_as_their_sources_have_them(folder: Path) -> None:
    """Nothing is said of any of the three, and of one that lacks them it is."""
    said = Reported()
    verify_epub(folder / "b.epub", LETTERS, said, ASKED)
    verify_html(folder / "b.html", LETTERS, said, ASKED)
    verify_pdf(folder / "b.pdf", LETTERS, said, ASKED)
    assert not said
    (folder / "none.html").write_bytes(write_html(LETTERS, Settings(), said))
    verify_html(folder / "none.html", LETTERS, said, ASKED)
    assert [(each.code, each.facts["name"]) for each in said] == [("V202", "作者索引"), ("V202", "篇名索引")]


def test_a_name_that_an_index_has_wrong_is_found(folder: Path) -> None:
    """A name misspelt, a link to another article, a person left out on paper."""
    page = (folder / "b.html").read_text("utf-8")
    head, mark, tail = page.partition('id="author-index"')
    anchors = re.findall(r'<a href="#(a[0-9a-f]+)"', tail)
    said = Reported()
    (folder / "name.html").write_text(head + mark + tail.replace("张弓", "张引", 1), "utf-8")
    verify_html(folder / "name.html", LETTERS, said)
    assert [each.code for each in said] == ["V403"]
    said.clear()
    (folder / "link.html").write_text(head + mark + tail.replace(anchors[0], anchors[1], 1), "utf-8")
    verify_html(folder / "link.html", LETTERS, said)
    assert [each.code for each in said] == ["V302"]
    said.clear()
    other = replace(LETTERS.chapters[0].articles[4], byline="张弓", authors=("张弓", "赵桥"))
    articles = (*LETTERS.chapters[0].articles[:4], other, *LETTERS.chapters[0].articles[5:])
    changed = replace(LETTERS, chapters=(replace(LETTERS.chapters[0], articles=articles),))
    verify_pdf(folder / "b.pdf", changed, said)
    assert [(each.code, each.facts["text"]) for each in said] == [("V415", "赵桥")]
