"""Book → the same book with the addresses of its links as notes: nobody can follow a link on paper."""

from __future__ import annotations

from publish.book import Article, Book, Inlines, Link, Note, Paragraph, Text, plain
from publish.crosslinks import number_of
from publish.walk import Node, with_children

_UNSAID = ("mailto:", "tel:")
"""What stands before an address that is written without it."""


def with_addresses(book: Book) -> Book:
    """Return *book* with a note behind each link that says its address, once in each article.

    In a note the address follows in brackets. A link whose own text says its address gets none.
    """

    def change(node: Node) -> tuple[Node, ...]:
        return (with_children(node, _Addresses().in_text if isinstance(node, Article) else change),)

    return with_children(book, change)


class _Addresses:
    """The addresses that one article has printed."""

    def __init__(self) -> None:
        self._printed: set[str] = set()

    def in_text(self, node: Node) -> tuple[Node, ...]:
        """Return *node* with its addresses, and the note that follows it."""
        if isinstance(node, Note):
            return (with_children(node, self._in_note),)
        address = self._address(node)
        return (with_children(node, self.in_text), *([Note((Paragraph(address),))] if address else []))

    def _in_note(self, node: Node) -> tuple[Node, ...]:
        address = self._address(node)
        return (with_children(node, self._in_note), *((Text("（"), *address, Text("）")) if address else ()))

    def _address(self, node: Node) -> Inlines:
        """Return the address of *node*, linked, where it is a link whose address was not printed before."""
        if not isinstance(node, Link) or not node.href or number_of(node):
            return ()
        shown = _shown(node.href)
        again = shown in self._printed or _bare(shown) in _bare(plain(node.content))
        self._printed.add(shown)
        return () if again else (Link(node.href, (Text(shown),)),)


def _shown(href: str) -> str:
    return next((href.removeprefix(unsaid) for unsaid in _UNSAID if href.startswith(unsaid)), href)


def _bare(address: str) -> str:
    """Return what of an address people write down: no scheme, no stroke at its end."""
    return address.partition("://")[2].rstrip("/") or address.rstrip("/")
