"""The outline of a dump is chosen for the whole file; behind each piece of evidence stands a case that needs it."""

import tomllib
from pathlib import Path
from typing import Any
from unittest.mock import patch

from dump_cases import cases, shown

from publish.dump import evidence, outline
from publish.edition import find_edition
from publish.reading import read_book

TABLE: dict[str, Any] = tomllib.loads(Path(outline.__file__).with_suffix(".toml").read_text("utf-8"))
SHARE = 0.25
"""Share of the rows that may stand without a case: only whole books show what they are worth."""


def test_what_a_row_says_is_gone_without_it(tmp_path: Path) -> None:
    known = {case.title: case for case in cases("dumps", "rhythm", "declared", "drawn", "webpages", "guesses")}
    weights = outline.outline_weights()
    unnoticed = []
    for row in TABLE["evidence"]:
        other = outline.Weights(weights.none, {**weights.worth, row["of"]: 0.0})
        with patch.object(outline, "outline_weights", lambda other=other: other):
            named = [known[title] for title in row.get("cases", ())]
            unnoticed += [row["of"] for case in named if shown(case, tmp_path) == case.expected]
    assert unnoticed == []


def test_hardly_a_row_stands_without_a_case() -> None:
    rows = TABLE["evidence"]
    without = [row["of"] for row in rows if "cases" not in row]
    assert len(without) < SHARE * len(rows), without


def test_each_row_names_a_function() -> None:
    named = {row["of"] for row in TABLE["evidence"]}
    assert [name for name in named if not callable(getattr(evidence, name, None))] == []


def test_numbers_that_count_on_through_a_book_head_its_chapters_however_long_their_names(tmp_path: Path) -> None:
    names = [f"{at}那一年的第{at}场雨下在谁也没有想到的那一天的下午" for at in range(1, 31)]
    pages = [f"\n\u3000\u3000{name}\n\n" + 4 * f"\u3000\u3000{_TEXT}\n\n" for name in names]
    path = tmp_path / "雨.txt"
    path.write_text(f"{_TEXT}\n\n{''.join(pages)}", "utf-8")
    chapters = read_book(find_edition([path]), lambda said: None).chapters
    assert [article.title for chapter in chapters for article in chapter.articles][-30:] == names


_TEXT = "雨从早上就下，街上没有人，只有卖伞的还在桥头。"
