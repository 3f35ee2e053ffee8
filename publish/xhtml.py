"""Book → markup: the templates of both outputs are rendered here, and here alone.

`render` fills in a template of ``templates/`` (or of a style's own folder ``templates``, which is looked into first).
``templates/blocks.xhtml`` holds one macro for each kind of block and of inline content; its head says what a page that
imports it must give. A template sees values of `publish.book` only, never an option.

Ids. An article's is ``a`` and eight hexadecimal digits made from its title and authors, a chapter's is ``c`` and the
same from its heading. A block's is ``p`` and as many made from its text, a crosshead's ``h``, a note's ``n``, the place
that calls the note ``r``. Of several of one name or one text, the first has the id of that alone; the others are told
apart by how an article begins, by what stands before a block; what is still the same has ``-2`` after it. Where all
articles are one document, their ids stand before these (``a1b2c3d4-p5e6f7a8b``).
So an id stays what it is whatever is added, taken out or corrected elsewhere.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, is_dataclass, replace
from functools import cache, partial
from itertools import chain, pairwise
from pathlib import Path
from traceback import extract_tb
from typing import Any, cast
from xml.parsers import expat

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.environment import TemplateModule
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from publish import book as model
from publish.assets import assets, find_template_folders, is_built_in, read_style_file
from publish.book import (
    Article,
    Block,
    Book,
    Chapter,
    Crosshead,
    Emphasis,
    Figure,
    Inlines,
    Item,
    Link,
    List,
    Note,
    Picture,
    Quote,
    Rule,
    plain,
    plain_block,
)
from publish.crosslinks import id_of, to_articles
from publish.diagnostics import PublishError, failure
from publish.fetching import fetched
from publish.language import Language
from publish.limits import time_limit
from publish.screens import Whole, is_brief, kept, on_screen
from publish.titles import phrases
from publish.walk import Node, find, with_children
from publish.wording import _

# --- the pieces of a book, with their ids --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article, the id under which everything points to it, and the notes that it calls, which bear numbers."""

    anchor: str
    article: Article
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class ChapterEntry:
    """A chapter, its id, and its articles with theirs."""

    anchor: str
    chapter: Chapter
    articles: tuple[ArticleEntry, ...]


def entries(book: Book, address: str = "#{anchor}") -> tuple[ChapterEntry, ...]:
    """Return the chapters and articles of *book* in reading order with their ids.

    *address* is how a link leads to an article of the same book.
    """
    taken: Counter[str] = Counter()
    anchors = [
        (
            _anchor("c", (chapter.heading or "",), taken),
            [_article_anchor(article, taken) for article in chapter.articles],
        )
        for chapter in book.chapters
    ]
    addresses = [address.format(anchor=anchor) for _, inner in anchors for anchor in inner]
    return tuple(
        ChapterEntry(
            outer,
            chapter,
            tuple(
                ArticleEntry(anchor, *number_notes(to_articles(article, addresses)))
                for anchor, article in zip(inner, chapter.articles, strict=True)
            ),
        )
        for (outer, inner), chapter in zip(anchors, book.chapters, strict=True)
    )


def _article_anchor(article: Article, taken: Counter[str]) -> str:
    opening = plain_block(article.blocks[0]) if article.blocks else ""
    return _anchor("a", (article.title, *article.authors), taken, opening)


def _anchor(letter: str, names: tuple[str, ...], taken: Counter[str], beside: str = "") -> str:
    """Return the id of what has those *names*; *beside* tells it from another that has them too."""
    anchor = id_of(letter, names)
    if beside and taken[anchor]:
        anchor = id_of(letter, (*names, beside))
    taken[anchor] += 1
    return anchor if taken[anchor] == 1 else f"{anchor}-{taken[anchor]}"


@dataclass(frozen=True, slots=True)
class Row:
    """Figures that stand side by side, each with a width."""

    figures: tuple[Figure, ...]


_GAP = 3
"""Between two figures of a row, in percent of the measure: the ``margin-left`` of the later one in both styles."""


def in_rows(blocks: Iterable[Block], pictures: Iterable[Picture]) -> Iterator[Block | Row]:
    """Yield *blocks*, the figures among them that stand side by side as one `Row`.

    Those of a row that have no width share what is left so that all are equally high; *pictures* are the book's.
    """
    row: list[Figure] = []
    for block in (*blocks, None):
        if row and not (isinstance(block, Figure) and block.beside):
            yield _row(row, pictures) if len(row) > 1 else row[0]
            row = []
        if isinstance(block, Figure):
            row.append(block)
        elif block:
            yield block


