"""Finished books of this program, known by their bytes: in a folder they are what was made of its sources, no sources.

An EPUB is known by the names of its pages, which stand in every container as they are; a PDF by its creator, which the
metadata stream holds as plain text (ISO 32000-1, 14.3.2), a page of HTML by its generator. Both say what the templates
say (``<meta name="generator">``).
"""

from __future__ import annotations

import re
from pathlib import Path

from publish.opening import read_inside

_MARKS = (
    re.compile(rb"PK\x03\x04(?=.*EPUB/text/title-page\.xhtml)(?=.*EPUB/text/colophon\.xhtml)", re.DOTALL),
    re.compile(rb"%PDF-.*xmp:CreatorTool\b[^<]{,80}publish-zh", re.DOTALL),
    re.compile(
        rb'\s*<!DOCTYPE html>.{,2000}<meta name="generator" content="publish-zh"\s*/?>', re.DOTALL | re.IGNORECASE
    ),
)


def is_own(data: bytes) -> bool:
    """Tell whether *data* is a finished book that this program made."""
    return any(mark.match(data) for mark in _MARKS)


def is_own_file(path: Path) -> bool:
    """Tell whether the file at *path*, called like a finished book, is one that this program made."""
    try:
        return path.is_file() and is_own(read_inside(path.parent, path.name, "source-size"))
    except OSError:
        return False
