# ruff: noqa: E501 - pages of e-books read best one to a line
"""An EPUB of this program gives back its book; any other gives its text, headed as its contents say."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import arbitrary
import pytest
from conftest import Reported
from handmade import HANDMADE, PICTURE, article, book, paragraph, text
from hypothesis import given
from hypothesis import settings as how
from outline import show_chapter

from publish.book import Article, Book, Chapter, Figure, Image, Link, Listing, Note, Origin, Series, Table
from publish.diagnostics import PublishError
from publish.edition import Edition, Settings, find_edition, with_options
from publish.epub import write_epub
from publish.manuscript import write_manuscript
from publish.reading import Reading, read, read_book
from publish.record import record
from publish.sources.ebook import container
from publish.walk import find, texts


def silent(diagnostic: object) -> None:
    """Report nothing."""


def read_back(data: bytes, folder: Path, reported: Reported | None = None) -> Reading:
    path = folder / "a.epub"
    path.write_bytes(data)
    return read(Edition("a", folder, (path,)), reported if reported is not None else silent)


def again(made: Book, folder: Path, **keys: object) -> Book:
    """Return *made*, written as an EPUB and read from it."""
    settings = Settings(epub=Settings().epub.__class__(**keys))
    return read_back(write_epub(made, settings, silent), folder).book


# --- our own -----------------------------------------------------------------------------------------------------------


def test_the_sample_book_comes_back_whole(root: Path, tmp_path: Path) -> None:
    made = read_book(find_edition([root / "seeds"]), silent)
    assert same(again(made, tmp_path)) == same(made)


def same(made: Book) -> object:
    """Return all that a book says, with its pictures, but for the order of these and where its lines stood."""
    pictures = {picture.name: picture for picture in made.pictures}
    return replace(made, pictures=()), pictures


def test_a_book_with_every_kind_of_block_comes_back_but_for_what_an_epub_does_not_say(tmp_path: Path) -> None:
    found = again(HANDMADE, tmp_path)
    assert found.chapters[1].heading == "河 流"  # one line with plain spaces
    assert found.chapters[1].articles[0].title == "渡 口 1987"
    ours, theirs = (flattened(each) for each in (HANDMADE, found))
    assert theirs == ours
    assert set(found.pictures) == {PICTURE}
    kept = (
        "title",
        "subtitle",
        "editors",
        "publisher",
        "date",
        "identifier",
        "rights",
        "description",
        "subjects",
        "series",
    )
    assert [getattr(found, name) for name in kept] == [getattr(HANDMADE, name) for name in kept]


def flattened(made: Book) -> list[str]:
    """Return the outline of *made*, addresses and what is called inside links as an EPUB has them."""
    lines = [line for chapter in made.chapters for line in show_chapter(chapter)]
    moved = [
        line.replace(
            "c=桥>桥志<note>paragraph 网上可看。</note></a>", "c=%E6%A1%A5>桥志</a><note>paragraph 网上可看。</note>"
        )
        for line in lines
    ]
    return [line.replace("\u3000", " ") if line.startswith("#") else line for line in moved]


@pytest.mark.parametrize("form", ["vertical", "paragraph_numbers", "embed_fonts"])
def test_how_a_book_is_set_is_no_part_of_it(form: str, tmp_path: Path) -> None:
    plain = again(HANDMADE, tmp_path)
    assert same(again(HANDMADE, tmp_path, **{form: True})) == same(plain)


def test_the_elements_of_rare_characters_are_no_part_of_a_book(tmp_path: Path) -> None:
    made = book(article("𠮷野家", "㐂字在𠮷字前。"))
    assert same(again(made, tmp_path, embed_fonts="rare")) == same(again(made, tmp_path))


def test_a_title_page_comes_back(tmp_path: Path) -> None:
    made = replace(
        book(article("渡口", "河水退了三级石阶。")),
        subtitle="一条船",
        authors=("阿明",),
        editors=("王芳", "李 明"),
        publisher="河湾出版社",
        date="2023-05",
        identifier="978-7-5000-0000-1",
        rights="版权所有",
        description="一条河。",
        subjects=("散文", "河流"),
        series=Series("河湾丛书", "3"),
        language="zh-HK",
    )
    assert same(again(made, tmp_path)) == same(made)


def test_what_is_reckoned_from_articles_is_not_taken_for_the_title_page(tmp_path: Path) -> None:
    dated = replace(
        article("渡口", "河水退了。"), authors=("李明",), byline="李明", origin=Origin("晚报", "2023年5月4日", None)
    )
    assert same(again(book(dated), tmp_path)) == same(book(dated))


@pytest.mark.parametrize(
    "origin",
    [
        Origin("河湾 晚报", None, "第 3 版"),
        Origin(None, "2023-05-04", None),
        Origin("a", "b c", "d"),
        Origin(None, None, "A1"),
    ],
)
def test_each_part_of_an_origin_is_itself(origin: Origin, tmp_path: Path) -> None:
    made = book(replace(article("渡口", "河水退了。"), origin=origin))
    assert same(again(made, tmp_path)) == same(made)


@given(arbitrary.books)
@how(max_examples=12)
def test_any_book_that_came_out_of_an_epub_goes_in_and_out_again_the_same(tmp_path: Path, made: Book) -> None:
    try:
        once = again(made, tmp_path)
    except PublishError:  # nothing is in it
        return
    assert same(again(once, tmp_path)) == same(once)


def test_the_text_of_each_note_is_where_it_is_called(tmp_path: Path) -> None:
    inner = Note((paragraph("注中之注。"),))
    outer = Note((replace(paragraph(""), content=(*text("看"), inner, *text("这里。"))), Listing("a = 1\nb", "python")))
    called = replace(paragraph(""), content=(*text("甲"), outer, *text("乙"), Note((paragraph("二。"),))))
    made = book(replace(article("渡口"), blocks=(called, Figure(Image(PICTURE.name, "桥"), text("图"), width=50.0))))
    made = replace(made, pictures=(PICTURE,))
    assert same(again(made, tmp_path)) == same(made)


def test_the_manuscript_of_an_epub_is_that_of_its_source_and_its_account_comes_out(root: Path, tmp_path: Path) -> None:
    made = read_book(find_edition([root / "seeds"]), silent)
    reading = read_back(write_epub(made, Settings(), silent), tmp_path)
    assert write_manuscript(reading.book) == write_manuscript(made)
    assert (reading.account.lost, reading.account.invented) == (0, 0)
    assert reading.account.in_source == reading.account.in_blocks + reading.account.in_fields
    lines = [
        block["lines"]
        for chapter in record(reading.book, [])["chapters"]
        for one in chapter["articles"]
        for block in one["blocks"]
    ]
    assert lines == sorted(lines)


def test_one_that_a_hand_has_changed_keeps_what_was_put_in(tmp_path: Path) -> None:
    data = write_epub(book(article("渡口", "河水退了三级石阶。")), Settings(), silent)
    changed = rezipped(
        data,
        lambda name, held: held.replace("石阶。</p>".encode(), "石阶。</p><details>新写的一句。</details>".encode()),
    )
    assert "新写的一句。" in "".join(texts(read_back(changed, tmp_path).book))


# --- of others ---------------------------------------------------------------------------------------------------------


def rezipped(data: bytes, change: object) -> bytes:
    """Return the archive *data* with each file as *change* gives it."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, change(info.filename, old.read(info)))  # type: ignore[operator]
    return file.getvalue()


