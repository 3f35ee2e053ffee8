"""Which book is meant: ``book.toml`` or bare paths → `Edition`.

A ``book.toml`` is checked against the classes below; their fields, written with hyphens, are its keys. The command line
says the same things with options, laid over the file's by `with_options`.
"""

from __future__ import annotations

import json
import os
import re
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from itertools import chain
from locale import strxfrm
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args, get_origin

import msgspec

from publish.acceptance import is_key
from publish.assets import assets, own_styles
from publish.decoding import is_encoding, shown
from publish.description import line_of_key, read_table, with_plain_dates, wrong_value
from publish.diagnostics import Diagnostic, PublishError, failure
from publish.folder import absent, is_folder, is_output, is_source, is_stream, others_in, texts_in
from publish.language import Language
from publish.opening import OutsideError, resolved
from publish.ordering import in_order
from publish.output import write_whole
from publish.patterns import fault_of
from publish.wording import _


class Keys(msgspec.Struct, frozen=True, kw_only=True, rename="kebab", forbid_unknown_fields=True):
    """A table of ``book.toml``."""


class SeriesKeys(Keys, frozen=True):
    """``series``: the series that the book belongs to and its number there."""

    title: str
    number: int | str | None = None


class ParseHints(Keys, frozen=True):
    """``[parse]``: what no program can know about these sources."""

    sections: tuple[str, ...] = ()
    """Lines that are section headings; one between slashes is a regular expression that matches the whole line."""
    titles: tuple[str, ...] = ()
    """Lines that are titles of articles, in the same form."""
    furniture: tuple[str, ...] = ()
    """Regular expressions; a line that one of them matches whole is furniture."""
    surnames: tuple[str, ...] = ()
    """Surnames beyond the table."""
    roles: tuple[str, ...] = ()
    """Role words before a name beyond the table (本报记者 …)."""
    headings: Literal["orders", "evidence"] | None = None
    """What the headings of Markdown are: ``orders``, as in a manuscript, or ``evidence``, as a program writes them that
    reads pages; None tells it by the text."""
    marks: Literal["full"] | None = None
    """``full``: half-width marks in Chinese text become full-width ones."""
    pictures: bool = True
    """Whether the pictures of sources that have them come along."""


Variant = Literal["tw", "hk", "standard", "twp"]
"""The Traditional characters of a place, as OpenCC names them."""
Form = Variant | Literal["simplified"] | None
"""The characters of an edition; None: those of the sources."""


class TraditionalKeys(Keys, frozen=True):
    """``[traditional]``: how the text is converted."""

    variant: Variant | None = None
    keep: tuple[str, ...] = ()
    """Words that are never converted."""
    phrases: dict[str, str] = {}
    """Words with the conversion wanted for them."""
    quotes: Literal["corner", "keep"] = "corner"


class StyleKeys(Keys, frozen=True):
    """``[style]``: the design, by the name of a folder in ``styles/`` or by its path."""

    name: str | None = None
    fonts: dict[Literal["song", "hei", "kai", "fangsong", "latin", "code"], tuple[str, ...]] = {}


class PdfKeys(Keys, frozen=True):
    """``[pdf]``: the print edition."""

    paper: str | None = None
    note_numbers: Literal["page", "article"] = "page"
    link_notes: bool = False
    note_margin: bool = False
    paragraph_numbers: bool = False
    line_numbers: bool = False
    large_print: bool = False
    for_print: bool = False
    single_sided: bool = False
    front_matter: bool = True
    two_up: bool = False
    booklet: bool = False
    slips: bool = False
    vertical: bool = False
    signature: int | None = None
    jobs: Annotated[int, msgspec.Meta(ge=1)] | None = None
    """How many processes set pages side by side; None: as many as the machine has cores."""


class EpubKeys(Keys, frozen=True):
    """``[epub]``: the edition for e-readers."""

    embed_fonts: bool | Literal["rare"] = False
    """Whether faces are embedded: those that the style names, or for rare characters alone."""
    vertical: bool = False
    paragraph_numbers: bool = False
    toc_depth: Annotated[int, msgspec.Meta(ge=1, le=9)] | None = None
    """How deep the contents go: 2 to articles, 3 and more to crossheads; None: to those of long articles."""
    reader: Literal["duokan", "weread", "kindle"] | None = msgspec.field(default=None, name="for")
    """The reader whose own rules the edition keeps to; None: what all of them read."""


