"""The drawn cover: composed by what the book is, broken where a reader would break it, legible whatever the title."""

import io
from dataclasses import replace
from itertools import combinations

import pytest
from handmade import HANDMADE, book
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from publish.book import Article, Book, Chapter, Origin, Series
from publish.composer import NO_START_STRICT, kind_of
from publish.cover import HEIGHT, WIDTH, choose, draw_cover
from publish.cover.compositions import (
    BAND,
    CLOTHS,
    INK,
    LABEL,
    MASTHEAD,
    PAPER,
    SLIP,
    Composition,
)
from publish.cover.legend import read_legend
from publish.pictures import Box, Lettering, draw, text_width
from publish.wellformed import wellformed

COMPOSITIONS = {"label": LABEL, "slip": SLIP, "band": BAND, "masthead": MASTHEAD}


def _drawn(of: Book, composition: Composition | None = None) -> list[Box | Lettering]:
    legend = read_legend(wellformed(of, lambda diagnostic: None), {})
    return list((composition or choose(of, legend)).draw(legend, CLOTHS[0]))


def _pieces(*publications: str | None) -> tuple[Chapter, ...]:
    """Return a chapter with an article for each of *publications*, where it stood."""
    of = (Article(f"渡口{number}", origin=Origin(name) if name else None) for number, name in enumerate(publications))
    return (Chapter("", tuple(of)),)


@pytest.mark.parametrize(
    ("of", "name"),
    [
        (Book("听雨"), "slip"),
        (Book("河湾岸上的石阶记"), "slip"),
        (Book("听雨", subtitle="河湾散文"), "label"),
        (Book("学习与思考：文章选读（2022—2023）"), "label"),
        (Book("Python 入门"), "band"),
        (Book("听雨，看花"), "band"),
        (Book("河湾文选", chapters=_pieces("河湾日报", "河湾日报", "河湾晚报", None)), "masthead"),
        (Book("河湾文选", chapters=_pieces("河湾日报", None, None, None)), "slip"),
    ],
)
def test_a_cover_is_composed_by_what_the_book_is(of: Book, name: str) -> None:
    assert choose(of, read_legend(of, {})) is COMPOSITIONS[name]


def test_the_compositions_differ_in_grey_and_as_a_thumbnail() -> None:
    """As on a shelf of an e-reader with electronic ink: 60 pixels wide, 16 greys."""
    legend = read_legend(replace(HANDMADE, title="河湾集", subtitle=None), {})
    small = []
    for made in COMPOSITIONS.values():
        picture = draw("a.jpg", WIDTH, HEIGHT, CLOTHS[0] if made.on_cloth else PAPER, made.draw(legend, CLOTHS[0]))
        small.append(Image.open(io.BytesIO(picture.data)).convert("L").resize((60, 96), Image.Resampling.BOX))
    for one, other in combinations(small, 2):
        assert ImageStat.Stat(ImageChops.difference(one, other)).mean[0] > 255 / 16


def _lines(of: Book) -> list[str]:
    return [shape.text for shape in _drawn(of, LABEL) if isinstance(shape, Lettering)]


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


@given(_texts, _texts, st.lists(_texts, max_size=5).map(tuple), _texts, _texts, st.sampled_from([*COMPOSITIONS]))
@settings(max_examples=60)
def test_no_lettering_leaves_the_cover_or_covers_another(
    title: str, subtitle: str, authors: tuple[str, ...], series: str, publisher: str, name: str
) -> None:
    made = Book(title, subtitle=subtitle, authors=authors, series=Series(series), publisher=publisher, date="2023")
    made = replace(made, chapters=(Chapter("", tuple(map(Article, (title, subtitle, *authors)))),))
    composition = COMPOSITIONS[name]
    if composition is SLIP and choose(made, read_legend(wellformed(made, lambda diagnostic: None), {})) is not SLIP:
        return  # other titles never stand upright
    places: list[tuple[float, float, float, float]] = []
    for line in (shape for shape in _drawn(made, composition) if isinstance(shape, Lettering)):
        width = text_width(line.text, line.face, line.size)
        place = line.x - width / 2, line.y - line.size / 2, line.x + width / 2, line.y + line.size / 2
        assert 30 < place[0] < place[2] < WIDTH - 30
        assert 0 < place[1] < place[3] < HEIGHT
        assert not [each for each in places if _overlap(each, place)]
        places.append(place)


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


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

    paper = luminance(PAPER) + 0.05
    assert all(paper / (luminance(dark) + 0.05) > 4.5 for dark in (*CLOTHS, INK))


@pytest.mark.parametrize("ratio", [0.5, 154 / 216, 1.0])
def test_what_reaches_an_edge_reaches_that_of_any_cover(ratio: float) -> None:
    """The band of a title in two scripts goes from side to side and down to the foot."""
    picture = draw_cover("cover.jpg", book(title="Python 入门"), {}, ratio)
    assert picture.width / picture.height == pytest.approx(ratio, rel=0.001)
    drawn = Image.open(io.BytesIO(picture.data)).convert("L")
    above = [(1, 1), (picture.width - 2, 1)]
    below = [(1, picture.height - 2), (picture.width - 2, picture.height - 2)]
    assert min(drawn.getpixel(place) for place in above) > 200
    assert max(drawn.getpixel(place) for place in below) < 90