CONTAINER = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="OEBPS/content.opf"/></rootfiles></container>'


def epub(pages: dict[str, str], toc: str, *, ncx: bool = False, extra: dict[str, bytes] | None = None) -> bytes:
    """Return an EPUB of *pages*, the bodies of its documents by name, and *toc*, its contents."""
    items = "".join(
        f'<item id="{name}" href="text/{name}.xhtml" media-type="application/xhtml+xml"/>' for name in pages
    )
    spine = "".join(f'<itemref idref="{name}"/>' for name in pages)
    pictures = "".join(
        f'<item id="p{at}" href="{path}" media-type="image/png"/>' for at, path in enumerate(extra or {})
    )
    nav = (
        '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
        if ncx
        else '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
    )
    opf = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
        '<metadata><dc:title>河湾集</dc:title><dc:creator opf:role="aut">周远</dc:creator><dc:language>zh</dc:language>'
        "<dc:date>2011-03-04T00:00:00+00:00</dc:date><dc:publisher>河湾出版社</dc:publisher></metadata>"
        f"<manifest>{nav}{items}{pictures}</manifest><spine>{spine}</spine></package>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", CONTAINER)
        archive.writestr("OEBPS/content.opf", opf)
        wrapped = (
            f'<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap>{toc}</navMap></ncx>'
            if ncx
            else (
                f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc">{toc}</nav></body></html>'
            )
        )
        archive.writestr("OEBPS/toc.ncx" if ncx else "OEBPS/nav.xhtml", wrapped)
        for name, body in pages.items():
            page = f'<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><head><title>x</title></head><body>{body}</body></html>'
            archive.writestr(f"OEBPS/text/{name}.xhtml", page)
        for path, data in (extra or {}).items():
            archive.writestr(f"OEBPS/{path}", data)
    return file.getvalue()


