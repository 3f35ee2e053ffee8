"""The sheet that is folded around a book: how wide its spine is, what stands on it, and where it is cut."""

from dataclasses import replace
from io import BytesIO

import pymupdf
import pytest
from handmade import HANDMADE
from pikepdf import Pdf

from publish.edition import PdfKeys, Settings
from publish.pdf import write_cover
from publish.pdf.cover_sheet import pieces, stocks, thickness

MILLIMETRE = 72 / 25.4
BOOK = replace(HANDMADE, title="岸上的灯", authors=("何川",), publisher="桂花巷出版社", cover=None)


def made(spine: float):
    reported = []
    pdf = write_cover(BOOK, Settings(pdf=PdfKeys(paper="a5")), spine, reported.append)
    return pdf, [each.code for each in reported if each.severity.value != "notice"]


@pytest.mark.parametrize(
    ("pages", "weight", "bulk", "wanted"), [(300, 80, 1.25, 15.0), (301, 80, 1.25, 15.1), (8, 100, 0.9, 0.4)]
)
def test_a_spine_is_as_thick_as_its_leaves(pages, weight, bulk, wanted):
    assert thickness(pages, weight, bulk) == wanted


def test_each_kind_of_paper_has_a_bulk():
    assert stocks()["coated"] < stocks()["offset"] < stocks()["light"]


@pytest.fixture(scope="module")
def sheet():
    return made(12.0)


def test_the_sheet_is_two_pages_and_the_spine_wide_with_3_mm_of_bleed(sheet):
    with Pdf.open(BytesIO(sheet[0])) as pdf:
        (page,) = pdf.pages
        trim, bleed = ([float(edge) / MILLIMETRE for edge in box] for box in (page.trimbox, page.BleedBox))
    assert [trim[2] - trim[0], trim[3] - trim[1]] == pytest.approx([2 * 148 + 12, 210], abs=0.1)
    assert [trim[0] - bleed[0], bleed[3] - trim[3]] == pytest.approx([3, 3], abs=0.01)


def spine_letters(pdf: bytes, spine: float):
    with pymupdf.open(stream=pdf) as document:
        words = document[0].get_text("words")
        middle = document[0].rect.width / 2
    return [word for word in words if abs((word[0] + word[2]) / 2 - middle) < spine / 2 * MILLIMETRE]


def test_characters_stand_upright_below_one_another_in_the_middle_of_the_spine(sheet):
    letters = spine_letters(sheet[0], 12)
    assert "".join(word[4] for word in letters) == "岸上的灯何川桂花巷出版社"
    assert [word[1] for word in letters] == sorted(word[1] for word in letters)
    assert {round(word[0]) for word in letters[:4]} == {round(letters[0][0])}
    assert sheet[1] == []


def test_a_thin_spine_says_nothing_and_it_is_reported():
    pdf, reported = made(4.9)
    assert spine_letters(pdf, 4.9) == []
    assert reported == ["D105"]


def test_letters_and_brackets_lie_on_a_spine_and_short_numbers_stand():
    found = [(piece.text, piece.lying) for piece in pieces("船《Old Ferry》25日1982")]
    assert found == [
        ("船", False), ("《", True), ("Old Ferry", True), ("》", True), ("25", False), ("日", False), ("1982", True),
    ]  # fmt: skip
