"""The drawn cover: every line within its label, broken where a reader would break it, legible whatever the title."""

import io
from dataclasses import replace

import pytest
from handmade import HANDMADE, book
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from publish import cover
from publish.book import Book, Series
from publish.composer import NO_START_STRICT, kind_of
from publish.cover import HEIGHT, WIDTH, draw_cover
from publish.pictures import Box, Lettering, text_width
from publish.wellformed import wellformed


def _drawn(of: Book) -> list[Box | Lettering]:
    return list(cover._shapes(wellformed(of, lambda diagnostic: None), {}))


def _lines(of: Book) -> list[str]:
    return [shape.text for shape in _drawn(of) if isinstance(shape, Lettering)]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("听雨", ["听雨"]),
        ("党建引领　推进基层治理现代化", ["党建引领", "推进基层治理现代化"]),
        ("学习与思考：文章选读（2022—2023）", ["学习与思考：", "文章选读", "（2022—2023）"]),
        ("A Small Town", ["A Small", "Town"]),
        ("Python 与《红楼梦》：古典小说", ["Python 与", "《红楼梦》：", "古典小说"]),
    ],
)
def test_a_title_is_broken_where_a_reader_would_break_it(title: str, lines: list[str]) -> None:
    assert _lines(book(title=title)) == lines


def test_series_subtitle_and_names_stand_with_the_title() -> None:
    assert _lines(HANDMADE) == ["河湾集", "社区文选", "河湾丛书 2", "李明、王芳　著", "河湾出版社　2023"]


def test_of_more_than_three_authors_the_first_stands_for_all() -> None:
    assert _lines(replace(HANDMADE, authors=tuple("甲乙丙丁")))[-2] == "甲等　著"


def test_a_book_of_editors_alone_says_so() -> None:
    assert _lines(replace(HANDMADE, authors=(), editors=("赵六",)))[-2] == "赵六　编"


def test_a_title_too_long_for_any_size_ends_in_an_ellipsis() -> None:
    assert _lines(book(title="长" * 10_000))[-1].endswith("长……")


_texts = st.text(st.sampled_from("河湾集，。（）《》“”… 　Aa1-\n\x00😀"), max_size=60)


@given(_texts, _texts, st.lists(_texts, max_size=5).map(tuple), _texts, _texts)
@settings(max_examples=40)
def test_no_lettering_leaves_its_place(
    title: str, subtitle: str, authors: tuple[str, ...], series: str, publisher: str
) -> None:
    made = Book(title, subtitle=subtitle, authors=authors, series=Series(series), publisher=publisher, date="2023")
    shapes = _drawn(made)
    sheet, *_frame = (shape for shape in shapes if isinstance(shape, Box))
    bottom = 0.0
    for line in (shape for shape in shapes if isinstance(shape, Lettering)):
        width = text_width(line.text, line.face, line.size)
        assert sheet.left < line.x - width / 2 < line.x + width / 2 < sheet.right
        assert 0 < line.y - line.size / 2 < line.y + line.size / 2 < HEIGHT
        bottom = max(bottom, line.y if line.ink == cover._INK else 0)
    assert bottom < sheet.bottom < 2200


def test_no_line_begins_with_a_closing_mark() -> None:
    for length in range(4, 40, 5):
        title = "河，湾。《集》"[: length % 7] + "河湾（一）、《集》。" * (length // 8 + 1)
        assert not [line for line in _lines(book(title=title)) if kind_of(line[0]) in NO_START_STRICT]


def test_the_cover_is_a_whole_jpeg_of_the_size_that_shops_ask_for() -> None:
    picture = draw_cover("cover.jpg", HANDMADE, {})
    image = Image.open(io.BytesIO(picture.data))
    assert (image.format, image.size, picture.width, picture.height) == ("JPEG", (WIDTH, HEIGHT), WIDTH, HEIGHT)
    assert picture == draw_cover("cover.jpg", HANDMADE, {})


def test_title_and_ground_are_far_apart_in_grey() -> None:
    """WCAG asks 4.5:1 of text; every cloth and the paper on it give at least that, and so do paper and ink."""

    def luminance(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    paper = luminance(cover._PAPER) + 0.05
    assert all(paper / (luminance(dark) + 0.05) > 4.5 for dark in (*cover._CLOTHS, cover._INK))
