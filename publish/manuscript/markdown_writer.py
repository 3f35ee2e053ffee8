"""Blocks → CommonMark, so that reading it again (`markdown_reader`) gives the same blocks.

Beyond CommonMark: tables (GFM), footnotes (``[^1]``), ruby (``{汉字|hànzì}``, after DenDenMarkdown), and comments where
Markdown has no sign: `VERSE` before a paragraph that is verse, `MARKED` after the printed mark of a list's item,
`SEPARATOR` between two signs that would run together, or two lists.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, auto
from itertools import chain, takewhile, zip_longest
from typing import assert_never

from publish.book import (
    Block,
    Break,
    Code,
    Crosshead,
    Emphasis,
    Figure,
    Image,
    Inline,
    Inlines,
    Item,
    Link,
    List,
    Listing,
    Note,
    Paragraph,
    Quote,
    Ruby,
    Rule,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Verse,
)
from publish.pictures import path_of
from publish.slicing import merged
from publish.walk import find, with_children

SEPARATOR = "<!-- -->"
VERSE = "<!-- 诗 -->"
MARKED = "<!-- 号 -->"

DEEPEST = 6
"""Number signs of the deepest heading; a crosshead of level 1 has three."""

MARK = re.compile(
    r"[（(〔]\s?(?:\d{1,3}|[一二三四五六七八九十百]{1,5})\s?[）)〕][、．.]?"
    r"|(?:\d{1,3}|[一二三四五六七八九十百]{1,5}|[甲乙丙丁戊己庚辛壬癸])[、．]"
    r"|\d{1,3}\.(?![\s\d])|第[一二三四五六七八九十百]{1,5}[、，]|[\u2460-\u249b\u24eb-\u24ff\u2776-\u2793]"
)
"""The mark of an item as Chinese books print it: 一、 （一） 1． (1) ①."""


def write_blocks(blocks: Sequence[Block], first_note: int = 1) -> tuple[str, int]:
    """Return *blocks* as CommonMark without a last line break, and the number for the next note.

    Notes are numbered from *first_note*; their texts follow the blocks.
    """
    writer = _Writer(first_note)
    parts = [writer.blocks(blocks)] if blocks else []
    while writer.waiting:
        number, note = writer.waiting.pop(0)
        text = writer.blocks(note.blocks)
        in_line = isinstance(note.blocks[0], Paragraph) if note.blocks else True
        parts.append(_indented(f"[^{number}]: ", text if in_line else f"\n{text}", 4))
    return "\n\n".join(parts), writer.number


def write_line(text: str) -> str:
    """Return plain *text* as inline Markdown on one line; its line breaks become ``<br>``."""
    return _ends(_joined(_fragments(_lines_of(text), _Writer(1), one_line=True)))


def entity(char: str) -> str:
    """Return *char* as a character reference: the same character, but never a sign of Markdown or of ours."""
    return f"&#{ord(char)};"


@dataclass
class _Writer:
    """Writes blocks; remembers the notes that were called and wait to be written."""

    number: int
    waiting: list[tuple[int, Note]] = field(default_factory=list)

    def call(self, note: Note) -> str:
        self.waiting.append((self.number, note))
        self.number += 1
        return f"[^{self.number - 1}]"

    def blocks(self, blocks: Sequence[Block]) -> str:
        parts: list[str] = []
        for before, block in zip((None, *blocks), blocks, strict=False):
            if isinstance(before, List) and isinstance(block, List):
                parts.append(SEPARATOR)
            if isinstance(before, Figure) and isinstance(block, Figure) and block.beside:
                parts[-1] += "\n" + self.block(block)
            else:
                parts.append(self.block(block))
        return "\n\n".join(parts)

    def block(self, block: Block) -> str:
        match block:
            case Paragraph(content):
                return self.lines(content)
            case Crosshead(content, level):
                return f"{'#' * min(level + 2, DEEPEST)} {_no_closing(self.line(content))}".rstrip(" ")
            case Verse(verses):
                return f"{VERSE}\n" + "\\\n".join(self.verse(verse) for verse in _without_last_empty(verses))
            case Quote(blocks):
                return "\n".join(f"> {line}" if line else ">" for line in self.blocks(blocks).split("\n"))
            case List():
                return self.list(block)
            case Figure():
                return self.figure(block)
            case Table():
                return self.table(block)
            case Listing(text, language):
                return _fenced(text, language)
            case Rule():
                return "***"
            case _:
                assert_never(block)

    def lines(self, content: Inlines) -> str:
        """Return the text of a paragraph: its line breaks are a backslash at the line's end."""
        written = _joined(_parted(content, list(_fragments(tidy(content), self))))
        return "\n".join(map(_opening, written.split("\n")))

    def line(self, content: Inlines) -> str:
        """Return *content* on one line, as a heading or a cell wants it."""
        return _ends(_joined(_fragments(tidy(content), self, one_line=True)))

    def verse(self, verse: Inlines) -> str:
        return _opening(_joined(_fragments(tidy(verse), self, one_line=True)))

    def list(self, block: List) -> str:
        wide = not all(len(item.blocks) == 1 and isinstance(item.blocks[0], Paragraph) for item in block.items)
        signs = ("- " if block.start is None else f"{block.start + index}. " for index in range(len(block.items)))
        items = (_indented(sign, self.item(item), len(sign)) for sign, item in zip(signs, block.items, strict=False))
        return ("\n\n" if wide else "\n").join(items)

    def item(self, item: Item) -> str:
        first = item.blocks[0] if item.blocks and isinstance(item.blocks[0], Paragraph) else None
        text = self.lines(first.content) if first else ""
        rest = self.blocks(item.blocks[1:] if first else item.blocks)
        return "\n\n".join(part for part in (_marked(item.mark, text), rest) if part)

    def figure(self, figure: Figure) -> str:
        image, caption = figure.image, figure.caption
        width = "" if figure.width is None else f"{{width={figure.width:.6g}%}}"
        if caption == ((Text(image.alternative),) if image.alternative else ()):
            return _image(image) + width
        if not caption:
            return _image(image, ' " "') + width
        return f"{_image(image)}{width}\n{self.lines(caption)}"

    def table(self, table: Table) -> str:
        width = max((len(row) for row in table.rows), default=0)
        heads = table.rows[: min(table.heads, 1)] or ((((),) * width),)
        aligns = (*table.aligns, *("",) * width)[:width]
        lines = [self.row(heads[0]), "|".join(("", *(_RULES[align] for align in aligns), ""))]
        lines += map(self.row, table.rows[min(table.heads, 1) :])
        caption = f"\n\n: {self.line(table.caption)}" if table.caption else ""
        return "\n".join(lines) + caption

    def row(self, cells: Iterable[Inlines]) -> str:
        return "|".join(("", *(f" {_ESCAPED_BAR.join(self.line(cell).split('|'))} " for cell in cells), ""))


