"""Where the seam does not fit WeasyPrint: lines divided by public means, as even and as readable as with it."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest
import weasyprint
from conftest import Reported
from handmade import book, paragraph, text

from publish.book import Article, Book, Emphasis, Link, Note, Paragraph, Quote, Ruby, Strong
from publish.edition import Settings, find_edition
from publish.pdf import fallback, write_pdf
from publish.reading import read_book

SIZE = 10.5
NO_START, NO_END = "，。、；：？！”’）》」』·…～", "“‘（《「『"
LONG = "山里的春天来得迟，过了清明，坡上的茶树才冒出新芽。“今年的茶，”他说，“要等到谷雨。”老人们不着急——" * 3
MIXED = Paragraph(
    (
        *text("一段里有"),
        Strong(text("粗体的文字，跨过几个字")),
        *text("，有"),
        Link("https://example.org/", text("带“引号”的链接，长得跨过一行去也还是链接")),
        *text("，有注"),
        Note((paragraph("注文里也有“引号”和English。"),)),
        *text("，也有https://example.org/a/long/path?x=1&y=2在行内，长5 km，“占”20%——省略号……与约翰·史密斯都在，"),
        Emphasis(text("着重的话")),
        *text("也在，一行不少。"),
    )
)
SMALL = book(Article("茶芽", blocks=(MIXED, paragraph(LONG), Quote((paragraph(LONG),)), MIXED), source="a.txt", line=1))


def set_book(book: Book, report: Reported) -> pymupdf.Document:
    return pymupdf.open("pdf", write_pdf(book, Settings(), report))


@pytest.fixture
def fall_back(monkeypatch: pytest.MonkeyPatch, report: Reported) -> Callable[[Book], pymupdf.Document]:
    """Sets a book with a WeasyPrint that the seam was not written for."""

    def set_otherwise(book: Book) -> pymupdf.Document:
        report.expect("D501")
        with monkeypatch.context() as patch:
            patch.setattr(weasyprint, "__version__", "71.0")
            return set_book(book, report)

    return set_otherwise


def characters(document: pymupdf.Document) -> str:
    """Return the text of *document* without white space, and leaders, which fill what is left, as one character."""
    return re.sub("··+", "·", "".join("".join(page.get_text() for page in document).split()))


def body_lines(document: pymupdf.Document) -> list[tuple[float, str]]:
    """Return the lines after the front matter: where the last glyph of each begins, in pt, and what it says."""
    found = []
    for page in (page for page in document if page.get_label().isdigit()):
        rows: dict[int, list[tuple[float, str]]] = {}
        for block in page.get_text("rawdict", flags=0)["blocks"]:
            for span in (span for line in block["lines"] for span in line["spans"]):
                if abs(span["size"] - SIZE) < 0.1:
                    row = rows.setdefault(round(span["origin"][1]), [])
                    row += [(c["origin"][0], c["c"]) for c in span["chars"] if c["c"].strip()]
        found += [
            (max(row)[0], "".join(c for _, c in sorted(row, key=lambda glyph: round(glyph[0], 1))))
            for _, row in sorted(rows.items())
        ]
    return found


@pytest.fixture(params=["small", "sample"])
def whole(request: pytest.FixtureRequest, root: Path, report: Reported) -> Book:
    """A small book with much inside its lines, and the first chapter of the sample."""
    if request.param == "small":
        return SMALL
    sample = read_book(find_edition([root / "seeds"]), report)
    return replace(sample, chapters=sample.chapters[:1])


def test_lines_are_those_of_the_seam_and_their_text_is_the_same(
    whole: Book, fall_back: Callable[[Book], pymupdf.Document], report: Reported
) -> None:
    seam, fallen = set_book(whole, report), fall_back(whole)
    expected, lines = body_lines(seam), body_lines(fallen)
    assert [line for _, line in lines] == [line for _, line in expected]
    even = [abs(end - wanted) < 0.15 for (end, _), (wanted, _) in zip(lines, expected, strict=True)]
    assert len(even) > 15
    assert sum(even) >= 0.99 * len(even)
    assert [line for _, line in lines if line[0] in NO_START or line[-1] in NO_END] == []
    assert characters(fallen) == characters(seam)
    assert [len(page.get_links()) > 0 for page in fallen] == [len(page.get_links()) > 0 for page in seam]
    assert fallen.get_toc() == seam.get_toc()
    assert [each.code for each in report].count("D501") == 1


def test_what_is_not_divided_has_hints_that_do_not_come_out(
    fall_back: Callable[[Book], pymupdf.Document], report: Reported
) -> None:
    picture = Paragraph((*text(LONG * 2), Ruby("注", "zhù"), *text("约翰·史密斯——" + LONG)))
    read_back = characters(fall_back(book(Article("茶芽", blocks=(picture,), source="a.txt", line=1))))
    assert not {"\u200b", "\u2060"} & set(read_back)
    assert LONG in read_back


@pytest.mark.parametrize(
    ("plain", "hinted"),
    [
        ("他说“好”就走", "他说|“好”|就走"),
        ("（“好”）。", "（“好”）。"),
        ("约翰·史密斯——好……吧", "约翰+·史密斯+——好+……吧"),
    ],
)
def test_a_line_may_end_beside_quotation_marks_and_no_dash_begins_one(plain: str, hinted: str) -> None:
    markup = fallback.divided_lines(f"<html><p>{plain}</p></html>", "zh-CN", lambda _: {})
    assert markup == f"<!DOCTYPE html>\n<html><p>{hinted}</p></html>".replace("|", "\u200b").replace("+", "\u2060")


def test_where_no_rectangles_are_told_paragraphs_stay_whole() -> None:
    markup = "<html><p>天地<strong>玄黄</strong></p></html>"
    assert markup in fallback.divided_lines(markup, "zh-CN", lambda _: {"gauge-0": (0, 0)})
