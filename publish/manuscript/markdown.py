"""Markdown → a tree of nodes: markdown-it, set up as manuscripts want it. It is used here and nowhere else.

CommonMark with tables (GFM), footnotes (``[^1]``, ``^[…]``), ruby (``{汉字|hànzì}``, after DenDenMarkdown, and that of
HTML), H~2~O and m^2^ (after pandoc), formulas, which stay as they are written, and one amendment: beside Chinese
characters and punctuation asterisks and two underscores may always open and close, so that ``**“是”**的`` is strong, as
a Chinese writer means it (the amendment of markdown-cjk-friendly; CommonMark 0.31, section 6.2, asks for white space
there, which Chinese does not have).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit, table
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

Node = SyntaxTreeNode

DEEPEST = 100
"""How many blocks may stand one in another."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text in Markdown, parsed."""

    nodes: tuple[Node, ...]
    """Its blocks, in order."""
    notes: Mapping[str, Node]
    """The texts of its notes, by label."""
    written_again: tuple[Node, ...]
    """Texts of notes under labels that have one already."""
    written_in_place: Mapping[int, Sequence[Node]]
    """The inline nodes of notes written where they are called, by number."""
    defined: Mapping[str, int]
    """The line on which the address of each label is given."""
    unused: Mapping[int, str]
    """The definitions of links that no link uses, as written, by the line on which they begin."""
    attributes: Mapping[int, str]
    """The attributes at the end of headings (``{#name}``), which name nothing in a book, by line."""
    lines: tuple[str, ...]


def parse_markdown(text: str) -> Document:
    """Return *text* parsed. Raises `RecursionError` where blocks or signs are nested too deeply."""
    found: dict[str, Any] = {}
    tokens = _parser().parse(text, found)
    if any(token.level >= DEEPEST - 1 for token in tokens):
        raise RecursionError
    for token in tokens:
        token.info = unescapeAll(token.info)  # markdown-it leaves that to what renders its tokens
    attributes = dict(_attributes(tokens))
    root = Node(tokens)
    written = [node for node in root.walk() if node.type == "footnote_reference"]
    notes = {node.meta["label"]: node for node in reversed(written)}  # the first of a label stands
    in_place = {
        number: note["tokens"]
        for number, note in found.get("footnotes", {}).get("list", {}).items()
        if "tokens" in note
    }
    lines = tuple(text.split("\n"))
    used = set(_labels([*tokens, *chain.from_iterable(in_place.values())]))
    return Document(
        tuple(root.children),
        notes,
        tuple(node for node in written if node is not notes[node.meta["label"]]),
        {number: Node(tokens).children for number, tokens in in_place.items()},
        {label: definition["map"][0] + 1 for label, definition in found.get("references", {}).items()},
        {first + 1: " ".join(lines[first:end]).strip() for first, end in _unused(found, used)},
        attributes,
        lines,
    )


_ATTRIBUTES = re.compile(r"\s*\{[#.:][^{}\n]*\}\s*$")


def _attributes(tokens: Sequence[Token]) -> Iterator[tuple[int, str]]:
    """Take the attributes from the ends of headings; yield each with its line."""
    for above, token in pairwise(tokens):
        if above.type != "heading_open" or not token.children:
            continue
        last = token.children[-1]
        if last.type == "text" and (found := _ATTRIBUTES.search(last.content)):
            last.content = last.content[: found.start()]
            yield (token.map or [0])[0] + 1, found[0].strip()


def line_of(node: Node) -> int:
    """Return the line, from 1, on which *node* begins."""
    place = node.map or next((child.map for child in node.walk() if child.map), None) or (0, 0)
    return place[0] + 1


def _labels(tokens: Iterable[Token]) -> Iterator[str]:
    """Yield the labels by which the links and pictures of *tokens* name their addresses."""
    for token in tokens:
        if token.type in ("link_open", "image") and "label" in token.meta:
            yield token.meta["label"]
        yield from _labels(token.children or ())


