"""Where the data files of the program are: ``styles/`` and ``templates/``, and those of a style of one's own.

In a checkout they stand at the top level beside the package, in an installed wheel inside it.

A style is a folder of CSS for both outputs; the house style is ``styles/book``. Another style says only what it does
otherwise: its CSS follows the house style's, and a file in its folder ``templates`` takes the place of ours.
"""

import errno
import os
import re
from dataclasses import dataclass
from pathlib import Path

from publish.diagnostics import failure
from publish.drawings import Unsound, redrawn
from publish.opening import read_inside
from publish.stylesheets import asked_for
from publish.wording import _

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
    if str(name) in own_styles():
        return (assets("styles") / name, house)
    if Path(name).is_dir():
        return (Path(name), house)
    raise failure("B205", name=name, known=", ".join(own_styles()))


def own_styles() -> tuple[str, ...]:
    """Return the names of the styles that come with the program."""
    return tuple(sorted(path.name for path in assets("styles").iterdir() if path.is_dir()))


def is_built_in(folder: Path) -> bool:
    """Tell whether *folder*, of styles or templates, is the program's: an installer may make its files links."""
    return any(folder.is_relative_to(assets(kind)) for kind in ("styles", "templates"))


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
    """Return the name of the paper that *styles* have where none is asked for; the last one named counts."""
    own: str = _OWN_PAPER.findall(_COMMENT.sub("", read_css(styles, "print.css")))[-1]
    return own


def find_template_folders(styles: tuple[Path, ...]) -> tuple[Path, ...]:
    """Return the folders of templates under *styles* (of `find_style`), the program's own last."""
    return (*(style / "templates" for style in styles if (style / "templates").is_dir()), assets("templates"))


def read_css(styles: tuple[Path, ...], name: str) -> str:
    """Return the CSS file *name* of *styles* (of `find_style`): the house style's, then what the style adds to it.

    Raises `PublishError` B207 where it cannot be read.
    """
    return "\n".join(read_sheet(style, name) for style in reversed(styles) if (style / name).is_file())


READERS = ("duokan", "weread", "kindle")
"""Readers with rules of their own, whose CSS is ``epub-<name>.css``."""


def screen_css(styles: tuple[Path, ...], reader: str | None = None, *, traditional: bool, vertical: bool) -> str:
    """Return the CSS of *styles* for an EPUB, made for *reader* (of `READERS`) or for all.

    Kindle alone gets no distance of lines, which its rules leave to who reads. Raises `PublishError` B207 where it
    cannot be read.
    """
    names = ["epub.css", *["epub-lines.css"] * (reader != "kindle"), *["epub-traditional.css"] * traditional]
    names += [*["epub-vertical.css"] * vertical, *[f"epub-{name}.css" for name in READERS if name == reader]]
    return "\n".join(read_css(styles, name) for name in names)


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
"""A file that CSS asks for, by its name in the folder of the style; `read_sheet` says that there is no other."""
_PLAIN_NAME = re.compile(r"[A-Za-z0-9][\w./-]*", re.ASCII)


def files_asked_for(css: str, styles: tuple[Path, ...]) -> dict[str, StyleFile]:
    """Return the files of *styles* that *css* asks for, by their names, in that order.

    Raises `PublishError` B208 where one is not there or is no font or picture.
    """
    names = dict.fromkeys(URL.findall(_COMMENT.sub("", css)))
    return {name: find_style_file(styles, name) for name in names}


def find_style_file(styles: tuple[Path, ...], name: str) -> StyleFile:
    """Return the file *name* of the first of *styles* that has it; its CSS may ask for it with ``url(name)``.

    Raises `PublishError` B208 where none has, it is no font or picture, or *name* leads out of its folder.
    """
    style = next((style for style in styles if _PLAIN_NAME.fullmatch(name) and (style / name).is_file()), None)
    media_type = _MEDIA_TYPES.get(Path(name).suffix.lower())
    if style is None or media_type is None:
        raise failure("B208", str(styles[0]), name=name)
    try:
        return StyleFile(media_type, read_style_bytes(style, name))
    except OSError as error:
        raise failure("B208", str(styles[0]), name=name) from error


def read_style_bytes(style: Path, name: str | Path) -> bytes:
    """Return the file *name* of *style*, a drawing as a book can hold it. Raises OSError where it cannot be read."""
    data = _bytes(style, name)
    if is_built_in(style) or Path(name).suffix.lower() != ".svg":
        return data
    try:
        return redrawn(data, lambda _picture: False).data
    except Unsound as error:
        raise OSError(errno.EINVAL, str(error)) from error


def _check_addresses(css: str, file: Path) -> None:
    """Look through *css*, of the *file* of a style: it asks for files beside it, by ``url()``, and for nothing else.

    Raises `PublishError` B207 where it has ``@import`` or another way to ask, B208 where an address is no plain name.
    """
    plain = frozenset(URL.findall(_COMMENT.sub("", css)))
    for asked in asked_for(css):
        if asked.rule:
            raise failure("B207", str(file), asked.line, reason=_("@import: write the rules into this file"))
        if asked.address not in plain or not _NAME.fullmatch(asked.address):
            raise failure("B208", str(file), asked.line, name=asked.address)


_NAME = re.compile(r"(?:\.\./)*[A-Za-z0-9][\w./-]*", re.ASCII)


def read_style_file(style: Path, name: str | Path) -> str:
    """Return the text of the file *name* of *style*. Raises `PublishError` B207 where it cannot be read."""
    try:
        text = _bytes(style, name).decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise failure("B207", str(style / name), reason=getattr(error, "strerror", None) or error) from error
    return text


def read_sheet(style: Path, name: str) -> str:
    """Return the CSS file *name* of *style*. Raises `PublishError` B207, B208 where it asks for what it must not.

    A sheet for print may ask for anything: the print engine is given nothing but the style and the pictures
    (`publish.pdf.BookFetcher`), and what it does without is reported.
    """
    css = read_style_file(style, name)
    if not is_built_in(style) and not name.startswith("print"):
        _check_addresses(css, style / name)
    return css


def _bytes(style: Path, name: str | Path) -> bytes:
    """Return the file *name* of *style*; those of the program may be links, but lie where they lie."""
    if not is_built_in(style):
        return read_inside(style, name, "style-size")
    if ".." in Path(name).parts or Path(name).is_absolute():
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
    return (style / name).read_bytes()