class HtmlKeys(Keys, frozen=True):
    """``[html]``: the edition as one page for a browser."""

    paragraph_numbers: bool = False


class IndexKind(StrEnum):
    """What an index lists; the values are its keys in ``[index]``."""

    AUTHORS = "authors"
    TITLES = "titles"
    DATES = "dates"
    PAGES = "pages"


class IndexKeys(Keys, frozen=True):
    """``[index]``: the indexes at the end of the book."""

    authors: bool = False
    titles: bool = False
    dates: bool = False
    """On which days the articles were printed."""
    pages: bool = False
    """On which pages of the paper they stood."""

    @property
    def kinds(self) -> tuple[IndexKind, ...]:
        """Those that are asked for."""
        return tuple(kind for kind in IndexKind if getattr(self, kind))


class ChapterKeys(Keys, frozen=True):
    """``[[chapters]]``: a chapter of the book, in its place."""

    heading: str | None = None
    """Its heading; without articles it is the chapter of that heading, as it was read."""
    articles: tuple[str, ...] = ()
    """Its articles: titles, ``file:line``, or patterns between slashes that match a whole title."""


class Settings(Keys, frozen=True):
    """All that ``book.toml`` can say."""

    title: str | None = None
    subtitle: str | None = None
    author: str | None = None
    authors: tuple[str, ...] = ()
    editor: str | None = None
    editors: tuple[str, ...] = ()
    publisher: str | None = None
    date: str | None = None
    identifier: str | None = None
    language: str | None = None
    rights: str | None = None
    description: str | None = None
    subjects: tuple[str, ...] = ()
    series: SeriesKeys | None = None
    cover: str | None = None
    questions: str | None = None
    sources: tuple[str, ...] = ()
    encoding: str | None = None
    merge_sections: bool = True
    accept: tuple[str, ...] = ()
    chapters: tuple[ChapterKeys, ...] = ()
    drop: tuple[str, ...] = ()
    edition: tuple[dict[str, Any], ...] = ()
    """What ``publish build`` makes, each table an edition (`publish.editions`)."""
    parse: ParseHints = ParseHints()
    traditional: TraditionalKeys = TraditionalKeys()
    style: StyleKeys = StyleKeys()
    pdf: PdfKeys = PdfKeys()
    epub: EpubKeys = EpubKeys()
    html: HtmlKeys = HtmlKeys()
    index: IndexKeys = IndexKeys()


Vocabulary = TypeVar("Vocabulary", bound=Settings)

KEYS = frozenset(field.encode_name for field in msgspec.structs.fields(Settings))
"""The keys of ``book.toml`` outside its tables."""


@dataclass(frozen=True, slots=True)
class Edition:
    """One book to be made: its sources in order, and its settings."""

    name: str
    """Stem of the output's file name, and the title where nothing gives another."""
    folder: Path
    """The folder of the book: nothing outside it is read but the sources that the user named."""
    sources: tuple[Path, ...]
    """Files in reading order; `STANDARD_INPUT` is standard input."""
    settings: Settings = field(default_factory=Settings)
    cover: Path | None = None
    """The picture for the cover, where one was given."""
    questions: Path | None = None
    """The file of questions about the articles, where one was given."""
    is_folder: bool = False
    """Whether `name` is that of a folder, and so of the book as a whole."""
    toml: Path | None = None
    """The ``book.toml`` that describes it, where one does."""
    others: tuple[Path, ...] = ()
    """What else the folder holds."""
    doubts: tuple[Diagnostic, ...] = ()
    """What is doubtful in the choice of the sources."""


