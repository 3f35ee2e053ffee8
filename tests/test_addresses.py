"""On paper, and where it is asked for, a note says where a link leads: once in each article, and not twice in words."""

from pathlib import Path

import pymupdf

from publish.addresses import with_addresses
from publish.book import Article, Block, Book, Chapter, Crosshead, Link, Note, Paragraph, Table, Text
from publish.diagnostics import Diagnostic
from publish.edition import PdfKeys, Settings
from publish.pdf import write_pdf
from publish.verify.verify_pdf import verify_pdf
from publish.walk import find, texts

ARCHIVE = "https://archive.example.cn/1983/flood.html?page=2"


def link(address: str, *words: str) -> Link:
    return Link(address, tuple(map(Text, words)))


def book_of(*articles: tuple[Block, ...]) -> Book:
    """Return a book of articles with these blocks."""
    made = tuple(Article(f"第{number}篇", blocks=blocks) for number, blocks in enumerate(articles))
    return Book("水文", chapters=(Chapter("卷", made),))


def notes(book: Book) -> list[str]:
    """Return the text of each note of *book*."""
    return ["".join(texts(note)) for note in find(Note, book)]


def test_an_address_is_said_once_in_each_article_wherever_its_link_stands() -> None:
    flood = link(ARCHIVE, "大水")
    cells = (((Text("年"),), (link("https://b.example.cn", "站"),)),)
    first = (Crosshead((flood,)), Paragraph((Text("见"), flood, Text("。"))), Table(cells))
    made = with_addresses(book_of(first, (Paragraph((flood,)),)))
    assert notes(made) == [ARCHIVE, "https://b.example.cn", ARCHIVE]
    head = next(find(Crosshead, made))
    assert head.content == (flood, Note((Paragraph((link(ARCHIVE, ARCHIVE),)),)))


def test_a_link_that_says_its_address_needs_no_note_and_mail_is_written_without_its_scheme() -> None:
    said = (link(ARCHIVE, ARCHIVE), link("https://b.example.cn/", "b.example.cn"), link("mailto:a@b.cn", "a@b.cn"))
    assert notes(with_addresses(book_of((Paragraph(said),)))) == []
    assert notes(with_addresses(book_of((Paragraph((link("mailto:a@b.cn", "来信"),)),)))) == ["a@b.cn"]


def test_in_a_note_the_address_stands_in_brackets() -> None:
    note = Note((Paragraph((Text("据"), link(ARCHIVE, "县志"), Text("。"))),))
    assert notes(with_addresses(book_of((Paragraph((Text("水位"), note)),)))) == [f"据县志（{ARCHIVE}）。"]


def test_a_book_without_links_stays_the_book_that_it_is() -> None:
    book = book_of((Paragraph((Text("无"),)),))
    assert with_addresses(book) is book


def test_the_notes_are_printed_where_they_are_asked_for_and_a_check_of_the_file_finds_nothing(tmp_path: Path) -> None:
    book = book_of((Paragraph((Text("见"), link(ARCHIVE, "县志"), Text("。"))),))
    for asked in (False, True):
        said: list[Diagnostic] = []
        (tmp_path / "book.pdf").write_bytes(write_pdf(book, Settings(pdf=PdfKeys(link_notes=asked)), said.append))
        verify_pdf(tmp_path / "book.pdf", book, said.append)
        document = pymupdf.open(tmp_path / "book.pdf")
        printed = "".join("".join(page.get_text().split()) for page in document)
        assert (ARCHIVE in printed) == asked
        assert [each.code for each in said if not each.code.startswith("F")] == []
