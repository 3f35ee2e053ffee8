"""What a source is, is told by its content first; what nothing reads is one line that says what to do."""

import io
import zipfile
from pathlib import Path

import pytest

from publish.book import plain_block
from publish.diagnostics import PublishError
from publish.edition import find_edition
from publish.readers import READERS, SUFFIXES, File, reader_of
from publish.reading import read_book

TEXT = "河埠头\n\n周远\n\n石阶一级一级没进水里，最下面的三级只有枯水的冬天才看得见。\n"


def zipped(name: str, content: str = "") -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(name, content)
    return file.getvalue()


REFUSED = {
    "an OpenDocument text": [zipped("mimetype", "application/vnd.oasis.opendocument.text")],
    "an old Word or WPS document (.doc, .wps)": [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)],
    "a document with a password": [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")
    ],
    "a document in XML": [b'<?xml version="1.0"?>\n<FictionBook><body><p>\xe6\xb8\xa1</p></body></FictionBook>'],
    "data for a program (JSON)": [b'{\n "title": "x"}', b'[{"title": "x"}]'],
    "a document in Rich Text Format": [rb"{\rtf1\ansi\ansicpg936 \'b0\'a1}"],
    "a picture": [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8\xff\xe0\0\x10JFIF", b"GIF89a\1\0", b"II*\0\x08\0\0\0"],
    "an archive": [zipped("a.txt", TEXT), b"\x1f\x8b\x08\0", b"Rar!\x1a\x07\0", b"7z\xbc\xaf\x27\x1c"],
}


@pytest.mark.parametrize(("kind", "data"), [(kind, data) for kind, files in REFUSED.items() for data in files])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a"])
def test_a_file_that_nothing_reads_is_called_what_it_is_whatever_its_name(kind: str, data: bytes, name: str) -> None:
    with pytest.raises(PublishError) as refused:
        reader_of(File(name, data))
    diagnostic = refused.value.diagnostic
    assert str(diagnostic) == f"{name}: error P104 not a text file: {kind}"
    assert diagnostic.hint


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"<p>{TEXT}",
        f"<div>\n\n{TEXT}",
        f"<htmlx>{TEXT}",
        f"{TEXT}<html>",
        f"PK {TEXT}",
        f"BM 分行 {TEXT}",
        f"GIF 图 {TEXT}",
        f"RIFF{TEXT}",
        f"From: 编辑部\n{TEXT}",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_text_is_a_text_whatever_it_begins_with(text: str, encoding: str) -> None:
    assert reader_of(File("a.txt", text.encode(encoding))).name == "dump"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.txt", "dump"), ("a.md", "manuscript"), ("A.MARKDOWN", "manuscript"), ("a", "dump"), ("<stdin>", "dump")],
)
def test_a_text_without_front_matter_is_a_manuscript_by_the_end_of_its_name(name: str, kind: str) -> None:
    assert reader_of(File(name, TEXT.encode())).name == kind


FRONT_MATTER = "---\ntitle: 河埠头\ntags:\n- 石阶\n---\n\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_with_front_matter_is_a_manuscript_whatever_its_name(encoding: str) -> None:
    for text in (FRONT_MATTER + TEXT, (FRONT_MATTER + TEXT).replace("\n", "\r\n")):
        assert reader_of(File("a.txt", text.encode(encoding))).name == "manuscript"


def test_a_rule_above_a_text_is_no_front_matter() -> None:
    for text in (f"---\n{TEXT}---\n", f"---\n\n时间：三月\n\n---\n{TEXT}", f"title: 河埠头\n---\n{TEXT}"):
        assert reader_of(File("a.txt", text.encode())).name == "dump"


def test_a_folder_gives_the_files_that_some_reader_takes_and_no_others(tmp_path: Path) -> None:
    for suffix in (*SUFFIXES, ".csv", ".log", ""):
        (tmp_path / f"a{suffix}").write_text(TEXT, "utf-8")
    assert {source.suffix for source in find_edition([tmp_path]).sources} == SUFFIXES


def test_no_two_kinds_of_sources_share_an_ending() -> None:
    assert len(SUFFIXES) == sum(len(reader.suffixes) for reader in READERS)


def test_a_web_page_among_texts_is_read_as_one_and_not_printed_with_its_tags(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(TEXT, "utf-8")
    (tmp_path / "2.txt").write_text(f"<html><body>{TEXT}</body></html>", "utf-8")
    book = read_book(find_edition([tmp_path]), lambda diagnostic: None)
    assert "<" not in "".join(plain_block(block) for article in book.articles for block in article.blocks)
