"""Notes at the foot of pages: none is lost, each begins on the page of its call, no page shows a number twice."""

from pathlib import Path

import pymupdf
import pytest
from conftest import Reported
from handmade import paragraph, text
from hypothesis import given, settings
from hypothesis import strategies as st
from noted import Writer, faults

from publish.book import Article, Block, Book, Chapter, Crosshead, Inlines, Note, Paragraph, Table, Text, Verse
from publish.edition import PdfKeys, Settings, StyleKeys
from publish.pdf import write_pdf
from publish.pdf.notes import Foot, Line, Page, Part
from publish.pdf.notes import Note as Noted
from publish.pdf.notes import Text as Laid

DEPTH, LINE = 20.0, 1.0


# --- how a page is found: text and notes as lines of one height, on pages of twenty -----------------------------------


def pages_of(text: list[list[int]], notes: list[Noted], limit: float = 12.0) -> list[tuple[Page, tuple[int, ...]]]:
    """Return the pages for a text of lines that call *notes*, each with what its text calls."""
    foot = Foot(DEPTH, 1.0, limit, notes.__getitem__)
    pages: list[tuple[Page, tuple[int, ...]]] = []
    begin, left = 0, ()
    while begin < len(text) or left:

        def lay(kept: float, begin: int = begin) -> Laid:
            end = begin + max(1, int((DEPTH - kept) / LINE + 1e-6))
            lines = [Line(n * LINE, tuple(calls)) for n, calls in enumerate(text[begin:end], 1)]
            return Laid(tuple(lines))

        page = foot.settle(lay, left)
        pages.append((page, page.text.calls if page.text else ()))
        begin, left = begin + (len(page.text.lines) if page.text else 0), page.left
        assert len(pages) < 2000, "there is no end"
    return pages


lengths = st.one_of(st.integers(1, 4), st.integers(1, 70))
noted_lines = st.lists(st.lists(lengths, max_size=3), min_size=1, max_size=60)


@settings(max_examples=300)
@given(noted_lines)
def test_every_note_is_whole_and_in_order_and_begins_on_the_page_of_its_call(written: list[list[int]]) -> None:
    notes = [Noted((0.8,) * length, ((),) * length, 2, 2) for line in written for length in line]
    numbers = iter(range(len(notes)))
    text = [[next(numbers) for _ in line] for line in written]
    pages = pages_of(text, notes)
    parts = [part for page, _ in pages for part in page.parts]
    for number, note in enumerate(notes):
        own = [(part.begin, part.end) for part in parts if part.note == number]
        assert [begin for begin, _ in own] == [0, *(end for _, end in own[:-1])]
        assert own[-1][1] == len(note.heights)
    for page, calls in pages:
        assert tuple(part.note for part in page.parts if not part.begin) == calls
        height = sum(0.8 * (part.end - part.begin) for part in page.parts)
        assert not page.parts or (page.text.bottom if page.text else 0) + 1.0 + height <= DEPTH + 0.01
        assert not page.late


def test_a_short_note_is_not_divided_and_the_text_fills_the_page_above_it() -> None:
    (page, calls), *_ = pages_of([[], [], [0], *[[] for _ in range(40)]], [Noted((1.0, 1.0))])
    assert calls == (0,)
    assert page.parts == (Part(0, 0, 2),)
    assert page.text is not None
    assert len(page.text.lines) == 17  # with the rule and two lines of the note: twenty


def test_a_long_note_gives_way_to_text_beyond_the_limit_and_runs_on() -> None:
    found = pages_of([[0], *[[] for _ in range(30)]], [Noted((1.0,) * 40, ((),) * 40, 2, 2)])
    assert [page.parts[0].end - page.parts[0].begin for page, _ in found if page.parts] == [11, 11, 11, 7]
    assert [len(page.text.lines) for page, _ in found if page.text] == [8, 8, 8, 7]


def test_a_note_does_not_run_on_with_a_line_alone() -> None:
    found = pages_of([[0]] + [[]] * 3, [Noted((1.0,) * 20, ((),) * 20, 2, 2)], limit=20.0)
    assert [(part.begin, part.end) for page, _ in found for part in page.parts] == [(0, 18), (18, 20)]


def test_a_line_that_calls_two_long_notes_begins_both() -> None:
    (first, calls), (second, _) = pages_of([[0, 1]], [Noted((1.0,) * 17), Noted((1.0,) * 3)])
    assert calls == (0, 1)
    assert first.parts == (Part(0, 0, 17), Part(1, 0, 1))
    assert second.parts == (Part(1, 1, 3),)
    assert second.text == Laid(())


