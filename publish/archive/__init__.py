"""Many books from a tree of dumps, and the shelf that they stand on.

A run goes through these stages, each a module::

    archive.toml ─description─> what is asked for ─plan, dates, facts─> books ─journal─> those that are to be made
          ─tasks─> one book, by whoever makes it: engines (processes), cluster (Dask, with parcels)
          ─filling─> written and remembered ─reprints─> articles that stand twice
          ─shelf, catalogue─> catalogue, OPDS feed, pages ─search─> words found again

This is the folder's door: what other modules may use stands here, and each is loaded when it is asked for, so that a
search is not kept waiting by what makes books.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from publish.archive.cluster import on_cluster
    from publish.archive.description import Description
    from publish.archive.engines import in_processes
    from publish.archive.filling import Engine, Progress, Result, Wanted, fill
    from publish.archive.journal import File, Journal
    from publish.archive.search import Found, Hit, find_words
    from publish.archive.tasks import Made

_ROOMS = {
    "cluster": ("on_cluster",),
    "description": ("Description",),
    "engines": ("in_processes",),
    "filling": ("Engine", "Progress", "Result", "Wanted", "fill"),
    "journal": ("File", "Journal"),
    "search": ("Found", "Hit", "find_words"),
    "tasks": ("Made",),
}
"""The modules, with what of each may be used."""

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
    "fill",
    "find_words",
    "in_processes",
    "on_cluster",
]


def __getattr__(name: str) -> Any:
    """Return what is called *name* of the module that has it."""
    for room, names in _ROOMS.items():
        if name in names:
            return getattr(import_module(f"publish.archive.{room}"), name)
    raise AttributeError(f"module 'publish.archive' has no attribute {name!r}")
