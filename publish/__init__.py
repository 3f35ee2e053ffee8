"""From a Chinese text dump to a book in hand.

A book goes through these stages, one module each, in this order::

    paths ─edition─> Edition ─source─> Source ─labels─> labelled lines ─articles─> Articles
          ─chapters─> Book ─traditional─> Book ─xhtml─> XHTML ─epub / pdf─> one file

`book` holds the vocabulary that all stages speak, `diagnostics` what they say when a text is doubtful.
Imports follow the flow; only `cli` knows every stage.
"""

__version__ = "0.1.0"
