"""book.toml and bare paths mean what their reader thinks; a mistake is told with its place and what was meant."""

import os
from pathlib import Path

import pytest

from publish.diagnostics import PublishError
from publish.edition import Edition, find_edition, with_options
from publish.readers import STANDARD_INPUT


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


def test_without_an_argument_it_is_the_book_of_this_folder_then_its_seeds(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PublishError) as refused:
        find_edition([])
    assert (refused.value.diagnostic.code, refused.value.diagnostic.file) == ("B106", None)
    (tmp_path / "seeds").mkdir()
    folder_of(tmp_path / "seeds", "a.txt")
    assert [str(path) for path in find_edition([]).sources] == ["seeds/a.txt"]
    folder_of(tmp_path, "b.txt", "book.toml")
    (tmp_path / "book.toml").write_text('title = "渡口"', "utf-8")
    edition = find_edition([])
    assert ([str(path) for path in edition.sources], edition.settings.title) == (["b.txt"], "渡口")
    assert edition.name == tmp_path.name


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("刊1.txt 刊10.txt 刊2.txt", "刊2.txt"),
        ("第一回.txt 第三回.txt 第二回.txt", "第二回.txt"),
        ("刊2.txt 刊10.txt 刊1.txt", None),
        ("刊1.txt 刊2.txt 刊10.txt", None),
        ("后记.txt 刊1.txt", None),
        ("刊10.txt", None),
    ],
)
def test_files_in_the_order_of_the_shell_are_told_and_in_one_of_ones_own_are_not(given, told, tmp_path, monkeypatch):
    monkeypatch.chdir(folder_of(tmp_path, *given.split()))
    edition = find_edition([Path(name) for name in given.split()])
    assert [str(path) for path in edition.sources] == given.split()
    assert [one.facts["wanted"] for one in edition.doubts] == ([told] if told else [])


def test_a_name_in_another_encoding_is_shown_decoded_and_found_by_what_it_says(tmp_path):
    raw = os.fsencode(tmp_path) + b"/" + "渡口旧事".encode("gb18030") + b".txt"
    Path(os.fsdecode(raw)).write_text("甲", "utf-8")
    assert find_edition([Path(os.fsdecode(raw))]).name == "渡口旧事"
    (tmp_path / "book.toml").write_text('sources = ["渡口旧事.txt"]', "utf-8")
    assert [os.fsencode(path) for path in find_edition([tmp_path]).sources] == [raw]


@pytest.mark.parametrize("name", ["渡口的石阶一级一级没进水里" * 30, "a\0b"])
def test_what_can_be_no_path_is_no_such_file(name, book):
    with pytest.raises(PublishError, match="B101"):
        find_edition([Path(name)])
    with pytest.raises(PublishError, match="B101"):
        book(f'sources = ["{name}"]'.replace("\0", "\\u0000"))


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


SAID = {
    "title = “渡口”": (1, '“ is a mark of Chinese text: TOML has " here'),
    'title ＝ "渡口"': (1, "＝ is a mark of Chinese text: TOML has = here"),
    'title = "渡口"\nauthors = ["周远"， "陈素"]': (2, "， is a mark of Chinese text: TOML has , here"),
    "title = 渡口": (1, 'no value that TOML knows: a text stands in quotation marks, "…"'),
    'title = "渡口"\ntitle = "船票"': (2, "this key is there twice"),
    'title "渡口"': (1, "no = behind the key"),
    'title = "渡口': (1, "a quotation mark is never closed"),
    'title = "渡口" author = "周远"': (1, "something stands behind the value: one key a line"),
    "title = 2023": (1, 'a text in quotation marks, "…" is wanted here, not a whole number'),
    'authors = "周远"': (1, 'a list, ["…", "…"] is wanted here, not a text in quotation marks, "…"'),
    '[epub]\nparagraph-numbers = true\n[pdf]\nparagraph-numbers = "yes"': (
        4,
        'true or false is wanted here, not a text in quotation marks, "…"',
    ),
    '[pdf]\nnote-numbers = "book"': (2, "it is one of page, article"),
    '[traditional]\nquotes = "straight"': (2, "it is one of corner, keep"),
    '[parse]\nmarks = "half"': (2, "it is one of full"),
    "[epub]\ntoc-depth = 12": (2, "a whole number of at most 9"),
    "[epub]\ntoc-depth = 0": (2, "a whole number of at least 1"),
    "series = {}": (1, "“title” is missing"),
    'language = "中文"': (1, "write zh-CN, zh-TW, zh-HK, zh-Hans or zh-Hant"),
    'language = "klingon"': (1, "write zh-CN, zh-TW, zh-HK, zh-Hans or zh-Hant"),
    'encoding = "klingon"': (1, "such as utf-8, gb18030, big5hkscs, utf-16"),
    'accept = ["渡口"]': (1, "“渡口” is not written as CODE:file:“words”"),
    'drop = ["/(.*/"]': (1, "/(.*/: missing ), unterminated subpattern at position 0"),
    '[[chapters]]\narticles = ["/[/"]': (2, "/[/: unterminated character set at position 0"),
}


@pytest.mark.parametrize("toml", SAID)
def test_what_is_wrong_is_said_in_the_words_of_who_writes_it(toml, book):
    line, said = SAID[toml]
    with pytest.raises(PublishError) as refused:
        book(toml)
    diagnostic = refused.value.diagnostic
    assert (diagnostic.line, diagnostic.facts["reason"]) == (line, said)


@pytest.mark.parametrize(
    ("written", "date"),
    [("2025-06-28", "2025-06-28"), ("2025", "2025"), ("2025-06-28T10:00:00Z", "2025-06-28"), ('"2025-06"', "2025-06")],
)
def test_a_date_may_be_one_of_toml_s_own(written, date, book):
    assert book(f"date = {written}").settings.date == date


@pytest.mark.parametrize("encoding", ["gb18030", "big5", "utf-8-sig", "utf-16"])
def test_a_book_toml_may_be_in_any_encoding_of_text(encoding, tmp_path):
    (tmp_path / "a.txt").write_text("甲", "utf-8")
    (tmp_path / "book.toml").write_bytes('title = "山中的渡口與老船"\r\nauthor = "周遠"\r\n'.encode(encoding))
    settings = find_edition([tmp_path]).settings
    assert (settings.title, settings.author) == ("山中的渡口與老船", "周遠")


def test_a_role_that_there_is_not_is_an_unknown_key(book):
    with pytest.raises(PublishError, match="B202 unknown key “sung”") as refused:
        book('[style]\nfonts = { sung = ["甲"] }')
    assert refused.value.diagnostic.hint == "did you mean “song”?"


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
