"""Conversion changes characters and nothing else."""

import arbitrary
import pytest
from hypothesis import given, settings

from publish.book import (
    Article,
    Book,
    Break,
    Chapter,
    Code,
    Emphasis,
    Figure,
    Image,
    Link,
    Listing,
    Note,
    Origin,
    Paragraph,
    Place,
    Ruby,
    Strong,
    Table,
    Text,
    Verse,
    plain,
)
from publish.diagnostics import Diagnostic
from publish.edition import TraditionalKeys
from publish.traditional import to_simplified, to_traditional
from publish.traditional.review import review

KEYS = TraditionalKeys()


def book_of(*blocks, **fields):
    article = Article("标题", source="a.txt", line=3, blocks=blocks)
    return Book("书名", chapters=(Chapter("栏目", (article,)),), **fields)


def blocks_of(book):
    return next(book.articles).blocks


def converted(book, variant="tw", keys=KEYS, report=lambda _: None):
    return to_traditional(book, variant, keys, report)


def paragraph(*content):
    return Paragraph(tuple(Text(piece) if isinstance(piece, str) else piece for piece in content))


def test_everything_that_is_language_is_converted():
    article = Article(
        "标题",
        "引题",
        "副题",
        ("张伟",),
        "本报记者 张伟",
        ("（作者单位：图书馆）",),
        Origin("人民报", "2023年", "第1版"),
    )
    book = Book(
        "书",
        subtitle="丛",
        authors=("张伟",),
        publisher="出版社",
        description="说明",
        subjects=("历史",),
        chapters=(Chapter("栏目", (article,)),),
    )
    new = converted(book)
    assert (new.title, new.subtitle, new.authors, new.publisher) == ("書", "叢", ("張偉",), "出版社")
    assert (new.description, new.subjects, new.chapters[0].heading) == ("說明", ("歷史",), "欄目")
    assert next(new.articles) == Article(
        "標題",
        "引題",
        "副題",
        ("張偉",),
        "本報記者 張偉",
        ("（作者單位：圖書館）",),
        Origin("人民報", "2023年", "第1版"),
    )


def test_what_is_not_language_is_left_alone():
    listing = Listing("打印 = 汉字")
    link = Link("https://example.org/汉字", (Text("汉字"),))
    new = converted(book_of(paragraph(link, Code("汉字")), listing, Figure(Image("汉.png", "汉字")), identifier="汉字"))
    assert blocks_of(new)[0] == paragraph(Link("https://example.org/汉字", (Text("漢字"),)), Code("汉字"))
    assert blocks_of(new)[1:] == (listing, Figure(Image("汉.png", "漢字")))
    assert new.identifier == "汉字"


def test_a_word_is_seen_whole_across_markup():
    new = converted(book_of(paragraph("关", Emphasis((Text("系"), Strong((Text("好，奋"),)))), Ruby("斗", "dòu"))))
    assert blocks_of(new)[0] == paragraph("關", Emphasis((Text("係"), Strong((Text("好，奮"),)))), Ruby("鬥", "dòu"))


def test_a_note_neither_parts_the_words_around_it_nor_is_forgotten():
    note = Note((paragraph("见后"),))
    new = converted(book_of(paragraph("奋", note, "斗")))
    assert blocks_of(new)[0] == paragraph("奮", Note((paragraph("見後"),)), "鬥")


def test_verse_lines_and_cells_keep_their_borders():
    verse = Verse(((Text("头发"),), (), (Text("发展"), Break(), Text("面条"))))
    table = Table((((Text("里程"),), (Text("这里"),)),), caption=(Text("历表"),))
    new = converted(book_of(verse, table))
    assert blocks_of(new)[0] == Verse(((Text("頭髮"),), (), (Text("發展"), Break(), Text("麵條"))))
    assert blocks_of(new)[1].rows == (((Text("里程"),), (Text("這裡"),)),)


@pytest.mark.parametrize(
    ("variant", "language", "text"),
    [("tw", "zh-TW", "這裡為著算帳"), ("hk", "zh-HK", "這裏為着算賬"), ("standard", "zh-Hant", "這裏爲着算賬")],
)
def test_each_region_has_its_forms_and_its_language(variant, language, text):
    new = converted(book_of(paragraph("这里为着算账")), variant)
    assert (new.language, plain(blocks_of(new)[0].content)) == (language, text)


