"""Names of files are read in the order of the numbers in them, however these are written."""

import random

import pytest

from publish.ordering import in_order

ORDERED = [
    "第一回 第二回 第三回 第九回 第十回 第十一回 第二十回 第二十一回 第九十九回 第一百回 第一百零一回 第一百二十回",
    "一月 二月 三月 四月 五月 六月 七月 八月 九月 十月 十一月 十二月",
    "正月 二月 十月 冬月 腊月",
    "夜航上 夜航中 夜航下",
    "上册 中册 下册",
    "卷上 卷中 卷下",
    "诗集（上） 诗集（中） 诗集（下）",
    "2023上半年 2023下半年 2024上半年",
    "一九九八年 一九九九年 二〇〇〇年 二〇〇一年 二〇一〇年",
    "民国元年 民国二年 民国十年 民国廿三年 民国卅年",
    "刊１ 刊２ 刊９ 刊１０ 刊１１",
    "辑Ⅰ 辑Ⅱ 辑Ⅲ 辑Ⅳ 辑Ⅴ 辑Ⅸ 辑Ⅹ 辑Ⅻ",
    "部I 部II 部III 部IV 部V 部IX 部X 部XII",
    "I II III IV IX X XIV",
    "A B C D E I L M V X Y",
    "Part-A Part-B Part-C Part-I",
    "第1期 第二期 第３期 第十期 第11期",
    "a2 a10 b1",
    "第两期 第三期",
    "甲编 乙编 丙编 丁编",
    "甲 乙 丙 辛 壬 癸",
    "渡口_甲 渡口_乙 渡口_丁",
    "第壹輯 第貳輯 第參輯 第拾輯 第拾贰辑",
    "壹 贰 叁 肆 玖 拾",
    "伍子胥 周瑜 陆游",
    "春 夏 秋 冬",
    "2023年秋 2023年冬 2024年春季号 2024年夏季号",
    "报-9月 报-10月",
    "前言 第一章 第二章 第十章 后记",
    "楔子 一 二 十 尾声",
    "前言 第一章 第二章 後記",
    "江边 老街 番外一 番外二 番外十",
    "第一卷第二章 第一卷第十章 第二卷第一章",
]


@pytest.mark.parametrize("line", ORDERED)
@pytest.mark.parametrize("ending", ["", ".txt"])
def test_names_are_read_by_their_numbers(line: str, ending: str) -> None:
    wanted = [f"{name}{ending}" for name in line.split()]
    mixed = random.Random(7).sample(wanted, len(wanted))
    assert [mixed[at] for at in in_order(mixed)] == wanted


def test_equal_numbers_stand_in_the_order_of_their_names() -> None:
    names = ["第2期.txt", "第二期.txt", "第２期.md"]
    assert [names[at] for at in in_order(names)] == ["第２期.md", "第2期.txt", "第二期.txt"]


def test_names_without_numbers_stand_as_their_characters_do() -> None:
    names = ["c.txt", "a.txt", "天下.txt", "天.txt"]
    assert [names[at] for at in in_order(names)] == ["a.txt", "c.txt", "天.txt", "天下.txt"]