def find_edition(paths: Sequence[Path] = ()) -> Edition:
    """Return the edition that *paths* mean: one folder or ``book.toml``, or files and folders in the order given.

    Without any it is the ``book.toml`` of the current folder, or else its folder ``seeds``. Raises `PublishError` B1xx
    where there is nothing to read, B2xx where ``book.toml`` is wrong.
    """
    if not paths:
        return find_edition([_book_of_this_folder()])
    if len(paths) == 1 and (toml := _book_toml(paths[0])):
        return _described(toml)
    sources = tuple(source for path in paths for source in _sources_at(path))
    first = paths[0]
    left_out = (_left_out(path, others_in(path, sources)) for path in paths if is_folder(path))
    doubts = (*_doubtful_order(paths), *chain.from_iterable(left_out))
    if is_folder(first):
        others = others_in(first, sources)
        return Edition(shown(Path(first.resolve().name)), first, sources, is_folder=True, others=others, doubts=doubts)
    if is_stream(first):
        return Edition("book", Path.cwd(), sources, doubts=doubts)
    return Edition(shown(Path(first.stem)), first.parent, sources, doubts=doubts)


def _book_of_this_folder() -> Path:
    found = next((path for path in (Path("book.toml"), Path("seeds")) if path.exists()), None)
    if not found:
        raise failure("B106")
    return found


def _doubtful_order(paths: Sequence[Path]) -> Iterator[Diagnostic]:
    """Report sources that stand as the shell sorts names, 1, 10, 2, where their numbers say otherwise (B107)."""
    names = [shown(path) for path in paths]
    wanted = [names[at] for at in in_order(names)]
    if names != wanted and names in (sorted(names), sorted(names, key=strxfrm)):
        at = next(at for at, (name, other) in enumerate(zip(names, wanted, strict=True)) if name != other)
        yield Diagnostic("B107", names[at], facts={"wanted": wanted[at]})


def _left_out(folder: Path, others: Sequence[Path]) -> Iterator[Diagnostic]:
    """Report the finished books of this program among *others*, files in *folder* that are no sources (B108)."""
    if names := [shown(path.relative_to(folder)) for path in others if is_output(path)]:
        yield Diagnostic("B108", shown(folder), facts={"names": ", ".join(names)})


def _book_toml(path: Path) -> Path | None:
    if path.name == "book.toml" and is_source(path):
        return path
    return path / "book.toml" if is_source(path / "book.toml") else None


def _described(toml: Path) -> Edition:
    folder = toml.parent
    settings = read_settings(toml)
    named = tuple(_inside(folder, name, toml) for name in settings.sources)
    cover = _inside(folder, settings.cover, toml) if settings.cover else None
    questions = _inside(folder, settings.questions, toml) if settings.questions else None
    style = _style(folder, settings.style.name, toml) if settings.style.name else None
    if settings.style.name:
        settings = with_options(settings, style__name=style_in(folder, settings.style.name, toml))
    sources = named or tuple(path for path in _texts_in(folder) if path != questions)
    others = others_in(folder, (*sources, toml, *filter(None, (cover, questions, style))))
    name = shown(Path(folder.resolve().name))
    doubts = () if named else tuple(_left_out(folder, others))
    return Edition(
        name, folder, sources, settings, cover, questions, is_folder=True, toml=toml, others=others, doubts=doubts
    )


def style_in(folder: Path, name: str, toml: Path) -> str:
    """Return the name by which the style *name* of the book in *folder* is found. Raises `PublishError` B204, B205."""
    return os.path.join(folder, name) if _style(folder, name, toml) else name


def _style(folder: Path, name: str, toml: Path) -> Path | None:
    """Return the style *name* where *folder* holds it, None where it is one of the program's own.

    A ``book.toml`` is given no other: what lies elsewhere was not sent with it. Raises `PublishError` B204, B205.
    """
    if is_folder(folder / name):
        return _within(folder, name, toml)
    if name not in own_styles():
        raise failure("B205", shown(toml), name=name, known=", ".join(own_styles()))
    return None


def _within(folder: Path, name: str, asker: Path) -> Path:
    """Return the path of *name*, unless a link or ``..`` leads it out of *folder*; *asker* is who asks for it."""
    path = folder / name
    try:
        resolved(folder, name)
    except OutsideError as error:
        raise failure("B204", shown(asker), path=name) from error
    except OSError as error:  # too long for a path, with a zero byte in it, a loop of links
        raise failure("B101", absent(path)) from error
    return path


