"""The head of a page's article: kicker, title, subtitle, byline, and when and where it was printed.

Each is what the platform marks, else what a comment of the platform or a label in a line says, else what any page may
mark, else metadata. What elements were read is known, so that no text is read twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from publish.source import Declared
from publish.sources.hypertext import UNSHOWN, texts_of
from publish.sources.markup import Element, is_element, local_name
from publish.sources.webpage.body import Found
from publish.sources.webpage.metadata import read_metadata, window_title, without_site
from publish.sources.webpage.platforms import Platform, any_page, label
from publish.sources.webpage.selectors import Index


@dataclass(slots=True)
class Head:
    """The lines of an article's head, with what each is, and the elements that they were read from."""

    lines: dict[Declared, list[str]] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    """What else stands in those elements: labels, buttons."""
    read: set[Element] = field(default_factory=set)

    def say(self, declared: Declared, text: str) -> None:
        """Add a line that is *declared* to be something."""
        self.lines.setdefault(declared, []).append(text)

    def has(self, declared: Declared) -> bool:
        """Tell whether a line is *declared* so."""
        return declared in self.lines

    def in_order(self) -> Iterator[tuple[Declared, str]]:
        """Yield the lines as they stand above an article."""
        for declared in _ORDER:
            yield from ((declared, text) for text in self.lines.get(declared, ()))


_D = Declared
_ORDER = (_D.PUBLICATION, _D.DATE, _D.PAGE, _D.KICKER, _D.TITLE, _D.SUBTITLE, _D.BYLINE, _D.REMARK)


def read_head(index: Index, found: Found, furniture: frozenset[Element]) -> Head:
    """Return the head of the article whose text was *found*; *furniture* in it may say when and by whom, too."""
    return _HeadReader(index, found, furniture).read()


