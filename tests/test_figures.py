"""Figures are as wide as the manuscript says, alone or in a row, on screen and on paper, and come back from both."""

import io
import math
import random
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import pymupdf
import pytest
from conftest import Reported
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Drawing

from publish.book import (
    Article,
    Block,
    Book,
    Break,
    Chapter,
    Crosshead,
    Figure,
    Image,
    Inline,
    Inlines,
    Note,
    Paragraph,
    Picture,
    Text,
)
from publish.diagnostics import Diagnostic
from publish.edition import PdfKeys, Settings
from publish.epub import write_epub
from publish.manuscript.markdown import parse_markdown
from publish.manuscript.markdown_reader import MarkdownReader
from publish.manuscript.markdown_writer import tidy, write_blocks
from publish.pdf import write_pdf
from publish.verify.verify_pdf import verify_pdf

images = st.builds(
    Image, st.sampled_from(["a.png", "b_20_c.jpg"]), st.sampled_from(["", "街景", "{width=50%}", "甲]乙"])
)
words = st.sampled_from(["桥", " ", "{width=50%}", "![", "{.a}", "雨后"]).map(Text)
inlines = st.lists(images | words | st.just(Break()), max_size=4).map(lambda found: tidy(tuple(found)))


def is_held(content: Inlines) -> bool:
    """Tell whether *content* has no white space and no line break at its ends, which no paragraph has."""
    ends = [content[0], content[-1]] if content else []
    return not any(isinstance(end, Break) or (isinstance(end, Text) and end.text != end.text.strip()) for end in ends)


captions = inlines.filter(is_held)
widths = st.none() | st.sampled_from([100.0, 50.0, 33.25, 0.5])
figures = st.builds(Figure, images, captions, width=widths)
beside = st.builds(Figure, images, captions, width=widths, beside=st.just(True))
rows = st.tuples(figures, st.lists(beside, max_size=3)).map(lambda found: (found[0], *found[1]))
paragraphs = captions.filter(bool).map(lambda content: (Paragraph(content),))


@given(st.lists(rows | paragraphs, max_size=3).map(lambda found: tuple(block for part in found for block in part)))
def test_figures_and_rows_of_figures_come_back_from_a_manuscript(blocks: tuple[Figure | Paragraph, ...]) -> None:
    written, _ = write_blocks(blocks)
    said: list[str] = []
    names = {"a.png": "a.png", "b%20c.jpg": "b_20_c.jpg"}
    reader = MarkdownReader(
        parse_markdown(written), "m.md", lambda found: said.append(found.code), lambda address, line: names[address]
    )
    assert (reader.blocks(parse_markdown(written).nodes), said) == (blocks, [])


# --- in both outputs -----------------------------------------------------------------------------------------------


def picture(name: str, width: int, height: int) -> Picture:
    """Return a picture in one colour."""
    file = io.BytesIO()
    Drawing.new("L", (width, height), 90).save(file, "PNG")
    return Picture(name, "image/png", file.getvalue(), width, height)


LYING, STANDING, TINY = picture("lying.png", 900, 600), picture("standing.png", 600, 900), picture("tiny.png", 120, 90)


def book_of(*blocks: Block, **said: object) -> Book:
    """Return a book of one article with *blocks* and the pictures above."""
    return Book(
        "渡", chapters=(Chapter("河", (Article("岸", blocks=blocks),)),), pictures=(LYING, STANDING, TINY), **said
    )


def printed(book: Book, **keys: object) -> tuple[pymupdf.Document, list[Diagnostic]]:
    """Return the PDF of *book* and what was reported, but for the faces that stand in."""
    said: list[Diagnostic] = []
    data = write_pdf(book, Settings(pdf=PdfKeys(**keys)), said.append)
    return pymupdf.open("pdf", data), [each for each in said if not each.code.startswith("F")]


def frames(pages: Iterable[pymupdf.Page]) -> list[pymupdf.Rect]:
    """Return where the pictures stand."""
    return [pymupdf.Rect(info["bbox"]) for page in pages for info in page.get_image_info()]


COLUMN = 28 * 10.5


def test_a_figure_is_as_wide_as_the_manuscript_says_and_else_at_200_pixels_to_the_inch() -> None:
    document, said = printed(book_of(Figure(Image("lying.png", "图"), width=40.0), Figure(Image("standing.png", "图"))))
    sized, natural = frames(document)
    assert (round(sized.width), round(natural.width), said) == (round(0.4 * COLUMN), 216, [])


