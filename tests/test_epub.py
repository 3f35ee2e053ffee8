"""The EPUB: what lies in it, that EPUBCheck has nothing to say, that the same book gives the same bytes."""

import io
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path
from xml.etree import ElementTree

import arbitrary
import pytest
from conftest import ROOT, Reported
from handmade import HANDMADE, PICTURE, article, book, paragraph
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from readers import ace
from validators import epubcheck

from publish.assets import find_style, read_css
from publish.book import (
    Article,
    Book,
    Chapter,
    Crosshead,
    Figure,
    Image,
    Link,
    Note,
    Origin,
    Paragraph,
    Picture,
    Text,
    plain_block,
)
from publish.diagnostics import PublishError
from publish.edition import EpubKeys, IndexKeys, Settings, StyleKeys, TraditionalKeys, find_edition
from publish.epub import write_epub, write_with_pages
from publish.paging import PageStart
from publish.reading import read_book
from publish.traditional import to_traditional
from publish.xhtml import entries, numbered

_VERTICAL = Settings(epub=EpubKeys(vertical=True, paragraph_numbers=True))
_GOLDEN = Path(__file__).parent / "golden/epub.txt"
_EPUB = "{http://www.idpf.org/2007/ops}"


def _silent(diagnostic: object) -> None:
    """Report nothing."""


def _files(epub: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(epub)) as container:
        return {name: container.read(name) for name in container.namelist()}


def _page(files: dict[str, bytes], path: str) -> ElementTree.Element:
    return ElementTree.fromstring(files[f"EPUB/{path}"])


def _package(epub: bytes) -> str:
    return _files(epub)["EPUB/content.opf"].decode()


def _as_text(epub: bytes) -> str:
    """Return the whole EPUB as one text, each file under its name; a picture is its size."""
    files = _files(epub)
    del files["EPUB/style/book.css"]
    shown = {name: f"{len(data)} bytes" if name.endswith(".png") else data.decode() for name, data in files.items()}
    return "\n".join(f"===== {name}\n{text.rstrip()}\n" for name, text in shown.items())


@pytest.fixture(scope="module")
def handmade() -> bytes:
    """The hand-made book with its own picture as cover, so that no face of this machine shows in it."""
    return write_epub(replace(HANDMADE, cover="bridge.png"), Settings(), _silent)


def test_the_handmade_book_is_what_its_editor_read(handmade: bytes) -> None:
    """The file was read line by line; after a change, ``GOLDEN=write pytest`` writes it anew, to be read again."""
    if os.environ.get("GOLDEN") == "write":
        _GOLDEN.write_text(_as_text(handmade), "utf-8")
    assert _as_text(handmade) == _GOLDEN.read_text("utf-8")


# --- the container -------------------------------------------------------------------------------------------------


def test_the_media_type_comes_first_stored_and_without_extra_field(handmade: bytes) -> None:
    assert handmade[30:58] == b"mimetypeapplication/epub+zip"
    assert handmade[8:10] == handmade[28:30] == b"\0\0"


def test_nothing_in_the_container_tells_when_or_by_whom_it_was_made(handmade: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(handmade)) as container:
        told = {(info.date_time, info.create_system, info.external_attr, info.extra) for info in container.infolist()}
    assert told == {((1980, 1, 1, 0, 0, 0), 3, 0o100644 << 16, b"")}


# --- complete ------------------------------------------------------------------------------------------------------


def test_nav_ncx_and_spine_agree_and_every_title_is_the_articles(handmade: bytes) -> None:
    files = _files(handmade)
    nav = next(iter(_page(files, "nav.xhtml").iterfind(".//{*}nav")))
    in_nav = [(link.get("href"), link.text) for link in nav.iterfind(".//{*}a")]
    points = _page(files, "toc.ncx").iterfind(".//{*}navPoint")
    in_ncx = [(point[1].get("src"), point[0][0].text) for point in points]
    assert in_nav == in_ncx
    spine = re.findall(r'idref="(.+?)"', _package(handmade))
    assert [f"text/{name}.xhtml" for name in spine] == [path for path, _label in in_nav]
    for path, label in in_nav:
        if re.match(r"text/a[0-9a-f]{8}", path or ""):
            page = _page(files, path or "")
            heading = next(page.iterfind(".//{*}h2"))
            assert page.findtext(".//{*}title") == "".join(heading.itertext()) == label