class _HeadReader:
    def __init__(self, index: Index, found: Found, furniture: frozenset[Element]) -> None:
        self._index = index
        self._furniture = furniture
        self._found = found
        self._head = Head()
        self._body = found.element
        self._begin = index.rank[self._body]
        self._around = {*self._body.iterancestors(), self._body}
        self._own, self._web = read_metadata(index, found.platform)
        self._title: Element | None = None

    def read(self) -> Head:
        """Return the head."""
        self._read_title()
        self._read_line(_D.KICKER, "kicker", self._own.kicker, before=True)
        self._read_line(_D.SUBTITLE, "subtitle", self._own.subtitle, before=False)
        self._read_beside_title()
        for name, declared in (("publication", _D.PUBLICATION), ("date", _D.DATE), ("page", _D.PAGE)):
            self._read_fact(self._found.platform, name, declared)
        self._read_byline(self._found.platform)
        self._read_credit()
        self._read_info(self._found.platform.of("info"))
        self._read_between()
        for name, declared in (("publication", _D.PUBLICATION), ("date", _D.DATE)):
            self._read_fact(any_page(), name, declared)
        self._read_byline(any_page())
        self._read_info(any_page().of("info"))
        self._read_behind()
        self._complete()
        return self._head

    # --- elements

    def _near(self, selectors: Sequence[str]) -> list[Element]:
        """Return the elements of the first of *selectors* that selects any outside what was read and near the text."""
        for selector in selectors:
            if found := [element for element in self._index.select(selector) if self._is_free(element)]:
                return found
        return []

    def _is_free(self, element: Element) -> bool:
        """Tell whether *element* can be a line of the head: it holds neither the text nor what was read already."""
        read = self._head.read
        if element in self._around or (read and any(above in read for above in (element, *element.iterancestors()))):
            return False
        return 0 < len(_text(element)) <= _LONGEST and not (read and any(part in read for part in element.iter()))

    def _take(self, element: Element, declared: Declared, text: str) -> None:
        self._head.say(declared, text)
        self._head.read.add(element)

    # --- lines

    def _read_title(self) -> None:
        window = self._web.title or without_site(window_title(self._index))
        marked = self._near(self._found.platform.of("title"))
        element = _nearest_to(marked, window, window_title(self._index))
        element = self._headline() if element is None else element
        if element is not None:
            self._title = element
            self._take(element, _D.TITLE, " ".join(texts_of(element)))
        elif (title := self._own.title or window) and not self._begins_with_heading():
            self._head.say(_D.TITLE, without_site(title) if title == self._web.title else title)

    def _begins_with_heading(self) -> bool:
        """Tell whether the text begins with a heading: then it has its titles itself."""
        for element in self._body.iter(*_HEADINGS, "p"):
            if _text(element):
                return local_name(element) != "p"
        return False

    def _headline(self) -> Element | None:
        """Return the element that heads the article: what stands in the title of the window, the most of it."""
        window = _bare(window_title(self._index) + " " + (self._web.title or ""))
        best, most = None, _LEAST
        for element in self._index.elements:
            if not _could_head(element):
                continue
            text = _bare(whole := _text(element))
            worth = (
                len(text) + (_BONUS if local_name(element) in _HEADINGS else 0) + (self._rank(element) < self._begin)
            )
            named = len(text) >= 4 and len(whole) <= _LONGEST_TITLE and text in window
            if named and worth > most and self._is_free(element):
                best, most = element, worth
        if best is not None:
            return best
        before = [
            element
            for element in self._index.of_type("h1", "h2")
            if self._is_free(element) and self._rank(element) < self._begin
        ]
        within = [element for element in self._index.of_type("h1") if self._is_free(element) and self._in_body(element)]
        return within[0] if len(within) == 1 else before[-1] if before else self._heading_above()

    def _heading_above(self) -> Element | None:
        """Return the heading of whatever level that stands right above the text, lines of a few words between."""
        for inner in (self._body, *islice(self._body.iterancestors(), _OUT)):
            for element in islice(inner.itersiblings(preceding=True), _FEW):
                if is_element(element) and local_name(element) in _ALL_HEADINGS and self._is_free(element):
                    return element
        return None

    def _rank(self, element: Element) -> int:
        return self._index.rank[element]

    def _in_body(self, element: Element) -> bool:
        return self._body in element.iterancestors()

    def _read_line(self, declared: Declared, name: str, own: str | None, *, before: bool) -> None:
        """Read the line called *name*, which stands *before* the title or below it."""
        for selectors in (self._found.platform.of(name), any_page().of(name)):
            for element in self._near(selectors):
                if (
                    self._title is not None
                    and (self._rank(element) < self._rank(self._title)) == before
                    and len(_text(element)) <= _LONGEST_TITLE
                ):
                    self._take(element, declared, " ".join(texts_of(element)))
                    return
        if own and own not in self._head.lines.get(_D.TITLE, ()):
            self._head.say(declared, own)

    def _read_beside_title(self) -> None:
        """Read the lesser heading right above the title, and the one right below it, where they are a head's lines."""
        title = self._title
        if title is None or local_name(title) not in _HEADINGS or self._in_body(title):
            return
        for declared, following in ((_D.KICKER, True), (_D.SUBTITLE, False)):
            near = title.itersiblings(preceding=following)
            beside = next((element for element in near if is_element(element) and _text(element)), None)
            if beside is None or self._head.has(declared) or not self._is_free(beside) or _says_more(_text(beside)):
                continue
            lesser = local_name(beside) in _ALL_HEADINGS and local_name(beside) > local_name(title)
            is_line = len(_text(beside)) <= _LONGEST_TITLE and "。" not in _text(beside)
            if lesser and is_line and self._rank(beside) < self._begin:
                self._take(beside, declared, " ".join(texts_of(beside)))

    # --- facts

    def _read_fact(self, platform: Platform, name: str, declared: Declared) -> None:
        if self._head.has(declared):
            return
        marked = self._near(platform.of(name))
        elements = [element for element in marked if self._stands_near(element)]
        if not elements and platform is not any_page() and declared is _D.DATE:  # a platform may date below the text
            elements = [element for element in marked[:1] if label("date").search(_text(element))]
        for element in elements:
            text = " ".join(texts_of(element))
            if len(text) > _LONGEST_FACT:
                continue
            self._head.read.add(element)
            self._split(text, declared)
            return

    def _split(self, text: str, declared: Declared | None, rest: Declared | None = None) -> None:
        """Say what labels in *text* name, and as *declared* all of it where none does; *rest* is what is left of it."""
        spans = sorted(self._labelled(text), key=lambda span: span[:2])
        if not spans and declared and not self._head.has(declared):
            prefix = label("before").match(text)
            start = prefix.end() if prefix and prefix.end() < len(text) else 0
            spans = [(start, len(text), declared)]
        at, left = 0, []
        for start, end, kind in spans:
            if start < at or (kind is _D.BYLINE and label("nobody").fullmatch(text[start:end].strip())):
                continue
            left.append(text[at:start])
            self._head.say(kind, _without_button(text[start:end].strip()))
            at = end
        left.append(text[at:])
        dated = any(kind is _D.DATE for _, _, kind in spans)
        pieces = (self._without_medium(piece) if dated else piece for piece in left)
        for part in filter(None, map(str.strip, pieces)):
            if rest and _WORDS.search(part) and not self._head.has(rest):
                before, core, behind = _CORE.fullmatch(part).groups()  # type: ignore[union-attr]
                self._head.say(rest, core)
                self._head.left += filter(None, (before, behind))
            else:
                self._head.left.append(part)

    def _without_medium(self, text: str) -> str:
        """Return *text*, which stands beside a date, without the name of a medium in it: that published the article."""
        named = None if self._head.has(_D.PUBLICATION) else label("medium").search(text)
        if named is None or (_WORDS.search(text[: named.start()]) and _WORDS.search(text[named.end() :])):
            return text
        self._head.say(_D.PUBLICATION, named[0])
        return " ".join(f"{text[: named.start()]} {text[named.end() :]}".split())

    def _labelled(self, text: str) -> Iterator[tuple[int, int, Declared]]:
        for name, declared in (
            ("date", _D.DATE),
            ("publication", _D.PUBLICATION),
            ("page", _D.PAGE),
            ("byline", _D.BYLINE),
        ):
            if self._head.has(declared):
                continue
            if found := label(name).search(text):
                group = next(group for group, value in found.groupdict().items() if value is not None)
                start, end = found.span(0 if declared is _D.BYLINE and group != "bare" else group)
                yield start, end, declared

    def _read_byline(self, platform: Platform) -> None:
        if self._head.has(_D.BYLINE):
            return
        marked = self._near(platform.of("byline"))
        elements = [element for element in marked if self._stands_near(element)]
        if not elements and platform is not any_page():  # a blog may name its author below the text
            elements = marked[:1]
        outer = [element for element in elements if not any(above in elements for above in element.iterancestors())]
        texts = {element: _in_parts(element) for element in outer[:_MOST_AUTHORS]}
        texts = {element: text for element, text in texts.items() if text and not _says_more(text)}
        joined = _without_button(" ".join(dict.fromkeys(texts.values())))
        if not joined or len(joined) > _LONGEST_FACT or label("nobody").fullmatch(joined):
            return
        self._head.read.update(texts)
        if sign := label("sign").match(joined):
            self._head.left.append(sign[0].strip())
            joined = joined[sign.end() :]
        parts = [part for part in re.split(r"\s*[/／|｜]\s*", joined) if part]
        media = [part for part in parts if label("medium").fullmatch(part)]
        for medium in media if not self._head.has(_D.PUBLICATION) else ():
            self._head.say(_D.PUBLICATION, medium)
        if named := joined if not media else " ".join(part for part in parts if part not in media):
            self._head.say(_D.BYLINE, named)

    def _read_credit(self) -> None:
        for element in self._near(self._found.platform.of("credit"))[:1]:
            self._head.read.add(element)
            self._split(" ".join(texts_of(element)), None, rest=None if self._head.has(_D.BYLINE) else _D.BYLINE)

    def _read_info(self, selectors: Sequence[str]) -> None:
        for element in self._near(selectors)[:_MOST_INFO]:
            if not self._stands_near(element):
                continue
            text = " ".join(texts_of(element))
            if len(text) <= _LONGEST and any(True for _ in self._labelled(text)):
                self._head.read.add(element)
                self._split(text, None)

    def _stands_near(self, element: Element) -> bool:
        """Tell whether *element* stands between the title and the text, or in the text, and not beside them."""
        if self._title is None:
            return self._rank(element) < self._begin
        return self._rank(element) > self._rank(self._title) - _ABOVE and (
            self._rank(element) < self._begin or self._in_body(element)
        )

    def _read_between(self) -> None:
        """Read the labels in the lines between the title and the text, and in a first line of it that is of labels."""
        if self._title is None:
            return
        self._read_first_lines()
        if self._rank(self._title) > self._begin:
            return
        for element in self._index.elements[self._rank(self._title) + 1 : self._begin]:
            if local_name(element) in ("script", "style") or not self._is_free(element):
                continue
            text = " ".join(texts_of(element))
            if len(text) <= _LONGEST_FACT * 3 and "。" not in text and any(True for _ in self._labelled(text)):
                self._head.read.add(element)
                self._split(text, None)

    def _read_first_lines(self) -> None:
        begin = max(self._begin, self._rank(self._title))
        for element in self._index.elements[begin + 1 : begin + 1 + _FIRST]:
            text = " ".join(texts_of(element)) if self._is_free(element) and not len(element) else ""
            if 0 < len(text) <= _LONGEST_FACT and sum(1 for _ in self._labelled(text)) > 1:
                self._head.read.add(element)
                self._split(text, None)

    def _read_behind(self) -> None:
        """Read what labels say of the article in the lines below its text, and in those of the site at its end."""
        inside = [element for element in self._body.iter() if is_element(element)]
        end = self._rank(inside[-1]) + 1
        own = (element for element in inside[-_BEHIND:] if not len(element) or self._is_furniture(element))
        for element in (*own, *self._index.elements[end : end + _BEHIND]):
            if local_name(element) in ("script", "style") or not self._is_free(element):
                continue
            text = " ".join(texts_of(element))
            if len(text) <= _LONGEST_FACT and label("behind").match(text) and any(True for _ in self._labelled(text)):
                self._head.read.add(element)
                self._split(text, None)

    def _is_furniture(self, element: Element) -> bool:
        return any(each in self._furniture for each in (element, *element.iterancestors()))

    # --- what metadata say

    def _complete(self) -> None:
        for metadata, sure in ((self._own, True), (self._web, False)):
            for name, declared in (("publication", _D.PUBLICATION), ("date", _D.DATE), ("page", _D.PAGE)):
                if (value := getattr(metadata, name)) and not self._knows(declared):
                    self._head.left += self._head.lines.pop(declared, ())
                    self._head.say(declared, value)
            if metadata.byline and not self._head.has(_D.BYLINE) and (sure or self._is_name(metadata.byline)):
                self._head.say(_D.BYLINE, metadata.byline)

    def _knows(self, declared: Declared) -> bool:
        """Tell whether a line is *declared* so, with its year where it is a date: 昨天 and 10-08 pass with the year."""
        said = self._head.lines.get(declared, ())
        return bool(said) if declared is not _D.DATE else any(label("date").search(text) for text in said)

    def _is_name(self, text: str) -> bool:
        """Tell whether *text*, which metadata give as the author, can be one, and is not the site or its editor."""
        places = [*self._head.lines.get(_D.PUBLICATION, ()), window_title(self._index)]
        named = _NAME.fullmatch(text) is not None and not any(text in place for place in places)
        return named and not self._is_editor(text)

    def _is_editor(self, text: str) -> bool:
        """Tell whether the page names *text* as who edited the article."""
        page = "".join(self._body.getroottree().getroot().itertext())
        return re.search(rf"(?:责任?编辑|责编|編輯)[\s:：（(]*{re.escape(text)}", page) is not None


