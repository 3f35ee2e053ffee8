"""The JSON Schemas that are published are those of the code, and what the program prints is what they say."""

import json
import runpy
import sys
from pathlib import Path
from typing import get_type_hints

import msgspec
import pytest

from publish.edition import find_edition
from publish.reading import read_book
from publish.record import ArticleRecord, BlockRecord, BookRecord, ChapterRecord, DiagnosticRecord, record

ROOT = Path(__file__).parent.parent


def test_the_schemas_are_in_step_with_the_code(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["schemas", "--check"])
    with pytest.raises(SystemExit) as end:
        runpy.run_path(str(ROOT / "tools" / "schemas"), run_name="__main__")
    assert end.value.code == 0, capsys.readouterr().err


def test_the_schema_of_book_toml_knows_each_key_says_what_it_means_and_knows_no_null():
    schema = json.loads((ROOT / "docs/book.schema.json").read_text("utf-8"))
    settings = schema["$defs"]["Settings"]
    assert settings["additionalProperties"] is False
    assert {"title", "chapters", "drop", "accept", "pdf"} <= set(settings["properties"])
    assert "出版日期" in settings["properties"]["date"]["description"]
    assert schema["$defs"]["TraditionalKeys"]["properties"]["variant"]["enum"] == ["hk", "standard", "tw", "twp"]
    assert '"null"' not in json.dumps(schema)


def test_what_parse_prints_has_the_keys_of_the_schema_and_their_kinds(tmp_path):
    (tmp_path / "a.txt").write_text(
        "渡口\n\n周 远\n\n石阶一级一级没进水里，最下面的三级只有枯水的冬天才看得见，\n", "utf-8"
    )
    reported = []
    said = record(read_book(find_edition([tmp_path / "a.txt"]), reported.append), reported)
    msgspec.convert(said, BookRecord)
    (chapter,) = said["chapters"]
    (article,) = chapter["articles"]
    for part, kind in (
        (said, BookRecord),
        (chapter, ChapterRecord),
        (article, ArticleRecord),
        (article["blocks"][0], BlockRecord),
        (said["diagnostics"][-1], DiagnosticRecord),
    ):
        assert list(part) == [key for key in get_type_hints(kind) if key in part]
        assert kind.__required_keys__ <= set(part)