def _unused(found: Mapping[str, Any], used: Container[str]) -> Iterator[Sequence[int]]:
    """Yield the lines of each definition that no label of *used* reads: the first of a label hides the others."""
    yield from (definition["map"] for label, definition in found.get("references", {}).items() if label not in used)
    yield from (definition["map"] for definition in found.get("duplicate_refs", ()))


def cells_beyond(line: str, cells: Sequence[str]) -> Sequence[str]:
    """Return what *line*, a row of a table, has beyond its *cells*, which are those that the table's head allows.

    What stands before the row, the sign of a quotation or of a list, may stand in *line* too.
    """
    found = [cell.strip().replace(_BAR, "|") for cell in escapedSplit(_with_ruby_whole(line.strip()))]
    for start in range(len(found) - len(cells) + 1):
        row = found[start : start + len(cells)]
        if row[0].endswith(cells[0]) and row[1:] == list(cells[1:]):
            return [cell for cell in found[start + len(cells) :] if cell]
    return ()


@cache
def _parser() -> MarkdownIt:
    parser = (
        MarkdownIt("commonmark", {"maxNesting": DEEPEST, "store_labels": True}).enable("table").disable("text_join")
    )
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.use(footnote_plugin, move_to_end=False)
    parser.use(dollarmath_plugin, allow_space=False, allow_digits=False, double_inline=True)
    parser.inline.ruler.before("escape", "math_of_tex", _formula)
    parser.inline.ruler.before("link", "scripts", _script)
    parser.inline.ruler.before("link", "ruby", _ruby)
    parser.inline.ruler.before("html_inline", "ruby_of_html", _ruby_of_html)
    parser.inline.ruler.at("emphasis", _emphasis)
    return parser


# --- tables --------------------------------------------------------------------------------------------------------

_RUBY_IN_CELL = re.compile(r"\{[^\\|{}\n]*[\u3400-\u9fff](?:\|[^\\|{}\s][^\\|{}\n]*)+\}")
_BAR = "\x1a"
"""Stands for a bar that parts no cells; no text that comes here has such a character."""


def _with_ruby_whole(text: str) -> str:
    """Return *text*, as long as it is, with no bar in its ruby."""
    return _RUBY_IN_CELL.sub(lambda found: found[0].replace("|", _BAR), text) if "{" in text else text


def _table(state: StateBlock, first: int, end: int, silent: bool) -> bool:
    """Read a table, in whose cells the bars of ``{汉字|hànzì}`` part nothing."""
    source, done = state.src, len(state.tokens)
    if state.env.get("source") is not source:  # once for a text, and not at each of its blocks
        state.env.update(source=source, whole=_with_ruby_whole(source))
    state.src = state.env["whole"]
    found = table(state, first, end, silent)
    state.src = source
    for token in state.tokens[done:]:
        token.content = token.content.replace(_BAR, "|")
    return found


# --- formulas ------------------------------------------------------------------------------------------------------

_FORMULA = re.compile(
    r"\\\((?P<run>[^\n]{1,400}?)\\\)"
    r"|\\\[(?P<display>\n.{1,2000}?\n|.{1,2000}?)\\\]"
    r"|\\begin\{(?P<name>[a-z]{1,12}\*?)\}.{1,2000}?\\end\{(?P=name)\}",
    re.DOTALL,
)
_SIGN_OF_TEX = re.compile(r"[\\^_=]")
_COMMAND_OF_TEX = re.compile(r"(?<!\\)(?:\\\\)*\\[A-Za-z]")
"""Square brackets are escaped everywhere: only such a command, or lines of their own, make a formula of them."""
_HAN = re.compile("[\u3400-\u9fff]")


def _formula(state: StateInline, silent: bool) -> bool:
    r"""Read ``\(x^2\)``, ``\[x^2\]`` and environments of TeX, which stay as written; ``\(一\)`` is brackets."""
    found = _FORMULA.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "\\" else None
    if not found or not _is_of_tex(found):
        return False
    if not silent:
        state.push("math_of_tex", "math", 0).content = found[0]
    state.pos = found.end()
    return True


