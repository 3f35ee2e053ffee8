"""Style and options → the style sheets of the pages, and the font files and pictures that these may load.

A style's sheets are ``print.css`` and, for each option, ``print-<option>.css`` after it; the house style's come first.
All that CSS can say of a page stands there. Added here is what only the program knows: the paper where it is given in
millimetres, the sizes of the book's pictures, and the families that the roles mean (`publish.fonts.cut_family`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from publish.assets import own_paper, papers, read_css, read_sheet
from publish.book import Book, Picture
from publish.cache import kept
from publish.diagnostics import Report, failure
from publish.edition import PdfKeys, Settings
from publish.fonts import ROLES, Cut, Families, Role, choose_faces, cut_family, families_of, font_files, with_glyphs
from publish.stamps import program

PICTURES = "picture:"
"""What stands before the name of a picture in its address."""

_MILLIMETRES = re.compile(r"([0-9]+(?:\.[0-9]+)?)x([0-9]+(?:\.[0-9]+)?)mm")
_SMALLEST, _LARGEST = 60, 1200
"""Sides of a paper in mm between which a page of text can be set."""
_RESOLUTION = 200
"""Pixels of a picture to an inch, where it is not wider than the column."""


@dataclass(frozen=True, slots=True)
class File:
    """A file that the pages may load."""

    media_type: str
    data: bytes


@dataclass(slots=True, eq=False)
class FontFile:
    """A font file, made when it is asked for."""

    cut: Cut
    numbered: bool
    """Whether each glyph has the number that it has in the whole face."""
    media_type: str = "font/otf"
    _data: bytes = b""

    @property
    def data(self) -> bytes:
        """The file."""
        self._data = self._data or kept(self._key, lambda: self.cut.data(numbered=self.numbered))
        return self._data

    def program(self, glyphs: Sequence[int]) -> bytes:
        """Return a file with those *glyphs* alone, as a PDF embeds it."""
        return kept(lambda: (*self._key(), repr(glyphs)), lambda: with_glyphs(self.data, glyphs))

    def _key(self) -> tuple[str, ...]:
        return "face", repr((program(), font_files())), repr(self.cut), repr(self.numbered)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet; *base* is the address against which those in it are read."""

    css: str
    base: str = "book:"


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """How a book is to look: its sheets in the order in which they count, and files by address."""

    sheets: tuple[Sheet, ...]
    files: Mapping[str, File | FontFile]


def picture_files(pictures: Iterable[Picture]) -> dict[str, File]:
    """Return *pictures* as files by the addresses that they have in the markup."""
    return {PICTURES + picture.name: File(picture.media_type, picture.data) for picture in pictures}


def find_design(
    markup: str, book: Book, settings: Settings, styles: tuple[Path, ...], report: Report, *, numbered: bool = False
) -> Design:
    """Return the design of *book*, whose pages show the characters of *markup*; the faces chosen are reported.

    With *numbered* each glyph has the number that it has in the whole face. *styles* are the folders that
    `publish.assets.find_style` gave. Raises `PublishError` F101 where there is no Chinese face.
    """
    sheets = _sheets(settings.pdf, styles)
    css = "\n".join(sheet.css for sheet in sheets)
    cuts = _cuts(css, markup, book.language, families_of(styles, book.language, settings.style.fonts), report)
    if settings.pdf.vertical:
        cuts = {address: replace(cut, upended=True) for address, cut in cuts.items()}
    fonts = {address: FontFile(cut, numbered) for address, cut in cuts.items()}
    pictures = picture_files(book.pictures)
    known = "\n".join([faces_css(fonts), *(_picture_css(picture, settings.pdf.vertical) for picture in book.pictures)])
    return Design((Sheet(known), *sheets), {**fonts, **pictures})


def find_bare_design(settings: Settings, styles: tuple[Path, ...]) -> Design:
    """Return the design without faces and pictures: what tells how wide things are on its pages."""
    return Design(_sheets(settings.pdf, styles), {})


# --- paper and options ---------------------------------------------------------------------------------------------


_OTHER = "other"
"""What a style calls a paper that is given in millimetres."""


def paper_name(paper: str | None, styles: tuple[Path, ...]) -> str:
    """Return the name by which *styles* know *paper*: "other" where it is given in millimetres.

    Where it is None, it is the paper that they have of their own.

    Raises `PublishError` D101 for a paper that is neither.
    """
    known = papers(styles)
    if paper is None:
        return own_paper(styles)
    if (name := _plain(paper)) in known:
        return name
    sides = _MILLIMETRES.fullmatch(name)
    if sides and all(_SMALLEST <= float(side) <= _LARGEST for side in sides.groups()):
        return _OTHER
    raise failure("D101", paper=paper, known=", ".join(known))


