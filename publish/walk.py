"""One walk of the model: what stands inside a node, all of it in reading order, and a node with its parts changed.

A node is a value of `publish.book` that holds others or text: the book, a chapter, an article, a block, an item of a
list, inline content. `children`, `with_children`, `texts` and `with_texts` each know every kind of node; with a new
kind, the type checker names the places here, and whatever walks the model follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, replace
from itertools import chain
from operator import is_
from typing import Any, TypeVar, assert_never

from publish.book import (
    Article,
    Block,
    Book,
    Break,
    Chapter,
    Code,
    Crosshead,
    Emphasis,
    Figure,
    Image,
    Inline,
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

Node = Book | Chapter | Article | Block | Item | Inline
_Kind = TypeVar("_Kind", bound=Node)

# --- what stands inside --------------------------------------------------------------------------------------------


def children(node: Node) -> Iterable[Node]:
    """Return what stands directly in *node*, in reading order: a table's caption goes before its rows."""
    match node:
        case Book():
            return node.chapters
        case Chapter():
            return node.articles
        case Article() | Quote() | Item() | Note():
            return node.blocks
        case List():
            return node.items
        case _:
            return chain.from_iterable(runs(node))


def runs(node: Block | Inline) -> tuple[Inlines, ...]:
    """Return the runs of inline content directly in *node*: one in a paragraph, one for each verse or cell."""
    match node:
        case Paragraph() | Crosshead() | Emphasis() | Strong() | Superscript() | Subscript() | Link():
            return (node.content,)
        case Verse():
            return node.verses
        case Figure():
            return ((node.image,), node.caption)
        case Table():
            return (node.caption, *chain.from_iterable(node.rows))
        case Quote() | List() | Note() | Listing() | Rule() | Text() | Ruby() | Break() | Code() | Image():
            return ()
        case _:
            assert_never(node)


def walk(nodes: Node | Iterable[Node], *, into_notes: bool = True) -> Iterator[Node]:
    """Yield *nodes* and all that stands in them, in reading order, each before its parts.

    A note stands where it is called; unless *into_notes*, what stands in it is passed over.
    """
    waiting = [iter((nodes,) if isinstance(nodes, Node) else nodes)]
    while waiting:
        node = next(waiting[-1], None)
        if node is None:
            waiting.pop()
        else:
            yield node
            if into_notes or not isinstance(node, Note):
                waiting.append(iter(children(node)))


def find(kind: type[_Kind], nodes: Node | Iterable[Node], *, into_notes: bool = True) -> Iterator[_Kind]:
    """Yield every node of *kind* among *nodes* and in them, in reading order (see `walk`)."""
    return (node for node in walk(nodes, into_notes=into_notes) if isinstance(node, kind))


# --- the same with its parts changed -------------------------------------------------------------------------------

Change = Callable[[Any], Iterable[Any]]
"""Returns what is to stand in place of a node: nothing, the node itself or another, or several."""


def with_children(node: _Kind, change: Change) -> _Kind:
    """Return *node* with what *change* gives in place of each of its children, taken in reading order.

    Where each child stays the very value that it was, so does *node*.
    """
    parts = dict(_changed_parts(node, change))
    same = all(parts[name] is getattr(node, name) for name in parts)
    return node if same else replace(node, **parts)


def _changed_parts(node: Node, change: Change) -> Iterator[tuple[str, Any]]:
    match node:
        case Book():
            yield "chapters", _changed(node.chapters, change)
        case Chapter():
            yield "articles", _changed(node.articles, change)
        case Article() | Quote() | Item() | Note():
            yield "blocks", _changed(node.blocks, change)
        case List():
            yield "items", _changed(node.items, change)
        case Paragraph() | Crosshead() | Emphasis() | Strong() | Superscript() | Subscript() | Link():
            yield "content", _changed(node.content, change)
        case Verse():
            yield "verses", _each(node.verses, change)
        case Figure():
            (image,) = _changed((node.image,), change)
            yield "image", image
            yield "caption", _changed(node.caption, change)
        case Table():
            yield "caption", _changed(node.caption, change)
            rows = tuple(_each(row, change) for row in node.rows)
            yield "rows", node.rows if _same(rows, node.rows) else rows
        case Listing() | Rule() | Text() | Ruby() | Break() | Code() | Image():
            pass
        case _:
            assert_never(node)


def _changed(nodes: tuple[Any, ...], change: Change) -> tuple[Any, ...]:
    new = tuple(chain.from_iterable(map(change, nodes)))
    return nodes if _same(new, nodes) else new


def _each(runs: tuple[Inlines, ...], change: Change) -> tuple[Inlines, ...]:
    new = tuple(_changed(run, change) for run in runs)
    return runs if _same(new, runs) else new


def _same(new: tuple[Any, ...], old: tuple[Any, ...]) -> bool:
    return len(new) == len(old) and all(map(is_, new, old))


# --- texts ---------------------------------------------------------------------------------------------------------


def _text_fields(node: Node) -> tuple[str, ...]:
    """Return the names of the fields of *node* that hold what a reader of the book may meet."""
    match node:
        case Text() | Code() | Listing():
            return ("text",)
        case Ruby():
            return ("base", "reading")
        case Image():
            return ("alternative",)
        case Item():
            return ("mark",)
        case Article():
            return ("kicker", "title", "subtitle", "authors", "byline", "remarks", "origin", "questions")
        case Chapter():
            return ("heading",)
        case Book():
            printed = ("title", "subtitle", "authors", "editors", "publisher", "date", "identifier")
            return (*printed, "rights", "description", "subjects", "series")
        case Emphasis() | Strong() | Superscript() | Subscript() | Link() | Note() | Break():
            return ()
        case Paragraph() | Crosshead() | Verse() | Quote() | List() | Figure() | Table() | Rule():
            return ()
        case _:
            assert_never(node)


def texts(nodes: Node | Iterable[Node]) -> Iterator[str]:
    """Yield every text of *nodes* and of what stands in them, in reading order; readings of ruby and notes too."""
    return chain.from_iterable(map(own_texts, walk(nodes)))


def own_texts(node: Node) -> Iterator[str]:
    """Yield the texts of *node* itself: a title and names, a run of characters, the printed mark of an item."""
    return chain.from_iterable(_strings(getattr(node, name)) for name in _text_fields(node))


def _strings(value: str | tuple[str, ...] | Origin | Series | None) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        yield from value
    elif value is not None:
        yield from (text for each in fields(value) if (text := getattr(value, each.name)) is not None)


def with_texts(node: _Kind, change: Callable[[str], str]) -> _Kind:
    """Return *node* with each of its own texts as *change* gives it back; itself where none is another."""
    changes = {}
    for name in _text_fields(node):
        old = getattr(node, name)
        new = _with_strings(old, change)
        if new != old:
            changes[name] = new
    return replace(node, **changes) if changes else node


def _with_strings(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(map(change, value))
    if value is None:
        return None
    return replace(value, **{each.name: _with_strings(getattr(value, each.name), change) for each in fields(value)})