FIRST = "石阶一级一级没进水里，最下面的三级只有枯水的冬天才看得见。"
SECOND = "渡船靠岸的时候，船头总要轻轻撞一下石头。"


def shown(data: bytes, folder: Path, reported: Reported | None = None) -> list[str]:
    reading = read_back(data, folder, reported)
    assert (reading.account.lost, reading.account.invented) == (0, 0)
    return [line for chapter in reading.book.chapters for line in show_chapter(chapter)]


def test_the_contents_say_what_heads_what(tmp_path: Path) -> None:
    pages = {
        "cover": "<div><h1>河湾集</h1></div>",
        "p1": "<h1>第一辑 水边</h1>",
        "a": f"<h2>河埠头</h2><p>周远</p><p>{FIRST}</p><h3>石阶</h3><p>{SECOND}</p>",
        "b": f"<p class='t'>渡口</p><p>　　{SECOND}</p>",
        "p2": "<h1>第二辑 岸上</h1>",
        "c": f"<p>{FIRST}</p>",
        "c2": f"<p>{SECOND}</p>",
    }
    toc = (
        '<ol><li><a href="text/cover.xhtml">封面</a></li>'
        '<li><a href="text/p1.xhtml">第一辑 水边</a><ol><li><a href="text/a.xhtml">河埠头</a></li><li><a href="text/b.xhtml">渡口</a></li></ol></li>'
        '<li><a href="text/p2.xhtml">第二辑 岸上</a><ol><li><a href="text/c.xhtml">老街</a></li></ol></li></ol>'
    )
    assert shown(epub(pages, toc), tmp_path) == [
        "# 第一辑 水边",
        "## 河埠头",
        "authors 周远",
        "byline 周远",
        f"paragraph {FIRST}",
        "crosshead 1 石阶",
        f"paragraph {SECOND}",
        "## 渡口",
        f"paragraph {SECOND}",
        "# 第二辑 岸上",
        "## 老街",
        f"paragraph {FIRST}",
        f"paragraph {SECOND}",
    ]