_NAME = re.compile(
    r"[\u3400-\u9fff·]{2,12}(?:[\s、,，][\u3400-\u9fff·]{2,12}){0,5}|[A-Z][\w.'-]*(?: [A-Z][\w.'-]*){1,3}"
)
_WORDS = re.compile(r"[\u3400-\u9fffA-Za-z]{2}")
_CORE = re.compile(r"([\s（(《【|]*)(.*?)([\s（(《【|）)》】]*)", re.DOTALL)
_HEADINGS = frozenset(["h1", "h2", "h3", "h4"])
_ALL_HEADINGS = _HEADINGS | {"h5", "h6"}
_TITLED = frozenset(["div", "p", "span", "strong", "b", "td", "font", "dt", "li", "section", "header"])
_LONGEST = 300
"""Characters of the longest element that is read for the head."""
_LONGEST_TITLE = 100
_LONGEST_FACT = 60
_LEAST = 5
_BONUS = 4
_OUT = 2
"""Elements around a text in which its heading may stand above it."""
_FEW = 4
"""Children of an element that is no heading and holds a title."""
_MOST_AUTHORS = 12
_MOST_INFO = 3
_FIRST = 6
"""Elements at the beginning of a text among which one may stand that says when and by whom."""
_BEHIND = 20
"""Elements at the end of a text, and others below it, that may say when it was printed and by whom."""
_ABOVE = 12
"""Elements above the title among which a line may stand that says when and where."""