def _inside(folder: Path, name: str, toml: Path) -> Path:
    path = _within(folder, name, toml)
    if not is_source(path):
        path = next((entry for entry in folder.iterdir() if shown(Path(entry.name)) == name), path)
    if not is_source(path):
        raise failure("B101", absent(path))
    return _plain(path)


def _plain(path: Path) -> Path:
    """Return *path*, of a folder, unless there is a pipe or a device: nobody knows when that ends."""
    if not path.is_file():
        raise failure("B103", shown(path), reason=_("it is no plain file"))
    return path


def _sources_at(path: Path) -> Iterator[Path]:
    if is_source(path):
        yield path
    elif not is_folder(path):
        raise failure("B101", absent(path))
    elif _book_toml(path):
        raise failure("B105", shown(path))
    else:
        yield from _texts_in(path)


def _texts_in(folder: Path) -> tuple[Path, ...]:
    return tuple(_plain(_within(folder, path.name, folder)) for path in texts_in(folder))


def begin_book(folder: Path) -> Path:
    """Make *folder* with a ``book.toml`` to fill in, and return its path; the book gets its identifier here.

    Raises `PublishError` B206 where there is one already, O101 where the disk refuses.
    """
    toml = folder / "book.toml"
    if toml.exists():
        raise failure("B206", shown(toml))
    form = (assets("templates") / "book.toml").read_text("utf-8")
    title = json.dumps(folder.resolve().name, ensure_ascii=False)
    schema = (assets("docs") / "book.schema.json").resolve().as_uri()
    return write_whole(toml, form.format(title=title, identifier=uuid.uuid4().urn, schema=schema).encode())


# --- book.toml -----------------------------------------------------------------------------------------------------


def read_settings(toml: Path) -> Settings:
    """Read *toml*. Raises `PublishError` B201 (not TOML), B202 (unknown key) or B203 (wrong value)."""
    table, text = read_table(toml)
    settings = settings_from(table, shown(toml), text)
    check_values(settings, shown(toml), text)
    return settings


def check_values(settings: Settings, file: str, text: str) -> None:
    """Hold the values of *settings*, read from *file*, against what they must be. Raises `PublishError` B203."""

    def refuse(key: str, reason: str, table: str = "") -> PublishError:
        return failure("B203", file, line_of_key(key, text, table), key=key, reason=reason)

    if settings.language and not Language.read(settings.language):
        raise refuse("language", _("write zh-CN, zh-TW, zh-HK, zh-Hans or zh-Hant"))
    if settings.encoding and not is_encoding(settings.encoding):
        raise refuse("encoding", _("such as utf-8, gb18030, big5hkscs, utf-16"))
    for key in settings.accept:
        if not is_key(key):
            raise refuse("accept", _("“{key}” is not written as CODE:file:“words”").format(key=key))
    for name in (*settings.drop, *(name for chapter in settings.chapters for name in chapter.articles)):
        if fault := faulty_pattern(name):
            raise refuse("drop" if name in settings.drop else "articles", f"{name}: {fault}")


def faulty_pattern(name: str) -> str | None:
    """Return what is wrong with *name* where it is a pattern, between slashes; else None."""
    if len(name) > 2 and name[0] == name[-1] == "/":
        return fault_of(name[1:-1])
    return None


def settings_from(table: Mapping[str, Any], file: str, text: str = "", strict: bool = True) -> Settings:
    """Return *table* (of ``book.toml`` or of a manuscript's front matter) as `Settings`.

    *text* is what the table was read from; the line of a fault is looked for in it. Without *strict*, numbers and
    truth values may be written as text. Raises `PublishError` B202 (unknown key) or B203 (wrong value).
    """
    return vocabulary_from(Settings, table, file, text, strict)


