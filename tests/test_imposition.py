"""Booklets: the pages come in order when the sheets are folded."""

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from publish.diagnostics import PublishError
from publish.pdf.imposition import A4, Side, impose, side_by_side, sides


def folded(printed: list[Side], signature: int) -> list[int]:
    """Return the pages as a reader meets them who folds the sheets of each signature together and stacks the folds."""
    order: list[int | None] = []
    per_signature = signature // 2
    for start in range(0, len(printed), per_signature):
        fronts, backs = printed[start : start + per_signature : 2], printed[start + 1 : start + per_signature : 2]
        for front, back in zip(fronts, backs, strict=True):
            order += [front[1], back[0]]
        for front, back in reversed(list(zip(fronts, backs, strict=True))):
            order += [back[1], front[0]]
    return [page for page in order if page is not None]


def test_eight_pages_in_one_signature() -> None:
    assert list(sides(8)) == [(7, 0), (1, 6), (5, 2), (3, 4)]


def test_blank_pages_come_last() -> None:
    assert list(sides(5)) == [(None, 0), (1, None), (None, 2), (3, 4)]


@given(pages=st.integers(0, 300), quarters=st.integers(1, 10))
def test_folding_gives_back_the_order(pages: int, quarters: int) -> None:
    assert folded(list(sides(pages, quarters * 4)), quarters * 4) == list(range(pages))


@pytest.mark.parametrize("signature", [0, -4, 3, 18])
def test_a_signature_is_whole_sheets(signature: int) -> None:
    with pytest.raises(PublishError) as error:
        list(sides(8, signature))
    assert error.value.diagnostic.code == "D102"


def numbered(pages: int, size: tuple[float, float] = (419.53, 595.28)) -> bytes:
    """Return a PDF whose pages say their numbers, from 1."""
    document = pymupdf.open()
    for number in range(1, pages + 1):
        document.new_page(width=size[0], height=size[1]).insert_text((200, 300), str(number))
    return bytes(document.tobytes())


@pytest.mark.parametrize(("pages", "signature"), [(10, None), (20, 8), (3, 16)])
def test_the_folios_of_the_folded_sheets_count_up(pages: int, signature: int | None) -> None:
    printed: list[Side] = []
    for sheet in pymupdf.open("pdf", impose(numbered(pages), signature)):
        words = sheet.get_text("words")
        half = {word[0] > sheet.rect.width / 2: int(word[4]) for word in words}
        printed.append((half.get(False), half.get(True)))
    assert folded(printed, signature or len(printed) * 2) == list(range(1, pages + 1))


def test_two_a5_pages_make_a_lying_a4_and_each_font_is_there_once() -> None:
    sheets = pymupdf.open("pdf", impose(numbered(8)))
    assert tuple(round(side) for side in sheets[0].rect[2:]) == (842, 595)
    assert len({font[0] for page in sheets for font in page.get_fonts(full=True)}) == 1


def test_pages_side_by_side_are_read_from_left_to_right() -> None:
    sheets = pymupdf.open("pdf", side_by_side(numbered(5), A4))
    assert [[word[4] for word in sorted(sheet.get_text("words"))] for sheet in sheets] == [
        ["1", "2"],
        ["3", "4"],
        ["5"],
    ]
    assert sheets[2].get_text("words")[0][0] < sheets[2].rect.width / 2


def test_pages_larger_than_their_half_of_the_sheet_are_printed_smaller() -> None:
    sheet = pymupdf.open("pdf", impose(numbered(4, (595.28, 841.89)), None, A4))[0]
    assert tuple(round(side) for side in sheet.rect[2:]) == (842, 595)
    assert all(word[2] < sheet.rect.width and word[3] < sheet.rect.height for word in sheet.get_text("words"))
    assert sheet.get_text("words")[0][3] - sheet.get_text("words")[0][1] < 15 * 0.75


def test_inner_sheets_move_their_pages_towards_the_fold() -> None:
    sheets = pymupdf.open("pdf", impose(numbered(40)))
    right = [max(word[0] for word in sheets[side].get_text("words")) for side in (0, 18)]
    assert right[0] - right[1] == pytest.approx(9 * 0.1 * 72 / 25.4, abs=0.3)


def test_pages_too_large_for_any_sheet_get_one_of_their_own() -> None:
    sheet = pymupdf.open("pdf", impose(numbered(4, (2000, 2500))))[0]
    assert tuple(round(side) for side in sheet.rect[2:]) == (4000, 2500)