def _row(figures: list[Figure], pictures: Iterable[Picture]) -> Row:
    shapes = {picture.name: picture.width / max(picture.height, 1) for picture in pictures}
    free = [shapes.get(figure.image.name, 1) for figure in figures if figure.width is None]
    left = 100 - _GAP * (len(figures) - 1) - sum(figure.width or 0 for figure in figures)
    least = 100 / len(figures) / 2

    def sized(figure: Figure) -> Figure:
        share = max(left, least * len(free)) * shapes.get(figure.image.name, 1) / sum(free) if free else 0
        return figure if figure.width is not None else replace(figure, width=share)

    return Row(tuple(map(sized, figures)))


@dataclass(frozen=True, slots=True)
class Numbered:
    """A block of an article with its number, from 1, and its name in ids.

    Crossheads are not counted; figures and rules have no name either.
    """

    block: Block | Row
    number: int | None = None
    name: str | None = None


def numbered(blocks: Iterable[Block | Row]) -> Iterator[Numbered]:
    """Yield the *blocks* of an article with their numbers: all are counted but crossheads, figures and rules.

    The levels of crossheads are those that are there, without gaps: a heading that skips a level misleads those who
    find their way by ear (WCAG 2, technique G141).
    """
    number, above, taken, before = 0, list[int](), Counter[str](), ""
    for block in blocks:
        if isinstance(block, (Figure, Row, Rule)):
            yield Numbered(block)
            continue
        said, block = plain_block(block), _levelled(block, above)
        if isinstance(block, Crosshead):
            yield Numbered(block, None, _anchor("h", (said,), taken, before))
        else:
            number += 1
            yield Numbered(block, number, _anchor("p", (said,), taken, before))
        before = said


def _levelled(node: Any, above: list[int]) -> Any:
    """Return *node* with the levels of the crossheads in it counted below those of *above*, which goes on with them."""
    if isinstance(node, Crosshead):
        above[:] = [*(level for level in above if level < node.level), node.level]
        return replace(node, level=len(above))
    if isinstance(node, Quote | List | Item):
        return with_children(node, lambda part: (_levelled(part, above),))
    return node


@dataclass(frozen=True, slots=True)
class Signpost:
    """A crosshead as the contents show it, and those of the next level below it."""

    label: str
    name: str
    """Its name in ids."""
    below: tuple[Signpost, ...] = ()


def signposts(article: Article, levels: int) -> tuple[Signpost, ...]:
    """Return the crossheads of *article*, down to as many *levels*."""
    items = [(item.block, item.name or "") for item in numbered(article.blocks) if isinstance(item.block, Crosshead)]
    return _signposts([(block, name) for block, name in items if isinstance(block, Crosshead)], 1, levels)


def _signposts(items: Sequence[tuple[Crosshead, str]], level: int, levels: int) -> tuple[Signpost, ...]:
    if level > levels:
        return ()
    starts = [at for at, (crosshead, _) in enumerate(items) if crosshead.level == level]
    return tuple(
        Signpost(label(plain(items[at][0].content)), items[at][1], _signposts(items[at + 1 : end], level + 1, levels))
        for at, end in pairwise([*starts, len(items)])
    )


def number_notes(article: Article) -> tuple[Article, tuple[Note, ...]]:
    """Return *article* with its notes numbered in the order of their calls, and those notes in that order.

    A note that is called from within another comes after all that the text itself calls.
    """
    notes: list[Note] = []
    taken = Counter[str]()

    def numbering(caller: str) -> Callable[[Node], tuple[Node, ...]]:
        """Return what numbers the notes that *caller* calls: it tells one note from another that says the same."""

        def number(node: Node) -> tuple[Node, ...]:
            if not isinstance(node, Note):
                return (with_children(node, number),)
            name = _anchor("", tuple(map(plain_block, node.blocks)), taken, caller)
            notes.append(replace(node, number=len(notes) + 1, name=name))
            return (notes[-1],)

        return number

    def number_in(block: Node) -> tuple[Node, ...]:
        return numbering(plain_block(cast(Block, block)))(block)

    numbered = with_children(article, number_in)
    for index, note in enumerate(notes):  # grows while it is read
        notes[index] = with_children(note, numbering(""))
    return numbered, tuple(notes)


def without_notes(content: Inlines) -> Inlines:
    """Return *content* without its notes and with links undone: what may stand inside a link."""
    return tuple(chain.from_iterable(map(_bare, content)))


def _bare(inline: model.Inline) -> Inlines:
    match inline:
        case Note():
            return ()
        case Link(_, content):
            return (Emphasis(without_notes(content)),)
        case _:
            return (with_children(inline, _bare),)


def notes_in(content: Inlines) -> Iterator[Note]:
    """Yield the notes that *content* calls, those inside emphasis and links too."""
    return find(Note, content, into_notes=False)


