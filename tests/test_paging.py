"""On the same page: the EPUB made with a PDF says where the pages of the PDF begin."""

import io
import re
import zipfile

import pymupdf
import pytest
from conftest import Reported
from handmade import article, paragraph, text

from publish import epub, pdf
from publish.book import Article, Book, Chapter, Crosshead, Emphasis, Note, Paragraph, Ruby, Text
from publish.edition import PdfKeys, Settings
from publish.verify.verify_epub import proofread

LINES = "".join(f"第{number}只船天亮以前靠了岸，船家把{number}担菱角挑上石阶；" for number in range(200, 330))
NOTED = Paragraph((Text(LINES[:700]), Note((paragraph("岸在镇东。"),)), Emphasis(text("“A & B”")), Text(LINES[700:])))
RIVER = Article("河埠头", kicker="水乡", authors=("丁岸",), blocks=(NOTED, Crosshead(text("夜航")), paragraph(LINES)))
SHORE = Article("岸上", blocks=(Paragraph((Ruby("埠", "bù"), Text(LINES))),))
BOOK = Book("船", chapters=(Chapter("水", (RIVER, SHORE)), Chapter("岸", (article("灯", "灯亮了。"),))))


@pytest.fixture(scope="module")
def made() -> tuple[pymupdf.Document, bytes]:
    """The book on paper, paragraphs numbered, and for screens."""
    report = Reported()
    printed, pages = pdf.write_with_pages(BOOK, Settings(pdf=PdfKeys(paragraph_numbers=True)), report)
    shown = epub.write_with_pages(BOOK, Settings(), report, pages)
    assert report.unasked == []
    return pymupdf.open("pdf", printed), shown


def marks(data: bytes) -> dict[str, str]:
    """Return what follows each mark of a page in an EPUB, without white space, readings and calls, by its number."""
    found = {}
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        for name in container.namelist():
            page = container.read(name).decode("utf-8", "replace") if "/text/" in name else ""
            plain = re.sub(r"<sup>.*?</sup>|<rt>.*?</rt>", "", page.replace("&amp;", "&"), flags=re.DOTALL)
            for mark in re.finditer(r'epub:type="pagebreak"[^>]*aria-label="(\d+)"[^>]*>', plain):
                found[mark[1]] = "".join(re.sub("<[^>]*>", "", plain[mark.end() :].partition("</h1>")[0]).split())
    return found


def test_each_page_with_text_has_its_mark_before_its_first_character(made: tuple[pymupdf.Document, bytes]) -> None:
    pages = {page.get_label(): page for page in made[0]}
    found = marks(made[1])
    body = {label for label, page in pages.items() if label.isdecimal() and page.get_text().strip()}
    assert found.keys() == body
    for label in body:
        inside = [block for block in pages[label].get_text("blocks") if block[1] > 45]  # below the running head
        lines = ["".join(block[4].split()) for block in inside if not block[4].strip().isdecimal()]
        assert found[label][:6] in "".join(lines)[:9], label  # the number of a paragraph may come first


def test_a_page_that_begins_within_a_paragraph_is_marked_there(made: tuple[pymupdf.Document, bytes]) -> None:
    begun = [what for what in marks(made[1]).values() if LINES[:20] not in what[:40] and what[:6] in LINES]
    assert len(begun) >= 4


def test_the_list_of_pages_leads_to_the_marks_in_their_order(made: tuple[pymupdf.Document, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(made[1])) as container:
        nav = container.read("EPUB/nav.xhtml").decode()
        listed = re.findall(r'href="(text/[^"#]*)#(page-\d+)">(\d+)<', nav[nav.index("page-list") :])
        assert [number for _path, _mark, number in listed] == sorted(marks(made[1]), key=int)
        assert all(f'id="{mark}"' in container.read(f"EPUB/{path}").decode() for path, mark, _number in listed)
        assert "pageNavigation" in container.read("EPUB/content.opf").decode()


def test_such_an_epub_holds_the_book(made: tuple[pymupdf.Document, bytes]) -> None:
    assert list(proofread(made[1], BOOK)) == []