def type_area(paper: str | None, styles: tuple[Path, ...]) -> tuple[int, int]:
    """Return how many characters a line and how many lines a page of *paper* has, as ``print.css`` says."""
    css = _COMMENT.sub("", read_css(styles, "print.css"))
    name = paper_name(paper, styles)
    rules = re.findall(rf""":root(?:\[data-paper=["']?{re.escape(name)}["']?\])?[^{{}}]*\{{([^}}]*)\}}""", css)
    css = " ".join(rules)
    last = (re.findall(rf"--{key}:\s*(\d+)", css) for key in ("characters", "lines"))
    characters, lines = (int(numbers[-1]) if numbers else 28 for numbers in last)
    return characters, lines


def _plain(paper: str) -> str:
    """Return *paper* as the program writes it, however a person did: A5, 140×210, １６Ｋ."""
    plain = unicodedata.normalize("NFKC", paper).casefold().replace(" ", "").removesuffix("毫米")
    plain = plain.replace("×", "x").replace("*", "x")
    return f"{plain}mm" if _MILLIMETRES.fullmatch(f"{plain}mm") else plain


def _paper_css(paper: str) -> str:
    found = _MILLIMETRES.fullmatch(_plain(paper))
    return f":root[data-paper] {{ --width: {found[1]}mm; --height: {found[2]}mm }}" if found else ""


def options(keys: PdfKeys) -> tuple[str, ...]:
    """Return the options that a style answers to, as the names of its sheets and of classes.

    Pages that stand two on a side in the order of reading have no inner and outer edge.
    """
    chosen = {
        "large-print": keys.large_print,
        "for-print": keys.for_print,
        "single-sided": keys.single_sided or (keys.two_up and not keys.booklet),
        "note-margin": keys.note_margin,
        "paragraph-numbers": keys.paragraph_numbers,
        "line-numbers": keys.line_numbers,
        "slips": keys.slips,
        "vertical": keys.vertical,
    }
    return tuple(name for name, on in chosen.items() if on)


def _sheets(keys: PdfKeys, styles: tuple[Path, ...]) -> tuple[Sheet, ...]:
    return (*_style_sheets(keys, styles), Sheet(_paper_css(keys.paper or "")))


def _style_sheets(keys: PdfKeys, styles: tuple[Path, ...]) -> Iterator[Sheet]:
    for style in reversed(styles):
        for name in ("print", *(f"print-{option}" for option in options(keys))):
            path = style / f"{name}.css"
            if path.is_file():
                yield Sheet(read_sheet(style, path.name), path.resolve().as_uri())


def _picture_css(picture: Picture, vertical: bool) -> str:
    """Return what a style asks of a picture: ``--natural`` width, ``--ratio`` of height to width."""
    across, down = (picture.height, picture.width) if vertical else (picture.width, picture.height)
    width, ratio = across * 72 / _RESOLUTION, down / max(across, 1)
    return f'img[src="{PICTURES}{picture.name}"] {{ --natural: {width:.3f}pt; --ratio: {ratio:.5f} }}'


# --- faces ---------------------------------------------------------------------------------------------------------

_WEIGHTS: Mapping[Role, tuple[int, ...]] = {
    "song": (400, 700),
    "hei": (400, 700),
    "kai": (400,),
    "fangsong": (400,),
    "latin": (400, 700),
    "code": (400,),
}
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def _cuts(css: str, markup: str, language: str, fonts: Families, report: Report) -> dict[str, Cut]:
    """Return the font files of the roles that *css* names, by address: ``face:song-400-0`` and so on."""
    rules = _COMMENT.sub("", css)
    roles = [role for role in ROLES if re.search(rf"\b{role}\b", rules) and (role != "code" or "<code" in markup)]
    choose_faces(roles, language, fonts, report)
    characters = (
        frozenset(markup + rules) | frozenset("「」『』〇一二三四五六七八九") | frozenset(map(chr, range(0x20, 0x7F)))
    )
    return {
        f"face:{role}-{weight}-{number}": cut
        for role in roles
        for weight in _WEIGHTS[role]
        for number, cut in enumerate(cut_family(role, weight, characters, language, fonts))
    }


def faces_css(fonts: Iterable[str]) -> str:
    """Return the rules that load *fonts*, files by addresses such as ``face:song-400-0``.

    The first file of a role has its name. The others are called song-1 and so on, because WeasyPrint takes two files
    of one name and weight for the same font and mixes up their glyphs; they are found as part of the role all the same,
    by the name that they carry inside.
    """
    rules = []
    for url in fonts:
        role, weight, number = url.removeprefix("face:").split("-")
        name = role if number == "0" else f"{role}-{number}"
        rules.append(f"@font-face {{ font-family: {name}; font-weight: {weight}; src: url({url}) }}")
    return "\n".join(rules)
