"""`publish check BOOK.pdf`: silent on a good PDF, and each fault put into one is found and named."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from conftest import Reported
from handmade import HANDMADE, PICTURE, article, book, paragraph, text
from pikepdf import Array, Dictionary, Name, Pdf

from publish.book import (
    Article,
    Book,
    Chapter,
    Crosshead,
    Emphasis,
    Figure,
    Image,
    Note,
    Paragraph,
    Picture,
    Strong,
    Table,
    Text,
)
from publish.diagnostics import PublishError
from publish.edition import PdfKeys, Settings
from publish.pdf import write_pdf
from publish.verify.titles import titles
from publish.verify.verify_pdf import verify_pdf


def silent(diagnostic: object) -> None:
    """Report nothing."""


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The handmade book as a PDF."""
    path = tmp_path_factory.mktemp("pdf") / "book.pdf"
    path.write_bytes(write_pdf(HANDMADE, Settings(), silent))
    return path


def found_in(path: Path, made_from: Book = HANDMADE) -> Reported:
    """Return what is reported of the PDF at *path*."""
    reported = Reported()
    verify_pdf(path, made_from, reported)
    return reported


def codes(reported: Reported) -> set[str]:
    """Return the codes of what was *reported*."""
    return {diagnostic.code for diagnostic in reported}


# --- a good PDF ----------------------------------------------------------------------------------------------------


def test_of_a_good_pdf_there_is_nothing_to_say(pdf: Path) -> None:
    assert found_in(pdf) == []


def test_what_options_draw_on_the_page_is_not_taken_for_text(tmp_path: Path) -> None:
    path = tmp_path / "study.pdf"
    options = PdfKeys(note_margin=True, paragraph_numbers=True, single_sided=True)
    path.write_bytes(write_pdf(HANDMADE, Settings(pdf=options), silent))
    assert found_in(path) == []


def test_numbers_of_the_text_are_told_from_those_of_the_design(tmp_path: Path) -> None:
    told = Paragraph(
        (Text("共"), Strong(text("1")), Text("人"), Note((paragraph("名单。"),)), Text("，分"), Emphasis(text("2")))
    )
    path = tmp_path / "numbers.pdf"
    made_from = ferry(lambda a: replace(a, blocks=(told, *a.blocks)))
    path.write_bytes(write_pdf(made_from, Settings(), silent))
    assert found_in(path, made_from) == []


def noted(number: int) -> Paragraph:
    """Return a long paragraph that calls a note."""
    return Paragraph((Text(f"第{number}段。" + LONG), Note((paragraph(f"注文{number}。"),)), Text(LONG)))


def table(title: str, rows: int) -> Table:
    """Return a table of so many rows with a head and a caption."""
    cells = (("编号", "名称"), *((str(row), f"名{row}") for row in range(rows)))
    return Table(tuple(tuple(map(text, row)) for row in cells), 1, (), text(title))


LONG = "山里的春天来得迟，过了清明，坡上的茶树才冒出新芽。" * 6


def note(number: int, said: str) -> Note:
    return Note((paragraph(f"注文{number}：{said}完{number}。"),))


TALL = Table(
    (
        (text("甲"), text("乙")),
        tuple(tuple(part for n in range(12) for part in (*text(LONG[n:]), note(n, side))) for side in ("左", "右")),
    ),
    1,
)
"""A row of it is higher than a page and calls notes in both cells."""
CROWDED = Paragraph((*text("采茶"), *(note(n, LONG * 3) for n in range(9)), *text("。" + LONG)))

NESTED = Note((Paragraph((*text("旧志"), note(1, "卷一"), *text("，"), note(2, "卷二"), *text("。"))),))
MAP = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text y="5" font-size="2">A</text></svg>'

GOOD: dict[str, Book] = {
    "with notes in a row that goes on over pages": book(replace(article("表"), blocks=(TALL, paragraph(LONG)))),
    "with notes in a note": book(replace(article("注"), blocks=(Paragraph((*text("采茶"), NESTED)), paragraph(LONG)))),
    "with more notes on a page than twenty": book(
        replace(
            article("注"),
            blocks=(
                Paragraph(
                    tuple(part for n in range(30) for part in (*text("茶"), note(n, ""))),
                ),
            ),
        )
    ),
    "with letters and their marks": book(article("音", "e\u0301 é n\u0303 m\u0300 g\u0301")),
    "with several notes that run on together": book(replace(article("注"), blocks=(CROWDED, paragraph(LONG)))),
    "with a table over several pages": book(replace(article("表"), blocks=(table("茶价", 80), table("水价", 3)))),
    "with more notes than there are circled numbers": book(
        replace(article("注"), blocks=tuple(map(noted, range(1, 25))))
    ),
    "with crossheads and no section headings": book(
        *(
            replace(article(title), blocks=(paragraph(LONG), Crosshead(text("井水")), Crosshead(text("井台"), 2)))
            for title in ("修鞋摊", "井水")
        ),
        heading=None,
    ),
    "with joiners, which no page holds": book(article("人", "一家人👨\u200d👩\u200d👧，葛\U000e0100城。")),
    "with words that run from right to left": book(article("维文", "维文ئۇيغۇر تىلى是一种文字。")),
    "with words in a drawing": replace(
        book(replace(article("图"), blocks=(Figure(Image("map.svg", "图"), text("略图")),))),
        pictures=(Picture("map.svg", "image/svg+xml", MAP, 100, 100),),
    ),
    "with a picture of which nothing is said": replace(
        book(replace(article("图"), blocks=(Figure(Image(PICTURE.name, ""), ()),))), pictures=(PICTURE,)
    ),
    "with an article of the name of its section": book(article("井水", LONG), article("桥", LONG), heading="井水"),
}