def said_in(note: Note) -> str:
    """Return what *note* says as one line of plain text, for a description."""
    return label(" ".join(map(plain_block, note.blocks)))


# --- words and text ------------------------------------------------------------------------------------------------


@cache
def words(language: str) -> Mapping[str, str]:
    """Return the book's own words (目录, 版权页 …) in *language*, by their keys in ``templates/words.toml``."""
    table = tomllib.loads((assets("templates") / "words.toml").read_text("utf-8"))
    script: Mapping[str, str] = table["zh-Hant" if Language.of(language).is_traditional else "zh-Hans"]
    return script


def label(title: str) -> str:
    """Return *title* on one line with plain spaces: readers' menus show U+3000 and line ends badly."""
    return " ".join(title.split())


@dataclass(frozen=True, slots=True)
class Signed:
    """A part of a byline; *name*: whether it is one of the authors' names."""

    text: str
    name: bool


def named(line: str, names: tuple[str, ...]) -> list[Signed]:
    """Return *line* of a byline in parts, the *names* apart from the rest; spaces inside a name may be anywhere."""
    if not names:
        return [Signed(line, False)]
    patterns = (r"\s*".join(map(re.escape, name)) for name in sorted(names, key=len, reverse=True) if name)
    parts = re.split(f"({'|'.join(patterns)})", line)
    return [Signed(part, number % 2 == 1) for number, part in enumerate(parts) if part]


def runs(text: str) -> list[str]:
    """Return *text* in runs of white space and of other characters."""
    return re.findall(r"\s+|\S+", text)


_SHORT_NUMBER = re.compile(r"(?<![0-9A-Za-z.,:/+-])[0-9]{1,2}(?![0-9A-Za-z.,:/+-])")


def upright(text: str) -> Markup:
    """Return *text* as markup for a vertical page, numbers of one or two digits set upright in one character's room.

    clreq 2.3.2.3 (縱中橫); longer numbers lie on their side.
    """
    parts, end = [], 0
    for number in _SHORT_NUMBER.finditer(text):
        parts += [Markup.escape(text[end : number.start()]), Markup('<span class="tcy">{}</span>').format(number[0])]
        end = number.end()
    return Markup("").join([*parts, Markup.escape(text[end:])])


def stylesheet(css: str) -> Markup:
    """Return *css* as the content of ``<style>``, which nothing in it can end (HTML, 4.2.6 and 13.1.2.6)."""
    return Markup(css.replace("</", "<\\/"))


# --- templates -----------------------------------------------------------------------------------------------------


def render(template: str, styles: tuple[Path, ...], **context: Any) -> str:
    """Return the *template* (its path in ``templates/``) filled in with *context*, as text of a whole file.

    *styles* is what `publish.assets.find_style` gave. Values are escaped, never read as markup. The templates of a
    style run in a sandbox: they can read what *context* gives them and nothing else of the program or the machine.
    Raises `PublishError` B207 where a template is faulty.
    """
    foreign = [style for style in styles if not is_built_in(style) and (style / "templates").is_dir()]
    try:
        if not foreign:
            return _environment(styles).get_template(template).render(context)
        with time_limit("template-time"):
            page = _environment(styles).get_template(template).render(context)
    except TemplateSyntaxError as error:
        raise failure("B207", error.filename, error.lineno, reason=error.message) from error
    except PublishError:
        raise
    except Exception as error:
        place = _place_in_template(error, foreign)
        if place is None and not isinstance(error, TemplateError):
            raise
        file, line = place or (template, None)
        raise failure("B207", file, line, reason=str(error) or type(error).__name__) from error
    _check_page(page, template, foreign[0])
    return page


def _place_in_template(error: Exception, styles: Sequence[Path]) -> tuple[str, int] | None:
    """Return the template and the line of *styles* at which *error* was raised: Jinja writes both into the traceback.

    None where no template of theirs was in work: then the fault is the program's own.
    """
    frames = (frame for frame in extract_tb(error.__traceback__) if frame.filename.startswith(tuple(map(str, styles))))
    return next(((frame.filename, frame.lineno or 1) for frame in reversed([*frames])), None)


def _check_page(page: str, template: str, style: Path) -> None:
    """Raise `PublishError` B207 where *page*, made from *template* with those of *style*, fetches or runs anything.

    The print engine opens nothing but the style and the pictures (`publish.pdf.BookFetcher`), whatever a page asks for.
    """
    output = template.partition("/")[0]
    if output not in ("epub", "html"):
        return
    try:
        found = next(fetched(page), None)
    except ValueError as error:
        if output == "html":
            return
        raise failure("B207", str(style / "templates" / template), reason=error) from error
    if found:
        reason = _("{what} would open or run what is not in the book").format(what=found)
        raise failure("B207", str(style / "templates" / template), reason=reason)


