"""Many books from a tree of dumps, and the shelf that they stand on.

A run goes through these stages, each a module::

    archive.toml ─description─> what is asked for ─plan, dates, facts─> books ─journal─> those that are to be made
          ─tasks─> one book, by whoever makes it: engines (processes), cluster (Dask)
          ─filling─> written and remembered ─reprints─> articles that stand twice
          ─shelf─> catalogue, OPDS feed, pages ─search─> words found again

This is the folder's door: what other modules may use stands here.
"""

from publish.archive.cluster import on_cluster
from publish.archive.description import Description
from publish.archive.engines import cores, in_processes
from publish.archive.filling import Engine, Progress, Result, Wanted, fill
from publish.archive.journal import File, Journal
from publish.archive.search import Found, Hit, find_words
from publish.archive.tasks import Made

__all__ = [
    "Description",
    "Engine",
    "File",
    "Found",
    "Hit",
    "Journal",
    "Made",
    "Progress",
    "Result",
    "Wanted",
    "cores",
    "fill",
    "find_words",
    "in_processes",
    "on_cluster",
]