@pytest.mark.parametrize("name", GOOD)
def test_of_a_good_book_there_is_nothing_to_say(name: str, tmp_path: Path) -> None:
    path = tmp_path / "good.pdf"
    path.write_bytes(write_pdf(GOOD[name], Settings(), silent))
    assert [str(each) for each in found_in(path, GOOD[name])] == []


def test_of_a_booklet_the_pages_and_the_characters_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "booklet.pdf"
    path.write_bytes(write_pdf(HANDMADE, Settings(pdf=PdfKeys(booklet=True)), silent))
    assert codes(found_in(path)) == {"V714"}
    longer = book(*HANDMADE.articles, article("岸", "鼉鼉鼉"))
    assert codes(found_in(path, longer)) == {"V714", "V716"}
    with Pdf.open(path, allow_overwriting_input=True) as document:
        del document.pages[0]
        document.save(path)
    assert codes(found_in(path)) == {"V714", "V715"}


# --- the text: the PDF stays as it is, the source says something else -------------------------------------------------


def ferry(change: Callable[[Article], Article]) -> Book:
    """Return the handmade book with its long article changed."""
    before, chapter, after = HANDMADE.chapters
    changed = replace(chapter, articles=(change(chapter.articles[0]), *chapter.articles[1:]))
    return replace(HANDMADE, chapters=(before, changed, after))


SOURCES: dict[str, tuple[str, Book]] = {
    "a paragraph is lost": ("V401", ferry(lambda a: replace(a, blocks=(*a.blocks, paragraph("渡口已废，桥还在。"))))),
    "a crosshead is lost": ("V401", ferry(lambda a: replace(a, blocks=(Crosshead(text("新桥落成")), *a.blocks)))),
    "a paragraph is not in the source": ("V402", ferry(lambda a: replace(a, blocks=(*a.blocks[:3], *a.blocks[4:])))),
    "two blocks have changed places": (
        "V402",
        ferry(lambda a: replace(a, blocks=(a.blocks[1], a.blocks[0], *a.blocks[2:]))),
    ),
    "a byline is another": ("V403", ferry(lambda a: replace(a, byline="本报记者 李 鸣\n通讯员 王 芳"))),
    "the kicker is lost": ("V401", ferry(lambda a: replace(a, kicker="河湾旧事之二"))),
    "a note is lost": (
        "V401",
        ferry(
            lambda a: replace(
                a, blocks=(*a.blocks[:-1], Paragraph((*a.blocks[-1].content, Note((paragraph("已删。"),)))))
            )
        ),
    ),
    "a number is not in the source": (
        "V402",
        ferry(lambda a: replace(a, blocks=(replace(a.blocks[0], content=(Text("船离了岸。"),)), *a.blocks[1:]))),
    ),
    "a title is another": ("V710", ferry(lambda a: replace(a, title="渡　口 1988"))),
    "the book's title is another": ("V201", replace(HANDMADE, title="河湾文集")),
    "the language is another": ("V501", replace(HANDMADE, language="zh-TW")),
}


@pytest.mark.parametrize("name", SOURCES)
def test_each_departure_from_the_source_is_found(name: str, pdf: Path) -> None:
    code, made_from = SOURCES[name]
    assert code in codes(found_in(pdf, made_from))


# --- the file ------------------------------------------------------------------------------------------------------


def fonts(document: Pdf) -> list[pikepdf.Object]:
    """Return the fonts of all pages."""
    return [font for page in document.pages for font in page.Resources.get("/Font", Dictionary()).values()]


def rename_bookmark(document: Pdf) -> None:
    with document.open_outline() as outline:
        outline.root[-1].title = "别的"


def flatten_outline(document: Pdf) -> None:
    with document.open_outline() as outline:
        parent = next(item for item in outline.root if len(item.children) > 1)
        outline.root.append(parent.children.pop())


def misdirect_bookmark(document: Pdf) -> None:
    with document.open_outline() as outline:
        outline.root[-1].destination = pikepdf.make_page_destination(document, 0)


def break_link(document: Pdf) -> None:
    link = next(
        a for page in document.pages for a in page.get("/Annots", []) if "/URI" not in a.get("/A", Dictionary())
    )
    for key in ("/A", "/Dest"):
        if key in link:
            del link[key]
    link.Dest = pikepdf.String("nowhere")


