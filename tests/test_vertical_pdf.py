"""Vertical pages: what stands and what lies, where columns begin, how the book is bound, what can be copied."""

from io import BytesIO

import pymupdf
import pytest
from handmade import article, book
from pikepdf import Name, Pdf

from publish.diagnostics import PublishError
from publish.edition import PdfKeys, Settings, StyleKeys
from publish.pdf import check_settings, write_pdf
from publish.verify.verify_pdf import verify_pdf

LONG = "老周把最后一锅汤撇去浮沫，又添了一铲煤。“等末班车，”他说，“是第37回了。”那年是1982年，灯箱写着Open——" * 6
BOOK = book(article("面馆不打烊", LONG, LONG), article("雨伞门诊", LONG))


@pytest.fixture(scope="module")
def made():
    reported = []
    return write_pdf(BOOK, Settings(pdf=PdfKeys(vertical=True)), reported.append), reported


def lines(pdf: bytes):
    """Return the lines on the first page of text, each as characters with their places on the page as it is shown."""
    with pymupdf.open(stream=pdf) as document:
        page = next(page for page in document if len(page.get_text()) > 300)
        for block in page.get_text("rawdict")["blocks"]:
            for line in block["lines"]:
                chars = [char for span in line["spans"] for char in span["chars"]]
                yield [(char["c"], pymupdf.Point(char["origin"]) * page.rotation_matrix) for char in chars]


def test_pages_stand_and_the_book_is_bound_at_the_right(made):
    with Pdf.open(BytesIO(made[0])) as pdf:
        assert {int(page.Rotate) for page in pdf.pages} == {90}
        assert pdf.Root.ViewerPreferences.Direction == Name.R2L
    with pymupdf.open(stream=made[0]) as document:
        assert document[0].rect.width < document[0].rect.height


def test_columns_run_down_and_from_right_to_left(made):
    columns = [line for line in lines(made[0]) if len(line) > 20]
    assert len(columns) > 3
    assert all(column[0][1].y < column[-1][1].y for column in columns)
    lefts = [round(column[0][1].x) for column in columns]
    assert lefts == sorted(lefts, reverse=True)


def test_a_number_of_two_digits_stands_and_a_year_lies(made):
    found = {"".join(char for char, _place in line): [place for _char, place in line] for line in lines(made[0])}
    three, seven = found["37"]
    assert three.x < seven.x
    assert three.y == pytest.approx(seven.y, abs=0.1)
    places = dict(char for line in lines(made[0]) for char in line if char[0] in "98")
    assert places["9"].y < places["8"].y


def test_the_contents_name_pages_by_the_numerals_that_stand_on_them(made):
    with pymupdf.open(stream=made[0]) as document:
        pages = ["".join(page.get_text().split()) for page in document]
    contents = next(text for text in pages if text.startswith("目录")).replace("·", "")
    assert contents == "目录栏目一面馆不打烊一雨伞门诊二" + "三"
    (begins,) = [text for text in pages if "雨伞门诊" in text and text != pages[2] and text.endswith("二")]
    assert begins.startswith("汤撇去浮沫")


def test_the_pages_hold_what_the_book_says_and_nothing_is_doubtful(made, tmp_path):
    (tmp_path / "vertical.pdf").write_bytes(made[0])
    reported = list(made[1])
    verify_pdf(tmp_path / "vertical.pdf", BOOK, reported.append)
    assert [each.code for each in reported if each.severity.value != "notice"] == []


def test_a_document_of_an_office_has_one_folio_on_a_page():
    settings = Settings(pdf=PdfKeys(vertical=True), style=StyleKeys(name="gongwen"))
    with pymupdf.open(stream=write_pdf(BOOK, settings, lambda _said: None)) as document:
        texts = ["".join(page.get_text().split()) for page in document]
    assert [(text.count("—一—"), text.count("—1—")) for text in texts if "一锅汤" in text[:60]][:1] == [(1, 0)]


def test_numerals_that_are_not_those_of_the_pages_are_found(made, tmp_path):
    with Pdf.open(BytesIO(made[0])) as pdf:
        del pdf.Root["/PageLabels"]
        pdf.save(tmp_path / "vertical.pdf")
    reported = []
    verify_pdf(tmp_path / "vertical.pdf", BOOK, reported.append)
    assert {"V711", "V712"} <= {each.code for each in reported}


@pytest.mark.parametrize("option", ["booklet", "two_up"])
def test_vertical_pages_are_not_laid_on_sheets_for_the_left(option):
    with pytest.raises(PublishError) as refused:
        check_settings(Settings(pdf=PdfKeys(vertical=True, **{option: True})))
    assert refused.value.diagnostic.code == "D106"