def test_every_link_resolves(handmade: bytes) -> None:
    files = _files(handmade)
    pages = {name: ElementTree.fromstring(data) for name, data in files.items() if name.endswith(".xhtml")}
    ids = {name: {element.get("id") for element in page.iter()} for name, page in pages.items()}
    links = [(name, element.get("href") or "") for name, page in pages.items() for element in page.iterfind(".//{*}a")]
    inside = [(name, href) for name, href in links if not href.startswith("https:")]
    assert inside
    for name, href in inside:
        path, _, fragment = href.partition("#")
        target = os.path.normpath(Path(name).parent / path) if path else name
        assert target in files
        assert not fragment or fragment in ids[target]


def test_each_note_and_its_call_lead_to_each_other(handmade: bytes) -> None:
    (ferry,) = (ElementTree.fromstring(data) for data in _files(handmade).values() if b"footnote" in data)
    calls = {a.get("id"): a.get("href") for a in ferry.iterfind(".//{*}a") if a.get(f"{_EPUB}type") == "noteref"}
    notes = {note.get("id"): note.find(".//{*}a") for note in ferry.iterfind(".//{*}div") if note.get(f"{_EPUB}type")}
    assert len(calls) == len(notes) == 2
    for caller, href in calls.items():
        back = notes[(href or "")[1:]]
        assert back is not None
        assert back.get("href") == f"#{caller}"


def test_a_book_that_brings_no_cover_has_one_drawn(report: Reported) -> None:
    files = _files(write_epub(book(article("甲", "一")), Settings(), report))
    assert files["EPUB/image/cover.jpg"].startswith(b"\xff\xd8\xff")
    assert b'properties="cover-image"' in files["EPUB/content.opf"]
    assert b'<meta name="cover" content="image-cover.jpg"/>' in files["EPUB/content.opf"]
    assert b'src="../image/cover.jpg" alt="' in files["EPUB/text/cover.xhtml"]


def test_a_cover_too_small_for_a_shop_is_reported(report: Reported) -> None:
    report.expect("E105")
    write_epub(replace(HANDMADE, cover="bridge.png"), Settings(), report)
    assert [str(d.facts["width"]) for d in report] == ["1"]


