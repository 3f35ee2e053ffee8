"""From a Chinese text dump to a book in hand.

A book goes through these stages, one module each, in this order::

    paths ─edition─> Edition ─source─> numbered lines ─labelling─> labelled lines ─articles─> articles ─chapters─> Book
          ─guesses, checks─> what is doubtful in it
          ─traditional─> Book ─xhtml─> pages ─epub, pdf─> one file ─verify─> held against its sources

`reading` joins edition to checks for every source; a manuscript, which says itself what its parts are, comes in by
`manuscript` instead of labelling and articles.

`book` holds the vocabulary that all stages speak, `diagnostics` what they say when a text is doubtful.
Imports follow the flow; only `cli` knows every stage.
"""

__version__ = "0.1.0"
