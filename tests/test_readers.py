"""The finished books, read by programs that were not written here: nothing is lost, nothing is complained of."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import readers
from conftest import ROOT
from handmade import HANDMADE

from publish.book import Article, Book, plain_block
from publish.edition import PdfKeys, Settings, find_edition
from publish.epub import write_epub
from publish.pdf import write_pdf
from publish.reading import read_book
from publish.traditional import to_traditional

TOP, FOOT = 52, 546
"""Between these heights, in points, stands the text on an A5 page of the house style: no running head, no folio."""


def silent(diagnostic: object) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Made:
    """A book and its two outputs."""

    book: Book
    epub: Path
    pdf: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """The sample, the same in Traditional, and the real document where there is one."""
    sample = read_book(find_edition([ROOT / "seeds"]), silent)
    books = {"sample": sample, "traditional": to_traditional(sample, "tw", Settings().traditional, silent)}
    if folder := os.environ.get("PUBLISH_TEST_SEEDS"):
        path = min(Path(folder).glob("*.txt"))
        books["real document"] = read_book(find_edition([path]), silent)
    place = tmp_path_factory.mktemp("made")
    for name, book in books.items():
        (place / f"{name}.epub").write_bytes(write_epub(book, Settings(), silent))
        (place / f"{name}.pdf").write_bytes(write_pdf(book, Settings(), silent))
    return {name: Made(book, place / f"{name}.epub", place / f"{name}.pdf") for name, book in books.items()}


def told(article: Article) -> Iterator[str]:
    """Yield what *article* says, in order and without white space: its head line by line, then its text in one piece.

    The dash that the design draws before a subtitle stands between two lines of the head.
    """
    yield from (solid(line) for line in (article.kicker, article.title, article.subtitle, article.byline) if line)
    yield "".join(solid(plain_block(block)) for block in article.blocks)


def solid(text: str) -> str:
    """Return *text* without white space."""
    return "".join(text.split())


def missing(book: Book, read: str) -> list[str]:
    """Return the pieces of *book* that do not stand in *read*, in order."""
    text, cursor, lost = solid(read), 0, []
    for piece in (piece for article in book.articles for piece in told(article)):
        at = text.find(piece, cursor)
        cursor = at + len(piece) if at >= 0 else cursor
        lost += [piece] if at < 0 else []
    return lost


@pytest.mark.parametrize("read", [readers.mupdf_text, readers.pandoc_text, readers.calibre_text])
def test_another_reader_gives_back_every_article_of_the_epub(
    read: Callable[[Path], str], made: dict[str, Made]
) -> None:
    for name, each in made.items():
        assert missing(each.book, read(each.epub)) == [], name


@pytest.mark.parametrize("read", [readers.poppler_text, readers.mupdf_pdf_text])
def test_another_reader_gives_back_every_article_of_the_pdf(
    read: Callable[[Path, int, int], str], made: dict[str, Made]
) -> None:
    for name, each in made.items():
        assert missing(each.book, read(each.pdf, TOP, FOOT)) == [], name


def test_what_a_reader_gives_back_is_compared_to_the_character(made: dict[str, Made]) -> None:
    book, text = made["sample"].book, readers.mupdf_text(made["sample"].epub)
    last = solid(plain_block(list(book.articles)[-1].blocks[-1]))
    assert len(missing(book, solid(text).replace(last, last[:-2] + last[-1]))) == 1


def test_verapdf_finds_pdf_ua_1_and_for_a_printer_pdf_a_2u(made: dict[str, Made], tmp_path: Path) -> None:
    books, printers = [each.pdf for each in made.values()], tmp_path / "printers.pdf"
    printers.write_bytes(write_pdf(HANDMADE, Settings(pdf=PdfKeys(for_print=True)), silent))
    found = readers.verapdf(*books, printers)
    assert found == [*(f"PASS {path} ua1" for path in books), f"PASS {printers} 2u"]


def test_qpdf_finds_no_fault(made: dict[str, Made]) -> None:
    for each in made.values():
        assert "No syntax or stream encoding errors found" in readers.qpdf(each.pdf)
