"""What speaks for a label on one line and against it, in points.

The weights are meant to be read: five points make a label sure, ten make it hopeless.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from publish.dump.bylines import Strength
from publish.dump.labels import Label
from publish.dump.sight import (
    BOXED,
    CANNOT_OPEN,
    DASH,
    DATELINE,
    KICKER,
    LIST_MARK,
    NO_VERSE,
    POEM,
    REPORTAGE,
    SECTION_ALONE,
    SPEECH,
    SPOKEN,
    SUBTITLE,
    SUITE,
    TORN,
    WRITTEN,
    Sight,
    is_couplet,
    is_rare,
    is_unfinished,
    leaves_open,
    names_section,
)
from publish.wording import N_, _

Points = Iterator[tuple[float, str]]


def _as_heading(sight: Sight) -> Points:
    """Points that titles, section headings and crossheads share."""
    text = sight.text
    if sight.stop or text[-1] in "。；":
        yield -9, N_("a sentence")
    yield from _ending(text)
    if CANNOT_OPEN.match(text):
        yield -12, N_("begins in the middle")
    if sight.commas:
        yield -0.5 - 1.2 * (sight.commas - 1), N_("commas")
    if sight.remark or DATELINE.match(text) or WRITTEN.match(text):
        yield -6, N_("a remark or a dateline")
    if text[0] == "（" and text[-1] == "）":
        yield -4, N_("in brackets")
    if sight.indented:
        yield -2.5, N_("indented like a paragraph")


def _ending(text: str) -> Points:
    if text[-1] in "，、：" or text.endswith("——"):
        yield -6, N_("ends in the middle")
    elif is_unfinished(text):
        yield -3, N_("ends in the middle")
    elif leaves_open(text):
        yield -6, N_("opens a mark that it does not close")
    elif SPEECH.search(text):
        yield -7, N_("somebody speaks")
    elif text[-1] in "！？…":
        yield -0.5, N_("ends like a sentence")


def _as_title(sight: Sight) -> Points:
    length = sight.length
    if length < 4:
        yield (-1.0, -0.4, -0.2)[length - 1], N_("very short")
    elif length > 26:
        yield -(length - 26) * 0.3, N_("long for a title")
    else:
        yield 0.3, N_("short, without a full stop")
    if BOXED.match(sight.text):
        yield -1, N_("marked as the heading of a section")
    if SECTION_ALONE.match(sight.text):
        yield -1.5, N_("the name of a section")
    elif length < 6 and names_section(sight.text):
        yield -1, N_("ends like the name of a section")
    if SUITE.search(sight.text):
        yield 2, N_("tells how many poems follow")
    if DASH.match(sight.text):
        yield -5, N_("begins with a dash")
    if LIST_MARK.match(sight.text):
        yield -3, N_("begins with a number")
    if sight.byline and sight.byline.strength >= Strength.NAMES:
        yield -0.5 if sight.byline.strength == Strength.NAMES else -6, N_("reads as names")


def _as_section(sight: Sight) -> Points:
    length = sight.length
    if length > 10:
        yield (
            -0.15 * (length - 10) if length < 19 else -0.15 * 8 - 0.8 * (length - 18),
            N_("long for a section heading"),
        )
    elif length < 2:
        yield -3, N_("very short")
    else:
        yield 0.5, N_("short")
    if "，" in sight.text:
        yield -3, N_("a clause with a comma")
    if names_section(sight.text):
        yield 1.5, N_("ends like the name of a section")
    if BOXED.match(sight.text):
        yield 3, N_("marked as a heading")
    if DASH.match(sight.text):
        yield -4, N_("begins with a dash")
    if LIST_MARK.match(sight.text) and not BOXED.match(sight.text):
        yield -3, N_("begins with a number")
    if sight.byline and sight.byline.strength >= Strength.NAMES:
        yield -1.5 if sight.byline.strength == Strength.NAMES else -6, N_("reads as names")


def _as_title_continued(sight: Sight) -> Points:
    if sight.text[0] in "”」』）》：，":
        yield 10, N_("goes on with the line above")


def _as_crosshead(sight: Sight) -> Points:
    length = sight.length
    if "，" in sight.text:
        yield -2, N_("a clause with a comma")
    if length > 6:
        yield 0.3 - 0.35 * (length - 6) - 0.35 * max(0, length - 11), N_("long for a crosshead")
    elif sight.numbered or sight.inner:
        yield (3 if sight.numbered else 7), N_("heads one of several poems")
    elif length < 2:
        yield -2, N_("very short")
    else:
        yield 0.3, N_("short, between paragraphs")
    if " " in sight.text:
        yield -1, N_("in two parts, as titles are")
    if LIST_MARK.match(sight.text) or BOXED.match(sight.text):
        yield 2.5 + 0.5 * max(0, min(length, 20) - 7), N_("numbered or marked")
    if "、" in sight.text[4:]:
        yield -1, N_("an enumeration")
    if sight.full:
        yield -2, N_("as long as the lines of text")


def _as_byline(sight: Sight) -> Points:
    byline = sight.byline
    assert byline is not None
    names = "、".join(byline.names)
    match byline.strength:
        case Strength.MARKED:
            yield (2 if sight.signs else 8), _("byline with a role or a mark: {names}").format(names=names)
            return
        case Strength.NAMES:
            yield (
                (2 if sight.signed else 5) + (len(byline.names) > 1),
                _("nothing but names: {names}").format(names=names),
            )
        case Strength.POSSIBLE:
            yield (-0.5 if len(byline.names) == 1 else 0.5), _("could be a name: {names}").format(names=names)
            yield from _as_possible_name(sight, byline.names)
        case Strength.DOUBTFUL:
            yield -3, _("could be a name: {names}").format(names=names)
            return
    if "·" not in sight.text and SPOKEN.search(sight.text):
        yield -3, N_("reads as a sentence")
    if SUITE.search(sight.text):
        yield -5, N_("tells how many poems follow")


def _as_possible_name(sight: Sight, names: Sequence[str]) -> Points:
    if sight.signed:
        yield -3, N_("the piece is signed at its end")
    if is_unfinished(sight.text):
        yield -3, N_("ends in the middle")
    if _has_rare_surname(names):
        yield 3, N_("begins with a character that is rare but in surnames")
    elif len(names) == 1 and len(names[0]) > 3:
        yield -1, N_("long for a name")


def _has_rare_surname(names: Sequence[str]) -> bool:
    return any(len(name) < 4 and is_rare(name[0]) for name in names)


def _as_signature(sight: Sight) -> Points:
    if sight.remark:
        yield 8, N_("says who the author is")
    elif sight.byline and sight.byline.strength == Strength.MARKED:
        yield (
            (8 if sight.signs else 5),
            _("byline with a role or a mark: {names}").format(names="、".join(sight.byline.names)),
        )
    elif sight.byline and sight.byline.strength == Strength.NAMES:
        yield (
            (-3 if SPOKEN.search(sight.text) else 0),
            _("nothing but names: {names}").format(names="、".join(sight.byline.names)),
        )
    elif sight.byline and sight.byline.strength == Strength.POSSIBLE and sight.text[0] in "（［〔":
        yield -1.2, _("could be a name: {names}").format(names="、".join(sight.byline.names))
    elif sight.text[0] == "（" and sight.affiliation:
        yield 3, N_("a place of work")
    else:
        yield -20, N_("no byline")


def _as_remark(sight: Sight) -> Points:
    if sight.remark:
        yield 8, N_("says who the author is")
    else:
        yield (6 if sight.text[0] == "（" else 3), N_("a place of work")


def _as_subtitle(sight: Sight) -> Points:
    if SUBTITLE.match(sight.text):
        yield 8, N_("marked as a subtitle")
    elif DASH.match(sight.text):
        yield 6, N_("begins with a dash")
    elif REPORTAGE.search(sight.text) and not sight.stop:
        yield 0.5, N_("reads as a subtitle")
    else:
        yield -20, N_("no subtitle")


def _as_kicker(sight: Sight) -> Points:
    if KICKER.match(sight.text):
        yield 8, N_("marked as a kicker")
    elif sight.text[-1] == "—" and not sight.stop:
        yield 1.5, N_("ends in a dash")
    elif DASH.match(sight.text) and not sight.stop:
        yield 2, N_("begins with a dash, above a title")
    else:
        yield -20, N_("no kicker")


def _as_verse(sight: Sight) -> Points:
    text = sight.text
    if sight.length > 20:
        yield -1.5 - 0.5 * (sight.length - 20), N_("long for verse")
    yield _build_of_verse(sight)
    if sight.full and not is_couplet(text):
        yield -4, N_("as long as the lines of text")
    if sight.byline and (sight.byline.strength >= Strength.NAMES or _has_rare_surname(sight.byline.names)):
        yield -2.5, N_("reads as names")
    elif sight.byline and is_rare(text[0]):
        yield -1, N_("begins with a character that is rare but in surnames")
    if CANNOT_OPEN.match(text):
        yield -8, N_("begins in the middle")
    yield from _place_of_verse(sight)


def _place_of_verse(sight: Sight) -> Points:
    if WRITTEN.match(sight.text):
        yield -6, N_("says when it was written")
    elif sight.numbered or LIST_MARK.match(sight.text):
        yield -3, N_("begins with a number")
    if sight.lone:
        yield -2.5, N_("alone between empty lines")
    if sight.strange:
        yield -3, N_("unlike the lines above")
    if sight.length < 3:
        yield -1.5 / sight.length, N_("very short")
    if sight.company < POEM and not is_couplet(sight.text):
        yield -1.5, N_("few lines for a poem")


def _build_of_verse(sight: Sight) -> tuple[float, str]:
    text = sight.text
    if is_couplet(text):
        return (1.5 if text.find("，") in (4, 5, 7) else 0.5), N_("two halves of one length")
    if sight.stop or text[-1] in NO_VERSE:
        return -3, N_("prose")
    if clauses := text.count("，", 0, -1) + text.count("、", 0, -1):
        return 0.6 - 1.2 * clauses, N_("clauses of different length")
    if text[-1] in "。！？":
        return 0.1, N_("short")
    if text[-1] in "，；、…—":
        return 0.9, N_("short, goes on below")
    return 1.3, N_("short, without punctuation")


def _as_paragraph(sight: Sight) -> Points:
    if sight.indented is False:
        yield -4, N_("not indented")
    elif sight.indented:
        yield 0.5, N_("indented")
    if sight.text[0] == "（" and sight.text[-1] == "）":
        yield -1, N_("in brackets")
    elif sight.finished or sight.length > 40:
        yield 0, N_("a sentence")
    elif WRITTEN.match(sight.text):
        yield 0, N_("says when it was written")
    elif sight.full:
        yield 0, N_("as long as the lines of text")
    else:
        yield from _as_unfinished(sight)
    if CANNOT_OPEN.match(sight.text):
        yield -6, N_("begins in the middle")
    elif TORN.match(sight.text):
        yield -3, N_("begins in the middle")


def _as_unfinished(sight: Sight) -> Points:
    yield from _as_short(sight, ((5, -5.0), (8, -4.0), (12, -3.2), (16, -2.5), (24, -1.2)))
    if sight.text[-1] in "，、；：" or is_unfinished(sight.text):
        yield 1.0, N_("goes on below")
    if " " in sight.text:
        yield -2.5, N_("in two parts, as titles are")


def _as_continuation(sight: Sight) -> Points:
    if sight.indented:
        yield -7, N_("indented")
    if sight.finished or sight.length > 40 or sight.full:
        yield 0, N_("text")
    else:
        yield from _as_short(sight, ((8, -3.0), (16, -2.0), (24, -1.2)))


def _as_short(sight: Sight, steps: Sequence[tuple[int, float]]) -> Points:
    """Points against a line of text that ends no sentence, by *steps*: the length below which they hold."""
    yield next((points for limit, points in steps if sight.length < limit), -0.5), N_("short, unfinished")
    if sight.stunted:
        yield -4, N_("stops short of the width")


_PARTS: Mapping[Label, tuple[Callable[[Sight], Points], ...]] = {
    Label.SECTION: (_as_heading, _as_section),
    Label.KICKER: (_as_kicker,),
    Label.TITLE: (_as_heading, _as_title),
    Label.TITLE_CONTINUED: (_as_heading, _as_title, _as_title_continued),
    Label.SUBTITLE: (_as_subtitle,),
    Label.BYLINE: (_as_byline,),
    Label.REMARK: (_as_remark,),
    Label.SIGNATURE: (_as_signature,),
    Label.PARAGRAPH: (_as_paragraph,),
    Label.CONTINUATION: (_as_continuation,),
    Label.CROSSHEAD: (_as_heading, _as_crosshead),
    Label.VERSE: (_as_verse,),
}
"""What gives the points of each label; what several labels share is looked at once a line."""
_RARE: Mapping[Label, Callable[[Sight], object]] = {
    Label.BYLINE: lambda sight: sight.byline,
    Label.SIGNATURE: lambda sight: sight.remark or sight.byline or sight.affiliation,
    Label.REMARK: lambda sight: sight.remark or sight.affiliation,
    Label.VERSE: lambda sight: sight.company > 1,
    Label.KICKER: lambda sight: sight.text[-1] == "—" or DASH.match(sight.text) or KICKER.match(sight.text),
}
"""What must be seen of a line for a label that few lines bear to be thought of at all."""
_HOPELESS = -10.0
_FAR = 12.0
"""Points behind the best label of a line from which no neighbours make up for them."""


def evidence(label: Label, sight: Sight) -> Points:
    """Yield all points for *label* on *sight*, each with what gives it."""
    for part in _PARTS[label]:
        yield from part(sight)


def offers(sight: Sight) -> dict[Label, float]:
    """Return the labels that *sight* could bear, with their points."""
    if sight.forced:
        return {sight.forced: 0.0}
    if sight.text_alone:
        return {
            Label.PARAGRAPH: _total(_as_paragraph(sight)),
            Label.CONTINUATION: _total(_as_continuation(sight)),
        }
    totals = dict(_totals(sight))
    least = max(_HOPELESS, max(totals.values()) - _FAR)
    return {label: points for label, points in totals.items() if points > least} or {
        Label.PARAGRAPH: 0.0,
        Label.CONTINUATION: 0.0,
    }


def _totals(sight: Sight) -> Iterator[tuple[Label, float]]:
    worth: dict[Callable[[Sight], Points], float] = {}
    for label, parts in _PARTS.items():
        if label in _RARE and not _RARE[label](sight):
            continue
        total = 0.0
        for part in parts:
            if part not in worth:
                worth[part] = _total(part(sight))
            total += worth[part]
        yield label, total


def _total(points: Points) -> float:
    total = 0.0
    for worth, _reason in points:
        total += worth
    return total
