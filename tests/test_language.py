"""A language tag is read in one way, whoever asks; a script that it names decides."""

from dataclasses import replace

import pytest
from conftest import Reported
from handmade import article, book

from publish.book import Article, Book, Origin
from publish.composer import CENTRED, MAINLAND, house_of
from publish.edition import TraditionalKeys
from publish.language import Forms, Language
from publish.manuscript import write_manuscript
from publish.traditional import to_simplified, to_traditional, variant_of
from publish.xhtml import words

SIMPLIFIED = ["zh", "zh-CN", "zh-SG", "zh-MY", "zh-Hans", "zh-Hans-CN", "zh-Hans-HK", "zh-hans-tw", "yue-CN", "en", ""]
TAIWANESE = ["zh-TW", "zh-Hant-TW", "ZH-hant-tw", "zh-cmn-Hant-TW"]
HONGKONGESE = ["zh-HK", "zh-MO", "zh-Hant-HK", "yue-HK", "zh-yue-Hant-HK", "zh-HK-x-press"]
STANDARD = ["zh-Hant", "zh-Hant-CN", "zh-Hant-SG", "yue", "zh-yue", "yue-Hant-CN"]
VARIANTS = {"tw": TAIWANESE, "hk": HONGKONGESE, "standard": STANDARD}
FORMS = {
    **dict.fromkeys(SIMPLIFIED, Forms.SIMPLIFIED),
    **dict.fromkeys([*TAIWANESE, *STANDARD], Forms.TRADITIONAL),
    **dict.fromkeys(HONGKONGESE, Forms.HONG_KONG),
}


@pytest.mark.parametrize(("tag", "forms"), FORMS.items())
def test_whatever_depends_on_the_script_follows_one_reading_of_the_tag(tag: str, forms: Forms) -> None:
    traditional = forms is not Forms.SIMPLIFIED
    assert Language.of(tag).forms is forms
    assert Language.of(tag).is_traditional is traditional
    assert words(tag)["contents"] == ("目錄" if traditional else "目录")
    assert house_of(tag) is (CENTRED if traditional else MAINLAND)
    assert ("來源：" in write_manuscript(_printed(tag))) is traditional
    assert (variant_of(tag) is not None) is traditional


def _printed(tag: str) -> Book:

    return replace(book(Article("题", origin=Origin("晚报", "2023年5月4日", "第3版"))), language=tag)


@pytest.mark.parametrize(
    ("tag", "variant"),
    [
        *((tag, "tw") for tag in TAIWANESE),
        *((tag, "hk") for tag in HONGKONGESE),
        *((tag, "standard") for tag in STANDARD),
    ],
)
def test_a_tag_names_the_forms_that_its_text_has(tag: str, variant: str) -> None:
    assert variant_of(tag) == variant


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("ZH-hant-tw", "zh-Hant-TW"),
        ("zh-YUE-HK", "zh-yue-HK"),
        ("zh-cn-X-Press", "zh-CN-x-press"),
        ("zh-Latn-pinyin", "zh-Latn-pinyin"),
        ("zh-u-co-stroke", "zh-u-co-stroke"),
        ("es-419", "es-419"),
    ],
)
def test_a_tag_is_written_in_the_case_that_the_standard_gives(tag: str, written: str) -> None:
    assert str(Language.of(tag)) == written


@pytest.mark.parametrize(
    "tag", ["", "中文", "zh_CN", "zh-", "-CN", "zh--CN", "zh-CN-Hans", "chinese language", "c", "klingon", "chinese"]
)
def test_what_is_no_tag_is_none(tag: str) -> None:
    assert Language.read(tag) is None


def test_simplified_text_for_hong_kong_is_converted_when_hong_kong_s_forms_are_asked_for(report: Reported) -> None:

    simplified = replace(book(article("里弄", "台风过后，这里的卫生都说好。")), language="zh-Hans-HK")
    converted = to_traditional(simplified, "hk", TraditionalKeys(), report)
    assert converted.language == "zh-HK"
    assert "這裏的衞生都説好" in str(converted)
    assert to_simplified(simplified, report) is simplified


def test_text_in_the_forms_asked_for_stays_and_takes_the_plain_tag(report: Reported) -> None:

    already = replace(book(article("里弄", "這裏的衞生都説好。")), language="zh-Hant-HK")
    converted = to_traditional(already, "hk", TraditionalKeys(), report)
    assert (converted.language, list(converted.articles)) == ("zh-HK", list(already.articles))
    assert to_simplified(already, report).language == "zh-CN"