def _without_button(text: str) -> str:
    """Return *text*, a name, without the button to follow who bears it."""
    return label("button").sub("", text)


def _in_parts(element: Element) -> str:
    """Return the text of *element*, that of elements beside one another apart: a name, and whose it is."""
    parts = [part for part in element if is_element(part) and _text(part)]
    if not parts or _WORDS.search("".join(part.tail or "" for part in parts)):
        return " ".join(texts_of(element))
    return " ".join(filter(None, ((element.text or "").strip(), *map(_in_parts, parts))))


def _says_more(text: str) -> bool:
    """Tell whether *text* says when and where an article was printed, or who edited it, and not only who wrote it."""
    return any(label(name).search(text) for name in ("date", "publication")) or bool(label("editors").match(text))


def _could_head(element: Element) -> bool:
    """Tell whether *element* is a heading, or a container of one line that may be meant as one."""
    name = local_name(element)
    if name not in _HEADINGS and (name not in _TITLED or len(element) > _FEW):
        return False
    inner = [local_name(part) for part in element if is_element(part)]
    return not any(part in _HEADINGS or (name not in _HEADINGS and part in _TITLED) for part in inner)


def _text(element: Element) -> str:
    """Return the text of *element*, cut where it is longer than any line of a head."""
    parts: list[str] = []
    length = 0
    for text in _runs(element):
        parts.append(text)
        length += len(text.strip())
        if length > _LONGEST:
            break
    return "".join(parts).strip()


