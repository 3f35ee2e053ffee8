"""What a reader writes line by line comes through the labelling whole, each character counted."""

from arbitrary import inlines
from hypothesis import given
from hypothesis import strategies as st

from publish.book import (
    Chapter,
    Emphasis,
    Figure,
    Image,
    Inlines,
    Item,
    List,
    Note,
    Paragraph,
    Quote,
    Strong,
    Table,
    Text,
    plain,
)
from publish.diagnostics import Diagnostic
from publish.dump import read_dump, ready_hints
from publish.edition import Settings
from publish.part import Part
from publish.slicing import sliced
from publish.source import Declared, Look, on_page
from publish.sources.source_writer import SourceWriter
from publish.walk import find

HINTS = ready_hints(Settings().parse, "book.toml")
WHOLE = Look(declared=Declared.PARAGRAPH)


def silent(diagnostic: Diagnostic) -> None:
    """Report nothing."""


def paragraph(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def read(writer: SourceWriter) -> Part:
    return read_dump(writer.source(silent), HINTS, frozenset(), silent)


def market() -> SourceWriter:
    """A page on which everything is declared, as the best of platforms do."""
    writer = SourceWriter("page")
    writer.block(Figure(Image("street.png"), (Text("图一　老街"),)))
    for text, declared in (
        ("城事", Declared.KICKER),
        ("一条老街的早晨", Declared.TITLE),
        ("——记东门菜市", Declared.SUBTITLE),
        ("阿明", Declared.BYLINE),
        ("2023年5月4日", Declared.DATE),
        ("江城晚报", Declared.PUBLICATION),
        ("分享到微信", Declared.FURNITURE),
    ):
        writer.line(text, Look(declared=declared))
    called = Note((paragraph("指从城外来的人。"),))
    writer.line((Text("天没亮，"), Emphasis((Text("卖菜的人"),)), called, Text("已经到了。")), WHOLE)
    writer.line("没有人说话", WHOLE)
    writer.block(Table((((Text("年"),), (Text("价"),)), ((Text("1990"),), (Text("2"),))), 1, ("", "")))
    twice = Item((paragraph("两个"), paragraph("再一段")), "2.")
    writer.block(List((Item((paragraph("一个"),), "1."), twice)))
    writer.block(Quote((paragraph("引文。"),)))
    writer.line((Strong((Text("第一"),)), Text("，第二。")), WHOLE)
    return writer


def article(part: Part) -> Chapter:
    (chapter,) = part.chapters
    return chapter


def test_what_a_source_declares_becomes_the_fields_of_its_article() -> None:
    (found,) = article(read(market())).articles
    assert (found.kicker, found.title, found.subtitle) == ("城事", "一条老街的早晨", "记东门菜市")
    assert found.authors == ("阿明",)
    assert found.origin
    assert (found.origin.publication, found.origin.date) == ("江城晚报", "2023年5月4日")


def test_blocks_and_what_stands_in_lines_come_through_in_their_order() -> None:
    (found,) = article(read(market())).articles
    kinds = [type(block) for block in found.blocks]
    assert kinds == [Figure, Paragraph, Paragraph, Table, List, Quote, Paragraph]
    noted = found.blocks[1]
    assert isinstance(noted, Paragraph)
    assert noted.content[:2] == (Text("天没亮，"), Emphasis((Text("卖菜的人"),)))
    assert isinstance(noted.content[2], Note)
    last = found.blocks[-1]
    assert isinstance(last, Paragraph)
    assert last.content == (Strong((Text("第一"),)), Text("，第二。"))


def test_each_character_of_it_is_accounted_for() -> None:
    account = read(market()).count()
    assert account.in_source > 60
    assert (account.lost, account.invented) == (0, 0)
    assert account.furniture == len("2023年5月4日江城晚报分享到微信")


def test_a_note_that_the_title_calls_becomes_a_remark() -> None:
    writer = SourceWriter("page")
    title = (Text("旧渡口"), Note((paragraph("本文写于雨季。"),)))
    writer.line(title, Look(declared=Declared.TITLE))
    writer.line("渡口在村东头。", WHOLE)
    part = read(writer)
    (found,) = article(part).articles
    assert (found.title, found.remarks) == ("旧渡口", ("本文写于雨季。",))
    assert (part.count().lost, part.count().invented) == (0, 0)


def test_a_line_break_ends_a_line_and_what_no_page_shows_is_taken_out() -> None:
    writer = SourceWriter("page")
    writer.line("⼀行\n\u200b两行 ")
    reported: list[Diagnostic] = []
    source = writer.source(reported.append)
    assert source.text == "一行\n两行"
    assert {diagnostic.code for diagnostic in reported} == {"P123", "P121"}


def test_a_source_of_furniture_alone_is_read() -> None:
    writer = SourceWriter("page")
    writer.line("分享到微信", Look(declared=Declared.FURNITURE))
    assert read(writer).count().furniture == len("分享到微信")


def test_in_a_source_with_pages_a_diagnostic_counts_its_line_on_the_page() -> None:
    writer = SourceWriter("paper.pdf")
    for page in (("一", "二"), ("三", "四", "五")):
        writer.page()
        for text in page:
            writer.line(text)
    source = writer.source(silent)
    assert on_page(Diagnostic("P403", "paper.pdf", 4), source.pages).place == "paper.pdf:2:2"
    assert on_page(Diagnostic("P403", "page.txt", 4), ()).place == "page.txt:4"


@given(inlines, st.integers(0, 40))
def test_two_stretches_that_meet_are_the_whole_with_each_note_once(content: Inlines, at: int) -> None:
    text = plain(content)
    at = min(at, len(text))
    above, below = sliced(content, 0, at), sliced(content, at, len(text))
    if 0 < at < len(text):
        assert plain(above) + plain(below) == text
        assert len([*find(Note, above), *find(Note, below)]) == len([*find(Note, content)])
