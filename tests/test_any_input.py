"""Whatever bytes or text come, a stage reads them or refuses them in a line."""

import json
import re
import string
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from publish.decoding import decode
from publish.description import read_table
from publish.diagnostics import Diagnostic, PublishError
from publish.drawings import Unsound, redrawn
from publish.edition import find_edition, settings_from
from publish.fetching import fetched
from publish.manuscript.front_matter import read_front_matter
from publish.output import file_name
from publish.patterns import Pattern
from publish.pictures import read_picture
from publish.printable import printable, printable_json, printable_text
from publish.readers import File, reader_of
from publish.source import read_text
from publish.stylesheets import Allowed, asked_for, kept_declarations, kept_rules, rules

quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

MARKS = "#>-*_`[]()!|\\{}%:\"'<>&;,.=~^$@/?+\t\n 　"
texts = (
    st.text(st.one_of(st.sampled_from(MARKS), st.characters(), st.sampled_from("甲乙丙老钟巷口，。“”（）"))) | st.text()
)
words = st.lists(
    st.sampled_from(
        ["<svg", "<g>", "</g>", "<style>", "</style>", "url(", "#a", ")", "http://a", "@import", '"', "'", "/*", "*/"]
    )
    | st.sampled_from(
        [
            " fill=",
            " href=",
            "<use",
            "/>",
            ">",
            "{",
            "}",
            ";",
            ":",
            "&#9;",
            "<![CDATA[",
            "]]>",
            " style=",
            "a",
            "-",
            "1e9",
        ]
    )
).map("".join)
"""Markup and style sheets, well-formed now and then."""


def silent(_said: Diagnostic) -> None:
    """Take no notice."""


def refused_in_a_line(work: Callable[[], object], *kinds: type[Exception]) -> None:
    """Do *work*; what it refuses, it refuses with a sentence, as a `PublishError` or one of other *kinds*."""
    said = "done"
    try:
        work()
    except (PublishError, *kinds) as refused:
        said = str(refused)
    assert said
    assert "\n" not in said


@quick
@given(
    st.binary() | texts.map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from([None, "gb18030", "utf-16"]),
)
def test_any_bytes_are_decoded_or_refused(data: bytes, encoding: str | None) -> None:
    refused_in_a_line(lambda: decode(data, "a.txt", encoding))
    refused_in_a_line(lambda: read_text(File("a.txt", data), encoding, silent))


@quick
@given(
    st.sampled_from(
        [
            b"",
            b"%PDF-1.7\n",
            b"PK\x03\x04word/document",
            b"PK\x03\x04application/epub+zip",
            b"<html>",
            b"---\na: b\n---\n",
            b"{\\rtf",
        ]
    ),
    st.binary(),
    st.sampled_from(["md", "txt", "html", "docx", "pdf", "epub"]),
)
def test_any_file_is_read_or_refused(tmp_path: Path, head: bytes, data: bytes, ending: str) -> None:
    (tmp_path / f"a.{ending}").write_bytes(head + data)
    edition = find_edition([tmp_path / f"a.{ending}"])
    file = File(f"a.{ending}", head + data)
    refused_in_a_line(lambda: reader_of(file).read(file, edition, silent))


@quick
@given(texts)
def test_any_description_is_read_or_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "book.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
    refused_in_a_line(lambda: settings_from(*_named(read_table(tmp_path / "book.toml"))))
    source = f"---\n{text}\n---\n# 甲\n"
    refused_in_a_line(
        lambda: read_front_matter(read_text(File("a.md", source.encode("utf-8", "replace")), None, silent), silent)
    )


def _named(table: tuple[dict[str, object], str]) -> tuple[dict[str, object], str, str]:
    return table[0], "book.toml", table[1]


@quick
@given(words | texts)
def test_any_markup_and_css_is_judged(text: str) -> None:
    allowed = Allowed(frozenset({"fill"}), frozenset({"rgb"}))
    for judged in (kept_rules(text, allowed)[0], kept_declarations(text, allowed)[0]):
        assert not [one for one in asked_for(str(judged)) if not one.address.startswith("#")]
    list(rules(text))
    refused_in_a_line(lambda: list(fetched(f"<a>{text}</a>")), ValueError)


@quick
@given(words)
def test_any_drawing_is_written_anew_or_refused_and_stays_as_it_is_then(text: str) -> None:
    data = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{text}</svg>'.encode()

    def twice() -> None:
        once = redrawn(data, lambda _data: True).data
        assert redrawn(once, lambda _data: True).data == once
        assert not re.search(rb"(?:href|url|src)[^>]{0,9}http:", once)

    refused_in_a_line(twice, Unsound)


@quick
@given(
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"BM", b"RIFF1234WEBP", b"II*\0"]),
    st.binary(),
)
def test_any_picture_is_shown_or_refused(head: bytes, data: bytes) -> None:
    refused_in_a_line(lambda: read_picture("a", head + data, silent))


@quick
@given(st.text(st.sampled_from("甲a.*+?()[]{}|\\19,^$"), max_size=12), texts)
def test_any_pattern_is_matched_or_refused(pattern: str, text: str) -> None:
    refused_in_a_line(lambda: Pattern(pattern, "book.toml", "furniture", pattern).fullmatch(text[:20]))


@quick
@given(st.text())
def test_what_is_printed_can_be_read_back(text: str) -> None:
    assert json.loads(printable_json(text)) == text
    assert printable(printable(text)) == printable(text)
    assert printable_text(printable_text(text)) == printable_text(text)
    assert file_name(file_name(text)) == file_name(text)
    assert not set(file_name(text)) & set('<>:"/\\|?*\0')
    if set(text) <= set(string.printable[:95]):
        assert printable(text) == text
