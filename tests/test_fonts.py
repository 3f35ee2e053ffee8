"""Faces by role, on the machine's own fonts and on machines without any."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from handmade import book, text

from publish.assets import assets
from publish.book import Article, Paragraph, Place
from publish.coverage import report_missing
from publish.diagnostics import Diagnostic, PublishError
from publish.fonts import (
    ROLES,
    Families,
    choose_faces,
    covers,
    families_of,
    find_face,
    machine,
    missing,
    report_absent,
    subset,
)

Only = Callable[[Path], None]


@pytest.fixture
def only_fonts_in(monkeypatch: pytest.MonkeyPatch) -> Iterator[Only]:
    """Make the machine one that has no fonts but those in a folder."""

    def only(folder: Path) -> None:
        monkeypatch.setattr(machine, "folders", lambda: (folder,))
        machine.installed.cache_clear()

    yield only
    machine.installed.cache_clear()


@pytest.mark.parametrize(("language", "suffix"), [("zh-CN", "SC"), ("zh-TW", "TC"), ("zh-HK", "HK")])
def test_song_is_a_face_with_the_shapes_of_the_language(language: str, suffix: str) -> None:
    assert find_face("song", language).family.endswith(suffix)


def test_a_machine_without_a_chinese_face_is_told_what_to_install(only_fonts_in: Only, tmp_path: Path) -> None:
    only_fonts_in(tmp_path)
    with pytest.raises(PublishError) as error:
        find_face("song", "zh-CN")
    assert error.value.diagnostic.code == "F101"
    assert "fonts-noto-cjk" in (error.value.diagnostic.hint or "")


def test_a_broken_font_file_is_passed_over(only_fonts_in: Only, tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"\0\1\0\0 nothing")
    (tmp_path / "NotoSerifCJK.ttc").symlink_to(find_face("song", "zh-CN").path)
    only_fonts_in(tmp_path)
    assert find_face("song", "zh-CN").family == "Noto Serif CJK SC"


def test_a_role_that_no_face_plays_is_played_by_another_and_reported(only_fonts_in: Only, tmp_path: Path) -> None:
    (tmp_path / "song.ttc").symlink_to(find_face("song", "zh-CN").path)
    only_fonts_in(tmp_path)
    said: list[Diagnostic] = []
    faces = choose_faces(ROLES, "zh-CN", {}, said.append)
    assert faces["kai"].family == "Noto Serif CJK SC"
    assert [d.facts["role"] for d in said if d.code == "F201"] == ["hei", "kai", "fangsong", "latin", "code"]


def test_characters_of_one_script_are_told_together_with_the_face_to_install(
    only_fonts_in: Only, tmp_path: Path
) -> None:
    (tmp_path / "song.ttc").symlink_to(find_face("song", "zh-CN").path)
    only_fonts_in(tmp_path)
    said: list[Diagnostic] = []
    block = Paragraph(text("藏文བོད，又བོད，蒙文ᠮᠣ。"), (Place(9),))
    report_missing(book(Article("字", blocks=(block,), source="a.txt")), {}, said.append)
    assert [(d.place, d.facts["character"], d.facts["count"], d.facts["package"]) for d in said] == [
        ("a.txt:9:3", "བོད", 6, "fonts-noto-core"),
        ("a.txt:9:14", "ᠮᠣ", 2, "fonts-noto-core"),
    ]


def test_a_character_for_private_use_is_in_no_face_whatever_glyph_stands_there() -> None:
    assert missing("甲\ue000\U000f0000", "zh-CN", {}) == {"\ue000", "\U000f0000"}


def test_a_face_that_no_list_names_lends_what_the_others_lack(only_fonts_in: Only, tmp_path: Path) -> None:
    (tmp_path / "song.ttc").symlink_to(find_face("song", "zh-CN").path)
    lender = FontBuilder(1000, isTTF=True)
    lender.setupGlyphOrder([".notdef", "one"])
    lender.setupCharacterMap({0x16A0: "one"})
    lender.setupGlyf(dict.fromkeys([".notdef", "one"], TTGlyphPen(None).glyph()))
    lender.setupHorizontalMetrics(dict.fromkeys([".notdef", "one"], (600, 0)))
    lender.setupHorizontalHeader()
    lender.setupNameTable({"familyName": "Someone's Runes", "styleName": "Regular"})
    lender.setupOS2()
    lender.save(tmp_path / "runes.ttf")
    only_fonts_in(tmp_path)
    assert missing("ᚠᚡ", "zh-CN", {}) == {"ᚡ"}


def test_the_families_of_book_toml_come_first_and_a_missing_one_is_reported() -> None:
    said: list[Diagnostic] = []
    wished: Families = {"song": ("No Such Song", "Noto Sans CJK SC")}
    report_absent(wished, said.append)
    assert find_face("song", "zh-CN", wished).family == "Noto Sans CJK SC"
    assert [(d.code, d.facts["family"]) for d in said] == [("F203", "No Such Song")]


def test_a_style_names_families_of_its_own_which_book_toml_overrides(tmp_path: Path) -> None:
    (tmp_path / "faces.toml").write_text('[song]\nSC = ["Style Song"]\nTC = ["風格宋"]\n', "utf-8")
    wished = families_of((tmp_path, assets("styles") / "book"), "zh-TW", {"song": ("My Song",)})
    assert wished["song"] == ("My Song", "風格宋")


def test_a_bold_face_is_another_file_of_the_same_family() -> None:
    regular, bold = (find_face("song", "zh-CN", weight=weight) for weight in (400, 700))
    assert (regular.family, regular.weight, bold.family, bold.weight) == (regular.family, 400, regular.family, 700)


def test_a_subset_is_small_and_the_same_each_time() -> None:
    face = find_face("kai", "zh-CN")
    assert covers(face, "书")
    assert subset(face, "书籍") == subset(face, "籍书")
    assert len(subset(face, "书籍")) < 20_000