def test_figures_side_by_side_are_equally_high_and_share_the_column_each_with_its_caption() -> None:
    row = (
        Figure(Image("lying.png", "图"), (Text("石桥"),)),
        Figure(Image("standing.png", "图"), (Text("高塔"),), beside=True),
        Figure(Image("lying.png", "图"), (Text("远山"),), beside=True),
    )
    document, said = printed(book_of(*row))
    left, middle, right = frames(document)
    assert {(round(frame.y0), round(frame.height)) for frame in (left, middle, right)} == {
        (round(left.y0), round(left.height))
    }
    assert (left.x1 < middle.x0, middle.x1 < right.x0) == (True, True)
    assert round(right.x1 - left.x0) == round(COLUMN)
    for frame, caption in zip((left, middle, right), ("石桥", "高塔", "远山"), strict=True):
        (found,) = (rect for page in document for rect in page.search_for(caption))
        assert frame.x0 < found.x0 < found.x1 < frame.x1
        assert found.y0 > frame.y1
    assert said == []


def test_in_an_ebook_figures_share_a_row_by_percent_and_stand_below_each_other_where_they_have_no_room() -> None:
    said: list[Diagnostic] = []
    row = (
        Figure(Image("lying.png", "图")),
        Figure(Image("standing.png", "图"), beside=True),
        Figure(Image("lying.png", "图"), width=50.0),
    )
    with ZipFile(io.BytesIO(write_epub(book_of(*row), Settings(), said.append))) as package:
        (page,) = (package.read(name).decode() for name in package.namelist() if "/text/a" in name)
        css = package.read("EPUB/style/book.css").decode()
    shares = [
        float(share) for share in re.findall(r'<figure class="sized(?: beside)?" style="width: ([\d.]+)%">', page)
    ]
    assert shares == [pytest.approx(97 * 2.25 / 3.25, abs=0.01), pytest.approx(97 / 3.25, abs=0.01)]
    assert '<img style="width: 50.00%"' in page.partition("</div>")[2]
    assert re.search(r"\.row figure \{ display: inline-block;[^}]* min-width: 8em; }", css)


def test_a_picture_that_is_printed_coarsely_is_reported_with_what_would_do() -> None:
    document, said = printed(book_of(Figure(Image("tiny.png", "图"), width=100.0), Figure(Image("tiny.png", "图"))))
    (told,) = said
    page = next(number for number, page in enumerate(document, 1) if page.get_image_info())
    needed = math.ceil(COLUMN / 72 * 200)
    assert (told.code, told.file, told.facts["page"]) == ("D401", "tiny.png", page)
    assert told.facts["ppi"] == round(120 / (COLUMN / 72))
    assert needed <= told.facts["width"] <= needed + 1


def test_a_cover_is_the_first_leaf_of_a_pdf_cropped_to_the_paper_and_its_back_is_white() -> None:
    document, said = printed(book_of(Paragraph((Text("水退了。"),)), cover="standing.png"))
    (cover,) = document[0].get_image_info()
    frame = pymupdf.Rect(cover["bbox"])
    assert frame.contains(document[0].rect) or abs(frame - document[0].rect) < 0.1
    assert [each.code for each in said] == ["D401"]
    assert (document[1].get_text(), document[1].get_image_info()) == ("", [])
    assert "渡" in document[2].get_text()
    labels = [page.get_label() for page in document]
    assert labels[2:] == ["i", "ii", "1"]
    single, _ = printed(book_of(Paragraph((Text("水退了。"),)), cover="standing.png"), single_sided=True)
    assert (len(single[0].get_image_info()), "渡" in single[1].get_text()) == (1, True)


def test_a_book_without_a_picture_for_its_cover_begins_with_its_title_page() -> None:
    document, _ = printed(book_of(Figure(Image("standing.png", "图"))))
    assert "渡" in document[0].get_text()


# --- full pages ----------------------------------------------------------------------------------------------------

SENTENCE = "船家把缆绳往石桩上一绕，跳板就稳了，挑担的人一个跟着一个上岸去。"
LEADING = 17.5


def paragraph(number: int, sentences: int, *inlines: Inline) -> Paragraph:
    """Return the paragraph of a *number*, so many *sentences* long."""
    return Paragraph((Text(f"其{number}，" + SENTENCE * sentences), *inlines))


def lowest(page: pymupdf.Page) -> float:
    """Return where the text and the pictures of *page* end, the folio aside."""
    words = [word for word in page.get_text("words") if word[3] < page.rect.height - 20 * 72 / 25.4]
    return max([word[3] for word in words] + [frame.y1 for frame in frames([page])], default=0)


