"""Where the data files of the program are: ``styles/`` and ``templates/``.

In a checkout they stand at the top level beside the package, in an installed wheel inside it.
"""

from pathlib import Path

_PACKAGE = Path(__file__).parent


def assets(kind: str) -> Path:
    """Return the folder of *kind*, "styles" or "templates"."""
    inside = _PACKAGE / kind
    return inside if inside.is_dir() else _PACKAGE.parent / kind