def test_quotes_can_be_kept():
    new = converted(book_of(paragraph("他说：“好。”")), keys=TraditionalKeys(quotes="keep"))
    assert blocks_of(new)[0] == paragraph("他說：“好。”")


def test_a_quotation_mark_that_stands_alone_is_reported_where_it_stands():
    said: list[Diagnostic] = []
    block = Paragraph((Text("“甲”两个园区”；"),), (Place(7), Place(9, 1, 4)))
    converted(book_of(block), report=said.append)
    assert [(d.code, d.file, d.line, d.column) for d in said] == [("T301", "a.txt", 9, 4)]


def test_a_quotation_of_several_paragraphs_opens_again_in_each():
    said: list[Diagnostic] = []
    new = converted(book_of(paragraph("“甲。"), paragraph("“乙。”")), report=said.append)
    assert blocks_of(new) == (paragraph("「甲。"), paragraph("「乙。」"))
    assert said == []


def test_text_that_opencc_cannot_take_is_neither_lost_nor_changed():
    new = converted(book_of(paragraph("汉\0汉\ud800汉")))
    assert blocks_of(new)[0] == paragraph("漢\0漢\ud800漢")


@pytest.mark.parametrize(("language", "text"), [("zh-TW", "這裡為著"), ("zh-HK", "這裏為着"), ("zh-Hant", "這裏爲着")])
def test_back_to_simplified_from_each_region(language, text):
    new = to_simplified(book_of(paragraph(text), language=language), lambda _: None)
    assert (new.language, plain(blocks_of(new)[0].content)) == ("zh-CN", "这里为着")


@pytest.mark.parametrize("language", ["zh-TW", "zh-HK", "zh-Hant"])
def test_the_particle_is_told_from_the_work_in_texts_of_every_region(language):
    text = "穿著衣服，著手編著，睡著了，用得著，意味著，這部專著。"
    new = to_simplified(book_of(paragraph(text), language=language), lambda _: None)
    assert plain(blocks_of(new)[0].content) == "穿着衣服，着手编著，睡着了，用得着，意味着，这部专著。"


@pytest.mark.parametrize(
    ("text", "simplified"),
    [
        ("這部論著由館中同人編著，名著與專著並列。", "这部论著由馆中同人编著，名著与专著并列。"),
        ("書後題：一九三五年，無名氏著。", "书后题：一九三五年，无名氏著。"),
        ("她編著竹籃，合著眼，聽著雨，等著名字被叫到。", "她编着竹篮，合着眼，听着雨，等着名字被叫到。"),
        ("著者沉著應對，著有《渡口》，顯著著稱於世。", "著者沉着应对，著有《渡口》，显著著称于世。"),
        ("甚麼時候餵牠？妳在簷下賸的飯。", "什么时候喂它？你在檐下剩的饭。"),
        ("見微知著，他著有三部小說。", "见微知著，他著有三部小说。"),
        ("魯迅著", "鲁迅著"),
        ("老人望著，不作聲。", "老人望着，不作声。"),
        ("有清袁枚著，一卷；俞樾著《茶香室叢鈔》。", "有清袁枚著，一卷；俞樾著《茶香室丛钞》。"),
        ("她抱著《字典》睡著了。", "她抱着《字典》睡着了。"),
        ("衞生所的人說：「『急』什麼！」", "卫生所的人说：“‘急’什么！”"),
        ("《山居筆記》，魯迅著；另一冊由王力著。", "《山居笔记》，鲁迅著；另一册由王力著。"),
        ("由他牽著，瞇著眼，看人下圍碁。", "由他牵着，眯着眼，看人下围棋。"),
        ("企畫案裡寫明家俱的數目，經辦的姓於。", "企划案里写明家具的数目，经办的姓於。"),
    ],
)
def test_simplified_words_keep_what_is_no_particle_and_have_their_own_marks(text, simplified):
    new = to_simplified(book_of(paragraph(text), language="zh-TW"), lambda _: None)
    assert plain(blocks_of(new)[0].content) == simplified


@given(arbitrary.books)
@settings(max_examples=40)
def test_any_book_keeps_its_shape(book):
    for variant in ("hk", "twp"):
        new = converted(book, variant)
        assert [type(block) for article in new.articles for block in article.blocks] == [
            type(block) for article in book.articles for block in article.blocks
        ]
        assert new.identifier == book.identifier
        review(book, variant, KEYS)
