"""A byline, read: 本报记者 李 明 通讯员 王小红（沧州师范学院） → names, remarks, and what was only a mark.

Whether a line *is* a byline depends on its neighbours as well, which is for `evidence` and `neighbours`
to weigh; here stands what the line itself says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache, lru_cache
from itertools import chain

from publish.dump.folding import fold
from publish.dump.likeness import (
    DOTTED,
    LATIN,
    LONGEST,
    ONLY_HAN,
    PLAIN,
    Likeness,
    Vocabulary,
    is_surname,
    likeness_of,
)
from publish.press import LONGEST_MARKED, Match, Pattern, words


class Strength(IntEnum):
    """How plainly a line says that it names its authors."""

    DOUBTFUL = 0
    """Nothing but everyday words, as pen names are too."""
    POSSIBLE = 1
    """Nothing but words that could be names."""
    NAMES = 2
    """Nothing but names with a known surname, or foreign names."""
    MARKED = 3
    """A role, a label, a bullet or brackets."""


@dataclass(frozen=True, slots=True)
class Byline:
    """What a byline says."""

    names: tuple[str, ...]
    remarks: tuple[str, ...] = ()
    strength: Strength = Strength.POSSIBLE
    roles: tuple[str, ...] = ()


_BULLET = Pattern(r"^{bullet}+(?!、)\s*")
_INNER_BULLET = Pattern(r"(?<=\s){parting_bullet}\s*|(?<={han}){mark_of_author}(?=[\s，、；]|$)|(?<=\S)\s{and_others}$")
"""What may stand between names and behind them: bullets, note marks, 等."""
_DYNASTY = Pattern("^{nation_letter}·(?={han}{2,3}(?:\\s|$))")
"""The dynasty of an author, 清·沈复 撰."""
_BRACKETED = Pattern(r"^{open_bracket}(?P<inside>{unbracketed}+){close_bracket}$")
_CLASS = Pattern(r"\S*（{ordinal}{1,2}）{school_class}")
_OPENING = Pattern("{open_bracket}")
_ASIDE = Pattern(r"\s*{open_bracket}({unbracketed}*){close_bracket}\s*")
_LABELLED = Pattern(r"(?:^|(?<=[\s、，；]))(?P<label>{both_works}|{label})\s*[/：|丨]\s*|^{author_label spaced}\s+")
_AFTER = Pattern(r"(?<!\s{credit_letter})(?<!^{credit_letter})/\s?(?:{work}|{short_work})(?=[\s、，；]|$)")
_ENDED = Pattern(r"\s*(?:{both_works}|{work}|(?<=[\s/]){short_work})$")
_INNER_WORK = Pattern(r"(?:^|(?<=[\s、])){any_work}(?=[\s、，；])")
_TOGETHER = Pattern("{name_with_work}")
_ALSO_TOGETHER = Pattern("{name_with_short_work}")
"""A name and a work written together, 李四摄; and what could be a name, 张三文, where the line has one of those."""
_WORK_ASIDE = Pattern(r"{open_bracket}\s*({any_work}|{name_label})\s*{close_bracket}")
_STOCK = Pattern("{picture_of_stock}")
_PART = Pattern(r"[、，；/|]+")
_LETTER_SPACED = Pattern(r"{han}(?: +{han}){2,3}")
_TOLD = Pattern(r"[/|：丨]|^{bullet}(?!、)")
"""What sets a role or a work apart from the names."""
_WIRE = Pattern(r"^[（【［]?(?:{medium_of_wire}|{origin_after})[^，。：（ ]{0,14}?{wire}(?=[\s（—，：]|$)")
"""How the text of a report begins."""
_ROLES = Pattern(r"{role}(?:\s*：)?")
_MAY_BE_MARKED = Pattern(r"{bullet}|{open_bracket}|{reporter}|{label}")
_SPEAKS = Pattern("{writes}")
_SEPARATOR = Pattern(r"[\s、，；/|]+")
_NATION = Pattern("^(?:{nation_letter}|{han}{1,3}国|{nation})$")
_REMARK = Pattern(r"{remark}")
_TELLS = Pattern("{of_author}")
"""What stands near the beginning of every remark."""
_ORGAN = Pattern("{organ_end}$")
_POST = Pattern("{post_before}?(?:{post}|{head_of}{head})$")
"""A post or a title, which stands behind the place where somebody has it."""
_BODY = Pattern("^(?:{medium}?{grade}{0,2}{body_of_writers}|(?:{han}|[A-Za-z0-9·“”]){2,20}{office})$")
_ORDINAL = Pattern("{ordinal}{1,3}")
_TWO = Pattern("({name_han}{2,3}){and}({name_han}{2,3})")
"""Two names with a word between them."""
_INITIAL = Pattern(r"(?:(?<=[·.])|\b)[A-Z]\.$")
_SENTENCE = Pattern(r"[。！？《》“”「」…%]")
_YEAR = re.compile(r"\d{4}[-年./]")
_SIGNS_NO_NAME = Pattern(r"[。！？：《》“”「」…—+%\d]")


def read_byline(text: str, vocabulary: Vocabulary = PLAIN) -> Byline | None:
    """Return what *text* says as a byline, or None where it cannot be one."""
    if not text or len(text) > LONGEST_MARKED:
        return None
    return _read(text, vocabulary)


def read_declared(text: str, vocabulary: Vocabulary = PLAIN) -> Byline | None:
    """Return what *text* says, which its source declares to be a byline: pen names are of any words."""
    if found := read_byline(text, vocabulary):
        return found
    body, roles = _without_roles(fold(text), vocabulary)
    names = [name for name in _PART.split(body) if name.strip() and not _MEDIUM.fullmatch(name.strip())]
    if not names or len(text) > LONGEST_MARKED or _SENTENCE.search(body) or _YEAR.search(body):
        return None
    return Byline(tuple(_as_written(names, text, fold(text))), (), Strength.MARKED, roles)


def attributes(text: str) -> bool:
    """Tell whether *text* is a dash and a name, or the name of a work: who said what stands above."""
    if len(text) > _LONGEST_ATTRIBUTION or text[0] not in _DASHES:
        return False
    text = text.lstrip(_DASHES)
    named = read_byline(text)
    return _WORK.fullmatch(text) is not None or (named is not None and named.strength is Strength.NAMES)


_DASHES = "—–―─- "
_WORK = re.compile("《[^》]+》.{0,6}")
_LONGEST_ATTRIBUTION = 20


def names_authors(text: str) -> bool:
    """Tell whether *text* surely names authors: by known surnames, a role or a mark."""
    byline = read_byline(text)
    return byline is not None and byline.strength >= Strength.NAMES


@lru_cache(maxsize=1 << 15)
def _read(text: str, vocabulary: Vocabulary) -> Byline | None:
    folded = fold(text)
    if _is_no_byline(folded, vocabulary):
        return None
    whole = _BRACKETED.match(folded)
    body, asides, works = _without_asides(whole["inside"].strip() if whole else folded)
    body, bullets = _BULLET.subn("", body)
    body = _EDITED.sub("", body)
    body = _DYNASTY.sub("", body)
    body = _INNER_BULLET.sub(" ", body)
    if body in words("no_name") or _speaks_of_role(body) or any(map(_ORDINAL.fullmatch, asides)):
        return _read_correspondent(body, vocabulary)
    remarks = tuple(_printed(aside, text, folded) for aside in asides)
    if _BODY.match(body):
        return Byline((_printed(body, text, folded),), remarks, _strength_of_body(body, bool(whole or bullets)))
    byline = None if _SENTENCE.search(body) else _read_names(body, works, remarks, text, folded, vocabulary)
    return byline or _read_pen_name(folded) or _read_correspondent(body, vocabulary)


_PEN_NAME = Pattern("^(?P<role>{author_of_book}) ?： ?(?P<name>{han}{5,8})$")


def _read_pen_name(folded: str) -> Byline | None:
    """Return who wrote a book where its name is of more words than names have: 作者：兰陵笑笑生."""
    found = _PEN_NAME.match(folded)
    if not found or _ORGAN.search(found["name"]) or _ROLES.search(found["name"]):
        return None
    return Byline((found["name"],), (), Strength.MARKED, (found["role"],))


_CORRESPONDENT = Pattern(
    "^(?:{author_label} ?： ?)?(?P<role>(?:《{han}{2,12}》|{han}{2,6}) ?{reporter})\\s+"
    "(?P<names>{han}(?:{han}|[\\s、])+)$"
)


def _read_correspondent(body: str, vocabulary: Vocabulary) -> Byline | None:
    """Return the known names behind the role of who writes for a paper, whatever it is called: 《江口》记者 李明."""
    found = _CORRESPONDENT.match(body)
    names = tuple(_SEPARATOR.split(found["names"])) if found else ()
    if not found or not all(likeness_of(name, vocabulary) is Likeness.NAME for name in names):
        return None
    return Byline(names, (), Strength.MARKED, (found["role"],))


def _read_names(
    body: str, works: tuple[str, ...], remarks: tuple[str, ...], text: str, folded: str, vocabulary: Vocabulary
) -> Byline | None:
    """Return what *body*, the line without brackets and bullets, says of persons."""
    body, roles = _without_roles(body, vocabulary)
    roles += works
    if _SIGNS_NO_NAME.search(body):
        return None
    parts = _PART.split(_parted(body, vocabulary))
    tokens = [token for part in parts for token in _glued(part.split(), vocabulary)]
    names, organs = _names_and_organs(tokens, vocabulary)
    strength = _strength(names, roles, folded, vocabulary)
    if not names or strength is None or (strength <= Strength.POSSIBLE and "，" in body):
        return None
    if strength is Strength.NAMES and organs and all(map(_POST.fullmatch, organs)):
        strength = Strength.POSSIBLE  # 老支书 王德贵 is a title as well
    remarks += tuple(_printed(organ, text, folded) for organ in organs)
    return Byline(tuple(_as_written(names, text, folded)), remarks, strength, roles)


def _is_no_byline(folded: str, vocabulary: Vocabulary) -> bool:
    ends = folded[-1] in "。！？：；，、" or folded.count("（") != folded.count("）")
    return ends or _is_prose(folded, vocabulary) or _WIRE.match(folded) is not None


def _is_prose(folded: str, vocabulary: Vocabulary) -> bool:
    """Tell at a glance that a line is no byline: nothing in it is a mark or a role, and a word is too long for a name.

    Most lines are prose, and the full reading of a line costs ten times as much.
    """
    if vocabulary.roles or _MAY_BE_MARKED.search(folded):
        return False
    return any(map(_is_long, _SEPARATOR.split(folded))) and not _BODY.match(folded)


def _is_long(word: str) -> bool:
    """Tell whether *word* is neither a name nor a place of work: too long for the one and not built like the other."""
    if len(word) <= LONGEST or not ONLY_HAN.match(word):
        return False
    return not (_ORGAN.search(word) or _POST.search(word) or words("foreign").issuperset(word) or _TWO.fullmatch(word))


def _printed(part: str, text: str, folded: str) -> str:
    """Return *part* of *folded* with the characters of *text*, which has the same length."""
    begin = folded.find(part)
    return text[begin : begin + len(part)] if begin >= 0 else part


def _as_written(names: Sequence[str], text: str, folded: str) -> Iterator[str]:
    """Yield *names*, found in *folded*, with the characters of *text*, which has the same length."""
    start = 0
    for name in names:
        begin, end = _find_name(name, folded, start)
        if end:
            start = end
            written = text[begin:end].strip()
            yield " ".join(written.split()) if " " in name else "".join(written.split())
        else:
            yield name


def _find_name(name: str, folded: str, start: int) -> tuple[int, int]:
    """Return where *name* stands in *folded* from *start*, else from its beginning, letter-spaced or not; or (0, 0)."""
    if (begin := folded.find(name, start)) >= 0:
        return begin, begin + len(name)
    spaced = re.compile(r"\s*".join(map(re.escape, name.replace(" ", ""))))
    match = spaced.search(folded, start) or spaced.search(folded)
    return match.span() if match else (0, 0)


def _strength(names: Sequence[str], roles: tuple[str, ...], folded: str, vocabulary: Vocabulary) -> Strength | None:
    """Return how plainly *names* are names, by themselves and by the *roles* and marks around them."""
    if not words("no_name").isdisjoint(names):
        return None
    likenesses = [likeness_of(name, vocabulary) for name in names]
    least, most = min(likenesses, default=Likeness.NONE), max(likenesses, default=Likeness.NONE)
    if least is Likeness.NONE:
        return None
    if least is Likeness.BOTH and most is Likeness.NAME:
        least = Likeness.NAME
    if roles:
        return _strength_by_role(least, roles, folded)
    if _BULLET.match(folded):
        return _strength_by_bullet(least, most, folded[0] in words("hollow_bullet"))
    if least is Likeness.PHRASE:
        return Strength.POSSIBLE if most is Likeness.NAME else None
    if _BRACKETED.match(folded):
        if folded[0] == "【":  # 【赏析】 is a label
            return Strength.POSSIBLE if least is Likeness.NAME else None
        return {Likeness.WORD: None, Likeness.UNKNOWN: Strength.POSSIBLE}.get(least, Strength.MARKED)
    return {Likeness.WORD: Strength.DOUBTFUL, Likeness.NAME: Strength.NAMES}.get(least, Strength.POSSIBLE)


def _strength_by_bullet(least: Likeness, most: Likeness, hollow: bool) -> Strength | None:
    """Return how plainly words behind a bullet are names: two everyday words are a heading, unless a name follows."""
    if least is Likeness.NAME or (hollow and least is Likeness.BOTH):
        return Strength.MARKED
    if least is Likeness.PHRASE and most < Likeness.UNKNOWN:
        return Strength.POSSIBLE if hollow else None
    return Strength.NAMES if hollow or most >= Likeness.NAME or least is Likeness.UNKNOWN else Strength.POSSIBLE


def _strength_by_role(least: Likeness, roles: tuple[str, ...], folded: str) -> Strength | None:
    """Return how plainly words with a role are names: a role and a word written together are a heading, 记者手记."""
    if _TOLD.search(folded) or least is Likeness.NAME:
        return Strength.MARKED
    together = ONLY_HAN.match(folded) is not None
    if least <= Likeness.WORD:
        is_marked = any(len(role) > 2 for role in roles)
        unsaid = Strength.DOUBTFUL if least is Likeness.WORD else None
        return None if together else (Strength.MARKED if is_marked else unsaid)
    return Strength.NAMES if together else Strength.MARKED


_FIRST_ROLE = Pattern(r"(?P<before>.*?){role}(?P<after>(?:{han}|·)*)")


def _speaks_of_role(body: str) -> bool:
    """Tell whether *body* speaks of a role and names nobody in it: 我是一名记者, 记者手记."""
    found = _FIRST_ROLE.match(body)
    if not found:
        return False
    before, after = found["before"], found["after"]
    if before and before[-1] not in " 、，；/：|" and not _ORGAN.search(before):
        return True
    if not after or "·" in after or _ROLES.search(after):
        return False
    needed = Likeness.UNKNOWN if len(after) == 3 else Likeness.BOTH
    return len(after) > LONGEST or likeness_of(after, PLAIN) < needed


_COMMON_BODY = Pattern("^(?!{party}|{division}|.{1,4}(?:{place_end}|{bureau})).*{common_office}$")


def _strength_of_body(body: str, marked: bool) -> Strength:
    """Return how plainly *body* signs: what any text could end in is doubtful without a place or a rank."""
    if _SPEAKS.search(body) or (marked and not _is_organ(body)):
        return Strength.MARKED
    if marked:
        return Strength.NAMES
    return Strength.POSSIBLE if _COMMON_BODY.match(body) else Strength.NAMES


def _without_asides(text: str) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    """Return *text* without what stands in brackets, the remarks there, and the works.

    A nation or a dynasty is a mark, and so is the agency that gave a picture.
    """
    if not _OPENING.search(text):
        return text, (), ()
    classes = _CLASS.findall(text)
    text = _CLASS.sub(" ", text)
    works = tuple(_WORK_ASIDE.findall(text))
    text = _WORK_ASIDE.sub("、", text)
    asides = [aside.strip() for aside in _ASIDE.findall(text)]
    remarks = tuple(aside for aside in asides if aside and not _NATION.match(aside) and not _STOCK.fullmatch(aside))
    return _ASIDE.sub(" ", text).strip(), (*classes, *remarks), works


def _without_roles(text: str, vocabulary: Vocabulary) -> tuple[str, tuple[str, ...]]:
    """Take out role words and labels, wherever they stand, and return them beside what is left."""
    found: list[str] = []

    def take(match: Match) -> str:
        if len(match[0].strip()) == 1 and _LONE.search(match.string, 0, match.start()):
            return match[0]  # 张 文 is a name
        found.append(match[0].strip(" /：|"))
        return "、"

    def part(match: Match) -> str:
        if likeness_of(match["name"], vocabulary) < Likeness.BOTH:
            return match[0]
        found.append(match["work"])
        return f"{match['name']}、"

    if not _LETTER_SPACED.fullmatch(text):
        text = _ALSO_TOGETHER.sub(part, text) if _TOGETHER.search(text) else text
        text = _TOGETHER.sub(part, text)
        for pattern in (_AFTER, _ENDED, _LABELLED, *_own_roles(vocabulary), _ROLES, _INNER_WORK):
            text = pattern.sub(take, text)
    return text.strip(" ：/、"), tuple(found)


_LONE = Pattern(r"(?:^|[\s、，])(?:{han}|{compound_surname})\s*$")
"""A surname that waits for its given name."""


@lru_cache(maxsize=8)
def _own_roles(vocabulary: Vocabulary) -> tuple[Pattern, ...]:
    roles = sorted((fold(role) for role in vocabulary.roles), key=len, reverse=True)
    return (Pattern(rf"(?:{'|'.join(map(re.escape, roles))})\s*：?"),) if roles else ()


def _parted(body: str, vocabulary: Vocabulary) -> str:
    """Return *body* with a mark for the word between two names, 李明和王红; 民主与法治 are none."""

    def part(match: Match) -> str:
        named = all(likeness_of(name, vocabulary) is Likeness.NAME for name in match.groups())
        return f"{match[1]}、{match[2]}" if named else match[0]

    return _TWO.sub(part, body)


def _glued(tokens: Sequence[str], vocabulary: Vocabulary) -> list[str]:
    """Close up letter-spaced names (李 明, 欧阳 修) and join the words of Latin ones (John Smith)."""
    if len(tokens) in (3, 4) and max(map(len, tokens)) == 1 and not _are_two_names(tokens, vocabulary):
        return ["".join(tokens)]
    glued: list[str] = []
    for token in tokens:
        before = glued[-1] if glued else ""
        if (before and _opens_name(before, token, vocabulary)) or (
            _INITIAL.search(before) and (ONLY_HAN.match(token) or _INITIAL.fullmatch(token))
        ):
            glued[-1] = before + token
        elif before and LATIN.match(token) and LATIN.match(before.rpartition(" ")[2]):
            glued[-1] = f"{before} {token}"
        else:
            glued.append(token)
    return glued


def _are_two_names(letters: Sequence[str], vocabulary: Vocabulary) -> bool:
    """Tell whether four *letters* are two names of two, 李 明 王 红, rather than one of four."""
    if len(letters) != 4 or "".join(letters[:2]) in words("compound_surname"):
        return False
    return all(is_surname(letter, vocabulary) for letter in letters[::2])


def _opens_name(before: str, token: str, vocabulary: Vocabulary) -> bool:
    """Tell whether *before* is a surname that stands apart from its given name *token*."""
    if not ONLY_HAN.match(token) or len(token) > 2:
        return False
    if len(before) == 1 and (len(token) == 1 or is_surname(before, vocabulary)):
        return len(token) == 1 or likeness_of(token, vocabulary) < Likeness.BOTH
    if len(token) > 1:
        return False
    return (
        before in words("compound_surname")
        or before in vocabulary.surnames
        or (len(before) == 2 and not is_surname(token, vocabulary))
    )


_MEDIUM = Pattern("{medium}")


def _names_and_organs(tokens: Sequence[str], vocabulary: Vocabulary) -> tuple[tuple[str, ...], tuple[str, ...]]:
    organs = tuple(token for token in tokens if _is_organ(token) or _MEDIUM.fullmatch(token))
    return tuple(token for token in tokens if token not in organs), organs


def _is_organ(token: str) -> bool:
    places = words("place")
    place = token in places or (token[:2] in places and (token[2:] in places or token[-1] in words("division")))
    if place or DOTTED.match(token):
        return place
    return bool(
        _POST.search(token)
        or (len(token) > 3 and (_ORGAN.search(token) or token.startswith(tuple(words("sent_from")))))
    )


def is_remark(text: str) -> bool:
    """Tell whether *text* says who the author is, as （作者系…） and 作者单位：… do, and is no sentence about one."""
    return bool(_TELLS.search(fold(text[:12])) and _REMARK.fullmatch(fold(text)))


_INSTITUTION = Pattern("(?:{party}|{han}{0,4}{place_end}).*|.*{institution_end}")
"""What is a place of work without a mark too: it begins with where it is, or ends in what it is."""


@cache
def _ends_of_places() -> frozenset[str]:
    """Return the last characters of what `_ORGAN` and `_POST` know, of brackets and postal codes.

    They spare most lines the rest.
    """
    ends = (word[-1] for word in words("organ_end", "post", "head", "close_bracket"))
    return frozenset(ends) | frozenset("0123456789")


def is_affiliation(text: str) -> bool:
    """Tell whether *text*, folded, is a place of work or a post and nothing else: （县委党校）, 沧州师范学院."""
    if text[-1:] not in _ends_of_places() or len(text) > LONGEST_MARKED or _SPEAKS.search(text):
        return False
    whole = _BRACKETED.match(text)
    parts = _SEPARATOR.split(_ENDED.sub("", whole["inside"]) if whole else text)
    if not all(_is_organ(part) or part.isdigit() for part in parts):
        return False
    return whole is not None or (len(text) > 3 and _INSTITUTION.fullmatch(parts[0]) is not None)


_REPORTED = Pattern(
    r"^(?:{medium_of_wire}|{origin_after})?[^，。：（(]{0,16}?(?P<wire>{wire})?\s*(?:[（(](?P<inside>[^（）()]{2,40})[）)]|"
    r"(?P<open>{own_medium}?{grade}?{wire_reporter}[^，。：（）]{2,30}))"
)


_OPEN = Pattern("{wire_reporter}")


def read_reporters(text: str, vocabulary: Vocabulary = PLAIN) -> tuple[str, ...]:
    """Return the names in a dateline at the beginning of *text*, 本报讯（记者 张三） or 本报讯 记者张三 近日."""
    first = text[:80]
    if boxed := _BOXED.match(first):
        return tuple(chain.from_iterable(_boxed_names(boxed["inside"], vocabulary)))
    match = _REPORTED.match(fold(first))
    if not match:
        return ()
    if match["open"]:
        return _leading_names(first[slice(*match.span("open"))], bool(match["wire"]), vocabulary)
    byline = read_byline(first[slice(*match.span("inside"))], vocabulary)
    if not byline or byline.strength is Strength.DOUBTFUL:
        return ()
    return byline.names if byline.roles or match["wire"] or _OPEN.search(fold(first[:20])) else ()


_EDITED = Pattern(r"(?<=\S)[\s|｜；]+{editors}\s+{han}{2,4}(?:[\s、]{han}{2,4})?(?=$|[\s|｜；])")
"""Who edited an article, behind who wrote it."""
_BOXED = re.compile(r"【(?P<inside>[^【】]{2,40})】")


def _boxed_names(text: str, vocabulary: Vocabulary) -> Iterator[tuple[str, ...]]:
    """Yield the names that each part of *text*, which begins a paragraph in square brackets, gives a work: 文/李明."""
    for part in re.split("[，；]", text):
        byline = read_byline(part.strip(), vocabulary)
        if byline and byline.roles and byline.strength is Strength.MARKED:
            yield byline.names


_REPORTS = Pattern("{reports}")


def _leading_names(text: str, wired: bool, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the names that *text* begins with, 记者张三 李四 近日; where no dateline stands before, 报道 follows."""
    reports = _REPORTS.search(fold(text))
    if reports:
        text = text[: reports.start()]
    elif not wired:
        return ()
    named: tuple[str, ...] = ()
    for end in [*(space.start() for space in re.finditer(r"\s+", text)), len(text)]:
        byline = read_byline(text[:end].strip(), vocabulary)
        if byline and all(likeness_of(fold(name), vocabulary) >= Likeness.BOTH for name in byline.names):
            named = byline.names
    return named


_SIGNED = Pattern(r"[。！？”’…][（(](?P<inside>[^（）()。，]{2,30})[）)]$")


def read_signature(text: str, vocabulary: Vocabulary = PLAIN) -> Byline | None:
    """Return what the brackets behind the last sentence of *text* say as a byline, …。（本报记者 张三）, or None."""
    match = _SIGNED.search(text, max(0, len(text) - 40)) if text[-1] in "）)" else None
    byline = read_byline(f"（{match['inside']}）", vocabulary) if match else None
    return byline if byline and byline.strength is Strength.MARKED else None
