"""From a Chinese text dump to a book in hand.

A book goes through these stages, in this order::

    paths ─edition─> Edition ─source─> numbered lines ─labelling─> labelled lines ─articles─> articles ─chapters─> Book
          ─guesses, checks─> what is doubtful in it
          ─traditional─> Book ─xhtml─> pages ─epub, pdf, html─> one file ─verify─> held against its sources

`reading` joins edition to checks for every source; a manuscript, which says itself what its parts are, comes in by
`manuscript` instead of labelling and articles.

A stage is a module of its name, or a folder: `dump` (labelling to articles), `manuscript`, `traditional`, `epub`, `pdf`
and `verify`. A folder's door is its ``__init__``: nothing outside reaches past it. What stands beside them is
shared, `press`, the words that pages have around their articles, among it.

`walk` is the one way through the model: what stands in a node, all of it in reading order, a node with parts changed.
`readers` has a row for each kind of source, `writers` one for each output; whatever needs to know them asks there.

`book` holds the vocabulary that all stages speak, `diagnostics` what they say when a text is doubtful.
Imports follow the flow; only `cli` and `library` know every stage.

A program uses the names of `library` as names of the package: ``publish.read("page.txt")``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from publish.library import *  # noqa: F403, what a program finds here

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Return the *name* of `library`, which is loaded when one is asked for: the command line does not need it."""
    from importlib import import_module

    if name.startswith("_") or name not in (library := import_module("publish.library")).__all__:
        raise AttributeError(f"module 'publish' has no attribute {name!r}")
    return getattr(library, name)
