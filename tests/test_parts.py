"""A long book is set in parts and joined: the book is the same as if it had been set as one."""

from __future__ import annotations

import os
import signal
import struct
from collections.abc import Callable, Iterator
from io import BytesIO
from multiprocessing.connection import Connection
from typing import Any

import pikepdf
import pymupdf
import pytest
from conftest import Reported
from handmade import HANDMADE

from publish.assets import find_style
from publish.edition import IndexKeys, PdfKeys, Settings, StyleKeys
from publish.pdf import making, write_with_pages
from publish.pdf.assembly import assemble
from publish.pdf.crew import Crew
from publish.pdf.parts import divided, may_be_parted
from publish.pdf.setpart import Folios, SetPart, packed, unpacked
from publish.pdf.written import Written

KEYS = {"note_numbers": "article", "for_print": True, "line_numbers": True}


def made(**keys: Any) -> tuple[bytes, Any]:
    return write_with_pages(HANDMADE, Settings(pdf=PdfKeys(**keys), index=IndexKeys(authors=True)), Reported())


@pytest.fixture(scope="module")
def wholes() -> list[tuple[bytes, Any]]:
    return [made(), made(**KEYS)]


@pytest.fixture(scope="module")
def joineds(wholes: object, parted: None) -> list[tuple[bytes, Any]]:
    """The same books in parts; that they are is seen by the number of parts."""
    counts = []

    def counted(division: Any, *rest: Any) -> Any:
        counts.append(len(division.body))
        return assemble(division, *rest)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("publish.pdf.making.assemble", counted)
        done = [made(jobs=1), made(jobs=1, **KEYS)]
    assert counts == [len(HANDMADE.chapters)] * 2
    return done


def pages(data: bytes) -> list[Any]:
    """Return of each page its words with their places, its label and its links."""
    document = pymupdf.open("pdf", data)
    return [
        (
            sorted((word[4], *(round(edge, 1) for edge in word[:4])) for word in page.get_text("words")),
            page.get_label(),
            [
                (link["kind"], link.get("page"), link.get("uri"), [round(e, 1) for e in link["from"]])
                for link in page.get_links()
            ],
        )
        for page in document
    ]


def structure(data: bytes) -> Iterator[Any]:
    """Yield the sorts of the elements of the structure tree, in the order of reading."""

    def walk(element: pikepdf.Object) -> Iterator[Any]:
        yield str(element.S)
        kids = element.get("/K", [])
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from walk(kid)

    with pikepdf.open(BytesIO(data)) as document:
        yield from walk(document.Root.StructTreeRoot.K[0])


@pytest.mark.parametrize("number", [0, 1], ids=["for reading", "for a printer"])
def test_the_joined_book_is_the_one_that_is_set_as_a_whole(
    number: int, wholes: list[tuple[bytes, Any]], joineds: list[tuple[bytes, Any]]
) -> None:
    (whole, starts), (joined, joined_starts) = wholes[number], joineds[number]
    assert pages(joined) == pages(whole)
    assert joined_starts == starts
    assert pymupdf.open("pdf", joined).get_toc() == pymupdf.open("pdf", whole).get_toc()
    if number == 0:
        assert list(structure(joined)) == list(structure(whole))


def test_the_bytes_are_the_same_however_many_processes_there_are(joineds: list[tuple[bytes, Any]]) -> None:
    assert made(jobs=3) == joineds[0]


def test_each_face_has_one_program_and_no_id_is_there_twice(joineds: list[tuple[bytes, Any]]) -> None:
    with pikepdf.open(BytesIO(joineds[0][0])) as document:
        found = [each for each in document.objects if isinstance(each, pikepdf.Dictionary)]
        names = [str(each.FontName) for each in found if "/FontName" in each]
        assert len(names) == len(set(names)) > 3
        ids = [str(each.ID) for each in found if each.get("/S") == "/TH"]
        assert len(ids) == len(set(ids)) > 0


def test_a_reader_finds_all_that_was_put_into_a_file() -> None:
    file = Written()
    root, pages, later, nothing = (file.reserve() for _once in range(4))
    many = [file.add(b"(object %d)" % number) for number in range(250)]
    stream = file.add_stream(b"shown " * 1000, b"/Kind /Text")
    file.put(later, b"[ %d 0 R %d 0 R %d 0 R ]" % (stream, many[-1], nothing))
    file.put(pages, b"<< /Type /Pages /Count 0 /Kids [ ] >>")
    file.put(root, b"<< /Type /Catalog /Pages %d 0 R /Held %d 0 R >>" % (pages, later))
    data = file.finished(root, file.add(b"<< /Title (whole) >>"))
    with pikepdf.open(BytesIO(data)) as document:
        assert str(document.docinfo.Title) == "whole"
        held = document.Root.Held
        assert held[0].read_bytes() == b"shown " * 1000
        assert (str(held[0].Kind), str(held[1]), held[2]) == ("/Text", "object 249", None)
        assert [str(document.get_object(number, 0)) for number in many] == [f"object {n}" for n in range(250)]
        assert document.get_warnings() == []


