"""The walk of the model passes over nothing, changes nothing unasked, and keeps the order of reading."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass

from arbitrary import books
from handmade import HANDMADE
from hypothesis import given, settings

from publish.book import (
    Article,
    Block,
    Book,
    Crosshead,
    Emphasis,
    Figure,
    Image,
    Inline,
    Item,
    Link,
    List,
    Note,
    Paragraph,
    Place,
    Quote,
    Ruby,
    Subscript,
    Superscript,
    Table,
    Text,
    Verse,
)
from publish.manuscript import explanation
from publish.walk import children, find, own_texts, texts, walk, with_children, with_texts

NOT_READ = {"source", "language", "cover", "pictures", "aligns", "href", "name"}
"""Fields with strings that no reader of the book meets as text."""


def strings(value: object) -> Iterator[str]:
    """Yield every string inside *value* by looking at all fields of all classes, knowing nothing of the model."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from strings(part)
    elif is_dataclass(value) and not isinstance(value, Place):
        for field in fields(value):
            if field.name not in NOT_READ:
                yield from strings(getattr(value, field.name))


ONE_OF_EACH = Article(
    "题",
    blocks=(
        Paragraph((Text("一"), Emphasis((Text("二"),)), Note((Paragraph((Ruby("三", "sān"),)),)), Text("四"))),
        Verse(((Text("五"),), (Text("六"),))),
        Quote((Crosshead((Text("七"),)),)),
        List((Item((Paragraph((Text("九"),)),), "八、"),)),
        Figure(Image("a.png", "十"), (Text("十一"),)),
        Table((((Text("十三"),), (Text("十四"),)),), caption=(Text("十二"),)),
        Paragraph((Superscript((Text("十五"),)), Subscript((Text("十六"),)))),
    ),
)


@settings(max_examples=60)
@given(books)
def test_no_text_of_any_book_is_passed_over(book: Book) -> None:
    assert Counter(texts(book)) == Counter(strings(book))


@settings(max_examples=60)
@given(books)
def test_a_book_that_nothing_changes_stays_the_very_same(book: Book) -> None:
    def same(node):  # type: ignore[no-untyped-def]
        return (with_texts(with_children(node, same), lambda text: text),)

    assert same(book)[0] is book


def test_texts_come_in_the_order_of_reading() -> None:
    read = "".join(texts(ONE_OF_EACH))
    assert read == "题一二三sān四五六七八、九十十一十二十三十四十五十六"


def test_a_node_comes_before_what_stands_in_it() -> None:
    kinds = [type(node).__name__ for node in walk(ONE_OF_EACH.blocks[3])]
    assert kinds == ["List", "Item", "Paragraph", "Text"]


def test_a_walk_that_does_not_enter_notes_meets_them_all_the_same() -> None:
    met = list(walk(ONE_OF_EACH.blocks[0], into_notes=False))
    assert any(isinstance(node, Note) for node in met)
    assert "".join(text for node in met for text in own_texts(node)) == "一二四"


def test_a_query_finds_what_is_asked_for_at_any_depth() -> None:
    assert [image.name for image in find(Image, ONE_OF_EACH)] == ["a.png"]
    assert [ruby.reading for ruby in find(Ruby, ONE_OF_EACH)] == ["sān"]
    assert len(list(find(Article, HANDMADE))) == len(list(HANDMADE.articles))


def test_a_change_can_take_out_replace_and_put_in() -> None:
    def change(inline):  # type: ignore[no-untyped-def]
        match inline:
            case Note():
                return ()
            case Emphasis(content):
                return (Text("〔"), *content, Text("〕"))
        return (inline,)

    changed = with_children(ONE_OF_EACH.blocks[0], change)
    assert changed == Paragraph((Text("一"), Text("〔"), Text("二"), Text("〕"), Text("四")))


def test_texts_are_changed_wherever_they_stand() -> None:
    def reversed_in(node):  # type: ignore[no-untyped-def]
        return (with_texts(with_children(node, reversed_in), lambda text: text[::-1]),)

    (changed,) = reversed_in(HANDMADE)
    assert Counter(texts(changed)) == Counter(text[::-1] for text in texts(HANDMADE))


def test_a_link_holds_its_content_and_not_its_address() -> None:
    link = Link("https://a.b/", (Text("甲"),))
    assert (list(children(link)), list(texts(link))) == ([Text("甲")], ["甲"])


def test_explain_has_a_word_for_every_kind_of_block() -> None:
    assert set(explanation.KINDS) == {kind.__name__.lower() for kind in Block.__args__}  # type: ignore[attr-defined]


def test_the_model_has_no_kind_of_node_that_the_walk_was_not_tried_on() -> None:
    met = {type(node) for node in walk([HANDMADE, ONE_OF_EACH])}
    assert {*Block.__args__, *Inline.__args__} - met == set()  # type: ignore[attr-defined]
