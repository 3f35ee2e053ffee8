"""Where the data files of the program are: ``styles/`` and ``templates/``, and those of a style of one's own.

In a checkout they stand at the top level beside the package, in an installed wheel inside it.

A style is a folder of CSS for both outputs; the house style is ``styles/book``. Another style says only what it does
otherwise: its CSS follows the house style's, and a file in its folder ``templates`` takes the place of ours.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from publish.diagnostics import failure

_PACKAGE = Path(__file__).parent
_HOUSE_STYLE = "book"


def assets(kind: str) -> Path:
    """Return the folder of *kind*: "styles", "templates" or "docs"."""
    inside = _PACKAGE / kind
    return inside if inside.is_dir() else _PACKAGE.parent / kind


def find_style(name: str | Path | None = None) -> tuple[Path, ...]:
    """Return the folders of the style *name*, the house style last: the first that has a file is the one that counts.

    *name* is the name of a folder in ``styles/`` or the path of any folder; None is the house style. Raises
    `PublishError` B205 where there is no such folder.
    """
    house = assets("styles") / _HOUSE_STYLE
    if name is None or str(name) == _HOUSE_STYLE:
        return (house,)
    for folder in (assets("styles") / name, Path(name)):
        if folder.is_dir():
            return (folder, house)
    raise failure("B205", name=name, known=", ".join(sorted(path.name for path in house.parent.iterdir())))


_NAMED_PAPER = re.compile(r""":root\[data-paper=["']?([\w-]+)["']?\]""")
_OWN_PAPER = re.compile(r"[{;\s]--paper:\s*([\w-]+)")
_OTHER_PAPER = "other"
"""What a style calls a paper that is given in millimetres."""


def papers(styles: tuple[Path, ...] | None = None) -> tuple[str, ...]:
    """Return the papers that ``print.css`` of *styles* knows, by name: its own, and those it has a rule for."""
    css = _COMMENT.sub("", read_css(styles or find_style(), "print.css"))
    named = {*_OWN_PAPER.findall(css), *_NAMED_PAPER.findall(css)} - {_OTHER_PAPER}
    return tuple(sorted(named, key=lambda name: (name[0].isdigit(), name)))


def own_paper(styles: tuple[Path, ...]) -> str:
    """Return the name of the paper that *styles* have where none is asked for; the last one said counts."""
    own: str = _OWN_PAPER.findall(_COMMENT.sub("", read_css(styles, "print.css")))[-1]
    return own


def find_template_folders(styles: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the folders of templates under *styles* (of `find_style`), the program's own last."""
    return (*(style / "templates" for style in styles if (style / "templates").is_dir()), assets("templates"))


def find_style_file(styles: tuple[Path, ...], name: str) -> Path:
    """Return the file *name* of the first of *styles* that has it; its CSS may ask for it with ``url(name)``.

    Raises `PublishError` B208 where none has, or *name* leads out of its folder.
    """
    for style in styles:
        path = (style / name).resolve()
        if path.is_file() and path.is_relative_to(style.resolve()):
            return path
    raise failure("B208", str(styles[0]), name=name)


def read_css(styles: tuple[Path, ...], name: str) -> str:
    """Return the CSS file *name* of *styles* (of `find_style`): the house style's, then what the style adds to it.

    Raises `PublishError` B207 where it cannot be read.
    """
    sheets = [style / name for style in reversed(styles) if (style / name).is_file()]
    return "\n".join(map(read_style_file, sheets))


@dataclass(frozen=True, slots=True)
class StyleFile:
    """A file of a style that its CSS asks for."""

    media_type: str
    data: bytes


_MEDIA_TYPES = {
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".svg": "image/svg+xml",
}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
URL = re.compile(r"""url\(\s*["']?(.*?)["']?\s*\)""")
"""A file that CSS asks for, by its name in the folder of the style."""
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][\w./-]*", re.ASCII)


def files_asked_for(css: str, styles: tuple[Path, ...]) -> dict[str, StyleFile]:
    """Return the files of *styles* that *css* asks for, by their names, in that order.

    Raises `PublishError` B208 where one is not there or is no font or picture.
    """
    found = {}
    for name in dict.fromkeys(URL.findall(_COMMENT.sub("", css))):
        file = find_style_file(styles, name)
        media_type = _MEDIA_TYPES.get(file.suffix.lower())
        if not media_type or not _PLAIN_NAME.fullmatch(name):
            raise failure("B208", str(styles[0]), name=name)
        found[name] = StyleFile(media_type, file.read_bytes())
    return found


def read_style_file(path: Path) -> str:
    """Return the text of a file of a style. Raises `PublishError` B207 where it cannot be read."""
    try:
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise failure("B207", str(path), reason=getattr(error, "strerror", None) or error) from error