def test_the_ncx_says_it_too_and_the_title_page_is_that_of_the_package(tmp_path: Path) -> None:
    pages = {"a": f"<h1>第一章 河埠头</h1><p>{FIRST}</p>", "b": f"<h1>第二章 渡口</h1><p>{SECOND}</p>"}
    toc = "".join(
        f'<navPoint><navLabel><text>{label}</text></navLabel><content src="text/{name}.xhtml"/></navPoint>'
        for name, label in (("a", "第一章 河埠头"), ("b", "第二章 渡口"))
    )
    found = read_back(epub(pages, toc, ncx=True), tmp_path).book
    assert [one.title for one in found.articles] == ["第一章 河埠头", "第二章 渡口"]
    assert (found.title, found.authors, found.publisher, found.date) == (
        "河湾集",
        ("周远",),
        "河湾出版社",
        "2011-03-04",
    )


def test_notes_stand_where_they_are_called_whatever_marks_them(tmp_path: Path) -> None:
    pages = {
        "a": f"<h1>河埠头</h1><p>埠头<a epub:type='noteref' href='#n1'>1</a>很老，石头<sup><a href='notes.xhtml#n2' id='r2'>[2]</a></sup>也老，"
        f"船<a class='duokan-footnote' href='#n3'><img src='../note.png' alt='注'/></a>更老。{FIRST}</p>"
        "<aside epub:type='footnote' id='n1'><p>停船的地方。</p></aside>"
        "<ol class='duokan-footnote-content'><li class='duokan-footnote-item' id='n3'>木船。</li></ol>",
        "notes": "<h1>注释</h1><p id='n2'><a href='a.xhtml#r2'>[2]</a> 青石。</p>",
    }
    toc = '<ol><li><a href="text/a.xhtml">河埠头</a></li></ol>'
    found = shown(epub(pages, toc), tmp_path)
    assert found[2] == (
        "paragraph 埠头<note>paragraph 停船的地方。</note>很老，石头<note>paragraph 青石。</note>也老，船<note>paragraph 木船。</note>更老。"
        + FIRST
    )


def test_pictures_and_tables_come_along(tmp_path: Path, report: Reported) -> None:
    body = (
        f"<h1>河埠头</h1><p>{FIRST}</p><div><img src='../pic/桥 1.png' alt='桥'/><p class='x'>{SECOND}</p></div>"
        "<figure><img src='../pic/%E6%A1%A5%201.png' alt=''/><figcaption>老桥</figcaption></figure>"
        "<table><tr><th>年</th><th>水位</th></tr><tr><td>1998</td><td>三级</td></tr></table>"
    )
    data = epub(
        {"a": body}, '<ol><li><a href="text/a.xhtml">河埠头</a></li></ol>', extra={"pic/桥 1.png": PICTURE.data}
    )
    found = read_back(data, tmp_path, report).book
    (only,) = found.articles
    assert [type(block) for block in only.blocks if not hasattr(block, "content")] == [Figure, Figure, Table]
    assert [picture.data for picture in found.pictures] == [PICTURE.data]
    assert isinstance(only, Article)
    assert isinstance(found.chapters[0], Chapter)


def test_pictures_that_are_not_wanted_stay_behind_in_own_and_other_e_books(tmp_path: Path) -> None:
    body = f"<h1>河埠头</h1><p>{FIRST}</p><figure><img src='../a.png' alt=''/><figcaption>老桥</figcaption></figure>"
    foreign = epub({"a": body}, '<ol><li><a href="text/a.xhtml">河埠头</a></li></ol>', extra={"a.png": PICTURE.data})
    titles = [article.title for article in again(HANDMADE, tmp_path).articles]
    for data, said in ((write_epub(HANDMADE, Settings(), silent), titles), (foreign, ["河埠头"])):
        reported = Reported()
        (tmp_path / "a.epub").write_bytes(data)
        settings = with_options(Settings(), parse__pictures=False)
        found = read(Edition("a", tmp_path, (tmp_path / "a.epub",), settings), reported)
        assert (found.book.pictures, list(find(Image, found.book))) == ((), [])
        assert (found.account.lost, found.account.invented) == (0, 0)
        assert "M407" in {told.code for told in reported}
        assert [article.title for article in found.book.articles] == said