def _is_of_tex(found: re.Match[str]) -> bool:
    if found["name"]:
        return True
    inside = found["run"] or found["display"]
    sign = _SIGN_OF_TEX if found["run"] or inside[0] == "\n" else _COMMAND_OF_TEX
    return sign.search(inside) is not None and not _HAN.search(inside)


# --- raised and lowered characters ---------------------------------------------------------------------------------

_SCRIPT = re.compile(r"\^([0-9A-Za-z+−,-]{1,8})\^|(?<=[A-Za-z)\]])~([0-9A-Za-z+−,-]{1,8})~(?![0-9])")
"""Raised: m^2^. Lowered: H~2~O; only behind a letter, for 9~11 点 is a range."""


def _script(state: StateInline, silent: bool) -> bool:
    found = _SCRIPT.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        name = "sup" if found[1] else "sub"
        state.push(f"{name}_open", name, 1)
        state.push("text", "", 0).content = found[1] or found[2]
        state.push(f"{name}_close", name, -1)
    state.pos = found.end()
    return True


# --- ruby ----------------------------------------------------------------------------------------------------------

_RUBY = re.compile(r"\{((?:[^\\|{}\n]|\\.)+)\|((?:[^\\{}\n]|\\.)+)\}")


def _ruby(state: StateInline, silent: bool) -> bool:
    """Read ``{base|reading}``, or ``{汉字|hàn|zì}`` with a reading for each character of the base."""
    found = _RUBY.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    base = unescapeAll(found[1])
    readings = [unescapeAll(reading) for reading in re.split(r"(?<!\\)\|", found[2])]
    if len(readings) not in (1, len(base)):
        return False
    _push_ruby(
        state, silent, found, [(base, readings[0])] if len(readings) == 1 else list(zip(base, readings, strict=True))
    )
    return True


_RUBY_PAIR = (
    r"(?:<rb>)?([^<>\n]+)(?:</rb>)?(?:<rp>[^<>\n]*(?:</rp>)?)?<rt>([^<>\n]*)(?:</rt>)?(?:<rp>[^<>\n]*(?:</rp>)?)?"
)
_RUBY_HTML = re.compile(rf"<ruby>(?P<pairs>(?:{_RUBY_PAIR})+)</ruby>", re.IGNORECASE)


def _ruby_of_html(state: StateInline, silent: bool) -> bool:
    """Read ``<ruby>汉字<rt>hànzì</rt></ruby>``; the brackets in ``<rp>`` are for those who cannot show ruby."""
    found = _RUBY_HTML.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    pairs = re.findall(_RUBY_PAIR, found["pairs"], re.IGNORECASE)
    _push_ruby(state, silent, found, [(unescapeAll(base), unescapeAll(reading).strip()) for base, reading in pairs])
    return True


def _push_ruby(state: StateInline, silent: bool, found: re.Match[str], pairs: list[tuple[str, str]]) -> None:
    if not silent:
        token = state.push("ruby", "ruby", 0)
        token.content = found[0]
        token.meta = {"pairs": pairs}
    state.pos = found.end()


# --- emphasis ------------------------------------------------------------------------------------------------------


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Take a run of asterisks or underscores as delimiters, as markdown-it does but for Chinese on either side."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    start, end = state.pos, state.pos + scanned.length
    before = state.src[start - 1] if start else " "
    after = state.src[end] if end < state.posMax else " "
    free = marker == "*" or scanned.length == 2
    chinese = free and (is_chinese(before) or is_chinese(after))
    opens = scanned.can_open or (chinese and not after.isspace())
    closes = scanned.can_close or (chinese and not before.isspace())
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(Delimiter(ord(marker), scanned.length, len(state.tokens) - 1, -1, opens, closes))
    state.pos = end
    return True


def is_chinese(char: str) -> bool:
    """Tell whether *char* is wide, or a mark that Chinese shares with other scripts (“ ” ‘ ’ — … ·)."""
    return unicodedata.east_asian_width(char) in "WF" or char in "“”‘’—…·"