def _runs(element: Element) -> Iterator[str]:
    """Yield the runs of text in *element*, in order, without those that no page shows."""
    if local_name(element) in UNSHOWN:
        return
    yield element.text or ""
    for child in element:
        yield from _runs(child) if is_element(child) else ()
        yield child.tail or ""


_SIGNS = re.compile(r"[\s\W_]+")


def _bare(text: str) -> str:
    """Return *text* without spaces and signs: titles of windows write them in their own way."""
    return _SIGNS.sub("", text)


def _shared(text: str, title: str) -> int:
    """Return how much of *title* is *text*; nothing where that is a small part behind others, as the name of a site."""
    if not text or not (text in title or title in text):
        return 0
    if len(text) < _MUCH * len(title) and not title.startswith(text):
        return 0
    return min(len(text), len(title))


_MUCH = 0.5


def _nearest_to(elements: Iterable[Element], *titles: str) -> Element | None:
    """Return that of *elements* which most of one of *titles* names, else the first whose text is a line, if any."""
    listed = list(elements)
    texts = [_bare(_text(element)) for element in listed]
    for title in filter(None, map(_bare, titles)):
        shared = [_shared(text, title) for text in texts]
        if any(shared):
            return listed[shared.index(max(shared))]
    return listed[0] if listed and not any(titles) else None
