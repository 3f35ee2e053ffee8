"""book.toml and bare paths mean what their reader thinks; a mistake is told with its place and what was meant."""

from pathlib import Path

import pytest

from publish.diagnostics import PublishError
from publish.edition import STANDARD_INPUT, Edition, find_edition, with_options


@pytest.fixture
def book(tmp_path):
    """Writes a ``book.toml`` beside a source and reads it."""

    def described(toml: str) -> Edition:
        (tmp_path / "a.txt").write_text("甲", "utf-8")
        (tmp_path / "book.toml").write_text(toml, "utf-8")
        return find_edition([tmp_path])

    return described


def folder_of(path: Path, *names: str) -> Path:
    for name in names:
        (path / name).write_text("甲", "utf-8")
    return path


def test_the_texts_of_a_folder_are_read_in_natural_order_and_nothing_else(tmp_path):
    folder_of(tmp_path, "10.txt", "2.txt", "1.md", ".hidden.txt", "notes.doc", "B.TXT")
    assert [path.name for path in find_edition([tmp_path]).sources] == ["1.md", "2.txt", "10.txt", "B.TXT"]


def test_sources_that_are_named_keep_their_order(tmp_path):
    folder_of(tmp_path, "a.txt", "b.txt")
    edition = find_edition([tmp_path / "b.txt", tmp_path / "a.txt", STANDARD_INPUT])
    assert [path.name for path in edition.sources] == ["b.txt", "a.txt", "-"]
    assert edition.name == "b"


def test_sources_in_book_toml_are_those_and_no_others(book, tmp_path):
    folder_of(tmp_path, "b.txt", "c.txt")
    assert [path.name for path in book('sources = ["c.txt", "a.txt"]').sources] == ["c.txt", "a.txt"]


def test_a_book_toml_can_be_named_itself(book, tmp_path):
    assert book("") == find_edition([tmp_path / "book.toml"])


def test_a_book_toml_with_a_byte_order_mark_is_read(book):
    assert book('\ufefftitle = "老钟"').settings.title == "老钟"


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('\ntilte = "x"', r"book\.toml:2: error B202 unknown key “tilte”"),
        ('[parse]\n\nsection = ["x"]', r"book\.toml:3: error B202 unknown key “section”"),
        ('[pdf]\nmargin = "x"', r"book\.toml:2: error B202 unknown key “margin”"),
        ('series = { name = "x" }', r"book\.toml.* error B202 unknown key “name”"),
        ("title = 3", r"book\.toml:1: error B203 wrong value for “title”"),
        ('[parse]\nsections = "x"', r"book\.toml:2: error B203 wrong value for “parse\.sections”"),
        ('[traditional]\nvariant = "cn"', r"book\.toml:2: error B203 wrong value for “traditional\.variant”"),
        ("title = ", r"book\.toml:1: error B201 not valid TOML"),
        ('sources = ["../x.txt"]', r"error B204 “\.\./x\.txt” lies outside the folder of the book"),
        ('sources = ["/etc/hostname"]', r"error B204 “/etc/hostname” lies outside"),
        ('cover = "../x.png"', r"error B204 “\.\./x\.png” lies outside"),
        ('sources = ["b.txt"]', r"b\.txt: error B101 no such file or folder"),
    ],
)
def test_a_mistake_in_book_toml_is_told_with_its_place(toml, said, book):
    with pytest.raises(PublishError, match=said):
        book(toml)


@pytest.mark.parametrize(
    ("wrong", "right"), [("tilte", "title"), ("auther", "author"), ("merge_sections", "merge-sections")]
)
def test_an_unknown_key_names_the_nearest_known_one(wrong, right, book):
    with pytest.raises(PublishError) as refused:
        book(f'{wrong} = "x"')
    assert refused.value.diagnostic.hint == f"did you mean “{right}”?"


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "secret.txt").write_text("甲", "utf-8")
    folder = tmp_path / "book"
    folder.mkdir()
    (folder / "a.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "book.toml").write_text('sources = ["a.txt"]', "utf-8")
    with pytest.raises(PublishError, match="B204"):
        find_edition([folder])
    (folder / "book.toml").write_text("", "utf-8")
    with pytest.raises(PublishError, match="B204"):
        find_edition([folder])


def test_options_are_laid_over_book_toml_key_by_key(book):
    settings = book('title = "老钟"\n[pdf]\npaper = "a4"\nbooklet = true').settings
    changed = with_options(settings, subtitle="又走了", title=None, pdf__paper="a5", epub__vertical=True)
    assert (changed.title, changed.subtitle) == ("老钟", "又走了")
    assert (changed.pdf.paper, changed.pdf.booklet, changed.epub.vertical) == ("a5", True, True)
    assert settings.pdf.paper == "a4"
