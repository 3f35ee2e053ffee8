"""What no file of a book may hold is taken out once, and said."""

import pytest
from conftest import Reported
from handmade import HANDMADE, article, book, paragraph

from publish.book import Article, Book, Link, Paragraph, Text
from publish.wellformed import web_address, wellformed


def test_a_book_that_is_in_order_is_returned_as_it_is(report: Reported) -> None:
    ordinary = book(article("甲", "乙\t丙", "𠮷野家", "© é"))
    assert wellformed(ordinary, report) is ordinary


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\x7f", "\x80", "\ud800", "\ufffe", "\ufdd0"])
def test_what_xml_forbids_is_left_out_and_reported_with_its_line(report: Reported, character: str) -> None:
    report.expect("E101")
    text = paragraph(f"甲{character}乙", line=7)
    cleaned = wellformed(book(Article("题", blocks=(text,), source="a.txt", line=3)), report)
    assert next(cleaned.articles).blocks == (paragraph("甲乙"),)
    assert [(d.place, d.facts["characters"]) for d in report] == [("a.txt:7", f"U+{ord(character):04X}")]


def test_titles_names_and_the_title_page_are_cleaned_too(report: Reported) -> None:
    report.expect("E101")
    cleaned = wellformed(Book("书\x01", authors=("李\x02明",), chapters=()), report)
    assert cleaned == Book("书", authors=("李明",))
    assert len(report) == 2


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("https://example.org/a?b=1&c=2#d", "https://example.org/a?b=1&c=2#d"),
        ("https://example.org/桥 a", "https://example.org/%E6%A1%A5%20a"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/%E6%A1%A5", "https://example.org/%E6%A1%A5"),
        ("https://example.org/?q=[1]#a#b", "https://example.org/?q=%5B1%5D#a%23b"),
        ("https://例子.中国:8080/", "https://例子.中国:8080/"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("javascript:alert(1)", None),
        ("file:///etc/passwd", None),
        ("../chapter.md", None),
        ("https://", None),
        ("https://a b/", None),
        ("https://[::1", None),
        ("https://example.org:http/", None),
        ("https://a..b/", None),
        ("https://xn--/", None),
        ("mailto:", None),
    ],
)
def test_a_link_leads_to_a_web_or_mail_address_or_nowhere(href: str, address: str | None) -> None:
    assert web_address(href) == address


def test_a_link_that_leads_nowhere_keeps_its_text_and_is_reported(report: Reported) -> None:
    report.expect("E102")
    linked = Paragraph((Link("javascript:x", (Text("点我"),)),))
    cleaned = wellformed(book(Article("题", blocks=(linked,))), report)
    assert next(cleaned.articles).blocks == (Paragraph((Link("", (Text("点我"),)),)),)
    assert report[0].code == "E102"


def test_the_address_of_a_good_link_is_escaped(report: Reported) -> None:
    ferry = list(wellformed(HANDMADE, report).articles)[1]
    last = ferry.blocks[-1]
    assert isinstance(last, Paragraph)
    assert isinstance(last.content[0], Link)
    assert last.content[0].href == "https://example.org/a?b=1&c=%E6%A1%A5"
