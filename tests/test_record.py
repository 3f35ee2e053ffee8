"""The JSON of a parse: keys in the order of its description, absent values null, text plain."""

from publish.book import (
    Article,
    Book,
    Break,
    Chapter,
    Emphasis,
    Item,
    List,
    Note,
    Origin,
    Paragraph,
    Place,
    Rule,
    Strong,
    Table,
    Text,
    Verse,
)
from publish.diagnostics import Diagnostic
from publish.record import Summary, record, summary

CUT = Paragraph((Text("前半，"), Strong((Text("后半。"),)), Note((Rule(),))), (Place(13), Place(15, 1, 3)))
BROKEN = Paragraph((Text("甲"), Break(), Text("乙")), (Place(17), Place(18, 1, 2)))
BOOK = Book(
    "书",
    chapters=(
        Chapter(None, (Article("一", authors=("张三", "李四"), blocks=(CUT, BROKEN), source="a.txt", line=5),)),
        Chapter(
            "栏", (Article("二", authors=("张三",), origin=Origin("报"), blocks=(Verse(((Text("诗 行"),), ())),)),), 20
        ),
    ),
)
SAID = [Diagnostic("P502", "a.txt", 15, None, {"tail": "后半"}), Diagnostic("P501", "a.txt", 15)]


def test_keys_stand_in_the_order_described() -> None:
    told = record(BOOK, SAID)
    assert list(told) == ["title", "language", "chapters", "diagnostics"]
    assert list(told["chapters"][0]) == ["heading", "line", "articles"]
    assert list(told["chapters"][0]["articles"][0]) == [
        *(
            "title",
            "kicker",
            "subtitle",
            "authors",
            "byline",
            "remarks",
            "origin",
            "source",
            "line",
            "blocks",
            "questions",
        ),
    ]
    assert list(told["diagnostics"][0]) == ["code", "severity", "file", "line", "column", "message", "hint", "accept"]


def test_a_block_has_its_kind_its_plain_text_and_its_lines() -> None:
    first, second = (chapter["articles"][0] for chapter in record(BOOK)["chapters"])
    assert first["blocks"] == [
        {"kind": "paragraph", "text": "前半，后半。", "lines": [13, 15]},
        {"kind": "paragraph", "text": "甲\n乙", "lines": [17, 18]},
    ]
    assert second["blocks"] == [{"kind": "verse", "text": "诗 行\n", "lines": []}]
    assert (first["origin"], second["origin"]) == (None, {"publication": "报", "date": None, "page": None})


def test_lists_and_tables_have_a_line_for_each_item_and_row() -> None:
    items = (Item((Paragraph((Text("甲"),)),), "一、"), Item((Paragraph((Text("乙"),)),)))
    rows = (((Text("a"),), (Text("b"), Break(), Text("d"))), ((Text("c"),), ()))
    book = Book("书", chapters=(Chapter(None, (Article("一", blocks=(List(items), Table(rows))),)),))
    assert [block["text"] for block in record(book)["chapters"][0]["articles"][0]["blocks"]] == [
        "一、甲\n乙",
        "a\tb d\nc\t",
    ]


def test_notes_and_the_caption_of_a_table_stand_beside_the_text() -> None:
    inner = Paragraph((Text("注"), Note((Paragraph((Text("注中注"),)),))))
    noted = Paragraph((Text("甲"), Emphasis((Note((inner,)),))))
    table = Table((((Text("a"),),),), caption=(Text("表题"),))
    book = Book("书", chapters=(Chapter(None, (Article("一", blocks=(noted, table)),)),))
    first, second = record(book)["chapters"][0]["articles"][0]["blocks"]
    assert (first["text"], first["notes"]) == ("甲", ["注", "注中注"])
    assert (second["text"], second["caption"]) == ("a", "表题")


def test_the_figures_count_what_a_reader_would() -> None:
    assert summary(BOOK, SAID) == Summary(
        chapters=1, articles=2, authors=2, characters=10, cuts=1, notices=1, warnings=1, errors=0
    )
