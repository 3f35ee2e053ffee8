"""`publish check BOOK.epub`: silent on a good book, and each fault put into one is found and named."""

import io
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

import pytest
from click.testing import CliRunner
from conftest import ROOT, Reported
from handmade import HANDMADE, PICTURE, article, book, text
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from publish.book import (
    Article,
    Book,
    Break,
    Chapter,
    Code,
    Crosshead,
    Emphasis,
    Item,
    Link,
    List,
    Listing,
    Note,
    Paragraph,
    Quote,
    Ruby,
    Rule,
    Strong,
    Table,
    Text,
    Verse,
)
from publish.cli import main
from publish.cover import draw_cover
from publish.diagnostics import PublishError
from publish.edition import EpubKeys, Settings
from publish.epub import write_epub
from publish.fonts import Families
from publish.pictures import draw
from publish.verify import proofread_epub
from publish.verify.verify_epub import verify_epub

Files = dict[str, bytes]


def silent(diagnostic: object) -> None:
    """Report nothing."""


@pytest.fixture(scope="module")
def files() -> Files:
    """The files of the handmade book by their names in the container."""
    with zipfile.ZipFile(io.BytesIO(write_epub(HANDMADE, Settings(), silent))) as container:
        return {name: container.read(name) for name in container.namelist()}


def packed(files: Files, path: Path, **changes: int) -> Path:
    """Write *files* as a container to *path*; *changes* are made to the entry of ``mimetype``."""
    with zipfile.ZipFile(path, "w") as container:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            if name == "mimetype":
                for attribute, value in changes.items():
                    setattr(entry, attribute, value)
            container.writestr(entry, data)
    return path


def found_in(path: Path, made_from: Book = HANDMADE) -> Reported:
    """Return what is reported of the book at *path*."""
    reported = Reported()
    verify_epub(path, made_from, reported)
    return reported


def codes(reported: Reported) -> set[str]:
    """Return the codes of what was *reported*."""
    return {diagnostic.code for diagnostic in reported}


# --- a good book ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("vertical", [False, True])
@pytest.mark.parametrize("numbers", [False, True])
def test_of_a_good_book_there_is_nothing_to_say(
    report: Reported, tmp_path: Path, vertical: bool, numbers: bool
) -> None:
    settings = Settings(epub=EpubKeys(vertical=vertical, paragraph_numbers=numbers))
    path = tmp_path / "good.epub"
    path.write_bytes(write_epub(HANDMADE, settings, report))
    verify_epub(path, HANDMADE, report)
    assert report == []


def test_what_no_file_may_hold_is_not_missed_in_the_finished_book(tmp_path: Path) -> None:
    made_from = book(article("甲\x00乙", "丙\ufffe丁\ud800。"))
    path = tmp_path / "cleaned.epub"
    path.write_bytes(write_epub(made_from, Settings(), silent))
    assert found_in(path, made_from) == []


