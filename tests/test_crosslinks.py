"""Links from one article of a book to another stay links, whatever the book becomes."""

import io
import re
import zipfile
from pathlib import Path

import pikepdf
import pytest

from publish.book import Book, Link
from publish.diagnostics import Diagnostic
from publish.edition import Edition, Settings
from publish.epub import write_epub
from publish.html import write_html
from publish.manuscript import write_manuscript
from publish.pdf import write_pdf
from publish.reading import read_book
from publish.walk import find
from publish.xhtml import entries

FILES = {
    "1.md": "# 渡口\n\n往上是[磨坊](2.md)，再往上是[石桥的三孔](3.md#三孔)；[旧志](old.md)里没有。\n",
    "2.md": "# 磨坊\n\n从[渡口](./1.html)引水，见[水轮](#水轮)[^1]。\n\n## 水轮\n\n停了。\n\n[^1]: 见[石桥](3)。\n",
    "3.md": "# 石桥\n\n石桥横在水上。\n\n## 三孔\n\n中间的一孔最大。\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pages that link to each other."""
    made = tmp_path_factory.mktemp("pages")
    for name, text in FILES.items():
        (made / name).write_text(text, "utf-8")
    return made


def _read(folder: Path, *names: str) -> tuple[Book, list[Diagnostic]]:
    said: list[Diagnostic] = []
    edition = Edition("pages", folder, tuple(folder / name for name in names))
    return read_book(edition, said.append), said


def _links(text: str) -> list[str]:
    return re.findall(r'<a class="link" href="([^"]*)"', text)


def test_a_link_leads_to_the_article_of_the_file_or_of_the_heading_that_it_names(folder: Path) -> None:
    book, said = _read(folder, *FILES)
    assert [link.href for link in find(Link, book)] == ["article:2", "article:3", "article:1", "article:2", "article:3"]
    assert [(each.code, each.line) for each in said if each.code.startswith("M3")] == [("M309", 3)]


def test_what_leads_to_a_file_that_is_no_source_of_the_book_is_told(folder: Path) -> None:
    book, said = _read(folder, "1.md")
    assert list(find(Link, book)) == []
    assert [each.line for each in said if each.code == "M309"] == [3, 3, 3]


def test_in_each_output_the_link_leads_to_where_the_article_is(folder: Path) -> None:
    book, _ = _read(folder, *FILES)
    dukou, mofang, shiqiao = (each.anchor for chapter in entries(book) for each in chapter.articles)
    ids = [mofang, shiqiao, dukou, mofang, shiqiao]
    assert _links(write_html(book, Settings(), _none).decode()) == [f"#{each}" for each in ids]
    with zipfile.ZipFile(io.BytesIO(write_epub(book, Settings(), _none))) as file:
        pages = [file.read(f"EPUB/text/{anchor}.xhtml").decode() for anchor in (dukou, mofang, shiqiao)]
    assert [href for page in pages for href in _links(page)] == [f"{each}.xhtml" for each in ids]


def test_on_paper_the_link_leads_to_the_page_and_has_no_address_for_a_note(folder: Path) -> None:
    book, _ = _read(folder, *FILES)
    anchors = {each.anchor for chapter in entries(book) for each in chapter.articles}
    said: list[Diagnostic] = []
    with pikepdf.open(io.BytesIO(write_pdf(book, Settings(), said.append))) as printed:
        links = [link for page in printed.pages[3:] for link in page.get("/Annots", [])]
        led = {str(link.get("/Dest", link.get("/A", {}).get("/D"))) for link in links}
    assert [each.code for each in said if each.severity != "notice"] == []
    assert led >= anchors
    assert not any("/URI" in link.get("/A", {}) for link in links)


def test_a_manuscript_names_the_titles_and_leads_to_the_same_articles(folder: Path, tmp_path: Path) -> None:
    book, _ = _read(folder, *FILES)
    written = write_manuscript(book)
    (tmp_path / "book.md").write_text(written, "utf-8")
    again, _ = _read(tmp_path, "book.md")
    assert "[石桥的三孔](#石桥)" in written
    assert [link.href for link in find(Link, again)] == [link.href for link in find(Link, book)]
    assert write_manuscript(again) == written


def _none(said: Diagnostic) -> None:
    """Take no note of *said*."""