def check_template(folder: Path, name: str) -> None:
    """Look through a template of a style before it is used: its Jinja, and whether its markup is well-formed.

    Of several branches the first counts; markup that makes up names of elements (``<h{{ level }}>``) is only known
    when it is filled in. Raises `PublishError` B207, with the line, where the template is faulty.
    """
    text, file = read_style_file(folder, name), folder / name
    try:
        _environment(()).parse(text)
        markup = "".join(_markup_alone(text))
    except TemplateSyntaxError as error:
        raise failure("B207", str(file), error.lineno, reason=error.message) from error
    if not re.search(r"</?\w*\{\{", text):
        _check_markup(markup, file)


def _check_markup(markup: str, file: Path) -> None:
    markup = re.sub(r"<\?xml.*?\?>|<!DOCTYPE.*?>", lambda found: "\n" * found[0].count("\n"), markup, flags=re.DOTALL)
    open_elements: list[tuple[str, int]] = []
    parser = expat.ParserCreate()
    parser.StartElementHandler = lambda name, attributes: open_elements.append((name, parser.CurrentLineNumber))
    parser.EndElementHandler = lambda name: open_elements.pop()
    try:
        parser.Parse(f"<template>{markup}</template>", True)
    except expat.ExpatError as error:
        name, line = open_elements[-1] if len(open_elements) > 1 else ("", error.lineno)
        reason = expat.ErrorString(error.code)
        unclosed = error.code == expat.errors.codes[expat.errors.XML_ERROR_TAG_MISMATCH] and name
        reason = f"{reason}: <{name}>" if unclosed else reason
        raise failure("B207", str(file), line if unclosed else error.lineno, reason=reason) from error


def _markup_alone(text: str) -> Iterator[str]:
    """Yield the markup of a template without its Jinja, of several branches the first alone; all lines stay."""
    within: list[bool] = []  # for each open {% if %} and {% for %}: whether a later branch of it is passed over
    begins = False
    for _line, kind, value in _environment(()).lex(text):
        if kind == "name" and begins:
            _enter(value, within)
        begins = kind == "block_begin" or (begins and kind == "whitespace")
        yield value if kind == "data" and not any(within) else "\n" * value.count("\n")


def _enter(statement: str, within: list[bool]) -> None:
    """Bring *within*, of `_markup_alone`, up to the *statement* of Jinja that stands there."""
    if statement in {"if", "for"}:
        within.append(False)
    elif statement in {"else", "elif"} and within:
        within[-1] = True
    elif statement in {"endif", "endfor"} and within:
        within.pop()


class _Sandbox(ImmutableSandboxedEnvironment):
    """Where templates run: they reach no attribute that begins with an underscore, and change nothing."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what a template reads of *obj*; of what nothing can change, one look is enough."""
        if _is_plain(type(obj)) and not attribute.startswith("_"):  # type: ignore[arg-type]  # classes are hashable
            try:
                return getattr(obj, attribute)
            except AttributeError:
                pass
        return super().getattr(obj, attribute)


@cache
def _is_plain(kind: Any) -> bool:
    """Tell whether values of *kind* are frozen, or macros that a template imports: they have no way to a change."""
    return kind is TemplateModule or (is_dataclass(kind) and vars(kind)["__dataclass_params__"].frozen)


@cache
def _environment(styles: tuple[Path, ...]) -> _Sandbox:
    environment = _Sandbox(
        loader=FunctionLoader(partial(_template, styles)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        cache_size=-1,
        auto_reload=False,
    )
    environment.filters.update(
        stylesheet=stylesheet, label=label, upright=upright, without_notes=without_notes, notes_in=notes_in
    )
    environment.filters.update(phrases=phrases, named=named, kept=kept, on_screen=on_screen, said_in=said_in, runs=runs)
    environment.filters.update(is_brief=is_brief)
    environment.globals.update(numbered=numbered, in_rows=in_rows)
    kinds = (*model.Inline.__args__, *model.Block.__args__, Row, Whole)
    environment.tests.update({kind.__name__.lower(): _is_kind(kind) for kind in kinds})
    return environment


def _template(styles: tuple[Path, ...], name: str) -> tuple[str, str, None] | None:
    """Return the text of the template *name*, that of a style before the program's own, and its path."""
    if ".." in Path(name).parts or Path(name).is_absolute():
        return None
    for folder in find_template_folders(styles):
        style = folder if is_built_in(folder) else folder.parent
        path = folder / name
        if path.is_file():
            return read_style_file(style, path.relative_to(style)), str(path), None
    return None


def _is_kind(kind: type[object]) -> Any:
    return lambda value: isinstance(value, kind)