_ESCAPED_BAR = "\\|"
_RULES = {"": "---", "left": ":--", "right": "--:", "center": ":-:"}


def _without_last_empty(verses: Sequence[Inlines]) -> Sequence[Inlines]:
    while verses and not verses[-1]:
        verses = verses[:-1]
    return verses


def _indented(sign: str, text: str, width: int) -> str:
    """Return *text* after *sign*, its further lines moved in by *width* columns."""
    first, *rest = text.split("\n")
    return "\n".join(
        [sign + first if first else sign.rstrip(" "), *(" " * width + line if line else "" for line in rest)]
    )


def _marked(mark: str | None, text: str) -> str:
    """Return the text of an item behind its *mark*, in such a way that both can be told apart again."""
    written = _ends(_escaped(mark or ""))
    found = MARK.match(written + text)
    if mark and found and found[0] == mark and _opening(mark + text) == mark + text:
        return mark + text
    if mark:
        return _opening(written + MARKED + text)
    return entity(text[0]) + text[1:] if found else text


def _fenced(text: str, language: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    info = re.sub(r"[\\&`\s]", lambda sign: entity(sign[0]), language)
    return "\n".join((fence + info, *([text] if text else []), fence))


# --- inline content ------------------------------------------------------------------------------------------------


class _Kind(Enum):
    """What a piece of inline Markdown is: it decides what must not stand beside it."""

    TEXT = auto()
    OPEN = auto()
    CLOSE = auto()
    CODE = auto()
    NOTE = auto()


@dataclass(frozen=True, slots=True)
class _Fragment:
    """A piece of inline Markdown."""

    text: str
    kind: _Kind = _Kind.TEXT


def tidy(content: Inlines) -> Inlines:
    """Return *content* with the same characters as Markdown can say them.

    No run of text is empty or stands beside another; nothing is emphasised twice in the same way; no link is in a link,
    and a note called in a link is called behind it.
    """
    return tuple(merged(_tidied(content, frozenset())))


def _tidied(content: Inlines, within: frozenset[type]) -> Iterator[Inline]:
    for inline in content:
        match inline:
            case Text(text):
                yield from _lines_of(text)
            case Emphasis(inner) | Strong(inner) | Superscript(inner) | Subscript(inner) | Link(_, inner):
                kind = type(inline)
                inside = tuple(merged(_tidied(inner, within | {kind})))
                if kind in within:
                    yield from inside
                elif isinstance(inline, Link):
                    yield from _linked(inline, inside)
                elif inside:
                    yield replace(inline, content=inside)
            case Code("") | Ruby("", ""):
                pass
            case Ruby(base, "") | Ruby("", base):
                yield Text(base)
            case _:
                yield inline


def _linked(link: Link, inside: Inlines) -> Iterator[Inline]:
    if content := tuple(chain.from_iterable(map(_without_notes, inside))):
        yield replace(link, content=content)
    yield from find(Note, inside, into_notes=False)


def _without_notes(inline: Inline) -> Inlines:
    """Return *inline* without the notes in it: nothing, where it is one or holds nothing else."""
    if isinstance(inline, Note):
        return ()
    kept = with_children(inline, _without_notes)
    return () if isinstance(kept, Emphasis | Strong | Superscript | Subscript) and not kept.content else (kept,)


def _lines_of(text: str) -> Inlines:
    if "\n" not in text:
        return (Text(text),)
    first, *rest = (Text(line) for line in text.split("\n"))
    return (first, *(inline for line in rest for inline in (Break(), line)))


def _fragments(content: Inlines, writer: _Writer, one_line: bool = False) -> Iterator[_Fragment]:
    """Yield *content* as fragments. A line break at an end, or on *one_line*, is ``<br>``."""
    for index, inline in enumerate(content):
        match inline:
            case Text(text):
                yield _Fragment(_escaped(text))
            case Emphasis((Strong(inner),)) | Emphasis(inner) | Strong(inner):
                sign = "**" if isinstance(inline, Strong) else "*" if inner is inline.content else "***"
                yield _Fragment(sign, _Kind.OPEN)
                yield from _fragments(inner, writer, one_line=True)
                yield _Fragment(sign, _Kind.CLOSE)
            case Superscript(inner) | Subscript(inner) | Link(_, inner):
                start, end = _enclosing(inline)
                yield _Fragment(start)
                yield from _fragments(inner, writer, one_line=True)
                yield _Fragment(end)
            case Note():
                yield _Fragment(writer.call(inline), _Kind.NOTE)
            case Ruby(base, reading):
                yield _Fragment(f"{{{_ruby(base)}|{_ruby(reading)}}}")
            case Break():
                inside = not one_line and 0 < index < len(content) - 1
                yield _Fragment("\\\n" if inside else "<br>")
            case Code(text):
                yield _Fragment(_code(text), _Kind.CODE)
            case Image():
                yield _Fragment(_image(inline))
            case _:
                assert_never(inline)


def _enclosing(inline: Superscript | Subscript | Link) -> tuple[str, str]:
    """Return what stands before and behind the content of *inline*."""
    if isinstance(inline, Link):
        return "[", f"]({_destination(inline.href)})"
    tag = "sup" if isinstance(inline, Superscript) else "sub"
    return f"<{tag}>", f"</{tag}>"


def _parted(content: Inlines, fragments: list[_Fragment]) -> list[_Fragment]:
    """Return the *fragments* of *content*, with a `SEPARATOR` where its first line is pictures and nothing else.

    Alone in a line these would be figures.
    """
    first = list(takewhile(lambda inline: not isinstance(inline, Break), tidy(content)))
    if isinstance(first[0] if first else None, Image) and all(
        isinstance(inline, Image) or (isinstance(inline, Text) and not inline.text.strip()) for inline in first
    ):
        fragments.insert(1, _Fragment(SEPARATOR))
    return fragments


def _joined(fragments: Iterable[_Fragment]) -> str:
    """Return *fragments* as one string, with a `SEPARATOR` wherever two would be read as something else."""
    held = [fragment for fragment in fragments if fragment.text]
    if len(held) == 1 and held[0].kind is _Kind.TEXT:
        return held[0].text
    out: list[str] = []
    before = "\n"  # the last character written; a line's start counts as white space
    kind: _Kind | None = None
    for fragment, following in zip_longest(held, held[1:]):
        left, text, right = _guarded(fragment, kind, before, following.text[0] if following else "\n")
        out += (left, text, right)
        before, kind = (right or text)[-1], fragment.kind
    return "".join(out)


def _guarded(fragment: _Fragment, kind: _Kind | None, before: str, after: str) -> tuple[str, str, str]:
    """Return what stands before *fragment*, it itself, and what stands behind (CommonMark 0.31, section 6.2)."""
    text = fragment.text
    match fragment.kind:
        case _Kind.OPEN:
            right = SEPARATOR if after.isspace() else ""
            touches = before == "*" or (
                (right or _punctuation(after)) and not (before.isspace() or _punctuation(before))
            )
            return (SEPARATOR if touches else ""), text, right
        case _Kind.CLOSE:
            left = SEPARATOR if before == "*" or before.isspace() else ""
            bound = (left or _punctuation(before)) and not (after.isspace() or _punctuation(after))
            return left, text, (SEPARATOR if bound else "")
        case _Kind.CODE:
            return (SEPARATOR if kind is _Kind.CODE else ""), text, ""
    if kind is _Kind.NOTE and text[0] in "([":
        return "", "\\" + text if text[0] == "(" else text, ""
    if after == "[" and text[-1] in "!^":
        return "", f"{text[:-1]}\\{text[-1]}", ""
    return "", text, ""


def _punctuation(char: str) -> bool:
    return unicodedata.category(char)[0] in "PS"


_SIGNS = re.compile(
    r"[\\`*_\[\]{]|<(?=[A-Za-z/!?])|&(?=#?[0-9A-Za-z]+;)|~(?=~)|(?<=~)~|\$|[~^](?=[0-9A-Za-z+−,-]{1,8}[~^])"
)
_COULD_BE_SIGN = re.compile(r"[\\`*_\[\]{<&~$^]")
"""One class, which says ten times as quickly that a text holds none."""


def _escaped(text: str) -> str:
    """Return *text* with a backslash before each character that would be a sign of Markdown."""
    return _SIGNS.sub(r"\\\g<0>", text) if _COULD_BE_SIGN.search(text) else text


def _ruby(text: str) -> str:
    return re.sub(r"[|}]", r"\\\g<0>", _escaped(text))


def _code(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    ticks = "`" * (longest + 1)
    bare = text.strip(" ")
    pad = " " if text[0] == "`" or text[-1] == "`" or (bare and text[0] == text[-1] == " ") else ""
    return ticks + pad + text + pad + ticks


def _image(image: Image, title: str = "") -> str:
    return f"![{_escaped(image.alternative)}]({_destination(_quoted(path_of(image.name)))}{title})"


def _quoted(path: str) -> str:
    return re.sub(r"[%<>()\s\\]", lambda char: "".join(f"%{byte:02X}" for byte in char[0].encode()), path)


def _destination(address: str) -> str:
    escaped = re.sub(r"&(?=#?\w+;)", r"\\&", address)
    return f"<{escaped}>" if re.search(r"[()]", address) else escaped


# --- ends of lines -------------------------------------------------------------------------------------------------

_OPENERS = re.compile(
    r"(?P<number>\d{1,9})(?=[.)](?:\s|$))"  # a numbered list
    r"|(?P<note>\[\^\d+\])(?=:)"  # the text of a note
    r"|(?=#|>|[-+](?:\s|$)|[-=]+[ \t]*$)"  # a heading, a quotation, a list, an underlined heading
    r"|(?=:(?:\s|$)|[-:|][-:| \t]*$)"  # a table
)


def _opening(line: str) -> str:
    """Return *line* of a paragraph with a backslash where its beginning would make it another block."""
    if found := _OPENERS.match(line):
        line = f"{line[: found.end()]}\\{line[found.end() :]}"
    return _ends(line)


def _ends(line: str) -> str:
    r"""Return *line* with white space at its ends written so that it stays; a ``\`` at the end breaks the line."""
    body = line.removesuffix("\\") if line.endswith("\\") and not _literal_backslash(line) else line
    tail = line[len(body) :]
    if body and body[-1].isspace():
        body = body[:-1] + entity(body[-1])
    if body and body[0].isspace():
        body = entity(body[0]) + body[1:]
    return body + tail


def _literal_backslash(line: str) -> bool:
    return (len(line) - len(line.rstrip("\\"))) % 2 == 0


def _no_closing(line: str) -> str:
    """Return the text of a heading, number signs at its end kept from closing it."""
    return f"{line[:-1]}\\#" if line.endswith("#") else line
