"""The same article twice is told, a corrected copy too; articles that are only alike are not."""

from pathlib import Path

import pytest

from publish.diagnostics import Diagnostic
from publish.edition import find_edition
from publish.manuscript import write_manuscript
from publish.reading import read_book

FERRY = (
    "渡口\n\n本报记者 周 远\n\n石阶一级一级没进水里，最下面的三级只有枯水的冬天才看得见。\n\n"
    "船不大，坐得下七八个人，两头翘着，像一片竹叶。摇船的人姓方，话很少。\n"
)
POLE = (
    "竹篙\n\n本报记者 陈 素\n\n竹篙要选朝北坡上的毛竹，节密，肉厚，在河泥里埋上一个夏天才不裂。\n\n"
    "篙头包一圈铁，撑在石头上叮的一声，隔着雾也听得见船到了哪里。\n"
)


def told(folder: Path, **files: str) -> list[tuple[str, str, object]]:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text, "utf-8")
    reported: list[Diagnostic] = []
    read_book(find_edition([folder]), reported.append)
    return [
        (one.code, Path(one.file or "").name, one.facts.get("title") or one.facts["count"])
        for one in reported
        if one.code in {"B405", "B406"}
    ]


def test_an_article_that_stands_twice_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, a_txt=f"{FERRY}\n{POLE}", b_txt=FERRY) == [("B405", "b.txt", "渡口")]
    assert told(
        tmp_path,
        a_txt=f"{FERRY}\n{POLE}\n{FERRY}",
        b_txt="山路\n\n本报记者 林 一\n\n山路只有一尺宽，背阴的一面长满青苔，下雨天没有人走。\n",
    ) == [("B405", "a.txt", "渡口")]


def test_articles_that_return_in_one_file_are_told_one_by_one(tmp_path: Path) -> None:
    assert told(tmp_path, a_txt="\n".join([FERRY] * 4)) == [("B405", "a.txt", "渡口")] * 3


def test_a_manuscript_beside_its_dump_is_told_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{FERRY}\n{POLE}", "utf-8")
    book = read_book(find_edition([tmp_path / "a.txt"]), lambda one: None)
    corrected = write_manuscript(book).replace("七八个人", "七、八个人").replace("才不裂", "才不会裂")
    assert told(tmp_path, a_md=corrected) == [("B406", "a.txt", 2)]


@pytest.mark.parametrize(
    "other",
    [
        POLE,
        "渡口\n\n本报记者 方 平\n\n码头在下游，离老渡口三里。\n\n"
        "船很大，坐得下七八个人不止，摇船的人换成了机器，话很多。\n",
        "读《渡口》\n\n本报记者 林 一\n\n文中写道：船不大，坐得下七八个人，两头翘着，像一片竹叶。"
        "这样的句子今天不多见了，作者的眼睛在船上，也在岸上。\n\n"
        "我读了三遍，每一遍都想起外婆家门前的那条河，河上也有这样的船，只是没有人摇了。\n",
    ],
)
def test_articles_that_are_alike_or_quote_each_other_are_not(other: str, tmp_path: Path) -> None:
    assert told(tmp_path, a_txt=FERRY, b_txt=other) == []


def test_what_is_dropped_is_no_longer_there_twice(tmp_path: Path) -> None:
    (tmp_path / "book.toml").write_text('drop = ["b.txt:1"]', "utf-8")
    assert told(tmp_path, a_txt=f"{FERRY}\n{POLE}", b_txt=FERRY) == []