def article_of(seed: int, *, noted: bool) -> tuple[Block, ...]:
    """Return paragraphs, some of them with notes, and figures among them, one in a row of two, as *seed* has it."""
    chance = random.Random(seed)
    blocks: list[Block] = []
    for number in range(40):
        note = Note((Paragraph((Text(f"注{number}，见旧志。"),)),))
        called = (note,) if noted and chance.random() < 0.4 else ()
        blocks.append(paragraph(number, chance.randint(1, 4), *called))
        if chance.random() < 0.25:
            shown = Image(chance.choice((LYING, STANDING)).name, "图")
            blocks.append(Figure(shown, (Text(f"图{number}。"),)))
            if chance.random() < 0.3:
                blocks.append(Figure(Image("lying.png", "图"), (Text(f"又图{number}。"),), beside=True))
    return (*blocks, *(paragraph(number, 4) for number in range(40, 50)))


@pytest.mark.parametrize("noted", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_text_fills_the_space_before_a_figure_that_moves_on(seed: int, noted: bool, tmp_path: Path) -> None:
    blocks = article_of(seed, noted=noted)
    document, said = printed(book_of(*blocks), paper="a5")
    assert said == []  # the pages were held against the book: all is there, in order, notes on the pages of their calls
    path = tmp_path / "book.pdf"
    document.save(path)
    found = Reported()
    verify_pdf(path, book_of(*blocks), found)
    assert [each.code for each in found] == []
    pages = [page for page in document if re.search("其[0-9]", page.get_text()) or page.get_image_info()][1:-1]
    deepest = max(map(lowest, pages))
    white = [(deepest - lowest(page)) / LEADING for page in pages]
    assert max(white) < (5 if noted else 3)


def test_each_caption_stands_right_below_its_picture() -> None:
    document, _ = printed(book_of(*article_of(5, noted=False)))
    captions = [
        (page.number, rect) for page in document for rect in page.search_for("图") if "图" in page.get_textbox(rect)
    ]
    shown = [(page.number, frame) for page in document for frame in frames([page])]
    assert len(captions) == len(shown)
    for number, caption in captions:
        assert any(number == at and 0 < caption.y0 - frame.y1 < LEADING for at, frame in shown)


def title_sizes(page: pymupdf.Page, title: str) -> list[float]:
    """Return the sizes in which *title* stands on *page*."""
    lines = [line for block in page.get_text("dict")["blocks"] for line in block.get("lines", ())]
    return [span["size"] for line in lines for span in line["spans"] if title in span["text"]]


@pytest.mark.parametrize("count", range(5, 13, 2))
def test_no_title_stands_alone_before_a_figure(count: int) -> None:
    above = Article("上", blocks=tuple(paragraph(number, 1) for number in range(count)))
    below = Article("独图", blocks=(Figure(Image("standing.png", "图")),))
    document, _ = printed(replace(book_of(), chapters=(Chapter("河", (above, below)),)))
    (page,) = (page for page in document if any(size > 12 for size in title_sizes(page, "独图")))
    assert len(page.get_image_info()) == 1


def test_a_figure_that_nearly_fits_is_set_a_little_smaller() -> None:
    full = Figure(Image("lying.png", "图"), width=100.0)
    made = [printed(book_of(*(paragraph(n, 1) for n in range(count)), full))[0] for count in range(5)]
    heights = [round(next(iter(frames(document))).height) for document in made]
    assert heights[0] == round(COLUMN / 1.5)
    assert any(0.7 * heights[0] <= height < heights[0] for height in heights)


def test_text_does_not_pass_a_figure_whose_caption_calls_a_note() -> None:
    caption = (Text("塔"), Note((Paragraph((Text("塔注"),)),)))
    later = replace(paragraph(6, 2), content=(*paragraph(6, 2).content, Note((Paragraph((Text("后注"),)),))))
    blocks = (*(paragraph(n, 2) for n in range(4)), Figure(Image("standing.png", "图"), caption), later)
    document, _ = printed(book_of(*blocks))
    read = "".join(page.get_text() for page in document)
    assert 0 < read.index("塔注") < read.index("后注")


def test_text_does_not_pass_the_crosshead_after_a_figure() -> None:
    figure = Figure(Image("standing.png", "图"), (Text("塔"),))
    blocks = (*(paragraph(n, 2) for n in range(6)), figure, Crosshead((Text("对岸"),)), paragraph(6, 3))
    document, said = printed(book_of(*blocks))
    place = next((page.number, rect.y0) for page in document for rect in page.search_for("对岸"))
    (tower,) = [(page.number, frame.y0) for page in document for frame in frames([page])]
    assert tower < place
    assert said == []
