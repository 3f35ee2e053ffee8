"""`publish pdf` reads its own pages before it delivers them: each fault put into them is told, good ones pass."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from handmade import HANDMADE, PICTURE, article, book, paragraph, text
from weasyprint.formatting_structure import boxes

from publish import pdf
from publish.book import (
    Book,
    Figure,
    Image,
    Inlines,
    Item,
    Link,
    List,
    Listing,
    Note,
    Paragraph,
    Place,
    Quote,
    Rule,
    Table,
    Text,
)
from publish.cli import main
from publish.diagnostics import Diagnostic
from publish.edition import PdfKeys, Settings
from publish.pdf import making
from publish.pdf.proofreading import proofread, whole
from publish.pdf.seam import drawn
from publish.wellformed import wellformed

WORDS = "山里的春天来得迟，过了清明，坡上的茶树才冒出新芽。老人们不着急，只说要等到谷雨。"


def noted(number: int) -> Paragraph:
    """Return a paragraph that stood on line *number* and calls a note."""
    note = Note((paragraph(f"注文{number}：见旧志。", number),))
    return Paragraph((Text(f"第{number}段。{WORDS}"), note, Text(WORDS * 2)), (Place(number),))


LINKED = Paragraph((Text("见"), Link("https://example.org/志", text("旧志")), Text("。")), (Place(30),))
PLAIN = tuple(paragraph(f"第{number}段。{WORDS}{WORDS}", number) for number in range(4, 12))
TABLE = Table(tuple((text(f"第{row}行"), text("一二三")) for row in range(60)), 1, (), text("茶价"), (Place(31),))
TALL = Table(((text("甲"), text("乙")), (text(WORDS * 30), text(WORDS * 25))), 1, (), (), (Place(32),))
"""A row of it is higher than a page."""


def cell(name: str, times: int) -> Inlines:
    """Return the content of a cell that calls so many notes."""
    notes = (Note((paragraph(f"{name}注{number}。"),)) for number in range(times))
    return tuple(part for note in notes for part in (Text(WORDS), note))


TALL_NOTED = Table(((text("甲"), text("乙")), (cell("左", 30), cell("右", 25))), 1, (), (), (Place(32),))
ALBUM = tuple(
    block
    for number in range(8)
    for block in (
        paragraph(WORDS * 3),
        Figure(Image(PICTURE.name, "街"), (Text("街景"), Note((paragraph(f"图注{number}。"),)))),
        noted(number),
    )
)
"""Some of its figures have no room on their page, so that text goes before them."""
TEA = replace(article("茶山"), blocks=(*map(noted, (2, 3)), *PLAIN, noted(13), LINKED), line=1)
BOOK = book(TEA, replace(article("春水", WORDS * 3), line=20))

Pages = list[Any]


def pages_of(made: Book, **keys: Any) -> Pages:
    """Return the laid-out pages of *made*."""
    kept: Pages = []
    real = making.lay_out

    def layout(*given: Any) -> Any:
        document = real(*given)
        kept[:] = document.pages
        return document

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "lay_out", layout)
        pdf.write_pdf(made, Settings(pdf=PdfKeys(**keys)), lambda diagnostic: None)
    return kept


def faults(pages: Pages, made: Book = BOOK) -> list[Diagnostic]:
    """Return what is amiss on *pages*; the text begins on the fifth."""
    return list(
        proofread(drawn(pages), whole(wellformed(made, lambda diagnostic: None)), lambda number: str(number - 3))
    )


def boxes_of(holder: Any) -> Iterator[tuple[Any, Any]]:
    """Yield the boxes inside *holder* in order, each with the one that holds it."""
    for box in holder.children:
        yield holder, box
        yield from boxes_of(box)


def tree(pages: Pages) -> Iterator[tuple[Any, Any]]:
    """Yield all boxes of all pages, each with the one that holds it."""
    return chain.from_iterable(boxes_of(page._page_box) for page in pages)


def box_saying(pages: Pages, words: str) -> tuple[Any, Any]:
    """Return the text box with *words* in it and its holder."""
    return next((holder, box) for holder, box in tree(pages) if words in getattr(box, "text", ""))


def line_saying(pages: Pages, words: str) -> tuple[Any, Any]:
    """Return the line with *words* on it and what holds it."""
    lines = ((holder, box) for holder, box in tree(pages) if isinstance(box, boxes.LineBox))
    return next(
        (holder, line)
        for holder, line in lines
        if any(words in getattr(each, "text", "") for each in line.descendants(placeholders=True))
    )


def without(holder: Any, box: Any) -> None:
    """Take *box* out of its *holder*."""
    holder.children = [each for each in holder.children if each is not box]


def notes(pages: Pages) -> list[tuple[Any, Any]]:
    """Return the notes at the foot of pages, each with its area."""
    return [(holder, box) for holder, box in tree(pages) if isinstance(holder, boxes.FootnoteAreaBox)]


# --- good pages ----------------------------------------------------------------------------------------------------

EMPTY = (Quote((Listing("茶", ""), Figure(Image(PICTURE.name, "茶")), Rule())), List((Item((Quote(()),)), Item(()))))
GOOD: dict[str, tuple[Book, dict[str, Any]]] = {
    "of every kind of block": (HANDMADE, {}),
    "with numbers and a margin to write in": (HANDMADE, {"note_margin": True, "paragraph_numbers": True}),
    "with notes": (BOOK, {}),
    "with a table whose head is there again on each page": (book(replace(TEA, blocks=(TABLE,))), {}),
    "with a row that goes on overleaf": (book(replace(TEA, blocks=(TALL, *TEA.blocks))), {}),
    "with notes in both cells of a row that goes on overleaf": (book(replace(TEA, blocks=(TALL_NOTED,))), {}),
    "with notes below figures that go on overleaf": (
        replace(book(replace(TEA, blocks=ALBUM)), pictures=(replace(PICTURE, width=1200, height=900),)),
        {},
    ),
    "with items of a list that hold nothing": (replace(book(replace(TEA, blocks=EMPTY)), pictures=(PICTURE,)), {}),
    "with lines that begin with half a mark": (book(article("引号", "“茶”“山”“春”“水”，" * 40)), {}),
}


@pytest.mark.parametrize("name", GOOD)
def test_of_good_pages_there_is_nothing_to_say(name: str) -> None:
    made, keys = GOOD[name]
    assert [str(each) for each in faults(pages_of(made, **keys), made)] == []


# --- faults that are put into good pages ---------------------------------------------------------------------------


def drop_a_note(pages: Pages) -> None:
    without(*notes(pages)[1])


def swap_two_notes(pages: Pages) -> None:
    (area, one), (_, other) = notes(pages)[:2]
    area.children = [{id(one): other, id(other): one}.get(id(each), each) for each in area.children]


def carry_a_note_over(pages: Pages) -> None:
    area, note = notes(pages)[-1]
    without(area, note)
    last = pages[-1]._page_box
    last.children = [*last.children, area.copy_with_children([note])]


def print_a_note_twice(pages: Pages) -> None:
    area, note = notes(pages)[0]
    area.children = [*area.children, note]


def drop_a_line(pages: Pages) -> None:
    without(*line_saying(pages, "第5段"))


def print_a_line_twice(pages: Pages) -> None:
    holder, line = line_saying(pages, "第5段")
    holder.children = [*holder.children, line]


def change_a_character(pages: Pages) -> None:
    _, box = box_saying(pages, "第5段")
    box.text = box.text.replace("段", "段段", 1)


def swap_two_paragraphs(pages: Pages) -> None:
    (_, one), (_, other) = box_saying(pages, "第6段"), box_saying(pages, "第7段")
    one.text, other.text = other.text, one.text


def drop_an_article(pages: Pages) -> None:
    without(*[(holder, box) for holder, box in tree(pages) if box.element_tag == "article"][-1])


def move_off_the_page(pages: Pages) -> None:
    line_saying(pages, "第5段")[1].translate(dx=400)


def move_above_the_page(pages: Pages) -> None:
    notes(pages)[0][1].translate(dy=-2000)


def move_into_the_margin(pages: Pages) -> None:
    line_saying(pages, "第5段")[1].translate(dx=20)


def move_over_another_line(pages: Pages) -> None:
    line, other = (line_saying(pages, words)[1] for words in ("第5段", "第2段"))
    other.translate(dy=line.position_y - other.position_y)
    page = next(page for page in pages if any(box is line for _, box in boxes_of(page._page_box)))
    page._page_box.children[0].children = [*page._page_box.children[0].children, other]


def break_a_link(pages: Pages) -> None:
    target = next(target for page in pages for kind, target, _, _ in page.links if kind == "internal")
    for page in pages:
        page.anchors.pop(target, None)


def drop_a_link(pages: Pages) -> None:
    for page in pages:
        page.links = [each for each in page.links if each[0] == "internal"]


def name_another_page(pages: Pages) -> None:
    leaders = (box for _, box in tree(pages) if box.element_tag == "span::after" and isinstance(box, boxes.TextBox))
    next(box for box in leaders if re.search("[0-9]", box.text)).text = "99"


def call_by_another_mark(pages: Pages) -> None:
    box = next(b for _, b in tree(pages) if b.element_tag == "span::footnote-call" and isinstance(b, boxes.TextBox))
    box.text = "⑨"


FAULTS: dict[Callable[[Pages], None], tuple[str, int | None]] = {
    drop_a_note: ("D604", 3),
    swap_two_notes: ("D606", 3),
    carry_a_note_over: ("D605", 13),
    print_a_note_twice: ("D602", 2),
    drop_a_line: ("D601", 5),
    print_a_line_twice: ("D602", 5),
    change_a_character: ("D602", 5),
    swap_two_paragraphs: ("D602", 7),
    drop_an_article: ("D601", 20),
    move_off_the_page: ("D607", 5),
    move_above_the_page: ("D607", 1),
    move_into_the_margin: ("D608", 5),
    move_over_another_line: ("D609", 2),
    break_a_link: ("D610", None),
    drop_a_link: ("D610", 1),
    name_another_page: ("D611", None),
    call_by_another_mark: ("D612", 2),
}


@pytest.mark.parametrize("damage", FAULTS, ids=lambda damage: damage.__name__)
def test_each_fault_on_the_pages_is_told_with_its_place(damage: Callable[[Pages], None]) -> None:
    code, line = FAULTS[damage]
    pages = pages_of(BOOK)
    damage(pages)
    told = {each.code: each for each in reversed(faults(pages))}
    assert code in told, list(map(str, told.values()))
    assert line in (None, told[code].line), str(told[code])
    assert told[code].file == ("a.txt" if line else told[code].file)


# --- what is delivered ---------------------------------------------------------------------------------------------


@pytest.fixture
def faulty(tmp_path: Path) -> list[str]:
    """The command that makes a book by a style which prints its bylines beside the page."""
    (tmp_path / "print.css").write_text(".byline { position: relative; left: 300mm }", "utf-8")
    (tmp_path / "a.md").write_text("---\ntitle: 茶\n---\n\n## 茶山\n\n作者：李明\n\n春天来得迟。\n", "utf-8")
    return ["pdf", "-q", "--style", str(tmp_path), str(tmp_path / "a.md"), "-o", str(tmp_path / "a.pdf")]


def test_a_book_that_is_not_as_it_should_be_is_not_delivered(faulty: list[str], tmp_path: Path) -> None:
    made = CliRunner().invoke(main, faulty)
    assert (made.exit_code, (tmp_path / "a.pdf").exists()) == (1, False)
    assert re.search(r"a\.md:5: error D607 off the page by [0-9.]+ mm: “李明”", made.stderr)


def test_it_is_delivered_where_it_is_to_be_kept_and_the_status_is_1(faulty: list[str], tmp_path: Path) -> None:
    made = CliRunner().invoke(main, [*faulty, "--keep"])
    assert made.exit_code == 1
    assert "D607" in made.stderr
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
