"""The markup of both outputs: ids that stay, notes in their two places, numbers that stand upright."""

import re
from collections.abc import Sequence
from pathlib import Path
from types import UnionType

import pytest
from handmade import HANDMADE, article, book, paragraph, text
from hypothesis import given
from hypothesis import strategies as st

from publish.assets import find_style, find_template_folders, read_css
from publish.book import (
    Article,
    Block,
    Crosshead,
    Emphasis,
    Inline,
    Item,
    Link,
    List,
    Note,
    Paragraph,
    Quote,
    Text,
    plain,
    plain_block,
)
from publish.diagnostics import PublishError
from publish.xhtml import entries, label, notes_in, number_notes, numbered, render, upright, words

# What stands in a style's own folder of templates: an article alone, without the page around it.
_ARTICLE = """\
{% import "blocks.xhtml" as set with context %}
{{ set.head(article, "a1") }}{{ set.body(article, "a1") }}{{ set.called_notes("a1") }}"""


@pytest.fixture
def style(tmp_path: Path) -> tuple[Path, ...]:
    """A style with a template that shows an article alone."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/alone.xhtml").write_text(_ARTICLE, "utf-8")
    return find_style(tmp_path)


def _set(style: tuple[Path, ...], *blocks: Block, **page: object) -> list[str]:
    alone, notes = number_notes(Article("", blocks=blocks))
    context = {
        "epub": True,
        "notes": notes,
        "pictures": "",
        "vertical": False,
        "numbers": False,
        "words": words("zh-CN"),
        **page,
    }
    markup = _BLOCK_ID.sub("", render("alone.xhtml", style, article=alone, **context))
    return [line for line in markup.split("\n") if line]


_BLOCK_ID = re.compile(r' (?:data-)?id="[ph][0-9a-f]{8}(-\d+)?"')


def _ids(of: object) -> list[str]:
    return [entry.anchor for chapter in entries(of) for entry in chapter.articles]  # type: ignore[arg-type]


def test_an_id_stays_when_another_article_is_added_or_a_text_is_changed() -> None:
    before = _ids(book(article("甲", "一"), article("乙", "二")))
    after = _ids(book(article("新", "三"), article("甲", "改了"), article("乙", "二")))
    assert after[1:] == before


_TEXTS = st.lists(st.sampled_from(["一", "二", "三", "四", "五", "一二", "三四"]), unique=True)


def _names(texts: Sequence[str]) -> list[str | None]:
    return [item.name for item in numbered(map(paragraph, texts))]


@given(_TEXTS, st.integers(0, 9), st.sampled_from(["新", "改"]))
def test_ids_of_blocks_stay_when_one_is_put_in_taken_out_or_corrected(texts: list[str], at: int, new: str) -> None:
    at = min(at, len(texts))
    before = dict(zip(texts, _names(texts), strict=True))
    put_in, corrected = [*texts[:at], new, *texts[at:]], [*texts[:at], new, *texts[at + 1 :]]
    for after in (put_in, corrected, texts[:at] + texts[at + 1 :]):
        now = dict(zip(after, _names(after), strict=True))
        assert all(now[text] == before[text] for text in after if text in before)
        assert len(set(now.values())) == len(after)


def test_paragraphs_that_say_the_same_are_told_apart_by_what_stands_before_them() -> None:
    """So one more at the front takes the id of the first, and of no other."""
    says = ["去不去？", "好。", "何时走？", "好。", "好。", "好。"]
    names = _names(says)
    assert len(set(names)) == len(says)
    assert names[5] == f"{names[4]}-2"
    after = _names(["好。", *says])
    assert after[0] == names[1]
    assert after[4:] == names[3:]


def test_the_id_of_a_note_is_made_from_what_it_says() -> None:
    def names(*notes: str) -> list[str | None]:
        called = tuple(Paragraph((Text("见"), Note((paragraph(note),)))) for note in notes)
        return [note.name for note in number_notes(Article("", blocks=called))[1]]

    assert names("甲", "新", "乙")[::2] == names("甲", "乙")
    assert len(set(names("同上。", "同上。"))) == 2


def test_notes_that_say_the_same_are_told_apart_by_what_calls_them() -> None:
    """So one more at the front takes the id of the first, and of no other."""

    def names(*callers: str) -> list[str | None]:
        called = tuple(Paragraph((Text(caller), Note((paragraph("同上。"),)))) for caller in callers)
        return [note.name for note in number_notes(Article("", blocks=called))[1]]

    before, after = names("渡口", "老钟", "石桥"), names("碑", "渡口", "老钟", "石桥")
    assert after[0] == before[0]
    assert after[2:] == before[1:]
    assert len(set(after)) == 4
    assert names("渡口", "石桥")[1] == before[2]


def test_articles_of_one_title_and_author_are_told_apart_by_how_they_begin() -> None:
    first, second = _ids(book(article("甲"), article("甲")))
    assert second == f"{first}-2"
    before = _ids(book(article("卷首", "一月"), article("卷首", "二月"), article("卷首", "三月")))
    after = _ids(
        book(article("卷首", "元旦"), article("卷首", "一月"), article("卷首", "二月"), article("卷首", "三月"))
    )
    assert after[0] == before[0]
    assert after[2:] == before[1:]


def test_the_same_title_by_another_author_is_another_article() -> None:
    first, second = _ids(book(Article("甲", authors=("李明",)), Article("甲", authors=("王芳",))))
    assert first != second
    assert not second.endswith("-2")


def test_no_space_stands_between_the_parts_of_a_paragraph(style: tuple[Path, ...]) -> None:
    content = (Text("甲"), Emphasis(text("乙")), Link("https://example.org/", text("丙")), Text("丁"))
    assert _set(style, Paragraph(content), Paragraph(text("戊"))) == [
        "<header>",
        "</header>",
        '<p>甲<em>乙</em><a class="link" href="https://example.org/">丙</a>丁</p>',
        "<p>戊</p>",
    ]


def test_markup_in_a_text_is_text(style: tuple[Path, ...]) -> None:
    assert "<p>&lt;b&gt;&amp;amp; {{ 7*7 }} ]]&gt;</p>" in _set(style, paragraph("<b>&amp; {{ 7*7 }} ]]>"))


def test_notes_are_called_in_the_text_and_set_after_it(style: tuple[Path, ...]) -> None:
    inner = Note((paragraph("注中注"),))
    lines = _set(style, Paragraph((Text("甲"), Note((Paragraph((Text("注一"), inner)),)), Text("。"))))
    assert lines[2].startswith('<p>甲<sup><a class="note-call" epub:type="noteref"')
    assert [line.split("</a>")[-1] for line in lines if "doc-backlink" in line] == [
        # the note that the note calls, then what it says
        "</sup></p>",
        " 注中注</p>",
    ]
    assert ' 注一<sup><a class="note-call"' in "\n".join(lines)


def test_where_a_page_collects_no_notes_they_stand_in_their_place(style: tuple[Path, ...]) -> None:
    note = Note((paragraph("注一"), paragraph("又")))
    lines = _set(style, Paragraph((Text("甲"), note, Text("。"))), notes=None)
    assert lines[2:] == ['<p>甲<span class="note">注一<br/>又</span>。</p>']


def test_a_note_called_inside_a_link_is_called_after_it(style: tuple[Path, ...]) -> None:
    link = Link("https://example.org/", (Text("链"), Note((paragraph("注"),))))
    assert '<a class="link" href="https://example.org/">链</a><sup>' in _set(style, Paragraph((link,)))[2]


def test_paragraphs_are_numbered_on_request(style: tuple[Path, ...]) -> None:
    lines = _set(style, paragraph("甲"), paragraph("乙"), numbers=True)
    assert lines[3] == '<p><span class="number">2</span>乙</p>'


def test_no_heading_skips_a_level(style: tuple[Path, ...]) -> None:
    crossheads = [Crosshead(text("题"), level) for level in (3, 3, 1, 9, 9, 4, 5)]
    lines = _set(style, *crossheads)
    assert [line[:3] for line in lines if "crosshead" in line] == ["<h3", "<h3", "<h3", "<h4", "<h4", "<h4", "<h5"]


def test_a_heading_in_a_quotation_or_a_list_skips_no_level_either(style: tuple[Path, ...]) -> None:
    quoted = Quote((Crosshead(text("引"), 4), Crosshead(text("内"), 6)))
    listed = List((Item((Crosshead(text("项"), 5),)),))
    lines = _set(style, quoted, Crosshead(text("题"), 3), listed)
    assert [line.lstrip("<li>")[:2] for line in lines if "crosshead" in line] == ["h3", "h4", "h3", "h4"]


@pytest.mark.parametrize(
    ("plain", "set_upright"),
    [
        ("5月12日", "[5]月[12]日"),
        ("2023年", "2023年"),
        ("3.5%", "3.5%"),
        ("A4 纸", "A4 纸"),
        ("共 31 页", "共 [31] 页"),
        ("<1>", "&lt;[1]&gt;"),
    ],
)
def test_numbers_of_one_or_two_digits_stand_upright(plain: str, set_upright: str) -> None:
    marked = upright(plain).replace('<span class="tcy">', "[").replace("</span>", "]")
    assert marked == set_upright


def _note(words: str, *calls: Note) -> Note:
    return Note((Paragraph((Text(words), *calls)),))


def _article(*content: Inline) -> Article:
    return Article("甲", blocks=(Paragraph(content),))


def test_a_note_called_within_a_note_is_numbered_after_all_that_the_text_calls() -> None:
    first = _note("一", _note("三"))
    _, notes = number_notes(_article(first, Emphasis((_note("二"),))))
    assert [(note.number, plain(note.blocks[0].content)) for note in notes] == [(1, "一"), (2, "二"), (3, "三")]
    assert [note.number for note in notes_in(notes[0].blocks[0].content)] == [3]


def test_equal_notes_are_numbered_one_by_one() -> None:
    numbered, notes = number_notes(_article(_note("同上"), Text("乙"), _note("同上")))
    assert [note.number for note in notes] == [1, 2]
    assert [note.number for note in notes_in(numbered.blocks[0].content)] == [1, 2]


def test_each_article_has_its_own_notes_whatever_stands_on_the_page_before_it() -> None:
    (chapter,) = entries(book(_article(_note("甲注")), _article(_note("乙注"))))
    assert [[(note.number, plain_block(note.blocks[0])) for note in each.notes] for each in chapter.articles] == [
        [(1, "甲注")], [(1, "乙注")],
    ]  # fmt: skip


@pytest.mark.parametrize(("macro", "kinds"), [("inlines", Inline), ("block", Block)])
def test_the_templates_set_every_kind_of_the_model(macro: str, kinds: UnionType) -> None:
    markup = (find_template_folders(find_style())[-1] / "blocks.xhtml").read_text("utf-8")
    body = markup.partition(f"macro {macro}(")[2].partition("{% endmacro %}")[0]
    assert {kind.__name__.lower() for kind in kinds.__args__} <= set(re.findall(r"\w+ is (\w+)", body))


def test_a_label_is_one_line_with_plain_spaces() -> None:
    assert label("渡　口\n 1987 ") == "渡 口 1987"


def test_both_scripts_have_the_same_words() -> None:
    assert words("zh-CN").keys() == words("zh-TW").keys()
    assert (words("zh-CN")["contents"], words("zh-TW")["contents"]) == ("目录", "目錄")


def test_a_style_says_only_what_it_does_otherwise(tmp_path: Path) -> None:
    (tmp_path / "epub.css").write_text("p { text-indent: 0 }", "utf-8")
    css = read_css(find_style(tmp_path), "epub.css")
    assert css.index("text-indent: 2em") < css.index("text-indent: 0 }")
    assert find_template_folders(find_style(tmp_path)) == find_template_folders(find_style())


def test_an_unknown_style_is_an_error_that_names_the_known_ones() -> None:
    with pytest.raises(PublishError, match="no style “bok”") as raised:
        find_style("bok")
    assert "book" in (raised.value.diagnostic.hint or "")


@pytest.mark.parametrize(
    "template",
    [
        "{{ book.__class__.__mro__[1].__subclasses__() }}",
        "{{ ''.__class__ }}{{ book.title.__class__.__base__.__subclasses__() }}",
        "{% include '../../../../etc/passwd' %}",
        "{% if %}",
        "{{ boook }}",
    ],
)
def test_a_template_of_a_style_reaches_nothing_outside_and_its_faults_are_one_line(
    tmp_path: Path, template: str
) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/evil.xhtml").write_text(template)
    with pytest.raises(PublishError) as raised:
        render("evil.xhtml", find_style(tmp_path), book=HANDMADE)
    assert raised.value.diagnostic.code == "B207"