# --- processes -------------------------------------------------------------------------------------------------------


def done(work: Callable[[int], int], jobs: int, report: Reported) -> list[int]:
    """Return what a crew makes of the tasks 0 to 3, in the order of the tasks."""
    found: dict[int, int] = {}

    def take(task: int, made: int) -> list[int]:
        assert task not in found
        found[task] = made
        return []

    with Crew(work, jobs, report) as crew:
        crew.run(range(4), take)
    return [found[number] for number in range(4)]


def double(number: int) -> int:
    return 2 * number


PARENT = os.getpid()


def die(number: int) -> int:
    if os.getpid() != PARENT:
        os.kill(os.getpid(), signal.SIGKILL)
    return 2 * number


def die_while_it_is_handed_over(number: int) -> int:
    def half(self: Connection, data: bytes) -> None:
        os.write(self.fileno(), struct.pack("!i", len(data)) + data[:1])
        os.kill(os.getpid(), signal.SIGKILL)

    if os.getpid() != PARENT:
        Connection._send_bytes = half  # type: ignore[attr-defined]
    return 2 * number


def stumble(number: int) -> int:
    if os.getpid() != PARENT:
        raise ArithmeticError
    return 2 * number


@pytest.mark.parametrize("jobs", [1, 2, 5])
def test_a_crew_returns_what_is_made_of_each_task_in_order(jobs: int, report: Reported) -> None:
    assert done(double, jobs, report) == [0, 2, 4, 6]
    assert report == []


@pytest.mark.parametrize("work", [die, die_while_it_is_handed_over])
def test_where_a_process_is_killed_all_is_done_and_a_line_says_so(work: Callable[[int], int], report: Reported) -> None:
    report.expect("D503")
    assert done(work, 2, report) == [0, 2, 4, 6]
    assert [said.code for said in report] == ["D503"]


@pytest.mark.parametrize("jobs", [1, 2])
def test_what_follows_from_a_task_is_done_and_what_takes_long_is_begun_first(jobs: int, report: Reported) -> None:
    order: list[int] = []

    def take(task: int, made: int) -> list[int]:
        order.append(task)
        return [7, 6] if task == 2 else []

    with Crew(double, jobs, report, lambda task: -task) as crew:
        crew.run([1, 2], take)
    assert sorted(order) == [1, 2, 6, 7]
    assert jobs > 1 or order == [2, 7, 6, 1]


def test_what_fails_in_a_process_is_done_again_where_it_can_be_said(report: Reported) -> None:
    assert done(stumble, 2, report) == [0, 2, 4, 6]


def test_where_no_process_can_be_begun_all_is_done_and_a_line_says_so(
    report: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_given: Any, **_named: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("publish.pdf.crew._Hand", refused)
    report.expect("D503")
    assert done(double, 2, report) == [0, 2, 4, 6]
    assert "No space left on device" in str(report[0])


# --- what is set as one ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "keys", "in_parts"),
    [("book", {}, True), ("book", {"single_sided": True}, False), ("journal", {}, False)],
)
def test_a_book_whose_chapters_begin_on_any_page_is_set_as_one(
    style: str, keys: dict[str, Any], in_parts: bool, parted: None, report: Reported
) -> None:
    report.expect("F201")
    settings = Settings(pdf=PdfKeys(**keys), style=StyleKeys(name=style))
    styles = find_style(style)
    markup, _lettering = making._markup_of(HANDMADE, settings, styles, report)
    assert bool(making._division(markup, HANDMADE, settings, styles)) is in_parts


@pytest.mark.parametrize(
    ("css", "possible"),
    [
        ("article { counter-reset: footnote }", True),
        ("@page :nth(1 of body) { counter-reset: page 1 }", True),
        ("h1::before { counter-increment: chapter; content: counter(chapter) }", False),
        ("@page :first { background: gray }", False),
        ("@page { @bottom-left { content: counter(page) ' / ' counter(pages) } }", False),
        ("a::after { content: target-text(attr(href)) }", False),
        ("/* counter-increment: chapter */ p { margin: 0 }", True),
    ],
)
def test_a_style_that_counts_through_the_book_has_it_set_as_one(css: str, possible: bool) -> None:
    assert may_be_parted([css]) is possible


def test_a_short_book_is_set_as_one() -> None:
    assert divided("<html><body><main></main></body></html>", ()) is None


def test_a_part_comes_out_of_a_file_as_it_went_in() -> None:
    part = SetPart(b"%PDF\n1", (), {"a": (0, 1.0, 2.0)}, ((1, "章\ud800", 0, 1.0, 2.0),), {}, ())
    assert unpacked(packed(part)) == part
    assert unpacked(packed(Folios(b"%PDF", {}))) == Folios(b"%PDF", {})
