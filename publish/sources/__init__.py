"""Readers of sources that are more than text: each a module of its own, named in `publish.readers.READERS`.

They say what stands on a page and how it looks (`publish.source.Look`), and label nothing.

This is the folder's door: what other modules may use stands here.
"""

from publish.sources.source_writer import SourceWriter

__all__ = ["SourceWriter"]