def test_links_within_the_book_are_text_and_those_out_of_it_stay(tmp_path: Path) -> None:
    body = f"<h1>河埠头</h1><p>看<a href='b.xhtml'>下一篇</a>和<a href='https://a.b/c'>这里</a>。{FIRST}</p>"
    data = epub({"a": body}, '<ol><li><a href="text/a.xhtml">河埠头</a></li></ol>')
    (only,) = read_back(data, tmp_path).book.articles
    (para,) = only.blocks
    assert [inline.href for inline in para.content if isinstance(inline, Link)] == ["https://a.b/c"]  # type: ignore[union-attr]


# --- what cannot be read ---------------------------------------------------------------------------------------------------


def with_file(data: bytes, name: str, held: str) -> bytes:
    file = io.BytesIO(data)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr(name, held)
    return file.getvalue()


PLAIN = epub({"a": f"<h1>河埠头</h1><p>{FIRST}</p>"}, '<ol><li><a href="text/a.xhtml">河埠头</a></li></ol>')
ENCRYPTED = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
    '<enc:EncryptionMethod Algorithm="{}"/><enc:CipherData><enc:CipherReference URI="OEBPS/x"/></enc:CipherData></enc:EncryptedData></encryption>'
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (
            with_file(
                PLAIN, "META-INF/encryption.xml", ENCRYPTED.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")
            ),
            "S501",
        ),
        (with_file(PLAIN, "META-INF/sinf.xml", "<x/>"), "S501"),
        (with_file(PLAIN, "META-INF/encryption.xml", "<broken"), "S501"),
        (PLAIN[: len(PLAIN) // 2], "S502"),
        (rezipped(PLAIN, lambda name, held: b"<a" if name.endswith("container.xml") else held), "S502"),
        (rezipped(PLAIN, lambda name, held: b"<a" if name.endswith(".opf") else held), "S502"),
        (rezipped(PLAIN, lambda name, held: re.sub(b'href="', b'href="gone/', held)), "S502"),
        (epub({}, "<ol/>"), "P101"),
    ],
    ids=range(8),
)
def test_what_cannot_be_read_is_one_line(data: bytes, code: str, tmp_path: Path) -> None:
    with pytest.raises(PublishError) as refused:
        read_back(data, tmp_path)
    assert refused.value.diagnostic.code == code


def test_obfuscated_fonts_lock_nothing(tmp_path: Path) -> None:
    data = with_file(PLAIN, "META-INF/encryption.xml", ENCRYPTED.format("http://www.idpf.org/2008/embedding"))
    assert shown(data, tmp_path) == ["# -", "## 河埠头", f"paragraph {FIRST}"]


@pytest.mark.parametrize(
    "body",
    [
        "<p>" * 5,
        "<div>" * 400 + "</div>" * 400,
        "<p>&lol;&nbsp;石阶</p>",
        "<p><img src='../../../../etc/passwd'/><img src='file:///etc/passwd'/><img src='x.png'/>石阶</p>",
        "<p id='a'><a href='#a'>1</a></p><p id='b'><a href='#c'>2</a></p><p id='c'><a href='#b'>2</a>石阶</p>",
    ],
    ids=range(5),
)
def test_hostile_pages_end_in_a_book_or_one_line(body: str, tmp_path: Path) -> None:
    data = epub({"a": body, "b": f"<p>{FIRST}</p>"}, '<ol><li><a href="text/a.xhtml">河埠头</a></li></ol>')
    reading = read_back(data, tmp_path)
    assert (reading.account.lost, reading.account.invented) == (0, 0)
    assert FIRST in "".join(texts(reading.book))


def test_a_bomb_of_an_archive_is_not_unfolded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container, "_MOST", 1 << 20)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip")
        for number in range(3):
            archive.writestr(f"META-INF/container.xml{number}", bytes(400 << 10))
    with pytest.raises(PublishError, match="S502"):
        read_back(file.getvalue(), tmp_path)
