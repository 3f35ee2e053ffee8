"""A finished book against its sources: one door for both outputs."""

from __future__ import annotations

from publish.verify_epub import verify_epub

__all__ = ["verify_epub"]
