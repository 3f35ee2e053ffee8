"""Who wrote a page, in the line under its title that says when and where it was printed."""

from __future__ import annotations

from itertools import pairwise

from publish.dump.folding import fold
from publish.dump.likeness import PLAIN, Likeness, likeness_of
from publish.press import Pattern

_LABELLED = Pattern(
    r"(?<!{han})(?:(?P<role>(?:{page_author}|{author_label}|{medium}?{reporter}|{text_work})\s*[：|/]\s*"
    r"|(?:{author_label}|{medium}?{reporter})\s+)|{original_of_page}\s*[：|]?\s+)(?=\S)"
)
_GLUED = Pattern(r"(?<!{han}){page_author}(?={han})")
_DATE = Pattern("{date}|{time_of_page}")
_SAID = Pattern(
    r"{published_date}|[^\s：|]{1,8}\s?：\s*[^\s：|]{0,20}|{count_of_page}|{time_of_page}|［.{1,6}］|(?<!{han})(?:{deed}|{web_button})(?!{han})"
)
"""What else such a line says: dates, counts, what has a label, buttons."""
_TOKEN = Pattern(r"[^\s|·，、；/（）\[\]［］【】&-]+")
_NO_NAME = Pattern(
    "{page_fact}|{page_author}|{name_label}|{source_label}|{published}|{reporter}|{medium}|.*{no_name_end}|{deed}|{web_button}"
)
_BETWEEN = Pattern(r"[\s、，/&]{1,3}")
_LONGEST = 100
_LONGEST_PEN_NAME = 12
_MOST = 3
"""Names without a label in one line."""


def find_names(text: str) -> tuple[int, int] | None:
    """Return where *text* names who wrote the page, with the label; None where it does not."""
    if len(text) > _LONGEST:
        return None
    folded = fold(text)
    return find_labelled(text) or (_find_bare(folded) if _DATE.search(folded) else None)


def find_labelled(text: str) -> tuple[int, int] | None:
    """Return where *text* names who wrote the page behind a label, and with it; None where it does not."""
    folded = fold(text[:_LONGEST])
    for pattern in (_LABELLED, _GLUED):
        if (label := pattern.search(folded)) and (end := _end_of_names(folded, label.end(), pattern is _GLUED)):
            return label.start() if label.groupdict().get("role") else label.end(), end
    return None


def is_labelled(text: str) -> bool:
    """Tell whether *text* begins with a label and a name, and a space between them."""
    label = _LABELLED.match(fold(text[:_LONGEST]))
    return (
        label is not None and label[0][-1].isspace() and _end_of_names(fold(text), label.end(), sure=False) is not None
    )


def _end_of_names(folded: str, start: int, sure: bool) -> int | None:
    """Return where the names end that begin at *start*, behind a label; without space there it must be *sure*."""
    end = None
    for token in _TOKEN.finditer(folded, start):
        if end is not None and not _BETWEEN.fullmatch(folded, end, token.start()):
            break
        likeness = _likeness(token[0])
        if end is None and not sure:
            could_be = len(token[0]) <= _LONGEST_PEN_NAME and not _NO_NAME.fullmatch(token[0]) and "：" not in token[0]
        else:
            could_be = likeness is Likeness.NAME
        if not could_be:
            break
        end = token.end()
    return end


def _find_bare(folded: str) -> tuple[int, int] | None:
    """Return where names stand alone in *folded*, beside nothing but the name of a paper and what has a label."""
    rest = _SAID.sub(lambda said: " " * len(said[0]), folded)
    tokens = [token for token in _TOKEN.finditer(rest) if len(token[0]) > 1]
    names = [token for token in tokens if _likeness(token[0]) is Likeness.NAME]
    others = len(tokens) - len(names)
    if (
        not names
        or len(names) > _MOST
        or others > 1 + sum(_NO_NAME.fullmatch(token[0]) is not None for token in tokens)
    ):
        return None
    if not all(_BETWEEN.fullmatch(rest, one.end(), other.start()) for one, other in pairwise(names)):
        return None
    return names[0].start(), names[-1].end()


def _likeness(token: str) -> Likeness:
    return Likeness.NONE if _NO_NAME.fullmatch(token) else likeness_of(token, PLAIN)
