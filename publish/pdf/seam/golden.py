"""A paragraph set at the start: lines, advances, notes and the elements that become tags come out as they went in.

What is expected is reckoned by the composer from the advances that the face has here, so it holds with any face.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from weasyprint import HTML
from weasyprint.formatting_structure import boxes
from weasyprint.text.fonts import FontConfiguration

from publish.composer import CALL, EM, house_of
from publish.pdf.paragraph import Paragraph
from publish.pdf.seam.glyphs import Face, advances_of
from publish.pdf.seam.names import ATTRIBUTES

_SIZE, _MEASURE = 16, 10
_PIECES = (
    ("p", "天地玄黄，宇宙洪荒。日月"),
    ("strong", "盈昃，"),
    ("a", "辰宿"),
    ("p", "列张；寒来暑往"),
    ("span::footnote-call", CALL),
    ("p", "，秋收冬藏。"),
)
"""The paragraph, with the elements that its texts stand in; the call stands in one that the layout makes."""
_NOTE = "闰余成岁"
_MARKUP = f"""<html lang="zh-CN"><title>golden</title><style>
@page {{ size: 400px; margin: 20px }}
html {{ font: {_SIZE}px/24px serif }}
p {{ margin: 0; width: {_MEASURE * _SIZE}px; text-align: justify }}
span {{ float: footnote }}
::footnote-call, ::footnote-marker {{ content: "注"; font: inherit; vertical-align: baseline }}
</style><p>{_PIECES[0][1]}<strong>{_PIECES[1][1]}</strong><a href="#">{_PIECES[2][1]}</a>{_PIECES[3][1]}\
<span>{_NOTE}</span>{_PIECES[5][1]}</p>"""


def difference() -> str | None:
    """Return what about the golden paragraph is otherwise than it should be, or None."""
    try:
        (page,) = HTML(string=_MARKUP).render(font_config=FontConfiguration()).pages
        if missing := _missing(page._page_box):
            return f"boxes have no {missing}"
        root, area = page._page_box.children[:2]
        found = [_read(line) for line in root.descendants() if isinstance(line, boxes.LineBox)]
        noted = "".join(box.text for box in area.descendants() if isinstance(box, boxes.TextBox))
        style = next(box.style for box in root.descendants() if isinstance(box, boxes.LineBox))
        wanted = list(_expected(style))
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    for (tags, text, advances), (other_tags, other_text, other_advances) in zip(found, wanted, strict=False):
        if text != other_text or len(found) != len(wanted):
            return "lines do not come out as they went in"
        if tags != other_tags:
            return "elements do not come out as they went in"
        if any(abs(one - other) > 1 for one, other in zip(advances, other_advances, strict=True)):
            return "advances do not come out as they went in"
    return None if noted == f"注{_NOTE}" else "a note does not come out as it went in"


def _missing(page: Any) -> str:
    """Return the names that neither a box on *page* nor a kind of box has, of those that the seam relies on."""
    known = {
        name for box in (*page.descendants(), *vars(boxes).values()) for name in ATTRIBUTES["Box"] if hasattr(box, name)
    }
    return ", ".join(sorted(ATTRIBUTES["Box"] - known))


Read = tuple[list[str], str, list[float]]
"""A line: the elements and the text of its pieces, and the advances of its characters in thousandths of an em."""


def _read(line: Any) -> Read:
    texts = [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
    shown = "".join(box.text for box in texts)
    return [box.element_tag for box in texts], shown, [advance for box in texts for advance in advances_of(box)]


def _expected(style: Any) -> Iterator[Read]:
    """Yield what the composer makes of the paragraph."""
    paragraph, face = Paragraph(_SIZE, house_of("zh-CN"), justify=True), Face(style)
    tags = []
    for tag, text in _PIECES:
        shown = text.replace(CALL, "注")
        paragraph.add_text(shown, face.advances(shown), _SIZE, call=text == CALL)
        tags += [tag] * len(text)
    paragraph.finish()
    paragraph.compose(0, [_MEASURE * EM])
    text = "".join(text for _, text in _PIECES).replace(CALL, "注")
    for begin, kept in sorted(paragraph.lines.items()):
        end, advances = kept.base + kept.line.end, [float(advance) for advance in paragraph.advances]
        for at, change in kept.line.changes:
            advances[kept.base + at] += change
        runs = [tag for tag, before in zip(tags[begin:end], [None, *tags[begin:end]], strict=False) if tag != before]
        yield runs, text[begin:end], advances[begin:end]