def test_a_machine_without_faces_gives_a_book_without_a_cover(
    report: Reported, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from publish.fonts import machine

    report.expect("E106")
    monkeypatch.setattr(machine, "folders", lambda: (tmp_path,))
    machine.installed.cache_clear()
    names = _files(write_epub(book(article("甲", "一")), Settings(), report)).keys()
    machine.installed.cache_clear()
    assert not [name for name in names if "cover" in name]


# --- metadata ------------------------------------------------------------------------------------------------------


_OWN = "urn:uuid:0b1f0a2e-6f3c-4d55-9a57-2f3c1d7e8a90"


def _identifier(of: Book, settings: Settings | None = None) -> str:
    return re.findall(r">(urn:uuid:.+?)<", _package(write_epub(of, settings or Settings(), _silent)))[0]


def _contents(of: Book, depth: int | None = None) -> list[tuple[str, str]]:
    """Return what the navigation document links to, as labels and addresses."""
    nav = _files(write_epub(of, Settings(epub=EpubKeys(toc_depth=depth)), _silent))["EPUB/nav.xhtml"].decode()
    return [(name, address) for address, name in re.findall(r'<li><a href="([^"]+)">(.+?)<', nav)]


def test_the_contents_show_the_crossheads_of_long_articles_or_as_deep_as_is_asked() -> None:
    heads = [Crosshead((Text("河道"),)), Crosshead((Text("支流"),), 2), Crosshead((Text("渡口"),))]
    blocks = [block for head in heads for block in (head, Paragraph((Text("水往东流。" * 400),)))]
    long, short = (Article("长河", blocks=tuple(some)) for some in (blocks, [heads[0], paragraph("短。")]))
    shown = {depth: [name for name, _ in _contents(book(long), depth)][4:-1] for depth in (None, 2, 3, 4)}
    assert shown[None] == shown[3] == ["长河", "河道", "渡口"]
    assert shown[2] == ["长河"]
    assert shown[4] == ["长河", "河道", "支流", "渡口"]
    assert [name for name, _ in _contents(book(short))][4:-1] == ["长河"]


def test_a_crosshead_of_the_contents_leads_to_its_place() -> None:
    noted = Crosshead((Text("河道"), Note((paragraph("今已改道。"),))))
    (_, article_page), (name, address) = _contents(book(Article("长河", blocks=(noted, paragraph("短。")))), 3)[4:-1]
    page, _, fragment = address.partition("#")
    assert (name, page) == ("河道", article_page)
    made = write_epub(book(Article("长河", blocks=(noted, paragraph("短。")))), Settings(), _silent)
    assert f'<h3 class="crosshead" id="{fragment}">' in _files(made)[f"EPUB/{page}"].decode()


def test_the_page_of_a_section_lists_its_articles() -> None:
    two = replace(book(), chapters=(Chapter("水乡", (article("桥", "一"), article("船", "二"))),))
    files = _files(write_epub(two, Settings(), _silent))
    (page,) = (data.decode() for data in files.values() if b'<section class="chapter"' in data)
    assert re.findall(r"<li><a href=.+?>(.+?)</a>", page) == ["桥", "船"]


def test_a_book_with_an_identifier_keeps_it_when_its_text_is_corrected() -> None:
    wrong, right = (replace(book(article("甲", text)), identifier=_OWN) for text in ("错字", "正字"))
    assert _identifier(wrong) == _identifier(right) == _OWN


def test_two_books_of_one_name_that_have_no_identifier_get_two() -> None:
    assert _identifier(book(article("甲", "一"))) != _identifier(book(article("甲", "二")))
    assert _identifier(book(article("甲", "一"))) == _identifier(book(article("甲", "一")))


@pytest.mark.parametrize("own", [None, _OWN])
def test_each_edition_of_a_book_has_an_identifier_of_its_own(own: str | None) -> None:
    plain = replace(book(article("发", "面条")), identifier=own)
    keys = [EpubKeys(), EpubKeys(vertical=True), EpubKeys(paragraph_numbers=True)]
    editions = [_identifier(plain, Settings(epub=key)) for key in keys]
    editions += [_identifier(to_traditional(plain, "tw", TraditionalKeys(), _silent))]
    assert len(set(editions)) == 4


def test_a_number_that_was_assigned_stands_as_it_is() -> None:
    assigned = replace(book(article("甲", "一")), identifier="978-7-5000-0000-1")
    made = _package(write_epub(assigned, Settings(epub=EpubKeys(vertical=True)), _silent))
    assert "urn:isbn:9787500000001" in made


def test_the_authors_of_articles_are_contributors_and_the_newest_date_is_the_books() -> None:
    names = ("李明", "王芳", "赵强", "陈静")
    dates = ("2023年5月4日", "2023年5月9日", "2023年4月30日", "")
    articles = [
        replace(article(f"第{name}篇", "一"), authors=(name,), origin=Origin(date=date or None))
        for name, date in zip(names, dates, strict=True)
    ]
    made = _package(write_epub(book(*articles), Settings(), _silent))
    assert re.findall(r"<dc:contributor[^>]*>(.+?)<", made) == list(names)
    assert "<dc:date>2023-05-09</dc:date>" in made


@pytest.mark.parametrize(("vertical", "direction"), [(False, "ltr"), (True, "rtl")])
def test_the_direction_of_pages_is_always_written(report: Reported, vertical: bool, direction: str) -> None:
    made = write_epub(replace(HANDMADE, language="zh-TW"), Settings(epub=EpubKeys(vertical=vertical)), report)
    assert f'page-progression-direction="{direction}"' in _package(made)
    assert ("writing-mode: vertical-rl" in _files(made)["EPUB/style/book.css"].decode()) is vertical


def test_a_date_that_is_none_is_reported_and_left_out(report: Reported) -> None:
    report.expect("E104")
    assert "dc:date" not in _package(write_epub(replace(HANDMADE, date="去年"), Settings(), report))


def test_a_language_that_is_no_tag_is_an_error(report: Reported) -> None:
    with pytest.raises(PublishError, match="“简体中文” is no language tag"):
        write_epub(replace(HANDMADE, language="简体中文"), Settings(), report)


def test_one_language_stands_everywhere(report: Reported) -> None:
    files = _files(write_epub(replace(HANDMADE, language="zh-HK"), Settings(), report))
    said = {tag for data in files.values() for tag in re.findall(rb'(?:lang="|<dc:language>)(.+?)["<]', data[:1500])}
    assert said == {b"zh-HK"}


def test_a_tall_picture_leaves_room_on_its_page_for_its_caption() -> None:
    """Three fifths of a phone's page: at 180 % a caption of three lines takes a quarter, and may not stand alone."""
    tall, wide = replace(PICTURE, name="tall.png", width=300, height=600), replace(PICTURE, width=600, height=300)
    water = Figure(Image("tall.png"), (Text("水塔"),))
    blocks = water, Figure(Image("tall.png")), Figure(Image(wide.name), (Text("桥"),))
    shown = book(Article("甲", blocks=blocks))
    files = _files(write_epub(replace(shown, pictures=(tall, wide)), Settings(), _silent))
    page = next(data.decode() for data in files.values() if b"<figure" in data)
    assert re.findall(r"<img[^>]* src", page) == ['<img style="max-width: 54%" src', "<img src", "<img src"]


# --- the look ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("sheet", sorted(path.name for path in find_style()[0].glob("epub*.css")))
def test_the_style_sheet_keeps_to_what_old_devices_survive(sheet: str) -> None:
    """Kobo refuses a book for one unknown function, a colour spoils the night, a face for the text locks the menu."""
    css = re.sub(r"/\*.*?\*/", "", read_css(find_style(), sheet), flags=re.DOTALL)
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", css)
    assert rules
    for selectors, declarations in rules:
        assert re.fullmatch(r"[\w\s.,:-]+", selectors)
        if selectors.strip() == "img.art":  # a ground for line art, which the night would swallow
            declarations = declarations.replace("background-color: #fff", "")
        assert not re.search(r"\(|@|#|!important|background|(?<!-)color: (?!inherit)|[0-9]px(?! solid)", declarations)
        if "body" in selectors or selectors.strip() in ("p", "html"):
            assert "font-family" not in declarations


def _styled(folder: Path, css: str) -> dict[str, bytes]:
    (folder / "epub.css").write_text(css, "utf-8")
    return _files(write_epub(HANDMADE, Settings(style=StyleKeys(name=str(folder))), _silent))


def test_what_a_style_asks_for_comes_with_it(tmp_path: Path) -> None:
    (tmp_path / "leaf.png").write_bytes(PICTURE.data)
    files = _styled(tmp_path, "h1 { background: url('leaf.png') } /* url(none.png) */")
    assert files["EPUB/style/leaf.png"] == PICTURE.data
    assert b'href="style/leaf.png"' in files["EPUB/content.opf"]


@pytest.mark.parametrize("name", ["none.png", "../secret.png", "https://example.org/a.png", "epub.css"])
def test_a_style_cannot_ask_for_what_is_not_in_its_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.png").write_bytes(PICTURE.data)
    (tmp_path / "style").mkdir()
    with pytest.raises(PublishError, match="the style asks for"):
        _styled(tmp_path / "style", f"h1 {{ background: url({name}) }}")


# --- fonts on request ----------------------------------------------------------------------------------------------


def test_embedded_faces_hold_what_is_set_in_them_under_a_name_of_their_own(report: Reported) -> None:
    from fontTools.ttLib import TTFont

    made = write_epub(HANDMADE, Settings(epub=EpubKeys(embed_fonts=True)), report)
    files = _files(made)
    faces = {name: TTFont(io.BytesIO(data)) for name, data in files.items() if name.startswith("EPUB/font/")}
    assert {face["name"].getDebugName(1) for face in faces.values()} == {"Book Hei", "Book Kai"}
    for face in faces.values():
        assert not [record for record in face["name"].names if "Noto" in str(record) and record.nameID < 7]
        assert {"vert", "vrt2"} & {record.FeatureTag for record in face["GSUB"].table.FeatureList.FeatureRecord}
        assert len(face.getGlyphOrder()) < 300
        assert {ord("渡"), ord("口")} <= face.getBestCmap().keys() or ord("旧") in face.getBestCmap()
    css = files["EPUB/style/book.css"].decode()
    assert all(f"url({name.replace('EPUB', '..')})" in css for name in faces)
    assert write_epub(HANDMADE, Settings(epub=EpubKeys(embed_fonts=True)), report) == made


def test_rare_characters_alone_are_embedded_each_in_an_element_that_asks_for_its_face(report: Reported) -> None:
    from fontTools.ttLib import TTFont

    rare = Settings(epub=EpubKeys(embed_fonts="rare"))
    files = _files(write_epub(book(article("𠮷野家", "镕、喆与㐂字。")), rare, report))
    fonts = [TTFont(io.BytesIO(data)) for name, data in files.items() if name.startswith("EPUB/font/")]
    assert {chr(code) for font in fonts for code in font.getBestCmap()} == set("𠮷㐂")
    page = next(data.decode() for name, data in files.items() if re.match("EPUB/text/a[0-9a-f]{8}", name))
    assert "<title>𠮷野家</title>" in page
    assert '<span class="rare">𠮷</span>' in page
    assert '镕、喆与<span class="rare">㐂</span>字。' in page
    assert not [name for name in _files(write_epub(HANDMADE, rare, report)) if name.startswith("EPUB/font/")]


def test_a_rare_character_that_no_free_face_shows_is_told_with_the_face_to_install() -> None:
    said = Reported()
    made = write_epub(book(article("题", "彝文ꆈ。")), Settings(epub=EpubKeys(embed_fonts="rare")), said)
    lacked = [(each.facts["character"], each.facts["package"]) for each in said if each.code == "E109"]
    assert lacked == [("ꆈ", "fonts-noto-core")] or b"font/rare-1" in made


# --- sturdy --------------------------------------------------------------------------------------------------------

_HARD = "\x00甲\ud800乙\ufffe丙\x0b <b>&amp;]]> <!-- --> <?xml?> {{ 7*7 }} {% x %} \t\n 　 ​﻿ 𠮷 👩‍👩‍👧 &#0; \\ \" ' `"
_HARD_BOOKS = {
    "an empty book": Book("书"),
    "an empty chapter": Book("书", chapters=(Chapter("章"), Chapter(None), Chapter(" "))),
    "an article without paragraphs": book(Article("题")),
    "titles of nothing": book(Article(""), Article("\x00"), Article("　"), title=" ", heading=""),
    "hard text everywhere": Book(
        _HARD,
        subtitle=_HARD,
        authors=(_HARD,),
        editors=(_HARD,),
        publisher=_HARD,
        identifier=_HARD,
        rights=_HARD,
        subjects=(_HARD,),
        chapters=(
            Chapter(_HARD, (Article(_HARD, _HARD, _HARD, (_HARD,), _HARD, (_HARD,), None, (paragraph(_HARD),)),)),
        ),
    ),
    "a title of ten thousand characters": book(article("长" * 10_000, "甲"), title="长" * 10_000),
    "three hundred authors": replace(
        book(Article("题", authors=tuple(f"作者 {n}\"'" for n in range(300)))),
        authors=tuple(f"作者 {n}\"'" for n in range(300)),
    ),
    "wild links": book(
        Article(
            "题",
            blocks=(
                Paragraph(
                    tuple(
                        Link(href, (Text("链"),))
                        for href in (
                            "https://a.b/ü ?#%",
                            "http://[::1]/",
                            "http://例子.中国/桥",
                            "https://a.b:x/",
                            "mailto:",
                            "x:y",
                        )
                    )
                ),
            ),
        )
    ),
    "a picture whose ending was wrong": replace(
        book(Article("题", blocks=(Figure(Image("a.jpg_as_.png", "点")),))),
        pictures=(replace(PICTURE, name="a.jpg_as_.png"),),
    ),
    "picture names": replace(
        HANDMADE, cover=None, pictures=(replace(HANDMADE.pictures[0], name="cover.jpg"),), chapters=()
    ),
}


_texts = st.text(st.characters(), max_size=30) | st.sampled_from([_HARD, "　", "<i>", "&", "]]>", ""])
_articles = st.builds(
    Article,
    title=_texts,
    kicker=st.none() | _texts,
    authors=st.lists(_texts, max_size=3).map(tuple),
    blocks=st.lists(_texts.map(paragraph), max_size=3).map(tuple),
)
_chapters = st.builds(Chapter, st.none() | _texts, st.lists(_articles, max_size=3).map(tuple))
_books = st.builds(Book, _texts, chapters=st.lists(_chapters, max_size=3).map(tuple))


def _whole_books() -> Iterator[tuple[str, Book]]:
    """Yield the sample, the same in Traditional, and the real document where there is one."""
    sample = read_book(find_edition([ROOT / "seeds"]), _silent)
    yield "the sample", sample
    yield "the sample in Traditional", to_traditional(sample, "tw", TraditionalKeys(), _silent)
    if folder := os.environ.get("PUBLISH_TEST_SEEDS"):
        yield "the real document", read_book(find_edition([min(Path(folder).glob("*.txt"))]), _silent)


def _page_starts(paged: Book) -> Iterator[PageStart]:
    """Yield pages that begin at each article of *paged* and within the first characters of its title and its blocks."""
    number = count(1)
    for each in (each for entry in entries(paged) for each in entry.articles):
        yield PageStart(str(next(number)), each.anchor, "", 0)
        for name in ("title", *(item.name for item in numbered(each.article.blocks) if item.name)):
            yield from (PageStart(str(next(number)), each.anchor, name, before) for before in (0, 1))


@pytest.fixture(scope="module")
def checked() -> dict[str, list[str]]:
    """What EPUBCheck says of the hand-made book in each setting, of hard texts and of any book, in one Java machine."""
    books = {
        "horizontal": write_epub(HANDMADE, Settings(), _silent),
        "vertical, numbered": write_epub(replace(HANDMADE, language="zh-TW"), _VERTICAL, _silent),
        "with the pages of paper": write_with_pages(HANDMADE, Settings(), _silent, list(_page_starts(HANDMADE))),
        "with fonts": write_epub(HANDMADE, Settings(epub=EpubKeys(embed_fonts=True)), _silent),
        "with rare characters": write_epub(
            book(article("𠮷野家", "㐂字。")), Settings(epub=EpubKeys(embed_fonts="rare")), _silent
        ),
        "with indexes": write_epub(HANDMADE, Settings(index=IndexKeys(authors=True, titles=True)), _silent),
        **{name: write_epub(hard, Settings(), _silent) for name, hard in _HARD_BOOKS.items()},
        **{name: write_epub(whole, Settings(), _silent) for name, whole in _whole_books()},
    }

    @given(arbitrary.books, st.booleans(), st.booleans())
    @settings(max_examples=12, phases=[Phase.generate], derandomize=True)
    def add(any_book: Book, vertical: bool, numbers: bool) -> None:
        keys = EpubKeys(vertical=vertical, paragraph_numbers=numbers)
        books[f"any book {len(books)}"] = write_epub(any_book, Settings(epub=keys), _silent)

    add()
    return dict(zip(books, epubcheck(books.values()), strict=True))


def test_epubcheck_has_nothing_to_say(checked: dict[str, list[str]]) -> None:
    """No fatal, no error, no warning, no usage message, whatever the text, but the one that tells of embedded fonts."""
    told_of_fonts = checked.pop("with fonts") + checked.pop("with rare characters")
    assert {message.split()[1] for message in told_of_fonts} == {"CSS-028"}
    assert {name: messages for name, messages in checked.items() if messages} == {}


def test_ace_finds_no_violation(tmp_path: Path) -> None:
    made = tmp_path / "book.epub"
    made.write_bytes(write_epub(HANDMADE, Settings(epub=EpubKeys(paragraph_numbers=True)), _silent))
    assert ace(made, tmp_path / "found") == []


@given(_books)
@settings(max_examples=25)
def test_no_character_is_lost_but_what_no_file_may_hold(any_book: Book) -> None:
    cover = Picture("c.jpg", "image/jpeg", b"", 1000, 1000)
    made = _files(write_epub(replace(any_book, cover="c.jpg", pictures=(cover,)), Settings(), _silent))
    paragraphs = [
        "".join(element.itertext())
        for name, data in made.items()
        if re.match("EPUB/text/a[0-9a-f]{8}", name)
        for element in ElementTree.fromstring(data).iterfind(".//{*}p")
        if element.get("id")
    ]
    kept = "".join(plain_block(block) for each in any_book.articles for block in each.blocks)
    legal = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]", "", kept)
    legal = "".join(character for character in legal if ord(character) & 0xFFFE != 0xFFFE)
    assert "".join("".join(paragraphs).split()) == "".join(legal.split())
