"""Quotation marks go by depth, whatever the source used."""

import pytest

from publish.traditional.quotation import CORNER, CURLY, with_quotes


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("他说：“好。”", "他说：「好。」"),
        ("“他说‘好’，就走了。”", "「他说『好』，就走了。」"),
        ("“甲“乙”丙”", "「甲『乙』丙」"),
        ("“甲‘乙“丙”乙’甲”", "「甲『乙「丙」乙』甲」"),
        ("『外「内」外』", "「外『内』外」"),
        ("“以「实」为先”", "「以『实』为先」"),
        ("‘单’在外", "「单」在外"),
        ("don’t 与 farmers’ “好”", "don’t 与 farmers’ 「好」"),
        ("“‘双减’政策”", "「『双减』政策」"),
        ("《“十四五”规划》", "《「十四五」规划》"),
        ("没有引号", "没有引号"),
    ],
)
def test_marks_by_depth(source, expected):
    assert with_quotes(source, CORNER) == (expected, ())


@pytest.mark.parametrize(
    ("source", "expected", "alone"),
    [
        ("“甲”两个园区”；“乙”", "「甲」两个园区」；「乙」", [(7, "”", "」")]),
        ("“没有关上", "「没有关上", [(0, "“", "「")]),
        ("“甲‘乙”", "「甲『乙」", [(2, "‘", "『")]),
    ],
)
def test_a_mark_without_its_partner_is_set_and_told(source, expected, alone):
    text, unpaired = with_quotes(source, CORNER)
    assert text == expected
    assert [(quote.offset, quote.mark, quote.set_as) for quote in unpaired] == alone


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("他說：「好。」", "他說：“好。”"),
        ("「他說『好』，就走了。」", "“他說‘好’，就走了。”"),
        ("“已是『弯』的”", "“已是‘弯’的”"),
    ],
)
def test_simplified_chinese_has_curly_marks_by_depth(source, expected):
    assert with_quotes(source, CURLY) == (expected, ())