_CHARACTERS = st.characters(exclude_categories=(), exclude_characters="\n") | st.sampled_from("　 \t<>&\"'—…“”①")
_TEXTS = st.text(_CHARACTERS, max_size=12) | st.sampled_from(["<b>", "&amp;", "]]>", "李　明", " 前后 ", "a b", "１２"])
_PLAIN = _TEXTS.map(text)
_INLINES = st.recursive(
    st.lists(st.builds(Text, _TEXTS) | st.builds(Code, _TEXTS) | st.just(Break()) | st.builds(Ruby, _TEXTS, _TEXTS)),
    lambda inner: st.lists(
        inner.map(tuple).flatmap(
            lambda content: st.sampled_from(
                [Emphasis(content), Strong(content), Link("https://a.example/?b=c&d", content)]
            )
        )
        | st.builds(Note, st.builds(Paragraph, inner.map(tuple)).map(lambda each: (each,))),
        max_size=3,
    ),
    max_leaves=4,
).map(tuple)
_PARAGRAPHS = st.builds(Paragraph, _INLINES)
_BLOCKS = (
    _PARAGRAPHS
    | st.builds(Crosshead, _PLAIN)
    | st.builds(Verse, st.lists(_INLINES, min_size=1, max_size=3).map(tuple))
    | st.builds(Quote, st.lists(_PARAGRAPHS, min_size=1, max_size=2).map(tuple))
    | st.builds(
        List,
        st.lists(st.builds(Item, _PARAGRAPHS.map(lambda each: (each,)), st.none() | st.just("1.")), min_size=1).map(
            tuple
        ),
    )
    | st.builds(Table, st.lists(st.lists(_PLAIN, min_size=2, max_size=2).map(tuple), min_size=1, max_size=2).map(tuple))
    | st.builds(Listing, _TEXTS)
    | st.just(Rule())
)
_ARTICLES = st.builds(
    Article,
    _TEXTS,
    kicker=st.none() | _TEXTS,
    subtitle=st.none() | _TEXTS,
    authors=st.lists(_TEXTS, max_size=3).map(tuple),
    byline=st.none() | _TEXTS,
    remarks=st.lists(_TEXTS, max_size=2).map(tuple),
    blocks=st.lists(_BLOCKS, max_size=4).map(tuple),
)
_CHAPTERS = st.builds(Chapter, st.none() | _TEXTS, st.lists(_ARTICLES, max_size=3).map(tuple))
_BOOKS = st.builds(
    Book,
    _TEXTS,
    subtitle=st.none() | _TEXTS,
    authors=st.lists(_TEXTS, max_size=2).map(tuple),
    publisher=st.none() | _TEXTS,
    description=st.none() | _TEXTS,
    chapters=st.lists(_CHAPTERS, max_size=3).map(tuple),
    pictures=st.just((PICTURE,)),
    cover=st.just(PICTURE.name),
)


@settings(max_examples=30, phases=[Phase.explicit, Phase.generate])
@given(_BOOKS, st.booleans(), st.booleans())
def test_of_no_book_whatever_its_text_is_there_anything_to_say(made_from: Book, vertical: bool, numbers: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "any.epub")
        options = Settings(epub=EpubKeys(vertical=vertical, paragraph_numbers=numbers))
        path.write_bytes(write_epub(made_from, options, silent))
        assert [str(diagnostic) for diagnostic in found_in(path, made_from)] == []


# --- faults --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fault:
    """A case of ``cases/faults-epub.txt``."""

    name: str
    code: str
    pattern: str
    changes: tuple[tuple[str, str], ...]


def faults() -> Iterator[Fault]:
    """Yield the cases: a heading, the files meant, then ``-`` and ``+`` lines in pairs."""
    text = (ROOT / "tests/cases/faults-epub.txt").read_text("utf-8")
    for block in re.findall(r"^(\S.*): (V\d+)\n((?:  .*\n?)+)", text, re.MULTILINE):
        lines = [line.strip() for line in block[2].splitlines()]
        parts = {sign: [unescaped(line) for line in lines[1:] if line[0] == sign] for sign in "-+"}
        yield Fault(block[0], block[1], lines[0], tuple(zip(parts["-"], parts["+"], strict=True)))


def unescaped(line: str) -> str:
    """Return what a ``-`` or ``+`` line says."""
    return line[2:].replace(r"\n", "\n")


def seeded(files: Files, fault: Fault) -> Files:
    """Return *files* with the changes of *fault* in the first of them that has all that is to be changed."""
    for name, data in files.items():
        text = data.decode("utf-8", "replace")
        if fnmatch(name, f"EPUB/{fault.pattern}") and all(old in text for old, _ in fault.changes):
            for number, (old, _) in enumerate(fault.changes):
                text = text.replace(old, f"\0{number}\0", 1)
            for number, (_, new) in enumerate(fault.changes):
                text = text.replace(f"\0{number}\0", new, 1)
            return {**files, name: text.encode()}
    raise AssertionError(f"{fault.name}: nothing to change in {fault.pattern}")


@pytest.mark.parametrize("fault", list(faults()), ids=lambda fault: fault.name)
def test_each_seeded_fault_is_found(fault: Fault, files: Files, tmp_path: Path) -> None:
    reported = found_in(packed(seeded(files, fault), tmp_path / "seeded.epub"))
    assert fault.code in codes(reported), [str(diagnostic) for diagnostic in reported]
    assert all(diagnostic.message for diagnostic in reported)