# --- on paper ---------------------------------------------------------------------------------------------------------


def printed(
    *chapters: Chapter, report: Reported | None = None, style: Path | str | None = None, **keys: object
) -> list[str]:
    """Return the texts of the pages with the chapters, without white space and without blank pages."""
    settings = Settings(pdf=PdfKeys(**keys), style=StyleKeys(name=str(style) if style else None))
    data = write_pdf(Book("茶", chapters=chapters), settings, Reported() if report is None else report)
    with pymupdf.open("pdf", data) as document:
        first = next(page.number for page in document if page.get_label() == "1")
        pages = ["".join(page.get_text().split()) for page in document.pages(first)]
    return [page for page in pages if page]


def noting(said: str, *notes: str) -> Inlines:
    """Return *said* with *notes* called after it."""
    return (Text(said), *(Note((paragraph(note),)) for note in notes), Text("。"))


def chapter(*blocks: Block, title: str = "甲", heading: str = "春") -> Chapter:
    return Chapter(heading, (Article(title, blocks=blocks),))


@pytest.mark.parametrize("style", ["book", "gongwen", "journal"])
def test_a_book_full_of_notes_has_them_all_where_they_belong(style: str) -> None:
    notes, report = 40, Reported()
    book = Writer(notes, seed=3).book()
    data = write_pdf(book, Settings(style=StyleKeys(name=style)), report)
    assert {diagnostic.split()[1] for diagnostic in report.unasked} <= {"F201"}
    assert faults(book, data, notes) == []


def test_the_faults_of_a_book_of_notes_are_seen() -> None:
    notes = 20
    book, other = Writer(notes, seed=5).book(), Writer(notes, seed=6).book()
    found = faults(other, write_pdf(book, Settings(), Reported()), notes)
    assert any("not whole" in fault for fault in found)
    assert any("the text" in fault for fault in found)


def test_a_note_of_three_pages_stands_under_text_and_under_the_running_heads() -> None:
    long = "".join(f"{number:03}茶有九德其一在清其二在和" for number in range(150))
    pages = printed(chapter(Paragraph(noting("采茶", long)), *[paragraph("山里的春天来得迟。" * 20)] * 8))
    held = [page for page in pages if "德" in page]
    assert len(held) >= 3
    assert all("山里" in page for page in held[1:])
    assert all(head in page for page, head in zip(held[1:], "春甲春甲", strict=False))
    assert "".join(held).count("德") == 150


def test_in_columns_a_table_full_of_long_notes_keeps_its_heading_its_caption_and_its_head() -> None:
    def long(name: str) -> str:
        return f"始{name}。" + "茶有九德其一在清其二在和" * 60

    head = (text("乡名"), noting("茶价", long("头")))
    rows = tuple((noting(f"东乡{row}", long(f"左{row}")), noting("三钱", long(f"右{row}"))) for row in range(6))
    table = Table((head, *rows), 1, caption=noting("表题", long("题")))
    report = Reported()
    pages = printed(chapter(Crosshead(noting("小标题", long("标"))), table), report=report, style="journal")
    assert {diagnostic.split()[1] for diagnostic in report.unasked} <= {"F201"}
    assert "小标题" in (first := next(page for page in pages if "表题" in page))
    assert "茶价" in first
    assert "东乡0" in first


def test_what_is_left_of_a_note_stands_before_the_next_chapter_and_at_the_end_of_the_book() -> None:
    long = "".join(f"{number:03}茶有九德其一在清其二在和" for number in range(120))
    noted = Paragraph(noting("采茶", long))
    pages = printed(chapter(noted), chapter(noted, title="乙", heading="夏"))
    second = next(number for number, page in enumerate(pages) if page.startswith("夏乙"))
    assert "".join(pages[:second]).count("德") == 120
    assert "".join(pages[second:]).count("德") == 120


def test_numbers_begin_anew_on_each_page_not_in_each_article() -> None:
    noted = Paragraph(noting("茶", "一种饮料。"))
    articles = (Article("甲", blocks=(noted,)), Article("乙", blocks=(noted,)))
    first, second = printed(Chapter("春", articles), Chapter("夏", articles[:1]))
    assert [first.count(mark) for mark in "①②③"] == [2, 2, 0]
    assert first.index("②一种饮料") > first.index("①一种饮料") > first.index("茶②")
    assert [second.count(mark) for mark in "①②"] == [2, 0]