def vocabulary_from(
    kind: type[Vocabulary], table: Mapping[str, Any], file: str, text: str = "", strict: bool = True
) -> Vocabulary:
    """Return *table* as settings of a *kind*, which may have more to say than a ``book.toml``, as `settings_from`."""
    try:
        return msgspec.convert(with_plain_dates(table), kind, strict=strict)
    except msgspec.ValidationError as error:
        raise _fault(str(error), file, text, kind) from error


def _fault(error: str, file: str, text: str, root: type[Settings]) -> PublishError:
    """Say a `msgspec` message in our words: ``Object contains unknown field `x` - at `$.parse``` and the like."""
    reason, _at, path = error.partition(" - at ")
    keys = [
        key for key in re.findall(r"[^.`$\[\]]+", path.replace("`key` in ", "")) if not key.isdecimal() and key != "..."
    ]
    unknown = re.search(r"unknown field `(.+)`|enum value '(.+)'", reason)
    choices = _choices(keys, root)
    if unknown and (unknown[1] or "`key` in" in path):
        key = unknown[1] or unknown[2]
        nearest = nearest_key(key, choices if unknown[2] else _known_keys(keys, root))
        return failure("B202", file, line_of_key(key, text, ".".join(keys)), key=key, nearest=nearest)
    line = line_of_key(keys[-1], text, ".".join(keys[:-1])) if keys else None
    fault = wrong_value(reason, choices if unknown else ())
    return failure("B203", file, line, key=".".join(keys), reason=fault)


def fields_of(table: msgspec.Struct) -> Mapping[str, str]:
    """Return the fields of *table* by their keys in ``book.toml``."""
    return {field.encode_name: field.name for field in msgspec.structs.fields(table)}


def nearest_key(key: str, known: Iterable[str]) -> str:
    """Return the one of the *known* keys that *key* looks like, else all of them."""
    names = sorted(set(known))
    return next(iter(get_close_matches(key, names, 1, cutoff=0.5)), ", ".join(names))


def _choices(path: Sequence[str], root: type[Settings]) -> tuple[str, ...]:
    """Return the words that the key at *path*, or a key of that table, may be; empty where it may be others too."""
    kind: Any = root
    for key in path:
        table = _NESTED.get(path[0], kind) if key != path[0] else root
        kind = {field.encode_name: field.type for field in msgspec.structs.fields(table)}.get(key)
    return tuple(_literals(kind))


def _literals(kind: Any) -> Iterator[str]:
    if get_origin(kind) is Literal:
        yield from get_args(kind)
    else:
        for part in get_args(kind):
            yield from _literals(part)


_NESTED: Mapping[str, type[msgspec.Struct]] = {"series": SeriesKeys, "chapters": ChapterKeys}
"""The tables that stand in a list or may be absent, by their keys."""


def _known_keys(path: Sequence[str], root: type[Settings]) -> set[str]:
    table: type[msgspec.Struct] = root
    for key in path:
        kind = {field.encode_name: field.type for field in msgspec.structs.fields(table)}.get(key)
        table = _NESTED.get(key) or (kind if isinstance(kind, type) else table)
    return {field.encode_name for field in msgspec.structs.fields(table)}


def with_options(settings: Settings, **options: Any) -> Settings:
    """Return *settings* with those *options* laid over them that are not None.

    A table's key is written ``table__key``, as in ``pdf__paper="a4"``.
    """
    changes: dict[str, Any] = {}
    for option, value in options.items():
        if value is None:
            continue
        table, _dash, key = option.rpartition("__")
        if table:
            changes[table] = msgspec.structs.replace(changes.get(table, getattr(settings, table)), **{key: value})
        else:
            changes[option] = value
    return msgspec.structs.replace(settings, **changes)


def without(settings: Settings, *names: str) -> Settings:
    """Return *settings* with the fields of these *names* as if they had not been given."""
    blank = Settings()
    return msgspec.structs.replace(settings, **{name: getattr(blank, name) for name in names})


def of_the_file(settings: Settings) -> Settings:
    """Return *settings* without what says only how a file is made, and leaves the file as it is."""
    return msgspec.structs.replace(settings, pdf=msgspec.structs.replace(settings.pdf, jobs=None))
