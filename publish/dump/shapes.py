"""What the words of one line show, whatever stands around it: how it begins and ends, and how it is built."""

from __future__ import annotations

from functools import cache

from publish.press import Pattern, words

_TERMINAL = Pattern(
    r"[。！？…!?][”’」』）》】)\]\"]*$|[^\x00-\x7f][.][”’」』]?$|(?:[。！？…”!?]|^)[（(][^（）()。]{1,30}[）)]$"
)
_INNER_STOP = Pattern(r"[。；;]|[^\x00-\x7f]\.(?=[^\x00-\x7f])")
CANNOT_OPEN = Pattern(r"^[，。、；：！？”’」』）》】〉…·%％,.;!?)\]}]")
LIST_MARK = Pattern("^{numbered}")
DASH = Pattern(r"^(?:[—–―─-]{1,3}|——)\s*(?=[^\s—–―─-])")
MARK = Pattern(r"^(?P<hashes>#{1,3}(?=\s)|#{2,3}(?=[^#\s]))\s*(?=\S)")
KICKER = Pattern(r"^{kicker_lead}(?=\S)")
SUBTITLE = Pattern(r"^{subtitle_lead}(?=\S)")
TITLE_MARK = Pattern(r"^[【（(\[]{title_mark}[】）)\]]\s*[：:]?\s*(?=\S)|^{title_mark}\s*[：:]\s*(?=\S)")
REPORTAGE = Pattern("{reportage}")
_CAMPAIGN = Pattern("{campaign}[^，。]{2,12}{aim}$")
SECTION_ALONE = Pattern("^(?:{han}{2})?{section_alone}$")
"""The name of a section and hardly a title."""
BOXED = Pattern(r"^(?:[【〖\[〔].{1,20}[】〗\]〕]|{heading_bullet}\s*.{1,20})$")
DATELINE = Pattern("{opening_of_report}")
SPEECH = Pattern(r"""^[“「"].*[。！？…][”」"]$|[。！？][”」"][^，]{1,8}$|{speaks}：""")
_UNFINISHED = Pattern("{unfinished}")
"""A word that asks for another after it, and no other word with the character before: no heading ends so."""
TORN = Pattern("^{han}[，、；。]")
"""One character and a mark: the end of a word that began on the line above."""


SPOKEN = Pattern(r"{spoken}|({han}).\1")
"""What sentences have and hardly a name or the heading of a section: particles, pronouns, a character that returns."""


WRITTEN = Pattern("{written}")
"""When and where a text was written, as its end has it."""
WISHES = Pattern("{closing}")
"""How a letter ends."""
POEM = 4
"""Lines that make a poem."""


SUITE = Pattern("{suite}$")
"""How the title of several poems ends."""


_LAST = frozenset('。！？…!?.”’」』）》】)]"')
_ENTRY = Pattern(r"[［【（]?(?:{paper_entry spaced}|{paper_remark spaced}|Key ?[Ww]ords)[］】）]?(?:\s?：|\s)")
"""What stands by itself at the head of a paper."""


def is_finished(text: str) -> bool:
    """Tell whether *text* ends as a paragraph does."""
    if text[-1] not in _LAST:
        return bool(_ENTRY.match(text))
    return bool(_TERMINAL.search(text[-34:]))


def is_unfinished(text: str) -> bool:
    """Tell whether *text* ends in a word that asks for another after it: no heading does."""
    return text[-1] in words("connecting") and bool(_UNFINISHED.search(text))


def names_section(text: str) -> bool:
    """Tell whether *text* ends like the name of a section."""
    return text.endswith(_ends("section_end")) or (text.endswith(_ends("aim")) and bool(_CAMPAIGN.search(text)))


@cache
def _ends(name: str) -> tuple[str, ...]:
    return tuple(words(name))


def is_section_like(text: str) -> bool:
    """Tell whether *text* is marked as a heading, or ends like the name of a section."""
    return bool(BOXED.match(text)) or names_section(text)


FORMULA = Pattern("{formula}")


def is_couplet(text: str) -> bool:
    """Tell whether *text*, a folded line, is two halves of one length."""
    halves = text.rstrip("。，；！？").split("，")
    return len(halves) == 2 and len(halves[0]) == len(halves[1])


def is_rare(character: str) -> bool:
    """Tell whether *character* is rare today: beyond the 3 755 most common ones of GB/T 2312, its first level."""
    try:
        return character.encode("gb2312")[0] >= _SECOND_LEVEL
    except UnicodeEncodeError:
        return True


_SECOND_LEVEL = 0xD8


_PAIRS = (("“", "”"), ("《", "》"), ("「", "」"), ("『", "』"))
_OPENER = Pattern("[“《「『]")


def leaves_open(text: str) -> bool:
    """Tell whether *text* opens a quotation or the name of a book that it does not close."""
    return bool(_OPENER.search(text)) and any(text.count(opener) > text.count(closer) for opener, closer in _PAIRS)


_BRACKETS = (*_PAIRS, ("（", "）"), ("(", ")"), ("〔", "〕"), ("[", "]"))


def closes_more(text: str) -> bool:
    """Tell whether *text* closes a bracket, a quotation or the name of a book that it does not open.

    1） only numbers. Of straight marks one is missing where they are odd.
    """
    if text.count('"') % 2:
        return True
    return any(text.count(closer) > text.count(opener) for opener, closer in _BRACKETS if closer in text[2:])


def has_inner_stop(text: str) -> bool:
    """Tell whether a full stop or a semicolon stands inside *text*."""
    return _INNER_STOP.search(text, 0, len(text) - 1) is not None