def test_numbers_by_article_begin_anew_but_for_those_of_one_page() -> None:
    noted = Paragraph(noting("茶", "一种饮料。", "也是树。"))
    filling = [paragraph("山里的春天来得迟。" * 40)] * 2
    whole = Chapter("春", (Article("甲", blocks=(noted, *filling, noted)), Article("乙", blocks=(noted,))))
    first, second = printed(whole, note_numbers="article")
    assert [first.count(mark) for mark in "①②③"] == [2, 2, 0]
    assert [second.count(mark) for mark in "②③④⑤⑥⑦"] == [0, 2, 2, 2, 2, 0]


def test_a_head_that_a_table_repeats_calls_its_note_once() -> None:
    rows = tuple((text(f"行{number}"), text("值")) for number in range(60))
    pages = printed(chapter(Table(((noting("名", "表头的注。"), text("量")), *rows), heads=1)))
    assert len([page for page in pages if "名" in page]) > 1
    assert "".join(pages).count("①") == 2
    assert "".join(pages).count("表头的注") == 1


def test_a_cell_that_goes_on_overleaf_beside_one_that_has_ended_keeps_its_note() -> None:
    row = (noting("左边的格子很长。" * 220, "左格的注。"), noting("右", "右格的注。"))
    first, *_, last = (page for page in printed(chapter(Table((row,)))) if "左" in page)
    assert "右格的注" in first
    assert "左格的注" in last
    assert last.count("①") == 2


def test_the_head_of_a_table_stays_where_the_notes_of_its_first_row_leave_little_room() -> None:
    row = (noting("行一", "长注" * 400), noting("值", "又一条长注" * 160))
    pages = printed(
        chapter(*[paragraph("山里的春天来得迟。" * 30)] * 2, Table(((text("表头"), text("量")), row, row), heads=1))
    )
    assert sum("表头" in page for page in pages) >= 1
    assert "".join(pages).count("又") == 320


def test_notes_are_called_in_headings_and_in_other_notes() -> None:
    inner = Note((paragraph("里面的注。"),))
    outer = Note((Paragraph((Text("外面的注"), inner, Text("。"))),))
    (page,) = printed(chapter(Crosshead(noting("小标题", "标题的注。")), Paragraph((Text("茶"), outer))))
    assert "小标题①" in page
    assert [page.count(mark) for mark in "①②③"] == [2, 2, 2]
    assert page.index("①标题的注") < page.index("②外面的注③") < page.index("③里面的注")


def test_calls_and_notes_lead_to_each_other_and_the_outline_knows_none() -> None:
    inner = Note((paragraph("里面的注。"),))
    outer = Note((Paragraph((Text("外面的注"), inner)),))
    blocks = (Crosshead(noting("小标题", "标题的注。")), Paragraph((Text("茶"), outer)))
    data = write_pdf(Book("茶", chapters=(chapter(*blocks),)), Settings(), Reported())
    with pymupdf.open("pdf", data) as document:
        links = {link["nameddest"]: link["from"] for link in document[2].get_links()}
        assert sorted(links) == sorted(f"{side}-{number}" for side in ("call", "note") for number in range(3))
        assert all(place.width > 4 and place.height > 4 for place in links.values())
        assert links["call-1"].y0 > links["call-0"].y0 > links["note-1"].y0 > links["note-0"].y0
        assert [label for _, label, _ in document.get_toc()] == ["春", "甲", "小标题。"]


def test_notes_for_which_one_place_has_no_room_go_on_overleaf_and_are_reported(tmp_path: Path) -> None:
    (tmp_path / "print.css").write_text(
        ".verse { display: inline-block }", encoding="utf-8"
    )  # a box that is not divided
    report = Reported()
    report.expect("D502")
    verse = Verse(tuple(noting("采茶", f"第{number:02}条注。") for number in range(20)))
    pages = printed(chapter(verse), report=report, style=tmp_path, paper="32k")
    assert [str(said) for said in report if said.code == "D502"] != []
    assert sum(page.count("条注") for page in pages) == 20


def test_a_book_without_notes_is_laid_out_as_if_there_were_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("publish.pdf.seam.pages._PageOfText", None)
    assert "采茶。" in printed(chapter(paragraph("采茶。")))[0]