def strip_descriptions(document: Pdf) -> None:
    for each in document.objects:
        if isinstance(each, Dictionary) and each.get("/S") == Name.Figure and "/Alt" in each:
            del each["/Alt"]


def unmark(document: Pdf) -> None:
    page = document.pages[-1]
    page.Contents = document.make_stream(page.Contents.read_bytes().replace(b"/MCID 0", b"/Nothing 0"))


def drop_fonts(document: Pdf) -> None:
    for font in fonts(document):
        descriptor = font.DescendantFonts[0].FontDescriptor
        for key in ("/FontFile2", "/FontFile3"):
            if key in descriptor:
                del descriptor[key]


def whole_fonts(document: Pdf) -> None:
    for font in fonts(document):
        font.BaseFont = Name("/" + str(font.BaseFont)[1:].rpartition("+")[2])


def mute_fonts(document: Pdf) -> None:
    for font in fonts(document):
        if "/ToUnicode" in font:
            del font["/ToUnicode"]


def replace_character(document: Pdf) -> None:
    for font in fonts(document):
        cmap = font.ToUnicode.read_bytes()
        font.ToUnicode = document.make_stream(cmap.replace(f"<{ord('船'):04x}>".encode(), b"<fffd>"))


FILES: dict[str, tuple[str, Callable[[Pdf], object]]] = {
    "the language is not said": ("V501", lambda document: document.Root.__delitem__("/Lang")),
    "the title is not said": ("V201", lambda document: document.docinfo.__delitem__("/Title")),
    "the file's name is shown": ("V702", lambda document: document.Root.__delitem__("/ViewerPreferences")),
    "a script waits": (
        "V703",
        lambda document: document.Root.__setitem__("/OpenAction", Dictionary(S=Name.JavaScript, JS="app.beep()")),
    ),
    "a file is attached": ("V703", lambda document: document.attachments.__setitem__("a.txt", b"secret")),
    "a page has another size": (
        "V704",
        lambda document: document.pages[0].__setitem__("/MediaBox", Array([0, 0, 595, 842])),
    ),
    "a page stands on its head": ("V717", lambda document: document.pages[5].__setitem__("/Rotate", 180)),
    "half of a page is cut off": (
        "V717",
        lambda document: document.pages[5].__setitem__("/CropBox", Array([0, 300, 420, 595])),
    ),
    "a stamp lies on a page": (
        "V703",
        lambda document: document.pages[5].__setitem__(
            "/Annots", Array([Dictionary(Type=Name.Annot, Subtype=Name.Stamp, Rect=Array([0, 0, 400, 500]))])
        ),
    ),
    "no face is in the file": ("V705", drop_fonts),
    "the faces are whole": ("V706", whole_fonts),
    "text cannot be copied": ("V707", mute_fonts),
    "glyphs have no characters": ("V708", mute_fonts),
    "a character is copied as another": ("V410", replace_character),
    "text is neither content nor furniture": ("V709", unmark),
    "there is no structure": ("V701", lambda document: document.Root.__delitem__("/StructTreeRoot")),
    "a line of the outline says something else": ("V710", rename_bookmark),
    "the outline is flat": ("V710", flatten_outline),
    "the outline leads astray": ("V713", misdirect_bookmark),
    "the pages are not labelled": ("V711", lambda document: document.Root.__delitem__("/PageLabels")),
    "the contents say other pages": ("V712", lambda document: document.Root.__delitem__("/PageLabels")),
    "a link leads nowhere": ("V311", break_link),
    "pictures are not described": ("V505", strip_descriptions),
}


@pytest.mark.parametrize("name", FILES)
def test_each_seeded_fault_is_found(name: str, pdf: Path, tmp_path: Path) -> None:
    code, damage = FILES[name]
    path = tmp_path / "seeded.pdf"
    with Pdf.open(pdf) as document:
        damage(document)
        document.save(path)
    reported = found_in(path)
    assert code in codes(reported), [str(diagnostic) for diagnostic in reported]
    assert all(diagnostic.message for diagnostic in reported)


def test_a_fault_in_the_text_is_named_with_its_page_and_line(pdf: Path) -> None:
    longer = ferry(lambda a: replace(a, blocks=(*a.blocks, paragraph("渡口已废。", line=44))))
    (found,) = found_in(pdf, longer)
    assert re.fullmatch(rf"{re.escape(str(pdf))}:[0-9]+: error V401 missing: “渡口已废。” \(44\)", str(found))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"PK\3\4", b"text"])
def test_what_is_no_pdf_is_refused_in_one_line(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "none.pdf"
    path.write_bytes(data)
    for each in (path, tmp_path / "absent.pdf"):
        with pytest.raises(PublishError, match="V101"):
            found_in(each)


def test_an_article_without_a_title_stands_in_the_contents_and_not_among_the_headings() -> None:
    of = Book("书", chapters=(Chapter("栏", (Article("甲"), Article(""))), Chapter(None, (Article("乙"),))))
    assert [(title.label, title.depth, title.is_printed) for title in titles(of)] == [
        ("栏", 1, True), ("甲", 2, True), ("（无题）", 2, False), ("乙", 1, True),
    ]  # fmt: skip