def test_a_fault_in_the_text_is_named_with_both_places(files: Files, tmp_path: Path) -> None:
    fault = Fault("", "V403", "text/*", (("一声离了岸", "一声离了案"),))
    path = packed(seeded(files, fault), tmp_path / "book.epub")
    assert [str(diagnostic) for diagnostic in found_in(path)] == [
        f"{path}/EPUB/text/a88d9073c.xhtml:19: error V403 “岸” has become “案” (ferry.txt:3)"
    ]


CONTAINERS: dict[str, tuple[str, Callable[[Files, Path], Path]]] = {
    "mimetype is compressed": ("V102", lambda files, path: packed(files, path, compress_type=zipfile.ZIP_DEFLATED)),
    "mimetype has an extra field": ("V102", lambda files, path: packed(files, path, extra=b"\x55\x54\x01\0\0")),
    "mimetype is not the first": ("V102", lambda files, path: packed(dict(reversed(files.items())), path)),
    "mimetype ends in a line end": (
        "V102",
        lambda files, path: packed({**files, "mimetype": b"application/epub+zip\n"}, path),
    ),
    "a name is Chinese": ("V105", lambda files, path: packed({**files, "EPUB/text/甲.xhtml": b""}, path)),
    "two names differ in case alone": ("V104", lambda files, path: packed({**files, "EPUB/NAV.xhtml": b""}, path)),
    "a stranger lies in the container": ("V106", lambda files, path: packed({**files, "EPUB/Thumbs.db": b""}, path)),
    "a picture breaks off": (
        "V606",
        lambda files, path: packed({**files, "EPUB/image/cover.jpg": files["EPUB/image/cover.jpg"][:5000]}, path),
    ),
    "a picture is another": (
        "V607",
        lambda files, path: packed({**files, "EPUB/image/bridge.png": PICTURE.data.replace(b"IDAT", b"IDAT\0")}, path),
    ),
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_each_fault_of_the_container_is_found(name: str, files: Files, tmp_path: Path) -> None:
    code, damage = CONTAINERS[name]
    assert code in codes(found_in(damage(files, tmp_path / "seeded.epub")))


def test_a_cover_that_is_not_drawn_for_the_book_is_found(files: Files, tmp_path: Path) -> None:
    """Whatever it is; one with another author's name, too, which looks all but the same."""
    renamed = draw_cover("cover.jpg", replace(HANDMADE, authors=("阿朗", *HANDMADE.authors[1:])), {})
    for cover in (draw("x", 1600, 2560, "#ffffff", ()).data, renamed.data):
        changed = {**files, "EPUB/image/cover.jpg": cover}
        assert codes(found_in(packed(changed, tmp_path / "other.epub"))) == {"V613"}


def test_a_cover_that_was_compressed_again_or_set_in_another_face_is_the_same(files: Files, tmp_path: Path) -> None:
    again = io.BytesIO()
    Image.open(io.BytesIO(files["EPUB/image/cover.jpg"])).save(again, "JPEG", quality=50)
    faces: Families = {"song": ("Noto Sans CJK SC",), "hei": ("Noto Serif CJK SC",), "kai": ("Noto Sans CJK SC",)}
    other_face = draw_cover("cover.jpg", HANDMADE, faces)
    for cover in (again.getvalue(), other_face.data):
        changed = {**files, "EPUB/image/cover.jpg": cover}
        assert codes(found_in(packed(changed, tmp_path / "same.epub"))) == set()


def test_a_style_of_ones_own_is_not_compared(files: Files, tmp_path: Path) -> None:
    changed = {**files, "EPUB/style/book.css": b"p { text-indent: 2em; }"}
    assert codes(found_in(packed(changed, tmp_path / "own.epub"))) == {"V612"}


def test_the_page_that_is_wrong_is_named_and_no_other(files: Files, tmp_path: Path) -> None:
    def places(name: str, old: str, new: str) -> set[str]:
        fault = Fault("", "", name, ((old, new),))
        reported = found_in(packed(seeded(files, fault), tmp_path / "one.epub"))
        return {diagnostic.file.rpartition("EPUB/")[2] for diagnostic in reported if diagnostic.file}

    title = "渡 口 1987"
    assert places("text/contents.xhtml", f">{title}<", ">渡船<") == {"text/contents.xhtml"}
    assert places("nav.xhtml", f">{title}<", ">渡船<") == {"nav.xhtml"}
    assert places("toc.ncx", f">{title}<", ">渡船<") == {"toc.ncx"}
    assert places("content.opf", ">河湾出版社<", ">河弯出版社<") == {"content.opf"}


def test_a_damaged_byte_is_found(files: Files, tmp_path: Path) -> None:
    path = packed(files, tmp_path / "damaged.epub")
    data = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as container:
        entry = container.getinfo("EPUB/image/cover.jpg")
    data[entry.header_offset + entry.compress_size // 2] ^= 0xFF
    path.write_bytes(data)
    assert "V103" in codes(found_in(path))


def test_a_truncated_font_is_found(files: Files, tmp_path: Path) -> None:
    font = b"\0\1\0\0" + b"\0\1" + bytes(6) + b"glyf" + bytes(4) + (28).to_bytes(4, "big") + (100).to_bytes(4, "big")
    package = files["EPUB/content.opf"].replace(
        b"</manifest>", b'<item href="font/kai.ttf" id="kai" media-type="font/ttf"/></manifest>'
    )
    for length, expected in ((100, False), (99, True)):
        changed = {**files, "EPUB/content.opf": package, "EPUB/font/kai.ttf": font + bytes(length)}
        assert ("V606" in codes(found_in(packed(changed, tmp_path / "font.epub")))) is expected


def test_a_vertical_book_that_old_devices_would_turn_is_found(tmp_path: Path) -> None:
    data = write_epub(HANDMADE, Settings(epub=EpubKeys(vertical=True)), silent)
    with zipfile.ZipFile(io.BytesIO(data)) as container:
        files = {name: container.read(name) for name in container.namelist()}
    css = files["EPUB/style/book.css"].replace(b"-epub-writing-mode: vertical-rl;", b"")
    assert codes(found_in(packed({**files, "EPUB/style/book.css": css}, tmp_path / "v.epub"))) == {"V608", "V611"}


@pytest.mark.parametrize("title", ["渡口", ""])
def test_an_article_that_is_only_in_the_sources_is_missed(title: str, files: Files, tmp_path: Path) -> None:
    chapter = HANDMADE.chapters[1]
    longer = replace(chapter, articles=(*chapter.articles, article(title, "第三篇。")))
    made_from = replace(HANDMADE, chapters=(HANDMADE.chapters[0], longer, HANDMADE.chapters[2]))
    assert {"V406", "V301"} <= codes(found_in(packed(files, tmp_path / "short.epub"), made_from))


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.7", b"text"])
def test_what_is_no_epub_is_refused_in_one_line(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "none.epub"
    path.write_bytes(data)
    with pytest.raises(PublishError, match="V101"):
        found_in(path)
    with pytest.raises(PublishError, match="V101"):
        found_in(tmp_path / "absent.epub")


# --- the command ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [(), ("--traditional",), ("--variant", "hk", "--vertical")])
def test_the_command_finds_its_own_book_good_and_another_wrong(
    options: tuple[str, ...], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("春风\n\n李 明\n\n又是一年春草绿，依然十里杏花红。\n", "utf-8")
    (tmp_path / "b.txt").write_text("春风\n\n李 明\n\n又是一年春草绿，依然十里桃花红。\n", "utf-8")
    finished = str(tmp_path / "book.epub")
    said = ("--title", "集", "--author", "李明", "--editor", "王芳", "--date", "2023-05-04", "--identifier", "a-1")
    assert status("epub", str(tmp_path / "a.txt"), "-o", finished, *said, *options) == 0
    assert status("check", finished, str(tmp_path / "a.txt")) == 0
    capfd.readouterr()
    assert status("check", finished, str(tmp_path / "b.txt")) == 1
    assert "V403" in capfd.readouterr().err


def test_what_front_matter_says_is_held_against_the_book_and_one_line_is_the_verdict(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    head = "---\ntitle: 渡口人家\nauthor: 陈渡生\npublisher: 河湾书社\ndate: 2024-03-05\n---\n\n"
    (tmp_path / "a.md").write_text(head + "## 船\n\n作者：李明\n\n船在人在。\n", "utf-8")
    finished = tmp_path / "a.epub"
    assert status("epub", str(tmp_path / "a.md"), "-o", str(finished)) == 0
    assert status("check", str(finished), str(tmp_path / "a.md")) == 0
    assert capfd.readouterr().err.splitlines()[-1] == f"{finished}: as its sources have it"
    for field, other in (
        ("渡口人家", "渡口世家"),
        ("陈渡生", "陈度生"),
        ("河湾书社", "河弯书社"),
        ("2024-03-05", "2024-03-06"),
    ):
        with zipfile.ZipFile(finished) as container:
            files = {
                name: container.read(name).replace(field.encode(), other.encode()) for name in container.namelist()
            }
        changed = packed(files, tmp_path / "changed.epub")
        assert status("check", str(changed), str(tmp_path / "a.md")) == 1
        said = capfd.readouterr().err
        assert re.search(rf"content\.opf: error V201 \S+( \(aut\))? is “[^”]*{other}", said), field
        assert re.fullmatch(r".*changed\.epub: not to be delivered \(.*\)", said.splitlines()[-1])


def status(*arguments: str) -> int:
    """Return the exit status of ``publish`` with *arguments*."""
    from publish.cli import main

    with pytest.raises(SystemExit) as ended:
        main(arguments)
    return int(ended.value.code or 0)


# --- before it is delivered ----------------------------------------------------------------------------------------

UNDELIVERABLE: dict[str, tuple[str, str, str]] = {
    "a paragraph is lost": ("<p>人在船在。</p>", "", "V401"),
    "a paragraph is there twice": ("<p>人在船在。</p>", "<p>人在船在。</p><p>人在船在。</p>", "V402"),
    "a note is lost": ("老人的口头禅。", "", "V401"),
    "a note is not called": ('epub:type="noteref"', 'epub:type="other"', "V313"),
    "a link leads nowhere": ('href="#', 'href="#x', "V311"),
    "a page is not well-formed": ("人在船在。", "人在<船在。", "V108"),
}


@pytest.mark.parametrize("name", UNDELIVERABLE)
def test_a_fault_of_the_text_is_told_before_the_book_is_delivered(name: str, files: Files, tmp_path: Path) -> None:
    old, new, code = UNDELIVERABLE[name]
    path = next(path for path, data in files.items() if old in data.decode("utf-8", "replace") and "/a" in path)
    damaged = files[path].decode().replace(old, new, 1).encode()
    data = packed({**files, path: damaged}, tmp_path / "damaged.epub").read_bytes()
    assert code in {each.code for each in proofread_epub(data, HANDMADE)}


def test_of_a_good_book_there_is_nothing_to_say_before_it_is_delivered(files: Files, tmp_path: Path) -> None:
    data = packed(files, tmp_path / "good.epub").read_bytes()
    assert list(proofread_epub(data, HANDMADE)) == []


@pytest.mark.parametrize("kept", [False, True])
def test_an_epub_that_lacks_text_is_written_only_where_it_is_to_be_kept(kept: bool, tmp_path: Path) -> None:
    template = (ROOT / "templates/epub/article.xhtml").read_text("utf-8")
    own = tmp_path / "style/templates/epub"
    own.mkdir(parents=True)
    (own / "article.xhtml").write_text(template.replace("{{ set.body(article, anchor) -}}", ""), "utf-8")
    source, made = tmp_path / "a.md", tmp_path / "a.epub"
    source.write_text("---\ntitle: 茶\n---\n\n## 茶山\n\n作者：李明\n\n春天来得迟。\n", "utf-8")
    arguments = ["epub", "-q", "--style", str(tmp_path / "style"), str(source), "-o", str(made)]
    result = CliRunner().invoke(main, arguments + ["--keep"] * kept)
    assert (result.exit_code, made.exists()) == (1, kept)
    assert re.search(r"error V401 missing: “春天来得迟。” \(.*a\.md:9\)", result.stderr)
