"""Any book at all: every kind of block and inline content, nested as the model allows, with any characters in it."""

from handmade import PICTURE
from hypothesis import strategies as st

from publish.book import (
    Article,
    Book,
    Break,
    Chapter,
    Code,
    Crosshead,
    Emphasis,
    Figure,
    Image,
    Inlines,
    Item,
    Link,
    List,
    Listing,
    Note,
    Origin,
    Paragraph,
    Quote,
    Ruby,
    Rule,
    Series,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verse,
)

texts = st.text(st.characters(), max_size=12) | st.sampled_from(
    ["", "　", "<i>", "&", "]]>", "甲乙", "12", "a b", "\n"]
)
_maybe = st.none() | texts
_names = st.lists(texts, max_size=3).map(tuple)
_images = st.builds(Image, st.just(PICTURE.name), texts)


def _some(of: st.SearchStrategy[object], most: int = 3) -> st.SearchStrategy[tuple[object, ...]]:
    return st.lists(of, max_size=most).map(tuple)


def _nested(inline: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    content = _some(inline)
    paragraphs = _some(st.builds(Paragraph, content), 2)
    return (
        st.builds(Emphasis, content)
        | st.builds(Strong, content)
        | st.builds(Superscript, content)
        | st.builds(Subscript, content)
        | st.builds(Link, st.sampled_from(["https://a.b/", "x", "", "mailto:a@b"]), content)
        | st.builds(Note, paragraphs | _some(st.builds(Quote, paragraphs), 1))
    )


_plain = st.builds(Text, texts) | st.builds(Ruby, texts, texts) | st.builds(Code, texts) | st.just(Break()) | _images
inlines: st.SearchStrategy[Inlines] = _some(st.recursive(_plain, _nested, max_leaves=6))  # type: ignore[assignment]

_leaves = (
    st.builds(Paragraph, inlines)
    | st.builds(Crosshead, inlines, st.integers(1, 9))
    | st.builds(Verse, _some(inlines))
    | st.builds(
        Figure, _images, inlines, width=st.none() | st.sampled_from([100, 50, 33.25, 0.5]), beside=st.booleans()
    )
    | st.builds(Table, _some(st.tuples(inlines, inlines)), st.integers(0, 2), st.just(("", "right")), inlines)
    | st.builds(Listing, texts)
    | st.just(Rule())
)
blocks = st.recursive(
    _leaves,
    lambda block: (
        st.builds(Quote, _some(block))
        | st.builds(List, _some(st.builds(Item, _some(block, 2), _maybe)), st.none() | st.integers(-3, 99))
    ),
    max_leaves=5,
)
_origins = st.none() | st.builds(Origin, _maybe, _maybe, _maybe)
articles = st.builds(Article, texts, _maybe, _maybe, _names, _maybe, _names, _origins, _some(blocks, 5), _names)
chapters = st.builds(Chapter, _maybe, _some(articles))
books = st.builds(
    Book,
    texts,
    language=st.sampled_from(["zh-CN", "zh-TW"]),
    subtitle=_maybe,
    authors=_names,
    editors=_names,
    publisher=_maybe,
    date=_maybe | st.just("2023-05"),
    identifier=_maybe,
    rights=_maybe,
    description=_maybe,
    subjects=_names,
    series=st.none() | st.builds(Series, texts, _maybe | st.just("3")),
    cover=st.just(PICTURE.name),
    chapters=_some(chapters),
    pictures=st.just((PICTURE,)),
)
