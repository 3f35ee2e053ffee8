"""From the lines of a dump to its articles: furniture, layout, labels by the best path, paragraphs mended.

This is the folder's door: what other modules may use stands here.
"""

from publish.dump.bylines import names_authors
from publish.dump.captions import is_caption_line
from publish.dump.folding import fold
from publish.dump.furniture import is_furniture, read_furniture
from publish.dump.hints import ready_hints
from publish.dump.labels import Hints
from publish.dump.reader import explain_lines, read_dump

__all__ = [
    "Hints",
    "explain_lines",
    "fold",
    "is_caption_line",
    "is_furniture",
    "names_authors",
    "read_dump",
    "read_furniture",
    "ready_hints",
]
