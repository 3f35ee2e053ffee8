"""PDF → `Source`: its lines in reading order with their looks, its pictures, its running heads as furniture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from publish.book import Figure as BookFigure
from publish.book import Image, Paragraph, Picture, Quote, Table, Text
from publish.diagnostics import Diagnostic, PublishError, Report, failure
from publish.edition import Edition
from publish.pictures import picture_of
from publish.readers import File
from publish.source import Declared, Look, Source
from publish.sources.pdf.arranging import MOST_STRIPS, Figure, Pulled, arranged
from publish.sources.pdf.blocks import usual_lead
from publish.sources.pdf.cleaning import part_unseen
from publish.sources.pdf.document import Glyph, Photo, Sheet, open_sheets
from publish.sources.pdf.edges import PageStrips, find_edges
from publish.sources.pdf.feet import part_feet
from publish.sources.pdf.frames import rules_of
from publish.sources.pdf.limits import check_limits
from publish.sources.pdf.strips import Strip, body_size, sizes_of, strips_of
from publish.sources.pdf.tables import take_tables
from publish.sources.pdf.turning import upright
from publish.sources.source_writer import SourceWriter


@dataclass(slots=True)
class _Page:
    """A page on its way."""

    sheet: Sheet
    strips: list[Strip]
    askew: list[Strip]
    photos: list[Photo]


def read_pdf(file: File, edition: Edition, report: Report) -> Source:
    """Return the lines of *file*, a PDF with a text layer.

    Raises `PublishError` P140 (it asks for a password), P141 (damaged), P142 (no text in it), P143 (too much in it).
    """
    check_limits(file.data, file.name)
    pictures = edition.settings.parse.pictures
    sizes: Counter[float] = Counter()
    sheets = open_sheets(file.data, file.name, pictures)
    pages = [_page(*_cleaned(sheet, file.name, report), sizes) for sheet in sheets]
    _check_text(pages, file.name, report)
    return _Writing(file.name, body_size(sizes), report, pictures).source(pages)


def _cleaned(sheet: Sheet, name: str, report: Report) -> tuple[Sheet, list[Glyph]]:
    """Return *sheet* upright and without what it does not show, and the glyphs that stand askew."""
    if unseen := part_unseen(sheet):
        report(Diagnostic("P145", name, page=sheet.number, facts={"count": unseen}))
    if sheet.unmapped:
        report(Diagnostic("P144", name, page=sheet.number, facts={"count": sheet.unmapped}))
    return upright(sheet)


def _check_text(pages: Sequence[_Page], name: str, report: Report) -> None:
    """Report the pages that are pictures without text (P146). Raises `PublishError` P142 where none has any."""
    empty = [page for page in pages if not page.strips and not any(photo.cells for photo in page.photos)]
    bare = [page.sheet.number for page in empty if page.sheet.photos]
    if len(empty) == len(pages):
        raise failure("P142" if bare else "P101", name)
    for number in bare:
        report(Diagnostic("P146", name, page=number))


def _page(sheet: Sheet, askew: Sequence[Glyph], sizes: Counter[float]) -> _Page:
    """Return the lines of *sheet*, whose glyphs are given up, and add their sizes to *sizes*."""
    own = sizes_of(sheet.glyphs)
    sizes.update(own)
    body = body_size(own)
    tables = take_tables(sheet, body)
    strips = strips_of(sheet.glyphs, body) if sheet.glyphs else []
    sheet.glyphs = []
    for strip in strips:
        strip.page = sheet.number
    flat = [glyph._replace(base=0.0, x0=float(at), x1=at + 0.9) for at, glyph in enumerate(askew)]
    turned = strips_of(flat, body) if flat else []
    photos = [photo for photo in sheet.photos if photo.large] + tables
    return _Page(sheet, strips, turned, photos)


class _Writing:
    """Writes what the pages hold."""

    def __init__(self, name: str, body: float, report: Report, pictures: bool) -> None:
        self.name, self.body, self.report, self.pictures = name, body, report, pictures
        self.out = SourceWriter(name)
        self.album: dict[str, Picture] = {}
        self.left = 0

    def source(self, pages: Sequence[_Page]) -> Source:
        """Return *pages* as a source."""
        self._level_weight([strip for page in pages for strip in page.strips])
        edges = find_edges(
            [
                PageStrips(
                    page.strips,
                    rules_of(page.sheet, self.body),
                    page.sheet.height,
                    page.sheet.width,
                    usual_lead(page.strips, self.body),
                )
                for page in pages
            ],
            self.body,
        )
        for page, edge in zip(pages, edges, strict=True):
            self.out.page()
            self._page(page, edge)
        if self.left:
            self.report(Diagnostic("M407", self.name, facts={"count": self.left}))
        return self.out.source(self.report, pictures=tuple(self.album.values()))

    def _level_weight(self, strips: Sequence[Strip]) -> None:
        """Take no line of *strips* for bold where the text itself is, as some fonts say of themselves."""
        text = [strip for strip in strips if abs(strip.size - self.body) < 0.08 * self.body]
        if 2 * sum(len(strip.text) for strip in text if strip.bold) > sum(len(strip.text) for strip in text):
            for strip in strips:
                strip.bold = False

    def _page(self, page: _Page, edge: set[int]) -> None:
        running = [strip for at, strip in enumerate(page.strips) if at in edge]
        text = [strip for at, strip in enumerate(page.strips) if at not in edge]
        middle = page.sheet.height / 2
        self._furniture(strip for strip in running if strip.base < middle)
        if len(text) > MOST_STRIPS:
            self.report(Diagnostic("P147", self.name, page=page.sheet.number, facts={"count": len(text)}))
        text, notes = part_feet(text, self.body, usual_lead(text, self.body))
        for entry in [*arranged(page.sheet, text, page.photos, self.body), *notes]:
            if isinstance(entry, Figure):
                self._figure(entry, page.sheet.number)
            elif isinstance(entry, Pulled):
                self._pulled(entry)
            else:
                self.out.line(entry.text, self._look(entry), gap=entry.gap, indent=entry.indent)
        self._furniture(page.askew)
        self._furniture(strip for strip in running if strip.base >= middle)

    def _furniture(self, strips: Iterator[Strip] | Sequence[Strip]) -> None:
        row: list[Strip] = []
        for strip in sorted(strips, key=lambda strip: (round(strip.base / self.body), strip.x0)):
            if row and abs(row[-1].base - strip.base) > 0.6 * self.body:
                self._furniture_row(row)
                row = []
            row.append(strip)
        if row:
            self._furniture_row(row)

    def _furniture_row(self, row: Sequence[Strip]) -> None:
        text = "\u3000".join(strip.text for strip in row)
        self.out.line(text, Look(page=row[0].page or None, declared=Declared.FURNITURE), gap=1)

    def _look(self, strip: Strip) -> Look:
        return Look(
            page=strip.page,
            column=strip.column,
            x0=round(strip.x0 / self.body, 2),
            x1=round(strip.x1 / self.body, 2),
            room=None if strip.room is None else round(strip.room, 2),
            size=round(strip.size / self.body, 2),
            bold=strip.bold,
            face=strip.face,
            centred=strip.centred,
            hyphened=strip.hyphened or None,
            boxed=strip.frame is not None,
            foot=strip.foot,
        )

    def _pulled(self, pulled: Pulled) -> None:
        """Write *pulled* as a quotation that parts nothing."""
        self.out.block(Quote((Paragraph((Text("".join(strip.text for strip in pulled.strips)),)),)))

    def _figure(self, figure: Figure, page: int) -> None:
        if figure.photo.cells:
            caption = "".join(strip.text for strip in figure.caption)
            rows = tuple(tuple((Text(cell),) if cell else () for cell in row) for row in figure.photo.cells)
            self.out.block(Table(rows, 1, (), (Text(caption),) if caption else ()))
            return
        if not self.pictures:
            self.left += 1
            self._caption(figure)
            return
        caption = "".join(strip.text for strip in figure.caption)
        photo = figure.photo
        path = f"{Path(self.name).stem}-{page}-{len(self.album) + 1}.{'png' if photo.pixels else 'jpg'}"
        try:
            picture = picture_of(photo.data, photo.pixels, path, self.report)
        except PublishError as refused:
            self.report(replace(refused.diagnostic, file=self.name, page=page))
            self._caption(figure)
            return
        self.album[picture.name] = picture
        self.out.block(BookFigure(Image(picture.name), (Text(caption),) if caption else ()))

    def _caption(self, figure: Figure) -> None:
        """Write the caption of *figure* as a line, where the picture itself is left out."""
        if figure.caption:
            look = replace(self._look(figure.caption[0]), whole=True)
            self.out.line("".join(strip.text for strip in figure.caption), look, gap=1)
